/* synth_margins.h - the shares a synthetic population follows, place by place: data, no code.
 * Each share's source stands beside it in synth_margins.c and in docs/data.md; what has none is
 * called assumed there. */
#ifndef HM_IO_SYNTH_MARGINS_H
#define HM_IO_SYNTH_MARGINS_H

#include <stddef.h>
#include <stdint.h>

enum { SYNTH_KINDS = 18, SYNTH_ELDER_AGES = 9, SYNTH_COUNTIES = 40, SYNTH_CITIES = 4 };

struct synth_city {
    const char *division;             /* of its counties; they begin so */
    int64_t kinds[SYNTH_KINDS];       /* families by kind (synth_family.c), in thousandths */
    int64_t size;                     /* persons a household, in thousandths */
    int64_t elders[SYNTH_ELDER_AGES]; /* of those 60+: up to 64, 69, .. 104, in 1/100000 */
    int64_t men;                      /* in millionths */
    int64_t local_elder, local_other; /* percent of the households registered here */
    int64_t income;                   /* percent of Ningbo's */
    int64_t pensions;                 /* employees' pensions, percent of Ningbo's share */
    int64_t hardship;                 /* percent of Ningbo's share of families fallen behind */
};
struct synth_county {
    const char *code;
    int64_t persons, urban; /* urban in tenths of a percent */
    uint8_t city;
};

const struct synth_city *synth_city(uint8_t number);
const struct synth_county *synth_counties(size_t *count);

#endif
