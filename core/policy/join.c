/* join.c - several models as one: entities, enums, fields and the names of parameters. What two
 * of them declare alike is one thing; ranges are widened to hold both; types that differ are an
 * error. Texts are borrowed from the models joined.
 */
#include "policy/join.h"

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

/* Its index, or enum_count. */
static size_t find_enum(const struct model *to, const char *name)
{
    size_t i = 0;
    while (i < to->enum_count && strcmp(to->enums[i].name, name) != 0)
        i++;
    return i;
}

static enum hm_status add_enum(struct model *to, const struct enum_type *e, struct diag *d)
{
    size_t at = find_enum(to, e->name);
    struct enum_type *mine = &to->enums[at];
    if (at == to->enum_count) {
        to->enum_count++;
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

/* A new field; nothing of its formulas, which stay their policies'. */
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
        mine->type.enum_id = (uint8_t)find_enum(to, from->enums[f->type.enum_id].name);
        const struct enum_type *type = &to->enums[mine->type.enum_id];
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
    return map_put(&e->names, text(f->name), mine->id) < 0 ? nomem(d) : HM_OK;
}

static bool same_default(const struct model *to, const struct field *mine,
                         const struct model *from, const struct field *f)
{
    if (!mine->has_default || !f->has_default)
        return mine->has_default == f->has_default;
    if (f->type.kind != KIND_ENUM)
        return value_equal(&mine->default_value, &f->default_value);
    const char *a = to->enums[mine->type.enum_id].values[mine->default_value.as.code].name;
    const char *b = from->enums[f->type.enum_id].values[f->default_value.as.code].name;
    return strcmp(a, b) == 0;
}

static enum hm_status add_field(struct model *to, const struct model *from,
                                const struct field *f, struct diag *d)
{
    uint32_t there;
    struct entity *e = &to->entities[find_entity(to, from->entities[f->entity].name)];
    if (!map_get(&e->names, text(f->name), &there))
        return new_field(to, from, f, e, d);
    struct field *mine = &to->fields[there];
    if (!same_type(to, mine, from, f))
        return diag_error(d, HM_DATA, &f->at,
                          _("%s.%s has another type in another policy below this folder: %s, "
                            "line %u"),
                          e->name, f->name, mine->at.file ? mine->at.file : "?", mine->at.line);
    widen(mine, f);
    mine->has_default = same_default(to, mine, from, f) && mine->has_default;
    mine->is_result |= f->is_result;
    mine->is_personal |= f->is_personal;
    mine->is_benefit |= f->is_benefit;
    if (f->before_months > mine->before_months)
        mine->before_months = f->before_months;
    return HM_OK;
}

/* Chinese names can be written where they mean one field; where two policies mean two different
 * ones by a name, nobody can say it. */
static enum hm_status add_zh(struct model *to, struct field *f, struct diag *d)
{
    uint32_t there;
    struct map *names = &to->entities[f->entity].names;
    if (!f->zh)
        return HM_OK;
    if (!map_get(names, text(f->zh), &there))
        return map_put(names, text(f->zh), f->id) < 0 ? nomem(d) : HM_OK;
    if (there == f->id)
        return HM_OK;
    if (there < to->field_count && strcmp(to->fields[there].name, f->zh) != 0) {
        to->fields[there].zh = NULL;
        (void)map_put(names, text(f->zh), NO_FIELD); /* replaces: needs no memory */
    }
    f->zh = NULL;
    return HM_OK;
}

/* --- what fields read --- */

struct reads {
    uint64_t *sets; /* by field of the joined model, `words` each */
    size_t words;
};

static uint16_t joined_field(const struct model *to, const struct model *from, uint16_t id)
{
    const struct field *f = &from->fields[id];
    uint8_t entity = find_entity(to, from->entities[f->entity].name);
    return model_field(to, entity, text(f->name));
}

static void note_read(struct reads *r, uint16_t reader, uint16_t field)
{
    r->sets[reader * r->words + field / 64] |= UINT64_C(1) << (field % 64);
}

/* A sum over children in one policy may be a formula in another: it then reads the child. */
static void note_reads(struct reads *r, struct model *to, const struct model *from)
{
    for (size_t i = 0; i < from->field_count; i++) {
        const struct field *f = &from->fields[i];
        if (f->is_hidden)
            continue;
        struct field *mine = &to->fields[joined_field(to, from, f->id)];
        for (uint16_t k = 0; k < f->read_count; k++)
            note_read(r, mine->id, joined_field(to, from, f->reads[k]));
        if (f->kind != FIELD_VARIABLE || f->sum_of == NO_FIELD)
            continue;
        uint16_t child = joined_field(to, from, f->sum_of);
        if (mine->sum_of == NO_FIELD)
            mine->sum_of = child;
        else if (mine->sum_of != child)
            note_read(r, mine->id, child);
    }
}

static enum hm_status keep_reads(const struct reads *r, struct model *to, struct diag *d)
{
    for (size_t i = 0; i < to->field_count; i++) {
        const uint64_t *set = &r->sets[i * r->words];
        struct field *mine = &to->fields[i];
        size_t n = 0;
        for (size_t w = 0; w < r->words; w++)
            n += (size_t)__builtin_popcountll(set[w]);
        mine->reads = arena_alloc(&to->arena, (n + 1) * sizeof *mine->reads);
        if (!mine->reads)
            return nomem(d);
        for (uint16_t k = 0; k < to->field_count; k++)
            if (set[k / 64] >> (k % 64) & 1)
                mine->reads[mine->read_count++] = k;
    }
    return HM_OK;
}

static enum hm_status add_reads(struct model *to, const struct model *const *from, size_t n,
                                struct diag *d)
{
    struct reads r = {.words = to->field_count / 64 + 1};
    r.sets = mem_calloc(to->field_count + 1, r.words * sizeof *r.sets);
    if (!r.sets)
        return nomem(d);
    for (size_t i = 0; i < n; i++)
        note_reads(&r, to, from[i]);
    enum hm_status st = keep_reads(&r, to, d);
    mem_free(r.sets);
    return st;
}

/* --- parameters: their names --- */

static void join_type(struct type *t, const struct model *to, const struct model *from)
{
    if (t->kind == KIND_ENUM)
        t->enum_id = (uint8_t)find_enum(to, from->enums[t->enum_id].name);
}

static enum hm_status add_parameter(struct model *to, const struct model *from,
                                    const struct parameter *p, struct diag *d)
{
    uint32_t there;
    if (map_get(&to->parameter_names, text(p->name), &there))
        return HM_OK;
    struct parameter *mine = &to->parameters[to->parameter_count];
    *mine = *p;
    mine->values = NULL; /* each policy has its own */
    mine->count = 0;
    join_type(&mine->type, to, from);
    join_type(&mine->key, to, from);
    bool ok = map_put(&to->parameter_names, text(p->name), (uint32_t)to->parameter_count) >= 0;
    to->parameter_count++;
    return ok ? HM_OK : nomem(d);
}

static enum hm_status add_parameters(struct model *to, const struct model *const *from,
                                     size_t n, struct diag *d)
{
    size_t most = 2; /* and the names of places, join_names.c */
    uint32_t there;
    for (size_t i = 0; i < n; i++)
        most += from[i]->parameter_count;
    to->parameters = arena_zalloc(&to->arena, most * sizeof *to->parameters);
    if (!to->parameters)
        return nomem(d);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < from[i]->parameter_count; k++)
            TRY(add_parameter(to, from[i], &from[i]->parameters[k], d));
    for (size_t i = 0; i < to->parameter_count; i++) {
        const char *zh = to->parameters[i].zh;
        if (zh && !map_get(&to->parameter_names, text(zh), &there) &&
            map_put(&to->parameter_names, text(zh), (uint32_t)i) < 0)
            return nomem(d);
    }
    return HM_OK;
}

