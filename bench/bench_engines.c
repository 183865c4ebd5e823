/* bench_engines.c - the engines against C by hand on the same households, the real policy of
 * Ningbo, and whether the cost of a household depends on how many there are.
 *
 * One thread is measured in processor time, so that other work on the machine does not count;
 * rounds of all contestants are interleaved and medians are taken.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/thread.h"
#include "exec/luarun.h"
#include "exec/vecrun.h"
#include "io/synth.h"

enum { SAMPLE = 400 };

/* --- one thread's fast engine --- */

struct runner {
    struct vecrun *engine;
    struct results results;
};

static void runner_open(struct runner *r, const struct task *t, uint32_t passes)
{
    results_init(&r->results);
    if (vecrun_open(&r->engine, &t->evaluation, NULL) != HM_OK)
        bench_die("opening the fast engine", NULL);
    vecrun_passes(r->engine, passes);
}

static void runner_close(struct runner *r)
{
    results_fini(&r->results);
    vecrun_close(r->engine);
}

static void run_frame(struct runner *r, const struct frame *f)
{
    struct diag d;
    diag_init(&d);
    if (vecrun_run(r->engine, f, &r->results, &d) != HM_OK)
        bench_die("the fast engine", &d);
    diag_fini(&d);
}

/* --- agreement --- */

static const char *const money_names[10] = {"hh_income", "pc",        "supp",   "dibao_amt",
                                            "sp_amt",    "tekun_amt", "disliv", "nursing",
                                            "elderly",   "total"};

/* The by-hand value of an output. */
static int64_t by_hand(const struct workload_results *r, const char *name, uint32_t i)
{
    for (int k = 0; k < 10; k++)
        if (strcmp(name, money_names[k]) == 0)
            return r->money[k][i];
    if (strcmp(name, "hours") == 0)
        return r->hours[i];
    if (strcmp(name, "asset_ok") == 0)
        return r->asset_ok[i];
    if (strcmp(name, "sp_cnt") == 0)
        return r->sp_cnt[i];
    if (strcmp(name, "rating") == 0)
        return r->rating[i];
    if (strcmp(name, "rigid") == 0)
        return r->rigid[i];
    if (strcmp(name, "edge") == 0)
        return r->edge[i];
    bench_die(name, NULL);
}

static void same(const struct results *r, const struct workload_results *hand,
                 const struct model *m, uint32_t rows, const char *who)
{
    if (r->column_count != WORKLOAD_RESULTS || r->issue_count)
        bench_die(who, NULL);
    for (size_t k = 0; k < r->column_count; k++) {
        const char *name = m->fields[r->columns[k].field].name;
        for (uint32_t i = 0; i < rows; i++) {
            if (result_stored(&r->columns[k], m, i) == by_hand(hand, name, i))
                continue;
            fprintf(stderr, "%s, household %u, %s: %lld, by hand %lld\n", who, i, name,
                    (long long)result_stored(&r->columns[k], m, i),
                    (long long)by_hand(hand, name, i));
            exit(1);
        }
    }
}

static void same_rows(const struct workload_row_result *all, const struct workload_results *c,
                      const uint32_t *order, uint32_t n, const char *who)
{
    for (uint32_t row = 0; row < n; row++) {
        const struct workload_row_result *rows = all + row;
        uint32_t i = order[row];
        bool equal = rows->hours == c->hours[i] && rows->asset_ok == c->asset_ok[i] &&
                     rows->sp_cnt == c->sp_cnt[i] && rows->rating == c->rating[i] &&
                     rows->rigid == c->rigid[i] && rows->edge == c->edge[i];
        for (int k = 0; k < 10; k++)
            equal = equal && rows->money[k] == c->money[k][i];
        if (!equal)
            bench_die(who, NULL);
    }
}

/* --- the contestants --- */

enum contestant {
    ROWS_I32,
    ROWS_I64,
    SORTED_I32, /* the row loop on households sorted by members, as only a store has them */
    SORTED_I64,
    COLUMNS_I32,
    FAST_I32,
    FAST_I64,     /* amounts of up to 50 billion yuan: in 64 bits */
    FAST_CHECKED, /* nothing proved: 64 bits and every test for overflow */
    CONTESTANTS
};

