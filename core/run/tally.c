/* tally.c - the counting. A household's total is the sum of its benefits; it is not known when
 * one of them is not. */
#include "run/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "run/determined.h"
#include "run/tally_columns.h"
#include "run/tally_groups.h"

static size_t category_values(const struct agenda *s, size_t i)
{
    const struct field *f = &s->model->fields[s->categories[i]];
    return s->model->enums[f->type.enum_id].count;
}

enum hm_status tally_init(struct tally *t, const struct agenda *s, size_t top_max,
                          struct diag *d)
{
    *t = (struct tally){.agenda = s, .top_max = top_max, .top_benefit = TALLY_TOTAL};
    map_init(&t->county_index);
    map_init(&t->reason_index);
    t->benefits = mem_calloc(s->benefit_count + 1, sizeof *t->benefits);
    t->moves = mem_calloc(s->category_count + 1, sizeof *t->moves);
    t->top = mem_calloc(top_max + 1, sizeof *t->top);
    bool ok = t->benefits && t->moves && t->top && groups_init(t, NULL) == HM_OK;
    for (size_t i = 0; ok && i < s->category_count; i++) {
        size_t n = category_values(s, i);
        t->moves[i] = mem_calloc(n * n + 1, sizeof **t->moves);
        ok = t->moves[i] != NULL;
    }
    if (ok)
        return HM_OK;
    tally_fini(t);
    return diag_nomem(d, _("comparing determinations"));
}

void tally_fini(struct tally *t)
{
    for (size_t i = 0; t->moves && i < t->agenda->category_count; i++)
        mem_free(t->moves[i]);
    for (size_t i = 0; i < t->reason_count; i++) {
        mem_free(t->reasons[i].text);
        mem_free(t->reasons[i].example);
    }
    for (size_t i = 0; i < t->top_count; i++)
        mem_free(t->top[i].id);
    groups_fini(t);
    mem_free(t->benefits);
    mem_free(t->moves);
    mem_free(t->counties);
    mem_free(t->reasons);
    mem_free(t->columns);
    mem_free(t->top);
    map_fini(&t->county_index);
    map_fini(&t->reason_index);
    *t = (struct tally){.agenda = t->agenda};
}

/* --- one amount --- */

struct amount {
    bool known;
    int64_t fen;
};

static struct amount amount_at(const struct frame *f, uint16_t field, uint32_t row)
{
    if (!f || row == NO_ROW)
        return (struct amount){true, 0}; /* not there: gets nothing */
    const struct column *c = &f->columns[field];
    if (c->rows == 0 || !column_valid(c, row))
        return (struct amount){false, 0};
    return (struct amount){true, column_int(c, row)};
}

static void count_change(struct tally_line *line, struct amount before, struct amount after)
{
    /* What is known is paid, also where another benefit of the household is not known. */
    line->before_fen += before.fen;
    line->before_count += before.fen > 0;
    line->after_fen += after.fen;
    line->after_count += after.fen > 0;
    if (!before.known || !after.known)
        line->unknown++;
    else if (before.fen == 0 && after.fen == 0)
        line->none++;
    else if (before.fen == after.fen)
        line->same++;
    else if (before.fen == 0)
        line->in++;
    else if (after.fen == 0)
        line->out++;
    else if (after.fen > before.fen)
        line->up++;
    else
        line->down++;
}

/* --- counties --- */

static struct tally_line *county_line(struct tally *t, struct str code)
{
    uint32_t index;
    if (t->last_county < t->county_count) { /* neighbours are often of one county */
        struct tally_county *last = &t->counties[t->last_county];
        if (strncmp(last->code, code.p, code.n) == 0 && last->code[code.n] == 0)
            return &last->line;
    }
    if (map_get(&t->county_index, code, &index)) {
        t->last_county = index;
        return &t->counties[index].line;
    }
    void *items = t->counties;
    if (mem_grow(&items, &t->county_cap, t->county_count + 1, sizeof *t->counties) != 0)
        return NULL;
    t->counties = items;
    if (map_put(&t->county_index, code, (uint32_t)t->county_count) < 0)
        return NULL;
    struct tally_county *c = &t->counties[t->county_count++];
    *c = (struct tally_county){0};
    memcpy(c->code, code.p, code.n);
    return &c->line;
}

