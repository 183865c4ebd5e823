/* bounds.c - unrolls a program for one household and evaluates what moves on intervals. What an
 * instruction does to bounds is bounds_rule.c's.
 */
#include "ir/bounds.h"

#include <assert.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "base/status.h"
#include "ir/schedule.h"

/* --- unrolling --- */

struct pending { /* a value in a row */
    ir_ref value;
    uint32_t row;
};
struct unroll {
    struct bounds *b;
    const struct ir *ir;
    const struct frame *f;
    int32_t month;
    uint32_t *begin; /* by value: where its rows' nodes stand in `node` */
    uint32_t *node;  /* 0: not made yet */
    struct pending *stack;
    size_t depth, cap;
    bool failed;
};

static uint32_t rows_of(const struct unroll *u, ir_ref v)
{
    return u->f->entities[ir_at(u->ir, v)->space].rows;
}

static uint32_t made(const struct unroll *u, ir_ref v, uint32_t row)
{
    return v ? u->node[u->begin[v] + row] : 0;
}

static uint32_t add_node(struct unroll *u, const struct bounds_node *n)
{
    struct bounds *b = u->b;
    size_t cap = b->cap;
    if (mem_grow((void **)&b->nodes, &cap, b->count + 1u, sizeof *b->nodes) != 0) {
        u->failed = true;
        return 0;
    }
    if (b->cap != cap) {
        struct bounds_value *values = mem_realloc(b->values, cap * sizeof *values);
        if (!values) {
            u->failed = true;
            return 0;
        }
        b->values = values;
    }
    b->cap = (uint32_t)cap;
    b->nodes[b->count] = *n;
    return b->count++;
}

/* Keeps what a new node is for the facts as they are. */
static uint32_t settled(struct unroll *u, uint32_t node)
{
    if (node)
        u->b->nodes[node].base = u->b->values[node].left;
    return node;
}

static uint32_t add_constant(struct unroll *u, char lane, int64_t x)
{
    uint32_t node = add_node(u, &(struct bounds_node){.op = lane == 'B'   ? OP_CONST_B
                                                            : lane == 'I' ? OP_CONST_I
                                                                          : OP_CONST_L,
                                                      .imm = x});
    if (node)
        bounds_constant(&u->b->values[node], x);
    return settled(u, node);
}

static uint32_t add_rule(struct unroll *u, const struct bounds_node *n)
{
    uint32_t node = add_node(u, n);
    if (node)
        bounds_rule(u->b, node, 0);
    return settled(u, node);
}

/* --- facts --- */

/* As the program's LOAD would have it: 0 where nobody supplied it. */
static int64_t in_lane(char lane, int64_t x)
{
    return lane == 'B' ? (uint8_t)x : lane == 'W' ? (uint16_t)x : lane == 'I' ? (int32_t)x : x;
}

static uint32_t add_load(struct unroll *u, const struct ir_value *v, uint32_t row)
{
    struct bounds_node n = {.op = v->op, .row = row, .imm = v->imm};
    int64_t x = v->lo; /* the moved parameter: any of its values */
    if (v->imm != IR_MOVED) {
        const struct column *c = &u->f->columns[v->imm];
        x = c->rows && column_valid(c, row) ? column_int(c, row) : 0;
    }
    uint32_t node = add_node(u, &n);
    if (node)
        bounds_constant(&u->b->values[node], in_lane(v->lane, x));
    return settled(u, node);
}

static uint32_t add_known(struct unroll *u, const struct ir_value *v, uint32_t row)
{
    const struct column *c = &u->f->columns[v->imm];
    return add_constant(u, 'B', c->rows && column_valid(c, row));
}

static uint32_t add_past(struct unroll *u, const struct ir_value *v, uint32_t row)
{
    const struct past *past = frame_past(u->f, u->month - (int32_t)v->extra);
    const struct column *c = past ? &past->frame->columns[v->imm] : NULL;
    const uint32_t *rows = past ? past->row_of[v->space] : NULL;
    bool there = c && c->rows && rows && rows[row] != UINT32_MAX;
    if (v->op == OP_PAST_KNOWN_B)
        return add_constant(u, 'B', there && column_valid(c, rows[row]));
    bool known = there && column_valid(c, rows[row]);
    return add_constant(u, v->lane, known ? in_lane(v->lane, column_int(c, rows[row])) : 0);
}

