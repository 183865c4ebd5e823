/* test_figures.c - facts files: every type of value, quoting, what spreadsheets add, a level
 * above, files changed at random, no memory. Mistakes and their messages: tests/lang/broken.
 */
#include "policy_dir.h"

#include "../support/mutate.h"
#include "base/fault.h"
#include "value/date.h"

#define POLICY                                                                                 \
    "policy { zh = '市' }\n"                                                                  \
    "enum 'rank' { zh = '级别', { 'first', '一级' }, { 'second', '二级' } }\n"           \
    "entity 'city' { zh = '城市' }\n"                                                        \
    "input 'elderly' { of = city, type = integer, zh = '老年人口' }\n"                     \
    "input 'budget' { of = city, type = money }\n"                                             \
    "input 'share' { of = city, type = number, decimals = 3 }\n"                               \
    "input 'founded' { of = city, type = date }\n"                                             \
    "input 'since' { of = city, type = month }\n"                                              \
    "input 'open' { of = city, type = boolean }\n"                                             \
    "input 'rank' { of = city, type = rank }\n"                                                \
    "input 'mayor' { of = city, type = text }\n"                                               \
    "variable 'half' { of = city, type = money, formula = function (c) return c.budget / 2 "   \
    "end }\n"                                                                                  \
    "facts 'f.csv'\n"

static struct policy *load(struct policy_dir *t, const char *figures, struct diag *d)
{
    policy_dir_make(t);
    policy_dir_text(t, "p/policy.lua", POLICY);
    policy_dir_text(t, "p/f.csv", figures);
    return policy_dir_load(t, "p", d);
}

static const struct figure *figure_of(const struct policy *p, const char *field)
{
    const struct model *m = p->model;
    for (size_t i = 0; i < m->figure_count; i++)
        if (strcmp(m->fields[m->figures[i].field].name, field) == 0)
            return &m->figures[i];
    fail_msg("no figure of %s", field);
    return NULL;
}

