/* pay_repaid.c - see pay_repaid.h. */
#include "run/pay_repaid.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "run/determined.h"

struct paid_month {    /* as the basis's */
    uint64_t sequence; /* 0: no payment covers it */
    struct view *view;
    struct frame frame; /* of the block under way */
    bool loaded, touched;
    struct paid paid;
    int64_t **items; /* [item]: amounts by row, or NULL */
};
struct repaid {
    const struct pay_basis *basis;
    struct paid_month *months;
    uint64_t *nothing;  /* bit set: no field */
    struct arena arena; /* amounts */
};

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("recording payments"));
}

/* --- opening --- */

/* The age-th other sequence of a month's batches, from the newest on; the oldest where there
 * are not so many. *found: this month has so many. */
static void find_sequence(struct paid_month *to, int32_t month, uint32_t upto,
                          const struct payment_batch *list, size_t n, unsigned age, bool *found)
{
    unsigned steps = 0;
    for (size_t i = n; i-- > 0 && steps <= age;) {
        for (size_t k = 0; k < list[i].month_count; k++) {
            const struct payment_month *m = &list[i].months[k];
            if (m->month != month || list[i].id > upto || m->sequence == to->sequence)
                continue;
            to->sequence = m->sequence;
            steps++;
        }
    }
    *found = *found || steps > age;
}

static enum hm_status find_sequences(struct repaid *r, unsigned age, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    struct payment_batch *list = NULL;
    size_t n = 0;
    TRY(payment_list(b->store, &list, &n, d));
    bool found = false;
    for (size_t m = 0; m < b->month_count; m++)
        find_sequence(&r->months[m], b->months[m].month, b->payments, list, n, age, &found);
    payment_list_free(list, n);
    return found ? HM_OK : HM_NOT_FOUND;
}

enum hm_status repaid_open(struct repaid **out, const struct pay_basis *b, unsigned age,
                           struct diag *d)
{
    struct repaid *r = mem_zalloc(sizeof *r);
    if (!r)
        return no_memory(d);
    r->basis = b;
    arena_init(&r->arena);
    r->months = mem_calloc(b->month_count, sizeof *r->months);
    r->nothing = mem_calloc(b->policy->model->field_count / 64 + 1, sizeof *r->nothing);
    bool ok = r->months && r->nothing;
    for (size_t i = 0; ok && i < b->month_count; i++) {
        r->months[i].items = mem_calloc(b->item_count, sizeof(int64_t *));
        ok = r->months[i].items != NULL;
    }
    enum hm_status st = ok ? find_sequences(r, age, d) : no_memory(d);
    if (st != HM_OK) {
        repaid_close(r);
        return st;
    }
    *out = r;
    return HM_OK;
}

static void unload(struct repaid *r)
{
    for (size_t i = 0; i < r->basis->month_count; i++) {
        struct paid_month *m = &r->months[i];
        if (m->loaded) {
            paid_fini(&m->paid);
            frame_fini(&m->frame);
        }
        m->loaded = m->touched = false;
        if (m->items)
            memset(m->items, 0, r->basis->item_count * sizeof *m->items);
    }
    arena_reset(&r->arena);
}

void repaid_close(struct repaid *r)
{
    if (!r)
        return;
    if (r->months)
        unload(r);
    for (size_t i = 0; r->months && i < r->basis->month_count; i++) {
        if (r->months[i].view)
            view_close(r->months[i].view);
        mem_free(r->months[i].items);
    }
    mem_free(r->months);
    mem_free(r->nothing);
    arena_fini(&r->arena);
    mem_free(r);
}

size_t repaid_months(const struct repaid *r, struct payment_month *list)
{
    size_t n = 0;
    for (size_t i = 0; i < r->basis->month_count; i++)
        if (r->months[i].sequence)
            list[n++] = (struct payment_month){.month = r->basis->months[i].month,
                                               .sequence = r->months[i].sequence};
    return n;
}

/* --- rows --- */

static enum hm_status load(struct repaid *r, size_t month, uint32_t block, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    struct paid_month *m = &r->months[month];
    int32_t number = b->months[month].month;
    if (!m->view)
        TRY(view_open(&m->view, b->store, b->policy->model, number, m->sequence, d));
    if (m->loaded)
        return HM_OK;
    if (block >= view_blocks(m->view)) {
        if (frame_init(&m->frame, b->policy->model, b->root) != HM_OK)
            return no_memory(d);
    } else {
        TRY(view_load(m->view, block, r->nothing, &m->frame, d));
    }
    paid_init(&m->paid);
    m->loaded = true;
    return payment_read(&m->paid, b->book, m->view, number, block, &m->frame,
                        view_ordinals(m->view), b->fields, b->item_count, d);
}

