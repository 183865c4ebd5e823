/* cmd_dump.c - huimin dump: the column program of a policy as text. */
#include "session.h"

int cmd_dump(const struct args *a)
{
    struct session s;
    struct hm_dump_options options = {
        .variables = a->operands + 1,
        .variable_count = a->operand_count - 1,
        .month = args_value(a, "month"),
        .registers = args_has(a, "registers"),
        .read = args_value(a, "read"),
    };
    if (options.read && (options.variable_count || options.month)) {
        term_error(_("--read takes neither variables nor --month"));
        return 2;
    }
    if (args_has(a, "json")) {
        term_error(_("a column program is text: leave --json out"));
        return 2;
    }
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_dump(args_operand(a, 0), &options, &s.host));
}
