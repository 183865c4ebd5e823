/* test_ruleset.c - folders as regions: which policies are members, what is refused, keeping and
 * loading again, scenarios, and --set for each policy that has the name. */
#include "../policy/policy_dir.h"

#include "base/buf.h"
#include "base/limits.h"
#include "base/mem.h"
#include "run/changes.h"
#include "run/ruleset_region.h"

static const char top[] =
    "policy { zh = '国' }\nentity 'household' { zh = '家庭' }\n"
    "input 'division_code' { of = household, type = text }\n"
    "parameter 'standard' { type = money, ['2022-01-01'] = { yuan(100), source = 's' } }\n"
    "parameter 'care' { type = money, key = integer, ['2023-01-01'] = { { [1] = yuan(1) }, "
    "source = 's' } }\n"
    "variable 'aid' { of = household, type = money, result = true,\n"
    "  formula = function (h, law) return law.standard end }\n";

/* cn -> west (11), cn -> east (12) -> county (1203) */
static void write_land(struct policy_dir *t)
{
    policy_dir_make(t);
    policy_dir_text(t, "cn/policy.lua", top);
    policy_dir_text(t, "cn/west/policy.lua",
                    "policy { zh = '西城', division = '11' }\ninclude 'more.lua'\n");
    policy_dir_text(t, "cn/west/more.lua",
                    "parameter 'only_west' { type = integer, ['2022-01-01'] = { 3, source = "
                    "'s' } }\n"
                    "parameter 'care' { override = true, type = money, key = integer, "
                    "['2022-01-01'] = { { [1] = yuan(5) }, source "
                    "= 's' } }\n");
    policy_dir_text(t, "cn/east/policy.lua", "policy { zh = '东城', division = '12' }\n");
    policy_dir_text(t, "cn/east/county/policy.lua",
                    "policy { zh = '东县', division = '1203' }\n"
                    "variable 'extra' { of = household, type = money, result = true,\n"
                    "  formula = function (h, law) return law.standard end }\n");
}

static void show(const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        fprintf(stderr, "%s:%u: %s\n", d->items[i].at.file ? d->items[i].at.file : "",
                d->items[i].at.line, d->items[i].text);
}

static struct policy *load(const struct policy_dir *t, const char *folder, const char *scenario,
                           struct diag *d)
{
    char path[256], file[256];
    struct policy *p = NULL;
    enum hm_status st = ruleset_load(&p, policy_dir_path(t, folder, path),
                                     scenario ? policy_dir_path(t, scenario, file) : NULL, d);
    if (st != HM_OK)
        assert_null(p);
    return p;
}

/* Packed, unpacked and loaded again. */
static struct policy *again(const struct policy *p)
{
    struct buf packed;
    struct sources kept;
    struct policy *back = NULL;
    struct diag d;
    buf_init(&packed);
    sources_init(&kept);
    diag_init(&d);
    assert_int_equal(sources_pack(&p->sources, &packed), HM_OK);
    assert_int_equal(sources_unpack(&kept, packed.data, packed.len, &d), HM_OK);
    assert_non_null(kept.members);
    if (ruleset_region_stored(&back, &kept, &d) != HM_OK)
        show(&d);
    assert_non_null(back);
    diag_fini(&d);
    sources_fini(&kept);
    buf_fini(&packed);
    return back;
}

static void expect_members(const struct policy *p, const char *want)
{
    char names[256] = "";
    for (size_t i = 0; i < p->member_count; i++)
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s=%s", i ? " " : "",
                 p->members[i]->model->division, p->members[i]->model->name);
    assert_string_equal(names, want);
}

