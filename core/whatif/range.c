/* range.c - points of the missing facts' limits are tried; boxes of them are bounded and
 * halved, those first that may hold something beyond what was seen, until nothing can or the
 * limit is reached.
 */
#include "whatif/range.h"

#include <string.h>
#include "base/mem.h"
#include "model/model.h"
#include "vec/elem.h"

enum {
    TRIALS = 160,       /* points */
    TRIALS_OF_ONE = 6,  /* other values of one fact at a point */
    BOXES = 1500,       /* bounded for each end, and for each code */
    BOXES_OF_LINE = 200 /* along one fact, the others as they usually are */
};

struct box {
    struct bounds_span *spans; /* by fact */
    int64_t lo, hi;
};
struct finder {
    const struct range_request *q;
    struct range_answer *out;
    struct solve solve;
    uint32_t output;
    struct bounds_span *spans; /* whole limits */
    uint32_t cut;              /* the facts act through this node alone; 0: no such node */
    struct bounds_span cut_span;
    struct bounds_span *point; /* being tried */
    int64_t *lowest, *highest; /* points with these results */
    bool seen[256];            /* codes */
    int64_t *reached[256];     /* points with them; NULL: short of memory */
    uint64_t random;
    struct box *boxes; /* a heap would be faster; there are few */
    size_t box_count, box_cap;
    struct diag *diag;
};

static enum hm_status no_memory(struct finder *f)
{
    return diag_nomem(f->diag, _("solving"));
}

static size_t dimensions(const struct finder *f)
{
    return f->out->fact_count;
}

/* What boxes are made of: the facts, or the one node they act through. */
static size_t sides(const struct finder *f)
{
    return f->cut ? 1 : dimensions(f);
}

static const struct bounds_span *limits(const struct finder *f)
{
    return f->cut ? &f->cut_span : f->spans;
}

static uint64_t draw(struct finder *f)
{
    f->random ^= f->random << 13;
    f->random ^= f->random >> 7;
    f->random ^= f->random << 17;
    return f->random;
}

/* --- by the reference engine --- */

static void supply(const struct finder *f, bool known, const int64_t *at)
{
    for (size_t i = 0; i < dimensions(f); i++) {
        const struct solve_thing *t = &f->out->facts[i].thing;
        family_put(f->q->family, t->cell, known, at ? at[i] : t->lo);
    }
}

static enum hm_status reference(struct finder *f, struct results *r, enum hm_trap *state,
                                int64_t *value)
{
    struct family_run run;
    uint32_t row = f->q->result.row;
    enum hm_status st = family_run_open(&run, f->q->family, ENGINE_LUA, f->q->law,
                                        &f->q->result.field, 1, f->diag);
    if (st == HM_OK)
        st = family_run_now(&run, r, f->diag);
    *state = st == HM_OK ? (enum hm_trap)r->columns[0].state[row] : HM_TRAP_SCRIPT;
    if (*state == HM_TRAP_NONE)
        *value = result_stored(&r->columns[0], family_policy(f->q->family)->model, row);
    family_run_close(&run);
    return st;
}

/* A point that was seen gives that result there too. */
static enum hm_status confirm(struct finder *f, const int64_t *at, int64_t seen)
{
    enum hm_trap state;
    int64_t value = 0;
    struct results r;
    results_init(&r);
    supply(f, true, at);
    enum hm_status st = reference(f, &r, &state, &value);
    results_fini(&r);
    const struct model *m = family_policy(f->q->family)->model;
    if (st != HM_OK || (state == HM_TRAP_NONE && value == seen))
        return st;
    return diag_error(f->diag, HM_INTERNAL, NULL,
                      _("the engines differ in %s: report this as a bug"),
                      m->fields[f->q->result.field].name);
}

/* --- the missing facts --- */

