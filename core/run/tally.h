/* tally.h - counts what changes between two determinations: who comes in, goes out, gets more
 * or less, what it costs; overall, by benefit, by county; who moves between categories; why
 * results are missing. Tallies of parts add up in any order to the same whole. Sums are exact
 * (128 bit).
 */
#ifndef HM_RUN_TALLY_H
#define HM_RUN_TALLY_H

#include "base/map.h"
#include "exec/engine.h"
#include "run/agenda.h"

struct tally_line {
    /* households by what happens to their amount; `unknown`: not determined on one side */
    uint64_t in, out, up, down, same, none, unknown;
    uint64_t before_count, after_count; /* households with an amount above zero */
    __int128 before_fen, after_fen;     /* a month */
};
struct tally_county {
    char code[8]; /* first six digits of division_code; "" = not known */
    struct tally_line line;
};
struct tally_reason {
    enum hm_trap trap;
    uint16_t field;
    char *text;    /* one missing fact, or the message (mem_free) */
    char *example; /* the first household by id (mem_free) */
    uint64_t count;
};
struct tally_change { /* one household's total */
    char *id;         /* mem_free */
    int64_t before_fen, after_fen;
};
/* A family whose total falls by more than its income rose (rulebook F-04). */
struct tally_cliff {
    char *id; /* mem_free */
    int64_t before_fen, after_fen;
    int64_t income_before_fen, income_after_fen;
};
enum {
    TALLY_SIZES = 9, /* members: [0] nobody, [1]..[7], [8] eight or more */
    TALLY_AGES = 8,  /* tally_age_name */
    TALLY_BINS = 14  /* changes of a household's total a month: tally_bin_low */
};
/* The parts of a population, beside counties (tally_groups.c). */
struct tally_groups {
    struct tally_line sizes[TALLY_SIZES]; /* by number of members: households */
    /* What members get themselves, by their age in the month (counts are of members, only
     * before_count, after_count and the amounts are counted), and what households get as such.
     * Together they are the total. */
    struct tally_line ages[TALLY_AGES], families;
    uint64_t bins[TALLY_BINS]; /* households whose total changed, by how much */
    uint64_t cliff_count;
    __int128 cliff_fen;         /* what they lose beyond what they earn more, a month */
    struct tally_cliff *cliffs; /* the biggest losses, biggest first */
    size_t cliff_listed;
};
#define TALLY_TOTAL SIZE_MAX
struct tally {
    const struct agenda *agenda; /* borrowed */
    uint64_t households;
    uint64_t undetermined; /* a benefit or a category of theirs is */
    uint64_t failed;       /* any result of theirs is an error */
    struct tally_line total;
    struct tally_line *benefits; /* as agenda->benefits */
    struct map county_index;
    struct tally_county *counties;
    size_t county_count, county_cap;
    size_t last_county; /* looked for last */
    uint64_t **moves;   /* by agenda->categories: [from * values + to] */
    struct map reason_index;
    struct tally_reason *reasons;
    size_t reason_count, reason_cap;
    struct tally_change *top; /* the biggest changes, biggest first */
    size_t top_count, top_max;
    struct tally_groups groups;
    int32_t month;    /* ages are of this month; 0: ages are not known */
    int64_t *columns; /* working memory: amounts of a block, before and after, and their sums */
    size_t top_benefit; /* they are of this benefit; TALLY_TOTAL: of the total */
};

enum hm_status tally_init(struct tally *t, const struct agenda *s, size_t top_max,
                          struct diag *d);
void tally_fini(struct tally *t);

/* Two determinations of one block; rows belong together by ordinal. */
struct tally_side {
    const struct frame *frame; /* given columns; NULL: nothing was determined */
    const uint16_t *ordinals;
};
/* facts: rows as after's, for division_code; NULL: counties are not known. */
enum hm_status tally_block(struct tally *t, const struct tally_side *before,
                           const struct tally_side *after, const struct frame *facts,
                           struct diag *d);
/* Only these rows of a block, which stand for the same households and members on both sides and
 * in facts; t->households stays as it is. */
enum hm_status tally_rows(struct tally *t, const struct frame *before,
                          const struct frame *after, const struct frame *facts,
                          const uint32_t *rows, uint32_t n, struct diag *d);
/* Households with results that are missing or in error, and why. */
enum hm_status tally_issues(struct tally *t, const struct frame *f, const struct results *r,
                            struct diag *d);
/* Adds r->count to a reason (made when it is new) with an example; text and example of r stay
 * the caller's. *index, when not NULL, is where it stands. */
enum hm_status tally_reason(struct tally *t, const struct tally_reason *r, struct str example,
                            uint32_t *index, struct diag *d);
void tally_add_line(struct tally_line *to, const struct tally_line *from);
enum hm_status tally_add(struct tally *to, const struct tally *from, struct diag *d);
/* The opposite, of a tally in which nothing changes: no bins, cliffs, biggest changes, reasons.
 */
enum hm_status tally_take_away(struct tally *from, const struct tally *part, struct diag *d);
/* Orders counties by code and reasons by count. Before anything is shown. */
void tally_sort(struct tally *t);

/* "0-17", "100+"; "" = not known. */
const char *tally_age_name(size_t group);
/* Bins of changes, from the biggest fall to the biggest rise: a fall belongs to a bin with
 * low <= change < high, a rise with low < change <= high, in fen. INT64_MIN and INT64_MAX:
 * open. */
int64_t tally_bin_low(size_t bin);
int64_t tally_bin_high(size_t bin);

#endif
