/* names.c - what a name means: fields of rows, parameters of the law, entries of tables,
 * globals; and which name was meant when it means nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

enum { NAME_SHOWN = 160 };

static struct str text_of(const char *s)
{
    return (struct str){s, s ? strlen(s) : 0};
}

static bool is_named(struct str name, const char *a, const char *b)
{
    return (a && str_eq(name, text_of(a))) || (b && str_eq(name, text_of(b)));
}

void names_with_zh(char *out, size_t out_bytes, const char *name, const char *zh)
{
    if (zh && strcmp(zh, name) != 0)
        snprintf(out, out_bytes, "%s (%s)", name, zh);
    else
        snprintf(out, out_bytes, "%s", name);
}

/* --- rows --- */

/* Chinese or English beside the nearest name, whichever it is not. */
static void with_other_name(const struct infer *c, uint8_t entity, const char *nearest,
                            char *out, size_t out_bytes)
{
    uint16_t id = nearest ? model_field(c->m, entity, text_of(nearest)) : NO_FIELD;
    const struct field *f = id == NO_FIELD ? NULL : &c->m->fields[id];

    if (!nearest)
        out[0] = '\0';
    else if (f)
        names_with_zh(out, out_bytes, f->name, f->zh);
    else
        snprintf(out, out_bytes, "%s", nearest);
}

/* Which other entity has the field: a parent's is reached through its name, a child's by each.
 */
static void hint_elsewhere(const struct infer *c, uint8_t entity, struct str name, char *out,
                           size_t out_bytes)
{
    for (size_t i = 0; i < c->m->entity_count; i++) {
        const struct entity *e = &c->m->entities[i];
        if (i == entity || model_field(c->m, (uint8_t)i, name) == NO_FIELD)
            continue;
        snprintf(out, out_bytes, _("%s has it"), e->name);
        if (c->m->entities[entity].parent == i)
            snprintf(out, out_bytes, _("%s has it: write .%s.%.*s"), e->name, e->name,
                     (int)name.n, name.p);
        return;
    }
}

static struct lang_type unknown_field(struct infer *c, const struct ast_node *at,
                                      uint8_t entity, struct str name)
{
    const char *nearest = model_nearest_field(c->m, entity, name);
    char near[160], hint[256];

    hint[0] = '\0';
    if (is_named(name, "before", NULL)) {
        infer_error(c, at, _("write row:before(n), with a colon"),
                    _("%s has no field \"%.*s\""), c->m->entities[entity].name, (int)name.n,
                    name.p);
        return type_of_kind(L_ANY);
    }
    with_other_name(c, entity, nearest, near, sizeof near);
    if (nearest)
        diag_suggest(hint, sizeof hint, near);
    else
        hint_elsewhere(c, entity, name, hint, sizeof hint);
    infer_error(c, at, hint, _("%s has no field \"%.*s\""), c->m->entities[entity].name,
                (int)name.n, name.p);
    return type_of_kind(L_ANY);
}

static struct lang_type relative(const struct infer *c, uint8_t entity, struct str name)
{
    const struct entity *e = &c->m->entities[entity];

    if (e->parent != NO_ENTITY) {
        const struct entity *p = &c->m->entities[e->parent];
        if (is_named(name, p->name, p->zh))
            return (struct lang_type){.kind = L_ROW, .id = p->id};
    }
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *child = &c->m->entities[e->children[i]];
        if (is_named(name, child->plural, child->zh))
            return (struct lang_type){.kind = L_LIST, .id = child->id};
    }
    return type_of_kind(L_NIL);
}

static struct lang_type row_field(struct infer *c, const struct ast_node *at,
                                  struct lang_type row, struct str name)
{
    uint16_t id = model_field(c->m, row.id, name);
    struct lang_type other;

    if (id != NO_FIELD) {
        if (row.kind == L_ROW && c->reads && !c->reads->fields[id])
            c->reads->fields[id] = at;
        return type_declared(&c->m->fields[id].type, c->m->fields[id].unit);
    }
    if (is_named(name, "id", NULL))
        return type_of_kind(L_TEXT);
    other = relative(c, row.id, name);
    if (other.kind == L_NIL)
        return unknown_field(c, at, row.id, name);
    return row.kind == L_ROW ? other : type_of_kind(L_ANY);
}

