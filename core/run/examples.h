/* examples.h - the cases and parameter checks of policies: example families with what the law
 * gives them. Cases run through calc, so history and months behave as for any record.
 */
#ifndef HM_RUN_EXAMPLES_H
#define HM_RUN_EXAMPLES_H

#include "exec/engine.h"
#include "exec/probe.h"

/* Something of a case that came out differently. */
struct examples_fault {
    const char *field; /* "dibao_amount", "persons[0].old_age_allowance"; "" = the whole case */
    const char *expected; /* "1143.00" */
    const char *found;    /* "1142.00", "undetermined: persons[0].birth_date", "error: ..." */
};
/* One case, or one parameter check in the first month in which it fails. */
struct examples_outcome {
    const char *policy; /* "cn/zhejiang/ningbo": what it ran on */
    const char *policy_zh;
    const char *name, *zh, *source;
    struct place at;
    bool is_check, is_warning, passed;
    const struct examples_fault *faults;
    size_t fault_count;
};
struct examples_report {
    struct examples_outcome *outcomes; /* by policy from the top down, cases before checks */
    size_t count, cap;
    size_t cases, cases_failed, checks, checks_failed, checks_warned;
    struct arena arena; /* owns all texts */
};

void examples_init(struct examples_report *r);
void examples_fini(struct examples_report *r);

/* Tests one loaded policy: the cases of its own folder (all_levels: of every folder above it
 * too), and all parameter checks if asked for. only: cases whose name begins so, or NULL. host
 * gives engine and stop. A failed case is no status: it stands in the report. */
enum hm_status examples_policy(struct examples_report *r, const struct policy *p,
                               bool all_levels, bool with_checks, const char *only,
                               const struct hm_host *host, struct diag *d);
/* Tests these cases of p's model only. probe may be NULL; it is for p. */
enum hm_status examples_cases(struct examples_report *r, const struct policy *p,
                              const struct example *const *cases, size_t n, struct probe *probe,
                              const struct hm_host *host, struct diag *d);
/* Whether a case says what should come out at all. */
bool examples_expects(const struct example *e);
/* Tests every policy in or below the folders and the levels above them, each level's cases once
 * and on that level; checks on the lowest ones. HM_DATA when a policy cannot be loaded (the
 * others are tested all the same). */
enum hm_status examples_run(struct examples_report *r, const char *const *folders, size_t count,
                            const char *only, const struct hm_host *host, struct diag *d);

#endif
