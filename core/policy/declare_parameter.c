/* declare_parameter.c - parameter: dated figures of the law, scalar, keyed, banded, marginal,
 * a comparison, or a table.
 */
#include "policy/loader.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "value/date.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- one value --- */

static bool read_comparison(struct declaration *dc, const char *path,
                            struct parameter_value *out)
{
    if (lua_type(dc->L, -1) == LUA_TSTRING &&
        comparison_parse(&out->op, str_of(lua_tostring(dc->L, -1))))
        return true;
    declare_error(dc, path, _("write one of < <= == ~= >= >"),
                  _("expected a comparison, found %s"), declare_found(dc, -1));
    return false;
}

static int compare_entries(const void *a, const void *b)
{
    int64_t key_a = ((const struct parameter_entry *)a)->key;
    int64_t key_b = ((const struct parameter_entry *)b)->key;
    return key_a < key_b ? -1 : key_a > key_b;
}

/* The key on top of the stack, put there for declare_value. */
static bool read_key(struct declaration *dc, const char *path, const struct type *t,
                     int64_t *key)
{
    struct value v;
    if (!declare_value(dc, path, t, &v))
        return false;
    *key = t->kind == KIND_ENUM ? v.as.code : v.as.integer;
    return true;
}

/* One key and value: at stack -2 and -1. */
static bool read_entry(struct declaration *dc, const char *path, const struct parameter *p,
                       struct parameter_entry *out)
{
    const char *key = lua_type(dc->L, -2) == LUA_TSTRING
                          ? lua_tostring(dc->L, -2)
                          : declare_path(dc, "%lld", (long long)lua_tointeger(dc->L, -2));
    const char *place = declare_path(dc, "%s/%s", path, key);
    lua_pushvalue(dc->L, -2);
    bool good = read_key(dc, place, &p->key, &out->key);
    lua_pop(dc->L, 1);
    return good & declare_value(dc, place, &p->type, &out->value);
}

static void check_keys_once(struct declaration *dc, const char *path, const struct parameter *p,
                            const struct parameter_value *v)
{
    for (size_t i = 1; i < v->count; i++) {
        if (v->entries[i].key != v->entries[i - 1].key)
            continue;
        const char *name =
            p->key.kind == KIND_ENUM
                ? dc->loader->model->enums[p->key.enum_id].values[v->entries[i].key].name
                : declare_path(dc, "%lld", (long long)v->entries[i].key);
        declare_error(dc, path, NULL,
                      _("the key \"%s\" is there twice, as name and in Chinese"), name);
    }
}

/* { none = yuan(207), ["重度"] = yuan(1656) } on top of the stack. */
static bool read_keyed(struct declaration *dc, const char *path, const struct parameter *p,
                       struct parameter_value *out)
{
    lua_State *L = dc->L;
    size_t room = 0;
    bool good = true;
    if (!lua_istable(L, -1)) {
        declare_error(dc, path, _("for example { none = yuan(0), basic = yuan(100) }"),
                      _("expected a table by %s, found %s"),
                      type_name(&p->key, dc->loader->model->enums), declare_found(dc, -1));
        return false;
    }
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1))
        room++;
    out->entries = declare_alloc(dc, (room + 1) * sizeof *out->entries);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        if (read_entry(dc, path, p, &out->entries[out->count]))
            out->count++;
        else
            good = false;
    }
    qsort(out->entries, out->count, sizeof *out->entries, compare_entries);
    check_keys_once(dc, path, p, out);
    if (room == 0)
        declare_error(dc, path, NULL, _("the table is empty"));
    return good && room > 0;
}

/* The value itself, on top of the stack. */
static bool read_content(struct declaration *dc, const char *path, const struct parameter *p,
                         struct parameter_value *out)
{
    switch (p->kind) {
    case PARAMETER_KEYED:
        return read_keyed(dc, path, p, out);
    case PARAMETER_BANDS:
    case PARAMETER_MARGINAL:
        return declare_bands(dc, path, p, out->has_otherwise, out);
    case PARAMETER_COMPARISON:
        return read_comparison(dc, path, out);
    case PARAMETER_TABLE:
        return declare_rows(dc, path, p, out);
    case PARAMETER_SCALAR:
        break;
    }
    return declare_value(dc, path, &p->type, &out->scalar);
}

/* --- one dated entry --- */

