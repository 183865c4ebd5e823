/* test_build.c - building programs: folding gives what the kernels give, equal values are one
 * value, lanes follow from ranges, and the algebra of masks changes no result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <stdlib.h>
#include "../support/tiny_model.h"
#include "ir/ir.h"

struct fixture {
    struct tiny *tiny;
    struct arena arena;
    struct ir ir;
};

static void begin(struct fixture *f, uint32_t passes)
{
    f->tiny = tiny_new();
    f->tiny->fields[SAVINGS].min = tiny_money(0);
    arena_init(&f->arena);
    ir_init(&f->ir, &f->arena, &f->tiny->m, HOUSEHOLD, passes);
}

static void end(struct fixture *f)
{
    struct buf breaks;
    buf_init(&breaks);
    assert_false(f->ir.failed);
    if (!ir_verify(&f->ir, &breaks))
        fail_msg("%.200s", breaks.data);
    buf_fini(&breaks);
    ir_fini(&f->ir);
    arena_fini(&f->arena);
    tiny_free(f->tiny);
}

static uint64_t seed;

static uint64_t next_random(void)
{
    seed += 0x9E3779B97F4A7C15u;
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* --- folding --- */

union cell {
    uint8_t b;
    int32_t i;
    int64_t l;
};

static int64_t random_constant(char lane)
{
    int64_t x = (int64_t)(next_random() >> (1 + next_random() % 62));
    x = next_random() & 1 ? x : -x;
    return lane == 'B' ? (x & 1) : lane == 'I' ? (int32_t)(x % INT32_MAX) : x;
}

static int64_t read_cell(const union cell *c, char lane)
{
    return lane == 'B' ? c->b : lane == 'I' ? c->i : c->l;
}

static void write_cell(union cell *c, char lane, int64_t x)
{
    *c = (union cell){.l = 0};
    if (lane == 'B')
        c->b = (uint8_t)x;
    else if (lane == 'I')
        c->i = (int32_t)x;
    else
        c->l = x;
}

static bool within_contract(enum op op, const int64_t *x)
{
    const char *name = op_table[op].name;
    if (strncmp(name, "FDIV_", 5) == 0)
        return x[0] > -(INT64_C(1) << 51) && x[0] < INT64_C(1) << 51 && x[1] < INT64_C(1) << 31;
    if (strcmp(name, "MONTH_OF_I") == 0 || strcmp(name, "DAY_OF_I") == 0)
        return x[0] > -62091 && x[0] < 120529;
    if (strcmp(name, "FIRST_DAY_I") == 0)
        return x[0] >= 1800 * 12 && x[0] < 2300 * 12;
    return true;
}

static ir_ref constant_of(struct ir *ir, char lane, int64_t x)
{
    return ir_widen(
        ir, lane == 'B' ? ir_const_b(ir, HOUSEHOLD, (uint8_t)x) : ir_const(ir, HOUSEHOLD, x),
        lane);
}

/* One instruction on constants, folded, against every kernel level of this machine. */
static void fold_once(struct fixture *f, enum op op)
{
    const struct op_info *info = &op_table[op];
    struct ir_value v = {
        .op = (uint16_t)op, .space = HOUSEHOLD, .lo = INT64_MIN, .hi = INT64_MAX};
    int64_t x[3] = {0}, got, lanes = 0;
    union cell cells[4];
    ir_ref refs[3] = {0};
    for (int i = 0; i < 3 && info->operands[i]; i++, lanes++) {
        x[i] = random_constant(info->operands[i]);
        write_cell(&cells[i], info->operands[i], x[i]);
        refs[i] = constant_of(&f->ir, info->operands[i], x[i]);
    }
    if (info->constant)
        v.imm = x[1] = random_constant(info->operands[0]);
    if (!within_contract(op, x))
        return;
    v.a = refs[0];
    v.b = refs[1];
    v.c = refs[2];
    ir_ref r = ir_emit(&f->ir, &v);
    assert_true(ir_is_const(&f->ir, r, &got));
    for (int level = 0; level < KERNEL_LEVELS; level++) {
        const kernel_fn *kernels = kernel_table((enum kernel_level)level);
        struct kernel_args k = {
            .dst = &cells[3], .a = &cells[0], .b = &cells[1], .c = &cells[2], .imm = v.imm};
        if (!kernels)
            continue;
        kernels[op](&k, 1);
        if (read_cell(&cells[3], info->result) != got)
            fail_msg("%s folds to %lld, the kernel gives %lld", info->name, (long long)got,
                     (long long)read_cell(&cells[3], info->result));
    }
}

/* Facts of two bytes are compared where they lie: there are no constants of that lane. */
static bool has_constants(enum op op)
{
    const struct op_info *info = &op_table[op];
    return !info->special && !memchr(info->operands, 'W', sizeof info->operands);
}

