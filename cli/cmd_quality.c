/* cmd_quality.c - huimin quality: what is wrong with the facts of a store. */
#include "session.h"

int cmd_quality(const struct args *a)
{
    struct session s;
    struct hm_quality_options options = {
        .month = args_value(a, "month"),
        .of = args_value(a, "of"),
        .format = args_value(a, "format"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_quality(s.store, &options, &s.host);
    return session_end(&s, st);
}
