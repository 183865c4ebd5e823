/* pay_rows.c - the rows. Names of columns are the interface of other programs: English, never
 * translated. Months and amounts of one cell are separated by blanks: "2023-08:100.00 ...". */
#include "run/pay_rows.h"

#include <string.h>
#include "io/table_out.h"
#include "value/date.h"
#include "value/decimal.h"

static const char *const columns[][12] = {
    [PAY_PAYABLE] = {"household", "person", "benefit", "division", "determined", "current",
                     "arrears", "arrears_months", "withheld", "withheld_for", "payable", NULL},
    [PAY_OVERPAID] = {"household", "person", "benefit", "division", "month", "due", "paid",
                      "overpaid", "withheld", "rest", "then", NULL},
    [PAY_HELD] = {"household", "person", "benefit", "division", "month", "paid", "amount",
                  "because", NULL},
};

/* One row under way, as CSV or JSON. */
struct row {
    struct table_out table;
    bool ndjson;
    const char *const *names;
    size_t at;
};

static void begin(struct row *r, struct buf *out, enum pay_part part, bool ndjson)
{
    *r = (struct row){{.out = out}, ndjson, columns[part], 0};
    if (ndjson)
        buf_putc(out, '{');
}

static void end(struct row *r)
{
    if (r->ndjson)
        buf_puts(r->table.out, "}\n");
    else
        table_out_end(&r->table);
}

static void put_name(struct row *r)
{
    buf_printf(r->table.out, r->at ? ",\"%s\":" : "\"%s\":", r->names[r->at]);
    r->at++;
}

static void put_text(struct row *r, struct str text)
{
    if (!r->ndjson) {
        table_out_cell(&r->table, (struct str){text.p ? text.p : "", text.n});
        return;
    }
    put_name(r);
    buf_json_string(r->table.out, text.p ? text.p : "", text.n);
}

static void put_word(struct row *r, const char *word)
{
    put_text(r, (struct str){word, strlen(word)});
}

static void put_fen(struct row *r, int64_t fen)
{
    struct buf text;
    buf_init(&text);
    decimal_put_money(&text, fen);
    if (r->ndjson) {
        put_name(r);
        buf_puts(r->table.out, text.len ? text.data : "null");
    } else {
        put_word(r, text.len ? text.data : "");
    }
    if (!buf_ok(&text))
        r->table.out->failed = true;
    buf_fini(&text);
}

static void put_nothing(struct row *r)
{
    if (r->ndjson) {
        put_name(r);
        buf_puts(r->table.out, "null");
    } else {
        table_out_text(&r->table, NULL);
    }
}

static void put_month(struct row *r, int32_t month)
{
    struct buf text;
    buf_init(&text);
    month_put(&text, month);
    put_word(r, text.len ? text.data : "");
    if (!buf_ok(&text))
        r->table.out->failed = true;
    buf_fini(&text);
}

static void put_line(struct row *r, const struct pay_basis *b, const struct pay_household *h,
                     uint32_t line)
{
    struct str division = {h->division.p ? h->division.p : "", h->division.n};
    put_text(r, h->id);
    put_text(r, h->whos[line]);
    put_word(r, b->items[h->account.lines[line].item].name);
    put_text(r, division);
}

/* --- what is paid --- */

static void put_arrears_months(struct row *r, const struct pay_household *h, uint32_t line)
{
    const struct arrears_account *a = &h->account;
    struct buf text;
    buf_init(&text);
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct arrears_cell *c = &a->cells[i];
        if (c->line != line || c->owed == 0 || c->month == a->month)
            continue;
        buf_puts(&text, text.len ? " " : "");
        month_put(&text, c->month);
        buf_putc(&text, ':');
        decimal_put_money(&text, c->owed);
    }
    put_word(r, text.len ? text.data : "");
    if (!buf_ok(&text))
        r->table.out->failed = true;
    buf_fini(&text);
}

static void put_takes(struct row *r, const struct pay_basis *b, const struct pay_household *h,
                      uint32_t line)
{
    const struct arrears_account *a = &h->account;
    struct buf text;
    buf_init(&text);
    for (size_t i = 0; i < a->take_count; i++) {
        const struct arrears_take *t = &a->takes[i];
        if (t->line != line)
            continue;
        const struct arrears_cell *c = &a->cells[t->cell];
        struct str who = h->whos[c->line];
        buf_puts(&text, text.len ? " " : "");
        month_put(&text, c->month);
        if (c->line != line)
            buf_printf(&text, ":%s", b->items[a->lines[c->line].item].name);
        if (c->line != line && who.n)
            buf_printf(&text, ":%.*s", (int)who.n, who.p);
        buf_putc(&text, ':');
        decimal_put_money(&text, t->fen);
    }
    put_word(r, text.len ? text.data : "");
    if (!buf_ok(&text))
        r->table.out->failed = true;
    buf_fini(&text);
}

