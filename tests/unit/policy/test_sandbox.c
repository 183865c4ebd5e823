/* test_sandbox.c - limits that nothing can swallow: endless loops, memory, depth, binary
 * chunks; failed allocations; read-only tables; places of Lua's own errors; enum labels.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/fault.h"
#include "base/limits.h"
#include "policy/sandbox.h"

static struct sandbox *fresh(size_t memory)
{
    struct sandbox *s = NULL;
    assert_int_equal(sandbox_new(&s, memory, NULL), HM_OK);
    return s;
}

static enum hm_trap run(struct sandbox *s, const char *script)
{
    assert_int_equal(sandbox_load(s, script, strlen(script), "test.lua", NULL), HM_OK);
    return sandbox_call(s, 0, 0);
}

static void stops_with(struct sandbox *s, const char *script, const char *text)
{
    enum hm_trap trap = run(s, script);
    if (trap != HM_TRAP_SCRIPT || !strstr(s->stop.text.data, text))
        fail_msg("%s: trap %d, %s; want %s", script, trap, s->stop.text.data, text);
    assert_int_equal(lua_gettop(s->L), 0);
}

static const char *const endless[] = {
    "while __cond(true, 1) do end",
    "::a:: goto a",
    "for i = 1, 9223372036854775807 do end",
    "local function f() return f() end f()",
    "local t = {} for i = 1, 9223372036854775807 do t[1] = i end",
    /* nothing catches it: not a missing-fact test, not a list, not a comparison */
    "while __cond(true, 1) do __known(function() while true do end end, 1) end",
    "while __cond(true, 1) do __default(function() while true do end end, "
    "function() return 1 end, 1) end",
    "sum({1, 2, 3}, function(m) while true do end end)",
    "local t = {} for i = 1, 200 do t[i] = i end "
    "table.sort(t, function(a, b) while true do end end)",
    "local t = {} for i = 1, 1000 do t[i] = i end while true do table.sort(t) end",
    "local t = {} for i = 1, 1000 do t[i] = i end while true do for k in pairs(t) do end end",
    "while true do ('x'):rep(60000) end",
};

static void test_endless(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        sandbox_arm(s, 300000, LIMIT_LUA_TIME_MS);
        stops_with(s, endless[i], "limit of steps");
        assert_true(s->dead);
        assert_false(s->spoiled);
    }
    sandbox_arm(s, 300000, LIMIT_LUA_TIME_MS);
    assert_int_equal(run(s, "local x = 1"), HM_TRAP_NONE); /* the state is still good */
    sandbox_free(s);
}

static void test_instruction_edge(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    sandbox_arm(s, 1001, LIMIT_LUA_TIME_MS);
    assert_int_equal(run(s, "for i = 1, 1900 do end"), HM_TRAP_NONE);
    sandbox_arm(s, 1000, LIMIT_LUA_TIME_MS);
    stops_with(s, "for i = 1, 1900 do end", "limit of steps");
    sandbox_free(s);
}

static void test_time(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    sandbox_arm(s, UINT64_MAX, 1);
    stops_with(s, "while true do end", "time limit");
    assert_true(s->dead);
    sandbox_free(s);
}

static const char *const eaters[] = {
    "local t = {} for i = 1, 100000000 do t[i] = {} end",
    "local t = {} for i = 1, 60 do t[i] = ('x'):rep(60000, tostring(i):sub(1, 0)) end "
    "local u = {} for i = 1, 60 do u[i] = tostring(i):rep(30000) end",
    "local t = {} while true do __known(function() while true do t[#t + 1] = {} end end, 1) "
    "end",
    "sum({1, 2, 3}, function(m) local t = {} for i = 1, 100000000 do t[i] = {} end end)",
    "local function f() local t = {f()} return t end f()",
};

