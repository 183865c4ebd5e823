/* cmd_pay.c - huimin pay: what is payable, and what was paid. */
#include "session.h"

#include <string.h>

enum action { ACTION_LIST, ACTION_RECORD, ACTION_BATCHES, ACTIONS };

static const char *const actions[ACTIONS] = {"list", "record", "batches"};
/* Options of one action only. */
static const struct {
    const char *name;
    enum action action;
} own_options[] = {
    {"format", ACTION_LIST},   {"part", ACTION_LIST},   {"basis", ACTION_LIST},
    {"all", ACTION_RECORD},    {"list", ACTION_RECORD}, {"skip-bad", ACTION_RECORD},
    {"errors", ACTION_RECORD},
};

static int read_action(const char *word, enum action *out)
{
    for (int i = 0; i < ACTIONS; i++) {
        if (strcmp(word, actions[i]) == 0) {
            *out = (enum action)i;
            return 0;
        }
    }
    const char *near = hm_nearest(word, actions, ACTIONS);
    if (near)
        term_error(_("pay has no action \"%s\"; did you mean \"%s\"?"), word, near);
    else
        term_error(_("pay has no action \"%s\"; it has list, record, batches"), word);
    return 2;
}

static int check_options(const struct args *a, enum action action)
{
    for (size_t i = 0; i < sizeof own_options / sizeof *own_options; i++) {
        if (args_has(a, own_options[i].name) && own_options[i].action != action) {
            term_error(_("--%s belongs to pay %s"), own_options[i].name,
                       actions[own_options[i].action]);
            return 2;
        }
    }
    const char *file = args_operand(a, 2);
    if (action != ACTION_RECORD && file) {
        term_error(_("pay %s takes no file"), actions[action]);
        return 2;
    }
    if (action == ACTION_RECORD && (file != NULL) == (args_has(a, "all") != 0)) {
        term_error(
            _("pay record: give the bank's report, or --all for everything on the list"));
        return 2;
    }
    return 0;
}

static enum hm_status act(struct session *s, const struct args *a, enum action action)
{
    struct hm_pay_list_options list = {.month = args_value(a, "month"),
                                       .since = args_value(a, "since"),
                                       .format = args_format(a),
                                       .part = args_value(a, "part"),
                                       .basis = args_value(a, "basis"),
                                       .unpaid = args_has(a, "unpaid")};
    struct hm_pay_record_options record = {.month = list.month,
                                           .since = list.since,
                                           .file = args_operand(a, 2),
                                           .list = args_value(a, "list"),
                                           .errors = args_value(a, "errors"),
                                           .unpaid = list.unpaid,
                                           .skip_bad = args_has(a, "skip-bad")};
    enum hm_status st = session_store(s, a, action == ACTION_RECORD);
    if (st != HM_OK)
        return st;
    switch (action) {
    case ACTION_RECORD:
        return hm_pay_record(s->store, &record, &s->host);
    case ACTION_BATCHES:
        return hm_pay_batches(s->store, &s->host);
    default:
        return hm_pay_list(s->store, &list, &s->host);
    }
}

int cmd_pay(const struct args *a)
{
    struct session s;
    enum action action;
    int rc = read_action(args_operand(a, 1), &action);
    if (rc || (rc = check_options(a, action)) != 0 || (rc = session_begin(&s, a)) != 0)
        return rc;
    return session_end(&s, act(&s, a, action));
}