static void test_folding_is_the_kernels(void **state)
{
    struct fixture f;
    (void)state;
    seed = 7;
    begin(&f, IR_ALL);
    for (int op = 0; op < OP_COUNT; op++)
        for (int i = 0; has_constants((enum op)op) && i < 200; i++)
            fold_once(&f, (enum op)op);
    end(&f);
}

static void test_no_folding_when_off(void **state)
{
    struct fixture f;
    int64_t x;
    (void)state;
    begin(&f, IR_ALL & ~IR_FOLD);
    ir_ref two = ir_const(&f.ir, HOUSEHOLD, 2), three = ir_const(&f.ir, HOUSEHOLD, 3);
    assert_false(ir_is_const(&f.ir, ir_add(&f.ir, two, three, NULL), &x));
    assert_false(
        ir_is_const(&f.ir, ir_mul(&f.ir, two, ir_const(&f.ir, HOUSEHOLD, 0), NULL), &x));
    end(&f);
}

/* --- sharing --- */

static void test_equal_values_are_one(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, IR_ALL);
    ir_ref a = ir_load(&f.ir, SAVINGS), b = ir_load(&f.ir, AREA);
    assert_int_equal(ir_load(&f.ir, SAVINGS), a);
    ir_ref sum = ir_add(&f.ir, a, b, NULL);
    assert_int_equal(ir_add(&f.ir, a, b, NULL), sum);
    assert_int_not_equal(ir_sub(&f.ir, a, b, NULL), sum);
    uint32_t count = f.ir.count;
    for (int64_t i = 0; i < 5000; i++) /* the table of values grows on the way */
        ir_add(&f.ir, a, ir_const(&f.ir, HOUSEHOLD, 100 + i), NULL);
    for (int64_t i = 0; i < 5000; i++)
        ir_add(&f.ir, a, ir_const(&f.ir, HOUSEHOLD, 100 + i), NULL);
    assert_int_equal(f.ir.count, count + 10000);
    end(&f);
    begin(&f, IR_ALL & ~IR_SHARE);
    a = ir_load(&f.ir, SAVINGS);
    assert_int_not_equal(ir_load(&f.ir, SAVINGS), a);
    end(&f);
}

static void test_carried_locals_are_never_shared(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, IR_ALL);
    for (uint32_t i = 0; i < 2; i++) {
        assert_int_equal(ir_grow_carried(&f.ir), 0);
        f.ir.carried[f.ir.carried_count++] = (struct ir_carried){
            .lane = 'B', .start = ir_const_b(&f.ir, HOUSEHOLD, 0), .child = PERSON};
    }
    struct ir_value phi = {.op = OP_PHI_B, .space = PERSON, .extra = PERSON, .hi = 255};
    assert_int_not_equal(ir_emit(&f.ir, &phi), ir_emit(&f.ir, &phi));
    end(&f);
}

/* --- lanes --- */

static char lane_of(const struct fixture *f, ir_ref r)
{
    return ir_at(&f->ir, r)->lane;
}

static void test_lanes_follow_from_ranges(void **state)
{
    struct fixture f;
    ir_ref ovf;
    (void)state;
    begin(&f, IR_ALL);
    ir_ref savings = ir_load(&f.ir, SAVINGS); /* 0 .. 1e9 fen */
    ir_ref wage = ir_load(&f.ir, WAGE);       /* no limits: +-1e15 fen */
    ir_ref two = ir_const(&f.ir, HOUSEHOLD, 2), three = ir_const(&f.ir, HOUSEHOLD, 3);
    assert_int_equal(lane_of(&f, savings), 'I');
    assert_int_equal(lane_of(&f, wage), 'L');
    assert_int_equal(lane_of(&f, ir_mul(&f.ir, savings, two, &ovf)), 'I');
    assert_int_equal(ovf, 0);
    assert_int_equal(lane_of(&f, ir_mul(&f.ir, savings, three, &ovf)), 'L');
    assert_int_equal(ovf, 0);
    assert_int_equal(lane_of(&f, ir_add(&f.ir, wage, wage, &ovf)), 'L');
    assert_int_equal(ovf, 0);
    ir_mul(&f.ir, wage, wage, &ovf);
    assert_int_not_equal(ovf, 0);
    const struct ir_value *half =
        ir_at(&f.ir, ir_div(&f.ir, IR_HALF_UP, savings, ir_const(&f.ir, HOUSEHOLD, 2)));
    assert_true(half->lo <= 0 && half->hi >= 500000000 && half->lane == 'I');
    assert_int_equal(half->op, OP_FDIV_HALF_UP_I_K);
    end(&f);
    begin(&f, IR_ALL & ~IR_RANGE);
    assert_int_equal(lane_of(&f, ir_load(&f.ir, SAVINGS)), 'L');
    assert_int_equal(lane_of(&f, ir_const(&f.ir, HOUSEHOLD, 1)), 'L');
    ir_add(&f.ir, ir_load(&f.ir, SAVINGS), ir_load(&f.ir, SAVINGS), &ovf);
    assert_int_not_equal(ovf, 0);
    end(&f);
}

