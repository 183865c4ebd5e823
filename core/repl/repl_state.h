/* repl_state.h - what a session has changed in the law, step by step, and the scenarios it
 * saved. A state is the text of a struct changes, a line for each change ("set
 * dibao_standard=1330@2025-01-01", "scenario rise").
 */
#ifndef HM_REPL_REPL_STATE_H
#define HM_REPL_REPL_STATE_H

#include <stdbool.h>
#include <stddef.h>

struct repl_scenario {
    char *name, *text; /* owned */
};
struct repl_states {
    char **texts; /* owned; texts[at] is the present one, those behind it can be redone */
    size_t count, cap, at;
    struct repl_scenario *saved;
    size_t saved_count, saved_cap;
};

bool repl_states_init(struct repl_states *s); /* one empty state; false: no memory */
void repl_states_fini(struct repl_states *s);
const char *repl_states_now(const struct repl_states *s);
/* A copy of text becomes the state after the present one; what could be redone is forgotten. */
bool repl_states_add(struct repl_states *s, const char *text);
/* A copy of the present state under a name, in place of an older one of that name. */
bool repl_states_save(struct repl_states *s, const char *name);
const struct repl_scenario *repl_states_saved(const struct repl_states *s, const char *name);

#endif
