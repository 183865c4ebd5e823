/* cmd_get.c - huimin get: prints households of a store. */
#include "session.h"

int cmd_get(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK && args_has(a, "results"))
        st = hm_get_results(s.store, a->operands + 1, a->operand_count - 1,
                            args_value(a, "month"), args_value(a, "known-on"), &s.host);
    else if (st == HM_OK)
        st = hm_get(s.store, args_value(a, "of"), a->operands + 1, a->operand_count - 1,
                    args_value(a, "month"), args_value(a, "known-on"),
                    args_has(a, "unmasked"), &s.host);
    return session_end(&s, st);
}
