/* functions.c - the functions in declarations: their numbers, by which later sandboxes find
 * them again, and their places in the syntax tree.
 */
#include "policy/loader.h"

#include <string.h>

/* --- the declaration's call in the tree --- */

static bool is_string(const struct ast_node *n, const char *text)
{
    return n->kind == AST_STRING && n->text.n == strlen(text) &&
           memcmp(n->text.p, text, n->text.n) == 0;
}

static bool is_keyword(const struct ast_node *n, const char *keyword)
{
    return n->kind == AST_NAME && n->text.n == strlen(keyword) &&
           memcmp(n->text.p, keyword, n->text.n) == 0;
}

/* keyword "name" {...}; or keyword {...} where name is NULL. */
static bool is_declaration(const struct ast_node *n, const char *keyword, const char *name)
{
    if (n->kind != AST_CALL || n->kid_count != 2 || n->kids[1]->kind != AST_TABLE)
        return false;
    const struct ast_node *head = n->kids[0];
    if (!name)
        return is_keyword(head, keyword);
    return head->kind == AST_CALL && head->kid_count == 2 &&
           is_keyword(head->kids[0], keyword) && is_string(head->kids[1], name);
}

/* Bytes [first, last) of the line a call was made from. */
struct line_bytes {
    uint32_t first, last;
};

