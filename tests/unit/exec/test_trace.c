/* test_trace.c - a trace tells every input, parameter, step, branch, rounding and outcome, and
 * changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "exec/trace.h"
#include "exec_kit.h"

static const char policy[] =
    "enum \"region\" { { \"none\", \"无\" }, { \"urban\", \"城镇\" } }\n"
    "input \"savings\" { of = household, type = money }\n"
    "input \"region_\" { of = household, type = region }\n"
    "input \"wage\" { of = person, type = money }\n"
    "parameter \"standard\" { type = money, [\"2024-01-01\"] = { yuan(100), source = \"R01\", "
    "status = \"placeholder\" } }\n"
    "parameter \"share\" { type = number, key = region, [\"2024-02-01\"] = { { none = 0.5, "
    "urban "
    "= 0.25 }, source = \"R02\" } }\n"
    "variable \"pay\" { of = person, type = money, result = true, formula = function (person, "
    "law) return person.wage / 3 end }\n"
    "variable \"x\" { of = household, type = money, round = up_to(yuan(1)), formula = function "
    "(family, law)\n"
    "  if family.region_ == \"城镇\" then\n"
    "    return law.standard * law.share[family.region_] + family.pay\n"
    "  end\n"
    "  return family.savings\n"
    "end }\n"
    "variable \"was\" { of = household, type = money, formula = function (family, law) return "
    "family:before(1).x end }\n"
    "variable \"bad\" { of = household, type = money, formula = function (family, law) return "
    "family.x * (family.x / (family.x - family.x)) end }\n";

struct traced {
    struct kit k;
    struct trace t;
};

static void start(struct traced *x, const char *facts, const char *outputs)
{
    kit_policy(&x->k, policy);
    kit_facts(&x->k, facts);
    kit_evaluation(&x->k, outputs, "2024-03");
    trace_init(&x->t);
    assert_int_equal(trace_run(&x->t, &x->k.e, &x->k.frame, 0, NULL), HM_OK);
}

static void stop(struct traced *x)
{
    trace_fini(&x->t);
    kit_fini(&x->k);
}

static const struct trace_event *nth(const struct trace_cell *c, enum trace_event_kind kind,
                                     int n)
{
    const struct trace_event *ev = c->events;
    while (ev && (ev->kind != kind || n-- > 0))
        ev = ev->next;
    assert_non_null(ev);
    return ev;
}

static void test_steps(void **state)
{
    struct traced x;
    (void)state;
    start(&x, "household region_=urban; person wage=10; person wage=1", "x");
    assert_int_equal(x.t.output_count, 1);
    const struct trace_cell *c = x.t.outputs[0];
    assert_string_equal(c->path, "x");
    assert_int_equal(c->origin, TRACE_FORMULA);
    assert_int_equal(c->trap, HM_TRAP_NONE);
    assert_int_equal(c->value.as.rational.num, 2900);
    assert_int_equal(c->exact.as.rational.num, 8600); /* 28.666... yuan */
    assert_int_equal(c->exact.as.rational.den, 3);
    assert_true(c->formula.line == (uint32_t)KIT_HEAD_LINES + 8);

    const struct trace_event *ev = nth(c, TRACE_CONDITION, 0);
    assert_true(ev->result.as.boolean);
    assert_int_equal(ev->at.line, KIT_HEAD_LINES + 9);

    ev = nth(c, TRACE_STEP, 0);
    assert_string_equal(ev->op, "==");
    assert_true(str_eq(ev->left.as.text, (struct str){"urban", 5}));

    ev = nth(c, TRACE_PARAMETER, 0);
    assert_int_equal(ev->in_force->status, CITED_PLACEHOLDER);
    assert_string_equal(ev->in_force->source, "R01");
    assert_int_equal(ev->result.as.rational.num, 10000);
    ev = nth(c, TRACE_PARAMETER, 1);
    assert_int_equal(ev->key.kind, KIND_TEXT);
    assert_int_equal(ev->result.as.rational.den, 4);

    ev = nth(c, TRACE_STEP, 1);
    assert_string_equal(ev->op, "*");
    assert_int_equal(ev->result.as.rational.num, 2500);
    assert_non_null(memmem(ev->snippet.p, ev->snippet.n, "law.standard * law.share", 24));

    const struct trace_cell *sum = nth(c, TRACE_READ, 2)->cell;
    assert_int_equal(sum->origin, TRACE_SUM);
    const struct trace_cell *member = nth(sum, TRACE_READ, 1)->cell;
    assert_string_equal(member->path, "persons[1].pay");
    assert_int_equal(member->value.as.rational.den, 3);
    assert_int_equal(nth(member, TRACE_READ, 0)->cell->origin, TRACE_GIVEN);
    stop(&x);
}

