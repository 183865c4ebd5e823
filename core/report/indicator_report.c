/* indicator_report.c - indicators for people and as JSON. */
#include "report/indicator_report.h"

#include <string.h>
#include "report/table.h"
#include "model/unit.h"
#include "value/date.h"
#include "value/decimal.h"
#include "value/rounding.h"

static const char *status_name(enum indicator_status s)
{
    static const char *const names[INDICATOR_STATUSES] = {
        [INDICATOR_MET] = N_("met"),         [INDICATOR_NOT_YET] = N_("not yet"),
        [INDICATOR_MISSED] = N_("missed"),   [INDICATOR_STATISTIC] = N_("statistic"),
        [INDICATOR_NO_DATA] = N_("no data"), [INDICATOR_FAILED] = N_("in error"),
    };
    return i18n_text(names[s]);
}

static const char *status_word(enum indicator_status s)
{
    static const char *const words[INDICATOR_STATUSES] = {
        [INDICATOR_MET] = "met",         [INDICATOR_NOT_YET] = "not_yet",
        [INDICATOR_MISSED] = "missed",   [INDICATOR_STATISTIC] = "statistic",
        [INDICATOR_NO_DATA] = "no_data", [INDICATOR_FAILED] = "failed",
    };
    return words[s];
}

/* --- numbers --- */

enum { SHOWN_DECIMALS = 4, EXACT_DECIMALS = 1000000 };

/* Whether it is written whole with at most six decimals. */
static bool is_short(struct rational r)
{
    return EXACT_DECIMALS % r.den == 0;
}

/* Half up to four decimals; the exact fraction where that does not fit. */
static void put_rounded(struct buf *out, struct rational r)
{
    static const struct rounding to_whole = {ROUND_HALF_UP, {1, 1}};
    struct rational scaled;
    if (rational_mul(&scaled, r, rational_of(10000)) != HM_TRAP_NONE ||
        rounding_apply(&scaled, scaled, to_whole) != HM_TRAP_NONE)
        decimal_put_rational(out, r);
    else
        decimal_put_scaled(out, scaled.num, SHOWN_DECIMALS);
}

static void put_plain(struct buf *out, struct rational r)
{
    if (is_short(r))
        decimal_put_rational(out, r);
    else
        put_rounded(out, r);
}

void indicator_report_number(struct buf *out, struct rational r)
{
    struct buf text;
    buf_init(&text);
    put_plain(&text, r);
    if (!is_short(r))
        buf_puts(out, "≈");
    const char *p = buf_ok(&text) ? text.data : "";
    size_t sign = strspn(p, "-"), digits = sign + strspn(p + sign, "0123456789");
    bool is_grouped = digits - sign > 4; /* a year is not */
    for (size_t i = 0; p[i]; i++) {
        if (is_grouped && i > sign && i < digits && (digits - i) % 3 == 0)
            buf_putc(out, ',');
        buf_putc(out, p[i]);
    }
    buf_fini(&text);
}

/* --- for people --- */

static void number_cell(struct table *t, bool has, struct rational r)
{
    struct buf text;
    buf_init(&text);
    if (has)
        indicator_report_number(&text, r);
    table_text(t, has && buf_ok(&text) ? text.data : "-");
    buf_fini(&text);
}

static void target_cells(struct table *t, const struct indicator_target *target)
{
    struct buf text;
    if (!target) {
        table_text(t, "-");
        table_text(t, "-");
        return;
    }
    buf_init(&text);
    target_put(&text, target);
    table_text(t, buf_ok(&text) ? text.data : "");
    buf_clear(&text);
    date_put(&text, target->due);
    table_text(t, buf_ok(&text) ? text.data : "");
    buf_fini(&text);
}

static const char *data_name(const struct indicator_outcome *o)
{
    if (o->rows == 0)
        return "-";
    return o->published == 0         ? _("store")
           : o->published == o->rows ? _("published figures")
                                     : _("store and published figures");
}

