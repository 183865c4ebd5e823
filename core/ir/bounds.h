/* bounds.h - what a program can give for one household while a fact lies anywhere in an
 * interval: bounds of every output, and bounds of its change from one step of the fact to the
 * next. Branch and bound over intervals then finds exact jump points and proves that there are
 * no others (whatif/solve.h).
 *
 * The program of one household is unrolled: a node for each value and row, reductions and
 * member loops written out, so that only straight scalar code is left. Nodes that the moved
 * fact does not reach keep the value they have; the others are evaluated on an interval as
 * - lo..hi: every value lies in it,
 * - step_lo..step_hi: for any x and x+1 of the interval, value(x+1) - value(x) lies in it,
 * - left, right: the values at both ends, by the kernels themselves.
 * Ends and steps tighten each other: what never falls lies between its ends. On two
 * neighbouring points everything is exact. Where a lane may wrap, nothing is claimed.
 */
#ifndef HM_IR_BOUNDS_H
#define HM_IR_BOUNDS_H

#include "ir/ir.h"
#include "vec/frame.h"

/* Anything at or beyond it: not known. */
#define BOUNDS_FAR (INT64_C(1) << 62)

struct bounds_value {
    int64_t lo, hi, step_lo, step_hi, left, right;
};
static inline bool bounds_known(const struct bounds_value *v)
{
    return v->lo > -BOUNDS_FAR && v->hi < BOUNDS_FAR;
}
static inline bool bounds_step_known(const struct bounds_value *v)
{
    return v->step_lo > -BOUNDS_FAR && v->step_hi < BOUNDS_FAR;
}

struct bounds_node {
    uint16_t op;
    uint32_t a, b, c, d; /* nodes; 0: none */
    uint32_t row;        /* LOAD */
    int64_t imm;         /* as ir_value.imm */
    int64_t base;        /* its value for the facts as they were when it was made */
};
struct bounds_output { /* one output of one row */
    uint16_t field;
    uint32_t row;
    uint32_t num, den, doubt; /* nodes; den, doubt 0: none */
    int64_t den_constant;
};
struct bounds_cell {
    uint16_t field; /* or IR_MOVED, row 0 */
    uint32_t row;
};
struct bounds_span {
    int64_t lo, hi;
};

struct bounds {
    struct arena arena;
    const struct model *model; /* borrowed */
    struct ir_table *tables;
    struct bounds_node *nodes; /* [0] unused; operands come first */
    uint32_t count, cap;
    struct bounds_value *values; /* of the nodes, as last evaluated */
    struct bounds_output *outputs;
    uint32_t output_count;
    uint32_t *active; /* nodes that what moves reaches, in order */
    uint32_t active_count;
    struct bounds_cell *moved;
    uint32_t moved_count;
    uint32_t cut;   /* the node that moves in place of facts, or 0 */
    bool undecided; /* some comparison, minimum or maximum can go either way */
};

/* Unrolls ir for a frame of one root row, as its facts are now. HM_NOMEM; HM_DATA: it would
 * have more than LIMIT_SOLVE_NODES nodes. */
enum hm_status bounds_make(struct bounds *b, const struct ir *ir, const struct frame *f,
                           int32_t month);
void bounds_fini(struct bounds *b);
/* Whether an output depends on the fact. */
bool bounds_reads(const struct bounds *b, struct bounds_cell cell);
/* Chooses what moves; everything else is as it was when b was made. HM_NOMEM. */
enum hm_status bounds_focus(struct bounds *b, const struct bounds_cell *cells, uint32_t n);
/* A node through which alone what is in focus reaches an output's number, as early as one is
 * found; 0: none. */
uint32_t bounds_cut(const struct bounds *b, uint32_t output);
/* Lets that node move by itself, whatever facts there are behind it: its span takes their
 * place. HM_NOMEM. */
enum hm_status bounds_focus_cut(struct bounds *b, uint32_t node);
/* spans: one for each of the cells in focus, within what their fields allow and within
 * +-BOUNDS_FAR / 2; lo == hi: a point.
 * Steps are bounded when one span is no point. */
void bounds_eval(struct bounds *b, const struct bounds_span *spans);
/* An output in its stored form, as last evaluated; false: it has no fixed denominator, nothing
 * is known. *doubt_lo..*doubt_hi: of its doubt bits; 0..0 = certain everywhere. */
bool bounds_stored(const struct bounds *b, uint32_t output, struct bounds_value *out,
                   uint8_t *doubt_lo, uint8_t *doubt_hi);

/* bounds_rule.c: private to bounds*.c. The value of a node from those of its operands; width:
 * points of the interval minus one, or -1 when several things move. */
void bounds_rule(struct bounds *b, uint32_t node, int64_t width);
void bounds_constant(struct bounds_value *v, int64_t x);

#endif
