/* cmd_init.c - huimin init: an empty store for a policy. */
#include "session.h"

int cmd_init(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_store_create(args_operand(a, 0), args_operand(a, 1), &s.host));
}
