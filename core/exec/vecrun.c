/* vecrun.c - the fast engine: compiles once for each set of given columns, runs the column
 * program, and asks the reference engine about slow variables and rows in doubt.
 */
#include "exec/vecrun.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "exec/luarun.h"
#include "exec/vecprogram.h"
#include "ir/lower.h"
#include "vec/pick.h"
#include "vec/span.h"

enum { COMPILED_MAX = 16 }; /* then one program for facts missing anywhere serves the rest */

struct compiled {
    uint8_t *supply; /* enum ir_supply by field: the frames it serves */
    bool wary;       /* they hold what the policy does not allow: assume nothing */
    bool is_apart;   /* a slow variable differs: each alternative has a program of its own */
    struct program program;
    uint16_t *slow; /* variables the reference engine computes first */
    size_t slow_count;
    struct luarun *slow_engine;
    struct evaluation slow_evaluation;
};

/* One law of several. */
struct alone {
    struct evaluation whole;  /* all outputs */
    struct evaluation own;    /* those that differ from the first's; of the first: all */
    struct luarun *reference; /* of `own`; opened when the first row is in doubt */
    struct vecrun *apart;     /* of `whole`; where one program cannot serve all */
};

struct vecrun {
    struct evaluation e;
    const kernel_fn *kernels;
    struct ast_file **files;
    size_t file_count;
    struct alone *alone; /* by alternative */
    size_t count;
    uint64_t *touched;     /* bits: fields that differ between alternatives */
    uint16_t *touched_ids; /* outputs among them */
    size_t *touched_at;    /* where they stand among the outputs */
    size_t touched_count;
    struct compiled compiled[COMPILED_MAX];
    size_t compiled_count;
    struct vecmemory memory;
    uint32_t passes;
};

/* Which outputs differ between alternatives. */
static enum hm_status find_touched(struct vecrun *v)
{
    const struct evaluation *e = &v->e;
    const struct model *m = e->policy->model;
    v->touched = mem_calloc(m->field_count / 64 + 1, sizeof *v->touched);
    v->touched_ids = mem_calloc(e->output_count + 1, sizeof *v->touched_ids);
    v->touched_at = mem_calloc(e->output_count + 1, sizeof *v->touched_at);
    if (!v->touched || !v->touched_ids || !v->touched_at)
        return HM_NOMEM;
    if (v->count > 1)
        model_touched(m, e->alternatives, e->alternative_count, v->touched);
    for (size_t i = 0; i < e->output_count; i++) {
        uint16_t id = e->outputs[i];
        if (!(v->touched[id / 64] >> (id % 64) & 1))
            continue;
        v->touched_at[v->touched_count] = i;
        v->touched_ids[v->touched_count++] = id;
    }
    return HM_OK;
}

static enum hm_status set_up(struct vecrun *v)
{
    const struct evaluation *e = &v->e;
    v->count = evaluation_count(e);
    v->alone = mem_calloc(v->count + 1, sizeof *v->alone);
    v->file_count = policy_script_count(e->policy);
    v->files = mem_calloc(v->file_count + 1, sizeof *v->files);
    if (!v->alone || !v->files || find_touched(v) != HM_OK)
        return HM_NOMEM;
    for (size_t i = 0; i < v->file_count; i++)
        v->files[i] = policy_script(e->policy, i);
    for (size_t k = 0; k < v->count; k++) {
        struct alone *a = &v->alone[k];
        a->whole = a->own = evaluation_alone(e, k);
        if (k > 0) {
            a->own.outputs = v->touched_ids;
            a->own.output_count = v->touched_count;
        }
    }
    return HM_OK;
}

enum hm_status vecrun_open(struct vecrun **out, const struct evaluation *e, struct diag *d)
{
    struct vecrun *v = mem_zalloc(sizeof *v);
    if (!v)
        return diag_nomem(d, _("starting an engine"));
    assert(evaluation_count(e) >= 1 && evaluation_count(e) <= LIMIT_ALTERNATIVES);
    v->e = *e;
    v->passes = IR_ALL;
    v->kernels = kernel_table(kernel_best());
    if (set_up(v) != HM_OK) {
        vecrun_close(v);
        return diag_nomem(d, _("starting an engine"));
    }
    *out = v;
    return HM_OK;
}

