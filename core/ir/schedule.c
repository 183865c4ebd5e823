/* schedule.c - phases: root work at even times, children's work at odd times.
 *
 * A child value is computed one step after the root values it reads; a reduction is made in the
 * phase of its operand and can be read one step later. All values that belong to the turns of
 * one member loop share one phase, so the loop's time is the latest that any of them asks for.
 */
#include "ir/schedule.h"

#include <string.h>

bool ir_is_reduction(uint16_t op)
{
    return (op >= OP_SUM_I && op <= OP_RMAX_L);
}

bool ir_is_phi(uint16_t op)
{
    return op == OP_PHI_B || op == OP_PHI_I || op == OP_PHI_L;
}

bool ir_is_carry(uint16_t op)
{
    return op == OP_CARRY_B || op == OP_CARRY_I || op == OP_CARRY_L;
}

static bool is_copy_of_carry(const struct ir *ir, const struct ir_value *v)
{
    return (v->op == OP_COPY_B || v->op == OP_COPY_I || v->op == OP_COPY_L) &&
           ir_is_carry(ir_at(ir, v->a)->op);
}

static void mark(uint64_t *live, ir_ref r)
{
    if (r)
        live[r / 64] |= UINT64_C(1) << (r % 64);
}

static bool is_marked(const uint64_t *live, ir_ref r)
{
    return !r || (live[r / 64] >> (r % 64) & 1);
}

/* What is left of a variable that was given up half-way may mix spaces. */
static bool in_one_space(const struct ir *ir, const struct ir_value *v)
{
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    bool between = ir_is_reduction(v->op) || ir_is_phi(v->op) || ir_is_carry(v->op) ||
                   v->op == OP_BCAST_B || v->op == OP_BCAST_I || v->op == OP_BCAST_L;
    for (int i = 0; i < 4; i++)
        if (operands[i] && !between && ir_at(ir, operands[i])->space != v->space)
            return false;
    return true;
}

/* Everything but the remains of loops and variables that were begun and given up. */
static void mark_finished(const struct ir *ir, uint64_t *live)
{
    for (ir_ref r = 1; r < ir->count; r++) {
        const struct ir_value *v = ir_at(ir, r);
        bool given_up = ir_is_phi(v->op) && !ir->carried[v->imm].write;
        if (!given_up && in_one_space(ir, v) && is_marked(live, v->a) &&
            is_marked(live, v->b) && is_marked(live, v->c) && is_marked(live, v->d))
            mark(live, r);
    }
}

uint64_t *ir_live(const struct ir *ir)
{
    size_t words = ir->count / 64u + 1u;
    uint64_t *live = arena_zalloc(ir->arena, words * sizeof *live);
    if (!live)
        return NULL;
    if (!(ir->passes & IR_DEAD)) {
        mark_finished(ir, live);
        return live;
    }
    for (uint32_t i = 0; i < ir->output_count; i++) {
        mark(live, ir->outputs[i].num);
        mark(live, ir->outputs[i].den_ref);
        mark(live, ir->outputs[i].doubt);
    }
    bool again = true; /* a carried local keeps what its CARRY and start need alive */
    while (again) {
        again = false;
        for (ir_ref r = ir->count; r-- > 1;) {
            if (!is_marked(live, r))
                continue;
            const struct ir_value *v = ir_at(ir, r);
            mark(live, v->a);
            mark(live, v->b);
            mark(live, v->c);
            mark(live, v->d);
            if (ir_is_phi(v->op) || ir_is_carry(v->op)) {
                const struct ir_carried *c = &ir->carried[v->imm];
                uint64_t before = live[c->write / 64];
                mark(live, c->start);
                mark(live, c->write);
                again = again || before != live[c->write / 64];
            }
        }
    }
    return live;
}

uint32_t schedule_ready(const struct ir *ir, const struct schedule *s, ir_ref r)
{
    const struct ir_value *v = ir_at(ir, r);
    if (ir_is_reduction(v->op))
        return s->time[r] + 1;
    return s->time[r];
}

/* Which loop a value's turn belongs to: its PHI's, or that of a child operand. Loops of one
 * statement share carried[].start order; they are joined through their common values. */
static uint32_t loop_of(const struct ir *ir, const struct schedule *s, ir_ref r)
{
    const struct ir_value *v = ir_at(ir, r);
    if (ir_is_phi(v->op) || ir_is_carry(v->op))
        return ir->carried[v->imm].loop + 1u;
    if (v->space == ir->root)
        return 0;
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    for (int i = 0; i < 4; i++)
        if (operands[i] && s->loop[operands[i]])
            return s->loop[operands[i]];
    return 0;
}

/* --- several evaluations in one program --- */

enum { NOBODY = UINT16_MAX, SEVERAL = UINT16_MAX - 1 };

static bool add_user(uint16_t *users, ir_ref r, uint16_t user)
{
    if (!r || user == NOBODY || users[r] == user || users[r] == SEVERAL)
        return false;
    users[r] = users[r] == NOBODY ? user : SEVERAL;
    return true;
}

