/* test_indicators.c - indicators over published figures and over a store: exact sums, `where`,
 * missing facts, errors, targets by month, whose rows they are, all engines alike.
 */
#include "../policy/policy_dir.h"

#include "base/fault.h"
#include "base/fs.h"
#include "base/mem.h"
#include "io/record.h"
#include "run/calc.h"
#include "run/import.h"
#include "run/indicators.h"
#include "run/ruleset.h"
#include "run/schema.h"
#include "value/date.h"

#define ENTITIES                                                                               \
    "entity 'household' { zh = '家庭' }\n"                                                   \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"                  \
    "entity 'city' { zh = '城市' }\n"                                                        \
    "input 'division_code' { of = city, type = text }\n"                                       \
    "input 'elderly' { of = city, type = integer, zh = '老年人口' }\n"                     \
    "input 'carers' { of = city, type = integer, default = 0 }\n"                              \
    "input 'budget' { of = city, type = money }\n"                                             \
    "input 'code' { of = household, type = text }\n"                                           \
    "input 'years' { of = person, type = integer }\n"                                          \
    "input 'visited' { of = person, type = boolean }\n"
#define POLICY "policy { zh = '甲市', division = '3302' }\n" ENTITIES

struct world {
    struct policy_dir dir;
    struct policy *policy;
    struct store *store;
    struct indicators_report report;
    struct diag diag;
    enum hm_engine engine;
    unsigned threads;
};

static int32_t month_of(const char *text)
{
    int32_t m;
    assert_true(month_parse(&m, (struct str){text, strlen(text)}));
    return m;
}

static void say(const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        print_message("%s:%u:%u: %s\n", d->items[i].at.file ? d->items[i].at.file : "-",
                      d->items[i].at.line, d->items[i].at.column, d->items[i].text);
}

/* A policy of one folder with these indicators and figures (NULL: none). */
static void make(struct world *w, const char *indicators, const char *figures)
{
    char text[8192];
    *w = (struct world){.threads = 1};
    diag_init(&w->diag);
    policy_dir_make(&w->dir);
    snprintf(text, sizeof text, "%s%s%s", POLICY, figures ? "facts 'f.csv'\n" : "", indicators);
    policy_dir_text(&w->dir, "p/policy.lua", text);
    if (figures) {
        snprintf(text, sizeof text, "entity,id,from,field,value,source,note\n%s", figures);
        policy_dir_text(&w->dir, "p/f.csv", text);
    }
    w->policy = policy_dir_load(&w->dir, "p", &w->diag);
    say(&w->diag);
    assert_non_null(w->policy);
}

static void make_store(struct world *w, const char *folder)
{
    char path[256], from[256];
    struct schema schema;
    assert_int_equal(schema_load(&schema, policy_dir_path(&w->dir, folder, from), &w->diag),
                     HM_OK);
    assert_int_equal(
        store_create(policy_dir_path(&w->dir, "s.hm", path), &schema.model, &w->diag), HM_OK);
    schema_fini(&schema);
    assert_int_equal(store_open(&w->store, path, STORE_WRITE, &w->diag), HM_OK);
}

static void put(struct world *w, const char *of, const char *lines)
{
    char path[256];
    const char *files[] = {policy_dir_path(&w->dir, "in.ndjson", path)};
    struct hm_host host = {0};
    struct import_options o = {
        .files = files, .file_count = 1, .of = of, .month = month_of("2024-01")};
    policy_dir_text(&w->dir, "in.ndjson", lines);
    enum hm_status st = import_run(w->store, &o, &host, NULL, &w->diag);
    if (st != HM_OK)
        say(&w->diag);
    assert_int_equal(st, HM_OK);
}

static enum hm_status run(struct world *w, const char *month, const char *only)
{
    struct hm_host host = {.threads = w->threads, .engine = w->engine};
    struct indicators_options o = {.month = month_of(month), .only = only};
    if (w->report.count)
        indicators_fini(&w->report);
    diag_clear(&w->diag);
    return indicators_run(&w->report, w->policy, w->store, &o, &host, &w->diag);
}

