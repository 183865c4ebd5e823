/* expression.c - expressions: recursive descent, operators by precedence climbing. */
#include "lang/parser.h"

/* Pushes expressions separated by commas. */
bool parser_push_expressions(struct parser *p)
{
    do {
        if (!parser_push(p, parser_expression(p)))
            return false;
    } while (parser_accept(p, TOKEN_COMMA));
    return true;
}

struct ast_node *parser_expression_list(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    return parser_push_expressions(p) ? parser_build(p, AST_LIST, first, first, mark) : NULL;
}

/* One entry of a table. */
static struct ast_node *table_entry(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, op;

    if (parser_at(p, TOKEN_NAME) && parser_peek(p)->kind == TOKEN_ASSIGN) {
        if (!parser_push(p, parser_field_name(p)))
            return NULL;
        op = p->t.first;
        parser_next(p);
        return parser_push(p, parser_expression(p)) ? parser_build(p, AST_PAIR, first, op, mark)
                                                    : NULL;
    }
    if (parser_accept(p, TOKEN_LBRACKET)) {
        if (!parser_push(p, parser_expression(p)) || !parser_expect(p, TOKEN_RBRACKET))
            return NULL;
        op = p->t.first;
        if (!parser_expect(p, TOKEN_ASSIGN))
            return NULL;
        return parser_push(p, parser_expression(p)) ? parser_build(p, AST_SLOT, first, op, mark)
                                                    : NULL;
    }
    return parser_push(p, parser_expression(p)) ? parser_build(p, AST_ITEM, first, first, mark)
                                                : NULL;
}

static struct ast_node *table(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!parser_expect(p, TOKEN_LBRACE))
        return NULL;
    while (!parser_at(p, TOKEN_RBRACE)) {
        if (!parser_push(p, table_entry(p)))
            return NULL;
        if (!parser_accept(p, TOKEN_COMMA) && !parser_accept(p, TOKEN_SEMICOLON))
            break;
    }
    if (!parser_at(p, TOKEN_RBRACE) && parser_at(p, TOKEN_NAME) &&
        parser_peek(p)->kind == TOKEN_ASSIGN)
        return parser_fail(p, p->t.first, _("end the entry before it with ','"),
                           _("a comma is missing before this entry"));
    if (!parser_expect_close(p, TOKEN_RBRACE, TOKEN_LBRACE, first))
        return NULL;
    return parser_build(p, AST_TABLE, first, first, mark);
}

/* Pushes the parameters' LIST. */
static bool parameters(struct parser *p, bool is_method)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!parser_expect(p, TOKEN_LPAREN))
        return false;
    if (is_method) {
        struct ast_node *self = parser_build(p, AST_NAME, p->end, p->end, p->count);
        if (!parser_push(p, self))
            return false;
        self->text = (struct str){"self", 4};
    }
    if (!parser_at(p, TOKEN_RPAREN))
        do {
            if (parser_at(p, TOKEN_DOTS)) {
                if (!parser_push(p, parser_leaf(p, AST_VARARG)))
                    return false;
                break;
            }
            if (!parser_push(p, parser_name(p)))
                return false;
        } while (parser_accept(p, TOKEN_COMMA));
    if (!parser_expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first))
        return false;
    return parser_push(p, parser_build(p, AST_LIST, first, first, mark));
}

/* Parameters and body; `first` is the keyword, `line_at` lies on the line Lua reports. */
struct ast_node *parser_function_body(struct parser *p, uint32_t first, uint32_t line_at,
                                      bool is_method)
{
    size_t mark = p->count;
    struct ast_node *n;

    if (!parser_enter(p) || !parameters(p, is_method) || !parser_push(p, parser_block(p)))
        return NULL;
    if (!parser_expect_close(p, TOKEN_END, TOKEN_FUNCTION, first))
        return NULL;
    parser_leave(p);
    n = parser_build(p, AST_FUNCTION, first, line_at, mark);
    if (n)
        n->is_method = is_method;
    return n;
}

/* Pushes call arguments: (a, b), {...} or "text". */
static bool arguments(struct parser *p)
{
    uint32_t first = p->t.first;

    if (parser_at(p, TOKEN_STRING))
        return parser_push(p, parser_leaf(p, AST_STRING));
    if (parser_at(p, TOKEN_LBRACE))
        return parser_push(p, table(p));
    if (!parser_accept(p, TOKEN_LPAREN)) {
        parser_expected(p, _("arguments"));
        return false;
    }
    if (!parser_at(p, TOKEN_RPAREN) && !parser_push_expressions(p))
        return false;
    return parser_expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first);
}

static struct ast_node *primary(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (parser_at(p, TOKEN_NAME))
        return parser_leaf(p, AST_NAME);
    if (!parser_accept(p, TOKEN_LPAREN))
        return parser_expected(p, _("an expression"));
    if (!parser_push(p, parser_expression(p)) ||
        !parser_expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first))
        return NULL;
    return parser_build(p, AST_PAREN, first, first, mark);
}

/* One suffix on the expression that was pushed last; NULL on errors. */
static struct ast_node *suffix(struct parser *p, uint32_t first, size_t mark)
{
    uint32_t op = p->t.first;

