/* pay_block.c - reads the months of a block into cells, and cells into accounts. */
#include "run/pay_block.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "run/determined.h"
#include "run/tally_columns.h"

enum { NO_CELL = 0 };

struct month_reader {
    struct view *view;
    struct frame frame; /* the block's determinations; borrowed from the view's peek */
    const uint16_t *ordinals;
    bool loaded;
    struct frame facts; /* division codes, when somebody asked */
    bool has_facts;
};
struct pay_reader {
    const struct pay_basis *basis;
    struct month_reader *months; /* as the basis's; the last is the list's */
    uint64_t *division;          /* bit set of the one input that is needed */
    uint32_t *now_rows;          /* by ordinal: row in the list's month, or NO_ROW */
    uint32_t *head;              /* by ordinal: its first cell + 1 */
    struct str *names;           /* by ordinal: ids of those that left */
    struct pay_cell *cells;
    size_t cell_count, cell_cap;
    int64_t *widened; /* a column's amounts */
    size_t widened_cap;
    struct arena arena;             /* of the block */
    struct pay_household household; /* room, kept from one to the next */
    size_t line_cap, account_cap, pointer_cap, who_cap;
};

static enum hm_status no_memory(struct diag *d)
{
    return diag_nomem(d, _("reading payments"));
}

/* --- opening --- */

static enum hm_status open_months(struct pay_reader *r, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    for (size_t i = 0; i < b->month_count; i++)
        TRY(view_open(&r->months[i].view, b->store, b->policy->model, b->months[i].month,
                      b->months[i].sequence, d));
    return HM_OK;
}

enum hm_status pay_reader_open(struct pay_reader **out, const struct pay_basis *b,
                               struct diag *d)
{
    struct pay_reader *r = mem_zalloc(sizeof *r);
    const struct model *m = b->policy->model;
    if (!r)
        return no_memory(d);
    r->basis = b;
    arena_init(&r->arena);
    r->months = mem_calloc(b->month_count, sizeof *r->months);
    r->division = mem_calloc(m->field_count / 64 + 1, sizeof *r->division);
    r->now_rows = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof *r->now_rows);
    r->head = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof *r->head);
    r->names = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof *r->names);
    bool ok = r->months && r->division && r->now_rows && r->head && r->names;
    if (ok && b->division != NO_FIELD)
        r->division[b->division / 64] |= UINT64_C(1) << (b->division % 64);
    enum hm_status st = ok ? open_months(r, d) : no_memory(d);
    if (st != HM_OK) {
        pay_reader_close(r);
        return st;
    }
    *out = r;
    return HM_OK;
}

static void unload(struct pay_reader *r)
{
    for (size_t i = 0; r->months && i < r->basis->month_count; i++) {
        if (r->months[i].loaded)
            frame_fini(&r->months[i].frame);
        if (r->months[i].has_facts)
            frame_fini(&r->months[i].facts);
        r->months[i].loaded = r->months[i].has_facts = false;
    }
}

void pay_reader_close(struct pay_reader *r)
{
    if (!r)
        return;
    unload(r);
    for (size_t i = 0; r->months && i < r->basis->month_count; i++)
        if (r->months[i].view)
            view_close(r->months[i].view);
    arrears_account_fini(&r->household.account);
    mem_free(r->household.account.lines);
    mem_free(r->household.account.cells);
    mem_free(r->household.cells);
    mem_free((void *)r->household.whos);
    mem_free(r->months);
    mem_free(r->division);
    mem_free(r->now_rows);
    mem_free(r->head);
    mem_free(r->names);
    mem_free(r->cells);
    mem_free(r->widened);
    arena_fini(&r->arena);
    mem_free(r);
}

static struct month_reader *now(const struct pay_reader *r)
{
    return &r->months[r->basis->month_count - 1];
}

uint32_t pay_reader_blocks(const struct pay_reader *r)
{
    uint32_t most = 0;
    for (size_t i = 0; i < r->basis->month_count; i++) {
        uint32_t n = view_blocks(r->months[i].view);
        most = n > most ? n : most;
    }
    return most;
}

/* --- who --- */

static struct str keep(struct pay_reader *r, struct str text)
{
    char *copy = arena_strndup(&r->arena, text.p, text.n);
    return copy ? (struct str){copy, text.n} : (struct str){NULL, 0};
}

static uint32_t row_of(const struct month_reader *m, uint16_t ordinal)
{
    uint32_t rows = m->ordinals ? m->frame.entities[m->frame.root].rows : 0;
    for (uint32_t i = 0; i < rows; i++)
        if (m->ordinals[i] == ordinal)
            return i;
    return NO_ROW;
}

