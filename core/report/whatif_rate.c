/* whatif_rate.c - rates and jumps of one family as text, JSON and rows. */
#include "report/whatif_family.h"

#include <stdio.h>
#include <string.h>
#include "io/record.h"
#include "report/table.h"
#include "model/unit.h"
#include "report/value_text.h"
#include "value/decimal.h"

static const struct model *model_of(const struct rate_request *q)
{
    return family_policy(q->family)->model;
}

static const struct type *type_of(const struct rate_request *q)
{
    return q->thing.is_parameter ? &model_of(q)->parameters[q->thing.parameter].type
                                 : &model_of(q)->fields[q->thing.cell.field].type;
}

static const char *unit_of(const struct rate_request *q)
{
    return q->thing.is_parameter ? model_of(q)->parameters[q->thing.parameter].unit
                                 : model_of(q)->fields[q->thing.cell.field].unit;
}

static void put_money(struct buf *out, const struct rate_value *v)
{
    if (v->is_known)
        table_put_fen(out, v->value);
    else
        buf_puts(out, _("undetermined"));
}

static void put_value(struct buf *out, const struct rate_request *q, uint16_t field,
                      const struct rate_value *v)
{
    if (v->is_known)
        whatif_value(out, q->family, field, v->value);
    else
        buf_puts(out, _("undetermined"));
}

/* Of money for money "-83.3%"; of others the benefits' change for one step of the number. */
static void put_rate(struct buf *out, const struct rate_request *q, struct rational rate)
{
    if (type_of(q)->kind == KIND_MONEY) {
        __int128 tenths = (__int128)rate.num * 1000, half = rate.den / 2;
        __int128 rounded = (tenths < 0 ? tenths - half : tenths + half) / rate.den;
        __int128 size = rounded < 0 ? -rounded : rounded;
        buf_printf(out, "%s%lld.%lld%%", rounded < 0 ? "-" : "", (long long)(size / 10),
                   (long long)(size % 10));
        return;
    }
    struct rational scaled; /* of one whole unit, in fen */
    int64_t steps = q->thing.is_parameter ? q->thing.steps : type_grid(type_of(q));
    if (rational_mul(&scaled, rate, rational_of(steps)) == HM_TRAP_NONE)
        decimal_put_money_rational(out, scaled, false);
}

/* --- text --- */

static void put_ends(struct table *t, const struct rate_value *a, const struct rate_value *b)
{
    struct buf text;
    buf_init(&text);
    put_money(&text, a);
    if (a->is_known != b->is_known || a->value != b->value) {
        buf_puts(&text, " → ");
        put_money(&text, b);
    }
    table_text(t, text.data);
    buf_fini(&text);
}

static void put_piece(struct table *t, const struct rate_request *q,
                      const struct rate_answer *a, size_t i)
{
    const struct rate_point *p = &a->points[i], *n = p + 1;
    const struct rate_piece *piece = &a->pieces[i];
    struct buf text;
    buf_init(&text);
    whatif_thing_value(&text, q->family, &q->thing, p->x);
    table_text(t, text.data);
    buf_clear(&text);
    whatif_thing_value(&text, q->family, &q->thing, n->x);
    table_text(t, text.data);
    put_ends(t, &p->total, &n->total);
    if (a->is_income)
        put_ends(t, &p->net, &n->net);
    buf_clear(&text);
    if (piece->is_jump)
        buf_puts(&text, _("jump"));
    else if (piece->has_rate)
        put_rate(&text, q, piece->rate);
    table_text(t, text.data);
    buf_fini(&text);
}

static void put_table(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a)
{
    struct table t;
    table_init(&t, a->is_income ? "rrrrr" : "rrrr");
    table_text(&t, _("from"));
    table_text(&t, _("to"));
    table_text(&t, _("benefits a month"));
    if (a->is_income)
        table_text(&t, _("income and benefits"));
    table_text(&t, type_of(q)->kind == KIND_MONEY ? _("benefits of one more yuan")
                                                  : _("benefits of one more"));
    for (size_t i = 0; i + 1 < a->point_count; i++)
        put_piece(&t, q, a, i);
    table_put(&t, out);
    table_fini(&t);
}

