/* keep.c - what stays in memory between questions: the facts' frames over the mapped store, and
 * results under the policy as it stands.
 */
#include <string.h>
#include "base/mem.h"
#include "whatif/population_state.h"

/* --- views --- */

enum hm_status keep_view(struct view **out, struct population *p, struct diag *d)
{
    struct view *v = NULL;
    mutex_lock(p->mutex);
    if (p->view_count > 0)
        v = p->views[--p->view_count];
    mutex_unlock(p->mutex);
    if (!v) {
        TRY(view_open(&v, p->store, p->model, p->month, p->sequence, d));
        view_keep(v);
    }
    *out = v;
    return HM_OK;
}

void keep_view_back(struct population *p, struct view *v)
{
    if (!v)
        return;
    mutex_lock(p->mutex);
    p->views[p->view_count++] = v;
    mutex_unlock(p->mutex);
}

/* --- room --- */

static bool take_room(struct population *p, size_t bytes)
{
    mutex_lock(p->mutex);
    bool fits = bytes <= p->room && p->bytes <= p->room - bytes;
    p->bytes += fits ? bytes : 0;
    mutex_unlock(p->mutex);
    return fits;
}

/* Rows, parents and children of a frame; columns lie in the store. */
static size_t frame_bytes(const struct population *p)
{
    size_t rows = (size_t)LIMIT_BLOCK_HOUSEHOLDS * 5; /* household, members, what is below */
    return rows * 3 * sizeof(uint32_t) + p->model->field_count * sizeof(struct column);
}

/* --- facts --- */

static enum hm_status load(struct population *p, struct kept_block *k, struct view *v,
                           uint32_t block, struct diag *d)
{
    TRY(view_load(v, block, NULL, &k->facts, d));
    enum hm_status st = HM_OK;
    if (k->facts.entities[p->agenda.root].rows > 0)
        st = history_lend(&k->facts, v, block, &p->history, NULL, 0, d);
    if (st != HM_OK) {
        frame_fini(&k->facts);
        return st;
    }
    k->ordinals = view_ordinals(v);
    k->has_facts = true;
    return HM_OK;
}

enum hm_status keep_facts(struct kept_block **out, struct population *p, struct view *v,
                          uint32_t block, struct diag *d)
{
    struct kept_block *k = &p->kept[block];
    *out = NULL;
    if (!k->has_facts) {
        if (!take_room(p, frame_bytes(p)))
            return HM_OK;
        TRY(load(p, k, v, block, d));
    }
    *out = k;
    return HM_OK;
}

/* --- results --- */

bool keep_has(const struct kept_block *k, uint16_t field)
{
    return k->has_base && (k->has_base[field / 64] >> (field % 64) & 1);
}

static size_t column_bytes(const struct result_column *c)
{
    return (c->rows + 64u) * ((c->data ? lane_bytes(c->lane) : sizeof(int64_t)) + 1u);
}

/* The stored form, whatever form it is in. */
static bool copy_column(struct result_column *to, const struct result_column *c,
                        const struct model *m, struct arena *a)
{
    struct result_column x = {.field = c->field, .rows = c->rows, .lane = c->lane};
    if (!c->data)
        x.lane = LANE_I64;
    x.data = arena_alloc(a, (c->rows + 1u) * lane_bytes(x.lane));
    bool known = result_all_known(c);
    x.state = known ? NULL : arena_alloc(a, c->rows + 1u);
    if (!x.data || (!x.state && !known))
        return false;
    if (x.state)
        memcpy(x.state, c->state, c->rows);
    if (c->data) {
        memcpy(x.data, c->data, c->rows * lane_bytes(x.lane));
    } else {
        int64_t *data = x.data;
        for (uint32_t r = 0; r < c->rows; r++)
            data[r] = result_state(c, r) == HM_TRAP_NONE ? result_stored(c, m, r) : 0;
    }
    *to = x;
    return true;
}

static bool base_arrays(struct population *p, struct kept_block *k)
{
    size_t fields = p->model->field_count;
    if (!k->base)
        k->base = arena_zalloc(&k->arena, (fields + 1) * sizeof *k->base);
    if (!k->has_base)
        k->has_base = arena_zalloc(&k->arena, (fields / 64 + 1) * sizeof *k->has_base);
    return k->base && k->has_base;
}

enum hm_status keep_base(struct population *p, struct kept_block *k, const struct results *r,
                         struct diag *d)
{
    size_t bytes = 0;
    for (size_t i = 0; i < r->column_count; i++)
        bytes += keep_has(k, r->columns[i].field) ? 0 : column_bytes(&r->columns[i]);
    if (!take_room(p, bytes))
        return HM_OK;
    bool ok = base_arrays(p, k);
    for (size_t i = 0; ok && i < r->column_count; i++) {
        uint16_t field = r->columns[i].field;
        if (keep_has(k, field))
            continue;
        ok = copy_column(&k->base[field], &r->columns[i], p->model, &k->arena);
        if (ok)
            k->has_base[field / 64] |= UINT64_C(1) << (field % 64);
    }
    return ok ? HM_OK : diag_nomem(d, _("asking the households"));
}

void keep_fini(struct population *p)
{
    for (uint32_t b = 0; p->kept && b < p->blocks; b++) {
        if (p->kept[b].has_facts)
            frame_fini(&p->kept[b].facts);
        arena_fini(&p->kept[b].arena);
    }
    mem_free(p->kept);
    for (size_t i = 0; i < p->view_count; i++)
        view_close(p->views[i]);
}
