/* huimin_measures.c - distribution measures behind the public interface. */
#include "huimin_internal.h"

#include <string.h>
#include "base/fs.h"
#include "report/whatif_measures.h"
#include "run/ruleset.h"
#include "value/decimal.h"

enum { STEP_FEN = 10000 };

static enum hm_status read_options(struct measures_options *out,
                                   const struct hm_measures_options *o, struct diag *d)
{
    *out = (struct measures_options){.income = o->income,
                                     .people = o->people,
                                     .benefit = o->benefit,
                                     .earn = o->earn,
                                     .step_fen = STEP_FEN};
    if (o->line_count > MEASURES_LINES)
        return diag_error(d, HM_USAGE, NULL, _("--line: at most %d lines"),
                          (int)MEASURES_LINES);
    for (size_t i = 0; i < o->line_count; i++)
        out->lines[out->line_count++] = o->lines[i];
    if (o->format && strcmp(o->format, "csv") != 0)
        return diag_error(d, HM_USAGE, NULL, _("--format: \"%s\" is not csv"), o->format);
    if (!o->step)
        return HM_OK;
    struct str text = {o->step, strlen(o->step)};
    if (decimal_money(&out->step_fen, text) == DECIMAL_OK && out->step_fen >= 0 &&
        out->step_fen <= LIMIT_MONEY_FEN)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL,
                      _("--step: \"%s\" is no amount in yuan; write it as 100 or 0.01"),
                      o->step);
}

static enum hm_status measure(struct hm_store *s, const struct policy *p, bool is_file,
                              int32_t month, const struct hm_measures_options *o,
                              const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct measures_options options;
    struct population *people = NULL;
    struct measures found;
    struct changes c;
    struct buf out;
    TRY(read_options(&options, o, d));
    changes_init(&c, p);
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < o->set_count && st == HM_OK; i++)
        st = changes_set(&c, o->sets[i], month, d);
    if (st == HM_OK && o->scenario)
        st = is_file ? changes_scenario_file(&c, o->scenario, d)
                     : changes_scenario(&c, o->scenario, d);
    bool changed = o->set_count || o->scenario;
    if (st == HM_OK)
        st = population_open(&people, s->store, p, month, host, d);
    if (st == HM_OK)
        st = measures_take(&found, people, changed ? &c : NULL, &options, d);
    if (st == HM_OK) {
        buf_init(&out);
        if (o->format)
            whatif_measures_csv(&out, &found);
        else if (host->format == HM_FORMAT_JSON)
            whatif_measures_json(&out, &found);
        else
            whatif_measures_text(&out, &found);
        if (!o->format && host->format == HM_FORMAT_JSON)
            buf_putc(&out, '\n');
        measures_fini(&found);
        st = api_write(host, &out);
    }
    population_close(people);
    changes_fini(&c);
    return st;
}

enum hm_status hm_measures(struct hm_store *s, const struct hm_measures_options *o,
                           const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *p;
    int32_t month;
    TRY(api_month(&month, o->month, "--month", d));
    bool is_file = o->scenario && fs_exists(o->scenario) && !fs_is_dir(o->scenario);
    TRY(ruleset_load(&p, o->policy, is_file ? o->scenario : NULL, d));
    enum hm_status st = measure(s, p, is_file, month, o, host);
    policy_free(p);
    return st;
}
