/* declare_table.c - parameters that are tables of several columns: what the columns are, the
 * rows as a script writes them, and the gaps and overlaps between them.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/limits.h"
#include "model/decision.h"

/* --- columns --- */

static bool is_column_type(const struct type *t)
{
    return t->kind == KIND_ENUM || t->kind == KIND_BOOLEAN || t->kind == KIND_INTEGER ||
           t->kind == KIND_NUMBER || t->kind == KIND_MONEY;
}

static bool word_is_new(struct declaration *dc, const char *path, const struct parameter *p,
                        const char *word)
{
    for (size_t i = 0; i < p->column_count; i++) {
        const struct decision_column *c = &p->columns[i];
        if (strcmp(c->name, word) != 0 && !(c->zh && strcmp(c->zh, word) == 0))
            continue;
        declare_error(dc, path, NULL, _("\"%s\" is there twice"), word);
        return false;
    }
    return true;
}

/* A text at `key` (or a list's element) of the entry on top of the stack; NULL: none. */
static const char *entry_text(struct declaration *dc, const char *path, const char *key)
{
    const char *text = NULL;
    int type = key ? lua_getfield(dc->L, -1, key) : lua_rawgeti(dc->L, -1, 1);
    const char *place = declare_path(dc, "%s/%s", path, key ? key : "1");
    if (type == LUA_TSTRING && declare_check_text(dc, place))
        text = declare_keep(dc, lua_tostring(dc->L, -1));
    else if (type != LUA_TNIL && type != LUA_TSTRING)
        declare_error(dc, place, NULL, _("expected text, found %s"), declare_found(dc, -1));
    lua_pop(dc->L, 1);
    return text;
}

/* { "age", integer, zh = "年龄" } on top of the stack. */
static bool read_column(struct declaration *dc, const char *path, const struct parameter *p,
                        struct decision_column *out)
{
    lua_State *L = dc->L;
    const char *name = lua_istable(L, -1) ? entry_text(dc, path, NULL) : NULL;
    if (!name) {
        declare_error(dc, path, _("for example columns = { { \"age\", integer } }"),
                      _("expected a column's name and type, found %s"), declare_found(dc, -1));
        return false;
    }
    declare_check_keys(dc, -1, path, "1 zh", false);
    if (!inherit_name_ok(dc, path, name) || !word_is_new(dc, path, p, name))
        return false;
    const char *zh = entry_text(dc, path, "zh");
    if (zh && strcmp(zh, name) != 0 && !word_is_new(dc, path, p, zh))
        return false;
    lua_rawgeti(L, -1, 2);
    const char *place = declare_path(dc, "%s/2", path);
    bool good = declare_type_here(dc, place, &out->type, NULL);
    lua_pop(L, 1);
    out->name = name;
    out->zh = zh;
    if (!good || is_column_type(&out->type))
        return good;
    declare_error(dc, place, NULL,
                  _("a column is an enum, boolean, integer, number or money, not %s"),
                  type_name(&out->type, dc->loader->model->enums));
    return false;
}

static void read_hit(struct declaration *dc, struct parameter *p)
{
    const char *word = declare_text(dc, "hit");
    if (word && !hit_parse(&p->hit, (struct str){word, strlen(word)}))
        declare_error(dc, "hit", _("write \"unique\", \"first\", \"sum\" or \"highest\""),
                      _("there is no hit policy \"%s\""), word);
    bool counts = p->hit == HIT_SUM || p->hit == HIT_HIGHEST;
    bool number = p->type.kind == KIND_INTEGER || p->type.kind == KIND_NUMBER ||
                  p->type.kind == KIND_MONEY;
    if (counts && !number)
        declare_error(dc, "hit", NULL, _("only numbers and amounts have a sum or a highest"));
}

