/* test_tally.c - what counts as in, out, up, down; sums beyond 64 bits; counties, moves between
 * categories, reasons and the biggest changes; the same whole from parts in any order;
 * summaries to JSON and back. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../support/tiny_model.h"
#include "base/fault.h"
#include "run/determined.h"
#include "run/summary.h"

enum { UNKNOWN = -1 };

struct fixture {
    struct tiny *tiny;
    struct agenda agenda;
};

static int set_up(void **state)
{
    static struct fixture f;
    f.tiny = tiny_new();
    f.tiny->fields[TOTAL].is_result = f.tiny->fields[TOTAL].is_benefit = true;
    f.tiny->fields[REGION].kind = FIELD_VARIABLE;
    f.tiny->fields[REGION].is_result = true;
    f.tiny->fields[NOTE].name = "division_code";
    assert_int_equal(agenda_init(&f.agenda, &f.tiny->m, NULL), HM_OK);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    agenda_fini(&f->agenda);
    tiny_free(f->tiny);
    return 0;
}

struct row {
    const char *id;
    uint16_t ordinal;
    int64_t fen; /* UNKNOWN: not valid */
    int region;
    const char *division;
};

static uint16_t *make(struct frame *out, const struct fixture *f, const struct row *rows,
                      size_t n)
{
    static uint16_t pool[8][16];
    static size_t used;
    uint16_t *ordinals = pool[used++ % 8];
    struct builder *b;
    assert_int_equal(builder_new(&b, &f->tiny->m, HOUSEHOLD), HM_OK);
    for (size_t i = 0; i < n; i++) {
        uint32_t r = builder_row(b, HOUSEHOLD, 0, tiny_str(rows[i].id));
        struct value total = tiny_money(rows[i].fen);
        struct value region = {KIND_ENUM, {.code = (uint8_t)rows[i].region}};
        struct value text = {KIND_TEXT, {.text = tiny_str(rows[i].division)}};
        if (rows[i].fen != UNKNOWN)
            builder_set(b, TOTAL, r, &total);
        builder_set(b, REGION, r, &region);
        builder_set(b, NOTE, r, &text);
        ordinals[r] = rows[i].ordinal;
    }
    assert_int_equal(builder_finish(b, out, false, NULL, NULL), HM_OK);
    builder_free(b);
    return ordinals;
}

static void count(struct tally *t, const struct fixture *f, const struct row *before, size_t n,
                  const struct row *after, size_t m)
{
    struct frame x, y;
    struct tally_side was = {&x, make(&x, f, before, n)}, is = {&y, make(&y, f, after, m)};
    assert_int_equal(tally_block(t, &was, &is, &y, NULL), HM_OK);
    frame_fini(&x);
    frame_fini(&y);
}

static const struct row before_rows[] = {
    {"a", 0, 0, 0, "330203001"},      {"b", 1, 10000, 1, "330203002"},
    {"c", 2, 10000, 1, "330212001"},  {"d", 3, 10000, 1, "330212001"},
    {"e", 4, 5000, 2, "330212001"},   {"f", 5, UNKNOWN, 0, "330212001"},
    {"gone", 6, 700, 1, "330212001"}, {"z", 7, 0, 0, "330212001"},
};
static const struct row after_rows[] = {
    {"new", 9, 4000, 1, "330203001"}, {"a", 0, 2500, 1, "330203001"},
    {"b", 1, 0, 0, "330203002"},      {"c", 2, 10001, 1, "330212001"},
    {"d", 3, 9000, 2, "330212001"},   {"e", 4, 5000, 2, "330212001"},
    {"f", 5, 100, 1, "330212001"},    {"z", 7, 0, 0, "330212001"},
};

