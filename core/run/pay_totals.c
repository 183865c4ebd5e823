/* pay_totals.c - adds households up in several ways and holds the sums against each other. */
#include "run/pay_totals.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "run/summary.h"
#include "value/date.h"

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("adding up payments"));
}

enum hm_status pay_totals_init(struct pay_totals *t, const struct pay_basis *b, struct diag *d)
{
    size_t cells = b->item_count * b->month_count;
    *t = (struct pay_totals){.items = b->item_count, .month_count = b->month_count};
    map_init(&t->area_index);
    t->by_item = mem_calloc(b->item_count, sizeof *t->by_item);
    t->by_month = mem_calloc(cells, sizeof *t->by_month);
    t->columns = mem_calloc(cells, sizeof *t->columns);
    if (t->by_item && t->by_month && t->columns)
        return HM_OK;
    pay_totals_fini(t);
    return no_memory(d);
}

void pay_totals_fini(struct pay_totals *t)
{
    for (size_t i = 0; i < t->area_count; i++)
        mem_free(t->areas[i].items);
    mem_free(t->areas);
    mem_free(t->by_item);
    mem_free(t->by_month);
    mem_free(t->columns);
    map_fini(&t->area_index);
    *t = (struct pay_totals){0};
}

/* --- adding --- */

/* A place is a township (9 digits) or what the code has of one. */
static enum hm_status find_area(struct pay_totals *t, struct str division,
                                struct pay_area **out, struct diag *d)
{
    uint32_t index;
    struct str code = {division.p, division.n > 9 ? 9 : division.n};
    if (map_get(&t->area_index, code, &index)) {
        *out = &t->areas[index];
        return HM_OK;
    }
    void *areas = t->areas;
    if (mem_grow(&areas, &t->area_cap, t->area_count + 1, sizeof *t->areas) != 0)
        return no_memory(d);
    t->areas = areas;
    struct pay_area *a = &t->areas[t->area_count];
    *a = (struct pay_area){.items = mem_calloc(t->items, sizeof *a->items)};
    if (!a->items || map_put(&t->area_index, code, (uint32_t)t->area_count) < 0) {
        mem_free(a->items);
        return no_memory(d);
    }
    memcpy(a->code, code.p, code.n);
    t->area_count++;
    *out = a;
    return HM_OK;
}

static void add_line(struct pay_sum *s, const struct arrears_line *l)
{
    s->lines += arrears_payable(l) > 0;
    s->current += l->current;
    s->arrears += l->arrears;
    s->set_off += l->set_off;
    s->payable += arrears_payable(l);
}

static void add_cell(struct pay_totals *t, const struct pay_basis *b,
                     const struct arrears_clauses *clauses, const struct pay_cell *c,
                     const struct arrears_cell *x)
{
    struct pay_month_sum *m = &t->by_month[c->month * t->items + c->item];
    m->owed += x->owed;
    m->over += x->over;
    m->back += x->back;
    m->underpaid += x->owed > 0;
    m->overpaid += x->over > 0;
    m->unknown += !c->known;
    m->raw += c->known ? (__int128)c->due - c->paid : 0;
    if (clauses->deadline_months && x->owed > 0 &&
        x->month + clauses->deadline_months < b->month) {
        t->late++;
        t->late_fen += x->owed;
    }
}

enum hm_status pay_totals_add(struct pay_totals *t, const struct pay_basis *b,
                              const struct pay_household *h, struct diag *d)
{
    const struct arrears_account *a = &h->account;
    const struct arrears_clauses *clauses = pay_basis_clauses(b, h->division);
    struct pay_area *area = NULL;
    bool is_paid = false;
    TRY(find_area(t, h->division, &area, d));
    for (size_t i = 0; i < a->line_count; i++) {
        const struct arrears_line *l = &a->lines[i];
        add_line(&t->all, l);
        add_line(&t->by_item[l->item], l);
        add_line(&area->items[l->item], l);
        t->denied += l->denied;
        t->held += l->held;
        is_paid |= arrears_payable(l) > 0;
    }
    for (size_t i = 0; i < a->cell_count; i++)
        add_cell(t, b, clauses, h->cells[i], &a->cells[i]);
    t->households += is_paid;
    area->households += is_paid;
    t->left += h->left;
    t->undetermined += h->unknown > 0;
    t->waived += a->waived;
    t->remaining += a->remaining;
    t->reclaim += a->reclaim;
    return HM_OK;
}

