/* cmd_compact.c - huimin compact: a store without its free space. */
#include "session.h"

int cmd_compact(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_compact(args_operand(a, 0), &s.host));
}
