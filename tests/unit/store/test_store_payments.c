/* Payment batches: in, out, shared with what was determined, summed over batches on the rows of
 * any facts, and never half. */
#include "tamper.h"

#include "base/fault.h"
#include "store/journal.h"
#include "store/payments.h"
#include "store/view.h"

enum { FEBRUARY = JANUARY + 1 };

static struct payment_batch batch_of(uint64_t sequence, uint32_t run)
{
    struct payment_batch b = {.paid_in = FEBRUARY, .month_count = 2};
    b.source = mem_strdup("bank-2022-02.csv");
    b.reason = mem_strdup("monthly payment");
    b.summary = mem_strdup("{\"lines\":250}");
    memset(b.source_digest, 'c', 64);
    snprintf(b.who, sizeof b.who, "teller");
    b.months = mem_calloc(2, sizeof *b.months);
    b.months[0] = (struct payment_month){JANUARY, sequence, run};
    b.months[1] = (struct payment_month){FEBRUARY, sequence, run};
    return b;
}

/* Amounts of one field by a rule: fn(stored determination) for each row; INT64_MIN: no payment.
 */
static void put_field(struct fixture *x, struct payment_writer *w, int32_t month,
                      uint64_t sequence, uint32_t run, uint32_t block, uint16_t field,
                      int64_t (*fn)(int64_t, struct str))
{
    struct view *v;
    struct frame f;
    OK(view_open(&v, x->store, x->model, month, sequence, d));
    OK(run_load(v, run, month, block, &f, NULL, d));
    uint8_t entity = field_table[field].entity;
    uint32_t rows = f.entities[entity].rows;
    int64_t *num = mem_calloc(rows + 1u, sizeof *num);
    uint8_t *state = mem_calloc(rows + 1u, 1);
    struct result_column c = {.field = field, .rows = rows, .num = num, .state = state};
    struct results r = {.columns = &c, .column_count = 1};
    for (uint32_t i = 0; i < rows; i++) {
        const struct column *was = &f.columns[field];
        bool has = was->rows && column_valid(was, i);
        num[i] = has ? fn(column_int(was, i), column_text(&f.entities[entity].id, i)) : 0;
        state[i] = has && num[i] != INT64_MIN ? HM_TRAP_NONE : HM_TRAP_MISSING;
        num[i] = state[i] ? 0 : num[i];
    }
    OK(payment_put(w, v, month, block, &r, d));
    mem_free(num);
    mem_free(state);
    frame_fini(&f);
    view_close(v);
}

static int64_t all_of_it(int64_t fen, struct str id)
{
    (void)id;
    return fen;
}

static bool is_returned(struct str id)
{
    return id.p[id.n - 1] == '3';
}

static int64_t what_came_back(int64_t fen, struct str id)
{
    return is_returned(id) ? -fen : INT64_MIN;
}

static uint32_t pay(struct fixture *x, int32_t month, uint64_t sequence, uint32_t run,
                    int64_t (*fn)(int64_t, struct str), struct payment_batch *out)
{
    struct payment_writer *w;
    struct payment_batch b = batch_of(sequence, run);
    OK(payment_begin(&w, x->store, &b, x->model, d));
    for (uint32_t block = 0; block < 3; block++)
        put_field(x, w, month, sequence, run, block, F_AMOUNT, fn);
    OK(payment_finish(w, &b, d));
    uint32_t id = b.id;
    if (out)
        *out = b;
    else
        payment_batch_fini(&b);
    return id;
}

/* Sums of all blocks as read back on the facts of `sequence`. */
struct back {
    int64_t fen, elsewhere, absent;
    uint32_t paid_rows;
};

