/* test_rate.c - jump points of families of every city: both sides are evaluated by themselves
 * with the reference engine, and every fen around them and elsewhere by the fast one, so that a
 * jump too many or too few is seen. Thresholds that the rulebook gives.
 */
#include "family_kit.h"

#include "value/date.h"

enum { THRESHOLD = 100, WINDOW = 60, TRACKED = 64 };

struct asked {
    struct policy *policy;
    struct family *family;
    struct family_law law;
    struct rate_request q;
    struct rate_answer a;
    struct arena arena;
};

static enum hm_status ask(struct asked *x, const char *name, const char *path, const char *from,
                          const char *to, const struct hm_host *host, struct diag *d)
{
    TRY(family_from_case(&x->family, x->policy, name, 0, d));
    TRY(family_law_make(&x->law, x->family, NULL, d));
    x->q = (struct rate_request){
        .family = x->family, .law = &x->law, .threshold_fen = THRESHOLD, .host = host};
    TRY(asked_thing(&x->q.thing, x->family, &x->law, path, &x->arena, d));
    TRY(asked_span(&x->q, from, to, d));
    return rate_find(&x->a, &x->q, d);
}

static void asked_open(struct asked *x, struct policy *p)
{
    memset(x, 0, sizeof *x);
    x->policy = p;
    arena_init(&x->arena);
}

static void asked_close(struct asked *x)
{
    rate_fini(&x->a);
    family_law_fini(&x->law);
    family_close(x->family);
    arena_fini(&x->arena);
}

/* --- against every fen --- */

static bool jumps(const struct rate_answer *a, const struct kit_point *p,
                  const struct kit_point *n)
{
    for (size_t i = 0; i < a->tracked_count; i++) {
        int64_t by = n[i].value - p[i].value;
        if (p[i].known != n[i].known)
            return true;
        if (i < a->benefit_count ? by > THRESHOLD || by < -THRESHOLD : by != 0)
            return true;
    }
    return false;
}

static bool is_found(const struct rate_answer *a, int64_t x)
{
    for (size_t i = 0; i + 1 < a->point_count; i++)
        if (a->pieces[i].is_jump && a->points[i].x == x)
            return true;
    return false;
}

/* Jumps between neighbours of from..to are those found, no more and no fewer. */
static void same_jumps(const struct asked *x, struct kit_check *fast, int64_t from, int64_t to)
{
    struct kit_point points[2][TRACKED];
    from = from < x->q.from ? x->q.from : from;
    to = to > x->q.to ? x->q.to : to;
    kit_check_at(fast, x->q.thing.cell, from, 0, points[0]);
    for (int64_t i = from; i < to; i++) {
        const struct kit_point *here = points[(i - from) & 1];
        struct kit_point *next = points[(i - from + 1) & 1];
        kit_check_at(fast, x->q.thing.cell, i + 1, 0, next);
        if (jumps(&x->a, here, next) != is_found(&x->a, i))
            fail_msg("%s at %lld: %s", family_id(x->family), (long long)i,
                     is_found(&x->a, i) ? "is no jump" : "a jump was not found");
    }
}

/* Every number of the answer, by the reference engine on a family of its own. */
static void same_points(const struct asked *x, struct kit_check *lua)
{
    struct kit_point p[TRACKED];
    for (size_t i = 0; i < x->a.point_count; i++) {
        int64_t total = 0;
        kit_check_at(lua, x->q.thing.cell, x->a.points[i].x, 0, p);
        for (size_t k = 0; k < x->a.tracked_count; k++) {
            assert_int_equal(x->a.points[i].values[k].is_known, p[k].known);
            if (p[k].known)
                assert_true(x->a.points[i].values[k].value == p[k].value);
            total += k < x->a.benefit_count ? p[k].value : 0;
        }
        if (x->a.points[i].total.is_known)
            assert_true(x->a.points[i].total.value == total);
    }
}

