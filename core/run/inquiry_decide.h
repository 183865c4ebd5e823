/* inquiry_decide.h - what the officer decided about conflicts: a table with the columns
 * household, member, field, decision (source or declared; 核对, 申报) and, if they are there,
 * declared and answered, which must be what is in conflict now. The list of conflicts that
 * `huimin verify` writes is such a table once its column `decision` is filled in.
 */
#ifndef HM_RUN_INQUIRY_DECIDE_H
#define HM_RUN_INQUIRY_DECIDE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"

enum inquiry_decision { INQUIRY_UNDECIDED, INQUIRY_TAKE_SOURCE, INQUIRY_KEEP_DECLARED };

struct inquiry_decided;
struct inquiry_decisions {
    struct map by_place; /* "household\nmember\nfield" -> index */
    struct inquiry_decided *list;
    size_t count, cap;
    struct arena arena;
};
/* path: NULL for none. HM_DATA with a message at the line. inquiry_decisions_fini also after a
 * failure. */
enum hm_status inquiry_decisions_read(struct inquiry_decisions *x, const char *path,
                                      struct diag *d);
void inquiry_decisions_fini(struct inquiry_decisions *x);
/* The decision about a conflict; field: "household.vehicle_count". One that speaks of other
 * values than these is none, and a warning says so. */
enum inquiry_decision inquiry_decided(struct inquiry_decisions *x, const char *household,
                                      const char *member, const char *field,
                                      const char *declared, const char *answered,
                                      struct diag *d);
uint64_t inquiry_decisions_unused(const struct inquiry_decisions *x);

#endif