    switch (p->t.kind) {
    case TOKEN_DOT:
        parser_next(p);
        return parser_push(p, parser_field_name(p))
                   ? parser_build(p, AST_FIELD, first, op, mark)
                   : NULL;
    case TOKEN_LBRACKET:
        parser_next(p);
        if (!parser_push(p, parser_expression(p)) ||
            !parser_expect_close(p, TOKEN_RBRACKET, TOKEN_LBRACKET, op))
            return NULL;
        return parser_build(p, AST_INDEX, first, op, mark);
    case TOKEN_COLON:
        parser_next(p);
        if (!parser_push(p, parser_field_name(p)) || !arguments(p))
            return NULL;
        return parser_build(p, AST_METHOD, first, op, mark);
    default:
        return arguments(p) ? parser_build(p, AST_CALL, first, op, mark) : NULL;
    }
}

static bool at_suffix(const struct parser *p)
{
    return parser_at(p, TOKEN_DOT) || parser_at(p, TOKEN_LBRACKET) ||
           parser_at(p, TOKEN_COLON) || parser_at(p, TOKEN_LPAREN) ||
           parser_at(p, TOKEN_LBRACE) || parser_at(p, TOKEN_STRING);
}

struct ast_node *parser_suffixed(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;
    struct ast_node *n = primary(p);

    while (n && at_suffix(p))
        n = parser_push(p, n) ? suffix(p, first, mark) : NULL;
    return n;
}

static struct ast_node *simple(struct parser *p)
{
    uint32_t first = p->t.first;

    switch (p->t.kind) {
    case TOKEN_NIL:
        return parser_leaf(p, AST_NIL);
    case TOKEN_TRUE:
        return parser_leaf(p, AST_TRUE);
    case TOKEN_FALSE:
        return parser_leaf(p, AST_FALSE);
    case TOKEN_DOTS:
        return parser_leaf(p, AST_VARARG);
    case TOKEN_INTEGER:
        return parser_leaf(p, AST_INTEGER);
    case TOKEN_NUMBER:
        return parser_leaf(p, AST_NUMBER);
    case TOKEN_STRING:
        return parser_leaf(p, AST_STRING);
    case TOKEN_LBRACE:
        return table(p);
    case TOKEN_FUNCTION:
        parser_next(p);
        return parser_function_body(p, first, p->t.first, false);
    default:
        return parser_suffixed(p);
    }
}

static const struct {
    enum token_kind token;
    enum ast_kind kind;
    unsigned left, right; /* binding powers, as the Lua manual orders them */
} operators[] = {
    {TOKEN_OR, AST_OR, 1, 1},       {TOKEN_AND, AST_AND, 2, 2},
    {TOKEN_LT, AST_LT, 3, 3},       {TOKEN_GT, AST_GT, 3, 3},
    {TOKEN_LE, AST_LE, 3, 3},       {TOKEN_GE, AST_GE, 3, 3},
    {TOKEN_NE, AST_NE, 3, 3},       {TOKEN_EQ, AST_EQ, 3, 3},
    {TOKEN_BOR, AST_BOR, 4, 4},     {TOKEN_BXOR, AST_BXOR, 5, 5},
    {TOKEN_BAND, AST_BAND, 6, 6},   {TOKEN_SHL, AST_SHL, 7, 7},
    {TOKEN_SHR, AST_SHR, 7, 7},     {TOKEN_CONCAT, AST_CONCAT, 9, 8},
    {TOKEN_PLUS, AST_ADD, 10, 10},  {TOKEN_MINUS, AST_SUB, 10, 10},
    {TOKEN_STAR, AST_MUL, 11, 11},  {TOKEN_DIV, AST_DIV, 11, 11},
    {TOKEN_IDIV, AST_IDIV, 11, 11}, {TOKEN_MOD, AST_MOD, 11, 11},
    {TOKEN_POW, AST_POW, 14, 13},
};
static const struct {
    enum token_kind token;
    enum ast_kind kind;
} prefixes[] = {{TOKEN_NOT, AST_NOT},
                {TOKEN_MINUS, AST_UNM},
                {TOKEN_HASH, AST_LEN},
                {TOKEN_BXOR, AST_BNOT}};
enum { PREFIX_POWER = 12, OPERATORS = sizeof operators / sizeof operators[0] };

static struct ast_node *binary(struct parser *p, unsigned power);

static struct ast_node *operand(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (parser_at(p, prefixes[i].token)) {
            parser_next(p);
            return parser_push(p, binary(p, PREFIX_POWER))
                       ? parser_build(p, prefixes[i].kind, first, first, mark)
                       : NULL;
        }
    return simple(p);
}

static size_t operator_here(const struct parser *p)
{
    size_t i = 0;

    while (i < OPERATORS && operators[i].token != p->t.kind)
        i++;
    return i;
}

static struct ast_node *binary(struct parser *p, unsigned power)
{
    size_t mark = p->count, i;
    uint32_t first = p->t.first;
    struct ast_node *n;

    if (!parser_enter(p))
        return NULL;
    n = operand(p);
    while (n && (i = operator_here(p)) < OPERATORS && operators[i].left > power) {
        uint32_t op = p->t.first;
        parser_next(p);
        if (!parser_push(p, n) || !parser_push(p, binary(p, operators[i].right)))
            return NULL;
        n = parser_build(p, operators[i].kind, first, op, mark);
    }
    parser_leave(p);
    return n;
}

struct ast_node *parser_expression(struct parser *p)
{
    return binary(p, 0);
}
