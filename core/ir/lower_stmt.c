/* lower_stmt.c - statements under masks.
 *
 * w->mask is the set of rows that come here. A branch runs under a smaller mask; `return` takes
 * its rows out of the mask. What a row that does not come here would have got is never looked
 * at.
 */
#include "ir/lowering.h"

#include "base/limits.h"

void lower_declare(struct lower *w, const struct ast_node *name, struct lval v)
{
    struct local *l = lower_names_local(w, name);
    if (!l)
        return;
    *l = (struct local){.value = v, .context = w->context, .turns = w->turns, .is_set = true};
    l->activation = w->activation ? w->activation->serial : 0;
}

struct lval lower_local(struct lower *w, const struct ast_node *at, struct local *l)
{
    if (l->value.kind == LV_NIL)
        return l->value;
    if (l->unset) {
        struct lval unset = {.kind = LV_BOOLEAN, .num = l->unset, .den = 1};
        unset = lower_adapt(w, at, unset, l->context);
        if (unset.kind != LV_BAD)
            lower_stop(w, unset.num, 2);
    }
    return lower_adapt(w, at, l->value, l->context);
}

static void declare_locals(struct lower *w, const struct ast_node *n)
{
    const struct ast_node *names = n->kids[0];
    uint32_t values = n->kid_count > 1 ? n->kids[1]->kid_count : 0;
    struct lval v[16];
    if (names->kid_count > 16 || values > names->kid_count ||
        (values && values < names->kid_count)) {
        lower_refuse(w, n, _("a local for each value is expected"));
        return;
    }
    for (uint32_t i = 0; i < names->kid_count; i++)
        v[i] = i < values ? lower_expression(w, n->kids[1]->kids[i])
                          : (struct lval){.kind = LV_NIL, .den = 1};
    for (uint32_t i = 0; i < names->kid_count; i++)
        lower_declare(w, names->kids[i], v[i]);
}

static void assign_local(struct lower *w, const struct ast_node *target, struct lval v)
{
    struct local *l = target->binding ? lower_names_local(w, target->binding) : NULL;
    if (target->kind != AST_NAME || !l || !l->is_set || l->context != w->context) {
        lower_refuse(w, target, _("only locals of the same row can be assigned to"));
        return;
    }
    if (v.kind < LV_BOOLEAN || v.kind > LV_TEXT) {
        lower_refuse(w, target, _("only values can be assigned"));
        return;
    }
    if (w->attempt && l->activation <= w->attempt) { /* it may stop before it gets here */
        lower_refuse(w, target, _("known and default may not change locals from outside"));
        return;
    }
    /* A row that left its own function does not come back; the caller's locals live on. */
    bool own = w->activation && l->activation == w->activation->serial;
    bool everywhere = (own && l->turns == w->turns) || !w->mask;
    uint8_t space = w->context->space;
    if (l->value.kind == LV_NIL) {
        l->unset = everywhere ? 0 : ir_andn(w->ir, ir_const_b(w->ir, space, 1), w->mask);
        l->value = v;
        return;
    }
    if (l->unset)
        l->unset = everywhere ? 0 : ir_andn(w->ir, l->unset, w->mask);
    l->value = everywhere ? v : number_select(w, target, w->mask, v, l->value);
}

static void assign(struct lower *w, const struct ast_node *n)
{
    const struct ast_node *targets = n->kids[0], *values = n->kids[1];
    struct lval v[16];
    if (targets->kid_count > 16 || targets->kid_count != values->kid_count) {
        lower_refuse(w, n, _("a value for each name is expected"));
        return;
    }
    for (uint32_t i = 0; i < values->kid_count; i++)
        v[i] = lower_expression(w, values->kids[i]);
    for (uint32_t i = 0; i < targets->kid_count && !w->failed; i++)
        assign_local(w, targets->kids[i], v[i]);
}

/* --- if --- */

struct join { /* the rows that come out of the branches */
    ir_ref mask;
    bool is_open;    /* some row comes out */
    bool is_changed; /* a branch lost rows */
};

static void run_branch(struct lower *w, struct join *j, const struct ast_node *block,
                       ir_ref mask)
{
    int64_t x;
    if (mask && ir_is_const(w->ir, mask, &x) && x == 0)
        return;
    w->mask = mask;
    w->is_dead = false;
    lower_block(w, block);
    j->is_changed = j->is_changed || w->is_dead || w->mask != mask;
    if (w->is_dead)
        return;
    j->mask = !j->is_open ? w->mask : (j->mask && w->mask) ? ir_or(w->ir, j->mask, w->mask) : 0;
    j->is_open = true;
}

static void lower_if(struct lower *w, const struct ast_node *n)
{
    ir_ref before = w->mask, rest = before;
    struct join j = {0};
    uint32_t i = 0;
    w->turns++;
    for (; i + 1 < n->kid_count && !w->failed; i += 2) {
        bool ok;
        w->mask = rest;
        ir_ref c = lower_condition(w, n->kids[i], &ok);
        if (!ok)
            break;
        run_branch(w, &j, n->kids[i + 1], ir_and(w->ir, rest, c));
        rest = ir_andn(w->ir, rest, c);
    }
    if (i < n->kid_count && !w->failed) {
        run_branch(w, &j, n->kids[i], rest);
    } else {
        int64_t x;
        bool none = rest && ir_is_const(w->ir, rest, &x) && x == 0;
        if (!none) {
            j.mask = !j.is_open ? rest : (j.mask && rest) ? ir_or(w->ir, j.mask, rest) : 0;
            j.is_open = true;
        }
    }
    w->turns--;
    w->mask = j.is_changed ? j.mask : before;
    w->is_dead = !j.is_open;
}

