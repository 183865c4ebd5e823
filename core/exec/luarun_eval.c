/* luarun_eval.c - cells: how a field gets its value, and what becomes of it.
 *
 * A cell is computed when it is first read and keeps its outcome, so every reader of a failed
 * variable sees the same message. Formulas run under a protected call; a failure is stored with
 * its cell and raised again in whoever reads it.
 */
#include "exec/luarun_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "value/date.h"

/* --- plans --- */

/* The formula in force: the last patch that covers the date, else the declared one. */
static bool formula_of(const struct luarun *lr, const struct field *f, int32_t date,
                       uint32_t *number, struct place *at)
{
    const struct evaluation *e = lr->e;
    for (size_t i = e->formula_count; i-- > 0;) {
        const struct formula_patch *p = &e->formulas[i];
        if (p->field == f->id && p->from <= date && (p->to == DATE_ALWAYS || date <= p->to)) {
            *number = p->number;
            *at = p->at;
            return true;
        }
    }
    const struct formula *formula = field_formula_on(f, date);
    if (!formula)
        return false;
    *number = formula->number;
    *at = formula->at;
    return true;
}

static void plan_field(struct luarun *lr, const struct field *f)
{
    struct plan *p = &lr->plans[f->id];
    p->at = f->at;
    p->otherwise = field_default(lr->m, f);
    if (f->kind == FIELD_INPUT)
        p->kind = PLAN_INPUT;
    else if (formula_of(lr, f, month_first_day(lr->month), &p->number, &p->at))
        p->kind = PLAN_FORMULA;
    else
        p->kind = f->sum_of != NO_FIELD ? PLAN_SUM : PLAN_DEFAULT;
}

/* Longest chain of variables that wait for each other, counted from each field on. A formula
 * that computes the name of a field reads, for all we know, every field: such circles are not
 * followed; what they really read is seen while running. */
struct depths {
    const struct model *m;
    uint8_t *depth; /* 0: not known yet; at most LIMIT_FORMULA_DEPTH + 1 */
};

enum { DEPTH_IN_PROGRESS = 255 };

static uint8_t depth_of(struct depths *ds, uint16_t id);

static uint8_t deeper(struct depths *ds, uint16_t id, uint8_t depth)
{
    uint8_t below = ds->depth[id] == DEPTH_IN_PROGRESS ? 0 : depth_of(ds, id);
    uint8_t here = below > LIMIT_FORMULA_DEPTH ? below : (uint8_t)(below + 1);
    return here > depth ? here : depth;
}

static uint8_t depth_of(struct depths *ds, uint16_t id)
{
    const struct field *f = &ds->m->fields[id];
    uint8_t depth = 1;
    if (ds->depth[id])
        return ds->depth[id];
    ds->depth[id] = DEPTH_IN_PROGRESS;
    for (uint16_t i = 0; i < f->read_count; i++)
        if (ds->m->fields[f->reads[i]].kind == FIELD_VARIABLE)
            depth = deeper(ds, f->reads[i], depth);
    if (f->sum_of != NO_FIELD)
        depth = deeper(ds, f->sum_of, depth);
    return ds->depth[id] = depth;
}

/* A chain too long would fail or not depending on which output is asked for first; so it is
 * refused before anything runs. */
static enum hm_status check_depth(const struct model *m, struct diag *d)
{
    struct depths ds = {m, mem_zalloc(m->field_count + 1)};
    enum hm_status st = HM_OK;
    if (!ds.depth)
        return diag_nomem(d, _("starting the reference engine"));
    for (size_t i = 0; i < m->field_count && st == HM_OK; i++) {
        const struct field *f = &m->fields[i];
        if (depth_of(&ds, (uint16_t)i) > LIMIT_FORMULA_DEPTH)
            st =
                diag_error(d, HM_DATA, &f->at,
                           _("more than %d variables wait for each other behind %s; join some"),
                           LIMIT_FORMULA_DEPTH, f->name);
    }
    mem_free(ds.depth);
    return st;
}

