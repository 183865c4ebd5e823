/* synth_more.h - facts that only some places ask for (pensions, visits, files, unemployment),
 * drawn after all others and with dice of their own. Private to io/synth*.c. */
#ifndef HM_IO_SYNTH_MORE_H
#define HM_IO_SYNTH_MORE_H

#include "io/synth_dice.h"
#include "io/synth_family.h"

/* f: drawn, incomes included. Facts hold from `month` on. */
void synth_more(struct dice *d, struct synth_family *f, int32_t month);

#endif
