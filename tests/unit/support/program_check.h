/* program_check.h - what must hold of every placed program: no result lies on an operand, every
 * register is written whole before it is read, and what a child phase reads for slot after slot
 * stays as it was.
 */
#ifndef PROGRAM_CHECK_H
#define PROGRAM_CHECK_H

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "ir/program.h"

struct program_check {
    const struct program *p;
    /* By kind, KEPT by KEPT + entity: at each byte the width of what was written there, or 0.
     */
    uint8_t *written[PLACE_KEPT + LIMIT_ENTITIES];
    size_t bytes[PLACE_KEPT + LIMIT_ENTITIES];
    uint8_t space; /* of the present phase */
    const char *fault;
};

static inline bool check_overlap(struct reg x, struct reg y)
{
    return x.kind == y.kind && x.kind != PLACE_NONE && x.kind != PLACE_TABLE &&
           x.offset < y.offset + y.width && y.offset < x.offset + x.width;
}

static inline bool check_in_place(uint16_t op)
{
    return (op >= OP_SUM_I && op <= OP_RMAX_L) || (op >= OP_CARRY_B && op <= OP_CARRY_L);
}

static inline int check_memory(const struct program_check *c, struct reg r)
{
    return r.kind == PLACE_KEPT ? PLACE_KEPT + c->space : r.kind;
}

static inline void check_write(struct program_check *c, struct reg r)
{
    int at = check_memory(c, r);
    if (r.kind == PLACE_NONE || r.kind == PLACE_TABLE)
        return;
    if ((size_t)r.offset + r.width > c->bytes[at]) {
        c->fault = "a register lies beyond its memory";
        return;
    }
    memset(c->written[at] + r.offset, 0, r.width);
    c->written[at][r.offset] = r.width;
}

static inline void check_read(struct program_check *c, struct reg r)
{
    if (r.kind == PLACE_NONE || r.kind == PLACE_TABLE)
        return;
    int at = check_memory(c, r);
    if ((size_t)r.offset + r.width > c->bytes[at] || c->written[at][r.offset] != r.width)
        c->fault = "a register is read that was not written";
}

static inline void check_instr(struct program_check *c, const struct phase *ph,
                               const struct instr *in)
{
    const struct reg operands[4] = {in->a, in->b, in->c, in->d};
    bool in_place = check_in_place(in->op);
    for (int k = 0; k < 4; k++) {
        check_read(c, operands[k]);
        if (check_overlap(in->dst, operands[k]))
            c->fault = "a result lies on its operand";
    }
    if (in_place)
        check_read(c, in->dst); /* set up before the phase */
    else
        check_write(c, in->dst);
    bool child = ph->space != c->p->root;
    if (child && !in_place && in->dst.kind == PLACE_ROOT)
        c->fault = "a child phase writes a register of the root";
    for (uint32_t i = ph->first; child && in_place && i < ph->first + ph->count; i++) {
        const struct instr *o = &c->p->instrs[i];
        bool phi = o->op >= OP_PHI_B && o->op <= OP_PHI_L;
        if (!phi && (check_overlap(in->dst, o->a) || check_overlap(in->dst, o->b) ||
                     check_overlap(in->dst, o->c) || check_overlap(in->dst, o->d)))
            c->fault = "a child phase overwrites what its next slot reads";
        if (o != in && check_overlap(in->dst, o->dst))
            c->fault = "two reductions share a register";
    }
}

static inline void check_phase(struct program_check *c, const struct phase *ph)
{
    const struct program *p = c->p;
    c->space = ph->space;
    for (uint32_t i = ph->neutral_first; i < ph->neutral_first + ph->neutral_count; i++) {
        check_read(c, p->neutrals[i].from);
        check_write(c, p->neutrals[i].dst);
    }
    memset(c->written[PLACE_SCRATCH], 0, c->bytes[PLACE_SCRATCH]);
    for (uint32_t i = ph->first; i < ph->first + ph->count; i++)
        check_instr(c, ph, &p->instrs[i]);
    for (uint32_t i = ph->store_first; i < ph->store_first + ph->store_count; i++) {
        check_read(c, p->stores[i].num);
        check_read(c, p->stores[i].den);
        check_read(c, p->stores[i].doubt);
    }
}

/* NULL when all is well, else what is not. */
static inline const char *program_check(const struct program *p)
{
    struct program_check c = {.p = p};
    int memories = PLACE_KEPT + (int)p->model->entity_count;
    c.bytes[PLACE_ROOT] = p->root_bytes;
    c.bytes[PLACE_SCRATCH] = p->scratch_bytes;
    for (size_t e = 0; e < p->model->entity_count; e++)
        c.bytes[PLACE_KEPT + e] = p->kept_bytes[e];
    for (int k = PLACE_ROOT; k < memories; k++)
        c.written[k] = mem_calloc(c.bytes[k] + 1, 1);
    for (uint32_t i = 0; i < p->phase_count && !c.fault; i++)
        check_phase(&c, &p->phases[i]);
    for (int k = PLACE_ROOT; k < memories; k++)
        mem_free(c.written[k]);
    return c.fault;
}

#endif
