/* catalog.c - writes a model's entities, enums and fields as bytes and reads them back.
 *
 * Order is kept: ids in the store are the positions in these lists. The reader checks every id
 * it meets, since the bytes may come from a damaged or foreign file.
 */
#include "store/catalog.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "vec/column.h"

/* --- writing --- */

static void put_text(struct buf *b, const char *s)
{
    buf_u8(b, s != NULL);
    if (s)
        buf_blob(b, s, strlen(s));
}

static void put_value(struct buf *b, const struct value *v)
{
    buf_u8(b, (uint8_t)v->kind);
    switch (v->kind) {
    case KIND_NUMBER:
    case KIND_MONEY:
        buf_u64(b, (uint64_t)v->as.rational.num);
        buf_u64(b, (uint64_t)v->as.rational.den);
        break;
    case KIND_BOOLEAN:
        buf_u64(b, v->as.boolean);
        break;
    case KIND_INTEGER:
        buf_u64(b, (uint64_t)v->as.integer);
        break;
    case KIND_ENUM:
        buf_u64(b, v->as.code);
        break;
    case KIND_DATE:
    case KIND_MONTH:
        buf_u64(b, (uint64_t)(int64_t)v->as.day);
        break;
    case KIND_TEXT:
        buf_blob(b, v->as.text.p, v->as.text.n);
        break;
    default:
        break;
    }
}

static void put_optional(struct buf *b, bool has, const struct value *v)
{
    buf_u8(b, has);
    if (has)
        put_value(b, v);
}

static void put_enum(struct buf *b, const struct enum_type *e)
{
    put_text(b, e->name);
    put_text(b, e->zh);
    buf_u32(b, (uint32_t)(int32_t)e->none_code);
    buf_u32(b, e->count);
    for (uint16_t i = 0; i < e->count; i++) {
        put_text(b, e->values[i].name);
        put_text(b, e->values[i].zh);
    }
}

static void put_entity(struct buf *b, const struct entity *e)
{
    put_text(b, e->name);
    put_text(b, e->plural);
    put_text(b, e->zh);
    buf_u8(b, e->parent);
    buf_u32(b, e->max_rows);
}

static void put_field(struct buf *b, const struct field *f)
{
    put_text(b, f->name);
    put_text(b, f->zh);
    put_text(b, f->unit);
    put_text(b, f->law);
    buf_u8(b, f->entity);
    buf_u8(b, (uint8_t)f->kind);
    buf_u8(b, (uint8_t)f->type.kind);
    buf_u8(b, f->type.enum_id);
    buf_u8(b, f->type.decimals);
    buf_u8(b, (uint8_t)(f->is_result | f->is_personal << 1));
    buf_u8(b, f->is_benefit);
    put_optional(b, f->has_min, &f->min);
    put_optional(b, f->has_max, &f->max);
    put_optional(b, f->has_default, &f->default_value);
}

void catalog_put(struct buf *b, const struct model *m)
{
    put_text(b, m->name);
    put_text(b, m->zh);
    put_text(b, m->division);
    buf_u32(b, (uint32_t)m->enum_count);
    for (size_t i = 0; i < m->enum_count; i++)
        put_enum(b, &m->enums[i]);
    buf_u32(b, (uint32_t)m->entity_count);
    for (size_t i = 0; i < m->entity_count; i++)
        put_entity(b, &m->entities[i]);
    buf_u32(b, (uint32_t)m->field_count);
    for (size_t i = 0; i < m->field_count; i++)
        put_field(b, &m->fields[i]);
}

/* --- reading --- */

struct parse {
    struct reader r;
    struct model *m;
    bool nomem;
};

static void *take(struct parse *p, size_t bytes)
{
    void *out = arena_zalloc(&p->m->arena, bytes ? bytes : 1);
    p->nomem = p->nomem || !out;
    return out;
}

static const char *get_text(struct parse *p)
{
    if (!read_u8(&p->r))
        return NULL;
    size_t n;
    const char *s = read_blob(&p->r, &n);
    if (p->r.failed)
        return NULL;
    char *copy = arena_strndup(&p->m->arena, s, n);
    p->nomem = p->nomem || !copy;
    return copy;
}

/* A name that must be there. */
static const char *get_name(struct parse *p)
{
    const char *s = get_text(p);
    if (!s && !p->nomem)
        p->r.failed = true;
    return s;
}

