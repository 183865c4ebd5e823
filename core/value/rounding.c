/* rounding.c - the one place where amounts are rounded, and the words for it. */
#include "value/rounding.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "base/buf.h"
#include "value/decimal.h"

/* whole + rest/den, rest < den: is the next step further from zero taken? */
static bool steps_up(enum rounding_mode mode, unsigned __int128 whole, unsigned __int128 rest,
                     unsigned __int128 den)
{
    switch (mode) {
    case ROUND_UP:
        return rest > 0;
    case ROUND_HALF_UP:
        return rest >= den - rest;
    case ROUND_HALF_EVEN:
        return rest > den - rest || (rest == den - rest && (whole & 1));
    default:
        return false;
    }
}

enum hm_trap rounding_apply(struct rational *out, struct rational a, struct rounding r)
{
    if (r.mode == ROUND_NONE || a.num == 0) {
        *out = a;
        return HM_TRAP_NONE;
    }
    assert(r.step.num > 0 && r.step.den > 0);
    __int128 num = (__int128)a.num * r.step.den; /* a / step */
    unsigned __int128 size = num < 0 ? (unsigned __int128)-num : (unsigned __int128)num;
    unsigned __int128 den = (unsigned __int128)a.den * (uint64_t)r.step.num;
    unsigned __int128 whole = size / den;
    whole += steps_up(r.mode, whole, size % den, den);
    __int128
        scaled; /* beyond 128 bits it is far beyond int64 after dividing by step.den, too */
    if (__builtin_mul_overflow((__int128)whole, (__int128)r.step.num, &scaled))
        return HM_TRAP_OVERFLOW;
    return rational_make(out, num < 0 ? -scaled : scaled, r.step.den);
}

struct word {
    const char *text;
    int meaning;
};

/* Longer words before those they begin with. */
static const struct word english_modes[] = {{"half up to ", ROUND_HALF_UP},
                                            {"half even to ", ROUND_HALF_EVEN},
                                            {"up to ", ROUND_UP},
                                            {"down to ", ROUND_DOWN},
                                            {NULL, 0}};
static const struct word chinese_modes[] = {{"四舍六入五成双", ROUND_HALF_EVEN},
                                            {"四舍五入", ROUND_HALF_UP},
                                            {"进位", ROUND_UP},
                                            {"进", ROUND_UP},
                                            {"舍去", ROUND_DOWN},
                                            {"舍", ROUND_DOWN},
                                            {"", ROUND_HALF_UP},
                                            {NULL, 0}};
static const struct word english_steps[] = {
    {"fen", 1}, {"jiao", 10}, {"yuan", 100}, {"ten yuan", 1000}, {NULL, 0}};
static const struct word chinese_steps[] = {{"分", 1},      {"角", 10},     {"元", 100},
                                            {"十元", 1000}, {"拾元", 1000}, {NULL, 0}};

static bool skip(struct str *s, const char *word)
{
    size_t n = strlen(word);
    if (s->n < n || memcmp(s->p, word, n) != 0)
        return false;
    s->p += n;
    s->n -= n;
    return true;
}

static bool is_word(struct str s, const char *word)
{
    return skip(&s, word) && s.n == 0;
}

static bool parse_with(struct rounding *out, struct str words, const struct word *modes,
                       const char *between, const struct word *steps)
{
    const struct word *mode = modes;
    while (mode->text && !skip(&words, mode->text))
        mode++;
    if (!mode->text || !skip(&words, between))
        return false;
    for (const struct word *step = steps; step->text; step++) {
        if (is_word(words, step->text)) {
            *out = (struct rounding){(enum rounding_mode)mode->meaning,
                                     rational_of(step->meaning)};
            return true;
        }
    }
    return false;
}

bool rounding_parse(struct rounding *out, struct str words)
{
    if (is_word(words, "none") || is_word(words, "不取整")) {
        *out = (struct rounding){ROUND_NONE, rational_of(1)};
        return true;
    }
    if (is_word(words, "见角进元")) {
        *out = (struct rounding){ROUND_UP, rational_of(100)};
        return true;
    }
    return parse_with(out, words, english_modes, "", english_steps) ||
           parse_with(out, words, chinese_modes, "到", chinese_steps) ||
           parse_with(out, words, chinese_modes, "至", chinese_steps);
}

void rounding_name(char *out, size_t out_bytes, struct rounding r, bool is_money)
{
    static const char *const modes[ROUND_MODES] = {"none", "half up to", "up to", "down to",
                                                   "half even to"};
    if (r.mode == ROUND_NONE) {
        snprintf(out, out_bytes, "none");
        return;
    }
    for (const struct word *step = english_steps; is_money && step->text; step++) {
        if (rational_cmp(r.step, rational_of(step->meaning)) == 0) {
            snprintf(out, out_bytes, "%s %s", modes[r.mode], step->text);
            return;
        }
    }
    struct buf text;
    buf_init(&text);
    struct rational shown = r.step;
    bool in_yuan = is_money && rational_div(&shown, r.step, rational_of(100)) == HM_TRAP_NONE;
    decimal_put_rational(&text, shown);
    snprintf(out, out_bytes, "%s %s%s", modes[r.mode], text.data,
             in_yuan    ? " yuan"
             : is_money ? " fen"
                        : "");
    buf_fini(&text);
}
