/* explain_json.c - an explanation for programs: the same cells and events as the text, amounts
 * as numbers of two decimals. */
#include "report/explain_report.h"

#include <string.h>
#include "value/date.h"
#include "value/decimal.h"

/* Numbers that end are JSON numbers; other fractions are text, "3125/3" (money: in fen). Enums
 * go by name. */
static void put_plain(struct buf *b, const struct explanation *e, const struct type *type,
                      const struct value *v)
{
    struct rational r = v->as.rational;
    struct buf text;
    buf_init(&text);
    if (v->kind == KIND_MONEY && r.den == 1) {
        decimal_put_money(b, r.num);
    } else if (v->kind == KIND_MONEY || v->kind == KIND_NUMBER) {
        decimal_put_rational(&text, r);
        bool is_text = v->kind == KIND_MONEY || strchr(text.data, '/');
        buf_printf(b, is_text ? "\"%s\"" : "%s", text.data);
    } else if (v->kind == KIND_ENUM && type) {
        const char *name = e->policy->model->enums[type->enum_id].values[v->as.code].name;
        buf_json_string(b, name, strlen(name));
    } else if (v->kind == KIND_BOOLEAN) {
        buf_puts(b, v->as.boolean ? "true" : "false");
    } else if (v->kind == KIND_INTEGER) {
        buf_printf(b, "%lld", (long long)v->as.integer);
    } else if (v->kind == KIND_NONE) {
        buf_puts(b, "null");
    } else {
        explain_value(&text, e, type, v);
        buf_json_string(b, text.data, text.len);
    }
    buf_fini(&text);
}

static void put_value(struct buf *b, const char *key, const struct explanation *e,
                      const struct type *type, const struct value *v)
{
    buf_printf(b, "\"%s\":", key);
    put_plain(b, e, type, v);
}

static void put_place(struct buf *b, const struct place *at)
{
    buf_putc(b, ',');
    buf_json_member(b, "file", at->file);
    buf_printf(b, ",\"line\":%u,\"column\":%u", at->line, at->column);
}

static void put_parameter(struct buf *b, const struct explanation *e,
                          const struct trace_event *v)
{
    const struct parameter *p = &e->policy->model->parameters[v->parameter];
    static const char *const statuses[] = {"published", "derived", "placeholder"};
    buf_puts(b, "\"kind\":\"parameter\",");
    buf_json_member(b, "name", p->name);
    buf_putc(b, ',');
    buf_json_member(b, "zh", p->zh);
    buf_putc(b, ',');
    put_value(b, "key", e, &p->key, &v->key);
    buf_putc(b, ',');
    put_value(b, "value", e, &p->type, &v->result);
    if (v->in_force) {
        buf_puts(b, ",\"from\":\"");
        date_put(b, v->in_force->from);
        buf_printf(b, "\",\"status\":\"%s\",", statuses[v->in_force->status]);
        buf_json_member(b, "source", v->in_force->source);
    }
}

static void put_event(struct buf *b, const struct explanation *e, const struct trace_event *v)
{
    struct buf text;
    buf_init(&text);
    buf_putc(b, '{');
    if (v->kind == TRACE_READ) {
        buf_puts(b, "\"kind\":\"read\",");
        buf_json_member(b, "path", v->cell->path);
        buf_putc(b, ',');
        put_value(b, "value", e, &e->policy->model->fields[v->cell->field].type,
                  &v->cell->value);
    } else if (v->kind == TRACE_PARAMETER) {
        put_parameter(b, e, v);
    } else {
        explain_source(&text, v);
        buf_printf(b, "\"kind\":\"%s\",", v->kind == TRACE_STEP ? "step" : "condition");
        buf_json_member(b, "source", text.data);
        buf_putc(b, ',');
        if (v->kind == TRACE_STEP) {
            buf_json_member(b, "op", v->op);
            buf_putc(b, ',');
            put_value(b, "left", e, NULL, &v->left);
            buf_putc(b, ',');
            put_value(b, "right", e, NULL, &v->right);
            buf_putc(b, ',');
        }
        put_value(b, "value", e, NULL, &v->result);
        put_place(b, &v->at);
    }
    buf_putc(b, '}');
    buf_fini(&text);
}

/* "missing":["persons[0].birth_date"], as calc prints it, from one path a line. */
static void put_missing(struct buf *b, const char *paths)
{
    buf_puts(b, "\"missing\":[");
    for (const char *at = paths ? paths : ""; *at;) {
        size_t n = strcspn(at, "\n");
        if (at != paths)
            buf_putc(b, ',');
        buf_json_string(b, at, n);
        at += n + (at[n] == '\n');
    }
    buf_putc(b, ']');
}

static void put_cell(struct buf *b, const struct explanation *e, const struct trace_cell *c)
{
    static const char *const origins[] = {"given", "default", "formula",
                                          "sum",   "past",    "missing"};
    const struct field *f = &e->policy->model->fields[c->field];
    char words[64];
    buf_putc(b, '{');
    buf_json_member(b, "path", c->path);
    const char *const keys[] = {"zh", "unit", "article"};
    const char *texts[] = {f->zh, f->unit, f->law};
    for (size_t i = 0; i < 3; i++) {
        buf_putc(b, ',');
        buf_json_member(b, keys[i], texts[i]);
    }
    buf_printf(b, ",\"origin\":\"%s\",\"state\":\"%s\",", origins[c->origin],
               c->trap == HM_TRAP_NONE      ? "determined"
               : c->trap == HM_TRAP_MISSING ? "undetermined"
                                            : "error");
    if (c->trap == HM_TRAP_NONE)
        put_value(b, "value", e, &f->type, &c->value);
    else if (c->trap == HM_TRAP_MISSING)
        put_missing(b, c->text);
    else
        buf_json_member(b, "error", c->text);
    if (explain_rounding(e, c, words, sizeof words)) {
        buf_putc(b, ',');
        put_value(b, "exact", e, NULL, &c->exact);
        buf_putc(b, ',');
        buf_json_member(b, "rounding", words);
    }
    if (c->origin == TRACE_FORMULA)
        put_place(b, &c->formula);
    buf_puts(b, ",\"events\":[");
    for (const struct trace_event *v = c->events; v; v = v->next) {
        if (v != c->events)
            buf_putc(b, ',');
        put_event(b, e, v);
    }
    buf_puts(b, "]}");
}

void explain_json(struct buf *out, const struct explanation *e)
{
    const struct model *m = e->policy->model;
    struct str id = column_text(&e->frame.entities[e->agenda.root].id, e->row);
    buf_puts(out, "{\"household\":");
    buf_json_string(out, id.p, id.n);
    buf_puts(out, ",\"month\":\"");
    month_put(out, e->month);
    if (e->whole)
        buf_printf(out, "\",\"run\":%u,", e->record.id);
    else
        buf_puts(out, "\",\"run\":null,");
    buf_json_member(out, "policy", m->name);
    buf_putc(out, ',');
    buf_json_member(out, "identity", (e->whole ? e->whole : e->policy)->model->identity);
    buf_putc(out, ',');
    buf_json_member(out, "changes", e->changes.text.data);
    buf_printf(out, ",\"truncated\":%s,\"variables\":[", e->trace.truncated ? "true" : "false");
    for (size_t i = 0; i < e->shown_count; i++) {
        if (i)
            buf_putc(out, ',');
        put_cell(out, e, e->shown[i]);
    }
    buf_putc(out, ']');
    explain_evidence_json(out, e);
    buf_puts(out, "}\n");
}
