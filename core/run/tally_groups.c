/* tally_groups.c - see tally_groups.h. Members of two determinations belong together when their
 * household and their id (without one: their place) are the same; a member who is in the
 * earlier one only has no birth date in the facts at hand and is of unknown age. */
#include "run/tally_groups.h"

#include <assert.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "run/determined.h"
#include "run/tally_columns.h"
#include "value/date.h"

/* --- bins --- */

static const int64_t edges_fen[TALLY_BINS / 2 - 1] = {5000,  10000,  20000,
                                                      50000, 100000, 200000};
enum { RISES = TALLY_BINS / 2, EDGES = RISES - 1 };

int64_t tally_bin_high(size_t bin)
{
    if (bin < RISES)
        return bin + 1 < RISES ? -edges_fen[EDGES - 1 - bin] : 0;
    return bin - RISES < EDGES ? edges_fen[bin - RISES] : INT64_MAX;
}

int64_t tally_bin_low(size_t bin)
{
    return bin == 0 ? INT64_MIN : tally_bin_high(bin - 1);
}

void groups_bin(struct tally *t, int64_t before_fen, int64_t after_fen)
{
    int64_t change = after_fen - before_fen;
    int64_t size = change < 0 ? -change : change;
    size_t k = 0;
    if (change == 0)
        return;
    while (k < EDGES && size > edges_fen[k])
        k++;
    t->groups.bins[change > 0 ? RISES + k : RISES - 1 - k]++;
}

/* --- sizes --- */

size_t groups_size(const struct tally *t, const struct frame *f, uint32_t row)
{
    uint8_t member = t->agenda->member;
    const struct frame_entity *e = member == NO_ENTITY ? NULL : &f->entities[member];
    if (!e || e->rows == 0 || !e->child_begin)
        return 0;
    uint32_t n = e->child_begin[row + 1] - e->child_begin[row];
    return n < TALLY_SIZES ? n : TALLY_SIZES - 1;
}

/* --- cliffs --- */

static int64_t loss(const struct tally_cliff *c)
{
    return c->before_fen - c->after_fen - (c->income_after_fen - c->income_before_fen);
}

static bool goes_before(const struct tally_cliff *a, const struct tally_cliff *b)
{
    return loss(a) != loss(b) ? loss(a) > loss(b) : strcmp(a->id, b->id) < 0;
}

/* Among the listed ones if it is big enough. c->id stays the caller's. */
static enum hm_status list_cliff(struct tally *t, const struct tally_cliff *c, struct diag *d)
{
    struct tally_groups *g = &t->groups;
    size_t at = g->cliff_listed;
    while (at > 0 && goes_before(c, &g->cliffs[at - 1]))
        at--;
    if (at == t->top_max)
        return HM_OK;
    char *id = mem_strdup(c->id);
    if (!id)
        return diag_nomem(d, _("comparing determinations"));
    if (g->cliff_listed == t->top_max)
        mem_free(g->cliffs[--g->cliff_listed].id);
    memmove(&g->cliffs[at + 1], &g->cliffs[at], (g->cliff_listed - at) * sizeof *g->cliffs);
    g->cliffs[at] = *c;
    g->cliffs[at].id = id;
    g->cliff_listed++;
    return HM_OK;
}

enum hm_status groups_cliff(struct tally *t, const struct tally_change *change,
                            const struct frame *before, uint32_t b, const struct frame *after,
                            uint32_t a, struct diag *d)
{
    uint16_t income = t->agenda->income;
    if (income == NO_FIELD || !before || !after || b == NO_ROW || a == NO_ROW)
        return HM_OK;
    const struct column *was = &before->columns[income], *is = &after->columns[income];
    if (was->rows == 0 || is->rows == 0 || !column_valid(was, b) || !column_valid(is, a))
        return HM_OK;
    struct tally_cliff c = {
        .before_fen = change->before_fen,
        .after_fen = change->after_fen,
        .income_before_fen = column_int(was, b),
        .income_after_fen = column_int(is, a),
    };
    if (c.income_after_fen <= c.income_before_fen || loss(&c) <= 0)
        return HM_OK;
    t->groups.cliff_count++;
    t->groups.cliff_fen += loss(&c);
    struct str id = column_text(&after->entities[t->agenda->root].id, a);
    c.id = mem_strndup(id.p, id.n);
    if (!c.id)
        return diag_nomem(d, _("comparing determinations"));
    enum hm_status st = list_cliff(t, &c, d);
    mem_free(c.id);
    return st;
}

