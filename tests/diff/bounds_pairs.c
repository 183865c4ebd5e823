/* bounds_pairs.c - see bounds_pairs.h. One family at a time, one fact of it on random intervals
 * around its value and elsewhere in its range.
 */
#include "bounds_pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "exec/vecbounds.h"
#include "region_pairs.h"
#include "value/date.h"

enum { MONTH = 2022 * 12 + 6, FAMILIES = 4, FACTS = 6, INTERVALS = 6, POINTS = 3 };

struct trial {
    struct choices *c;
    struct bounds_tally *tally;
    const struct policy *policy;
    struct frame f;
    struct evaluation e;
    struct engine *reference;
    struct vecbounds v;
    struct bounds_cell cell;  /* the one that moves */
    struct bounds_cell other; /* and a second one, in a box */
    bool is_box;
};

static uint64_t draw(struct choices *c)
{
    return (uint64_t)choices_below(c, UINT32_MAX) << 32 | choices_below(c, UINT32_MAX);
}

static void put_cell(struct trial *t, struct bounds_cell cell, int64_t x)
{
    struct column *column = &t->f.columns[cell.field];
    void *data = (void *)(uintptr_t)column->data;
    uint32_t row = cell.row;
    if (column->lane == LANE_U8)
        ((uint8_t *)data)[row] = (uint8_t)x;
    else if (column->lane == LANE_U16)
        ((uint16_t *)data)[row] = (uint16_t)x;
    else if (column->lane == LANE_I32)
        ((int32_t *)data)[row] = (int32_t)x;
    else
        ((int64_t *)data)[row] = x;
}

/* --- one point --- */

static bool complain(const struct trial *t, const struct bounds_output *o, int64_t x,
                     int64_t found, const struct bounds_value *b)
{
    const struct model *m = t->policy->model;
    fprintf(stderr,
            "%s[%u] where %s[%u] = %lld: %lld is not in %lld..%lld (steps %lld..%lld, ends "
            "%lld, %lld)\n",
            m->fields[o->field].name, o->row, m->fields[t->cell.field].name, t->cell.row,
            (long long)x, (long long)found, (long long)b->lo, (long long)b->hi,
            (long long)b->step_lo, (long long)b->step_hi, (long long)b->left,
            (long long)b->right);
    return false;
}

/* The results at a point must be within the bounds of the interval s. */
static bool hold_point(struct trial *t, struct bounds_span s, int64_t x,
                       const struct results *r)
{
    for (uint32_t i = 0; i < t->v.bounds.output_count; i++) {
        const struct bounds_output *o = &t->v.bounds.outputs[i];
        const struct result_column *column = NULL;
        struct bounds_value b;
        uint8_t doubt_lo, doubt_hi;
        for (size_t k = 0; k < r->column_count; k++)
            if (r->columns[k].field == o->field)
                column = &r->columns[k];
        bool known = bounds_stored(&t->v.bounds, i, &b, &doubt_lo, &doubt_hi);
        t->tally->unknown += !known || doubt_hi > 0;
        if (!known || doubt_hi > 0)
            continue;
        t->tally->claims++;
        t->tally->exact += b.lo == b.hi;
        if (column->state[o->row] != HM_TRAP_NONE)
            return complain(t, o, x, -1, &b);
        int64_t found = result_stored(column, t->policy->model, o->row);
        bool end_wrong =
            !t->is_box && ((x == s.lo && found != b.left) || (x == s.hi && found != b.right));
        if (found < b.lo || found > b.hi || end_wrong)
            return complain(t, o, x, found, &b);
    }
    return true;
}

static bool hold_step(struct trial *t, int64_t x, const struct results *r,
                      const struct results *next)
{
    for (uint32_t i = 0; i < t->v.bounds.output_count; i++) {
        const struct bounds_output *o = &t->v.bounds.outputs[i];
        struct bounds_value b;
        uint8_t doubt_lo, doubt_hi;
        bool known = bounds_stored(&t->v.bounds, i, &b, &doubt_lo, &doubt_hi);
        for (size_t k = 0;
             known && doubt_hi == 0 && bounds_step_known(&b) && k < r->column_count; k++) {
            if (r->columns[k].field != o->field)
                continue;
            int64_t step = result_stored(&next->columns[k], t->policy->model, o->row) -
                           result_stored(&r->columns[k], t->policy->model, o->row);
            if (step < b.step_lo || step > b.step_hi)
                return complain(t, o, x, step, &b);
        }
    }
    return true;
}

static bool run_at(struct trial *t, int64_t x, struct results *r)
{
    struct diag d;
    diag_init(&d);
    put_cell(t, t->cell, x);
    bool ok = engine_run(t->reference, &t->f, r, &d) == HM_OK;
    diag_fini(&d);
    t->tally->points++;
    return ok;
}

