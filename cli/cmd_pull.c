/* cmd_pull.c - huimin pull: a file from a service, kept or imported. */
#include "net_args.h"
#include "session.h"

#include <string.h>

/* Options that only mean something with a store. */
static const char *const import_options[] = {"of",   "month",   "format",   "encoding", "map",
                                             "mode", "dry-run", "skip-bad", "errors"};

static int check(const struct args *a)
{
    const char *file = args_value(a, "output"),
               *store = a->operand_count > 1 ? args_operand(a, 0) : NULL;
    if ((store != NULL) == (file != NULL) || (file && strcmp(file, "-") == 0)) {
        term_error(_("pull: give a file with -o, or a store to import into"));
        return 2;
    }
    for (size_t i = 0; !store && i < sizeof import_options / sizeof *import_options; i++) {
        if (args_has(a, import_options[i])) {
            term_error(_("--%s belongs to a pull into a store"), import_options[i]);
            return 2;
        }
    }
    return 0;
}

int cmd_pull(const struct args *a)
{
    struct session s;
    struct args rest = *a;
    struct hm_import_options import = {.of = args_value(a, "of"),
                                       .month = args_value(a, "month"),
                                       .format = args_value(a, "format"),
                                       .encoding = args_value(a, "encoding"),
                                       .map = args_value(a, "map"),
                                       .mode = args_value(a, "mode"),
                                       .dry_run = args_has(a, "dry-run"),
                                       .skip_bad = args_has(a, "skip-bad"),
                                       .errors = args_value(a, "errors")};
    struct hm_pull_options o = {.url = args_operand(a, a->operand_count - 1),
                                .store = a->operand_count > 1 ? args_operand(a, 0) : NULL,
                                .file = args_value(a, "output"),
                                .checksum = args_value(a, "checksum"),
                                .cursor = args_value(a, "cursor"),
                                .numbers = args_value(a, "pages"),
                                .anew = args_has(a, "anew"),
                                .import = &import};
    uint64_t most_mb;
    int rc = check(a);
    if (rc || (rc = args_number(a, "max-size", 0, &most_mb)) != 0 ||
        (rc = net_args(&o.net, a)) != 0)
        return rc;
    o.max_bytes = most_mb < (UINT64_C(1) << 40) ? most_mb << 20 : 0;
    net_args_take_output(&rest);
    if ((rc = session_begin(&s, &rest)) != 0)
        return rc;
    return session_end(&s, hm_pull(&o, &s.host));
}
