/* explain.c - finds the run, its policy and the household, traces, and orders what is to tell:
 * each variable asked for, then what it read, each once. */
#include "run/explain.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "run/ruleset.h"
#include "value/date.h"

/* --- the run --- */

static enum hm_status find_run(const struct explain_job *job, struct explanation *e,
                               struct diag *d)
{
    uint32_t id = job->run;
    int32_t last;
    month_make(&last, DATE_YEAR_MAX, 12);
    enum hm_status st = HM_OK;
    e->month = job->month;
    if (!id && job->month)
        st = run_published(job->store, job->month, &id, NULL);
    else if (!id)
        st = run_published_before(job->store, last, &e->month, &id, NULL);
    if (st == HM_NOT_FOUND)
        return diag_add(d, HM_LEVEL_ERROR, HM_NOT_FOUND, NULL,
                        _("recompute the month with --publish, or name a run with --run"),
                        _("nothing was published for this month"));
    TRY(st);
    TRY(run_get(job->store, id, &e->record, d));
    if (!e->month)
        e->month = e->record.to;
    if (e->month < e->record.from || e->month > e->record.to)
        return diag_error(d, HM_NOT_FOUND, NULL, _("run %u did not compute this month"), id);
    return HM_OK;
}

static enum hm_status load_policy(const struct explain_job *job, struct explanation *e,
                                  struct diag *d)
{
    if (job->policy)
        TRY(ruleset_load(&e->whole, job->policy, NULL, d));
    else
        TRY(ruleset_stored(&e->whole, job->store, e->record.identity, d));
    e->policy = e->whole;
    changes_init(&e->changes, e->whole);
    if (!job->policy)
        TRY(changes_read(&e->changes, e->record.patches, d));
    return agenda_init(&e->agenda, e->whole->model, d);
}

/* --- what is asked for --- */

/* "dibao_amount", "care_subsidy", "persons.care_subsidy", each also by zh. */
static enum hm_status find_variable(struct explanation *e, const char *name, uint16_t *out,
                                    struct diag *d)
{
    const struct model *m = e->policy->model;
    struct str word = {name, strlen(name)};
    const char *dot = strchr(name, '.');
    uint16_t found = dot ? NO_FIELD : model_field(m, e->agenda.root, word);
    for (size_t i = 0; found == NO_FIELD && i < m->entity_count; i++) {
        const struct entity *x = &m->entities[i];
        struct str field = word;
        if (dot) {
            size_t n = (size_t)(dot - name);
            if ((strlen(x->name) != n || memcmp(x->name, name, n) != 0) &&
                (!x->plural || strlen(x->plural) != n || memcmp(x->plural, name, n) != 0))
                continue;
            field = (struct str){dot + 1, strlen(dot + 1)};
        }
        if (x->root == e->agenda.root)
            found = model_field(m, x->id, field);
    }
    if (found != NO_FIELD && m->fields[found].kind == FIELD_VARIABLE) {
        *out = found;
        return HM_OK;
    }
    if (found != NO_FIELD)
        return diag_error(d, HM_USAGE, NULL, _("\"%s\" is a given fact, it is not computed"),
                          name);
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_field(m, e->agenda.root, word));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, hint,
                    _("policy %s has no variable \"%s\""), m->name, name);
}

static enum hm_status prepare_outputs(const struct explain_job *job, struct explanation *e,
                                      struct diag *d)
{
    e->evaluation = (struct evaluation){
        .policy = e->policy,
        .month = e->month,
        .outputs = e->agenda.outputs,
        .output_count = e->agenda.output_count,
        .root = e->agenda.root,
        .patches = e->patches,
        .patch_count = e->patch_count,
        .formulas = e->formulas,
        .formula_count = e->formula_count,
    };
    if (!job->variable)
        return HM_OK;
    uint16_t *one = arena_alloc(&e->agenda.arena, sizeof *one);
    if (!one)
        return diag_nomem(d, _("explaining"));
    TRY(find_variable(e, job->variable, one, d));
    e->evaluation.outputs = one;
    e->evaluation.output_count = 1;
    return HM_OK;
}

/* --- the household --- */

