/* region.c - sorts households by policy and asks each policy's engine.
 *
 * A frame whose households all go by one policy is evaluated as it is: its columns are handed
 * over in that policy's terms. A mixed one is picked apart row by row (vec/pick.h), only what
 * the policy reads. Engines are opened when their first household comes.
 */
#include "exec/region.h"

#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "exec/region_parts.h"
#include "vec/pick.h"

struct member {
    struct mapping terms;             /* the region's model in the member's */
    struct evaluation evaluation;     /* in its terms */
    struct alternative *alternatives; /* the evaluation's; NULL: there is one */
    uint16_t *output_of;              /* [region's output]: its own, or NO_OUTPUT */
    const uint8_t **back;             /* [region's output]: enum codes back to the region's */
    uint64_t *needed;                 /* fields its outputs read; NULL: all */
    uint16_t *foreign;                /* fields whose enum lacks values of the region's */
    size_t foreign_count;
    bool keeps_ranges;
    struct engine *engine;   /* NULL: not needed yet */
    struct results *results; /* by alternative */
};
struct region {
    const struct evaluation *e;
    enum engine_kind kind;
    struct region_index index;
    struct member *members;
    size_t count;
    struct arena arena;
    struct arena scratch; /* of one run */
};

/* --- opening --- */

/* The member's code -> the region's, from the other way round. */
static const uint8_t *codes_back(const uint8_t *codes, struct arena *a)
{
    uint8_t *back = arena_zalloc(a, 256);
    for (unsigned i = 0; back && i < 256; i++)
        if (codes[i] != 255)
            back[codes[i]] = (uint8_t)i;
    return back;
}

/* The region's outputs that the member has, in their order. */
static enum hm_status choose_outputs(struct region *r, struct member *m)
{
    const struct evaluation *e = r->e;
    const struct model *model = e->policy->model;
    size_t n = 0;
    uint16_t *outputs = arena_alloc(&r->arena, (e->output_count + 1) * sizeof *outputs);
    uint16_t *own = arena_alloc(&r->arena, (model->field_count + 1) * sizeof *own);
    m->output_of = arena_alloc(&r->arena, (e->output_count + 1) * sizeof *m->output_of);
    m->back = arena_zalloc(&r->arena, (e->output_count + 1) * sizeof *m->back);
    if (!outputs || !own || !m->output_of || !m->back)
        return HM_NOMEM;
    memset(own, 0xFF, (model->field_count + 1) * sizeof *own); /* NO_FIELD */
    for (size_t i = 0; i < m->terms.to->field_count; i++)
        if (m->terms.fields[i].from != NO_FIELD)
            own[m->terms.fields[i].from] = (uint16_t)i;
    for (size_t i = 0; i < e->output_count; i++) {
        uint16_t field = own[e->outputs[i]];
        m->output_of[i] = field == NO_FIELD ? NO_OUTPUT : (uint16_t)n;
        if (field == NO_FIELD)
            continue;
        outputs[n++] = field;
        const uint8_t *codes = m->terms.fields[field].codes;
        m->back[i] = codes ? codes_back(codes, &r->arena) : NULL;
        if (codes && !m->back[i])
            return HM_NOMEM;
    }
    m->evaluation.outputs = outputs;
    m->evaluation.output_count = n;
    return HM_OK;
}

/* The patches that are for this member; they stand in its terms. */
static enum hm_status choose_patches(struct region *r, struct alternative *out,
                                     const struct alternative *all, uint16_t number)
{
    struct patch *patches = arena_alloc(&r->arena, (all->patch_count + 1) * sizeof *patches);
    struct formula_patch *formulas =
        arena_alloc(&r->arena, (all->formula_count + 1) * sizeof *formulas);
    if (!patches || !formulas)
        return HM_NOMEM;
    *out = (struct alternative){.patches = patches, .formulas = formulas};
    for (size_t i = 0; i < all->patch_count; i++)
        if (all->patches[i].member == number)
            patches[out->patch_count++] = all->patches[i];
    for (size_t i = 0; i < all->formula_count; i++)
        if (all->formulas[i].member == number)
            formulas[out->formula_count++] = all->formulas[i];
    return HM_OK;
}

