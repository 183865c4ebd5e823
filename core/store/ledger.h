/* ledger.h - the records of runs, and which run's determinations are in force for a month,
 * inside a transaction. Private to store/. */
#ifndef HM_STORE_LEDGER_H
#define HM_STORE_LEDGER_H

#include "base/buf.h"
#include "base/mem.h"
#include "store/state.h"

enum hm_status ledger_put(struct txn *t, const struct run_record *r, struct diag *d);
/* HM_NOT_FOUND without a message. *out by run_record_fini. */
enum hm_status ledger_get(struct txn *t, uint32_t run, struct run_record *out, struct diag *d);
/* The part of a record that never changes once the run is complete: what the journal covers. */
void ledger_put_fixed(struct buf *b, const struct run_record *r);
/* The message for a run that is not there. */
enum hm_status ledger_no_run(const struct store *s, uint32_t run, struct diag *d);
/* The model that numbers the fields of a run's results. */
enum hm_status ledger_put_fields(struct txn *t, uint32_t run, const struct model *m,
                                 struct diag *d);
enum hm_status ledger_get_fields(struct txn *t, uint32_t run, struct model **out,
                                 struct diag *d);
/* Keeps a policy's files under their identity; those that are there already stay. */
enum hm_status ledger_put_policy(struct txn *t, const char identity[65], const void *bytes,
                                 size_t n, struct diag *d);

/* --- publications.c --- */

/* Makes a run the determination of its months, marks runs that no month points to any more, and
 * enters it in the journal. r->state and r->published are set and stored. */
enum hm_status ledger_publish(struct txn *t, struct run_record *r, const struct author *by,
                              struct diag *d);
/* The pointer in force for the latest month <= month as of a counter, of runs and of "nothing"
 * alike; HM_NOT_FOUND without a message. *out by publication_fini. */
enum hm_status ledger_pointer(struct txn *t, uint16_t month, uint64_t as_of,
                              struct publication *out, struct diag *d);
/* One entry of the table; what it names is not looked at. */
enum hm_status ledger_parse_pointer(struct txn *t, struct bytes key, struct bytes value,
                                    struct publication *out, struct diag *d);
enum hm_status ledger_put_pointer(struct txn *t, const struct publication *p, struct diag *d);

#endif
