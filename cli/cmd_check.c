/* cmd_check.c - huimin check: is this policy sound? */
#include "session.h"

int cmd_check(const struct args *a)
{
    struct session s;
    struct hm_check_options options = {.placeholders = args_has(a, "placeholders"),
                                       .lint = args_value(a, "lint")};
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_check(args_operand(a, 0), &options, &s.host));
}
