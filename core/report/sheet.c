/* sheet.c - filling a sheet, and writing it as text, JSON and CSV. */
#include "report/sheet.h"

#include <assert.h>
#include <string.h>
#include "base/i18n.h"
#include "io/table_out.h"
#include "report/table.h"
#include "value/decimal.h"

void sheet_init(struct sheet *s)
{
    *s = (struct sheet){0};
    arena_init(&s->arena);
}

void sheet_fini(struct sheet *s)
{
    arena_fini(&s->arena);
    sheet_init(s);
}

void sheet_begin(struct sheet *s, const char *name, enum sheet_shape shape, const char *title)
{
    sheet_fini(s);
    s->name = name;
    s->shape = shape;
    s->title = title ? arena_strdup(&s->arena, title) : NULL;
    s->failed = title && !s->title;
}

void sheet_column(struct sheet *s, const char *name, const char *heading, enum sheet_kind kind)
{
    assert(s->column_count < SHEET_COLUMNS && s->cell_count == 0);
    char *copy = arena_strdup(&s->arena, heading);
    s->failed |= !copy;
    s->columns[s->column_count++] = (struct sheet_column){name, copy ? copy : "", kind};
}

void sheet_scalar(struct sheet *s)
{
    assert(s->column_count > 0);
    s->has_scalar = true;
    s->scalar = s->column_count - 1;
}

/* --- cells --- */

static void add(struct sheet *s, struct sheet_cell cell)
{
    if (s->failed)
        return;
    if (s->cell_count == s->cell_cap) {
        size_t cap = s->cell_cap ? 2 * s->cell_cap : 64;
        struct sheet_cell *cells = arena_alloc(&s->arena, cap * sizeof *cells);
        if (!cells) {
            s->failed = true;
            return;
        }
        if (s->cell_count)
            memcpy(cells, s->cells, s->cell_count * sizeof *cells);
        s->cells = cells;
        s->cell_cap = cap;
    }
    s->cells[s->cell_count++] = cell;
}

static enum sheet_kind next_kind(const struct sheet *s)
{
    return s->columns[s->cell_count % s->column_count].kind;
}

void sheet_text(struct sheet *s, const char *text)
{
    struct sheet_cell cell = {.known = text != NULL};
    assert(s->failed || next_kind(s) == SHEET_TEXT);
    cell.as.text = text ? arena_strdup(&s->arena, text) : NULL;
    s->failed |= text && !cell.as.text;
    add(s, cell);
}

void sheet_word(struct sheet *s, const char *msgid)
{
    size_t before = s->cell_count;
    sheet_text(s, msgid);
    if (s->cell_count > before)
        s->cells[before].is_word = true;
}

void sheet_whole(struct sheet *s, __int128 v)
{
    assert(s->failed || (next_kind(s) != SHEET_TEXT && next_kind(s) < SHEET_NUMBER));
    add(s, (struct sheet_cell){.known = true, .as.whole = v});
}

void sheet_rational(struct sheet *s, struct rational v)
{
    assert(s->failed || next_kind(s) >= SHEET_NUMBER);
    add(s, (struct sheet_cell){.known = true, .as.rational = v});
}

void sheet_none(struct sheet *s)
{
    add(s, (struct sheet_cell){.known = false});
}

void sheet_ratio(struct sheet *s, __int128 num, __int128 den)
{
    enum { STEPS = 1000000 };
    struct rational r;
    __int128 scaled;
    if (den < 0) {
        num = -num;
        den = -den;
    }
    if (den == 0 || __builtin_mul_overflow(num, (__int128)2 * STEPS, &scaled)) {
        sheet_none(s);
        return;
    }
    scaled = (scaled + (num < 0 ? -den : den)) / (2 * den);
    if (rational_make(&r, scaled, STEPS) == HM_TRAP_NONE)
        sheet_rational(s, r);
    else
        sheet_none(s);
}

enum hm_status sheet_ok(const struct sheet *s, struct diag *d)
{
    return s->failed ? diag_nomem(d, _("writing the report")) : HM_OK;
}

/* --- text --- */

static void put_percent(struct table *t, struct rational r)
{
    __int128 scaled = (__int128)r.num * 2000;
    __int128 tenths = (scaled + (r.num < 0 ? -r.den : r.den)) / (2 * (__int128)r.den);
    unsigned long long size = (unsigned long long)(tenths < 0 ? -tenths : tenths);
    table_cell(t, "%s%llu.%llu %%", tenths < 0 ? "-" : "", size / 10, size % 10);
}

static void put_number(struct table *t, struct rational r)
{
    struct buf b;
    buf_init(&b);
    decimal_put_rational(&b, r);
    table_text(t, buf_ok(&b) ? b.data : "?");
    buf_fini(&b);
}

/* plus: in front of what is above zero */
static void put_count(struct table *t, __int128 v, const char *plus)
{
    struct buf b;
    buf_init(&b);
    buf_puts(&b, v > 0 ? plus : v < 0 ? "-" : "");
    table_put_count(&b, (uint64_t)(v < 0 ? -v : v));
    table_text(t, buf_ok(&b) ? b.data : "?");
    buf_fini(&b);
}