struct contest {
    struct crowd population;
    struct task task;
    struct workload_rows *rows, *sorted;
    uint32_t **order; /* by block: household of each row */
    struct workload_row_result *row_results;
    struct workload_results columns;
    struct runner fast, wide, checked;
    struct policy *wide_policy;
    struct task wide_task;
    struct frame *wide_frames;
};

static void one_block(struct contest *c, enum contestant who, uint32_t block)
{
    const struct crowd *p = &c->population;
    switch (who) {
    case ROWS_I32:
        workload_run_rows_i32(&c->rows[block], workload_std_new, c->row_results);
        break;
    case ROWS_I64:
        workload_run_rows_i64(&c->rows[block], workload_std_new, c->row_results);
        break;
    case SORTED_I32:
        workload_run_rows_i32(&c->sorted[block], workload_std_new, c->row_results);
        break;
    case SORTED_I64:
        workload_run_rows_i64(&c->sorted[block], workload_std_new, c->row_results);
        break;
    case COLUMNS_I32:
        workload_run_columns_i32(&p->blocks[block], workload_std_new, &c->columns);
        break;
    case FAST_I32:
        run_frame(&c->fast, &p->frames[block]);
        break;
    case FAST_I64:
        run_frame(&c->wide, &c->wide_frames[block]);
        break;
    default:
        run_frame(&c->checked, &p->frames[block]);
        break;
    }
}

/* ns of a household, in this thread's processor time. */
static double one_round(struct contest *c, enum contestant who)
{
    uint64_t began = bench_thread_ns();
    for (uint32_t i = 0; i < c->population.count; i++)
        one_block(c, who, i);
    return (double)(bench_thread_ns() - began) / (double)c->population.households;
}

/* A household's place by a hash of its number: in order of arrival. */
static uint32_t *arrival(uint32_t block, uint32_t n)
{
    uint32_t *order = bench_alloc(n, sizeof *order);
    uint64_t state = block + 1;
    for (uint32_t i = 0; i < n; i++) {
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        uint32_t k = (uint32_t)((state >> 33) % (i + 1));
        order[i] = order[k];
        order[k] = i;
    }
    return order;
}

/* The same policy with amounts a hundred thousand times as large allowed. */
static struct policy *wide_policy(const char *folder)
{
    static const char narrow[] = "yuan(50000) }", wide[] = "yuan(50000000000) }";
    struct policy *p;
    struct sources s;
    struct buf text;
    sources_init(&s);
    if (sources_read(&s, folder, NULL) != HM_OK)
        bench_die(folder, NULL);
    for (size_t i = 0; i < s.count; i++) {
        const char *at = s.files[i].text, *found;
        buf_init(&text);
        while (at && (found = strstr(at, narrow))) {
            buf_put(&text, at, (size_t)(found - at));
            buf_puts(&text, wide);
            at = found + strlen(narrow);
        }
        buf_puts(&text, at ? at : "");
        mem_free(s.files[i].text);
        s.files[i].bytes = text.len;
        s.files[i].text = buf_take(&text);
    }
    if (policy_load_sources(&p, &s, NULL) != HM_OK)
        bench_die("the policy with wide amounts", NULL);
    sources_fini(&s);
    return p;
}

/* The frame of a block with amounts in 64 bits. */
static void wide_frame(struct frame *to, const struct frame *from, const struct model *m)
{
    if (frame_init(to, m, from->root) != HM_OK)
        bench_die("no memory", NULL);
    to->jagged = from->jagged;
    to->in_range = from->in_range;
    memcpy(to->entities, from->entities, m->entity_count * sizeof *to->entities);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct column *c = &from->columns[i];
        to->columns[i] = *c;
        if (c->lane != LANE_I32 || lane_of_field(m, &m->fields[i]) != LANE_I64)
            continue;
        int64_t *data = arena_alloc(&to->arena, (c->rows + 8u) * sizeof *data);
        for (uint32_t r = 0; data && r < c->rows; r++)
            data[r] = column_int(c, r);
        to->columns[i] = (struct column){.lane = LANE_I64, .rows = c->rows, .data = data};
    }
}

