/* check_report.c - a policy at a glance. */
#include "report/check_report.h"

#include <string.h>
#include "report/source_report.h"
#include "report/table.h"
#include "value/date.h"

struct counts {
    size_t inputs, variables, results, benefits, formulas;
};

static struct counts count_fields(const struct model *m)
{
    struct counts c = {0};
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->kind == FIELD_INPUT) {
            c.inputs++;
            continue;
        }
        c.variables += !f->is_hidden;
        c.results += f->is_result;
        c.benefits += f->is_benefit;
        for (uint16_t k = 0; k < f->formula_count; k++)
            c.formulas += !f->formulas[k].ended; /* an end is no formula */
    }
    return c;
}

static const struct formula *formula_of(const struct model *m, const struct vecinfo_formula *v)
{
    return &m->fields[v->field].formulas[v->formula];
}

static void put_from(struct buf *out, int32_t from)
{
    if (from == DATE_ALWAYS)
        buf_puts(out, _("always"));
    else
        date_put(out, from);
}

/* "fast" or "lua", "-" where no formula is in force. */
static const char *engine_of(const struct vecinfo_formula *f)
{
    return f->is_ended ? "-" : f->is_fast ? "fast" : "lua";
}

/* Why formulas are left to Lua: a note each, never an error. */
static void put_slow(struct buf *out, const struct model *m, const struct vecinfo *v)
{
    if (v->slow)
        buf_printf(out, "\n%s\n", _("left to Lua, which is slower and gives the same results"));
    for (size_t i = 0; i < v->count; i++) {
        const struct vecinfo_formula *f = &v->formulas[i];
        if (f->is_fast || f->is_ended)
            continue;
        const struct field *field = &m->fields[f->field];
        buf_printf(out, "  %s:%u:%u: %s.%s: %s\n", f->at.file ? f->at.file : "", f->at.line,
                   f->at.column, m->entities[field->entity].name, field->name, f->why);
    }
}

static void put_formulas(struct buf *out, const struct model *m, const struct vecinfo *v)
{
    struct table t;
    struct buf text;
    table_init(&t, "llllll");
    buf_init(&text);
    table_text(&t, _("formula"));
    table_text(&t, _("from"));
    table_text(&t, _("engine"));
    table_text(&t, _("lanes"));
    table_text(&t, _("doubt"));
    table_text(&t, _("place"));
    for (size_t i = 0; i < v->count; i++) {
        const struct vecinfo_formula *f = &v->formulas[i];
        const struct field *field = &m->fields[f->field];
        const struct formula *formula = formula_of(m, f);
        buf_clear(&text);
        put_from(&text, formula->from);
        table_cell(&t, "%s.%s", m->entities[field->entity].name, field->name);
        table_text(&t, text.data);
        table_text(&t, engine_of(f));
        buf_clear(&text);
        if (f->is_fast)
            vecinfo_put_lanes(f, &text);
        table_text(&t, f->is_fast ? text.data : "-");
        table_text(&t, !f->is_fast ? "-" : f->has_doubt ? _("tested") : _("none"));
        table_cell(&t, "%s:%u", formula->at.file ? formula->at.file : "", formula->at.line);
    }
    buf_putc(out, '\n');
    table_put(&t, out);
    put_slow(out, m, v);
    buf_fini(&text);
    table_fini(&t);
}

static const char *outcome_name(const struct check_result *r)
{
    if (r->outcome == CHECK_HOLDS)
        return _("ok");
    return r->check->is_warning ? _("warning") : _("FAILED");
}

/* A check that holds in every month takes one line; every failure takes its own. */
static void put_checks(struct buf *out, const struct check_results *checks)
{
    if (checks->count == 0)
        return;
    buf_printf(out, "\n%s\n", _("checks of parameters"));
    for (size_t i = 0; i < checks->count; i++) {
        const struct check_result *r = &checks->items[i];
        bool again = i > 0 && checks->items[i - 1].check == r->check &&
                     checks->items[i - 1].outcome == CHECK_HOLDS;
        if (r->outcome == CHECK_HOLDS && again)
            continue;
        buf_printf(out, "  %s  %s%s%s  ", outcome_name(r), r->check->name,
                   r->check->zh ? " " : "", r->check->zh ? r->check->zh : "");
        month_put(out, r->month);
        if (r->outcome != CHECK_HOLDS)
            buf_printf(out, ": %s", r->message);
        buf_putc(out, '\n');
    }
}

void check_report_put(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                      const struct check_results *checks)
{
    const struct model *m = p->model;
    struct counts c = count_fields(m);
    buf_printf(out, "%s%s%s\n", m->name, m->zh ? " " : "", m->zh ? m->zh : "");
    buf_printf(out, _("identity %s\n"), m->identity);
    buf_printf(out,
               _("%zu inputs, %zu variables (%zu results, %zu benefits), %zu formulas "
                 "(%zu fast), %zu parameters, %zu checks, %zu scenarios, %zu cases\n"),
               c.inputs, c.variables, c.results, c.benefits, c.formulas, engines->fast,
               m->parameter_count, m->check_count, m->scenario_count, m->example_count);
    if (m->indicator_count || m->figure_count)
        buf_printf(out, _("%zu indicators, %zu published figures\n"), m->indicator_count,
                   m->figure_count);
    put_formulas(out, m, engines);
    source_report_text(out, m);
    put_checks(out, checks);
}

/* --- JSON --- */

