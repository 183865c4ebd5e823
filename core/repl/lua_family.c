/* lua_family.c - one family in a session's Lua: family("H1").dibao_amount, and what it would
 * get with other facts: f = family("H1"); f.persons[0].wage_income = yuan(2500);
 * f.dibao_amount.
 *
 * An object is the family's id, a path into it and the facts set so far, shared by all objects
 * of one family(...). It holds nothing open: each value that is read opens the family,
 * evaluates one variable with the reference engine, and closes it before Lua may raise. Indexes
 * count from 0, as in every message.
 */
#include "repl/lua_state.h"

#include <stdio.h>
#include <string.h>
#include "base/i18n.h"
#include "repl/verb.h"
#include "whatif/family.h"

enum { PATH_BYTES = 512 };

struct object {
    uint32_t tag;   /* BIND_ROW */
    bool is_list;   /* stands at a list of rows: an index comes next */
    uint8_t entity; /* whose fields come next */
    char id[LIMIT_ID_BYTES + 1];
    char path[PATH_BYTES]; /* "" or "persons[0]" */
};

/* A value read outside Lua's reach. */
struct reading {
    struct repl *repl;
    const struct object *object;
    lua_State *L;
    const char *path;
    struct value value;
    struct type type;
    const struct model *model; /* of the family's own policy */
    enum hm_trap trap;         /* why there is no value */
    struct buf why;
};

/* --- evaluating --- */

/* The facts that were set: pairs of path and text in the user value. Never raises: all texts.
 */
static enum hm_status set_facts(struct reading *q, struct family *f)
{
    lua_State *L = q->L;
    enum hm_status st = HM_OK;
    lua_getiuservalue(L, 1, 1);
    for (lua_Integer i = 1; st == HM_OK && i <= (lua_Integer)lua_rawlen(L, -1); i += 2) {
        lua_rawgeti(L, -1, i);
        lua_rawgeti(L, -2, i + 1);
        st = family_set(f, lua_tostring(L, -2), lua_tostring(L, -1), q->repl->diag);
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    return st;
}

static struct value value_of(const struct type *t, struct rational r)
{
    struct value v = {.kind = t->kind};
    switch (t->kind) {
    case KIND_BOOLEAN:
        v.as.boolean = r.num != 0;
        break;
    case KIND_INTEGER:
        v.as.integer = r.num;
        break;
    case KIND_ENUM:
        v.as.code = (uint8_t)r.num;
        break;
    case KIND_DATE:
    case KIND_MONTH:
        v.as.day = (int32_t)r.num;
        break;
    default:
        v.as.rational = r;
        break;
    }
    return v;
}

static void take_fact(struct reading *q, const struct family *f, struct family_cell c)
{
    int64_t stored;
    struct rational r;
    q->trap = HM_TRAP_MISSING;
    buf_puts(&q->why, q->path);
    if (q->type.kind == KIND_TEXT || !family_get(f, c, &stored) ||
        rational_make(&r, stored, type_grid(&q->type)) != HM_TRAP_NONE)
        return;
    q->trap = HM_TRAP_NONE;
    q->value = value_of(&q->type, r);
}

static void take_result(struct reading *q, const struct results *x, struct family_cell c)
{
    const struct result_column *column = &x->columns[0];
    q->trap = result_state(column, c.row);
    if (q->trap == HM_TRAP_NONE && column->num) {
        struct rational r = {column->num[c.row], column->den ? column->den[c.row] : 1};
        q->value = value_of(&q->type, r);
    }
    for (size_t i = 0; i < x->issue_count; i++)
        if (x->issues[i].row == c.row)
            buf_puts(&q->why, x->issues[i].text);
}

static enum hm_status compute(struct reading *q, struct family *f, struct family_cell c)
{
    struct family_law law;
    struct family_run run = {0};
    struct results x;
    struct diag *d = q->repl->diag;
    TRY(family_law_make(&law, f, &q->repl->changes, d));
    results_init(&x);
    enum hm_status st = family_run_open(&run, f, ENGINE_LUA, &law, &c.field, 1, d);
    if (st == HM_OK)
        st = family_run_now(&run, &x, d);
    if (st == HM_OK)
        take_result(q, &x, c);
    results_fini(&x);
    family_run_close(&run);
    family_law_fini(&law);
    return st;
}

static enum hm_status read_value(struct reading *q)
{
    struct family *f;
    struct family_cell c;
    TRY(repl_family(q->repl, q->object->id, &f));
    enum hm_status st = set_facts(q, f);
    if (st == HM_OK)
        st = family_find(f, q->path, &c, q->repl->diag);
    if (st == HM_OK) {
        q->model = family_policy(f)->model;
        const struct field *field = &q->model->fields[c.field];
        q->type = field->type;
        if (field->kind == FIELD_INPUT)
            take_fact(q, f, c);
        else
            st = compute(q, f, c);
    }
    family_close(f);
    return st;
}

/* --- objects --- */

static struct object *push_object(lua_State *L, int like)
{
    struct object *o = lua_newuserdatauv(L, sizeof *o, 1);
    *o = (struct object){.tag = BIND_ROW};
    if (like) {
        memcpy(o, lua_touserdata(L, like), sizeof *o);
        lua_getiuservalue(L, like, 1);
    } else {
        lua_newtable(L);
    }
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_setmetatable(L, -2);
    return o;
}

/* The path one step on from the object at index 1 by the key at index 2. */
static void step(lua_State *L, char out[PATH_BYTES])
{
    const struct object *o = lua_touserdata(L, 1);
    int n;
    if (o->is_list && lua_isinteger(L, 2))
        n = snprintf(out, PATH_BYTES, "%s[%lld]", o->path, (long long)lua_tointeger(L, 2));
    else if (lua_type(L, 2) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a family has names, not [%s]"),
                      bind_kind_shown(L, 2));
    else if (o->is_list)
        n = snprintf(out, PATH_BYTES, "%s[%s]", o->path, lua_tostring(L, 2));
    else
        n = snprintf(out, PATH_BYTES, "%s%s%s", o->path, o->path[0] ? "." : "",
                     lua_tostring(L, 2));
    if (n < 0 || n >= PATH_BYTES)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the path is too long"));
}

/* The entity whose list the key names under the object's; NO_ENTITY: it is a field's name. */
static uint8_t list_of(lua_State *L)
{
    const struct object *o = lua_touserdata(L, 1);
    const struct model *m = lua_talk_of(L)->repl->policy->model;
    if (o->is_list || lua_type(L, 2) != LUA_TSTRING)
        return NO_ENTITY;
    const char *name = lua_tostring(L, 2);
    const struct entity *e = &m->entities[o->entity];
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *child = &m->entities[e->children[i]];
        if (strcmp(child->plural, name) == 0 || (child->zh && strcmp(child->zh, name) == 0))
            return child->id;
    }
    return NO_ENTITY;
}

