/* lua_talk.c - opens the sandbox of a session, reads a piece of Lua, runs it, shows what it
 * gives.
 *
 * A piece sees, in this order: what pieces before it assigned, the session's objects, the
 * policy's globals. Nothing it does reaches the policy: that has sandboxes of its own.
 */
#include "repl/lua_state.h"

#include <stdio.h>
#include <string.h>
#include "base/i18n.h"
#include "base/mem.h"
#include "lang/rewrite.h"
#include "repl/verb.h"
#include "run/task.h"

#define PIECE_NAME "session"

enum { HOOK_STEP = 1000, FILE_NUMBERS = 4096 };

/* Registry key: its address. */
static const char environment_key;

/* --- names --- */

static void put_code(struct buf *out, uint32_t c)
{
    if (c >= 0x10000)
        buf_putc(out, (char)(0xF0 | c >> 18));
    if (c >= 0x10000)
        buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
    else
        buf_putc(out, (char)(c >= 0x800 ? 0xE0 | c >> 12 : 0xC0 | c >> 6));
    if (c >= 0x800)
        buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
    buf_putc(out, (char)(0x80 | (c & 0x3F)));
}

/* A name as it was written, from how rewritten scripts spell it (lang/rewrite.h). */
static void put_written(struct buf *out, const char *name)
{
    static const char hex[] = "0123456789ABCDEF";
    if (strncmp(name, "__z", 3) != 0) {
        buf_puts(out, name);
        return;
    }
    for (name += 3; *name; name++) {
        uint32_t c = 0;
        if (*name != '_' || name[1] == '_' || strlen(name) < 7) {
            buf_putc(out, *name);
            name += *name == '_' && name[1] == '_';
            continue;
        }
        for (int i = 0; i < 6; i++, name++)
            c = c << 4 | (uint32_t)(strchr(hex, name[1]) ? strchr(hex, name[1]) - hex : 0);
        put_code(out, c);
    }
}

/* What the name could have meant: a parameter or field of the policy, or a near name. */
static void suggest(lua_State *L, const struct model *m, const char *name, char *out,
                    size_t bytes)
{
    struct str known[512], word = {name, strlen(name)};
    size_t n = 0;
    for (size_t e = 0; e < m->entity_count; e++) {
        if (model_field(m, (uint8_t)e, word) != NO_FIELD)
            snprintf(out, bytes, _("write total %s, or family(\"H1\").%s"), name, name);
    }
    if (model_parameter(m, word) >= 0)
        snprintf(out, bytes, _("write law.%s"), name);
    const struct verb *v = verb_find(word);
    if (v && !*out)
        snprintf(out, bytes, _("a verb that is no function of Lua: write %s"), v->usage);
    if (*out)
        return;
    for (size_t i = 0; i < verb_count; i++)
        known[n++] = (struct str){verb_table[i].name, strlen(verb_table[i].name)};
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    for (lua_pushnil(L); lua_next(L, -2) != 0; lua_pop(L, 1)) {
        if (n < 511 && lua_type(L, -2) == LUA_TSTRING &&
            strncmp(lua_tostring(L, -2), "__", 2) != 0)
            known[n++] = (struct str){lua_tostring(L, -2), lua_rawlen(L, -2)};
    }
    lua_pop(L, 1);
    known[n++] = (struct str){"law", 3};
    int near = str_nearest(word, known, n);
    diag_suggest(out, bytes, near < 0 ? NULL : known[near].p);
}

static int on_missing(lua_State *L)
{
    char hint[2 * LIMIT_NAME_BYTES + 64] = "";
    char written[LIMIT_NAME_BYTES + 1] = "";
    struct buf b;
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL)
        return 1;
    buf_init(&b);
    put_written(&b, lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "?");
    snprintf(written, sizeof written, "%s", b.data);
    buf_fini(&b);
    suggest(L, lua_talk_of(L)->repl->policy->model, written, hint, sizeof hint);
    sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("the name \"%s\" is not known here%s%s"), written,
                  *hint ? "; " : "", hint);
}

