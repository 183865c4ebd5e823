/* program.c - from scheduled values to phases of instructions with registers.
 *
 * A linear scan over the values in order of execution. A ROOT register read inside a child
 * phase stays taken until that phase ends, since the phase runs once a slot; SCRATCH registers
 * are reused inside a phase, KEPT ones as well: a turn's rows are its own.
 */
#include "ir/program.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "ir/schedule.h"

struct pool { /* free registers of one width */
    uint32_t *offsets;
    uint32_t count;
};

struct placer {
    const struct ir *ir;
    struct schedule when;
    struct program *out;
    ir_ref *order; /* live values in order of execution */
    uint32_t count;
    uint32_t *position; /* by value: index in order */
    uint32_t *end;      /* by position: position of the last value of its phase */
    bool *kept;         /* by value: a child value that is read after its phase */
    uint32_t *last_use; /* by value (its base): position after which it is free */
    ir_ref *dying;      /* by position: a value that is free after it, or 0 */
    ir_ref *dying_next; /* by value: another one of the same position, or 0 */
    struct reg *reg;    /* by value */
    struct pool root[9], scratch[9];
    struct pool (*kept_pools)[9]; /* by entity */
    uint32_t scratch_now;
};

static uint8_t width_of(char lane)
{
    return lane == 'B' ? 1 : lane == 'W' ? 2 : lane == 'I' ? 4 : 8;
}

/* The space in whose phase a value is computed. */
static uint8_t runs_in(const struct ir_value *v)
{
    bool child = ir_is_reduction(v->op) || ir_is_carry(v->op) || ir_is_phi(v->op);
    return child ? (uint8_t)v->extra : v->space;
}

static bool is_bcast(uint16_t op)
{
    return op == OP_BCAST_B || op == OP_BCAST_I || op == OP_BCAST_L;
}

/* The value whose register this one shares, itself when it has its own. */
static ir_ref base_of(const struct placer *p, ir_ref r)
{
    for (;;) {
        const struct ir_value *v = ir_at(p->ir, r);
        bool copy = v->op == OP_COPY_B || v->op == OP_COPY_I || v->op == OP_COPY_L;
        if (copy && ir_is_carry(ir_at(p->ir, v->a)->op))
            return p->ir->carried[ir_at(p->ir, v->a)->imm].write;
        if (!is_bcast(v->op) || v->extra != p->out->prefix_child)
            return r;
        r = v->a;
    }
}

static int by_execution(const void *x, const void *y, void *ctx)
{
    const struct placer *p = ctx;
    ir_ref a = *(const ir_ref *)x, b = *(const ir_ref *)y;
    if (p->when.time[a] != p->when.time[b])
        return p->when.time[a] < p->when.time[b] ? -1 : 1;
    uint8_t s = runs_in(ir_at(p->ir, a)), t = runs_in(ir_at(p->ir, b));
    if (s != t)
        return s < t ? -1 : 1;
    return a < b ? -1 : a > b;
}

static bool same_phase(const struct placer *p, ir_ref a, ir_ref b)
{
    return p->when.time[a] == p->when.time[b] &&
           runs_in(ir_at(p->ir, a)) == runs_in(ir_at(p->ir, b));
}

static void find_phase_ends(struct placer *p)
{
    for (uint32_t i = p->count; i-- > 0;) {
        bool more = i + 1 < p->count && same_phase(p, p->order[i], p->order[i + 1]);
        p->end[i] = more ? p->end[i + 1] : i;
    }
}

static void use_at(struct placer *p, ir_ref operand, uint32_t position)
{
    if (!operand)
        return;
    ir_ref base = base_of(p, operand);
    if (position > p->last_use[base])
        p->last_use[base] = position;
    if (ir_at(p->ir, base)->space != p->ir->root && position != UINT32_MAX &&
        position > p->end[p->position[base]])
        p->kept[base] = true;
}

static uint32_t store_time(const struct placer *p, const struct ir_output *o)
{
    uint32_t time = schedule_ready(p->ir, &p->when, o->num);
    uint32_t den = o->den_ref ? schedule_ready(p->ir, &p->when, o->den_ref) : 0;
    uint32_t doubt = o->doubt ? schedule_ready(p->ir, &p->when, o->doubt) : 0;
    time = den > time ? den : time;
    return doubt > time ? doubt : time;
}

