/* test_arrears.c - the arithmetic of arrears: the rulebook's cases, and each clause on both
 * sides of its limit. Amounts are yuan in the tables and fen in the code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "run/arrears.h"
#include "value/date.h"

enum { LINES = 4, CELLS = 24 };

struct account {
    struct arrears_line lines[LINES];
    struct arrears_cell cells[CELLS];
    struct arrears_account a;
    struct arrears_clauses c;
};

static int32_t month(int year, int number)
{
    int32_t m;
    assert_true(month_make(&m, year, number));
    return m;
}

static void begin(struct account *x, int32_t now)
{
    *x = (struct account){
        .a = {.month = now},
        .c = {.for_leavers = true, .set_off_most = {1, 1}, .across = true, .since_most = 60},
    };
    x->a.lines = x->lines;
    x->a.cells = x->cells;
}

/* A line of a benefit with this month's determination. */
static uint32_t line(struct account *x, uint16_t item, int64_t now_yuan)
{
    struct arrears_line *l = &x->lines[x->a.line_count];
    *l = (struct arrears_line){.item = item, .now_known = true, .now = now_yuan * 100};
    l->round = (struct rounding){ROUND_UP, {100, 1}};
    return (uint32_t)x->a.line_count++;
}

static struct arrears_cell *cell(struct account *x, uint32_t of, int32_t m, int64_t due,
                                 int64_t paid)
{
    struct arrears_cell *c = &x->cells[x->a.cell_count++];
    *c = (struct arrears_cell){
        .line = of, .month = m, .known = true, .due = due * 100, .paid = paid * 100};
    return c;
}

static void settle(struct account *x)
{
    assert_int_equal(arrears_settle(&x->a, &x->c, NULL), HM_OK);
    int64_t payable = 0, owed = 0, back = 0, over = 0;
    for (size_t i = 0; i < x->a.line_count; i++) {
        assert_true(arrears_payable(&x->lines[i]) >= 0);
        payable += arrears_payable(&x->lines[i]);
    }
    for (size_t i = 0; i < x->a.cell_count; i++) {
        owed += x->cells[i].owed;
        back += x->cells[i].back;
        over += x->cells[i].over;
        assert_true(x->cells[i].back <= x->cells[i].over);
    }
    assert_int_equal(payable, owed - back);
    assert_int_equal(over - back, x->a.waived + x->a.remaining + x->a.reclaim);
}

static void end(struct account *x)
{
    arrears_account_fini(&x->a);
}

/* --- the rulebook's cases --- */

static void y01_standard_change(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2023, 10));
    uint32_t l = line(&x, 0, 1600);
    cell(&x, l, month(2023, 8), 1600, 1500);
    cell(&x, l, month(2023, 9), 1600, 1500);
    cell(&x, l, month(2023, 10), 1600, 0);
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 200 * 100);
    assert_int_equal(x.lines[l].current, 1600 * 100);
    end(&x);
}

/* Six months when June was still paid at the old rate, five when it carries the new one. */
static void b01_rise_with_back_pay(void **state)
{
    (void)state;
    for (int june_is_new = 0; june_is_new < 2; june_is_new++) {
        struct account x;
        begin(&x, month(2022, 7));
        uint32_t l = line(&x, 0, 1620);
        for (int m = 1; m <= 6 - june_is_new; m++)
            cell(&x, l, month(2022, m), 1620, 1485);
        settle(&x);
        assert_int_equal(x.lines[l].arrears, (june_is_new ? 675 : 810) * 100);
        end(&x);
    }
}

static void b03_left_the_programme(void **state)
{
    (void)state;
    for (int pays_leavers = 0; pays_leavers < 2; pays_leavers++) {
        struct account x;
        begin(&x, month(2022, 6));
        x.c.for_leavers = pays_leavers;
        uint32_t l = line(&x, 0, 0);
        for (int m = 1; m <= 3; m++)
            cell(&x, l, month(2022, m), 1620, 1485);
        settle(&x);
        assert_int_equal(x.lines[l].arrears, (pays_leavers ? 405 : 0) * 100);
        assert_int_equal(x.lines[l].denied, (pays_leavers ? 0 : 405) * 100);
        end(&x);
    }
}

