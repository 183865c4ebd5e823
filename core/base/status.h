/* status.h - the outcome of an operation.
 *
 * Every function of core that can fail returns an enum hm_status and leaves its out-parameters
 * untouched on failure. The message for a person goes to a struct diag (diag.h).
 * The enum itself is public vocabulary and stands in huimin.h.
 */
#ifndef HM_BASE_STATUS_H
#define HM_BASE_STATUS_H

#include "huimin.h" /* enum hm_status */

/* Passes a failure up where nothing is owned. */
#define TRY(expr)                                                                              \
    do {                                                                                       \
        enum hm_status try_status_ = (expr);                                                   \
        if (try_status_ != HM_OK)                                                              \
            return try_status_;                                                                \
    } while (0)

/* Passes a failure to the one clean-up label; needs `enum hm_status st` in scope. */
#define TRY_DONE(expr)                                                                         \
    do {                                                                                       \
        st = (expr);                                                                           \
        if (st != HM_OK)                                                                       \
            goto done;                                                                         \
    } while (0)

/* ALWAYS/NEVER: believed, but we cope in release builds (after SQLite). */
#ifdef NDEBUG
#define ALWAYS(x) (x)
#define NEVER(x)  (x)
#else
#include <assert.h>
#define ALWAYS(x) ((x) ? 1 : (assert(0 && #x), 0))
#define NEVER(x)  ((x) ? (assert(0 && #x), 1) : 0)
#endif

#endif
