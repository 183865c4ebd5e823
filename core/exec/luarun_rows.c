/* luarun_rows.c - what a script sees of a household: rows with their fields, their parent,
 * lists of children, and earlier determinations (row:before(n)).
 */
#include "exec/luarun_state.h"

#include <assert.h>
#include <string.h>
#include "base/mem.h"
#include "value/date.h"

struct row_object {
    uint32_t tag; /* BIND_ROW */
    uint8_t entity;
    uint32_t row; /* local */
};
struct list_object {
    struct bind_list list;
    uint8_t child;
    uint32_t parent_row; /* local */
};
struct past_object {
    uint32_t tag; /* BIND_PAST */
    uint8_t entity;
    uint32_t row; /* local, of the present */
    int32_t month;
    const struct past *past; /* NULL: no determination of that month */
    uint32_t past_row;       /* UINT32_MAX: the row was not there */
};

/* --- names --- */

static uint32_t slot_of(const struct member_table *t, const char *key)
{
    return (uint32_t)((uintptr_t)key * UINT64_C(0x9E3779B97F4A7C15) >> 40) & t->mask;
}

struct member luarun_member(const struct member_table *t, const char *key)
{
    for (uint32_t i = slot_of(t, key); t->slots[i].key; i = (i + 1) & t->mask)
        if (t->slots[i].key == key)
            return t->slots[i];
    for (uint32_t i = 0; i <= t->mask; i++) /* long texts are not interned; or not there */
        if (t->slots[i].key && strcmp(t->slots[i].key, key) == 0)
            return t->slots[i];
    return (struct member){NULL, MEMBER_NONE, 0};
}

bool luarun_member_room(struct arena *a, struct member_table *t, size_t names)
{
    uint32_t size = 8;
    while (size < 2 * names)
        size *= 2;
    t->slots = arena_zalloc(a, size * sizeof *t->slots);
    t->mask = size - 1;
    return t->slots != NULL;
}

void luarun_member_add(lua_State *L, struct member_table *t, struct str name,
                       enum member_kind kind, size_t id)
{
    lua_pushlstring(L, name.p, name.n);
    lua_pushvalue(L, -1);
    lua_pushvalue(L, -1);
    lua_rawset(L, LUA_REGISTRYINDEX); /* so that its address stays */
    const char *key = lua_tostring(L, -1);
    lua_pop(L, 1);
    uint32_t i = slot_of(t, key);
    for (; t->slots[i].key; i = (i + 1) & t->mask)
        if (t->slots[i].key == key)
            return;
    t->slots[i] = (struct member){key, kind, (uint16_t)id};
}

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static size_t name_count(const struct model *m, const struct entity *e)
{
    (void)m;
    return e->names.count + 2u * e->child_count + 4u;
}

bool luarun_members_init(struct luarun *lr)
{
    const struct model *m = lr->m;
    lr->members = arena_zalloc(&lr->arena, (m->entity_count + 1) * sizeof *lr->members);
    if (!lr->members)
        return false;
    for (size_t i = 0; i < m->entity_count; i++)
        if (!luarun_member_room(&lr->arena, &lr->members[i], name_count(m, &m->entities[i])))
            return false;
    return luarun_member_room(&lr->arena, &lr->members[m->entity_count],
                              m->parameter_names.count + 3);
}

static void add_names(lua_State *L, const struct model *m, const struct entity *e,
                      struct member_table *t)
{
    memset(t->slots, 0, (t->mask + 1) * sizeof *t->slots);
    for (size_t i = 0; i < e->names.count; i++)
        luarun_member_add(L, t, e->names.entries[i].key, MEMBER_FIELD,
                          e->names.entries[i].value);
    for (uint8_t i = 0; i < e->child_count; i++) {
        const struct entity *child = &m->entities[e->children[i]];
        luarun_member_add(L, t, text(child->plural), MEMBER_LIST, child->id);
        if (child->zh)
            luarun_member_add(L, t, text(child->zh), MEMBER_LIST, child->id);
    }
    if (e->parent != NO_ENTITY) {
        const struct entity *parent = &m->entities[e->parent];
        luarun_member_add(L, t, text(parent->name), MEMBER_PARENT, parent->id);
        if (parent->zh)
            luarun_member_add(L, t, text(parent->zh), MEMBER_PARENT, parent->id);
    }
    luarun_member_add(L, t, text("before"), MEMBER_BEFORE, 0);
    luarun_member_add(L, t, text("id"), MEMBER_ID, 0);
}