static bool read_status(struct declaration *dc, const char *path, struct parameter_value *out)
{
    static const char *const words[] = {
        [CITED_PUBLISHED] = "published",
        [CITED_DERIVED] = "derived",
        [CITED_PLACEHOLDER] = "placeholder",
    };
    if (lua_getfield(dc->L, -1, "status") == LUA_TNIL) {
        lua_pop(dc->L, 1);
        return true;
    }
    bool good = false;
    for (int i = CITED_PUBLISHED; i <= CITED_PLACEHOLDER; i++) {
        if (lua_type(dc->L, -1) == LUA_TSTRING &&
            strcmp(lua_tostring(dc->L, -1), words[i]) == 0) {
            out->status = (enum citation_status)i;
            good = true;
        }
    }
    if (!good)
        declare_error(
            dc, declare_path(dc, "%s/status", path), NULL,
            _("status must be \"published\", \"derived\" or \"placeholder\", found %s"),
            declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return good;
}

static bool read_source(struct declaration *dc, const char *path, struct parameter_value *out)
{
    int type = lua_getfield(dc->L, -1, "source");
    const char *place = declare_path(dc, "%s/source", path);
    bool good = type == LUA_TNIL || (type == LUA_TSTRING && *lua_tostring(dc->L, -1));
    if (!good)
        declare_error(dc, place, NULL, _("source must be text, found %s"),
                      declare_found(dc, -1));
    if (good && type == LUA_TSTRING)
        good = declare_check_text(dc, place);
    if (good && type == LUA_TSTRING)
        out->source = declare_keep(dc, lua_tostring(dc->L, -1));
    lua_pop(dc->L, 1);
    return good;
}

static bool read_otherwise(struct declaration *dc, const char *path, const struct parameter *p,
                           struct parameter_value *out)
{
    bool good = true;
    const char *place = declare_path(dc, "%s/otherwise", path);
    if (lua_getfield(dc->L, -1, "otherwise") != LUA_TNIL) {
        if (p->kind != PARAMETER_MARGINAL && !parameter_is_single(p)) {
            good = declare_value(dc, place, &p->type, &out->otherwise);
            out->has_otherwise = true;
        } else {
            declare_error(dc, place, NULL,
                          _("only keys, bands and tables have `otherwise`"));
            good = false;
        }
    }
    lua_pop(dc->L, 1);
    return good;
}

/* The entry { value, source = ..., status = ... } on top of the stack. */
static bool read_braces(struct declaration *dc, const char *path, const struct parameter *p,
                        struct parameter_value *out)
{
    lua_State *L = dc->L;
    declare_check_keys(dc, -1, path, "1 source status otherwise note", false);
    bool good = read_source(dc, path, out);
    good &= read_status(dc, path, out);
    good &= read_otherwise(dc, path, p, out);
    if (lua_rawlen(L, -1) != 1) {
        declare_error(dc, path, _("for example { yuan(1267), source = \"...\" }"),
                      _("expected one value in the braces, found %d"), (int)lua_rawlen(L, -1));
        return false;
    }
    lua_rawgeti(L, -1, 1);
    good &= read_content(dc, declare_path(dc, "%s/1", path), p, out);
    lua_pop(L, 1);
    return good;
}

static bool is_table_at(lua_State *L, int index, lua_Integer i)
{
    lua_rawgeti(L, index, i);
    bool yes = lua_istable(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Whether the table on top of the stack is { value, source = ... } or, in a patch, the bare
 * table of keys or bands. */
static bool has_braces(lua_State *L, const struct parameter *p, bool is_patch)
{
    if (!lua_istable(L, -1))
        return false;
    if (!is_patch || parameter_is_single(p))
        return true;
    if (!is_table_at(L, -1, 1))
        return p->kind == PARAMETER_TABLE && lua_rawlen(L, -1) == 1; /* a file's name */
    if (p->kind == PARAMETER_KEYED)
        return true;
    lua_rawgeti(L, -1, 1);
    bool nested = is_table_at(L, -1, 1);
    lua_pop(L, 1);
    return nested;
}

bool declare_dated_value(struct declaration *dc, const char *path, int index,
                         const struct parameter *p, bool is_patch, struct parameter_value *out)
{
    lua_State *L = dc->L;
    struct parameter_value v = {.at = declare_place(dc, path)};
    bool good = true;
    lua_pushvalue(L, index);
    const struct mark *mark = globals_mark(L, -1);
    v.ended = mark && mark->kind == MARK_ENDED;
    if (!v.ended)
        good = has_braces(L, p, is_patch) ? read_braces(dc, path, p, &v)
                                          : read_content(dc, path, p, &v);
    lua_pop(L, 1);
    if (good && !v.ended && !v.source && !is_patch)
        declare_warning(dc, path, _("write source = \"document and article\" behind the value"),
                        _("the value has no source"));
    *out = v;
    return good;
}

/* --- the declaration --- */

static int compare_values(const void *a, const void *b)
{
    int32_t from_a = ((const struct parameter_value *)a)->from;
    int32_t from_b = ((const struct parameter_value *)b)->from;
    return from_a < from_b ? -1 : from_a > from_b;
}

static void check_value_dates(struct declaration *dc, const struct parameter_value *values,
                              size_t count)
{
    struct dated before = {0};
    for (size_t i = 0; i < count; i++) {
        struct dated now = {values[i].from, values[i].ended, values[i].at};
        declare_check_dates(dc, i ? &before : NULL, &now);
        before = now;
    }
}

/* Whether there were dated values; they replace all earlier ones. */
static bool read_values(struct declaration *dc, struct parameter *p)
{
    const char **keys;
    size_t n = declare_keys(dc, dc->table, &keys), count = 0;
    struct parameter_value *values = declare_alloc(dc, (n + 1) * sizeof *values);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        int32_t from;
        if (!declare_looks_like_date(keys[i]))
            continue;
        any = true;
        lua_getfield(dc->L, dc->table, keys[i]);
        if (declare_dated_value(dc, keys[i], -1, p, false, &values[count]) &&
            declare_date_key(keys[i], &from))
            values[count++].from = from;
        lua_pop(dc->L, 1);
    }
    if (!any)
        return false;
    qsort(values, count, sizeof *values, compare_values);
    check_value_dates(dc, values, count);
    p->values = values;
    p->count = count;
    return true;
}

/* key, by and marginal say of which kind it is. */
static void read_kind(struct declaration *dc, struct parameter *p)
{
    bool is_marginal = p->kind == PARAMETER_MARGINAL;
    struct type t;
    declare_flag(dc, "marginal", &is_marginal);
    if (declare_has(dc, "columns")) {
        if (declare_has(dc, "key") || declare_has(dc, "by") || is_marginal)
            declare_error(dc, "columns", _("leave key, by and marginal out"),
                          _("a parameter has `columns`, `key` or `by`, not two of them"));
        declare_columns(dc, p);
    } else if (declare_has(dc, "key") && declare_has(dc, "by")) {
        declare_error(dc, "by", NULL, _("a parameter has `key` or `by`, not both"));
    } else if (declare_type(dc, "key", &t, NULL)) {
        if (t.kind != KIND_ENUM && t.kind != KIND_INTEGER)
            declare_error(dc, "key", NULL, _("a key is an enum or integer, not %s"),
                          type_name(&t, dc->loader->model->enums));
        p->kind = PARAMETER_KEYED;
        p->key = t;
    } else if (declare_type(dc, "by", &t, NULL)) {
        if (t.kind != KIND_INTEGER && t.kind != KIND_NUMBER && t.kind != KIND_MONEY)
            declare_error(dc, "by", NULL, _("bands are by integer, number or money, not by %s"),
                          type_name(&t, dc->loader->model->enums));
        p->kind = is_marginal ? PARAMETER_MARGINAL : PARAMETER_BANDS;
        p->key = t;
    } else if (is_marginal && p->kind != PARAMETER_MARGINAL) {
        declare_error(dc, "marginal", _("write by = money"), _("a marginal scale needs `by`"));
    }
    if (declare_has(dc, "hit") && p->kind != PARAMETER_TABLE)
        declare_error(dc, "hit", NULL, _("`hit` belongs to a parameter with `columns`"));
    if (p->kind == PARAMETER_MARGINAL && p->type.kind != KIND_NUMBER)
        declare_error(dc, declare_has(dc, "type") ? "type" : "marginal", NULL,
                      _("the rates of a marginal scale are of type number, not %s"),
                      type_name(&p->type, dc->loader->model->enums));
}

/* False when it has no type it could go on with. */
static bool read_parameter_type(struct declaration *dc, struct parameter *p, bool is_new)
{
    bool is_comparison = p->kind == PARAMETER_COMPARISON;
    bool was_comparison = is_comparison;
    struct type t;
    if (!declare_type(dc, "type", &t, &is_comparison)) {
        if (is_new && !declare_has(dc, "type"))
            declare_error(dc, NULL, _("for example type = money"), _("`type` is missing"));
        return !is_new;
    }
    if (is_comparison && !was_comparison) {
        p->kind = PARAMETER_COMPARISON;
        p->type = (struct type){.kind = KIND_BOOLEAN};
    } else if (!is_comparison || t.kind != KIND_NONE) {
        p->type = t;
    }
    return true;
}

static void read_parameter_decimals(struct declaration *dc, struct parameter *p)
{
    static const struct type integer = {.kind = KIND_INTEGER};
    struct value v;
    if (!declare_value_at(dc, "decimals", &integer, &v))
        return;
    if (p->type.kind != KIND_NUMBER || v.as.integer < 0 || v.as.integer > 9)
        declare_error(dc, "decimals", NULL,
                      _("decimals are 0 to 9 and belong to the type number"));
    else
        p->type.decimals = (uint8_t)v.as.integer;
}

static bool same_shape(const struct parameter *a, const struct parameter *b)
{
    return a->kind == b->kind && a->type.kind == b->type.kind &&
           a->type.enum_id == b->type.enum_id && a->key.kind == b->key.kind &&
           a->key.enum_id == b->key.enum_id && a->columns == b->columns;
}

static bool word_is_free(struct declaration *dc, const char *path, const char *word, int found)
{
    const struct model *m = dc->loader->model;
    int other = model_parameter(m, str_of(word));
    if (other < 0 || other == found)
        return true;
    declare_error(dc, path, _("choose another name"),
                  _("\"%s\" is taken by the parameter %s (%s, line %u)"), word,
                  m->parameters[other].name, m->parameters[other].at.file,
                  m->parameters[other].at.line);
    return false;
}

static void put_parameter(struct declaration *dc, int found, struct parameter p)
{
    struct loader *l = dc->loader;
    struct model *m = l->model;
    if (found < 0) {
        void *parameters = m->parameters;
        if (!declare_append(dc, &parameters, &m->parameter_count, &l->parameter_cap, sizeof p,
                            LIMIT_PARAMETERS))
            return;
        m->parameters = parameters;
        found = (int)m->parameter_count - 1;
    }
    if (p.zh && !word_is_free(dc, "zh", p.zh, found))
        p.zh = NULL;
    m->parameters[found] = p;
    if (map_put(&m->parameter_names, str_of(p.name), (uint32_t)found) < 0 ||
        (p.zh && map_put(&m->parameter_names, str_of(p.zh), (uint32_t)found) < 0))
        declare_nomem(dc);
}

/* The parameter to start from; false: the declaration cannot go on. */
static bool start_parameter(struct declaration *dc, struct parameter *p, int *found)
{
    const struct model *m = dc->loader->model;
    *found = model_parameter(m, str_of(dc->name));
    if (*found >= 0 && strcmp(m->parameters[*found].name, dc->name) != 0) {
        word_is_free(dc, NULL, dc->name, -1); /* it is another one's Chinese name */
        return false;
    }
    if (!inherit_check_override(dc, *found >= 0 ? &m->parameters[*found].at : NULL,
                                INHERIT_PARAMETER))
        return false;
    *p = *found >= 0 ? m->parameters[*found]
                     : (struct parameter){.name = declare_keep(dc, dc->name)};
    return read_parameter_type(dc, p, *found < 0);
}

void declare_parameter(struct declaration *dc)
{
    struct parameter p, above;
    int found;
    if (!start_parameter(dc, &p, &found)) {
        dc->loader->incomplete = true;
        return;
    }
    const char *zh = declare_text(dc, "zh"), *unit = declare_text(dc, "unit");
    const char *note = declare_text(dc, "note");
    above = found >= 0 ? dc->loader->model->parameters[found] : p;
    p.zh = zh ? zh : p.zh;
    p.unit = unit ? unit : p.unit;
    p.note = note ? note : p.note;
    p.level = dc->level;
    p.at = dc->at;
    read_kind(dc, &p);
    read_parameter_decimals(dc, &p);
    /* Without values it waits for a lower level; reading it before that is an error. */
    bool any = read_values(dc, &p);
    if (!any && found >= 0 && !same_shape(&p, &above))
        declare_error(dc, declare_has(dc, "type") ? "type" : NULL,
                      _("give the dated values again"),
                      _("the type changed, the values did not"));
    put_parameter(dc, found, p);
}
