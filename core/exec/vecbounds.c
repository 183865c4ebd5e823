/* vecbounds.c - see vecbounds.h. */
#include "exec/vecbounds.h"

#include <string.h>
#include "base/mem.h"
#include "exec/luarun.h"
#include "vec/span.h"

struct opening {
    struct vecbounds *out;
    const struct evaluation *e;
    const struct frame *f;
    const struct lower_moved *moved;
    struct ast_file **files;
    struct arena arena;
    struct diag *diag;
};

/* --- what the program may take for granted --- */

static uint8_t *find_supply(struct opening *o)
{
    const struct model *m = o->e->policy->model;
    uint8_t *supply = arena_alloc(&o->arena, m->field_count + 1);
    for (size_t i = 0; supply && i < m->field_count; i++)
        supply[i] = o->f->columns[i].rows == 0 ? IR_NONE
                    : o->f->columns[i].valid   ? IR_SOME
                                               : IR_EVERY;
    return supply;
}

/* Facts outside their declared limits, or more children than their entity allows. */
static bool is_wary(const struct opening *o)
{
    const struct model *m = o->e->policy->model;
    int64_t lo, hi;
    for (size_t i = 0; i < m->entity_count; i++)
        if (m->entities[i].max_rows && o->f->entities[i].rows > m->entities[i].max_rows)
            return true;
    for (size_t i = 0; i < m->field_count; i++)
        if (o->f->columns[i].rows && ir_fact_range(m, &m->fields[i], &lo, &hi) &&
            !span_holds(&o->f->columns[i], lo, hi))
            return true;
    return false;
}

/* --- slow variables --- */

static bool give_column(struct frame *f, const struct result_column *c, const struct model *m,
                        struct arena *a)
{
    int64_t *data = arena_zalloc(a, (c->rows + 1u) * sizeof *data);
    uint64_t *valid = arena_zalloc(a, (c->rows / 64u + 1u) * sizeof *valid);
    int64_t grid = type_grid(&m->fields[c->field].type);
    for (uint32_t r = 0; data && valid && r < c->rows; r++) {
        if (c->state[r] != HM_TRAP_NONE || grid % (c->den ? c->den[r] : 1) != 0)
            continue;
        data[r] = result_stored(c, m, r);
        valid[r / 64] |= UINT64_C(1) << (r % 64);
    }
    f->columns[c->field] =
        (struct column){.lane = LANE_I64, .rows = c->rows, .data = data, .valid = valid};
    return data && valid;
}

/* A shallow copy of the frame with the slow variables' columns. */
static enum hm_status with_slow(struct opening *o, struct frame *out)
{
    const struct model *m = o->e->policy->model;
    struct evaluation e = *o->e;
    struct luarun *reference = NULL;
    struct results r;
    *out = *o->f;
    out->columns = arena_alloc(&o->arena, (m->field_count + 1) * sizeof *out->columns);
    if (!out->columns)
        return HM_NOMEM;
    memcpy(out->columns, o->f->columns, m->field_count * sizeof *out->columns);
    e.outputs = o->out->slow;
    e.output_count = o->out->slow_count;
    e.stored = false;
    results_init(&r);
    enum hm_status st = luarun_open(&reference, &e, o->diag);
    if (st == HM_OK)
        st = luarun_run(reference, o->f, &r, o->diag);
    for (size_t i = 0; st == HM_OK && i < r.column_count; i++)
        st = give_column(out, &r.columns[i], m, &o->arena) ? HM_OK : HM_NOMEM;
    results_fini(&r);
    luarun_close(reference);
    return st;
}

/* --- opening --- */

static struct lower_request request_of(const struct opening *o, const uint8_t *supply,
                                       bool wary)
{
    const struct evaluation *e = o->e;
    return (struct lower_request){
        .model = e->policy->model,
        .files = o->files,
        .file_count = policy_script_count(e->policy),
        .root = e->root,
        .month = e->month,
        .outputs = e->outputs,
        .output_count = e->output_count,
        .patches = e->patches,
        .patch_count = e->patch_count,
        .formulas = e->formulas,
        .formula_count = e->formula_count,
        .supply = supply,
        .passes = wary ? IR_ALL & ~(uint32_t)IR_RANGE : IR_ALL,
        .stored = true,
        .moved = o->moved,
    };
}

