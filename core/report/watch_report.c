/* watch_report.c - a round of watching, as text and as a line of JSON. */
#include "report/watch_report.h"

#include <string.h>
#include "report/table.h"

static const char *const levels[] = {"error", "warning", "note"};

static void put_place(struct buf *out, const struct place *at)
{
    if (!at->file)
        return;
    buf_puts(out, at->file);
    if (at->line)
        buf_printf(out, ":%u", at->line);
    if (at->line && at->column)
        buf_printf(out, ":%u", at->column);
    buf_puts(out, ": ");
}

static void put_message(struct buf *out, const struct diag_item *m)
{
    static const char *const words[] = {N_("error"), N_("warning"), N_("note")};
    buf_puts(out, "  ");
    put_place(out, &m->at);
    buf_printf(out, "%s: %s\n", i18n_text(words[m->level]), m->text);
    if (m->hint)
        buf_printf(out, "      %s\n", m->hint);
}

static void put_cases(struct buf *out, const struct examples_report *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct examples_outcome *o = &r->outcomes[i];
        if (o->passed || o->is_check)
            continue;
        buf_printf(out, "  %s:%u: ", o->at.file ? o->at.file : "", o->at.line);
        buf_printf(out, _("case %s fails"), o->name);
        buf_putc(out, '\n');
        for (size_t k = 0; k < o->fault_count; k++) {
            buf_puts(out, "      ");
            buf_printf(out, _("%s: expected %s, found %s"),
                       *o->faults[k].field ? o->faults[k].field : _("the case"),
                       o->faults[k].expected, o->faults[k].found);
            buf_putc(out, '\n');
        }
    }
    buf_puts(out, "  ");
    buf_printf(out, _("%zu cases, %zu failed\n"), r->cases, r->cases_failed);
}

static void put_effect(struct buf *out, const struct policies_people *e)
{
    const struct summary_month *m = &e->summary.months[0];
    const struct tally_line *t = &m->total;
    struct buf before, after;
    buf_printf(out,
               _("  %s, %llu households: %llu newly in, %llu newly out, %llu up, %llu down, "
                 "%llu not determined\n"),
               m->month, (unsigned long long)m->households, (unsigned long long)t->in,
               (unsigned long long)t->out, (unsigned long long)t->up,
               (unsigned long long)t->down, (unsigned long long)t->unknown);
    buf_init(&before);
    buf_init(&after);
    table_put_fen(&before, t->before_fen);
    table_put_fen(&after, t->after_fen);
    buf_printf(out, _("  a month %s → %s yuan (%s"), before.data ? before.data : "",
               after.data ? after.data : "", t->after_fen >= t->before_fen ? "+" : "");
    table_put_fen(out, t->after_fen - t->before_fen);
    buf_puts(out, ")\n");
    out->failed |= !buf_ok(&before) || !buf_ok(&after);
    buf_fini(&before);
    buf_fini(&after);
}

void watch_report_put(struct buf *out, const struct watch_round *r)
{
    buf_printf(out, _("--- round %u: %s\n"), r->number,
               !r->policy              ? _("the policy has errors")
               : r->messages.errors    ? _("a check does not hold")
               : r->cases.cases_failed ? _("cases fail")
                                       : _("sound"));
    for (size_t i = 0; i < r->messages.count; i++)
        put_message(out, &r->messages.items[i]);
    if (!r->policy)
        return;
    put_cases(out, &r->cases);
    if (r->has_effect)
        put_effect(out, &r->effect);
}

/* --- JSON --- */

static void json_fen(struct buf *b, const char *key, __int128 fen)
{
    buf_printf(b, ",\"%s\":", key);
    summary_put_fen(b, fen);
}

static void json_effect(struct buf *b, const struct policies_people *e)
{
    const struct summary_month *m = &e->summary.months[0];
    const struct tally_line *t = &m->total;
    buf_puts(b, ",\"effect\":{");
    buf_json_member(b, "month", m->month);
    const char *const keys[] = {"households", "in", "out", "up", "down", "undetermined"};
    const uint64_t counts[] = {m->households, t->in, t->out, t->up, t->down, t->unknown};
    for (size_t i = 0; i < 6; i++)
        buf_printf(b, ",\"%s\":%llu", keys[i], (unsigned long long)counts[i]);
    json_fen(b, "before", t->before_fen);
    json_fen(b, "after", t->after_fen);
    buf_putc(b, '}');
}

void watch_report_json(struct buf *out, const struct watch_round *r)
{
    buf_printf(out,
               "{\"round\":%u,\"loaded\":%s,\"errors\":%zu,\"cases\":%zu,\"cases_failed\":%zu,"
               "\"lints\":%zu,\"messages\":[",
               r->number, r->policy ? "true" : "false", r->messages.errors, r->cases.cases,
               r->cases.cases_failed, r->lints);
    for (size_t i = 0; i < r->messages.count; i++) {
        const struct diag_item *m = &r->messages.items[i];
        buf_printf(out, "%s{\"level\":\"%s\",", i ? "," : "", levels[m->level]);
        buf_json_member(out, "file", m->at.file);
        buf_printf(out, ",\"line\":%u,\"column\":%u,", m->at.line, m->at.column);
        buf_json_member(out, "text", m->text);
        buf_putc(out, ',');
        buf_json_member(out, "hint", m->hint);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    if (r->has_effect)
        json_effect(out, &r->effect);
    buf_puts(out, "}\n");
}
