/* loader.c - files -> scripts -> sandbox -> model: what is read in which order, and where a
 * message points to. What a declaration means is in declare_*.c.
 */
#include "policy/loader.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "lang/rewrite.h"

/* --- scripts --- */

const struct source_file *loader_source(const struct loader *l, const struct script *s)
{
    return &l->policy->sources.files[s->source];
}

static uint32_t script_number(const struct policy_code *code, const struct script *s)
{
    return (uint32_t)(s - code->scripts);
}

static struct script *script_by_path(const struct loader *l, const char *path)
{
    for (size_t i = 0; i < l->code->count; i++)
        if (strcmp(loader_source(l, &l->code->scripts[i])->path, path) == 0)
            return &l->code->scripts[i];
    return NULL;
}

static void script_parse(struct loader *l, struct script *s)
{
    const struct source_file *f = loader_source(l, s);
    if (!f->text)
        return; /* sources_read said why */
    size_t before = l->diag->errors;
    enum hm_status st = ast_parse(&s->ast, f->shown_path, script_number(l->code, s), f->text,
                                  f->bytes, l->diag);
    if (st == HM_OK)
        st = rewrite_script(s->ast, &s->text, l->diag);
    if (st == HM_OK && !buf_ok(&s->text))
        st = diag_nomem(l->diag, _("reading a policy"));
    s->is_good = st == HM_OK && l->diag->errors == before;
    if (st == HM_NOMEM)
        l->gave_up = l->starved = true;
}

/* The script of a source file, parsed when it is asked for the first time; NULL: no such file.
 */
static struct script *script_get(struct loader *l, const char *path)
{
    struct script *s = script_by_path(l, path);
    const struct sources *sources = &l->policy->sources;
    if (s || !l->model)
        return s;
    for (size_t i = 0; i < sources->count; i++) {
        if (strcmp(sources->files[i].path, path) != 0)
            continue;
        s = &l->code->scripts[l->code->count++];
        s->source = i;
        buf_init(&s->text);
        script_parse(l, s);
        return s;
    }
    return NULL;
}

/* --- places --- */

static bool is_module(struct loader *l, const struct script *s)
{
    return strncmp(loader_source(l, s)->path, "stdlib/", 7) == 0;
}

/* What a module declares for a policy stands at the policy's line that called it. */
struct script *loader_where(struct loader *l, int *line)
{
    lua_Debug ar;
    struct script *found = NULL;
    *line = 0;
    for (int level = 0; lua_getstack(l->sandbox->L, level, &ar); level++) {
        lua_getinfo(l->sandbox->L, "Sl", &ar);
        if (ar.currentline <= 0 || ar.source[0] != '@')
            continue;
        struct script *s = script_by_path(l, ar.source + 1);
        bool is_called = s && l->level && is_module(l, s);
        if (found && (!s || is_called))
            continue;
        found = s;
        *line = ar.currentline;
        if (!is_called)
            break;
    }
    return found;
}

