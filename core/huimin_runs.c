/* huimin_runs.c - recomputation and runs behind the public interface. */
#include "huimin_internal.h"

#include <stdio.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "report/explain_report.h"
#include "report/run_report.h"
#include "run/changes.h"
#include "run/diff.h"
#include "run/recompute.h"
#include "run/ruleset.h"

enum { RECOMPUTE_TOP = 5 };

/* --- recompute --- */

static enum hm_status read_changes(struct changes *c, const struct hm_recompute_options *o,
                                   bool scenario_is_file, int32_t from, struct diag *d)
{
    for (size_t i = 0; i < o->set_count; i++)
        TRY(changes_set(c, o->sets[i], from, d));
    if (!o->scenario)
        return HM_OK;
    return scenario_is_file ? changes_scenario_file(c, o->scenario, d)
                            : changes_scenario(c, o->scenario, d);
}

static enum hm_status report_recompute(const struct recompute_result *r,
                                       const struct recompute_job *job)
{
    struct buf out;
    uint64_t ms = r->elapsed_ms ? r->elapsed_ms : 1;
    buf_init(&out);
    if (job->host->format == HM_FORMAT_JSON) {
        buf_printf(&out, "{\"run\":%u,\"published\":%s,\"evaluated\":%llu,\"elapsed_ms\":%llu,",
                   r->run, job->publish ? "true" : "false", (unsigned long long)r->evaluated,
                   (unsigned long long)r->elapsed_ms);
        buf_printf(&out, "\"sampled\":%llu,\"summary\":", (unsigned long long)r->sampled);
        summary_put(&out, &r->summary);
        buf_puts(&out, "}\n");
        return api_write(job->host, &out);
    }
    char title[96];
    if (job->rehearse)
        snprintf(title, sizeof title, "%s", _("rehearsal: nothing was stored"));
    else
        snprintf(title, sizeof title,
                 job->publish ? _("run %u, published") : _("run %u, not published"), r->run);
    run_report_summary(&out, title, &r->summary);
    diag_add(api_diag(job->host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
             _("%llu determinations in %llu.%02llu s, %llu a second"),
             (unsigned long long)r->evaluated, (unsigned long long)(r->elapsed_ms / 1000),
             (unsigned long long)(r->elapsed_ms % 1000 / 10),
             (unsigned long long)(r->evaluated * 1000 / ms));
    if (r->sampled)
        diag_add(api_diag(job->host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("sample check: %llu households, no difference"),
                 (unsigned long long)r->sampled);
    return api_write(job->host, &out);
}

static enum hm_status recompute_with(struct hm_store *s, const struct hm_recompute_options *o,
                                     const struct policy *policy, bool scenario_is_file,
                                     int32_t from, int32_t to, const struct hm_host *host)
{
    struct changes changes;
    struct recompute_result result;
    struct diag *d = api_diag(host);
    changes_init(&changes, policy);
    struct recompute_job job = {
        .store = s->store,
        .policy = policy,
        .changes = &changes,
        .from = from,
        .to = to,
        .publish = o->publish,
        .rehearse = o->rehearse,
        .top = RECOMPUTE_TOP,
        .sample = o->sample,
        .host = host,
    };
    enum hm_status st = read_changes(&changes, o, scenario_is_file, from, d);
    if (st == HM_OK)
        st = recompute_run(&job, &result, d);
    if (st == HM_OK) {
        st = report_recompute(&result, &job);
        summary_fini(&result.summary);
    }
    changes_fini(&changes);
    return st;
}

enum hm_status hm_recompute(struct hm_store *s, const struct hm_recompute_options *o,
                            const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *policy;
    int32_t from, to;
    TRY(api_month(&to, o->month, "--month", d));
    TRY(api_month(&from, o->since ? o->since : o->month, "--since", d));
    if (from > to)
        return diag_error(d, HM_USAGE, NULL, _("--since %s lies after --month %s"), o->since,
                          o->month);
    if (to - from >= LIMIT_MONTHS_PER_CALC)
        return diag_error(d, HM_USAGE, NULL, _("more than %d months in one run"),
                          (int)LIMIT_MONTHS_PER_CALC);
    bool is_file = o->scenario && fs_exists(o->scenario) && !fs_is_dir(o->scenario);
    TRY(ruleset_load(&policy, o->policy, is_file ? o->scenario : NULL, d));
    enum hm_status st = recompute_with(s, o, policy, is_file, from, to, host);
    policy_free(policy);
    return st;
}

/* --- runs --- */

enum hm_status hm_runs_list(struct hm_store *s, const struct hm_host *host)
{
    struct run_record *runs = NULL;
    size_t n = 0;
    struct buf out;
    TRY(run_list(s->store, &runs, &n, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        run_report_list_json(&out, runs, n);
    else
        run_report_list(&out, runs, n);
    for (size_t i = 0; i < n; i++)
        run_record_fini(&runs[i]);
    mem_free(runs);
    return api_write(host, &out);
}

static enum hm_status put_run(struct buf *out, const struct run_record *r, struct diag *d)
{
    struct summary s;
    run_report_head(out, r);
    if (!r->summary || !*r->summary)
        return HM_OK;
    TRY(summary_read(&s, r->summary, d));
    run_report_summary(out, NULL, &s);
    summary_fini(&s);
    return HM_OK;
}

enum hm_status hm_runs_show(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct run_record r;
    struct buf out;
    enum hm_status st = HM_OK;
    TRY(run_get(s->store, run, &r, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        run_report_json(&out, &r);
    else
        st = put_run(&out, &r, api_diag(host));
    run_record_fini(&r);
    if (st == HM_OK)
        return api_write(host, &out);
    buf_fini(&out);
    return st;
}

enum hm_status hm_runs_publish(struct hm_store *s, uint32_t run, const struct hm_host *host)
{
    struct run_record r;
    struct buf out;
    TRY(run_publish(s->store, run, NULL, api_diag(host)));
    TRY(run_get(s->store, run, &r, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        run_report_json(&out, &r);
    else
        run_report_head(&out, &r);
    run_record_fini(&r);
    return api_write(host, &out);
}

static enum hm_status month_or_zero(int32_t *out, const char *text, struct diag *d)
{
    *out = 0;
    return text ? api_month(out, text, _("RUN@MONTH"), d) : HM_OK;
}

enum hm_status hm_runs_diff(struct hm_store *s, const struct hm_diff_options *o,
                            const struct hm_host *host)
{
    struct diff_job job = {s->store, o->before, o->after, 0, 0, o->top, o->of, host};
    struct summary summary;
    struct buf out;
    TRY(month_or_zero(&job.before_month, o->month_before, api_diag(host)));
    TRY(month_or_zero(&job.after_month, o->month_after, api_diag(host)));
    TRY(diff_runs(&job, &summary, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON) {
        summary_put(&out, &summary);
        buf_putc(&out, '\n');
    } else {
        run_report_summary(&out, NULL, &summary);
    }
    summary_fini(&summary);
    return api_write(host, &out);
}

/* --- explain --- */

enum hm_status hm_explain(struct hm_store *s, const struct hm_explain_options *o,
                          const struct hm_host *host)
{
    struct explanation e;
    struct buf out;
    struct explain_job job = {
        .store = s->store,
        .household = o->household,
        .variable = o->variable,
        .run = o->run,
        .policy = o->policy,
    };
    if (o->month)
        TRY(api_month(&job.month, o->month, "--month", api_diag(host)));
    buf_init(&out);
    enum hm_status st = explain_household(&job, &e, api_diag(host));
    if (st == HM_OK && host->format == HM_FORMAT_JSON)
        explain_json(&out, &e);
    else if (st == HM_OK && host->format == HM_FORMAT_HTML)
        explain_html(&out, &e);
    else if (st == HM_OK)
        explain_text(&out, &e);
    explain_fini(&e);
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}