static void compiled_fini(struct compiled *c)
{
    luarun_close(c->slow_engine);
    program_fini(&c->program);
    mem_free(c->supply);
    mem_free(c->slow);
    memset(c, 0, sizeof *c);
}

void vecrun_close(struct vecrun *v)
{
    if (!v)
        return;
    for (size_t i = 0; i < v->compiled_count; i++)
        compiled_fini(&v->compiled[i]);
    for (size_t k = 0; v->alone && k < v->count; k++) {
        luarun_close(v->alone[k].reference);
        vecrun_close(v->alone[k].apart);
    }
    vecmemory_fini(&v->memory);
    mem_free(v->alone);
    mem_free(v->touched);
    mem_free(v->touched_ids);
    mem_free(v->touched_at);
    mem_free(v->files);
    mem_free(v);
}

void vecrun_passes(struct vecrun *v, uint32_t passes)
{
    v->passes = passes;
}

/* --- compiling --- */

/* general: facts may be missing anywhere; only which variables are given counts. */
static void find_supply(const struct vecrun *v, const struct frame *f, bool general,
                        uint8_t *supply)
{
    const struct model *m = v->e.policy->model;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct column *c = &f->columns[i];
        bool is_input = m->fields[i].kind == FIELD_INPUT;
        if (c->rows == 0)
            supply[i] = is_input && general ? IR_SOME : IR_NONE;
        else
            supply[i] = c->valid || general ? IR_SOME : IR_EVERY;
    }
}

static enum hm_status keep_slow(struct compiled *c, const struct lower_report *r)
{
    for (size_t i = 0; i < r->slow_count; i++) {
        uint16_t field = r->slow[i].field;
        c->is_apart = c->is_apart || (r->touched[field / 64] >> (field % 64) & 1);
    }
    if (r->slow_count == 0)
        return HM_OK;
    c->slow = mem_calloc(r->slow_count, sizeof *c->slow);
    if (!c->slow)
        return HM_NOMEM;
    for (size_t i = 0; i < r->slow_count; i++)
        c->slow[i] = r->slow[i].field;
    c->slow_count = r->slow_count;
    return HM_OK;
}

/* In debug builds every program is verified before it runs. */
static bool is_sound(const struct ir *ir)
{
#ifdef HUIMIN_DEBUG
    struct buf breaks;
    buf_init(&breaks);
    bool sound = ir_verify(ir, &breaks);
    buf_fini(&breaks);
    return sound;
#else
    return !ir->failed;
#endif
}

static enum hm_status compile(struct vecrun *v, struct compiled *c, struct diag *d)
{
    const struct evaluation *e = &v->e;
    struct lower_request q = {.model = e->policy->model,
                              .files = v->files,
                              .file_count = v->file_count,
                              .root = e->root,
                              .month = e->month,
                              .outputs = e->outputs,
                              .output_count = e->output_count,
                              .patches = e->patches,
                              .patch_count = e->patch_count,
                              .formulas = e->formulas,
                              .formula_count = e->formula_count,
                              .alternatives = e->alternatives,
                              .alternative_count = e->alternative_count,
                              .supply = c->supply,
                              .passes = c->wary ? v->passes & ~(uint32_t)IR_RANGE : v->passes,
                              .stored = e->stored};
    struct arena arena;
    struct ir ir;
    struct lower_report report;
    arena_init(&arena);
    ir_init(&ir, &arena, q.model, e->root, q.passes);
    ir.crowded = c->wary;
    enum hm_status st = lower_outputs(&ir, &q, &report);
    assert(st != HM_OK || is_sound(&ir));
    if (st == HM_OK)
        st = program_make(&c->program, &ir);
    if (st == HM_OK)
        st = keep_slow(c, &report);
    ir_fini(&ir);
    arena_fini(&arena);
    return st == HM_OK ? HM_OK : diag_nomem(d, _("compiling a policy"));
}

/* A store may hold facts that were imported under a policy with wider limits. */
static bool is_outside(const struct vecrun *v, const struct frame *f)
{
    const struct model *m = v->e.policy->model;
    int64_t lo, hi;
    for (size_t i = 0; !f->in_range && i < m->field_count; i++) {
        const struct column *c = &f->columns[i];
        if (c->rows && ir_fact_range(m, &m->fields[i], &lo, &hi) && !span_holds(c, lo, hi))
            return true;
    }
    return false;
}

