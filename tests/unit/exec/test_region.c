/* test_region.c - the engine of a region: two policies that number fields, entities and enum
 * values in different ways, households in any mixture.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "exec_kit.h"

/* The second one declares all in another order, has a child more and other results. */
static const char west_text[] =
    "policy { zh = '西城', division = '11' }\n"
    "enum 'grade' { { 'none', '无' }, { 'low', '低' }, { 'high', '高' } }\n"
    "entity 'household' { zh = '家庭' }\n"
    "entity 'person' { of = household, plural = 'persons' }\n"
    "input 'division_code' { of = household, type = text }\n"
    "input 'income' { of = household, type = money, min = yuan(0), max = yuan(5000) }\n"
    "input 'given_grade' { of = household, type = grade }\n"
    "input 'wage' { of = person, type = money, min = yuan(0), max = yuan(300) }\n"
    "parameter 'line' { type = money, ['2020-01-01'] = { yuan(100), source = 's' } }\n"
    "variable 'grade' { of = household, type = grade, result = true,\n"
    "  formula = function (h, law) return h.given_grade end }\n"
    "variable 'aid' { of = household, type = money, result = true,\n"
    "  formula = function (h, law) return law.line - h.income end }\n"
    "variable 'half' { of = household, type = number, result = true,\n"
    "  formula = function (h, law) return h.income / yuan(3) end }\n"
    "variable 'bonus' { of = person, type = money, result = true, round = up_to(yuan(1)),\n"
    "  formula = function (p, law) return p.wage / 3 end }\n"
    "variable 'last' { of = household, type = grade, result = true,\n"
    "  formula = function (h, law) return default(h:before(1).grade, 'high') end }\n"
    "input 'number' { of = household, type = integer, min = 0, max = 100 }\n"
    "variable 'twice' { of = household, type = integer, result = true,\n"
    "  formula = function (h, law) return h.number * 2 end }\n"
    "variable 'due' { of = household, type = month, result = true,\n"
    "  formula = function (h, law) return law.month end }\n";

static const char east_text[] =
    "policy { zh = '东城', division = '1202' }\n"
    "entity 'household' { zh = '家庭' }\n"
    "entity 'vehicle' { of = household, plural = 'vehicles' }\n"
    "entity 'person' { of = household, plural = 'persons' }\n"
    "enum 'grade' { { 'high', '高' }, { 'none', '无' }, { 'middle', '中' } }\n"
    "parameter 'line' { type = money, ['2020-01-01'] = { yuan(200), source = 's' } }\n"
    "variable 'bonus' { of = person, type = money, result = true,\n"
    "  formula = function (p, law) return p.wage * 1000000 end }\n"
    "input 'wage' { of = person, type = money, min = yuan(0), max = yuan(300) }\n"
    "input 'given_grade' { of = household, type = grade }\n"
    "input 'income' { of = household, type = money, min = yuan(0), max = yuan(90000) }\n"
    "input 'division_code' { of = household, type = text }\n"
    "input 'price' { of = vehicle, type = integer }\n"
    "input 'number' { of = household, type = integer, min = 0, max = 100000 }\n"
    "variable 'grade' { of = household, type = grade, result = true,\n"
    "  formula = function (h, law) return h.given_grade end }\n"
    "variable 'last' { of = household, type = grade, result = true,\n"
    "  formula = function (h, law) return h:before(1).grade end }\n"
    "variable 'aid' { of = household, type = money, result = true,\n"
    "  formula = function (h, law) return law.line - h.income end }\n"
    "variable 'cars' { of = household, type = integer, result = true,\n"
    "  formula = function (h, law) return sum(h.vehicles, function (v) return v.price end) end "
    "}\n"
    "variable 'tax' { of = vehicle, type = integer, result = true,\n"
    "  formula = function (v, law) return v.price * 2 end }\n";

/* One county of the east has rules of its own. */
static const char county_text[] =
    "policy { zh = '东县', division = '120203' }\n"
    "entity 'household' { zh = '家庭' }\n"
    "input 'division_code' { of = household, type = text }\n"
    "variable 'aid' { of = household, type = money, result = true,\n"
    "  formula = function (h, law) return yuan(7) end }\n";

