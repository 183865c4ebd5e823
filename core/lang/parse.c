/* parse.c - tokens to tree: recursive descent, operators by precedence.
 *
 * Every parsing function returns NULL after an error, whose message has been given, and the
 * statement loop recovers at the next line that can begin a statement at the same indentation.
 * A tree with errors is thrown away, so recovery need not be right, only quiet.
 */
#include "lang/parse.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "lang/lex.h"

enum { MESSAGES_PER_FILE = 30, DESCRIBE_BYTES = 96, RECURSION = 3 * LIMIT_NESTING };

struct parser {
    struct lexer x;
    struct ast_file *file;
    struct token t, ahead; /* the current token; the one behind it when has_ahead */
    bool has_ahead;
    uint32_t end; /* end of the token before t */
    unsigned depth;
    struct ast_node **stack; /* kids waiting for their parent */
    size_t count, cap;
    size_t errors;
    uint32_t error_at; /* of the last message or lexical error: one message a token */
    bool nomem;
};

static struct ast_node *expression(struct parser *p);
static struct ast_node *block(struct parser *p);

static struct token read_token(struct parser *p)
{
    size_t errors = p->x.errors;
    struct token t = lex_next(&p->x);

    if (p->x.errors != errors)
        p->error_at = t.first;
    return t;
}

static void next(struct parser *p)
{
    p->end = p->t.last;
    p->t = p->has_ahead ? p->ahead : read_token(p);
    p->has_ahead = false;
}

static const struct token *peek(struct parser *p)
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
static void *expected(struct parser *p, const char *what)
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

static void *fail(struct parser *p, uint32_t offset, const char *hint, const char *text)
{
    struct place at = ast_place(p->file, offset);

    if (may_report(p, offset))
        diag_add(p->x.diag, HM_LEVEL_ERROR, HM_DATA, &at, hint, "%s", text);
    return NULL;
}

static bool at(const struct parser *p, enum token_kind kind)
{
    return p->t.kind == kind;
}

static bool accept(struct parser *p, enum token_kind kind)
{
    if (p->t.kind != kind)
        return false;
    next(p);
    return true;
}

static bool expect(struct parser *p, enum token_kind kind)
{
    char what[16];

    if (accept(p, kind))
        return true;
    snprintf(what, sizeof what, "'%s'", lex_spelling(kind));
    expected(p, what);
    return false;
}

/* `kind` closes what `opener` opened at `offset`. */
static bool expect_close(struct parser *p, enum token_kind kind, enum token_kind opener,
                         uint32_t offset)
{
    char what[160];

    if (accept(p, kind))
        return true;
    if (ast_line(p->file, offset) == ast_line(p->file, p->t.first))
        snprintf(what, sizeof what, "'%s'", lex_spelling(kind));
    else
        snprintf(what, sizeof what, _("'%s' (to close '%s' of line %u)"), lex_spelling(kind),
                 lex_spelling(opener), ast_line(p->file, offset));
    expected(p, what);
    return false;
}

static void *too_deep(struct parser *p, uint32_t offset)
{
    char text[96];

    snprintf(text, sizeof text, _("nested more than %d deep"), LIMIT_NESTING);
    return fail(p, offset, _("move a part into a local or a function"), text);
}

/* Bounds the recursion; what people see as nesting is bounded in build(). */
static bool enter(struct parser *p)
{
    if (++p->depth <= RECURSION)
        return true;
    too_deep(p, p->t.first);
    return false;
}

static void leave(struct parser *p)
{
    p->depth--;
}

