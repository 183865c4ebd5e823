/* huimin_indicators.c - indicators behind the public interface. */
#include "huimin_internal.h"

#include "report/indicator_report.h"
#include "run/indicators.h"
#include "run/ruleset.h"

enum hm_status hm_indicators(struct hm_store *s, const struct hm_indicators_options *o,
                             const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct indicators_options options = {.only = o->only};
    struct indicators_report report;
    struct policy *p;
    struct buf out;
    TRY(api_month(&options.month, o->month, "--month", d));
    TRY(ruleset_load(&p, o->policy, NULL, d));
    enum hm_status st =
        indicators_run(&report, p, s ? s->store : NULL, &options, host, d), written = HM_OK;
    if (st == HM_OK || st == HM_DATA) {
        buf_init(&out);
        if (host->format == HM_FORMAT_JSON)
            indicator_report_json(&out, &report);
        else if (report.count > 0)
            indicator_report_text(&out, &report);
        written = api_write(host, &out);
        indicators_fini(&report);
    }
    policy_free(p);
    return st != HM_OK ? st : written;
}