static const struct indicator_outcome *outcome(const struct world *w, size_t place,
                                               const char *name)
{
    assert_true(place < w->report.count);
    const struct indicators_place *p = &w->report.places[place];
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->outcomes[i].indicator->name, name) == 0)
            return &p->outcomes[i];
    fail_msg("no indicator %s", name);
    return NULL;
}

static void is_number(struct rational r, int64_t num, int64_t den)
{
    if (r.num != num || r.den != den)
        fail_msg("%lld/%lld, want %lld/%lld", (long long)r.num, (long long)r.den,
                 (long long)num, (long long)den);
}

static void end(struct world *w)
{
    indicators_fini(&w->report);
    store_close(w->store);
    policy_free(w->policy);
    diag_fini(&w->diag);
    policy_dir_remove(&w->dir);
}

static const enum hm_engine engines[] = {HM_ENGINE_LUA, HM_ENGINE_FAST, HM_ENGINE_BOTH};

/* --- published figures --- */

#define CARERS                                                                                 \
    "indicator 'carers' { of = city, unit = 'persons/10000', numerator = 'carers',\n"          \
    "  denominator = function (c, law) return c.elderly end, per = 10000, binding = true,\n"   \
    "  target = { ['2024-12-31'] = { at_least = 26, source = 's' },\n"                         \
    "    ['2025-12'] = { at_least = 30, source = 's' } } }\n"

static void test_figures(void **state)
{
    (void)state;
    struct world w;
    make(&w, CARERS,
         "city,3302,2024-03,elderly,1700000,s,\n"
         "city,3302,2024-03-31,carers,4419,s,\n"
         "city,3302,2025-02,carers,4420,s,later\n"
         "city,3302,2025-07,carers,5100,s,\n"
         "city,3303,2024-03,elderly,1,s,another city\n");
    for (size_t i = 0; i < 3; i++) {
        w.engine = engines[i];
        assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
        const struct indicator_outcome *o = outcome(&w, 0, "carers");
        assert_int_equal(o->status, INDICATOR_MISSED);
        assert_int_equal(o->rows, 1);
        assert_int_equal(o->published, 1);
        is_number(o->numerator, 4419, 1);
        is_number(o->denominator, 1700000, 1);
        is_number(o->value, 4419, 170);
        is_number(o->gap, 1, 170); /* 26 - 4419/170 */
        assert_true(o->has_bound);
        is_number(o->bound, 4420, 1);
    }
    assert_int_equal(run(&w, "2024-11", NULL), HM_OK);
    assert_int_equal(outcome(&w, 0, "carers")->status, INDICATOR_NOT_YET);
    assert_int_equal(run(&w, "2025-02", NULL), HM_OK);
    assert_int_equal(outcome(&w, 0, "carers")->status, INDICATOR_NOT_YET);
    is_number(outcome(&w, 0, "carers")->value, 26, 1);
    is_number(outcome(&w, 0, "carers")->gap, 4, 1);
    is_number(outcome(&w, 0, "carers")->bound, 5100, 1);
    assert_int_equal(run(&w, "2025-07", NULL), HM_OK);
    assert_int_equal(outcome(&w, 0, "carers")->status, INDICATOR_MET);
    assert_false(outcome(&w, 0, "carers")->has_gap);
    assert_int_equal(run(&w, "2026-01", NULL), HM_OK); /* held against the last target */
    assert_int_equal(outcome(&w, 0, "carers")->status, INDICATOR_MET);
    assert_int_equal(run(&w, "2024-02", NULL), HM_OK); /* nothing was published yet */
    assert_int_equal(outcome(&w, 0, "carers")->status, INDICATOR_NO_DATA);
    assert_int_equal(outcome(&w, 0, "carers")->rows, 0);
    assert_int_equal(outcome(&w, 0, "carers")->missing_rows, 0);
    end(&w);
}

