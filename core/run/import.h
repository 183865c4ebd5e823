/* import.h - files of households -> store, all or nothing unless bad records may be skipped. */
#ifndef HM_RUN_IMPORT_H
#define HM_RUN_IMPORT_H

#include "base/buf.h"
#include "store/store.h"

enum import_mode {
    IMPORT_REPLACE, /* a household is what its record says; others stay */
    IMPORT_UPSERT,  /* facts and members that its record does not mention stay (import_upsert.h)
                     */
    IMPORT_DELETE   /* the households named exist no more */
};
struct import_options {
    const char *const *files; /* "-" is standard input; several tables are one set of tables */
    size_t file_count;
    const char *of;       /* the root entity whose rows come in, name or zh; NULL: household */
    int32_t month;        /* from which the facts hold */
    const char *format;   /* "ndjson", "csv", "xlsx"; NULL: by the files' names or bytes */
    const char *encoding; /* "utf-8", "gb18030", "auto"; NULL: tables auto, NDJSON utf-8 */
    const char *map;      /* a mapping file (io/column_map.h) for tables, or NULL */
    enum import_mode mode;
    bool dry_run;         /* do everything and keep nothing: the same messages and counts. A
                           * store open for reading: check everything only */
    bool skip_bad;        /* store the sound records although others were refused */
    const char *errors;   /* file for refused records, .csv or NDJSON; or NULL */
    uint32_t chunk_lines; /* tests: of a piece of work at most; 0 = CHUNK_LINES */
};
struct import_report {
    uint64_t records, refused;   /* households read; of these refused */
    uint64_t faults;             /* reasons given for them */
    struct ingest_counts stored; /* 0 when nothing was */
    uint64_t bytes, elapsed_ms;
    int32_t month;
    bool is_stored;
    bool is_rehearsed; /* a dry run: the counts are what would have been stored */
    const char *of;    /* the root entity, borrowed from the store; NULL: households */
};

/* "replace", "upsert", "delete"; NULL: replace. HM_USAGE. */
enum hm_status import_mode_named(enum import_mode *out, const char *name, struct diag *d);
/* HM_OK; HM_DATA: records were refused and nothing was stored (the reasons are in d, up to its
 * limit, with their number). out may be NULL; it is filled on HM_OK and HM_DATA. */
enum hm_status import_run(struct store *s, const struct import_options *o,
                          const struct hm_host *host, struct import_report *out,
                          struct diag *d);
/* A synthetic population by the same path (io/synth.h). */
struct import_synth {
    uint64_t households, seed;
    int32_t month;
    const char *places; /* io/synth.h; NULL: the division the store was made for, or all when
                         * it is none of the country's */
};
enum hm_status import_synth(struct store *s, const struct import_synth *o,
                            const struct hm_host *host, struct import_report *out,
                            struct diag *d);
/* The report as text or as one JSON object, for people and programs. */
void import_report_put(struct buf *out, const struct import_report *r, bool as_json);

#endif
