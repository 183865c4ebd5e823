/* huimin_policy.c - policies behind the public interface: calculate, check, test. */
#include "huimin_internal.h"

#include "io/lines.h"
#include "report/check_report.h"
#include "report/test_report.h"
#include "run/calc.h"
#include "run/examples.h"

enum hm_status hm_calc(const char *policy, const struct hm_calc_options *o,
                       const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *p;
    struct lines *in;
    struct calc_options options = {
        .outputs = o->outputs, .month = o->month, .months = o->months};
    TRY(policy_load(&p, policy, d));
    enum hm_status st = lines_open(&in, o->input ? o->input : "-", d);
    if (st == HM_OK) {
        lines_watch(in, host->stopped, host->ctx);
        st = calc_run(p, &options, in, host, NULL, d);
        lines_close(in);
    }
    policy_free(p);
    return st;
}

/* Failed checks that are no warnings. */
static bool any_failed(const struct check_results *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->items[i].outcome != CHECK_HOLDS && !r->items[i].check->is_warning)
            return true;
    return false;
}

enum hm_status hm_check(const char *policy, const struct hm_check_options *o,
                        const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *p = NULL;
    struct check_results checks;
    struct vecinfo engines = {0};
    struct buf out;
    checkrun_init(&checks);
    buf_init(&out);
    enum hm_status st = policy_load(&p, policy, d);
    if (st == HM_OK)
        st = vecinfo_make(&engines, p, d);
    if (st == HM_OK)
        st = checkrun_all(&checks, p, 0, 0, NULL, 0, d);
    if (host->format == HM_FORMAT_JSON)
        check_report_json(&out, p, &engines, &checks, o->placeholders, d);
    else if (p)
        check_report_put(&out, p, &engines, &checks, o->placeholders);
    enum hm_status written = api_write(host, &out);
    if (st == HM_OK && any_failed(&checks))
        st = HM_DATA;
    checkrun_fini(&checks);
    vecinfo_fini(&engines);
    policy_free(p);
    return st != HM_OK ? st : written;
}

enum hm_status hm_test(const struct hm_test_options *o, const struct hm_host *host)
{
    struct examples_report report;
    struct buf out;
    examples_init(&report);
    enum hm_status st =
        examples_run(&report, o->policies, o->policy_count, o->only, host, api_diag(host));
    if (st == HM_OK || st == HM_DATA) {
        buf_init(&out);
        if (host->format == HM_FORMAT_JSON)
            test_report_json(&out, &report);
        else
            test_report_put(&out, &report);
        enum hm_status written = api_write(host, &out);
        st = st == HM_OK ? written : st;
    }
    if (st == HM_OK && (report.cases_failed || report.checks_failed))
        st = HM_DATA;
    examples_fini(&report);
    return st;
}
