/* pick.c - gathers rows: roots as asked, then each child entity from its parents down. */
#include "vec/pick.h"

#include <string.h>

/* Parents that still have a child to give, in order: slots take one of each in turn. */
struct waiting {
    uint32_t parent;
    const uint32_t *next, *end;
};

/* The parents that have children of the entity; *total: how many children. */
static uint32_t list_parents(const struct pick *p, const struct frame *f, uint8_t entity,
                             struct waiting *w, uint32_t *total)
{
    uint8_t up = f->model->entities[entity].parent;
    const uint32_t *begin = f->entities[entity].child_begin, *of = p->from[up];
    const uint32_t *rows = f->entities[entity].child_rows;
    uint32_t count = 0;
    *total = 0;
    for (uint32_t r = 0; begin && r < p->frame.entities[up].rows; r++) {
        uint32_t first = begin[of[r]], end = begin[of[r] + 1];
        if (first == end)
            continue;
        w[count++] = (struct waiting){r, rows + first, rows + end};
        *total += end - first;
    }
    return count;
}

static enum hm_status child_rows(struct pick *p, const struct frame *f, uint8_t entity,
                                 bool slots, struct diag *d)
{
    struct arena *a = &p->frame.arena;
    struct frame_entity *to = &p->frame.entities[entity];
    uint32_t parents = p->frame.entities[f->model->entities[entity].parent].rows, total;
    struct waiting *w = arena_alloc(a, (parents + 1u) * sizeof *w);
    if (!w)
        return diag_nomem(d, "picking households");
    uint32_t left = list_parents(p, f, entity, w, &total), at = 0;
    uint32_t *parent = arena_alloc(a, (total + 1u) * sizeof *parent);
    uint32_t *from = arena_alloc(a, (total + 1u) * sizeof *from);
    if (!parent || !from)
        return diag_nomem(d, "picking households");
    while (left > 0) {
        uint32_t kept = 0;
        for (uint32_t i = 0; i < left; i++) {
            const uint32_t *next = w[i].next, *end = slots ? next + 1 : w[i].end;
            for (; next < end; next++, at++) {
                parent[at] = w[i].parent;
                from[at] = *next;
            }
            if (next < w[i].end)
                w[kept++] = (struct waiting){w[i].parent, next, w[i].end};
        }
        left = kept;
    }
    p->from[entity] = from;
    to->rows = at;
    to->parent = parent;
    return HM_OK;
}

static enum hm_status pick_text(struct column *to, const struct column *from,
                                const uint32_t *rows, uint32_t n, struct arena *a)
{
    uint32_t *offsets = arena_alloc(a, (n + 1u) * sizeof *offsets);
    size_t bytes = 0;
    for (uint32_t r = 0; r < n; r++)
        bytes += column_text(from, rows[r]).n;
    char *text = arena_alloc(a, bytes + 1);
    if (!offsets || !text)
        return HM_NOMEM;
    offsets[0] = 0;
    for (uint32_t r = 0; r < n; r++) {
        struct str s = column_text(from, rows[r]);
        if (s.n)
            memcpy(text + offsets[r], s.p, s.n);
        offsets[r + 1] = offsets[r] + (uint32_t)s.n;
    }
    to->data = offsets;
    to->bytes = text;
    return HM_OK;
}

#define GATHER(type)                                                                           \
    do {                                                                                       \
        const type *src = from->data;                                                          \
        type *dst = data;                                                                      \
        for (uint32_t r = 0; r < n; r++)                                                       \
            dst[r] = src[rows[r]];                                                             \
    } while (0)

static enum hm_status pick_column(struct column *to, const struct column *from,
                                  const uint32_t *rows, uint32_t n, struct arena *a)
{
    *to = (struct column){.lane = from->lane, .rows = n};
    if (from->valid) {
        uint64_t *valid = arena_zalloc(a, (n / 64u + 1u) * sizeof *valid);
        if (!valid)
            return HM_NOMEM;
        for (uint32_t r = 0; r < n; r++)
            valid[r / 64] |= (uint64_t)column_valid(from, rows[r]) << (r % 64);
        to->valid = valid;
    }
    if (from->lane == LANE_TEXT)
        return pick_text(to, from, rows, n, a);
    void *data = arena_alloc(a, (n + 1u) * lane_bytes(from->lane));
    if (!data)
        return HM_NOMEM;
    switch (from->lane) {
    case LANE_U8:
        GATHER(uint8_t);
        break;
    case LANE_U16:
        GATHER(uint16_t);
        break;
    case LANE_I32:
        GATHER(int32_t);
        break;
    default:
        GATHER(int64_t);
        break;
    }
    to->data = data;
    return HM_OK;
}

