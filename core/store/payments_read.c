/* payments_read.c - what was paid to the households of a block, summed over batches.
 *
 * A batch's rows are those of the facts its month states; they are matched with the rows of the
 * frame at hand: households by ordinal, members by id below matched households, by position
 * where they have no id. Usually the facts are the same ones and the rows match one to one.
 */
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "store/catalog.h"
#include "store/ledger.h"
#include "store/outcome.h"
#include "store/pay.h"
#include "store/sealed.h"
#include "store/view.h"

struct booked {
    struct payment_batch batch;
    struct model *fields; /* NULL: the batch has none */
};
struct payment_book {
    struct booked *items;
    size_t count;
};

/* --- the book --- */

static enum hm_status read_book(struct payment_book *b, struct txn *t, uint32_t upto,
                                struct diag *d)
{
    for (uint32_t id = 1; id <= upto; id++) {
        struct booked *x = &b->items[b->count];
        enum hm_status st = pay_get(t, id, &x->batch, d);
        if (st == HM_NOT_FOUND)
            return sealed_damaged(t, _("the list of payment batches"), d);
        TRY(st);
        b->count++;
        TRY(pay_fields(t, id, &x->fields, d));
    }
    return HM_OK;
}

enum hm_status payment_book_open(struct payment_book **out, struct store *s, uint32_t upto,
                                 struct diag *d)
{
    struct txn t;
    struct payment_book *b = mem_zalloc(sizeof *b);
    TRY(b ? HM_OK : diag_nomem(d, _("reading payments")));
    b->items = mem_calloc(upto + 1u, sizeof *b->items);
    enum hm_status st =
        b->items ? txn_begin(&t, s->env, false, d) : diag_nomem(d, _("reading payments"));
    if (st == HM_OK) {
        st = read_book(b, &t, upto, d);
        txn_abort(&t);
    }
    if (st != HM_OK) {
        payment_book_close(b);
        return st;
    }
    *out = b;
    return HM_OK;
}

void payment_book_close(struct payment_book *b)
{
    if (!b)
        return;
    for (size_t i = 0; i < b->count; i++) {
        payment_batch_fini(&b->items[i].batch);
        catalog_free(b->items[i].fields);
    }
    mem_free(b->items);
    mem_free(b);
}

static const struct payment_month *find_month(const struct payment_batch *b, int32_t month)
{
    for (size_t i = 0; i < b->month_count; i++) {
        if (b->months[i].month == month)
            return &b->months[i];
    }
    return NULL;
}

bool payment_book_covers(const struct payment_book *b, int32_t month)
{
    for (size_t i = 0; i < b->count; i++) {
        if (find_month(&b->items[i].batch, month))
            return true;
    }
    return false;
}

void paid_init(struct paid *p)
{
    *p = (struct paid){0};
    arena_init(&p->arena);
}

void paid_fini(struct paid *p)
{
    arena_fini(&p->arena);
    paid_init(p);
}

/* --- one block --- */

struct sum {
    struct paid *to;
    struct view *view;
    int32_t month;
    uint32_t block;
    const struct frame *f;
    const uint16_t *ordinals;
    const struct booked *batch; /* the one being added */
    uint64_t sequence;          /* of its rows; what follows is of these .. */
    bool has_rows;              /* .. once they are read */
    struct block theirs;        /* in the schema's terms */
    uint32_t **rows;            /* [entity of the frame's model][their row]: ours or NOWHERE */
    struct arena arena;         /* of the rows */
    size_t absent_cap;
};
#define NOWHERE UINT32_MAX

static enum hm_status short_of_memory(struct diag *d)
{
    return diag_nomem(d, _("reading payments"));
}

static uint32_t *new_rows(struct sum *s, uint32_t n)
{
    uint32_t *rows = arena_alloc(&s->arena, ((size_t)n + 16) * sizeof *rows);
    if (rows)
        memset(rows, 0xFF, ((size_t)n + 16) * sizeof *rows);
    return rows;
}