static const char *nature_name(const struct indicator_outcome *o)
{
    if (!o->indicator->target_count)
        return "-";
    return o->indicator->is_binding ? _("binding") : _("expected");
}

static void unit_cell(struct table *t, const char *unit)
{
    struct buf text;
    buf_init(&text);
    unit_put(&text, unit);
    table_text(t, buf_ok(&text) && text.data ? text.data : "");
    buf_fini(&text);
}

static void put_row(struct table *t, const struct indicator_outcome *o)
{
    const struct indicator *i = o->indicator;
    bool is_known =
        o->has_value && o->status != INDICATOR_NO_DATA && o->status != INDICATOR_FAILED;
    table_text(t, i->name);
    table_text(t, i->zh ? i->zh : "");
    number_cell(t, is_known, o->value);
    unit_cell(t, i->unit);
    target_cells(t, o->target);
    number_cell(t, is_known && o->has_gap, o->gap);
    table_text(t, status_name(o->status));
    table_text(t, nature_name(o));
    table_text(t, data_name(o));
}

static void put_table(struct buf *out, const struct indicators_place *p)
{
    struct table t;
    table_init(&t, "llrlllrlll");
    const char *heads[] = {_("indicator"), _("name"), _("value"),  _("unit"),   _("target"),
                           _("due"),       _("gap"),  _("status"), _("nature"), _("data")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < p->count; i++)
        put_row(&t, &p->outcomes[i]);
    table_put(&t, out);
    table_fini(&t);
}

enum { FACTS_SHOWN = 8 };

static void put_named(struct buf *out, const char *name, const char *zh)
{
    if (zh && strcmp(zh, name) != 0)
        buf_printf(out, "%s %s", name, zh);
    else
        buf_puts(out, name);
}

/* "persons[].years 年龄": the label of the field a fact's path ends in. */
static void put_fact(struct buf *out, const struct model *m, uint8_t entity, const char *path)
{
    const char *key = path;
    for (const char *dot; (dot = strstr(key, "[].")) != NULL; key = dot + 3)
        for (size_t i = 0; i < m->entity_count; i++)
            if (m->entities[i].parent == entity &&
                strncmp(m->entities[i].plural, key, (size_t)(dot - key)) == 0 &&
                m->entities[i].plural[dot - key] == '\0') {
                entity = (uint8_t)i;
                break;
            }
    uint16_t field = model_field(m, entity, (struct str){key, strlen(key)});
    put_named(out, path, field == NO_FIELD ? NULL : m->fields[field].zh);
}

/* "elderly 老年人口 (rows: 1, as 3302), ..." */
static void put_missing(struct buf *out, const struct indicator_outcome *o,
                        const struct model *m)
{
    for (size_t k = 0; k < o->missing_count && k < FACTS_SHOWN; k++) {
        const struct indicator_missing *fact = &o->missing[k];
        buf_puts(out, k ? ", " : "");
        put_fact(out, m, m->entities[o->indicator->entity].root, fact->fact);
        buf_printf(out, " (%s", _("rows: "));
        table_put_count(out, fact->rows);
        if (*fact->id)
            buf_printf(out, _(", as %s"), fact->id);
        buf_putc(out, ')');
    }
    if (o->missing_count > FACTS_SHOWN)
        buf_puts(out, ", ...");
}

static bool has_no_rows(const struct indicator_outcome *o)
{
    return o->status == INDICATOR_NO_DATA && o->rows == 0 && o->missing_rows == 0;
}

/* Indicators without any row, a line for each entity. */
static void put_without_rows(struct buf *out, const struct indicators_place *p)
{
    for (size_t e = 0; e < p->model->entity_count; e++) {
        const struct entity *entity = &p->model->entities[e];
        const char *comma = NULL;
        for (size_t k = 0; k < p->count; k++) {
            const struct indicator_outcome *o = &p->outcomes[k];
            if (o->indicator->entity != e || !has_no_rows(o))
                continue;
            if (!comma) {
                buf_puts(out, _("  no row counts of "));
                put_named(out, entity->name, entity->zh);
            }
            buf_printf(out, "%s%s", comma ? comma : ": ", o->indicator->name);
            comma = ", ";
        }
        buf_puts(out, comma ? "\n" : "");
    }
}

