/* switch.c - tries everything the result reads, one at a time: intervals that grow away from
 * the present value, halved towards it wherever bounds cannot rule the wanted result out.
 */
#include "whatif/switch.h"

#include <string.h>
#include "base/mem.h"
#include "model/model.h"
#include "value/date.h"

/* Of one thing in one direction; then it is said. */
enum { INTERVALS_OF_ONE = 20000, ASKED_OF_ONE = 200 };

struct fact {
    struct solve_thing thing;
    bool is_known; /* supplied; else its default holds */
};
struct finder {
    const struct switch_request *q;
    struct switch_answer *out;
    uint32_t output;  /* of the bounds: the result's row */
    uint64_t *reach;  /* fields the result reads, directly or not */
    bool *parameters; /* it reads */
    struct fact *facts;
    size_t fact_count, fact_cap;
    struct diag *diag;
};

static enum hm_status no_memory(struct finder *f)
{
    return diag_nomem(f->diag, _("solving"));
}

/* --- what is wanted --- */

static bool fulfils(const struct finder *f, int64_t v)
{
    const struct switch_request *q = f->q;
    if (!q->is_wanted)
        return !f->out->is_known || v != f->out->now;
    return comparison_holds(q->op, v < q->value ? -1 : v > q->value);
}

/* Whether some value of lo..hi does. */
static bool can_fulfil(const struct finder *f, int64_t lo, int64_t hi)
{
    const struct switch_request *q = f->q;
    enum comparison op = q->is_wanted ? q->op : CMP_NE;
    int64_t value = q->is_wanted ? q->value : f->out->now;
    switch (op) {
    case CMP_EQ:
        return lo <= value && value <= hi;
    case CMP_NE:
        return lo != value || hi != value;
    case CMP_LT:
    case CMP_LE:
        return fulfils(f, lo);
    default:
        return fulfils(f, hi);
    }
}

static uint32_t find_output(const struct finder *f, const struct solve *s)
{
    const struct bounds *b = &s->v.bounds;
    for (uint32_t i = 0; i < b->output_count; i++)
        if (b->outputs[i].field == f->q->result.field && b->outputs[i].row == f->q->result.row)
            return i;
    return 0;
}

/* --- exactly, by the reference engine --- */

static enum hm_status exact(struct finder *f, struct solve *s, int64_t x, bool *does,
                            int64_t *value)
{
    struct results r;
    results_init(&r);
    enum hm_status st = solve_exact(s, x, &r);
    *does = st == HM_OK && solve_stored(s, &r, f->q->result.field, f->q->result.row, value) &&
            fulfils(f, *value);
    results_fini(&r);
    return st;
}

/* --- the nearest value in one direction --- */

enum finding { FOUND, NOT_THERE, TOO_LONG };

struct search {
    struct finder *f;
    struct solve *s;
    int64_t sign;   /* of the direction */
    int64_t far;    /* how far it may go, in steps */
    unsigned asked; /* points decided by the reference engine */
    int64_t at;     /* FOUND: how far; TOO_LONG: nothing nearer is left out */
};

/* Bounds the steps near..far away from now. */
static enum hm_status bound(struct search *w, int64_t near, int64_t far, bool *can)
{
    int64_t now = w->s->thing.now, a = now + w->sign * near, b = now + w->sign * far;
    struct bounds_value v;
    TRY(solve_interval(w->s, a < b ? a : b, a < b ? b : a));
    enum solve_state state = solve_output(w->s, w->f->output, &v);
    *can = state == SOLVE_UNKNOWN || (state == SOLVE_VALUE && can_fulfil(w->f, v.lo, v.hi));
    return HM_OK;
}

/* A single point; where the program does not say, the reference engine does. */
static enum hm_status try_point(struct search *w, int64_t away, bool *does)
{
    struct bounds_value v;
    int64_t value, x = w->s->thing.now + w->sign * away;
    TRY(solve_interval(w->s, x, x));
    enum solve_state state = solve_output(w->s, w->f->output, &v);
    *does = state == SOLVE_VALUE && fulfils(w->f, v.left);
    if (state != SOLVE_UNKNOWN)
        return HM_OK;
    w->asked++;
    return exact(w->f, w->s, x, does, &value);
}

