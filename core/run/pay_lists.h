/* pay_lists.h - which lists were recorded: kept as JSON with their batches. */
#ifndef HM_RUN_PAY_LISTS_H
#define HM_RUN_PAY_LISTS_H

#include "base/digest.h"
#include "base/map.h"
#include "run/pay_basis.h"

struct pay_listed { /* what a batch says of its list */
    char id[DIGEST_HEX];
    struct pay_basis_options basis;
};
/* The list of a batch for a month that was recorded last, with `id` (its first digits) when
 * that is not NULL. HM_NOT_FOUND without a message. */
enum hm_status pay_lists_find(struct store *s, int32_t month, const char *id,
                              struct pay_listed *out, struct diag *d);
/* What the batches of a list (its whole id) recorded as paid, minus what came back or was
 * withheld, and how many there are. */
enum hm_status pay_lists_sum(struct store *s, const char *id, int64_t *batches, __int128 *fen,
                             struct diag *d);
/* The batch that a file was recorded as; 0: none. */
enum hm_status pay_lists_file(struct store *s, const char digest[DIGEST_HEX], uint32_t *batch,
                              struct diag *d);
/* The marks (bank_reference_mark, in hex) that the month's batches have in their summaries ->
 * the batch. */
enum hm_status pay_lists_references(struct store *s, int32_t month, struct map *out,
                                    struct diag *d);
/* For a batch's summary. */
void pay_lists_put(struct buf *out, const struct pay_listed *l);

#endif
