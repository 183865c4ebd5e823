/* pay_one.c - settles the household's block and picks it out. */
#include "run/pay_one.h"

#include "base/mem.h"
#include "run/pay_lists.h"

struct picking {
    const struct pay_basis *basis;
    struct str id;
    pay_one_fn *fn;
    void *ctx;
};

static enum hm_status pick(void *ctx, const struct pay_household *h)
{
    const struct picking *p = ctx;
    return str_eq(h->id, p->id) ? p->fn(p->ctx, p->basis, h) : HM_OK;
}

static enum hm_status find_block(const struct pay_basis *b, struct str id, uint32_t *block,
                                 struct diag *d)
{
    struct view *v;
    uint32_t row;
    TRY(view_open(&v, b->store, b->policy->model, b->month,
                  b->months[b->month_count - 1].sequence, d));
    enum hm_status st = view_find(v, id, block, &row, d);
    view_close(v);
    return st;
}

static enum hm_status settle(struct picking *p, struct diag *d)
{
    const struct pay_basis *b = p->basis;
    struct pay_reader *r;
    uint32_t block;
    TRY(find_block(b, p->id, &block, d));
    struct pay_column_sums *sums = mem_calloc(b->month_count * b->item_count, sizeof *sums);
    if (!sums)
        return diag_nomem(d, _("reading payments"));
    enum hm_status st = pay_reader_open(&r, b, d);
    if (st == HM_OK) {
        st = pay_reader_block(r, block, pick, p, sums, d);
        pay_reader_close(r);
    }
    mem_free(sums);
    return st;
}

enum hm_status pay_one(struct store *s, int32_t month, struct str id, pay_one_fn *fn, void *ctx,
                       struct diag *d)
{
    struct pay_basis_options o = {
        .month = month, .publications = UINT64_MAX, .payments = UINT32_MAX};
    struct pay_basis b;
    struct picking p = {&b, id, fn, ctx};
    TRY(store_payments(s, &o.payments, d));
    if (o.payments == 0)
        return HM_OK;
    enum hm_status st = pay_basis_open(&b, s, &o, d);
    if (st == HM_OK)
        st = settle(&p, d);
    pay_basis_close(&b);
    return st;
}
