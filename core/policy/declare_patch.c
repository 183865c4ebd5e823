/* declare_patch.c - check and scenario, and the `set` of a case: rules about parameters, and
 * parameters moved.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/limits.h"
#include "value/date.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- check --- */

static int find_check(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->check_count; i++)
        if (strcmp(m->checks[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void read_severity(struct declaration *dc, struct check *c)
{
    const char *word = declare_text(dc, "severity");
    if (!word)
        return;
    c->is_warning = strcmp(word, "warning") == 0;
    if (!c->is_warning && strcmp(word, "error") != 0)
        declare_error(dc, "severity", NULL,
                      _("severity must be \"error\" or \"warning\", found \"%s\""), word);
}

/* False when there is none to go on with. */
static bool read_test(struct declaration *dc, struct check *c, bool is_new)
{
    const struct declared_function *test = declare_function_at(dc, "test");
    if (test)
        c->number = test->number;
    else if (declare_has(dc, "test") || is_new)
        declare_error(dc, "test", _("write test = function (law) return ... end"),
                      _("a check needs a function as its test"));
    return test || !is_new;
}

void declare_check(struct declaration *dc)
{
    struct model *m = dc->loader->model;
    int found = find_check(m, dc->name);
    if (!inherit_check_override(dc, found >= 0 ? &m->checks[found].at : NULL, INHERIT_CHECK))
        return;
    struct check c = {.name = declare_keep(dc, dc->name)};
    if (found >= 0)
        c = m->checks[found];
    const char *zh = declare_text(dc, "zh"), *law = declare_text(dc, "law");
    c.zh = zh ? zh : c.zh;
    c.law = law ? law : c.law;
    c.at = dc->at;
    declare_month(dc, "from", &c.from);
    declare_month(dc, "to", &c.to);
    if (c.from && c.to && c.from > c.to)
        declare_error(dc, "to", NULL, _("`to` is before `from`"));
    read_severity(dc, &c);
    if (!read_test(dc, &c, found < 0)) {
        dc->loader->incomplete = true;
        return;
    }
    if (found < 0) {
        void *checks = m->checks;
        struct check *fresh = declare_append(
            dc, &checks, &m->check_count, &dc->loader->check_cap, sizeof c, LIMIT_PARAMETERS);
        m->checks = checks;
        if (!fresh)
            return;
        found = (int)m->check_count - 1;
    }
    m->checks[found] = c;
}

/* --- dates of patches --- */

/* "2024-07-01", "2024-07", "2024-07..2024-12": from and, for a range, its last day. */
static bool read_span(struct declaration *dc, const char *path, const char *key, int32_t *from,
                      int32_t *to)
{
    char first[32];
    int32_t month;
    const char *dots = strstr(key, "..");
    size_t n = dots ? (size_t)(dots - key) : strlen(key);
    *to = DATE_ALWAYS;
    bool good = n < sizeof first;
    if (good) {
        memcpy(first, key, n);
        first[n] = 0;
        good = declare_date_key(first, from);
    }
    if (good && dots && month_parse(&month, str_of(dots + 2)))
        *to = month_last_day(month);
    else if (good && dots)
        good = date_parse(to, str_of(dots + 2));
    if (!good)
        declare_error(dc, path,
                      _("for example \"2024-07-01\", \"2024-07\" or \"2024-07..2024-12\""),
                      _("\"%s\" is no date and no span of dates"), key);
    else if (*to != DATE_ALWAYS && *to < *from) {
        declare_error(dc, path, NULL, _("the span \"%s\" ends before it begins"), key);
        good = false;
    }
    return good;
}

/* --- parameters --- */

struct patch_list {
    struct patch *items;
    size_t count, cap;
};

static bool is_dated_table(struct declaration *dc, int index)
{
    const char **keys;
    if (!lua_istable(dc->L, index))
        return false;
    size_t n = declare_keys(dc, index, &keys);
    for (size_t i = 0; i < n; i++)
        if (!declare_looks_like_date(keys[i]))
            return false;
    return n > 0;
}

static void add_patch(struct declaration *dc, struct patch_list *list, const char *path,
                      uint16_t parameter, int32_t from, int32_t to)
{
    const struct parameter *p = &dc->loader->model->parameters[parameter];
    struct parameter_value v;
    if (!declare_dated_value(dc, path, -1, p, true, &v))
        return;
    if (!v.source)
        v.source = dc->name; /* kept by the caller in the model */
    v.from = from;
    v.status = CITED_PLACEHOLDER;
    void *items = list->items;
    struct patch *fresh =
        loader_append(dc->loader, &items, &list->count, &list->cap, sizeof *fresh);
    list->items = items;
    if (!fresh)
        declare_nomem(dc);
    *fresh = (struct patch){.parameter = parameter, .from = from, .to = to, .value = v};
}

static int find_parameter(struct declaration *dc, const char *path, const char *name)
{
    const struct model *m = dc->loader->model;
    char hint[256];
    int found = model_parameter(m, str_of(name));
    if (found >= 0)
        return found;
    const char *near = model_nearest_parameter(m, str_of(name));
    diag_suggest(hint, sizeof hint, near);
    declare_error(dc, path, near ? hint : NULL, _("there is no parameter \"%s\""), name);
    return -1;
}

/* The dated values of one parameter: a table on top of the stack. */
static void read_dated_patches(struct declaration *dc, struct patch_list *list,
                               const char *path, uint16_t parameter)
{
    const char **keys;
    size_t n = declare_keys(dc, -1, &keys);
    for (size_t i = 0; i < n; i++) {
        int32_t from, to;
        const char *place = declare_path(dc, "%s/%s", path, keys[i]);
        if (!read_span(dc, place, keys[i], &from, &to))
            continue;
        lua_getfield(dc->L, -1, keys[i]);
        add_patch(dc, list, place, parameter, from, to);
        lua_pop(dc->L, 1);
    }
}

static void read_patch(struct declaration *dc, struct patch_list *list, const char *key,
                       const char *name, int32_t from)
{
    const char *path = declare_path(dc, "%s/%s", key, name);
    int parameter = find_parameter(dc, path, name);
    if (parameter < 0)
        return;
    if (is_dated_table(dc, -1))
        read_dated_patches(dc, list, path, (uint16_t)parameter);
    else if (from != DATE_ALWAYS)
        add_patch(dc, list, path, (uint16_t)parameter, from, DATE_ALWAYS);
    else
        declare_error(dc, path, _("for example { [\"2024-07-01\"] = yuan(1330) }"),
                      _("say from which day on it holds"));
}

void declare_patches(struct declaration *dc, const char *key, int32_t from, struct patch **out,
                     size_t *count)
{
    struct patch_list list = {0};
    const char **names;
    if (!declare_get(dc, key))
        return;
    if (!lua_istable(dc->L, -1)) {
        declare_error(dc, key, _("for example { dibao_standard = yuan(1330) }"),
                      _("%s must be a table of parameters, found %s"), key,
                      declare_found(dc, -1));
        lua_pop(dc->L, 1);
        return;
    }
    size_t n = declare_keys(dc, -1, &names);
    for (size_t i = 0; i < n; i++) {
        lua_getfield(dc->L, -1, names[i]);
        read_patch(dc, &list, key, names[i], from);
        lua_pop(dc->L, 1);
    }
    lua_pop(dc->L, 1);
    *out = list.items;
    *count = list.count;
}

/* --- scenario --- */

static uint16_t find_variable(struct declaration *dc, const char *path, const char *name)
{
    const struct model *m = dc->loader->model;
    char hint[256];
    uint16_t found = NO_FIELD;
    for (uint8_t e = 0; e < m->entity_count; e++) {
        uint16_t id = model_field(m, e, str_of(name));
        if (id == NO_FIELD || m->fields[id].kind != FIELD_VARIABLE ||
            m->fields[id].sum_of != NO_FIELD)
            continue;
        if (found != NO_FIELD)
            declare_error(dc, path, NULL, _("several entities have a variable \"%s\""), name);
        found = id;
    }
    if (found != NO_FIELD)
        return found;
    const char *near = m->entity_count ? model_nearest_field(m, 0, str_of(name)) : NULL;
    diag_suggest(hint, sizeof hint, near);
    declare_error(dc, path, near ? hint : NULL, _("there is no variable \"%s\""), name);
    return NO_FIELD;
}

/* formulas = { dibao_amount = { ["2024-07-01"] = function ... end } }: found when numbered. */
static void read_formula_patches(struct declaration *dc, struct scenario *s)
{
    s->formulas = declare_alloc(dc, (dc->function_count + 1) * sizeof *s->formulas);
    for (size_t i = 0; i < dc->function_count; i++) {
        const struct declared_function *f = &dc->functions[i];
        const char *name = f->path + strlen("formulas/"), *slash = strrchr(f->path, '/');
        struct formula_patch p = {.number = f->number, .body = f->body, .at = f->at};
        p.field =
            find_variable(dc, f->path, declare_path(dc, "%.*s", (int)(slash - name), name));
        if (p.field != NO_FIELD && read_span(dc, f->path, slash + 1, &p.from, &p.to))
            s->formulas[s->formula_count++] = p;
    }
}

/* Whatever in `formulas` is no dated function. */
static void check_formula_tables(struct declaration *dc)
{
    const char **names;
    lua_State *L = dc->L;
    if (!declare_get(dc, "formulas"))
        return;
    size_t n = lua_istable(L, -1) ? declare_keys(dc, -1, &names) : 0;
    for (size_t i = 0; i < n; i++) {
        const char **dates;
        lua_getfield(L, -1, names[i]);
        size_t count = lua_istable(L, -1) ? declare_keys(dc, -1, &dates) : 0;
        for (size_t k = 0; k < count; k++) {
            const char *path = declare_path(dc, "formulas/%s/%s", names[i], dates[k]);
            if (!declare_function_at(dc, path))
                declare_error(dc, path,
                              _("for example [\"2024-07-01\"] = function (family, law) "
                                "... end"),
                              _("expected a dated function"));
        }
        if (count == 0)
            declare_error(dc, declare_path(dc, "formulas/%s", names[i]), NULL,
                          _("expected a table of dated functions, found %s"),
                          declare_found(dc, -1));
        lua_pop(L, 1);
    }
    if (n == 0)
        declare_error(dc, "formulas", NULL, _("expected a table of variables, found %s"),
                      declare_found(dc, -1));
    lua_pop(L, 1);
}

void declare_scenario(struct declaration *dc)
{
    struct model *m = dc->loader->model;
    size_t found = 0;
    while (found < m->scenario_count && strcmp(m->scenarios[found].name, dc->name) != 0)
        found++;
    bool there = found < m->scenario_count;
    if (!inherit_check_override(dc, there ? &m->scenarios[found].at : NULL, INHERIT_SCENARIO))
        return;
    struct scenario s = {.name = declare_keep(dc, dc->name)};
    if (there)
        s = m->scenarios[found];
    const char *zh = declare_text(dc, "zh");
    s.zh = zh ? zh : s.zh;
    s.at = dc->at;
    dc->name = s.name; /* patches cite it */
    declare_patches(dc, "parameters", DATE_ALWAYS, &s.patches, &s.patch_count);
    if (declare_has(dc, "formulas")) {
        s.formula_count = 0;
        check_formula_tables(dc);
        read_formula_patches(dc, &s);
    }
    if (!there) {
        void *scenarios = m->scenarios;
        struct scenario *fresh =
            declare_append(dc, &scenarios, &m->scenario_count, &dc->loader->scenario_cap,
                           sizeof s, LIMIT_PARAMETERS);
        m->scenarios = scenarios;
        if (!fresh)
            return;
    }
    m->scenarios[found] = s;
}
