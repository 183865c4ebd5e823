/* verb_questions.c - questions about everybody: diff, total, hist, sweep, goal. Who they are is
 * verb_who.c's.
 */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "report/run_report.h"
#include "report/whatif_sheets.h"
#include "value/decimal.h"

enum { TOP = 5 };

/* --- diff --- */

static const char *const diff_groups[] = {"benefit", "county", "size", "age"};

static enum hm_status read_group(struct repl *r, struct verb_line *l, const char **by)
{
    for (size_t i = 0; i < sizeof diff_groups / sizeof *diff_groups; i++)
        if (verb_take(l, diff_groups[i]))
            return *by = diff_groups[i], HM_OK;
    return verb_expected(r, l, "benefit, county, size, age");
}

/* The scenario to compare with, read into *out. */
static enum hm_status read_scenario(struct repl *r, struct verb_line *l, struct changes *out)
{
    const char *name = verb_next(l);
    if (!name)
        return verb_expected(r, l, _("a scenario's name"));
    const struct repl_scenario *saved = repl_states_saved(&r->states, name);
    return saved ? changes_read(out, saved->text, r->diag)
                 : changes_scenario(out, name, r->diag);
}

/* As a recomputation reports it, unless one grouping is asked for. */
static enum hm_status put_diff(struct repl *r, const struct summary *s, const char *by)
{
    whatif_diff(&r->last, &s->months[0], by);
    TRY(sheet_ok(&r->last, r->diag));
    if (by)
        return repl_put_sheet(r);
    if (r->json)
        summary_put_lasting(&r->out, s);
    else
        run_report_month(&r->out, &s->months[0]);
    return HM_OK;
}

static enum hm_status ask_diff(struct repl *r, const struct changes *before, const char *by)
{
    struct population *p;
    struct answer a;
    const struct changes *after = repl_alternative(r);
    TRY(repl_population(r, &p));
    TRY(answer_ask(&a, p, before, &after, 1, TOP, r->diag));
    enum hm_status st = put_diff(r, &a.summaries[0], by);
    answer_fini(&a);
    return st;
}

enum hm_status verb_diff(struct repl *r, struct verb_line *l)
{
    const char *by = NULL;
    struct changes before;
    bool has_before = false;
    enum hm_status st = HM_OK;
    changes_init(&before, r->policy);
    while (st == HM_OK && verb_peek(l)) {
        if (!by && verb_take(l, "by"))
            st = read_group(r, l, &by);
        else if (!has_before && (has_before = verb_take(l, "against")))
            st = read_scenario(r, l, &before);
        else
            st = verb_expected(r, l, _("`by ...`, `against SCENARIO` or the end of the line"));
    }
    if (st == HM_OK && !has_before && !repl_alternative(r))
        st = verb_wrong(r, l, _("nothing was changed; `set` a parameter first"));
    if (st == HM_OK)
        st = ask_diff(r, has_before ? &before : NULL, by);
    changes_fini(&before);
    return st;
}

/* --- total --- */

static bool has_groups(const struct field *f)
{
    return f->type.kind == KIND_ENUM || f->type.kind == KIND_BOOLEAN;
}

enum hm_status verb_total(struct repl *r, struct verb_line *l)
{
    struct population *p;
    struct totals_request q = {.law = repl_alternative(r)};
    struct totals t;
    const struct model *m = r->policy->model;
    TRY(verb_field(r, l, &q.field));
    const struct field *f = &m->fields[q.field];
    TRY(repl_population(r, &p));
    if (verb_take(l, "by")) {
        const char *word = verb_next(l);
        if (!word)
            return verb_expected(r, l, _("county, size or a field"));
        TRY(grouping_find(&q.by, population_agenda(p), f->entity, word, r->diag));
    } else if (has_groups(f)) {
        q.by = (struct grouping){GROUP_FIELD, q.field};
    }
    TRY(verb_end(r, l));
    TRY(totals_ask(&t, p, &q, r->diag));
    whatif_totals(&r->last, m, &t, q.by.kind != GROUP_ALL, q.law != NULL);
    totals_fini(&t);
    return repl_put_sheet(r);
}

/* --- hist --- */

enum hm_status verb_hist(struct repl *r, struct verb_line *l)
{
    struct population *p;
    struct histogram_request q = {.law = repl_alternative(r)};
    struct histogram h;
    const struct model *m = r->policy->model;
    TRY(verb_field(r, l, &q.field));
    bool has_width = verb_take(l, "by");
    if (has_width)
        TRY(verb_value(r, l, &m->fields[q.field], &q.step));
    if (has_width && q.step <= 0)
        return verb_wrong(r, l, _("a width is above zero"));
    TRY(verb_end(r, l));
    TRY(repl_population(r, &p));
    TRY(histogram_ask(&h, p, &q, r->diag));
    whatif_histogram(&r->last, m, &h);
    histogram_fini(&h);
    return repl_put_sheet(r);
}

/* --- sweep --- */

/* "1181..1400" in steps of the dial. */
static enum hm_status read_range(struct repl *r, struct verb_line *l,
                                 const struct dial_scale *scale, int64_t *from, int64_t *to)
{
    const char *word = verb_next(l);
    const char *dots = word ? strstr(word, "..") : NULL;
    if (!dots) {
        l->at -= word != NULL;
        return verb_expected(r, l, _("a range such as 1181..1400"));
    }
    char *first = arena_strndup(&r->line, word, (size_t)(dots - word));
    if (!first)
        return diag_nomem(r->diag, _("reading a line"));
    TRY(dial_number(from, scale, first, r->diag));
    TRY(dial_number(to, scale, dots + 2, r->diag));
    if (*from > *to)
        return verb_wrong(r, l, _("the range ends before it begins"));
    return HM_OK;
}

