/* trace.c - builds a trace from what luarun tells an observer. */
#include "exec/trace.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "exec/luarun.h"
#include "value/date.h"

struct builder_state {
    struct trace *t;
    const struct policy *policy;
    const struct evaluation *e;
    const struct frame *f;
    struct trace_cell
        *running[LIMIT_FORMULA_DEPTH * 2 + 4]; /* formulas and sums being computed */
    struct trace_event *last[LIMIT_FORMULA_DEPTH * 2 + 4]; /* newest event of each */
    size_t depth;
    bool failed; /* no memory */
};

void trace_init(struct trace *t)
{
    *t = (struct trace){0};
    arena_init(&t->arena);
}

void trace_fini(struct trace *t)
{
    mem_free(t->cells);
    arena_fini(&t->arena);
    trace_init(t);
}

/* --- copies --- */

static struct value copy_value(struct builder_state *b, const struct value *v)
{
    struct value copy = *v;
    if (v->kind == KIND_TEXT) {
        copy.as.text.p = arena_strndup(&b->t->arena, v->as.text.p, v->as.text.n);
        b->failed |= !copy.as.text.p;
    }
    return copy;
}

static const char *copy_text(struct builder_state *b, struct str text)
{
    const char *copy = arena_strndup(&b->t->arena, text.n ? text.p : "", text.n);
    b->failed |= !copy;
    return copy;
}

/* Patched values die with the engine; declared ones live in the model. */
static const struct parameter_value *copy_parameter(struct builder_state *b,
                                                    const struct parameter_value *v)
{
    struct parameter_value *copy;
    if (b->e->patch_count == 0)
        return v;
    copy = arena_alloc(&b->t->arena, sizeof *copy);
    b->failed |= !copy;
    if (!copy)
        return v;
    *copy = *v;
    copy->entries = NULL; /* a reader sees the value that was found */
    copy->bands = NULL;
    copy->count = 0;
    if (v->source)
        copy->source = copy_text(b, (struct str){v->source, strlen(v->source)});
    return copy;
}

/* --- cells --- */

static struct trace_cell *find(const struct trace *t, uint16_t field, uint32_t row, bool past,
                               int32_t month)
{
    for (size_t i = t->cell_count; i-- > 0;) {
        struct trace_cell *c = t->cells[i];
        if (c->field == field && c->row == row && (c->origin == TRACE_PAST) == past &&
            c->past_month == month)
            return c;
    }
    return NULL;
}

const struct trace_cell *trace_find(const struct trace *t, uint16_t field, uint32_t row)
{
    return find(t, field, row, false, 0);
}

static const char *path_of(struct builder_state *b, uint16_t field, uint32_t row, bool past,
                           int32_t month)
{
    struct buf path;
    buf_init(&path);
    if (past) {
        buf_puts(&path, "history[");
        month_put(&path, month);
        buf_puts(&path, "].");
    }
    frame_cell_path(b->f, field, row, &path);
    const char *copy = NULL;
    if (buf_ok(&path))
        copy = arena_strndup(&b->t->arena, path.data, path.len);
    b->failed |= !copy;
    buf_fini(&path);
    return copy;
}

/* The cell's node, made when it is new; NULL: no memory. */
static struct trace_cell *cell_of(struct builder_state *b, uint16_t field, uint32_t row,
                                  bool past, int32_t month)
{
    struct trace *t = b->t;
    struct trace_cell *c = find(t, field, row, past, month);
    if (c)
        return c;
    c = arena_zalloc(&t->arena, sizeof *c);
    if (!c || mem_grow((void **)&t->cells, &t->cell_cap, t->cell_count + 1, sizeof *t->cells)) {
        b->failed = true;
        return NULL;
    }
    c->field = field;
    c->row = row;
    c->origin = past ? TRACE_PAST : TRACE_DEFAULT;
    c->past_month = month;
    c->path = path_of(b, field, row, past, month);
    t->cells[t->cell_count++] = c;
    return c;
}

static void set_outcome(struct builder_state *b, struct trace_cell *c,
                        const struct cell_outcome *o)
{
    static const enum trace_origin origins[] = {
        [ORIGIN_GIVEN] = TRACE_GIVEN,     [ORIGIN_DEFAULT] = TRACE_DEFAULT,
        [ORIGIN_FORMULA] = TRACE_FORMULA, [ORIGIN_SUM] = TRACE_SUM,
        [ORIGIN_PAST] = TRACE_PAST,
    };
    c->origin = origins[o->origin];
    if (c->origin == TRACE_DEFAULT && o->trap == HM_TRAP_MISSING)
        c->origin = TRACE_MISSING;
    c->trap = o->trap;
    c->value = copy_value(b, &o->value);
    if (o->trap != HM_TRAP_NONE)
        c->text = copy_text(b, o->text);
}

/* --- events --- */

/* A new event of the formula that runs; NULL: none runs, or too many, or no memory. */
static struct trace_event *new_event(struct builder_state *b, enum trace_event_kind kind)
{
    if (b->depth == 0 || b->failed)
        return NULL;
    if (b->t->event_count >= LIMIT_TRACE_EVENTS) {
        b->t->truncated = true;
        return NULL;
    }
    struct trace_event *ev = arena_zalloc(&b->t->arena, sizeof *ev);
    if (!ev) {
        b->failed = true;
        return NULL;
    }
    ev->kind = kind;
    b->t->event_count++;
    size_t top = b->depth - 1;
    if (b->last[top])
        b->last[top]->next = ev;
    else
        b->running[top]->events = ev;
    b->last[top] = ev;
    return ev;
}

