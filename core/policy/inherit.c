/* inherit.c - how a declaration meets those above it: overriding, names that clash, and what
 * follows from all declarations together (sums of members' results, lists of fields).
 */
#include "policy/loader.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- overriding --- */

/* Names of what was declared so far, one kind of thing. */
static size_t names_of(const struct model *m, enum inherit_kind kind, struct str *out,
                       size_t max)
{
    size_t n = 0;
#define COLLECT(KIND, items, count)                                                            \
    case KIND:                                                                                 \
        for (size_t i = 0; i < m->count && n < max; i++)                                       \
            out[n++] = str_of(m->items[i].name);                                               \
        break
    switch (kind) {
        COLLECT(INHERIT_ENUM, enums, enum_count);
        COLLECT(INHERIT_ENTITY, entities, entity_count);
        COLLECT(INHERIT_FIELD, fields, field_count);
        COLLECT(INHERIT_PARAMETER, parameters, parameter_count);
        COLLECT(INHERIT_CHECK, checks, check_count);
        COLLECT(INHERIT_SCENARIO, scenarios, scenario_count);
        COLLECT(INHERIT_CASE, examples, example_count);
        COLLECT(INHERIT_INDICATOR, indicators, indicator_count);
        COLLECT(INHERIT_SOURCE, data_sources, data_source_count);
    }
#undef COLLECT
    return n;
}

static void nothing_above(struct declaration *dc, enum inherit_kind kind)
{
    static const size_t max = LIMIT_FIELDS;
    char hint[256];
    struct str *names = arena_alloc(&dc->loader->scratch, max * sizeof *names);
    size_t n = names ? names_of(dc->loader->model, kind, names, max) : 0;
    int near = str_nearest(str_of(dc->name), names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    declare_error(dc, "override", *hint ? hint : _("leave override out"),
                  _("there is nothing of this name to override"));
}

bool inherit_check_override(struct declaration *dc, const struct place *above,
                            enum inherit_kind kind)
{
    if (above && !dc->is_override) {
        declare_error(dc, NULL, _("write override = true if it is meant to replace it"),
                      _("declared already in %s, line %u"), above->file, above->line);
        return false;
    }
    if (!above && dc->is_override) {
        nothing_above(dc, kind);
        dc->loader->incomplete = true;
        return false;
    }
    return true;
}

/* --- names --- */

static const char *const lua_words[] = {
    "and",      "break",  "do",   "else", "elseif", "end",  "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",  "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while"};
/* What `family.` and a record say already. */
static const char *const member_words[] = {"id",      "before",  "month",
                                           "history", "missing", "errors"};
static const char *const law_words[] = {"month", "date", "year"};

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}
#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof *(words))

static bool is_reserved(enum keyword keyword, const char *name)
{
    if (IS_ONE_OF(name, lua_words))
        return true;
    if (keyword == KEYWORD_INPUT || keyword == KEYWORD_VARIABLE || keyword == KEYWORD_ENTITY)
        return IS_ONE_OF(name, member_words);
    return keyword == KEYWORD_PARAMETER && IS_ONE_OF(name, law_words);
}

static bool is_identifier(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char digits[] = "0123456789";
    size_t n = strlen(name);
    size_t head = strspn(name, letters);
    if (n == 0 || head == 0 || strncmp(name, "__", 2) == 0)
        return false;
    for (size_t i = head; i < n; i++)
        if (!strchr(letters, name[i]) && !strchr(digits, name[i]))
            return false;
    return true;
}

bool inherit_name_ok(struct declaration *dc, const char *path, const char *name)
{
    bool is_case = dc->keyword == KEYWORD_CASE || dc->keyword == KEYWORD_SCENARIO;
    if (strlen(name) > LIMIT_NAME_BYTES)
        declare_error(dc, path, NULL, _("the name \"%.40s...\" is longer than %d bytes"), name,
                      LIMIT_NAME_BYTES);
    else if (!is_case && !is_identifier(name))
        declare_error(dc, path, _("put the Chinese word into zh = \"...\""),
                      _("\"%s\" is no name: use letters, digits and _, a letter first"), name);
    else if (*name == 0 || str_utf8_bad(name, strlen(name)) != strlen(name))
        declare_error(dc, path, NULL, _("the name must be text in UTF-8"));
    else if (is_reserved(dc->keyword, name))
        declare_error(dc, path, _("choose another name"),
                      _("the word \"%s\" has a meaning of its own"), name);
    else
        return true;
    return false;
}

static void say_taken(struct declaration *dc, const char *path, const char *word,
                      const char *by, const struct place *at)
{
    declare_error(dc, path, _("choose another name"), _("\"%s\" is taken by %s (%s, line %u)"),
                  word, by, at->file ? at->file : "?", at->line);
}

bool inherit_member_free(struct declaration *dc, const char *path, uint8_t entity,
                         const char *word, uint16_t except)
{
    const struct model *m = dc->loader->model;
    const struct entity *e = &m->entities[entity];
    uint32_t id;
    if (map_get(&e->names, str_of(word), &id) && id != except) {
        say_taken(dc, path, word, m->fields[id].name, &m->fields[id].at);
        return false;
    }
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *child = &m->entities[i];
        if (child->parent == entity && child->plural && strcmp(child->plural, word) == 0) {
            say_taken(dc, path, word, _("the list of a child entity"), &child->at);
            return false;
        }
    }
    const struct entity *parent = e->parent == NO_ENTITY ? NULL : &m->entities[e->parent];
    if (parent &&
        (strcmp(parent->name, word) == 0 || (parent->zh && strcmp(parent->zh, word) == 0))) {
        say_taken(dc, path, word, _("the entity it belongs to"), &parent->at);
        return false;
    }
    return true;
}

