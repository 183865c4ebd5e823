/* engine.h - the one interface of all engines: columns in, results out.
 *
 * recompute, calc, test, explain and the REPL see only this. An engine belongs to one thread;
 * the policy and the frame are shared and read-only.
 */
#ifndef HM_EXEC_ENGINE_H
#define HM_EXEC_ENGINE_H

#include "policy/policy.h"
#include "vec/frame.h"

struct probe;
enum engine_kind { ENGINE_LUA, ENGINE_FAST, ENGINE_BOTH };

/* What to compute. Borrowed by the engine for as long as it lives. */
struct evaluation {
    const struct policy *policy;
    int32_t month;
    const uint16_t *outputs; /* field ids, of entities under `root`, no duplicates */
    size_t output_count;
    uint8_t root;
    const struct patch *patches; /* --set and scenarios; may be NULL */
    size_t patch_count;
    const struct formula_patch *formulas;
    size_t formula_count;
    bool stored; /* results are only wanted in stored form: exact values need not be kept */
    bool bare;   /* why rows have no value is not wanted: issues may be left out, states not */
    /* The same outputs under several laws, in one pass: each alternative has its own patches
     * and formulas, in place of those above. NULL: there is one. */
    const struct alternative *alternatives;
    size_t alternative_count;
    struct probe *probe; /* exec/probe.h; NULL: none */
};

static inline size_t evaluation_count(const struct evaluation *e)
{
    return e->alternatives ? e->alternative_count : 1;
}
/* One of several alone. */
static inline struct evaluation evaluation_alone(const struct evaluation *e, size_t k)
{
    struct evaluation one = *e;
    if (e->alternatives) {
        const struct alternative *a = &e->alternatives[k];
        one.patches = a->patches;
        one.patch_count = a->patch_count;
        one.formulas = a->formulas;
        one.formula_count = a->formula_count;
        one.alternatives = NULL;
        one.alternative_count = 0;
    }
    return one;
}

/* One output of all rows of its entity. state[r] == HM_TRAP_NONE: the exact value is
 * num[r] / den[r] (den NULL: all 1), in fen for MONEY, in ones for NUMBER; other types as their
 * integer. Otherwise undetermined (HM_TRAP_MISSING) or an error; num is then 0.
 * A `stored` evaluation may give the stored form in its place: `data` in `lane`, num and den
 * NULL; state NULL then means that every row has a value. Readers ask result_state and
 * result_stored. */
struct result_column {
    uint16_t field;
    uint32_t rows;
    int64_t *num;
    int64_t *den;
    uint8_t *state;
    enum lane lane;
    void *data;
};
static inline enum hm_trap result_state(const struct result_column *c, uint32_t row)
{
    return c->state ? (enum hm_trap)c->state[row] : HM_TRAP_NONE;
}
/* True when every row has a value. */
bool result_all_known(const struct result_column *c);
/* Why a row of an output has no value. */
struct result_issue {
    uint16_t field;
    uint32_t row;
    enum hm_trap trap;
    const char
        *text; /* MISSING: fact paths, one a line, sorted; else the message with its place */
};
struct results {
    struct result_column *columns; /* as evaluation.outputs, same order */
    size_t column_count;
    struct result_issue *issues; /* by column, then row */
    size_t issue_count;
    struct arena arena;
};

void results_init(struct results *r);
void results_fini(struct results *r);  /* also empties it for the next run */
void results_clear(struct results *r); /* empties it and keeps memory for the next run */
/* The stored and printed form of a cell: exact values that are off the type's grid are shown
 * half up on it (docs/language.md, "What is printed"). Only where state is HM_TRAP_NONE. */
int64_t result_stored(const struct result_column *c, const struct model *m, uint32_t row);
int64_t result_stored_form(const struct type *t, struct rational exact);
/* Whether an exact value has a stored form; engines give HM_TRAP_OVERFLOW where it has none. */
bool result_fits(const struct type *t, struct rational exact);
/* First difference in value, state or missing set between two runs of the same evaluation, as a
 * message into d; HM_OK when there is none, HM_DATA when there is. */
enum hm_status results_compare(const struct results *a, const struct results *b,
                               const struct evaluation *e, const struct frame *f,
                               struct diag *d);

struct engine;
enum hm_status engine_open(struct engine **out, enum engine_kind kind,
                           const struct evaluation *e, struct diag *d);
/* Evaluates every root row of the frame. out: one, or as many as there are alternatives; they
 * may share columns and texts, so none outlives the others. Faults of a household are in
 * results; a status other than HM_OK means that nothing could be evaluated (no memory, engines
 * differ: HM_INTERNAL). */
enum hm_status engine_run(struct engine *e, const struct frame *f, struct results *out,
                          struct diag *d);
void engine_close(struct engine *e);

#endif
