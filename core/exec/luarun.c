/* luarun.c - the reference engine: opening it, going through the households, writing results.
 *
 * Every household has its own budget of instructions and time. One that exhausts it, or the
 * memory, fails with all its outputs and takes nobody with it; after a memory death the sandbox
 * is built anew. Outputs are evaluated in the order of their fields, whatever order was asked
 * for.
 */
#include "exec/luarun_state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "exec/probe.h"

int luarun_keep(lua_State *L)
{
    int ref = (int)lua_rawlen(L, LUA_REGISTRYINDEX) + 1;
    lua_rawseti(L, LUA_REGISTRYINDEX, ref);
    return ref;
}

/* --- opening --- */

static int attach(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    luarun_rows_attach(lr, L);
    luarun_law_attach(lr, L);
    luarun_eval_attach(lr, L);
    return 0;
}

/* --- sandboxes that are used again --- */

void probe_init(struct probe *p)
{
    *p = (struct probe){0};
}

void probe_fini(struct probe *p)
{
    sandbox_free(p->idle);
    probe_init(p);
}

/* A sandbox in which no engine has left anything. */
static enum hm_status take_sandbox(struct luarun *lr, struct diag *d)
{
    struct probe *p = lr->probe;
    if (p && p->idle) {
        lr->s = p->idle;
        lr->s->model = lr->m;
        p->idle = NULL;
        return HM_OK;
    }
    TRY(policy_sandbox(&lr->s, lr->policy, d));
    if (p)
        p->registry = (size_t)lua_rawlen(lr->s->L, LUA_REGISTRYINDEX);
    return HM_OK;
}

/* Ends the use of the sandbox: it goes back to the probe, or away. */
static void give_sandbox(struct luarun *lr)
{
    struct probe *p = lr->probe;
    struct sandbox *s = lr->s;
    lr->s = NULL;
    if (!p || !s || s->spoiled || p->idle) {
        sandbox_free(s);
        return;
    }
    lua_settop(s->L, 0);
    for (size_t i = (size_t)lua_rawlen(s->L, LUA_REGISTRYINDEX); i > p->registry; i--) {
        lua_pushnil(s->L);
        lua_rawseti(s->L, LUA_REGISTRYINDEX, (lua_Integer)i);
    }
    s->owner = NULL;
    s->trace.step = NULL;
    p->idle = s;
}

