/* value.c - names and equality of tagged values. */
#include "value/value.h"

const char *value_kind_name(enum value_kind kind)
{
    static const char *const names[KIND_COUNT] = {
        "nothing", "boolean", "integer", "number", "money", "enum", "date", "month", "text"};
    return kind < KIND_COUNT ? names[kind] : "?";
}

static struct rational as_rational(const struct value *v)
{
    return v->kind == KIND_INTEGER ? rational_of(v->as.integer) : v->as.rational;
}

static bool is_number(const struct value *v)
{
    return v->kind == KIND_INTEGER || v->kind == KIND_NUMBER;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (is_number(a) && is_number(b))
        return rational_cmp(as_rational(a), as_rational(b)) == 0;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case KIND_BOOLEAN:
        return a->as.boolean == b->as.boolean;
    case KIND_MONEY:
        return rational_cmp(a->as.rational, b->as.rational) == 0;
    case KIND_ENUM:
        return a->as.code == b->as.code;
    case KIND_DATE:
    case KIND_MONTH:
        return a->as.day == b->as.day;
    case KIND_TEXT:
        return str_eq(a->as.text, b->as.text);
    default:
        return true;
    }
}
