/* schema.c - joins the models of several policies. */
#include "run/schema.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static enum hm_status nomem(struct diag *d)
{
    return diag_nomem(d, _("joining policies"));
}

/* --- enums --- */

static struct enum_type *find_enum(struct model *to, const char *name)
{
    for (size_t i = 0; i < to->enum_count; i++)
        if (strcmp(to->enums[i].name, name) == 0)
            return &to->enums[i];
    return NULL;
}

static enum hm_status add_enum(struct model *to, const struct enum_type *e, struct diag *d)
{
    struct enum_type *mine = find_enum(to, e->name);
    if (!mine) {
        mine = &to->enums[to->enum_count++];
        *mine = *e;
        mine->values = arena_alloc(&to->arena, LIMIT_ENUM_VALUES * sizeof *mine->values);
        mine->count = 0;
        if (!mine->values)
            return nomem(d);
    }
    for (uint16_t i = 0; i < e->count; i++) {
        if (enum_code(mine, text(e->values[i].name)) >= 0)
            continue;
        if (mine->count == LIMIT_ENUM_VALUES)
            return diag_error(d, HM_DATA, &e->at, _("enum %s has more than %d values together"),
                              e->name, (int)LIMIT_ENUM_VALUES);
        mine->values[mine->count++] = e->values[i];
    }
    int none = enum_code(mine, text("none"));
    mine->none_code = (int16_t)none;
    return HM_OK;
}

/* --- entities --- */

static uint8_t find_entity(const struct model *to, const char *name)
{
    for (size_t i = 0; i < to->entity_count; i++)
        if (strcmp(to->entities[i].name, name) == 0)
            return (uint8_t)i;
    return NO_ENTITY;
}

static enum hm_status add_entity(struct model *to, const struct model *from,
                                 const struct entity *e, struct diag *d)
{
    const char *parent = e->parent == NO_ENTITY ? NULL : from->entities[e->parent].name;
    uint8_t at = find_entity(to, e->name);
    if (at != NO_ENTITY) {
        uint8_t above = to->entities[at].parent;
        const char *other = above == NO_ENTITY ? NULL : to->entities[above].name;
        if (!parent != !other || (parent && strcmp(parent, other) != 0))
            return diag_error(d, HM_DATA, &e->at,
                              _("entity %s stands below different entities in two policies"),
                              e->name);
        if (entity_max_rows(&to->entities[at]) < entity_max_rows(e))
            to->entities[at].max_rows = e->max_rows;
        return HM_OK;
    }
    if (to->entity_count == LIMIT_ENTITIES)
        return diag_error(d, HM_DATA, &e->at, _("more than %d entities together"),
                          (int)LIMIT_ENTITIES);
    struct entity *mine = &to->entities[to->entity_count];
    *mine = *e;
    mine->id = (uint8_t)to->entity_count++;
    mine->parent = parent ? find_entity(to, parent) : NO_ENTITY;
    mine->root = parent ? to->entities[mine->parent].root : mine->id;
    mine->fields = arena_alloc(&to->arena, LIMIT_FIELDS * sizeof *mine->fields);
    mine->children = arena_alloc(&to->arena, LIMIT_ENTITIES);
    mine->field_count = 0;
    mine->child_count = 0;
    map_init(&mine->names);
    if (!mine->fields || !mine->children)
        return nomem(d);
    if (parent) {
        struct entity *up = &to->entities[mine->parent];
        up->children[up->child_count++] = mine->id;
    }
    return HM_OK;
}

/* --- fields --- */

static bool below(const struct value *a, const struct value *b)
{
    if (a->kind == KIND_MONEY || a->kind == KIND_NUMBER)
        return rational_cmp(a->as.rational, b->as.rational) < 0;
    if (a->kind == KIND_INTEGER)
        return a->as.integer < b->as.integer;
    return a->as.day < b->as.day;
}

static void widen(struct field *mine, const struct field *f)
{
    mine->has_min &= f->has_min;
    mine->has_max &= f->has_max;
    if (mine->has_min && mine->min.kind == f->min.kind && below(&f->min, &mine->min))
        mine->min = f->min;
    if (mine->has_max && mine->max.kind == f->max.kind && below(&mine->max, &f->max))
        mine->max = f->max;
    if (!f->has_default || !mine->has_default ||
        !value_equal(&mine->default_value, &f->default_value))
        mine->has_default = false;
    mine->is_result |= f->is_result;
    mine->is_benefit |= f->is_benefit;
}

static bool same_type(const struct model *to, const struct field *mine,
                      const struct model *from, const struct field *f)
{
    if (mine->kind != f->kind || mine->type.kind != f->type.kind ||
        mine->type.decimals != f->type.decimals)
        return false;
    return f->type.kind != KIND_ENUM ||
           strcmp(to->enums[mine->type.enum_id].name, from->enums[f->type.enum_id].name) == 0;
}