/* --- reductions --- */

static uint32_t add_binary(struct unroll *u, uint16_t op, uint32_t a, uint32_t b)
{
    return add_rule(u, &(struct bounds_node){.op = op, .a = a, .b = b});
}

static uint32_t add_unary(struct unroll *u, uint16_t op, uint32_t a)
{
    return add_rule(u, &(struct bounds_node){.op = op, .a = a});
}

/* One child's part, in the lane it is gathered in. */
static uint32_t part_of(struct unroll *u, uint16_t op, uint32_t child)
{
    if (op == OP_SUM_IL)
        return add_unary(u, OP_WIDEN_IL, child);
    if (op == OP_COUNT_I)
        return add_unary(u, OP_WIDEN_BI, add_unary(u, OP_ANY_DOUBT_B, child));
    return child;
}

static uint16_t gathering(uint16_t op)
{
    switch (op) {
    case OP_SUM_I:
    case OP_COUNT_I:
        return OP_ADD_I;
    case OP_SUM_L:
    case OP_SUM_IL:
        return OP_ADD_L;
    case OP_ANY_B:
        return OP_OR_B;
    case OP_ALL_B:
        return OP_AND_B;
    case OP_RMIN_I:
        return OP_MIN_I;
    case OP_RMIN_L:
        return OP_MIN_L;
    case OP_RMAX_I:
        return OP_MAX_I;
    default:
        return OP_MAX_L;
    }
}

static int64_t neutral(const struct ir_value *v)
{
    bool extreme =
        v->op == OP_RMIN_I || v->op == OP_RMIN_L || v->op == OP_RMAX_I || v->op == OP_RMAX_L;
    return extreme ? v->imm : v->op == OP_ALL_B;
}

static uint32_t add_reduction(struct unroll *u, const struct ir_value *v)
{
    uint32_t rows = u->f->entities[v->extra].rows;
    uint32_t sum = add_constant(u, v->lane, neutral(v));
    for (uint32_t r = 0; r < rows && !u->failed; r++)
        sum = add_binary(u, gathering(v->op), sum, part_of(u, v->op, made(u, v->a, r)));
    return sum;
}

/* --- one value in one row --- */

static bool want(struct unroll *u, ir_ref v, uint32_t row)
{
    if (!v || made(u, v, row))
        return false;
    void *stack = u->stack;
    if (mem_grow(&stack, &u->cap, u->depth + 1, sizeof *u->stack) != 0) {
        u->failed = true;
        return true;
    }
    u->stack = stack;
    u->stack[u->depth++] = (struct pending){v, row};
    return true;
}

/* What a carried local's reader sees: the write of the row before, or its start. */
static struct pending carried_before(const struct unroll *u, const struct ir_value *v,
                                     uint32_t rows_before)
{
    const struct ir_carried *c = &u->ir->carried[v->imm];
    if (rows_before == 0)
        return (struct pending){c->start, 0};
    return (struct pending){ir_at(u->ir, c->write)->a, rows_before - 1};
}

/* The values that have to be there first; true when some were not and are pending now. */
static bool waits(struct unroll *u, struct pending p)
{
    const struct ir_value *v = ir_at(u->ir, p.value);
    bool waiting = false;
    if (ir_is_reduction(v->op)) {
        for (uint32_t r = 0; r < u->f->entities[v->extra].rows; r++)
            waiting |= want(u, v->a, r);
        return waiting;
    }
    if (ir_is_phi(v->op) || ir_is_carry(v->op)) {
        uint32_t before = ir_is_phi(v->op) ? p.row : u->f->entities[v->extra].rows;
        struct pending from = carried_before(u, v, before);
        return want(u, from.value, from.row);
    }
    bool down = v->op == OP_BCAST_B || v->op == OP_BCAST_I || v->op == OP_BCAST_L;
    const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
    for (int i = 0; i < 4; i++)
        waiting |= want(u, operands[i], down ? 0 : p.row);
    return waiting;
}

