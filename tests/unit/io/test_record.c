/* test_record.c - records in and out: round trips, every kind of fault with its message,
 * limits, and text cut at every byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/fault.h"
#include "io/record.h"
#include "record_model.h"
#include "value/date.h"

struct fixture {
    struct record_model policy;
    struct model *model;
    struct builder *builder;
    struct diag diag;
    struct buf text;
};

static const struct record_rules CALC = {.allows_month = true, .allows_variables = true};
static const struct record_rules IMPORT = {.needs_id = true};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static int32_t today(void)
{
    int32_t day = 0;
    assert_true(date_parse(&day, str_of("2024-06-15")));
    return day;
}

static int set_up(void **state)
{
    struct fixture *x = mem_zalloc(sizeof *x);
    x->model = record_model_make(&x->policy);
    diag_init(&x->diag);
    buf_init(&x->text);
    assert_int_equal(builder_new(&x->builder, x->model, HOUSEHOLD), HM_OK);
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    builder_free(x->builder);
    diag_fini(&x->diag);
    buf_fini(&x->text);
    record_model_fini(&x->policy);
    mem_free(x);
    return 0;
}

/* The messages as "column field: text [hint]", a line each. */
static const char *messages(struct fixture *x)
{
    buf_clear(&x->text);
    for (size_t i = 0; i < x->diag.count; i++) {
        const struct diag_item *m = &x->diag.items[i];
        assert_int_equal(m->at.line, 7);
        assert_string_equal(m->at.file, "in.ndjson");
        buf_printf(&x->text, "%u %s: %s", m->at.column, m->at.field ? m->at.field : "-",
                   m->text);
        buf_printf(&x->text, m->hint ? " [%s]\n" : "\n", m->hint);
    }
    return x->text.data ? x->text.data : "";
}

static enum hm_status parse(struct fixture *x, const struct record_rules *rules,
                            struct str line, struct record *out)
{
    struct record_reader *r;
    struct record_rules now = *rules;
    struct place at = {.file = "in.ndjson", .line = 7};
    now.today = today();
    diag_clear(&x->diag);
    builder_clear(x->builder);
    assert_int_equal(record_reader_new(&r, x->model, &now), HM_OK);
    char *copy = mem_alloc(line.n); /* so that a sanitizer sees every step too far */
    memcpy(copy, line.p, line.n);
    enum hm_status st =
        record_parse(r, x->builder, (struct str){copy, line.n}, &at, out, &x->diag);
    mem_free(copy);
    record_reader_free(r);
    if (st != HM_OK)
        for (uint8_t e = 0; e < ENTITIES; e++)
            assert_int_equal(builder_rows(x->builder, e), 0);
    return st;
}

/* What was read, written again. */
static const char *again(struct fixture *x)
{
    struct frame f;
    assert_int_equal(builder_finish(x->builder, &f, false, NULL, NULL), HM_OK);
    buf_clear(&x->text);
    record_put(&x->text, &f, 0, true, true);
    frame_fini(&f);
    return x->text.data;
}

static void round_trip(struct fixture *x, const char *line, const char *expected)
{
    struct record rec;
    if (parse(x, &CALC, str_of(line), &rec) != HM_OK)
        fail_msg("%s\n%s", line, messages(x));
    assert_string_equal(again(x), expected);
}

