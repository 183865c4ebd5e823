/* pay_record.c - books a list's lines: what a line is owed in its months, and what is withheld
 * from it in the months it is withheld for. A line that came back is booked the other way
 * round.
 *
 * Amounts are gathered in columns beside the determinations of each month, block by block, and
 * put into one batch. Whether a line was booked before is seen from what was paid since the
 * list's basis for the months it is owed.
 */
#include "run/pay_record.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "run/determined.h"
#include "run/pay_lists.h"
#include "run/pay_repaid.h"
#include "run/summary.h"
#include "value/date.h"

enum line_state { LINE_NOTHING, LINE_OPEN, LINE_BOOKED, LINE_CHANGED };
enum { NOT_CLAIMED = BANK_STATUSES };

struct month_amounts { /* of the block under way */
    int64_t **items;   /* [item]: amounts by row, or NULL */
    bool touched;
    struct paid now; /* what is recorded by now, when the list has a batch already */
    bool has_now;
};
struct recorder {
    const struct pay_record_job *job;
    struct pay_record_result *result;
    struct pay_basis basis;
    struct pay_listed listed;
    bool listed_before; /* a batch of this list was recorded */
    bool anew;          /* take the list as it is now */
    bool dry;           /* only count what would be refused */
    unsigned age;       /* of the payments that repayments are taken off: repaid_open */
    bool too_new;       /* they are of other facts: an older one may have them */
    struct bank_file bank;
    struct repaid *repaid;    /* the report is of repayments only; else NULL */
    struct payment_book *now; /* NULL: nothing was recorded since the basis */
    struct payment_writer *writer;
    struct payment_batch batch;
    struct month_amounts *months;
    struct arena block; /* amounts */
    uint8_t *claimed;   /* by line of the household: the status it was given, NOT_CLAIMED */
    size_t claimed_cap;
    uint64_t booked; /* lines */
    struct diag *diag;
};

static enum hm_status no_memory(struct recorder *r)
{
    return diag_nomem(r->diag, _("recording payments"));
}

static void count(struct pay_record_sum *s, int64_t fen)
{
    s->lines++;
    s->fen += fen;
}

/* --- what is recorded by now --- */

static enum hm_status load_now(struct recorder *r, const struct pay_household *h, size_t month)
{
    struct month_amounts *m = &r->months[month];
    const uint16_t *ordinals;
    const struct frame *f = pay_reader_frame(h->reader, month, &ordinals);
    if (m->has_now)
        return HM_OK;
    paid_init(&m->now);
    m->has_now = true;
    return payment_read(&m->now, r->now, pay_reader_view(h->reader, month),
                        r->basis.months[month].month, h->block, f, ordinals, r->basis.fields,
                        r->basis.item_count, r->diag);
}

static void forget_now(struct recorder *r)
{
    for (size_t i = 0; i < r->basis.month_count; i++) {
        if (r->months[i].has_now)
            paid_fini(&r->months[i].now);
        r->months[i].has_now = false;
    }
}

static enum hm_status find_state(struct recorder *r, const struct pay_household *h,
                                 uint32_t line, enum line_state *out)
{
    const struct arrears_account *a = &h->account;
    size_t open = 0, booked = 0, all = 0;
    for (size_t i = 0; i < a->cell_count; i++) {
        const struct pay_cell *c = h->cells[i];
        if (a->cells[i].line != line || a->cells[i].owed == 0)
            continue;
        int64_t paid = c->paid;
        if (r->now) {
            TRY(load_now(r, h, c->month));
            const int64_t *fen = r->months[c->month].now.columns[c->item].fen;
            paid = fen ? fen[c->row] : 0;
        }
        all++;
        open += paid == c->paid;
        booked += paid - c->paid == a->cells[i].owed;
    }
    *out = all == 0        ? LINE_NOTHING
           : open == all   ? LINE_OPEN
           : booked == all ? LINE_BOOKED
                           : LINE_CHANGED;
    return HM_OK;
}

/* --- booking --- */