/* --- ages --- */

static const int age_from[TALLY_AGES - 1] = {0, 18, 60, 70, 80, 90, 100};

const char *tally_age_name(size_t group)
{
    static const char *const names[TALLY_AGES] = {"",      "0-17",  "18-59", "60-69",
                                                  "70-79", "80-89", "90-99", "100+"};
    return names[group];
}

/* A group's last day of birth: who was born on it or before has that age in the month. */
static void birth_limits(int32_t limits[TALLY_AGES - 1], int32_t month)
{
    for (size_t i = 0; i < TALLY_AGES - 1; i++)
        limits[i] = month_last_day(month - age_from[i] * 12);
}

/* The age group of every member of the facts. */
static void find_ages(uint8_t *out, const struct tally *t, const struct frame *facts,
                      uint32_t rows)
{
    int32_t limits[TALLY_AGES - 1];
    memset(out, 0, rows);
    const struct column *c = facts && t->agenda->birth != NO_FIELD && t->month
                                 ? &facts->columns[t->agenda->birth]
                                 : NULL;
    if (!c || c->rows != rows)
        return;
    assert(c->lane == LANE_I32); /* dates */
    const int32_t *days = c->data;
    birth_limits(limits, t->month);
    for (uint32_t r = 0; r < rows; r++) {
        uint8_t group = 0;
        for (size_t i = 0; i < TALLY_AGES - 1; i++)
            group = (uint8_t)(group + (days[r] <= limits[i]));
        out[r] = group;
    }
    for (uint32_t r = 0; c->valid && r < rows; r++)
        if (!column_valid(c, r))
            out[r] = 0;
}

static bool same_ids(const struct column *a, const struct column *b, uint32_t rows)
{
    const uint32_t *x = a->data, *y = b->data;
    if (!x || !y)
        return x == y;
    return x == y || (memcmp(x, y, (rows + 1) * sizeof *x) == 0 &&
                      memcmp(a->bytes, b->bytes, x[rows]) == 0);
}

/* Whether the members of both sides stand in the same rows. */
static bool same_members(const struct tally *t, const struct tally_side *before,
                         const struct tally_side *after)
{
    const struct frame_entity *a = &before->frame->entities[t->agenda->member];
    const struct frame_entity *b = &after->frame->entities[t->agenda->member];
    uint32_t roots = before->frame->entities[t->agenda->root].rows;
    return a->rows == b->rows && roots == after->frame->entities[t->agenda->root].rows &&
           memcmp(before->ordinals, after->ordinals, roots * sizeof *after->ordinals) == 0 &&
           (a->parent == b->parent ||
            memcmp(a->parent, b->parent, a->rows * sizeof *a->parent) == 0) &&
           same_ids(&a->id, &b->id, a->rows);
}

/* The ages of one household's members before, from those they have now. */
static void carry_ages(uint8_t *ages_before, const uint8_t *ages, const struct frame *before,
                       uint32_t b, const struct frame *after, uint32_t a, uint8_t member)
{
    uint32_t n, m;
    const uint32_t *was = frame_children(before, member, b, &n);
    const uint32_t *is = frame_children(after, member, a, &m);
    const struct column *was_id = &before->entities[member].id;
    const struct column *is_id = &after->entities[member].id;
    for (uint32_t i = 0; i < n; i++) {
        struct str id = was_id->data ? column_text(was_id, was[i]) : (struct str){"", 0};
        for (uint32_t k = 0; k < m; k++) {
            uint32_t row = is[(i + k) % m];
            struct str other = is_id->data ? column_text(is_id, row) : (struct str){"", 0};
            if (id.n != other.n || memcmp(id.p, other.p, id.n) != 0)
                continue;
            ages_before[was[i]] = ages[row];
            break;
        }
    }
}