static bool is_crowded(const struct vecrun *v, const struct frame *f)
{
    const struct model *m = v->e.policy->model;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        bool bounded = e->root == f->root && e->parent != NO_ENTITY && e->max_rows;
        uint32_t parents = bounded ? f->entities[e->parent].rows : 0, n;
        if (parents && e->id == m->entities[f->root].children[0])
            parents = 1; /* roots are sorted by their first child's number */
        for (uint32_t r = 0; r < parents; r++) {
            frame_children(f, e->id, r, &n);
            if (n > e->max_rows)
                return true;
        }
    }
    return false;
}

static struct compiled *compiled_before(struct vecrun *v, const uint8_t *supply, bool wary)
{
    for (size_t i = 0; i < v->compiled_count; i++)
        if (v->compiled[i].wary == wary &&
            memcmp(v->compiled[i].supply, supply, v->e.policy->model->field_count) == 0)
            return &v->compiled[i];
    return NULL;
}

static enum hm_status compiled_for(struct vecrun *v, const struct frame *f,
                                   struct compiled **out, struct diag *d)
{
    uint8_t *supply = mem_calloc(v->e.policy->model->field_count + 1, 1);
    if (!supply)
        return diag_nomem(d, _("compiling a policy"));
    find_supply(v, f, false, supply);
    bool wary = is_crowded(v, f) || is_outside(v, f);
    struct compiled *c = compiled_before(v, supply, wary);
    if (!c && v->compiled_count >= COMPILED_MAX / 2) { /* too many kinds of frame */
        find_supply(v, f, true, supply);
        c = compiled_before(v, supply, wary);
    }
    if (c) {
        mem_free(supply);
        *out = c;
        return HM_OK;
    }
    if (v->compiled_count == COMPILED_MAX)
        compiled_fini(&v->compiled[--v->compiled_count]);
    c = &v->compiled[v->compiled_count];
    *c = (struct compiled){.supply = supply, .wary = wary};
    enum hm_status st = compile(v, c, d);
    if (st != HM_OK) {
        compiled_fini(c);
        return st;
    }
    v->compiled_count++;
    *out = c;
    return HM_OK;
}

/* --- slow variables: their results become given columns --- */

static enum hm_status slow_column(struct column *to, const struct result_column *from,
                                  const struct model *m, struct arena *a)
{
    int64_t *data = arena_zalloc(a, (from->rows + 1u) * sizeof *data);
    uint64_t *valid = arena_zalloc(a, (from->rows / 64u + 1u) * sizeof *valid);
    if (!data || !valid)
        return HM_NOMEM;
    int64_t grid = type_grid(&m->fields[from->field].type);
    for (uint32_t r = 0; r < from->rows; r++) {
        int64_t den = from->den ? from->den[r] : 1;
        bool whole = grid % den == 0;
        if (from->state[r] != HM_TRAP_NONE || !whole)
            continue; /* off the grid: the reference engine answers for the row */
        int64_t stored = result_stored(from, m, r);
        data[r] = stored;
        valid[r / 64] |= UINT64_C(1) << (r % 64);
    }
    *to = (struct column){.lane = LANE_I64, .rows = from->rows, .data = data, .valid = valid};
    return HM_OK;
}

/* A shallow copy of f with the slow variables' columns. */
static enum hm_status with_slow(struct vecrun *v, struct compiled *c, const struct frame *f,
                                struct frame *out, struct arena *a, struct diag *d)
{
    const struct model *m = v->e.policy->model;
    struct results r;
    *out = *f;
    out->columns = arena_alloc(a, m->field_count * sizeof *out->columns);
    if (!out->columns)
        return diag_nomem(d, _("running slow formulas"));
    memcpy(out->columns, f->columns, m->field_count * sizeof *out->columns);
    if (!c->slow_engine) {
        c->slow_evaluation = v->alone[0].whole; /* of any: they do not differ */
        c->slow_evaluation.outputs = c->slow;
        c->slow_evaluation.output_count = c->slow_count;
        TRY(luarun_open(&c->slow_engine, &c->slow_evaluation, d));
    }
    results_init(&r);
    enum hm_status st = luarun_run(c->slow_engine, f, &r, d);
    for (size_t i = 0; st == HM_OK && i < r.column_count; i++)
        st = slow_column(&out->columns[r.columns[i].field], &r.columns[i], m, a);
    results_fini(&r);
    return st;
}

