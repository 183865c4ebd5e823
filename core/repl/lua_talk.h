/* lua_talk.h - the lines of a session that are no verbs: Lua in the policies' sandbox, with the
 * policy's own functions, the law as it stands in the session (law.dibao_standard), every verb
 * as a function (total("dibao_amount"), sweep("dibao_standard 1181..1400 by 10")) and one
 * family (family("H1").dibao_amount). Numbers are exact; limits are those of a policy's load.
 */
#ifndef HM_REPL_LUA_TALK_H
#define HM_REPL_LUA_TALK_H

#include "repl/repl.h"

/* Runs a piece of Lua: an expression, whose values are shown, or statements. Globals it sets
 * are kept until the policy is loaded again. HM_DATA with messages when it is wrong or stopped.
 */
enum hm_status lua_talk_run(struct repl *r, const char *text);
/* The text is the beginning of a piece: what is wrong with it is that it ends. */
bool lua_talk_incomplete(const char *text);
void lua_talk_close(struct lua_talk *t); /* NULL is fine */

#endif