static void contest_make(struct contest *c, const struct bench *b)
{
    char folder[1024];
    memset(c, 0, sizeof *c);
    snprintf(folder, sizeof folder, "%s/bench/workload", b->source);
    struct policy *policy = bench_policy(folder);
    population_make(&c->population, policy, b->households, 0);
    task_make(&c->task, policy, "2024-01");
    c->rows = bench_alloc(c->population.count, sizeof *c->rows);
    c->row_results = bench_alloc(BENCH_BLOCK, sizeof *c->row_results);
    if (!workload_results_make(&c->columns, BENCH_BLOCK))
        bench_die("no memory", NULL);
    c->sorted = bench_alloc(c->population.count, sizeof *c->sorted);
    c->order = bench_alloc(c->population.count, sizeof *c->order);
    c->wide_frames = bench_alloc(c->population.count, sizeof *c->wide_frames);
    c->wide_policy = wide_policy(folder);
    task_make(&c->wide_task, c->wide_policy, "2024-01");
    for (uint32_t i = 0; i < c->population.count; i++) {
        const struct workload *w = &c->population.blocks[i];
        c->order[i] = arrival(i, w->households);
        if (!workload_rows_make(&c->rows[i], w, c->order[i]) ||
            !workload_rows_make(&c->sorted[i], w, NULL))
            bench_die("no memory", NULL);
        wide_frame(&c->wide_frames[i], &c->population.frames[i], c->wide_policy->model);
    }
    runner_open(&c->fast, &c->task, IR_ALL);
    runner_open(&c->wide, &c->wide_task, IR_ALL);
    runner_open(&c->checked, &c->task, IR_ALL & ~(uint32_t)IR_RANGE);
}

static void contest_free(struct contest *c)
{
    runner_close(&c->fast);
    runner_close(&c->wide);
    runner_close(&c->checked);
    for (uint32_t i = 0; i < c->population.count; i++) {
        workload_rows_free(&c->rows[i]);
        workload_rows_free(&c->sorted[i]);
        mem_free(c->order[i]);
        frame_fini(&c->wide_frames[i]);
    }
    mem_free(c->sorted);
    mem_free(c->order);
    mem_free(c->wide_frames);
    policy_free(c->wide_policy);
    workload_results_free(&c->columns);
    mem_free(c->rows);
    mem_free(c->row_results);
    struct policy *policy = (struct policy *)(uintptr_t)c->population.policy;
    population_free(&c->population);
    policy_free(policy);
}

/* The reference engine on the first households of the first block; ns of a household. */
static double reference(struct contest *c)
{
    struct workload w;
    struct crowd small;
    struct luarun *lua;
    struct results r;
    double ns[BENCH_ROUNDS];
    population_make(&small, c->population.policy, SAMPLE, 0);
    w = small.blocks[0];
    workload_run_columns_i32(&w, workload_std_new, &c->columns);
    results_init(&r);
    if (luarun_open(&lua, &c->task.evaluation, NULL) != HM_OK)
        bench_die("opening the reference engine", NULL);
    for (int k = 0; k < BENCH_ROUNDS; k++) {
        uint64_t began = bench_thread_ns();
        if (luarun_run(lua, &small.frames[0], &r, NULL) != HM_OK)
            bench_die("the reference engine", NULL);
        ns[k] = (double)(bench_thread_ns() - began) / SAMPLE;
    }
    same(&r, &c->columns, c->population.policy->model, SAMPLE, "reference engine");
    results_fini(&r);
    luarun_close(lua);
    population_free(&small);
    return bench_median(ns, BENCH_ROUNDS);
}