enum hm_status luarun_plan(struct luarun *lr, struct diag *d)
{
    const struct model *m = lr->m;
    TRY(check_depth(m, d));
    lr->plans = arena_zalloc(&lr->arena, (m->field_count + 1) * sizeof *lr->plans);
    if (!lr->plans)
        return diag_nomem(d, _("starting the reference engine"));
    for (size_t i = 0; i < m->entity_count; i++)
        for (uint16_t k = 0; k < m->entities[i].field_count; k++)
            lr->plans[m->entities[i].fields[k]].slot = k;
    for (size_t i = 0; i < m->field_count; i++)
        plan_field(lr, &m->fields[i]);
    return HM_OK;
}

void luarun_eval_attach(struct luarun *lr, lua_State *L)
{
    for (size_t i = 0; i < lr->m->field_count; i++) {
        struct plan *p = &lr->plans[i];
        if (p->kind != PLAN_FORMULA ||
            lr->m->entities[lr->m->fields[i].entity].root != lr->e->root)
            continue;
        policy_push_function(lr->s, p->number);
        p->function_ref = luarun_keep(L);
    }
    for (size_t i = 0; i < THREADS_MAX; i++) {
        lr->threads[i] = lua_newthread(L);
        luarun_keep(L);
    }
}

/* --- failures --- */

static int compare_lines(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

static size_t split_lines(struct str text, struct str *lines)
{
    size_t n = 0;
    for (const char *p = text.p, *end = text.p + text.n; p <= end;) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        stop = stop ? stop : end;
        if (stop > p)
            lines[n++] = (struct str){p, (size_t)(stop - p)};
        p = stop + 1;
    }
    return n;
}

/* The paths of a missing-stop, each once, sorted; false: no memory. */
static bool sorted_lines(struct str *out, struct str text, struct arena *a)
{
    size_t most = 1, n;
    for (size_t i = 0; i < text.n; i++)
        most += text.p[i] == '\n';
    struct str *lines = arena_alloc(a, most * sizeof *lines);
    char *joined = arena_alloc(a, text.n + 1);
    if (!lines || !joined)
        return false;
    n = split_lines(text, lines);
    qsort(lines, n, sizeof *lines, compare_lines);
    *out = (struct str){joined, 0};
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && str_eq(lines[i], lines[i - 1]))
            continue;
        if (out->n > 0)
            joined[out->n++] = '\n';
        memcpy(joined + out->n, lines[i].p, lines[i].n);
        out->n += lines[i].n;
    }
    joined[out->n] = '\0';
    return true;
}

/* "dibao.lua:12:20: persons[1].care_subsidy: what is wrong" */
static void put_placed(struct luarun *lr, struct buf *b, struct cell c, const struct stop *stop)
{
    struct place at = {0};
    if (stop->position)
        at = policy_place(lr->policy, stop->position);
    if (!at.file)
        at = lr->plans[c.field].at;
    if (at.file)
        buf_printf(b, "%s:%u:%u: ", at.file, (unsigned)at.line, (unsigned)at.column);
    frame_cell_path(lr->f, c.field, lr->rows[c.entity].frame_row[c.row], b);
    buf_puts(b, ": ");
    buf_put(b, stop->text.data, stop->text.len);
}

struct failure *luarun_failure(struct luarun *lr, struct cell c)
{
    const struct stop *stop = &lr->s->stop;
    struct arena *a = &lr->household;
    struct failure *failure = arena_zalloc(a, sizeof *failure);
    struct str said = {stop->text.len ? stop->text.data : "", stop->text.len};
    if (!failure || !buf_ok(&stop->text))
        return NULL;
    failure->trap = stop->trap;
    if (stop->trap == HM_TRAP_MISSING)
        return sorted_lines(&failure->text, said, a) ? failure : NULL;
    struct buf *b = &lr->s->scratch;
    buf_clear(b);
    if (stop->placed)
        buf_put(b, said.p, said.n);
    else
        put_placed(lr, b, c, stop);
    failure->text.n = b->len;
    failure->text.p = buf_ok(b) ? arena_strndup(a, b->data, b->len) : NULL;
    return failure->text.p ? failure : NULL;
}

static void set_failure(struct luarun *lr, lua_State *L, struct cell c)
{
    size_t i = luarun_cell(lr, c);
    lr->slots[i].failure = luarun_failure(lr, c);
    if (!lr->slots[i].failure)
        sandbox_starve(L);
    lr->states[i] = CELL_FAILED;
}