static bool push(struct parser *p, struct ast_node *n)
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
static struct ast_node *build(struct parser *p, enum ast_kind kind, uint32_t first, uint32_t op,
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
static struct ast_node *leaf(struct parser *p, enum ast_kind kind)
{
    struct token t = p->t;
    struct ast_node *n;

    next(p);
    n = build(p, kind, t.first, t.first, p->count);
    if (n) {
        n->text = t.text;
        n->integer = t.integer;
    }
    return n;
}

static struct ast_node *name(struct parser *p)
{
    return at(p, TOKEN_NAME) ? leaf(p, AST_NAME) : expected(p, _("a name"));
}

/* A name that is a field's: `t.name`, `{ name = v }`. */
static struct ast_node *field_name(struct parser *p)
{
    return at(p, TOKEN_NAME) ? leaf(p, AST_STRING) : expected(p, _("a name"));
}

/* Pushes expressions separated by commas. */
static bool push_expressions(struct parser *p)
{
    do {
        if (!push(p, expression(p)))
            return false;
    } while (accept(p, TOKEN_COMMA));
    return true;
}

static struct ast_node *expression_list(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    return push_expressions(p) ? build(p, AST_LIST, first, first, mark) : NULL;
}

/* One entry of a table. */
static struct ast_node *table_entry(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, op;

    if (at(p, TOKEN_NAME) && peek(p)->kind == TOKEN_ASSIGN) {
        if (!push(p, field_name(p)))
            return NULL;
        op = p->t.first;
        next(p);
        return push(p, expression(p)) ? build(p, AST_PAIR, first, op, mark) : NULL;
    }
    if (accept(p, TOKEN_LBRACKET)) {
        if (!push(p, expression(p)) || !expect(p, TOKEN_RBRACKET))
            return NULL;
        op = p->t.first;
        if (!expect(p, TOKEN_ASSIGN))
            return NULL;
        return push(p, expression(p)) ? build(p, AST_SLOT, first, op, mark) : NULL;
    }
    return push(p, expression(p)) ? build(p, AST_ITEM, first, first, mark) : NULL;
}

static struct ast_node *table(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!expect(p, TOKEN_LBRACE))
        return NULL;
    while (!at(p, TOKEN_RBRACE)) {
        if (!push(p, table_entry(p)))
            return NULL;
        if (!accept(p, TOKEN_COMMA) && !accept(p, TOKEN_SEMICOLON))
            break;
    }
    if (!at(p, TOKEN_RBRACE) && at(p, TOKEN_NAME) && peek(p)->kind == TOKEN_ASSIGN)
        return fail(p, p->t.first, _("end the entry before it with ','"),
                    _("a comma is missing before this entry"));
    if (!expect_close(p, TOKEN_RBRACE, TOKEN_LBRACE, first))
        return NULL;
    return build(p, AST_TABLE, first, first, mark);
}

/* Pushes the parameters' LIST. */
static bool parameters(struct parser *p, bool is_method)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!expect(p, TOKEN_LPAREN))
        return false;
    if (is_method) {
        struct ast_node *self = build(p, AST_NAME, p->end, p->end, p->count);
        if (!push(p, self))
            return false;
        self->text = (struct str){"self", 4};
    }
    if (!at(p, TOKEN_RPAREN))
        do {
            if (at(p, TOKEN_DOTS)) {
                if (!push(p, leaf(p, AST_VARARG)))
                    return false;
                break;
            }
            if (!push(p, name(p)))
                return false;
        } while (accept(p, TOKEN_COMMA));
    if (!expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first))
        return false;
    return push(p, build(p, AST_LIST, first, first, mark));
}

/* Parameters and body; `first` is the keyword, `line_at` lies on the line Lua reports. */
static struct ast_node *function_body(struct parser *p, uint32_t first, uint32_t line_at,
                                      bool is_method)
{
    size_t mark = p->count;
    struct ast_node *n;

    if (!enter(p) || !parameters(p, is_method) || !push(p, block(p)))
        return NULL;
    if (!expect_close(p, TOKEN_END, TOKEN_FUNCTION, first))
        return NULL;
    leave(p);
    n = build(p, AST_FUNCTION, first, line_at, mark);
    if (n)
        n->is_method = is_method;
    return n;
}

/* Pushes call arguments: (a, b), {...} or "text". */
static bool arguments(struct parser *p)
{
    uint32_t first = p->t.first;

    if (at(p, TOKEN_STRING))
        return push(p, leaf(p, AST_STRING));
    if (at(p, TOKEN_LBRACE))
        return push(p, table(p));
    if (!accept(p, TOKEN_LPAREN)) {
        expected(p, _("arguments"));
        return false;
    }
    if (!at(p, TOKEN_RPAREN) && !push_expressions(p))
        return false;
    return expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first);
}

static struct ast_node *primary(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (at(p, TOKEN_NAME))
        return leaf(p, AST_NAME);
    if (!accept(p, TOKEN_LPAREN))
        return expected(p, _("an expression"));
    if (!push(p, expression(p)) || !expect_close(p, TOKEN_RPAREN, TOKEN_LPAREN, first))
        return NULL;
    return build(p, AST_PAREN, first, first, mark);
}

/* One suffix on the expression that was pushed last; NULL on errors. */
static struct ast_node *suffix(struct parser *p, uint32_t first, size_t mark)
{
    uint32_t op = p->t.first;