static enum hm_status unroll(struct opening *o, const struct ir *ir,
                             const struct lower_report *report)
{
    struct frame wide;
    struct vecbounds *v = o->out;
    uint16_t *slow = arena_alloc(&o->arena, (report->slow_count + 1) * sizeof *slow);
    if (!slow)
        return HM_NOMEM;
    for (size_t i = 0; i < report->slow_count; i++)
        slow[i] = report->slow[i].field;
    v->slow = slow;
    v->slow_count = report->slow_count;
    if (v->slow_count)
        TRY(with_slow(o, &wide));
    TRY(bounds_make(&v->bounds, ir, v->slow_count ? &wide : o->f, o->e->month));
    v->slow = arena_alloc(&v->bounds.arena, (v->slow_count + 1) * sizeof *slow);
    if (!v->slow) {
        bounds_fini(&v->bounds);
        return HM_NOMEM;
    }
    memcpy(v->slow, slow, v->slow_count * sizeof *slow);
    return HM_OK;
}

static enum hm_status compile(struct opening *o)
{
    const struct policy *p = o->e->policy;
    struct lower_report report;
    struct ir ir;
    uint8_t *supply = find_supply(o);
    o->files = arena_alloc(&o->arena, (policy_script_count(p) + 1) * sizeof(struct ast_file *));
    if (!supply || !o->files)
        return HM_NOMEM;
    for (size_t i = 0; i < policy_script_count(p); i++)
        o->files[i] = policy_script(p, i);
    bool wary = is_wary(o);
    struct lower_request q = request_of(o, supply, wary);
    ir_init(&ir, &o->arena, p->model, o->e->root, q.passes);
    ir.crowded = wary;
    enum hm_status st = lower_outputs(&ir, &q, &report);
    if (st == HM_OK)
        st = unroll(o, &ir, &report);
    ir_fini(&ir);
    return st;
}

enum hm_status vecbounds_open(struct vecbounds *out, const struct evaluation *e,
                              const struct frame *f, const struct lower_moved *moved,
                              struct diag *d)
{
    struct vecbounds v = {.model = e->policy->model};
    struct opening o = {.out = &v, .e = e, .f = f, .moved = moved, .diag = d};
    arena_init(&o.arena);
    enum hm_status st = compile(&o);
    arena_fini(&o.arena);
    if (st == HM_OK)
        *out = v;
    if (st == HM_DATA)
        return diag_error(d, st, NULL,
                          _("the household has too many members for this question"));
    return st == HM_NOMEM ? diag_nomem(d, _("compiling a policy")) : st;
}

void vecbounds_close(struct vecbounds *v)
{
    bounds_fini(&v->bounds);
    memset(v, 0, sizeof *v);
}

bool vecbounds_proves(const struct vecbounds *v, uint16_t field, uint16_t parameter)
{
    const struct model *m = v->model;
    if (v->slow_count == 0)
        return true;
    uint64_t *set = mem_calloc(m->field_count / 64 + 1, sizeof *set);
    uint16_t *stack = mem_calloc(m->field_count + 1, sizeof *stack);
    bool proves = set && stack;
    if (proves)
        model_reach(m, v->slow, v->slow_count, set, stack);
    if (proves && field != IR_MOVED)
        proves = !(set[field / 64] >> (field % 64) & 1);
    for (size_t i = 0; proves && field == IR_MOVED && i < m->field_count; i++)
        for (uint16_t k = 0; k < m->fields[i].read_parameter_count; k++)
            if (m->fields[i].reads_parameters[k] == parameter)
                proves &= !(set[i / 64] >> (i % 64) & 1);
    mem_free(set);
    mem_free(stack);
    return proves;
}