/* Fills the stop and makes it the cell's failure, without unwinding anything. */
static void fail_cell(struct luarun *lr, lua_State *L, struct cell c, enum hm_trap trap,
                      const char *fmt, ...) __attribute__((format(printf, 5, 6)));

static void fail_cell(struct luarun *lr, lua_State *L, struct cell c, enum hm_trap trap,
                      const char *fmt, ...)
{
    struct stop *stop = &lr->s->stop;
    va_list ap;
    stop->trap = trap;
    stop->position = 0;
    stop->placed = false;
    buf_clear(&stop->text);
    va_start(ap, fmt);
    buf_vprintf(&stop->text, fmt, ap);
    va_end(ap);
    set_failure(lr, L, c);
}

static void set_value(struct luarun *lr, struct cell c, const struct value *v)
{
    size_t i = luarun_cell(lr, c);
    lr->slots[i].value = *v;
    lr->states[i] = CELL_VALUE;
}

/* --- values of formulas --- */

static void fail_type(struct luarun *lr, lua_State *L, lua_State *on, struct cell c,
                      const char *what)
{
    const struct field *f = &lr->m->fields[c.field];
    if (lua_isnil(on, -1))
        fail_cell(lr, L, c, HM_TRAP_SCRIPT,
                  _("the formula gave no value; every way through it must end with return"));
    else if (f->type.kind == KIND_ENUM && lua_type(on, -1) == LUA_TSTRING)
        fail_cell(lr, L, c, HM_TRAP_SCRIPT, _("'%s' is no value of %s"), lua_tostring(on, -1),
                  type_name(&f->type, lr->m->enums));
    else
        fail_cell(lr, L, c, HM_TRAP_SCRIPT, _("the formula gave %s, %s was declared as %s"),
                  what, f->name, type_name(&f->type, lr->m->enums));
}

static enum hm_trap round_value(struct value *v, const struct field *f)
{
    if (f->round.mode == ROUND_NONE || (v->kind != KIND_MONEY && v->kind != KIND_NUMBER))
        return HM_TRAP_NONE;
    return rounding_apply(&v->as.rational, v->as.rational, f->round);
}

static bool in_range(const struct field *f, const struct value *v)
{
    struct rational x = v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
    struct rational low =
        f->min.kind == KIND_INTEGER ? rational_of(f->min.as.integer) : f->min.as.rational;
    struct rational high =
        f->max.kind == KIND_INTEGER ? rational_of(f->max.as.integer) : f->max.as.rational;
    if (v->kind != KIND_INTEGER && v->kind != KIND_NUMBER && v->kind != KIND_MONEY)
        return true;
    return (!f->has_min || rational_cmp(x, low) >= 0) &&
           (!f->has_max || rational_cmp(x, high) <= 0);
}

/* Converts, rounds and checks what the formula left on top of `on`. */
static void take_value(struct luarun *lr, lua_State *L, lua_State *on, struct cell c,
                       struct value *exact)
{
    const struct field *f = &lr->m->fields[c.field];
    struct type type = f->type;
    struct value v;
    const char *what = NULL;
    if (type.kind == KIND_INTEGER && f->round.mode != ROUND_NONE)
        type.kind = KIND_NUMBER; /* whole after rounding */
    if (bind_to(&v, on, -1, &type, lr->m, &what) != HM_TRAP_NONE) {
        fail_type(lr, L, on, c, what);
        return;
    }
    *exact = v;
    if (round_value(&v, f) != HM_TRAP_NONE) {
        fail_cell(lr, L, c, HM_TRAP_OVERFLOW, _("overflow: the rounded result does not fit"));
        return;
    }
    if (f->type.kind == KIND_INTEGER && v.kind == KIND_NUMBER) {
        if (v.as.rational.den != 1) {
            fail_cell(lr, L, c, HM_TRAP_SCRIPT, _("the rounded result is no whole number"));
            return;
        }
        v = (struct value){.kind = KIND_INTEGER, .as.integer = v.as.rational.num};
    }
    if (in_range(f, &v))
        set_value(lr, c, &v);
    else
        fail_cell(lr, L, c, HM_TRAP_RANGE, _("the result is outside the declared min and max"));
}

/* --- computing --- */

