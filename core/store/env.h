/* env.h - one LMDB file: opening it safely, transactions, and cursors. Only env*.c and txn.c
 * know LMDB; everything else of the store speaks in tables, keys and bytes.
 *
 * Durable always (never NOSYNC or WRITEMAP). Read transactions belong to no thread (NOTLS) but
 * are used by one at a time. An environment does not survive fork().
 */
#ifndef HM_STORE_ENV_H
#define HM_STORE_ENV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

/* X(id, name in the file, what it holds) */
#define TABLE_LIST(X)                                                                          \
    X(META, "meta", "format, schema, state, writer")                                           \
    X(MANIFEST, "manifest", "block, month, sequence -> which version wrote each column")       \
    X(COLUMN, "column", "block, column, month, sequence -> packed column")                     \
    X(ID, "id", "root, id bytes -> block, ordinal, birth")                                     \
    X(EDIT, "edit", "block, sequence, ordinal, month -> one household's record")               \
    X(RUN, "run", "run -> record; run, 1 -> the model its fields are numbered by")             \
    X(RESULT, "result", "run, month, block, field -> packed column")                           \
    X(PUBLISHED, "published", "month, counter -> run")                                         \
    X(POLICY, "policy", "identity -> the policy's files")                                      \
    X(CHANGE, "change", "sequence -> when, by whom and why facts changed")                     \
    X(JOURNAL, "journal", "number -> an entry of the hash chain")                              \
    X(PAYMENT, "payment", "batch -> record; batch, 1 -> the model its fields are numbered by") \
    X(PAID, "paid", "batch, month, block, field -> packed column")                            \
    X(INQUIRY, "inquiry", "number -> what was asked of one source and recorded in one step")  \
    X(EVIDENCE, "evidence",                                                                   \
      "block, ordinal, 0, inquiry -> answers about a household; block, ordinal, 1, sequence "  \
      "-> facts a change took over from them")

enum table {
#define X(id, name, what) TABLE_##id,
    TABLE_LIST(X)
#undef X
        TABLE_COUNT,
    TABLE_FIRST_FORMAT = TABLE_CHANGE /* tables before it are in every store */
};

struct bytes {
    const void *p; /* borrowed: from the caller, or from the map while a transaction lives */
    size_t n;
};

struct env;

enum {
    ENV_KEY_BYTES = 160,        /* the longest key we make: root and id, with room */
    ENV_WRITE_BYTES = 64 << 20, /* a write transaction is committed when it holds this much */
    ENV_SLACK_BYTES = 3 * (64 << 20) /* one more column may come on top, and tree pages */
};

/* Makes a new file with all tables, mode 0600. The path must not exist; after a failure there
 * may be a file. */
enum hm_status env_create(const char *path, struct diag *d);
/* map_bytes: virtual size to ask for; 0 = large and sparse, as much as this process may have.
 * Refuses what probe_file refuses. The caller has made sure that this process does not have the
 * file open, and for writing it holds the writer's lock. */
enum hm_status env_open(struct env **out, const char *path, bool write, size_t map_bytes,
                        struct diag *d);
void env_close(struct env *e);
const char *env_path(const struct env *e);
bool env_writable(const struct env *e);
/* False: the file is of an older format and lacks tables, which must not be touched. */
bool env_complete(const struct env *e);

/* --- transactions --- */

struct txn {
    struct env *env; /* NULL: not open */
    void *handle;
    bool write;
    size_t written_bytes; /* put since it began */
};

/* Writing: makes room in the map first, which needs that no other transaction lives. */
enum hm_status txn_begin(struct txn *t, struct env *e, bool write, struct diag *d);
/* Ends a read transaction and begins it anew, so that it pins no old pages. Bytes it lent are
 * valid on only if their pages are never freed: values of a committed version are not. */
enum hm_status txn_renew(struct txn *t, struct diag *d);
void txn_abort(struct txn *t); /* fine on one that is not open */
/* Durable when it returns HM_OK; otherwise nothing of the transaction happened. Ends t. */
enum hm_status txn_commit(struct txn *t, struct diag *d);

/* Which committed state a read transaction sees. */
uint64_t txn_number(const struct txn *t);
/* HM_NOT_FOUND without a message when there is none. */
enum hm_status txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *out,
                       struct diag *d);
enum hm_status txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value,
                       struct diag *d);
/* Room for a value of n bytes, to be filled before the next call on t. */
enum hm_status txn_reserve(struct txn *t, enum table table, struct bytes key, size_t n,
                           void **out, struct diag *d);
enum hm_status txn_delete(struct txn *t, enum table table, struct bytes key, struct diag *d);

/* A walk in key order. `found` tells whether key and value hold an entry. */
struct scan {
    void *cursor;
    struct env *env;
    bool found;
    struct bytes key, value; /* borrowed: from the map */
};
enum hm_status scan_open(struct scan *s, struct txn *t, enum table table, struct diag *d);
void scan_close(struct scan *s);
enum hm_status scan_first(struct scan *s, struct diag *d);
enum hm_status scan_seek(struct scan *s, struct bytes key, struct diag *d); /* first >= key */
/* The last entry <= key. */
enum hm_status scan_seek_back(struct scan *s, struct bytes key, struct diag *d);
enum hm_status scan_next(struct scan *s, struct diag *d);
enum hm_status scan_prev(struct scan *s, struct diag *d);
enum hm_status scan_last(struct scan *s, struct diag *d);
/* Removes the present entry; scan_next then gives the one after it. */
enum hm_status scan_delete(struct scan *s, struct diag *d);

/* --- whole files: env_copy.c --- */

/* Writes the committed state without its free pages to fd, while others read and write. */
enum hm_status env_copy(struct env *e, int fd, struct diag *d);
struct env_room {
    uint64_t entries, pages;
};
struct env_sizes {
    uint64_t page_bytes, last_page, free_pages;
    struct env_room tables[TABLE_COUNT];
    unsigned readers; /* open read transactions of all processes */
};
enum hm_status env_measure(struct env_sizes *out, struct txn *t, struct diag *d);
/* Makes the tables that the first format did not have; they are there when t is committed. */
enum hm_status env_add_tables(struct env *e, struct txn *t, struct diag *d);
const char *env_table_name(enum table table);

/* --- inside env*.c and txn.c --- */

void *env_handle(struct env *e);
unsigned env_table(const struct env *e, enum table table);
void env_set_table(struct env *e, enum table table, unsigned handle);
/* Begins and ends of transactions, counted, so that the map grows only when none lives. */
void env_enter(struct env *e);
void env_leave(struct env *e);
enum hm_status env_make_room(struct env *e, struct diag *d);
/* Takes over the size another process gave the map. */
enum hm_status env_adopt_map(struct env *e, struct diag *d);
/* A message for an LMDB or errno code. */
enum hm_status env_error(const struct env *e, int code, const char *doing, struct diag *d);

#endif
