/* lower_loop.c - loops: counted ones are unrolled; a loop over members runs its body once over
 * the rows of the members, slot after slot, with the locals it changes carried from turn to
 * turn.
 */
#include "ir/lowering.h"

#include <string.h>

enum { UNROLL_MAX = 128, CARRIED_MAX = 32 };

void lower_enter(struct lower *w, struct inside *saved, uint8_t child, struct lval *row)
{
    *saved = (struct inside){w->context, w->mask, w->doubt, w->is_dead};
    w->context = lower_context(w, w->context, child);
    w->mask = w->mask ? ir_bcast(w->ir, w->mask, child) : 0;
    w->doubt = 0;
    *row = (struct lval){.kind = LV_ROW, .id = child, .context = w->context, .den = 1};
}

/* The members' doubt becomes their parent's. */
void lower_leave(struct lower *w, const struct inside *saved)
{
    bool some = w->doubt && !w->failed;
    ir_ref doubt = some ? ir_reduce(w->ir, OP_ANY_B, w->doubt, 0) : 0;
    w->context = saved->context;
    w->mask = saved->mask;
    w->doubt = ir_or(w->ir, saved->doubt, doubt);
    w->is_dead = saved->is_dead;
}

/* --- counted --- */

static bool whole(struct lower *w, const struct ast_node *n, int64_t *out)
{
    struct lval v = lower_expression(w, n);
    struct rational r;
    if (!number_constant(w, &v, &r) || r.den != 1)
        return false;
    *out = r.num;
    return true;
}

static ir_ref join_masks(struct lower *w, ir_ref a, ir_ref b)
{
    return a && b ? ir_or(w->ir, a, b) : 0; /* 0 is every row */
}

void lower_for(struct lower *w, const struct ast_node *n)
{
    int64_t from, to, step = 1;
    bool has_step = n->kid_count == 5;
    if (!whole(w, n->kids[1], &from) || !whole(w, n->kids[2], &to) ||
        (has_step && !whole(w, n->kids[3], &step)) || step == 0) {
        lower_refuse(w, n, _("a counted loop needs constant whole bounds to be compiled"));
        return;
    }
    struct activation *a = w->activation;
    ir_ref left_before = a->left;
    a->left = 0;
    w->turns++;
    int turns = 0;
    for (int64_t i = from; step > 0 ? i <= to : i >= to; i += step) {
        if (++turns > UNROLL_MAX) {
            lower_refuse(w, n, _("the loop has too many turns to be compiled"));
            break;
        }
        lower_declare(w, n->kids[0], number_of(w, i));
        lower_block(w, n->kids[n->kid_count - 1]);
        if (w->is_dead || w->failed)
            break;
    }
    w->turns--;
    if (a->left) {
        w->mask = w->is_dead ? a->left : join_masks(w, w->mask, a->left);
        w->is_dead = false;
    }
    a->left = left_before;
}

/* --- over members --- */

struct carry {
    struct local *local; /* NULL: the result of the function */
    struct lval before;
    struct lval shape; /* kind, id, den that all turns share */
    uint32_t number;
};

struct each {
    struct carry carried[CARRIED_MAX];
    uint32_t count;
    bool returns, breaks;
};

static void add_carried(struct lower *w, struct each *e, const struct ast_node *target)
{
    struct local *l = target->kind == AST_NAME && target->binding
                          ? lower_names_local(w, target->binding)
                          : NULL;
    if (!l || !l->is_set || l->context != w->context)
        return;
    for (uint32_t i = 0; i < e->count; i++)
        if (e->carried[i].local == l)
            return;
    if (e->count + 1 >= CARRIED_MAX) {
        lower_refuse(w, target, _("the loop changes too many locals"));
        return;
    }
    e->carried[e->count++] = (struct carry){.local = l, .before = l->value, .shape = l->value};
}