/* A member's id, or "#2" for the second of its household; p NULL: no memory. */
static struct str name_row(struct pay_reader *r, const struct frame *f, uint8_t entity,
                           uint32_t row)
{
    struct str id = column_text(&f->entities[entity].id, row);
    char place[16];
    if (f->model->entities[entity].parent == NO_ENTITY)
        return (struct str){"", 0};
    if (id.n > 0)
        return keep(r, id);
    uint32_t n, k = 0;
    const uint32_t *rows = frame_children(f, entity, f->entities[entity].parent[row], &n);
    while (k < n && rows[k] != row)
        k++;
    int len = snprintf(place, sizeof place, "#%u", k + 1);
    return keep(r, (struct str){place, (size_t)len});
}

/* The row of a member of a household of the list's month, or NO_ROW. */
static uint32_t find_member(const struct pay_reader *r, uint8_t entity, uint32_t root,
                            struct str who)
{
    const struct frame *f = &now(r)->frame;
    uint8_t parent = f->model->entities[entity].parent;
    if (parent == NO_ENTITY)
        return root;
    for (uint32_t row = 0; parent != f->root && row < f->entities[entity].rows; row++) {
        struct str id = column_text(&f->entities[entity].id, row);
        if (frame_root_row(f, entity, row) == root && str_eq(id, who))
            return row;
    }
    uint32_t n = 0;
    const uint32_t *rows = parent == f->root && f->entities[entity].rows
                               ? frame_children(f, entity, root, &n)
                               : NULL;
    for (uint32_t k = 0; k < n; k++) {
        struct str id = column_text(&f->entities[entity].id, rows[k]);
        char place[16];
        int len = snprintf(place, sizeof place, "#%u", k + 1);
        struct str name = id.n ? id : (struct str){place, (size_t)len};
        if (str_eq(name, who))
            return rows[k];
    }
    return NO_ROW;
}

/* --- cells --- */

/* Puts a cell in front of its household's: months are read from the last to the first. */
static enum hm_status push(struct pay_reader *r, uint16_t ordinal, struct pay_cell cell,
                           struct diag *d)
{
    void *cells = r->cells;
    if (!cell.who.p || mem_grow(&cells, &r->cell_cap, r->cell_count + 1, sizeof *r->cells) != 0)
        return no_memory(d);
    r->cells = cells;
    cell.next = r->head[ordinal];
    r->cells[r->cell_count++] = cell;
    r->head[ordinal] = (uint32_t)r->cell_count;
    return HM_OK;
}

/* Ids of households that the list's month does not have. */
static enum hm_status name_household(struct pay_reader *r, uint16_t ordinal, struct str id,
                                     struct diag *d)
{
    if (r->now_rows[ordinal] != NO_ROW || r->names[ordinal].p)
        return HM_OK;
    r->names[ordinal] = keep(r, id);
    return r->names[ordinal].p ? HM_OK : no_memory(d);
}

static enum hm_status widen(struct pay_reader *r, const struct column *c, uint32_t rows,
                            struct diag *d)
{
    void *items = r->widened;
    if (mem_grow(&items, &r->widened_cap, rows + 1u, sizeof *r->widened) != 0)
        return no_memory(d);
    r->widened = items;
    memset(r->widened, 0, rows * sizeof *r->widened);
    if (c->rows)
        tally_columns_add(r->widened, c, rows);
    return HM_OK;
}

static void add_sums(struct pay_column_sums *sum, const struct column *c, bool all_known,
                     const int64_t *due, const int64_t *paid, uint32_t rows)
{
    for (uint32_t i = 0; i < rows; i++) {
        if (!all_known && (c->rows == 0 || !column_valid(c, i)))
            continue;
        sum->due += due[i];
        sum->paid += paid ? paid[i] : 0;
    }
}