static enum hm_status pick_past(struct pick *p, const struct frame *f)
{
    struct frame *to = &p->frame;
    to->past = arena_zalloc(&to->arena, (f->past_count + 1) * sizeof *to->past);
    if (!to->past)
        return HM_NOMEM;
    for (size_t i = 0; i < f->past_count; i++) {
        const struct past *from = &f->past[i];
        struct past *past = &to->past[i];
        *past = (struct past){.month = from->month, .frame = from->frame};
        past->row_of = arena_zalloc(&to->arena, f->model->entity_count * sizeof *past->row_of);
        if (!past->row_of)
            return HM_NOMEM;
        for (size_t e = 0; e < f->model->entity_count; e++) {
            if (!from->row_of[e] || !p->from[e])
                continue;
            uint32_t n = to->entities[e].rows;
            past->row_of[e] = arena_alloc(&to->arena, (n + 1u) * sizeof **past->row_of);
            if (!past->row_of[e])
                return HM_NOMEM;
            for (uint32_t r = 0; r < n; r++)
                past->row_of[e][r] = from->row_of[e][p->from[e][r]];
        }
    }
    to->past_count = f->past_count;
    return HM_OK;
}

static enum hm_status pick_columns(struct pick *p, const struct frame *f,
                                   const uint64_t *fields)
{
    for (size_t e = 0; e < f->model->entity_count; e++)
        if (p->from[e] && f->entities[e].id.rows)
            TRY(pick_column(&p->frame.entities[e].id, &f->entities[e].id, p->from[e],
                            p->frame.entities[e].rows, &p->frame.arena));
    for (size_t i = 0; i < f->model->field_count; i++) {
        uint8_t e = f->model->fields[i].entity;
        bool wanted = !fields || (fields[i / 64] >> (i % 64) & 1);
        if (wanted && f->columns[i].rows && p->from[e])
            TRY(pick_column(&p->frame.columns[i], &f->columns[i], p->from[e],
                            p->frame.entities[e].rows, &p->frame.arena));
    }
    return pick_past(p, f);
}

enum hm_status pick_rows(struct pick *out, const struct frame *f, const uint32_t *roots,
                         uint32_t n, bool slots, const uint64_t *fields, struct diag *d)
{
    struct pick p = {0};
    const struct model *m = f->model;
    enum hm_status st = HM_OK;
    frame_init(&p.frame, m, f->root);
    p.from = arena_zalloc(&p.frame.arena, m->entity_count * sizeof *p.from);
    if (!p.from || !p.frame.entities || !p.frame.columns)
        goto nomem;
    p.from[f->root] = arena_alloc(&p.frame.arena, (n + 1u) * sizeof **p.from);
    if (!p.from[f->root])
        goto nomem;
    memcpy(p.from[f->root], roots, n * sizeof *roots);
    p.frame.entities[f->root].rows = n;
    p.frame.jagged = slots;
    p.frame.in_range = f->in_range;
    for (uint8_t depth = 1; depth <= m->entity_count; depth++)
        for (size_t e = 0; e < m->entity_count; e++)
            if (m->entities[e].root == f->root && m->entities[e].depth == depth)
                TRY_DONE(child_rows(&p, f, (uint8_t)e, slots, d));
    TRY_DONE(frame_link(&p.frame, d));
    if (pick_columns(&p, f, fields) == HM_OK) {
        *out = p;
        return HM_OK;
    }
nomem:
    st = diag_nomem(d, "picking households");
done:
    pick_fini(&p);
    return st;
}

enum hm_status pick_jagged(struct pick *out, const struct frame *f, const uint64_t *fields,
                           struct diag *d)
{
    const struct entity *root = &f->model->entities[f->root];
    uint32_t n = f->entities[f->root].rows, most = 0, members;
    struct arena a;
    arena_init(&a);
    uint32_t *roots = arena_alloc(&a, (n + 1u) * sizeof *roots);
    uint32_t *count = arena_zalloc(&a, (n + 1u) * sizeof *count);
    enum hm_status st = roots && count ? HM_OK : diag_nomem(d, "picking households");
    for (uint32_t r = 0; st == HM_OK && root->child_count && r < n; r++) {
        frame_children(f, root->children[0], r, &members);
        count[r] = members;
        most = members > most ? members : most;
    }
    uint32_t *begin = arena_zalloc(&a, (most + 2u) * sizeof *begin);
    if (st == HM_OK && !begin)
        st = diag_nomem(d, "picking households");
    if (st == HM_OK) { /* counting sort, most first */
        for (uint32_t r = 0; r < n; r++)
            begin[most - count[r] + 1]++;
        for (uint32_t k = 1; k <= most; k++)
            begin[k] += begin[k - 1];
        for (uint32_t r = 0; r < n; r++)
            roots[begin[most - count[r]]++] = r;
        st = pick_rows(out, f, roots, n, true, fields, d);
    }
    arena_fini(&a);
    return st;
}

void pick_fini(struct pick *p)
{
    p->frame.past = NULL; /* the source frame's own */
    p->frame.past_count = 0;
    frame_fini(&p->frame);
    memset(p, 0, sizeof *p);
}
