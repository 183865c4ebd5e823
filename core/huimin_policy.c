/* huimin_policy.c - policies behind the public interface: calculate, check, dump. */
#include "huimin_internal.h"

#include <string.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/lines.h"
#include "report/check_report.h"
#include "report/placeholders.h"
#include "run/calc.h"
#include "run/lint.h"
#include "run/quality.h"
#include "run/ruleset.h"
#include "value/date.h"

enum hm_status hm_calc(const char *policy, const struct hm_calc_options *o,
                       const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *p;
    struct lines *in;
    struct calc_options options = {
        .of = o->of, .outputs = o->outputs, .month = o->month, .months = o->months};
    TRY(ruleset_load(&p, policy, NULL, d));
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

/* What is to be confirmed, as of today. */
static enum hm_status read_placeholders(struct placeholders *p, const char *policy,
                                        struct diag *d)
{
    return placeholders_read(p, policy, clock_china_day(), d);
}

/* Everything that hm_check finds out about a policy. */
struct findings {
    bool chosen[LINT_COUNT]; /* by the option; has_choice */
    bool has_choice;
    struct policy *p;
    struct vecinfo engines;
    struct check_results checks;
    struct placeholders held;
    struct lints lints;
    bool has_lints;
};

/* A policy below that cannot be loaded has its own errors; what can be linted is. */
static enum hm_status read_lints(struct findings *f, const char *policy,
                                 const struct hm_host *host, struct diag *d)
{
    const bool *wanted = f->has_choice ? f->chosen : NULL;
    bool any = !wanted;
    struct rig r;
    struct diag below;
    for (int i = 0; wanted && i < LINT_COUNT; i++)
        any |= wanted[i];
    if (!any)
        return HM_OK;
    rig_init(&r);
    diag_init(&below);
    enum hm_status st = rig_open(&r, policy, false, &below);
    if (st == HM_OK && lint_needs_cases(f->p->model, wanted))
        st = rig_reach(&r, host, d);
    if (st == HM_OK)
        st = lint_run(&f->lints, &r, wanted, d);
    f->has_lints = st == HM_OK;
    if (st == HM_DATA) {
        diag_merge(d, &below);
    } else if (st != HM_OK) {
        diag_move(d, &below);
    }
    diag_fini(&below);
    rig_fini(&r);
    return st;
}

static enum hm_status find_all(struct findings *f, const char *policy,
                               const struct hm_check_options *o, const struct hm_host *host,
                               struct diag *d)
{
    TRY(policy_load(&f->p, policy, d));
    TRY(vecinfo_make(&f->engines, f->p, d));
    TRY(checkrun_all(&f->checks, f->p, 0, 0, NULL, 0, d));
    TRY(quality_names(f->p->model, d));
    if (o->placeholders)
        return read_placeholders(&f->held, policy, d);
    return read_lints(f, policy, host, d);
}

static void put_findings(struct buf *out, const struct findings *f,
                         const struct hm_check_options *o, const struct hm_host *host,
                         const struct diag *d)
{
    if (host->format == HM_FORMAT_JSON)
        check_report_json(out, f->p, &f->engines, &f->checks, o->placeholders ? &f->held : NULL,
                          f->has_lints ? &f->lints : NULL, d);
    else if (f->p && o->placeholders)
        placeholders_put(out, &f->held);
    else if (f->p)
        check_report_put(out, f->p, &f->engines, &f->checks);
}

enum hm_status hm_check(const char *policy, const struct hm_check_options *o,
                        const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct findings f = {0};
    struct buf out;
    if (o->lint && strcmp(o->lint, "list") == 0) {
        buf_init(&out);
        lint_list(&out);
        return api_write(host, &out);
    }
    f.has_choice = o->lint != NULL;
    if (o->lint)
        TRY(lint_choose(f.chosen, o->lint, d));
    checkrun_init(&f.checks);
    placeholders_init(&f.held);
    lints_init(&f.lints);
    buf_init(&out);
    enum hm_status st = find_all(&f, policy, o, host, d);
    put_findings(&out, &f, o, host, d);
    enum hm_status written = api_write(host, &out);
    if (host->format != HM_FORMAT_JSON)
        lints_tell(&f.lints, d);
    if (st == HM_OK && any_failed(&f.checks))
        st = HM_DATA;
    checkrun_fini(&f.checks);
    placeholders_fini(&f.held);
    lints_fini(&f.lints);
    vecinfo_fini(&f.engines);
    policy_free(f.p);
    return st != HM_OK ? st : written;
}

/* --- programs of the fast engine --- */

/* "name" of the household or of any other entity, or "entity.name". */
static uint16_t find_variable(const struct model *m, const char *word)
{
    const char *dot = strchr(word, '.'), *name = dot ? dot + 1 : word;
    uint8_t household = model_entity(m, (struct str){"household", 9});
    uint8_t entity =
        dot ? model_entity(m, (struct str){word, (size_t)(dot - word)}) : household;
    uint16_t field = NO_FIELD;
    if (entity != NO_ENTITY)
        field = model_field(m, entity, (struct str){name, strlen(name)});
    for (size_t e = 0; !dot && field == NO_FIELD && e < m->entity_count; e++)
        field = model_field(m, (uint8_t)e, (struct str){name, strlen(name)});
    return field != NO_FIELD && m->fields[field].kind == FIELD_VARIABLE ? field : NO_FIELD;
}

static enum hm_status dump_variables(struct buf *out, const struct policy *p,
                                     const struct hm_dump_options *o, struct diag *d)
{
    const struct model *m = p->model;
    int32_t month;
    size_t n = 0;
    TRY(api_month(&month, o->month, "--month", d));
    uint16_t *fields = mem_calloc(m->field_count + o->variable_count + 1, sizeof *fields);
    if (!fields)
        return diag_nomem(d, _("compiling a policy"));
    uint8_t root = model_entity(m, (struct str){"household", 9});
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < o->variable_count && st == HM_OK; i++) {
        fields[n] = find_variable(m, o->variables[i]);
        if (fields[n++] == NO_FIELD)
            st = diag_error(d, HM_USAGE, NULL, _("policy %s has no variable \"%s\""), m->name,
                            o->variables[i]);
    }
    for (size_t i = 0; o->variable_count == 0 && i < m->field_count; i++)
        if (m->fields[i].is_result && m->entities[m->fields[i].entity].root == root)
            fields[n++] = (uint16_t)i;
    if (st == HM_OK)
        st = vecinfo_dump(out, p, fields, n, month, o->registers, d);
    mem_free(fields);
    return st;
}

enum hm_status hm_dump(const char *policy, const struct hm_dump_options *o,
                       const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct policy *p;
    struct buf out;
    char *text = NULL;
    size_t n;
    TRY(policy_load(&p, policy, d));
    buf_init(&out);
    enum hm_status st = o->read ? fs_read(&text, &n, o->read, LIMIT_DUMP_BYTES, d) : HM_OK;
    if (st == HM_OK)
        st = o->read ? vecinfo_read(&out, p, text, o->registers, d)
                     : dump_variables(&out, p, o, d);
    mem_free(text);
    policy_free(p);
    if (st == HM_OK)
        return api_write(host, &out);
    buf_fini(&out);
    return st;
}
