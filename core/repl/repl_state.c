/* repl_state.c - states of a session and its saved scenarios. */
#include "repl/repl_state.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

bool repl_states_init(struct repl_states *s)
{
    *s = (struct repl_states){0};
    return repl_states_add(s, "");
}

void repl_states_fini(struct repl_states *s)
{
    for (size_t i = 0; i < s->count; i++)
        mem_free(s->texts[i]);
    for (size_t i = 0; i < s->saved_count; i++) {
        mem_free(s->saved[i].name);
        mem_free(s->saved[i].text);
    }
    mem_free(s->texts);
    mem_free(s->saved);
    *s = (struct repl_states){0};
}

const char *repl_states_now(const struct repl_states *s)
{
    return s->texts[s->at];
}

bool repl_states_add(struct repl_states *s, const char *text)
{
    void *items = s->texts;
    char *copy = mem_strdup(text);
    if (!copy || mem_grow(&items, &s->cap, s->count + 1, sizeof *s->texts) != 0) {
        mem_free(copy);
        return false;
    }
    s->texts = items;
    size_t keep = s->count ? s->at + 1 : 0;
    for (size_t i = keep; i < s->count; i++)
        mem_free(s->texts[i]);
    s->texts[keep] = copy;
    s->count = keep + 1;
    s->at = keep;
    if (s->count > LIMIT_SESSION_STATES) { /* what lies further back cannot be undone */
        mem_free(s->texts[0]);
        memmove(s->texts, s->texts + 1, --s->count * sizeof *s->texts);
        s->at--;
    }
    return true;
}

static struct repl_scenario *find(const struct repl_states *s, const char *name)
{
    for (size_t i = 0; i < s->saved_count; i++)
        if (strcmp(s->saved[i].name, name) == 0)
            return &s->saved[i];
    return NULL;
}

const struct repl_scenario *repl_states_saved(const struct repl_states *s, const char *name)
{
    return find(s, name);
}

bool repl_states_save(struct repl_states *s, const char *name)
{
    struct repl_scenario *old = find(s, name), made = {NULL, mem_strdup(repl_states_now(s))};
    void *items = s->saved;
    if (made.text && old) {
        mem_free(old->text);
        old->text = made.text;
        return true;
    }
    made.name = mem_strdup(name);
    if (made.name && made.text &&
        mem_grow(&items, &s->saved_cap, s->saved_count + 1, sizeof *s->saved) == 0) {
        s->saved = items;
        s->saved[s->saved_count++] = made;
        return true;
    }
    mem_free(made.name);
    mem_free(made.text);
    return false;
}
