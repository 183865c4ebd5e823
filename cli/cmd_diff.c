/* cmd_diff.c - huimin diff: two policies side by side. */
#include "session.h"

int cmd_diff(const struct args *a)
{
    struct session s;
    struct hm_compare_options options = {
        .month = args_value(a, "month"),
        .full = args_has(a, "full"),
    };
    int rc = args_number(a, "max-members", 3, &options.max_members);
    if (!rc)
        rc = args_number(a, "families", 500000, &options.max_families);
    if (!rc)
        rc = args_number(a, "top", 10, &options.top);
    if (!rc)
        rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_FAST);
    enum hm_status st = HM_OK;
    if (args_operand(a, 2))
        st = hm_store_open(&s.store, args_operand(a, 2), 0, s.host.messages);
    if (st == HM_OK)
        st = hm_compare(args_operand(a, 0), args_operand(a, 1), s.store, &options, &s.host);
    return session_end(&s, st);
}
