/* probe.c - looks at a store file with plain reads, before LMDB maps it.
 *
 * LMDB trusts the file: a truncated one ends in SIGBUS on the first read behind its end. So the
 * two meta pages are read here (their layout is that of LMDB 0.9, 64 bit) and the size is held
 * against the last page of the newest one. What is inside the pages is not looked at here.
 */
#include "store/probe.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/fs.h"
#include "base/mem.h"

enum {
    PAGE_HEAD_BYTES = 16,
    META_MAGIC_AT = PAGE_HEAD_BYTES,
    META_VERSION_AT = PAGE_HEAD_BYTES + 4,
    META_PAGE_BYTES_AT = PAGE_HEAD_BYTES + 24,
    META_LAST_PAGE_AT = PAGE_HEAD_BYTES + 120,
    META_TXN_AT = PAGE_HEAD_BYTES + 128,
    META_BYTES = PAGE_HEAD_BYTES + 136
};
#define META_MAGIC UINT32_C(0xBEEFC0DE)

struct meta {
    uint32_t page_bytes;
    uint64_t last_page, txn;
};

static uint32_t load32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static uint64_t load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return v;
}

static bool read_meta(int fd, uint64_t offset, struct meta *out)
{
    uint8_t page[META_BYTES];
    if (pread(fd, page, sizeof page, (off_t)offset) != (ssize_t)sizeof page)
        return false;
    if (load32(page + META_MAGIC_AT) != META_MAGIC || load32(page + META_VERSION_AT) != 1)
        return false;
    *out = (struct meta){load32(page + META_PAGE_BYTES_AT), load64(page + META_LAST_PAGE_AT),
                         load64(page + META_TXN_AT)};
    return out->page_bytes >= 512 && out->page_bytes <= 65536;
}

uint64_t probe_needed_bytes(int fd)
{
    struct meta first, second;
    if (!read_meta(fd, 0, &first))
        return 0;
    if (read_meta(fd, first.page_bytes, &second) && second.txn > first.txn)
        first = second;
    return (first.last_page + 1) * first.page_bytes;
}

bool probe_set_number(int fd, uint64_t number)
{
    struct meta first, second;
    uint8_t page[META_BYTES];
    if (!read_meta(fd, 0, &first) || !read_meta(fd, first.page_bytes, &second)) {
        errno = EIO;
        return false;
    }
    uint64_t newest = second.txn > first.txn ? first.page_bytes : 0;
    if (pread(fd, page, sizeof page, (off_t)newest) != (ssize_t)sizeof page)
        return false;
    for (uint64_t slot = 0; slot < 2;
         slot++) { /* an even number's state is in the first page */
        uint64_t own = number % 2 == slot ? number : number - 1;
        memcpy(page, &slot, sizeof slot); /* the page's number */
        memcpy(page + META_TXN_AT, &own, sizeof own);
        if (pwrite(fd, page, sizeof page, (off_t)(slot * first.page_bytes)) !=
            (ssize_t)sizeof page)
            return false;
    }
    return true;
}

static enum hm_status probe_open(int fd, const struct place *at, struct diag *d)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return diag_errno(d, _("reading"), at->file);
    if (!S_ISREG(info.st_mode))
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, at,
                        _("name the store's file, not a folder or device"),
                        _("this is not a regular file"));
    uint64_t needed_bytes = probe_needed_bytes(fd);
    if (needed_bytes == 0)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, at,
                        _("check the path; `huimin init` makes a new store"),
                        _("this is no Huimin store: it does not begin like one"));
    if ((uint64_t)info.st_size < needed_bytes)
        return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, at,
                        _("the copy or disk is damaged: restore the whole file from a backup"),
                        _("the store is truncated: %llu bytes are there, its index needs %llu"),
                        (unsigned long long)info.st_size, (unsigned long long)needed_bytes);
    return HM_OK;
}

enum hm_status probe_file(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT)
        return diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                        _("check the path; `huimin init` makes a new store"),
                        _("there is no store here"));
    if (fd < 0)
        return diag_errno(d, _("opening"), path);
    enum hm_status st = probe_open(fd, &at, d);
    close(fd);
    if (st == HM_OK && fs_is_network(path))
        st =
            diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at,
                     _("copy the store to a local disk and open it there"),
                     _("the store lies on a network file system, where its locks do not work"));
    return st;
}

static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return mem_strdup(".");
    return slash == path ? mem_strdup("/") : mem_strndup(path, (size_t)(slash - path));
}

enum hm_status probe_folder(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    char *folder = folder_of(path);
    if (!folder)
        return diag_nomem(d, _("creating a store"));
    enum hm_status st = HM_OK;
    if (!fs_is_dir(folder))
        st = diag_add(d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at, _("create the folder first"),
                      _("the folder %s does not exist"), folder);
    else if (fs_is_network(folder))
        st = diag_add(
            d, HM_LEVEL_ERROR, HM_ENVIRONMENT, &at, _("choose a folder on a local disk"),
            _("%s lies on a network file system, where a store's locks do not work"), folder);
    mem_free(folder);
    return st;
}

void probe_sync_folder(const char *path)
{
    char *folder = folder_of(path);
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
    mem_free(folder);
}

static bool fd_is(int fd, const struct stat *want)
{
    struct stat info;
    return fstat(fd, &info) == 0 && info.st_dev == want->st_dev && info.st_ino == want->st_ino;
}

/* The kernel's table of this process's open files is the registry: it needs no global of ours
 * and cannot go stale. Without /proc the first thousand descriptors are asked one by one. */
static bool open_here(const struct stat *want)
{
    bool found = false;
    DIR *dir = opendir("/proc/self/fd");
    if (!dir) {
        for (int fd = 0; fd < 1024 && !found; fd++)
            found = fd_is(fd, want);
        return found;
    }
    for (struct dirent *e = readdir(dir); e && !found; e = readdir(dir)) {
        char *end;
        long fd = strtol(e->d_name, &end, 10);
        found = end != e->d_name && *end == '\0' && fd_is((int)fd, want);
    }
    closedir(dir);
    return found;
}

enum hm_status probe_not_open_here(const char *path, struct diag *d)
{
    struct place at = {.file = path};
    struct stat want;
    if (stat(path, &want) != 0 || !open_here(&want))
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("use the handle that is open, or close it first"),
                    _("this process has the store open already"));
}
