/* test_parameter.c - values in force, keyed, banded and marginal look-ups, patches over dates.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "value/date.h"

static int32_t day(const char *s)
{
    int32_t out = 0;
    assert_true(date_parse(&out, tiny_str(s)));
    return out;
}

/* 低保标准 of Ningbo (rulebook C.1). */
static struct parameter_value standards[3];
static struct parameter standard;

static int set_up(void **state)
{
    (void)state;
    standards[0] = (struct parameter_value){.from = day("2021-07-01"), .source = "R02"};
    standards[0].scalar = tiny_money(100500);
    standards[1] = (struct parameter_value){.from = day("2022-07-01"), .source = "R03"};
    standards[1].scalar = tiny_money(118100);
    standards[2] = (struct parameter_value){.from = day("2024-01-01"), .ended = true};
    standard = (struct parameter){.name = "dibao_standard", .values = standards, .count = 3};
    return 0;
}

/* Fen in force on a day; 0 when there is none. */
static int64_t fen_on(const struct parameter *p, const char *date)
{
    const struct parameter_value *v = parameter_on(p, day(date));
    return v ? v->scalar.as.rational.num : 0;
}

static void values_in_force(void **state)
{
    (void)state;
    static const struct {
        const char *date;
        int64_t fen;
    } rows[] = {{"2021-06-30", 0},      {"2021-07-01", 100500}, {"2022-06-30", 100500},
                {"2022-07-01", 118100}, {"2023-12-31", 118100}, {"2024-01-01", 0},
                {"2299-12-31", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(fen_on(&standard, rows[i].date), rows[i].fen);
}

static void keyed(void **state)
{
    (void)state;
    struct parameter_entry entries[] = {
        {0, tiny_money(207)}, {2, tiny_money(828)}, {5, tiny_money(1656)}};
    struct parameter p = {.kind = PARAMETER_KEYED, .key = {.kind = KIND_INTEGER}};
    struct parameter_value v = {.entries = entries, .count = 3};
    struct value out = tiny_int(42);
    static const int64_t keys[] = {0, 2, 5};
    static const int64_t fen[] = {207, 828, 1656};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(keys[i])), HM_TRAP_NONE);
        assert_int_equal(out.as.rational.num, fen[i]);
    }
    static const struct rational outside[] = {{-1, 1}, {1, 1}, {6, 1}, {1, 2}};
    for (int i = 0; i < 4; i++)
        assert_int_equal(parameter_lookup(&out, &p, &v, outside[i]), HM_TRAP_RANGE);
    v.has_otherwise = true;
    v.otherwise = tiny_money(9);
    for (int i = 0; i < 4; i++) {
        assert_int_equal(parameter_lookup(&out, &p, &v, outside[i]), HM_TRAP_NONE);
        assert_int_equal(out.as.rational.num, 9);
    }
}

/* 高龄津贴 2023 (rulebook C.1): 80 to below 90, 90 to below 100, from 100. */
static void banded(void **state)
{
    (void)state;
    struct band bands[] = {
        {.has_high = true, .high = {80, 1}, .value = tiny_money(0)},
        {true, true, true, false, {80, 1}, {90, 1}, tiny_money(6000)},
        {true, true, true, true, {90, 1}, {100, 1}, tiny_money(10000)},
        {.has_low = true, .low = {100, 1}, .value = tiny_money(80000)},
    };
    struct parameter p = {.kind = PARAMETER_BANDS, .key = {.kind = KIND_NUMBER}};
    struct parameter_value v = {.bands = bands, .count = 4};
    static const struct {
        struct rational x;
        int64_t fen;
    } rows[] = {{{-5, 1}, 0},     {{159, 2}, 0},     {{80, 1}, 6000},     {{179, 2}, 6000},
                {{90, 1}, 10000}, {{100, 1}, 10000}, {{1001, 10}, 80000}, {{120, 1}, 80000}};
    struct value out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(parameter_lookup(&out, &p, &v, rows[i].x), HM_TRAP_NONE);
        assert_int_equal(out.as.rational.num, rows[i].fen);
    }
    v.count = 3;
    assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(101)), HM_TRAP_RANGE);
    struct band open = {true, false, true, false, {0, 1}, {5, 1}, tiny_money(1)};
    v = (struct parameter_value){.bands = &open, .count = 1};
    assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(0)), HM_TRAP_RANGE);
    assert_int_equal(parameter_lookup(&out, &p, &v, (struct rational){1, 9}), HM_TRAP_NONE);
    assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(5)), HM_TRAP_RANGE);
}

