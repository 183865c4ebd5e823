/* ir.c - building values: sharing, folding, algebra, and the choice of lanes by range.
 *
 * Folding runs the base kernel on one row, so a folded constant is what the column would have
 * held. Algebra keeps to identities that are exact for wrapping whole numbers.
 */
#include "ir/ir.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "base/status.h"
#include "value/date.h"
#include "vec/column.h"
#include "vec/elem.h"

void ir_init(struct ir *ir, struct arena *arena, const struct model *m, uint8_t root,
             uint32_t passes)
{
    memset(ir, 0, sizeof *ir);
    ir->arena = arena;
    ir->model = m;
    ir->root = root;
    ir->passes = passes;
    ir->count = 1;
}

void ir_fini(struct ir *ir)
{
    mem_free(ir->values);
    mem_free(ir->share);
    mem_free(ir->carried);
    mem_free(ir->tables);
    mem_free(ir->outputs);
    memset(ir, 0, sizeof *ir);
}

bool ir_is_const(const struct ir *ir, ir_ref r, int64_t *value)
{
    const struct ir_value *v = ir_at(ir, r);
    if (v->op != OP_CONST_B && v->op != OP_CONST_I && v->op != OP_CONST_L)
        return false;
    *value = v->imm;
    return true;
}

/* --- sharing --- */

static bool is_private(uint16_t op)
{
    switch (op) {
    case OP_PHI_B:
    case OP_PHI_I:
    case OP_PHI_L:
    case OP_CARRY_B:
    case OP_CARRY_I:
    case OP_CARRY_L:
        return true;
    default:
        return false;
    }
}

static uint64_t value_hash(const struct ir_value *v)
{
    uint64_t h = v->op * 0x9E3779B97F4A7C15u;
    const uint64_t parts[] = {v->a, v->b, v->c, v->d, (uint64_t)v->imm, v->extra, v->space};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        h = (h ^ parts[i]) * 0xFF51AFD7ED558CCDu, h ^= h >> 29;
    return h;
}

static bool value_same(const struct ir_value *x, const struct ir_value *y)
{
    return x->op == y->op && x->space == y->space && x->a == y->a && x->b == y->b &&
           x->c == y->c && x->d == y->d && x->imm == y->imm && x->extra == y->extra;
}

static bool share_grow(struct ir *ir)
{
    uint32_t size = ir->share_size ? ir->share_size * 2 : 1024;
    uint32_t *share = mem_calloc(size, sizeof *share);
    if (!share)
        return false;
    mem_free(ir->share);
    ir->share = share;
    ir->share_size = size;
    for (ir_ref r = 1; r < ir->count; r++) {
        if (is_private(ir->values[r].op))
            continue;
        uint32_t at = (uint32_t)value_hash(&ir->values[r]) & (size - 1);
        while (share[at])
            at = (at + 1) & (size - 1);
        share[at] = r;
    }
    return true;
}

ir_ref ir_append(struct ir *ir, const struct ir_value *v)
{
    size_t cap = ir->cap;
    if (mem_grow((void **)&ir->values, &cap, ir->count + 1u, sizeof *ir->values) != 0) {
        ir->failed = true;
        return 0;
    }
    ir->cap = (uint32_t)cap;
    if (ir->count == 1)
        memset(&ir->values[0], 0, sizeof *ir->values);
    ir->values[ir->count] = *v;
    return ir->count++;
}

static ir_ref emit_shared(struct ir *ir, const struct ir_value *v)
{
    if (!(ir->passes & IR_SHARE) || is_private(v->op))
        return ir_append(ir, v);
    if (ir->count * 2 >= ir->share_size && !share_grow(ir)) {
        ir->failed = true;
        return 0;
    }
    uint32_t at = (uint32_t)value_hash(v) & (ir->share_size - 1);
    for (; ir->share[at]; at = (at + 1) & (ir->share_size - 1))
        if (value_same(v, ir_at(ir, ir->share[at])))
            return ir->share[at];
    ir_ref r = ir_append(ir, v);
    if (r)
        ir->share[at] = r;
    return r;
}

/* --- constants and folding --- */

