/* rate.c - halves the range until every part is proved to be without a jump and with one slope,
 * or is a single step; then evaluates what is left with the reference engine.
 */
#include "whatif/rate.h"

#include <string.h>
#include "base/mem.h"
#include "model/model.h"

enum {
    KNEES_MOST = 6000, /* intervals spent on changes of slope; jumps are looked for after it */
    ASKED_MOST = 1000, /* steps decided by the reference engine: half a second */
    CAUSES_MOST = 100, /* jumps whose rule is looked for: two traces each */
    NOISE_FEN = 100    /* amounts in whole yuan stray so far from a straight line */
};

struct span {
    int64_t lo, hi;
};
struct finder {
    const struct rate_request *q;
    struct rate_answer *out;
    struct solve solve;
    bool *is_jump; /* by point: from it to the next */
    size_t jump_cap;
    struct rate_value *asked[2]; /* room for two points */
    size_t asked_count;
    struct span *stack;
    size_t depth, stack_cap;
    struct diag *diag;
};

static enum hm_status no_memory(struct finder *f)
{
    return diag_nomem(f->diag, _("solving"));
}

/* --- what is tracked --- */

static bool is_own_income(const struct rate_request *q, const struct agenda *g)
{
    if (q->thing.is_parameter)
        return false;
    const struct field *x = &g->model->fields[q->thing.cell.field];
    return x->type.kind == KIND_MONEY && x->entity == g->member && x->unit &&
           strcmp(x->unit, "yuan/month") == 0 && strstr(x->name, "income") != NULL;
}

static enum hm_status track(struct finder *f)
{
    struct rate_answer *a = f->out;
    struct agenda g;
    enum hm_status st = agenda_init(&g, family_policy(f->q->family)->model, f->diag);
    if (st != HM_OK) {
        agenda_fini(&g);
        return st;
    }
    size_t n = g.benefit_count + g.category_count;
    a->tracked = arena_alloc(&a->arena, (n + 1) * sizeof *a->tracked);
    if (a->tracked && g.benefit_count)
        memcpy(a->tracked, g.benefits, g.benefit_count * sizeof *g.benefits);
    if (a->tracked && g.category_count)
        memcpy(a->tracked + g.benefit_count, g.categories,
               g.category_count * sizeof *g.categories);
    a->tracked_count = n;
    a->benefit_count = g.benefit_count;
    a->is_income = is_own_income(f->q, &g);
    agenda_fini(&g);
    return a->tracked ? HM_OK : no_memory(f);
}

/* --- points --- */

static enum hm_status add_point(struct finder *f, int64_t x, bool jumps)
{
    struct rate_answer *a = f->out;
    if (a->point_count > 0 && a->points[a->point_count - 1].x == x) {
        f->is_jump[a->point_count - 1] |= jumps;
        return HM_OK;
    }
    void *points = a->points, *jump = f->is_jump;
    if (mem_grow(&points, &a->point_cap, a->point_count + 1, sizeof *a->points) != 0)
        return no_memory(f);
    a->points = points;
    if (mem_grow(&jump, &f->jump_cap, a->point_count + 1, sizeof *f->is_jump) != 0)
        return no_memory(f);
    f->is_jump = jump;
    f->is_jump[a->point_count] = jumps;
    a->points[a->point_count++] = (struct rate_point){.x = x};
    return HM_OK;
}

static enum hm_status add_gap(struct finder *f, int64_t lo, int64_t hi)
{
    struct rate_answer *a = f->out;
    if (a->gap_count > 0 && a->gaps[a->gap_count - 1].to == lo) {
        a->gaps[a->gap_count - 1].to = hi;
        return HM_OK;
    }
    void *gaps = a->gaps;
    if (mem_grow(&gaps, &a->gap_cap, a->gap_count + 1, sizeof *a->gaps) != 0)
        return no_memory(f);
    a->gaps = gaps;
    a->gaps[a->gap_count++] = (struct rate_gap){lo, hi};
    return HM_OK;
}

/* --- searching --- */

enum verdict { QUIET, JUMPS, UNSURE };

/* Whether the interval last bounded has a jump; on two neighbours JUMPS is certain. */
static enum verdict judge(const struct finder *f)
{
    int64_t t = f->q->threshold_fen;
    enum verdict found = QUIET;
    for (uint32_t i = 0; i < f->solve.v.bounds.output_count; i++) {
        struct bounds_value v;
        enum solve_state state = solve_output(&f->solve, i, &v);
        if (state == SOLVE_UNDETERMINED || (state == SOLVE_VALUE && v.lo == v.hi))
            continue;
        if (state == SOLVE_UNKNOWN)
            found = found == JUMPS ? JUMPS : UNSURE;
        else if (i >= f->out->benefit_count || v.step_lo < -t || v.step_hi > t)
            found = JUMPS;
    }
    return found;
}