static void test_values(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    struct policy *p = load(&t,
                            "\xEF\xBB\xBFvalue,entity,id,from,field,source,note\r\n"
                            "# a remark\r\n"
                            "1700000,city,3302,2024-12,老年人口,公报,a note\r\n"
                            "\r\n"
                            " ,,,\t,,,\r\n"
                            "680000000.50,城市, 3302 ,2024-12-31,budget,s\r\n"
                            "-0.125,city,3302,2024-12,share,\"a, \"\"b\"\"\",\r\n"
                            "2001-02-03,city,3302,2024-12,founded,s,\r\n"
                            "2001-02,city,3302,2024-12,since,s,\r\n"
                            "是,city,3302,2024-12,open,s,\r\n"
                            "二级,city,3302,2024-12,rank,s,\r\n"
                            "\"张, 三\",city,3302,2024-12,mayor,s,\r\n"
                            "1.5,city,3302,2024-12,half,s,assessed",
                            &d);
    assert_non_null(p);
    assert_int_equal(d.count, 0);
    assert_int_equal(p->model->figure_count, 9);
    const struct figure *f = figure_of(p, "elderly");
    assert_int_equal(f->value.as.integer, 1700000);
    assert_string_equal(f->id, "3302");
    assert_string_equal(f->source, "公报");
    assert_string_equal(f->note, "a note");
    assert_int_equal(f->at.line, 3);
    assert_int_equal(month_year(f->month) * 100 + month_number(f->month), 202412);
    f = figure_of(p, "budget");
    assert_int_equal(f->value.as.rational.num, 68000000050);
    assert_string_equal(f->id, "3302");
    assert_null(f->note);
    f = figure_of(p, "share");
    assert_int_equal(f->value.as.rational.num, -1);
    assert_int_equal(f->value.as.rational.den, 8);
    assert_string_equal(f->source, "a, \"b\"");
    assert_int_equal(figure_of(p, "since")->value.as.day, 2001 * 12 + 1);
    assert_true(figure_of(p, "open")->value.as.boolean);
    assert_int_equal(figure_of(p, "rank")->value.as.code, 1);
    assert_int_equal(figure_of(p, "mayor")->value.as.text.n, strlen("张, 三"));
    assert_int_equal(figure_of(p, "half")->value.as.rational.num, 150);
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* A file of each level; they count together. */
static void test_levels(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    policy_dir_make(&t);
    policy_dir_text(&t, "cn/policy.lua", POLICY);
    policy_dir_text(&t, "cn/f.csv",
                    "entity,id,from,field,value,source\ncity,1,2024-12,elderly,1,s\n");
    policy_dir_text(&t, "cn/a/policy.lua", "policy { zh = '甲' }\nfacts 'f.csv'\n");
    policy_dir_text(&t, "cn/a/f.csv",
                    "entity,id,from,field,value,source\ncity,1,2024-11,elderly,1,s\n");
    struct policy *p = policy_dir_load(&t, "cn/a", &d);
    assert_non_null(p);
    assert_int_equal(p->model->figure_count, 2);
    assert_int_equal(p->sources.count, 4);
    policy_free(p);
    policy_dir_text(&t, "cn/a/f.csv",
                    "entity,id,from,field,value,source\ncity,1,2024-12,elderly,2,s\n");
    assert_null(policy_dir_load(&t, "cn/a", &d));
    policy_dir_message(&d, 2, 24, "given already");
    diag_fini(&d);
    policy_dir_remove(&t);
}

enum { ROUNDS = 300 };

/* Changed at random: read or refused with a place, never worse. For the sanitizers. */
static void test_mutations(void **state)
{
    (void)state;
    static const char text[] = "entity,id,from,field,value,source,note\n"
                               "city,3302,2024-12,elderly,1700000,\"s, \"\"t\"\"\",n\n"
                               "城市,3302,2024-12-31,budget,680000000.50,s,\n"
                               "city,3302,2024-12,rank,二级,s,\n";
    struct policy_dir t;
    uint64_t random = 20240701;
    size_t accepted = 0;
    struct buf changed;
    policy_dir_make(&t);
    policy_dir_text(&t, "p/policy.lua", POLICY);
    buf_init(&changed);
    for (size_t round = 0; round < ROUNDS; round++) {
        struct diag d;
        diag_init(&d);
        buf_clear(&changed);
        mutate_text(&changed, text, sizeof text - 1, &random);
        policy_dir_write(&t, "p/f.csv", changed.data ? changed.data : "", changed.len);
        struct policy *p = policy_dir_load(&t, "p", &d);
        accepted += p != NULL;
        for (size_t i = 0; i < d.count; i++)
            assert_true(d.items[i].at.line > 0 && d.items[i].at.column > 0);
        policy_free(p);
        diag_fini(&d);
    }
    assert_true(accepted > 0 && accepted < ROUNDS);
    buf_fini(&changed);
    policy_dir_remove(&t);
}

static void test_no_memory(void **state)
{
    (void)state;
    struct policy_dir t;
    char path[256];
    struct policy *p = NULL;
    policy_dir_make(&t);
    policy_dir_text(&t, "p/policy.lua", POLICY);
    policy_dir_text(&t, "p/f.csv",
                    "entity,id,from,field,value,source\ncity,1,2024-12,elderly,1,\"s\"\"\"\n");
    for (uint64_t n = 1; !p; n++) {
        fault_arm(FAULT_ALLOC, n);
        enum hm_status st = policy_load(&p, policy_dir_path(&t, "p", path), NULL);
        fault_arm(FAULT_ALLOC, 0);
        if (st != HM_OK)
            assert_int_equal(st, HM_NOMEM);
    }
    assert_int_equal(p->model->figure_count, 1);
    policy_free(p);
    policy_dir_remove(&t);
}

int main(void)
{
    setenv("HUIMIN_STDLIB", TEST_SOURCE_DIR "/stdlib", 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_levels),
        cmocka_unit_test(test_mutations),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
