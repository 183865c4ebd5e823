/* plot.c - what every picture of a sheet needs: values, axes, labels; and pictures for the
 * terminal.
 */
#include "report/plot.h"

#include <string.h>
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "report/table.h"
#include "value/decimal.h"

/* --- values and axes --- */

static bool is_number(enum sheet_kind kind)
{
    return kind != SHEET_TEXT;
}

size_t plot_column(const struct sheet *s, const char *name)
{
    for (size_t c = name ? 0 : 1; c < s->column_count; c++) {
        bool found = !name || strcmp(s->columns[c].name, name) == 0 ||
                     strcmp(s->columns[c].heading, name) == 0;
        if (found && is_number(s->columns[c].kind))
            return c;
    }
    return SHEET_COLUMNS;
}

bool plot_value(const struct sheet *s, size_t row, size_t column, __int128 *out)
{
    const struct sheet_cell *cell = sheet_at(s, row, column);
    enum sheet_kind kind = s->columns[column].kind;
    if (!cell->known || kind == SHEET_TEXT)
        return false;
    if (kind == SHEET_NUMBER || kind == SHEET_PERCENT)
        *out = (__int128)cell->as.rational.num * PLOT_SCALE / cell->as.rational.den;
    else
        *out = cell->as.whole;
    return true;
}

void plot_label(enum sheet_kind kind, __int128 v, struct buf *out)
{
    unsigned __int128 size = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    switch (kind) {
    case SHEET_MONEY:
    case SHEET_CHANGE:
        table_put_fen(out, v);
        break;
    case SHEET_PERCENT:
        decimal_put_scaled(out, (int64_t)v, 4); /* millionths as percent */
        buf_puts(out, " %");
        break;
    case SHEET_NUMBER:
        decimal_put_scaled(out, (int64_t)v, 6);
        break;
    default:
        if (v < 0)
            buf_putc(out, '-');
        table_put_count(out, (uint64_t)size);
    }
}

/* 1, 2 or 5 times a power of ten, at least `least` (> 0). */
static __int128 round_step(__int128 least)
{
    static const int heads[] = {1, 2, 5};
    __int128 power = 1;
    for (;; power *= 10)
        for (size_t i = 0; i < 3; i++)
            if (power * heads[i] >= least)
                return power * heads[i];
}

bool plot_axis_make(struct plot_axis *a, const struct sheet *s, size_t column, bool from_zero,
                    unsigned marks)
{
    bool any = false;
    __int128 v;
    for (size_t row = 0; row < sheet_rows(s); row++) {
        if (!plot_value(s, row, column, &v))
            continue;
        a->low = any && a->low < v ? a->low : v;
        a->high = any && a->high > v ? a->high : v;
        any = true;
    }
    if (!any)
        return false;
    if (from_zero && a->low > 0)
        a->low = 0;
    if (from_zero && a->high < 0)
        a->high = 0;
    if (a->low == a->high)
        a->high++;
    a->step = round_step((a->high - a->low + marks - 1) / marks);
    return true;
}

int plot_at(const struct plot_axis *a, __int128 v, int size)
{
    return (int)((v - a->low) * (size - 1) / (a->high - a->low));
}

/* --- curves in braille --- */

enum { CURVE_ROWS = 16, MARGIN = 2, LEAST_COLUMNS = 20, DOTS_X = 2, DOTS_Y = 4 };

struct canvas {
    uint8_t *cells; /* eight dots each */
    int columns, rows;
};

