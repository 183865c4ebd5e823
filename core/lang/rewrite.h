/* rewrite.h - turns a script into the Lua that the sandbox runs. Lines stay where they are.
 *
 *   a + b            __add(a, b, POS)      also sub mul div idiv mod unm eq ne lt le gt ge
 * concat a .. b           __concat(a, b, POS)   (> and >= keep their operand order of
 * evaluation) -a, not a        __unm(a, POS), not __cond(a, POS); a negative literal stays a
 * literal if c, while c,   if __cond(c, POS) ...  c must be a boolean until c a and b, a or b
 * __cond(a, POS) and b, __cond(a, POS) or b (the idiom `c and x or y`: a left side of `or` that
 * is itself an `and`, or a chain of such, is no condition; only c is) 0.3              __k[n],
 * from `local __k={__number("0.3")}` before the first line's text; whole literals in any
 * notation become Lua integers known(e)         __known(function() return e end, POS)
 *   default(e, v)    __default(function() return e end, function() return v end, POS)
 *   t.名, {名 = v}    t["名"], {["名"] = v}
 *   local 名          an ASCII name made from the Chinese one, the same everywhere in the
 * policy (rewrite_name); globals and labels too. A method must have an ASCII name. ^ & | ~ <<
 * >>    an error: they do not exist in rules goto             allowed POS is ast_position of
 * the operator (of the condition's first byte for __cond).
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
