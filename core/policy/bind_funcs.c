/* bind_funcs.c - builtin functions on numbers and amounts: yuan jiao fen abs clamp round floor
 * ceil, the roundings, lookup; and what builtin functions ask of their arguments.
 */
#include "policy/bind.h"

#include "base/limits.h"
#include "value/rounding.h"

struct buf *bind_scratch(lua_State *L)
{
    struct buf *b = &bind_sandbox(L)->scratch;
    buf_clear(b);
    return b;
}

void bind_push_scratch(lua_State *L)
{
    const struct buf *b = &bind_sandbox(L)->scratch;
    if (!buf_ok(b))
        sandbox_starve(L);
    if (b->len > LIMIT_LUA_TEXT_BYTES)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a text grows over %d bytes"),
                      LIMIT_LUA_TEXT_BYTES);
    sandbox_charge(L, b->len / 16);
    lua_pushlstring(L, b->len ? b->data : "", b->len);
}

/* --- arguments --- */

void bind_refuse(lua_State *L, int index, const char *what, const char *wanted)
{
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s: argument %d must be %s, not %s"), what, index,
                  wanted, lua_isnone(L, index) ? _("left out") : bind_kind_shown(L, index));
}

struct quantity bind_need_number(lua_State *L, int index, const char *what)
{
    struct quantity q = bind_quantity(L, index);
    if (q.kind != KIND_NUMBER)
        bind_refuse(L, index, what, _("a number"));
    return q;
}

static struct quantity need_quantity(lua_State *L, int index, const char *what)
{
    struct quantity q = bind_quantity(L, index);
    if (q.kind == KIND_NONE)
        bind_refuse(L, index, what, _("a number or an amount"));
    return q;
}

int64_t bind_need_integer(lua_State *L, int index, const char *what)
{
    struct quantity q = bind_quantity(L, index);
    if (q.kind != KIND_NUMBER || q.r.den != 1)
        bind_refuse(L, index, what, _("a whole number"));
    return q.r.num;
}

int32_t bind_need_date(lua_State *L, int index, const char *what)
{
    int32_t date;
    if (!bind_date_at(&date, L, index))
        bind_refuse(L, index, what, _("a date"));
    return date;
}

int32_t bind_need_month(lua_State *L, int index, const char *what)
{
    int32_t month;
    if (!bind_month_at(&month, L, index))
        bind_refuse(L, index, what, _("a month"));
    return month;
}

/* --- amounts --- */

static int make_money(lua_State *L, const char *what, int64_t fen_each)
{
    struct quantity q = bind_need_number(L, 1, what);
    bind_check(L, rational_mul(&q.r, q.r, rational_of(fen_each)), 0);
    bind_push_money(L, q.r);
    return 1;
}

static int f_yuan(lua_State *L)
{
    return make_money(L, "yuan", 100);
}

static int f_jiao(lua_State *L)
{
    return make_money(L, "jiao", 10);
}

static int f_fen(lua_State *L)
{
    return make_money(L, "fen", 1);
}

/* --- numbers --- */

static int f_abs(lua_State *L)
{
    struct quantity q = need_quantity(L, 1, "abs");
    if (q.r.num < 0)
        bind_check(L, rational_neg(&q.r, q.r), 0);
    bind_push_quantity(L, q);
    bind_step(L, "abs", 0, 1, 0);
    return 1;
}

static int whole(lua_State *L, const char *what, int64_t (*f)(struct rational))
{
    struct quantity q = bind_need_number(L, 1, what);
    lua_pushinteger(L, f(q.r));
    bind_step(L, what, 0, 1, 0);
    return 1;
}

static int f_floor(lua_State *L)
{
    return whole(L, "floor", rational_floor);
}

static int f_ceil(lua_State *L)
{
    return whole(L, "ceil", rational_ceil);
}

/* Pushes the value at `pick`; where `among` holds money, the number 0 becomes no money. */
static void push_picked(lua_State *L, int pick, int first, int last)
{
    bool money = false;
    for (int i = first; i <= last; i++)
        money |= bind_quantity(L, i).kind == KIND_MONEY;
    if (money)
        bind_push_money(L, bind_quantity(L, pick).r);
    else
        lua_pushvalue(L, pick);
}

static int f_clamp(lua_State *L)
{
    int pick = 1;
    if (bind_compare(L, 2, 3, "clamp", 0) > 0)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("clamp: the lower bound is above the upper one"));
    if (bind_compare(L, 1, 2, "clamp", 0) < 0)
        pick = 2;
    else if (bind_compare(L, 1, 3, "clamp", 0) > 0)
        pick = 3;
    push_picked(L, pick, 1, 3);
    bind_step(L, "clamp", 0, 1, 0);
    return 1;
}

