/* determined.h - results of one block as a frame whose variables are given, as run_load would
 * read them back. */
#ifndef HM_RUN_DETERMINED_H
#define HM_RUN_DETERMINED_H

#include "exec/engine.h"
#include "run/agenda.h"
#include "store/runs.h"

/* A frame with facts' rows, parents and ids and the results as columns (undetermined and failed
 * cells not valid). Sets *out up (frame_fini); it borrows nothing. */
enum hm_status determined_frame(struct frame *out, const struct frame *facts,
                                const struct results *r, struct diag *d);

/* The same, borrowing what it can from facts and r, which must outlive it. */
enum hm_status determined_view(struct frame *out, const struct frame *facts,
                               const struct results *r, struct diag *d);

/* Benefits that the policy of the run loaded last from `v` did not have were paid to nobody:
 * their columns in f (that load's frame) become zero, not undetermined. */
enum hm_status determined_newcomers(struct frame *f, const struct view *v,
                                    const struct agenda *agenda, struct diag *d);

enum { NO_ROW = UINT32_MAX };
/* For each ordinal below LIMIT_BLOCK_HOUSEHOLDS the root row that has it, or NO_ROW. */
void determined_rows(uint32_t *row_of_ordinal, const uint16_t *ordinals, uint32_t rows);

#endif
