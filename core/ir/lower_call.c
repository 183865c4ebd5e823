/* lower_call.c - calls: the language's own functions, look-ups, and inlined functions.
 *
 * The functions stand in one table; each gets its call node and lowers its arguments itself, so
 * that `known` and `default` can catch what their arguments lack.
 */
#include "ir/lowering.h"

#include <string.h>
#include "base/limits.h"
#include "value/date.h"

static struct lval bad(void)
{
    return (struct lval){.kind = LV_BAD};
}

static uint32_t argument_count(const struct ast_node *n)
{
    return n->kid_count - 1;
}

static struct lval argument(struct lower *w, const struct ast_node *n, uint32_t i)
{
    return i < argument_count(n) ? lower_expression(w, n->kids[i + 1])
                                 : lower_refuse(w, n, _("an argument is missing"));
}

/* --- values --- */

static struct lval as_money(struct lower *w, const struct ast_node *n, int64_t fen)
{
    struct lval v = argument(w, n, 0);
    if (v.kind != LV_NUMBER)
        return lower_refuse(w, n, _("an amount is made from a number"));
    v = number_binary(w, n, AST_MUL, v, number_of(w, fen));
    v.kind = v.kind == LV_BAD ? LV_BAD : LV_MONEY;
    return v;
}

static struct lval call_yuan(struct lower *w, const struct ast_node *n)
{
    return as_money(w, n, 100);
}

static struct lval call_fen(struct lower *w, const struct ast_node *n)
{
    return as_money(w, n, 1);
}

static struct lval call_jiao(struct lower *w, const struct ast_node *n)
{
    return as_money(w, n, 10);
}

static struct lval calendar_literal(struct lower *w, const struct ast_node *n, bool is_date)
{
    int32_t day;
    const struct ast_node *text = argument_count(n) == 1 ? n->kids[1] : NULL;
    if (!text || text->kind != AST_STRING ||
        !(is_date ? date_parse(&day, text->text) : month_parse(&day, text->text)))
        return lower_refuse(w, n, _("only a written date or month is compiled"));
    return (struct lval){.kind = is_date ? LV_DATE : LV_MONTH,
                         .den = 1,
                         .num = ir_const(w->ir, w->context->space, day)};
}

static struct lval call_date(struct lower *w, const struct ast_node *n)
{
    return calendar_literal(w, n, true);
}

static struct lval call_month(struct lower *w, const struct ast_node *n)
{
    return calendar_literal(w, n, false);
}

/* --- numbers --- */

static struct lval call_abs(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0);
    if (v.kind == LV_BAD)
        return v;
    struct lval zero = number_of(w, 0), minus = zero;
    if (v.kind == LV_MONEY)
        minus.kind = LV_MONEY;
    minus = number_binary(w, n, AST_SUB, minus, v);
    return number_extreme(w, n, true, v, minus);
}

static struct lval call_clamp(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0), lo = argument(w, n, 1), hi = argument(w, n, 2);
    if (v.kind == LV_BAD || lo.kind == LV_BAD || hi.kind == LV_BAD)
        return bad();
    struct lval crossed = number_compare(w, n, CMP_GT, lo, hi); /* an error */
    if (crossed.kind == LV_BAD)
        return crossed;
    lower_stop(w, crossed.num, 2);
    return number_extreme(w, n, false, number_extreme(w, n, true, v, lo), hi);
}

static bool constant_step(struct lower *w, const struct lval *v, struct rational *step)
{
    if (v->kind == LV_BUILTIN) { /* the words fen and jiao by themselves */
        bool jiao = v->builtin == lower_call_builtin((struct str){"jiao", 4});
        bool fen = v->builtin == lower_call_builtin((struct str){"fen", 3});
        *step = rational_of(jiao ? 10 : 1);
        return jiao || fen;
    }
    return number_constant(w, v, step) && step->num > 0;
}

static struct lval rounding_to(struct lower *w, const struct ast_node *n,
                               enum rounding_mode mode)
{
    struct lval v = argument(w, n, 0);
    struct lval r = {.kind = LV_ROUNDING, .den = 1, .rounding = {.mode = mode}};
    r.step = v.kind == LV_NUMBER ? LV_NUMBER : LV_MONEY; /* fen and jiao are amounts */
    if (!constant_step(w, &v, &r.rounding.step))
        return lower_refuse(w, n, _("the step of a rounding must be a constant"));
    return r;
}

