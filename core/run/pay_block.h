/* pay_block.h - the accounts of one block: what was determined and what was paid, month by
 * month, joined by household and member, settled household by household in order of ordinals.
 *
 * Only cells with something to say are kept: determined and paid differ, or the determination
 * is missing. Households keep their ordinal for ever; members are the same where their id is,
 * or, without ids, their place. Somebody the facts of a month do not have any more, and who was
 * paid for it, is owed nothing there: that money is claimed back.
 */
#ifndef HM_RUN_PAY_BLOCK_H
#define HM_RUN_PAY_BLOCK_H

#include "run/pay_basis.h"

struct pay_cell {
    uint32_t next; /* of the same household, + 1; 0 = the last. Ascending by month */
    uint32_t row;  /* in the month's frame; NO_ROW for `gone` */
    uint16_t item;
    uint16_t month; /* index in the basis */
    bool known, gone;
    struct str who; /* the member's id or "#1"; "" = the household; in the block's arena */
    int64_t due, paid;
};
struct pay_reader;
/* One household that has anything to pay, to claim or to tell. */
struct pay_household {
    const struct pay_reader *reader; /* that read it: for its block's frames */
    struct str id, division;         /* division "" = not known */
    uint32_t block;
    uint16_t ordinal;
    bool left; /* the facts of the list's month do not have it */
    struct arrears_account account;
    const struct pay_cell **cells; /* as account.cells */
    const struct str *whos;        /* of account.lines[i].who */
    size_t unknown;                /* cells of the list's month that are not determined */
};
typedef enum hm_status pay_household_fn(void *ctx, const struct pay_household *h);

/* What the block's columns add up to, by item and for each month: the independent side of the
 * control totals. Known cells only. */
struct pay_column_sums {
    __int128 due, paid;
};

/* A reader is of one thread. */
enum hm_status pay_reader_open(struct pay_reader **out, const struct pay_basis *b,
                               struct diag *d);
void pay_reader_close(struct pay_reader *r); /* NULL is fine */
uint32_t pay_reader_blocks(const struct pay_reader *r);
/* Reads one block and calls fn for its households. sums: [month * items + item], added to. */
enum hm_status pay_reader_block(struct pay_reader *r, uint32_t block, pay_household_fn *fn,
                                void *ctx, struct pay_column_sums *sums, struct diag *d);
/* For what is written back, until the next block: the block's determinations of a month, and
 * the view that read them. */
const struct frame *pay_reader_frame(const struct pay_reader *r, size_t month,
                                     const uint16_t **ordinals);
struct view *pay_reader_view(const struct pay_reader *r, size_t month);

#endif