static void put_place(struct buf *b, const struct place *at)
{
    buf_json_member(b, "file", at->file);
    buf_printf(b, ",\"line\":%u,\"column\":%u", at->line, at->column);
}

static void json_engine(struct buf *b, const struct vecinfo_formula *f)
{
    buf_printf(b, "\"engine\":\"%s\",", f->is_fast ? "fast" : "lua");
    if (f->is_fast) {
        buf_puts(b, "\"lanes\":\"");
        vecinfo_put_lanes(f, b);
        buf_printf(b, "\",\"doubt\":%s,", f->has_doubt ? "true" : "false");
    }
    buf_json_member(b, "because", f->why);
    if (f->why) {
        buf_puts(b, ",\"because_at\":{");
        put_place(b, &f->at);
        buf_putc(b, '}');
    }
    buf_putc(b, ',');
}

static void json_formulas(struct buf *b, const struct model *m, const struct vecinfo *v)
{
    buf_puts(b, ",\"formulas\":[");
    for (size_t i = 0; i < v->count; i++) {
        const struct vecinfo_formula *f = &v->formulas[i];
        const struct field *field = &m->fields[f->field];
        const struct formula *formula = formula_of(m, f);
        buf_printf(b, "%s{\"name\":\"%s.%s\",\"from\":", i ? "," : "",
                   m->entities[field->entity].name, field->name);
        if (formula->from == DATE_ALWAYS) {
            buf_puts(b, "null,");
        } else {
            buf_putc(b, '"');
            date_put(b, formula->from);
            buf_puts(b, "\",");
        }
        buf_printf(b, "\"ended\":%s,", formula->ended ? "true" : "false");
        json_engine(b, f);
        put_place(b, &formula->at);
        buf_putc(b, '}');
    }
    buf_printf(b, "],\"fast\":%zu,\"slow\":%zu", v->fast, v->slow);
}

static void json_checks(struct buf *b, const struct check_results *checks)
{
    static const char *const outcomes[] = {"holds", "fails", "error"};
    buf_puts(b, ",\"checks\":[");
    for (size_t i = 0; i < checks->count; i++) {
        const struct check_result *r = &checks->items[i];
        buf_puts(b, i ? ",{" : "{");
        buf_json_member(b, "name", r->check->name);
        buf_putc(b, ',');
        buf_json_member(b, "zh", r->check->zh);
        buf_printf(b, ",\"warning\":%s,\"month\":\"", r->check->is_warning ? "true" : "false");
        month_put(b, r->month);
        buf_printf(b, "\",\"outcome\":\"%s\",", outcomes[r->outcome]);
        buf_json_member(b, "message", r->message);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void json_messages(struct buf *b, const struct diag *d)
{
    static const char *const levels[] = {"error", "warning", "note"};
    buf_puts(b, ",\"messages\":[");
    for (size_t i = 0; d && i < d->count; i++) {
        const struct diag_item *item = &d->items[i];
        buf_printf(b, "%s{\"level\":\"%s\",", i ? "," : "", levels[item->level]);
        put_place(b, &item->at);
        buf_putc(b, ',');
        buf_json_member(b, "field", item->at.field);
        buf_putc(b, ',');
        buf_json_member(b, "text", item->text);
        buf_putc(b, ',');
        buf_json_member(b, "hint", item->hint);
        buf_putc(b, '}');
    }
    buf_putc(b, ']');
}

static void json_lints(struct buf *b, const struct lints *l)
{
    static const char *const levels[] = {"error", "warning", "note"};
    buf_puts(b, ",\"lints\":[");
    for (size_t i = 0; i < l->count; i++) {
        const struct lint *one = &l->items[i];
        buf_printf(b, "%s{\"lint\":\"%s\",\"level\":\"%s\",", i ? "," : "", lint_name(one->id),
                   levels[one->level]);
        put_place(b, &one->at);
        buf_putc(b, ',');
        buf_json_member(b, "text", one->text);
        buf_putc(b, ',');
        buf_json_member(b, "hint", one->hint);
        buf_putc(b, '}');
    }
    buf_printf(b, "],\"lints_meant\":%zu", l->meant);
}

void check_report_json(struct buf *out, const struct policy *p, const struct vecinfo *engines,
                       const struct check_results *checks,
                       const struct placeholders *placeholders, const struct lints *lints,
                       const struct diag *d)
{
    buf_putc(out, '{');
    buf_json_member(out, "policy", p ? p->model->name : NULL);
    if (p) {
        const struct model *m = p->model;
        struct counts c = count_fields(m);
        buf_putc(out, ',');
        buf_json_member(out, "zh", m->zh);
        buf_putc(out, ',');
        buf_json_member(out, "identity", m->identity);
        buf_printf(out,
                   ",\"inputs\":%zu,\"variables\":%zu,\"results\":%zu,\"benefits\":%zu,"
                   "\"parameters\":%zu,\"scenarios\":%zu,\"cases\":%zu,\"indicators\":%zu,"
                   "\"figures\":%zu",
                   c.inputs, c.variables, c.results, c.benefits, m->parameter_count,
                   m->scenario_count, m->example_count, m->indicator_count, m->figure_count);
        buf_puts(out, ",\"sources\":");
        source_report_json(out, m);
        json_formulas(out, m, engines);
        json_checks(out, checks);
        if (placeholders) {
            buf_puts(out, ",\"placeholders\":");
            placeholders_json(out, placeholders);
        }
        if (lints)
            json_lints(out, lints);
    }
    json_messages(out, d);
    buf_puts(out, "}\n");
}