/* Money in yuan; a share of money by money is a number; the whole sum without a denominator. */
static void test_money(void **state)
{
    (void)state;
    struct world w;
    make(&w,
         "indicator 'spent' { of = city, unit = 'yuan/person', numerator = 'budget',\n"
         "  denominator = 'elderly', target = { ['2024-12'] = { above = yuan(2.5), source = "
         "'s' } } }\n"
         "indicator 'all' { of = city, unit = 'yuan', numerator = function (c, law)\n"
         "  return c.budget / 3 end, target = { ['2024-12'] = { about = 3, within = 1, source "
         "= 's' } } }\n"
         "indicator 'share' { of = city, unit = '%', per = 100, numerator = function (c, law)\n"
         "  return c.budget - yuan(2.50) end, denominator = 'budget' }\n"
         "indicator 'open' { of = city, unit = 'yuan/person', numerator = 'budget',\n"
         "  denominator = 'elderly', target = { ['2024-12'] = { at_most = 2.49, source = 's' "
         "} } }\n"
         "indicator 'mixed' { of = city, unit = 'x', numerator = function (c, law)\n"
         "  if c.elderly < 100 then return c.elderly / 3 end return 1 end }\n",
         "city,3302,2024-03,budget,10.00,s,\ncity,3302,2024-03,elderly,4,s,\n");
    for (size_t i = 0; i < 3; i++) {
        w.engine = engines[i];
        assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
        is_number(outcome(&w, 0, "spent")->value, 5, 2);
        assert_int_equal(outcome(&w, 0, "spent")->status, INDICATOR_MISSED);
        is_number(outcome(&w, 0, "spent")->gap, 0, 1);
        is_number(outcome(&w, 0, "spent")->bound, 1001, 100);
        is_number(outcome(&w, 0, "all")->value, 10, 3);
        assert_int_equal(outcome(&w, 0, "all")->status, INDICATOR_MET);
        is_number(outcome(&w, 0, "share")->value, 75, 1);
        assert_int_equal(outcome(&w, 0, "share")->status, INDICATOR_STATISTIC);
        is_number(outcome(&w, 0, "open")->bound, 249, 25);
        is_number(outcome(&w, 0, "mixed")->value, 4, 3);
    }
    end(&w);
}

/* The numerator that would do, on its grid: reached, or passed where the bound is open. */
static void test_bounds(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        int64_t bound;
    } cases[] = {
        {"at_least = 50", 5},
        {"above = 50", 6},
        {"at_least = 45", 5},
        {"above = 45", 5},
        {"at_most = 20", 2},
        {"below = 20", 1},
        {"at_most = 25", 2},
        {"below = 25", 2},
        {"equal = 45", 5},
        {"equal = 15", 1},
        {"between = { 45, 60 }", 5},
        {"between = { 5, 25 }", 2},
        {"about = 50, within = 1", 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world w;
        char text[512];
        snprintf(text, sizeof text,
                 "indicator 'x' { of = city, unit = '%%', per = 100, numerator = 'carers',\n"
                 "  denominator = 'elderly', target = { ['2024-12'] = { %s, source = 's' } } "
                 "}\n",
                 cases[i].target);
        make(&w, text, "city,3302,2024-03,elderly,10,s,\ncity,3302,2024-03,carers,4,s,\n");
        assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
        assert_int_equal(outcome(&w, 0, "x")->status, INDICATOR_MISSED);
        assert_true(outcome(&w, 0, "x")->has_bound);
        is_number(outcome(&w, 0, "x")->bound, cases[i].bound, 1);
        end(&w);
    }
}

static void test_only(void **state)
{
    (void)state;
    struct world w;
    make(&w,
         CARERS "indicator 'other' { of = city, zh = '另一项', unit = 'x', numerator = "
                "'elderly' }\n",
         "city,3302,2024-03,elderly,4,s,\n");
    assert_int_equal(run(&w, "2024-12", "other"), HM_OK);
    assert_int_equal(w.report.places[0].count, 1);
    assert_int_equal(run(&w, "2024-12", "另一项"), HM_OK);
    assert_int_equal(w.report.places[0].count, 1);
    assert_int_equal(run(&w, "2024-12", "othr"), HM_NOT_FOUND);
    assert_string_equal(w.diag.items[0].hint, "did you mean other?");
    end(&w);
}

