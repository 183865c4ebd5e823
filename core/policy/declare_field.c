/* declare_field.c - input and variable: what an entity has, given or computed. */
#include "policy/loader.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "value/date.h"
#include "vec/column.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- finding what is overridden --- */

/* The only field of this name in any entity, for an override without `of`. */
static uint16_t field_anywhere(struct declaration *dc)
{
    const struct model *m = dc->loader->model;
    uint16_t found = NO_FIELD;
    for (size_t i = 0; i < m->field_count; i++) {
        if (strcmp(m->fields[i].name, dc->name) != 0)
            continue;
        if (found != NO_FIELD)
            declare_error(dc, NULL, _("write of = the entity it belongs to"),
                          _("several entities have a field of this name"));
        found = (uint16_t)i;
    }
    return found;
}

/* Its index, NO_FIELD for a new one; false when the declaration cannot go on. */
static bool find_field(struct declaration *dc, uint8_t *entity, uint16_t *found)
{
    const struct model *m = dc->loader->model;
    *found = NO_FIELD;
    if (declare_entity_id(dc, "of", entity)) {
        uint32_t id;
        bool there = map_get(&m->entities[*entity].names, str_of(dc->name), &id);
        if (there && strcmp(m->fields[id].name, dc->name) == 0)
            *found = (uint16_t)id;
    } else if (dc->is_override && !declare_has(dc, "of")) {
        *found = field_anywhere(dc);
        if (*found != NO_FIELD)
            *entity = m->fields[*found].entity;
    } else {
        if (!declare_has(dc, "of"))
            declare_error(dc, NULL, _("for example of = household"),
                          _("`of` is missing: whose field is it?"));
        return false;
    }
    return inherit_check_override(dc, *found != NO_FIELD ? &m->fields[*found].at : NULL,
                                  INHERIT_FIELD);
}

static bool check_kind(struct declaration *dc, const struct field *above)
{
    if (above->kind == FIELD_INPUT || dc->keyword == KEYWORD_VARIABLE)
        return true;
    declare_error(dc, NULL, _("override it with a variable"),
                  _("%s is a variable since %s, line %u; it cannot become an input"),
                  above->name, above->at.file, above->at.line);
    return false;
}

/* --- what inputs and variables share --- */

static bool same_type(const struct type *a, const struct type *b)
{
    return a->kind == b->kind && (a->kind != KIND_ENUM || a->enum_id == b->enum_id);
}

static void read_decimals(struct declaration *dc, struct field *f)
{
    static const struct type integer = {.kind = KIND_INTEGER};
    struct value v;
    if (!declare_value_at(dc, "decimals", &integer, &v))
        return;
    if (f->type.kind != KIND_NUMBER)
        declare_error(dc, "decimals", NULL, _("only fields of type number have decimals"));
    else if (v.as.integer < 0 || v.as.integer > 9)
        declare_error(dc, "decimals", NULL, _("decimals must be 0 to 9, found %lld"),
                      (long long)v.as.integer);
    else
        f->type.decimals = (uint8_t)v.as.integer;
}

/* False when it has no type it could go on with. */
static bool read_type(struct declaration *dc, struct field *f, bool is_new)
{
    struct type t;
    bool stated = declare_type(dc, "type", &t, NULL);
    if (is_new && !stated) {
        if (!declare_has(dc, "type"))
            declare_error(dc, NULL, _("for example type = money"), _("`type` is missing"));
        return false;
    }
    if (stated && !is_new && !same_type(&t, &f->type) &&
        (f->kind == FIELD_INPUT || dc->keyword == KEYWORD_INPUT)) {
        declare_error(dc, "type", NULL, _("an input cannot change its type; it was %s"),
                      type_name(&f->type, dc->loader->model->enums));
        return true;
    }
    if (stated && (is_new || !same_type(&t, &f->type)))
        f->type = t;
    read_decimals(dc, f);
    if (f->type.kind == KIND_TEXT && dc->keyword == KEYWORD_VARIABLE) {
        declare_error(dc, "type", _("use an enum for a choice of words"),
                      _("a variable cannot be text"));
        return false;
    }
    return true;
}

static void keep(const char **into, const char *stated)
{
    *into = stated ? stated : *into;
}

static void read_common(struct declaration *dc, struct field *f)
{
    keep(&f->zh, declare_text(dc, "zh"));
    keep(&f->unit, declare_text(dc, "unit"));
    keep(&f->law, declare_text(dc, "law"));
    keep(&f->note, declare_text(dc, "note"));
    f->has_default |= declare_value_at(dc, "default", &f->type, &f->default_value);
    f->level = dc->level;
    f->at = dc->at;
}