static uint32_t make_ordinary(struct unroll *u, const struct ir_value *v, uint32_t row)
{
    return add_rule(u, &(struct bounds_node){.op = v->op,
                                             .a = made(u, v->a, row),
                                             .b = made(u, v->b, row),
                                             .c = made(u, v->c, row),
                                             .d = made(u, v->d, row),
                                             .imm = v->imm});
}

static uint32_t make_node(struct unroll *u, struct pending p)
{
    const struct ir_value *v = ir_at(u->ir, p.value);
    if (ir_is_reduction(v->op))
        return add_reduction(u, v);
    if (ir_is_phi(v->op) || ir_is_carry(v->op)) {
        uint32_t before = ir_is_phi(v->op) ? p.row : u->f->entities[v->extra].rows;
        struct pending from = carried_before(u, v, before);
        return made(u, from.value, from.row);
    }
    switch (v->op) {
    case OP_CONST_B:
    case OP_CONST_I:
    case OP_CONST_L:
        return add_constant(u, v->lane, v->imm);
    case OP_LOAD_B:
    case OP_LOAD_W:
    case OP_LOAD_I:
    case OP_LOAD_L:
        return add_load(u, v, p.row);
    case OP_KNOWN_B:
        return add_known(u, v, p.row);
    case OP_PAST_B:
    case OP_PAST_I:
    case OP_PAST_L:
    case OP_PAST_KNOWN_B:
        return add_past(u, v, p.row);
    case OP_BCAST_B:
    case OP_BCAST_I:
    case OP_BCAST_L:
        return made(u, v->a, 0);
    case OP_COPY_B: /* of a carried local: any lane is the same */
    case OP_COPY_I:
    case OP_COPY_L:
        return made(u, v->a, p.row);
    default:
        return make_ordinary(u, v, p.row);
    }
}

/* The node of a value in a row, with everything it needs. */
static uint32_t unrolled(struct unroll *u, ir_ref value, uint32_t row)
{
    if (!value || u->failed)
        return 0;
    (void)want(u, value, row);
    while (u->depth > 0 && !u->failed) {
        struct pending p = u->stack[u->depth - 1];
        if (!made(u, p.value, p.row) && waits(u, p))
            continue;
        u->depth--;
        if (!made(u, p.value, p.row))
            u->node[u->begin[p.value] + p.row] = make_node(u, p);
    }
    return made(u, value, row);
}

static bool make_outputs(struct unroll *u)
{
    const struct ir *ir = u->ir;
    struct bounds *b = u->b;
    uint32_t count = 0;
    for (uint32_t i = 0; i < ir->output_count; i++)
        count += rows_of(u, ir->outputs[i].num);
    b->outputs = arena_zalloc(&b->arena, (count + 1u) * sizeof *b->outputs);
    for (uint32_t i = 0; b->outputs && i < ir->output_count; i++) {
        const struct ir_output *o = &ir->outputs[i];
        for (uint32_t r = 0; r < rows_of(u, o->num); r++)
            b->outputs[b->output_count++] =
                (struct bounds_output){.field = o->field,
                                       .row = r,
                                       .num = unrolled(u, o->num, r),
                                       .den = unrolled(u, o->den_ref, r),
                                       .doubt = unrolled(u, o->doubt, r),
                                       .den_constant = o->den};
    }
    return b->outputs != NULL;
}

static bool copy_tables(struct bounds *b, const struct ir *ir)
{
    b->tables = arena_alloc(&b->arena, (ir->table_count + 1u) * sizeof *b->tables);
    if (b->tables && ir->table_count)
        memcpy(b->tables, ir->tables, ir->table_count * sizeof *b->tables);
    return b->tables != NULL;
}