static ir_ref const_lane(struct ir *ir, uint8_t space, char lane, int64_t x)
{
    uint16_t op = lane == 'B' ? OP_CONST_B : lane == 'I' ? OP_CONST_I : OP_CONST_L;
    struct ir_value v = {.op = op, .space = space, .lane = lane, .imm = x, .lo = x, .hi = x};
    return emit_shared(ir, &v);
}

ir_ref ir_const(struct ir *ir, uint8_t space, int64_t x)
{
    bool small = x >= INT32_MIN && x <= INT32_MAX && (ir->passes & IR_RANGE);
    return const_lane(ir, space, small ? 'I' : 'L', x);
}

ir_ref ir_const_b(struct ir *ir, uint8_t space, uint8_t x)
{
    return const_lane(ir, space, 'B', x);
}

union cell {
    uint8_t b;
    int32_t i;
    int64_t l;
};

static bool cell_of(const struct ir *ir, ir_ref r, union cell *out)
{
    int64_t x;
    if (!r || !ir_is_const(ir, r, &x))
        return false;
    memset(out, 0, sizeof *out);
    if (ir_at(ir, r)->lane == 'B')
        out->b = (uint8_t)x;
    else if (ir_at(ir, r)->lane == 'I')
        out->i = (int32_t)x;
    else
        out->l = x;
    return true;
}

/* The value of an ordinary instruction whose operands are all constant. */
static bool fold(const struct ir *ir, const struct ir_value *v, int64_t *out)
{
    const struct op_info *info = &op_table[v->op];
    if (info->special || !(ir->passes & IR_FOLD))
        return false;
    union cell a, b, c, d;
    struct kernel_args k = {.dst = &d, .a = &a, .b = &b, .c = &c, .imm = v->imm};
    if (!cell_of(ir, v->a, &a) || (info->operands[1] && !cell_of(ir, v->b, &b)) ||
        (info->operands[2] && !cell_of(ir, v->c, &c)))
        return false;
    kernel_table(KERNEL_BASE)[v->op](&k, 1);
    *out = info->result == 'B' ? d.b : info->result == 'I' ? d.i : d.l;
    return true;
}

ir_ref ir_emit(struct ir *ir, const struct ir_value *given)
{
    struct ir_value v = *given;
    v.lane = op_table[v.op].result;
    if (v.lane == 'B')
        v.lo = 0, v.hi = v.hi && v.hi < 255 ? v.hi : 255;
    int64_t x;
    if (fold(ir, &v, &x))
        return const_lane(ir, v.space, v.lane, x);
    return emit_shared(ir, &v);
}

/* --- lanes --- */

struct span {
    __int128 lo, hi;
};

static struct span span_of(const struct ir *ir, ir_ref r)
{
    return (struct span){ir_at(ir, r)->lo, ir_at(ir, r)->hi};
}

static bool fits(struct span s, int64_t lo, int64_t hi)
{
    return s.lo >= lo && s.hi <= hi;
}

ir_ref ir_widen(struct ir *ir, ir_ref a, char lane)
{
    for (;;) {
        if (!a || ir->failed)
            return 0;
        const struct ir_value *v = ir_at(ir, a);
        int64_t x;
        if (v->lane == lane)
            return a;
        if (NEVER(lane == 'B')) { /* nothing becomes a byte: a bug of the caller */
            ir->failed = true;
            return 0;
        }
        if (ir_is_const(ir, a, &x) && !(lane == 'I' && (x < INT32_MIN || x > INT32_MAX)))
            return const_lane(ir, v->space, lane, x);
        uint16_t op = v->lane == 'B'   ? OP_WIDEN_BI
                      : v->lane == 'I' ? OP_WIDEN_IL
                                       : OP_NARROW_LI;
        struct ir_value w = {.op = op, .space = v->space, .a = a, .lo = v->lo, .hi = v->hi};
        if (op == OP_NARROW_LI) { /* only of what fits, whatever its range says */
            w.lo = w.lo < INT32_MIN ? INT32_MIN : w.lo;
            w.hi = w.hi > INT32_MAX ? INT32_MAX : w.hi;
        }
        a = ir_emit(ir, &w);
    }
}

