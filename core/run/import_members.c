/* import_members.c - compact rows in chunks, chained by household.
 *
 * A held row: struct held, then for each id of the path below the household and for its own id
 * its length and bytes, then (field + 1, value) pairs up to a 0. Numbers are variable-length,
 * seven bits a byte, the least significant first; values are zigzag-coded stored integers,
 * texts a length and bytes. Rows begin at units of eight bytes.
 */
#include "run/import_members.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "vec/column.h"

enum { UNIT_BYTES = 8, CHUNK_BYTES = 4 << 20, CHUNK_UNITS = CHUNK_BYTES / UNIT_BYTES };
#define MOST_UNITS (UINT32_C(1) << 31)

struct held {
    uint32_t next; /* row of the same household, 0 = none; rows are numbered from 1 */
    uint32_t line;
    uint32_t bytes;
    uint16_t file;
    uint8_t entity;
    bool sound;
};
struct told_fact {
    uint16_t field;
    const uint8_t *coded; /* the value, in a held row */
    size_t n;
    uint32_t line;
};
struct built {
    struct str id;
    uint32_t parent, row;
    uint8_t entity;
};

void import_members_init(struct import_members *m, const struct model *model, uint8_t root)
{
    *m = (struct import_members){.model = model, .root = root};
    import_ids_init(&m->households);
}

void import_members_fini(struct import_members *m)
{
    import_ids_fini(&m->households);
    for (size_t i = 0; i < m->chunk_count; i++)
        mem_free(m->chunks[i]);
    mem_free(m->chunks);
    mem_free(m->met);
    *m = (struct import_members){0};
}

void import_family_fini(struct import_family *f)
{
    mem_free(f->built);
    mem_free(f->facts);
    *f = (struct import_family){0};
}

/* --- putting rows together --- */

static void put_number(struct buf *b, uint64_t v)
{
    while (v >= 0x80) {
        buf_u8(b, (uint8_t)(v | 0x80));
        v >>= 7;
    }
    buf_u8(b, (uint8_t)v);
}

static void put_text(struct buf *b, struct str s)
{
    put_number(b, s.n);
    buf_put(b, s.p, s.n);
}

void import_members_begin(struct buf *row, const struct str *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_text(row, ids[i]);
}

void import_members_value(struct buf *row, const struct field *f, int64_t stored,
                          struct str text)
{
    put_number(row, (uint64_t)f->id + 1);
    if (f->type.kind == KIND_TEXT) {
        put_text(row, text);
        return;
    }
    put_number(row, (uint64_t)stored << 1 ^ (uint64_t)(stored >> 63));
}

/* --- holding them --- */

static struct held *row_at(const struct import_members *m, uint32_t number)
{
    uint32_t unit = number - 1;
    return (struct held *)(void *)(m->chunks[unit / CHUNK_UNITS] +
                                   (size_t)(unit % CHUNK_UNITS) * UNIT_BYTES);
}

/* Room for a row of n bytes; its number, or 0 when memory is short. */
static uint32_t new_row(struct import_members *m, size_t n)
{
    uint32_t units = (uint32_t)((sizeof(struct held) + n + UNIT_BYTES - 1) / UNIT_BYTES);
    uint32_t left = CHUNK_UNITS - m->next % CHUNK_UNITS;
    assert(units <= CHUNK_UNITS);
    if (m->next % CHUNK_UNITS == 0 || units > left) {
        void *chunks = m->chunks;
        if (m->chunk_count >= MOST_UNITS / CHUNK_UNITS - 1 ||
            mem_grow(&chunks, &m->chunk_cap, m->chunk_count + 1, sizeof *m->chunks) != 0)
            return 0;
        m->chunks = chunks;
        m->chunks[m->chunk_count] = mem_alloc(CHUNK_BYTES);
        if (!m->chunks[m->chunk_count])
            return 0;
        m->next = (uint32_t)m->chunk_count++ * CHUNK_UNITS;
    }
    uint32_t number = m->next + 1;
    m->next += units;
    return number;
}