/* --- results --- */

static const struct store_instr *store_of(const struct program *p, size_t output)
{
    for (uint32_t i = 0; i < p->store_count; i++)
        if (p->stores[i].output == output)
            return &p->stores[i];
    return NULL;
}

/* Memory of one output: the stored form in its lane where that is all that is wanted. */
static bool make_column(const struct vecrun *v, const struct store_instr *s,
                        struct result_column *c, struct arena *a)
{
    if (s && v->e.stored && s->is_stored) {
        c->lane = s->lane;
        c->data = arena_alloc(a, (c->rows + 1u) * lane_bytes(c->lane));
        if (s->doubt.kind != PLACE_NONE)
            c->state = arena_alloc(a, c->rows + 1u);
        return c->data && (c->state || s->doubt.kind == PLACE_NONE);
    }
    bool needs_den = s && (s->den.kind != PLACE_NONE || s->den_constant != 1);
    c->num = arena_alloc(a, (c->rows + 1u) * sizeof *c->num);
    c->state = arena_alloc(a, c->rows + 1u);
    if (needs_den)
        c->den = arena_alloc(a, (c->rows + 1u) * sizeof *c->den);
    return c->num && c->state && (c->den || !needs_den);
}

/* flat: the columns of all results that the program writes, in its order: the first
 * alternative's, then each other one's touched ones. */
static enum hm_status make_columns(const struct vecrun *v, const struct compiled *c,
                                   const struct frame *f, struct results *out,
                                   struct results *flat, struct arena *a)
{
    const struct model *m = v->e.policy->model;
    size_t all = v->e.output_count + (v->count - 1) * v->touched_count;
    flat->columns = arena_zalloc(a, (all + 1) * sizeof *flat->columns);
    if (!flat->columns)
        return HM_NOMEM;
    for (size_t k = 0; k < v->count; k++) {
        const struct evaluation *own = &v->alone[k].own;
        struct results *r = &out[k];
        r->columns = arena_zalloc(&r->arena, (v->e.output_count + 1) * sizeof *r->columns);
        r->column_count = v->e.output_count;
        if (!r->columns)
            return HM_NOMEM;
        for (size_t i = 0; i < own->output_count; i++) {
            struct result_column *col = &r->columns[k ? v->touched_at[i] : i];
            col->field = own->outputs[i];
            col->rows = f->entities[m->fields[col->field].entity].rows;
            if (!make_column(v, store_of(&c->program, flat->column_count), col, &r->arena))
                return HM_NOMEM;
            flat->columns[flat->column_count++] = *col;
        }
    }
    return HM_OK;
}

/* What no alternative changes is the first one's. */
static void share_columns(const struct vecrun *v, struct results *out)
{
    for (size_t k = 1; k < v->count; k++) {
        size_t next = 0;
        for (size_t i = 0; i < v->e.output_count; i++) {
            if (next < v->touched_count && v->touched_at[next] == i)
                next++;
            else
                out[k].columns[i] = out[0].columns[i];
        }
    }
}

/* --- rows in doubt --- */

/* Doubt of bit 0 alone: on the way that is taken, the first thing met that stops is a missing
 * fact, since all before it is exact, and so the result is undetermined; only what is missing
 * remains to be told. */
static bool is_doubtful(const struct vecrun *v, uint8_t state)
{
    return v->e.bare ? (state & ~(uint8_t)HM_TRAP_MISSING) != 0 : state != HM_TRAP_NONE;
}

/* Whether some row of a column is to be asked about. */
static bool any_doubtful(const struct vecrun *v, const struct result_column *c)
{
    uint64_t any = 0;
    uint32_t r = 0;
    for (; c->state && r + 8 <= c->rows; r += 8) {
        uint64_t eight;
        memcpy(&eight, c->state + r, sizeof eight);
        any |= eight;
    }
    for (; c->state && r < c->rows; r++)
        any |= c->state[r];
    any |= any >> 32;
    any |= any >> 16;
    any |= any >> 8;
    return is_doubtful(v, (uint8_t)any);
}