/* The first six digits of a household's division code. */
static struct str county_code(const struct tally *t, const struct frame *facts, uint32_t row,
                              char scratch[24])
{
    struct str none = {"", 0};
    uint16_t field = t->agenda->division;
    if (!facts || row == NO_ROW || field == NO_FIELD)
        return none;
    const struct column *c = &facts->columns[field];
    if (c->rows == 0 || !column_valid(c, row))
        return none;
    struct str text;
    if (c->lane == LANE_TEXT) {
        text = column_text(c, row);
    } else {
        int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, row));
        text = (struct str){scratch, n > 0 ? (size_t)n : 0};
    }
    if (text.n > 6)
        text.n = 6;
    return text;
}

/* --- the biggest changes --- */

static uint64_t distance(int64_t a, int64_t b)
{
    return a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
}

/* Bigger changes first; equal ones by id, so that the order of blocks cannot matter. */
static bool goes_before(const struct tally_change *a, const struct tally_change *b)
{
    uint64_t da = distance(a->before_fen, a->after_fen);
    uint64_t db = distance(b->before_fen, b->after_fen);
    return da != db ? da > db : strcmp(a->id, b->id) < 0;
}

static enum hm_status note_change(struct tally *t, struct str id, int64_t before, int64_t after,
                                  struct diag *d)
{
    if (t->top_max == 0 || before == after)
        return HM_OK;
    struct tally_change c = {NULL, before, after};
    if (t->top_count == t->top_max) {
        const struct tally_change *last = &t->top[t->top_count - 1];
        if (distance(before, after) < distance(last->before_fen, last->after_fen))
            return HM_OK;
    }
    c.id = mem_strndup(id.p, id.n);
    if (!c.id)
        return diag_nomem(d, _("comparing determinations"));
    size_t at = t->top_count;
    while (at > 0 && goes_before(&c, &t->top[at - 1]))
        at--;
    if (at == t->top_max) {
        mem_free(c.id);
        return HM_OK;
    }
    if (t->top_count == t->top_max)
        mem_free(t->top[--t->top_count].id);
    memmove(&t->top[at + 1], &t->top[at], (t->top_count - at) * sizeof c);
    t->top[at] = c;
    t->top_count++;
    return HM_OK;
}

/* --- a block --- */

static void count_moves(struct tally *t, const struct frame *before, uint32_t b,
                        const struct frame *after, uint32_t a)
{
    if (!before || !after || b == NO_ROW || a == NO_ROW)
        return;
    for (size_t i = 0; i < t->agenda->category_count; i++) {
        const struct column *from = &before->columns[t->agenda->categories[i]];
        const struct column *to = &after->columns[t->agenda->categories[i]];
        if (from->rows == 0 || to->rows == 0 || !column_valid(from, b) || !column_valid(to, a))
            continue;
        size_t n = category_values(t->agenda, i);
        t->moves[i][(size_t)column_int(from, b) * n + (size_t)column_int(to, a)]++;
    }
}

/* How far a known total moved, and whether it fell off a cliff. */
static enum hm_status note_distance(struct tally *t, int64_t was, int64_t is,
                                    const struct frame *before, uint32_t b,
                                    const struct frame *after, uint32_t a, struct diag *d)
{
    groups_bin(t, was, is);
    if (is >= was)
        return HM_OK;
    struct tally_change fall = {NULL, was, is};
    return groups_cliff(t, &fall, before, b, after, a, d);
}

static enum hm_status count_household(struct tally *t, const struct frame *before, uint32_t b,
                                      const struct frame *after, uint32_t a,
                                      const struct frame *facts, struct diag *d)
{
    const struct agenda *s = t->agenda;
    char scratch[24];
    struct amount total_before = {true, 0}, total_after = {true, 0};
    for (size_t i = 0; i < s->benefit_count; i++) {
        struct amount was = amount_at(before, s->benefits[i], b);
        struct amount is = amount_at(after, s->benefits[i], a);
        count_change(&t->benefits[i], was, is);
        total_before.known &= was.known;
        total_after.known &= is.known;
        total_before.fen += was.fen; /* within LIMIT_MONEY_FEN each: no overflow */
        total_after.fen += is.fen;
    }
    count_change(&t->total, total_before, total_after);
    struct tally_line *county = county_line(t, county_code(t, facts, a, scratch));
    if (!county)
        return diag_nomem(d, _("comparing determinations"));
    count_change(county, total_before, total_after);
    size_t size = a != NO_ROW ? groups_size(t, after, a) : groups_size(t, before, b);
    count_change(&t->groups.sizes[size], total_before, total_after);
    count_moves(t, before, b, after, a);
    if (total_before.known && total_after.known)
        TRY(note_distance(t, total_before.fen, total_after.fen, before, b, after, a, d));
    struct amount was = total_before, is = total_after;
    if (t->top_benefit != TALLY_TOTAL) {
        was = amount_at(before, s->benefits[t->top_benefit], b);
        is = amount_at(after, s->benefits[t->top_benefit], a);
    }
    if (!was.known || !is.known)
        return HM_OK;
    const struct frame *named = a != NO_ROW ? after : before;
    struct str id = column_text(&named->entities[s->root].id, a != NO_ROW ? a : b);
    return note_change(t, id, was.fen, is.fen, d);
}