static enum hm_status choose_alternatives(struct region *r, struct member *m, uint16_t number)
{
    const struct evaluation *e = r->e;
    struct evaluation *own = &m->evaluation;
    struct alternative one;
    const struct alternative whole = {e->patches, e->patch_count, e->formulas,
                                      e->formula_count};
    TRY(choose_patches(r, &one, &whole, number));
    own->patches = one.patches;
    own->patch_count = one.patch_count;
    own->formulas = one.formulas;
    own->formula_count = one.formula_count;
    if (!e->alternatives)
        return HM_OK;
    m->alternatives = arena_alloc(&r->arena, (e->alternative_count + 1) * sizeof one);
    if (!m->alternatives)
        return HM_NOMEM;
    for (size_t k = 0; k < e->alternative_count; k++)
        TRY(choose_patches(r, &m->alternatives[k], &e->alternatives[k], number));
    own->alternatives = m->alternatives;
    own->alternative_count = e->alternative_count;
    return HM_OK;
}

static bool changes_formulas(const struct evaluation *e)
{
    for (size_t k = 0; e->alternatives && k < e->alternative_count; k++)
        if (e->alternatives[k].formula_count)
            return true;
    return !e->alternatives && e->formula_count;
}

/* What its outputs read, as far as the model knows: not what a scenario's formulas read. */
static enum hm_status find_needed(struct region *r, struct member *m)
{
    const struct model *model = m->terms.to;
    if (changes_formulas(&m->evaluation))
        return HM_OK;
    m->needed = arena_zalloc(&r->arena, (model->field_count / 64 + 1) * sizeof *m->needed);
    uint16_t *stack = arena_alloc(&r->scratch, (model->field_count + 1) * sizeof *stack);
    if (!m->needed || !stack)
        return HM_NOMEM;
    (void)model_reach(model, m->evaluation.outputs, m->evaluation.output_count, m->needed,
                      stack);
    return HM_OK;
}

static bool is_needed(const struct member *m, size_t field)
{
    return !m->needed || (m->needed[field / 64] >> (field % 64) & 1);
}

static enum hm_status find_foreign(struct region *r, struct member *m)
{
    const struct model *region = m->terms.from;
    m->foreign = arena_alloc(&r->arena, (m->terms.to->field_count + 1) * sizeof *m->foreign);
    if (!m->foreign)
        return HM_NOMEM;
    for (size_t i = 0; i < m->terms.to->field_count; i++) {
        const struct mapping_field *f = &m->terms.fields[i];
        if (f->from == NO_FIELD || !f->codes || !is_needed(m, i))
            continue;
        const struct enum_type *e = &region->enums[region->fields[f->from].type.enum_id];
        bool lacks = false;
        for (uint16_t k = 0; k < e->count; k++)
            lacks = lacks || f->codes[k] == 255;
        if (lacks)
            m->foreign[m->foreign_count++] = (uint16_t)i;
    }
    return HM_OK;
}

static enum hm_status open_member(struct region *r, size_t i, struct diag *d)
{
    struct member *m = &r->members[i];
    const struct policy *policy = r->e->policy->members[i];
    m->results = arena_alloc(&r->arena, evaluation_count(r->e) * sizeof *m->results);
    if (!m->results)
        return HM_NOMEM;
    for (size_t k = 0; k < evaluation_count(r->e); k++)
        results_init(&m->results[k]);
    TRY(mapping_init(&m->terms, r->e->policy->model, policy->model, d));
    m->evaluation = (struct evaluation){.policy = policy,
                                        .month = r->e->month,
                                        .root = mapping_root(&m->terms, r->e->root),
                                        .stored = r->e->stored,
                                        .bare = r->e->bare};
    m->keeps_ranges = region_keeps_ranges(&m->terms);
    TRY(choose_outputs(r, m));
    TRY(choose_alternatives(r, m, (uint16_t)i));
    TRY(find_needed(r, m));
    return find_foreign(r, m);
}

enum hm_status region_open(struct region **out, enum engine_kind kind,
                           const struct evaluation *e, struct diag *d)
{
    struct region *r = mem_zalloc(sizeof *r);
    if (!r)
        return diag_nomem(d, _("starting an engine"));
    r->e = e;
    r->kind = kind;
    arena_init(&r->arena);
    arena_init(&r->scratch);
    r->members = mem_calloc(e->policy->member_count, sizeof *r->members);
    enum hm_status st =
        r->members ? region_index_make(&r->index, e->policy, &r->arena) : HM_NOMEM;
    for (; st == HM_OK && r->count < e->policy->member_count; r->count++)
        st = open_member(r, r->count, d);
    if (st != HM_OK) {
        region_close(r);
        return st == HM_NOMEM ? diag_nomem(d, _("starting an engine")) : st;
    }
    *out = r;
    return HM_OK;
}