void names_perhaps(struct infer *c, const struct ast_node *at, struct str name)
{
    int parameter = name.n ? model_parameter(c->m, name) : -1;

    if (!c->reads)
        return;
    if (parameter >= 0 && !c->reads->parameters[parameter])
        c->reads->parameters[parameter] = at;
    for (size_t i = 0; i < c->m->field_count; i++) {
        const struct field *f = &c->m->fields[i];
        if (!name.n || is_named(name, f->name, f->zh))
            c->reads->perhaps[i] = 1;
    }
}

/* --- the law --- */

static struct lang_type law_field(struct infer *c, const struct ast_node *at, struct str name)
{
    int index = model_parameter(c->m, name);
    const struct parameter *p;
    const char *nearest;
    char near[160], hint[256];

    if (index >= 0) {
        p = &c->m->parameters[index];
        if (c->reads && !c->reads->parameters[index])
            c->reads->parameters[index] = at;
        if (p->kind == PARAMETER_SCALAR)
            return type_declared(&p->type, p->unit);
        return (struct lang_type){.kind = L_PARAMETER, .index = (uint16_t)index};
    }
    if (is_named(name, "month", NULL))
        return type_of_kind(L_MONTH);
    if (is_named(name, "date", NULL))
        return type_of_kind(L_DATE);
    if (is_named(name, "year", NULL))
        return type_of_kind(L_INTEGER);
    nearest = model_nearest_parameter(c->m, name);
    hint[0] = '\0';
    if (nearest) {
        index = model_parameter(c->m, text_of(nearest));
        p = index < 0 ? NULL : &c->m->parameters[index];
        names_with_zh(near, sizeof near, p ? p->name : nearest, p ? p->zh : NULL);
        diag_suggest(hint, sizeof hint, near);
    }
    infer_error(c, at, hint, _("the law has no parameter \"%.*s\""), (int)name.n, name.p);
    return type_of_kind(L_ANY);
}

static struct lang_type looked_up(const struct parameter *p)
{
    if (p->kind == PARAMETER_MARGINAL && p->key.kind == KIND_MONEY)
        return type_of_kind(L_MONEY); /* rate * money */
    return type_declared(&p->type, p->unit);
}

struct lang_type names_lookup(struct infer *c, const struct ast_node *at,
                              struct lang_type object, struct lang_type key)
{
    const struct parameter *p;

    if (object.kind == L_LIST) {
        if (key.kind != L_ANY && !type_is_number(key))
            infer_error(c, at, NULL, _("members of a list are numbered from 1, not by %s"),
                        infer_describe(c, key).text);
        return (struct lang_type){.kind = L_ROW, .id = object.id};
    }
    if (object.kind == L_TABLE)
        return object.shape->has_elements && !object.shape->is_open && type_is_number(key)
                   ? object.shape->element
                   : type_of_kind(L_ANY);
    if (object.kind != L_PARAMETER) {
        if (!type_is_number(key))
            names_perhaps(c, at, (struct str){"", 0});
        if (object.kind != L_ANY && object.kind != L_ROW && object.kind != L_HISTORY &&
            object.kind != L_LAW)
            infer_error(c, at, NULL, _("%s has nothing to look up with [ ]"),
                        infer_describe(c, object).text);
        return type_of_kind(L_ANY);
    }
    p = &c->m->parameters[object.index];
    if (p->kind == PARAMETER_COMPARISON) {
        infer_error(c, at, _("write law.name(a, b)"), _("%s is a comparison, not a table"),
                    p->name);
        return type_of_kind(L_BOOLEAN);
    }
    if (p->kind == PARAMETER_TABLE) {
        infer_error(c, at, _("write law.name(a, b, ...)"),
                    _("%s is a table of several columns"), p->name);
        return type_declared(&p->type, p->unit);
    }
    names_check_key(c, at, p->name, &p->key, key);
    return looked_up(p);
}

void names_check_key(struct infer *c, const struct ast_node *at, const char *name,
                     const struct type *wanted, struct lang_type key)
{
    struct lang_type want = type_declared(wanted, NULL);

    if (want.kind == L_ENUM && key.kind == L_TEXT) {
        names_check_texts(c, key.texts, want.id);
        return;
    }
    if (key.kind != L_ANY && !type_same(key, want) &&
        !(type_is_number(key) && type_is_number(want)) &&
        !(want.kind == L_MONEY && key.is_zero))
        infer_error(c, at, NULL, _("%s is looked up by %s, not by %s"), name,
                    infer_describe(c, want).text, infer_describe(c, key).text);
}

/* --- enum values --- */

