/* summary_rows.c - a run's report as rows of one shape: what it is about, counts, amounts.
 * Every number of the report is in one of them. Cells that do not apply are empty in CSV and
 * left out in NDJSON.
 */
#include "report/run_report.h"

#include <string.h>
#include "io/table_out.h"

struct row {
    const char *month, *section, *name, *zh;
    const struct tally_line *line; /* NULL: no counts of changes */
    bool has_amounts, has_count;
    __int128 before, after; /* without a line */
    uint64_t count;
    const char *text;
};
struct rows {
    struct buf *out;
    uint32_t run;
    bool csv;
};

#define LINE_COUNTS(X)                                                                         \
    X(in) X(out) X(up) X(down) X(same) X(none) X(unknown) X(before_count) X(after_count)

/* --- CSV --- */

static void put_fen_cell(struct table_out *t, bool has, __int128 fen)
{
    struct buf text;
    buf_init(&text);
    if (has)
        summary_put_fen(&text, fen);
    table_out_text(t, text.data);
    buf_fini(&text);
}

static void put_count_cell(struct table_out *t, bool has, uint64_t n)
{
    if (has)
        table_out_whole(t, n);
    else
        table_out_text(t, NULL);
}

static void put_csv(const struct rows *to, const struct row *r)
{
    struct table_out t = {.out = to->out};
    table_out_whole(&t, to->run);
    table_out_text(&t, r->month);
    table_out_text(&t, r->section);
    table_out_foreign(&t, (struct str){r->name, r->name ? strlen(r->name) : 0});
    table_out_text(&t, r->zh);
#define PUT(name) put_count_cell(&t, r->line != NULL, r->line ? r->line->name : 0);
    LINE_COUNTS(PUT)
#undef PUT
    bool has = r->line || r->has_amounts;
    put_fen_cell(&t, has, r->line ? r->line->before_fen : r->before);
    put_fen_cell(&t, has, r->line ? r->line->after_fen : r->after);
    put_count_cell(&t, r->has_count, r->count);
    table_out_foreign(&t, (struct str){r->text, r->text ? strlen(r->text) : 0});
    table_out_end(&t);
}

static void put_csv_heading(struct buf *b)
{
    buf_puts(b, "run,month,section,name,zh");
#define PUT(name) buf_puts(b, "," #name);
    LINE_COUNTS(PUT)
#undef PUT
    buf_puts(b, ",before,after,count,text\n");
}

/* --- NDJSON --- */

static void put_member(struct buf *b, const char *key, const char *text)
{
    if (!text)
        return;
    buf_printf(b, ",\"%s\":", key);
    buf_json_string(b, text, strlen(text));
}

