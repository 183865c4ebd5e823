/* summary_report.c - the table of changes. */
#include "report/run_report.h"

#include <string.h>
#include "report/table.h"

/* The officer's word in Chinese, the program's name in English. */
static const char *label(const char *name, const char *zh)
{
    return i18n_is_chinese() && zh && *zh ? zh : name;
}

static void put_heading(struct buf *out, const char *text)
{
    buf_printf(out, "\n%s\n", text);
}

static void put_changes(struct buf *out, const struct summary_month *m)
{
    const struct tally_line *l = &m->total;
    const struct {
        const char *name;
        uint64_t n;
    } rows[] = {{_("newly in"), l->in},
                {_("newly out"), l->out},
                {_("up"), l->up},
                {_("down"), l->down},
                {_("unchanged"), l->same},
                {_("no benefit before or after"), l->none},
                {_("not determined"), l->unknown}};
    struct table t;
    table_init(&t, "lr");
    table_text(&t, _("change"));
    table_text(&t, _("households"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        table_text(&t, rows[i].name);
        table_count(&t, rows[i].n);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void put_cost(struct buf *out, const struct tally_line *l)
{
    struct table t;
    table_init(&t, "lrrr");
    table_text(&t, _("cost in yuan"));
    table_text(&t, _("before"));
    table_text(&t, _("after"));
    table_text(&t, _("change"));
    for (int times = 1; times <= 12; times += 11) {
        table_text(&t, times == 1 ? _("each month") : _("each year (12 such months)"));
        table_fen(&t, l->before_fen * times);
        table_fen(&t, l->after_fen * times);
        table_change(&t, (l->after_fen - l->before_fen) * times);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

/* Nothing to show: a benefit nobody has, before or after. */
static bool is_idle(const struct tally_line *l)
{
    return l->before_count == 0 && l->after_count == 0 && l->unknown == 0;
}

static void put_line(struct table *t, const struct tally_line *l)
{
    const uint64_t counts[] = {l->before_count, l->after_count, l->in,  l->out,
                               l->up,           l->down,        l->same};
    for (size_t i = 0; i < 7; i++)
        table_count(t, counts[i]);
    table_fen(t, l->before_fen);
    table_fen(t, l->after_fen);
    table_change(t, l->after_fen - l->before_fen);
    table_change(t, (l->after_fen - l->before_fen) * 12);
}

static void put_items(struct buf *out, const char *head, const struct summary_item *items,
                      size_t n, const struct tally_line *total, bool by_code)
{
    struct table t;
    table_init(&t, "lrrrrrrrrrrr");
    const char *heads[] = {
        head,        _("before"),       _("after"), _("in"),           _("out"),
        _("up"),     _("down"),         _("same"),  _("month before"), _("month after"),
        _("change"), _("change a year")};
    for (size_t i = 0; i < 12; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < n; i++) {
        const struct summary_item *item = &items[i];
        if (is_idle(&item->line))
            continue;
        if (by_code)
            table_cell(&t, "%s%s%s", *item->name ? item->name : _("unknown"),
                       item->zh ? " " : "", item->zh ? item->zh : "");
        else
            table_text(&t, label(item->name, item->zh));
        put_line(&t, &item->line);
    }
    table_text(&t, _("all benefits"));
    put_line(&t, total);
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void put_moves(struct buf *out, const struct summary_month *m)
{
    struct table t;
    if (m->move_count == 0)
        return;
    table_init(&t, "lllr");
    table_text(&t, _("moves between categories"));
    table_text(&t, _("from"));
    table_text(&t, _("to"));
    table_text(&t, _("households"));
    for (size_t i = 0; i < m->move_count; i++) {
        const struct summary_move *v = &m->moves[i];
        table_text(&t, label(v->field, v->zh));
        table_text(&t, label(v->from, v->from_zh));
        table_text(&t, label(v->to, v->to_zh));
        table_count(&t, v->count);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void put_reasons(struct buf *out, const struct summary_month *m)
{
    struct table t;
    if (m->reason_count == 0)
        return;
    table_init(&t, "rllll");
    table_text(&t, _("households"));
    table_text(&t, _("without result"));
    table_text(&t, "");
    table_text(&t, _("because of"));
    table_text(&t, _("for example"));
    for (size_t i = 0; i < m->reason_count; i++) {
        const struct summary_reason *r = &m->reasons[i];
        table_count(&t, r->count);
        table_text(&t, r->field);
        table_text(&t, r->failed ? _("error") : _("missing"));
        table_text(&t, r->text);
        table_text(&t, r->example);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void put_placeholders(struct buf *out, const struct summary_month *m)
{
    if (m->placeholder_count == 0)
        return;
    put_heading(out,
                _("ATTENTION: benefits depend on placeholder values, not on published ones:"));
    for (size_t i = 0; i < m->placeholder_count; i++) {
        const struct summary_placeholder *p = &m->placeholders[i];
        buf_printf(out, _("  %s from %s: %s\n"), label(p->name, p->zh), p->from ? p->from : "",
                   p->source ? p->source : _("no source"));
        if (p->place)
            buf_printf(out, "    %s\n", p->place);
    }
}

static void put_top(struct buf *out, const struct summary_month *m)
{
    struct table t;
    if (m->top_count == 0)
        return;
    table_init(&t, "lrrr");
    table_text(&t, _("biggest changes"));
    table_text(&t, _("before"));
    table_text(&t, _("after"));
    table_text(&t, _("change"));
    for (size_t i = 0; i < m->top_count; i++) {
        const struct summary_change *c = &m->top[i];
        table_text(&t, c->id);
        table_fen(&t, c->before_fen);
        table_fen(&t, c->after_fen);
        table_change(&t, (__int128)c->after_fen - c->before_fen);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

static void put_head(struct buf *out, const struct summary_month *m)
{
    if (m->before_run)
        buf_printf(out, _("%s compared with %s (run %u)"), m->month, m->before_month,
                   m->before_run);
    else
        buf_printf(out, _("%s, compared with nothing: no determination was published before"),
                   m->month);
    struct buf counts[3];
    const uint64_t numbers[3] = {m->households, m->undetermined, m->failed};
    for (size_t i = 0; i < 3; i++) {
        buf_init(&counts[i]);
        table_put_count(&counts[i], numbers[i]);
    }
    buf_printf(out, _("\n%s households, %s undetermined, %s failed\n"), counts[0].data,
               counts[1].data, counts[2].data);
    for (size_t i = 0; i < 3; i++)
        buf_fini(&counts[i]);
}

/* A range of months: a line each before the details of the last one. */
static void put_range(struct buf *out, const struct summary *s)
{
    struct table t;
    if (s->month_count < 2)
        return;
    table_init(&t, "lrrrrrrr");
    const char *heads[] = {_("month"), _("in"),           _("out"),         _("up"),
                           _("down"),  _("month before"), _("month after"), _("change")};
    for (size_t i = 0; i < 8; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < s->month_count; i++) {
        const struct tally_line *l = &s->months[i].total;
        table_text(&t, s->months[i].month);
        table_count(&t, l->in);
        table_count(&t, l->out);
        table_count(&t, l->up);
        table_count(&t, l->down);
        table_fen(&t, l->before_fen);
        table_fen(&t, l->after_fen);
        table_change(&t, l->after_fen - l->before_fen);
    }
    table_put(&t, out);
    table_fini(&t);
    buf_putc(out, '\n');
}

/* What the range comes to against what was paid for its months: a line for each month and
 * benefit. Clauses (leavers, rounding, withholding) are the payment list's. */
static void put_owed(struct buf *out, const struct summary *s)
{
    struct table t;
    __int128 owed = 0, over = 0;
    size_t lines = 0;
    table_init(&t, "llrrrr");
    const char *heads[] = {_("arrears"), _("benefit"),       _("underpaid"),
                           _("owed"),    _("paid too much"), _("over")};
    for (size_t i = 0; i < 6; i++)
        table_text(&t, heads[i]);
    for (size_t k = 0; k < s->month_count; k++) {
        for (size_t i = 0; i < s->months[k].owed_count; i++) {
            const struct summary_owed *o = &s->months[k].owed[i];
            table_text(&t, s->months[k].month);
            table_text(&t, label(o->name, o->zh));
            table_count(&t, o->underpaid);
            table_fen(&t, o->owed_fen);
            table_count(&t, o->overpaid);
            table_fen(&t, o->over_fen);
            owed += o->owed_fen;
            over += o->over_fen;
            lines++;
        }
    }
    table_text(&t, _("in all"));
    table_text(&t, "");
    table_text(&t, "");
    table_fen(&t, owed);
    table_text(&t, "");
    table_fen(&t, over);
    if (lines) {
        buf_putc(out, '\n');
        table_put(&t, out);
    }
    table_fini(&t);
}

void run_report_month(struct buf *out, const struct summary_month *m)
{
    put_changes(out, m);
    put_cost(out, &m->total);
    put_items(out, _("by benefit"), m->benefits, m->benefit_count, &m->total, false);
    put_items(out, _("by county"), m->counties, m->county_count, &m->total, true);
    run_report_groups(out, m);
    put_moves(out, m);
    put_top(out, m);
}

void run_report_summary(struct buf *out, const char *title, const struct summary *s)
{
    if (title)
        buf_printf(out, "%s\n", title);
    buf_printf(out, "%s", label(s->policy, s->policy_zh));
    if (s->changes && *s->changes) {
        buf_puts(out, _(", changed by:"));
        buf_printf(out, "\n  %.*s", (int)strcspn(s->changes, "\n"), s->changes);
        for (const char *p = strchr(s->changes, '\n'); p && p[1]; p = strchr(p + 1, '\n'))
            buf_printf(out, "\n  %.*s", (int)strcspn(p + 1, "\n"), p + 1);
    }
    buf_puts(out, "\n");
    put_range(out, s);
    if (s->month_count == 0)
        return;
    const struct summary_month *m = &s->months[s->month_count - 1];
    put_head(out, m);
    put_changes(out, m);
    put_cost(out, &m->total);
    put_items(out, _("by benefit"), m->benefits, m->benefit_count, &m->total, false);
    put_items(out, _("by county"), m->counties, m->county_count, &m->total, true);
    run_report_groups(out, m);
    run_report_budget(out, &s->budget);
    put_owed(out, s);
    put_moves(out, m);
    put_top(out, m);
    put_reasons(out, m);
    put_placeholders(out, m);
}