enum hm_status bounds_make(struct bounds *b, const struct ir *ir, const struct frame *f,
                           int32_t month)
{
    struct unroll u = {.b = b, .ir = ir, .f = f, .month = month};
    memset(b, 0, sizeof *b);
    arena_init(&b->arena);
    b->model = ir->model;
    b->count = 1;
    assert(f->entities[ir->root].rows == 1);
    u.begin = mem_calloc(ir->count + 1u, sizeof *u.begin);
    uint32_t cells = 0;
    for (ir_ref r = 1; u.begin && r < ir->count && cells <= LIMIT_SOLVE_NODES; r++) {
        u.begin[r] = cells;
        cells += rows_of(&u, r);
    }
    bool is_large = cells > LIMIT_SOLVE_NODES;
    u.node = u.begin && !is_large ? mem_calloc(cells + 1u, sizeof *u.node) : NULL;
    bool good = u.node && copy_tables(b, ir) && make_outputs(&u) && !u.failed;
    if (good) {
        b->active = arena_alloc(&b->arena, (b->count + 1u) * sizeof *b->active);
        good = b->active != NULL;
    }
    mem_free(u.begin);
    mem_free(u.node);
    mem_free(u.stack);
    if (!good)
        bounds_fini(b);
    return good ? HM_OK : is_large ? HM_DATA : HM_NOMEM;
}

void bounds_fini(struct bounds *b)
{
    mem_free(b->nodes);
    mem_free(b->values);
    mem_free(b->moved);
    arena_fini(&b->arena);
    memset(b, 0, sizeof *b);
}

/* --- what moves --- */

static bool is_load(uint16_t op)
{
    return op == OP_LOAD_B || op == OP_LOAD_W || op == OP_LOAD_I || op == OP_LOAD_L;
}

static bool is_cell(const struct bounds_node *n, struct bounds_cell c)
{
    return is_load(n->op) && n->imm == c.field && n->row == c.row;
}

bool bounds_reads(const struct bounds *b, struct bounds_cell cell)
{
    for (uint32_t i = 1; i < b->count; i++)
        if (is_cell(&b->nodes[i], cell))
            return true;
    return false;
}

/* Marks what the moved cells reach, in order. */
static bool find_active(struct bounds *b)
{
    uint8_t *reached = mem_calloc(b->count + 1u, 1);
    if (!reached)
        return false;
    b->active_count = 0;
    for (uint32_t i = 1; i < b->count; i++) {
        const struct bounds_node *n = &b->nodes[i];
        for (uint32_t k = 0; k < b->moved_count && !reached[i]; k++)
            reached[i] = b->cut ? i == b->cut : is_cell(n, b->moved[k]);
        reached[i] |= reached[n->a] | reached[n->b] | reached[n->c] | reached[n->d];
        if (reached[i])
            b->active[b->active_count++] = i;
    }
    mem_free(reached);
    return true;
}

static enum hm_status focus(struct bounds *b, const struct bounds_cell *cells, uint32_t n,
                            uint32_t cut)
{
    struct bounds_cell *moved = mem_calloc(n + 1u, sizeof *moved);
    if (!moved)
        return HM_NOMEM;
    if (n)
        memcpy(moved, cells, n * sizeof *moved);
    for (uint32_t i = 0; i < b->active_count; i++)
        bounds_constant(&b->values[b->active[i]], b->nodes[b->active[i]].base);
    mem_free(b->moved);
    b->moved = moved;
    b->moved_count = n;
    b->cut = cut;
    return find_active(b) ? HM_OK : HM_NOMEM;
}

enum hm_status bounds_focus(struct bounds *b, const struct bounds_cell *cells, uint32_t n)
{
    return focus(b, cells, n, 0);
}

enum hm_status bounds_focus_cut(struct bounds *b, uint32_t node)
{
    return focus(b, &(struct bounds_cell){0}, 1, node);
}

/* Marks the active nodes that an output's number needs, and how far each is read. */
static void find_needed(const struct bounds *b, uint32_t num, uint32_t *read_by)
{
    read_by[num] = num;
    for (uint32_t k = b->active_count; k-- > 0;) {
        uint32_t i = b->active[k];
        const uint32_t operands[4] = {b->nodes[i].a, b->nodes[i].b, b->nodes[i].c,
                                      b->nodes[i].d};
        for (int o = 0; read_by[i] && o < 4; o++)
            if (read_by[operands[o]] < i)
                read_by[operands[o]] = i;
    }
}

