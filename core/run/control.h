/* control.h - putting runs in force and taking them back: what is said before the store does
 * it.
 */
#ifndef HM_RUN_CONTROL_H
#define HM_RUN_CONTROL_H

#include "store/store.h"

/* Publishes a complete run; *already: it is in force in all its months, and nothing was done.
 */
enum hm_status control_publish(struct store *s, uint32_t run, const struct author *by,
                               bool *already, struct diag *d);
/* What is in force now in each month of a run: "2022-07: run 6" or "2022-07: nothing", a line
 * each. */
enum hm_status control_in_force(struct buf *out, struct store *s, uint32_t run, bool json,
                                struct diag *d);

#endif
