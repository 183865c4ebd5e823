/* summary_json.c - summaries to JSON. Amounts are yuan with two decimals, written as text, so
 * that no sum passes through a double. */
#include "run/summary.h"

#include <string.h>
#include "run/summary_fields.h"

void summary_put_fen(struct buf *out, __int128 fen)
{
    char digits[48];
    size_t n = sizeof digits;
    unsigned __int128 v = fen < 0 ? -(unsigned __int128)fen : (unsigned __int128)fen;
    for (unsigned k = 0; v > 0 || k < 3; k++) {
        if (k == 2)
            digits[--n] = '.';
        digits[--n] = (char)('0' + (int)(v % 10));
        v /= 10;
    }
    if (fen < 0)
        digits[--n] = '-';
    buf_put(out, digits + n, sizeof digits - n);
}

/* --- writing --- */

static void put_count(struct buf *b, const char *key, uint64_t n)
{
    buf_printf(b, "\"%s\":%llu", key, (unsigned long long)n);
}

static void put_fen(struct buf *b, const char *key, __int128 fen)
{
    buf_printf(b, "\"%s\":", key);
    summary_put_fen(b, fen);
}

static void put_line(struct buf *b, const struct tally_line *l)
{
#define PUT(name)                                                                              \
    put_count(b, #name, l->name);                                                              \
    buf_putc(b, ',');
    LINE_COUNTERS(PUT)
#undef PUT
    put_fen(b, "before_month", l->before_fen);
    buf_putc(b, ',');
    put_fen(b, "after_month", l->after_fen);
    buf_putc(b, ',');
    put_fen(b, "before_year", l->before_fen * 12);
    buf_putc(b, ',');
    put_fen(b, "after_year", l->after_fen * 12);
}

static void put_items(struct buf *b, const char *key, const struct summary_item *items,
                      size_t n)
{
    buf_printf(b, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "name", items[i].name);
        buf_putc(b, ',');
        buf_json_member(b, "zh", items[i].zh);
        buf_putc(b, ',');
        put_line(b, &items[i].line);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_moves(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"moves\":[");
    for (size_t i = 0; i < m->move_count; i++) {
        const struct summary_move *v = &m->moves[i];
        const char *texts[] = {v->field, v->zh, v->from, v->from_zh, v->to, v->to_zh};
        static const char *const keys[] = {"field", "zh", "from", "from_zh", "to", "to_zh"};
        buf_puts(b, i ? ",{" : "{");
        for (size_t k = 0; k < 6; k++) {
            buf_json_member(b, keys[k], texts[k]);
            buf_putc(b, ',');
        }
        put_count(b, "count", v->count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_reasons(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"reasons\":[");
    for (size_t i = 0; i < m->reason_count; i++) {
        const struct summary_reason *r = &m->reasons[i];
        buf_printf(b, "%s{\"failed\":%s,", i ? "," : "", r->failed ? "true" : "false");
        buf_json_member(b, "field", r->field);
        buf_putc(b, ',');
        buf_json_member(b, "text", r->text);
        buf_putc(b, ',');
        buf_json_member(b, "example", r->example);
        buf_putc(b, ',');
        put_count(b, "count", r->count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_placeholders(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"placeholders\":[");
    for (size_t i = 0; i < m->placeholder_count; i++) {
        const struct summary_placeholder *p = &m->placeholders[i];
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "name", p->name);
        buf_putc(b, ',');
        buf_json_member(b, "zh", p->zh);
        buf_putc(b, ',');
        buf_json_member(b, "from", p->from);
        buf_putc(b, ',');
        buf_json_member(b, "source", p->source);
        if (p->place) {
            buf_putc(b, ',');
            buf_json_member(b, "place", p->place);
        }
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_top(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"top\":[");
    for (size_t i = 0; i < m->top_count; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "id", m->top[i].id);
        buf_putc(b, ',');
        put_fen(b, "before", m->top[i].before_fen);
        buf_putc(b, ',');
        put_fen(b, "after", m->top[i].after_fen);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

/* An open end of a bin is null. */
static void put_edge(struct buf *b, const char *key, int64_t fen)
{
    if (fen == INT64_MIN || fen == INT64_MAX)
        buf_json_member(b, key, NULL);
    else
        put_fen(b, key, fen);
}

static void put_bins(struct buf *b, const struct summary_month *m)
{
    buf_puts(b, ",\"changes\":[");
    for (size_t i = 0; i < m->bin_count; i++) {
        buf_puts(b, i ? ",{" : "{");
        put_edge(b, "low", m->bins[i].low_fen);
        buf_putc(b, ',');
        put_edge(b, "high", m->bins[i].high_fen);
        buf_putc(b, ',');
        put_count(b, "count", m->bins[i].count);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_cliffs(struct buf *b, const struct summary_month *m)
{
    if (!m->has_cliffs)
        return;
    buf_puts(b, ",\"cliffs\":{");
    put_count(b, "count", m->cliff_count);
    buf_putc(b, ',');
    put_fen(b, "lost", m->cliff_fen);
    buf_puts(b, ",\"worst\":[");
    for (size_t i = 0; i < m->cliff_listed; i++) {
        const struct summary_cliff *c = &m->cliffs[i];
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "id", c->id);
        buf_putc(b, ',');
        put_fen(b, "before", c->before_fen);
        buf_putc(b, ',');
        put_fen(b, "after", c->after_fen);
        buf_putc(b, ',');
        put_fen(b, "income_before", c->income_before_fen);
        buf_putc(b, ',');
        put_fen(b, "income_after", c->income_after_fen);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static void put_owed(struct buf *b, const struct summary_month *m)
{
    if (m->owed_count == 0)
        return;
    buf_puts(b, ",\"owed\":[");
    for (size_t i = 0; i < m->owed_count; i++) {
        const struct summary_owed *o = &m->owed[i];
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "name", o->name);
        buf_putc(b, ',');
        buf_json_member(b, "zh", o->zh);
        buf_putc(b, ',');
        put_count(b, "underpaid", o->underpaid);
        buf_putc(b, ',');
        put_fen(b, "owed", o->owed_fen);
        buf_putc(b, ',');
        put_count(b, "overpaid", o->overpaid);
        buf_putc(b, ',');
        put_fen(b, "over", o->over_fen);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_month(struct buf *b, const struct summary_month *m)
{
    buf_putc(b, '{');
    buf_json_member(b, "month", m->month);
    buf_putc(b, ',');
    put_count(b, "before_run", m->before_run);
    buf_putc(b, ',');
    buf_json_member(b, "before_month", m->before_month[0] ? m->before_month : NULL);
    buf_putc(b, ',');
    put_count(b, "households", m->households);
    buf_putc(b, ',');
    put_count(b, "undetermined", m->undetermined);
    buf_putc(b, ',');
    put_count(b, "failed", m->failed);
    buf_puts(b, ",\"total\":{");
    put_line(b, &m->total);
    buf_putc(b, '}');
    put_items(b, "benefits", m->benefits, m->benefit_count);
    put_items(b, "counties", m->counties, m->county_count);
    put_items(b, "sizes", m->sizes, m->size_count);
    put_items(b, "ages", m->ages, m->age_count);
    put_bins(b, m);
    put_cliffs(b, m);
    put_owed(b, m);
    put_moves(b, m);
    put_reasons(b, m);
    put_placeholders(b, m);
    put_top(b, m);
    buf_putc(b, '}');
}

static void put_years(struct buf *b, const struct summary *s)
{
    buf_puts(b, ",\"years\":[");
    for (size_t i = 0; i < s->year_count; i++) {
        const struct summary_year *y = &s->years[i];
        buf_printf(b, "%s{\"year\":%d,", i ? "," : "", (int)y->year);
        put_count(b, "months", y->months);
        buf_putc(b, ',');
        put_fen(b, "before", y->before_fen);
        buf_putc(b, ',');
        put_fen(b, "after", y->after_fen);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void put_budget(struct buf *b, const struct summary_budget *g)
{
    if (!g->year)
        return;
    buf_printf(b, ",\"budget\":{\"year\":%d,", (int)g->year);
    put_fen(b, "appropriation", g->appropriation_fen);
    buf_putc(b, ',');
    buf_json_member(b, "source", g->source);
#define PUT(name)                                                                              \
    buf_putc(b, ',');                                                                          \
    put_count(b, #name, g->name);
    BUDGET_COUNTS(PUT)
#undef PUT
#define PUT(name)                                                                              \
    buf_putc(b, ',');                                                                          \
    put_fen(b, #name, g->name##_fen);
    BUDGET_AMOUNTS(PUT)
#undef PUT
    buf_putc(b, ',');
    put_fen(b, "projected", summary_projected(g));
    buf_putc(b, ',');
    put_fen(b, "left", g->appropriation_fen - summary_projected(g));
    buf_putc(b, '}');
}

static void put_work(struct buf *b, const struct summary_work *w)
{
    const char *sep = "";
    buf_puts(b, ",\"work\":{");
#define PUT(name)                                                                              \
    buf_puts(b, sep);                                                                          \
    put_count(b, #name, w->name);                                                              \
    sep = ",";
    WORK_COUNTS(PUT)
#undef PUT
    buf_putc(b, '}');
}

/* All but the work and the closing brace. */
static void put_lasting(struct buf *out, const struct summary *s)
{
    buf_putc(out, '{');
    buf_json_member(out, "policy", s->policy);
    buf_putc(out, ',');
    buf_json_member(out, "policy_zh", s->policy_zh);
    buf_putc(out, ',');
    buf_json_member(out, "identity", s->identity);
    buf_putc(out, ',');
    buf_json_member(out, "changes", s->changes);
    buf_puts(out, ",\"months\":[");
    for (size_t i = 0; i < s->month_count; i++) {
        if (i)
            buf_putc(out, ',');
        put_month(out, &s->months[i]);
    }
    buf_putc(out, ']');
    put_years(out, s);
    put_budget(out, &s->budget);
}

void summary_put(struct buf *out, const struct summary *s)
{
    put_lasting(out, s);
    put_work(out, &s->work);
    buf_putc(out, '}');
}

void summary_put_lasting(struct buf *out, const struct summary *s)
{
    put_lasting(out, s);
    buf_putc(out, '}');
}
