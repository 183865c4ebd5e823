/* diag.c - collecting messages. Keeps the first `limit` of them and goes on counting; a message
 * that memory is too short for is counted and dropped. */
#include "base/diag.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"

int place_compare(const struct place *a, const struct place *b)
{
    int c = strcmp(a->file ? a->file : "", b->file ? b->file : "");
    if (c)
        return c;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

void diag_init(struct diag *d)
{
    *d = (struct diag){.limit = LIMIT_DIAG_ITEMS};
}

static void item_fini(struct diag_item *item)
{
    mem_free((void *)(uintptr_t)item->at.file);
    mem_free((void *)(uintptr_t)item->at.field);
    mem_free(item->text);
    mem_free(item->hint);
}

void diag_clear(struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        item_fini(&d->items[i]);
    d->count = 0;
    d->errors = d->warnings = 0;
}

void diag_fini(struct diag *d)
{
    diag_clear(d);
    mem_free(d->items);
    diag_init(d);
}

static void count_level(struct diag *d, enum hm_level level, size_t n)
{
    if (level == HM_LEVEL_ERROR)
        d->errors += n;
    else if (level == HM_LEVEL_WARNING)
        d->warnings += n;
}

static struct diag_item *append(struct diag *d)
{
    void *items = d->items;
    if (d->count >= d->limit || mem_grow(&items, &d->cap, d->count + 1, sizeof *d->items) != 0)
        return NULL;
    d->items = items;
    d->items[d->count] = (struct diag_item){0};
    return &d->items[d->count];
}

static char *dup_or_null(const char *s)
{
    return s ? mem_strdup(s) : NULL;
}

static void add_text(struct diag *d, enum hm_level level, enum hm_status status,
                     const struct place *at, const char *hint, const char *fmt, va_list ap)
{
    if (!d)
        return;
    count_level(d, level, 1);
    struct diag_item *item = append(d);
    if (!item)
        return;
    struct buf text;
    buf_init(&text);
    buf_vprintf(&text, fmt, ap);
    item->level = level;
    item->status = status;
    item->text = buf_take(&text);
    item->hint = hint && *hint ? mem_strdup(hint) : NULL;
    if (at) {
        item->at = *at;
        item->at.file = dup_or_null(at->file);
        item->at.field = dup_or_null(at->field);
    }
    if (item->text)
        d->count++;
    else
        item_fini(item);
}

enum hm_status diag_add(struct diag *d, enum hm_level level, enum hm_status status,
                        const struct place *at, const char *hint, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_text(d, level, status, at, hint, fmt, ap);
    va_end(ap);
    return status;
}

enum hm_status diag_error(struct diag *d, enum hm_status status, const struct place *at,
                          const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    add_text(d, HM_LEVEL_ERROR, status, at, NULL, fmt, ap);
    va_end(ap);
    return status;
}

enum hm_status diag_nomem(struct diag *d, const char *doing)
{
    return diag_add(d, HM_LEVEL_ERROR, HM_NOMEM, NULL,
                    _("close other programs, use fewer threads or a smaller file"),
                    _("out of memory while %s"), doing);
}

/* What the user can do about a failed system call, or NULL. */
static const char *errno_hint(int error)
{
    switch (error) {
    case ENOENT:
        return _("check the spelling of the path");
    case EACCES:
    case EPERM:
        return _("check who owns it and its permissions");
    case ENOSPC:
    case EDQUOT:
        return _("free some disk space and run it again");
    case EROFS:
        return _("the file system is read-only: choose another folder");
    case EMFILE:
    case ENFILE:
        return _("too many files are open: raise the limit with ulimit -n");
    default:
        return NULL;
    }
}

enum hm_status diag_errno(struct diag *d, const char *doing, const char *path)
{
    int error = errno;
    struct place at = {.file = path};
    char scratch[128];
    const char *reason = strerror_r(error, scratch, sizeof scratch);
    enum hm_status st = error == ENOMEM ? HM_NOMEM : HM_ENVIRONMENT;
    return diag_add(d, HM_LEVEL_ERROR, st, &at, errno_hint(error), _("%s failed: %s"), doing,
                    reason);
}

void diag_suggest(char *out, size_t out_bytes, const char *nearest)
{
    if (nearest && *nearest)
        snprintf(out, out_bytes, _("did you mean %s?"), nearest);
    else if (out_bytes)
        out[0] = 0;
}

void diag_move(struct diag *to, struct diag *from)
{
    if (!to) {
        diag_clear(from);
        return;
    }
    to->errors += from->errors;
    to->warnings += from->warnings;
    for (size_t i = 0; i < from->count; i++) {
        struct diag_item *item = append(to);
        if (item) {
            *item = from->items[i];
            to->count++;
        } else {
            item_fini(&from->items[i]);
        }
    }
    from->count = 0;
    from->errors = from->warnings = 0;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool has_item(const struct diag *d, const struct diag_item *item)
{
    for (size_t i = 0; i < d->count; i++) {
        const struct diag_item *x = &d->items[i];
        if (x->level == item->level && x->at.line == item->at.line &&
            x->at.column == item->at.column && same_text(x->at.file, item->at.file) &&
            same_text(x->at.field, item->at.field) && same_text(x->text, item->text))
            return true;
    }
    return false;
}

void diag_merge(struct diag *to, struct diag *from)
{
    size_t errors = from->errors, warnings = from->warnings; /* beyond the limit */
    for (size_t i = 0; to && i < from->count; i++) {
        const struct diag_item *x = &from->items[i];
        errors -= x->level == HM_LEVEL_ERROR;
        warnings -= x->level == HM_LEVEL_WARNING;
        if (!has_item(to, x))
            diag_add(to, x->level, x->status, &x->at, x->hint, "%s", x->text);
    }
    if (to) {
        to->errors += errors;
        to->warnings += warnings;
    }
    diag_clear(from);
}
