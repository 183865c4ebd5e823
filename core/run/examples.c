/* examples.c - runs the cases of policies through calc and compares what comes out.
 *
 * Cases of the same months without `set` share one calculation; each other case has its own.
 * What is expected and what came out are both flattened to "persons[0].category" -> value, and
 * every expected one is looked up.
 */
#include "run/examples.h"

#include <stdio.h>
#include <string.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "exec/probe.h"
#include "io/json.h"
#include "run/calc.h"
#include "run/examples_checks.h"
#include "run/examples_flat.h"
#include "run/task.h"
#include "value/date.h"

void examples_init(struct examples_report *r)
{
    *r = (struct examples_report){0};
    arena_init(&r->arena);
}

void examples_fini(struct examples_report *r)
{
    mem_free(r->outcomes);
    arena_fini(&r->arena);
    examples_init(r);
}

/* --- the report --- */

static const char *keep(struct examples_report *r, const char *text)
{
    return text ? arena_strdup(&r->arena, text) : NULL;
}

struct examples_outcome *examples_add(struct examples_report *r, const struct policy *p,
                                      const char *name, const char *zh, const struct place *at)
{
    void *outcomes = r->outcomes;
    if (mem_grow(&outcomes, &r->cap, r->count + 1, sizeof *r->outcomes) != 0)
        return NULL;
    r->outcomes = outcomes;
    struct examples_outcome *o = &r->outcomes[r->count++];
    *o = (struct examples_outcome){.policy = keep(r, p->model->name),
                                   .policy_zh = keep(r, p->model->zh),
                                   .name = keep(r, name),
                                   .zh = keep(r, zh),
                                   .at = *at,
                                   .passed = true};
    o->at.file = keep(r, at->file);
    o->at.field = NULL;
    return o;
}

/* --- one case on its way --- */

struct one {
    const struct example *example;
    size_t outcome; /* its place in the report */
    struct flat expect, expect_sum, expect_missing, expect_error, expect_check;
    struct flat found;  /* the last month's line */
    struct flat totals; /* the months' lines, for expect_sum */
    struct diag refused;
    struct examples_fault *faults;
    size_t fault_count, fault_cap;
};

struct batch {
    struct examples_report *report;
    const struct policy *policy;
    const struct hm_host *host;
    struct probe *probe;
    struct arena arena;
    struct one *ones; /* the cases of one calculation, one line each */
    size_t count;
    struct buf in;   /* their lines */
    size_t read;     /* bytes of it handed out */
    struct buf line; /* a result line in the making */
    bool no_memory;
};

static void add_fault(struct batch *b, struct one *one, const char *field, const char *expected,
                      const char *found)
{
    void *faults = one->faults;
    if (mem_grow(&faults, &one->fault_cap, one->fault_count + 1, sizeof *one->faults) != 0) {
        b->no_memory = true;
        return;
    }
    one->faults = faults;
    one->faults[one->fault_count++] = (struct examples_fault){
        keep(b->report, field), keep(b->report, expected), keep(b->report, found)};
}

/* A case that was chosen, and its place in the report. */
struct chosen {
    const struct example *example;
    size_t outcome;
};

static void one_open(struct batch *b, struct one *one, const struct chosen *chosen)
{
    const struct model *m = b->policy->model;
    const struct example *e = chosen->example;
    *one = (struct one){.example = e, .outcome = chosen->outcome};
    struct flat *const flats[] = {&one->expect,       &one->expect_sum,   &one->expect_missing,
                                  &one->expect_error, &one->expect_check, &one->found,
                                  &one->totals};
    for (size_t i = 0; i < sizeof flats / sizeof *flats; i++)
        flat_init(flats[i], &b->arena);
    diag_init(&one->refused);
    bool good = flat_add(&one->expect, m, e->root, e->expect_json) &&
                flat_add(&one->expect_sum, m, e->root, e->expect_sum_json) &&
                flat_add(&one->expect_missing, m, e->root, e->expect_missing_json) &&
                flat_add(&one->expect_error, m, e->root, e->expect_error_json) &&
                flat_add(&one->expect_check, m, e->root, e->expect_check_json);
    b->no_memory |= !good;
}

