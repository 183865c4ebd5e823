/* fs.h - files and folders, read whole and written whole. Messages name the path. */
#ifndef HM_BASE_FS_H
#define HM_BASE_FS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

/* Reads a regular file of at most max_bytes; *out is NUL-terminated (mem_free). */
enum hm_status fs_read(char **out, size_t *n, const char *path, size_t max_bytes, struct diag *d);
/* Writes to a temporary file beside path, fsyncs and renames: path is old or new, never half. */
enum hm_status fs_write(const char *path, const void *bytes, size_t n, unsigned mode,
                        struct diag *d);
/* For files that grow: all bytes at the descriptor's position; what was written made durable;
 * a rename in path's folder made durable. path is for messages. */
enum hm_status fs_put(int fd, const char *path, const void *bytes, size_t n, struct diag *d);
enum hm_status fs_sync(int fd, const char *path, struct diag *d);
enum hm_status fs_sync_folder(const char *path, struct diag *d);
/* Names in a folder (no "." entries), sorted bytewise; *out and each name by mem_free. */
enum hm_status fs_list(char ***out, size_t *n, const char *path, struct diag *d);
void fs_list_free(char **names, size_t n);
bool fs_exists(const char *path);
bool fs_is_dir(const char *path);
/* dir + "/" + name, and the real path (symlinks resolved); mem_free; NULL on failure. */
char *fs_join(const char *dir, const char *name);
char *fs_real(const char *path);
/* True for NFS, SMB, FUSE network mounts and the like (statfs type), where LMDB's locks fail. */
bool fs_is_network(const char *path);

#endif
