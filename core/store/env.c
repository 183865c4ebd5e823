/* env.c - opens and closes LMDB environments, sizes their maps, and says what went wrong.
 *
 * The map is virtual and sparse: it is asked for once, as large as the process may have, so
 * that growing it (which needs that no transaction lives) is the exception. The file itself is
 * kept a little longer than LMDB has written: a page that a transaction took and gave back is
 * counted in its last page but never written, and a killed writer would then leave a file that
 * looks truncated.
 */
#include "store/env.h"

#include <errno.h>
#include <fcntl.h>
#include <lmdb.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"
#include "store/pages.h"
#include "store/probe.h"

enum { MAX_READERS = 1024 }; /* slots of 64 bytes; a thread uses two */

struct env {
    MDB_env *handle;
    MDB_dbi tables[TABLE_COUNT];
    char *path;
    bool write, complete;
    pid_t pid;
    size_t map_bytes;
    _Atomic unsigned live; /* transactions of this process */
};

static const char *const table_names[TABLE_COUNT] = {
#define X(id, name, what) name,
    TABLE_LIST(X)
#undef X
};

void *env_handle(struct env *e)
{
    return e->handle;
}

unsigned env_table(const struct env *e, enum table table)
{
    return e->tables[table];
}

void env_set_table(struct env *e, enum table table, unsigned handle)
{
    e->tables[table] = handle;
}

const char *env_table_name(enum table table)
{
    return table_names[table];
}

const char *env_path(const struct env *e)
{
    return e->path;
}

bool env_writable(const struct env *e)
{
    return e->write;
}

bool env_complete(const struct env *e)
{
    return e->complete;
}

void env_enter(struct env *e)
{
    atomic_fetch_add(&e->live, 1);
}

void env_leave(struct env *e)
{
    atomic_fetch_sub(&e->live, 1);
}

static enum hm_status error_text(const char *path, int code, const char *doing, struct diag *d)
{
    struct place at = {.file = path};
    switch (code) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return diag_add(
            d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
            _("free some space and repeat the command, or resume the run; the store is as "
              "it was"),
            _("no space left while %s"), doing);
    case EIO: /* LMDB's word for a write that was cut short, too */
        return diag_add(
            d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
            _("free some space or check the disk, and repeat the command, or resume the run; "
              "the store is as it was"),
            _("no space left, or the disk fails, while %s"), doing);
    case ENOMEM:
        return diag_nomem(d, doing);
    case EACCES:
    case EPERM:
    case EROFS:
        return diag_add(
            d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
            _("give this user the right to read and write the store, its -lock file "
              "and their folder"),
            _("no permission while %s"), doing);
    case MDB_MAP_FULL:
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("raise the process's limit of virtual memory (ulimit -v) and repeat"),
                        _("the store's memory map is full while %s"), doing);
    case MDB_READERS_FULL:
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("wait until other programs have closed the store"),
                        _("too many readers while %s"), doing);
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_VERSION_MISMATCH:
        return diag_add(
            d, HM_LEVEL_ERROR, HM_CORRUPT, &at, _("restore the store from a backup"),
            _("the store's index is damaged (%s), found while %s"), mdb_strerror(code), doing);
    default:
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("check the disk and repeat the command; the store is as it was"),
                        _("%s while %s"), mdb_strerror(code), doing);
    }
}

enum hm_status env_error(const struct env *e, int code, const char *doing, struct diag *d)
{
    return error_text(e->path, code, doing, d);
}

/* Opens with the largest map the process may have. LMDB needs a fresh handle for every try. */
static int open_sized(MDB_env **out, const char *path, unsigned flags, size_t *map_bytes)
{
    static const unsigned ladder_log2[] = {40, 38, 36, 34, 32, 31, 30, 28};
    int rc = ENOMEM;
    for (size_t i = 0; i < sizeof ladder_log2 / sizeof *ladder_log2; i++) {
        size_t bytes = *map_bytes ? *map_bytes : (size_t)1 << ladder_log2[i];
        MDB_env *handle = NULL;
        rc = mdb_env_create(&handle);
        if (rc == 0)
            rc = mdb_env_set_maxdbs(handle, TABLE_COUNT + 4);
        if (rc == 0)
            rc = mdb_env_set_maxreaders(handle, MAX_READERS);
        if (rc == 0)
            rc = mdb_env_set_mapsize(handle, bytes);
        if (rc == 0)
            rc = mdb_env_open(handle, path, MDB_NOSUBDIR | MDB_NOTLS | flags, 0600);
        if (rc == 0) {
            *out = handle;
            *map_bytes = bytes;
            return 0;
        }
        if (handle)
            mdb_env_close(handle);
        if ((rc != ENOMEM && rc != EINVAL) || *map_bytes) /* valgrind says EINVAL */
            return rc;
    }
    return rc;
}

/* *complete: false when the tables that the first format did not have are missing. */
static int open_tables(MDB_env *handle, unsigned txn_flags, unsigned table_flags,
                       MDB_dbi tables[TABLE_COUNT], bool *complete)
{
    MDB_txn *txn = NULL;
    int rc = mdb_txn_begin(handle, NULL, txn_flags, &txn);
    *complete = true;
    for (int i = 0; rc == 0 && i < TABLE_COUNT && *complete; i++) {
        rc = mdb_dbi_open(txn, table_names[i], table_flags, &tables[i]);
        if (rc == MDB_NOTFOUND && i >= TABLE_FIRST_FORMAT) {
            *complete = false;
            rc = 0;
        }
    }
    if (rc == 0)
        return mdb_txn_commit(txn);
    if (txn)
        mdb_txn_abort(txn);
    return rc;
}

