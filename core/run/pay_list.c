/* pay_list.c - a payment list as text: households are settled block by block; their rows are
 * put aside and given out in order of id when the totals are proved. */
#include <string.h>
#include "run/id_order.h"
#include "run/pay_rows.h"

struct maker {
    const struct pay_list_job *job;
    struct pay_list *list;
    struct id_order order;
    struct buf text;
    id_order_write *write;
    void *ctx;
    struct diag *diag;
};

static enum hm_status no_memory(struct maker *m)
{
    return diag_nomem(m->diag, _("preparing the payment list"));
}

static enum hm_status take_household(void *ctx, const struct pay_household *h)
{
    struct maker *m = ctx;
    buf_clear(&m->text);
    size_t rows = pay_rows_put(&m->text, &m->list->basis, h, m->job->part, m->job->ndjson);
    m->list->lines += rows;
    if (!buf_ok(&m->text))
        return no_memory(m);
    if (!m->job->rows)
        return HM_OK;
    return id_order_put(&m->order, h->block, h->ordinal, m->text.data, m->text.len, h->left,
                        h->id, m->diag);
}

static enum hm_status give_all(struct maker *m)
{
    const struct pay_basis *b = &m->list->basis;
    struct view *v;
    buf_clear(&m->text);
    pay_rows_head(&m->text, m->job->part, m->job->ndjson);
    if (!buf_ok(&m->text))
        return no_memory(m);
    if (m->text.len)
        TRY(m->write(m->ctx, m->text.data, m->text.len));
    TRY(view_open(&v, b->store, b->policy->model, b->month,
                  b->months[b->month_count - 1].sequence, m->diag));
    enum hm_status st = id_order_give(&m->order, v, m->write, m->ctx, m->diag);
    view_close(v);
    return st;
}

enum hm_status pay_list_make(const struct pay_list_job *job, struct pay_list *out,
                             enum hm_status (*write)(void *ctx, const char *bytes, size_t n),
                             void *ctx, struct diag *d)
{
    struct maker m = {.job = job, .list = out, .write = write, .ctx = ctx, .diag = d};
    memset(out, 0, sizeof *out);
    TRY(pay_basis_open(&out->basis, job->store, &job->basis, d));
    id_order_init(&m.order);
    buf_init(&m.text);
    struct pay_walk walk = {.basis = &out->basis,
                            .host = job->host,
                            .doing = _("preparing the payment list"),
                            .household = take_household,
                            .ctx = &m};
    enum hm_status st = pay_walk(&walk, &out->totals, out->id, d);
    if (st == HM_OK && job->rows)
        st = give_all(&m);
    id_order_fini(&m.order);
    buf_fini(&m.text);
    return st;
}

void pay_list_fini(struct pay_list *l)
{
    pay_totals_fini(&l->totals);
    pay_basis_close(&l->basis);
}
