/* ids_like.c - ids of households that begin with a text, in order: for completion. */
#include <string.h>
#include "store/key.h"
#include "store/state.h"

/* The present entry is an id that begins so; *id: the id. */
static bool is_like(const struct scan *c, struct bytes start, struct str *id)
{
    if (!c->found || c->key.n < start.n || memcmp(c->key.p, start.p, start.n) != 0)
        return false;
    *id = (struct str){(const char *)c->key.p + 1, c->key.n - 1}; /* behind the root entity */
    return true;
}

static enum hm_status walk(struct txn *t, struct bytes start, size_t limit,
                           void (*found)(void *ctx, struct str id), void *ctx, struct diag *d)
{
    struct scan c;
    struct str id;
    TRY(scan_open(&c, t, TABLE_ID, d));
    enum hm_status st = scan_seek(&c, start, d);
    for (size_t n = 0; st == HM_OK && n < limit && is_like(&c, start, &id); n++) {
        found(ctx, id);
        st = scan_next(&c, d);
    }
    scan_close(&c);
    return st;
}

enum hm_status store_ids_like(struct store *s, uint8_t root, struct str prefix, size_t limit,
                              void (*found)(void *ctx, struct str id), void *ctx,
                              struct diag *d)
{
    struct txn t;
    if (prefix.n > LIMIT_ID_BYTES)
        return HM_OK;
    struct key key = key_id(root, prefix);
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = walk(&t, key_bytes(&key), limit, found, ctx, d);
    txn_abort(&t);
    return st;
}
