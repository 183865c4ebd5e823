/* vecprogram.c - batches, slots, phases: where an instruction finds its columns.
 *
 * All branches are here; the loops are in vec/kernel.c. Nothing is allocated inside a batch.
 */
#include "exec/vecprogram.h"

#include <string.h>
#include "base/mem.h"

/* Rows from one register to the next: registers of fewer bytes a row may lie before it, so a
 * multiple of 8 keeps every element at an address its lane can have. */
enum { REGISTER_ROWS = (HM_BATCH_ROWS + 7) / 8 * 8 };

static uint32_t aligned_rows(uint32_t rows)
{
    return (rows + 7) / 8 * 8;
}

/* Where the k-th children of all parents lie in the frame. */
struct slots {
    uint32_t count;
    uint32_t *begin; /* count + 1 row numbers */
};

struct turn { /* the rows one phase runs over */
    uint8_t space;
    uint32_t first; /* row in the frame */
    uint32_t rows;
    uint32_t kept_at;      /* rows of earlier slots of this batch */
    const uint32_t *index; /* parent row in the batch, or NULL */
};

struct run {
    const struct program *p;
    const kernel_fn *kernels;
    struct vecmemory *mem;
    const struct frame *f;
    int32_t month;
    struct results *out;
    struct slots *slots; /* by entity */
    uint32_t batch_first, batch_rows;
    uint32_t *kept_rows; /* by entity: capacity of its KEPT columns */
    const char **lent;   /* by program.facts: the frame's column, or NULL */
    struct arena arena;
};

void vecmemory_fini(struct vecmemory *m)
{
    for (size_t e = 0; e < m->entity_count; e++)
        mem_free(m->kept[e]);
    mem_free(m->kept);
    mem_free(m->kept_bytes);
    mem_free(m->root);
    mem_free(m->scratch);
    mem_free(m->index);
    memset(m, 0, sizeof *m);
}

static bool grow(char **at, size_t *have, size_t need)
{
    if (need <= *have)
        return true;
    mem_free(*at);
    *at = mem_alloc(need);
    *have = *at ? need : 0;
    return *at != NULL;
}

static bool is_child(const struct run *r, size_t entity)
{
    const struct entity *e = &r->f->model->entities[entity];
    return e->root == r->p->root && e->depth == 1;
}

/* Slot k holds as many rows as there are parents with more than k children. */
static bool find_slots(struct run *r, uint8_t entity)
{
    const struct frame_entity *fe = &r->f->entities[entity];
    struct slots *s = &r->slots[entity];
    uint32_t parents = r->f->entities[r->p->root].rows, n;
    bool first_is_most = entity == r->p->prefix_child; /* roots are sorted by it */
    for (uint32_t k = 0; fe->rows && k < (first_is_most ? 1 : parents); k++) {
        frame_children(r->f, entity, k, &n);
        s->count = n > s->count ? n : s->count;
    }
    s->begin = arena_zalloc(&r->arena, (s->count + 2u) * sizeof *s->begin);
    if (!s->begin)
        return false;
    if (first_is_most && fe->rows) { /* every slot begins with the first root's child */
        memcpy(s->begin, frame_children(r->f, entity, 0, &n), s->count * sizeof *s->begin);
        s->begin[s->count] = fe->rows;
        return true;
    }
    for (uint32_t k = 0; fe->rows && k < parents; k++) {
        frame_children(r->f, entity, k, &n);
        s->begin[n]++; /* parents with exactly n children so far */
    }
    uint32_t more = 0; /* parents with more than k children, from the last slot down */
    for (uint32_t k = s->count; k-- > 0;) {
        more += s->begin[k + 1];
        s->begin[k + 1] = more;
    }
    s->begin[0] = 0;
    for (uint32_t k = 0; k < s->count; k++)
        s->begin[k + 1] += s->begin[k];
    return true;
}