static struct policy *load(const char *name, const char *text)
{
    struct sources s;
    struct policy *p = NULL;
    struct diag d;
    char path[64];
    snprintf(path, sizeof path, "%s/policy.lua", name);
    sources_init(&s);
    s.files = mem_calloc(1, sizeof *s.files);
    s.count = s.cap = 1;
    s.name = mem_strdup(name);
    s.files[0] = (struct source_file){.path = mem_strdup(path),
                                      .shown_path = mem_strdup(path),
                                      .text = mem_strdup(text),
                                      .bytes = strlen(text)};
    diag_init(&d);
    if (policy_load_sources(&p, &s, &d) != HM_OK)
        kit_fail_diag("load", &d);
    diag_fini(&d);
    return p;
}

static enum hm_status join(struct policy **out, struct policy **members, size_t n,
                           struct diag *d)
{
    struct sources s;
    sources_init(&s);
    s.name = mem_strdup("land");
    s.members = mem_calloc(n, sizeof *s.members);
    for (size_t i = 0; i < n; i++) {
        s.members[s.member_count++] = mem_strdup(members[i]->sources.name);
        for (size_t k = 0; k < members[i]->sources.count; k++)
            assert_int_equal(sources_add(&s, &members[i]->sources.files[k], NULL), HM_OK);
    }
    return policy_join(out, members, n, &s, d);
}

static struct policy *land(void)
{
    struct policy *p = NULL, *members[] = {load("west", west_text), load("east", east_text),
                                           load("county", county_text)};
    struct diag d;
    diag_init(&d);
    if (join(&p, members, 3, &d) != HM_OK)
        kit_fail_diag("join", &d);
    diag_fini(&d);
    return p;
}

static void begin(struct kit *k, const char *facts, const char *outputs, bool jagged)
{
    memset(k, 0, sizeof *k);
    k->policy = land();
    results_init(&k->results);
    char *copy = strdup(facts), *save = NULL;
    char *part = strtok_r(copy, "@", &save);
    kit_frame(&k->frame, k->policy->model, part, jagged);
    while ((part = strtok_r(NULL, "@", &save))) {
        struct frame earlier;
        int32_t month;
        assert_true(month_parse(&month, (struct str){part, 7}));
        kit_frame(&earlier, k->policy->model, part + 7, jagged);
        assert_int_equal(frame_add_past(&k->frame, month, &earlier, NULL), HM_OK);
    }
    free(copy);
    kit_evaluation(k, outputs, "2022-07");
}

static void run(struct kit *k, enum engine_kind kind, bool stored)
{
    struct engine *engine;
    struct diag d;
    diag_init(&d);
    k->e.stored = stored;
    if (engine_open(&engine, kind, &k->e, &d) != HM_OK)
        kit_fail_diag("open", &d);
    for (int again = 0; again < 2; again++) /* an engine serves many frames */
        if (engine_run(engine, &k->frame, &k->results, &d) != HM_OK)
            kit_fail_diag("run", &d);
    engine_close(engine);
    diag_fini(&d);
}

static void expect(const char *facts, const char *outputs, const char *want)
{
    static const enum engine_kind kinds[] = {ENGINE_LUA, ENGINE_FAST, ENGINE_BOTH};
    struct kit k;
    begin(&k, facts, outputs, false);
    for (size_t i = 0; i < 3; i++) {
        run(&k, kinds[i], false);
        char *got = kit_text(&k);
        if (strcmp(got, want) != 0)
            fail_msg("engine %zu, %s\n  gave %s\n  want %s", i, facts, got, want);
        mem_free(got);
    }
    kit_fini(&k);
}

/* Several laws in one pass: `grade` is one column for all of them, renumbered once. */
static const char south_text[] =
    "policy { zh = '南城', division = '13' }\n"
    "enum 'grade' { { 'high', '高' }, { 'low', '低' }, { 'none', '无' } }\n"
    "entity 'household' { zh = '家庭' }\n"
    "entity 'person' { of = household, plural = 'persons' }\n"
    "input 'division_code' { of = household, type = text }\n"
    "input 'income' { of = household, type = money, min = yuan(0), max = yuan(5000) }\n"
    "input 'given_grade' { of = household, type = grade }\n"
    "input 'wage' { of = person, type = money, min = yuan(0), max = yuan(300) }\n"
    "parameter 'line' { type = money, ['2020-01-01'] = { yuan(300), source = 's' } }\n"
    "variable 'grade' { of = household, type = grade, result = true,\n"
    "  formula = function (h, law) return h.given_grade end }\n"
    "variable 'aid' { of = household, type = money, result = true,\n"
    "  formula = function (h, law) return law.line - h.income end }\n";