int bind_extreme(lua_State *L, const char *what, int sign)
{
    int n = lua_gettop(L), pick = 1;
    if (n < 2)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s needs two or more values, or a list"), what);
    sandbox_charge(L, (uint64_t)n);
    for (int i = 2; i <= n; i++)
        if (bind_compare(L, i, pick, what, 0) * sign > 0)
            pick = i;
    push_picked(L, pick, 1, n);
    bind_step(L, what, 0, 1, n == 2 ? 2 : 0);
    return 1;
}

/* --- roundings --- */

static void push_rounding(lua_State *L, enum value_kind kind, struct rounding r)
{
    struct bind_rounding *b = lua_newuserdatauv(L, sizeof *b, 0);
    b->tag = BIND_ROUNDING;
    b->kind = kind;
    b->rounding = r;
}

/* up_to(yuan(1)), up_to(fen), up_to(0.01): `yuan jiao fen` as words mean one of them. */
static int make_rounding(lua_State *L, const char *what, enum rounding_mode mode)
{
    static const struct {
        lua_CFunction word;
        int64_t fen;
    } words[] = {{f_fen, 1}, {f_jiao, 10}, {f_yuan, 100}};
    struct quantity step = bind_quantity(L, 1);
    lua_CFunction f = lua_tocfunction(L, 1);
    for (size_t i = 0; f && i < sizeof words / sizeof *words; i++)
        if (words[i].word == f)
            step = (struct quantity){KIND_MONEY, rational_of(words[i].fen)};
    if (step.kind == KIND_NONE)
        bind_refuse(L, 1, what, _("a step such as yuan(1), jiao, fen or 0.01"));
    if (step.r.num <= 0)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s: the step must be more than zero"), what);
    push_rounding(L, step.kind, (struct rounding){mode, step.r});
    return 1;
}

static int f_up_to(lua_State *L)
{
    return make_rounding(L, "up_to", ROUND_UP);
}

static int f_down_to(lua_State *L)
{
    return make_rounding(L, "down_to", ROUND_DOWN);
}

static int f_half_up_to(lua_State *L)
{
    return make_rounding(L, "half_up_to", ROUND_HALF_UP);
}

static int f_half_even_to(lua_State *L)
{
    return make_rounding(L, "half_even_to", ROUND_HALF_EVEN);
}

static bool rounding_at(struct bind_rounding *out, lua_State *L, int index)
{
    if (bind_tag_at(L, index) == BIND_ROUNDING) {
        *out = *(const struct bind_rounding *)lua_touserdata(L, index);
        return true;
    }
    if (lua_type(L, index) != LUA_TSTRING)
        return false;
    struct str words;
    words.p = lua_tolstring(L, index, &words.n);
    if (!rounding_parse(&out->rounding, words))
        return false;
    out->kind = out->rounding.mode == ROUND_NONE ? KIND_NONE : KIND_MONEY;
    return true;
}

bool bind_rounding(struct rounding *out, lua_State *L, int index)
{
    struct bind_rounding r;
    if (!rounding_at(&r, L, index))
        return false;
    *out = r.rounding;
    return true;
}

enum value_kind bind_rounding_kind(lua_State *L, int index)
{
    struct bind_rounding r;
    return rounding_at(&r, L, index) ? r.kind : KIND_NONE;
}

static int f_round(lua_State *L)
{
    struct quantity q = need_quantity(L, 1, "round");
    struct bind_rounding r;
    if (!rounding_at(&r, L, 2))
        bind_refuse(L, 2, "round",
                    _("a rounding such as up_to(yuan(1)) or \"half up to fen\""));
    if (r.kind == KIND_MONEY && q.kind == KIND_NUMBER && q.r.num == 0)
        q.kind = KIND_MONEY; /* 0 stands for no money: an empty sum */
    if (r.kind != KIND_NONE && r.kind != q.kind)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("round: %s cannot be rounded to a step of %s"),
                      i18n_text(value_kind_name(q.kind)), i18n_text(value_kind_name(r.kind)));
    bind_check(L, rounding_apply(&q.r, q.r, r.rounding), 0);
    bind_push_quantity(L, q);
    bind_step(L, "round", 0, 1, 0);
    return 1;
}

/* --- look-ups --- */

static int f_lookup(lua_State *L)
{
    if (lua_type(L, 1) != LUA_TUSERDATA && lua_type(L, 1) != LUA_TTABLE)
        bind_refuse(L, 1, "lookup", _("a keyed or banded parameter"));
    lua_settop(L, 2);
    lua_gettable(L, 1);
    return 1;
}

void bind_funcs_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"yuan", f_yuan},
        {"jiao", f_jiao},
        {"fen", f_fen},
        {"abs", f_abs},
        {"floor", f_floor},
        {"ceil", f_ceil},
        {"clamp", f_clamp},
        {"round", f_round},
        {"up_to", f_up_to},
        {"down_to", f_down_to},
        {"half_up_to", f_half_up_to},
        {"half_even_to", f_half_even_to},
        {"lookup", f_lookup},
        {NULL, NULL},
    };
    bind_register(L, NULL, entries);
}
