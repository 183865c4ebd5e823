/* test_program.c - whole programs: the verifier finds what is broken on purpose, registers are
 * placed so that nothing is lost, text reads back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../support/program_check.h"
#include "../support/tiny_model.h"
#include "ir/schedule.h"

struct fixture {
    struct tiny *tiny;
    struct arena arena;
    struct ir ir;
};

static void begin(struct fixture *f, uint32_t passes)
{
    f->tiny = tiny_new();
    arena_init(&f->arena);
    ir_init(&f->ir, &f->arena, &f->tiny->m, HOUSEHOLD, passes);
}

static void end(struct fixture *f)
{
    ir_fini(&f->ir);
    arena_fini(&f->arena);
    tiny_free(f->tiny);
}

static ir_ref emit(struct ir *ir, enum op op, uint8_t space, ir_ref a, int64_t imm,
                   uint32_t extra)
{
    struct ir_value v = {.op = (uint16_t)op,
                         .space = space,
                         .a = a,
                         .imm = imm,
                         .extra = extra,
                         .lo = INT64_MIN,
                         .hi = INT64_MAX};
    return ir_emit(ir, &v);
}

/* A local that persons add their age to, in order; its value after the loop. Where the local is
 * only set, never read, there is no PHI. */
static ir_ref carried_loop(struct ir *ir, ir_ref start, bool reads)
{
    assert_int_equal(ir_grow_carried(ir), 0);
    uint32_t number = ir->carried_count++;
    ir->carried[number] = (struct ir_carried){
        .lane = 'L', .start = ir_widen(ir, start, 'L'), .child = PERSON, .loop = 1};
    ir_ref age = ir_widen(ir, ir_load(ir, AGE), 'L'), turn = age;
    if (reads)
        turn = ir_add(ir, emit(ir, OP_PHI_L, PERSON, 0, number, PERSON), age, NULL);
    ir_ref write = emit(ir, OP_CARRY_L, HOUSEHOLD, ir_widen(ir, turn, 'L'), number, PERSON);
    ir->carried[number].write = write;
    return emit(ir, OP_COPY_L, HOUSEHOLD, write, 0, 0);
}

static void output(struct ir *ir, uint16_t field, ir_ref num, ir_ref doubt)
{
    struct ir_output o = {.field = field, .num = num, .den = 1, .doubt = doubt};
    assert_true(ir_add_output(ir, &o));
}

/* Reductions over both children, one read back by persons, a loop before and after. */
static void sample_program(struct ir *ir, bool reads)
{
    ir_ref age = ir_load(ir, AGE), price = ir_load(ir, PRICE);
    bool narrow = ir_at(ir, age)->lane == 'I';
    ir_ref oldest = ir_reduce(ir, narrow ? OP_RMAX_I : OP_RMAX_L, age, 0);
    ir_ref cars = ir_sum(ir, price);
    ir_ref gap = ir_sub(ir, ir_bcast(ir, oldest, PERSON), age, NULL);
    ir_ref gaps = ir_sum(ir, gap);
    ir_ref dear = ir_compare(ir, CMP_GT, cars, ir_const(ir, HOUSEHOLD, 1000));
    ir_ref counted = carried_loop(ir, ir_add(ir, gaps, cars, NULL), reads);
    ir_ref total = ir_select(ir, dear, counted, ir_widen(ir, gaps, 'L'));
    ir_ref known = ir_not(ir, ir_known(ir, SAVINGS));
    output(ir, TOTAL, total, ir_or(ir, known, ir_reduce(ir, OP_ANY_B, ir_known(ir, AGE), 0)));
    ir_ref again = ir_add(ir, ir_bcast(ir, total, PERSON), ir_widen(ir, gap, 'L'), NULL);
    output(ir, WAGE, again, ir_known(ir, AGE));
}

static bool sound(const struct ir *ir)
{
    struct buf breaks;
    buf_init(&breaks);
    bool ok = ir_verify(ir, &breaks);
    buf_fini(&breaks);
    return ok;
}

/* --- the verifier --- */

static ir_ref find(const struct ir *ir, enum op op)
{
    for (ir_ref r = 1; r < ir->count; r++)
        if (ir_at(ir, r)->op == op)
            return r;
    fail_msg("no %s in the sample", op_table[op].name);
    return 0;
}

