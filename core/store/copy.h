/* copy.h - whole files: backup from a live store, compaction, what is in a store, and raising
 * an older format. */
#ifndef HM_STORE_COPY_H
#define HM_STORE_COPY_H

#include "base/buf.h"
#include "store/store.h"

struct copy_report {
    uint64_t bytes_before, bytes_after; /* of the file and of its copy */
    uint64_t sequence;
    uint32_t runs;
};
/* Writes the committed state of an open store to a new file, without free pages, while readers
 * and a writer of any process go on; verifies the copy completely, and only then gives it its
 * name. Never overwrites. A kill leaves at most "FILE.new-PID". */
enum hm_status store_backup(struct store *s, const char *to, struct copy_report *out,
                            struct diag *d);
/* Rewrites the file without its free pages: to a new file beside it, verified, then renamed
 * over it. Takes the writer's lock (HM_BUSY names the holder); readers go on and keep the state
 * they see. A kill at any moment leaves the old file or the new one. The store must not be open
 * in this process. */
enum hm_status store_compact(const char *path, const struct author *by, struct copy_report *out,
                             struct diag *d);

struct store_table_stats {
    const char *name;
    uint64_t entries, pages;
};
struct store_stats {
    uint32_t format;
    uint64_t file_bytes, used_pages, free_pages, page_bytes;
    struct store_table_stats tables[16];
    size_t table_count;
    uint64_t sequence, publications, journal_entries;
    uint32_t blocks, runs, started_runs, batches;
    uint64_t households;             /* ids ever given a place */
    int32_t first_month, last_month; /* of facts; 0 = none */
    unsigned readers;                /* open read transactions of all processes */
};
enum hm_status store_stats(struct store *s, struct store_stats *out, struct diag *d);

/* The format of a store's file, which need not be ours. */
enum hm_status store_format(const char *path, uint32_t *out, struct diag *d);
/* Raises the file's format to this program's, one version after the other, each in one
 * transaction: a kill leaves a whole store of one format or the next, and a second call goes
 * on. backup: where the old file is copied to first (never over a file), or NULL. *from, *to
 * (may be NULL): the formats before and after; equal when there was nothing to do, and then
 * there is no backup. */
enum hm_status store_migrate(const char *path, const char *backup, const struct author *by,
                             uint32_t *from, uint32_t *to, struct diag *d);

#endif