static enum hm_status push(struct finder *f, int64_t lo, int64_t hi)
{
    void *stack = f->stack;
    if (mem_grow(&stack, &f->stack_cap, f->depth + 1, sizeof *f->stack) != 0)
        return no_memory(f);
    f->stack = stack;
    f->stack[f->depth++] = (struct span){lo, hi};
    return HM_OK;
}

/* --- one step --- */

static bool changes(const struct rate_request *q, const struct rate_answer *a, size_t i,
                    const struct rate_value *x, const struct rate_value *y)
{
    if (x->is_known != y->is_known)
        return true;
    if (!x->is_known || x->value == y->value)
        return false;
    int64_t away = y->value > x->value ? y->value - x->value : x->value - y->value;
    return i >= a->benefit_count || away > q->threshold_fen;
}

/* The tracked results at x by the reference engine. */
static enum hm_status exact(struct finder *f, int64_t x, struct rate_value *out)
{
    struct results r;
    results_init(&r);
    enum hm_status st = solve_exact(&f->solve, x, &r);
    for (size_t i = 0; st == HM_OK && i < f->out->tracked_count; i++) {
        out[i] = (struct rate_value){0};
        out[i].is_known = solve_stored(&f->solve, &r, f->out->tracked[i], 0, &out[i].value);
    }
    results_fini(&r);
    return st;
}

/* Where the program does not say, the reference engine does. */
static enum hm_status ask(struct finder *f, struct span s, bool *jumps)
{
    TRY(exact(f, s.lo, f->asked[0]));
    TRY(exact(f, s.hi, f->asked[1]));
    f->asked_count++;
    *jumps = false;
    for (size_t i = 0; i < f->out->tracked_count; i++)
        *jumps |= changes(f->q, f->out, i, &f->asked[0][i], &f->asked[1][i]);
    return HM_OK;
}

/* A single step that jumps, or where the slope changes. */
static enum hm_status take_step(struct finder *f, struct span s, enum verdict v)
{
    bool jumps = v == JUMPS;
    if (v == UNSURE)
        TRY(ask(f, s, &jumps));
    if (v == UNSURE && !jumps)
        return HM_OK;
    TRY(add_point(f, s.lo, jumps));
    f->out->jump_count += jumps;
    return add_point(f, s.hi, false);
}

static bool is_spent(const struct finder *f)
{
    return f->solve.intervals >= LIMIT_SOLVE_INTERVALS ||
           f->out->jump_count >= LIMIT_SOLVE_JUMPS || f->asked_count >= ASKED_MOST ||
           !f->solve.is_proved;
}

static enum hm_status search(struct finder *f)
{
    const struct rate_request *q = f->q;
    TRY(push(f, q->from, q->to));
    while (f->depth > 0) {
        struct span s = f->stack[--f->depth];
        bool knees = f->solve.intervals < KNEES_MOST;
        if (s.lo == s.hi)
            continue;
        if (is_spent(f)) {
            TRY(add_gap(f, s.lo, s.hi));
            continue;
        }
        TRY(solve_interval(&f->solve, s.lo, s.hi));
        enum verdict v = judge(f);
        if (v == QUIET && (!f->solve.v.bounds.undecided || !knees))
            continue;
        if (s.hi - s.lo == 1) {
            TRY(take_step(f, s, v));
            continue;
        }
        int64_t mid = s.lo + (s.hi - s.lo) / 2;
        TRY(push(f, mid, s.hi));
        TRY(push(f, s.lo, mid));
    }
    return HM_OK;
}

/* --- values of points --- */

static void add_total(struct finder *f, struct rate_point *p)
{
    int64_t total = 0;
    bool known = true;
    for (size_t i = 0; i < f->out->benefit_count; i++) {
        known &= p->values[i].is_known;
        if (__builtin_add_overflow(total, p->values[i].value, &total))
            known = false;
    }
    p->total = (struct rate_value){known, total};
    p->net = p->total;
    if (f->out->is_income && __builtin_add_overflow(total, p->x, &p->net.value))
        p->net.is_known = false;
}

