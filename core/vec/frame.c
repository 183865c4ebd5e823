/* frame.c - rows, their children, and the past they are compared with. */
#include "vec/frame.h"

#include <assert.h>
#include <string.h>

#define NO_ROW UINT32_MAX

enum hm_status frame_init(struct frame *f, const struct model *m, uint8_t root)
{
    *f = (struct frame){.model = m, .root = root};
    arena_init(&f->arena);
    f->entities = arena_zalloc(&f->arena, m->entity_count * sizeof *f->entities);
    f->columns = arena_zalloc(&f->arena, m->field_count * sizeof *f->columns);
    if (!f->entities || !f->columns) {
        frame_fini(f);
        return HM_NOMEM;
    }
    return HM_OK;
}

void frame_fini(struct frame *f)
{
    for (size_t i = 0; i < f->past_count; i++)
        frame_fini(f->past[i].frame);
    arena_fini(&f->arena);
    *f = (struct frame){0};
}

/* Counting sort of an entity's rows by parent; rows of one parent keep their order. */
static enum hm_status link_entity(struct frame *f, uint8_t entity, uint32_t parent_rows)
{
    struct frame_entity *e = &f->entities[entity];
    uint32_t *begin = arena_zalloc(&f->arena, (parent_rows + 1u) * sizeof *begin);
    uint32_t *rows = arena_alloc(&f->arena, e->rows * sizeof *rows);
    uint32_t *next = arena_alloc(&f->arena, parent_rows * sizeof *next);
    if (!begin || !rows || !next)
        return HM_NOMEM;
    for (uint32_t r = 0; r < e->rows; r++) {
        assert(e->parent[r] < parent_rows);
        begin[e->parent[r] + 1]++;
    }
    for (uint32_t p = 0; p < parent_rows; p++)
        begin[p + 1] += begin[p];
    if (parent_rows)
        memcpy(next, begin, parent_rows * sizeof *next);
    for (uint32_t r = 0; r < e->rows; r++)
        rows[next[e->parent[r]]++] = r;
    e->child_begin = begin;
    e->child_rows = rows;
    return HM_OK;
}

enum hm_status frame_link(struct frame *f, struct diag *d)
{
    const struct model *m = f->model;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        if (e->root != f->root || e->parent == NO_ENTITY)
            continue;
        if (link_entity(f, e->id, f->entities[e->parent].rows) != HM_OK)
            return diag_nomem(d, _("arranging households"));
    }
    return HM_OK;
}

const uint32_t *frame_children(const struct frame *f, uint8_t child, uint32_t parent_row,
                               uint32_t *n)
{
    const struct frame_entity *e = &f->entities[child];
    if (!e->child_begin) {
        *n = 0;
        return NULL;
    }
    *n = e->child_begin[parent_row + 1] - e->child_begin[parent_row];
    return e->child_rows + e->child_begin[parent_row];
}

uint32_t frame_root_row(const struct frame *f, uint8_t entity, uint32_t row)
{
    while (f->model->entities[entity].parent != NO_ENTITY) {
        row = f->entities[entity].parent[row];
        entity = f->model->entities[entity].parent;
    }
    return row;
}

/* Position of a row among its parent's children, 0-based. */
static uint32_t position(const struct frame *f, uint8_t entity, uint32_t row)
{
    uint32_t n, at = 0;
    const uint32_t *rows = frame_children(f, entity, f->entities[entity].parent[row], &n);
    while (at < n && rows[at] != row)
        at++;
    return at;
}

/* "obligors[0].cars[2]." for a row below the root; depth is at most LIMIT_ENTITIES. */
static void put_row_path(const struct frame *f, uint8_t entity, uint32_t row, struct buf *out)
{
    const struct entity *e = &f->model->entities[entity];
    if (e->parent == NO_ENTITY)
        return;
    put_row_path(f, e->parent, f->entities[entity].parent[row], out);
    buf_printf(out, "%s[%u].", e->plural, (unsigned)position(f, entity, row));
}

void frame_cell_path(const struct frame *f, uint16_t field, uint32_t row, struct buf *out)
{
    const struct field *x = &f->model->fields[field];
    put_row_path(f, x->entity, row, out);
    buf_puts(out, x->name);
}

