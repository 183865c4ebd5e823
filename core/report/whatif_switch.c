/* whatif_switch.c - smallest changes of one family, and ranges of what is undetermined, as text
 * and JSON. */
#include "report/whatif_family.h"

#include <string.h>
#include "io/record.h"
#include "report/table.h"
#include "report/value_text.h"
#include "value/decimal.h"

/* --- smallest changes --- */

static const struct model *model_of(const struct family *f)
{
    return family_policy(f)->model;
}

static const struct type *type_of(const struct family *f, const struct solve_thing *t)
{
    return t->is_parameter ? &model_of(f)->parameters[t->parameter].type
                           : &model_of(f)->fields[t->cell.field].type;
}

/* "dibao_amount 低保金 = 1,143.00; wanted: 0.00" */
static void put_question(struct buf *out, const struct switch_request *q,
                         const struct switch_answer *a)
{
    uint16_t field = q->result.field;
    whatif_cell(out, q->family, q->result);
    buf_puts(out, " = ");
    if (a->is_known)
        whatif_value(out, q->family, field, a->now);
    else
        buf_puts(out, _("undetermined"));
    if (q->is_wanted) {
        buf_puts(out, _("; wanted: "));
        if (q->op != CMP_EQ)
            buf_printf(out, "%s ", q->op == CMP_NE ? "~=" : comparison_name(q->op));
        whatif_value(out, q->family, field, q->value);
    }
    buf_putc(out, '\n');
}

/* "+1,397.30", for dates "+31 days". */
static void put_difference(struct table *t, const struct switch_request *q,
                           const struct switch_change *c)
{
    enum value_kind kind = type_of(q->family, &c->thing)->kind;
    int64_t by = c->to - c->thing.now, size = by < 0 ? -by : by;
    struct buf text;
    buf_init(&text);
    buf_puts(&text, by < 0 ? "-" : "+");
    if (kind == KIND_DATE)
        buf_printf(&text, _("%lld days"), (long long)size);
    else if (kind == KIND_MONTH)
        buf_printf(&text, _("%lld months"), (long long)size);
    else
        whatif_thing_value(&text, q->family, &c->thing, size);
    if (c->thing.is_choice)
        buf_clear(&text);
    table_text(t, text.len ? text.data : NULL);
    buf_fini(&text);
}

static void put_change(struct table *t, const struct switch_request *q,
                       const struct switch_change *c)
{
    struct buf text;
    buf_init(&text);
    buf_puts(&text, "  ");
    whatif_thing(&text, q->family, &c->thing);
    table_text(t, text.data);
    buf_clear(&text);
    whatif_thing_value(&text, q->family, &c->thing, c->thing.now);
    if (!c->was_known)
        buf_printf(&text, " (%s)", _("by default"));
    table_text(t, text.data);
    buf_clear(&text);
    whatif_thing_value(&text, q->family, &c->thing, c->to);
    table_text(t, text.data);
    put_difference(t, q, c);
    buf_clear(&text);
    whatif_value(&text, q->family, q->result.field, c->result);
    table_text(t, text.data);
    buf_fini(&text);
}

static void put_changes(struct buf *out, const struct switch_request *q,
                        const struct switch_answer *a, size_t shown)
{
    const struct field *result = &model_of(q->family)->fields[q->result.field];
    struct table t;
    table_init(&t, "lrrrl");
    table_cell(&t, "  %s", _("one change is enough"));
    table_text(&t, _("now"));
    table_text(&t, _("needed"));
    table_text(&t, _("difference"));
    table_text(&t, result->zh ? result->zh : result->name);
    for (size_t i = 0; i < shown; i++)
        put_change(&t, q, &a->changes[i]);
    table_put(&t, out);
    table_fini(&t);
}

static void put_gaps(struct buf *out, const struct switch_request *q,
                     const struct switch_answer *a)
{
    for (size_t i = 0; i < a->gap_count; i++) {
        const struct switch_gap *g = &a->gaps[i];
        struct buf name, from, to;
        buf_init(&name);
        buf_init(&from);
        buf_init(&to);
        whatif_thing(&name, q->family, &g->thing);
        whatif_thing_value(&from, q->family, &g->thing, g->from);
        whatif_thing_value(&to, q->family, &g->thing, g->to);
        buf_printf(out, _("NOT PROVED for %s between %s and %s: it may do as well\n"),
                   name.data, from.data, to.data);
        buf_fini(&name);
        buf_fini(&from);
        buf_fini(&to);
    }
}

