/* luarun_state.h - private to luarun*.c: the state of the reference engine.
 *
 * Per household there is one cell for each (row, field): not looked at, being computed, a
 * value, or a failure. Rows are numbered within the household ("local"), an entity's rows in
 * the order of their parents, so that the children of one row stand together; the Lua objects
 * for rows and lists are made once and serve every household.
 */
#ifndef HM_EXEC_LUARUN_STATE_H
#define HM_EXEC_LUARUN_STATE_H

#include "base/limits.h"
#include "exec/luarun.h"
#include "policy/bind.h"

enum cell_state { CELL_NEW, CELL_COMPUTING, CELL_VALUE, CELL_FAILED };

/* Why a cell has no value; lives in the household's arena. */
struct failure {
    enum hm_trap trap;
    struct str text;
    const char *copied; /* in the results' arena, once an issue was written */
};
union slot {
    struct value value;
    struct failure *failure;
};

/* A cell: rows are local. */
struct cell {
    uint8_t entity;
    uint16_t field;
    uint32_t row;
};

enum plan_kind { PLAN_INPUT, PLAN_SUM, PLAN_FORMULA, PLAN_DEFAULT };

/* How a field gets its value in the month of the evaluation. */
struct plan {
    enum plan_kind kind;
    uint16_t slot;          /* place among the entity's fields */
    int function_ref;       /* FORMULA */
    uint32_t number;        /* FORMULA: struct formula.number */
    struct place at;        /* FORMULA: for messages without a position */
    struct value otherwise; /* INPUT, DEFAULT: KIND_NONE when there is none */
};

enum member_kind {
    MEMBER_NONE,
    MEMBER_FIELD,
    MEMBER_LIST,
    MEMBER_PARENT,
    MEMBER_BEFORE,
    MEMBER_ID,
    MEMBER_PARAMETER,
    MEMBER_MONTH,
    MEMBER_DATE,
    MEMBER_YEAR
};

/* Names to members by the address of the (interned) name. */
struct member {
    const char *key;
    enum member_kind kind;
    uint16_t id; /* field, child entity, parent entity, parameter */
};
struct member_table {
    struct member *slots;
    uint32_t mask; /* size - 1; size is a power of two */
};

/* Rows of one entity in the present household. */
struct local_rows {
    uint32_t count, cap;
    uint32_t *frame_row; /* by local row */
    uint32_t *parent;    /* local row of the parent entity */
    uint32_t *begin;     /* by the parent's local row, count + 1 of them: its children here */
    uint32_t begin_cap;
    uint32_t first_cell;
};

/* A parameter as it stands in the month. */
struct law_entry {
    const struct parameter_value *in_force; /* NULL: none */
    const struct parameter *parameter;      /* patched */
    int ref;                                /* Lua object of what is looked up; 0: scalar */
};

enum { THREAD_EVERY = 8, THREADS_MAX = LIMIT_FORMULA_DEPTH / THREAD_EVERY + 2 };

struct luarun {
    const struct evaluation *e;
    const struct policy *policy;
    const struct model *m;
    struct sandbox *s;
    int32_t month;
    bool in_check;
    const struct luarun_observer *observer;
    struct probe *probe; /* borrowed: from the evaluation; NULL: none */
    struct arena arena; /* plans, law, tables: for as long as the engine lives */

    struct plan *plans;        /* by field */
    struct law_entry *law;     /* by parameter */
    struct parameter *patched; /* by parameter */
    uint8_t *entities;         /* of the root, parents first */
    size_t entity_count;
    uint16_t *order; /* places in e->outputs, ascending by field */

    /* of the sandbox; made anew with it */
    struct member_table *members; /* by entity; one more for the law */
    int row_mt, list_mt, past_mt, law_ref;
    int *row_refs, *list_refs; /* by entity: tables of Lua objects by local row (+1) */
    lua_State *threads[THREADS_MAX];

    /* of the run */
    const struct frame *f;
    struct results *out;
    struct result_issue *issues;
    size_t issue_count, issue_cap;

    /* of the household */
    struct local_rows *rows; /* by entity */
    uint8_t *states;
    union slot *slots;
    size_t state_cap, slot_cap;
    unsigned depth;
    struct arena household;
};

static inline struct luarun *luarun_of(lua_State *L)
{
    return bind_sandbox(L)->owner;
}
static inline size_t luarun_cell(const struct luarun *lr, struct cell c)
{
    return lr->rows[c.entity].first_cell +
           (size_t)c.row * lr->m->entities[c.entity].field_count + lr->plans[c.field].slot;
}

/* luarun.c: pops the value on top of the stack into the registry; its place there. */
int luarun_keep(lua_State *L);

/* luarun_rows.c: what a script sees of a household */
void luarun_rows_attach(struct luarun *lr, lua_State *L); /* protected; may raise */
bool luarun_members_init(struct luarun *lr);
/* Numbers the rows below a root row and clears their cells; false: no memory. */
bool luarun_rows_load(struct luarun *lr, uint32_t root_row);
void luarun_push_row(struct luarun *lr, lua_State *L, uint8_t entity, uint32_t row);
/* The member of that name, or kind MEMBER_NONE. key: from lua_tostring. */
struct member luarun_member(const struct member_table *t, const char *key);
/* Adds a name unless it is there already; may raise. */
void luarun_member_add(lua_State *L, struct member_table *t, struct str name,
                       enum member_kind kind, size_t id);
bool luarun_member_room(struct arena *a, struct member_table *t, size_t names);
void luarun_rows_fini(struct luarun *lr);

/* luarun_law.c: what a script sees of the law */
enum hm_status luarun_law_init(struct luarun *lr, struct diag *d);
void luarun_law_resolve(struct luarun *lr); /* to lr->month */
void luarun_law_attach(struct luarun *lr, lua_State *L);

/* luarun_eval.c: cells */
enum hm_status luarun_plan(struct luarun *lr, struct diag *d);
void luarun_eval_attach(struct luarun *lr, lua_State *L);
/* Computes the cell if need be; afterwards it is CELL_VALUE or CELL_FAILED. Raises only when
 * the household is given up, and for a cell that waits for itself. */
void luarun_compute(struct luarun *lr, lua_State *L, struct cell c);
/* Computes and pushes it, or raises what became of it. */
void luarun_push_cell(struct luarun *lr, lua_State *L, struct cell c);
/* A new failure from s->stop as it stands; NULL: no memory. */
struct failure *luarun_failure(struct luarun *lr, struct cell c);

/* luarun_watch.c: an observed run */
void luarun_watch_read(struct luarun *lr, struct cell c);
void luarun_watch_begin(struct luarun *lr, struct cell c);
void luarun_watch_end(struct luarun *lr, struct cell c, const struct value *exact);
void luarun_watch_past(struct luarun *lr, struct cell c, int32_t month, const struct value *v,
                       struct str missing);
void luarun_watch_parameter(struct luarun *lr, uint16_t parameter, const struct value *key,
                            const struct value *v,
                            const struct rational *arguments);
/* Sets or clears the sandbox's trace hook. */
void luarun_watch_attach(struct luarun *lr);

#endif
