/* lower_expr.c - expressions. Operands are lowered left to right, as Lua evaluates them; the
 * right side of `and` and `or` only counts on the path where Lua would have looked at it.
 */
#include "ir/lowering.h"

#include <string.h>
#include "value/date.h"
#include "value/decimal.h"

static struct lval boolean(ir_ref num)
{
    return (struct lval){.kind = LV_BOOLEAN, .num = num, .den = 1};
}

/* --- names --- */

struct lval lower_module(struct lower *w, const struct ast_node *at, struct str name)
{
    const struct ast_file *f = lower_names_module(w, name);
    uint32_t n = f && f->chunk ? f->chunk->kid_count : 0;
    const struct ast_node *last = n ? f->chunk->kids[n - 1] : NULL;
    if (!last || last->kind != AST_RETURN || last->kid_count != 1)
        return lower_refuse(w, at, _("the module does not end with `return` of its table"));
    struct lval r = {.kind = LV_MODULE, .den = 1, .node = last->kids[0]};
    if (r.node->kind == AST_NAME && r.node->binding) {
        r.binding = r.node->binding;
        r.node = lower_names_initial(w, r.binding);
    }
    if (!r.node || r.node->kind != AST_TABLE)
        return lower_refuse(w, at, _("the module's table is not written out"));
    return r;
}

static struct lval initial_value(struct lower *w, const struct ast_node *at,
                                 const struct ast_node *declaring)
{
    const struct ast_node *init = lower_names_initial(w, declaring);
    if (!init)
        return lower_refuse(w, at, _("the value of this local is not known beforehand"));
    if (init->kind == AST_TABLE)
        return (struct lval){.kind = LV_MODULE, .den = 1, .node = init, .binding = declaring};
    return lower_expression(w, init);
}

static struct lval name_value(struct lower *w, const struct ast_node *n)
{
    if (n->binding) {
        struct local *l = lower_names_local(w, n->binding);
        if (l && l->is_set)
            return lower_local(w, n, l);
        return initial_value(w, n, n->binding);
    }
    const struct ast_node *global = lower_names_global(w, n->text);
    if (global)
        return lower_expression(w, global);
    int builtin = lower_call_builtin(n->text);
    if (builtin >= 0)
        return (struct lval){.kind = LV_BUILTIN, .den = 1, .builtin = builtin};
    return lower_refuse(w, n, _("this name is not known to the compiler"));
}

/* --- fields and look-ups --- */

static struct lval law_value(struct lower *w, const struct ast_node *at, struct str name)
{
    int32_t day = month_first_day(w->q->month);
    struct lval r = {.kind = LV_MONTH, .den = 1};
    if (str_eq(name, (struct str){"month", 5}) || str_eq(name, (struct str){"date", 4})) {
        bool is_date = name.n == 4;
        r.kind = is_date ? LV_DATE : LV_MONTH;
        r.num = ir_const(w->ir, w->context->space, is_date ? day : w->q->month);
        return r;
    }
    if (str_eq(name, (struct str){"year", 4}))
        return number_of(w, month_year(w->q->month));
    int index = model_parameter(w->model, name);
    if (index < 0)
        return lower_refuse(w, at, _("the law has no such parameter"));
    const struct parameter *p = &w->parameters[index];
    const struct parameter_value *v = parameter_on(p, day);
    if (!v || v->ended) { /* reading it is an error, whatever is then done with it */
        lower_stop(w, 0, 2);
        if (p->kind == PARAMETER_SCALAR)
            return lower_absent(w, p);
        return (struct lval){.kind = LV_PARAMETER, .den = 1, .parameter = p};
    }
    if (p->kind == PARAMETER_SCALAR && lower_is_moved(w, p, -1))
        return lower_moved(w, &p->type);
    if (p->kind == PARAMETER_SCALAR)
        return lower_constant(w, &v->scalar, &p->type);
    return (struct lval){.kind = LV_PARAMETER, .den = 1, .parameter = p, .value = v};
}

