/* test_switch.c - smallest changes of families of every city: each is evaluated by itself with
 * the reference engine on both sides, and nothing nearer does it, value by value where that is
 * possible; and what undetermined results can be.
 */
#include "family_kit.h"

#include "value/date.h"

enum { NEAR = 400 }; /* values tried on the way to a change */

struct asked {
    struct family *family;
    struct family_law law;
    struct switch_request q;
    struct switch_answer a;
};

static void ask(struct asked *x, const struct policy *p, const char *name, const char *result,
                const char *wanted, bool without_law)
{
    memset(x, 0, sizeof *x);
    GOOD(family_from_case(&x->family, p, name, 0, d));
    GOOD(family_law_make(&x->law, x->family, NULL, d));
    x->q = (struct switch_request){
        .family = x->family, .law = &x->law, .without_law = without_law};
    GOOD(asked_result(&x->q.result, x->family, result, d));
    GOOD(asked_wanted(&x->q, wanted, d));
    GOOD(switch_find(&x->a, &x->q, d));
}

static void asked_close(struct asked *x)
{
    switch_fini(&x->a);
    family_law_fini(&x->law);
    family_close(x->family);
}

static bool fulfils(const struct asked *x, const struct kit_point *p)
{
    if (!p->known)
        return false;
    if (!x->q.is_wanted)
        return p->value != x->a.now;
    return comparison_holds(x->q.op, p->value < x->q.value ? -1 : p->value > x->q.value);
}

/* One change of a fact: it does, a step less does not, nothing nearer does. */
static void hold_change(const struct asked *x, struct kit_check *lua, struct kit_check *fast,
                        const struct switch_change *c)
{
    struct kit_point p;
    uint32_t row = x->q.result.row;
    int64_t step = c->to > c->thing.now ? 1 : -1, way = (c->to - c->thing.now) * step;
    kit_check_at(lua, c->thing.cell, c->to, row, &p);
    assert_true(p.known && p.value == c->result && fulfils(x, &p));
    if (c->thing.is_choice)
        return;
    kit_check_at(lua, c->thing.cell, c->to - step, row, &p);
    assert_false(fulfils(x, &p));
    for (int64_t i = 1; i<way; i += way> NEAR ? way / NEAR : 1) {
        kit_check_at(fast, c->thing.cell, c->thing.now + step * i, row, &p);
        if (fulfils(x, &p))
            fail_msg("%s: field %u does it at %lld already", family_id(x->family),
                     c->thing.cell.field, (long long)(c->thing.now + step * i));
    }
}

/* A thing without a change has none: its ends, and values between. */
static bool has_change(const struct asked *x, struct family_cell c)
{
    for (size_t i = 0; i < x->a.count; i++)
        if (!x->a.changes[i].thing.is_parameter &&
            x->a.changes[i].thing.cell.field == c.field &&
            x->a.changes[i].thing.cell.row == c.row)
            return true;
    return false;
}

static void hold_none(const struct asked *x, struct kit_check *fast, const char *path)
{
    struct family_cell c;
    struct solve_thing t;
    struct kit_point p;
    bool known;
    GOOD(family_find(x->family, path, &c, d));
    if (has_change(x, c) || !solve_fact(&t, x->family, c, &known) || !known)
        return;
    for (int i = 0; i <= 50; i++) {
        kit_check_at(fast, c, t.lo + (t.hi - t.lo) / 50 * i, x->q.result.row, &p);
        if (fulfils(x, &p))
            fail_msg("%s: a change of %s was not found", family_id(x->family), path);
    }
}

static size_t hold(const struct policy *p, const char *name, const char *result)
{
    struct asked x;
    struct kit_check lua, fast;
    ask(&x, p, name, result, NULL, true);
    size_t n = x.a.count;
    if (x.a.is_known) {
        assert_int_equal(x.a.gap_count, 0);
        kit_check_open(&lua, p, name, ENGINE_LUA, &x.q.result.field, 1);
        kit_check_open(&fast, p, name, ENGINE_FAST, &x.q.result.field, 1);
        for (size_t i = 0; i < n; i++)
            hold_change(&x, &lua, &fast, &x.a.changes[i]);
        hold_none(&x, &fast, "savings");
        hold_none(&x, &fast, "vehicle_count");
        kit_check_close(&lua);
        kit_check_close(&fast);
    }
    asked_close(&x);
    return n;
}

