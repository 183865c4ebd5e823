/* indicator.c - targets: which one is due, whether a value meets it, and by how much it fails.
 */
#include "model/indicator.h"

#include "value/date.h"
#include "value/decimal.h"

const struct indicator_target *indicator_target_in(const struct indicator *i, int32_t month)
{
    int32_t first = month_first_day(month);
    for (size_t k = 0; k < i->target_count; k++)
        if (i->targets[k].due >= first)
            return &i->targets[k];
    return i->target_count ? &i->targets[i->target_count - 1] : NULL;
}

static bool has_low(const struct indicator_target *t)
{
    return t->kind != TARGET_AT_MOST && t->kind != TARGET_BELOW;
}

static bool has_high(const struct indicator_target *t)
{
    return t->kind != TARGET_AT_LEAST && t->kind != TARGET_ABOVE;
}

bool target_met(const struct indicator_target *t, struct rational value)
{
    int low = has_low(t) ? rational_cmp(value, t->low) : 1;
    int high = has_high(t) ? rational_cmp(value, t->high) : -1;
    bool above = t->kind == TARGET_ABOVE ? low > 0 : low >= 0;
    bool below = t->kind == TARGET_BELOW ? high < 0 : high <= 0;
    return above && below;
}

enum hm_trap target_gap(struct rational *out, const struct indicator_target *t,
                        struct rational value)
{
    *out = rational_of(0);
    if (has_low(t) && rational_cmp(value, t->low) < 0)
        return rational_sub(out, t->low, value);
    if (has_high(t) && rational_cmp(value, t->high) > 0)
        return rational_sub(out, value, t->high);
    return HM_TRAP_NONE;
}

void target_put(struct buf *out, const struct indicator_target *t)
{
    static const char *const signs[] = {
        [TARGET_AT_LEAST] = "≥ ", [TARGET_ABOVE] = "> ", [TARGET_AT_MOST] = "≤ ",
        [TARGET_BELOW] = "< ",    [TARGET_EQUAL] = "= ", [TARGET_BETWEEN] = "",
        [TARGET_ABOUT] = "",
    };
    struct rational within;
    buf_puts(out, signs[t->kind]);
    if (t->kind == TARGET_ABOUT && rational_sub(&within, t->high, t->middle) == HM_TRAP_NONE) {
        decimal_put_rational(out, t->middle);
        buf_puts(out, "±");
        decimal_put_rational(out, within);
        return;
    }
    decimal_put_rational(out, has_low(t) ? t->low : t->high);
    if (t->kind == TARGET_BETWEEN || t->kind == TARGET_ABOUT) {
        buf_puts(out, "–");
        decimal_put_rational(out, t->high);
    }
}