static void test_lines(void **state)
{
    struct fixture *f = *state;
    struct tally t;
    assert_int_equal(tally_init(&t, &f->agenda, 3, NULL), HM_OK);
    count(&t, f, before_rows, 8, after_rows, 8);
    const struct tally_line *l = &t.total;
    assert_int_equal(l->in, 2);   /* new, a */
    assert_int_equal(l->out, 2);  /* b, gone */
    assert_int_equal(l->up, 1);   /* c */
    assert_int_equal(l->down, 1); /* d */
    assert_int_equal(l->same, 1); /* e */
    assert_int_equal(l->none, 1); /* z */
    assert_int_equal(l->unknown, 1);
    assert_int_equal(l->before_count, 5);
    assert_int_equal(l->after_count, 6);
    assert_true(l->before_fen == 35700);
    assert_true(l->after_fen == 30601);
    assert_int_equal(t.households, 8);
    tally_sort(&t);
    assert_int_equal(t.county_count, 3);
    assert_string_equal(t.counties[0].code, ""); /* gone: not in the present facts */
    assert_string_equal(t.counties[1].code, "330203");
    assert_int_equal(t.counties[1].line.in, 2);
    assert_string_equal(t.counties[2].code, "330212");
    assert_int_equal(t.counties[2].line.up, 1);
    /* moves: a none>urban, b urban>none, d urban>rural, f none>urban */
    assert_int_equal(t.moves[0][0 * 3 + 1], 2);
    assert_int_equal(t.moves[0][1 * 3 + 0], 1);
    assert_int_equal(t.moves[0][1 * 3 + 2], 1);
    assert_int_equal(t.top_count, 3);
    assert_string_equal(t.top[0].id, "b");
    assert_string_equal(t.top[1].id, "new");
    assert_string_equal(t.top[2].id, "a");
    tally_fini(&t);
}

static bool same_line(const struct tally_line *a, const struct tally_line *b)
{
    return a->in == b->in && a->out == b->out && a->up == b->up && a->down == b->down &&
           a->same == b->same && a->none == b->none && a->unknown == b->unknown &&
           a->before_count == b->before_count && a->after_count == b->after_count &&
           a->before_fen == b->before_fen && a->after_fen == b->after_fen;
}

/* Whole columns count as single rows do; rows are counted singly where validity is stated. */
static void test_columns(void **state)
{
    static const int64_t amounts[] = {0, 1, 70000, 4000000000000, -5, 12};
    static const uint64_t all[1] = {~UINT64_C(0)};
    struct fixture *f = *state;
    for (unsigned turn = 0; turn < 72; turn++) {
        struct row was[12], is[12];
        struct tally columns, rows;
        struct frame x, y;
        static const char *const ids[] = {"a", "b", "c", "d", "e", "f",
                                          "g", "h", "i", "j", "k", "l"};
        for (unsigned i = 0; i < 12; i++) {
            was[i] = (struct row){ids[i], (uint16_t)i, amounts[i % 6], (int)(i % 3), "330203"};
            is[i] = (struct row){ids[i], (uint16_t)i, amounts[(i + i / 6 + turn) % 6],
                                 (int)(turn % 3), i < turn / 6 ? "330203" : "330212"};
        }
        struct tally_side before = {&x, make(&x, f, was, 12)},
                          after = {&y, make(&y, f, is, 12)};
        assert_null(x.columns[TOTAL].valid);
        assert_null(y.columns[TOTAL].valid);
        if (turn % 5 == 0)
            before.frame = NULL;
        assert_int_equal(tally_init(&columns, &f->agenda, 4, NULL), HM_OK);
        assert_int_equal(tally_init(&rows, &f->agenda, 4, NULL), HM_OK);
        columns.top_benefit = rows.top_benefit = turn % 2 ? 0 : TALLY_TOTAL;
        assert_int_equal(tally_block(&columns, &before, &after, &y, NULL), HM_OK);
        y.columns[TOTAL].valid = all;
        assert_int_equal(tally_block(&rows, &before, &after, &y, NULL), HM_OK);
        assert_true(same_line(&columns.total, &rows.total));
        assert_true(same_line(&columns.benefits[0], &rows.benefits[0]));
        assert_int_equal(columns.households, rows.households);
        assert_int_equal(columns.county_count, rows.county_count);
        for (size_t i = 0; i < rows.county_count; i++)
            assert_true(same_line(&columns.counties[i].line, &rows.counties[i].line));
        assert_memory_equal(columns.moves[0], rows.moves[0], 9 * sizeof **rows.moves);
        assert_int_equal(columns.top_count, rows.top_count);
        for (size_t i = 0; i < rows.top_count; i++)
            assert_string_equal(columns.top[i].id, rows.top[i].id);
        tally_fini(&columns);
        tally_fini(&rows);
        frame_fini(&x);
        frame_fini(&y);
    }
}

