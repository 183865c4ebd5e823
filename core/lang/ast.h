/* ast.h - the syntax tree of one script: all of Lua 5.4, with Chinese identifiers.
 *
 * One node type; children in order of source; every node knows its first and last byte, so that
 * rewriting copies what lies between and messages have exact columns. The tree lives in the
 * file's arena. Node kinds and their operands are one table, AST_KINDS.
 */
#ifndef HM_LANG_AST_H
#define HM_LANG_AST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

/* X(NAME, class, "operands"): class E expression, U unary, B binary, S statement, P part.
 * Operands are the kids in order; [x] may be absent, x* any number. */
#define AST_KINDS(X)                                                                           \
    X(NIL, E, "")                                                                              \
    X(TRUE, E, "")                                                                             \
    X(FALSE, E, "")                                                                            \
    X(VARARG, E, "")                                                                           \
    X(INTEGER, E, "integer holds the value")                                                   \
    X(NUMBER, E, "text holds the normalised decimal, not whole (0.3, 12.5e-1)")                \
    X(STRING, E, "text holds the decoded bytes")                                               \
    X(NAME, E, "[STRING attribute]; text; binding: declaring NAME, itself there, or NULL")     \
    X(FIELD, E, "object STRING: object.name")                                                  \
    X(INDEX, E, "object key: object[key]")                                                     \
    X(CALL, E, "function argument*")                                                           \
    X(METHOD, E, "object STRING argument*: object:name(...)")                                  \
    X(FUNCTION, E, "LIST of NAMEs and perhaps a last VARARG, BLOCK; op: on Lua's first line")  \
    X(TABLE, E, "ITEM | PAIR | SLOT *")                                                        \
    X(PAREN, E, "expression")                                                                  \
    X(UNM, U, "operand")                                                                       \
    X(NOT, U, "operand")                                                                       \
    X(LEN, U, "operand")                                                                       \
    X(BNOT, U, "operand")                                                                      \
    X(ADD, B, "left right")                                                                    \
    X(SUB, B, "left right")                                                                    \
    X(MUL, B, "left right")                                                                    \
    X(DIV, B, "left right")                                                                    \
    X(IDIV, B, "left right")                                                                   \
    X(MOD, B, "left right")                                                                    \
    X(POW, B, "left right")                                                                    \
    X(CONCAT, B, "left right")                                                                 \
    X(EQ, B, "left right")                                                                     \
    X(NE, B, "left right")                                                                     \
    X(LT, B, "left right")                                                                     \
    X(LE, B, "left right")                                                                     \
    X(GT, B, "left right")                                                                     \
    X(GE, B, "left right")                                                                     \
    X(AND, B, "left right")                                                                    \
    X(OR, B, "left right")                                                                     \
    X(BAND, B, "left right")                                                                   \
    X(BOR, B, "left right")                                                                    \
    X(BXOR, B, "left right")                                                                   \
    X(SHL, B, "left right")                                                                    \
    X(SHR, B, "left right")                                                                    \
    X(BLOCK, S, "statement*")                                                                  \
    X(LOCAL, S, "LIST of NAMEs, LIST of expressions")                                          \
    X(LOCAL_FUNCTION, S, "NAME FUNCTION")                                                      \
    X(FUNCTION_STATEMENT, S, "NAME | FIELD, FUNCTION; is_method: first NAME is a hidden self") \
    X(ASSIGN, S, "LIST of targets, LIST of expressions")                                       \
    X(CALL_STATEMENT, S, "CALL | METHOD")                                                      \
    X(DO, S, "BLOCK")                                                                          \
    X(WHILE, S, "condition BLOCK")                                                             \
    X(REPEAT, S, "BLOCK condition")                                                            \
    X(IF, S, "condition BLOCK (condition BLOCK)* [BLOCK]")                                     \
    X(FOR, S, "NAME from to [step] BLOCK")                                                     \
    X(FOR_IN, S, "LIST of NAMEs, LIST of expressions, BLOCK")                                  \
    X(RETURN, S, "expression*")                                                                \
    X(BREAK, S, "")                                                                            \
    X(GOTO, S, "text: the label")                                                              \
    X(LABEL, S, "text")                                                                        \
    X(EMPTY, S, "")                                                                            \
    X(LIST, P, "expression*")                                                                  \
    X(ITEM, P, "value: { value }")                                                             \
    X(PAIR, P, "STRING value: { name = value }")                                               \
    X(SLOT, P, "key value: { [key] = value }")