static void b09_orphan(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2019, 12));
    uint32_t l = line(&x, 0, 1700);
    for (int m = 1; m <= 11; m++)
        cell(&x, l, month(2019, m), 1700, 1500);
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 2200 * 100);
    end(&x);
}

static void b11_subsidies(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2024, 11));
    uint32_t l = line(&x, 0, 250);
    for (int m = 7; m <= 10; m++)
        cell(&x, l, month(2024, m), 250, 200);
    cell(&x, l, month(2024, 11), 250, 0);
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 200 * 100);
    end(&x);
}

/* --- clauses --- */

static void leaver_of_unknown_state(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    x.c.for_leavers = false;
    uint32_t l = line(&x, 0, 0);
    x.lines[l].now_known = false;
    cell(&x, l, month(2022, 5), 1620, 1485);
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 0);
    assert_int_equal(x.lines[l].denied, 0);
    assert_int_equal(x.lines[l].held, 135 * 100);
    end(&x);
}

static void undetermined_is_left_alone(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    uint32_t l = line(&x, 0, 1000);
    cell(&x, l, month(2022, 5), 0, 1485)->known = false;
    cell(&x, l, month(2022, 6), 1000, 0);
    settle(&x);
    assert_int_equal(x.lines[l].current, 1000 * 100);
    assert_int_equal(x.lines[l].set_off, 0);
    assert_int_equal(x.a.remaining + x.a.reclaim + x.a.waived, 0);
    end(&x);
}

/* 500 too much, half of 600 a month may be withheld: 300, then 200. */
static void set_off_over_months(void **state)
{
    (void)state;
    int64_t paid = 1100, expected[] = {300, 200, 0}, rest[] = {200, 0, 0};
    for (int k = 0; k < 3; k++) {
        struct account x;
        begin(&x, month(2022, 6 + k));
        x.c.set_off_most = (struct rational){1, 2};
        uint32_t l = line(&x, 0, 600);
        cell(&x, l, month(2022, 3), 600, paid);
        cell(&x, l, month(2022, 6 + k), 600, 0);
        settle(&x);
        assert_int_equal(x.lines[l].set_off, expected[k] * 100);
        assert_int_equal(x.a.remaining, rest[k] * 100);
        paid -= x.lines[l].set_off / 100; /* as it is booked */
        end(&x);
    }
    assert_int_equal(paid, 600);
}

/* Half of 2537 is 1268.50; a benefit in whole yuan has 1268 withheld, one in fen 1268.50. When
 * the determination of before is in force again, exactly what was withheld is owed. */
static void share_in_whole_steps(void **state)
{
    (void)state;
    for (int in_fen = 0; in_fen < 2; in_fen++) {
        struct account x;
        begin(&x, month(2024, 12));
        x.c.set_off_most = (struct rational){1, 2};
        uint32_t l = line(&x, 0, 2537);
        if (in_fen)
            x.lines[l].round.mode = ROUND_NONE;
        cell(&x, l, month(2024, 8), 1257, 3257);
        cell(&x, l, month(2024, 12), 2537, 0);
        settle(&x);
        int64_t back = in_fen ? 126850 : 126800;
        assert_int_equal(x.lines[l].set_off, back);
        x.cells[0].due = 325700;
        x.cells[0].paid -= back;
        settle(&x);
        assert_int_equal(x.lines[l].arrears, back);
        end(&x);
    }
}

