/* lines.c - a fixed buffer that holds at least one line of the greatest length. */
#include "io/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/limits.h"
#include "base/mem.h"

enum { BUFFER_BYTES = LIMIT_RECORD_BYTES + (256 << 10) };

struct lines {
    char *name;
    char *buffer;      /* BUFFER_BYTES */
    size_t at, filled; /* bytes buffer[at..filled) are not handed out yet */
    size_t searched;   /* no newline in buffer[at..searched) */
    uint64_t consumed, total;
    uint32_t number; /* of the line last handed out */
    bool ended;      /* nothing more to read */
    bool skipping;   /* inside a line that was refused */
    bool keeps_blank;
    int fd; /* -1: read by callback */
    lines_read_fn *read;
    void *ctx;
    int (*stopped)(void *ctx);
    void *stopped_ctx;
};

enum hm_status lines_from(struct lines **out, const char *name, lines_read_fn *fn, void *ctx,
                          struct diag *d)
{
    struct lines *l = mem_zalloc(sizeof *l);
    if (!l)
        return diag_nomem(d, _("opening a file"));
    l->fd = -1;
    l->read = fn;
    l->ctx = ctx;
    l->name = mem_strdup(name);
    l->buffer = mem_alloc(BUFFER_BYTES);
    if (!l->name || !l->buffer) {
        lines_close(l);
        return diag_nomem(d, _("opening a file"));
    }
    *out = l;
    return HM_OK;
}

static ptrdiff_t read_file(void *ctx, char *bytes, size_t n)
{
    struct lines *l = ctx;
    return read(l->fd, bytes, n);
}

enum hm_status lines_open(struct lines **out, const char *path, struct diag *d)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;
    struct lines *l;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_errno(d, _("opening"), path);
    if (fstat(fd, &info) != 0)
        info = (struct stat){0};
    if (S_ISDIR(info.st_mode)) {
        close(fd);
        return diag_error(d, HM_USAGE, &(struct place){.file = path},
                          _("this is a folder, expected a file"));
    }
    enum hm_status st =
        lines_from(&l, is_stdin ? _("standard input") : path, read_file, NULL, d);
    if (st != HM_OK) {
        if (!is_stdin)
            close(fd);
        return st;
    }
    l->ctx = l;
    l->fd = fd;
    l->total = S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    *out = l;
    return HM_OK;
}

void lines_close(struct lines *l)
{
    if (!l)
        return;
    if (l->fd > STDIN_FILENO)
        close(l->fd);
    mem_free(l->name);
    mem_free(l->buffer);
    mem_free(l);
}

void lines_keep_blank(struct lines *l)
{
    l->keeps_blank = true;
}

void lines_watch(struct lines *l, int (*stopped)(void *ctx), void *ctx)
{
    l->stopped = stopped;
    l->stopped_ctx = ctx;
}

/* Reads more behind what is there, moved to the front of the buffer. */
static enum hm_status fill(struct lines *l, struct diag *d)
{
    ptrdiff_t n;
    memmove(l->buffer, l->buffer + l->at, l->filled - l->at);
    l->searched -= l->at;
    l->filled -= l->at;
    l->at = 0;
    do {
        n = l->read(l->ctx, l->buffer + l->filled, BUFFER_BYTES - l->filled);
        if (n < 0 && errno == EINTR && l->stopped && l->stopped(l->stopped_ctx))
            return HM_INTERRUPTED;
    } while (n < 0 && errno == EINTR);
    if (n < 0)
        return diag_errno(d, _("reading"), l->name);
    l->ended = n == 0;
    l->filled += (size_t)n;
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

static void drop_byte_order_mark(struct lines *l, struct str *line)
{
    if (l->number == 1 && line->n >= 3 && memcmp(line->p, "\xEF\xBB\xBF", 3) == 0) {
        line->p += 3;
        line->n -= 3;
    }
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
    drop_byte_order_mark(l, line);
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
    return (struct place){.file = l->name, .line = l->number};
}

uint64_t lines_bytes(const struct lines *l)
{
    return l->consumed;
}

uint64_t lines_total(const struct lines *l)
{
    return l->total;
}
