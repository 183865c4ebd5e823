/* run_html.c - the page of a run: what it was, who gains and who loses, what it costs, why
 * results are missing, and what must be known before anybody is paid.
 */
#include "report/run_html.h"

#include <string.h>
#include "report/html.h"
#include "report/run_html_parts.h"
#include "report/table.h"
#include "value/date.h"

/* --- cells --- */

void run_html_count(const struct html *h, uint64_t n)
{
    buf_puts(h->out, "<td class=\"n\">");
    table_put_count(h->out, n);
    buf_puts(h->out, "</td>");
}

void run_html_fen(const struct html *h, __int128 fen)
{
    buf_puts(h->out, "<td class=\"n\">");
    table_put_fen(h->out, fen);
    buf_puts(h->out, "</td>");
}

void run_html_change(const struct html *h, __int128 fen)
{
    buf_printf(h->out, "<td class=\"n%s\">", fen > 0 ? " good" : fen < 0 ? " bad" : "");
    buf_puts(h->out, fen > 0 ? "+" : "");
    table_put_fen(h->out, fen);
    buf_puts(h->out, "</td>");
}

void run_html_open(const struct html *h, const char *first, const char *const *heads, size_t n)
{
    buf_puts(h->out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    html_element(h, "th", first);
    for (size_t i = 0; i < n; i++) {
        buf_puts(h->out, "<th class=\"n\">");
        html_both(h, heads[i]);
        buf_puts(h->out, "</th>");
    }
    buf_puts(h->out, "</tr></thead>\n");
}

void run_html_close(const struct html *h)
{
    buf_puts(h->out, "</table></div>\n");
}

/* The word of the officer, and the program's name beside it. */
void run_html_name(const struct html *h, const char *name, const char *zh)
{
    html_text(h->out, zh && *zh ? zh : name);
    if (zh && *zh && *name && strcmp(zh, name) != 0) {
        buf_puts(h->out, " <code class=\"id\">");
        html_text(h->out, name);
        buf_puts(h->out, "</code>");
    }
}

/* --- head --- */

static const char *state_name(enum run_state s)
{
    static const char *const names[] = {N_("not complete"), N_("complete"), N_("published"),
                                        N_("superseded")};
    return (size_t)s < sizeof names / sizeof *names ? names[s] : "?";
}

static void put_fact(const struct html *h, const char *msgid, const char *text)
{
    if (!text || !*text)
        return;
    html_element(h, "dt", msgid);
    buf_puts(h->out, "<dd>");
    html_text(h->out, text);
    buf_puts(h->out, "</dd>\n");
}

static void put_record(const struct html *h, const struct run_record *r,
                       const struct summary *s)
{
    buf_puts(h->out, "<dl class=\"meta\">\n");
    html_element(h, "dt", N_("policy"));
    buf_puts(h->out, "<dd>");
    run_html_name(h, s->policy, s->policy_zh);
    buf_puts(h->out, "</dd>\n");
    put_fact(h, N_("identity"), s->identity);
    if (r) {
        put_fact(h, N_("engine"), r->engine);
        put_fact(h, N_("who"), r->who);
        put_fact(h, N_("reason"), r->reason);
        put_fact(h, N_("started"), r->started);
        put_fact(h, N_("finished"), r->finished);
        put_fact(h, N_("published on"), r->published);
    }
    put_fact(h, N_("changed by"), s->changes);
    buf_puts(h->out, "</dl>\n");
}

static void put_title(const struct html *h, const struct run_record *r, const struct summary *s)
{
    buf_puts(h->out, "<h1>");
    if (r)
        html_bothf(h, N_("Run %u"), r->id);
    else
        html_both(h, N_("Rehearsal"));
    buf_puts(h->out, "<small>");
    if (s->month_count) {
        html_text(h->out, s->months[0].month);
        if (s->month_count > 1) {
            buf_puts(h->out, " – ");
            html_text(h->out, s->months[s->month_count - 1].month);
        }
        buf_puts(h->out, " · ");
    }
    html_both(h, r ? state_name(r->state) : N_("nothing was stored"));
    buf_puts(h->out, "</small></h1>\n");
}

/* --- what must be known first --- */

/* One line at the top; the list stands at the end. */
static void put_attention(const struct html *h, const struct summary_month *m)
{
    if (m->placeholder_count == 0)
        return;
    buf_puts(h->out, "<p class=\"card attention\"><a href=\"#confirm\">");
    html_bothf(h,
               N_("ATTENTION: %zu placeholder values decide benefits; they must be confirmed."),
               m->placeholder_count);
    buf_puts(h->out, "</a></p>\n");
}

static void put_placeholders(const struct html *h, const struct summary_month *m)
{
    static const char *const heads[] = {N_("parameter"), N_("from"), N_("source"), N_("place")};
    if (m->placeholder_count == 0)
        return;
    buf_puts(h->out, "<h2 id=\"confirm\">");
    html_both(h, N_("To be confirmed"));
    buf_puts(h->out, "</h2>\n<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_element(h, "th", heads[i]);
    buf_puts(h->out, "</tr></thead>\n");
    for (size_t i = 0; i < m->placeholder_count; i++) {
        const struct summary_placeholder *p = &m->placeholders[i];
        buf_puts(h->out, "<tr><td>");
        run_html_name(h, p->name, p->zh);
        buf_puts(h->out, "</td><td class=\"d\">");
        html_text(h->out, p->from);
        buf_puts(h->out, "</td><td>");
        html_text(h->out, p->source);
        buf_puts(h->out, "</td><td class=\"id\">");
        html_text(h->out, p->place);
        buf_puts(h->out, "</td></tr>\n");
    }
    run_html_close(h);
}

/* --- months --- */

static void put_tile(const struct html *h, uint64_t n, const char *msgid, const char *css)
{
    buf_printf(h->out, "<li><b class=\"%s\">", css);
    table_put_count(h->out, n);
    buf_puts(h->out, "</b><span>");
    html_both(h, msgid);
    buf_puts(h->out, "</span></li>\n");
}

static void put_tiles(const struct html *h, const struct summary_month *m)
{
    const struct tally_line *l = &m->total;
    buf_puts(h->out, "<ul class=\"facts\">\n");
    put_tile(h, m->households, N_("households"), "");
    put_tile(h, l->in, N_("newly in"), l->in ? "good" : "");
    put_tile(h, l->out, N_("newly out"), l->out ? "bad" : "");
    put_tile(h, l->up, N_("up"), l->up ? "good" : "");
    put_tile(h, l->down, N_("down"), l->down ? "bad" : "");
    put_tile(h, l->same, N_("unchanged"), "");
    put_tile(h, l->none, N_("no benefit before or after"), "");
    put_tile(h, m->undetermined, N_("undetermined"), m->undetermined ? "hold" : "");
    put_tile(h, m->failed, N_("failed"), m->failed ? "bad" : "");
    buf_puts(h->out, "</ul>\n");
}

static void put_cost(const struct html *h, const struct tally_line *l)
{
    static const char *const heads[] = {N_("before"), N_("after"), N_("change")};
    run_html_open(h, N_("cost in yuan"), heads, 3);
    for (int times = 1; times <= 12; times += 11) {
        buf_puts(h->out, "<tr><td>");
        html_both(h, times == 1 ? N_("each month") : N_("each year (12 such months)"));
        buf_puts(h->out, "</td>");
        run_html_fen(h, l->before_fen * times);
        run_html_fen(h, l->after_fen * times);
        run_html_change(h, (l->after_fen - l->before_fen) * times);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
}

/* A range: a line each. */
static void put_range(const struct html *h, const struct summary *s)
{
    static const char *const heads[] = {N_("in"),    N_("out"),          N_("up"),
                                        N_("down"),  N_("month before"), N_("month after"),
                                        N_("change")};
    if (s->month_count < 2)
        return;
    html_element(h, "h2", N_("All months"));
    run_html_open(h, N_("month"), heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < s->month_count; i++) {
        const struct tally_line *l = &s->months[i].total;
        buf_printf(h->out, "<tr><td class=\"d\">%s</td>", s->months[i].month);
        run_html_count(h, l->in);
        run_html_count(h, l->out);
        run_html_count(h, l->up);
        run_html_count(h, l->down);
        run_html_fen(h, l->before_fen);
        run_html_fen(h, l->after_fen);
        run_html_change(h, l->after_fen - l->before_fen);
        buf_puts(h->out, "</tr>\n");
    }
    run_html_close(h);
    run_html_years(h, s);
}

static void put_compared(const struct html *h, const struct summary_month *m)
{
    buf_puts(h->out, "<p class=\"note\">");
    if (m->before_run)
        html_bothf(h, N_("%s compared with %s (run %u)"), m->month, m->before_month,
                   m->before_run);
    else
        html_bothf(h, N_("%s, compared with nothing: no determination was published before"),
                   m->month);
    buf_puts(h->out, "</p>\n");
}

/* --- how it went --- */

static void put_work(const struct html *h, const struct summary_work *w)
{
    if (w->evaluated + w->shared == 0)
        return;
    html_element(h, "h2", N_("How the run went"));
    buf_puts(h->out, "<p>");
    html_bothf(
        h, N_("%llu determinations evaluated, %llu taken over unchanged, in %llu.%02llu s."),
        (unsigned long long)w->evaluated, (unsigned long long)w->shared,
        (unsigned long long)(w->elapsed_ms / 1000),
        (unsigned long long)(w->elapsed_ms % 1000 / 10));
    buf_puts(h->out, "</p>\n<p>");
    html_bothf(h,
               N_("%llu households were evaluated again by the reference engine: no "
                  "difference."),
               (unsigned long long)w->sampled);
    buf_puts(h->out, "</p>\n");
}

void run_html(struct buf *out, const struct run_record *run, const struct summary *s,
              const struct catalogue *chinese)
{
    struct html h = {out, chinese};
    struct buf title;
    buf_init(&title);
    buf_printf(&title, "%s %s", s->policy_zh && *s->policy_zh ? s->policy_zh : s->policy,
               s->month_count ? s->months[s->month_count - 1].month : "");
    html_begin(&h, buf_ok(&title) ? title.data : "");
    out->failed |= !buf_ok(&title);
    buf_fini(&title);
    buf_puts(out, "<main class=\"wide\">\n");
    put_title(&h, run, s);
    put_record(&h, run, s);
    if (s->month_count) {
        const struct summary_month *m = &s->months[s->month_count - 1];
        put_attention(&h, m);
        put_compared(&h, m);
        put_tiles(&h, m);
        put_cost(&h, &m->total);
        run_html_bins(&h, m);
        put_range(&h, s);
        run_html_owed(&h, s);
        run_html_budget(&h, &s->budget);
        run_html_groups(&h, m);
        run_html_households(&h, m);
        put_placeholders(&h, m);
    }
    put_work(&h, &s->work);
    buf_puts(out, "<footer>");
    html_both(&h, N_("Made by huimin. Amounts are yuan; a year is twelve months like the one "
                     "shown."));
    buf_puts(out, "</footer>\n</main>\n");
    html_end(&h);
}
