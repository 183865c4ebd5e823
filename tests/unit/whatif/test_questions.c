/* test_questions.c - totals, histograms, who, rows, sweeps and goals: each against all rows
 * taken one by one, or against an answer.
 */
#include "../run/run_kit.h"

#include "base/fault.h"
#include "base/mem.h"
#include "whatif/answer.h"
#include "whatif/goal.h"
#include "whatif/histogram.h"
#include "whatif/whatif_rows.h"
#include "whatif/totals.h"
#include "whatif/who.h"

#define MONTH(n) (KIT_JANUARY + (n)-1)
enum { ROWS_MOST = 4096 };

struct town {
    struct kit kit;
    struct population *p;
    struct changes law;
};

static void open_town(struct town *t, const char *set, unsigned threads)
{
    kit_open(&t->kit);
    t->kit.host.threads = threads;
    KIT_OK(population_open(&t->p, t->kit.store, t->kit.policy, MONTH(5), &t->kit.host, d));
    changes_init(&t->law, t->kit.policy);
    KIT_OK(changes_set(&t->law, set, MONTH(5), d));
}

static void close_town(struct town *t)
{
    population_close(t->p);
    changes_fini(&t->law);
    kit_close(&t->kit);
}

static uint16_t field_of(const struct town *t, const char *name)
{
    uint16_t field = NO_FIELD;
    KIT_OK(grouping_variable(&field, population_agenda(t->p), name, d));
    return field;
}

/* --- every row --- */

struct plain {
    char id[16], row_id[16], county[8];
    struct rows_cell before, after, group;
};
struct list {
    struct plain rows[ROWS_MOST];
    size_t count;
};

static enum hm_status note_row(void *ctx, const struct rows_row *r, struct diag *d)
{
    struct list *l = ctx;
    struct plain *x = &l->rows[l->count++];
    (void)d;
    assert_true(l->count <= ROWS_MOST);
    snprintf(x->id, sizeof x->id, "%.*s", (int)r->id.n, r->id.p);
    snprintf(x->row_id, sizeof x->row_id, "%.*s", (int)r->row_id.n, r->row_id.p);
    snprintf(x->county, sizeof x->county, "%.*s", (int)r->county.n, r->county.p);
    x->before = r->before[0];
    x->after = r->after[0];
    x->group = r->before[1];
    return HM_OK;
}

static void list_rows(struct list *l, const struct town *t, uint16_t field, uint16_t group,
                      const struct changes *law, bool only_changed)
{
    uint16_t fields[2] = {field, group};
    struct rows_request q = {fields, 2, law, only_changed};
    l->count = 0;
    KIT_OK(rows_each(t->p, &q, note_row, l, d));
}

/* --- totals --- */

static void check_group(const struct totals_group *g, const struct list *l, bool all)
{
    struct totals_side before = {0}, after = {0};
    uint64_t rows = 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct plain *x = &l->rows[i];
        int64_t key = x->group.known ? x->group.value : GROUP_UNKNOWN;
        if (!all && key != g->key)
            continue;
        rows++;
        before.known += x->before.known;
        before.some += x->before.known && x->before.value > 0;
        before.sum += x->before.known ? x->before.value : 0;
        after.known += x->after.known;
        after.some += x->after.known && x->after.value > 0;
        after.sum += x->after.known ? x->after.value : 0;
    }
    assert_int_equal(g->rows, rows);
    assert_int_equal(g->before.known, before.known);
    assert_int_equal(g->before.unknown, rows - before.known);
    assert_int_equal(g->before.some, before.some);
    assert_true(g->before.sum == before.sum);
    assert_int_equal(g->after.known, after.known);
    assert_int_equal(g->after.some, after.some);
    assert_true(g->after.sum == after.sum);
}

static void test_totals(void **state)
{
    static struct list l;
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads += 2) {
        struct town t;
        open_town(&t, "standard=1330", threads);
        uint16_t amount = field_of(&t, "低保金"), category = field_of(&t, "category");
        struct totals_request q = {.field = amount, .law = &t.law};
        struct totals totals;
        KIT_OK(grouping_find(&q.by, population_agenda(t.p), 0, "救助类别", d));
        KIT_OK(totals_ask(&totals, t.p, &q, d));
        list_rows(&l, &t, amount, category, &t.law, false);
        assert_int_equal(l.count, KIT_FAMILIES);
        assert_int_equal(totals.group_count, 3); /* not known, none, dibao */
        assert_string_equal(totals.groups[2].zh, "低保");
        check_group(&totals.all, &l, true);
        for (size_t i = 0; i < totals.group_count; i++)
            check_group(&totals.groups[i], &l, false);
        assert_true(totals.all.after.sum > totals.all.before.sum);
        totals_fini(&totals);
        close_town(&t);
    }
}

