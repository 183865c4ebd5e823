/* payments.c - recording payment batches.
 *
 * A batch is written like a run, under a number of its own. Its record stands first with the
 * state "begun"; the last transaction writes the whole record and the journal's entry. Most
 * batches are one transaction.
 */
#include "store/payments.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "store/catalog.h"
#include "store/chain.h"
#include "store/ledger.h"
#include "store/outcome.h"
#include "store/packed.h"
#include "store/pay.h"
#include "store/sealed.h"
#include "store/view.h"
#include "value/date.h"

enum { STARTED, COMPLETE };

/* Sums of a field so far. */
struct field_sum {
    uint64_t rows;
    int64_t paid_fen, returned_fen;
};
struct payment_writer {
    struct store *store;
    struct txn txn;
    bool committed; /* a part of it: something to sweep when it is abandoned */
    const struct model *model;
    struct payment_batch *batch; /* borrowed: the caller's */
    struct field_sum *sums;      /* by field */
    uint32_t run;                /* whose fields were compared with the model's */
    struct constants constants;
    struct arena scratch;
};

/* --- records --- */

void payment_batch_fini(struct payment_batch *b)
{
    mem_free(b->source);
    mem_free(b->reason);
    mem_free(b->summary);
    mem_free(b->months);
    mem_free(b->totals);
    b->source = b->reason = b->summary = NULL;
    b->months = NULL;
    b->totals = NULL;
    b->month_count = b->total_count = 0;
}

static void put_lists(struct buf *out, const struct payment_batch *b)
{
    buf_u32(out, (uint32_t)b->month_count);
    for (size_t i = 0; i < b->month_count; i++) {
        buf_u32(out, (uint32_t)b->months[i].month);
        buf_u64(out, b->months[i].sequence);
        buf_u32(out, b->months[i].run);
    }
    buf_u32(out, (uint32_t)b->total_count);
    for (size_t i = 0; i < b->total_count; i++) {
        sealed_put_text(out, b->totals[i].field);
        buf_u64(out, b->totals[i].rows);
        buf_u64(out, (uint64_t)b->totals[i].paid_fen);
        buf_u64(out, (uint64_t)b->totals[i].returned_fen);
    }
}

static enum hm_status put_batch(struct txn *t, const struct payment_batch *b, uint8_t state,
                                struct diag *d)
{
    struct key key = key_run(b->id);
    struct buf out;
    buf_init(&out);
    buf_u8(&out, state);
    buf_u32(&out, (uint32_t)b->paid_in);
    sealed_put_text(&out, b->recorded);
    sealed_put_text(&out, b->who);
    sealed_put_text(&out, b->source_digest);
    sealed_put_text(&out, b->source);
    sealed_put_text(&out, b->reason);
    sealed_put_text(&out, b->summary);
    put_lists(&out, b);
    enum hm_status st = sealed_put(t, TABLE_PAYMENT, &key, &out, d);
    buf_fini(&out);
    return st;
}

/* False: no memory; r->failed says when the bytes make no sense. */
static bool get_lists(struct reader *r, struct payment_batch *b)
{
    uint32_t months = read_u32(r);
    r->failed = r->failed || months > (size_t)(r->end - r->at) / 16;
    b->months = r->failed ? NULL : mem_calloc(months + 1u, sizeof *b->months);
    if (!b->months)
        return false;
    for (b->month_count = 0; b->month_count < months; b->month_count++) {
        struct payment_month *m = &b->months[b->month_count];
        m->month = (int32_t)read_u32(r);
        m->sequence = read_u64(r);
        m->run = read_u32(r);
    }
    uint32_t totals = read_u32(r);
    r->failed = r->failed || totals > (size_t)(r->end - r->at) / 28;
    b->totals = r->failed ? NULL : mem_calloc(totals + 1u, sizeof *b->totals);
    if (!b->totals)
        return false;
    for (b->total_count = 0; b->total_count < totals; b->total_count++) {
        struct payment_total *x = &b->totals[b->total_count];
        sealed_get_text(r, x->field, sizeof x->field);
        x->rows = read_u64(r);
        x->paid_fen = (int64_t)read_u64(r);
        x->returned_fen = (int64_t)read_u64(r);
    }
    return true;
}

