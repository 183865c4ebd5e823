/* chain.c - entries of the journal: their bytes, their hashes, and adding one.
 *
 * Value: kind, subject, time, who, reason, details, parts, digest, previous hash, hash; sealed.
 * The hash is SHA-256 over the number and everything before it.
 */
#include "store/chain.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "store/sealed.h"
#include "value/date.h"

static const char *const kind_names[JOURNAL_KINDS] = {
#define X(id, name) name,
    JOURNAL_KIND_LIST(X)
#undef X
};

const char *journal_kind_name(enum journal_kind k)
{
    return k < JOURNAL_KINDS ? kind_names[k] : "?";
}

void journal_entry_fini(struct journal_entry *e)
{
    mem_free(e->reason);
    mem_free(e->details);
    e->reason = e->details = NULL;
}

void chain_who(const struct author *by, char out[64])
{
    if (by && by->who && by->who[0])
        snprintf(out, 64, "%s", by->who);
    else
        clock_user(out, 64);
}

/* --- bytes --- */

static void put_body(struct buf *b, const struct journal_entry *e, const char *parts)
{
    buf_u8(b, (uint8_t)e->kind);
    buf_u64(b, e->subject);
    sealed_put_text(b, e->time);
    sealed_put_text(b, e->who);
    sealed_put_text(b, e->reason);
    sealed_put_text(b, e->details);
    sealed_put_text(b, parts);
    sealed_put_text(b, e->digest);
    sealed_put_text(b, e->previous);
}

static void hash_body(uint64_t number, const struct buf *body, char hash[DIGEST_HEX])
{
    struct buf b;
    buf_init(&b);
    buf_u64(&b, number);
    buf_put(&b, body->data, body->len);
    if (buf_ok(&b) && buf_ok(body))
        digest_bytes(b.data, b.len, hash);
    else
        hash[0] = '\0'; /* no memory: equals no hash */
    buf_fini(&b);
}

void chain_hash(const struct journal_entry *e, const char *parts, char hash[DIGEST_HEX])
{
    struct buf b;
    buf_init(&b);
    put_body(&b, e, parts);
    hash_body(e->number, &b, hash);
    buf_fini(&b);
}

enum hm_status chain_parse(struct txn *t, struct bytes key, struct bytes value,
                           struct journal_entry *out, char **parts, struct diag *d)
{
    char what[64];
    struct reader r;
    struct journal_entry e = {0};
    e.number = key.n == 8 ? key_read(key, 0, 8) : 0;
    snprintf(what, sizeof what, _("journal entry %llu"), (unsigned long long)e.number);
    TRY(sealed_read(&r, t, key, value, what, d));
    e.kind = (enum journal_kind)read_u8(&r);
    e.subject = read_u64(&r);
    sealed_get_text(&r, e.time, sizeof e.time);
    sealed_get_text(&r, e.who, sizeof e.who);
    e.reason = sealed_get_long_text(&r);
    e.details = sealed_get_long_text(&r);
    char *list = sealed_get_long_text(&r);
    sealed_get_text(&r, e.digest, sizeof e.digest);
    sealed_get_text(&r, e.previous, sizeof e.previous);
    sealed_get_text(&r, e.hash, sizeof e.hash);
    r.failed = r.failed || e.kind >= JOURNAL_KINDS || key.n != 8;
    enum hm_status st = sealed_done(t, &r, !e.reason || !e.details || !list, what, d);
    if (st == HM_OK) {
        *out = e;
        *parts = list;
    } else {
        journal_entry_fini(&e);
        mem_free(list);
    }
    return st;
}

/* --- adding --- */

/* The last entry; number 0 and a hash of zeros when there is none. *out by journal_entry_fini.
 */
static enum hm_status last_entry(struct txn *t, struct journal_entry *out, struct diag *d)
{
    struct scan s;
    char *parts = NULL;
    struct journal_entry e = {0};
    memset(e.hash, '0', DIGEST_HEX - 1);
    TRY(scan_open(&s, t, TABLE_JOURNAL, d));
    enum hm_status st = scan_last(&s, d);
    if (st == HM_OK && s.found)
        st = chain_parse(t, s.key, s.value, &e, &parts, d);
    scan_close(&s);
    mem_free(parts);
    if (st == HM_OK)
        *out = e;
    return st;
}

