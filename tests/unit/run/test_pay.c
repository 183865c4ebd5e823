/* test_pay.c - payment lists over random histories: facts corrected in months gone by, members
 * and households that come and go, months paid by everybody at once or by reports in parts,
 * payments that come back. A list foots by itself; here it is held against what gets recorded:
 * what is payable is what is booked, nothing is left afterwards, and an old list can be made
 * again. */
#include "run_kit.h"

#include "base/fault.h"
#include "run/pay.h"
#include "run/pay_export.h"
#include "run/pay_record.h"

enum { MONTHS = 6, ROUNDS = 10, TEXT_BYTES = 1 << 20 };

struct text {
    char *bytes;
    size_t n;
};

static enum hm_status take_text(void *ctx, const char *bytes, size_t n)
{
    struct text *t = ctx;
    assert_true(t->n + n < TEXT_BYTES);
    memcpy(t->bytes + t->n, bytes, n);
    t->n += n;
    t->bytes[t->n] = '\0';
    return HM_OK;
}

static int write_text(void *ctx, const void *bytes, size_t n)
{
    return take_text(ctx, bytes, n) == HM_OK ? 0 : 1;
}

static unsigned random_number(uint64_t *seed, unsigned below)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % below;
}

/* --- asking --- */

static uint32_t newest_batch(struct store *s)
{
    uint32_t last = 0;
    KIT_OK(store_payments(s, &last, d));
    return last;
}

struct listed {
    char id[DIGEST_HEX];
    __int128 payable, over, back;
    uint64_t publications;
    uint32_t payments;
};

static struct listed list(struct kit *k, int32_t month, enum pay_part part, struct text *rows,
                          const struct listed *again)
{
    struct pay_list_job job = {
        .store = k->store,
        .basis = {.month = month, .publications = UINT64_MAX, .payments = UINT32_MAX},
        .part = part,
        .rows = rows != NULL,
        .host = &k->host};
    struct pay_list l;
    struct listed out = {.id = ""};
    if (again) {
        job.basis.publications = again->publications;
        job.basis.payments = again->payments;
    }
    if (rows)
        rows->n = 0;
    KIT_OK(pay_list_make(&job, &l, take_text, rows, d));
    memcpy(out.id, l.id, sizeof out.id);
    out.payable = l.totals.all.payable;
    out.back = l.totals.all.set_off;
    for (size_t i = 0; i < l.totals.items * l.totals.month_count; i++)
        out.over += l.totals.by_month[i].over;
    out.publications = l.basis.publications;
    out.payments = l.basis.payments;
    pay_list_fini(&l);
    return out;
}

static struct pay_record_result record(struct kit *k, int32_t month, const char *file)
{
    struct pay_record_job job = {
        .store = k->store, .month = month, .file = file, .host = &k->host};
    struct pay_record_result r;
    KIT_OK(pay_record_run(&job, &r, d));
    return r;
}

/* What a batch moved, by the store's own count. */
static int64_t moved(struct kit *k, uint32_t batch)
{
    struct payment_batch b;
    int64_t sum = 0;
    KIT_OK(payment_get(k->store, batch, &b, d));
    for (size_t i = 0; i < b.total_count; i++)
        sum += b.totals[i].paid_fen + b.totals[i].returned_fen;
    payment_batch_fini(&b);
    return sum;
}

static void publish(struct kit *k, struct kit_run run)
{
    struct recompute_result r = kit_run(k, run);
    summary_fini(&r.summary);
}

/* --- changing --- */

/* A family of other members or income from some month on; now and then it leaves. */
static void change_facts(struct kit *k, uint64_t *seed, unsigned last)
{
    struct buf line;
    buf_init(&line);
    for (unsigned i = 0; i < 12; i++) {
        int32_t from = KIT_JANUARY + (int32_t)random_number(seed, last + 1);
        unsigned family = random_number(seed, KIT_FAMILIES), members = random_number(seed, 4);
        buf_clear(&line);
        buf_printf(&line, "{\"id\":\"H%05u\",\"division_code\":\"99030%u001\",\"income\":%u",
                   family, random_number(seed, 4), random_number(seed, 3000));
        buf_puts(&line, ",\"persons\":[");
        for (unsigned p = 0; p < members; p++)
            buf_printf(&line, "%s{\"id\":\"p%u\",\"birth_date\":\"19%02u-03-01\"}",
                       p ? "," : "", random_number(seed, 3) ? p : p + 10,
                       20 + random_number(seed, 75));
        buf_puts(&line, "]}");
        assert_true(buf_ok(&line));
        if (random_number(seed, 6)) {
            kit_take(k, from, 0, 1, 0, line.data);
        } else {
            char id[16];
            struct ingest *g;
            snprintf(id, sizeof id, "H%05u", family);
            KIT_OK(ingest_begin(&g, k->store, from, d));
            enum hm_status st = ingest_delete(g, (struct str){id, strlen(id)}, NULL);
            if (st == HM_OK)
                KIT_OK(ingest_commit(g, NULL, d));
            else
                ingest_abort(g);
        }
    }
    buf_fini(&line);
}

