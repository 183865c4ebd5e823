/* cmd_check.c - huimin check: is this policy sound? Once, or whenever a file of it is saved. */
#include "session.h"

static int watch(const struct args *a, struct session *s)
{
    struct hm_watch_options options = {.month = args_value(a, "month"),
                                       .lint = args_value(a, "lint")};
    const char *path = args_operand(a, 1);
    setvbuf(s->out, NULL, _IOLBF, 0); /* who watches wants to see each round */
    enum hm_status st = path ? hm_store_open(&s->store, path, 0, s->host.messages) : HM_OK;
    if (st == HM_OK)
        st = hm_check_watch(args_operand(a, 0), s->store, &options, &s->host);
    return session_end(s, st);
}

int cmd_check(const struct args *a)
{
    struct session s;
    struct hm_check_options options = {.placeholders = args_has(a, "placeholders"),
                                       .lint = args_value(a, "lint")};
    if (args_operand(a, 1) && !args_has(a, "watch")) {
        term_error(_("check: a store is looked at with --watch only"));
        return 2;
    }
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    if (args_has(a, "watch"))
        return watch(a, &s);
    return session_end(&s, hm_check(args_operand(a, 0), &options, &s.host));
}
