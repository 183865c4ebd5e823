/* test_family.c - one family: paths to its facts, setting and taking back, where it comes from,
 * that it is evaluated as calc would, and that hostile paths are only told about. */
#include "family_kit.h"

#include <stdio.h>
#include <unistd.h>
#include "io/record.h"
#include "run/ruleset.h"
#include "store/store.h"
#include "value/date.h"

static const char json[] =
    "{\"id\":\"X1\",\"month\":\"2022-08\",\"savings\":100.50,\"persons\":["
    "{\"id\":\"p1\",\"birth_date\":\"1980-05-01\",\"wage_income\":2500},"
    "{\"id\":\"p2\",\"birth_date\":\"2012-09-01\"}],"
    "\"vehicles\":[{\"price\":30000}]}";

static struct family *family_of(const struct policy *p, const char *text)
{
    struct family *f = NULL;
    GOOD(family_from_json(&f, p, 0, text, d));
    return f;
}

static void path_is(const struct family *f, const char *path, const char *shown)
{
    struct family_cell c;
    struct buf b;
    GOOD(family_find(f, path, &c, d));
    buf_init(&b);
    family_path(f, c, &b);
    assert_string_equal(b.data, shown);
    buf_fini(&b);
}

static void test_paths(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct family *f = family_of(p, json);
    path_is(f, "savings", "savings");
    path_is(f, "货币财产", "savings");
    path_is(f, "persons[1].wage_income", "persons[1].wage_income");
    path_is(f, "persons[p2].工资性收入", "persons[1].wage_income");
    path_is(f, "person[0].wage_income", "persons[0].wage_income");
    path_is(f, "vehicles.price", "vehicles[0].price");
    path_is(f, "category", "category");
    assert_string_equal(family_id(f), "X1");
    assert_int_equal(family_month(f), 2022 * 12 + 7);
    family_close(f);
    policy_free(p);
}

static void test_hostile_paths(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "",
        ".",
        "..",
        "[",
        "]",
        "[]",
        "persons",
        "persons[]",
        "persons[0]",
        "persons[0",
        "persons0].x",
        "persons[0]].wage_income",
        "persons[0][0].wage_income",
        "persons[-1].wage_income",
        "persons[2].wage_income",
        "persons[999999].wage_income",
        "persons[18446744073709551616].wage_income",
        "persons[0x0].wage_income",
        "persons[ 0].wage_income",
        "persons[0].",
        "persons[0]..wage_income",
        "persons[0].persons[0].wage_income",
        "household.savings",
        "savings.savings",
        "persons.wage_income",
        "x[0].y",
        "%s%n",
        "persons[%s].wage_income",
        "persons[0].wage_income.x",
        "\xff\xfe",
        "persons[\xff].wage_income",
    };
    struct policy *p = kit_policy(NINGBO);
    struct family *f = family_of(p, json);
    char *longest = mem_alloc(100001);
    assert_non_null(longest);
    memset(longest, '[', 100000);
    longest[100000] = '\0';
    for (size_t i = 0; i <= sizeof paths / sizeof *paths; i++) {
        const char *path = i < sizeof paths / sizeof *paths ? paths[i] : longest;
        struct family_cell c = {NO_FIELD, 7};
        struct diag d;
        diag_init(&d);
        if (family_find(f, path, &c, &d) != HM_USAGE || d.count != 1)
            fail_msg("%.60s", path);
        assert_true(c.field == NO_FIELD && c.row == 7); /* untouched */
        diag_fini(&d);
    }
    mem_free(longest);
    family_close(f);
    policy_free(p);
}

/* A path between brackets may be an id with dots in it. */
static void test_ids(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct family *f =
        family_of(p, "{\"id\":\"X\",\"month\":\"2022-08\",\"persons\":[{\"id\":\"1\"},"
                     "{\"id\":\"a.b\"},{\"id\":\"0\",\"wage_income\":7}]}");
    path_is(f, "persons[a.b].wage_income", "persons[1].wage_income");
    path_is(f, "persons[0].wage_income", "persons[0].wage_income"); /* a number counts */
    path_is(f, "persons[2].wage_income", "persons[2].wage_income");
    family_close(f);
    policy_free(p);
}

