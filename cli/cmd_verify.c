/* cmd_verify.c - huimin verify: asks registers about the persons in a store. */
#include "net_args.h"
#include "session.h"

/* The values of the options that may be repeated. */
struct lists {
    const char *sources[ARGS_OPTIONS_MAX], *urls[ARGS_OPTIONS_MAX], *accept[ARGS_OPTIONS_MAX];
};

static int read_options(struct hm_verify_options *o, struct lists *l, const struct args *a)
{
    int rc;
    *o = (struct hm_verify_options){.sources = l->sources,
                                    .urls = l->urls,
                                    .accept = l->accept,
                                    .month = args_value(a, "month"),
                                    .gateways = args_value(a, "gateways"),
                                    .decisions = args_value(a, "decisions"),
                                    .errors = args_value(a, "errors"),
                                    .format = args_format(a),
                                    .dry_run = args_has(a, "dry-run"),
                                    .again = args_has(a, "again"),
                                    .offline = args_has(a, "offline")};
    o->source_count = args_values(a, "source", l->sources, ARGS_OPTIONS_MAX);
    o->url_count = args_values(a, "url", l->urls, ARGS_OPTIONS_MAX);
    o->accept_count = args_values(a, "accept", l->accept, ARGS_OPTIONS_MAX);
    if ((rc = args_number(a, "limit", 0, &o->limit)) != 0)
        return rc;
    return net_args(&o->net, a);
}

int cmd_verify(const struct args *a)
{
    struct session s;
    struct lists lists;
    struct hm_verify_options options;
    int rc = read_options(&options, &lists, a);
    if (rc || (rc = session_begin(&s, a)) != 0)
        return rc;
    enum hm_status st = session_store(&s, a, !options.dry_run);
    if (st == HM_OK)
        st = hm_verify_sources(s.store, args_operand(a, 1), &options, &s.host);
    return session_end(&s, st);
}