static void put_no_data(struct buf *out, const struct indicator_outcome *o,
                        const struct model *m)
{
    const char *name = o->indicator->name;
    if (has_no_rows(o))
        return;
    if (o->missing_rows == 0) {
        buf_printf(out, _("  %s: the denominators add up to 0\n"), name);
        return;
    }
    buf_printf(out, _("  %s: missing: "), name);
    put_missing(out, o, m);
    if (o->has_value) {
        buf_puts(out, _("; the rows that are known give "));
        indicator_report_number(out, o->value);
    }
    buf_putc(out, '\n');
}

static void put_bound(struct buf *out, const struct indicator_outcome *o)
{
    buf_printf(out, _("  %s: the numerator is "), o->indicator->name);
    indicator_report_number(out, o->numerator);
    buf_puts(out, _(", the target is met at "));
    indicator_report_number(out, o->bound);
    buf_putc(out, '\n');
}

/* What does not fit into the table's row. */
static void put_remarks(struct buf *out, const struct indicators_place *p)
{
    put_without_rows(out, p);
    for (size_t k = 0; k < p->count; k++) {
        const struct indicator_outcome *o = &p->outcomes[k];
        if (o->status == INDICATOR_NO_DATA)
            put_no_data(out, o, p->model);
        else if (o->status == INDICATOR_FAILED)
            buf_printf(out, _("  %s: %s\n"), o->indicator->name,
                       o->error ? o->error : _("the sum is too large"));
        else if (o->has_bound)
            put_bound(out, o);
        if (o->target && o->target->status == CITED_PLACEHOLDER)
            buf_printf(out, _("  %s: the target is a placeholder\n"), o->indicator->name);
        if (o->indicator->note)
            buf_printf(out, "  %s: %s\n", o->indicator->name, o->indicator->note);
    }
}

static void put_counts(struct buf *out, const struct indicators_report *r)
{
    size_t counts[INDICATOR_STATUSES] = {0}, all = 0;
    const char *comma = ": ";
    for (size_t i = 0; i < r->count; i++)
        for (size_t k = 0; k < r->places[i].count; k++, all++)
            counts[r->places[i].outcomes[k].status]++;
    buf_printf(out, _("indicators %zu"), all);
    for (int s = 0; s < INDICATOR_STATUSES; s++) {
        if (counts[s] == 0)
            continue;
        buf_printf(out, "%s%s %zu", comma, status_name((enum indicator_status)s), counts[s]);
        comma = ", ";
    }
    buf_putc(out, '\n');
}

void indicator_report_text(struct buf *out, const struct indicators_report *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct indicators_place *p = &r->places[i];
        if (p->count == 0)
            continue;
        buf_printf(out, "%s (%s), ", p->model->zh ? p->model->zh : "", p->model->name);
        month_put(out, r->month);
        buf_puts(out, "\n");
        put_table(out, p);
        put_remarks(out, p);
        buf_putc(out, '\n');
    }
    put_counts(out, r);
}

/* --- JSON --- */

static void put_text(struct buf *out, const char *key, const char *text)
{
    buf_printf(out, ",\"%s\":", key);
    if (text)
        buf_json_string(out, text, strlen(text));
    else
        buf_puts(out, "null");
}

/* A number; where it is rounded, the exact fraction as text beside it. */
static void put_json_number(struct buf *out, const char *key, bool has, struct rational r)
{
    buf_printf(out, ",\"%s\":", key);
    if (!has) {
        buf_puts(out, "null");
        return;
    }
    put_plain(out, r);
    if (!is_short(r))
        buf_printf(out, ",\"%s_exact\":\"%lld/%lld\"", key, (long long)r.num, (long long)r.den);
}

