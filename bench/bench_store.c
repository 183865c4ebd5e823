/* bench_store.c - the whole job: every household of a store read, evaluated, compared with what
 * was published, sixteen results of each written and committed so that they survive a crash.
 * It is `huimin recompute --publish` itself, without the command line.
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/clock.h"
#include "base/mem.h"
#include "huimin.h"
#include "run/recompute.h"
#include "store/store.h"
#include "value/date.h"

struct site {
    const struct bench *bench;
    char path[1024];
    struct policy *policy;
    struct store *store;
    int32_t month; /* the old standards hold; the new ones from the next on */
    uint64_t households;
};

/* --- taking households in --- */

static void put_ids(struct frame *f, uint8_t entity, const char *format, uint64_t first,
                    const uint32_t *numbers)
{
    uint32_t n = f->entities[entity].rows;
    uint32_t *offsets = arena_alloc(&f->arena, (n + 1u) * sizeof *offsets);
    char *text = arena_alloc(&f->arena, (size_t)n * 16 + 16);
    if (!offsets || !text)
        bench_die("no memory", NULL);
    offsets[0] = 0;
    for (uint32_t i = 0; i < n; i++) {
        unsigned long long number = numbers ? numbers[i] : first + i;
        int length = snprintf(text + offsets[i], 16, format, number);
        offsets[i + 1] = offsets[i] + (uint32_t)length;
    }
    f->entities[entity].id =
        (struct column){.lane = LANE_TEXT, .rows = n, .data = offsets, .bytes = text};
}

static void put_all_ids(struct frame *f, const struct workload *w, uint64_t first)
{
    uint8_t person = model_entity(f->model, (struct str){"person", 6});
    uint32_t *slot = bench_alloc(w->persons, sizeof *slot);
    for (uint32_t k = 0; k < WORKLOAD_MEMBERS_MAX; k++)
        for (uint32_t i = w->slot_begin[k]; i < w->slot_begin[k + 1]; i++)
            slot[i] = k + 1;
    put_ids(f, f->root, "W%010llu", first, NULL);
    put_ids(f, person, "p%llu", 0, slot);
    mem_free(slot);
}

void bench_take_in(struct store *store, const struct policy *policy, uint64_t households,
                   int32_t month)
{
    struct ingest *g;
    struct diag d;
    diag_init(&d);
    if (ingest_begin(&g, store, month, &d) != HM_OK)
        bench_die("taking households in", &d);
    for (uint64_t at = 0; at < households; at += BENCH_BLOCK) {
        struct crowd p;
        uint64_t left = households - at;
        population_make(&p, policy, left < BENCH_BLOCK ? left : BENCH_BLOCK,
                        (uint32_t)(at / BENCH_BLOCK));
        put_all_ids(&p.frames[0], &p.blocks[0], at);
        if (ingest_add(g, &p.frames[0], &d) != HM_OK)
            bench_die("taking households in", &d);
        population_free(&p);
    }
    if (ingest_commit(g, NULL, &d) != HM_OK)
        bench_die("taking households in", &d);
    diag_fini(&d);
}

/* --- runs --- */

struct cost {
    double wall_s, cpu_s;
};

enum how { REHEARSED, PUBLISHED, STORED };

static struct cost one_run(struct site *s, int32_t month, int32_t to, unsigned threads,
                           enum how how, bool full)
{
    struct hm_host host = {.engine = HM_ENGINE_FAST, .threads = threads};
    struct changes changes;
    struct recompute_result result;
    struct diag d;
    diag_init(&d);
    changes_init(&changes, s->policy);
    struct recompute_job job = {.store = s->store,
                                .policy = s->policy,
                                .changes = &changes,
                                .from = month,
                                .to = to,
                                .publish = how == PUBLISHED,
                                .rehearse = how == REHEARSED,
                                .full = full,
                                .host = &host};
    double cpu = bench_cpu_s();
    uint64_t began = clock_monotonic_ns();
    if (recompute_run(&job, &result, &d) != HM_OK)
        bench_die("recomputing", &d);
    struct cost c = {(double)(clock_monotonic_ns() - began) / 1e9, bench_cpu_s() - cpu};
    const struct summary_work *work = &result.summary.work;
    if (work->evaluated + work->shared != s->households * (uint64_t)(to - month + 1))
        bench_die("a run left households out", NULL);
    summary_fini(&result.summary);
    changes_fini(&changes);
    diag_fini(&d);
    return c;
}