/* --- a block on whole columns --- */

/* Whether every amount and category of a side is there; nothing determined counts as zero. */
static bool all_known(const struct tally *t, const struct frame *f)
{
    const struct agenda *s = t->agenda;
    bool known = true;
    for (size_t i = 0; f && i < s->benefit_count; i++) {
        const struct column *c = &f->columns[s->benefits[i]];
        known = known && c->rows > 0 && !c->valid;
    }
    for (size_t i = 0; f && i < s->category_count; i++) {
        const struct column *c = &f->columns[s->categories[i]];
        known = known && c->rows > 0 && !c->valid;
    }
    return known;
}

/* Rows stand for the same households, and nothing is unknown. */
static bool fits_columns(const struct tally *t, const struct tally_side *before,
                         const struct tally_side *after, uint32_t before_rows,
                         uint32_t after_rows)
{
    if (after_rows == 0 || !after->frame || !all_known(t, before->frame) ||
        !all_known(t, after->frame))
        return false;
    return !before->frame ||
           (before_rows == after_rows && memcmp(before->ordinals, after->ordinals,
                                                after_rows * sizeof *after->ordinals) == 0);
}

/* all: the rows together, for when their counties are not known. */
static enum hm_status count_counties(struct tally *t, const struct frame *facts,
                                     const int64_t *before, const int64_t *after,
                                     const struct tally_line *all, uint32_t rows,
                                     struct diag *d)
{
    uint16_t division = t->agenda->division;
    bool known = facts && division != NO_FIELD && facts->columns[division].rows > 0;
    char scratch[24];
    for (uint32_t r = 0; r < (known ? rows : 1); r++) {
        struct tally_line *line = county_line(t, county_code(t, facts, r, scratch));
        if (!line)
            return diag_nomem(d, _("comparing determinations"));
        if (known)
            count_change(line, (struct amount){true, before[r]},
                         (struct amount){true, after[r]});
        else
            tally_add_line(line, all);
    }
    return HM_OK;
}

/* One benefit's amounts in the tally's working memory. */
static void one_benefit(int64_t *out, const struct frame *f, uint16_t benefit, uint32_t rows)
{
    memset(out, 0, rows * sizeof *out);
    if (f)
        tally_columns_add(out, &f->columns[benefit], rows);
}

static enum hm_status note_changes(struct tally *t, const struct column *ids,
                                   const int64_t *before, const int64_t *after, uint32_t rows,
                                   struct diag *d)
{
    for (uint32_t r = 0; t->top_max && r < rows; r++)
        if (before[r] != after[r])
            TRY(note_change(t, column_text(ids, r), before[r], after[r], d));
    return HM_OK;
}

/* The end of the stretch of rows from `from` on that have one size. Rows of a store's block are
 * sorted by members, most first. */
static uint32_t end_of_size(const struct tally *t, const struct frame *f, uint32_t from,
                            uint32_t rows)
{
    size_t size = groups_size(t, f, from);
    uint32_t last = from, step = 1; /* the last row known to be of that size */
    while (f->jagged && last + step < rows && groups_size(t, f, last + step) == size) {
        last += step;
        step *= 2;
    }
    for (; f->jagged && step > 0; step /= 2)
        if (last + step < rows && groups_size(t, f, last + step) == size)
            last += step;
    while (last + 1 < rows && groups_size(t, f, last + 1) == size)
        last++;
    return last + 1;
}

