/* declare_indicator.c - indicator: numerator, denominator and `where` become fields (hidden
 * variables where a function is written), the targets become dated bounds. Read when everything
 * is declared, so that any field may be named.
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

static int find_indicator(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->indicator_count; i++)
        if (strcmp(m->indicators[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* --- numerator, denominator, where --- */

static uint16_t find_hidden(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].is_hidden && strcmp(m->fields[i].name, name) == 0)
            return (uint16_t)i;
    return NO_FIELD;
}

/* The hidden variable of a function; its type is found by the static checks. */
static uint16_t hidden_field(struct declaration *dc, const char *key,
                             const struct declared_function *function, uint8_t entity)
{
    struct loader *l = dc->loader;
    struct model *m = l->model;
    const char *name = declare_keep(dc, declare_path(dc, "%s.%s", dc->name, key));
    uint16_t found = find_hidden(m, name);
    if (found == NO_FIELD) {
        void *fields = m->fields;
        struct field *fresh = declare_append(dc, &fields, &m->field_count, &l->field_cap,
                                             sizeof *fresh, LIMIT_FIELDS);
        m->fields = fields;
        if (!fresh)
            return NO_FIELD;
        found = (uint16_t)(m->field_count - 1);
    }
    enum value_kind kind = strcmp(key, "where") == 0 ? KIND_BOOLEAN : KIND_NONE;
    struct formula *formula = declare_alloc(dc, sizeof *formula);
    *formula = (struct formula){.from = DATE_ALWAYS,
                                .number = function->number,
                                .body = function->body,
                                .at = function->at};
    m->fields[found] = (struct field){.name = name,
                                      .id = found,
                                      .entity = entity,
                                      .kind = FIELD_VARIABLE,
                                      .type = {.decimals = 6, .kind = kind},
                                      .at = function->at,
                                      .level = dc->level,
                                      .is_hidden = true,
                                      .formulas = formula,
                                      .formula_count = 1,
                                      .sum_of = NO_FIELD};
    return found;
}

static bool can_be_added(enum value_kind kind)
{
    return kind == KIND_BOOLEAN || kind == KIND_INTEGER || kind == KIND_NUMBER ||
           kind == KIND_MONEY;
}

/* The field named by the text on top of the stack, or NO_FIELD (said so). */
static uint16_t named_field(struct declaration *dc, const char *key, uint8_t entity)
{
    const struct model *m = dc->loader->model;
    const char *word = lua_tostring(dc->L, -1);
    bool is_where = strcmp(key, "where") == 0;
    if (!declare_check_text(dc, key))
        return NO_FIELD;
    uint16_t field = model_field(m, entity, str_of(word));
    if (field == NO_FIELD) {
        char hint[256];
        diag_suggest(hint, sizeof hint, model_nearest_field(m, entity, str_of(word)));
        declare_error(dc, key, *hint ? hint : NULL, _("%s has no field \"%s\""),
                      m->entities[entity].name, word);
        return NO_FIELD;
    }
    const struct type *t = &m->fields[field].type;
    if (is_where ? t->kind == KIND_BOOLEAN : can_be_added(t->kind))
        return field;
    declare_error(dc, key, NULL,
                  is_where ? _("`where` is true or false, but %s is of type %s")
                           : _("boolean, integer, number or money can be added up, but %s is "
                               "of type %s"),
                  word, type_name(t, m->enums));
    return NO_FIELD;
}

/* A function of the row, or the name of one of its fields. False when absent or wrong. */
static bool read_measure(struct declaration *dc, const char *key, uint8_t entity, uint16_t *out)
{
    const struct declared_function *function = declare_function_at(dc, key);
    uint16_t field = NO_FIELD;
    if (function) {
        field = hidden_field(dc, key, function, entity);
    } else if (declare_get(dc, key)) {
        if (lua_type(dc->L, -1) == LUA_TSTRING)
            field = named_field(dc, key, entity);
        else
            declare_error(dc, key,
                          _("for example function (city, law) return city.elderly end"),
                          _("%s must be a function or a field's name in quotes, found %s"), key,
                          declare_found(dc, -1));
        lua_pop(dc->L, 1);
    }
    if (field == NO_FIELD)
        return false;
    *out = field;
    return true;
}

