/* spool.c - see spool.h. The file is written in pieces of memory_max. */
#include "io/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void spool_init(struct spool *s, size_t memory_max)
{
    *s = (struct spool){.memory_max = memory_max, .fd = -1};
    buf_init(&s->memory);
}

void spool_fini(struct spool *s)
{
    if (s->fd >= 0)
        close(s->fd);
    buf_fini(&s->memory);
    s->fd = -1;
}

static const char *folder(void)
{
    const char *chosen = getenv("TMPDIR");
    return chosen && *chosen ? chosen : "/tmp";
}

/* A file without a name; where the file system has none of those, one whose name is taken away
 * at once. */
static int open_file(void)
{
    int fd = open(folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT))
        return fd;
    struct buf path;
    buf_init(&path);
    buf_printf(&path, "%s/huimin-XXXXXX", folder());
    fd = buf_ok(&path) ? mkostemp(path.data, O_CLOEXEC) : -1;
    if (fd >= 0)
        unlink(path.data);
    buf_fini(&path);
    return fd;
}

static enum hm_status write_out(struct spool *s, struct diag *d)
{
    const char *p = s->memory.data;
    size_t left = s->memory.len;
    if (s->fd < 0)
        s->fd = open_file();
    if (s->fd < 0)
        return diag_errno(d, _("opening a temporary file"), folder());
    while (left > 0) {
        ssize_t n = pwrite(s->fd, p, left, (off_t)s->filed_bytes);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return diag_errno(d, _("writing a temporary file"), folder());
        p += n;
        left -= (size_t)n;
        s->filed_bytes += (uint64_t)n;
    }
    buf_clear(&s->memory);
    return HM_OK;
}

enum hm_status spool_put(struct spool *s, const void *bytes, size_t n, uint64_t *at,
                         struct diag *d)
{
    if (s->memory.len > 0 && s->memory.len + n > s->memory_max)
        TRY(write_out(s, d));
    *at = s->filed_bytes + s->memory.len;
    buf_put(&s->memory, bytes, n);
    return buf_ok(&s->memory) ? HM_OK : diag_nomem(d, _("writing a temporary file"));
}

static enum hm_status read_back(struct spool *s, uint64_t at, size_t n, struct buf *out,
                                struct diag *d)
{
    char piece[4096];
    while (n > 0) {
        ssize_t got = pread(s->fd, piece, n < sizeof piece ? n : sizeof piece, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return diag_errno(d, _("reading a temporary file"), folder());
        buf_put(out, piece, (size_t)got);
        at += (uint64_t)got;
        n -= (size_t)got;
    }
    return buf_ok(out) ? HM_OK : diag_nomem(d, _("reading a temporary file"));
}

enum hm_status spool_get(struct spool *s, uint64_t at, size_t n, struct buf *out,
                         struct diag *d)
{
    if (at < s->filed_bytes)
        return read_back(s, at, n, out, d);
    buf_put(out, s->memory.data + (at - s->filed_bytes), n);
    return buf_ok(out) ? HM_OK : diag_nomem(d, _("reading a temporary file"));
}
