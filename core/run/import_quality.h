/* import_quality.h - checks of data (run/quality.h) on households on their way into an ingest.
 * Private to run/import*.c. */
#ifndef HM_RUN_IMPORT_QUALITY_H
#define HM_RUN_IMPORT_QUALITY_H

#include "run/import_job.h"

/* Checks n households of a frame, rows of its root: those with errors are refused (told and
 * counted) and taken off the list, warnings are told, some of each check. flags: by row, 0
 * where quality_copy_alone's rules have found nothing; NULL: they were not asked. */
enum hm_status import_quality_check(struct import_job *j, const struct frame *f, uint32_t *rows,
                                    uint32_t *n, const uint8_t *flags);
/* Says how many warnings there were. */
void import_quality_end(struct import_job *j);

#endif
