/* measures.h - how income and benefits are distributed among the persons of a population, under
 * the policy as it stands and under changes: deciles, Gini, poverty against the lines of the
 * law, who is reached and who is not, what lifting a person costs, the average top-up, and what
 * earning a little more takes away. docs/whatif.md defines each measure and cites it.
 *
 * Everything is counted in whole fen and persons; quotients are exact fractions, or cut after
 * twelve decimals where they are sums over several lines. The same for any number of threads.
 */
#ifndef HM_WHATIF_MEASURES_H
#define HM_WHATIF_MEASURES_H

#include "whatif/population.h"

enum { MEASURES_LINES = 4, MEASURES_DECILES = 10, MEASURES_SIDES = 2, MEASURES_WORST = 5 };

struct measures_ratio { /* den 0: nobody it could be told of */
    __int128 num, den;
};

/* What is asked. Names or zh. */
struct measures_options {
    const char *income; /* a field of the household; NULL: countable_income */
    const char *people; /* persons who live on it; NULL: heads, else the rows below */
    /* "standard", "dibao_standard*1.5", "standard*dibian_multiplier", "1267": fields,
     * parameters and numbers; NULL: the 低保 and 低边 lines */
    const char *lines[MEASURES_LINES];
    size_t line_count;
    const char *benefit; /* one of them; NULL: all that are paid */
    const char *earn;    /* a member's income that is raised; NULL: wage_income */
    int64_t step_fen;    /* by so much a month; 0: marginal rates are not asked for */
};

/* Of one line, before or after benefits. */
struct measures_poverty {
    uint64_t households, people;            /* below it */
    __int128 gap_fen;                       /* what they lack together, a month */
    struct measures_ratio fgt0, fgt1, fgt2; /* Foster, Greer, Thorbecke 1984, of all persons */
};
struct measures_line {
    const char *name; /* "standard*dibian_multiplier" */
    bool is_lawful; /* not asked for by name: the first is the 低保 line, the second 低边 */
    int64_t low_fen, high_fen; /* it differs from place to place; 0, 0: nobody has one */
    struct measures_poverty before, after;
    /* Persons by whether they are poor before benefits and whether their household is paid. */
    uint64_t poor_paid, poor_unpaid, other_paid, other_unpaid;
    __int128 poor_fen, other_fen; /* what the poor and the others are paid */
    __int128 needed_fen;          /* of what the poor are paid: up to the line */
    uint64_t lifted;              /* poor before benefits, not after */
};
struct measures_decile {
    uint64_t people;
    int64_t from_fen, to_fen; /* income a head, before benefits, of its first and last person */
    __int128 income_fen, benefit_fen;
    __int128 after_fen; /* income with benefits of the same tenth when ordered by it */
};
struct measures_topup { /* rulebook B1-08 */
    bool is_known;      /* the policy has what it needs */
    uint64_t households, covered;
    __int128 paid_fen, standard_fen; /* the standards of all who are covered */
};
enum measures_bin { /* of what is lost of 100 more: rulebook F-04 */
                    MEASURES_GAINS,
                    MEASURES_NOTHING,
                    MEASURES_BELOW_HALF,
                    MEASURES_BELOW_ALL,
                    MEASURES_ALL,
                    MEASURES_CLIFF,
                    MEASURES_BINS
};
struct measures_fall {
    char *id; /* mem_free */
    int64_t before_fen, after_fen;
};
struct measures_marginal {
    bool is_known;
    uint64_t households; /* paid something, with somebody whose income can rise */
    uint64_t unknown;    /* not determined with the higher income */
    uint64_t bins[MEASURES_BINS];
    __int128 lost_fen;  /* benefits of all of them, net */
    __int128 cliff_fen; /* what those of the last bin lose beyond the step */
    struct measures_fall worst[MEASURES_WORST];
    size_t worst_count;
};
/* Under one law. */
struct measures_side {
    uint64_t households, people;
    uint64_t unmeasured; /* households: income, persons or benefits not determined, or nobody */
    __int128 income_fen, benefit_fen;
    __int128 all_benefit_fen; /* also of those not measured: what a run's report counts */
    uint64_t paid_households, paid_people;
    struct measures_ratio gini_before, gini_after;
    struct measures_decile deciles[MEASURES_DECILES];
    struct measures_line lines[MEASURES_LINES];
    struct measures_topup topup;
    struct measures_marginal marginal;
};
struct measures {
    int32_t month;
    size_t side_count; /* 1, or 2: the second under the changes */
    struct measures_side sides[MEASURES_SIDES];
    size_t line_count;
    const char *income, *income_zh, *people, *benefit, *benefit_zh, *earn; /* as used */
    int64_t step_fen;
    struct arena arena;
};

/* c: NULL or the second side. HM_USAGE for a name that is none, with the nearest one. */
enum hm_status measures_take(struct measures *out, struct population *p,
                             const struct changes *c, const struct measures_options *o,
                             struct diag *d);
void measures_fini(struct measures *m); /* a zeroed one may be ended */

/* --- the arithmetic, over households as plain numbers (measures_count.c) --- */

struct measures_row {
    int64_t income_fen, benefit_fen;
    uint32_t people; /* > 0 */
};
/* Fills Gini and deciles. HM_DATA when an income is beyond 2^43 fen. */
enum hm_status measures_distribution(struct measures_side *out, const struct measures_row *rows,
                                     size_t n, struct diag *d);

/* Who is below one line; adds up in any order. */
struct measures_group { /* households of one line and size */
    int64_t line_fen;
    uint32_t people;
    uint64_t households;
    __int128 gap_fen, square; /* of people * line - income, and of its square */
};
struct measures_groups {
    struct measures_group *list; /* by line, then people */
    size_t count, cap;
};
enum hm_status measures_group_add(struct measures_groups *g, const struct measures_group *x);
void measures_poverty_of(struct measures_poverty *out, const struct measures_groups *g,
                         uint64_t all_people);

#endif
