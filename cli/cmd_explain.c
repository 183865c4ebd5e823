/* cmd_explain.c - huimin explain: why a household gets its amount. */
#include "session.h"

int cmd_explain(const struct args *a)
{
    struct session s;
    uint64_t run;
    int rc = args_number(a, "run", 0, &run);
    if (rc)
        return rc;
    struct hm_explain_options options = {
        .household = args_operand(a, 1),
        .variable = args_operand(a, 2),
        .month = args_value(a, "month"),
        .run = run < UINT32_MAX ? (uint32_t)run : UINT32_MAX,
        .policy = args_value(a, "policy"),
        .letter = args_has(a, "letter"),
    };
    if (options.letter && (options.variable || args_has(a, "json"))) {
        term_error(_("--letter is of all benefits, as text or with --html"));
        return 2;
    }
    if (args_has(a, "html") && args_has(a, "json")) {
        term_error(_("--html and --json exclude each other"));
        return 2;
    }
    if ((rc = session_begin(&s, a)) != 0)
        return rc;
    if (args_has(a, "html"))
        s.host.format = HM_FORMAT_HTML;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_explain(s.store, &options, &s.host);
    return session_end(&s, st);
}