    switch (p->t.kind) {
    case TOKEN_DOT:
        next(p);
        return push(p, field_name(p)) ? build(p, AST_FIELD, first, op, mark) : NULL;
    case TOKEN_LBRACKET:
        next(p);
        if (!push(p, expression(p)) || !expect_close(p, TOKEN_RBRACKET, TOKEN_LBRACKET, op))
            return NULL;
        return build(p, AST_INDEX, first, op, mark);
    case TOKEN_COLON:
        next(p);
        if (!push(p, field_name(p)) || !arguments(p))
            return NULL;
        return build(p, AST_METHOD, first, op, mark);
    default:
        return arguments(p) ? build(p, AST_CALL, first, op, mark) : NULL;
    }
}

static bool at_suffix(const struct parser *p)
{
    return at(p, TOKEN_DOT) || at(p, TOKEN_LBRACKET) || at(p, TOKEN_COLON) ||
           at(p, TOKEN_LPAREN) || at(p, TOKEN_LBRACE) || at(p, TOKEN_STRING);
}

static struct ast_node *suffixed(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;
    struct ast_node *n = primary(p);

    while (n && at_suffix(p))
        n = push(p, n) ? suffix(p, first, mark) : NULL;
    return n;
}

static struct ast_node *simple(struct parser *p)
{
    uint32_t first = p->t.first;

    switch (p->t.kind) {
    case TOKEN_NIL:
        return leaf(p, AST_NIL);
    case TOKEN_TRUE:
        return leaf(p, AST_TRUE);
    case TOKEN_FALSE:
        return leaf(p, AST_FALSE);
    case TOKEN_DOTS:
        return leaf(p, AST_VARARG);
    case TOKEN_INTEGER:
        return leaf(p, AST_INTEGER);
    case TOKEN_NUMBER:
        return leaf(p, AST_NUMBER);
    case TOKEN_STRING:
        return leaf(p, AST_STRING);
    case TOKEN_LBRACE:
        return table(p);
    case TOKEN_FUNCTION:
        next(p);
        return function_body(p, first, p->t.first, false);
    default:
        return suffixed(p);
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
        if (at(p, prefixes[i].token)) {
            next(p);
            return push(p, binary(p, PREFIX_POWER))
                       ? build(p, prefixes[i].kind, first, first, mark)
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

    if (!enter(p))
        return NULL;
    n = operand(p);
    while (n && (i = operator_here(p)) < OPERATORS && operators[i].left > power) {
        uint32_t op = p->t.first;
        next(p);
        if (!push(p, n) || !push(p, binary(p, operators[i].right)))
            return NULL;
        n = build(p, operators[i].kind, first, op, mark);
    }
    leave(p);
    return n;
}

static struct ast_node *expression(struct parser *p)
{
    return binary(p, 0);
}

static bool at_block_end(const struct parser *p)
{
    return at(p, TOKEN_EOF) || at(p, TOKEN_END) || at(p, TOKEN_ELSE) || at(p, TOKEN_ELSEIF) ||
           at(p, TOKEN_UNTIL);
}

static struct ast_node *if_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    do {
        next(p);
        if (!push(p, expression(p)) || !expect(p, TOKEN_THEN) || !push(p, block(p)))
            return NULL;
    } while (at(p, TOKEN_ELSEIF));
    if (accept(p, TOKEN_ELSE) && !push(p, block(p)))
        return NULL;
    return expect_close(p, TOKEN_END, TOKEN_IF, first) ? build(p, AST_IF, first, first, mark)
                                                       : NULL;
}

static struct ast_node *while_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    next(p);
    if (!push(p, expression(p)) || !expect(p, TOKEN_DO) || !push(p, block(p)))
        return NULL;
    return expect_close(p, TOKEN_END, TOKEN_WHILE, first)
               ? build(p, AST_WHILE, first, first, mark)
               : NULL;
}

static struct ast_node *do_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    next(p);
    if (!push(p, block(p)) || !expect_close(p, TOKEN_END, TOKEN_DO, first))
        return NULL;
    return build(p, AST_DO, first, first, mark);
}

static struct ast_node *repeat_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    next(p);
    if (!push(p, block(p)) || !expect_close(p, TOKEN_UNTIL, TOKEN_REPEAT, first) ||
        !push(p, expression(p)))
        return NULL;
    return build(p, AST_REPEAT, first, first, mark);
}