static struct value get_value(struct parse *p)
{
    struct value v = {.kind = (enum value_kind)read_u8(&p->r)};
    if (v.kind == KIND_NUMBER || v.kind == KIND_MONEY) {
        v.as.rational.num = (int64_t)read_u64(&p->r);
        v.as.rational.den = (int64_t)read_u64(&p->r);
        p->r.failed = p->r.failed || v.as.rational.den <= 0;
        return v;
    }
    if (v.kind == KIND_TEXT) {
        size_t n;
        const char *s = read_blob(&p->r, &n);
        char *copy = p->r.failed ? NULL : arena_strndup(&p->m->arena, s, n);
        p->nomem = p->nomem || (!copy && !p->r.failed);
        v.as.text = (struct str){copy, n};
        return v;
    }
    int64_t x = v.kind == KIND_NONE ? 0 : (int64_t)read_u64(&p->r);
    switch (v.kind) {
    case KIND_BOOLEAN:
        v.as.boolean = x != 0;
        break;
    case KIND_INTEGER:
        v.as.integer = x;
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)x;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        v.as.day = (int32_t)x;
        break;
    default:
        p->r.failed = p->r.failed || v.kind != KIND_NONE;
        break;
    }
    return v;
}

/* A count of things that take at least one byte each. */
static size_t get_count(struct parse *p, size_t limit)
{
    size_t n = read_u32(&p->r);
    if (p->r.failed || n > limit || n > (size_t)(p->r.end - p->r.at)) {
        p->r.failed = true;
        return 0;
    }
    return n;
}

static void get_enum(struct parse *p, struct enum_type *e)
{
    e->name = get_name(p);
    e->zh = get_text(p);
    e->none_code = (int16_t)(int32_t)read_u32(&p->r);
    e->count = (uint16_t)get_count(p, LIMIT_ENUM_VALUES);
    e->values = take(p, e->count * sizeof *e->values);
    for (uint16_t i = 0; i < e->count && !p->nomem && !p->r.failed; i++) {
        e->values[i].name = get_name(p);
        e->values[i].zh = get_text(p);
    }
    if (e->none_code < -1 || e->none_code >= (int)e->count)
        p->r.failed = true;
}

static void get_entity(struct parse *p, uint8_t id)
{
    struct entity *e = &p->m->entities[id];
    e->id = id;
    e->name = get_name(p);
    e->plural = get_text(p);
    e->zh = get_text(p);
    e->parent = read_u8(&p->r);
    uint32_t max_rows = read_u32(&p->r);
    p->r.failed |= max_rows > LIMIT_MEMBERS;
    e->max_rows = (uint16_t)max_rows;
    e->root = id;
    if (e->parent == NO_ENTITY)
        return;
    if (e->parent >= id) { /* parents stand before their children */
        p->r.failed = true;
        return;
    }
    e->root = p->m->entities[e->parent].root;
    e->depth = (uint8_t)(p->m->entities[e->parent].depth + 1);
}

static void get_field(struct parse *p, uint16_t id)
{
    struct field *f = &p->m->fields[id];
    f->id = id;
    f->sum_of = NO_FIELD;
    f->name = get_name(p);
    f->zh = get_text(p);
    f->unit = get_text(p);
    f->law = get_text(p);
    f->entity = read_u8(&p->r);
    f->kind = read_u8(&p->r) ? FIELD_VARIABLE : FIELD_INPUT;
    f->type.kind = (enum value_kind)read_u8(&p->r);
    f->type.enum_id = read_u8(&p->r);
    f->type.decimals = read_u8(&p->r);
    uint8_t flags = read_u8(&p->r);
    f->is_result = flags & 1;
    f->is_personal = flags >> 1 & 1;
    f->is_benefit = read_u8(&p->r);
    if ((f->has_min = read_u8(&p->r)))
        f->min = get_value(p);
    if ((f->has_max = read_u8(&p->r)))
        f->max = get_value(p);
    if ((f->has_default = read_u8(&p->r)))
        f->default_value = get_value(p);
    if (f->entity >= p->m->entity_count || f->type.kind >= KIND_COUNT ||
        (f->type.kind == KIND_ENUM && f->type.enum_id >= p->m->enum_count))
        p->r.failed = true;
}

static void name_it(struct parse *p, struct map *names, const char *name, uint32_t id)
{
    if (name && map_put(names, (struct str){name, strlen(name)}, id) < 0)
        p->nomem = true;
}

