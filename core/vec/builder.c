/* builder.c - rows as they come in, in wide growing columns; builder_finish narrows them to
 * their lanes and puts the rows in the order of frame.h. Text lies in one pool; a text cell
 * holds its place there.
 *
 * Invariant: a cell without a value is 0 and so is its validity bit, up to the column's
 * capacity. Finishing then copies cells without asking, and taking rows back is clearing.
 */
#include "vec/frame.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

#define NO_ROW UINT32_MAX

enum { TEXT_LENGTH_BITS = 16 };

struct wide {
    int64_t *cells;
    uint64_t *valid;
    uint32_t rows; /* one past the last row ever set */
    uint32_t cap;  /* a multiple of 64 */
};
struct rows {
    uint32_t *parent;
    uint64_t *id; /* text cells */
    uint32_t count;
    size_t parent_cap, id_cap;
    uint32_t marked;
};
struct builder {
    const struct model *model; /* borrowed */
    uint8_t root;
    struct rows *rows;   /* by entity */
    struct wide *fields; /* by field */
    struct buf texts;
    size_t marked_texts;
    struct arena scratch; /* orders of rows while finishing */
};

/* Which old row stands at a new place, and back; NULL pointers: nothing moved. */
struct order {
    uint32_t *old_of_new, *new_of_old;
};

enum hm_status builder_new(struct builder **out, const struct model *m, uint8_t root)
{
    struct builder *b = mem_zalloc(sizeof *b);
    if (!b)
        return HM_NOMEM;
    b->model = m;
    b->root = root;
    buf_init(&b->texts);
    arena_init(&b->scratch);
    b->rows = mem_calloc(m->entity_count, sizeof *b->rows);
    b->fields = mem_calloc(m->field_count, sizeof *b->fields);
    if (!b->rows || !b->fields) {
        builder_free(b);
        return HM_NOMEM;
    }
    *out = b;
    return HM_OK;
}

void builder_free(struct builder *b)
{
    if (!b)
        return;
    for (size_t i = 0; b->rows && i < b->model->entity_count; i++) {
        mem_free(b->rows[i].parent);
        mem_free(b->rows[i].id);
    }
    for (size_t i = 0; b->fields && i < b->model->field_count; i++) {
        mem_free(b->fields[i].cells);
        mem_free(b->fields[i].valid);
    }
    mem_free(b->rows);
    mem_free(b->fields);
    buf_fini(&b->texts);
    arena_fini(&b->scratch);
    mem_free(b);
}

/* Copies text into the pool; its place as a cell, or -1. */
static int64_t add_text(struct builder *b, struct str text)
{
    assert(text.n < 1u << TEXT_LENGTH_BITS);
    size_t at = b->texts.len;
    buf_put(&b->texts, text.p, text.n);
    if (!buf_ok(&b->texts)) {
        b->texts.failed = false; /* what was there before is still whole */
        return -1;
    }
    return (int64_t)(at << TEXT_LENGTH_BITS | text.n);
}

static struct str cell_text(const struct builder *b, int64_t cell)
{
    size_t at = (uint64_t)cell >> TEXT_LENGTH_BITS;
    size_t n = (uint64_t)cell & ((1u << TEXT_LENGTH_BITS) - 1);
    return (struct str){b->texts.data + at, n};
}

uint32_t builder_row(struct builder *b, uint8_t entity, uint32_t parent_row, struct str id)
{
    struct rows *r = &b->rows[entity];
    uint8_t parent = b->model->entities[entity].parent;
    assert(parent == NO_ENTITY ? entity == b->root : parent_row < b->rows[parent].count);
    void *parents = r->parent, *ids = r->id;
    if (r->count == NO_ROW - 1 ||
        mem_grow(&parents, &r->parent_cap, r->count + 1u, sizeof *r->parent) != 0)
        return NO_ROW;
    r->parent = parents;
    if (mem_grow(&ids, &r->id_cap, r->count + 1u, sizeof *r->id) != 0)
        return NO_ROW;
    r->id = ids;
    int64_t cell = add_text(b, id);
    if (cell < 0)
        return NO_ROW;
    r->parent[r->count] = parent == NO_ENTITY ? 0 : parent_row;
    r->id[r->count] = (uint64_t)cell;
    return r->count++;
}

