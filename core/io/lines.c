/* lines.c - a fixed buffer that holds at least one line of the greatest length. */
#include "io/lines.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { BUFFER_BYTES = LIMIT_RECORD_BYTES + (256 << 10) };

struct lines {
    struct source *source;
    char *buffer;      /* BUFFER_BYTES */
    size_t at, filled; /* bytes buffer[at..filled) are not handed out yet */
    size_t searched;   /* no newline in buffer[at..searched) */
    uint64_t consumed;
    uint32_t number; /* of the line last handed out */
    bool ended;      /* nothing more to read */
    bool skipping;   /* inside a line that was refused */
    bool keeps_blank;
};

/* Takes the source over, also when it fails. */
static enum hm_status wrap(struct lines **out, struct source *source, struct diag *d)
{
    struct lines *l = mem_zalloc(sizeof *l);
    if (l) {
        l->source = source;
        l->buffer = mem_alloc(BUFFER_BYTES);
    }
    if (!l || !l->buffer) {
        source_close(source);
        mem_free(l);
        return diag_nomem(d, _("opening a file"));
    }
    *out = l;
    return HM_OK;
}

enum hm_status lines_from_as(struct lines **out, const char *name, enum source_encoding e,
                             lines_read_fn *fn, void *ctx, struct diag *d)
{
    struct source *source;
    TRY(source_from(&source, name, e, fn, ctx, d));
    return wrap(out, source, d);
}

enum hm_status lines_from(struct lines **out, const char *name, lines_read_fn *fn, void *ctx,
                          struct diag *d)
{
    return lines_from_as(out, name, SOURCE_UTF8, fn, ctx, d);
}

enum hm_status lines_open_as(struct lines **out, const char *path, enum source_encoding e,
                             struct diag *d)
{
    struct source *source;
    TRY(source_open(&source, path, e, d));
    return wrap(out, source, d);
}

enum hm_status lines_open(struct lines **out, const char *path, struct diag *d)
{
    return lines_open_as(out, path, SOURCE_UTF8, d);
}

void lines_close(struct lines *l)
{
    if (!l)
        return;
    source_close(l->source);
    mem_free(l->buffer);
    mem_free(l);
}

void lines_keep_blank(struct lines *l)
{
    l->keeps_blank = true;
}

void lines_watch(struct lines *l, int (*stopped)(void *ctx), void *ctx)
{
    source_watch(l->source, stopped, ctx);
}

/* Reads more behind what is there, moved to the front of the buffer. */
static enum hm_status fill(struct lines *l, struct diag *d)
{
    size_t n;
    memmove(l->buffer, l->buffer + l->at, l->filled - l->at);
    l->searched -= l->at;
    l->filled -= l->at;
    l->at = 0;
    TRY(source_read(l->source, l->buffer + l->filled, BUFFER_BYTES - l->filled, &n, d));
    l->ended = n == 0;
    l->filled += n;
    return HM_OK;
}

static void consume(struct lines *l, size_t n)
{
    l->at += n;
    l->consumed += n;
    l->searched = l->at;
}

/* The end of the present line (its newline, or the end of the file), or NULL when more must be
 * read first. */
static const char *line_end(struct lines *l)
{
    const char *end = memchr(l->buffer + l->searched, '\n', l->filled - l->searched);
    l->searched = l->filled;
    return end || !l->ended ? end : l->buffer + l->filled;
}

static bool is_blank(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
            return false;
    return true;
}

static enum hm_status refuse_long(struct lines *l, struct diag *d)
{
    struct place at = lines_place(l);
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("a record must stand on one line of its own"),
                    _("the line has more than %d bytes"), LIMIT_RECORD_BYTES);
}

/* Takes the line that ends at `end` out of the buffer. False: nothing to hand out. */
static bool take(struct lines *l, const char *end, struct str *line)
{
    const char *start = l->buffer + l->at;
    bool was_skipping = l->skipping;
    *line = (struct str){start, (size_t)(end - start)};
    l->skipping = false;
    if (!was_skipping)
        l->number++;
    consume(l, line->n + (end < l->buffer + l->filled));
    return !was_skipping && (l->keeps_blank || !is_blank(*line));
}

/* Drops what is there of a line that is longer than the limit, and the rest of it later. */
static bool start_skipping(struct lines *l)
{
    bool is_first = !l->skipping;
    if (is_first)
        l->number++;
    l->skipping = true;
    consume(l, l->filled - l->at);
    return is_first;
}

enum hm_status lines_next(struct lines *l, struct str *line, bool *more, struct diag *d)
{
    struct str found;
    while (l->at < l->filled || !l->ended) {
        const char *end = line_end(l);
        if (end) {
            if (!take(l, end, &found))
                continue;
            if (found.n > LIMIT_RECORD_BYTES)
                return refuse_long(l, d);
            *line = found;
            *more = true;
            return HM_OK;
        }
        if (l->filled - l->at <= LIMIT_RECORD_BYTES)
            TRY(fill(l, d));
        else if (start_skipping(l))
            return refuse_long(l, d);
    }
    *more = false;
    return HM_OK;
}

bool lines_waits(const struct lines *l)
{
    return !l->ended && !memchr(l->buffer + l->at, '\n', l->filled - l->at);
}

struct place lines_place(const struct lines *l)
{
    return (struct place){.file = source_name(l->source), .line = l->number};
}

uint64_t lines_bytes(const struct lines *l)
{
    return source_is_direct(l->source) ? l->consumed + source_mark_bytes(l->source)
                                       : source_bytes(l->source);
}

uint64_t lines_total(const struct lines *l)
{
    return source_total(l->source);
}

enum source_encoding lines_encoding(const struct lines *l)
{
    return source_encoding(l->source);
}
