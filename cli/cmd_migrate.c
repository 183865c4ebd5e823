/* cmd_migrate.c - huimin migrate: a store of an older program becomes one of this, and takes
 * the fields of a newer policy. */
#include "session.h"

int cmd_migrate(const struct args *a)
{
    struct session s;
    struct hm_migrate_options options = {
        .backup = args_value(a, "backup"),
        .policy = args_value(a, "policy"),
        .force = args_has(a, "force"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_migrate(args_operand(a, 0), &options, &s.host));
}