/* Lists of fields and children of each entity, and its names. */
static void link_entities(struct parse *p)
{
    struct model *m = p->m;
    for (size_t i = 0; i < m->entity_count; i++) {
        m->entities[i].fields = take(p, m->field_count * sizeof(uint16_t));
        m->entities[i].children = take(p, m->entity_count);
        if (p->nomem)
            return;
        if (m->entities[i].parent != NO_ENTITY) {
            struct entity *up = &m->entities[m->entities[i].parent];
            up->children[up->child_count++] = (uint8_t)i;
        }
    }
    for (uint16_t i = 0; i < m->field_count; i++) {
        struct entity *e = &m->entities[m->fields[i].entity];
        e->fields[e->field_count++] = i;
        name_it(p, &e->names, m->fields[i].zh, i);
    }
    for (uint16_t i = 0; i < m->field_count; i++) /* names win over labels */
        name_it(p, &m->entities[m->fields[i].entity].names, m->fields[i].name, i);
}

static void get_model(struct parse *p)
{
    struct model *m = p->m;
    m->name = get_text(p);
    m->zh = get_text(p);
    m->division = get_text(p);
    m->enum_count = get_count(p, 255);
    m->enums = take(p, m->enum_count * sizeof *m->enums);
    for (size_t i = 0; i < m->enum_count && !p->nomem && !p->r.failed; i++)
        get_enum(p, &m->enums[i]);
    size_t entity_count = get_count(p, LIMIT_ENTITIES);
    m->entities = take(p, entity_count * sizeof *m->entities);
    for (; m->entity_count < entity_count && !p->nomem && !p->r.failed; m->entity_count++)
        get_entity(p, (uint8_t)m->entity_count);
    m->field_count = get_count(p, LIMIT_FIELDS);
    m->fields = take(p, m->field_count * sizeof *m->fields);
    for (size_t i = 0; i < m->field_count && !p->nomem && !p->r.failed; i++)
        get_field(p, (uint16_t)i);
    if (!p->nomem && !p->r.failed)
        link_entities(p);
}

enum hm_status catalog_parse(struct model **out, const void *bytes, size_t n, const char *file,
                             struct diag *d)
{
    struct place at = {.file = file};
    struct model *m = mem_zalloc(sizeof *m);
    if (!m)
        return diag_nomem(d, _("reading a schema"));
    arena_init(&m->arena);
    struct parse p = {.r = {bytes, (const uint8_t *)bytes + n, false}, .m = m};
    get_model(&p);
    if (!p.nomem && !p.r.failed && p.r.at == p.r.end) {
        *out = m;
        return HM_OK;
    }
    catalog_free(m);
    if (p.nomem)
        return diag_nomem(d, _("reading a schema"));
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at, _("restore the store from a backup"),
                    _("the list of entities and fields makes no sense"));
}

void catalog_free(struct model *m)
{
    while (m) {
        struct model *before = m->before;
        for (size_t i = 0; i < m->entity_count; i++)
            map_fini(&m->entities[i].names);
        arena_fini(&m->arena);
        mem_free(m);
        m = before;
    }
}

/* --- comparing --- */

static bool same_field(const struct model *a, const struct field *x, const struct model *b,
                       const struct field *y)
{
    return x->entity == y->entity && strcmp(x->name, y->name) == 0 &&
           x->type.kind == y->type.kind && x->type.decimals == y->type.decimals &&
           (x->type.kind != KIND_ENUM || x->type.enum_id == y->type.enum_id) &&
           lane_of_field(a, x) >= lane_of_field(b, y);
}

static bool has_values(const struct enum_type *a, const struct enum_type *b)
{
    bool same = a->count >= b->count && strcmp(a->name, b->name) == 0;
    for (uint16_t i = 0; same && i < b->count; i++)
        same = strcmp(a->values[i].name, b->values[i].name) == 0;
    return same;
}

bool catalog_extends(const struct model *newer, const struct model *older)
{
    const struct model *a = newer, *b = older;
    bool same = a->enum_count >= b->enum_count && a->entity_count >= b->entity_count &&
                a->field_count >= b->field_count;
    for (size_t i = 0; same && i < b->enum_count; i++)
        same = has_values(&a->enums[i], &b->enums[i]);
    for (size_t i = 0; same && i < b->entity_count; i++)
        same = a->entities[i].parent == b->entities[i].parent &&
               strcmp(a->entities[i].name, b->entities[i].name) == 0;
    for (size_t i = 0; same && i < b->field_count; i++)
        same = same_field(a, &a->fields[i], b, &b->fields[i]);
    return same;
}