static int print(lua_State *L)
{
    struct lua_talk *t = lua_talk_of(L);
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        if (i > 1)
            buf_putc(&t->printed, '\t');
        lua_show(L, i, &t->printed);
    }
    buf_putc(&t->printed, '\n');
    sandbox_charge(L, t->printed.len / 16);
    if (t->printed.len > LIMIT_RECORD_BYTES || !buf_ok(&t->printed))
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("more than %d bytes were printed"),
                      LIMIT_RECORD_BYTES);
    return 0;
}

/* {} -> __index session objects -> __index policy's globals, or the unknown name. */
static int open_environment(lua_State *L)
{
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_newtable(L);
    lua_law_open(L);
    lua_verbs_open(L);
    lua_family_open(L);
    lua_pushcfunction(L, print);
    lua_setfield(L, -2, "print");
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, on_missing);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
    return 0;
}

/* --- opening --- */

/* For sandbox.line_position: a line of the present piece, or of a policy's script. */
static uint32_t line_position(const void *ctx, const char *chunk_name, int line)
{
    const struct lua_talk *t = ctx;
    if (strcmp(chunk_name, PIECE_NAME) != 0)
        return t->policy_line ? t->policy_line(t->policy_context, chunk_name, line) : 0;
    if (!t->piece || line < 1 || (uint32_t)line > t->piece->line_count)
        return 0;
    return ast_position(t->piece, t->piece->lines[line - 1]);
}

/* A region has no scripts of its own: its sessions have the language only. */
static enum hm_status open_sandbox(struct lua_talk *t, struct diag *d)
{
    const struct policy *p = t->repl->policy;
    if (!p->members)
        return policy_sandbox(&t->s, p, d);
    TRY(sandbox_new(&t->s, LIMIT_LUA_MEMORY_BYTES, d));
    t->s->model = p->model;
    return HM_OK;
}

static enum hm_status talk_open(struct repl *r)
{
    struct lua_talk *t = mem_zalloc(sizeof *t);
    if (!t)
        return diag_nomem(r->diag, _("starting Lua"));
    t->repl = r;
    buf_init(&t->printed);
    enum hm_status st = open_sandbox(t, r->diag);
    if (st == HM_OK) {
        t->policy_line = t->s->line_position;
        t->policy_context = t->s->line_context;
        t->s->line_position = line_position;
        t->s->line_context = t;
        t->s->owner = t;
        t->scripts = (uint32_t)policy_script_count(r->policy);
        sandbox_arm(t->s, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_LOAD_TIME_MS);
        lua_pushcfunction(t->s->L, open_environment);
        if (sandbox_call(t->s, 0, 0) != HM_TRAP_NONE)
            st = diag_nomem(r->diag, _("starting Lua"));
    }
    if (st == HM_OK)
        r->lua = t;
    else
        lua_talk_close(t);
    return st;
}

void lua_talk_close(struct lua_talk *t)
{
    if (!t)
        return;
    sandbox_free(t->s);
    buf_fini(&t->printed);
    mem_free(t);
}

/* --- reading --- */

/* Parses "PREFIX TEXT"; *out is owned by the caller, text by the line's arena. */
static enum hm_status parse(struct ast_file **out, struct arena *a, const char *prefix,
                            const char *text, uint32_t number, struct diag *d)
{
    size_t n = strlen(prefix) + strlen(text);
    char *all = arena_alloc(a, n + 1);
    if (!all)
        return diag_nomem(d, _("reading a line"));
    snprintf(all, n + 1, "%s%s", prefix, text);
    return ast_parse(out, PIECE_NAME, number, all, n, d);
}

/* "totl dibao_amount" is a mistyped verb rather than Lua. */
static void hint_verb(char *out, size_t bytes, const char *text)
{
    struct str names[64];
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    size_t count = verb_count < 64 ? verb_count : 64;
    for (size_t i = 0; i < count; i++)
        names[i] = (struct str){verb_table[i].name, strlen(verb_table[i].name)};
    int near = str_nearest((struct str){text, n}, names, count);
    const struct verb *v = verb_find((struct str){text, n});
    if (v)
        snprintf(out, bytes, _("%s, for example: %s"), v->usage, v->example);
    else if (near >= 0)
        diag_suggest(out, bytes, names[near].p);
    else
        snprintf(out, bytes, "%s", _("`help` lists the verbs; anything else is Lua"));
}