static bool is_word_byte(char c)
{
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Offset of a whole word in [from, to), or `to`. */
static uint32_t find_word(const char *text, uint32_t from, uint32_t to, const char *word)
{
    uint32_t n = (uint32_t)strlen(word);
    for (uint32_t i = from; n && i + n <= to; i++) {
        if (memcmp(text + i, word, n) != 0)
            continue;
        if ((i == from || !is_word_byte(text[i - 1])) &&
            (i + n == to || !is_word_byte(text[i + n])))
            return i;
    }
    return to;
}

static void line_range(const struct ast_file *f, int line, uint32_t *from, uint32_t *to)
{
    uint32_t i = line > 0 ? (uint32_t)line - 1 : 0;
    i = i < f->line_count ? i : f->line_count - 1;
    *from = f->lines[i];
    *to = i + 1 < f->line_count ? f->lines[i + 1] : (uint32_t)f->bytes;
}

static uint32_t skip_blanks(const struct ast_file *f, uint32_t from, uint32_t to)
{
    while (from < to && (f->text[from] == ' ' || f->text[from] == '\t'))
        from++;
    return from;
}

struct place loader_place(const struct script *s, int line, const char *word)
{
    uint32_t from, to;
    line_range(s->ast, line, &from, &to);
    uint32_t at = word ? find_word(s->ast->text, from, to, word) : to;
    return ast_place(s->ast, at < to ? at : skip_blanks(s->ast, from, to));
}

const char *loader_written(struct loader *l, const struct script *s, int line,
                           const char *spelled)
{
    uint32_t from, to;
    if (strncmp(spelled, "__", 2) != 0)
        return spelled;
    line_range(s->ast, line, &from, &to);
    for (uint32_t i = from; i < to; i++) {
        uint32_t n = 0;
        while (i + n < to && is_word_byte(s->ast->text[i + n]))
            n++;
        struct buf b;
        buf_init(&b);
        rewrite_name((struct str){s->ast->text + i, n}, &b);
        bool same = buf_ok(&b) && n > 0 && strcmp(b.data, spelled) == 0;
        buf_fini(&b);
        const char *name = same ? arena_strndup(&l->scratch, s->ast->text + i, n) : NULL;
        if (name)
            return name;
        i += n;
    }
    return spelled;
}

/* For sandbox.line_position: scripts are known to Lua by the path of their source. */
static uint32_t line_position(const void *ctx, const char *chunk_name, int line)
{
    const struct policy *p = ctx;
    for (size_t i = 0; i < p->code->count; i++) {
        const struct script *s = &p->code->scripts[i];
        uint32_t from, to;
        if (!s->ast || strcmp(p->sources.files[s->source].path, chunk_name) != 0)
            continue;
        line_range(s->ast, line, &from, &to);
        return ast_position(s->ast, skip_blanks(s->ast, from, to));
    }
    return 0;
}

void *loader_append(struct loader *l, void **items, size_t *count, size_t *cap, size_t each)
{
    if (*count == *cap) {
        size_t grown = *cap ? 2 * *cap : 16;
        void *copy = arena_zalloc(&l->model->arena, grown * each);
        if (!copy) {
            diag_nomem(l->diag, _("reading a policy"));
            return NULL;
        }
        if (*count)
            memcpy(copy, *items, *count * each);
        *items = copy;
        *cap = grown;
    }
    return (char *)*items + (*count)++ * each;
}

/* --- running scripts --- */

/* What ended a script. A type mix-up after an unknown name is that name's fault. */
static void report_stop(struct loader *l, struct script *s)
{
    const struct stop *stop = &l->sandbox->stop;
    l->incomplete = true;
    if (l->gave_up || (s->has_unknown && !l->sandbox->dead))
        return;
    if (l->sandbox->starved) {
        l->gave_up = l->starved = true;
        diag_nomem(l->diag, _("reading a policy"));
        return;
    }
    struct place at = policy_place(l->policy, stop->position);
    if (!at.file)
        at = (struct place){.file = loader_source(l, s)->shown_path};
    diag_error(l->diag, HM_DATA, &at, "%s", stop->text.len ? stop->text.data : "?");
    l->gave_up = l->sandbox->spoiled;
    if (l->sandbox->dead) /* the other files have their own errors to find */
        sandbox_arm(l->sandbox, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_LOAD_TIME_MS);
}

static void report_open(struct loader *l)
{
    if (!l->open_name)
        return;
    diag_error(l->diag, HM_DATA, &l->open_at, _("%s \"%s\" has no { ... } behind it"),
               declare_keyword(l->open_keyword), l->open_name);
    l->open_name = NULL;
    l->incomplete = true;
}

/* Runs a script; `results` values are left on the stack when it gives true. */
static bool script_run(struct loader *l, struct script *s, int results)
{
    struct script *outer = l->current;
    uint8_t *state = &l->states[script_number(l->code, s)];
    if (!s->is_good || l->gave_up) {
        *state = SCRIPT_DONE;
        l->incomplete = true;
        return false;
    }
    *state = SCRIPT_RUNNING;
    l->current = s;
    bool good = sandbox_load(l->sandbox, s->text.data, s->text.len, loader_source(l, s)->path,
                             l->diag) == HM_OK;
    if (good) {
        globals_set_environment(l->sandbox->L);
        good = sandbox_call(l->sandbox, 0, results) == HM_TRAP_NONE;
        if (!good) {
            report_stop(l, s);
            l->open_name = NULL;
        }
    }
    report_open(l);
    l->current = outer;
    *state = SCRIPT_DONE;
    l->incomplete |= !good;
    return good;
}

/* Memory that ran out inside an include or require ends the outer scripts as well. */
static void pass_on_spoiled(lua_State *L, struct loader *l)
{
    if (l->sandbox->dead)
        sandbox_reraise(L);
}

static struct place call_place(struct loader *l, const char *word)
{
    int line;
    struct script *s = loader_where(l, &line);
    return s ? loader_place(s, line, word) : (struct place){0};
}

/* The name given to include or require; the load it belongs to. */
static const char *named_file(lua_State *L, struct loader **l, const char *function)
{
    *l = loader_of(L);
    if (!*l)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s works only while the policy is loaded"),
                      function);
    if (lua_type(L, 1) != LUA_TSTRING)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("%s needs the name of a file in quotes"),
                      function);
    return lua_tostring(L, 1);
}