static int grow_wide(struct wide *w, uint32_t row)
{
    uint64_t wanted = w->cap ? w->cap : 1024;
    while (wanted <= row)
        wanted *= 2;
    if (wanted > UINT32_MAX)
        return -1;
    int64_t *cells = mem_realloc(w->cells, wanted * sizeof *cells);
    if (!cells)
        return -1;
    memset(cells + w->cap, 0, (wanted - w->cap) * sizeof *cells);
    w->cells = cells;
    uint64_t *valid = mem_realloc(w->valid, wanted / 8);
    if (!valid)
        return -1;
    memset(valid + w->cap / 64, 0, (wanted - w->cap) / 8);
    w->valid = valid;
    w->cap = (uint32_t)wanted;
    return 0;
}

int builder_put(struct builder *b, uint16_t field, uint32_t row, int64_t stored, struct str text)
{
    const struct field *f = &b->model->fields[field];
    struct wide *w = &b->fields[field];
    assert(row < b->rows[f->entity].count);
    if (row >= w->cap && grow_wide(w, row) != 0)
        return -1;
    if (f->type.kind == KIND_TEXT) {
        stored = add_text(b, text);
        if (stored < 0)
            return -1;
    }
    w->cells[row] = stored;
    w->valid[row / 64] |= UINT64_C(1) << (row % 64);
    if (row >= w->rows)
        w->rows = row + 1;
    return 0;
}

int builder_set(struct builder *b, uint16_t field, uint32_t row, const struct value *v)
{
    const struct field *f = &b->model->fields[field];
    int64_t stored = 0;
    if (f->type.kind == KIND_TEXT) {
        assert(v->kind == KIND_TEXT);
        return builder_put(b, field, row, 0, v->as.text);
    }
    bool fits = value_stored(&stored, v, &f->type);
    assert(fits && "the value is of the field's type and on its grid");
    return fits ? builder_put(b, field, row, stored, (struct str){"", 0}) : -1;
}

uint32_t builder_rows(const struct builder *b, uint8_t entity)
{
    return b->rows[entity].count;
}

void builder_mark(struct builder *b)
{
    for (size_t i = 0; i < b->model->entity_count; i++)
        b->rows[i].marked = b->rows[i].count;
    b->marked_texts = b->texts.len;
}

static void truncate_wide(struct wide *w, uint32_t rows)
{
    if (w->rows <= rows)
        return;
    uint32_t first = rows / 64, last = (w->rows - 1) / 64;
    w->valid[first] &= (UINT64_C(1) << (rows % 64)) - 1;
    for (uint32_t i = first + 1; i <= last; i++)
        w->valid[i] = 0;
    memset(w->cells + rows, 0, (w->rows - rows) * sizeof *w->cells);
    w->rows = rows;
}

void builder_rollback(struct builder *b)
{
    for (size_t i = 0; i < b->model->entity_count; i++)
        b->rows[i].count = b->rows[i].marked;
    for (size_t i = 0; i < b->model->field_count; i++)
        truncate_wide(&b->fields[i], b->rows[b->model->fields[i].entity].count);
    b->texts.len = b->marked_texts;
}

void builder_clear(struct builder *b)
{
    for (size_t i = 0; i < b->model->entity_count; i++)
        b->rows[i].count = b->rows[i].marked = 0;
    for (size_t i = 0; i < b->model->field_count; i++)
        truncate_wide(&b->fields[i], 0);
    buf_clear(&b->texts);
    b->marked_texts = 0;
}

/* --- the order of rows --- */

struct sort_key {
    uint32_t members, row;
    struct str id;
};

