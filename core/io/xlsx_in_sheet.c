/* xlsx_in_sheet.c - a worksheet row by row: the parser is stopped at the end of each row with
 * text and goes on when the next one is asked for.
 */
#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "io/xlsx_in_book.h"
#include "value/date.h"

enum {
    ROWS_MAX = 1048576,
    SIGNIFICANT = 15, /* digits of a number that Excel keeps */
    EPOCH_1900 = -25569,
    EPOCH_1904 = -24107,
    LEAP_SERIAL = 60 /* 1900-02-29, which Excel believes in */
};
enum cell_kind { NUMBER, SHARED, TEXT, BOOLEAN, FAILED };

struct xlsx_sheet {
    struct xlsx_part part; /* first: the handlers' user data */
    char *name;            /* "book.xlsx[sheet]" */
    size_t width;          /* of the header; 0: it is still to come */
    uint32_t header_row, row;
    bool row_has_text, is_ready, is_too_long;
    struct buf text; /* the cells of the row */
    struct xlsx_text *places;
    struct str *cells;
    size_t used, places_cap, cells_cap;
    size_t wide; /* column + 1 of a cell beyond the last that can be */
    /* the present cell */
    uint32_t column;
    enum cell_kind kind;
    bool is_date, is_formula, has_value, in_value, in_inline;
    size_t from;
    char merged[32]; /* the first range merged over rows below the header */
    uint32_t merged_row;
    bool merged_told;
};

/* --- places --- */

/* "BC12" -> column 54 (from 0). UINT32_MAX: it is none. */
static uint32_t column_of(const char *reference)
{
    uint32_t v = 0;
    size_t i = 0;
    for (; reference[i] >= 'A' && reference[i] <= 'Z' && i < 4; i++)
        v = v * 26 + (uint32_t)(reference[i] - 'A') + 1;
    return i == 0 || i > 3 ? UINT32_MAX : v - 1;
}

static uint32_t row_of(const char *reference)
{
    while (*reference >= 'A' && *reference <= 'Z')
        reference++;
    return xlsx_number(reference, 0);
}

static void note_merge(struct xlsx_sheet *s, const char *range)
{
    char first[16];
    const char *colon = range ? strchr(range, ':') : NULL;
    if (!colon || s->merged[0] || (size_t)(colon - range) >= sizeof first)
        return;
    snprintf(first, sizeof first, "%.*s", (int)(colon - range), range);
    if (row_of(colon + 1) <= row_of(first) || row_of(colon + 1) <= s->header_row)
        return;
    s->merged_row = row_of(first);
    snprintf(s->merged, sizeof s->merged, "%s", range);
}

/* --- numbers --- */

struct digits {
    char text[24];       /* significant ones */
    int count, exponent; /* value = 0.text * 10^exponent */
    bool negative;
};

/* Rounds to 15 digits, half up; no zeros at the end. */
static void round_digits(struct digits *g)
{
    bool up = g->count > SIGNIFICANT && g->text[SIGNIFICANT] >= '5';
    if (g->count > SIGNIFICANT)
        g->count = SIGNIFICANT;
    for (int i = g->count - 1; up && i >= 0; i--) {
        up = g->text[i] == '9';
        g->text[i] = (char)(up ? '0' : g->text[i] + 1);
    }
    if (up) { /* 999.. became 000.. */
        g->text[0] = '1';
        g->exponent++;
    }
    while (g->count > 1 && g->text[g->count - 1] == '0')
        g->count--;
}

static bool read_digits(struct digits *g, const char *p, const char *end)
{
    bool after_point = false, any = false;
    int sign = 1, power = 0;
    *g = (struct digits){0};
    g->negative = p < end && *p == '-';
    for (p += g->negative; p < end && *p != 'e' && *p != 'E'; p++) {
        if (*p == '.' && !after_point) {
            after_point = true;
            continue;
        }
        if (*p < '0' || *p > '9')
            return false;
        any = true;
        g->exponent += !after_point && (g->count > 0 || *p != '0');
        g->exponent -= after_point && g->count == 0 && *p == '0';
        if ((g->count > 0 || *p != '0') && g->count < 20)
            g->text[g->count++] = *p;
    }
    if (p < end) {
        p++;
        sign = p < end && *p == '-' ? -1 : 1;
        p += p < end && (*p == '-' || *p == '+');
        for (; p < end && *p >= '0' && *p <= '9' && power < 1000; p++)
            power = power * 10 + (*p - '0');
    }
    g->exponent += sign * power;
    return any && p == end;
}