/* The nearest file of the folder, for "did you mean". */
static void suggest_file(struct loader *l, const char *folder, const char *name, char *out,
                         size_t out_bytes)
{
    struct str names[LIMIT_POLICY_FILES];
    size_t count = 0, n = strlen(folder);
    const struct sources *s = &l->policy->sources;
    for (size_t i = 0; i < s->count && count < LIMIT_POLICY_FILES; i++) {
        const char *path = s->files[i].path;
        if (strncmp(path, folder, n) == 0 && path[n] == '/' && !strchr(path + n + 1, '/'))
            names[count++] = (struct str){path + n + 1, strlen(path + n + 1)};
    }
    int near = str_nearest((struct str){name, strlen(name)}, names, count);
    diag_suggest(out, out_bytes, near < 0 ? NULL : names[near].p);
}

/* A file of a folder, said to be missing where `word` stands. */
static struct script *find_script(struct loader *l, const char *folder, const char *file,
                                  const char *word)
{
    char path[1024];
    char hint[256];
    struct place at = call_place(l, word);
    if (strchr(file, '/') || strchr(file, '\\') || strstr(file, "..")) {
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("move the file into the policy's folder, or put shared code into stdlib/"),
                 _("\"%s\": only files of the same folder can be read, by their name alone"),
                 file);
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s", folder, file);
    struct script *s = script_get(l, path);
    if (s)
        return s;
    suggest_file(l, folder, file, hint, sizeof hint);
    diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at, *hint ? hint : NULL,
             _("there is no file \"%s\" in %s"), file, folder);
    return NULL;
}

int loader_include(lua_State *L)
{
    struct loader *l;
    const char *file = named_file(L, &l, "include");
    if (!l->level)
        sandbox_raise(L, HM_TRAP_SCRIPT, 0, _("a stdlib module cannot include; use require"));
    struct script *s = find_script(l, l->level, file, file);
    if (!s) {
        l->incomplete = true;
        return 0;
    }
    if (l->states[script_number(l->code, s)] != SCRIPT_FRESH) {
        struct place at = call_place(l, file);
        diag_error(l->diag, HM_DATA, &at, _("\"%s\" is included already"), file);
        return 0;
    }
    script_run(l, s, 0);
    pass_on_spoiled(L, l);
    return 0;
}

/* Runs a module and keeps its table; false when it gave none. */
static bool module_run(lua_State *L, struct loader *l, struct script *s)
{
    const char *level = l->level;
    l->level = NULL;
    bool good = script_run(l, s, 1);
    l->level = level;
    if (good && !lua_istable(L, -1)) {
        struct place at = {.file = loader_source(l, s)->shown_path};
        diag_error(l->diag, HM_DATA, &at,
                   _("a stdlib module must end with `return` and the table of its functions"));
        lua_pop(L, 1);
        good = false;
    }
    pass_on_spoiled(L, l);
    if (!good)
        return false;
    globals_push_modules(L);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, loader_source(l, s)->path);
    lua_pop(L, 1);
    return true;
}

int loader_require(lua_State *L)
{
    struct loader *l;
    const char *name = named_file(L, &l, "require");
    char file[256];
    snprintf(file, sizeof file, "%s.lua", name);
    struct script *s = find_script(l, "stdlib", file, name);
    uint8_t state = s ? l->states[script_number(l->code, s)] : (uint8_t)SCRIPT_DONE;
    if (s && state == SCRIPT_RUNNING) {
        struct place at = call_place(l, name);
        diag_error(l->diag, HM_DATA, &at,
                   _("modules require each other in a circle: \"%s\" is not ready here"), name);
    } else if (s && state == SCRIPT_DONE) {
        globals_push_modules(L);
        if (lua_getfield(L, -1, loader_source(l, s)->path) == LUA_TTABLE)
            return 1;
    } else if (s && module_run(L, l, s)) {
        return 1;
    }
    l->incomplete = true;
    globals_push_poison(L);
    return 1;
}