static void move_messages(struct repl *r, const struct diag *from, uint32_t prefix,
                          const char *text)
{
    char hint[512];
    hint_verb(hint, sizeof hint, text);
    for (size_t i = 0; i < from->count; i++) {
        const struct diag_item *m = &from->items[i];
        struct place at = m->at;
        at.file = NULL;
        at.column -= at.line == 1 && at.column > prefix ? prefix : 0;
        diag_add(r->diag, m->level, m->status, &at, i == 0 && !m->hint ? hint : m->hint, "%s",
                 m->text);
    }
}

/* Whether the first error of a stands further on than b's: what was meant is what was
 * understood for longer. */
static bool is_further(const struct diag *a, uint32_t prefix, const struct diag *b)
{
    if (a->count == 0 || b->count == 0)
        return false;
    struct place x = a->items[0].at, y = b->items[0].at;
    x.column -= x.line == 1 && x.column > prefix ? prefix : 0;
    return x.line > y.line || (x.line == y.line && x.column > y.column);
}

/* The tree of a piece: of an expression, else of statements. */
static enum hm_status read_piece(struct lua_talk *t, const char *text)
{
    struct repl *r = t->repl;
    struct diag as_expression, as_statement;
    static const char prefix[] = "return ";
    t->piece_number = t->scripts + t->pieces++ % (FILE_NUMBERS - t->scripts);
    diag_init(&as_expression);
    diag_init(&as_statement);
    t->prefix = sizeof prefix - 1;
    enum hm_status st =
        parse(&t->piece, &r->line, prefix, text, t->piece_number, &as_expression);
    if (st == HM_DATA) {
        t->prefix = 0;
        st = parse(&t->piece, &r->line, "", text, t->piece_number, &as_statement);
    }
    if (st != HM_OK) {
        bool further = is_further(&as_expression, sizeof prefix - 1, &as_statement);
        move_messages(r, further ? &as_expression : &as_statement,
                      further ? sizeof prefix - 1 : 0, text);
    }
    diag_fini(&as_expression);
    diag_fini(&as_statement);
    return st;
}

/* An error where the text ends. */
static bool is_at_end(const struct diag *d, const char *text)
{
    size_t n = strlen(text);
    uint32_t line = 1;
    const char *begin = text;
    for (const char *p = text; (p = strchr(p, '\n')) != NULL; begin = ++p)
        line++;
    uint32_t column = (uint32_t)str_utf8_len(begin, (size_t)(text + n - begin)) + 1;
    return d->count > 0 && d->items[0].at.line == line && d->items[0].at.column == column;
}

enum ending { ENDING_SOUND, ENDING_EARLY, ENDING_WRONG };

static enum ending ending_of(const char *prefix, const char *text)
{
    struct diag d;
    struct arena a;
    struct ast_file *f = NULL;
    enum ending e = ENDING_WRONG;
    size_t n = strlen(prefix) + strlen(text);
    diag_init(&d);
    arena_init(&a);
    char *all = arena_alloc(&a, n + 1);
    if (all) {
        snprintf(all, n + 1, "%s%s", prefix, text);
        if (ast_parse(&f, PIECE_NAME, 0, all, n, &d) == HM_OK)
            e = ENDING_SOUND;
        else if (is_at_end(&d, all))
            e = ENDING_EARLY;
    }
    ast_free(f);
    arena_fini(&a);
    diag_fini(&d);
    return e;
}

/* A sound expression is no unfinished statement. */
bool lua_talk_incomplete(const char *text)
{
    enum ending expression = ending_of("return ", text);
    enum ending statement = ending_of("", text);
    return expression != ENDING_SOUND && statement != ENDING_SOUND &&
           (expression == ENDING_EARLY || statement == ENDING_EARLY);
}

