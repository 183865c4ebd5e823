/* fs.c - whole files in and out, folders, and what kind of file system a path lies on. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "base/fault.h"
#include "base/mem.h"

static enum hm_status read_all(char *into, size_t n, int fd, const char *path, struct diag *d)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(fd, into + done, n - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return diag_errno(d, _("reading the file"), path);
        if (got == 0) {
            struct place at = {.file = path};
            return diag_error(d, HM_ENVIRONMENT, &at,
                              _("the file got shorter while it was read: %zu of %zu bytes"),
                              done, n);
        }
        done += (size_t)got;
    }
    into[n] = 0;
    return HM_OK;
}

/* A regular file of at most max_bytes; its size into *n. */
static enum hm_status check_readable(size_t *n, int fd, const char *path, size_t max_bytes,
                                     struct diag *d)
{
    struct place at = {.file = path};
    struct stat info;
    if (fstat(fd, &info) != 0)
        return diag_errno(d, _("reading the file"), path);
    if (S_ISDIR(info.st_mode))
        return diag_error(d, HM_ENVIRONMENT, &at, _("this is a folder, a file was expected"));
    if (!S_ISREG(info.st_mode))
        return diag_error(d, HM_ENVIRONMENT, &at, _("this is not an ordinary file"));
    if ((uint64_t)info.st_size > max_bytes)
        return diag_error(d, HM_DATA, &at,
                          _("the file has %lld bytes, at most %zu are allowed"),
                          (long long)info.st_size, max_bytes);
    *n = (size_t)info.st_size;
    return HM_OK;
}

enum hm_status fs_read(char **out, size_t *n, const char *path, size_t max_bytes,
                       struct diag *d)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return diag_errno(d, _("opening the file"), path);
    size_t bytes = 0;
    char *text = NULL;
    enum hm_status st;
    TRY_DONE(check_readable(&bytes, fd, path, max_bytes, d));
    text = mem_alloc(bytes + 1);
    if (!text) {
        st = diag_nomem(d, _("reading a file"));
        goto done;
    }
    TRY_DONE(read_all(text, bytes, fd, path, d));
    *out = text;
    *n = bytes;
    text = NULL;
done:
    mem_free(text);
    close(fd);
    return st;
}

static int write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        if (fault_hit(FAULT_WRITE)) {
            errno = ENOSPC;
            return -1;
        }
        ssize_t put = write(fd, bytes, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes += put;
        n -= (size_t)put;
    }
    return 0;
}

static int sync_fd(int fd)
{
    if (fault_hit(FAULT_SYNC)) {
        errno = EIO;
        return -1;
    }
    return fsync(fd);
}

/* Makes a rename in path's folder durable. */
static int sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *dir =
        slash ? mem_strndup(path, slash == path ? 1 : (size_t)(slash - path)) : mem_strdup(".");
    int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    mem_free(dir);
    if (fd < 0)
        return -1;
    int failed = sync_fd(fd);
    int error = errno;
    close(fd);
    errno = error;
    return failed;
}

enum hm_status fs_write(const char *path, const void *bytes, size_t n, unsigned mode,
                        struct diag *d)
{
    enum hm_status st = HM_OK;
    size_t room = strlen(path) + sizeof ".XXXXXX";
    char *temporary = mem_alloc(room);
    if (!temporary)
        return diag_nomem(d, _("writing a file"));
    snprintf(temporary, room, "%s.XXXXXX", path);
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0) {
        st = diag_errno(d, _("creating the file"), path);
        mem_free(temporary);
        return st;
    }
    int failed =
        fchmod(fd, (mode_t)mode) != 0 || write_all(fd, bytes, n) != 0 || sync_fd(fd) != 0;
    int error = errno;
    if (close(fd) != 0 && !failed) {
        failed = 1;
        error = errno;
    }
    errno = error;
    if (failed || rename(temporary, path) != 0) {
        st = diag_errno(d, _("writing the file"), path);
        unlink(temporary);
    } else if (sync_folder(path) != 0) {
        st = diag_errno(d, _("making the file durable"), path);
    }
    mem_free(temporary);
    return st;
}

enum hm_status fs_put(int fd, const char *path, const void *bytes, size_t n, struct diag *d)
{
    return write_all(fd, bytes, n) == 0 ? HM_OK : diag_errno(d, _("writing the file"), path);
}

enum hm_status fs_sync(int fd, const char *path, struct diag *d)
{
    return sync_fd(fd) == 0 ? HM_OK : diag_errno(d, _("making the file durable"), path);
}

enum hm_status fs_sync_folder(const char *path, struct diag *d)
{
    return sync_folder(path) == 0 ? HM_OK : diag_errno(d, _("making the file durable"), path);
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

enum hm_status fs_list(char ***out, size_t *n, const char *path, struct diag *d)
{
    DIR *dir = opendir(path);
    if (!dir)
        return diag_errno(d, _("listing the folder"), path);
    void *names = NULL;
    size_t count = 0, cap = 0;
    enum hm_status st = HM_OK;
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(dir);
        if (!entry && errno) {
            st = diag_errno(d, _("listing the folder"), path);
            break;
        }
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        char *name = mem_strdup(entry->d_name);
        if (!name || mem_grow(&names, &cap, count + 1, sizeof(char *)) != 0) {
            mem_free(name);
            st = diag_nomem(d, _("listing a folder"));
            break;
        }
        ((char **)names)[count++] = name;
    }
    closedir(dir);
    if (st != HM_OK) {
        fs_list_free(names, count);
        return st;
    }
    if (count)
        qsort(names, count, sizeof(char *), by_bytes);
    *out = names;
    *n = count;
    return HM_OK;
}

void fs_list_free(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mem_free(names[i]);
    mem_free(names);
}

bool fs_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

bool fs_is_dir(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

char *fs_join(const char *dir, const char *name)
{
    size_t n = strlen(dir);
    const char *slash = n > 0 && dir[n - 1] == '/' ? "" : "/";
    size_t room = n + strlen(name) + 2;
    char *joined = mem_alloc(room);
    if (joined)
        snprintf(joined, room, "%s%s%s", dir, slash, name);
    return joined;
}

char *fs_real(const char *path)
{
    char *real = realpath(path, NULL);
    char *copy = real ? mem_strdup(real) : NULL;
    if (real && !copy)
        errno = ENOMEM;
    free(real); /* libc's own allocation */
    return copy;
}

bool fs_is_network(const char *path)
{
    static const uint32_t kinds[] = {
        0x6969,     /* NFS */
        0x517B,     /* SMB */
        0xFF534D42, /* CIFS */
        0xFE534D42, /* SMB2 */
        0x65735546, /* FUSE: sshfs and the like */
        0x01021997, /* 9p */
        0x5346414F, /* AFS */
        0x73757245, /* Coda */
        0x00C36400, /* Ceph */
        0x0BD00BD0, /* Lustre */
        0x47504653, /* GPFS */
        0x013111A8, /* IBRIX */
    };
    struct statfs info;
    if (statfs(path, &info) != 0)
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if ((uint32_t)info.f_type == kinds[i])
            return true;
    }
    return false;
}
