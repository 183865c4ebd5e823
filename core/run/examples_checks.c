/* examples_checks.c - parameter checks for the test report. */
#include "run/examples_checks.h"

#include <string.h>
#include "value/date.h"

const struct check_result *examples_first_failure(const struct check_results *r,
                                                  const char *name, bool *ran)
{
    const struct check_result *found = NULL;
    *ran = false;
    for (size_t i = 0; i < r->count; i++) {
        const struct check_result *one = &r->items[i];
        if (strcmp(one->check->name, name) != 0)
            continue;
        *ran = true;
        if (one->outcome != CHECK_HOLDS && (!found || one->month < found->month))
            found = one;
    }
    return found;
}

static const char *month_text(struct arena *a, int32_t month)
{
    struct buf b;
    buf_init(&b);
    month_put(&b, month);
    const char *text = buf_ok(&b) ? arena_strdup(a, b.data) : NULL;
    buf_fini(&b);
    return text ? text : "";
}

static bool put_failure(struct examples_report *r, struct examples_outcome *o,
                        const struct check_result *failure)
{
    struct examples_fault *fault = arena_zalloc(&r->arena, sizeof *fault);
    if (!fault)
        return false;
    bool stopped = failure->outcome == CHECK_ERROR;
    const char *why = *failure->message ? failure->message : _("it does not hold");
    fault->field = month_text(&r->arena, failure->month);
    fault->expected = stopped ? _("a result") : _("it holds");
    fault->found = arena_strdup(&r->arena, why);
    o->faults = fault;
    o->fault_count = 1;
    o->passed = false;
    return fault->found != NULL;
}

static enum hm_status report_check(struct examples_report *r, const struct policy *p,
                                   const struct check *c, const struct check_results *results,
                                   struct diag *d)
{
    bool ran;
    const struct check_result *failure = examples_first_failure(results, c->name, &ran);
    struct examples_outcome *o = examples_add(r, p, c->name, c->zh, &c->at);
    if (!o)
        return diag_nomem(d, _("testing a policy"));
    o->is_check = true;
    o->is_warning = c->is_warning;
    o->source = c->law ? arena_strdup(&r->arena, c->law) : NULL;
    r->checks++;
    if (!failure)
        return HM_OK;
    bool only_warns = c->is_warning && failure->outcome == CHECK_FAILS;
    o->is_warning = only_warns;
    *(only_warns ? &r->checks_warned : &r->checks_failed) += 1;
    return put_failure(r, o, failure) ? HM_OK : diag_nomem(d, _("testing a policy"));
}

enum hm_status examples_checks(struct examples_report *r, const struct policy *p,
                               struct diag *d)
{
    struct check_results results;
    checkrun_init(&results);
    enum hm_status st = checkrun_all(&results, p, 0, 0, NULL, 0, d);
    for (size_t i = 0; st == HM_OK && i < p->model->check_count; i++)
        st = report_check(r, p, &p->model->checks[i], &results, d);
    checkrun_fini(&results);
    return st;
}