/* --- proving --- */

static int by_code(const void *left, const void *right)
{
    const struct pay_area *a = left, *b = right;
    return strcmp(a->code, b->code);
}

static enum hm_status differs(const char *what, __int128 expected, __int128 found,
                              struct diag *d)
{
    struct buf a, b;
    buf_init(&a);
    buf_init(&b);
    summary_put_fen(&a, expected);
    summary_put_fen(&b, found);
    enum hm_status st =
        diag_add(d, HM_LEVEL_ERROR, HM_INTERNAL, NULL,
                 _("this is an error of the program: pay nothing by this list, report it"),
                 _("the list does not foot: %s gives %s, the lines give %s"), what,
                 buf_ok(&a) ? a.data : "?", buf_ok(&b) ? b.data : "?");
    buf_fini(&a);
    buf_fini(&b);
    return st;
}

static void add_sum(struct pay_sum *to, const struct pay_sum *s)
{
    to->lines += s->lines;
    to->current += s->current;
    to->arrears += s->arrears;
    to->set_off += s->set_off;
    to->payable += s->payable;
}

static bool same_sum(const struct pay_sum *a, const struct pay_sum *b)
{
    return a->lines == b->lines && a->current == b->current && a->arrears == b->arrears &&
           a->set_off == b->set_off && a->payable == b->payable;
}

static enum hm_status prove_sums(const struct pay_totals *t, struct diag *d)
{
    struct pay_sum items = {0}, areas = {0};
    for (size_t i = 0; i < t->items; i++)
        add_sum(&items, &t->by_item[i]);
    for (size_t i = 0; i < t->area_count; i++)
        for (size_t k = 0; k < t->items; k++)
            add_sum(&areas, &t->areas[i].items[k]);
    if (!same_sum(&items, &t->all))
        return differs(_("the sum by benefit"), items.payable, t->all.payable, d);
    if (!same_sum(&areas, &t->all))
        return differs(_("the sum by place"), areas.payable, t->all.payable, d);
    __int128 payable = t->all.current + t->all.arrears - t->all.set_off;
    if (payable != t->all.payable)
        return differs(_("this month plus arrears minus what is withheld"), payable,
                       t->all.payable, d);
    return HM_OK;
}

/* By month: what the lines pay out, and what the columns hold. */
static enum hm_status prove_months(const struct pay_totals *t, const struct pay_basis *b,
                                   struct diag *d)
{
    __int128 owed = 0, back = 0, over = 0;
    for (size_t i = 0; i < t->month_count * t->items; i++) {
        const struct pay_month_sum *m = &t->by_month[i];
        __int128 raw = t->columns[i].due - t->columns[i].paid;
        owed += m->owed;
        back += m->back;
        over += m->over;
        if (raw != m->raw)
            return differs(b->items[i % t->items].name, raw, m->raw, d);
    }
    if (owed != t->all.current + t->all.arrears)
        return differs(_("the sum by month"), owed, t->all.current + t->all.arrears, d);
    if (back != t->all.set_off)
        return differs(_("what is withheld, by month"), back, t->all.set_off, d);
    __int128 rest = t->waived + t->remaining + t->reclaim;
    if (over - back != rest)
        return differs(_("what was paid too much"), over - back, rest, d);
    return HM_OK;
}

enum hm_status pay_totals_prove(struct pay_totals *t, const struct pay_basis *b, struct diag *d)
{
    if (t->area_count)
        qsort(t->areas, t->area_count, sizeof *t->areas, by_code);
    TRY(prove_sums(t, d));
    return prove_months(t, b, d);
}
