/* declare_call.c - the calls `keyword "name" { ... }`: what happens around the reading of a
 * table.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/mem.h"

/* Fills dc for the table at stack index 1 of the running C function. */
static void begin(struct declaration *dc, struct loader *l, lua_State *L, enum keyword keyword,
                  const char *name)
{
    int line;
    *dc = (struct declaration){.loader = l, .L = L, .keyword = keyword, .table = 1};
    dc->level = l->level;
    dc->script = loader_where(l, &line);
    dc->name = arena_strdup(&l->scratch, name ? name : l->level);
    if (!dc->name)
        declare_nomem(dc);
    if (!dc->script)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a declaration must stand in a script"));
    dc->node = functions_find_call(dc->script->ast, declare_keyword(keyword), name, line);
    dc->at = dc->node ? ast_place(dc->script->ast, dc->node->first)
                      : loader_place(dc->script, line, declare_keyword(keyword));
}

/* Keeps the declaration's table for when everything is declared. */
static void put_off(struct declaration *dc)
{
    struct loader *l = dc->loader;
    void *pending = l->pending;
    if (mem_grow(&pending, &l->pending_cap, l->pending_count + 1, sizeof *l->pending) != 0)
        declare_nomem(dc);
    l->pending = pending;
    globals_push_put_off(dc->L);
    lua_pushvalue(dc->L, dc->table);
    lua_rawseti(dc->L, -2, (lua_Integer)l->pending_count + 1);
    lua_pop(dc->L, 1);
    l->pending[l->pending_count++] = *dc;
}

/* The globals a second run needs: entities and enums, under their names only once. */
static void define_again(struct declaration *dc)
{
    bool override = false;
    if (dc->keyword != KEYWORD_ENUM && dc->keyword != KEYWORD_ENTITY)
        return;
    lua_getfield(dc->L, dc->table, "override");
    override = lua_toboolean(dc->L, -1) != 0;
    lua_getfield(dc->L, dc->table, "zh");
    const char *zh = lua_type(dc->L, -1) == LUA_TSTRING ? lua_tostring(dc->L, -1) : NULL;
    if (!override)
        declare_define(dc, dc->keyword == KEYWORD_ENUM ? MARK_ENUM : MARK_ENTITY, 0, zh);
    lua_pop(dc->L, 2);
}

static void read_declaration(struct declaration *dc)
{
    struct loader *l = dc->loader;
    functions_check_twice(dc);
    declare_flag(dc, "override", &dc->is_override);
    if (dc->keyword != KEYWORD_CASE) /* its keys name entities, known when all are declared */
        declare_check_keys(dc, dc->table, "", declare_allowed_keys(dc->keyword),
                           dc->keyword == KEYWORD_PARAMETER || dc->keyword == KEYWORD_VARIABLE);
    if (dc->keyword != KEYWORD_POLICY && !inherit_name_ok(dc, NULL, dc->name)) {
        l->incomplete = true;
        return;
    }
    cite_collect(dc);
    if (dc->keyword == KEYWORD_CASE || dc->keyword == KEYWORD_SCENARIO ||
        dc->keyword == KEYWORD_INDICATOR || dc->keyword == KEYWORD_SOURCE)
        put_off(dc);
    else
        declare_read(dc);
    if (dc->keyword != KEYWORD_POLICY)
        l->has_declarations = true;
}

/* The table has come: index 1. */
static int finish(lua_State *L, enum keyword keyword, const char *name)
{
    struct loader *l = loader_of(L);
    struct declaration dc;
    const char *word = declare_keyword(keyword);
    if (!l)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s works only while the policy is loaded"),
                      word);
    l->open_name = NULL;
    if (!l->level)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a stdlib module cannot declare anything"));
    begin(&dc, l, L, keyword, name);
    if (lua_type(L, 1) != LUA_TTABLE) {
        if (l->model)
            declare_error(&dc, NULL, NULL, _("expected a table in { }, found %s"),
                          declare_found(&dc, 1));
        return 0;
    }
    lua_settop(L, 1);
    functions_number(&dc);
    if (l->model)
        read_declaration(&dc);
    else
        define_again(&dc);
    return 0;
}

static int on_table(lua_State *L)
{
    return finish(L, (enum keyword)lua_tointeger(L, lua_upvalueindex(1)),
                  lua_tostring(L, lua_upvalueindex(2)));
}

/* keyword "name": gives the function that takes the table. */
static int on_keyword(lua_State *L)
{
    enum keyword keyword = (enum keyword)lua_tointeger(L, lua_upvalueindex(1));
    struct loader *l = loader_of(L);
    const char *word = declare_keyword(keyword);
    int line;
    if (keyword == KEYWORD_POLICY)
        return finish(L, keyword, NULL);
    if (!l)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s works only while the policy is loaded"),
                      word);
    if (lua_type(L, 1) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s needs a name in quotes, then { ... }"), word);
    struct script *s = loader_where(l, &line);
    l->open_name = arena_strdup(&l->scratch, lua_tostring(L, 1));
    l->open_keyword = keyword;
    l->open_at = s ? loader_place(s, line, word) : (struct place){0};
    lua_pushinteger(L, keyword);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, on_table, 2);
    return 1;
}

void declare_open(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (int k = 0; k < KEYWORDS; k++) {
        lua_pushinteger(L, k);
        lua_pushcclosure(L, on_keyword, 1);
        lua_setfield(L, -2, declare_keyword((enum keyword)k));
    }
    lua_pop(L, 1);
}

void declare_pending(struct loader *l)
{
    for (size_t i = 0; i < l->pending_count; i++) {
        struct declaration *dc = &l->pending[i];
        lua_settop(dc->L, 0);
        globals_push_put_off(dc->L);
        lua_rawgeti(dc->L, 1, (lua_Integer)i + 1);
        lua_replace(dc->L, 1);
        declare_read(dc);
    }
}
