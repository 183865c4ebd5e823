/* source.c - a pipe of three stages, each with a bounded window: the file's bytes, unpacked
 * bytes, text. A plain UTF-8 file goes straight into the caller's buffer after its first piece.
 */
#include "io/source.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>
#include "base/limits.h"
#include "base/mem.h"
#include "base/str.h"

enum { WINDOW_BYTES = 128 << 10, ZSTD_WINDOW_LOG = 27 /* 128 MiB, zstd's own default */ };
#define NO_ICONV ((iconv_t)-1)

enum { STOP_MS = 100 }; /* how long Ctrl-C may go unnoticed */

enum packing { UNKNOWN, PLAIN, GZIP, ZSTD };

struct window {
    char *bytes; /* WINDOW_BYTES, or NULL before it is needed */
    size_t at, filled;
};
struct source {
    char *name;
    int fd; /* -1: read by callback */
    source_read_fn *read;
    void *ctx;
    int (*stopped)(void *ctx);
    void *stopped_ctx;
    uint64_t raw_bytes, unpacked_bytes, total;
    unsigned mark_bytes; /* of the byte order mark */
    struct window raw;   /* bytes of the file */
    struct window text;  /* unpacked, not yet recoded */
    enum packing packing;
    enum source_encoding encoding;
    bool raw_ended, text_ended;
    bool mid_frame; /* unpacking: a frame has begun and not ended */
    bool has_zlib;
    z_stream zlib;
    ZSTD_DStream *zstd;
    iconv_t recoder;
};

/* --- opening --- */

static voidpf zlib_alloc(voidpf ctx, uInt items, uInt size)
{
    (void)ctx;
    return mem_calloc(items, size);
}

static void zlib_free(voidpf ctx, voidpf p)
{
    (void)ctx;
    mem_free(p);
}

enum hm_status source_from(struct source **out, const char *name, enum source_encoding e,
                           source_read_fn *fn, void *ctx, struct diag *d)
{
    struct source *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("opening a file"));
    s->fd = -1;
    s->read = fn;
    s->ctx = ctx;
    s->encoding = e;
    s->recoder = NO_ICONV;
    s->name = mem_strdup(name);
    s->raw.bytes = mem_alloc(WINDOW_BYTES);
    if (!s->name || !s->raw.bytes) {
        source_close(s);
        return diag_nomem(d, _("opening a file"));
    }
    *out = s;
    return HM_OK;
}

static ptrdiff_t read_file(void *ctx, char *bytes, size_t n)
{
    struct source *s = ctx;
    return read(s->fd, bytes, n);
}

enum hm_status source_open(struct source **out, const char *path, enum source_encoding e,
                           struct diag *d)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct stat info;
    struct source *s;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_errno(d, _("opening"), path);
    if (fstat(fd, &info) != 0)
        info = (struct stat){0};
    enum hm_status st = HM_OK;
    if (S_ISDIR(info.st_mode))
        st = diag_error(d, HM_USAGE, &(struct place){.file = path},
                        _("this is a folder, expected a file"));
    if (st == HM_OK)
        st = source_from(&s, is_stdin ? _("standard input") : path, e, read_file, NULL, d);
    if (st != HM_OK) {
        if (!is_stdin)
            close(fd);
        return st;
    }
    s->ctx = s;
    s->fd = fd;
    s->total = S_ISREG(info.st_mode) ? (uint64_t)info.st_size : 0;
    *out = s;
    return HM_OK;
}

void source_close(struct source *s)
{
    if (!s)
        return;
    if (s->fd > STDIN_FILENO)
        close(s->fd);
    if (s->has_zlib)
        inflateEnd(&s->zlib);
    ZSTD_freeDStream(s->zstd);
    if (s->recoder != NO_ICONV)
        iconv_close(s->recoder);
    mem_free(s->name);
    mem_free(s->raw.bytes);
    mem_free(s->text.bytes);
    mem_free(s);
}

void source_watch(struct source *s, int (*stopped)(void *ctx), void *ctx)
{
    s->stopped = stopped;
    s->stopped_ctx = ctx;
}

/* --- the file's bytes --- */

/* Until a file that is watched can be read: a signal may have gone to another thread than this
 * one. False: to be stopped. */
