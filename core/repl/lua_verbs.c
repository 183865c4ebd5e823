/* lua_verbs.c - verbs as functions: total("dibao_amount by county"), or word by word,
 * sweep("dibao_standard", "1181..1400", "by", 10). What a verb answers as rows comes back as a
 * list of tables with exact values; a verb with one number as its answer gives that.
 */
#include "repl/lua_state.h"

#include <string.h>
#include "base/clock.h"
#include "base/i18n.h"
#include "repl/verb.h"

/* Not as functions: they would change the ground a running piece stands on. */
static bool is_for_lines_only(const char *name)
{
    static const char *const names[] = {"help", "quit", "month", "edit", "reload"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* --- rows --- */

static void push_whole(lua_State *L, __int128 v)
{
    if (v > INT64_MAX || v < -INT64_MAX)
        sandbox_raise(L, HM_TRAP_OVERFLOW, 0, _("the number is too large for Lua"));
    lua_pushinteger(L, (lua_Integer)v);
}

static void push_fen(lua_State *L, __int128 fen)
{
    if (fen > INT64_MAX || fen < -INT64_MAX)
        sandbox_raise(L, HM_TRAP_OVERFLOW, 0, _("the number is too large for Lua"));
    bind_push_money(L, rational_of((int64_t)fen));
}

static void push_cell(lua_State *L, const struct sheet *s, size_t row, size_t column)
{
    const struct sheet_cell *cell = sheet_at(s, row, column);
    if (!cell->known) {
        lua_pushnil(L);
        return;
    }
    switch (s->columns[column].kind) {
    case SHEET_TEXT:
        lua_pushstring(L, cell->as.text);
        break;
    case SHEET_COUNT:
    case SHEET_CHANGE_COUNT:
        push_whole(L, cell->as.whole);
        break;
    case SHEET_MONEY:
    case SHEET_CHANGE:
        push_fen(L, cell->as.whole);
        break;
    case SHEET_NUMBER:
    case SHEET_PERCENT:
        bind_push_number(L, cell->as.rational);
        break;
    }
}

static int push_sheet(lua_State *L, const struct sheet *s)
{
    if (s->has_scalar && sheet_rows(s) > 0) {
        push_cell(L, s, 0, s->scalar);
        return 1;
    }
    lua_createtable(L, (int)sheet_rows(s), 0);
    for (size_t row = 0; row < sheet_rows(s); row++) {
        lua_createtable(L, 0, (int)s->column_count);
        for (size_t c = 0; c < s->column_count; c++) {
            push_cell(L, s, row, c);
            lua_setfield(L, -2, s->columns[c].name);
        }
        lua_rawseti(L, -2, (lua_Integer)row + 1);
    }
    return 1;
}

/* --- calling --- */

/* Arguments as the words of a line, in the sandbox's own buffer. */
static const char *join(lua_State *L, const char *verb)
{
    struct buf *b = bind_scratch(L);
    int n = lua_gettop(L);
    buf_puts(b, verb);
    for (int i = 1; i <= n; i++) {
        buf_putc(b, ' ');
        if (!bind_text(b, L, i))
            sandbox_raise(L, HM_TRAP_SCRIPT, 0,
                          _("argument %d of %s is no text, number or amount"), i, verb);
    }
    if (!buf_ok(b))
        sandbox_starve(L);
    return b->data;
}

/* Runs the line with nothing in Lua's hands that an error would leak. */
static enum hm_status run_line(struct lua_talk *t, const struct verb *v, const char *text,
                               bool *has_rows)
{
    struct repl *r = t->repl;
    struct verb_line l;
    struct sheet before = r->last;
    size_t written = r->out.len;
    char *line = arena_strdup(&r->line, text);
    if (!line)
        return diag_nomem(r->diag, _("reading a line"));
    TRY(verb_split(&l, line, &r->line, r->diag));
    l.verb = v;
    l.at = 1;
    sheet_init(&r->last);
    enum hm_status st = v->run(r, &l);
    r->out.len = written < r->out.len ? written : r->out.len; /* Lua shows what it wants */
    *has_rows = r->last.name != NULL;
    if (*has_rows)
        sheet_fini(&before);
    else
        r->last = before;
    return st;
}

static int call_verb(lua_State *L)
{
    struct lua_talk *t = lua_talk_of(L);
    const struct verb *v = lua_touserdata(L, lua_upvalueindex(1));
    bool has_rows = false;
    struct diag *d = t->repl->diag;
    size_t said = d ? d->count : 0;
    uint64_t from = clock_monotonic_ns();
    enum hm_status st = run_line(t, v, join(L, v->name), &has_rows);
    t->s->deadline_ns += clock_monotonic_ns() - from; /* the limit is for Lua's own time */
    if (st == HM_INTERRUPTED)
        t->s->dead = t->interrupted = true;
    for (size_t i = said; d && i < d->count; i++)
        if (!d->items[i].at.file) /* a place in the verb's words, not in the piece */
            d->items[i].at.line = d->items[i].at.column = 0;
    if (st != HM_OK)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", ""); /* the verb has said why */
    if (has_rows)
        return push_sheet(L, &t->repl->last);
    lua_pushboolean(L, true);
    return 1;
}

void lua_verbs_open(lua_State *L)
{
    for (size_t i = 0; i < verb_count; i++) {
        if (is_for_lines_only(verb_table[i].name))
            continue;
        lua_pushlightuserdata(L, (void *)(uintptr_t)&verb_table[i]);
        lua_pushcclosure(L, call_verb, 1);
        lua_setfield(L, -2, verb_table[i].name);
    }
}
