/* declare_types.c - policy {}, enum, entity: what a policy is about. */
#include "policy/loader.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

/* GB/T 2260 has codes of 2 (province), 4 (city) and 6 digits (county); the statistics office
 * goes on with 9 (township) and 12 (village). */
static bool is_division(const char *code)
{
    size_t n = strlen(code);
    bool is_length = n == 2 || n == 4 || n == 6 || n == 9 || n == 12;
    return is_length && strspn(code, "0123456789") == n && code[0] != '0';
}

/* The code of this level, or NULL. What the levels above have is not inherited, but holds. */
static const char *division_of(struct declaration *dc)
{
    const char *code = declare_text(dc, "division"), *above = dc->loader->division;
    if (!code)
        return NULL;
    if (!is_division(code))
        declare_error(dc, "division", _("for example division = \"3302\""),
                      _("a division code has 2, 4 or 6 digits (a township's 9, a village's 12), "
                        "found \"%s\""),
                      code);
    else if (above && strncmp(code, above, strlen(above)) != 0)
        declare_error(dc, "division",
                      _("correct one of them, or move the folder to the place it lies in"),
                      _("the division %s does not lie in %s, the division of the level above"),
                      code, above);
    dc->loader->division = code;
    return code;
}

/* The state of one lint, on top of the stack; false when it is none. */
static bool lint_state(lua_State *L, enum lint_switch_state *out)
{
    const char *word = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    bool is_flag = lua_isboolean(L, -1);
    *out = is_flag ? (lua_toboolean(L, -1) ? LINT_SWITCH_ON : LINT_SWITCH_OFF)
           : strcmp(word, "note") == 0 ? LINT_SWITCH_NOTE
                                       : LINT_SWITCH_WARNING;
    return is_flag || strcmp(word, "note") == 0 || strcmp(word, "warning") == 0;
}

/* lint = { ["magic-number"] = false, gap = "warning" }; run/lint.c knows the names. */
static void read_lints(struct declaration *dc)
{
    lua_State *L = dc->L;
    struct loader *l = dc->loader;
    struct model *m = l->model;
    const char **keys;
    if (!declare_get(dc, "lint"))
        return;
    if (!lua_istable(L, -1)) {
        declare_error(dc, "lint", _("for example lint = { [\"magic-number\"] = false }"),
                      _("lint must be a table, found %s"), declare_found(dc, -1));
        lua_pop(L, 1);
        return;
    }
    size_t n = declare_keys(dc, lua_gettop(L), &keys);
    for (size_t i = 0; i < n; i++) {
        enum lint_switch_state state;
        const char *path = declare_path(dc, "lint/%s", keys[i]);
        lua_getfield(L, -1, keys[i]);
        if (!lint_state(L, &state))
            declare_error(dc, path, NULL,
                          _("a lint is switched with true, false, \"note\" or \"warning\", "
                            "found %s"),
                          declare_found(dc, -1));
        lua_pop(L, 1);
        void *items = m->lint_switches;
        struct lint_switch *s = loader_append(l, &items, &m->lint_switch_count, &l->lint_cap,
                                              sizeof *m->lint_switches);
        m->lint_switches = items;
        if (s)
            *s = (struct lint_switch){declare_keep(dc, keys[i]), state,
                                      declare_place(dc, path)};
    }
    lua_pop(L, 1);
}

void declare_policy(struct declaration *dc)
{
    struct loader *l = dc->loader;
    if (l->has_policy)
        declare_error(dc, NULL, NULL,
                      _("a folder has one policy { ... }, this is a second one"));
    else if (l->has_declarations)
        declare_error(dc, NULL, NULL,
                      _("policy { ... } must be the first statement of policy.lua"));
    l->has_policy = true;
    l->model->zh = declare_text(dc, "zh");
    l->model->division = division_of(dc);
    read_lints(dc);
}

/* --- enum --- */

static bool enum_word_ok(struct declaration *dc, const char *path, const struct enum_type *e,
                         uint16_t except, const char *word)
{
    for (uint16_t i = 0; i < e->count; i++) {
        const struct enum_value *v = &e->values[i];
        if (i == except)
            continue;
        if (strcmp(v->name, word) != 0 && !(v->zh && strcmp(v->zh, word) == 0))
            continue;
        declare_error(dc, path, NULL, _("\"%s\" is there twice"), word);
        return false;
    }
    return true;
}

