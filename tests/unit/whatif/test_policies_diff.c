/* test_policies_diff.c - two policies side by side: exactly what was changed is told, nothing
 * else; and the smallest family that both treat differently, against all small families.
 */
#include "../run/run_kit.h"

#include "base/fs.h"
#include "base/mem.h"
#include "whatif/family.h"
#include "whatif/policies_diff.h"
#include "whatif/policies_people.h"
#include "whatif/smallest.h"

#define MAY (2022 * 12 + 4)

static const char town[] =
    "policy { zh = 'x', division = '9906' }\n"
    "entity 'household' { zh = 'h' }\n"
    "entity 'person' { zh = 'p', of = household, plural = 'persons' }\n"
    "enum 'kind' { zh = 'k', { 'none', 'n' }, { 'one', 'o' } }\n"
    "input 'income' { of = household, type = money, zh = 'i', min = yuan(0), max = yuan(9000) "
    "}\n"
    "input 'savings' { of = household, type = money, zh = 's', default = yuan(0), min = "
    "yuan(0), "
    "max = yuan(900000) }\n"
    "input 'level' { of = person, type = integer, zh = 'l', default = 0, min = 0, max = 4 }\n"
    "input 'female' { of = person, type = boolean, zh = 'w', default = false }\n"
    "input 'born' { of = person, type = date, zh = 'b' }\n"
    "parameter 'standard' { zh = 'c', type = money, unit = 'yuan/month', ['2022-01-01'] = { "
    "yuan(1000), source = 'A 1' }, ['2022-07-01'] = { yuan(1200), source = 'A 2' } }\n"
    "parameter 'rates' { zh = 'r', type = money, key = kind, ['2022-01-01'] = { { one = "
    "yuan(5) "
    "}, otherwise = yuan(0), source = 'A 3' } }\n"
    "local share = 2\n"
    "local function helped(x) return x / share end\n"
    "variable 'low' { of = household, type = money, zh = 'vl', law = 'L1', result = true,\n"
    "  formula = function (family, law)\n"
    "    local line = law.standard * #family.persons\n"
    "    if family.income < line then return line - family.income end\n"
    "    return yuan(0)\n"
    "  end }\n"
    "variable 'care' { of = person, type = money, zh = 'vc', law = 'L2', result = true,\n"
    "  round = down_to(yuan(1)),\n"
    "  formula = function (person, law)\n"
    "    if person.level ~= 3 or not person.female then return yuan(0) end\n"
    "    if age(person.born, law.month) < 60 then return yuan(0) end\n"
    "    return helped(yuan(100))\n"
    "  end }\n"
    "case 'C1' { zh = 'c1', source = 't', month = '2022-05',\n"
    "  household = { income = 400, persons = { { born = '1980-01-01' } } },\n"
    "  expect = { low = 600 } }\n";

static struct policy *load_text(const char *text)
{
    struct sources s;
    struct policy *p = NULL;
    struct diag d;
    sources_init(&s);
    diag_init(&d);
    s.name = mem_strdup("x");
    s.files = mem_calloc(1, sizeof *s.files);
    s.count = s.cap = 1;
    s.files[0].bytes = strlen(text);
    s.files[0].text = mem_strdup(text);
    s.files[0].path = mem_strdup("x/policy.lua");
    s.files[0].shown_path = mem_strdup("policy.lua");
    enum hm_status st = policy_load_sources(&p, &s, &d);
    for (size_t i = 0; st != HM_OK && i < d.count; i++)
        print_error("%s\n", d.items[i].text);
    assert_int_equal(st, HM_OK);
    diag_fini(&d);
    sources_fini(&s);
    return p;
}

static char *replaced(const char *text, const char *from, const char *to)
{
    struct buf b;
    const char *at = strstr(text, from);
    assert_non_null(at);
    buf_init(&b);
    buf_put(&b, text, (size_t)(at - text));
    buf_puts(&b, to);
    buf_puts(&b, at + strlen(from));
    return buf_take(&b);
}

static struct policy *with(const char *from, const char *to)
{
    char *text = replaced(town, from, to);
    struct policy *p = load_text(text);
    mem_free(text);
    return p;
}

struct pair {
    struct policy *before, *after;
    struct policies_diff diff;
};

