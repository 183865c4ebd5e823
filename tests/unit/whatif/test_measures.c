/* test_measures.c - every measure against numbers found by hand, and over a bigger population
 * against a calculation that goes through all pairs of persons.
 */
#include "../run/run_kit.h"

#include "base/mem.h"
#include "whatif/measures.h"

#define JULY_2024 (2024 * 12 + 6)

/* --- the arithmetic --- */

/* Persons with 0, 100, 200, 700: the differences of all pairs add up to 44, the mean is 250 (in
 * hundreds: 2.5): G = 44 / (2 * 16 * 2.5) = 0.55. With 300 for the first: 38 / 104. */
static void test_gini(void **state)
{
    (void)state;
    const struct measures_row rows[] = {{200, 0, 1}, {0, 300, 1}, {700, 0, 1}, {100, 0, 1}};
    struct measures_side s = {0};
    assert_int_equal(measures_distribution(&s, rows, 4, NULL), HM_OK);
    assert_true(s.gini_before.num * 100 == s.gini_before.den * 55);
    assert_true(s.gini_after.num * 104 == s.gini_after.den * 38);
    assert_int_equal(s.people, 4);
    memset(&s, 0, sizeof s);
    assert_int_equal(measures_distribution(&s, rows + 1, 0, NULL), HM_OK);
    assert_true(s.gini_before.den == 0); /* nobody */
}

/* 20 persons, two a tenth: three share nothing and 300 of benefits; 17 have 100 each. The
 * second tenth has one of the first and one of the others. */
static void test_deciles(void **state)
{
    (void)state;
    struct measures_row rows[] = {{1000, 0, 10}, {0, 300, 3}, {700, 17, 7}};
    struct measures_side s = {0};
    __int128 income = 0, benefit = 0, after = 0;
    assert_int_equal(measures_distribution(&s, rows, 3, NULL), HM_OK);
    assert_int_equal(s.deciles[0].people, 2);
    assert_true(s.deciles[0].income_fen == 0 && s.deciles[0].benefit_fen == 200);
    assert_true(s.deciles[1].income_fen == 100 && s.deciles[1].benefit_fen == 101);
    assert_int_equal(s.deciles[1].from_fen, 0);
    assert_int_equal(s.deciles[1].to_fen, 100);
    assert_true(s.deciles[9].income_fen == 200 && s.deciles[9].benefit_fen == 2);
    for (size_t i = 0; i < MEASURES_DECILES; i++) {
        income += s.deciles[i].income_fen;
        benefit += s.deciles[i].benefit_fen;
        after += s.deciles[i].after_fen;
    }
    assert_true(income == 1700 && benefit == 317 && after == 2017);
    /* the same in any order */
    struct measures_row turned[] = {rows[2], rows[0], rows[1]};
    struct measures_side t = {0};
    assert_int_equal(measures_distribution(&t, turned, 3, NULL), HM_OK);
    assert_memory_equal(&s, &t, sizeof s);
}

/* 1/3 and 333333/1000000 a head are told apart; incomes below zero come first. */
static void test_order(void **state)
{
    (void)state;
    const struct measures_row rows[] = {{1, 0, 3}, {333, 0, 1000}, {-5, 0, 1}, {334, 0, 1000}};
    struct measures_side s = {0};
    assert_int_equal(measures_distribution(&s, rows, 4, NULL), HM_OK);
    assert_int_equal(s.deciles[0].from_fen, -5);
    const struct measures_row vast[] = {{INT64_C(1) << 43, 0, 1}};
    assert_int_equal(measures_distribution(&s, vast, 1, NULL), HM_DATA);
}

/* Line 10 a head: two persons with 12 lack 8, one with 4 lacks 6; four persons in all. */
static void test_poverty(void **state)
{
    (void)state;
    struct measures_groups g = {0};
    struct measures_poverty p;
    const struct measures_group two = {1000, 2, 1, 800, 640000},
                                one = {1000, 1, 1, 600, 360000};
    assert_int_equal(measures_group_add(&g, &two), HM_OK);
    assert_int_equal(measures_group_add(&g, &one), HM_OK);
    measures_poverty_of(&p, &g, 4);
    assert_int_equal(p.people, 3);
    assert_int_equal(p.households, 2);
    assert_true(p.gap_fen == 1400);
    assert_true(p.fgt0.num * 4 == p.fgt0.den * 3);
    assert_true(p.fgt1.num * 100 == p.fgt1.den * 35);
    assert_true(p.fgt2.num * 100 == p.fgt2.den * 17);
    mem_free(g.list);
}

