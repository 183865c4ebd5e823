/* diff_engines.c - random policies on random families, both engines; and random pairs of
 * policies as one region against each policy alone (region_pairs.h).
 *
 *   diff_engines [--pairs N] [--seed S] [--show] [--regions | --bounds]
 *   diff_engines --replay POLICY.lua...      policies that once differed (tests/diff/found)
 *
 * A pair is a policy and a family. Values, errors and missing sets of every variable must be
 * the same; on a difference the policy, the family's number and the seed that repeats it are
 * printed and the exit status is 1. Results must also not depend on which passes of the
 * optimiser run, nor on how many laws are evaluated in one pass (alternatives.h).
 */
#include "alternatives.h"
#include "bounds_pairs.h"
#include "region_pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "exec/vecrun.h"
#include "value/date.h"

enum { FAMILIES = 50 };

struct tally {
    uint64_t pairs, policies, refused, cells, missing, errors;
};

static void show(const struct diag *d)
{
    for (size_t i = 0; i < d->count && i < 12; i++)
        fprintf(stderr, "%s:%u:%u: %s\n", d->items[i].at.file ? d->items[i].at.file : "",
                d->items[i].at.line, d->items[i].at.column, d->items[i].text);
}

static size_t variables(const struct model *m, uint8_t root, uint16_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].kind == FIELD_VARIABLE &&
            m->entities[m->fields[i].entity].root == root)
            out[n++] = (uint16_t)i;
    return n;
}

static void count(struct tally *t, const struct results *r)
{
    for (size_t i = 0; i < r->column_count; i++) {
        t->cells += r->columns[i].rows;
        for (uint32_t k = 0; k < r->columns[i].rows; k++) {
            t->missing += r->columns[i].state[k] == HM_TRAP_MISSING;
            t->errors += r->columns[i].state[k] > HM_TRAP_MISSING;
        }
    }
}

/* The determinations of an earlier month: random given columns for some of the same families.
 */
static bool add_past(struct choices *c, struct frame *f, int32_t month, uint8_t root)
{
    struct builder *b;
    struct frame earlier = {0};
    uint32_t rows = f->entities[root].rows;
    if (builder_new(&b, f->model, root) != HM_OK)
        return false;
    random_families(c, f->model, root, rows - choices_below(c, rows), b);
    bool ok = builder_finish(b, &earlier, false, NULL, NULL) == HM_OK &&
              frame_add_past(f, month, &earlier, NULL) == HM_OK;
    builder_free(b);
    frame_fini(&earlier);
    return ok;
}

static bool run_passes(const struct evaluation *e, const struct frame *f, uint32_t passes,
                       const struct results *want, struct diag *d)
{
    struct vecrun *v;
    struct results r;
    results_init(&r);
    bool ok = vecrun_open(&v, e, d) == HM_OK;
    if (ok) {
        vecrun_passes(v, passes);
        ok = vecrun_run(v, f, &r, d) == HM_OK && results_compare(want, &r, e, f, d) == HM_OK;
        vecrun_close(v);
    }
    results_fini(&r);
    if (!ok)
        fprintf(stderr, "with passes %u\n", passes);
    return ok;
}

/* The fast engine's results in stored form, in the lanes that were proved for them. */
static bool run_stored(const struct evaluation *exact, const struct frame *f,
                       const struct results *want, struct diag *d)
{
    struct evaluation e = *exact;
    struct engine *engine;
    struct results r;
    e.stored = true;
    results_init(&r);
    bool ok = engine_open(&engine, ENGINE_FAST, &e, d) == HM_OK;
    if (ok) {
        ok = engine_run(engine, f, &r, d) == HM_OK;
        engine_close(engine);
    }
    for (size_t i = 0; ok && i < want->column_count; i++) {
        const struct result_column *a = &want->columns[i], *b = &r.columns[i];
        for (uint32_t row = 0; ok && row < a->rows; row++) {
            ok = result_state(a, row) == result_state(b, row);
            if (ok && result_state(a, row) == HM_TRAP_NONE)
                ok = result_stored(a, e.policy->model, row) ==
                     result_stored(b, e.policy->model, row);
            if (!ok)
                fprintf(stderr, "in stored form: %s, row %u\n",
                        e.policy->model->fields[a->field].name, (unsigned)row);
        }
    }
    results_fini(&r);
    return ok;
}

