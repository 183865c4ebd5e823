/* ast.c - making and asking a script's tree: places, functions by line, declarations by name.
 */
#include "lang/ast.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "lang/parse.h"

/* Counts, and with f->calls keeps, the calls that can be declarations, in order of source. */
static void find_calls(struct ast_file *f, struct ast_node *n)
{
    if (n->kind == AST_CALL && n->kid_count == 2 && n->kids[1]->kind == AST_TABLE) {
        if (f->calls)
            f->calls[f->call_count] = n;
        f->call_count++;
    }
    for (uint32_t i = 0; i < n->kid_count; i++)
        find_calls(f, n->kids[i]);
}

static enum hm_status keep_calls(struct ast_file *f, struct diag *d)
{
    find_calls(f, f->chunk);
    f->calls = arena_alloc(&f->arena, (f->call_count + 1) * sizeof(struct ast_node *));
    f->call_count = 0;
    if (!f->calls)
        return diag_nomem(d, _("reading a script"));
    find_calls(f, f->chunk);
    return HM_OK;
}

enum hm_status ast_parse(struct ast_file **out, const char *path, uint32_t number,
                         const char *text, size_t bytes, struct diag *d)
{
    struct ast_file *f = mem_zalloc(sizeof *f);
    enum hm_status st = HM_OK;

    if (!f)
        return diag_nomem(d, _("reading a script"));
    arena_init(&f->arena);
    f->path = arena_strdup(&f->arena, path);
    f->text = text;
    f->bytes = bytes;
    f->number = number;
    if (f->path)
        f->chunk = parse_chunk(f, d, &st);
    else
        st = diag_nomem(d, _("reading a script"));
    if (st == HM_OK)
        st = scope_resolve(f, d);
    if (st == HM_OK)
        st = keep_calls(f, d);
    if (st == HM_OK)
        *out = f;
    else
        ast_free(f);
    return st;
}

void ast_free(struct ast_file *f)
{
    if (!f)
        return;
    arena_fini(&f->arena);
    mem_free(f);
}

const char *ast_kind_name(enum ast_kind kind)
{
    static const char *const names[] = {
#define X(name, class, operands) #name,
        AST_KINDS(X)
#undef X
    };

    return kind < AST_KIND_COUNT ? names[kind] : "?";
}

bool ast_is_expression(const struct ast_node *n)
{
    enum { E, U, B, S, P };
    static const uint8_t class_of[] = {
#define X(name, class, operands) class,
        AST_KINDS(X)
#undef X
    };

    return class_of[n->kind] <= B;
}

void ast_dump(const struct ast_node *n, struct buf *out)
{
    switch (n->kind) {
    case AST_NAME:
    case AST_NUMBER:
        buf_put(out, n->text.p, n->text.n);
        return;
    case AST_STRING:
        buf_json_string(out, n->text.p, n->text.n);
        return;
    case AST_INTEGER:
        buf_printf(out, "%lld", (long long)n->integer);
        return;
    default:
        break;
    }
    buf_printf(out, "(%s", ast_kind_name((enum ast_kind)n->kind));
    if (n->kind == AST_GOTO || n->kind == AST_LABEL)
        buf_printf(out, " %.*s", (int)n->text.n, n->text.p);
    for (uint32_t i = 0; i < n->kid_count; i++) {
        buf_putc(out, ' ');
        ast_dump(n->kids[i], out);
    }
    buf_putc(out, ')');
}

