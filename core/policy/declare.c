/* declare.c - reading the table of a declaration: keys, texts, flags, types, values, and
 * messages that point at the very entry. What a declaration means is in declare_*.c.
 */
#include "policy/loader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "value/date.h"
#include "value/decimal.h"
#include "vec/column.h"

/* One table of declarations: keyword, the keys it takes, what reads it. */
static const struct {
    const char *keyword, *keys;
    void (*read)(struct declaration *dc);
} declarations[KEYWORDS] = {
    [KEYWORD_POLICY] = {"policy", "zh division lint note", declare_policy},
    [KEYWORD_ENUM] = {"enum", "1 zh note override", declare_enum},
    [KEYWORD_ENTITY] = {"entity", "zh of plural max note override", declare_entity},
    [KEYWORD_INPUT] = {"input", "of type unit zh min max default decimals personal law note override",
                       declare_input},
    [KEYWORD_PARAMETER] = {"parameter", "zh type unit key by marginal columns hit decimals note override",
                           declare_parameter},
    [KEYWORD_VARIABLE] = {"variable",
                          "of type unit zh law round result benefit default decimals "
                          "formula note override",
                          declare_variable},
    [KEYWORD_CHECK] = {"check", "zh law from to severity test note override", declare_check},
    [KEYWORD_SCENARIO] = {"scenario", "zh parameters formulas note override", declare_scenario},
    [KEYWORD_CASE] = {"case",
                      "zh source month months expect expect_sum expect_missing "
                      "expect_error expect_check set history note override",
                      declare_case},
    [KEYWORD_INDICATOR] = {"indicator",
                           "of zh unit law numerator denominator where per target binding note "
                           "override",
                           declare_indicator},
    [KEYWORD_SOURCE] = {"source",
                        "zh url of key fields absent batch rate concurrency ttl_days ttl_months "
                        "purpose law note override",
                        declare_source},
};

const char *declare_keyword(enum keyword keyword)
{
    return declarations[keyword].keyword;
}

const char *declare_allowed_keys(enum keyword keyword)
{
    return declarations[keyword].keys;
}

void declare_read(struct declaration *dc)
{
    declarations[dc->keyword].read(dc);
}

/* --- messages --- */

struct place declare_place(const struct declaration *dc, const char *path)
{
    struct place at = dc->at;
    if (path && strchr(path, '/') && declare_looks_like_date(path) && path[4] == '/')
        at = functions_key_place(dc, path); /* "2024/07/01": no path, a date as some write it */
    else if (dc->node && path && *path)
        at = ast_entry_place(dc->script->ast, dc->node, path);
    return at;
}

static void declare_message(struct declaration *dc, enum hm_level level, const char *path,
                            const char *hint, const char *fmt, va_list ap)
{
    struct place at = declare_place(dc, path);
    struct buf text;
    buf_init(&text);
    bool printable = str_utf8_bad(dc->name, strlen(dc->name)) == strlen(dc->name);
    buf_printf(&text, "%s \"%s\": ", declare_keyword(dc->keyword),
               printable ? dc->name : "?");
    buf_vprintf(&text, fmt, ap);
    diag_add(dc->loader->diag, level, level == HM_LEVEL_ERROR ? HM_DATA : HM_OK, &at, hint,
             "%s", buf_ok(&text) ? text.data : fmt);
    buf_fini(&text);
}

void declare_error(struct declaration *dc, const char *path, const char *hint, const char *fmt,
                   ...)
{
    va_list ap;
    va_start(ap, fmt);
    declare_message(dc, HM_LEVEL_ERROR, path, hint, fmt, ap);
    va_end(ap);
    dc->failed = true;
}

void declare_warning(struct declaration *dc, const char *path, const char *hint,
                     const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    declare_message(dc, HM_LEVEL_WARNING, path, hint, fmt, ap);
    va_end(ap);
}

const char *declare_path(struct declaration *dc, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    const char *kept = arena_strdup(&dc->loader->scratch, text);
    dc->loader->starved |= kept == NULL; /* the caller may own something: no raising here */
    return kept ? kept : "";
}

