/* probe.h - what a file is, found out with plain reads before anything maps it. */
#ifndef HM_STORE_PROBE_H
#define HM_STORE_PROBE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/diag.h"

/* HM_OK for a whole LMDB file. Refuses what is missing, no regular file, no LMDB file, shorter
 * than its own last page (reading it through a map would end in SIGBUS), or on a network file
 * system. */
enum hm_status probe_file(const char *path, struct diag *d);
/* Refuses a path whose folder cannot hold a store. */
enum hm_status probe_folder(const char *path, struct diag *d);
/* Makes a name that was just given to a file in this folder durable; failing is harmless. */
void probe_sync_folder(const char *path);
/* HM_USAGE when this process has the file open already: closing either handle would drop the
 * process's file locks and could corrupt the other's readers. */
enum hm_status probe_not_open_here(const char *path, struct diag *d);
/* Bytes that the file's newest committed state needs, 0 when it cannot be read. */
uint64_t probe_needed_bytes(int fd);

/* Writes the newest meta page into both places, as states number - 1 and number, so that the
 * file goes on from there. False: errno says why. */
bool probe_set_number(int fd, uint64_t number);

#endif