/* --- running --- */

static void on_count(lua_State *L, lua_Debug *ar)
{
    struct lua_talk *t = lua_talk_of(L);
    (void)ar;
    if (task_stopped(&t->repl->host)) {
        t->s->dead = t->interrupted = true;
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, "%s", _("interrupted"));
    }
    sandbox_charge(L, HOOK_STEP);
}

/* Where a stop happened: in this piece, in a policy's script, or not known any more. */
static struct place stop_place(const struct lua_talk *t)
{
    uint32_t position = t->s->stop.position;
    struct place at = {0};
    if (position >> 20 == t->piece_number && t->piece) {
        uint32_t offset = position & 0xFFFFFu;
        at = ast_place(t->piece, offset);
        at.file = NULL;
        if (at.line == 1)
            at.column -= at.column > t->prefix ? t->prefix : 0;
    } else if (position && position >> 20 < t->scripts) {
        at = policy_place(t->repl->policy, position);
    }
    return at;
}

/* A verb that was called says itself what was wrong; the stop behind it says nothing. */
static enum hm_status report_stop(struct lua_talk *t)
{
    struct repl *r = t->repl;
    struct place at = stop_place(t);
    if (t->interrupted)
        return HM_INTERRUPTED;
    if (t->s->starved)
        return diag_nomem(r->diag, _("running Lua"));
    if (t->s->stop.text.len)
        diag_error(r->diag, HM_DATA, &at, "%s", t->s->stop.text.data);
    return HM_DATA;
}

static void put_results(struct lua_talk *t, int first)
{
    struct repl *r = t->repl;
    lua_State *L = t->s->L;
    int top = lua_gettop(L);
    if (!r->json) {
        buf_put(&r->out, t->printed.data, t->printed.len);
        for (int i = first; i <= top; i++) {
            if (i == first && top == first && lua_isnil(L, i))
                continue;
            lua_show(L, i, &r->out);
            buf_putc(&r->out, '\n');
        }
        return;
    }
    buf_puts(&r->out, "{\"printed\":");
    buf_json_string(&r->out, t->printed.data, t->printed.len);
    buf_puts(&r->out, ",\"values\":[");
    for (int i = first; i <= top; i++) {
        if (i > first)
            buf_putc(&r->out, ',');
        lua_show_json(L, i, &r->out);
    }
    buf_puts(&r->out, "]}");
}

static enum hm_status run_piece(struct lua_talk *t, const struct buf *text)
{
    lua_State *L = t->s->L;
    int before = lua_gettop(L);
    sandbox_arm(t->s, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_LOAD_TIME_MS);
    lua_sethook(L, on_count, LUA_MASKCOUNT, HOOK_STEP);
    t->interrupted = false;
    buf_clear(&t->printed);
    TRY(sandbox_load(t->s, text->data, text->len, PIECE_NAME, t->repl->diag));
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
    if (!lua_setupvalue(L, -2, 1))
        lua_pop(L, 1);
    enum hm_status st = HM_OK;
    if (sandbox_call(t->s, 0, LUA_MULTRET) == HM_TRAP_NONE)
        put_results(t, before + 1);
    else
        st = report_stop(t);
    lua_settop(L, before);
    return st;
}

enum hm_status lua_talk_run(struct repl *r, const char *text)
{
    struct buf rewritten;
    if (!r->lua)
        TRY(talk_open(r));
    struct lua_talk *t = r->lua;
    TRY(read_piece(t, text));
    buf_init(&rewritten);
    enum hm_status st = rewrite_script(t->piece, &rewritten, r->diag);
    if (st == HM_OK && !buf_ok(&rewritten))
        st = diag_nomem(r->diag, _("reading a line"));
    if (st == HM_OK)
        st = run_piece(t, &rewritten);
    buf_fini(&rewritten);
    ast_free(t->piece);
    t->piece = NULL;
    if (t->s->spoiled) { /* its memory is used up: the next line begins with a new one */
        r->lua = NULL;
        lua_talk_close(t);
    }
    return st;
}
