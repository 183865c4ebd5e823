/* cmd_recompute.c - huimin recompute: everybody again, and what changes. */
#include "session.h"

int cmd_recompute(const struct args *a)
{
    struct session s;
    const char *sets[ARGS_OPTIONS_MAX];
    struct hm_recompute_options options = {
        .policy = args_operand(a, 1),
        .month = args_value(a, "month"),
        .since = args_value(a, "since"),
        .sets = sets,
        .set_count = args_values(a, "set", sets, ARGS_OPTIONS_MAX),
        .scenario = args_value(a, "scenario"),
        .publish = args_has(a, "publish"),
        .rehearse = args_has(a, "rehearse"),
        .full = args_has(a, "full"),
        .plan = args_has(a, "plan"),
        .known_on = args_value(a, "known-on"),
        .budget = args_value(a, "budget"),
        .report = args_value(a, "report"),
        .metrics = args_value(a, "metrics"),
    };
    int rc = args_number(a, "sample", 0, &options.sample);
    if (rc)
        return rc;
    if (!options.month) {
        term_error(_("recompute needs --month MONTH"));
        return 2;
    }
    if (options.publish && (options.rehearse || options.plan)) {
        term_error(options.plan ? _("--publish and --plan exclude each other")
                                : _("--publish and --rehearse exclude each other"));
        return 2;
    }
    if ((rc = session_begin(&s, a)) != 0)
        return rc;
    session_engine(&s, a, HM_ENGINE_FAST);
    enum hm_status st = session_store(&s, a, !options.rehearse && !options.plan);
    if (st == HM_OK)
        st = hm_recompute(s.store, &options, &s.host);
    else
        st = hm_metrics_failure(options.metrics, st, &s.host);
    return session_end(&s, st);
}