/* First row of [low, high) whose parent is not below `parent`. */
static uint32_t lower_row(const uint32_t *parents, uint32_t low, uint32_t high, uint32_t parent)
{
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (parents[mid] < parent)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The rows of slot k of an entity that belong to the batch. */
static struct turn slot_turn(struct run *r, uint8_t entity, uint32_t k)
{
    const struct slots *s = &r->slots[entity];
    uint32_t low = s->begin[k], high = s->begin[k + 1];
    uint32_t last = r->batch_first + r->batch_rows;
    struct turn t = {.space = entity};
    if (entity == r->p->prefix_child) {
        uint32_t size = high - low;
        uint32_t end = size < last ? size : last;
        t.first = low + r->batch_first;
        t.rows = end > r->batch_first ? end - r->batch_first : 0;
        return t;
    }
    const uint32_t *parents = r->f->entities[entity].parent;
    uint32_t begin = lower_row(parents, low, high, r->batch_first);
    uint32_t end = lower_row(parents, begin, high, last);
    t.first = begin;
    t.rows = end - begin;
    t.index = r->mem->index;
    for (uint32_t i = 0; i < t.rows; i++)
        r->mem->index[i] = parents[begin + i] - r->batch_first;
    return t;
}

static void *reg_at(const struct run *r, struct reg reg, const struct turn *t)
{
    if (reg.fact && r->lent[reg.fact - 1]) { /* read only: its LOAD does not run */
        uint32_t row = reg.kind == PLACE_ROOT ? r->batch_first : t->first;
        return (void *)(uintptr_t)(r->lent[reg.fact - 1] + (size_t)row * reg.width);
    }
    switch (reg.kind) {
    case PLACE_ROOT:
        return r->mem->root + (size_t)reg.offset * REGISTER_ROWS;
    case PLACE_SCRATCH:
        return r->mem->scratch + (size_t)reg.offset * REGISTER_ROWS;
    case PLACE_KEPT:
        return r->mem->kept[t->space] + (size_t)reg.offset * r->kept_rows[t->space] +
               (size_t)t->kept_at * reg.width;
    default:
        return NULL;
    }
}

static void bind_column(const struct run *r, const struct instr *in, const struct turn *t,
                        struct kernel_args *k)
{
    const struct column *c = &r->f->columns[in->imm];
    bool known = c->rows > 0;
    if (in->op == OP_KNOWN_B) {
        k->a = known ? c->valid : NULL;
        k->b = known ? c : NULL; /* any address: all rows known */
        k->imm = t->first;
    } else {
        k->a = known ? (const char *)c->data + (size_t)t->first * lane_bytes(c->lane) : NULL;
        k->imm = c->lane;
    }
}

static void bind_past(const struct run *r, const struct instr *in, const struct turn *t,
                      struct kernel_args *k)
{
    const struct past *past = frame_past(r->f, r->month - (int32_t)in->extra);
    const struct column *c = past ? &past->frame->columns[in->imm] : NULL;
    bool known = c && c->rows > 0 && past->row_of[t->space];
    k->index = known ? past->row_of[t->space] + t->first : NULL;
    if (in->op == OP_PAST_KNOWN_B) {
        k->a = known ? c->valid : NULL;
        k->b = known ? c : NULL;
    } else {
        k->a = known ? c->data : NULL;
        k->imm = known ? (int64_t)c->lane : 0;
    }
}

static void run_instr(const struct run *r, const struct instr *in, const struct turn *t)
{
    if (in->dst.fact && r->lent[in->dst.fact - 1])
        return;
    struct kernel_args k = {.dst = reg_at(r, in->dst, t),
                            .a = reg_at(r, in->a, t),
                            .b = reg_at(r, in->b, t),
                            .c = reg_at(r, in->c, t),
                            .d = reg_at(r, in->d, t),
                            .imm = in->imm,
                            .index = t->index};
    switch (in->op) {
    case OP_LOAD_B:
    case OP_LOAD_W:
    case OP_LOAD_I:
    case OP_LOAD_L:
    case OP_KNOWN_B:
        bind_column(r, in, t, &k);
        break;
    case OP_PAST_B:
    case OP_PAST_I:
    case OP_PAST_L:
    case OP_PAST_KNOWN_B:
        bind_past(r, in, t, &k);
        break;
    case OP_TABLE_B:
    case OP_TABLE_I:
    case OP_TABLE_L:
        k.b = r->p->table_data[in->b.offset];
        break;
    default:
        break;
    }
    r->kernels[in->op](&k, t->rows);
}

static int64_t lane_at(const void *data, char lane, uint32_t i)
{
    return lane == 'B'   ? ((const uint8_t *)data)[i]
           : lane == 'I' ? ((const int32_t *)data)[i]
                         : ((const int64_t *)data)[i];
}

/* Lowest terms, as results promise. */
static void reduce(int64_t *num, int64_t *den)
{
    uint64_t magnitude = (uint64_t)(*num < 0 ? -*num : *num);
    int64_t common = (int64_t)rational_gcd(magnitude, (uint64_t)*den);
    *num /= common;
    *den /= common;
}

static void widen_rows(int64_t *to, const void *data, char lane, uint32_t rows)
{
    if (lane == 'L') {
        memcpy(to, data, rows * sizeof *to);
    } else if (lane == 'I') {
        const int32_t *from = data;
        for (uint32_t i = 0; i < rows; i++)
            to[i] = from[i];
    } else {
        const uint8_t *from = data;
        for (uint32_t i = 0; i < rows; i++)
            to[i] = from[i];
    }
}

#define NARROW(type, lane_type)                                                                \
    {                                                                                          \
        type *restrict dst = to;                                                               \
        const lane_type *restrict src = from;                                                  \
        for (uint32_t i = 0; i < rows; i++)                                                    \
            dst[i] = (type)src[i];                                                             \
    }

/* Results in their stored lane. */
static void store_rows(void *to, enum lane lane, const void *from, char from_lane,
                       uint32_t rows)
{
    if (lane == LANE_I64 || lane_bytes(lane) == (from_lane == 'B' ? 1u : 4u))
        memcpy(to, from, rows * lane_bytes(lane));
    else if (lane == LANE_U16)
        NARROW(uint16_t, int32_t)
    else
        NARROW(uint8_t, int32_t)
}

static void run_store_narrow(const struct run *r, const struct store_instr *s,
                             const struct turn *t)
{
    struct result_column *c = &r->out->columns[s->output];
    char *to = (char *)c->data + (size_t)t->first * lane_bytes(c->lane);
    store_rows(to, c->lane, reg_at(r, s->num, t), s->num_lane, t->rows);
    if (c->state)
        memcpy(c->state + t->first, reg_at(r, s->doubt, t), t->rows);
}

static void run_store(const struct run *r, const struct store_instr *s, const struct turn *t)
{
    struct result_column *c = &r->out->columns[s->output];
    if (c->data) {
        run_store_narrow(r, s, t);
        return;
    }
    int64_t *num = c->num + t->first;
    uint8_t *state = c->state + t->first;
    widen_rows(num, reg_at(r, s->num, t), s->num_lane, t->rows);
    if (s->doubt.kind == PLACE_NONE)
        memset(state, HM_TRAP_NONE, t->rows);
    else
        memcpy(state, reg_at(r, s->doubt, t), t->rows);
    if (!c->den)
        return;
    const void *dens = s->den.kind == PLACE_NONE ? NULL : reg_at(r, s->den, t);
    for (uint32_t i = 0; i < t->rows; i++) {
        int64_t den = dens ? lane_at(dens, s->den_lane, i) : s->den_constant;
        c->den[t->first + i] = den;
        if (state[i] == 0 && den > 1)
            reduce(&num[i], &c->den[t->first + i]);
    }
}

static void run_turn(const struct run *r, const struct phase *ph, const struct turn *t)
{
    for (uint32_t i = ph->first; i < ph->first + ph->count; i++)
        run_instr(r, &r->p->instrs[i], t);
    for (uint32_t i = ph->store_first; i < ph->store_first + ph->store_count; i++)
        run_store(r, &r->p->stores[i], t);
}

static void set_neutral(const struct run *r, const struct neutral *n, const struct turn *root)
{
    void *dst = reg_at(r, n->dst, root);
    size_t bytes = (size_t)r->batch_rows * n->dst.width;
    if (n->from.kind != PLACE_NONE) {
        memcpy(dst, reg_at(r, n->from, root), bytes);
        return;
    }
    struct kernel_args k = {.dst = dst, .imm = n->constant};
    enum op op = n->dst.width == 1 ? OP_CONST_B : n->dst.width == 4 ? OP_CONST_I : OP_CONST_L;
    r->kernels[op](&k, r->batch_rows);
}

static void run_phase(struct run *r, const struct phase *ph)
{
    struct turn root = {.space = r->p->root, .first = r->batch_first, .rows = r->batch_rows};
    for (uint32_t i = ph->neutral_first; i < ph->neutral_first + ph->neutral_count; i++)
        set_neutral(r, &r->p->neutrals[i], &root);
    if (ph->space == r->p->root) {
        run_turn(r, ph, &root);
        return;
    }
    uint32_t kept_at = 0;
    for (uint32_t k = 0; k < r->slots[ph->space].count; k++) {
        struct turn t = slot_turn(r, ph->space, k);
        t.kept_at = kept_at;
        kept_at += t.rows;
        if (t.rows)
            run_turn(r, ph, &t);
    }
}

/* Rows of an entity that the largest batch has: what its KEPT columns must hold. */
static uint32_t batch_child_rows(struct run *r, uint8_t entity)
{
    uint32_t most = 0, roots = r->f->entities[r->p->root].rows;
    for (uint32_t at = 0; at < roots; at += HM_BATCH_ROWS) {
        r->batch_first = at;
        r->batch_rows = roots - at < HM_BATCH_ROWS ? roots - at : HM_BATCH_ROWS;
        uint32_t rows = 0;
        for (uint32_t k = 0; k < r->slots[entity].count; k++)
            rows += slot_turn(r, entity, k).rows;
        most = rows > most ? rows : most;
    }
    return most;
}

/* Columns that lie in the frame as the program wants them are used there. */
static bool lend_facts(struct run *r)
{
    const struct program *p = r->p;
    r->lent = arena_zalloc(&r->arena, (p->fact_count + 1u) * sizeof *r->lent);
    if (!r->lent)
        return false;
    for (uint32_t i = 0; i < p->instr_count; i++) {
        const struct instr *in = &p->instrs[i];
        const struct column *c = in->dst.fact ? &r->f->columns[in->imm] : NULL;
        if (!c || c->rows == 0)
            continue;
        enum lane lane = in->op == OP_LOAD_B   ? LANE_U8
                         : in->op == OP_LOAD_W ? LANE_U16
                         : in->op == OP_LOAD_I ? LANE_I32
                                               : LANE_I64;
        if (c->lane == lane)
            r->lent[in->dst.fact - 1] = c->data;
    }
    return true;
}

static bool memory_for(struct run *r)
{
    struct vecmemory *m = r->mem;
    size_t n = r->f->model->entity_count;
    if (!m->kept) {
        m->kept = mem_calloc(n, sizeof *m->kept);
        m->kept_bytes = mem_calloc(n, sizeof *m->kept_bytes);
        m->entity_count = m->kept && m->kept_bytes ? n : 0;
        if (!m->entity_count)
            return false;
    }
    if (m->index_rows < HM_BATCH_ROWS) {
        m->index = mem_alloc(HM_BATCH_ROWS * sizeof *m->index);
        if (!m->index)
            return false;
        m->index_rows = HM_BATCH_ROWS;
    }
    if (!grow(&m->root, &m->root_bytes, (size_t)r->p->root_bytes * REGISTER_ROWS) ||
        !grow(&m->scratch, &m->scratch_bytes, (size_t)r->p->scratch_bytes * REGISTER_ROWS))
        return false;
    r->slots = arena_zalloc(&r->arena, n * sizeof *r->slots);
    r->kept_rows = arena_zalloc(&r->arena, n * sizeof *r->kept_rows);
    if (!r->slots || !r->kept_rows || !lend_facts(r))
        return false;
    for (size_t e = 0; e < n; e++) {
        if (!is_child(r, e))
            continue;
        if (!find_slots(r, (uint8_t)e))
            return false;
        if (!r->p->kept_bytes[e])
            continue;
        r->kept_rows[e] = aligned_rows(batch_child_rows(r, (uint8_t)e));
        size_t bytes = (size_t)r->p->kept_bytes[e] * r->kept_rows[e];
        if (!grow(&m->kept[e], &m->kept_bytes[e], bytes + 1))
            return false;
    }
    return true;
}

enum hm_status vecprogram_run(const struct program *p, const kernel_fn *kernels,
                              struct vecmemory *memory, const struct frame *f, int32_t month,
                              struct results *out, struct diag *d)
{
    struct run r = {
        .p = p, .kernels = kernels, .mem = memory, .f = f, .month = month, .out = out};
    uint32_t roots = f->entities[p->root].rows;
    arena_init(&r.arena);
    enum hm_status st = memory_for(&r) ? HM_OK : diag_nomem(d, "running a column program");
    for (uint32_t at = 0; st == HM_OK && at < roots; at += HM_BATCH_ROWS) {
        r.batch_first = at;
        r.batch_rows = roots - at < HM_BATCH_ROWS ? roots - at : HM_BATCH_ROWS;
        for (uint32_t i = 0; i < p->phase_count; i++)
            run_phase(&r, &p->phases[i]);
    }
    arena_fini(&r.arena);
    return st;
}