static bool wait_bytes(struct source *s)
{
    struct pollfd file = {.fd = s->fd, .events = POLLIN};
    while (s->stopped && s->fd >= 0) {
        int ready = poll(&file, 1, STOP_MS);
        if (s->stopped(s->stopped_ctx))
            return false;
        if (ready > 0 || (ready < 0 && errno != EINTR))
            break;
    }
    return true;
}

static enum hm_status read_raw(struct source *s, char *bytes, size_t n, size_t *got,
                               struct diag *d)
{
    ptrdiff_t k;
    if (!wait_bytes(s))
        return HM_INTERRUPTED;
    do {
        k = s->read(s->ctx, bytes, n);
        if (k < 0 && errno == EINTR && s->stopped && s->stopped(s->stopped_ctx))
            return HM_INTERRUPTED;
    } while (k < 0 && errno == EINTR);
    if (k < 0)
        return diag_errno(d, _("reading"), s->name);
    s->raw_ended = k == 0;
    s->raw_bytes += (size_t)k;
    *got = (size_t)k;
    return HM_OK;
}

/* Reads more behind what the window holds. */
static enum hm_status fill_raw(struct source *s, struct diag *d)
{
    size_t got, left = s->raw.filled - s->raw.at;
    if (left == 0 || s->raw.at > WINDOW_BYTES / 2) {
        memmove(s->raw.bytes, s->raw.bytes + s->raw.at, left);
        s->raw.at = 0;
        s->raw.filled = left;
    }
    TRY(read_raw(s, s->raw.bytes + s->raw.filled, WINDOW_BYTES - s->raw.filled, &got, d));
    s->raw.filled += got;
    return HM_OK;
}

static size_t left_in(const struct window *w)
{
    return w->filled - w->at;
}

static size_t take(struct window *w, char *bytes, size_t n)
{
    size_t k = left_in(w) < n ? left_in(w) : n;
    memcpy(bytes, w->bytes + w->at, k);
    w->at += k;
    return k;
}

/* --- unpacking --- */

bool source_is_bomb(uint64_t expanded, uint64_t packed)
{
    return expanded > LIMIT_EXPANSION_FREE_BYTES && expanded / LIMIT_EXPANSION > packed;
}

static enum hm_status damaged(const struct source *s, const char *why, struct diag *d)
{
    return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &(struct place){.file = s->name},
                    _("pack it again, or unpack it first"),
                    _("this packed file cannot be read: %s"), why);
}