static enum hm_status add_fact(struct finder *f, struct family_cell c)
{
    struct solve_thing t;
    bool has_value;
    for (size_t i = 0; i < dimensions(f); i++)
        if (f->out->facts[i].thing.cell.field == c.field &&
            f->out->facts[i].thing.cell.row == c.row)
            return HM_OK;
    if (!solve_fact(&t, f->q->family, c, &has_value))
        return HM_OK; /* a text: nothing to try */
    void *facts = f->out->facts;
    if (mem_grow(&facts, &f->out->fact_cap, f->out->fact_count + 1, sizeof *f->out->facts) != 0)
        return no_memory(f);
    f->out->facts = facts;
    f->out->facts[f->out->fact_count++] = (struct range_fact){.thing = t};
    return HM_OK;
}

/* The facts an undetermined result names, one a line. */
static enum hm_status add_named(struct finder *f, const struct results *r)
{
    for (size_t i = 0; i < r->issue_count; i++) {
        const char *p = r->issues[i].text;
        if (r->issues[i].row != f->q->result.row || r->issues[i].trap != HM_TRAP_MISSING)
            continue;
        while (*p) {
            size_t n = strcspn(p, "\n");
            char *path = arena_strndup(&f->out->arena, p, n);
            struct family_cell c;
            if (!path)
                return no_memory(f);
            if (family_find(f->q->family, path, &c, NULL) == HM_OK)
                TRY(add_fact(f, c));
            p += n + (p[n] == '\n');
        }
    }
    return HM_OK;
}

/* What is missing, and what turns out to be missing too once that is there. */
static enum hm_status list_facts(struct finder *f)
{
    size_t before = 0;
    int64_t value;
    do {
        before = dimensions(f);
        for (int k = 0; k < 3; k++) {
            struct results r;
            enum hm_trap state;
            for (size_t i = 0; i < dimensions(f); i++) {
                const struct solve_thing *t = &f->out->facts[i].thing;
                int64_t x = k == 0 ? t->lo : k == 1 ? t->hi : t->lo + (t->hi - t->lo) / 2;
                family_put(f->q->family, t->cell, true, x);
            }
            results_init(&r);
            enum hm_status st = reference(f, &r, &state, &value);
            if (st == HM_OK)
                st = add_named(f, &r);
            results_fini(&r);
            TRY(st);
        }
    } while (dimensions(f) > before);
    return HM_OK;
}

/* --- points --- */

static void note(struct finder *f, const struct bounds_span *at, bool is_right, int64_t v)
{
    struct range_answer *a = f->out;
    int64_t *kept[2] = {!a->is_seen || v < a->lowest_seen ? f->lowest : NULL,
                        !a->is_seen || v > a->highest_seen ? f->highest : NULL};
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; kept[k] && i < dimensions(f); i++)
            kept[k][i] = is_right ? at[i].hi : at[i].lo;
    a->lowest_seen = kept[0] ? v : a->lowest_seen;
    a->highest_seen = kept[1] ? v : a->highest_seen;
    a->is_seen = true;
    if (f->seen[(uint8_t)v])
        return;
    f->seen[(uint8_t)v] = true;
    int64_t *point = arena_alloc(&a->arena, (dimensions(f) + 1) * sizeof *point);
    for (size_t i = 0; point && i < dimensions(f); i++)
        point[i] = is_right ? at[i].hi : at[i].lo;
    f->reached[(uint8_t)v] = point;
}

/* What the bounds last evaluated say; the two ends of the diagonal are points. */
static bool read_bounds(struct finder *f, const struct bounds_span *at, int64_t *lo,
                        int64_t *hi)
{
    const struct bounds *b = &f->solve.v.bounds;
    const struct bounds_output *o = &b->outputs[f->output];
    struct bounds_value v;
    uint8_t low, high;
    bool known = bounds_stored(b, f->output, &v, &low, &high);
    const struct bounds_value *doubt = o->doubt ? &b->values[o->doubt] : NULL;
    *lo = v.lo;
    *hi = v.hi;
    if (f->cut)
        return known; /* no point of facts */
    if (known && (!doubt || doubt->left == 0))
        note(f, at, false, v.left);
    if (known && (!doubt || doubt->right == 0))
        note(f, at, true, v.right);
    if (doubt && (doubt->left != 0 || doubt->right != 0))
        f->out->stays_undetermined = true;
    return known;
}