enum hm_status env_create(const char *path, struct diag *d)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return diag_errno(d, _("creating"), path);
    close(fd);
    MDB_env *handle = NULL;
    MDB_dbi tables[TABLE_COUNT];
    bool complete;
    size_t map_bytes = 0;
    int rc = open_sized(&handle, path, 0, &map_bytes);
    if (rc == 0)
        rc = open_tables(handle, 0, MDB_CREATE, tables, &complete);
    if (handle)
        mdb_env_close(handle);
    if (rc != 0)
        return error_text(path, rc, _("creating the store"), d);
    return HM_OK;
}

/* Tables cannot be opened: the file is LMDB's, but somebody else's. */
static enum hm_status foreign(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("check the path; `huimin init` makes a new store"),
                    _("this is an LMDB file, but no Huimin store"));
}

enum hm_status env_open(struct env **out, const char *path, bool write, size_t map_bytes,
                        struct diag *d)
{
    TRY(probe_file(path, d));
    TRY(pages_check(path, 0, false, d));
    struct env *e = mem_zalloc(sizeof *e);
    char *copy = mem_strdup(path);
    if (!e || !copy) {
        mem_free(e);
        mem_free(copy);
        return diag_nomem(d, _("opening a store"));
    }
    *e = (struct env){.path = copy, .write = write, .pid = getpid(), .map_bytes = map_bytes};
    enum hm_status st = HM_OK;
    int rc = open_sized(&e->handle, path, write ? 0 : MDB_RDONLY, &e->map_bytes);
    if (rc == 0)
        rc = open_tables(e->handle, write ? 0 : MDB_RDONLY, 0, e->tables, &e->complete);
    if (rc == MDB_NOTFOUND || rc == MDB_INCOMPATIBLE)
        st = foreign(path, d);
    else if (rc != 0)
        st = error_text(path, rc, _("opening the store"), d);
    if (st != HM_OK) {
        env_close(e);
        return st;
    }
    int dead;
    mdb_reader_check(e->handle, &dead);
    *out = e;
    return HM_OK;
}

/* Gives the slack behind the last page back. */
static void trim(struct env *e)
{
    int fd = -1;
    struct stat info;
    if (mdb_env_get_fd(e->handle, &fd) != 0 || fstat(fd, &info) != 0)
        return;
    uint64_t needed_bytes = probe_needed_bytes(fd);
    if (needed_bytes && (uint64_t)info.st_size > needed_bytes)
        (void)!ftruncate(fd, (off_t)needed_bytes);
}

void env_close(struct env *e)
{
    if (!e)
        return;
    assert(atomic_load(&e->live) == 0);
    /* in a forked child the handle is the parent's: leave its locks and file alone */
    if (e->handle && e->pid == getpid()) {
        if (e->write)
            trim(e);
        mdb_env_close(e->handle);
    }
    mem_free(e->path);
    mem_free(e);
}

/* The file reaches behind everything that this transaction may take; failing is harmless here,
 * since the writes themselves will say so. */
static void extend(struct env *e, size_t used_bytes)
{
    int fd = -1;
    struct stat info;
    struct rlimit limit;
    size_t wanted = used_bytes + ENV_SLACK_BYTES;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && wanted > limit.rlim_cur)
        return; /* the kernel would answer with a signal */
    if (mdb_env_get_fd(e->handle, &fd) == 0 && fstat(fd, &info) == 0 &&
        (uint64_t)info.st_size < wanted)
        (void)!ftruncate(fd, (off_t)wanted);
}

enum hm_status env_adopt_map(struct env *e, struct diag *d)
{
    if (atomic_load(&e->live) != 0)
        return env_error(e, MDB_MAP_RESIZED, _("another program grew the store"), d);
    int rc = mdb_env_set_mapsize(e->handle, 0);
    return rc ? env_error(e, rc, _("growing its map"), d) : HM_OK;
}

enum hm_status env_make_room(struct env *e, struct diag *d)
{
    struct place at = {.file = e->path};
    if (e->pid != getpid())
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at, _("open the store after fork()"),
                        _("the store was opened by the parent of this process"));
    if (!e->write)
        return HM_OK;
    MDB_envinfo info;
    MDB_stat stat;
    mdb_env_info(e->handle, &info);
    mdb_env_stat(e->handle, &stat);
    size_t used_bytes = (info.me_last_pgno + 1) * stat.ms_psize;
    size_t wanted = used_bytes + ENV_SLACK_BYTES;
    if (wanted > info.me_mapsize && atomic_load(&e->live) == 0) {
        size_t grown = info.me_mapsize;
        while (grown < wanted)
            grown *= 2;
        int rc = mdb_env_set_mapsize(e->handle, grown);
        if (rc != 0)
            return env_error(e, rc == ENOMEM ? MDB_MAP_FULL : rc, _("growing its map"), d);
        e->map_bytes = grown;
    }
    extend(e, used_bytes);
    return HM_OK;
}
