/* fetch_page.c - the answer under way, in its file. */
#include "net/fetch_page.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "io/source.h"

enum { SYNC_BYTES = 16 << 20, PIECE_BYTES = 64 << 10 };

static enum hm_status cut_to(struct fetch_page *p, uint64_t bytes)
{
    if (ftruncate(p->fd, (off_t)bytes) != 0 || lseek(p->fd, (off_t)bytes, SEEK_SET) < 0)
        return diag_errno(p->d, _("writing the file"), p->path);
    p->have = bytes;
    return HM_OK;
}

enum hm_status fetch_page_open(struct fetch_page *p)
{
    p->fd = open(p->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (p->fd < 0)
        return diag_errno(p->d, _("creating the file"), p->path);
    off_t there = lseek(p->fd, 0, SEEK_END);
    uint64_t sound = p->state->page_tag[0] ? p->state->page_bytes : 0;
    if (there < 0 || (uint64_t)there < sound)
        sound = 0;
    memcpy(p->validator, p->state->page_tag,
           strnlen(p->state->page_tag, sizeof p->validator - 1));
    return cut_to(p, sound);
}

void fetch_page_close(struct fetch_page *p)
{
    if (p->fd >= 0)
        close(p->fd);
    p->fd = -1;
    digest_free(p->running);
    p->running = NULL;
}

enum hm_status fetch_page_clear(struct fetch_page *p)
{
    p->validator[0] = 0;
    p->synced = 0;
    p->state->page_tag = "";
    p->state->page_bytes = 0;
    return cut_to(p, 0);
}

static enum hm_status sync_page(struct fetch_page *p)
{
    TRY(fs_sync(p->fd, p->path, p->d));
    p->synced = p->have;
    p->state->page_tag = p->validator;
    p->state->page_bytes = p->have;
    return fetch_state_save(p->state, p->state_path, p->d);
}

void fetch_page_keep(struct fetch_page *p)
{
    if (p->fd >= 0 && p->have > p->synced && p->validator[0])
        (void)sync_page(p);
}

/* --- what http.h calls --- */

static bool resume_page(void *ctx, uint64_t *from, const char **validator)
{
    struct fetch_page *p = ctx;
    *from = p->have;
    *validator = p->validator;
    return p->have > 0 && p->validator[0];
}

static enum hm_status begin_page(void *ctx, unsigned code, const struct http_head *head)
{
    struct fetch_page *p = ctx;
    digest_free(p->running);
    p->running = NULL;
    TRY(digest_new(&p->running));
    p->from_start = code != 206;
    if (!p->from_start && head->ranged && head->range_first == p->have)
        return HM_OK;
    TRY(fetch_page_clear(p));
    if (!p->from_start)
        return diag_error(p->d, HM_DATA, &(struct place){.file = p->path},
                          _("the service answers with another part of the file than was asked "
                            "for"));
    if (http_head_strong(head))
        memcpy(p->validator, head->etag, sizeof p->validator);
    return HM_OK;
}

static enum hm_status too_long(struct fetch_page *p)
{
    return diag_error(p->d, HM_DATA, NULL,
                      _("the answer has more than %llu bytes: more than it may have"),
                      (unsigned long long)p->max_bytes);
}

static enum hm_status put_page(void *ctx, const char *bytes, size_t n)
{
    struct fetch_page *p = ctx;
    TRY(fs_put(p->fd, p->path, bytes, n, p->d));
    digest_add(p->running, bytes, n);
    p->have += n;
    if (p->have > p->max_bytes)
        return too_long(p);
    if (p->host && p->host->progress)
        p->host->progress(p->host->ctx, _("receiving"), p->state->part_bytes + p->have, 0);
    return p->validator[0] && p->have - p->synced >= SYNC_BYTES ? sync_page(p) : HM_OK;
}

static enum hm_status add_bytes(void *ctx, const char *bytes, size_t n)
{
    digest_add(ctx, bytes, n);
    return HM_OK;
}

/* The file's bytes as they came. */
static enum hm_status each_byte(struct fetch_page *p,
                                enum hm_status (*put)(void *ctx, const char *bytes, size_t n),
                                void *ctx)
{
    char *piece = mem_alloc(PIECE_BYTES);
    enum hm_status st = piece ? HM_OK : diag_nomem(p->d, _("reading a file"));
    for (off_t at = 0; st == HM_OK && at < (off_t)p->have;) {
        ssize_t got = pread(p->fd, piece, PIECE_BYTES, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            st = diag_errno(p->d, _("reading the file"), p->path);
        else
            st = put(ctx, piece, (size_t)got);
        at += got > 0 ? got : 0;
    }
    mem_free(piece);
    return st;
}

static enum hm_status digest_of(struct fetch_page *p, bool unpacked, char hex[DIGEST_HEX])
{
    struct digest *all;
    TRY(digest_new(&all));
    enum hm_status st =
        unpacked ? fetch_page_read(p, add_bytes, all) : each_byte(p, add_bytes, all);
    if (st == HM_OK)
        digest_hex(all, hex);
    digest_free(all);
    return st;
}

/* Whether it is what its headers say: HM_DATA when it came damaged. */
static enum hm_status check_digests(struct fetch_page *p, const struct http_head *h)
{
    char hex[DIGEST_HEX];
    digest_hex(p->running, hex);
    p->has_digest = h->sha256[0] || h->part_sha256[0];
    if (h->digests_differ || (h->part_sha256[0] && strcmp(hex, h->part_sha256) != 0))
        return HM_DATA;
    if (!h->sha256[0] || (p->from_start && strcmp(hex, h->sha256) == 0))
        return HM_OK;
    if (!p->from_start)
        TRY(digest_of(p, false, hex));
    if (strcmp(hex, h->sha256) != 0 && h->encoding != HTTP_PLAIN)
        TRY(digest_of(p, true, hex));
    return strcmp(hex, h->sha256) == 0 ? HM_OK : HM_DATA;
}

static enum hm_status end_page(void *ctx, const struct http_head *head)
{
    struct fetch_page *p = ctx;
    p->head = *head;
    bool is_whole = p->from_start || p->have == head->range_total;
    enum hm_status st = is_whole ? check_digests(p, head) : HM_DATA;
    if (st == HM_DATA)
        TRY(fetch_page_clear(p));
    return st;
}

/* --- reading --- */

struct reading {
    struct fetch_page *page;
    off_t at;
};

static ptrdiff_t read_file(void *ctx, char *bytes, size_t n)
{
    struct reading *r = ctx;
    ssize_t got = pread(r->page->fd, bytes, n, r->at);
    r->at += got > 0 ? got : 0;
    return got;
}

enum hm_status fetch_page_read(struct fetch_page *p,
                               enum hm_status (*put)(void *ctx, const char *bytes, size_t n),
                               void *ctx)
{
    if (p->head.encoding == HTTP_PLAIN)
        return each_byte(p, put, ctx);
    struct reading r = {p, 0};
    struct source *s;
    TRY(source_from(&s, p->path, SOURCE_BYTES, read_file, &r, p->d));
    char *piece = mem_alloc(PIECE_BYTES);
    enum hm_status st = piece ? HM_OK : diag_nomem(p->d, _("reading a file"));
    uint64_t total = 0;
    for (size_t got = 1; st == HM_OK && got > 0;) {
        st = source_read(s, piece, PIECE_BYTES, &got, NULL);
        total += st == HM_OK ? got : 0;
        if (st == HM_ENVIRONMENT)
            st = diag_error(p->d, HM_DATA, NULL,
                            _("the answer cannot be unpacked: it is damaged, or expands beyond "
                              "measure"));
        if (st == HM_OK && total > p->max_bytes)
            st = too_long(p);
        if (st == HM_OK && got > 0)
            st = put(ctx, piece, got);
    }
    if (st == HM_OK && source_is_direct(s) && total > 0)
        st = diag_error(p->d, HM_DATA, NULL,
                        _("the answer came damaged: it is not what its headers say"));
    mem_free(piece);
    source_close(s);
    return st;
}

enum hm_status fetch_page_get(struct fetch_page *p, struct http_client *c, const char *url,
                              const char *const *headers, size_t header_count, bool *unchanged)
{
    struct http_answer a;
    struct diag told;
    struct http_request r = {.url = url,
                             .headers = headers,
                             .header_count = header_count,
                             .max_bytes = p->max_bytes,
                             .alone = true,
                             .begin = begin_page,
                             .put = put_page,
                             .end = end_page,
                             .resume = resume_page,
                             .ctx = p};
    diag_init(&told);
    p->has_digest = false;
    enum hm_status st = http_send(c, &r, &a, &told);
    if (a.code == 416 && p->have > 0) { /* what we have is no part of it any more */
        http_answer_fini(&a);
        diag_clear(&told);
        http_answer_init(&a);
        st = fetch_page_clear(p);
        st = st == HM_OK ? http_send(c, &r, &a, &told) : st;
    }
    diag_move(p->d, &told);
    diag_fini(&told);
    p->head = a.head;
    *unchanged = st == HM_OK && a.code == 304;
    if (*unchanged && header_count == 0)
        st = diag_error(
            p->d, HM_DATA, &(struct place){.file = p->path},
            _("the service says that nothing has changed, without having been asked"));
    if (st == HM_OK && a.code == 204)
        st = fetch_page_clear(p);
    http_answer_fini(&a);
    return st;
}
