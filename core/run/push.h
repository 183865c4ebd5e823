/* push.h - delivers the payment list of a month, or its determinations, to a service: in
 * batches, each under a key of its own, until all are acknowledged.
 *
 * A batch whose answer did not come may have been acted on. It is sent again with the same
 * bytes under the same key, also by a later call, and the receiver acts on a key once. The log
 * beside the store (push_log.h) knows what was planned and acknowledged; a list of payments
 * that was pushed must be settled (recorded to the fen, or said to be) before another one is.
 */
#ifndef HM_RUN_PUSH_H
#define HM_RUN_PUSH_H

#include "net/http.h"
#include "run/task.h"
#include "store/store.h"

struct push_job { /* borrowed */
    struct store *store;
    struct http_client *client; /* NULL: dry run */
    const char *log;            /* its path */
    const char *to;
    bool payments; /* else determinations */
    int32_t month, since;
    bool unpaid, unmasked;
    uint32_t run;        /* determinations of; 0: the published one */
    uint32_t batch_rows; /* 0: 500 */
    uint32_t at_once, per_second;
    const char
        *after; /* a list that is settled although not to the fen: its id's first digits */
    bool status_only;   /* a status 2xx acknowledges, whatever the answer says */
    const char *errors; /* a file for what the service says of a refused batch, or NULL */
    const struct hm_host *host;
};
struct push_result { /* texts: mem_free by push_result_fini */
    char *subject, *month;
    uint64_t batches, rows, acknowledged, before; /* before: by earlier calls */
    __int128 fen;
    bool payments, complete_before;
};
/* HM_OK: everything is acknowledged (or was before, or it is a dry run). Otherwise out says how
 * far it came, when out->subject is set. */
enum hm_status push_run(const struct push_job *job, struct push_result *out, struct diag *d);
void push_result_fini(struct push_result *r);

#endif
