/* cmd_export.c - huimin export: households or results out of a store. */
#include "session.h"

int cmd_export(const struct args *a)
{
    struct session s;
    uint64_t run;
    int rc = args_number(a, "run", 0, &run);
    if (rc || (rc = session_begin(&s, a)) != 0)
        return rc;
    struct hm_export_options options = {
        .what = args_value(a, "what"),
        .month = args_value(a, "month"),
        .run = run < UINT32_MAX ? (uint32_t)run : UINT32_MAX,
        .format = args_format(a),
        .of = args_value(a, "of"),
        .entity = args_value(a, "entity"),
        .known_on = args_value(a, "known-on"),
        .unmasked = args_has(a, "unmasked"),
        .zh = args_has(a, "zh"),
    };
    if (!options.what)
        options.what = run ? "results" : "households";
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_export(s.store, &options, &s.host);
    return session_end(&s, st);
}
