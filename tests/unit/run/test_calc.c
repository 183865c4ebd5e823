/* test_calc.c - lines in, lines out: order, months, history, missing facts, errors, bad lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/fault.h"
#include "base/mem.h"
#include "run/calc.h"

static const char POLICY[] =
    "policy { zh = \"试验\" }\n"
    "entity \"household\" { zh = \"家庭\" }\n"
    "entity \"person\" { zh = \"成员\", of = household, plural = \"persons\" }\n"
    "entity \"vehicle\" { zh = \"车辆\", of = household, plural = \"vehicles\" }\n"
    "enum \"category\" { zh = \"类别\", { \"none\", \"无\" }, { \"dibao\", \"低保\" } }\n"
    "input \"income\" { of = household, type = money, zh = \"收入\", min = yuan(0) }\n"
    "input \"birth_date\" { of = person, type = date, zh = \"出生日期\" }\n"
    "input \"price\" { of = vehicle, type = money }\n"
    "parameter \"standard\" { zh = \"标准\", type = money,\n"
    "  [\"2022-01-01\"] = { yuan(1005), source = \"a\" },\n"
    "  [\"2022-07-01\"] = { yuan(1181), source = \"b\" } }\n"
    "variable \"category\" { of = household, type = category, zh = \"救助类别\", result = "
    "true,\n"
    "  formula = function (family, law)\n"
    "    if family.income < law.standard then return \"dibao\" end\n"
    "    return \"none\" end }\n"
    "variable \"amount\" { of = household, type = money, zh = \"低保金\", benefit = true,\n"
    "  formula = function (family, law)\n"
    "    if family.category == \"none\" then return yuan(0) end\n"
    "    return law.standard - family.income end }\n"
    "variable \"share\" { of = household, type = money, zh = \"人均\",\n"
    "  formula = function (family, law) return family.amount / #family.persons end }\n"
    "variable \"age_allowance\" { of = person, type = money, benefit = true,\n"
    "  formula = function (person, law)\n"
    "    if age(person.birth_date, law.month) >= 80 then return yuan(50) end\n"
    "    return yuan(0) end }\n";

static const char PAST[] =
    "variable \"months_in\" { of = household, type = integer, result = true,\n"
    "  formula = function (family, law)\n"
    "    return default(family:before(1).months_in, 0) + 1 end }\n"
    "variable \"was\" { of = household, type = category, result = true,\n"
    "  formula = function (family, law) return family:before(1).category end }\n";

struct source {
    const char *text;
    size_t at, n, piece;
};

static ptrdiff_t read_source(void *ctx, char *bytes, size_t n)
{
    struct source *s = ctx;
    size_t give = s->n - s->at < s->piece ? s->n - s->at : s->piece;
    give = give < n ? give : n;
    memcpy(bytes, s->text + s->at, give);
    s->at += give;
    return (ptrdiff_t)give;
}

static int take_output(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

static int closed_output(void *ctx, const void *bytes, size_t n)
{
    (void)ctx, (void)bytes, (void)n;
    return 1;
}

static struct policy *load_text(const char *text, const char *more)
{
    char folder[] = "/tmp/huimin-calc-XXXXXX", path[64];
    struct policy *p = NULL;
    struct diag d;
    diag_init(&d);
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/policy.lua", folder);
    FILE *f = fopen(path, "w");
    fputs(text, f);
    fputs(more, f);
    fclose(f);
    enum hm_status st = policy_load(&p, folder, &d);
    remove(path);
    rmdir(folder);
    for (size_t i = 0; i < d.count; i++)
        if (d.items[i].level == HM_LEVEL_ERROR)
            fail_msg("%u: %s", d.items[i].at.line, d.items[i].text);
    assert_int_equal(st, HM_OK);
    diag_fini(&d);
    return p;
}

static struct policy *load(const char *more)
{
    return load_text(POLICY, more);
}

struct outcome {
    enum hm_status status;
    struct calc_counts counts;
    struct buf out, messages;
};

static void run_in_pieces(struct outcome *x, const struct policy *p,
                          const struct calc_options *o, const char *text, size_t piece)
{
    struct source source = {text, 0, strlen(text), piece};
    struct hm_host host = {.write = take_output, .ctx = &x->out};
    struct lines *in;
    struct diag d;
    buf_init(&x->out);
    buf_init(&x->messages);
    diag_init(&d);
    assert_int_equal(lines_from(&in, "in", read_source, &source, &d), HM_OK);
    x->status = calc_run(p, o, in, &host, &x->counts, &d);
    lines_close(in);
    for (size_t i = 0; i < d.count; i++)
        buf_printf(&x->messages, "%u %s: %s\n", d.items[i].at.line,
                   d.items[i].at.field ? d.items[i].at.field : "-", d.items[i].text);
    diag_fini(&d);
}

static void outcome_fini(struct outcome *x)
{
    buf_fini(&x->out);
    buf_fini(&x->messages);
}

/* The same whatever the pieces in which the lines come. */
static void expect(const struct policy *p, const struct calc_options *o, const char *text,
                   enum hm_status status, const char *out, const char *messages)
{
    static const size_t pieces[] = {1 << 20, 7, 64};
    for (size_t i = 0; i < 3; i++) {
        struct outcome x;
        run_in_pieces(&x, p, o, text, pieces[i]);
        assert_string_equal(x.messages.data ? x.messages.data : "", messages);
        assert_string_equal(x.out.data ? x.out.data : "", out);
        assert_int_equal(x.status, status);
        outcome_fini(&x);
    }
}

