/* test_doc.c - pages of policies: every kind of declaration is there, what scripts write stays
 * text, tags are balanced, every link leads somewhere, the bytes are always the same. */
#include "../policy/policy_dir.h"
#include "../support/html_check.h"
#include "base/fault.h"
#include "base/fs.h"
#include "base/mem.h"
#include "report/citations.h"
#include "report/doc.h"

static const char upper[] =
    "-- p/policy.lua      上级 <i>\n"
    "policy { zh = \"上级\" }\n"
    "entity \"household\" { zh = \"家庭\" }\n"
    "entity \"person\" { zh = \"成员\", of = household, plural = \"persons\", max = 9 }\n"
    "enum \"kind\" { zh = \"类别\", { \"none\", \"无\" }, { \"poor\", \"困难<u>\" } }\n"
    "input \"income\" { of = household, type = money, unit = \"yuan/month\", zh = \"收入\",\n"
    "  min = yuan(0), max = yuan(100), note = \"<b>\\\"&\" }\n"
    "input \"kind_given\" { of = household, type = kind, zh = \"给定类别\" }\n"
    "input \"born\" { of = person, type = date, zh = \"出生\" }\n"
    "parameter \"line\" { zh = \"标准<x>\", type = money, unit = \"yuan/person/month\",\n"
    "  [\"2020-01-01\"] = { yuan(10), source = \"办法 <s> NB21-02\", status = \"placeholder\" "
    "},\n"
    "  [\"2021-01-01\"] = { yuan(1005.5), source = \"公报\" } }\n"
    "parameter \"test\" { zh = \"比较\", type = comparison,\n"
    "  [\"2020-01-01\"] = { \"<\", source = \"低于\" } }\n"
    "parameter \"by_kind\" { zh = \"按类\", type = number, key = kind,\n"
    "  [\"2020-01-01\"] = { { poor = 0.5 }, otherwise = 0, source = \"x\", status = "
    "\"derived\" },\n"
    "  [\"2022-01-01\"] = ended }\n"
    "parameter \"by_age\" { zh = \"按龄\", type = money, by = integer,\n"
    "  [\"2020-01-01\"] = { { { below = 80, yuan(0) }, { from = 80, yuan(50) } }, source = "
    "\"y\" } }\n"
    "-- 这里说明 <em>人数</em>\n"
    "local function heads(family) -- 人数\n"
    "  return #family.persons\n"
    "end\n"
    "local function written(n) return yuan(n) end -- only writes values down\n"
    "local other = written(3)\n"
    "---------------------------------------------- 金额\n"
    "variable \"poor\" { of = household, type = boolean, zh = \"困难\", result = true, law = "
    "\"第<1>条\",\n"
    "  formula = function (family, law)\n"
    "    return law.test(family.收入, law.line * heads(family)) -- 比<较>\n"
    "  end }\n"
    "variable \"grant\" { of = household, type = money, unit = \"yuan/month\", zh = \"补助\",\n"
    "  round = up_to(yuan(1)), benefit = true, law = \"第二条\",\n"
    "  [\"2020-01-01\"] = function (family, law)\n"
    "    if family.poor then return law.line - family.income end\n"
    "    return yuan(0)\n"
    "  end,\n"
    "  [\"2023-01-01\"] = ended }\n"
    "variable \"slow\" { of = household, type = integer, zh = \"慢\",\n"
    "  formula = function (family, law) local n = 0; while n < 3 do n = n + 1 end; return n "
    "end }\n"
    "variable \"old\" { of = person, type = money, zh = \"老龄\", result = true,\n"
    "  formula = function (person, law) return law.by_age[age(person.born, law.month)] end }\n"
    "check \"enough\" { zh = \"够\", law = \"规划 <k>\", from = \"2020-01\", to = \"2022-01\", "
    "severity = \"warning\",\n"
    "  test = function (law) return law.line > yuan(20), \"太<低>\" end }\n"
    "indicator \"poor_share\" { of = household, zh = \"困难占比\", unit = \"%\", law = "
    "\"规划\",\n"
    "  numerator = \"poor\", denominator = function (family, law) return 1 end, per = 100,\n"
    "  target = { [\"2024-12-31\"] = { at_most = 5, source = \"规划<t>\" } }, binding = true "
    "}\n"
    "entity \"town\" { zh = \"镇\" }\n"
    "input \"people\" { of = town, type = integer, zh = \"人口<p>\" }\n"
    "facts \"facts.csv\"\n"
    "indicator \"crowd\" { of = town, zh = \"人数\", numerator = \"people\", per = 1,\n"
    "  target = { [\"2030-12-31\"] = { at_least = 9000, source = \"规划\" } } }\n"
    "scenario \"rise\" { zh = \"提标\", parameters = { line = { [\"2021-06-01\"] = yuan(1100) "
    "} } }\n"
    "case \"A<1>\" { zh = \"相符\", source = \"手算 <q>\", month = \"2021-05\",\n"
    "  household = { income = 5, persons = { { born = \"1930-01-01\" } } },\n"
    "  expect = { grant = 1001, persons = { { old = 50 } } } }\n"
    "case \"A2\" { zh = \"不符\", month = \"2021-05\", set = { line = yuan(1) },\n"
    "  household = { income = 5, persons = { {} } }, expect = { grant = 7 },\n"
    "  expect_missing = { old = { \"persons[0].born\" } } }\n";
