/* pay.c - the walk over all blocks, and the list's id. */
#include "run/pay.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "run/summary.h"
#include "value/date.h"

/* The digests of the households are added up as 256-bit numbers, so that their order does not
 * matter. */
struct walk {
    const struct pay_walk *job;
    struct pay_totals *totals;
    struct buf text;
    uint64_t sum[4]; /* the least significant first */
    struct diag *diag;
};

static void add_digest(uint64_t sum[4], const char hex[DIGEST_HEX])
{
    unsigned carry = 0;
    for (int k = 0; k < 4; k++) {
        uint64_t part = 0;
        for (int i = 0; i < 16; i++) {
            char c = hex[(3 - k) * 16 + i];
            part = part * 16 + (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        }
        uint64_t with = part + carry;
        unsigned over = with < part;
        sum[k] += with;
        carry = over | (sum[k] < with);
    }
}

static void put_basis(struct buf *out, const struct pay_basis *b)
{
    buf_printf(out, "%s\n", b->policy->model->identity);
    for (size_t i = 0; i < b->month_count; i++) {
        month_put(out, b->months[i].month);
        buf_printf(out, " %u\n", b->months[i].run);
    }
    buf_printf(out, "%u\n", b->payments);
}

static void put_household(struct buf *out, const struct pay_basis *b,
                          const struct pay_household *h)
{
    const struct arrears_account *a = &h->account;
    buf_put(out, h->id.p, h->id.n);
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct arrears_cell *c = &a->cells[i];
        struct str who = h->whos[c->line];
        buf_printf(out, "\n%s %.*s %d %lld %lld %lld", b->items[a->lines[c->line].item].name,
                   (int)who.n, who.p ? who.p : "", (int)c->month, (long long)c->owed,
                   (long long)c->over, (long long)c->back);
    }
    for (size_t i = 0; i < a->take_count; i++)
        buf_printf(out, "\n%u %u %lld", a->takes[i].line, a->takes[i].cell,
                   (long long)a->takes[i].fen);
}

static enum hm_status take_household(void *ctx, const struct pay_household *h)
{
    struct walk *w = ctx;
    char hex[DIGEST_HEX];
    buf_clear(&w->text);
    put_household(&w->text, w->job->basis, h);
    if (!buf_ok(&w->text))
        return diag_nomem(w->diag, _("adding up payments"));
    digest_bytes(w->text.data, w->text.len, hex);
    add_digest(w->sum, hex);
    TRY(pay_totals_add(w->totals, w->job->basis, h, w->diag));
    return w->job->household ? w->job->household(w->job->ctx, h) : HM_OK;
}

static enum hm_status do_blocks(struct walk *w, struct pay_reader *r)
{
    const struct pay_walk *job = w->job;
    uint32_t n = pay_reader_blocks(r);
    for (uint32_t block = 0; block < n; block++) {
        if (task_stopped(job->host))
            return HM_INTERRUPTED;
        TRY(pay_reader_block(r, block, take_household, w, w->totals->columns, w->diag));
        if (job->after_block)
            TRY(job->after_block(job->ctx, r, block));
        task_progress(job->host, job->doing, block + 1, n);
    }
    return HM_OK;
}

static enum hm_status finish(struct walk *w, char id[DIGEST_HEX])
{
    TRY(pay_totals_prove(w->totals, w->job->basis, w->diag));
    buf_clear(&w->text);
    put_basis(&w->text, w->job->basis);
    for (int k = 3; k >= 0; k--)
        buf_printf(&w->text, "%016llx", (unsigned long long)w->sum[k]);
    summary_put_fen(&w->text, w->totals->all.payable);
    if (!buf_ok(&w->text))
        return diag_nomem(w->diag, _("adding up payments"));
    digest_bytes(w->text.data, w->text.len, id);
    return HM_OK;
}

enum hm_status pay_walk(const struct pay_walk *job, struct pay_totals *totals,
                        char id[DIGEST_HEX], struct diag *d)
{
    struct walk w = {.job = job, .totals = totals, .diag = d};
    struct pay_reader *r;
    TRY(pay_totals_init(totals, job->basis, d));
    buf_init(&w.text);
    enum hm_status st = pay_reader_open(&r, job->basis, d);
    if (st == HM_OK) {
        st = do_blocks(&w, r);
        pay_reader_close(r);
    }
    if (st == HM_OK)
        st = finish(&w, id);
    buf_fini(&w.text);
    if (st != HM_OK)
        pay_totals_fini(totals);
    return st;
}