static void one_close(struct one *one)
{
    flat_fini(&one->expect);
    flat_fini(&one->expect_sum);
    flat_fini(&one->expect_missing);
    flat_fini(&one->expect_error);
    flat_fini(&one->expect_check);
    flat_fini(&one->found);
    flat_fini(&one->totals);
    diag_fini(&one->refused);
    mem_free(one->faults);
}

/* --- comparing --- */

static const char *lines_of(struct arena *a, const char *label, const struct flat_value *v)
{
    struct buf b;
    buf_init(&b);
    buf_puts(&b, label);
    for (size_t i = 0; i < v->count; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", v->items[i]);
    const char *text = buf_ok(&b) ? arena_strdup(a, b.data) : NULL;
    buf_fini(&b);
    return text ? text : label;
}

/* What came out for a field, in words. */
static const char *found_words(struct batch *b, const struct flat *found, const char *path)
{
    char key[256];
    const struct flat_value *v = flat_get(found, path);
    if (!v)
        return _("nothing");
    if (v->kind != JSON_NULL)
        return v->text;
    snprintf(key, sizeof key, "missing/%s", path);
    const struct flat_value *why = flat_get(found, key);
    if (why)
        return lines_of(&b->arena, _("undetermined: "), why);
    snprintf(key, sizeof key, "errors/%s", path);
    why = flat_get(found, key);
    return why ? lines_of(&b->arena, _("error: "),
                          &(struct flat_value){.items = &why->text, .count = 1})
               : _("nothing");
}

static void compare_values(struct batch *b, struct one *one, const struct flat *expected,
                           const struct flat *found)
{
    for (size_t i = 0; i < expected->count; i++) {
        const struct flat_value *e = &expected->values[i];
        const struct flat_value *f = flat_get(found, e->path);
        if (!f || !flat_equal(e, f))
            add_fault(b, one, e->path, e->text, found_words(b, found, e->path));
    }
}

static bool has_item(const struct flat_value *v, const char *item)
{
    for (size_t i = 0; i < v->count; i++)
        if (strcmp(v->items[i], item) == 0)
            return true;
    return false;
}

static bool same_items(const struct flat_value *a, const struct flat_value *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (!has_item(b, a->items[i]))
            return false;
    return a->count == b->count;
}

static void compare_missing(struct batch *b, struct one *one)
{
    for (size_t i = 0; i < one->expect_missing.count; i++) {
        const struct flat_value *e = &one->expect_missing.values[i];
        char key[256];
        snprintf(key, sizeof key, "missing/%s", e->path);
        const struct flat_value *f = flat_get(&one->found, key);
        if (!f || !same_items(e, f))
            add_fault(b, one, e->path, lines_of(&b->arena, _("undetermined: "), e),
                      found_words(b, &one->found, e->path));
    }
}

static void compare_errors(struct batch *b, struct one *one)
{
    for (size_t i = 0; i < one->expect_error.count; i++) {
        const struct flat_value *e = &one->expect_error.values[i];
        char key[256];
        snprintf(key, sizeof key, "errors/%s", e->path);
        const struct flat_value *f = flat_get(&one->found, key);
        if (!f || !strstr(f->text, e->text))
            add_fault(b, one, e->path,
                      lines_of(&b->arena, _("error: "),
                               &(struct flat_value){.items = &e->text, .count = 1}),
                      found_words(b, &one->found, e->path));
    }
}

/* One check of expect_check against how it came out in the case's months. */
static void compare_check(struct batch *b, struct one *one, const struct flat_value *expected,
                          const struct check_results *results)
{
    bool ran;
    const struct check_result *failure = examples_first_failure(results, expected->path, &ran);
    bool holds = expected->kind == JSON_TRUE;
    const char *want = holds ? _("it holds") : _("it does not hold");
    if (!ran)
        add_fault(b, one, expected->path, want, _("the check does not cover these months"));
    else if (failure && failure->outcome == CHECK_ERROR)
        add_fault(b, one, expected->path, want, failure->message);
    else if (holds != !failure)
        add_fault(b, one, expected->path, want,
                  failure ? _("it does not hold") : _("it holds"));
}

static enum hm_status compare_checks(struct batch *b, struct one *one, struct diag *d)
{
    const struct example *e = one->example;
    struct check_results results;
    if (one->expect_check.count == 0)
        return HM_OK;
    checkrun_init(&results);
    enum hm_status st =
        checkrun_all(&results, b->policy, e->from, e->to, e->patches, e->patch_count, d);
    for (size_t i = 0; st == HM_OK && i < one->expect_check.count; i++)
        compare_check(b, one, &one->expect_check.values[i], &results);
    checkrun_fini(&results);
    return st;
}

static void compare_one(struct batch *b, struct one *one)
{
    for (size_t i = 0; i < one->refused.count; i++)
        add_fault(b, one, one->refused.items[i].at.field ? one->refused.items[i].at.field : "",
                  _("a record that can be read"), one->refused.items[i].text);
    if (one->refused.count)
        return;
    compare_values(b, one, &one->expect, &one->found);
    compare_values(b, one, &one->expect_sum, &one->totals);
    compare_missing(b, one);
    compare_errors(b, one);
}

/* --- what calc writes and reads --- */

static struct one *one_called(struct batch *b, const char *id)
{
    for (size_t i = 0; i < b->count; i++)
        if (strcmp(b->ones[i].example->name, id) == 0)
            return &b->ones[i];
    return NULL;
}

static void take_line(struct batch *b)
{
    struct flat line;
    flat_init(&line, &b->arena);
    const char *text = arena_strdup(&b->arena, b->line.data);
    bool good = text && flat_add(&line, b->policy->model, b->ones[0].example->root, text);
    const struct flat_value *id = good ? flat_get(&line, "id") : NULL;
    struct one *one = id ? one_called(b, id->text) : NULL;
    if (one) {
        good = one->expect_sum.count == 0 || flat_sum(&one->totals, &line);
        flat_fini(&one->found);
        one->found = line;
    } else {
        flat_fini(&line);
    }
    b->no_memory |= !good;
}

/* Results come in whole lines, perhaps several at once. */
static int on_write(void *ctx, const void *bytes, size_t n)
{
    struct batch *b = ctx;
    const char *text = bytes;
    for (size_t i = 0; i < n; i++) {
        if (text[i] != '\n') {
            buf_putc(&b->line, text[i]);
            continue;
        }
        if (!buf_ok(&b->line))
            return 1;
        take_line(b);
        buf_clear(&b->line);
    }
    return 0;
}

static int on_stopped(void *ctx)
{
    const struct batch *b = ctx;
    return task_stopped(b->host);
}

static ptrdiff_t on_read(void *ctx, char *bytes, size_t n)
{
    struct batch *b = ctx;
    size_t left = b->in.len - b->read;
    n = n < left ? n : left;
    memcpy(bytes, b->in.data + b->read, n);
    b->read += n;
    return (ptrdiff_t)n;
}

/* --- one calculation --- */

/* Every variable that the cases expect something of. */
static void put_outputs(struct buf *out, const struct flat *expected)
{
    for (size_t i = 0; i < expected->count; i++)
        if (expected->values[i].output)
            buf_printf(out, "%s%s", out->len ? "," : "", expected->values[i].output);
}

static void share_refusals(struct batch *b, const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct diag_item *item = &d->items[i];
        if (item->level == HM_LEVEL_ERROR && item->at.line >= 1 && item->at.line <= b->count)
            diag_error(&b->ones[item->at.line - 1].refused, HM_DATA, &item->at, "%s",
                       item->text);
    }
}

