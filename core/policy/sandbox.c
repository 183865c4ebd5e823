/* sandbox.c - one Lua state with limits: memory in the allocator, instructions and time in the
 * count hook, and one way to stop (sandbox_raise) that no script can catch.
 *
 * What a script can name is put together by bind_*.c. Nothing here knows about values or rows.
 */
#include "policy/sandbox.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "policy/bind.h"

enum { HOOK_STEP = 1000, CLOCK_STEP = 100 };

/* The error object of every stop: its address, as light userdata. */
static const char stop_mark;

static void *allocate(void *ud, void *p, size_t old_bytes, size_t new_bytes)
{
    struct sandbox *s = ud;
    size_t old = p ? old_bytes : 0; /* for new objects Lua passes their type instead */
    if (new_bytes == 0) {
        mem_free(p);
        s->memory_bytes -= old;
        return NULL;
    }
    if (new_bytes > old &&
        (s->spoiled || s->memory_bytes - old + new_bytes > s->memory_limit_bytes)) {
        s->refused_at = s->L ? bind_here(s->L) : 0; /* not known when the stack is unwound */
        return NULL; /* Lua collects its garbage and asks once more */
    }
    void *q = mem_realloc(p, new_bytes);
    s->starved = !q && new_bytes > old;
    if (!q && new_bytes <= old)
        q = p; /* Lua counts on shrinking */
    if (q)
        s->memory_bytes = s->memory_bytes - old + new_bytes;
    return q;
}

static void on_count(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    sandbox_charge(L, HOOK_STEP);
}

void sandbox_charge(lua_State *L, uint64_t instructions)
{
    struct sandbox *s = bind_sandbox(L);
    if (s->instructions_left <= instructions) {
        s->instructions_left = 0;
        s->dead = true;
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("the limit of steps is used up; is there a loop that never ends?"));
    }
    s->instructions_left -= instructions;
    if (instructions >= CLOCK_STEP && clock_monotonic_ns() > s->deadline_ns) {
        s->instructions_left = 0;
        s->dead = true;
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("the time limit is used up; is there a loop that never ends?"));
    }
}

void sandbox_arm(struct sandbox *s, uint64_t instructions, uint32_t time_ms)
{
    s->dead = s->spoiled;
    s->instructions_left = instructions;
    s->deadline_ns = clock_monotonic_ns() + (uint64_t)time_ms * 1000000u;
    lua_sethook(s->L, on_count, LUA_MASKCOUNT, HOOK_STEP); /* starts counting anew */
}

static int open_all(lua_State *L)
{
    bind_value_open(L);
    bind_ops_open(L);
    bind_funcs_open(L);
    bind_dates_open(L);
    bind_list_open(L);
    bind_base_open(L);
    bind_table_open(L);
    bind_string_open(L);
    return 0;
}

enum hm_status sandbox_new(struct sandbox **out, size_t memory_limit_bytes, struct diag *d)
{
    struct sandbox *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("starting Lua"));
    s->memory_limit_bytes = memory_limit_bytes;
    buf_init(&s->stop.text);
    buf_init(&s->scratch);
    buf_init(&s->collected);
    map_init(&s->labels);
    s->L = lua_newstate(allocate, s);
    if (!s->L) {
        sandbox_free(s);
        return diag_nomem(d, _("starting Lua"));
    }
    *(struct sandbox **)lua_getextraspace(s->L) = s; /* new threads copy it */
    sandbox_arm(s, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_TIME_MS);
    lua_pushcfunction(s->L, open_all);
    if (sandbox_call(s, 0, 0) != HM_TRAP_NONE) {
        sandbox_free(s);
        return diag_nomem(d, _("starting Lua"));
    }
    *out = s;
    return HM_OK;
}

void sandbox_free(struct sandbox *s)
{
    if (!s)
        return;
    if (s->L)
        lua_close(s->L);
    buf_fini(&s->stop.text);
    buf_fini(&s->scratch);
    buf_fini(&s->collected);
    map_fini(&s->labels);
    mem_free(s);
}

/* --- loading --- */

struct text_reader {
    const char *text;
    size_t n;
};

static const char *read_text(lua_State *L, void *ud, size_t *n)
{
    (void)L;
    struct text_reader *r = ud;
    *n = r->n;
    r->n = 0;
    return *n ? r->text : NULL;
}

enum hm_status sandbox_load(struct sandbox *s, const char *text, size_t n, const char *name,
                            struct diag *d)
{
    struct buf chunk;
    buf_init(&chunk);
    buf_printf(&chunk, "@%s", name);
    if (!buf_ok(&chunk)) {
        buf_fini(&chunk);
        return diag_nomem(d, _("reading a script"));
    }
    struct text_reader r = {text, n};
    int rc = lua_load(s->L, read_text, &r, chunk.data, "t");
    buf_fini(&chunk);
    if (rc == LUA_OK)
        return HM_OK;
    struct place at = {.file = name};
    enum hm_status st;
    if (rc == LUA_ERRMEM) {
        s->dead = s->spoiled = true;
        st = diag_error(d, HM_DATA, &at,
                        _("the scripts need more memory than the limit of %zu MiB"),
                        s->memory_limit_bytes >> 20);
    } else {
        const char *why = lua_tostring(s->L, -1);
        st = diag_error(d, HM_DATA, &at, _("not a Lua script: %s"), why ? why : "?");
    }
    lua_pop(s->L, 1);
    return st;
}

/* --- stopping --- */