/* The jumps of one family along one fact. Returns how many. */
static size_t hold(struct policy *p, const char *name, const char *path)
{
    struct asked x;
    struct kit_check lua, fast;
    asked_open(&x, p);
    GOOD(ask(&x, name, path, "0", "9000", NULL, d));
    if (x.a.gap_count)
        fail_msg("%s along %s is not proved", name, path);
    assert_true(x.a.tracked_count <= TRACKED);
    kit_check_open(&lua, p, name, ENGINE_LUA, x.a.tracked, x.a.tracked_count);
    kit_check_open(&fast, p, name, ENGINE_FAST, x.a.tracked, x.a.tracked_count);
    same_points(&x, &lua);
    for (size_t i = 0; i + 1 < x.a.point_count; i++)
        if (x.a.pieces[i].is_jump)
            same_jumps(&x, &fast, x.a.points[i].x - WINDOW, x.a.points[i].x + WINDOW);
    for (int64_t at = 3000; at < 900000; at += 211777)
        same_jumps(&x, &fast, at, at + WINDOW);
    size_t n = x.a.jump_count;
    kit_check_close(&lua);
    kit_check_close(&fast);
    asked_close(&x);
    return n;
}

/* The income that a case's family is judged by: given as a whole, or the first member's wage.
 */
static const char *income_of(const struct example *e)
{
    if (strstr(e->record_json, "\"countable_income\"") || strstr(e->record_json, "家庭月收入"))
        return "countable_income";
    return strstr(e->record_json, "\"wage_income\"") ? "persons[0].wage_income" : NULL;
}

static void hold_city(const char *path, size_t most)
{
    struct policy *p = kit_policy(path);
    const struct model *m = p->model;
    uint8_t household = model_entity(m, (struct str){"household", 9});
    size_t families = 0, found = 0, usable = 0, step;
    for (size_t i = 0; i < m->example_count; i++)
        usable += m->examples[i].root == household && income_of(&m->examples[i]) &&
                  !m->examples[i].expect_error_json;
    step = usable / most + 1;
    usable = 0;
    for (size_t i = 0; i < m->example_count; i++) {
        const struct example *e = &m->examples[i];
        if (e->root != household || !income_of(e) || e->expect_error_json || usable++ % step)
            continue;
        found += hold(p, e->name, income_of(e));
        families++;
    }
    assert_true(families >= most / 3);
    assert_true(found >= families / 2); /* most of them have a line to cross */
    policy_free(p);
}

