/* ast.h - the syntax tree of one script: all of Lua 5.4, with Chinese identifiers.
 *
 * One node type; children in order of source; every node knows its first and last byte, so that
 * rewriting is a list of insertions and messages have exact columns. The tree lives in the file's
 * arena. Node kinds and their operands are one table, AST_KINDS.
 */
#ifndef HM_LANG_AST_H
#define HM_LANG_AST_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

struct ast_node;

struct ast_file {
    const char *path;  /* as shown in messages */
    const char *text;  /* borrowed: the source, NUL-terminated */
    size_t bytes;
    uint32_t number;   /* index among the policy's files: part of a position */
    uint32_t *lines;   /* byte offset of each line */
    uint32_t line_count;
    struct ast_node *chunk;
    struct arena arena;
};

/* Parses a script; syntax errors go to d with line and column (several per file where recovery is
 * sound). Identifiers that begin with "__" are refused: they are the rewriter's. */
enum hm_status ast_parse(struct ast_file **out, const char *path, uint32_t number,
                         const char *text, size_t bytes, struct diag *d);
void ast_free(struct ast_file *f);

/* Position of a construct in messages and at run time: file number << 20 | byte offset
 * (LIMIT_SCRIPT_BYTES is 2^20). */
static inline uint32_t ast_position(const struct ast_file *f, uint32_t offset)
{
    return f->number << 20 | offset;
}
/* Line and column of a byte offset. */
struct place ast_place(const struct ast_file *f, uint32_t offset);
/* The smallest expression whose operator, or whose whole, begins at `offset`: its text, for
 * traces. */
struct str ast_snippet(const struct ast_file *f, uint32_t offset);

/* The function expression or statement that spans these lines, as lua_getinfo tells them; the
 * n-th one (0-based) when several do. NULL when there is none. */
const struct ast_node *ast_function(const struct ast_file *f, int first_line, int last_line,
                                    int nth);
/* How many functions span exactly these lines. */
int ast_function_count(const struct ast_file *f, int first_line, int last_line);

/* The call `keyword "name" { ... }` at any depth of the file, or NULL. */
const struct ast_node *ast_declaration(const struct ast_file *f, const char *keyword,
                                       struct str name);
/* Place of an entry of a declaration's table: `key` as written (`min`, `["2024-01-01"]`), nested
 * with '/' ("2024-01-01/status"); array elements by their number ("2024-01-01/1/3"). The place of
 * the declaration itself when there is no such entry. */
struct place ast_entry_place(const struct ast_file *f, const struct ast_node *declaration,
                             const char *key);

#endif