static const char facts[] = "entity,id,from,field,value,source,note\n"
                            "town,T<1>,2024-01,people,1234,年鉴<y>,注<n>\n";
static const char lower[] = "policy { zh = \"下级\", division = \"9901\" }\n"
                            "parameter \"line\" { override = true,\n"
                            "  [\"2020-01-01\"] = { yuan(30), source = \"下级公报\" } }\n";

static const struct hm_host host = {.engine = HM_ENGINE_BOTH};

static char *read_page(const struct policy_dir *t, const char *name, size_t *n)
{
    char path[256], *text;
    assert_int_equal(fs_read(&text, n, policy_dir_path(t, name, path), 1 << 24, NULL), HM_OK);
    return text;
}

static enum hm_status write_site(const struct policy_dir *t, const char *folder,
                                 const char *out, struct doc_totals *totals, struct diag *d)
{
    char from[256], to[256];
    return doc_write(totals, policy_dir_path(t, folder, from), policy_dir_path(t, out, to),
                     &host, d);
}

/* --- what a page must keep to --- */

/* Files the page links to are there. */
static void check_page(const struct policy_dir *t, const char *site, const char *text)
{
    char name[600], path[256], files[8][256];
    size_t n = html_check(text, files, 8);
    for (size_t i = 0; i < n; i++) {
        snprintf(name, sizeof name, "%s/%s", site, files[i]);
        assert_true(fs_exists(policy_dir_path(t, name, path)));
    }
}

static void check_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("the page lacks %s", part);
}

/* --- tests --- */

