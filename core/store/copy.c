/* copy.c - backup of a live store, compaction, and what a store holds.
 *
 * Compaction swaps the data file under its name and keeps the lock file, in which LMDB counts
 * transactions and readers of either file. So the new file goes on with the old one's
 * transaction number, in both of its meta pages, and the old file's last two states are the
 * same but for who signed in: a reader that stays on the old file sees the same households for
 * ever, whichever of the two meta pages a later number leads it to. Nobody writes meanwhile,
 * since the compaction holds the writer's lock; a writer that waited finds that the file it
 * locked is not the path's any more, and takes the new one.
 */
#include "store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "store/chain.h"
#include "store/key.h"
#include "store/newfile.h"
#include "store/outcome.h"
#include "store/probe.h"
#include "store/probe.h"

static uint64_t file_bytes(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

/* --- a copy --- */

static enum hm_status sync_and_close(int fd, const char *path, struct diag *d)
{
    enum hm_status st = HM_OK;
    if (fsync(fd) != 0)
        st = diag_errno(d, _("writing"), path);
    close(fd);
    return st;
}

enum hm_status copy_env(struct env *e, const char *to, struct diag *d)
{
    int fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return diag_errno(d, _("creating"), to);
    enum hm_status st = env_copy(e, fd, d);
    if (st == HM_OK)
        return sync_and_close(fd, to, d);
    close(fd);
    return st;
}

/* Reads everything in the copy and fills the report. */
static enum hm_status verify_copy(const char *path, struct copy_report *r, struct diag *d)
{
    struct store *s;
    struct txn t;
    struct state state;
    TRY(store_open(&s, path, STORE_READ, d));
    enum hm_status st = store_verify(s, d);
    if (st == HM_OK)
        st = txn_begin(&t, s->env, false, d);
    if (st == HM_OK) {
        st = state_read(&state, &t, d);
        txn_abort(&t);
    }
    store_close(s);
    if (st != HM_OK)
        return st;
    r->bytes_after = file_bytes(path);
    r->sequence = state.committed;
    r->runs = state.last_run;
    return HM_OK;
}

enum hm_status store_backup(struct store *s, const char *to, struct copy_report *out,
                            struct diag *d)
{
    struct newfile f;
    struct copy_report r = {.bytes_before = file_bytes(s->path)};
    enum hm_status st;
    TRY(newfile_begin(&f, to, false, d));
    TRY_DONE(copy_env(s->env, f.path, d));
    TRY_DONE(verify_copy(f.path, &r, d));
    TRY_DONE(newfile_keep(&f, d));
    if (out)
        *out = r;
done:
    newfile_end(&f);
    return st;
}

/* --- compaction --- */

static enum hm_status log_compaction(struct txn *t, uint64_t before, uint64_t after,
                                     const struct author *by, struct diag *d)
{
    char now[32];
    struct buf parts, details;
    struct chain_entry e = {
        .kind = JOURNAL_COMPACT, .when = now, .by = by, .parts = &parts, .details = &details};
    TRY(chain_now(t, now, d));
    buf_init(&parts);
    buf_init(&details);
    buf_printf(&details, "{\"bytes_before\":%llu,\"bytes_after\":%llu}",
               (unsigned long long)before, (unsigned long long)after);
    enum hm_status st = chain_add(t, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status enter_compaction(const char *path, const struct copy_report *r,
                                       const struct author *by, struct diag *d)
{
    struct env *env;
    struct txn t;
    TRY(env_open(&env, path, true, 0, d));
    enum hm_status st = txn_begin(&t, env, true, d);
    if (st == HM_OK) {
        st = log_compaction(&t, r->bytes_before, file_bytes(path), by, d);
        if (st == HM_OK)
            st = txn_commit(&t, d);
        else
            txn_abort(&t);
    }
    env_close(env);
    return st;
}

/* The number of the last transaction of an open store. */
static enum hm_status last_number(struct store *s, uint64_t *out, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    *out = txn_number(&t);
    txn_abort(&t);
    return HM_OK;
}

/* The copy goes on with the old file's transaction number, and reaches the disk. */
static enum hm_status renumber(const char *path, uint64_t number, struct diag *d)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return diag_errno(d, _("opening for writing"), path);
    if (!probe_set_number(fd, number)) {
        enum hm_status st = diag_errno(d, _("writing"), path);
        close(fd);
        return st;
    }
    return sync_and_close(fd, path, d);
}

static enum hm_status make_compact(struct store *s, struct newfile *f, const struct author *by,
                                   struct copy_report *r, struct diag *d)
{
    uint64_t number;
    TRY(last_number(s, &number, d));
    TRY(copy_env(s->env, f->path, d));
    TRY(enter_compaction(f->path, r, by, d));
    TRY(verify_copy(f->path, r, d));
    return renumber(f->path, number, d);
}

/* Another name of the file would go on naming the old one. */
static enum hm_status check_names(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    struct stat info;
    if (stat(path, &info) != 0 || info.st_nlink == 1)
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("remove its other hard links, or compact by `huimin backup`"),
                    _("the file has %u names, and the others would keep the old store"),
                    (unsigned)info.st_nlink);
}

enum hm_status store_compact(const char *path, const struct author *by, struct copy_report *out,
                             struct diag *d)
{
    struct store *s;
    struct newfile f;
    struct copy_report r = {.bytes_before = file_bytes(path)};
    TRY(store_open(&s, path, STORE_WRITE, d));
    enum hm_status st = check_names(s->path, d);
    if (st == HM_OK)
        st = newfile_begin(&f, s->path, true, d);
    if (st == HM_OK) {
        st = make_compact(s, &f, by, &r, d);
        if (st == HM_OK)
            st = newfile_keep(&f, d);
        newfile_end(&f);
    }
    store_close(s); /* and gives up the lock of the old file */
    if (st == HM_OK && out)
        *out = r;
    return st;
}

/* --- what is in a store --- */

static void note_month(struct store_stats *out, int32_t month)
{
    if (month && (!out->first_month || month < out->first_month))
        out->first_month = month;
    out->last_month = month > out->last_month ? month : out->last_month;
}

/* The months between which facts begin to hold: of versions of blocks and of changes. */
static enum hm_status find_months(struct store_stats *out, struct txn *t, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, t, TABLE_MANIFEST, d));
    enum hm_status st = scan_first(&s, d);
    while (st == HM_OK && s.found) {
        note_month(out, s.key.n == KEY_MANIFEST_BYTES ? (int32_t)key_read(s.key, 4, 2) : 0);
        st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

static enum hm_status find_months_of_changes(struct store *s, struct store_stats *out,
                                             struct diag *d)
{
    struct change_record *list;
    size_t n;
    TRY(changelog_list(s, &list, &n, d));
    for (size_t i = 0; i < n; i++) {
        note_month(out, list[i].month);
        change_record_fini(&list[i]);
    }
    mem_free(list);
    return HM_OK;
}

static enum hm_status count_runs(struct store *s, struct store_stats *out, struct diag *d)
{
    struct run_record *list;
    size_t n;
    TRY(run_list(s, &list, &n, d));
    out->runs = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        out->started_runs += list[i].state == RUN_STARTED;
        run_record_fini(&list[i]);
    }
    mem_free(list);
    return HM_OK;
}

