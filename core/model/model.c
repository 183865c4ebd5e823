/* model.c - finding things in a loaded policy, defaults, and parameters moved by patches. */
#include "model/model.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "base/mem.h"

static struct str text(const char *s)
{
    return (struct str){s, s ? strlen(s) : 0};
}

static bool is_called(const char *name, const char *zh, struct str word)
{
    return str_eq(text(name), word) || (zh && str_eq(text(zh), word));
}

uint8_t model_entity(const struct model *m, struct str name)
{
    for (size_t i = 0; i < m->entity_count; i++) {
        if (is_called(m->entities[i].name, m->entities[i].zh, name))
            return (uint8_t)i;
    }
    return NO_ENTITY;
}

uint16_t model_field(const struct model *m, uint8_t entity, struct str name)
{
    uint32_t id;
    if (entity >= m->entity_count || !map_get(&m->entities[entity].names, name, &id))
        return NO_FIELD;
    return (uint16_t)id;
}

int model_parameter(const struct model *m, struct str name)
{
    uint32_t index;
    return map_get(&m->parameter_names, name, &index) ? (int)index : -1;
}

int model_enum(const struct model *m, struct str name)
{
    for (size_t i = 0; i < m->enum_count; i++) {
        if (is_called(m->enums[i].name, m->enums[i].zh, name))
            return (int)i;
    }
    return -1;
}

static const char *nearest(struct str word, const struct str *names, size_t count)
{
    int found = str_nearest(word, names, count);
    return found < 0 ? NULL : names[found].p;
}

static size_t add_names(struct str *into, const struct map *names)
{
    for (size_t i = 0; i < names->count; i++)
        into[i] = names->entries[i].key;
    return names->count;
}

const char *model_nearest_field(const struct model *m, uint8_t entity, struct str name)
{
    const struct entity *e = &m->entities[entity];
    struct str *names = mem_calloc(e->names.count + e->child_count + 1u, sizeof *names);
    if (!names)
        return NULL; /* only a suggestion is lost */
    size_t n = add_names(names, &e->names);
    for (uint8_t i = 0; i < e->child_count; i++)
        names[n++] = text(m->entities[e->children[i]].plural);
    if (e->parent != NO_ENTITY)
        names[n++] = text(m->entities[e->parent].name);
    const char *found = nearest(name, names, n);
    mem_free(names);
    return found;
}

const char *model_nearest_parameter(const struct model *m, struct str name)
{
    struct str *names = mem_calloc(m->parameter_names.count, sizeof *names);
    if (!names)
        return NULL;
    const char *found = nearest(name, names, add_names(names, &m->parameter_names));
    mem_free(names);
    return found;
}

const struct formula *field_formula_on(const struct field *f, int32_t date)
{
    const struct formula *found = NULL;
    for (uint16_t i = 0; i < f->formula_count && f->formulas[i].from <= date; i++)
        found = &f->formulas[i];
    return found && !found->ended ? found : NULL;
}

struct value field_default(const struct model *m, const struct field *f)
{
    struct value none = {.kind = KIND_NONE}, v = {.kind = f->type.kind};
    if (f->has_default)
        return f->default_value;
    if (f->type.kind == KIND_ENUM) {
        int16_t code = m->enums[f->type.enum_id].none_code;
        v.as.code = (uint8_t)code;
        return code < 0 ? none : v;
    }
    if (f->kind == FIELD_INPUT)
        return none;
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        v.as.boolean = false;
        return v;
    case KIND_INTEGER:
        v.as.integer = 0;
        return v;
    case KIND_NUMBER:
    case KIND_MONEY:
        v.as.rational = rational_of(0);
        return v;
    default:
        return none;
    }
}

static bool add_bit(uint64_t *set, uint16_t field)
{
    uint64_t bit = UINT64_C(1) << (field % 64);
    bool is_new = (set[field / 64] & bit) == 0;
    set[field / 64] |= bit;
    return is_new;
}

unsigned model_reach(const struct model *m, const uint16_t *from, size_t n, uint64_t *set,
                     uint16_t *stack)
{
    size_t depth = 0;
    unsigned months = 0;
    for (size_t i = 0; i < n; i++)
        if (add_bit(set, from[i]))
            stack[depth++] = from[i];
    while (depth > 0) {
        const struct field *f = &m->fields[stack[--depth]];
        unsigned before = f->before_months == 255 ? LIMIT_HISTORY_MONTHS : f->before_months;
        months = before > months ? before : months;
        for (size_t i = 0; i < f->read_count; i++)
            if (add_bit(set, f->reads[i]))
                stack[depth++] = f->reads[i];
        if (f->kind == FIELD_VARIABLE && f->sum_of != NO_FIELD && add_bit(set, f->sum_of))
            stack[depth++] = f->sum_of;
    }
    return months;
}

