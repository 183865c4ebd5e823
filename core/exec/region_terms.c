/* region_terms.c - finding a household's policy by its division code, and frames in its terms.
 */
#include "exec/region_terms.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ir/ir.h"

/* --- which policy --- */

struct region_division {
    uint64_t want, mask; /* the first 8 digits, and which bytes of them count */
    const char *code;
    size_t n;
    uint16_t member;
};

enum { COUNTY_DIGITS = 6, KNOWN = 256 };

static uint64_t first_bytes(const char *p, size_t n)
{
    uint64_t bytes = 0;
    memcpy(&bytes, p, n < 8 ? n : 8);
    return bytes;
}

static unsigned province(const char *code)
{
    return (unsigned)(code[0] - '0') * 10 + (unsigned)(code[1] - '0');
}

static int by_province_and_length(const void *left, const void *right)
{
    const struct region_division *a = left, *b = right;
    unsigned pa = province(a->code), pb = province(b->code);
    if (pa != pb)
        return pa < pb ? -1 : 1;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return strcmp(a->code, b->code);
}

enum hm_status region_index_make(struct region_index *x, const struct policy *region,
                                 struct arena *a)
{
    *x = (struct region_index){.count = region->member_count, .is_short = true};
    x->list = arena_zalloc(a, (x->count + 1) * sizeof *x->list);
    if (!x->list)
        return HM_NOMEM;
    for (size_t i = 0; i < x->count; i++) {
        const char *code = region->members[i]->model->division;
        size_t n = strlen(code);
        uint64_t ones = ~UINT64_C(0);
        x->list[i] = (struct region_division){
            first_bytes(code, n), first_bytes((char *)&ones, n), code, n, (uint16_t)i};
    }
    qsort(x->list, x->count, sizeof *x->list, by_province_and_length);
    size_t at = 0;
    for (unsigned p = 0; p <= 100; p++) {
        while (at < x->count && province(x->list[at].code) < p)
            at++;
        x->begin[p] = (uint16_t)at;
    }
    return HM_OK;
}

uint16_t region_find(const struct region_index *x, struct str code)
{
    if (code.n < 2 || code.p[0] < '0' || code.p[0] > '9' || code.p[1] < '0' || code.p[1] > '9')
        return code.n == 0 ? REGION_NO_CODE : REGION_NO_POLICY;
    uint64_t first = first_bytes(code.p, code.n);
    unsigned p = province(code.p);
    for (uint16_t i = x->begin[p]; i < x->begin[p + 1]; i++) {
        const struct region_division *d = &x->list[i];
        if ((first & d->mask) == d->want && d->n <= code.n &&
            (d->n <= 8 || memcmp(d->code, code.p, d->n) == 0))
            return d->member;
    }
    return REGION_NO_POLICY;
}

static const struct column *code_column(const struct frame *f)
{
    uint16_t field = model_field(f->model, f->root, (struct str){"division_code", 13});
    return field == NO_FIELD ? NULL : &f->columns[field];
}

static struct str code_at(const struct column *c, uint32_t row, char scratch[24])
{
    if (!c || c->rows == 0 || !column_valid(c, row))
        return (struct str){"", 0};
    if (c->lane == LANE_TEXT)
        return column_text(c, row);
    int n = snprintf(scratch, 24, "%lld", (long long)column_int(c, row));
    return (struct str){scratch, n > 0 ? (size_t)n : 0};
}

struct str region_code(const struct frame *f, uint32_t row, char scratch[24])
{
    return code_at(code_column(f), row, scratch);
}

/* Counties that were looked up, by a hash of their six digits. */
struct known {
    uint64_t code[KNOWN];
    uint16_t member[KNOWN];
};