static void test_nothing_before(void **state)
{
    struct fixture *f = *state;
    struct tally t;
    struct frame y;
    struct tally_side none = {NULL, NULL}, is = {&y, make(&y, f, after_rows, 8)};
    assert_int_equal(tally_init(&t, &f->agenda, 0, NULL), HM_OK);
    assert_int_equal(tally_block(&t, &none, &is, NULL, NULL), HM_OK);
    assert_int_equal(t.total.in, 6);
    assert_int_equal(t.total.none, 2);
    assert_int_equal(t.top_count, 0);
    frame_fini(&y);
    tally_fini(&t);
}

static void test_big_sums(void **state)
{
    struct fixture *f = *state;
    struct tally t;
    struct row one = {"a", 0, 1000000000000000, 0, ""};
    struct buf text;
    assert_int_equal(tally_init(&t, &f->agenda, 0, NULL), HM_OK);
    for (int i = 0; i < 10000; i++) /* 10^19 fen: more than 64 bits hold */
        count(&t, f, NULL, 0, &one, 1);
    buf_init(&text);
    summary_put_fen(&text, t.total.after_fen);
    buf_putc(&text, ' ');
    summary_put_fen(&text, -t.total.after_fen);
    buf_putc(&text, ' ');
    summary_put_fen(&text, -5);
    assert_string_equal(text.data, "100000000000000000.00 -100000000000000000.00 -0.05");
    buf_fini(&text);
    tally_fini(&t);
}

static struct results issues_of(struct result_issue *issues, size_t n)
{
    struct results r;
    results_init(&r);
    r.issues = issues;
    r.issue_count = n;
    return r;
}

static void test_reasons(void **state)
{
    struct fixture *f = *state;
    struct tally t;
    struct frame y;
    struct result_issue issues[] = {
        {TOTAL, 1, HM_TRAP_MISSING, "persons[0].birth\npersons[3].birth"},
        {TOTAL, 0, HM_TRAP_MISSING, "persons[12].birth\nsavings"},
        {REGION, 0, HM_TRAP_MISSING, "savings"},
        {REGION, 2, HM_TRAP_OVERFLOW, "total: overflow"},
        {REGION, 1, HM_TRAP_OVERFLOW, "total: overflow"},
    };
    struct results r = issues_of(issues, 5);
    make(&y, f, after_rows, 8);
    assert_int_equal(tally_init(&t, &f->agenda, 0, NULL), HM_OK);
    assert_int_equal(tally_issues(&t, &y, &r, NULL), HM_OK);
    tally_sort(&t);
    assert_int_equal(t.undetermined, 1);
    assert_int_equal(t.failed, 2);
    assert_int_equal(t.reason_count, 3);
    assert_int_equal(t.reasons[0].count, 2);
    assert_int_equal(t.reasons[1].count, 2);
    assert_int_equal(t.reasons[2].count, 1);
    assert_string_equal(t.reasons[2].text, "savings");
    for (int i = 0; i < 2; i++)
        if (t.reasons[i].trap == HM_TRAP_MISSING) {
            assert_string_equal(t.reasons[i].text, "persons[].birth");
            assert_string_equal(t.reasons[i].example, "a");
        }
    frame_fini(&y);
    tally_fini(&t);
}

/* A whole as JSON, from parts counted in an order. */
static char *whole(struct fixture *f, const size_t *order)
{
    struct tally all, part;
    struct summary s;
    struct buf json;
    assert_int_equal(tally_init(&all, &f->agenda, 2, NULL), HM_OK);
    for (size_t i = 0; i < 4; i++) {
        size_t k = order[i];
        struct frame y;
        struct result_issue issue = {TOTAL, 0, HM_TRAP_MISSING, "savings"};
        struct results r = issues_of(&issue, 1);
        assert_int_equal(tally_init(&part, &f->agenda, 2, NULL), HM_OK);
        count(&part, f, &before_rows[2 * k], 2, &after_rows[2 * k], 2);
        make(&y, f, &after_rows[2 * k], 2);
        assert_int_equal(tally_issues(&part, &y, &r, NULL), HM_OK);
        assert_int_equal(tally_add(&all, &part, NULL), HM_OK);
        frame_fini(&y);
        tally_fini(&part);
    }
    assert_int_equal(summary_init(&s, &f->tiny->m, "set a=1@2024-01-01\n", 1, NULL), HM_OK);
    assert_int_equal(summary_month(&s, 0, 2022 * 12 + 6, 7, 2022 * 12 + 5, &all, NULL), HM_OK);
    buf_init(&json);
    summary_put(&json, &s);
    summary_fini(&s);
    tally_fini(&all);
    return buf_take(&json);
}

