/* scaffold.h - a new policy folder: policy.lua, one commented rule, its cases; in Chinese, for
 * an officer to change into a real one.
 */
#ifndef HM_RUN_SCAFFOLD_H
#define HM_RUN_SCAFFOLD_H

#include "base/buf.h"
#include "base/diag.h"
#include "run/task.h"

struct scaffold_options {
    const char *zh;       /* the place's name; NULL: the folder's */
    const char *division; /* its GB/T 2260 code, or NULL */
};
struct scaffold_report {
    struct buf text; /* what was made and what comes next, for people */
    size_t cases;    /* that were run, and pass */
};

/* Makes the folder at `path`, below whatever policy the folder above it has, and loads and
 * tests what it made. HM_USAGE: there is something at path already; nothing was written. */
enum hm_status scaffold_make(struct scaffold_report *out, const char *path,
                             const struct scaffold_options *o, const struct hm_host *host,
                             struct diag *d);
void scaffold_fini(struct scaffold_report *r);

#endif
