/* inquiry_report.c - see inquiry_report.h. */
#include "report/inquiry_report.h"

#include <string.h>
#include "base/clock.h"
#include "io/table_out.h"
#include "report/table.h"
#include "value/date.h"

enum { DAY_SECONDS = 86400 };

static const char *shown_name(const struct inquiry_source *s)
{
    return s->s->zh ? s->s->zh : s->s->name;
}

static int32_t china_day(int64_t unix_s)
{
    return (int32_t)((unix_s + CLOCK_CHINA_SECONDS) / DAY_SECONDS);
}

/* --- text --- */

static void put_heads(struct table *t, const char *const *heads, size_t n)
{
    for (size_t i = 0; i < n; i++)
        table_text(t, _(heads[i]));
}

static void put_asked(struct buf *out, const struct inquiry_report *r)
{
    static const char *const heads[] = {
        N_("register"), N_("rows"),      N_("no key"),  N_("still counts"), N_("asked"),
        N_("found"),    N_("not there"), N_("refused"), N_("no answer"),    N_("not asked")};
    struct table t;
    table_init(&t, "lrrrrrrrrr");
    put_heads(&t, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < r->source_count; i++) {
        const struct inquiry_counts *c = &r->sources[i].counts;
        const uint64_t cells[] = {c->rows,   c->unkeyed, c->fresh,  c->asked, c->found,
                                  c->absent, c->refused, c->failed, c->left};
        if (!r->sources[i].chosen)
            continue;
        table_text(&t, shown_name(&r->sources[i]));
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            table_count(&t, cells[k]);
    }
    table_put(&t, out);
    table_fini(&t);
}

static void put_facts(struct buf *out, const struct inquiry_report *r)
{
    static const char *const heads[] = {
        N_("register"),     N_("filled"),     N_("renewed"),       N_("as declared"),
        N_("contradicted"), N_("taken over"), N_("kept declared"), N_("incomplete")};
    struct table t;
    table_init(&t, "lrrrrrrr");
    put_heads(&t, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < r->source_count; i++) {
        const struct inquiry_counts *c = &r->sources[i].counts;
        const uint64_t cells[] = {c->filled,   c->renewed, c->equal,     c->conflicts,
                                  c->accepted, c->kept,    c->incomplete};
        if (!r->sources[i].chosen)
            continue;
        table_text(&t, shown_name(&r->sources[i]));
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            table_count(&t, cells[k]);
    }
    table_put(&t, out);
    table_fini(&t);
}

static void put_day(struct table *t, int32_t day)
{
    struct buf text;
    buf_init(&text);
    date_put(&text, day);
    table_text(t, buf_ok(&text) ? text.data : "");
    buf_fini(&text);
}

static const struct field *field_of(const struct inquiry_report *r, const struct model *schema,
                                    const struct inquiry_conflict *c)
{
    return &schema->fields[r->sources[c->source].fields[c->field]];
}

static void put_conflicts(struct buf *out, const struct inquiry_report *r,
                          const struct model *schema)
{
    static const char *const heads[] = {N_("household"),  N_("member"),        N_("fact"),
                                        N_("declared"),   N_("register says"), N_("register"),
                                        N_("its number"), N_("answered on")};
    struct table t;
    size_t n = r->conflict_count < INQUIRY_CONFLICTS_SHOWN ? r->conflict_count
                                                           : INQUIRY_CONFLICTS_SHOWN;
    if (n == 0)
        return;
    buf_printf(out, _("\n%zu declared facts are contradicted; the first %zu:\n"),
               r->conflict_count, n);
    table_init(&t, "lllrrlll");
    put_heads(&t, heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < n; i++) {
        const struct inquiry_conflict *c = &r->conflicts[i];
        const struct field *f = field_of(r, schema, c);
        table_text(&t, c->household);
        table_text(&t, c->member);
        table_text(&t, f->zh ? f->zh : f->name);
        table_text(&t, c->declared);
        table_cell(&t, "%s%s", c->at_least ? "≥ " : "", c->answered);
        table_text(&t, shown_name(&r->sources[c->source]));
        table_text(&t, c->evidence);
        put_day(&t, china_day(c->answered_s));
    }
    table_put(&t, out);
    table_fini(&t);
    buf_puts(out, _("nothing of them was changed: decide with --decisions FILE (the list by "
                    "--format csv or xlsx), or take a register's word with --accept NAME\n"));
}