void whatif_switch_text(struct buf *out, const struct switch_request *q,
                        const struct switch_answer *a, size_t top)
{
    size_t shown = top && top < a->count ? top : a->count;
    whatif_heading(out, q->family);
    put_question(out, q, a);
    buf_putc(out, '\n');
    if (!a->is_known) {
        buf_puts(out, _("facts are missing: ask what the result can be instead\n"));
        return;
    }
    if (a->holds) {
        buf_puts(out, _("it is so already\n"));
        return;
    }
    if (a->count == 0)
        buf_puts(out,
                 _("no single fact of the family and no single number of the law does it\n"));
    else
        put_changes(out, q, a, shown);
    if (shown < a->count)
        buf_printf(out, _("  and %zu more\n"), a->count - shown);
    buf_putc(out, '\n');
    buf_printf(out,
               _("%zu facts and numbers of the law were tried, each alone; one step less "
                 "does not do, nor does anything nearer\n"),
               a->tried);
    put_gaps(out, q, a);
}

static void put_json_change(struct buf *out, const struct switch_request *q,
                            const struct switch_change *c)
{
    const struct model *m = model_of(q->family);
    buf_putc(out, '{');
    whatif_thing_json(out, q->family, &c->thing);
    buf_puts(out, ",\"now\":");
    whatif_thing_value_json(out, q->family, &c->thing, c->thing.now);
    buf_printf(out, ",\"by_default\":%s,\"to\":", c->was_known ? "false" : "true");
    whatif_thing_value_json(out, q->family, &c->thing, c->to);
    buf_puts(out, ",\"result\":");
    record_put_stored(out, m, &m->fields[q->result.field], c->result);
    buf_putc(out, '}');
}

/* The heading of an answer about a result, and what the result is now. */
static void json_begin(struct buf *out, const struct family *f, struct family_cell result,
                       bool is_known, int64_t now)
{
    const struct model *m = model_of(f);
    struct buf path;
    buf_init(&path);
    family_path(f, result, &path);
    buf_putc(out, '{');
    whatif_json_heading(out, f);
    buf_puts(out, ",\"variable\":");
    buf_json_string(out, path.data ? path.data : "", path.len);
    buf_fini(&path);
    buf_puts(out, ",\"now\":");
    if (is_known)
        record_put_stored(out, m, &m->fields[result.field], now);
    else
        buf_puts(out, "null");
}

void whatif_switch_json(struct buf *out, const struct switch_request *q,
                        const struct switch_answer *a)
{
    const struct model *m = model_of(q->family);
    const struct field *field = &m->fields[q->result.field];
    json_begin(out, q->family, q->result, a->is_known, a->now);
    if (q->is_wanted) {
        buf_printf(out, ",\"wanted\":{\"op\":\"%s\",\"value\":",
                   q->op == CMP_NE ? "~=" : comparison_name(q->op));
        record_put_stored(out, m, field, q->value);
        buf_putc(out, '}');
    }
    buf_printf(out, ",\"holds\":%s,\"tried\":%zu,\"changes\":[", a->holds ? "true" : "false",
               a->tried);
    for (size_t i = 0; i < a->count; i++) {
        buf_puts(out, i ? "," : "");
        put_json_change(out, q, &a->changes[i]);
    }
    buf_printf(out, "],\"proved\":%s,\"not_proved\":[", a->gap_count ? "false" : "true");
    for (size_t i = 0; i < a->gap_count; i++) {
        const struct switch_gap *g = &a->gaps[i];
        buf_puts(out, i ? ",{" : "{");
        whatif_thing_json(out, q->family, &g->thing);
        buf_puts(out, ",\"from\":");
        whatif_thing_value_json(out, q->family, &g->thing, g->from);
        buf_puts(out, ",\"to\":");
        whatif_thing_value_json(out, q->family, &g->thing, g->to);
        buf_putc(out, '}');
    }
    buf_puts(out, "]}\n");
}

/* --- what is undetermined --- */

static const char *matter_name(enum range_matter m)
{
    switch (m) {
    case RANGE_MATTERS:
        return _("matters");
    case RANGE_NOT:
        return _("does not matter");
    default:
        return _("no difference was seen");
    }
}

static void put_facts(struct buf *out, const struct range_request *q,
                      const struct range_answer *a)
{
    struct table t;
    table_init(&t, "llrrl");
    table_cell(&t, "  %s", _("missing"));
    table_text(&t, NULL);
    table_text(&t, _("at least"));
    table_text(&t, _("at most"));
    table_text(&t, NULL);
    for (size_t i = 0; i < a->fact_count; i++) {
        const struct range_fact *x = &a->facts[i];
        struct buf text;
        buf_init(&text);
        family_path(q->family, x->thing.cell, &text);
        table_cell(&t, "  %s", text.data);
        table_text(&t, model_of(q->family)->fields[x->thing.cell.field].zh);
        buf_clear(&text);
        whatif_thing_value(&text, q->family, &x->thing, x->thing.lo);
        table_text(&t, text.data);
        buf_clear(&text);
        whatif_thing_value(&text, q->family, &x->thing, x->thing.hi);
        table_text(&t, text.data);
        table_text(&t, matter_name(x->matter));
        buf_fini(&text);
    }
    table_put(&t, out);
    table_fini(&t);
}

