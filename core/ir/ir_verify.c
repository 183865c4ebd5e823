/* ir_verify.c - the invariants of ir.h, checked value by value. Run in debug builds after
 * building and by tests; a break is a bug of the compiler, never of a policy. Programs that
 * were read back from text are checked in full, so that a program that passes can be run.
 *
 * Values that no output needs are only checked so far that they can be printed: what is left of
 * a variable that was given up half-way mixes spaces.
 */
#include "ir/ir.h"
#include "ir/schedule.h"

static bool is_op(uint16_t op, enum op first, enum op last)
{
    return op >= first && op <= last;
}

static void complain(struct buf *out, ir_ref r, const struct ir_value *v, const char *what)
{
    buf_printf(out, "%%%u = %s: %s\n", r, op_table[v->op].name, what);
}

/* Lanes of the operands of instructions with their own loops; 0 = no operand. */
static char special_lane(const struct ir_value *v, int i)
{
    if (i > 0 && v->op != OP_RCMP_B)
        return i == 1 && (v->op == OP_PUT_I || v->op == OP_REST_I) ? 'I' : 0;
    switch (v->op) {
    case OP_CHOOSE_I:
    case OP_PUT_I:
    case OP_REST_I:
        return 'B';
    case OP_SUM_IL:
        return 'I';
    case OP_COUNT_I:
    case OP_TABLE_B:
    case OP_TABLE_I:
    case OP_TABLE_L:
        return 'B';
    case OP_RCMP_B:
        return 'L';
    default:
        if (is_op(v->op, OP_CONST_B, OP_PAST_KNOWN_B) || ir_is_phi(v->op))
            return 0;
        return op_table[v->op].result;
    }
}

static bool operand_ok(const struct ir *ir, ir_ref r, ir_ref operand, char lane)
{
    return operand && operand < r && ir_at(ir, operand)->lane == lane;
}

static void verify_operands(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    const struct op_info *info = &op_table[v->op];
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    for (int i = 0; i < 4; i++) {
        char lane = info->special ? special_lane(v, i) : info->operands[i];
        if (lane && !operand_ok(ir, r, operands[i], lane))
            complain(out, r, v, "an operand is not there, later, or in another lane");
        if (!lane && operands[i])
            complain(out, r, v, "an operand too many");
    }
}

static bool is_between(uint16_t op)
{
    return is_op(op, OP_BCAST_B, OP_BCAST_L) || ir_is_reduction(op) || ir_is_phi(op) ||
           ir_is_carry(op);
}

/* BCAST and PHI lie in the child's space, reductions and CARRY in its parent's. */
static void verify_between(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    bool down = is_op(v->op, OP_BCAST_B, OP_BCAST_L) || ir_is_phi(v->op);
    uint8_t child = (uint8_t)v->extra;
    if (v->extra >= ir->model->entity_count || ir->model->entities[child].parent != ir->root)
        complain(out, r, v, "its child entity is not below the root");
    else if (v->space != (down ? child : ir->root) ||
             (v->a && ir_at(ir, v->a)->space != (down ? ir->root : child)))
        complain(out, r, v, "an operand is of the wrong space");
}

static void verify_spaces(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    const struct entity *e = &ir->model->entities[v->space];
    if (v->space != ir->root && e->parent != ir->root)
        complain(out, r, v, "its space is neither the root nor a child of it");
    if (is_between(v->op)) {
        verify_between(ir, r, out);
        return;
    }
    for (int i = 0; i < 4; i++)
        if (operands[i] && ir_at(ir, operands[i])->space != v->space)
            complain(out, r, v, "an operand is of the wrong space");
}

static void verify_carried(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    bool there = v->imm >= 0 && v->imm < ir->carried_count;
    const struct ir_carried *c = there ? &ir->carried[v->imm] : NULL;
    if (!c || c->lane != v->lane || c->child != v->extra) {
        complain(out, r, v, "no such carried local");
        return;
    }
    bool start_ok = c->start && ir_at(ir, c->start)->lane == c->lane &&
                    ir_at(ir, c->start)->space == ir->root && c->start < r;
    bool write_ok = ir_is_carry(v->op) ? c->write == r
                                       : c->write > r && ir_is_carry(ir_at(ir, c->write)->op) &&
                                             ir_at(ir, c->write)->imm == v->imm;
    if (!start_ok || !write_ok)
        complain(out, r, v, "its carried local begins or is written elsewhere");
}