static struct pair compare(const char *from, const char *to)
{
    struct pair p = {load_text(town), from ? with(from, to) : load_text(town), {0}};
    KIT_OK(policies_diff(&p.diff, p.before, p.after, MAY, true, d));
    return p;
}

static void pair_fini(struct pair *p)
{
    policies_diff_fini(&p->diff);
    policy_free(p->before);
    policy_free(p->after);
}

/* --- what is told --- */

static void nothing_differs(const char *from, const char *to)
{
    struct pair p = compare(from, to);
    assert_int_equal(p.diff.item_count, 0);
    assert_false(policies_diff_matters(&p.diff));
    assert_int_equal(p.diff.pairs[0].result_count, 0);
    assert_int_equal(p.diff.month, MAY);
    pair_fini(&p);
}

static void test_nothing(void **state)
{
    (void)state;
    nothing_differs(NULL, NULL);
    nothing_differs("    local line = law", "    -- the line\n    local  line  = law");
    nothing_differs("local function helped(x) return x / share",
                    "local function helped(sum) return sum / share");
    nothing_differs("local share = 2\n", "local share = 2 -- as agreed\n\n");
    nothing_differs(
        "function (person, law)\n    if person.level ~= 3 or not person.female then "
        "return yuan(0) end\n    if age(person.born",
        "function (who, law)\n    if who.level ~= 3 or not who.female then return "
        "yuan(0) end\n    if age(who.born");
}

/* One item of this name and these changes; what can come out otherwise. */
static void one_differs(const char *from, const char *to, const char *name, unsigned what,
                        size_t results)
{
    struct pair p = compare(from, to);
    assert_int_equal(p.diff.item_count, 1);
    assert_string_equal(p.diff.items[0].name, name);
    assert_int_equal(p.diff.items[0].what, what);
    assert_false(p.diff.items[0].is_new || p.diff.items[0].is_gone);
    assert_int_equal(p.diff.pairs[0].result_count, results);
    pair_fini(&p);
}

static void test_one(void **state)
{
    (void)state;
    one_differs("yuan(1000)", "yuan(1001)", "standard", POLICIES_IN_FORCE | POLICIES_DATED, 1);
    one_differs("'A 1'", "'B 1'", "standard", POLICIES_SOURCE, 0);
    one_differs("one = yuan(5)", "one = yuan(6)", "rates", POLICIES_IN_FORCE | POLICIES_DATED,
                0);
    one_differs("law.standard * #", "law.standard * 1 * #", "household.low", POLICIES_FORMULA,
                1);
    /* a helper: its formula reads the same; the sum over members is a result too */
    one_differs("local share = 2", "local share = 4", "person.care", POLICIES_CALLED, 2);
    one_differs("down_to(yuan(1))", "up_to(yuan(1))", "person.care", POLICIES_ROUNDING, 2);
    one_differs("law = 'L2'", "law = 'L3'", "person.care", POLICIES_WORDS, 0);
    one_differs("default = 0", "default = 3", "person.level", POLICIES_DEFAULT, 2);
    one_differs("max = 4", "max = 5", "person.level", POLICIES_RANGE, 0);
}

static void test_there_or_not(void **state)
{
    (void)state;
    struct pair p =
        compare("case 'C1'", "variable 'more' { of = household, type = integer, zh = "
                             "'m', law = 'L', result = true, formula = function (f, "
                             "law) return 1 end }\ncase 'C2'");
    assert_int_equal(p.diff.item_count, 3);
    assert_true(p.diff.items[0].is_new && p.diff.items[0].kind == POLICIES_VARIABLE);
    assert_string_equal(p.diff.items[0].name, "household.more");
    assert_true(p.diff.items[1].is_new && p.diff.items[1].kind == POLICIES_CASE);
    assert_true(p.diff.items[2].is_gone && strcmp(p.diff.items[2].name, "C1") == 0);
    pair_fini(&p);
}

