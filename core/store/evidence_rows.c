/* evidence_rows.c - see evidence_rows.h. */
#include "store/evidence_rows.h"

#include <string.h>
#include "base/mem.h"
#include "store/sealed.h"
#include "value/date.h"

void inquiry_fini(struct inquiry *q)
{
    mem_free(q->fields);
    mem_free(q->purpose);
    mem_free(q->reason);
    q->fields = q->purpose = q->reason = NULL;
}

struct str inquiry_field(const struct inquiry *q, unsigned n)
{
    const char *at = q->fields ? q->fields : "";
    while (n-- && *at) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return (struct str){at, strcspn(at, "\n")};
}

/* --- inquiries --- */

enum hm_status inquiry_put(struct txn *t, const struct inquiry *q, struct diag *d)
{
    struct key key = key_run(q->number);
    struct buf b;
    buf_init(&b);
    sealed_put_text(&b, q->source);
    sealed_put_text(&b, q->recorded);
    sealed_put_text(&b, q->who);
    buf_u32(&b, (uint32_t)q->month);
    buf_u64(&b, q->sequence);
    sealed_put_text(&b, q->identity);
    sealed_put_text(&b, q->about);
    buf_u64(&b, q->asked);
    buf_u64(&b, q->found);
    buf_u64(&b, q->absent);
    buf_u64(&b, q->refused);
    buf_u64(&b, q->failed);
    sealed_put_text(&b, q->fields);
    sealed_put_text(&b, q->purpose);
    sealed_put_text(&b, q->reason);
    enum hm_status st = sealed_put(t, TABLE_INQUIRY, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status inquiry_parse(struct txn *t, struct bytes key, struct bytes value,
                             struct inquiry *out, struct diag *d)
{
    const char *what = _("the record of an inquiry");
    struct reader r;
    struct inquiry q = {0};
    if (key.n != 4)
        return sealed_damaged(t, what, d);
    TRY(sealed_read(&r, t, key, value, what, d));
    q.number = (uint32_t)key_read(key, 0, 4);
    sealed_get_text(&r, q.source, sizeof q.source);
    sealed_get_text(&r, q.recorded, sizeof q.recorded);
    sealed_get_text(&r, q.who, sizeof q.who);
    q.month = (int32_t)read_u32(&r);
    q.sequence = read_u64(&r);
    sealed_get_text(&r, q.identity, sizeof q.identity);
    sealed_get_text(&r, q.about, sizeof q.about);
    q.asked = read_u64(&r);
    q.found = read_u64(&r);
    q.absent = read_u64(&r);
    q.refused = read_u64(&r);
    q.failed = read_u64(&r);
    q.fields = sealed_get_long_text(&r);
    q.purpose = sealed_get_long_text(&r);
    q.reason = sealed_get_long_text(&r);
    r.failed = r.failed || q.asked != q.found + q.absent + q.refused + q.failed;
    enum hm_status st = sealed_done(t, &r, !q.fields || !q.purpose || !q.reason, what, d);
    if (st == HM_OK)
        *out = q;
    else
        inquiry_fini(&q);
    return st;
}

enum hm_status inquiry_last(struct txn *t, uint32_t *out, struct diag *d)
{
    struct scan s;
    TRY(scan_open(&s, t, TABLE_INQUIRY, d));
    enum hm_status st = scan_last(&s, d);
    *out = st == HM_OK && s.found && s.key.n == 4 ? (uint32_t)key_read(s.key, 0, 4) : 0;
    scan_close(&s);
    return st;
}

void inquiry_details(struct buf *out, const struct inquiry *q)
{
    buf_printf(out, "{\"inquiry\":%u,\"source\":", q->number);
    buf_json_string(out, q->source, strlen(q->source));
    buf_puts(out, ",\"month\":\"");
    month_put(out, q->month);
    buf_printf(out,
               "\",\"asked\":%llu,\"found\":%llu,\"absent\":%llu,\"refused\":%llu,"
               "\"failed\":%llu}",
               (unsigned long long)q->asked, (unsigned long long)q->found,
               (unsigned long long)q->absent, (unsigned long long)q->refused,
               (unsigned long long)q->failed);
}

/* --- answers --- */

static void put_answer(struct buf *b, const struct evidence *e)
{
    buf_u64(b, e->key);
    buf_u8(b, (uint8_t)e->status);
    buf_u64(b, (uint64_t)e->asked_s);
    buf_u64(b, (uint64_t)e->answered_s);
    buf_u32(b, (uint32_t)e->expires);
    buf_blob(b, e->id.p, e->id.n);
    buf_blob(b, e->why.p, e->why.n);
    buf_u8(b, (uint8_t)e->value_count);
    for (uint32_t i = 0; i < e->value_count; i++) {
        buf_u8(b, e->values[i].field);
        buf_blob(b, e->values[i].text.p, e->values[i].text.n);
    }
}

enum hm_status evidence_put_row(struct txn *t, const struct evidence *list, size_t n,
                                struct diag *d)
{
    struct key key = key_evidence(list->block, list->ordinal, EVIDENCE_ROW, list->inquiry);
    struct buf b;
    buf_init(&b);
    buf_u32(&b, (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        put_answer(&b, &list[i]);
    enum hm_status st = sealed_put(t, TABLE_EVIDENCE, &key, &b, d);
    buf_fini(&b);
    return st;
}

enum hm_status evidence_put_uses(struct txn *t, const struct evidence_use *list, size_t n,
                                 struct diag *d)
{
    struct key key = key_evidence(list->block, list->ordinal, EVIDENCE_USE, list->sequence);
    struct buf b;
    buf_init(&b);
    buf_u32(&b, (uint32_t)n);
    for (size_t i = 0; i < n; i++) {
        buf_u64(&b, list[i].key);
        buf_u32(&b, list[i].inquiry);
        buf_u8(&b, list[i].field);
        buf_u8(&b, (uint8_t)list[i].how);
    }
    enum hm_status st = sealed_put(t, TABLE_EVIDENCE, &key, &b, d);
    buf_fini(&b);
    return st;
}

/* --- reading --- */

/* Grows an array in the arena; NULL: no memory. */
static void *grow(void *items, size_t count, size_t *cap, size_t more, size_t each,
                  struct arena *a)
{
    if (count + more <= *cap)
        return items;
    size_t wanted = (count + more) * 2 + 16;
    char *grown = arena_alloc(a, wanted * each);
    if (!grown)
        return NULL;
    if (count)
        memcpy(grown, items, count * each);
    *cap = wanted;
    return grown;
}

/* A text of the record, copied; false: no memory. */
static bool get_text(struct reader *r, struct str *out, struct arena *a)
{
    size_t n = 0;
    const char *p = read_blob(r, &n);
    if (r->failed)
        n = 0;
    *out = (struct str){n ? arena_strndup(a, p, n) : "", n};
    return out->p != NULL;
}

static bool get_answer(struct reader *r, struct evidence *e, struct arena *a)
{
    e->key = read_u64(r);
    e->status = (enum evidence_status)read_u8(r);
    e->asked_s = (int64_t)read_u64(r);
    e->answered_s = (int64_t)read_u64(r);
    e->expires = (int32_t)read_u32(r);
    bool ok = get_text(r, &e->id, a) && get_text(r, &e->why, a);
    e->value_count = read_u8(r);
    r->failed = r->failed || e->status > EVIDENCE_REFUSED;
    if (r->failed)
        e->value_count = 0;
    e->values = arena_alloc(a, (e->value_count + 1u) * sizeof *e->values);
    ok = ok && e->values;
    for (uint32_t i = 0; i < e->value_count && ok; i++) {
        e->values[i].field = read_u8(r);
        ok = get_text(r, &e->values[i].text, a);
    }
    return ok;
}

static bool get_answers(struct evidence_list *out, struct reader *r, const struct evidence *of,
                        struct arena *a)
{
    uint32_t n = read_u32(r);
    if (n > LIMIT_MEMBERS * LIMIT_ENTITIES)
        r->failed = true;
    for (uint32_t i = 0; i < n && !r->failed; i++) {
        struct evidence_block *b = &out->block;
        b->items = grow(b->items, b->count, &out->items_cap, 1, sizeof *b->items, a);
        if (!b->items)
            return false;
        b->items[b->count] = *of;
        if (!get_answer(r, &b->items[b->count], a))
            return false;
        b->count += !r->failed;
    }
    return true;
}

static bool get_uses(struct evidence_list *out, struct reader *r, const struct evidence_use *of,
                     struct arena *a)
{
    uint32_t n = read_u32(r);
    for (uint32_t i = 0; i < n && !r->failed; i++) {
        struct evidence_block *b = &out->block;
        b->uses = grow(b->uses, b->use_count, &out->uses_cap, 1, sizeof *b->uses, a);
        if (!b->uses)
            return false;
        struct evidence_use *u = &b->uses[b->use_count];
        *u = *of;
        u->key = read_u64(r);
        u->inquiry = read_u32(r);
        u->field = read_u8(r);
        u->how = (enum evidence_how)read_u8(r);
        r->failed = r->failed || u->how > EVIDENCE_KEPT;
        b->use_count += !r->failed;
    }
    return true;
}

enum hm_status evidence_parse(struct evidence_list *out, struct txn *t, struct bytes key,
                              struct bytes value, struct arena *a, struct diag *d)
{
    const char *what = _("what registers answered about a household");
    struct reader r;
    bool ok;
    if (key.n != KEY_EVIDENCE_BYTES || key_read(key, 6, 1) > EVIDENCE_USE)
        return sealed_damaged(t, what, d);
    TRY(sealed_read(&r, t, key, value, what, d));
    uint32_t block = (uint32_t)key_read(key, 0, 4);
    uint16_t ordinal = (uint16_t)key_read(key, 4, 2);
    uint64_t number = key_read(key, 7, 8);
    if (key_read(key, 6, 1) == EVIDENCE_ROW) {
        struct evidence e = {.block = block, .ordinal = ordinal, .inquiry = (uint32_t)number};
        ok = get_answers(out, &r, &e, a);
    } else {
        struct evidence_use u = {.block = block, .ordinal = ordinal, .sequence = number};
        ok = get_uses(out, &r, &u, a);
    }
    return sealed_done(t, &r, !ok, what, d);
}