static void test_pages(void **state)
{
    (void)state;
    struct policy_dir t;
    struct doc_totals totals;
    struct diag d;
    size_t n;
    policy_dir_make(&t);
    diag_init(&d);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    policy_dir_text(&t, "p/low/policy.lua", lower);
    assert_int_equal(write_site(&t, "p", "site", &totals, &d), HM_OK);
    assert_int_equal(totals.pages, 3);
    assert_int_equal(totals.cases, 2);
    assert_int_equal(totals.cases_failed, 1);
    assert_int_equal(totals.checks_failed, 0); /* it is a warning */
    static const char *const names[] = {"site/index.html", "site/p.html", "site/p-low.html"};
    for (size_t i = 0; i < 3; i++) {
        char *text = read_page(&t, names[i], &n);
        check_page(&t, "site", text);
        check_has(text, "id=\"to-zh\"");
        check_has(text, "id=\"to-en\" checked");
        assert_null(strstr(text, "http://"
                                 "example"));
        mem_free(text);
    }
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_content(void **state)
{
    (void)state;
    struct policy_dir t;
    struct doc_totals totals;
    struct diag d;
    size_t n;
    policy_dir_make(&t);
    diag_init(&d);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    assert_int_equal(write_site(&t, "p", "site", &totals, &d), HM_OK);
    char *text = read_page(&t, "site/index.html", &n); /* one policy: its page is the index */
    check_page(&t, "site", text);
    static const char *const parts[] = {
        "上级 &lt;i&gt;",       /* the file's title */
        "&lt;b&gt;&quot;&amp;", /* a note */
        "标准&lt;x&gt;",        /* a parameter and its values */
        "办法 &lt;s&gt; NB21-02",
        "1,005.50",
        "&lt; ", /* comparison */
        "x &lt; 80",
        "80 ≤ x",                                                  /* bands */
        "困难&lt;u&gt;",                                           /* an enum */
        "第&lt;1&gt;条",                                           /* law */
        "这里说明 &lt;em&gt;人数&lt;/em&gt;",                      /* a comment above */
        "<h4>金额</h4>",                                           /* a ruler */
        "<span class=\"c\">-- 比&lt;较&gt;</span>",                /* in a formula */
        "<a href=\"#i-household.income\" title=\"收入\">收入</a>", /* a Chinese name in a
                                                                      formula */
        "<a href=\"#p-line\" title=\"标准&lt;x&gt;\"><span class=\"w\">line</span>"
        "<span class=\"z\">标准&lt;x&gt;</span></a>",
        "<a href=\"#f-0.21\">heads</a>",
        "left to Lua",
        "up to the next",
        "太&lt;低&gt;",
        "规划&lt;t&gt;",
        "≤ 5",
        "A&lt;1&gt;",
        "手算 &lt;q&gt;",
        "<b>1234</b>",
        ">not yet<",
        "T&lt;1&gt;",
        "年鉴&lt;y&gt;",
        "注&lt;n&gt;",
        "#i-town.people\" title=\"people\"><span class=\"zh\">人口&lt;p&gt;",
        "1001.00</td><td class=\"n good\">1001.00</td><td class=\"good\">✓",
        "<td class=\"n bad\">0.00</td><td class=\"bad\">✗",
        "persons[0].born",
        "to be confirmed",
        "<svg "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        check_has(text, parts[i]);
    assert_null(strstr(text, "written"));
    mem_free(text);
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_same_bytes(void **state)
{
    (void)state;
    struct policy_dir t;
    struct doc_totals totals;
    struct diag d;
    size_t n, m;
    policy_dir_make(&t);
    diag_init(&d);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    policy_dir_text(&t, "p/low/policy.lua", lower);
    assert_int_equal(write_site(&t, "p", "one", &totals, &d), HM_OK);
    assert_int_equal(write_site(&t, "p", "two", &totals, &d), HM_OK);
    char *a = read_page(&t, "one/p-low.html", &n), *b = read_page(&t, "two/p-low.html", &m);
    assert_int_equal(n, m);
    assert_memory_equal(a, b, n);
    mem_free(a);
    mem_free(b);
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_broken(void **state)
{
    (void)state;
    struct policy_dir t;
    struct doc_totals totals;
    struct diag d;
    policy_dir_make(&t);
    diag_init(&d);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    policy_dir_text(&t, "p/low/policy.lua", "policy { zh = \"x\" } parameter \"line\" {}");
    assert_int_equal(write_site(&t, "p", "site", &totals, &d), HM_DATA);
    assert_int_equal(totals.pages, 2); /* the index and the one that can be loaded */
    assert_int_equal(write_site(&t, "p", "no/such/folder", &totals, &d), HM_ENVIRONMENT);
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct policy_dir t;
    struct doc_totals totals;
    struct diag d;
    size_t n, m;
    policy_dir_make(&t);
    diag_init(&d);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    assert_int_equal(write_site(&t, "p", "good", &totals, &d), HM_OK);
    char *want = read_page(&t, "good/index.html", &n);
    for (uint64_t nth = 1; nth < 40000; nth += 1 + nth / 6) {
        diag_clear(&d);
        fault_arm(FAULT_ALLOC, nth);
        enum hm_status st = write_site(&t, "p", "site", &totals, &d);
        fault_arm(FAULT_ALLOC, 0);
        if (st != HM_OK)
            assert_true(st == HM_NOMEM || d.errors > 0);
        if (st != HM_OK)
            continue;
        char *got = read_page(&t, "site/index.html", &m);
        assert_int_equal(n, m);
        assert_memory_equal(want, got, n);
        mem_free(got);
    }
    mem_free(want);
    policy_dir_remove(&t);
    diag_fini(&d);
}

static void test_citations(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    struct buf out;
    char path[256];
    policy_dir_make(&t);
    diag_init(&d);
    buf_init(&out);
    policy_dir_text(&t, "p/policy.lua", upper);
    policy_dir_text(&t, "p/facts.csv", facts);
    policy_dir_text(&t, "p/low/policy.lua", lower);
    assert_int_equal(citations_put(&out, policy_dir_path(&t, "p", path), false, &d), HM_OK);
    check_has(out.data, "parameter\tline\tsource\tp\t");
    check_has(out.data, "\t办法 <s> NB21-02\n");
    check_has(out.data, "variable\tpoor\tlaw\tp\t");
    check_has(out.data, "case\tA<1>\tname\tp\t");
    check_has(out.data, "indicator\tpoor_share\tsource\tp\t");
    check_has(out.data, "parameter\tline\tsource\tp/low\t");
    assert_null(strstr(strstr(out.data, "办法 <s>") + 1, "办法 <s>")); /* each once */
    buf_clear(&out);
    assert_int_equal(citations_put(&out, policy_dir_path(&t, "p/low", path), true, &d), HM_OK);
    check_has(out.data, "\"key\":\"source\",\"level\":\"p\"");
    check_has(out.data, "\"key\":\"source\",\"level\":\"p/low\"");
    buf_fini(&out);
    policy_dir_remove(&t);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),      cmocka_unit_test(test_content),
        cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_broken),
        cmocka_unit_test(test_no_memory),  cmocka_unit_test(test_citations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