static void test_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof eaters / sizeof *eaters; i++) {
        struct sandbox *s = fresh(1 << 20);
        sandbox_arm(s, LIMIT_LUA_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
        enum hm_trap trap = run(s, eaters[i]);
        assert_int_equal(trap, HM_TRAP_SCRIPT);
        if (i != 4) { /* deep recursion may meet either limit first */
            assert_non_null(strstr(s->stop.text.data, "memory"));
            assert_true(s->dead && s->spoiled);
            sandbox_arm(s, LIMIT_LUA_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
            assert_true(s->dead);
        }
        assert_true(s->memory_bytes <= 1 << 20);
        sandbox_free(s);
    }
}

static void test_depth(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    stops_with(s, "local function f(n) return __add(1, f(n), 1) end f(1)", "too deeply");
    stops_with(s, "local function f(n) return sum({1}, f) end f(1)", "too deeply");
    stops_with(s, "local function f() return __known(f, 1) end f()", "too deeply");
    assert_false(s->dead);
    sandbox_free(s);
}

static int append(lua_State *L, const void *bytes, size_t n, void *ud)
{
    (void)L;
    buf_put(ud, bytes, n);
    return 0;
}

static void test_text_only(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    struct diag d;
    diag_init(&d);
    struct buf binary;
    buf_init(&binary);
    assert_int_equal(sandbox_load(s, "local x = 1", 11, "b.lua", &d), HM_OK);
    assert_int_equal(lua_dump(s->L, append, &binary, 0), 0);
    lua_settop(s->L, 0);
    assert_int_equal(sandbox_load(s, binary.data, binary.len, "b.lua", &d), HM_DATA);
    buf_fini(&binary);
    assert_int_equal(sandbox_load(s, "x = = 1", 7, "b.lua", &d), HM_DATA);
    assert_int_equal(d.errors, 2);
    assert_int_equal(lua_gettop(s->L), 0);
    diag_fini(&d);
    sandbox_free(s);
}

/* Whatever allocation fails, creating and running either works or says so. */
static void test_failing_allocations(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 400; n++) {
        struct sandbox *s = NULL;
        fault_arm(FAULT_ALLOC, n);
        enum hm_status st = sandbox_new(&s, LIMIT_LUA_MEMORY_BYTES, NULL);
        if (st == HM_OK) {
            st = sandbox_load(s, "t = {1, 2, 3} u = ('x'):rep(100)", 32, "t.lua", NULL);
            if (st == HM_OK)
                sandbox_call(s, 0, 0);
        } else {
            assert_int_equal(st, HM_NOMEM);
            assert_null(s);
        }
        fault_arm(FAULT_ALLOC, 0);
        sandbox_free(s);
    }
}

static void test_freeze(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    assert_int_equal(run(s, "local hidden = {1, 2} shared = {a = {b = 1}, 5, 6} "
                            "function read() return hidden[1] end "
                            "function write() hidden[1] = 9 end "
                            "function add() table.insert(shared, 1) end "
                            "function sort() table.sort(hidden) end "
                            "local member, pair = each({1, 2, 3}), pairs({a = 1, b = 2}) "
                            "function left_over() return member() end "
                            "function left_over_pair() return pair() end"),
                     HM_TRAP_NONE);
    assert_int_equal(sandbox_freeze(s, NULL), HM_OK);
    assert_int_equal(run(s, "assert(__eq(left_over(), nil, 1)) "
                            "assert(__eq(left_over_pair(), nil, 1))"),
                     HM_TRAP_NONE);
    stops_with(s, "write()", "whole policy");
    stops_with(s, "shared.a.b = 2", "whole policy");
    stops_with(s, "shared.new = 2", "whole policy");
    stops_with(s, "add()", "whole policy");
    stops_with(s, "sort()", "whole policy");
    assert_int_equal(run(s,
                         "assert(__eq(read(), 1, 1)) assert(__eq(shared.a.b, 1, 1)) "
                         "assert(__eq(#shared, 2, 1)) local n = 0 "
                         "for k, v in pairs(shared) do n = __add(n, 1, 1) end "
                         "assert(__eq(n, 3, 1)) assert(__eq(sum({table.unpack(shared)}), 11, "
                         "1)) for i, v in ipairs(shared) do n = __add(n, v, 1) end "
                         "assert(__eq(n, 14, 1)) for v in each(shared) do n = __sub(n, v, 1) "
                         "end assert(__eq(n, 3, 1)) assert(__eq(table.concat(shared), '56', "
                         "1)) local mine = {} mine.x = 1 table.insert(mine, 1)"),
                     HM_TRAP_NONE);
    sandbox_free(s);
}

