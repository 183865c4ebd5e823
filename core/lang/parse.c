/* parse.c - statements and blocks.
 *
 * After an error the statement loop recovers at the next line that can begin a statement at the
 * same indentation. A tree with errors is thrown away, so recovery need not be right, only
 * quiet.
 */
#include "lang/parse.h"

#include "base/mem.h"
#include "lang/parser.h"

static bool at_block_end(const struct parser *p)
{
    return parser_at(p, TOKEN_EOF) || parser_at(p, TOKEN_END) || parser_at(p, TOKEN_ELSE) ||
           parser_at(p, TOKEN_ELSEIF) || parser_at(p, TOKEN_UNTIL);
}

static struct ast_node *if_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    do {
        parser_next(p);
        if (!parser_push(p, parser_expression(p)) || !parser_expect(p, TOKEN_THEN) ||
            !parser_push(p, parser_block(p)))
            return NULL;
    } while (parser_at(p, TOKEN_ELSEIF));
    if (parser_accept(p, TOKEN_ELSE) && !parser_push(p, parser_block(p)))
        return NULL;
    return parser_expect_close(p, TOKEN_END, TOKEN_IF, first)
               ? parser_build(p, AST_IF, first, first, mark)
               : NULL;
}

static struct ast_node *while_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    parser_next(p);
    if (!parser_push(p, parser_expression(p)) || !parser_expect(p, TOKEN_DO) ||
        !parser_push(p, parser_block(p)))
        return NULL;
    return parser_expect_close(p, TOKEN_END, TOKEN_WHILE, first)
               ? parser_build(p, AST_WHILE, first, first, mark)
               : NULL;
}

static struct ast_node *do_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    parser_next(p);
    if (!parser_push(p, parser_block(p)) || !parser_expect_close(p, TOKEN_END, TOKEN_DO, first))
        return NULL;
    return parser_build(p, AST_DO, first, first, mark);
}

static struct ast_node *repeat_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    parser_next(p);
    if (!parser_push(p, parser_block(p)) ||
        !parser_expect_close(p, TOKEN_UNTIL, TOKEN_REPEAT, first) ||
        !parser_push(p, parser_expression(p)))
        return NULL;
    return parser_build(p, AST_REPEAT, first, first, mark);
}

/* `for` after its first name was pushed: name = from, to [, step] do. */
static struct ast_node *numeric_for(struct parser *p, uint32_t first, size_t mark)
{
    parser_next(p);
    if (!parser_push(p, parser_expression(p)) || !parser_expect(p, TOKEN_COMMA) ||
        !parser_push(p, parser_expression(p)))
        return NULL;
    if (parser_accept(p, TOKEN_COMMA) && !parser_push(p, parser_expression(p)))
        return NULL;
    if (!parser_expect(p, TOKEN_DO) || !parser_push(p, parser_block(p)) ||
        !parser_expect_close(p, TOKEN_END, TOKEN_FOR, first))
        return NULL;
    return parser_build(p, AST_FOR, first, first, mark);
}

static struct ast_node *for_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, names;

    parser_next(p);
    names = p->t.first;
    if (!parser_push(p, parser_name(p)))
        return NULL;
    if (parser_at(p, TOKEN_ASSIGN))
        return numeric_for(p, first, mark);
    while (parser_accept(p, TOKEN_COMMA))
        if (!parser_push(p, parser_name(p)))
            return NULL;
    if (!parser_push(p, parser_build(p, AST_LIST, names, names, mark)))
        return NULL;
    if (!parser_accept(p, TOKEN_IN))
        return parser_expected(p, _("'=' or 'in'"));
    if (!parser_push(p, parser_expression_list(p)) || !parser_expect(p, TOKEN_DO) ||
        !parser_push(p, parser_block(p)) ||
        !parser_expect_close(p, TOKEN_END, TOKEN_FOR, first))
        return NULL;
    return parser_build(p, AST_FOR_IN, first, first, mark);
}

static struct ast_node *function_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, start;
    bool is_method = false;
    struct ast_node *n;

    parser_next(p);
    start = p->t.first;
    if (!parser_push(p, parser_name(p)))
        return NULL;
    while (!is_method && (parser_at(p, TOKEN_DOT) || parser_at(p, TOKEN_COLON))) {
        uint32_t op = p->t.first;
        is_method = parser_at(p, TOKEN_COLON);
        parser_next(p);
        if (!parser_push(p, parser_field_name(p)) ||
            !parser_push(p, parser_build(p, AST_FIELD, start, op, mark)))
            return NULL;
    }
    if (!parser_push(p, parser_function_body(p, first, first, is_method)))
        return NULL;
    n = parser_build(p, AST_FUNCTION_STATEMENT, first, first, mark);
    if (n)
        n->is_method = is_method;
    return n;
}