/* Where the i-th output of an alternative's own stands. */
static size_t own_at(const struct vecrun *v, size_t alternative, size_t i)
{
    return alternative ? v->touched_at[i] : i;
}

static uint32_t *doubtful_roots(const struct vecrun *v, size_t k, const struct frame *f,
                                const struct results *r, struct arena *a, uint32_t *n)
{
    uint32_t roots = f->entities[v->e.root].rows;
    uint8_t *doubt = arena_zalloc(a, roots + 1u);
    uint32_t *list = arena_alloc(a, (roots + 1u) * sizeof *list);
    *n = 0;
    if (!doubt || !list)
        return NULL;
    for (size_t i = 0; i < v->alone[k].own.output_count; i++) {
        const struct result_column *c = &r->columns[own_at(v, k, i)];
        uint8_t entity = v->e.policy->model->fields[c->field].entity;
        if (!any_doubtful(v, c))
            continue;
        for (uint32_t row = 0; row < c->rows; row++)
            if (is_doubtful(v, c->state[row]))
                doubt[frame_root_row(f, entity, row)] = 1;
    }
    for (uint32_t row = 0; row < roots; row++)
        if (doubt[row])
            list[(*n)++] = row;
    return list;
}

/* Room for a stored value that the proved lane does not hold: only rows in doubt have one. */
static bool widen_column(struct result_column *t, struct arena *a)
{
    int64_t *wide = arena_alloc(a, (t->rows + 1u) * sizeof *wide);
    struct column narrow = {.lane = t->lane, .rows = t->rows, .data = t->data};
    for (uint32_t r = 0; wide && r < t->rows; r++)
        wide[r] = column_int(&narrow, r);
    t->data = wide;
    t->lane = LANE_I64;
    return wide != NULL;
}

static bool lane_holds(enum lane lane, int64_t v)
{
    return lane == LANE_U8    ? v >= 0 && v <= UINT8_MAX
           : lane == LANE_U16 ? v >= 0 && v <= UINT16_MAX
           : lane == LANE_I32 ? v >= INT32_MIN && v <= INT32_MAX
                              : true;
}

static void put_stored(const struct result_column *t, uint32_t row, int64_t v)
{
    switch (t->lane) {
    case LANE_U8:
        ((uint8_t *)t->data)[row] = (uint8_t)v;
        break;
    case LANE_U16:
        ((uint16_t *)t->data)[row] = (uint16_t)v;
        break;
    case LANE_I32:
        ((int32_t *)t->data)[row] = (int32_t)v;
        break;
    default:
        ((int64_t *)t->data)[row] = v;
        break;
    }
}

static enum hm_status take_over_stored(struct results *to, struct result_column *t,
                                       const struct result_column *c, const uint32_t *rows,
                                       const struct model *m)
{
    for (uint32_t r = 0; r < c->rows; r++) {
        enum hm_trap state = result_state(c, r);
        int64_t v = state == HM_TRAP_NONE ? result_stored(c, m, r) : 0;
        if (state != HM_TRAP_NONE && !t->state)
            t->state = arena_zalloc(&to->arena, t->rows + 1u);
        if ((state != HM_TRAP_NONE && !t->state) ||
            (!lane_holds(t->lane, v) && !widen_column(t, &to->arena)))
            return HM_NOMEM;
        put_stored(t, rows[r], v);
        if (t->state)
            t->state[rows[r]] = (uint8_t)state;
    }
    return HM_OK;
}

static enum hm_status take_over(struct results *to, size_t column,
                                const struct result_column *c, const uint32_t *rows,
                                const struct model *m)
{
    struct result_column *t = &to->columns[column];
    if (t->data)
        return take_over_stored(to, t, c, rows, m);
    if (c->den && !t->den) {
        t->den = arena_alloc(&to->arena, (t->rows + 1u) * sizeof *t->den);
        if (!t->den)
            return HM_NOMEM;
        for (uint32_t r = 0; r < t->rows; r++)
            t->den[r] = 1;
    }
    for (uint32_t r = 0; r < c->rows; r++) {
        t->num[rows[r]] = c->num[r];
        t->state[rows[r]] = c->state[r];
        if (t->den)
            t->den[rows[r]] = c->den ? c->den[r] : 1;
    }
    return HM_OK;
}

