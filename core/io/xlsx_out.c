/* xlsx_out.c - splits CSV into cells and writes them by kind, row by row, in bounded memory. */
#include "io/xlsx_out.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "value/date.h"

enum {
    ROWS_MAX = 1048576,
    TEXT_MAX = 32000, /* Excel's cells end at 32,767 characters */
    DIGITS_MAX = 15,
    EPOCH = 25569,
    CREATED = 946684800, /* always the same: 2000-01-01 */
    PIECE_BYTES = 64 << 10
};

struct xlsx_out {
    char *path;  /* the temporary file; NULL: none yet, or gone */
    char *sheet; /* name of the first sheet */
    lxw_workbook *book;
    lxw_worksheet *page;
    lxw_format *bold, *money, *date;
    unsigned pages;
    uint32_t row;
    xlsx_kind_fn *kind_of;
    void *ctx;
    enum xlsx_kind *kinds;
    struct buf *header; /* the first row's cells, for further sheets */
    size_t columns, kinds_cap, header_cap;
    struct buf cell;
    uint32_t column;
    bool in_quotes, after_quote, failed;
};

static void add_page(struct xlsx_out *x)
{
    char name[32];
    if (x->pages == 0)
        snprintf(name, sizeof name, "%.28s", x->sheet);
    else
        snprintf(name, sizeof name, "%.20s %u", x->sheet, x->pages + 1);
    x->page = workbook_add_worksheet(x->book, name);
    x->pages++;
    x->row = 0;
    if (x->page)
        worksheet_freeze_panes(x->page, 1, 0);
    x->failed = x->failed || !x->page;
}

static enum hm_status make_book(struct xlsx_out *x, struct diag *d)
{
    const char *folder = getenv("TMPDIR");
    struct buf path;
    buf_init(&path);
    buf_printf(&path, "%s/huimin-XXXXXX", folder && *folder ? folder : "/tmp");
    x->path = buf_take(&path);
    if (!x->path)
        return diag_nomem(d, _("writing a workbook"));
    int fd = mkstemp(x->path);
    if (fd < 0) {
        enum hm_status st = diag_errno(d, _("writing a temporary file"), x->path);
        mem_free(x->path);
        x->path = NULL;
        return st;
    }
    close(fd);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = NULL};
    lxw_doc_properties properties = {.created = CREATED};
    x->book = workbook_new_opt(x->path, &options);
    if (!x->book)
        return diag_nomem(d, _("writing a workbook"));
    workbook_set_properties(x->book, &properties);
    x->bold = workbook_add_format(x->book);
    x->money = workbook_add_format(x->book);
    x->date = workbook_add_format(x->book);
    if (!x->bold || !x->money || !x->date)
        return diag_nomem(d, _("writing a workbook"));
    format_set_bold(x->bold);
    format_set_num_format(x->money, "0.00");
    format_set_num_format(x->date, "yyyy-mm-dd");
    add_page(x);
    return HM_OK;
}

enum hm_status xlsx_out_open(struct xlsx_out **out, const char *sheet, xlsx_kind_fn *kind_of,
                             void *ctx, struct diag *d)
{
    struct xlsx_out *x = mem_zalloc(sizeof *x);
    if (!x)
        return diag_nomem(d, _("writing a workbook"));
    x->kind_of = kind_of;
    x->ctx = ctx;
    buf_init(&x->cell);
    x->sheet = mem_strdup(sheet);
    enum hm_status st = x->sheet ? make_book(x, d) : diag_nomem(d, _("writing a workbook"));
    if (st != HM_OK) {
        xlsx_out_close(x);
        return st;
    }
    *out = x;
    return HM_OK;
}

void xlsx_out_close(struct xlsx_out *x)
{
    if (!x)
        return;
    if (x->book)
        (void)workbook_close(x->book);
    if (x->path)
        unlink(x->path);
    for (size_t i = 0; i < x->columns; i++)
        buf_fini(&x->header[i]);
    mem_free(x->header);
    mem_free(x->kinds);
    buf_fini(&x->cell);
    mem_free(x->path);
    mem_free(x->sheet);
    mem_free(x);
}

/* --- cells --- */

/* A decimal of at most 15 digits, written as Excel would show it. */
static bool read_number(struct str s, int64_t *v, int64_t *scale)
{
    size_t i = s.n && s.p[0] == '-', digits = 0;
    bool after_point = false;
    *v = 0;
    *scale = 1;
    if (i + 1 < s.n && s.p[i] == '0' && s.p[i + 1] != '.')
        return false; /* 0012 is no amount */
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !after_point && digits > 0) {
            after_point = true;
            continue;
        }
        if (s.p[i] < '0' || s.p[i] > '9' || ++digits > DIGITS_MAX)
            return false;
        *v = *v * 10 + (s.p[i] - '0');
        *scale *= after_point ? 10 : 1;
    }
    if (s.p[0] == '-')
        *v = -*v;
    return digits > 0;
}