static enum hm_status add(struct recorder *r, const struct pay_household *h,
                          const struct pay_cell *c, int64_t fen)
{
    const uint16_t *ordinals;
    const struct frame *f = pay_reader_frame(h->reader, c->month, &ordinals);
    uint32_t rows = f->entities[r->basis.items[c->item].entity].rows;
    struct month_amounts *m = &r->months[c->month];
    if (!m->items[c->item])
        m->items[c->item] = arena_zalloc(&r->block, rows * sizeof(int64_t) + 64);
    if (!m->items[c->item])
        return no_memory(r);
    m->items[c->item][c->row] += fen;
    m->touched = true;
    return HM_OK;
}

/* sign 1: paid; -1: it came back. */
static enum hm_status book(struct recorder *r, const struct pay_household *h, uint32_t line,
                           int sign)
{
    const struct arrears_account *a = &h->account;
    for (size_t i = 0; i < a->cell_count; i++)
        if (a->cells[i].line == line && a->cells[i].owed)
            TRY(add(r, h, h->cells[i], sign * a->cells[i].owed));
    for (size_t i = 0; i < a->take_count; i++)
        if (a->takes[i].line == line)
            TRY(add(r, h, h->cells[a->takes[i].cell], -sign * a->takes[i].fen));
    r->booked++;
    return HM_OK;
}

/* --- a line of the bank's --- */

static void refuse_line(struct recorder *r, struct bank_line *l, const char *hint,
                        const char *text)
{
    l->taken = true;
    l->reference = 0;
    bank_refuse(&r->bank, l->line, "household", l->household, hint, "%.*s: %s",
                (int)l->household.n, l->household.p, text);
}

/* repaid: `expected` is all that may be paid back; else it is what the list says. */
static void refuse_amount(struct recorder *r, struct bank_line *l, int64_t expected)
{
    bool repaid = l->status == BANK_REPAID;
    struct buf found, right;
    buf_init(&found);
    buf_init(&right);
    summary_put_fen(&found, l->fen);
    summary_put_fen(&right, expected);
    l->taken = true;
    l->reference = 0;
    bank_refuse(
        &r->bank, l->line, "amount", (struct str){buf_ok(&found) ? found.data : "", found.len},
        repaid
            ? NULL
            : _("a part of a payment is not recorded: ask the bank for the whole, or for its "
                "lines by benefit"),
        repaid ? _("%.*s: only %s is to be paid back, the report says %s")
               : _("%.*s: the list says %s, the report says %s"),
        (int)l->household.n, l->household.p, buf_ok(&right) ? right.data : "?",
        buf_ok(&found) ? found.data : "?");
    buf_fini(&found);
    buf_fini(&right);
}

static bool fits(const struct recorder *r, const struct pay_household *h, uint32_t line,
                 const struct bank_line *l)
{
    const struct pay_item *it = &r->basis.items[h->account.lines[line].item];
    struct str name = {it->name, strlen(it->name)};
    struct str zh = {it->zh ? it->zh : "", it->zh ? strlen(it->zh) : 0};
    if (l->benefit.n && !str_eq(l->benefit, name) && !str_eq(l->benefit, zh))
        return false;
    return l->person.n == 0 || str_eq(l->person, h->whos[line]);
}

/* A member that the facts no longer have has no name there: a line that names one stands for
 * it as well. */
static bool fits_cell(const struct recorder *r, const struct pay_household *h, size_t cell,
                      const struct bank_line *l)
{
    struct bank_line any = *l;
    if (h->account.cells[cell].gone)
        any.person = (struct str){"", 0};
    return fits(r, h, h->account.cells[cell].line, &any);
}

/* What a status may be said of. */
static bool may_be(enum bank_status s, enum line_state state, uint8_t claimed)
{
    if (s == BANK_RETURNED)
        return claimed == BANK_PAID || (claimed == NOT_CLAIMED && state == LINE_BOOKED);
    return claimed == NOT_CLAIMED && state == LINE_OPEN;
}

struct chosen { /* lines of the list that one line of the bank's stands for */
    int64_t fen;
    size_t lines, booked, claimed, changed;
};

