/* import_errors.c - rows are gathered and written in pieces of 64 KiB. */
#include "run/import_errors.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/fault.h"
#include "io/idnumber.h"
#include "io/table_out.h"

enum { PIECE_BYTES = 64 << 10, FOUND_BYTES = 1024 };

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), m = strlen(end);
    return n >= m && strcmp(path + n - m, end) == 0;
}

static void flush(struct import_errors *e)
{
    const char *p = e->rows.data;
    size_t left = buf_ok(&e->rows) ? e->rows.len : 0;
    e->failed = e->failed || !buf_ok(&e->rows);
    while (left > 0 && !e->failed) {
        ssize_t n = fault_hit(FAULT_WRITE) ? (errno = EIO, -1) : write(e->fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            e->failed = true;
        p += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    buf_clear(&e->rows);
}

enum hm_status import_errors_open(struct import_errors *e, const char *path, struct diag *d)
{
    *e = (struct import_errors){.path = path, .fd = -1};
    buf_init(&e->rows);
    if (!path)
        return HM_OK;
    e->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (e->fd < 0)
        return diag_errno(d, _("writing"), path);
    e->is_csv = ends_with(path, ".csv");
    if (e->is_csv)
        buf_puts(&e->rows, "file,line,column,field,found,reason,hint\n");
    return HM_OK;
}

static void add_csv(struct import_errors *e, const struct place *at, struct str found,
                    const char *text, const char *hint)
{
    struct table_out t = {.out = &e->rows};
    table_out_text(&t, at->file);
    table_out_whole(&t, at->line);
    table_out_whole(&t, at->column);
    table_out_text(&t, at->field);
    table_out_foreign(&t, found);
    table_out_text(&t, text);
    table_out_text(&t, hint);
    table_out_end(&t);
}

static void put_text(struct buf *out, const char *key, const char *text)
{
    buf_puts(out, key);
    buf_json_string(out, text ? text : "", text ? strlen(text) : 0);
}

static void add_json(struct import_errors *e, const struct place *at, struct str found,
                     const char *text, const char *hint)
{
    put_text(&e->rows, "{\"file\":", at->file);
    buf_printf(&e->rows, ",\"line\":%u,\"column\":%u", at->line, at->column);
    put_text(&e->rows, ",\"field\":", at->field);
    buf_puts(&e->rows, ",\"found\":");
    buf_json_string(&e->rows, found.p, found.n);
    put_text(&e->rows, ",\"reason\":", text);
    put_text(&e->rows, ",\"hint\":", hint);
    buf_puts(&e->rows, "}\n");
}

void import_errors_add(void *ctx, const struct place *at, struct str found, const char *text,
                       const char *hint)
{
    struct import_errors *e = ctx;
    char shown[FOUND_BYTES];
    if (e->fd < 0 && !e->is_kept)
        return;
    if (found.n > FOUND_BYTES)
        found.n = FOUND_BYTES;
    found.n = str_utf8_bad(found.p, found.n); /* a cut character, or what was refused for it */
    if (found.n > 0)
        memcpy(shown, found.p, found.n);
    idnumber_hide(shown, found.n);
    found.p = shown;
    if (e->is_csv)
        add_csv(e, at, found, text, hint);
    else
        add_json(e, at, found, text, hint);
    if (e->rows.len >= PIECE_BYTES && !e->is_kept)
        flush(e);
}

void import_errors_keep(struct import_errors *e, const struct import_errors *list)
{
    *e = (struct import_errors){.fd = -1, .is_csv = list->is_csv, .is_kept = list->fd >= 0};
    buf_init(&e->rows);
}

void import_errors_copy(struct import_errors *e, const struct import_errors *kept, size_t from,
                        size_t to)
{
    e->failed = e->failed || (kept->is_kept && !buf_ok(&kept->rows));
    if (e->fd < 0 || to <= from)
        return;
    buf_put(&e->rows, kept->rows.data + from, to - from);
    if (e->rows.len >= PIECE_BYTES)
        flush(e);
}

enum hm_status import_errors_close(struct import_errors *e, struct diag *d)
{
    enum hm_status st = HM_OK;
    if (e->fd >= 0) {
        flush(e);
        if (close(e->fd) != 0)
            e->failed = true;
        if (e->failed)
            st = diag_errno(d, _("writing"), e->path);
    }
    buf_fini(&e->rows);
    e->fd = -1;
    return st;
}
