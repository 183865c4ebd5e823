/* plot_svg.c - pictures as SVG, for files and pages: plain lines and bars, marks at round
 * numbers, texts that stay texts. Nothing in it needs a network or a script.
 */
#include <string.h>
#include "base/i18n.h"
#include "base/str.h"
#include "report/html.h"
#include "report/plot.h"

enum {
    WIDTH = 820,
    HEIGHT = 360,
    LEFT = 130,
    RIGHT = 20,
    TOP = 34,
    BOTTOM = 46,
    INNER_WIDTH = WIDTH - LEFT - RIGHT,
    INNER_HEIGHT = HEIGHT - TOP - BOTTOM,
    MARKS_Y = 6,
    MARKS_X = 7,
    BAR = 22,
    BARS_MAX = 400
};

static void open_svg(struct buf *out, int height, const char *label)
{
    buf_printf(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" "
               "height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"'PingFang SC','Microsoft "
               "YaHei','Noto Sans CJK SC',sans-serif\" font-size=\"12\" fill=\"#1d2733\">\n"
               "<title>",
               WIDTH, height, WIDTH, height);
    html_text(out, label);
    buf_printf(out, "</title>\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH,
               height);
}

static void put_text(struct buf *out, int x, int y, const char *anchor, const char *text)
{
    buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
    html_text(out, text);
    buf_puts(out, "</text>\n");
}

static void put_label(struct buf *out, int x, int y, const char *anchor, enum sheet_kind kind,
                      __int128 v)
{
    struct buf label;
    buf_init(&label);
    plot_label(kind, v, &label);
    put_text(out, x, y, anchor, label.data);
    out->failed |= !buf_ok(&label);
    buf_fini(&label);
}

static void put_title(struct buf *out, const struct sheet *s, size_t column)
{
    buf_printf(out, "<text x=\"%d\" y=\"20\" font-weight=\"600\">", LEFT);
    html_text(out, s->title ? s->title : "");
    buf_puts(out, s->title ? ": " : "");
    html_text(out, s->columns[column].heading);
    buf_puts(out, "</text>\n");
}

/* --- curves --- */

static int at_x(const struct plot_axis *a, __int128 v)
{
    return LEFT + plot_at(a, v, INNER_WIDTH);
}

static int at_y(const struct plot_axis *a, __int128 v)
{
    return TOP + INNER_HEIGHT - 1 - plot_at(a, v, INNER_HEIGHT);
}

static __int128 first_mark(const struct plot_axis *a)
{
    __int128 whole = a->low / a->step * a->step;
    return whole < a->low ? whole + a->step : whole;
}

static void put_grid(struct buf *out, const struct sheet *s, size_t column,
                     const struct plot_axis *ax, const struct plot_axis *ay)
{
    for (__int128 v = first_mark(ay); v <= ay->high; v += ay->step) {
        int y = at_y(ay, v);
        buf_printf(out, "<path d=\"M%d %dH%d\" stroke=\"#d9e0e8\"/>\n", LEFT, y, WIDTH - RIGHT);
        put_label(out, LEFT - 8, y + 4, "end", s->columns[column].kind, v);
    }
    for (__int128 v = first_mark(ax); v <= ax->high; v += ax->step) {
        int x = at_x(ax, v);
        buf_printf(out, "<path d=\"M%d %dv5\" stroke=\"#5b6b7d\"/>\n", x, TOP + INNER_HEIGHT);
        put_label(out, x, TOP + INNER_HEIGHT + 18, "middle", s->columns[0].kind, v);
    }
    buf_printf(out, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#5b6b7d\"/>\n", LEFT, TOP,
               TOP + INNER_HEIGHT, WIDTH - RIGHT);
    put_text(out, LEFT + INNER_WIDTH / 2, HEIGHT - 10, "middle", s->columns[0].heading);
}

static void put_line(struct buf *out, const struct sheet *s, size_t column,
                     const struct plot_axis *ax, const struct plot_axis *ay)
{
    char command = 'M';
    int last = 0;
    buf_puts(out, "<path d=\"");
    for (size_t row = 0; row < sheet_rows(s); row++) {
        __int128 vx, vy;
        if (!plot_value(s, row, 0, &vx) || !plot_value(s, row, column, &vy)) {
            command = 'M';
            continue;
        }
        int x = at_x(ax, vx), y = at_y(ay, vy);
        if (command == 'L' && s->shape == SHEET_STEPS)
            buf_printf(out, "L%d %d", x, last);
        buf_printf(out, "%c%d %d", command, x, y);
        command = 'L';
        last = y;
    }
    buf_puts(out, "\" fill=\"none\" stroke=\"#1f5c99\" stroke-width=\"2\"/>\n");
}