static void compute_formula(struct luarun *lr, lua_State *L, struct cell c)
{
    lua_State *on = L;
    struct value exact = {.kind = KIND_NONE};
    size_t i = luarun_cell(lr, c);
    if (lr->depth > LIMIT_FORMULA_DEPTH) {
        fail_cell(lr, L, c, HM_TRAP_SCRIPT, _("more than %d variables wait for each other"),
                  LIMIT_FORMULA_DEPTH);
        return;
    }
    if (lr->depth % THREAD_EVERY == THREAD_EVERY - 1)
        on = lr->threads[lr->depth / THREAD_EVERY]; /* each has its own allowance of C calls */
    if (!lua_checkstack(on, LUA_MINSTACK))
        sandbox_starve(L);
    lr->states[i] = CELL_COMPUTING;
    if (lr->observer)
        luarun_watch_begin(lr, c);
    lr->depth++;
    sandbox_push_handler(on);
    lua_rawgeti(on, LUA_REGISTRYINDEX, lr->plans[c.field].function_ref);
    luarun_push_row(lr, on, c.entity, c.row);
    lua_rawgeti(on, LUA_REGISTRYINDEX, lr->law_ref);
    enum hm_trap trap = sandbox_call_above(lr->s, on, 2, 1);
    lr->depth--;
    if (lr->s->dead) {
        lua_pop(on, trap == HM_TRAP_NONE ? 2 : 1);
        sandbox_reraise(L);
    }
    if (trap == HM_TRAP_NONE) {
        take_value(lr, L, on, c, &exact);
        lua_pop(on, 2);
    } else {
        lua_pop(on, 1);
        set_failure(lr, L, c);
    }
    if (lr->observer)
        luarun_watch_end(lr, c, &exact);
}

/* Adds a member's value to the sum; false: overflow. */
static bool add_value(struct value *sum, const struct value *v)
{
    if (sum->kind == KIND_INTEGER)
        return !__builtin_add_overflow(sum->as.integer, v->as.integer, &sum->as.integer) &&
               sum->as.integer != INT64_MIN;
    return rational_add(&sum->as.rational, sum->as.rational, v->as.rational) == HM_TRAP_NONE;
}

/* What became of the members, as the first stop among them decides: see docs/language.md. */
struct sum_walk {
    struct value sum;
    const struct failure *error; /* the first stop was an error */
    bool missing, overflow;
    size_t begin; /* of our part of sandbox.collected */
};

static void sum_member(struct luarun *lr, struct sum_walk *w, struct cell c)
{
    size_t i = luarun_cell(lr, c);
    struct buf *collected = &lr->s->collected;
    if (lr->states[i] == CELL_VALUE) {
        if (!w->missing && !add_value(&w->sum, &lr->slots[i].value))
            w->overflow = true;
        return;
    }
    const struct failure *failure = lr->slots[i].failure;
    if (failure->trap == HM_TRAP_MISSING) {
        w->missing = true;
        buf_put(collected, failure->text.p, failure->text.n);
        buf_putc(collected, '\n');
    } else if (!w->missing) {
        w->error = failure;
    }
}

static void end_sum(struct luarun *lr, lua_State *L, struct cell c, const struct sum_walk *w)
{
    struct stop *stop = &lr->s->stop;
    struct buf *collected = &lr->s->collected;
    if (!buf_ok(collected))
        sandbox_starve(L);
    if (w->missing || w->error) {
        buf_clear(&stop->text);
        stop->trap = w->missing ? HM_TRAP_MISSING : w->error->trap;
        stop->placed = true;
        if (w->missing)
            buf_put(&stop->text, collected->data + w->begin, collected->len - w->begin - 1);
        else
            buf_put(&stop->text, w->error->text.p, w->error->text.n);
        set_failure(lr, L, c);
    } else if (w->overflow) {
        fail_cell(lr, L, c, HM_TRAP_OVERFLOW, _("overflow: the sum does not fit"));
    } else {
        set_value(lr, c, &w->sum);
    }
    if (collected->len > w->begin) {
        collected->len = w->begin;
        collected->data[w->begin] = '\0';
    }
}