/* --- reports --- */

static const char *cell(const char *row, int column, size_t *n)
{
    while (column-- > 0)
        row += strcspn(row, ",") + 1;
    *n = strcspn(row, ",\n");
    return row;
}

/* The list's rows in two reports at random; every few of the first come back in a third. */
static void write_reports(struct kit *k, struct text *rows, char paths[3][128], uint64_t *seed,
                          bool used[3], int64_t *back_fen)
{
    FILE *out[3];
    for (int i = 0; i < 3; i++) {
        snprintf(paths[i], 128, "%s/%d.csv", k->folder, i);
        out[i] = fopen(paths[i], "w");
        assert_non_null(out[i]);
        fprintf(out[i], "household,person,benefit,amount,status\n");
        used[i] = false;
    }
    *back_fen = 0;
    for (char *row = strchr(rows->bytes, '\n') + 1; *row; row = strchr(row, '\n') + 1) {
        size_t n[4];
        const char *h = cell(row, 0, &n[0]), *p = cell(row, 1, &n[1]), *b = cell(row, 2, &n[2]);
        const char *fen = cell(row, 10, &n[3]);
        long long yuan = 0, cents = 0;
        sscanf(fen, "%lld.%lld", &yuan, &cents);
        if (yuan == 0 && cents == 0)
            continue;
        int which = (int)random_number(seed, 2);
        used[which] = true;
        fprintf(out[which], "%.*s,%.*s,%.*s,%.*s,paid\n", (int)n[0], h, (int)n[1], p, (int)n[2],
                b, (int)n[3], fen);
        if (which == 0 && random_number(seed, 5) == 0) {
            used[2] = true;
            *back_fen += yuan * 100 + cents;
            fprintf(out[2], "%.*s,%.*s,%.*s,%.*s,returned\n", (int)n[0], h, (int)n[1], p,
                    (int)n[2], b, (int)n[3], fen);
        }
    }
    for (int i = 0; i < 3; i++)
        fclose(out[i]);
}

/* --- the rounds --- */

static void pay_all(struct kit *k, int32_t month)
{
    struct listed before = list(k, month, PAY_PAYABLE, NULL, NULL);
    struct pay_record_result r = record(k, month, NULL);
    assert_true(r.by_status[BANK_PAID].fen == before.payable);
    assert_true(r.open.lines == 0);
    if (r.batch)
        assert_true(moved(k, r.batch) == before.payable);
    else
        assert_true(before.payable == 0);
    struct listed after = list(k, month, PAY_PAYABLE, NULL, NULL);
    assert_true(after.payable == 0);
    assert_true(after.over == before.over - before.back);
    struct listed again = list(k, month, PAY_PAYABLE, NULL, &before);
    assert_string_equal(again.id, before.id);
}

static void pay_in_parts(struct kit *k, int32_t month, uint64_t *seed, struct text *rows)
{
    char paths[3][128];
    bool used[3];
    int64_t back_fen, booked = 0;
    struct listed before = list(k, month, PAY_PAYABLE, rows, NULL);
    write_reports(k, rows, paths, seed, used, &back_fen);
    for (int i = 0; i < 3; i++) {
        if (!used[i])
            continue;
        struct pay_record_result r = record(k, month, paths[i]);
        assert_true(r.batch && r.refused == 0);
        assert_string_equal(r.list, before.id); /* the list the bank was given */
        booked += moved(k, r.batch);
        struct pay_record_result twice = record(k, month, paths[i]);
        assert_true(twice.batch == 0 && twice.before == r.batch);
    }
    if (used[0] &&
        used[1]) /* one report alone leaves what is withheld elsewhere to the other */
        assert_true(booked == before.payable - back_fen);
    struct listed after = list(k, month, PAY_PAYABLE, NULL, NULL);
    if (used[0] && used[1])
        assert_true(after.payable >= back_fen);
    for (int i = 0; i < 3; i++)
        unlink(paths[i]);
    pay_all(k, month); /* what came back, and what nobody reported */
}

static void random_histories(void **state)
{
    uint64_t seed = 20221101;
    struct text rows = {malloc(TEXT_BYTES), 0};
    struct kit k;
    (void)state;
    assert_non_null(rows.bytes);
    kit_open(&k);
    for (unsigned round = 0; round < ROUNDS; round++) {
        unsigned last = round < MONTHS ? round : MONTHS - 1;
        int32_t month = KIT_JANUARY + (int32_t)last;
        change_facts(&k, &seed, last);
        int32_t from = KIT_JANUARY + (int32_t)random_number(&seed, last + 1);
        publish(&k, (struct kit_run){.from = from, .to = month, .publish = true});
        if (round % 2)
            pay_in_parts(&k, month, &seed, &rows);
        else
            pay_all(&k, month);
    }
    KIT_OK(store_verify(k.store, d));
    kit_close(&k);
    free(rows.bytes);
}