/* 1143.5; whole numbers of more than 15 digits as 3.3020319800501E+17: they were rounded. */
static void put_digits(struct buf *out, const struct digits *g)
{
    if (g->count == 0) {
        buf_putc(out, '0');
        return;
    }
    if (g->negative)
        buf_putc(out, '-');
    if (g->exponent > SIGNIFICANT || g->exponent < -20) {
        buf_printf(out, "%c.%.*sE%+03d", g->text[0], g->count > 1 ? g->count - 1 : 1,
                   g->count > 1 ? g->text + 1 : "0", g->exponent - 1);
        return;
    }
    if (g->exponent <= 0)
        buf_puts(out, "0.");
    for (int i = g->exponent; i < 0; i++)
        buf_putc(out, '0');
    for (int i = 0; i < g->count || i < g->exponent; i++) {
        if (i == g->exponent && i > 0)
            buf_putc(out, '.');
        buf_putc(out, i < g->count ? g->text[i] : '0');
    }
}

/* Seconds of a day from the digits behind the point. */
static int32_t seconds_of(const char *fraction)
{
    int64_t v = 0, scale = 1;
    for (; *fraction >= '0' && *fraction <= '9' && scale < INT64_C(10000000000); fraction++) {
        v = v * 10 + (*fraction - '0');
        scale *= 10;
    }
    return (int32_t)((v * 86400 + scale / 2) / scale);
}