static void hold_city(const char *path, size_t most)
{
    struct policy *p = kit_policy(path);
    const struct model *m = p->model;
    uint8_t household = model_entity(m, (struct str){"household", 9});
    size_t step = m->example_count / most + 1, families = 0, found = 0;
    for (size_t i = 0; i < m->example_count; i += step) {
        const struct example *e = &m->examples[i];
        while (i + 1 < m->example_count && (e->root != household || e->expect_error_json))
            e = &m->examples[++i];
        if (e->root != household || e->expect_error_json)
            break;
        found += hold(p, e->name, families % 2 ? "dibao_amount" : "category");
        families++;
    }
    assert_true(families >= most / 2);
    assert_true(found > families);
    policy_free(p);
}

static void test_ningbo(void **state)
{
    (void)state;
    hold_city(NINGBO, 16);
}

static void test_yiwu(void **state)
{
    (void)state;
    hold_city(YIWU, 10);
}

static void test_jiuyuan(void **state)
{
    (void)state;
    hold_city(JIUYUAN, 10);
}

static void test_longyan(void **state)
{
    (void)state;
    hold_city(LONGYAN, 10);
}

/* --- numbers of the law, with the run's own way of setting them --- */

static const struct switch_change *of_law(const struct asked *x, const char *name)
{
    const struct model *m = family_policy(x->family)->model;
    for (size_t i = 0; i < x->a.count; i++)
        if (x->a.changes[i].thing.is_parameter &&
            strcmp(m->parameters[x->a.changes[i].thing.parameter].name, name) == 0)
            return &x->a.changes[i];
    return NULL;
}

/* The result under `set`. */
static int64_t under(const struct policy *p, const char *name, const char *set, uint16_t output)
{
    struct family *f;
    struct family_law law;
    struct family_run run;
    struct changes c;
    struct results r;
    changes_init(&c, p);
    GOOD(family_from_case(&f, p, name, 0, d));
    GOOD(changes_set(&c, set, family_month(f), d));
    GOOD(family_law_make(&law, f, &c, d));
    GOOD(family_run_open(&run, f, ENGINE_LUA, &law, &output, 1, d));
    results_init(&r);
    GOOD(family_run_now(&run, &r, d));
    int64_t v = result_stored(&r.columns[0], p->model, 0);
    results_fini(&r);
    family_run_close(&run);
    family_law_fini(&law);
    changes_fini(&c);
    family_close(f);
    return v;
}

static void test_law(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct asked x;
    ask(&x, p, "N11", "category", "dibian", false);
    const struct switch_change *c = of_law(&x, "dibao_standard");
    assert_non_null(c);
    assert_true(c->thing.now == 118100 && c->to == 75757);
    uint16_t category = x.q.result.field;
    assert_true(under(p, "N11", "dibao_standard=757.57", category) == x.q.value);
    assert_true(under(p, "N11", "dibao_standard=757.58", category) == x.a.now);
    /* 4 times 14,172 a head: all of a keyed parameter is kept but the one entry */
    asked_close(&x);
    ask(&x, p, "N03", "category", "= none", false);
    c = of_law(&x, "capital_limit");
    assert_non_null(c);
    assert_true(c->to == 0);
    asked_close(&x);
    policy_free(p);
}

/* Rulebook lines: N03 one fen below; the property limit of R04. */
static void test_rulebook(void **state)
{
    (void)state;
    static const struct {
        const char *name, *result, *wanted, *path;
        int64_t to;
    } lines[] = {
        {"N03", "category", "none", "savings", 17006400},                     /* R04, B.5 */
        {"N03", "category", "none", "housing_count", 3},                      /* R04 */
        {"N03", "category", "none", "vehicle_count", 1},                      /* R04, R19 */
        {"N11", "category", "dibian", "persons[0].wage_income", 389730},      /* N11, F-18 */
        {"N11", "dibao_amount", "<= 1063", "persons[0].wage_income", 283430}, /* N11, B1-05 */
    };
    struct policy *p = kit_policy(NINGBO);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct asked x;
        struct family_cell c;
        bool there = false;
        ask(&x, p, lines[i].name, lines[i].result, lines[i].wanted, true);
        GOOD(family_find(x.family, lines[i].path, &c, d));
        for (size_t k = 0; k < x.a.count; k++)
            if (x.a.changes[k].thing.cell.field == c.field &&
                x.a.changes[k].thing.cell.row == c.row) {
                there = true;
                if (x.a.changes[k].to != lines[i].to)
                    fail_msg("%s %s: %lld", lines[i].name, lines[i].path,
                             (long long)x.a.changes[k].to);
            }
        if (!there)
            fail_msg("%s %s: no change", lines[i].name, lines[i].path);
        asked_close(&x);
    }
    policy_free(p);
}

