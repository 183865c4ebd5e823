/* run_report.c - runs as lists and heads, in text and JSON. */
#include "report/run_report.h"

#include <string.h>
#include "report/table.h"
#include "value/date.h"

static const char *state_name(enum run_state s)
{
    switch (s) {
    case RUN_STARTED:
        return _("not complete");
    case RUN_COMPLETE:
        return _("complete");
    case RUN_PUBLISHED:
        return _("published");
    case RUN_SUPERSEDED:
        return _("superseded");
    }
    return "?";
}

static const char *state_word(enum run_state s)
{
    static const char *const words[] = {"started", "complete", "published", "superseded"};
    return (size_t)s < 4 ? words[s] : "?";
}

static void put_months(struct buf *out, const struct run_record *r)
{
    month_put(out, r->from);
    if (r->to != r->from) {
        buf_puts(out, "..");
        month_put(out, r->to);
    }
}

/* "not complete, 63 %" */
static void put_state(struct table *t, const struct run_record *r,
                      const struct run_report_state *s)
{
    if (r->state == RUN_STARTED && s->all > 0)
        table_cell(t, _("%s, %u %%"), state_name(r->state),
                   (unsigned)(s->stored * 100 / s->all));
    else
        table_text(t, state_name(r->state));
}

void run_report_list(struct buf *out, const struct run_record *runs,
                     const struct run_report_state *states, size_t n)
{
    struct table t;
    struct buf months;
    if (n == 0) {
        buf_printf(out, "%s\n", _("no runs yet"));
        return;
    }
    table_init(&t, "rlllrrrlll");
    buf_init(&months);
    const char *heads[] = {_("run"),        _("state"),        _("months"), _("policy"),
                           _("households"), _("undetermined"), _("failed"), _("who"),
                           _("started"),    _("published on")};
    for (size_t i = 0; i < 10; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < n; i++) {
        const struct run_record *r = &runs[i];
        buf_clear(&months);
        put_months(&months, r);
        table_cell(&t, "%u", r->id);
        put_state(&t, r, &states[i]);
        table_text(&t, months.data);
        table_text(&t, r->policy_name);
        table_count(&t, r->households);
        table_count(&t, r->undetermined);
        table_count(&t, r->failed);
        table_text(&t, r->who);
        table_text(&t, r->started);
        table_text(&t, r->published);
    }
    table_put(&t, out);
    buf_fini(&months);
    table_fini(&t);
}

void run_report_head(struct buf *out, const struct run_record *r)
{
    buf_printf(out, _("run %u (%s): "), r->id, state_name(r->state));
    put_months(out, r);
    buf_printf(out, _(", policy %s, engine %s, by %s\n"), r->policy_name, r->engine, r->who);
    buf_printf(out, _("started %s"), r->started);
    if (r->finished[0])
        buf_printf(out, _(", finished %s"), r->finished);
    if (r->published[0])
        buf_printf(out, _(", published %s"), r->published);
    buf_printf(out, _("; policy identity %.16s\n"), r->identity);
    if (r->reason && *r->reason)
        buf_printf(out, _("reason: %s\n"), r->reason);
}

static void put_text(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, ",\"%s\":", key);
    if (text && *text)
        buf_json_string(b, text, strlen(text));
    else
        buf_puts(b, "null");
}

/* state: of a run in a list, or NULL; a list has no summaries. */
static void put_json(struct buf *b, const struct run_record *r,
                     const struct run_report_state *state)
{
    buf_printf(b, "{\"run\":%u,\"state\":\"%s\",\"from\":\"", r->id, state_word(r->state));
    month_put(b, r->from);
    buf_puts(b, "\",\"to\":\"");
    month_put(b, r->to);
    buf_putc(b, '"');
    put_text(b, "policy", r->policy_name);
    put_text(b, "identity", r->identity);
    put_text(b, "engine", r->engine);
    put_text(b, "who", r->who);
    put_text(b, "started", r->started);
    put_text(b, "finished", r->finished);
    put_text(b, "published", r->published);
    put_text(b, "changes", r->patches);
    put_text(b, "reason", r->reason);
    put_text(b, "version", r->version);
    buf_printf(b,
               ",\"sequence\":%llu,\"households\":%llu,\"undetermined\":%llu,\"failed\":%llu",
               (unsigned long long)r->sequence, (unsigned long long)r->households,
               (unsigned long long)r->undetermined, (unsigned long long)r->failed);
    if (state && r->state == RUN_STARTED)
        buf_printf(b, ",\"blocks_stored\":%llu,\"blocks\":%llu",
                   (unsigned long long)state->stored, (unsigned long long)state->all);
    if (!state && r->summary && *r->summary) {
        buf_puts(b, ",\"summary\":");
        buf_puts(b, r->summary);
    }
    buf_putc(b, '}');
}

void run_report_list_json(struct buf *out, const struct run_record *runs,
                          const struct run_report_state *states, size_t n)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_putc(out, ',');
        put_json(out, &runs[i], &states[i]);
    }
    buf_puts(out, "]\n");
}

void run_report_json(struct buf *out, const struct run_record *r)
{
    put_json(out, r, NULL);
    buf_putc(out, '\n');
}