static struct lval call_up_to(struct lower *w, const struct ast_node *n)
{
    return rounding_to(w, n, ROUND_UP);
}

static struct lval call_down_to(struct lower *w, const struct ast_node *n)
{
    return rounding_to(w, n, ROUND_DOWN);
}

static struct lval call_half_up_to(struct lower *w, const struct ast_node *n)
{
    return rounding_to(w, n, ROUND_HALF_UP);
}

static struct lval call_half_even_to(struct lower *w, const struct ast_node *n)
{
    return rounding_to(w, n, ROUND_HALF_EVEN);
}

static struct lval call_round(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0);
    if (v.kind == LV_BAD || argument_count(n) != 2)
        return lower_refuse(w, n, _("round wants a value and a rounding"));
    struct rounding r;
    const struct ast_node *words = n->kids[2];
    if (words->kind == AST_STRING) {
        if (v.kind != LV_MONEY || !rounding_parse(&r, words->text))
            return lower_refuse(w, n, _("these rounding words are not compiled here"));
        return number_round(w, n, v, r);
    }
    struct lval how = lower_expression(w, words);
    if (how.kind != LV_ROUNDING)
        return lower_refuse(w, n, _("round wants a value and a rounding"));
    if (how.step != v.kind) /* an error, or the whole number 0 as no money */
        return lower_refuse(w, n,
                            _("the step of a rounding is of another kind than the value"));
    return number_round(w, n, v, how.rounding);
}

static struct lval whole_part(struct lower *w, const struct ast_node *n, enum ir_division mode)
{
    struct lval v = argument(w, n, 0);
    if (v.kind != LV_NUMBER)
        return lower_refuse(w, n, _("floor and ceil want a number"));
    ir_ref den = v.den_ref ? v.den_ref : ir_const(w->ir, w->context->space, v.den);
    return number_make(LV_NUMBER, ir_div(w->ir, mode, v.num, den), 1, 0);
}

static struct lval call_floor(struct lower *w, const struct ast_node *n)
{
    return whole_part(w, n, IR_FLOOR);
}

static struct lval call_ceil(struct lower *w, const struct ast_node *n)
{
    return whole_part(w, n, IR_CEIL);
}

/* --- calendar --- */

static ir_ref calendar_op(struct lower *w, uint16_t op, ir_ref a, int64_t lo, int64_t hi)
{
    struct ir_value v = {
        .op = op, .space = w->context->space, .lo = lo, .hi = hi, .a = ir_widen(w->ir, a, 'I')};
    return ir_emit(w->ir, &v);
}

static const int64_t month_lo = DATE_YEAR_MIN * 12, month_hi = DATE_YEAR_MAX * 12 + 11;

static ir_ref month_lane(struct lower *w, const struct lval *v)
{
    return v->kind == LV_MONTH ? v->num
                               : calendar_op(w, OP_MONTH_OF_I, v->num, month_lo, month_hi);
}

static bool is_day(const struct lval *v)
{
    return v->kind == LV_DATE || v->kind == LV_MONTH;
}

static struct lval call_month_of(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0);
    if (v.kind != LV_DATE)
        return lower_refuse(w, n, _("month_of wants a date"));
    return (struct lval){.kind = LV_MONTH, .den = 1, .num = month_lane(w, &v)};
}

static struct lval months_part(struct lower *w, const struct ast_node *n, bool year)
{
    struct lval v = argument(w, n, 0);
    if (!is_day(&v))
        return lower_refuse(w, n, _("a date or a month is expected"));
    ir_ref month = month_lane(w, &v), twelve = ir_const(w->ir, w->context->space, 12);
    ir_ref y = ir_div(w->ir, IR_FLOOR, month, twelve);
    if (year)
        return number_make(LV_NUMBER, y, 1, 0);
    ir_ref first = ir_mul(w->ir, y, twelve, NULL);
    ir_ref rest = ir_sub(w->ir, month, first, NULL);
    ir_ref one = ir_const(w->ir, w->context->space, 1);
    return number_make(LV_NUMBER, ir_add(w->ir, rest, one, NULL), 1, 0);
}

static struct lval call_year_of(struct lower *w, const struct ast_node *n)
{
    return months_part(w, n, true);
}

static struct lval call_month_number(struct lower *w, const struct ast_node *n)
{
    return months_part(w, n, false);
}

static struct lval call_first_day(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0);
    if (v.kind != LV_MONTH)
        return lower_refuse(w, n, _("first_day wants a month"));
    return (struct lval){.kind = LV_DATE,
                         .den = 1,
                         .num = calendar_op(w, OP_FIRST_DAY_I, v.num, -62091, 120529)};
}

