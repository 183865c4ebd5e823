/* luarun_law.c - the law object of a formula: law.NAME, law.month, law.date, law.year, and the
 * objects behind keyed, banded, marginal, comparison and table parameters.
 *
 * Parameters are patched and resolved once, when the engine is opened: they depend on the month
 * only.
 */
#include "exec/luarun_state.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "model/decision.h"
#include "value/date.h"
#include "value/decimal.h"

struct lookup_object {
    uint32_t tag; /* BIND_LOOKUP */
    uint16_t parameter;
};

enum hm_status luarun_law_init(struct luarun *lr, struct diag *d)
{
    const struct model *m = lr->m;
    const struct evaluation *e = lr->e;
    size_t n = m->parameter_count + 1;
    lr->law = arena_zalloc(&lr->arena, n * sizeof *lr->law);
    lr->patched = arena_zalloc(&lr->arena, n * sizeof *lr->patched);
    if (!lr->law || !lr->patched)
        return diag_nomem(d, _("starting the reference engine"));
    for (size_t i = 0; i < m->parameter_count; i++) {
        struct law_entry *entry = &lr->law[i];
        entry->parameter = &m->parameters[i];
        if (e->patch_count > 0) {
            if (parameter_patched(&lr->patched[i], &m->parameters[i], e->patches,
                                  e->patch_count, (uint16_t)i, &lr->arena) != HM_OK)
                return diag_nomem(d, _("starting the reference engine"));
            entry->parameter = &lr->patched[i];
        }
    }
    luarun_law_resolve(lr);
    return HM_OK;
}

void luarun_law_resolve(struct luarun *lr)
{
    for (size_t i = 0; i < lr->m->parameter_count; i++)
        lr->law[i].in_force = parameter_on(lr->law[i].parameter, month_first_day(lr->month));
}

/* --- look-ups --- */

_Noreturn static void refuse_absent(lua_State *L, const struct law_entry *entry, int32_t month)
{
    const struct parameter *p = entry->parameter;
    struct buf *b = bind_scratch(L);
    month_put(b, month);
    buf_putc(b, '\0');
    size_t at = b->len;
    if (p->count > 0)
        date_put(b, p->values[0].from);
    if (!buf_ok(b) || p->count == 0)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("the parameter %s has no value"), p->name);
    if (p->values[0].from <= month_first_day(month))
        sandbox_raise(L, HM_TRAP_RANGE, 0,
                      _("the parameter %s has no value in %s: it has ended"), p->name, b->data);
    sandbox_raise(L, HM_TRAP_RANGE, 0,
                  _("the parameter %s has no value in %s: its first one holds from %s"),
                  p->name, b->data, b->data + at);
}

/* The key at a stack index as look-ups take it. */
static struct rational key_at(struct luarun *lr, lua_State *L, int index, const char *name,
                              const struct type *t)
{
    struct value v;
    const char *what = NULL;
    enum hm_trap trap = bind_to(&v, L, index, t, lr->m, &what);
    if (trap != HM_TRAP_NONE && t->kind == KIND_ENUM && lua_type(L, index) == LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s: '%s' is no value of %s"), name,
                      lua_tostring(L, index), lr->m->enums[t->enum_id].name);
    if (trap != HM_TRAP_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is looked up with %s, not with %s"), name,
                      type_name(t, lr->m->enums), i18n_text(what));
    if (t->kind == KIND_ENUM || t->kind == KIND_BOOLEAN)
        return rational_of(t->kind == KIND_ENUM ? v.as.code : v.as.boolean);
    return v.kind == KIND_INTEGER ? rational_of(v.as.integer) : v.as.rational;
}

/* What was looked up: "80", or "80, total" with several. */
static const char *keys_text(lua_State *L)
{
    struct buf *b = bind_scratch(L);
    for (int i = 2; i <= lua_gettop(L); i++) {
        buf_puts(b, i > 2 ? ", " : "");
        bind_text(b, L, i);
    }
    return buf_ok(b) ? b->data : "?";
}

