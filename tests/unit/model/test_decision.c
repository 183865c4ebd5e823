/* test_decision.c - decision tables: what arguments find, gaps and overlaps, held against
 * looking at every point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>
#include "base/limits.h"
#include "model/decision.h"

enum { COLUMNS = 3, ROWS = 6, POINTS = 9 };

/* A table of an enum of three values, a boolean and a whole number or a number, with room. */
struct fixture {
    struct decision_column columns[COLUMNS];
    struct decision_row rows[ROWS];
    struct decision_cell cells[ROWS][COLUMNS];
    struct band ranges[ROWS][COLUMNS][2];
    struct parameter p;
    struct parameter_value v;
};

static uint32_t next(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 16) % below;
}

static struct band point(int64_t x)
{
    return (struct band){true, true, true, true, .low = rational_of(x), .high = rational_of(x)};
}

static struct band random_band(uint32_t *seed)
{
    struct band b = {.has_low = next(seed, 3) > 0, .has_high = next(seed, 3) > 0};
    int64_t low = (int64_t)next(seed, 4), high = low + (int64_t)next(seed, 3);
    b.low = rational_of(low);
    b.high = rational_of(high);
    b.low_closed = high == low || next(seed, 2);
    b.high_closed = high == low || next(seed, 2);
    return b;
}

static void make(struct fixture *f, uint32_t *seed, enum value_kind number)
{
    static const enum value_kind kinds[] = {KIND_ENUM, KIND_BOOLEAN};
    *f = (struct fixture){.p = {.kind = PARAMETER_TABLE, .type = {.kind = KIND_MONEY}}};
    for (int c = 0; c < COLUMNS; c++)
        f->columns[c].type.kind = c < 2 ? kinds[c] : number;
    f->p.columns = f->columns;
    f->p.column_count = COLUMNS;
    f->p.hit = (enum hit_policy)next(seed, 4);
    f->v.rows = f->rows;
    f->v.count = 1 + next(seed, ROWS);
    f->v.has_otherwise = next(seed, 4) == 0;
    f->v.otherwise = (struct value){.kind = KIND_MONEY, .as.rational = {-1, 1}};
    for (size_t r = 0; r < f->v.count; r++) {
        f->rows[r].cells = f->cells[r];
        f->rows[r].value = (struct value){.kind = KIND_MONEY, .as.rational = {1 << (2 * r), 1}};
        for (int c = 0; c < COLUMNS; c++) {
            struct decision_cell *cell = &f->cells[r][c];
            cell->ranges = f->ranges[r][c];
            cell->count = next(seed, 3);
            for (size_t i = 0; i < cell->count; i++)
                cell->ranges[i] =
                    c == 2 ? random_band(seed) : point((int64_t)next(seed, c == 0 ? 3 : 2));
        }
    }
}

/* Halves from -1 to 7.5: every edge, and a point of every part between two. */
static void arguments_at(struct rational x[COLUMNS], int e, int b, int half)
{
    x[0] = rational_of(e);
    x[1] = rational_of(b);
    rational_make(&x[2], half, 2);
}

static size_t rows_at(const struct fixture *f, const struct rational *x, size_t held[ROWS])
{
    size_t n = 0;
    for (size_t r = 0; r < f->v.count; r++)
        if (decision_holds(&f->rows[r], COLUMNS, x))
            held[n++] = r;
    return n;
}

/* Some row says something of this number in its column. */
static bool is_inside(const struct fixture *f, struct rational x)
{
    struct rational low = {0, 0}, high = {0, 0};
    bool open_low = false, open_high = false, any = false;
    for (size_t r = 0; r < f->v.count; r++) {
        const struct decision_cell *cell = &f->cells[r][2];
        open_low |= cell->count == 0;
        open_high |= cell->count == 0;
        for (size_t i = 0; i < cell->count; i++) {
            const struct band *b = &cell->ranges[i];
            open_low |= !b->has_low;
            open_high |= !b->has_high;
            struct rational ends[2] = {b->low, b->high};
            bool has[2] = {b->has_low, b->has_high};
            for (int k = 0; k < 2; k++) {
                if (!has[k])
                    continue;
                low = !any || rational_cmp(ends[k], low) < 0 ? ends[k] : low;
                high = !any || rational_cmp(ends[k], high) > 0 ? ends[k] : high;
                any = true;
            }
        }
    }
    return (open_low || (any && rational_cmp(x, low) >= 0)) &&
           (open_high || (any && rational_cmp(x, high) <= 0));
}

static enum decision_fault_kind by_points(const struct fixture *f, bool whole)
{
    bool gap = false, overlap = false;
    for (int e = 0; e < 3; e++)
        for (int b = 0; b < 2; b++)
            for (int half = -4; half < 2 * POINTS; half += whole ? 2 : 1) {
                struct rational x[COLUMNS];
                size_t held[ROWS];
                arguments_at(x, e, b, half);
                size_t n = rows_at(f, x, held);
                gap |= n == 0 && is_inside(f, x[2]) && !f->v.has_otherwise;
                overlap |= n > 1 && f->p.hit == HIT_UNIQUE;
            }
    return (gap ? 1u : 0u) | (overlap ? 2u : 0u);
}