/* What is exported for the months is what the batches moved. */
static void export_sums_up(void **state)
{
    struct text rows = {malloc(TEXT_BYTES), 0};
    struct kit k;
    uint64_t seed = 7;
    int64_t exported = 0, recorded = 0;
    (void)state;
    assert_non_null(rows.bytes);
    kit_open(&k);
    for (int32_t m = KIT_JANUARY; m < KIT_JANUARY + 3; m++) {
        publish(&k, (struct kit_run){.from = KIT_JANUARY, .to = m, .publish = true});
        pay_all(&k, m);
        change_facts(&k, &seed, 2);
    }
    for (uint32_t b = 1; b <= newest_batch(k.store); b++)
        recorded += moved(&k, b);
    k.host.write = write_text;
    k.host.ctx = &rows;
    for (int32_t m = KIT_JANUARY; m < KIT_JANUARY + 3; m++) {
        rows.n = 0;
        KIT_OK(pay_export_run(k.store, m, false, &k.host, d));
        for (char *row = strchr(rows.bytes, '\n') + 1; *row; row = strchr(row, '\n') + 1) {
            size_t n;
            long long yuan = 0, cents = 0;
            const char *fen = cell(row, 5, &n);
            sscanf(fen, "%lld.%lld", &yuan, &cents);
            exported += yuan * 100 + cents;
        }
    }
    assert_true(recorded > 0);
    assert_int_equal(exported, recorded);
    kit_close(&k);
    free(rows.bytes);
}

/* The n-th allocation fails: nothing is recorded, and the next try is as if nothing happened.
 */
static void memory_fails(void **state)
{
    struct kit k;
    (void)state;
    kit_open(&k);
    publish(&k, (struct kit_run){.from = KIT_JANUARY, .to = KIT_JANUARY, .publish = true});
    struct listed before = list(&k, KIT_JANUARY, PAY_PAYABLE, NULL, NULL);
    struct pay_record_job job = {.store = k.store, .month = KIT_JANUARY, .host = &k.host};
    for (uint64_t n = 1; n < 100000; n += n < 40 ? 1 : n / 8) {
        struct pay_record_result r;
        fault_arm(FAULT_ALLOC, n);
        enum hm_status st = pay_record_run(&job, &r, NULL);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK) {
            assert_int_equal(newest_batch(k.store), 1);
            break;
        }
        assert_int_equal(st, HM_NOMEM);
        assert_int_equal(newest_batch(k.store), 0);
        struct listed after = list(&k, KIT_JANUARY, PAY_PAYABLE, NULL, NULL);
        assert_string_equal(after.id, before.id);
    }
    assert_int_equal(newest_batch(k.store), 1);
    kit_close(&k);
}

/* A list made while the n-th allocation fails is the same list, or none at all. */
static void memory_fails_listing(void **state)
{
    struct kit k;
    struct text rows = {malloc(TEXT_BYTES), 0};
    unsigned made = 0;
    (void)state;
    assert_non_null(rows.bytes);
    kit_open(&k);
    publish(&k, (struct kit_run){.from = KIT_JANUARY, .to = KIT_JANUARY + 1, .publish = true});
    pay_all(&k, KIT_JANUARY);
    publish(&k, (struct kit_run){.from = KIT_JANUARY,
                                 .to = KIT_JANUARY + 1,
                                 .publish = true,
                                 .set = "standard=1100@2022-01-01"});
    struct listed good = list(&k, KIT_JANUARY + 1, PAY_PAYABLE, &rows, NULL);
    size_t bytes = rows.n;
    for (uint64_t n = 1; n < 100000 && made < 3; n += n < 400 ? 1 : n / 40) {
        struct pay_list_job job = {.store = k.store,
                                   .basis = {.month = KIT_JANUARY + 1,
                                             .publications = UINT64_MAX,
                                             .payments = UINT32_MAX},
                                   .rows = true,
                                   .host = &k.host};
        struct pay_list l;
        rows.n = 0;
        fault_arm(FAULT_ALLOC, n);
        enum hm_status st = pay_list_make(&job, &l, take_text, &rows, NULL);
        fault_arm(FAULT_ALLOC, 0);
        if (st == HM_OK) {
            assert_string_equal(l.id, good.id);
            assert_int_equal(rows.n, bytes);
            made++;
        }
        pay_list_fini(&l);
    }
    assert_int_equal(made, 3);
    kit_close(&k);
    free(rows.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_histories),
        cmocka_unit_test(export_sums_up),
        cmocka_unit_test(memory_fails),
        cmocka_unit_test(memory_fails_listing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
