/* fresh.c - lays the columns of all parts end to end, then puts their rows in the order of a
 * block: most members first, then by ordinal, children slot by slot.
 */
#include "store/fresh.h"

#include <string.h>
#include "base/mem.h"

void fresh_fini(struct fresh *x)
{
    fresh_clear(x, false);
    mem_free(x->parts);
    mem_free(x->places);
    *x = (struct fresh){0};
}

bool fresh_part(struct fresh *x, struct frame *f)
{
    void *list = x->parts;
    if (mem_grow(&list, &x->part_cap, x->part_count + 1, sizeof *x->parts) != 0)
        return false;
    x->parts = list;
    x->parts[x->part_count++] = *f;
    *f = (struct frame){0};
    return true;
}

bool fresh_add(struct fresh *x, uint32_t row)
{
    void *list = x->places;
    if (mem_grow(&list, &x->place_cap, x->count + 1u, sizeof *x->places) != 0)
        return false;
    x->places = list;
    x->places[x->count++] = (struct fresh_place){(uint32_t)x->part_count - 1, row};
    return true;
}

void fresh_clear(struct fresh *x, bool keep_last)
{
    size_t kept = keep_last && x->part_count > 0;
    for (size_t i = 0; i + kept < x->part_count; i++)
        frame_fini(&x->parts[i]);
    if (kept)
        x->parts[0] = x->parts[x->part_count - 1];
    x->part_count = kept;
    x->count = 0;
}

/* --- the order of rows --- */

struct gather {
    const struct fresh *x;
    const struct model *model;
    struct arena *a;
    uint32_t **first; /* [entity][part]: where its rows begin when all parts are laid end to
                       * end; [entity][part_count]: their number */
    uint32_t **parts; /* [entity][new row]: the part it comes from */
    uint32_t **picks; /* [entity][new row]: its row when all are laid end to end */
    struct block out;
};

static bool lay_out_parts(struct gather *g)
{
    size_t entities = g->model->entity_count;
    g->first = arena_zalloc(g->a, entities * sizeof *g->first);
    g->parts = arena_zalloc(g->a, entities * sizeof *g->parts);
    g->picks = arena_zalloc(g->a, entities * sizeof *g->picks);
    if (!g->first || !g->parts || !g->picks)
        return false;
    for (size_t e = 0; e < entities; e++) {
        uint32_t *first = arena_zalloc(g->a, (g->x->part_count + 1) * sizeof *first);
        if (!first)
            return false;
        for (size_t p = 0; p < g->x->part_count; p++)
            first[p + 1] = first[p] + g->x->parts[p].entities[e].rows;
        g->first[e] = first;
    }
    return true;
}

/* Room for where the rows of an entity come from. */
static bool open_picks(struct gather *g, uint8_t entity, uint32_t rows)
{
    g->parts[entity] = arena_alloc(g->a, rows * sizeof **g->parts + 64);
    g->picks[entity] = arena_alloc(g->a, rows * sizeof **g->picks + 64);
    return g->parts[entity] && g->picks[entity];
}

static uint32_t members(const struct gather *g, const struct fresh_place *at)
{
    const struct entity *root = &g->model->entities[g->x->root];
    uint32_t n = 0;
    if (root->child_count)
        (void)frame_children(&g->x->parts[at->part], root->children[0], at->row, &n);
    return n;
}

/* Counts households by members, then gives each its place: ordinals ascend of themselves. */
static bool order_roots(struct gather *g, uint16_t month)
{
    uint32_t n = g->x->count, starts[LIMIT_MEMBERS + 2] = {0}, at = 0;
    uint16_t *ordinals = arena_alloc(g->a, n * sizeof *ordinals + 64);
    uint16_t *own = arena_alloc(g->a, n * sizeof *own + 64);
    uint8_t root = g->x->root;
    if (!ordinals || !own || !open_picks(g, root, n))
        return false;
    for (uint32_t i = 0; i < n; i++)
        starts[members(g, &g->x->places[i])]++;
    for (uint32_t k = LIMIT_MEMBERS + 1; k-- > 0;) {
        uint32_t count = starts[k];
        starts[k] = at;
        at += count;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct fresh_place *from = &g->x->places[i];
        uint32_t to = starts[members(g, from)]++;
        ordinals[to] = (uint16_t)i;
        own[to] = month;
        g->parts[root][to] = from->part;
        g->picks[root][to] = g->first[root][from->part] + from->row;
    }
    g->out.frame.entities[root].rows = n;
    g->out.ordinals = ordinals;
    g->out.own = own;
    return true;
}