static void several(const char *facts, const char *const wants[2])
{
    static const enum engine_kind kinds[] = {ENGINE_LUA, ENGINE_FAST, ENGINE_BOTH};
    struct policy *members[2] = {load("west", west_text), load("south", south_text)};
    struct kit k;
    memset(&k, 0, sizeof k);
    assert_int_equal(join(&k.policy, members, 2, NULL), HM_OK);
    results_init(&k.results);
    kit_frame(&k.frame, k.policy->model, facts, true);
    kit_evaluation(&k, "grade aid half", "2022-07");
    struct patch patches[2];
    for (uint16_t i = 0; i < 2; i++) {
        const struct model *m = k.policy->members[i]->model;
        patches[i] =
            (struct patch){.parameter = (uint16_t)model_parameter(m, (struct str){"line", 4}),
                           .to = DATE_ALWAYS,
                           .member = i};
        patches[i].value = m->parameters[patches[i].parameter].values[0];
        patches[i].from = patches[i].value.from;
        patches[i].value.scalar.as.rational = rational_of(100000 + i);
    }
    /* an even number: renumbering twice is not renumbering */
    const struct alternative laws[2] = {{0}, {patches, 2, NULL, 0}};
    k.e.alternatives = laws;
    k.e.alternative_count = 2;
    for (size_t i = 0; i < 3; i++) {
        struct results r[2];
        struct engine *engine;
        for (int law = 0; law < 2; law++)
            results_init(&r[law]);
        assert_int_equal(engine_open(&engine, kinds[i], &k.e, NULL), HM_OK);
        for (int again = 0; again < 2; again++)
            assert_int_equal(engine_run(engine, &k.frame, r, NULL), HM_OK);
        engine_close(engine);
        for (int law = 0; law < 2; law++) {
            struct results saved = k.results;
            k.results = r[law];
            char *got = kit_text(&k);
            k.results = saved;
            if (strcmp(got, wants[law]) != 0)
                fail_msg("engine %zu, law %d\n  gave %s\n  want %s", i, law, got, wants[law]);
            mem_free(got);
        }
        for (int law = 0; law < 2; law++)
            results_fini(&r[law]);
    }
    kit_fini(&k);
}

static void test_several_laws(void **state)
{
    static const char *const alone[] = {
        "grade=low,high aid=260.00,250.00 half=0,0",
        "grade=low,high aid=960.01,950.01 half=0,0",
    };
    static const char *const mixed[] = {
        "grade=low,high aid=60.00,250.00 half=40/3,0",
        "grade=low,high aid=960.00,950.01 half=40/3,0",
    };
    (void)state;
    several("household division_code=13 income=40 given_grade=low; person wage=1; "
            "household division_code=1377 income=50 given_grade=high",
            alone);
    several("household division_code=11 income=40 given_grade=low; person wage=1; "
            "household division_code=13 income=50 given_grade=high",
            mixed);
}

static void test_mixed(void **state)
{
    (void)state;
    expect("household division_code=110101 income=40; household division_code=120201001 "
           "income=40; household division_code=110999 income=30",
           "aid", "aid=60.00,160.00,70.00");
}

static void test_longest_prefix(void **state)
{
    (void)state;
    expect("household division_code=120203 income=1; household division_code=120203001005 "
           "income=1; household division_code=120204 income=1",
           "aid", "aid=7.00,7.00,199.00");
}

static void test_one_member(void **state)
{
    (void)state;
    expect("household division_code=1202 income=40 given_grade=middle; "
           "household division_code=120277 income=50 given_grade=high",
           "aid grade half", "aid=160.00,150.00 grade=middle,high half=0,0");
}

