/* declare_case.c - example families and other roots: their tables become JSON text, as a record
 * that comes in and results that go out. Every name in them is checked here, where its place is
 * known.
 */
#include "policy/loader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "value/date.h"
#include "value/decimal.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- single values --- */

static void put_quoted(struct buf *b, const char *text)
{
    buf_json_string(b, text, strlen(text));
}

static bool put_number(struct buf *b, const struct value *v)
{
    if (v->kind == KIND_INTEGER) {
        buf_printf(b, "%lld", (long long)v->as.integer);
        return true;
    }
    size_t before = b->len;
    decimal_put_rational(b, v->as.rational);
    return !buf_ok(b) || !memchr(b->data + before, '/', b->len - before);
}

static bool put_money(struct buf *b, const struct value *v)
{
    struct rational fen = v->as.rational;
    bool fits = true;
    if (v->kind == KIND_INTEGER)
        fits = !__builtin_mul_overflow(v->as.integer, INT64_C(100), &fen.num);
    else if (v->kind == KIND_NUMBER)
        fits = rational_mul(&fen, fen, rational_of(100)) == HM_TRAP_NONE;
    if (v->kind == KIND_INTEGER)
        fen.den = 1;
    if (!fits || !rational_is_integer(fen))
        return false;
    decimal_put_money(b, fen.num);
    return true;
}

static bool put_day(struct buf *b, const struct value *v, enum value_kind kind)
{
    int32_t day = v->as.day;
    bool is_date = kind == KIND_DATE;
    if (v->kind == KIND_TEXT &&
        !(is_date ? date_parse(&day, v->as.text) : month_parse(&day, v->as.text)))
        return false;
    if (v->kind != KIND_TEXT && v->kind != kind)
        return false;
    buf_putc(b, '"');
    is_date ? date_put(b, day) : month_put(b, day);
    buf_putc(b, '"');
    return true;
}

static bool put_enum(struct buf *b, const struct model *m, const struct type *t,
                     const struct value *v)
{
    const struct enum_type *e = &m->enums[t->enum_id];
    int code = v->kind == KIND_TEXT ? enum_code(e, v->as.text) : -1;
    if (code >= 0)
        put_quoted(b, e->values[code].name);
    return code >= 0;
}

/* A value of a field as JSON; false when it is not of its type. */
static bool put_value(struct buf *b, const struct model *m, const struct type *t,
                      const struct value *v)
{
    bool is_number = v->kind == KIND_INTEGER || v->kind == KIND_NUMBER;
    switch (t->kind) {
    case KIND_BOOLEAN:
        buf_puts(b, v->kind == KIND_BOOLEAN && v->as.boolean ? "true" : "false");
        return v->kind == KIND_BOOLEAN;
    case KIND_INTEGER:
    case KIND_NUMBER:
        return is_number && put_number(b, v);
    case KIND_MONEY:
        return (is_number || v->kind == KIND_MONEY) && put_money(b, v);
    case KIND_ENUM:
        return put_enum(b, m, t, v);
    case KIND_DATE:
    case KIND_MONTH:
        return put_day(b, v, t->kind);
    default:
        break;
    }
    if (v->kind == KIND_TEXT)
        buf_json_string(b, v->as.text.p, v->as.text.n);
    return v->kind == KIND_TEXT;
}

/* --- objects: a row of an entity and the rows below it --- */

static void put_object(struct declaration *dc, const char *path, uint8_t entity);

static void put_field(struct declaration *dc, const char *path, const struct field *f)
{
    struct buf *b = &dc->loader->json;
    const struct model *m = dc->loader->model;
    const struct mark *mark = globals_mark(dc->L, -1);
    struct value v;
    if (strncmp(path, "expect", 6) == 0 && f->kind == FIELD_INPUT)
        declare_error(dc, path, NULL, _("%s is an input: it is given, not computed"), f->name);
    if (mark && mark->kind == MARK_POISON) {
        dc->failed = true;
        return;
    }
    put_quoted(b, f->name);
    buf_putc(b, ':');
    if (lua_type(dc->L, -1) == LUA_TSTRING && !declare_check_text(dc, path))
        return;
    if (!bind_any(&v, dc->L, -1) || !put_value(b, m, &f->type, &v))
        declare_error(dc, path,
                      f->type.kind == KIND_MONEY ? _("yuan, at most two decimals") : NULL,
                      _("%s is of type %s, found %s"), f->name, type_name(&f->type, m->enums),
                      declare_found(dc, -1));
}

