/* outcome_pack.c - results of a block as bytes of the store, made by the thread that computed
 * them, so that the one that writes only copies.
 *
 * A result column is stored in the narrowest lane that holds its values; rows without a value
 * have their validity bit cleared, and why is said by the issues beside the columns. A column
 * whose bytes are those of an earlier run's is stored as a reference to them, and so is one
 * that an earlier month of the same run has; columns of a month are remembered for that.
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
    uint32_t run; /* its own id; with months */
    struct run_months *months;
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

/* --- the months of one run --- */

/* A column as it was last stored: its bytes, and under which run and month they lie. */
struct kept {
    uint16_t column, month;
    uint32_t run;
    char *bytes;
    size_t n, cap;
};
struct run_months {
    struct kept *items;
    size_t count, cap;
};

enum hm_status run_months_new(struct run_months **out, struct diag *d)
{
    struct run_months *k = mem_zalloc(sizeof *k);
    if (!k)
        return diag_nomem(d, _("recording results"));
    *out = k;
    return HM_OK;
}

void run_months_clear(struct run_months *k)
{
    for (size_t i = 0; i < k->count; i++)
        k->items[i].n = 0;
}

void run_months_free(struct run_months *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < k->count; i++)
        mem_free(k->items[i].bytes);
    mem_free(k->items);
    mem_free(k);
}

static struct kept *find_kept(struct run_months *k, uint16_t column)
{
    for (size_t i = 0; i < k->count; i++)
        if (k->items[i].column == column)
            return &k->items[i];
    return NULL;
}

/* Remembers where the bytes of a column lie; false: no memory. */
static bool remember(struct pack *p, uint16_t column, const void *bytes, size_t n, uint32_t run,
                     uint16_t month)
{
    struct run_months *k = p->months;
    struct kept *at = find_kept(k, column);
    if (!at) {
        void *items = k->items;
        if (mem_grow(&items, &k->cap, k->count + 1, sizeof *k->items) != 0)
            return false;
        k->items = items;
        at = &k->items[k->count++];
        *at = (struct kept){.column = column};
    }
    if (at->cap < n) {
        char *room = mem_realloc(at->bytes, n);
        if (!room)
            return false;
        at->bytes = room;
        at->cap = n;
    }
    memcpy(at->bytes, bytes, n);
    at->n = n;
    at->run = run;
    at->month = month;
    return true;
}

/* --- sharing --- */

/* The bytes that the earlier run has under this key, and where they lie themselves. */
static enum hm_status find_earlier(struct pack *p, uint16_t column, struct bytes *value,
                                   uint32_t *run, uint16_t *month)
{
    *run = p->earlier;
    *month = p->earlier_month;
    if (!p->earlier)
        return HM_NOT_FOUND;
    for (int turn = 0;; turn++) {
        struct key key = key_result(*run, *month, p->to->block, column);
        TRY(txn_get(&p->view->txn, TABLE_RESULT, key_bytes(&key), value, NULL));
        if (turn == 1 || !packed_is_shared(*value, run, month))
            return HM_OK;
    }
}

/* The run and month that hold the same bytes under this key; false when none does. */
static bool find_same(struct pack *p, uint16_t column, const char *bytes, size_t n,
                      uint32_t *run, uint16_t *month)
{
    struct bytes value;
    if (find_earlier(p, column, &value, run, month) == HM_OK && value.n == n &&
        memcmp(value.p, bytes, n) == 0)
        return true;
    const struct kept *own = p->months ? find_kept(p->months, column) : NULL;
    if (!own || own->n != n || memcmp(own->bytes, bytes, n) != 0)
        return false;
    *run = own->run;
    *month = own->month;
    return true;
}

/* Keeps the n bytes at `to`, a finished column, or a reference to where they lie already. */
static bool keep_or_share(struct pack *p, uint16_t column, char *to, size_t n)
{
    uint32_t run = p->run;
    uint16_t month = p->to->month;
    bool shared = n > packed_shared_bytes() && find_same(p, column, to, n, &run, &month);
    bool ok = true;
    if (p->months && n > packed_shared_bytes())
        ok = remember(p, column, to, n, shared ? run : p->run, shared ? month : p->to->month);
    if (shared) {
        n = packed_shared_bytes();
        packed_write_shared(run, month, p->to->block, column, to);
    }
    keep(p, column, n);
    return ok;
}

/* A column that is known to be the earlier run's. */
static enum hm_status take_over(struct pack *p, uint16_t column, struct diag *d)
{
    uint32_t run;
    uint16_t month;
    struct bytes value;
    enum hm_status st = find_earlier(p, column, &value, &run, &month);
    if (st == HM_NOT_FOUND)
        return HM_OK; /* no row has a value */
    if (st != HM_OK)
        return st;
    char *to = room(p, value.n > packed_shared_bytes() ? value.n : packed_shared_bytes());
    if (!to)
        return diag_nomem(d, _("recording results"));
    memcpy(to, value.p, value.n);
    return keep_or_share(p, column, to, value.n) ? HM_OK
                                                 : diag_nomem(d, _("recording results"));
}

/* --- one column as bytes --- */

static enum hm_status pack_column(struct pack *p, const struct result_column *c,
                                  const struct model *m, struct diag *d)
{
    struct column column = {.lane = LANE_I64, .rows = c->rows};
    struct packing plan;
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
    return keep_or_share(p, c->field, to, plan.total_bytes)
               ? HM_OK
               : diag_nomem(d, _("recording results"));
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

/* The columns that are taken over. */
static enum hm_status pack_unchanged(struct pack *p, const struct run_sharing *s,
                                     struct diag *d)
{
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < s->unchanged_count && st == HM_OK; i++)
        st = take_over(p, s->unchanged[i], d);
    return st;
}

enum hm_status run_pack_shared(struct run_block **out, struct view *v,
                               const struct run_sharing *s, int32_t month, uint32_t block,
                               const struct results *r, const struct model *m, struct diag *d)
{
    struct pack p = {.view = v, .earlier = v && v->txn.env ? s->earlier : 0};
    p.earlier_month = p.earlier ? state_month(s->earlier_month) : 0;
    p.run = s->run;
    p.months = s->run ? s->months : NULL;
    p.to = mem_zalloc(sizeof *p.to);
    if (!p.to)
        return diag_nomem(d, _("recording results"));
    p.to->month = state_month(month);
    p.to->block = block;
    p.to->values = mem_calloc(r->column_count + s->unchanged_count + 1, sizeof *p.to->values);
    enum hm_status st = p.to->values ? HM_OK : diag_nomem(d, _("recording results"));
    arena_init(&p.scratch);
    for (size_t i = 0; i < r->column_count && st == HM_OK; i++) {
        if (r->columns[i].rows)
            st = pack_column(&p, &r->columns[i], m, d);
    }
    if (st == HM_OK)
        st = pack_unchanged(&p, s, d);
    if (st == HM_OK)
        st = pack_issues(&p, r, d);
    arena_fini(&p.scratch);
    if (st == HM_OK)
        *out = p.to;
    else
        run_block_free(p.to);
    return st;
}

enum hm_status run_pack(struct run_block **out, struct view *v, uint32_t earlier,
                        int32_t earlier_month, int32_t month, uint32_t block,
                        const struct results *r, const struct model *m, struct diag *d)
{
    struct run_sharing s = {.earlier = earlier, .earlier_month = earlier_month};
    return run_pack_shared(out, v, &s, month, block, r, m, d);
}
