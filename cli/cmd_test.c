/* cmd_test.c - huimin test: runs the cases of policies, on both engines. */
#include "session.h"

int cmd_test(const struct args *a)
{
    struct session s;
    uint64_t limit;
    struct hm_test_options options = {
        .policies = a->operands,
        .policy_count = a->operand_count,
        .only = args_value(a, "only"),
        .verbose = args_has(a, "verbose"),
        .coverage = args_has(a, "coverage"),
        .mutate = args_has(a, "mutate"),
        .everything = args_has(a, "everything"),
        .format = args_value(a, "format"),
    };
    int rc = args_number(a, "limit", 0, &limit);
    if (rc || (rc = session_begin(&s, a)) != 0)
        return rc;
    options.limit = (size_t)limit;
    session_engine(&s, a, HM_ENGINE_BOTH);
    return session_end(&s, hm_test(&options, &s.host));
}
