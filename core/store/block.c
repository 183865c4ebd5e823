/* block.c - reads one version of a block into columns, and lays out its rows.
 *
 * What is stored of the shape is only the number of children under each parent row; rows lie
 * slot by slot (all first children in the order of their parents, all second ones, ...), so
 * parents and lists of children follow from the counts.
 */
#include "store/block.h"

#include <string.h>
#include "base/digest.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/key.h"

/* --- verified values --- */

uint64_t seen_print(struct bytes key)
{
    return digest_xxh64(key.p, key.n) | 1; /* 0 marks an empty slot */
}

void seen_fini(struct seen *s)
{
    mem_free(s->slots);
    *s = (struct seen){0};
}

bool seen_has(const struct seen *s, uint64_t print)
{
    for (size_t i = print & (s->cap - 1); s->cap && s->slots[i]; i = (i + 1) & (s->cap - 1)) {
        if (s->slots[i] == print)
            return true;
    }
    return false;
}

/* Forgetting is allowed: a value is then verified again. */
static void seen_add(struct seen *s, uint64_t print)
{
    if (s->count * 2 >= s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 1024;
        uint64_t *slots = mem_calloc(cap, sizeof *slots);
        s->forgot = s->forgot || !slots;
        if (!slots)
            return;
        for (size_t i = 0; i < s->cap; i++) {
            size_t at = s->slots[i] & (cap - 1);
            while (s->slots[i] && slots[at])
                at = (at + 1) & (cap - 1);
            if (s->slots[i])
                slots[at] = s->slots[i];
        }
        mem_free(s->slots);
        s->slots = slots;
        s->cap = cap;
    }
    size_t at = print & (s->cap - 1);
    while (s->slots[at])
        at = (at + 1) & (s->cap - 1);
    s->slots[at] = print;
    s->count++;
}

/* --- reading --- */

static enum hm_status missing_column(const struct block_source *s,
                                     const struct packed_place *at, struct diag *d)
{
    char name[2 * LIMIT_NAME_BYTES + 2];
    packed_name(s->schema, at->column, name, sizeof name);
    struct place place = {.file = at->file, .field = name};
    return diag_add(d, HM_LEVEL_ERROR, HM_CORRUPT, &place,
                    _("the disk or a copy damaged the store: restore it from a backup"),
                    _("block %u is damaged: a column of its table of contents is not there"),
                    at->block);
}

/* *out keeps rows = 0 when the version has no such column. */
static enum hm_status read_column(struct column *out, const struct block_source *s,
                                  const struct version *v, uint16_t column, struct diag *d)
{
    const struct column_ref *ref = version_ref(v, column);
    if (!ref)
        return HM_OK;
    struct key key = key_column(v->block, column, ref->month, ref->sequence);
    struct bytes value;
    uint64_t print = seen_print(key_bytes(&key));
    struct packed_place at = {.block = v->block,
                              .column = column,
                              .model = s->schema,
                              .file = env_path(s->txn->env),
                              .verify = !s->seen || !seen_has(s->seen, print)};
    enum hm_status st = txn_get(s->txn, TABLE_COLUMN, key_bytes(&key), &value, d);
    if (st == HM_NOT_FOUND)
        return missing_column(s, &at, d);
    if (st != HM_OK)
        return st;
    TRY(packed_read(out, value, &at, s->constants, s->arena, d));
    if (s->seen && at.verify)
        seen_add(s->seen, print);
    return HM_OK;
}

static enum hm_status wrong_rows(const struct block_source *s, const struct version *v,
                                 uint16_t column, struct diag *d)
{
    char name[2 * LIMIT_NAME_BYTES + 2];
    packed_name(s->schema, column, name, sizeof name);
    struct place place = {.file = env_path(s->txn->env), .field = name};
    return diag_add(
        d, HM_LEVEL_ERROR, HM_CORRUPT, &place,
        _("the disk or a copy damaged the store: restore it from a backup"),
        _("block %u is damaged: a column has another number of rows than its entity"),
        v->block);
}

static bool counts_sane(const struct column *c, uint32_t parents)
{
    uint64_t total = 0; /* 64 bits, so that nonsense cannot wrap */
    for (uint32_t p = 0; p < parents; p++) {
        int64_t n = column_int(c, p);
        if (n > LIMIT_MEMBERS)
            return false;
        total += (uint64_t)n;
    }
    return total < UINT32_MAX / 8;
}

