/* newfile.c - store files that get their name when they are whole. */
#include "store/newfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/mem.h"
#include "store/probe.h"

/* The file and its lock. */
static void unlink_both(const char *path)
{
    struct buf lock;
    buf_init(&lock);
    buf_printf(&lock, "%s-lock", path);
    if (buf_ok(&lock))
        unlink(lock.data);
    buf_fini(&lock);
    unlink(path);
}

static enum hm_status taken(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("choose another path, or remove the file if it may go"),
                    _("there is a file here already"));
}

enum hm_status newfile_begin(struct newfile *f, const char *target, bool replaces,
                             struct diag *d)
{
    struct stat info;
    struct buf path;
    TRY(probe_folder(target, d));
    if (!replaces && lstat(target, &info) == 0)
        return taken(target, d);
    buf_init(&path);
    buf_printf(&path, "%s.new-%d", target, (int)getpid());
    *f = (struct newfile){.path = buf_take(&path), .target = target, .replaces = replaces};
    if (!f->path)
        return diag_nomem(d, _("creating the store"));
    unlink_both(f->path);
    return HM_OK;
}

/* Never over an existing file. */
static bool rename_only(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS) /* file systems that cannot do that */
        return false;
    return link(from, to) == 0;
}

enum hm_status newfile_keep(struct newfile *f, struct diag *d)
{
    bool moved =
        f->replaces ? rename(f->path, f->target) == 0 : rename_only(f->path, f->target);
    if (!moved)
        return errno == EEXIST ? taken(f->target, d) : diag_errno(d, _("creating"), f->target);
    probe_sync_folder(f->target);
    return HM_OK;
}

void newfile_end(struct newfile *f)
{
    if (f->path)
        unlink_both(f->path);
    mem_free(f->path);
    f->path = NULL;
}