/* Groups of every kind add up to the same whole; counties are those of an answer. */
static void test_groupings(void **state)
{
    static const char *const kinds[] = {"", "county", "size", "category"};
    struct town t;
    struct answer a;
    (void)state;
    open_town(&t, "standard=1330", 2);
    const struct changes *law = &t.law;
    KIT_OK(answer_ask(&a, t.p, NULL, &law, 1, 0, d));
    const struct summary_month *m = &a.summaries[0].months[0];
    uint16_t amount = field_of(&t, "dibao_amount");
    for (size_t i = 0; i < 4; i++) {
        struct totals_request q = {.field = amount, .law = &t.law};
        struct totals totals;
        __int128 sum = 0;
        KIT_OK(grouping_find(&q.by, population_agenda(t.p), 0, kinds[i], d));
        KIT_OK(totals_ask(&totals, t.p, &q, d));
        for (size_t k = 0; k < totals.group_count; k++)
            sum += totals.groups[k].after.sum;
        assert_true(sum == m->benefits[0].line.after_fen);
        assert_int_equal(totals.all.before.some, m->benefits[0].line.before_count);
        if (i == 1) {
            assert_int_equal(totals.group_count, m->county_count);
            for (size_t k = 0; k < m->county_count; k++)
                assert_string_equal(totals.groups[k].name, m->counties[k].name);
        }
        totals_fini(&totals);
    }
    struct grouping g;
    struct diag d;
    diag_init(&d);
    const struct agenda *s = population_agenda(t.p);
    assert_int_equal(grouping_find(&g, s, 0, "income", &d), HM_USAGE);
    assert_int_equal(grouping_find(&g, s, 0, "categori", &d), HM_USAGE);
    assert_non_null(strstr(d.items[1].hint, "category"));
    diag_fini(&d);
    answer_fini(&a);
    close_town(&t);
}

/* --- histograms --- */

static void check_bins(const struct histogram *h, const struct list *l)
{
    uint64_t counted = 0, zero = 0;
    __int128 sum = 0;
    for (size_t i = 0; i < h->bin_count; i++) {
        const struct histogram_bin *b = &h->bins[i];
        uint64_t count = 0;
        for (size_t k = 0; k < l->count; k++) {
            int64_t v = l->rows[k].after.value;
            bool in = b->low == b->high ? v == b->low : v >= b->low && v < b->high;
            count += l->rows[k].after.known && in;
            zero += i == 0 && l->rows[k].after.known && v == 0;
        }
        assert_int_equal(b->count, count);
        if (i > 0)
            assert_int_equal(b->low, h->bins[i - 1].low == h->bins[i - 1].high
                                         ? h->bins[i - 1].high + 1
                                         : h->bins[i - 1].high);
        counted += count;
        sum += b->sum;
    }
    assert_int_equal(counted, h->known);
    assert_int_equal(zero, h->zero);
    assert_true(sum == h->sum);
}

static void test_histograms(void **state)
{
    static const char *const names[] = {
        "dibao_amount",    "income", "months_on", "category", "person.old_age_allowance",
        "countable_income"};
    static struct list l;
    struct town t;
    (void)state;
    open_town(&t, "standard=1330", 3);
    for (size_t i = 0; i < 6; i++) {
        for (int64_t step = 0; step < 20000; step += 7001) {
            struct histogram h;
            struct histogram_request q = {
                .field = field_of(&t, names[i]), .law = &t.law, .bins = 9, .step = step};
            KIT_OK(histogram_ask(&h, t.p, &q, d));
            list_rows(&l, &t, q.field, q.field, &t.law, false);
            check_bins(&h, &l);
            histogram_fini(&h);
        }
    }
    struct histogram h;
    struct histogram_request q = {.field = field_of(&t, "birth_date")};
    assert_int_equal(histogram_ask(&h, t.p, &q, NULL), HM_USAGE);
    close_town(&t);
}

/* --- who --- */