/* persons = { {...}, {...} } */
static void put_list(struct declaration *dc, const char *path, const struct entity *child)
{
    struct buf *b = &dc->loader->json;
    const char **keys;
    put_quoted(b, child->plural);
    buf_puts(b, ":[");
    size_t n = lua_istable(dc->L, -1) ? (size_t)lua_rawlen(dc->L, -1) : 0;
    if (!lua_istable(dc->L, -1) || declare_keys(dc, -1, &keys) > 0)
        declare_error(dc, path, _("for example persons = { { }, { } }"),
                      _("%s must be a list in { }"), child->plural);
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? "," : "");
        lua_rawgeti(dc->L, -1, (lua_Integer)i + 1);
        put_object(dc, declare_path(dc, "%s/%zu", path, i + 1), child->id);
        lua_pop(dc->L, 1);
    }
    buf_putc(b, ']');
}

static const struct entity *child_called(const struct model *m, uint8_t entity,
                                         const char *word)
{
    const struct entity *e = &m->entities[entity];
    for (uint8_t i = 0; i < e->child_count; i++)
        if (strcmp(m->entities[e->children[i]].plural, word) == 0)
            return &m->entities[e->children[i]];
    return NULL;
}

static void unknown_member(struct declaration *dc, const char *path, uint8_t entity,
                           const char *word)
{
    const struct model *m = dc->loader->model;
    char hint[256];
    const char *near = model_nearest_field(m, entity, str_of(word));
    diag_suggest(hint, sizeof hint, near);
    declare_error(dc, path, near ? hint : NULL, _("%s has no field \"%s\""),
                  m->entities[entity].name, word);
}

static void put_word(struct declaration *dc, const char *path, const char *key)
{
    struct buf *b = &dc->loader->json;
    put_quoted(b, key);
    buf_putc(b, ':');
    if (lua_type(dc->L, -1) == LUA_TSTRING && declare_check_text(dc, path))
        put_quoted(b, lua_tostring(dc->L, -1));
    else if (lua_type(dc->L, -1) != LUA_TSTRING)
        declare_error(dc, path, NULL, _("%s must be text in quotes, found %s"), key,
                      declare_found(dc, -1));
}

/* One entry of an object; its value is on top of the stack. */
static void put_member(struct declaration *dc, const char *path, uint8_t entity,
                       const char *key)
{
    const struct model *m = dc->loader->model;
    const struct entity *child = child_called(m, entity, key);
    uint16_t field = model_field(m, entity, str_of(key));
    bool is_root = m->entities[entity].parent == NO_ENTITY;
    if (field != NO_FIELD)
        put_field(dc, path, &m->fields[field]);
    else if (child)
        put_list(dc, path, child);
    else if (strcmp(key, is_root ? "month" : "id") == 0)
        put_word(dc, path, key);
    else if (strcmp(key, "id") == 0)
        declare_error(dc, path, _("leave it out"), _("the name of the case is its id"));
    else
        unknown_member(dc, path, entity, key);
}

/* The members of the table on top of the stack, without braces; how many. */
static size_t put_members(struct declaration *dc, const char *path, uint8_t entity)
{
    struct buf *b = &dc->loader->json;
    const char **keys;
    if (!lua_istable(dc->L, -1)) {
        declare_error(dc, path, NULL, _("expected a table in { }, found %s"),
                      declare_found(dc, -1));
        return 0;
    }
    size_t n = declare_keys(dc, -1, &keys);
    if (lua_rawlen(dc->L, -1) > 0)
        declare_error(dc, declare_path(dc, "%s/1", path), NULL,
                      _("every entry here needs a name; found %s without one"), _("a value"));
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? "," : "");
        lua_getfield(dc->L, -1, keys[i]);
        put_member(dc, declare_path(dc, "%s/%s", path, keys[i]), entity, keys[i]);
        lua_pop(dc->L, 1);
    }
    return n;
}

