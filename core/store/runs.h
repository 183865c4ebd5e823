/* runs.h - runs and their results: beginning, going on after a stop, reading back.
 *
 * A run is written block by block and month by month, in transactions of at most 32 MiB or two
 * seconds; nothing points to it before it is complete. A run that was stopped (Ctrl-C, a crash,
 * a full disk) stays RUN_STARTED with every (month, block) that was committed, until it is
 * resumed or discarded. A resumed run gives the values an undisturbed one gives, bit by bit:
 * its record names the facts (sequence), the publications and the payments it goes by.
 */
#ifndef HM_STORE_RUNS_H
#define HM_STORE_RUNS_H

#include "exec/engine.h"
#include "vec/frame.h"

struct store;
struct view;
struct author;

enum run_state { RUN_STARTED, RUN_COMPLETE, RUN_PUBLISHED, RUN_SUPERSEDED };
struct run_record {
    uint32_t id; /* 1.. */
    enum run_state state;
    int32_t from, to;      /* months */
    uint64_t sequence;     /* facts as known */
    uint64_t publications; /* the publication counter it goes by: set by run_begin */
    uint32_t payments;     /* the newest payment batch it goes by: set by run_begin */
    char identity[65];     /* of the policy; its files are kept: store_policy */
    char policy_name[128];
    char engine[8];
    char version[16]; /* of the program that began it: set by run_begin */
    char who[64];
    char started[32], finished[32], published[32];
    uint64_t households, undetermined, failed;
    char *patches; /* text: --set and scenario, or "" (mem_free) */
    char *reason;  /* why it was made, or "" (mem_free) */
    char *job;     /* the run layer's own text: what else resume and verify need (mem_free) */
    char *summary; /* JSON of the report, or "" (mem_free) */
};
void run_record_fini(struct run_record *r);

/* --- writing --- */

struct run_writer;
/* Starts a run: assigns its id, keeps the policy's files under its identity. Texts of the
 * record that are NULL are stored as "". */
enum hm_status run_begin(struct run_writer **out, struct store *s, struct run_record *record,
                         const void *sources, size_t source_bytes, struct diag *d);
/* Goes on with a run that was stopped: *record is as it was begun (run_record_fini). Refuses
 * one that is complete (HM_USAGE) or not there (HM_NOT_FOUND). */
enum hm_status run_resume(struct run_writer **out, struct store *s, uint32_t id,
                          struct run_record *record, struct diag *d);
/* Whether a block's results of a month are stored already: by this writer or before the stop. A
 * block-month without a single value and issue may be said to be missing; putting it again is
 * harmless. From the writing thread only. */
bool run_has(const struct run_writer *w, int32_t month, uint32_t block);
/* Stores one block's results of one month. Rows are those of view_load for that month, block
 * and record->sequence. Called from one thread, in any order of blocks; what is there already
 * is replaced. */
enum hm_status run_put(struct run_writer *w, int32_t month, uint32_t block,
                       const struct results *r, const struct model *m, struct diag *d);
/* The same in two steps, so that many threads compute and one writes. run_pack may be called
 * from any thread, with its own view (after its view_load) or NULL; columns that equal those of
 * an earlier, complete run (0 = none) become references to them. */
struct run_block;
enum hm_status run_pack(struct run_block **out, struct view *v, uint32_t earlier,
                        int32_t earlier_month, int32_t month, uint32_t block,
                        const struct results *r, const struct model *m, struct diag *d);
/* What a block may take over instead of storing it again. */
struct run_months; /* columns of a block in the run's months so far: one thread's memory */
struct run_sharing {
    uint32_t earlier; /* as run_pack's */
    int32_t earlier_month;
    /* Fields that are not among the results since they are those of the earlier run, whose
     * model numbers them alike, on the same rows. */
    const uint16_t *unchanged;
    size_t unchanged_count;
    uint32_t run; /* the run's own id; with months */
    /* NULL, or what makes columns that equal those of the month before references to them. The
     * months of a block are then packed one after the other, all of them, also those that are
     * stored already. */
    struct run_months *months;
};
enum hm_status run_months_new(struct run_months **out, struct diag *d);
void run_months_free(struct run_months *k);  /* NULL is fine */
void run_months_clear(struct run_months *k); /* before another block */
enum hm_status run_pack_shared(struct run_block **out, struct view *v,
                               const struct run_sharing *s, int32_t month, uint32_t block,
                               const struct results *r, const struct model *m, struct diag *d);
size_t run_block_bytes(const struct run_block *b); /* memory it holds */
enum hm_status run_put_block(struct run_writer *w, const struct run_block *b,
                             const struct model *m, struct diag *d);
void run_block_free(struct run_block *b); /* NULL is fine */
/* Completes the run (record's counts and summary are stored); with `publish` in the same
 * atomic step it becomes the determination of its months. Frees w. After a failure the run is
 * still started and can be resumed. */
enum hm_status run_finish(struct run_writer *w, struct run_record *record, bool publish,
                          struct diag *d);
/* Frees w (NULL is fine). The run stays RUN_STARTED with all that was put, as far as the disk
 * takes it. */
void run_abandon(struct run_writer *w);
/* Removes a started run and its results; its number is not used again, the journal says why.
 * HM_USAGE when it is complete: what was complete is never removed. */
enum hm_status run_discard(struct store *s, uint32_t id, const struct author *by,
                           struct diag *d);

/* --- records --- */

enum hm_status run_get(struct store *s, uint32_t id, struct run_record *out, struct diag *d);
/* All runs, by id; *out by mem_free after run_record_fini of each. */
enum hm_status run_list(struct store *s, struct run_record **out, size_t *n, struct diag *d);
/* How many of a run's blocks, times months, have results, of how many. */
enum hm_status run_progress(struct store *s, uint32_t run, uint64_t *stored, uint64_t *all,
                            struct diag *d);
enum hm_status store_policy(struct store *s, const char identity[65], char **bytes, size_t *n,
                            struct diag *d);

/* --- reading results --- */

/* The entities and fields of a run's policy, as the run numbered them (run_fields_free); NULL
 * when it was over nobody. */
enum hm_status run_fields(struct store *s, uint32_t run, struct model **out, struct diag *d);
void run_fields_free(struct model *m);

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
/* Whether the policy of the run that was peeked at (or loaded) last has a field of the view's
 * model: of a variable that came later there is no column, whatever the facts. */
bool run_peeked_has(const struct view *v, uint16_t field);
/* Issues (missing facts, errors) of a run's block: as run_put got them, in out's arena. */
enum hm_status run_load_issues(struct view *v, uint32_t run, int32_t month, uint32_t block,
                               struct results *out, struct diag *d);

#endif
