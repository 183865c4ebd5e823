/* payments.h - what was paid: batches as the bank reported them, and sums read back.
 *
 * A batch has, for each covered month and block, a column per benefit with the amount paid in
 * fen; a payment that came back is negative in a later batch. Rows are those of the facts at
 * the sequence number the batch states for the month: that of the determination that was paid.
 * A column that equals the determination's is stored as a reference to it, so that paying
 * everybody what was determined costs nothing. Batches are never changed or removed; a batch
 * that was begun and not finished is swept when the store is next opened for writing.
 */
#ifndef HM_STORE_PAYMENTS_H
#define HM_STORE_PAYMENTS_H

#include "store/store.h"

/* A covered month: the rows' facts, and the determination it was made from. */
struct payment_month {
    int32_t month;
    uint64_t sequence;
    uint32_t run; /* 0 = none: nothing is shared */
};
/* Sums of the values written, made by the store. */
struct payment_total {
    char field[200];                /* "household.dibao_amount" */
    uint64_t rows;                  /* not zero */
    int64_t paid_fen, returned_fen; /* positive ones; negative ones as they are */
};
struct payment_batch {
    uint32_t id;     /* 1.. without gaps */
    int32_t paid_in; /* month in which the money left */
    char recorded[32], who[64];
    char source_digest[65];       /* SHA-256 of the bank's file, or "" */
    char *source, *reason;        /* its name; why (mem_free) */
    char *summary;                /* JSON of the caller (mem_free) */
    struct payment_month *months; /* ascending (mem_free) */
    size_t month_count;
    struct payment_total *totals; /* by field as numbered (mem_free) */
    size_t total_count;
};
void payment_batch_fini(struct payment_batch *b);

struct payment_writer;
/* batch: paid_in, who, source_digest, source, reason, months are read; id is set; it must stay
 * where it is until the end. m (borrowed likewise) numbers the fields of everything put: use
 * the model of the run that is paid, and columns are shared. */
enum hm_status payment_begin(struct payment_writer **out, struct store *s,
                             struct payment_batch *batch, const struct model *m,
                             struct diag *d);
/* One block of a covered month: columns of MONEY fields, amounts in num (den NULL). Rows with
 * the state HM_TRAP_MISSING have no payment; 0 is a payment of nothing, which equals a
 * determination of nothing. Issues are not kept. v: a view of this thread (its model, month and
 * load do not matter), or NULL to share nothing. Once for each (month, block). */
enum hm_status payment_put(struct payment_writer *w, struct view *v, int32_t month,
                           uint32_t block, const struct results *r, struct diag *d);
/* Everybody of a block was paid what the month's run determined, for these fields of m; costs a
 * reference a column. HM_USAGE when m does not number the fields as the run did. */
enum hm_status payment_put_determined(struct payment_writer *w, int32_t month, uint32_t block,
                                      const uint16_t *fields, size_t n, struct diag *d);
/* Records the batch: visible from here on, in one step with its journal entry. Fills recorded
 * and totals (batch->totals by mem_free); batch->summary may have been set
 * meanwhile. Frees w; after a failure nothing was recorded. */
enum hm_status payment_finish(struct payment_writer *w, struct payment_batch *batch,
                              struct diag *d);
void payment_abandon(struct payment_writer *w); /* frees w; nothing was recorded */

/* HM_NOT_FOUND with a message. */
enum hm_status payment_get(struct store *s, uint32_t id, struct payment_batch *out,
                           struct diag *d);
/* All batches, by id; *out by payment_list_free. */
enum hm_status payment_list(struct store *s, struct payment_batch **out, size_t *n,
                            struct diag *d);
void payment_list_free(struct payment_batch *list, size_t n);
/* The newest batch; 0 = none. A failure is never taken for none: nobody must be paid twice
 * because memory was short. */
enum hm_status store_payments(const struct store *s, uint32_t *out, struct diag *d);

/* The batches up to one, known once and shared by threads. */
struct payment_book;
/* upto: the newest batch that counts (store_payments, or a run record's `payments`). */
enum hm_status payment_book_open(struct payment_book **out, struct store *s, uint32_t upto,
                                 struct diag *d);
void payment_book_close(struct payment_book *b);
/* Whether any batch covers the month. */
bool payment_book_covers(const struct payment_book *b, int32_t month);

/* Sums of one field, in fen. */
struct paid_column {
    uint16_t field;
    uint8_t entity;
    uint32_t rows;
    const int64_t *fen;       /* [row of the field's entity]; NULL = nothing was ever paid */
    const int64_t *elsewhere; /* [root row]: paid to members that the frame does not have;
                                 NULL = nothing */
};
/* Paid to a household that the frame does not have. */
struct paid_absent {
    uint16_t ordinal;
    uint16_t field;
    int64_t fen;
    struct str id; /* in the arena */
};
struct paid {
    struct paid_column *columns; /* as `fields`, same order */
    size_t column_count;
    struct paid_absent *absent; /* by ordinal, then field */
    size_t absent_count;
    struct arena arena;
};
void paid_init(struct paid *p);
void paid_fini(struct paid *p); /* also empties it for the next block */
/* What was paid for a month to the households of a block, summed over the book's batches.
 * f, ordinals: the block as view_load or run_peek gave it, of any sequence, in the view's
 * model; rows are matched by household, members by id (without ids by position). fields: of the
 * view's model, matched by name with the batches'. A sum outside int64 is HM_DATA. The view's
 * last load stays; its last run_peek does too. */
enum hm_status payment_read(struct paid *out, const struct payment_book *b, struct view *v,
                            int32_t month, uint32_t block, const struct frame *f,
                            const uint16_t *ordinals, const uint16_t *fields, size_t n,
                            struct diag *d);

#endif