static void put_object(struct declaration *dc, const char *path, uint8_t entity)
{
    struct buf *b = &dc->loader->json;
    if (!lua_checkstack(dc->L, 8))
        declare_nomem(dc);
    buf_putc(b, '{');
    put_members(dc, path, entity);
    buf_putc(b, '}');
}

/* The text made so far, kept in the model. */
static const char *take_json(struct declaration *dc)
{
    struct buf *b = &dc->loader->json;
    if (!buf_ok(b))
        declare_nomem(dc);
    const char *kept = arena_strndup(&dc->loader->model->arena, b->data, b->len);
    buf_clear(b);
    if (!kept)
        declare_nomem(dc);
    return kept;
}

/* --- the record that comes in --- */

static void put_history(struct declaration *dc, uint8_t root)
{
    struct buf *b = &dc->loader->json;
    if (!declare_get(dc, "history"))
        return;
    int list = lua_gettop(dc->L);
    size_t n = lua_istable(dc->L, -1) ? (size_t)lua_rawlen(dc->L, -1) : 0;
    if (n == 0 || n > LIMIT_HISTORY_MONTHS)
        declare_error(dc, "history",
                      _("for example { { month = \"2022-08\", category = \"dibao\" } }"),
                      _("history must be a list of 1 to %d months"), LIMIT_HISTORY_MONTHS);
    buf_puts(b, ",\"history\":[");
    for (size_t i = 0; i < n && i < LIMIT_HISTORY_MONTHS; i++) {
        const char *path = declare_path(dc, "history/%zu", i + 1);
        buf_puts(b, i ? "," : "");
        lua_rawgeti(dc->L, -1, (lua_Integer)i + 1);
        put_object(dc, path, root);
        bool has_month =
            lua_istable(dc->L, -1) && lua_getfield(dc->L, -1, "month") == LUA_TSTRING;
        if (!has_month)
            declare_error(dc, path, NULL,
                          _("every entry of history needs month = \"2022-08\""));
        lua_settop(dc->L, list);
    }
    buf_putc(b, ']');
    lua_pop(dc->L, 1);
}

/* The record under `key`, the name of the root entity. */
static const char *read_record(struct declaration *dc, const char *key, uint8_t root,
                               int32_t month)
{
    struct buf *b = &dc->loader->json;
    buf_clear(b);
    if (!declare_get(dc, key))
        return NULL;
    buf_puts(b, "{\"id\":");
    put_quoted(b, dc->name);
    buf_putc(b, ',');
    buf_puts(b, "\"month\":\"");
    month_put(b, month);
    buf_putc(b, '"');
    put_history(dc, root);
    size_t before = b->len;
    buf_putc(b, ',');
    if (put_members(dc, key, root) == 0)
        b->len = before; /* no comma behind */
    buf_putc(b, '}');
    lua_pop(dc->L, 1);
    return take_json(dc);
}

/* --- what is expected --- */

static const char *read_expect(struct declaration *dc, const char *key, uint8_t root)
{
    if (!declare_get(dc, key))
        return NULL;
    buf_clear(&dc->loader->json);
    put_object(dc, key, root);
    lua_pop(dc->L, 1);
    return take_json(dc);
}

/* "category", "persons[0].高龄津贴" with the fields' own names in place of Chinese ones; NULL
 * when there is no such field. */
static const char *plain_path(struct declaration *dc, uint8_t entity, const char *name)
{
    const struct model *m = dc->loader->model;
    const char *dot = strchr(name, '.'), *bracket = strchr(name, '[');
    if (!dot || !bracket || bracket > dot) {
        uint16_t field = model_field(m, entity, str_of(name));
        return field == NO_FIELD ? NULL : m->fields[field].name;
    }
    const struct entity *child =
        child_called(m, entity, declare_path(dc, "%.*s", (int)(bracket - name), name));
    const char *rest = child ? plain_path(dc, child->id, dot + 1) : NULL;
    return rest ? declare_path(dc, "%s%.*s.%s", child->plural, (int)(dot - bracket), bracket,
                               rest)
                : NULL;
}

/* What a result is called; the name itself when there is none of it (said so). */
static const char *result_path(struct declaration *dc, const char *path, uint8_t root,
                               const char *name)
{
    const char *plain = plain_path(dc, root, name);
    if (!plain)
        unknown_member(dc, path, root, name);
    return plain ? plain : name;
}

