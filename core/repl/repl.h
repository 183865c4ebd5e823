/* repl.h - a conversation about a policy and, with a store, about everybody in it. One line in,
 * an answer out; a wrong line is told what is wrong and changes nothing.
 *
 * Verbs are in verb.def; whatever is no verb is Lua (lua.h). The store is only read.
 */
#ifndef HM_REPL_REPL_H
#define HM_REPL_REPL_H

#include "base/arena.h"
#include "repl/repl_state.h"
#include "report/sheet.h"
#include "run/changes.h"
#include "store/store.h"
#include "whatif/population.h"

struct lua_talk; /* lua.h */
struct typed;    /* typed.h */

struct repl {
    struct hm_host host;           /* the caller's */
    struct diag *diag;             /* the host's messages; NULL: dropped */
    struct store *store;           /* borrowed; NULL: no store */
    char *path;                    /* of the policy's folder */
    struct policy *policy;         /* in force */
    int32_t month;                 /* asked about */
    struct population *population; /* NULL: not opened yet; see repl_population */
    struct changes changes;        /* what the present state changes in the law */
    struct repl_states states;     /* for undo and redo; saved scenarios */
    char *scenario_file;           /* loaded with the policy; NULL: none */
    struct lua_talk *lua;          /* NULL: not opened yet */
    struct typed *typed;           /* families typed as JSON, the latest first */
    struct arena line;             /* until the line ends */
    struct buf log;                /* lines that were answered, for `save session` */
    size_t logged;
    int32_t first_month; /* of the session's beginning */
    char *asked;         /* the last line that gave `last`; NULL */
    /* The answer in the making: text, or one JSON value when `json`. */
    struct buf out;
    bool json;
    bool timed;        /* `time on` */
    bool answered;     /* the answer depends on month, facts and changes: a heading says them */
    bool ended;        /* `quit` */
    unsigned columns;  /* of the terminal, for plots */
    struct sheet last; /* what `export` and `plot` work on; empty: nothing yet */
};

/* Loads the policy. Borrows store, d and what host points to. month: of questions. */
enum hm_status repl_open(struct repl **out, struct store *store, const char *policy,
                         int32_t month, const struct hm_host *host, struct diag *d);
void repl_close(struct repl *r); /* NULL is fine */
/* Runs one line (a multi-line piece of Lua is one too) and writes its answer to the host.
 * HM_OK; HM_INTERRUPTED; anything else: the line was wrong or could not be answered, messages
 * say why. The session goes on in any case. */
enum hm_status repl_line(struct repl *r, const char *text);
/* Whether the text is the beginning of something longer: more lines are wanted. */
bool repl_incomplete(struct repl *r, const char *text);

/* Everybody under the policy, opened when first asked for; the answer gets a heading. HM_USAGE
 * when there is no store. Borrowed: until month or policy change. */
enum hm_status repl_population(struct repl *r, struct population **out);
/* Forgets it; the next question opens it again, with the newest facts. */
void repl_drop_population(struct repl *r);
/* One family as the session has it: one that was typed, else a household of the store in the
 * session's month, or, where there is no store or no such household in it, a case of the policy
 * (in a region of any of its places). family_close. Its law is
 * family_law_make(..., &r->changes, ...). */
struct family;
enum hm_status repl_family(struct repl *r, const char *id, struct family **out);
/* The present changes as an alternative for scans; NULL when nothing is changed. */
const struct changes *repl_alternative(const struct repl *r);
/* Makes `text` (lines of struct changes) the present state, as a step that undo takes back.
 * Nothing changes when it fails. */
enum hm_status repl_change(struct repl *r, const char *text);
/* Loads the policy anew; the old one and the state stay when it has errors. */
enum hm_status repl_reload(struct repl *r);
enum hm_status repl_set_month(struct repl *r, int32_t month);
/* Puts a file's scenarios behind the present changes, as a step that undo takes back; the
 * policy is loaded with the file. Nothing changes when it fails. */
enum hm_status repl_load_scenarios(struct repl *r, const char *file);
/* The changes in force, as the answer of a verb that changed them. */
void repl_put_state(struct repl *r);
/* r->last as the answer: text, or JSON rows. */
enum hm_status repl_put_sheet(struct repl *r);
/* The root entity questions are about: household, or the policy's first root. */
uint8_t repl_root(const struct repl *r);

#endif