/* A new field; nothing of its formulas, which the store does not know. */
static enum hm_status new_field(struct model *to, const struct model *from,
                                const struct field *f, struct entity *e, struct diag *d)
{
    if (to->field_count == LIMIT_FIELDS)
        return diag_error(d, HM_DATA, &f->at, _("more than %d fields together"),
                          (int)LIMIT_FIELDS);
    struct field *mine = &to->fields[to->field_count];
    *mine = *f;
    mine->id = (uint16_t)to->field_count++;
    mine->entity = e->id;
    if (f->type.kind == KIND_ENUM) {
        struct enum_type *type = find_enum(to, from->enums[f->type.enum_id].name);
        mine->type.enum_id = (uint8_t)(type - to->enums);
        if (f->has_default) {
            const char *name =
                from->enums[f->type.enum_id].values[f->default_value.as.code].name;
            mine->default_value.as.code = (uint8_t)enum_code(type, text(name));
        }
    }
    mine->formulas = NULL;
    mine->formula_count = mine->read_count = mine->read_parameter_count = 0;
    mine->reads = mine->reads_parameters = NULL;
    mine->sum_of = NO_FIELD;
    e->fields[e->field_count++] = mine->id;
    if (map_put(&e->names, text(f->name), mine->id) < 0 ||
        (f->zh && map_put(&e->names, text(f->zh), mine->id) < 0))
        return nomem(d);
    return HM_OK;
}

static enum hm_status add_field(struct model *to, const struct model *from,
                                const struct field *f, struct diag *d)
{
    struct entity *e = &to->entities[find_entity(to, from->entities[f->entity].name)];
    for (uint16_t i = 0; i < e->field_count; i++) {
        struct field *mine = &to->fields[e->fields[i]];
        if (strcmp(mine->name, f->name) != 0)
            continue;
        if (!same_type(to, mine, from, f))
            return diag_error(d, HM_DATA, &f->at,
                              _("%s.%s has another type in another policy below this folder"),
                              e->name, f->name);
        if (f->type.kind != KIND_ENUM)
            widen(mine, f);
        return HM_OK;
    }
    return new_field(to, from, f, e, d);
}

static enum hm_status join(struct model *to, const struct model *from, struct diag *d)
{
    for (size_t i = 0; i < from->enum_count; i++)
        TRY(add_enum(to, &from->enums[i], d));
    for (size_t i = 0; i < from->entity_count; i++)
        TRY(add_entity(to, from, &from->entities[i], d));
    /* Inputs first, as in any entity's list. */
    for (int kind = FIELD_INPUT; kind <= FIELD_VARIABLE; kind++)
        for (size_t i = 0; i < from->field_count; i++)
            if (from->fields[i].kind == (enum field_kind)kind)
                TRY(add_field(to, from, &from->fields[i], d));
    return HM_OK;
}

/* --- all of a folder --- */

static enum hm_status load_all(struct schema *s, char **paths, size_t n, struct diag *d)
{
    enum hm_status st = HM_OK;
    s->policies = mem_calloc(n + 1, sizeof(void *));
    if (!s->policies)
        return nomem(d);
    for (size_t i = 0; i < n; i++) {
        enum hm_status one = policy_load(&s->policies[s->policy_count], paths[i], d);
        if (one == HM_OK)
            s->policy_count++;
        else
            st = one; /* find the errors of all */
    }
    return st;
}

static enum hm_status join_all(struct schema *s, struct diag *d)
{
    struct model *m = &s->model;
    size_t enums = 0;
    const struct model *first = s->policies[0]->model;
    for (size_t i = 0; i < s->policy_count; i++)
        enums += s->policies[i]->model->enum_count;
    m->name = first->name;
    m->zh = first->zh;
    memcpy(m->identity, first->identity, sizeof m->identity);
    m->enums = arena_zalloc(&m->arena, (enums + 1) * sizeof *m->enums);
    m->entities = arena_zalloc(&m->arena, LIMIT_ENTITIES * sizeof *m->entities);
    m->fields = arena_zalloc(&m->arena, LIMIT_FIELDS * sizeof *m->fields);
    if (!m->enums || !m->entities || !m->fields)
        return nomem(d);
    for (size_t i = 0; i < s->policy_count; i++)
        TRY(join(m, s->policies[i]->model, d));
    return HM_OK;
}

enum hm_status schema_load(struct schema *s, const char *folder, struct diag *d)
{
    char **paths = NULL;
    size_t n = 0;
    *s = (struct schema){0};
    arena_init(&s->model.arena);
    map_init(&s->model.parameter_names);
    TRY(sources_leaves(&paths, &n, folder, d));
    enum hm_status st = load_all(s, paths, n, d);
    for (size_t i = 0; i < n; i++)
        mem_free(paths[i]);
    mem_free(paths);
    if (st == HM_OK && s->policy_count == 0)
        st = diag_error(d, HM_DATA, NULL, _("there is no policy.lua in or below %s"), folder);
    if (st == HM_OK)
        st = join_all(s, d);
    if (st != HM_OK)
        schema_fini(s);
    return st;
}

void schema_fini(struct schema *s)
{
    for (size_t i = 0; i < s->model.entity_count; i++)
        map_fini(&s->model.entities[i].names);
    for (size_t i = 0; i < s->policy_count; i++)
        policy_free(s->policies[i]);
    mem_free(s->policies);
    arena_fini(&s->model.arena);
    *s = (struct schema){0};
}
