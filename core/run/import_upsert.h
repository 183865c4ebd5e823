/* import_upsert.h - records that tell only a part: what they do not mention stays.
 *
 * A fact that the record has replaces the stored one, for the household and for each member
 * with its id; members with a new id are added; everything else stays as it is in the month of
 * the import. Nothing is taken away: for that the household is replaced or deleted. A member
 * without an id cannot be matched: such a household is refused.
 */
#ifndef HM_RUN_IMPORT_UPSERT_H
#define HM_RUN_IMPORT_UPSERT_H

#include "run/import_job.h"

/* The facts as they were before this import; closed by import_job_fini. */
enum hm_status import_upsert_open(struct import_job *j);
/* Makes whole households of f's rows and what the store knows of them: in *out (set up on
 * HM_OK, the caller's to end). Refused ones are told and left out. */
enum hm_status import_upsert(struct import_job *j, const struct frame *f, struct frame *out);
/* Deletes the households of f's rows; those that are not there are refused and told. */
enum hm_status import_delete(struct import_job *j, const struct frame *f);

#endif