void declare_columns(struct declaration *dc, struct parameter *p)
{
    lua_State *L = dc->L;
    p->kind = PARAMETER_TABLE;
    p->hit = HIT_UNIQUE;
    p->column_count = 0;
    if (declare_get(dc, "columns")) {
        size_t n = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
        if (n < 1 || n > LIMIT_TABLE_COLUMNS) {
            declare_error(dc, "columns", _("for example columns = { { \"age\", integer } }"),
                          _("a table has 1 to %d columns, found %zu"), LIMIT_TABLE_COLUMNS, n);
            n = 0;
        }
        p->columns = declare_alloc(dc, (n + 1) * sizeof *p->columns);
        for (size_t i = 0; i < n; i++) {
            const char *path = declare_path(dc, "columns/%zu", i + 1);
            lua_rawgeti(L, -1, (lua_Integer)i + 1);
            p->column_count += read_column(dc, path, p, &p->columns[p->column_count]);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    read_hit(dc, p);
}

/* --- rows --- */

static bool is_range(lua_State *L)
{
    static const char *const edges[] = {"from", "above", "below", "upto"};
    bool any = false;
    for (size_t i = 0; i < sizeof edges / sizeof *edges && !any; i++) {
        any = lua_getfield(L, -1, edges[i]) != LUA_TNIL;
        lua_pop(L, 1);
    }
    return any;
}

/* One of the things a cell says: a range, or a value, on top of the stack. */
static bool read_part(struct declaration *dc, const char *path, const struct decision_column *c,
                      struct band *out)
{
    bool listed = c->type.kind == KIND_ENUM || c->type.kind == KIND_BOOLEAN;
    struct value v;
    if (!listed && lua_istable(dc->L, -1) && is_range(dc->L)) {
        declare_check_keys(dc, -1, path, "from above below upto", false);
        return declare_range(dc, path, &c->type, out) &&
               declare_check_range(dc, path, &c->type, out);
    }
    if (!declare_value(dc, path, &c->type, &v))
        return false;
    struct rational x = v.kind == KIND_ENUM      ? rational_of(v.as.code)
                        : v.kind == KIND_BOOLEAN ? rational_of(v.as.boolean)
                        : v.kind == KIND_INTEGER ? rational_of(v.as.integer)
                                                 : v.as.rational;
    *out = (struct band){true, true, true, true, .low = x, .high = x};
    return true;
}

/* What the row on top of the stack says of a column. */
static bool read_cell(struct declaration *dc, const char *path, const struct decision_column *c,
                      struct decision_cell *out)
{
    lua_State *L = dc->L;
    const char *place = declare_path(dc, "%s/%s", path, c->name);
    bool good = true;
    if (lua_getfield(L, -1, c->name) == LUA_TNIL && c->zh) {
        lua_pop(L, 1);
        lua_getfield(L, -1, c->zh);
        place = declare_path(dc, "%s/%s", path, c->zh);
    }
    size_t n = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
    size_t room = lua_isnil(L, -1) ? 0 : n ? n : 1;
    out->ranges = declare_alloc(dc, (room + 1) * sizeof *out->ranges);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        good &= read_part(dc, declare_path(dc, "%s/%zu", place, i + 1), c, &out->ranges[i]);
        lua_pop(L, 1);
    }
    if (room && !n)
        good = read_part(dc, place, c, &out->ranges[0]);
    out->count = room;
    lua_pop(L, 1);
    return good;
}

/* "1 age 年龄 grade": the keys a row may have. */
static const char *row_keys(struct declaration *dc, const struct parameter *p)
{
    const char *keys = "1";
    for (size_t i = 0; i < p->column_count; i++)
        keys =
            declare_path(dc, "%s %s%s%s", keys, p->columns[i].name, p->columns[i].zh ? " " : "",
                         p->columns[i].zh ? p->columns[i].zh : "");
    return keys;
}

static bool read_row(struct declaration *dc, const char *path, const struct parameter *p,
                     const char *keys, struct decision_row *out)
{
    bool good = true;
    if (!lua_istable(dc->L, -1)) {
        declare_error(dc, path, _("for example { age = { from = 80 }, yuan(50) }"),
                      _("expected a row, found %s"), declare_found(dc, -1));
        return false;
    }
    declare_check_keys(dc, -1, path, keys, false);
    out->cells = declare_alloc(dc, p->column_count * sizeof *out->cells);
    for (size_t c = 0; c < p->column_count; c++)
        good &= read_cell(dc, path, &p->columns[c], &out->cells[c]);
    lua_rawgeti(dc->L, -1, 1);
    good &= declare_value(dc, declare_path(dc, "%s/1", path), &p->type, &out->value);
    lua_pop(dc->L, 1);
    return good;
}

static bool read_list(struct declaration *dc, const char *path, const struct parameter *p,
                      struct parameter_value *out)
{
    lua_State *L = dc->L;
    size_t n = lua_istable(L, -1) ? (size_t)lua_rawlen(L, -1) : 0;
    if (n < 1 || n > LIMIT_TABLE_ROWS) {
        declare_error(dc, path, _("for example { { age = { from = 80 }, yuan(50) } }"),
                      n ? _("a table has at most %d rows")
                        : _("expected a list of rows, or "
                            "the name of a CSV file"),
                      LIMIT_TABLE_ROWS);
        return false;
    }
    const char *keys = row_keys(dc, p);
    bool good = true;
    out->rows = declare_alloc(dc, n * sizeof *out->rows);
    for (size_t i = 0; i < n; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i + 1);
        good &= read_row(dc, declare_path(dc, "%s/%zu", path, i + 1), p, keys, &out->rows[i]);
        lua_pop(L, 1);
    }
    out->count = n;
    return good;
}

