/* run_html_groups.c - the tables of a run's page, and the picture of changes. */
#include "report/run_html_parts.h"

#include <string.h>
#include "report/table.h"

static bool is_idle(const struct tally_line *l)
{
    return l->before_count == 0 && l->after_count == 0 && l->unknown == 0;
}

/* --- groups --- */

static void put_line(const struct html *h, const struct tally_line *l)
{
    run_html_count(h, l->before_count);
    run_html_count(h, l->after_count);
    run_html_count(h, l->in);
    run_html_count(h, l->out);
    run_html_count(h, l->up);
    run_html_count(h, l->down);
    run_html_fen(h, l->before_fen);
    run_html_fen(h, l->after_fen);
    run_html_change(h, l->after_fen - l->before_fen);
    run_html_change(h, (l->after_fen - l->before_fen) * 12);
    buf_puts(h->out, "</tr>\n");
}

enum group { BY_BENEFIT, BY_COUNTY, BY_SIZE };

static void put_label(const struct html *h, enum group group, const struct summary_item *item)
{
    if (group == BY_SIZE)
        html_bothf(h, N_("%s members"), item->name);
    else if (!*item->name)
        html_both(h, N_("unknown"));
    else
        run_html_name(h, item->name, item->zh);
}

static void put_items(const struct html *h, enum group group, const char *msgid,
                      const struct summary_item *items, size_t n,
                      const struct tally_line *total)
{
    static const char *const heads[] = {
        N_("before"), N_("after"),        N_("in"),          N_("out"),    N_("up"),
        N_("down"),   N_("month before"), N_("month after"), N_("change"), N_("change a year")};
    size_t shown = 0;
    for (size_t i = 0; i < n; i++)
        shown += !is_idle(&items[i].line);
    if (shown == 0)
        return;
    html_element(h, "h2", msgid);
    run_html_open(h, N_("households"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < n; i++) {
        if (is_idle(&items[i].line))
            continue;
        buf_puts(h->out, "<tr><td>");
        put_label(h, group, &items[i]);
        buf_puts(h->out, "</td>");
        put_line(h, &items[i].line);
    }
    buf_puts(h->out, "<tr class=\"sum\"><td>");
    html_both(h, N_("all benefits"));
    buf_puts(h->out, "</td>");
    put_line(h, total);
    run_html_close(h);
}

static void put_ages(const struct html *h, const struct summary_month *m)
{
    static const char *const heads[] = {N_("before"), N_("after"), N_("month before"),
                                        N_("month after"), N_("change")};
    if (m->age_count < 2)
        return;
    html_element(h, "h2", N_("by age of who gets it"));
    run_html_open(h, N_("age"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < m->age_count; i++) {
        const struct summary_item *item = &m->ages[i];
        if (item->line.before_count == 0 && item->line.after_count == 0)
            continue;
        buf_puts(h->out, "<tr><td>");
        if (!*item->name)
            html_both(h, N_("age not known"));
        else if (strcmp(item->name, "family") == 0)
            html_both(h, N_("households as such"));
        else
            html_text(h->out, item->name);
        buf_puts(h->out, "</td>");
        run_html_count(h, item->line.before_count);
        run_html_count(h, item->line.after_count);
        run_html_fen(h, item->line.before_fen);
        run_html_fen(h, item->line.after_fen);
        run_html_change(h, item->line.after_fen - item->line.before_fen);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

static void put_moves(const struct html *h, const struct summary_month *m)
{
    if (m->move_count == 0)
        return;
    html_element(h, "h2", N_("moves between categories"));
    buf_puts(h->out, "<div class=\"scroll\"><table class=\"list\"><thead><tr><th></th>");
    html_element(h, "th", N_("from"));
    html_element(h, "th", N_("to"));
    buf_puts(h->out, "<th class=\"n\">");
    html_both(h, N_("households"));
    buf_puts(h->out, "</th></tr></thead>\n");
    for (size_t i = 0; i < m->move_count; i++) {
        const struct summary_move *v = &m->moves[i];
        buf_puts(h->out, "<tr><td>");
        run_html_name(h, v->field, v->zh);
        buf_puts(h->out, "</td><td>");
        run_html_name(h, v->from, v->from_zh);
        buf_puts(h->out, "</td><td>");
        run_html_name(h, v->to, v->to_zh);
        buf_puts(h->out, "</td>");
        run_html_count(h, v->count);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

void run_html_groups(const struct html *h, const struct summary_month *m)
{
    put_items(h, BY_BENEFIT, N_("by benefit"), m->benefits, m->benefit_count, &m->total);
    put_items(h, BY_COUNTY, N_("by county"), m->counties, m->county_count, &m->total);
    put_items(h, BY_SIZE, N_("by members"), m->sizes, m->size_count, &m->total);
    put_ages(h, m);
    put_moves(h, m);
}

/* --- the picture of changes --- */

enum { BAR_LEFT = 210, BAR_WIDTH = 560, BAR_STEP = 24, BAR_HEIGHT = 16 };

static void put_bin_label(const struct html *h, const struct summary_bin *b)
{
    bool rise = b->low_fen >= 0;
    long long from = (rise ? b->low_fen : -b->high_fen) / 100;
    bool open = rise ? b->high_fen == INT64_MAX : b->low_fen == INT64_MIN;
    long long to = open ? 0 : (rise ? b->high_fen : -b->low_fen) / 100;
    static const char *const languages[] = {"zh", "en"};
    const char *msgid =
        open ? (rise ? N_("more by over %lld yuan") : N_("less by over %lld yuan"))
             : (rise ? N_("more by %lld to %lld yuan") : N_("less by %lld to %lld yuan"));
    for (int i = 0; i < 2; i++) {
        const char *format = i == 0 ? catalogue_text(h->chinese, msgid) : msgid;
        buf_printf(h->out, "<tspan class=\"%s\">", languages[i]);
        buf_printf(h->out, format, from, to);
        buf_puts(h->out, "</tspan>");
    }
}

static void put_bar(const struct html *h, const struct summary_bin *b, uint64_t most, int row)
{
    int y = row * BAR_STEP;
    unsigned long long width =
        (unsigned long long)((unsigned __int128)b->count * BAR_WIDTH / most);
    buf_printf(h->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", BAR_LEFT - 10, y + 13);
    put_bin_label(h, b);
    buf_printf(h->out,
               "</text><rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%llu\" height=\"%d\"/>",
               b->low_fen >= 0 ? "rise" : "fall", BAR_LEFT, y, width ? width : 1, BAR_HEIGHT);
    buf_printf(h->out, "<text x=\"%llu\" y=\"%d\">", BAR_LEFT + width + 8, y + 13);
    table_put_count(h->out, b->count);
    buf_puts(h->out, "</text>\n");
}

void run_html_bins(const struct html *h, const struct summary_month *m)
{
    uint64_t most = 0;
    int rows = 0;
    for (size_t i = 0; i < m->bin_count; i++) {
        most = m->bins[i].count > most ? m->bins[i].count : most;
        rows += m->bins[i].count > 0;
    }
    if (most == 0)
        return;
    html_element(h, "h2", N_("How much a household's total changes in a month"));
    buf_printf(
        h->out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\">\n",
        BAR_LEFT + BAR_WIDTH + 110, rows * BAR_STEP, BAR_LEFT + BAR_WIDTH + 110,
        rows * BAR_STEP);
    int row = 0;
    for (size_t i = 0; i < m->bin_count; i++)
        if (m->bins[i].count)
            put_bar(h, &m->bins[i], most, row++);
    buf_puts(h->out, "</svg>\n");
}

/* --- the year --- */

void run_html_years(const struct html *h, const struct summary *s)
{
    static const char *const heads[] = {N_("months"), N_("before"), N_("after"), N_("change")};
    if (s->year_count == 0)
        return;
    run_html_open(h, N_("year"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < s->year_count; i++) {
        const struct summary_year *y = &s->years[i];
        buf_printf(h->out, "<tr><td>%d</td>", (int)y->year);
        run_html_count(h, y->months);
        run_html_fen(h, y->before_fen);
        run_html_fen(h, y->after_fen);
        run_html_change(h, y->after_fen - y->before_fen);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

static void put_part(const struct html *h, const char *msgid, uint64_t months, __int128 fen)
{
    buf_puts(h->out, "<tr><td>");
    html_both(h, msgid);
    buf_puts(h->out, "</td>");
    if (months)
        run_html_count(h, months);
    else
        buf_puts(h->out, "<td></td>");
    run_html_fen(h, fen);
    buf_puts(h->out, "</tr>\n");
}

void run_html_budget(const struct html *h, const struct summary_budget *b)
{
    static const char *const heads[] = {N_("months"), N_("yuan")};
    if (!b->year)
        return;
    buf_puts(h->out, "<h2>");
    html_bothf(h, N_("budget of %d in yuan"), (int)b->year);
    buf_puts(h->out, "</h2>\n");
    run_html_open(h, N_("part"), heads, 2);
    if (b->earlier_months)
        put_part(h, N_("published before"), b->earlier_months, b->earlier_fen);
    put_part(h, N_("this run"), b->run_months, b->run_fen);
    if (b->later_months)
        put_part(h, N_("to come, as the last month"), b->later_months, b->later_fen);
    put_part(h, N_("together"), b->earlier_months + b->run_months + b->later_months,
             summary_projected(b));
    put_part(h, N_("appropriated"), 0, b->appropriation_fen);
    __int128 left = b->appropriation_fen - summary_projected(b);
    put_part(h, left < 0 ? N_("MISSING") : N_("left"), 0, left < 0 ? -left : left);
    run_html_close(h);
    if (b->unknown_months) {
        buf_puts(h->out, "<p class=\"hold\">");
        html_bothf(h,
                   N_("%llu months of the year before the run were never published and are "
                      "not counted\n"),
                   (unsigned long long)b->unknown_months);
        buf_puts(h->out, "</p>\n");
    }
}

/* --- arrears --- */

static void put_owed_line(const struct html *h, const struct summary_month *m,
                          const struct summary_owed *o)
{
    buf_printf(h->out, "<tr><td class=\"d\">%s</td><td>", m->month);
    run_html_name(h, o->name, o->zh);
    buf_puts(h->out, "</td>");
    run_html_count(h, o->underpaid);
    run_html_fen(h, o->owed_fen);
    run_html_count(h, o->overpaid);
    run_html_fen(h, o->over_fen);
    buf_puts(h->out, "</tr>\n");
}

/* What the range comes to against what was paid for its months, before any clause. */
void run_html_owed(const struct html *h, const struct summary *s)
{
    static const char *const heads[] = {N_("underpaid"), N_("owed"), N_("paid too much"),
                                        N_("over")};
    __int128 owed = 0, over = 0;
    size_t lines = 0;
    for (size_t k = 0; k < s->month_count; k++)
        lines += s->months[k].owed_count;
    if (lines == 0)
        return;
    html_element(h, "h2", N_("arrears"));
    buf_puts(h->out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    html_element(h, "th", N_("month"));
    html_element(h, "th", N_("benefit"));
    for (size_t i = 0; i < 4; i++) {
        buf_puts(h->out, "<th class=\"n\">");
        html_both(h, heads[i]);
        buf_puts(h->out, "</th>");
    }
    buf_puts(h->out, "</tr></thead>\n");
    for (size_t k = 0; k < s->month_count; k++)
        for (size_t i = 0; i < s->months[k].owed_count; i++) {
            put_owed_line(h, &s->months[k], &s->months[k].owed[i]);
            owed += s->months[k].owed[i].owed_fen;
            over += s->months[k].owed[i].over_fen;
        }
    buf_puts(h->out, "<tr class=\"sum\"><td>");
    html_both(h, N_("in all"));
    buf_puts(h->out, "</td><td></td><td></td>");
    run_html_fen(h, owed);
    buf_puts(h->out, "<td></td>");
    run_html_fen(h, over);
    buf_puts(h->out, "</tr>\n");
    run_html_close(h);
}

/* --- households --- */

static void put_top(const struct html *h, const struct summary_month *m)
{
    static const char *const heads[] = {N_("before"), N_("after"), N_("change")};
    if (m->top_count == 0)
        return;
    html_element(h, "h2", N_("biggest changes"));
    run_html_open(h, N_("household"), heads, 3);
    for (size_t i = 0; i < m->top_count; i++) {
        const struct summary_change *c = &m->top[i];
        buf_puts(h->out, "<tr><td>");
        html_text(h->out, c->id);
        buf_puts(h->out, "</td>");
        run_html_fen(h, c->before_fen);
        run_html_fen(h, c->after_fen);
        run_html_change(h, (__int128)c->after_fen - c->before_fen);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

static void put_cliffs(const struct html *h, const struct summary_month *m)
{
    static const char *const heads[] = {N_("income before"), N_("income after"), N_("before"),
                                        N_("after")};
    struct buf count, lost;
    if (m->cliff_count == 0)
        return;
    buf_init(&count);
    buf_init(&lost);
    table_put_count(&count, m->cliff_count);
    table_put_fen(&lost, m->cliff_fen);
    html_element(h, "h2", N_("Cliffs"));
    buf_puts(h->out, "<p class=\"note\">");
    html_bothf(h,
               N_("\ncliffs: %s households lose more than their income rose, %s yuan a month "
                  "together\n"),
               count.data ? count.data : "", lost.data ? lost.data : "");
    buf_puts(h->out, "</p>\n");
    h->out->failed |= !buf_ok(&count) || !buf_ok(&lost);
    buf_fini(&count);
    buf_fini(&lost);
    run_html_open(h, N_("household"), heads, 4);
    for (size_t i = 0; i < m->cliff_listed; i++) {
        const struct summary_cliff *c = &m->cliffs[i];
        buf_puts(h->out, "<tr><td>");
        html_text(h->out, c->id);
        buf_puts(h->out, "</td>");
        run_html_fen(h, c->income_before_fen);
        run_html_fen(h, c->income_after_fen);
        run_html_fen(h, c->before_fen);
        run_html_fen(h, c->after_fen);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

static void put_reasons(const struct html *h, const struct summary_month *m)
{
    static const char *const heads[] = {N_("without result"), N_("because of"),
                                        N_("for example")};
    if (m->reason_count == 0)
        return;
    html_element(h, "h2", N_("Households without a result"));
    buf_puts(h->out, "<div class=\"scroll\"><table class=\"list\"><thead><tr><th class=\"n\">");
    html_both(h, N_("households"));
    buf_puts(h->out, "</th>");
    for (size_t i = 0; i < 3; i++)
        html_element(h, "th", heads[i]);
    buf_puts(h->out, "</tr></thead>\n");
    for (size_t i = 0; i < m->reason_count; i++) {
        const struct summary_reason *r = &m->reasons[i];
        buf_puts(h->out, "<tr>");
        run_html_count(h, r->count);
        buf_puts(h->out, "<td>");
        html_text(h->out, r->field);
        buf_printf(h->out, " <span class=\"badge %s\">", r->failed ? "bad" : "hold");
        html_both(h, r->failed ? N_("error") : N_("missing"));
        buf_puts(h->out, "</span></td><td>");
        html_text(h->out, r->text);
        buf_puts(h->out, "</td><td>");
        html_text(h->out, r->example);
        buf_puts(h->out, "</td></tr>\n");
    }
    run_html_close(h);
}

void run_html_households(const struct html *h, const struct summary_month *m)
{
    put_top(h, m);
    put_cliffs(h, m);
    put_reasons(h, m);
}