static void put_odd(struct buf *out, const struct inquiry_source *s)
{
    const struct inquiry_counts *c = &s->counts;
    if (c->strangers)
        buf_printf(out, _("%s: %llu answers about persons who were not asked for: dropped\n"),
                   shown_name(s), (unsigned long long)c->strangers);
    if (c->repeated)
        buf_printf(out, _("%s: %llu answers came twice\n"), shown_name(s),
                   (unsigned long long)c->repeated);
    if (c->unasked)
        buf_printf(out, _("%s: %llu facts were sent that were not asked for: not kept\n"),
                   shown_name(s), (unsigned long long)c->unasked);
}

static void put_end(struct buf *out, const struct inquiry_report *r)
{
    for (size_t i = 0; i < r->source_count; i++)
        put_odd(out, &r->sources[i]);
    if (r->elsewhere)
        buf_printf(out, _("%llu rows of other places were passed over\n"),
                   (unsigned long long)r->elsewhere);
    if (r->unused_decisions)
        buf_printf(out, _("%llu decisions met no contradiction\n"),
                   (unsigned long long)r->unused_decisions);
    if (r->is_dry)
        buf_puts(out, _("dry run: nobody was asked, nothing was recorded\n"));
    else if (r->was_stopped)
        buf_puts(out, _("stopped: what was answered is recorded; the same command goes on\n"));
    else if (r->sequence)
        buf_printf(out, _("change %llu of the facts: %llu households\n"),
                   (unsigned long long)r->sequence,
                   (unsigned long long)(r->stored.replaced + r->stored.added));
    else
        buf_puts(out, _("no fact was changed\n"));
}

void inquiry_report_text(struct buf *out, const struct inquiry_report *r,
                         const struct model *schema)
{
    month_put(out, r->month);
    buf_putc(out, '\n');
    put_asked(out, r);
    if (!r->was_stopped) {
        buf_putc(out, '\n');
        put_facts(out, r);
        put_conflicts(out, r, schema);
    }
    buf_putc(out, '\n');
    put_end(out, r);
}

void inquiry_report_line(struct buf *out, const struct inquiry_source *s)
{
    const struct inquiry_counts *c = &s->counts;
    buf_printf(
        out,
        _("%s: %llu asked = %llu found + %llu not there + %llu refused + %llu without an "
          "answer; %llu facts filled, %llu contradicted"),
        shown_name(s), (unsigned long long)c->asked, (unsigned long long)c->found,
        (unsigned long long)c->absent, (unsigned long long)c->refused,
        (unsigned long long)c->failed, (unsigned long long)c->filled,
        (unsigned long long)c->conflicts);
}

/* --- JSON --- */

/* X(member): the counts of a source, in order. */
#define COUNTS(X)                                                                              \
    X(rows)                                                                                    \
    X(unkeyed)                                                                                 \
    X(fresh)                                                                                   \
    X(due) X(asked) X(left) X(found) X(absent) X(refused) X(failed) X(strangers) X(repeated)   \
        X(unasked) X(requests) X(attempts) X(inquiries) X(filled) X(renewed) X(equal)          \
            X(conflicts) X(accepted) X(kept) X(incomplete) X(ask_ms)

static void json_source(struct buf *out, const struct inquiry_source *s)
{
    const struct inquiry_counts *c = &s->counts;
    buf_puts(out, "{\"source\":");
    buf_json_string(out, s->s->name, strlen(s->s->name));
#define X(member) buf_printf(out, ",\"" #member "\":%llu", (unsigned long long)c->member);
    COUNTS(X)
#undef X
    buf_printf(out, ",\"given_up\":%s}", s->gave_up ? "true" : "false");
}

static void json_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, "\"%s\":", key);
    buf_json_string(out, text, strlen(text));
    buf_putc(out, ',');
}