/* --- return, break, calls --- */

static void lower_return(struct lower *w, const struct ast_node *n)
{
    struct activation *a = w->activation;
    struct lval v = {.kind = LV_NIL, .den = 1};
    if (n->kid_count > 1) {
        lower_refuse(w, n, _("a formula returns one value"));
        return;
    }
    if (n->kid_count == 1)
        v = lower_expression(w, n->kids[0]);
    if (v.kind == LV_BAD)
        return;
    uint8_t space = w->context->space;
    if (a->in_members)
        a->returned =
            ir_or(w->ir, a->returned, w->mask ? w->mask : ir_const_b(w->ir, space, 1));
    a->result = a->has_result && w->mask ? number_select(w, n, w->mask, v, a->result) : v;
    a->has_result = true;
    w->is_dead = true;
}

static void lower_break(struct lower *w)
{
    struct activation *a = w->activation;
    ir_ref all = ir_const_b(w->ir, w->context->space, 1);
    a->left = ir_or(w->ir, a->left, w->mask ? w->mask : all);
    w->is_dead = true;
}

static void call_statement(struct lower *w, const struct ast_node *call)
{
    const struct ast_node *name = call->kids[0];
    bool builtin = call->kind == AST_CALL && name->kind == AST_NAME && !name->binding;
    if (builtin && str_eq(name->text, (struct str){"error", 5})) {
        lower_stop(w, 0, 2);
        w->is_dead = true;
        return;
    }
    if (builtin && str_eq(name->text, (struct str){"assert", 6}) && call->kid_count > 1) {
        bool ok;
        ir_ref c = lower_condition(w, call->kids[1], &ok);
        if (call->kid_count > 2 && call->kids[2]->kind != AST_STRING)
            lower_refuse(w, call, _("the message of assert must be written out"));
        else if (ok)
            lower_stop(w, ir_not(w->ir, c), 2);
        return;
    }
    lower_expression(w, call);
}

static void for_in(struct lower *w, const struct ast_node *n)
{
    const struct ast_node *names = n->kids[0], *values = n->kids[1];
    const struct ast_node *call = values->kids[0];
    bool each = names->kid_count == 1 && values->kid_count == 1 && call->kind == AST_CALL &&
                call->kid_count == 2 && call->kids[0]->kind == AST_NAME &&
                !call->kids[0]->binding && str_eq(call->kids[0]->text, (struct str){"each", 4});
    if (!each) {
        lower_refuse(w, n, _("only `for m in each(list)` is compiled"));
        return;
    }
    struct lval list = lower_expression(w, call->kids[1]);
    if (list.kind == LV_LIST)
        lower_each(w, n, list);
    else
        lower_refuse(w, n, _("each() wants a list of members"));
}

static void lower_statement(struct lower *w, const struct ast_node *n)
{
    switch (n->kind) {
    case AST_LOCAL:
        declare_locals(w, n);
        break;
    case AST_LOCAL_FUNCTION:
        lower_declare(w, n->kids[0], (struct lval){.kind = LV_FUNCTION, .node = n->kids[1]});
        break;
    case AST_ASSIGN:
        assign(w, n);
        break;
    case AST_CALL_STATEMENT:
        call_statement(w, n->kids[0]);
        break;
    case AST_DO:
        lower_block(w, n->kids[0]);
        break;
    case AST_IF:
        lower_if(w, n);
        break;
    case AST_FOR:
        lower_for(w, n);
        break;
    case AST_FOR_IN:
        for_in(w, n);
        break;
    case AST_RETURN:
        lower_return(w, n);
        break;
    case AST_BREAK:
        lower_break(w);
        break;
    case AST_EMPTY:
        break;
    default:
        lower_refuse(w, n, _("this statement is not compiled"));
        break;
    }
}

void lower_block(struct lower *w, const struct ast_node *block)
{
    for (uint32_t i = 0; i < block->kid_count && !w->is_dead && !w->failed; i++)
        lower_statement(w, block->kids[i]);
}

static bool is_active(const struct lower *w, const struct ast_node *function)
{
    for (const struct activation *a = w->activation; a; a = a->caller)
        if (a->function == function)
            return true;
    return false;
}

struct lval lower_invoke(struct lower *w, const struct ast_node *at,
                         const struct ast_node *function, const struct lval *arguments,
                         uint32_t count)
{
    const struct ast_node *names = function->kids[0];
    if (is_active(w, function) || w->depth >= LIMIT_FORMULA_DEPTH)
        return lower_refuse(w, at, _("a function that calls itself is not compiled"));
    struct activation a = {
        .function = function, .caller = w->activation, .serial = ++w->activation_count};
    ir_ref mask = w->mask;
    unsigned turns = w->turns;
    w->turns = 0;
    w->activation = &a;
    w->depth++;
    for (uint32_t i = 0; i < names->kid_count; i++) {
        if (names->kids[i]->kind == AST_VARARG)
            lower_refuse(w, at, _("functions with ... are not compiled"));
        else
            lower_declare(w, names->kids[i],
                          i < count ? arguments[i] : (struct lval){.kind = LV_NIL, .den = 1});
    }
    lower_block(w, function->kids[1]);
    if (!w->is_dead && a.has_result)
        lower_stop(w, 0, 2); /* the function ends without a value on this path */
    w->depth--;
    w->turns = turns;
    w->activation = a.caller;
    w->mask = mask;
    w->is_dead = false;
    if (w->failed)
        return (struct lval){.kind = LV_BAD};
    return a.has_result ? a.result : (struct lval){.kind = LV_NIL, .den = 1};
}
