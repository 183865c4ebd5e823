/* explain_evidence.c - what registers said about the household, behind an explanation. */
#include "report/explain_report.h"

#include <string.h>
#include "base/clock.h"
#include "report/html.h"
#include "report/table.h"
#include "value/date.h"

enum { DAY_SECONDS = 86400, COLUMNS = 7 };

static const char *const heads[COLUMNS] = {
    N_("register"), N_("member"),           N_("fact"), N_("register says"), N_("its number"),
    N_("valid"),    N_("what became of it")};

static void put_validity(struct buf *out, const struct register_fact *f)
{
    date_put(out, (int32_t)((f->answered_s + CLOCK_CHINA_SECONDS) / DAY_SECONDS));
    buf_puts(out, f->is_expired ? _(", expired ") : _(", until "));
    date_put(out, f->expires);
}

/* One row's cells into out, NUL-terminated each. */
static void put_cells(struct buf *out, const struct register_fact *f)
{
    const char *fact = *f->zh ? f->zh : f->fact;
    buf_printf(out, "%s%c%s%c%s%c%s%c%s%c", f->source, 0, f->where, 0, fact, 0,
               *f->fact ? f->said : _("not there"), 0, f->number, 0);
    put_validity(out, f);
    buf_putc(out, '\0');
    buf_puts(out, f->is_used ? _(evidence_how_name(f->how)) : "");
    buf_putc(out, '\0');
}

void explain_evidence_text(struct buf *out, const struct explanation *e)
{
    struct table t;
    if (e->evidence.count == 0)
        return;
    buf_printf(out, "\n%s\n", _("what registers said"));
    table_init(&t, "lllrlll");
    for (int i = 0; i < COLUMNS; i++)
        table_text(&t, _(heads[i]));
    for (size_t i = 0; i < e->evidence.count; i++) {
        struct buf cells;
        buf_init(&cells);
        put_cells(&cells, &e->evidence.list[i]);
        const char *at = buf_ok(&cells) ? cells.data : NULL;
        for (int k = 0; k < COLUMNS; k++) {
            table_text(&t, at);
            at = at ? at + strlen(at) + 1 : NULL;
        }
        buf_fini(&cells);
    }
    table_put(&t, out);
    table_fini(&t);
}

void explain_evidence_html(struct buf *out, const struct explanation *e)
{
    if (e->evidence.count == 0)
        return;
    buf_puts(out, "<h2>");
    html_text(out, _("what registers said"));
    buf_puts(out, "</h2>\n<table><tr>");
    for (int i = 0; i < COLUMNS; i++) {
        buf_puts(out, "<th>");
        html_text(out, _(heads[i]));
        buf_puts(out, "</th>");
    }
    buf_puts(out, "</tr>\n");
    for (size_t i = 0; i < e->evidence.count; i++) {
        struct buf cells;
        buf_init(&cells);
        put_cells(&cells, &e->evidence.list[i]);
        const char *at = buf_ok(&cells) ? cells.data : NULL;
        buf_puts(out, "<tr>");
        for (int k = 0; k < COLUMNS && at; k++, at += strlen(at) + 1) {
            buf_puts(out, "<td>");
            html_text(out, at);
            buf_puts(out, "</td>");
        }
        buf_puts(out, "</tr>\n");
        buf_fini(&cells);
    }
    buf_puts(out, "</table>\n");
}

static void json_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, "\"%s\":", key);
    buf_json_string(out, text, strlen(text));
    buf_putc(out, ',');
}

void explain_evidence_json(struct buf *out, const struct explanation *e)
{
    buf_puts(out, ",\"evidence\":[");
    for (size_t i = 0; i < e->evidence.count; i++) {
        const struct register_fact *f = &e->evidence.list[i];
        buf_puts(out, i ? ",{" : "{");
        json_text(out, "source", f->source);
        json_text(out, "member", f->where);
        json_text(out, "fact", f->fact);
        json_text(out, "said", f->said);
        json_text(out, "number", f->number);
        buf_puts(out, "\"answered\":\"");
        date_put(out, (int32_t)((f->answered_s + CLOCK_CHINA_SECONDS) / DAY_SECONDS));
        buf_puts(out, "\",\"expires\":\"");
        date_put(out, f->expires);
        buf_printf(out, "\",\"expired\":%s,\"used\":", f->is_expired ? "true" : "false");
        if (f->is_used)
            buf_json_string(out, evidence_how_name(f->how), strlen(evidence_how_name(f->how)));
        else
            buf_puts(out, "null");
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}