/* By the program; false: it does not say all. */
static enum hm_status estimate(struct finder *f, struct rate_point *p)
{
    p->values = arena_zalloc(&f->out->arena, (f->out->tracked_count + 1) * sizeof *p->values);
    if (!p->values)
        return no_memory(f);
    TRY(solve_interval(&f->solve, p->x, p->x));
    for (uint32_t i = 0; i < f->solve.v.bounds.output_count; i++) {
        struct bounds_value v;
        if (solve_output(&f->solve, i, &v) == SOLVE_VALUE)
            p->values[i] = (struct rate_value){true, v.left};
    }
    add_total(f, p);
    return HM_OK;
}

/* The reference engine's values take the place of the program's, which must be the same. */
static enum hm_status verify(struct finder *f, struct rate_point *p)
{
    struct rate_value *v = f->asked[0];
    const struct model *m = family_policy(f->q->family)->model;
    TRY(exact(f, p->x, v));
    for (size_t i = 0; i < f->out->tracked_count; i++) {
        if (p->values[i].is_known && (!v[i].is_known || v[i].value != p->values[i].value))
            return diag_error(f->diag, HM_INTERNAL, NULL,
                              _("the engines differ in %s: report this as a bug"),
                              m->fields[f->out->tracked[i]].name);
        p->values[i] = v[i];
    }
    add_total(f, p);
    return HM_OK;
}

/* --- fewer points --- */

/* Whether points between two others leave the straight line; the one that does most. */
static size_t bend(const struct rate_answer *a, size_t from, size_t to, int64_t tolerance)
{
    const struct rate_point *p = &a->points[from], *q = &a->points[to];
    __int128 most = (__int128)tolerance * (q->x - p->x);
    size_t found = 0;
    for (size_t i = from + 1; i < to; i++) {
        const struct rate_point *m = &a->points[i];
        if (!m->total.is_known)
            return i;
        __int128 away = (__int128)(m->total.value - p->total.value) * (q->x - p->x) -
                        (__int128)(q->total.value - p->total.value) * (m->x - p->x);
        away = away < 0 ? -away : away;
        if (away > most) {
            most = away;
            found = i;
        }
    }
    return found;
}

static void mark_bends(const struct rate_answer *a, size_t from, size_t to, int64_t tolerance,
                       bool *keep, unsigned depth)
{
    keep[from] = keep[to] = true;
    if (to <= from + 1 || depth > 64)
        return;
    size_t i = a->points[from].total.is_known && a->points[to].total.is_known
                   ? bend(a, from, to, tolerance)
                   : from + 1;
    if (i == 0)
        return;
    mark_bends(a, from, i, tolerance, keep, depth + 1);
    mark_bends(a, i, to, tolerance, keep, depth + 1);
}

/* Changes of slope that cannot be told from rounding go. */
static enum hm_status thin_out(struct finder *f)
{
    struct rate_answer *a = f->out;
    int64_t tolerance = f->q->threshold_fen > NOISE_FEN ? f->q->threshold_fen : NOISE_FEN;
    bool *keep = mem_calloc(a->point_count + 1, sizeof *keep);
    if (!keep)
        return no_memory(f);
    for (size_t from = 0, i = 0; i < a->point_count; i++) {
        if (i + 1 < a->point_count && !f->is_jump[i])
            continue;
        mark_bends(a, from, i, tolerance, keep, 0);
        from = i + 1;
    }
    size_t n = 0;
    for (size_t i = 0; i < a->point_count; i++)
        if (keep[i]) {
            f->is_jump[n] = f->is_jump[i];
            a->points[n++] = a->points[i];
        }
    a->point_count = n;
    mem_free(keep);
    return HM_OK;
}

/* --- pieces --- */

static enum hm_status explain_jump(struct finder *f, struct rate_piece *piece, size_t at,
                                   bool with_cause)
{
    struct rate_answer *a = f->out;
    const struct rate_point *p = &a->points[at], *n = p + 1;
    piece->changes = arena_zalloc(&a->arena, (a->tracked_count + 1) * sizeof *piece->changes);
    if (!piece->changes)
        return no_memory(f);
    for (size_t i = 0; i < a->tracked_count; i++)
        if (changes(f->q, a, i, &p->values[i], &n->values[i]))
            piece->changes[piece->change_count++].field = i;
    if (!with_cause)
        return HM_OK;
    struct cause_pair pair;
    enum hm_status st =
        cause_open(&pair, &f->solve, a->tracked, a->tracked_count, p->x, n->x, f->diag);
    for (size_t i = 0; st == HM_OK && i < piece->change_count; i++)
        cause_find(&piece->changes[i].cause, &pair, a->tracked[piece->changes[i].field],
                   f->q->threshold_fen, &a->arena);
    cause_close(&pair);
    return st;
}

