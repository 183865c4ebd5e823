/* test_placeholders.c - what a bureau must confirm: each value once, with its time, what it
 * decides, and whether it is in force today. */
#include "../policy/policy_dir.h"
#include "report/placeholders.h"
#include "value/date.h"

static const char nation[] =
    "policy { zh = \"全国\" }\n"
    "entity \"household\" { zh = \"家庭\" }\n"
    "entity \"person\" { zh = \"成员\", of = household, plural = \"persons\" }\n"
    "enum \"kind\" { zh = \"类别\", { \"none\", \"无\" }, { \"poor\", \"困难\" } }\n"
    "input \"kind_given\" { of = household, type = kind, zh = \"给定\" }\n"
    "parameter \"line\" { zh = \"标准\", type = money, unit = \"yuan/month\",\n"
    "  [\"2020-01-01\"] = { yuan(10), source = \"推定\", status = \"placeholder\" },\n"
    "  [\"2021-01-01\"] = { yuan(20), source = \"公报\" },\n"
    "  [\"2022-01-01\"] = { yuan(1030), source = \"再推定\", status = \"placeholder\" },\n"
    "  [\"2024-01-01\"] = { yuan(40), source = \"三推定\", status = \"placeholder\" } }\n"
    "parameter \"by_kind\" { zh = \"按类\", type = number, key = kind,\n"
    "  [\"2020-01-01\"] = { { poor = 0.5 }, otherwise = 0, source = \"推\", status = "
    "\"placeholder\" } }\n"
    "parameter \"nobody\" { zh = \"没人读\", type = boolean,\n"
    "  [\"2020-01-01\"] = { false, source = \"推\", status = \"placeholder\" } }\n"
    "variable \"base\" { of = person, type = money, zh = \"基数\",\n"
    "  formula = function (person, law) return law.line end }\n"
    "variable \"part\" { of = person, type = money, zh = \"一份\", benefit = true,\n"
    "  formula = function (person, law) return person.base end }\n"
    "variable \"share\" { of = household, type = number, zh = \"系数\", result = true,\n"
    "  formula = function (family, law) return law.by_kind[family.kind_given] end }\n"
    "variable \"told\" { of = household, type = boolean, zh = \"告知\", result = true,\n"
    "  formula = function (family, law) return family.part > yuan(0) end }\n";
static const char city[] = "policy { zh = \"市\" }\n"
                           "parameter \"by_kind\" { override = true,\n"
                           "  [\"2021-01-01\"] = { { none = 1, poor = 2 }, source = "
                           "\"市推定\", status = \"placeholder\" } }\n";

static int32_t day(const char *text)
{
    int32_t date;
    assert_true(date_parse(&date, (struct str){text, strlen(text)}));
    return date;
}

struct read {
    struct policy_dir t;
    struct placeholders p;
    struct diag d;
};

static void read_open(struct read *r, const char *folder, const char *today)
{
    char path[256];
    policy_dir_make(&r->t);
    diag_init(&r->d);
    placeholders_init(&r->p);
    policy_dir_text(&r->t, "p/policy.lua", nation);
    policy_dir_text(&r->t, "p/city/policy.lua", city);
    assert_int_equal(
        placeholders_read(&r->p, policy_dir_path(&r->t, folder, path), day(today), &r->d),
        HM_OK);
}

static void read_close(struct read *r)
{
    placeholders_fini(&r->p);
    diag_fini(&r->d);
    policy_dir_remove(&r->t);
}

static void test_tree(void **state)
{
    (void)state;
    struct read r;
    read_open(&r, "p", "2023-06-01");
    assert_int_equal(r.p.count, 2);
    const struct placeholder_group *g = &r.p.groups[0];
    assert_string_equal(g->level, "p");
    assert_string_equal(g->zh, "全国");
    assert_int_equal(g->count, 5);
    assert_int_equal(g->in_force, 3);
    const struct placeholder *line = &g->items[0];
    assert_string_equal(line->name, "line");
    assert_string_equal(line->value, "10.00");
    assert_int_equal(line->from, day("2020-01-01"));
    assert_int_equal(line->until, day("2021-01-01"));
    assert_int_equal(line->state, PLACEHOLDER_SUPERSEDED);
    assert_int_equal(line->at.line, 7);
    assert_int_equal(line->result_count, 2); /* the member's, once; and who reads its sum */
    assert_int_equal(line->benefit_count, 1);
    assert_string_equal(line->results[0], "part");
    assert_string_equal(line->results[1], "told");
    assert_string_equal(g->items[1].value, "1,030.00");
    assert_int_equal(g->items[1].state, PLACEHOLDER_IN_FORCE);
    assert_int_equal(g->items[2].state, PLACEHOLDER_FUTURE);
    assert_int_equal(g->items[2].until, DATE_ALWAYS);
    assert_string_equal(g->items[3].value, "困难 0.5, otherwise 0");
    assert_string_equal(g->items[3].results[0], "share");
    assert_int_equal(g->items[4].result_count, 0);
    assert_string_equal(r.p.groups[1].level, "p/city");
    assert_int_equal(r.p.groups[1].count, 1);
    assert_string_equal(r.p.groups[1].items[0].value, "无 1, 困难 2");
    read_close(&r);
}

/* From the city: what holds there; the nation's value that it overrides is not its concern. */
static void test_city(void **state)
{
    (void)state;
    struct read r;
    read_open(&r, "p/city", "2022-01-01");
    assert_int_equal(r.p.count, 2);
    assert_int_equal(r.p.groups[0].count, 4);
    assert_int_equal(r.p.groups[0].items[1].state, PLACEHOLDER_IN_FORCE); /* the very day */
    assert_int_equal(r.p.groups[1].count, 1);
    read_close(&r);
}

static void test_words(void **state)
{
    (void)state;
    struct read r;
    struct buf out;
    buf_init(&out);
    read_open(&r, "p", "2023-06-01");
    placeholders_put(&out, &r.p);
    static const char *const parts[] = {
        "p 全国: 5 values to be confirmed, 3 of them in force today\n",
        "  line 标准  2020-01-01..2021-01-01  10.00 yuan/month  (superseded)\n",
        "policy.lua:7: 推定\n",
        "      decides: part 一份, told 告知\n",
        "  line 标准  2024-01-01  40.00 yuan/month  (not yet in force)\n",
        "\n6 values to be confirmed, 4 of them in force today\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!strstr(out.data, parts[i]))
            fail_msg("lacks %s in:\n%s", parts[i], out.data);
    buf_clear(&out);
    placeholders_json(&out, &r.p);
    assert_non_null(strstr(out.data, "\"name\":\"line\",\"zh\":\"标准\",\"value\":\"10.00\""));
    assert_non_null(strstr(out.data, "\"from\":\"2020-01-01\",\"until\":\"2021-01-01\","
                                     "\"state\":\"superseded\",\"benefits\":1,"
                                     "\"results\":[\"part\",\"told\"]"));
    buf_fini(&out);
    read_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree),
        cmocka_unit_test(test_city),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
