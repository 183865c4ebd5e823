/* typed.h - families typed into a session as JSON. Each is known by its id until the session
 * ends, before the store's households and the policy's cases; totals over everybody do not see
 * it.
 */
#ifndef HM_REPL_TYPED_H
#define HM_REPL_TYPED_H

#include "repl/repl.h"

/* Whether a line is a JSON object rather than Lua: {"name": ... */
bool typed_is(const char *line);
/* Whether its braces are still open at the end of the text. */
bool typed_incomplete(const char *text);
/* Reads the household under the session's policy and month, keeps it in place of an earlier one
 * of its id, and answers as `show` does. HM_DATA: nothing is kept. */
enum hm_status typed_line(struct repl *r, const char *line);
/* The text of the family of this id; NULL: none was typed. */
const char *typed_find(const struct repl *r, const char *id);
/* The id of one of them, the latest first; NULL: there are no more. */
const char *typed_id(const struct repl *r, size_t i);
void typed_fini(struct repl *r);

#endif
