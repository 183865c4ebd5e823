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

enum store_mode { STORE_READ, STORE_WRITE };
struct store;

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
/* The last committed one, by any process; the one at opening should reading it fail. */
uint64_t store_sequence(const struct store *s);
/* Reads every block, checks every checksum and reference. */
enum hm_status store_verify(struct store *s, struct diag *d);

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
/* For each root row of the frame last loaded: the household's ordinal in its block. */
const uint16_t *view_ordinals(const struct view *v);
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
enum hm_status ingest_begin(struct ingest **out, struct store *s, int32_t month,
                            struct diag *d);
/* Takes all households of the frame (in the schema's terms, builder_finish with jagged =
 * false). A household that is there already is replaced from the month on; later months that
 * had only carried it over follow, up to its next own record. A household that is refused (no
 * id, an id this ingest has seen before, a value outside its field's range) is left out with a
 * message; the others are taken, HM_DATA is returned, and the caller may go on or abort. After
 * any other failure it must abort. */
enum hm_status ingest_add(struct ingest *g, const struct frame *f, struct diag *d);
/* From the month on the household is absent, later records of its own included. HM_NOT_FOUND
 * when it is absent already; the ingest can go on. */
enum hm_status ingest_delete(struct ingest *g, struct str id, struct diag *d);
/* Frees g, whatever it returns; after a failure nothing happened. out may be NULL. */
enum hm_status ingest_commit(struct ingest *g, struct ingest_counts *out, struct diag *d);
void ingest_abort(struct ingest *g); /* frees g; nothing happened */

/* --- runs --- */

enum run_state { RUN_STARTED, RUN_COMPLETE, RUN_PUBLISHED, RUN_SUPERSEDED };
struct run_record {
    uint32_t id; /* 1.. */
    enum run_state state;
    int32_t from, to;  /* months */
    uint64_t sequence; /* facts as known */
    char identity[65]; /* of the policy; its files are kept: store_policy */
    char policy_name[128];
    char engine[8];
    char who[64];
    char started[32], finished[32], published[32];
    uint64_t households, undetermined, failed;
    char *patches; /* text: --set and scenario, or "" (mem_free) */
    char *summary; /* JSON of the report, or "" (mem_free) */
};
void run_record_fini(struct run_record *r);

struct run_writer;
/* Starts a run: assigns its id, keeps the policy's files under its identity. */
enum hm_status run_begin(struct run_writer **out, struct store *s, struct run_record *record,
                         const void *sources, size_t source_bytes, struct diag *d);
/* Stores one block's results of one month. Rows are those of view_load for that month, block
 * and record->sequence. Called from one thread, in any order of blocks. */
enum hm_status run_put(struct run_writer *w, int32_t month, uint32_t block,
                       const struct results *r, const struct model *m, struct diag *d);
/* The same in two steps, so that many threads compute and one writes. run_pack may be called
 * from any thread, with its own view (after its view_load) or NULL; columns that equal those of
 * an earlier, complete run (0 = none) become references to them. */
struct run_block;
enum hm_status run_pack(struct run_block **out, struct view *v, uint32_t earlier,
                        int32_t earlier_month, int32_t month, uint32_t block,
                        const struct results *r, const struct model *m, struct diag *d);
size_t run_block_bytes(const struct run_block *b); /* memory it holds */
enum hm_status run_put_block(struct run_writer *w, const struct run_block *b,
                             const struct model *m, struct diag *d);
void run_block_free(struct run_block *b); /* NULL is fine */
/* Completes the run (record's counts and summary are stored); with `publish` in the same
 * atomic step it becomes the determination of its months. Frees w. */
enum hm_status run_finish(struct run_writer *w, struct run_record *record, bool publish,
                          struct diag *d);
void run_abandon(
    struct run_writer *w); /* frees w; the run stays RUN_STARTED and is swept later */

enum hm_status run_publish(struct store *s, uint32_t id, const char *when, struct diag *d);
enum hm_status run_get(struct store *s, uint32_t id, struct run_record *out, struct diag *d);
/* All runs, by id; *out by mem_free after run_record_fini of each. */
enum hm_status run_list(struct store *s, struct run_record **out, size_t *n, struct diag *d);
/* The run whose determinations are in force for a month; HM_NOT_FOUND when none is. */
enum hm_status run_published(struct store *s, int32_t month, uint32_t *id, struct diag *d);
/* The latest month <= month that has a published run; HM_NOT_FOUND. */
enum hm_status run_published_before(struct store *s, int32_t month, int32_t *found,
                                    uint32_t *id, struct diag *d);
enum hm_status store_policy(struct store *s, const char identity[65], char **bytes, size_t *n,
                            struct diag *d);

/* Loads the determinations of a run for one block and month as given columns of a frame, with
 * the rows and ids of the facts they were computed on (frame.columns of variables; undetermined
 * and failed cells are not valid). Sets *out up (frame_fini); out's arena owns everything,
 * *ordinals too, so that it may outlive the view and several months may be held at once. Leaves
 * the view's last load alone. HM_NOT_FOUND without a message: a run over nobody. */
enum hm_status run_load(struct view *v, uint32_t run, int32_t month, uint32_t block,
                        struct frame *out, const uint16_t **ordinals, struct diag *d);
/* The same without copying: what *out and *ordinals point to lives until the view's next
 * run_peek or its end. */
enum hm_status run_peek(struct view *v, uint32_t run, int32_t month, uint32_t block,
                        struct frame *out, const uint16_t **ordinals, struct diag *d);
/* Issues (missing facts, errors) of a run's block: as run_put got them, in out's arena. */
enum hm_status run_load_issues(struct view *v, uint32_t run, int32_t month, uint32_t block,
                               struct results *out, struct diag *d);

#endif