static enum hm_status make_sandbox(struct luarun *lr, struct diag *d)
{
    sandbox_free(lr->s);
    lr->s = NULL;
    TRY(take_sandbox(lr, d));
    lr->s->owner = lr;
    sandbox_arm(lr->s, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
    lua_pushcfunction(lr->s->L, attach);
    if (sandbox_call(lr->s, 0, 0) != HM_TRAP_NONE)
        return diag_nomem(d, _("starting the reference engine"));
    luarun_watch_attach(lr);
    return HM_OK;
}

static enum hm_status list_entities(struct luarun *lr)
{
    const struct model *m = lr->m;
    lr->entities = arena_alloc(&lr->arena, m->entity_count + 1);
    lr->rows = arena_zalloc(&lr->arena, (m->entity_count + 1) * sizeof *lr->rows);
    lr->row_refs = arena_zalloc(&lr->arena, (m->entity_count + 1) * sizeof *lr->row_refs);
    lr->list_refs = arena_zalloc(&lr->arena, (m->entity_count + 1) * sizeof *lr->list_refs);
    if (!lr->entities || !lr->rows || !lr->row_refs || !lr->list_refs)
        return HM_NOMEM;
    for (unsigned depth = 0; depth < LIMIT_ENTITIES; depth++)
        for (size_t i = 0; i < m->entity_count; i++)
            if (m->entities[i].root == lr->e->root && m->entities[i].depth == depth)
                lr->entities[lr->entity_count++] = (uint8_t)i;
    return HM_OK;
}

/* Insertion sort: places in e->outputs, ascending by field. */
static enum hm_status order_outputs(struct luarun *lr)
{
    const struct evaluation *e = lr->e;
    lr->order = arena_alloc(&lr->arena, (e->output_count + 1) * sizeof *lr->order);
    if (!lr->order)
        return HM_NOMEM;
    for (size_t i = 0; i < e->output_count; i++) {
        size_t at = i;
        for (; at > 0 && e->outputs[lr->order[at - 1]] > e->outputs[i]; at--)
            lr->order[at] = lr->order[at - 1];
        lr->order[at] = (uint16_t)i;
    }
    return HM_OK;
}

static enum hm_status prepare(struct luarun *lr, struct diag *d)
{
    if (list_entities(lr) != HM_OK || order_outputs(lr) != HM_OK || !luarun_members_init(lr))
        return diag_nomem(d, _("starting the reference engine"));
    TRY(luarun_plan(lr, d));
    TRY(luarun_law_init(lr, d));
    return make_sandbox(lr, d);
}

enum hm_status luarun_open(struct luarun **out, const struct evaluation *e, struct diag *d)
{
    struct luarun *lr = mem_zalloc(sizeof *lr);
    if (!lr)
        return diag_nomem(d, _("starting the reference engine"));
    lr->e = e;
    lr->month = e->month;
    lr->policy = e->policy;
    lr->m = e->policy->model;
    arena_init(&lr->arena);
    arena_init(&lr->household);
    lr->probe = e->probe;
    lr->observer = e->probe ? e->probe->observer : NULL;
    enum hm_status st = prepare(lr, d);
    if (st != HM_OK) {
        luarun_close(lr);
        return st;
    }
    *out = lr;
    return HM_OK;
}

void luarun_close(struct luarun *lr)
{
    if (!lr)
        return;
    give_sandbox(lr);
    luarun_rows_fini(lr);
    mem_free(lr->issues);
    arena_fini(&lr->household);
    arena_fini(&lr->arena);
    mem_free(lr);
}

void luarun_observe(struct luarun *lr, const struct luarun_observer *o)
{
    lr->observer = o;
    luarun_watch_attach(lr);
}

/* --- results --- */

static enum hm_status make_columns(struct luarun *lr, struct results *out, struct diag *d)
{
    const struct evaluation *e = lr->e;
    struct arena *a = &out->arena;
    out->columns = arena_zalloc(a, (e->output_count + 1) * sizeof *out->columns);
    if (!out->columns)
        return diag_nomem(d, _("making room for results"));
    out->column_count = e->output_count;
    for (size_t i = 0; i < e->output_count; i++) {
        struct result_column *c = &out->columns[i];
        c->field = e->outputs[i];
        c->rows = lr->f->entities[lr->m->fields[c->field].entity].rows;
        c->num = arena_zalloc(a, c->rows * sizeof *c->num);
        c->state = arena_zalloc(a, c->rows);
        if (!c->num || !c->state)
            return diag_nomem(d, _("making room for results"));
    }
    return HM_OK;
}

/* den stays NULL as long as everything is whole. */
static bool set_den(struct luarun *lr, struct result_column *c, uint32_t row, int64_t den)
{
    if (!c->den) {
        if (den == 1)
            return true;
        c->den = arena_alloc(&lr->out->arena, c->rows * sizeof *c->den);
        if (!c->den)
            return false;
        for (uint32_t r = 0; r < c->rows; r++)
            c->den[r] = 1;
    }
    c->den[row] = den;
    return true;
}

static struct rational value_rational(const struct value *v)
{
    switch (v->kind) {
    case KIND_BOOLEAN:
        return rational_of(v->as.boolean);
    case KIND_INTEGER:
        return rational_of(v->as.integer);
    case KIND_NUMBER:
    case KIND_MONEY:
        return v->as.rational;
    case KIND_ENUM:
        return rational_of(v->as.code);
    case KIND_DATE:
    case KIND_MONTH:
        return rational_of(v->as.day);
    default: /* text has no number */
        return rational_of(0);
    }
}

static bool add_issue(struct luarun *lr, size_t column, uint32_t row, enum hm_trap trap,
                      const char *text)
{
    if (mem_grow((void **)&lr->issues, &lr->issue_cap, lr->issue_count + 1, sizeof *lr->issues))
        return false;
    /* field holds the column until the issues are sorted */
    lr->issues[lr->issue_count++] = (struct result_issue){(uint16_t)column, row, trap, text};
    struct result_column *c = &lr->out->columns[column];
    c->state[row] = (uint8_t)trap;
    c->num[row] = 0;
    return set_den(lr, c, row, 1);
}

static bool write_cell(struct luarun *lr, size_t column, struct cell c)
{
    size_t i = luarun_cell(lr, c);
    uint32_t row = lr->rows[c.entity].frame_row[c.row];
    struct result_column *col = &lr->out->columns[column];
    if (lr->states[i] == CELL_VALUE) {
        struct rational r = value_rational(&lr->slots[i].value);
        if (!result_fits(&lr->m->fields[c.field].type, r))
            return add_issue(lr, column, row, HM_TRAP_OVERFLOW,
                             _("overflow: the result does not fit its decimals"));
        col->num[row] = r.num;
        return set_den(lr, col, row, r.den);
    }
    struct failure *f = lr->slots[i].failure;
    if (!f->copied)
        f->copied = arena_strndup(&lr->out->arena, f->text.p, f->text.n);
    return f->copied && add_issue(lr, column, row, f->trap, f->copied);
}

/* --- a household --- */

/* Protected: evaluates all outputs of the rows that are loaded. */
static int run_household(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    for (size_t i = 0; i < lr->e->output_count; i++) {
        size_t column = lr->order[i];
        uint16_t field = lr->e->outputs[column];
        uint8_t entity = lr->m->fields[field].entity;
        for (uint32_t r = 0; r < lr->rows[entity].count; r++) {
            struct cell c = {entity, field, r};
            luarun_compute(lr, L, c);
            if (!write_cell(lr, column, c))
                sandbox_starve(L);
        }
    }
    return 0;
}

/* The household is given up: every output of it fails for the same reason. */
static enum hm_status give_up(struct luarun *lr, size_t first_issue, struct diag *d)
{
    const struct stop *stop = &lr->s->stop;
    struct buf b;
    buf_init(&b);
    struct place at = {0};
    if (stop->position)
        at = policy_place(lr->policy, stop->position);
    if (at.file && !stop->placed)
        buf_printf(&b, "%s:%u:%u: ", at.file, (unsigned)at.line, (unsigned)at.column);
    buf_put(&b, stop->text.data, stop->text.len);
    const char *text =
        buf_ok(&b) ? arena_strndup(&lr->out->arena, b.len ? b.data : "?", b.len ? b.len : 1)
                   : NULL;
    buf_fini(&b);
    bool ok = text != NULL;
    lr->issue_count = first_issue;
    for (size_t column = 0; column < lr->e->output_count; column++) {
        const struct local_rows *rows = &lr->rows[lr->m->fields[lr->e->outputs[column]].entity];
        for (uint32_t r = 0; ok && r < rows->count; r++)
            ok = add_issue(lr, column, rows->frame_row[r], HM_TRAP_SCRIPT, text);
    }
    if (!ok)
        return diag_nomem(d, _("evaluating households"));
    return lr->s->spoiled ? make_sandbox(lr, d) : HM_OK;
}

static void start_household(struct luarun *lr)
{
    arena_reset(&lr->household);
    buf_clear(&lr->s->collected);
    lr->depth = 0;
    sandbox_arm(lr->s, LIMIT_LUA_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
    lua_Hook hook = lua_gethook(lr->s->L);
    for (size_t i = 0; i < THREADS_MAX; i++) /* each counts on its own: start them alike */
        lua_sethook(lr->threads[i], hook, LUA_MASKCOUNT, lua_gethookcount(lr->s->L));
}

static enum hm_status evaluate(struct luarun *lr, uint32_t root_row, struct diag *d)
{
    size_t first_issue = lr->issue_count;
    if (!luarun_rows_load(lr, root_row))
        return diag_nomem(d, _("evaluating households"));
    start_household(lr);
    lua_pushcfunction(lr->s->L, run_household);
    enum hm_trap trap = sandbox_call(lr->s, 0, 0);
    if (trap == HM_TRAP_NONE)
        return HM_OK;
    if (!lr->s->spoiled || !lr->s->starved)
        return give_up(lr, first_issue, d);
    sandbox_free(lr->s);
    lr->s = NULL; /* the next run makes a new one */
    return diag_nomem(d, _("evaluating households"));
}

/* --- issues by column, then row --- */

static int compare_issues(const void *left, const void *right)
{
    const struct result_issue *a = left, *b = right;
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static enum hm_status finish_issues(struct luarun *lr, struct diag *d)
{
    struct results *out = lr->out;
    if (lr->issue_count == 0)
        return HM_OK;
    qsort(lr->issues, lr->issue_count, sizeof *lr->issues, compare_issues);
    out->issues = arena_alloc(&out->arena, lr->issue_count * sizeof *out->issues);
    if (!out->issues)
        return diag_nomem(d, _("making room for results"));
    memcpy(out->issues, lr->issues, lr->issue_count * sizeof *out->issues);
    out->issue_count = lr->issue_count;
    for (size_t i = 0; i < out->issue_count; i++)
        out->issues[i].field = lr->e->outputs[out->issues[i].field];
    return HM_OK;
}

static enum hm_status run_rows(struct luarun *lr, const struct frame *f, uint32_t from,
                               uint32_t to, struct results *out, struct diag *d)
{
    assert(f->model == lr->m && f->root == lr->e->root);
    results_fini(out);
    lr->f = f;
    lr->out = out;
    lr->issue_count = 0;
    enum hm_status st = lr->s ? HM_OK : make_sandbox(lr, d);
    if (st == HM_OK)
        st = make_columns(lr, out, d);
    for (uint32_t row = from; st == HM_OK && row < to; row++)
        st = evaluate(lr, row, d);
    if (st == HM_OK)
        st = finish_issues(lr, d);
    if (st != HM_OK)
        results_fini(out);
    return st;
}

enum hm_status luarun_run(struct luarun *lr, const struct frame *f, struct results *out,
                          struct diag *d)
{
    return run_rows(lr, f, 0, f->entities[f->root].rows, out, d);
}

enum hm_status luarun_run_row(struct luarun *lr, const struct frame *f, uint32_t root_row,
                              struct results *out, struct diag *d)
{
    assert(root_row < f->entities[f->root].rows);
    return run_rows(lr, f, root_row, root_row + 1, out, d);
}

/* --- checks --- */

struct check_call {
    uint32_t number;
    bool holds;
};

/* Protected: (check_call). The message the check gave, or nothing, stays in scratch. */
static int run_check(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    struct check_call *call = lua_touserdata(L, 1);
    policy_push_function(lr->s, call->number);
    lua_rawgeti(L, LUA_REGISTRYINDEX, lr->law_ref);
    lua_call(L, 1, 2);
    if (lua_type(L, -2) != LUA_TBOOLEAN)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the test must give true or false, not %s"),
                      bind_kind_shown(L, -2));
    call->holds = lua_toboolean(L, -2);
    bind_text(bind_scratch(L), L, -1);
    return 0;
}

enum hm_status luarun_check(struct luarun *lr, uint32_t number, int32_t month, bool *holds,
                            enum hm_trap *trap, struct str *text, struct diag *d)
{
    struct check_call call = {number, false};
    if (!lr->s || lr->s->spoiled)
        TRY(make_sandbox(lr, d));
    lr->month = month;
    lr->in_check = true;
    luarun_law_resolve(lr);
    start_household(lr);
    lua_pushcfunction(lr->s->L, run_check);
    lua_pushlightuserdata(lr->s->L, &call);
    *trap = sandbox_call(lr->s, 1, 0);
    lr->in_check = false;
    if (*trap != HM_TRAP_NONE && lr->s->spoiled && lr->s->starved)
        return diag_nomem(d, _("running checks"));
    struct buf *said = *trap == HM_TRAP_NONE ? &lr->s->scratch : &lr->s->stop.text;
    if (*trap != HM_TRAP_NONE && lr->s->stop.position) {
        struct place at = policy_place(lr->policy, lr->s->stop.position);
        struct buf *b = &lr->s->scratch;
        buf_clear(b);
        if (at.file)
            buf_printf(b, "%s:%u:%u: ", at.file, (unsigned)at.line, (unsigned)at.column);
        buf_put(b, said->data, said->len);
        said = b;
    }
    *holds = call.holds;
    *text =
        (struct str){said->len && buf_ok(said) ? said->data : "", buf_ok(said) ? said->len : 0};
    return HM_OK;
}