/* Which locals from outside the loop its body changes, and how it is left. */
static void survey(struct lower *w, struct each *e, const struct ast_node *n, bool in_loop)
{
    if (n->kind == AST_FUNCTION)
        return;
    if (n->kind == AST_ASSIGN)
        for (uint32_t i = 0; i < n->kids[0]->kid_count; i++)
            add_carried(w, e, n->kids[0]->kids[i]);
    e->returns = e->returns || n->kind == AST_RETURN;
    e->breaks = e->breaks || (n->kind == AST_BREAK && !in_loop);
    bool loop = in_loop || n->kind == AST_FOR || n->kind == AST_FOR_IN ||
                n->kind == AST_WHILE || n->kind == AST_REPEAT;
    for (uint32_t i = 0; i < n->kid_count; i++)
        survey(w, e, n->kids[i], loop);
}

static char lane_of(const struct lval *v)
{
    bool byte = v->kind == LV_BOOLEAN || v->kind == LV_ENUM || v->kind == LV_TEXT;
    return byte ? 'B' : v->kind == LV_DATE || v->kind == LV_MONTH ? 'I' : 'L';
}

static uint32_t new_carried(struct lower *w, char lane, ir_ref start, uint8_t child)
{
    struct ir *ir = w->ir;
    if (ir_grow_carried(ir) != 0)
        return 0;
    ir->carried[ir->carried_count] = (struct ir_carried){.lane = lane,
                                                         .start = ir_widen(ir, start, lane),
                                                         .child = child,
                                                         .loop = w->loop_count};
    return ir->carried_count++;
}

static ir_ref phi(struct lower *w, uint32_t number)
{
    const struct ir_carried *c = &w->ir->carried[number];
    bool byte = c->lane == 'B', narrow = c->lane == 'I';
    struct ir_value v = {.op = byte     ? OP_PHI_B
                               : narrow ? OP_PHI_I
                                        : OP_PHI_L,
                         .space = c->child,
                         .imm = number,
                         .extra = c->child,
                         .lo = byte     ? 0
                               : narrow ? INT32_MIN
                                        : INT64_MIN,
                         .hi = byte     ? 255
                               : narrow ? INT32_MAX
                                        : INT64_MAX};
    return ir_emit(w->ir, &v);
}

/* Writes the local at the end of a turn and gives its value after the loop. */
static ir_ref close_carried(struct lower *w, uint32_t number, ir_ref last, uint8_t parent)
{
    struct ir *ir = w->ir;
    char lane = ir->carried[number].lane;
    bool byte = lane == 'B', narrow = lane == 'I';
    struct ir_value write = {.op = byte     ? OP_CARRY_B
                                   : narrow ? OP_CARRY_I
                                            : OP_CARRY_L,
                             .space = parent,
                             .a = ir_widen(ir, last, lane),
                             .imm = number,
                             .extra = ir->carried[number].child,
                             .lo = byte     ? 0
                                   : narrow ? INT32_MIN
                                            : INT64_MIN,
                             .hi = byte     ? 255
                                   : narrow ? INT32_MAX
                                            : INT64_MAX};
    ir_ref w_ref = ir_emit(ir, &write);
    ir->carried[number].write = w_ref;
    struct ir_value read = write;
    read.op = byte ? OP_COPY_B : narrow ? OP_COPY_I : OP_COPY_L;
    read.a = w_ref;
    read.imm = 0;
    read.extra = 0;
    return ir_emit(ir, &read);
}

static bool open_carried(struct lower *w, const struct ast_node *n, struct carry *c,
                         uint8_t child)
{
    struct lval start = c->before, shape = c->shape;
    if (start.kind == LV_NIL && !c->local) /* no row has returned yet: any value does */
        start = shape.kind == LV_NUMBER || shape.kind == LV_MONEY
                    ? number_of(w, 0)
                    : (struct lval){.kind = shape.kind,
                                    .id = shape.id,
                                    .den = 1,
                                    .num = lane_of(&shape) == 'B'
                                               ? ir_const_b(w->ir, w->context->space, 0)
                                               : ir_const(w->ir, w->context->space, 0)};
    if (start.kind < LV_BOOLEAN || start.kind > LV_TEXT || start.den_ref ||
        (c->local && c->local->unset)) {
        lower_refuse(w, n, _("a local that the loop changes has no value to begin with"));
        return false;
    }
    if (shape.kind == LV_ENUM)
        start = text_to_enum(w, n, start, shape.id);
    struct rational zero; /* only the whole number 0 stands for no money */
    if (shape.kind == LV_MONEY && start.kind == LV_NUMBER &&
        (!number_constant(w, &start, &zero) || zero.num != 0)) {
        lower_refuse(w, n, _("one way gives money, the other a number"));
        return false;
    }
    struct lval scale = number_of(w, 0);
    scale.den = shape.den;
    ir_ref path = w->mask;
    w->mask = 0; /* rows outside the loop's path keep their value through it */
    bool aligned =
        (shape.kind != LV_NUMBER && shape.kind != LV_MONEY) || number_align(w, &start, &scale);
    w->mask = path;
    if (!aligned) {
        lower_refuse(w, n, _("a local that the loop changes has no fixed denominator"));
        return false;
    }
    c->number = new_carried(w, lane_of(&shape), start.num, child);
    return !w->ir->failed;
}