/* By size, and thereby all of them. */
static struct tally_line count_sizes(struct tally *t, const struct frame *f,
                                     const int64_t *before, const int64_t *after, uint32_t rows)
{
    struct tally_line all = {0};
    for (uint32_t from = 0, to; from < rows; from = to) {
        struct tally_line line = {0};
        to = end_of_size(t, f, from, rows);
        tally_columns_count(&line, before + from, after + from, to - from);
        tally_add_line(&t->groups.sizes[groups_size(t, f, from)], &line);
        tally_add_line(&all, &line);
    }
    return all;
}

static enum hm_status count_columns(struct tally *t, const struct frame *before,
                                    const struct frame *after, const struct frame *facts,
                                    uint32_t rows, struct diag *d)
{
    const struct agenda *s = t->agenda;
    const struct column *ids = &after->entities[s->root].id;
    enum { EACH = LIMIT_BLOCK_HOUSEHOLDS };
    if (!t->columns)
        t->columns = mem_alloc(4 * EACH * sizeof *t->columns);
    if (!t->columns)
        return diag_nomem(d, _("comparing determinations"));
    int64_t *was = t->columns, *is = was + EACH, *all_was = is + EACH, *all_is = all_was + EACH;
    memset(all_was, 0, rows * sizeof *all_was);
    memset(all_is, 0, rows * sizeof *all_is);
    for (size_t i = 0; i < s->benefit_count; i++) {
        one_benefit(was, before, s->benefits[i], rows);
        one_benefit(is, after, s->benefits[i], rows);
        tally_columns_count(&t->benefits[i], was, is, rows);
        for (uint32_t r = 0; r < rows; r++) {
            all_was[r] += was[r];
            all_is[r] += is[r];
        }
        if (t->top_benefit == i)
            TRY(note_changes(t, ids, was, is, rows, d));
    }
    struct tally_line all = count_sizes(t, after, all_was, all_is, rows);
    tally_add_line(&t->total, &all);
    TRY(count_counties(t, facts, all_was, all_is, &all, rows, d));
    for (uint32_t r = 0; r < rows; r++)
        if (all_was[r] != all_is[r])
            TRY(note_distance(t, all_was[r], all_is[r], before, r, after, r, d));
    for (uint32_t r = 0; before && s->category_count && r < rows; r++)
        count_moves(t, before, r, after, r);
    if (t->top_benefit == TALLY_TOTAL)
        return note_changes(t, ids, all_was, all_is, rows, d);
    return HM_OK;
}

static uint32_t side_rows(const struct tally *t, const struct tally_side *side)
{
    return side->frame ? side->frame->entities[t->agenda->root].rows : 0;
}

enum hm_status tally_block(struct tally *t, const struct tally_side *before,
                           const struct tally_side *after, const struct frame *facts,
                           struct diag *d)
{
    uint32_t before_rows = side_rows(t, before), after_rows = side_rows(t, after);
    TRY(groups_ages(t, before, after, facts, d));
    if (fits_columns(t, before, after, before_rows, after_rows)) {
        t->households += after_rows;
        return count_columns(t, before->frame, after->frame, facts, after_rows, d);
    }
    uint32_t *row_of = mem_alloc(LIMIT_BLOCK_HOUSEHOLDS * sizeof *row_of);
    enum hm_status st = HM_OK;
    if (!row_of)
        return diag_nomem(d, _("comparing determinations"));
    determined_rows(row_of, before->ordinals, before_rows);
    for (uint32_t a = 0; a < after_rows && st == HM_OK; a++) {
        uint16_t ordinal = after->ordinals[a];
        st = count_household(t, before->frame, row_of[ordinal], after->frame, a, facts, d);
        row_of[ordinal] = NO_ROW; /* counted */
    }
    for (uint32_t b = 0; b < before_rows && st == HM_OK; b++)
        if (row_of[before->ordinals[b]] != NO_ROW)
            st = count_household(t, before->frame, b, after->frame, NO_ROW, facts, d);
    t->households += after_rows;
    mem_free(row_of);
    return st;
}

enum hm_status tally_rows(struct tally *t, const struct frame *before,
                          const struct frame *after, const struct frame *facts,
                          const uint32_t *rows, uint32_t n, struct diag *d)
{
    groups_rows(t, before, after, facts, rows, n);
    for (uint32_t i = 0; i < n; i++)
        TRY(count_household(t, before, rows[i], after, rows[i], facts, d));
    return HM_OK;
}

