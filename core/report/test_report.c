/* test_report.c - one line a case, the faults of those that failed below theirs, then the
 * counts by policy. */
#include "report/test_report.h"

#include <string.h>
#include "report/table.h"

static const char *verdict(const struct examples_outcome *o)
{
    return o->passed ? _("ok") : o->is_warning ? _("warning") : _("FAILED");
}

static void put_faults(struct buf *out, const struct examples_outcome *o)
{
    if (o->at.file)
        buf_printf(out, "        %s:%u\n", o->at.file, o->at.line);
    for (size_t i = 0; i < o->fault_count; i++) {
        const struct examples_fault *f = &o->faults[i];
        buf_puts(out, "        ");
        buf_printf(out, _("%s: expected %s, found %s"),
                   f->field && *f->field ? f->field : _("the case"), f->expected, f->found);
        buf_putc(out, '\n');
    }
}

static void put_outcome(struct buf *out, const struct examples_outcome *o)
{
    buf_printf(out, "  %s  ", verdict(o));
    if (o->is_check)
        buf_printf(out, "%s ", _("check"));
    buf_puts(out, o->name);
    if (o->zh && *o->zh)
        buf_printf(out, " %s", o->zh);
    if (o->source && *o->source)
        buf_printf(out, "  [%s]", o->source);
    buf_putc(out, '\n');
    if (!o->passed)
        put_faults(out, o);
}

struct counts { /* of the outcomes of one policy */
    size_t cases, cases_failed, checks, checks_failed, checks_warned;
};

/* Counts the outcomes from `first` on that belong to its policy; returns the next one's place.
 */
static size_t count_policy(const struct examples_report *r, size_t first, struct counts *c)
{
    size_t i = first;
    *c = (struct counts){0};
    for (; i < r->count && strcmp(r->outcomes[i].policy, r->outcomes[first].policy) == 0; i++) {
        const struct examples_outcome *o = &r->outcomes[i];
        c->cases += !o->is_check;
        c->cases_failed += !o->is_check && !o->passed;
        c->checks += o->is_check;
        c->checks_failed += o->is_check && !o->passed && !o->is_warning;
        c->checks_warned += o->is_check && !o->passed && o->is_warning;
    }
    return i;
}

static void put_row(struct table *t, const char *policy, const char *zh, const struct counts *c)
{
    table_cell(t, zh ? "%s %s" : "%s", policy, zh);
    table_count(t, c->cases);
    table_count(t, c->cases_failed);
    table_count(t, c->checks);
    table_count(t, c->checks_failed);
    table_count(t, c->checks_warned);
}

static void put_counts(struct buf *out, const struct examples_report *r)
{
    struct table t;
    struct counts c;
    table_init(&t, "lrrrrr");
    const char *heads[] = {_("policy"), _("cases"),  _("failed"),
                           _("checks"), _("failed"), _("warnings")};
    for (size_t i = 0; i < 6; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < r->count;) {
        const struct examples_outcome *o = &r->outcomes[i];
        i = count_policy(r, i, &c);
        put_row(&t, o->policy, o->policy_zh, &c);
    }
    if (r->count)
        table_put(&t, out);
    table_fini(&t);
}

void test_report_put(struct buf *out, const struct examples_report *r, bool all)
{
    const char *policy = "";
    bool any = false;
    for (size_t i = 0; i < r->count; i++) {
        const struct examples_outcome *o = &r->outcomes[i];
        if (o->passed && !all)
            continue;
        if (strcmp(policy, o->policy) != 0)
            buf_printf(out, "%s\n", o->policy);
        policy = o->policy;
        put_outcome(out, o);
        any = true;
    }
    if (any)
        buf_putc(out, '\n');
    put_counts(out, r);
    buf_printf(out, _("%zu cases, %zu failed; %zu checks, %zu failed, %zu warnings\n"),
               r->cases, r->cases_failed, r->checks, r->checks_failed, r->checks_warned);
}

static void put_outcome_json(struct buf *b, const struct examples_outcome *o)
{
    buf_printf(b, "{\"kind\":\"%s\",\"passed\":%s,\"warning\":%s,\"line\":%u,",
               o->is_check ? "check" : "case", o->passed ? "true" : "false",
               o->is_warning ? "true" : "false", o->at.line);
    const char *const keys[] = {"policy", "name", "zh", "source", "file"};
    const char *texts[] = {o->policy, o->name, o->zh, o->source, o->at.file};
    for (size_t i = 0; i < 5; i++) {
        buf_json_member(b, keys[i], texts[i]);
        buf_putc(b, ',');
    }
    buf_puts(b, "\"faults\":[");
    for (size_t i = 0; i < o->fault_count; i++) {
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "field", o->faults[i].field);
        buf_putc(b, ',');
        buf_json_member(b, "expected", o->faults[i].expected);
        buf_putc(b, ',');
        buf_json_member(b, "found", o->faults[i].found);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

static void put_levels_json(struct buf *out, const struct examples_report *r)
{
    struct counts c;
    for (size_t i = 0; i < r->count;) {
        const struct examples_outcome *o = &r->outcomes[i];
        buf_puts(out, i ? ",{" : "{");
        i = count_policy(r, i, &c);
        buf_json_member(out, "policy", o->policy);
        buf_putc(out, ',');
        buf_json_member(out, "zh", o->policy_zh);
        buf_printf(out,
                   ",\"cases\":%zu,\"cases_failed\":%zu,\"checks\":%zu,\"checks_failed\":%zu,"
                   "\"checks_warned\":%zu}",
                   c.cases, c.cases_failed, c.checks, c.checks_failed, c.checks_warned);
    }
}

void test_report_json(struct buf *out, const struct examples_report *r)
{
    buf_printf(out,
               "{\"cases\":%zu,\"cases_failed\":%zu,\"checks\":%zu,\"checks_failed\":%zu,"
               "\"checks_warned\":%zu,\"levels\":[",
               r->cases, r->cases_failed, r->checks, r->checks_failed, r->checks_warned);
    put_levels_json(out, r);
    buf_puts(out, "],\"outcomes\":[");
    for (size_t i = 0; i < r->count; i++) {
        if (i)
            buf_putc(out, ',');
        put_outcome_json(out, &r->outcomes[i]);
    }
    buf_puts(out, "]}\n");
}