static char common_lane(const struct ir *ir, ir_ref a, ir_ref b, struct span s)
{
    bool narrow = (ir->passes & IR_RANGE) && fits(s, INT32_MIN, INT32_MAX) &&
                  fits(span_of(ir, a), INT32_MIN, INT32_MAX) &&
                  fits(span_of(ir, b), INT32_MIN, INT32_MAX);
    return narrow ? 'I' : 'L';
}

/* The constant form when b is constant. mirrored: the op with the operands changed over. */
static ir_ref binary(struct ir *ir, uint16_t op, uint16_t mirrored, char lane, ir_ref a,
                     ir_ref b, struct span s)
{
    a = ir_widen(ir, a, lane);
    b = ir_widen(ir, b, lane);
    if (!a || !b)
        return 0;
    int64_t x;
    struct ir_value v = {.op = op,
                         .space = ir_at(ir, a)->space,
                         .a = a,
                         .b = b,
                         .lo = (int64_t)s.lo,
                         .hi = (int64_t)s.hi};
    bool left = ir_is_const(ir, a, &x), right = ir_is_const(ir, b, &x);
    if (left && !right && mirrored != OP_COUNT) {
        v.op = mirrored;
        v.a = b;
        v.b = a;
        right = true;
    }
    if (right && !left) {
        ir_is_const(ir, v.b, &x);
        v.op++; /* NAME_K follows NAME in ops.def */
        v.b = 0;
        v.imm = x;
    }
    return ir_emit(ir, &v);
}

static struct span clip(struct span s)
{
    if (s.lo < INT64_MIN || s.hi > INT64_MAX)
        return (struct span){INT64_MIN, INT64_MAX};
    return s;
}

struct arithmetic {
    uint16_t op_i, op_l, ovf, mirrored_i, mirrored_l, mirrored_ovf;
};

static ir_ref arithmetic(struct ir *ir, const struct arithmetic *x, ir_ref a, ir_ref b,
                         struct span s, ir_ref *ovf)
{
    bool fit = fits(s, INT64_MIN, INT64_MAX);
    if (ovf)
        *ovf = fit ? 0 : binary(ir, x->ovf, x->mirrored_ovf, 'L', a, b, (struct span){0, 2});
    char lane = common_lane(ir, a, b, s);
    return binary(ir, lane == 'I' ? x->op_i : x->op_l,
                  lane == 'I' ? x->mirrored_i : x->mirrored_l, lane, a, b, clip(s));
}

static bool const_is(const struct ir *ir, ir_ref r, int64_t x)
{
    int64_t v;
    return (ir->passes & IR_FOLD) && ir_is_const(ir, r, &v) && v == x;
}

ir_ref ir_add(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf)
{
    static const struct arithmetic add = {OP_ADD_I, OP_ADD_L, OP_OVF_ADD_L,
                                          OP_ADD_I, OP_ADD_L, OP_OVF_ADD_L};
    if (ovf)
        *ovf = 0;
    if (!a || !b)
        return 0;
    if (const_is(ir, a, 0))
        return b;
    if (const_is(ir, b, 0))
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    return arithmetic(ir, &add, a, b, (struct span){p.lo + q.lo, p.hi + q.hi}, ovf);
}

ir_ref ir_sub(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf)
{
    static const struct arithmetic sub = {OP_SUB_I,  OP_SUB_L,  OP_OVF_SUB_L,
                                          OP_RSUB_I, OP_RSUB_L, OP_OVF_RSUB_L};
    if (ovf)
        *ovf = 0;
    if (!a || !b)
        return 0;
    if (const_is(ir, b, 0))
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    return arithmetic(ir, &sub, a, b, (struct span){p.lo - q.hi, p.hi - q.lo}, ovf);
}