/* `for` after its first name was pushed: name = from, to [, step] do. */
static struct ast_node *numeric_for(struct parser *p, uint32_t first, size_t mark)
{
    next(p);
    if (!push(p, expression(p)) || !expect(p, TOKEN_COMMA) || !push(p, expression(p)))
        return NULL;
    if (accept(p, TOKEN_COMMA) && !push(p, expression(p)))
        return NULL;
    if (!expect(p, TOKEN_DO) || !push(p, block(p)) ||
        !expect_close(p, TOKEN_END, TOKEN_FOR, first))
        return NULL;
    return build(p, AST_FOR, first, first, mark);
}

static struct ast_node *for_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, names;

    next(p);
    names = p->t.first;
    if (!push(p, name(p)))
        return NULL;
    if (at(p, TOKEN_ASSIGN))
        return numeric_for(p, first, mark);
    while (accept(p, TOKEN_COMMA))
        if (!push(p, name(p)))
            return NULL;
    if (!push(p, build(p, AST_LIST, names, names, mark)))
        return NULL;
    if (!accept(p, TOKEN_IN))
        return expected(p, _("'=' or 'in'"));
    if (!push(p, expression_list(p)) || !expect(p, TOKEN_DO) || !push(p, block(p)) ||
        !expect_close(p, TOKEN_END, TOKEN_FOR, first))
        return NULL;
    return build(p, AST_FOR_IN, first, first, mark);
}

static struct ast_node *function_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, start;
    bool is_method = false;
    struct ast_node *n;

    next(p);
    start = p->t.first;
    if (!push(p, name(p)))
        return NULL;
    while (!is_method && (at(p, TOKEN_DOT) || at(p, TOKEN_COLON))) {
        uint32_t op = p->t.first;
        is_method = at(p, TOKEN_COLON);
        next(p);
        if (!push(p, field_name(p)) || !push(p, build(p, AST_FIELD, start, op, mark)))
            return NULL;
    }
    if (!push(p, function_body(p, first, first, is_method)))
        return NULL;
    n = build(p, AST_FUNCTION_STATEMENT, first, first, mark);
    if (n)
        n->is_method = is_method;
    return n;
}

/* `name <attribute>` of a local. */
static struct ast_node *local_name(struct parser *p)
{
    struct ast_node *n = name(p), *attribute;
    size_t mark = p->count;

    if (!n || !accept(p, TOKEN_LT))
        return n;
    if (!at(p, TOKEN_NAME) || !(str_eq(p->t.text, (struct str){"const", 5}) ||
                                str_eq(p->t.text, (struct str){"close", 5})))
        return expected(p, _("'const' or 'close'"));
    attribute = leaf(p, AST_STRING);
    if (!push(p, attribute) || !expect(p, TOKEN_GT))
        return NULL;
    attribute = build(p, AST_NAME, n->first, n->first, mark);
    if (attribute)
        attribute->text = n->text;
    return attribute;
}

static struct ast_node *local_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, names, keyword;

    next(p);
    keyword = p->t.first;
    if (accept(p, TOKEN_FUNCTION)) {
        if (!push(p, name(p)) || !push(p, function_body(p, keyword, p->t.first, false)))
            return NULL;
        return build(p, AST_LOCAL_FUNCTION, first, first, mark);
    }
    names = p->t.first;
    do {
        if (!push(p, local_name(p)))
            return NULL;
    } while (accept(p, TOKEN_COMMA));
    if (!push(p, build(p, AST_LIST, names, names, mark)))
        return NULL;
    if (accept(p, TOKEN_ASSIGN)) {
        if (!push(p, expression_list(p)))
            return NULL;
    } else if (!push(p, build(p, AST_LIST, p->end, p->end, p->count))) {
        return NULL;
    }
    return build(p, AST_LOCAL, first, first, mark);
}

static struct ast_node *return_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    next(p);
    if (!at_block_end(p) && !at(p, TOKEN_SEMICOLON) && !push_expressions(p))
        return NULL;
    accept(p, TOKEN_SEMICOLON);
    if (!at_block_end(p))
        return fail(p, p->t.first, _("put the return into do ... end, or delete what follows"),
                    _("nothing can follow a return in its block"));
    return build(p, AST_RETURN, first, first, mark);
}

static struct ast_node *label_statement(struct parser *p)
{
    uint32_t first = p->t.first;
    struct token t;
    struct ast_node *n;