static void marginal(void **state)
{
    (void)state;
    struct value tenth = {KIND_NUMBER, {.rational = {1, 10}}};
    struct value third = {KIND_NUMBER, {.rational = {1, 3}}};
    struct band bands[] = {
        {true, true, true, true, {0, 1}, {1000, 1}, tiny_int(0)},
        {true, false, true, true, {1000, 1}, {3000, 1}, tenth},
        {true, false, false, false, {3000, 1}, {0, 1}, third},
    };
    struct parameter p = {.kind = PARAMETER_MARGINAL, .key = {.kind = KIND_MONEY}};
    struct parameter_value v = {.bands = bands, .count = 3};
    static const struct {
        int64_t x, num, den;
    } rows[] = {{0, 0, 1},      {1000, 0, 1},   {1005, 1, 2},   {3000, 200, 1},
                {3001, 601, 3}, {3300, 300, 1}, {6000, 1200, 1}};
    struct value out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(rows[i].x)), HM_TRAP_NONE);
        assert_int_equal(out.kind, KIND_MONEY);
        assert_int_equal(out.as.rational.num, rows[i].num);
        assert_int_equal(out.as.rational.den, rows[i].den);
    }
    assert_int_equal(parameter_lookup(&out, &p, &v, rational_of(-1)), HM_TRAP_RANGE);
}

static void comparisons(void **state)
{
    (void)state;
    /* rows: operator and its words; columns: less, equal, greater */
    static const struct {
        enum comparison op;
        const char *words[4];
        bool less, equal, greater;
    } rows[] = {
        {CMP_LT, {"<", "低于", "不满"}, true, false, false},
        {CMP_LE, {"<=", "不超过", "以内", "以下"}, true, true, false},
        {CMP_EQ, {"==", "等于"}, false, true, false},
        {CMP_NE, {"~=", "不等于"}, true, false, true},
        {CMP_GE, {">=", "不低于", "以上", "不少于"}, false, true, true},
        {CMP_GT, {">", "超过", "高于"}, false, false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int w = 0; w < 4 && rows[i].words[w]; w++) {
            enum comparison op;
            assert_true(comparison_parse(&op, tiny_str(rows[i].words[w])));
            assert_int_equal(op, rows[i].op);
        }
        assert_string_equal(comparison_name(rows[i].op), rows[i].words[0]);
        assert_int_equal(comparison_holds(rows[i].op, -1), rows[i].less);
        assert_int_equal(comparison_holds(rows[i].op, 0), rows[i].equal);
        assert_int_equal(comparison_holds(rows[i].op, 1), rows[i].greater);
    }
    enum comparison op;
    assert_false(comparison_parse(&op, tiny_str("=")));
    assert_false(comparison_parse(&op, tiny_str("低")));
    assert_false(comparison_parse(&op, tiny_str("")));
}

static struct patch patch_of(const char *from, const char *to, int64_t fen)
{
    struct patch p = {.parameter = 3, .from = day(from), .to = to ? day(to) : DATE_ALWAYS};
    p.value.scalar = tiny_money(fen);
    p.value.source = "scenario";
    return p;
}

struct expected {
    const char *date;
    int64_t fen;
};

static void expect_patched(const struct patch *patches, size_t n, const struct expected *rows)
{
    struct arena a;
    struct parameter out;
    arena_init(&a);
    assert_int_equal(parameter_patched(&out, &standard, patches, n, 3, &a), HM_OK);
    for (; rows->date; rows++) {
        if (fen_on(&out, rows->date) != rows->fen)
            fail_msg("%s: %lld, not %lld", rows->date, (long long)fen_on(&out, rows->date),
                     (long long)rows->fen);
    }
    for (size_t i = 1; i < out.count; i++)
        assert_true(out.values[i - 1].from < out.values[i].from);
    assert_string_equal(out.name, "dibao_standard");
    assert_int_equal(standard.count, 3); /* the law itself is untouched */
    arena_fini(&a);
}

