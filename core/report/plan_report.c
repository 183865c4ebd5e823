/* plan_report.c - see plan_report.h. */
#include "report/plan_report.h"

#include <string.h>
#include "report/parameter_text.h"
#include "report/table.h"
#include "value/date.h"
#include "value/decimal.h"

static const char *reason_text(enum plan_reason r)
{
    switch (r) {
    case PLAN_FULL:
        return _("everything is evaluated, as asked for (--full, or another engine than fast)");
    case PLAN_FIRST:
        return _("everything is evaluated: nothing was published before");
    case PLAN_VERSION:
        return _("everything is evaluated: that run was made by another version of huimin");
    case PLAN_MEMBERS:
        return _("everything is evaluated: the policies of the region are not the same ones");
    case PLAN_UNREADABLE:
        return _("everything is evaluated: that run's policy cannot be loaded any more");
    case PLAN_COMPARED:
        break;
    }
    return "";
}

static const char *reason_word(enum plan_reason r)
{
    static const char *const words[] = {"compared", "full",    "first",
                                        "version",  "members", "unreadable"};
    return words[r];
}

static const char *label(const char *name, const char *zh)
{
    return i18n_is_chinese() && zh && *zh ? zh : name;
}

static void put_number(struct buf *out, const struct type *t, const struct value *v)
{
    if (t->kind == KIND_MONEY)
        decimal_put_money_rational(out, v->as.rational, true);
    else
        decimal_put_rational(out, v->as.rational);
}

/* A value in force. */
static void put_value(struct buf *out, const struct law_parameter *p, bool is_after)
{
    const struct parameter_value *v = is_after ? p->after : p->before;
    const struct model *m = is_after ? p->after_model : p->before_model;
    const struct parameter *q = p->parameter;
    if (!v) {
        buf_puts(out, _("none"));
        return;
    }
    if (q->kind == PARAMETER_COMPARISON) {
        buf_puts(out, comparison_name(v->op));
        return;
    }
    if (q->kind != PARAMETER_SCALAR) {
        parameter_text(out, m, q, v);
        return;
    }
    const struct value *x = &v->scalar;
    switch (x->kind) {
    case KIND_BOOLEAN:
        buf_puts(out, x->as.boolean ? _("yes") : _("no"));
        break;
    case KIND_INTEGER:
        buf_printf(out, "%lld", (long long)x->as.integer);
        break;
    case KIND_NUMBER:
    case KIND_MONEY:
        put_number(out, &q->type, x);
        break;
    case KIND_ENUM:
        if (q->type.kind == KIND_ENUM && q->type.enum_id < m->enum_count &&
            x->as.code < m->enums[q->type.enum_id].count)
            buf_puts(out, m->enums[q->type.enum_id].values[x->as.code].name);
        break;
    case KIND_DATE:
        date_put(out, x->as.day);
        break;
    case KIND_MONTH:
        month_put(out, x->as.day);
        break;
    case KIND_TEXT:
        buf_put(out, x->as.text.p, x->as.text.n);
        break;
    default:
        break;
    }
}

/* --- text --- */

/* Of several values only those that changed. */
static void put_change(struct buf *out, const struct law_parameter *p, struct arena *a)
{
    if (parameter_is_single(p->parameter) && (!p->before || p->before->count == 0)) {
        put_value(out, p, false);
        buf_puts(out, " → ");
        put_value(out, p, true);
        return;
    }
    const char *name = p->parameter->name;
    int was = model_parameter(p->before_model, (struct str){name, strlen(name)});
    struct parameter_cells before = {0};
    if (was >= 0)
        before = parameter_cells_of(p->before_model, &p->before_model->parameters[was],
                                    p->before, a);
    struct parameter_cells after =
        parameter_cells_of(p->after_model, p->parameter, p->after, a);
    parameter_cells_put(out, &before, &after);
}

static void put_parameters(struct buf *out, const struct law_diff *law)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < law->parameter_count; i++) {
        const struct law_parameter *p = &law->parameters[i];
        buf_printf(out, "    %s: ", label(p->parameter->name, p->parameter->zh));
        put_change(out, p, &a);
        buf_puts(out, "\n");
    }
    arena_fini(&a);
}

static void put_fields(struct buf *out, const struct model *m, const uint16_t *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *f = &m->fields[fields[i]];
        const struct entity *e = &m->entities[f->entity];
        buf_puts(out, i ? ", " : "");
        if (e->parent != NO_ENTITY)
            buf_printf(out, "%s.", label(e->name, e->zh));
        buf_puts(out, label(f->name, f->zh));
    }
    buf_puts(out, "\n");
}

static void put_law(struct buf *out, const struct model *m, const struct law_diff *law)
{
    buf_printf(out, _("  parameters: %zu have another value\n"), law->parameter_count);
    put_parameters(out, law);
    buf_printf(out, _("  rules: %zu say something else\n"), law->rule_count);
    if (law->rule_count) {
        buf_puts(out, "    ");
        put_fields(out, m, law->rules, law->rule_count);
    }
}