static void compute_sum(struct luarun *lr, lua_State *L, struct cell c)
{
    const struct field *f = &lr->m->fields[c.field];
    const struct field *of = &lr->m->fields[f->sum_of];
    const struct local_rows *rows = &lr->rows[of->entity];
    struct sum_walk w = {.sum = {.kind = f->type.kind}, .begin = lr->s->collected.len};
    if (w.sum.kind != KIND_INTEGER)
        w.sum.as.rational = rational_of(0);
    lr->states[luarun_cell(lr, c)] = CELL_COMPUTING;
    if (lr->observer)
        luarun_watch_begin(lr, c);
    for (uint32_t r = rows->begin[c.row]; r < rows->begin[c.row + 1]; r++) {
        if (w.error || w.overflow)
            break;
        struct cell member = {of->entity, of->id, r};
        if (lr->states[luarun_cell(lr, member)] == CELL_COMPUTING) {
            fail_cell(lr, L, c, HM_TRAP_SCRIPT, _("%s waits for itself"), f->name);
            return;
        }
        if (lr->observer && lr->states[luarun_cell(lr, member)] != CELL_NEW)
            luarun_watch_read(lr, member);
        luarun_compute(lr, L, member);
        sum_member(lr, &w, member);
    }
    end_sum(lr, L, c, &w);
    if (lr->observer)
        luarun_watch_end(lr, c, &w.sum);
}

/* An input nobody supplied, or a variable without a formula in this month. */
static void compute_default(struct luarun *lr, lua_State *L, struct cell c)
{
    const struct plan *p = &lr->plans[c.field];
    struct stop *stop = &lr->s->stop;
    if (p->otherwise.kind != KIND_NONE) {
        set_value(lr, c, &p->otherwise);
    } else if (p->kind == PLAN_INPUT) {
        buf_clear(&stop->text);
        stop->trap = HM_TRAP_MISSING;
        frame_cell_path(lr->f, c.field, lr->rows[c.entity].frame_row[c.row], &stop->text);
        set_failure(lr, L, c);
    } else {
        fail_cell(lr, L, c, HM_TRAP_RANGE,
                  _("there is no formula for this month, and no default"));
    }
    if (lr->observer)
        luarun_watch_read(lr, c);
}

/* A supplied fact, or a result given in place of being computed. */
static bool take_given(struct luarun *lr, struct cell c)
{
    struct value v;
    uint32_t row = lr->rows[c.entity].frame_row[c.row];
    if (!column_value(&v, &lr->f->columns[c.field], &lr->m->fields[c.field], row))
        return false;
    set_value(lr, c, &v);
    if (lr->observer)
        luarun_watch_read(lr, c);
    return true;
}

_Noreturn static void raise_cycle(struct luarun *lr, lua_State *L, struct cell c)
{
    struct buf *path = bind_scratch(L);
    frame_cell_path(lr->f, c.field, lr->rows[c.entity].frame_row[c.row], path);
    if (!buf_ok(path))
        sandbox_starve(L);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s waits for itself"), path->data);
}

void luarun_compute(struct luarun *lr, lua_State *L, struct cell c)
{
    switch ((enum cell_state)lr->states[luarun_cell(lr, c)]) {
    case CELL_VALUE:
    case CELL_FAILED:
        return;
    case CELL_COMPUTING:
        raise_cycle(lr, L, c);
    case CELL_NEW:
        break;
    }
    if (take_given(lr, c))
        return;
    switch (lr->plans[c.field].kind) {
    case PLAN_FORMULA:
        compute_formula(lr, L, c);
        return;
    case PLAN_SUM:
        compute_sum(lr, L, c);
        return;
    case PLAN_INPUT:
    case PLAN_DEFAULT:
        compute_default(lr, L, c);
        return;
    }
}

void luarun_push_cell(struct luarun *lr, lua_State *L, struct cell c)
{
    size_t i = luarun_cell(lr, c);
    if (lr->states[i] == CELL_NEW || lr->states[i] == CELL_COMPUTING)
        luarun_compute(lr, L, c);
    else if (lr->observer)
        luarun_watch_read(lr, c);
    if (lr->states[i] == CELL_VALUE) {
        bind_push(L, &lr->slots[i].value, &lr->m->fields[c.field].type, lr->m);
        return;
    }
    const struct failure *failure = lr->slots[i].failure;
    struct stop *stop = &lr->s->stop;
    stop->trap = failure->trap;
    stop->placed = true;
    buf_clear(&stop->text);
    buf_put(&stop->text, failure->text.p, failure->text.n);
    if (!buf_ok(&stop->text))
        sandbox_starve(L);
    sandbox_reraise(L);
}
