/* bench_whatif.c - questions over a population in a store: the first one, a parameter that
 * moves, a sweep, a goal; against a rehearsal of the same change, which answers one of them.
 */
#include "bench.h"

#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "run/import.h"
#include "run/recompute.h"
#include "value/date.h"
#include "whatif/answer.h"
#include "whatif/goal.h"

enum { ROUNDS = 9, POINTS = 20 };

struct scene {
    const struct bench *bench;
    const char *name, *dial;
    int64_t from_fen; /* the dial's first point */
    char path[1024];
    struct policy *policy;
    struct store *store;
    int32_t month;
    struct hm_host host;
    struct population *population;
};

struct span {
    double wall_ms, cpu_ms;
};

static struct span begin(void)
{
    return (struct span){(double)clock_monotonic_ns() / 1e6, bench_cpu_s() * 1e3};
}

static struct span since(struct span s)
{
    return (struct span){(double)clock_monotonic_ns() / 1e6 - s.wall_ms,
                         bench_cpu_s() * 1e3 - s.cpu_ms};
}

static void show(const char *what, struct span s, const char *more)
{
    char note[160];
    snprintf(note, sizeof note, "%.0f ms of processor time%s%s", s.cpu_ms, *more ? "; " : "",
             more);
    bench_line(what, s.wall_ms, "ms", note);
}

/* --- the questions --- */

static void set(struct scene *x, struct changes *c, int64_t fen)
{
    char text[64];
    struct diag d;
    diag_init(&d);
    changes_init(c, x->policy);
    snprintf(text, sizeof text, "%s=%lld.%02lld", x->dial, (long long)fen / 100,
             (long long)fen % 100);
    if (changes_set(c, text, x->month, &d) != HM_OK)
        bench_die("a change", &d);
    diag_fini(&d);
}

static struct span ask(struct scene *x, int64_t fen, __int128 *after)
{
    struct answer a;
    struct changes c;
    struct diag d;
    diag_init(&d);
    set(x, &c, fen);
    const struct changes *law = &c;
    struct span s = begin();
    if (answer_ask(&a, x->population, NULL, &law, 1, 20, &d) != HM_OK)
        bench_die("a question", &d);
    s = since(s);
    *after = a.summaries[0].months[0].total.after_fen;
    answer_fini(&a);
    changes_fini(&c);
    diag_fini(&d);
    return s;
}

static struct span rehearse(struct scene *x, int64_t fen, __int128 *after)
{
    struct changes c;
    struct recompute_result r;
    struct diag d;
    diag_init(&d);
    set(x, &c, fen);
    struct recompute_job job = {.store = x->store,
                                .policy = x->policy,
                                .changes = &c,
                                .from = x->month,
                                .to = x->month,
                                .rehearse = true,
                                .top = 20,
                                .host = &x->host};
    struct span s = begin();
    if (recompute_run(&job, &r, &d) != HM_OK)
        bench_die("a rehearsal", &d);
    s = since(s);
    *after = r.summary.months[0].total.after_fen;
    summary_fini(&r.summary);
    changes_fini(&c);
    diag_fini(&d);
    return s;
}

static struct span sweep(struct scene *x, int64_t from)
{
    struct sweep_request q = {.dial = {x->dial, x->month, NULL},
                              .from = from,
                              .to = from + (POINTS - 1) * 1000,
                              .step = 1000,
                              .field = NO_FIELD};
    struct sweep s;
    struct diag d;
    diag_init(&d);
    struct span t = begin();
    if (sweep_ask(&s, x->population, &q, &d) != HM_OK || s.count != POINTS)
        bench_die("a sweep", &d);
    t = since(t);
    sweep_fini(&s);
    diag_fini(&d);
    return t;
}

static struct span goal(struct scene *x, __int128 bound, struct goal *g)
{
    struct goal_request q = {
        .dial = {x->dial, x->month, NULL}, .field = NO_FIELD, .op = CMP_LE, .bound_fen = bound};
    struct diag d;
    diag_init(&d);
    struct span t = begin();
    if (goal_ask(g, x->population, &q, &d) != HM_OK || !g->found)
        bench_die("a goal", &d);
    diag_fini(&d);
    return since(t);
}

/* --- the places --- */

