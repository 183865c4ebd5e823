/* sides.c - columns of results as columns of a frame, and their comparison, stretch by stretch:
 * most rows are the same.
 */
#include "whatif/sides.h"

#include <string.h>

enum { STRETCH = 64 };

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

static bool stretch_is_same(const struct result_column *a, const struct result_column *b,
                            uint32_t row, uint32_t n)
{
    if (!a->data || !b->data || a->lane != b->lane || !a->state != !b->state)
        return false;
    size_t each = lane_bytes(a->lane);
    return memcmp((const char *)a->data + row * each, (const char *)b->data + row * each,
                  n * each) == 0 &&
           (!a->state || memcmp(a->state + row, b->state + row, n) == 0);
}

static void mark_column(const struct frame *facts, const struct result_column *a,
                        const struct result_column *b, uint8_t *mark)
{
    const struct model *m = facts->model;
    uint8_t entity = m->fields[a->field].entity;
    if (a->data && a->data == b->data)
        return; /* no alternative changes it */
    for (uint32_t at = 0; at < a->rows; at += STRETCH) {
        uint32_t n = a->rows - at < STRETCH ? a->rows - at : STRETCH;
        if (stretch_is_same(a, b, at, n))
            continue;
        for (uint32_t row = at; row < at + n; row++)
            if (cell_differs(a, b, m, row))
                mark[frame_root_row(facts, entity, row)] = 1;
    }
}

uint32_t sides_differ(const struct frame *facts, const struct results *a,
                      const struct results *b, uint8_t *mark, uint32_t *rows)
{
    uint32_t roots = facts->entities[facts->root].rows, n = 0;
    memset(mark, 0, roots);
    for (size_t i = 0; i < a->column_count; i++)
        mark_column(facts, &a->columns[i], &b->columns[i], mark);
    for (uint32_t r = 0; r < roots; r++) {
        rows[n] = r;
        n += mark[r];
    }
    return n;
}
