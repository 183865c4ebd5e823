/* changelog.h - when which change of facts was recorded, by whom and why.
 *
 * Each committed change (a sequence number) has one record, written in the transaction that
 * made it visible. Times never go back: a clock that was set back gives the time of the change
 * before.
 */
#ifndef HM_STORE_CHANGELOG_H
#define HM_STORE_CHANGELOG_H

#include "store/store.h"

struct change_record {
    uint64_t sequence;
    char recorded[32]; /* UTC, "2026-11-22T03:15:00Z" */
    bool
        recorded_by_then; /* of a store from before the log: known at that time at the latest */
    char who[64];
    char what[32]; /* "import", "synth", "delete", "correction", ... */
    int32_t month; /* from which it holds */
    struct ingest_counts counts;
    char *reason, *files; /* mem_free; files: names, one a line */
};
void change_record_fini(struct change_record *r);

/* HM_NOT_FOUND with a message. */
enum hm_status changelog_get(struct store *s, uint64_t sequence, struct change_record *out,
                             struct diag *d);
/* All changes, oldest first; *out by mem_free after change_record_fini of each. */
enum hm_status changelog_list(struct store *s, struct change_record **out, size_t *n,
                              struct diag *d);
/* The greatest sequence recorded by the end of a day (value/date.h) in China (UTC+8); 0 = the
 * store knew nothing yet. */
enum hm_status store_sequence_on(struct store *s, int32_t day, uint64_t *out, struct diag *d);

#endif