/* --- targets --- */

/* A number, or an amount as yuan; the value is on top of the stack. */
static bool read_bound(struct declaration *dc, const char *path, struct rational *out)
{
    struct value v;
    bool good = !globals_mark(dc->L, -1) && bind_any(&v, dc->L, -1);
    if (good && v.kind == KIND_INTEGER)
        *out = rational_of(v.as.integer);
    else if (good && v.kind == KIND_NUMBER)
        *out = v.as.rational;
    else
        good = good && v.kind == KIND_MONEY &&
               rational_div(out, v.as.rational, rational_of(100)) == HM_TRAP_NONE;
    if (!good)
        declare_error(dc, path, NULL, _("expected a number or an amount, found %s"),
                      declare_found(dc, -1));
    return good;
}

static bool read_bound_at(struct declaration *dc, const char *path, const char *key,
                          struct rational *out)
{
    lua_getfield(dc->L, -1, key);
    bool good = read_bound(dc, declare_path(dc, "%s/%s", path, key), out);
    lua_pop(dc->L, 1);
    return good;
}

/* between = { low, high } of the table on top of the stack. */
static bool read_between(struct declaration *dc, const char *path, struct indicator_target *t)
{
    lua_State *L = dc->L;
    const char *place = declare_path(dc, "%s/between", path);
    lua_getfield(L, -1, "between");
    bool good = lua_istable(L, -1) && lua_rawlen(L, -1) == 2;
    if (!good)
        declare_error(dc, place, _("for example between = { 2, 5 }"),
                      _("`between` takes two numbers in { }, found %s"), declare_found(dc, -1));
    for (int i = 1; good && i <= 2; i++) {
        lua_rawgeti(L, -1, i);
        good = read_bound(dc, declare_path(dc, "%s/%d", place, i), i == 1 ? &t->low : &t->high);
        lua_pop(L, 1);
    }
    if (good && rational_cmp(t->low, t->high) > 0)
        declare_error(dc, place, _("write the smaller one first"),
                      _("the first number is greater than the second one"));
    lua_pop(L, 1);
    return good;
}

static bool read_about(struct declaration *dc, const char *path, struct indicator_target *t)
{
    struct rational within;
    if (!read_bound_at(dc, path, "about", &t->middle) ||
        !read_bound_at(dc, path, "within", &within))
        return false;
    if (rational_cmp(within, rational_of(0)) < 0 ||
        rational_sub(&t->low, t->middle, within) != HM_TRAP_NONE ||
        rational_add(&t->high, t->middle, within) != HM_TRAP_NONE) {
        declare_error(dc, declare_path(dc, "%s/within", path), NULL,
                      _("`within` cannot be less than 0"));
        return false;
    }
    return true;
}

static const char *const target_words[] = {
    [TARGET_AT_LEAST] = "at_least", [TARGET_ABOVE] = "above", [TARGET_AT_MOST] = "at_most",
    [TARGET_BELOW] = "below",       [TARGET_EQUAL] = "equal", [TARGET_BETWEEN] = "between",
    [TARGET_ABOUT] = "about",
};

/* Which word the target is made with: exactly one. */
static bool read_target_kind(struct declaration *dc, const char *path,
                             struct indicator_target *t)
{
    int words = 0;
    for (size_t i = 0; i < sizeof target_words / sizeof *target_words; i++) {
        if (lua_getfield(dc->L, -1, target_words[i]) != LUA_TNIL) {
            t->kind = (enum target_kind)i;
            words++;
        }
        lua_pop(dc->L, 1);
    }
    bool has_within = lua_getfield(dc->L, -1, "within") != LUA_TNIL;
    lua_pop(dc->L, 1);
    if (words != 1)
        declare_error(dc, path, _("for example { at_least = 26, source = \"...\" }"),
                      words ? _("a target takes only one of at_least above at_most below equal "
                                "between about")
                            : _("a target needs one of at_least above at_most below equal "
                                "between about"));
    else if (has_within != (t->kind == TARGET_ABOUT))
        declare_error(dc, path, _("for example { about = 400, within = 40 }"),
                      _("`about` and `within` go together"));
    return words == 1 && has_within == (t->kind == TARGET_ABOUT);
}