static enum hm_status start_unpacking(struct source *s, struct diag *d)
{
    static const unsigned char zstd_magic[] = {0x28, 0xB5, 0x2F, 0xFD};
    while (left_in(&s->raw) < 4 && !s->raw_ended)
        TRY(fill_raw(s, d));
    const unsigned char *p = (const unsigned char *)s->raw.bytes + s->raw.at;
    size_t n = left_in(&s->raw);
    s->packing = PLAIN;
    if (n >= 3 && p[0] == 0x1F && p[1] == 0x8B && p[2] == 8) {
        s->packing = GZIP;
        s->zlib.zalloc = zlib_alloc;
        s->zlib.zfree = zlib_free;
        if (inflateInit2(&s->zlib, 15 + 16) != Z_OK)
            return diag_nomem(d, _("opening a file"));
        s->has_zlib = true;
    } else if (n >= 4 && memcmp(p, zstd_magic, 4) == 0) {
        s->packing = ZSTD;
        s->zstd = ZSTD_createDStream();
        if (!s->zstd)
            return diag_nomem(d, _("opening a file"));
        ZSTD_DCtx_setParameter(s->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
    }
    return HM_OK;
}

static enum hm_status inflate_some(struct source *s, char *bytes, size_t n, size_t *got,
                                   struct diag *d)
{
    s->zlib.next_in = (Bytef *)s->raw.bytes + s->raw.at;
    s->zlib.avail_in = (uInt)left_in(&s->raw);
    s->zlib.next_out = (Bytef *)bytes;
    s->zlib.avail_out = (uInt)(n < WINDOW_BYTES ? n : WINDOW_BYTES);
    uInt room = s->zlib.avail_out;
    int rc = inflate(&s->zlib, Z_NO_FLUSH);
    s->raw.at = s->raw.filled - s->zlib.avail_in;
    *got = room - s->zlib.avail_out;
    s->mid_frame = true;
    if (rc == Z_STREAM_END) { /* another member may follow */
        s->mid_frame = false;
        inflateReset(&s->zlib);
        return HM_OK;
    }
    if (rc == Z_MEM_ERROR)
        return diag_nomem(d, _("reading a file"));
    return rc == Z_OK || rc == Z_BUF_ERROR ? HM_OK
                                           : damaged(s, s->zlib.msg ? s->zlib.msg : "gzip", d);
}

static enum hm_status zstd_some(struct source *s, char *bytes, size_t n, size_t *got,
                                struct diag *d)
{
    ZSTD_inBuffer in = {s->raw.bytes + s->raw.at, left_in(&s->raw), 0};
    ZSTD_outBuffer out = {bytes, n, 0};
    size_t rc = ZSTD_decompressStream(s->zstd, &out, &in);
    if (ZSTD_isError(rc))
        return damaged(s, ZSTD_getErrorName(rc), d);
    s->raw.at += in.pos;
    s->mid_frame = rc != 0;
    *got = out.pos;
    return HM_OK;
}

/* The next unpacked bytes; *got = 0: the end. */
static enum hm_status unpack(struct source *s, char *bytes, size_t n, size_t *got,
                             struct diag *d)
{
    if (s->packing == UNKNOWN)
        TRY(start_unpacking(s, d));
    if (s->packing == PLAIN) {
        if (left_in(&s->raw) == 0)
            return read_raw(s, bytes, n, got, d);
        *got = take(&s->raw, bytes, n);
        return HM_OK;
    }
    *got = 0;
    while (*got == 0) {
        if (left_in(&s->raw) == 0 && !s->raw_ended)
            TRY(fill_raw(s, d));
        bool is_last = s->raw_ended && left_in(&s->raw) == 0;
        if (is_last && !s->mid_frame)
            return HM_OK;
        TRY((s->packing == GZIP ? inflate_some : zstd_some)(s, bytes, n, got, d));
        if (is_last && *got == 0 && s->mid_frame)
            return damaged(s, _("it is cut short"), d);
    }
    s->unpacked_bytes += *got;
    if (source_is_bomb(s->unpacked_bytes, s->raw_bytes))
        return damaged(s, _("it expands beyond measure"), d);
    return HM_OK;
}

/* --- encodings --- */

static enum hm_status fill_text(struct source *s, struct diag *d)
{
    size_t got, left = left_in(&s->text);
    memmove(s->text.bytes, s->text.bytes + s->text.at, left);
    s->text.at = 0;
    s->text.filled = left;
    TRY(unpack(s, s->text.bytes + left, WINDOW_BYTES - left, &got, d));
    s->text.filled += got;
    s->text_ended = got == 0;
    return HM_OK;
}

static enum hm_status start_text(struct source *s, struct diag *d)
{
    s->text.bytes = mem_alloc(WINDOW_BYTES);
    if (!s->text.bytes)
        return diag_nomem(d, _("opening a file"));
    while (left_in(&s->text) < 3 && !s->text_ended)
        TRY(fill_text(s, d));
    const unsigned char *p = (const unsigned char *)s->text.bytes;
    size_t n = left_in(&s->text);
    if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) {
        s->text.at = s->mark_bytes = 3;
        s->encoding = SOURCE_UTF8; /* whatever was asked for: nothing else begins so */
    } else if (n >= 2 && p[0] == 0xFF && p[1] == 0xFE) {
        s->text.at = s->mark_bytes = 2;
        s->encoding = SOURCE_UTF16;
    }
    return HM_OK;
}

/* Bytes before the first that is not ASCII. */
static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t w; i + 8 <= n; i += 8) {
        memcpy(&w, p + i, 8);
        if (w & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && !(p[i] & 0x80))
        i++;
    return i;
}

/* UTF-8 unless too many bytes are wrong for it: GB18030's letters nearly never are UTF-8. */
static enum source_encoding guess(const char *p, size_t n, bool is_all)
{
    size_t good = 0, bad = 0;
    for (size_t i = 0; i < n;) {
        size_t run = ascii_run(p + i, n - i);
        if (run == 0) {
            size_t left = n - i, whole = str_utf8_bad(p + i, left < 4 ? left : 4);
            if (whole == 0 && left < 4 && !is_all)
                break; /* cut by the window's end */
            unsigned char c = (unsigned char)p[i];
            run = whole == 0 ? 1u : c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u;
            good += whole != 0;
            bad += whole == 0;
        }
        i += run;
    }
    return bad * 4 > good ? SOURCE_GB18030 : SOURCE_UTF8;
}