static void put_shown(struct table *t, const struct sheet_cell *cell, enum sheet_kind kind)
{
    if (!cell->known) {
        table_text(t, "-");
        return;
    }
    switch (kind) {
    case SHEET_TEXT:
        table_text(t, cell->is_word ? i18n_text(cell->as.text) : cell->as.text);
        break;
    case SHEET_COUNT:
        put_count(t, cell->as.whole, "");
        break;
    case SHEET_CHANGE_COUNT:
        put_count(t, cell->as.whole, "+");
        break;
    case SHEET_MONEY:
        table_fen(t, cell->as.whole);
        break;
    case SHEET_CHANGE:
        table_change(t, cell->as.whole);
        break;
    case SHEET_NUMBER:
        put_number(t, cell->as.rational);
        break;
    case SHEET_PERCENT:
        put_percent(t, cell->as.rational);
        break;
    }
}

void sheet_put(const struct sheet *s, struct buf *out)
{
    struct table t;
    char align[SHEET_COLUMNS + 1] = "";
    if (s->title)
        buf_printf(out, "%s\n", s->title);
    for (size_t c = 0; c < s->column_count; c++)
        align[c] = s->columns[c].kind == SHEET_TEXT ? 'l' : 'r';
    table_init(&t, align);
    for (size_t c = 0; c < s->column_count; c++)
        table_text(&t, s->columns[c].heading);
    for (size_t i = 0; i < s->cell_count; i++)
        put_shown(&t, &s->cells[i], s->columns[i % s->column_count].kind);
    table_put(&t, out);
    table_fini(&t);
}

/* --- for machines --- */

static void put_whole(struct buf *out, __int128 v)
{
    char digits[48];
    size_t n = sizeof digits;
    unsigned __int128 size = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    do {
        digits[--n] = (char)('0' + (int)(size % 10));
        size /= 10;
    } while (size);
    if (v < 0)
        digits[--n] = '-';
    buf_put(out, digits + n, sizeof digits - n);
}

static void put_money(struct buf *out, __int128 fen)
{
    __int128 size = fen < 0 ? -fen : fen;
    if (fen < 0)
        buf_putc(out, '-');
    put_whole(out, size / 100);
    buf_printf(out, ".%02d", (int)(size % 100));
}

/* A fraction without end is cut to twelve decimals: machines have no fractions. */
static void put_rational(struct buf *out, struct rational r)
{
    size_t before = out->len;
    decimal_put_rational(out, r);
    if (!buf_ok(out) || !memchr(out->data + before, '/', out->len - before))
        return;
    out->len = before;
    __int128 scaled = (__int128)r.num * 1000000 / r.den;
    decimal_put_scaled(out, (int64_t)scaled, 6);
}

void sheet_put_cell(const struct sheet *s, size_t row, size_t column, struct buf *out)
{
    const struct sheet_cell *cell = sheet_at(s, row, column);
    if (!cell->known)
        return;
    switch (s->columns[column].kind) {
    case SHEET_TEXT:
        buf_puts(out, cell->as.text);
        break;
    case SHEET_COUNT:
    case SHEET_CHANGE_COUNT:
        put_whole(out, cell->as.whole);
        break;
    case SHEET_MONEY:
    case SHEET_CHANGE:
        put_money(out, cell->as.whole);
        break;
    case SHEET_NUMBER:
    case SHEET_PERCENT:
        put_rational(out, cell->as.rational);
        break;
    }
}

static void put_row_json(const struct sheet *s, size_t row, struct buf *out)
{
    buf_putc(out, '{');
    for (size_t c = 0; c < s->column_count; c++) {
        const struct sheet_cell *cell = sheet_at(s, row, c);
        buf_printf(out, "%s\"%s\":", c ? "," : "", s->columns[c].name);
        if (!cell->known)
            buf_puts(out, "null");
        else if (s->columns[c].kind == SHEET_TEXT)
            buf_json_string(out, cell->as.text, strlen(cell->as.text));
        else
            sheet_put_cell(s, row, c, out);
    }
    buf_putc(out, '}');
}

void sheet_put_json(const struct sheet *s, struct buf *out)
{
    buf_putc(out, '[');
    for (size_t row = 0; row < sheet_rows(s); row++) {
        if (row)
            buf_putc(out, ',');
        put_row_json(s, row, out);
    }
    buf_putc(out, ']');
}

void sheet_put_ndjson(const struct sheet *s, struct buf *out)
{
    for (size_t row = 0; row < sheet_rows(s); row++) {
        put_row_json(s, row, out);
        buf_putc(out, '\n');
    }
}

void sheet_put_csv(const struct sheet *s, struct buf *out)
{
    struct table_out t = {.out = out};
    struct buf cell;
    for (size_t c = 0; c < s->column_count; c++)
        table_out_text(&t, s->columns[c].name);
    table_out_end(&t);
    buf_init(&cell);
    for (size_t row = 0; row < sheet_rows(s); row++) {
        for (size_t c = 0; c < s->column_count; c++) {
            buf_clear(&cell);
            sheet_put_cell(s, row, c, &cell);
            struct str text = {cell.data ? cell.data : "", cell.len};
            if (s->columns[c].kind == SHEET_TEXT)
                table_out_foreign(&t, text);
            else
                table_out_cell(&t, text);
        }
        table_out_end(&t);
    }
    out->failed |= !buf_ok(&cell);
    buf_fini(&cell);
}