static struct back read_back(struct fixture *x, int32_t month, uint64_t sequence,
                             uint16_t field, uint32_t upto)
{
    struct back sum = {0};
    struct payment_book *book;
    struct view *v;
    OK(payment_book_open(&book, x->store, upto, d));
    OK(view_open(&v, x->store, x->model, month, sequence, d));
    struct paid paid;
    paid_init(&paid);
    for (uint32_t block = 0; block < view_blocks(v); block++) {
        struct frame f;
        OK(view_load(v, block, view_no_fields, &f, d));
        OK(payment_read(&paid, book, v, month, block, &f, view_ordinals(v), &field, 1, d));
        assert_int_equal(paid.column_count, 1);
        const struct paid_column *c = &paid.columns[0];
        for (uint32_t r = 0; c->fen && r < c->rows; r++) {
            sum.fen += c->fen[r];
            sum.paid_rows += c->fen[r] != 0;
        }
        for (uint32_t r = 0; c->elsewhere && r < f.entities[HOUSEHOLD].rows; r++)
            sum.elsewhere += c->elsewhere[r];
        for (size_t i = 0; i < paid.absent_count; i++) {
            sum.absent += paid.absent[i].fen;
            assert_int_equal(paid.absent[i].field, field);
            assert_true(i == 0 || paid.absent[i].ordinal > paid.absent[i - 1].ordinal);
        }
        frame_fini(&f);
    }
    paid_fini(&paid);
    view_close(v);
    payment_book_close(book);
    return sum;
}

static int64_t determined(struct fixture *x, uint32_t run, int32_t month, bool returned_only)
{
    struct view *v;
    int64_t sum = 0;
    OK(view_open(&v, x->store, x->model, month, 1, d));
    for (uint32_t b = 0; b < 3; b++) {
        struct frame f;
        OK(run_load(v, run, month, b, &f, NULL, d));
        for (uint32_t r = 0; r < f.entities[HOUSEHOLD].rows; r++) {
            bool counts =
                column_valid(&f.columns[F_AMOUNT], r) &&
                (!returned_only || is_returned(column_text(&f.entities[HOUSEHOLD].id, r)));
            sum += counts ? column_int(&f.columns[F_AMOUNT], r) : 0;
        }
        frame_fini(&f);
    }
    view_close(v);
    return sum;
}

/* Bytes of a batch's columns. */
static size_t paid_bytes(struct store *s, uint32_t batch)
{
    struct txn t;
    struct scan scan;
    size_t bytes = 0;
    struct key key = key_run(batch);
    OK(txn_begin(&t, s->env, false, d));
    OK(scan_open(&scan, &t, TABLE_PAID, d));
    OK(scan_seek(&scan, key_bytes(&key), d));
    while (scan.found && key_read(scan.key, 0, 4) == batch) {
        bytes += scan.value.n;
        OK(scan_next(&scan, d));
    }
    scan_close(&scan);
    txn_abort(&t);
    return bytes;
}

static void sound(struct fixture *x)
{
    struct journal_report r;
    OK(store_verify(x->store, d));
    OK(journal_verify(x->store, NULL, &r, d));
}

