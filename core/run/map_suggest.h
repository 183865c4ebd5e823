/* map_suggest.h - a mapping (io/column_map.h) proposed for somebody's tables.
 *
 * A column is matched by name or zh; else by its likeness to a name (shared characters), when
 * most of its values can be read as that field. Nothing is sure: remarks say what was guessed
 * from what, which values cannot be read, and what is left over on both sides.
 */
#ifndef HM_RUN_MAP_SUGGEST_H
#define HM_RUN_MAP_SUGGEST_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/model.h"

struct map_suggest {
    const struct model *model;
    const char *path;     /* CSV or XLSX */
    const char *of;       /* root entity; NULL: household */
    const char *encoding; /* NULL: auto */
};
/* The mapping file's text. HM_DATA: the table has no header. */
enum hm_status map_suggest(const struct map_suggest *job, struct buf *out, struct diag *d);

#endif
