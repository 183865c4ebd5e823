/* test_run_html.c - the page of a run: all parts are there, what facts hold stays text, nothing
 * is missing when there was nothing before. */
#include "../support/html_check.h"
#include "report/run_html.h"

/* Fills in a summary as a run makes it. */
static void fill(struct summary *s, struct summary_month *m, struct tally_line *line)
{
    *line = (struct tally_line){.in = 1,
                                .out = 2,
                                .up = 3,
                                .down = 4,
                                .before_count = 8,
                                .after_count = 9,
                                .before_fen = 100000,
                                .after_fen = 123450};
    *s = (struct summary){.policy = "p",
                          .policy_zh = "<市>",
                          .identity = "abc",
                          .changes = "set line=<1>",
                          .months = m,
                          .month_count = 1};
    *m = (struct summary_month){.month = "2022-07",
                                .before_run = 3,
                                .before_month = "2022-06",
                                .households = 12345,
                                .undetermined = 2,
                                .total = *line};
}

static char *page_of(struct buf *out, const struct run_record *r, const struct summary *s)
{
    static const struct catalogue none;
    buf_init(out);
    run_html(out, r, s, &none);
    assert_true(buf_ok(out));
    assert_int_equal(html_check(out->data, NULL, 0), 0);
    return out->data;
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("the page lacks %s", part);
}

static void test_full(void **state)
{
    (void)state;
    struct summary s;
    struct summary_month m;
    struct tally_line line;
    struct buf out;
    fill(&s, &m, &line);
    struct summary_item benefits[] = {{"grant", "补助<b>", line}, {"idle", "没人", {0}}};
    struct summary_item counties[] = {{"", NULL, line}};
    struct summary_move moves[] = {{"kind", "类别", "none", "无", "poor", "困难", 5}};
    struct summary_reason reasons[] = {{true, "grant", "a<b", "F&1", 7},
                                       {false, "grant", "income", "F2", 8}};
    struct summary_placeholder held[] = {{"line", "标准", "2020-01-01", "推<定>", NULL}};
    struct summary_change top[] = {{"F<3>", 100, 50}};
    struct summary_bin bins[] = {{INT64_MIN, -10000, 3}, {-10000, 0, 0}, {0, 5000, 1000}};
    struct summary_cliff cliffs[] = {{"F4", 500, 0, 100, 200}};
    m.benefits = benefits;
    m.benefit_count = 2;
    m.counties = counties;
    m.county_count = 1;
    m.moves = moves;
    m.move_count = 1;
    m.reasons = reasons;
    m.reason_count = 2;
    m.placeholders = held;
    m.placeholder_count = 1;
    m.top = top;
    m.top_count = 1;
    m.bins = bins;
    m.bin_count = 3;
    m.cliffs = cliffs;
    m.cliff_count = m.cliff_listed = 1;
    m.cliff_fen = 123456;
    s.budget = (struct summary_budget){
        .year = 2022, .appropriation_fen = 100, .run_months = 1, .run_fen = 123450};
    s.work = (struct summary_work){10, 20, 30, 1234};
    const struct run_record r = {
        .id = 7, .state = RUN_PUBLISHED, .who = "a<b>", .engine = "fast"};
    const char *text = page_of(&out, &r, &s);
    static const char *const parts[] = {
        "&lt;市&gt;",
        "set line=&lt;1&gt;",
        "a&lt;b&gt;",
        "Run 7",
        ">published<",
        "2022-07 compared with 2022-06 (run 3)",
        "12,345",
        "补助&lt;b&gt;",
        ">unknown<",
        "+234.50",
        "+2,814.00",
        "类别",
        "困难",
        "a&lt;b",
        "F&amp;1",
        ">error<",
        ">missing<",
        "推&lt;定&gt;",
        "1 placeholder values",
        "F&lt;3&gt;",
        "-0.50",
        "less by over 100 yuan",
        "more by 0 to 50 yuan",
        ">1,000</text>",
        "width=\"560\"",
        "1,234.56 yuan a month",
        ">MISSING<",
        "1,233.50",
        "10 determinations evaluated, 20 taken over unchanged, in 1.23 s.",
        "30 households were evaluated again"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        has(text, parts[i]);
    assert_null(strstr(text, "没人"));
    assert_null(strstr(text, "less by 0 to"));
    buf_fini(&out);
}

static void test_bare(void **state)
{
    (void)state;
    struct summary s;
    struct summary_month m;
    struct tally_line line;
    struct buf out;
    fill(&s, &m, &line);
    m.before_run = 0;
    const char *text = page_of(&out, NULL, &s);
    has(text, "Rehearsal");
    has(text, "compared with nothing");
    assert_null(strstr(text, "ATTENTION"));
    assert_null(strstr(text, "budget of"));
    buf_fini(&out);
    s.month_count = 0;
    page_of(&out, NULL, &s);
    buf_fini(&out);
}

static void test_range(void **state)
{
    (void)state;
    struct summary s;
    struct summary_month m[2];
    struct tally_line line;
    struct buf out;
    struct summary_owed owed[] = {{"grant", "补助<o>", 12, 3, 12345600, 4500}};
    struct summary_year years[] = {{2022, 2, 200000, 246900}};
    fill(&s, &m[0], &line);
    m[1] = m[0];
    memcpy(m[1].month, "2022-08", 8);
    m[1].owed = owed;
    m[1].owed_count = 1;
    s.month_count = 2;
    s.years = years;
    s.year_count = 1;
    const char *text = page_of(&out, NULL, &s);
    has(text, "2022-07 – 2022-08");
    has(text, "<td class=\"d\">2022-07</td>");
    has(text, "2,469.00");
    has(text, "补助&lt;o&gt;");
    has(text, "123,456.00");
    has(text, "45.00");
    buf_fini(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_full),
        cmocka_unit_test(test_bare),
        cmocka_unit_test(test_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
