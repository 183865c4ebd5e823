/* bind_list.c - lists of rows (and plain arrays): each count sum any all max min.
 *
 * An aggregate visits every member, even after one was missing, and then names all that is
 * missing; but an error met before anything missing ends it at once (docs/language.md,
 * "Missing"). So members are visited under a protected call that is taken up again behind the
 * member that stopped it.
 */
#include "policy/bind.h"

#include <string.h>

enum fold { FOLD_COUNT, FOLD_SUM, FOLD_ANY, FOLD_ALL, FOLD_MAX, FOLD_MIN };

static const char *const fold_names[] = {"count", "sum", "any", "all", "max", "min"};

struct walk {
    enum fold fold;
    int64_t next, length; /* next: the first member not yet begun */
    int64_t count;        /* COUNT, and whether MAX and MIN have a best */
    bool decided;         /* ANY: one was true. ALL: one was false */
    struct quantity sum;
    struct value best;
    bool money; /* MAX, MIN: one was money, so 0 is no money */
};

/* --- members --- */

static bool is_list(lua_State *L, int index)
{
    return bind_tag_at(L, index) == BIND_LIST || lua_type(L, index) == LUA_TTABLE;
}

/* Makes argument 1 a list userdata or a plain table; returns its length. */
static int64_t open_list(lua_State *L, const char *what)
{
    if (bind_tag_at(L, 1) == BIND_LIST) {
        const struct bind_list *list = lua_touserdata(L, 1);
        return list->length(L, list);
    }
    if (lua_type(L, 1) != LUA_TTABLE)
        bind_refuse(L, 1, what, _("a list such as family.persons"));
    bind_push_contents(L, 1);
    lua_replace(L, 1);
    return (int64_t)lua_rawlen(L, 1);
}

static void push_member(lua_State *L, int list_index, int64_t k)
{
    const struct bind_list *list = lua_touserdata(L, list_index);
    if (list)
        list->push(L, list, (uint32_t)k);
    else
        lua_rawgeti(L, list_index, k + 1);
}

/* --- folding --- */

static bool need_boolean(lua_State *L, const struct walk *w)
{
    if (lua_type(L, -1) != LUA_TBOOLEAN)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s: a condition must be true or false, not %s"),
                      fold_names[w->fold], bind_kind_shown(L, -1));
    return lua_toboolean(L, -1);
}

static void fold_extreme(lua_State *L, struct walk *w)
{
    int top = lua_gettop(L);
    w->money |= bind_quantity(L, top).kind == KIND_MONEY;
    if (w->count++ == 0) {
        if (bind_compare(L, top, top, fold_names[w->fold], 0) != 0 ||
            !bind_any(&w->best, L, top))
            w->count = 0;
        return;
    }
    bind_push(L, &w->best, NULL, NULL);
    int c = bind_compare(L, top, top + 1, fold_names[w->fold], 0);
    if (w->fold == FOLD_MAX ? c > 0 : c < 0)
        bind_any(&w->best, L, top);
}

/* Takes the value on top of the stack into the result so far. */
static void fold_value(lua_State *L, struct walk *w)
{
    struct quantity q;
    switch (w->fold) {
    case FOLD_COUNT:
        w->count += need_boolean(L, w);
        break;
    case FOLD_ANY:
        w->decided |= need_boolean(L, w);
        break;
    case FOLD_ALL:
        w->decided |= !need_boolean(L, w);
        break;
    case FOLD_SUM:
        q = bind_quantity(L, -1);
        if (q.kind == KIND_NONE)
            sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("sum: only numbers and amounts, not %s"),
                          bind_kind_shown(L, -1));
        w->sum = bind_sum(L, w->sum, q, "sum", 0);
        break;
    case FOLD_MAX:
    case FOLD_MIN:
        fold_extreme(L, w);
        break;
    }
}

/* Replaces the member on top of the stack by what `of` (index 2) makes of it. */
static void apply(lua_State *L, const struct walk *w)
{
    switch (lua_type(L, 2)) {
    case LUA_TFUNCTION:
        lua_pushvalue(L, 2);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
        break;
    case LUA_TSTRING:
        lua_pushvalue(L, 2);
        lua_gettable(L, -2);
        break;
    case LUA_TNIL:
        break;
    default:
        bind_refuse(L, 2, fold_names[w->fold], _("a function of a member, or a field's name"));
    }
}

/* Visits the members from w->next on: (list, of, walk). */
static int visit_rest(lua_State *L)
{
    struct walk *w = lua_touserdata(L, 3);
    while (w->next < w->length) {
        sandbox_charge(L, 1);
        push_member(L, 1, w->next++);
        apply(L, w);
        fold_value(L, w);
        lua_settop(L, 3);
    }
    return 0;
}

static enum hm_trap visit(lua_State *L, struct walk *w)
{
    sandbox_push_handler(L);
    lua_pushcfunction(L, visit_rest);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_pushlightuserdata(L, w);
    enum hm_trap trap = sandbox_call_above(bind_sandbox(L), L, 3, 0);
    lua_pop(L, 1);
    return trap;
}