static enum hm_status calculate(struct batch *b, const char *outputs, struct diag *d)
{
    char months[32] = "";
    const struct example *first = b->ones[0].example;
    struct hm_host host = *b->host;
    struct calc_options options = {.of = b->policy->model->entities[first->root].name,
                                   .outputs = *outputs ? outputs : NULL,
                                   .patches = first->patches,
                                   .patch_count = first->patch_count,
                                   .probe = b->probe};
    struct lines *in;
    struct diag own;
    host.write = on_write;
    host.stopped = on_stopped;
    host.progress = NULL;
    host.ctx = b;
    if (first->from != first->to) {
        snprintf(months, sizeof months, "%04d-%02d..%04d-%02d", month_year(first->from),
                 month_number(first->from), month_year(first->to), month_number(first->to));
        options.months = months;
    }
    diag_init(&own);
    enum hm_status st = lines_from(&in, _("case"), on_read, b, d);
    if (st == HM_OK) {
        st = calc_run(b->policy, &options, in, &host, NULL, &own);
        lines_close(in);
    }
    share_refusals(b, &own);
    if (st == HM_DATA) /* households refused or failed: the comparison says so */
        st = HM_OK;
    if (st != HM_OK)
        diag_move(d, &own);
    diag_fini(&own);
    return st;
}