static void json_conflict(struct buf *out, const struct inquiry_report *r,
                          const struct model *schema, const struct inquiry_conflict *c)
{
    buf_putc(out, '{');
    json_text(out, "household", c->household);
    json_text(out, "member", c->member);
    json_text(out, "member_id", c->member_id);
    buf_puts(out, "\"field\":\"");
    inquiry_fact_name(&r->sources[c->source], schema, c->field, out);
    buf_puts(out, "\",");
    json_text(out, "declared", c->declared);
    json_text(out, "answered", c->answered);
    buf_printf(out, "\"at_least\":%s,", c->at_least ? "true" : "false");
    json_text(out, "source", r->sources[c->source].s->name);
    json_text(out, "evidence", c->evidence);
    buf_puts(out, "\"answered_on\":\"");
    date_put(out, china_day(c->answered_s));
    buf_puts(out, "\",\"expires\":\"");
    date_put(out, c->expires);
    buf_puts(out, "\"}");
}

void inquiry_report_json(struct buf *out, const struct inquiry_report *r,
                         const struct model *schema)
{
    const char *comma = "";
    buf_puts(out, "{\"month\":\"");
    month_put(out, r->month);
    buf_printf(out, "\",\"dry_run\":%s,\"stopped\":%s,\"sources\":[",
               r->is_dry ? "true" : "false", r->was_stopped ? "true" : "false");
    for (size_t i = 0; i < r->source_count; i++) {
        if (!r->sources[i].chosen)
            continue;
        buf_puts(out, comma);
        json_source(out, &r->sources[i]);
        comma = ",";
    }
    buf_puts(out, "],\"conflicts\":[");
    for (size_t i = 0; i < r->conflict_count; i++) {
        buf_puts(out, i ? "," : "");
        json_conflict(out, r, schema, &r->conflicts[i]);
    }
    buf_printf(out,
               "],\"elsewhere\":%llu,\"unused_decisions\":%llu,\"change\":%llu,"
               "\"households_changed\":%llu,\"elapsed_ms\":%llu}\n",
               (unsigned long long)r->elsewhere, (unsigned long long)r->unused_decisions,
               (unsigned long long)r->sequence,
               (unsigned long long)(r->stored.replaced + r->stored.added),
               (unsigned long long)r->elapsed_ms);
}

/* --- the officer's list --- */

static void put_cell(struct table_out *t, const char *text)
{
    table_out_foreign(t, (struct str){text, strlen(text)});
}

static void put_row(struct table_out *t, const struct inquiry_report *r,
                    const struct model *schema, const struct inquiry_conflict *c)
{
    const struct inquiry_source *s = &r->sources[c->source];
    struct buf text;
    buf_init(&text);
    put_cell(t, c->household);
    put_cell(t, c->member);
    put_cell(t, c->member_id);
    inquiry_fact_name(s, schema, c->field, &text);
    table_out_text(t, buf_ok(&text) ? text.data : "");
    table_out_text(t, field_of(r, schema, c)->zh);
    table_out_text(t, c->declared);
    table_out_text(t, c->answered);
    table_out_text(t, c->at_least ? "true" : "false");
    table_out_text(t, s->s->name);
    table_out_text(t, s->s->zh);
    put_cell(t, c->evidence);
    buf_clear(&text);
    date_put(&text, china_day(c->answered_s));
    table_out_text(t, buf_ok(&text) ? text.data : "");
    buf_clear(&text);
    date_put(&text, c->expires);
    table_out_text(t, buf_ok(&text) ? text.data : "");
    table_out_text(t, "");
    table_out_end(t);
    buf_fini(&text);
}

void inquiry_report_conflicts(struct buf *out, const struct inquiry_report *r,
                              const struct model *schema)
{
    struct table_out t = {.out = out};
    buf_puts(out, "household,member,member_id,field,fact,declared,answered,at_least,source,"
                  "register,evidence,answered_on,expires,decision\n");
    for (size_t i = 0; i < r->conflict_count; i++)
        put_row(&t, r, schema, &r->conflicts[i]);
}