/* Households: by ordinal. */
static enum hm_status match_roots(struct sum *s, const struct frame_entity *theirs,
                                  uint32_t **out, struct diag *d)
{
    uint32_t ours = s->f->entities[s->f->root].rows;
    uint32_t *rows = new_rows(s, theirs->rows);
    uint32_t *of_ordinal = new_rows(s, 65536);
    if (!rows || !of_ordinal)
        return short_of_memory(d);
    for (uint32_t r = 0; r < ours; r++)
        of_ordinal[s->ordinals[r]] = r;
    for (uint32_t r = 0; r < theirs->rows; r++)
        rows[r] = of_ordinal[s->theirs.ordinals[r]];
    *out = rows;
    return HM_OK;
}

static bool same_id(const struct frame_entity *a, uint32_t row_a, const struct frame_entity *b,
                    uint32_t row_b, bool *has)
{
    struct str x = row_a < a->id.rows ? column_text(&a->id, row_a) : (struct str){"", 0};
    struct str y = row_b < b->id.rows ? column_text(&b->id, row_b) : (struct str){"", 0};
    *has = x.n != 0;
    return x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
}

/* Which of our parent's children a child of theirs is: the one with its id; without an id the
 * one at its place, if that has none either. */
static uint32_t match_child(const struct frame_entity *theirs, uint32_t row, uint32_t place,
                            const struct frame_entity *ours, uint32_t parent)
{
    uint32_t begin = ours->child_begin[parent], end = ours->child_begin[parent + 1];
    bool has = false;
    if (place < end - begin &&
        same_id(theirs, row, ours, ours->child_rows[begin + place], &has))
        return ours->child_rows[begin + place];
    for (uint32_t i = begin; i < end; i++) {
        if (same_id(theirs, row, ours, ours->child_rows[i], &has) && has)
            return ours->child_rows[i];
    }
    return NOWHERE;
}

static enum hm_status match_children(struct sum *s, const struct frame_entity *theirs,
                                     const uint32_t *parents, uint32_t parent_rows,
                                     const struct frame_entity *ours, uint32_t **out,
                                     struct diag *d)
{
    uint32_t *rows = new_rows(s, theirs->rows);
    if (!rows)
        return short_of_memory(d);
    for (uint32_t p = 0; p < parent_rows && theirs->rows && ours->rows; p++) {
        uint32_t begin = theirs->child_begin[p], end = theirs->child_begin[p + 1];
        for (uint32_t i = begin; i < end && parents[p] != NOWHERE; i++)
            rows[theirs->child_rows[i]] =
                match_child(theirs, theirs->child_rows[i], i - begin, ours, parents[p]);
    }
    *out = rows;
    return HM_OK;
}

/* The schema's entity for one of the frame's model. */
static const struct frame_entity *their_entity(const struct sum *s, uint8_t entity)
{
    uint8_t from = s->view->map.entity[entity];
    return from == NO_ENTITY ? NULL : &s->theirs.frame.entities[from];
}

/* Makes rows[entity], parents first. NULL stays where the facts do not have the entity. */
static enum hm_status match(struct sum *s, uint8_t entity, struct diag *d)
{
    const struct model *m = s->f->model;
    const struct frame_entity *theirs = their_entity(s, entity);
    uint8_t parent = m->entities[entity].parent;
    if (s->rows[entity] || !theirs || s->theirs.frame.root == NO_ENTITY)
        return HM_OK;
    if (parent == NO_ENTITY)
        return entity == s->f->root ? match_roots(s, theirs, &s->rows[entity], d) : HM_OK;
    TRY(match(s, parent, d));
    if (!s->rows[parent])
        return HM_OK;
    return match_children(s, theirs, s->rows[parent], their_entity(s, parent)->rows,
                          &s->f->entities[entity], &s->rows[entity], d);
}

static enum hm_status read_rows(struct sum *s, uint64_t sequence, struct diag *d)
{
    if (s->has_rows && s->sequence == sequence)
        return HM_OK;
    arena_reset(&s->arena);
    s->has_rows = false;
    s->rows = arena_zalloc(&s->arena, s->f->model->entity_count * sizeof *s->rows + 64);
    if (!s->rows)
        return short_of_memory(d);
    TRY(view_read(&s->theirs, s->view, s->block, state_month(s->month), sequence,
                  view_no_fields, &s->arena, d));
    s->sequence = sequence;
    s->has_rows = true;
    return HM_OK;
}

/* --- amounts --- */