/* Cells of one benefit in one month: rows whose two amounts differ, or that are not known. */
static enum hm_status read_item(struct pay_reader *r, size_t month, uint16_t item,
                                const struct paid_column *paid, struct pay_column_sums *sum,
                                struct diag *d)
{
    const struct frame *f = &r->months[month].frame;
    const struct pay_item *it = &r->basis->items[item];
    const struct column *c = &f->columns[it->field];
    uint32_t rows = f->entities[it->entity].rows;
    bool has = r->basis->months[month].has[item]; /* else nobody was entitled: zero */
    bool all_known = !has || (c->rows > 0 && !c->valid);
    const int64_t *fen = paid ? paid->fen : NULL;
    TRY(widen(r, c, rows, d));
    add_sums(sum, c, all_known, r->widened, fen, rows);
    for (uint32_t i = rows; i-- > 0;) { /* cells are put in front */
        bool known = all_known || (c->rows > 0 && column_valid(c, i));
        int64_t is_paid = fen ? fen[i] : 0;
        if (known && r->widened[i] == is_paid)
            continue;
        uint32_t root = frame_root_row(f, it->entity, i);
        uint16_t ordinal = r->months[month].ordinals[root];
        struct pay_cell cell = {.row = i,
                                .item = item,
                                .month = (uint16_t)month,
                                .known = known,
                                .who = name_row(r, f, it->entity, i),
                                .due = r->widened[i],
                                .paid = is_paid};
        TRY(name_household(r, ordinal, column_text(&f->entities[f->root].id, root), d));
        TRY(push(r, ordinal, cell, d));
    }
    return HM_OK;
}

static struct pay_cell gone_cell(size_t month, uint16_t item, int64_t fen, const char *who)
{
    return (struct pay_cell){.row = NO_ROW,
                             .item = item,
                             .month = (uint16_t)month,
                             .known = true,
                             .gone = true,
                             .who = {who, strlen(who)},
                             .paid = fen};
}

/* What was paid to members the frame does not have, in one sum for a household. */
static enum hm_status read_elsewhere(struct pay_reader *r, size_t month, uint16_t item,
                                     const struct paid_column *paid,
                                     struct pay_column_sums *sum, struct diag *d)
{
    const struct frame *f = &r->months[month].frame;
    for (uint32_t i = 0; paid->elsewhere && i < f->entities[f->root].rows; i++) {
        if (paid->elsewhere[i] == 0)
            continue;
        sum->paid += paid->elsewhere[i];
        uint16_t ordinal = r->months[month].ordinals[i];
        TRY(name_household(r, ordinal, column_text(&f->entities[f->root].id, i), d));
        TRY(push(r, ordinal, gone_cell(month, item, paid->elsewhere[i], "?"), d));
    }
    return HM_OK;
}

static uint16_t item_of(const struct pay_basis *b, uint16_t field)
{
    uint16_t i = 0;
    while (i < b->item_count && b->fields[i] != field)
        i++;
    return i;
}

static enum hm_status read_absent(struct pay_reader *r, size_t month, const struct paid *paid,
                                  struct pay_column_sums *sums, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    for (size_t i = 0; i < paid->absent_count; i++) {
        const struct paid_absent *a = &paid->absent[i];
        uint16_t item = item_of(b, a->field);
        if (a->fen == 0 || item == b->item_count)
            continue;
        bool member = b->items[item].entity != b->root;
        sums[item].paid += a->fen;
        TRY(name_household(r, a->ordinal, a->id, d));
        TRY(push(r, a->ordinal, gone_cell(month, item, a->fen, member ? "?" : ""), d));
    }
    return HM_OK;
}

static enum hm_status load_month(struct pay_reader *r, size_t month, uint32_t block,
                                 struct diag *d)
{
    struct month_reader *m = &r->months[month];
    const struct pay_basis *b = r->basis;
    const struct pay_month *of = &b->months[month];
    enum hm_status st =
        run_peek(m->view, of->run, of->month, block, &m->frame, &m->ordinals, d);
    if (st == HM_NOT_FOUND) { /* a run over nobody: nobody was entitled */
        m->ordinals = NULL;
        st = frame_init(&m->frame, b->policy->model, b->root) == HM_OK ? HM_OK : no_memory(d);
    }
    m->loaded = st == HM_OK;
    return st;
}

static enum hm_status read_month(struct pay_reader *r, size_t month, uint32_t block,
                                 struct pay_column_sums *sums, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    struct month_reader *m = &r->months[month];
    struct paid paid;
    if (m->frame.root != b->root) /* a block of institutions */
        return HM_OK;
    paid_init(&paid);
    enum hm_status st = HM_OK;
    if (b->months[month].covered)
        st = payment_read(&paid, b->book, m->view, b->months[month].month, block, &m->frame,
                          m->ordinals, b->fields, b->item_count, d);
    for (size_t i = b->item_count; st == HM_OK && i-- > 0;) {
        const struct paid_column *c = paid.column_count ? &paid.columns[i] : NULL;
        struct pay_column_sums *sum = &sums[month * b->item_count + i];
        st = read_item(r, month, (uint16_t)i, c, sum, d);
        if (st == HM_OK && c)
            st = read_elsewhere(r, month, (uint16_t)i, c, sum, d);
    }
    if (st == HM_OK)
        st = read_absent(r, month, &paid, &sums[month * b->item_count], d);
    paid_fini(&paid);
    return st;
}

