/* pages.h - looks at the tree pages of an LMDB file with plain reads.
 *
 * LMDB follows page numbers, offsets and lengths in its trees without asking whether they can
 * be right: a flipped bit there ends in SIGSEGV or SIGBUS. So they are checked before LMDB is
 * let loose on them: small tables and all inner pages at every opening, everything by verify.
 */
#ifndef HM_STORE_PAGES_H
#define HM_STORE_PAGES_H

#include <stdbool.h>
#include <stdint.h>
#include "base/diag.h"

/* all: also the leaves of large tables, the heads of large values, and that no page has two
 * owners or is free as well as used. The file may be written to meanwhile if the caller holds a
 * read transaction `txn` (its number; 0 = the newest state, looked at again when it has moved
 * on). HM_NOT_FOUND without a message when the file has moved on from `txn`. */
enum hm_status pages_check(const char *path, uint64_t txn, bool all, struct diag *d);

#endif