/* The position of the line that the innermost Lua function on L is at. */
uint32_t bind_here(lua_State *L)
{
    struct sandbox *s = bind_sandbox(L);
    lua_Debug ar;
    if (!s->line_position)
        return 0;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (ar.currentline > 0 && ar.source[0] == '@')
            return s->line_position(s->line_context, ar.source + 1, ar.currentline);
    }
    return 0;
}

void sandbox_raise(lua_State *L, enum hm_trap trap, uint32_t position, const char *fmt, ...)
{
    struct sandbox *s = bind_sandbox(L);
    va_list ap;
    s->stop.trap = trap;
    s->stop.position = position ? position : bind_here(L);
    s->stop.placed = false;
    buf_clear(&s->stop.text);
    va_start(ap, fmt);
    buf_vprintf(&s->stop.text, fmt, ap);
    va_end(ap);
    if (!buf_ok(&s->stop.text))
        sandbox_starve(L);
    sandbox_reraise(L);
}

void sandbox_starve(lua_State *L)
{
    struct sandbox *s = bind_sandbox(L);
    s->dead = s->spoiled = s->starved = true;
    s->stop.trap = HM_TRAP_SCRIPT;
    s->stop.position = 0;
    s->stop.placed = true;
    buf_clear(&s->stop.text);
    sandbox_reraise(L);
}

void sandbox_reraise(lua_State *L)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)&stop_mark);
    lua_error(L);
    __builtin_unreachable();
}

/* What Lua says -> what a policy officer understands. First match wins; %s is the rest of Lua's
 * words after the match, usually "(local 'x')". */
struct lua_words {
    const char *found;
    const char *said;
};

static const struct lua_words lua_words[] = {
    {"attempt to call a nil value", N_("there is no such function: %s")},
    {"attempt to call a", N_("this is not a function: %s")},
    {"attempt to index a nil value",
     N_("a field is read of something that does not exist: %s")},
    {"attempt to index a", N_("a field is read of something that has none: %s")},
    {"attempt to get length of", N_("# needs a list or a text: %s")},
    {"C stack overflow", N_("functions or variables call each other too deeply%.0s")},
    {"stack overflow", N_("functions call each other too deeply%.0s")},
    {"'for' step is zero", N_("the step of a for loop is zero%.0s")},
    {"'for'", N_("start, limit and step of a for loop must be whole numbers%.0s")},
    {"index is nil", N_("a table cannot have nil as a key%.0s")},
    {"attempt to", N_("not possible with these values: %s")},
};

/* Lua's own error message in plain words, into the stop. */
static void say_plainly(struct buf *out, const char *message)
{
    for (size_t i = 0; i < sizeof lua_words / sizeof *lua_words; i++) {
        const char *at = strstr(message, lua_words[i].found);
        if (!at)
            continue;
        const char *paren = strchr(at, '(');
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        buf_printf(out, i18n_text(lua_words[i].said), paren ? paren : at);
#pragma GCC diagnostic pop
        return;
    }
    buf_puts(out, message);
}

/* Runs where the error happened, before unwinding: the only time its line is known. */
static int on_error(lua_State *L)
{
    struct sandbox *s = bind_sandbox(L);
    if (lua_touserdata(L, 1) == &stop_mark)
        return 1;
    const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : "?";
    s->stop.trap = HM_TRAP_SCRIPT;
    s->stop.position = bind_here(L);
    s->stop.placed = false;
    buf_clear(&s->stop.text);
    say_plainly(&s->stop.text, message);
    lua_pushlightuserdata(L, (void *)(uintptr_t)&stop_mark);
    return 1;
}

void sandbox_push_handler(lua_State *L)
{
    lua_pushcfunction(L, on_error);
}

/* Errors that Lua raises without asking the handler. */
static void stop_without_place(struct sandbox *s, int rc)
{
    s->stop.trap = HM_TRAP_SCRIPT;
    s->stop.position = 0;
    s->stop.placed = false;
    buf_clear(&s->stop.text);
    if (rc == LUA_ERRMEM) {
        s->dead = s->spoiled = true;
        s->stop.position = s->refused_at;
        buf_printf(&s->stop.text, _("the rules need more memory than the limit of %zu MiB"),
                   s->memory_limit_bytes >> 20);
    } else {
        buf_puts(&s->stop.text, _("functions or variables call each other too deeply"));
    }
}

enum hm_trap sandbox_call_above(struct sandbox *s, lua_State *L, int args, int results)
{
    int rc = lua_pcall(L, args, results, lua_gettop(L) - args - 1);
    if (rc == LUA_OK)
        return HM_TRAP_NONE;
    if (rc == LUA_ERRMEM || lua_touserdata(L, -1) != &stop_mark)
        stop_without_place(s, rc);
    lua_pop(L, 1);
    assert(s->stop.trap != HM_TRAP_NONE);
    return s->stop.trap;
}

enum hm_trap sandbox_call(struct sandbox *s, int args, int results)
{
    int handler = lua_gettop(s->L) - args;
    lua_pushcfunction(s->L, on_error);
    lua_insert(s->L, handler);
    enum hm_trap trap = sandbox_call_above(s, s->L, args, results);
    lua_remove(s->L, handler);
    return trap;
}

enum hm_status sandbox_freeze(struct sandbox *s, struct diag *d)
{
    lua_pushcfunction(s->L, bind_freeze_globals);
    if (sandbox_call(s, 0, 0) == HM_TRAP_NONE)
        return HM_OK;
    return diag_error(d, s->spoiled ? HM_NOMEM : HM_DATA, NULL, "%s", s->stop.text.data);
}