_Noreturn static void refuse_key(lua_State *L, const struct parameter *p, enum hm_trap trap)
{
    if (trap == HM_TRAP_OVERFLOW)
        bind_check(L, trap, 0);
    sandbox_raise(L, HM_TRAP_RANGE, 0, _("%s has no value for %s, and no `otherwise`"), p->name,
                  keys_text(L));
}

static int lookup_index(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    uint16_t index = ((const struct lookup_object *)lua_touserdata(L, 1))->parameter;
    const struct parameter *p = lr->law[index].parameter;
    struct value v, key = {.kind = KIND_NONE};
    if (p->kind == PARAMETER_COMPARISON)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is a comparison: write law.%s(a, b)"),
                      p->name, p->name);
    if (p->kind == PARAMETER_TABLE)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is a table: write law.%s(...)"), p->name,
                      p->name);
    struct rational x = key_at(lr, L, 2, p->name, &p->key);
    enum hm_trap trap = parameter_lookup(&v, p, lr->law[index].in_force, x);
    if (trap != HM_TRAP_NONE)
        refuse_key(L, p, trap);
    if (lr->observer) {
        bind_any(&key, L, 2);
        luarun_watch_parameter(lr, index, &key, &v, NULL);
    }
    bind_push(L, &v, &p->type, lr->m);
    return 1;
}

/* law.p(a, b, ...) of a table. */
static int table_call(struct luarun *lr, lua_State *L, uint16_t index)
{
    const struct parameter *p = lr->law[index].parameter;
    struct rational arguments[LIMIT_TABLE_COLUMNS];
    struct value v, key = {.kind = KIND_TEXT};
    if (lua_gettop(L) - 1 != p->column_count)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s takes %u arguments, found %u"), p->name,
                      (unsigned)p->column_count, (unsigned)lua_gettop(L) - 1);
    for (int i = 0; i < p->column_count; i++)
        arguments[i] = key_at(lr, L, i + 2, p->name, &p->columns[i].type);
    enum hm_trap trap = decision_lookup(&v, p, lr->law[index].in_force, arguments);
    if (trap != HM_TRAP_NONE)
        refuse_key(L, p, trap);
    if (lr->observer) {
        const char *keys = keys_text(L);
        key.as.text = (struct str){keys, strlen(keys)};
        luarun_watch_parameter(lr, index, &key, &v, arguments);
    }
    bind_push(L, &v, &p->type, lr->m);
    return 1;
}

static int lookup_call(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    uint16_t index = ((const struct lookup_object *)lua_touserdata(L, 1))->parameter;
    const struct parameter *p = lr->law[index].parameter;
    struct value v = {.kind = KIND_BOOLEAN}, key = {.kind = KIND_NONE};
    if (p->kind == PARAMETER_TABLE)
        return table_call(lr, L, index);
    if (p->kind != PARAMETER_COMPARISON)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s is no comparison: write law.%s[key]"),
                      p->name, p->name);
    if (lua_gettop(L) != 3)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s compares two values: law.%s(a, b)"), p->name,
                      p->name);
    v.as.boolean =
        comparison_holds(lr->law[index].in_force->op, bind_compare(L, 2, 3, p->name, 0));
    if (lr->observer)
        luarun_watch_parameter(lr, index, &key, &v, NULL);
    lua_pushboolean(L, v.as.boolean);
    bind_step(L, comparison_name(lr->law[index].in_force->op), 0, 2, 3);
    return 1;
}

/* --- law.NAME --- */

_Noreturn static void refuse_name(struct luarun *lr, lua_State *L)
{
    char hint[256] = "";
    if (lua_type(L, 2) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the law has parameters, not [%s]"),
                      bind_kind_shown(L, 2));
    struct str name;
    name.p = lua_tolstring(L, 2, &name.n);
    const char *nearest = model_nearest_parameter(lr->m, name);
    if (nearest)
        diag_suggest(hint, sizeof hint, nearest);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the law has no parameter '%s'%s%s"), name.p,
                  *hint ? "; " : "", hint);
}