static void test_who(void **state)
{
    static struct list l;
    (void)state;
    for (unsigned threads = 1; threads <= 3; threads += 2) {
        struct town t;
        struct who w;
        open_town(&t, "standard=1330", threads);
        uint16_t amount = field_of(&t, "dibao_amount");
        struct who_request q = {.field = amount,
                                .kind = WHO_CHANGE,
                                .op = CMP_GT,
                                .threshold = 50000,
                                .law = &t.law,
                                .limit = 7};
        KIT_OK(who_ask(&w, t.p, &q, d));
        list_rows(&l, &t, amount, amount, &t.law, true);
        uint64_t count = 0, more = 0;
        for (size_t i = 0; i < l.count; i++) {
            const struct plain *x = &l.rows[i];
            bool known = x->before.known && x->after.known;
            int64_t change = llabs(x->after.value - x->before.value);
            count += known && change > 50000;
            more += known && change > llabs(w.rows[6].after - w.rows[6].before);
        }
        assert_true(count > 7);
        assert_int_equal(w.count, count);
        assert_int_equal(w.row_count, 7);
        assert_true(more <= 6);
        for (size_t i = 1; i < 7; i++) {
            int64_t a = llabs(w.rows[i - 1].after - w.rows[i - 1].before);
            int64_t b = llabs(w.rows[i].after - w.rows[i].before);
            assert_true(a > b || (a == b && strcmp(w.rows[i - 1].id, w.rows[i].id) < 0));
        }
        assert_string_equal(w.rows[0].path, "dibao_amount");
        assert_int_equal(strlen(w.rows[0].county), 6);
        who_fini(&w);
        q = (struct who_request){.field = amount, .kind = WHO_UNKNOWN};
        KIT_OK(who_ask(&w, t.p, &q, d));
        assert_int_equal(w.count, 14); /* every 17th family lacks its income */
        assert_string_equal(w.rows[0].id, "H00003");
        who_fini(&w);
        q = (struct who_request){.field = field_of(&t, "person.old_age_allowance"),
                                 .kind = WHO_VALUE,
                                 .op = CMP_GE,
                                 .threshold = 6000,
                                 .limit = 1};
        KIT_OK(who_ask(&w, t.p, &q, d));
        assert_true(w.count > 1);
        assert_int_equal(w.row_count, 1);
        assert_memory_equal(w.rows[0].path, "persons[", 8);
        who_fini(&w);
        close_town(&t);
    }
}

/* --- sweeps --- */

static void test_sweep_points_are_answers(void **state)
{
    enum { POINTS = 40 };
    static const char *const names[] = {"standard", "租金补助上限"};
    (void)state;
    for (size_t n = 0; n < 2; n++) {
        struct town t;
        struct sweep s;
        open_town(&t, "rent_cap=120", 2);
        struct sweep_request q = {.dial = {names[n], MONTH(5), n ? NULL : &t.law},
                                  .from = 90000,
                                  .to = 90000 + POINTS * 333 - 1,
                                  .step = 333,
                                  .field = NO_FIELD};
        KIT_OK(sweep_ask(&s, t.p, &q, d));
        assert_int_equal(s.count, POINTS);
        assert_int_equal(s.scale.value, n ? 40000 : 100000);
        for (size_t i = 0; i < POINTS; i += 13) {
            struct changes law;
            struct answer a;
            KIT_OK(dial_set(&law, t.p, &q.dial, &s.scale, s.points[i].value, d));
            const struct changes *list = &law;
            KIT_OK(answer_ask(&a, t.p, q.dial.with, &list, 1, 0, d));
            assert_memory_equal(&a.summaries[0].months[0].total, &s.points[i].line,
                                sizeof s.points[i].line);
            answer_fini(&a);
            changes_fini(&law);
        }
        sweep_fini(&s);
        q.step = 0;
        assert_int_equal(sweep_ask(&s, t.p, &q, NULL), HM_USAGE);
        q.step = 1;
        q.to = q.from + LIMIT_SWEEP_POINTS;
        assert_int_equal(sweep_ask(&s, t.p, &q, NULL), HM_USAGE);
        q.dial.name = "standrad";
        assert_int_equal(sweep_ask(&s, t.p, &q, NULL), HM_USAGE);
        q.dial.name = "old_age_rate";
        assert_int_equal(sweep_ask(&s, t.p, &q, NULL), HM_USAGE);
        close_town(&t);
    }
}

/* --- goals --- */