enum hm_status import_members_keep(struct import_members *m, const struct import_member *row)
{
    struct import_id before, id = row->household;
    uint32_t number = new_row(m, row->row.n + 1);
    if (number == 0)
        return HM_NOMEM;
    struct held *h = row_at(m, number);
    *h = (struct held){.line = row->line,
                       .bytes = (uint32_t)row->row.n + 1,
                       .file = (uint16_t)row->file,
                       .entity = row->entity,
                       .sound = row->sound};
    uint8_t *to = (uint8_t *)(h + 1);
    memcpy(to, row->row.p, row->row.n);
    to[row->row.n] = 0; /* ends its values */
    m->entities |= UINT64_C(1) << row->entity;
    id.numbers[0] = id.numbers[1] = number;
    enum hm_status st = import_ids_note(&m->households, &id, &before);
    if (st != HM_DATA)
        return st;
    row_at(m, before.numbers[1])->next = number; /* behind the rows that are there */
    import_ids_look(&m->households, &id)->numbers[1] = number;
    return HM_OK;
}

enum hm_status import_members_close(struct import_members *m)
{
    if (!m->met)
        m->met = mem_calloc(m->households.slot_count / 64 + 1, sizeof *m->met);
    return m->met ? HM_OK : HM_NOMEM;
}

void import_members_meet(struct import_members *m, const struct import_id *household)
{
    const struct import_id *slot = import_ids_look(&m->households, household);
    size_t at = slot ? (size_t)(slot - m->households.slots) : 0;
    if (slot)
        m->met[at / 64] |= UINT64_C(1) << (at % 64);
}

/* --- building households --- */

struct building { /* one household */
    const struct import_members *members;
    struct import_family *family;
    struct builder *builder;
    uint32_t root_row, first;
    const char *const *files;
    const struct record_sink *to;
    bool refused;
};

static uint64_t get_number(const uint8_t **p)
{
    uint64_t v = 0;
    unsigned shift = 0;
    while (**p & 0x80) {
        v |= (uint64_t)(*(*p)++ & 0x7F) << shift;
        shift += 7;
    }
    return v | (uint64_t) * (*p)++ << shift;
}

static struct str get_text(const uint8_t **p)
{
    size_t n = (size_t)get_number(p);
    struct str s = {(const char *)*p, n};
    *p += n;
    return s;
}

/* A value as builder_put takes it. */
static int64_t get_value(const struct field *f, const uint8_t **p, struct str *text)
{
    if (f->type.kind == KIND_TEXT) {
        *text = get_text(p);
        return 0;
    }
    uint64_t coded = get_number(p);
    return (int64_t)(coded >> 1) ^ -(int64_t)(coded & 1);
}

static void refuse(struct building *b, const struct held *h, const char *field,
                   struct str found, const char *fmt)
{
    char shown[192];
    struct place at = {.file = b->files[h->file], .line = h->line, .field = field};
    record_excerpt(shown, found);
    record_refuse(b->to, &at, found, NULL, "%s: \"%s\"", fmt, shown);
    b->refused = true;
}

/* The row with this id of an entity below a row, or NULL. */
static const struct built *find_built(const struct import_family *m, uint8_t entity,
                                      uint32_t parent, struct str id)
{
    for (size_t i = 0; i < m->built_count; i++)
        if (m->built[i].entity == entity && m->built[i].parent == parent &&
            str_eq(m->built[i].id, id))
            return &m->built[i];
    return NULL;
}

/* The entity at a depth above (or at) another. */
static uint8_t entity_at(const struct model *m, uint8_t entity, uint8_t depth)
{
    while (m->entities[entity].depth > depth)
        entity = m->entities[entity].parent;
    return entity;
}

