/* bind_value.c - values between C and Lua, and the type words. How they lie there: bind.h. */
#include "policy/bind.h"

#include <assert.h>
#include <string.h>
#include "base/limits.h"
#include "value/date.h"
#include "value/decimal.h"

enum { LIGHT_MONEY, LIGHT_DATE, LIGHT_MONTH, LIGHT_BITS = 2, LIGHT_MASK = 3 };
#define LIGHT_MAX ((INT64_C(1) << 61) - 1)

static void push_light(lua_State *L, int64_t v, unsigned tag)
{
    lua_pushlightuserdata(L, (void *)(uintptr_t)((uint64_t)v << LIGHT_BITS | tag));
}

static int64_t light_value(const void *p)
{
    return (int64_t)(uintptr_t)p >> LIGHT_BITS;
}

static unsigned light_tag(const void *p)
{
    return (unsigned)(uintptr_t)p & LIGHT_MASK;
}

uint32_t bind_tag_at(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TUSERDATA)
        return 0;
    return *(const uint32_t *)lua_touserdata(L, index);
}

struct quantity bind_quantity(lua_State *L, int index)
{
    struct quantity q = {KIND_NONE, {0, 1}};
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            q.kind = KIND_NUMBER;
            q.r.num = lua_tointeger(L, index);
        }
        break;
    case LUA_TLIGHTUSERDATA: {
        const void *p = lua_touserdata(L, index);
        if (light_tag(p) == LIGHT_MONEY) {
            q.kind = KIND_MONEY;
            q.r.num = light_value(p);
        }
        break;
    }
    case LUA_TUSERDATA: {
        const struct bind_exact *x = lua_touserdata(L, index);
        if (x->tag == BIND_NUMBER || x->tag == BIND_MONEY) {
            q.kind = x->tag == BIND_NUMBER ? KIND_NUMBER : KIND_MONEY;
            q.r = x->r;
        }
        break;
    }
    default:
        break;
    }
    return q;
}

static bool light_at(int32_t *out, lua_State *L, int index, unsigned tag)
{
    if (lua_type(L, index) != LUA_TLIGHTUSERDATA)
        return false;
    const void *p = lua_touserdata(L, index);
    if (light_tag(p) != tag)
        return false;
    *out = (int32_t)light_value(p);
    return true;
}

bool bind_date_at(int32_t *out, lua_State *L, int index)
{
    return light_at(out, L, index, LIGHT_DATE);
}

bool bind_month_at(int32_t *out, lua_State *L, int index)
{
    return light_at(out, L, index, LIGHT_MONTH);
}

static void push_exact(lua_State *L, uint32_t tag, struct rational r)
{
    struct bind_exact *x = lua_newuserdatauv(L, sizeof *x, 0);
    x->tag = tag;
    x->r = r;
}

void bind_push_number(lua_State *L, struct rational r)
{
    if (r.den == 1)
        lua_pushinteger(L, r.num);
    else
        push_exact(L, BIND_NUMBER, r);
}

void bind_push_money(lua_State *L, struct rational fen)
{
    if (fen.den == 1 && fen.num <= LIGHT_MAX && fen.num >= -LIGHT_MAX)
        push_light(L, fen.num, LIGHT_MONEY);
    else
        push_exact(L, BIND_MONEY, fen);
}

void bind_push_quantity(lua_State *L, struct quantity q)
{
    if (q.kind == KIND_MONEY)
        bind_push_money(L, q.r);
    else
        bind_push_number(L, q.r);
}

void bind_push_date(lua_State *L, int32_t date)
{
    push_light(L, date, LIGHT_DATE);
}

void bind_push_month(lua_State *L, int32_t month)
{
    push_light(L, month, LIGHT_MONTH);
}

static void push_enum(lua_State *L, uint8_t code, const struct type *t, const struct model *m)
{
    assert(t && m && t->enum_id < m->enum_count && code < m->enums[t->enum_id].count);
    lua_pushstring(L, m->enums[t->enum_id].values[code].name);
}

void bind_push(lua_State *L, const struct value *v, const struct type *t, const struct model *m)
{
    switch (v->kind) {
    case KIND_BOOLEAN:
        lua_pushboolean(L, v->as.boolean);
        return;
    case KIND_INTEGER:
        lua_pushinteger(L, v->as.integer);
        return;
    case KIND_NUMBER:
        bind_push_number(L, v->as.rational);
        return;
    case KIND_MONEY:
        bind_push_money(L, v->as.rational);
        return;
    case KIND_ENUM:
        push_enum(L, v->as.code, t, m);
        return;
    case KIND_DATE:
        bind_push_date(L, v->as.day);
        return;
    case KIND_MONTH:
        bind_push_month(L, v->as.day);
        return;
    case KIND_TEXT:
        lua_pushlstring(L, v->as.text.p, v->as.text.n);
        return;
    case KIND_NONE:
    case KIND_COUNT:
        break;
    }
    lua_pushnil(L);
}