static const char *mark_words(struct declaration *dc, const struct mark *mark)
{
    const struct model *m = dc->loader->model;
    switch (mark->kind) {
    case MARK_COMPARISON:
        return declare_path(dc, _("the type %s"), "comparison");
    case MARK_ENUM:
        return declare_path(dc, _("the enum %s"), m->enums[mark->id].name);
    case MARK_ENTITY:
        return declare_path(dc, _("the entity %s"), m->entities[mark->id].name);
    case MARK_ENDED:
        return "ended";
    case MARK_POISON:
        break;
    }
    return _("nothing");
}

static const char *value_words(struct declaration *dc, const struct value *v)
{
    struct buf b;
    buf_init(&b);
    switch (v->kind) {
    case KIND_BOOLEAN:
        buf_puts(&b, v->as.boolean ? "true" : "false");
        break;
    case KIND_INTEGER:
        buf_printf(&b, _("the number %lld"), (long long)v->as.integer);
        break;
    case KIND_NUMBER:
        buf_puts(&b, _("the number "));
        decimal_put_rational(&b, v->as.rational);
        break;
    case KIND_MONEY:
        buf_puts(&b, _("the amount "));
        decimal_put_money_rational(&b, v->as.rational, true);
        break;
    case KIND_DATE:
        buf_puts(&b, _("the date "));
        date_put(&b, v->as.day);
        break;
    case KIND_MONTH:
        buf_puts(&b, _("the month "));
        month_put(&b, v->as.day);
        break;
    default:
        buf_printf(&b, _("the text \"%.*s\""), (int)v->as.text.n, v->as.text.p);
        break;
    }
    const char *words = buf_ok(&b) ? declare_path(dc, "%s", b.data) : "";
    buf_fini(&b);
    return words;
}

const char *declare_found(struct declaration *dc, int index)
{
    lua_State *L = dc->L;
    const struct mark *mark = globals_mark(L, index);
    struct value v;
    enum value_kind kind;
    if (mark)
        return mark_words(dc, mark);
    if (bind_type_word(&kind, L, index))
        return declare_path(dc, _("the type %s"), value_kind_name(kind));
    if (bind_any(&v, L, index))
        return value_words(dc, &v);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return _("nothing");
    case LUA_TTABLE:
        return _("a table");
    case LUA_TFUNCTION:
        return _("a function");
    default:
        return _("something else");
    }
}

/* --- keys --- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t declare_keys(struct declaration *dc, int table, const char ***out)
{
    lua_State *L = dc->L;
    size_t count = 0, n = 0;
    table = lua_absindex(L, table);
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1))
        count += lua_type(L, -2) == LUA_TSTRING;
    const char **keys = arena_alloc(&dc->loader->scratch, (count + 1) * sizeof *keys);
    *out = keys;
    if (!keys)
        declare_nomem(dc);
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        keys[n] = arena_strdup(&dc->loader->scratch, lua_tostring(L, -2));
        if (!keys[n++])
            declare_nomem(dc);
    }
    qsort(keys, n, sizeof *keys, compare_names);
    return n;
}

static bool word_in(const char *words, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = words; n > 0 && (p = strstr(p, word)) != NULL; p += n)
        if ((p == words || p[-1] == ' ') && (p[n] == ' ' || p[n] == 0))
            return true;
    return false;
}

static const char *nearest_word(struct declaration *dc, const char *words, const char *word)
{
    struct str names[32];
    size_t count = 0;
    for (const char *p = words; *p && count < 32;) {
        size_t n = strcspn(p, " ");
        names[count++] = (struct str){p, n};
        p += n + (p[n] == ' ');
    }
    int i = str_nearest((struct str){word, strlen(word)}, names, count);
    return i < 0 ? NULL : declare_path(dc, "%.*s", (int)names[i].n, names[i].p);
}

static const char *sub_path(struct declaration *dc, const char *path, const char *key)
{
    return *path ? declare_path(dc, "%s/%s", path, key) : key;
}

static void check_key(struct declaration *dc, const char *path, const char *key,
                      const char *allowed, bool dates)
{
    char hint[256];
    int32_t date;
    const char *place = sub_path(dc, path, key);
    if (word_in(allowed, key))
        return;
    if (dates && declare_looks_like_date(key)) {
        if (!declare_date_key(key, &date))
            declare_error(dc, place,
                          _("write the day as \"2024-07-01\" or the month as \"2024-07\""),
                          _("\"%s\" is no date of the years 1800 to 2299"), key);
        return;
    }
    allowed += strncmp(allowed, "1 ", 2) == 0 ? 2 : 0; /* list elements have no name */
    const char *near = nearest_word(dc, allowed, key);
    diag_suggest(hint, sizeof hint, near);
    declare_error(dc, place, near ? hint : NULL, _("unknown key \"%s\"; known are: %s%s"), key,
                  allowed, dates ? _(", and dates") : "");
}