const struct past *frame_past(const struct frame *f, int32_t month)
{
    for (size_t i = 0; i < f->past_count; i++) {
        if (f->past[i].month == month)
            return &f->past[i];
    }
    return NULL;
}

static struct str row_id(const struct frame_entity *e, uint32_t row)
{
    return e->id.rows ? column_text(&e->id, row) : (struct str){"", 0};
}

static enum hm_status match_roots(uint32_t *row_of, const struct frame *now,
                                  const struct frame *then)
{
    const struct frame_entity *mine = &now->entities[now->root];
    const struct frame_entity *theirs = &then->entities[now->root];
    struct map ids;
    enum hm_status st = HM_OK;
    map_init(&ids);
    for (uint32_t r = 0; r < theirs->rows && st == HM_OK; r++) {
        if (map_put(&ids, row_id(theirs, r), r) < 0)
            st = HM_NOMEM;
    }
    for (uint32_t r = 0; r < mine->rows; r++) {
        row_of[r] = NO_ROW;
        (void)map_get(&ids, row_id(mine, r), &row_of[r]);
    }
    map_fini(&ids);
    return st;
}

/* The child below then_parent with the same id; without an id the one at the same position. */
static uint32_t match_child(const struct frame *then, uint8_t entity, uint32_t then_parent,
                            struct str id, uint32_t at)
{
    uint32_t n;
    const uint32_t *rows = frame_children(then, entity, then_parent, &n);
    if (id.n == 0)
        return at < n ? rows[at] : NO_ROW;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t candidate = rows[(at + k) % n]; /* nearly always at the same position */
        if (str_eq(row_id(&then->entities[entity], candidate), id))
            return candidate;
    }
    return NO_ROW;
}

static void match_children(uint32_t *row_of, const uint32_t *parent_row_of, uint8_t entity,
                           const struct frame *now, const struct frame *then)
{
    const struct frame_entity *mine = &now->entities[entity];
    uint32_t parents = now->entities[now->model->entities[entity].parent].rows;
    for (uint32_t p = 0; p < parents; p++) {
        uint32_t n;
        const uint32_t *rows = frame_children(now, entity, p, &n);
        for (uint32_t k = 0; k < n; k++)
            row_of[rows[k]] =
                parent_row_of[p] == NO_ROW
                    ? NO_ROW
                    : match_child(then, entity, parent_row_of[p], row_id(mine, rows[k]), k);
    }
}

/* Entities stand after their parents in a model, so one pass does. */
static enum hm_status match_rows(uint32_t **row_of, struct frame *now, const struct frame *then)
{
    const struct model *m = now->model;
    for (size_t i = 0; i < m->entity_count; i++) {
        const struct entity *e = &m->entities[i];
        uint32_t rows = now->entities[i].rows;
        if (e->root != now->root || rows == 0)
            continue;
        row_of[i] = arena_alloc(&now->arena, rows * sizeof **row_of);
        if (!row_of[i])
            return HM_NOMEM;
        if (e->parent == NO_ENTITY)
            TRY(match_roots(row_of[i], now, then));
        else
            match_children(row_of[i], row_of[e->parent], e->id, now, then);
    }
    return HM_OK;
}

enum hm_status frame_add_past(struct frame *f, int32_t month, struct frame *earlier,
                              struct diag *d)
{
    assert(earlier->model == f->model && earlier->root == f->root && !frame_past(f, month));
    struct past *list = arena_alloc(&f->arena, (f->past_count + 1) * sizeof *list);
    struct frame *kept = arena_alloc(&f->arena, sizeof *kept);
    uint32_t **row_of = arena_zalloc(&f->arena, f->model->entity_count * sizeof *row_of);
    if (!list || !kept || !row_of || match_rows(row_of, f, earlier) != HM_OK)
        return diag_nomem(d, _("matching households with earlier months"));
    size_t at = 0;
    while (at < f->past_count && f->past[at].month < month) {
        list[at] = f->past[at];
        at++;
    }
    if (at < f->past_count)
        memcpy(list + at + 1, f->past + at, (f->past_count - at) * sizeof *list);
    *kept = *earlier;
    *earlier = (struct frame){0};
    list[at] = (struct past){month, kept, row_of};
    f->past = list;
    f->past_count++;
    return HM_OK;
}