ir_ref ir_mul(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf)
{
    static const struct arithmetic mul = {OP_MUL_I, OP_MUL_L, OP_OVF_MUL_L,
                                          OP_MUL_I, OP_MUL_L, OP_OVF_MUL_L};
    if (ovf)
        *ovf = 0;
    if (!a || !b)
        return 0;
    if (const_is(ir, a, 1) || const_is(ir, b, 0))
        return b;
    if (const_is(ir, b, 1) || const_is(ir, a, 0))
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    const __int128 c[4] = {p.lo * q.lo, p.lo * q.hi, p.hi * q.lo, p.hi * q.hi};
    struct span s = {c[0], c[0]};
    for (int i = 1; i < 4; i++) {
        s.lo = c[i] < s.lo ? c[i] : s.lo;
        s.hi = c[i] > s.hi ? c[i] : s.hi;
    }
    return arithmetic(ir, &mul, a, b, s, ovf);
}

ir_ref ir_min(struct ir *ir, ir_ref a, ir_ref b)
{
    if (!a || !b || a == b)
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    if ((ir->passes & IR_FOLD) && p.hi <= q.lo)
        return a;
    if ((ir->passes & IR_FOLD) && q.hi <= p.lo)
        return b;
    struct span s = {p.lo < q.lo ? p.lo : q.lo, p.hi < q.hi ? p.hi : q.hi};
    char lane = common_lane(ir, a, b, s);
    uint16_t op = lane == 'I' ? OP_MIN_I : OP_MIN_L;
    return binary(ir, op, op, lane, a, b, s);
}

ir_ref ir_max(struct ir *ir, ir_ref a, ir_ref b)
{
    if (!a || !b || a == b)
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    if ((ir->passes & IR_FOLD) && p.hi <= q.lo)
        return b;
    if ((ir->passes & IR_FOLD) && q.hi <= p.lo)
        return a;
    struct span s = {p.lo > q.lo ? p.lo : q.lo, p.hi > q.hi ? p.hi : q.hi};
    char lane = common_lane(ir, a, b, s);
    uint16_t op = lane == 'I' ? OP_MAX_I : OP_MAX_L;
    return binary(ir, op, op, lane, a, b, s);
}

/* --- division --- */

static const uint16_t division_ops[6][3] = {
    /* by mode: double on i32, double on i64, any i64 */
    {OP_FDIV_FLOOR_I, OP_FDIV_FLOOR_L, OP_DIV_FLOOR_L},
    {OP_FDIV_CEIL_I, OP_FDIV_CEIL_L, OP_DIV_CEIL_L},
    {OP_FDIV_UP_I, OP_FDIV_UP_L, OP_DIV_UP_L},
    {OP_FDIV_DOWN_I, OP_FDIV_DOWN_L, OP_DIV_DOWN_L},
    {OP_FDIV_HALF_UP_I, OP_FDIV_HALF_UP_L, OP_DIV_HALF_UP_L},
    {OP_FDIV_HALF_EVEN_I, OP_FDIV_HALF_EVEN_L, OP_DIV_HALF_EVEN_L},
};

ir_ref ir_div(struct ir *ir, enum ir_division mode, ir_ref a, ir_ref b)
{
    if (!a || !b)
        return 0;
    if (const_is(ir, b, 1))
        return a;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    __int128 least = q.lo > 1 ? q.lo : 1; /* smallest divisor of a row not in doubt */
    struct span s = {p.lo < 0 ? p.lo / least - 1 : 0, p.hi > 0 ? p.hi / least + 1 : 0};
    s = clip(s);
    const __int128 limit = (__int128)1 << 51;
    bool small =
        p.lo > -limit && p.hi < limit && q.hi < ((__int128)1 << 31) && (ir->passes & IR_RANGE);
    int which = !small ? 2 : common_lane(ir, a, b, s) == 'I' ? 0 : 1;
    return binary(ir, division_ops[mode][which], OP_COUNT, which == 0 ? 'I' : 'L', a, b, s);
}

/* --- comparisons --- */

