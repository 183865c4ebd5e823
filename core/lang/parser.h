/* parser.h - the state of parsing one script, and the steps its files share. Private to lang/.
 *
 * Every parsing function returns NULL (or false) after an error, whose message has been given.
 * Kids wait on the parser's stack until their parent is built.
 */
#ifndef HM_LANG_PARSER_H
#define HM_LANG_PARSER_H

#include "lang/lex.h"

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

/* parser.c: tokens. */
void parser_next(struct parser *p);
const struct token *parser_peek(struct parser *p); /* the one behind the current */
bool parser_at(const struct parser *p, enum token_kind kind);
bool parser_accept(struct parser *p, enum token_kind kind); /* consumes it when it is there */
bool parser_expect(struct parser *p, enum token_kind kind);
/* `kind` closes what `opener` opened at `offset`. */
bool parser_expect_close(struct parser *p, enum token_kind kind, enum token_kind opener,
                         uint32_t offset);
/* "found X, expected Y" at the current token. Returns NULL for the caller to return. */
void *parser_expected(struct parser *p, const char *what);
void *parser_fail(struct parser *p, uint32_t offset, const char *hint, const char *text);

/* parser.c: nodes. */
bool parser_enter(struct parser *p); /* bounds the recursion; with parser_leave */
void parser_leave(struct parser *p);
bool parser_push(struct parser *p, struct ast_node *n);
/* A node from `first` to the last token read, whose kids are what was pushed since `mark`. */
struct ast_node *parser_build(struct parser *p, enum ast_kind kind, uint32_t first, uint32_t op,
                              size_t mark);
/* A leaf made of the current token, which is consumed. */
struct ast_node *parser_leaf(struct parser *p, enum ast_kind kind);
struct ast_node *parser_name(struct parser *p);
struct ast_node *parser_field_name(struct parser *p); /* a STRING: `t.name`, `{ name = v }` */

/* expression.c */
struct ast_node *parser_expression(struct parser *p);
bool parser_push_expressions(struct parser *p); /* separated by commas */
struct ast_node *parser_expression_list(struct parser *p);
struct ast_node *parser_suffixed(struct parser *p); /* a name with fields, indices and calls */
/* Parameters and body; `first` is the keyword, `line_at` lies on the line Lua reports. */
struct ast_node *parser_function_body(struct parser *p, uint32_t first, uint32_t line_at,
                                      bool is_method);

/* parse.c */
struct ast_node *parser_block(struct parser *p);

#endif
