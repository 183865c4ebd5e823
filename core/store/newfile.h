/* newfile.h - a store file in the making: under another name until it is whole, so that a kill
 * leaves no half one under the right name. */
#ifndef HM_STORE_NEWFILE_H
#define HM_STORE_NEWFILE_H

#include <stdbool.h>
#include "base/diag.h"

struct newfile {
    char *path;         /* FILE.new-PID: write here */
    const char *target; /* borrowed */
    bool replaces;      /* an existing file is to be replaced; else it is never touched */
};
/* Refuses a network file system, a folder that does not exist and, unless it is to be replaced,
 * an existing file. */
enum hm_status newfile_begin(struct newfile *f, const char *target, bool replaces,
                             struct diag *d);
/* Gives the file its name; the caller has synced it. */
enum hm_status newfile_keep(struct newfile *f, struct diag *d);
/* Removes what is left under the other name, with its -lock. After newfile_begin, always. */
void newfile_end(struct newfile *f);

#endif
