/* quality_report.c - a line a check that is made, errors first. */
#include "report/quality_report.h"

#include <string.h>
#include "report/table.h"
#include "value/date.h"

static void put_summary(struct buf *out, const struct quality_report *r)
{
    month_put(out, r->month);
    buf_puts(out, ": ");
    table_put_count(out, r->households);
    buf_puts(out, _(" households, "));
    table_put_count(out, r->members);
    buf_puts(out, _(" members; "));
    table_put_count(out, r->refused);
    buf_puts(out, _(" households with errors, "));
    table_put_count(out, r->listed);
    buf_puts(out, _(" with warnings only\n"));
}

/* Answers that have expired are asked for again by `huimin verify`. */
static void put_registers(struct buf *out, const struct quality_report *r)
{
    struct table t;
    if (r->register_count == 0)
        return;
    table_init(&t, "lrrrr");
    table_text(&t, _("register"));
    table_text(&t, _("rows"));
    table_text(&t, _("still counts"));
    table_text(&t, _("expired"));
    table_text(&t, _("no answer"));
    for (size_t i = 0; i < r->register_count; i++) {
        const struct register_age *a = &r->registers[i];
        table_text(&t, a->source);
        table_count(&t, a->keyed);
        table_count(&t, a->current);
        table_count(&t, a->expired);
        table_count(&t, a->never);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
}

void quality_report_text(struct buf *out, const struct quality_report *r)
{
    struct table t;
    put_summary(out, r);
    if (!r->rules.is_on) {
        buf_puts(out, _("the policy names no checks of data\n"));
        put_registers(out, r);
        return;
    }
    table_init(&t, "lllrl");
    table_text(&t, _("check"));
    table_text(&t, "");
    table_text(&t, _("severity"));
    table_text(&t, _("found"));
    table_text(&t, _("for example"));
    for (int severity = QUALITY_ERROR; severity > QUALITY_OFF; severity--)
        for (int i = 0; i < QUALITY_COUNT; i++) {
            if ((int)r->rules.severity[i] != severity)
                continue;
            table_text(&t, quality_word((enum quality_check)i));
            table_text(&t, r->rules.label[i]);
            table_text(&t, severity == QUALITY_ERROR ? _("error") : _("warning"));
            table_count(&t, r->found[i]);
            table_text(&t, r->examples[i][0]);
        }
    buf_putc(out, '\n');
    table_put(&t, out);
    table_fini(&t);
    put_registers(out, r);
}

static void put_text(struct buf *out, const char *key, const char *text)
{
    buf_puts(out, key);
    buf_json_string(out, text, strlen(text));
}

static void put_check(struct buf *out, const struct quality_report *r, int i)
{
    put_text(out, "{\"check\":", quality_word((enum quality_check)i));
    put_text(out, ",\"label\":", r->rules.label[i]);
    put_text(out,
             ",\"severity\":", r->rules.severity[i] == QUALITY_ERROR ? "error" : "warning");
    buf_printf(out, ",\"found\":%llu,\"examples\":[", (unsigned long long)r->found[i]);
    for (int k = 0; k < QUALITY_EXAMPLES && r->examples[i][k]; k++)
        put_text(out, k ? "," : "", r->examples[i][k]);
    buf_puts(out, "]}");
}

void quality_report_json(struct buf *out, const struct quality_report *r)
{
    const char *comma = "";
    buf_puts(out, "{\"month\":\"");
    month_put(out, r->month);
    buf_printf(out,
               "\",\"households\":%llu,\"members\":%llu,\"with_errors\":%llu,"
               "\"with_warnings\":%llu,\"checks\":[",
               (unsigned long long)r->households, (unsigned long long)r->members,
               (unsigned long long)r->refused, (unsigned long long)r->listed);
    for (int i = 0; i < QUALITY_COUNT; i++) {
        if (r->rules.severity[i] == QUALITY_OFF)
            continue;
        buf_puts(out, comma);
        put_check(out, r, i);
        comma = ",";
    }
    buf_puts(out, "],\"registers\":[");
    for (size_t i = 0; i < r->register_count; i++) {
        const struct register_age *a = &r->registers[i];
        put_text(out, i ? ",{\"source\":" : "{\"source\":", a->source);
        buf_printf(out, ",\"rows\":%llu,\"current\":%llu,\"expired\":%llu,\"never\":%llu}",
                   (unsigned long long)a->keyed, (unsigned long long)a->current,
                   (unsigned long long)a->expired, (unsigned long long)a->never);
    }
    buf_puts(out, "]}\n");
}
