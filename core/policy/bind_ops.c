/* bind_ops.c - the operators of the language (docs/language.md, section 3), under the names
 * that rewrite.h inserts: __add __sub __mul __div __idiv __mod __unm __eq __ne __lt __le __gt
 * __ge
 * __concat __cond __number __known __default. The last argument is the position.
 *
 * Whole numbers and whole fen take the short way at the top of each operator; everything else,
 * and every error, goes through quantities.
 */
#include "policy/bind.h"

#include <string.h>
#include "value/decimal.h"

static uint32_t position_at(lua_State *L, int index)
{
    return (uint32_t)lua_tointeger(L, index);
}

void bind_check(lua_State *L, enum hm_trap trap, uint32_t position)
{
    if (trap == HM_TRAP_NONE)
        return;
    if (trap == HM_TRAP_DIVISION_BY_ZERO)
        sandbox_raise(L, trap, position, _("division by zero"));
    sandbox_raise(L, trap, position, _("overflow: the exact result does not fit"));
}

void bind_step(lua_State *L, const char *op, uint32_t position, int left, int right)
{
    struct sandbox *s = bind_sandbox(L);
    if (__builtin_expect(s->trace.step != NULL, 0)) {
        if (!position)
            position = bind_here(L);
        s->trace.step(s->trace.ctx, L, op, position, left, right, lua_gettop(L));
    }
}

/* The value at `index` as text for a message, in out. */
static const char *shown(lua_State *L, int index, char out[64])
{
    struct buf b;
    buf_init(&b);
    if (bind_text(&b, L, index) && buf_ok(&b) && b.len < 64)
        memcpy(out, b.data, b.len + 1);
    else
        out[0] = '\0';
    buf_fini(&b);
    return out;
}

/* --- arithmetic --- */

enum arithmetic { ADD, SUB, MUL, DIV, IDIV, MOD };

static const char *const arithmetic_names[] = {"+", "-", "*", "/", "//", "%"};

typedef enum hm_trap (*rational_op)(struct rational *, struct rational, struct rational);

static const rational_op rational_ops[] = {rational_add, rational_sub,      rational_mul,
                                           rational_div, rational_floordiv, rational_mod};

static bool is_zero_number(struct quantity q)
{
    return q.kind == KIND_NUMBER && q.r.num == 0;
}

_Noreturn static void refuse(lua_State *L, const char *op, uint32_t position)
{
    char text[64];
    const char *left = bind_kind_shown(L, 1), *right = bind_kind_shown(L, 2);
    enum value_kind a = bind_quantity(L, 1).kind, b = bind_quantity(L, 2).kind;
    if (lua_isnil(L, 1) || lua_isnil(L, 2))
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("%s %s %s: one side is nil, which is no value (a name without a value, "
                        "or a function that returned nothing)"),
                      left, op, right);
    if (a != KIND_NONE && b != KIND_NONE && a != b)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("%s %s %s: money and numbers do not mix; an amount of money is written "
                        "yuan(%s)"),
                      left, op, right, shown(L, a == KIND_MONEY ? 2 : 1, text));
    if (a == KIND_MONEY && b == KIND_MONEY)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("money %s money does not exist; one side must be a number"), op);
    sandbox_raise(L, HM_TRAP_SCRIPT, position, _("%s %s %s is not possible"), left, op, right);
}

/* The kind of the result, or KIND_NONE when the operands do not go together. */
static enum value_kind result_kind(enum arithmetic op, struct quantity a, struct quantity b)
{
    if (a.kind == KIND_NONE || b.kind == KIND_NONE)
        return KIND_NONE;
    if (a.kind == KIND_NUMBER && b.kind == KIND_NUMBER)
        return KIND_NUMBER;
    bool both = a.kind == b.kind;
    if (is_zero_number(a) && op != MUL)
        both = true; /* 0 stands for no money: an empty sum */
    switch (op) {
    case ADD:
    case SUB:
        return both || is_zero_number(a) || is_zero_number(b) ? KIND_MONEY : KIND_NONE;
    case MUL:
        return both ? KIND_NONE : KIND_MONEY;
    case DIV:
        if (both)
            return KIND_NUMBER;
        return a.kind == KIND_MONEY ? KIND_MONEY : KIND_NONE;
    case IDIV:
        return both ? KIND_NUMBER : KIND_NONE;
    case MOD:
        return both ? KIND_MONEY : KIND_NONE;
    }
    return KIND_NONE;
}

static int arithmetic(lua_State *L, enum arithmetic op)
{
    struct quantity a = bind_quantity(L, 1), b = bind_quantity(L, 2), out;
    uint32_t position = position_at(L, 3);
    out.kind = result_kind(op, a, b);
    if (out.kind == KIND_NONE)
        refuse(L, arithmetic_names[op], position);
    bind_check(L, rational_ops[op](&out.r, a.r, b.r), position);
    bind_push_quantity(L, out);
    bind_step(L, arithmetic_names[op], position, 1, 2);
    return 1;
}

