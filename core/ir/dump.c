/* dump.c - a program as text, one value a line, and back.
 *
 *   %12 = ADD_I household %3 %4 imm 0 extra 0 range 0 100
 *   table 0 I 5 0 0 7 ...                      (256 elements)
 *   carried 0 L start %3 write %9 child person loop 1
 *   output dibao_amount %12 / 1 den %0 doubt %7
 */
#include "ir/ir.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

static void put_ref(struct buf *out, ir_ref r)
{
    buf_printf(out, " %%%u", r);
}

static void put_value(const struct ir *ir, ir_ref r, struct buf *out)
{
    const struct ir_value *v = ir_at(ir, r);
    buf_printf(out, "%%%u = %s %s", r, op_table[v->op].name,
               ir->model->entities[v->space].name);
    put_ref(out, v->a);
    put_ref(out, v->b);
    put_ref(out, v->c);
    put_ref(out, v->d);
    buf_printf(out, " imm %" PRId64 " extra %u range %" PRId64 " %" PRId64, v->imm, v->extra,
               v->lo, v->hi);
    bool fact = v->op >= OP_LOAD_B && v->op <= OP_PAST_KNOWN_B;
    if (fact)
        buf_printf(out, " # %s", ir->model->fields[v->imm].name);
    buf_putc(out, '\n');
}

void ir_dump(const struct ir *ir, struct buf *out)
{
    for (uint32_t i = 0; i < ir->table_count; i++) {
        buf_printf(out, "table %u %c", i, ir->tables[i].lane);
        for (int k = 0; k < 256; k++)
            buf_printf(out, " %" PRId64, ir->tables[i].elements[k]);
        buf_putc(out, '\n');
    }
    for (uint32_t i = 0; i < ir->carried_count; i++) {
        const struct ir_carried *c = &ir->carried[i];
        buf_printf(out, "carried %u %c start %%%u write %%%u child %s loop %u\n", i, c->lane,
                   c->start, c->write, ir->model->entities[c->child].name, c->loop);
    }
    for (ir_ref r = 1; r < ir->count; r++)
        put_value(ir, r, out);
    for (uint32_t i = 0; i < ir->output_count; i++) {
        const struct ir_output *o = &ir->outputs[i];
        const struct field *f = &ir->model->fields[o->field];
        buf_printf(out, "output %s.%s %%%u / %" PRId64 " den %%%u doubt %%%u\n",
                   ir->model->entities[f->entity].name, f->name, o->num, o->den, o->den_ref,
                   o->doubt);
    }
}

/* --- reading back --- */

static int op_by_name(const char *name)
{
    for (int op = 0; op < OP_COUNT; op++)
        if (strcmp(op_table[op].name, name) == 0)
            return op;
    return -1;
}

static bool read_value(struct ir *ir, const char *line)
{
    char op[64], space[LIMIT_NAME_BYTES + 1];
    unsigned r, a, b, c, d, extra;
    int64_t imm, lo, hi;
    if (sscanf(line,
               "%%%u = %63s %96s %%%u %%%u %%%u %%%u imm %" SCNd64 " extra %u range %" SCNd64
               " %" SCNd64,
               &r, op, space, &a, &b, &c, &d, &imm, &extra, &lo, &hi) != 11)
        return false;
    int code = op_by_name(op);
    uint8_t entity = model_entity(ir->model, (struct str){space, strlen(space)});
    if (code < 0 || entity == NO_ENTITY || r != ir->count || a >= r || b >= r || c >= r ||
        d >= r || extra >= ir->model->entity_count + 600u)
        return false;
    struct ir_value v = {.op = (uint16_t)code,
                         .space = entity,
                         .lane = op_table[code].result,
                         .a = a,
                         .b = b,
                         .c = c,
                         .d = d,
                         .imm = imm,
                         .extra = extra,
                         .lo = lo,
                         .hi = hi};
    return ir_append(ir, &v) != 0;
}

static bool read_table(struct ir *ir, const char *line)
{
    struct ir_table t = {0};
    int at = 0, step;
    unsigned number;
    if (sscanf(line, "table %u %c%n", &number, &t.lane, &at) != 2)
        return false;
    for (int i = 0; i < 256; i++) {
        if (sscanf(line + at, " %" SCNd64 "%n", &t.elements[i], &step) != 1)
            return false;
        at += step;
    }
    return ir_table(ir, &t) == number;
}

static bool read_carried(struct ir *ir, const char *line)
{
    char child[LIMIT_NAME_BYTES + 1];
    struct ir_carried c = {0};
    unsigned number;
    if (sscanf(line, "carried %u %c start %%%u write %%%u child %96s loop %u", &number, &c.lane,
               &c.start, &c.write, child, &c.loop) != 6)
        return false;
    c.child = model_entity(ir->model, (struct str){child, strlen(child)});
    if (c.child == NO_ENTITY || number != ir->carried_count || ir_grow_carried(ir) != 0)
        return false;
    ir->carried[ir->carried_count++] = c;
    return true;
}

/* The variables of indicators are hidden: no name leads to them. */
static uint16_t output_field(const struct model *m, uint8_t entity, const char *name)
{
    for (size_t i = 0; i < m->field_count; i++)
        if (m->fields[i].entity == entity && strcmp(m->fields[i].name, name) == 0)
            return m->fields[i].id;
    return NO_FIELD;
}

static bool read_output(struct ir *ir, const char *line)
{
    char path[2 * LIMIT_NAME_BYTES + 2];
    struct ir_output o = {0};
    if (sscanf(line, "output %193s %%%u / %" SCNd64 " den %%%u doubt %%%u", path, &o.num,
               &o.den, &o.den_ref, &o.doubt) != 5)
        return false;
    char *dot = strchr(path, '.');
    if (!dot || o.num >= ir->count || o.den_ref >= ir->count || o.doubt >= ir->count)
        return false;
    uint8_t entity = model_entity(ir->model, (struct str){path, (size_t)(dot - path)});
    if (entity == NO_ENTITY)
        return false;
    o.field = output_field(ir->model, entity, dot + 1);
    return o.field != NO_FIELD && ir_add_output(ir, &o);
}

bool ir_read(struct ir *ir, const char *text)
{
    bool ok = true;
    while (*text && ok) {
        const char *end = strchr(text, '\n');
        size_t n = end ? (size_t)(end - text) : strlen(text);
        char *line = mem_strndup(text, n);
        ok = line != NULL;
        if (ok && n > 0)
            ok = line[0] == '%'   ? read_value(ir, line)
                 : line[0] == 't' ? read_table(ir, line)
                 : line[0] == 'c' ? read_carried(ir, line)
                                  : read_output(ir, line);
        mem_free(line);
        text += n + (end ? 1 : 0);
    }
    for (uint32_t i = 0; ok && i < ir->carried_count; i++)
        ok = ir->carried[i].write < ir->count && ir->carried[i].start < ir->count;
    return ok;
}