/* --- accounts --- */

static enum hm_status grow_household(struct pay_reader *r, size_t cells, struct diag *d)
{
    struct pay_household *h = &r->household;
    void *lines = h->account.lines, *account = h->account.cells, *pointers = h->cells;
    void *whos = (void *)h->whos;
    bool ok = mem_grow(&lines, &r->line_cap, cells, sizeof *h->account.lines) == 0;
    h->account.lines = lines;
    ok = ok && mem_grow(&account, &r->account_cap, cells, sizeof *h->account.cells) == 0;
    h->account.cells = account;
    ok = ok && mem_grow(&pointers, &r->pointer_cap, cells, sizeof *h->cells) == 0;
    h->cells = pointers;
    ok = ok && mem_grow(&whos, &r->who_cap, cells + 1, sizeof *h->whos) == 0;
    h->whos = whos;
    return ok ? HM_OK : no_memory(d);
}

/* The determination of the list's month for a line. */
static void look_now(const struct pay_reader *r, struct arrears_line *l, struct str who,
                     uint32_t root)
{
    const struct pay_item *it = &r->basis->items[l->item];
    uint32_t row = root == NO_ROW ? NO_ROW : find_member(r, it->entity, root, who);
    l->now_known = true;
    l->now = 0;
    size_t month = r->basis->month_count - 1;
    if (row == NO_ROW || !r->basis->months[month].has[l->item])
        return;
    const struct column *c = &r->months[month].frame.columns[it->field];
    l->now_known = c->rows > 0 && column_valid(c, row);
    if (l->now_known)
        l->now = column_int(c, row);
}

static bool goes_before(const struct pay_household *h, uint32_t a, uint32_t b)
{
    const struct arrears_line *x = &h->account.lines[a], *y = &h->account.lines[b];
    struct str p = h->whos[a], q = h->whos[b];
    size_t n = p.n < q.n ? p.n : q.n;
    int cmp = n ? memcmp(p.p, q.p, n) : 0;
    if (x->item != y->item)
        return x->item < y->item;
    return cmp ? cmp < 0 : p.n < q.n;
}

/* Brings the last line to its place by benefit and member. */
static uint32_t place_line(struct pay_household *h)
{
    struct arrears_account *a = &h->account;
    uint32_t last = (uint32_t)a->line_count - 1, at = last;
    struct arrears_line line = a->lines[last];
    struct str who = h->whos[last];
    while (at > 0 && goes_before(h, last, at - 1))
        at--;
    if (at == last)
        return last;
    memmove(&a->lines[at + 1], &a->lines[at], (last - at) * sizeof line);
    memmove((void *)&h->whos[at + 1], &h->whos[at], (last - at) * sizeof who);
    a->lines[at] = line;
    ((struct str *)h->whos)[at] = who;
    for (size_t i = 0; i < a->cell_count; i++)
        a->cells[i].line += a->cells[i].line >= at;
    return at;
}

static uint32_t line_of(struct pay_reader *r, const struct pay_cell *c, uint32_t root)
{
    struct pay_household *h = &r->household;
    struct arrears_account *a = &h->account;
    for (uint32_t i = 0; i < a->line_count; i++)
        if (a->lines[i].item == c->item && str_eq(h->whos[i], c->who))
            return i;
    struct arrears_line *l = &a->lines[a->line_count];
    *l = (struct arrears_line){.item = c->item, .round = r->basis->items[c->item].round};
    ((struct str *)h->whos)[a->line_count] = c->who;
    look_now(r, l, c->who, root);
    a->line_count++;
    return place_line(h);
}

static void put_division(struct pay_household *h, const struct frame *facts, uint16_t field,
                         uint32_t row, char scratch[24])
{
    h->division = (struct str){"", 0};
    if (!facts || row == NO_ROW || field == NO_FIELD)
        return;
    const struct column *c = &facts->columns[field];
    if (c->rows == 0 || !column_valid(c, row))
        return;
    if (c->lane == LANE_TEXT) {
        h->division = column_text(c, row);
        return;
    }
    int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, row));
    h->division = (struct str){scratch, (size_t)n};
}

/* The household's account from its cells; months its place's clauses do not look at are left
 * alone. */