struct quantity bind_sum(lua_State *L, struct quantity a, struct quantity b, const char *op,
                         uint32_t position)
{
    struct quantity out = {result_kind(ADD, a, b), {0, 1}};
    if (out.kind == KIND_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("%s: money and numbers do not mix in one list"), op);
    bind_check(L, rational_add(&out.r, a.r, b.r), position);
    return out;
}

static bool two_integers(lua_State *L, int64_t *a, int64_t *b)
{
    if (!lua_isinteger(L, 1) || !lua_isinteger(L, 2))
        return false;
    *a = lua_tointeger(L, 1);
    *b = lua_tointeger(L, 2);
    return true;
}

/* Pushes a whole number that an operator made; INT64_MIN is not used. */
static int integer_result(lua_State *L, int64_t v, const char *op)
{
    if (v == INT64_MIN)
        bind_check(L, HM_TRAP_OVERFLOW, position_at(L, 3));
    lua_pushinteger(L, v);
    bind_step(L, op, position_at(L, 3), 1, 2);
    return 1;
}

static int op_add(lua_State *L)
{
    int64_t a, b, v;
    if (two_integers(L, &a, &b) && !__builtin_add_overflow(a, b, &v))
        return integer_result(L, v, "+");
    return arithmetic(L, ADD);
}

static int op_sub(lua_State *L)
{
    int64_t a, b, v;
    if (two_integers(L, &a, &b) && !__builtin_sub_overflow(a, b, &v))
        return integer_result(L, v, "-");
    return arithmetic(L, SUB);
}

static int op_mul(lua_State *L)
{
    int64_t a, b, v;
    if (two_integers(L, &a, &b) && !__builtin_mul_overflow(a, b, &v))
        return integer_result(L, v, "*");
    return arithmetic(L, MUL);
}

static int op_div(lua_State *L)
{
    return arithmetic(L, DIV);
}

static int op_idiv(lua_State *L)
{
    return arithmetic(L, IDIV);
}

static int op_mod(lua_State *L)
{
    return arithmetic(L, MOD);
}

static int op_unm(lua_State *L)
{
    struct quantity a = bind_quantity(L, 1), out;
    uint32_t position = position_at(L, 2);
    if (a.kind == KIND_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("-%s is not possible; only numbers and money have a sign"),
                      bind_kind_shown(L, 1));
    out.kind = a.kind;
    bind_check(L, rational_neg(&out.r, a.r), position);
    bind_push_quantity(L, out);
    bind_step(L, "-", position, 1, 0);
    return 1;
}

/* --- comparison --- */

/* Order of two values of one kind that is no quantity; false when there is none. */
static bool compare_days(int *out, lua_State *L, int left, int right)
{
    int32_t a, b;
    if ((bind_date_at(&a, L, left) && bind_date_at(&b, L, right)) ||
        (bind_month_at(&a, L, left) && bind_month_at(&b, L, right))) {
        *out = (a > b) - (a < b);
        return true;
    }
    return false;
}

static bool comparable(struct quantity a, struct quantity b)
{
    return a.kind != KIND_NONE && b.kind != KIND_NONE &&
           (a.kind == b.kind || is_zero_number(a) || is_zero_number(b));
}

_Noreturn static void refuse_order(lua_State *L, int left, int right, const char *op,
                                   uint32_t position)
{
    const char *a = bind_kind_shown(L, left), *b = bind_kind_shown(L, right);
    if (bind_quantity(L, left).kind != KIND_NONE && bind_quantity(L, right).kind != KIND_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("%s %s %s: money and numbers do not compare; an amount of money is "
                        "written yuan(...)"),
                      a, op, b);
    sandbox_raise(L, HM_TRAP_SCRIPT, position,
                  _("%s %s %s: only two numbers, amounts, dates or months have an order"), a,
                  op, b);
}

int bind_compare(lua_State *L, int left, int right, const char *op, uint32_t position)
{
    struct quantity a = bind_quantity(L, left), b = bind_quantity(L, right);
    int c;
    if (comparable(a, b))
        return a.r.den == 1 && b.r.den == 1 ? (a.r.num > b.r.num) - (a.r.num < b.r.num)
                                            : rational_cmp(a.r, b.r);
    if (compare_days(&c, L, left, right))
        return c;
    refuse_order(L, left, right, op, position);
}

static int order(lua_State *L, const char *op, bool less, bool equal, bool greater)
{
    int c = bind_compare(L, 1, 2, op, position_at(L, 3));
    lua_pushboolean(L, c < 0 ? less : c > 0 ? greater : equal);
    bind_step(L, op, position_at(L, 3), 1, 2);
    return 1;
}

static int op_lt(lua_State *L)
{
    return order(L, "<", true, false, false);
}

static int op_le(lua_State *L)
{
    return order(L, "<=", true, true, false);
}

static int op_gt(lua_State *L)
{
    return order(L, ">", false, false, true);
}

static int op_ge(lua_State *L)
{
    return order(L, ">=", false, true, true);
}

