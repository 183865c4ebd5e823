/* ir_verify.c - the invariants of ir.h, checked value by value. Run in debug builds after building
 * and by tests; a break is a bug of the compiler, never of a policy.
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
static char special_lane(const struct ir_value *v)
{
    switch (v->op) {
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
        char lane = info->special ? (i == 0 || v->op == OP_RCMP_B ? special_lane(v) : 0)
                                  : info->operands[i];
        if (lane && !operand_ok(ir, r, operands[i], lane))
            complain(out, r, v, "an operand is not there, later, or in another lane");
        if (!lane && operands[i])
            complain(out, r, v, "an operand too many");
    }
}

static void verify_spaces(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    bool between = is_op(v->op, OP_BCAST_B, OP_BCAST_L) || ir_is_reduction(v->op) ||
                   ir_is_phi(v->op) || ir_is_carry(v->op);
    for (int i = 0; i < 4; i++) {
        if (!operands[i])
            continue;
        uint8_t space = ir_at(ir, operands[i])->space;
        bool same = space == v->space;
        if (between ? same : !same && !is_op(v->op, OP_COPY_B, OP_COPY_L))
            complain(out, r, v, "an operand is of the wrong space");
    }
    if (between && ir->model->entities[v->extra].parent != ir->root)
        complain(out, r, v, "its child entity is not below the root");
}

bool ir_verify(const struct ir *ir, struct buf *out)
{
    size_t before = out->len;
    for (ir_ref r = 1; r < ir->count; r++) {
        const struct ir_value *v = ir_at(ir, r);
        if (v->op >= OP_COUNT || v->lane != op_table[v->op].result) {
            buf_printf(out, "%%%u: no instruction, or in another lane\n", r);
            continue;
        }
        verify_operands(ir, r, out);
        verify_spaces(ir, r, out);
        if (v->lo > v->hi)
            complain(out, r, v, "an empty range");
        if (v->lane == 'I' && (v->lo < INT32_MIN || v->hi > INT32_MAX))
            complain(out, r, v, "a range beyond its lane");
    }
    for (uint32_t i = 0; i < ir->output_count; i++)
        if (!ir->outputs[i].num || ir->outputs[i].den < 1)
            buf_printf(out, "output %u has no value\n", i);
    return out->len == before && buf_ok(out);
}
