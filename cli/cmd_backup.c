/* cmd_backup.c - huimin backup: a verified copy of a store that is in use. */
#include "session.h"

int cmd_backup(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_backup(s.store, args_operand(a, 1), &s.host);
    return session_end(&s, st);
}
