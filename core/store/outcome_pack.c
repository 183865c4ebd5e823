/* outcome_pack.c - results of a block as bytes of the store, made by the thread that computed
 * them, so that the one that writes only copies.
 *
 * A result column is stored in the narrowest lane that holds its values; rows without a value
 * have their validity bit cleared, and why is said by the issues beside the columns. A column
 * whose bytes are those of an earlier run's is stored as a reference to them.
 */
#include <string.h>
#include "base/mem.h"
#include "store/issues.h"
#include "store/key.h"
#include "store/narrow.h"
#include "store/outcome.h"
#include "store/packed.h"
#include "store/view.h"

struct pack {
    struct run_block *to;
    struct view *view; /* NULL: nothing to share */
    uint32_t earlier;  /* run, 0 = none */
    uint16_t earlier_month;
    size_t room_bytes;
    struct arena scratch;
};

static size_t round64(size_t n)
{
    return (n + 63) & ~(size_t)63;
}

/* Room behind the values so far; kept by keep(). */
static char *room(struct pack *p, size_t bytes)
{
    size_t need = round64(p->to->data_bytes) + bytes;
    if (need > p->room_bytes) {
        size_t grown = p->room_bytes * 2 > need ? p->room_bytes * 2 : need;
        char *data = mem_realloc(p->to->data, grown);
        if (!data)
            return NULL;
        p->to->data = data;
        p->room_bytes = grown;
    }
    return p->to->data + round64(p->to->data_bytes);
}

static void keep(struct pack *p, uint16_t column, size_t bytes)
{
    struct run_block *b = p->to;
    size_t at = round64(b->data_bytes);
    b->values[b->count++] = (struct run_value){column, at, bytes};
    b->data_bytes = at + bytes;
}

/* --- one column --- */

static bool plain(const struct result_column *c, const struct model *m)
{
    if (m->fields[c->field].type.kind == KIND_NUMBER)
        return false;
    for (uint32_t r = 0; c->den && r < c->rows; r++) {
        if (c->den[r] != 1)
            return false;
    }
    return true;
}

/* The stored form of every row; rows without a value hold 0. Borrows num where it is that form.
 */
static const int64_t *stored_values(struct pack *p, const struct result_column *c,
                                    const struct model *m)
{
    if (plain(c, m))
        return c->num;
    int64_t *out = arena_alloc(&p->scratch, c->rows * sizeof *out + 64);
    for (uint32_t r = 0; out && r < c->rows; r++)
        out[r] = c->state[r] == HM_TRAP_NONE ? result_stored(c, m, r) : 0;
    return out;
}

/* NULL in *out: every row has a value. */
static bool valid_bits(struct pack *p, const struct result_column *c, const uint64_t **out)
{
    *out = NULL;
    if (result_all_known(c))
        return true;
    uint64_t *bits = arena_zalloc(&p->scratch, ((size_t)c->rows + 63) / 64 * 8 + 64);
    for (uint32_t r = 0; bits && r < c->rows; r++)
        bits[r / 64] |= (uint64_t)(result_state(c, r) == HM_TRAP_NONE) << (r % 64);
    *out = bits;
    return bits != NULL;
}

/* The run and month that hold the same bytes under this key; false when none does. */
static bool find_same(struct pack *p, uint16_t column, const char *bytes, size_t n,
                      uint32_t *run, uint16_t *month)
{
    struct bytes value;
    *run = p->earlier;
    *month = p->earlier_month;
    for (int turn = 0; p->earlier && turn < 2; turn++) {
        struct key key = key_result(*run, *month, p->to->block, column);
        if (txn_get(&p->view->txn, TABLE_RESULT, key_bytes(&key), &value, NULL) != HM_OK)
            return false;
        if (!packed_is_shared(value, run, month))
            return value.n == n && memcmp(value.p, bytes, n) == 0;
    }
    return false;
}

static enum hm_status pack_column(struct pack *p, const struct result_column *c,
                                  const struct model *m, struct diag *d)
{
    struct column column = {.lane = LANE_I64, .rows = c->rows};
    struct packing plan;
    uint32_t run;
    uint16_t month;
    arena_reset(&p->scratch);
    if (c->data) {
        column.lane = c->lane;
        column.data = c->data;
    } else {
        column.data = stored_values(p, c, m);
    }
    if (!column.data || !valid_bits(p, c, &column.valid))
        return diag_nomem(d, _("recording results"));
    bool wide = column.lane == LANE_I64;
    packed_plan(&plan, &column, wide ? narrow_lane(column.data, c->rows) : column.lane);
    if (plan.missing)
        return HM_OK;
    char *to = room(p, plan.total_bytes);
    if (!to)
        return diag_nomem(d, _("recording results"));
    packed_write(&plan, p->to->block, c->field, to);
    size_t bytes = plan.total_bytes;
    if (bytes > packed_shared_bytes() && find_same(p, c->field, to, bytes, &run, &month)) {
        bytes = packed_shared_bytes();
        packed_write_shared(run, month, p->to->block, c->field, to);
    }
    keep(p, c->field, bytes);
    return HM_OK;
}

static enum hm_status pack_issues(struct pack *p, const struct results *r, struct diag *d)
{
    struct buf b;
    if (r->issue_count == 0)
        return HM_OK;
    buf_init(&b);
    enum hm_status st = issues_encode(&b, r->issues, r->issue_count, d);
    char *to = st == HM_OK ? room(p, packed_blob_bytes(b.len)) : NULL;
    if (to) {
        packed_write_blob(b.data, b.len, p->to->block, COLUMN_ISSUES, to);
        keep(p, COLUMN_ISSUES, packed_blob_bytes(b.len));
    } else if (st == HM_OK) {
        st = diag_nomem(d, _("recording results"));
    }
    buf_fini(&b);
    return st;
}

/* --- a block --- */

void run_block_free(struct run_block *b)
{
    if (!b)
        return;
    mem_free(b->values);
    mem_free(b->data);
    mem_free(b);
}

size_t run_block_bytes(const struct run_block *b)
{
    return b->data_bytes;
}

enum hm_status run_pack(struct run_block **out, struct view *v, uint32_t earlier,
                        int32_t earlier_month, int32_t month, uint32_t block,
                        const struct results *r, const struct model *m, struct diag *d)
{
    struct pack p = {.view = v, .earlier = v && v->txn.env ? earlier : 0};
    p.earlier_month = p.earlier ? state_month(earlier_month) : 0;
    p.to = mem_zalloc(sizeof *p.to);
    if (!p.to)
        return diag_nomem(d, _("recording results"));
    p.to->month = state_month(month);
    p.to->block = block;
    p.to->values = mem_calloc(r->column_count + 1, sizeof *p.to->values);
    enum hm_status st = p.to->values ? HM_OK : diag_nomem(d, _("recording results"));
    arena_init(&p.scratch);
    for (size_t i = 0; i < r->column_count && st == HM_OK; i++) {
        if (r->columns[i].rows)
            st = pack_column(&p, &r->columns[i], m, d);
    }
    if (st == HM_OK)
        st = pack_issues(&p, r, d);
    arena_fini(&p.scratch);
    if (st == HM_OK)
        *out = p.to;
    else
        run_block_free(p.to);
    return st;
}
