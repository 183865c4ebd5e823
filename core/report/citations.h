/* citations.h - every text of a tree of policies that names what it rests on: name, law, source
 * and note of each declaration of each level, as written. A list of articles is checked against
 * it (tools/coverage.sh).
 */
#ifndef HM_REPORT_CITATIONS_H
#define HM_REPORT_CITATIONS_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"

/* The levels above `folder`, the folder, and all policies below it, each declaration once.
 * One line a text, with tabs between: kind, name, key, level, file, line, text (blanks for tabs
 * and line ends); as JSON {"citations":[{...},...]}. HM_DATA when a policy cannot be loaded;
 * the others are listed all the same. */
enum hm_status citations_put(struct buf *out, const char *folder, bool json, struct diag *d);

#endif