static void suggest_value(const struct enum_type *e, struct str word, char *out,
                          size_t out_bytes)
{
    struct str names[2 * 256];
    const struct enum_value *v;
    char near[160];
    size_t n = 0;
    int i;

    for (uint16_t k = 0; k < e->count && k < 256; k++) {
        names[n++] = text_of(e->values[k].name);
        names[n++] = text_of(e->values[k].zh ? e->values[k].zh : e->values[k].name);
    }
    out[0] = '\0';
    i = str_nearest(word, names, n);
    if (i < 0)
        return;
    v = &e->values[i / 2];
    names_with_zh(near, sizeof near, v->name, v->zh);
    diag_suggest(out, out_bytes, near);
}

void names_check_texts(struct infer *c, const struct lang_text *texts, uint8_t enum_id)
{
    const struct enum_type *e = &c->m->enums[enum_id];
    char hint[256];

    for (; texts; texts = texts->next) {
        struct str word = texts->node->text;
        if (enum_code(e, word) >= 0)
            continue;
        suggest_value(e, word, hint, sizeof hint);
        infer_error(c, texts->node, hint, _("%s has no value \"%.*s\""), e->name, (int)word.n,
                    word.p);
    }
}

/* --- tables and everything else --- */

static struct lang_type table_field(struct infer *c, const struct ast_node *at,
                                    const struct lang_shape *s, struct str name)
{
    const struct lang_entry *e = shape_find(s, name);
    struct str names[128];
    size_t n = 0;
    char hint[256];
    int i;

    if (e)
        return e->type;
    if (!s->is_module || s->is_open)
        return type_of_kind(L_ANY);
    for (e = s->entries; e && n < 128; e = e->next)
        names[n++] = e->name;
    i = str_nearest(name, names, n);
    hint[0] = '\0';
    if (i >= 0) {
        char near[NAME_SHOWN];
        snprintf(near, sizeof near, "%.*s", (int)names[i].n, names[i].p);
        diag_suggest(hint, sizeof hint, near);
    }
    infer_error(c, at, hint, _("the module has no function \"%.*s\""), (int)name.n, name.p);
    return type_of_kind(L_ANY);
}

struct lang_type names_field(struct infer *c, const struct ast_node *at,
                             struct lang_type object, struct str name)
{
    struct lang_text key = {at, NULL};
    struct lang_type text = {.kind = L_TEXT, .texts = &key};

    switch (object.kind) {
    case L_ROW:
    case L_HISTORY:
        return row_field(c, at, object, name);
    case L_LAW:
        return law_field(c, at, name);
    case L_TABLE:
        return table_field(c, at, object.shape, name);
    case L_PARAMETER:
        return names_lookup(c, at, object, text);
    case L_ANY:
        names_perhaps(c, at, name);
        return type_of_kind(L_ANY);
    case L_LIST:
        infer_error(c, at, _("loop over each(list), or take one member with [1]"),
                    _("%s has no field \"%.*s\""), infer_describe(c, object).text, (int)name.n,
                    name.p);
        return type_of_kind(L_ANY);
    default:
        infer_error(c, at, NULL, _("%s has no field \"%.*s\""), infer_describe(c, object).text,
                    (int)name.n, name.p);
        return type_of_kind(L_ANY);
    }
}

static bool is_entity_or_enum(const struct model *m, struct str name)
{
    return model_entity(m, name) != NO_ENTITY || model_enum(m, name) >= 0;
}

struct lang_type names_global(struct infer *c, const struct ast_node *n)
{
    enum { ROOM = 1024 };
    struct lang_type t = builtin_find(n->text);
    struct str names[ROOM];
    uint32_t index;
    size_t count;
    char hint[256];
    int i;

    if (t.kind != L_NIL)
        return t;
    if (map_get(&c->globals, n->text, &index))
        return c->global_types[index];
    if (c->quiet || is_entity_or_enum(c->m, n->text))
        return type_of_kind(L_ANY);
    count = builtin_names(names, ROOM);
    for (size_t k = 0; k < c->globals.count && count < ROOM; k++)
        names[count++] = c->globals.entries[k].key;
    i = str_nearest(n->text, names, count);
    hint[0] = '\0';
    if (i >= 0) {
        char near[NAME_SHOWN];
        snprintf(near, sizeof near, "%.*s", (int)names[i].n, names[i].p);
        diag_suggest(hint, sizeof hint, near);
    }
    infer_error(c, n, hint, _("the name \"%.*s\" is not known here"), (int)n->text.n,
                n->text.p);
    return type_of_kind(L_ANY);
}
