/* sides.c - columns of results as columns of a frame, and their comparison, stretch by stretch:
 * most rows are the same.
 */
#include "whatif/sides.h"

#include <string.h>

bool side_init(struct side_frame *s, const struct model *m, uint8_t root)
{
    arena_init(&s->arena);
    return frame_init(&s->frame, m, root) == HM_OK;
}

void side_fini(struct side_frame *s)
{
    frame_fini(&s->frame);
    arena_fini(&s->arena);
}

/* Bit r set: row r has a value. */
static uint64_t *pack_valid(const uint8_t *state, uint32_t rows, struct arena *a)
{
    uint64_t *valid = arena_zalloc(a, (rows / 64u + 1u) * sizeof *valid);
    if (!valid)
        return NULL;
    uint32_t r = 0;
    for (; r + 64 <= rows; r += 64) {
        uint64_t eight[8], any = 0;
        memcpy(eight, state + r, sizeof eight);
        for (int i = 0; i < 8; i++)
            any |= eight[i];
        if (any == 0) {
            valid[r / 64] = ~UINT64_C(0);
            continue;
        }
        for (uint32_t i = 0; i < 64; i++)
            valid[r / 64] |= (uint64_t)(state[r + i] == HM_TRAP_NONE) << i;
    }
    for (; r < rows; r++)
        valid[r / 64] |= (uint64_t)(state[r] == HM_TRAP_NONE) << (r % 64);
    return valid;
}

/* Engines that give exact values only. */
static void *stored_form(const struct result_column *c, const struct model *m, struct arena *a)
{
    int64_t *data = arena_alloc(a, (c->rows + 1u) * sizeof *data);
    for (uint32_t r = 0; data && r < c->rows; r++)
        data[r] = result_state(c, r) == HM_TRAP_NONE ? result_stored(c, m, r) : 0;
    return data;
}

bool side_fill(struct side_frame *s, const struct frame *facts, const struct results *r)
{
    const struct model *m = facts->model;
    arena_reset(&s->arena);
    s->frame.jagged = facts->jagged;
    memcpy(s->frame.entities, facts->entities, m->entity_count * sizeof *facts->entities);
    for (size_t i = 0; i < r->column_count; i++) {
        const struct result_column *c = &r->columns[i];
        struct column x = {.lane = c->lane, .rows = c->rows, .data = c->data};
        if (!c->data) {
            x.lane = LANE_I64;
            x.data = stored_form(c, m, &s->arena);
        }
        bool known = result_all_known(c);
        if (!known)
            x.valid = pack_valid(c->state, c->rows, &s->arena);
        if (!x.data || (!known && !x.valid))
            return false;
        s->frame.columns[c->field] = x;
    }
    return true;
}

/* --- what differs --- */

static bool cell_differs(const struct result_column *a, const struct result_column *b,
                         const struct model *m, uint32_t row)
{
    enum hm_trap x = result_state(a, row), y = result_state(b, row);
    return x != y ||
           (x == HM_TRAP_NONE && result_stored(a, m, row) != result_stored(b, m, row));
}

/* Bytes set where two columns of one lane differ; loops that the compiler may vectorise. */
#define DIFFER(type)                                                                           \
    {                                                                                          \
        const type *restrict x = a->data, *restrict y = b->data;                               \
        for (uint32_t r = 0; r < a->rows; r++)                                                 \
            differs[r] = x[r] != y[r];                                                         \
    }

static void compare_data(const struct result_column *a, const struct result_column *b,
                         uint8_t *restrict differs)
{
    switch (a->lane) {
    case LANE_U8:
        DIFFER(uint8_t)
        break;
    case LANE_U16:
        DIFFER(uint16_t)
        break;
    case LANE_I32:
        DIFFER(int32_t)
        break;
    default:
        DIFFER(int64_t)
        break;
    }
}

/* A row differs in state, or in value where both have one. */
static void compare_states(const struct result_column *a, const struct result_column *b,
                           uint8_t *restrict differs)
{
    for (uint32_t r = 0; (a->state || b->state) && r < a->rows; r++) {
        uint8_t x = a->state ? a->state[r] : 0, y = b->state ? b->state[r] : 0;
        differs[r] = (uint8_t)((x != y) | (differs[r] & (x == 0)));
    }
}

static void compare_column(const struct frame *facts, const struct result_column *a,
                           const struct result_column *b, uint8_t *differs)
{
    const struct model *m = facts->model;
    bool alike = a->data && b->data && a->lane == b->lane;
    if (alike) {
        compare_data(a, b, differs);
        compare_states(a, b, differs);
    }
    for (uint32_t r = 0; !alike && r < a->rows; r++)
        differs[r] = cell_differs(a, b, m, r);
}

static bool mark_column(const struct frame *facts, const struct result_column *a,
                        const struct result_column *b, uint8_t *mark, struct arena *memory)
{
    uint8_t entity = facts->model->fields[a->field].entity;
    if (a->data && a->data == b->data)
        return true; /* no alternative changes it */
    uint8_t *differs = arena_alloc(memory, a->rows + 8u);
    if (!differs)
        return false;
    memset(differs + a->rows, 0, 8);
    compare_column(facts, a, b, differs);
    for (uint32_t at = 0; at < a->rows; at += 8) {
        uint64_t eight;
        memcpy(&eight, differs + at, sizeof eight);
        for (uint32_t r = at; eight && r < at + 8; r++)
            if (differs[r])
                mark[frame_root_row(facts, entity, r)] = 1;
    }
    return true;
}

bool sides_differ(uint32_t *count, const struct frame *facts, const struct results *a,
                  const struct results *b, uint16_t but, uint8_t *mark, uint32_t *rows,
                  struct arena *memory)
{
    uint32_t roots = facts->entities[facts->root].rows, n = 0;
    memset(mark, 0, roots);
    for (size_t i = 0; i < a->column_count; i++)
        if (a->columns[i].field != but &&
            !mark_column(facts, &a->columns[i], &b->columns[i], mark, memory))
            return false;
    for (uint32_t r = 0; r < roots; r++) {
        rows[n] = r;
        n += mark[r];
    }
    *count = n;
    return true;
}
