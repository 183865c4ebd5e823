/* merge.c - builds a block from an older one and newer records, column by column.
 *
 * Both sides are frames: the older block, and the decoded records (`fresh`). A `pick` names for
 * each new row where it comes from: a row of the base, or, with the top bit set, of the fresh
 * one. Picks of the children follow from the picks of their parents, then every column is
 * gathered.
 */
#include "store/merge.h"

#include <stdlib.h>
#include <string.h>

#define FRESH UINT32_C(0x80000000)

struct merge {
    const struct block *base;
    struct frame fresh;
    const struct edit **live; /* records that are not gone; fresh root row i is live[i] */
    uint32_t live_count;
    uint32_t **picks; /* by entity, by new row */
    struct block out;
    struct arena *a;
};

static uint32_t base_rows(const struct block *b)
{
    return b->frame.root == NO_ENTITY ? 0 : b->frame.entities[b->frame.root].rows;
}

static const struct frame *side(const struct merge *m, uint32_t pick)
{
    return pick & FRESH ? &m->fresh : &m->base->frame;
}

/* --- which households, and in which order --- */

static uint32_t members(const struct frame *f, uint32_t row)
{
    const struct entity *root = &f->model->entities[f->root];
    uint32_t n = 0;
    if (root->child_count)
        (void)frame_children(f, root->children[0], row, &n);
    return n;
}