static void put_codes(struct buf *out, const struct range_request *q,
                      const struct range_answer *a, bool reached)
{
    bool some = false;
    for (size_t i = 0; i < a->code_count; i++) {
        if (a->codes[i].is_reached != reached)
            continue;
        buf_puts(out, some      ? ", "
                      : reached ? _("it can be: ")
                                : _("not ruled out, and not seen: "));
        whatif_value(out, q->family, q->result.field, a->codes[i].code);
        some = true;
    }
    if (some)
        buf_putc(out, '\n');
}

static void put_end(struct buf *out, const struct range_request *q, const char *text,
                    int64_t seen, bool is_reached, int64_t bound)
{
    struct buf value, proved;
    buf_init(&value);
    buf_init(&proved);
    whatif_value(&value, q->family, q->result.field, seen);
    whatif_value(&proved, q->family, q->result.field, bound);
    buf_printf(out, "%s %s  ", text, value.data);
    if (is_reached)
        buf_puts(out, _("(exact)"));
    else
        buf_printf(out, _("(seen; proved is only %s)"), proved.data);
    buf_putc(out, '\n');
    buf_fini(&value);
    buf_fini(&proved);
}

void whatif_range_text(struct buf *out, const struct range_request *q,
                       const struct range_answer *a)
{
    whatif_heading(out, q->family);
    whatif_cell(out, q->family, q->result);
    if (a->is_known) {
        buf_puts(out, " = ");
        whatif_value(out, q->family, q->result.field, a->now);
        buf_puts(out, _("; nothing is missing\n"));
        return;
    }
    if (a->is_error) {
        buf_puts(out, _(" is in error, whatever is supplied\n"));
        return;
    }
    buf_puts(out, _(" is undetermined\n\n"));
    put_facts(out, q, a);
    buf_putc(out, '\n');
    if (!a->is_bounded)
        buf_puts(out, _("what it can be was not found: a formula that is not compiled reads a "
                        "missing fact\n"));
    else if (a->codes) {
        put_codes(out, q, a, true);
        put_codes(out, q, a, false);
    } else if (a->is_seen) {
        put_end(out, q, _("it is at least"), a->lowest_seen, a->low_is_reached, a->low);
        put_end(out, q, _("it is at most "), a->highest_seen, a->high_is_reached, a->high);
    }
    if (a->stays_undetermined)
        buf_puts(out,
                 _("for some values of these facts it stays undetermined or is in error\n"));
}

static void put_json_range(struct buf *out, const struct range_request *q,
                           const struct range_answer *a)
{
    const struct model *m = model_of(q->family);
    const struct field *f = &m->fields[q->result.field];
    if (a->codes) {
        buf_puts(out, ",\"values\":[");
        for (size_t i = 0; i < a->code_count; i++) {
            buf_puts(out, i ? ",{\"value\":" : "{\"value\":");
            record_put_stored(out, m, f, a->codes[i].code);
            buf_printf(out, ",\"seen\":%s}", a->codes[i].is_reached ? "true" : "false");
        }
        buf_putc(out, ']');
    } else if (a->is_bounded && a->is_seen) {
        buf_puts(out, ",\"seen\":[");
        record_put_stored(out, m, f, a->lowest_seen);
        buf_putc(out, ',');
        record_put_stored(out, m, f, a->highest_seen);
        buf_puts(out, "],\"bounds\":[");
        record_put_stored(out, m, f, a->low);
        buf_putc(out, ',');
        record_put_stored(out, m, f, a->high);
        buf_putc(out, ']');
    }
}

void whatif_range_json(struct buf *out, const struct range_request *q,
                       const struct range_answer *a)
{
    static const char *const matters[] = {"yes", "no", "not seen"};
    json_begin(out, q->family, q->result, a->is_known, a->now);
    buf_puts(out, ",\"missing\":[");
    for (size_t i = 0; i < a->fact_count; i++) {
        const struct range_fact *x = &a->facts[i];
        buf_puts(out, i ? ",{" : "{");
        whatif_thing_json(out, q->family, &x->thing);
        buf_puts(out, ",\"at_least\":");
        whatif_thing_value_json(out, q->family, &x->thing, x->thing.lo);
        buf_puts(out, ",\"at_most\":");
        whatif_thing_value_json(out, q->family, &x->thing, x->thing.hi);
        buf_printf(out, ",\"matters\":\"%s\"}", matters[x->matter]);
    }
    buf_putc(out, ']');
    put_json_range(out, q, a);
    buf_printf(out, ",\"may_stay_undetermined\":%s}\n",
               a->stays_undetermined ? "true" : "false");
}
