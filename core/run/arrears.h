/* arrears.h - what one household is owed for months gone by, and what it was paid too much: due
 * minus paid, month by month, under the clauses its policy declares (policies/cn/arrears.lua).
 * Arithmetic only: no store, no texts. docs/payments.md tells it to operators.
 *
 * A line is one benefit of the household or of one member; a cell is a line in one month. What
 * is paid out for a line is what it is owed (this month and the months before) minus what is
 * withheld from it for cells that were paid too much, of this line or of another one. It is
 * never negative. An undetermined or failed cell is neither owed nor claimed back.
 */
#ifndef HM_RUN_ARREARS_H
#define HM_RUN_ARREARS_H

#include "model/model.h"

enum arrears_over { ARREARS_SET_OFF, ARREARS_RECLAIM, ARREARS_WAIVE };
/* What becomes of what this list does not withhold. */
enum arrears_rest { ARREARS_LATER, ARREARS_TO_RECLAIM, ARREARS_WAIVED };

/* What the policy says; what it does not declare: everything is owed, nothing is waived, what
 * was paid too much is withheld from whatever the household gets. */
struct arrears_clauses {
    bool for_leavers;             /* a line that ended gets arrears as well */
    enum arrears_over over;       /* what becomes of what was paid too much */
    int64_t waive_up_to_fen;      /* of a household, all months together; not asked back */
    struct rational set_off_most; /* share of a line's current month that may be withheld */
    bool across;                  /* withheld from other benefits of the household as well */
    bool once;                    /* round the sum of a line's months, not each month */
    int64_t deadline_months;      /* arrears older than that are late; 0 = no deadline */
    int64_t since_most;           /* months gone by that are looked at, at most */
};
/* As in force on the month's first day, with patches applied. HM_DATA names a clause whose
 * value makes no sense. */
enum hm_status arrears_clauses_read(struct arrears_clauses *out, const struct model *m,
                                    int32_t month, const struct patch *patches,
                                    size_t patch_count, struct diag *d);

struct arrears_line {      /* all amounts in fen */
    uint16_t item;         /* the benefit; which member it is of is the caller's business.
                            * Withholding goes through the lines in their order */
    struct rounding round; /* of the benefit */
    bool now_known;        /* this month's determination: false = undetermined or failed */
    int64_t now;
    /* by arrears_settle */
    int64_t current; /* of this month, not yet paid */
    int64_t arrears; /* of the months before */
    int64_t set_off; /* withheld from the two */
    int64_t denied;  /* owed but not paid: the line ended, and leavers get none */
    int64_t held;    /* the same, while it is not known whether the line ended */
};
struct arrears_cell {
    uint32_t line;
    int32_t month; /* cells are ascending by month, then line */
    bool known;    /* determined; false: left alone */
    bool gone;    /* of somebody the facts do not have any more: claimed back, never withheld */
    int64_t due;  /* the determination in force */
    int64_t paid; /* covering this month: what came back or was withheld since is taken off */
    /* by arrears_settle */
    int64_t owed;           /* paid out with this list */
    int64_t over;           /* paid too much, before this list */
    int64_t back;           /* withheld with this list */
    enum arrears_rest rest; /* of over - back, where that is not zero */
};
struct arrears_take { /* `fen` withheld from a line for a cell */
    uint32_t line, cell;
    int64_t fen;
};
struct arrears_account {        /* one household */
    int32_t month;              /* of the list */
    struct arrears_line *lines; /* the caller's */
    size_t line_count;
    struct arrears_cell *cells; /* the caller's */
    size_t cell_count;
    struct arrears_take *takes; /* by arrears_settle; kept for the next one */
    size_t take_count, take_cap;
    int64_t waived;    /* paid too much, not asked back */
    int64_t remaining; /* to be withheld from later months */
    int64_t reclaim;   /* to be paid back: nothing to withhold it from, or the clauses say so */
};
/* Fills in what is marked "by arrears_settle". HM_DATA: amounts beyond LIMIT_MONEY_FEN. */
enum hm_status arrears_settle(struct arrears_account *a, const struct arrears_clauses *c,
                              struct diag *d);
void arrears_account_fini(struct arrears_account *a);

static inline int64_t arrears_payable(const struct arrears_line *l)
{
    return l->current + l->arrears - l->set_off;
}

#endif
