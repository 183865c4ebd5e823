/* bench.c - huimin-bench: all figures of docs/performance.md in one run.
 *
 *   huimin-bench [--households N] [--quick] [--source DIR] [--dir DIR] [--only PART]
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include "base/mem.h"
#include "base/thread.h"
#include "value/date.h"

#ifndef HUIMIN_BENCH_SOURCE
#define HUIMIN_BENCH_SOURCE "."
#endif

_Noreturn void bench_die(const char *what, struct diag *d)
{
    for (size_t i = 0; d && i < d->count; i++)
        fprintf(stderr, "%s: %s:%u: %s\n", what, d->items[i].at.file ? d->items[i].at.file : "",
                (unsigned)d->items[i].at.line, d->items[i].text);
    if (!d || d->count == 0)
        fprintf(stderr, "%s\n", what);
    exit(1);
}

void *bench_alloc(size_t n, size_t each)
{
    void *p = mem_calloc(n + 1, each);
    if (!p)
        bench_die("no memory", NULL);
    return p;
}

uint64_t bench_thread_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

double bench_cpu_s(void)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double bench_median(double *values, int n)
{
    qsort(values, (size_t)n, sizeof *values, by_size);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

void bench_line(const char *what, double value, const char *unit, const char *note)
{
    printf("  %-52s %9.2f %-12s %s\n", what, value, unit, note ? note : "");
    fflush(stdout);
}

struct policy *bench_policy(const char *folder)
{
    struct policy *p;
    struct diag d;
    diag_init(&d);
    if (policy_load(&p, folder, &d) != HM_OK)
        bench_die("loading a policy", &d);
    diag_fini(&d);
    return p;
}

void task_make(struct task *t, const struct policy *p, const char *month)
{
    const struct model *m = p->model;
    memset(t, 0, sizeof *t);
    uint8_t root = model_entity(m, (struct str){"household", 9});
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->is_result && m->entities[f->entity].root == root)
            t->outputs[n++] = (uint16_t)i;
    }
    t->evaluation = (struct evaluation){
        .policy = p, .outputs = t->outputs, .output_count = n, .root = root, .stored = true};
    if (!month_parse(&t->evaluation.month, (struct str){month, 7}))
        bench_die("a month", NULL);
}

/* --- the population as frames --- */

static void put_column(struct frame *f, const char *entity, const char *name, enum lane lane,
                       const void *data)
{
    uint8_t e = model_entity(f->model, (struct str){entity, strlen(entity)});
    uint16_t id = model_field(f->model, e, (struct str){name, strlen(name)});
    if (id == NO_FIELD)
        bench_die(name, NULL);
    f->columns[id] = (struct column){.lane = lane, .rows = f->entities[e].rows, .data = data};
}

static void put_columns(struct frame *f, const struct workload *w)
{
    static const char *const incomes[] = {"inc0", "inc1", "inc2", "inc3"};
    for (int k = 0; k < 4; k++)
        put_column(f, "household", incomes[k], LANE_I32, w->inc[k]);
    put_column(f, "household", "rural", LANE_U8, w->rural);
    put_column(f, "household", "savings", LANE_I32, w->savings);
    put_column(f, "household", "housing", LANE_U8, w->housing);
    put_column(f, "household", "vehicle", LANE_U8, w->vehicle);
    put_column(f, "household", "rigid_exp", LANE_I32, w->rigid_exp);
    put_column(f, "household", "hukou", LANE_U8, w->hukou);
    put_column(f, "person", "age_m", LANE_U16, w->age_m);
    put_column(f, "person", "dis_level", LANE_U8, w->dis_level);
    put_column(f, "person", "dis_cat", LANE_U8, w->dis_cat);
    put_column(f, "person", "selfcare", LANE_U8, w->selfcare);
    put_column(f, "person", "illness", LANE_U8, w->illness);
    put_column(f, "person", "student", LANE_U8, w->student);
    put_column(f, "person", "workable", LANE_U8, w->workable);
    put_column(f, "person", "wage", LANE_I32, w->wage);
}