/* Codes as integers, and a township with rules of its own: nine digits. */
static void test_integer_codes(void **state)
{
    (void)state;
    static const char text[] = "policy { zh = '%s', division = '%s' }\nentity 'household' {}\n"
                               "input 'division_code' { of = household, type = integer }\n"
                               "variable 'aid' { of = household, type = money, result = true,\n"
                               "  formula = function (h, law) return yuan(%d) end }\n";
    static const char *const codes[] = {"11", "110101003"};
    struct policy *members[2];
    struct kit k;
    struct diag d;
    diag_init(&d);
    memset(&k, 0, sizeof k);
    for (int i = 0; i < 2; i++) {
        char policy[512], name[8];
        snprintf(policy, sizeof policy, text, codes[i], codes[i], i + 1);
        snprintf(name, sizeof name, "p%d", i);
        members[i] = load(name, policy);
    }
    if (join(&k.policy, members, 2, &d) != HM_OK)
        kit_fail_diag("join", &d);
    results_init(&k.results);
    kit_frame(&k.frame, k.policy->model,
              "household division_code=110101; household division_code=110101003; household "
              "division_code=110101003001; household division_code=12; household",
              false);
    kit_evaluation(&k, "aid", "2022-07");
    run(&k, ENGINE_BOTH, false);
    char *got = kit_text(&k);
    assert_string_equal(got, "aid=1.00,2.00,2.00,!no policy for division_code 12: land has "
                             "policies for 11 11, 110101003 110101003,?division_code");
    mem_free(got);
    kit_fini(&k);
    diag_fini(&d);
}

/* More counties than are remembered at a time. */
static void test_many_counties(void **state)
{
    (void)state;
    struct buf facts, want;
    buf_init(&facts);
    buf_init(&want);
    buf_puts(&want, "aid=");
    for (int i = 0; i < 2000; i++) {
        bool west = i * 7 % 3 == 0;
        if (west)
            buf_printf(&facts, "household division_code=11%04d income=0;", i * 37 % 10000);
        else
            buf_printf(&facts, "household division_code=1202%02d001 income=0;", 10 + i % 90);
        buf_printf(&want, "%s%s", i ? "," : "", west ? "100.00" : "200.00");
    }
    expect(facts.data, "aid", want.data);
    buf_fini(&facts);
    buf_fini(&want);
}

static void test_without_policy(void **state)
{
    (void)state;
    expect("household division_code=990101 income=4; person wage=9; "
           "household division_code=110101 income=4; person wage=6",
           "aid person.bonus",
           "aid=!no policy for division_code 990101: land has policies for 11 西城, 1202 东城, "
           "120203 东县,96.00 bonus=!no policy for division_code 990101: land has policies for "
           "11 西城, 1202 东城, 120203 东县,2.00");
}

static void test_nobody_has_a_policy(void **state)
{
    (void)state;
    expect("household division_code=12; household division_code=1; household "
           "division_code=xx",
           "cars",
           "cars=!no policy for division_code 12: land has policies for 11 西城, 1202 东城, "
           "120203 东县,!no policy for division_code 1: land has policies for 11 西城, 1202 "
           "东城, 120203 东县,!no policy for division_code xx: land has policies for 11 西城, "
           "1202 东城, 120203 东县");
}

static void test_missing_code(void **state)
{
    (void)state;
    expect("household income=4; person wage=9; household division_code=11 income=4",
           "aid "
           "person.bonus",
           "aid=?division_code,96.00 bonus=?division_code");
}

static void test_children(void **state)
{
    (void)state;
    expect("household division_code=11; person wage=1; person wage=300; "
           "household division_code=1202; person wage=2; vehicle price=4; vehicle price=5; "
           "household division_code=11; household division_code=1202; person wage=3",
           "person.bonus cars vehicle.tax",
           "bonus=1.00,100.00,2000000.00,3000000.00 cars=0,9,0,0 tax=8,10");
}

static void test_not_applicable(void **state)
{
    (void)state;
    /* West has no vehicles: theirs have no tax there. A month nobody computes has no value. */
    expect("household division_code=11 income=1; vehicle price=4; household division_code=1202 "
           "income=1; vehicle price=4",
           "cars vehicle.tax half due", "cars=0,4 tax=0,8 half=1/3,0 due=2022-07,?no issue");
}

static void test_issues_in_order(void **state)
{
    (void)state;
    expect("household division_code=1202; person; household division_code=11; person wage=2; "
           "person; household division_code=1202 income=5; person wage=1",
           "aid person.bonus",
           "aid=?income,?income,195.00 "
           "bonus=?persons[0].wage,1.00,?persons[1].wage,1000000.00");
}