enum hm_status pay_parse(struct txn *t, struct bytes key, struct bytes value, bool *complete,
                         struct payment_batch *out, struct diag *d)
{
    const char *what = _("the record of a payment batch");
    struct reader r;
    struct payment_batch b = {0};
    TRY(sealed_read(&r, t, key, value, what, d));
    b.id = (uint32_t)key_read(key, 0, 4);
    uint8_t state = read_u8(&r);
    b.paid_in = (int32_t)read_u32(&r);
    sealed_get_text(&r, b.recorded, sizeof b.recorded);
    sealed_get_text(&r, b.who, sizeof b.who);
    sealed_get_text(&r, b.source_digest, sizeof b.source_digest);
    b.source = sealed_get_long_text(&r);
    b.reason = sealed_get_long_text(&r);
    b.summary = sealed_get_long_text(&r);
    bool missing = !b.source || !b.reason || !b.summary || !get_lists(&r, &b);
    r.failed = r.failed || state > COMPLETE;
    enum hm_status st = sealed_done(t, &r, missing, what, d);
    if (st == HM_OK) {
        *complete = state == COMPLETE;
        *out = b;
    } else {
        payment_batch_fini(&b);
    }
    return st;
}

enum hm_status pay_fields(struct txn *t, uint32_t id, struct model **out, struct diag *d)
{
    struct key key = key_run_fields(id);
    struct reader r;
    enum hm_status st =
        sealed_get(&r, t, TABLE_PAYMENT, &key, _("the list of a payment batch's fields"), d);
    if (st == HM_NOT_FOUND)
        return HM_OK;
    TRY(st);
    return catalog_parse(out, r.at, (size_t)(r.end - r.at), env_path(t->env), d);
}

void pay_field_name(const struct model *m, uint16_t field, char out[200])
{
    const struct field *f = &m->fields[field];
    snprintf(out, 200, "%s.%s", m->entities[f->entity].name, f->name);
}

/* The last batch and whether it is complete; id 0: there is none. */
static enum hm_status last_batch(struct txn *t, uint32_t *id, bool *complete, struct diag *d)
{
    struct scan s;
    struct payment_batch b = {0};
    *id = 0;
    *complete = true;
    TRY(scan_open(&s, t, TABLE_PAYMENT, d));
    enum hm_status st = scan_last(&s, d);
    while (st == HM_OK && s.found && s.key.n != 4)
        st = scan_prev(&s, d);
    if (st == HM_OK && s.found)
        st = pay_parse(t, s.key, s.value, complete, &b, d);
    if (st == HM_OK && s.found)
        *id = b.id;
    scan_close(&s);
    payment_batch_fini(&b);
    return st;
}

enum hm_status payment_last(struct txn *t, uint32_t *out, struct diag *d)
{
    uint32_t id;
    bool complete;
    TRY(last_batch(t, &id, &complete, d));
    *out = complete ? id : id - 1; /* only the last one can be unfinished */
    return HM_OK;
}

enum hm_status payment_unfinished(struct txn *t, uint32_t *out, struct diag *d)
{
    uint32_t id;
    bool complete;
    TRY(last_batch(t, &id, &complete, d));
    *out = complete ? 0 : id;
    return HM_OK;
}

/* --- beginning --- */

static enum hm_status put_fields(struct payment_writer *w, struct diag *d)
{
    struct key key = key_run_fields(w->batch->id);
    struct buf b;
    buf_init(&b);
    catalog_put(&b, w->model);
    enum hm_status st = sealed_put(&w->txn, TABLE_PAYMENT, &key, &b, d);
    buf_fini(&b);
    return st;
}

static enum hm_status begin(struct payment_writer *w, struct diag *d)
{
    uint32_t last;
    struct author by = {w->batch->who, NULL};
    TRY(sweep_payments(w->store, d)); /* what an abandoned batch could not remove */
    TRY(txn_begin(&w->txn, w->store->env, true, d));
    TRY(payment_last(&w->txn, &last, d));
    w->batch->id = last + 1;
    if (!w->batch->who[0])
        chain_who(&by, w->batch->who);
    TRY(chain_now(&w->txn, w->batch->recorded, d));
    TRY(put_batch(&w->txn, w->batch, STARTED, d));
    return put_fields(w, d);
}

static void free_writer(struct payment_writer *w)
{
    txn_abort(&w->txn);
    constants_fini(&w->constants);
    arena_fini(&w->scratch);
    store_give_back(w->store);
    mem_free(w->sums);
    mem_free(w);
}

