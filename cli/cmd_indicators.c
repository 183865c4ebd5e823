/* cmd_indicators.c - huimin indicators: how far a place is from its targets. */
#include "session.h"

int cmd_indicators(const struct args *a)
{
    struct session s;
    int has_store = a->operand_count == 2;
    struct hm_indicators_options options = {
        .policy = args_operand(a, has_store ? 1 : 0),
        .month = args_value(a, "month"),
        .only = args_value(a, "only"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_FAST);
    enum hm_status st = has_store ? session_store(&s, a, 0) : HM_OK;
    if (st == HM_OK)
        st = hm_indicators(s.store, &options, &s.host);
    return session_end(&s, st);
}
