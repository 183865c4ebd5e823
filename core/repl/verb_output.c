/* verb_output.c - what becomes of an answer: export, plot, save session.
 */
#include "repl/verb.h"

#include <string.h>
#include "base/fs.h"
#include "base/i18n.h"
#include "io/xlsx_out.h"
#include "report/plot.h"
#include "value/date.h"

enum { PRIVATE_FILE = 0600 };

static bool ends_in(const char *file, const char *ending)
{
    size_t n = strlen(file), k = strlen(ending);
    return n > k && strcmp(file + n - k, ending) == 0;
}

/* The last answer; HM_USAGE when there was none with rows. */
static enum hm_status need_answer(struct repl *r, const struct verb_line *l)
{
    if (r->last.name)
        return HM_OK;
    return verb_wrong(r, l, _("there is no answer yet; ask something first, such as `total`"));
}

static void put_written(struct repl *r, const char *file, size_t rows)
{
    if (r->json) {
        buf_puts(&r->out, "{\"file\":");
        buf_json_string(&r->out, file, strlen(file));
        buf_printf(&r->out, ",\"rows\":%zu}", rows);
    } else {
        buf_printf(&r->out, _("%s: %zu rows\n"), file, rows);
    }
}

static enum hm_status write_file(struct repl *r, const char *file, struct buf *text)
{
    enum hm_status st = buf_ok(text)
                            ? fs_write(file, text->data, text->len, PRIVATE_FILE, r->diag)
                            : diag_nomem(r->diag, _("writing the report"));
    buf_fini(text);
    return st;
}

/* --- export --- */

static enum xlsx_kind kind_of(void *ctx, struct str column)
{
    const struct sheet *s = ctx;
    for (size_t c = 0; c < s->column_count; c++) {
        if (!str_eq(column, (struct str){s->columns[c].name, strlen(s->columns[c].name)}))
            continue;
        switch (s->columns[c].kind) {
        case SHEET_TEXT:
            return XLSX_TEXT;
        case SHEET_MONEY:
        case SHEET_CHANGE:
            return XLSX_MONEY;
        default:
            return XLSX_NUMBER;
        }
    }
    return XLSX_TEXT;
}

static int take_bytes(void *ctx, const void *bytes, size_t n)
{
    struct buf *out = ctx;
    buf_put(out, bytes, n);
    return buf_ok(out) ? 0 : -1;
}

static enum hm_status put_xlsx(struct repl *r, struct buf *out)
{
    struct xlsx_out *x;
    struct buf csv;
    TRY(xlsx_out_open(&x, r->last.name, kind_of, &r->last, r->diag));
    buf_init(&csv);
    sheet_put_csv(&r->last, &csv);
    enum hm_status st = buf_ok(&csv) ? xlsx_out_put(x, csv.data, csv.len, r->diag)
                                     : diag_nomem(r->diag, _("writing the report"));
    if (st == HM_OK)
        st = xlsx_out_end(x, take_bytes, out, r->diag);
    buf_fini(&csv);
    xlsx_out_close(x);
    return st;
}

enum hm_status verb_export(struct repl *r, struct verb_line *l)
{
    const char *file;
    struct buf text;
    enum hm_status st = HM_OK;
    TRY(verb_file(r, l, &file));
    TRY(need_answer(r, l));
    TRY(verb_end(r, l));
    buf_init(&text);
    if (ends_in(file, ".csv"))
        sheet_put_csv(&r->last, &text);
    else if (ends_in(file, ".ndjson"))
        sheet_put_ndjson(&r->last, &text);
    else if (ends_in(file, ".json"))
        sheet_put_json(&r->last, &text);
    else if (ends_in(file, ".xlsx"))
        st = put_xlsx(r, &text);
    else
        st = verb_wrong(r, l, _("the file's name must end in .csv, .xlsx, .ndjson or .json"));
    if (st != HM_OK) {
        buf_fini(&text);
        return st;
    }
    TRY(write_file(r, file, &text));
    put_written(r, file, sheet_rows(&r->last));
    return HM_OK;
}

/* --- plot --- */

static enum hm_status put_page(struct repl *r, struct buf *out)
{
    struct catalogue chinese;
    if (!catalogue_open(&chinese))
        return diag_nomem(r->diag, _("writing the report"));
    plot_html(&r->last, r->asked, &chinese, out);
    catalogue_close(&chinese);
    return HM_OK;
}

static bool is_picture(const char *word)
{
    return ends_in(word, ".svg") || ends_in(word, ".html");
}

static enum hm_status no_column(struct repl *r, const struct verb_line *l, const char *word)
{
    struct str names[SHEET_COLUMNS];
    char hint[LIMIT_NAME_BYTES + 64];
    const struct sheet *s = &r->last;
    size_t n = 0;
    for (size_t c = 0; c < s->column_count; c++)
        if (s->columns[c].kind != SHEET_TEXT)
            names[n++] = (struct str){s->columns[c].name, strlen(s->columns[c].name)};
    int near = str_nearest((struct str){word, strlen(word)}, names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return verb_wrong(r, l, _("the last answer has no numbers called \"%s\"; %s"), word,
                      *hint ? hint
                      : n   ? names[n - 1].p
                            : _("it has no numbers at all"));
}

static enum hm_status write_picture(struct repl *r, const char *file, size_t column)
{
    struct buf text;
    buf_init(&text);
    if (ends_in(file, ".svg"))
        plot_svg(&r->last, column, &text);
    else if (put_page(r, &text) != HM_OK)
        return buf_fini(&text), HM_NOMEM;
    TRY(write_file(r, file, &text));
    put_written(r, file, sheet_rows(&r->last));
    return HM_OK;
}

enum hm_status verb_plot(struct repl *r, struct verb_line *l)
{
    const char *name = NULL, *file = NULL;
    TRY(need_answer(r, l));
    if (verb_peek(l) && !is_picture(verb_peek(l)))
        name = verb_next(l);
    size_t column = plot_column(&r->last, name);
    if (column >= SHEET_COLUMNS)
        return name ? no_column(r, l, name)
                    : verb_wrong(r, l, _("the last answer has no numbers to draw"));
    if (verb_peek(l) && is_picture(verb_peek(l)))
        file = verb_next(l);
    if (verb_peek(l))
        return verb_expected(r, l, _("a file that ends in .svg or .html"));
    if (file)
        return write_picture(r, file, column);
    struct buf text;
    buf_init(&text);
    plot_text(&r->last, column, r->columns, &text);
    if (r->json)
        buf_json_string(&r->out, text.data, text.len);
    else
        buf_put(&r->out, text.data, text.len);
    r->out.failed |= !buf_ok(&text);
    buf_fini(&text);
    return HM_OK;
}

/* --- save session --- */

enum hm_status verb_save(struct repl *r, struct verb_line *l)
{
    const char *file;
    struct buf text;
    if (!verb_take(l, "session"))
        return verb_expected(r, l, "session");
    TRY(verb_file(r, l, &file));
    TRY(verb_end(r, l));
    buf_init(&text);
    buf_printf(&text, "# %s\nmonth ", r->path);
    month_put(&text, r->first_month);
    buf_putc(&text, '\n');
    buf_put(&text, r->log.data, r->log.len);
    TRY(write_file(r, file, &text));
    put_written(r, file, r->logged);
    return HM_OK;
}