static void printed(const struct family *f, struct buf *out)
{
    buf_clear(out);
    family_print(f, out);
    assert_true(buf_ok(out));
}

static void test_set(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text;
        bool good;
    } sets[] = {
        {"savings", "99.99", true},
        {"persons[1].wage_income", "12", true},
        {"persons[0].birth_date", "1990-01-31", true},
        {"persons[0].sex", "male", true},
        {"persons[0].sex", "男", true},
        {"hukou_local", "false", true},
        {"division_code", "330203", true},
        {"division_code", "null", true},
        {"savings", "null", true},
        {"category", "dibao", true},
        {"dibao_amount", "12.34", true},
        {"savings", "99.999", false},
        {"savings", "-1", false},
        {"savings", "1e30", false},
        {"savings", "", false},
        {"persons[0].birth_date", "1990-02-30", false},
        {"persons[0].birth_date", "2300-01-01", false},
        {"persons[0].sex", "x", false},
        {"hukou_local", "maybe", false},
        {"category", "nothing", false},
        {"nothing", "1", false},
    };
    struct policy *p = kit_policy(NINGBO);
    struct family *f = family_of(p, json);
    struct buf first, now, back;
    size_t taken = 0;
    buf_init(&first);
    buf_init(&now);
    buf_init(&back);
    printed(f, &first);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        struct diag d;
        diag_init(&d);
        printed(f, &back);
        enum hm_status st = family_set(f, sets[i].path, sets[i].text, &d);
        if ((st == HM_OK) != sets[i].good || (st != HM_OK && d.count == 0))
            fail_msg("%s = %s", sets[i].path, sets[i].text);
        printed(f, &now);
        if (st != HM_OK)
            assert_string_equal(now.data, back.data);
        taken += st == HM_OK;
        diag_fini(&d);
    }
    assert_int_equal(family_set_count(f), taken);
    assert_non_null(strstr(now.data, "\"dibao_amount\":12.34"));
    for (size_t i = 0; i < taken; i++)
        assert_true(family_undo(f));
    assert_false(family_undo(f));
    printed(f, &now);
    assert_string_equal(now.data, first.data);
    buf_fini(&first);
    buf_fini(&now);
    buf_fini(&back);
    family_close(f);
    policy_free(p);
}

/* --- evaluated as anything else is --- */

static int64_t value_of(struct family *f, enum engine_kind kind, const char *result)
{
    struct family_cell c;
    struct family_law law;
    struct family_run run;
    struct results r;
    GOOD(family_find(f, result, &c, d));
    GOOD(family_law_make(&law, f, NULL, d));
    GOOD(family_run_open(&run, f, kind, &law, &c.field, 1, d));
    results_init(&r);
    GOOD(family_run_now(&run, &r, d));
    assert_int_equal(r.columns[0].state[c.row], HM_TRAP_NONE);
    int64_t v = result_stored(&r.columns[0], family_policy(f)->model, c.row);
    results_fini(&r);
    family_run_close(&run);
    family_law_fini(&law);
    return v;
}

static void test_evaluate(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct family *f;
    GOOD(family_from_case(&f, p, "N11", 0, d));
    for (int k = ENGINE_LUA; k <= ENGINE_BOTH; k++)
        assert_true(value_of(f, (enum engine_kind)k, "dibao_amount") == 139800);
    GOOD(family_set(f, "persons[0].wage_income", "3897.30", d));
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") == 0);
    GOOD(family_set(f, "persons[0].wage_income", "3897.29", d));
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") == 106300);
    GOOD(family_set(f, "countable_income", "0", d));
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") == 354300);
    while (family_undo(f))
        ;
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") == 139800);
    family_close(f);
    policy_free(p);
}

static void test_wrong_sources(void **state)
{
    (void)state;
    struct policy *p = kit_policy(NINGBO);
    struct family *f = NULL;
    assert_int_equal(family_from_case(&f, p, "N999", 0, NULL), HM_NOT_FOUND);
    assert_int_equal(family_from_case(&f, p, "", 0, NULL), HM_NOT_FOUND);
    assert_int_equal(family_from_json(&f, p, 0, "{", NULL), HM_DATA);
    assert_int_equal(family_from_json(&f, p, 0, "[]", NULL), HM_DATA);
    assert_int_equal(family_from_json(&f, p, 0, "{\"id\":\"a\"}", NULL), HM_DATA);
    assert_int_equal(
        family_from_json(&f, p, 0, "{\"id\":\"a\",\"month\":\"2022-08\",\"x\":1}", NULL),
        HM_DATA);
    assert_null(f);
    policy_free(p);
}

