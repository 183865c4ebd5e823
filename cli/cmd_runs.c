/* cmd_runs.c - huimin runs: what was computed, what is in force, what differs, and whether all
 * of it is as it was recorded. */
#include "session.h"

#include <string.h>

/* X(ID, word, fewest RUN operands, most, writes) */
#define ACTION_LIST(X)                                                                         \
    X(LIST, "list", 0, 0, 0)                                                                   \
    X(SHOW, "show", 1, 1, 0)                                                                   \
    X(DIFF, "diff", 2, 2, 0)                                                                   \
    X(PUBLISH, "publish", 1, 1, 1)                                                             \
    X(ROLLBACK, "rollback", 1, 1, 1)                                                           \
    X(RESUME, "resume", 1, 1, 1)                                                               \
    X(DISCARD, "discard", 1, 1, 1)                                                             \
    X(VERIFY, "verify", 0, 1, 0)                                                               \
    X(JOURNAL, "journal", 0, 0, 0)

enum action {
#define X(id, word, fewest, most, writes) ACTION_##id,
    ACTION_LIST(X)
#undef X
        ACTIONS
};

static const struct {
    const char *name;
    size_t fewest, most; /* operands after the action */
    int writes;
} actions[ACTIONS] = {
#define X(id, word, fewest, most, writes) {word, fewest, most, writes},
    ACTION_LIST(X)
#undef X
};

struct run_operand {
    uint32_t id;
    char month[16]; /* of RUN@MONTH, or empty */
};

static int read_action(const char *word, enum action *out)
{
    const char *names[ACTIONS];
    for (size_t i = 0; i < ACTIONS; i++) {
        names[i] = actions[i].name;
        if (!word || strcmp(word, names[i]) == 0) {
            *out = (enum action)i;
            return 0;
        }
    }
    const char *near = hm_nearest(word, names, ACTIONS);
    if (near)
        term_error(_("runs has no action \"%s\"; did you mean \"%s\"?"), word, near);
    else
        term_error(_("runs has no action \"%s\"; it has list, show, diff, publish, rollback, "
                     "resume, discard, verify, journal"),
                   word);
    return 2;
}

static int read_run(const char *word, struct run_operand *out)
{
    char digits[24];
    uint64_t id;
    size_t n = strcspn(word, "@");
    snprintf(digits, sizeof digits, "%.*s", (int)(n < 20 ? n : 20), word);
    int rc = args_read_number(_("RUN"), digits, &id);
    if (rc)
        return rc;
    out->id = id < UINT32_MAX ? (uint32_t)id : UINT32_MAX;
    snprintf(out->month, sizeof out->month, "%.15s", word[n] ? word + n + 1 : "");
    return 0;
}

static enum hm_status diff(struct session *s, const struct args *a,
                           const struct run_operand *runs, uint64_t top)
{
    struct hm_diff_options options = {
        .before = runs[0].id,
        .after = runs[1].id,
        .month_before = runs[0].month[0] ? runs[0].month : NULL,
        .month_after = runs[1].month[0] ? runs[1].month : NULL,
        .top = top < 1000000 ? (size_t)top : 1000000,
        .of = args_value(a, "of"),
    };
    return hm_runs_diff(s->store, &options, &s->host);
}

static enum hm_status verify(struct session *s, const struct args *a, uint32_t run)
{
    if (args_has(a, "journal") || args_value(a, "head"))
        return hm_journal_verify(s->store, args_value(a, "head"), &s->host);
    return run ? hm_runs_verify(s->store, run, &s->host) : hm_store_verify(s->store, &s->host);
}

static enum hm_status act(struct session *s, const struct args *a, enum action action,
                          const struct run_operand *runs, uint64_t top)
{
    uint32_t run = runs[0].id;
    enum hm_status st = session_store(s, a, actions[action].writes);
    if (st != HM_OK)
        return st;
    switch (action) {
    case ACTION_SHOW:
        return hm_runs_show(s->store, run, args_value(a, "format"), &s->host);
    case ACTION_DIFF:
        return diff(s, a, runs, top);
    case ACTION_PUBLISH:
        return hm_runs_publish(s->store, run, &s->host);
    case ACTION_ROLLBACK:
        return hm_runs_rollback(s->store, run, &s->host);
    case ACTION_RESUME:
        return hm_runs_resume(s->store, run, args_value(a, "metrics"), &s->host);
    case ACTION_DISCARD:
        return hm_runs_discard(s->store, run, &s->host);
    case ACTION_VERIFY:
        return verify(s, a, run);
    case ACTION_JOURNAL:
        return hm_runs_journal(s->store, &s->host);
    default:
        return hm_runs_list(s->store, &s->host);
    }
}

static int check_count(enum action action, size_t given)
{
    size_t fewest = actions[action].fewest, most = actions[action].most;
    if (given >= fewest && given <= most)
        return 0;
    if (fewest == most)
        term_error(_("runs %s: expected %zu RUN, found %zu"), actions[action].name, most,
                   given);
    else
        term_error(_("runs %s: expected at most %zu RUN, found %zu"), actions[action].name,
                   most, given);
    return 2;
}

int cmd_runs(const struct args *a)
{
    struct session s;
    enum action action;
    struct run_operand runs[2] = {{0, ""}, {0, ""}};
    uint64_t top;
    int rc = read_action(args_operand(a, 1), &action);
    if (rc || (rc = args_number(a, "top", 10, &top)) != 0)
        return rc;
    size_t given = a->operand_count > 2 ? a->operand_count - 2 : 0;
    if ((rc = check_count(action, given)) != 0)
        return rc;
    for (size_t i = 0; i < given; i++)
        if ((rc = read_run(args_operand(a, i + 2), &runs[i])) != 0)
            return rc;
    if ((rc = session_begin(&s, a)) != 0)
        return rc;
    return session_end(&s, act(&s, a, action, runs, top));
}