/* Makes the shape hold both; true when it already did. */
static bool settle(struct lower *w, const struct ast_node *n, struct carry *c,
                   const struct lval *end)
{
    struct lval *s = &c->shape;
    if (end->kind == LV_BAD || end->den_ref) {
        lower_refuse(w, n, _("a local that the loop changes has no fixed denominator"));
        return false;
    }
    if (end->kind == s->kind && end->den == s->den && end->id == s->id)
        return true;
    bool numbers = (s->kind == LV_NUMBER || s->kind == LV_MONEY) &&
                   (end->kind == LV_NUMBER || end->kind == LV_MONEY);
    if (numbers) {
        s->den = number_common_den(s, end);
        if (s->den == 0)
            lower_refuse(w, n, _("the common denominator is too large"));
        s->kind = end->kind == LV_MONEY ? LV_MONEY : s->kind;
    } else if ((!c->local && c->before.kind == LV_NIL) ||
               (s->kind == LV_TEXT && end->kind == LV_ENUM)) {
        *s = *end;
    } else {
        lower_refuse(w, n, _("the two ways give different kinds of value"));
    }
    return false;
}

struct attempt { /* one try at the loop's shapes */
    struct inside saved;
    uint32_t stopped, returned; /* carried masks */
    ir_ref stopped_phi, returned_phi;
};

static void begin_turn(struct lower *w, const struct ast_node *n, struct each *e,
                       struct attempt *t, struct lval *row, uint8_t child)
{
    struct activation *a = w->activation;
    uint8_t parent = w->context->space;
    w->loop_count++;
    for (uint32_t i = 0; i < e->count && !w->failed; i++)
        open_carried(w, n, &e->carried[i], child);
    if (w->failed)
        return;
    t->stopped = new_carried(w, 'B', ir_const_b(w->ir, parent, 0), child);
    t->returned = new_carried(w, 'B', ir_const_b(w->ir, parent, 0), child);
    lower_enter(w, &t->saved, child, row);
    for (uint32_t i = 0; i < e->count; i++) {
        struct carry *c = &e->carried[i];
        struct lval v = c->shape;
        v.num = phi(w, c->number);
        if (c->local) {
            c->local->value = v;
            c->local->context = w->context;
        } else {
            a->result = v;
            a->has_result = true;
        }
    }
    t->stopped_phi = t->returned_phi = 0;
    if (e->breaks || e->returns) {
        t->stopped_phi = phi(w, t->stopped);
        w->mask = ir_andn(w->ir, w->mask, t->stopped_phi);
    }
    if (e->returns)
        t->returned_phi = phi(w, t->returned);
    a->left = 0;
    a->returned = 0;
}

/* Values at the end of the turn against the shapes; true when they fit. */
static bool end_turn(struct lower *w, const struct ast_node *n, struct each *e)
{
    bool fits = true;
    for (uint32_t i = 0; i < e->count && !w->failed; i++) {
        struct carry *c = &e->carried[i];
        const struct lval *end = c->local ? &c->local->value : &w->activation->result;
        fits = settle(w, n, c, end) && fits;
    }
    return fits && !w->failed;
}

static void put_back(struct lower *w, struct each *e, const struct context *context,
                     const struct activation *before)
{
    for (uint32_t i = 0; i < e->count; i++) {
        struct carry *c = &e->carried[i];
        if (c->local) {
            c->local->value = c->before;
            c->local->context = context;
        }
    }
    w->activation->result = before->result;
    w->activation->has_result = before->has_result;
}