static bool has_bit(const uint64_t *set, uint16_t field)
{
    return set[field / 64] >> (field % 64) & 1;
}

static bool is_patched(const struct field *f, const struct alternative *a)
{
    for (size_t i = 0; i < a->formula_count; i++)
        if (a->formulas[i].field == f->id)
            return true;
    for (size_t i = 0; i < a->patch_count; i++)
        for (size_t k = 0; k < f->read_parameter_count; k++)
            if (f->reads_parameters[k] == a->patches[i].parameter)
                return true;
    return false;
}

static bool reads_touched(const struct field *f, const uint64_t *set)
{
    for (size_t i = 0; i < f->read_count; i++)
        if (has_bit(set, f->reads[i]))
            return true;
    return f->sum_of != NO_FIELD && has_bit(set, f->sum_of);
}

void model_touched(const struct model *m, const struct alternative *list, size_t n,
                   uint64_t *set)
{
    for (size_t i = 0; i < m->field_count; i++)
        for (size_t k = 0; k < n && m->fields[i].kind == FIELD_VARIABLE; k++)
            if (is_patched(&m->fields[i], &list[k]))
                (void)add_bit(set, (uint16_t)i);
    bool more = true;
    while (more) {
        more = false;
        for (size_t i = 0; i < m->field_count; i++)
            if (m->fields[i].kind == FIELD_VARIABLE && !has_bit(set, (uint16_t)i) &&
                reads_touched(&m->fields[i], set))
                more = add_bit(set, (uint16_t)i);
    }
}

uint16_t model_namesake(const struct model *to, const struct model *from, uint16_t field)
{
    const struct field *f = &from->fields[field];
    const char *entity = from->entities[f->entity].name;
    uint8_t e = model_entity(to, (struct str){entity, strlen(entity)});
    return e == NO_ENTITY ? NO_FIELD
                          : model_field(to, e, (struct str){f->name, strlen(f->name)});
}

void model_field_path(const struct model *m, uint16_t field, char *out, size_t out_bytes)
{
    const struct field *f = &m->fields[field];
    snprintf(out, out_bytes, "%s.%s", m->entities[f->entity].name, f->name);
}

/* The last of values[0..n) that starts on or before the date, ended or not; NULL if none. */
static const struct parameter_value *last_on(const struct parameter_value *values, size_t n,
                                             int32_t date)
{
    const struct parameter_value *found = NULL;
    for (size_t i = 0; i < n && values[i].from <= date; i++)
        found = &values[i];
    return found;
}

/* from[0..n) with one patch applied, into `to` (room for n + 2); returns how many. What held on
 * the day after the patch's last holds again from then on. */
static size_t apply_patch(struct parameter_value *to, const struct parameter_value *from,
                          size_t n, const struct patch *p)
{
    bool is_open = p->to == DATE_ALWAYS;
    size_t kept = 0, k = 0;
    while (kept < n && from[kept].from < p->from)
        to[k++] = from[kept++];
    to[k] = p->value;
    to[k++].from = p->from;
    if (is_open)
        return k;
    int32_t after = p->to + 1;
    const struct parameter_value *again = last_on(from, n, after);
    if (again)
        to[k] = *again;
    else
        to[k] = (struct parameter_value){.ended = true, .at = p->value.at};
    to[k++].from = after;
    for (; kept < n; kept++) {
        if (from[kept].from > after)
            to[k++] = from[kept];
    }
    return k;
}

enum hm_status parameter_patched(struct parameter *out, const struct parameter *base,
                                 const struct patch *patches, size_t count, uint16_t index,
                                 struct arena *a)
{
    size_t mine = 0;
    for (size_t i = 0; i < count; i++)
        mine += patches[i].parameter == index;
    struct parameter result = *base;
    if (mine > 0) {
        size_t room = base->count + 2 * mine;
        struct parameter_value *now = arena_alloc(a, room * sizeof *now);
        struct parameter_value *next = arena_alloc(a, room * sizeof *next);
        if (!now || !next)
            return HM_NOMEM;
        if (base->count)
            memcpy(now, base->values, base->count * sizeof *now);
        for (size_t i = 0; i < count; i++) {
            if (patches[i].parameter != index)
                continue;
            assert(patches[i].to == DATE_ALWAYS || patches[i].to >= patches[i].from);
            result.count = apply_patch(next, now, result.count, &patches[i]);
            struct parameter_value *spare = now;
            now = next;
            next = spare;
        }
        result.values = now;
    }
    *out = result;
    return HM_OK;
}