static void break_lane(struct ir *ir)
{
    ir->values[find(ir, OP_RMAX_I)].lane = 'L';
}
static void break_op(struct ir *ir)
{
    ir->values[find(ir, OP_RMAX_I)].op = OP_COUNT;
}
static void break_operand(struct ir *ir)
{
    ir->values[find(ir, OP_RMAX_I)].a = 0;
}
static void break_order(struct ir *ir)
{
    ir_ref r = find(ir, OP_RMAX_I);
    ir->values[r].a = r + 1;
}
static void break_too_many(struct ir *ir)
{
    ir->values[find(ir, OP_RMAX_I)].c = 1;
}
static void break_operand_lane(struct ir *ir)
{
    ir->values[find(ir, OP_ANY_B)].a = find(ir, OP_LOAD_I);
}
static void break_space(struct ir *ir)
{
    ir_ref r = find(ir, OP_SELECT_L);
    ir->values[r].b = find(ir, OP_PHI_L);
}
static void break_child(struct ir *ir)
{
    ir->values[find(ir, OP_BCAST_I)].extra = PART;
}
static void break_child_number(struct ir *ir)
{
    ir->values[find(ir, OP_BCAST_I)].extra = 4000;
}
static void break_range(struct ir *ir)
{
    struct ir_value *v = &ir->values[find(ir, OP_RMAX_I)];
    v->lo = v->hi + 1;
}
static void break_range_lane(struct ir *ir)
{
    ir->values[find(ir, OP_RMAX_I)].hi = INT64_C(1) << 40;
}
static void break_field(struct ir *ir)
{
    ir->values[find(ir, OP_LOAD_I)].imm = TINY_FIELDS;
}
static void break_field_entity(struct ir *ir)
{
    ir->values[find(ir, OP_KNOWN_B)].imm =
        ir_at(ir, find(ir, OP_KNOWN_B))->space == PERSON ? SAVINGS : AGE;
}
static void break_carried(struct ir *ir)
{
    ir->values[find(ir, OP_PHI_L)].imm = 9;
}
static void break_carried_write(struct ir *ir)
{
    ir->carried[0].write = find(ir, OP_RMAX_I);
}
static void break_carried_start(struct ir *ir)
{
    ir->carried[0].start = find(ir, OP_PHI_L);
}
static void break_carried_lane(struct ir *ir)
{
    ir->carried[0].lane = 'B';
}
static void break_output_value(struct ir *ir)
{
    ir->outputs[0].num = 0;
}
static void break_output_den(struct ir *ir)
{
    ir->outputs[0].den = 0;
}
static void break_output_space(struct ir *ir)
{
    ir->outputs[0].num = ir->outputs[1].num;
}
static void break_output_doubt(struct ir *ir)
{
    ir->outputs[0].doubt = ir->outputs[0].num;
}
static void break_constant(struct ir *ir)
{
    ir->values[find(ir, OP_GT_I_K)].imm = INT64_C(1) << 40;
}

static void test_verifier_finds_breaks(void **state)
{
    static void (*const breaks[])(struct ir *) = {
        break_lane,         break_op,           break_operand,       break_order,
        break_too_many,     break_operand_lane, break_space,         break_child,
        break_child_number, break_range,        break_range_lane,    break_field,
        break_field_entity, break_carried,      break_carried_write, break_carried_start,
        break_carried_lane, break_output_value, break_output_den,    break_output_space,
        break_output_doubt, break_constant,
    };
    (void)state;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        struct fixture f;
        begin(&f, IR_ALL);
        sample_program(&f.ir, true);
        assert_true(sound(&f.ir));
        breaks[i](&f.ir);
        if (sound(&f.ir))
            fail_msg("break %zu was not noticed", i);
        end(&f);
    }
}

/* What no output needs may be unsound: variables that were given up leave such values. */
static void test_verifier_passes_over_the_dead(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, IR_ALL);
    sample_program(&f.ir, true);
    struct ir_value mixed = {.op = OP_OR_B,
                             .space = HOUSEHOLD,
                             .lane = 'B',
                             .a = find(&f.ir, OP_KNOWN_B),
                             .b = find(&f.ir, OP_LOAD_I)};
    assert_int_not_equal(ir_append(&f.ir, &mixed), 0);
    assert_true(sound(&f.ir));
    end(&f);
}

/* --- schedule --- */

static void test_phases_wait_for_each_other(void **state)
{
    for (int reads = 0; reads < 2; reads++) {
        struct fixture f;
        struct schedule s;
        (void)state;
        begin(&f, IR_ALL);
        sample_program(&f.ir, reads);
        assert_int_equal(schedule_values(&f.ir, &s), HM_OK);
        for (ir_ref r = 1; r < f.ir.count; r++) {
            const struct ir_value *v = ir_at(&f.ir, r);
            const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
            if (s.time[r] == UINT32_MAX)
                continue;
            bool root = v->space == HOUSEHOLD && !ir_is_reduction(v->op) && !ir_is_carry(v->op);
            assert_int_equal(s.time[r] % 2, root ? 0 : 1);
            for (int k = 0; k < 4; k++)
                if (operands[k])
                    assert_true(s.time[r] >= s.time[operands[k]]);
            if (ir_is_carry(v->op)) /* also without a PHI */
                assert_true(s.time[r] >= s.time[f.ir.carried[v->imm].start]);
        }
        end(&f);
    }
}