static void test_enum_values(void **state)
{
    (void)state;
    /* Codes differ in both directions; "low" is not known in the east. */
    expect("household division_code=11 given_grade=low income=0; "
           "household division_code=1202 given_grade=middle income=0; "
           "household division_code=11 given_grade=high income=0; "
           "household division_code=1202 given_grade=low income=0",
           "grade aid",
           "grade=low,middle,high,!given_grade has the value \"low\", which the policy east "
           "does not know aid=100.00,200.00,100.00,!given_grade has the value \"low\", which "
           "the policy east does not know");
}

static void test_past(void **state)
{
    (void)state;
    expect("household division_code=11; household division_code=1202; household "
           "division_code=1202; household division_code=1202"
           "@2022-06 household grade=low; household grade=high; household grade=low; "
           "household grade=middle",
           "last", "last=low,high,?history[2022-06].grade,middle");
}

static void test_patches(void **state)
{
    (void)state;
    struct kit k;
    begin(&k, "household division_code=11 income=0; household division_code=1202 income=0",
          "aid", false);
    struct patch p = {.to = DATE_ALWAYS, .member = 1};
    p.parameter =
        (uint16_t)model_parameter(k.policy->members[1]->model, (struct str){"line", 4});
    p.value = (struct parameter_value){
        .scalar = {.kind = KIND_MONEY, .as.rational = rational_of(1234500)}};
    k.e.patches = &p;
    k.e.patch_count = 1;
    run(&k, ENGINE_BOTH, false);
    char *got = kit_text(&k);
    assert_string_equal(got, "aid=100.00,12345.00");
    mem_free(got);
    kit_fini(&k);
}

/* What storing gives is the stored form of what is exact, in the narrowest lane. */
static void expect_stored(const char *facts, bool jagged)
{
    static const char outputs[] = "grade aid half person.bonus cars vehicle.tax due last";
    struct kit exact, stored;
    begin(&exact, facts, outputs, jagged);
    begin(&stored, facts, outputs, jagged);
    run(&exact, ENGINE_FAST, false);
    run(&stored, ENGINE_FAST, true);
    const struct model *m = exact.policy->model;
    for (size_t i = 0; i < exact.results.column_count; i++) {
        const struct result_column *a = &exact.results.columns[i];
        const struct result_column *b = &stored.results.columns[i];
        assert_int_equal(a->rows, b->rows);
        assert_int_equal(a->field, b->field);
        assert_non_null(b->rows ? b->data : (void *)b);
        for (uint32_t r = 0; r < a->rows; r++) {
            assert_int_equal(result_state(a, r), result_state(b, r));
            if (result_state(a, r) == HM_TRAP_NONE)
                assert_int_equal(result_stored(a, m, r), result_stored(b, m, r));
        }
    }
    assert_int_equal(exact.results.issue_count, stored.results.issue_count);
    kit_fini(&exact);
    kit_fini(&stored);
}

static void test_stored(void **state)
{
    (void)state;
    for (int jagged = 0; jagged < 2; jagged++) {
        expect_stored("household division_code=11 income=1 given_grade=low; person wage=3; "
                      "person wage=4; household division_code=1202 income=2 given_grade=none; "
                      "person wage=5; household division_code=1202 income=3; person wage=300; "
                      "person wage=1; person wage=2; vehicle price=7",
                      jagged);
        expect_stored("household division_code=11 income=1; person wage=3; household "
                      "division_code=11 income=7",
                      jagged);
        expect_stored("household division_code=33 income=1; household division_code=11 "
                      "income=7; household income=8; household division_code=120203",
                      jagged);
    }
}

static void test_lanes_stay_narrow(void **state)
{
    (void)state;
    struct kit k;
    begin(&k,
          "household division_code=11 given_grade=low; household division_code=1202 "
          "given_grade=none",
          "grade", true);
    run(&k, ENGINE_FAST, true);
    assert_non_null(k.results.columns[0].data);
    assert_int_equal(k.results.columns[0].lane, LANE_U8);
    assert_null(k.results.columns[0].state); /* all known */
    kit_fini(&k);
}