static enum hm_status choose(struct recorder *r, const struct pay_household *h,
                             const struct bank_line *l, struct chosen *out)
{
    const struct arrears_account *a = &h->account;
    *out = (struct chosen){0};
    for (uint32_t i = 0; i < a->line_count; i++) {
        enum line_state state;
        int64_t fen = arrears_payable(&a->lines[i]);
        if (fen <= 0 || !fits(r, h, i, l))
            continue;
        TRY(find_state(r, h, i, &state));
        out->booked += state == LINE_BOOKED;
        out->changed += state == LINE_CHANGED;
        out->claimed += r->claimed[i] != NOT_CLAIMED;
        if (!may_be((enum bank_status)l->status, state, r->claimed[i]))
            continue;
        out->lines++;
        if (__builtin_add_overflow(out->fen, fen, &out->fen))
            return diag_error(r->diag, HM_DATA, NULL, _("sums of arrears leave 64 bits"));
    }
    return HM_OK;
}

static const char *why_not(const struct chosen *c, enum bank_status s)
{
    if (s == BANK_RETURNED)
        return _("nothing of it is recorded as paid, so that nothing can come back");
    if (c->claimed)
        return _("this payment stands twice in the report");
    if (c->booked)
        return _("this payment is recorded already");
    if (c->changed)
        return _("this payment was changed by a later list; make a new list");
    return _("the list has nothing to pay for it");
}

static enum hm_status take_listed(struct recorder *r, const struct pay_household *h,
                                  struct bank_line *l)
{
    enum bank_status status = (enum bank_status)l->status;
    struct chosen c;
    TRY(choose(r, h, l, &c));
    if (c.lines == 0) {
        refuse_line(r, l, NULL, why_not(&c, status));
        return HM_OK;
    }
    if (c.fen != l->fen) {
        refuse_amount(r, l, c.fen);
        return HM_OK;
    }
    for (uint32_t i = 0; i < h->account.line_count; i++) {
        enum line_state state;
        if (arrears_payable(&h->account.lines[i]) <= 0 || !fits(r, h, i, l))
            continue;
        TRY(find_state(r, h, i, &state));
        if (!may_be(status, state, r->claimed[i]))
            continue;
        r->claimed[i] = l->status;
        if (status == BANK_PAID || status == BANK_RETURNED)
            TRY(book(r, h, i, status == BANK_PAID ? 1 : -1));
    }
    l->taken = true;
    count(&r->result->by_status[status], l->fen);
    return HM_OK;
}

/* What a line of money paid back may stand for, all in all. */
static int64_t repayable(struct recorder *r, const struct pay_household *h,
                         const struct bank_line *l)
{
    const struct arrears_account *a = &h->account;
    int64_t most = 0;
    for (size_t i = 0; i < a->cell_count; i++)
        if (fits_cell(r, h, i, l))
            most += a->cells[i].over - a->cells[i].back;
    return most;
}

/* Money that the household paid back: taken off what it was paid too much, oldest first. */
static enum hm_status take_repaid(struct recorder *r, const struct pay_household *h,
                                  struct bank_line *l)
{
    const struct arrears_account *a = &h->account;
    int64_t left = l->fen, most = repayable(r, h, l);
    if (!r->repaid) {
        refuse_line(r, l, NULL, _("give what households paid back in a file of its own"));
        return HM_OK;
    }
    if (l->fen > most) {
        refuse_amount(r, l, most);
        return HM_OK;
    }
    for (size_t i = 0; i < a->cell_count && left > 0; i++) {
        int64_t booked, over = a->cells[i].over - a->cells[i].back;
        if (!over || !fits_cell(r, h, i, l))
            continue;
        TRY(repaid_book(r->repaid, h, i, over < left ? over : left, &booked, r->diag));
        left -= booked;
    }
    if (left > 0) {
        r->too_new = true;
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_DATA, NULL,
                        _("record this household's repayment in a file of its own"),
                        _("household %.*s: the payments that were too much went by other facts "
                          "than those of the rest"),
                        (int)h->id.n, h->id.p);
    }
    l->taken = true;
    r->booked++;
    count(&r->result->by_status[BANK_REPAID], l->fen);
    return HM_OK;
}

