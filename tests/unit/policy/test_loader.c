/* test_loader.c - what is read in which order, includes and modules, names and their guards,
 * the same functions in every sandbox, identity, and errors of several files at once.
 */
#include "policy_dir.h"

#include "base/fault.h"
#include "base/limits.h"
#include "base/thread.h"
#include "policy/sandbox.h"

#define HEAD                                                                                   \
    "policy { zh = '测试' }\n"                                                               \
    "entity 'household' { zh = '家庭' }\n"                                                   \
    "entity 'person' { zh = '成员', of = household, plural = 'persons' }\n"

static void use_stdlib(struct policy_dir *t)
{
    char path[256];
    setenv("HUIMIN_STDLIB", policy_dir_path(t, "stdlib", path), 1);
}

/* A nation and a city that uses it, and a module. */
static void write_two_levels(struct policy_dir *t)
{
    policy_dir_make(t);
    use_stdlib(t);
    policy_dir_text(t, "stdlib/twice.lua",
                    "local half = require 'half'\n"
                    "return { of = function (x) return half.of(x * 4) end }\n");
    policy_dir_text(t, "stdlib/half.lua", "return { of = function (x) return x / 2 end }\n");
    policy_dir_text(t, "stdlib/unused.lua", "this is not even Lua\n");
    policy_dir_text(t, "cn/policy.lua",
                    HEAD "input 'income' { of = household, type = money, zh = '收入' }\n"
                         "function shared(x) return x + yuan(1) end\n"
                         "include 'rules.lua'\n");
    policy_dir_text(t, "cn/rules.lua",
                    "local twice = require 'twice'\n"
                    "variable 'b' { of = household, type = money, benefit = true,\n"
                    "  formula = function (f, law) return twice.of(f.income) end }\n"
                    "variable 'a' { of = household, type = money,\n"
                    "  ['2024-01'] = function (f, law) return shared(f.b) end,\n"
                    "  ['2020-01'] = function (f, law) return yuan(3) end }\n");
    policy_dir_text(t, "cn/city/policy.lua",
                    "policy { zh = '市', division = '3302' }\n"
                    "check 'c' { test = function (law) return true end }\n"
                    "variable 'b' { of = household, override = true,\n"
                    "  formula = function (f, law) return shared(yuan(1)) end }\n");
}