static enum hm_status take_issues(struct results *to, const struct results *from,
                                  const struct pick *p)
{
    const struct model *m = p->frame.model;
    to->issues = arena_alloc(&to->arena, (from->issue_count + 1) * sizeof *to->issues);
    if (!to->issues)
        return HM_NOMEM;
    for (size_t i = 0; i < from->issue_count; i++) {
        struct result_issue *issue = &to->issues[i];
        *issue = from->issues[i];
        issue->row = p->from[m->fields[issue->field].entity][issue->row];
        issue->text = arena_strdup(&to->arena, issue->text);
        if (!issue->text)
            return HM_NOMEM;
    }
    to->issue_count = from->issue_count;
    return HM_OK;
}

static enum hm_status ask_reference(struct vecrun *v, size_t k, const struct frame *f,
                                    struct results *out, struct diag *d)
{
    struct arena a;
    struct alone *alone = &v->alone[k];
    uint32_t n;
    arena_init(&a);
    uint32_t *roots = doubtful_roots(v, k, f, out, &a, &n);
    enum hm_status st = roots ? HM_OK : diag_nomem(d, _("evaluating rows in doubt"));
    struct pick p;
    struct results r;
    if (st != HM_OK || n == 0)
        goto done;
    if (!alone->reference)
        TRY_DONE(luarun_open(&alone->reference, &alone->own, d));
    TRY_DONE(pick_rows(&p, f, roots, n, false, NULL, d));
    results_init(&r);
    st = luarun_run(alone->reference, &p.frame, &r, d);
    for (size_t i = 0; st == HM_OK && i < r.column_count; i++) {
        uint8_t entity = f->model->fields[r.columns[i].field].entity;
        st = take_over(out, own_at(v, k, i), &r.columns[i], p.from[entity], f->model);
    }
    if (st == HM_OK)
        st = take_issues(out, &r, &p);
    results_fini(&r);
    pick_fini(&p);
done:
    arena_fini(&a);
    return st;
}

/* Issues of outputs that no alternative changes, besides its own. */
static enum hm_status share_issues(const struct vecrun *v, const struct results *first,
                                   struct results *r)
{
    size_t most = first->issue_count + r->issue_count, n = r->issue_count;
    if (first->issue_count == 0)
        return HM_OK;
    struct result_issue *issues = arena_alloc(&r->arena, most * sizeof *issues);
    if (!issues)
        return HM_NOMEM;
    if (n)
        memcpy(issues, r->issues, n * sizeof *issues);
    for (size_t i = 0; i < first->issue_count; i++) {
        uint16_t field = first->issues[i].field;
        if (!(v->touched[field / 64] >> (field % 64) & 1))
            issues[n++] = first->issues[i];
    }
    r->issues = issues;
    r->issue_count = n;
    return HM_OK;
}

/* --- a frame that is not laid out in slots --- */