/* --- the families of tests/cli/measured, by hand --- */

static void open_measured(struct kit *k)
{
    memset(k, 0, sizeof *k);
    snprintf(k->folder, sizeof k->folder, "/tmp/huimin-run-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    snprintf(k->path, sizeof k->path, "%s/s.hm", k->folder);
    KIT_OK(policy_load(&k->policy, TEST_SOURCE_DIR "/tests/cli/measured", d));
    KIT_OK(store_create_sized(k->path, k->policy->model, KIT_BLOCK, d));
    KIT_OK(store_open(&k->store, k->path, STORE_WRITE, d));
    k->host = (struct hm_host){.engine = HM_ENGINE_FAST, .threads = 1};
    FILE *f = fopen(TEST_SOURCE_DIR "/tests/cli/measured/families.ndjson", "r");
    char line[512];
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        kit_take(k, JULY_2024, 0, 1, 0, line);
    }
    fclose(f);
}

static struct measures measure(struct kit *k, int32_t month, const char *set,
                               const struct measures_options *o)
{
    struct population *p;
    struct changes c;
    struct measures m;
    changes_init(&c, k->policy);
    if (set)
        KIT_OK(changes_set(&c, set, month, d));
    KIT_OK(population_open(&p, k->store, k->policy, month, &k->host, d));
    KIT_OK(measures_take(&m, p, set ? &c : NULL, o, d));
    population_close(p);
    changes_fini(&c);
    return m;
}

static void is_ratio(struct measures_ratio r, int64_t num, int64_t den)
{
    assert_true(r.num * den == r.den * num);
}

static void test_by_hand(void **state)
{
    (void)state;
    struct kit k;
    open_measured(&k);
    struct measures m =
        measure(&k, JULY_2024, NULL, &(struct measures_options){.step_fen = 10000});
    const struct measures_side *s = &m.sides[0];
    assert_int_equal(s->households, 7);
    assert_int_equal(s->unmeasured, 1); /* F7: no wage is known */
    assert_int_equal(s->people, 8);
    assert_true(s->income_fen == 899000 && s->benefit_fen == 260000);
    is_ratio(s->gini_before, 30410, 71920);
    is_ratio(s->gini_after, 19070, 92720);
    assert_int_equal(m.line_count, 2);
    const struct measures_line *low = &s->lines[0], *edge = &s->lines[1];
    assert_int_equal(low->low_fen, 100000);
    assert_int_equal(edge->high_fen, 150000);
    assert_int_equal(low->before.people, 4);
    assert_int_equal(low->before.households, 3);
    assert_true(low->before.gap_fen == 221000);
    is_ratio(low->before.fgt0, 1, 2);
    is_ratio(low->before.fgt1, 27625, 100000);
    is_ratio(low->before.fgt2, 2150125, 10000000);
    assert_int_equal(low->after.people, 0);
    assert_int_equal(edge->before.people, 6);
    assert_true(edge->before.gap_fen == 501000 && edge->after.gap_fen == 241000);
    is_ratio(edge->before.fgt1, 4175, 10000);
    assert_int_equal(low->poor_paid, 4);
    assert_int_equal(low->poor_unpaid, 0);
    assert_int_equal(low->other_paid, 2); /* F4 and F6: on the line is not below it */
    assert_int_equal(low->other_unpaid, 2);
    assert_true(low->poor_fen == 250000 && low->other_fen == 10000);
    assert_true(low->needed_fen == 221000); /* F3 lacks 10 and gets 300 */
    assert_int_equal(low->lifted, 4);
    assert_int_equal(edge->lifted, 0);
    assert_int_equal(s->topup.households, 3);
    assert_int_equal(s->topup.covered, 4);
    assert_true(s->topup.paid_fen == 250000 && s->topup.standard_fen == 400000);
    const uint64_t bins[MEASURES_BINS] = {0, 2, 0, 0, 2, 1};
    assert_int_equal(s->marginal.households, 5);
    assert_memory_equal(s->marginal.bins, bins, sizeof bins);
    assert_true(s->marginal.lost_fen == 45000 && s->marginal.cliff_fen == 15000);
    assert_int_equal(s->marginal.worst_count, 1);
    assert_string_equal(s->marginal.worst[0].id, "F3");
    measures_fini(&m);
    kit_close(&k);
}

