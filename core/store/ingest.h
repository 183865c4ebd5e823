/* ingest.h - the inside of an ingest, shared by the files that take households and write
 * blocks. */
#ifndef HM_STORE_INGEST_H
#define HM_STORE_INGEST_H

#include "store/edits.h"
#include "store/fresh.h"
#include "store/view.h"

/* One record of the ingest, held in memory until its block is written. */
struct change {
    uint32_t block;
    uint16_t ordinal, month;
    size_t at, n; /* in ingest.bytes */
};

struct ingest {
    struct store *store;
    uint16_t month;
    uint64_t sequence;   /* everything is written under it */
    struct state before; /* as committed */
    struct state state;  /* as it will be */
    struct view *view;   /* the facts before this ingest, in the schema's terms */
    struct txn txn;      /* writing; committed whenever it has become large */
    bool used;           /* uses of evidence were written, which are a change of their own */
    bool marked;  /* a transaction of ours was committed: the file has leftovers to sweep */
    bool spilled; /* changes lie in the row store under our sequence number, of blocks .. */
    uint32_t spilled_blocks; /* .. below this one */
    enum hm_status failed;   /* only abort is possible; every call says so again */
    size_t held_bytes;       /* how much `bytes` may grow: INGEST_HELD_BYTES, less in tests */
    struct buf bytes;
    struct change *changes;
    size_t change_count, change_cap;
    struct fresh fresh; /* a new block that ingest_take is filling; count 0: none */
    bool has_new;       /* a household got a place */
    uint64_t **seen;    /* by block: a bit for each ordinal this ingest has a record of */
    size_t seen_cap;
    struct arena arenas[2]; /* the block being written, and the version of it before that */
    struct ingest_counts counts;
    uint64_t *touched; /* by block: a bit where something was written */
    size_t touched_words;
    char *what, *files, *who, *reason; /* for the change log; NULL = not said */
};

enum {
    INGEST_HELD_BYTES = 64 << 20, /* changes in memory before complete blocks are written */
    INGEST_ID_COST_BYTES = 2048   /* what a new id may dirty of the index, towards a commit */
};

/* Makes sure that a write transaction is open, and commits a large one first. */
enum hm_status ingest_txn(struct ingest *g, struct diag *d);
/* A new household's place; HM_ENVIRONMENT when the store is full. */
enum hm_status ingest_place(struct ingest *g, uint8_t root, struct str id, struct id_entry *out,
                            struct diag *d);
/* Refuses a household: HM_DATA. */
enum hm_status ingest_refuse_id(struct str id, const char *why, struct diag *d);
/* Makes a change of the record that was put at the end of g->bytes, from `at` on. HM_DATA: the
 * household has one in this ingest. */
enum hm_status ingest_change(struct ingest *g, const struct id_entry *e, struct str id,
                             size_t at, struct diag *d);
/* Writes the block that ingest_take has filled, and begins none. keep_last: the last frame has
 * more rows. */
enum hm_status ingest_write_fresh(struct ingest *g, bool keep_last, struct diag *d);
/* Makes records of its households instead: they are few, or others come as records. */
enum hm_status ingest_settle(struct ingest *g, struct diag *d);
/* Whether so many changes are worth a version of the block's columns. */
bool ingest_is_worth_versions(const struct ingest *g, size_t changes, size_t pending);
/* Sorts the changes and writes the new blocks that are full; what is left stays or is spilled.
 */
enum hm_status ingest_relieve(struct ingest *g, struct diag *d);
/* Writes everything that is left. */
enum hm_status ingest_write_all(struct ingest *g, struct diag *d);

#endif
