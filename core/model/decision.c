/* decision.c - decision tables: looking up, and finding gaps and overlaps.
 *
 * Every column is cut at all edges its cells have, into single values and the open parts
 * between them; within such a piece a row holds everywhere or nowhere. A piece knows its rows
 * as a bit set; the rows of a combination of pieces are the intersection.
 */
#include "model/decision.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"

/* --- looking up --- */

bool decision_holds(const struct decision_row *row, size_t column_count,
                    const struct rational *arguments)
{
    for (size_t c = 0; c < column_count; c++) {
        const struct decision_cell *cell = &row->cells[c];
        bool holds = cell->count == 0;
        for (size_t i = 0; i < cell->count && !holds; i++)
            holds = band_holds(&cell->ranges[i], arguments[c]);
        if (!holds)
            return false;
    }
    return true;
}

static struct rational exact(const struct value *v)
{
    return v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
}

/* A sum keeps its kind: whole numbers stay integers. */
static enum hm_trap add_value(struct value *sum, const struct value *v)
{
    struct rational r;
    enum hm_trap trap = rational_add(&r, exact(sum), exact(v));
    if (trap != HM_TRAP_NONE)
        return trap;
    if (sum->kind == KIND_INTEGER && v->kind == KIND_INTEGER)
        sum->as.integer = r.num;
    else
        *sum = (struct value){.kind = sum->kind == KIND_INTEGER ? v->kind : sum->kind,
                              .as.rational = r};
    return HM_TRAP_NONE;
}

enum hm_trap decision_lookup(struct value *out, const struct parameter *p,
                             const struct parameter_value *v, const struct rational *arguments)
{
    struct value found = {.kind = KIND_NONE};
    for (size_t i = 0; i < v->count; i++) {
        const struct decision_row *row = &v->rows[i];
        if (!decision_holds(row, p->column_count, arguments))
            continue;
        enum hm_trap trap = HM_TRAP_NONE;
        if (found.kind == KIND_NONE)
            found = row->value;
        else if (p->hit == HIT_SUM)
            trap = add_value(&found, &row->value);
        else if (p->hit == HIT_HIGHEST && rational_cmp(exact(&row->value), exact(&found)) > 0)
            found = row->value;
        if (trap != HM_TRAP_NONE)
            return trap;
        if (p->hit == HIT_FIRST || p->hit == HIT_UNIQUE)
            break;
    }
    if (found.kind == KIND_NONE && !v->has_otherwise)
        return HM_TRAP_RANGE;
    *out = found.kind == KIND_NONE ? v->otherwise : found;
    return HM_TRAP_NONE;
}

/* --- pieces of a column --- */

struct piece {
    struct band range;
    uint64_t *rows;
};
struct pieces {
    struct piece *list;
    size_t count;
};

static struct band point(struct rational x)
{
    return (struct band){true, true, true, true, .low = x, .high = x};
}

static int compare_rationals(const void *a, const void *b)
{
    return rational_cmp(*(const struct rational *)a, *(const struct rational *)b);
}

/* All edges of a column, ascending, each once. */
static struct rational *edges_of(const struct parameter_value *v, size_t column, size_t *n,
                                 struct arena *a)
{
    size_t room = 0, kept = 0;
    for (size_t r = 0; r < v->count; r++)
        room += 2 * v->rows[r].cells[column].count;
    struct rational *edges = arena_alloc(a, (room + 1) * sizeof *edges);
    *n = 0;
    for (size_t r = 0; edges && r < v->count; r++) {
        const struct decision_cell *cell = &v->rows[r].cells[column];
        for (size_t i = 0; i < cell->count; i++) {
            if (cell->ranges[i].has_low)
                edges[(*n)++] = cell->ranges[i].low;
            if (cell->ranges[i].has_high)
                edges[(*n)++] = cell->ranges[i].high;
        }
    }
    if (!edges || *n == 0)
        return edges;
    qsort(edges, *n, sizeof *edges, compare_rationals);
    for (size_t i = 1; i < *n; i++)
        if (rational_cmp(edges[i], edges[kept]) != 0)
            edges[++kept] = edges[i];
    *n = kept + 1;
    return edges;
}