static lxw_error put_text(struct xlsx_out *x, struct buf *text, lxw_format *format)
{
    if (text->len > TEXT_MAX) {
        text->len = TEXT_MAX - 4;
        while (text->len > 0 && ((unsigned char)text->data[text->len] & 0xC0) == 0x80)
            text->len--;
        text->data[text->len] = '\0';
        buf_puts(text, "…");
    }
    return worksheet_write_string(x->page, x->row, (lxw_col_t)x->column, text->data, format);
}

static lxw_error put_value(struct xlsx_out *x, enum xlsx_kind kind)
{
    struct str s = {x->cell.data, x->cell.len};
    lxw_col_t column = (lxw_col_t)x->column;
    int64_t v, scale;
    int32_t day;
    if (kind == XLSX_DATE && date_parse(&day, s) && day > 61 - EPOCH)
        return worksheet_write_number(x->page, x->row, column, day + EPOCH, x->date);
    if ((kind == XLSX_NUMBER || kind == XLSX_MONEY) && read_number(s, &v, &scale))
        return worksheet_write_number(x->page, x->row, column, (double)v / (double)scale,
                                      kind == XLSX_MONEY ? x->money : NULL);
    return put_text(x, &x->cell, NULL);
}

static int note_column(struct xlsx_out *x)
{
    void *kinds = x->kinds, *header = x->header;
    if (mem_grow(&kinds, &x->kinds_cap, x->columns + 1, sizeof *x->kinds) != 0)
        return -1;
    x->kinds = kinds;
    if (mem_grow(&header, &x->header_cap, x->columns + 1, sizeof *x->header) != 0)
        return -1;
    x->header = header;
    x->kinds[x->columns] = x->kind_of(x->ctx, (struct str){x->cell.data, x->cell.len});
    buf_init(&x->header[x->columns]);
    buf_put(&x->header[x->columns], x->cell.data, x->cell.len);
    return buf_ok(&x->header[x->columns++]) ? 0 : -1;
}

static void end_cell(struct xlsx_out *x)
{
    lxw_error rc = LXW_NO_ERROR;
    bool is_header = x->pages == 1 && x->row == 0;
    buf_put(&x->cell, "", 0); /* a text even when it is empty */
    x->failed = x->failed || !buf_ok(&x->cell) || (is_header && note_column(x) != 0);
    if (!x->failed && x->cell.len > 0)
        rc = is_header ? put_text(x, &x->cell, x->bold)
                       : put_value(x, x->column < x->columns ? x->kinds[x->column] : XLSX_TEXT);
    x->failed = x->failed || rc != LXW_NO_ERROR;
    x->column++;
    x->after_quote = false;
    buf_clear(&x->cell);
}

static void end_row(struct xlsx_out *x)
{
    x->column = 0;
    if (++x->row < ROWS_MAX)
        return;
    add_page(x);
    for (; x->column < x->columns && !x->failed; x->column++)
        if (x->header[x->column].len > 0)
            x->failed = put_text(x, &x->header[x->column], x->bold) != LXW_NO_ERROR;
    x->column = 0;
    x->row = 1;
}

/* One byte of CSV. */
static void take(struct xlsx_out *x, char c)
{
    if (x->in_quotes) {
        if (c == '"') {
            x->in_quotes = false;
            x->after_quote = true;
        } else {
            buf_putc(&x->cell, c);
        }
    } else if (c == '"') {
        if (x->after_quote)
            buf_putc(&x->cell, '"');
        x->in_quotes = true;
        x->after_quote = false;
    } else if (c == ',' || c == '\n') {
        end_cell(x);
        if (c == '\n')
            end_row(x);
    } else {
        buf_putc(&x->cell, c);
    }
}

static enum hm_status failed(struct diag *d)
{
    return diag_error(
        d, HM_ENVIRONMENT, NULL,
        _("the workbook cannot be written: memory or the disk for temporary files "
          "is full"));
}

enum hm_status xlsx_out_put(struct xlsx_out *x, const char *bytes, size_t n, struct diag *d)
{
    for (size_t i = 0; i < n && !x->failed; i++)
        take(x, bytes[i]);
    return x->failed ? failed(d) : HM_OK;
}

/* --- the end --- */

static enum hm_status hand_over(FILE *f, int (*write)(void *ctx, const void *bytes, size_t n),
                                void *ctx, struct diag *d)
{
    char *piece = mem_alloc(PIECE_BYTES);
    enum hm_status st = piece ? HM_OK : diag_nomem(d, _("writing a workbook"));
    for (size_t n; st == HM_OK && (n = fread(piece, 1, PIECE_BYTES, f)) > 0;)
        st = write(ctx, piece, n) == 0 ? HM_OK : HM_ENVIRONMENT; /* the caller knows why */
    if (st == HM_OK && ferror(f))
        st = failed(d);
    mem_free(piece);
    return st;
}

enum hm_status xlsx_out_end(struct xlsx_out *x,
                            int (*write)(void *ctx, const void *bytes, size_t n), void *ctx,
                            struct diag *d)
{
    lxw_error rc = workbook_close(x->book);
    x->book = NULL;
    FILE *f = rc == LXW_NO_ERROR ? fopen(x->path, "rb") : NULL;
    if (!f)
        return failed(d);
    enum hm_status st = hand_over(f, write, ctx, d);
    fclose(f);
    return st;
}
