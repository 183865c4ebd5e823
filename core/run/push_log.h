/* push_log.h - what was delivered where, and what of it was acknowledged: a file of lines that
 * only grows, made durable line by line.
 *
 * A push is planned before its first byte is sent: what it goes by (for payments the basis of
 * the list, which makes the same list again at any later time) and the key of each batch. So
 * whoever goes on with it sends the same batches under the same keys, or finds that it cannot.
 */
#ifndef HM_RUN_PUSH_LOG_H
#define HM_RUN_PUSH_LOG_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"

enum { PUSH_KEY_CHARS = 32 };

struct push_entry {  /* texts in the log's arena */
    uint32_t number; /* 1.. */
    const char *what, *month, *time;
    const char *subject;   /* the list's id; of determinations "run 7" */
    const char *to;        /* the address as shown */
    const char *to_digest; /* of the whole address */
    const char *since;     /* "" = as far as the clauses let */
    const char *sum;       /* "1234.50"; "" = no payments */
    uint64_t publications, payments, run, batch_rows, batches, rows;
    bool unpaid, unmasked;
    const char **keys; /* of the batches, from 0 */
    bool *acknowledged;
    uint64_t key_count, acknowledged_count;
    bool planned; /* the plan is whole: batches may have been sent */
};
struct push_log {
    char *path;
    int fd; /* -1: there is none yet, and it is only read */
    struct push_entry *entries;
    size_t count, cap;
    struct arena arena;
};
/* Reads it all; a line that a crash cut short is dropped. for_writing: made when it is not
 * there, and held alone (HM_BUSY). push_log_close also after a failure. */
enum hm_status push_log_open(struct push_log *l, const char *path, bool for_writing,
                             struct diag *d);
void push_log_close(struct push_log *l);
/* Adds a plan with its keys, durable when it returns; *index: its entry. */
enum hm_status push_log_plan(struct push_log *l, const struct push_entry *e, size_t *index,
                             struct diag *d);
/* Batch `k` (from 0) was acknowledged; receipt: the receiver's, or "". Durable. */
enum hm_status push_log_acknowledge(struct push_log *l, size_t index, uint64_t k,
                                    const char *receipt, struct diag *d);

#endif
