/* import_job.h - what the readers of all formats share while an import runs: the builder and
 * the ingest behind it, ids met, refused records. Private to run/import*.c.
 */
#ifndef HM_RUN_IMPORT_JOB_H
#define HM_RUN_IMPORT_JOB_H

#include "io/record.h"
#include "run/import.h"
#include "run/import_errors.h"
#include "run/import_ids.h"
#include "run/quality.h"

struct import_chunk;
struct import_members;
struct import_job {
    struct store *store;
    const struct import_options *options; /* NULL: a synthetic population */
    const struct hm_host *host;
    struct diag *diag;
    struct diag faults; /* of the present record */
    const struct model *model;
    uint8_t root;
    int32_t today;
    struct ingest *ingest;          /* NULL: nothing is handed over any more */
    struct builder *builder;        /* a synthetic population */
    struct view *before;            /* upsert: the facts before this import */
    struct builder *merged;         /* upsert: whole households */
    struct import_members *members; /* tables: rows that wait for their household; borrowed */
    struct import_ids ids;
    const char **sources; /* names of the files and sheets met, by number; owned */
    size_t source_count, source_cap;
    struct import_errors errors;
    struct quality quality;
    uint64_t warnings, warnings_of[QUALITY_COUNT];
    struct import_report report;
    uint64_t bytes_before, bytes_total; /* of the files read; of all, 0 = not known */
    uint64_t started_ns;
    bool must_stop; /* a fault that cannot be skipped: it may concern any household */
};

/* of: as import_options.of. */
enum hm_status import_job_init(struct import_job *j, struct store *s, const char *of,
                               const struct hm_host *host, int32_t month, struct diag *d);
void import_job_fini(struct import_job *j);

/* A file or sheet by name (copied) gets the next number; HM_USAGE above LIMIT_SOURCES. */
enum hm_status import_job_source(struct import_job *j, const char *name, uint32_t *number);
/* Lines or rows of a piece of work, at most. */
uint32_t import_job_chunk_lines(const struct import_job *j);
/* Where faults of the present record go. */
struct record_sink import_job_sink(struct import_job *j);
/* Notes the id of a record (its numbers: source and line; the column is for messages); HM_DATA
 * (fault told) when it was there before. */
enum hm_status import_job_note_id(struct import_job *j, const struct import_id *id,
                                  struct str text, uint32_t column);
/* Tells the faults of the present record or row. */
void import_job_tell(struct import_job *j);
/* The present record was refused: its faults are told, and without skip_bad nothing is stored.
 */
void import_job_refused(struct import_job *j);
/* Puts messages of a file's reader (in j->faults) on the list of refused records. */
void import_job_list(struct import_job *j, struct str found);
/* A fault that cannot be skipped was told: nothing will be stored. */
void import_job_stop(struct import_job *j);
/* Takes what a worker has made of a piece of the input (import_chunk.h). */
enum hm_status import_job_take(struct import_job *j, struct import_chunk *c);
/* Hands all households of the builder to the ingest. */
enum hm_status import_job_put(struct import_job *j);
/* Commits, or says that nothing is stored (HM_DATA). */
enum hm_status import_job_end(struct import_job *j);

#endif
