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
        .why_not = args_has(a, "why-not") || args_value(a, "wanted"),
        .wanted = args_value(a, "wanted"),
        .all = args_has(a, "all"),
        .rate = args_value(a, "rate"),
        .rate_from = args_value(a, "from"),
        .rate_to = args_value(a, "to"),
        .threshold = args_value(a, "threshold"),
    };
    if ((options.why_not || options.rate) && (options.letter || args_has(a, "html"))) {
        term_error(_("--why-not and --rate are written as text or with --json"));
        return 2;
    }
    if (options.why_not && options.rate) {
        term_error(_("--why-not and --rate exclude each other"));
        return 2;
    }
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