static double file_mib(const struct site *s)
{
    struct stat info;
    return stat(s->path, &info) == 0 ? (double)info.st_blocks * 512 / (1 << 20) : 0;
}

static void show(const char *what, struct cost c, double mib)
{
    char note[96];
    snprintf(note, sizeof note, "%.2f s of processor time, %+.0f MiB", c.cpu_s, mib);
    bench_line(what, c.wall_s, "s", note);
}

static void runs(struct site *s)
{
    static const char *const again[] = {"again, the standards have risen",
                                        "again, nothing has changed"};
    char what[64];
    unsigned most = s->bench->threads_max;
    show("rehearsed, 1 thread", one_run(s, s->month, s->month, 1, REHEARSED, false), 0);
    snprintf(what, sizeof what, "rehearsed, %u threads", most);
    show(what, one_run(s, s->month, s->month, most, REHEARSED, false), 0);
    double before = file_mib(s);
    show("the whole job, durable", one_run(s, s->month, s->month, most, PUBLISHED, false),
         file_mib(s) - before);
    for (int k = 0; k < 2; k++) {
        before = file_mib(s);
        show(again[k], one_run(s, s->month + 1, s->month + 1, most, PUBLISHED, false),
             file_mib(s) - before);
    }
}

/* Twelve months after the published one, stored and not published: one by one, and in one run;
 * in full, and with what cannot have changed taken over. */
static void months(struct site *s)
{
    static const char *const words[] = {"12 months one by one", "12 months in one run",
                                        "12 months one by one, in full",
                                        "12 months in one run, in full"};
    int32_t first = s->month + 2, last = first + 11;
    unsigned most = s->bench->threads_max;
    for (int k = 0; k < 4; k++) {
        struct cost all = {0, 0};
        double before = file_mib(s);
        for (int32_t month = first; month <= last; month++) {
            struct cost c = one_run(s, month, k % 2 ? last : month, most, STORED, k > 1);
            all.wall_s += c.wall_s;
            all.cpu_s += c.cpu_s;
            if (k % 2)
                break;
        }
        show(words[k], all, file_mib(s) - before);
    }
}

static void open_site(struct site *s)
{
    char folder[1100];
    struct diag d;
    diag_init(&d);
    snprintf(folder, sizeof folder, "%s/bench/workload", s->bench->source);
    snprintf(s->path, sizeof s->path, "%s/huimin-bench-%ld.store", s->bench->folder,
             (long)getpid());
    s->policy = bench_policy(folder);
    if (!month_parse(&s->month, (struct str){"2023-12", 7}) ||
        store_create(s->path, s->policy->model, &d) != HM_OK ||
        store_open(&s->store, s->path, STORE_WRITE, &d) != HM_OK)
        bench_die("making a store", &d);
    uint64_t began = clock_monotonic_ns();
    bench_take_in(s->store, s->policy, s->households, s->month);
    bench_line("(taking the households in)", (double)(clock_monotonic_ns() - began) / 1e9, "s",
               "");
    bench_line("size of the facts", file_mib(s), "MiB", "");
    diag_fini(&d);
}

static void close_site(struct site *s)
{
    char lock[1100];
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    bench_line("most memory of this process, the mapped store with it",
               (double)use.ru_maxrss / 1024, "MiB", "");
    store_close(s->store);
    policy_free(s->policy);
    unlink(s->path);
    snprintf(lock, sizeof lock, "%s-lock", s->path);
    unlink(lock);
}

void bench_store(const struct bench *b)
{
    struct site s = {.bench = b, .households = b->most};
    printf("the whole job on a store, %llu households\n", (unsigned long long)b->most);
    open_site(&s);
    runs(&s);
    close_site(&s);
}

void bench_months(const struct bench *b)
{
    uint64_t n = b->most < 1000000 ? b->most : 1000000;
    struct site s = {.bench = b, .households = n};
    printf("many months, %llu households\n", (unsigned long long)n);
    open_site(&s);
    one_run(&s, s.month + 1, s.month + 1, b->threads_max, PUBLISHED, false);
    months(&s);
    close_site(&s);
}
