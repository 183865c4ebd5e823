/* push_report.c - one push when it ends, and the log of all. */
#include "report/push_report.h"

#include <string.h>
#include "report/table.h"
#include "run/summary.h"

static void put_json(struct buf *out, const struct push_result *r, bool dry_run)
{
    buf_printf(out, "{\"what\":\"%s\",\"month\":\"%s\",\"%s\":\"%s\"",
               r->payments ? "payments" : "determinations", r->month,
               r->payments ? "list" : "determination", r->subject);
    buf_printf(out, ",\"batches\":%llu,\"rows\":%llu,\"sum\":", (unsigned long long)r->batches,
               (unsigned long long)r->rows);
    if (r->payments)
        summary_put_fen(out, r->fen);
    else
        buf_puts(out, "null");
    buf_printf(out, ",\"acknowledged\":%llu,\"acknowledged_before\":%llu",
               (unsigned long long)r->acknowledged, (unsigned long long)r->before);
    buf_printf(out, ",\"pushed_before\":%s,\"dry_run\":%s}\n",
               r->complete_before ? "true" : "false", dry_run ? "true" : "false");
}

static void put_subject(struct buf *out, const struct push_result *r)
{
    if (r->payments)
        buf_printf(out, _("payments for %s, list %.12s"), r->month, r->subject);
    else
        buf_printf(out, _("determinations for %s, %s"), r->month, r->subject);
    buf_puts(out, ": ");
}

void push_report(struct buf *out, const struct push_result *r, bool dry_run, bool as_json)
{
    if (as_json) {
        put_json(out, r, dry_run);
        return;
    }
    put_subject(out, r);
    if (r->complete_before) {
        buf_puts(out, _("pushed before and acknowledged as a whole; nothing was done\n"));
        return;
    }
    buf_printf(out, _("batches: %llu, rows: %llu"), (unsigned long long)r->batches,
               (unsigned long long)r->rows);
    if (r->payments) {
        buf_puts(out, ", ");
        table_put_fen(out, r->fen);
        buf_printf(out, " %s", _("yuan"));
    }
    if (dry_run && r->before == 0)
        buf_puts(out, _("; nothing was sent\n"));
    else
        buf_printf(out, _("; acknowledged: %llu, of these before: %llu\n"),
                   (unsigned long long)r->acknowledged, (unsigned long long)r->before);
}

static void log_json(struct buf *out, const struct push_log *l)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct push_entry *e = &l->entries[i];
        if (!e->planned)
            continue;
        buf_printf(out, "{\"push\":%u,\"what\":\"%s\",\"month\":\"%s\",\"subject\":\"%s\"",
                   e->number, e->what, e->month, e->subject);
        buf_printf(out, ",\"time\":\"%s\",\"batches\":%llu,\"acknowledged\":%llu", e->time,
                   (unsigned long long)e->batches, (unsigned long long)e->acknowledged_count);
        buf_printf(out, ",\"rows\":%llu,\"sum\":%s,\"to\":", (unsigned long long)e->rows,
                   e->sum[0] ? e->sum : "null");
        buf_json_string(out, e->to, strlen(e->to));
        buf_puts(out, "}\n");
    }
}

void push_report_log(struct buf *out, const struct push_log *l, bool as_json)
{
    struct table t;
    const char *heads[] = {
        _("push"),         _("what"), _("month"), _("list or run"), _("batches"),
        _("acknowledged"), _("rows"), _("yuan"),  _("begun"),       _("to")};
    if (as_json) {
        log_json(out, l);
        return;
    }
    if (l->count == 0) {
        buf_puts(out, _("nothing was pushed yet\n"));
        return;
    }
    table_init(&t, "rlllrrrrll");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < l->count; i++) {
        const struct push_entry *e = &l->entries[i];
        if (!e->planned)
            continue;
        table_count(&t, e->number);
        table_text(&t, e->what);
        table_text(&t, e->month);
        table_cell(&t, "%.12s", e->subject);
        table_count(&t, e->batches);
        table_count(&t, e->acknowledged_count);
        table_count(&t, e->rows);
        table_text(&t, e->sum);
        table_text(&t, e->time);
        table_text(&t, e->to);
    }
    table_put(&t, out);
    table_fini(&t);
}