/* The standard raised to 1300: F4 and F6 become 低保; the line moves with it, 1000 does not. */
static void test_changed(void **state)
{
    (void)state;
    struct kit k;
    open_measured(&k);
    struct measures_options o = {.lines = {"standard", "1000", "dibao_standard*2"},
                                 .line_count = 3,
                                 .benefit = "dibao_amount"};
    struct measures m = measure(&k, JULY_2024, "dibao_standard=1300@2024-01-01", &o);
    assert_int_equal(m.side_count, 2);
    const struct measures_side *s = &m.sides[1];
    /* 1300 + 1800 + 390 (0.3 of the standard) + 390 + 390 */
    assert_true(s->benefit_fen == 427000);
    assert_true(m.sides[0].benefit_fen == 250000);
    assert_int_equal(s->lines[0].low_fen, 130000);
    assert_int_equal(s->lines[1].low_fen, 100000);
    assert_int_equal(s->lines[2].low_fen, 260000);
    assert_int_equal(m.sides[0].lines[2].low_fen, 200000);
    assert_int_equal(s->lines[0].before.people, 6);
    assert_int_equal(s->lines[1].before.people, 4);
    assert_false(s->marginal.is_known); /* not asked for */
    measures_fini(&m);
    kit_close(&k);
}

static void test_names(void **state)
{
    (void)state;
    struct kit k;
    struct population *p;
    struct measures m;
    const struct measures_options wrong[] = {{.income = "countable_incom"},
                                             {.people = "category"},
                                             {.benefit = "standard"},
                                             {.lines = {"standrd"}, .line_count = 1},
                                             {.lines = {"standard*category"}, .line_count = 1},
                                             {.earn = "birth_date", .step_fen = 1}};
    open_measured(&k);
    KIT_OK(population_open(&p, k.store, k.policy, JULY_2024, &k.host, d));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(measures_take(&m, p, NULL, &wrong[i], NULL), HM_USAGE);
    population_close(p);
    kit_close(&k);
}

/* --- a bigger population, against all pairs --- */

struct all {
    struct measures_row rows[KIT_FAMILIES];
    size_t count;
};

static enum hm_status gather(void *context, const struct scan_part *part, struct diag *d)
{
    (void)d;
    struct all *all = context;
    const struct model *m = part->facts->model;
    for (uint32_t row = 0; row < part->facts->entities[part->facts->root].rows; row++) {
        struct measures_row r = {0};
        bool known = true;
        for (size_t c = 0; c < part->results[0].column_count; c++) {
            const struct result_column *col = &part->results[0].columns[c];
            known = known && result_state(col, row) == HM_TRAP_NONE;
            if (known)
                *(c ? &r.benefit_fen : &r.income_fen) += result_stored(col, m, row);
        }
        frame_children(part->facts, 1, row, &r.people);
        if (known && r.people)
            all->rows[all->count++] = r;
    }
    return HM_OK;
}

static __int128 apart(__int128 a, __int128 b)
{
    return a > b ? a - b : b - a;
}

/* Sum over all pairs of persons of the difference of their incomes, times both households'
 * persons: |Yi/ni - Yj/nj| * ni * nj = |Yi nj - Yj ni|. G is that by 2 N times the total. */