static void check_agreement(struct contest *c)
{
    const struct crowd *p = &c->population;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t n = p->blocks[i].households;
        one_block(c, COLUMNS_I32, i);
        one_block(c, ROWS_I32, i);
        same_rows(c->row_results, &c->columns, c->order[i], n, "row loop i32");
        one_block(c, ROWS_I64, i);
        same_rows(c->row_results, &c->columns, c->order[i], n, "row loop i64");
        one_block(c, FAST_I32, i);
        same(&c->fast.results, &c->columns, p->policy->model, n, "fast engine");
        one_block(c, FAST_I64, i);
        same(&c->wide.results, &c->columns, c->wide_policy->model, n, "fast engine in i64");
        one_block(c, FAST_CHECKED, i);
        same(&c->checked.results, &c->columns, p->policy->model, n, "fast engine, all checks");
    }
    printf("  all agree to the fen on %llu households, %llu persons, 16 results\n",
           (unsigned long long)p->households, (unsigned long long)p->persons);
}

/* --- two threads --- */

struct team {
    const struct crowd *population;
    const struct task *task;
    unsigned threads;
    struct runner *runners;
};

static void member(void *ctx, unsigned k)
{
    struct team *t = ctx;
    for (uint32_t i = k; i < t->population->count; i += t->threads)
        run_frame(&t->runners[k], &t->population->frames[i]);
}

/* Wall time of the whole population, seconds. */
static double team_round(struct team *t, unsigned threads, double *cpu_s)
{
    t->threads = threads;
    *cpu_s = bench_cpu_s();
    uint64_t began = clock_monotonic_ns();
    thread_run(threads, member, t);
    double wall_s = (double)(clock_monotonic_ns() - began) / 1e9;
    *cpu_s = bench_cpu_s() - *cpu_s;
    return wall_s;
}

static void threads(const struct crowd *p, const struct task *task, unsigned most)
{
    struct team t = {.population = p, .task = task};
    double one[BENCH_ROUNDS], all[BENCH_ROUNDS], gain[BENCH_ROUNDS], cost[BENCH_ROUNDS];
    t.runners = bench_alloc(most, sizeof *t.runners);
    for (unsigned k = 0; k < most; k++) {
        runner_open(&t.runners[k], task, IR_ALL);
        run_frame(&t.runners[k], &p->frames[0]);
    }
    for (int k = 0; k < BENCH_ROUNDS; k++) {
        double cpu_one, cpu_all;
        one[k] = team_round(&t, 1, &cpu_one);
        all[k] = team_round(&t, most, &cpu_all);
        gain[k] = one[k] / all[k];
        cost[k] = cpu_all / cpu_one;
    }
    char what[64];
    snprintf(what, sizeof what, "fast engine, %u threads, wall clock", most);
    bench_line("fast engine, 1 thread, wall clock",
               bench_median(one, BENCH_ROUNDS) * 1e9 / (double)p->households, "ns", NULL);
    bench_line(what, bench_median(all, BENCH_ROUNDS) * 1e9 / (double)p->households, "ns", NULL);
    bench_line("gain of the further threads, wall clock", bench_median(gain, BENCH_ROUNDS),
               "times", "other work on the machine counts");
    bench_line("gain when nothing else runs", (double)most / bench_median(cost, BENCH_ROUNDS),
               "times", "threads / growth of processor time");
    for (unsigned k = 0; k < most; k++)
        runner_close(&t.runners[k]);
    mem_free(t.runners);
}

