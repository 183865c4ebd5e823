/* env_copy.c - copies of a whole environment, and how much room its parts take. */
#include <errno.h>
#include <lmdb.h>
#include <string.h>
#include "base/fault.h"
#include "base/mem.h"
#include "store/env.h"

enum hm_status env_copy(struct env *e, int fd, struct diag *d)
{
    int rc = fault_hit(FAULT_WRITE)
                 ? ENOSPC
                 : mdb_env_copyfd2(env_handle(e), (mdb_filehandle_t)fd, MDB_CP_COMPACT);
    return rc ? env_error(e, rc, _("copying the store"), d) : HM_OK;
}

static enum hm_status table_room(struct env_room *out, struct txn *t, unsigned table,
                                 struct diag *d)
{
    MDB_stat s;
    int rc = mdb_stat(t->handle, table, &s);
    if (rc != 0)
        return env_error(t->env, rc, _("reading"), d);
    *out = (struct env_room){s.ms_entries,
                             s.ms_branch_pages + s.ms_leaf_pages + s.ms_overflow_pages};
    return HM_OK;
}

/* Entries of the free list: key a transaction, value a count and page numbers. */
static enum hm_status count_free(struct txn *t, uint64_t *pages, struct diag *d)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    *pages = 0;
    int rc = mdb_cursor_open(t->handle, 0, &cursor);
    if (rc != 0)
        return env_error(t->env, rc, _("reading"), d);
    while ((rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        if (value.mv_size >= sizeof(size_t))
            *pages += *(const size_t *)value.mv_data;
    }
    mdb_cursor_close(cursor);
    return rc == MDB_NOTFOUND ? HM_OK : env_error(t->env, rc, _("reading"), d);
}

/* Counts lines of the reader table that hold a transaction. */
static int one_reader(const char *text, void *ctx)
{
    unsigned *n = ctx;
    if (text[0] == ' ' && !strstr(text, " -\n") && !strstr(text, "txnid"))
        (*n)++;
    return 0;
}

enum hm_status env_measure(struct env_sizes *out, struct txn *t, struct diag *d)
{
    MDB_envinfo info;
    MDB_stat s;
    struct env_sizes x = {0};
    MDB_env *handle = env_handle(t->env);
    mdb_env_info(handle, &info);
    mdb_env_stat(handle, &s);
    x.page_bytes = s.ms_psize;
    for (int i = 0; i < TABLE_COUNT; i++)
        TRY(table_room(&x.tables[i], t, env_table(t->env, (enum table)i), d));
    TRY(count_free(t, &x.free_pages, d));
    x.last_page = info.me_last_pgno;
    mdb_reader_list(handle, one_reader, &x.readers);
    *out = x;
    return HM_OK;
}

enum hm_status env_add_tables(struct env *e, struct txn *t, struct diag *d)
{
    for (int i = TABLE_FIRST_FORMAT; i < TABLE_COUNT; i++) {
        unsigned handle;
        int rc = mdb_dbi_open(t->handle, env_table_name((enum table)i), MDB_CREATE, &handle);
        if (rc != 0)
            return env_error(e, rc, _("creating a table"), d);
        env_set_table(e, (enum table)i, handle);
    }
    return HM_OK;
}
