/* cmd_push.c - huimin push: payment lists and determinations to a service. */
#include "net_args.h"
#include "session.h"

#include <stdio.h>
#include <string.h>

enum { PATH_BYTES = 4096, MOST_AT_ONCE = 64, MOST_NUMBER = 1000000 };

static int read_numbers(struct hm_push_options *o, const struct args *a)
{
    uint64_t run;
    int rc = args_number(a, "run", 0, &run);
    o->run = run < UINT32_MAX ? (uint32_t)run : UINT32_MAX;
    if (rc || (rc = net_args_number(a, "batch", MOST_NUMBER, &o->batch_rows)) != 0 ||
        (rc = net_args_number(a, "at-once", MOST_AT_ONCE, &o->at_once)) != 0)
        return rc;
    return net_args_number(a, "rate", MOST_NUMBER, &o->per_second);
}

/* The log stands beside the store unless it is told. */
static int log_path(char path[PATH_BYTES], const struct args *a)
{
    const char *given = args_value(a, "log");
    int n = snprintf(path, PATH_BYTES, "%s%s", given ? given : args_operand(a, 0),
                     given ? "" : ".pushed");
    if (n > 0 && n < PATH_BYTES)
        return 0;
    term_error(_("--log: the path is too long"));
    return 2;
}

static int show_log(const struct args *a, const char *log)
{
    struct session s;
    int rc = session_begin(&s, a);
    return rc ? rc : session_end(&s, hm_push_log(log, &s.host));
}

int cmd_push(const struct args *a)
{
    struct session s;
    char log[PATH_BYTES];
    struct hm_push_options o = {.what = args_value(a, "what"),
                                .to = args_value(a, "to"),
                                .month = args_value(a, "month"),
                                .since = args_value(a, "since"),
                                .after = args_value(a, "after"),
                                .errors = args_value(a, "errors"),
                                .log = log,
                                .unpaid = args_has(a, "unpaid"),
                                .unmasked = args_has(a, "unmasked"),
                                .status_only = args_has(a, "status-only"),
                                .dry_run = args_has(a, "dry-run")};
    int rc = log_path(log, a);
    if (rc)
        return rc;
    if (!o.what && !o.to)
        return show_log(a, log);
    if (!o.what || !o.to) {
        term_error(_("push: say with --what what is pushed (payments or determinations), and "
                     "with --to where"));
        return 2;
    }
    if ((rc = read_numbers(&o, a)) != 0 || (rc = net_args(&o.net, a)) != 0 ||
        (rc = session_begin(&s, a)) != 0)
        return rc;
    enum hm_status st = session_store(&s, a, 0);
    if (st == HM_OK)
        st = hm_push(s.store, &o, &s.host);
    return session_end(&s, st);
}