static void truncate_to(struct buf *b, size_t len)
{
    if (b->len > len) {
        b->len = len;
        b->data[len] = '\0';
    }
}

/* Visits all members; comes back only when none of them stopped. What is missing is collected
 * in a buffer that nested lists share: each leaves it as it found it. */
static void visit_all(lua_State *L, struct walk *w)
{
    struct sandbox *s = bind_sandbox(L);
    size_t begin = s->collected.len, end = begin;
    enum hm_trap trap;
    while ((trap = visit(L, w)) != HM_TRAP_NONE) {
        truncate_to(&s->collected, end); /* what nested lists left when they were unwound */
        if (s->dead || (trap != HM_TRAP_MISSING && end == begin)) {
            truncate_to(&s->collected, begin);
            sandbox_reraise(L);
        }
        if (trap == HM_TRAP_MISSING) {
            buf_put(&s->collected, s->stop.text.data, s->stop.text.len);
            buf_putc(&s->collected, '\n');
            end = s->collected.len;
            if (!buf_ok(&s->collected))
                sandbox_starve(L);
        }
    }
    if (end == begin)
        return;
    buf_clear(&s->stop.text);
    buf_put(&s->stop.text, s->collected.data + begin, end - begin - 1);
    if (!buf_ok(&s->stop.text))
        sandbox_starve(L);
    s->stop.trap = HM_TRAP_MISSING;
    s->stop.placed = false;
    truncate_to(&s->collected, begin);
    sandbox_reraise(L);
}

/* --- the functions --- */

static void start(lua_State *L, struct walk *w, enum fold fold)
{
    memset(w, 0, sizeof *w);
    w->fold = fold;
    w->sum = (struct quantity){KIND_NUMBER, {0, 1}};
    w->length = open_list(L, fold_names[fold]);
    lua_settop(L, 3);
}

static int f_count(lua_State *L)
{
    struct walk w;
    start(L, &w, FOLD_COUNT);
    if (lua_isnil(L, 2))
        w.count = w.length;
    else
        visit_all(L, &w);
    lua_pushinteger(L, w.count);
    bind_step(L, "count", 0, 0, 0);
    return 1;
}

static int f_sum(lua_State *L)
{
    struct walk w;
    start(L, &w, FOLD_SUM);
    visit_all(L, &w);
    bind_push_quantity(L, w.sum);
    bind_step(L, "sum", 0, 0, 0);
    return 1;
}

static int f_any(lua_State *L)
{
    struct walk w;
    start(L, &w, FOLD_ANY);
    visit_all(L, &w);
    lua_pushboolean(L, w.decided);
    bind_step(L, "any", 0, 0, 0);
    return 1;
}

static int f_all(lua_State *L)
{
    struct walk w;
    start(L, &w, FOLD_ALL);
    visit_all(L, &w);
    lua_pushboolean(L, !w.decided);
    bind_step(L, "all", 0, 0, 0);
    return 1;
}

static int extreme(lua_State *L, enum fold fold)
{
    if (!is_list(L, 1))
        return bind_extreme(L, fold_names[fold], fold == FOLD_MAX ? 1 : -1);
    struct walk w;
    start(L, &w, fold);
    visit_all(L, &w);
    if (w.count > 0) {
        bind_push(L, &w.best, NULL, NULL);
        if (w.money)
            bind_push_money(L, bind_quantity(L, -1).r);
    } else if (lua_isnil(L, 3)) {
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("%s of an empty list; give a third argument for that case"),
                      fold_names[fold]);
    } else {
        lua_pushvalue(L, 3);
    }
    bind_step(L, fold_names[fold], 0, 0, 0);
    return 1;
}

static int f_max(lua_State *L)
{
    return extreme(L, FOLD_MAX);
}

static int f_min(lua_State *L)
{
    return extreme(L, FOLD_MIN);
}

/* Upvalues: list, its length, members given so far. */
static int next_member(lua_State *L)
{
    int64_t k = lua_tointeger(L, lua_upvalueindex(3));
    if (k >= lua_tointeger(L, lua_upvalueindex(2)))
        return 0;
    lua_pushinteger(L, k + 1);
    lua_replace(L, lua_upvalueindex(3));
    push_member(L, lua_upvalueindex(1), k);
    return 1;
}

static int f_each(lua_State *L)
{
    int64_t n = open_list(L, "each");
    lua_settop(L, 1);
    lua_pushinteger(L, n);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_member, 3);
    return 1;
}

void bind_list_open(lua_State *L)
{
    static const struct bind_entry entries[] = {
        {"each", f_each}, {"count", f_count}, {"sum", f_sum}, {"any", f_any},
        {"all", f_all},   {"max", f_max},     {"min", f_min}, {NULL, NULL},
    };
    bind_register(L, NULL, entries);
}