static void put_cause(struct buf *out, const struct rate_request *q, const struct cause *c)
{
    const struct model *m = model_of(q);
    if (!c->is_found)
        return;
    const struct field *rule = &m->fields[c->field];
    buf_printf(out, "      %s ", _("by the rule"));
    value_text_name(out, c->path ? c->path : rule->name, rule->zh);
    if (rule->law)
        buf_printf(out, ": %s", rule->law);
    if (c->at.file)
        buf_printf(out, "  (%s:%u)", c->at.file, c->at.line);
    buf_putc(out, '\n');
    if (c->text.n > 0 && c->text.n <= 100 && !memchr(c->text.p, '\n', c->text.n))
        buf_printf(out, "        %.*s\n", (int)c->text.n, c->text.p);
    if (c->parameter >= 0)
        buf_printf(out, "        law.%s %s\n", m->parameters[c->parameter].name,
                   m->parameters[c->parameter].zh ? m->parameters[c->parameter].zh : "");
}

static bool same_cause(const struct cause *a, const struct cause *b)
{
    return a->is_found == b->is_found && a->field == b->field && a->row == b->row &&
           a->at.line == b->at.line && a->at.column == b->at.column;
}

static void put_jump(struct buf *out, const struct rate_request *q, const struct rate_answer *a,
                     size_t i)
{
    const struct rate_piece *piece = &a->pieces[i];
    const struct rate_point *p = &a->points[i], *n = p + 1;
    struct buf from, to;
    buf_init(&from);
    buf_init(&to);
    whatif_thing_value(&from, q->family, &q->thing, p->x);
    whatif_thing_value(&to, q->family, &q->thing, n->x);
    buf_printf(out, _("\njump between %s and %s"), from.data, to.data);
    if (p->net.is_known && n->net.is_known && p->net.value != n->net.value) {
        buf_printf(out, "  %s", a->is_income ? _("income and benefits") : _("benefits"));
        buf_printf(out, " %s", n->net.value < p->net.value ? "-" : "+");
        table_put_fen(out, n->net.value < p->net.value ? (__int128)p->net.value - n->net.value
                                                       : (__int128)n->net.value - p->net.value);
    }
    buf_putc(out, '\n');
    for (size_t k = 0; k < piece->change_count; k++) {
        const struct rate_change *c = &piece->changes[k];
        uint16_t field = a->tracked[c->field];
        buf_puts(out, "    ");
        value_text_name(out, model_of(q)->fields[field].name, model_of(q)->fields[field].zh);
        buf_puts(out, "  ");
        put_value(out, q, field, &p->values[c->field]);
        buf_puts(out, " → ");
        put_value(out, q, field, &n->values[c->field]);
        buf_putc(out, '\n');
        if (k + 1 == piece->change_count || !same_cause(&c->cause, &c[1].cause))
            put_cause(out, q, &c->cause);
    }
    buf_fini(&from);
    buf_fini(&to);
}

static void put_proof(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a)
{
    struct buf from, to;
    buf_init(&from);
    buf_init(&to);
    table_put_fen(&to, q->threshold_fen);
    buf_putc(out, '\n');
    if (a->gap_count == 0)
        buf_printf(out,
                   _("jumps of more than %s yuan or of a category: %zu; that there is no "
                     "other one is proved\n"),
                   to.data, a->jump_count);
    else
        buf_printf(out, _("jumps of more than %s yuan or of a category: %zu\n"), to.data,
                   a->jump_count);
    for (size_t i = 0; i < a->gap_count; i++) {
        buf_clear(&from);
        buf_clear(&to);
        whatif_thing_value(&from, q->family, &q->thing, a->gaps[i].from);
        whatif_thing_value(&to, q->family, &q->thing, a->gaps[i].to);
        buf_printf(out,
                   _("NOT PROVED between %s and %s: there may be more jumps; ask about a "
                     "part of it\n"),
                   from.data, to.data);
    }
    buf_fini(&from);
    buf_fini(&to);
}

static void put_dropped(struct buf *out, const struct rate_request *q,
                        const struct rate_answer *a)
{
    for (size_t i = 0; i < a->dropped_count; i++) {
        const struct field *x = &model_of(q)->fields[a->dropped[i]];
        struct buf name;
        buf_init(&name);
        value_text_name(&name, x->name, x->zh);
        buf_printf(out, _("%s is in error for this family and was not looked at\n"), name.data);
        buf_fini(&name);
    }
}