enum hm_status payment_begin(struct payment_writer **out, struct store *s,
                             struct payment_batch *batch, const struct model *m, struct diag *d)
{
    TRY(store_take(s, d));
    struct payment_writer *w = mem_zalloc(sizeof *w);
    struct field_sum *sums = mem_calloc(m->field_count + 1u, sizeof *sums);
    if (!w || !sums) {
        mem_free(w);
        mem_free(sums);
        store_give_back(s);
        return diag_nomem(d, _("recording payments"));
    }
    *w = (struct payment_writer){.store = s, .model = m, .batch = batch, .sums = sums};
    constants_init(&w->constants);
    arena_init(&w->scratch);
    batch->total_count = 0;
    enum hm_status st = begin(w, d);
    if (st != HM_OK) {
        payment_abandon(w);
        return st;
    }
    *out = w;
    return HM_OK;
}

void payment_abandon(struct payment_writer *w)
{
    if (!w)
        return;
    struct store *s = w->store;
    bool committed = w->committed;
    free_writer(w);
    if (committed)
        (void)sweep_payments(s, NULL); /* if this fails, the next writer does it */
}

/* --- one block --- */

static enum hm_status writer_txn(struct payment_writer *w, struct diag *d)
{
    if (w->txn.env && w->txn.written_bytes < ENV_WRITE_BYTES)
        return HM_OK;
    if (w->txn.env) {
        TRY(txn_commit(&w->txn, d));
        w->committed = true;
    }
    return txn_begin(&w->txn, w->store->env, true, d);
}

static const struct payment_month *find_month(const struct payment_writer *w, int32_t month)
{
    for (size_t i = 0; i < w->batch->month_count; i++) {
        if (w->batch->months[i].month == month)
            return &w->batch->months[i];
    }
    return NULL;
}

static enum hm_status refuse(const struct payment_writer *w, int32_t month, const char *why,
                             struct diag *d)
{
    struct place at = {.file = w->store->path};
    struct buf text;
    buf_init(&text);
    month_put(&text, month);
    enum hm_status st = diag_error(d, HM_USAGE, &at, _("payments for %s: %s"),
                                   buf_ok(&text) ? text.data : "?", why);
    buf_fini(&text);
    return st;
}

static enum hm_status too_much(const struct payment_writer *w, uint16_t field, struct diag *d)
{
    struct place at = {.field = w->model->fields[field].name};
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at, _("check the amounts of the file"),
                    _("the sum of the payments is too large to be counted"));
}

static enum hm_status count(struct payment_writer *w, uint16_t field, int64_t fen,
                            struct diag *d)
{
    struct field_sum *s = &w->sums[field];
    int64_t *sum = fen > 0 ? &s->paid_fen : &s->returned_fen;
    s->rows += fen != 0;
    return __builtin_add_overflow(*sum, fen, sum) ? too_much(w, field, d) : HM_OK;
}

static enum hm_status count_results(struct payment_writer *w, const struct results *r,
                                    struct diag *d)
{
    for (size_t i = 0; i < r->column_count; i++) {
        const struct result_column *c = &r->columns[i];
        for (uint32_t row = 0; row < c->rows; row++) {
            if (result_state(c, row) == HM_TRAP_NONE && c->num[row] != 0)
                TRY(count(w, c->field, c->num[row], d));
        }
    }
    return HM_OK;
}

/* A month of the batch, a field of money, and nothing there yet. */
static enum hm_status check_new(struct payment_writer *w, int32_t month, uint32_t block,
                                uint16_t field, struct diag *d)
{
    struct bytes value;
    struct key key = key_result(w->batch->id, state_month(month), block, field);
    if (!find_month(w, month))
        return refuse(w, month, _("the batch does not cover this month"), d);
    if (field >= w->model->field_count || w->model->fields[field].type.kind != KIND_MONEY)
        return refuse(w, month, _("a benefit is an amount of money"), d);
    enum hm_status st = txn_get(&w->txn, TABLE_PAID, key_bytes(&key), &value, d);
    if (st == HM_OK)
        return refuse(w, month, _("a block stands there twice"), d);
    return st == HM_NOT_FOUND ? HM_OK : st;
}

enum hm_status payment_put(struct payment_writer *w, struct view *v, int32_t month,
                           uint32_t block, const struct results *r, struct diag *d)
{
    struct run_block *b = NULL;
    struct results columns = *r;
    const struct payment_month *m = find_month(w, month);
    TRY(writer_txn(w, d));
    for (size_t i = 0; i < r->column_count; i++)
        TRY(check_new(w, month, block, r->columns[i].field, d));
    if (!m || r->column_count == 0)
        return HM_OK;
    columns.issue_count = 0;
    TRY(count_results(w, r, d));
    enum hm_status st = run_pack(&b, v, m->run, month, month, block, &columns, w->model, d);
    if (st == HM_OK)
        st = run_write_values(&w->txn, TABLE_PAID, w->batch->id, b, d);
    run_block_free(b);
    return st;
}