/* Texts whose codes all have a county: each county is looked up once. */
static void members_by_county(uint16_t *out, const struct region_index *x,
                              const struct column *c, uint32_t rows)
{
    struct known k;
    const uint32_t *offsets = c->data;
    memset(&k, 0xFF, sizeof k); /* six bytes are never all of eight */
    for (uint32_t r = 0; r < rows; r++) {
        uint32_t n = column_valid(c, r) ? offsets[r + 1] - offsets[r] : 0;
        const char *code = c->bytes + offsets[r];
        if (n < COUNTY_DIGITS) {
            out[r] = region_find(x, (struct str){code, n});
            continue;
        }
        uint32_t four; /* two loads: six bytes through memory would stall */
        uint16_t two;
        memcpy(&four, code, sizeof four);
        memcpy(&two, code + sizeof four, sizeof two);
        uint64_t digits = (uint64_t)two << 32 | four;
        size_t slot = digits * UINT64_C(0x9E3779B97F4A7C15) >> 56;
        if (k.code[slot] != digits) {
            k.code[slot] = digits;
            k.member[slot] = region_find(x, (struct str){code, n});
        }
        out[r] = k.member[slot];
    }
}

void region_members(uint16_t *out, const struct region_index *x, const struct frame *f)
{
    const struct column *c = code_column(f);
    uint32_t rows = f->entities[f->root].rows;
    char scratch[24];
    if (c && c->rows && c->lane == LANE_TEXT && x->is_short) {
        members_by_county(out, x, c, rows);
        return;
    }
    for (uint32_t r = 0; r < rows; r++)
        out[r] = region_find(x, code_at(c, r, scratch));
}

enum { REFUSAL_NAMES = 8 };

void region_refusal(struct buf *out, const struct policy *region, struct str code)
{
    buf_printf(out, _("no policy for division_code %.*s: %s has policies for"),
               (int)(code.n < 64 ? code.n : 64), code.p, region->model->name);
    for (size_t i = 0; i < region->member_count && i < REFUSAL_NAMES; i++) {
        const struct model *m = region->members[i]->model;
        buf_printf(out, "%s %s", i ? "," : "", m->division);
        if (m->zh)
            buf_printf(out, " %s", m->zh);
    }
    if (region->member_count > REFUSAL_NAMES)
        buf_puts(out, ", ...");
}

/* --- its terms --- */

/* The region has every entity and field of its members. */
static void put_entities(struct frame *out, const struct frame *f, const struct mapping *terms)
{
    for (size_t i = 0; i < terms->to->entity_count; i++) {
        assert(terms->entity[i] != NO_ENTITY);
        out->entities[i] = f->entities[terms->entity[i]];
    }
}

/* An enum column in the member's codes. Codes it does not have: 0 and, in the past, no value (a
 * present household that has one is not evaluated). */
static enum hm_status recode(struct column *c, const uint8_t *codes, bool drops,
                             struct arena *a)
{
    uint8_t *to = arena_alloc(a, c->rows + 64u);
    uint64_t *valid = drops ? arena_zalloc(a, (c->rows / 64u + 1u) * sizeof *valid) : NULL;
    if (!to || (drops && !valid))
        return HM_NOMEM;
    for (uint32_t r = 0; r < c->rows; r++) {
        uint8_t code = codes[(uint8_t)column_int(c, r)];
        to[r] = code == 255 ? 0 : code;
        if (drops)
            valid[r / 64] |= (uint64_t)(code != 255 && column_valid(c, r)) << (r % 64);
    }
    *c = (struct column){
        .lane = LANE_U8, .rows = c->rows, .data = to, .valid = drops ? valid : c->valid};
    return HM_OK;
}

static enum hm_status put_columns(struct frame *out, const struct frame *f,
                                  const struct mapping *terms, bool drops, struct arena *a)
{
    for (size_t i = 0; i < terms->to->field_count; i++) {
        const struct mapping_field *from = &terms->fields[i];
        if (from->from == NO_FIELD)
            continue;
        struct column *c = &out->columns[i];
        *c = f->columns[from->from];
        if (c->rows && from->codes)
            TRY(recode(c, from->codes, drops, a));
    }
    return HM_OK;
}

/* Members lie in slots for the policy too when both call the same entity the first one. */
static bool same_members(const struct mapping *terms, uint8_t root)
{
    const struct entity *to = &terms->to->entities[root];
    const struct entity *from = &terms->from->entities[terms->entity[root]];
    if (!to->child_count || !from->child_count)
        return !to->child_count;
    return terms->entity[to->children[0]] == from->children[0];
}