enum ast_kind {
#define X(name, class, operands) AST_##name,
    AST_KINDS(X)
#undef X
        AST_KIND_COUNT
};

struct ast_node {
    uint8_t kind;         /* enum ast_kind */
    bool is_method;       /* FUNCTION_STATEMENT and its FUNCTION: `function t:name()` */
    bool is_reassigned;   /* declaring NAME: assigned to after its declaration */
    bool is_shared;       /* declaring NAME: assigned to inside a function within its scope */
    uint8_t level;        /* FUNCTION, declaring NAME: functions around it (0: the script) */
    uint16_t depth;       /* height of the tree below, in nested constructs */
    uint16_t file;        /* ast_file.number */
    uint32_t id;          /* 0 .. ast_file.node_count-1: index of side tables */
    uint32_t first, last; /* bytes [first, last) of the text */
    uint32_t op;          /* offset of the operator, dot, bracket or keyword */
    uint32_t kid_count;
    struct ast_node **kids;
    int64_t integer;          /* INTEGER */
    struct str text;          /* NAME, STRING, NUMBER, GOTO, LABEL */
    struct ast_node *binding; /* NAME */
};

struct ast_file {
    const char *path; /* as shown in messages */
    const char *text; /* borrowed: the source, NUL-terminated */
    size_t bytes;
    uint32_t number; /* index among the policy's files: part of a position */
    uint32_t *lines; /* byte offset of each line */
    uint32_t line_count;
    uint32_t node_count;
    struct ast_node *chunk;  /* BLOCK */
    struct ast_node **calls; /* every CALL whose one argument is a table: declarations */
    uint32_t call_count;
    struct arena arena;
};

/* Parses a script; syntax errors go to d with line and column (several per file where recovery
 * is sound). Identifiers that begin with "__" and _ENV are refused: they are the rewriter's. A
 * byte order mark and a first line that begins with '#' are skipped. path is copied; text must
 * outlive the file. */
enum hm_status ast_parse(struct ast_file **out, const char *path, uint32_t number,
                         const char *text, size_t bytes, struct diag *d);
void ast_free(struct ast_file *f);

const char *ast_kind_name(enum ast_kind kind); /* "FIELD", for dumps and tests */
bool ast_is_expression(const struct ast_node *n);
/* The tree as one line of text, "(LOCAL (LIST a) (LIST (ADD 1 b)))": for tests and dumps. */
void ast_dump(const struct ast_node *n, struct buf *out);

/* Position of a construct in messages and at run time: file number << 20 | byte offset
 * (LIMIT_SCRIPT_BYTES is 2^20). */
static inline uint32_t ast_position(const struct ast_file *f, uint32_t offset)
{
    return f->number << 20 | offset;
}
/* Line and column of a byte offset. */
struct place ast_place(const struct ast_file *f, uint32_t offset);
uint32_t ast_line(const struct ast_file *f, uint32_t offset);
/* The expression whose operator stands at `offset`, else the longest that begins there: its
 * text, for traces. Empty when there is none. */
struct str ast_snippet(const struct ast_file *f, uint32_t offset);

/* The function expression or statement that spans these lines, as lua_getinfo tells them; the
 * n-th one (0-based) when several do. NULL when there is none. The node is the FUNCTION. */
const struct ast_node *ast_function(const struct ast_file *f, int first_line, int last_line,
                                    int nth);
/* How many functions span exactly these lines. */
int ast_function_count(const struct ast_file *f, int first_line, int last_line);

/* The call `keyword "name" { ... }` at any depth of the file, or NULL; with an empty name the
 * call `keyword { ... }`. */
const struct ast_node *ast_declaration(const struct ast_file *f, const char *keyword,
                                       struct str name);
/* Place of an entry of a declaration's table: `key` as written (`min`, `["2024-01-01"]` or
 * `2024-01-01`), nested with '/' ("2024-01-01/status"); array elements by their number
 * ("2024-01-01/1/3"). Where there is no such entry, the nearest that holds it: at last the
 * declaration itself. */
struct place ast_entry_place(const struct ast_file *f, const struct ast_node *declaration,
                             const char *key);

#endif