static enum hm_status report_batch(struct batch *b, struct diag *d)
{
    struct examples_report *r = b->report;
    for (size_t i = 0; i < b->count; i++) {
        struct one *one = &b->ones[i];
        compare_one(b, one);
        TRY(compare_checks(b, one, d));
        struct examples_outcome *o = &r->outcomes[one->outcome];
        struct examples_fault *faults =
            arena_alloc(&r->arena, (one->fault_count + 1) * sizeof *faults);
        if (!faults || b->no_memory)
            return diag_nomem(d, _("testing a policy"));
        if (one->fault_count)
            memcpy(faults, one->faults, one->fault_count * sizeof *faults);
        o->faults = faults;
        o->fault_count = one->fault_count;
        o->passed = one->fault_count == 0;
        r->cases++;
        r->cases_failed += !o->passed;
    }
    return HM_OK;
}

/* Cases that can be calculated together: all of `list`. */
static enum hm_status run_batch(struct batch *b, const struct chosen *list, size_t n,
                                struct diag *d)
{
    struct buf outputs;
    buf_init(&outputs);
    arena_init(&b->arena);
    buf_init(&b->in);
    buf_init(&b->line);
    b->read = 0;
    b->count = n;
    b->ones = mem_calloc(n, sizeof *b->ones);
    b->no_memory = b->ones == NULL;
    for (size_t i = 0; b->ones && i < n; i++) {
        one_open(b, &b->ones[i], &list[i]);
        put_outputs(&outputs, &b->ones[i].expect);
        put_outputs(&outputs, &b->ones[i].expect_sum);
        put_outputs(&outputs, &b->ones[i].expect_missing);
        put_outputs(&outputs, &b->ones[i].expect_error);
        buf_printf(&b->in, "%s\n", list[i].example->record_json);
    }
    enum hm_status st = b->no_memory || !buf_ok(&outputs) || !buf_ok(&b->in)
                            ? diag_nomem(d, _("testing a policy"))
                            : calculate(b, outputs.len ? outputs.data : "", d);
    if (st == HM_OK)
        st = report_batch(b, d);
    for (size_t i = 0; b->ones && i < n; i++)
        one_close(&b->ones[i]);
    mem_free(b->ones);
    buf_fini(&b->in);
    buf_fini(&b->line);
    buf_fini(&outputs);
    arena_fini(&b->arena);
    return st;
}

/* --- the cases of a policy --- */

struct choice {
    struct chosen *list; /* still to run */
    size_t count;
};

bool examples_expects(const struct example *e)
{
    return e->expect_json || e->expect_sum_json || e->expect_missing_json ||
           e->expect_error_json || e->expect_check_json;
}

