/* pipe.h - pieces of a file read, worked on by several threads, and taken in order.
 *
 * One thread at a time reads the next piece; any thread works on it; the caller's thread takes
 * the results in the order in which the pieces were read, and works while there is none. So
 * what is taken does not depend on the number of threads.
 */
#ifndef HM_RUN_PIPE_H
#define HM_RUN_PIPE_H

#include <stdbool.h>
#include "base/status.h"

enum pipe_more { PIPE_END, PIPE_MORE, PIPE_LAST };
struct pipe_job {
    void *ctx;
    /* Fills a slot. PIPE_END: nothing is in it and nothing follows; PIPE_LAST: it is the last.
     */
    enum pipe_more (*read)(void *ctx, void *slot);
    /* Works on it, on thread 0 (the caller's) .. threads - 1. */
    void (*work)(void *ctx, void *slot, unsigned thread);
    /* Takes it and leaves it empty; anything but HM_OK ends the whole. */
    enum hm_status (*take)(void *ctx, void *slot);
    void **slots; /* borrowed: by turns */
    unsigned slot_count, threads;
};

/* What take said, HM_NOMEM, or HM_OK. Slots not taken keep what is in them. */
enum hm_status pipe_run(const struct pipe_job *job);

#endif
