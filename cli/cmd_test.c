/* cmd_test.c - huimin test: runs the cases of policies, on both engines. */
#include "session.h"

int cmd_test(const struct args *a)
{
    struct session s;
    struct hm_test_options options = {
        .policies = a->operands,
        .policy_count = a->operand_count,
        .only = args_value(a, "only"),
        .verbose = args_has(a, "verbose"),
    };
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_BOTH);
    return session_end(&s, hm_test(&options, &s.host));
}
