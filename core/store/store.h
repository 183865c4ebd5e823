/* store.h - households, determinations and runs in one LMDB file.
 *
 * Facts are kept by month and by the order they were recorded (bitemporal). A commit gets the
 * next sequence number; a reader sees one sequence number and nothing later, so a half-written
 * import or run is never seen and old answers can be asked again. Nothing that was published
 * changes.
 *
 * Layout (docs/store.md): column blocks of up to LIMIT_BLOCK_HOUSEHOLDS households; a household
 * keeps its block and its ordinal in it for ever, its row depends on the block's version. A
 * block version is (valid-from month, sequence number) and names for each column the version
 * that wrote it, so unchanged columns are shared. Every value carries an xxh64 checksum,
 * checked on read.
 */
#ifndef HM_STORE_STORE_H
#define HM_STORE_STORE_H

#include "exec/engine.h"
#include "vec/frame.h"

/* Runs, publications, the change log, the journal, payments and whole files have headers of
 * their own: runs.h publications.h changelog.h journal.h payments.h evidence.h copy.h. */

enum { STORE_FORMAT = 3 }; /* of the file; copy.h raises older ones */
enum store_mode { STORE_READ, STORE_WRITE };
struct store;

/* On whose word something is recorded: kept with it and in the journal. Borrowed; who NULL or
 * "" = the login name, reason NULL = none given. */
struct author {
    const char *who, *reason;
};

/* Creates the file (mode 0600) for the inputs and variables of a model; refuses an existing one
 * and a network file system. */
enum hm_status store_create(const char *path, const struct model *m, struct diag *d);
/* Opens; refuses what is no store, a truncated one, a newer format, a second open by this
 * process and a second writer (naming the holder's pid and start). */
enum hm_status store_open(struct store **out, const char *path, enum store_mode mode,
                          struct diag *d);
void store_close(struct store *s);
/* The store's own schema as a model (entities, enums, fields; no formulas). */
const struct model *store_schema(const struct store *s);
/* Replaces the schema of a store open for writing by one that extends it (policy/join.h), in
 * one transaction with a journal entry (kind migrate) that has these details (a JSON object).
 * What was recorded stays as it is. The handle keeps the old schema and writes nothing more:
 * close it. Others that have the store open go on with what was recorded before; newer facts
 * are HM_BUSY for them. */
enum hm_status store_extend(struct store *s, const struct model *m, const char *details,
                            const struct author *by, struct diag *d);
/* The last committed one, by any process; the one at opening should reading it fail. */
uint64_t store_sequence(const struct store *s);
/* Reads every block, checks every checksum and reference. */
enum hm_status store_verify(struct store *s, struct diag *d);

/* Ids of a root entity of the schema that begin with `prefix`, in bytewise order, at most `limit`;
 * of any month, also of those that are gone. `found` must not use the store. */
enum hm_status store_ids_like(struct store *s, uint8_t root, struct str prefix, size_t limit,
                              void (*found)(void *ctx, struct str id), void *ctx,
                              struct diag *d);

/* --- reading facts --- */

/* The facts in force for a month, as known at a sequence number. Rows are in the model's terms:
 * the store's columns are matched by entity and field name; what the store does not have is
 * missing. One view is used by one thread. */
struct view;
enum hm_status view_open(struct view **out, struct store *s, const struct model *m,
                         int32_t month, uint64_t sequence, struct diag *d);
void view_close(struct view *v);
uint32_t view_blocks(const struct view *v);
/* Loads one block (0..view_blocks-1) as a jagged frame; single edits not yet merged are in it.
 * fields: bit set of model field ids wanted, NULL for all. Sets *out up; the caller ends it
 * with frame_fini before the next load. Columns may point into the map and live until
 * view_close or the next load (also view_find). A block without households, or whose root
 * entity the model does not have, gives 0 rows. */
