/* synth_dice.h - chance in whole numbers, so that every machine draws the same: splitmix64,
 * chances in millionths, amounts from tables of quantiles with straight lines between them.
 * Private to io/synth*.c. */
#ifndef HM_IO_SYNTH_DICE_H
#define HM_IO_SYNTH_DICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dice {
    uint64_t state;
};
enum { PERCENT = 10000, PER_MILLE = 1000 }; /* in millionths */

static inline uint64_t dice_scramble(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

static inline uint64_t roll(struct dice *d)
{
    d->state += UINT64_C(0x9E3779B97F4A7C15);
    return dice_scramble(d->state);
}

/* 0..n-1 */
static inline int64_t below(struct dice *d, int64_t n)
{
    return (int64_t)((unsigned __int128)roll(d) * (uint64_t)n >> 64);
}

static inline int64_t between(struct dice *d, int64_t low, int64_t high)
{
    return low + below(d, high - low + 1);
}

static inline bool chance(struct dice *d, int64_t millionths)
{
    return below(d, 1000000) < millionths;
}

/* A value at every listed share of the population; the last share is 1000. */
struct quantile {
    int64_t share, value;
};

static inline int64_t from_quantiles(struct dice *d, const struct quantile *q)
{
    int64_t u = below(d, 1000000), at = 1;
    while (u >= q[at].share * 1000)
        at++;
    int64_t low = q[at - 1].share * 1000, high = q[at].share * 1000;
    return q[at - 1].value + (q[at].value - q[at - 1].value) * (u - low) / (high - low);
}

struct weighted {
    const char *word;
    int64_t weight;
};

/* One of the words; the list ends with a NULL word. */
static inline const char *one_of(struct dice *d, const struct weighted *w)
{
    int64_t total = 0;
    for (size_t i = 0; w[i].word; i++)
        total += w[i].weight;
    int64_t at = below(d, total);
    while (at >= w->weight) {
        at -= w->weight;
        w++;
    }
    return w->word;
}

#endif