static enum hm_status too_much(const struct sum *s, uint16_t field, struct diag *d)
{
    struct place at = {.file = s->view->store->path, .field = s->f->model->fields[field].name};
    return diag_error(d, HM_DATA, &at, _("the sum of the payments is too large to be counted"));
}

static enum hm_status add_at(struct sum *s, const int64_t **list, uint32_t rows, uint32_t row,
                             int64_t fen, const struct paid_column *c, struct diag *d)
{
    if (!*list)
        *list = arena_zalloc(&s->to->arena, ((size_t)rows + 8) * sizeof **list);
    if (!*list)
        return short_of_memory(d);
    int64_t *to = (int64_t *)(uintptr_t)*list + row;
    return __builtin_add_overflow(*to, fen, to) ? too_much(s, c->field, d) : HM_OK;
}

/* Collected as they come; put_in_order makes one of each household and field. */
static enum hm_status add_absent(struct sum *s, const struct paid_column *c, uint32_t root_row,
                                 int64_t fen, struct diag *d)
{
    struct paid *p = s->to;
    const struct frame_entity *e = &s->theirs.frame.entities[s->theirs.frame.root];
    struct str id = root_row < e->id.rows ? column_text(&e->id, root_row) : (struct str){"", 0};
    if (p->absent_count == s->absent_cap) {
        size_t cap = s->absent_cap * 2 + 16;
        struct paid_absent *grown = arena_alloc(&p->arena, cap * sizeof *grown);
        if (!grown)
            return short_of_memory(d);
        if (p->absent_count)
            memcpy(grown, p->absent, p->absent_count * sizeof *grown);
        p->absent = grown;
        s->absent_cap = cap;
    }
    const char *copy = arena_strndup(&p->arena, id.p, id.n);
    if (!copy)
        return short_of_memory(d);
    p->absent[p->absent_count++] =
        (struct paid_absent){s->theirs.ordinals[root_row], c->field, fen, {copy, id.n}};
    return HM_OK;
}

static int by_household(const void *left, const void *right)
{
    const struct paid_absent *a = left, *b = right;
    if (a->ordinal != b->ordinal)
        return a->ordinal < b->ordinal ? -1 : 1;
    return a->field < b->field ? -1 : a->field > b->field;
}

static enum hm_status put_in_order(struct sum *s, struct diag *d)
{
    struct paid *p = s->to;
    size_t kept = 0;
    if (p->absent_count)
        qsort(p->absent, p->absent_count, sizeof *p->absent, by_household);
    for (size_t i = 0; i < p->absent_count; i++) {
        struct paid_absent *last = kept ? &p->absent[kept - 1] : NULL;
        if (!last || by_household(last, &p->absent[i]) != 0)
            p->absent[kept++] = p->absent[i];
        else if (__builtin_add_overflow(last->fen, p->absent[i].fen, &last->fen))
            return too_much(s, p->absent[i].field, d);
    }
    p->absent_count = kept;
    return HM_OK;
}

/* Row of the household above one of their rows. */
static uint32_t root_of(const struct sum *s, uint8_t entity, uint32_t row)
{
    const struct model *m = s->f->model;
    while (m->entities[entity].parent != NO_ENTITY) {
        row = their_entity(s, entity)->parent[row];
        entity = m->entities[entity].parent;
    }
    return row;
}

static enum hm_status add_amount(struct sum *s, struct paid_column *c, uint32_t row,
                                 int64_t fen, struct diag *d)
{
    uint32_t ours = s->rows[c->entity] ? s->rows[c->entity][row] : NOWHERE;
    if (ours != NOWHERE)
        return add_at(s, &c->fen, c->rows, ours, fen, c, d);
    uint32_t root = root_of(s, c->entity, row);
    uint32_t home = s->rows[s->f->root] ? s->rows[s->f->root][root] : NOWHERE;
    if (home != NOWHERE)
        return add_at(s, &c->elsewhere, s->f->entities[s->f->root].rows, home, fen, c, d);
    return add_absent(s, c, root, fen, d);
}