static uint16_t enum_index(const struct enum_type *e, const char *name)
{
    uint16_t i = 0;
    while (i < e->count && strcmp(e->values[i].name, name) != 0)
        i++;
    return i;
}

/* Adds a value, or gives an inherited one another label. */
static void put_enum_value(struct declaration *dc, struct enum_type *e, lua_Integer i,
                           uint16_t inherited, const char *name, const char *zh)
{
    uint16_t at = enum_index(e, name);
    if (at >= inherited &&
        !enum_word_ok(dc, declare_path(dc, "%lld", (long long)i), e, UINT16_MAX, name))
        return;
    if (zh && strcmp(zh, name) != 0 &&
        !enum_word_ok(dc, declare_path(dc, "%lld/2", (long long)i), e, at, zh))
        return;
    if (at == LIMIT_ENUM_VALUES) {
        declare_error(dc, declare_path(dc, "%lld", (long long)i), NULL,
                      _("an enum has at most %d values"), LIMIT_ENUM_VALUES);
        return;
    }
    if (at == e->count)
        e->values[e->count++].name = declare_keep(dc, name);
    e->values[at].zh = zh ? declare_keep(dc, zh) : e->values[at].zh;
    if (strcmp(name, "none") == 0)
        e->none_code = (int16_t)at;
}

static bool value_name_ok(struct declaration *dc, const char *path, const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_";
    if (name && *name && strlen(name) <= LIMIT_NAME_BYTES &&
        strspn(name, letters) == strlen(name))
        return true;
    declare_error(dc, path, _("for example { \"urban\", \"...\" }"),
                  _("the name of a value has letters, digits and _ only, found %s"),
                  declare_found(dc, -1));
    return false;
}

/* The entry on top of the stack: "urban" or { "urban", "城镇" }. */
static void read_enum_entry(struct declaration *dc, struct enum_type *e, lua_Integer i,
                            uint16_t inherited)
{
    lua_State *L = dc->L;
    bool is_table = lua_istable(L, -1);
    const char *path = declare_path(dc, is_table ? "%lld/1" : "%lld", (long long)i);
    const char *zh = NULL;
    int top = lua_gettop(L);
    if (is_table) {
        if (lua_rawgeti(L, top, 2) == LUA_TSTRING)
            zh = declare_check_text(dc, declare_path(dc, "%lld/2", (long long)i))
                     ? lua_tostring(L, -1)
                     : NULL;
        else if (!lua_isnil(L, -1))
            declare_error(dc, declare_path(dc, "%lld/2", (long long)i), NULL,
                          _("the label must be text, found %s"), declare_found(dc, -1));
        lua_rawgeti(L, top, 1);
    }
    const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    if (value_name_ok(dc, path, name))
        put_enum_value(dc, e, i, inherited, name, zh);
    lua_settop(L, top);
}

static void read_enum_values(struct declaration *dc, struct enum_type *e)
{
    lua_State *L = dc->L;
    uint16_t inherited = e->count;
    lua_Integer n = (lua_Integer)lua_rawlen(L, dc->table);
    struct enum_value *values = declare_alloc(dc, (LIMIT_ENUM_VALUES + 1) * sizeof *values);
    if (e->count)
        memcpy(values, e->values, e->count * sizeof *values);
    e->values = values;
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, dc->table, i);
        read_enum_entry(dc, e, i, inherited);
        lua_pop(L, 1);
    }
    if (e->count == 0)
        declare_error(dc, NULL, _("for example { \"urban\", \"...\" }"),
                      _("an enum needs at least one value"));
}

void declare_define(struct declaration *dc, enum mark_kind kind, uint32_t id, const char *zh)
{
    globals_push_mark(dc->L, kind, id);
    globals_define(dc->loader, dc->name, &dc->at);
    if (zh) {
        globals_push_mark(dc->L, kind, id);
        globals_define(dc->loader, zh, &dc->at);
    }
}