static enum hm_status eval(struct finder *f, const struct bounds_span *at)
{
    if (f->out->boxes++ % 64 == 0 && f->q->host && task_stopped(f->q->host))
        return HM_INTERRUPTED;
    bounds_eval(&f->solve.v.bounds, at);
    return HM_OK;
}

/* One of a fact's values: its ends, near its ends, anywhere. */
static int64_t some_value(struct finder *f, size_t i)
{
    struct bounds_span s = f->spans[i];
    uint64_t width = (uint64_t)(s.hi - s.lo), r = draw(f);
    switch (r >> 8 & 3) {
    case 0:
        return r & 1 ? s.lo : s.hi;
    case 1: /* as likely small as large */
        return s.lo + (int64_t)((draw(f) % (width + 1)) >> (r >> 16) % 40);
    default:
        return s.lo + (int64_t)(draw(f) % (width + 1));
    }
}

/* The result at f->point; false: it has none. */
static enum hm_status try_point(struct finder *f, bool *has, int64_t *value)
{
    int64_t hi;
    bool stays = f->out->stays_undetermined;
    f->out->stays_undetermined = false;
    TRY(eval(f, f->point));
    bool known = read_bounds(f, f->point, value, &hi);
    *has = known && !f->out->stays_undetermined;
    f->out->stays_undetermined |= stays;
    return HM_OK;
}

static enum hm_status vary(struct finder *f, size_t i)
{
    bool had, has;
    int64_t before, value, at = f->point[i].lo;
    if (f->out->facts[i].matter == RANGE_MATTERS)
        return HM_OK;
    TRY(try_point(f, &had, &before));
    for (int k = 0; k < TRIALS_OF_ONE; k++) {
        int64_t x = some_value(f, i);
        f->point[i] = (struct bounds_span){x, x};
        TRY(try_point(f, &has, &value));
        if (has != had || (has && value != before))
            f->out->facts[i].matter = RANGE_MATTERS;
    }
    f->point[i] = (struct bounds_span){at, at};
    return HM_OK;
}

static enum hm_status try_points(struct finder *f)
{
    for (int k = 0; k < TRIALS; k++) {
        for (size_t i = 0; i < dimensions(f); i++) {
            int64_t x = k == 0 ? f->spans[i].lo : k == 1 ? f->spans[i].hi : some_value(f, i);
            f->point[i] = (struct bounds_span){x, x};
        }
        for (size_t i = 0; i < dimensions(f); i++)
            TRY(vary(f, i));
    }
    return HM_OK;
}

/* --- which facts the program of the result reads at all --- */

static enum hm_status find_readers(struct finder *f)
{
    struct bounds *b = &f->solve.v.bounds;
    const struct bounds_output *o = &b->outputs[f->output];
    for (size_t i = 0; i < dimensions(f); i++) {
        struct family_cell c = f->out->facts[i].thing.cell;
        bool reached = false;
        if (bounds_focus(b, &(struct bounds_cell){c.field, c.row}, 1) != HM_OK)
            return no_memory(f);
        for (uint32_t k = 0; k < b->active_count; k++)
            reached |= b->active[k] == o->num || (o->den && b->active[k] == o->den) ||
                       (o->doubt && b->active[k] == o->doubt);
        f->out->facts[i].matter = reached ? RANGE_NOT_SEEN : RANGE_NOT;
    }
    return HM_OK;
}

static enum hm_status focus_all(struct finder *f)
{
    struct bounds_cell *cells =
        arena_alloc(&f->out->arena, (dimensions(f) + 1) * sizeof *cells);
    for (size_t i = 0; cells && i < dimensions(f); i++) {
        struct family_cell c = f->out->facts[i].thing.cell;
        cells[i] = (struct bounds_cell){c.field, c.row};
    }
    return cells && bounds_focus(&f->solve.v.bounds, cells, (uint32_t)dimensions(f)) == HM_OK
               ? HM_OK
               : no_memory(f);
}

/* --- boxes --- */