/* --- a population --- */

#define VISITS                                                                                 \
    "indicator 'visits' { of = person, unit = '%', per = 100, numerator = 'visited',\n"        \
    "  denominator = function (p, law) return true end,\n"                                     \
    "  where = function (p, law) return p.years >= 60 end,\n"                                  \
    "  target = { ['2024-12'] = { at_least = 100, source = 's' } } }\n"                        \
    "indicator 'thirds' { of = person, unit = 'x', numerator = function (p, law)\n"            \
    "  return p.years / 7 end, denominator = function (p, law) return p.years / 3 end }\n"     \
    "indicator 'ages' { of = person, unit = 'years', numerator = 'years' }\n"

static void test_population(void **state)
{
    (void)state;
    struct world w;
    make(&w, VISITS, NULL);
    assert_int_equal(run(&w, "2024-12", NULL), HM_OK); /* no store, no figures */
    assert_int_equal(outcome(&w, 0, "visits")->status, INDICATOR_NO_DATA);
    make_store(&w, "p");
    put(&w, NULL,
        "{\"id\":\"a\",\"persons\":[{\"id\":\"1\",\"years\":60,\"visited\":true},"
        "{\"id\":\"2\",\"years\":59}]}\n"
        "{\"id\":\"b\",\"persons\":[{\"id\":\"1\",\"years\":61,\"visited\":false}]}\n"
        "{\"id\":\"c\"}\n"
        "{\"id\":\"d\",\"persons\":[{\"id\":\"1\",\"years\":80,\"visited\":true}]}\n");
    put(&w, "city", "{\"id\":\"3302\",\"elderly\":5}\n"); /* another root beside them */
    for (size_t i = 0; i < 6; i++) {
        w.engine = engines[i % 3];
        w.threads = i < 3 ? 1 : 2;
        assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
        const struct indicator_outcome *o = outcome(&w, 0, "visits");
        assert_int_equal(o->rows, 3);
        assert_int_equal(o->published, 0);
        is_number(o->value, 200, 3);
        is_number(o->bound, 3, 1);
        assert_int_equal(o->status, INDICATOR_MISSED);
        is_number(outcome(&w, 0, "thirds")->value, 3, 7);
        is_number(outcome(&w, 0, "ages")->value, 260, 1);
        assert_int_equal(outcome(&w, 0, "ages")->rows, 4);
    }
    assert_int_equal(run(&w, "2023-12", NULL), HM_OK); /* before anybody was recorded */
    assert_int_equal(outcome(&w, 0, "visits")->status, INDICATOR_NO_DATA);
    end(&w);
}

/* Rows that miss something make the value unknown; which rows miss what is told. */
static void test_missing(void **state)
{
    (void)state;
    struct world w;
    make(&w, VISITS, NULL);
    make_store(&w, "p");
    put(&w, NULL,
        "{\"id\":\"d\",\"persons\":[{\"id\":\"1\",\"years\":80,\"visited\":true}]}\n"
        "{\"id\":\"c\",\"persons\":[{\"id\":\"1\",\"years\":70},{\"id\":\"2\"}]}\n"
        "{\"id\":\"b\",\"persons\":[{\"id\":\"1\"},{\"id\":\"2\",\"years\":5}]}\n");
    for (size_t i = 0; i < 3; i++) {
        w.engine = engines[i];
        assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
        const struct indicator_outcome *o = outcome(&w, 0, "visits");
        assert_int_equal(o->status, INDICATOR_NO_DATA);
        assert_int_equal(o->rows, 1);
        assert_int_equal(o->missing_rows, 3);
        assert_int_equal(o->missing_count, 2);
        assert_string_equal(o->missing[0].fact, "persons[].years");
        assert_int_equal(o->missing[0].rows, 2);
        assert_string_equal(o->missing[0].id, "b");
        assert_string_equal(o->missing[1].fact, "persons[].visited");
        assert_int_equal(o->missing[1].rows, 1);
        assert_string_equal(o->missing[1].id, "c");
        assert_true(o->has_value); /* of the one row that is known */
        is_number(o->value, 100, 1);
        assert_false(o->has_gap);
        o = outcome(&w, 0, "thirds"); /* missed above and below the line: one row each */
        assert_int_equal(o->missing_rows, 2);
        assert_int_equal(o->missing[0].rows, 2);
        o = outcome(&w, 0, "ages"); /* an input, not a formula */
        assert_int_equal(o->missing_rows, 2);
        assert_string_equal(o->missing[0].fact, "persons[].years");
    }
    end(&w);
}