/* --- all --- */

static enum hm_status make_room(struct model *to, const struct model *const *from, size_t n,
                                struct diag *d)
{
    size_t enums = 1;
    for (size_t i = 0; i < n; i++)
        enums += from[i]->enum_count;
    to->enums = arena_zalloc(&to->arena, enums * sizeof *to->enums);
    to->entities = arena_zalloc(&to->arena, LIMIT_ENTITIES * sizeof *to->entities);
    to->fields = arena_zalloc(&to->arena, LIMIT_FIELDS * sizeof *to->fields);
    return to->enums && to->entities && to->fields ? HM_OK : nomem(d);
}

static enum hm_status join_fields(struct model *to, const struct model *const *from, size_t n,
                                  struct diag *d)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < from[i]->enum_count; k++)
            TRY(add_enum(to, &from[i]->enums[k], d));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < from[i]->entity_count; k++)
            TRY(add_entity(to, from[i], &from[i]->entities[k], d));
    for (int kind = FIELD_INPUT; kind <= FIELD_VARIABLE; kind++) /* inputs first */
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < from[i]->field_count; k++)
                if (from[i]->fields[k].kind == (enum field_kind)kind &&
                    !from[i]->fields[k].is_hidden) /* each policy has its own */
                    TRY(add_field(to, from[i], &from[i]->fields[k], d));
    for (size_t i = 0; i < to->field_count; i++)
        TRY(add_zh(to, &to->fields[i], d));
    return add_reads(to, from, n, d);
}

enum hm_status join_models(struct model *to, const struct model *const *from, size_t n,
                           struct diag *d)
{
    *to = (struct model){.name = from[0]->name, .zh = from[0]->zh};
    memcpy(to->identity, from[0]->identity, sizeof to->identity);
    arena_init(&to->arena);
    map_init(&to->parameter_names);
    enum hm_status st = make_room(to, from, n, d);
    if (st == HM_OK)
        st = join_fields(to, from, n, d);
    if (st == HM_OK)
        st = add_parameters(to, from, n, d);
    if (st != HM_OK)
        join_fini(to);
    return st;
}

enum hm_status join_extend(struct model *to, const struct model *have, const struct model *more,
                           struct diag *d)
{
    const struct model *from[] = {have, more};
    *to = (struct model){.name = have->name, .zh = have->zh, .division = have->division};
    arena_init(&to->arena);
    map_init(&to->parameter_names);
    enum hm_status st = make_room(to, from, 2, d);
    for (size_t i = 0; i < have->enum_count && st == HM_OK; i++)
        st = add_enum(to, &have->enums[i], d);
    for (size_t i = 0; i < have->entity_count && st == HM_OK; i++)
        st = add_entity(to, have, &have->entities[i], d);
    for (size_t i = 0; i < have->field_count && st == HM_OK; i++)
        st = add_field(to, have, &have->fields[i], d);
    if (st == HM_OK)
        st = join_fields(to, &more, 1, d);
    if (st != HM_OK)
        join_fini(to);
    return st;
}

void join_fini(struct model *m)
{
    for (size_t i = 0; i < m->entity_count; i++)
        map_fini(&m->entities[i].names);
    map_fini(&m->parameter_names);
    arena_fini(&m->arena);
    *m = (struct model){0};
}