static bool can_share(const struct example *a, const struct example *b)
{
    if (a == b)
        return true;
    bool both_single = a->from == a->to && b->from == b->to;
    bool same_months = a->from == b->from && a->to == b->to;
    return a->root == b->root && a->patch_count == 0 && b->patch_count == 0 &&
           (both_single || same_months);
}

/* Moves the cases that share a calculation with the first one into `out`; how many. */
static size_t take_together(struct choice *c, struct chosen *out)
{
    size_t n = 0, left = 0;
    const struct example *first = c->list[0].example;
    for (size_t i = 0; i < c->count; i++) {
        if (can_share(first, c->list[i].example))
            out[n++] = c->list[i];
        else
            c->list[left++] = c->list[i];
    }
    c->count = left;
    return n;
}

static bool is_chosen(const struct model *m, const struct example *e, bool all_levels,
                      const char *only)
{
    bool is_here = all_levels || strcmp(e->level, m->name) == 0;
    return is_here && examples_expects(e) &&
           (!only || strncmp(e->name, only, strlen(only)) == 0);
}

/* Makes a case's place in the report. */
static enum hm_status choose(struct examples_report *r, const struct policy *p,
                             const struct example *e, struct choice *c, struct diag *d)
{
    struct examples_outcome *o = examples_add(r, p, e->name, e->zh, &e->at);
    if (!o)
        return diag_nomem(d, _("testing a policy"));
    o->source = keep(r, e->source);
    c->list[c->count++] = (struct chosen){e, r->count - 1};
    return HM_OK;
}

enum hm_status examples_cases(struct examples_report *r, const struct policy *p,
                              const struct example *const *cases, size_t n, struct probe *probe,
                              const struct hm_host *host, struct diag *d)
{
    struct batch b = {.report = r, .policy = p, .host = host, .probe = probe};
    struct choice c = {mem_calloc(n + 1, sizeof *c.list), 0};
    struct chosen *together = mem_calloc(n + 1, sizeof *together);
    enum hm_status st = c.list && together ? HM_OK : diag_nomem(d, _("testing a policy"));
    for (size_t i = 0; st == HM_OK && i < n; i++)
        st = choose(r, p, cases[i], &c, d);
    while (st == HM_OK && c.count > 0) {
        size_t some = take_together(&c, together);
        st = task_stopped(host) ? HM_INTERRUPTED : run_batch(&b, together, some, d);
    }
    mem_free(c.list);
    mem_free(together);
    return st;
}

/* The cases of a policy, in its order. */
static enum hm_status run_cases(struct examples_report *r, const struct policy *p,
                                bool all_levels, const char *only, const struct hm_host *host,
                                struct diag *d)
{
    const struct model *m = p->model;
    const struct example **list = mem_calloc(m->example_count + 1, sizeof *list);
    struct probe probe;
    size_t n = 0;
    if (!list)
        return diag_nomem(d, _("testing a policy"));
    for (size_t i = 0; i < m->example_count; i++)
        if (is_chosen(m, &m->examples[i], all_levels, only))
            list[n++] = &m->examples[i];
    probe_init(&probe);
    enum hm_status st = examples_cases(r, p, list, n, &probe, host, d);
    probe_fini(&probe);
    mem_free(list);
    return st;
}

enum hm_status examples_policy(struct examples_report *r, const struct policy *p,
                               bool all_levels, bool with_checks, const char *only,
                               const struct hm_host *host, struct diag *d)
{
    TRY(run_cases(r, p, all_levels, only, host, d));
    return with_checks ? examples_checks(r, p, d) : HM_OK;
}

/* --- the policies in and below folders --- */

struct tree {
    struct examples_report *report;
    const char *only;
    const struct hm_host *host;
    struct diag *diag;
    struct map done; /* real paths of the folders whose cases were run */
    bool failed;     /* a policy could not be loaded */
};