static struct lval field_value(struct lower *w, const struct ast_node *at, struct lval object,
                               struct str name)
{
    switch (object.kind) {
    case LV_ROW:
    case LV_BEFORE:
        return lower_read(w, at, object, name);
    case LV_LAW:
        return law_value(w, at, name);
    case LV_MODULE: {
        const struct ast_node *member = lower_names_member(w, &object, name);
        return member ? lower_expression(w, member)
                      : lower_refuse(w, at, _("the module has no such member"));
    }
    case LV_PARAMETER: {
        struct lval key = text_code(w, name);
        return lower_lookup(w, at, object, key);
    }
    default:
        return lower_refuse(w, at, _("this value has no fields"));
    }
}

static struct lval index_value(struct lower *w, const struct ast_node *n)
{
    struct lval object = lower_expression(w, n->kids[0]);
    if (n->kids[1]->kind == AST_STRING && object.kind != LV_PARAMETER)
        return field_value(w, n, object, n->kids[1]->text);
    struct lval key = lower_expression(w, n->kids[1]);
    return lower_lookup(w, n, object, key);
}

/* --- conditions --- */

ir_ref lower_condition(struct lower *w, const struct ast_node *n, bool *ok)
{
    struct lval v = lower_expression(w, n);
    *ok = v.kind == LV_BOOLEAN;
    if (!*ok)
        lower_refuse(w, n, _("a condition must be true or false"));
    return *ok ? v.num : 0;
}

static const struct ast_node *unparenthesised(const struct ast_node *n)
{
    while (n->kind == AST_PAREN)
        n = n->kids[0];
    return n;
}

/* right on the rows where `holds`, with doubt only there. */
static struct lval on_path(struct lower *w, ir_ref holds, const struct ast_node *right)
{
    ir_ref mask = w->mask;
    w->mask = ir_and(w->ir, mask, holds);
    struct lval v = lower_expression(w, right);
    w->mask = mask;
    return v;
}

static struct lval and_value(struct lower *w, const struct ast_node *n)
{
    bool ok;
    ir_ref left = lower_condition(w, n->kids[0], &ok);
    if (!ok)
        return (struct lval){.kind = LV_BAD};
    struct lval right = on_path(w, left, n->kids[1]);
    if (right.kind != LV_BOOLEAN)
        return lower_refuse(w, n, _("`and` gives true or false here"));
    return boolean(ir_and(w->ir, left, right.num));
}

/* `c and x or y`: x where c holds (and x is no false), else y. */
static struct lval choice_value(struct lower *w, const struct ast_node *n,
                                const struct ast_node *both)
{
    bool ok;
    ir_ref c = lower_condition(w, both->kids[0], &ok);
    if (!ok)
        return (struct lval){.kind = LV_BAD};
    struct lval x = on_path(w, c, both->kids[1]);
    if (x.kind == LV_BOOLEAN) {
        ir_ref left = ir_and(w->ir, c, x.num);
        struct lval y = on_path(w, ir_not(w->ir, left), n->kids[1]);
        return y.kind == LV_BOOLEAN ? boolean(ir_or(w->ir, left, y.num))
                                    : lower_refuse(w, n, _("`or` gives true or false here"));
    }
    struct lval y = on_path(w, ir_not(w->ir, c), n->kids[1]);
    return number_select(w, n, c, x, y);
}

static struct lval or_value(struct lower *w, const struct ast_node *n)
{
    const struct ast_node *left = unparenthesised(n->kids[0]);
    if (left->kind == AST_AND)
        return choice_value(w, n, left);
    bool ok;
    ir_ref a = lower_condition(w, n->kids[0], &ok);
    if (!ok)
        return (struct lval){.kind = LV_BAD};
    struct lval b = on_path(w, ir_not(w->ir, a), n->kids[1]);
    if (b.kind != LV_BOOLEAN)
        return lower_refuse(w, n, _("`or` gives true or false here"));
    return boolean(ir_or(w->ir, a, b.num));
}

/* --- operators --- */

static enum comparison comparison_of(int kind)
{
    switch (kind) {
    case AST_LT:
        return CMP_LT;
    case AST_LE:
        return CMP_LE;
    case AST_GT:
        return CMP_GT;
    default:
        return CMP_GE;
    }
}