/* A value of a later day: that month is chosen, unless one was asked for. */
static void test_month(void **state)
{
    (void)state;
    struct pair p = compare("yuan(1200)", "yuan(1300)");
    assert_true(p.diff.month_chosen);
    assert_int_equal(p.diff.month, 2022 * 12 + 6);
    assert_int_equal(p.diff.pairs[0].result_count, 1);
    assert_int_equal(p.diff.items[0].value_count, 1);
    policies_diff_fini(&p.diff);
    KIT_OK(policies_diff(&p.diff, p.before, p.after, MAY, false, d));
    assert_false(p.diff.month_chosen);
    assert_int_equal(p.diff.items[0].what, POLICIES_DATED);
    pair_fini(&p);
}

/* --- the smallest family --- */

static struct smallest search(const struct pair *p, unsigned members, uint64_t families)
{
    struct hm_host host = {.engine = HM_ENGINE_FAST, .threads = 1};
    struct smallest found;
    struct smallest_job job = {.pair = &p->diff.pairs[0],
                               .month = p->diff.month,
                               .max_members = members,
                               .max_families = families,
                               .host = &host};
    KIT_OK(smallest_find(&found, &job, d));
    return found;
}

/* Both policies' result for the record, by the reference engine. */
static void record_gives(const struct pair *p, const char *json, const char *field,
                         int64_t before, int64_t after)
{
    for (int side = 0; side < 2; side++) {
        struct policy *policy = side ? p->after : p->before;
        struct family *f;
        struct family_law law;
        struct family_run run;
        struct results r;
        uint8_t root = model_entity(policy->model, (struct str){"household", 9});
        uint16_t id = model_field(policy->model, root, (struct str){field, strlen(field)});
        KIT_OK(family_from_json(&f, policy, p->diff.month, json, d));
        KIT_OK(family_law_make(&law, f, NULL, d));
        KIT_OK(family_run_open(&run, f, ENGINE_LUA, &law, &id, 1, d));
        results_init(&r);
        KIT_OK(family_run_now(&run, &r, d));
        assert_int_equal(result_state(&r.columns[0], 0), HM_TRAP_NONE);
        assert_int_equal(result_stored(&r.columns[0], policy->model, 0), side ? after : before);
        results_fini(&r);
        family_run_close(&run);
        family_law_fini(&law);
        family_close(f);
    }
}

/* One person and the income are needed whatever it is; below the lower line both differ. */
static void test_smallest_parameter(void **state)
{
    (void)state;
    struct pair p = compare("yuan(1000)", "yuan(1001)");
    struct smallest s = search(&p, 2, 100000);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.families[0].members, 1);
    assert_int_equal(s.families[0].facts, 1);
    assert_string_equal(s.families[0].result, "household.low");
    assert_non_null(strstr(s.families[0].record, "household = { income = "));
    assert_non_null(strstr(s.families[0].record, "persons = { { } } }"));
    assert_int_equal(s.families[0].result_count, 1);
    assert_true(s.one_fact == 2 && s.evaluated > 0);
    record_gives(&p, "{\"income\":0,\"persons\":[{}]}", "low", 100000, 100100);
    smallest_fini(&s);
    pair_fini(&p);
}

/* Only an old woman of level 3 gets care: three facts, none of which does it alone or with one
 * other; her birthday is the day after which she is 60. */
static void test_smallest_rule(void **state)
{
    (void)state;
    struct pair p = compare("local share = 2", "local share = 4");
    struct smallest s = search(&p, 2, 400000);
    assert_true(s.count >= 1);
    assert_int_equal(s.families[0].members, 1);
    assert_int_equal(s.families[0].facts, 3);
    assert_non_null(strstr(s.families[0].record, "level = 3"));
    assert_non_null(strstr(s.families[0].record, "female = true"));
    assert_non_null(strstr(s.families[0].record, "born = "));
    const struct smallest_result *r = &s.families[0].results[0];
    assert_string_equal(r->path, "persons[0].care");
    assert_string_equal(r->before, "50.00");
    assert_string_equal(r->after, "25.00");
    record_gives(&p, "{\"persons\":[{\"level\":3,\"female\":true,\"born\":\"1950-01-01\"}]}",
                 "care", 5000, 2500);
    smallest_fini(&s);
    pair_fini(&p);
}