static void test_errors(void **state)
{
    (void)state;
    struct world w;
    make(&w,
         "indicator 'share' { of = city, unit = 'x', numerator = function (c, law)\n"
         "  return 10 / c.carers end, denominator = 'elderly' }\n"
         "indicator 'none' { of = city, unit = 'x', numerator = 'elderly',\n"
         "  denominator = 'carers' }\n"
         "indicator 'large' { of = city, unit = 'x', numerator = function (c, law)\n"
         "  return 9000000000000000000 end }\n",
         "city,33021,2024-01,elderly,5,s,\ncity,33022,2024-01,elderly,5,s,\n");
    for (size_t i = 0; i < 3; i++) {
        w.engine = engines[i];
        assert_int_equal(run(&w, "2024-12", NULL), HM_DATA);
        const struct indicator_outcome *o = outcome(&w, 0, "share");
        assert_int_equal(o->status, INDICATOR_FAILED);
        assert_int_equal(o->failed_rows, 2);
        assert_non_null(strstr(o->error, "zero"));
        o = outcome(&w, 0, "none"); /* the denominators are 0 */
        assert_int_equal(o->status, INDICATOR_NO_DATA);
        assert_int_equal(o->rows, 2);
        assert_false(o->has_value);
        assert_int_equal(outcome(&w, 0, "large")->status, INDICATOR_FAILED);
    }
    end(&w);
}

/* --- whose rows --- */

/* A row of the store goes before the figures of the same row; others are still used. */
static void test_store_and_figures(void **state)
{
    (void)state;
    struct world w;
    make(&w, CARERS,
         "city,3302,2024-03,elderly,1000,s,\ncity,3302,2024-03,carers,10,s,\n"
         "city,330206,2024-03,elderly,1000,s,\ncity,330206,2024-03,carers,20,s,\n");
    make_store(&w, "p");
    put(&w, "city",
        "{\"id\":\"3302\",\"elderly\":3000,\"carers\":4}\n"
        "{\"id\":\"x\",\"division_code\":\"3301\",\"elderly\":9,\"carers\":9}\n"
        "{\"id\":\"3301\",\"division_code\":\"330299\",\"elderly\":1000,\"carers\":1}\n");
    assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
    const struct indicator_outcome *o = outcome(&w, 0, "carers");
    assert_int_equal(o->rows, 3);
    assert_int_equal(o->published, 1);
    is_number(o->numerator, 25, 1);
    is_number(o->denominator, 5000, 1);
    end(&w);
}

static void region_file(struct world *w, const char *name, const char *text)
{
    policy_dir_text(&w->dir, name, text);
}