static const uint16_t compare_ops[6][4] = {
    [CMP_LT] = {OP_LT_B, OP_LT_I, OP_LT_L, OP_LT_W},
    [CMP_LE] = {OP_LE_B, OP_LE_I, OP_LE_L, OP_LE_W},
    [CMP_EQ] = {OP_EQ_B, OP_EQ_I, OP_EQ_L, OP_EQ_W},
    [CMP_NE] = {OP_NE_B, OP_NE_I, OP_NE_L, OP_NE_W},
    [CMP_GE] = {OP_GE_B, OP_GE_I, OP_GE_L, OP_GE_W},
    [CMP_GT] = {OP_GT_B, OP_GT_I, OP_GT_L, OP_GT_W},
};
static const enum comparison mirrored_compare[6] = {
    [CMP_LT] = CMP_GT, [CMP_LE] = CMP_GE, [CMP_EQ] = CMP_EQ,
    [CMP_NE] = CMP_NE, [CMP_GE] = CMP_LE, [CMP_GT] = CMP_LT,
};

/* 1 always, 0 never, -1 not known. */
static int decided(enum comparison op, struct span p, struct span q)
{
    int always_less = p.hi<q.lo, always_greater = p.lo> q.hi;
    int never_greater = p.hi <= q.lo, never_less = p.lo >= q.hi;
    switch (op) {
    case CMP_LT:
        return always_less ? 1 : never_less ? 0 : -1;
    case CMP_LE:
        return never_greater ? 1 : always_greater ? 0 : -1;
    case CMP_GT:
        return always_greater ? 1 : never_greater ? 0 : -1;
    case CMP_GE:
        return never_less ? 1 : always_less ? 0 : -1;
    case CMP_EQ:
        return always_less || always_greater ? 0 : -1;
    default:
        return always_less || always_greater ? 1 : -1;
    }
}

/* A fact that is kept in one or two bytes, against a constant of that size: compared as it
 * lies, without widening. 0: it is not that. */
static ir_ref compare_fact(struct ir *ir, enum comparison op, ir_ref a, int64_t x)
{
    const struct ir_value *fact = ir_at(ir, a);
    if (fact->op != OP_LOAD_I || !(ir->passes & IR_FOLD))
        return 0;
    enum lane lane = lane_of_field(ir->model, &ir->model->fields[fact->imm]);
    bool byte = lane == LANE_U8, word = lane == LANE_U16;
    if (x < 0 || (!byte && !word) || x > (byte ? UINT8_MAX : UINT16_MAX))
        return 0;
    struct ir_value load = {.op = byte ? OP_LOAD_B : OP_LOAD_W,
                            .space = fact->space,
                            .imm = fact->imm,
                            .lo = fact->lo,
                            .hi = fact->hi};
    struct ir_value compare = {.op = (uint16_t)(compare_ops[op][byte ? 0 : 3] + 1),
                               .space = load.space,
                               .a = ir_emit(ir, &load),
                               .imm = x,
                               .hi = 1};
    return compare.a ? ir_emit(ir, &compare) : 0;
}

ir_ref ir_compare(struct ir *ir, enum comparison op, ir_ref a, ir_ref b)
{
    int64_t x;
    if (!a || !b)
        return 0;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    int known = (ir->passes & IR_FOLD) && (ir->passes & IR_RANGE) ? decided(op, p, q) : -1;
    if (known >= 0)
        return ir_const_b(ir, ir_at(ir, a)->space, (uint8_t)known);
    ir_ref narrow = 0;
    if (ir_is_const(ir, b, &x))
        narrow = compare_fact(ir, op, a, x);
    else if (ir_is_const(ir, a, &x))
        narrow = compare_fact(ir, mirrored_compare[op], b, x);
    if (narrow)
        return narrow;
    bool bytes = ir_at(ir, a)->lane == 'B' && ir_at(ir, b)->lane == 'B' &&
                 (op == CMP_EQ || op == CMP_NE);
    char lane = bytes ? 'B' : common_lane(ir, a, b, (struct span){0, 1});
    int which = lane == 'B' ? 0 : lane == 'I' ? 1 : 2;
    return binary(ir, compare_ops[op][which], compare_ops[mirrored_compare[op]][which], lane, a,
                  b, (struct span){0, 1});
}

/* --- masks --- */