bool block_layout(struct frame_entity *e, const struct column *counts, uint32_t parents,
                  struct arena *a)
{
    uint32_t *begin = arena_alloc(a, (parents + 1u) * sizeof *begin + 64);
    uint32_t starts[LIMIT_MEMBERS + 2], slots = 0;
    if (!begin)
        return false;
    begin[0] = 0;
    for (uint32_t p = 0; p < parents; p++) {
        uint32_t n = counts->rows ? (uint32_t)column_int(counts, p) : 0;
        begin[p + 1] = begin[p] + n;
        assert(n <= LIMIT_MEMBERS);
        while (slots < n)
            starts[++slots] = 0;
        if (n)
            starts[n]++; /* parents with exactly n children */
    }
    for (uint32_t k = slots; k > 1; k--) /* with at least k */
        starts[k - 1] += starts[k];
    starts[0] = 0;
    for (uint32_t k = 1; k <= slots; k++)
        starts[k] += starts[k - 1];
    uint32_t rows = begin[parents];
    uint32_t *parent = arena_alloc(a, rows * sizeof *parent + 64);
    uint32_t *children = arena_alloc(a, rows * sizeof *children + 64);
    if (!parent || !children)
        return false;
    for (uint32_t p = 0; p < parents; p++) {
        for (uint32_t at = begin[p], k = 0; at < begin[p + 1]; at++, k++) {
            uint32_t row = starts[k]++;
            children[at] = row;
            parent[row] = p;
        }
    }
    e->rows = rows;
    e->parent = parent;
    e->child_begin = begin;
    e->child_rows = children;
    return true;
}

static enum hm_status read_entity(struct block *b, const struct block_source *s, uint8_t id,
                                  struct diag *d)
{
    const struct entity *e = &s->schema->entities[id];
    struct frame_entity *out = &b->frame.entities[id];
    const struct version *v = &b->version;
    if (e->parent == NO_ENTITY) {
        out->rows = v->rows;
    } else {
        struct column counts = {0};
        uint16_t column = (uint16_t)(COLUMN_COUNT + id);
        uint32_t parents = b->frame.entities[e->parent].rows;
        TRY(read_column(&counts, s, v, column, d));
        if (counts.rows && (counts.rows != parents || counts.lane > LANE_U16 ||
                            !counts_sane(&counts, parents)))
            return wrong_rows(s, v, column, d);
        if (!block_layout(out, &counts, parents, s->arena))
            return diag_nomem(d, _("reading a block"));
    }
    uint16_t column = (uint16_t)(COLUMN_ID + id);
    TRY(read_column(&out->id, s, v, column, d));
    if (out->id.rows && (out->id.rows != out->rows || out->id.lane != LANE_TEXT))
        return wrong_rows(s, v, column, d);
    return HM_OK;
}

static enum hm_status read_lists(struct block *b, const struct block_source *s, struct diag *d)
{
    const struct version *v = &b->version;
    struct column ordinals = {0}, own = {0}, gone = {0};
    TRY(read_column(&ordinals, s, v, COLUMN_ORDINAL, d));
    TRY(read_column(&own, s, v, COLUMN_OWN, d));
    TRY(read_column(&gone, s, v, COLUMN_GONE, d));
    if (ordinals.rows != v->rows || own.rows != v->rows ||
        (v->rows && (ordinals.lane != LANE_U16 || own.lane != LANE_U16)))
        return wrong_rows(s, v, COLUMN_ORDINAL, d);
    if (gone.rows && gone.lane != LANE_I32)
        return wrong_rows(s, v, COLUMN_GONE, d);
    b->ordinals = ordinals.data;
    b->own = own.data;
    b->gone = gone.data;
    b->gone_count = gone.rows;
    return HM_OK;
}

enum hm_status block_empty(struct block *out, const struct model *schema, uint8_t root,
                           struct arena *a, struct diag *d)
{
    struct block b = {.frame = {.model = schema, .root = root, .jagged = true}};
    b.frame.entities = arena_zalloc(a, schema->entity_count * sizeof *b.frame.entities + 1);
    b.frame.columns = arena_zalloc(a, schema->field_count * sizeof *b.frame.columns + 1);
    if (!b.frame.entities || !b.frame.columns)
        return diag_nomem(d, _("reading a block"));
    *out = b;
    return HM_OK;
}

