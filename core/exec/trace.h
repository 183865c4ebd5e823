/* trace.h - why a household got its results: every variable that was computed, what it read,
 * the steps of its formula, rounding, outcome. Plain data for report/; always the reference
 * engine.
 */
#ifndef HM_EXEC_TRACE_H
#define HM_EXEC_TRACE_H

#include "exec/engine.h"

enum trace_origin {
    TRACE_GIVEN,   /* supplied: a fact, or a result assessed elsewhere */
    TRACE_DEFAULT, /* not supplied, or no formula in this month: the declared default */
    TRACE_FORMULA,
    TRACE_SUM,    /* of the children's field of the same name */
    TRACE_PAST,   /* an earlier determination */
    TRACE_MISSING /* not supplied, and no default */
};

enum trace_event_kind {
    TRACE_READ,      /* of another cell */
    TRACE_PARAMETER, /* of the law */
    TRACE_STEP,      /* an operation or a builtin function */
    TRACE_CONDITION  /* a branch: result is true or false */
};

struct trace_cell;

/* One thing a formula did. Texts of values live in the trace. Enum values come as TEXT in steps
 * (their names), as ENUM in cells and parameters. */
struct trace_event {
    struct trace_event *next; /* in order of evaluation; NULL: the last */
    enum trace_event_kind kind;

    const struct trace_cell *cell; /* READ */

    uint16_t parameter;                     /* PARAMETER: index in the model */
    const struct parameter_value *in_force; /* PARAMETER: date, source, status; borrowed: from
                                             * the model, or from the trace when patched */
    struct value key;                       /* PARAMETER: looked up with; KIND_NONE: scalar */

    const char *op;           /* STEP: "+", "<=", "max", ... */
    struct place at;          /* STEP, CONDITION */
    struct str snippet;       /* STEP, CONDITION: the source there; borrowed: from the policy */
    struct value left, right; /* STEP: KIND_NONE where there is none */
    struct value result;      /* PARAMETER, STEP, CONDITION */
};

/* A cell that was looked at; each stands once, however often it was read. */
struct trace_cell {
    uint16_t field;
    uint32_t row;     /* of the frame */
    const char *path; /* "persons[0].care_subsidy", "history[2022-08].category" */
    enum trace_origin origin;
    int32_t past_month;   /* PAST */
    struct place formula; /* FORMULA: where it stands */
    enum hm_trap trap;
    const char *text;   /* trap: missing facts, one a line, or the message with its place */
    struct value value; /* trap NONE: rounded */
    struct value exact; /* FORMULA: what it gave, before rounding */
    struct trace_event *events; /* in order; NULL: none */
};

struct trace {
    struct trace_cell **cells; /* in order of first look */
    size_t cell_count, cell_cap;
    struct trace_cell **outputs; /* as evaluation.outputs, by output, then row */
    size_t output_count;
    bool truncated; /* more than LIMIT_TRACE_EVENTS steps: the rest is not told */
    size_t event_count;
    struct arena arena;
};

void trace_init(struct trace *t);
void trace_fini(struct trace *t);
/* Evaluates one root row with everything told. The results are what an ordinary run gives. */
enum hm_status trace_run(struct trace *t, const struct evaluation *e, const struct frame *f,
                         uint32_t root_row, struct diag *d);
/* The cell of a field and row of the frame (no past ones), or NULL when nothing looked at it.
 */
const struct trace_cell *trace_find(const struct trace *t, uint16_t field, uint32_t row);

#endif