/* The store proves that facts keep to the region's limits, which are wider than the west's. */
static void test_ranges(void **state)
{
    (void)state;
    struct kit k;
    begin(&k, "household division_code=11 number=99; household division_code=11 number=70000",
          "twice", true);
    k.frame.in_range = true;
    run(&k, ENGINE_FAST, true);
    assert_int_equal(result_stored(&k.results.columns[0], k.policy->model, 0), 198);
    assert_int_equal(result_stored(&k.results.columns[0], k.policy->model, 1), 140000);
    kit_fini(&k);
}

static void test_no_rows(void **state)
{
    (void)state;
    struct kit k;
    begin(&k, "household division_code=11", "aid person.bonus", false);
    frame_fini(&k.frame);
    assert_int_equal(frame_init(&k.frame, k.policy->model, 0), HM_OK);
    assert_int_equal(frame_link(&k.frame, NULL), HM_OK);
    run(&k, ENGINE_FAST, true);
    assert_int_equal(k.results.column_count, 2);
    assert_int_equal(k.results.columns[0].rows, 0);
    kit_fini(&k);
}

/* --- joining --- */

static void expect_refused(const char *second, const char *want)
{
    struct policy *p = NULL, *members[] = {load("west", west_text), load("other", second)};
    struct diag d;
    diag_init(&d);
    assert_int_equal(join(&p, members, 2, &d), HM_DATA);
    assert_int_equal(d.count, 1);
    assert_non_null(d.items[0].at.file);
    if (!strstr(d.items[0].text, want))
        fail_msg("%s: wanted %s", d.items[0].text, want);
    diag_fini(&d);
}

static void test_join_refuses(void **state)
{
    (void)state;
    expect_refused("policy { division = '11' }\nentity 'household' {}\n",
                   "division 11 is claimed by west/policy.lua already");
    expect_refused("policy { division = '12' }\nentity 'household' {}\n"
                   "input 'income' { of = household, type = integer }\n",
                   "household.income has another type");
    expect_refused("policy { division = '12' }\nentity 'household' {}\nentity 'flat' { of = "
                   "household, plural = 'flats' }\nentity 'person' { of = flat, plural = "
                   "'persons' }\n",
                   "entity person stands below different entities");
}

static void test_join(void **state)
{
    (void)state;
    struct policy *p = land();
    const struct model *m = p->model;
    uint8_t household = model_entity(m, (struct str){"household", 9});
    const struct field *income =
        &m->fields[model_field(m, household, (struct str){"income", 6})];
    const struct field *last = &m->fields[model_field(m, household, (struct str){"last", 4})];
    assert_int_equal(income->max.as.rational.num, 9000000); /* both fit */
    assert_int_equal(last->before_months, 1);
    assert_int_equal(last->read_count, 0);
    const struct field *aid = &m->fields[model_field(m, household, (struct str){"aid", 3})];
    assert_int_equal(aid->read_count, 1);
    assert_int_equal(aid->reads[0], income->id);
    assert_true(model_parameter(m, (struct str){"line", 4}) >= 0);
    int names = model_parameter(m, (struct str){"division_name", 13});
    assert_true(names >= 0);
    struct value name;
    const struct parameter *table = &m->parameters[names];
    assert_int_equal(
        parameter_lookup(&name, table, parameter_on(table, 0), rational_of(120203)),
        HM_TRAP_NONE);
    assert_true(str_eq(name.as.text, (struct str){"东县", strlen("东县")}));
    assert_int_equal(policy_script_count(p), 0);
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_several_laws),
        cmocka_unit_test(test_mixed),
        cmocka_unit_test(test_longest_prefix),
        cmocka_unit_test(test_one_member),
        cmocka_unit_test(test_without_policy),
        cmocka_unit_test(test_integer_codes),
        cmocka_unit_test(test_many_counties),
        cmocka_unit_test(test_nobody_has_a_policy),
        cmocka_unit_test(test_missing_code),
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_not_applicable),
        cmocka_unit_test(test_issues_in_order),
        cmocka_unit_test(test_enum_values),
        cmocka_unit_test(test_past),
        cmocka_unit_test(test_patches),
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_lanes_stay_narrow),
        cmocka_unit_test(test_no_rows),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_join_refuses),
        cmocka_unit_test(test_join),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