static const struct calc_options PLAIN;

static void test_results(void **state)
{
    struct policy *p = load("");
    (void)state;
    expect(p, &PLAIN,
           "{\"id\":\"N01\",\"month\":\"2022-08\",\"income\":38,\"persons\":[{\"id\":\"p1\","
           "\"birth_date\":\"1942-08-31\"},{\"birth_date\":\"1980-05-01\"}],\"vehicles\":"
           "[{\"price\":7}]}\n",
           HM_OK,
           "{\"id\":\"N01\",\"month\":\"2022-08\",\"category\":\"dibao\",\"amount\":1143.00,"
           "\"age_allowance\":50.00,\"persons\":[{\"id\":\"p1\",\"age_allowance\":50.00},"
           "{\"age_allowance\":0.00}]}\n",
           "");
    expect(p, &PLAIN, "", HM_OK, "", "");
    expect(p, &PLAIN, "\n\n", HM_OK, "", "");
    policy_free(p);
}

/* A policy without households, and children after an empty list of others. */
static void test_other_roots(void **state)
{
    struct calc_options o = {.month = "2022-08"};
    struct policy *p =
        load_text("policy { zh = \"试验\" }\n"
                  "entity \"institution\" { zh = \"机构\" }\n"
                  "entity \"room\" { zh = \"房间\", of = institution, plural = \"rooms\" }\n"
                  "entity \"bed\" { zh = \"床位\", of = institution, plural = \"beds\" }\n"
                  "variable \"rate\" { of = bed, type = money, result = true,\n"
                  "  formula = function (bed, law) return yuan(3) end }\n"
                  "variable \"size\" { of = room, type = integer, result = true,\n"
                  "  formula = function (room, law) return 2 end }\n",
                  "");
    (void)state;
    expect(
        p, &o, "{\"id\":\"I\",\"beds\":[{\"id\":\"b\"}]}\n{\"id\":\"J\",\"rooms\":[{}]}\n",
        HM_OK,
        "{\"id\":\"I\",\"month\":\"2022-08\",\"rate\":3.00,\"size\":0,\"beds\":[{\"id\":\"b\","
        "\"rate\":3.00}]}\n"
        "{\"id\":\"J\",\"month\":\"2022-08\",\"rate\":0.00,\"size\":2,\"rooms\":[{\"size\":2}]}"
        "\n",
        "");
    policy_free(p);
}

