/* random_statement.c - the statements of a formula. */
#include "random_writer.h"

static void margin(struct writer *p, int indent)
{
    for (int i = 0; i < indent; i++)
        put(p, "  ");
}

static void declare_local(struct writer *p, int depth, int indent)
{
    if (p->local_count >= LOCALS_MAX - 2)
        return;
    enum kind k = (enum kind)pick(p, KINDS);
    margin(p, indent);
    buf_printf(p->out, "local x%d = ", p->local_count);
    write_expression(p, k, depth);
    put(p, "\n");
    p->locals[p->local_count] = k;
    p->outside[p->local_count++] = false;
}

static void assign_local(struct writer *p, int depth, int indent)
{
    if (p->local_count == 0)
        return;
    int i = (int)pick(p, (uint32_t)p->local_count);
    if (p->outside[i])
        return;
    margin(p, indent);
    buf_printf(p->out, "x%d = ", i);
    write_expression(p, p->locals[i], depth);
    put(p, "\n");
}

static void block(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    write_statements(&inner, result, depth - 1, indent + 1);
    if (pick(p, 4) == 0) {
        margin(p, indent + 1);
        put(p, "return ");
        write_expression(&inner, result, depth - 1);
        put(p, "\n");
    }
}

static void if_statement(struct writer *p, enum kind result, int depth, int indent)
{
    margin(p, indent);
    put(p, "if ");
    write_expression(p, BOOLEAN, depth - 1);
    put(p, " then\n");
    block(p, result, depth, indent);
    for (uint32_t more = pick(p, 3); more > 0; more--) {
        margin(p, indent);
        put(p, "elseif ");
        write_expression(p, BOOLEAN, depth - 1);
        put(p, " then\n");
        block(p, result, depth, indent);
    }
    if (pick(p, 2)) {
        margin(p, indent);
        put(p, "else\n");
        block(p, result, depth, indent);
    }
    margin(p, indent);
    put(p, "end\n");
}

static void member_loop(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    int child = 1 + (int)pick(p, 2);
    margin(p, indent);
    buf_printf(p->out, "for m in each(%s.%s) do\n", p->row,
               child == 1 ? "persons" : "vehicles");
    inner.entity = child;
    inner.row = "m";
    inner.lists = false;
    inner.in_loop = false; /* breaks of member loops stand at their end */
    write_statements(&inner, result, depth - 1, indent + 1);
    assign_local(&inner, depth - 1, indent + 1);
    uint32_t end = pick(p, 6);
    if (end < 2) {
        margin(p, indent + 1);
        put(p, "if ");
        write_expression(&inner, BOOLEAN, depth - 1);
        put(p, end == 0 ? " then break end\n" : " then return ");
        if (end == 1) {
            write_expression(&inner, result, depth - 1);
            put(p, " end\n");
        }
    }
    margin(p, indent);
    put(p, "end\n");
}

static void counted_loop(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    margin(p, indent);
    buf_printf(p->out, "for i%d = 1, %u do\n", indent, 1 + pick(p, 3));
    if (inner.local_count < LOCALS_MAX - 2) {
        margin(p, indent + 1);
        buf_printf(p->out, "local x%d = i%d\n", inner.local_count, indent);
        inner.locals[inner.local_count] = INTEGER;
        inner.outside[inner.local_count++] = false;
    }
    inner.in_loop = true;
    write_statements(&inner, result, depth - 1, indent + 1);
    margin(p, indent);
    put(p, "end\n");
}

/* Only the reference engine knows `while`; it turns at most three times. */
static void while_loop(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    margin(p, indent);
    buf_printf(p->out, "local w%d = 0\n", indent);
    margin(p, indent);
    buf_printf(p->out, "while w%d < %u do\n", indent, pick(p, 4));
    margin(p, indent + 1);
    buf_printf(p->out, "w%d = w%d + 1\n", indent, indent);
    inner.in_loop = true;
    write_statements(&inner, result, depth - 1, indent + 1);
    margin(p, indent);
    put(p, "end\n");
}

/* A call for what it does to the locals around it. */
static void call_statement(struct writer *p, int depth, int indent)
{
    if (p->function_count == 0)
        return;
    const struct inner_function *f = &p->functions[pick(p, (uint32_t)p->function_count)];
    margin(p, indent);
    buf_printf(p->out, "f%d(", f->number);
    write_expression(p, f->first, depth - 1);
    put(p, ", ");
    write_expression(p, f->second, depth - 1);
    put(p, ")\n");
}

/* A function inside the formula: it reads and changes locals around it. */
static void inner_function(struct writer *p, int depth, int indent)
{
    if (p->function_count == FUNCTIONS_MAX || p->local_count + 2 >= LOCALS_MAX)
        return;
    struct inner_function f = {(enum kind)pick(p, KINDS), (enum kind)pick(p, KINDS),
                               (enum kind)pick(p, KINDS), (*p->functions_written)++};
    struct writer inner = *p;
    int n = p->local_count;
    bool reads_only = pick(p, 2);
    margin(p, indent);
    buf_printf(p->out, "local function f%d(x%d, x%d)\n", f.number, n, n + 1);
    for (int i = 0; i < n; i++)
        inner.outside[i] = reads_only || inner.outside[i];
    inner.locals[n] = f.first;
    inner.locals[n + 1] = f.second;
    inner.outside[n] = inner.outside[n + 1] = false;
    inner.local_count = n + 2;
    inner.in_loop = false;
    write_statements(&inner, f.result, depth - 1, indent + 1);
    if (!reads_only)
        assign_local(&inner, depth - 1, indent + 1);
    margin(p, indent + 1);
    put(p, "return ");
    write_expression(&inner, f.result, depth - 1);
    put(p, "\n");
    margin(p, indent);
    put(p, "end\n");
    p->functions[p->function_count++] = f;
    if (reads_only)
        return;
    margin(p, indent);
    put(p, "if ");
    write_expression(p, BOOLEAN, depth - 1);
    put(p, " then\n");
    call_statement(p, depth, indent + 1);
    margin(p, indent);
    put(p, "end\n");
}

/* error(), assert() or a break under a condition. */
static void stop_statement(struct writer *p, int indent, int depth)
{
    uint32_t how = pick(p, 6);
    if (how > 3 || (how == 3 && !p->in_loop))
        return;
    margin(p, indent);
    put(p, how == 0 ? "assert(" : "if ");
    write_expression(p, BOOLEAN, depth);
    put(p, how == 0   ? ", \"asserted\")\n"
           : how == 3 ? " then break end\n"
                      : " then error(\"refused\") end\n");
}

void write_statements(struct writer *p, enum kind result, int depth, int indent)
{
    uint32_t n = depth > 0 ? 1 + pick(p, 3) : 0;
    for (uint32_t i = 0; i < n && p->out->len < TEXT_MAX_BYTES; i++) {
        switch (pick(p, 13)) {
        case 12:
            call_statement(p, depth, indent);
            break;
        case 0:
        case 1:
            declare_local(p, depth, indent);
            break;
        case 2:
        case 3:
            assign_local(p, depth, indent);
            break;
        case 4:
        case 5:
            if_statement(p, result, depth, indent);
            break;
        case 6:
        case 7:
            if (p->lists && p->entity == 0)
                member_loop(p, result, depth, indent);
            break;
        case 8:
            counted_loop(p, result, depth, indent);
            break;
        case 9:
            inner_function(p, depth, indent);
            break;
        case 10:
            if (pick(p, 12) == 0)
                while_loop(p, result, depth, indent);
            break;
        default:
            stop_statement(p, indent, depth);
            break;
        }
    }
}
