/* family.h - one household by itself: facts that can be changed and taken back, evaluated under
 * any law by any engine. It comes from a store, from a case of the policy, or from a line of
 * JSON, and is a frame of one root row in the terms of its own policy (of a region: the member
 * that holds for it).
 *
 * Paths are those of every message: "savings", "persons[0].wage_income", "persons[p1].工资性收入",
 * "obligors[0].vehicles[1].price". Indexes count from 0; an id that is no number stands in place
 * of the index; without an index the only row is meant.
 */
#ifndef HM_WHATIF_FAMILY_H
#define HM_WHATIF_FAMILY_H

#include "exec/engine.h"
#include "run/changes.h"
#include "store/store.h"

struct family;

/* All set *out (family_close) and borrow what they are given. month 0: what the record or the
 * case says, and HM_DATA when it says nothing. */

/* A row of a frame in the terms of p, which is no region. f outlives the family. */
enum hm_status family_from_frame(struct family **out, const struct policy *p, int32_t month,
                                 const struct frame *f, uint32_t row, struct diag *d);
/* With the determinations of earlier months that formulas read. HM_NOT_FOUND. */
enum hm_status family_from_store(struct family **out, struct store *s, const struct policy *p,
                                 int32_t month, uint64_t sequence, const char *id,
                                 struct diag *d);
/* Under the case's own `set`; its earlier months are evaluated first when formulas read them.
 * HM_NOT_FOUND: the policy has no such case. */
enum hm_status family_from_case(struct family **out, const struct policy *p, const char *name,
                                int32_t month, struct diag *d);
/* As calc reads it, with "month" and "history". */
enum hm_status family_from_json(struct family **out, const struct policy *p, int32_t month,
                                const char *json, struct diag *d);
void family_close(struct family *f); /* NULL is fine */

const struct policy *family_policy(const struct family *f); /* its own, never a region */
uint16_t family_member(const struct family *f);             /* of the region; 0 without one */
int32_t family_month(const struct family *f);
const char *family_id(const struct family *f);
const struct frame *family_frame(const struct family *f);

/* --- its facts --- */

struct family_cell {
    uint16_t field;
    uint32_t row; /* of the frame */
};
/* A fact, or a variable: what a path stands for. HM_USAGE, with the nearest name. */
enum hm_status family_find(const struct family *f, const char *path, struct family_cell *out,
                           struct diag *d);
void family_path(const struct family *f, struct family_cell c, struct buf *out);
/* text: as in a record, without quotes; "null": not known from now on. A variable that is set
 * stands in place of its formula. */
enum hm_status family_set(struct family *f, const char *path, const char *text, struct diag *d);
/* Takes the last family_set back; false when there is none. */
bool family_undo(struct family *f);
size_t family_set_count(const struct family *f);
struct family_cell family_set_cell(const struct family *f, size_t i); /* in order of setting */
/* The stored form of a cell that is no text; false: not known. */
bool family_get(const struct family *f, struct family_cell c, int64_t *stored);
/* For solvers: a cell that is no text, without checks, and not for family_undo. */
void family_put(struct family *f, struct family_cell c, bool is_known, int64_t stored);
/* The whole record as JSON, personal texts masked. */
void family_print(const struct family *f, struct buf *out);

/* --- evaluating it --- */

/* The law it is evaluated under: that of its case or run, then what is asked. */
struct family_law {
    struct patch *patches; /* room for one more: for solvers that move a parameter */
    size_t patch_count;
    struct formula_patch *formulas;
    size_t formula_count;
};
/* Patches that always come first (of the run it is from); borrowed. */
void family_lend_law(struct family *f, const struct patch *patches, size_t patch_count,
                     const struct formula_patch *formulas, size_t formula_count);
/* c: borrowed, for the policy the family was made with; NULL: nothing. */
enum hm_status family_law_make(struct family_law *out, const struct family *f,
                               const struct changes *c, struct diag *d);
void family_law_fini(struct family_law *l);

/* For evaluations of its own: their reference engines share a sandbox. */
struct probe *family_probe(struct family *f);

/* An engine for it, ready for one evaluation after the other while its facts move. */
struct family_run {
    const struct family *family;
    struct evaluation evaluation;
    struct engine *engine;
};
/* outputs, law and *out's place are borrowed until family_run_close, which is fine after a
 * failure. */
enum hm_status family_run_open(struct family_run *out, struct family *f, enum engine_kind kind,
                               const struct family_law *law, const uint16_t *outputs,
                               size_t count, struct diag *d);
enum hm_status family_run_now(struct family_run *r, struct results *out, struct diag *d);
void family_run_close(struct family_run *r);

#endif
