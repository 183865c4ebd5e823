/* pay_basis.h - what a payment list goes by: its months, the determinations in force for them,
 * the payments recorded so far, the policy's benefits and clauses. With the same counters of
 * publications and payments it is the same basis for ever, whatever is recorded later.
 */
#ifndef HM_RUN_PAY_BASIS_H
#define HM_RUN_PAY_BASIS_H

#include "policy/policy.h"
#include "run/arrears.h"
#include "run/changes.h"
#include "store/payments.h"
#include "store/store.h"

struct pay_item { /* one benefit: of the household, or of each member */
    uint16_t field;
    uint8_t entity;
    const char *name, *zh; /* borrowed: from the policy */
    struct rounding round;
};
struct pay_month {
    int32_t month;
    uint32_t run;      /* 0 = no determination is in force: nothing is said about the month */
    uint64_t sequence; /* of the run's facts */
    bool covered;      /* some payment was recorded for it */
    bool *has;         /* [item]: the run's own policy knows the benefit */
};
struct pay_clauses {      /* of the households whose division code begins so */
    const char *division; /* "" = all others */
    struct arrears_clauses clauses;
};
struct pay_basis {
    struct store *store; /* borrowed */
    int32_t month;       /* of the list */
    uint64_t publications;
    uint32_t payments;
    struct policy *policy; /* of the month's run */
    struct changes changes;
    uint8_t root;
    uint16_t division; /* the root's input division_code, or NO_FIELD */
    struct pay_item *items;
    uint16_t *fields; /* of the items */
    size_t item_count;
    struct pay_month *months; /* ascending; those looked at, the list's own last */
    size_t month_count;
    int32_t *unpaid; /* determined months left out, because no payment is recorded for them */
    size_t unpaid_count;
    struct pay_clauses *clauses; /* longest division first, "" last */
    size_t clause_count;
    struct payment_book *book;
    struct arena arena;
};
struct pay_basis_options {
    int32_t month, since;  /* since 0: as far back as the clauses allow */
    bool unpaid;           /* months without any recorded payment are owed as a whole */
    uint64_t publications; /* UINT64_MAX: now */
    uint32_t payments;     /* UINT32_MAX: now */
};
/* HM_NOT_FOUND: nothing is in force for the month. pay_basis_close also after a failure. */
enum hm_status pay_basis_open(struct pay_basis *out, struct store *s,
                              const struct pay_basis_options *o, struct diag *d);
void pay_basis_close(struct pay_basis *b);
const struct arrears_clauses *pay_basis_clauses(const struct pay_basis *b, struct str division);
/* The benefits of a policy: those of the agenda, each where it is declared. */
enum hm_status pay_items_of(struct pay_item **out, size_t *n, const struct model *m,
                            struct arena *a, struct diag *d);

#endif