/* --- levels --- */

/* Parses the files that policy.lua would have included, for their syntax errors. */
static void parse_rest(struct loader *l, bool silent)
{
    const struct sources *s = &l->policy->sources;
    size_t n = strlen(l->level);
    for (size_t i = 0; i < s->count; i++) {
        const struct source_file *f = &s->files[i];
        bool is_here = strncmp(f->path, l->level, n) == 0 && f->path[n] == '/' &&
                       !strchr(f->path + n + 1, '/');
        if (!is_here || f->is_data || script_by_path(l, f->path))
            continue;
        struct place at = {.file = f->shown_path};
        if (silent)
            script_get(l, f->path);
        else if (f->text)
            diag_add(l->diag, HM_LEVEL_WARNING, HM_OK, &at,
                     _("include it in policy.lua, or delete it"),
                     _("nothing includes this file"));
    }
}

static void level_run(struct loader *l, const char *level)
{
    char path[1024];
    l->level = level;
    l->has_policy = l->has_declarations = false;
    snprintf(path, sizeof path, "%s/policy.lua", level);
    sandbox_arm(l->sandbox, LIMIT_LUA_LOAD_INSTRUCTIONS, LIMIT_LUA_LOAD_TIME_MS);
    struct script *s = script_get(l, path);
    if (!s) {
        struct place at = {.file = path};
        diag_error(l->diag, HM_DATA, &at, _("this file is missing"));
        l->incomplete = true;
        return;
    }
    bool good = script_run(l, s, 0);
    if (!l->model)
        return;
    if (good && !l->has_policy) {
        struct place at = {.file = loader_source(l, s)->shown_path, .line = 1, .column = 1};
        diag_add(l->diag, HM_LEVEL_ERROR, HM_DATA, &at,
                 _("for example: policy { zh = \"...\", division = \"3302\" }"),
                 _("policy.lua must begin with policy { ... }"));
    }
    parse_rest(l, !good);
}

/* Every folder from the top down; names end at the slashes of the policy's name. */
static void levels_run(struct loader *l)
{
    const char *name = l->policy->sources.name;
    struct arena *a = l->model ? &l->model->arena : &l->scratch;
    for (const char *p = name; *p;) {
        p += strcspn(p, "/");
        const char *level = arena_strndup(a, name, (size_t)(p - name));
        if (!level) {
            diag_nomem(l->diag, _("reading a policy"));
            l->starved = true;
            return;
        }
        level_run(l, level);
        p += *p == '/';
    }
}

static int open_globals(lua_State *L)
{
    globals_open(L, lua_touserdata(L, 1));
    return 0;
}

static int read_pending(lua_State *L)
{
    declare_pending(lua_touserdata(L, 1));
    return 0;
}

static bool protected_call(struct loader *l, lua_CFunction function)
{
    lua_State *L = l->sandbox->L;
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, l);
    if (sandbox_call(l->sandbox, 1, 0) == HM_TRAP_NONE)
        return true;
    if (l->sandbox->starved) {
        l->starved = true;
        diag_nomem(l->diag, _("reading a policy"));
    } else {
        diag_error(l->diag, HM_DATA, NULL, "%s", l->sandbox->stop.text.data);
    }
    l->gave_up = l->incomplete = true;
    return false;
}

enum hm_status loader_run(struct loader *l)
{
    arena_init(&l->scratch);
    buf_init(&l->json);
    l->states = mem_calloc(l->policy->sources.count + 1, 1);
    if (!l->states)
        return diag_nomem(l->diag, _("reading a policy"));
    TRY(sandbox_new(&l->sandbox, LIMIT_LUA_MEMORY_BYTES, l->diag));
    l->sandbox->line_position = line_position;
    l->sandbox->line_context = l->policy;
    if (protected_call(l, open_globals))
        levels_run(l);
    return l->starved ? HM_NOMEM : HM_OK;
}

void loader_read_pending(struct loader *l)
{
    if (l->gave_up)
        return;
    protected_call(l, read_pending);
    inherit_list_fields(l);
    figures_read(l);
}

void loader_fini(struct loader *l)
{
    arena_fini(&l->scratch);
    buf_fini(&l->json);
    mem_free(l->states);
    mem_free(l->pending);
    mem_free(l->data_files);
}
