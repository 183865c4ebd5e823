/* journal.h - one hash chain over everything that was done to a store: changes of facts, runs,
 * publications, rollbacks, payments, inquiries, compaction, migration; who, when and why.
 *
 * An entry is written in the transaction of what it records. Its digest is SHA-256 over that (a
 * run: its record and the checksums of all its columns); its hash covers the entry and the
 * entry before it. Whoever notes the last hash elsewhere can prove later that nothing up to it
 * was changed, added or removed.
 */
#ifndef HM_STORE_JOURNAL_H
#define HM_STORE_JOURNAL_H

#include "base/digest.h"
#include "store/store.h"

/* X(ID, name in messages and JSON) */
#define JOURNAL_KIND_LIST(X)                                                                   \
    X(CHANGE, N_("change"))                                                                    \
    X(RUN, N_("run"))                                                                          \
    X(PUBLISH, N_("publish"))                                                                  \
    X(ROLLBACK, N_("rollback"))                                                                \
    X(PAYMENT, N_("payment"))                                                                  \
    X(DISCARD, N_("discard"))                                                                  \
    X(COMPACT, N_("compact"))                                                                  \
    X(MIGRATE, N_("migrate"))                                                                  \
    X(VERIFY, N_("verify"))
enum journal_kind {
#define X(id, name) JOURNAL_##id,
    JOURNAL_KIND_LIST(X)
#undef X
        JOURNAL_KINDS
};
const char *journal_kind_name(enum journal_kind k);

struct journal_entry {
    uint64_t number; /* 1.. without gaps */
    enum journal_kind kind;
    uint64_t subject; /* sequence, run, publication counter or batch; 0 = none */
    char time[32], who[64];
    char *reason;              /* mem_free */
    char *details;             /* JSON object: ids, months, counts, sums (mem_free) */
    char digest[DIGEST_HEX];   /* of the subject */
    char previous[DIGEST_HEX]; /* hash of the entry before; 64 zeros for the first */
    char hash[DIGEST_HEX];
};
void journal_entry_fini(struct journal_entry *e);
/* Entries first.. (at most `limit`, 0 = all); *out by mem_free after journal_entry_fini of
 * each. */
enum hm_status journal_list(struct store *s, uint64_t first, size_t limit,
                            struct journal_entry **out, size_t *n, struct diag *d);

struct journal_report {
    uint64_t entries, findings;
    char head[DIGEST_HEX]; /* hash of the last entry */
};
/* Computes the whole chain and every digest again. Each finding is an error message that names
 * the entry and what is wrong with it: an entry changed, missing or out of order; a run, its
 * results, a publication, a change of facts, a payment that differs from what was recorded, is
 * missing, or has no entry. HM_DATA when there are findings. expected_head: a hash noted
 * elsewhere, which must be in the chain; NULL = none. Digests go by the checksums kept with
 * each value; that values still have their checksums is what store_verify shows. */
enum hm_status journal_verify(struct store *s, const char *expected_head,
                              struct journal_report *out, struct diag *d);

#endif
