/* parser.c - what all of the parser uses: the token at hand, messages, building nodes. */
#include "lang/parser.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"

enum { MESSAGES_PER_FILE = 30, DESCRIBE_BYTES = 96, RECURSION = 3 * LIMIT_NESTING };

static struct token read_token(struct parser *p)
{
    size_t errors = p->x.errors;
    struct token t = lex_next(&p->x);

    if (p->x.errors != errors)
        p->error_at = t.first;
    return t;
}

void parser_next(struct parser *p)
{
    p->end = p->t.last;
    p->t = p->has_ahead ? p->ahead : read_token(p);
    p->has_ahead = false;
}

const struct token *parser_peek(struct parser *p)
{
    if (!p->has_ahead)
        p->ahead = read_token(p);
    p->has_ahead = true;
    return &p->ahead;
}

/* One message per token and a bounded number per file. */
static bool may_report(struct parser *p, uint32_t offset)
{
    bool first = offset != p->error_at;

    p->errors++;
    p->error_at = offset;
    return first && p->errors <= MESSAGES_PER_FILE;
}

/* "found X, expected Y" at the current token. Returns NULL for the caller to return. */
void *parser_expected(struct parser *p, const char *what)
{
    char found[DESCRIBE_BYTES];
    struct place at = ast_place(p->file, p->t.first);
    bool echo = p->t.kind == TOKEN_BAD || (p->t.kind == TOKEN_EOF && p->errors + p->x.errors);

    if (!may_report(p, p->t.first) || echo)
        return NULL;
    lex_describe(&p->x, &p->t, found, sizeof found);
    diag_error(p->x.diag, HM_DATA, &at, _("found %s, expected %s"), found, what);
    return NULL;
}

void *parser_fail(struct parser *p, uint32_t offset, const char *hint, const char *text)
{
    struct place at = ast_place(p->file, offset);

    if (may_report(p, offset))
        diag_add(p->x.diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", text);
    return NULL;
}

bool parser_at(const struct parser *p, enum token_kind kind)
{
    return p->t.kind == kind;
}

bool parser_accept(struct parser *p, enum token_kind kind)
{
    if (p->t.kind != kind)
        return false;
    parser_next(p);
    return true;
}

bool parser_expect(struct parser *p, enum token_kind kind)
{
    char what[16];

    if (parser_accept(p, kind))
        return true;
    snprintf(what, sizeof what, "'%s'", lex_spelling(kind));
    parser_expected(p, what);
    return false;
}

/* `kind` closes what `opener` opened at `offset`. */
bool parser_expect_close(struct parser *p, enum token_kind kind, enum token_kind opener,
                         uint32_t offset)
{
    char what[160];

    if (parser_accept(p, kind))
        return true;
    if (ast_line(p->file, offset) == ast_line(p->file, p->t.first))
        snprintf(what, sizeof what, "'%s'", lex_spelling(kind));
    else
        snprintf(what, sizeof what, _("'%s' (to close '%s' of line %u)"), lex_spelling(kind),
                 lex_spelling(opener), ast_line(p->file, offset));
    parser_expected(p, what);
    return false;
}

static void *too_deep(struct parser *p, uint32_t offset)
{
    char text[96];

    snprintf(text, sizeof text, _("nested more than %d deep"), LIMIT_NESTING);
    return parser_fail(p, offset, _("move a part into a local or a function"), text);
}

/* Bounds the recursion; what people see as nesting is bounded in parser_build(). */
bool parser_enter(struct parser *p)
{
    if (++p->depth <= RECURSION)
        return true;
    too_deep(p, p->t.first);
    return false;
}

void parser_leave(struct parser *p)
{
    p->depth--;
}

bool parser_push(struct parser *p, struct ast_node *n)
{
    if (!n)
        return false;
    if (mem_grow((void **)&p->stack, &p->cap, p->count + 1, sizeof(struct ast_node *)) != 0) {
        p->nomem = true;
        return false;
    }
    p->stack[p->count++] = n;
    return true;
}

/* Wrappers that people do not see as a level of nesting. */
static bool is_level(enum ast_kind kind)
{
    return kind != AST_BLOCK && kind != AST_LIST && kind != AST_ITEM && kind != AST_PAIR &&
           kind != AST_SLOT && kind != AST_CALL_STATEMENT;
}

/* A node from `first` to the last token read, whose kids are what was pushed since `mark`. */
struct ast_node *parser_build(struct parser *p, enum ast_kind kind, uint32_t first, uint32_t op,
                              size_t mark)
{
    struct ast_node *n = arena_zalloc(&p->file->arena, sizeof *n);
    size_t kids = p->count - mark;
    unsigned depth = 0;

    if (n && kids)
        n->kids = arena_alloc(&p->file->arena, kids * sizeof(struct ast_node *));
    if (!n || (kids && !n->kids)) {
        p->nomem = true;
        return NULL;
    }
    n->kind = (uint8_t)kind;
    n->first = first;
    n->last = p->end > first ? p->end : first;
    n->op = op;
    n->file = (uint16_t)p->file->number;
    n->id = p->file->node_count++;
    n->kid_count = (uint32_t)kids;
    for (size_t i = 0; i < kids; i++) {
        n->kids[i] = p->stack[mark + i];
        if (n->kids[i]->depth > depth)
            depth = n->kids[i]->depth;
    }
    p->count = mark;
    n->depth = (uint16_t)(depth + is_level(kind));
    if (n->depth > LIMIT_NESTING)
        return too_deep(p, op);
    return n;
}

/* A leaf made of the current token, which is consumed. */
struct ast_node *parser_leaf(struct parser *p, enum ast_kind kind)
{
    struct token t = p->t;
    struct ast_node *n;

    parser_next(p);
    n = parser_build(p, kind, t.first, t.first, p->count);
    if (n) {
        n->text = t.text;
        n->integer = t.integer;
    }
    return n;
}

struct ast_node *parser_name(struct parser *p)
{
    return parser_at(p, TOKEN_NAME) ? parser_leaf(p, AST_NAME)
                                    : parser_expected(p, _("a name"));
}

/* A name that is a field's: `t.name`, `{ name = v }`. */
struct ast_node *parser_field_name(struct parser *p)
{
    return parser_at(p, TOKEN_NAME) ? parser_leaf(p, AST_STRING)
                                    : parser_expected(p, _("a name"));
}
