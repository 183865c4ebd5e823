/* parameter.c - what the law says on a day: the value in force, and look-ups in it. */
#include "model/parameter.h"

#include <string.h>

const struct parameter_value *parameter_on(const struct parameter *p, int32_t date)
{
    const struct parameter_value *found = NULL;
    for (size_t i = 0; i < p->count && p->values[i].from <= date; i++)
        found = &p->values[i];
    return found && !found->ended ? found : NULL;
}

const struct value *parameter_value_at(const struct parameter *p,
                                       const struct parameter_value *v, size_t i)
{
    return p->kind == PARAMETER_KEYED   ? &v->entries[i].value
           : p->kind == PARAMETER_TABLE ? &v->rows[i].value
                                        : &v->bands[i].value;
}

static enum hm_trap otherwise(struct value *out, const struct parameter_value *v)
{
    if (!v->has_otherwise)
        return HM_TRAP_RANGE;
    *out = v->otherwise;
    return HM_TRAP_NONE;
}

static enum hm_trap lookup_key(struct value *out, const struct parameter_value *v,
                               struct rational x)
{
    size_t low = 0, high = x.den == 1 ? v->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->entries[middle].key < x.num)
            low = middle + 1;
        else
            high = middle;
    }
    if (x.den != 1 || low == v->count || v->entries[low].key != x.num)
        return otherwise(out, v);
    *out = v->entries[low].value;
    return HM_TRAP_NONE;
}

bool band_holds(const struct band *b, struct rational x)
{
    int low = b->has_low ? rational_cmp(x, b->low) : 1;
    int high = b->has_high ? rational_cmp(x, b->high) : -1;
    return (low > 0 || (low == 0 && b->low_closed)) &&
           (high < 0 || (high == 0 && b->high_closed));
}

bool band_is_empty(const struct band *b)
{
    int order = b->has_low && b->has_high ? rational_cmp(b->low, b->high) : -1;
    return order > 0 || (order == 0 && !(b->low_closed && b->high_closed));
}

static enum hm_trap lookup_band(struct value *out, const struct parameter_value *v,
                                struct rational x)
{
    for (size_t i = 0; i < v->count; i++) {
        if (band_holds(&v->bands[i], x)) {
            *out = v->bands[i].value;
            return HM_TRAP_NONE;
        }
    }
    return otherwise(out, v);
}

/* rate * the part of x inside the band; an open lower end counts from 0. Whether edges are
 * closed makes no difference to a part. */
static enum hm_trap band_share(struct rational *out, const struct band *b, struct rational x)
{
    struct rational low = b->has_low ? b->low : rational_of(0);
    struct rational top = b->has_high && rational_cmp(b->high, x) < 0 ? b->high : x;
    *out = rational_of(0);
    if (b->has_low && rational_cmp(x, low) <= 0)
        return HM_TRAP_NONE;
    struct rational part;
    enum hm_trap trap = rational_sub(&part, top, low);
    const struct value *rate = &b->value;
    struct rational by =
        rate->kind == KIND_INTEGER ? rational_of(rate->as.integer) : rate->as.rational;
    return trap != HM_TRAP_NONE ? trap : rational_mul(out, part, by);
}

static enum hm_trap lookup_marginal(struct value *out, const struct parameter *p,
                                    const struct parameter_value *v, struct rational x)
{
    struct rational sum = rational_of(0);
    bool inside = false;
    for (size_t i = 0; i < v->count; i++) {
        struct band closed = v->bands[i];
        closed.low_closed = closed.high_closed = true;
        inside = inside || band_holds(&closed, x);
        struct rational share;
        enum hm_trap trap = band_share(&share, &v->bands[i], x);
        if (trap == HM_TRAP_NONE)
            trap = rational_add(&sum, sum, share);
        if (trap != HM_TRAP_NONE)
            return trap;
    }
    if (!inside)
        return HM_TRAP_RANGE;
    out->kind = p->key.kind == KIND_MONEY ? KIND_MONEY : KIND_NUMBER;
    out->as.rational = sum;
    return HM_TRAP_NONE;
}

enum hm_trap parameter_lookup(struct value *out, const struct parameter *p,
                              const struct parameter_value *v, struct rational x)
{
    switch (p->kind) {
    case PARAMETER_KEYED:
        return lookup_key(out, v, x);
    case PARAMETER_BANDS:
        return lookup_band(out, v, x);
    case PARAMETER_MARGINAL:
        return lookup_marginal(out, p, v, x);
    default:
        return HM_TRAP_SCRIPT; /* scalars, comparisons and tables have no single key */
    }
}

bool comparison_holds(enum comparison op, int cmp)
{
    switch (op) {
    case CMP_LT:
        return cmp < 0;
    case CMP_LE:
        return cmp <= 0;
    case CMP_EQ:
        return cmp == 0;
    case CMP_NE:
        return cmp != 0;
    case CMP_GE:
        return cmp >= 0;
    case CMP_GT:
        return cmp > 0;
    }
    return false;
}

bool comparison_parse(enum comparison *out, struct str word)
{
    /* Readings of the law: rulebook 0.3 (Civil Code art. 1259). */
    static const struct {
        const char *word;
        enum comparison op;
    } words[] = {
        {"<", CMP_LT},      {"低于", CMP_LT},   {"不满", CMP_LT},   {"少于", CMP_LT},
        {"<=", CMP_LE},     {"不超过", CMP_LE}, {"以内", CMP_LE},   {"以下", CMP_LE},
        {"不高于", CMP_LE}, {"==", CMP_EQ},     {"等于", CMP_EQ},   {"~=", CMP_NE},
        {"不等于", CMP_NE}, {">=", CMP_GE},     {"不低于", CMP_GE}, {"以上", CMP_GE},
        {"不少于", CMP_GE}, {">", CMP_GT},      {"超过", CMP_GT},   {"高于", CMP_GT},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (str_eq(word, (struct str){words[i].word, strlen(words[i].word)})) {
            *out = words[i].op;
            return true;
        }
    }
    return false;
}

const char *comparison_name(enum comparison op)
{
    static const char *const names[] = {"<", "<=", "==", "~=", ">=", ">"};
    return names[op];
}