static void put_curve(struct buf *out, const struct sheet *s, size_t column)
{
    struct plot_axis ax, ay;
    open_svg(out, HEIGHT, s->columns[column].heading);
    put_title(out, s, column);
    if (plot_axis_make(&ax, s, 0, false, MARKS_X) &&
        plot_axis_make(&ay, s, column, false, MARKS_Y)) {
        put_grid(out, s, column, &ax, &ay);
        put_line(out, s, column, &ax, &ay);
    }
    buf_puts(out, "</svg>\n");
}

/* --- bars --- */

static void put_bar(struct buf *out, const struct sheet *s, size_t column, size_t row,
                    const struct plot_axis *a)
{
    __int128 v, first;
    int y = TOP + (int)row * BAR;
    const struct sheet_cell *name = sheet_at(s, row, 0);
    if (s->columns[0].kind == SHEET_TEXT)
        put_text(out, LEFT - 8, y + 15, "end", name->known ? name->as.text : "-");
    else if (plot_value(s, row, 0, &first))
        put_label(out, LEFT - 8, y + 15, "end", s->columns[0].kind, first);
    if (!plot_value(s, row, column, &v))
        return;
    int zero = plot_at(a, 0, INNER_WIDTH - LEFT), end = plot_at(a, v, INNER_WIDTH - LEFT);
    int from = end < zero ? end : zero, width = end < zero ? zero - end : end - zero;
    buf_printf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>\n",
               LEFT + from, y + 2, width, BAR - 5, v < 0 ? "#b3261e" : "#1f5c99");
    put_label(out, LEFT + from + width + 6, y + 15, "start", s->columns[column].kind, v);
}

static void put_bars(struct buf *out, const struct sheet *s, size_t column)
{
    struct plot_axis a;
    size_t rows = sheet_rows(s) < BARS_MAX ? sheet_rows(s) : BARS_MAX;
    open_svg(out, TOP + (int)rows * BAR + 12, s->columns[column].heading);
    put_title(out, s, column);
    bool any = plot_axis_make(&a, s, column, true, 1);
    for (size_t row = 0; any && row < rows; row++)
        put_bar(out, s, column, row, &a);
    buf_puts(out, "</svg>\n");
}

void plot_svg_picture(const struct sheet *s, size_t column, struct buf *out)
{
    bool is_curve = (s->shape == SHEET_CURVE || s->shape == SHEET_STEPS) &&
                    s->columns[0].kind != SHEET_TEXT;
    if (is_curve)
        put_curve(out, s, column);
    else
        put_bars(out, s, column);
}

void plot_svg(const struct sheet *s, size_t column, struct buf *out)
{
    buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    plot_svg_picture(s, column, out);
}

/* --- a page --- */

static void put_rows(const struct sheet *s, struct buf *out)
{
    struct buf cell;
    buf_puts(out, "<table><thead><tr>");
    for (size_t c = 0; c < s->column_count; c++) {
        buf_puts(out, "<th>");
        html_text(out, s->columns[c].heading);
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr></thead><tbody>\n");
    buf_init(&cell);
    for (size_t row = 0; row < sheet_rows(s); row++) {
        buf_puts(out, "<tr>");
        for (size_t c = 0; c < s->column_count; c++) {
            __int128 v;
            buf_clear(&cell);
            if (plot_value(s, row, c, &v))
                plot_label(s->columns[c].kind, v, &cell);
            else
                sheet_put_cell(s, row, c, &cell);
            buf_puts(out, s->columns[c].kind == SHEET_TEXT ? "<td>"
                                                           : "<td style=\"text-align:right\">");
            html_text(out, cell.data);
            buf_puts(out, "</td>");
        }
        buf_puts(out, "</tr>\n");
    }
    out->failed |= !buf_ok(&cell);
    buf_fini(&cell);
    buf_puts(out, "</tbody></table>\n");
}

void plot_html(const struct sheet *s, const char *asked, const struct catalogue *chinese,
               struct buf *out)
{
    struct html h = {out, chinese};
    html_begin(&h, s->title ? s->title : s->name);
    buf_puts(out, "<main class=\"wide\"><h1>");
    html_text(out, s->title ? s->title : s->name);
    buf_puts(out, "</h1>\n");
    if (asked) {
        buf_puts(out, "<p class=\"intro\"><code>");
        html_text(out, asked);
        buf_puts(out, "</code></p>\n");
    }
    for (size_t c = 1; c < s->column_count; c++)
        if (s->columns[c].kind != SHEET_TEXT)
            plot_svg_picture(s, c, out);
    put_rows(s, out);
    buf_puts(out, "</main>\n");
    html_end(&h);
}
