/* pay_totals.h - what a payment list adds up to, by benefit, place and month, and the proof
 * that it foots: sums of lines = sums by benefit = sums by place = sums by month, and what was
 * determined minus what was paid, summed over whole columns, is what the lines were made from.
 */
#ifndef HM_RUN_PAY_TOTALS_H
#define HM_RUN_PAY_TOTALS_H

#include "base/map.h"
#include "run/pay_block.h"

struct pay_sum {
    uint64_t lines;                              /* with anything payable */
    __int128 current, arrears, set_off, payable; /* payable = current + arrears - set_off */
};
struct pay_area { /* "990102003", "990102", or "" where the division is not known */
    char code[16];
    uint64_t households;   /* that are paid anything */
    struct pay_sum *items; /* [item] */
};
struct pay_month_sum {                     /* of one benefit in one month */
    uint64_t underpaid, overpaid, unknown; /* cells */
    __int128 owed, over, back; /* paid out now; too much before this list; withheld now */
    __int128 raw;              /* due - paid, all known cells: for the proof */
};
struct pay_totals {
    size_t items, month_count;
    struct pay_sum *by_item, all;
    struct pay_month_sum *by_month; /* [month * items + item] */
    struct pay_area *areas;
    size_t area_count, area_cap;
    struct map area_index;
    uint64_t households;   /* that are paid anything */
    uint64_t left;         /* that the list's month does not have */
    uint64_t undetermined; /* with a benefit of the list's month that is not determined */
    uint64_t late;         /* cells of arrears beyond the deadline .. */
    __int128 late_fen;
    __int128 denied, held, waived, remaining, reclaim;
    struct pay_column_sums *columns; /* [month * items + item], by pay_reader_block */
};
enum hm_status pay_totals_init(struct pay_totals *t, const struct pay_basis *b, struct diag *d);
void pay_totals_fini(struct pay_totals *t);
enum hm_status pay_totals_add(struct pay_totals *t, const struct pay_basis *b,
                              const struct pay_household *h, struct diag *d);
/* Orders places by code and proves the sums: HM_INTERNAL with the first that differs. */
enum hm_status pay_totals_prove(struct pay_totals *t, const struct pay_basis *b,
                                struct diag *d);

#endif