static bool try_point(struct trial *t, struct bounds_span s, int64_t x)
{
    struct results here, next;
    results_init(&here);
    results_init(&next);
    bool ok = run_at(t, x, &here) && hold_point(t, s, x, &here);
    if (ok && x < s.hi)
        ok = run_at(t, x + 1, &next) && hold_point(t, s, x + 1, &next) &&
             hold_step(t, x, &here, &next);
    results_fini(&here);
    results_fini(&next);
    return ok;
}

/* --- one fact --- */

static struct bounds_span random_span(struct choices *c, int64_t lo, int64_t hi, int64_t now)
{
    static const int64_t widths[] = {0, 1, 2, 30, 365, 10000, 1000000, INT64_C(10000000000)};
    uint64_t all = (uint64_t)hi - (uint64_t)lo;
    int64_t from = now < lo || now > hi || choices_below(c, 3) == 0
                       ? (int64_t)((uint64_t)lo + (all ? draw(c) % all : 0))
                       : now;
    int64_t width = widths[choices_below(c, 8)];
    from = from - lo < width / 2 ? lo : from - width / 2;
    return (struct bounds_span){from, hi - from < width ? hi : from + width};
}

static bool try_interval(struct trial *t, int64_t lo, int64_t hi, int64_t now)
{
    struct bounds_span s = random_span(t->c, lo, hi, now);
    t->tally->intervals++;
    bounds_eval(&t->v.bounds, &s);
    bool ok = try_point(t, s, s.lo) && (s.lo == s.hi || try_point(t, s, s.hi));
    for (int i = 0; ok && i < POINTS && s.hi > s.lo; i++)
        ok = try_point(t, s, s.lo + (int64_t)(draw(t->c) % (uint64_t)(s.hi - s.lo + 1)));
    put_cell(t, t->cell, now);
    return ok;
}

/* A cell of a fact that can move, and all it may be; false: it cannot. */
static bool choose_cell(struct trial *t, uint16_t field, struct bounds_cell *cell,
                        struct bounds_span *all)
{
    const struct model *m = t->policy->model;
    const struct column *column = &t->f.columns[field];
    if (m->fields[field].kind != FIELD_INPUT || column->rows == 0 ||
        !ir_fact_range(m, &m->fields[field], &all->lo, &all->hi))
        return false;
    *cell = (struct bounds_cell){field, choices_below(t->c, column->rows)};
    if (!column_valid(column, cell->row) || !vecbounds_proves(&t->v, field, 0) ||
        !bounds_reads(&t->v.bounds, *cell))
        return false;
    int64_t least = -BOUNDS_FAR / 2, most = BOUNDS_FAR / 2;
    if (m->fields[field].type.kind == KIND_DATE)
        least = -60000, most = 100000;
    if (m->fields[field].type.kind == KIND_MONTH)
        least = 1850 * 12, most = 2200 * 12;
    all->lo = all->lo < least ? least : all->lo;
    all->hi = all->hi > most ? most : all->hi;
    return true;
}

static int64_t value_of(const struct trial *t, struct bounds_cell cell)
{
    return column_int(&t->f.columns[cell.field], cell.row);
}

static bool try_fact(struct trial *t, uint16_t field)
{
    struct bounds_span all;
    if (!choose_cell(t, field, &t->cell, &all))
        return true;
    int64_t now = value_of(t, t->cell);
    bool ok = bounds_focus(&t->v.bounds, &t->cell, 1) == HM_OK;
    for (int i = 0; ok && i < INTERVALS; i++)
        ok = try_interval(t, all.lo, all.hi, now);
    return ok;
}

/* --- two facts at once --- */

static int64_t inside(struct choices *c, struct bounds_span s)
{
    return s.lo + (int64_t)(draw(c) % (uint64_t)(s.hi - s.lo + 1));
}

/* Points of a box, against what was claimed of it last. */
static bool try_points(struct trial *t, const struct bounds_span *box)
{
    bool ok = true;
    for (int i = 0; ok && i < POINTS; i++) {
        struct results r;
        results_init(&r);
        put_cell(t, t->other, inside(t->c, box[1]));
        int64_t x = inside(t->c, box[0]);
        ok = run_at(t, x, &r) && hold_point(t, box[0], x, &r);
        results_fini(&r);
    }
    return ok;
}

