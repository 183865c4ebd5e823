/* cmd_new.c - huimin new: a policy folder to begin with. */
#include "session.h"

int cmd_new(const struct args *a)
{
    struct session s;
    struct hm_new_options options = {.zh = args_value(a, "zh"),
                                     .division = args_value(a, "division")};
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_BOTH);
    return session_end(&s, hm_new(args_operand(a, 0), &options, &s.host));
}