/* `name <attribute>` of a local. */
static struct ast_node *local_name(struct parser *p)
{
    struct ast_node *n = parser_name(p), *attribute;
    size_t mark = p->count;

    if (!n || !parser_accept(p, TOKEN_LT))
        return n;
    if (!parser_at(p, TOKEN_NAME) || !(str_eq(p->t.text, (struct str){"const", 5}) ||
                                       str_eq(p->t.text, (struct str){"close", 5})))
        return parser_expected(p, _("'const' or 'close'"));
    attribute = parser_leaf(p, AST_STRING);
    if (!parser_push(p, attribute) || !parser_expect(p, TOKEN_GT))
        return NULL;
    attribute = parser_build(p, AST_NAME, n->first, n->first, mark);
    if (attribute)
        attribute->text = n->text;
    return attribute;
}

static struct ast_node *local_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, names, keyword;

    parser_next(p);
    keyword = p->t.first;
    if (parser_accept(p, TOKEN_FUNCTION)) {
        if (!parser_push(p, parser_name(p)) ||
            !parser_push(p, parser_function_body(p, keyword, p->t.first, false)))
            return NULL;
        return parser_build(p, AST_LOCAL_FUNCTION, first, first, mark);
    }
    names = p->t.first;
    do {
        if (!parser_push(p, local_name(p)))
            return NULL;
    } while (parser_accept(p, TOKEN_COMMA));
    if (!parser_push(p, parser_build(p, AST_LIST, names, names, mark)))
        return NULL;
    if (parser_accept(p, TOKEN_ASSIGN)) {
        if (!parser_push(p, parser_expression_list(p)))
            return NULL;
    } else if (!parser_push(p, parser_build(p, AST_LIST, p->end, p->end, p->count))) {
        return NULL;
    }
    return parser_build(p, AST_LOCAL, first, first, mark);
}

static struct ast_node *return_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    parser_next(p);
    if (!at_block_end(p) && !parser_at(p, TOKEN_SEMICOLON) && !parser_push_expressions(p))
        return NULL;
    parser_accept(p, TOKEN_SEMICOLON);
    if (!at_block_end(p))
        return parser_fail(p, p->t.first,
                           _("put the return into do ... end, or delete what follows"),
                           _("nothing can follow a return in its block"));
    return parser_build(p, AST_RETURN, first, first, mark);
}

static struct ast_node *label_statement(struct parser *p)
{
    uint32_t first = p->t.first;
    struct token t;
    struct ast_node *n;

    parser_next(p);
    t = p->t;
    if (!parser_at(p, TOKEN_NAME))
        return parser_expected(p, _("a name"));
    parser_next(p);
    if (!parser_expect(p, TOKEN_LABEL))
        return NULL;
    n = parser_build(p, AST_LABEL, first, t.first, p->count);
    if (n)
        n->text = t.text;
    return n;
}

static struct ast_node *goto_statement(struct parser *p)
{
    uint32_t first = p->t.first;
    struct token t;
    struct ast_node *n;

    parser_next(p);
    t = p->t;
    if (!parser_at(p, TOKEN_NAME))
        return parser_expected(p, _("a name"));
    parser_next(p);
    n = parser_build(p, AST_GOTO, first, t.first, p->count);
    if (n)
        n->text = t.text;
    return n;
}

/* Assignment or call. */
static struct ast_node *expression_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, op;
    struct ast_node *n = parser_suffixed(p);

    if (!n)
        return NULL;
    if (!parser_at(p, TOKEN_ASSIGN) && !parser_at(p, TOKEN_COMMA)) {
        if (n->kind != AST_CALL && n->kind != AST_METHOD)
            return parser_expected(p, n->kind == AST_NAME ? _("'=' or arguments: a statement")
                                                          : _("'=': this is no statement"));
        return parser_push(p, n) ? parser_build(p, AST_CALL_STATEMENT, first, first, mark)
                                 : NULL;
    }
    for (;;) {
        if (n->kind != AST_NAME && n->kind != AST_FIELD && n->kind != AST_INDEX)
            return parser_fail(p, n->first, NULL,
                               _("only names and fields can be assigned to"));
        if (!parser_push(p, n))
            return NULL;
        if (!parser_accept(p, TOKEN_COMMA))
            break;
        n = parser_suffixed(p);
        if (!n)
            return NULL;
    }
    if (!parser_push(p, parser_build(p, AST_LIST, first, first, mark)))
        return NULL;
    op = p->t.first;
    if (!parser_expect(p, TOKEN_ASSIGN) || !parser_push(p, parser_expression_list(p)))
        return NULL;
    return parser_build(p, AST_ASSIGN, first, op, mark);
}