static enum hm_status detect(struct source *s, struct diag *d)
{
    while (left_in(&s->text) < WINDOW_BYTES / 2 && !s->text_ended)
        TRY(fill_text(s, d));
    s->encoding = guess(s->text.bytes + s->text.at, left_in(&s->text), s->text_ended);
    return HM_OK;
}

/* Recodes what the window holds, at least one character. */
static enum hm_status recode(struct source *s, char *bytes, size_t n, size_t *got,
                             struct diag *d)
{
    if (s->recoder == NO_ICONV)
        s->recoder = iconv_open("UTF-8", s->encoding == SOURCE_UTF16 ? "UTF-16LE" : "GB18030");
    if (s->recoder == NO_ICONV)
        return diag_error(d, HM_ENVIRONMENT, &(struct place){.file = s->name},
                          _("this system cannot read GB18030: install glibc's locale data"));
    char *in = s->text.bytes + s->text.at, *out = bytes;
    size_t in_left = left_in(&s->text), out_left = n;
    size_t rc = iconv(s->recoder, &in, &in_left, &out, &out_left);
    int why = rc == (size_t)-1 ? errno : 0;
    s->text.at = s->text.filled - in_left;
    *got = n - out_left;
    if (*got > 0 || why == 0 || why == E2BIG)
        return HM_OK;
    if (why == EINVAL && !s->text_ended)
        return fill_text(s, d); /* a character cut by the window's end */
    s->text.at++;
    bytes[0] = (char)0xFF;
    *got = 1;
    return HM_OK;
}

static bool is_ascii_next(const struct source *s)
{
    return s->encoding != SOURCE_UTF16 && !(s->text.bytes[s->text.at] & 0x80);
}

static enum hm_status read_text(struct source *s, char *bytes, size_t n, size_t *got,
                                struct diag *d)
{
    *got = 0;
    while (*got == 0) {
        if (left_in(&s->text) == 0 && !s->text_ended)
            TRY(fill_text(s, d));
        if (left_in(&s->text) == 0)
            return HM_OK;
        if (s->encoding == SOURCE_UTF8) {
            *got = take(&s->text, bytes, n);
        } else if (is_ascii_next(s)) {
            size_t run = ascii_run(s->text.bytes + s->text.at, left_in(&s->text));
            *got = take(&s->text, bytes, run < n ? run : n);
        } else if (s->encoding == SOURCE_DETECT) {
            TRY(detect(s, d));
        } else {
            TRY(recode(s, bytes, n, got, d));
        }
    }
    return HM_OK;
}

enum hm_status source_read(struct source *s, char *bytes, size_t n, size_t *got, struct diag *d)
{
    if (s->encoding == SOURCE_BYTES)
        return unpack(s, bytes, n, got, d);
    if (!s->text.bytes)
        TRY(start_text(s, d));
    if (s->encoding == SOURCE_UTF8 && left_in(&s->text) == 0)
        return unpack(s, bytes, n, got, d);
    return read_text(s, bytes, n, got, d);
}

/* --- what it is --- */

const char *source_name(const struct source *s)
{
    return s->name;
}

enum source_encoding source_encoding(const struct source *s)
{
    return s->encoding;
}

uint64_t source_bytes(const struct source *s)
{
    return s->raw_bytes;
}

uint64_t source_total(const struct source *s)
{
    return s->total;
}

unsigned source_mark_bytes(const struct source *s)
{
    return s->mark_bytes;
}

bool source_is_direct(const struct source *s)
{
    return s->packing <= PLAIN && (s->encoding <= SOURCE_DETECT || s->encoding == SOURCE_BYTES);
}

enum hm_status source_encoding_named(enum source_encoding *out, const char *name,
                                     enum source_encoding fallback, struct diag *d)
{
    static const struct {
        const char *name;
        enum source_encoding encoding;
    } known[] = {{"utf-8", SOURCE_UTF8},      {"utf8", SOURCE_UTF8},
                 {"gb18030", SOURCE_GB18030}, {"gbk", SOURCE_GB18030},
                 {"gb2312", SOURCE_GB18030},  {"auto", SOURCE_DETECT}};
    if (!name) {
        *out = fallback;
        return HM_OK;
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(name, known[i].name) == 0) {
            *out = known[i].encoding;
            return HM_OK;
        }
    }
    return diag_error(d, HM_USAGE, NULL,
                      _("there is no encoding \"%s\": expected utf-8, gb18030 or auto"), name);
}