static void test_any_order(void **state)
{
    static const size_t orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    char *first = whole(*state, orders[0]);
    for (size_t i = 1; i < 3; i++) {
        char *other = whole(*state, orders[i]);
        assert_string_equal(first, other);
        mem_free(other);
    }
    mem_free(first);
}

static void test_json_back(void **state)
{
    static const size_t order[] = {0, 1, 2, 3};
    char *json = whole(*state, order);
    struct summary s;
    struct buf again;
    assert_int_equal(summary_read(&s, json, NULL), HM_OK);
    assert_string_equal(s.months[0].month, "2022-07");
    assert_string_equal(s.months[0].before_month, "2022-06");
    assert_int_equal(s.months[0].before_run, 7);
    assert_int_equal(s.months[0].benefits[0].line.up, s.months[0].total.up);
    buf_init(&again);
    summary_put(&again, &s);
    assert_string_equal(again.data, json);
    buf_fini(&again);
    summary_fini(&s);
    for (size_t n = 0; json[n]; n++) { /* every truncation is noticed */
        char *cut = mem_strndup(json, n);
        assert_int_equal(summary_read(&s, cut, NULL), HM_CORRUPT);
        mem_free(cut);
    }
    mem_free(json);
}

/* Amounts that no sum of ours can be are damage, not something to compute with. */
static void test_json_amounts(void **state)
{
    static const struct {
        const char *json;
        enum hm_status st;
    } cases[] = {
        {"{\"months\":[{\"total\":{\"after_month\":99999999999999999999999999999999999.99}}]}",
         HM_OK},
        {"{\"months\":[{\"total\":{\"after_month\":999999999999999999999999999999999999.99}}]"
         "}",
         HM_CORRUPT},
        {"{\"months\":[{\"top\":[{\"id\":\"H1\",\"after\":92233720368547758.07}]}]}", HM_OK},
        {"{\"months\":[{\"top\":[{\"id\":\"H1\",\"after\":92233720368547758.08}]}]}",
         HM_CORRUPT},
        {"{\"months\":[{\"top\":[{\"id\":\"H1\",\"after\":-92233720368547758.09}]}]}",
         HM_CORRUPT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct summary s;
        assert_int_equal(summary_read(&s, cases[i].json, NULL), cases[i].st);
        if (cases[i].st == HM_OK)
            summary_fini(&s);
    }
}

static void test_no_memory(void **state)
{
    struct fixture *f = *state;
    struct frame x, y;
    struct tally_side was = {&x, make(&x, f, before_rows, 8)};
    struct tally_side is = {&y, make(&y, f, after_rows, 8)};
    enum hm_status st = HM_NOMEM;
    for (uint64_t n = 1; st != HM_OK; n++) {
        struct tally t = {.agenda = &f->agenda};
        fault_arm(FAULT_ALLOC, n);
        st = tally_init(&t, &f->agenda, 3, NULL);
        if (st == HM_OK)
            st = tally_block(&t, &was, &is, &y, NULL);
        fault_arm(FAULT_ALLOC, 0);
        tally_fini(&t);
        assert_true(st == HM_OK || st == HM_NOMEM);
        assert_true(n < 1000);
    }
    frame_fini(&x);
    frame_fini(&y);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_nothing_before),
        cmocka_unit_test(test_big_sums),     cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_any_order),    cmocka_unit_test(test_json_back),
        cmocka_unit_test(test_no_memory),    cmocka_unit_test(test_columns),
        cmocka_unit_test(test_json_amounts),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