/* More members first; then by id bytes, then as they came. */
static int by_members(const void *left, const void *right)
{
    const struct sort_key *a = left, *b = right;
    if (a->members != b->members)
        return a->members > b->members ? -1 : 1;
    size_t n = a->id.n < b->id.n ? a->id.n : b->id.n;
    int c = n ? memcmp(a->id.p, b->id.p, n) : 0;
    if (c != 0)
        return c;
    if (a->id.n != b->id.n)
        return a->id.n < b->id.n ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static enum hm_status new_order(struct builder *b, struct order *o, uint32_t rows)
{
    o->old_of_new = arena_alloc(&b->scratch, rows * sizeof(uint32_t));
    o->new_of_old = arena_alloc(&b->scratch, rows * sizeof(uint32_t));
    return o->old_of_new && o->new_of_old ? HM_OK : HM_NOMEM;
}

static void place(struct order *o, uint32_t old, uint32_t new)
{
    o->old_of_new[new] = old;
    o->new_of_old[old] = new;
}

static enum hm_status order_roots(struct builder *b, struct order *o)
{
    const struct rows *roots = &b->rows[b->root];
    const struct entity *e = &b->model->entities[b->root];
    struct sort_key *keys = arena_alloc(&b->scratch, roots->count * sizeof *keys);
    if (!keys || new_order(b, o, roots->count) != HM_OK)
        return HM_NOMEM;
    for (uint32_t r = 0; r < roots->count; r++)
        keys[r] = (struct sort_key){0, r, cell_text(b, (int64_t)roots->id[r])};
    if (e->child_count > 0) {
        const struct rows *members = &b->rows[e->children[0]];
        for (uint32_t r = 0; r < members->count; r++)
            keys[members->parent[r]].members++;
    }
    if (roots->count)
        qsort(keys, roots->count, sizeof *keys, by_members);
    for (uint32_t r = 0; r < roots->count; r++)
        place(o, keys[r].row, r);
    return HM_OK;
}

/* begin[p]..begin[p + 1] of `grouped` are the old rows below the new parent p, as they came. */
static enum hm_status group_by_parent(struct builder *b, const struct rows *r,
                                      const struct order *parents, uint32_t parent_rows,
                                      uint32_t **begin_out, uint32_t **grouped_out)
{
    uint32_t *begin = arena_zalloc(&b->scratch, (parent_rows + 2u) * sizeof *begin);
    uint32_t *grouped = arena_alloc(&b->scratch, r->count * sizeof *grouped);
    if (!begin || !grouped)
        return HM_NOMEM;
    /* Counted two places up, summed one place up, and filling moves each start to its end. */
    for (uint32_t i = 0; i < r->count; i++)
        begin[parents->new_of_old[r->parent[i]] + 2]++;
    for (uint32_t p = 0; p < parent_rows; p++)
        begin[p + 2] += begin[p + 1];
    for (uint32_t i = 0; i < r->count; i++)
        grouped[begin[parents->new_of_old[r->parent[i]] + 1]++] = i;
    *begin_out = begin;
    *grouped_out = grouped;
    return HM_OK;
}

/* Slot by slot: all first children in the order of their parents, all second ones, ... */
static enum hm_status order_children(struct builder *b, uint8_t entity,
                                     const struct order *parents, struct order *o)
{
    const struct rows *r = &b->rows[entity];
    uint32_t parent_rows = b->rows[b->model->entities[entity].parent].count;
    uint32_t *begin, *grouped;
    TRY(new_order(b, o, r->count));
    TRY(group_by_parent(b, r, parents, parent_rows, &begin, &grouped));
    uint32_t slots = 0;
    for (uint32_t p = 0; p < parent_rows; p++) {
        if (begin[p + 1] - begin[p] > slots)
            slots = begin[p + 1] - begin[p];
    }
    uint32_t *next = arena_zalloc(&b->scratch, (slots + 1u) * sizeof *next);
    if (!next)
        return HM_NOMEM;
    for (uint32_t p = 0; p < parent_rows; p++) {
        for (uint32_t k = 0; k < begin[p + 1] - begin[p]; k++)
            next[k + 1]++;
    }
    for (uint32_t k = 0; k < slots; k++)
        next[k + 1] += next[k];
    for (uint32_t p = 0; p < parent_rows; p++) {
        for (uint32_t k = 0; k < begin[p + 1] - begin[p]; k++)
            place(o, grouped[begin[p] + k], next[k]++);
    }
    return HM_OK;
}

/* Orders of all entities with rows; parents stand before their children in a model. */
static enum hm_status order_rows(struct builder *b, struct order *orders)
{
    for (size_t i = 0; i < b->model->entity_count; i++) {
        const struct entity *e = &b->model->entities[i];
        if (e->root != b->root || b->rows[i].count == 0)
            continue;
        if (e->parent == NO_ENTITY)
            TRY(order_roots(b, &orders[i]));
        else
            TRY(order_children(b, e->id, &orders[e->parent], &orders[i]));
    }
    return HM_OK;
}

/* --- columns --- */

static uint32_t old_row(const struct order *o, uint32_t row)
{
    return o->old_of_new ? o->old_of_new[row] : row;
}

static bool wide_valid(const struct wide *w, uint32_t row)
{
    return w->valid[row / 64] >> (row % 64) & 1;
}

static enum lane lane_holding(enum lane lane, int64_t min, int64_t max)
{
    static const int64_t lows[] = {0, 0, INT32_MIN, INT64_MIN};
    static const int64_t highs[] = {UINT8_MAX, UINT16_MAX, INT32_MAX, INT64_MAX};
    while (min < lows[lane] || max > highs[lane])
        lane = (enum lane)(lane + 1);
    return lane;
}

#define FILL(type)                                                                             \
    for (uint32_t r = 0; old && r < rows; r++)                                                 \
        ((type *)to)[r] = (type)cells[old[r]];                                                 \
    for (uint32_t r = 0; !old && r < rows; r++)                                                \
        ((type *)to)[r] = (type)cells[r];

static void fill_lane(void *to, enum lane lane, const int64_t *cells, const uint32_t *old,
                      uint32_t rows)
{
    switch (lane) {
    case LANE_U8:
        FILL(uint8_t)
        break;
    case LANE_U16:
        FILL(uint16_t)
        break;
    case LANE_I32:
        FILL(int32_t)
        break;
    default:
        FILL(int64_t)
        break;
    }
}

/* Validity in the new order, when not every row has a value. */
static enum hm_status fill_valid(const uint64_t **out, struct frame *f, const struct wide *w,
                                 const struct order *o, uint32_t rows)
{
    uint64_t *valid = arena_zalloc(&f->arena, (rows + 63u) / 64 * 8);
    if (!valid)
        return HM_NOMEM;
    for (uint32_t r = 0; r < rows; r++)
        valid[r / 64] |= (uint64_t)wide_valid(w, old_row(o, r)) << (r % 64);
    *out = valid;
    return HM_OK;
}

static enum hm_status put_texts(struct column *c, struct frame *f, const struct builder *b,
                                const uint64_t *cells, const struct order *o, uint32_t rows)
{
    uint32_t *offsets = arena_alloc(&f->arena, (rows + 1u) * sizeof *offsets);
    uint64_t total = 0;
    if (!offsets)
        return HM_NOMEM;
    for (uint32_t r = 0; r < rows; r++) {
        offsets[r] = (uint32_t)total;
        total += cell_text(b, (int64_t)cells[old_row(o, r)]).n;
    }
    char *bytes = total <= UINT32_MAX ? arena_alloc(&f->arena, total) : NULL;
    if (!bytes)
        return HM_NOMEM;
    offsets[rows] = (uint32_t)total;
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t n = offsets[r + 1] - offsets[r];
        if (n)
            memcpy(bytes + offsets[r], cell_text(b, (int64_t)cells[old_row(o, r)]).p, n);
    }
    c->lane = LANE_TEXT;
    c->rows = rows;
    c->data = offsets;
    c->bytes = bytes;
    return HM_OK;
}