/* The family is as it was, whatever was asked. */
static void test_untouched(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct buf before, after;
    struct asked x;
    struct family *f;
    buf_init(&before);
    buf_init(&after);
    GOOD(family_from_case(&f, p, "N11", 0, d));
    family_print(f, &before);
    ask(&x, p, "N11", "dibao_amount", NULL, false);
    family_print(x.family, &after);
    assert_string_equal(before.data, after.data);
    asked_close(&x);
    family_close(f);
    buf_fini(&before);
    buf_fini(&after);
    policy_free(p);
}

static void test_wanted(void **state)
{
    (void)state;
    static const char *const wrong[][2] = {
        {"category", "nothing"}, {"category", "> dibao"},     {"dibao_amount", "x"},
        {"dibao_amount", ">="},  {"dibao_amount", "= 0.001"},
    };
    struct policy *p = kit_policy(NINGBO);
    struct family *f;
    GOOD(family_from_case(&f, p, "N11", 0, d));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct switch_request q = {.family = f};
        struct diag d;
        diag_init(&d);
        assert_int_equal(asked_result(&q.result, f, wrong[i][0], &d), HM_OK);
        assert_int_equal(asked_wanted(&q, wrong[i][1], &d), HM_USAGE);
        assert_true(d.count > 0);
        diag_fini(&d);
    }
    struct family_cell c;
    assert_int_equal(asked_result(&c, f, "savings", NULL), HM_USAGE);
    family_close(f);
    policy_free(p);
}

static int say_stop(void *ctx)
{
    (void)ctx;
    return 1;
}

static void test_stopped(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct hm_host host = {.stopped = say_stop};
    struct asked x = {0};
    GOOD(family_from_case(&x.family, p, "N11", 0, d));
    GOOD(family_law_make(&x.law, x.family, NULL, d));
    x.q = (struct switch_request){.family = x.family, .law = &x.law, .host = &host};
    GOOD(asked_result(&x.q.result, x.family, "category", d));
    assert_int_equal(switch_find(&x.a, &x.q, NULL), HM_INTERRUPTED);
    asked_close(&x);
    policy_free(p);
}

/* --- what is undetermined --- */

static void range_of(struct range_answer *a, const struct policy *p, const char *name,
                     const char *result)
{
    struct family *f;
    struct family_law law;
    GOOD(family_from_case(&f, p, name, 0, d));
    GOOD(family_law_make(&law, f, NULL, d));
    struct range_request q = {.family = f, .law = &law};
    GOOD(asked_result(&q.result, f, result, d));
    GOOD(range_find(a, &q, d));
    family_law_fini(&law);
    family_close(f);
}

static void test_range(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct range_answer a;
    /* one man, nothing known of his income: up to the standard (F-36) */
    range_of(&a, p, "N01-b3", "dibao_amount");
    assert_false(a.is_known);
    assert_true(a.is_bounded && a.is_seen);
    assert_true(a.high_is_reached && a.high == 118100);
    assert_true(a.low_is_reached && a.low == 0);
    assert_true(a.fact_count >= 1 && a.facts[0].matter == RANGE_MATTERS);
    range_fini(&a);
    /* the date of birth is missing: it does not change dibao, and old age allowance it does */
    range_of(&a, p, "N01-b2", "dibao_amount");
    assert_true(a.low_is_reached && a.high_is_reached && a.low == a.high);
    assert_int_not_equal(a.facts[0].matter, RANGE_MATTERS);
    range_fini(&a);
    range_of(&a, p, "N01-b2", "old_age_allowance");
    assert_true(a.low_is_reached && a.high_is_reached && a.low == 0 && a.high > 0);
    assert_int_equal(a.facts[0].matter, RANGE_MATTERS);
    range_fini(&a);
    /* dibao, dibian, none; that it is neither of the others is proved */
    range_of(&a, p, "N01-b3", "category");
    assert_int_equal(a.code_count, 3);
    for (size_t i = 0; i < a.code_count; i++)
        assert_true(a.codes[i].is_reached);
    range_fini(&a);
    range_of(&a, p, "N01-b3", "total_benefit");
    assert_true(a.low_is_reached && a.high_is_reached && a.low == 0 && a.high == 118100);
    range_fini(&a);
    range_of(&a, p, "N11", "category");
    assert_true(a.is_known);
    range_fini(&a);
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ningbo),    cmocka_unit_test(test_yiwu),
        cmocka_unit_test(test_jiuyuan),   cmocka_unit_test(test_longyan),
        cmocka_unit_test(test_law),       cmocka_unit_test(test_rulebook),
        cmocka_unit_test(test_untouched), cmocka_unit_test(test_wanted),
        cmocka_unit_test(test_stopped),   cmocka_unit_test(test_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
