/* complete.h - what may stand at the cursor: verbs, and what the usage of the line's verb
 * names.
 */
#ifndef HM_REPL_COMPLETE_H
#define HM_REPL_COMPLETE_H

#include "repl/repl.h"

/* See hm_session_complete. Ids of households are offered up to LIMIT_COMPLETIONS. */
size_t repl_complete(struct repl *r, const char *text, size_t cursor,
                     void (*found)(void *ctx, const char *word), void *ctx);

#endif
