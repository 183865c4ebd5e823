/* explain_text.c - an explanation for the terminal. */
#include "report/explain_report.h"

#include <string.h>
#include "report/table.h"
#include "model/unit.h"
#include "value/date.h"

static void put_place(struct buf *out, const struct place *at)
{
    if (at->file)
        buf_printf(out, "%s:%u", at->file, at->line);
}

static void put_read(struct table *t, const struct explanation *e, const struct trace_event *v)
{
    const struct field *f = &e->policy->model->fields[v->cell->field];
    struct buf name, value, note;
    buf_init(&name);
    buf_init(&value);
    buf_init(&note);
    explain_name(&name, v->cell->path, f->zh);
    explain_cell(&value, e, v->cell);
    explain_origin(&note, v->cell);
    table_cell(t, "    %s", _("read"));
    table_text(t, name.data);
    table_text(t, value.data);
    table_text(t, note.data);
    buf_fini(&name);
    buf_fini(&value);
    buf_fini(&note);
}

static void put_parameter(struct table *t, const struct explanation *e,
                          const struct trace_event *v)
{
    const struct parameter *p = &e->policy->model->parameters[v->parameter];
    struct buf name, value, note;
    buf_init(&name);
    buf_init(&value);
    buf_init(&note);
    buf_puts(&name, p->name);
    if (v->key.kind != KIND_NONE) {
        buf_putc(&name, '[');
        explain_value(&name, e, &p->key, &v->key);
        buf_putc(&name, ']');
    }
    if (p->zh)
        buf_printf(&name, " %s", p->zh);
    if (p->kind == PARAMETER_COMPARISON && v->in_force)
        buf_printf(&value, "%s ", comparison_name(v->in_force->op));
    explain_value(&value, e, &p->type, &v->result);
    explain_citation(&note, v->in_force);
    table_cell(t, "    %s", _("law"));
    table_text(t, name.data);
    table_text(t, value.data);
    table_text(t, note.data);
    buf_fini(&name);
    buf_fini(&value);
    buf_fini(&note);
}

static void put_step(struct table *t, const struct explanation *e, const struct trace_event *v)
{
    struct buf text;
    buf_init(&text);
    explain_source(&text, v);
    table_cell(t, "    %s", v->kind == TRACE_CONDITION ? _("if") : _("step"));
    table_text(t, text.data);
    buf_clear(&text);
    explain_value(&text, e, NULL, &v->result);
    table_text(t, text.data);
    buf_clear(&text);
    put_place(&text, &v->at);
    table_text(t, text.data);
    buf_fini(&text);
}

static void put_rounding(struct table *t, const struct explanation *e,
                         const struct trace_cell *c)
{
    char words[64];
    struct buf text;
    if (!explain_rounding(e, c, words, sizeof words))
        return;
    buf_init(&text);
    explain_value(&text, e, NULL, &c->exact);
    table_cell(t, "    %s", _("round"));
    table_text(t, text.data);
    buf_clear(&text);
    explain_value(&text, e, NULL, &c->value);
    table_text(t, text.data);
    table_text(t, words);
    buf_fini(&text);
}

static void put_cell(struct buf *out, const struct explanation *e, const struct trace_cell *c)
{
    const struct field *f = &e->policy->model->fields[c->field];
    struct table t;
    buf_putc(out, '\n');
    explain_name(out, c->path, f->zh);
    buf_puts(out, " = ");
    explain_cell(out, e, c);
    if (f->unit && c->trap == HM_TRAP_NONE) {
        buf_putc(out, ' ');
        unit_put(out, f->unit);
    }
    buf_putc(out, '\n');
    if (f->law)
        buf_printf(out, "    %s: %s\n", _("article"), f->law);
    if (c->origin == TRACE_FORMULA && c->formula.file)
        buf_printf(out, "    %s: %s:%u\n", _("formula"), c->formula.file, c->formula.line);
    else if (c->origin != TRACE_FORMULA) {
        buf_puts(out, "    ");
        explain_origin(out, c);
        buf_putc(out, '\n');
    }
    table_init(&t, "llrl");
    const struct trace_event *before = NULL;
    for (const struct trace_event *v = c->events; v; before = v, v = v->next) {
        if (v->kind == TRACE_READ)
            put_read(&t, e, v);
        else if (v->kind == TRACE_PARAMETER)
            put_parameter(&t, e, v);
        else if (explain_tells(before, v))
            put_step(&t, e, v);
    }
    put_rounding(&t, e, c);
    table_put_plain(&t, out);
    table_fini(&t);
}

void explain_text(struct buf *out, const struct explanation *e)
{
    const struct model *m = e->policy->model;
    struct str id = column_text(&e->frame.entities[e->agenda.root].id, e->row);
    buf_printf(out, "%.*s  ", (int)id.n, id.p);
    month_put(out, e->month);
    buf_puts(out, "  ");
    explain_name(out, m->name, m->zh);
    buf_puts(out, "  ");
    explain_origin_of_run(out, e);
    buf_putc(out, '\n');
    if (e->changes.text.len > 0)
        buf_printf(out, "%s\n%s", _("with changes:"), e->changes.text.data);
    for (size_t i = 0; i < e->shown_count; i++)
        put_cell(out, e, e->shown[i]);
    if (e->trace.truncated)
        buf_printf(out, _("more than %zu steps: the rest is not shown\n"),
                   e->trace.event_count);
    explain_evidence_text(out, e);
}
