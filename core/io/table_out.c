/* table_out.c - CSV cells: when to quote, and values without JSON's quotes. */
#include "io/table_out.h"

#include <inttypes.h>
#include <string.h>
#include "io/record.h"

static void begin_cell(struct table_out *t)
{
    if (t->cells++ > 0)
        buf_putc(t->out, ',');
}

static bool must_quote(struct str s)
{
    if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
        return true;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r')
            return true;
    return false;
}

static void put_quoted(struct buf *out, const char *before, struct str s)
{
    buf_putc(out, '"');
    buf_puts(out, before);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, s.p[i]);
    }
    buf_putc(out, '"');
}

void table_out_cell(struct table_out *t, struct str text)
{
    begin_cell(t);
    if (must_quote(text))
        put_quoted(t->out, "", text);
    else
        buf_put(t->out, text.p, text.n);
}

void table_out_text(struct table_out *t, const char *text)
{
    table_out_cell(t, text ? (struct str){text, strlen(text)} : (struct str){"", 0});
}

void table_out_whole(struct table_out *t, uint64_t v)
{
    begin_cell(t);
    buf_printf(t->out, "%" PRIu64, v);
}

void table_out_foreign(struct table_out *t, struct str text)
{
    if (text.n == 0 || !strchr("=+-@\t\r", text.p[0])) {
        table_out_cell(t, text);
        return;
    }
    begin_cell(t);
    put_quoted(t->out, "'", text);
}

void table_out_stored(struct table_out *t, const struct model *m, const struct field *f,
                      int64_t v)
{
    begin_cell(t);
    size_t at = t->out->len;
    record_put_stored(t->out, m, f, v);
    if (!buf_ok(t->out) || t->out->data[at] != '"')
        return;
    t->out->len--; /* words, dates and months come in quotes and never need them here */
    memmove(t->out->data + at, t->out->data + at + 1, t->out->len - at);
    t->out->data[--t->out->len] = '\0';
}

void table_out_end(struct table_out *t)
{
    buf_putc(t->out, '\n');
    t->cells = 0;
}