uint32_t ast_line(const struct ast_file *f, uint32_t offset)
{
    uint32_t low = 0, high = f->line_count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (f->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

struct place ast_place(const struct ast_file *f, uint32_t offset)
{
    uint32_t line = ast_line(f, offset);
    uint32_t start = f->line_count ? f->lines[line - 1] : 0;

    if (line == 1 && f->bytes >= 3 && offset >= 3 && memcmp(f->text, "\xEF\xBB\xBF", 3) == 0)
        start = 3;
    return (struct place){f->path, line,
                          (uint32_t)str_utf8_len(f->text + start, offset - start) + 1, NULL};
}

static void find_snippet(const struct ast_node *n, uint32_t offset,
                         const struct ast_node **by_operator, const struct ast_node **by_start)
{
    if (offset < n->first || offset >= n->last)
        return;
    if (ast_is_expression(n)) {
        if (n->op == offset && n->kid_count)
            *by_operator = n;
        if (n->first == offset && !*by_start)
            *by_start = n;
    }
    for (uint32_t i = 0; i < n->kid_count; i++)
        find_snippet(n->kids[i], offset, by_operator, by_start);
}

struct str ast_snippet(const struct ast_file *f, uint32_t offset)
{
    const struct ast_node *by_operator = NULL, *by_start = NULL, *n;

    find_snippet(f->chunk, offset, &by_operator, &by_start);
    n = by_operator ? by_operator : by_start;
    return n ? (struct str){f->text + n->first, n->last - n->first} : (struct str){"", 0};
}

/* Counts functions that span the lines; gives the nth. */
static const struct ast_node *find_function(const struct ast_file *f, const struct ast_node *n,
                                            int first_line, int last_line, int nth, int *seen)
{
    if (n->kind == AST_FUNCTION && (int)ast_line(f, n->op) == first_line &&
        (int)ast_line(f, n->last - 1) == last_line && (*seen)++ == nth)
        return n;
    for (uint32_t i = 0; i < n->kid_count; i++) {
        const struct ast_node *found =
            find_function(f, n->kids[i], first_line, last_line, nth, seen);
        if (found)
            return found;
    }
    return NULL;
}

const struct ast_node *ast_function(const struct ast_file *f, int first_line, int last_line,
                                    int nth)
{
    int seen = 0;

    return find_function(f, f->chunk, first_line, last_line, nth, &seen);
}

int ast_function_count(const struct ast_file *f, int first_line, int last_line)
{
    int seen = 0;

    find_function(f, f->chunk, first_line, last_line, -1, &seen);
    return seen;
}

static bool is_word(const struct ast_node *n, const char *word)
{
    return n->kind == AST_NAME && n->text.n == strlen(word) &&
           memcmp(n->text.p, word, n->text.n) == 0;
}

/* `keyword "name" {...}` or, with an empty name, `keyword {...}`. */
static bool is_declaration(const struct ast_node *n, const char *keyword, struct str name)
{
    const struct ast_node *head = n->kids[0];

    if (name.n == 0)
        return is_word(head, keyword);
    return head->kind == AST_CALL && head->kid_count == 2 && is_word(head->kids[0], keyword) &&
           head->kids[1]->kind == AST_STRING && str_eq(head->kids[1]->text, name);
}

const struct ast_node *ast_declaration(const struct ast_file *f, const char *keyword,
                                       struct str name)
{
    for (uint32_t i = 0; i < f->call_count; i++)
        if (is_declaration(f->calls[i], keyword, name))
            return f->calls[i];
    return NULL;
}

/* Takes the next part of "a/b" or "[\"a\"]/b" off *key. */
static struct str key_part(const char **key)
{
    const char *p = *key;
    size_t n = strcspn(p, "/");
    struct str part = {p, n};

    *key = p[n] ? p + n + 1 : p + n;
    if (n >= 2 && p[0] == '[' && p[n - 1] == ']')
        part = (struct str){p + 1, n - 2};
    if (part.n >= 2 && (part.p[0] == '"' || part.p[0] == '\'') &&
        part.p[part.n - 1] == part.p[0])
        part = (struct str){part.p + 1, part.n - 2};
    return part;
}

static bool key_is(const struct ast_node *key, struct str part)
{
    char digits[24];

    if (key->kind == AST_STRING || key->kind == AST_NAME)
        return str_eq(key->text, part);
    if (key->kind != AST_INTEGER)
        return false;
    snprintf(digits, sizeof digits, "%lld", (long long)key->integer);
    return str_eq((struct str){digits, strlen(digits)}, part);
}

/* The entry of a table constructor that `part` names. */
static const struct ast_node *entry(const struct ast_node *table, struct str part)
{
    uint64_t number = 0, seen = 0;
    bool is_number = part.n > 0 && part.n < 10;

    for (size_t i = 0; i < part.n && is_number; i++) {
        is_number = part.p[i] >= '0' && part.p[i] <= '9';
        number = number * 10 + (uint64_t)(part.p[i] - '0');
    }
    for (uint32_t i = 0; i < table->kid_count; i++) {
        const struct ast_node *e = table->kids[i];
        if (e->kind == AST_ITEM ? is_number && ++seen == number : key_is(e->kids[0], part))
            return e;
    }
    return NULL;
}

struct place ast_entry_place(const struct ast_file *f, const struct ast_node *declaration,
                             const char *key)
{
    const struct ast_node *at = declaration;
    const struct ast_node *table = declaration->kids[declaration->kid_count - 1];

    while (*key && table->kind == AST_TABLE) {
        const struct ast_node *e = entry(table, key_part(&key));
        if (!e)
            break;
        at = e;
        table = e->kids[e->kid_count - 1];
    }
    return ast_place(f, at->first);
}
