/* cmd_measures.c - huimin measures: how income and benefits are distributed. */
#include "session.h"

int cmd_measures(const struct args *a)
{
    struct session s;
    const char *sets[ARGS_OPTIONS_MAX], *lines[ARGS_OPTIONS_MAX];
    struct hm_measures_options options = {
        .policy = args_operand(a, 1),
        .month = args_value(a, "month"),
        .sets = sets,
        .set_count = args_values(a, "set", sets, ARGS_OPTIONS_MAX),
        .scenario = args_value(a, "scenario"),
        .income = args_value(a, "income"),
        .people = args_value(a, "people"),
        .benefit = args_value(a, "benefit"),
        .earn = args_value(a, "earn"),
        .lines = lines,
        .line_count = args_values(a, "line", lines, ARGS_OPTIONS_MAX),
        .step = args_value(a, "step"),
        .format = args_format(a),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_FAST);
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_measures(s.store, &options, &s.host);
    return session_end(&s, st);
}