static enum hm_status ages_before(uint8_t *out, const uint8_t *ages, const struct tally *t,
                                  const struct tally_side *before,
                                  const struct tally_side *after, struct diag *d)
{
    uint8_t root = t->agenda->root;
    uint32_t *row_of = mem_alloc(LIMIT_BLOCK_HOUSEHOLDS * sizeof *row_of);
    if (!row_of)
        return diag_nomem(d, _("comparing determinations"));
    determined_rows(row_of, after->ordinals, after->frame->entities[root].rows);
    for (uint32_t b = 0; b < before->frame->entities[root].rows; b++) {
        uint32_t a = row_of[before->ordinals[b]];
        if (a != NO_ROW)
            carry_ages(out, ages, before->frame, b, after->frame, a, t->agenda->member);
    }
    mem_free(row_of);
    return HM_OK;
}

/* What each row gets of some benefits together, what is not known as nothing. */
static int64_t *amounts_of(const struct frame *f, const uint16_t *fields, const bool *but,
                           size_t n, uint32_t rows)
{
    int64_t *sums = mem_calloc((size_t)rows + 1, sizeof *sums);
    for (size_t i = 0; sums && i < n; i++)
        if (f->columns[fields[i]].rows && !(but && but[i]))
            tally_columns_add(sums, &f->columns[fields[i]], rows);
    return sums;
}

static enum hm_status count_members(struct tally *t, const struct frame *f, const uint8_t *ages,
                                    bool is_after, struct diag *d)
{
    const struct agenda *s = t->agenda;
    uint32_t rows = f->entities[s->member].rows;
    __int128 fen[TALLY_AGES] = {0};
    uint64_t count[TALLY_AGES] = {0};
    int64_t *sums = amounts_of(f, s->member_benefits, NULL, s->member_benefit_count, rows);
    if (!sums)
        return diag_nomem(d, _("comparing determinations"));
    for (uint32_t r = 0; r < rows; r++) {
        if (sums[r] == 0)
            continue;
        fen[ages[r]] += sums[r];
        count[ages[r]] += sums[r] > 0;
    }
    mem_free(sums);
    for (size_t i = 0; i < TALLY_AGES; i++) {
        struct tally_line *line = &t->groups.ages[i];
        *(is_after ? &line->after_fen : &line->before_fen) += fen[i];
        *(is_after ? &line->after_count : &line->before_count) += count[i];
    }
    return HM_OK;
}

static enum hm_status members_by_age(struct tally *t, const struct tally_side *before,
                                     const struct tally_side *after, const struct frame *facts,
                                     struct diag *d)
{
    uint8_t member = t->agenda->member;
    uint32_t n = after->frame ? after->frame->entities[member].rows : 0;
    uint32_t m = before->frame ? before->frame->entities[member].rows : 0;
    uint8_t *ages = mem_zalloc((size_t)n + m + 1), *then = ages + n;
    enum hm_status st = HM_OK;
    if (!ages)
        return diag_nomem(d, _("comparing determinations"));
    if (after->frame)
        find_ages(ages, t, facts, n);
    if (after->frame && before->frame) {
        if (same_members(t, before, after))
            memcpy(then, ages, m);
        else
            st = ages_before(then, ages, t, before, after, d);
    }
    if (st == HM_OK && before->frame)
        st = count_members(t, before->frame, then, false, d);
    if (st == HM_OK && after->frame)
        st = count_members(t, after->frame, ages, true, d);
    mem_free(ages);
    return st;
}

static enum hm_status count_families(struct tally *t, const struct frame *f, bool is_after,
                                     struct diag *d)
{
    const struct agenda *s = t->agenda;
    uint32_t rows = f->entities[s->root].rows;
    struct tally_line *line = &t->groups.families;
    int64_t *sums = amounts_of(f, s->benefits, s->of_members, s->benefit_count, rows);
    if (!sums)
        return diag_nomem(d, _("comparing determinations"));
    for (uint32_t r = 0; r < rows; r++) {
        *(is_after ? &line->after_fen : &line->before_fen) += sums[r];
        *(is_after ? &line->after_count : &line->before_count) += sums[r] > 0;
    }
    mem_free(sums);
    return HM_OK;
}

