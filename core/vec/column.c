/* column.c - lanes: which one a field needs, and single cells of it. */
#include "vec/column.h"

#include <assert.h>

size_t lane_bytes(enum lane lane)
{
    static const uint8_t bytes[LANE_COUNT] = {1, 2, 4, 8, 4};
    return bytes[lane];
}

/* A bound in stored units, rounded away from the inside; false when that does not fit. */
static bool stored_bound(int64_t *out, const struct value *v, const struct type *t, bool is_max)
{
    struct rational r = v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
    if (v->kind == KIND_DATE || v->kind == KIND_MONTH)
        r = rational_of(v->as.day);
    if (t->kind == KIND_NUMBER &&
        rational_mul(&r, r, rational_of(type_grid(t))) != HM_TRAP_NONE)
        return false;
    *out = is_max ? rational_ceil(r) : rational_floor(r);
    return true;
}

/* The narrowest lane that holds everything from min to max. */
static enum lane lane_of_range(int64_t min, int64_t max)
{
    if (min >= 0 && max <= UINT8_MAX)
        return LANE_U8;
    if (min >= 0 && max <= UINT16_MAX)
        return LANE_U16;
    return min >= INT32_MIN && max <= INT32_MAX ? LANE_I32 : LANE_I64;
}

enum lane lane_of_field(const struct model *m, const struct field *f)
{
    (void)m;
    int64_t min, max;
    switch (f->type.kind) {
    case KIND_BOOLEAN:
    case KIND_ENUM:
        return LANE_U8;
    case KIND_MONTH:
        return LANE_U16; /* year 2299 is month 27599 */
    case KIND_DATE:
        return LANE_I32;
    case KIND_TEXT:
        return LANE_TEXT;
    default:
        break;
    }
    if (f->kind == FIELD_INPUT && f->has_min && f->has_max &&
        stored_bound(&min, &f->min, &f->type, false) &&
        stored_bound(&max, &f->max, &f->type, true))
        return lane_of_range(min, max);
    return LANE_I64;
}

int64_t column_int(const struct column *c, uint32_t row)
{
    assert(row < c->rows);
    switch (c->lane) {
    case LANE_U8:
        return ((const uint8_t *)c->data)[row];
    case LANE_U16:
        return ((const uint16_t *)c->data)[row];
    case LANE_I32:
        return ((const int32_t *)c->data)[row];
    case LANE_I64:
        return ((const int64_t *)c->data)[row];
    default:
        assert(0 && "a text column has no integers");
        return 0;
    }
}

void column_put(void *data, enum lane lane, uint32_t row, int64_t v)
{
    switch (lane) {
    case LANE_U8:
        ((uint8_t *)data)[row] = (uint8_t)v;
        break;
    case LANE_U16:
        ((uint16_t *)data)[row] = (uint16_t)v;
        break;
    case LANE_I32:
        ((int32_t *)data)[row] = (int32_t)v;
        break;
    default:
        ((int64_t *)data)[row] = v;
        break;
    }
}

struct str column_text(const struct column *c, uint32_t row)
{
    assert(c->lane == LANE_TEXT && row < c->rows);
    const uint32_t *offsets = c->data;
    return (struct str){c->bytes + offsets[row], offsets[row + 1] - offsets[row]};
}

bool column_value(struct value *out, const struct column *c, const struct field *f,
                  uint32_t row)
{
    if (row >= c->rows || !column_valid(c, row))
        return false;
    struct value v = {.kind = f->type.kind};
    if (c->lane == LANE_TEXT) {
        v.as.text = column_text(c, row);
        *out = v;
        return true;
    }
    int64_t stored = column_int(c, row);
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        v.as.boolean = stored != 0;
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)stored;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        v.as.day = (int32_t)stored;
        break;
    case KIND_MONEY:
        v.as.rational = rational_of(stored);
        break;
    case KIND_NUMBER: /* a power of ten is never too large for what it divides */
        (void)rational_make(&v.as.rational, stored, type_grid(&f->type));
        break;
    default:
        v.as.integer = stored;
        break;
    }
    *out = v;
    return true;
}

static bool whole(int64_t *out, struct rational r)
{
    if (r.den == 1)
        *out = r.num;
    return r.den == 1;
}

static bool is_kind_for(enum value_kind kind, enum value_kind type)
{
    return kind == type || (kind == KIND_INTEGER && type == KIND_NUMBER) ||
           (kind == KIND_NUMBER && type == KIND_INTEGER);
}

bool value_stored(int64_t *out, const struct value *v, const struct type *t)
{
    if (!is_kind_for(v->kind, t->kind))
        return false;
    struct rational r;
    switch (
        t->kind) { /* only the member that is set is read: a wider read waits for its store */
    case KIND_BOOLEAN:
        *out = v->as.boolean;
        return true;
    case KIND_ENUM:
        *out = v->as.code;
        return true;
    case KIND_DATE:
    case KIND_MONTH:
        *out = v->as.day;
        return true;
    case KIND_INTEGER:
    case KIND_MONEY:
        if (v->kind != KIND_INTEGER)
            return whole(out, v->as.rational);
        *out = v->as.integer;
        return true;
    case KIND_NUMBER:
        r = v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
        return rational_mul(&r, r, rational_of(type_grid(t))) == HM_TRAP_NONE && whole(out, r);
    default:
        return false;
    }
}