static enum hm_status translate(struct frame *out, const struct frame *f,
                                const struct mapping *terms, bool drops, struct arena *a)
{
    const struct model *m = terms->to;
    uint8_t root = mapping_root(terms, f->root);
    *out = (struct frame){.model = m, .root = root};
    arena_init(&out->arena);
    out->entities = arena_zalloc(a, m->entity_count * sizeof *out->entities);
    out->columns = arena_zalloc(a, m->field_count * sizeof *out->columns);
    if (!out->entities || !out->columns)
        return HM_NOMEM;
    put_entities(out, f, terms);
    out->jagged = f->jagged && same_members(terms, root);
    return put_columns(out, f, terms, drops, a);
}

static enum hm_status put_past(struct past *out, const struct past *from,
                               const struct mapping *terms, struct arena *a)
{
    size_t n = terms->to->entity_count;
    *out = (struct past){.month = from->month};
    out->frame = arena_alloc(a, sizeof *out->frame);
    out->row_of = arena_zalloc(a, n * sizeof *out->row_of);
    if (!out->frame || !out->row_of)
        return HM_NOMEM;
    for (size_t i = 0; i < n; i++)
        out->row_of[i] = from->row_of[terms->entity[i]];
    return translate(out->frame, from->frame, terms, true, a);
}

enum hm_status region_frame(struct frame *out, const struct frame *f,
                            const struct mapping *terms, bool in_range, struct arena *a)
{
    TRY(translate(out, f, terms, false, a));
    out->in_range = f->in_range && in_range;
    out->past_count = f->past_count;
    out->past = arena_zalloc(a, (f->past_count + 1) * sizeof *out->past);
    if (!out->past)
        return HM_NOMEM;
    for (size_t i = 0; i < f->past_count; i++)
        TRY(put_past(&out->past[i], &f->past[i], terms, a));
    return HM_OK;
}

bool region_keeps_ranges(const struct mapping *terms)
{
    for (size_t i = 0; i < terms->to->field_count; i++) {
        uint16_t from = terms->fields[i].from;
        int64_t lo, hi, their_lo, their_hi;
        if (from == NO_FIELD || !ir_fact_range(terms->to, &terms->to->fields[i], &lo, &hi))
            continue;
        if (!ir_fact_range(terms->from, &terms->from->fields[from], &their_lo, &their_hi) ||
            their_lo < lo || their_hi > hi)
            return false;
    }
    return true;
}

/* --- values that a policy does not know --- */

static bool is_foreign(const struct frame *f, const struct mapping_field *from, uint32_t row)
{
    const struct column *c = &f->columns[from->from];
    return c->rows && column_valid(c, row) && from->codes[column_int(c, row)] == 255;
}

/* A row of `entity` under the root row whose value is foreign. */
static bool find_foreign(const struct frame *f, const struct mapping_field *from,
                         uint8_t entity, uint32_t root, uint32_t *row)
{
    for (uint32_t r = 0; r < f->entities[entity].rows; r++) {
        if (frame_root_row(f, entity, r) != root || !is_foreign(f, from, r))
            continue;
        *row = r;
        return true;
    }
    return false;
}

uint16_t region_foreign_value(const struct frame *f, const struct mapping *terms, uint32_t root,
                              uint32_t *row)
{
    for (size_t i = 0; i < terms->to->field_count; i++) {
        const struct mapping_field *from = &terms->fields[i];
        if (from->from == NO_FIELD || !from->codes || f->columns[from->from].rows == 0)
            continue;
        if (find_foreign(f, from, f->model->fields[from->from].entity, root, row))
            return (uint16_t)i;
    }
    return NO_FIELD;
}

void region_foreign_text(struct buf *out, const struct frame *f, const struct mapping *terms,
                         uint16_t field, uint32_t row)
{
    uint16_t from = terms->fields[field].from;
    const struct enum_type *e = &f->model->enums[f->model->fields[from].type.enum_id];
    int64_t code = column_int(&f->columns[from], row);
    struct buf path;
    buf_init(&path);
    frame_cell_path(f, from, row, &path);
    buf_printf(out, _("%s has the value \"%s\", which the policy %s does not know"),
               buf_ok(&path) ? path.data : "?", e->values[code].name, terms->to->name);
    buf_fini(&path);
}