static int by_number(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

/* Members descending, ordinal ascending, then where from: one number to sort by. */
static uint64_t sort_key(uint32_t member_count, uint16_t ordinal, uint32_t pick)
{
    return (uint64_t)(0xFFFF - member_count) << 48 | (uint64_t)ordinal << 32 | pick;
}

/* Marks the ordinals that have a record. */
static uint8_t *mark(const struct edit *const *records, uint32_t n, struct arena *a)
{
    uint8_t *marks = arena_zalloc(a, 65536);
    for (uint32_t i = 0; marks && i < n; i++)
        marks[records[i]->ordinal] = 1;
    return marks;
}

static bool order_roots(struct merge *m, const uint8_t *marks)
{
    uint32_t old = base_rows(m->base), n = 0;
    uint64_t *keys = arena_alloc(m->a, (old + m->live_count + 1u) * sizeof *keys);
    if (!keys)
        return false;
    for (uint32_t r = 0; r < old; r++) {
        uint16_t ordinal = m->base->ordinals[r];
        if (!marks[ordinal])
            keys[n++] = sort_key(members(&m->base->frame, r), ordinal, r);
    }
    for (uint32_t i = 0; i < m->live_count; i++)
        keys[n++] = sort_key(members(&m->fresh, i), m->live[i]->ordinal, i | FRESH);
    if (n)
        qsort(keys, n, sizeof *keys, by_number);
    uint32_t *picks = arena_alloc(m->a, n * sizeof *picks + 64);
    uint16_t *ordinals = arena_alloc(m->a, n * sizeof *ordinals + 64);
    uint16_t *own = arena_alloc(m->a, n * sizeof *own + 64);
    if (!picks || !ordinals || !own)
        return false;
    for (uint32_t r = 0; r < n; r++) {
        picks[r] = (uint32_t)keys[r];
        ordinals[r] = (uint16_t)(keys[r] >> 32);
        own[r] = picks[r] & FRESH ? m->live[picks[r] & ~FRESH]->month : m->base->own[picks[r]];
    }
    m->picks[m->out.frame.root] = picks;
    m->out.frame.entities[m->out.frame.root].rows = n;
    m->out.ordinals = ordinals;
    m->out.own = own;
    return true;
}

/* Deletions the base knew and that have no newer record, and the new ones. */
static bool list_gone(struct merge *m, const struct edit *const *records, uint32_t n)
{
    uint32_t *gone = arena_alloc(m->a, (m->base->gone_count + n + 1u) * sizeof *gone);
    uint32_t count = 0, old = 0;
    if (!gone)
        return false;
    for (uint32_t i = 0; i <= n; i++) { /* both lists ascend by ordinal */
        uint32_t upto = i < n ? records[i]->ordinal : 65536;
        for (; old < m->base->gone_count && m->base->gone[old] >> 16 < upto; old++)
            gone[count++] = m->base->gone[old];
        while (old < m->base->gone_count && m->base->gone[old] >> 16 == upto)
            old++;
        if (i < n && rows_is_gone(records[i]->record.p, records[i]->record.n))
            gone[count++] = upto << 16 | records[i]->month;
    }
    m->out.gone = count ? gone : NULL;
    m->out.gone_count = count;
    return true;
}

/* --- children --- */

static bool pick_children(struct merge *m, uint8_t entity)
{
    struct frame *f = &m->out.frame;
    uint8_t up = f->model->entities[entity].parent;
    uint32_t parents = f->entities[up].rows, n;
    uint16_t *counts = arena_alloc(m->a, parents * sizeof *counts + 64);
    if (!counts)
        return false;
    for (uint32_t p = 0; p < parents; p++) {
        uint32_t pick = m->picks[up][p];
        (void)frame_children(side(m, pick), entity, pick & ~FRESH, &n);
        counts[p] = (uint16_t)n;
    }
    struct frame_entity *e = &f->entities[entity];
    struct column column = {LANE_U16, parents, counts, NULL, NULL};
    if (!block_layout(e, &column, parents, m->a))
        return false;
    uint32_t *picks = arena_alloc(m->a, e->rows * sizeof *picks + 64);
    if (!picks)
        return false;
    for (uint32_t p = 0; p < parents; p++) {
        uint32_t pick = m->picks[up][p];
        const uint32_t *rows = frame_children(side(m, pick), entity, pick & ~FRESH, &n);
        for (uint32_t k = 0; k < n; k++)
            picks[e->child_rows[e->child_begin[p] + k]] = rows[k] | (pick & FRESH);
    }
    m->picks[entity] = picks;
    return true;
}

/* --- columns --- */

static bool picked_valid(const struct column *old, const struct column *new, uint32_t pick)
{
    const struct column *c = pick & FRESH ? new : old;
    return c->rows && column_valid(c, pick & ~FRESH);
}

/* NULL in *out: every row has a value. False: no memory. */
static bool gather_valid(const uint64_t **out, const struct column *old,
                         const struct column *new, const uint32_t *picks, uint32_t rows,
                         struct arena *a)
{
    *out = NULL;
    if (old->rows && new->rows && !old->valid && !new->valid)
        return true;
    uint64_t *valid = arena_zalloc(a, ((size_t)rows + 63) / 64 * 8 + 64);
    if (!valid)
        return false;
    uint32_t count = 0;
    for (uint32_t r = 0; r < rows; r++) {
        bool is_valid = picked_valid(old, new, picks[r]);
        valid[r / 64] |= (uint64_t)is_valid << (r % 64);
        count += is_valid;
    }
    *out = count == rows ? NULL : valid;
    return true;
}

#define GATHER(type)                                                                           \
    for (uint32_t r = 0; r < rows; r++) {                                                      \
        const struct column *c = picks[r] & FRESH ? new : old;                                 \
        ((type *)to)[r] = c->rows ? ((const type *)c->data)[picks[r] & ~FRESH] : 0;            \
    }

static void gather_numbers(void *to, enum lane lane, const struct column *old,
                           const struct column *new, const uint32_t *picks, uint32_t rows)
{
    switch (lane) {
    case LANE_U8:
        GATHER(uint8_t)
        break;
    case LANE_U16:
        GATHER(uint16_t)
        break;
    case LANE_I32:
        GATHER(int32_t)
        break;
    default:
        GATHER(int64_t)
        break;
    }
}

static struct str picked_text(const struct column *old, const struct column *new, uint32_t pick)
{
    const struct column *c = pick & FRESH ? new : old;
    return picked_valid(old, new, pick) ? column_text(c, pick & ~FRESH) : (struct str){"", 0};
}

static bool gather_texts(struct column *out, const struct column *old, const struct column *new,
                         const uint32_t *picks, uint32_t rows, struct arena *a)
{
    uint32_t *offset = arena_alloc(a, ((size_t)rows + 1) * sizeof *offset + 64);
    if (!offset)
        return false;
    offset[0] = 0;
    for (uint32_t r = 0; r < rows; r++)
        offset[r + 1] = offset[r] + (uint32_t)picked_text(old, new, picks[r]).n;
    char *bytes = arena_alloc(a, offset[rows] + 64u);
    if (!bytes)
        return false;
    for (uint32_t r = 0; r < rows; r++) {
        struct str s = picked_text(old, new, picks[r]);
        if (s.n)
            memcpy(bytes + offset[r], s.p, s.n);
    }
    out->data = offset;
    out->bytes = bytes;
    return true;
}

static bool gather(struct column *out, const struct column *old, const struct column *new,
                   const uint32_t *picks, uint32_t rows, struct arena *a)
{
    if (rows == 0 || (old->rows == 0 && new->rows == 0))
        return true;
    struct column c = {.lane = old->rows ? old->lane : new->lane, .rows = rows};
    assert(!old->rows || !new->rows || old->lane == new->lane);
    if (!gather_valid(&c.valid, old, new, picks, rows, a))
        return false;
    if (c.lane == LANE_TEXT) {
        if (!gather_texts(&c, old, new, picks, rows, a))
            return false;
    } else {
        void *data = arena_alloc(a, rows * lane_bytes(c.lane) + 64);
        if (!data)
            return false;
        gather_numbers(data, c.lane, old, new, picks, rows);
        c.data = data;
    }
    *out = c;
    return true;
}

static bool gather_entity(struct merge *m, uint8_t entity, const uint64_t *fields)
{
    struct frame *f = &m->out.frame;
    const struct entity *e = &f->model->entities[entity];
    uint32_t rows = f->entities[entity].rows;
    if (!gather(&f->entities[entity].id, &m->base->frame.entities[entity].id,
                &m->fresh.entities[entity].id, m->picks[entity], rows, m->a))
        return false;
    for (uint16_t i = 0; i < e->field_count; i++) {
        uint16_t id = e->fields[i];
        if (block_wants(fields, id) &&
            !gather(&f->columns[id], &m->base->frame.columns[id], &m->fresh.columns[id],
                    m->picks[entity], rows, m->a))
            return false;
    }
    return true;
}

static bool merge_all(struct merge *m, const struct edit *const *records, uint32_t n,
                      const uint64_t *fields)
{
    const struct model *schema = m->out.frame.model;
    const uint8_t *marks = mark(records, n, m->a);
    m->picks = arena_zalloc(m->a, schema->entity_count * sizeof *m->picks + 1);
    if (!marks || !m->picks || !order_roots(m, marks) || !list_gone(m, records, n))
        return false;
    for (size_t i = 0; i < schema->entity_count; i++) {
        if (schema->entities[i].root != m->out.frame.root)
            continue;
        if (i != m->out.frame.root && !pick_children(m, (uint8_t)i))
            return false;
        if (!gather_entity(m, (uint8_t)i, fields))
            return false;
    }
    return true;
}

/* The records that are not deletions, decoded. */
static enum hm_status decode_live(struct merge *m, const struct edit *const *records,
                                  uint32_t n, const char *file, struct diag *d)
{
    struct record_bytes *bytes = arena_alloc(m->a, (n + 1u) * sizeof *bytes);
    m->live = arena_alloc(m->a, (n + 1u) * sizeof *m->live);
    if (!bytes || !m->live)
        return diag_nomem(d, _("reading households"));
    for (uint32_t i = 0; i < n; i++) {
        if (rows_is_gone(records[i]->record.p, records[i]->record.n))
            continue;
        m->live[m->live_count] = records[i];
        bytes[m->live_count++] = records[i]->record;
    }
    return rows_decode(&m->fresh, bytes, m->live_count, m->out.frame.model, m->out.frame.root,
                       file, m->a, d);
}

enum hm_status merge_blocks(struct block *out, const struct block *base,
                            const struct edit *const *records, uint32_t n,
                            const uint64_t *fields, const char *file, struct arena *a,
                            struct diag *d)
{
    struct merge m = {.base = base, .a = a};
    uint8_t root = base->frame.root;
    if (root == NO_ENTITY && n)
        root = rows_root(records[0]->record.p, records[0]->record.n);
    if (root >= base->frame.model->entity_count) {
        struct place at = {.file = file};
        return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &at,
                        _("the disk or a copy damaged the store: restore it from a backup"),
                        _("the record of a household makes no sense"));
    }
    TRY(block_empty(&m.out, base->frame.model, root, a, d));
    m.out.version = base->version;
    TRY(decode_live(&m, records, n, file, d));
    if (!merge_all(&m, records, n, fields))
        return diag_nomem(d, _("reading households"));
    *out = m.out;
    return HM_OK;
}