/* The last position of the phase that writes an output; UINT32_MAX: one behind all others. */
static uint32_t store_position(const struct placer *p, const struct ir_output *o)
{
    uint32_t time = store_time(p, o), low = 0, high = p->count;
    uint8_t space = ir_at(p->ir, o->num)->space;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        ir_ref r = p->order[mid];
        bool before =
            p->when.time[r] != time ? p->when.time[r] < time : runs_in(ir_at(p->ir, r)) < space;
        if (before)
            low = mid + 1;
        else
            high = mid;
    }
    bool found = low < p->count && p->when.time[p->order[low]] == time &&
                 runs_in(ir_at(p->ir, p->order[low])) == space;
    return found ? p->end[low] : UINT32_MAX;
}

static void find_uses(struct placer *p)
{
    for (uint32_t i = 0; i < p->count; i++) {
        const struct ir_value *v = ir_at(p->ir, p->order[i]);
        uint32_t end = p->end[i];
        const ir_ref operands[4] = {v->a, v->b, v->c, v->d};
        for (int k = 0; k < 4; k++) {
            if (!operands[k])
                continue;
            bool root = ir_at(p->ir, base_of(p, operands[k]))->space == p->ir->root;
            bool child_phase = runs_in(v) != p->ir->root;
            use_at(p, operands[k], root && child_phase ? end : i);
        }
        if (ir_is_phi(v->op))
            use_at(p, p->ir->carried[v->imm].write, end);
        if (ir_is_phi(v->op) || ir_is_carry(v->op))
            use_at(p, p->ir->carried[v->imm].start, end);
    }
    for (uint32_t i = 0; i < p->ir->output_count; i++) {
        const struct ir_output *o = &p->ir->outputs[i];
        uint32_t end = store_position(p, o);
        use_at(p, o->num, end);
        use_at(p, o->den_ref, end);
        use_at(p, o->doubt, end);
    }
    for (uint32_t i = 0; i < p->count; i++) {
        ir_ref r = p->order[i];
        uint32_t last = p->last_use[r] > i ? p->last_use[r] : i;
        if (base_of(p, r) != r || p->last_use[r] == UINT32_MAX)
            continue;
        p->dying_next[r] = p->dying[last];
        p->dying[last] = r;
    }
}

static struct reg take(struct placer *p, struct pool *pools, enum place_kind kind, char lane,
                       uint32_t *high)
{
    struct reg r = {.kind = (uint8_t)kind, .width = width_of(lane)};
    struct pool *pool = &pools[r.width];
    if (pool->count > 0 && (p->ir->passes & IR_REUSE)) {
        r.offset = pool->offsets[--pool->count];
    } else {
        r.offset = *high;
        *high += r.width;
    }
    return r;
}

static void give_back(struct pool *pools, struct reg r)
{
    pools[r.width].offsets[pools[r.width].count++] = r.offset;
}

static bool read_by_late_store(const struct placer *p, ir_ref r, uint32_t time)
{
    return r && p->when.time[base_of(p, r)] != time;
}

static void place_value(struct placer *p, ir_ref r)
{
    const struct ir_value *v = ir_at(p->ir, r);
    struct program *out = p->out;
    ir_ref base = base_of(p, r);
    if (base != r || ir_is_carry(v->op)) {
        p->reg[r] = p->reg[base];
    } else if (v->space == p->ir->root) {
        p->reg[r] = take(p, p->root, PLACE_ROOT, v->lane, &out->root_bytes);
    } else if (p->kept[r]) {
        p->reg[r] =
            take(p, p->kept_pools[v->space], PLACE_KEPT, v->lane, &out->kept_bytes[v->space]);
    } else {
        p->reg[r] = take(p, p->scratch, PLACE_SCRATCH, v->lane, &p->scratch_now);
    }
    bool loaded = v->op >= OP_LOAD_B && v->op <= OP_LOAD_L;
    if (loaded && out->fact_count < UINT16_MAX) {
        out->facts[out->fact_count] = (uint16_t)v->imm;
        p->reg[r].fact = (uint16_t)++out->fact_count;
    }
}

static struct reg reg_of(const struct placer *p, ir_ref r)
{
    return r ? p->reg[base_of(p, r)] : (struct reg){0};
}

