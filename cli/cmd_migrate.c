/* cmd_migrate.c - huimin migrate: a store of an older program becomes one of this. */
#include "session.h"

int cmd_migrate(const struct args *a)
{
    struct session s;
    struct hm_migrate_options options = {
        .backup = args_value(a, "backup"),
        .force = args_has(a, "force"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_migrate(args_operand(a, 0), &options, &s.host));
}
