/* pay_batches.c - what was recorded: one batch just now, and all of them. */
#include "report/pay_report.h"

#include <string.h>
#include "report/table.h"
#include "run/summary.h"
#include "value/date.h"

static void put_line(struct table *t, const char *what, const struct pay_record_sum *s)
{
    if (s->lines == 0)
        return;
    table_text(t, what);
    table_count(t, s->lines);
    table_fen(t, s->fen);
}

void pay_report_record(struct buf *out, const struct pay_record_result *r)
{
    struct table t;
    if (r->before) {
        buf_printf(out, _("this file is recorded already, as batch %u: nothing to do\n"),
                   r->before);
        return;
    }
    if (r->batch)
        buf_printf(out, _("batch %u, list %.12s\n"), r->batch, r->list);
    else
        buf_printf(out, _("nothing was recorded; list %.12s\n"), r->list);
    table_init(&t, "lrr");
    table_text(&t, r->batch || !r->refused ? _("recorded") : _("would be recorded"));
    table_text(&t, _("payments"));
    table_text(&t, _("yuan"));
    put_line(&t, _("paid"), &r->by_status[BANK_PAID]);
    put_line(&t, _("came back"), &r->by_status[BANK_RETURNED]);
    put_line(&t, _("not paid: failed"), &r->by_status[BANK_FAILED]);
    put_line(&t, _("paid back by households"), &r->by_status[BANK_REPAID]);
    put_line(&t, _("withheld as a whole"), &r->withheld);
    put_line(&t, _("on the list, not reported yet"), &r->open);
    if (t.cells > 3)
        table_put(&t, out);
    table_fini(&t);
    if (r->refused)
        buf_printf(out, _("%llu lines of the report were refused\n"),
                   (unsigned long long)r->refused);
}

static void put_json_sum(struct buf *out, const char *key, const struct pay_record_sum *s)
{
    buf_printf(out, ",\"%s\":{\"lines\":%llu,\"sum\":", key, (unsigned long long)s->lines);
    summary_put_fen(out, s->fen);
    buf_putc(out, '}');
}

void pay_report_record_json(struct buf *out, const struct pay_record_result *r)
{
    buf_printf(out, "{\"batch\":%u,\"recorded_before_as\":%u,\"list\":\"%s\"", r->batch,
               r->before, r->list);
    for (int s = 0; s < BANK_STATUSES; s++)
        put_json_sum(out, bank_status_name((enum bank_status)s), &r->by_status[s]);
    put_json_sum(out, "withheld", &r->withheld);
    put_json_sum(out, "open", &r->open);
    buf_printf(out, ",\"refused\":%llu}\n", (unsigned long long)r->refused);
}

/* --- all batches --- */

static void sums(const struct payment_batch *b, __int128 *out, __int128 *back)
{
    *out = *back = 0;
    for (size_t i = 0; i < b->total_count; i++) {
        *out += b->totals[i].paid_fen;
        *back += b->totals[i].returned_fen;
    }
}

static void put_months(struct buf *out, const struct payment_batch *b)
{
    month_put(out, b->months[0].month);
    if (b->month_count > 1) {
        buf_puts(out, "..");
        month_put(out, b->months[b->month_count - 1].month);
    }
}

void pay_report_batches(struct buf *out, const struct payment_batch *list, size_t n)
{
    struct table t;
    struct buf text;
    const char *heads[] = {_("batch"), _("list of"),  _("covers"), _("paid"),  _("taken off"),
                           _("who"),   _("recorded"), _("source"), _("reason")};
    if (n == 0) {
        buf_printf(out, "%s\n", _("no payments yet"));
        return;
    }
    table_init(&t, "rllrrllll");
    buf_init(&text);
    for (size_t i = 0; i < 9; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < n; i++) {
        const struct payment_batch *b = &list[i];
        __int128 paid, back;
        sums(b, &paid, &back);
        table_cell(&t, "%u", b->id);
        buf_clear(&text);
        month_put(&text, b->paid_in);
        out->failed |= !buf_ok(&text);
        table_text(&t, text.data);
        buf_clear(&text);
        if (b->month_count)
            put_months(&text, b);
        table_text(&t, text.data);
        table_fen(&t, paid);
        table_fen(&t, back);
        out->failed |= !buf_ok(&text);
        table_text(&t, b->who);
        table_text(&t, b->recorded);
        table_text(&t, b->source);
        table_text(&t, b->reason);
    }
    buf_fini(&text);
    table_put(&t, out);
    table_fini(&t);
}

static void put_json_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, ",\"%s\":", key);
    buf_json_string(out, text ? text : "", text ? strlen(text) : 0);
}

void pay_report_batches_json(struct buf *out, const struct payment_batch *list, size_t n)
{
    buf_putc(out, '[');
    for (size_t i = 0; i < n; i++) {
        const struct payment_batch *b = &list[i];
        __int128 paid, back;
        sums(b, &paid, &back);
        buf_printf(out, "%s{\"batch\":%u,\"month\":\"", i ? "," : "", b->id);
        month_put(out, b->paid_in);
        buf_puts(out, "\",\"paid\":");
        summary_put_fen(out, paid);
        buf_puts(out, ",\"taken_off\":");
        summary_put_fen(out, back);
        put_json_text(out, "who", b->who);
        put_json_text(out, "recorded", b->recorded);
        put_json_text(out, "source", b->source);
        put_json_text(out, "source_sha256", b->source_digest);
        put_json_text(out, "reason", b->reason);
        buf_printf(out, ",\"details\":%s}", b->summary && *b->summary ? b->summary : "null");
    }
    buf_puts(out, "]\n");
}