/* A column from before its field's range was widened gets the lane of newer ones. */
static bool widen(struct column *c, enum lane to, struct arena *a)
{
    if (c->lane >= to || to == LANE_TEXT || c->rows == 0)
        return true;
    size_t each = lane_bytes(to);
    char *data = arena_alloc(a, c->rows * each + 64);
    if (!data)
        return false;
    for (uint32_t r = 0; r < c->rows; r++) {
        int64_t v = column_int(c, r);
        memcpy(data + r * each, &v, each); /* little-endian: the low bytes */
    }
    c->data = data;
    c->lane = to;
    return true;
}

static enum hm_status read_fields(struct block *b, const struct block_source *s,
                                  const uint64_t *fields, struct diag *d)
{
    const struct version *v = &b->version;
    for (size_t i = 0; i < v->count && v->refs[i].column < s->schema->field_count; i++) {
        uint16_t field = v->refs[i].column;
        struct column *c = &b->frame.columns[field];
        if (!block_wants(fields, field))
            continue;
        TRY(read_column(c, s, v, field, d));
        if (c->rows != b->frame.entities[s->schema->fields[field].entity].rows)
            return wrong_rows(s, v, field, d);
        if (!widen(c, lane_of_field(s->schema, &s->schema->fields[field]), s->arena))
            return diag_nomem(d, _("reading a block"));
    }
    return HM_OK;
}

enum hm_status block_read(struct block *out, const struct block_source *s, uint32_t block,
                          uint16_t month, uint64_t sequence, const uint64_t *fields,
                          struct diag *d)
{
    struct version v;
    struct block b;
    TRY(version_find(&v, s->txn, block, month, sequence, s->arena, d));
    TRY(block_empty(&b, s->schema, v.exists ? v.root : (uint8_t)NO_ENTITY, s->arena, d));
    b.version = v;
    if (v.exists) {
        if (v.root >= s->schema->entity_count || v.rows > LIMIT_BLOCK_HOUSEHOLDS)
            return wrong_rows(s, &v, COLUMN_ORDINAL, d);
        TRY(read_lists(&b, s, d));
        for (size_t i = 0; i < s->schema->entity_count; i++) {
            if (s->schema->entities[i].root == v.root)
                TRY(read_entity(&b, s, (uint8_t)i, d));
        }
        TRY(read_fields(&b, s, fields, d));
    }
    *out = b;
    return HM_OK;
}

/* --- writing --- */

struct write {
    struct block *b;
    struct txn *txn;
    const struct block *const *same;
    struct version v;
    size_t cap;
};

static bool same_column(const struct column *a, const struct column *b)
{
    if (a->lane != b->lane || a->rows != b->rows)
        return false;
    for (uint32_t r = 0; (a->valid || b->valid) && r < a->rows; r += 64) {
        uint64_t left = a->valid ? a->valid[r / 64] : UINT64_MAX;
        uint64_t right = b->valid ? b->valid[r / 64] : UINT64_MAX;
        uint64_t mask = a->rows - r >= 64 ? UINT64_MAX : (UINT64_C(1) << (a->rows - r)) - 1;
        if ((left ^ right) & mask)
            return false;
    }
    size_t n = ((size_t)a->rows + (a->lane == LANE_TEXT)) * lane_bytes(a->lane);
    if (a->data == b->data && a->bytes == b->bytes)
        return true;
    if (n && memcmp(a->data, b->data, n) != 0)
        return false;
    const uint32_t *offset = a->data;
    return a->lane != LANE_TEXT || offset[a->rows] == 0 ||
           memcmp(a->bytes, b->bytes, offset[a->rows]) == 0;
}

/* The column of a block that stands for a stored one; rows = 0 when it has none. */
static struct column column_of(const struct block *b, uint16_t column, uint16_t counts[],
                               uint32_t parents)
{
    if (column < b->frame.model->field_count)
        return b->frame.columns[column];
    if ((column & 0xFF00) == COLUMN_ID)
        return b->frame.entities[column & 0xFF].id;
    if ((column & 0xFF00) == COLUMN_COUNT) {
        const struct frame_entity *e = &b->frame.entities[column & 0xFF];
        for (uint32_t p = 0; e->child_begin && p < parents; p++)
            counts[p] = (uint16_t)(e->child_begin[p + 1] - e->child_begin[p]);
        return (struct column){LANE_U16, e->child_begin ? parents : 0, counts, NULL, NULL};
    }
    uint32_t rows = b->frame.root == NO_ENTITY ? 0 : b->frame.entities[b->frame.root].rows;
    if (column == COLUMN_ORDINAL)
        return (struct column){LANE_U16, rows, b->ordinals, NULL, NULL};
    if (column == COLUMN_OWN)
        return (struct column){LANE_U16, rows, b->own, NULL, NULL};
    return (struct column){LANE_I32, b->gone_count, b->gone, NULL, NULL};
}