void declare_check_keys(struct declaration *dc, int table, const char *path,
                        const char *allowed, bool dates)
{
    const char **keys;
    lua_State *L = dc->L;
    table = lua_absindex(L, table);
    size_t n = declare_keys(dc, table, &keys);
    for (size_t i = 0; i < n; i++)
        check_key(dc, path, keys[i], allowed, dates);
    bool takes_list = word_in(allowed, "1");
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        bool whole = lua_isinteger(L, -2);
        if (lua_type(L, -2) == LUA_TSTRING || (whole && takes_list))
            continue;
        const char *words = declare_found(dc, -1);
        const char *place = whole ? declare_path(dc, "%s%s%lld", path, *path ? "/" : "",
                                                 (long long)lua_tointeger(L, -2))
                                  : path;
        declare_error(dc, place, NULL, _("every entry here needs a name; found %s without one"),
                      words);
    }
}

bool declare_looks_like_date(const char *key)
{
    return key[0] >= '0' && key[0] <= '9';
}

bool declare_date_key(const char *key, int32_t *date)
{
    struct str text = {key, strlen(key)};
    int32_t month;
    if (date_parse(date, text))
        return true;
    if (!month_parse(&month, text))
        return false;
    *date = month_first_day(month);
    return true;
}

/* Whether some month begins in [from, next): only then is the value of `from` ever in force. */
static bool is_ever_in_force(int32_t from, int32_t next)
{
    return month_first_day(date_month(next - 1)) >= from;
}

void declare_check_dates(struct declaration *dc, const struct dated *before,
                         const struct dated *now)
{
    struct diag *d = dc->loader->diag;
    const char *word = declare_keyword(dc->keyword);
    size_t errors = d->errors;
    if (now->ended && (!before || before->ended))
        diag_error(d, HM_DATA, &now->at, _("%s \"%s\": there is nothing that could end here"),
                   word, dc->name);
    else if (before && before->from == now->from)
        diag_error(d, HM_DATA, &now->at,
                   _("%s \"%s\": this date stands here twice; the first time in line %u"), word,
                   dc->name, before->at.line);
    else if (before && !is_ever_in_force(before->from, now->from))
        diag_add(d, HM_LEVEL_ERROR, HM_DATA, &before->at,
                 _("a month uses the value of its first day; give only one of the two dates"),
                 _("%s \"%s\": never in force: the next date is in the same month"), word,
                 dc->name);
    dc->failed |= d->errors != errors;
}

/* --- single values --- */

/* Pushes the raw entry; poison counts as an error said before. */
bool declare_get(struct declaration *dc, const char *key)
{
    lua_State *L = dc->L;
    lua_pushstring(L, key);
    lua_rawget(L, dc->table);
    const struct mark *mark = globals_mark(L, -1);
    if (mark && mark->kind == MARK_POISON)
        dc->failed = true;
    if (!lua_isnil(L, -1) && !(mark && mark->kind == MARK_POISON))
        return true;
    lua_pop(L, 1);
    return false;
}

bool declare_has(struct declaration *dc, const char *key)
{
    lua_pushstring(dc->L, key);
    bool has = lua_rawget(dc->L, dc->table) != LUA_TNIL;
    lua_pop(dc->L, 1);
    return has;
}

bool declare_check_text(struct declaration *dc, const char *path)
{
    size_t n;
    const char *text = lua_tolstring(dc->L, -1, &n);
    if (!memchr(text, 0, n) && str_utf8_bad(text, n) == n)
        return true;
    declare_error(dc, path, _("leave out \\0 and \\x.."), _("this text is not UTF-8"));
    return false;
}