/* Half of a box, or the whole one (split: SIZE_MAX), bounded. */
static enum hm_status add_box(struct finder *f, const struct bounds_span *spans, size_t split,
                              bool upper, bool *bounded)
{
    size_t n = sides(f);
    void *boxes = f->boxes;
    struct box box = {.spans = mem_calloc(n + 1, sizeof *box.spans)};
    if (!box.spans)
        return no_memory(f);
    memcpy(box.spans, spans, n * sizeof *spans);
    if (split < n) {
        struct bounds_span *s = &box.spans[split];
        int64_t mid = s->lo + (s->hi - s->lo) / 2;
        *s = upper ? (struct bounds_span){mid + 1, s->hi} : (struct bounds_span){s->lo, mid};
    }
    enum hm_status st = eval(f, box.spans);
    *bounded = st == HM_OK && read_bounds(f, box.spans, &box.lo, &box.hi);
    if (st == HM_OK && mem_grow(&boxes, &f->box_cap, f->box_count + 1, sizeof *f->boxes) != 0)
        st = no_memory(f);
    if (st != HM_OK) {
        mem_free(box.spans);
        return st;
    }
    f->boxes = boxes;
    f->boxes[f->box_count++] = box;
    return HM_OK;
}

static void drop_boxes(struct finder *f)
{
    for (size_t i = 0; i < f->box_count; i++)
        mem_free(f->boxes[i].spans);
    f->box_count = 0;
}

/* The dimension in which the box is widest, held against the whole; SIZE_MAX: it is a point. */
static size_t widest(const struct finder *f, const struct box *b)
{
    size_t found = SIZE_MAX;
    const struct bounds_span *all = limits(f), *mine = b->spans;
    for (size_t i = 0; i < sides(f); i++) {
        __int128 width = mine[i].hi - mine[i].lo;
        if (width == 0 || (!f->cut && f->out->facts[i].matter == RANGE_NOT))
            continue;
        if (found == SIZE_MAX ||
            width * (all[found].hi - all[found].lo) >
                (__int128)(mine[found].hi - mine[found].lo) * (all[i].hi - all[i].lo))
            found = i;
    }
    return found;
}

/* Takes box i out and puts its halves in. */
static enum hm_status split_box(struct finder *f, size_t i, bool *bounded)
{
    struct box b = f->boxes[i];
    size_t dimension = widest(f, &b);
    bool low = true, high = true;
    f->boxes[i] = f->boxes[--f->box_count];
    enum hm_status st = HM_OK;
    if (dimension != SIZE_MAX) {
        st = add_box(f, b.spans, dimension, false, &low);
        if (st == HM_OK)
            st = add_box(f, b.spans, dimension, true, &high);
    }
    mem_free(b.spans);
    *bounded = low && high;
    return st;
}

/* The box that may reach furthest beyond what was seen; SIZE_MAX: none does. */
static size_t furthest(const struct finder *f, bool high)
{
    size_t found = SIZE_MAX;
    int64_t most = high ? f->out->highest_seen : f->out->lowest_seen;
    for (size_t i = 0; i < f->box_count; i++) {
        const struct box *b = &f->boxes[i];
        if (!f->out->is_seen && found == SIZE_MAX)
            most = high ? b->hi - 1 : b->lo + 1;
        if (high ? b->hi > most : b->lo < most) {
            most = high ? b->hi : b->lo;
            found = i;
        }
    }
    return found;
}

/* Narrows one end down within a box; *next: what may reach beyond what was seen, SIZE_MAX:
 * none.
 */
static enum hm_status narrow_end(struct finder *f, const struct bounds_span *within, bool high,
                                 unsigned most, bool *bounded, size_t *next)
{
    drop_boxes(f);
    TRY(add_box(f, within, SIZE_MAX, false, bounded));
    *next = *bounded ? furthest(f, high) : SIZE_MAX;
    for (unsigned k = 0; *bounded && *next != SIZE_MAX && k < most; k++) {
        if (f->cut && widest(f, &f->boxes[*next]) == SIZE_MAX)
            break; /* what it gives there may not be reached by any facts */
        TRY(split_box(f, *next, bounded));
        *next = furthest(f, high);
    }
    return HM_OK;
}