static void test_members(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    write_land(&t);
    struct policy *p = load(&t, "cn", NULL, &d);
    show(&d);
    assert_non_null(p);
    expect_members(p, "12=cn/east 1203=cn/east/county 11=cn/west");
    assert_string_equal(p->model->name, "cn");
    assert_string_equal(p->model->zh, "国");
    assert_int_equal(p->sources.count, 5); /* the nation's once */
    struct policy *q = again(p);
    expect_members(q, "12=cn/east 1203=cn/east/county 11=cn/west");
    assert_string_equal(q->model->identity, p->model->identity);
    assert_string_equal(q->model->zh, "国");
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(q->members[i]->model->identity, p->members[i]->model->identity);
    policy_free(p);
    policy_free(q);
    p = load(&t, "cn/east", NULL, &d); /* an inner folder with a division of its own */
    expect_members(p, "12=cn/east 1203=cn/east/county");
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

static void test_nothing_below(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    write_land(&t);
    struct policy *p = load(&t, "cn/west", NULL, &d);
    struct policy *q = policy_dir_load(&t, "cn/west", &d);
    assert_null(p->members);
    assert_string_equal(p->model->identity, q->model->identity);
    policy_free(p);
    policy_free(q);
    assert_null(load(&t, "cn/nowhere", NULL, &d));
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* A folder that is no policy itself, and a region of one. */
static void test_plain_folder(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    diag_init(&d);
    policy_dir_make(&t);
    policy_dir_text(&t, "land/a/policy.lua",
                    "policy { zh = '甲', division = '11' }\nentity 'household' {}\n");
    policy_dir_text(&t, "land/b/policy.lua",
                    "policy { zh = '乙', division = '12' }\nentity 'household' {}\n");
    struct policy *p = load(&t, "land", NULL, &d);
    show(&d);
    expect_members(p, "11=a 12=b");
    assert_string_equal(p->model->name, "land");
    policy_free(p);
    policy_free(load(&t, "land", NULL, NULL));
    diag_fini(&d);
    policy_dir_remove(&t);
}

static void expect_refused(struct policy_dir *t, const char *scenario, size_t errors,
                           const char *want)
{
    struct diag d;
    diag_init(&d);
    assert_null(load(t, "cn", scenario, &d));
    if (d.errors != errors || !strstr(d.items[0].text, want)) {
        show(&d);
        fail_msg("wanted %zu errors: %s", errors, want);
    }
    diag_fini(&d);
}

static void test_refused(void **state)
{
    (void)state;
    struct policy_dir t;
    write_land(&t);
    policy_dir_text(&t, "cn/north/policy.lua", "policy { zh = '北城' }\n");
    expect_refused(&t, NULL, 1, "policy cn/north has no division");
    policy_dir_text(&t, "cn/north/policy.lua", "policy { zh = '北城', division = '12' }\n");
    expect_refused(&t, NULL, 1, "division 12 is claimed by");
    policy_dir_text(&t, "cn/north/policy.lua", "policy { zh = '北城', division = '123' }\n");
    expect_refused(&t, NULL, 1, "a division code has 2, 4 or 6 digits");
    policy_dir_text(&t, "cn/north/policy.lua", "policy { zh = '北城', division = '13' }\n");
    policy_dir_text(&t, "cn/north/room/policy.lua",
                    "policy { zh = '室', division = '1401' }\n");
    expect_refused(&t, NULL, 1, "the division 1401 does not lie in 13");
    char broken[2048];
    snprintf(broken, sizeof broken, "%snonsense()\n", top);
    policy_dir_text(&t, "cn/policy.lua", broken); /* told once */
    policy_dir_text(&t, "cn/north/room/policy.lua", "policy { division = '1301' }\n");
    expect_refused(&t, NULL, 1, "nonsense");
    policy_dir_remove(&t);
}

static void test_no_division(void **state)
{
    (void)state;
    struct policy_dir t;
    policy_dir_make(&t);
    policy_dir_text(&t, "cn/policy.lua", top);
    policy_dir_text(&t, "cn/a/policy.lua", "policy { zh = '甲' }\n");
    expect_refused(&t, NULL, 1, "policy cn/a has no division");
    policy_dir_remove(&t);
}

/* --- scenarios --- */

static void test_scenario_file(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    char file[256];
    diag_init(&d);
    write_land(&t);
    policy_dir_text(
        &t, "rise.lua",
        "scenario 'rise' { parameters = { standard = { ['2022-07-01'] = yuan(9) } } "
        "}\n");
    policy_dir_text(
        &t, "west.lua",
        "scenario 'west' { parameters = { only_west = { ['2022-07-01'] = 9 } } }\n");
    policy_dir_text(
        &t, "none.lua",
        "scenario 'x' { parameters = { standrd = { ['2022-07-01'] = yuan(9) } } }\n");
    struct policy *plain = load(&t, "cn", NULL, &d), *p = load(&t, "cn", "rise.lua", &d);
    struct changes c;
    assert_int_equal(d.count, 0);
    changes_init(&c, p);
    assert_int_equal(changes_scenario_file(&c, policy_dir_path(&t, "rise.lua", file), &d),
                     HM_OK);
    assert_int_equal(c.patch_count, 3);
    assert_string_equal(c.text.data, "scenario rise\n");
    for (uint16_t i = 0; i < 3; i++)
        assert_int_equal(c.patches[i].member, i);
    changes_fini(&c);
    assert_string_not_equal(p->model->identity, plain->model->identity);
    struct policy *q = again(p);
    assert_string_equal(q->model->identity, p->model->identity);
    changes_init(&c, q);
    assert_int_equal(changes_read(&c, "scenario rise\nset standard=4@2022-08-01\n", &d), HM_OK);
    assert_int_equal(c.patch_count, 6);
    changes_fini(&c);
    policy_free(p);
    policy_free(q);
    p = load(&t, "cn", "west.lua", &d); /* the others do not know the parameter */
    assert_non_null(p);
    assert_int_equal(d.errors, 0);
    assert_int_equal(d.warnings, 2);
    assert_non_null(strstr(d.items[1].text, "does not hold for cn/east/county"));
    changes_init(&c, p);
    assert_int_equal(changes_scenario(&c, "west", &d), HM_OK);
    assert_int_equal(c.patch_count, 1);
    assert_int_equal(c.patches[0].member, 2);
    changes_fini(&c);
    q = again(p);
    assert_string_equal(q->model->identity, p->model->identity);
    policy_free(q);
    policy_free(p);
    policy_free(plain);
    diag_clear(&d);
    expect_refused(&t, "none.lua", 3, "standrd");
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* --- --set --- */

static void test_set(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    struct changes c;
    diag_init(&d);
    write_land(&t);
    struct policy *p = load(&t, "cn", NULL, &d);
    changes_init(&c, p);
    assert_int_equal(changes_set(&c, "standard=130@2022-07-01", 2022 * 12, &d), HM_OK);
    assert_int_equal(c.patch_count, 3);
    assert_int_equal(changes_set(&c, "only_west=4", 2022 * 12, &d), HM_OK);
    assert_int_equal(c.patch_count, 4);
    assert_int_equal(c.patches[3].member, 2);
    int index = model_parameter(p->members[2]->model, (struct str){"only_west", 9});
    assert_int_equal(c.patches[3].parameter, index); /* in that policy's own terms */
    assert_int_equal(changes_set(&c, "only_wst=4", 2022 * 12, &d), HM_USAGE);
    assert_non_null(strstr(d.items[0].hint, "only_west"));
    assert_int_equal(changes_set(&c, "care[1]=8@2022-07-01", 2022 * 12, &d), HM_OK);
    assert_int_equal(c.patch_count, 5); /* the others have no entries yet */
    assert_int_equal(changes_set(&c, "care[1]=8@2021-07-01", 2022 * 12, &d), HM_USAGE);
    struct patch *patches;
    struct formula_patch *formulas;
    size_t n, m;
    assert_int_equal(changes_for(&c, 2, &patches, &n, &formulas, &m, &d), HM_OK);
    assert_int_equal(n, 3);
    assert_int_equal(m, 0);
    mem_free(patches);
    mem_free(formulas);
    changes_fini(&c);
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

static void test_limit(void **state)
{
    (void)state;
    static char *paths[LIMIT_REGION_POLICIES + 1];
    struct policy *p = NULL;
    struct sources kept;
    struct buf packed;
    struct diag d;
    for (size_t i = 0; i < LIMIT_REGION_POLICIES + 1; i++)
        paths[i] = (char *)(uintptr_t) "nowhere";
    diag_init(&d);
    assert_int_equal(ruleset_region(&p, "nowhere", paths, LIMIT_REGION_POLICIES + 1, NULL, &d),
                     HM_DATA);
    assert_non_null(strstr(d.items[0].text, "more than 4096 policies"));
    /* At the limit they are looked for. */
    diag_clear(&d);
    assert_int_not_equal(ruleset_region(&p, "nowhere", paths, LIMIT_REGION_POLICIES, NULL, &d),
                         HM_OK);
    assert_null(strstr(d.items[0].text, "more than"));
    /* A record that says it has more is damaged. */
    buf_init(&packed);
    buf_u32(&packed, 0x31524D48u);
    buf_blob(&packed, "", 0);
    buf_u32(&packed, LIMIT_REGION_POLICIES + 1);
    sources_init(&kept);
    assert_int_equal(sources_unpack(&kept, packed.data, packed.len, &d), HM_CORRUPT);
    sources_fini(&kept);
    buf_fini(&packed);
    diag_fini(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),      cmocka_unit_test(test_nothing_below),
        cmocka_unit_test(test_plain_folder), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_no_division),  cmocka_unit_test(test_scenario_file),
        cmocka_unit_test(test_set),          cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