static const struct column_ref *shared(const struct write *w, uint16_t column,
                                       const struct column *mine, struct arena *a)
{
    for (int i = 0; i < 2; i++) {
        const struct block *other = w->same[i];
        const struct column_ref *ref = other ? version_ref(&other->version, column) : NULL;
        if (!ref)
            continue;
        uint16_t *counts = NULL;
        uint32_t parents = mine->rows;
        if ((column & 0xFF00) == COLUMN_COUNT) {
            const struct entity *e = &other->frame.model->entities[column & 0xFF];
            if (other->frame.entities[e->parent].rows != parents)
                continue;
            counts = arena_alloc(a, parents * sizeof *counts + 1);
            if (!counts)
                return NULL;
        }
        struct column theirs = column_of(other, column, counts, parents);
        if (same_column(mine, &theirs))
            return ref;
    }
    return NULL;
}

static enum hm_status write_column(struct write *w, uint16_t column, const struct column *c,
                                   struct arena *a, struct diag *d)
{
    struct packing p;
    if (c->rows == 0)
        return HM_OK;
    const struct column_ref *ref = shared(w, column, c, a);
    assert(w->v.count < w->cap);
    if (ref) {
        w->v.refs[w->v.count++] = *ref;
        return HM_OK;
    }
    packed_plan(&p, c, c->lane);
    if (p.missing)
        return HM_OK;
    struct key key = key_column(w->v.block, column, w->v.month, w->v.sequence);
    void *to;
    TRY(txn_reserve(w->txn, TABLE_COLUMN, key_bytes(&key), p.total_bytes, &to, d));
    packed_write(&p, w->v.block, column, to);
    w->v.refs[w->v.count++] = (struct column_ref){column, w->v.month, w->v.sequence};
    return HM_OK;
}

static enum hm_status write_entity(struct write *w, uint8_t id, bool counts, struct arena *a,
                                   struct diag *d)
{
    const struct entity *e = &w->b->frame.model->entities[id];
    uint16_t *room = NULL;
    uint32_t parents = 0;
    if (counts) {
        if (e->parent == NO_ENTITY || w->b->frame.entities[id].rows == 0)
            return HM_OK;
        parents = w->b->frame.entities[e->parent].rows;
        room = arena_alloc(a, parents * sizeof *room + 1);
        if (!room)
            return diag_nomem(d, _("writing a block"));
    }
    uint16_t column = (uint16_t)((counts ? COLUMN_COUNT : COLUMN_ID) + id);
    struct column c = column_of(w->b, column, room, parents);
    return write_column(w, column, &c, a, d);
}

static enum hm_status write_all(struct write *w, struct arena *a, struct diag *d)
{
    const struct model *m = w->b->frame.model;
    uint8_t root = w->b->frame.root;
    for (size_t i = 0; i < m->field_count; i++)
        TRY(write_column(w, (uint16_t)i, &w->b->frame.columns[i], a, d));
    for (int counts = 0; counts < 2; counts++) {
        for (size_t i = 0; i < m->entity_count; i++) {
            if (m->entities[i].root == root)
                TRY(write_entity(w, (uint8_t)i, counts != 0, a, d));
        }
    }
    for (uint16_t column = COLUMN_ORDINAL; column <= COLUMN_GONE; column++) {
        struct column c = column_of(w->b, column, NULL, 0);
        TRY(write_column(w, column, &c, a, d));
    }
    return version_put(&w->v, w->txn, d);
}

enum hm_status block_write(struct block *b, struct txn *t, uint32_t block, uint16_t month,
                           uint64_t sequence, const struct block *const same[2],
                           struct arena *a, struct diag *d)
{
    const struct model *m = b->frame.model;
    struct write w = {.b = b, .txn = t, .same = same};
    w.cap = m->field_count + 2 * m->entity_count + 3;
    w.v = (struct version){.exists = true,
                           .block = block,
                           .month = month,
                           .sequence = sequence,
                           .root = b->frame.root,
                           .rows = b->frame.entities[b->frame.root].rows};
    w.v.refs = arena_alloc(a, w.cap * sizeof *w.v.refs);
    if (!w.v.refs)
        return diag_nomem(d, _("writing a block"));
    TRY(write_all(&w, a, d));
    b->version = w.v;
    return HM_OK;
}