static void test_ningbo(void **state)
{
    (void)state;
    hold_city(NINGBO, 14);
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

/* --- what the rulebook says --- */

struct line {
    const char *name, *path, *from, *to, *source;
    int64_t at;     /* the last point before the jump */
    const char *of; /* a result that changes there */
    int64_t by;     /* of money: fen; 0: a category */
};

static int64_t change_of(const struct asked *x, size_t piece, const char *name, bool *there)
{
    const struct model *m = family_policy(x->family)->model;
    *there = false;
    for (size_t i = 0; i < x->a.pieces[piece].change_count; i++) {
        size_t k = x->a.pieces[piece].changes[i].field;
        if (strcmp(m->fields[x->a.tracked[k]].name, name) != 0)
            continue;
        *there = true;
        return x->a.points[piece + 1].values[k].value - x->a.points[piece].values[k].value;
    }
    return 0;
}

static void hold_line(struct policy *p, const struct line *l)
{
    struct asked x;
    bool there = false;
    asked_open(&x, p);
    GOOD(ask(&x, l->name, l->path, l->from, l->to, NULL, d));
    for (size_t i = 0; i + 1 < x.a.point_count && !there; i++) {
        if (!x.a.pieces[i].is_jump || x.a.points[i].x != l->at)
            continue;
        int64_t by = change_of(&x, i, l->of, &there);
        assert_true(there);
        if (l->by)
            assert_true(by == l->by);
        assert_true(x.a.pieces[i].changes[0].cause.is_found);
    }
    if (!there)
        fail_msg("%s: no jump of %s at %lld (%s)", l->name, l->of, (long long)l->at, l->source);
    asked_close(&x);
}

static int32_t day(int year, int month, int of_month)
{
    int32_t d = 0;
    assert_true(date_make(&d, year, month, of_month));
    return d;
}

static void test_rulebook(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    const struct line lines[] = {
        /* one fen below the line is worth the minimum top-up */
        {"N03", "countable_income", "0", "8000", "F-04, N02, N03", 354299, "dibao_amount",
         -106300},
        {"N03", "countable_income", "0", "8000", "F-01: equal is not below", 354299, "category",
         0},
        {"N03", "countable_income", "0", "8000", "NB21-04: twice the standard", 708600,
         "category", 0},
        /* 12 months x 4 x 1181 a head, three heads: not below any more */
        {"N03", "savings", "0", "200000", "R04, B.5", 17006399, "dibao_amount", -106300},
        {"N11", "persons[0].wage_income", "0", "8000", "N11, F-18", 389729, "dibao_amount",
         -106300},
        /* from the month of the 80th birthday on: born on 31 August is 80 in August */
        {"N11", "persons[0].birth_date", "1920-01-01", "1990-01-01", "B10-07, F-10",
         day(1942, 8, 31), "old_age_allowance", -5000},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        hold_line(p, &lines[i]);
    policy_free(p);
}

/* A number of the law: the family of N11 gets dibao from 757.58 on (2,145.70 of income, three
 * heads, and work costs of 30 % of the standard). */
static void test_law(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct asked x;
    bool there = false;
    asked_open(&x, p);
    GOOD(ask(&x, "N11", "law.dibao_standard", "500", "1500", NULL, d));
    for (size_t i = 0; i + 1 < x.a.point_count; i++)
        if (x.a.pieces[i].is_jump && x.a.points[i].x == 75757)
            (void)change_of(&x, i, "category", &there);
    assert_true(there);
    asked_close(&x);
    policy_free(p);
}

/* --- when it ends early --- */

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
    struct asked x;
    asked_open(&x, p);
    assert_int_equal(ask(&x, "N11", "persons[0].wage_income", "0", "8000", &host, NULL),
                     HM_INTERRUPTED);
    asked_close(&x);
    policy_free(p);
}

/* A rule that jumps at every other fen: the answer says where it stopped looking. */
static const char saw[] =
    "policy { zh = '锯' }\n"
    "entity 'household' { zh = '家庭' }\n"
    "enum 'side' { zh = '边', { 'none', '无' }, { 'odd', '单' } }\n"
    "input 'income' { of = household, type = money, unit = 'yuan/month', zh = '收入',\n"
    "  min = yuan(0), max = yuan(1000000) }\n"
    "variable 'category' { of = household, type = side, zh = '类', result = true,\n"
    "  formula = function (family, law)\n"
    "    local pairs_of = floor(family.income / yuan(0.02)) * yuan(0.02)\n"
    "    if pairs_of == family.income then return 'none' end\n"
    "    return 'odd'\n"
    "  end }\n"
    "variable 'help' { of = household, type = money, unit = 'yuan/month', zh = '补助',\n"
    "  benefit = true, result = true,\n"
    "  formula = function (family, law) return family.income / 2 end, round = 'half up to fen' "
    "}\n"
    "case 'S1' { zh = '一', source = '例', month = '2024-07', household = { income = 100 },\n"
    "  expect = { category = 'none' } }\n";

static struct policy *policy_of(const char *text)
{
    struct sources s;
    struct policy *p = NULL;
    sources_init(&s);
    s.files = mem_calloc(1, sizeof *s.files);
    assert_non_null(s.files);
    s.count = s.cap = 1;
    s.name = mem_strdup("saw");
    s.files[0] = (struct source_file){.path = mem_strdup("saw/policy.lua"),
                                      .shown_path = mem_strdup("saw/policy.lua"),
                                      .text = mem_strdup(text),
                                      .bytes = strlen(text)};
    GOOD(policy_load_sources(&p, &s, d));
    sources_fini(&s);
    return p;
}

static void test_limit(void **state)
{
    (void)state;
    struct policy *p = policy_of(saw);
    struct asked x;
    asked_open(&x, p);
    GOOD(ask(&x, "S1", "income", "0", "1000", NULL, d));
    assert_int_equal(x.a.jump_count, LIMIT_SOLVE_JUMPS);
    assert_true(x.a.gap_count >= 1);
    assert_true(x.a.gaps[x.a.gap_count - 1].to == 100000);
    for (int64_t i = 0; i < LIMIT_SOLVE_JUMPS; i++)
        assert_true(is_found(&x.a, i));
    asked_close(&x);
    asked_open(&x, p);
    GOOD(ask(&x, "S1", "income", "1", "1.2", NULL, d));
    assert_int_equal(x.a.gap_count, 0);
    assert_int_equal(x.a.jump_count, 20);
    asked_close(&x);
    policy_free(p);
}

/* A household of 900: refused with a message, not with the machine's memory. */
static void test_large(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct asked x;
    struct buf json;
    struct diag told;
    diag_init(&told);
    buf_init(&json);
    buf_puts(&json, "{\"id\":\"L\",\"month\":\"2022-08\",\"savings\":0,\"persons\":[");
    for (int i = 0; i < 900; i++)
        buf_printf(&json, "%s{\"birth_date\":\"1980-05-01\",\"wage_income\":0}", i ? "," : "");
    buf_puts(&json, "]}");
    asked_open(&x, p);
    GOOD(family_from_json(&x.family, p, 0, json.data, d));
    GOOD(family_law_make(&x.law, x.family, NULL, d));
    x.q = (struct rate_request){.family = x.family, .law = &x.law, .threshold_fen = 100};
    GOOD(asked_thing(&x.q.thing, x.family, &x.law, "savings", &x.arena, d));
    GOOD(asked_span(&x.q, "0", "100", d));
    assert_int_equal(rate_find(&x.a, &x.q, &told), HM_DATA);
    assert_true(told.count == 1);
    asked_close(&x);
    buf_fini(&json);
    diag_fini(&told);
    policy_free(p);
}

static void test_wrong(void **state)
{
    (void)state;
    static const char *const wrong[][3] = {
        {"persons[9].wage_income", "0", "1"},
        {"persons.wage_income", "0", "1"},
        {"persons[0", "0", "1"},
        {"persons[0].", "0", "1"},
        {"", "0", "1"},
        {".", "0", "1"},
        {"persons[-1].wage_income", "0", "1"},
        {"persons[99999999999].wage_income", "0", "1"},
        {"law.", "0", "1"},
        {"law.nothing", "0", "1"},
        {"law.dibao_standard[x]", "0", "1"},
        {"hukou_local", "0", "1"},
        {"persons[0].wage_income", "5", "5"},
        {"persons[0].wage_income", "8", "5"},
        {"persons[0].wage_income", "x", "5"},
        {"persons[0].wage_income", "0", "1e99"},
        {"persons[0].wage_income", "0.001", "1"},
        {"persons[0].wage_income", "-1", "1"},
    };
    struct policy *p = kit_policy(NINGBO);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct asked x;
        struct diag d;
        diag_init(&d);
        asked_open(&x, p);
        enum hm_status st = ask(&x, "N11", wrong[i][0], wrong[i][1], wrong[i][2], NULL, &d);
        if (st != HM_USAGE || d.count == 0)
            fail_msg("%s %s..%s: status %d, %zu messages", wrong[i][0], wrong[i][1],
                     wrong[i][2], (int)st, d.count);
        asked_close(&x);
        diag_fini(&d);
    }
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ningbo),   cmocka_unit_test(test_yiwu),
        cmocka_unit_test(test_jiuyuan),  cmocka_unit_test(test_longyan),
        cmocka_unit_test(test_rulebook), cmocka_unit_test(test_law),
        cmocka_unit_test(test_stopped),  cmocka_unit_test(test_limit),
        cmocka_unit_test(test_wrong),    cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