static void finds_the_same_faults_as_points(void **state)
{
    (void)state;
    static const uint16_t counts[COLUMNS] = {3, 0, 0};
    uint32_t seed = 7, sound = 0, gaps = 0, overlaps = 0;
    for (int turn = 0; turn < 20000; turn++) {
        struct fixture f;
        struct decision_fault fault;
        struct arena a;
        bool whole = next(&seed, 2);
        make(&f, &seed, whole ? KIND_INTEGER : KIND_NUMBER);
        arena_init(&a);
        assert_int_equal(decision_check(&fault, &f.p, &f.v, counts, &a), HM_OK);
        unsigned points = by_points(&f, whole);
        sound += fault.kind == DECISION_SOUND;
        gaps += fault.kind == DECISION_GAP;
        overlaps += fault.kind == DECISION_OVERLAP;
        if (fault.kind == DECISION_SOUND)
            assert_int_equal(points, 0);
        else
            assert_true(points & (fault.kind == DECISION_GAP ? 1u : 2u));
        arena_fini(&a);
    }
    assert_true(sound > 1000 && gaps > 1000 && overlaps > 1000);
}

static int64_t expected(const struct fixture *f, const size_t *held, size_t n)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += f->rows[held[i]].value.as.rational.num;
    return n == 0                    ? -1
           : f->p.hit == HIT_SUM     ? sum
           : f->p.hit == HIT_HIGHEST ? f->rows[held[n - 1]].value.as.rational.num
                                     : f->rows[held[0]].value.as.rational.num;
}

static void looks_up_as_its_policy_says(void **state)
{
    (void)state;
    uint32_t seed = 11;
    for (int turn = 0; turn < 20000; turn++) {
        struct fixture f;
        struct rational x[COLUMNS];
        struct value v = {.kind = KIND_NONE};
        size_t held[ROWS];
        make(&f, &seed, KIND_NUMBER);
        arguments_at(x, (int)next(&seed, 3), (int)next(&seed, 2), (int)next(&seed, 20) - 4);
        size_t n = rows_at(&f, x, held);
        enum hm_trap trap = decision_lookup(&v, &f.p, &f.v, x);
        assert_int_equal(trap, n || f.v.has_otherwise ? HM_TRAP_NONE : HM_TRAP_RANGE);
        if (trap == HM_TRAP_NONE)
            assert_int_equal(v.as.rational.num, expected(&f, held, n));
    }
}

static void sums_that_do_not_fit_are_errors(void **state)
{
    (void)state;
    struct fixture f;
    struct value v;
    struct rational x[COLUMNS] = {{0, 1}, {0, 1}, {0, 1}};
    uint32_t seed = 1;
    make(&f, &seed, KIND_NUMBER);
    f.p.hit = HIT_SUM;
    f.v.count = 2;
    memset(f.cells, 0, sizeof f.cells);
    for (int r = 0; r < 2; r++) {
        f.rows[r].cells = f.cells[r];
        f.rows[r].value = (struct value){.kind = KIND_MONEY, .as.rational = {INT64_MAX - r, 1}};
    }
    assert_int_equal(decision_lookup(&v, &f.p, &f.v, x), HM_TRAP_OVERFLOW);
}

/* 99 x 99 x 99 pieces and more stop with a message, not with a hang. */
static void too_many_combinations_are_told(void **state)
{
    (void)state;
    enum { MANY = 101 };
    static struct decision_row rows[3 * MANY];
    static struct decision_cell cells[3 * MANY][COLUMNS];
    static struct band ranges[3 * MANY];
    struct decision_column columns[COLUMNS] = {0};
    struct parameter p = {.kind = PARAMETER_TABLE, .hit = HIT_FIRST, .columns = columns};
    struct parameter_value v = {.rows = rows, .has_otherwise = true};
    struct decision_fault fault;
    struct arena a;
    p.column_count = COLUMNS;
    for (size_t c = 0; c < COLUMNS; c++) {
        columns[c].type.kind = KIND_INTEGER;
        for (size_t i = 0; i < MANY; i++) {
            size_t r = c * MANY + i;
            ranges[r] = point((int64_t)(2 * i));
            cells[r][c] = (struct decision_cell){&ranges[r], 1};
            rows[r].cells = cells[r];
            v.count++;
        }
    }
    arena_init(&a);
    assert_int_equal(decision_check(&fault, &p, &v, (uint16_t[COLUMNS]){0}, &a), HM_OK);
    assert_int_equal(fault.kind, DECISION_TOO_MANY);
    arena_fini(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_same_faults_as_points),
        cmocka_unit_test(looks_up_as_its_policy_says),
        cmocka_unit_test(sums_that_do_not_fit_are_errors),
        cmocka_unit_test(too_many_combinations_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