void whatif_rate_text(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a)
{
    whatif_heading(out, q->family);
    whatif_thing(out, q->family, &q->thing);
    buf_puts(out, "  ");
    whatif_thing_value(out, q->family, &q->thing, q->from);
    buf_puts(out, " .. ");
    whatif_thing_value(out, q->family, &q->thing, q->to);
    if (unit_of(q)) {
        buf_putc(out, ' ');
        unit_put(out, unit_of(q));
    }
    buf_puts(out, "\n\n");
    put_table(out, q, a);
    for (size_t i = 0; i + 1 < a->point_count; i++)
        if (a->pieces[i].is_jump)
            put_jump(out, q, a, i);
    put_proof(out, q, a);
    put_dropped(out, q, a);
}

/* --- JSON --- */

static void put_json_money(struct buf *out, const struct rate_value *v)
{
    if (v->is_known)
        decimal_put_money(out, v->value);
    else
        buf_puts(out, "null");
}

static void put_json_value(struct buf *out, const struct rate_request *q, uint16_t field,
                           const struct rate_value *v)
{
    if (v->is_known)
        record_put_stored(out, model_of(q), &model_of(q)->fields[field], v->value);
    else
        buf_puts(out, "null");
}

static void put_json_point(struct buf *out, const struct rate_request *q,
                           const struct rate_answer *a, const struct rate_point *p)
{
    buf_puts(out, "{\"at\":");
    whatif_thing_value_json(out, q->family, &q->thing, p->x);
    buf_puts(out, ",\"benefits\":");
    put_json_money(out, &p->total);
    buf_puts(out, ",\"income_and_benefits\":");
    put_json_money(out, a->is_income ? &p->net : &(struct rate_value){0});
    buf_puts(out, ",\"values\":{");
    for (size_t i = 0; i < a->tracked_count; i++) {
        const char *name = model_of(q)->fields[a->tracked[i]].name;
        buf_printf(out, "%s\"%s\":", i ? "," : "", name);
        put_json_value(out, q, a->tracked[i], &p->values[i]);
    }
    buf_puts(out, "}}");
}

static void put_json_cause(struct buf *out, const struct rate_request *q, const struct cause *c)
{
    const struct model *m = model_of(q);
    if (!c->is_found) {
        buf_puts(out, "null");
        return;
    }
    buf_putc(out, '{');
    buf_json_member(out, "variable", c->path);
    buf_putc(out, ',');
    buf_json_member(out, "zh", m->fields[c->field].zh);
    buf_putc(out, ',');
    buf_json_member(out, "law", m->fields[c->field].law);
    buf_putc(out, ',');
    buf_json_member(out, "file", c->at.file);
    buf_printf(out, ",\"line\":%u,\"column\":%u,", c->at.line, c->at.column);
    buf_json_member(out, "parameter",
                    c->parameter >= 0 ? m->parameters[c->parameter].name : NULL);
    buf_puts(out, ",\"text\":");
    buf_json_string(out, c->text.n ? c->text.p : "", c->text.n);
    buf_putc(out, '}');
}

static void put_json_piece(struct buf *out, const struct rate_request *q,
                           const struct rate_answer *a, size_t i)
{
    const struct rate_piece *piece = &a->pieces[i];
    const struct rate_point *p = &a->points[i], *n = p + 1;
    buf_puts(out, "{\"from\":");
    whatif_thing_value_json(out, q->family, &q->thing, p->x);
    buf_puts(out, ",\"to\":");
    whatif_thing_value_json(out, q->family, &q->thing, n->x);
    buf_printf(out, ",\"jump\":%s,\"rate\":", piece->is_jump ? "true" : "false");
    if (piece->has_rate)
        buf_printf(out, "\"%lld/%lld\"", (long long)piece->rate.num,
                   (long long)piece->rate.den);
    else
        buf_puts(out, "null");
    buf_puts(out, ",\"changes\":[");
    for (size_t k = 0; k < piece->change_count; k++) {
        const struct rate_change *c = &piece->changes[k];
        uint16_t field = a->tracked[c->field];
        buf_puts(out, k ? ",{" : "{");
        buf_json_member(out, "variable", model_of(q)->fields[field].name);
        buf_puts(out, ",\"before\":");
        put_json_value(out, q, field, &p->values[c->field]);
        buf_puts(out, ",\"after\":");
        put_json_value(out, q, field, &n->values[c->field]);
        buf_puts(out, ",\"rule\":");
        put_json_cause(out, q, &c->cause);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}");
}

