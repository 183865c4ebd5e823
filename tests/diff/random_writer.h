/* random_writer.h - what the files that write random policies share. Private to tests/diff. */
#ifndef HM_TESTS_RANDOM_WRITER_H
#define HM_TESTS_RANDOM_WRITER_H

#include "random_policy.h"

enum kind { BOOLEAN, INTEGER, NUMBER, MONEY, ENUM, DATE, MONTH, KINDS };
extern const char *const kind_names[KINDS];

enum { LOCALS_MAX = 14, FUNCTIONS_MAX = 4, TEXT_MAX_BYTES = 60000 };

/* A local function of a formula: two parameters. */
struct inner_function {
    enum kind result, first, second;
    int number; /* "f<number>" */
};

/* What an expression may name: the row's own name, its entity, and the locals. */
struct writer {
    struct choices *c;
    struct buf *out;
    int entity;             /* 0 household, 1 person, 2 vehicle */
    const char *row;        /* the variable that holds the row */
    int variables;          /* variables declared so far: "v0" .. */
    const enum kind *kinds; /* their types */
    const int *entities;    /* their entities */
    enum kind locals[LOCALS_MAX];
    bool outside[LOCALS_MAX]; /* declared outside the present function: read only */
    int local_count;
    struct inner_function functions[FUNCTIONS_MAX];
    int function_count;
    int *functions_written; /* of the whole formula, so that names differ */
    bool lists;             /* aggregates and loops over members may be used here */
    bool has_history;
    bool in_loop; /* a break is possible */
};

static inline void put(struct writer *p, const char *s)
{
    buf_puts(p->out, s);
}

static inline uint32_t pick(struct writer *p, uint32_t n)
{
    return choices_below(p->c, n);
}

/* An expression of that type, at most `depth` operations deep. */
void write_expression(struct writer *p, enum kind k, int depth);
/* Statements of a function whose result is of that type. */
void write_statements(struct writer *p, enum kind result, int depth, int indent);

#endif