enum hm_status groups_ages(struct tally *t, const struct tally_side *before,
                           const struct tally_side *after, const struct frame *facts,
                           struct diag *d)
{
    if (t->agenda->member_benefit_count == 0)
        return HM_OK; /* all of it goes to families: summaries take the total */
    if (before->frame)
        TRY(count_families(t, before->frame, false, d));
    if (after->frame)
        TRY(count_families(t, after->frame, true, d));
    return members_by_age(t, before, after, facts, d);
}

/* What one row gets of some benefits together, what is not known as nothing. */
static int64_t amount_of(const struct frame *f, const uint16_t *fields, const bool *but,
                         size_t n, uint32_t row)
{
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const struct column *c = &f->columns[fields[i]];
        if (c->rows && !(but && but[i]) && column_valid(c, row))
            sum += column_int(c, row);
    }
    return sum;
}

static void count_side(struct tally_line *line, bool is_after, int64_t fen)
{
    *(is_after ? &line->after_fen : &line->before_fen) += fen;
    *(is_after ? &line->after_count : &line->before_count) += fen > 0;
}

static size_t age_group(const struct tally *t, const struct frame *facts, const int32_t *limits,
                        uint32_t row)
{
    uint16_t birth = t->agenda->birth;
    const struct column *c = birth != NO_FIELD && t->month ? &facts->columns[birth] : NULL;
    size_t group = 0;
    if (!c || c->rows == 0 || !column_valid(c, row))
        return 0;
    for (size_t i = 0; i < TALLY_AGES - 1; i++)
        group += (int32_t)column_int(c, row) <= limits[i];
    return group;
}

void groups_rows(struct tally *t, const struct frame *before, const struct frame *after,
                 const struct frame *facts, const uint32_t *rows, uint32_t n)
{
    const struct agenda *s = t->agenda;
    const struct frame *sides[2] = {before, after};
    int32_t limits[TALLY_AGES - 1] = {0};
    if (s->member_benefit_count == 0)
        return;
    if (t->month)
        birth_limits(limits, t->month);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t members;
        const uint32_t *list = frame_children(facts, s->member, rows[i], &members);
        for (int side = 0; side < 2; side++) {
            count_side(
                &t->groups.families, side == 1,
                amount_of(sides[side], s->benefits, s->of_members, s->benefit_count, rows[i]));
            for (uint32_t k = 0; k < members; k++) {
                int64_t fen = amount_of(sides[side], s->member_benefits, NULL,
                                        s->member_benefit_count, list[k]);
                if (fen != 0)
                    count_side(&t->groups.ages[age_group(t, facts, limits, list[k])], side == 1,
                               fen);
            }
        }
    }
}

/* --- set up, add up --- */

enum hm_status groups_init(struct tally *t, struct diag *d)
{
    t->groups.cliffs = mem_calloc(t->top_max + 1, sizeof *t->groups.cliffs);
    return t->groups.cliffs ? HM_OK : diag_nomem(d, _("comparing determinations"));
}

void groups_fini(struct tally *t)
{
    for (size_t i = 0; i < t->groups.cliff_listed; i++)
        mem_free(t->groups.cliffs[i].id);
    mem_free(t->groups.cliffs);
    t->groups = (struct tally_groups){0};
}

enum hm_status groups_add(struct tally *to, const struct tally *from, struct diag *d)
{
    struct tally_groups *g = &to->groups;
    const struct tally_groups *h = &from->groups;
    for (size_t i = 0; i < TALLY_SIZES; i++)
        tally_add_line(&g->sizes[i], &h->sizes[i]);
    for (size_t i = 0; i < TALLY_AGES; i++)
        tally_add_line(&g->ages[i], &h->ages[i]);
    tally_add_line(&g->families, &h->families);
    for (size_t i = 0; i < TALLY_BINS; i++)
        g->bins[i] += h->bins[i];
    g->cliff_count += h->cliff_count;
    g->cliff_fen += h->cliff_fen;
    for (size_t i = 0; i < h->cliff_listed; i++)
        TRY(list_cliff(to, &h->cliffs[i], d));
    return HM_OK;
}