static enum hm_status load_household(const struct explain_job *job, struct explanation *e,
                                     struct diag *d)
{
    struct str id = {job->household, strlen(job->household)};
    uint32_t block;
    TRY(history_init(&e->history, job->store, e->month, e->agenda.before_months,
                     e->record.publications, d));
    TRY(view_open(&e->view, job->store, e->whole->model, e->month, e->record.sequence, d));
    TRY(view_find(e->view, id, &block, &e->row, d));
    TRY(view_load(e->view, block, NULL, &e->block, d));
    e->has_block = true;
    e->frame = e->block;
    return history_lend(&e->block, e->view, block, &e->history, NULL, 0, d);
}

/* --- its policy --- */

/* Says why no policy of the region evaluates the household. */
static enum hm_status refuse(const struct explain_job *job, const struct explanation *e,
                             uint16_t member, uint16_t foreign, uint32_t row, struct diag *d)
{
    struct buf text;
    char scratch[24];
    buf_init(&text);
    if (member == REGION_NO_CODE)
        buf_puts(&text, _("it has no division_code, so no policy holds for it"));
    else if (member == REGION_NO_POLICY)
        region_refusal(&text, e->whole, region_code(&e->block, e->row, scratch));
    else
        region_foreign_text(&text, &e->block, &e->terms, foreign, row);
    enum hm_status st = buf_ok(&text) ? diag_error(d, HM_NOT_FOUND, NULL, _("household %s: %s"),
                                                   job->household, text.data)
                                      : diag_nomem(d, _("explaining"));
    buf_fini(&text);
    return st;
}

/* Goes over to the terms of the household's own policy. */
static enum hm_status take_member(const struct explain_job *job, struct explanation *e,
                                  struct diag *d)
{
    struct region_index index;
    uint32_t row = 0;
    uint16_t foreign = NO_FIELD;
    uint16_t *members =
        arena_alloc(&e->translated, (e->block.entities[e->block.root].rows + 1u) * 2u);
    if (!members || region_index_make(&index, e->whole, &e->translated) != HM_OK)
        return diag_nomem(d, _("explaining"));
    region_members(members, &index, &e->block);
    uint16_t member = members[e->row];
    if (member < REGION_NO_CODE) {
        TRY(mapping_init(&e->terms, e->whole->model, e->whole->members[member]->model, d));
        foreign = region_foreign_value(&e->block, &e->terms, e->row, &row);
    }
    if (member >= REGION_NO_CODE || foreign != NO_FIELD)
        return refuse(job, e, member, foreign, row, d);
    e->policy = e->whole->members[member];
    agenda_fini(&e->agenda);
    TRY(agenda_init(&e->agenda, e->policy->model, d));
    if (region_frame(&e->frame, &e->block, &e->terms, false, &e->translated) != HM_OK)
        return diag_nomem(d, _("explaining"));
    return changes_for(&e->changes, member, &e->patches, &e->patch_count, &e->formulas,
                       &e->formula_count, d);
}

static enum hm_status take_policy(const struct explain_job *job, struct explanation *e,
                                  struct diag *d)
{
    if (e->whole->members)
        return take_member(job, e, d);
    e->frame = e->block;
    return changes_for(&e->changes, 0, &e->patches, &e->patch_count, &e->formulas,
                       &e->formula_count, d);
}

/* --- what to tell --- */

static bool is_zero(const struct trace_cell *c)
{
    return c->trap == HM_TRAP_NONE && c->value.kind == KIND_MONEY &&
           c->value.as.rational.num == 0;
}

/* Cells to tell, and how far below what was asked for each stands. */
struct telling {
    struct explanation *e;
    uint8_t *level;
};

static void show(struct telling *t, const struct trace_cell *c, uint8_t level)
{
    struct explanation *e = t->e;
    for (size_t i = 0; i < e->shown_count; i++)
        if (e->shown[i] == c)
            return;
    if (e->shown_count == e->trace.cell_count)
        return;
    t->level[e->shown_count] = level;
    e->shown[e->shown_count++] = c;
}

static bool is_computed(const struct trace_cell *c)
{
    return c->origin == TRACE_FORMULA || c->origin == TRACE_SUM;
}

/* What cell i read, if it was computed itself. A sum stands for the members that have
 * something: they are on its own level. */