ir_ref ir_and(struct ir *ir, ir_ref a, ir_ref b)
{
    int64_t x = 0, y = 0;
    if (!a || !b)
        return a ? a : b; /* 0 as a mask means everywhere */
    if ((ir->passes & IR_FOLD) && ir_is_const(ir, a, &x) && ir_is_const(ir, b, &y))
        return ir_const_b(ir, ir_at(ir, a)->space, (uint8_t)(x & y)); /* 1 & 2 is no doubt */
    if (a == b || const_is(ir, a, 0) || const_is(ir, b, 1))
        return a;
    if (const_is(ir, b, 0) || const_is(ir, a, 1))
        return b;
    return binary(ir, OP_AND_B, OP_AND_B, 'B', a, b, (struct span){0, 255});
}

ir_ref ir_or(struct ir *ir, ir_ref a, ir_ref b)
{
    if (!a || !b)
        return a ? a : b; /* 0 as doubt means none */
    if (a == b || const_is(ir, b, 0))
        return a;
    if (const_is(ir, a, 0))
        return b;
    return binary(ir, OP_OR_B, OP_OR_B, 'B', a, b, (struct span){0, 255});
}

ir_ref ir_not(struct ir *ir, ir_ref a)
{
    if (!a)
        return 0;
    struct ir_value v = {.op = OP_NOT_B, .space = ir_at(ir, a)->space, .a = a, .hi = 1};
    if (ir_at(ir, a)->op == OP_NOT_B && (ir->passes & IR_FOLD))
        return ir_at(ir, a)->a;
    return ir_emit(ir, &v);
}

ir_ref ir_andn(struct ir *ir, ir_ref a, ir_ref b)
{
    if (!a)
        return ir_not(ir, b);
    if (const_is(ir, b, 0) || const_is(ir, a, 0))
        return a;
    if (const_is(ir, a, 1))
        return ir_not(ir, b);
    if (const_is(ir, b, 1) || a == b)
        return ir_const_b(ir, ir_at(ir, a)->space, 0);
    return binary(ir, OP_ANDN_B, OP_COUNT, 'B', a, b, (struct span){0, 1});
}

/* A choice with constants in it, both in i32; 0: none is constant. */
static ir_ref select_constant(struct ir *ir, ir_ref mask, ir_ref a, ir_ref b, struct span s)
{
    int64_t x = 0, y = 0;
    bool left = ir_is_const(ir, a, &x), right = ir_is_const(ir, b, &y);
    struct ir_value v = {
        .space = ir_at(ir, mask)->space, .a = mask, .lo = (int64_t)s.lo, .hi = (int64_t)s.hi};
    if (left && right) {
        v.op = OP_CHOOSE_I;
        v.imm = (int64_t)((uint64_t)x << 32 | (uint32_t)y);
    } else if (left) {
        v.op = OP_PUT_I;
        v.b = b;
        v.imm = x;
    } else if (right && y != 0) {
        v.op = OP_REST_I;
        v.b = a;
        v.imm = y;
    } else {
        return 0;
    }
    return ir_emit(ir, &v);
}

ir_ref ir_select(struct ir *ir, ir_ref mask, ir_ref a, ir_ref b)
{
    int64_t x;
    if (!a || !b)
        return 0;
    if (!mask || a == b)
        return a;
    if ((ir->passes & IR_FOLD) && ir_is_const(ir, mask, &x))
        return x ? a : b;
    struct span p = span_of(ir, a), q = span_of(ir, b);
    struct span s = {p.lo < q.lo ? p.lo : q.lo, p.hi > q.hi ? p.hi : q.hi};
    char lane =
        ir_at(ir, a)->lane == 'B' && ir_at(ir, b)->lane == 'B' ? 'B' : common_lane(ir, a, b, s);
    if (lane == 'B' && const_is(ir, a, 1) && const_is(ir, b, 0))
        return mask;
    a = ir_widen(ir, a, lane);
    b = ir_widen(ir, b, lane);
    uint16_t op = lane == 'B' ? OP_SELECT_B : lane == 'I' ? OP_SELECT_I : OP_SELECT_L;
    if (lane == 'I' && (ir->passes & IR_FOLD)) {
        ir_ref chosen = select_constant(ir, mask, a, b, s);
        if (chosen)
            return chosen;
    }
    struct ir_value v = {.op = op,
                         .space = ir_at(ir, a)->space,
                         .a = mask,
                         .b = a,
                         .c = b,
                         .lo = (int64_t)s.lo,
                         .hi = (int64_t)s.hi};
    if (lane != 'B' && const_is(ir, b, 0)) {
        v = (struct ir_value){.op = lane == 'I' ? OP_KEEP_I : OP_KEEP_L,
                              .space = v.space,
                              .a = a,
                              .b = mask,
                              .lo = v.lo,
                              .hi = v.hi};
    }
    return a && b ? ir_emit(ir, &v) : 0;
}