static void put_ndjson(const struct rows *to, const struct row *r)
{
    struct buf *b = to->out;
    buf_printf(b, "{\"run\":%u", to->run);
    put_member(b, "month", r->month);
    put_member(b, "section", r->section);
    put_member(b, "name", r->name);
    put_member(b, "zh", r->zh);
#define PUT(name)                                                                              \
    if (r->line)                                                                               \
        buf_printf(b, ",\"" #name "\":%llu", (unsigned long long)r->line->name);
    LINE_COUNTS(PUT)
#undef PUT
    if (r->line || r->has_amounts) {
        buf_puts(b, ",\"before\":");
        summary_put_fen(b, r->line ? r->line->before_fen : r->before);
        buf_puts(b, ",\"after\":");
        summary_put_fen(b, r->line ? r->line->after_fen : r->after);
    }
    if (r->has_count)
        buf_printf(b, ",\"count\":%llu", (unsigned long long)r->count);
    put_member(b, "text", r->text);
    buf_puts(b, "}\n");
}

static void put_row(const struct rows *to, const struct row *r)
{
    if (to->csv)
        put_csv(to, r);
    else
        put_ndjson(to, r);
}

/* --- the sections --- */

static void put_items(const struct rows *to, const char *month, const char *section,
                      const struct summary_item *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put_row(to, &(struct row){.month = month,
                                  .section = section,
                                  .name = items[i].name,
                                  .zh = items[i].zh,
                                  .line = &items[i].line});
}

static void put_count(const struct rows *to, const char *month, const char *section,
                      const char *name, const char *zh, uint64_t count, const char *text)
{
    put_row(to, &(struct row){.month = month,
                              .section = section,
                              .name = name,
                              .zh = zh,
                              .has_count = true,
                              .count = count,
                              .text = text});
}

static void put_amounts(const struct rows *to, const char *month, const char *section,
                        const char *name, __int128 before, __int128 after, const char *text)
{
    put_row(to, &(struct row){.month = month,
                              .section = section,
                              .name = name,
                              .has_amounts = true,
                              .before = before,
                              .after = after,
                              .text = text});
}

/* "rise 0.00..50.00", "fall 2000.00..": an open end is empty. */
static void put_bins(const struct rows *to, const struct summary_month *m)
{
    struct buf name;
    buf_init(&name);
    for (size_t i = 0; i < m->bin_count; i++) {
        const struct summary_bin *bin = &m->bins[i];
        bool rise = bin->low_fen >= 0;
        buf_clear(&name);
        buf_puts(&name, rise ? "rise " : "fall ");
        summary_put_fen(&name, rise ? bin->low_fen : -bin->high_fen);
        buf_puts(&name, "..");
        if (rise && bin->high_fen != INT64_MAX)
            summary_put_fen(&name, bin->high_fen);
        if (!rise && bin->low_fen != INT64_MIN)
            summary_put_fen(&name, -bin->low_fen);
        put_count(to, m->month, "change", buf_ok(&name) ? name.data : "", NULL, bin->count,
                  NULL);
    }
    buf_fini(&name);
}

static void put_cliffs(const struct rows *to, const struct summary_month *m)
{
    struct buf text;
    if (!m->has_cliffs)
        return;
    put_count(to, m->month, "cliffs", NULL, NULL, m->cliff_count, NULL);
    buf_init(&text);
    for (size_t i = 0; i < m->cliff_listed; i++) {
        const struct summary_cliff *c = &m->cliffs[i];
        buf_clear(&text);
        buf_puts(&text, "income ");
        summary_put_fen(&text, c->income_before_fen);
        buf_puts(&text, "..");
        summary_put_fen(&text, c->income_after_fen);
        put_amounts(to, m->month, "cliff", c->id, c->before_fen, c->after_fen,
                    buf_ok(&text) ? text.data : NULL);
    }
    buf_fini(&text);
}

static void put_moves(const struct rows *to, const struct summary_month *m)
{
    struct buf text;
    buf_init(&text);
    for (size_t i = 0; i < m->move_count; i++) {
        buf_clear(&text);
        buf_printf(&text, "%s..%s", m->moves[i].from, m->moves[i].to);
        put_count(to, m->month, "move", m->moves[i].field, m->moves[i].zh, m->moves[i].count,
                  buf_ok(&text) ? text.data : NULL);
    }
    buf_fini(&text);
}

/* `after` holds the amount, `count` how many households or members. */
static void put_owed(const struct rows *to, const struct summary_month *m)
{
    for (size_t i = 0; i < m->owed_count; i++) {
        const struct summary_owed *o = &m->owed[i];
        struct row row = {.month = m->month,
                          .section = "arrears",
                          .name = o->name,
                          .zh = o->zh,
                          .has_amounts = true,
                          .has_count = true};
        row.after = o->owed_fen;
        row.count = o->underpaid;
        put_row(to, &row);
        row.section = "overpaid";
        row.after = o->over_fen;
        row.count = o->overpaid;
        put_row(to, &row);
    }
}

static void put_month(const struct rows *to, const struct summary_month *m)
{
    const char *month = m->month;
    put_count(to, month, "households", NULL, NULL, m->households, NULL);
    put_count(to, month, "undetermined", NULL, NULL, m->undetermined, NULL);
    put_count(to, month, "failed", NULL, NULL, m->failed, NULL);
    put_row(to, &(struct row){.month = month, .section = "total", .line = &m->total});
    put_items(to, month, "benefit", m->benefits, m->benefit_count);
    put_items(to, month, "county", m->counties, m->county_count);
    put_items(to, month, "size", m->sizes, m->size_count);
    put_items(to, month, "age", m->ages, m->age_count);
    put_bins(to, m);
    put_cliffs(to, m);
    put_owed(to, m);
    put_moves(to, m);
    for (size_t i = 0; i < m->top_count; i++)
        put_amounts(to, month, "top", m->top[i].id, m->top[i].before_fen, m->top[i].after_fen,
                    NULL);
    for (size_t i = 0; i < m->reason_count; i++)
        put_count(to, month, m->reasons[i].failed ? "error" : "missing", m->reasons[i].field,
                  NULL, m->reasons[i].count, m->reasons[i].text);
    for (size_t i = 0; i < m->placeholder_count; i++)
        put_row(to, &(struct row){.month = month,
                                  .section = "placeholder",
                                  .name = m->placeholders[i].name,
                                  .zh = m->placeholders[i].zh,
                                  .text = m->placeholders[i].source});
}

static void put_years(const struct rows *to, const struct summary *s)
{
    struct buf year;
    buf_init(&year);
    for (size_t i = 0; i < s->year_count; i++) {
        buf_clear(&year);
        buf_printf(&year, "%d", (int)s->years[i].year);
        put_amounts(to, NULL, "year", buf_ok(&year) ? year.data : "", s->years[i].before_fen,
                    s->years[i].after_fen, NULL);
    }
    buf_fini(&year);
}

/* `after` holds the amount. */
static void put_budget(const struct rows *to, const struct summary_budget *b)
{
    const struct {
        const char *name;
        __int128 fen;
    } lines[] = {{"appropriation", b->appropriation_fen},
                 {"published before", b->earlier_fen},
                 {"this run", b->run_fen},
                 {"to come", b->later_fen},
                 {"left", b->appropriation_fen - summary_projected(b)}};
    for (size_t i = 0; b->year && i < sizeof lines / sizeof *lines; i++)
        put_amounts(to, NULL, "budget", lines[i].name, 0, lines[i].fen, NULL);
}

static void put_all(const struct rows *to, const struct summary *s)
{
    for (size_t i = 0; i < s->month_count; i++)
        put_month(to, &s->months[i]);
    put_years(to, s);
    put_budget(to, &s->budget);
    put_count(to, NULL, "work", "evaluated", NULL, s->work.evaluated, NULL);
    put_count(to, NULL, "work", "shared", NULL, s->work.shared, NULL);
    put_count(to, NULL, "work", "sampled", NULL, s->work.sampled, NULL);
    put_count(to, NULL, "work", "elapsed_ms", NULL, s->work.elapsed_ms, NULL);
}

void run_report_csv(struct buf *out, uint32_t run, const struct summary *s)
{
    struct rows to = {out, run, true};
    put_csv_heading(out);
    put_all(&to, s);
}

void run_report_ndjson(struct buf *out, uint32_t run, const struct summary *s)
{
    struct rows to = {out, run, false};
    put_all(&to, s);
}
