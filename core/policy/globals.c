/* globals.c - the names a script can use: the sandbox's own, types, keywords, and what the
 * files before it defined.
 *
 * Scripts see an empty table in front of the real globals, so that every assignment passes
 * on_assign: a name is defined once while loading and never afterwards. An unknown name is an
 * error at load; it then counts as poison, so that one slip gives one message.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/limits.h"
#include "lang/rewrite.h"

/* Registry keys: their addresses. */
static const char loader_key, environment_key, functions_key, modules_key, put_off_key;

struct loader *loader_of(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &loader_key);
    struct loader *l = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return l;
}

/* --- marks --- */

void globals_push_mark(lua_State *L, enum mark_kind kind, uint32_t id)
{
    struct mark *mark = lua_newuserdatauv(L, sizeof *mark, 0);
    *mark = (struct mark){BIND_HANDLE, kind, id};
}

const struct mark *globals_mark(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) < sizeof(struct mark))
        return NULL;
    const struct mark *mark = lua_touserdata(L, index);
    return mark->tag == BIND_HANDLE ? mark : NULL;
}

/* Whatever is done with poison gives poison. */
static int on_poison(lua_State *L)
{
    lua_settop(L, 1);
    return 1;
}

void globals_push_poison(lua_State *L)
{
    static const char *const events[] = {"__index", "__call"};
    globals_push_mark(L, MARK_POISON, 0);
    lua_createtable(L, 0, 2);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        lua_pushcfunction(L, on_poison);
        lua_setfield(L, -2, events[i]);
    }
    lua_setmetatable(L, -2);
}

/* --- unknown names --- */

enum { KNOWN_MAX = 1024 };

/* The nearest global, for "did you mean". */
static void suggest_global(lua_State *L, const struct model *m, const char *name, char *out,
                           size_t out_bytes)
{
    struct str known[KNOWN_MAX];
    size_t count = 0;
    for (size_t i = 0; i < m->enum_count; i++)
        if (m->enums[i].zh)
            known[count++] = (struct str){m->enums[i].zh, strlen(m->enums[i].zh)};
    for (size_t i = 0; i < m->entity_count; i++)
        if (m->entities[i].zh)
            known[count++] = (struct str){m->entities[i].zh, strlen(m->entities[i].zh)};
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || count == KNOWN_MAX)
            continue;
        const char *word = lua_tostring(L, -2);
        if (strncmp(word, "__", 2) != 0)
            known[count++] = (struct str){word, strlen(word)};
    }
    int near = str_nearest((struct str){name, strlen(name)}, known, count);
    diag_suggest(out, out_bytes, near < 0 ? NULL : known[near].p);
    lua_pop(L, 1);
}

/* Whether a script that failed would have declared or defined the name. */
static bool is_in_failed_script(const struct loader *l, const char *name)
{
    for (size_t i = 0; i < l->code->count; i++) {
        const struct script *s = &l->code->scripts[i];
        const char *text = loader_source(l, s)->text;
        if (!s->is_good && text && strstr(text, name))
            return true;
    }
    return false;
}

static void report_unknown(lua_State *L, struct loader *l, const char *spelled)
{
    int line;
    char hint[256];
    struct script *s = loader_where(l, &line);
    const char *name = s ? loader_written(l, s, line, spelled) : spelled;
    if (s)
        s->has_unknown = true;
    l->incomplete = true;
    if (is_in_failed_script(l, name))
        return;
    struct place at = s ? loader_place(s, line, name) : (struct place){0};
    suggest_global(L, l->model, name, hint, sizeof hint);
    diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at, *hint ? hint : NULL,
             _("the name \"%s\" is not known here"), name);
}

static int on_missing(lua_State *L)
{
    struct loader *l = loader_of(L);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    if (!l || !l->model)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the name \"%s\" is not known here"), name);
    report_unknown(L, l, name);
    globals_push_poison(L);
    return 1;
}

/* --- assignments --- */

static void report_assignment(struct loader *l, const char *spelled, bool in_module)
{
    int line;
    struct script *s = loader_where(l, &line);
    const char *name = s ? loader_written(l, s, line, spelled) : spelled;
    struct place at = s ? loader_place(s, line, name) : (struct place){0};
    if (in_module)
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("make it local and put it into the table that the module returns"),
                 _("a stdlib module must not define the global name \"%s\""), name);
    else
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("write `local` in front, or choose another name"),
                 _("the name \"%s\" is defined already and cannot be assigned again"), name);
}

static int on_assign(lua_State *L)
{
    struct loader *l = loader_of(L);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?";
    if (!l)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("\"%s\" is a global name; a formula can only assign to its locals"),
                      name);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushvalue(L, 2);
    bool is_taken = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    if (is_taken || !l->level) {
        report_assignment(l, name, !l->level);
        return 0;
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, -3);
    return 0;
}

/* Pushes the name as the rewritten scripts spell it. */
static void push_rewritten(lua_State *L, const char *name)
{
    char spelled[16 * LIMIT_NAME_BYTES]; /* nothing may be owned where Lua can raise */
    struct buf b;
    buf_init(&b);
    rewrite_name((struct str){name, strlen(name)}, &b);
    bool good = buf_ok(&b) && b.len < sizeof spelled;
    if (good)
        memcpy(spelled, b.data, b.len + 1);
    buf_fini(&b);
    if (!good)
        sandbox_starve(L);
    lua_pushstring(L, spelled);
}

bool globals_define(struct loader *l, const char *name, const struct place *at)
{
    lua_State *L = l->sandbox->L;
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    push_rewritten(L, name);
    lua_pushvalue(L, -1);
    bool is_free = lua_rawget(L, -3) == LUA_TNIL;
    lua_pop(L, 1);
    if (is_free) {
        lua_pushvalue(L, -3);
        lua_rawset(L, -3);
    } else {
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, at, _("choose another name"),
                 _("the name \"%s\" is taken: a function, type, entity or enum has it"), name);
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    return is_free;
}

/* --- opening and closing --- */

static void define_marks(lua_State *L)
{
    static const struct {
        const char *name;
        enum mark_kind kind;
    } marks[] = {{"comparison", MARK_COMPARISON}, {"ended", MARK_ENDED}};
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        globals_push_mark(L, marks[i].kind, 0);
        lua_setfield(L, -2, marks[i].name);
    }
    lua_pushcfunction(L, loader_include);
    lua_setfield(L, -2, "include");
    lua_pushcfunction(L, loader_require);
    lua_setfield(L, -2, "require");
    lua_pushcfunction(L, figures_facts);
    lua_setfield(L, -2, "facts");
    lua_pop(L, 1);
}

static void set_handler(lua_State *L, const char *event, lua_CFunction function)
{
    lua_pushcfunction(L, function);
    lua_setfield(L, -2, event);
}

/* environment {} -> __index globals -> __index on_missing. */
static void make_environment(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_newtable(L);
    set_handler(L, "__index", on_missing);
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "__index");
    set_handler(L, "__newindex", on_assign);
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
}

void globals_open(lua_State *L, struct loader *l)
{
    lua_pushlightuserdata(L, l);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &loader_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &modules_key);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &put_off_key);
    define_marks(L);
    declare_open(L);
    make_environment(L);
}

void globals_close(lua_State *L)
{
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &loader_key);
}

void globals_set_environment(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
    if (!lua_setupvalue(L, -2, 1))
        lua_pop(L, 1);
}

void globals_push_functions(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
}

void globals_push_modules(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &modules_key);
}

void globals_push_put_off(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &put_off_key);
}