static struct lval call_last_day(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0);
    if (v.kind != LV_MONTH)
        return lower_refuse(w, n, _("last_day wants a month"));
    ir_ref one = ir_const(w->ir, w->context->space, 1);
    ir_ref last = ir_const(w->ir, w->context->space, month_hi); /* so that one more fits */
    ir_ref next = ir_add(w->ir, ir_min(w->ir, v.num, last), one, NULL);
    ir_ref first = calendar_op(w, OP_FIRST_DAY_I, next, -62091, 120529);
    return (struct lval){.kind = LV_DATE, .den = 1, .num = ir_sub(w->ir, first, one, NULL)};
}

static struct lval call_add_months(struct lower *w, const struct ast_node *n)
{
    struct lval v = argument(w, n, 0), k = argument(w, n, 1);
    if (v.kind != LV_MONTH || k.kind == LV_BAD)
        return lower_refuse(w, n, _("add_months is compiled for months only"));
    k = number_whole(w, n, k);
    if (k.kind == LV_BAD)
        return k;
    ir_ref ovf, sum = ir_add(w->ir, v.num, k.num, &ovf);
    lower_doubt(w, ovf);
    ir_ref lo = ir_const(w->ir, w->context->space, month_lo);
    ir_ref hi = ir_const(w->ir, w->context->space, month_hi);
    lower_stop(w, ir_compare(w->ir, CMP_LT, sum, lo), 2);
    lower_stop(w, ir_compare(w->ir, CMP_GT, sum, hi), 2);
    sum = ir_max(w->ir, ir_min(w->ir, sum, hi), lo);
    return (struct lval){.kind = LV_MONTH, .den = 1, .num = ir_widen(w->ir, sum, 'I')};
}

/* Completed months between two dates: a month counts once its day is reached (date.h). */
static ir_ref completed_months(struct lower *w, const struct lval *a, const struct lval *b)
{
    struct ir *ir = w->ir;
    ir_ref months = ir_sub(ir, month_lane(w, b), month_lane(w, a), NULL);
    if (a->kind == LV_MONTH)
        return months;
    ir_ref from = calendar_op(w, OP_DAY_OF_I, a->num, 1, 31);
    ir_ref to = calendar_op(w, OP_DAY_OF_I, b->num, 1, 31);
    ir_ref early = ir_widen(ir, ir_compare(ir, CMP_LT, to, from), 'I');
    return ir_sub(ir, months, early, NULL);
}

static struct lval call_months_between(struct lower *w, const struct ast_node *n)
{
    struct lval a = argument(w, n, 0), b = argument(w, n, 1);
    if (a.kind != b.kind || !is_day(&a))
        return lower_refuse(w, n, _("months_between wants two dates or two months"));
    return number_make(LV_NUMBER, completed_months(w, &a, &b), 1, 0);
}

static struct lval call_age(struct lower *w, const struct ast_node *n)
{
    struct lval birth = argument(w, n, 0), at = argument(w, n, 1);
    struct ir *ir = w->ir;
    if (birth.kind != LV_DATE || !is_day(&at))
        return lower_refuse(w, n, _("age wants a date of birth and a date or month"));
    ir_ref months;
    if (at.kind == LV_MONTH)
        months = ir_sub(ir, at.num, month_lane(w, &birth), NULL);
    else
        months = completed_months(w, &birth, &at);
    ir_ref zero = ir_const(ir, w->context->space, 0);
    lower_stop(w, ir_compare(ir, CMP_LT, months, zero), 2);
    ir_ref age = ir_div(ir, IR_FLOOR, months, ir_const(ir, w->context->space, 12));
    return number_make(LV_NUMBER, age, 1, 0);
}

/* --- members --- */

/* One value for each member: of a function of the member, or of a field by name. */
static struct lval member_value(struct lower *w, const struct ast_node *n,
                                const struct ast_node *of, struct lval row)
{
    if (of->kind == AST_STRING)
        return lower_read(w, of, row, of->text);
    struct lval f = of->kind == AST_FUNCTION ? (struct lval){.kind = LV_FUNCTION, .node = of}
                                             : lower_expression(w, of);
    if (f.kind != LV_FUNCTION)
        return lower_refuse(w, n, _("a function of a member or a field's name is expected"));
    return lower_invoke(w, of, f.node, &row, 1);
}

