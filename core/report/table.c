/* table.c - collects cells, measures, and writes. */
#include "report/table.h"

#include <assert.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

void table_init(struct table *t, const char *align)
{
    *t = (struct table){.columns = strlen(align)};
    assert(t->columns > 0 && t->columns <= TABLE_COLUMNS);
    memcpy(t->align, align, t->columns);
    buf_init(&t->text);
}

void table_fini(struct table *t)
{
    mem_free(t->offsets);
    buf_fini(&t->text);
    *t = (struct table){0};
}

static void begin_cell(struct table *t)
{
    void *items = t->offsets;
    if (mem_grow(&items, &t->cap, t->cells + 1, sizeof *t->offsets) != 0) {
        t->failed = true;
        return;
    }
    t->offsets = items;
    t->offsets[t->cells++] = t->text.len;
}

static void end_cell(struct table *t)
{
    buf_putc(&t->text, '\0');
    t->failed |= !buf_ok(&t->text);
}

void table_cell(struct table *t, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    begin_cell(t);
    buf_vprintf(&t->text, fmt, ap);
    end_cell(t);
    va_end(ap);
}

void table_text(struct table *t, const char *text)
{
    begin_cell(t);
    buf_puts(&t->text, text ? text : "");
    end_cell(t);
}

/* --- numbers with their digits in groups of three --- */

static void put_grouped(struct buf *out, unsigned __int128 v)
{
    char digits[64];
    size_t n = sizeof digits;
    unsigned k = 0;
    do {
        if (k > 0 && k % 3 == 0)
            digits[--n] = ',';
        digits[--n] = (char)('0' + (int)(v % 10));
        v /= 10;
        k++;
    } while (v > 0);
    buf_put(out, digits + n, sizeof digits - n);
}

void table_put_count(struct buf *out, uint64_t n)
{
    put_grouped(out, n);
}

void table_put_fen(struct buf *out, __int128 fen)
{
    unsigned __int128 v = fen < 0 ? -(unsigned __int128)fen : (unsigned __int128)fen;
    if (fen < 0)
        buf_putc(out, '-');
    put_grouped(out, v / 100);
    buf_printf(out, ".%02u", (unsigned)(v % 100));
}

void table_count(struct table *t, uint64_t n)
{
    begin_cell(t);
    table_put_count(&t->text, n);
    end_cell(t);
}

void table_fen(struct table *t, __int128 fen)
{
    begin_cell(t);
    table_put_fen(&t->text, fen);
    end_cell(t);
}

void table_change(struct table *t, __int128 fen)
{
    begin_cell(t);
    if (fen > 0)
        buf_putc(&t->text, '+');
    table_put_fen(&t->text, fen);
    end_cell(t);
}

/* --- writing --- */

static void put_blanks(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_putc(out, ' ');
}

static void put_row(const struct table *t, const size_t *widths, size_t row, struct buf *out)
{
    size_t owed = 0; /* blanks are written only when something follows */
    for (size_t c = 0; c < t->columns; c++) {
        const char *text = t->text.data + t->offsets[row * t->columns + c];
        size_t n = strlen(text), width = str_width(text, n), pad = widths[c] - width;
        if (t->align[c] == 'r')
            owed += pad;
        if (n > 0) {
            put_blanks(out, owed);
            owed = 0;
        }
        buf_put(out, text, n);
        owed += (t->align[c] == 'l' ? pad : 0) + 2;
    }
    buf_putc(out, '\n');
}

static void put_all(struct table *t, struct buf *out, bool heading)
{
    size_t widths[TABLE_COLUMNS] = {0}, total = 0;
    size_t rows = t->cells / t->columns;
    if (t->failed) {
        out->failed = true;
        return;
    }
    assert(t->cells % t->columns == 0);
    for (size_t i = 0; i < t->cells; i++) {
        const char *text = t->text.data + t->offsets[i];
        size_t width = str_width(text, strlen(text));
        if (width > widths[i % t->columns])
            widths[i % t->columns] = width;
    }
    for (size_t c = 0; c < t->columns; c++)
        total += widths[c] + (c ? 2 : 0);
    for (size_t row = 0; row < rows; row++) {
        put_row(t, widths, row, out);
        if (row > 0 || !heading)
            continue;
        for (size_t i = 0; i < total; i++)
            buf_putc(out, '-');
        buf_putc(out, '\n');
    }
}

void table_put(struct table *t, struct buf *out)
{
    put_all(t, out, true);
}

void table_put_plain(struct table *t, struct buf *out)
{
    put_all(t, out, false);
}