/* Withheld from a benefit in fen for one in yuan: whole yuan, but the last part whole. */
static void steps_of_the_overpaid(void **state)
{
    (void)state;
    for (int rest = 0; rest < 2; rest++) {
        struct account x;
        begin(&x, month(2024, 12));
        x.c.set_off_most = (struct rational){1, 2};
        uint32_t l = line(&x, 0, 0), other = line(&x, 1, 0);
        x.lines[other].round.mode = ROUND_NONE;
        x.lines[other].now = 12345;
        cell(&x, l, month(2024, 8), 0, rest ? 61 : 500)->paid += rest ? 50 : 0;
        cell(&x, other, month(2024, 12), 0, 0)->due = 12345;
        settle(&x);
        assert_int_equal(x.lines[other].set_off, rest ? 6150 : 6100);
        assert_int_equal(x.a.remaining, rest ? 0 : 43900);
        end(&x);
    }
}

/* A share below one step will never give anything: what is too much is asked back. */
static void share_below_a_step(void **state)
{
    (void)state;
    for (int yuan = 1; yuan <= 2; yuan++) {
        struct account x;
        begin(&x, month(2024, 12));
        x.c.set_off_most = (struct rational){1, 2};
        uint32_t l = line(&x, 0, yuan);
        cell(&x, l, month(2024, 8), 0, 500);
        cell(&x, l, month(2024, 12), yuan, 0);
        settle(&x);
        assert_int_equal(x.lines[l].set_off, yuan == 1 ? 0 : 100);
        assert_int_equal(x.a.reclaim, yuan == 1 ? 50000 : 0);
        end(&x);
    }
}

/* Arrears may be withheld as a whole, the month's payment only in part. */
static void arrears_go_first(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    x.c.set_off_most = (struct rational){1, 4};
    uint32_t l = line(&x, 0, 400);
    cell(&x, l, month(2022, 3), 400, 1000);
    cell(&x, l, month(2022, 4), 400, 100);
    cell(&x, l, month(2022, 6), 400, 0);
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 300 * 100);
    assert_int_equal(x.lines[l].set_off, (300 + 100) * 100);
    assert_int_equal(x.a.remaining, 200 * 100);
    end(&x);
}

static void other_benefits(void **state)
{
    (void)state;
    for (int across = 0; across < 2; across++) {
        struct account x;
        begin(&x, month(2022, 6));
        x.c.across = across;
        uint32_t gone = line(&x, 0, 0), other = line(&x, 1, 300);
        cell(&x, gone, month(2022, 5), 0, 100);
        cell(&x, other, month(2022, 6), 300, 0);
        settle(&x);
        assert_int_equal(x.lines[other].set_off, across ? 100 * 100 : 0);
        assert_int_equal(x.a.reclaim, across ? 0 : 100 * 100);
        end(&x);
    }
}

static void nothing_to_withhold_from(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    uint32_t l = line(&x, 0, 0);
    cell(&x, l, month(2022, 5), 0, 700);
    settle(&x);
    assert_int_equal(x.a.reclaim, 700 * 100);
    assert_int_equal(x.a.remaining, 0);
    end(&x);
}

static void reclaim_and_waive(void **state)
{
    (void)state;
    for (int over = ARREARS_RECLAIM; over <= ARREARS_WAIVE; over++) {
        struct account x;
        begin(&x, month(2022, 6));
        x.c.over = (enum arrears_over)over;
        uint32_t l = line(&x, 0, 600);
        cell(&x, l, month(2022, 5), 600, 700);
        cell(&x, l, month(2022, 6), 600, 0);
        settle(&x);
        assert_int_equal(arrears_payable(&x.lines[l]), 600 * 100);
        assert_int_equal(x.a.reclaim, over == ARREARS_RECLAIM ? 100 * 100 : 0);
        assert_int_equal(x.a.waived, over == ARREARS_WAIVE ? 100 * 100 : 0);
        end(&x);
    }
}

/* The limit is of the whole household: exactly as much is waived, one fen more is not. */
static void waive_limit(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct account x;
        begin(&x, month(2022, 6));
        x.c.waive_up_to_fen = 5000;
        uint32_t a = line(&x, 0, 600), b = line(&x, 1, 90);
        x.lines[a].round.mode = x.lines[b].round.mode = ROUND_NONE;
        cell(&x, a, month(2022, 4), 600, 620);
        cell(&x, b, month(2022, 5), 90, 120)->paid += more;
        cell(&x, a, month(2022, 6), 600, 0);
        settle(&x);
        assert_int_equal(x.a.waived, more ? 0 : 5000);
        assert_int_equal(x.lines[a].set_off + x.lines[b].set_off, more ? 5001 : 0);
        end(&x);
    }
}

