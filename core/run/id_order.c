/* id_order.c - see id_order.h. */
#include "run/id_order.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { SPOOL_BYTES = 64 << 20, OUT_BYTES = 1 << 16 };

struct giving {
    struct id_order *order;
    id_order_write *write;
    void *ctx;
    struct diag *diag;
};

void id_order_init(struct id_order *o)
{
    *o = (struct id_order){.slots = NULL};
    spool_init(&o->spool, SPOOL_BYTES);
    buf_init(&o->text);
}

void id_order_fini(struct id_order *o)
{
    for (uint32_t i = 0; i < o->block_count; i++)
        mem_free(o->slots[i]);
    for (size_t i = 0; i < o->gone_count; i++)
        mem_free(o->gone[i].id);
    mem_free(o->slots);
    mem_free(o->gone);
    spool_fini(&o->spool);
    buf_fini(&o->text);
}

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("ordering households by id"));
}

/* --- putting aside --- */

static enum hm_status find_slot(struct id_order *o, uint32_t block, uint16_t ordinal,
                                struct id_slot **out, struct diag *d)
{
    void *slots = o->slots;
    if (mem_grow(&slots, &o->block_cap, block + 1u, sizeof *o->slots) != 0)
        return no_memory(d);
    o->slots = slots;
    while (o->block_count <= block)
        o->slots[o->block_count++] = NULL;
    if (!o->slots[block])
        o->slots[block] = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof **o->slots);
    if (!o->slots[block])
        return no_memory(d);
    *out = &o->slots[block][ordinal];
    return HM_OK;
}

static enum hm_status note_gone(struct id_order *o, uint32_t block, uint16_t ordinal,
                                struct str id, struct diag *d)
{
    void *gone = o->gone;
    if (mem_grow(&gone, &o->gone_cap, o->gone_count + 1, sizeof *o->gone) != 0)
        return no_memory(d);
    o->gone = gone;
    char *copy = mem_strndup(id.p, id.n);
    if (!copy)
        return no_memory(d);
    o->gone[o->gone_count++] = (struct id_gone){copy, block, ordinal};
    return HM_OK;
}

enum hm_status id_order_put(struct id_order *o, uint32_t block, uint16_t ordinal,
                            const char *text, size_t n, bool left, struct str id,
                            struct diag *d)
{
    struct id_slot *slot = NULL;
    if (n == 0)
        return HM_OK;
    TRY(find_slot(o, block, ordinal, &slot, d));
    TRY(spool_put(&o->spool, text, n, &slot->at, d));
    slot->bytes = (uint32_t)n;
    return left ? note_gone(o, block, ordinal, id, d) : HM_OK;
}

/* --- giving out --- */

static enum hm_status flush(struct giving *g)
{
    struct buf *text = &g->order->text;
    enum hm_status st = buf_ok(text) ? HM_OK : no_memory(g->diag);
    if (st == HM_OK && text->len)
        st = g->write(g->ctx, text->data, text->len);
    buf_clear(text);
    return st;
}

static enum hm_status give(struct giving *g, uint32_t block, uint16_t ordinal)
{
    struct id_order *o = g->order;
    if (block >= o->block_count || !o->slots[block] || o->slots[block][ordinal].bytes == 0)
        return HM_OK;
    const struct id_slot *slot = &o->slots[block][ordinal];
    TRY(spool_get(&o->spool, slot->at, slot->bytes, &o->text, g->diag));
    return o->text.len >= OUT_BYTES ? flush(g) : HM_OK;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct id_gone *)left)->id, ((const struct id_gone *)right)->id);
}

/* Those that left and whose id stands before `id`; all of them when id.p is NULL. */
static enum hm_status give_gone(struct giving *g, struct str id)
{
    struct id_order *o = g->order;
    for (; o->gone_next < o->gone_count; o->gone_next++) {
        const struct id_gone *x = &o->gone[o->gone_next];
        size_t n = strlen(x->id), both = n < id.n ? n : id.n;
        int cmp = both ? memcmp(x->id, id.p, both) : 0;
        if (id.p && (cmp > 0 || (cmp == 0 && n >= id.n)))
            return HM_OK;
        TRY(give(g, x->block, x->ordinal));
    }
    return HM_OK;
}

static enum hm_status give_id(void *ctx, struct str id, uint32_t block, uint16_t ordinal)
{
    struct giving *g = ctx;
    TRY(give_gone(g, id));
    return give(g, block, ordinal);
}

enum hm_status id_order_give(struct id_order *o, struct view *v, id_order_write *write,
                             void *ctx, struct diag *d)
{
    struct giving g = {o, write, ctx, d};
    if (o->gone_count)
        qsort(o->gone, o->gone_count, sizeof *o->gone, by_id);
    o->gone_next = 0;
    buf_clear(&o->text);
    TRY(view_each_id(v, give_id, &g, d));
    TRY(give_gone(&g, (struct str){NULL, 0}));
    return flush(&g);
}