ir_ref ir_doubt(struct ir *ir, ir_ref mask, ir_ref doubt)
{
    if (!doubt || !mask)
        return doubt;
    int64_t x;
    if ((ir->passes & IR_FOLD) && ir_is_const(ir, mask, &x))
        return x ? doubt : 0;
    if ((ir->passes & IR_FOLD) && ir_is_const(ir, doubt, &x) && x == 0)
        return 0;
    return binary(ir, OP_DOUBT_B, OP_COUNT, 'B', mask, doubt, (struct span){0, 3});
}

/* --- facts and children --- */

bool ir_fact_range(const struct model *m, const struct field *f, int64_t *lo, int64_t *hi)
{
    enum lane lane = lane_of_field(m, f);
    int64_t bound;
    *lo = INT64_MIN;
    *hi = INT64_MAX;
    if (f->type.kind == KIND_BOOLEAN || f->type.kind == KIND_ENUM || f->type.kind == KIND_TEXT)
        return false;
    if (lane == LANE_U8 || lane == LANE_U16) {
        *lo = 0;
        *hi = lane == LANE_U8 ? UINT8_MAX : UINT16_MAX;
    } else if (f->type.kind == KIND_MONTH) {
        *lo = DATE_YEAR_MIN * 12;
        *hi = DATE_YEAR_MAX * 12 + 11;
    } else if (lane == LANE_I32) {
        *lo = INT32_MIN;
        *hi = INT32_MAX;
    } else if (f->type.kind == KIND_MONEY) {
        *lo = -LIMIT_MONEY_FEN;
        *hi = LIMIT_MONEY_FEN;
    }
    if (f->has_min && value_stored(&bound, &f->min, &f->type))
        *lo = bound;
    if (f->has_max && value_stored(&bound, &f->max, &f->type))
        *hi = bound;
    return true;
}

ir_ref ir_load(struct ir *ir, uint16_t field)
{
    const struct field *f = &ir->model->fields[field];
    struct ir_value v = {.space = f->entity, .imm = field};
    bool narrow = (ir->passes & IR_RANGE) != 0;
    int64_t lo, hi;
    if (!ir_fact_range(ir->model, f, &lo, &hi)) {
        v.op = OP_LOAD_B;
        v.hi = f->type.kind == KIND_BOOLEAN ? 1 : 255;
    } else {
        bool small = narrow && lo >= INT32_MIN && hi <= INT32_MAX;
        v.op = small ? OP_LOAD_I : OP_LOAD_L;
        v.lo = narrow ? lo : INT64_MIN;
        v.hi = narrow ? hi : INT64_MAX;
    }
    return ir_emit(ir, &v);
}

ir_ref ir_known(struct ir *ir, uint16_t field)
{
    enum ir_supply supply = ir->supply ? (enum ir_supply)ir->supply[field] : IR_SOME;
    if (supply != IR_SOME && (ir->passes & IR_FOLD))
        return ir_const_b(ir, ir->model->fields[field].entity, supply == IR_EVERY);
    struct ir_value v = {
        .op = OP_KNOWN_B, .space = ir->model->fields[field].entity, .imm = field, .hi = 1};
    return ir_emit(ir, &v);
}

