/* pay_export.c - reads the payments of a month block by block, on the households of the
 * determination in force, or else of the batch recorded last. */
#include "run/pay_export.h"

#include <stdio.h>
#include <string.h>
#include "io/table_out.h"
#include "run/pay_lists.h"
#include "run/ruleset.h"
#include "value/date.h"
#include "value/decimal.h"

struct exporter {
    struct store *store;
    int32_t month;
    bool ndjson;
    const struct hm_host *host;
    struct diag *diag;
    struct policy *policy;
    uint64_t sequence;
    uint8_t root;
    uint16_t division;
    uint64_t *wanted; /* bit set: the division */
    struct pay_item *items;
    uint16_t *fields;
    size_t item_count;
    struct payment_book *book;
    struct view *view;
    struct id_order order;
    struct buf text;
    struct arena arena;
};

static enum hm_status no_memory(struct exporter *x)
{
    return diag_nomem(x->diag, _("exporting"));
}

/* --- what the rows are of --- */

/* The run of the determination in force, or of the last batch that covers the month. */
static enum hm_status find_run(struct exporter *x, uint32_t *run)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    enum hm_status st = publication_run(x->store, x->month, UINT64_MAX, run, x->diag);
    if (st != HM_NOT_FOUND)
        return st;
    TRY(payment_list(x->store, &list, &n, x->diag));
    *run = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < list[i].month_count; k++)
            if (list[i].months[k].month == x->month)
                *run = list[i].months[k].run;
    payment_list_free(list, n);
    return HM_OK;
}

static enum hm_status know_policy(struct exporter *x, uint32_t run)
{
    struct run_record record;
    TRY(run_get(x->store, run, &record, x->diag));
    x->sequence = record.sequence;
    enum hm_status st = ruleset_stored(&x->policy, x->store, record.identity, x->diag);
    run_record_fini(&record);
    TRY(st);
    const struct model *m = x->policy->model;
    x->root = model_entity(m, (struct str){"household", 9});
    TRY(pay_items_of(&x->items, &x->item_count, m, &x->arena, x->diag));
    x->fields = arena_alloc(&x->arena, (x->item_count + 1) * sizeof *x->fields);
    x->wanted = arena_zalloc(&x->arena, (m->field_count / 64 + 1) * sizeof *x->wanted);
    if (!x->fields || !x->wanted)
        return no_memory(x);
    for (size_t i = 0; i < x->item_count; i++)
        x->fields[i] = x->items[i].field;
    x->division = model_field(m, x->root, (struct str){"division_code", 13});
    if (x->division != NO_FIELD)
        x->wanted[x->division / 64] |= UINT64_C(1) << (x->division % 64);
    return HM_OK;
}

/* --- rows --- */

static void put_row(struct exporter *x, struct str household, struct str person,
                    const char *benefit, struct str division, int64_t fen)
{
    struct table_out t = {.out = &x->text};
    struct buf *out = &x->text;
    struct buf month, amount;
    buf_init(&month);
    buf_init(&amount);
    month_put(&month, x->month);
    decimal_put_money(&amount, fen);
    const char *when = month.len ? month.data : "", *sum = amount.len ? amount.data : "";
    if (x->ndjson) {
        buf_puts(out, "{\"household\":");
        buf_json_string(out, household.p, household.n);
        buf_puts(out, ",\"person\":");
        buf_json_string(out, person.p, person.n);
        buf_printf(out, ",\"benefit\":\"%s\",\"division\":", benefit);
        buf_json_string(out, division.p, division.n);
        buf_printf(out, ",\"month\":\"%s\",\"paid\":%s}\n", when, sum);
    } else {
        table_out_cell(&t, household);
        table_out_cell(&t, person);
        table_out_text(&t, benefit);
        table_out_cell(&t, division);
        table_out_text(&t, when);
        table_out_text(&t, sum);
        table_out_end(&t);
    }
    if (!buf_ok(&month) || !buf_ok(&amount))
        out->failed = true;
    buf_fini(&month);
    buf_fini(&amount);
}

static struct str division_of(const struct exporter *x, const struct frame *f, uint32_t root,
                              char scratch[24])
{
    const struct column *c = x->division != NO_FIELD ? &f->columns[x->division] : NULL;
    if (!c || c->rows == 0 || !column_valid(c, root))
        return (struct str){"", 0};
    if (c->lane == LANE_TEXT)
        return column_text(c, root);
    int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, root));
    return (struct str){scratch, (size_t)n};
}

static void put_members(struct exporter *x, const struct frame *f, const struct paid_column *c,
                        const struct pay_item *it, uint32_t root, struct str id,
                        struct str division)
{
    uint32_t n = 1;
    const uint32_t *rows = &root;
    if (it->entity != f->root)
        rows = frame_children(f, it->entity, root, &n);
    for (uint32_t k = 0; c->fen && k < n; k++) {
        char place[16];
        int len = snprintf(place, sizeof place, "#%u", k + 1);
        struct str who = {"", 0};
        if (it->entity != f->root) {
            who = column_text(&f->entities[it->entity].id, rows[k]);
            who = who.n ? who : (struct str){place, (size_t)len};
        }
        if (c->fen[rows[k]])
            put_row(x, id, who, it->name, division, c->fen[rows[k]]);
    }
    if (c->elsewhere && c->elsewhere[root])
        put_row(x, id, (struct str){"?", 1}, it->name, division, c->elsewhere[root]);
}