/* --- rows --- */

/* The cached object number `row` + 1 of a table in the registry; false when there is none yet
 * (the table is then on top). */
static bool push_cached(lua_State *L, int ref, uint32_t row)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, ref);
    if (lua_rawgeti(L, -1, (lua_Integer)row + 1) != LUA_TNIL) {
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 1);
    return false;
}

/* Keeps the object on top in the table below it, and removes the table. */
static void cache(lua_State *L, int metatable_ref, uint32_t row)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, metatable_ref);
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)row + 1);
    lua_remove(L, -2);
}

void luarun_push_row(struct luarun *lr, lua_State *L, uint8_t entity, uint32_t row)
{
    if (push_cached(L, lr->row_refs[entity], row))
        return;
    struct row_object *o = lua_newuserdatauv(L, sizeof *o, 0);
    *o = (struct row_object){BIND_ROW, entity, row};
    cache(L, lr->row_mt, row);
}

static uint32_t list_length(lua_State *L, const struct bind_list *list)
{
    const struct list_object *o = (const struct list_object *)list;
    const struct local_rows *rows = &luarun_of(L)->rows[o->child];
    return rows->begin[o->parent_row + 1] - rows->begin[o->parent_row];
}

static void list_push(lua_State *L, const struct bind_list *list, uint32_t k)
{
    const struct list_object *o = (const struct list_object *)list;
    struct luarun *lr = luarun_of(L);
    luarun_push_row(lr, L, o->child, lr->rows[o->child].begin[o->parent_row] + k);
}

static void push_list(struct luarun *lr, lua_State *L, uint8_t child, uint32_t parent_row)
{
    if (push_cached(L, lr->list_refs[child], parent_row))
        return;
    struct list_object *o = lua_newuserdatauv(L, sizeof *o, 0);
    *o = (struct list_object){{BIND_LIST, list_length, list_push}, child, parent_row};
    cache(L, lr->list_mt, parent_row);
}

static int list_index(lua_State *L)
{
    const struct list_object *o = lua_touserdata(L, 1);
    if (!lua_isinteger(L, 2))
        sandbox_raise(
            L, HM_TRAP_SCRIPT, 0,
            _("a list has members [1], [2], ... and no fields; use each, sum, count, any "
              "or all"));
    int64_t k = lua_tointeger(L, 2);
    if (k < 1 || k > list_length(L, &o->list))
        return 0;
    list_push(L, &o->list, (uint32_t)k - 1);
    return 1;
}

static int list_len(lua_State *L)
{
    const struct list_object *o = lua_touserdata(L, 1);
    lua_pushinteger(L, list_length(L, &o->list));
    return 1;
}

_Noreturn static void refuse_field(struct luarun *lr, lua_State *L, uint8_t entity)
{
    char hint[256] = "";
    const struct entity *e = &lr->m->entities[entity];
    if (lua_type(L, 2) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a %s has fields, not [%s]"), e->name,
                      bind_kind_shown(L, 2));
    struct str name = text(lua_tostring(L, 2));
    const char *nearest = model_nearest_field(lr->m, entity, name);
    if (nearest)
        diag_suggest(hint, sizeof hint, nearest);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a %s has no field '%s'%s%s"), e->name, name.p,
                  *hint ? "; " : "", hint);
}

static int refuse_write(lua_State *L)
{
    sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                  _("facts and results cannot be changed by a formula; use a local"));
}

static int row_before(lua_State *L);

