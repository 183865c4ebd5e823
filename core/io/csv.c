/* csv.c - joins lines into rows (an odd number of quotes so far: the row goes on), then splits
 * rows into cells. Lines that a never closed quote swallowed are held back and read again.
 *
 * Most cells of a table are empty: `cells` holds nothing but empty ones between two rows, and
 * only those with text are put there, noted in `filled` and taken out again.
 */
#include "io/csv.h"

#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

struct csv {
    struct lines *lines; /* NULL: rows of a chunk (csv_follow) */
    struct chunk *chunk; /* borrowed */
    size_t piece;        /* of it, the next one */
    size_t most_pieces;  /* of one that is cut */
    struct str rest;     /* of the lines of the present one */
    uint32_t rest_line;
    bool is_clean;                 /* the present piece: no quote, no NUL, all UTF-8 */
    const char *name;              /* borrowed: from the table's source */
    enum source_encoding encoding; /* of the chunk */
    char separator;                /* 0: the header has not been read yet */
    size_t width;                  /* cells of the header */
    struct str row;                /* raw; in the line buffer, in `joined` or in `held` */
    uint32_t line;                 /* on which it begins */
    struct buf joined;             /* a row of several lines */
    struct buf held;               /* lines to read again, each with its newline */
    size_t held_at;
    uint32_t held_line;  /* number of the line at held_at */
    bool has_quotes;     /* in the row */
    struct buf unquoted; /* cells that had doubled quotes */
    struct str *cells;   /* cells_cap of them, empty but for `filled` */
    size_t *starts;      /* offsets of the cells in row; not when is_plain */
    uint32_t *filled;    /* cells with text, ascending */
    size_t count, filled_count, cells_cap;
    bool is_plain; /* the row was split without looking at quotes */
};

static enum hm_status wrap(struct csv **out, struct lines *l, struct diag *d)
{
    struct csv *c = mem_zalloc(sizeof *c);
    if (!c) {
        lines_close(l);
        return diag_nomem(d, _("opening a file"));
    }
    c->lines = l;
    c->most_pieces = CHUNK_LINES;
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
    mem_free(c->filled);
    mem_free(c);
}

void csv_watch(struct csv *c, int (*stopped)(void *ctx), void *ctx)
{
    lines_watch(c->lines, stopped, ctx);
}

static struct place place_of(const struct csv *c)
{
    return c->lines ? lines_place(c->lines) : (struct place){.file = c->name};
}