static enum hm_status put_households(struct exporter *x, uint32_t block, const struct frame *f,
                                     const uint16_t *ordinals, const struct paid *paid)
{
    char scratch[24];
    for (uint32_t r = 0; r < f->entities[f->root].rows; r++) {
        struct str id = column_text(&f->entities[f->root].id, r);
        buf_clear(&x->text);
        for (size_t i = 0; i < x->item_count; i++)
            if (x->policy->model->entities[x->items[i].entity].depth < 2)
                put_members(x, f, &paid->columns[i], &x->items[i], r, id,
                            division_of(x, f, r, scratch));
        if (!buf_ok(&x->text))
            return no_memory(x);
        TRY(id_order_put(&x->order, block, ordinals[r], x->text.data, x->text.len, false, id,
                         x->diag));
    }
    return HM_OK;
}

static const char *name_of(const struct exporter *x, uint16_t field)
{
    return x->policy->model->fields[field].name;
}

/* Households the month's facts do not have any more. */
static enum hm_status put_absent(struct exporter *x, uint32_t block, const struct paid *paid)
{
    for (size_t i = 0; i < paid->absent_count;) {
        const struct paid_absent *first = &paid->absent[i];
        buf_clear(&x->text);
        for (; i < paid->absent_count && paid->absent[i].ordinal == first->ordinal; i++) {
            const struct paid_absent *a = &paid->absent[i];
            bool member = x->policy->model->fields[a->field].entity != x->root;
            if (a->fen)
                put_row(x, a->id, (struct str){member ? "?" : "", member}, name_of(x, a->field),
                        (struct str){"", 0}, a->fen);
        }
        if (!buf_ok(&x->text))
            return no_memory(x);
        TRY(id_order_put(&x->order, block, first->ordinal, x->text.data, x->text.len, true,
                         first->id, x->diag));
    }
    return HM_OK;
}

static enum hm_status do_block(struct exporter *x, uint32_t block)
{
    struct frame f;
    struct paid paid;
    TRY(view_load(x->view, block, x->wanted, &f, x->diag));
    if (f.root != x->root) {
        frame_fini(&f);
        return HM_OK;
    }
    const uint16_t *ordinals = view_ordinals(x->view);
    paid_init(&paid);
    enum hm_status st = payment_read(&paid, x->book, x->view, x->month, block, &f, ordinals,
                                     x->fields, x->item_count, x->diag);
    if (st == HM_OK)
        st = put_households(x, block, &f, ordinals, &paid);
    if (st == HM_OK)
        st = put_absent(x, block, &paid);
    paid_fini(&paid);
    frame_fini(&f);
    return st;
}

/* --- the whole --- */

static enum hm_status write_out(void *ctx, const char *bytes, size_t n)
{
    const struct exporter *x = ctx;
    return x->host->write(x->host->ctx, bytes, n) == 0 ? HM_OK : HM_ENVIRONMENT;
}

static enum hm_status do_blocks(struct exporter *x)
{
    uint32_t n = view_blocks(x->view);
    for (uint32_t block = 0; block < n; block++) {
        if (task_stopped(x->host))
            return HM_INTERRUPTED;
        TRY(do_block(x, block));
        task_progress(x->host, _("exporting"), block + 1, n);
    }
    static const char head[] = "household,person,benefit,division,month,paid\n";
    if (!x->ndjson)
        TRY(write_out(x, head, sizeof head - 1));
    return id_order_give(&x->order, x->view, write_out, x, x->diag);
}

static enum hm_status export_month(struct exporter *x)
{
    uint32_t run, newest;
    TRY(store_payments(x->store, &newest, x->diag));
    TRY(payment_book_open(&x->book, x->store, newest, x->diag));
    if (!payment_book_covers(x->book, x->month))
        return diag_error(x->diag, HM_NOT_FOUND, NULL,
                          _("no payment is recorded for %04d-%02d"), month_year(x->month),
                          month_number(x->month));
    TRY(find_run(x, &run));
    TRY(know_policy(x, run));
    TRY(view_open(&x->view, x->store, x->policy->model, x->month, x->sequence, x->diag));
    return do_blocks(x);
}

enum hm_status pay_export_run(struct store *s, int32_t month, bool ndjson,
                              const struct hm_host *host, struct diag *d)
{
    struct exporter x = {.store = s, .month = month, .ndjson = ndjson, .host = host, .diag = d};
    arena_init(&x.arena);
    id_order_init(&x.order);
    buf_init(&x.text);
    enum hm_status st = export_month(&x);
    if (x.view)
        view_close(x.view);
    if (x.book)
        payment_book_close(x.book);
    if (x.policy)
        policy_free(x.policy);
    id_order_fini(&x.order);
    buf_fini(&x.text);
    arena_fini(&x.arena);
    return st;
}