/* For each value the only alternative whose outputs need it, SEVERAL or NOBODY. */
static void find_users(const struct ir *ir, uint16_t *users)
{
    for (uint32_t r = 0; r < ir->count; r++)
        users[r] = NOBODY;
    for (uint32_t i = 0; i < ir->output_count; i++) {
        const struct ir_output *o = &ir->outputs[i];
        add_user(users, o->num, o->alternative);
        add_user(users, o->den_ref, o->alternative);
        add_user(users, o->doubt, o->alternative);
    }
    for (bool again = true; again;) { /* a CARRY stands behind the PHI that needs it */
        again = false;
        for (ir_ref r = ir->count; r-- > 1;) {
            const struct ir_value *v = ir_at(ir, r);
            add_user(users, v->a, users[r]);
            add_user(users, v->b, users[r]);
            add_user(users, v->c, users[r]);
            add_user(users, v->d, users[r]);
            if (ir_is_phi(v->op) || ir_is_carry(v->op)) {
                const struct ir_carried *c = &ir->carried[v->imm];
                bool behind = add_user(users, c->write, users[r]);
                add_user(users, c->start, users[r]);
                again = again || behind;
            }
        }
    }
}

/* Which values are timed in which round: those that several alternatives need, then each
 * alternative's own, so that its registers are free again for the next one's. */
struct rounds {
    uint16_t *users; /* by value; NULL: one round for all */
    uint16_t count;
    uint32_t *loop_time;
};

static bool is_in_round(const struct rounds *x, ir_ref r, uint16_t round)
{
    if (!x->users)
        return true;
    return round == 0 ? x->users[r] >= SEVERAL : x->users[r] == round - 1;
}

static enum hm_status rounds_init(struct rounds *x, const struct ir *ir)
{
    *x = (struct rounds){.count = 1};
    uint16_t last = 0;
    for (uint32_t i = 0; i < ir->output_count; i++)
        last = ir->outputs[i].alternative > last ? ir->outputs[i].alternative : last;
    uint32_t loops = 0; /* loops that were given up have numbers as well */
    for (uint32_t i = 0; i < ir->carried_count; i++)
        loops = ir->carried[i].loop > loops ? ir->carried[i].loop : loops;
    x->loop_time = arena_zalloc(ir->arena, (loops + 2u) * sizeof *x->loop_time);
    if (!x->loop_time)
        return HM_NOMEM;
    if (last == 0)
        return HM_OK;
    x->users = arena_alloc(ir->arena, ir->count * sizeof *x->users);
    if (!x->users)
        return HM_NOMEM;
    find_users(ir, x->users);
    x->count = (uint16_t)(last + 2);
    return HM_OK;
}

/* The earliest time of a value, given those of its operands; floor: an even time. */
static uint32_t earliest(const struct ir *ir, const struct schedule *s, ir_ref r,
                         uint32_t floor)
{
    const struct ir_value *v = ir_at(ir, r);
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    uint32_t time = floor + (v->space == ir->root && !ir_is_reduction(v->op) ? 0 : 1);
    if (is_copy_of_carry(ir, v))
        return s->time[v->a] + 1;
    for (int i = 0; i < 4; i++) {
        if (!operands[i])
            continue;
        uint32_t ready = schedule_ready(ir, s, operands[i]);
        bool from_root = ir_at(ir, operands[i])->space == ir->root;
        bool in_root = v->space == ir->root && !ir_is_reduction(v->op);
        if (from_root && !in_root && ready % 2 == 0)
            ready++;
        if (ready > time)
            time = ready;
    }
    if (ir_is_phi(v->op) || ir_is_carry(v->op)) { /* the PHI may be dead */
        ir_ref start = ir->carried[v->imm].start;
        uint32_t ready = schedule_ready(ir, s, start) | 1u;
        time = ready > time ? ready : time;
    }
    return time;
}

/* Times the values of one round, none of them before `floor`. */
static void time_round(const struct ir *ir, struct schedule *s, const struct rounds *x,
                       const uint64_t *live, uint16_t round, uint32_t floor)
{
    for (bool again = true; again;) {
        again = false;
        for (ir_ref r = 1; r < ir->count; r++) {
            if (!(live[r / 64] >> (r % 64) & 1) || !is_in_round(x, r, round))
                continue;
            uint32_t time = earliest(ir, s, r, floor);
            uint32_t loop = s->loop[r] = loop_of(ir, s, r);
            if (loop && !ir_is_reduction(ir_at(ir, r)->op)) {
                if (time > x->loop_time[loop]) {
                    x->loop_time[loop] = time;
                    again = true;
                }
                time = x->loop_time[loop];
            }
            s->time[r] = time;
            s->last = time > s->last ? time : s->last;
        }
    }
}

enum hm_status schedule_values(const struct ir *ir, struct schedule *out)
{
    struct schedule s = {0};
    struct rounds x;
    uint64_t *live = ir_live(ir);
    s.time = arena_alloc(ir->arena, ir->count * sizeof *s.time);
    s.loop = arena_zalloc(ir->arena, ir->count * sizeof *s.loop);
    if (!live || !s.time || !s.loop || rounds_init(&x, ir) != HM_OK)
        return HM_NOMEM;
    memset(s.time, 0xFF, ir->count * sizeof *s.time);
    for (uint16_t round = 0; round < x.count; round++)
        time_round(ir, &s, &x, live, round, round == 0 ? 0 : (s.last + 3) / 2 * 2);
    *out = s;
    return HM_OK;
}
