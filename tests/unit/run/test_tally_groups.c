/* test_tally_groups.c - households by members, amounts by age, changes by size, cliffs: what is
 * counted, that parts add up to the total, and that order does not matter. */
#include "run_kit.h"

#include "run/agenda.h"
#include "run/tally.h"

#define MONTH(n) (KIT_JANUARY + (n)-1)

static void test_bins(void **state)
{
    (void)state;
    assert_true(tally_bin_low(0) == INT64_MIN);
    assert_true(tally_bin_high(TALLY_BINS - 1) == INT64_MAX);
    for (size_t i = 0; i < TALLY_BINS; i++) {
        /* mirrored around nothing, without gap or overlap */
        int64_t low = tally_bin_low(TALLY_BINS - 1 - i), high = tally_bin_high(i);
        assert_true(i + 1 == TALLY_BINS ? low == INT64_MIN : low == -high);
        assert_true(i == 0 || tally_bin_low(i) == tally_bin_high(i - 1));
    }
    assert_true(tally_bin_low(TALLY_BINS / 2) == 0);
}

/* Which bin a change of a one-row block falls into. */
static size_t bin_of(const struct agenda *a, int64_t before, int64_t after)
{
    struct tally t;
    size_t found = TALLY_BINS;
    KIT_OK(tally_init(&t, a, 0, d));
    struct frame x, y;
    assert_int_equal(frame_init(&x, a->model, a->root), HM_OK);
    assert_int_equal(frame_init(&y, a->model, a->root), HM_OK);
    int64_t zeros[1] = {0}, none[1] = {0};
    uint16_t ordinals[1] = {0};
    for (size_t i = 0; i < a->benefit_count; i++) {
        x.columns[a->benefits[i]] = y.columns[a->benefits[i]] =
            (struct column){.lane = LANE_I64, .rows = 1, .data = zeros};
    }
    for (size_t i = 0; i < a->category_count; i++)
        x.columns[a->categories[i]] = y.columns[a->categories[i]] =
            (struct column){.lane = LANE_I64, .rows = 1, .data = none};
    x.columns[a->benefits[0]].data = &before;
    y.columns[a->benefits[0]].data = &after;
    x.entities[a->root].rows = y.entities[a->root].rows = 1;
    uint32_t offsets[2] = {0, 1};
    x.entities[a->root].id = y.entities[a->root].id =
        (struct column){.lane = LANE_TEXT, .rows = 1, .data = offsets, .bytes = "a"};
    struct tally_side was = {&x, ordinals}, is = {&y, ordinals};
    KIT_OK(tally_block(&t, &was, &is, NULL, d));
    for (size_t i = 0; i < TALLY_BINS; i++)
        if (t.groups.bins[i])
            found = i;
    tally_fini(&t);
    frame_fini(&x);
    frame_fini(&y);
    return found;
}

static void test_edges(void **state)
{
    struct policy *p;
    struct agenda a;
    (void)state;
    KIT_OK(policy_load(&p, TEST_SOURCE_DIR "/tests/unit/run/town", d));
    KIT_OK(agenda_init(&a, p->model, d));
    assert_int_equal(bin_of(&a, 500, 500), TALLY_BINS); /* no change */
    for (size_t i = 0; i < TALLY_BINS; i++) {
        int64_t low = tally_bin_low(i), high = tally_bin_high(i);
        bool rise = low >= 0;
        if (low != INT64_MIN) { /* falls hold their lower edge, rises do not */
            assert_int_equal(bin_of(&a, 1000000, 1000000 + low + (rise ? 1 : 0)), i);
        }
        if (high != INT64_MAX)
            assert_int_equal(bin_of(&a, 1000000, 1000000 + high - (rise ? 0 : 1)), i);
    }
    agenda_fini(&a);
    policy_free(p);
}

/* --- over a run --- */

static void add(struct tally_line *to, const struct summary_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tally_add_line(to, &items[i].line);
}

static void parts_are_the_total(const struct summary_month *m)
{
    struct tally_line sizes = {0}, ages = {0}, counties = {0}, benefits = {0};
    uint64_t changed = 0;
    add(&sizes, m->sizes, m->size_count);
    add(&ages, m->ages, m->age_count);
    add(&counties, m->counties, m->county_count);
    add(&benefits, m->benefits, m->benefit_count);
    const struct tally_line *t = &m->total, *lines[] = {&sizes, &counties};
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(lines[i]->in, t->in);
        assert_int_equal(lines[i]->out, t->out);
        assert_int_equal(lines[i]->up, t->up);
        assert_int_equal(lines[i]->down, t->down);
        assert_int_equal(lines[i]->same + lines[i]->none, t->same + t->none);
        assert_int_equal(lines[i]->unknown, t->unknown);
        assert_int_equal(lines[i]->after_count, t->after_count);
        assert_true(lines[i]->before_fen == t->before_fen);
        assert_true(lines[i]->after_fen == t->after_fen);
    }
    assert_true(ages.before_fen == t->before_fen && ages.after_fen == t->after_fen);
    assert_true(benefits.before_fen == t->before_fen && benefits.after_fen == t->after_fen);
    for (size_t i = 0; i < m->bin_count; i++)
        changed += m->bins[i].count;
    assert_int_equal(changed, t->in + t->out + t->up + t->down);
}