/* --- what was determined --- */

static bool same_field(const struct model *a, const struct model *b, uint16_t field)
{
    if (field >= a->field_count || field >= b->field_count)
        return false;
    const struct field *x = &a->fields[field], *y = &b->fields[field];
    return x->type.kind == y->type.kind && strcmp(x->name, y->name) == 0 &&
           strcmp(a->entities[x->entity].name, b->entities[y->entity].name) == 0;
}

/* References go by number, so the run must number the fields as the batch does. */
static enum hm_status check_numbers(struct payment_writer *w, const struct payment_month *m,
                                    const uint16_t *fields, size_t n, struct diag *d)
{
    struct model *theirs;
    if (w->run == m->run)
        return HM_OK;
    enum hm_status st = ledger_get_fields(&w->txn, m->run, &theirs, d);
    if (st == HM_NOT_FOUND) /* a run over nobody */
        return HM_OK;
    TRY(st);
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        if (!same_field(theirs, w->model, fields[i]))
            st = refuse(w, m->month, _("the run's policy numbers its results otherwise"), d);
    }
    catalog_free(theirs);
    return st;
}

static enum hm_status count_column(struct payment_writer *w, uint32_t block, uint16_t field,
                                   struct bytes value, struct diag *d)
{
    struct column c;
    struct packed_place at = {.block = block,
                              .column = field,
                              .model = w->model,
                              .file = w->store->path,
                              .verify = true};
    arena_reset(&w->scratch);
    TRY(packed_read(&c, value, &at, &w->constants, &w->scratch, d));
    for (uint32_t r = 0; r < c.rows; r++) {
        int64_t fen = column_valid(&c, r) ? column_int(&c, r) : 0;
        if (fen)
            TRY(count(w, field, fen, d));
    }
    return HM_OK;
}

static enum hm_status put_reference(struct payment_writer *w, const struct payment_month *m,
                                    uint32_t block, uint16_t field, struct diag *d)
{
    uint32_t run = m->run;
    uint16_t month = state_month(m->month);
    struct bytes value;
    struct key from = key_result(run, month, block, field), to = from;
    void *out;
    enum hm_status st = txn_get(&w->txn, TABLE_RESULT, key_bytes(&from), &value, d);
    if (st == HM_OK && packed_is_shared(value, &run, &month)) {
        from = key_result(run, month, block, field);
        st = txn_get(&w->txn, TABLE_RESULT, key_bytes(&from), &value, d);
    }
    if (st != HM_OK)
        return st == HM_NOT_FOUND ? HM_OK : st; /* nobody has a value */
    TRY(count_column(w, block, field, value, d));
    to = key_result(w->batch->id, state_month(m->month), block, field);
    TRY(txn_reserve(&w->txn, TABLE_PAID, key_bytes(&to), packed_shared_bytes(), &out, d));
    packed_write_shared(run, month, block, field, out);
    return HM_OK;
}

enum hm_status payment_put_determined(struct payment_writer *w, int32_t month, uint32_t block,
                                      const uint16_t *fields, size_t n, struct diag *d)
{
    TRY(writer_txn(w, d));
    for (size_t i = 0; i < n; i++)
        TRY(check_new(w, month, block, fields[i], d));
    const struct payment_month *m = find_month(w, month);
    if (!m || n == 0)
        return HM_OK;
    TRY(check_numbers(w, m, fields, n, d));
    w->run = m->run;
    for (size_t i = 0; i < n; i++)
        TRY(put_reference(w, m, block, fields[i], d));
    return HM_OK;
}

/* --- the end --- */

static enum hm_status fill_totals(struct payment_writer *w, struct diag *d)
{
    const struct model *m = w->model;
    struct payment_batch *b = w->batch;
    mem_free(b->totals);
    b->total_count = 0;
    b->totals = mem_calloc(m->field_count + 1u, sizeof *b->totals);
    if (!b->totals)
        return diag_nomem(d, _("recording payments"));
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field_sum *s = &w->sums[i];
        if (s->rows == 0)
            continue;
        struct payment_total *x = &b->totals[b->total_count++];
        pay_field_name(m, (uint16_t)i, x->field);
        x->rows = s->rows;
        x->paid_fen = s->paid_fen;
        x->returned_fen = s->returned_fen;
    }
    return HM_OK;
}