/* Children of the new row p of the entity above; *base is added to each. */
static const uint32_t *children(const struct gather *g, uint8_t entity, uint32_t p, uint32_t *n,
                                uint32_t *base)
{
    uint8_t up = g->model->entities[entity].parent;
    uint32_t part = g->parts[up][p];
    *base = g->first[entity][part];
    return frame_children(&g->x->parts[part], entity, g->picks[up][p] - g->first[up][part], n);
}

static bool order_children(struct gather *g, uint8_t entity)
{
    uint8_t up = g->model->entities[entity].parent;
    struct frame_entity *e = &g->out.frame.entities[entity];
    uint32_t parents = g->out.frame.entities[up].rows, n, base;
    uint16_t *counts = arena_alloc(g->a, parents * sizeof *counts + 64);
    if (!counts)
        return false;
    for (uint32_t p = 0; p < parents; p++) {
        (void)children(g, entity, p, &n, &base);
        counts[p] = (uint16_t)n;
    }
    struct column column = {LANE_U16, parents, counts, NULL, NULL};
    if (!block_layout(e, &column, parents, g->a))
        return false;
    if (!open_picks(g, entity, e->rows))
        return false;
    for (uint32_t p = 0; p < parents; p++) {
        const uint32_t *rows = children(g, entity, p, &n, &base);
        for (uint32_t k = 0; k < n; k++) {
            uint32_t to = e->child_rows[e->child_begin[p] + k];
            g->parts[entity][to] = g->parts[up][p];
            g->picks[entity][to] = base + rows[k];
        }
    }
    return true;
}

/* --- columns --- */

/* The column of a part: a field, or the ids of an entity. */
static const struct column *column_of(const struct gather *g, size_t part, uint8_t entity,
                                      uint16_t field)
{
    const struct frame *f = &g->x->parts[part];
    return field == NO_FIELD ? &f->entities[entity].id : &f->columns[field];
}

/* Sets bits [at, at + n) of `to`, which is 0 there, to those of `from` (NULL: all 1). */
static void append_bits(uint64_t *to, uint32_t at, const uint64_t *from, uint32_t n)
{
    for (uint32_t i = 0; i < n; i += 64, at += 64) {
        uint32_t left = n - i, shift = at % 64;
        uint64_t word = from ? from[i / 64] : UINT64_MAX;
        if (left < 64)
            word &= (UINT64_C(1) << left) - 1;
        to[at / 64] |= word << shift;
        if (shift)
            to[at / 64 + 1] |= word >> (64 - shift);
    }
}

struct laid { /* one column, all parts end to end */
    char *data;
    uint64_t *valid; /* NULL: all */
    enum lane lane;
    uint32_t rows;
};

/* False: no memory. rows = 0: no part has the column. */
static bool lay_data(struct laid *out, const struct gather *g, uint8_t entity, uint16_t field)
{
    const uint32_t *first = g->first[entity];
    uint32_t total = first[g->x->part_count];
    bool is_whole = true;
    *out = (struct laid){0};
    for (size_t p = 0; p < g->x->part_count; p++) {
        const struct column *c = column_of(g, p, entity, field);
        is_whole = is_whole && (first[p + 1] == first[p] || (c->rows && !c->valid));
        if (!c->rows)
            continue;
        out->lane = c->lane;
        out->rows = total;
    }
    if (out->rows == 0)
        return true;
    size_t each = lane_bytes(out->lane);
    out->data = arena_zalloc(g->a, total * each + 64);
    out->valid = is_whole ? NULL : arena_zalloc(g->a, ((size_t)total + 63) / 64 * 8 + 64);
    if (!out->data || (!is_whole && !out->valid))
        return false;
    for (size_t p = 0; p < g->x->part_count; p++) {
        const struct column *c = column_of(g, p, entity, field);
        if (!c->rows)
            continue;
        if (out->lane != LANE_TEXT)
            memcpy(out->data + first[p] * each, c->data, c->rows * each);
        if (out->valid)
            append_bits(out->valid, first[p], c->valid, c->rows);
    }
    return true;
}

#define PERMUTE(type)                                                                          \
    for (uint32_t r = 0; r < rows; r++)                                                        \
        ((type *)to)[r] = ((const type *)from)[picks[r]];