/* The open part between two edges holds a value of the type. */
static bool has_inside(const struct band *b, bool whole)
{
    if (!whole || !b->has_low || !b->has_high)
        return true;
    return rational_cmp(rational_of(rational_floor(b->low) + 1), b->high) < 0;
}

/* The values a column can have: those of its enum, or the parts between its edges. */
static bool cut(struct pieces *out, const struct parameter *p, const struct parameter_value *v,
                size_t column, uint16_t enum_count, struct arena *a)
{
    enum value_kind kind = p->columns[column].type.kind;
    bool listed = kind == KIND_ENUM || kind == KIND_BOOLEAN;
    size_t n = 0;
    struct rational *edges = listed ? NULL : edges_of(v, column, &n, a);
    if (!listed && !edges)
        return false;
    size_t values = kind == KIND_BOOLEAN ? 2 : enum_count;
    out->list = arena_zalloc(a, (values + 2 * n + 1) * sizeof *out->list);
    out->count = 0;
    if (!out->list)
        return false;
    for (size_t i = 0; listed && i < values; i++)
        out->list[out->count++].range = point(rational_of((int64_t)i));
    if (listed)
        return true;
    for (size_t i = 0; i <= n; i++) {
        struct band between = {.has_low = i > 0, .has_high = i < n};
        between.low = i > 0 ? edges[i - 1] : rational_of(0);
        between.high = i < n ? edges[i] : rational_of(0);
        if (has_inside(&between, kind == KIND_INTEGER))
            out->list[out->count++].range = between;
        if (i < n && (kind != KIND_INTEGER || edges[i].den == 1))
            out->list[out->count++].range = point(edges[i]);
    }
    return true;
}

/* Whether a cell holds a piece, which lies wholly inside or outside of it. */
static bool holds_piece(const struct decision_cell *cell, const struct band *piece)
{
    for (size_t i = 0; i < cell->count; i++) {
        const struct band *b = &cell->ranges[i];
        int low = !b->has_low ? 1 : piece->has_low ? rational_cmp(piece->low, b->low) : -1;
        int high = !b->has_high ? -1 : piece->has_high ? rational_cmp(piece->high, b->high) : 1;
        bool open = !piece->low_closed;
        if ((low > 0 || (low == 0 && (open || b->low_closed))) &&
            (high < 0 || (high == 0 && (open || b->high_closed))))
            return true;
    }
    return cell->count == 0;
}

static size_t words_of(size_t rows)
{
    return (rows + 63) / 64;
}

/* Fills the pieces' rows, and leaves out the unbounded ones that no row holds. */
static bool find_rows(struct pieces *s, const struct parameter_value *v, size_t column,
                      struct arena *a)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct piece *piece = &s->list[i];
        bool any = false;
        piece->rows = arena_zalloc(a, words_of(v->count) * sizeof *piece->rows);
        if (!piece->rows)
            return false;
        for (size_t r = 0; r < v->count; r++) {
            if (!holds_piece(&v->rows[r].cells[column], &piece->range))
                continue;
            piece->rows[r / 64] |= UINT64_C(1) << (r % 64);
            any = true;
        }
        if (any || (piece->range.has_low && piece->range.has_high))
            s->list[kept++] = *piece;
    }
    s->count = kept;
    return true;
}

/* --- combinations --- */

struct search {
    const struct parameter *p;
    const struct parameter_value *v;
    struct pieces *columns;
    uint64_t *rows; /* [column + 1][words] */
    size_t *chosen; /* by column: the piece */
    size_t looked;
    struct decision_fault *out;
};

/* The first two rows of a set, if there are two. */
static size_t first_rows(const uint64_t *set, size_t words, size_t rows[2])
{
    size_t found = 0;
    for (size_t w = 0; w < words && found < 2; w++)
        for (uint64_t bits = set[w]; bits && found < 2; bits &= bits - 1)
            rows[found++] = w * 64 + (size_t)__builtin_ctzll(bits);
    return found;
}