static void push_id(struct luarun *lr, lua_State *L, const struct row_object *o)
{
    const struct column *ids = &lr->f->entities[o->entity].id;
    uint32_t row = lr->rows[o->entity].frame_row[o->row];
    struct str id = row < ids->rows ? column_text(ids, row) : (struct str){"", 0};
    lua_pushlstring(L, id.p, id.n);
}

static int row_index(lua_State *L)
{
    const struct row_object *o = lua_touserdata(L, 1);
    struct luarun *lr = luarun_of(L);
    struct member member = {NULL, MEMBER_NONE, 0};
    if (lua_type(L, 2) == LUA_TSTRING)
        member = luarun_member(&lr->members[o->entity], lua_tostring(L, 2));
    switch (member.kind) {
    case MEMBER_FIELD:
        luarun_push_cell(lr, L, (struct cell){o->entity, member.id, o->row});
        return 1;
    case MEMBER_LIST:
        push_list(lr, L, (uint8_t)member.id, o->row);
        return 1;
    case MEMBER_PARENT:
        luarun_push_row(lr, L, (uint8_t)member.id, lr->rows[o->entity].parent[o->row]);
        return 1;
    case MEMBER_BEFORE:
        lua_pushcfunction(L, row_before);
        return 1;
    case MEMBER_ID:
        push_id(lr, L, o);
        return 1;
    default:
        refuse_field(lr, L, o->entity);
    }
}

/* --- earlier determinations --- */

static int row_before(lua_State *L)
{
    struct luarun *lr = luarun_of(L);
    if (bind_tag_at(L, 1) != BIND_ROW)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("write row:before(n), with a colon"));
    const struct row_object *o = lua_touserdata(L, 1);
    int64_t n = bind_need_integer(L, 2, "before");
    int32_t month;
    if (n < 1 || !month_add(&month, lr->month, -n))
        sandbox_raise(L, HM_TRAP_RANGE, 0, _("before: the number of months must be 1 or more"));
    struct past_object *p = lua_newuserdatauv(L, sizeof *p, 0);
    *p = (struct past_object){BIND_PAST, o->entity, o->row, month, frame_past(lr->f, month),
                              UINT32_MAX};
    if (p->past && p->past->row_of[o->entity])
        p->past_row = p->past->row_of[o->entity][lr->rows[o->entity].frame_row[o->row]];
    lua_rawgeti(L, LUA_REGISTRYINDEX, lr->past_mt);
    lua_setmetatable(L, -2);
    return 1;
}

static void raise_past(struct luarun *lr, lua_State *L, const struct past_object *p,
                       uint16_t field)
{
    struct buf *path = bind_scratch(L);
    buf_puts(path, "history[");
    month_put(path, p->month);
    buf_puts(path, "].");
    frame_cell_path(lr->f, field, lr->rows[p->entity].frame_row[p->row], path);
    if (!buf_ok(path))
        sandbox_starve(L);
    struct str missing = {path->data, path->len};
    luarun_watch_past(lr, (struct cell){p->entity, field, p->row}, p->month, NULL, missing);
    sandbox_raise(L, HM_TRAP_MISSING, 0, "%s", missing.p);
}

static int past_index(lua_State *L)
{
    const struct past_object *p = lua_touserdata(L, 1);
    struct luarun *lr = luarun_of(L);
    struct member member = {NULL, MEMBER_NONE, 0};
    struct value v;
    if (lua_type(L, 2) == LUA_TSTRING)
        member = luarun_member(&lr->members[p->entity], lua_tostring(L, 2));
    if (member.kind == MEMBER_NONE)
        refuse_field(lr, L, p->entity);
    if (member.kind != MEMBER_FIELD)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                      _("of earlier months only fields can be read, not '%s'"), member.key);
    const struct field *field = &lr->m->fields[member.id];
    if (!p->past || p->past_row == UINT32_MAX ||
        !column_value(&v, &p->past->frame->columns[member.id], field, p->past_row))
        raise_past(lr, L, p, member.id);
    luarun_watch_past(lr, (struct cell){p->entity, member.id, p->row}, p->month, &v,
                      (struct str){NULL, 0});
    bind_push(L, &v, &field->type, lr->m);
    return 1;
}