/* Each place counts its own rows: the longest division that a code begins with. */
static void test_region(void **state)
{
    (void)state;
    struct world w = {.threads = 1};
    char path[256];
    diag_init(&w.diag);
    policy_dir_make(&w.dir);
    region_file(&w, "cn/policy.lua", "policy { zh = '国' }\n" ENTITIES CARERS);
    region_file(&w, "cn/a/policy.lua",
                "policy { zh = '甲', division = '3302' }\nfacts 'f.csv'\n");
    region_file(&w, "cn/a/f.csv",
                "entity,id,from,field,value,source\ncity,3302,2024-01,elderly,100,s\n"
                "city,3302,2024-01,carers,1,s\ncity,1502,2024-01,elderly,7,s\n");
    region_file(&w, "cn/b/policy.lua", "policy { zh = '乙', division = '1502' }\n");
    region_file(&w, "cn/b/c/policy.lua", "policy { zh = '丙', division = '150207' }\n");
    assert_int_equal(
        ruleset_load(&w.policy, policy_dir_path(&w.dir, "cn", path), NULL, &w.diag), HM_OK);
    make_store(&w, "cn");
    put(&w, "city",
        "{\"id\":\"1502\",\"division_code\":\"1502\",\"elderly\":10,\"carers\":3}\n"
        "{\"id\":\"q\",\"division_code\":\"150207\",\"elderly\":10,\"carers\":4}\n");
    assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
    assert_int_equal(w.report.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct indicator_outcome *o = outcome(&w, i, "carers");
        const char *zh = w.report.places[i].model->zh;
        bool a = strcmp(zh, "甲") == 0, b = strcmp(zh, "乙") == 0;
        assert_int_equal(o->rows, b ? 2 : 1); /* 丙 lies in 乙 */
        assert_int_equal(o->published, a ? 1 : 0);
        is_number(o->numerator, a ? 1 : b ? 7 : 4, 1);
    }
    put(&w, "city", "{\"id\":\"z\",\"elderly\":10,\"carers\":4}\n"); /* whose? */
    assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
    const struct indicator_outcome *o = outcome(&w, 0, "carers");
    assert_int_equal(o->status, INDICATOR_NO_DATA);
    assert_string_equal(o->missing[0].fact, "division_code");
    assert_string_equal(o->missing[0].id, "z");
    for (size_t i = 0; i < 3; i++) /* the same row, not counted again for the place within */
        assert_int_equal(outcome(&w, i, "carers")->missing_rows, 1);
    end(&w);
}

/* --- hidden variables --- */

struct given {
    const char *text;
    size_t at;
};
static ptrdiff_t read_text(void *ctx, char *bytes, size_t n)
{
    struct given *g = ctx;
    size_t left = strlen(g->text + g->at);
    n = n < left ? n : left;
    memcpy(bytes, g->text + g->at, n);
    g->at += n;
    return (ptrdiff_t)n;
}
static int write_text(void *ctx, const void *bytes, size_t n)
{
    struct given *g = ctx;
    (void)g;
    print_message("%.*s", (int)n, (const char *)bytes);
    assert_null(memmem(bytes, n, "denominator", 11));
    return 0;
}

/* They cannot be given, asked for or stored. */
static void test_hidden(void **state)
{
    (void)state;
    struct world w;
    struct given g = {"{\"id\":\"3302\",\"month\":\"2024-01\",\"elderly\":5}\n", 0};
    struct given wrong = {"{\"id\":\"3302\",\"month\":\"2024-01\",\"carers.denominator\":5}\n",
                          0};
    struct hm_host host = {.write = write_text, .ctx = &g};
    struct calc_options o = {.of = "city"};
    struct lines *in;
    struct schema schema;
    char path[256];
    make(&w,
         CARERS "variable 'twice' { of = city, type = integer, result = true, formula =\n"
                "  function (c, law) return 2 * c.elderly end }\n",
         NULL);
    assert_int_equal(lines_from(&in, "in", read_text, &g, &w.diag), HM_OK);
    assert_int_equal(calc_run(w.policy, &o, in, &host, NULL, &w.diag), HM_OK);
    lines_close(in);
    assert_int_equal(lines_from(&in, "in", read_text, &wrong, &w.diag), HM_OK);
    assert_int_equal(calc_run(w.policy, &o, in, &host, NULL, &w.diag), HM_DATA);
    lines_close(in);
    o.outputs = "carers.denominator";
    g.at = 0;
    assert_int_equal(lines_from(&in, "in", read_text, &g, &w.diag), HM_OK);
    assert_int_equal(calc_run(w.policy, &o, in, &host, NULL, &w.diag), HM_USAGE);
    lines_close(in);
    assert_int_equal(schema_load(&schema, policy_dir_path(&w.dir, "p", path), &w.diag), HM_OK);
    for (size_t i = 0; i < schema.model.field_count; i++)
        assert_null(strchr(schema.model.fields[i].name, '.'));
    schema_fini(&schema);
    end(&w);
}