static void test_comparisons_that_ranges_decide(void **state)
{
    struct fixture f;
    int64_t x;
    (void)state;
    begin(&f, IR_ALL);
    ir_ref age = ir_load(&f.ir, AGE); /* 0 .. 150 */
    const struct {
        enum comparison op;
        int64_t limit;
        int want; /* -1: not decided */
    } cases[] = {
        {CMP_GE, 0, 1},    {CMP_LT, 0, 0},   {CMP_LE, 150, 1},  {CMP_GT, 150, 0},
        {CMP_LT, 150, -1}, {CMP_GE, 1, -1},  {CMP_EQ, 151, 0},  {CMP_NE, -1, 1},
        {CMP_EQ, 150, -1}, {CMP_LT, 151, 1}, {CMP_GT, 149, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ir_ref r = ir_compare(&f.ir, cases[i].op, age, ir_const(&f.ir, PERSON, cases[i].limit));
        bool decided = ir_is_const(&f.ir, r, &x);
        assert_int_equal(decided ? x : -1, cases[i].want);
    }
    end(&f);
}

/* --- masks --- */

enum { INPUTS = 4, TREE_DEPTH = 5 };

/* A tree over INPUTS booleans; also its truth table, computed beside it. */
static ir_ref mask_tree(struct ir *ir, const ir_ref *inputs, int depth, uint16_t *truth)
{
    static const uint16_t columns[INPUTS] = {0xAAAA, 0xCCCC, 0xF0F0, 0xFF00};
    uint16_t p, q, m;
    if (depth == 0 || next_random() % 6 == 0) {
        uint32_t k = (uint32_t)(next_random() % (INPUTS + 2));
        *truth = k < INPUTS ? columns[k] : k == INPUTS ? 0 : 0xFFFF;
        return k < INPUTS ? inputs[k] : ir_const_b(ir, HOUSEHOLD, k != INPUTS);
    }
    ir_ref a = mask_tree(ir, inputs, depth - 1, &p), b = mask_tree(ir, inputs, depth - 1, &q);
    switch (next_random() % 6) {
    case 0:
        *truth = p & q;
        return ir_and(ir, a, b);
    case 1:
        *truth = p | q;
        return ir_or(ir, a, b);
    case 2:
        *truth = (uint16_t)(p & ~q);
        return ir_andn(ir, a, b);
    case 3:
        *truth = (uint16_t)~p;
        return ir_not(ir, a);
    case 4:
        *truth = p & q;
        b = ir_doubt(ir, a, b);
        return b ? b : ir_const_b(ir, HOUSEHOLD, 0);
    default: {
        ir_ref mask = mask_tree(ir, inputs, depth - 1, &m);
        *truth = (uint16_t)((m & p) | (~m & q));
        return ir_select(ir, mask, a, b);
    }
    }
}

/* The value of r for one assignment of the inputs (LOAD_B of field k is its k-th bit). */
static uint8_t evaluate(const struct ir *ir, ir_ref r, const ir_ref *inputs, unsigned row)
{
    uint8_t cells[4096];
    assert_true(ir->count < sizeof cells);
    for (ir_ref k = 1; k <= r; k++) {
        const struct ir_value *v = ir_at(ir, k);
        struct kernel_args args = {.dst = &cells[k],
                                   .a = &cells[v->a],
                                   .b = &cells[v->b],
                                   .c = &cells[v->c],
                                   .imm = v->imm};
        bool input = false;
        for (unsigned i = 0; i < INPUTS; i++)
            if (inputs[i] == k) {
                cells[k] = row >> i & 1;
                input = true;
            }
        if (!input)
            kernel_table(KERNEL_BASE)[v->op](&args, 1);
    }
    return cells[r];
}

/* The value of r where x is `a`; all other values follow from it. */
static int64_t evaluate_wide(const struct ir *ir, ir_ref r, ir_ref x, int64_t a)
{
    static union cell cells[512];
    assert_true(ir->count < 512);
    for (ir_ref k = 1; k <= r; k++) {
        const struct ir_value *v = ir_at(ir, k);
        struct kernel_args args = {.dst = &cells[k],
                                   .a = &cells[v->a],
                                   .b = &cells[v->b],
                                   .c = &cells[v->c],
                                   .imm = v->imm};
        if (k == x)
            cells[k].l = a;
        else
            kernel_table(KERNEL_BASE)[v->op](&args, 1);
    }
    return read_cell(&cells[r], ir_at(ir, r)->lane);
}

static void mask_algebra(uint32_t passes)
{
    for (uint64_t tree = 1; tree < 400; tree++) {
        struct fixture f;
        uint16_t truth;
        seed = tree;
        ir_ref inputs[INPUTS];
        begin(&f, passes);
        for (uint32_t i = 0; i < INPUTS; i++) {
            struct ir_value v = {
                .op = OP_PAST_KNOWN_B, .space = HOUSEHOLD, .extra = i + 1, .hi = 1};
            inputs[i] = ir_emit(&f.ir, &v);
        }
        ir_ref r = mask_tree(&f.ir, inputs, TREE_DEPTH, &truth);
        for (unsigned row = 0; row < 16; row++)
            if (evaluate(&f.ir, r, inputs, row) != (truth >> row & 1))
                fail_msg("tree %llu, row %u", (unsigned long long)tree, row);
        end(&f);
    }
}

static void test_mask_algebra_changes_nothing(void **state)
{
    (void)state;
    mask_algebra(IR_ALL);
    mask_algebra(0);
    mask_algebra(IR_ALL & ~IR_FOLD);
}

/* What algebra leaves of x op constant, constant op x and x op x, against the kernels. */
static void test_number_algebra_changes_nothing(void **state)
{
    static const int64_t constants[] = {-1, 0, 1, 2};
    static ir_ref (*const ops[])(struct ir *, ir_ref, ir_ref, ir_ref *) = {ir_add, ir_sub,
                                                                           ir_mul};
    static const int64_t samples[] = {-7, 0, 1, 5};
    (void)state;
    for (int passes = 0; passes < 2; passes++) {
        struct fixture f;
        begin(&f, passes ? IR_ALL : 0);
        ir_ref x = ir_widen(&f.ir, ir_load(&f.ir, WAGE), 'L');
        for (size_t op = 0; op < 3; op++) {
            for (size_t k = 0; k < 4; k++) {
                ir_ref c = ir_const(&f.ir, PERSON, constants[k]);
                ir_ref left = ops[op](&f.ir, c, x, NULL), right = ops[op](&f.ir, x, c, NULL);
                for (size_t i = 0; i < 4; i++) {
                    int64_t a = samples[i], b = constants[k];
                    int64_t want_left = op == 0 ? b + a : op == 1 ? b - a : b * a;
                    int64_t want_right = op == 0 ? a + b : op == 1 ? a - b : a * b;
                    assert_int_equal(evaluate_wide(&f.ir, left, x, a), want_left);
                    assert_int_equal(evaluate_wide(&f.ir, right, x, a), want_right);
                }
            }
        }
        end(&f);
    }
}

static void test_no_mask_is_every_row(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, IR_ALL);
    ir_ref m = ir_known(&f.ir, SAVINGS), a = ir_load(&f.ir, SAVINGS);
    ir_ref b = ir_const(&f.ir, HOUSEHOLD, 7);
    assert_int_equal(ir_and(&f.ir, 0, m), m);
    assert_int_equal(ir_and(&f.ir, m, 0), m);
    assert_int_equal(ir_select(&f.ir, 0, a, b), a);
    assert_int_equal(ir_doubt(&f.ir, 0, m), m);
    assert_int_equal(ir_doubt(&f.ir, m, 0), 0);
    assert_int_equal(ir_or(&f.ir, 0, m), m);
    assert_int_equal(ir_not(&f.ir, ir_not(&f.ir, m)), m);
    assert_int_equal(ir_at(&f.ir, ir_andn(&f.ir, 0, m))->op, OP_NOT_B);
    end(&f);
}

