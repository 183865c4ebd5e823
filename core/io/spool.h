/* spool.h - bytes put aside and read back by position: in memory up to a limit, then in a file
 * without a name that only this process can reach (TMPDIR, or /tmp). */
#ifndef HM_IO_SPOOL_H
#define HM_IO_SPOOL_H

#include "base/buf.h"
#include "base/diag.h"

struct spool {
    struct buf memory; /* what is not yet in the file */
    size_t memory_max;
    uint64_t filed_bytes;
    int fd; /* -1: no file yet */
};
void spool_init(struct spool *s, size_t memory_max);
void spool_fini(struct spool *s);
/* *at: where the bytes stand. HM_ENVIRONMENT: the disk is full or fails. */
enum hm_status spool_put(struct spool *s, const void *bytes, size_t n, uint64_t *at,
                         struct diag *d);
/* Appends what stands there to out. */
enum hm_status spool_get(struct spool *s, uint64_t at, size_t n, struct buf *out,
                         struct diag *d);

#endif
