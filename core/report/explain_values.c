/* explain_values.c - the words of an explanation, shared by its three forms. */
#include "report/explain_report.h"

#include <ctype.h>
#include <string.h>
#include "report/value_text.h"
#include "value/date.h"

enum { SNIPPET_BYTES = 72 };

void explain_name(struct buf *out, const char *name, const char *zh)
{
    value_text_name(out, name, zh);
}

void explain_origin_of_run(struct buf *out, const struct explanation *e)
{
    if (e->whole)
        buf_printf(out, _("run %u, policy identity %s"), e->record.id,
                   e->whole->model->identity);
    else
        buf_printf(out, _("not of a run, policy identity %s"), e->policy->model->identity);
}

void explain_value(struct buf *out, const struct explanation *e, const struct type *type,
                   const struct value *v)
{
    value_text(out, e->policy->model, type, v);
}

/* Lines of a text joined by ", ". */
static void put_joined(struct buf *out, const char *lines)
{
    while (*lines) {
        size_t n = strcspn(lines, "\n");
        buf_put(out, lines, n);
        lines += n + (lines[n] == '\n');
        if (*lines)
            buf_puts(out, ", ");
    }
}

void explain_cell(struct buf *out, const struct explanation *e, const struct trace_cell *c)
{
    const struct field *f = &e->policy->model->fields[c->field];
    if (c->trap == HM_TRAP_MISSING) {
        buf_puts(out, _("undetermined, needs: "));
        put_joined(out, c->text ? c->text : "");
    } else if (c->trap != HM_TRAP_NONE) {
        buf_puts(out, _("error: "));
        put_joined(out, c->text ? c->text : "");
    } else {
        explain_value(out, e, &f->type, &c->value);
    }
}

void explain_origin(struct buf *out, const struct trace_cell *c)
{
    switch (c->origin) {
    case TRACE_GIVEN:
        buf_puts(out, _("given"));
        break;
    case TRACE_DEFAULT:
        buf_puts(out, _("by default"));
        break;
    case TRACE_MISSING:
        buf_puts(out, _("not supplied"));
        break;
    case TRACE_SUM:
        buf_puts(out, _("sum of the members"));
        break;
    case TRACE_PAST:
        buf_puts(out, _("published earlier"));
        break;
    case TRACE_FORMULA:
        break;
    }
}

void explain_source(struct buf *out, const struct trace_event *v)
{
    struct str snippet = v->snippet;
    bool blank = false;
    /* A call whose place is not its own (a tail call): the builtin's name says more. */
    bool is_call = v->kind == TRACE_STEP && v->op && isalpha((unsigned char)v->op[0]);
    if (is_call && (snippet.n == 0 || !memmem(snippet.p, snippet.n, v->op, strlen(v->op)))) {
        buf_puts(out, v->op);
        return;
    }
    size_t start = out->len;
    for (size_t i = 0; i < snippet.n; i++) {
        unsigned char c = (unsigned char)snippet.p[i];
        if (out->len - start > SNIPPET_BYTES && (c & 0xC0) != 0x80) {
            buf_puts(out, " ...");
            return;
        }
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            blank = true;
            continue;
        }
        if (blank && out->len > start)
            buf_putc(out, ' ');
        blank = false;
        buf_putc(out, (char)c);
    }
}

static const char *status_name(enum citation_status s)
{
    switch (s) {
    case CITED_DERIVED:
        return _("derived");
    case CITED_PLACEHOLDER:
        return _("PLACEHOLDER");
    default:
        return _("published");
    }
}

void explain_citation(struct buf *out, const struct parameter_value *v)
{
    struct buf from;
    if (!v)
        return;
    buf_init(&from);
    date_put(&from, v->from);
    buf_printf(out, _("since %s, %s: %s"), from.data, status_name(v->status),
               v->source ? v->source : _("no source"));
    buf_fini(&from);
}

bool explain_tells(const struct trace_event *before, const struct trace_event *v)
{
    /* A condition that is one fact only repeats the line above it. */
    if (v->kind == TRACE_CONDITION)
        return !before || before->kind != TRACE_READ;
    if (v->kind != TRACE_STEP)
        return true;
    /* The condition that follows says it again. */
    return !(v->next && v->next->kind == TRACE_CONDITION &&
             v->next->snippet.p == v->snippet.p && v->next->snippet.n == v->snippet.n);
}

bool explain_rounding(const struct explanation *e, const struct trace_cell *c, char *out,
                      size_t out_bytes)
{
    const struct field *f = &e->policy->model->fields[c->field];
    if (c->origin != TRACE_FORMULA || c->trap != HM_TRAP_NONE || f->round.mode == ROUND_NONE)
        return false;
    rounding_name(out, out_bytes, f->round, f->type.kind == KIND_MONEY);
    return true;
}