static enum hm_status read_step(struct repl *r, struct verb_line *l, struct sweep_request *q,
                                const struct dial_scale *scale)
{
    const char *word = verb_next(l);
    if (!word)
        return verb_expected(r, l, _("a step"));
    TRY(dial_number(&q->step, scale, word, r->diag));
    return q->step > 0 ? HM_OK : verb_wrong(r, l, _("a step is above zero"));
}

/* Twenty points when no step is said, on whole units of the grid. */
static int64_t usual_step(const struct sweep_request *q, const struct dial_scale *scale)
{
    int64_t step = (q->to - q->from) / 20, whole = scale->grid;
    step = step > whole ? step / whole * whole : step;
    return step > 0 ? step : 1;
}

static enum hm_status read_dial(struct repl *r, struct verb_line *l, struct dial *dial)
{
    uint16_t parameter;
    const char *key;
    dial->name = verb_peek(l);
    TRY(verb_parameter(r, l, &parameter, &key)); /* says what is near to a wrong name */
    dial->from_month = r->month;
    dial->with = repl_alternative(r);
    return HM_OK;
}

/* A household's variable of money, or NO_FIELD for `all`. */
static enum hm_status read_budget(struct repl *r, struct verb_line *l, uint16_t *out)
{
    *out = NO_FIELD;
    if (verb_take(l, "all"))
        return HM_OK;
    TRY(verb_field(r, l, out));
    const struct field *f = &r->policy->model->fields[*out];
    if (f->type.kind == KIND_MONEY && f->entity == repl_root(r))
        return HM_OK;
    return verb_wrong(r, l, _("%s is no amount of a household"), f->name);
}

static enum hm_status read_sweep(struct repl *r, struct verb_line *l, struct population *p,
                                 struct sweep_request *q)
{
    struct dial_scale scale;
    q->field = NO_FIELD;
    TRY(read_dial(r, l, &q->dial));
    TRY(dial_find(&scale, p, &q->dial, r->diag));
    TRY(read_range(r, l, &scale, &q->from, &q->to));
    q->step = usual_step(q, &scale);
    if (verb_take(l, "by"))
        TRY(read_step(r, l, q, &scale));
    if (verb_take(l, "of"))
        TRY(read_budget(r, l, &q->field));
    return verb_end(r, l);
}

enum hm_status verb_sweep(struct repl *r, struct verb_line *l)
{
    struct population *p;
    struct sweep_request q = {.field = NO_FIELD};
    struct sweep w;
    TRY(repl_population(r, &p));
    TRY(read_sweep(r, l, p, &q));
    TRY(sweep_ask(&w, p, &q, r->diag));
    whatif_sweep(&r->last, &w);
    sweep_fini(&w);
    return repl_put_sheet(r);
}

/* --- goal --- */

static enum hm_status read_bound(struct repl *r, struct verb_line *l, struct goal_request *q)
{
    static const struct field amount = {.name = "AMOUNT", .type = {.kind = KIND_MONEY}};
    int64_t fen;
    TRY(verb_comparison(r, l, &q->op));
    if (q->op == CMP_EQ || q->op == CMP_NE)
        return verb_wrong(r, l, _("a budget is a bound: <= or >="));
    TRY(verb_value(r, l, &amount, &fen));
    q->bound_fen = fen;
    q->smallest = q->op == CMP_GE || q->op == CMP_GT;
    return HM_OK;
}

static enum hm_status read_goal(struct repl *r, struct verb_line *l, struct population *p,
                                struct goal_request *q)
{
    struct dial_scale scale;
    if (!verb_take(l, "total"))
        return verb_expected(r, l, "total");
    TRY(read_budget(r, l, &q->field));
    TRY(read_bound(r, l, q));
    if (!verb_take(l, "by"))
        return verb_expected(r, l, "by");
    TRY(read_dial(r, l, &q->dial));
    TRY(dial_find(&scale, p, &q->dial, r->diag));
    if ((q->has_range = verb_take(l, "within")))
        TRY(read_range(r, l, &scale, &q->low, &q->high));
    if (verb_take(l, "smallest"))
        q->smallest = true;
    else if (verb_take(l, "largest"))
        q->smallest = false;
    return verb_end(r, l);
}

static void put_remarks(struct repl *r, const struct goal *g)
{
    struct buf low, high;
    if (r->json)
        return;
    buf_init(&low);
    buf_init(&high);
    dial_put(&low, &g->scale, g->low);
    dial_put(&high, &g->scale, g->high);
    if (!g->found)
        buf_printf(&r->out, _("no value from %s to %s keeps to the bound\n"), low.data,
                   high.data);
    else if (g->is_edge)
        buf_printf(&r->out,
                   _("this is the end of the range %s..%s; look further with `within`\n"),
                   low.data, high.data);
    if (!g->is_monotone)
        buf_printf(&r->out, "%s\n",
                   _("the total does not only rise or only fall with the value: other values "
                     "may keep to the bound too"));
    buf_printf(&r->out, _("%zu values were evaluated in %zu passes\n"), g->evaluated,
               g->passes);
    buf_fini(&low);
    buf_fini(&high);
}

enum hm_status verb_goal(struct repl *r, struct verb_line *l)
{
    struct population *p;
    struct goal_request q = {.field = NO_FIELD};
    struct goal g;
    TRY(repl_population(r, &p));
    TRY(read_goal(r, l, p, &q));
    TRY(goal_ask(&g, p, &q, r->diag));
    whatif_goal(&r->last, &g, &q);
    TRY(repl_put_sheet(r));
    put_remarks(r, &g);
    return HM_OK;
}
