/* fetch.c - a pull from its first page to the file's name: where it stands, what is asked next,
 * when it is done. */
#include "net/fetch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"
#include "net/fetch_job.h"

enum { PIECE_BYTES = 64 << 10 };

static enum hm_status no_memory(const struct fetch *f)
{
    return diag_nomem(f->d, _("pulling a file"));
}

/* --- files --- */

static char *beside(const char *file, const char *end)
{
    size_t room = strlen(file) + strlen(end) + 1;
    char *path = mem_alloc(room);
    if (path)
        snprintf(path, room, "%s%s", file, end);
    return path;
}

/* The part file is the lock: one pull at a time writes it. */
static enum hm_status open_part(struct fetch *f)
{
    f->part_fd = open(f->part_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (f->part_fd < 0)
        return diag_errno(f->d, _("creating the file"), f->part_path);
    if (flock(f->part_fd, LOCK_EX | LOCK_NB) != 0)
        return diag_error(f->d, HM_BUSY, &(struct place){.file = f->o->file},
                          _("another pull of this file is under way"));
    return HM_OK;
}

static enum hm_status cut_part(struct fetch *f)
{
    off_t bytes = (off_t)f->state.part_bytes;
    if (ftruncate(f->part_fd, bytes) != 0 || lseek(f->part_fd, bytes, SEEK_SET) < 0)
        return diag_errno(f->d, _("writing the file"), f->part_path);
    return HM_OK;
}

enum hm_status fetch_put(void *ctx, const char *bytes, size_t n)
{
    struct fetch *f = ctx;
    f->state.part_bytes += n;
    if (f->state.part_bytes > f->max_bytes)
        return diag_error(f->d, HM_DATA, &(struct place){.file = f->o->file},
                          _("the pages have more than %llu bytes together"),
                          (unsigned long long)f->max_bytes);
    return fs_put(f->part_fd, f->part_path, bytes, n, f->d);
}

static enum hm_status digest_file(int fd, const char *path, char hex[DIGEST_HEX],
                                  struct diag *d)
{
    struct digest *all = NULL;
    char *piece = mem_alloc(PIECE_BYTES);
    enum hm_status st = piece ? digest_new(&all) : HM_NOMEM;
    if (st == HM_NOMEM)
        diag_nomem(d, _("reading a file"));
    for (off_t at = 0; st == HM_OK;) {
        ssize_t got = pread(fd, piece, PIECE_BYTES, at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            st = diag_errno(d, _("reading the file"), path);
        if (got <= 0)
            break;
        digest_add(all, piece, (size_t)got);
        at += got;
    }
    if (st == HM_OK)
        digest_hex(all, hex);
    digest_free(all);
    mem_free(piece);
    return st;
}

/* --- where it stands --- */

/* Whether FILE is still what the complete pull before made, or has served its purpose. */
static bool is_still_there(const struct fetch *f)
{
    char hex[DIGEST_HEX] = "";
    int fd = open(f->o->file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return f->o->used && strcmp(f->o->used, f->state.used) == 0;
    enum hm_status st = digest_file(fd, f->o->file, hex, NULL);
    close(fd);
    return st == HM_OK && strcmp(hex, f->state.sha256) == 0;
}

static void begin_anew(struct fetch *f)
{
    f->state = (struct fetch_state){.url = f->o->url,
                                    .next = f->o->url,
                                    .kind = "",
                                    .page_tag = "",
                                    .tag = "",
                                    .modified = "",
                                    .sha256 = "",
                                    .used = ""};
}

/* A header that asks whether the file has changed; NULL: no memory. */
static const char *condition(struct fetch *f)
{
    struct buf line;
    bool has_tag = f->state.tag[0] != 0;
    buf_init(&line);
    buf_printf(&line, "%s: %s", has_tag ? "If-None-Match" : "If-Modified-Since",
               has_tag ? f->state.tag : f->state.modified);
    const char *text = buf_ok(&line) ? arena_strdup(&f->arena, line.data) : NULL;
    buf_fini(&line);
    return text;
}

/* Sets out from what an earlier call left; *ask: a condition to ask with, or NULL. */
static enum hm_status set_out(struct fetch *f, const char **ask, bool *resumed)
{
    struct stat info;
    enum hm_status st = fetch_state_load(&f->state, f->state_path, &f->arena);
    bool same = st == HM_OK && !f->o->anew && strcmp(f->state.url, f->o->url) == 0;
    bool has_part =
        fstat(f->part_fd, &info) == 0 && (uint64_t)info.st_size >= f->state.part_bytes;
    bool can_ask = f->state.tag[0] || f->state.modified[0];
    *ask = NULL;
    if (same && f->state.complete && can_ask && is_still_there(f)) {
        f->state.next = f->o->url;
        f->state.part_bytes = f->state.pages = f->state.records = 0;
        *ask = condition(f);
        if (!*ask)
            return no_memory(f);
    } else if (same && !f->state.complete && has_part) {
        *resumed = f->state.pages > 0 || f->state.page_bytes > 0;
    } else {
        begin_anew(f);
    }
    return cut_part(f);
}

/* --- the pages --- */

static enum hm_status note_seen(struct fetch *f, const char *url)
{
    int rc = map_put(&f->seen, (struct str){url, strlen(url)}, 1);
    if (rc < 0)
        return no_memory(f);
    if (rc == 1 && f->state.pages < LIMIT_HTTP_PAGES)
        return HM_OK;
    struct place at = {.file = f->o->file};
    if (rc == 1)
        return diag_error(f->d, HM_DATA, &at, _("there are more than %d pages"),
                          LIMIT_HTTP_PAGES);
    return diag_error(f->d, HM_DATA, &at,
                      _("the pages go round in a circle: one leads to a page that was there "
                        "before"));
}

/* The page is in the part file: notes that, so that it is not asked for again. */
static enum hm_status step(struct fetch *f, const char *next)
{
    TRY(fs_sync(f->part_fd, f->part_path, f->d));
    bool first = f->state.pages++ == 0;
    f->state.next = arena_strdup(&f->arena, next);
    f->state.tag = first && !*next ? arena_strdup(&f->arena, f->page.head.etag) : "";
    f->state.modified = first && !*next ? arena_strdup(&f->arena, f->page.head.modified) : "";
    if (!f->state.next || !f->state.tag || !f->state.modified)
        return no_memory(f);
    f->state.page_tag = "";
    f->state.page_bytes = 0;
    TRY(fetch_state_save(&f->state, f->state_path, f->d));
    return fetch_page_clear(&f->page);
}

static enum hm_status get_pages(struct fetch *f, const char *ask, bool *unchanged)
{
    while (f->state.next[0]) {
        char *next;
        TRY(note_seen(f, f->state.next));
        TRY(fetch_page_get(&f->page, f->client, f->state.next, &ask, ask != NULL, unchanged));
        if (*unchanged)
            return HM_OK;
        if (ask) { /* it has changed: what is known of the old one is of no use */
            begin_anew(f);
            ask = NULL;
        }
        if (f->o->checksum && strcmp(f->o->checksum, "header") == 0 && !f->page.has_digest)
            return diag_error(f->d, HM_DATA, &(struct place){.file = f->o->file},
                              _("the service tells no digest of what it sends (Digest, "
                                "Content-Digest, X-Checksum-Sha256)"));
        TRY(fetch_take(f, f->state.next, &next));
        enum hm_status st = step(f, next ? next : "");
        mem_free(next);
        TRY(st);
    }
    return HM_OK;
}

/* --- the end --- */

/* The digest that stands in URL.sha256. */
static enum hm_status digest_beside(struct fetch *f, char hex[DIGEST_HEX])
{
    struct http_answer a;
    struct buf url;
    size_t path = strcspn(f->o->url, "?#");
    buf_init(&url);
    buf_put(&url, f->o->url, path);
    buf_puts(&url, ".sha256");
    buf_puts(&url, f->o->url + path);
    struct http_request r = {.url = url.data, .max_bytes = LIMIT_HTTP_HEADER_BYTES};
    if (!buf_ok(&url)) {
        buf_fini(&url);
        return no_memory(f);
    }
    enum hm_status st = http_send(f->client, &r, &a, f->d);
    const char *text = a.body.len ? a.body.data : "";
    if (st == HM_OK && strspn(text, "0123456789abcdefABCDEF") != DIGEST_HEX - 1)
        st = diag_error(f->d, HM_DATA, &(struct place){.file = f->o->file},
                        _("the file beside it (.sha256) does not begin with 64 hex digits"));
    if (st == HM_OK)
        snprintf(hex, DIGEST_HEX, "%s", text);
    http_answer_fini(&a);
    buf_fini(&url);
    return st;
}

static enum hm_status check_sum(struct fetch *f, const char *is)
{
    char wanted[DIGEST_HEX];
    const char *how = f->o->checksum;
    if (!how || strcmp(how, "header") == 0)
        return HM_OK;
    if (strcmp(how, "beside") == 0)
        TRY(digest_beside(f, wanted));
    else
        snprintf(wanted, sizeof wanted, "%s", how);
    if (strcasecmp(wanted, is) == 0)
        return HM_OK;
    return diag_error(
        f->d, HM_DATA, &(struct place){.file = f->o->file},
        _("what came has the SHA-256 %.12s..., expected %.12s...: it is not kept"), is, wanted);
}

static enum hm_status finish(struct fetch *f, struct fetch_report *out)
{
    if (f->state.part_bytes == 0)
        return diag_error(f->d, HM_DATA, &(struct place){.file = f->o->file},
                          _("the service sent nothing: what was pulled before stays"));
    TRY(digest_file(f->part_fd, f->part_path, out->sha256, f->d));
    TRY(check_sum(f, out->sha256));
    f->state.complete = true;
    f->state.sha256 = out->sha256;
    f->state.used = "";
    if (rename(f->part_path, f->o->file) != 0)
        return diag_errno(f->d, _("writing the file"), f->o->file);
    TRY(fs_sync_folder(f->o->file, f->d));
    TRY(fetch_state_save(&f->state, f->state_path, f->d));
    unlink(f->page_path);
    return HM_OK;
}

/* It came to its end, and is not what was wanted. */
static void give_up_whole(struct fetch *f)
{
    unlink(f->state_path);
    unlink(f->page_path);
    unlink(f->part_path);
}

/* What came is kept where it is of use the next time, and removed where it is not. */
static void give_up(struct fetch *f, enum hm_status st)
{
    if (st != HM_DATA)
        fetch_page_keep(&f->page);
    bool is_of_use = f->state.pages > 0 || f->state.page_bytes > 0 || f->state.complete;
    if (st != HM_DATA && (f->state.pages > 0 || f->state.page_bytes > 0))
        diag_add(f->d, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("what came is kept: the same command goes on from there"));
    else if (!is_of_use)
        unlink(f->state_path);
    if (st == HM_DATA || !is_of_use)
        unlink(f->page_path);
    if (f->state.pages == 0)
        unlink(f->part_path);
}

static enum hm_status pull(struct fetch *f, struct fetch_report *out)
{
    const char *ask;
    TRY(open_part(f));
    TRY(set_out(f, &ask, &out->resumed));
    f->page = (struct fetch_page){.path = f->page_path,
                                  .state_path = f->state_path,
                                  .state = &f->state,
                                  .host = f->o->host,
                                  .d = f->d,
                                  .max_bytes = f->max_bytes,
                                  .fd = -1};
    TRY(fetch_page_open(&f->page));
    enum hm_status st = get_pages(f, ask, &out->unchanged);
    if (st != HM_OK) {
        give_up(f, st);
        return st;
    }
    if (out->unchanged) {
        unlink(f->part_path);
        unlink(f->page_path);
        return HM_OK;
    }
    out->pages = f->state.pages;
    out->records = f->state.records;
    out->bytes = f->state.part_bytes;
    st = finish(f, out);
    if (st == HM_DATA)
        give_up_whole(f);
    return st;
}

enum hm_status fetch_file(struct http_client *c, const struct fetch_options *o,
                          struct fetch_report *out, struct diag *d)
{
    struct fetch f = {.o = o, .client = c, .d = d, .part_fd = -1, .page = {.fd = -1}};
    f.max_bytes = o->max_bytes ? o->max_bytes : (uint64_t)LIMIT_HTTP_FILE_BYTES;
    struct fetch_report r = {0};
    arena_init(&f.arena);
    arena_init(&f.page_arena);
    buf_init(&f.text);
    map_init(&f.seen);
    f.state_path = beside(o->file, ".pull");
    f.part_path = beside(o->file, ".pull.part");
    f.page_path = beside(o->file, ".pull.page");
    enum hm_status st =
        f.state_path && f.part_path && f.page_path ? pull(&f, &r) : no_memory(&f);
    fetch_page_close(&f.page);
    if (f.part_fd >= 0)
        close(f.part_fd);
    mem_free(f.state_path);
    mem_free(f.part_path);
    mem_free(f.page_path);
    map_fini(&f.seen);
    buf_fini(&f.text);
    arena_fini(&f.page_arena);
    arena_fini(&f.arena);
    if (st == HM_OK)
        *out = r;
    return st;
}

enum hm_status fetch_used(const struct fetch_options *o, struct diag *d)
{
    struct fetch_state state;
    struct arena a;
    arena_init(&a);
    char *path = beside(o->file, ".pull");
    enum hm_status st = path ? fetch_state_load(&state, path, &a) : HM_NOMEM;
    if (st == HM_OK) {
        state.used = o->used ? o->used : "";
        st = fetch_state_save(&state, path, d);
    }
    if (st == HM_OK && unlink(o->file) != 0)
        st = diag_errno(d, _("removing the file"), o->file);
    mem_free(path);
    arena_fini(&a);
    return st == HM_NOMEM ? diag_nomem(d, _("pulling a file")) : st;
}