/* --- a household --- */

static enum hm_status clear_claims(struct recorder *r, size_t lines)
{
    void *claimed = r->claimed;
    if (mem_grow(&claimed, &r->claimed_cap, lines + 1, 1) != 0)
        return no_memory(r);
    r->claimed = claimed;
    memset(r->claimed, NOT_CLAIMED, lines + 1);
    return HM_OK;
}

/* Everybody: each line that is open. */
static enum hm_status pay_line(struct recorder *r, const struct pay_household *h, uint32_t line)
{
    enum line_state state;
    TRY(find_state(r, h, line, &state));
    if (state == LINE_CHANGED)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_DATA, NULL,
                        _("make a new list, and record that one"),
                        _("household %.*s: payments were recorded since by another list"),
                        (int)h->id.n, h->id.p);
    if (state != LINE_OPEN)
        return HM_OK;
    TRY(book(r, h, line, 1));
    r->claimed[line] = BANK_PAID;
    int64_t fen = arrears_payable(&h->account.lines[line]);
    count(fen ? &r->result->by_status[BANK_PAID] : &r->result->withheld, fen);
    return HM_OK;
}

/* Lines of which nothing is left to pay are booked with the others: no bank reports them. What
 * is left open is counted. */
static enum hm_status end_household(struct recorder *r, const struct pay_household *h)
{
    const struct arrears_account *a = &h->account;
    for (uint32_t i = 0; i < a->line_count; i++) {
        enum line_state state;
        int64_t fen = arrears_payable(&a->lines[i]);
        if (r->claimed[i] != NOT_CLAIMED)
            continue;
        TRY(find_state(r, h, i, &state));
        if (state != LINE_OPEN)
            continue;
        if (fen == 0 && r->bank.by_status[BANK_PAID])
            TRY(pay_line(r, h, i));
        else if (fen)
            count(&r->result->open, fen);
    }
    return HM_OK;
}

static enum hm_status take_household(void *ctx, const struct pay_household *h)
{
    struct recorder *r = ctx;
    TRY(clear_claims(r, h->account.line_count));
    for (uint32_t i = 0; !r->job->file && i < h->account.line_count; i++)
        TRY(pay_line(r, h, i));
    if (!r->job->file)
        return HM_OK;
    for (struct bank_line *l = bank_find(&r->bank, h->id); l; l = bank_next(&r->bank, l)) {
        if (l->status != BANK_REPAID)
            TRY(take_listed(r, h, l));
        else
            TRY(take_repaid(r, h, l));
    }
    return end_household(r, h);
}

/* --- a block --- */

/* A column as the store takes it: no payment where nothing was determined. */
static enum hm_status fill_column(struct recorder *r, const struct pay_reader *reader,
                                  size_t month, uint16_t item, struct result_column *out)
{
    const struct pay_item *it = &r->basis.items[item];
    const uint16_t *ordinals;
    const struct frame *f = pay_reader_frame(reader, month, &ordinals);
    const struct column *due = &f->columns[it->field];
    uint32_t rows = f->entities[it->entity].rows;
    int64_t *amounts = r->months[month].items[item];
    *out = (struct result_column){.field = it->field, .rows = rows, .num = amounts};
    if (due->rows && !due->valid)
        return HM_OK;
    out->state = arena_zalloc(&r->block, rows + 64u);
    if (!out->state)
        return no_memory(r);
    for (uint32_t i = 0; i < rows; i++)
        if (amounts[i] == 0 && (due->rows == 0 || !column_valid(due, i)))
            out->state[i] = HM_TRAP_MISSING;
    return HM_OK;
}

static void forget_amounts(struct recorder *r, size_t month)
{
    struct month_amounts *m = &r->months[month];
    memset(m->items, 0, r->basis.item_count * sizeof *m->items);
    m->touched = false;
}