static struct str text_at(lua_State *L, int index)
{
    struct str s;
    s.p = lua_tolstring(L, index, &s.n);
    return s;
}

bool bind_any(struct value *out, lua_State *L, int index)
{
    struct value v = {.kind = KIND_NONE};
    struct quantity q;
    switch (lua_type(L, index)) {
    case LUA_TBOOLEAN:
        v.kind = KIND_BOOLEAN;
        v.as.boolean = lua_toboolean(L, index);
        break;
    case LUA_TSTRING:
        v.kind = KIND_TEXT;
        v.as.text = text_at(L, index);
        break;
    default:
        q = bind_quantity(L, index);
        if (q.kind == KIND_NUMBER && q.r.den == 1) {
            v.kind = KIND_INTEGER;
            v.as.integer = q.r.num;
        } else if (q.kind != KIND_NONE) {
            v.kind = q.kind;
            v.as.rational = q.r;
        } else if (bind_date_at(&v.as.day, L, index)) {
            v.kind = KIND_DATE;
        } else if (bind_month_at(&v.as.day, L, index)) {
            v.kind = KIND_MONTH;
        }
        break;
    }
    if (v.kind == KIND_NONE)
        return false;
    *out = v;
    return true;
}

/* Turns a value of any kind into one of type t where the language allows it. */
static bool convert(struct value *v, const struct type *t, const struct model *m)
{
    int code;
    if (t->kind == KIND_NUMBER && v->kind == KIND_INTEGER) {
        v->as.rational = rational_of(v->as.integer);
    } else if (t->kind == KIND_MONEY && v->kind == KIND_INTEGER && v->as.integer == 0) {
        v->as.rational = rational_of(0);
    } else if (t->kind == KIND_ENUM && v->kind == KIND_TEXT) {
        code = enum_code(&m->enums[t->enum_id], v->as.text);
        if (code < 0)
            return false;
        v->as.code = (uint8_t)code;
    } else if (v->kind != t->kind) {
        return false;
    }
    v->kind = t->kind;
    return true;
}

enum hm_trap bind_to(struct value *out, lua_State *L, int index, const struct type *t,
                     const struct model *m, const char **what)
{
    struct value v = {.kind = KIND_NONE};
    if (bind_any(&v, L, index) && convert(&v, t, m)) {
        *out = v;
        return HM_TRAP_NONE;
    }
    if (what)
        *what = bind_kind_name(L, index);
    return HM_TRAP_SCRIPT;
}

static const char *userdata_name(uint32_t tag)
{
    switch ((enum bind_tag)tag) {
    case BIND_TYPE:
        return "type";
    case BIND_ROUNDING:
        return "rounding";
    case BIND_LIST:
        return "list";
    case BIND_ROW:
    case BIND_PAST:
        return "row";
    case BIND_LAW:
        return "law";
    case BIND_LOOKUP:
        return "parameter";
    case BIND_HANDLE:
        return "name";
    case BIND_NUMBER:
    case BIND_MONEY:
        break;
    }
    return "value";
}

const char *bind_kind_name(lua_State *L, int index)
{
    struct value v = {.kind = KIND_NONE};
    if (bind_any(&v, L, index))
        return v.kind == KIND_INTEGER ? "number" : value_kind_name(v.kind);
    if (lua_type(L, index) == LUA_TUSERDATA)
        return userdata_name(bind_tag_at(L, index));
    return lua_typename(L, lua_type(L, index));
}

const char *bind_kind_shown(lua_State *L, int index)
{
    return i18n_text(bind_kind_name(L, index));
}

/* --- enum values by name and by zh label --- */

static bool label_key(char *key, size_t cap, size_t *n, struct str zh, struct str name)
{
    if (zh.n + 1 + name.n > cap)
        return false;
    memcpy(key, zh.p, zh.n);
    key[zh.n] = '\0';
    memcpy(key + zh.n + 1, name.p, name.n);
    *n = zh.n + 1 + name.n;
    return true;
}

enum { LABEL_KEY_BYTES = 2 * LIMIT_NAME_BYTES + 1 };

