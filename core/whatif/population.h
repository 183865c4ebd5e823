/* population.h - a month of a store held open for questions: who lives in it and what each
 * household gets, under the policy as it stands and under any number of alternatives.
 *
 * The store is read at one snapshot (publishers may go on) and never written. Facts stay mapped
 * and baseline results that a question needs are computed once, up to
 * LIMIT_POPULATION_BYTES. All alternatives of a scan are evaluated in one pass over the facts;
 * what no alternative changes is computed once for all of them. One scan at a time.
 */
#ifndef HM_WHATIF_POPULATION_H
#define HM_WHATIF_POPULATION_H

#include "run/agenda.h"
#include "run/changes.h"
#include "run/task.h"
#include "store/store.h"

struct population;
/* Borrows everything it is given. host: threads, engine, progress, stop. HM_DATA when the
 * policy has no household or the store holds nothing for it. */
enum hm_status population_open(struct population **out, struct store *s, const struct policy *p,
                               int32_t month, const struct hm_host *host, struct diag *d);
void population_close(struct population *p); /* NULL is fine */

const struct policy *population_policy(const struct population *p);
const struct agenda *population_agenda(const struct population *p);
struct store *population_store(const struct population *p);
int32_t population_month(const struct population *p);
uint64_t population_sequence(const struct population *p); /* of the facts it reads */
uint64_t population_households(const struct population *p);
uint32_t population_blocks(const struct population *p);
unsigned population_threads(const struct population *p);
bool population_stopped(const struct population *p); /* the host says so */

/* One block of a scan, under all its alternatives. Lives until the worker's next block. */
struct scan_part {
    uint32_t block;
    const struct frame *facts;     /* the scan's facts and whatever the formulas read */
    const uint16_t *ordinals;      /* of the root rows */
    const struct results *results; /* [alternative_count]; columns as scan.outputs, in stored
                                    * form (result_stored), rows as the frame's */
};
struct scan_request {                          /* borrowed, all of it */
    const struct changes *const *alternatives; /* an entry NULL: the policy as it stands */
    size_t alternative_count;
    const uint16_t *outputs; /* variables of the root and below, no duplicates */
    size_t output_count;
    const uint16_t *facts; /* wanted beside what formulas read */
    size_t fact_count;
    bool reasons; /* results tell why rows have no value (issues); else only that they have none
                   */
};

/* One thread's share of a scan; blocks may be taken in any order. */
struct scan_worker;
enum hm_status scan_worker_open(struct scan_worker **out, struct population *p,
                                const struct scan_request *s, struct diag *d);
enum hm_status scan_worker_block(struct scan_worker *w, uint32_t block, struct scan_part *part,
                                 struct diag *d);
void scan_worker_close(struct scan_worker *w); /* on the thread that opened it; NULL is fine */

/* All blocks, on all threads. `take` is called on a worker's own thread with that worker's
 * context: contexts[0 .. population_threads - 1]. What contexts gather must not depend on which
 * of them saw which block: the caller adds them up. HM_INTERRUPTED when the host says stop. */
enum hm_status population_scan(
    struct population *p, const struct scan_request *s, void *const *contexts,
    enum hm_status (*take)(void *context, const struct scan_part *part, struct diag *d),
    struct diag *d);

#endif