/* Where byte `offset` of the present row stands. */
static struct place place_at(const struct csv *c, size_t offset)
{
    struct place at = place_of(c);
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

/* The text of a piece has neither quotes nor NULs, and is UTF-8. */
static bool is_clean(struct str s)
{
    return !memchr(s.p, '"', s.n) && !memchr(s.p, 0, s.n) && str_utf8_bad(s.p, s.n) == s.n;
}

/* A line of the chunk, or a row that was joined before. */
static enum hm_status chunk_line(struct csv *c, struct str *line, uint32_t *number, bool *more,
                                 struct diag *d)
{
    *more = true;
    while (!lines_split(&c->rest, &c->rest_line, true, line, number)) {
        if (c->piece == c->chunk->count) {
            *more = false;
            return HM_OK;
        }
        struct chunk_piece *p = &c->chunk->pieces[c->piece++];
        *line = p->text;
        *number = p->line;
        c->is_clean = false;
        if (p->kind == CHUNK_ROW)
            return HM_OK;
        if (p->kind == CHUNK_FAULT) {
            c->row = p->text;
            diag_move(d, &p->faults);
            return HM_DATA;
        }
        c->rest = p->text;
        c->rest_line = p->line;
        c->is_clean = is_clean(p->text);
    }
    return HM_OK;
}

static enum hm_status next_line(struct csv *c, struct str *line, uint32_t *number, bool *more,
                                struct diag *d)
{
    if (!c->lines)
        return chunk_line(c, line, number, more, d);
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
        enum hm_status st = next_line(c, &line, &number, &more, d);
        if (st != HM_OK) {
            c->row = (struct str){c->joined.data, c->joined.len};
            return st;
        }
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

/* All cells are empty again. */
static void drop_cells(struct csv *c)
{
    for (size_t i = 0; i < c->filled_count; i++)
        c->cells[c->filled[i]] = (struct str){"", 0};
    c->filled_count = c->count = 0;
}

static enum hm_status next_row(struct csv *c, bool *more, struct diag *d)
{
    drop_cells(c);
    do {
        c->row = (struct str){"", 0};
        TRY(next_line(c, &c->row, &c->line, more, d));
        if (!*more)
            return HM_OK;
        size_t quotes = c->is_clean ? 0 : count_quotes(c->row);
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

/* Room for one more cell. */
static enum hm_status grow(struct csv *c, struct diag *d)
{
    size_t cap = c->cells_cap, starts_cap = cap, filled_cap = cap, cells_cap = cap;
    void *cells = c->cells, *starts = c->starts, *filled = c->filled;
    bool ok = mem_grow(&starts, &starts_cap, c->count + 1, sizeof *c->starts) == 0;
    c->starts = starts;
    ok = ok && mem_grow(&filled, &filled_cap, c->count + 1, sizeof *c->filled) == 0;
    c->filled = filled;
    ok = ok && mem_grow(&cells, &cells_cap, c->count + 1, sizeof *c->cells) == 0;
    if (!ok)
        return diag_nomem(d, _("reading a table"));
    c->cells = cells;
    c->cells_cap = cells_cap;
    for (size_t i = cap; i < cells_cap; i++)
        c->cells[i] = (struct str){"", 0};
    return HM_OK;
}

static enum hm_status add_cell(struct csv *c, size_t start, struct str text, struct diag *d)
{
    if (c->count == LIMIT_CSV_COLUMNS) {
        struct place at = place_at(c, start);
        return diag_error(d, HM_DATA, &at, _("a table has at most %d columns"),
                          LIMIT_CSV_COLUMNS);
    }
    if (c->count == c->cells_cap)
        TRY(grow(c, d));
    c->starts[c->count] = start;
    if (text.n) {
        c->filled[c->filled_count++] = (uint32_t)c->count;
        c->cells[c->count] = text;
    }
    c->count++;
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

#define EACH_BYTE(b) ((uint64_t)(b)*UINT64_C(0x0101010101010101))

/* High bit of each of the eight bytes at p that is the separator; exact. */
static uint64_t separators(const char *p, char separator)
{
    uint64_t w;
    memcpy(&w, p, 8);
    w ^= EACH_BYTE((unsigned char)separator);
    return ~(((w & EACH_BYTE(0x7F)) + EACH_BYTE(0x7F)) | w | EACH_BYTE(0x7F));
}

/* The cell that lies between two separators. */
static void put_plain(struct csv *c, size_t cell, const char *start, const char *end)
{
    if (start == end)
        return;
    c->filled[c->filled_count++] = (uint32_t)cell;
    c->cells[cell] = (struct str){start, (size_t)(end - start)};
}

/* A row without quotes, which most are: cells are what lies between separators, and runs of
 * separators are counted eight at a time. HM_NOT_FOUND: it has more cells than there is room
 * for, and is split with care. */
static enum hm_status split_plain(struct csv *c)
{
    const char *p = c->row.p, *end = p + c->row.n, *start = p;
    size_t n = 0;
    for (; end - p >= 8; p += 8) {
        uint64_t marks = separators(p, c->separator);
        if (n + 9 > c->cells_cap)
            break; /* the rest byte by byte, with a look at the room */
        if (start == p && marks == EACH_BYTE(0x80)) {
            n += 8;
            start = p + 8;
            continue;
        }
        for (; marks; marks &= marks - 1) {
            const char *at = p + (__builtin_ctzll(marks) >> 3);
            put_plain(c, n++, start, at);
            start = at + 1;
        }
    }
    for (;; p++) {
        if (p < end && *p != c->separator)
            continue;
        if (n == c->cells_cap || n == LIMIT_CSV_COLUMNS)
            break;
        put_plain(c, n++, start, p);
        start = p + 1;
        if (p < end)
            continue;
        c->count = n;
        c->is_plain = true;
        return HM_OK;
    }
    drop_cells(c);
    return HM_NOT_FOUND;
}

/* After the last cell *at is past the row's end; a separator at the end is before an empty
 * cell. */
static enum hm_status split(struct csv *c, struct diag *d)
{
    if (c->is_clean && !c->lines && split_plain(c) == HM_OK)
        return HM_OK;
    size_t bad = str_utf8_bad(c->row.p, c->row.n);
    enum source_encoding encoding = c->lines ? lines_encoding(c->lines) : c->encoding;
    if (bad < c->row.n && encoding == SOURCE_GB18030)
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
    c->is_plain = false;
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
    return c->filled_count > 0;
}

static enum hm_status read_header(struct csv *c, bool more, struct diag *d)
{
    struct place at = place_of(c);
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

/* --- several threads --- */

/* How many bytes of whole lines come before the first line that is not a row by itself. */
static size_t plain_lines(struct str text)
{
    struct str rest = text, line;
    uint32_t number = 0, at;
    if (!memchr(text.p, '"', text.n))
        return text.n;
    for (size_t n = 0; lines_split(&rest, &number, true, &line, &at); n = text.n - rest.n)
        if (count_quotes(line) % 2 == 1)
            return n;
    return text.n;
}

/* One row of several lines, or one that is read again, or a fault. */
static enum hm_status chunk_row(struct csv *c, struct chunk *chunk, bool *more, struct diag *d)
{
    struct diag faults;
    diag_init(&faults);
    lines_read_far(c->lines);
    enum hm_status st = next_row(c, more, &faults);
    if (st == HM_OK && *more)
        st = read_row(c, &faults);
    bool is_fault = st == HM_DATA;
    if (is_fault)
        *more = true;
    if (is_fault || (st == HM_OK && *more)) {
        st = chunk_copy(chunk, is_fault ? CHUNK_FAULT : CHUNK_ROW, c->row, c->line);
        if (st == HM_NOMEM)
            diag_nomem(&faults, _("reading a table"));
    }
    diag_move(st == HM_OK && is_fault ? &chunk->pieces[chunk->count - 1].faults : d, &faults);
    diag_fini(&faults);
    return st;
}

void csv_limit(struct csv *c, uint32_t lines)
{
    lines_limit(c->lines, lines);
    c->most_pieces = lines;
}

enum hm_status csv_chunk(struct csv *c, struct chunk *chunk, bool *more, struct diag *d)
{
    bool found = true;
    enum hm_status st = HM_OK;
    while (st == HM_OK && found && chunk->used < CHUNK_BYTES && chunk->count < c->most_pieces) {
        struct str text = {"", 0};
        if (c->held_at == c->held.len)
            st = lines_peek(c->lines, &text, d);
        size_t n = st == HM_OK && text.n ? plain_lines(text) : 0;
        bool is_all = n > 0 && n == text.n && chunk->count == 0;
        if (n > 0)
            st = lines_take(c->lines, n, chunk, d);
        else if (st == HM_OK)
            st = chunk_row(c, chunk, &found, d);
        if (is_all)
            break;
    }
    *more = chunk->count > 0;
    chunk->file_bytes = lines_bytes(c->lines);
    chunk->encoding = lines_encoding(c->lines);
    return st;
}

enum hm_status csv_follow(struct csv **out, const struct csv *table, struct diag *d)
{
    struct csv *c = mem_zalloc(sizeof *c);
    if (!c)
        return diag_nomem(d, _("reading a table"));
    buf_init(&c->joined);
    buf_init(&c->held);
    buf_init(&c->unquoted);
    c->name = lines_place(table->lines).file;
    c->separator = table->separator;
    c->width = table->width;
    *out = c;
    return HM_OK;
}

void csv_feed(struct csv *c, struct chunk *chunk)
{
    c->chunk = chunk;
    c->encoding = chunk->encoding;
    c->piece = 0;
    c->rest = (struct str){"", 0};
}

/* --- what a row is --- */

/* Offset of a cell of a row without quotes. */
static size_t plain_start(const struct csv *c, size_t cell)
{
    const char *p = c->row.p;
    for (; cell > 0; cell--)
        p = (const char *)memchr(p, c->separator, c->row.n - (size_t)(p - c->row.p)) + 1;
    return (size_t)(p - c->row.p);
}

struct place csv_place(const struct csv *c, size_t cell)
{
    if (cell >= c->count)
        return place_at(c, c->row.n);
    return place_at(c, c->is_plain ? plain_start(c, cell) : c->starts[cell]);
}

const uint32_t *csv_filled(const struct csv *c, size_t *n)
{
    *n = c->filled_count;
    return c->filled;
}

struct str csv_row(const struct csv *c)
{
    return c->row;
}

uint64_t csv_bytes(const struct csv *c)
{
    return c->lines ? lines_bytes(c->lines) : 0;
}

uint64_t csv_total(const struct csv *c)
{
    return lines_total(c->lines);
}