/* Follows the ids of a held row down to the row it belongs to. False: there is none (told). */
static bool find_parent(struct building *b, const struct held *h, const uint8_t **p,
                        uint32_t *parent)
{
    const struct model *model = b->members->model;
    *parent = b->root_row;
    for (uint8_t depth = 1; depth < model->entities[h->entity].depth; depth++) {
        uint8_t above = entity_at(model, h->entity, depth);
        struct str id = get_text(p);
        const struct built *row = find_built(b->family, above, *parent, id);
        if (!row) {
            refuse(b, h, model->entities[above].name, id,
                   _("the household has no row with this id"));
            return false;
        }
        *parent = row->row;
    }
    return true;
}

static enum hm_status set_values(struct building *b, uint32_t row, const uint8_t *p)
{
    for (;;) {
        uint64_t number = get_number(&p);
        if (number == 0)
            return HM_OK;
        const struct field *f = &b->members->model->fields[number - 1];
        struct str text = {"", 0};
        int64_t stored = get_value(f, &p, &text);
        if (builder_put(b->builder, f->id, row, stored, text) != 0)
            return HM_NOMEM;
    }
}

static enum hm_status keep_built(struct import_family *m, struct built row)
{
    void *list = m->built;
    if (mem_grow(&list, &m->built_cap, m->built_count + 1, sizeof *m->built) != 0)
        return HM_NOMEM;
    m->built = list;
    m->built[m->built_count++] = row;
    return HM_OK;
}

static enum hm_status build_row(struct building *b, const struct held *h)
{
    const uint8_t *p = (const uint8_t *)(h + 1);
    struct built row = {.entity = h->entity};
    if (!h->sound) {
        b->refused = true;
        return HM_OK;
    }
    if (!find_parent(b, h, &p, &row.parent))
        return HM_OK;
    row.id = get_text(&p);
    if (row.id.n > 0 && find_built(b->family, h->entity, row.parent, row.id)) {
        refuse(b, h, "id", row.id, _("the household has two such rows with this id"));
        return HM_OK;
    }
    row.row = builder_row(b->builder, h->entity, row.parent, row.id);
    if (row.row == UINT32_MAX || keep_built(b->family, row) != HM_OK)
        return HM_NOMEM;
    return set_values(b, row.row, p);
}

/* All rows of one entity, in order of the files. */
static enum hm_status build_entity(struct building *b, uint8_t entity)
{
    uint32_t count = 0, max = entity_max_rows(&b->members->model->entities[entity]);
    for (uint32_t n = b->first; n != 0;) {
        const struct held *h = row_at(b->members, n);
        n = h->next;
        if (h->entity != entity)
            continue;
        if (count++ == max) {
            refuse(b, h, "id", (struct str){"", 0}, _("too many rows for one household"));
            return HM_OK;
        }
        TRY(build_row(b, h));
    }
    return HM_OK;
}

/* --- flat rows: facts of the household itself --- */

static enum hm_status refuse_other(struct building *b, const struct held *h,
                                   const struct field *f, uint32_t line)
{
    struct place at = {.file = b->files[h->file], .line = h->line, .field = f->name};
    b->refused = true;
    record_refuse(b->to, &at, (struct str){"", 0},
                  _("a fact of the household is the same in all its rows, or empty"),
                  _("it says otherwise than line %u, of the same household"), line);
    return HM_OK;
}

/* One fact: the first to tell it sets it, the others must agree. */
static enum hm_status tell(struct building *b, const struct held *h, struct told_fact fact,
                           int64_t stored, struct str text)
{
    struct import_family *m = b->family;
    for (size_t i = 0; i < m->fact_count; i++) {
        const struct told_fact *before = &m->facts[i];
        if (before->field == fact.field)
            return before->n == fact.n && memcmp(before->coded, fact.coded, fact.n) == 0
                       ? HM_OK
                       : refuse_other(b, h, &b->members->model->fields[fact.field],
                                      before->line);
    }
    void *list = m->facts;
    if (mem_grow(&list, &m->fact_cap, m->fact_count + 1, sizeof *m->facts) != 0)
        return HM_NOMEM;
    m->facts = list;
    m->facts[m->fact_count++] = fact;
    return builder_put(b->builder, fact.field, b->root_row, stored, text) == 0 ? HM_OK
                                                                               : HM_NOMEM;
}