void region_close(struct region *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++) {
        engine_close(r->members[i].engine);
        mapping_fini(&r->members[i].terms);
        for (size_t k = 0; r->members[i].results && k < evaluation_count(r->e); k++)
            results_fini(&r->members[i].results[k]);
    }
    mem_free(r->members);
    arena_fini(&r->arena);
    arena_fini(&r->scratch);
    mem_free(r);
}

static enum hm_status engine_of(struct region *r, struct member *m, struct diag *d)
{
    if (m->engine || m->evaluation.output_count == 0)
        return HM_OK;
    return engine_open(&m->engine, r->kind, &m->evaluation, d);
}

/* --- households without a policy --- */

struct refusals {
    struct region_refused *list;
    size_t count;
};

/* Households with a value that their policy's enum lacks: no policy evaluates them. */
static void mark_foreign(uint16_t *of, const struct region *r, uint16_t number,
                         const struct frame *f, uint8_t *foreign)
{
    const struct member *m = &r->members[number];
    for (size_t i = 0; i < m->foreign_count; i++) {
        const struct mapping_field *from = &m->terms.fields[m->foreign[i]];
        const struct column *c = &f->columns[from->from];
        uint8_t entity = f->model->fields[from->from].entity;
        if (c->rows == 0 || f->model->entities[entity].root != f->root)
            continue;
        for (uint32_t row = 0; row < c->rows; row++) {
            uint32_t root = frame_root_row(f, entity, row);
            if (of[root] == number && column_valid(c, row) &&
                from->codes[column_int(c, row)] == 255)
                foreign[root] = 1;
        }
    }
}

static const char *keep_text(struct buf *b, struct arena *a)
{
    const char *text = buf_ok(b) ? arena_strdup(a, b->data) : NULL;
    buf_clear(b);
    return text;
}

static enum hm_status refuse_row(struct region *r, const struct frame *f, uint32_t row,
                                 uint16_t member, struct results *out, struct buf *text,
                                 struct region_refused *x)
{
    char scratch[24];
    *x = (struct region_refused){.root = row, .trap = HM_TRAP_RANGE};
    if (member == REGION_NO_CODE) {
        x->trap = HM_TRAP_MISSING;
        buf_puts(text, "division_code");
    } else if (member == REGION_NO_POLICY) {
        region_refusal(text, r->e->policy, region_code(f, row, scratch));
    } else {
        uint32_t cell = 0;
        const struct mapping *terms = &r->members[member].terms;
        uint16_t field = region_foreign_value(f, terms, row, &cell);
        region_foreign_text(text, f, terms, field, cell);
    }
    x->text = keep_text(text, &out->arena);
    return x->text ? HM_OK : HM_NOMEM;
}

/* --- a run --- */

struct sorting {
    uint16_t *of;      /* the member of each root row */
    uint8_t *foreign;  /* of each root row */
    uint32_t *rows_of; /* how many each member has */
    size_t present;    /* members that have any */
    struct refusals refusals;
};

static enum hm_status sort_rows(struct region *r, const struct frame *f, struct results *out,
                                struct sorting *s)
{
    uint32_t rows = f->entities[f->root].rows;
    *s = (struct sorting){0};
    s->of = arena_alloc(&r->scratch, (rows + 1u) * sizeof *s->of);
    s->foreign = arena_zalloc(&r->scratch, rows + 1u);
    s->rows_of = arena_zalloc(&r->scratch, (r->count + 1) * sizeof *s->rows_of);
    if (!s->of || !s->foreign || !s->rows_of)
        return HM_NOMEM;
    region_members(s->of, &r->index, f);
    for (size_t i = 0; i < r->count; i++)
        mark_foreign(s->of, r, (uint16_t)i, f, s->foreign);
    for (uint32_t row = 0; row < rows; row++) {
        bool refused = s->of[row] >= REGION_NO_CODE || s->foreign[row];
        s->refusals.count += refused;
        s->present += !refused && s->rows_of[s->of[row]]++ == 0;
    }
    if (s->refusals.count == 0)
        return HM_OK;
    s->refusals.list = arena_alloc(&r->scratch, s->refusals.count * sizeof *s->refusals.list);
    if (!s->refusals.list)
        return HM_NOMEM;
    struct buf text;
    enum hm_status st = HM_OK;
    size_t n = 0;
    buf_init(&text);
    for (uint32_t row = 0; row < rows && st == HM_OK; row++)
        if (s->of[row] >= REGION_NO_CODE || s->foreign[row])
            st = refuse_row(r, f, row, s->of[row], out, &text, &s->refusals.list[n++]);
    buf_fini(&text);
    return st;
}

