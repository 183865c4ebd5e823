/* chain.h - adding to the journal, and the digests of what its entries speak of. Private to
 * store/.
 *
 * What an entry covers is a text of parts, a line each: a word, a blank, 64 hex digits. The
 * entry's digest is the SHA-256 of that text, and the text is kept, so that a verification can
 * say which part differs.
 */
#ifndef HM_STORE_CHAIN_H
#define HM_STORE_CHAIN_H

#include "base/buf.h"
#include "store/changelog.h"
#include "store/journal.h"
#include "store/state.h"

/* The login name where the author names nobody. */
void chain_who(const struct author *by, char out[64]);
/* Now, or the time of the journal's last entry if that is later. */
enum hm_status chain_now(struct txn *t, char out[32], struct diag *d);
/* Adds an entry under the next number. parts, details: texts as above and in journal.h; `when`
 * by chain_now. */
struct chain_entry {
    enum journal_kind kind;
    uint64_t subject;
    const char *when;
    const struct author *by; /* NULL: the login name, no reason */
    const struct buf *parts, *details;
};
enum hm_status chain_add(struct txn *t, const struct chain_entry *e, struct diag *d);
/* One entry of the table. HM_CORRUPT: its checksum differs. *parts by mem_free. */
enum hm_status chain_parse(struct txn *t, struct bytes key, struct bytes value,
                           struct journal_entry *out, char **parts, struct diag *d);
/* The hash that an entry must have; "" when memory is short. */
void chain_hash(const struct journal_entry *e, const char *parts, char hash[DIGEST_HEX]);

/* --- changelog.c --- */

enum hm_status changelog_put(struct txn *t, const struct change_record *r, struct diag *d);
enum hm_status changelog_parse(struct txn *t, struct bytes key, struct bytes value,
                               struct change_record *out, struct diag *d);
/* What the journal says of a change. */
void changelog_details(struct buf *out, const struct change_record *r);

/* --- parts.c --- */

/* "record", and each month of the run's results. The record as it stands in the table. */
enum hm_status parts_run(struct buf *parts, struct txn *t, uint32_t run, struct diag *d);
/* One month's pointer. */
enum hm_status parts_pointer(struct buf *parts, struct txn *t, uint16_t month, uint64_t counter,
                             struct diag *d);
/* "record" and each month of a payment batch. */
enum hm_status parts_payment(struct buf *parts, struct txn *t, uint32_t batch, struct diag *d);
/* "record" and "evidence" of an inquiry, whose rows are the list, in order. */
struct evidence;
enum hm_status parts_inquiry(struct buf *parts, struct txn *t, uint32_t number,
                             const struct evidence *list, size_t n, struct diag *d);
/* "record" alone of an inquiry, and the "evidence" of all at once: evidence[number - 1]. */
enum hm_status parts_inquiry_record(struct buf *parts, struct txn *t, uint32_t number,
                                    struct diag *d);
enum hm_status parts_all_evidence(char (*evidence)[DIGEST_HEX], uint32_t count, struct txn *t,
                                  struct diag *d);
/* "record" and "facts" of a change: the versions and single records it wrote in the blocks
 * whose bit is set in touched[0 .. words - 1]. */
enum hm_status parts_change(struct buf *parts, struct txn *t, uint64_t sequence,
                            const uint64_t *touched, size_t words, struct diag *d);
/* The "facts" of all changes at once: facts[sequence - 1] for 1..count. */
enum hm_status parts_all_facts(char (*facts)[DIGEST_HEX], uint64_t count, uint32_t blocks,
                               struct txn *t, struct diag *d);
/* "record" alone of a change. */
enum hm_status parts_change_record(struct buf *parts, struct txn *t, uint64_t sequence,
                                   struct diag *d);
/* A line. */
void parts_line(struct buf *parts, const char *word, const char *hex);

#endif