static bool compare(const struct policy *p, struct choices *c, struct tally *t, struct diag *d)
{
    static uint16_t outputs[LIMIT_FIELDS];
    const struct model *m = p->model;
    struct evaluation e = {.policy = p, .outputs = outputs, .month = 2022 * 12 + 6};
    struct builder *b;
    struct frame f = {0};
    struct engine *engine;
    struct results r;
    e.root = model_entity(m, (struct str){"household", 9});
    e.output_count = variables(m, e.root, outputs);
    results_init(&r);
    if (builder_new(&b, m, e.root) != HM_OK)
        abort();
    random_families(c, m, e.root, FAMILIES, b);
    bool ok = builder_finish(b, &f, choices_below(c, 2), NULL, d) == HM_OK;
    builder_free(b);
    for (int32_t n = 2; ok && n >= 1; n--)
        ok = choices_below(c, 3) == 0 || add_past(c, &f, e.month - n, e.root);
    if (ok && engine_open(&engine, ENGINE_BOTH, &e, d) == HM_OK) {
        ok = engine_run(engine, &f, &r, d) == HM_OK;
        engine_close(engine);
    } else {
        ok = false;
    }
    uint32_t off = UINT32_C(1) << choices_below(c, 5);
    ok = ok && run_passes(&e, &f, IR_ALL & ~off, &r, d);
    ok = ok && run_stored(&e, &f, &r, d);
    ok = ok && alternatives_agree(c, &e, &f, d);
    count(t, &r);
    results_fini(&r);
    frame_fini(&f);
    return ok;
}

/* False when it cannot be loaded or the engines differ. */
static bool try_policy(struct choices *c, struct tally *t, const struct buf *text, bool *loads,
                       struct diag *d)
{
    struct policy *p;
    *loads = region_load(&p, "random", text, d) == HM_OK;
    if (!*loads)
        return false;
    bool ok = compare(p, c, t, d);
    policy_free(p);
    return ok;
}

/* False on a difference. */
static bool one_policy(struct choices *c, struct tally *t, bool print)
{
    struct buf text;
    struct diag d;
    bool loads;
    buf_init(&text);
    diag_init(&d);
    random_policy(c, &text);
    if (print)
        fwrite(text.data, 1, text.len, stdout);
    bool ok = try_policy(c, t, &text, &loads, &d) || !loads;
    t->policies++;
    t->pairs += loads ? FAMILIES : 0;
    t->refused += !loads;
    if (!ok || (print && !loads)) {
        if (!print)
            fwrite(text.data, 1, text.len, stderr);
        show(&d);
    }
    buf_fini(&text);
    diag_fini(&d);
    return ok;
}

#ifdef HUIMIN_FUZZ
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices c = {.bytes = data, .left = size};
    struct tally t = {0};
    struct region_tally regions = {0};
    bool ok = choices_below(&c, 4) == 0 ? region_pair(&c, &regions, false)
                                        : one_policy(&c, &t, false);
    if (!ok)
        abort();
    return 0;
}
#else
/* A policy of tests/diff/found on many random families. */
static bool replay(const char *path, struct tally *t)
{
    enum { ROUNDS = 40, POLICY_BYTES = 1 << 20 };
    struct buf text;
    struct diag d;
    char *file;
    size_t n;
    bool loads, ok = true;
    diag_init(&d);
    buf_init(&text);
    if (fs_read(&file, &n, path, POLICY_BYTES, &d) == HM_OK) {
        buf_put(&text, file, n);
        mem_free(file);
    }
    for (uint64_t seed = 1; seed <= ROUNDS && ok; seed++) {
        struct choices c;
        choices_seed(&c, seed);
        ok = text.len > 0 && try_policy(&c, t, &text, &loads, &d);
        t->pairs += FAMILIES;
    }
    t->policies++;
    if (!ok) {
        fprintf(stderr, "%s:\n", path);
        show(&d);
    }
    buf_fini(&text);
    diag_fini(&d);
    return ok;
}

