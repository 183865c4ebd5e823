/* pay_list.c - a payment list as text, in order of household id.
 *
 * Households are settled block by block; their rows are put aside (io/spool.h) and given out in
 * order of id when the totals are proved. Households that left are not among the list month's
 * ids: they are sorted apart and merged.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "io/spool.h"
#include "run/pay_rows.h"

enum { SPOOL_BYTES = 64 << 20, OUT_BYTES = 1 << 16 };

struct slot { /* a household's rows in the spool */
    uint64_t at;
    uint32_t bytes, rows;
};
struct gone {
    char *id; /* mem_free */
    uint32_t block;
    uint16_t ordinal;
};
struct maker {
    const struct pay_list_job *job;
    struct pay_list *list;
    struct spool spool;
    struct slot **slots; /* [block][ordinal] */
    uint32_t block_count;
    size_t block_cap;
    struct gone *gone;
    size_t gone_count, gone_cap, gone_next;
    struct buf text;
    uint64_t given;
    enum hm_status (*write)(void *ctx, const char *bytes, size_t n);
    void *ctx;
    struct diag *diag;
};

static enum hm_status no_memory(struct maker *m)
{
    return diag_nomem(m->diag, _("preparing the payment list"));
}

/* --- putting aside --- */

static enum hm_status slot_of(struct maker *m, const struct pay_household *h, struct slot **out)
{
    void *slots = m->slots;
    if (mem_grow(&slots, &m->block_cap, h->block + 1u, sizeof *m->slots) != 0)
        return no_memory(m);
    m->slots = slots;
    while (m->block_count <= h->block)
        m->slots[m->block_count++] = NULL;
    if (!m->slots[h->block])
        m->slots[h->block] = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof **m->slots);
    if (!m->slots[h->block])
        return no_memory(m);
    *out = &m->slots[h->block][h->ordinal];
    return HM_OK;
}

static enum hm_status note_gone(struct maker *m, const struct pay_household *h)
{
    void *gone = m->gone;
    if (mem_grow(&gone, &m->gone_cap, m->gone_count + 1, sizeof *m->gone) != 0)
        return no_memory(m);
    m->gone = gone;
    char *id = mem_strndup(h->id.p, h->id.n);
    if (!id)
        return no_memory(m);
    m->gone[m->gone_count++] = (struct gone){id, h->block, h->ordinal};
    return HM_OK;
}

static enum hm_status take_household(void *ctx, const struct pay_household *h)
{
    struct maker *m = ctx;
    struct slot *slot;
    buf_clear(&m->text);
    size_t rows = pay_rows_put(&m->text, &m->list->basis, h, m->job->part, m->job->ndjson);
    if (!buf_ok(&m->text))
        return no_memory(m);
    m->list->lines += rows;
    if (rows == 0 || m->job->lines_max == 0)
        return HM_OK;
    TRY(slot_of(m, h, &slot));
    *slot = (struct slot){.bytes = (uint32_t)m->text.len, .rows = (uint32_t)rows};
    TRY(spool_put(&m->spool, m->text.data, m->text.len, &slot->at, m->diag));
    return h->left ? note_gone(m, h) : HM_OK;
}

/* --- giving out --- */

static enum hm_status flush(struct maker *m)
{
    enum hm_status st = buf_ok(&m->text) ? HM_OK : no_memory(m);
    if (st == HM_OK && m->text.len)
        st = m->write(m->ctx, m->text.data, m->text.len);
    buf_clear(&m->text);
    return st;
}

static enum hm_status give(struct maker *m, uint32_t block, uint16_t ordinal)
{
    if (block >= m->block_count || !m->slots[block] || m->given >= m->job->lines_max)
        return HM_OK;
    const struct slot *slot = &m->slots[block][ordinal];
    if (slot->rows == 0)
        return HM_OK;
    m->given += slot->rows;
    TRY(spool_get(&m->spool, slot->at, slot->bytes, &m->text, m->diag));
    return m->text.len >= OUT_BYTES ? flush(m) : HM_OK;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct gone *)left)->id, ((const struct gone *)right)->id);
}

/* Those that left and whose id stands before `id`. */
static enum hm_status give_gone(struct maker *m, struct str id, bool all)
{
    for (; m->gone_next < m->gone_count; m->gone_next++) {
        const struct gone *g = &m->gone[m->gone_next];
        size_t n = strlen(g->id), both = n < id.n ? n : id.n;
        int cmp = both ? memcmp(g->id, id.p, both) : 0;
        if (!all && (cmp > 0 || (cmp == 0 && n >= id.n)))
            return HM_OK;
        TRY(give(m, g->block, g->ordinal));
    }
    return HM_OK;
}

static enum hm_status give_id(void *ctx, struct str id, uint32_t block, uint16_t ordinal)
{
    struct maker *m = ctx;
    TRY(give_gone(m, id, false));
    return give(m, block, ordinal);
}

static enum hm_status give_all(struct maker *m)
{
    const struct pay_basis *b = &m->list->basis;
    struct view *v;
    if (m->gone_count)
        qsort(m->gone, m->gone_count, sizeof *m->gone, by_id);
    buf_clear(&m->text);
    pay_rows_head(&m->text, m->job->part, m->job->ndjson);
    TRY(view_open(&v, b->store, b->policy->model, b->month,
                  b->months[b->month_count - 1].sequence, m->diag));
    enum hm_status st = view_each_id(v, give_id, m, m->diag);
    if (st == HM_OK)
        st = give_gone(m, (struct str){"", 0}, true);
    view_close(v);
    return st == HM_OK ? flush(m) : st;
}

/* --- the whole --- */

static void end_maker(struct maker *m)
{
    for (uint32_t i = 0; i < m->block_count; i++)
        mem_free(m->slots[i]);
    for (size_t i = 0; i < m->gone_count; i++)
        mem_free(m->gone[i].id);
    mem_free(m->slots);
    mem_free(m->gone);
    spool_fini(&m->spool);
    buf_fini(&m->text);
}

enum hm_status pay_list_make(const struct pay_list_job *job, struct pay_list *out,
                             enum hm_status (*write)(void *ctx, const char *bytes, size_t n),
                             void *ctx, struct diag *d)
{
    struct maker m = {.job = job, .list = out, .write = write, .ctx = ctx, .diag = d};
    memset(out, 0, sizeof *out);
    TRY(pay_basis_open(&out->basis, job->store, &job->basis, d));
    spool_init(&m.spool, SPOOL_BYTES);
    buf_init(&m.text);
    struct pay_walk walk = {.basis = &out->basis,
                            .host = job->host,
                            .doing = _("preparing the payment list"),
                            .household = take_household,
                            .ctx = &m};
    enum hm_status st = pay_walk(&walk, &out->totals, out->id, d);
    if (st == HM_OK && job->lines_max)
        st = give_all(&m);
    end_maker(&m);
    return st;
}

void pay_list_fini(struct pay_list *l)
{
    pay_totals_fini(&l->totals);
    pay_basis_close(&l->basis);
}