enum aggregate {
    AGGREGATE_COUNT,
    AGGREGATE_SUM,
    AGGREGATE_ANY,
    AGGREGATE_ALL,
    AGGREGATE_MAX,
    AGGREGATE_MIN
};

static struct lval largest(struct lower *w, const struct ast_node *n, struct lval v, bool max)
{
    const struct ir_value *x = ir_at(w->ir, v.num);
    bool narrow = x->lane == 'I';
    if (x->lane == 'B' || v.den_ref)
        return lower_refuse(w, n, _("the largest of these values is not compiled"));
    enum op op = max ? (narrow ? OP_RMAX_I : OP_RMAX_L) : (narrow ? OP_RMIN_I : OP_RMIN_L);
    v.num = ir_reduce(w->ir, op, v.num, max ? x->lo : x->hi);
    return v;
}

static struct lval reduced(struct lower *w, const struct ast_node *n, enum aggregate kind,
                           struct lval v)
{
    bool test = kind == AGGREGATE_COUNT || kind == AGGREGATE_ANY || kind == AGGREGATE_ALL;
    if (v.kind == LV_BAD || w->failed)
        return bad();
    if (test && v.kind != LV_BOOLEAN)
        return lower_refuse(w, n, _("a condition must be true or false"));
    bool number = v.kind == LV_NUMBER || v.kind == LV_MONEY;
    bool day = (v.kind == LV_DATE || v.kind == LV_MONTH) && kind != AGGREGATE_SUM;
    if (!test && !number && !day)
        return lower_refuse(w, n, _("these values cannot be added up on columns"));
    switch (kind) {
    case AGGREGATE_COUNT:
        return number_make(LV_NUMBER, ir_reduce(w->ir, OP_COUNT_I, v.num, 0), 1, 0);
    case AGGREGATE_ANY:
        v.num = ir_reduce(w->ir, OP_ANY_B, v.num, 0);
        return v;
    case AGGREGATE_ALL:
        v.num = ir_reduce(w->ir, OP_ALL_B, v.num, 1);
        return v;
    case AGGREGATE_SUM: /* whole numbers are summed by the caller, in the parent's context */
        return v.den_ref ? lower_sum_fractions(w, v) : v;
    default:
        return largest(w, n, v, kind == AGGREGATE_MAX);
    }
}

static ir_ref count_rows(struct lower *w, uint8_t child)
{
    return ir_reduce(w->ir, OP_COUNT_I, ir_const_b(w->ir, child, 1), 0);
}

static struct lval over_members(struct lower *w, const struct ast_node *n, enum aggregate kind,
                                struct lval list)
{
    struct inside saved;
    struct lval row, v;
    lower_enter(w, &saved, list.id, &row);
    if (kind == AGGREGATE_COUNT && argument_count(n) == 1)
        v = (struct lval){.kind = LV_BOOLEAN, .num = ir_const_b(w->ir, list.id, 1), .den = 1};
    else if (argument_count(n) < 2)
        v = lower_refuse(w, n, _("an argument is missing"));
    else
        v = member_value(w, n, n->kids[2], row);
    v = reduced(w, n, kind, v);
    lower_leave(w, &saved);
    if (v.kind != LV_BAD && kind == AGGREGATE_SUM && !v.den_ref)
        v.num = lower_sum(w, v.num);
    bool extreme = kind == AGGREGATE_MAX || kind == AGGREGATE_MIN;
    if (v.kind == LV_BAD || !extreme)
        return v;
    ir_ref none = ir_compare(w->ir, CMP_EQ, count_rows(w, list.id),
                             ir_const(w->ir, w->context->space, 0));
    if (argument_count(n) < 3) {
        lower_stop(w, none, 2);
        return v;
    }
    struct lval other = lower_expression(w, n->kids[3]); /* an argument: always evaluated */
    return number_select(w, n, none, other, v);
}

/* A household's list read in a member's formula: aggregated for the household, then handed
 * down. Doubt is taken without the member's path, which can only make more rows doubtful. */
static struct lval from_above(struct lower *w, const struct ast_node *n, enum aggregate kind,
                              struct lval list)
{
    const struct context *context = w->context;
    ir_ref mask = w->mask, doubt = w->doubt;
    w->context = list.context;
    w->mask = 0;
    w->doubt = 0;
    struct lval v = over_members(w, n, kind, list);
    struct lval d = {.kind = LV_BOOLEAN, .num = w->doubt, .den = 1};
    w->context = context;
    w->mask = mask;
    w->doubt = doubt;
    if (v.kind == LV_BAD || w->failed)
        return bad();
    if (d.num)
        lower_doubt(w, lower_adapt(w, n, d, list.context).num);
    return lower_adapt(w, n, v, list.context);
}

