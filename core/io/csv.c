/* csv.c - joins lines into rows (an odd number of quotes so far: the row goes on), then splits
 * rows into cells. Lines that a never closed quote swallowed are held back and read again. */
#include "io/csv.h"

#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

struct csv {
    struct lines *lines;
    char separator;    /* 0: the header has not been read yet */
    size_t width;      /* cells of the header */
    struct str row;    /* raw; in the line buffer, in `joined` or in `held` */
    uint32_t line;     /* on which it begins */
    struct buf joined; /* a row of several lines */
    struct buf held;   /* lines to read again, each with its newline */
    size_t held_at;
    uint32_t held_line;  /* number of the line at held_at */
    bool has_quotes;     /* in the row */
    struct buf unquoted; /* cells that had doubled quotes */
    struct str *cells;
    size_t *starts; /* offsets of the cells in row */
    size_t count, cells_cap, starts_cap;
};

static enum hm_status wrap(struct csv **out, struct lines *l, struct diag *d)
{
    struct csv *c = mem_zalloc(sizeof *c);
    if (!c) {
        lines_close(l);
        return diag_nomem(d, _("opening a file"));
    }
    c->lines = l;
    lines_keep_blank(l);
    buf_init(&c->joined);
    buf_init(&c->held);
    buf_init(&c->unquoted);
    *out = c;
    return HM_OK;
}

enum hm_status csv_open_as(struct csv **out, const char *path, enum source_encoding e,
                           struct diag *d)
{
    struct lines *l;
    TRY(lines_open_as(&l, path, e, d));
    return wrap(out, l, d);
}

enum hm_status csv_open(struct csv **out, const char *path, struct diag *d)
{
    return csv_open_as(out, path, SOURCE_UTF8, d);
}

enum hm_status csv_from_as(struct csv **out, const char *name, enum source_encoding e,
                           lines_read_fn *read, void *ctx, struct diag *d)
{
    struct lines *l;
    TRY(lines_from_as(&l, name, e, read, ctx, d));
    return wrap(out, l, d);
}

enum hm_status csv_from(struct csv **out, const char *name, lines_read_fn *read, void *ctx,
                        struct diag *d)
{
    return csv_from_as(out, name, SOURCE_UTF8, read, ctx, d);
}

void csv_close(struct csv *c)
{
    if (!c)
        return;
    lines_close(c->lines);
    buf_fini(&c->joined);
    buf_fini(&c->held);
    buf_fini(&c->unquoted);
    mem_free(c->cells);
    mem_free(c->starts);
    mem_free(c);
}

void csv_watch(struct csv *c, int (*stopped)(void *ctx), void *ctx)
{
    lines_watch(c->lines, stopped, ctx);
}

/* Where byte `offset` of the present row stands. */
static struct place place_at(const struct csv *c, size_t offset)
{
    struct place at = lines_place(c->lines);
    size_t line_start = 0;
    at.line = c->line;
    for (size_t i = 0; i < offset; i++) {
        if (c->row.p[i] == '\n') {
            at.line++;
            line_start = i + 1;
        }
    }
    at.column = (uint32_t)str_utf8_len(c->row.p + line_start, offset - line_start) + 1;
    return at;
}

/* --- rows --- */

static enum hm_status next_line(struct csv *c, struct str *line, uint32_t *number, bool *more,
                                struct diag *d)
{
    if (c->held_at < c->held.len) {
        const char *start = c->held.data + c->held_at;
        const char *end = memchr(start, '\n', c->held.len - c->held_at);
        *line = (struct str){start, (size_t)(end - start)};
        *number = c->held_line++;
        c->held_at += line->n + 1;
        *more = true;
        return HM_OK;
    }
    enum hm_status st = lines_next(c->lines, line, more, d);
    *number = lines_place(c->lines).line;
    return st;
}

static size_t count_quotes(struct str s)
{
    size_t count = 0;
    const char *end = s.p + s.n;
    for (const char *p = s.p; p < end && (p = memchr(p, '"', (size_t)(end - p))); p++)
        count++;
    return count;
}