static void test_given(void **state)
{
    struct policy *p = load("");
    (void)state;
    /* a variable in place of its formula; null is not given; the sum of members' too */
    expect(
        p, &PLAIN,
        "{\"month\":\"2022-08\",\"救助类别\":\"低保\",\"income\":5000,\"amount\":null}\n"
        "{\"month\":\"2022-08\",\"income\":1,\"amount\":99.5,\"age_allowance\":7,"
        "\"persons\":[{}]}\n",
        HM_OK,
        "{\"month\":\"2022-08\",\"category\":\"dibao\",\"amount\":-3819.00,"
        "\"age_allowance\":0.00}\n"
        "{\"month\":\"2022-08\",\"category\":\"dibao\",\"amount\":99.50,\"age_allowance\":7.00,"
        "\"persons\":[{\"age_allowance\":null}],\"missing\":{\"persons[0].age_allowance\":"
        "[\"persons[0].birth_date\"]}}\n",
        "");
    policy_free(p);
}

static void test_missing_and_errors(void **state)
{
    struct policy *p = load("");
    struct calc_options o = {.outputs = "amount, share ,人均"};
    struct outcome x;
    (void)state;
    expect(p, &PLAIN, "{\"id\":\"a\",\"month\":\"2022-08\",\"persons\":[{},{\"id\":\"q\"}]}",
           HM_OK,
           "{\"id\":\"a\",\"month\":\"2022-08\",\"category\":null,\"amount\":null,"
           "\"age_allowance\":null,\"persons\":[{\"age_allowance\":null},{\"id\":\"q\","
           "\"age_allowance\":null}],\"missing\":{\"category\":[\"income\"],\"amount\":["
           "\"income\"],"
           "\"age_allowance\":[\"persons[0].birth_date\",\"persons[1].birth_date\"],"
           "\"persons[0].age_allowance\":[\"persons[0].birth_date\"],"
           "\"persons[1].age_allowance\":[\"persons[1].birth_date\"]}}\n",
           "");
    run_in_pieces(&x, p, &o, "{\"month\":\"2022-08\",\"income\":0}\n{\"month\":\"2022-08\"}",
                  100);
    assert_int_equal(x.status, HM_DATA);
    assert_int_equal(x.counts.records, 2);
    assert_int_equal(x.counts.results, 2);
    assert_int_equal(x.counts.failed, 1);
    assert_int_equal(x.counts.undetermined, 1);
    static const char begins[] =
        "{\"month\":\"2022-08\",\"amount\":1181.00,\"share\":null,\"errors\":"
        "{\"share\":\"";
    assert_memory_equal(x.out.data, begins, sizeof begins - 1);
    assert_non_null(strstr(x.out.data, "{\"month\":\"2022-08\",\"amount\":null,\"share\":null,"
                                       "\"missing\":{\"amount\":[\"income\"],\"share\":"
                                       "[\"income\"]}}\n"));
    outcome_fini(&x);
    policy_free(p);
}

static void test_outputs(void **state)
{
    struct policy *p = load("");
    struct calc_options o = {.outputs = "persons.age_allowance"};
    static const char line[] =
        "{\"month\":\"2022-08\",\"income\":5000,\"persons\":[{\"birth_date\":"
        "\"1930-01-01\"}],\"vehicles\":[{}]}\n";
    (void)state;
    expect(p, &o, line, HM_OK,
           "{\"month\":\"2022-08\",\"persons\":[{\"age_allowance\":50.00}]}\n", "");
    o.outputs = "age_allowance";
    expect(p, &o, line, HM_OK,
           "{\"month\":\"2022-08\",\"age_allowance\":50.00,\"persons\":[{\"age_allowance\":50."
           "00}]}\n",
           "");
    o.outputs = "低保金";
    expect(p, &o, line, HM_OK, "{\"month\":\"2022-08\",\"amount\":0.00}\n", "");
    o.outputs = "amout,income,x.amount";
    expect(p, &o, line, HM_USAGE, "",
           "0 --outputs: there is no variable \"amout\"\n"
           "0 --outputs: \"income\" is a given fact, it is not computed\n"
           "0 --outputs: there is no variable \"x.amount\"\n");
    o.outputs = " , ";
    expect(p, &o, line, HM_USAGE, "",
           "0 --outputs: expected names of variables such as dibao_amount,category\n");
    policy_free(p);
}