static void patches_for_ever(void **state)
{
    (void)state;
    struct patch before = patch_of("2020-01-01", NULL, 7);
    expect_patched(&before, 1,
                   (struct expected[]){{"2019-12-31", 0},
                                       {"2020-01-01", 7},
                                       {"2021-07-01", 7},
                                       {"2022-07-01", 7},
                                       {"2030-01-01", 7},
                                       {NULL, 0}});
    struct patch inside = patch_of("2022-01-01", NULL, 7);
    expect_patched(&inside, 1,
                   (struct expected[]){{"2021-12-31", 100500},
                                       {"2022-01-01", 7},
                                       {"2022-07-01", 7},
                                       {"2024-01-01", 7},
                                       {NULL, 0}});
    struct patch same_day = patch_of("2022-07-01", NULL, 7);
    expect_patched(&same_day, 1,
                   (struct expected[]){{"2022-06-30", 100500}, {"2022-07-01", 7}, {NULL, 0}});
    struct patch other = same_day;
    other.parameter = 4;
    expect_patched(&other, 1, (struct expected[]){{"2022-07-01", 118100}, {NULL, 0}});
}

static void patches_with_an_end(void **state)
{
    (void)state;
    struct patch inside = patch_of("2022-08-01", "2022-12-31", 7);
    expect_patched(&inside, 1,
                   (struct expected[]){{"2022-07-31", 118100},
                                       {"2022-08-01", 7},
                                       {"2022-12-31", 7},
                                       {"2023-01-01", 118100},
                                       {"2023-12-31", 118100},
                                       {"2024-01-01", 0},
                                       {NULL, 0}});
    struct patch over_a_change = patch_of("2022-01-01", "2022-12-31", 7);
    expect_patched(
        &over_a_change, 1,
        (struct expected[]){
            {"2021-12-31", 100500}, {"2022-07-01", 7}, {"2023-01-01", 118100}, {NULL, 0}});
    struct patch up_to_a_change = patch_of("2022-01-01", "2022-06-30", 7);
    expect_patched(&up_to_a_change, 1,
                   (struct expected[]){{"2022-06-30", 7}, {"2022-07-01", 118100}, {NULL, 0}});
    struct patch before_all = patch_of("2020-01-01", "2020-12-31", 7);
    expect_patched(&before_all, 1,
                   (struct expected[]){{"2019-12-31", 0},
                                       {"2020-12-31", 7},
                                       {"2021-01-01", 0},
                                       {"2021-07-01", 100500},
                                       {NULL, 0}});
    struct patch beyond_the_end = patch_of("2023-07-01", "2024-06-30", 7);
    expect_patched(&beyond_the_end, 1,
                   (struct expected[]){{"2023-06-30", 118100},
                                       {"2024-01-01", 7},
                                       {"2024-06-30", 7},
                                       {"2024-07-01", 0},
                                       {NULL, 0}});
}

static void later_patches_win(void **state)
{
    (void)state;
    struct patch two[] = {patch_of("2022-01-01", "2022-12-31", 7),
                          patch_of("2022-03-01", "2022-03-31", 8)};
    expect_patched(two, 2,
                   (struct expected[]){{"2022-02-28", 7},
                                       {"2022-03-01", 8},
                                       {"2022-03-31", 8},
                                       {"2022-04-01", 7},
                                       {"2022-12-31", 7},
                                       {"2023-01-01", 118100},
                                       {NULL, 0}});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(values_in_force, set_up),
        cmocka_unit_test(keyed),
        cmocka_unit_test(banded),
        cmocka_unit_test(marginal),
        cmocka_unit_test(comparisons),
        cmocka_unit_test_setup(patches_for_ever, set_up),
        cmocka_unit_test_setup(patches_with_an_end, set_up),
        cmocka_unit_test_setup(later_patches_win, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