static void add_neutral(struct placer *p, struct phase *ph, ir_ref r)
{
    const struct ir_value *v = ir_at(p->ir, r);
    struct neutral *n = &p->out->neutrals[p->out->neutral_count++];
    *n = (struct neutral){.dst = p->reg[r]};
    if (ir_is_carry(v->op))
        n->from = reg_of(p, p->ir->carried[v->imm].start);
    else
        n->constant = v->op == OP_ALL_B ? 1 : v->op >= OP_RMIN_I ? v->imm : 0;
    ph->neutral_count++;
}

/* ROOT registers that reductions and carried locals write are taken before the phase begins. */
static void open_phase(struct placer *p, struct phase *ph, uint32_t first, uint32_t last)
{
    ph->first = p->out->instr_count;
    ph->store_first = p->out->store_count;
    ph->neutral_first = p->out->neutral_count;
    for (uint32_t i = first; i <= last; i++) {
        ir_ref r = p->order[i];
        const struct ir_value *v = ir_at(p->ir, r);
        if (!ir_is_reduction(v->op) && !ir_is_carry(v->op))
            continue;
        p->reg[r] = take(p, p->root, PLACE_ROOT, v->lane, &p->out->root_bytes);
        add_neutral(p, ph, r);
    }
    for (int w = 0; w < 9; w++)
        p->scratch[w].count = 0;
    p->scratch_now = 0;
}

/* Registers that nothing reads after a position. */
static void free_dead(struct placer *p, uint32_t position)
{
    for (ir_ref r = p->dying[position]; r; r = p->dying_next[r]) {
        struct reg reg = p->reg[r];
        if (reg.kind == PLACE_ROOT)
            give_back(p->root, reg);
        else if (reg.kind == PLACE_SCRATCH)
            give_back(p->scratch, reg);
        else if (reg.kind == PLACE_KEPT)
            give_back(p->kept_pools[ir_at(p->ir, r)->space], reg);
    }
}

static void emit_instr(struct placer *p, ir_ref r)
{
    const struct ir_value *v = ir_at(p->ir, r);
    bool shares = base_of(p, r) != r;
    if (shares)
        return;
    struct instr *in = &p->out->instrs[p->out->instr_count++];
    *in = (struct instr){.op = v->op,
                         .dst = p->reg[r],
                         .imm = v->imm,
                         .extra = v->extra,
                         .a = reg_of(p, v->a),
                         .b = reg_of(p, v->b),
                         .c = reg_of(p, v->c),
                         .d = reg_of(p, v->d)};
    if (ir_is_phi(v->op))
        in->a = p->reg[p->ir->carried[v->imm].write];
    if (v->op == OP_TABLE_B || v->op == OP_TABLE_I || v->op == OP_TABLE_L)
        in->b = (struct reg){
            .kind = PLACE_TABLE, .width = width_of(v->lane), .offset = (uint32_t)v->imm};
}

/* The narrowest lane for every value of a range. */
static enum lane lane_for(const struct ir_value *v)
{
    if (v->lane == 'B')
        return LANE_U8;
    if (v->lane == 'I' && v->lo >= 0 && v->hi <= UINT16_MAX)
        return v->hi <= UINT8_MAX ? LANE_U8 : LANE_U16;
    return v->lane == 'I' ? LANE_I32 : LANE_I64;
}

/* Whether num over den is the stored form: whole fen, steps of a number's grid. */
static bool is_stored_form(const struct ir *ir, const struct ir_output *o)
{
    return !o->den_ref && o->den == type_grid(&ir->model->fields[o->field].type);
}

static void add_store(struct placer *p, struct phase *ph, uint32_t output)
{
    const struct ir_output *o = &p->ir->outputs[output];
    struct store_instr *s = &p->out->stores[p->out->store_count++];
    *s = (struct store_instr){.output = output,
                              .num = reg_of(p, o->num),
                              .num_lane = ir_at(p->ir, o->num)->lane,
                              .den = reg_of(p, o->den_ref),
                              .doubt = reg_of(p, o->doubt),
                              .den_constant = o->den,
                              .is_stored = is_stored_form(p->ir, o),
                              .lane = lane_for(ir_at(p->ir, o->num))};
    if (o->den_ref)
        s->den_lane = ir_at(p->ir, o->den_ref)->lane;
    ph->store_count++;
}