/* The nearest in near..far: depth first, the near half first. */
static enum hm_status halve(struct search *w, int64_t near, int64_t far, enum finding *found)
{
    struct {
        int64_t near, far;
    } stack[128];
    size_t depth = 0;
    *found = NOT_THERE;
    stack[depth].near = near;
    stack[depth++].far = far;
    while (depth > 0) {
        bool can;
        near = stack[--depth].near;
        far = stack[depth].far;
        if (w->s->intervals > INTERVALS_OF_ONE || w->asked > ASKED_OF_ONE) {
            w->at = near;
            *found = TOO_LONG;
            return HM_OK;
        }
        TRY(near == far ? try_point(w, near, &can) : bound(w, near, far, &can));
        if (!can)
            continue;
        if (near == far) {
            w->at = near;
            *found = FOUND;
            return HM_OK;
        }
        int64_t mid = near + (far - near) / 2;
        stack[depth].near = mid + 1;
        stack[depth++].far = far;
        stack[depth].near = near;
        stack[depth++].far = mid;
    }
    return HM_OK;
}

static enum hm_status nearest(struct search *w, enum finding *found)
{
    int64_t near = 1, width = 1;
    *found = NOT_THERE;
    if (!w->s->is_proved) {
        w->at = 1;
        *found = w->far > 0 ? TOO_LONG : NOT_THERE;
        return HM_OK;
    }
    while (*found == NOT_THERE && near <= w->far) {
        int64_t far = w->far - near < width ? w->far : near + width - 1;
        TRY(halve(w, near, far, found));
        near = far + 1;
        width = width > INT64_C(1) << 50 ? width : width * 8;
    }
    return HM_OK;
}

/* --- what was found --- */

static enum hm_status add_change(struct finder *f, const struct solve_thing *t, bool known,
                                 int64_t to, int64_t result)
{
    void *changes = f->out->changes;
    if (mem_grow(&changes, &f->out->cap, f->out->count + 1, sizeof *f->out->changes) != 0)
        return no_memory(f);
    f->out->changes = changes;
    f->out->changes[f->out->count++] = (struct switch_change){*t, to, result, known};
    return HM_OK;
}

static enum hm_status add_gap(struct finder *f, const struct solve_thing *t, int64_t from,
                              int64_t to)
{
    void *gaps = f->out->gaps;
    if (mem_grow(&gaps, &f->out->gap_cap, f->out->gap_count + 1, sizeof *f->out->gaps) != 0)
        return no_memory(f);
    f->out->gaps = gaps;
    f->out->gaps[f->out->gap_count++] = (struct switch_gap){*t, from, to};
    return HM_OK;
}

static enum hm_status engines_differ(struct finder *f)
{
    const struct model *m = family_policy(f->q->family)->model;
    return diag_error(f->diag, HM_INTERNAL, NULL,
                      _("the engines differ in %s: report this as a bug"),
                      m->fields[f->q->result.field].name);
}

/* The value found does it, and one step before does not: both by the reference engine. */
static enum hm_status confirm(struct search *w, bool known)
{
    struct finder *f = w->f;
    const struct solve_thing *t = &w->s->thing;
    int64_t to = t->now + w->sign * w->at, result, other;
    bool does, before;
    TRY(exact(f, w->s, to, &does, &result));
    TRY(exact(f, w->s, to - w->sign, &before, &other));
    if (!does || before)
        return engines_differ(f);
    return add_change(f, t, known, to, result);
}

static enum hm_status try_direction(struct finder *f, struct solve *s, int64_t sign, bool known)
{
    const struct solve_thing *t = &s->thing;
    enum finding found;
    struct search w = {
        .f = f, .s = s, .sign = sign, .far = sign > 0 ? t->hi - t->now : t->now - t->lo};
    f->out->intervals += s->intervals;
    s->intervals = 0;
    TRY(nearest(&w, &found));
    if (found == FOUND)
        return confirm(&w, known);
    if (found == TOO_LONG)
        return add_gap(f, t, t->now + sign * w.at, sign > 0 ? t->hi : t->lo);
    return HM_OK;
}

static enum hm_status try_values(struct finder *f, struct solve *s, bool known)
{
    const struct solve_thing t = s->thing;
    struct search w = {.f = f, .s = s, .sign = 1};
    for (int64_t x = t.lo; x <= t.hi; x++) {
        bool does = x != t.now;
        int64_t result;
        if (does && s->is_proved)
            TRY(try_point(&w, x - t.now, &does));
        if (does)
            TRY(exact(f, s, x, &does, &result));
        if (does)
            TRY(add_change(f, &t, known, x, result));
    }
    return HM_OK;
}