void whatif_rate_json(struct buf *out, const struct rate_request *q,
                      const struct rate_answer *a)
{
    buf_putc(out, '{');
    whatif_json_heading(out, q->family);
    buf_putc(out, ',');
    whatif_thing_json(out, q->family, &q->thing);
    buf_puts(out, ",\"threshold\":");
    decimal_put_money(out, q->threshold_fen);
    buf_puts(out, ",\"points\":[");
    for (size_t i = 0; i < a->point_count; i++) {
        buf_puts(out, i ? "," : "");
        put_json_point(out, q, a, &a->points[i]);
    }
    buf_puts(out, "],\"pieces\":[");
    for (size_t i = 0; i + 1 < a->point_count; i++) {
        buf_puts(out, i ? "," : "");
        put_json_piece(out, q, a, i);
    }
    buf_printf(out, "],\"proved\":%s,\"not_proved\":[", a->gap_count ? "false" : "true");
    for (size_t i = 0; i < a->gap_count; i++) {
        buf_puts(out, i ? ",[" : "[");
        whatif_thing_value_json(out, q->family, &q->thing, a->gaps[i].from);
        buf_putc(out, ',');
        whatif_thing_value_json(out, q->family, &q->thing, a->gaps[i].to);
        buf_putc(out, ']');
    }
    buf_puts(out, "],\"in_error\":[");
    for (size_t i = 0; i < a->dropped_count; i++)
        buf_printf(out, "%s\"%s\"", i ? "," : "", model_of(q)->fields[a->dropped[i]].name);
    buf_puts(out, "]}\n");
}

/* --- rows --- */

static void put_cell(struct sheet *s, const struct rate_value *v)
{
    if (v->is_known)
        sheet_whole(s, v->value);
    else
        sheet_none(s);
}

static void put_day(struct sheet *s, const struct rate_request *q, int64_t x)
{
    struct buf text;
    buf_init(&text);
    whatif_thing_value(&text, q->family, &q->thing, x);
    sheet_text(s, text.data);
    s->failed |= !buf_ok(&text);
    buf_fini(&text);
}

void whatif_rate_sheet(struct sheet *s, const struct rate_request *q,
                       const struct rate_answer *a)
{
    const struct type *t = type_of(q);
    struct buf title;
    buf_init(&title);
    whatif_thing(&title, q->family, &q->thing);
    bool is_number = t->kind == KIND_NUMBER;
    bool is_day = t->kind == KIND_DATE || t->kind == KIND_MONTH;
    sheet_begin(s, "rate", is_day ? SHEET_PLAIN : SHEET_CURVE, title.data);
    buf_fini(&title);
    sheet_column(s, "at", _("at"),
                 t->kind == KIND_MONEY ? SHEET_MONEY
                 : is_number           ? SHEET_NUMBER
                 : is_day              ? SHEET_TEXT
                                       : SHEET_COUNT);
    sheet_column(s, "benefits", _("benefits a month"), SHEET_MONEY);
    if (a->is_income)
        sheet_column(s, "income_and_benefits", _("income and benefits"), SHEET_MONEY);
    for (size_t i = 0; i < a->point_count; i++) {
        const struct rate_point *p = &a->points[i];
        struct rational at;
        int64_t steps = q->thing.is_parameter ? q->thing.steps : type_grid(t);
        if (is_day)
            put_day(s, q, p->x);
        else if (!is_number)
            sheet_whole(s, p->x);
        else if (rational_make(&at, p->x, steps) == HM_TRAP_NONE)
            sheet_rational(s, at);
        else
            sheet_none(s);
        put_cell(s, &p->total);
        if (a->is_income)
            put_cell(s, &p->net);
    }
}
