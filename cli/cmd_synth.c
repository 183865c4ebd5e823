/* cmd_synth.c - huimin synth: a synthetic population. */
#include "session.h"

int cmd_synth(const struct args *a)
{
    struct session s;
    struct hm_synth_options options = {.month = args_value(a, "month"),
                                       .places = args_value(a, "place")};
    int rc = args_number(a, "households", 0, &options.households);
    if (rc || (rc = args_number(a, "seed", 1, &options.seed)) != 0)
        return rc;
    if (options.households == 0) {
        term_error(_("synth needs --households N"));
        return 2;
    }
    if ((rc = session_begin(&s, a)) != 0)
        return rc;
    enum hm_status st = session_store(&s, a, 1);
    if (st == HM_OK)
        st = hm_synth(s.store, &options, &s.host);
    return session_end(&s, st);
}