static uint32_t count_valid(const struct wide *w)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < (w->rows + 63u) / 64; i++)
        count += (uint32_t)__builtin_popcountll(w->valid[i]);
    return count;
}

/* The field's lane; wider where a value does not fit it after all. */
static enum lane choose_lane(const struct builder *b, uint16_t field)
{
    const struct wide *w = &b->fields[field];
    int64_t min = 0, max = 0;
    for (uint32_t r = 0; r < w->rows; r++) {
        min = w->cells[r] < min ? w->cells[r] : min;
        max = w->cells[r] > max ? w->cells[r] : max;
    }
    enum lane proved = lane_of_field(b->model, &b->model->fields[field]);
    enum lane lane = lane_holding(proved, min, max);
    assert(lane == proved && "a value outside the declared range");
    return lane;
}

static enum hm_status put_column(struct frame *f, struct builder *b, uint16_t field,
                                 const struct order *o)
{
    const struct field *x = &b->model->fields[field];
    struct wide *w = &b->fields[field];
    struct column *c = &f->columns[field];
    uint32_t rows = b->rows[x->entity].count, known = count_valid(w);
    if (known == 0)
        return HM_OK;
    if (rows > w->cap && grow_wide(w, rows - 1) != 0)
        return HM_NOMEM;
    if (known < rows)
        TRY(fill_valid(&c->valid, f, w, o, rows));
    if (x->type.kind == KIND_TEXT)
        return put_texts(c, f, b, (const uint64_t *)w->cells, o, rows);
    enum lane lane = choose_lane(b, field);
    void *data = arena_alloc(&f->arena, rows * lane_bytes(lane));
    if (!data)
        return HM_NOMEM;
    fill_lane(data, lane, w->cells, o->old_of_new, rows);
    c->lane = lane;
    c->rows = rows;
    c->data = data;
    return HM_OK;
}