static bool read_bounds(struct declaration *dc, const char *path, struct indicator_target *t)
{
    if (!read_target_kind(dc, path, t))
        return false;
    if (t->kind == TARGET_BETWEEN)
        return read_between(dc, path, t);
    if (t->kind == TARGET_ABOUT)
        return read_about(dc, path, t);
    if (!read_bound_at(dc, path, target_words[t->kind], &t->low))
        return false;
    t->high = t->low;
    return true;
}

static const char *target_text(struct declaration *dc, const char *path, const char *key)
{
    const char *place = declare_path(dc, "%s/%s", path, key), *text = NULL;
    int type = lua_getfield(dc->L, -1, key);
    if (type != LUA_TNIL && (type != LUA_TSTRING || *lua_tostring(dc->L, -1) == 0))
        declare_error(dc, place, NULL, _("%s must be text in quotes, found %s"), key,
                      declare_found(dc, -1));
    else if (type == LUA_TSTRING && declare_check_text(dc, place))
        text = declare_keep(dc, lua_tostring(dc->L, -1));
    lua_pop(dc->L, 1);
    return text;
}

static void read_target_status(struct declaration *dc, const char *path,
                               struct indicator_target *t)
{
    const char *word = target_text(dc, path, "status");
    if (!word || strcmp(word, "published") == 0)
        return;
    if (strcmp(word, "derived") == 0)
        t->status = CITED_DERIVED;
    else if (strcmp(word, "placeholder") == 0)
        t->status = CITED_PLACEHOLDER;
    else
        declare_error(dc, declare_path(dc, "%s/status", path), NULL,
                      _("status must be \"published\", \"derived\" or \"placeholder\", found "
                        "%s"),
                      declare_path(dc, "\"%s\"", word));
}

/* The day a target is due: a month means its last day. */
static bool read_due(struct declaration *dc, const char *key, int32_t *due)
{
    int32_t month;
    if (!declare_looks_like_date(key) || !declare_date_key(key, due)) {
        declare_error(dc, declare_path(dc, "target/%s", key),
                      _("write the day as \"2024-12-31\" or the month as \"2024-12\""),
                      _("\"%s\" is no date of the years 1800 to 2299"), key);
        return false;
    }
    if (month_parse(&month, str_of(key)))
        *due = month_last_day(month);
    return true;
}

/* The entry ["2024-12-31"] = { at_least = 26, source = ... } on top of the stack. */
static bool read_target(struct declaration *dc, const char *key, struct indicator_target *out)
{
    const char *path = declare_path(dc, "target/%s", key);
    struct indicator_target t = {.at = declare_place(dc, path)};
    if (!read_due(dc, key, &t.due))
        return false;
    if (!lua_istable(dc->L, -1)) {
        declare_error(dc, path, _("for example { at_least = 26, source = \"...\" }"),
                      _("expected a table in { }, found %s"), declare_found(dc, -1));
        return false;
    }
    declare_check_keys(dc, -1, path,
                       "at_least above at_most below equal between about within source status "
                       "note",
                       false);
    bool good = read_bounds(dc, path, &t);
    t.source = target_text(dc, path, "source");
    t.note = target_text(dc, path, "note");
    read_target_status(dc, path, &t);
    if (good && !t.source)
        declare_warning(dc, path, _("write source = \"document and article\" behind the value"),
                        _("the target has no source"));
    *out = t;
    return good;
}

static int compare_targets(const void *a, const void *b)
{
    int32_t x = ((const struct indicator_target *)a)->due;
    int32_t y = ((const struct indicator_target *)b)->due;
    return (x > y) - (x < y);
}