static enum hm_status find_end(struct finder *f, bool high)
{
    struct range_answer *a = f->out;
    bool bounded;
    size_t next;
    TRY(narrow_end(f, limits(f), high, BOXES, &bounded, &next));
    a->is_bounded &= bounded && (next != SIZE_MAX || a->is_seen);
    if (!bounded)
        return HM_OK;
    bool exact = next == SIZE_MAX && a->is_seen;
    int64_t edge = next == SIZE_MAX ? 0 : high ? f->boxes[next].hi : f->boxes[next].lo;
    if (high) {
        a->high_is_reached = exact;
        a->high = exact ? a->highest_seen : edge;
    } else {
        a->low_is_reached = exact;
        a->low = exact ? a->lowest_seen : edge;
    }
    return HM_OK;
}

/* --- enums and booleans --- */

/* Whether a code that was not seen can be ruled out within a box. */
static enum hm_status rule_out(struct finder *f, const struct bounds_span *within, uint8_t code,
                               unsigned most, bool *is_out)
{
    bool bounded;
    drop_boxes(f);
    TRY(add_box(f, within, SIZE_MAX, false, &bounded));
    for (unsigned k = 0; k < most && bounded && !f->seen[code] && f->box_count > 0; k++) {
        const struct box *b = &f->boxes[f->box_count - 1];
        if (b->lo > code || b->hi < code)
            mem_free(f->boxes[--f->box_count].spans);
        else if (f->cut && widest(f, b) == SIZE_MAX)
            break; /* it may not be reached by any facts, and it may */
        else
            TRY(split_box(f, f->box_count - 1, &bounded));
    }
    *is_out = bounded && !f->seen[code] && f->box_count == 0;
    return HM_OK;
}

static enum hm_status find_codes(struct finder *f, const struct type *t)
{
    struct range_answer *a = f->out;
    const struct model *m = family_policy(f->q->family)->model;
    size_t count = t->kind == KIND_BOOLEAN ? 2 : m->enums[t->enum_id].count;
    a->codes = arena_alloc(&a->arena, (count + 1) * sizeof *a->codes);
    if (!a->codes)
        return no_memory(f);
    for (size_t i = 0; i < count; i++) {
        bool is_out = false;
        if (!f->seen[i])
            TRY(rule_out(f, limits(f), (uint8_t)i, BOXES, &is_out));
        if (f->seen[i] && f->reached[i])
            TRY(confirm(f, f->reached[i], (int64_t)i));
        if (!is_out)
            a->codes[a->code_count++] = (struct range_code){(uint8_t)i, f->seen[i]};
    }
    return HM_OK;
}

/* --- along one fact --- */

/* What a fact usually is: nothing, of dates forty years ago. */
static int64_t usual(const struct finder *f, size_t i)
{
    const struct solve_thing *t = &f->out->facts[i].thing;
    const struct model *m = family_policy(f->q->family)->model;
    int64_t x = m->fields[t->cell.field].type.kind == KIND_DATE ? t->hi - 40 * 365 : 0;
    return x < t->lo ? t->lo : x > t->hi ? t->hi : x;
}

/* Points alone seldom meet a narrow band of an income: each fact moves by itself, from end to
 * end, the others being what they usually are. */
static enum hm_status try_lines(struct finder *f, const struct type *t)
{
    const struct model *m = family_policy(f->q->family)->model;
    size_t codes = t->kind == KIND_BOOLEAN ? 2
                   : t->kind == KIND_ENUM  ? m->enums[t->enum_id].count
                                           : 0;
    for (size_t i = 0; i < dimensions(f); i++) {
        bool bounded, is_out;
        size_t next;
        for (size_t k = 0; k < dimensions(f); k++)
            f->point[k] = (struct bounds_span){usual(f, k), usual(f, k)};
        f->point[i] = f->spans[i];
        for (size_t c = 0; c < codes; c++)
            if (!f->seen[c])
                TRY(rule_out(f, f->point, (uint8_t)c, BOXES_OF_LINE, &is_out));
        for (int high = 0; codes == 0 && high < 2; high++)
            TRY(narrow_end(f, f->point, high, BOXES_OF_LINE, &bounded, &next));
    }
    return HM_OK;
}

/* --- one node that all goes through, such as the family's income --- */