/* The combination so far; columns not reached yet say anything. */
static bool report(struct search *s, enum decision_fault_kind kind, size_t columns)
{
    s->out->kind = kind;
    for (size_t c = 0; c < s->p->column_count; c++)
        s->out->at[c] = c < columns ? s->columns[c].list[s->chosen[c]].range : (struct band){0};
    return true;
}

/* Whether a fault was found at or behind this column. */
static bool search(struct search *s, size_t column)
{
    size_t words = words_of(s->v->count), rows[2];
    uint64_t *set = s->rows + column * words;
    size_t found = first_rows(set, words, rows);
    if (found == 0 && !s->v->has_otherwise)
        return report(s, DECISION_GAP, column);
    if (found == 0 || ++s->looked > LIMIT_TABLE_CELLS)
        return found && report(s, DECISION_TOO_MANY, 0);
    if (column == s->p->column_count) {
        if (found < 2 || s->p->hit != HIT_UNIQUE)
            return false;
        memcpy(s->out->rows, rows, sizeof rows);
        return report(s, DECISION_OVERLAP, column);
    }
    for (size_t i = 0; i < s->columns[column].count; i++) {
        s->chosen[column] = i;
        for (size_t w = 0; w < words; w++)
            set[words + w] = set[w] & s->columns[column].list[i].rows[w];
        if (search(s, column + 1))
            return true;
    }
    return false;
}

enum hm_status decision_check(struct decision_fault *out, const struct parameter *p,
                              const struct parameter_value *v, const uint16_t *enum_counts,
                              struct arena *a)
{
    size_t n = p->column_count, words = words_of(v->count);
    struct search s = {.p = p, .v = v, .out = out};
    s.columns = arena_zalloc(a, n * sizeof *s.columns);
    s.rows = arena_zalloc(a, (n + 1) * words * sizeof *s.rows);
    s.chosen = arena_zalloc(a, n * sizeof *s.chosen);
    *out = (struct decision_fault){.at = arena_zalloc(a, n * sizeof *out->at)};
    if (!s.columns || !s.rows || !s.chosen || !out->at)
        return HM_NOMEM;
    for (size_t c = 0; c < n; c++)
        if (!cut(&s.columns[c], p, v, c, enum_counts[c], a) ||
            !find_rows(&s.columns[c], v, c, a))
            return HM_NOMEM;
    for (size_t r = 0; r < v->count; r++)
        s.rows[r / 64] |= UINT64_C(1) << (r % 64);
    search(&s, 0);
    return HM_OK;
}

/* --- comparing --- */

static bool same_edge(bool has_a, struct rational a, bool has_b, struct rational b)
{
    return has_a == has_b && (!has_a || rational_cmp(a, b) == 0);
}

bool decision_same_rows(const struct decision_row *a, const struct decision_row *b,
                        size_t column_count)
{
    for (size_t c = 0; c < column_count; c++) {
        if (a->cells[c].count != b->cells[c].count)
            return false;
        for (size_t i = 0; i < a->cells[c].count; i++) {
            const struct band *x = &a->cells[c].ranges[i], *y = &b->cells[c].ranges[i];
            if (!same_edge(x->has_low, x->low, y->has_low, y->low) ||
                !same_edge(x->has_high, x->high, y->has_high, y->high) ||
                x->low_closed != y->low_closed || x->high_closed != y->high_closed)
                return false;
        }
    }
    return true;
}

/* --- hit policies --- */

static const char *const hits[] = {[HIT_UNIQUE] = "unique",
                                   [HIT_FIRST] = "first",
                                   [HIT_SUM] = "sum",
                                   [HIT_HIGHEST] = "highest"};

const char *hit_name(enum hit_policy hit)
{
    return hits[hit];
}

bool hit_parse(enum hit_policy *out, struct str word)
{
    for (int i = 0; i <= HIT_HIGHEST; i++) {
        if (str_eq(word, (struct str){hits[i], strlen(hits[i])})) {
            *out = (enum hit_policy)i;
            return true;
        }
    }
    return false;
}