static void test_batches(void **state)
{
    (void)state;
    struct fixture x;
    struct payment_batch b;
    open_fixture(&x);
    compute(&x, JANUARY, FEBRUARY, 3, true);
    int64_t due = determined(&x, 1, JANUARY, false), back = determined(&x, 1, JANUARY, true);
    assert_int_equal(newest_batch(x.store), 0);
    assert_int_equal(pay(&x, JANUARY, 1, 1, all_of_it, &b), 1);
    assert_int_equal(b.total_count, 1);
    assert_string_equal(b.totals[0].field, "household.amount");
    assert_int_equal(b.totals[0].paid_fen, due);
    assert_int_equal(b.totals[0].returned_fen, 0);
    payment_batch_fini(&b);
    assert_int_equal(paid_bytes(x.store, 1), 3 * 48); /* references only */
    assert_int_equal(read_back(&x, JANUARY, 1, F_AMOUNT, 1).fen, due);
    assert_int_equal(pay(&x, JANUARY, 1, 1, what_came_back, &b), 2);
    assert_int_equal(b.totals[0].returned_fen, -back);
    assert_int_equal(b.totals[0].paid_fen, 0);
    payment_batch_fini(&b);
    struct back sum = read_back(&x, JANUARY, 1, F_AMOUNT, newest_batch(x.store));
    assert_int_equal(sum.fen, due - back);
    assert_int_equal(sum.elsewhere, 0);
    assert_int_equal(sum.absent, 0);
    assert_int_equal(read_back(&x, JANUARY, 1, F_AMOUNT, 1).fen, due); /* as it was then */
    assert_int_equal(read_back(&x, FEBRUARY, 1, F_AMOUNT, 2).fen, 0);
    OK(payment_get(x.store, 1, &b, d));
    assert_string_equal(b.source, "bank-2022-02.csv");
    assert_string_equal(b.who, "teller");
    assert_int_equal(b.month_count, 2);
    assert_int_equal(b.months[1].month, FEBRUARY);
    assert_int_equal(b.months[1].run, 1);
    assert_int_equal(b.totals[0].paid_fen, due);
    payment_batch_fini(&b);
    FAILS(HM_NOT_FOUND, "no payment batch 3", payment_get(x.store, 3, &b, d));
    struct payment_batch *list;
    size_t n;
    OK(payment_list(x.store, &list, &n, d));
    assert_int_equal(n, 2);
    for (size_t i = 0; i < n; i++)
        payment_batch_fini(&list[i]);
    mem_free(list);
    struct run_record r = record(x.store, JANUARY, JANUARY);
    struct run_writer *w;
    OK(run_begin(&w, x.store, &r, "files", 5, d));
    assert_int_equal(r.payments, 2);
    run_record_fini(&r);
    run_abandon(w);
    sound(&x);
    close_fixture(&x);
}

/* Paid as determined, without looking at an amount. */
static void test_determined(void **state)
{
    (void)state;
    struct fixture x;
    struct payment_writer *w;
    size_t bytes;
    static const uint16_t fields[] = {F_AMOUNT}, wrong[] = {F_CATEGORY};
    open_fixture(&x);
    compute_beside(&x, JANUARY, 3, 0, &bytes);
    compute_beside(&x, JANUARY, 3, 1, &bytes); /* run 2: all references to run 1 */
    struct payment_batch b = batch_of(1, 2);
    OK(payment_begin(&w, x.store, &b, x.model, d));
    FAILS(HM_USAGE, "another change", run_publish(x.store, 1, NULL, d));
    for (uint32_t block = 0; block < 3; block++)
        OK(payment_put_determined(w, JANUARY, block, fields, 1, d));
    FAILS(HM_USAGE, "an amount of money", payment_put_determined(w, JANUARY, 0, wrong, 1, d));
    FAILS(HM_USAGE, "stands there twice", payment_put_determined(w, JANUARY, 0, fields, 1, d));
    FAILS(HM_USAGE, "does not cover", payment_put_determined(w, JANUARY + 5, 0, fields, 1, d));
    OK(payment_finish(w, &b, d));
    assert_int_equal(b.totals[0].paid_fen, determined(&x, 2, JANUARY, false));
    assert_int_equal(b.totals[0].paid_fen, read_back(&x, JANUARY, 1, F_AMOUNT, 1).fen);
    payment_batch_fini(&b);
    assert_int_equal(paid_bytes(x.store, 1), 3 * 48);
    sound(&x);
    close_fixture(&x);
}