/* A day's number as 2024-07-01, with its time when that is not midnight. */
static void put_day(struct xlsx_sheet *s, struct buf *out, const char *number)
{
    char whole[16];
    const char *point = strchr(number, '.');
    size_t n = point ? (size_t)(point - number) : strlen(number);
    int32_t seconds = point ? seconds_of(point + 1) : 0;
    if (n == 0 || n > 7 || strspn(number, "0123456789") != n) {
        buf_puts(out, number); /* no day: left to the field to refuse */
        return;
    }
    snprintf(whole, sizeof whole, "%.*s", (int)n, number);
    int32_t serial = (int32_t)xlsx_number(whole, 0) + (seconds >= 86400);
    seconds %= 86400;
    if (serial == LEAP_SERIAL && !s->part.book->from_1904)
        buf_puts(out, "1900-02-29");
    else if (s->part.book->from_1904)
        date_put(out, EPOCH_1904 + serial);
    else
        date_put(out, EPOCH_1900 + serial + (serial < LEAP_SERIAL));
    if (seconds)
        buf_printf(out, " %02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* --- cells --- */

static void fail(struct xlsx_sheet *s)
{
    s->part.is_full = true;
    XML_StopParser(s->part.parser, XML_FALSE);
}

static enum cell_kind kind_of(const char *type)
{
    return !type || strcmp(type, "n") == 0 ? NUMBER
           : strcmp(type, "s") == 0        ? SHARED
           : strcmp(type, "b") == 0        ? BOOLEAN
           : strcmp(type, "e") == 0        ? FAILED
                                           : TEXT;
}

static void begin_cell(struct xlsx_sheet *s, const char **attributes)
{
    const struct xlsx *x = s->part.book;
    const char *reference = xlsx_attribute(attributes, "r");
    uint32_t style = xlsx_number(xlsx_attribute(attributes, "s"), 0);
    s->column = reference ? column_of(reference) : s->column + 1;
    s->kind = kind_of(xlsx_attribute(attributes, "t"));
    s->is_date = style < x->style_count && x->styles[style].is_date;
    s->is_formula = s->has_value = s->in_value = s->in_inline = false;
    s->from = s->text.len;
}

/* Replaces what was gathered of the cell by its value as text. */
static void convert(struct xlsx_sheet *s)
{
    const struct xlsx *x = s->part.book;
    struct digits g;
    char number[64] = "";
    size_t n = s->text.len - s->from;
    if (s->kind == TEXT || s->kind == FAILED || n == 0)
        return;
    snprintf(number, sizeof number, "%.*s", (int)(n < 63 ? n : 63), s->text.data + s->from);
    s->text.len = s->from;
    if (s->kind == SHARED) {
        uint32_t i = xlsx_number(number, UINT32_MAX);
        if (i < x->shared_count && x->shared[i].n)
            buf_put(&s->text, x->texts.data + x->shared[i].at, x->shared[i].n);
        else if (i >= x->shared_count)
            buf_puts(&s->text, "#REF!");
    } else if (s->kind == BOOLEAN) {
        buf_puts(&s->text, strcmp(number, "0") == 0 ? "FALSE" : "TRUE");
    } else if (read_digits(&g, number, number + strlen(number))) {
        round_digits(&g);
        put_digits(&s->text, &g);
        if (s->is_date && buf_ok(&s->text)) {
            snprintf(number, sizeof number, "%s", s->text.data + s->from);
            s->text.len = s->from;
            put_day(s, &s->text, number);
        }
    } else {
        buf_puts(&s->text, number);
    }
}

static void end_cell(struct xlsx_sheet *s)
{
    if (s->is_formula && !s->has_value)
        buf_puts(&s->text, "#CALC!"); /* nobody has computed it */
    convert(s);
    if (!buf_ok(&s->text)) {
        fail(s);
        return;
    }
    size_t n = s->text.len - s->from;
    if (n == 0)
        return;
    if (s->column >= LIMIT_CSV_COLUMNS) {
        s->wide = (size_t)s->column + 1;
        s->text.len = s->from;
        return;
    }
    void *places = s->places;
    size_t need = (size_t)s->column + 1;
    if (mem_grow(&places, &s->places_cap, need, sizeof *s->places) != 0) {
        fail(s);
        return;
    }
    s->places = places;
    for (; s->used < need; s->used++)
        s->places[s->used] = (struct xlsx_text){0, 0};
    s->places[s->column] = (struct xlsx_text){s->from, n};
    s->row_has_text = true;
}

/* --- handlers --- */

static void begin_row(struct xlsx_sheet *s, const char **attributes)
{
    uint32_t row = xlsx_number(xlsx_attribute(attributes, "r"), s->row + 1);
    s->row = row > ROWS_MAX ? ROWS_MAX : row;
    s->used = 0;
    s->wide = 0;
    s->column = UINT32_MAX; /* the first without a reference is 0 */
    s->row_has_text = s->is_too_long = false;
    buf_clear(&s->text);
}

static void on_start(void *ctx, const char *name, const char **attributes)
{
    struct xlsx_sheet *s = ctx;
    s->part.since_event = 0;
    name = xlsx_local(name);
    if (strcmp(name, "row") == 0)
        begin_row(s, attributes);
    else if (strcmp(name, "c") == 0)
        begin_cell(s, attributes);
    else if (strcmp(name, "is") == 0)
        s->in_inline = true;
    else if (strcmp(name, "v") == 0 || (s->in_inline && strcmp(name, "t") == 0))
        s->in_value = s->has_value = true;
    else if (strcmp(name, "rPh") == 0)
        s->in_inline = false;
    else if (strcmp(name, "f") == 0)
        s->is_formula = true;
    else if (strcmp(name, "mergeCell") == 0)
        note_merge(s, xlsx_attribute(attributes, "ref"));
}

static void on_text(void *ctx, const char *text, int n)
{
    struct xlsx_sheet *s = ctx;
    s->part.since_event = 0;
    if (!s->in_value)
        return;
    if (s->text.len + (size_t)n > LIMIT_RECORD_BYTES) {
        s->is_too_long = true;
        return;
    }
    buf_put(&s->text, text, (size_t)n);
    if (!buf_ok(&s->text))
        fail(s);
}

static void on_end(void *ctx, const char *name)
{
    struct xlsx_sheet *s = ctx;
    s->part.since_event = 0;
    name = xlsx_local(name);
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        s->in_value = false;
    } else if (strcmp(name, "c") == 0) {
        end_cell(s);
    } else if (strcmp(name, "row") == 0 && (s->row_has_text || s->wide || s->is_too_long)) {
        s->is_ready = true;
        XML_StopParser(s->part.parser, XML_TRUE);
    }
}

/* --- rows --- */

enum hm_status xlsx_sheet_open(struct xlsx_sheet **out, struct xlsx *x, size_t i,
                               struct diag *d)
{
    struct buf name;
    struct xlsx_sheet *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("opening a file"));
    buf_init(&name);
    buf_init(&s->text);
    buf_printf(&name, "%s[%s]", x->path, x->sheets[i].name);
    s->name = buf_take(&name);
    enum hm_status st =
        s->name ? xlsx_part_open(&s->part, x, x->sheets[i].part, on_start, on_end, on_text, d)
                : diag_nomem(d, _("opening a file"));
    if (st == HM_NOT_FOUND)
        st = xlsx_damaged(x, _("a part of it is missing"), d);
    if (st != HM_OK) {
        xlsx_sheet_close(s);
        return st;
    }
    *out = s;
    return HM_OK;
}

