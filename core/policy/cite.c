/* cite.c - collects what declarations say about themselves: name, zh, law, sources, notes, of
 * every declaration as it was written, the overridden ones too. docs/coverage.md and
 * `huimin doc --json` are made from it. Nothing of it is used in an evaluation.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/str.h"

enum { CITE_DEPTH = 3 }; /* indicator: target / date / source */

static bool is_cited_key(const char *key, bool on_top)
{
    static const char *const keys[] = {"law", "source", "note"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return on_top && strcmp(key, "zh") == 0;
}

bool cite_add(struct loader *l, const char *kind, const char *name, const char *key,
              const char *text, const struct place *at, const char *level)
{
    struct model *m = l->model;
    void *citations = m->citations;
    struct citation *c =
        loader_append(l, &citations, &m->citation_count, &l->citation_cap, sizeof *c);
    m->citations = citations;
    if (c)
        *c = (struct citation){
            .kind = kind, .name = name, .key = key, .text = text, .at = *at, .level = level};
    return c != NULL;
}

static void add(struct declaration *dc, const char *key, const char *path, const char *text)
{
    struct place at = declare_place(dc, path);
    cite_add(dc->loader, declare_keyword(dc->keyword), declare_keep(dc, dc->name),
             declare_keep(dc, key), declare_keep(dc, text), &at, dc->level);
}

/* Texts of the table on top of the stack, and of the tables in it. */
static void collect(struct declaration *dc, const char *path, int depth)
{
    lua_State *L = dc->L;
    const char **keys;
    size_t n = declare_keys(dc, -1, &keys);
    for (size_t i = 0; i < n; i++) {
        const char *inner = *path ? declare_path(dc, "%s/%s", path, keys[i]) : keys[i];
        lua_getfield(L, -1, keys[i]);
        int type = lua_type(L, -1);
        const char *text = type == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
        if (text && is_cited_key(keys[i], !*path) &&
            str_utf8_bad(text, strlen(text)) == strlen(text))
            add(dc, keys[i], inner, text);
        else if (type == LUA_TTABLE && depth + 1 < CITE_DEPTH)
            collect(dc, inner, depth + 1);
        lua_pop(L, 1);
    }
}

void cite_collect(struct declaration *dc)
{
    if (!lua_checkstack(dc->L, 4 * CITE_DEPTH))
        declare_nomem(dc);
    add(dc, "name", "", dc->name);
    lua_pushvalue(dc->L, dc->table);
    /* A case's other tables are families, not citations. */
    collect(dc, "", dc->keyword == KEYWORD_CASE ? CITE_DEPTH - 1 : 0);
    lua_pop(dc->L, 1);
}