static void put_details(struct buf *out, const struct payment_batch *b)
{
    buf_printf(out, "{\"batch\":%u,\"paid_in\":\"", b->id);
    month_put(out, b->paid_in);
    buf_puts(out, "\",\"months\":[");
    for (size_t i = 0; i < b->month_count; i++) {
        buf_puts(out, i ? ",\"" : "\"");
        month_put(out, b->months[i].month);
        buf_puts(out, "\"");
    }
    buf_puts(out, "],\"totals_fen\":{");
    for (size_t i = 0; i < b->total_count; i++) {
        buf_puts(out, i ? "," : "");
        buf_json_string(out, b->totals[i].field, strlen(b->totals[i].field));
        buf_printf(out, ":[%lld,%lld]", (long long)b->totals[i].paid_fen,
                   (long long)b->totals[i].returned_fen);
    }
    buf_puts(out, "},\"source\":");
    buf_json_string(out, b->source ? b->source : "", b->source ? strlen(b->source) : 0);
    buf_printf(out, ",\"source_sha256\":\"%s\"}", b->source_digest);
}

static enum hm_status put_in_journal(struct payment_writer *w, struct diag *d)
{
    const struct payment_batch *b = w->batch;
    struct author by = {b->who, b->reason};
    struct buf parts, details;
    struct chain_entry e = {.kind = JOURNAL_PAYMENT,
                            .subject = b->id,
                            .when = b->recorded,
                            .by = &by,
                            .parts = &parts,
                            .details = &details};
    buf_init(&parts);
    buf_init(&details);
    put_details(&details, b);
    enum hm_status st = parts_payment(&parts, &w->txn, b->id, d);
    if (st == HM_OK)
        st = chain_add(&w->txn, &e, d);
    buf_fini(&parts);
    buf_fini(&details);
    return st;
}

static enum hm_status finish(struct payment_writer *w, struct diag *d)
{
    TRY(writer_txn(w, d));
    TRY(chain_now(&w->txn, w->batch->recorded, d));
    TRY(fill_totals(w, d));
    TRY(put_batch(&w->txn, w->batch, COMPLETE, d));
    TRY(put_in_journal(w, d));
    return txn_commit(&w->txn, d);
}

enum hm_status payment_finish(struct payment_writer *w, struct payment_batch *batch,
                              struct diag *d)
{
    assert(batch == w->batch);
    enum hm_status st = finish(w, d);
    if (st != HM_OK)
        payment_abandon(w);
    else
        free_writer(w);
    return st;
}

/* --- asking --- */

enum hm_status store_payments(const struct store *s, uint32_t *out, struct diag *d)
{
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = payment_last(&t, out, d);
    txn_abort(&t);
    return st;
}

enum hm_status pay_get(struct txn *t, uint32_t id, struct payment_batch *out, struct diag *d)
{
    struct key key = key_run(id);
    struct bytes value;
    bool complete;
    TRY(txn_get(t, TABLE_PAYMENT, key_bytes(&key), &value, d));
    TRY(pay_parse(t, key_bytes(&key), value, &complete, out, d));
    if (complete)
        return HM_OK;
    payment_batch_fini(out);
    return HM_NOT_FOUND;
}

enum hm_status payment_get(struct store *s, uint32_t id, struct payment_batch *out,
                           struct diag *d)
{
    struct place at = {.file = s->path};
    struct payment_batch b;
    struct txn t;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = pay_get(&t, id, &b, d);
    txn_abort(&t);
    if (st == HM_NOT_FOUND)
        return diag_error(d, st, &at, _("there is no payment batch %u"), id);
    if (st == HM_OK)
        *out = b;
    return st;
}

enum hm_status payment_list(struct store *s, struct payment_batch **out, size_t *n,
                            struct diag *d)
{
    struct txn t;
    uint32_t last = 0;
    size_t count = 0;
    TRY(txn_begin(&t, s->env, false, d));
    enum hm_status st = payment_last(&t, &last, d);
    struct payment_batch *list = st == HM_OK ? mem_calloc(last + 1u, sizeof *list) : NULL;
    if (st == HM_OK && !list)
        st = diag_nomem(d, _("reading payments"));
    while (st == HM_OK && count < last) {
        st = pay_get(&t, (uint32_t)count + 1, &list[count], d);
        count += st == HM_OK;
    }
    if (st == HM_NOT_FOUND)
        st = sealed_damaged(&t, _("the list of payment batches"), d);
    txn_abort(&t);
    if (st == HM_OK) {
        *out = list;
        *n = count;
        return HM_OK;
    }
    payment_list_free(list, count);
    return st;
}

void payment_list_free(struct payment_batch *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        payment_batch_fini(&list[i]);
    mem_free(list);
}