/* Several facts that act through one number: that number moves instead of them. It may take
 * values that no facts give it, so what it proves holds, and what is exact was seen. */
static enum hm_status find_cut(struct finder *f)
{
    struct bounds *b = &f->solve.v.bounds;
    if (dimensions(f) < 2)
        return HM_OK;
    uint32_t node = bounds_cut(b, f->output);
    if (!node || node == b->outputs[f->output].num)
        return HM_OK;
    TRY(eval(f, f->spans));
    struct bounds_value v = b->values[node];
    if (!bounds_known(&v) || v.lo == v.hi)
        return HM_OK;
    f->cut = node;
    f->cut_span = (struct bounds_span){v.lo, v.hi};
    return bounds_focus_cut(b, node) == HM_OK ? HM_OK : no_memory(f);
}

/* --- everything --- */

static enum hm_status search(struct finder *f)
{
    const struct solve *s = &f->solve;
    struct range_answer *a = f->out;
    const struct type *t = &family_policy(f->q->family)->model->fields[f->q->result.field].type;
    for (uint32_t i = 0; i < s->v.bounds.output_count; i++)
        if (s->v.bounds.outputs[i].row == f->q->result.row)
            f->output = i;
    a->is_bounded = true;
    for (size_t i = 0; i < dimensions(f); i++) {
        const struct solve_thing *x = &a->facts[i].thing;
        f->spans[i] = (struct bounds_span){x->lo, x->hi};
        if (!vecbounds_proves(&s->v, x->cell.field, 0))
            a->is_bounded = false;
    }
    if (!a->is_bounded) /* a formula that is not compiled reads one */
        return HM_OK;
    TRY(find_readers(f));
    TRY(focus_all(f));
    TRY(try_points(f));
    TRY(try_lines(f, t));
    TRY(find_cut(f));
    if (t->kind == KIND_ENUM || t->kind == KIND_BOOLEAN)
        return find_codes(f, t);
    TRY(find_end(f, false));
    TRY(find_end(f, true));
    if (a->is_seen) {
        TRY(confirm(f, f->lowest, a->lowest_seen));
        TRY(confirm(f, f->highest, a->highest_seen));
    }
    return HM_OK;
}

static enum hm_status prepare(struct finder *f)
{
    struct arena *a = &f->out->arena;
    size_t n = dimensions(f) + 1;
    f->spans = arena_alloc(a, n * sizeof *f->spans);
    f->point = arena_alloc(a, n * sizeof *f->point);
    f->lowest = arena_alloc(a, n * sizeof *f->lowest);
    f->highest = arena_alloc(a, n * sizeof *f->highest);
    return f->spans && f->point && f->lowest && f->highest ? HM_OK : no_memory(f);
}

static enum hm_status find(struct finder *f)
{
    enum hm_trap state;
    struct results r;
    results_init(&r);
    enum hm_status st = reference(f, &r, &state, &f->out->now);
    results_fini(&r);
    TRY(st);
    f->out->is_known = state == HM_TRAP_NONE;
    f->out->is_error = state != HM_TRAP_NONE && state != HM_TRAP_MISSING;
    if (state != HM_TRAP_MISSING)
        return HM_OK;
    st = list_facts(f);
    if (st == HM_OK)
        st = prepare(f);
    if (st == HM_OK) {
        supply(f, true, NULL);
        st = solve_open(&f->solve, f->q->family, f->q->law, &f->q->result.field, 1, NULL,
                        f->q->host, f->diag);
        if (st == HM_OK)
            st = search(f);
        solve_close(&f->solve);
    }
    supply(f, false, NULL);
    return st;
}

enum hm_status range_find(struct range_answer *out, const struct range_request *q,
                          struct diag *d)
{
    struct finder f = {.q = q, .out = out, .random = 0x9E3779B97F4A7C15u, .diag = d};
    *out = (struct range_answer){0};
    arena_init(&out->arena);
    enum hm_status st = find(&f);
    drop_boxes(&f);
    mem_free(f.boxes);
    return st;
}

void range_fini(struct range_answer *a)
{
    mem_free(a->facts);
    arena_fini(&a->arena);
    memset(a, 0, sizeof *a);
}
