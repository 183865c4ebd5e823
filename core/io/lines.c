/* lines.c - a fixed buffer that holds at least one line of the greatest length. */
#include "io/lines.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { BUFFER_BYTES = CHUNK_ROOM_BYTES };

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
    size_t peeked_bytes; /* of what lines_peek has shown, and how many lines end in it */
    uint32_t peeked_lines;
    uint32_t most_lines; /* of a chunk */
    bool reads_far;      /* chunks are copied: fewer, larger reads */
    enum hm_status late; /* a read failed while lines were at hand: said after them */
    struct diag late_faults;
};

/* Takes the source over, also when it fails. */
static enum hm_status wrap(struct lines **out, struct source *source, struct diag *d)
{
    struct lines *l = mem_zalloc(sizeof *l);
    if (l) {
        l->source = source;
        l->most_lines = CHUNK_LINES;
        diag_init(&l->late_faults);
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
    diag_fini(&l->late_faults);
    mem_free(l->buffer);
    mem_free(l);
}

void lines_keep_blank(struct lines *l)
{
    l->keeps_blank = true;
}

void lines_limit(struct lines *l, uint32_t lines)
{
    l->most_lines = lines;
}

void lines_watch(struct lines *l, int (*stopped)(void *ctx), void *ctx)
{
    source_watch(l->source, stopped, ctx);
}

/* Reads more behind what is there, moved to the front of the buffer, at most so much that it
 * holds `most` bytes. */
static enum hm_status fill(struct lines *l, size_t most, struct diag *d)
{
    size_t n;
    if (l->late != HM_OK) {
        diag_move(d, &l->late_faults);
        return l->late;
    }
    memmove(l->buffer, l->buffer + l->at, l->filled - l->at);
    l->searched -= l->at;
    l->filled -= l->at;
    l->at = 0;
    TRY(source_read(l->source, l->buffer + l->filled, most - l->filled, &n, d));
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
            TRY(fill(l, BUFFER_BYTES, d));
        else if (start_skipping(l))
            return refuse_long(l, d);
    }
    *more = false;
    return HM_OK;
}

/* --- chunks --- */

/* Reads on until CHUNK_BYTES are there. A failure is kept for later when a line is at hand. */
static void fill_chunk(struct lines *l)
{
    while (!l->ended && l->late == HM_OK && l->filled - l->at < CHUNK_BYTES) {
        struct diag faults;
        diag_init(&faults);
        enum hm_status st = fill(l, l->reads_far ? BUFFER_BYTES : CHUNK_BYTES, &faults);
        l->late = st;
        if (st != HM_OK)
            diag_move(&l->late_faults, &faults);
        diag_fini(&faults);
    }
}

void lines_read_far(struct lines *l)
{
    l->reads_far = true;
}

enum hm_status lines_peek(struct lines *l, struct str *text, struct diag *d)
{
    *text = (struct str){"", 0};
    if (l->skipping)
        return HM_OK;
    fill_chunk(l);
    const char *start = l->buffer + l->at;
    size_t n = l->filled - l->at, whole;
    bool is_all = l->ended && n <= CHUNK_BYTES;
    n = n < CHUNK_BYTES ? n : CHUNK_BYTES;
    const char *last = n ? memrchr(start, '\n', n) : NULL;
    whole = is_all ? n : last ? (size_t)(last + 1 - start) : 0;
    if (whole == 0)
        return n == 0 && l->late != HM_OK ? fill(l, BUFFER_BYTES, d) : HM_OK;
    l->peeked_lines = chunk_count_lines(start, whole);
    if (l->peeked_lines > l->most_lines) {
        whole = chunk_first_lines(start, whole, l->most_lines);
        l->peeked_lines = l->most_lines;
    }
    l->peeked_bytes = whole;
    *text = (struct str){start, whole};
    return HM_OK;
}

enum hm_status lines_take(struct lines *l, size_t n, struct chunk *c, struct diag *d)
{
    char *start = l->buffer + l->at;
    struct str text = {start, n};
    uint32_t first = l->number + 1,
             count = n == l->peeked_bytes ? l->peeked_lines : chunk_count_lines(start, n);
    bool is_swapped = c->count == 0 && l->filled - l->at - n < n / 4;
    enum hm_status st = is_swapped ? chunk_add(c, CHUNK_WHOLE_LINES, text, first)
                                   : chunk_copy(c, CHUNK_WHOLE_LINES, text, first);
    if (st != HM_OK)
        return diag_nomem(d, _("reading a file"));
    l->number += count + (n > 0 && start[n - 1] != '\n');
    consume(l, n);
    if (is_swapped) {
        char *mine = c->bytes;
        memcpy(mine, l->buffer + l->at, l->filled - l->at);
        c->bytes = l->buffer;
        c->used = CHUNK_ROOM_BYTES; /* its text may lie anywhere: nothing goes behind it */
        l->buffer = mine;
        l->filled -= l->at;
        l->at = l->searched = 0;
    }
    return HM_OK;
}

/* One line by itself: it is very long, or too long. */
static enum hm_status take_line(struct lines *l, struct chunk *c, bool *more, struct diag *d)
{
    struct str line;
    struct diag faults;
    diag_init(&faults);
    enum hm_status st = lines_next(l, &line, more, &faults);
    bool is_refused = st == HM_DATA;
    enum chunk_kind kind = is_refused ? CHUNK_FAULT : CHUNK_WHOLE_LINES;
    if (is_refused) {
        *more = true;
        line = (struct str){"", 0};
        st = HM_OK;
    }
    if (st == HM_OK && *more && chunk_copy(c, kind, line, l->number) != HM_OK)
        st = diag_nomem(d, _("reading a file"));
    diag_move(st == HM_OK && is_refused ? &c->pieces[c->count - 1].faults : d, &faults);
    diag_fini(&faults);
    return st;
}

enum hm_status lines_chunk(struct lines *l, struct chunk *c, bool *more, struct diag *d)
{
    struct str text;
    *more = true;
    TRY(lines_peek(l, &text, d));
    if (text.n > 0)
        TRY(lines_take(l, text.n, c, d));
    else
        TRY(take_line(l, c, more, d));
    c->file_bytes = lines_bytes(l);
    c->encoding = lines_encoding(l);
    return HM_OK;
}

bool lines_split(struct str *text, uint32_t *number, bool keeps_blank, struct str *line,
                 uint32_t *line_number)
{
    while (text->n > 0) {
        const char *end = memchr(text->p, '\n', text->n);
        size_t n = end ? (size_t)(end - text->p) : text->n;
        *line = (struct str){text->p, n};
        *line_number = (*number)++;
        n += end != NULL;
        text->p += n;
        text->n -= n;
        if (keeps_blank || !is_blank(*line))
            return true;
    }
    return false;
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
