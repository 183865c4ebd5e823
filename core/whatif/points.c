/* points.c - totals of households, point by point, on whole columns. */
#include "whatif/points.h"

#include <string.h>
#include "base/mem.h"
#include "run/tally_columns.h"
#include "whatif/sides.h"

enum { TOGETHER = 32 }; /* points of one pass: their results of a block stay small */

struct adder {
    const struct agenda *agenda;
    const uint16_t *fields;
    size_t field_count, point_count;
    struct tally_line *lines; /* by point */
    struct side_frame side;
    int64_t *was, *is;
    uint8_t *unknown_was, *unknown_is; /* by row */
};

/* --- a block --- */

/* Rows without a value of a column. */
static bool mark_unknown(uint8_t *unknown, const struct column *c, uint32_t rows)
{
    bool any = false;
    for (uint32_t first = 0; c->valid && first < rows; first += 64) {
        if (c->valid[first / 64] == ~UINT64_C(0))
            continue;
        for (uint32_t r = first; r < first + 64 && r < rows; r++)
            if (!column_valid(c, r)) {
                unknown[r] = 1;
                any = true;
            }
    }
    return any;
}

/* The known part of each household's total; true when some total is not known. */
static bool add_side(struct adder *a, int64_t *sums, uint8_t *unknown, uint32_t rows)
{
    bool any = false;
    memset(sums, 0, rows * sizeof *sums);
    memset(unknown, 0, rows);
    for (size_t i = 0; i < a->field_count; i++) {
        const struct column *c = &a->side.frame.columns[a->fields[i]];
        tally_columns_add(sums, c, rows);
        any = mark_unknown(unknown, c, rows) || any;
    }
    return any;
}

/* Rows counted by amounts that are not all known are unknown instead. */
static void take_unknown(struct tally_line *line, const struct adder *a, uint32_t rows)
{
    for (uint32_t r = 0; r < rows; r++) {
        if (!a->unknown_was[r] && !a->unknown_is[r])
            continue;
        int64_t was = a->was[r], is = a->is[r];
        uint64_t *counted = was == 0 && is == 0 ? &line->none
                            : was == is         ? &line->same
                            : was == 0          ? &line->in
                            : is == 0           ? &line->out
                            : is > was          ? &line->up
                                                : &line->down;
        (*counted)--;
        line->unknown++;
    }
}

static enum hm_status take(void *context, const struct scan_part *part, struct diag *d)
{
    struct adder *a = context;
    uint32_t rows = part->facts->entities[a->agenda->root].rows;
    if (!side_fill(&a->side, part->facts, &part->results[0]))
        return diag_nomem(d, _("asking the households"));
    bool unknown = add_side(a, a->was, a->unknown_was, rows);
    for (size_t k = 0; k < a->point_count; k++) {
        if (!side_fill(&a->side, part->facts, &part->results[k + 1]))
            return diag_nomem(d, _("asking the households"));
        bool more = add_side(a, a->is, a->unknown_is, rows);
        tally_columns_count(&a->lines[k], a->was, a->is, rows);
        if (unknown || more)
            take_unknown(&a->lines[k], a, rows);
    }
    return HM_OK;
}

/* --- a pass --- */

static void adder_fini(struct adder *a)
{
    if (!a->agenda)
        return;
    side_fini(&a->side);
    mem_free(a->lines);
    mem_free(a->was);
    mem_free(a->is);
    mem_free(a->unknown_was);
    mem_free(a->unknown_is);
}

static bool adder_init(struct adder *a, const struct agenda *s, const uint16_t *fields,
                       size_t field_count, size_t points)
{
    enum { ROWS = LIMIT_BLOCK_HOUSEHOLDS + 64 };
    *a = (struct adder){
        .agenda = s, .fields = fields, .field_count = field_count, .point_count = points};
    bool ok = side_init(&a->side, s->model, s->root);
    a->lines = mem_calloc(points + 1, sizeof *a->lines);
    a->was = mem_calloc(ROWS, sizeof *a->was);
    a->is = mem_calloc(ROWS, sizeof *a->is);
    a->unknown_was = mem_zalloc(ROWS);
    a->unknown_is = mem_zalloc(ROWS);
    return ok && a->lines && a->was && a->is && a->unknown_was && a->unknown_is;
}