    next(p);
    t = p->t;
    if (!at(p, TOKEN_NAME))
        return expected(p, _("a name"));
    next(p);
    if (!expect(p, TOKEN_LABEL))
        return NULL;
    n = build(p, AST_LABEL, first, t.first, p->count);
    if (n)
        n->text = t.text;
    return n;
}

static struct ast_node *goto_statement(struct parser *p)
{
    uint32_t first = p->t.first;
    struct token t;
    struct ast_node *n;

    next(p);
    t = p->t;
    if (!at(p, TOKEN_NAME))
        return expected(p, _("a name"));
    next(p);
    n = build(p, AST_GOTO, first, t.first, p->count);
    if (n)
        n->text = t.text;
    return n;
}

/* Assignment or call. */
static struct ast_node *expression_statement(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first, op;
    struct ast_node *n = suffixed(p);

    if (!n)
        return NULL;
    if (!at(p, TOKEN_ASSIGN) && !at(p, TOKEN_COMMA)) {
        if (n->kind != AST_CALL && n->kind != AST_METHOD)
            return expected(p, n->kind == AST_NAME ? _("'=' or arguments: a statement")
                                                   : _("'=': this is no statement"));
        return push(p, n) ? build(p, AST_CALL_STATEMENT, first, first, mark) : NULL;
    }
    for (;;) {
        if (n->kind != AST_NAME && n->kind != AST_FIELD && n->kind != AST_INDEX)
            return fail(p, n->first, NULL, _("only names and fields can be assigned to"));
        if (!push(p, n))
            return NULL;
        if (!accept(p, TOKEN_COMMA))
            break;
        n = suffixed(p);
        if (!n)
            return NULL;
    }
    if (!push(p, build(p, AST_LIST, first, first, mark)))
        return NULL;
    op = p->t.first;
    if (!expect(p, TOKEN_ASSIGN) || !push(p, expression_list(p)))
        return NULL;
    return build(p, AST_ASSIGN, first, op, mark);
}

static struct ast_node *statement(struct parser *p)
{
    switch (p->t.kind) {
    case TOKEN_SEMICOLON:
        return leaf(p, AST_EMPTY);
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
        return leaf(p, AST_BREAK);
    case TOKEN_GOTO:
        return goto_statement(p);
    case TOKEN_NAME:
    case TOKEN_LPAREN:
        return expression_statement(p);
    default:
        return expected(p, _("a statement"));
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

    for (; !at(p, TOKEN_EOF); next(p)) {
        int here = indentation(p, p->t.first);
        if (here < 0 || ast_line(p->file, p->t.first) == line)
            continue;
        if (here < own)
            return;
        if (here == own && at(p, TOKEN_END)) {
            next(p);
            return;
        }
        if ((here == own || own < 0) && begins_statement(p->t.kind))
            return;
    }
}

static struct ast_node *block(struct parser *p)
{
    size_t mark = p->count;
    uint32_t first = p->t.first;

    if (!enter(p))
        return NULL;
    while (!at_block_end(p)) {
        size_t count = p->count;
        unsigned depth = p->depth;
        uint32_t start = p->t.first;
        struct ast_node *s = statement(p);
        if (s && !push(p, s))
            return NULL;
        if (p->nomem || p->x.nomem)
            return NULL;
        if (s)
            continue;
        p->count = count;
        p->depth = depth;
        recover(p, start);
        if (p->t.first == start)
            next(p);
    }
    leave(p);
    return build(p, AST_BLOCK, first, first, mark);
}

struct ast_node *parse_chunk(struct ast_file *file, struct diag *d, enum hm_status *st)
{
    struct parser p = {.file = file, .error_at = UINT32_MAX};
    struct ast_node *chunk = NULL;

    *st = lex_init(&p.x, file, d);
    if (*st != HM_OK)
        return NULL;
    next(&p);
    p.end = p.t.first;
    for (;;) {
        p.depth = 0;
        p.count = 0;
        chunk = block(&p);
        if (p.nomem || p.x.nomem || at(&p, TOKEN_EOF))
            break;
        if (p.errors + p.x.errors == 0)
            expected(&p, _("a statement: there is nothing to close"));
        next(&p);
    }
    mem_free(p.stack);
    if (p.nomem || p.x.nomem)
        *st = diag_nomem(d, _("reading a script"));
    else if (p.errors + p.x.errors)
        *st = HM_DATA;
    return *st == HM_OK ? chunk : NULL;
}