static int report(const struct tally *t, bool complete)
{
    printf("%llu pairs of %llu policies (%llu refused at load), %llu cells: %llu missing, %llu "
           "errors; no difference\n",
           (unsigned long long)t->pairs, (unsigned long long)t->policies,
           (unsigned long long)t->refused, (unsigned long long)t->cells,
           (unsigned long long)t->missing, (unsigned long long)t->errors);
    return complete ? 0 : 1;
}

static int replay_all(int count, char **paths)
{
    struct tally t = {0};
    bool ok = count > 0;
    for (int i = 0; i < count; i++)
        ok = replay(paths[i], &t) && ok;
    return ok ? report(&t, true) : 1;
}

static int do_regions(uint64_t pairs, uint64_t seed, bool print)
{
    struct region_tally t = {0};
    for (; t.pairs < pairs && t.policies < 40 + pairs / 10; seed++) {
        struct choices c;
        choices_seed(&c, seed * 1000003);
        if (!region_pair(&c, &t, print)) {
            fprintf(stderr, "a region differs: repeat with --regions --seed %llu --pairs 1\n",
                    (unsigned long long)seed);
            return 1;
        }
    }
    printf("%llu pairs of %llu regions (%llu refused at load), %llu cells; no difference\n",
           (unsigned long long)t.pairs, (unsigned long long)t.policies,
           (unsigned long long)t.refused, (unsigned long long)t.cells);
    return t.pairs >= pairs ? 0 : 1;
}

static int do_bounds(uint64_t policies, uint64_t seed, bool print)
{
    struct bounds_tally t = {0};
    for (uint64_t i = 0; i < policies; i++) {
        struct choices c;
        choices_seed(&c, (seed + i) * 1000003);
        if (!bounds_pair(&c, &t, print)) {
            fprintf(stderr, "a bound is wrong: repeat with --bounds --seed %llu --pairs 1\n",
                    (unsigned long long)(seed + i));
            return 1;
        }
    }
    printf("%llu intervals of %llu policies, %llu points, %llu claims (%llu exact), %llu not "
           "known, %llu cuts; all hold\n",
           (unsigned long long)t.intervals, (unsigned long long)t.policies,
           (unsigned long long)t.points, (unsigned long long)t.claims,
           (unsigned long long)t.exact, (unsigned long long)t.unknown,
           (unsigned long long)t.cuts);
    bool enough = t.claims > t.intervals && t.cuts * 10 > policies;
    return enough || policies < 100 ? 0 : 1;
}

static int do_policies(uint64_t pairs, uint64_t seed, bool print)
{
    struct tally t = {0};
    for (; t.pairs < pairs && t.policies < 40 + pairs / 10; seed++) {
        struct choices c;
        choices_seed(&c, seed * 1000003);
        if (!one_policy(&c, &t, print)) {
            fprintf(stderr, "the engines differ: repeat with --seed %llu --pairs 1\n",
                    (unsigned long long)seed);
            return 1;
        }
    }
    return report(&t, t.pairs >= pairs);
}

int main(int argc, char **argv)
{
    uint64_t pairs = 20000, seed = 1;
    bool print = false, regions = false, bounds = false;
    if (argc > 1 && strcmp(argv[1], "--replay") == 0)
        return replay_all(argc - 2, argv + 2);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--show") == 0)
            print = true;
        else if (strcmp(argv[i], "--regions") == 0)
            regions = true;
        else if (strcmp(argv[i], "--bounds") == 0)
            bounds = true;
        else if (i + 1 < argc && strcmp(argv[i], "--pairs") == 0)
            pairs = strtoull(argv[++i], NULL, 10);
        else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[++i], NULL, 10);
        else
            return fprintf(stderr, "usage: diff_engines [--pairs N] [--seed S] [--show] "
                                   "[--regions | --bounds]\n"),
                   2;
    }
    if (bounds)
        return do_bounds(pairs, seed, print);
    return regions ? do_regions(pairs, seed, print) : do_policies(pairs, seed, print);
}
#endif