void xlsx_sheet_close(struct xlsx_sheet *s)
{
    if (!s)
        return;
    xlsx_part_close(&s->part);
    buf_fini(&s->text);
    mem_free(s->name);
    mem_free(s->places);
    mem_free(s->cells);
    mem_free(s);
}

/* Parses up to the end of a row with text. */
static enum hm_status next_row(struct xlsx_sheet *s, bool *more, struct diag *d)
{
    XML_ParsingStatus now;
    s->is_ready = false;
    for (;;) {
        enum XML_Status status;
        XML_GetParsingStatus(s->part.parser, &now);
        if (now.parsing == XML_FINISHED || (s->part.is_last && now.parsing != XML_SUSPENDED)) {
            *more = false;
            return HM_OK;
        }
        TRY(xlsx_part_step(&s->part, &status, d));
        if (s->is_ready) {
            *more = true;
            return HM_OK;
        }
    }
}

static enum hm_status refuse_merged(struct xlsx_sheet *s, struct diag *d)
{
    struct place at = {.file = s->name, .line = s->merged_row};
    s->merged_told = true;
    return diag_add(
        d, HM_LEVEL_ERROR, HM_DATA, &at, _("unmerge the cells and fill each of them"),
        _("cells are merged over several rows (%s): only the first holds the value"),
        s->merged);
}

/* Cells as texts, as many as the header has. */
static enum hm_status fill_cells(struct xlsx_sheet *s, struct diag *d)
{
    void *cells = s->cells;
    if (mem_grow(&cells, &s->cells_cap, s->width, sizeof *s->cells) != 0)
        return diag_nomem(d, _("reading a table"));
    s->cells = cells;
    for (size_t i = 0; i < s->width; i++) {
        bool is_there = i < s->used && s->places[i].n;
        s->cells[i] = is_there ? (struct str){s->text.data + s->places[i].at, s->places[i].n}
                               : (struct str){"", 0};
    }
    return HM_OK;
}

static enum hm_status refuse_row(struct xlsx_sheet *s, struct diag *d)
{
    struct place at = {.file = s->name, .line = s->row};
    if (s->is_too_long)
        return diag_error(d, HM_DATA, &at, _("the row has more than %d bytes"),
                          LIMIT_RECORD_BYTES);
    if (s->wide)
        return diag_error(d, HM_DATA, &at, _("a table has at most %d columns"),
                          LIMIT_CSV_COLUMNS);
    at.column = (uint32_t)s->used;
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, _("give the column a name, or empty it"),
                    _("a cell stands to the right of the header's last column"));
}

enum hm_status xlsx_sheet_next(struct xlsx_sheet *s, const struct str **cells, size_t *n,
                               bool *more, struct diag *d)
{
    bool found;
    TRY(next_row(s, &found, d));
    if (!found && s->merged[0] && !s->merged_told)
        return refuse_merged(s, d);
    if (found && s->width == 0) {
        s->width = s->used ? s->used : 1;
        s->header_row = s->row;
    }
    if (found && (s->is_too_long || s->wide || s->used > s->width))
        return refuse_row(s, d);
    if (found)
        TRY(fill_cells(s, d));
    *more = found;
    *cells = s->cells;
    *n = s->width;
    return HM_OK;
}

struct place xlsx_sheet_place(const struct xlsx_sheet *s, size_t cell)
{
    return (struct place){.file = s->name, .line = s->row, .column = (uint32_t)cell + 1};
}
