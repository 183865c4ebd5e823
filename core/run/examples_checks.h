/* examples_checks.h - parameter checks for the test report. Private to run/examples*.c. */
#ifndef HM_RUN_EXAMPLES_CHECKS_H
#define HM_RUN_EXAMPLES_CHECKS_H

#include "exec/checkrun.h"
#include "run/examples.h"

/* What became of one check over all months it was run in: the first month it did not hold in,
 * or NULL when it held in all of them; *ran: whether there was any. */
const struct check_result *examples_first_failure(const struct check_results *r,
                                                  const char *name, bool *ran);
/* Runs all checks of a policy over all months and reports each once. */
enum hm_status examples_checks(struct examples_report *r, const struct policy *p,
                               struct diag *d);

/* examples.c: a new line of the report, `passed`; NULL: no memory. Texts are copied. */
struct examples_outcome *examples_add(struct examples_report *r, const struct policy *p,
                                      const char *name, const char *zh, const struct place *at);

#endif