/* A household of a store, with the determinations its formulas read, gives what was published.
 */
static void test_store(void **state)
{
    (void)state;
    char folder[] = "/tmp/hm_family_XXXXXX", path[64];
    struct policy *p = kit_policy(NINGBO);
    struct store *s;
    struct ingest *g;
    struct builder *b;
    struct frame frame;
    struct record record;
    struct record_reader *reader;
    struct record_rules rules = {.needs_id = true, .today = 20000};
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.hm", folder);
    GOOD(store_create(path, p->model, d));
    GOOD(store_open(&s, path, STORE_WRITE, d));
    rules.root = model_entity(store_schema(s), (struct str){"household", 9});
    GOOD(builder_new(&b, store_schema(s), rules.root));
    GOOD(record_reader_new(&reader, store_schema(s), &rules));
    static const char line[] = "{\"id\":\"H.1\",\"persons\":[{\"id\":\"p1\","
                               "\"birth_date\":\"1980-05-01\",\"wage_income\":700,"
                               "\"business_income\":0,\"property_income\":0,"
                               "\"transfer_income\":0}]}";
    GOOD(record_parse(reader, b, (struct str){line, sizeof line - 1},
                      &(struct place){.line = 1}, &record, d));
    GOOD(builder_finish(b, &frame, false, NULL, d));
    GOOD(ingest_begin(&g, s, 2022 * 12 + 7, d));
    GOOD(ingest_add(g, &frame, d));
    GOOD(ingest_commit(g, NULL, d));
    struct family *f = NULL;
    assert_int_equal(family_from_store(&f, s, p, 2022 * 12 + 7, store_sequence(s), "H2", NULL),
                     HM_NOT_FOUND);
    GOOD(family_from_store(&f, s, p, 2022 * 12 + 7, store_sequence(s), "H.1", d));
    assert_string_equal(family_id(f), "H.1");
    int64_t amount = value_of(f, ENGINE_BOTH, "dibao_amount");
    GOOD(family_set(f, "persons[0].wage_income", "0", d));
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") > amount && amount > 0);
    family_close(f);
    frame_fini(&frame);
    record_reader_free(reader);
    builder_free(b);
    store_close(s);
    policy_free(p);
    unlink(path);
    char lock[80];
    snprintf(lock, sizeof lock, "%s-lock", path);
    unlink(lock);
    rmdir(folder);
}

/* A region: the family goes by its own place's policy. */
static void test_region(void **state)
{
    (void)state;
    struct policy *p = NULL;
    GOOD(ruleset_load(&p, TEST_SOURCE_DIR "/policies/cn/zhejiang", NULL, d));
    assert_non_null(p->members);
    struct family *f = NULL;
    GOOD(family_from_json(
        &f, p, 0,
        "{\"id\":\"a\",\"month\":\"2024-12\",\"division_code\":\"330782001\","
        "\"countable_income\":0,\"persons\":[{\"birth_date\":\"1980-05-01\"}]}",
        d));
    assert_non_null(strstr(family_policy(f)->model->name, "yiwu"));
    assert_true(value_of(f, ENGINE_BOTH, "dibao_amount") > 0);
    family_close(f);
    f = NULL;
    struct diag d;
    diag_init(&d);
    assert_int_equal(family_from_json(&f, p, 0,
                                      "{\"id\":\"a\",\"month\":\"2024-12\",\"division_code\":"
                                      "\"110101001\"}",
                                      &d),
                     HM_NOT_FOUND);
    assert_true(d.count == 1 && !f);
    diag_fini(&d);
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),    cmocka_unit_test(test_hostile_paths),
        cmocka_unit_test(test_ids),      cmocka_unit_test(test_set),
        cmocka_unit_test(test_evaluate), cmocka_unit_test(test_wrong_sources),
        cmocka_unit_test(test_store),    cmocka_unit_test(test_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