/* Facts changed since: households and members are found again, and nothing is lost. */
static void test_other_rows(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    char id[32];
    open_fixture(&x);
    compute(&x, JANUARY, FEBRUARY, 0, true);
    int64_t due = determined(&x, 1, JANUARY, false);
    pay(&x, JANUARY, 1, 1, all_of_it, NULL);
    put_households(x.store, x.model, JANUARY, 240, 60, 9); /* other members, new households */
    assert_int_equal(read_back(&x, JANUARY, 2, F_AMOUNT, 1).fen, due);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    for (uint32_t n = 0; n < 20; n++)
        OK(ingest_delete(g, test_id(id, n), d));
    OK(ingest_commit(g, NULL, d));
    struct back sum = read_back(&x, JANUARY, 3, F_AMOUNT, 1);
    assert_true(sum.absent > 0);
    assert_int_equal(sum.fen + sum.absent, due);
    assert_int_equal(sum.elsewhere, 0);
    pay(&x, JANUARY, 1, 1, all_of_it, NULL); /* absent in two batches: one line each */
    sum = read_back(&x, JANUARY, 3, F_AMOUNT, 2);
    assert_int_equal(sum.fen + sum.absent, 2 * due);
    sound(&x);
    close_fixture(&x);
}

/* A benefit of persons: members are matched by id, one who has gone stays with the household.
 */
static void test_members(void **state)
{
    (void)state;
    struct fixture x;
    open_fixture(&x);
    x.model->fields[F_PART].type = (struct type){KIND_MONEY, 0, 0};
    struct payment_writer *w;
    struct payment_batch b = batch_of(1, 0);
    OK(payment_begin(&w, x.store, &b, x.model, d));
    int64_t all = 0;
    for (uint32_t block = 0; block < 3; block++) {
        struct view *v;
        struct frame f;
        OK(view_open(&v, x.store, x.model, JANUARY, 1, d));
        OK(view_load(v, block, NULL, &f, d));
        uint32_t rows = f.entities[PERSON].rows;
        int64_t *num = mem_calloc(rows + 1u, sizeof *num);
        struct result_column c = {
            .field = F_PART, .rows = rows, .num = num, .state = mem_calloc(rows + 1u, 1)};
        struct results r = {.columns = &c, .column_count = 1};
        for (uint32_t i = 0; i < rows; i++)
            all += num[i] = 100 + (int64_t)i;
        OK(payment_put(w, v, JANUARY, block, &r, d));
        mem_free(num);
        mem_free(c.state);
        frame_fini(&f);
        view_close(v);
    }
    OK(payment_finish(w, &b, d));
    payment_batch_fini(&b);
    assert_int_equal(read_back(&x, JANUARY, 1, F_PART, 1).fen, all);
    put_households(x.store, x.model, JANUARY, 0, 250, 5); /* other numbers of members */
    struct back sum = read_back(&x, JANUARY, 2, F_PART, 1);
    assert_true(sum.fen > 0 && sum.elsewhere > 0);
    assert_int_equal(sum.fen + sum.elsewhere, all);
    /* row by row: member k of a household got what member k had */
    struct payment_book *book;
    struct view *v, *then;
    struct paid paid;
    uint16_t field = F_PART;
    paid_init(&paid);
    OK(payment_book_open(&book, x.store, 1, d));
    OK(view_open(&v, x.store, x.model, JANUARY, 2, d));
    OK(view_open(&then, x.store, x.model, JANUARY, 1, d));
    for (uint32_t block = 0; block < 3; block++) {
        struct frame f, old;
        OK(view_load(v, block, NULL, &f, d));
        OK(payment_read(&paid, book, v, JANUARY, block, &f, view_ordinals(v), &field, 1, d));
        OK(view_load(then, block, NULL, &old, d));
        for (uint32_t r = 0; r < f.entities[HOUSEHOLD].rows; r++) {
            uint32_t q = 0, n, m;
            while (view_ordinals(then)[q] != view_ordinals(v)[r])
                q++;
            const uint32_t *ours = frame_children(&f, PERSON, r, &n);
            const uint32_t *theirs = frame_children(&old, PERSON, q, &m);
            for (uint32_t k = 0; k < n; k++)
                assert_int_equal(paid.columns[0].fen[ours[k]], k < m ? 100 + theirs[k] : 0);
        }
        frame_fini(&f);
        frame_fini(&old);
    }
    view_close(v);
    view_close(then);
    payment_book_close(book);
    paid_fini(&paid);
    sound(&x);
    close_fixture(&x);
}

