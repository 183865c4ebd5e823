/* cmd_stats.c - huimin stats: what a store holds and how much room it takes. */
#include "session.h"

int cmd_stats(const struct args *a)
{
    struct session s;
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_stats(s.store, &s.host);
    return session_end(&s, st);
}
