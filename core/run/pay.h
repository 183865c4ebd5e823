/* pay.h - goes through everybody and settles what is payable for a month: the determination,
 * what is owed for months before, minus what was paid too much. The same basis gives the same
 * list, named by its id.
 */
#ifndef HM_RUN_PAY_H
#define HM_RUN_PAY_H

#include "base/digest.h"
#include "run/pay_totals.h"
#include "run/task.h"

enum { PAY_ID_CHARS = 12 }; /* of a list's id that people type */

/* Calls fn (may be NULL) for each household with anything to pay, claim or tell, in order of
 * blocks and ordinals, and after_block (may be NULL) when a block is done; proves the totals.
 * id: a digest over basis and households, whatever their order. */
struct pay_walk {
    const struct pay_basis *basis;
    const struct hm_host *host;
    const char *doing; /* for progress: _("...") */
    enum hm_status (*household)(void *ctx, const struct pay_household *h);
    enum hm_status (*after_block)(void *ctx, const struct pay_reader *r, uint32_t block);
    void *ctx;
};
enum hm_status pay_walk(const struct pay_walk *w, struct pay_totals *totals,
                        char id[DIGEST_HEX], struct diag *d);

/* --- the list as text --- */

enum pay_part {
    PAY_PAYABLE,  /* lines to be paid */
    PAY_OVERPAID, /* what was paid too much, and what becomes of it */
    PAY_HELD      /* what is not paid although it may be owed, and why */
};
struct pay_list_job { /* borrowed */
    struct store *store;
    struct pay_basis_options basis;
    enum pay_part part;
    bool ndjson; /* else CSV */
    bool rows;   /* give the part's rows out; otherwise totals only */
    const struct hm_host *host;
};
struct pay_list {
    struct pay_basis basis;
    struct pay_totals totals;
    char id[DIGEST_HEX];
    uint64_t lines; /* of the part */
};
/* Totals, and the part's rows in order of household id through write (ctx); nothing is given
 * out unless the list foots. pay_list_fini also after a failure. */
enum hm_status pay_list_make(const struct pay_list_job *job, struct pay_list *out,
                             enum hm_status (*write)(void *ctx, const char *bytes, size_t n),
                             void *ctx, struct diag *d);
void pay_list_fini(struct pay_list *l);

#endif