static enum hm_status put_month(struct recorder *r, const struct pay_reader *reader,
                                size_t month, uint32_t block)
{
    struct month_amounts *m = &r->months[month];
    struct results out;
    results_init(&out);
    out.columns = arena_zalloc(&r->block, r->basis.item_count * sizeof *out.columns);
    if (!out.columns)
        return no_memory(r);
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < r->basis.item_count && st == HM_OK; i++)
        if (m->items[i])
            st = fill_column(r, reader, month, (uint16_t)i, &out.columns[out.column_count++]);
    if (st == HM_OK)
        st = payment_put(r->writer, pay_reader_view(reader, month),
                         r->basis.months[month].month, block, &out, r->diag);
    out.columns = NULL;
    out.column_count = 0;
    results_fini(&out);
    forget_amounts(r, month);
    return st;
}

static enum hm_status after_block(void *ctx, const struct pay_reader *reader, uint32_t block)
{
    struct recorder *r = ctx;
    for (size_t i = 0; i < r->basis.month_count; i++)
        if (r->months[i].touched && !r->dry)
            TRY(put_month(r, reader, i, block));
        else if (r->months[i].touched)
            forget_amounts(r, i);
    forget_now(r);
    arena_reset(&r->block);
    return r->repaid ? repaid_put(r->repaid, r->dry ? NULL : r->writer, block, r->diag) : HM_OK;
}

/* --- which list --- */

static bool is_of_repayments(const struct recorder *r)
{
    return r->bank.count && r->bank.by_status[BANK_REPAID] == r->bank.count;
}

/* Money paid back goes by what is too much now, not by a list the bank was given. */
static enum hm_status choose_list(struct recorder *r)
{
    const struct pay_record_job *job = r->job;
    enum hm_status st = HM_NOT_FOUND;
    if (job->list || (job->file && !r->anew && !is_of_repayments(r)))
        st = pay_lists_find(job->store, job->month, job->list, &r->listed, r->diag);
    r->listed_before = st == HM_OK;
    if (st != HM_NOT_FOUND)
        return st;
    r->listed = (struct pay_listed){.id = "",
                                    .basis = {.month = job->month,
                                              .since = job->since,
                                              .unpaid = job->unpaid,
                                              .publications = UINT64_MAX,
                                              .payments = UINT32_MAX}};
    return HM_OK;
}

static enum hm_status check_list(struct recorder *r, const char id[DIGEST_HEX])
{
    const char *asked = r->listed_before ? r->listed.id : r->job->list;
    if (!asked || strncmp(id, asked, strlen(asked)) == 0)
        return HM_OK;
    if (r->listed_before)
        return diag_error(r->diag, HM_INTERNAL, NULL,
                          _("list %.12s cannot be made again as it was recorded"), asked);
    return diag_add(r->diag, HM_LEVEL_ERROR, HM_DATA, NULL,
                    _("something was published or recorded since: make the list again"),
                    _("there is no list %s for this month: the list is now %.12s"), asked, id);
}

/* --- the batch --- */

static enum hm_status open_batch(struct recorder *r)
{
    struct payment_batch *b = &r->batch;
    const struct pay_record_job *job = r->job;
    b->paid_in = job->month;
    clock_user(b->who, sizeof b->who);
    if (job->who)
        snprintf(b->who, sizeof b->who, "%s", job->who);
    b->reason = mem_strdup(job->reason ? job->reason : "");
    b->source = mem_strdup(job->file ? job->file : "");
    b->months = mem_calloc(r->basis.month_count, sizeof *b->months);
    if (!b->reason || !b->source || !b->months)
        return no_memory(r);
    if (job->file)
        memcpy(b->source_digest, r->bank.digest, sizeof b->source_digest);
    if (r->repaid)
        b->month_count = repaid_months(r->repaid, b->months);
    for (size_t i = 0; !r->repaid && i < r->basis.month_count; i++)
        b->months[b->month_count++] =
            (struct payment_month){.month = r->basis.months[i].month,
                                   .sequence = r->basis.months[i].sequence,
                                   .run = r->basis.months[i].run};
    return payment_begin(&r->writer, job->store, b, r->basis.policy->model, r->diag);
}

