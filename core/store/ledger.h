/* ledger.h - the records of runs, and which run's determinations are in force for a month. */
#ifndef HM_STORE_LEDGER_H
#define HM_STORE_LEDGER_H

#include "base/mem.h"
#include "store/state.h"

enum hm_status ledger_put(struct txn *t, const struct run_record *r, struct diag *d);
/* HM_NOT_FOUND without a message. *out by run_record_fini. */
enum hm_status ledger_get(struct txn *t, uint32_t run, struct run_record *out, struct diag *d);
/* Makes a run the determination of its months, and marks runs that no month points to any more.
 * r->state and r->published are set and stored. */
enum hm_status ledger_publish(struct txn *t, struct run_record *r, const char *when,
                              struct diag *d);
/* The run in force for the latest month <= month; HM_NOT_FOUND without a message. */
enum hm_status ledger_in_force(struct txn *t, uint16_t month, uint16_t *found, uint32_t *run,
                               struct diag *d);
/* The model that numbers the fields of a run's results. */
enum hm_status ledger_put_fields(struct txn *t, uint32_t run, const struct model *m,
                                 struct diag *d);
enum hm_status ledger_get_fields(struct txn *t, uint32_t run, struct model **out,
                                 struct diag *d);
/* Keeps a policy's files under their identity; those that are there already stay. */
enum hm_status ledger_put_policy(struct txn *t, const char identity[65], const void *bytes,
                                 size_t n, struct diag *d);

#endif