static bool same(lua_State *L, const char *op, uint32_t position)
{
    int left = lua_type(L, 1), right = lua_type(L, 2), c;
    if (left == LUA_TNIL || right == LUA_TNIL)
        return left == right;
    if (left == LUA_TSTRING && right == LUA_TSTRING)
        return bind_same_text(L, 1, 2);
    struct quantity a = bind_quantity(L, 1), b = bind_quantity(L, 2);
    if (comparable(a, b))
        return rational_cmp(a.r, b.r) == 0;
    if (compare_days(&c, L, 1, 2))
        return c == 0;
    bool quantities = a.kind != KIND_NONE || b.kind != KIND_NONE;
    if (!quantities && left == right && left != LUA_TLIGHTUSERDATA)
        return lua_rawequal(L, 1, 2); /* booleans; rows, lists, tables, functions as such */
    const char *x = bind_kind_shown(L, 1), *y = bind_kind_shown(L, 2);
    if (a.kind != KIND_NONE && b.kind != KIND_NONE)
        sandbox_raise(L, HM_TRAP_SCRIPT, position,
                      _("%s %s %s: money and numbers do not compare; an amount of money is "
                        "written yuan(...)"),
                      x, op, y);
    sandbox_raise(L, HM_TRAP_SCRIPT, position,
                  _("%s %s %s: values of two kinds cannot be compared"), x, op, y);
}

static int op_eq(lua_State *L)
{
    bool equal = same(L, "==", position_at(L, 3));
    lua_pushboolean(L, equal);
    bind_step(L, "==", position_at(L, 3), 1, 2);
    return 1;
}

static int op_ne(lua_State *L)
{
    bool equal = same(L, "~=", position_at(L, 3));
    lua_pushboolean(L, !equal);
    bind_step(L, "~=", position_at(L, 3), 1, 2);
    return 1;
}

/* --- text, conditions, literals --- */

static int op_concat(lua_State *L)
{
    struct buf *b = bind_scratch(L);
    for (int i = 1; i <= 2; i++)
        if (lua_type(L, i) == LUA_TBOOLEAN || !bind_text(b, L, i))
            sandbox_raise(L, HM_TRAP_SCRIPT, position_at(L, 3),
                          _("%s .. %s: only texts, numbers, amounts, dates and months can be "
                            "joined"),
                          bind_kind_shown(L, 1), bind_kind_shown(L, 2));
    bind_push_scratch(L);
    bind_step(L, "..", position_at(L, 3), 1, 2);
    return 1;
}

static int op_cond(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TBOOLEAN)
        sandbox_raise(L, HM_TRAP_SCRIPT, position_at(L, 2),
                      _("a condition must be true or false, not %s"), bind_kind_shown(L, 1));
    lua_pushvalue(L, 1);
    bind_step(L, "if", position_at(L, 2), 3, 0);
    return 1;
}

/* A literal that is no whole number in int64, as written: exactly. */
static int op_number(lua_State *L)
{
    struct rational r;
    struct str text;
    text.p = lua_tolstring(L, 1, &text.n);
    if (!text.p || decimal_rational(&r, text) != DECIMAL_OK)
        sandbox_raise(L, HM_TRAP_OVERFLOW, 0, _("the number %s does not fit"),
                      text.p ? text.p : "?");
    bind_push_number(L, r);
    return 1;
}

/* --- missing facts --- */

/* Calls the function at `index` so that a missing fact is told, not passed on. Leaves the
 * handler's slot and, when not missing, the value. */
static bool is_missing(lua_State *L, int index)
{
    struct sandbox *s = bind_sandbox(L);
    sandbox_push_handler(L);
    lua_pushvalue(L, index);
    enum hm_trap trap = sandbox_call_above(s, L, 0, 1);
    if (trap == HM_TRAP_MISSING && !s->dead)
        return true;
    if (trap != HM_TRAP_NONE)
        sandbox_reraise(L);
    return false;
}

static int op_known(lua_State *L)
{
    bool missing = is_missing(L, 1);
    lua_pushboolean(L, !missing);
    bind_step(L, "known", position_at(L, 2), 0, 0);
    return 1;
}

static int op_default(lua_State *L)
{
    if (is_missing(L, 1)) {
        lua_pushvalue(L, 2);
        lua_call(L, 0, 1);
    }
    bind_step(L, "default", position_at(L, 3), 0, 0);
    return 1;
}

void bind_ops_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"__add", op_add},     {"__sub", op_sub},
        {"__mul", op_mul},     {"__div", op_div},
        {"__idiv", op_idiv},   {"__mod", op_mod},
        {"__unm", op_unm},     {"__eq", op_eq},
        {"__ne", op_ne},       {"__lt", op_lt},
        {"__le", op_le},       {"__gt", op_gt},
        {"__ge", op_ge},       {"__concat", op_concat},
        {"__cond", op_cond},   {"__number", op_number},
        {"__known", op_known}, {"__default", op_default},
        {NULL, NULL},
    };
    bind_register(L, NULL, entries);
}