/* --- gaps and overlaps --- */

static const char *range_text(struct declaration *dc, const struct decision_column *c,
                              const struct band *r)
{
    const struct model *m = dc->loader->model;
    if (c->type.kind == KIND_BOOLEAN)
        return r->low.num ? "true" : "false";
    if (c->type.kind == KIND_ENUM) {
        const struct enum_value *v = &m->enums[c->type.enum_id].values[r->low.num];
        return v->zh ? v->zh : v->name;
    }
    if (r->low_closed)
        return declare_edge(dc, &c->type, r->low);
    if (!r->has_high)
        return declare_path(dc, _("above %s"), declare_edge(dc, &c->type, r->low));
    if (!r->has_low)
        return declare_path(dc, _("below %s"), declare_edge(dc, &c->type, r->high));
    return declare_path(dc, _("between %s and %s"), declare_edge(dc, &c->type, r->low),
                        declare_edge(dc, &c->type, r->high));
}

/* "age 80, 等级 完全不能自理" */
static const char *combination(struct declaration *dc, const struct parameter *p,
                               const struct band *at)
{
    const char *text = "";
    for (size_t c = 0; c < p->column_count; c++) {
        const struct decision_column *column = &p->columns[c];
        if (at[c].has_low || at[c].has_high)
            text = declare_path(dc, "%s%s%s %s", text, *text ? ", " : "",
                                column->zh ? column->zh : column->name,
                                range_text(dc, column, &at[c]));
    }
    return text;
}

/* What is wrong with the rows; in a file it stands at their lines. */
static bool check_rows(struct declaration *dc, const char *path, const struct parameter *p,
                       const struct parameter_value *v, const uint32_t *lines, const char *file)
{
    const struct model *m = dc->loader->model;
    uint16_t counts[LIMIT_TABLE_COLUMNS] = {0};
    struct decision_fault fault;
    for (size_t c = 0; c < p->column_count; c++)
        if (p->columns[c].type.kind == KIND_ENUM)
            counts[c] = m->enums[p->columns[c].type.enum_id].count;
    if (decision_check(&fault, p, v, counts, &dc->loader->scratch) != HM_OK)
        declare_nomem(dc);
    unsigned first = (unsigned)fault.rows[0] + 1, second = (unsigned)fault.rows[1] + 1;
    const char *in = file ? declare_path(dc, "%s: ", file) : "";
    if (file) {
        first = lines[fault.rows[0]];
        second = lines[fault.rows[1]];
    }
    if (fault.kind == DECISION_GAP)
        declare_error(dc, path, _("add a row, or otherwise = ..."), _("%sno row is for %s"), in,
                      combination(dc, p, fault.at));
    else if (fault.kind == DECISION_OVERLAP)
        declare_error(dc, file ? path : declare_path(dc, "%s/%u", path, second),
                      _("make one of them narrower, or write hit = \"first\""),
                      file ? _("%slines %u and %u are both for %s")
                           : _("%srows %u and %u are both for %s"),
                      in, first, second, combination(dc, p, fault.at));
    else if (fault.kind == DECISION_TOO_MANY)
        declare_error(dc, path, _("split it into smaller tables"),
                      _("%sthe table has more than %d combinations of its edges"), in,
                      LIMIT_TABLE_CELLS);
    return fault.kind == DECISION_SOUND;
}

bool declare_rows(struct declaration *dc, const char *path, const struct parameter *p,
                  struct parameter_value *out)
{
    const char *file = lua_type(dc->L, -1) == LUA_TSTRING ? lua_tostring(dc->L, -1) : NULL;
    uint32_t *lines = NULL;
    if (p->column_count == 0)
        return false; /* said so at the columns */
    bool good =
        file ? table_file_read(dc, path, file, p, out, &lines) : read_list(dc, path, p, out);
    return good && check_rows(dc, path, p, out, lines, file);
}
