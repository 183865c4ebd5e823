/* parse.h - the steps of ast_parse. Private to lang/. */
#ifndef HM_LANG_PARSE_H
#define HM_LANG_PARSE_H

#include "lang/ast.h"

/* The chunk of file->text, or NULL with *st set and messages given. Fills file->lines. */
struct ast_node *parse_chunk(struct ast_file *file, struct diag *d, enum hm_status *st);

/* scope.c: ties every NAME to its declaration and refuses what Lua's compiler would: `break`
 * outside loops, `goto` without a label, `...` outside, assignments to constants. */
enum hm_status scope_resolve(struct ast_file *file, struct diag *d);

#endif
