/* push_rows.c - batches of rows. */
#include "run/push_rows.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "io/json.h"
#include "run/summary.h"
#include "value/decimal.h"

enum { SPOOL_MEMORY_BYTES = 16 << 20 };

void push_rows_init(struct push_rows *r, uint32_t batch_rows, struct diag *d)
{
    memset(r, 0, sizeof *r);
    r->d = d;
    r->batch_rows = batch_rows;
    spool_init(&r->spool, SPOOL_MEMORY_BYTES);
    buf_init(&r->line);
    buf_init(&r->items);
    buf_init(&r->household);
}

void push_rows_fini(struct push_rows *r)
{
    spool_fini(&r->spool);
    buf_fini(&r->line);
    buf_fini(&r->items);
    buf_fini(&r->household);
    mem_free(r->batches);
}

static enum hm_status no_memory(struct push_rows *r)
{
    return diag_nomem(r->d, _("preparing the batches"));
}

static enum hm_status end_batch(struct push_rows *r)
{
    void *batches = r->batches;
    if (r->now.rows == 0)
        return HM_OK;
    if (r->count >= LIMIT_PUSH_BATCHES)
        return diag_error(r->d, HM_USAGE, NULL,
                          _("there would be more than %d batches: make them larger (--batch)"),
                          LIMIT_PUSH_BATCHES);
    if (!buf_ok(&r->items) ||
        mem_grow(&batches, &r->cap, r->count + 1, sizeof *r->batches) != 0)
        return no_memory(r);
    r->batches = batches;
    r->now.n = r->items.len;
    TRY(spool_put(&r->spool, r->items.data, r->items.len, &r->now.at, r->d));
    r->batches[r->count++] = r->now;
    r->now = (struct push_batch){0};
    buf_clear(&r->items);
    return HM_OK;
}

/* What a row says of its household and of what is to be paid. */
static bool read_row(struct str row, struct str *household, int64_t *fen, struct arena *a)
{
    struct json j;
    struct str key, text;
    json_init(&j, row, a);
    if (json_value(&j, &text) != JSON_OBJECT)
        return false;
    while (json_member(&j, &key)) {
        enum json_kind kind = json_value(&j, &text);
        if (kind == JSON_OBJECT || kind == JSON_ARRAY)
            json_close(&j);
        else if (str_eq(key, (struct str){"household", 9}) && kind == JSON_STRING)
            *household = text;
        else if (str_eq(key, (struct str){"payable", 7}) && kind == JSON_NUMBER &&
                 decimal_money(fen, text) != DECIMAL_OK)
            return false;
    }
    return json_finish(&j);
}

/* "payment": what this row is called for ever: of the list and the row. */
static void put_payment_id(struct push_rows *r, struct str row)
{
    char hex[DIGEST_HEX];
    struct buf all;
    buf_init(&all);
    buf_printf(&all, "%s\n", r->list);
    buf_put(&all, row.p, row.n);
    if (buf_ok(&all))
        digest_bytes(all.data, all.len, hex);
    r->items.failed |= !buf_ok(&all);
    if (buf_ok(&all))
        buf_printf(&r->items, "{\"payment\":\"%.*s\",", PUSH_KEY_CHARS, hex);
    buf_fini(&all);
}

static bool same_household(const struct push_rows *r, struct str household)
{
    return household.n > 0 &&
           str_eq(household,
                  (struct str){r->household.data ? r->household.data : "", r->household.len});
}

static enum hm_status take_row(struct push_rows *r, struct str row)
{
    struct arena a;
    struct str household = {"", 0};
    int64_t fen = 0;
    arena_init(&a);
    bool sound =
        row.n > 2 && row.n <= LIMIT_RECORD_BYTES && read_row(row, &household, &fen, &a);
    enum hm_status st = HM_OK;
    if (!sound)
        st = diag_error(r->d, HM_INTERNAL, NULL,
                        _("row %llu of what is to be pushed is no JSON"),
                        (unsigned long long)r->rows + 1);
    else if (r->now.rows >= r->batch_rows && !same_household(r, household))
        st = end_batch(r);
    if (st == HM_OK) {
        buf_puts(&r->items, r->now.rows ? ",\n" : "");
        if (r->list)
            put_payment_id(r, row);
        buf_put(&r->items, row.p + (r->list != NULL), row.n - (r->list != NULL));
        buf_clear(&r->household);
        buf_put(&r->household, household.p, household.n);
        r->now.rows++;
        r->rows++;
        r->now.fen += fen;
        r->fen += fen;
        st = buf_ok(&r->items) && buf_ok(&r->household) ? HM_OK : no_memory(r);
    }
    arena_fini(&a);
    return st;
}

enum hm_status push_rows_put(void *ctx, const char *bytes, size_t n)
{
    struct push_rows *r = ctx;
    while (n > 0) {
        const char *end = memchr(bytes, '\n', n);
        size_t k = end ? (size_t)(end - bytes) : n;
        buf_put(&r->line, bytes, k);
        if (!buf_ok(&r->line))
            return no_memory(r);
        if (!end)
            return HM_OK;
        TRY(take_row(r, (struct str){r->line.data ? r->line.data : "", r->line.len}));
        buf_clear(&r->line);
        bytes += k + 1;
        n -= k + 1;
    }
    return HM_OK;
}

enum hm_status push_rows_end(struct push_rows *r)
{
    return end_batch(r);
}

enum hm_status push_rows_body(struct push_rows *r, const struct push_entry *e, uint64_t k,
                              struct buf *out)
{
    const struct push_batch *b = &r->batches[k];
    buf_clear(out);
    buf_printf(out, "{\"kind\":\"%s\",\"month\":\"%s\",\"%s\":\"%s\"", e->what, e->month,
               r->list ? "list" : "determination", e->subject);
    if (r->list)
        buf_printf(out, ",\"basis\":\"%llu/%llu\"", (unsigned long long)e->publications,
                   (unsigned long long)e->payments);
    buf_printf(out, ",\"batch\":%llu,\"batches\":%zu,\"rows\":%u", (unsigned long long)k + 1,
               r->count, b->rows);
    if (r->list) {
        buf_puts(out, ",\"sum\":");
        summary_put_fen(out, b->fen);
    }
    buf_puts(out, ",\"items\":[\n");
    if (!buf_ok(out))
        return no_memory(r);
    TRY(spool_get(&r->spool, b->at, b->n, out, r->d));
    buf_puts(out, "\n]}\n");
    return buf_ok(out) ? HM_OK : no_memory(r);
}

void push_rows_key(const struct buf *body, char key[PUSH_KEY_CHARS + 1])
{
    char hex[DIGEST_HEX];
    digest_bytes(body->data, body->len, hex);
    memcpy(key, hex, PUSH_KEY_CHARS);
    key[PUSH_KEY_CHARS] = 0;
}