static void test_levels(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    write_two_levels(&t);
    diag_init(&d);
    struct policy *p = policy_dir_load(&t, "cn/city", &d);
    assert_non_null(p);
    const struct model *m = p->model;
    assert_string_equal(m->name, "cn/city");
    assert_string_equal(m->zh, "市");
    assert_string_equal(m->division, "3302");
    uint16_t b = model_field(m, 0, (struct str){"b", 1});
    uint16_t a = model_field(m, 0, (struct str){"a", 1});
    assert_string_equal(m->fields[b].level, "cn/city");
    assert_string_equal(m->fields[a].level, "cn");
    assert_true(m->fields[b].is_benefit); /* kept by the override */
    assert_int_equal(m->fields[a].formula_count, 2);
    assert_true(m->fields[a].formulas[0].from < m->fields[a].formulas[1].from);
    assert_int_equal(p->sources.count, 5); /* without the module nobody used */
    assert_string_equal(p->sources.files[0].path, "cn/policy.lua");
    assert_string_equal(p->sources.files[1].path, "cn/rules.lua");
    assert_string_equal(p->sources.files[2].path, "stdlib/twice.lua");
    assert_string_equal(p->sources.files[3].path, "stdlib/half.lua");
    assert_string_equal(p->sources.files[4].path, "cn/city/policy.lua");
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

static int64_t call_for_money(struct sandbox *s, uint32_t number)
{
    static const struct type money = {.kind = KIND_MONEY};
    struct value v;
    const char *what;
    sandbox_arm(s, 100000, 1000);
    policy_push_function(s, number);
    lua_pushnil(s->L);
    lua_pushnil(s->L);
    assert_int_equal(sandbox_call(s, 2, 1), HM_TRAP_NONE);
    assert_int_equal(bind_to(&v, s->L, -1, &money, s->model, &what), HM_TRAP_NONE);
    lua_pop(s->L, 1);
    return v.as.rational.num;
}

/* Two sandboxes number their functions as the model does. */
static void test_sandboxes(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    struct sandbox *s[2];
    write_two_levels(&t);
    diag_init(&d);
    struct policy *p = policy_dir_load(&t, "cn/city", &d);
    assert_non_null(p);
    const struct model *m = p->model;
    const struct field *a = &m->fields[model_field(m, 0, (struct str){"a", 1})];
    const struct field *b = &m->fields[model_field(m, 0, (struct str){"b", 1})];
    for (int i = 0; i < 2; i++) {
        assert_int_equal(policy_sandbox(&s[i], p, &d), HM_OK);
        assert_int_equal(call_for_money(s[i], a->formulas[0].number), 300);
        assert_int_equal(call_for_money(s[i], b->formulas[0].number), 200);
        policy_push_function(s[i], m->checks[0].number);
        assert_int_equal(sandbox_call(s[i], 0, 1), HM_TRAP_NONE);
        assert_true(lua_toboolean(s[i]->L, -1));
    }
    sandbox_free(s[0]);
    sandbox_free(s[1]);
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

struct threads {
    const struct policy *policy;
    bool good[4];
};

static void use_sandbox(void *ctx, unsigned k)
{
    struct threads *t = ctx;
    struct sandbox *s = NULL;
    for (int i = 0; i < 5; i++) {
        if (policy_sandbox(&s, t->policy, NULL) != HM_OK)
            return;
        policy_push_function(s, 0);
        sandbox_free(s);
    }
    t->good[k] = true;
}

/* Threads make their sandboxes from one policy at the same time. */
static void test_threads(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    struct threads threads = {0};
    write_two_levels(&t);
    diag_init(&d);
    struct policy *p = policy_dir_load(&t, "cn/city", &d);
    assert_non_null(p);
    threads.policy = p;
    thread_run(4, use_sandbox, &threads);
    for (int k = 0; k < 4; k++)
        assert_true(threads.good[k]);
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* After loading nothing can be declared, included or assigned. */
static void test_locked(void **state)
{
    (void)state;
    static const struct {
        const char *body, *part;
    } rows[] = {
        {"local e = enum return function () e 'x' { { 'a' } } return true end",
         "while the policy"},
        {"local i = include return function () i 'x.lua' return true end", "while the policy"},
        {"local n = require return function () n 'twice' return true end", "while the policy"},
        {"local t = {} return function () t.x = 1 return true end", "cannot change it"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct policy_dir t;
        struct diag d;
        struct sandbox *s;
        char text[512];
        policy_dir_make(&t);
        use_stdlib(&t);
        snprintf(text, sizeof text,
                 HEAD "local f = (function () %s end)()\n"
                      "check 'c' { test = function (law) return f() end }\n",
                 rows[i].body);
        policy_dir_text(&t, "p/policy.lua", text);
        diag_init(&d);
        struct policy *p = policy_dir_load(&t, "p", &d);
        assert_non_null(p);
        assert_int_equal(policy_sandbox(&s, p, &d), HM_OK);
        sandbox_arm(s, 100000, 1000);
        policy_push_function(s, p->model->checks[0].number);
        assert_int_equal(sandbox_call(s, 0, 1), HM_TRAP_SCRIPT);
        if (!strstr(s->stop.text.data, rows[i].part))
            fail_msg("%s: %s", rows[i].body, s->stop.text.data);
        struct place at = policy_place(p, s->stop.position);
        assert_int_equal(at.line, 4);
        sandbox_free(s);
        policy_free(p);
        diag_fini(&d);
        policy_dir_remove(&t);
    }
}

static void load_identity(const struct policy_dir *t, char out[DIGEST_HEX])
{
    struct diag d;
    diag_init(&d);
    struct policy *p = policy_dir_load(t, "cn/city", &d);
    assert_non_null(p);
    memcpy(out, p->model->identity, DIGEST_HEX);
    policy_free(p);
    diag_fini(&d);
}

/* Changes with every byte of a file that is used, and with nothing else. */
static void test_identity(void **state)
{
    (void)state;
    struct policy_dir t;
    char first[DIGEST_HEX], again[DIGEST_HEX];
    write_two_levels(&t);
    load_identity(&t, first);
    policy_dir_text(&t, "stdlib/unused.lua", "still not Lua\n");
    load_identity(&t, again);
    assert_string_equal(first, again);
    policy_dir_text(&t, "stdlib/half.lua", "return { of = function (x) return x / 2 end }\n ");
    load_identity(&t, again);
    assert_string_not_equal(first, again);
    policy_dir_text(&t, "stdlib/half.lua", "return { of = function (x) return x / 2 end } ");
    load_identity(&t, again);
    assert_string_not_equal(first, again); /* as long as the first */
    policy_dir_remove(&t);
}

/* The packed sources give the same policy, on another machine and without the folders. */
static void test_packed(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    struct buf bytes;
    struct sources s;
    struct policy *back;
    write_two_levels(&t);
    diag_init(&d);
    buf_init(&bytes);
    struct policy *p = policy_dir_load(&t, "cn/city", &d);
    assert_non_null(p);
    assert_int_equal(sources_pack(&p->sources, &bytes), HM_OK);
    policy_dir_remove(&t);
    sources_init(&s);
    assert_int_equal(sources_unpack(&s, bytes.data, bytes.len, &d), HM_OK);
    assert_int_equal(policy_load_sources(&back, &s, &d), HM_OK);
    assert_string_equal(back->model->identity, p->model->identity);
    assert_int_equal(s.count, 0); /* taken over */
    policy_free(back);
    policy_free(p);
    buf_fini(&bytes);
    diag_fini(&d);
}

struct broken {
    const char *text; /* of policy.lua, behind HEAD */
    uint32_t line, column;
    const char *part;
};

static void check_broken(const struct broken *b)
{
    struct policy_dir t;
    struct diag d;
    char text[2048];
    policy_dir_make(&t);
    use_stdlib(&t);
    policy_dir_text(&t, "stdlib/good.lua", "return { x = 1 }\n");
    policy_dir_text(&t, "stdlib/ring.lua", "local r = require 'gnir'\nreturn r\n");
    policy_dir_text(&t, "stdlib/gnir.lua", "local r = require 'ring'\nreturn {}\n");
    policy_dir_text(&t, "stdlib/number.lua", "return 5\n");
    policy_dir_text(&t, "stdlib/global.lua", "leaked = 5\nreturn {}\n");
    policy_dir_text(&t, "stdlib/declares.lua", "input 'x' { }\nreturn {}\n");
    policy_dir_text(
        &t, "stdlib/makes.lua",
        "local function make(place)\n  input 'y' { of = place, type = money, kind = 1 }\nend\n"
        "return { make = make }\n");
    policy_dir_text(&t, "p/other.lua", "input 'x' { of = household, type = money }\n");
    policy_dir_text(&t, "p/self.lua", "include 'self.lua'\n");
    snprintf(text, sizeof text, HEAD "%s\n", b->text);
    policy_dir_text(&t, "p/policy.lua", text);
    diag_init(&d);
    assert_null(policy_dir_load(&t, "p", &d));
    policy_dir_message(&d, b->line, b->column, b->part);
    assert_int_equal(d.errors, 1);
    diag_fini(&d);
    policy_dir_remove(&t);
}

static void test_broken(void **state)
{
    (void)state;
    static const struct broken rows[] = {
        {"include 'othr.lua'", 4, 10, "no file \"othr.lua\""},
        {"include 'other.lua' include 'other.lua'", 4, 10, "included already"},
        {"include 'self.lua'", 1, 10, "included already"},
        {"include(5)", 4, 1, "needs the name of a file"},
        {"local g = require 'good' local h = require 'god'", 4, 45, "no file \"god.lua\""},
        {"require 'ring'", 1, 20, "in a circle"},
        {"require 'number'", 0, 0, "must end with `return`"},
        {"require 'global'", 1, 1, "must not define the global name \"leaked\""},
        {"require 'declares'", 1, 1, "cannot declare"},
        {"local m = require 'makes'\n\n  m.make(household)", 6, 3, "unknown key \"kind\""},
        {"x = 1 x = 2", 4, 1, "defined already"},
        {"function max() end", 4, 10, "defined already"},
        {"input = nil", 4, 1, "defined already"},
        {"local a = 1 + yuan(1)", 4, 13, "do not mix"},
        {"local a = nothing", 4, 11, "\"nothing\" is not known"},
        {"local 甲 = 1\nlocal b = 乙", 5, 11, "\"乙\" is not known"},
        {"error('stop here')", 4, 1, "stop here"},
        {"local a = nil a.b = 1", 4, 1, "does not exist"},
        {"policy { zh = 'twice' }", 4, 1, "this is a second one"},
        {"input 'a'", 4, 1, "no { ... }"},
        {"input 'a' (5)", 4, 1, "expected a table"},
        {"input { }", 4, 1, "needs a name"},
        {"check 'c' { [''] = 1, test = function () return true end }", 4, 1, "unknown key"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_broken(&rows[i]);
}

/* Errors of all files in one pass, in the order of the files, without follow-ups. */
static void test_all_at_once(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    policy_dir_make(&t);
    use_stdlib(&t);
    policy_dir_text(&t, "p/policy.lua",
                    HEAD "include 'one.lua'\ninclude 'two.lua'\ninclude 'three.lua'\n");
    policy_dir_text(&t, "p/one.lua",
                    "enum 'grade' { { 'a' }, { 'b' } }\nlocal x = = 5\n"
                    "input 'g' { of = household, type = grade }\n");
    policy_dir_text(&t, "p/two.lua",
                    "input 'h' { of = household, type = grade }\n" /* no follow-up */
                    "input 'i' { of = household, typ = money }\n");
    policy_dir_text(&t, "p/three.lua", "while true do end\n");
    policy_dir_text(&t, "p/sub/policy.lua", "policy { }\ninput 'j' { of = hosehold }\n");
    diag_init(&d);
    assert_null(policy_dir_load(&t, "p/sub", &d));
    assert_int_equal(d.errors, 5);
    assert_true(strstr(d.items[0].at.file, "one.lua") != NULL);
    assert_true(strstr(d.items[1].at.file, "two.lua") != NULL);
    assert_true(strstr(d.items[2].at.file, "two.lua") != NULL);
    assert_true(strstr(d.items[3].at.file, "three.lua") != NULL);
    assert_true(strstr(d.items[4].at.file, "sub/policy.lua") != NULL);
    assert_true(strstr(d.items[4].text, "hosehold") != NULL);
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* A file nobody includes is worth a warning, not an error. */
static void test_forgotten(void **state)
{
    (void)state;
    struct policy_dir t;
    struct diag d;
    policy_dir_make(&t);
    use_stdlib(&t);
    policy_dir_text(&t, "p/policy.lua", HEAD);
    policy_dir_text(&t, "p/forgotten.lua", "not Lua at all\n");
    diag_init(&d);
    struct policy *p = policy_dir_load(&t, "p", &d);
    assert_non_null(p);
    assert_int_equal(d.warnings, 1);
    assert_true(strstr(d.items[0].at.file, "forgotten.lua") != NULL);
    policy_free(p);
    diag_fini(&d);
    policy_dir_remove(&t);
}

/* Every allocation may fail: an error, no leak, no crash. */
static void test_no_memory(void **state)
{
    (void)state;
    struct policy_dir t;
    char path[256];
    enum hm_status st = HM_NOMEM;
    write_two_levels(&t);
    policy_dir_path(&t, "cn/city", path);
    for (uint64_t nth = 1; nth < 60000; nth += 1 + nth / 40) {
        struct policy *p = NULL;
        struct diag d;
        diag_init(&d);
        fault_arm(FAULT_ALLOC, nth);
        st = policy_load(&p, path, &d);
        fault_arm(FAULT_ALLOC, 0);
        assert_true(st == HM_OK ? p != NULL : st == HM_NOMEM && p == NULL);
        policy_free(p);
        diag_fini(&d);
    }
    assert_int_equal(st, HM_OK);
    policy_dir_remove(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads),   cmocka_unit_test(test_levels),
        cmocka_unit_test(test_sandboxes), cmocka_unit_test(test_locked),
        cmocka_unit_test(test_identity),  cmocka_unit_test(test_packed),
        cmocka_unit_test(test_broken),    cmocka_unit_test(test_all_at_once),
        cmocka_unit_test(test_forgotten), cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
