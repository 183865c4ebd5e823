/* alternatives.h - several laws in one pass against each of them alone, by both engines.
 */
#ifndef HM_TESTS_ALTERNATIVES_H
#define HM_TESTS_ALTERNATIVES_H

#include "random_policy.h"
#include "exec/engine.h"

/* Draws a few laws that differ in parameters and formulas, and compares: the fast engine in one
 * pass, to the last bit, with the reference engine's; the same in stored form without reasons.
 * e: its patches are left out. False on a difference, which is printed. */
bool alternatives_agree(struct choices *c, const struct evaluation *e, const struct frame *f,
                        struct diag *d);

#endif