static enum hm_status make_account(struct pay_reader *r, uint16_t ordinal,
                                   const struct arrears_clauses *clauses, struct diag *d)
{
    const struct pay_basis *b = r->basis;
    struct pay_household *h = &r->household;
    size_t n = 0;
    for (uint32_t c = r->head[ordinal]; c != NO_CELL; c = r->cells[c - 1].next)
        n++;
    TRY(grow_household(r, n + 1, d));
    h->account.line_count = h->account.cell_count = h->unknown = 0;
    h->account.month = b->month;
    for (uint32_t k = r->head[ordinal]; k != NO_CELL; k = r->cells[k - 1].next) {
        const struct pay_cell *c = &r->cells[k - 1];
        int32_t month = b->months[c->month].month;
        bool looked_at = month + clauses->since_most >= b->month;
        uint32_t line = line_of(r, c, r->now_rows[ordinal]);
        size_t i = h->account.cell_count++;
        h->cells[i] = c;
        h->account.cells[i] = (struct arrears_cell){.line = line,
                                                    .month = month,
                                                    .known = c->known && looked_at,
                                                    .gone = c->gone,
                                                    .due = c->due,
                                                    .paid = c->paid};
        h->unknown += !c->known && month == b->month;
    }
    return arrears_settle(&h->account, clauses, d);
}

/* The division of a household: of the last month whose facts have it. */
static enum hm_status find_division(struct pay_reader *r, uint32_t block, uint16_t ordinal,
                                    char scratch[24], struct diag *d)
{
    struct pay_household *h = &r->household;
    h->division = (struct str){"", 0};
    for (size_t i = r->basis->month_count; r->basis->division != NO_FIELD && i-- > 0;) {
        struct month_reader *m = &r->months[i];
        bool last = i + 1 == r->basis->month_count;
        uint32_t row = last ? r->now_rows[ordinal] : row_of(m, ordinal);
        if (row == NO_ROW)
            continue;
        if (!m->has_facts)
            TRY(view_load(m->view, block, r->division, &m->facts, d));
        m->has_facts = true;
        put_division(h, &m->facts, r->basis->division, row, scratch);
        return HM_OK;
    }
    return HM_OK;
}

static enum hm_status do_household(struct pay_reader *r, uint32_t block, uint16_t ordinal,
                                   pay_household_fn *fn, void *ctx, struct diag *d)
{
    const struct frame *f = &now(r)->frame;
    struct pay_household *h = &r->household;
    uint32_t row = r->now_rows[ordinal];
    char scratch[24];
    h->reader = r;
    h->block = block;
    h->ordinal = ordinal;
    h->left = row == NO_ROW;
    h->id = h->left ? r->names[ordinal] : column_text(&f->entities[f->root].id, row);
    TRY(find_division(r, block, ordinal, scratch, d));
    TRY(make_account(r, ordinal, pay_basis_clauses(r->basis, h->division), d));
    return h->account.cell_count ? fn(ctx, h) : HM_OK;
}

enum hm_status pay_reader_block(struct pay_reader *r, uint32_t block, pay_household_fn *fn,
                                void *ctx, struct pay_column_sums *sums, struct diag *d)
{
    unload(r);
    arena_reset(&r->arena);
    r->cell_count = 0;
    memset(r->head, 0, LIMIT_BLOCK_HOUSEHOLDS * sizeof *r->head);
    memset(r->names, 0, LIMIT_BLOCK_HOUSEHOLDS * sizeof *r->names);
    for (size_t i = 0; i < r->basis->month_count; i++)
        TRY(load_month(r, i, block, d));
    const struct month_reader *m = now(r);
    bool ours = m->frame.root == r->basis->root;
    determined_rows(r->now_rows, m->ordinals, ours ? m->frame.entities[m->frame.root].rows : 0);
    for (size_t i = r->basis->month_count; i-- > 0;)
        TRY(read_month(r, i, block, sums, d));
    for (uint32_t o = 0; o < LIMIT_BLOCK_HOUSEHOLDS; o++)
        if (r->head[o] != NO_CELL)
            TRY(do_household(r, block, (uint16_t)o, fn, ctx, d));
    return HM_OK;
}

/* --- for writing back --- */

const struct frame *pay_reader_frame(const struct pay_reader *r, size_t month,
                                     const uint16_t **ordinals)
{
    *ordinals = r->months[month].ordinals;
    return &r->months[month].frame;
}

struct view *pay_reader_view(const struct pay_reader *r, size_t month)
{
    return r->months[month].view;
}
