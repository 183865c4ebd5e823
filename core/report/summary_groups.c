/* summary_groups.c - the report's tables beside the changes themselves: households by size,
 * amounts by age, how much totals change, cliffs, the year's cost against its appropriation. */
#include "report/run_report.h"

#include <string.h>
#include "report/table.h"

static void end_table(struct table *t, struct buf *out)
{
    buf_putc(out, '\n');
    table_put(t, out);
    table_fini(t);
}

static bool is_idle(const struct tally_line *l)
{
    return l->before_count == 0 && l->after_count == 0 && l->none == 0 && l->unknown == 0;
}

static void put_sizes(struct buf *out, const struct summary_month *m)
{
    struct table t;
    if (m->size_count == 0)
        return;
    table_init(&t, "lrrrrrrrrr");
    const char *heads[] = {_("by members"),  _("before"), _("after"), _("in"),
                           _("out"),         _("up"),     _("down"),  _("month before"),
                           _("month after"), _("change")};
    for (size_t i = 0; i < 10; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < m->size_count; i++) {
        const struct tally_line *l = &m->sizes[i].line;
        if (is_idle(l))
            continue;
        table_text(&t, m->sizes[i].name);
        const uint64_t counts[] = {l->before_count, l->after_count, l->in,
                                   l->out,          l->up,          l->down};
        for (size_t k = 0; k < 6; k++)
            table_count(&t, counts[k]);
        table_fen(&t, l->before_fen);
        table_fen(&t, l->after_fen);
        table_change(&t, l->after_fen - l->before_fen);
    }
    end_table(&t, out);
}

static const char *age_label(const struct summary_item *item)
{
    if (item->name[0] == '\0')
        return _("age not known");
    return strcmp(item->name, "family") == 0 ? _("households as such") : item->name;
}

static void put_ages(struct buf *out, const struct summary_month *m)
{
    struct table t;
    if (m->age_count < 2)
        return;
    table_init(&t, "lrrrrr");
    const char *heads[] = {_("by age of who gets it"), _("before"),      _("after"),
                           _("month before"),          _("month after"), _("change")};
    for (size_t i = 0; i < 6; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < m->age_count; i++) {
        const struct tally_line *l = &m->ages[i].line;
        if (l->before_count == 0 && l->after_count == 0)
            continue;
        table_text(&t, age_label(&m->ages[i]));
        table_count(&t, l->before_count);
        table_count(&t, l->after_count);
        table_fen(&t, l->before_fen);
        table_fen(&t, l->after_fen);
        table_change(&t, l->after_fen - l->before_fen);
    }
    end_table(&t, out);
}

/* "more by 50 to 100 yuan" */
static void put_bin(struct buf *out, const struct summary_bin *b)
{
    bool rise = b->low_fen >= 0;
    /* distances from nothing, whichever way */
    int64_t near = rise ? b->low_fen : -b->high_fen;
    bool open = rise ? b->high_fen == INT64_MAX : b->low_fen == INT64_MIN;
    long long from = near / 100;
    if (open)
        buf_printf(out, rise ? _("more by over %lld yuan") : _("less by over %lld yuan"), from);
    else
        buf_printf(out, rise ? _("more by %lld to %lld yuan") : _("less by %lld to %lld yuan"),
                   from, (long long)((rise ? b->high_fen : -b->low_fen) / 100));
}

static void put_bins(struct buf *out, const struct summary_month *m)
{
    struct table t;
    struct buf label;
    uint64_t all = 0;
    for (size_t i = 0; i < m->bin_count; i++)
        all += m->bins[i].count;
    if (all == 0)
        return;
    table_init(&t, "lr");
    buf_init(&label);
    table_text(&t, _("change a month"));
    table_text(&t, _("households"));
    for (size_t i = 0; i < m->bin_count; i++) {
        if (m->bins[i].count == 0)
            continue;
        buf_clear(&label);
        put_bin(&label, &m->bins[i]);
        table_text(&t, buf_ok(&label) ? label.data : "");
        table_count(&t, m->bins[i].count);
    }
    buf_fini(&label);
    end_table(&t, out);
}

static void put_cliffs(struct buf *out, const struct summary_month *m)
{
    struct table t;
    struct buf count, lost;
    if (m->cliff_count == 0)
        return;
    buf_init(&count);
    buf_init(&lost);
    table_put_count(&count, m->cliff_count);
    table_put_fen(&lost, m->cliff_fen);
    buf_printf(out,
               _("\ncliffs: %s households lose more than their income rose, %s yuan a month "
                 "together\n"),
               count.data ? count.data : "", lost.data ? lost.data : "");
    buf_fini(&count);
    buf_fini(&lost);
    table_init(&t, "lrrrr");
    const char *heads[] = {_("worst"), _("income before"), _("income after"), _("before"),
                           _("after")};
    for (size_t i = 0; i < 5; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < m->cliff_listed; i++) {
        const struct summary_cliff *c = &m->cliffs[i];
        table_text(&t, c->id);
        table_fen(&t, c->income_before_fen);
        table_fen(&t, c->income_after_fen);
        table_fen(&t, c->before_fen);
        table_fen(&t, c->after_fen);
    }
    table_put(&t, out);
    table_fini(&t);
}

void run_report_groups(struct buf *out, const struct summary_month *m)
{
    put_sizes(out, m);
    put_ages(out, m);
    put_bins(out, m);
    put_cliffs(out, m);
}

static void put_part(struct table *t, const char *name, uint64_t months, __int128 fen)
{
    table_text(t, name);
    table_count(t, months);
    table_fen(t, fen);
}

void run_report_budget(struct buf *out, const struct summary_budget *b)
{
    struct table t;
    if (!b->year)
        return;
    table_init(&t, "lrr");
    table_cell(&t, _("budget of %d in yuan"), (int)b->year);
    table_text(&t, _("months"));
    table_text(&t, "");
    if (b->earlier_months)
        put_part(&t, _("published before"), b->earlier_months, b->earlier_fen);
    put_part(&t, _("this run"), b->run_months, b->run_fen);
    if (b->later_months)
        put_part(&t, _("to come, as the last month"), b->later_months, b->later_fen);
    put_part(&t, _("together"), b->earlier_months + b->run_months + b->later_months,
             summary_projected(b));
    table_text(&t, _("appropriated"));
    table_text(&t, "");
    table_fen(&t, b->appropriation_fen);
    __int128 left = b->appropriation_fen - summary_projected(b);
    table_text(&t, left < 0 ? _("MISSING") : _("left"));
    table_text(&t, "");
    table_fen(&t, left < 0 ? -left : left);
    end_table(&t, out);
    if (b->unknown_months)
        buf_printf(out,
                   _("%llu months of the year before the run were never published and are "
                     "not counted\n"),
                   (unsigned long long)b->unknown_months);
}