static __int128 total_at(struct town *t, const struct goal_request *q, int64_t value)
{
    struct sweep s;
    struct sweep_request one = {q->dial, value, value, 1, q->field};
    KIT_OK(sweep_ask(&s, t->p, &one, d));
    __int128 total = s.points[0].line.after_fen;
    sweep_fini(&s);
    return total;
}

/* The answer keeps to the bound and one fen more does not; every value up to there does. */
static void test_goal_is_exact(void **state)
{
    struct town t;
    struct goal g;
    (void)state;
    open_town(&t, "rent_cap=120", 2);
    for (int64_t budget = 1000000; budget < 80000000; budget = budget * 3 + 17) {
        struct goal_request q = {.dial = {"standard", MONTH(5), &t.law},
                                 .field = NO_FIELD,
                                 .op = CMP_LE,
                                 .bound_fen = budget};
        KIT_OK(goal_ask(&g, t.p, &q, d));
        if (!g.found) {
            assert_true(total_at(&t, &q, 0) > budget);
            continue;
        }
        assert_true(g.best.holds && g.best.total_fen <= budget);
        assert_true(total_at(&t, &q, g.best.value) == g.best.total_fen);
        assert_true(g.is_monotone);
        if (g.is_edge) {
            assert_int_equal(g.best.value, g.high);
            continue;
        }
        assert_int_equal(g.beyond.value, g.best.value + 1);
        assert_true(!g.beyond.holds && g.beyond.total_fen > budget);
        assert_true(total_at(&t, &q, g.beyond.value) == g.beyond.total_fen);
        q.smallest = true;
        q.op = CMP_GT;
        KIT_OK(goal_ask(&g, t.p, &q, d)); /* the other way round: the next fen */
        assert_true(g.found);
        assert_int_equal(g.beyond.value, g.best.value - 1);
        assert_true(total_at(&t, &q, g.best.value - 1) <= budget);
    }
    close_town(&t);
}

static void open_odd(struct town *t)
{
    memset(t, 0, sizeof *t);
    struct kit *k = &t->kit;
    snprintf(k->folder, sizeof k->folder, "/tmp/huimin-run-XXXXXX");
    assert_non_null(mkdtemp(k->folder));
    snprintf(k->path, sizeof k->path, "%s/s.hm", k->folder);
    KIT_OK(policy_load(&k->policy, TEST_SOURCE_DIR "/tests/unit/whatif/odd", d));
    KIT_OK(store_create_sized(k->path, k->policy->model, KIT_BLOCK, d));
    KIT_OK(store_open(&k->store, k->path, STORE_WRITE, d));
    k->host = (struct hm_host){.engine = HM_ENGINE_FAST, .threads = 2};
    kit_import(k, KIT_JANUARY, 0, 100, 1);
    KIT_OK(population_open(&t->p, k->store, k->policy, MONTH(5), &k->host, d));
    changes_init(&t->law, k->policy);
}

/* Between 20 and 50 yuan nobody gets anything: it is told, and the furthest that was seen. */
static void test_goal_says_when_it_is_odd(void **state)
{
    struct town t;
    struct goal g;
    (void)state;
    open_odd(&t);
    struct goal_request q = {.dial = {"standard", MONTH(5), NULL},
                             .field = NO_FIELD,
                             .op = CMP_LE,
                             .bound_fen =
                                 150000, /* 10 yuan, half of it, 3 months, 100 families */
                             .has_range = true,
                             .low = 0,
                             .high = 10000};
    KIT_OK(goal_ask(&g, t.p, &q, d));
    assert_true(g.found && !g.is_monotone && !g.is_edge);
    assert_int_equal(g.best.value, 5000);
    assert_int_equal(g.beyond.value, 5001);
    assert_true(g.odd[0].total_fen > g.odd[1].total_fen);
    q.high = 2000;
    KIT_OK(goal_ask(&g, t.p, &q, d));
    assert_true(g.found && g.is_monotone);
    assert_int_equal(g.best.value, 1000);
    q.high = 700;
    KIT_OK(goal_ask(&g, t.p, &q, d));
    assert_true(g.found && g.is_edge);
    assert_int_equal(g.best.value, 700);
    q.bound_fen = -1;
    KIT_OK(goal_ask(&g, t.p, &q, d));
    assert_false(g.found);
    q.op = CMP_EQ;
    assert_int_equal(goal_ask(&g, t.p, &q, NULL), HM_USAGE);
    close_town(&t);
}