/* One fen on a fact of one household: found at the very edge. */
static void test_smallest_edge(void **state)
{
    (void)state;
    struct pair p = compare("family.income < line then", "family.income <= line + fen(1) then");
    struct smallest s = search(&p, 1, 100000);
    assert_int_equal(s.count, 1);
    assert_non_null(strstr(s.families[0].record, "income = 1000.01"));
    assert_string_equal(s.families[0].results[0].after, "-0.01");
    smallest_fini(&s);
    pair_fini(&p);
}

/* Formulas written otherwise that give the same: nothing is found, and what was tried is said.
 */
static void test_none(void **state)
{
    (void)state;
    struct pair p = compare("law.standard * #", "law.standard * 1 * #");
    struct smallest s = search(&p, 1, 20000);
    assert_int_equal(s.count, 0);
    assert_true(s.evaluated >= 20000 && s.random > 0 && s.cases == 1);
    assert_int_equal(s.results, 1);
    smallest_fini(&s);
    pair_fini(&p);
}

/* An error where the other has a value is told when no two values differ. */
static void test_refused(void **state)
{
    (void)state;
    struct pair p = compare("return line - family.income",
                            "if family.savings > yuan(50000) then error('too rich') end\n"
                            "      return line - family.income");
    struct smallest s = search(&p, 1, 50000);
    assert_int_equal(s.count, 1);
    assert_true(s.families[0].is_refused);
    assert_null(s.families[0].results[0].after);
    assert_non_null(strstr(s.families[0].record, "savings = "));
    smallest_fini(&s);
    pair_fini(&p);
}

/* Only a case has the amount; of its members and facts one of each is enough. */
static void test_shrunk(void **state)
{
    (void)state;
    static const char *const rule = "return yuan(0)\n  end }\nvariable 'care'";
    char *text =
        replaced(town, rule,
                 "if family.savings / 7 == yuan(4761) and count(family.persons, "
                 "'female') + sum(family.persons, 'level') >= 0 then return yuan(2) end\n"
                 "    return yuan(0)\n  end }\nvariable 'care'");
    char *with_case =
        replaced(text, "case 'C1'",
                 "case 'C2' { zh = 'c2', source = 't', month = '2022-05', household "
                 "= { income = 8000, savings = 33327, persons = { { born = "
                 "'1980-01-01', level = 2, female = true }, { born = "
                 "'1990-01-01' }, { level = 1 } } }, expect = { low = 2 } }\n"
                 "case 'C1'");
    struct pair p = {load_text(town), load_text(with_case), {0}};
    KIT_OK(policies_diff(&p.diff, p.before, p.after, MAY, true, d));
    struct smallest s = search(&p, 1, 5);
    assert_int_equal(s.count, 1);
    assert_int_equal(s.families[0].members, 1);
    assert_int_equal(s.families[0].facts, 2);
    assert_string_equal(
        s.families[0].record,
        "household = { income = 8000.00, savings = 33327.00, persons = { { } } }");
    smallest_fini(&s);
    pair_fini(&p);
    mem_free(text);
    mem_free(with_case);
}

/* The same search gives the same families. */
static void test_same_again(void **state)
{
    (void)state;
    struct pair p = compare("local share = 2", "local share = 4");
    struct smallest s = search(&p, 2, 400000), t = search(&p, 2, 400000);
    assert_int_equal(s.count, t.count);
    assert_string_equal(s.families[0].record, t.families[0].record);
    assert_true(s.evaluated == t.evaluated);
    smallest_fini(&s);
    smallest_fini(&t);
    pair_fini(&p);
}

/* --- everybody --- */

static char *read_town(void)
{
    char *text = NULL;
    size_t n;
    KIT_OK(fs_read(&text, &n, TEST_SOURCE_DIR "/tests/unit/run/town/policy.lua", 1 << 20, d));
    return text;
}

static struct policies_people count(struct kit *k, struct policy *after)
{
    struct policies_people people;
    KIT_OK(policies_people(&people, k->store, k->policy, after, KIT_JANUARY, 5, &k->host, d));
    return people;
}