static void test_months(void **state)
{
    struct policy *p = load("");
    struct calc_options o = {.outputs = "amount", .month = "2022-06"};
    static const char lines[] = "{\"id\":\"1\",\"month\":\"2022-07\",\"income\":1}\n"
                                "{\"id\":\"2\",\"month\":\"2022-06\",\"income\":2}\n"
                                "{\"id\":\"3\",\"income\":3,\"month\":\"2022-07\"}\n"
                                "{\"id\":\"4\",\"month\":\"2022-06\",\"income\":4}\n"
                                "{\"id\":\"5\",\"month\":\"2022-06\",\"income\":5}\n";
    (void)state;
    expect(p, &o, "{\"income\":5}\n{\"month\":\"2023-01\",\"income\":6}", HM_OK,
           "{\"month\":\"2022-06\",\"amount\":1000.00}\n{\"month\":\"2022-06\",\"amount\":999."
           "00}\n",
           "");
    o.month = NULL;
    expect(p, &o, lines, HM_OK,
           "{\"id\":\"1\",\"month\":\"2022-07\",\"amount\":1180.00}\n"
           "{\"id\":\"2\",\"month\":\"2022-06\",\"amount\":1003.00}\n"
           "{\"id\":\"3\",\"month\":\"2022-07\",\"amount\":1178.00}\n"
           "{\"id\":\"4\",\"month\":\"2022-06\",\"amount\":1001.00}\n"
           "{\"id\":\"5\",\"month\":\"2022-06\",\"amount\":1000.00}\n",
           "");
    o.months = "2022-06..2022-07";
    expect(p, &o, "{\"id\":\"1\",\"income\":1}\n{\"id\":\"2\",\"income\":2}", HM_OK,
           "{\"id\":\"1\",\"month\":\"2022-06\",\"amount\":1004.00}\n"
           "{\"id\":\"1\",\"month\":\"2022-07\",\"amount\":1180.00}\n"
           "{\"id\":\"2\",\"month\":\"2022-06\",\"amount\":1003.00}\n"
           "{\"id\":\"2\",\"month\":\"2022-07\",\"amount\":1179.00}\n",
           "");
    policy_free(p);
}

static void test_month_options(void **state)
{
    static const struct {
        const char *month, *months, *text;
    } cases[] = {
        {"2022-13", NULL, "0 --month: found \"2022-13\", expected a month such as 2024-07\n"},
        {NULL, "2022-01",
         "0 --months: found \"2022-01\", expected months such as "
         "2024-01..2024-12\n"},
        {NULL, "2022-05..2022-04", "0 --months: the last month lies before the first\n"},
        {NULL, "1900-01..2000-01", "0 --months: more than 600 months\n"},
        {"2022-01", "2022-01..2022-02",
         "0 --months: --month and --months exclude each other\n"},
    };
    struct policy *p = load("");
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct calc_options o = {.month = cases[i].month, .months = cases[i].months};
        expect(p, &o, "{}", HM_USAGE, "", cases[i].text);
    }
    struct calc_options o = {.months = "1950-01..1999-12", .outputs = "share"};
    struct outcome x;
    run_in_pieces(&x, p, &o, "{\"amount\":6,\"persons\":[{}]}\n{\"amount\":7,\"persons\":[{}]}",
                  99);
    assert_int_equal(x.status, HM_OK);
    assert_int_equal(x.counts.results, 1200);
    outcome_fini(&x);
    policy_free(p);
}

static void test_bad_lines(void **state)
{
    struct policy *p = load("");
    struct calc_options o = {.outputs = "amount"};
    struct outcome x;
    static const char lines[] = "{\"id\":\"1\",\"month\":\"2022-07\",\"income\":1}\n"
                                "{\"id\":\"2\",\"month\":\"2022-06\",\"income\":-2}\n"
                                "\n"
                                "{\"id\":\"3\",\"income\":3}\n"
                                "garbage\n"
                                "{\"id\":\"4\",\"month\":\"2022-06\",\"income\":4}\n";
    (void)state;
    expect(p, &o, lines, HM_DATA,
           "{\"id\":\"1\",\"month\":\"2022-07\",\"amount\":1180.00}\n"
           "{\"id\":\"4\",\"month\":\"2022-06\",\"amount\":1001.00}\n",
           "2 income: -2 is too low: at least 0.00\n"
           "4 month: the record has no month\n"
           "5 -: unexpected character, at byte 1: garbage\n");
    run_in_pieces(&x, p, &o, lines, 1000);
    assert_int_equal(x.counts.records, 5);
    assert_int_equal(x.counts.refused, 3);
    assert_int_equal(x.counts.results, 2);
    outcome_fini(&x);
    policy_free(p);
}

