/* lua_state.h - the inside of a session's Lua, for lua*.c. */
#ifndef HM_REPL_LUA_STATE_H
#define HM_REPL_LUA_STATE_H

#include "lang/ast.h"
#include "policy/bind.h"
#include "repl/lua_talk.h"

struct lua_talk {
    struct repl *repl; /* borrowed */
    struct sandbox *s;
    struct ast_file *piece;         /* being run; NULL between lines */
    uint32_t piece_number, scripts; /* its number in positions; those of the policy's scripts */
    uint32_t pieces;                /* run so far */
    uint32_t prefix;                /* bytes put in front of its first line */
    uint32_t (*policy_line)(const void *ctx, const char *chunk_name, int line);
    const void *policy_context;
    struct buf printed; /* by print, in this line */
    bool interrupted;
};

static inline struct lua_talk *lua_talk_of(lua_State *L)
{
    return bind_sandbox(L)->owner;
}

/* lua_show.c: a value as people read it, and as JSON. Tables are shown with what is in them. */
void lua_show(lua_State *L, int index, struct buf *out);
void lua_show_json(lua_State *L, int index, struct buf *out);

/* Each puts its names into the table on top of the stack; may raise. */
void lua_law_open(lua_State *L);
void lua_verbs_open(lua_State *L);
void lua_family_open(lua_State *L);

#endif