static enum hm_status put_summary(struct recorder *r)
{
    struct buf out;
    buf_init(&out);
    r->listed.basis.publications = r->basis.publications;
    r->listed.basis.payments = r->basis.payments;
    pay_lists_put(&out, &r->listed);
    for (int s = 0; s < BANK_STATUSES; s++) {
        const struct pay_record_sum *sum = &r->result->by_status[s];
        buf_printf(&out,
                   ",\"%s\":{\"lines\":%llu,\"sum\":", bank_status_name((enum bank_status)s),
                   (unsigned long long)sum->lines);
        summary_put_fen(&out, sum->fen);
        buf_putc(&out, '}');
    }
    buf_puts(&out, ",\"references\":\"");
    for (size_t i = 0; i < r->bank.count; i++)
        if (r->bank.lines[i].reference)
            buf_printf(&out, "%016llx", (unsigned long long)r->bank.lines[i].reference);
    buf_puts(&out, "\"}");
    r->batch.summary = buf_take(&out);
    return r->batch.summary ? HM_OK : no_memory(r);
}

/* Lines of the report whose household the walk did not meet. */
static enum hm_status refuse_rest(struct recorder *r)
{
    struct view *v = NULL;
    const struct pay_month *m = &r->basis.months[r->basis.month_count - 1];
    enum hm_status st =
        view_open(&v, r->job->store, r->basis.policy->model, m->month, m->sequence, r->diag);
    for (size_t i = 0; st == HM_OK && i < r->bank.count; i++) {
        struct bank_line *l = &r->bank.lines[i];
        uint32_t block, row;
        if (l->taken)
            continue;
        struct diag why;
        diag_init(&why);
        enum hm_status found = view_find(v, l->household, &block, &row, &why);
        if (found == HM_OK)
            refuse_line(r, l, NULL, _("the list has nothing to pay for it"));
        else if (found == HM_NOT_FOUND)
            refuse_line(r, l, _("check the id"), _("there is no such household in this month"));
        else
            st = found;
        if (st != HM_OK)
            diag_move(r->diag, &why);
        diag_fini(&why);
    }
    if (v)
        view_close(v);
    return st;
}

static enum hm_status finish(struct recorder *r)
{
    r->result->refused = r->bank.refused;
    bool stops = r->bank.refused && !r->job->skip_bad;
    enum hm_status st = HM_OK;
    if (!stops && r->booked && !r->dry) {
        st = put_summary(r);
        if (st == HM_OK) {
            struct payment_writer *w = r->writer;
            r->writer = NULL;
            st = payment_finish(w, &r->batch, r->diag);
        }
        if (st == HM_OK)
            r->result->batch = r->batch.id;
    }
    TRY(st);
    return r->bank.refused ? HM_DATA : HM_OK;
}

/* --- the whole --- */

static enum hm_status walk(struct recorder *r)
{
    struct pay_totals totals;
    char id[DIGEST_HEX];
    struct pay_walk job = {.basis = &r->basis,
                           .host = r->job->host,
                           .doing = _("recording payments"),
                           .household = take_household,
                           .after_block = after_block,
                           .ctx = r};
    TRY(pay_walk(&job, &totals, id, r->diag));
    pay_totals_fini(&totals);
    TRY(check_list(r, id));
    memcpy(r->listed.id, id, sizeof r->listed.id);
    memcpy(r->result->list, id, sizeof r->result->list);
    return HM_OK;
}

static enum hm_status prepare(struct recorder *r)
{
    TRY(choose_list(r));
    TRY(pay_basis_open(&r->basis, r->job->store, &r->listed.basis, r->diag));
    r->months = mem_calloc(r->basis.month_count, sizeof *r->months);
    if (!r->months)
        return no_memory(r);
    for (size_t i = 0; i < r->basis.month_count; i++) {
        r->months[i].items = mem_calloc(r->basis.item_count, sizeof(int64_t *));
        if (!r->months[i].items)
            return no_memory(r);
    }
    uint32_t newest;
    if (is_of_repayments(r))
        TRY(repaid_open(&r->repaid, &r->basis, r->age, r->diag));
    TRY(store_payments(r->job->store, &newest, r->diag));
    if (newest > r->basis.payments)
        TRY(payment_book_open(&r->now, r->job->store, newest, r->diag));
    return r->dry ? HM_OK : open_batch(r);
}