static enum hm_status put_entity(struct frame *f, const struct builder *b, uint8_t entity,
                                 const struct order *orders)
{
    const struct rows *r = &b->rows[entity];
    const struct order *o = &orders[entity];
    struct frame_entity *e = &f->entities[entity];
    uint8_t parent = b->model->entities[entity].parent;
    e->rows = r->count;
    TRY(put_texts(&e->id, f, b, r->id, o, r->count));
    if (parent == NO_ENTITY)
        return HM_OK;
    uint32_t *parents = arena_alloc(&f->arena, r->count * sizeof *parents);
    if (!parents)
        return HM_NOMEM;
    for (uint32_t i = 0; i < r->count; i++) {
        uint32_t old = r->parent[old_row(o, i)];
        parents[i] = orders[parent].new_of_old ? orders[parent].new_of_old[old] : old;
    }
    e->parent = parents;
    return HM_OK;
}

static enum hm_status put_order(const uint32_t **out, struct frame *f, const struct order *o,
                                uint32_t rows)
{
    uint32_t *order = arena_alloc(&f->arena, rows * sizeof *order);
    if (!order)
        return HM_NOMEM;
    for (uint32_t r = 0; r < rows; r++)
        order[r] = old_row(o, r);
    *out = order;
    return HM_OK;
}

static enum hm_status fill_frame(struct builder *b, struct frame *f, bool jagged,
                                 const uint32_t **order)
{
    const struct model *m = b->model;
    struct order *orders = arena_zalloc(&b->scratch, m->entity_count * sizeof *orders);
    if (!orders)
        return HM_NOMEM;
    if (jagged)
        TRY(order_rows(b, orders));
    for (size_t i = 0; i < m->entity_count; i++) {
        if (m->entities[i].root == b->root)
            TRY(put_entity(f, b, (uint8_t)i, orders));
    }
    for (size_t i = 0; i < m->field_count; i++) {
        if (b->fields[i].rows)
            TRY(put_column(f, b, (uint16_t)i, &orders[m->fields[i].entity]));
    }
    if (order)
        TRY(put_order(order, f, &orders[b->root], b->rows[b->root].count));
    f->jagged = jagged;
    return frame_link(f, NULL);
}

enum hm_status builder_finish(struct builder *b, struct frame *f, bool jagged,
                              const uint32_t **order, struct diag *d)
{
    const uint32_t *made = NULL;
    enum hm_status st = frame_init(f, b->model, b->root);
    if (st == HM_OK) {
        st = fill_frame(b, f, jagged, order ? &made : NULL);
        arena_reset(&b->scratch);
    }
    if (st != HM_OK) {
        frame_fini(f);
        return diag_nomem(d, _("arranging households"));
    }
    if (order)
        *order = made;
    builder_clear(b);
    return HM_OK;
}
