/* journal_report.c - the journal as a table and as lines of JSON. */
#include "report/run_report.h"

#include <string.h>
#include "report/table.h"

void run_report_journal(struct buf *out, const struct journal_entry *list, size_t n)
{
    struct table t;
    if (n == 0) {
        buf_printf(out, "%s\n", _("nothing was recorded yet"));
        return;
    }
    table_init(&t, "rlrllll");
    const char *heads[] = {_("entry"), _("kind"), _("of"),    _("time"),
                           _("who"),   _("hash"), _("reason")};
    for (size_t i = 0; i < 7; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < n; i++) {
        const struct journal_entry *e = &list[i];
        table_count(&t, e->number);
        table_text(&t, _(journal_kind_name(e->kind)));
        table_count(&t, e->subject);
        table_text(&t, e->time);
        table_text(&t, e->who);
        table_cell(&t, "%.12s", e->hash);
        table_text(&t, e->reason);
    }
    table_put(&t, out);
    table_fini(&t);
}

static void put_text(struct buf *b, const char *key, const char *text)
{
    buf_printf(b, ",\"%s\":", key);
    buf_json_string(b, text ? text : "", text ? strlen(text) : 0);
}

void run_report_journal_json(struct buf *out, const struct journal_entry *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct journal_entry *e = &list[i];
        buf_printf(out, "{\"entry\":%llu", (unsigned long long)e->number);
        put_text(out, "kind", journal_kind_name(e->kind));
        buf_printf(out, ",\"subject\":%llu", (unsigned long long)e->subject);
        put_text(out, "time", e->time);
        put_text(out, "who", e->who);
        put_text(out, "reason", e->reason);
        buf_printf(out, ",\"details\":%s", e->details && *e->details ? e->details : "{}");
        put_text(out, "digest", e->digest);
        put_text(out, "previous", e->previous);
        put_text(out, "hash", e->hash);
        buf_puts(out, "}\n");
    }
}