/* Facts, tables and constants: what imm and extra say. */
static void verify_numbers(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    if (ir_is_phi(v->op) || ir_is_carry(v->op))
        verify_carried(ir, r, out);
    if (is_op(v->op, OP_TABLE_I, OP_TABLE_B))
        if (v->imm < 0 || v->imm >= ir->table_count || ir->tables[v->imm].lane != v->lane)
            complain(out, r, v, "no such table");
    bool past = is_op(v->op, OP_PAST_B, OP_PAST_KNOWN_B);
    if (past && (v->extra < 1 || v->extra > 600))
        complain(out, r, v, "a past that is not 1 to 600 months ago");
    char lane = is_op(v->op, OP_CONST_B, OP_CONST_L) ? v->lane
                : op_table[v->op].constant           ? op_table[v->op].operands[0]
                                                     : 'L';
    int64_t lo = lane == 'B' ? 0 : INT32_MIN, hi = lane == 'B' ? 255 : INT32_MAX;
    if (lane != 'L' && (v->imm < lo || v->imm > hi))
        complain(out, r, v, "a constant beyond its lane");
}

static bool is_fact(uint16_t op)
{
    return is_op(op, OP_LOAD_B, OP_PAST_KNOWN_B);
}

/* Enough to look at a value at all; the rest makes no sense without. */
static bool verify_shape(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    size_t before = out->len;
    if (v->op >= OP_COUNT || v->space >= ir->model->entity_count) {
        buf_printf(out, "%%%u: no instruction\n", r);
        return false;
    }
    if (v->lane != op_table[v->op].result)
        complain(out, r, v, "in another lane");
    for (int i = 0; i < 4; i++)
        if (operands[i] >= r && !(ir_is_carry(v->op) && operands[i] < ir->count))
            complain(out, r, v, "an operand comes later");
    bool field_ok = v->imm >= 0 && v->imm < (int64_t)ir->model->field_count &&
                    ir->model->fields[v->imm].entity == v->space;
    if (is_fact(v->op) && !field_ok)
        complain(out, r, v, "no field of its entity");
    if ((ir_is_phi(v->op) || ir_is_carry(v->op)) && (v->imm < 0 || v->imm >= ir->carried_count))
        complain(out, r, v, "no such carried local");
    return out->len == before;
}

static void verify_ranges(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    if (v->lo > v->hi)
        complain(out, r, v, "an empty range");
    if (v->lane == 'I' && (v->lo < INT32_MIN || v->hi > INT32_MAX))
        complain(out, r, v, "a range beyond its lane");
}

static void verify_output(const struct ir *ir, uint32_t i, struct buf *out)
{
    const struct ir_output *o = &ir->outputs[i];
    const ir_ref parts[3] = {o->num, o->den_ref, o->doubt};
    if (!o->num || o->num >= ir->count || o->den < 1 || o->field >= ir->model->field_count) {
        buf_printf(out, "output %u has no value\n", i);
        return;
    }
    for (int k = 0; k < 3; k++)
        if (parts[k] >= ir->count ||
            (parts[k] && ir_at(ir, parts[k])->space != ir->model->fields[o->field].entity))
            buf_printf(out, "output %u is of the wrong space\n", i);
    if (o->doubt && o->doubt < ir->count && ir_at(ir, o->doubt)->lane != 'B')
        buf_printf(out, "the doubt of output %u is no byte\n", i);
}

bool ir_verify(const struct ir *ir, struct buf *out)
{
    size_t before = out->len;
    for (ir_ref r = 1; r < ir->count; r++)
        verify_shape(ir, r, out);
    for (uint32_t i = 0; i < ir->output_count; i++)
        verify_output(ir, i, out);
    for (uint32_t i = 0; i < ir->carried_count; i++)
        if (ir->carried[i].start >= ir->count || ir->carried[i].write >= ir->count)
            buf_printf(out, "carried local %u begins or is written nowhere\n", i);
    const uint64_t *live = out->len == before ? ir_live(ir) : NULL;
    for (ir_ref r = 1; live && r < ir->count; r++) {
        if (!(live[r / 64] >> (r % 64) & 1))
            continue;
        verify_operands(ir, r, out);
        verify_spaces(ir, r, out);
        verify_numbers(ir, r, out);
        verify_ranges(ir, r, out);
    }
    return out->len == before && buf_ok(out);
}
