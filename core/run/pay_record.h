/* pay_record.h - records what became of a payment list: everybody paid, or what the bank
 * reports. All or nothing, in one batch with its entry in the journal.
 *
 * A list is known by its id and is made again from the basis it had, so that reports that come
 * later, or in parts, are held against the list the bank was given, whatever was recorded
 * since.
 */
#ifndef HM_RUN_PAY_RECORD_H
#define HM_RUN_PAY_RECORD_H

#include "run/pay.h"
#include "run/pay_bank.h"

struct pay_record_job { /* borrowed */
    struct store *store;
    int32_t month, since; /* of the list; since as in pay_basis_options */
    bool unpaid;
    const char *list;         /* its id or the first digits of it; NULL: see pay_record_run */
    const char *file;         /* the bank's report; NULL: everything on the list was paid */
    bool skip_bad;            /* record the sound lines although others are refused */
    const char *errors;       /* where to write the refused lines, or NULL */
    const char *who, *reason; /* for the journal; may be NULL */
    const struct hm_host *host;
};
struct pay_record_sum {
    uint64_t lines;
    __int128 fen;
};
struct pay_record_result {
    uint32_t batch;  /* 0: nothing was recorded */
    uint32_t before; /* the same file was recorded as this batch: nothing to do; or 0 */
    char list[DIGEST_HEX];
    struct pay_record_sum by_status[BANK_STATUSES]; /* as taken */
    struct pay_record_sum withheld;                 /* lines of which nothing was left to pay */
    struct pay_record_sum open; /* lines of the list nobody has reported yet */
    uint64_t refused;
};
/* Without `list`: for everybody the list as it would be made now; for a file the one recorded
 * last for this month, if there is one, unless the present one refuses fewer of its lines.
 * HM_DATA: lines were refused (with skip_bad the others are recorded all the same). */
enum hm_status pay_record_run(const struct pay_record_job *job, struct pay_record_result *out,
                              struct diag *d);

#endif