/* Doubt has two bits: a mask that is 1 everywhere picks one of them, not both. */
static void test_bits_of_doubt_stay_apart(void **state)
{
    struct fixture f;
    int64_t v = -1;
    (void)state;
    begin(&f, IR_ALL);
    ir_ref one = ir_const_b(&f.ir, HOUSEHOLD, 1), two = ir_const_b(&f.ir, HOUSEHOLD, 2);
    assert_true(ir_is_const(&f.ir, ir_and(&f.ir, one, two), &v));
    assert_int_equal(v, 0);
    assert_true(ir_is_const(&f.ir, ir_and(&f.ir, two, two), &v));
    assert_int_equal(v, 2);
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folding_is_the_kernels),
        cmocka_unit_test(test_bits_of_doubt_stay_apart),
        cmocka_unit_test(test_no_folding_when_off),
        cmocka_unit_test(test_equal_values_are_one),
        cmocka_unit_test(test_carried_locals_are_never_shared),
        cmocka_unit_test(test_lanes_follow_from_ranges),
        cmocka_unit_test(test_comparisons_that_ranges_decide),
        cmocka_unit_test(test_mask_algebra_changes_nothing),
        cmocka_unit_test(test_number_algebra_changes_nothing),
        cmocka_unit_test(test_no_mask_is_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