/* Places at the end of what a whole number can be: nothing is read or counted beyond it. */
static void test_last_integer(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    sandbox_arm(s, 3000000, LIMIT_LUA_TIME_MS);
    assert_int_equal(run(s, "last = 9223372036854775807 full = {} local k = 1 "
                            "while __lt(k, 4611686018427387904, 1) do full[k] = 1 "
                            "full[__add(k, 1, 1)] = 1 k = __mul(k, 2, 1) end full[k] = 1 "
                            "full[last] = 'x'"),
                     HM_TRAP_NONE);
    static const char *const good[] = {
        "assert(__eq(#full, last, 1))",
        "assert(__eq(select('#', table.unpack(full, last, last)), 1, 1))",
        "assert(__eq(select('#', table.unpack(full, __sub(last, 998, 1), last)), 999, 1))",
        "assert(__eq(table.concat(full, '', last, last), 'x', 1))",
        "assert(__eq(table.concat(full, '', last, 1), '', 1))",
        "local step, list = ipairs({5, 6}) assert(__eq(step(list, last), nil, 1)) "
        "assert(__eq(step(list, -3), nil, 1)) assert(__eq(step(list, 1), 2, 1)) "
        "assert(__eq(step(list, __sub(last, 1, 1)), nil, 1))",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (run(s, good[i]) != HM_TRAP_NONE)
            fail_msg("%s: %s", good[i], s->stop.text.data);
    stops_with(s, "table.insert(full, 1)", "outside the table");
    stops_with(s, "table.insert(full, last, 1)", "outside the table");
    stops_with(s, "table.unpack(full, -9223372036854775807, last)", "more than");
    stops_with(s, "table.unpack(full, __sub(last, 1000, 1), last)", "more than");
    stops_with(s, "table.concat(full, '', 6, 6)", "joined");
    stops_with(s, "table.sort(full)", "limit of steps");
    sandbox_free(s);
}

/* What C compares for a script is counted by its length, so that the clock is looked at. */
static void test_long_texts(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    sandbox_arm(s, 1000000, LIMIT_LUA_TIME_MS);
    stops_with(s,
               "local t, text = {}, ('x'):rep(60000) for i = 1, 1000 do t[i] = text end "
               "table.sort(t)",
               "limit of steps");
    sandbox_free(s);
}

static uint32_t line_position(const void *ctx, const char *chunk, int line)
{
    assert_string_equal(ctx, "context");
    assert_string_equal(chunk, "test.lua");
    return (uint32_t)line * 1000;
}

static void test_places(void **state)
{
    (void)state;
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    s->line_position = line_position;
    s->line_context = "context";
    stops_with(s, "local x\nlocal y = x.z", "does not exist");
    assert_int_equal(s->stop.position, 2000);
    stops_with(s, "\n\nerror('bad')", "bad");
    assert_int_equal(s->stop.position, 3000);
    stops_with(s, "\nreturn __add(1, true, 55)", "boolean");
    assert_int_equal(s->stop.position, 55);
    stops_with(s, "local function f()\nyuan('x') end\nf()", "yuan");
    assert_int_equal(s->stop.position, 2000);
    sandbox_free(s);
}

static void test_labels(void **state)
{
    (void)state;
    struct enum_value values[] = {{"none", "无"}, {"dibao", "低保"}, {"tekun", NULL}};
    struct enum_value other[] = {{"urban", "低保"}};
    struct enum_type enums[] = {{.name = "category", .values = values, .count = 3},
                                {.name = "region", .values = other, .count = 1}};
    struct model m = {.enums = enums, .enum_count = 2};
    struct sandbox *s = fresh(LIMIT_LUA_MEMORY_BYTES);
    assert_int_equal(run(s, "assert(__ne('低保', 'dibao', 1))"), HM_TRAP_NONE);
    s->model = &m;
    assert_int_equal(run(s, "assert(__eq('低保', 'dibao', 1)) assert(__eq('dibao', '低保', 1)) "
                            "assert(__eq('urban', '低保', 1)) assert(__ne('none', '低保', 1)) "
                            "assert(__ne('无', '低保', 1)) assert(__ne('无', 'dibao', 1)) "
                            "assert(__ne('tekun', '特困', 1))"),
                     HM_TRAP_NONE);
    sandbox_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_endless),      cmocka_unit_test(test_instruction_edge),
        cmocka_unit_test(test_time),         cmocka_unit_test(test_memory),
        cmocka_unit_test(test_depth),        cmocka_unit_test(test_text_only),
        cmocka_unit_test(test_freeze),       cmocka_unit_test(test_failing_allocations),
        cmocka_unit_test(test_places),       cmocka_unit_test(test_labels),
        cmocka_unit_test(test_last_integer), cmocka_unit_test(test_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