/* --- a lower level, and what is kept in a store --- */

static void test_override(void **state)
{
    (void)state;
    struct world w = {.threads = 1};
    struct policy *again = NULL;
    struct sources sources;
    struct buf packed;
    diag_init(&w.diag);
    policy_dir_make(&w.dir);
    region_file(&w, "cn/policy.lua", "policy { zh = '国' }\n" ENTITIES CARERS);
    region_file(&w, "cn/a/policy.lua",
                "policy { zh = '甲', division = '3302' }\nfacts 'f.csv'\n"
                "indicator 'carers' { override = true, denominator = function (c, law)\n"
                "  return c.elderly * 2 end,\n"
                "  target = { ['2030-12'] = { below = 1, source = 's' } } }\n");
    region_file(&w, "cn/a/f.csv",
                "entity,id,from,field,value,source\ncity,3302,2024-01,elderly,100,s\n"
                "city,3302,2024-01,carers,1,s\n");
    w.policy = policy_dir_load(&w.dir, "cn/a", &w.diag);
    say(&w.diag);
    assert_non_null(w.policy);
    assert_int_equal(run(&w, "2024-12", NULL), HM_OK);
    const struct indicator_outcome *o = outcome(&w, 0, "carers");
    is_number(o->value, 50, 1);
    assert_int_equal(o->target->kind, TARGET_BELOW);
    assert_string_equal(o->indicator->level, "cn/a");
    buf_init(&packed); /* the figures are one of its files */
    sources_init(&sources);
    assert_int_equal(sources_pack(&w.policy->sources, &packed), HM_OK);
    assert_int_equal(sources_unpack(&sources, packed.data, packed.len, &w.diag), HM_OK);
    region_file(&w, "cn/a/f.csv", "changed since");
    assert_int_equal(policy_load_sources(&again, &sources, &w.diag), HM_OK);
    assert_int_equal(again->model->figure_count, 2);
    assert_string_equal(again->model->identity, w.policy->model->identity);
    policy_free(again);
    region_file(&w, "cn/a/f.csv",
                "entity,id,from,field,value,source\ncity,3302,2024-01,elderly,101,s\n"
                "city,3302,2024-01,carers,1,s\n");
    again = policy_dir_load(&w.dir, "cn/a", &w.diag);
    assert_string_not_equal(again->model->identity, w.policy->model->identity);
    policy_free(again);
    buf_fini(&packed);
    end(&w);
}

/* --- no memory --- */

static void test_no_memory(void **state)
{
    (void)state;
    struct world w;
    make(&w, CARERS VISITS, "city,3302,2024-03,elderly,4,s,\ncity,3302,2024-03,carers,4,s,\n");
    make_store(&w, "p");
    put(&w, NULL, "{\"id\":\"c\",\"persons\":[{\"id\":\"1\",\"years\":70},{\"id\":\"2\"}]}\n");
    for (long n = 1;; n++) {
        fault_arm(FAULT_ALLOC, (uint64_t)n);
        enum hm_status st = run(&w, "2024-12", NULL);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK)
            break;
        assert_int_equal(st, HM_NOMEM);
        assert_true(n < 100000);
    }
    end(&w);
}

int main(void)
{
    setenv("HUIMIN_STDLIB", TEST_SOURCE_DIR "/stdlib", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_figures),    cmocka_unit_test(test_money),
        cmocka_unit_test(test_bounds),     cmocka_unit_test(test_only),
        cmocka_unit_test(test_population), cmocka_unit_test(test_missing),
        cmocka_unit_test(test_errors),     cmocka_unit_test(test_store_and_figures),
        cmocka_unit_test(test_region),     cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_override),   cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