uint32_t bounds_cut(const struct bounds *b, uint32_t output)
{
    uint32_t num = b->outputs[output].num, furthest = 0, last_fact = 0, found = 0;
    uint32_t *read_by = mem_calloc(b->count + 1u, sizeof *read_by);
    if (!read_by)
        return 0;
    find_needed(b, num, read_by);
    for (uint32_t k = 0; k < b->active_count; k++)
        if (is_load(b->nodes[b->active[k]].op) && read_by[b->active[k]])
            last_fact = b->active[k];
    /* no edge from an earlier needed node to a later one passes it by */
    for (uint32_t k = 0; !found && k < b->active_count; k++) {
        uint32_t i = b->active[k];
        if (!read_by[i])
            continue;
        if (furthest <= i && i > last_fact)
            found = i;
        furthest = read_by[i] > furthest ? read_by[i] : furthest;
    }
    mem_free(read_by);
    return found;
}

static const struct bounds_span *span_for(const struct bounds *b, const struct bounds_node *n,
                                          const struct bounds_span *spans)
{
    for (uint32_t k = 0; k < b->moved_count; k++)
        if (is_cell(n, b->moved[k]))
            return &spans[k];
    return NULL;
}

/* Points minus one of the only span that is no point; -1 when there are several. */
static int64_t width_of(const struct bounds *b, const struct bounds_span *spans)
{
    int64_t width = 0;
    for (uint32_t k = 0; k < b->moved_count; k++)
        if (spans[k].hi > spans[k].lo)
            width = width == 0 ? spans[k].hi - spans[k].lo : -1;
    return width;
}

void bounds_eval(struct bounds *b, const struct bounds_span *spans)
{
    int64_t width = width_of(b, spans);
    b->undecided = false;
    for (uint32_t i = 0; i < b->active_count; i++) {
        uint32_t node = b->active[i];
        const struct bounds_node *n = &b->nodes[node];
        if (!is_load(n->op) && node != b->cut) {
            bounds_rule(b, node, width);
            continue;
        }
        const struct bounds_span *s = b->cut ? spans : span_for(b, n, spans);
        bool steps = width >= 0;
        b->values[node] = (struct bounds_value){.lo = s->lo,
                                                .hi = s->hi,
                                                .step_lo = steps ? s->hi > s->lo : -BOUNDS_FAR,
                                                .step_hi = steps ? s->hi > s->lo : BOUNDS_FAR,
                                                .left = s->lo,
                                                .right = s->hi};
    }
}

/* --- outputs --- */

static bool scale(struct bounds_value *v, int64_t factor)
{
    int64_t *const parts[] = {&v->lo, &v->hi, &v->left, &v->right};
    bool steps = bounds_step_known(v);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (__builtin_mul_overflow(*parts[i], factor, parts[i]))
            return false;
    if (!steps || __builtin_mul_overflow(v->step_lo, factor, &v->step_lo) ||
        __builtin_mul_overflow(v->step_hi, factor, &v->step_hi)) {
        v->step_lo = -BOUNDS_FAR;
        v->step_hi = BOUNDS_FAR;
    }
    return true;
}

bool bounds_stored(const struct bounds *b, uint32_t output, struct bounds_value *out,
                   uint8_t *doubt_lo, uint8_t *doubt_hi)
{
    const struct bounds_output *o = &b->outputs[output];
    int64_t grid = type_grid(&b->model->fields[o->field].type);
    *out = b->values[o->num];
    *doubt_lo = o->doubt ? (uint8_t)b->values[o->doubt].lo : 0;
    *doubt_hi = o->doubt ? (uint8_t)b->values[o->doubt].hi : 0;
    if (o->den || grid % o->den_constant != 0 || !bounds_known(out))
        return false;
    return scale(out, grid / o->den_constant);
}