static void add_stores(struct placer *p, struct phase *ph, uint32_t time, uint8_t space)
{
    for (uint32_t i = 0; i < p->ir->output_count; i++) {
        const struct ir_output *o = &p->ir->outputs[i];
        if (ir_at(p->ir, o->num)->space == space && store_time(p, o) == time)
            add_store(p, ph, i);
    }
}

static void run_phase(struct placer *p, uint32_t first, uint32_t last)
{
    struct phase *ph = &p->out->phases[p->out->phase_count++];
    *ph = (struct phase){.space = runs_in(ir_at(p->ir, p->order[first]))};
    open_phase(p, ph, first, last);
    for (uint32_t i = first; i <= last; i++) {
        ir_ref r = p->order[i];
        const struct ir_value *v = ir_at(p->ir, r);
        if (!ir_is_reduction(v->op) && !ir_is_carry(v->op))
            place_value(p, r);
        emit_instr(p, r);
        free_dead(p, i);
    }
    ph->count = p->out->instr_count - ph->first;
    add_stores(p, ph, p->when.time[p->order[first]], ph->space);
    if (p->scratch_now > p->out->scratch_bytes)
        p->out->scratch_bytes = p->scratch_now;
}

/* Outputs whose last part is ready only after the last phase of their space. */
static void close_stores(struct placer *p)
{
    for (uint32_t i = 0; i < p->ir->output_count; i++) {
        const struct ir_output *o = &p->ir->outputs[i];
        if (store_position(p, o) != UINT32_MAX)
            continue;
        struct phase *ph = &p->out->phases[p->out->phase_count++];
        *ph = (struct phase){.space = ir_at(p->ir, o->num)->space,
                             .first = p->out->instr_count,
                             .store_first = p->out->store_count,
                             .neutral_first = p->out->neutral_count};
        add_store(p, ph, i);
    }
}

static bool pool_arrays(struct placer *p, struct pool *pools, uint32_t n)
{
    static const int widths[] = {1, 2, 4, 8};
    for (int i = 0; i < 4; i++) {
        pools[widths[i]].offsets = arena_alloc(p->ir->arena, n * sizeof(uint32_t));
        if (!pools[widths[i]].offsets)
            return false;
    }
    return true;
}

static enum hm_status placer_arrays(struct placer *p)
{
    struct arena *a = p->ir->arena;
    uint32_t n = p->ir->count;
    p->order = arena_alloc(a, n * sizeof *p->order);
    p->position = arena_zalloc(a, n * sizeof *p->position);
    p->last_use = arena_zalloc(a, n * sizeof *p->last_use);
    p->reg = arena_zalloc(a, n * sizeof *p->reg);
    p->end = arena_zalloc(a, n * sizeof *p->end);
    p->kept = arena_zalloc(a, n * sizeof *p->kept);
    p->dying = arena_zalloc(a, n * sizeof *p->dying);
    p->dying_next = arena_zalloc(a, n * sizeof *p->dying_next);
    p->kept_pools = arena_zalloc(a, p->ir->model->entity_count * sizeof *p->kept_pools);
    if (!p->order || !p->position || !p->last_use || !p->reg || !p->end || !p->kept ||
        !p->dying || !p->dying_next || !p->kept_pools || !pool_arrays(p, p->root, n) ||
        !pool_arrays(p, p->scratch, n))
        return HM_NOMEM;
    for (size_t e = 0; e < p->ir->model->entity_count; e++)
        if (!pool_arrays(p, p->kept_pools[e], n))
            return HM_NOMEM;
    for (ir_ref r = 1; r < n; r++)
        if (p->when.time[r] != UINT32_MAX)
            p->order[p->count++] = r;
    qsort_r(p->order, p->count, sizeof *p->order, by_execution, p);
    for (uint32_t i = 0; i < p->count; i++)
        p->position[p->order[i]] = i;
    find_phase_ends(p);
    return HM_OK;
}

static const void *table_lanes(struct arena *a, const struct ir_table *t)
{
    char *data = arena_alloc(a, 256u * width_of(t->lane));
    for (int i = 0; data && i < 256; i++) {
        if (t->lane == 'B')
            ((uint8_t *)data)[i] = (uint8_t)t->elements[i];
        else if (t->lane == 'I')
            ((int32_t *)(void *)data)[i] = (int32_t)t->elements[i];
        else
            ((int64_t *)(void *)data)[i] = t->elements[i];
    }
    return data;
}

