/* rewrite.h - turns a script into the Lua that the sandbox runs. Lines stay where they are.
 *
 * - `a + b` becomes `__add(a, b, POS)`; so do sub mul div idiv mod unm eq ne lt le gt ge concat
 *   (`>` and `>=` keep their operands' order of evaluation). A negative literal stays one.
 * - `if c`, `while c`, `until c`, `not a` ask `__cond(c, POS)`: c must be a boolean. `a and b`
 *   and `a or b` ask it of a. In the idiom `c and x or y` (a left side of `or` that is itself
 *   an `and`, or a chain of such) only c is a condition.
 * - `0.3` becomes `__k[n]`, from `local __k={__number("0.3")}` before the first line's text;
 *   whole literals in any notation become Lua integers.
 * - `known(e)` becomes `__known(function() return e end, POS)`; `default(e, v)` becomes
 *   `__default(function() return e end, function() return v end, POS)`.
 * - `t.名` and `{名 = v}` become `t["名"]` and `{["名"] = v}`; `local 名`, globals and labels
 *   an ASCII name made from the Chinese one, the same everywhere in the policy (rewrite_name).
 *   A method must have an ASCII name.
 * - `^ & | ~ << >>` are errors: they do not exist in rules. `goto` is allowed.
 *
 * POS is ast_position of the operator. For __cond it is that of the condition's `and` or `or`, else
 * of its first byte: no two conditions share one.
 */
#ifndef HM_LANG_REWRITE_H
#define HM_LANG_REWRITE_H

#include "lang/ast.h"

/* Appends to out. HM_DATA when something cannot be said in rules; messages are in d. */
enum hm_status rewrite_script(const struct ast_file *f, struct buf *out, struct diag *d);
/* The name a Chinese identifier has in the rewritten script; an ASCII one is itself. Different
 * names stay different, and no name that a script can write is met. */
void rewrite_name(struct str name, struct buf *out);

#endif
