/* kernel.h - the loops behind the instructions: plain pointers in, plain pointers out.
 *
 * rows    any n >= 0; every operand holds n elements (children: see index)
 * memory  dst overlaps no operand, except CARRY and the reductions, whose dst is their own
 * input errors  none; what does not fit was put in doubt by the program index   NULL: row i of
 * a child slot belongs to parent row i (the first child entity of a jagged frame); otherwise
 * index[i] is its parent row in the batch, ascending, each once a slot
 *
 * The table exists once for each x86-64 level the build made; all give the same bytes.
 */
#ifndef HM_VEC_KERNEL_H
#define HM_VEC_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

#define OP1(name, r, a, elem, text)           OP_##name,
#define OP2(name, r, a, b, elem, flags, text) OP_##name, OP_##name##_K,
#define OP3(name, r, a, b, c, elem, text)     OP_##name,
#define OPX(name, r, text)                    OP_##name,
enum op {
#include "vec/ops.def"
    OP_COUNT
};

enum { OP_COMMUTES = 1 };

struct op_info {
    const char *name;
    char result;      /* 'B', 'I', 'L' */
    char operands[4]; /* lanes of a, b, c, or 0; OPX: 0, see ir_verify.c */
    bool constant;    /* a _K form: b is the constant imm */
    bool special;     /* an OPX */
    uint8_t flags;
    const char *text;
};
extern const struct op_info op_table[OP_COUNT];

struct kernel_args {
    void *dst;
    const void *a, *b, *c, *d;
    int64_t imm; /* _K: the constant; LOAD: enum lane of the column; KNOWN: first bit */
    const uint32_t *index;
};
typedef void (*kernel_fn)(const struct kernel_args *k, uint32_t n);

enum kernel_level { KERNEL_BASE, KERNEL_V3, KERNEL_V4, KERNEL_LEVELS };
/* The table of a level, or NULL when the build or the machine does not have it. */
const kernel_fn *kernel_table(enum kernel_level level);
/* The best level here; HUIMIN_KERNEL=base|v3|v4 asks for another one that exists. */
enum kernel_level kernel_best(void);
const char *kernel_level_name(enum kernel_level level);

#endif