static struct ast_node *statement(struct parser *p)
{
    switch (p->t.kind) {
    case TOKEN_SEMICOLON:
        return parser_leaf(p, AST_EMPTY);
    case TOKEN_IF:
        return if_statement(p);
    case TOKEN_WHILE:
        return while_statement(p);
    case TOKEN_DO:
        return do_statement(p);
    case TOKEN_FOR:
        return for_statement(p);
    case TOKEN_REPEAT:
        return repeat_statement(p);
    case TOKEN_FUNCTION:
        return function_statement(p);
    case TOKEN_LOCAL:
        return local_statement(p);
    case TOKEN_LABEL:
        return label_statement(p);
    case TOKEN_RETURN:
        return return_statement(p);
    case TOKEN_BREAK:
        return parser_leaf(p, AST_BREAK);
    case TOKEN_GOTO:
        return goto_statement(p);
    case TOKEN_NAME:
    case TOKEN_LPAREN:
        return expression_statement(p);
    default:
        return parser_expected(p, _("a statement"));
    }
}

/* Bytes from the line's start to `offset` when only blanks lie between, else -1. */
static int indentation(const struct parser *p, uint32_t offset)
{
    uint32_t start = p->file->lines[ast_line(p->file, offset) - 1];

    for (uint32_t i = start; i < offset; i++)
        if (p->file->text[i] != ' ' && p->file->text[i] != '\t')
            return -1;
    return (int)(offset - start);
}

static bool begins_statement(enum token_kind kind)
{
    return kind == TOKEN_NAME || kind == TOKEN_LOCAL || kind == TOKEN_IF || kind == TOKEN_FOR ||
           kind == TOKEN_WHILE || kind == TOKEN_REPEAT || kind == TOKEN_RETURN ||
           kind == TOKEN_FUNCTION || kind == TOKEN_GOTO || kind == TOKEN_BREAK ||
           kind == TOKEN_DO || kind == TOKEN_LABEL;
}

/* After an error in the statement that began at `first`: skips to a line that begins a
 * statement at the same indentation, or behind the `end` that stands there, or to a line
 * further left. */
static void recover(struct parser *p, uint32_t first)
{
    uint32_t line = ast_line(p->file, first);
    int own = indentation(p, first);

    for (; !parser_at(p, TOKEN_EOF); parser_next(p)) {
        int here = indentation(p, p->t.first);
        if (here < 0 || ast_line(p->file, p->t.first) == line)
            continue;
        if (here < own)
            return;
        if (here == own && parser_at(p, TOKEN_END)) {
            parser_next(p);
            return;
        }
        if ((here == own || own < 0) && begins_statement(p->t.kind))
            return;
    }
}

struct ast_node *parser_block(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!parser_enter(p))
        return NULL;
    while (!at_block_end(p)) {
        size_t count = p->count;
        unsigned depth = p->depth;
        uint32_t start = p->t.first;
        struct ast_node *s = statement(p);
        if (s && !parser_push(p, s))
            return NULL;
        if (p->nomem || p->x.nomem)
            return NULL;
        if (s)
            continue;
        p->count = count;
        p->depth = depth;
        recover(p, start);
        if (p->t.first == start)
            parser_next(p);
    }
    parser_leave(p);
    return parser_build(p, AST_BLOCK, first, first, mark);
}

struct ast_node *parse_chunk(struct ast_file *file, struct diag *d, enum hm_status *st)
{
    struct parser p = {.file = file, .error_at = UINT32_MAX};
    struct ast_node *chunk = NULL;

    *st = lex_init(&p.x, file, d);
    if (*st != HM_OK)
        return NULL;
    parser_next(&p);
    p.end = p.t.first;
    for (;;) {
        p.depth = 0;
        p.count = 0;
        chunk = parser_block(&p);
        if (p.nomem || p.x.nomem || parser_at(&p, TOKEN_EOF))
            break;
        if (p.errors + p.x.errors == 0)
            parser_expected(&p, _("a statement: there is nothing to close"));
        parser_next(&p);
    }
    mem_free(p.stack);
    if (p.nomem || p.x.nomem)
        *st = diag_nomem(d, _("reading a script"));
    else if (p.errors + p.x.errors)
        *st = HM_DATA;
    return *st == HM_OK ? chunk : NULL;
}