static void finish_loop(struct lower *w, struct each *e, struct attempt *t,
                        struct activation *before)
{
    struct activation *a = w->activation;
    uint8_t parent = t->saved.context->space;
    ir_ref stopped = ir_or(w->ir, t->stopped_phi, ir_or(w->ir, a->left, a->returned));
    ir_ref returned = ir_or(w->ir, t->returned_phi, a->returned), after_returned = 0;
    for (uint32_t i = 0; i < e->count; i++) {
        struct carry *c = &e->carried[i];
        struct lval v = c->shape;
        ir_ref last = c->local ? c->local->value.num : a->result.num;
        v.num = close_carried(w, c->number, last, parent);
        if (c->local) {
            c->local->value = v;
            c->local->context = t->saved.context;
        } else {
            a->result = v;
        }
    }
    if (t->stopped_phi)
        close_carried(w, t->stopped, stopped ? stopped : t->stopped_phi, parent);
    if (t->returned_phi)
        after_returned = close_carried(w, t->returned, returned, parent);
    lower_leave(w, &t->saved);
    a->left = before->left;
    a->returned = ir_or(w->ir, before->returned, after_returned);
    if (after_returned)
        w->mask = ir_andn(w->ir, w->mask, after_returned);
}

void lower_each(struct lower *w, const struct ast_node *n, struct lval list)
{
    const struct ast_node *block = n->kids[2];
    struct activation *a = w->activation, before = *a;
    struct each e = {0};
    if (list.context != w->context || w->context->parent || before.in_members) {
        lower_refuse(w, n, _("loops inside loops over members are not compiled"));
        return;
    }
    survey(w, &e, block, false);
    if (e.returns) /* its shape is found by the first attempt */
        e.carried[e.count++] = (struct carry){
            .before = a->has_result ? a->result : (struct lval){.kind = LV_NIL, .den = 1},
            .shape = a->has_result ? a->result : (struct lval){.kind = LV_NUMBER, .den = 1}};
    const struct inside outside = {w->context, w->mask, w->doubt, w->is_dead};
    ir_ref doubt = w->doubt;
    w->turns++;
    a->in_members = true;
    for (int attempt = 0; !w->failed; attempt++) {
        struct attempt t;
        struct lval row;
        bool finding = attempt == 0 && e.returns && !before.has_result;
        w->doubt = doubt;
        begin_turn(w, n, &e, &t, &row, list.id);
        if (w->failed)
            break;
        if (finding)
            a->has_result = false; /* let the body say what it returns */
        lower_declare(w, n->kids[0]->kids[0], row);
        w->is_dead = false;
        lower_block(w, block);
        if (w->failed)
            break;
        if (end_turn(w, n, &e) && !finding) {
            finish_loop(w, &e, &t, &before);
            break;
        }
        lower_leave(w, &t.saved);
        put_back(w, &e, t.saved.context, &before);
        if (attempt == 4)
            lower_refuse(w, n, _("a local that the loop changes has no fixed denominator"));
    }
    if (w->failed) { /* refused in the middle: nothing of the turn is left open */
        w->context = outside.context;
        w->mask = outside.mask;
        w->doubt = outside.doubt;
        w->is_dead = outside.is_dead;
    }
    a->in_members = false;
    w->turns--;
}

/* Fractions whose denominators differ from member to member are added up turn by turn:
 * N/D + n/d = (N*d + n*D) / (D*d). Called in the members' context; the result is in the
 * parent's space. */
struct lval lower_sum_fractions(struct lower *w, struct lval v)
{
    struct ir *ir = w->ir;
    uint8_t child = w->context->space, parent = w->context->parent->space;
    w->loop_count++;
    uint32_t num = new_carried(w, 'L', ir_const(ir, parent, 0), child);
    uint32_t den = new_carried(w, 'L', ir_const(ir, parent, 1), child);
    if (ir->failed)
        return (struct lval){.kind = LV_BAD};
    struct lval sum = number_make(v.kind, phi(w, num), 1, phi(w, den));
    sum = number_binary(w, NULL, AST_ADD, sum, v);
    if (sum.kind == LV_BAD)
        return sum;
    sum.num = close_carried(w, num, sum.num, parent);
    sum.den_ref = close_carried(w, den, sum.den_ref, parent);
    return sum;
}
