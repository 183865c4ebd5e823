/* import.h - files of households -> store, all or nothing unless bad records may be skipped. */
#ifndef HM_RUN_IMPORT_H
#define HM_RUN_IMPORT_H

#include "base/buf.h"
#include "store/store.h"

struct import_options {
    const char *const
        *files; /* "-" is standard input; several CSV files are one set of tables */
    size_t file_count;
    const char *of;     /* the root entity whose rows come in, name or zh; NULL: household */
    int32_t month;      /* from which the facts hold */
    const char *format; /* "ndjson", "csv"; NULL: by the files' names */
    bool dry_run;       /* check everything, store nothing; the store may be open for reading */
    bool skip_bad;      /* store the sound records although others were refused */
    const char *errors; /* file for refused records, .csv or NDJSON; or NULL */
};
struct import_report {
    uint64_t records, refused;   /* households read; of these refused */
    uint64_t faults;             /* reasons given for them */
    struct ingest_counts stored; /* 0 when nothing was */
    uint64_t bytes, elapsed_ms;
    int32_t month;
    bool is_stored;
    const char *of; /* the root entity, borrowed from the store; NULL: households */
};

/* HM_OK; HM_DATA: records were refused and nothing was stored (the reasons are in d, up to its
 * limit, with their number). out may be NULL; it is filled on HM_OK and HM_DATA. */
enum hm_status import_run(struct store *s, const struct import_options *o,
                          const struct hm_host *host, struct import_report *out,
                          struct diag *d);
/* A synthetic population by the same path (io/synth.h). */
struct import_synth {
    uint64_t households, seed;
    int32_t month;
    const char *places; /* io/synth.h; NULL: the division the store was made for */
};
enum hm_status import_synth(struct store *s, const struct import_synth *o,
                            const struct hm_host *host, struct import_report *out,
                            struct diag *d);
/* The report as text or as one JSON object, for people and programs. */
void import_report_put(struct buf *out, const struct import_report *r, bool as_json);

#endif
