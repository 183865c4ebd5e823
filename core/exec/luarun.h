/* luarun.h - the reference engine: formulas run in the embedded Lua, one household at a time.
 *
 * Its results define what every other engine must give. Private to exec/; others use engine.h,
 * trace.h and checkrun.h.
 */
#ifndef HM_EXEC_LUARUN_H
#define HM_EXEC_LUARUN_H

#include "exec/engine.h"

struct luarun;
enum hm_status luarun_open(struct luarun **out, const struct evaluation *e, struct diag *d);
enum hm_status luarun_run(struct luarun *lr, const struct frame *f, struct results *out,
                          struct diag *d);
void luarun_close(struct luarun *lr);

/* --- watching an evaluation (trace.c) --- */

/* Where a cell's value came from. */
enum cell_origin {
    ORIGIN_GIVEN,   /* supplied: a fact, or a result assessed elsewhere */
    ORIGIN_DEFAULT, /* nobody supplied it, and its declaration has a default */
    ORIGIN_FORMULA,
    ORIGIN_SUM, /* of the child's field of the same name */
    ORIGIN_PAST /* an earlier determination */
};
/* What became of a cell. Not NONE: value is KIND_NONE and text says why (missing: fact paths,
 * one a line). exact: what the formula gave, before rounding. */
struct cell_outcome {
    enum hm_trap trap;
    enum cell_origin origin;
    struct value value, exact;
    struct str text;
    int32_t past_month; /* ORIGIN_PAST */
};
/* Callbacks of an observed run; texts are borrowed until the household ends. They must not
 * change anything. Rows are rows of the frame. */
struct luarun_observer {
    void *ctx;
    void (*begin)(void *ctx, uint16_t field, uint32_t row);
    void (*end)(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o);
    /* A formula read a cell that was known already, or that needed no formula. */
    void (*read)(void *ctx, uint16_t field, uint32_t row, const struct cell_outcome *o);
    /* A formula read a parameter; key: what was looked up, KIND_NONE when nothing was. A
     * comparison answers with a boolean. Of a table key is the arguments as a text, and
     * `arguments` what they are (model/decision.h); NULL otherwise. */
    void (*parameter)(void *ctx, uint16_t parameter, const struct parameter_value *in_force,
                      const struct value *key, const struct value *value,
                      const struct rational *arguments);
    /* An operation; left, right: KIND_NONE where there is none (rows, lists, one operand). */
    void (*step)(void *ctx, const char *op, uint32_t position, const struct value *left,
                 const struct value *right, const struct value *result);
};
/* From now on tells `o` (borrowed; NULL: nobody) what happens. */
void luarun_observe(struct luarun *lr, const struct luarun_observer *o);
/* Evaluates one root row only. */
enum hm_status luarun_run_row(struct luarun *lr, const struct frame *f, uint32_t root_row,
                              struct results *out, struct diag *d);

/* --- checks (checkrun.c) --- */

/* Runs check `number` as of a month (the engine is then good for checks only). text: the
 * message the check gave, or why it stopped; borrowed until the next call. */
enum hm_status luarun_check(struct luarun *lr, uint32_t number, int32_t month, bool *holds,
                            enum hm_trap *trap, struct str *text, struct diag *d);

#endif
