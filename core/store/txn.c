/* txn.c - transactions and cursors over env.h's tables. */
#include <errno.h>
#include <lmdb.h>
#include <string.h>
#include "base/fault.h"
#include "store/env.h"

static MDB_val val_of(struct bytes b)
{
    return (MDB_val){b.n, (void *)(uintptr_t)b.p};
}

static struct bytes bytes_of(MDB_val v)
{
    return (struct bytes){v.mv_data, v.mv_size};
}

static enum hm_status begin(struct txn *t, struct env *e, bool write, struct diag *d)
{
    MDB_txn *handle = NULL;
    int rc = mdb_txn_begin(env_handle(e), NULL, write ? 0 : MDB_RDONLY, &handle);
    if (rc == MDB_MAP_RESIZED) { /* another process grew the file beyond our map */
        TRY(env_adopt_map(e, d));
        rc = mdb_txn_begin(env_handle(e), NULL, write ? 0 : MDB_RDONLY, &handle);
    }
    if (rc != 0)
        return env_error(e, rc, _("beginning a transaction"), d);
    env_enter(e);
    *t = (struct txn){.env = e, .handle = handle, .write = write};
    return HM_OK;
}

enum hm_status txn_begin(struct txn *t, struct env *e, bool write, struct diag *d)
{
    assert(!write || env_writable(e));
    TRY(env_make_room(e, d));
    return begin(t, e, write, d);
}

enum hm_status txn_renew(struct txn *t, struct diag *d)
{
    assert(!t->write);
    mdb_txn_reset(t->handle);
    int rc = mdb_txn_renew(t->handle);
    if (rc != 0) {
        struct env *e = t->env;
        txn_abort(t);
        return env_error(e, rc, _("renewing a transaction"), d);
    }
    return HM_OK;
}

void txn_abort(struct txn *t)
{
    if (!t->env)
        return;
    mdb_txn_abort(t->handle);
    env_leave(t->env);
    *t = (struct txn){0};
}

enum hm_status txn_commit(struct txn *t, struct diag *d)
{
    assert(t->env && t->write);
    struct env *e = t->env;
    int rc = 0;
    if (fault_hit(FAULT_SYNC)) {
        rc = EIO;
        mdb_txn_abort(t->handle);
    } else {
        rc = mdb_txn_commit(t->handle);
    }
    env_leave(e);
    *t = (struct txn){0};
    return rc ? env_error(e, rc, _("committing"), d) : HM_OK;
}

uint64_t txn_number(const struct txn *t)
{
    return mdb_txn_id(t->handle);
}

enum hm_status txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *out,
                       struct diag *d)
{
    MDB_val k = val_of(key), v;
    int rc = mdb_get(t->handle, env_table(t->env, table), &k, &v);
    if (rc == MDB_NOTFOUND)
        return HM_NOT_FOUND;
    if (rc != 0)
        return env_error(t->env, rc, _("reading"), d);
    *out = bytes_of(v);
    return HM_OK;
}

static enum hm_status put(struct txn *t, enum table table, struct bytes key, MDB_val *v,
                          unsigned flags, struct diag *d)
{
    MDB_val k = val_of(key);
    int rc = fault_hit(FAULT_WRITE)
                 ? ENOSPC
                 : mdb_put(t->handle, env_table(t->env, table), &k, v, flags);
    if (rc != 0)
        return env_error(t->env, rc, _("writing"), d);
    t->written_bytes += key.n + v->mv_size;
    return HM_OK;
}

enum hm_status txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value,
                       struct diag *d)
{
    MDB_val v = val_of(value);
    return put(t, table, key, &v, 0, d);
}

enum hm_status txn_reserve(struct txn *t, enum table table, struct bytes key, size_t n,
                           void **out, struct diag *d)
{
    MDB_val v = {n, NULL};
    TRY(put(t, table, key, &v, MDB_RESERVE, d));
    *out = v.mv_data;
    return HM_OK;
}

enum hm_status txn_delete(struct txn *t, enum table table, struct bytes key, struct diag *d)
{
    MDB_val k = val_of(key);
    int rc = mdb_del(t->handle, env_table(t->env, table), &k, NULL);
    if (rc == MDB_NOTFOUND)
        return HM_NOT_FOUND;
    return rc ? env_error(t->env, rc, _("deleting"), d) : HM_OK;
}

enum hm_status scan_open(struct scan *s, struct txn *t, enum table table, struct diag *d)
{
    MDB_cursor *cursor = NULL;
    int rc = mdb_cursor_open(t->handle, env_table(t->env, table), &cursor);
    if (rc != 0)
        return env_error(t->env, rc, _("reading"), d);
    *s = (struct scan){.cursor = cursor, .env = t->env};
    return HM_OK;
}

void scan_close(struct scan *s)
{
    if (s->cursor)
        mdb_cursor_close(s->cursor);
    *s = (struct scan){0};
}

static enum hm_status move(struct scan *s, MDB_val k, MDB_cursor_op op, struct diag *d)
{
    MDB_val v = {0, NULL};
    int rc = mdb_cursor_get(s->cursor, &k, &v, op);
    s->found = rc == 0;
    if (rc != 0 && rc != MDB_NOTFOUND)
        return env_error(s->env, rc, _("reading"), d);
    s->key = s->found ? bytes_of(k) : (struct bytes){NULL, 0};
    s->value = s->found ? bytes_of(v) : (struct bytes){NULL, 0};
    return HM_OK;
}

enum hm_status scan_first(struct scan *s, struct diag *d)
{
    return move(s, (MDB_val){0, NULL}, MDB_FIRST, d);
}

enum hm_status scan_last(struct scan *s, struct diag *d)
{
    return move(s, (MDB_val){0, NULL}, MDB_LAST, d);
}

enum hm_status scan_next(struct scan *s, struct diag *d)
{
    return move(s, (MDB_val){0, NULL}, MDB_NEXT, d);
}

enum hm_status scan_prev(struct scan *s, struct diag *d)
{
    return move(s, (MDB_val){0, NULL}, MDB_PREV, d);
}

enum hm_status scan_seek(struct scan *s, struct bytes key, struct diag *d)
{
    return move(s, val_of(key), MDB_SET_RANGE, d);
}

enum hm_status scan_seek_back(struct scan *s, struct bytes key, struct diag *d)
{
    TRY(scan_seek(s, key, d));
    if (!s->found)
        return scan_last(s, d);
    if (s->key.n == key.n && memcmp(s->key.p, key.p, key.n) == 0)
        return HM_OK;
    return scan_prev(s, d);
}

enum hm_status scan_delete(struct scan *s, struct diag *d)
{
    int rc = mdb_cursor_del(s->cursor, 0);
    return rc ? env_error(s->env, rc, _("deleting"), d) : HM_OK;
}
