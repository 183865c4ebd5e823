/* whatif_diff_people.c - who gets what under two policies: the tables of a run, by article, and
 * result by result.
 */
#include <string.h>
#include "report/run_report.h"
#include "report/table.h"
#include "report/value_text.h"
#include "report/whatif_diff.h"
#include "value/decimal.h"

static void put_name(struct buf *out, const char *name, const char *zh)
{
    buf_clear(out);
    value_text_name(out, name, zh);
}

/* --- by article --- */

static bool is_idle(const struct tally_line *l)
{
    return l->before_count == 0 && l->after_count == 0 && l->unknown == 0;
}

static const char *presence(bool in_before, bool in_after)
{
    return in_before && in_after ? "A, B" : in_after ? _("only in B") : _("only in A");
}

static void put_article(struct buf *out, const char *side, const char *law)
{
    if (law)
        buf_printf(out, "    %s  %s\n", side, law);
}

static void put_articles(struct buf *out, const struct policies_people *p)
{
    bool any = false;
    for (size_t i = 0; i < p->article_count; i++) {
        const struct policies_article *a = &p->articles[i];
        const struct tally_line *l = &a->line;
        if (is_idle(l) || l->in + l->out + l->up + l->down == 0)
            continue;
        if (!any)
            buf_printf(out, "\n%s\n", _("by article: benefits that change for somebody"));
        any = true;
        buf_puts(out, "  ");
        value_text_name(out, a->benefit, a->zh);
        buf_printf(out, _(" (%s): in %llu, out %llu, up %llu, down %llu, "),
                   presence(a->in_before, a->in_after), (unsigned long long)l->in,
                   (unsigned long long)l->out, (unsigned long long)l->up,
                   (unsigned long long)l->down);
        if (l->after_fen >= l->before_fen)
            buf_putc(out, '+');
        table_put_fen(out, l->after_fen - l->before_fen);
        buf_puts(out, _(" yuan a month\n"));
        bool same = a->before && a->after && strcmp(a->before, a->after) == 0;
        put_article(out, same ? "  " : "A", a->before);
        if (!same)
            put_article(out, "B", a->after);
    }
}

/* --- by result --- */

static void sum_text(struct buf *out, const struct policies_result *r, __int128 sum)
{
    buf_clear(out);
    if (r->is_money) {
        table_put_fen(out, sum);
    } else if (sum >= INT64_MIN && sum <= INT64_MAX) {
        decimal_put_scaled(out, (int64_t)sum, r->decimals);
    } else {
        buf_puts(out, "-");
    }
}

static void put_sums(struct table *t, const struct policies_result *r, struct buf *text)
{
    const bool has[2] = {r->in_before, r->in_after};
    const __int128 sums[2] = {r->before_sum, r->after_sum};
    for (int side = 0; side < 2; side++) {
        if (r->is_number && has[side])
            sum_text(text, r, sums[side]);
        else
            buf_clear(text);
        table_text(t, text->len ? text->data : "");
    }
}

static void put_results(struct buf *out, const struct policies_people *p)
{
    struct table t;
    struct buf text;
    table_init(&t, "llrrrrrr");
    buf_init(&text);
    const char *heads[] = {_("result"), _("found in"), _("compared"), _("differ"),
                           _("A only"), _("B only"),   _("sum A"),    _("sum B")};
    for (size_t i = 0; i < 8; i++)
        table_text(&t, heads[i]);
    size_t told = 0;
    for (size_t i = 0; i < p->result_count; i++) {
        const struct policies_result *r = &p->results[i];
        if (!r->differ && !r->lost && !r->gained)
            continue;
        told++;
        put_name(&text, r->name, r->zh);
        table_text(&t, text.data);
        table_text(&t, presence(r->in_before, r->in_after));
        table_count(&t, r->rows);
        table_count(&t, r->differ);
        table_count(&t, r->lost);
        table_count(&t, r->gained);
        put_sums(&t, r, &text);
    }
    buf_printf(
        out, "\n%s\n",
        told ? _("results that come out otherwise (A only, B only: determined there only)")
             : _("every result of every household is the same"));
    if (told)
        table_put(&t, out);
    buf_fini(&text);
    table_fini(&t);
}

static void put_count(struct buf *out, const char *format, uint64_t n)
{
    struct buf text;
    buf_init(&text);
    table_put_count(&text, n);
    buf_printf(out, format, buf_ok(&text) ? text.data : "");
    buf_fini(&text);
}

void diff_people_put(struct buf *out, const struct whatif_diff *x)
{
    const struct policies_people *p = x->people;
    if (!p)
        return;
    const struct summary_month *m = &p->summary.months[0];
    buf_printf(out, "\n%s\n", _("households under A (before) and B (after)"));
    put_count(out, _("%s households; not determined or failed: "), m->households);
    put_count(out, _("A %s, "), p->before_undetermined + p->before_failed);
    put_count(out, _("B %s\n"), m->undetermined + m->failed);
    run_report_month(out, m);
    put_articles(out, p);
    put_results(out, p);
}

/* --- JSON --- */

static void put_sum_json(struct buf *out, const char *key, const struct policies_result *r,
                         __int128 sum, bool there)
{
    buf_printf(out, ",\"%s\":", key);
    if (!there || !r->is_number || (!r->is_money && (sum < INT64_MIN || sum > INT64_MAX)))
        buf_puts(out, "null");
    else if (r->is_money)
        summary_put_fen(out, sum);
    else
        decimal_put_scaled(out, (int64_t)sum, r->decimals);
}

void diff_people_json(struct buf *out, const struct whatif_diff *x)
{
    const struct policies_people *p = x->people;
    if (!p)
        return;
    buf_printf(out, ",\"people\":{\"a_undetermined\":%llu,\"a_failed\":%llu,\"summary\":",
               (unsigned long long)p->before_undetermined,
               (unsigned long long)p->before_failed);
    summary_put_lasting(out, &p->summary);
    buf_puts(out, ",\"results\":[");
    for (size_t i = 0; i < p->result_count; i++) {
        const struct policies_result *r = &p->results[i];
        buf_printf(
            out,
            "%s{\"in_a\":%s,\"in_b\":%s,\"compared\":%llu,\"differ\":%llu,\"a_only\":%llu,"
            "\"b_only\":%llu",
            i ? "," : "", r->in_before ? "true" : "false", r->in_after ? "true" : "false",
            (unsigned long long)r->rows, (unsigned long long)r->differ,
            (unsigned long long)r->lost, (unsigned long long)r->gained);
        diff_json_text(out, "name", r->name);
        put_sum_json(out, "sum_a", r, r->before_sum, r->in_before);
        put_sum_json(out, "sum_b", r, r->after_sum, r->in_after);
        buf_putc(out, '}');
    }
    buf_puts(out, "],\"articles\":[");
    for (size_t i = 0; i < p->article_count; i++) {
        const struct policies_article *a = &p->articles[i];
        buf_puts(out, i ? ",{\"benefit\":" : "{\"benefit\":");
        buf_json_string(out, a->benefit, strlen(a->benefit));
        diff_json_text(out, "a", a->before);
        diff_json_text(out, "b", a->after);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}