static enum hm_status try_thing(struct finder *f, struct solve *s, const struct solve_thing *t,
                                bool known)
{
    TRY(solve_focus(s, t));
    f->out->tried++;
    enum hm_status st = t->is_choice ? try_values(f, s, known) : try_direction(f, s, -1, known);
    if (st == HM_OK && !t->is_choice)
        st = try_direction(f, s, 1, known);
    f->out->intervals += s->intervals;
    return st;
}

/* --- facts --- */

static bool is_reached(const struct finder *f, uint16_t field)
{
    return f->reach[field / 64] >> (field % 64) & 1;
}

static enum hm_status add_fact(struct finder *f, struct family_cell c)
{
    struct fact fact;
    bool has_value;
    int64_t stored;
    if (!solve_fact(&fact.thing, f->q->family, c, &has_value) || !has_value)
        return HM_OK;
    fact.is_known = family_get(f->q->family, c, &stored);
    void *facts = f->facts;
    if (mem_grow(&facts, &f->fact_cap, f->fact_count + 1, sizeof *f->facts) != 0)
        return no_memory(f);
    f->facts = facts;
    f->facts[f->fact_count++] = fact;
    return HM_OK;
}

/* Every fact that the result reads and that has a value, its own or a default. */
static enum hm_status list_facts(struct finder *f)
{
    const struct model *m = family_policy(f->q->family)->model;
    const struct frame *frame = family_frame(f->q->family);
    for (size_t i = 0; i < m->field_count; i++)
        for (uint32_t r = 0;
             is_reached(f, (uint16_t)i) && r < frame->entities[m->fields[i].entity].rows; r++)
            TRY(add_fact(f, (struct family_cell){(uint16_t)i, r}));
    return HM_OK;
}

/* Defaults become facts, so that the program reads them, and facts again defaults. */
static void supply_defaults(struct finder *f, bool supplied)
{
    for (size_t i = 0; i < f->fact_count; i++)
        if (!f->facts[i].is_known)
            family_put(f->q->family, f->facts[i].thing.cell, supplied, f->facts[i].thing.now);
}

/* The result as it is now. */
static enum hm_status evaluate(struct finder *f, bool *known, int64_t *value)
{
    struct family_run run;
    struct results r;
    results_init(&r);
    enum hm_status st = family_run_open(&run, f->q->family, ENGINE_LUA, f->q->law,
                                        &f->q->result.field, 1, f->diag);
    if (st == HM_OK)
        st = family_run_now(&run, &r, f->diag);
    *value = 0;
    *known = st == HM_OK && r.columns[0].state[f->q->result.row] == HM_TRAP_NONE;
    if (*known)
        *value =
            result_stored(&r.columns[0], family_policy(f->q->family)->model, f->q->result.row);
    family_run_close(&run);
    results_fini(&r);
    return st;
}

static enum hm_status try_facts(struct finder *f)
{
    struct solve s;
    bool known;
    int64_t value;
    TRY(list_facts(f));
    supply_defaults(f, true);
    enum hm_status st = evaluate(f, &known, &value);
    bool only_known = known != f->out->is_known || value != f->out->now;
    if (only_known) /* a formula asks whether a fact is known */
        supply_defaults(f, false);
    if (st == HM_OK) {
        st = solve_open(&s, f->q->family, f->q->law, &f->q->result.field, 1, NULL, f->q->host,
                        f->diag);
        f->output = st == HM_OK ? find_output(f, &s) : 0;
        for (size_t i = 0; st == HM_OK && i < f->fact_count; i++)
            if (f->facts[i].is_known || !only_known)
                st = try_thing(f, &s, &f->facts[i].thing, f->facts[i].is_known);
        solve_close(&s);
    }
    supply_defaults(f, false);
    return st;
}

/* --- numbers of the law --- */

static enum hm_status try_parameter(struct finder *f, uint16_t parameter, int32_t entry)
{
    struct solve_thing t;
    struct solve s;
    if (!solve_parameter(&t, f->q->family, f->q->law, parameter, entry, &f->out->arena))
        return HM_OK;
    enum hm_status st = solve_open(&s, f->q->family, f->q->law, &f->q->result.field, 1, &t,
                                   f->q->host, f->diag);
    if (st == HM_OK && bounds_reads(&s.v.bounds, (struct bounds_cell){IR_MOVED, 0})) {
        f->output = find_output(f, &s);
        st = try_thing(f, &s, &t, true);
    }
    solve_close(&s);
    return st;
}