static int push_parameter(struct luarun *lr, lua_State *L, uint16_t index)
{
    const struct law_entry *entry = &lr->law[index];
    if (!entry->in_force)
        refuse_absent(L, entry, lr->month);
    if (entry->parameter->kind != PARAMETER_SCALAR) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, entry->ref);
        return 1;
    }
    if (lr->observer) {
        struct value none = {.kind = KIND_NONE};
        luarun_watch_parameter(lr, index, &none, &entry->in_force->scalar, NULL);
    }
    bind_push(L, &entry->in_force->scalar, &entry->parameter->type, lr->m);
    return 1;
}

static int law_index(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    struct member member = {NULL, MEMBER_NONE, 0};
    if (lua_type(L, 2) == LUA_TSTRING)
        member = luarun_member(&lr->members[lr->m->entity_count], lua_tostring(L, 2));
    switch (member.kind) {
    case MEMBER_PARAMETER:
        return push_parameter(lr, L, member.id);
    case MEMBER_MONTH:
        bind_push_month(L, lr->month);
        return 1;
    case MEMBER_DATE:
        bind_push_date(L, month_first_day(lr->month));
        return 1;
    case MEMBER_YEAR:
        lua_pushinteger(L, month_year(lr->month));
        return 1;
    default:
        refuse_name(lr, L);
    }
}

static int refuse_write(lua_State *L)
{
    sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                  _("the law cannot be changed by a formula; use a scenario or --set"));
}

/* --- the law of an earlier month --- */

/* before(n, e) in a check: e under the law n months earlier. A raise leaves the month as it is:
 * it ends the check, and the next one sets its own. */
static int law_before(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    int32_t month = lr->month;
    lua_Integer back = lua_isinteger(L, 1) ? lua_tointeger(L, 1) : 0;
    if (!lr->in_check)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("before(n, value) works only in a check"));
    if (back < 1 || back > LIMIT_CHECK_MONTHS_BACK)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("before(n, value) takes 1 to %d months"),
                      LIMIT_CHECK_MONTHS_BACK);
    lr->month = month - (int32_t)back;
    luarun_law_resolve(lr);
    lua_settop(L, 2);
    lua_call(L, 0, 1);
    lr->month = month;
    luarun_law_resolve(lr);
    return 1;
}

/* --- attaching to a sandbox --- */

static void push_metatable(lua_State *L, lua_CFunction index, lua_CFunction call)
{
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    if (call) {
        lua_pushcfunction(L, call);
        lua_setfield(L, -2, "__call");
    }
}

static void add_names(struct luarun *lr, lua_State *L)
{
    struct member_table *t = &lr->members[lr->m->entity_count];
    const struct map *names = &lr->m->parameter_names;
    memset(t->slots, 0, (t->mask + 1) * sizeof *t->slots);
    for (size_t i = 0; i < names->count; i++)
        luarun_member_add(L, t, names->entries[i].key, MEMBER_PARAMETER,
                          names->entries[i].value);
    luarun_member_add(L, t, (struct str){"month", 5}, MEMBER_MONTH, 0);
    luarun_member_add(L, t, (struct str){"date", 4}, MEMBER_DATE, 0);
    luarun_member_add(L, t, (struct str){"year", 4}, MEMBER_YEAR, 0);
}

void luarun_law_attach(struct luarun *lr, lua_State *L)
{
    static const struct bind_entry entries[] = {{"__before", law_before}, {NULL, NULL}};
    bind_register(L, NULL, entries);
    add_names(lr, L);
    push_metatable(L, lookup_index, lookup_call);
    for (size_t i = 0; i < lr->m->parameter_count; i++) {
        if (lr->law[i].parameter->kind == PARAMETER_SCALAR)
            continue;
        struct lookup_object *o = lua_newuserdatauv(L, sizeof *o, 0);
        *o = (struct lookup_object){BIND_LOOKUP, (uint16_t)i};
        lua_pushvalue(L, -2);
        lua_setmetatable(L, -2);
        lr->law[i].ref = luarun_keep(L);
    }
    lua_pop(L, 1);
    uint32_t *law = lua_newuserdatauv(L, sizeof *law, 0);
    *law = BIND_LAW;
    push_metatable(L, law_index, NULL);
    lua_setmetatable(L, -2);
    lr->law_ref = luarun_keep(L);
}