static struct lval binary_value(struct lower *w, const struct ast_node *n)
{
    struct lval a = lower_expression(w, n->kids[0]);
    struct lval b = lower_expression(w, n->kids[1]);
    if (a.kind == LV_BAD || b.kind == LV_BAD)
        return (struct lval){.kind = LV_BAD};
    switch (n->kind) {
    case AST_EQ:
    case AST_NE:
        return value_equal_lowered(w, n, n->kind == AST_EQ, a, b);
    case AST_LT:
    case AST_LE:
    case AST_GT:
    case AST_GE:
        return number_compare(w, n, comparison_of(n->kind), a, b);
    default:
        return number_binary(w, n, n->kind, a, b);
    }
}

static struct lval negated(struct lower *w, const struct ast_node *n)
{
    struct lval v = lower_expression(w, n->kids[0]);
    if (v.kind != LV_NUMBER && v.kind != LV_MONEY)
        return lower_refuse(w, n, _("only numbers and amounts have a sign"));
    struct lval zero = number_of(w, 0);
    enum lval_kind kind = v.kind;
    v.kind = LV_NUMBER;
    struct lval r = number_binary(w, n, AST_SUB, zero, v);
    r.kind = r.kind == LV_BAD ? LV_BAD : kind;
    return r;
}

static struct lval literal(struct lower *w, const struct ast_node *n)
{
    struct rational r;
    switch (n->kind) {
    case AST_TRUE:
    case AST_FALSE:
        return boolean(ir_const_b(w->ir, w->context->space, n->kind == AST_TRUE));
    case AST_INTEGER:
        return number_of(w, n->integer);
    case AST_NUMBER:
        if (decimal_rational(&r, n->text) != DECIMAL_OK)
            return lower_refuse(w, n, _("this number is too long"));
        return number_rational(w, LV_NUMBER, r);
    case AST_STRING: {
        struct lval v = text_code(w, n->text);
        return v.kind == LV_BAD ? lower_refuse(w, n, _("too many different texts")) : v;
    }
    default:
        return (struct lval){.kind = LV_NIL, .den = 1};
    }
}

static struct lval length(struct lower *w, const struct ast_node *n)
{
    struct lval list = lower_expression(w, n->kids[0]);
    if (list.kind != LV_LIST || list.context != w->context)
        return lower_refuse(w, n, _("# is compiled for lists of members only"));
    ir_ref one = ir_const_b(w->ir, list.id, 1);
    return number_make(LV_NUMBER, ir_reduce(w->ir, OP_COUNT_I, one, 0), 1, 0);
}

static struct lval negation(struct lower *w, const struct ast_node *n)
{
    bool ok;
    ir_ref c = lower_condition(w, n->kids[0], &ok);
    return ok ? boolean(ir_not(w->ir, c)) : (struct lval){.kind = LV_BAD};
}

struct lval lower_expression(struct lower *w, const struct ast_node *n)
{
    if (w->failed)
        return (struct lval){.kind = LV_BAD};
    switch (n->kind) {
    case AST_NIL:
    case AST_TRUE:
    case AST_FALSE:
    case AST_INTEGER:
    case AST_NUMBER:
    case AST_STRING:
        return literal(w, n);
    case AST_NAME:
        return name_value(w, n);
    case AST_FIELD:
        return field_value(w, n, lower_expression(w, n->kids[0]), n->kids[1]->text);
    case AST_INDEX:
        return index_value(w, n);
    case AST_CALL:
    case AST_METHOD:
        return lower_call(w, n);
    case AST_FUNCTION:
        return (struct lval){.kind = LV_FUNCTION, .den = 1, .node = n};
    case AST_PAREN:
        return lower_expression(w, n->kids[0]);
    case AST_UNM:
        return negated(w, n);
    case AST_NOT:
        return negation(w, n);
    case AST_LEN:
        return length(w, n);
    case AST_AND:
        return and_value(w, n);
    case AST_OR:
        return or_value(w, n);
    case AST_ADD:
    case AST_SUB:
    case AST_MUL:
    case AST_DIV:
    case AST_IDIV:
    case AST_MOD:
    case AST_EQ:
    case AST_NE:
    case AST_LT:
    case AST_LE:
    case AST_GT:
    case AST_GE:
        return binary_value(w, n);
    default:
        return lower_refuse(w, n, _("this construct is not compiled"));
    }
}
