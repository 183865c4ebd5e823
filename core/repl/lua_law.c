/* lua_law.c - law.NAME in a session: the parameters in force in its month, under its changes.
 * Read anew each time, so that `set` and `undo` are seen at once.
 */
#include "repl/lua_state.h"

#include <string.h>
#include "base/i18n.h"
#include "base/limits.h"
#include "model/decision.h"
#include "value/date.h"

struct lookup_object {
    uint32_t tag; /* BIND_LOOKUP */
    uint16_t parameter;
};

/* The parameter under the session's changes, and its value in the session's month. */
static const struct parameter_value *in_force(lua_State *L, struct parameter *out,
                                              uint16_t index)
{
    struct repl *r = lua_talk_of(L)->repl;
    const struct model *m = r->policy->model;
    *out = m->parameters[index];
    if (r->changes.patch_count &&
        parameter_patched(out, &m->parameters[index], r->changes.patches,
                          r->changes.patch_count, index, &r->line) != HM_OK)
        sandbox_starve(L);
    const struct parameter_value *v = parameter_on(out, month_first_day(r->month));
    if (!v)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s has no value in the session's month"),
                      out->name);
    return v;
}

static uint16_t looked_up(lua_State *L)
{
    return ((const struct lookup_object *)lua_touserdata(L, 1))->parameter;
}

static struct rational key_at(lua_State *L, int index, const char *name, const struct type *t)
{
    const struct model *m = lua_talk_of(L)->repl->policy->model;
    const char *what = NULL;
    struct value key;
    if (bind_to(&key, L, index, t, m, &what) != HM_TRAP_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is looked up with %s, not with %s"), name,
                      type_name(t, m->enums), what ? i18n_text(what) : "?");
    return key.kind == KIND_ENUM      ? rational_of(key.as.code)
           : key.kind == KIND_BOOLEAN ? rational_of(key.as.boolean)
           : key.kind == KIND_INTEGER ? rational_of(key.as.integer)
                                      : key.as.rational;
}

static int lookup_index(lua_State *L)
{
    struct parameter p;
    struct value v;
    const struct model *m = lua_talk_of(L)->repl->policy->model;
    const struct parameter_value *now = in_force(L, &p, looked_up(L));
    if (p.kind == PARAMETER_COMPARISON)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is a comparison: write law.%s(a, b)"), p.name,
                      p.name);
    if (p.kind == PARAMETER_TABLE)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is a table: write law.%s(...)"), p.name,
                      p.name);
    struct rational x = key_at(L, 2, p.name, &p.key);
    if (parameter_lookup(&v, &p, now, x) != HM_TRAP_NONE)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s has no value for this key"), p.name);
    bind_push(L, &v, &p.type, m);
    return 1;
}

static int table_call(lua_State *L, const struct parameter *p,
                      const struct parameter_value *now)
{
    struct rational arguments[LIMIT_TABLE_COLUMNS];
    struct value v;
    if (lua_gettop(L) - 1 != p->column_count)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s takes %u arguments, found %u"), p->name,
                      (unsigned)p->column_count, (unsigned)lua_gettop(L) - 1);
    for (int i = 0; i < p->column_count; i++)
        arguments[i] = key_at(L, i + 2, p->name, &p->columns[i].type);
    if (decision_lookup(&v, p, now, arguments) != HM_TRAP_NONE)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s has no value for this key"), p->name);
    bind_push(L, &v, &p->type, lua_talk_of(L)->repl->policy->model);
    return 1;
}

static int lookup_call(lua_State *L)
{
    struct parameter p;
    const struct parameter_value *now = in_force(L, &p, looked_up(L));
    if (p.kind == PARAMETER_TABLE)
        return table_call(L, &p, now);
    if (p.kind != PARAMETER_COMPARISON)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is no comparison: write law.%s[key]"), p.name,
                      p.name);
    if (lua_gettop(L) != 3)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s compares two values: law.%s(a, b)"), p.name,
                      p.name);
    lua_pushboolean(L, comparison_holds(now->op, bind_compare(L, 2, 3, p.name, 0)));
    return 1;
}

static int push_parameter(lua_State *L, uint16_t index)
{
    struct parameter p;
    const struct parameter_value *now = in_force(L, &p, index);
    if (p.kind == PARAMETER_SCALAR) {
        bind_push(L, &now->scalar, &p.type, lua_talk_of(L)->repl->policy->model);
        return 1;
    }
    struct lookup_object *o = lua_newuserdatauv(L, sizeof *o, 0);
    *o = (struct lookup_object){BIND_LOOKUP, index};
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_setmetatable(L, -2);
    return 1;
}

_Noreturn static void refuse_name(lua_State *L, const struct model *m, struct str name)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_parameter(m, name));
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the law has no parameter '%s'%s%s"), name.p,
                  *hint ? "; " : "", hint);
}

static int law_index(lua_State *L)
{
    struct repl *r = lua_talk_of(L)->repl;
    struct str name = {"", 0};
    if (lua_type(L, 2) == LUA_TSTRING)
        name.p = lua_tolstring(L, 2, &name.n);
    if (strcmp(name.p, "month") == 0)
        return bind_push_month(L, r->month), 1;
    if (strcmp(name.p, "date") == 0)
        return bind_push_date(L, month_first_day(r->month)), 1;
    if (strcmp(name.p, "year") == 0)
        return lua_pushinteger(L, month_year(r->month)), 1;
    int index = model_parameter(r->policy->model, name);
    if (index < 0)
        refuse_name(L, r->policy->model, name);
    if (r->policy->members)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("the session is about several places, each with its own law: start it "
                        "with the policy of one"));
    return push_parameter(L, (uint16_t)index);
}

static int law_write(lua_State *L)
{
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the law is changed by the verb: set %s = ..."),
                  lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "NAME");
}

static void push_metatable(lua_State *L, lua_CFunction call)
{
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, law_write);
    lua_setfield(L, -2, "__newindex");
    if (call) {
        lua_pushcfunction(L, call);
        lua_setfield(L, -2, "__call");
    }
}

void lua_law_open(lua_State *L)
{
    uint32_t *law = lua_newuserdatauv(L, sizeof *law, 0);
    *law = BIND_LAW;
    push_metatable(L, NULL);
    push_metatable(L, lookup_call);
    lua_pushcfunction(L, lookup_index);
    lua_setfield(L, -2, "__index");
    lua_pushcclosure(L, law_index, 1); /* knows the look-ups' metatable */
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "law");
}
