/* goal.c - a bracket between a value that keeps to the bound and one that does not, narrowed
 * until they are neighbours. Each pass tries the value that a straight line between the ends
 * promises, one on either side of it, and the middle, so that the bracket at least halves.
 */
#include "whatif/goal.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

enum { FIRST = 9, EACH = 4, SEEN_MOST = 512 };

struct search {
    struct population *population;
    const struct goal_request *q;
    struct goal *goal;
    struct goal_point *seen; /* by value, ascending */
    size_t count;
};

/* --- evaluating --- */

static bool holds(const struct goal_request *q, __int128 total)
{
    switch (q->op) {
    case CMP_LT:
        return total < q->bound_fen;
    case CMP_LE:
        return total <= q->bound_fen;
    case CMP_GE:
        return total >= q->bound_fen;
    default:
        return total > q->bound_fen;
    }
}

static bool is_seen(const struct search *s, int64_t value)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->seen[i].value == value)
            return true;
    return false;
}

static int by_value(const void *x, const void *y)
{
    const struct goal_point *a = x, *b = y;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Values that were not seen before, in one pass. */
static enum hm_status look(struct search *s, const int64_t *values, size_t n, struct diag *d)
{
    struct sweep_point points[FIRST];
    struct goal *g = s->goal;
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool twice = is_seen(s, values[i]);
        for (size_t k = 0; k < count; k++)
            twice = twice || points[k].value == values[i];
        if (!twice)
            points[count++] = (struct sweep_point){.value = values[i]};
    }
    TRY(points_ask(points, count, s->population, &s->q->dial, &g->scale, s->q->field,
                   &g->passes, d));
    for (size_t i = 0; i < count; i++) {
        const struct tally_line *l = &points[i].line;
        s->seen[s->count++] = (struct goal_point){points[i].value, l->after_fen, l->after_count,
                                                  holds(s->q, l->after_fen)};
    }
    g->evaluated = s->count;
    qsort(s->seen, s->count, sizeof *s->seen, by_value);
    return HM_OK;
}

/* --- the bracket --- */

/* The furthest seen value that keeps to the bound: the index, or SIZE_MAX. */
static size_t furthest(const struct search *s)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < s->count; i++) {
        if (!s->seen[i].holds)
            continue;
        if (found == SIZE_MAX || !s->q->smallest)
            found = i;
    }
    return found;
}

/* The seen value next to it, further on; NULL at the end of the range. */
static const struct goal_point *next_to(const struct search *s, size_t i)
{
    if (s->q->smallest)
        return i > 0 ? &s->seen[i - 1] : NULL;
    return i + 1 < s->count ? &s->seen[i + 1] : NULL;
}

/* Where a straight line between two points meets the bound, strictly between them. */
static int64_t promised(const struct goal_point *a, const struct goal_point *b,
                        __int128 bound_fen)
{
    int64_t low = a->value < b->value ? a->value : b->value;
    int64_t high = a->value < b->value ? b->value : a->value;
    __int128 rise = b->total_fen - a->total_fen, width = b->value - a->value;
    int64_t at = low + (high - low) / 2;
    __int128 up = bound_fen - a->total_fen;
    /* totals of a nation times a width of values fit 128 bits */
    if (rise != 0)
        at = (int64_t)(a->value + up * width / rise);
    return at <= low ? low + 1 : at >= high ? high - 1 : at;
}

static size_t values_between(int64_t *out, const struct goal_point *a,
                             const struct goal_point *b, __int128 bound_fen)
{
    int64_t low = a->value < b->value ? a->value : b->value;
    int64_t high = a->value < b->value ? b->value : a->value;
    int64_t at = promised(a, b, bound_fen), near = (high - low) / 64 + 1;
    size_t n = 0;
    const int64_t tries[EACH] = {at, at - near, at + near, low + (high - low) / 2};
    for (size_t i = 0; i < EACH; i++)
        if (tries[i] > low && tries[i] < high)
            out[n++] = tries[i];
    return n;
}

static enum hm_status narrow(struct search *s, struct diag *d)
{
    for (;;) {
        size_t best = furthest(s);
        const struct goal_point *a = best == SIZE_MAX ? NULL : &s->seen[best];
        const struct goal_point *b = a ? next_to(s, best) : NULL;
        int64_t values[EACH];
        if (!b || llabs(b->value - a->value) == 1)
            return HM_OK;
        size_t n = values_between(values, a, b, s->q->bound_fen);
        TRY(look(s, values, n, d));
    }
}

/* --- what was seen --- */

/* Totals all rise or all fall with the value; else two neighbours that go the other way. */
static void judge(struct goal *g, const struct search *s)
{
    __int128 whole = s->seen[s->count - 1].total_fen - s->seen[0].total_fen;
    g->is_monotone = true;
    for (size_t i = 0; i + 1 < s->count; i++) {
        __int128 step = s->seen[i + 1].total_fen - s->seen[i].total_fen;
        bool against = whole > 0 ? step < 0 : whole < 0 ? step > 0 : step != 0;
        if (against && g->is_monotone) {
            g->is_monotone = false;
            g->odd[0] = s->seen[i];
            g->odd[1] = s->seen[i + 1];
        }
    }
}

static void conclude(struct goal *g, const struct search *s)
{
    size_t best = furthest(s);
    judge(g, s);
    g->found = best != SIZE_MAX;
    if (!g->found)
        return;
    const struct goal_point *beyond = next_to(s, best);
    g->best = s->seen[best];
    g->is_edge = !beyond;
    if (beyond)
        g->beyond = *beyond;
}

/* --- all --- */

static enum hm_status find_range(struct goal *g, const struct goal_request *q, struct diag *d)
{
    int64_t most;
    g->low = q->low;
    g->high = q->high;
    if (!q->has_range) {
        g->low = 0;
        if (__builtin_mul_overflow(g->scale.value, 10, &most))
            most = INT64_MAX / 4;
        g->high = g->scale.has_value && most > 10000 ? most : 10000;
    }
    if (g->low > g->high || g->low < -LIMIT_MONEY_FEN || g->high > LIMIT_MONEY_FEN)
        return diag_error(d, HM_USAGE, NULL,
                          _("a goal is looked for from the smaller value to the larger one"));
    return q->op == CMP_EQ || q->op == CMP_NE
               ? diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("write <=, <, >= or >"),
                          _("a total is hardly ever met exactly: give a bound"))
               : HM_OK;
}

static enum hm_status search(struct search *s, struct diag *d)
{
    const struct goal *g = s->goal;
    int64_t values[FIRST];
    __int128 width = g->high - g->low;
    for (int i = 0; i < FIRST; i++)
        values[i] = (int64_t)(g->low + width * i / (FIRST - 1));
    TRY(look(s, values, FIRST, d));
    return narrow(s, d);
}

enum hm_status goal_ask(struct goal *out, struct population *p, const struct goal_request *q,
                        struct diag *d)
{
    struct goal g = {0};
    struct search s = {.population = p, .q = q, .goal = &g};
    TRY(dial_find(&g.scale, p, &q->dial, d));
    TRY(find_range(&g, q, d));
    s.seen = mem_calloc(SEEN_MOST, sizeof *s.seen);
    if (!s.seen)
        return diag_nomem(d, _("asking the households"));
    enum hm_status st = search(&s, d);
    if (st == HM_OK) {
        conclude(&g, &s);
        *out = g;
    }
    mem_free(s.seen);
    return st;
}