static void put_month(struct buf *out, const struct plan *p, const struct plan_month *m)
{
    month_put(out, m->month);
    if (m->run) {
        buf_puts(out, _(" compared with "));
        month_put(out, m->run_month);
        buf_printf(out, _(" (run %u)\n"), m->run);
        buf_printf(out, _("  facts: %llu changes recorded since\n"),
                   (unsigned long long)m->fact_changes);
    } else {
        buf_puts(out, "\n");
    }
    if (m->reason != PLAN_COMPARED) {
        buf_printf(out, "  %s\n", reason_text(m->reason));
        return;
    }
    size_t same = 0;
    for (size_t i = 0; i < m->law_count; i++) {
        bool is_same = m->laws[i].parameter_count == 0 && m->laws[i].rule_count == 0;
        same += is_same;
        if (is_same && m->law_count > 1)
            continue;
        if (m->law_count > 1)
            buf_printf(out, "  %s\n", label(plan_model(p, i)->name, plan_model(p, i)->zh));
        put_law(out, plan_model(p, i), &m->laws[i]);
    }
    if (same > 0 && m->law_count > 1)
        buf_printf(out, _("  policies of the region in which nothing differs: %zu of %zu\n"),
                   same, m->law_count);
    buf_printf(out, _("  results that can change: %zu\n"), m->open_count - m->renumbered);
    if (m->open_count) {
        buf_puts(out, "    ");
        put_fields(out, p->model, m->open, m->open_count);
    }
    buf_printf(out, _("  results that cannot change where the facts are the same: %zu\n"),
               m->fixed_count + m->renumbered);
    if (m->fixed_count) {
        buf_puts(out, "    ");
        put_fields(out, p->model, m->fixed, m->fixed_count);
    }
    if (m->renumbered)
        buf_printf(out,
                   _("  of them %zu are evaluated all the same: the policy has other "
                     "fields than it had\n"),
                   m->renumbered);
}

void plan_report(struct buf *out, const struct plan *p)
{
    for (size_t k = 0; k < p->month_count; k++)
        put_month(out, p, &p->months[k]);
}

/* --- JSON --- */

static void put_names(struct buf *out, const char *key, const struct model *m,
                      const uint16_t *fields, size_t n)
{
    char path[2 * LIMIT_NAME_BYTES + 2];
    buf_printf(out, ",\"%s\":[", key);
    for (size_t i = 0; i < n; i++) {
        model_field_path(m, fields[i], path, sizeof path);
        buf_puts(out, i ? "," : "");
        buf_json_string(out, path, strlen(path));
    }
    buf_putc(out, ']');
}

static void put_value_text(struct buf *out, const char *key, const struct law_parameter *p,
                           bool is_after)
{
    struct buf text;
    buf_init(&text);
    put_value(&text, p, is_after);
    buf_printf(out, ",\"%s\":", key);
    buf_json_string(out, text.data ? text.data : "", text.len);
    buf_fini(&text);
}

static void put_law_json(struct buf *out, const struct model *m, const struct law_diff *law)
{
    buf_puts(out, "{\"policy\":");
    buf_json_string(out, m->name, strlen(m->name));
    buf_puts(out, ",\"parameters\":[");
    for (size_t i = 0; i < law->parameter_count; i++) {
        const struct law_parameter *p = &law->parameters[i];
        buf_puts(out, i ? ",{\"name\":" : "{\"name\":");
        buf_json_string(out, p->parameter->name, strlen(p->parameter->name));
        put_value_text(out, "before", p, false);
        put_value_text(out, "after", p, true);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
    put_names(out, "rules", m, law->rules, law->rule_count);
    buf_putc(out, '}');
}

static void put_month_json(struct buf *out, const struct plan *p, const struct plan_month *m)
{
    buf_puts(out, "{\"month\":\"");
    month_put(out, m->month);
    buf_printf(out, "\",\"before_run\":%u,\"before_month\":", m->run);
    if (m->run) {
        buf_putc(out, '"');
        month_put(out, m->run_month);
        buf_putc(out, '"');
    } else {
        buf_puts(out, "null");
    }
    buf_printf(out, ",\"reason\":\"%s\",\"fact_changes\":%llu,\"laws\":[",
               reason_word(m->reason), (unsigned long long)m->fact_changes);
    for (size_t i = 0; i < m->law_count; i++) {
        buf_puts(out, i ? "," : "");
        put_law_json(out, plan_model(p, i), &m->laws[i]);
    }
    buf_putc(out, ']');
    put_names(out, "may_change", p->model, m->open, m->open_count);
    put_names(out, "cannot_change", p->model, m->fixed, m->fixed_count);
    buf_putc(out, '}');
}

void plan_report_json(struct buf *out, const struct plan *p)
{
    buf_puts(out, "{\"plan\":[");
    for (size_t k = 0; k < p->month_count; k++) {
        buf_puts(out, k ? "," : "");
        put_month_json(out, p, &p->months[k]);
    }
    buf_puts(out, "]}\n");
}