/* A batch that was abandoned or cut short is gone, and its number is used again. */
static void test_half(void **state)
{
    (void)state;
    struct fixture x;
    struct payment_writer *w;
    uint32_t recorded = 0, stopped = 0;
    open_fixture(&x);
    compute(&x, JANUARY, FEBRUARY, 3, true);
    for (uint64_t n = 1;; n++) {
        struct payment_batch b = batch_of(1, 1);
        fault_arm(n % 2 ? FAULT_WRITE : FAULT_SYNC, (n + 1) / 2);
        enum hm_status st = payment_begin(&w, x.store, &b, x.model, NULL);
        static const uint16_t fields[] = {F_AMOUNT};
        for (uint32_t block = 0; st == HM_OK && block < 3; block++) {
            st = payment_put_determined(w, JANUARY, block, fields, 1, NULL);
            if (st != HM_OK)
                payment_abandon(w);
        }
        if (st == HM_OK)
            st = payment_finish(w, &b, NULL);
        bool hit = st != HM_OK;
        fault_arm(FAULT_WRITE, 0);
        fault_arm(FAULT_SYNC, 0);
        payment_batch_fini(&b);
        recorded += !hit;
        stopped += hit;
        assert_int_equal(newest_batch(x.store), recorded);
        sound(&x);
        if (!hit && n > 20)
            break;
    }
    assert_true(stopped >= 8);
    struct payment_batch b = batch_of(1, 1);
    uint32_t last = newest_batch(x.store);
    OK(payment_begin(&w, x.store, &b, x.model, d));
    payment_abandon(w);
    assert_int_equal(b.id, last + 1);
    payment_batch_fini(&b);
    assert_int_equal(pay(&x, JANUARY, 1, 1, all_of_it, NULL), last + 1);
    sound(&x);
    close_fixture(&x);
}

/* Every byte that was changed is found: by its checksum, by the totals, or by the journal. */
static void test_tampering(void **state)
{
    (void)state;
    struct fixture x;
    struct journal_report report;
    static const enum table tables[] = {TABLE_PAYMENT, TABLE_PAYMENT, TABLE_PAID};
    for (size_t i = 0; i < 3; i++) {
        open_fixture(&x);
        compute(&x, JANUARY, FEBRUARY, 3, true);
        pay(&x, JANUARY, 1, 1, what_came_back, NULL);
        store_close(x.store);
        raw_flip(x.dir.path, tables[i], i % 2, 30, false);
        OK(store_open(&x.store, x.dir.path, STORE_READ, d));
        FAILS(HM_CORRUPT, "damaged", store_verify(x.store, d));
        close_fixture(&x);
    }
    struct raw w;
    struct key key;
    size_t n;
    open_fixture(&x);
    compute(&x, JANUARY, FEBRUARY, 3, true);
    pay(&x, JANUARY, 1, 1, what_came_back, NULL);
    store_close(x.store);
    raw_open(&w, x.dir.path); /* a payment changed, all checksums right */
    char *value = raw_nth(&w, TABLE_PAID, 0, &key, &n);
    uint64_t sum;
    for (size_t at = 48; at < n; at++) {
        if (value[at]) {
            value[at] ^= 1;
            break;
        }
    }
    sum = digest_xxh64(value + 48, n - 48);
    memcpy(value + 32, &sum, 8);
    sum = digest_xxh64(value, 40);
    memcpy(value + 40, &sum, 8);
    raw_put(&w, TABLE_PAID, &key, value, n);
    mem_free(value);
    raw_close(&w);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    FAILS(HM_CORRUPT, "do not sum up", store_verify(x.store, d));
    FAILS(HM_DATA, "payment batch 1: what it holds for 2022-01 was changed",
          journal_verify(x.store, NULL, &report, d));
    close_fixture(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_batches),    cmocka_unit_test(test_determined),
        cmocka_unit_test(test_other_rows), cmocka_unit_test(test_members),
        cmocka_unit_test(test_half),       cmocka_unit_test(test_tampering),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