static int by_column_and_row(const void *x, const void *y, void *ctx)
{
    const struct result_issue *a = x, *b = y;
    const uint32_t *order = ctx;
    if (a->field != b->field)
        return order[a->field] < order[b->field] ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static enum hm_status sort_issues(const struct vecrun *v, struct results *r)
{
    uint32_t *order = arena_zalloc(&r->arena, v->e.policy->model->field_count * sizeof *order);
    if (!order)
        return HM_NOMEM;
    for (size_t i = 0; i < v->e.output_count; i++)
        order[v->e.outputs[i]] = (uint32_t)i;
    if (r->issue_count)
        qsort_r(r->issues, r->issue_count, sizeof *r->issues, by_column_and_row, order);
    return HM_OK;
}

static enum hm_status scatter(const struct vecrun *v, const struct results *from,
                              const struct pick *p, struct results *out)
{
    const struct model *m = v->e.policy->model;
    out->column_count = from->column_count;
    out->columns = arena_zalloc(&out->arena, (from->column_count + 1) * sizeof *out->columns);
    if (!out->columns)
        return HM_NOMEM;
    for (size_t i = 0; i < from->column_count; i++) {
        const struct result_column *c = &from->columns[i];
        struct result_column *t = &out->columns[i];
        *t = (struct result_column){.field = c->field, .rows = c->rows};
        if (c->data) {
            t->lane = c->lane;
            t->data = arena_alloc(&out->arena, (c->rows + 1u) * lane_bytes(c->lane));
        } else {
            t->num = arena_alloc(&out->arena, (c->rows + 1u) * sizeof *t->num);
        }
        if (c->state)
            t->state = arena_alloc(&out->arena, c->rows + 1u);
        if (c->den)
            t->den = arena_alloc(&out->arena, (c->rows + 1u) * sizeof *t->den);
        if ((!t->num && !t->data) || (c->state && !t->state) || (c->den && !t->den))
            return HM_NOMEM;
        TRY(take_over(out, i, c, p->from[m->fields[c->field].entity], m));
    }
    return take_issues(out, from, p);
}

/* Every alternative by itself. */
static enum hm_status run_apart(struct vecrun *v, const struct frame *f, struct results *out,
                                struct diag *d)
{
    for (size_t k = 0; k < v->count; k++) {
        struct alone *a = &v->alone[k];
        if (!a->apart)
            TRY(vecrun_open(&a->apart, &a->whole, d));
        a->apart->passes = v->passes;
        TRY(vecrun_run(a->apart, f, &out[k], d));
    }
    return HM_OK;
}

static enum hm_status run_together(struct vecrun *v, struct compiled *c, const struct frame *f,
                                   struct results *out, struct arena *a, struct diag *d)
{
    struct results flat = {0};
    TRY(make_columns(v, c, f, out, &flat, a));
    TRY(vecprogram_run(&c->program, v->kernels, &v->memory, f, v->e.month, &flat, d));
    for (size_t k = 0; k < v->count; k++)
        TRY(ask_reference(v, k, f, &out[k], d));
    share_columns(v, out);
    for (size_t k = 1; k < v->count; k++)
        TRY(share_issues(v, &out[0], &out[k]));
    return HM_OK;
}

static enum hm_status run_jagged(struct vecrun *v, const struct frame *f, struct results *out,
                                 struct diag *d)
{
    struct compiled *c = NULL;
    struct frame wide;
    struct arena a;
    TRY(compiled_for(v, f, &c, d));
    if (c->is_apart)
        return run_apart(v, f, out, d);
    arena_init(&a);
    enum hm_status st = HM_OK;
    if (c->slow_count) {
        st = with_slow(v, c, f, &wide, &a, d);
        f = &wide;
    }
    if (st == HM_OK)
        st = run_together(v, c, f, out, &a, d);
    arena_fini(&a);
    return st == HM_NOMEM ? diag_nomem(d, _("evaluating households")) : st;
}

static enum hm_status run_scattered(struct vecrun *v, const struct frame *f,
                                    struct results *parts, struct results *out, struct diag *d)
{
    struct pick p;
    TRY(pick_jagged(&p, f, NULL, d));
    enum hm_status st = run_jagged(v, &p.frame, parts, d);
    for (size_t k = 0; st == HM_OK && k < v->count; k++)
        st = scatter(v, &parts[k], &p, &out[k]);
    pick_fini(&p);
    return st;
}

enum hm_status vecrun_run(struct vecrun *v, const struct frame *f, struct results *out,
                          struct diag *d)
{
    enum hm_status st = HM_OK;
    for (size_t k = 0; k < v->count; k++)
        results_clear(&out[k]);
    if (f->jagged) {
        st = run_jagged(v, f, out, d);
    } else {
        struct results *parts = mem_calloc(v->count, sizeof *parts);
        for (size_t k = 0; parts && k < v->count; k++)
            results_init(&parts[k]);
        st = parts ? run_scattered(v, f, parts, out, d) : HM_NOMEM;
        for (size_t k = 0; parts && k < v->count; k++)
            results_fini(&parts[k]);
        mem_free(parts);
    }
    for (size_t k = 0; st == HM_OK && k < v->count; k++)
        st = sort_issues(v, &out[k]);
    return st == HM_NOMEM ? diag_nomem(d, _("evaluating households")) : st;
}