static enum hm_status record(struct recorder *r)
{
    const struct pay_record_job *job = r->job;
    if (job->file) {
        TRY(bank_open(&r->bank, job->file, r->diag));
        TRY(pay_lists_file(job->store, r->bank.digest, &r->result->before, r->diag));
        if (r->result->before)
            return HM_OK;
        TRY(pay_lists_references(job->store, job->month, &r->bank.used, r->diag));
        TRY(bank_read(&r->bank, job->month, r->dry ? NULL : job->errors, job->host));
    }
    TRY(prepare(r));
    TRY(walk(r));
    if (job->file)
        TRY(refuse_rest(r));
    return finish(r);
}

struct attempt {
    bool anew, dry;
    unsigned age;
    bool too_new; /* out: another age may do */
};

static enum hm_status attempt(const struct pay_record_job *job, struct attempt *how,
                              struct pay_record_result *out, struct diag *d)
{
    struct recorder r = {.job = job,
                         .result = out,
                         .anew = how->anew,
                         .dry = how->dry,
                         .age = how->age,
                         .diag = d};
    memset(out, 0, sizeof *out);
    r.bank.errors.fd = -1;
    r.bank.diag = d;
    arena_init(&r.block);
    enum hm_status st = record(&r);
    payment_abandon(r.writer);
    if (r.months)
        forget_now(&r);
    for (size_t i = 0; r.months && i < r.basis.month_count; i++)
        mem_free(r.months[i].items);
    mem_free(r.months);
    mem_free(r.claimed);
    payment_batch_fini(&r.batch);
    repaid_close(r.repaid);
    if (r.now)
        payment_book_close(r.now);
    if (job->file) {
        enum hm_status closed = bank_fini(&r.bank);
        st = st == HM_OK || st == HM_DATA ? (closed == HM_OK ? st : closed) : st;
    }
    pay_basis_close(&r.basis);
    arena_fini(&r.block);
    how->too_new = r.too_new;
    return st;
}

/* Which list a report goes by when nobody says: the one recorded last for the month, of which
 * it may be another part, unless fewer lines of it are refused by the list as it is now. */
static enum hm_status choose_anew(const struct pay_record_job *job, bool *anew, struct diag *d)
{
    struct pay_listed before;
    struct pay_record_result last, now;
    *anew = true;
    enum hm_status st = pay_lists_find(job->store, job->month, NULL, &before, d);
    if (st == HM_NOT_FOUND)
        return HM_OK;
    TRY(st);
    struct attempt by_last = {.dry = true}, by_now = {.dry = true, .anew = true};
    st = attempt(job, &by_last, &last, NULL);
    *anew = false;
    if (st == HM_NOMEM || st == HM_INTERRUPTED)
        return st == HM_NOMEM ? diag_nomem(d, _("recording payments")) : st;
    if (st != HM_DATA || last.refused == 0)
        return HM_OK; /* the attempt itself says what is wrong */
    st = attempt(job, &by_now, &now, NULL);
    *anew = (st == HM_OK || st == HM_DATA) && now.refused < last.refused;
    return st == HM_NOMEM || st == HM_INTERRUPTED ? st : HM_OK;
}

enum hm_status pay_record_run(const struct pay_record_job *job, struct pay_record_result *out,
                              struct diag *d)
{
    bool anew = true;
    memset(out, 0, sizeof *out);
    if (job->file && !job->list)
        TRY(choose_anew(job, &anew, d));
    struct attempt how = {.anew = anew};
    struct diag found;
    diag_init(&found);
    enum hm_status st = attempt(job, &how, out, &found);
    while (how.too_new) {
        struct diag older;
        diag_init(&older);
        how.age++;
        enum hm_status next = attempt(job, &how, out, &older);
        if (next != HM_NOT_FOUND) {
            diag_fini(&found);
            found = older;
            st = next;
            continue;
        }
        diag_fini(&older);
    }
    diag_move(d, &found);
    diag_fini(&found);
    return st;
}