/* Puts a new field into the model, or the changed one back. */
static void put_field(struct declaration *dc, uint16_t found, struct field f)
{
    struct loader *l = dc->loader;
    struct model *m = l->model;
    struct map *names = &m->entities[f.entity].names;
    if (found == NO_FIELD && !inherit_member_free(dc, NULL, f.entity, dc->name, NO_FIELD))
        return;
    if (f.zh && !inherit_member_free(dc, "zh", f.entity, f.zh, found))
        f.zh = NULL;
    if (found == NO_FIELD) {
        void *fields = m->fields;
        struct field *fresh = declare_append(dc, &fields, &m->field_count, &l->field_cap,
                                             sizeof *fresh, LIMIT_FIELDS);
        m->fields = fields;
        if (!fresh)
            return;
        found = f.id = (uint16_t)(m->field_count - 1);
    }
    m->fields[found] = f;
    if (map_put(names, str_of(f.name), found) < 0 ||
        (f.zh && map_put(names, str_of(f.zh), found) < 0))
        declare_nomem(dc);
}

/* The field to start from: a new one, or what is overridden. False: cannot go on. */
static bool start_field(struct declaration *dc, struct field *f, uint16_t *found)
{
    const struct model *m = dc->loader->model;
    uint8_t entity = NO_ENTITY;
    if (!find_field(dc, &entity, found))
        return false;
    bool is_new = *found == NO_FIELD;
    if (is_new) {
        *f = (struct field){.entity = entity, .sum_of = NO_FIELD};
        f->name = declare_keep(dc, dc->name);
    } else {
        *f = m->fields[*found];
        if (!check_kind(dc, f))
            return false;
    }
    return read_type(dc, f, is_new);
}

/* --- inputs --- */

static bool has_order(enum value_kind kind)
{
    return kind == KIND_INTEGER || kind == KIND_NUMBER || kind == KIND_MONEY ||
           kind == KIND_DATE || kind == KIND_MONTH;
}

static int64_t stored(const struct value *v, const struct type *t)
{
    int64_t n = 0;
    value_stored(&n, v, t);
    return n;
}

static void check_range(struct declaration *dc, const struct field *f)
{
    bool both = f->has_min && f->has_max;
    if (both && stored(&f->min, &f->type) > stored(&f->max, &f->type))
        declare_error(dc, declare_has(dc, "max") ? "max" : "min", NULL,
                      _("max is less than min"));
    if (!f->has_default || dc->failed)
        return;
    int64_t n = stored(&f->default_value, &f->type);
    if ((f->has_min && n < stored(&f->min, &f->type)) ||
        (f->has_max && n > stored(&f->max, &f->type)))
        declare_error(dc, declare_has(dc, "default") ? "default" : NULL, NULL,
                      _("the default lies outside of min and max"));
}

void declare_input(struct declaration *dc)
{
    struct field f;
    uint16_t found;
    if (!start_field(dc, &f, &found)) {
        dc->loader->incomplete = true;
        return;
    }
    read_common(dc, &f);
    if (has_order(f.type.kind)) {
        f.has_min |= declare_value_at(dc, "min", &f.type, &f.min);
        f.has_max |= declare_value_at(dc, "max", &f.type, &f.max);
        check_range(dc, &f);
    } else if (declare_has(dc, "min") || declare_has(dc, "max")) {
        declare_error(dc, declare_has(dc, "min") ? "min" : "max", NULL,
                      _("fields of type %s have no min and max"),
                      type_name(&f.type, dc->loader->model->enums));
    }
    declare_flag(dc, "personal", &f.is_personal);
    if (f.is_personal && f.type.kind != KIND_TEXT)
        declare_error(dc, "personal", NULL, _("only texts are shown masked"));
    f.kind = FIELD_INPUT;
    put_field(dc, found, f);
}

/* --- variables --- */

static void read_rounding(struct declaration *dc, struct field *f)
{
    if (!declare_get(dc, "round"))
        return;
    enum value_kind step = KIND_NONE;
    enum value_kind kind = f->type.kind;
    if (!bind_rounding(&f->round, dc->L, -1)) {
        declare_error(dc, "round", _("for example round = up_to(yuan(1))"),
                      _("round must be a rounding, found %s"), declare_found(dc, -1));
    } else if (f->round.mode != ROUND_NONE) {
        step = bind_rounding_kind(dc->L, -1);
        bool good = kind == KIND_MONEY
                        ? step == KIND_MONEY
                        : step == KIND_NUMBER && (kind == KIND_NUMBER || kind == KIND_INTEGER);
        if (!good)
            declare_error(dc, "round",
                          kind == KIND_MONEY    ? _("for example round = up_to(yuan(1))")
                          : kind == KIND_NUMBER ? _("for example round = half_up_to(0.01)")
                                                : _("only money and numbers are rounded"),
                          _("this rounding does not fit the type %s"),
                          type_name(&f->type, dc->loader->model->enums));
    }
    lua_pop(dc->L, 1);
}