static void test_outcomes(void **state)
{
    struct traced x;
    (void)state;
    start(&x, "household", "x was bad");
    const struct trace_cell *c = x.t.outputs[0];
    assert_int_equal(c->trap, HM_TRAP_MISSING);
    assert_string_equal(c->text, "savings");
    assert_false(nth(c, TRACE_CONDITION, 0)->result.as.boolean);
    assert_int_equal(nth(c, TRACE_READ, 0)->cell->origin, TRACE_DEFAULT);
    assert_int_equal(nth(c, TRACE_READ, 1)->cell->origin, TRACE_MISSING);
    c = x.t.outputs[1];
    assert_string_equal(c->text, "history[2024-02].x");
    assert_int_equal(nth(c, TRACE_READ, 0)->cell->origin, TRACE_PAST);
    stop(&x);

    start(&x, "household savings=1.5 @2024-02 household x=7", "bad was");
    c = x.t.outputs[0];
    assert_int_equal(c->trap, HM_TRAP_DIVISION_BY_ZERO);
    assert_non_null(strstr(c->text, "division by zero"));
    assert_ptr_equal(nth(c, TRACE_READ, 0)->cell, nth(c, TRACE_READ, 2)->cell);
    c = x.t.outputs[1];
    assert_int_equal(nth(c, TRACE_READ, 0)->cell->value.as.rational.num, 700);
    assert_string_equal(nth(c, TRACE_READ, 0)->cell->path, "history[2024-02].x");
    assert_non_null(trace_find(&x.t, x.k.outputs[0], 0));
    stop(&x);
}

/* The same results with and without anybody watching. */
static void test_changes_nothing(void **state)
{
    static const char *const facts[] = {
        "household region_=urban; person wage=10; person wage=1",
        "household; person wage=1",
        "household region_=urban; person; person wage=2; person",
        "household savings=3 x=9 @2024-02 household x=1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        struct traced x;
        start(&x, facts[i], "x was bad");
        kit_run(&x.k);
        for (size_t c = 0; c < 3; c++) {
            const struct result_column *col = &x.k.results.columns[c];
            const struct trace_cell *cell = x.t.outputs[c];
            assert_int_equal(col->state[0], cell->trap);
            if (cell->trap == HM_TRAP_NONE) {
                assert_int_equal(col->num[0], cell->value.as.rational.num);
                assert_int_equal(col->den ? col->den[0] : 1, cell->value.as.rational.den);
            } else {
                assert_string_equal(kit_issue(&x.k.results, col->field, 0), cell->text);
            }
        }
        stop(&x);
    }
}

static void test_truncated(void **state)
{
    struct traced x;
    (void)state;
    kit_policy(&x.k, "variable \"x\" { of = household, type = integer, formula = function "
                     "(family, law) local s = 0 for i = 1, 30000 do s = s + 1 end return s end "
                     "}\n");
    kit_facts(&x.k, "household");
    kit_evaluation(&x.k, "x", "2024-03");
    trace_init(&x.t);
    assert_int_equal(trace_run(&x.t, &x.k.e, &x.k.frame, 0, NULL), HM_OK);
    assert_true(x.t.truncated);
    assert_int_equal(x.t.event_count, LIMIT_TRACE_EVENTS);
    assert_int_equal(x.t.outputs[0]->value.as.integer, 30000);
    stop(&x);
}

static void test_given_up(void **state)
{
    struct traced x;
    (void)state;
    kit_policy(&x.k, "variable \"x\" { of = household, type = integer, formula = function "
                     "(family, law) while true do end end }\n");
    kit_facts(&x.k, "household; household");
    kit_evaluation(&x.k, "x", "2024-03");
    trace_init(&x.t);
    assert_int_equal(trace_run(&x.t, &x.k.e, &x.k.frame, 1, NULL), HM_OK);
    assert_int_equal(x.t.output_count, 1);
    assert_int_equal(x.t.outputs[0]->row, 1);
    assert_int_equal(x.t.outputs[0]->trap, HM_TRAP_SCRIPT);
    assert_non_null(strstr(x.t.outputs[0]->text, "limit"));
    stop(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),           cmocka_unit_test(test_outcomes),
        cmocka_unit_test(test_changes_nothing), cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
