/* summary.h - what a run did, as plain data: made from tallies, kept as JSON in the run's
 * record, read back for `runs show`, printed by report/. */
#ifndef HM_RUN_SUMMARY_H
#define HM_RUN_SUMMARY_H

#include "run/agenda.h"
#include "run/tally.h"

struct summary_item { /* a benefit or a county */
    const char *name, *zh;
    struct tally_line line;
};
struct summary_move { /* households that went from one category to another */
    const char *field, *zh;
    const char *from, *from_zh, *to, *to_zh;
    uint64_t count;
};
struct summary_reason {
    bool failed; /* an error; otherwise a missing fact */
    const char *field, *text, *example;
    uint64_t count;
};
struct summary_placeholder {
    const char *name, *zh, *from, *source;
    const char *place; /* of a region: whose value it is, "A, B"; NULL: there is one policy */
};
struct summary_change {
    const char *id;
    int64_t before_fen, after_fen;
};
struct summary_bin {           /* households whose total changed by that much a month */
    int64_t low_fen, high_fen; /* INT64_MIN, INT64_MAX: open; see tally_bin_low */
    uint64_t count;
};
struct summary_owed { /* of a benefit, against what was paid for the month; before any clause */
    const char *name, *zh;
    uint64_t underpaid, overpaid; /* households, or members */
    __int128 owed_fen, over_fen;
};
struct summary_cliff { /* a family that loses more than its income rose */
    const char *id;
    int64_t before_fen, after_fen, income_before_fen, income_after_fen;
};
struct summary_month {
    char month[16];
    uint32_t before_run; /* 0 = nothing was published before */
    char before_month[16];
    uint64_t households, undetermined, failed;
    struct tally_line total;
    struct summary_item *benefits;
    size_t benefit_count;
    struct summary_item *counties;
    size_t county_count;
    struct summary_move *moves;
    size_t move_count;
    struct summary_reason *reasons; /* the commonest */
    size_t reason_count;
    struct summary_placeholder *placeholders; /* paid on */
    size_t placeholder_count;
    struct summary_change *top;
    size_t top_count;
    struct summary_item *sizes; /* households by members: "0", "1", .. "8+" */
    size_t size_count;
    /* Amounts by the age of the member who gets them ("0-17", .. "100+", "" = not known), then
     * "family": what households get as such. Only before_count, after_count and amounts count;
     * they add up to the total. */
    struct summary_item *ages;
    size_t age_count;
    struct summary_bin *bins; /* from the biggest falls to the biggest rises */
    size_t bin_count;
    bool has_cliffs; /* the policy has countable_income, without which they are not known */
    uint64_t cliff_count;
    __int128 cliff_fen; /* lost a month beyond what income rose, all of them together */
    struct summary_cliff *cliffs; /* the worst */
    size_t cliff_listed;
    struct summary_owed *owed; /* benefits that were paid otherwise; none where nothing was paid */
    size_t owed_count;
};
struct summary_year { /* the run's months of one calendar year */
    int32_t year;
    uint64_t months;
    __int128 before_fen, after_fen;
};
/* The year of the run's last month against what was appropriated for it. */
struct summary_budget {
    int32_t year; /* 0: no appropriation is known */
    int64_t appropriation_fen;
    const char *source;      /* of the parameter appropriation_year, or "--budget" */
    uint64_t earlier_months; /* published before, not in this run */
    uint64_t unknown_months; /* before the run, never published: not counted */
    uint64_t run_months, later_months;
    __int128 earlier_fen, run_fen, later_fen; /* later months cost what the last one does */
};
/* How the run went: differs from run to run, while all the rest depends on its record only. */
struct summary_work {
    uint64_t evaluated; /* households times months that were evaluated */
    uint64_t shared;    /* that were taken over whole from an earlier run, unevaluated */
    uint64_t sampled;   /* evaluated again by the reference engine, no difference */
    uint64_t elapsed_ms;
};
struct summary {
    const char *policy, *policy_zh, *identity;
    const char *changes; /* --set and scenarios, a line each; "" = none */
    struct summary_month *months;
    size_t month_count;
    struct summary_year *years;
    size_t year_count;
    struct summary_budget budget;
    struct summary_work work;
    struct arena arena; /* everything */
};

enum { SUMMARY_REASONS = 20 };

enum hm_status summary_init(struct summary *s, const struct model *m, const char *changes,
                            size_t month_count, struct diag *d);
void summary_fini(struct summary *s);
/* Fills month k from a tally (sorted here). Texts are copied. */
enum hm_status summary_month(struct summary *s, size_t k, int32_t month, uint32_t before_run,
                             int32_t before_month, struct tally *t, struct diag *d);
/* Adds those of one policy; place as above. */
enum hm_status summary_placeholders(struct summary *s, size_t k, const struct model *m,
                                    const char *place, const struct agenda_placeholder *list,
                                    size_t n, struct diag *d);

/* Adds the months up by year; after the last summary_month. */
enum hm_status summary_years(struct summary *s, struct diag *d);
static inline __int128 summary_projected(const struct summary_budget *b)
{
    return b->earlier_fen + b->run_fen + b->later_fen;
}

void summary_put(struct buf *out, const struct summary *s); /* one line of JSON, no newline */
/* The same without `work`: what a repetition of the run gives again, byte by byte. */
void summary_put_lasting(struct buf *out, const struct summary *s);
enum hm_status summary_read(struct summary *s, const char *json, struct diag *d);

void summary_put_fen(struct buf *out, __int128 fen); /* "1234.50" */

#endif