/* The row's first quote is never closed: what follows its first line is read again. */
static enum hm_status hold_back(struct csv *c, struct diag *d)
{
    const char *newline = memchr(c->joined.data, '\n', c->joined.len);
    struct buf again;
    buf_init(&again);
    if (newline) {
        size_t skipped = (size_t)(newline + 1 - c->joined.data);
        buf_put(&again, newline + 1, c->joined.len - skipped);
        buf_putc(&again, '\n');
    }
    buf_put(&again, c->held.data + c->held_at, c->held.len - c->held_at);
    if (!buf_ok(&again)) {
        buf_fini(&again);
        return diag_nomem(d, _("reading a table"));
    }
    buf_fini(&c->held);
    c->held = again;
    c->held_at = 0;
    c->held_line = c->line + 1;
    return HM_OK;
}

/* The quote that opened the cell in which the row's first line ends. */
static size_t opening_quote(struct str line)
{
    size_t at = 0;
    bool open = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] != '"')
            continue;
        bool is_doubled = open && i + 1 < line.n && line.p[i + 1] == '"';
        if (!open)
            at = i;
        open = is_doubled ? open : !open;
        i += is_doubled;
    }
    return at;
}

static enum hm_status refuse_open_quote(struct csv *c, struct diag *d)
{
    const char *newline = memchr(c->joined.data, '\n', c->joined.len);
    size_t n = newline ? (size_t)(newline - c->joined.data) : c->joined.len;
    c->row = (struct str){c->joined.data, n};
    struct place at = place_at(c, opening_quote(c->row));
    TRY(hold_back(c, d));
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("close it, or write \"\" for a quote inside a quoted cell"),
                    _("this quote is never closed"));
}

/* Joins lines until the quotes are even. */
static enum hm_status join_lines(struct csv *c, struct str first, struct diag *d)
{
    size_t quotes = count_quotes(first);
    buf_clear(&c->joined);
    buf_put(&c->joined, first.p, first.n);
    while (quotes % 2 == 1) {
        struct str line;
        uint32_t number;
        bool more;
        TRY(next_line(c, &line, &number, &more, d));
        if (!more)
            return refuse_open_quote(c, d);
        buf_putc(&c->joined, '\n');
        buf_put(&c->joined, line.p, line.n);
        if (!buf_ok(&c->joined))
            return diag_nomem(d, _("reading a table"));
        if (c->joined.len > LIMIT_RECORD_BYTES)
            return refuse_open_quote(c, d);
        quotes += count_quotes(line);
    }
    c->row = (struct str){c->joined.data, c->joined.len};
    return HM_OK;
}

static void drop_return(struct str *s)
{
    if (s->n && s->p[s->n - 1] == '\r')
        s->n--;
}

static enum hm_status next_row(struct csv *c, bool *more, struct diag *d)
{
    c->count = 0;
    do {
        c->row = (struct str){"", 0};
        TRY(next_line(c, &c->row, &c->line, more, d));
        if (!*more)
            return HM_OK;
        size_t quotes = count_quotes(c->row);
        c->has_quotes = quotes > 0;
        if (quotes % 2 == 1)
            TRY(join_lines(c, c->row, d));
        drop_return(&c->row);
    } while (c->row.n == 0);
    return HM_OK;
}

/* --- cells --- */

static enum hm_status refuse(const struct csv *c, size_t offset, struct diag *d,
                             const char *hint, const char *text)
{
    struct place at = place_at(c, offset);
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", text);
}

/* A quote where none can be: where it made several lines one row, they may well be rows. */
static enum hm_status refuse_quote(struct csv *c, size_t offset, struct diag *d,
                                   const char *hint, const char *text)
{
    struct place at = place_at(c, offset);
    if (c->row.p == c->joined.data)
        TRY(hold_back(c, d));
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", text);
}