static void gone_is_claimed_back(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    uint32_t l = line(&x, 0, 600);
    cell(&x, l, month(2022, 5), 0, 100)->gone = true;
    cell(&x, l, month(2022, 6), 600, 0);
    settle(&x);
    assert_int_equal(x.lines[l].set_off, 0);
    assert_int_equal(x.a.reclaim, 100 * 100);
    end(&x);
}

/* --- rounding --- */

/* 0.40 short in each of three months, up to yuan: 1 + 1 + 1, or 1.20 -> 2. */
static void rounding(void **state)
{
    (void)state;
    for (int once = 0; once < 2; once++) {
        struct account x;
        begin(&x, month(2022, 6));
        x.c.once = once;
        uint32_t l = line(&x, 0, 100);
        for (int m = 3; m <= 5; m++)
            cell(&x, l, month(2022, m), 100, 100)->paid -= 40;
        settle(&x);
        assert_int_equal(x.lines[l].arrears, once ? 200 : 300);
        end(&x);
    }
}

/* Rounding down once may take the last month away altogether. */
static void rounding_down_once(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    x.c.once = true;
    uint32_t l = line(&x, 0, 100);
    x.lines[l].round.mode = ROUND_DOWN;
    cell(&x, l, month(2022, 3), 100, 100)->paid -= 130;
    cell(&x, l, month(2022, 4), 100, 100)->paid -= 40;
    settle(&x);
    assert_int_equal(x.lines[l].arrears, 100);
    assert_int_equal(x.cells[0].owed, 100);
    assert_int_equal(x.cells[1].owed, 0);
    end(&x);
}

/* What rounding paid beyond the determination is not asked back; a whole step is. */
static void less_than_a_step(void **state)
{
    (void)state;
    for (int fen = 99; fen <= 100; fen++) {
        struct account x;
        begin(&x, month(2022, 6));
        uint32_t l = line(&x, 0, 100);
        cell(&x, l, month(2022, 3), 100, 100)->paid += fen;
        settle(&x);
        assert_int_equal(x.cells[0].over, fen == 100 ? 100 : 0);
        end(&x);
    }
}

static void beyond_all_limits(void **state)
{
    struct account x;
    (void)state;
    begin(&x, month(2022, 6));
    uint32_t l = line(&x, 0, 100);
    cell(&x, l, month(2022, 3), 100, 0)->paid = LIMIT_MONEY_FEN;
    assert_int_equal(arrears_settle(&x.a, &x.c, NULL), HM_OK);
    x.cells[0].paid = LIMIT_MONEY_FEN + 1;
    assert_int_equal(arrears_settle(&x.a, &x.c, NULL), HM_DATA);
    end(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(y01_standard_change),
        cmocka_unit_test(b01_rise_with_back_pay),
        cmocka_unit_test(b03_left_the_programme),
        cmocka_unit_test(b09_orphan),
        cmocka_unit_test(b11_subsidies),
        cmocka_unit_test(leaver_of_unknown_state),
        cmocka_unit_test(undetermined_is_left_alone),
        cmocka_unit_test(set_off_over_months),
        cmocka_unit_test(share_in_whole_steps),
        cmocka_unit_test(steps_of_the_overpaid),
        cmocka_unit_test(share_below_a_step),
        cmocka_unit_test(arrears_go_first),
        cmocka_unit_test(other_benefits),
        cmocka_unit_test(nothing_to_withhold_from),
        cmocka_unit_test(reclaim_and_waive),
        cmocka_unit_test(waive_limit),
        cmocka_unit_test(gone_is_claimed_back),
        cmocka_unit_test(rounding),
        cmocka_unit_test(rounding_down_once),
        cmocka_unit_test(less_than_a_step),
        cmocka_unit_test(beyond_all_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
