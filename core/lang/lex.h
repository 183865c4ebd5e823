/* lex.h - the tokens of Lua 5.4, with UTF-8 identifiers. Private to lang/.
 *
 * TOKENS is the one list of what can stand in a script; the parser's messages spell a token as
 * it is written here.
 */
#ifndef HM_LANG_LEX_H
#define HM_LANG_LEX_H

#include "lang/ast.h"

#define TOKENS_WORDS(X)                                                                        \
    X(AND, "and")                                                                              \
    X(BREAK, "break")                                                                          \
    X(DO, "do")                                                                                \
    X(ELSE, "else")                                                                            \
    X(ELSEIF, "elseif")                                                                        \
    X(END, "end")                                                                              \
    X(FALSE, "false")                                                                          \
    X(FOR, "for")                                                                              \
    X(FUNCTION, "function")                                                                    \
    X(GOTO, "goto")                                                                            \
    X(IF, "if")                                                                                \
    X(IN, "in")                                                                                \
    X(LOCAL, "local")                                                                          \
    X(NIL, "nil")                                                                              \
    X(NOT, "not")                                                                              \
    X(OR, "or")                                                                                \
    X(REPEAT, "repeat")                                                                        \
    X(RETURN, "return")                                                                        \
    X(THEN, "then")                                                                            \
    X(TRUE, "true")                                                                            \
    X(UNTIL, "until")                                                                          \
    X(WHILE, "while")

/* Longer spellings before their prefixes. */
#define TOKENS_SIGNS(X)                                                                        \
    X(DOTS, "...")                                                                             \
    X(CONCAT, "..")                                                                            \
    X(EQ, "==")                                                                                \
    X(NE, "~=")                                                                                \
    X(LE, "<=")                                                                                \
    X(GE, ">=")                                                                                \
    X(SHL, "<<")                                                                               \
    X(SHR, ">>")                                                                               \
    X(IDIV, "//")                                                                              \
    X(LABEL, "::")                                                                             \
    X(DOT, ".")                                                                                \
    X(ASSIGN, "=")                                                                             \
    X(BXOR, "~")                                                                               \
    X(LT, "<")                                                                                 \
    X(GT, ">")                                                                                 \
    X(DIV, "/")                                                                                \
    X(COLON, ":")                                                                              \
    X(PLUS, "+")                                                                               \
    X(MINUS, "-")                                                                              \
    X(STAR, "*")                                                                               \
    X(MOD, "%")                                                                                \
    X(POW, "^")                                                                                \
    X(HASH, "#")                                                                               \
    X(BAND, "&")                                                                               \
    X(BOR, "|")                                                                                \
    X(LPAREN, "(")                                                                             \
    X(RPAREN, ")")                                                                             \
    X(LBRACE, "{")                                                                             \
    X(RBRACE, "}")                                                                             \
    X(LBRACKET, "[")                                                                           \
    X(RBRACKET, "]")                                                                           \
    X(SEMICOLON, ";")                                                                          \
    X(COMMA, ",")

enum token_kind {
#define X(name, text) TOKEN_##name,
    TOKENS_WORDS(X) TOKENS_SIGNS(X)
#undef X
        TOKEN_EOF,
    TOKEN_NAME,
    TOKEN_STRING,
    TOKEN_INTEGER,
    TOKEN_NUMBER,
    TOKEN_BAD /* no token; the message has been given */
};

struct token {
    enum token_kind kind;
    uint32_t first, last;
    int64_t integer; /* INTEGER */
    struct str text; /* NAME, STRING (decoded), NUMBER (normalised) */
};

struct lexer {
    struct ast_file *file;
    struct diag *diag;
    uint32_t at;   /* next byte */
    size_t errors; /* messages given */
    bool nomem;
};

/* Fills file->lines and skips a byte order mark and a '#' line. HM_DATA for text that is no
 * UTF-8 or too long. */
enum hm_status lex_init(struct lexer *x, struct ast_file *file, struct diag *d);
/* The next token. One that cannot be is reported and comes back as what was meant where that is
 * plain (a text with a bad escape is a text), else as BAD; reading goes on behind it. */
struct token lex_next(struct lexer *x);
/* "'then'", "the name 'x'", "the end of the file": for messages; the text lives in out. */
void lex_describe(const struct lexer *x, const struct token *t, char *out, size_t out_bytes);
/* The spelling of a word or sign, "then"; NULL for the other kinds. */
const char *lex_spelling(enum token_kind kind);

#endif
