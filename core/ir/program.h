/* program.h - a column program ready to run: phases of instructions, registers placed.
 *
 * A phase belongs to one space. Root phases run once a batch; phases of a child entity run once
 * a slot. Registers are:
 *
 * - ROOT: one column of the batch, at offset * batch rows; reused when its value is dead
 * - SCRATCH: one column of the slot, alive within its phase only
 * - KEPT: a child value that a later phase reads; one column for all slots of the batch
 * - TABLE: 256 constants
 *
 * BCAST of the first child entity costs nothing: its operand's ROOT column is the slot's own.
 */
#ifndef HM_IR_PROGRAM_H
#define HM_IR_PROGRAM_H

#include "ir/ir.h"
#include "vec/column.h"

enum place_kind { PLACE_NONE, PLACE_ROOT, PLACE_SCRATCH, PLACE_KEPT, PLACE_TABLE };

struct reg {
    uint8_t kind;    /* enum place_kind */
    uint8_t width;   /* bytes of an element */
    uint16_t fact;   /* 0, or 1 + number of the LOAD it comes from: program.facts */
    uint32_t offset; /* bytes a row before it (ROOT, SCRATCH, KEPT of its entity), or table */
};

struct instr {
    uint16_t op;
    struct reg dst, a, b, c, d;
    int64_t imm;
    uint32_t extra; /* as ir_value.extra */
};

/* Writes one output's rows of the phase's space. */
struct store_instr {
    uint32_t output; /* index in ir.outputs */
    struct reg num, den, doubt;
    char num_lane, den_lane;
    int64_t den_constant;
    bool
        is_stored; /* num is the stored form; it fits `lane` wherever the row is not in doubt */
    enum lane lane;
};

struct phase {
    uint8_t space;
    uint32_t first, count;                 /* instructions */
    uint32_t store_first, store_count;     /* outputs written after them */
    uint32_t neutral_first, neutral_count; /* reductions and carried locals to set up before */
};

/* Sets a ROOT register before a child phase: to a constant, or to a carried local's start. */
struct neutral {
    struct reg dst, from; /* from.kind NONE: the constant */
    int64_t constant;
};

struct program {
    struct arena arena;
    const struct model *model; /* borrowed */
    uint8_t root;
    uint8_t prefix_child; /* entity whose slots lie on the root's rows, or NO_ENTITY */
    struct phase *phases;
    uint32_t phase_count;
    struct instr *instrs;
    uint32_t instr_count;
    struct store_instr *stores;
    uint32_t store_count;
    struct neutral *neutrals;
    uint32_t neutral_count;
    uint16_t *facts; /* fields that are loaded; a frame that has them in the register's lane
                      * lends its column, and the LOAD is left out */
    uint32_t fact_count;
    const void **table_data; /* 256 elements each, in the lane of their TABLE */
    uint32_t table_count;
    uint32_t root_bytes;    /* a row of all ROOT registers */
    uint32_t scratch_bytes; /* a row of all SCRATCH registers */
    uint32_t *kept_bytes;   /* by entity: a row of its KEPT registers */
};

/* Schedules the live values of ir and places registers. HM_NOMEM only. */
enum hm_status program_make(struct program *p, const struct ir *ir);
void program_fini(struct program *p);
/* The instructions with their registers as text. */
void program_dump(const struct program *p, struct buf *out);

#endif
