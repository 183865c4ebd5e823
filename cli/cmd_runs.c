/* cmd_runs.c - huimin runs: what was computed, what is in force, what differs. */
#include "session.h"

#include <string.h>

enum action { ACTION_LIST, ACTION_SHOW, ACTION_DIFF, ACTION_PUBLISH, ACTION_VERIFY, ACTIONS };

static const struct {
    const char *name;
    size_t runs; /* operands after the action */
} actions[ACTIONS] = {{"list", 0}, {"show", 1}, {"diff", 2}, {"publish", 1}, {"verify", 0}};

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
        term_error(_("runs has no action \"%s\"; it has list, show, diff, publish, verify"),
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

static enum hm_status act(struct session *s, const struct args *a, enum action action,
                          const struct run_operand *runs, uint64_t top)
{
    enum hm_status st = session_store(s, a, action == ACTION_PUBLISH);
    if (st != HM_OK)
        return st;
    struct hm_diff_options diff = {
        .before = runs[0].id,
        .after = runs[1].id,
        .month_before = runs[0].month[0] ? runs[0].month : NULL,
        .month_after = runs[1].month[0] ? runs[1].month : NULL,
        .top = top < 1000000 ? (size_t)top : 1000000,
        .of = args_value(a, "of"),
    };
    switch (action) {
    case ACTION_SHOW:
        return hm_runs_show(s->store, runs[0].id, &s->host);
    case ACTION_DIFF:
        return hm_runs_diff(s->store, &diff, &s->host);
    case ACTION_PUBLISH:
        return hm_runs_publish(s->store, runs[0].id, &s->host);
    case ACTION_VERIFY:
        return hm_store_verify(s->store, &s->host);
    default:
        return hm_runs_list(s->store, &s->host);
    }
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
    if (given != actions[action].runs) {
        term_error(_("runs %s: expected %zu RUN, found %zu"), actions[action].name,
                   actions[action].runs, given);
        return 2;
    }
    for (size_t i = 0; i < given; i++)
        if ((rc = read_run(args_operand(a, i + 2), &runs[i])) != 0)
            return rc;
    if ((rc = session_begin(&s, a)) != 0)
        return rc;
    return session_end(&s, act(&s, a, action, runs, top));
}