static enum hm_status measure(struct store *s, struct store_stats *out, struct txn *t,
                              struct diag *d)
{
    struct env_sizes sizes;
    struct state state;
    TRY(env_measure(&sizes, t, d));
    TRY(state_read(&state, t, d));
    TRY(payment_last(t, &out->batches, d));
    TRY(find_months(out, t, d));
    out->format = STORE_FORMAT;
    out->file_bytes = file_bytes(s->path);
    out->page_bytes = sizes.page_bytes;
    out->free_pages = sizes.free_pages;
    out->used_pages = sizes.last_page + 1 - sizes.free_pages;
    out->table_count = TABLE_COUNT;
    for (int i = 0; i < TABLE_COUNT; i++)
        out->tables[i] = (struct store_table_stats){
            env_table_name((enum table)i), sizes.tables[i].entries, sizes.tables[i].pages};
    out->sequence = state.committed;
    out->publications = state.publications;
    out->blocks = state.block_count;
    out->households = sizes.tables[TABLE_ID].entries;
    out->journal_entries = sizes.tables[TABLE_JOURNAL].entries;
    out->readers = sizes.readers;
    return HM_OK;
}

enum hm_status store_stats(struct store *s, struct store_stats *out, struct diag *d)
{
    struct store_stats x = {0};
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = measure(s, &x, &t, d);
    txn_abort(&t);
    if (st == HM_OK)
        st = count_runs(s, &x, d);
    if (st == HM_OK)
        st = find_months_of_changes(s, &x, d);
    if (st != HM_OK)
        return st;
    if (x.readers)
        x.readers--; /* without the one that counted */
    *out = x;
    return HM_OK;
}