static const char *check_name(struct declaration *dc, const char *path, const char *name)
{
    const struct model *m = dc->loader->model;
    for (size_t i = 0; i < m->check_count; i++)
        if (strcmp(m->checks[i].name, name) == 0)
            return name;
    declare_error(dc, path, NULL, _("there is no check \"%s\""), name);
    return name;
}

/* Paths of facts in the list on top of the stack. */
static void put_facts(struct declaration *dc, const char *path, uint8_t root)
{
    struct buf *b = &dc->loader->json;
    size_t n = lua_istable(dc->L, -1) ? (size_t)lua_rawlen(dc->L, -1) : 0;
    if (n == 0)
        declare_error(dc, path, _("for example { \"persons[0].birth_date\" }"),
                      _("expected a list of facts, found %s"), declare_found(dc, -1));
    buf_putc(b, '[');
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? "," : "");
        lua_rawgeti(dc->L, -1, (lua_Integer)i + 1);
        const char *fact = lua_type(dc->L, -1) == LUA_TSTRING ? lua_tostring(dc->L, -1) : NULL;
        const char *plain = fact ? plain_path(dc, root, fact) : NULL;
        if (fact)
            put_quoted(b, plain ? plain : fact); /* history[2022-05].category is no path here */
        else
            declare_error(dc, path, NULL, _("expected text, found %s"), declare_found(dc, -1));
        lua_pop(dc->L, 1);
    }
    buf_putc(b, ']');
}

/* The expected outcome on top of the stack: a list of texts, a text, or true/false. */
static void put_outcome(struct declaration *dc, const char *key, const char *path, uint8_t root)
{
    struct buf *b = &dc->loader->json;
    int type = lua_type(dc->L, -1);
    if (strcmp(key, "expect_missing") == 0)
        put_facts(dc, path, root);
    else if (strcmp(key, "expect_error") == 0 && type == LUA_TSTRING)
        put_quoted(b, lua_tostring(dc->L, -1));
    else if (strcmp(key, "expect_check") == 0 && type == LUA_TBOOLEAN)
        buf_puts(b, lua_toboolean(dc->L, -1) ? "true" : "false");
    else
        declare_error(dc, path, NULL, _("%s does not take %s"), key, declare_found(dc, -1));
}

/* expect_missing, expect_error, expect_check. */
static const char *read_outcomes(struct declaration *dc, const char *key, uint8_t root)
{
    struct buf *b = &dc->loader->json;
    const char **names;
    if (!declare_get(dc, key))
        return NULL;
    bool is_check = strcmp(key, "expect_check") == 0;
    buf_clear(b);
    buf_putc(b, '{');
    size_t n = lua_istable(dc->L, -1) ? declare_keys(dc, -1, &names) : 0;
    if (n == 0)
        declare_error(dc, key, NULL, _("expected a table in { }, found %s"),
                      declare_found(dc, -1));
    for (size_t i = 0; i < n; i++) {
        const char *path = declare_path(dc, "%s/%s", key, names[i]);
        buf_puts(b, i ? "," : "");
        put_quoted(b, is_check ? check_name(dc, path, names[i])
                               : result_path(dc, path, root, names[i]));
        buf_putc(b, ':');
        lua_getfield(dc->L, -1, names[i]);
        put_outcome(dc, key, path, root);
        lua_pop(dc->L, 1);
    }
    buf_putc(b, '}');
    lua_pop(dc->L, 1);
    return take_json(dc);
}

/* --- months --- */

static bool parse_span(const char *text, int32_t *from, int32_t *to)
{
    const char *dots = strstr(text, "..");
    return dots && month_parse(from, (struct str){text, (size_t)(dots - text)}) &&
           month_parse(to, str_of(dots + 2)) && *from <= *to;
}

