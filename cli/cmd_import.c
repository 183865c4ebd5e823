/* cmd_import.c - huimin import: households from files into a store. */
#include "session.h"

int cmd_import(const struct args *a)
{
    struct session s;
    struct hm_import_options options = {
        .files = a->operands + 1,
        .file_count = a->operand_count - 1,
        .of = args_value(a, "of"),
        .month = args_value(a, "month"),
        .format = args_value(a, "format"),
        .encoding = args_value(a, "encoding"),
        .map = args_value(a, "map"),
        .mode = args_value(a, "mode"),
        .dry_run = args_has(a, "dry-run"),
        .skip_bad = args_has(a, "skip-bad"),
        .errors = args_value(a, "errors"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    enum hm_status st = session_store(&s, a, 1);
    if (st == HM_OK)
        st = hm_import(s.store, &options, &s.host);
    return session_end(&s, st);
}