static struct lval aggregate(struct lower *w, const struct ast_node *n, enum aggregate kind)
{
    struct lval list = argument(w, n, 0);
    if (list.kind != LV_LIST)
        return lower_refuse(w, n, _("a list of members is expected"));
    bool above = list.context == w->context->parent;
    if (list.context != w->context && !above)
        return lower_refuse(w, n, _("this list is not compiled here"));
    if (list.context->parent)
        return lower_refuse(w, n, _("lists below the first level are not compiled"));
    return above ? from_above(w, n, kind, list) : over_members(w, n, kind, list);
}

static struct lval call_count(struct lower *w, const struct ast_node *n)
{
    return aggregate(w, n, AGGREGATE_COUNT);
}

static struct lval call_sum(struct lower *w, const struct ast_node *n)
{
    return aggregate(w, n, AGGREGATE_SUM);
}

static struct lval call_any(struct lower *w, const struct ast_node *n)
{
    return aggregate(w, n, AGGREGATE_ANY);
}

static struct lval call_all(struct lower *w, const struct ast_node *n)
{
    return aggregate(w, n, AGGREGATE_ALL);
}

static struct lval extreme(struct lower *w, const struct ast_node *n, bool max)
{
    struct lval v = argument(w, n, 0);
    if (v.kind == LV_LIST)
        return aggregate(w, n, max ? AGGREGATE_MAX : AGGREGATE_MIN);
    for (uint32_t i = 1; i < argument_count(n) && v.kind != LV_BAD; i++)
        v = number_extreme(w, n, max, v, argument(w, n, i));
    return v;
}

static struct lval call_max(struct lower *w, const struct ast_node *n)
{
    return extreme(w, n, true);
}

static struct lval call_min(struct lower *w, const struct ast_node *n)
{
    return extreme(w, n, false);
}

/* --- missing facts --- */

/* Lowers an argument apart; *missing: rows in which something was missing. Other stops stay. */
static struct lval attempted(struct lower *w, const struct ast_node *e, ir_ref *missing)
{
    struct ir *ir = w->ir;
    uint8_t space = w->context->space;
    ir_ref before = w->doubt;
    unsigned attempt = w->attempt;
    w->attempt = w->activation ? w->activation->serial : 0;
    w->doubt = 0;
    struct lval v = lower_expression(w, e);
    ir_ref doubt = w->doubt;
    w->doubt = before;
    w->attempt = attempt;
    *missing = doubt ? ir_and(ir, doubt, ir_const_b(ir, space, 1)) : ir_const_b(ir, space, 0);
    if (doubt)
        w->doubt = ir_or(ir, w->doubt, ir_and(ir, doubt, ir_const_b(ir, space, 2)));
    return v;
}

static struct lval call_known(struct lower *w, const struct ast_node *n)
{
    ir_ref missing;
    if (argument_count(n) != 1)
        return lower_refuse(w, n, _("an argument is missing"));
    if (attempted(w, n->kids[1], &missing).kind == LV_BAD)
        return bad();
    return (struct lval){.kind = LV_BOOLEAN, .num = ir_not(w->ir, missing), .den = 1};
}

static struct lval call_default(struct lower *w, const struct ast_node *n)
{
    ir_ref missing, mask = w->mask;
    if (argument_count(n) != 2)
        return lower_refuse(w, n, _("an argument is missing"));
    struct lval v = attempted(w, n->kids[1], &missing);
    if (v.kind == LV_BAD)
        return v;
    w->mask = ir_and(w->ir, mask, missing);
    struct lval other = lower_expression(w, n->kids[2]);
    w->mask = mask;
    return v.kind == LV_BAD || other.kind == LV_BAD ? bad()
                                                    : number_select(w, n, missing, other, v);
}

/* --- the rest --- */

static struct lval call_lookup(struct lower *w, const struct ast_node *n)
{
    struct lval p = argument(w, n, 0), key = argument(w, n, 1);
    return lower_lookup(w, n, p, key);
}

static struct lval call_require(struct lower *w, const struct ast_node *n)
{
    const struct ast_node *name = argument_count(n) == 1 ? n->kids[1] : NULL;
    if (!name || name->kind != AST_STRING)
        return lower_refuse(w, n, _("require wants a module's name"));
    return lower_module(w, n, name->text);
}