enum hm_status view_load(struct view *v, uint32_t block, const uint64_t *fields,
                         struct frame *out, struct diag *d);
/* From now on the view keeps its snapshot and all it loads until it is closed: every frame lives
 * that long, and so do their ordinals. Meanwhile writers cannot use again the pages they free. */
void view_keep(struct view *v);
/* The same for a view that keeps: what is not in the map lies in `a` and in out's arena, so that
 * each block can be let go by itself. */
enum hm_status view_load_apart(struct view *v, uint32_t block, struct arena *a,
                               struct frame *out, struct diag *d);
/* Whether a block's facts are those of another month and an earlier sequence number, row by
 * row. False may be said of some that are. */
enum hm_status view_same_facts(struct view *v, uint32_t block, int32_t month, uint64_t sequence,
                               bool *same, struct diag *d);
/* For each root row of the frame last loaded: the household's ordinal in its block. */
const uint16_t *view_ordinals(const struct view *v);
/* From now on view_find looks for ids of this root entity of the store's schema only. */
void view_only(struct view *v, uint8_t root);
/* Where a household is; HM_NOT_FOUND when it does not exist in this month. */
enum hm_status view_find(struct view *v, struct str id, uint32_t *block, uint32_t *row,
                         struct diag *d);
/* Calls fn for every household of the view in order of id bytes. */
enum hm_status view_each_id(struct view *v,
                            enum hm_status (*fn)(void *ctx, struct str id, uint32_t block,
                                                 uint16_t ordinal),
                            void *ctx, struct diag *d);

/* --- recording facts --- */

/* One change of facts: many whole household records that hold from a month on. Written in
 * bounded pieces; nothing is visible before ingest_commit, and a crash leaves nothing behind.
 */
struct ingest;
struct ingest_counts {
    uint64_t added, replaced, unchanged, deleted;
};
bool ingest_possible(const struct store *s); /* the store is open for writing */
enum hm_status ingest_begin(struct ingest **out, struct store *s, int32_t month,
                            struct diag *d);
/* What the change log and the journal say about it (changelog.h); may be called once, at any
 * time before the commit; texts are copied. Left out: an unnamed change by the login name. */
enum hm_status ingest_describe(struct ingest *g, const char *what, const char *files,
                               const struct author *by, struct diag *d);
/* Takes all households of the frame (in the schema's terms, builder_finish with jagged =
 * false). A household that is there already is replaced from the month on; later months that
 * had only carried it over follow, up to its next own record. A household that is refused (no
 * id, an id this ingest has seen before, a value outside its field's range) is left out with a
 * message; the others are taken, HM_DATA is returned, and the caller may go on or abort. After
 * any other failure it must abort. */
enum hm_status ingest_add(struct ingest *g, const struct frame *f, struct diag *d);
/* The same for n rows of the frame's root, ascending; the frame is taken over (*f is empty
 * afterwards, whatever is returned). Faster for new households: their blocks are made of the
 * frames' columns. */
enum hm_status ingest_take(struct ingest *g, struct frame *f, const uint32_t *rows, uint32_t n,
                           struct diag *d);
/* From now on ingest_delete looks for ids of this root entity of the schema only. */
void ingest_only(struct ingest *g, uint8_t root);
/* From the month on the household is absent, later records of its own included. HM_NOT_FOUND
 * when it is absent already; the ingest can go on. */
enum hm_status ingest_delete(struct ingest *g, struct str id, struct diag *d);
/* Frees g, whatever it returns; after a failure nothing happened. out may be NULL. */
enum hm_status ingest_commit(struct ingest *g, struct ingest_counts *out, struct diag *d);
/* Does all of a commit but the last step and aborts: *out is what would have happened. */
enum hm_status ingest_rehearse(struct ingest *g, struct ingest_counts *out, struct diag *d);
void ingest_abort(struct ingest *g); /* frees g; nothing happened */

#include "store/publications.h"
#include "store/runs.h"

#endif
