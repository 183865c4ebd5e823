/* import_quality.h - checks of data (run/quality.h) on households on their way into an ingest.
 * Private to run/import*.c. */
#ifndef HM_RUN_IMPORT_QUALITY_H
#define HM_RUN_IMPORT_QUALITY_H

#include "run/import_job.h"
#include "vec/pick.h"

/* Checks the households of a frame: those with errors are refused (told and counted), warnings
 * are told, some of each check. *sound: f itself; or the others of it, in *kept, which the
 * caller then ends with pick_fini; or NULL when none is left. */
enum hm_status import_quality_check(struct import_job *j, const struct frame *f,
                                    struct pick *kept, const struct frame **sound);
/* Says how many warnings there were. */
void import_quality_end(struct import_job *j);

#endif
