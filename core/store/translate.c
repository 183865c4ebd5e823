/* translate.c - a frame in the store's terms as a frame in a policy's terms.
 *
 * Most columns are handed over as they are. Enum codes are replaced where the two models number
 * the values differently, and numbers are scaled where the policy has more decimals.
 */
#include <string.h>
#include "store/view.h"

struct translate {
    struct frame *out;
    const struct frame *from;
    const struct mapping *map;
    const char *file;
    bool copy;
};

static void *copy_bytes(struct arena *a, const void *p, size_t n)
{
    void *to = arena_alloc(a, n + 64);
    if (to && n)
        memcpy(to, p, n);
    return to;
}

static bool copy_column(struct column *c, struct arena *a)
{
    size_t n = ((size_t)c->rows + (c->lane == LANE_TEXT)) * lane_bytes(c->lane);
    const uint32_t *offset = c->data;
    if (c->lane == LANE_TEXT && c->rows) {
        c->bytes = copy_bytes(a, c->bytes, offset[c->rows]);
        if (!c->bytes)
            return false;
    }
    if (c->valid) {
        c->valid = copy_bytes(a, c->valid, ((size_t)c->rows + 63) / 64 * 8);
        if (!c->valid)
            return false;
    }
    c->data = c->rows ? copy_bytes(a, c->data, n) : NULL;
    return c->data || !c->rows;
}

/* --- entities --- */

static bool no_children(struct frame_entity *e, uint32_t parents, struct arena *a)
{
    e->child_begin = arena_zalloc(a, (parents + 1u) * sizeof *e->child_begin);
    e->child_rows = arena_zalloc(a, sizeof *e->child_rows);
    e->parent = e->child_rows;
    return e->child_begin && e->child_rows;
}

static bool copy_entity(struct frame_entity *e, uint32_t parents, struct arena *a)
{
    if (e->parent) {
        e->parent = copy_bytes(a, e->parent, e->rows * sizeof *e->parent);
        e->child_begin = copy_bytes(a, e->child_begin, (parents + 1u) * sizeof *e->parent);
        e->child_rows = copy_bytes(a, e->child_rows, e->rows * sizeof *e->parent);
        if (!e->parent || !e->child_begin || !e->child_rows)
            return false;
    }
    return copy_column(&e->id, a);
}

static bool put_entity(struct translate *t, uint8_t id)
{
    const struct model *to = t->map->to;
    struct frame_entity *e = &t->out->entities[id];
    uint8_t from = t->map->entity[id], up = to->entities[id].parent;
    uint32_t parents = up == NO_ENTITY ? 0 : t->out->entities[up].rows;
    if (from == NO_ENTITY)
        return up == NO_ENTITY || no_children(e, parents, &t->out->arena);
    *e = t->from->entities[from];
    if (up != NO_ENTITY && !e->child_begin)
        return no_children(e, parents, &t->out->arena);
    return !t->copy || copy_entity(e, parents, &t->out->arena);
}

/* --- columns --- */

static enum hm_status recode(struct translate *t, uint16_t field, struct column *c,
                             const uint8_t *codes, struct diag *d)
{
    const uint8_t *from = c->data;
    uint8_t *to = arena_alloc(&t->out->arena, c->rows + 64u);
    if (!to)
        return diag_nomem(d, _("reading a block"));
    for (uint32_t r = 0; r < c->rows; r++) {
        to[r] = column_valid(c, r) ? codes[from[r]] : 0;
        if (to[r] == 255)
            return mapping_no_value(t->map, field, from[r], t->file, d);
    }
    c->data = to;
    return HM_OK;
}

static enum hm_status scale(struct translate *t, uint16_t field, struct column *c,
                            unsigned decimals, struct diag *d)
{
    struct place at = {.file = t->file, .field = t->map->to->fields[field].name};
    int64_t factor = 1;
    for (unsigned i = 0; i < decimals; i++)
        factor *= 10;
    int64_t *to = arena_alloc(&t->out->arena, c->rows * sizeof *to + 64);
    if (!to)
        return diag_nomem(d, _("reading a block"));
    for (uint32_t r = 0; r < c->rows; r++) {
        int64_t v = column_valid(c, r) ? column_int(c, r) : 0;
        if (__builtin_mul_overflow(v, factor, &to[r]))
            return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                            _("declare the field with the decimals that the store has"),
                            _("a stored number is too large for the policy's %u decimals"),
                            t->map->to->fields[field].type.decimals);
    }
    c->data = to;
    c->lane = LANE_I64;
    return HM_OK;
}

static enum hm_status put_column(struct translate *t, uint16_t field, struct diag *d)
{
    const struct mapping_field *m = &t->map->fields[field];
    struct column c = t->from->columns[m->from];
    if (c.rows == 0)
        return HM_OK;
    if (m->conflict)
        return mapping_conflict(t->map, field, t->file, d);
    if (m->codes)
        TRY(recode(t, field, &c, m->codes, d));
    else if (m->scale)
        TRY(scale(t, field, &c, m->scale, d));
    if (t->copy && !copy_column(&c, &t->out->arena))
        return diag_nomem(d, _("reading a block"));
    t->out->columns[field] = c;
    return HM_OK;
}

/* Members lie in slots for the policy too when both call the same entity the first one. */
static bool same_members(const struct mapping *map, uint8_t root)
{
    const struct entity *to = &map->to->entities[root];
    const struct entity *from = &map->from->entities[map->entity[root]];
    if (!to->child_count || !from->child_count)
        return !to->child_count;
    return map->entity[to->children[0]] == from->children[0];
}

enum hm_status view_translate(struct frame *out, const struct frame *from,
                              const struct mapping *map, const uint64_t *fields, bool copy,
                              const char *file, struct diag *d)
{
    const struct model *to = map->to;
    struct translate t = {out, from, map, file, copy};
    for (size_t i = 0; i < to->entity_count; i++) {
        if (to->entities[i].root == out->root && !put_entity(&t, (uint8_t)i))
            return diag_nomem(d, _("reading a block"));
    }
    for (size_t i = 0; i < to->field_count; i++) {
        if (map->fields[i].from != NO_FIELD && block_wants(fields, (uint16_t)i) &&
            to->entities[to->fields[i].entity].root == out->root)
            TRY(put_column(&t, (uint16_t)i, d));
    }
    out->jagged = from->jagged && same_members(map, out->root);
    return HM_OK;
}
