/* owed.c - see owed.h. */
#include "run/owed.h"

#include <string.h>
#include "base/mem.h"
#include "run/pay_lists.h"

enum hm_status owed_items_init(struct owed_items *o, struct store *s, const struct model *m,
                               uint32_t upto, struct diag *d)
{
    *o = (struct owed_items){.items = NULL};
    arena_init(&o->arena);
    if (upto == UINT32_MAX)
        TRY(store_payments(s, &upto, d));
    if (upto == 0)
        return HM_OK;
    TRY(pay_items_of(&o->items, &o->count, m, &o->arena, d));
    o->fields = arena_alloc(&o->arena, (o->count + 1) * sizeof *o->fields);
    if (!o->fields)
        return diag_nomem(d, _("preparing the run"));
    for (size_t i = 0; i < o->count; i++)
        o->fields[i] = o->items[i].field;
    return payment_book_open(&o->book, s, upto, d);
}

void owed_items_fini(struct owed_items *o)
{
    if (o->book)
        payment_book_close(o->book);
    arena_fini(&o->arena);
    *o = (struct owed_items){.items = NULL};
}

static void count(struct owed_sum *s, int64_t due, int64_t paid)
{
    if (due > paid) {
        s->underpaid++;
        s->owed_fen += (__int128)due - paid;
    } else if (due < paid) {
        s->overpaid++;
        s->over_fen += (__int128)paid - due;
    }
}

static void count_item(struct owed_sum *s, const struct pay_item *it, const struct frame *f,
                       const struct paid_column *paid)
{
    const struct column *c = &f->columns[it->field];
    uint32_t rows = c->rows ? f->entities[it->entity].rows : 0;
    for (uint32_t r = 0; r < rows; r++)
        if (column_valid(c, r))
            count(s, column_int(c, r), paid->fen ? paid->fen[r] : 0);
    for (uint32_t r = 0; paid->elsewhere && r < f->entities[f->root].rows; r++)
        count(s, 0, paid->elsewhere[r]);
}

enum hm_status owed_block(struct owed_sum *sums, const struct owed_items *o, struct view *v,
                          int32_t month, uint32_t block, const struct frame *f,
                          const uint16_t *ordinals, struct diag *d)
{
    struct paid paid;
    if (!o->book || !payment_book_covers(o->book, month))
        return HM_OK;
    paid_init(&paid);
    enum hm_status st =
        payment_read(&paid, o->book, v, month, block, f, ordinals, o->fields, o->count, d);
    for (size_t i = 0; st == HM_OK && i < o->count; i++)
        count_item(&sums[i], &o->items[i], f, &paid.columns[i]);
    for (size_t i = 0; st == HM_OK && i < paid.absent_count; i++)
        for (size_t k = 0; k < o->count; k++)
            if (o->fields[k] == paid.absent[i].field)
                count(&sums[k], 0, paid.absent[i].fen);
    paid_fini(&paid);
    return st;
}

void owed_add(struct owed_sum *to, const struct owed_sum *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i].underpaid += from[i].underpaid;
        to[i].overpaid += from[i].overpaid;
        to[i].owed_fen += from[i].owed_fen;
        to[i].over_fen += from[i].over_fen;
    }
}

enum hm_status owed_summary(struct summary *s, size_t month, const struct owed_items *o,
                            const struct owed_sum *sums, struct diag *d)
{
    struct summary_month *m = &s->months[month];
    m->owed = arena_zalloc(&s->arena, (o->count + 1) * sizeof *m->owed);
    if (!m->owed)
        return diag_nomem(d, _("preparing the run"));
    for (size_t i = 0; i < o->count; i++) {
        const struct owed_sum *x = &sums[i];
        if (!x->underpaid && !x->overpaid)
            continue;
        struct summary_owed *to = &m->owed[m->owed_count++];
        *to = (struct summary_owed){.name = arena_strdup(&s->arena, o->items[i].name),
                                    .underpaid = x->underpaid,
                                    .overpaid = x->overpaid,
                                    .owed_fen = x->owed_fen,
                                    .over_fen = x->over_fen};
        if (o->items[i].zh)
            to->zh = arena_strdup(&s->arena, o->items[i].zh);
        if (!to->name || (o->items[i].zh && !to->zh))
            return diag_nomem(d, _("preparing the run"));
    }
    return HM_OK;
}
