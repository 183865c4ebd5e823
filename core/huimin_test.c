/* huimin_test.c - cases behind the public interface: running them, what they reach, what they
 * would not notice.
 */
#include "huimin_internal.h"

#include <string.h>
#include "report/cover_report.h"
#include "report/mutant_report.h"
#include "report/test_report.h"
#include "run/cover.h"
#include "run/mutate.h"
#include "run/scaffold.h"

static enum hm_status run_examples(const struct hm_test_options *o, const struct hm_host *host)
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
            test_report_put(&out, &report, o->verbose);
        enum hm_status written = api_write(host, &out);
        st = st == HM_OK ? written : st;
    }
    if (st == HM_OK && (report.cases_failed || report.checks_failed))
        st = HM_DATA;
    examples_fini(&report);
    return st;
}

/* The one policy that coverage and mutants are about. */
static enum hm_status open_rig(struct rig *r, const struct hm_test_options *o,
                               const struct hm_host *host, struct diag *d)
{
    if (o->policy_count != 1)
        return diag_error(d, HM_USAGE, NULL,
                          _("--coverage and --mutate look at one policy at a time"));
    TRY(rig_open(r, o->policies[0], o->everything, d));
    return rig_reach(r, host, d);
}

/* Cases that fail as it is say nothing about mutants. */
static enum hm_status warn_failed(const struct rig *r, struct diag *d)
{
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < r->case_count; i++) {
        if (r->cases[i].passed)
            continue;
        st = HM_DATA;
        diag_add(d, HM_LEVEL_ERROR, HM_DATA, &r->cases[i].example->at, NULL,
                 _("case %s fails as the policy stands"), r->cases[i].example->name);
    }
    return st;
}

static void put_coverage(struct buf *out, const struct cover *c, const struct policy *p,
                         const char *format, const struct hm_host *host)
{
    if (format && strcmp(format, "html") == 0)
        cover_report_html(out, c, p);
    else if (format && strcmp(format, "source") == 0)
        cover_report_source(out, c, p);
    else if (host->format == HM_FORMAT_JSON || (format && strcmp(format, "json") == 0))
        cover_report_json(out, c);
    else
        cover_report_put(out, c);
}

static enum hm_status run_coverage(const struct rig *r, const struct hm_test_options *o,
                                   const struct hm_host *host, struct diag *d)
{
    struct cover c;
    struct buf out;
    cover_init(&c);
    enum hm_status st = cover_make(&c, r, o->everything, d);
    if (st == HM_OK) {
        buf_init(&out);
        put_coverage(&out, &c, r->levels[r->own].policy, o->format, host);
        st = api_write(host, &out);
    }
    cover_fini(&c);
    return st;
}

static enum hm_status run_mutants(const struct rig *r, const struct hm_test_options *o,
                                  const struct hm_host *host, struct diag *d)
{
    struct mutate_options options = {
        .only = o->only, .limit = o->limit, .everything = o->everything};
    struct mutants m;
    struct buf out;
    mutants_init(&m);
    enum hm_status st = mutate_run(&m, r, &options, host, d);
    if (st == HM_OK) {
        buf_init(&out);
        if (host->format == HM_FORMAT_JSON)
            mutant_report_json(&out, &m);
        else
            mutant_report_put(&out, &m, o->verbose);
        st = api_write(host, &out);
    }
    mutants_fini(&m);
    return st;
}

static enum hm_status check_format(const struct hm_test_options *o, struct diag *d)
{
    static const char *const known[] = {"text", "json", "html", "source"};
    if (!o->format)
        return HM_OK;
    for (size_t i = 0; i < 4; i++)
        if (strcmp(o->format, known[i]) == 0)
            return o->coverage
                       ? HM_OK
                       : diag_error(d, HM_USAGE, NULL, _("--format goes with --coverage"));
    return diag_error(d, HM_USAGE, NULL,
                      _("--format: \"%s\" is none of text, json, html, source"), o->format);
}

enum hm_status hm_test(const struct hm_test_options *o, const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct rig r;
    TRY(check_format(o, d));
    if (!o->coverage && !o->mutate)
        return run_examples(o, host);
    rig_init(&r);
    enum hm_status st = open_rig(&r, o, host, d);
    if (st == HM_OK) {
        enum hm_status failed = warn_failed(&r, d);
        st = o->mutate ? run_mutants(&r, o, host, d) : run_coverage(&r, o, host, d);
        st = st == HM_OK ? failed : st;
    }
    rig_fini(&r);
    return st;
}

enum hm_status hm_new(const char *folder, const struct hm_new_options *o,
                      const struct hm_host *host)
{
    struct scaffold_options options = {.zh = o->zh, .division = o->division};
    struct scaffold_report report;
    enum hm_status st = scaffold_make(&report, folder, &options, host, api_diag(host));
    if (st == HM_OK)
        st = api_write(host, &report.text);
    scaffold_fini(&report);
    return st;
}
