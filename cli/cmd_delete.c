/* cmd_delete.c - huimin delete: households exist no more from a month on. */
#include "session.h"

int cmd_delete(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 1);
    if (st == HM_OK)
        st = hm_delete(s.store, args_value(a, "of"), a->operands + 1, a->operand_count - 1,
                       args_value(a, "month"), &s.host);
    return session_end(&s, st);
}