static enum hm_status program_arrays(struct program *out, const struct ir *ir, uint32_t values)
{
    struct arena *a = &out->arena;
    uint32_t outputs = ir->output_count;
    out->phases = arena_alloc(a, (values + outputs + 1u) * sizeof *out->phases);
    out->instrs = arena_alloc(a, (values + 1u) * sizeof *out->instrs);
    out->stores = arena_alloc(a, (outputs + 1u) * sizeof *out->stores);
    out->neutrals = arena_alloc(a, (values + 1u) * sizeof *out->neutrals);
    out->table_data = arena_alloc(a, (ir->table_count + 1u) * sizeof *out->table_data);
    out->kept_bytes = arena_zalloc(a, ir->model->entity_count * sizeof *out->kept_bytes);
    out->facts = arena_alloc(a, (values + 1u) * sizeof *out->facts);
    if (!out->facts || !out->phases || !out->instrs || !out->stores || !out->neutrals ||
        !out->table_data || !out->kept_bytes)
        return HM_NOMEM;
    out->table_count = ir->table_count;
    for (uint32_t i = 0; i < ir->table_count; i++) {
        out->table_data[i] = table_lanes(a, &ir->tables[i]);
        if (!out->table_data[i])
            return HM_NOMEM;
    }
    return HM_OK;
}

/* Child values that an output writes in a later phase must be kept for all slots. */
static void keep_for_stores(struct placer *p)
{
    for (uint32_t i = 0; i < p->ir->output_count; i++) {
        const struct ir_output *o = &p->ir->outputs[i];
        uint32_t time = store_time(p, o);
        const ir_ref parts[3] = {o->num, o->den_ref, o->doubt};
        for (int k = 0; k < 3; k++)
            if (parts[k] && ir_at(p->ir, parts[k])->space != p->ir->root &&
                read_by_late_store(p, parts[k], time))
                p->kept[base_of(p, parts[k])] = true;
    }
}

enum hm_status program_make(struct program *out, const struct ir *ir)
{
    struct program made = {.model = ir->model, .root = ir->root, .prefix_child = NO_ENTITY};
    if (ir->model->entities[ir->root].child_count > 0)
        made.prefix_child = ir->model->entities[ir->root].children[0];
    arena_init(&made.arena);
    struct placer p = {.ir = ir, .out = &made};
    enum hm_status st = schedule_values(ir, &p.when);
    if (st == HM_OK)
        st = placer_arrays(&p);
    if (st == HM_OK)
        st = program_arrays(&made, ir, p.count);
    if (st != HM_OK) {
        arena_fini(&made.arena);
        return st;
    }
    find_uses(&p);
    keep_for_stores(&p);
    for (uint32_t first = 0; first < p.count;) {
        uint32_t last = p.end[first];
        run_phase(&p, first, last);
        first = last + 1;
    }
    close_stores(&p);
    *out = made;
    return HM_OK;
}

void program_fini(struct program *p)
{
    arena_fini(&p->arena);
    memset(p, 0, sizeof *p);
}

static void put_reg(struct buf *out, struct reg r)
{
    static const char *const kinds[] = {"-", "r", "s", "k", "t"};
    if (r.kind == PLACE_NONE)
        buf_puts(out, " -");
    else
        buf_printf(out, " %s%u.%u", kinds[r.kind], r.offset, r.width);
}

void program_dump(const struct program *p, struct buf *out)
{
    for (uint32_t i = 0; i < p->phase_count; i++) {
        const struct phase *ph = &p->phases[i];
        buf_printf(out, "phase %u of %s: %u instructions, %u outputs\n", i,
                   p->model->entities[ph->space].name, ph->count, ph->store_count);
        for (uint32_t k = ph->first; k < ph->first + ph->count; k++) {
            const struct instr *in = &p->instrs[k];
            buf_printf(out, "  %-14s", op_table[in->op].name);
            put_reg(out, in->dst);
            put_reg(out, in->a);
            put_reg(out, in->b);
            put_reg(out, in->c);
            buf_printf(out, " %lld\n", (long long)in->imm);
        }
    }
    buf_printf(out, "root %u bytes a row, scratch %u\n", p->root_bytes, p->scratch_bytes);
}