/* What a run under the other policy reports against the published one. */
static void test_people(void **state)
{
    (void)state;
    struct kit k;
    kit_open(&k);
    char *text = read_town(), *changed = replaced(text, "yuan(1000)", "yuan(1100)");
    struct policy *after = load_text(changed), *own = k.policy;
    struct policies_people one = count(&k, after);
    k.host.threads = 3;
    struct policies_people three = count(&k, after);
    k.host.threads = 1;
    struct recompute_result r =
        kit_run(&k, (struct kit_run){.from = KIT_JANUARY, .to = KIT_JANUARY, .publish = true});
    summary_fini(&r.summary);
    k.policy = after;
    r = kit_run(&k, (struct kit_run){.from = KIT_JANUARY, .to = KIT_JANUARY, .full = true});
    struct buf a, b, c;
    buf_init(&a);
    buf_init(&b);
    buf_init(&c);
    /* which run it is compared with is not told; nor are the reasons of what is undetermined */
    r.summary.months[0].before_run = 0;
    r.summary.months[0].before_month[0] = '\0';
    one.summary.months[0].before_month[0] = three.summary.months[0].before_month[0] = '\0';
    r.summary.months[0].reason_count = r.summary.months[0].placeholder_count = 0;
    r.summary.identity = one.summary.identity;
    r.summary.budget = one.summary.budget;
    r.summary.year_count = one.summary.year_count;
    r.summary.months[0].owed_count = 0;
    summary_put_lasting(&a, &one.summary);
    summary_put_lasting(&b, &three.summary);
    summary_put_lasting(&c, &r.summary);
    assert_string_equal(a.data, b.data);
    assert_string_equal(a.data, c.data);
    assert_true(one.summary.months[0].total.up > 0);
    assert_int_equal(one.result_count, three.result_count);
    for (size_t i = 0; i < one.result_count; i++)
        if (strcmp(one.results[i].name, "household.rent_help") == 0)
            assert_int_equal(one.results[i].differ, 0);
    buf_fini(&a);
    buf_fini(&b);
    buf_fini(&c);
    summary_fini(&r.summary);
    policies_people_fini(&one);
    policies_people_fini(&three);
    k.policy = own;
    policy_free(after);
    mem_free(text);
    mem_free(changed);
    kit_close(&k);
}

/* An enum with another value between its values: the same words are the same results. */
static void test_recoded(void **state)
{
    (void)state;
    struct kit k;
    kit_open(&k);
    char *text = read_town();
    char *changed = replaced(text, "{ \"dibao\"", "{ \"edge\", \"边\" }, { \"dibao\"");
    struct policy *after = load_text(changed);
    struct policies_people people = count(&k, after);
    assert_int_equal(people.summary.months[0].move_count, 0);
    for (size_t i = 0; i < people.result_count; i++) {
        assert_int_equal(people.results[i].differ, 0);
        assert_true(people.results[i].rows > 0);
    }
    policies_people_fini(&people);
    policy_free(after);
    mem_free(text);
    mem_free(changed);
    kit_close(&k);
}

/* A benefit that only one has is paid to nobody by the other. */
static void test_one_sided(void **state)
{
    (void)state;
    struct kit k;
    kit_open(&k);
    char *text = read_town(),
         *changed = replaced(text, "variable \"heating\"", "variable \"warmth\"");
    struct policy *after = load_text(changed);
    struct policies_people people = count(&k, after);
    const struct summary_month *m = &people.summary.months[0];
    assert_true(m->total.before_fen == m->total.after_fen && m->total.up == 0);
    size_t seen = 0;
    for (size_t i = 0; i < people.article_count; i++) {
        const struct policies_article *x = &people.articles[i];
        bool old = strcmp(x->benefit, "heating") == 0, new = strcmp(x->benefit, "warmth") == 0;
        seen += old || new;
        if (old)
            assert_true(!x->in_after && x->line.after_fen == 0 && x->line.out > 0);
        if (new)
            assert_true(!x->in_before && x->line.before_fen == 0 && x->line.in > 0);
    }
    assert_int_equal(seen, 2);
    policies_people_fini(&people);
    policy_free(after);
    mem_free(text);
    mem_free(changed);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_there_or_not),
        cmocka_unit_test(test_month),
        cmocka_unit_test(test_smallest_parameter),
        cmocka_unit_test(test_smallest_rule),
        cmocka_unit_test(test_smallest_edge),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_same_again),
        cmocka_unit_test(test_people),
        cmocka_unit_test(test_shrunk),
        cmocka_unit_test(test_recoded),
        cmocka_unit_test(test_one_sided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
