/* ir.h - a column program while it is being built: values, each computed by one instruction.
 *
 * Values are numbered from 1 in an order in which operands come first; 0 is "no value". A value
 * belongs to a space (the rows of one entity), a lane (ops.def) and, for numbers, a range that
 * is proved from declared limits and constants. Building folds constants with the kernels' own
 * element functions, shares equal values, and picks the lane: i32 where the range proves it,
 * else i64. An operation whose range does not fit i64 also gives a doubt value
 * (docs/fast-engine.md).
 *
 * Invariants (ir_verify checks them after every pass in debug builds):
 *  1. operands are numbered lower than the value, except that CARRY names its PHI's local;
 *  2. an operand is of the same space, or the instruction is BCAST, a reduction, PHI or CARRY;
 *  3. lanes are as op_table says;
 *  4. lo <= hi, and a value of lane I lies within int32.
 */
#ifndef HM_IR_IR_H
#define HM_IR_IR_H

#include "base/buf.h"
#include "model/model.h"
#include "vec/kernel.h"

typedef uint32_t ir_ref;

/* In place of a LOAD's field: the moved parameter of lower.h. */
enum { IR_MOVED = 0xFFFF };

struct ir_value {
    uint16_t op; /* enum op */
    uint8_t space;
    char lane; /* 'B', 'I', 'L' */
    ir_ref a, b, c, d;
    int64_t imm;    /* constant; LOAD, KNOWN, PAST: field id; TABLE: table number;
                     * PHI, CARRY: carried local; RMIN, RMAX: value for no children */
    uint32_t extra; /* PAST: months back; reductions, BCAST, PHI, CARRY: child entity */
    int64_t lo, hi; /* range of I and L; 0..255 for B */
};

/* A local that lives across the turns of a member loop. */
struct ir_carried {
    char lane;
    ir_ref start;  /* its value before the loop, in the parent's space */
    ir_ref write;  /* the CARRY */
    ir_ref result; /* COPY in the parent's space that reads it after the loop */
    uint8_t child; /* the loop's entity */
    uint32_t loop; /* number of the loop statement it belongs to */
};

/* 256 elements looked up by a byte. */
struct ir_table {
    char lane;
    int64_t elements[256];
};

/* One requested variable: exact value num / den (constants or values), and its doubt. */
struct ir_output {
    uint16_t field;
    uint16_t alternative; /* of several evaluations in one program: which; else 0 */
    ir_ref num;     /* in the entity's space; constants are CONST values */
    int64_t den;    /* > 0 */
    ir_ref den_ref; /* or 0: the denominator is `den` */
    ir_ref doubt;   /* lane B, or 0: never in doubt */
};

enum ir_pass {
    IR_FOLD = 1,   /* constant folding and algebra while building */
    IR_SHARE = 2,  /* common subexpressions */
    IR_RANGE = 4,  /* narrow lanes (off: everything numeric in i64, every test kept) */
    IR_DEAD = 8,   /* dead code */
    IR_REUSE = 16, /* registers are used again */
    IR_ALL = 31
};

/* What is known of a field's column before the program runs. */
enum ir_supply {
    IR_SOME,  /* rows may lack it */
    IR_EVERY, /* every row has it */
    IR_NONE   /* no row has it */
};

struct ir {
    struct arena *arena;
    const struct model *model;
    const uint8_t *supply; /* enum ir_supply by field; NULL: IR_SOME everywhere */
    uint32_t passes; /* enum ir_pass bits that are on */
    bool crowded;    /* households may have more children than their entity's max allows */
    uint8_t root;
    struct ir_value *values; /* [0] unused */
    uint32_t count, cap;
    uint32_t *share; /* hash of values */
    uint32_t share_size;
    struct ir_carried *carried;
    uint32_t carried_count, carried_cap;
    struct ir_table *tables;
    uint32_t table_count, table_cap;
    struct ir_output *outputs;
    uint32_t output_count, output_cap;
    bool failed; /* no memory: sticky */
};

void ir_init(struct ir *ir, struct arena *arena, const struct model *m, uint8_t root,
             uint32_t passes);