static void test_parts(void **state)
{
    struct kit k;
    (void)state;
    kit_open(&k);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    parts_are_the_total(&r.summary.months[0]);
    assert_int_equal(r.summary.months[0].ages[6].line.before_count, 0);
    assert_true(r.summary.months[0].ages[5].line.after_count > 0); /* 80-89: all have 60 yuan */
    assert_true(r.summary.months[0].ages[5].line.after_fen ==
                (__int128)r.summary.months[0].ages[5].line.after_count * 6000);
    assert_int_equal(r.summary.months[0].ages[1].line.after_count, 0); /* 18-59 */
    summary_fini(&r.summary);
    /* others come and go, members too, ids change places */
    kit_import(&k, MONTH(6), 200, 60, 4);
    kit_import(&k, MONTH(6), 0, 40, 8);
    r = kit_run(&k, (struct kit_run){MONTH(6), MONTH(8), .publish = true});
    for (size_t i = 0; i < 3; i++)
        parts_are_the_total(&r.summary.months[i]);
    assert_true(r.summary.months[0].has_cliffs);
    assert_int_equal(r.summary.year_count, 1);
    assert_true(r.summary.years[0].after_fen == r.summary.months[0].total.after_fen +
                                                    r.summary.months[1].total.after_fen +
                                                    r.summary.months[2].total.after_fen);
    summary_fini(&r.summary);
    kit_close(&k);
}

/* Two yuan more of income cost one family the top-up and the heating; another's fall is no more
 * than its rise; a third has the same income. */
static void test_cliff(void **state)
{
    static const char *const before[] = {
        "{\"id\":\"C1\",\"income\":999,\"persons\":[{\"birth_date\":\"1980-01-01\"}]}",
        "{\"id\":\"C2\",\"income\":500,\"persons\":[{\"birth_date\":\"1980-01-01\"}]}",
        "{\"id\":\"C3\",\"income\":1500,\"rent\":400,\"persons\":[{\"birth_date\":\"1980-01-"
        "01\"}]}"};
    static const char *const after[] = {
        "{\"id\":\"C1\",\"income\":1001,\"persons\":[{\"birth_date\":\"1980-01-01\"}]}",
        "{\"id\":\"C2\",\"income\":600,\"persons\":[{\"birth_date\":\"1980-01-01\"}]}",
        "{\"id\":\"C3\",\"income\":1100,\"persons\":[{\"birth_date\":\"1980-01-01\"}]}"};
    struct kit k;
    (void)state;
    kit_open(&k);
    for (size_t i = 0; i < 3; i++)
        kit_take(&k, MONTH(5), 0, 1, 0, before[i]);
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(5), MONTH(5), .publish = true});
    summary_fini(&r.summary);
    for (size_t i = 0; i < 3; i++)
        kit_take(&k, MONTH(6), 0, 1, 0, after[i]);
    r = kit_run(&k, (struct kit_run){MONTH(6), MONTH(6), .publish = false});
    const struct summary_month *m = &r.summary.months[0];
    assert_int_equal(m->cliff_count, 1);
    assert_true(m->cliff_fen == 19900);
    assert_int_equal(m->cliff_listed, 1);
    assert_string_equal(m->cliffs[0].id, "C1");
    assert_int_equal(m->cliffs[0].before_fen, 20100);
    assert_int_equal(m->cliffs[0].after_fen, 0);
    assert_int_equal(m->cliffs[0].income_after_fen - m->cliffs[0].income_before_fen, 200);
    assert_int_equal(m->total.down, 1);
    assert_int_equal(m->total.out, 2);
    summary_fini(&r.summary);
    kit_close(&k);
}

static void test_budget(void **state)
{
    struct kit k;
    (void)state;
    kit_open(&k);
    struct changes none;
    struct recompute_result r =
        kit_run(&k, (struct kit_run){MONTH(2), MONTH(3), .publish = true});
    __int128 earlier = r.summary.years[0].after_fen;
    summary_fini(&r.summary);
    changes_init(&none, k.policy);
    struct recompute_job job = {.store = k.store,
                                .policy = k.policy,
                                .changes = &none,
                                .from = MONTH(4),
                                .to = MONTH(6),
                                .rehearse = true,
                                .budget_fen = 100000000,
                                .host = &k.host};
    KIT_OK(recompute_run(&job, &r, d));
    const struct summary_budget *b = &r.summary.budget;
    assert_int_equal(b->year, 2022);
    assert_int_equal(b->earlier_months, 2);
    assert_int_equal(b->unknown_months, 1); /* January was never published */
    assert_int_equal(b->run_months, 3);
    assert_int_equal(b->later_months, 6);
    assert_true(b->earlier_fen == earlier);
    assert_true(b->later_fen == r.summary.months[2].total.after_fen * 6);
    summary_fini(&r.summary);
    changes_fini(&none);
    kit_close(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bins),   cmocka_unit_test(test_edges),
        cmocka_unit_test(test_parts),  cmocka_unit_test(test_cliff),
        cmocka_unit_test(test_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
