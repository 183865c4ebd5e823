/* lower.h - formulas to column programs: Lua's tree, evaluated on columns instead of values.
 *
 * Lowering runs a formula symbolically: every expression becomes a value of the program (ir.h),
 * an `if` becomes masks and selects, calls of local, global and stdlib functions are inlined,
 * parameters of the month are constants. What the compiled subset does not have
 * (docs/language.md, "Fast formulas") makes the variable slow: it is left to the reference
 * engine and read as a given column, and the report says where and why.
 */
#ifndef HM_IR_LOWER_H
#define HM_IR_LOWER_H

#include "ir/ir.h"
#include "lang/ast.h"

/* A number of the law that is read as a fact: a LOAD_L of field IR_MOVED in the root's space,
 * for bounds.h only. */
struct lower_moved {
    uint16_t parameter;
    int32_t entry;  /* of a keyed one; -1: a scalar's value */
    int64_t lo, hi; /* all it may be, in steps */
    int64_t den;    /* steps in one (number) or in one fen (money) */
};

struct lower_request {
    const struct model *model;
    struct ast_file *const *files; /* every script, by number */
    size_t file_count;
    uint8_t root;
    int32_t month;
    const uint16_t *outputs;
    size_t output_count;
    const struct patch *patches;
    size_t patch_count;
    const struct formula_patch *formulas;
    size_t formula_count;
    /* Several evaluations in one program: each has these patches and formulas in place of those
     * above. NULL: there is one. */
    const struct alternative *alternatives;
    size_t alternative_count;
    const uint8_t *supply; /* enum ir_supply by field: what the frames have; NULL: facts may be
                            * missing anywhere, and no variable is given */
    uint32_t passes;       /* enum ir_pass bits */
    bool stored;           /* results are wanted in stored form: rounded onto the type's grid */
    const struct lower_moved *moved; /* or NULL */
};

/* Why a variable is slow. */
struct lower_reason {
    uint16_t field;
    uint32_t position; /* ast_position */
    const char *text;  /* translated; in the arena of ir */
};
struct lower_report {
    struct lower_reason *slow; /* variables the outputs need that are not fast; in ir's arena */
    size_t slow_count;
    const uint64_t *touched; /* bits: fields that differ between alternatives; in ir's arena */
};

/* Builds the values and outputs of a request: those of the first alternative, then of each other
 * one its touched outputs, in the request's order. What is not touched is lowered once. Slow
 * variables are read as given. HM_NOMEM only; an output that is slow itself is an output that
 * reads its given column. */
enum hm_status lower_outputs(struct ir *ir, const struct lower_request *q,
                             struct lower_report *report);

#endif