/* A clock that is days behind would give wrong answers to "as known on". */
static void warn_of_clock(const struct txn *t, const char *last, const char *now,
                          struct diag *d)
{
    struct place at = {.file = env_path(t->env)};
    int32_t a, b;
    if (strlen(last) > 10 && date_parse(&a, (struct str){last, 10}) &&
        date_parse(&b, (struct str){now, 10}) && a > b + 1)
        diag_add(
            d, HM_LEVEL_WARNING, HM_OK, &at, _("set the clock"),
            _("the clock says %s, the last entry of the journal %s: that time is recorded"),
            now, last);
}

enum hm_status chain_now(struct txn *t, char out[32], struct diag *d)
{
    struct journal_entry last;
    char now[32];
    TRY(last_entry(t, &last, d));
    clock_iso(clock_unix_seconds(), now);
    warn_of_clock(t, last.time, now, d);
    memcpy(out, strcmp(last.time, now) > 0 ? last.time : now, sizeof now);
    journal_entry_fini(&last);
    return HM_OK;
}

static enum hm_status put_entry(struct txn *t, struct journal_entry *e, const char *parts,
                                struct diag *d)
{
    struct key key = key_number(e->number);
    struct buf b;
    buf_init(&b);
    put_body(&b, e, parts);
    hash_body(e->number, &b, e->hash);
    sealed_put_text(&b, e->hash);
    enum hm_status st = e->hash[0] ? sealed_put(t, TABLE_JOURNAL, &key, &b, d)
                                   : diag_nomem(d, _("writing the journal"));
    buf_fini(&b);
    return st;
}

enum hm_status chain_add(struct txn *t, const struct chain_entry *c, struct diag *d)
{
    struct journal_entry last;
    if (!buf_ok(c->parts) || !buf_ok(c->details))
        return diag_nomem(d, _("writing the journal"));
    TRY(last_entry(t, &last, d));
    struct journal_entry e = {.number = last.number + 1,
                              .kind = c->kind,
                              .subject = c->subject,
                              .reason = NULL,
                              .details = c->details->data};
    snprintf(e.time, sizeof e.time, "%s", c->when);
    chain_who(c->by, e.who);
    e.reason = (char *)(uintptr_t)(c->by ? c->by->reason : NULL); /* borrowed, only read */
    memcpy(e.previous, last.hash, sizeof e.previous);
    journal_entry_fini(&last);
    digest_bytes(c->parts->data ? c->parts->data : "", c->parts->len, e.digest);
    return put_entry(t, &e, c->parts->len ? c->parts->data : "", d);
}

/* --- reading --- */

static enum hm_status list_entries(struct txn *t, uint64_t first, size_t limit,
                                   struct journal_entry **list, size_t *n, struct diag *d)
{
    struct scan s;
    void *items = NULL;
    size_t cap = 0;
    struct key key = key_number(first);
    TRY(scan_open(&s, t, TABLE_JOURNAL, d));
    enum hm_status st = scan_seek(&s, key_bytes(&key), d);
    while (st == HM_OK && s.found && (limit == 0 || *n < limit)) {
        char *parts = NULL;
        if (mem_grow(&items, &cap, *n + 1, sizeof **list) != 0) {
            st = diag_nomem(d, _("reading the journal"));
            break;
        }
        *list = items;
        st = chain_parse(t, s.key, s.value, &(*list)[*n], &parts, d);
        mem_free(parts);
        *n += st == HM_OK;
        if (st == HM_OK)
            st = scan_next(&s, d);
    }
    scan_close(&s);
    return st;
}

enum hm_status journal_list(struct store *s, uint64_t first, size_t limit,
                            struct journal_entry **out, size_t *n, struct diag *d)
{
    struct txn t;
    struct journal_entry *list = NULL;
    size_t count = 0;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = list_entries(&t, first, limit, &list, &count, d);
    txn_abort(&t);
    if (st != HM_OK) {
        for (size_t i = 0; i < count; i++)
            journal_entry_fini(&list[i]);
        mem_free(list);
        return st;
    }
    *out = list;
    *n = count;
    return HM_OK;
}