/* The batch's number of a field of the view's model; NO_FIELD when it has none. */
static uint16_t find_field(const struct model *theirs, const struct model *m, uint16_t field)
{
    const struct field *f = &m->fields[field];
    const char *entity = m->entities[f->entity].name;
    for (size_t e = 0; theirs && e < theirs->entity_count; e++) {
        if (strcmp(theirs->entities[e].name, entity) != 0)
            continue;
        for (size_t i = 0; i < theirs->entities[e].field_count; i++) {
            uint16_t id = theirs->entities[e].fields[i];
            if (strcmp(theirs->fields[id].name, f->name) == 0)
                return id;
        }
    }
    return NO_FIELD;
}

static enum hm_status read_column(struct column *out, struct sum *s, uint16_t field,
                                  struct arena *a, struct diag *d)
{
    uint32_t run;
    uint16_t month = state_month(s->month);
    struct key key = key_result(s->batch->batch.id, month, s->block, field);
    struct bytes value;
    struct packed_place at = {.block = s->block,
                              .column = field,
                              .model = s->batch->fields,
                              .file = s->view->store->path,
                              .verify = true};
    TRY(txn_get(&s->view->txn, TABLE_PAID, key_bytes(&key), &value, d));
    if (packed_is_shared(value, &run, &month)) {
        key = key_result(run, month, s->block, field);
        enum hm_status st = txn_get(&s->view->txn, TABLE_RESULT, key_bytes(&key), &value, d);
        if (st == HM_NOT_FOUND)
            return sealed_damaged(&s->view->txn, _("a column of payments"), d);
        TRY(st);
    }
    return packed_read(out, value, &at, &s->view->constants, a, d);
}

static enum hm_status add_column(struct sum *s, struct paid_column *c, uint64_t sequence,
                                 struct diag *d)
{
    struct column column;
    struct arena a;
    uint16_t field = find_field(s->batch->fields, s->f->model, c->field);
    if (field == NO_FIELD)
        return HM_OK;
    arena_init(&a);
    enum hm_status st = read_column(&column, s, field, &a, d);
    if (st == HM_OK)
        st = read_rows(s, sequence, d);
    if (st == HM_OK)
        st = match(s, c->entity, d);
    const struct frame_entity *theirs = st == HM_OK ? their_entity(s, c->entity) : NULL;
    if (st == HM_OK && (!theirs || theirs->rows != column.rows))
        st = sealed_damaged(&s->view->txn, _("a column of payments"), d);
    for (uint32_t r = 0; st == HM_OK && r < column.rows; r++) {
        int64_t fen = column_valid(&column, r) ? column_int(&column, r) : 0;
        if (fen)
            st = add_amount(s, c, r, fen, d);
    }
    arena_fini(&a);
    return st == HM_NOT_FOUND ? HM_OK : st; /* nobody of the block was paid this */
}

static enum hm_status add_batches(struct sum *s, const struct payment_book *b, struct diag *d)
{
    for (size_t i = 0; i < b->count; i++) {
        const struct payment_month *m = find_month(&b->items[i].batch, s->month);
        s->batch = &b->items[i];
        for (size_t k = 0; m && k < s->to->column_count; k++)
            TRY(add_column(s, &s->to->columns[k], m->sequence, d));
    }
    return put_in_order(s, d);
}

enum hm_status payment_read(struct paid *out, const struct payment_book *b, struct view *v,
                            int32_t month, uint32_t block, const struct frame *f,
                            const uint16_t *ordinals, const uint16_t *fields, size_t n,
                            struct diag *d)
{
    struct txn saved;
    struct paid p;
    paid_init(&p);
    struct sum s = {
        .to = &p, .view = v, .month = month, .block = block, .f = f, .ordinals = ordinals};
    p.columns = arena_zalloc(&p.arena, n * sizeof *p.columns + 64);
    if (!p.columns)
        return short_of_memory(d);
    p.column_count = n;
    for (size_t i = 0; i < n; i++) {
        uint8_t entity = f->model->fields[fields[i]].entity;
        p.columns[i] = (struct paid_column){
            .field = fields[i], .entity = entity, .rows = f->entities[entity].rows};
    }
    enum hm_status st = view_borrow(&saved, v, d);
    if (st == HM_OK) {
        arena_init(&s.arena);
        st = add_batches(&s, b, d);
        arena_fini(&s.arena);
        view_return(&saved, v);
    }
    if (st != HM_OK) {
        paid_fini(&p);
        return st;
    }
    paid_fini(out);
    *out = p;
    return HM_OK;
}