static void permute(void *to, const void *from, enum lane lane, const uint32_t *picks,
                    uint32_t rows)
{
    switch (lane) {
    case LANE_U8:
        PERMUTE(uint8_t)
        break;
    case LANE_U16:
        PERMUTE(uint16_t)
        break;
    case LANE_I32:
        PERMUTE(int32_t)
        break;
    default:
        PERMUTE(int64_t)
        break;
    }
}

static bool permute_valid(struct column *c, const struct laid *from, const uint32_t *picks,
                          uint32_t rows, struct arena *a)
{
    if (!from->valid)
        return true;
    uint64_t *valid = arena_zalloc(a, ((size_t)rows + 63) / 64 * 8 + 64);
    uint32_t count = 0;
    if (!valid)
        return false;
    for (uint32_t r = 0; r < rows; r++) {
        uint64_t bit = from->valid[picks[r] / 64] >> (picks[r] % 64) & 1;
        valid[r / 64] |= bit << (r % 64);
        count += (uint32_t)bit;
    }
    c->valid = count == rows ? NULL : valid;
    return true;
}

static struct str text_at(const struct gather *g, uint8_t entity, uint16_t field, uint32_t r)
{
    uint32_t part = g->parts[entity][r];
    const struct column *c = column_of(g, part, entity, field);
    uint32_t row = g->picks[entity][r] - g->first[entity][part];
    return c->rows && column_valid(c, row) ? column_text(c, row) : (struct str){"", 0};
}

static bool permute_texts(struct column *out, const struct gather *g, uint8_t entity,
                          uint16_t field)
{
    struct str *texts = arena_alloc(g->a, (out->rows + 1u) * sizeof *texts);
    uint32_t *offset = arena_alloc(g->a, (out->rows + 1u) * sizeof *offset + 64);
    if (!texts || !offset)
        return false;
    offset[0] = 0;
    for (uint32_t r = 0; r < out->rows; r++) {
        texts[r] = text_at(g, entity, field, r);
        offset[r + 1] = offset[r] + (uint32_t)texts[r].n;
    }
    char *bytes = arena_alloc(g->a, offset[out->rows] + 64u);
    if (!bytes)
        return false;
    for (uint32_t r = 0; r < out->rows; r++)
        if (texts[r].n)
            memcpy(bytes + offset[r], texts[r].p, texts[r].n);
    out->data = offset;
    out->bytes = bytes;
    return true;
}

static bool gather_column(struct column *out, const struct gather *g, uint8_t entity,
                          uint16_t field)
{
    const uint32_t *picks = g->picks[entity];
    uint32_t rows = g->out.frame.entities[entity].rows;
    struct laid from;
    if (rows == 0)
        return true;
    if (!lay_data(&from, g, entity, field))
        return false;
    if (from.rows == 0)
        return true;
    struct column c = {.lane = from.lane, .rows = rows};
    if (!permute_valid(&c, &from, picks, rows, g->a))
        return false;
    if (c.lane == LANE_TEXT) {
        if (!permute_texts(&c, g, entity, field))
            return false;
    } else {
        void *data = arena_alloc(g->a, rows * lane_bytes(c.lane) + 64);
        if (!data)
            return false;
        permute(data, from.data, c.lane, picks, rows);
        c.data = data;
    }
    *out = c;
    return true;
}

static bool gather_entity(struct gather *g, uint8_t entity)
{
    const struct entity *e = &g->model->entities[entity];
    struct frame *f = &g->out.frame;
    if (!gather_column(&f->entities[entity].id, g, entity, NO_FIELD))
        return false;
    for (uint16_t i = 0; i < e->field_count; i++)
        if (!gather_column(&f->columns[e->fields[i]], g, entity, e->fields[i]))
            return false;
    return true;
}

enum hm_status fresh_gather(struct block *out, const struct fresh *x, const struct model *m,
                            uint16_t month, struct arena *a, struct diag *d)
{
    struct gather g = {.x = x, .model = m, .a = a};
    TRY(block_empty(&g.out, m, x->root, a, d));
    bool ok = lay_out_parts(&g) && order_roots(&g, month);
    for (size_t e = 0; ok && e < m->entity_count; e++) {
        if (m->entities[e].root != x->root)
            continue;
        ok = (e == x->root || order_children(&g, (uint8_t)e)) && gather_entity(&g, (uint8_t)e);
    }
    if (!ok)
        return diag_nomem(d, _("recording households"));
    *out = g.out;
    return HM_OK;
}