/* --- the household --- */

static bool reserve_rows(struct local_rows *r, uint32_t need)
{
    if (need <= r->cap)
        return true;
    uint32_t cap = need + need / 2 + 8;
    uint32_t *frame_row = mem_realloc(r->frame_row, cap * sizeof *frame_row);
    if (frame_row)
        r->frame_row = frame_row;
    uint32_t *parent = mem_realloc(r->parent, cap * sizeof *parent);
    if (parent)
        r->parent = parent;
    if (!frame_row || !parent)
        return false;
    r->cap = cap;
    return true;
}

static bool reserve_begin(struct local_rows *r, uint32_t need)
{
    if (need <= r->begin_cap)
        return true;
    uint32_t *begin = mem_realloc(r->begin, need * 2u * sizeof *begin);
    if (!begin)
        return false;
    r->begin = begin;
    r->begin_cap = need * 2u;
    return true;
}

/* Numbers the rows of one entity below the (numbered) rows of its parent. */
static bool load_children(struct luarun *lr, uint8_t entity)
{
    struct local_rows *r = &lr->rows[entity];
    const struct local_rows *parents = &lr->rows[lr->m->entities[entity].parent];
    r->count = 0;
    if (!reserve_begin(r, parents->count + 1))
        return false;
    for (uint32_t p = 0; p < parents->count; p++) {
        uint32_t n;
        const uint32_t *rows = frame_children(lr->f, entity, parents->frame_row[p], &n);
        r->begin[p] = r->count;
        if (!reserve_rows(r, r->count + n))
            return false;
        for (uint32_t k = 0; k < n; k++, r->count++) {
            r->frame_row[r->count] = rows[k];
            r->parent[r->count] = p;
        }
    }
    r->begin[parents->count] = r->count;
    return true;
}

bool luarun_rows_load(struct luarun *lr, uint32_t root_row)
{
    size_t cells = 0;
    for (size_t i = 0; i < lr->entity_count; i++) {
        uint8_t entity = lr->entities[i];
        struct local_rows *r = &lr->rows[entity];
        if (i == 0) {
            if (!reserve_rows(r, 1))
                return false;
            r->count = 1;
            r->frame_row[0] = root_row;
            r->parent[0] = 0;
        } else if (!load_children(lr, entity)) {
            return false;
        }
        r->first_cell = (uint32_t)cells;
        cells += (size_t)r->count * lr->m->entities[entity].field_count;
    }
    if (mem_grow((void **)&lr->states, &lr->state_cap, cells, sizeof *lr->states) ||
        mem_grow((void **)&lr->slots, &lr->slot_cap, cells, sizeof *lr->slots))
        return false;
    if (cells)
        memset(lr->states, CELL_NEW, cells);
    return true;
}

void luarun_rows_fini(struct luarun *lr)
{
    for (size_t i = 0; lr->rows && i < lr->m->entity_count; i++) {
        mem_free(lr->rows[i].frame_row);
        mem_free(lr->rows[i].parent);
        mem_free(lr->rows[i].begin);
    }
    mem_free(lr->states);
    mem_free(lr->slots);
}

/* --- attaching to a sandbox --- */

static int metatable(lua_State *L, lua_CFunction index, lua_CFunction len)
{
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, refuse_write);
    lua_setfield(L, -2, "__newindex");
    if (len) {
        lua_pushcfunction(L, len);
        lua_setfield(L, -2, "__len");
    }
    return luarun_keep(L);
}

void luarun_rows_attach(struct luarun *lr, lua_State *L)
{
    const struct model *m = lr->m;
    lr->row_mt = metatable(L, row_index, NULL);
    lr->list_mt = metatable(L, list_index, list_len);
    lr->past_mt = metatable(L, past_index, NULL);
    for (size_t i = 0; i < m->entity_count; i++) {
        add_names(L, m, &m->entities[i], &lr->members[i]);
        lua_newtable(L);
        lr->row_refs[i] = luarun_keep(L);
        lua_newtable(L);
        lr->list_refs[i] = luarun_keep(L);
    }
}