struct laws {
    struct changes changes[TOGETHER];
    const struct changes *list[TOGETHER + 1]; /* without the dial's turn in front */
    size_t count;
};

static enum hm_status laws_init(struct laws *l, const struct sweep_point *points, size_t n,
                                const struct population *p, const struct dial *dial,
                                const struct dial_scale *s, struct diag *d)
{
    l->count = 0;
    l->list[0] = dial->with;
    for (size_t i = 0; i < n; i++) {
        TRY(dial_set(&l->changes[i], p, dial, s, points[i].value, d));
        l->list[++l->count] = &l->changes[i];
    }
    return HM_OK;
}

static void laws_fini(struct laws *l)
{
    for (size_t i = 0; i < l->count; i++)
        changes_fini(&l->changes[i]);
    mem_free(l);
}

static enum hm_status scan(struct sweep_point *points, struct population *p,
                           const struct laws *l, const uint16_t *fields, size_t field_count,
                           struct diag *d)
{
    const struct agenda *s = population_agenda(p);
    unsigned n = population_threads(p);
    void *contexts[LIMIT_THREADS];
    struct adder *adders = mem_calloc(n, sizeof *adders);
    if (!adders)
        return diag_nomem(d, _("asking the households"));
    bool ok = true;
    for (unsigned w = 0; w < n; w++) {
        ok = ok && adder_init(&adders[w], s, fields, field_count, l->count);
        contexts[w] = &adders[w];
    }
    struct scan_request q = {.alternatives = l->list,
                             .alternative_count = l->count + 1,
                             .outputs = fields,
                             .output_count = field_count};
    enum hm_status st = ok ? population_scan(p, &q, contexts, take, d)
                           : diag_nomem(d, _("asking the households"));
    for (size_t k = 0; st == HM_OK && k < l->count; k++) {
        points[k].line = (struct tally_line){0};
        for (unsigned w = 0; w < n; w++)
            tally_add_line(&points[k].line, &adders[w].lines[k]);
    }
    for (unsigned w = 0; w < n; w++)
        adder_fini(&adders[w]);
    mem_free(adders);
    return st;
}

enum hm_status points_check(const struct population *p, uint16_t field, struct diag *d)
{
    const struct agenda *s = population_agenda(p);
    const struct field *f = field == NO_FIELD ? NULL : &s->model->fields[field];
    if (f && (f->entity != s->root || f->kind != FIELD_VARIABLE || f->type.kind != KIND_MONEY))
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("give a variable of the household that is money"),
                        _("%s is no amount of a household: its total is no budget"), f->name);
    if (!f && s->benefit_count == 0)
        return diag_error(d, HM_USAGE, NULL, _("the policy has no benefit"));
    return HM_OK;
}

enum hm_status points_ask(struct sweep_point *points, size_t n, struct population *p,
                          const struct dial *dial, const struct dial_scale *s, uint16_t field,
                          size_t *passes, struct diag *d)
{
    const struct agenda *a = population_agenda(p);
    enum hm_status st = points_check(p, field, d);
    for (size_t first = 0; first < n && st == HM_OK; first += TOGETHER) {
        size_t count = n - first < TOGETHER ? n - first : TOGETHER;
        struct laws *l = mem_zalloc(sizeof *l);
        if (!l)
            return diag_nomem(d, _("asking the households"));
        st = laws_init(l, points + first, count, p, dial, s, d);
        if (st == HM_OK)
            st = scan(points + first, p, l, field == NO_FIELD ? a->benefits : &field,
                      field == NO_FIELD ? a->benefit_count : 1, d);
        laws_fini(l);
        if (passes)
            ++*passes;
    }
    return st;
}
