/* verb_law.c - verbs that change the law for the session: set, undo, redo, reset. */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "value/date.h"

/* "[from MONTH] [until MONTH]" as the "@..." of struct changes. */
static enum hm_status read_span(struct repl *r, struct verb_line *l, struct buf *out)
{
    int32_t from = r->month, until = 0;
    bool has_from = false;
    while (verb_peek(l)) {
        if (!has_from && verb_take(l, "from")) {
            TRY(verb_month_word(r, l, &from));
            has_from = true;
        } else if (!until && verb_take(l, "until")) {
            TRY(verb_month_word(r, l, &until));
        } else {
            return verb_expected(r, l, _("`from MONTH`, `until MONTH` or the end of the line"));
        }
    }
    if (until && until < from)
        return verb_wrong(r, l, _("the last month is before the first"));
    buf_putc(out, '@');
    if (until)
        month_put(out, from);
    else
        date_put(out, month_first_day(from));
    if (until) {
        buf_puts(out, "..");
        month_put(out, until);
    }
    return HM_OK;
}

static enum hm_status read_set(struct repl *r, struct verb_line *l, struct buf *out)
{
    uint16_t parameter;
    const char *key, *value;
    TRY(verb_parameter(r, l, &parameter, &key));
    verb_take(l, "="); /* may be left out: set("dibao_standard", 1330) */
    value = verb_next(l);
    if (!value)
        return verb_expected(r, l, _("a value"));
    buf_printf(out, "set %s", r->policy->model->parameters[parameter].name);
    if (key)
        buf_printf(out, "[%s]", key);
    buf_printf(out, "=%s", value);
    if (strchr(value, '@')) /* as --set has it, and as answers show it */
        TRY(verb_end(r, l));
    else
        TRY(read_span(r, l, out));
    buf_putc(out, '\n');
    return buf_ok(out) ? HM_OK : diag_nomem(r->diag, _("changing the law"));
}

/* Bytes of a change in which value it gives makes no difference: "set NAME[KEY]=". */
static size_t target_of(const char *line)
{
    return strcspn(line, "=\n");
}

static bool is_same_span(const char *a, const char *b)
{
    size_t n = strcspn(a, "\n"), m = strcspn(b, "\n");
    const char *x = memrchr(a, '@', n), *y = memrchr(b, '@', m);
    return x && y && n - (size_t)(x - a) == m - (size_t)(y - b) &&
           memcmp(x, y, n - (size_t)(x - a)) == 0;
}

/* The present changes but those that `line` replaces: of the same value for the same time. */
static void put_others(struct buf *out, const char *text, const char *line)
{
    size_t target = target_of(line);
    while (*text) {
        size_t n = strcspn(text, "\n") + 1;
        bool is_replaced = target_of(text) == target && memcmp(text, line, target) == 0 &&
                           is_same_span(text, line);
        if (!is_replaced)
            buf_put(out, text, n);
        text += n;
    }
}

/* The words of the command line's --set in a session's. */
static void say_set(struct diag *d, size_t from)
{
    for (size_t i = from; d && i < d->count; i++) {
        char *text = d->items[i].text;
        if (strncmp(text, "--set", 5) == 0)
            memmove(text, text + 2, strlen(text + 2) + 1);
    }
}

static enum hm_status change(struct repl *r, const char *line)
{
    struct buf text;
    size_t before = r->diag ? r->diag->count : 0;
    buf_init(&text);
    put_others(&text, repl_states_now(&r->states), line);
    buf_puts(&text, line);
    enum hm_status st =
        buf_ok(&text) ? repl_change(r, text.data) : diag_nomem(r->diag, _("changing the law"));
    if (st != HM_OK)
        say_set(r->diag, before);
    buf_fini(&text);
    return st;
}

enum hm_status verb_set(struct repl *r, struct verb_line *l)
{
    struct buf line;
    buf_init(&line);
    enum hm_status st = read_set(r, l, &line);
    if (st == HM_OK)
        st = change(r, line.data);
    buf_fini(&line);
    if (st == HM_OK)
        repl_put_state(r);
    return st;
}

/* Moves to another state that is there already. */
static enum hm_status move(struct repl *r, size_t at)
{
    struct changes made;
    changes_init(&made, r->policy);
    enum hm_status st = changes_read(&made, r->states.texts[at], r->diag);
    if (st != HM_OK) {
        changes_fini(&made);
        return st;
    }
    changes_fini(&r->changes);
    r->changes = made;
    r->states.at = at;
    repl_put_state(r);
    return HM_OK;
}

enum hm_status verb_undo(struct repl *r, struct verb_line *l)
{
    TRY(verb_end(r, l));
    if (r->states.at == 0)
        return verb_wrong(r, l, _("nothing was changed"));
    return move(r, r->states.at - 1);
}

enum hm_status verb_redo(struct repl *r, struct verb_line *l)
{
    TRY(verb_end(r, l));
    if (r->states.at + 1 == r->states.count)
        return verb_wrong(r, l, _("nothing was taken back"));
    return move(r, r->states.at + 1);
}

enum hm_status verb_reset(struct repl *r, struct verb_line *l)
{
    TRY(verb_end(r, l));
    if (*repl_states_now(&r->states))
        TRY(repl_change(r, ""));
    repl_put_state(r);
    return HM_OK;
}