/* --- registers --- */

static void place(uint32_t passes, bool reads, uint32_t *root_bytes)
{
    struct fixture f;
    struct program p;
    begin(&f, passes);
    sample_program(&f.ir, reads);
    assert_true(sound(&f.ir));
    assert_int_equal(program_make(&p, &f.ir), HM_OK);
    const char *fault = program_check(&p);
    if (fault)
        fail_msg("passes %u: %s", passes, fault);
    assert_int_equal(p.store_count, 2);
    assert_int_equal(p.prefix_child, PERSON);
    assert_true(p.kept_bytes[PERSON] > 0); /* the gaps are read in a later phase */
    for (uint32_t i = 0; i < p.instr_count; i++) {
        bool bcast = p.instrs[i].op >= OP_BCAST_B && p.instrs[i].op <= OP_BCAST_L;
        assert_false(bcast && p.instrs[i].extra == PERSON); /* costs nothing */
    }
    *root_bytes = p.root_bytes;
    program_fini(&p);
    end(&f);
}

static void test_registers_keep_what_is_needed(void **state)
{
    uint32_t reused, apart;
    (void)state;
    for (uint32_t off = 0; off < 5; off++) {
        place(IR_ALL & ~(UINT32_C(1) << off), true, &reused);
        place(IR_ALL & ~(UINT32_C(1) << off), false, &reused);
    }
    place(IR_ALL, true, &reused);
    place(IR_ALL & ~IR_REUSE, true, &apart);
    assert_true(reused < apart);
}

/* --- text --- */

static char *dump(const struct ir *ir)
{
    struct buf b;
    buf_init(&b);
    ir_dump(ir, &b);
    return buf_take(&b);
}

static void test_text_reads_back(void **state)
{
    struct fixture f, g;
    (void)state;
    begin(&f, IR_ALL);
    sample_program(&f.ir, true);
    struct ir_table t = {.lane = 'I', .elements = {[0] = -5, [255] = INT32_MAX}};
    assert_int_equal(ir_table(&f.ir, &t), 0);
    char *text = dump(&f.ir);
    begin(&g, IR_ALL);
    assert_true(ir_read(&g.ir, text));
    assert_true(sound(&g.ir));
    char *again = dump(&g.ir);
    assert_string_equal(text, again);
    mem_free(text);
    mem_free(again);
    end(&f);
    end(&g);
}

/* Cut off or changed anywhere, a text is refused, or read as something that can be verified. */
static void test_broken_text_is_survived(void **state)
{
    struct fixture f;
    (void)state;
    begin(&f, IR_ALL);
    sample_program(&f.ir, true);
    char *text = dump(&f.ir);
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++) {
        struct fixture g;
        char kept = text[i];
        begin(&g, IR_ALL);
        text[i] = (char)(i % 3 == 0 ? '\0' : kept == '9' ? '-' : kept + 1);
        if (ir_read(&g.ir, text) && sound(&g.ir))
            mem_free(dump(&g.ir));
        text[i] = kept;
        end(&g);
    }
    mem_free(text);
    end(&f);
}

static void test_text_that_is_no_program(void **state)
{
    static const char *const texts[] = {
        "hello\n",
        "%1 = NOTHING household %0 %0 %0 %0 imm 0 extra 0 range 0 0\n",
        "%2 = CONST_I household %0 %0 %0 %0 imm 0 extra 0 range 0 0\n",
        "%1 = CONST_I nobody %0 %0 %0 %0 imm 0 extra 0 range 0 0\n",
        "%1 = NOT_B household %7 %0 %0 %0 imm 0 extra 0 range 0 1\n",
        "output household.total %9 / 1 den %0 doubt %0\n",
        "output household.nothing %0 / 1 den %0 doubt %0\n",
        "table 1 B 0 0\n",
        "carried 0 L start %9 write %0 child person loop 1\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct fixture f;
        begin(&f, IR_ALL);
        if (ir_read(&f.ir, texts[i]))
            fail_msg("taken: %s", texts[i]);
        end(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verifier_finds_breaks),
        cmocka_unit_test(test_verifier_passes_over_the_dead),
        cmocka_unit_test(test_phases_wait_for_each_other),
        cmocka_unit_test(test_registers_keep_what_is_needed),
        cmocka_unit_test(test_text_reads_back),
        cmocka_unit_test(test_broken_text_is_survived),
        cmocka_unit_test(test_text_that_is_no_program),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