static bool fill_labels(struct sandbox *s)
{
    char key[LABEL_KEY_BYTES];
    struct str k = {key, 0};
    map_fini(&s->labels);
    map_init(&s->labels);
    for (size_t e = 0; e < s->model->enum_count; e++) {
        const struct enum_type *t = &s->model->enums[e];
        for (uint16_t i = 0; i < t->count; i++) {
            const struct enum_value *v = &t->values[i];
            if (!v->zh)
                continue;
            struct str zh = {v->zh, strlen(v->zh)}, name = {v->name, strlen(v->name)};
            if (label_key(key, sizeof key, &k.n, zh, name) && map_put(&s->labels, k, 1) < 0)
                return false;
        }
    }
    s->labels_of = s->model;
    return true;
}

static bool is_label_of(struct sandbox *s, struct str zh, struct str name)
{
    char key[LABEL_KEY_BYTES];
    struct str k = {key, 0};
    uint32_t found;
    return label_key(key, sizeof key, &k.n, zh, name) && map_get(&s->labels, k, &found);
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

bool bind_same_text(lua_State *L, int left, int right)
{
    if (lua_rawequal(L, left, right))
        return true;
    struct str a = text_at(L, left), b = text_at(L, right);
    bool ascii_a = is_ascii(a), ascii_b = is_ascii(b);
    struct sandbox *s = bind_sandbox(L);
    if ((ascii_a && ascii_b) || !s->model)
        return false;
    if (s->labels_of != s->model && !fill_labels(s))
        sandbox_starve(L);
    return is_label_of(s, a, b) || is_label_of(s, b, a);
}

/* --- text --- */

bool bind_text(struct buf *out, lua_State *L, int index)
{
    struct value v;
    if (!bind_any(&v, L, index))
        return false;
    switch (v.kind) {
    case KIND_BOOLEAN:
        buf_puts(out, v.as.boolean ? "true" : "false");
        break;
    case KIND_INTEGER:
        decimal_put_rational(out, rational_of(v.as.integer));
        break;
    case KIND_NUMBER:
        decimal_put_rational(out, v.as.rational);
        break;
    case KIND_MONEY:
        decimal_put_money_rational(out, v.as.rational, false);
        break;
    case KIND_DATE:
        date_put(out, v.as.day);
        break;
    case KIND_MONTH:
        month_put(out, v.as.day);
        break;
    case KIND_TEXT:
        buf_put(out, v.as.text.p, v.as.text.n);
        break;
    case KIND_NONE:
    case KIND_ENUM:
    case KIND_COUNT:
        return false;
    }
    return true;
}

/* --- type words --- */

bool bind_type_word(enum value_kind *out, lua_State *L, int index)
{
    if (bind_tag_at(L, index) != BIND_TYPE)
        return false;
    *out = ((const struct bind_type *)lua_touserdata(L, index))->kind;
    return true;
}

/* date "2024-07-01", month "2024-07"; a date or month passes through. */
static int call_type(lua_State *L)
{
    enum value_kind kind = KIND_NONE;
    int32_t day;
    bool known_kind = bind_type_word(&kind, L, 1);
    if (!known_kind || (kind != KIND_DATE && kind != KIND_MONTH))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the type '%s' is not a function"),
                      value_kind_name(kind));
    if (lua_type(L, 2) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s needs a text such as \"%s\", not a %s"),
                      value_kind_name(kind), kind == KIND_DATE ? "2024-07-01" : "2024-07",
                      bind_kind_shown(L, 2));
    bool ok =
        kind == KIND_DATE ? date_parse(&day, text_at(L, 2)) : month_parse(&day, text_at(L, 2));
    if (!ok)
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("'%s' is no %s of the years 1800 to 2299"),
                      lua_tostring(L, 2), value_kind_name(kind));
    if (kind == KIND_DATE)
        bind_push_date(L, day);
    else
        bind_push_month(L, day);
    return 1;
}

static const enum value_kind type_words[] = {
    KIND_BOOLEAN, KIND_INTEGER, KIND_NUMBER, KIND_MONEY, KIND_DATE, KIND_MONTH, KIND_TEXT};

void bind_value_open(lua_State *L)
{
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, call_type);
    lua_setfield(L, -2, "__call");
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++) {
        struct bind_type *t = lua_newuserdatauv(L, sizeof *t, 0);
        t->tag = BIND_TYPE;
        t->kind = type_words[i];
        lua_pushvalue(L, -2);
        lua_setmetatable(L, -2);
        lua_setglobal(L, value_kind_name(type_words[i]));
    }
    lua_pop(L, 1);
}