static struct region_part part_of(const struct member *m, const struct results *results,
                                  uint32_t *const *from)
{
    return (struct region_part){&m->terms, m->output_of, m->back, results, from};
}

/* All rows go by one policy. */
static enum hm_status run_whole(struct region *r, struct member *m, const struct frame *f,
                                struct results *out, struct diag *d)
{
    struct frame own;
    TRY(engine_of(r, m, d));
    TRY(region_frame(&own, f, &m->terms, m->keeps_ranges, &r->scratch));
    if (m->engine)
        TRY(engine_run(m->engine, &own, out, d));
    for (size_t k = 0; k < evaluation_count(r->e); k++) {
        struct region_part part = part_of(m, &out[k], NULL);
        TRY(region_adopt(&out[k], k ? &out[0] : NULL, r->e, f, &part));
    }
    return HM_OK;
}

/* Rows of one policy among others; the pick stays open until the results are put together. */
static enum hm_status run_part(struct region *r, size_t number, const struct frame *f,
                               const struct sorting *s, struct pick *p, struct diag *d)
{
    struct member *m = &r->members[number];
    struct frame own;
    uint32_t n = 0, rows = f->entities[f->root].rows;
    uint32_t *roots = arena_alloc(&r->scratch, (s->rows_of[number] + 1u) * sizeof *roots);
    if (!roots)
        return HM_NOMEM;
    for (uint32_t row = 0; row < rows; row++)
        if (s->of[row] == number && !s->foreign[row])
            roots[n++] = row;
    for (size_t k = 0; k < evaluation_count(r->e); k++)
        results_clear(&m->results[k]);
    TRY(engine_of(r, m, d));
    TRY(region_frame(&own, f, &m->terms, m->keeps_ranges, &r->scratch));
    TRY(pick_rows(p, &own, roots, n, own.jagged, m->needed, d));
    return m->engine ? engine_run(m->engine, &p->frame, m->results, d) : HM_OK;
}

/* The parts of each alternative put together. */
static enum hm_status put_parts(struct region *r, const struct frame *f,
                                const struct sorting *s, const struct pick *picks,
                                struct region_part *parts, struct results *out)
{
    for (size_t k = 0; k < evaluation_count(r->e); k++) {
        size_t n = 0;
        for (size_t i = 0; i < r->count; i++) {
            if (s->rows_of[i] == 0)
                continue;
            parts[n] = part_of(&r->members[i], &r->members[i].results[k], picks[n].from);
            n++;
        }
        TRY(region_put(&out[k], r->e, f, parts, n, s->refusals.list, s->refusals.count));
    }
    return HM_OK;
}

static enum hm_status run_mixed(struct region *r, const struct frame *f,
                                const struct sorting *s, struct results *out, struct diag *d)
{
    size_t picked = 0;
    enum hm_status st = HM_OK;
    struct pick *picks = mem_calloc(s->present + 1, sizeof *picks);
    struct region_part *parts = mem_calloc(s->present + 1, sizeof *parts);
    if (!picks || !parts)
        st = HM_NOMEM;
    for (size_t i = 0; st == HM_OK && i < r->count; i++)
        if (s->rows_of[i] > 0)
            st = run_part(r, i, f, s, &picks[picked++], d);
    if (st == HM_OK)
        st = put_parts(r, f, s, picks, parts, out);
    for (size_t i = 0; i < picked; i++)
        if (picks[i].frame.model)
            pick_fini(&picks[i]);
    mem_free(picks);
    mem_free(parts);
    return st;
}

enum hm_status region_run(struct region *r, const struct frame *f, struct results *out,
                          struct diag *d)
{
    struct sorting s;
    for (size_t k = 0; k < evaluation_count(r->e); k++)
        results_clear(&out[k]);
    arena_reset(&r->scratch);
    enum hm_status st = sort_rows(r, f, out, &s);
    size_t first = 0;
    while (st == HM_OK && first < r->count && s.rows_of[first] == 0)
        first++;
    if (st == HM_OK && s.present == 1 && s.refusals.count == 0)
        st = run_whole(r, &r->members[first], f, out, d);
    else if (st == HM_OK)
        st = run_mixed(r, f, &s, out, d);
    return st == HM_NOMEM ? diag_nomem(d, _("evaluating households")) : st;
}