void declare_enum(struct declaration *dc)
{
    struct model *m = dc->loader->model;
    int found = model_enum(m, (struct str){dc->name, strlen(dc->name)});
    if (!inherit_check_override(dc, found >= 0 ? &m->enums[found].at : NULL, INHERIT_ENUM))
        return;
    if (found < 0) {
        void *enums = m->enums;
        struct enum_type *fresh = declare_append(dc, &enums, &m->enum_count,
                                                 &dc->loader->enum_cap, sizeof *fresh, 250);
        m->enums = enums;
        if (!fresh)
            return;
        found = (int)(m->enum_count - 1);
        *fresh = (struct enum_type){
            .name = declare_keep(dc, dc->name), .none_code = -1, .at = dc->at};
    }
    struct enum_type *e = &m->enums[found];
    const char *zh = declare_text(dc, "zh");
    bool is_new = !dc->is_override;
    e->zh = zh ? zh : e->zh;
    if (is_new || lua_rawlen(dc->L, dc->table) > 0)
        read_enum_values(dc, e);
    if (is_new)
        declare_define(dc, MARK_ENUM, (uint32_t)found, zh);
}

/* --- entity --- */

static bool plural_ok(struct declaration *dc, const struct entity *parent, const char *plural)
{
    if (!plural) {
        declare_error(dc, NULL, _("for example plural = \"persons\""),
                      _("a child entity needs plural, the name of its list"));
        return false;
    }
    return inherit_name_ok(dc, "plural", plural) &&
           inherit_member_free(dc, "plural", parent->id, plural, NO_FIELD);
}

static void add_entity(struct declaration *dc, struct entity fresh)
{
    struct model *m = dc->loader->model;
    void *entities = m->entities;
    struct entity *e = declare_append(dc, &entities, &m->entity_count, &dc->loader->entity_cap,
                                      sizeof *e, LIMIT_ENTITIES);
    m->entities = entities;
    if (!e)
        return;
    *e = fresh;
    map_init(&e->names);
    e->id = (uint8_t)(m->entity_count - 1);
    e->root = e->parent == NO_ENTITY ? e->id : m->entities[e->parent].root;
    e->depth = e->parent == NO_ENTITY ? 0 : (uint8_t)(m->entities[e->parent].depth + 1);
    declare_define(dc, MARK_ENTITY, e->id, e->zh);
}

/* max = N: so many rows a household may have. What is not stated stays. */
static void read_max_rows(struct declaration *dc, struct entity *e)
{
    static const struct type integer = {.kind = KIND_INTEGER};
    struct value v;
    if (!declare_value_at(dc, "max", &integer, &v))
        return;
    if (e->parent == NO_ENTITY)
        declare_error(dc, "max", NULL, _("only a child entity (with `of`) has a max"));
    else if (v.as.integer < 1 || v.as.integer > LIMIT_MEMBERS)
        declare_error(dc, "max", _("how many rows a household may have"),
                      _("max must be 1 to %d, found %lld"), LIMIT_MEMBERS,
                      (long long)v.as.integer);
    else
        e->max_rows = (uint16_t)v.as.integer;
}

static void override_entity(struct declaration *dc, struct entity *e)
{
    const char *zh = declare_text(dc, "zh");
    if (declare_has(dc, "of") || declare_has(dc, "plural"))
        declare_error(dc, declare_has(dc, "of") ? "of" : "plural", NULL,
                      _("an entity cannot change what it belongs to or its plural"));
    e->zh = zh ? zh : e->zh;
    read_max_rows(dc, e);
}

void declare_entity(struct declaration *dc)
{
    struct model *m = dc->loader->model;
    uint8_t found = model_entity(m, (struct str){dc->name, strlen(dc->name)});
    if (!inherit_check_override(dc, found != NO_ENTITY ? &m->entities[found].at : NULL,
                                INHERIT_ENTITY))
        return;
    if (found != NO_ENTITY) {
        override_entity(dc, &m->entities[found]);
        return;
    }
    struct entity e = {.name = declare_keep(dc, dc->name), .parent = NO_ENTITY};
    e.at = dc->at;
    e.zh = declare_text(dc, "zh");
    e.plural = declare_text(dc, "plural");
    declare_entity_id(dc, "of", &e.parent);
    if (e.parent == NO_ENTITY && e.plural && !dc->failed)
        declare_error(dc, "plural", NULL, _("only a child entity (with `of`) has a plural"));
    if (e.parent != NO_ENTITY && !plural_ok(dc, &m->entities[e.parent], e.plural))
        e.plural = e.plural ? e.plural : e.name;
    read_max_rows(dc, &e);
    add_entity(dc, e);
}