static void read_flags(struct declaration *dc, struct field *f)
{
    declare_flag(dc, "result", &f->is_result);
    declare_flag(dc, "benefit", &f->is_benefit);
    if (f->is_benefit && f->type.kind != KIND_MONEY) {
        declare_error(dc, declare_has(dc, "benefit") ? "benefit" : "type", NULL,
                      _("a benefit is paid out: its type must be money, not %s"),
                      type_name(&f->type, dc->loader->model->enums));
        f->is_benefit = false;
    }
    f->is_result |= f->is_benefit;
}

static int compare_formulas(const void *a, const void *b)
{
    int32_t from_a = ((const struct formula *)a)->from,
            from_b = ((const struct formula *)b)->from;
    return from_a < from_b ? -1 : from_a > from_b;
}

/* One dated entry into *out; false when it is wrong (said so). */
static bool read_dated(struct declaration *dc, const char *key, struct formula *out)
{
    *out = (struct formula){.at = declare_place(dc, key)};
    if (!declare_date_key(key, &out->from))
        return false; /* said with the keys */
    const struct declared_function *function = declare_function_at(dc, key);
    lua_getfield(dc->L, dc->table, key);
    const struct mark *mark = globals_mark(dc->L, -1);
    out->ended = mark && mark->kind == MARK_ENDED;
    if (function) {
        out->number = function->number;
        out->body = function->body;
    } else if (mark && mark->kind == MARK_POISON) {
        dc->failed = true;
    } else if (!out->ended) {
        declare_error(dc, key, _("for example [\"2024-01\"] = function (family, law) ... end"),
                      _("expected a function or ended, found %s"), declare_found(dc, -1));
    }
    lua_pop(dc->L, 1);
    return out->ended || function;
}

static void read_dated_formulas(struct declaration *dc, struct field *f)
{
    const char **keys;
    size_t n = declare_keys(dc, dc->table, &keys);
    struct formula *list = declare_alloc(dc, (n + 1) * sizeof *list);
    uint16_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (declare_looks_like_date(keys[i]) && read_dated(dc, keys[i], &list[count]))
            count++;
    qsort(list, count, sizeof *list, compare_formulas);
    struct dated before = {0};
    for (uint16_t i = 0; i < count; i++) {
        struct dated now = {list[i].from, list[i].ended, list[i].at};
        declare_check_dates(dc, i ? &before : NULL, &now);
        before = now;
    }
    if (count == 0)
        return;
    f->formulas = list;
    f->formula_count = count;
}

static void read_undated_formula(struct declaration *dc, struct field *f)
{
    const struct declared_function *function = declare_function_at(dc, "formula");
    if (!function) {
        if (declare_get(dc, "formula")) {
            declare_error(dc, "formula", _("write formula = function (family, law) ... end"),
                          _("formula must be a function, found %s"), declare_found(dc, -1));
            lua_pop(dc->L, 1);
        }
        return;
    }
    struct formula *one = declare_alloc(dc, sizeof *one);
    *one = (struct formula){.from = DATE_ALWAYS,
                            .number = function->number,
                            .body = function->body,
                            .at = function->at};
    f->formulas = one;
    f->formula_count = 1;
}

static bool has_dates(struct declaration *dc)
{
    const char **keys;
    size_t n = declare_keys(dc, dc->table, &keys);
    for (size_t i = 0; i < n; i++)
        if (declare_looks_like_date(keys[i]))
            return true;
    return false;
}

static void read_formulas(struct declaration *dc, struct field *f, bool is_new)
{
    bool dated = has_dates(dc), undated = declare_has(dc, "formula");
    if (dated && undated)
        declare_error(dc, "formula", _("give the undated one a date as well"),
                      _("there is a formula and there are dated formulas"));
    else if (dated)
        read_dated_formulas(dc, f);
    else if (undated)
        read_undated_formula(dc, f);
    else if (is_new || f->kind == FIELD_INPUT)
        declare_error(dc, NULL, _("write formula = function (family, law) ... end"),
                      _("the variable has no formula"));
}

void declare_variable(struct declaration *dc)
{
    struct field f;
    uint16_t found;
    if (!start_field(dc, &f, &found)) {
        dc->loader->incomplete = true;
        return;
    }
    read_common(dc, &f);
    read_rounding(dc, &f);
    read_flags(dc, &f);
    read_formulas(dc, &f, found == NO_FIELD);
    if (f.kind == FIELD_INPUT && found != NO_FIELD)
        f.has_min = f.has_max = false;
    f.kind = FIELD_VARIABLE;
    put_field(dc, found, f);
}