static bool read_months(struct declaration *dc, struct example *e)
{
    if (declare_month(dc, "month", &e->from)) {
        e->to = e->from;
        if (declare_has(dc, "months"))
            declare_error(dc, "months", NULL, _("a case has `month` or `months`, not both"));
        return true;
    }
    if (dc->failed && declare_has(dc, "month"))
        return false;
    const char *text = declare_text(dc, "months");
    if (text && parse_span(text, &e->from, &e->to) && e->to - e->from < LIMIT_MONTHS_PER_CALC)
        return true;
    declare_error(dc, "months", _("write month = \"2022-08\" or months = \"2024-01..2024-12\""),
                  text ? _("these are no months: \"%s\"") : _("the month is missing%.0s"),
                  text ? text : "");
    return false;
}

static int find_example(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->example_count; i++)
        if (strcmp(m->examples[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void read_example(struct declaration *dc, struct example *e, const char *key)
{
    uint8_t root = e->root;
    const char *zh = declare_text(dc, "zh"), *source = declare_text(dc, "source");
    e->zh = zh ? zh : e->zh;
    e->source = source ? source : e->source;
    e->at = dc->at;
    e->level = dc->level;
    if (!read_months(dc, e))
        return;
    dc->name = e->name; /* patches cite it */
    declare_patches(dc, "set", month_first_day(e->from), &e->patches, &e->patch_count);
    e->record_json = read_record(dc, key, root, e->from);
    e->expect_json = read_expect(dc, "expect", root);
    e->expect_sum_json = read_expect(dc, "expect_sum", root);
    e->expect_missing_json = read_outcomes(dc, "expect_missing", root);
    e->expect_error_json = read_outcomes(dc, "expect_error", root);
    e->expect_check_json = read_outcomes(dc, "expect_check", root);
    if (!e->expect_json && !e->expect_sum_json && !e->expect_missing_json &&
        !e->expect_error_json && !e->expect_check_json && !dc->failed)
        declare_error(dc, NULL, _("for example expect = { dibao_amount = 1143 }"),
                      _("the case expects nothing"));
}

static const char *with_word(struct declaration *dc, const char *words, const char *word)
{
    size_t n = strlen(words) + strlen(word) + 2;
    char *both = arena_alloc(&dc->loader->scratch, n);
    if (!both)
        declare_nomem(dc);
    snprintf(both, n, "%s %s", words, word);
    return both;
}

/* The keys of a case: its own and the names of root entities. */
static void check_keys(struct declaration *dc)
{
    const struct model *m = dc->loader->model;
    const char *allowed = declare_allowed_keys(KEYWORD_CASE);
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        if (e->parent != NO_ENTITY)
            continue;
        allowed = with_word(dc, allowed, e->name);
        if (e->zh && declare_has(dc, e->zh))
            allowed = with_word(dc, allowed, e->zh);
    }
    declare_check_keys(dc, dc->table, "", allowed, false);
}

/* Which root entity the case is about: the key that names it, or NULL (said so). */
static const char *find_root(struct declaration *dc, uint8_t *root)
{
    const struct model *m = dc->loader->model;
    const char *found = NULL;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        const char *key = declare_has(dc, e->name)          ? e->name
                          : e->zh && declare_has(dc, e->zh) ? e->zh
                                                            : NULL;
        if (e->parent != NO_ENTITY || !key)
            continue;
        if (found)
            declare_error(dc, key, _("make two cases of it"),
                          _("a case is about one root entity; `%s` is given already"), found);
        found = key;
        *root = e->id;
    }
    if (!found)
        declare_error(dc, NULL, _("write household = { ... }, or another root entity"),
                      _("the record is missing"));
    return found;
}

/* An override states the whole case again. */
void declare_case(struct declaration *dc)
{
    struct model *m = dc->loader->model;
    int found = find_example(m, dc->name);
    struct example e = {0};
    if (!inherit_check_override(dc, found >= 0 ? &m->examples[found].at : NULL, INHERIT_CASE))
        return;
    check_keys(dc);
    const char *key = find_root(dc, &e.root);
    if (!key)
        return;
    e.name = declare_keep(dc, dc->name);
    read_example(dc, &e, key);
    if (found < 0) {
        void *examples = m->examples;
        struct example *fresh = declare_append(dc, &examples, &m->example_count,
                                               &dc->loader->example_cap, sizeof e, 100000);
        m->examples = examples;
        if (!fresh)
            return;
        found = (int)m->example_count - 1;
    }
    m->examples[found] = e;
}