static void test_history(void **state)
{
    struct policy *p = load(PAST);
    struct calc_options o = {.outputs = "months_in,was", .month = "2022-08"};
    (void)state;
    expect(
        p, &o,
        "{\"id\":\"1\",\"history\":[{\"month\":\"2022-07\",\"months_in\":4,\"category\":"
        "\"低保\"}]}\n"
        "{\"id\":\"2\"}\n"
        "{\"history\":[{\"month\":\"2022-06\",\"category\":\"dibao\"}]}\n"
        "{\"history\":[{\"month\":\"2022-07\",\"category\":\"none\"}]}\n"
        "{\"id\":\"1\",\"history\":[{\"month\":\"2022-07\",\"category\":\"none\",\"missing\":{}"
        "}]}\n",
        HM_OK,
        "{\"id\":\"1\",\"month\":\"2022-08\",\"months_in\":5,\"was\":\"dibao\"}\n"
        "{\"id\":\"2\",\"month\":\"2022-08\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-07].category\"]}}\n"
        "{\"month\":\"2022-08\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-07].category\"]}}\n"
        "{\"month\":\"2022-08\",\"months_in\":1,\"was\":\"none\"}\n"
        "{\"id\":\"1\",\"month\":\"2022-08\",\"months_in\":1,\"was\":\"none\"}\n",
        "");
    expect(
        p, &o,
        "{\"id\":\"1\",\"history\":[{\"month\":\"2022-06\",\"category\":\"none\"},{\"month\":"
        "\"2022-07\",\"categry\":\"x\"},{\"month\":\"2022-05\",\"amount\":\"y\"}]}\n"
        "{\"id\":\"1\"}\n",
        HM_DATA,
        "{\"id\":\"1\",\"month\":\"2022-08\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-07].category\"]}}\n",
        "1 history[2].amount: found \"y\", expected an amount in yuan such as 1143.50\n"
        "1 history[1].categry: household has no field \"categry\"\n");
    policy_free(p);
}

/* Months in a row: each month's results are the past of the next one, unless it was given. */
static void test_months_feed_each_other(void **state)
{
    struct policy *p = load(PAST);
    struct calc_options o = {.outputs = "months_in,was", .months = "2022-06..2022-08"};
    (void)state;
    expect(
        p, &o,
        "{\"id\":\"1\",\"income\":1100}\n"
        "{\"id\":\"2\",\"income\":1,\"history\":[{\"month\":\"2022-05\",\"months_in\":7,"
        "\"category\":\"none\"}]}\n"
        "{\"id\":\"3\",\"income\":1,\"history\":[{\"month\":\"2022-07\",\"months_in\":70,"
        "\"category\":\"none\"}]}\n"
        "{\"id\":\"1\",\"income\":1}\n",
        HM_OK,
        "{\"id\":\"1\",\"month\":\"2022-06\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-05].category\"]}}\n"
        "{\"id\":\"1\",\"month\":\"2022-07\",\"months_in\":2,\"was\":\"none\"}\n"
        "{\"id\":\"1\",\"month\":\"2022-08\",\"months_in\":3,\"was\":\"dibao\"}\n"
        "{\"id\":\"2\",\"month\":\"2022-06\",\"months_in\":8,\"was\":\"none\"}\n"
        "{\"id\":\"2\",\"month\":\"2022-07\",\"months_in\":9,\"was\":\"dibao\"}\n"
        "{\"id\":\"2\",\"month\":\"2022-08\",\"months_in\":10,\"was\":\"dibao\"}\n"
        "{\"id\":\"3\",\"month\":\"2022-06\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-05].category\"]}}\n"
        "{\"id\":\"3\",\"month\":\"2022-07\",\"months_in\":2,\"was\":\"dibao\"}\n"
        "{\"id\":\"3\",\"month\":\"2022-08\",\"months_in\":71,\"was\":\"none\"}\n"
        "{\"id\":\"1\",\"month\":\"2022-06\",\"months_in\":1,\"was\":null,\"missing\":{\"was\":"
        "[\"history[2022-05].category\"]}}\n"
        "{\"id\":\"1\",\"month\":\"2022-07\",\"months_in\":2,\"was\":\"dibao\"}\n"
        "{\"id\":\"1\",\"month\":\"2022-08\",\"months_in\":3,\"was\":\"dibao\"}\n",
        "");
    policy_free(p);
}

