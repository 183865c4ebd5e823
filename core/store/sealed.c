/* sealed.c - small records with a checksum behind them. */
#include "store/sealed.h"

#include <string.h>
#include "base/digest.h"
#include "base/mem.h"

enum hm_status sealed_put(struct txn *t, enum table table, const struct key *key, struct buf *b,
                          struct diag *d)
{
    buf_u64(b,
            buf_ok(b) ? digest_xxh64(b->data, b->len) ^ digest_xxh64(key->bytes, key->n) : 0);
    if (!buf_ok(b))
        return diag_nomem(d, _("writing a record"));
    return txn_put(t, table, key_bytes(key), (struct bytes){b->data, b->len}, d);
}

enum hm_status sealed_damaged(const struct txn *t, const char *what, struct diag *d)
{
    struct place at = {.file = env_path(t->env)};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("%s is damaged: its checksum differs"), what);
}

enum hm_status sealed_read(struct reader *out, const struct txn *t, struct bytes key,
                           struct bytes value, const char *what, struct diag *d)
{
    uint64_t sum = 0;
    if (value.n >= sizeof sum) {
        value.n -= sizeof sum;
        memcpy(&sum, (const char *)value.p + value.n, sizeof sum);
        if (sum == (digest_xxh64(value.p, value.n) ^ digest_xxh64(key.p, key.n))) {
            *out = (struct reader){value.p, (const uint8_t *)value.p + value.n, false};
            return HM_OK;
        }
    }
    return sealed_damaged(t, what, d);
}

enum hm_status sealed_get(struct reader *out, struct txn *t, enum table table,
                          const struct key *key, const char *what, struct diag *d)
{
    struct bytes value;
    TRY(txn_get(t, table, key_bytes(key), &value, d));
    return sealed_read(out, t, key_bytes(key), value, what, d);
}

void sealed_put_text(struct buf *b, const char *s)
{
    buf_blob(b, s ? s : "", s ? strlen(s) : 0);
}

void sealed_get_text(struct reader *r, char *out, size_t out_bytes)
{
    size_t n;
    const char *s = read_blob(r, &n);
    if (r->failed || n >= out_bytes) {
        r->failed = true;
        n = 0;
    }
    if (n)
        memcpy(out, s, n);
    out[n] = '\0';
}

char *sealed_get_long_text(struct reader *r)
{
    size_t n;
    const char *s = read_blob(r, &n);
    return r->failed ? NULL : mem_strndup(s, n);
}

enum hm_status sealed_done(const struct txn *t, const struct reader *r, bool missing,
                           const char *what, struct diag *d)
{
    if (r->failed)
        return sealed_damaged(t, what, d);
    return missing ? diag_nomem(d, _("reading a record")) : HM_OK;
}