static void put_json_target(struct buf *out, const struct indicator_target *t)
{
    static const char *const words[] = {
        [TARGET_AT_LEAST] = "at_least", [TARGET_ABOVE] = "above", [TARGET_AT_MOST] = "at_most",
        [TARGET_BELOW] = "below",       [TARGET_EQUAL] = "equal", [TARGET_BETWEEN] = "between",
        [TARGET_ABOUT] = "about",
    };
    static const char *const statuses[] = {[CITED_PUBLISHED] = "published",
                                           [CITED_DERIVED] = "derived",
                                           [CITED_PLACEHOLDER] = "placeholder"};
    buf_puts(out, ",\"target\":");
    if (!t) {
        buf_puts(out, "null");
        return;
    }
    bool has_low = t->kind != TARGET_AT_MOST && t->kind != TARGET_BELOW;
    bool has_high = t->kind != TARGET_AT_LEAST && t->kind != TARGET_ABOVE;
    buf_puts(out, "{\"due\":\"");
    date_put(out, t->due);
    buf_printf(out, "\",\"kind\":\"%s\"", words[t->kind]);
    put_json_number(out, "low", has_low, t->low);
    put_json_number(out, "high", has_high, t->high);
    buf_printf(out, ",\"status\":\"%s\"", statuses[t->status]);
    put_text(out, "source", t->source);
    put_text(out, "note", t->note);
    buf_putc(out, '}');
}

static void put_json_missing(struct buf *out, const struct indicator_outcome *o)
{
    buf_puts(out, ",\"missing\":[");
    for (size_t k = 0; k < o->missing_count; k++) {
        const struct indicator_missing *m = &o->missing[k];
        buf_printf(out, "%s{\"rows\":%llu", k ? "," : "", (unsigned long long)m->rows);
        put_text(out, "fact", m->fact);
        put_text(out, "id", m->id);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_json(struct buf *out, const struct indicators_report *r,
                     const struct indicators_place *p, const struct indicator_outcome *o)
{
    const struct indicator *i = o->indicator;
    buf_puts(out, "{\"month\":\"");
    month_put(out, r->month);
    buf_putc(out, '"');
    put_text(out, "policy", p->model->name);
    put_text(out, "place", p->model->zh);
    put_text(out, "indicator", i->name);
    put_text(out, "name", i->zh);
    put_text(out, "of", p->model->entities[i->entity].name);
    put_text(out, "unit", i->unit);
    put_text(out, "status", status_word(o->status));
    buf_printf(out, ",\"binding\":%s", i->is_binding ? "true" : "false");
    bool has_sums = o->rows > 0 && o->status != INDICATOR_FAILED;
    put_json_number(out, "value", o->has_value, o->value);
    put_json_number(out, "numerator", has_sums, o->numerator);
    put_json_number(out, "denominator", has_sums && i->denominator != NO_FIELD, o->denominator);
    put_json_number(out, "per", true, i->per);
    put_json_target(out, o->target);
    put_json_number(out, "gap", o->has_gap, o->gap);
    put_json_number(out, "met_at", o->has_bound, o->bound);
    buf_printf(out,
               ",\"rows\":%llu,\"published_rows\":%llu,\"missing_rows\":%llu,"
               "\"failed_rows\":%llu",
               (unsigned long long)o->rows, (unsigned long long)o->published,
               (unsigned long long)o->missing_rows, (unsigned long long)o->failed_rows);
    put_json_missing(out, o);
    put_text(out, "error", o->error);
    put_text(out, "law", i->law);
    put_text(out, "note", i->note);
    buf_puts(out, "}\n");
}

void indicator_report_json(struct buf *out, const struct indicators_report *r)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t k = 0; k < r->places[i].count; k++)
            put_json(out, r, &r->places[i], &r->places[i].outcomes[k]);
}