void bench_compare(const struct bench *b)
{
    static const char *const names[CONTESTANTS] = {
        "row loop by hand, i32",
        "row loop by hand, i64",
        "row loop by hand, i32, households sorted by members",
        "row loop by hand, i64, households sorted by members",
        "columns by hand, i32",
        "fast engine, amounts in i32",
        "fast engine, amounts in i64",
        "fast engine, nothing proved, every check"};
    struct contest c;
    double ns[CONTESTANTS][BENCH_ROUNDS], ratio[CONTESTANTS][BENCH_ROUNDS];
    contest_make(&c, b);
    printf("reference workload, one thread, ns of processor time a household\n");
    check_agreement(&c);
    for (int k = 0; k < BENCH_ROUNDS; k++) {
        for (int w = 0; w < CONTESTANTS; w++)
            ns[w][k] = one_round(&c, (enum contestant)w);
        for (int w = 0; w < CONTESTANTS; w++)
            ratio[w][k] = ns[w][k] / ns[FAST_I32][k];
    }
    double i64 = bench_median(ns[FAST_I64], BENCH_ROUNDS);
    double rows64 = bench_median(ns[ROWS_I64], BENCH_ROUNDS);
    double lua = reference(&c);
    for (int w = 0; w < CONTESTANTS; w++) {
        char note[64];
        snprintf(note, sizeof note, "%.2f of the fast engine's",
                 bench_median(ratio[w], BENCH_ROUNDS));
        bench_line(names[w], bench_median(ns[w], BENCH_ROUNDS), "ns", note);
    }
    bench_line("row loop i64 / fast engine with amounts in i64", rows64 / i64, "times", "");
    bench_line("reference engine", lua, "ns", "");
    bench_line("reference engine / fast engine", lua / bench_median(ns[FAST_I32], BENCH_ROUNDS),
               "times", "");
    threads(&c.population, &c.task, b->threads_max);
    contest_free(&c);
}

/* --- scaling --- */

void bench_scaling(const struct bench *b)
{
    char folder[1024];
    struct task task;
    snprintf(folder, sizeof folder, "%s/bench/workload", b->source);
    struct policy *policy = bench_policy(folder);
    task_make(&task, policy, "2024-01");
    printf("scaling of the fast engine, one thread, ns of processor time a household\n");
    double least = 0, most = 0;
    for (uint64_t n = 10000; n <= b->most; n *= 10) {
        struct crowd p;
        struct runner r;
        double ns[BENCH_ROUNDS];
        int passes = (int)(2000000 / n) + 1;
        population_make(&p, policy, n, 0);
        runner_open(&r, &task, IR_ALL);
        run_frame(&r, &p.frames[0]);
        for (int k = 0; k < BENCH_ROUNDS; k++) {
            uint64_t began = bench_thread_ns();
            for (int pass = 0; pass < passes; pass++)
                for (uint32_t i = 0; i < p.count; i++)
                    run_frame(&r, &p.frames[i]);
            ns[k] = (double)(bench_thread_ns() - began) / (double)n / passes;
        }
        double median = bench_median(ns, BENCH_ROUNDS);
        char what[64];
        snprintf(what, sizeof what, "%llu households", (unsigned long long)n);
        bench_line(what, median, "ns", "");
        least = least == 0 || median < least ? median : least;
        most = median > most ? median : most;
        runner_close(&r);
        population_free(&p);
    }
    bench_line("greatest / least", least > 0 ? most / least : 0, "times", "");
    policy_free(policy);
}

/* --- Ningbo --- */

static void synthetic(struct frame *f, const struct model *m, uint64_t households, bool jagged)
{
    struct builder *to;
    struct synth_plan plan;
    uint8_t root = model_entity(m, (struct str){"household", 9});
    if (builder_new(&to, m, root) != HM_OK ||
        synth_plan(&plan, 1, 2022 * 12, "3302", NULL) != HM_OK ||
        synth_fill(to, m, &plan, 1, households, NULL) != HM_OK ||
        builder_finish(to, f, jagged, NULL, NULL) != HM_OK)
        bench_die("a synthetic population", NULL);
    builder_free(to);
}

/* Columns as a run has them, so that what is compiled is what a run compiles. */
static void few_of_ningbo(struct frame *f, const struct model *m)
{
    synthetic(f, m, 64, true);
}