/* target = { ["2024-12-31"] = {...} }; replaces all earlier ones. */
static void read_targets(struct declaration *dc, struct indicator *in)
{
    const char **keys;
    if (!declare_get(dc, "target"))
        return;
    size_t n = lua_istable(dc->L, -1) ? declare_keys(dc, -1, &keys) : 0, count = 0;
    if (n == 0 || lua_rawlen(dc->L, -1) > 0)
        declare_error(
            dc, "target",
            _("for example { [\"2024-12-31\"] = { at_least = 26, source = \"...\" } }"),
            _("a target is a table of dates, found %s"), declare_found(dc, -1));
    struct indicator_target *targets = declare_alloc(dc, (n + 1) * sizeof *targets);
    for (size_t i = 0; i < n; i++) {
        lua_getfield(dc->L, -1, keys[i]);
        count += read_target(dc, keys[i], &targets[count]);
        lua_pop(dc->L, 1);
    }
    qsort(targets, count, sizeof *targets, compare_targets);
    for (size_t i = 1; i < count; i++)
        if (targets[i].due == targets[i - 1].due)
            diag_error(dc->loader->diag, HM_DATA, &targets[i].at,
                       _("%s \"%s\": this date stands here twice; the first time in line %u"),
                       declare_keyword(dc->keyword), dc->name, targets[i - 1].at.line);
    in->targets = targets;
    in->target_count = count;
    lua_pop(dc->L, 1);
}

/* --- the declaration --- */

static void read_per(struct declaration *dc, struct indicator *in)
{
    if (!declare_get(dc, "per"))
        return;
    struct rational per;
    if (read_bound(dc, "per", &per) && rational_cmp(per, rational_of(0)) > 0)
        in->per = per;
    else if (!dc->failed)
        declare_error(dc, "per", _("for example per = 100 for percent"),
                      _("`per` must be greater than 0"));
    lua_pop(dc->L, 1);
}

/* Whose rows are counted; an override cannot change it. */
static bool read_entity(struct declaration *dc, struct indicator *in, bool is_new)
{
    uint8_t entity;
    if (!declare_entity_id(dc, "of", &entity)) {
        if (is_new && !declare_has(dc, "of"))
            declare_error(dc, NULL, _("for example of = city"),
                          _("`of` is missing: whose rows are counted?"));
        return !is_new;
    }
    if (!is_new && entity != in->entity)
        declare_error(dc, "of", _("declare another indicator"),
                      _("an indicator cannot change whose rows it counts; it was %s"),
                      dc->loader->model->entities[in->entity].name);
    in->entity = is_new ? entity : in->entity;
    return true;
}

static void keep(const char **into, const char *stated)
{
    *into = stated ? stated : *into;
}

static void read_indicator(struct declaration *dc, struct indicator *in, bool is_new)
{
    keep(&in->zh, declare_text(dc, "zh"));
    keep(&in->unit, declare_text(dc, "unit"));
    keep(&in->law, declare_text(dc, "law"));
    keep(&in->note, declare_text(dc, "note"));
    declare_flag(dc, "binding", &in->is_binding);
    if (!read_entity(dc, in, is_new))
        return;
    if (!read_measure(dc, "numerator", in->entity, &in->numerator) && is_new &&
        !declare_has(dc, "numerator"))
        declare_error(dc, NULL, _("a field's name, or function (city, law) ... end"),
                      _("`numerator` is missing: what is counted?"));
    read_measure(dc, "denominator", in->entity, &in->denominator);
    read_measure(dc, "where", in->entity, &in->where);
    read_per(dc, in);
    read_targets(dc, in);
    if (!in->unit)
        declare_warning(dc, NULL, _("for example unit = \"%\""),
                        _("the indicator has no unit"));
    in->at = dc->at;
    in->level = dc->level;
}

void declare_indicator(struct declaration *dc)
{
    struct loader *l = dc->loader;
    struct model *m = l->model;
    int found = find_indicator(m, dc->name);
    struct indicator in = {
        .numerator = NO_FIELD, .denominator = NO_FIELD, .where = NO_FIELD, .per = {1, 1}};
    if (!inherit_check_override(dc, found >= 0 ? &m->indicators[found].at : NULL,
                                INHERIT_INDICATOR))
        return;
    if (found >= 0)
        in = m->indicators[found];
    else
        in.name = declare_keep(dc, dc->name);
    read_indicator(dc, &in, found < 0);
    if (found < 0) {
        void *indicators = m->indicators;
        struct indicator *fresh =
            declare_append(dc, &indicators, &m->indicator_count, &l->indicator_cap, sizeof in,
                           LIMIT_INDICATORS);
        m->indicators = indicators;
        if (!fresh)
            return;
        found = (int)m->indicator_count - 1;
    }
    m->indicators[found] = in;
}