/* The node all goes through moves by itself: what that proves of its output holds as well. */
static bool try_cut(struct trial *t, const struct bounds_span *box, uint32_t output)
{
    struct bounds *b = &t->v.bounds;
    uint32_t node = bounds_cut(b, output);
    struct bounds_value v = b->values[node];
    struct bounds_output *all = b->outputs;
    uint32_t count = b->output_count;
    if (!node || node == all[output].num || !bounds_known(&v) || all[output].doubt)
        return true; /* doubt may depend on the facts besides */
    bool ok = bounds_focus_cut(b, node) == HM_OK;
    bounds_eval(b, &(struct bounds_span){v.lo, v.hi});
    b->outputs = &all[output]; /* of the others nothing is claimed */
    b->output_count = 1;
    ok = ok && try_points(t, box);
    b->outputs = all;
    b->output_count = count;
    t->tally->cuts++;
    return ok;
}

/* A cell that the program reads; false: none was met. */
static bool find_cell(struct trial *t, struct bounds_cell *cell, struct bounds_span *all)
{
    uint32_t fields = (uint32_t)t->policy->model->field_count;
    for (int i = 0; i < 60; i++)
        if (choose_cell(t, (uint16_t)choices_below(t->c, fields), cell, all))
            return true;
    return false;
}

static bool try_box(struct trial *t)
{
    struct bounds_span all[2], box[2];
    if (!find_cell(t, &t->cell, &all[0]) || !find_cell(t, &t->other, &all[1]) ||
        (t->cell.field == t->other.field && t->cell.row == t->other.row))
        return true;
    const struct bounds_cell cells[2] = {t->cell, t->other};
    int64_t now[2] = {value_of(t, t->cell), value_of(t, t->other)};
    for (int i = 0; i < 2; i++)
        box[i] = random_span(t->c, all[i].lo, all[i].hi, now[i]);
    t->is_box = true;
    t->tally->intervals++;
    bool ok = bounds_focus(&t->v.bounds, cells, 2) == HM_OK;
    bounds_eval(&t->v.bounds, box);
    ok = ok && try_points(t, box);
    for (uint32_t i = 0; ok && i < t->v.bounds.output_count; i++) {
        ok = bounds_focus(&t->v.bounds, cells, 2) == HM_OK;
        bounds_eval(&t->v.bounds, box);
        ok = ok && try_cut(t, box, i);
    }
    put_cell(t, t->cell, now[0]);
    put_cell(t, t->other, now[1]);
    t->is_box = false;
    return ok;
}

/* --- one family --- */

static bool try_family(struct trial *t)
{
    const struct model *m = t->policy->model;
    struct builder *b;
    struct diag d;
    diag_init(&d);
    if (builder_new(&b, m, t->e.root) != HM_OK)
        abort();
    random_families(t->c, m, t->e.root, 1, b);
    bool ok = builder_finish(b, &t->f, true, NULL, &d) == HM_OK;
    builder_free(b);
    if (!ok)
        abort();
    ok = vecbounds_open(&t->v, &t->e, &t->f, NULL, &d) == HM_OK;
    for (int i = 0; ok && i < FACTS; i++)
        ok = try_fact(t, (uint16_t)choices_below(t->c, (uint32_t)m->field_count));
    for (int i = 0; ok && i < FACTS; i++)
        ok = try_box(t);
    vecbounds_close(&t->v);
    frame_fini(&t->f);
    diag_fini(&d);
    return ok;
}

static bool try_policy(struct choices *c, struct bounds_tally *t, const struct policy *p)
{
    static uint16_t outputs[LIMIT_FIELDS];
    const struct model *m = p->model;
    struct trial trial = {.c = c, .tally = t, .policy = p};
    trial.e = (struct evaluation){.policy = p, .outputs = outputs, .month = MONTH};
    trial.e.root = model_entity(m, (struct str){"household", 9});
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].kind == FIELD_VARIABLE &&
            m->entities[m->fields[i].entity].root == trial.e.root)
            outputs[trial.e.output_count++] = (uint16_t)i;
    bool ok = engine_open(&trial.reference, ENGINE_LUA, &trial.e, NULL) == HM_OK;
    for (int i = 0; ok && i < FAMILIES; i++)
        ok = try_family(&trial);
    engine_close(trial.reference);
    return ok;
}

bool bounds_pair(struct choices *c, struct bounds_tally *t, bool print)
{
    struct buf text;
    struct policy *p;
    buf_init(&text);
    random_policy(c, &text);
    if (print)
        fwrite(text.data, 1, text.len, stdout);
    bool ok = true;
    if (region_load(&p, "random", &text, NULL) == HM_OK) {
        ok = try_policy(c, t, p);
        policy_free(p);
        t->policies++;
    }
    if (!ok && !print)
        fwrite(text.data, 1, text.len, stderr);
    buf_fini(&text);
    return ok;
}