/* Whether the folder is met for the first time. */
static enum hm_status is_new(struct tree *t, const char *folder, bool *fresh)
{
    char *real = fs_real(*folder ? folder : ".");
    int put = real ? map_put(&t->done, (struct str){real, strlen(real)}, 0) : -1;
    mem_free(real);
    if (put < 0)
        return diag_nomem(t->diag, _("testing a policy"));
    *fresh = put == 1;
    return HM_OK;
}

static bool is_policy_file(const struct source_file *f)
{
    const char *slash = strrchr(f->path, '/');
    return slash && strcmp(slash + 1, "policy.lua") == 0;
}

/* "policies/cn" of "policies/cn/policy.lua"; mem_free; NULL: no memory. */
static char *folder_of(const struct source_file *f)
{
    const char *slash = strrchr(f->shown_path, '/');
    return slash ? mem_strndup(f->shown_path, (size_t)(slash - f->shown_path))
                 : mem_strdup(".");
}

/* Loads a policy; what is wrong in a file that several read is said once. */
static enum hm_status load_once(struct tree *t, const char *folder, struct policy **out)
{
    struct diag own;
    diag_init(&own);
    enum hm_status st = policy_load(out, folder, &own);
    diag_merge(t->diag, &own);
    diag_fini(&own);
    return st;
}

/* The cases of a level above a leaf, on the policy of that level. */
static enum hm_status run_level(struct tree *t, const struct source_file *f)
{
    struct policy *p;
    bool fresh = false;
    char *folder = folder_of(f);
    enum hm_status st =
        folder ? is_new(t, folder, &fresh) : diag_nomem(t->diag, _("testing a policy"));
    if (st == HM_OK && fresh)
        st = load_once(t, folder, &p);
    mem_free(folder);
    t->failed |= st == HM_DATA;
    if (st != HM_OK || !fresh)
        return st == HM_DATA ? HM_OK : st;
    st = examples_policy(t->report, p, false, false, t->only, t->host, t->diag);
    policy_free(p);
    return st;
}

static enum hm_status run_levels_above(struct tree *t, const struct policy *leaf)
{
    const struct sources *s = &leaf->sources;
    for (size_t i = 0; i < s->count; i++) {
        size_t n = strlen(s->name);
        bool is_own = strncmp(s->files[i].path, s->name, n) == 0 && s->files[i].path[n] == '/';
        if (!is_own && is_policy_file(&s->files[i]))
            TRY(run_level(t, &s->files[i]));
    }
    return HM_OK;
}

static enum hm_status run_leaf(struct tree *t, const char *folder)
{
    struct policy *p;
    bool fresh;
    TRY(is_new(t, folder, &fresh));
    if (!fresh)
        return HM_OK;
    enum hm_status st = load_once(t, folder, &p);
    if (st == HM_DATA) {
        t->failed = true;
        return HM_OK;
    }
    TRY(st);
    st = run_levels_above(t, p);
    if (st == HM_OK)
        st = examples_policy(t->report, p, false, true, t->only, t->host, t->diag);
    policy_free(p);
    return st;
}

static enum hm_status run_folder(struct tree *t, const char *folder)
{
    char **leaves;
    size_t n;
    TRY(sources_leaves(&leaves, &n, folder, t->diag));
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        task_progress(t->host, _("testing"), i, n);
        st = run_leaf(t, leaves[i]);
    }
    fs_list_free(leaves, n);
    return st;
}

enum hm_status examples_run(struct examples_report *r, const char *const *folders, size_t count,
                            const char *only, const struct hm_host *host, struct diag *d)
{
    struct tree t = {.report = r, .only = only, .host = host, .diag = d};
    enum hm_status st = HM_OK;
    map_init(&t.done);
    for (size_t i = 0; i < count && st == HM_OK; i++)
        st = run_folder(&t, folders[i]);
    map_fini(&t.done);
    return st == HM_OK && t.failed ? HM_DATA : st;
}