static void dot(struct canvas *c, int x, int y)
{
    static const uint8_t bits[DOTS_Y][DOTS_X] = {
        {0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    int up = c->rows * DOTS_Y - 1 - y;
    c->cells[up / DOTS_Y * c->columns + x / DOTS_X] |= bits[up % DOTS_Y][x % DOTS_X];
}

static int sign_of(int v)
{
    return v > 0 ? 1 : v < 0 ? -1 : 0;
}

static void line_to(struct canvas *c, int x0, int y0, int x1, int y1)
{
    int dx = x1 > x0 ? x1 - x0 : x0 - x1, dy = y1 > y0 ? y1 - y0 : y0 - y1;
    int long_way = dx > dy ? dx : dy;
    for (int i = 0; i <= long_way; i++) {
        int half = long_way / 2;
        int x = x0 + (long_way ? sign_of(x1 - x0) * ((dx * i + half) / long_way) : 0);
        int y = y0 + (long_way ? sign_of(y1 - y0) * ((dy * i + half) / long_way) : 0);
        dot(c, x, y);
    }
}

static void draw(struct canvas *c, const struct sheet *s, size_t column,
                 const struct plot_axis *ax, const struct plot_axis *ay)
{
    bool has_last = false;
    int x0 = 0, y0 = 0;
    for (size_t row = 0; row < sheet_rows(s); row++) {
        __int128 vx, vy;
        if (!plot_value(s, row, 0, &vx) || !plot_value(s, row, column, &vy)) {
            has_last = false;
            continue;
        }
        int x = plot_at(ax, vx, c->columns * DOTS_X), y = plot_at(ay, vy, c->rows * DOTS_Y);
        if (has_last && s->shape == SHEET_STEPS) {
            line_to(c, x0, y0, x, y0);
            line_to(c, x, y0, x, y);
        } else if (has_last) {
            line_to(c, x0, y0, x, y);
        } else {
            dot(c, x, y);
        }
        x0 = x;
        y0 = y;
        has_last = true;
    }
}

static void put_braille(struct buf *out, uint8_t dots)
{
    const char bytes[3] = {(char)0xE2, (char)(0xA0 | dots >> 6), (char)(0x80 | (dots & 0x3F))};
    buf_put(out, bytes, sizeof bytes);
}

static size_t width_of(const struct buf *b)
{
    return str_width(b->data, b->len);
}

static void pad(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_putc(out, ' ');
}

/* The picture with the labels of its lowest and highest value at the left, of x below. */
static void put_canvas(const struct canvas *c, const struct sheet *s, size_t column,
                       const struct plot_axis *ax, const struct plot_axis *ay, struct buf *out)
{
    struct buf top, bottom, left, right;
    struct buf *const all[] = {&top, &bottom, &left, &right};
    for (size_t i = 0; i < 4; i++)
        buf_init(all[i]);
    plot_label(s->columns[column].kind, ay->high, &top);
    plot_label(s->columns[column].kind, ay->low, &bottom);
    plot_label(s->columns[0].kind, ax->low, &left);
    plot_label(s->columns[0].kind, ax->high, &right);
    size_t margin = width_of(&top) > width_of(&bottom) ? width_of(&top) : width_of(&bottom);
    for (int row = 0; row < c->rows; row++) {
        const struct buf *label = row == 0 ? &top : row + 1 == c->rows ? &bottom : NULL;
        pad(out, margin - (label ? width_of(label) : 0));
        buf_put(out, label ? label->data : "", label ? label->len : 0);
        buf_puts(out, label ? " \u2524" : " \u2502");
        for (int x = 0; x < c->columns; x++)
            put_braille(out, c->cells[row * c->columns + x]);
        buf_putc(out, '\n');
    }
    pad(out, margin + MARGIN);
    buf_put(out, left.data, left.len);
    size_t used = width_of(&left) + width_of(&right);
    pad(out, (size_t)c->columns > used ? (size_t)c->columns - used : 1);
    buf_put(out, right.data, right.len);
    buf_putc(out, '\n');
    for (size_t i = 0; i < 4; i++)
        buf_fini(all[i]);
}

static void put_curve(const struct sheet *s, size_t column, unsigned columns, struct buf *out)
{
    enum { LABELS = 22 };
    struct plot_axis ax, ay;
    struct canvas c = {NULL,
                       columns > LABELS + LEAST_COLUMNS ? (int)columns - LABELS : LEAST_COLUMNS,
                       CURVE_ROWS};
    if (!plot_axis_make(&ax, s, 0, false, 1) || !plot_axis_make(&ay, s, column, false, 1))
        return;
    c.cells = mem_zalloc((size_t)c.columns * (size_t)c.rows);
    if (!c.cells) {
        out->failed = true;
        return;
    }
    draw(&c, s, column, &ax, &ay);
    put_canvas(&c, s, column, &ax, &ay, out);
    mem_free(c.cells);
}

/* --- bars in blocks --- */

static void put_eighths(struct buf *out, int eighths)
{
    static const char *const parts[] = {"",       "\u258F", "\u258E", "\u258D",
                                        "\u258C", "\u258B", "\u258A", "\u2589"};
    for (; eighths >= 8; eighths -= 8)
        buf_puts(out, "\u2588");
    buf_puts(out, parts[eighths]);
}

static void put_first(const struct sheet *s, size_t row, struct buf *out)
{
    __int128 v;
    const struct sheet_cell *cell = sheet_at(s, row, 0);
    if (s->columns[0].kind == SHEET_TEXT)
        buf_puts(out, !cell->known    ? "-"
                      : cell->is_word ? i18n_text(cell->as.text)
                                      : cell->as.text);
    else if (plot_value(s, row, 0, &v))
        plot_label(s->columns[0].kind, v, out);
    else
        buf_putc(out, '-');
}

static size_t widest_label(const struct sheet *s)
{
    size_t widest = 0;
    struct buf label;
    buf_init(&label);
    for (size_t row = 0; row < sheet_rows(s); row++) {
        buf_clear(&label);
        put_first(s, row, &label);
        widest = width_of(&label) > widest ? width_of(&label) : widest;
    }
    buf_fini(&label);
    return widest;
}

static void put_bars(const struct sheet *s, size_t column, unsigned columns, struct buf *out)
{
    enum { VALUE = 20 };
    struct plot_axis a;
    if (!plot_axis_make(&a, s, column, true, 1))
        return;
    size_t label = widest_label(s);
    int room = columns > label + VALUE + LEAST_COLUMNS ? (int)(columns - label - VALUE)
                                                       : LEAST_COLUMNS;
    __int128 largest = a.high > -a.low ? a.high : -a.low;
    for (size_t row = 0; row < sheet_rows(s); row++) {
        __int128 v = 0;
        size_t before = out->len;
        bool known = plot_value(s, row, column, &v);
        put_first(s, row, out);
        pad(out, label + 1 - str_width(out->data + before, out->len - before));
        __int128 size = v < 0 ? -v : v;
        put_eighths(
            out, (int)((size * room * 8 + largest - 1) / largest)); /* what is there is seen */
        buf_putc(out, ' ');
        if (known)
            plot_label(s->columns[column].kind, v, out);
        else
            buf_putc(out, '-');
        buf_putc(out, '\n');
    }
}

void plot_text(const struct sheet *s, size_t column, unsigned columns, struct buf *out)
{
    bool is_curve =
        (s->shape == SHEET_CURVE || s->shape == SHEET_STEPS) && is_number(s->columns[0].kind);
    buf_printf(out, "%s%s%s\n", s->title ? s->title : "", s->title ? ": " : "",
               s->columns[column].heading);
    if (is_curve)
        put_curve(s, column, columns, out);
    else
        put_bars(s, column, columns, out);
}