static enum hm_status make_pieces(struct finder *f)
{
    struct rate_answer *a = f->out;
    size_t explained = 0;
    a->pieces = arena_zalloc(&a->arena, (a->point_count + 1) * sizeof *a->pieces);
    if (!a->pieces)
        return no_memory(f);
    for (size_t i = 0; i + 1 < a->point_count; i++) {
        struct rate_piece *piece = &a->pieces[i];
        const struct rate_point *p = &a->points[i], *n = p + 1;
        piece->is_jump = f->is_jump[i];
        if (piece->is_jump)
            TRY(explain_jump(f, piece, i, explained++ < CAUSES_MOST));
        else if (p->total.is_known && n->total.is_known)
            piece->has_rate =
                rational_make(&piece->rate, (__int128)n->total.value - p->total.value,
                              n->x - p->x) == HM_TRAP_NONE;
    }
    return HM_OK;
}

/* Results that are in error at the first point are not looked at, which the answer says. */
static enum hm_status drop_errors(struct finder *f)
{
    struct rate_answer *a = f->out;
    struct family_run run;
    struct results r;
    size_t n = 0, benefits = 0;
    a->dropped = arena_alloc(&a->arena, (a->tracked_count + 1) * sizeof *a->dropped);
    if (!a->dropped)
        return no_memory(f);
    results_init(&r);
    enum hm_status st = family_run_open(&run, f->q->family, ENGINE_LUA, f->q->law, a->tracked,
                                        a->tracked_count, f->diag);
    if (st == HM_OK)
        st = family_run_now(&run, &r, f->diag);
    for (size_t i = 0; st == HM_OK && i < a->tracked_count; i++) {
        if (r.columns[i].state[0] > HM_TRAP_MISSING) {
            a->dropped[a->dropped_count++] = a->tracked[i];
            continue;
        }
        benefits += i < a->benefit_count;
        a->tracked[n++] = a->tracked[i];
    }
    family_run_close(&run);
    results_fini(&r);
    if (st == HM_OK) {
        a->tracked_count = n;
        a->benefit_count = benefits;
    }
    return st;
}

static enum hm_status find(struct finder *f)
{
    struct rate_answer *a = f->out;
    const struct rate_request *q = f->q;
    TRY(track(f));
    TRY(drop_errors(f));
    for (int k = 0; k < 2; k++) {
        f->asked[k] = arena_alloc(&a->arena, (a->tracked_count + 1) * sizeof *f->asked[k]);
        if (!f->asked[k])
            return no_memory(f);
    }
    TRY(solve_open(&f->solve, q->family, q->law, a->tracked, a->tracked_count,
                   q->thing.is_parameter ? &q->thing : NULL, q->host, f->diag));
    TRY(solve_focus(&f->solve, &q->thing));
    TRY(add_point(f, q->from, false));
    TRY(search(f));
    TRY(add_point(f, q->to, false));
    a->intervals = f->solve.intervals;
    for (size_t i = 0; i < a->point_count; i++)
        TRY(estimate(f, &a->points[i]));
    TRY(thin_out(f));
    for (size_t i = 0; i < a->point_count; i++)
        TRY(verify(f, &a->points[i]));
    return make_pieces(f);
}

enum hm_status rate_find(struct rate_answer *out, const struct rate_request *q, struct diag *d)
{
    struct finder f = {.q = q, .out = out, .diag = d};
    *out = (struct rate_answer){0};
    arena_init(&out->arena);
    struct family_cell cell = q->thing.cell;
    int64_t before = 0;
    bool is_fact = !q->thing.is_parameter;
    bool was_known = is_fact && family_get(q->family, cell, &before);
    if (is_fact) /* so that the program reads it */
        family_put(q->family, cell, true, q->from);
    enum hm_status st = find(&f);
    solve_close(&f.solve);
    if (is_fact)
        family_put(q->family, cell, was_known, before);
    mem_free(f.stack);
    mem_free(f.is_jump);
    return st;
}

void rate_fini(struct rate_answer *a)
{
    mem_free(a->points);
    mem_free(a->gaps);
    arena_fini(&a->arena);
    memset(a, 0, sizeof *a);
}