static void put_frame(struct frame *f, const struct model *m, const struct workload *w)
{
    uint8_t household = model_entity(m, (struct str){"household", 9});
    uint8_t person = model_entity(m, (struct str){"person", 6});
    if (frame_init(f, m, household) != HM_OK)
        bench_die("no memory", NULL);
    uint32_t *parent = arena_alloc(&f->arena, (w->persons + 1u) * sizeof *parent);
    if (!parent)
        bench_die("no memory", NULL);
    for (uint32_t k = 0; k < WORKLOAD_MEMBERS_MAX; k++)
        for (uint32_t i = w->slot_begin[k]; i < w->slot_begin[k + 1]; i++)
            parent[i] = i - w->slot_begin[k];
    f->jagged = true;
    f->in_range = true; /* as of a store, which checks what it takes in */
    f->entities[household].rows = w->households;
    f->entities[person].rows = w->persons;
    f->entities[person].parent = parent;
    if (frame_link(f, NULL) != HM_OK)
        bench_die("no memory", NULL);
    put_columns(f, w);
}

void population_make(struct crowd *p, const struct policy *policy, uint64_t households,
                     uint32_t first)
{
    memset(p, 0, sizeof *p);
    p->policy = policy;
    p->count = (uint32_t)((households + BENCH_BLOCK - 1) / BENCH_BLOCK);
    p->blocks = bench_alloc(p->count, sizeof *p->blocks);
    p->frames = bench_alloc(p->count, sizeof *p->frames);
    for (uint32_t i = 0; i < p->count; i++) {
        uint64_t left = households - (uint64_t)i * BENCH_BLOCK;
        uint32_t n = left < BENCH_BLOCK ? (uint32_t)left : BENCH_BLOCK;
        if (!workload_make(&p->blocks[i], 1, first + i, n))
            bench_die("no memory", NULL);
        put_frame(&p->frames[i], policy->model, &p->blocks[i]);
        p->households += n;
        p->persons += p->blocks[i].persons;
    }
}

void population_free(struct crowd *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        frame_fini(&p->frames[i]);
        workload_free(&p->blocks[i]);
    }
    mem_free(p->blocks);
    mem_free(p->frames);
    memset(p, 0, sizeof *p);
}

/* --- the program --- */

static const struct part {
    const char *name;
    void (*run)(const struct bench *b);
} parts[] = {
    {"engines", bench_compare},
    {"ningbo", bench_ningbo},
    {"regions", bench_regions},
    {"scaling", bench_scaling},
    {"store", bench_store},
    {"months", bench_months},
    {"whatif", bench_whatif},
};

static int usage(void)
{
    fprintf(stderr, "usage: huimin-bench [--households N] [--quick] [--source DIR] [--dir DIR]"
                    " [--only engines|ningbo|regions|scaling|store|months|whatif]\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct bench b = {.households = 1000000,
                      .most = 10000000,
                      .source = HUIMIN_BENCH_SOURCE,
                      .folder = "/tmp",
                      .threads_max = thread_cores()};
    const char *only = NULL;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--quick") == 0) {
            b.quick = true;
            b.households = 100000;
            b.most = 1000000;
        } else if (!value) {
            return usage();
        } else if (strcmp(argv[i], "--households") == 0) {
            b.most = strtoull(argv[++i], NULL, 10);
            b.households = b.most < b.households ? b.most : b.households;
        } else if (strcmp(argv[i], "--source") == 0) {
            b.source = argv[++i];
        } else if (strcmp(argv[i], "--dir") == 0) {
            b.folder = argv[++i];
        } else if (strcmp(argv[i], "--only") == 0) {
            only = argv[++i];
        } else {
            return usage();
        }
    }
    if (b.most == 0)
        return usage();
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!only || strcmp(only, parts[i].name) == 0)
            parts[i].run(&b);
    return 0;
}