static void note_read(struct builder_state *b, const struct trace_cell *c)
{
    struct trace_event *ev = c ? new_event(b, TRACE_READ) : NULL;
    if (ev)
        ev->cell = c;
}

static void on_begin(void *ctx, uint16_t field, uint32_t row)
{
    struct builder_state *b = ctx;
    struct trace_cell *c = cell_of(b, field, row, false, 0);
    if (!c || b->depth >= sizeof b->running / sizeof *b->running) {
        b->failed = true;
        return;
    }
    note_read(b, c);
    b->running[b->depth] = c;
    b->last[b->depth] = NULL;
    b->depth++;
}

static struct place formula_place(const struct builder_state *b, uint16_t field)
{
    const struct evaluation *e = b->e;
    const struct field *f = &b->policy->model->fields[field];
    int32_t date = month_first_day(e->month);
    for (size_t i = e->formula_count; i-- > 0;) {
        const struct formula_patch *p = &e->formulas[i];
        if (p->field == field && p->from <= date && (p->to == DATE_ALWAYS || date <= p->to))
            return p->at;
    }
    const struct formula *formula = field_formula_on(f, date);
    return formula ? formula->at : f->at;
}

static void on_end(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o)
{
    struct builder_state *b = ctx;
    struct trace_cell *c = find(b->t, field, row, false, 0);
    if (!c || b->depth == 0)
        return;
    set_outcome(b, c, o);
    c->exact = copy_value(b, &o->exact);
    if (c->origin == TRACE_FORMULA)
        c->formula = formula_place(b, field);
    b->depth--;
}

static void on_read(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o)
{
    struct builder_state *b = ctx;
    bool past = o->origin == ORIGIN_PAST;
    struct trace_cell *c = cell_of(b, field, row, past, o->past_month);
    if (!c)
        return;
    if (past || o->origin == ORIGIN_GIVEN || o->origin == ORIGIN_DEFAULT)
        set_outcome(b, c, o);
    note_read(b, c);
}

static void on_parameter(void *ctx, uint16_t parameter, const struct parameter_value *in_force,
                         const struct value *key, const struct value *value,
                         const struct rational *arguments)
{
    struct builder_state *b = ctx;
    struct trace_event *ev = new_event(b, TRACE_PARAMETER);
    (void)arguments;
    if (!ev)
        return;
    ev->parameter = parameter;
    ev->in_force = copy_parameter(b, in_force);
    ev->key = copy_value(b, key);
    ev->result = copy_value(b, value);
}

static void on_step(void *ctx, const char *op, uint32_t position, const struct value *left,
                    const struct value *right, const struct value *result)
{
    struct builder_state *b = ctx;
    bool condition = strcmp(op, "if") == 0;
    struct trace_event *ev = new_event(b, condition ? TRACE_CONDITION : TRACE_STEP);
    if (!ev)
        return;
    ev->op = op;
    ev->at = policy_place(b->policy, position);
    if (position)
        ev->snippet = policy_snippet(b->policy, position);
    ev->left = copy_value(b, left);
    ev->right = copy_value(b, right);
    ev->result = copy_value(b, result);
}

/* --- running --- */

/* The outputs' cells in order; those of a household that was given up fail with its message. */
static enum hm_status find_outputs(struct builder_state *b, const struct results *r,
                                   uint32_t root_row, struct diag *d)
{
    struct trace *t = b->t;
    const struct model *m = b->policy->model;
    size_t most = 0;
    for (size_t i = 0; i < r->column_count; i++)
        most += r->columns[i].rows;
    t->outputs = arena_alloc(&t->arena, (most + 1) * sizeof *t->outputs);
    if (!t->outputs)
        return diag_nomem(d, _("explaining a result"));
    for (size_t i = 0; i < r->column_count; i++) {
        const struct result_column *c = &r->columns[i];
        for (uint32_t row = 0; row < c->rows; row++) {
            if (frame_root_row(b->f, m->fields[c->field].entity, row) != root_row)
                continue;
            struct trace_cell *cell = cell_of(b, c->field, row, false, 0);
            if (!cell)
                return diag_nomem(d, _("explaining a result"));
            t->outputs[t->output_count++] = cell;
        }
    }
    for (size_t i = 0; i < r->issue_count; i++) {
        struct trace_cell *cell = find(t, r->issues[i].field, r->issues[i].row, false, 0);
        if (cell && cell->trap == HM_TRAP_NONE) {
            cell->trap = r->issues[i].trap;
            cell->text = arena_strdup(&t->arena, r->issues[i].text);
        }
    }
    return HM_OK;
}

enum hm_status trace_run(struct trace *t, const struct evaluation *e, const struct frame *f,
                         uint32_t root_row, struct diag *d)
{
    struct builder_state *b = mem_zalloc(sizeof *b);
    struct luarun *lr = NULL;
    struct results r;
    enum hm_status st;
    results_init(&r);
    trace_fini(t);
    if (!b)
        return diag_nomem(d, _("explaining a result"));
    *b = (struct builder_state){.t = t, .policy = e->policy, .e = e, .f = f};
    const struct luarun_observer observer = {b,       on_begin,     on_end,
                                             on_read, on_parameter, on_step};
    TRY_DONE(luarun_open(&lr, e, d));
    luarun_observe(lr, &observer);
    TRY_DONE(luarun_run_row(lr, f, root_row, &r, d));
    TRY_DONE(find_outputs(b, &r, root_row, d));
    if (b->failed)
        st = diag_nomem(d, _("explaining a result"));
done:
    results_fini(&r);
    luarun_close(lr);
    mem_free(b);
    return st;
}