static void test_round_trips(void **state)
{
    struct fixture *x = *state;
    static const char full[] =
        "{\"id\":\"N01\",\"savings\":1143.05,\"housing_area\":49.98,\"vehicle_count\":2,"
        "\"hukou_local\":true,\"region_class\":\"urban\",\"application_month\":\"2022-08\","
        "\"remark\":\"a \\\"b\\\" 家\\n\",\"category\":\"dibao\",\"dibao_amount\":-0.05,"
        "\"persons\":[{\"id\":\"p1\",\"birth_date\":\"1980-05-01\",\"wage_income\":0.00,"
        "\"disability_level\":4,\"care_grade\":\"total\",\"old_age_allowance\":50.00,"
        "\"cards\":[{\"id\":\"c\",\"number\":9223372036854775807},{\"number\":-1}]},"
        "{\"id\":\"p2\"}],\"vehicles\":[{\"price\":100000.00}]}";
    round_trip(x, full, full);
    round_trip(x, "{}", "{}");
    round_trip(x, " { } ", "{}");
    round_trip(
        x, "{\"id\":null,\"savings\":null,\"persons\":null,\"history\":null,\"month\":null}",
        "{}");
    round_trip(x, "{\"persons\":[]}", "{}");
    round_trip(x, "{\"persons\":[{},{}]}", "{\"persons\":[{},{}]}");
    round_trip(x, "{\"vehicles\":[{\"price\":1}]}", "{\"vehicles\":[{\"price\":1.00}]}");
    /* ids at the end, keys in Chinese, escapes everywhere */
    round_trip(
        x,
        "{\"成员\":[{\"护理等级\":\"其他\",\"出生日期\":\"1980-02-29\",\"id\":\"q\"}],"
        "\"城乡\":\"农村\",\"s\\u0061vings\":12.5,\"备注\":\"\\u5BB6\",\"id\":\"N\\u00302\"}",
        "{\"id\":\"N02\",\"savings\":12.50,\"region_class\":\"rural\",\"remark\":\"家\","
        "\"persons\":[{\"id\":\"q\",\"birth_date\":\"1980-02-29\",\"care_grade\":\"none\"}]}");
    round_trip(x, "{\"savings\":1e3,\"vehicle_count\":5e0,\"housing_area\":0.5}",
               "{\"savings\":1000.00,\"housing_area\":0.5,\"vehicle_count\":5}");
    /* ids are only compared inside one list */
    round_trip(x,
               "{\"id\":\"p\",\"persons\":[{\"id\":\"p\",\"cards\":[{\"id\":\"p\"}]},"
               "{\"id\":\"q\",\"cards\":[{\"id\":\"p\"}]}],\"vehicles\":[{\"id\":\"p\"}]}",
               "{\"id\":\"p\",\"persons\":[{\"id\":\"p\",\"cards\":[{\"id\":\"p\"}]},"
               "{\"id\":\"q\",\"cards\":[{\"id\":\"p\"}]}],\"vehicles\":[{\"id\":\"p\"}]}");
    round_trip(x, "{\"persons\":[{\"id\":null},{\"id\":null}]}", "{\"persons\":[{},{}]}");
}

static void test_month_and_history(void **state)
{
    struct fixture *x = *state;
    struct record rec;
    static const char line[] = "{\"history\":[{\"month\":\"2022-08\",\"category\":\"dibao\"},"
                               "{\"category\":\"none\",\"month\":\"2022-06\"}],"
                               "\"month\":\"2022-09\",\"id\":\"a\"}";
    char *copy = mem_strdup(line); /* history is borrowed from the line */
    struct record_reader *r;
    struct place at = {0};
    struct record_rules rules = CALC;
    rules.today = today();
    assert_int_equal(record_reader_new(&r, x->model, &rules), HM_OK);
    assert_int_equal(record_parse(r, x->builder, str_of(copy), &at, &rec, NULL), HM_OK);
    assert_true(rec.has_month);
    assert_int_equal(rec.month, 2022 * 12 + 8);
    assert_int_equal(rec.history_count, 2);
    assert_int_equal(rec.history[0].month, 2022 * 12 + 5);
    assert_memory_equal(rec.history[0].json.p, "{\"category\":\"none\"", 18);
    assert_int_equal(rec.history[1].month, 2022 * 12 + 7);
    assert_true(str_eq(rec.id, str_of("a")));
    record_reader_free(r);

    /* the objects themselves, as printed results: their paths have a prefix, their id is given
     */
    rules.is_history = true;
    at = (struct place){.file = "in.ndjson", .line = 7, .field = "history[1]"};
    assert_int_equal(record_reader_new(&r, x->model, &rules), HM_OK);
    record_reader_force_id(r, str_of("a"));
    builder_clear(x->builder);
    assert_int_equal(
        record_parse(r, x->builder,
                     str_of("{\"id\":\"other\",\"month\":\"2022-06\",\"dibao_amount\":"
                            "null,\"category\":\"低保\",\"missing\":{\"dibao_amount\":"
                            "[\"savings\"]},\"errors\":{}}"),
                     &at, &rec, &x->diag),
        HM_OK);
    assert_string_equal(again(x), "{\"id\":\"a\",\"category\":\"dibao\"}");
    assert_int_equal(
        record_parse(r, x->builder,
                     str_of("{\"month\":\"2022-06\",\"persons\":[{\"x\":1}],\"y\":2}"), &at,
                     &rec, &x->diag),
        HM_DATA);
    assert_string_equal(messages(x), "32 history[1].persons[0].x: person has no field \"x\"\n"
                                     "40 history[1].y: household has no field \"y\"\n");
    diag_clear(&x->diag);
    assert_int_equal(
        record_parse(r, x->builder, str_of("{\"category\":\"dibao\"}"), &at, &rec, &x->diag),
        HM_DATA);
    assert_string_equal(messages(x), "1 history[1].month: the month is missing\n");
    record_reader_free(r);
    mem_free(copy);
}

