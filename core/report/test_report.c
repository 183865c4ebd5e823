/* test_report.c - one line a case, the faults of those that failed below theirs, then the
 * counts. */
#include "report/test_report.h"

#include <string.h>

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

void test_report_put(struct buf *out, const struct examples_report *r)
{
    const char *policy = "";
    for (size_t i = 0; i < r->count; i++) {
        const struct examples_outcome *o = &r->outcomes[i];
        if (strcmp(policy, o->policy) != 0)
            buf_printf(out, "%s\n", o->policy);
        policy = o->policy;
        put_outcome(out, o);
    }
    buf_printf(out, _("%zu cases, %zu failed; %zu checks, %zu failed, %zu warnings\n"),
               r->cases, r->cases_failed, r->checks, r->checks_failed, r->checks_warned);
}

static void put_text(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, "\"%s\":", key);
    if (text)
        buf_json_string(b, text, strlen(text));
    else
        buf_puts(b, "null");
}

static void put_outcome_json(struct buf *b, const struct examples_outcome *o)
{
    buf_printf(b, "{\"kind\":\"%s\",\"passed\":%s,\"warning\":%s,\"line\":%u,",
               o->is_check ? "check" : "case", o->passed ? "true" : "false",
               o->is_warning ? "true" : "false", o->at.line);
    const char *const keys[] = {"policy", "name", "zh", "source", "file"};
    const char *texts[] = {o->policy, o->name, o->zh, o->source, o->at.file};
    for (size_t i = 0; i < 5; i++) {
        put_text(b, keys[i], texts[i]);
        buf_putc(b, ',');
    }
    buf_puts(b, "\"faults\":[");
    for (size_t i = 0; i < o->fault_count; i++) {
        buf_puts(b, i ? ",{" : "{");
        put_text(b, "field", o->faults[i].field);
        buf_putc(b, ',');
        put_text(b, "expected", o->faults[i].expected);
        buf_putc(b, ',');
        put_text(b, "found", o->faults[i].found);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}");
}

void test_report_json(struct buf *out, const struct examples_report *r)
{
    buf_printf(out,
               "{\"cases\":%zu,\"cases_failed\":%zu,\"checks\":%zu,\"checks_failed\":%zu,"
               "\"checks_warned\":%zu,\"outcomes\":[",
               r->cases, r->cases_failed, r->checks, r->checks_failed, r->checks_warned);
    for (size_t i = 0; i < r->count; i++) {
        if (i)
            buf_putc(out, ',');
        put_outcome_json(out, &r->outcomes[i]);
    }
    buf_puts(out, "]}\n");
}