static void show_reads(struct telling *t, size_t i, uint8_t deepest)
{
    const struct trace_cell *c = t->e->shown[i];
    bool is_sum = c->origin == TRACE_SUM;
    uint8_t level = (uint8_t)(t->level[i] + (is_sum || deepest == UINT8_MAX ? 0 : 1));
    if (level > deepest)
        return;
    for (const struct trace_event *v = c->events; v; v = v->next)
        if (v->kind == TRACE_READ && is_computed(v->cell) && (!is_sum || !is_zero(v->cell)))
            show(t, v->cell, level);
}

static bool is_benefit(const struct agenda *s, uint16_t field)
{
    for (size_t i = 0; i < s->benefit_count; i++)
        if (s->benefits[i] == field)
            return true;
    return false;
}

/* Asked for one variable: it and everything below it. Otherwise the benefits that are not zero
 * (all of them when none is), and one level below. */
static enum hm_status choose(struct explanation *e, bool one_variable, struct diag *d)
{
    const struct trace *t = &e->trace;
    struct telling telling = {e, mem_calloc(t->cell_count + 1, 1)};
    e->shown = mem_calloc(t->cell_count + 1, sizeof *e->shown);
    if (!e->shown || !telling.level) {
        mem_free(telling.level);
        return diag_nomem(d, _("explaining"));
    }
    for (int zero = 0; zero < 2 && e->shown_count == 0; zero++)
        for (size_t i = 0; i < t->output_count; i++)
            if (one_variable || (is_benefit(&e->agenda, t->outputs[i]->field) &&
                                 is_zero(t->outputs[i]) == zero))
                show(&telling, t->outputs[i], 0);
    for (size_t i = 0; i < e->shown_count; i++)
        show_reads(&telling, i, one_variable ? UINT8_MAX : 1);
    mem_free(telling.level);
    return HM_OK;
}

enum hm_status explain_household(const struct explain_job *job, struct explanation *out,
                                 struct diag *d)
{
    struct explanation *e = out;
    memset(e, 0, sizeof *e);
    TRY(find_run(job, e, d));
    arena_init(&e->translated);
    TRY(load_policy(job, e, d));
    TRY(load_household(job, e, d));
    TRY(take_policy(job, e, d));
    TRY(prepare_outputs(job, e, d));
    trace_init(&e->trace);
    e->has_trace = true;
    TRY(trace_run(&e->trace, &e->evaluation, &e->frame, e->row, d));
    TRY(register_facts_read(&e->evidence, job->store,
                            (struct str){job->household, strlen(job->household)}, e->month,
                            e->record.sequence, d));
    return choose(e, job->variable != NULL, d);
}

enum hm_status explain_row(const struct evaluation *evaluation, const struct frame *f,
                           uint32_t row, const char *variable, struct explanation *out,
                           struct diag *d)
{
    struct explanation *e = out;
    const struct explain_job job = {.variable = variable};
    memset(e, 0, sizeof *e);
    arena_init(&e->translated);
    e->policy = evaluation->policy;
    e->month = evaluation->month;
    e->frame = *f; /* its maker ends it */
    e->row = row;
    TRY(agenda_init(&e->agenda, e->policy->model, d));
    TRY(prepare_outputs(&job, e, d));
    e->evaluation.patches = evaluation->patches;
    e->evaluation.patch_count = evaluation->patch_count;
    e->evaluation.formulas = evaluation->formulas;
    e->evaluation.formula_count = evaluation->formula_count;
    e->evaluation.probe = evaluation->probe;
    trace_init(&e->trace);
    e->has_trace = true;
    TRY(trace_run(&e->trace, &e->evaluation, &e->frame, e->row, d));
    return choose(e, variable != NULL, d);
}

void explain_fini(struct explanation *e)
{
    if (e->has_trace)
        trace_fini(&e->trace);
    if (e->has_block)
        frame_fini(&e->block);
    if (e->view)
        view_close(e->view);
    history_fini(&e->history);
    if (e->policy)
        agenda_fini(&e->agenda);
    if (e->whole) {
        changes_fini(&e->changes);
        policy_free(e->whole);
    }
    mapping_fini(&e->terms);
    arena_fini(&e->translated);
    mem_free(e->patches);
    mem_free(e->formulas);
    mem_free(e->shown);
    register_facts_fini(&e->evidence);
    run_record_fini(&e->record);
    memset(e, 0, sizeof *e);
}