_Noreturn static void raise_no_value(lua_State *L, struct reading *q)
{
    char why[512];
    snprintf(why, sizeof why, "%s", q->why.data);
    buf_fini(&q->why);
    for (char *p = why; *p; p++)
        if (*p == '\n')
            *p = ' ';
    if (q->trap == HM_TRAP_MISSING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("%s is undetermined, these facts are missing: %s"), q->path, why);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s: %s", q->path, why);
}

static int object_index(lua_State *L)
{
    char path[PATH_BYTES];
    struct lua_talk *t = lua_talk_of(L);
    const struct object *o = lua_touserdata(L, 1);
    step(L, path);
    uint8_t list = list_of(L);
    if (o->is_list || list != NO_ENTITY) {
        struct object *next = push_object(L, 1);
        memcpy(next->path, path, sizeof path);
        next->is_list = !o->is_list;
        next->entity = o->is_list ? o->entity : list;
        return 1;
    }
    struct reading q = {.repl = t->repl, .object = o, .L = L, .path = path};
    buf_init(&q.why);
    t->repl->answered = true;
    if (read_value(&q) != HM_OK) {
        buf_fini(&q.why);
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", ""); /* said already */
    }
    if (q.trap != HM_TRAP_NONE)
        raise_no_value(L, &q);
    buf_fini(&q.why);
    bind_push(L, &q.value, &q.type, t->repl->policy->model);
    return 1;
}

/* Sets a fact of this family for the questions that follow; nothing is stored. */
static int object_newindex(lua_State *L)
{
    char path[PATH_BYTES];
    step(L, path);
    struct buf *text = bind_scratch(L);
    if (lua_isnil(L, 3))
        buf_puts(text, "null");
    else if (!bind_text(text, L, 3))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s cannot be set to %s"), path,
                      bind_kind_shown(L, 3));
    if (!buf_ok(text))
        sandbox_starve(L);
    lua_getiuservalue(L, 1, 1);
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    lua_pushstring(L, path);
    lua_rawseti(L, -2, n + 1);
    lua_pushlstring(L, text->data, text->len);
    lua_rawseti(L, -2, n + 2);
    return 0;
}

/* family("H1"): a household of the store, or a case of the policy. */
static int make_family(lua_State *L)
{
    struct repl *r = lua_talk_of(L)->repl;
    struct family *f = NULL;
    size_t n = 0;
    const char *id = lua_type(L, 1) == LUA_TSTRING ? lua_tolstring(L, 1, &n) : NULL;
    if (!id || n == 0 || n > LIMIT_ID_BYTES)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("family needs a household's id in quotes: family(\"H1\")"));
    if (repl_family(r, id, &f) != HM_OK)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", ""); /* said already */
    family_close(f);
    struct object *o = push_object(L, 0);
    memcpy(o->id, id, n + 1);
    o->entity = repl_root(r);
    return 1;
}

void lua_family_open(lua_State *L)
{
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -1);
    lua_pushcclosure(L, object_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, object_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushcclosure(L, make_family, 1);
    lua_setfield(L, -2, "family");
}
