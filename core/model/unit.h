/* unit.h - units of a policy ("yuan/person/month") in the reader's words. The policy writes them
 * in plain English words between slashes; words that the interface does not have stay as written.
 */
#ifndef HM_MODEL_UNIT_H
#define HM_MODEL_UNIT_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"

struct unit_part {
    const char *slash; /* "/" before it, or "" */
    const char *msgid; /* NULL: not one of our words */
    struct str text;   /* as written, without the slash */
};
/* The next part of a unit; false at its end. *rest begins as the unit (NULL is nothing). */
bool unit_next(const char **rest, const char *unit, struct unit_part *out);
/* The unit in the user's language; as it is written in English. */
void unit_put(struct buf *out, const char *unit);

#endif