/* Lua counts a call to the line it begins in, or to that of its last argument. */
static const struct ast_node *find_call(const struct ast_node *n, const char *keyword,
                                        const char *name, struct line_bytes line)
{
    if (n->first >= line.last || n->last <= line.first)
        return NULL;
    if (is_declaration(n, keyword, name) && line.first <= n->kids[1]->first)
        return n;
    for (uint32_t i = 0; i < n->kid_count; i++) {
        const struct ast_node *found =
            n->kids[i] ? find_call(n->kids[i], keyword, name, line) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

const struct ast_node *functions_find_call(const struct ast_file *f, const char *keyword,
                                           const char *name, int line)
{
    uint32_t i = (uint32_t)line;
    if (!f->chunk || line < 1 || i > f->line_count)
        return NULL;
    struct line_bytes bytes = {f->lines[i - 1],
                               i < f->line_count ? f->lines[i] : (uint32_t)f->bytes};
    return find_call(f->chunk, keyword, name, bytes);
}

/* --- keys stated twice --- */

/* The key of an entry as text; NULL for what is not known before running. */
static const struct ast_node *entry_key(const struct ast_node *entry)
{
    if (entry->kind != AST_PAIR && entry->kind != AST_SLOT)
        return NULL;
    const struct ast_node *key = entry->kids[0];
    return key->kind == AST_STRING || key->kind == AST_INTEGER ? key : NULL;
}

static bool same_key(const struct ast_node *a, const struct ast_node *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == AST_INTEGER ? a->integer == b->integer : str_eq(a->text, b->text);
}

static void check_twice(struct declaration *dc, const struct ast_node *n)
{
    const struct ast_file *f = dc->script->ast;
    for (uint32_t i = 0; n->kind == AST_TABLE && i < n->kid_count; i++) {
        const struct ast_node *key = entry_key(n->kids[i]);
        for (uint32_t k = 0; key && k < i; k++) {
            const struct ast_node *other = entry_key(n->kids[k]);
            if (!other || !same_key(key, other))
                continue;
            struct place at = ast_place(f, n->kids[i]->first);
            diag_error(dc->loader->diag, HM_DATA, &at,
                       _("%s \"%s\": this key stands here twice; the first time in line %u"),
                       declare_keyword(dc->keyword), dc->name, ast_line(f, n->kids[k]->first));
            dc->failed = true;
            break;
        }
    }
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (n->kids[i] && n->kids[i]->kind != AST_FUNCTION)
            check_twice(dc, n->kids[i]);
}

void functions_check_twice(struct declaration *dc)
{
    if (dc->node)
        check_twice(dc, dc->node->kids[dc->node->kid_count - 1]);
}

struct place functions_key_place(const struct declaration *dc, const char *key)
{
    const struct ast_node *table = dc->node ? dc->node->kids[dc->node->kid_count - 1] : NULL;
    for (uint32_t i = 0; table && i < table->kid_count; i++) {
        const struct ast_node *k = entry_key(table->kids[i]);
        if (k && is_string(k, key))
            return ast_place(dc->script->ast, table->kids[i]->first);
    }
    return dc->at;
}

/* --- bodies --- */

/* The expression of an entry of a table constructor, or NULL. */
static const struct ast_node *entry_value(const struct ast_node *table, const char *key,
                                          size_t n)
{
    for (uint32_t i = 0; table && table->kind == AST_TABLE && i < table->kid_count; i++) {
        const struct ast_node *entry = table->kids[i];
        const struct ast_node *k = entry_key(entry);
        if (k && k->kind == AST_STRING && str_eq(k->text, (struct str){key, n}))
            return entry->kids[1];
    }
    return NULL;
}

/* The function expression written at `path` of the declaration. */
static const struct ast_node *written_function(const struct declaration *dc, const char *path)
{
    const struct ast_node *n = dc->node ? dc->node->kids[dc->node->kid_count - 1] : NULL;
    for (const char *p = path; n && *p;) {
        size_t len = strcspn(p, "/");
        n = entry_value(n, p, len);
        p += len + (p[len] == '/');
    }
    while (n && n->kind == AST_PAREN)
        n = n->kids[0];
    return n && n->kind == AST_FUNCTION ? n : NULL;
}

static struct script *script_of_chunk(struct loader *l, const char *chunk)
{
    for (size_t i = 0; i < l->code->count; i++)
        if (strcmp(loader_source(l, &l->code->scripts[i])->path, chunk) == 0)
            return &l->code->scripts[i];
    return NULL;
}

/* A function made elsewhere and named here: found by its lines. The function is on the stack.
 */
static const struct ast_node *named_function(struct declaration *dc, const char *path,
                                             const struct ast_file **file)
{
    lua_Debug ar;
    lua_pushvalue(dc->L, -1);
    lua_getinfo(dc->L, ">S", &ar);
    struct script *s = ar.source[0] == '@' ? script_of_chunk(dc->loader, ar.source + 1) : NULL;
    if (!s) {
        declare_error(dc, path, _("write function (family, law) ... end"),
                      _("a builtin function cannot be a formula"));
        return NULL;
    }
    *file = s->ast;
    if (ast_function_count(s->ast, ar.linedefined, ar.lastlinedefined) == 1)
        return ast_function(s->ast, ar.linedefined, ar.lastlinedefined, 0);
    declare_error(dc, path, _("put each function on lines of its own"),
                  _("several functions stand on line %d; it is not clear which one is meant"),
                  ar.linedefined);
    return NULL;
}

/* Numbers the function on top of the stack and pops it. */
static void number_function(struct declaration *dc, const char *path)
{
    struct loader *l = dc->loader;
    globals_push_functions(dc->L);
    lua_pushvalue(dc->L, -2);
    lua_rawseti(dc->L, -2, (lua_Integer)++l->function_count);
    lua_pop(dc->L, 1);
    if (l->model) {
        struct declared_function *f = &dc->functions[dc->function_count++];
        const struct ast_file *file = dc->script->ast;
        *f = (struct declared_function){.path = path, .number = l->function_count - 1};
        f->body = written_function(dc, path);
        if (!f->body)
            f->body = named_function(dc, path, &file);
        f->at = f->body ? ast_place(file, f->body->first) : declare_place(dc, path);
        l->model->function_count = l->function_count;
    }
    lua_pop(dc->L, 1);
}

static bool is_among(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(*words, word) == 0)
            return true;
    return false;
}

/* Functions among the entries of the table on top of the stack whose key is a date, or one of
 * `words` (NULL behind the last). */
static void number_entries(struct declaration *dc, const char *prefix, const char *const *words)
{
    const char **keys;
    size_t n = declare_keys(dc, -1, &keys);
    for (size_t i = 0; i < n; i++) {
        if (!is_among(keys[i], words) && !declare_looks_like_date(keys[i]))
            continue;
        lua_pushstring(dc->L, keys[i]);
        lua_rawget(dc->L, -2);
        if (lua_isfunction(dc->L, -1))
            number_function(dc, declare_path(dc, "%s%s", prefix, keys[i]));
        else
            lua_pop(dc->L, 1);
    }
}

/* formulas = { name = { ["2024-07-01"] = function ... } } */
static void number_patches(struct declaration *dc)
{
    static const char *const dates_only[] = {NULL};
    lua_State *L = dc->L;
    const char **names;
    lua_pushstring(L, "formulas");
    lua_rawget(L, dc->table);
    size_t n = lua_istable(L, -1) ? declare_keys(dc, -1, &names) : 0;
    for (size_t i = 0; i < n; i++) {
        lua_pushstring(L, names[i]);
        lua_rawget(L, -2);
        if (lua_istable(L, -1))
            number_entries(dc, declare_path(dc, "formulas/%s/", names[i]), dates_only);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* Entries of a table, nested ones included: enough room for its functions. */
static size_t count_functions(lua_State *L, int table, int depth)
{
    size_t n = 0;
    table = lua_absindex(L, table);
    for (lua_pushnil(L); lua_next(L, table) != 0; lua_pop(L, 1)) {
        n += lua_isfunction(L, -1);
        if (lua_istable(L, -1) && depth < 3)
            n += count_functions(L, -1, depth + 1);
    }
    return n;
}

void functions_number(struct declaration *dc)
{
    size_t room = count_functions(dc->L, dc->table, 0);
    dc->functions = arena_alloc(&dc->loader->scratch, (room + 1) * sizeof *dc->functions);
    if (!dc->functions)
        declare_nomem(dc);
    static const char *const words[KEYWORDS][4] = {
        [KEYWORD_VARIABLE] = {"formula"},
        [KEYWORD_CHECK] = {"test"},
        [KEYWORD_INDICATOR] = {"numerator", "denominator", "where"},
    };
    lua_pushvalue(dc->L, dc->table);
    if (words[dc->keyword][0])
        number_entries(dc, "", words[dc->keyword]);
    else if (dc->keyword == KEYWORD_SCENARIO)
        number_patches(dc);
    lua_pop(dc->L, 1);
}