/* --- sums of members' results --- */

static bool can_be_summed(const struct field *f)
{
    return f->kind == FIELD_VARIABLE && f->is_result &&
           (f->type.kind == KIND_MONEY || f->type.kind == KIND_NUMBER ||
            f->type.kind == KIND_INTEGER);
}

static bool is_list_of(const struct model *m, uint8_t entity, const char *word)
{
    for (size_t i = 0; i < m->entity_count; i++)
        if (m->entities[i].parent == entity && strcmp(m->entities[i].plural, word) == 0)
            return true;
    return false;
}

static void add_sum(struct loader *l, uint16_t of, uint8_t parent)
{
    struct model *m = l->model;
    void *fields = m->fields;
    struct entity *e = &m->entities[parent];
    uint32_t taken;
    struct field *f = loader_append(l, &fields, &m->field_count, &l->field_cap, sizeof *f);
    m->fields = fields;
    if (!f)
        return;
    const struct field *child = &m->fields[of];
    *f = (struct field){.name = child->name,
                        .unit = child->unit,
                        .law = child->law,
                        .kind = FIELD_VARIABLE,
                        .type = child->type,
                        .entity = parent,
                        .at = child->at,
                        .level = child->level,
                        .is_result = true,
                        .is_benefit = child->is_benefit,
                        .sum_of = of};
    f->id = (uint16_t)(m->field_count - 1);
    if (child->zh && !map_get(&e->names, str_of(child->zh), &taken))
        f->zh = child->zh;
    if (map_put(&e->names, str_of(f->name), f->id) < 0 ||
        (f->zh && map_put(&e->names, str_of(f->zh), f->id) < 0))
        diag_nomem(l->diag, _("reading a policy"));
}

static void sum_field(struct loader *l, uint16_t of)
{
    struct model *m = l->model;
    uint8_t entity = m->fields[of].entity, parent = m->entities[entity].parent;
    uint32_t there;
    if (!map_get(&m->entities[parent].names, str_of(m->fields[of].name), &there)) {
        if (!is_list_of(m, parent, m->fields[of].name) && m->field_count < LIMIT_FIELDS)
            add_sum(l, of, parent);
        return;
    }
    uint16_t other = m->fields[there].sum_of;
    if (m->fields[there].kind != FIELD_VARIABLE || other == NO_FIELD)
        return;
    diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &m->fields[of].at,
             _("declare the variable for the entity above, with a formula of its own"),
             _("both %s and %s have a result \"%s\": it is not clear what their sum should be"),
             m->entities[m->fields[other].entity].name, m->entities[entity].name,
             m->fields[of].name);
}

/* Children are declared after their parents: from the last entity on, sums of sums come too. */
static void add_sums(struct loader *l)
{
    struct model *m = l->model;
    for (size_t e = m->entity_count; e-- > 0;) {
        if (m->entities[e].parent == NO_ENTITY)
            continue;
        for (size_t i = 0; i < m->field_count; i++)
            if (m->fields[i].entity == e && can_be_summed(&m->fields[i]))
                sum_field(l, (uint16_t)i);
    }
}

/* --- lists --- */

static bool list_fields(struct model *m, struct entity *e)
{
    e->field_count = 0;
    e->fields = arena_alloc(&m->arena, (m->field_count + 1) * sizeof *e->fields);
    if (!e->fields)
        return false;
    for (int kind = FIELD_INPUT; kind <= FIELD_VARIABLE; kind++)
        for (size_t i = 0; i < m->field_count; i++)
            if (m->fields[i].entity == e->id && (int)m->fields[i].kind == kind &&
                !m->fields[i].is_hidden)
                e->fields[e->field_count++] = (uint16_t)i;
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].entity == e->id && m->fields[i].is_hidden)
            e->fields[e->field_count++] = (uint16_t)i;
    return true;
}

static bool list_children(struct model *m, struct entity *e)
{
    e->child_count = 0;
    e->children = arena_alloc(&m->arena, m->entity_count);
    if (!e->children)
        return false;
    for (size_t i = 0; i < m->entity_count; i++)
        if (m->entities[i].parent == e->id)
            e->children[e->child_count++] = (uint8_t)i;
    return true;
}

void inherit_finish(struct loader *l)
{
    struct model *m = l->model;
    m->name = arena_strdup(&m->arena, l->policy->sources.name);
    add_sums(l);
    for (size_t i = 0; i < m->entity_count; i++)
        if (!list_fields(m, &m->entities[i]) || !list_children(m, &m->entities[i]))
            diag_nomem(l->diag, _("reading a policy"));
}

void inherit_list_fields(struct loader *l)
{
    struct model *m = l->model;
    for (size_t i = 0; i < m->entity_count; i++)
        if (!list_fields(m, &m->entities[i]))
            diag_nomem(l->diag, _("reading a policy"));
}