static enum hm_status try_law(struct finder *f)
{
    const struct model *m = family_policy(f->q->family)->model;
    for (size_t i = 0; i < m->field_count; i++)
        for (size_t k = 0; is_reached(f, (uint16_t)i) && k < m->fields[i].read_parameter_count;
             k++)
            f->parameters[m->fields[i].reads_parameters[k]] = true;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const struct parameter *p = &m->parameters[i];
        if (!f->parameters[i])
            continue;
        if (p->kind == PARAMETER_SCALAR)
            TRY(try_parameter(f, (uint16_t)i, -1));
        int32_t entries = 0;
        for (size_t k = 0; p->kind == PARAMETER_KEYED && k < p->count; k++)
            if ((int32_t)p->values[k].count > entries)
                entries = (int32_t)p->values[k].count;
        for (int32_t e = 0; e < entries; e++)
            TRY(try_parameter(f, (uint16_t)i, e));
    }
    return HM_OK;
}

/* --- order --- */

/* What a change is held against: the present value, and for one that is next to nothing a
 * thousand yuan, a year, one. */
static int64_t weight(const struct solve_thing *t, const struct model *m, int32_t month_end)
{
    const struct type *type =
        t->is_parameter ? &m->parameters[t->parameter].type : &m->fields[t->cell.field].type;
    int64_t size = t->now < 0 ? -t->now : t->now, least = 1;
    switch (type->kind) {
    case KIND_MONEY:
        least = 100000;
        break;
    case KIND_DATE:
        size = month_end - t->now;
        least = 365;
        break;
    case KIND_MONTH:
        size = 12;
        break;
    case KIND_NUMBER:
        least = t->is_parameter ? t->steps : type_grid(type);
        break;
    default:
        break;
    }
    return size > least ? size : least;
}

struct order {
    const struct model *model;
    int32_t month_end;
};

static int by_size(const void *x, const void *y, void *ctx)
{
    const struct switch_change *a = x, *b = y;
    const struct order *o = ctx;
    if (a->thing.is_choice != b->thing.is_choice)
        return a->thing.is_choice ? 1 : -1;
    if (a->thing.is_choice)
        return 0;
    int64_t da = a->to - a->thing.now, db = b->to - b->thing.now;
    da = da < 0 ? -da : da;
    db = db < 0 ? -db : db;
    __int128 p = (__int128)da * weight(&b->thing, o->model, o->month_end);
    __int128 q = (__int128)db * weight(&a->thing, o->model, o->month_end);
    return p < q ? -1 : p > q;
}

/* Stable: what is equally far stays in the order of its declaration. */
static void sort(struct finder *f)
{
    struct order o = {family_policy(f->q->family)->model,
                      month_last_day(family_month(f->q->family))};
    struct switch_change *c = f->out->changes;
    for (size_t i = 1; i < f->out->count; i++) {
        struct switch_change one = c[i];
        size_t k = i;
        for (; k > 0 && by_size(&one, &c[k - 1], &o) < 0; k--)
            c[k] = c[k - 1];
        c[k] = one;
    }
}

/* --- everything --- */

static enum hm_status find(struct finder *f)
{
    const struct switch_request *q = f->q;
    const struct model *m = family_policy(q->family)->model;
    struct arena *a = &f->out->arena;
    f->reach = arena_zalloc(a, (m->field_count / 64 + 1) * sizeof *f->reach);
    f->parameters = arena_zalloc(a, m->parameter_count + 1);
    uint16_t *stack = arena_alloc(a, (m->field_count + 1) * sizeof *stack);
    if (!f->reach || !f->parameters || !stack)
        return no_memory(f);
    model_reach(m, &q->result.field, 1, f->reach, stack);
    TRY(evaluate(f, &f->out->is_known, &f->out->now));
    f->out->holds = q->is_wanted && f->out->is_known && fulfils(f, f->out->now);
    if (f->out->holds || !f->out->is_known)
        return HM_OK;
    if (!q->without_facts)
        TRY(try_facts(f));
    if (!q->without_law)
        TRY(try_law(f));
    sort(f);
    return HM_OK;
}

enum hm_status switch_find(struct switch_answer *out, const struct switch_request *q,
                           struct diag *d)
{
    struct finder f = {.q = q, .out = out, .diag = d};
    *out = (struct switch_answer){0};
    arena_init(&out->arena);
    enum hm_status st = find(&f);
    mem_free(f.facts);
    return st;
}

void switch_fini(struct switch_answer *a)
{
    mem_free(a->changes);
    mem_free(a->gaps);
    arena_fini(&a->arena);
    memset(a, 0, sizeof *a);
}
