/* import_errors.h - the file of refused records: one row for each fault, as NDJSON or CSV. */
#ifndef HM_RUN_IMPORT_ERRORS_H
#define HM_RUN_IMPORT_ERRORS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

struct import_errors {
    const char *path; /* borrowed; NULL: no file */
    int fd;
    bool is_csv;
    bool is_kept; /* rows stay in memory: of a chunk (import_errors_keep) */
    bool failed;  /* a write failed: told once, at the end */
    struct buf rows;
};

/* path: NULL, or where to write; mode 0600, since it holds personal data. */
enum hm_status import_errors_open(struct import_errors *e, const char *path, struct diag *d);
/* A list in memory of what will be copied to `list`. */
void import_errors_keep(struct import_errors *e, const struct import_errors *list);
/* Adds rows [from, to) of such a list. */
void import_errors_copy(struct import_errors *e, const struct import_errors *kept, size_t from,
                        size_t to);
/* One fault (a record_refused_fn, ctx is the struct import_errors). */
void import_errors_add(void *ctx, const struct place *at, struct str found, const char *text,
                       const char *hint);
/* Writes what is left and closes. HM_ENVIRONMENT when the file is not whole. */
enum hm_status import_errors_close(struct import_errors *e, struct diag *d);

#endif