ir_ref ir_bcast(struct ir *ir, ir_ref a, uint8_t child)
{
    if (!a)
        return 0;
    const struct ir_value *p = ir_at(ir, a);
    int64_t x;
    if ((ir->passes & IR_FOLD) && ir_is_const(ir, a, &x))
        return const_lane(ir, child, p->lane, x);
    uint16_t op = p->lane == 'B' ? OP_BCAST_B : p->lane == 'I' ? OP_BCAST_I : OP_BCAST_L;
    struct ir_value v = {
        .op = op, .space = child, .a = a, .extra = child, .lo = p->lo, .hi = p->hi};
    return ir_emit(ir, &v);
}

uint32_t ir_max_rows(const struct ir *ir, uint8_t child)
{
    return ir->crowded ? LIMIT_MEMBERS : entity_max_rows(&ir->model->entities[child]);
}

static struct span reduced_span(enum op op, struct span s, int64_t empty, uint32_t max_rows)
{
    switch (op) {
    case OP_SUM_I:
    case OP_SUM_L:
    case OP_SUM_IL:
        s.lo = s.lo < 0 ? s.lo * max_rows : 0;
        s.hi = s.hi > 0 ? s.hi * max_rows : 0;
        return clip(s);
    case OP_COUNT_I:
        return (struct span){0, max_rows};
    case OP_ANY_B:
    case OP_ALL_B:
        return (struct span){0, 255};
    default:
        s.lo = empty < s.lo ? empty : s.lo;
        s.hi = empty > s.hi ? empty : s.hi;
        return s;
    }
}

ir_ref ir_reduce(struct ir *ir, enum op op, ir_ref a, int64_t empty)
{
    if (!a)
        return 0;
    const struct ir_value *p = ir_at(ir, a);
    uint8_t child = p->space;
    if (op == OP_ANY_B && (ir->passes & IR_FOLD) && const_is(ir, a, 0))
        return ir_const_b(ir, ir->model->entities[child].parent, 0);
    struct span s = reduced_span(op, span_of(ir, a), empty, ir_max_rows(ir, child));
    struct ir_value v = {.op = (uint16_t)op,
                         .space = ir->model->entities[child].parent,
                         .a = a,
                         .imm = empty,
                         .extra = child,
                         .lo = (int64_t)s.lo,
                         .hi = (int64_t)s.hi};
    return ir_emit(ir, &v);
}

ir_ref ir_sum(struct ir *ir, ir_ref a)
{
    if (!a)
        return 0;
    struct span s =
        reduced_span(OP_SUM_L, span_of(ir, a), 0, ir_max_rows(ir, ir_at(ir, a)->space));
    bool narrow = (ir->passes & IR_RANGE) && fits(s, INT32_MIN, INT32_MAX);
    if (ir_at(ir, a)->lane == 'B')
        a = ir_widen(ir, a, 'I');
    enum op op = ir_at(ir, a)->lane == 'L' ? OP_SUM_L : narrow ? OP_SUM_I : OP_SUM_IL;
    return ir_reduce(ir, op, a, 0);
}

uint32_t ir_table(struct ir *ir, const struct ir_table *t)
{
    for (uint32_t i = 0; i < ir->table_count; i++)
        if (memcmp(&ir->tables[i], t, sizeof *t) == 0)
            return i;
    size_t cap = ir->table_cap;
    if (mem_grow((void **)&ir->tables, &cap, ir->table_count + 1u, sizeof *ir->tables) != 0) {
        ir->failed = true;
        return 0;
    }
    ir->table_cap = (uint32_t)cap;
    ir->tables[ir->table_count] = *t;
    return ir->table_count++;
}

int ir_grow_carried(struct ir *ir)
{
    size_t cap = ir->carried_cap;
    if (mem_grow((void **)&ir->carried, &cap, ir->carried_count + 1u, sizeof *ir->carried) !=
        0) {
        ir->failed = true;
        return -1;
    }
    ir->carried_cap = (uint32_t)cap;
    return 0;
}

bool ir_add_output(struct ir *ir, const struct ir_output *o)
{
    size_t cap = ir->output_cap;
    if (mem_grow((void **)&ir->outputs, &cap, ir->output_count + 1u, sizeof *o) != 0) {
        ir->failed = true;
        return false;
    }
    ir->output_cap = (uint32_t)cap;
    ir->outputs[ir->output_count++] = *o;
    return true;
}