static bool tells_nothing(const struct held *h)
{
    const uint8_t *p = (const uint8_t *)(h + 1);
    (void)get_text(&p); /* the id */
    return get_number(&p) == 0;
}

static enum hm_status tell_row(struct building *b, const struct held *h)
{
    const uint8_t *p = (const uint8_t *)(h + 1);
    (void)get_text(&p); /* the id */
    for (uint64_t number; (number = get_number(&p)) != 0;) {
        const struct field *f = &b->members->model->fields[number - 1];
        struct told_fact fact = {.field = f->id, .coded = p, .line = h->line};
        struct str text = {"", 0};
        int64_t stored = get_value(f, &p, &text);
        fact.n = (size_t)(p - fact.coded);
        TRY(tell(b, h, fact, stored, text));
    }
    return HM_OK;
}

/* All rows of the root entity; with `facts`, they are the household's. */
static enum hm_status build_root(struct building *b, bool is_flat)
{
    b->family->fact_count = 0;
    for (uint32_t n = b->first; n != 0;) {
        const struct held *h = row_at(b->members, n);
        n = h->next;
        if (h->entity != b->members->root)
            continue;
        if (!is_flat && tells_nothing(h))
            continue;
        if (!is_flat) {
            refuse(b, h, "id", (struct str){"", 0},
                   _("the household stands in a table of its own and in a flat one"));
            return HM_OK;
        }
        b->refused = b->refused || !h->sound;
        TRY(tell_row(b, h));
    }
    return HM_OK;
}

/* --- the whole --- */

enum hm_status import_family_build(struct import_family *f, const struct import_id *household,
                                   bool is_flat, struct builder *builder, uint32_t root_row,
                                   const char *const *files, const struct record_sink *to)
{
    const struct import_members *m = f->members;
    const struct import_id *slot = import_ids_look(&m->households, household);
    struct building b = {m, f, builder, root_row, 0, files, to, false};
    if (!slot)
        return HM_OK;
    b.first = slot->numbers[0];
    f->built_count = 0;
    if (m->entities >> m->root & 1)
        TRY(build_root(&b, is_flat));
    for (uint8_t e = 0; e < m->model->entity_count; e++) /* parents stand before children */
        if (e != m->root && m->entities >> e & 1)
            TRY(build_entity(&b, e));
    return b.refused ? HM_DATA : HM_OK;
}

/* --- orphans --- */

static int by_line(const void *left, const void *right)
{
    const struct import_orphan *a = left, *b = right;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* The household's id as its first flat row has it; empty: it has none. */
static struct str flat_id(const struct import_members *m, uint32_t number)
{
    for (; number != 0; number = row_at(m, number)->next) {
        const struct held *h = row_at(m, number);
        const uint8_t *p = (const uint8_t *)(h + 1);
        if (h->entity == m->root)
            return get_text(&p);
    }
    return (struct str){"", 0};
}

enum hm_status import_members_orphans(const struct import_members *m,
                                      struct import_orphan **out, size_t *n)
{
    const struct import_ids *ids = &m->households;
    struct import_orphan *list = NULL;
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < ids->slot_count; i++) {
        const struct import_id *slot = &ids->slots[i];
        if (import_id_is_empty(slot) || (m->met[i / 64] >> (i % 64) & 1))
            continue;
        void *grown = list;
        if (mem_grow(&grown, &cap, count + 1, sizeof *list) != 0) {
            mem_free(list);
            return HM_NOMEM;
        }
        list = grown;
        const struct held *h = row_at(m, slot->numbers[0]);
        list[count++] = (struct import_orphan){h->file, h->line, flat_id(m, slot->numbers[0])};
    }
    if (count > 0)
        qsort(list, count, sizeof *list, by_line);
    *out = list;
    *n = count;
    return HM_OK;
}
