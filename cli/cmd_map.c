/* cmd_map.c - huimin map: which column of a table is which field. */
#include "session.h"

#include <string.h>

int cmd_map(const struct args *a)
{
    struct session s;
    struct hm_map_options options = {
        .file = args_operand(a, 1),
        .of = args_value(a, "of"),
        .encoding = args_value(a, "encoding"),
    };
    if (strcmp(args_operand(a, 0), "suggest") != 0) {
        term_error(_("map: there is no action \"%s\": expected suggest"), args_operand(a, 0));
        return 2;
    }
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_map_suggest(args_operand(a, 2), &options, &s.host));
}
