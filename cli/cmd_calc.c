/* cmd_calc.c - huimin calc: households as lines in, results as lines out. */
#include "session.h"

int cmd_calc(const struct args *a)
{
    struct session s;
    struct hm_calc_options options = {
        .input = args_operand(a, 1),
        .of = args_value(a, "of"),
        .outputs = args_value(a, "outputs"),
        .month = args_value(a, "month"),
        .months = args_value(a, "months"),
    };
    if (options.month && options.months) {
        term_error(_("--month and --months exclude each other"));
        return 2;
    }
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    return session_end(&s, hm_calc(args_operand(a, 0), &options, &s.host));
}
