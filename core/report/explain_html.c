/* explain_html.c - an explanation as one page of HTML without scripts or outside files. Every
 * text is escaped. */
#include "report/explain_report.h"

#include <string.h>
#include "report/html.h"
#include "model/unit.h"
#include "value/date.h"

static void put_buf(struct buf *out, struct buf *text)
{
    html_escape(out, text->data, text->len);
    buf_clear(text);
}

static void put_cells(struct buf *out, const char *kind, struct buf cells[3])
{
    buf_printf(out, "<tr><th>%s</th>", kind);
    for (int i = 0; i < 3; i++) {
        buf_puts(out, i == 1 ? "<td class=n>" : "<td>");
        put_buf(out, &cells[i]);
        buf_puts(out, "</td>");
    }
    buf_puts(out, "</tr>\n");
}

static void put_parameter(struct buf cells[3], const struct explanation *e,
                          const struct trace_event *v)
{
    const struct parameter *p = &e->policy->model->parameters[v->parameter];
    explain_name(&cells[0], p->name, p->zh);
    if (v->key.kind != KIND_NONE) {
        buf_puts(&cells[0], " [");
        explain_value(&cells[0], e, &p->key, &v->key);
        buf_putc(&cells[0], ']');
    }
    explain_value(&cells[1], e, &p->type, &v->result);
    explain_citation(&cells[2], v->in_force);
}

static void put_event(struct buf *out, const struct explanation *e, const struct trace_event *v)
{
    struct buf cells[3];
    const char *kind = _("step");
    for (int i = 0; i < 3; i++)
        buf_init(&cells[i]);
    if (v->kind == TRACE_READ) {
        kind = _("read");
        explain_name(&cells[0], v->cell->path, e->policy->model->fields[v->cell->field].zh);
        explain_cell(&cells[1], e, v->cell);
        explain_origin(&cells[2], v->cell);
    } else if (v->kind == TRACE_PARAMETER) {
        kind = _("law");
        put_parameter(cells, e, v);
    } else {
        kind = v->kind == TRACE_CONDITION ? _("if") : kind;
        explain_source(&cells[0], v);
        explain_value(&cells[1], e, NULL, &v->result);
        if (v->at.file)
            buf_printf(&cells[2], "%s:%u", v->at.file, v->at.line);
    }
    put_cells(out, kind, cells);
    for (int i = 0; i < 3; i++)
        buf_fini(&cells[i]);
}

static void put_cell(struct buf *out, const struct explanation *e, const struct trace_cell *c)
{
    const struct field *f = &e->policy->model->fields[c->field];
    struct buf text;
    char words[64];
    buf_init(&text);
    buf_puts(out, "<details open><summary><b>");
    explain_name(&text, c->path, f->zh);
    put_buf(out, &text);
    buf_puts(out, "</b> = ");
    explain_cell(&text, e, c);
    put_buf(out, &text);
    if (f->unit && c->trap == HM_TRAP_NONE) {
        buf_putc(out, ' ');
        unit_put(&text, f->unit);
        put_buf(out, &text);
    }
    buf_puts(out, "</summary>\n");
    if (f->law) {
        buf_puts(out, "<p>");
        html_escape(out, f->law, strlen(f->law));
        buf_puts(out, "</p>\n");
    }
    buf_puts(out, "<table>\n");
    const struct trace_event *before = NULL;
    for (const struct trace_event *v = c->events; v; before = v, v = v->next)
        if (explain_tells(before, v))
            put_event(out, e, v);
    if (explain_rounding(e, c, words, sizeof words)) {
        buf_printf(out, "<tr><th>%s</th><td>", _("round"));
        explain_value(&text, e, NULL, &c->exact);
        put_buf(out, &text);
        buf_puts(out, "</td><td class=n>");
        explain_value(&text, e, NULL, &c->value);
        put_buf(out, &text);
        buf_printf(out, "</td><td>%s</td></tr>\n", words);
    }
    buf_puts(out, "</table></details>\n");
    buf_fini(&text);
}

void explain_html(struct buf *out, const struct explanation *e)
{
    const struct model *m = e->policy->model;
    struct str id = column_text(&e->frame.entities[e->agenda.root].id, e->row);
    struct buf title;
    buf_init(&title);
    buf_printf(&title, "%.*s ", (int)id.n, id.p);
    month_put(&title, e->month);
    buf_putc(&title, ' ');
    explain_name(&title, m->name, m->zh);
    buf_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\"><title>",
               i18n_is_chinese() ? "zh-CN" : "en");
    html_escape(out, title.data, title.len);
    buf_puts(out,
             "</title>\n<style>body{font-family:sans-serif;max-width:70em;margin:2em auto}"
             "table{border-collapse:collapse;margin:.5em 1em 1em}"
             "td,th{padding:.1em .6em;text-align:left;vertical-align:top}"
             "th{font-weight:normal;color:#666}td.n{text-align:right}"
             "p{color:#444;margin:.3em 1em}summary{cursor:pointer}</style></head><body>\n<h1>");
    put_buf(out, &title);
    buf_puts(out, "</h1>\n<p>");
    explain_origin_of_run(&title, e);
    put_buf(out, &title);
    buf_puts(out, "</p>\n");
    for (size_t i = 0; i < e->shown_count; i++)
        put_cell(out, e, e->shown[i]);
    explain_evidence_html(out, e);
    buf_puts(out, "</body></html>\n");
    buf_fini(&title);
}