static size_t put_payable(struct buf *out, const struct pay_basis *b,
                          const struct pay_household *h, bool ndjson)
{
    const struct arrears_account *a = &h->account;
    size_t rows = 0;
    for (uint32_t i = 0; i < a->line_count; i++) {
        const struct arrears_line *l = &a->lines[i];
        struct row r;
        if (l->current == 0 && l->arrears == 0)
            continue;
        begin(&r, out, PAY_PAYABLE, ndjson);
        put_line(&r, b, h, i);
        if (l->now_known)
            put_fen(&r, l->now);
        else
            put_nothing(&r);
        put_fen(&r, l->current);
        put_fen(&r, l->arrears);
        put_arrears_months(&r, h, i);
        put_fen(&r, l->set_off);
        put_takes(&r, b, h, i);
        put_fen(&r, arrears_payable(l));
        end(&r);
        rows++;
    }
    return rows;
}

/* --- what is not --- */

static size_t put_overpaid(struct buf *out, const struct pay_basis *b,
                           const struct pay_household *h, bool ndjson)
{
    static const char *const words[] = {[ARREARS_LATER] = "later",
                                        [ARREARS_TO_RECLAIM] = "reclaim",
                                        [ARREARS_WAIVED] = "waived"};
    const struct arrears_account *a = &h->account;
    size_t rows = 0;
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct arrears_cell *c = &a->cells[i];
        struct row r;
        if (c->over == 0)
            continue;
        begin(&r, out, PAY_OVERPAID, ndjson);
        put_line(&r, b, h, c->line);
        put_month(&r, c->month);
        put_fen(&r, c->due);
        put_fen(&r, c->paid);
        put_fen(&r, c->over);
        put_fen(&r, c->back);
        put_fen(&r, c->over - c->back);
        put_word(&r, c->over == c->back ? "settled" : words[c->rest]);
        end(&r);
        rows++;
    }
    return rows;
}

static void put_held_line(struct buf *out, const struct pay_basis *b,
                          const struct pay_household *h, uint32_t line, int64_t fen,
                          const char *because, bool ndjson)
{
    struct row r;
    begin(&r, out, PAY_HELD, ndjson);
    put_line(&r, b, h, line);
    put_nothing(&r);
    put_nothing(&r);
    put_fen(&r, fen);
    put_word(&r, because);
    end(&r);
}

static size_t put_held(struct buf *out, const struct pay_basis *b,
                       const struct pay_household *h, bool ndjson)
{
    const struct arrears_account *a = &h->account;
    size_t rows = 0;
    for (size_t i = 0; i < a->cell_count; i++) {
        struct row r;
        if (h->cells[i]->known)
            continue;
        begin(&r, out, PAY_HELD, ndjson);
        put_line(&r, b, h, a->cells[i].line);
        put_month(&r, a->cells[i].month);
        put_fen(&r, a->cells[i].paid);
        put_nothing(&r);
        put_word(&r, "undetermined");
        end(&r);
        rows++;
    }
    for (uint32_t i = 0; i < a->line_count; i++) {
        const struct arrears_line *l = &a->lines[i];
        if (l->denied)
            put_held_line(out, b, h, i, l->denied, "left", ndjson);
        if (l->held)
            put_held_line(out, b, h, i, l->held, "left?", ndjson);
        rows += (size_t)(l->denied != 0) + (size_t)(l->held != 0);
    }
    return rows;
}

/* --- */

void pay_rows_head(struct buf *out, enum pay_part part, bool ndjson)
{
    struct table_out t = {.out = out};
    for (size_t i = 0; !ndjson && columns[part][i]; i++)
        table_out_text(&t, columns[part][i]);
    if (!ndjson)
        table_out_end(&t);
}

size_t pay_rows_put(struct buf *out, const struct pay_basis *b, const struct pay_household *h,
                    enum pay_part part, bool ndjson)
{
    return part == PAY_PAYABLE    ? put_payable(out, b, h, ndjson)
           : part == PAY_OVERPAID ? put_overpaid(out, b, h, ndjson)
                                  : put_held(out, b, h, ndjson);
}
