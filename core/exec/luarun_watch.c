/* luarun_watch.c - tells an observer what a run does. Nothing here changes what is computed. */
#include "exec/luarun_state.h"

static uint32_t frame_row(const struct luarun *lr, struct cell c)
{
    return lr->rows[c.entity].frame_row[c.row];
}

static enum cell_origin origin_of(const struct luarun *lr, struct cell c)
{
    const struct column *given = &lr->f->columns[c.field];
    uint32_t row = frame_row(lr, c);
    if (row < given->rows && column_valid(given, row))
        return ORIGIN_GIVEN;
    switch (lr->plans[c.field].kind) {
    case PLAN_FORMULA:
        return ORIGIN_FORMULA;
    case PLAN_SUM:
        return ORIGIN_SUM;
    case PLAN_INPUT:
    case PLAN_DEFAULT:
        break;
    }
    return ORIGIN_DEFAULT;
}

static struct cell_outcome outcome_of(const struct luarun *lr, struct cell c)
{
    size_t i = luarun_cell(lr, c);
    struct cell_outcome o = {.origin = origin_of(lr, c)};
    if (lr->states[i] == CELL_VALUE) {
        o.value = lr->slots[i].value;
    } else if (lr->states[i] == CELL_FAILED) {
        o.trap = lr->slots[i].failure->trap;
        o.text = lr->slots[i].failure->text;
    }
    return o;
}

void luarun_watch_read(struct luarun *lr, struct cell c)
{
    struct cell_outcome o = outcome_of(lr, c);
    lr->observer->read(lr->observer->ctx, c.field, frame_row(lr, c), &o);
}

void luarun_watch_begin(struct luarun *lr, struct cell c)
{
    lr->observer->begin(lr->observer->ctx, c.field, frame_row(lr, c));
}

void luarun_watch_end(struct luarun *lr, struct cell c, const struct value *exact)
{
    struct cell_outcome o = outcome_of(lr, c);
    o.exact = *exact;
    lr->observer->end(lr->observer->ctx, c.field, frame_row(lr, c), &o);
}

void luarun_watch_past(struct luarun *lr, struct cell c, int32_t month, const struct value *v,
                       struct str missing)
{
    if (!lr->observer)
        return;
    struct cell_outcome o = {.origin = ORIGIN_PAST, .past_month = month, .text = missing};
    if (v)
        o.value = *v;
    else
        o.trap = HM_TRAP_MISSING;
    lr->observer->read(lr->observer->ctx, c.field, frame_row(lr, c), &o);
}

void luarun_watch_parameter(struct luarun *lr, uint16_t parameter, const struct value *key,
                            const struct value *v, const struct rational *arguments)
{
    lr->observer->parameter(lr->observer->ctx, parameter, lr->law[parameter].in_force, key, v,
                            arguments);
}

static struct value value_at(lua_State *L, int index)
{
    struct value v = {.kind = KIND_NONE};
    if (index)
        bind_any(&v, L, index);
    return v;
}

static void on_step(void *ctx, lua_State *L, const char *op, uint32_t position, int left,
                    int right, int result)
{
    const struct luarun *lr = ctx;
    struct value a = value_at(L, left), b = value_at(L, right), v = value_at(L, result);
    lr->observer->step(lr->observer->ctx, op, position, &a, &b, &v);
}

void luarun_watch_attach(struct luarun *lr)
{
    lr->s->trace.ctx = lr;
    lr->s->trace.step = lr->observer ? on_step : NULL;
}