static struct measures_ratio gini_of(const struct all *all, bool after)
{
    __int128 sum = 0, people = 0, total = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct measures_row *x = &all->rows[i];
        __int128 yi = x->income_fen + (after ? x->benefit_fen : 0);
        people += x->people;
        total += yi;
        for (size_t j = 0; j < all->count; j++) {
            const struct measures_row *y = &all->rows[j];
            __int128 yj = y->income_fen + (after ? y->benefit_fen : 0);
            sum += apart(yi * y->people, yj * x->people);
        }
    }
    return (struct measures_ratio){sum, 2 * people * total};
}

static void same_ratio(struct measures_ratio a, struct measures_ratio b)
{
    assert_true(a.den > 0 && b.den > 0 && a.num * b.den == b.num * a.den);
}

static void test_all_pairs(void **state)
{
    (void)state;
    struct kit k;
    struct population *p;
    struct all all = {.count = 0};
    void *contexts[1] = {&all};
    uint16_t outputs[8];
    size_t n = 0;
    const struct changes *alternatives[1] = {NULL};
    kit_open(&k);
    KIT_OK(population_open(&p, k.store, k.policy, KIT_JANUARY, &k.host, d));
    const struct agenda *a = population_agenda(p);
    outputs[n++] = a->income;
    for (size_t i = 0; i < a->benefit_count; i++)
        outputs[n++] = a->benefits[i];
    struct scan_request scan = {.alternatives = alternatives,
                                .alternative_count = 1,
                                .outputs = outputs,
                                .output_count = n};
    KIT_OK(population_scan(p, &scan, contexts, gather, d));
    population_close(p);
    struct measures_options o = {.lines = {"standard"}, .line_count = 1};
    struct measures m = measure(&k, KIT_JANUARY, NULL, &o);
    const struct measures_side *s = &m.sides[0];
    assert_int_equal(s->households - s->unmeasured, all.count);
    same_ratio(s->gini_before, gini_of(&all, false));
    same_ratio(s->gini_after, gini_of(&all, true));
    __int128 gap = 0, square = 0, people = 0, z = 100000; /* 1000 yuan in January */
    for (size_t i = 0; i < all.count; i++) {
        __int128 lack = z * all.rows[i].people - all.rows[i].income_fen;
        people += all.rows[i].people;
        gap += lack > 0 ? lack : 0;
        square += lack > 0 ? lack * lack * (12 / all.rows[i].people) : 0; /* one to four */
    }
    const struct measures_poverty *q = &s->lines[0].before;
    assert_true(q->gap_fen == gap && (__int128)s->people == people);
    /* cut after twelve decimals, four sizes at most */
    assert_true(apart(q->fgt1.num * z, gap * (q->fgt1.den / people)) < 5 * z);
    assert_true(apart(q->fgt2.num * 12 * z * z, square * (q->fgt2.den / people)) <
                5 * 12 * z * z);
    measures_fini(&m);
    kit_close(&k);
}

/* The same for any number of threads; the benefits are those a rehearsal reports. */
static void test_threads_and_runs(void **state)
{
    (void)state;
    struct kit k;
    struct measures_options o = {.lines = {"standard", "standard*1.5"}, .line_count = 2};
    kit_open(&k);
    struct measures one = measure(&k, KIT_JANUARY, "standard=1100@2022-01", &o);
    k.host.threads = 3;
    struct measures three = measure(&k, KIT_JANUARY, "standard=1100@2022-01", &o);
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = 0; i < 2; i++)
            one.sides[side].lines[i].name = three.sides[side].lines[i].name = NULL;
        assert_memory_equal(&one.sides[side], &three.sides[side], sizeof one.sides[side]);
    }
    k.host.threads = 1;
    struct recompute_result r = kit_run(&k, (struct kit_run){.from = KIT_JANUARY,
                                                             .to = KIT_JANUARY,
                                                             .set = "standard=1100@2022-01"});
    assert_true(r.summary.months[0].total.after_fen == one.sides[1].all_benefit_fen);
    summary_fini(&r.summary);
    measures_fini(&one);
    measures_fini(&three);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gini),
        cmocka_unit_test(test_deciles),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_poverty),
        cmocka_unit_test(test_by_hand),
        cmocka_unit_test(test_changed),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_all_pairs),
        cmocka_unit_test(test_threads_and_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