static struct lval call_error(struct lower *w, const struct ast_node *n)
{
    return lower_refuse(w, n, _("error() is compiled as a statement only"));
}

static const struct builtin {
    const char *name;
    struct lval (*call)(struct lower *w, const struct ast_node *n);
} builtins[] = {
    {"yuan", call_yuan},
    {"fen", call_fen},
    {"jiao", call_jiao},
    {"date", call_date},
    {"month", call_month},
    {"abs", call_abs},
    {"clamp", call_clamp},
    {"max", call_max},
    {"min", call_min},
    {"round", call_round},
    {"floor", call_floor},
    {"ceil", call_ceil},
    {"up_to", call_up_to},
    {"down_to", call_down_to},
    {"half_up_to", call_half_up_to},
    {"half_even_to", call_half_even_to},
    {"age", call_age},
    {"months_between", call_months_between},
    {"add_months", call_add_months},
    {"month_of", call_month_of},
    {"year_of", call_year_of},
    {"month_number", call_month_number},
    {"first_day", call_first_day},
    {"last_day", call_last_day},
    {"count", call_count},
    {"sum", call_sum},
    {"any", call_any},
    {"all", call_all},
    {"known", call_known},
    {"default", call_default},
    {"lookup", call_lookup},
    {"require", call_require},
    {"error", call_error},
};

int lower_call_builtin(struct str name)
{
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        if (str_eq(name, (struct str){builtins[i].name, strlen(builtins[i].name)}))
            return (int)i;
    return -1;
}

static struct lval compared(struct lower *w, const struct ast_node *n, struct lval parameter)
{
    struct lval a = argument(w, n, 0), b = argument(w, n, 1);
    if (a.kind == LV_BAD || b.kind == LV_BAD)
        return bad();
    /* none in force: the rows are in doubt already, any operator does */
    enum comparison op = parameter.value ? parameter.value->op : CMP_EQ;
    return number_compare(w, n, op, a, b); /* texts and enums are an error, also with == */
}

static struct lval looked_up_table(struct lower *w, const struct ast_node *n,
                                   struct lval parameter)
{
    struct lval arguments[LIMIT_TABLE_COLUMNS];
    if (argument_count(n) != parameter.parameter->column_count)
        return lower_refuse(w, n, _("an argument is missing"));
    for (uint32_t i = 0; i < argument_count(n); i++) {
        arguments[i] = lower_expression(w, n->kids[i + 1]);
        if (arguments[i].kind == LV_BAD)
            return arguments[i];
    }
    return lower_table(w, n, parameter, arguments);
}

static struct lval call_method(struct lower *w, const struct ast_node *n)
{
    struct lval row = lower_expression(w, n->kids[0]), months;
    struct rational r;
    if (row.kind != LV_ROW || !str_eq(n->kids[1]->text, (struct str){"before", 6}) ||
        n->kid_count != 3)
        return lower_refuse(w, n, _("the only method that is compiled is before"));
    months = lower_expression(w, n->kids[2]);
    if (!number_constant(w, &months, &r) || r.den != 1 || r.num < 1 || r.num > 600)
        return lower_refuse(w, n, _("before() wants a constant number of months"));
    row.kind = LV_BEFORE;
    row.months = (uint32_t)r.num;
    return row;
}

struct lval lower_call(struct lower *w, const struct ast_node *n)
{
    if (n->kind == AST_METHOD)
        return call_method(w, n);
    struct lval f = lower_expression(w, n->kids[0]);
    struct lval arguments[16];
    switch (f.kind) {
    case LV_BUILTIN:
        return builtins[f.builtin].call(w, n);
    case LV_PARAMETER:
        if (f.parameter->kind == PARAMETER_COMPARISON)
            return compared(w, n, f);
        if (f.parameter->kind == PARAMETER_TABLE)
            return looked_up_table(w, n, f);
        return lower_refuse(w, n, _("only comparison parameters are called"));
    case LV_FUNCTION:
        if (argument_count(n) > 16)
            return lower_refuse(w, n, _("too many arguments to be compiled"));
        for (uint32_t i = 0; i < argument_count(n); i++)
            arguments[i] = lower_expression(w, n->kids[i + 1]);
        if (w->failed)
            return bad();
        return lower_invoke(w, n, f.node, arguments, argument_count(n));
    default:
        return lower_refuse(w, n, _("this call is not compiled"));
    }
}