static void refused(struct fixture *x, const struct record_rules *rules, const char *line,
                    const char *expected)
{
    struct record rec = {.row = 77};
    enum hm_status st = parse(x, rules, str_of(line), &rec);
    if (st != HM_DATA || strcmp(messages(x), expected) != 0)
        fail_msg("%s\nstatus %d\n%sexpected\n%s", line, (int)st, messages(x), expected);
    assert_int_equal(rec.row, 77); /* untouched */
}

static void test_refused_values(void **state)
{
    static const char *const cases[][2] = {
        {"{\"savings\":\"1\"}",
         "12 savings: found \"1\", expected an amount in yuan such as 1143.50\n"},
        {"{\"savings\":true}",
         "12 savings: found true, expected an amount in yuan such as 1143.50\n"},
        {"{\"savings\":[1,2]}",
         "12 savings: found [1,2], expected an amount in yuan such as 1143.50\n"},
        {"{\"savings\":{\"a\":{}}}",
         "12 savings: found {\"a\":{}}, expected an amount in yuan such as 1143.50\n"},
        {"{\"savings\":1143.505}",
         "12 savings: 1143.505 has too many decimals: at most 2 are kept "
         "[round it before it is sent]\n"},
        {"{\"savings\":-1}", "12 savings: -1 is too low: at least 0.00 yuan\n"},
        {"{\"savings\":-0.01}", "12 savings: -0.01 is too low: at least 0.00 yuan\n"},
        {"{\"savings\":1000000.01}", "12 savings: 1000000.01 is too high: at most 1000000.00 "
                                     "yuan [amounts are in yuan, not in "
                                     "ten thousand yuan or fen]\n"},
        {"{\"savings\":1e400}", "12 savings: 1e400 is too large a number\n"},
        {"{\"savings\":1e-400}", "12 savings: 1e-400 has too many decimals: at most 2 are kept "
                                 "[round it before it is sent]\n"},
        {"{\"dibao_amount\":10000000000000.01}",
         "17 dibao_amount: 10000000000000.01 is too high: at most 10000000000000.00 [amounts "
         "are in "
         "yuan, not in ten thousand yuan or fen]\n"},
        {"{\"housing_area\":1.005}",
         "17 housing_area: 1.005 has too many decimals: at most 2 are "
         "kept [round it before it is sent]\n"},
        {"{\"vehicle_count\":1.5}", "18 vehicle_count: found 1.5, expected a whole number\n"},
        {"{\"vehicle_count\":51}", "18 vehicle_count: 51 is too high: at most 50\n"},
        {"{\"hukou_local\":1}", "16 hukou_local: found 1, expected true or false\n"},
        {"{\"hukou_local\":\"是\"}", "16 hukou_local: found \"是\", expected true or false\n"},
        {"{\"region_class\":\"urbn\"}",
         "17 region_class: \"urbn\" is not a value of region_class "
         "[did you mean urban?]\n"},
        {"{\"region_class\":\"x\"}",
         "17 region_class: \"x\" is not a value of region_class [allowed: urban, rural]\n"},
        {"{\"region_class\":0}",
         "17 region_class: found 0, expected one of its words, in quotes\n"},
        {"{\"persons\":[{\"birth_date\":\"2023-02-29\"}]}",
         "27 persons[0].birth_date: there is no date \"2023-02-29\" in the calendar\n"},
        {"{\"persons\":[{\"birth_date\":\"1799-12-31\"}]}",
         "27 persons[0].birth_date: there is no date \"1799-12-31\" in the calendar [years run "
         "from "
         "1800 to 2299]\n"},
        {"{\"persons\":[{},{\"birth_date\":\"1980/05/01\"}]}",
         "30 persons[1].birth_date: found \"1980/05/01\", expected a date such as "
         "\"2024-07-01\"\n"},
        {"{\"persons\":[{\"birth_date\":\"2024-06-16\"}]}",
         "27 persons[0].birth_date: the date of birth \"2024-06-16\" lies in the future\n"},
        {"{\"persons\":[{\"birth_date\":\"2024-08-01\"}],\"month\":\"2024-07\"}",
         "27 persons[0].birth_date: the date of birth \"2024-08-01\" lies in the future\n"},
        {"{\"application_month\":\"2024-13\"}",
         "22 application_month: there is no date \"2024-13\" in the calendar\n"},
        {"{\"remark\":12}", "11 remark: found 12, expected a text in quotes\n"},
        {"{\"month\":\"2024-7\"}",
         "10 month: found \"2024-7\", expected a month such as \"2024-07\"\n"},
        {"{\"month\":202407}",
         "10 month: found 202407, expected a month such as \"2024-07\"\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(*state, &CALC, cases[i][0], cases[i][1]);
}

static void test_refused_shapes(void **state)
{
    static const char *const cases[][2] = {
        {"{\"savngs\":1}",
         "2 savngs: household has no field \"savngs\" [did you mean savings?]\n"},
        {"{\"persns\":[]}",
         "2 persns: household has no field \"persns\" [did you mean persons?]\n"},
        {"{\"birth_date\":\"1980-05-01\"}",
         "2 birth_date: household has no field \"birth_date\" [it "
         "belongs into the objects of \"persons\"]\n"},
        {"{\"persons\":[{\"savings\":1}]}",
         "14 persons[0].savings: person has no field \"savings\" "
         "[it belongs to the household itself]\n"},
        {"{\"persons\":[{\"month\":\"2024-01\"}]}",
         "14 persons[0].month: person has no field \"month\"\n"},
        {"{\"savings\":1,\"savings\":2}", "14 savings: the field is there twice\n"},
        {"{\"savings\":1,\"存款\":2}", "14 存款: the field is there twice\n"},
        {"{\"id\":\"a\",\"id\":\"a\"}", "11 id: the field is there twice\n"},
        {"{\"persons\":[],\"成员\":[]}", "15 成员: the field is there twice\n"},
        {"{\"persons\":{}}", "12 persons: found {}, expected a list [...] of objects\n"},
        {"{\"persons\":[1,{}]}", "13 persons[0]: found 1, expected an object {...}\n"},
        {"{\"persons\":[null]}", "13 persons[0]: found null, expected an object {...}\n"},
        {"{\"id\":1}", "7 id: found 1, expected a text in quotes\n"},
        {"{\"id\":\"\"}", "7 id: the id is empty\n"},
        {"{\"id\":\"a\\nb\"}", "7 id: the id holds a control character\n"},
        {"{\"persons\":[{\"id\":\"a\"},{\"id\":\"b\"},{\"id\":\"a\"}]}",
         "41 persons[2].id: the id \"a\" is there twice in this list [ids of one list must "
         "differ]\n"},
        {"{\"history\":{}}",
         "12 history: found {}, expected a list [...] of earlier determinations\n"},
        {"{\"history\":[1]}", "13 history[0]: expected an object {...} with a month\n"},
        {"{\"history\":[{}]}",
         "13 history[0]: \"month\" is missing or no month such as \"2024-07\"\n"},
        {"{\"history\":[{\"month\":\"2024-01\"},{\"month\":\"2024-01\"}]}",
         "33 history[1]: this month is there twice\n"},
        {"[]",
         "1 -: found a list, expected an object {...} [write one household a line, without [ "
         "and commas between]\n"},
        {"[{\"savings\":1},",
         "1 -: found a list, expected an object {...} [write one household a "
         "line, without [ and commas between]\n"},
        {"12", "1 -: found 12, expected an object {...}\n"},
        {"{\"savings\":1,}", "14 -: unexpected character, at byte 14: }\n"},
        {"{\"备注\":\"家\" 1}", "11 -: unexpected character, at byte 17: 1}\n"},
        {"{\"savings\":01}",
         "12 -: malformed number: write it like 0, -12 or 3.50, at byte 12: 01}\n"},
        {"{\"savings\":1",
         "13 -: the text ends inside a value: a quote or bracket is not closed, at "
         "byte 13 [a record must stand on one line of its own]\n"},
        {"{\"remark\":\"\xBC\xD2\"}",
         "12 -: the text is not UTF-8, at byte 12 [save the file as UTF-8 "
         "(not GBK, GB18030 or UTF-16)]\n"},
        {"{} {}", "4 -: something follows the end of the object, at byte 4: {}\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refused(*state, &CALC, cases[i][0], cases[i][1]);
}

static void test_all_faults_in_one_pass(void **state)
{
    refused(
        *state, &CALC,
        "{\"id\":7,\"savings\":-1,\"x\":{\"y\":[1]},\"persons\":[{\"wage_income\":1000000},"
        "{\"cards\":[{\"number\":1.5},{\"numbr\":3}]}],\"region_class\":\"moon\" \"",
        "7 id: found 7, expected a text in quotes\n"
        "19 savings: -1 is too low: at least 0.00 yuan\n"
        "22 x: household has no field \"x\"\n"
        "62 persons[0].wage_income: 1000000 is too high: at most 100000.00 yuan/month [amounts "
        "are "
        "in yuan, not in ten thousand yuan or fen]\n"
        "91 persons[1].cards[0].number: found 1.5, expected a whole number\n"
        "97 persons[1].cards[1].numbr: card has no field \"numbr\" [did you mean number?]\n"
        "126 region_class: \"moon\" is not a value of region_class [allowed: urban, rural]\n"
        "133 -: unexpected character, at byte 133: \"\n");
}

static void test_rules(void **state)
{
    struct fixture *x = *state;
    struct record rec;
    refused(x, &IMPORT, "{\"savings\":1}",
            "1 id: the id is missing [every household needs one, such as "
            "\"id\":\"330203-0001\"]\n");
    refused(x, &IMPORT, "{\"id\":null}",
            "1 id: the id is missing [every household needs one, such as "
            "\"id\":\"330203-0001\"]\n");
    refused(
        x, &IMPORT, "{\"id\":\"a\",\"month\":\"2024-07\"}",
        "11 month: household has no field \"month\" [leave it out and give --month instead]\n");
    refused(x, &IMPORT, "{\"id\":\"a\",\"dibao_amount\":12}",
            "26 dibao_amount: it is computed and cannot be given here\n");
    assert_int_equal(parse(x, &IMPORT, str_of("{\"id\":\"a\",\"dibao_amount\":null}"), &rec),
                     HM_OK);
    assert_int_equal(
        parse(x, &CALC, str_of("{\"persons\":[{\"birth_date\":\"2024-06-15\"}]}"), &rec),
        HM_OK);
    /* for a later month, born by then */
    assert_int_equal(parse(x, &CALC,
                           str_of("{\"persons\":[{\"birth_date\":\"2025-01-31\"}],\"month\":"
                                  "\"2025-01\"}"),
                           &rec),
                     HM_OK);
}

/* --- limits --- */

static enum hm_status with_members(struct fixture *x, unsigned n, const char *list)
{
    struct buf line;
    struct record rec;
    buf_init(&line);
    buf_printf(&line, "{\"%s\":[", list);
    for (unsigned i = 0; i < n; i++)
        buf_printf(&line, i ? ",{\"id\":\"%u\"}" : "{\"id\":\"%u\"}", i);
    buf_puts(&line, "]}");
    enum hm_status st = parse(x, &CALC, (struct str){line.data, line.len}, &rec);
    buf_fini(&line);
    return st;
}

static enum hm_status with_text(struct fixture *x, const char *key, size_t n)
{
    struct buf line;
    struct record rec;
    buf_init(&line);
    buf_printf(&line, "{\"%s\":\"", key);
    for (size_t i = 0; i < n; i++)
        buf_putc(&line, 'x');
    buf_puts(&line, "\"}");
    enum hm_status st = parse(x, &CALC, (struct str){line.data, line.len}, &rec);
    buf_fini(&line);
    return st;
}

static enum hm_status with_history(struct fixture *x, unsigned n)
{
    struct buf line;
    struct record rec;
    buf_init(&line);
    buf_puts(&line, "{\"history\":[");
    for (unsigned i = 0; i < n; i++)
        buf_printf(&line, "%s{\"month\":\"20%02u-%02u\"}", i ? "," : "", i / 12, i % 12 + 1);
    buf_puts(&line, "]}");
    enum hm_status st = parse(x, &CALC, (struct str){line.data, line.len}, &rec);
    if (st == HM_OK)
        assert_int_equal(rec.history_count, n);
    buf_fini(&line);
    return st;
}

static void test_max_rows(void **state)
{
    struct fixture *x = *state;
    x->policy.entities[VEHICLE].max_rows = 3;
    assert_int_equal(with_members(x, 3, "vehicles"), HM_OK);
    assert_int_equal(with_members(x, 4, "vehicles"), HM_DATA);
    assert_string_equal(x->diag.items[0].text, "more than 3 vehicles in one record");
    assert_int_equal(with_members(x, 4, "persons"), HM_OK);
}

static void test_limits(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(with_members(x, LIMIT_MEMBERS - 1, "persons"), HM_OK);
    assert_int_equal(with_members(x, LIMIT_MEMBERS, "persons"), HM_OK);
    assert_int_equal(with_members(x, LIMIT_MEMBERS + 1, "persons"), HM_DATA);
    assert_string_equal(x->diag.items[0].text, "more than 1000 persons in one record");
    assert_int_equal(x->diag.count, 1);
    assert_int_equal(with_members(x, 5 * LIMIT_MEMBERS, "persons"), HM_DATA);
    assert_int_equal(x->diag.count, 1);
    assert_int_equal(with_text(x, "id", LIMIT_ID_BYTES - 1), HM_OK);
    assert_int_equal(with_text(x, "id", LIMIT_ID_BYTES), HM_OK);
    assert_int_equal(with_text(x, "id", LIMIT_ID_BYTES + 1), HM_DATA);
    assert_string_equal(x->diag.items[0].text, "the id has 129 bytes, at most 128 are allowed");
    assert_int_equal(with_text(x, "id", 1 << 17), HM_DATA); /* more than a builder can hold */
    assert_int_equal(with_text(x, "remark", LIMIT_TEXT_BYTES - 1), HM_OK);
    assert_int_equal(with_text(x, "remark", LIMIT_TEXT_BYTES), HM_OK);
    assert_int_equal(with_text(x, "remark", LIMIT_TEXT_BYTES + 1), HM_DATA);
    assert_int_equal(with_text(x, "remark", 1 << 17), HM_DATA);
    assert_int_equal(with_history(x, LIMIT_HISTORY_MONTHS - 1), HM_OK);
    assert_int_equal(with_history(x, LIMIT_HISTORY_MONTHS), HM_OK);
    assert_int_equal(with_history(x, LIMIT_HISTORY_MONTHS + 1), HM_DATA);
}

/* --- hostile text --- */

static const char SAMPLE[] =
    "{\"id\":\"N01\",\"month\":\"2022-08\",\"savings\":1143.05,\"备注\":\"\\u5BB6\\n\","
    "\"persons\":"
    "[{\"id\":\"p1\",\"birth_date\":\"1980-05-01\",\"cards\":[{\"number\":-1}]}],\"history\":"
    "[{\"month\":\"2022-07\",\"category\":\"dibao\"}],\"hukou_local\":true}";

static void test_truncated(void **state)
{
    struct record rec;
    for (size_t n = 0; n < sizeof SAMPLE - 1; n++) {
        assert_int_equal(parse(*state, &CALC, (struct str){SAMPLE, n}, &rec), HM_DATA);
        struct fixture *x = *state;
        assert_int_equal(x->diag.errors, 1);
    }
    assert_int_equal(parse(*state, &CALC, str_of(SAMPLE), &rec), HM_OK);
}

/* One or two bytes changed, dropped, doubled: read or refused, never worse, and what is read
 * survives being written and read again. Deterministic. */
static void test_mutations(void **state)
{
    struct fixture *x = *state;
    uint64_t seed = 20221106;
    for (int round = 0; round < 20000; round++) {
        char line[sizeof SAMPLE + 8];
        size_t n = sizeof SAMPLE - 1;
        memcpy(line, SAMPLE, n);
        for (int k = 0; k < 1 + round % 2; k++) {
            seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
            size_t at = (size_t)(seed >> 33) % n, from = (size_t)(seed >> 12) % n;
            if (seed >> 62 == 0)
                line[at] = (char)(seed >> 20);
            else if (seed >> 62 == 1)
                line[at] = line[from];
            else if (seed >> 62 == 2)
                memmove(line + at, line + at + 1, --n - at);
            else
                memmove(line + at + 1, line + at, n++ - at);
        }
        struct record rec;
        enum hm_status st = parse(x, &CALC, (struct str){line, n}, &rec);
        assert_true(st == HM_OK || (st == HM_DATA && x->diag.errors > 0));
        if (st == HM_OK) {
            char *first = mem_strdup(again(x));
            assert_int_equal(parse(x, &CALC, str_of(first), &rec), HM_OK);
            assert_string_equal(again(x), first);
            mem_free(first);
        }
    }
}

static void test_no_memory(void **state)
{
    struct fixture *x = *state;
    struct record_rules rules = CALC;
    struct place at = {0};
    unsigned failures = 0;
    rules.today = today();
    for (uint64_t nth = 1;; nth++) {
        struct record_reader *r = NULL;
        struct builder *b = NULL;
        struct record rec;
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = record_reader_new(&r, x->model, &rules);
        if (st == HM_OK)
            st = builder_new(&b, x->model, HOUSEHOLD);
        if (st == HM_OK)
            st = record_parse(r, b, str_of(SAMPLE), &at, &rec, NULL);
        bool was_hit = st != HM_OK;
        fault_arm(FAULT_ALLOC, 0);
        record_reader_free(r);
        builder_free(b);
        if (!was_hit)
            break;
        assert_int_equal(st, HM_NOMEM);
        failures++;
    }
    assert_true(failures > 20);
}

struct heard {
    char found[64], text[128];
    unsigned times;
};

static void hear(void *ctx, const struct place *at, struct str found, const char *text,
                 const char *hint)
{
    struct heard *h = ctx;
    (void)hint;
    assert_string_equal(at->field, "savings");
    snprintf(h->found, sizeof h->found, "%.*s", (int)found.n, found.p);
    snprintf(h->text, sizeof h->text, "%s", text);
    h->times++;
}

static void test_listener(void **state)
{
    struct fixture *x = *state;
    struct record_reader *r;
    struct record rec;
    struct heard h = {0};
    assert_int_equal(record_reader_new(&r, x->model, &CALC), HM_OK);
    record_reader_listen(r, hear, &h);
    assert_int_equal(
        record_parse(r, x->builder, str_of("{\"savings\": -5 }"), NULL, &rec, NULL), HM_DATA);
    assert_string_equal(h.found, "-5");
    assert_string_equal(h.text, "-5 is too low: at least 0.00 yuan");
    assert_int_equal(h.times, 1);
    record_reader_free(r);
}

static void test_excerpt(void **state)
{
    char out[192];
    (void)state;
    assert_string_equal(record_excerpt(out, str_of("")), "");
    assert_string_equal(record_excerpt(out, str_of("a\nb")), "a b");
    assert_string_equal(record_excerpt(out, str_of("0123456789012345678901234567890123456789")),
                        "0123456789012345678901234567890123456789");
    assert_string_equal(
        record_excerpt(out, str_of("01234567890123456789012345678901234567890")),
        "0123456789012345678901234567890123456789…");
    /* whole characters, as many of them */
    assert_string_equal(
        record_excerpt(
            out, str_of("一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四"
                        "五六七八九十余")),
        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十…");
}

/* Many records through one reader: guesses that fail, and nothing left from the one before. */
static void test_one_reader(void **state)
{
    struct fixture *x = *state;
    static const char *const lines[] = {
        "{\"id\":\"1\",\"savings\":1,\"hukou_local\":true}",
        "{\"hukou_local\":false,\"savings\":2,\"id\":\"2\"}",
        "{\"id\":\"3\",\"vehicle_count\":3,\"persons\":[{\"wage_income\":7}]}",
        "{\"id\":\"bad\",\"savings\":3,\"persons\":[{\"wage_income\":-7}]}",
        "{\"id\":\"4\",\"savings\":4}",
        "{\"persons\":[{},{\"wage_income\":8}],\"id\":\"5\",\"hukou_local\":true}",
    };
    struct record_reader *r;
    struct record rec;
    struct frame f;
    uint32_t rows = 0;
    assert_int_equal(record_reader_new(&r, x->model, &CALC), HM_OK);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        enum hm_status st = record_parse(r, x->builder, str_of(lines[i]), NULL, &rec, NULL);
        assert_int_equal(st, i == 3 ? HM_DATA : HM_OK);
        if (st == HM_OK)
            assert_int_equal(rec.row, rows++);
    }
    assert_int_equal(builder_finish(x->builder, &f, false, NULL, NULL), HM_OK);
    buf_clear(&x->text);
    for (uint32_t row = 0; row < rows; row++)
        record_put(&x->text, &f, row, true, false);
    assert_string_equal(
        x->text.data,
        "{\"id\":\"1\",\"savings\":1.00,\"hukou_local\":true}"
        "{\"id\":\"2\",\"savings\":2.00,\"hukou_local\":false}"
        "{\"id\":\"3\",\"vehicle_count\":3,\"persons\":[{\"wage_income\":7.00}]}"
        "{\"id\":\"4\",\"savings\":4.00}"
        "{\"id\":\"5\",\"hukou_local\":true,\"persons\":[{},{\"wage_income\":8.00}]}");
    frame_fini(&f);
    record_reader_free(r);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_round_trips),
        TEST(test_month_and_history),
        TEST(test_refused_values),
        TEST(test_refused_shapes),
        TEST(test_all_faults_in_one_pass),
        TEST(test_rules),
        TEST(test_limits),
        TEST(test_max_rows),
        TEST(test_truncated),
        TEST(test_mutations),
        TEST(test_no_memory),
        TEST(test_listener),
        TEST(test_one_reader),
        cmocka_unit_test(test_excerpt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