const char *declare_text(struct declaration *dc, const char *key)
{
    if (!declare_get(dc, key))
        return NULL;
    const char *text = NULL;
    if (lua_type(dc->L, -1) != LUA_TSTRING)
        declare_error(dc, key, NULL, _("%s must be text in quotes, found %s"), key,
                      declare_found(dc, -1));
    else if (*lua_tostring(dc->L, -1) == 0)
        declare_error(dc, key, NULL, _("%s is empty"), key);
    else if (strcmp(key, "zh") == 0 && lua_rawlen(dc->L, -1) > LIMIT_NAME_BYTES)
        declare_error(dc, key, NULL, _("the name \"%.40s...\" is longer than %d bytes"),
                      lua_tostring(dc->L, -1), LIMIT_NAME_BYTES);
    else if (declare_check_text(dc, key))
        text = declare_keep(dc, lua_tostring(dc->L, -1));
    lua_pop(dc->L, 1);
    return text;
}

bool declare_flag(struct declaration *dc, const char *key, bool *out)
{
    if (!declare_get(dc, key))
        return false;
    bool good = lua_isboolean(dc->L, -1);
    if (good)
        *out = lua_toboolean(dc->L, -1) != 0;
    else
        declare_error(dc, key, NULL, _("%s must be true or false, found %s"), key,
                      declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return good;
}

bool declare_month(struct declaration *dc, const char *key, int32_t *out)
{
    if (!declare_get(dc, key))
        return false;
    struct value v;
    bool good = bind_any(&v, dc->L, -1);
    if (good && v.kind == KIND_MONTH)
        *out = v.as.day;
    else
        good = good && v.kind == KIND_TEXT && month_parse(out, v.as.text);
    if (!good)
        declare_error(dc, key, _("write it as \"2024-07\""), _("%s must be a month, found %s"),
                      key, declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return good;
}

static bool read_type(lua_State *L, struct type *out, bool *is_comparison)
{
    const struct mark *mark = globals_mark(L, -1);
    struct type t = {.decimals = 6};
    bool comparison = mark && mark->kind == MARK_COMPARISON && is_comparison;
    if (mark && mark->kind == MARK_ENUM)
        t = (struct type){.kind = KIND_ENUM, .enum_id = (uint8_t)mark->id};
    else if (!comparison && !bind_type_word(&t.kind, L, -1))
        return false;
    if (comparison)
        *is_comparison = true;
    *out = t;
    return true;
}

bool declare_type_here(struct declaration *dc, const char *path, struct type *out,
                       bool *is_comparison)
{
    bool good = read_type(dc->L, out, is_comparison);
    if (!good && lua_type(dc->L, -1) == LUA_TSTRING)
        declare_error(dc, path, _("write it without quotes"),
                      _("%s must be a type such as money or an enum, found %s"), path,
                      declare_found(dc, -1));
    else if (!good)
        declare_error(dc, path,
                      _("types are boolean, integer, number, money, date, month, text and the "
                        "enums"),
                      _("%s must be a type, found %s"), path, declare_found(dc, -1));
    return good;
}

bool declare_type(struct declaration *dc, const char *key, struct type *out,
                  bool *is_comparison)
{
    if (!declare_get(dc, key))
        return false;
    bool good = declare_type_here(dc, key, out, is_comparison);
    lua_pop(dc->L, 1);
    return good;
}

bool declare_entity_id(struct declaration *dc, const char *key, uint8_t *out)
{
    if (!declare_get(dc, key))
        return false;
    const struct mark *mark = globals_mark(dc->L, -1);
    bool good = mark && mark->kind == MARK_ENTITY;
    if (good)
        *out = (uint8_t)mark->id;
    else
        declare_error(dc, key, _("for example: of = household"),
                      _("%s must be an entity, found %s"), key, declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return good;
}

/* An enum value that is none: says so with the nearest one. */
static void unknown_enum_value(struct declaration *dc, const char *path, const struct type *t,
                               const char *word)
{
    const struct enum_type *e = &dc->loader->model->enums[t->enum_id];
    struct str names[2 * LIMIT_ENUM_VALUES];
    size_t count = 0;
    char hint[256];
    for (uint16_t i = 0; i < e->count; i++) {
        names[count++] = (struct str){e->values[i].name, strlen(e->values[i].name)};
        if (e->values[i].zh)
            names[count++] = (struct str){e->values[i].zh, strlen(e->values[i].zh)};
    }
    int near = str_nearest((struct str){word, strlen(word)}, names, count);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    struct buf known;
    buf_init(&known);
    for (uint16_t i = 0; i < e->count; i++)
        buf_printf(&known, "%s%s", i ? " " : "", e->values[i].name);
    declare_error(dc, path, near < 0 ? NULL : hint,
                  _("\"%s\" is no value of the enum %s; known are: %s"), word, e->name,
                  buf_ok(&known) ? known.data : "");
    buf_fini(&known);
}

/* Texts outlive the Lua value. */
static bool keep_text(struct declaration *dc, const char *path, struct value *v)
{
    if (v->kind != KIND_TEXT)
        return true;
    if (!declare_check_text(dc, path))
        return false;
    v->as.text.p = arena_strndup(&dc->loader->model->arena, v->as.text.p, v->as.text.n);
    if (!v->as.text.p)
        declare_nomem(dc);
    return true;
}

bool declare_value(struct declaration *dc, const char *path, const struct type *t,
                   struct value *out)
{
    lua_State *L = dc->L;
    const struct model *m = dc->loader->model;
    const struct mark *mark = globals_mark(L, -1);
    const char *what;
    if (mark && mark->kind == MARK_POISON) {
        dc->failed = true;
        return false;
    }
    if (!mark && bind_to(out, L, -1, t, m, &what) == HM_TRAP_NONE)
        return keep_text(dc, path, out);
    if (t->kind == KIND_ENUM && lua_type(L, -1) == LUA_TSTRING)
        unknown_enum_value(dc, path, t, lua_tostring(L, -1));
    else
        declare_error(
            dc, path, t->kind == KIND_MONEY ? _("write amounts as yuan(12.50)") : NULL,
            _("expected %s, found %s"), type_name(t, m->enums), declare_found(dc, -1));
    return false;
}

bool declare_value_at(struct declaration *dc, const char *key, const struct type *t,
                      struct value *out)
{
    if (!declare_get(dc, key))
        return false;
    bool good = declare_value(dc, key, t, out);
    int64_t stored;
    if (good && t->kind != KIND_TEXT && !value_stored(&stored, out, t)) {
        declare_error(dc, key, NULL, _("%s has more decimals than %s holds: %s"), key,
                      type_name(t, dc->loader->model->enums), declare_found(dc, -1));
        good = false;
    }
    lua_pop(dc->L, 1);
    return good;
}

/* --- what is kept --- */

void *declare_append(struct declaration *dc, void **items, size_t *count, size_t *cap,
                     size_t each, size_t limit)
{
    struct loader *l = dc->loader;
    if (*count >= limit) {
        declare_error(dc, NULL, NULL, _("one too many: a policy has at most %zu of these"),
                      limit);
        l->incomplete = true;
        return NULL;
    }
    void *item = loader_append(l, items, count, cap, each);
    if (!item)
        declare_nomem(dc);
    return item;
}

void declare_nomem(struct declaration *dc)
{
    sandbox_starve(dc->L);
}

const char *declare_keep(struct declaration *dc, const char *text)
{
    const char *kept = arena_strdup(&dc->loader->model->arena, text);
    if (!kept)
        declare_nomem(dc);
    return kept;
}

void *declare_alloc(struct declaration *dc, size_t bytes)
{
    void *p = arena_zalloc(&dc->loader->model->arena, bytes);
    if (!p)
        declare_nomem(dc);
    return p;
}

const struct declared_function *declare_function_at(const struct declaration *dc,
                                                    const char *path)
{
    for (size_t i = 0; i < dc->function_count; i++)
        if (strcmp(dc->functions[i].path, path) == 0)
            return &dc->functions[i];
    return NULL;
}