/* More records and months than a batch, its groups and its engines hold. */
static void test_many(void **state)
{
    struct policy *p = load("");
    struct calc_options o = {.outputs = "amount"};
    struct buf text, want;
    struct outcome x;
    (void)state;
    buf_init(&text);
    buf_init(&want);
    for (unsigned i = 0; i < 3000; i++) {
        unsigned month = i * 7 % 100;
        bool later = month >= 6;
        buf_printf(&text, "{\"id\":\"%u\",\"income\":%u,\"month\":\"20%02u-%02u\"}\n", i,
                   i % 1000, 22 + month / 12, month % 12 + 1);
        buf_printf(&want, "{\"id\":\"%u\",\"month\":\"20%02u-%02u\",\"amount\":%u.00}\n", i,
                   22 + month / 12, month % 12 + 1, (later ? 1181 : 1005) - i % 1000);
    }
    run_in_pieces(&x, p, &o, text.data, 1 << 20);
    assert_int_equal(x.status, HM_OK);
    assert_string_equal(x.out.data, want.data);
    outcome_fini(&x);
    buf_fini(&text);
    buf_fini(&want);
    policy_free(p);
}

static void test_closed_output(void **state)
{
    struct policy *p = load("");
    struct source source = {"{\"month\":\"2022-08\",\"income\":1}\n", 0, 32, 99};
    struct hm_host host = {.write = closed_output};
    struct lines *in;
    (void)state;
    assert_int_equal(lines_from(&in, "in", read_source, &source, NULL), HM_OK);
    assert_int_equal(calc_run(p, &PLAIN, in, &host, NULL, NULL), HM_ENVIRONMENT);
    lines_close(in);
    policy_free(p);
}

/* Whichever allocation fails: the run says so, or it only cost a message; nothing leaks. */
static void test_no_memory(void **state)
{
    struct policy *p = load(PAST);
    struct calc_options o = {.months = "2022-06..2022-07"};
    static const char text[] =
        "{\"id\":\"1\",\"income\":1,\"persons\":[{\"id\":\"p\"}],\"history\":["
        "{\"month\":\"2022-05\",\"months_in\":7}]}\n{\"income\":-1}\n";
    struct outcome want;
    unsigned failures = 0;
    (void)state;
    run_in_pieces(&want, p, &o, text, 1000);
    assert_int_equal(want.status, HM_DATA);
    for (uint64_t nth = 1; nth < 20000; nth += 1 + nth / 64) {
        struct source source = {text, 0, strlen(text), 1000};
        struct buf out;
        struct hm_host host = {.write = take_output, .ctx = &out};
        struct lines *in;
        buf_init(&out);
        for (int i = 0; i < 4096; i++) /* what is written here is not what may fail */
            buf_putc(&out, ' ');
        buf_clear(&out);
        assert_int_equal(lines_from(&in, "in", read_source, &source, NULL), HM_OK);
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = calc_run(p, &o, in, &host, NULL, NULL);
        fault_arm(FAULT_ALLOC, 0);
        lines_close(in);
        if (st == HM_DATA)
            assert_string_equal(out.data, want.out.data);
        else
            assert_int_equal(st, HM_NOMEM);
        failures += st == HM_NOMEM;
        buf_fini(&out);
    }
    assert_true(failures > 25);
    outcome_fini(&want);
    policy_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_results),       cmocka_unit_test(test_other_roots),
        cmocka_unit_test(test_given),         cmocka_unit_test(test_missing_and_errors),
        cmocka_unit_test(test_outputs),       cmocka_unit_test(test_months),
        cmocka_unit_test(test_month_options), cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_history),       cmocka_unit_test(test_months_feed_each_other),
        cmocka_unit_test(test_many),          cmocka_unit_test(test_closed_output),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