static void few_of_workload(struct frame *f, const struct model *m)
{
    static const struct value zero = {.kind = KIND_INTEGER};
    struct builder *to;
    if (builder_new(&to, m, 0) != HM_OK)
        bench_die("no memory", NULL);
    uint32_t household = builder_row(to, 0, 0, (struct str){"1", 1});
    uint32_t person = builder_row(to, 1, household, (struct str){"1", 1});
    for (uint16_t i = 0; i < m->field_count; i++) {
        struct value v = zero;
        v.kind = m->fields[i].type.kind;
        if (v.kind == KIND_MONEY)
            v.as.rational = rational_of(0);
        if (m->fields[i].kind == FIELD_INPUT)
            builder_set(to, i, m->fields[i].entity ? person : household, &v);
    }
    if (builder_finish(to, f, true, NULL, NULL) != HM_OK)
        bench_die("no memory", NULL);
    builder_free(to);
}

static void load_and_compile(const char *what, const char *folder, const char *month,
                             void (*few)(struct frame *f, const struct model *m))
{
    double load[BENCH_ROUNDS], compile[BENCH_ROUNDS];
    char line[128];
    for (int k = 0; k < BENCH_ROUNDS; k++) {
        struct task task;
        struct frame small;
        struct runner r;
        uint64_t began = bench_thread_ns();
        struct policy *p = bench_policy(folder);
        load[k] = (double)(bench_thread_ns() - began) / 1e6;
        task_make(&task, p, month);
        few(&small, p->model);
        began = bench_thread_ns();
        runner_open(&r, &task, IR_ALL);
        run_frame(&r, &small); /* compiles */
        compile[k] = (double)(bench_thread_ns() - began) / 1e6;
        runner_close(&r);
        frame_fini(&small);
        policy_free(p);
    }
    snprintf(line, sizeof line, "loading %s", what);
    bench_line(line, bench_median(load, BENCH_ROUNDS), "ms", "");
    snprintf(line, sizeof line, "compiling %s", what);
    bench_line(line, bench_median(compile, BENCH_ROUNDS), "ms", "");
}

static double reference_on(const struct task *task, const struct frame *f, uint32_t rows)
{
    struct luarun *lua;
    struct results r;
    results_init(&r);
    if (luarun_open(&lua, &task->evaluation, NULL) != HM_OK)
        bench_die("opening the reference engine", NULL);
    uint64_t began = bench_thread_ns();
    if (luarun_run(lua, f, &r, NULL) != HM_OK)
        bench_die("the reference engine", NULL);
    double ns = (double)(bench_thread_ns() - began) / rows;
    results_fini(&r);
    luarun_close(lua);
    return ns;
}

void bench_ningbo(const struct bench *b)
{
    char folder[1024], work[1024];
    struct task task;
    struct frame many, few;
    struct runner r;
    double ns[BENCH_ROUNDS];
    snprintf(folder, sizeof folder, "%s/policies/cn/zhejiang/ningbo", b->source);
    snprintf(work, sizeof work, "%s/bench/workload", b->source);
    printf("loading and compiling, ms of processor time\n");
    load_and_compile("the reference workload", work, "2024-01", few_of_workload);
    load_and_compile("Ningbo", folder, "2022-07", few_of_ningbo);
    struct policy *p = bench_policy(folder);
    task_make(&task, p, "2022-07");
    synthetic(&many, p->model, BENCH_BLOCK, true);
    synthetic(&few, p->model, SAMPLE, false);
    runner_open(&r, &task, IR_ALL);
    run_frame(&r, &many);
    for (int k = 0; k < BENCH_ROUNDS; k++) {
        uint64_t began = bench_thread_ns();
        run_frame(&r, &many);
        ns[k] = (double)(bench_thread_ns() - began) / BENCH_BLOCK;
    }
    double fast = bench_median(ns, BENCH_ROUNDS), lua = reference_on(&task, &few, SAMPLE);
    printf("Ningbo's policy, synthetic population, %zu results, ns of processor time a "
           "household\n",
           task.evaluation.output_count);
    char note[64];
    snprintf(note, sizeof note, "%zu cells without a value", r.results.issue_count);
    bench_line("fast engine", fast, "ns", note);
    bench_line("reference engine", lua, "ns", "");
    bench_line("reference engine / fast engine", lua / fast, "times", "");
    runner_close(&r);
    frame_fini(&many);
    frame_fini(&few);
    policy_free(p);
}
