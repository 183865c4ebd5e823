/* mapping.c - matches the fields of two models by entity and field name.
 *
 * The store's schema, the policy of a recomputation and the policy of an earlier run each
 * number their fields, entities and enum values in their own way; only names are common.
 */
#include "model/mapping.h"

#include <string.h>

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* By English name alone: zh labels may be shared between models in other meanings. */
static uint8_t find_entity(const struct model *m, const char *name)
{
    for (size_t i = 0; i < m->entity_count; i++) {
        if (strcmp(m->entities[i].name, name) == 0)
            return (uint8_t)i;
    }
    return NO_ENTITY;
}

static uint16_t find_field(const struct model *m, uint8_t entity, const char *name)
{
    uint32_t id;
    if (!map_get(&m->entities[entity].names, str_of(name), &id) || id >= m->field_count)
        return NO_FIELD;
    return strcmp(m->fields[id].name, name) == 0 ? (uint16_t)id : NO_FIELD;
}

static int find_value(const struct enum_type *e, const char *name)
{
    for (uint16_t i = 0; i < e->count; i++) {
        if (strcmp(e->values[i].name, name) == 0)
            return i;
    }
    return 255;
}

/* Codes of `from` in `to`; NULL when they are the same. False: no memory. */
static bool map_codes(struct mapping *g, const uint8_t **out, const struct enum_type *from,
                      const struct enum_type *to)
{
    uint8_t *codes = arena_alloc(&g->arena, 256);
    if (!codes)
        return false;
    memset(codes, 255, 256);
    bool same = true;
    for (uint16_t i = 0; i < from->count; i++) {
        codes[i] = (uint8_t)find_value(to, from->values[i].name);
        same = same && codes[i] == i;
    }
    *out = same ? NULL : codes;
    return true;
}

static bool map_field(struct mapping *g, uint16_t id)
{
    const struct field *to = &g->to->fields[id];
    struct mapping_field *out = &g->fields[id];
    *out = (struct mapping_field){.from = NO_FIELD};
    uint8_t entity = g->entity[to->entity];
    if (entity == NO_ENTITY)
        return true;
    out->from = find_field(g->from, entity, to->name);
    if (out->from == NO_FIELD)
        return true;
    const struct field *from = &g->from->fields[out->from];
    out->conflict = from->type.kind != to->type.kind;
    if (out->conflict)
        return true;
    if (to->type.kind == KIND_ENUM)
        return map_codes(g, &out->codes, &g->from->enums[from->type.enum_id],
                         &g->to->enums[to->type.enum_id]);
    if (to->type.kind == KIND_NUMBER) {
        out->conflict = to->type.decimals < from->type.decimals;
        out->scale = out->conflict ? 0 : (uint8_t)(to->type.decimals - from->type.decimals);
    }
    return true;
}

/* An entity is the same one when its name is, and its parent's. */
static void map_entities(struct mapping *g)
{
    for (size_t i = 0; i < g->to->entity_count; i++) {
        const struct entity *to = &g->to->entities[i];
        uint8_t id = find_entity(g->from, to->name);
        if (id != NO_ENTITY) {
            uint8_t up = g->from->entities[id].parent;
            bool same = to->parent == NO_ENTITY
                            ? up == NO_ENTITY
                            : up != NO_ENTITY && g->entity[to->parent] == up;
            id = same ? id : NO_ENTITY;
        }
        g->entity[i] = id;
    }
}

enum hm_status mapping_init(struct mapping *g, const struct model *from, const struct model *to,
                            struct diag *d)
{
    *g = (struct mapping){.from = from, .to = to};
    arena_init(&g->arena);
    g->entity = arena_zalloc(&g->arena, to->entity_count + 1);
    g->fields = arena_zalloc(&g->arena, (to->field_count + 1) * sizeof *g->fields);
    bool ok = g->entity && g->fields;
    if (ok)
        map_entities(g);
    for (size_t i = 0; ok && i < to->field_count; i++)
        ok = map_field(g, (uint16_t)i);
    if (ok)
        return HM_OK;
    mapping_fini(g);
    return diag_nomem(d, _("matching fields"));
}

void mapping_fini(struct mapping *g)
{
    arena_fini(&g->arena);
    *g = (struct mapping){0};
    arena_init(&g->arena);
}

uint8_t mapping_root(const struct mapping *g, uint8_t from)
{
    for (size_t i = 0; i < g->to->entity_count && from != NO_ENTITY; i++) {
        if (g->entity[i] == from)
            return (uint8_t)i;
    }
    return NO_ENTITY;
}

enum hm_status mapping_conflict(const struct mapping *g, uint16_t to_field, const char *file,
                                struct diag *d)
{
    const struct field *to = &g->to->fields[to_field];
    const struct field *from = &g->from->fields[g->fields[to_field].from];
    struct place at = {.file = file, .field = to->name};
    if (from->type.kind != to->type.kind)
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("give the field the stored type, or another name"),
                        _("the store holds %s.%s as %s, the policy declares it as %s"),
                        g->to->entities[to->entity].name, to->name,
                        type_name(&from->type, g->from->enums),
                        type_name(&to->type, g->to->enums));
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                    _("declare at least as many decimals as the store has"),
                    _("the store holds %s.%s with %u decimals, the policy declares %u"),
                    g->to->entities[to->entity].name, to->name, from->type.decimals,
                    to->type.decimals);
}

enum hm_status mapping_no_value(const struct mapping *g, uint16_t to_field, uint8_t code,
                                const char *file, struct diag *d)
{
    const struct field *to = &g->to->fields[to_field];
    const struct field *from = &g->from->fields[g->fields[to_field].from];
    const struct enum_type *e = &g->from->enums[from->type.enum_id];
    struct place at = {.file = file, .field = to->name};
    return diag_add(
        d, HM_LEVEL_ERROR, HM_DATA, &at,
        _("add the value to the enum, or correct the households that have it"),
        _("the store holds the value \"%s\" in %s.%s, which the policy's enum lacks"),
        code < e->count ? e->values[code].name : "?", g->to->entities[to->entity].name,
        to->name);
}