static enum hm_status add_cell(struct csv *c, size_t start, struct str text, struct diag *d)
{
    void *cells = c->cells, *starts = c->starts;
    if (c->count == LIMIT_CSV_COLUMNS) {
        struct place at = place_at(c, start);
        return diag_error(d, HM_DATA, &at, _("a table has at most %d columns"),
                          LIMIT_CSV_COLUMNS);
    }
    if (mem_grow(&cells, &c->cells_cap, c->count + 1, sizeof *c->cells) != 0)
        return diag_nomem(d, _("reading a table"));
    c->cells = cells;
    if (mem_grow(&starts, &c->starts_cap, c->count + 1, sizeof *c->starts) != 0)
        return diag_nomem(d, _("reading a table"));
    c->starts = starts;
    c->starts[c->count] = start;
    c->cells[c->count++] = text;
    return HM_OK;
}

/* Takes "" for " out of a quoted cell. `unquoted` has room for the whole row: it never moves.
 */
static struct str without_doubles(struct csv *c, struct str inside)
{
    size_t start = c->unquoted.len;
    for (size_t i = 0; i < inside.n; i++) {
        buf_putc(&c->unquoted, inside.p[i]);
        i += inside.p[i] == '"';
    }
    return (struct str){c->unquoted.data + start, c->unquoted.len - start};
}

/* A quoted cell at *at, which moves behind the closing quote. */
static enum hm_status quoted_cell(struct csv *c, size_t *at, struct diag *d)
{
    size_t start = *at, i = start + 1;
    bool has_doubles = false;
    for (; i < c->row.n; i++) {
        if (c->row.p[i] != '"')
            continue;
        if (i + 1 >= c->row.n || c->row.p[i + 1] != '"')
            break;
        has_doubles = true;
        i++;
    }
    if (i >= c->row.n) /* even, yet open: a quote stands inside another, unquoted cell */
        return refuse_quote(c, start, d,
                            _("close it, or write \"\" for a quote inside a quoted cell"),
                            _("this quote is never closed"));
    struct str inside = {c->row.p + start + 1, i - start - 1};
    *at = i + 1;
    if (*at < c->row.n && c->row.p[*at] != c->separator)
        return refuse_quote(c, *at, d, _("write \"\" for a quote inside a quoted cell"),
                            _("text follows the closing quote of this cell"));
    return add_cell(c, start, has_doubles ? without_doubles(c, inside) : inside, d);
}

static enum hm_status plain_cell(struct csv *c, size_t *at, struct diag *d)
{
    const char *start = c->row.p + *at;
    size_t left = c->row.n - *at;
    const char *end = left ? memchr(start, c->separator, left) : NULL;
    size_t n = end ? (size_t)(end - start) : left;
    const char *quote = n ? memchr(start, '"', n) : NULL;
    if (quote)
        return refuse_quote(c, (size_t)(quote - c->row.p), d,
                            _("put the whole cell in quotes and write \"\" for the one inside"),
                            _("a quote stands inside a cell that is not quoted"));
    TRY(add_cell(c, *at, (struct str){start, n}, d));
    *at += n;
    return HM_OK;
}

/* A row without quotes, which most are: cells are what lies between separators. HM_NOT_FOUND:
 * it has more cells than there is room for, and is split with care. */
static enum hm_status split_plain(struct csv *c)
{
    const char *p = c->row.p, *end = p + c->row.n, *start = p;
    const char separator = c->separator;
    size_t n = 0, room = c->cells_cap < c->starts_cap ? c->cells_cap : c->starts_cap;
    if (room > LIMIT_CSV_COLUMNS)
        room = LIMIT_CSV_COLUMNS;
    for (;; p++) {
        if (p < end && *p != separator)
            continue;
        if (n == room)
            return HM_NOT_FOUND;
        c->starts[n] = (size_t)(start - c->row.p);
        c->cells[n++] = (struct str){start, (size_t)(p - start)};
        if (p == end)
            break;
        start = p + 1;
    }
    c->count = n;
    return HM_OK;
}