/* Shares move by their decimals, counts by one. */
static void test_goal_on_other_grids(void **state)
{
    struct town t;
    struct goal g;
    struct buf text;
    (void)state;
    open_odd(&t);
    struct goal_request q = {.dial = {"share", MONTH(5), NULL},
                             .field = NO_FIELD,
                             .op = CMP_LT,
                             .bound_fen = 300000};
    KIT_OK(goal_ask(&g, t.p, &q, d));
    buf_init(&text);
    dial_put(&text, &g.scale, g.best.value);
    assert_int_equal(g.scale.grid, 1000000);
    assert_true(g.best.total_fen < 300000 && g.beyond.total_fen >= 300000);
    assert_string_equal(text.data, "0.999833"); /* stored half up: 2999.499 fen a family */
    buf_fini(&text);
    q.dial.name = "月数";
    q.op = CMP_LE;
    KIT_OK(goal_ask(&g, t.p, &q, d));
    assert_int_equal(g.best.value, 6);
    int64_t steps;
    assert_int_equal(dial_number(&steps, &g.scale, "3.5", NULL), HM_USAGE);
    KIT_OK(dial_number(&steps, &g.scale, "12", d));
    assert_int_equal(steps, 12);
    close_town(&t);
}

/* --- without memory --- */

static enum hm_status ask_one(struct town *t, int question, struct diag *d)
{
    static struct list l;
    struct totals totals;
    struct histogram h;
    struct who w;
    struct sweep s;
    struct goal g;
    uint16_t amount = population_agenda(t->p)->benefits[0], fields[2] = {amount, amount};
    struct totals_request a = {.field = amount, .by = {GROUP_COUNTY, NO_FIELD}, .law = &t->law};
    struct histogram_request b = {.field = amount, .law = &t->law};
    struct who_request c = {
        .field = amount, .kind = WHO_CHANGE, .op = CMP_GT, .law = &t->law, .limit = 3};
    struct rows_request e = {fields, 2, &t->law, false};
    struct sweep_request f = {{"standard", MONTH(5), &t->law}, 90000, 90002, 1, NO_FIELD};
    struct goal_request q = {
        .dial = f.dial, .field = amount, .op = CMP_LE, .bound_fen = 30000000};
    enum hm_status st;
    switch (question) {
    case 0:
        if ((st = totals_ask(&totals, t->p, &a, d)) == HM_OK)
            totals_fini(&totals);
        return st;
    case 1:
        if ((st = histogram_ask(&h, t->p, &b, d)) == HM_OK)
            histogram_fini(&h);
        return st;
    case 2:
        if ((st = who_ask(&w, t->p, &c, d)) == HM_OK)
            who_fini(&w);
        return st;
    case 3:
        l.count = 0;
        return rows_each(t->p, &e, note_row, &l, d);
    case 4:
        if ((st = sweep_ask(&s, t->p, &f, d)) == HM_OK)
            sweep_fini(&s);
        return st;
    default:
        return goal_ask(&g, t->p, &q, d);
    }
}

static void test_allocations_that_fail(void **state)
{
    (void)state;
    for (int question = 0; question < 6; question++) {
        struct town t;
        enum hm_status st = HM_NOMEM;
        open_town(&t, "rent_cap=120", 2);
        for (uint64_t n = 1; st != HM_OK; n += 1 + n / 20) {
            struct diag d;
            diag_init(&d);
            fault_arm(FAULT_ALLOC, n);
            st = ask_one(&t, question, &d);
            fault_arm(FAULT_ALLOC, 0);
            if (st != HM_OK && st != HM_NOMEM)
                print_error("question %d, allocation %llu: %s\n", question,
                            (unsigned long long)n, d.count ? d.items[0].text : "?");
            assert_true(st == HM_OK || st == HM_NOMEM);
            diag_fini(&d);
        }
        close_town(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_totals),
        cmocka_unit_test(test_groupings),
        cmocka_unit_test(test_histograms),
        cmocka_unit_test(test_who),
        cmocka_unit_test(test_sweep_points_are_answers),
        cmocka_unit_test(test_goal_is_exact),
        cmocka_unit_test(test_goal_says_when_it_is_odd),
        cmocka_unit_test(test_goal_on_other_grids),
        cmocka_unit_test(test_allocations_that_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