void ir_fini(struct ir *ir);
static inline const struct ir_value *ir_at(const struct ir *ir, ir_ref r)
{
    return &ir->values[r];
}
bool ir_is_const(const struct ir *ir, ir_ref r, int64_t *value);

/* --- building; all return 0 only when memory is short (ir->failed) --- */

ir_ref ir_const(struct ir *ir, uint8_t space, int64_t v); /* lane by size, I or L */
ir_ref ir_const_b(struct ir *ir, uint8_t space, uint8_t v);
/* The instruction itself, shared and folded, operands already in its lanes. */
ir_ref ir_emit(struct ir *ir, const struct ir_value *v);
/* The value as it is, neither folded nor shared. */
ir_ref ir_append(struct ir *ir, const struct ir_value *v);
bool ir_add_output(struct ir *ir, const struct ir_output *o); /* false: no memory */

/* Arithmetic on I or L operands of one space; the lane follows from the ranges. *ovf (may be
 * NULL when the caller proved the fit) gets the doubt value, or 0 when it cannot overflow. */
ir_ref ir_add(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf);
ir_ref ir_sub(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf);
ir_ref ir_mul(struct ir *ir, ir_ref a, ir_ref b, ir_ref *ovf);
ir_ref ir_min(struct ir *ir, ir_ref a, ir_ref b);
ir_ref ir_max(struct ir *ir, ir_ref a, ir_ref b);
/* a / b rounded; b > 0 wherever the row is not in doubt. */
enum ir_division { IR_FLOOR, IR_CEIL, IR_UP, IR_DOWN, IR_HALF_UP, IR_HALF_EVEN };
ir_ref ir_div(struct ir *ir, enum ir_division mode, ir_ref a, ir_ref b);
/* op: CMP_* of parameter.h; B, I or L operands. */
ir_ref ir_compare(struct ir *ir, enum comparison op, ir_ref a, ir_ref b);
ir_ref ir_and(struct ir *ir, ir_ref a, ir_ref b);
ir_ref ir_or(struct ir *ir, ir_ref a, ir_ref b); /* also joins doubt; 0 = none */
ir_ref ir_andn(struct ir *ir, ir_ref a, ir_ref b);
ir_ref ir_not(struct ir *ir, ir_ref a);
ir_ref ir_select(struct ir *ir, ir_ref mask, ir_ref a, ir_ref b);
/* doubt where mask holds; mask 0 = everywhere; doubt 0 = none. */
ir_ref ir_doubt(struct ir *ir, ir_ref mask, ir_ref doubt);
ir_ref ir_widen(struct ir *ir, ir_ref a, char lane); /* B -> I -> L; I if it fits back */
ir_ref ir_bcast(struct ir *ir, ir_ref a, uint8_t child);
/* Children of an entity that a household may have at most. */
uint32_t ir_max_rows(const struct ir *ir, uint8_t child);
/* Child values added up in the parent's space; op one of the reductions of ops.def. */
ir_ref ir_reduce(struct ir *ir, enum op op, ir_ref a, int64_t empty);
ir_ref ir_sum(struct ir *ir, ir_ref a); /* the caller has bounded a so that the sum fits */
/* Room for one more carried local; -1: no memory. */
int ir_grow_carried(struct ir *ir);
/* Keeps a table; its number goes into the imm of a TABLE. */
uint32_t ir_table(struct ir *ir, const struct ir_table *t);
/* What programs take for granted of a fact's stored values, from its declared limits; false:
 * nothing (boolean, enum, text). */
bool ir_fact_range(const struct model *m, const struct field *f, int64_t *lo, int64_t *hi);
ir_ref ir_load(struct ir *ir, uint16_t field);
ir_ref ir_known(struct ir *ir, uint16_t field);

/* --- passes over the whole program --- */

/* Breaks of the invariants as text into out; true when there are none. */
bool ir_verify(const struct ir *ir, struct buf *out);
/* Which values the outputs need: a bit set by value number, in ir->arena. */
uint64_t *ir_live(const struct ir *ir);
/* Readable text, one value a line; ir_read reads it back. */
void ir_dump(const struct ir *ir, struct buf *out);
/* Into a freshly initialised ir; false when the text is no dump for this model. */
bool ir_read(struct ir *ir, const char *text);

#endif