/* After the last cell *at is past the row's end; a separator at the end is before an empty
 * cell. */
static enum hm_status split(struct csv *c, struct diag *d)
{
    size_t bad = str_utf8_bad(c->row.p, c->row.n);
    if (bad < c->row.n && lines_encoding(c->lines) == SOURCE_GB18030)
        return refuse(c, bad, d,
                      _("the table was read as GB18030; --encoding utf-8 reads UTF-8"),
                      _("this is not GB18030 text"));
    if (bad < c->row.n)
        return refuse(c, bad, d,
                      _("save the table as UTF-8 (in Excel: CSV UTF-8), or name its encoding "
                        "with --encoding"),
                      _("this is not UTF-8 text"));
    const char *nul = memchr(c->row.p, 0, c->row.n);
    if (nul)
        return refuse(c, (size_t)(nul - c->row.p), d, NULL, _("a NUL byte stands in the text"));
    if (!c->has_quotes && split_plain(c) == HM_OK)
        return HM_OK;
    buf_clear(&c->unquoted);
    buf_put(&c->unquoted, c->row.p, c->row.n); /* makes room once, so that cells do not move */
    if (!buf_ok(&c->unquoted))
        return diag_nomem(d, _("reading a table"));
    buf_clear(&c->unquoted);
    for (size_t at = 0; at <= c->row.n; at++) {
        bool is_quoted = at < c->row.n && c->row.p[at] == '"';
        TRY(is_quoted ? quoted_cell(c, &at, d) : plain_cell(c, &at, d));
    }
    return HM_OK;
}

/* The one of , ; and tab that stands most often outside quotes; a comma where none does. */
static char find_separator(struct str header)
{
    static const char candidates[] = ",;\t";
    size_t counts[3] = {0};
    bool open = false;
    for (size_t i = 0; i < header.n; i++) {
        const char *found = header.p[i] ? strchr(candidates, header.p[i]) : NULL;
        open ^= header.p[i] == '"';
        if (found && !open)
            counts[found - candidates]++;
    }
    int best = 0;
    for (int k = 1; k < 3; k++)
        best = counts[k] > counts[best] ? k : best;
    return candidates[best];
}

static bool has_text(const struct csv *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->cells[i].n)
            return true;
    }
    return false;
}

static enum hm_status read_header(struct csv *c, bool more, struct diag *d)
{
    struct place at = lines_place(c->lines);
    if (!more) {
        c->separator = ',';
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("the first row names the columns: id, savings, ..."),
                        _("the table is empty"));
    }
    c->separator = find_separator(c->row);
    TRY(split(c, d));
    c->width = c->count;
    if (!has_text(c))
        c->separator = 0; /* only separators: the header is still to come */
    return HM_OK;
}

static enum hm_status read_row(struct csv *c, struct diag *d)
{
    TRY(split(c, d));
    if (c->count == c->width || c->width == 0 || !has_text(c)) /* 0: the header was refused */
        return HM_OK;
    struct place at = place_at(c, c->row.n);
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("put cells that hold the separator in quotes"),
                    _("the row has %zu cells, the header has %zu"), c->count, c->width);
}

enum hm_status csv_next(struct csv *c, const struct str **cells, size_t *n, bool *more,
                        struct diag *d)
{
    bool found;
    do {
        TRY(next_row(c, &found, d));
        if (c->separator == 0)
            TRY(read_header(c, found, d));
        else if (found)
            TRY(read_row(c, d));
    } while (found && !has_text(c));
    *more = found;
    *cells = c->cells;
    *n = c->count;
    return HM_OK;
}

struct place csv_place(const struct csv *c, size_t cell)
{
    return place_at(c, cell < c->count ? c->starts[cell] : c->row.n);
}

struct str csv_row(const struct csv *c)
{
    return c->row;
}

uint64_t csv_bytes(const struct csv *c)
{
    return lines_bytes(c->lines);
}

uint64_t csv_total(const struct csv *c)
{
    return lines_total(c->lines);
}