static bool is_called(const struct frame *f, uint8_t entity, uint32_t row, uint32_t place,
                      struct str who)
{
    char text[16];
    struct str id = column_text(&f->entities[entity].id, row);
    int n = snprintf(text, sizeof text, "#%u", place + 1);
    return str_eq(id.n ? id : (struct str){text, (size_t)n}, who);
}

/* Whether the month's determination has the household's member of that name. */
static bool is_there(const struct pay_household *h, size_t month, uint8_t entity,
                     struct str who)
{
    const uint16_t *ordinals;
    const struct frame *f = pay_reader_frame(h->reader, month, &ordinals);
    uint32_t rows = ordinals ? f->entities[f->root].rows : 0, root = 0;
    while (root < rows && ordinals[root] != h->ordinal)
        root++;
    if (root == rows)
        return false;
    uint32_t n;
    const uint32_t *children = frame_children(f, entity, root, &n);
    for (uint32_t k = 0; k < n; k++)
        if (is_called(f, entity, children[k], k, who))
            return true;
    return false;
}

static struct str name_of(const struct frame *f, uint8_t entity, uint32_t row, uint32_t place,
                          char text[16])
{
    struct str id = column_text(&f->entities[entity].id, row);
    int n = snprintf(text, 16, "#%u", place + 1);
    return id.n ? id : (struct str){text, (size_t)n};
}

static enum hm_status take_off(struct repaid *r, struct paid_month *m, uint16_t item,
                               uint32_t row, int64_t *left, struct diag *d)
{
    uint32_t rows = m->frame.entities[r->basis->items[item].entity].rows;
    const int64_t *fen = m->paid.columns[item].fen;
    if (!m->items[item])
        m->items[item] = arena_zalloc(&r->arena, rows * sizeof(int64_t) + 64);
    if (!m->items[item])
        return no_memory(d);
    int64_t there = (fen ? fen[row] : 0) + m->items[item][row];
    int64_t part = there < *left ? there : *left;
    if (part <= 0)
        return HM_OK;
    m->items[item][row] -= part;
    m->touched = true;
    *left -= part;
    return HM_OK;
}

enum hm_status repaid_book(struct repaid *r, const struct pay_household *h, size_t cell,
                           int64_t fen, int64_t *booked, struct diag *d)
{
    const struct pay_cell *c = h->cells[cell];
    struct paid_month *m = &r->months[c->month];
    uint8_t entity = r->basis->items[c->item].entity;
    int64_t left = fen;
    *booked = 0;
    if (m->sequence == 0)
        return HM_OK;
    TRY(load(r, c->month, h->block, d));
    const struct frame *f = &m->frame;
    const uint16_t *ordinals = view_ordinals(m->view);
    uint32_t rows = f->entities[f->root].rows, root = 0;
    while (root < rows && ordinals[root] != h->ordinal)
        root++;
    if (root == rows)
        return HM_OK;
    uint32_t n = 1;
    const uint32_t *list = entity == f->root ? &root : frame_children(f, entity, root, &n);
    for (uint32_t k = 0; k < n && left > 0; k++) {
        char text[16];
        struct str who = {"", 0};
        if (entity != f->root)
            who = name_of(f, entity, list[k], k, text);
        bool mine = entity == f->root ||
                    (c->gone ? !is_there(h, c->month, entity, who) : str_eq(who, c->who));
        if (mine)
            TRY(take_off(r, m, c->item, list[k], &left, d));
    }
    *booked = fen - left;
    return HM_OK;
}

/* --- putting --- */

static enum hm_status put_month(struct repaid *r, struct payment_writer *w, size_t month,
                                uint32_t block, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    struct paid_month *m = &r->months[month];
    struct results out;
    results_init(&out);
    out.columns = arena_zalloc(&r->arena, b->item_count * sizeof *out.columns);
    if (!out.columns)
        return no_memory(d);
    for (size_t i = 0; i < b->item_count; i++)
        if (m->items[i])
            out.columns[out.column_count++] =
                (struct result_column){.field = b->items[i].field,
                                       .rows = m->frame.entities[b->items[i].entity].rows,
                                       .num = m->items[i]};
    enum hm_status st = payment_put(w, m->view, b->months[month].month, block, &out, d);
    out.columns = NULL;
    out.column_count = 0;
    results_fini(&out);
    return st;
}

enum hm_status repaid_put(struct repaid *r, struct payment_writer *w, uint32_t block,
                          struct diag *d)
{
    enum hm_status st = HM_OK;
    for (size_t i = 0; w && st == HM_OK && i < r->basis->month_count; i++)
        if (r->months[i].touched)
            st = put_month(r, w, i, block, d);
    unload(r);
    return st;
}
