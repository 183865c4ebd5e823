/* bench.h - what the parts of huimin-bench share: the population as frames, clocks, medians and
 * lines of the table. docs/performance.md says what each figure means.
 */
#ifndef HM_BENCH_BENCH_H
#define HM_BENCH_BENCH_H

#include "exec/engine.h"
#include "workload.h"

enum { BENCH_BLOCK = 16320 /* households, as in a store */, BENCH_ROUNDS = 7 };

struct bench {
    uint64_t households; /* of the comparison of engines */
    uint64_t most;       /* of scaling and of the whole job */
    const char *source;  /* the project's folder: policies, bench/workload */
    const char *folder;  /* where stores are made */
    unsigned threads_max;
    bool quick;
};

/* Blocks of the reference workload, by hand's columns and the engine's frame over the same
 * memory. */
struct crowd {
    const struct policy *policy;
    uint32_t count;
    uint64_t households, persons;
    struct workload *blocks;
    struct frame *frames;
};
/* first: number of its first block, which decides what is drawn. */
void population_make(struct crowd *p, const struct policy *policy, uint64_t households,
                     uint32_t first);
void population_free(struct crowd *p);

/* What to evaluate: every result of the policy under the household, in order of declaration. */
struct task {
    struct evaluation evaluation;
    uint16_t outputs[LIMIT_FIELDS];
};
void task_make(struct task *t, const struct policy *p, const char *month);

struct policy *bench_policy(const char *folder);
_Noreturn void bench_die(const char *what, struct diag *d); /* prints d, which may be NULL */
void *bench_alloc(size_t n, size_t each);   /* zeroed; ends when there is none */
uint64_t bench_thread_ns(void);             /* processor time of this thread */
double bench_cpu_s(void);                   /* of all threads */
double bench_median(double *values, int n); /* sorts them */
void bench_line(const char *what, double value, const char *unit, const char *note);

struct store;
/* The reference workload's households into a store made for its policy. */
void bench_take_in(struct store *store, const struct policy *policy, uint64_t households,
                   int32_t month);

/* The parts. */
void bench_compare(const struct bench *b);
void bench_ningbo(const struct bench *b);
void bench_scaling(const struct bench *b);
void bench_regions(const struct bench *b);
void bench_store(const struct bench *b);
void bench_months(const struct bench *b);
void bench_whatif(const struct bench *b);

#endif