/* --- adding up --- */

void tally_add_line(struct tally_line *to, const struct tally_line *from)
{
    to->in += from->in;
    to->out += from->out;
    to->up += from->up;
    to->down += from->down;
    to->same += from->same;
    to->none += from->none;
    to->unknown += from->unknown;
    to->before_count += from->before_count;
    to->after_count += from->after_count;
    to->before_fen += from->before_fen;
    to->after_fen += from->after_fen;
}

enum hm_status tally_add(struct tally *to, const struct tally *from, struct diag *d)
{
    const struct agenda *s = to->agenda;
    to->households += from->households;
    to->undetermined += from->undetermined;
    to->failed += from->failed;
    tally_add_line(&to->total, &from->total);
    for (size_t i = 0; i < s->benefit_count; i++)
        tally_add_line(&to->benefits[i], &from->benefits[i]);
    for (size_t i = 0; i < s->category_count; i++) {
        size_t n = category_values(s, i);
        for (size_t k = 0; k < n * n; k++)
            to->moves[i][k] += from->moves[i][k];
    }
    TRY(groups_add(to, from, d));
    for (size_t i = 0; i < from->county_count; i++) {
        const struct tally_county *c = &from->counties[i];
        struct tally_line *line = county_line(to, (struct str){c->code, strlen(c->code)});
        if (!line)
            return diag_nomem(d, _("comparing determinations"));
        tally_add_line(line, &c->line);
    }
    for (size_t i = 0; i < from->reason_count; i++) {
        const struct tally_reason *r = &from->reasons[i];
        TRY(tally_reason(to, r, (struct str){r->example, strlen(r->example)}, NULL, d));
    }
    for (size_t i = 0; i < from->top_count; i++) {
        const struct tally_change *c = &from->top[i];
        TRY(note_change(to, (struct str){c->id, strlen(c->id)}, c->before_fen, c->after_fen,
                        d));
    }
    return HM_OK;
}

static void take_line(struct tally_line *from, const struct tally_line *part)
{
    from->in -= part->in;
    from->out -= part->out;
    from->up -= part->up;
    from->down -= part->down;
    from->same -= part->same;
    from->none -= part->none;
    from->unknown -= part->unknown;
    from->before_count -= part->before_count;
    from->after_count -= part->after_count;
    from->before_fen -= part->before_fen;
    from->after_fen -= part->after_fen;
}

enum hm_status tally_take_away(struct tally *from, const struct tally *part, struct diag *d)
{
    const struct agenda *s = from->agenda;
    from->households -= part->households;
    from->undetermined -= part->undetermined;
    from->failed -= part->failed;
    take_line(&from->total, &part->total);
    for (size_t i = 0; i < s->benefit_count; i++)
        take_line(&from->benefits[i], &part->benefits[i]);
    for (size_t i = 0; i < s->category_count; i++) {
        size_t n = category_values(s, i);
        for (size_t k = 0; k < n * n; k++)
            from->moves[i][k] -= part->moves[i][k];
    }
    for (size_t i = 0; i < TALLY_SIZES; i++)
        take_line(&from->groups.sizes[i], &part->groups.sizes[i]);
    for (size_t i = 0; i < TALLY_AGES; i++)
        take_line(&from->groups.ages[i], &part->groups.ages[i]);
    take_line(&from->groups.families, &part->groups.families);
    for (size_t i = 0; i < part->county_count; i++) {
        const struct tally_county *c = &part->counties[i];
        struct tally_line *line = county_line(from, (struct str){c->code, strlen(c->code)});
        if (!line)
            return diag_nomem(d, _("comparing determinations"));
        take_line(line, &c->line);
    }
    return HM_OK;
}

static int by_code(const void *a, const void *b)
{
    const struct tally_county *x = a, *y = b;
    return strcmp(x->code, y->code);
}

static int by_count(const void *a, const void *b)
{
    const struct tally_reason *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    if (x->field != y->field)
        return x->field < y->field ? -1 : 1;
    return strcmp(x->text, y->text);
}

void tally_sort(struct tally *t)
{
    if (t->county_count)
        qsort(t->counties, t->county_count, sizeof *t->counties, by_code);
    if (t->reason_count)
        qsort(t->reasons, t->reason_count, sizeof *t->reasons, by_count);
}