static void open_place(struct scene *x)
{
    struct diag d;
    diag_init(&d);
    snprintf(x->path, sizeof x->path, "%s/huimin-bench-%ld.store", x->bench->folder,
             (long)getpid());
    x->host = (struct hm_host){.engine = HM_ENGINE_FAST, .threads = x->bench->threads_max};
    if (store_create(x->path, x->policy->model, &d) != HM_OK ||
        store_open(&x->store, x->path, STORE_WRITE, &d) != HM_OK)
        bench_die("making a store", &d);
    diag_fini(&d);
}

static void close_place(struct scene *x)
{
    char lock[1100];
    population_close(x->population);
    store_close(x->store);
    policy_free(x->policy);
    unlink(x->path);
    snprintf(lock, sizeof lock, "%s-lock", x->path);
    unlink(lock);
}

static long memory_mib(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

static struct span median(struct span *list, int n)
{
    double wall[ROUNDS], cpu[ROUNDS];
    for (int i = 0; i < n; i++) {
        wall[i] = list[i].wall_ms;
        cpu[i] = list[i].cpu_ms;
    }
    return (struct span){bench_median(wall, n), bench_median(cpu, n)};
}

static void ask_all(struct scene *x)
{
    struct span questions[ROUNDS], rehearsals[ROUNDS], sweeps[ROUNDS], t;
    struct diag d;
    struct goal g;
    __int128 after, want;
    char note[96];
    diag_init(&d);
    t = begin();
    if (population_open(&x->population, x->store, x->policy, x->month, &x->host, &d) != HM_OK)
        bench_die("a population", &d);
    show("opened", since(t), "");
    show("the first question", ask(x, x->from_fen, &after), "");
    for (int i = 0; i < ROUNDS; i++) { /* in turns, so that other work hits all alike */
        questions[i] = ask(x, x->from_fen + 700 * i, &after);
        rehearsals[i] = rehearse(x, x->from_fen + 700 * i, &want);
        if (after != want)
            bench_die("an answer is no rehearsal", NULL);
        sweeps[i] = sweep(x, x->from_fen + i);
    }
    struct span question = median(questions, ROUNDS), run = median(rehearsals, ROUNDS);
    struct span points = median(sweeps, ROUNDS);
    show("a moved parameter, budget and winners and losers", question, "");
    snprintf(note, sizeof note, "%.1f times the question", run.wall_ms / question.wall_ms);
    show("the same rehearsed", run, note);
    snprintf(note, sizeof note, "%.1f ms a point, %.1f rehearsals", points.wall_ms / POINTS,
             points.wall_ms / run.wall_ms);
    show("a sweep of 20 points", points, note);
    t = goal(x, after, &g);
    snprintf(note, sizeof note, "%zu values in %zu passes, %lld fen", g.evaluated, g.passes,
             (long long)g.best.value);
    show("a goal, proved to the fen", t, note);
    bench_line("memory at most, with the mapped store", (double)memory_mib(), "MiB", "");
    diag_fini(&d);
}

static void one_place(struct scene *x, const char *month)
{
    struct import_report report;
    struct diag d;
    diag_init(&d);
    if (!month_parse(&x->month, (struct str){month, 7}))
        bench_die("a month", NULL);
    open_place(x);
    printf("Questions over %llu households in a store, %s, %u threads\n",
           (unsigned long long)x->bench->households, x->name, x->bench->threads_max);
    struct import_synth synth = {
        .households = x->bench->households, .seed = 1, .month = x->month};
    if (x->policy->model->division) {
        if (import_synth(x->store, &synth, &x->host, &report, &d) != HM_OK)
            bench_die("a synthetic population", &d);
    } else {
        bench_take_in(x->store, x->policy, x->bench->households, x->month);
    }
    ask_all(x);
    close_place(x);
    diag_fini(&d);
}

void bench_whatif(const struct bench *b)
{
    char folder[1100];
    struct scene workload = {
        .bench = b, .name = "the reference workload", .dial = "std_urban", .from_fen = 90000};
    struct scene ningbo = {
        .bench = b, .name = "Ningbo's policy", .dial = "dibao_standard", .from_fen = 127000};
    snprintf(folder, sizeof folder, "%s/bench/workload/paid", b->source);
    workload.policy = bench_policy(folder);
    one_place(&workload, "2024-06");
    snprintf(folder, sizeof folder, "%s/policies/cn/zhejiang/ningbo", b->source);
    ningbo.policy = bench_policy(folder);
    one_place(&ningbo, "2024-10");
}
