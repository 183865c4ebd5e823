/* whatif_diff.c - the declarations that differ, kind by kind. */
#include "report/whatif_diff.h"

#include <string.h>
#include "lang/ast.h"
#include "report/parameter_text.h"
#include "report/table.h"
#include "model/unit.h"
#include "report/value_text.h"
#include "value/date.h"

enum { BRIEF_LINES = 12, PLACE_LINES = 4, BRIEF_PLACES = 6, BRIEF_RESULTS = 12 };

static const struct policies_pair *first_pair(const struct whatif_diff *x,
                                              const struct policies_item *i)
{
    return &x->law->pairs[i->pairs[0]];
}

static const char *pair_name(const struct policies_pair *p)
{
    const struct model *m = p->after ? p->after->model : p->before->model;
    return i18n_is_chinese() && m->zh ? m->zh : m->name;
}

static bool is_region(const struct whatif_diff *x)
{
    return x->law->pair_count > 1;
}

/* Which policies of the region have it. */
static void put_places(struct buf *out, const struct whatif_diff *x,
                       const struct policies_item *i)
{
    if (!is_region(x))
        return;
    buf_printf(out, _(" (in %zu of %zu policies: "), i->pair_count, x->law->pair_count);
    for (size_t k = 0; k < i->pair_count && k < BRIEF_PLACES; k++)
        buf_printf(out, "%s%s", k ? ", " : "", pair_name(&x->law->pairs[i->pairs[k]]));
    buf_puts(out, i->pair_count > BRIEF_PLACES ? ", ...)" : ")");
}

/* --- parameters --- */

static void put_source(struct buf *out, const struct parameter_value *v)
{
    if (!v || v->ended)
        return;
    if (v->status != CITED_PUBLISHED)
        buf_printf(out, " [%s]",
                   v->status == CITED_PLACEHOLDER ? _("placeholder") : _("derived"));
    if (v->source)
        buf_printf(out, "  %s", v->source);
}

static void put_source_of(struct buf *out, const char *side, const struct parameter_value *v)
{
    if (!v || v->ended)
        return;
    buf_printf(out, "      %s", side);
    put_source(out, v);
    buf_putc(out, '\n');
}

static void put_cells(struct buf *out, const struct parameter_cells *c)
{
    if (c->count == 0)
        buf_puts(out, _("none"));
    for (size_t i = 0; i < c->count; i++)
        buf_printf(out, "%s%s%s%s", i ? ", " : "", c->list[i].key, *c->list[i].key ? " " : "",
                   c->list[i].value);
}

/* One day's values: what differs, then where each comes from. */
static void put_value(struct buf *out, const struct whatif_diff *x,
                      const struct policies_item *i, const struct policies_value *v)
{
    const struct policies_pair *pair = first_pair(x, i);
    struct arena a;
    arena_init(&a);
    struct parameter_cells b =
        parameter_cells_of(pair->before->model, i->before.parameter, v->before, &a);
    struct parameter_cells c =
        parameter_cells_of(pair->after->model, i->after.parameter, v->after, &a);
    buf_puts(out, "    ");
    date_put(out, v->from);
    buf_puts(out, "  ");
    if (v->same_value)
        buf_puts(out, _("the same value from another source"));
    else if (!v->before || !v->after)
        put_cells(out, v->after ? &c : &b);
    else
        parameter_cells_put(out, &b, &c);
    if (!v->before)
        buf_printf(out, "  (%s)", v->after->ended ? _("ends in B only") : _("only in B"));
    if (!v->after)
        buf_printf(out, "  (%s)", v->before->ended ? _("ends in A only") : _("only in A"));
    buf_putc(out, '\n');
    put_source_of(out, "A", v->before);
    put_source_of(out, "B", v->after);
    arena_fini(&a);
}

static void put_in_force(struct buf *out, const struct whatif_diff *x,
                         const struct policies_item *i)
{
    const struct policies_pair *pair = first_pair(x, i);
    struct arena a;
    arena_init(&a);
    struct parameter_cells b =
        parameter_cells_of(pair->before->model, i->before.parameter, i->before_value, &a);
    struct parameter_cells c =
        parameter_cells_of(pair->after->model, i->after.parameter, i->after_value, &a);
    parameter_cells_put(out, &b, &c);
    arena_fini(&a);
}

static void put_unit(struct buf *out, const char *unit)
{
    if (!unit)
        return;
    buf_puts(out, " (");
    unit_put(out, unit);
    buf_putc(out, ')');
}

/* Laws of two places have few values in common on the same day: what is in force says most. */
static bool is_brief(const struct whatif_diff *x)
{
    return policies_diff_places(x->law) && !x->full;
}

static void put_parameter(struct buf *out, const struct whatif_diff *x,
                          const struct policies_item *i)
{
    buf_puts(out, "  ");
    value_text_name(out, i->name, i->zh);
    put_unit(out, i->after.parameter->unit);
    put_places(out, x, i);
    buf_putc(out, '\n');
    if (i->what & POLICIES_IN_FORCE) {
        buf_puts(out, "    ");
        month_put(out, x->law->month);
        buf_puts(out, "  ");
        put_in_force(out, x, i);
        buf_putc(out, '\n');
    }
    for (size_t k = 0; k < i->value_count && !is_brief(x); k++)
        put_value(out, x, i, &i->values[k]);
    if (is_brief(x)) {
        put_source_of(out, "A", i->before_value);
        put_source_of(out, "B", i->after_value);
    }
    if (i->what & POLICIES_TYPE)
        buf_printf(out, "    %s\n", _("its type is another"));
}

/* --- rules --- */

static void put_place(struct buf *out, const char *side, const struct formula *f)
{
    if (f && !f->ended)
        buf_printf(out, "    %s %s:%u\n", side, f->at.file ? f->at.file : "", f->at.line);
}

static void put_formula(struct buf *out, const struct whatif_diff *x,
                        const struct policies_item *i, const struct policies_formula *f)
{
    buf_puts(out, "    ");
    if (f->from != DATE_ALWAYS) {
        date_put(out, f->from);
        buf_puts(out, "  ");
    }
    if (f->same_text)
        buf_puts(out, _("the formula reads the same; a function it calls is another"));
    else if (!f->before || f->before->ended)
        buf_puts(out, _("a formula in B only"));
    else if (!f->after || f->after->ended)
        buf_puts(out, _("a formula in A only"));
    else
        buf_puts(out, _("the formula is another"));
    buf_putc(out, '\n');
    put_place(out, "A", f->before);
    put_place(out, "B", f->after);
    if (!f->same_text)
        diff_lines_put(out, diff_formula_text(i->before_policy, f->before),
                       diff_formula_text(i->after_policy, f->after),
                       x->full       ? SIZE_MAX
                       : is_brief(x) ? PLACE_LINES
                                     : BRIEF_LINES,
                       "      ");
}

static void put_changes(struct buf *out, const struct policies_item *i)
{
    const struct {
        unsigned bit;
        const char *text;
    } words[] = {{POLICIES_ROUNDING, _("it is rounded otherwise")},
                 {POLICIES_TYPE, _("its type is another")},
                 {POLICIES_DEFAULT, _("its default is another")},
                 {POLICIES_RANGE, _("its limits are others")},
                 {POLICIES_PAID, _("it is a result or a benefit in one only")},
                 {POLICIES_WORDS, _("its name, unit, article or note is another")}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (i->what & words[k].bit)
            buf_printf(out, "    %s\n", words[k].text);
}

static void put_rule(struct buf *out, const struct whatif_diff *x,
                     const struct policies_item *i)
{
    buf_puts(out, "  ");
    value_text_name(out, i->name, i->zh);
    put_places(out, x, i);
    buf_putc(out, '\n');
    if (i->after.field->law)
        buf_printf(out, _("    article: %s\n"), i->after.field->law);
    put_changes(out, i);
    for (size_t k = 0; k < i->formula_count; k++)
        put_formula(out, x, i, &i->formulas[k]);
}

static void put_other(struct buf *out, const struct whatif_diff *x,
                      const struct policies_item *i)
{
    buf_puts(out, "  ");
    value_text_name(out, i->name, i->zh);
    put_places(out, x, i);
    buf_putc(out, '\n');
    put_changes(out, i);
}

/* --- kinds --- */

static const char *kind_heading(enum policies_kind k)
{
    switch (k) {
    case POLICIES_PARAMETER:
        return _("parameters that differ");
    case POLICIES_VARIABLE:
        return _("rules that differ");
    case POLICIES_INPUT:
        return _("inputs that differ");
    case POLICIES_INDICATOR:
        return _("indicators that differ");
    case POLICIES_ENUM:
        return _("enums that differ");
    default:
        return _("entities that differ");
    }
}

static const char *kind_plural(enum policies_kind k)
{
    static const char *const words[] = {N_("parameters"), N_("rules"),     N_("inputs"),
                                        N_("indicators"), N_("enums"),     N_("entities"),
                                        N_("checks"),     N_("scenarios"), N_("cases")};
    return _(words[k]);
}

static const char *kind_word(enum policies_kind k)
{
    static const char *const words[] = {"parameter", "variable", "input",
                                        "indicator", "enum",     "entity",
                                        "check",     "scenario", "case"};
    return words[k];
}

static bool is_changed(const struct policies_item *i)
{
    return !i->is_gone && !i->is_new;
}

/* What can make results others; the rest is words. */
static bool is_weighty(const struct policies_item *i)
{
    return is_changed(i) && (i->what & POLICIES_WEIGHTY);
}

/* A parameter whose values differ on other days only. */
static bool is_elsewhen(const struct policies_item *i)
{
    return is_weighty(i) && i->kind == POLICIES_PARAMETER &&
           !(i->what & (POLICIES_IN_FORCE | POLICIES_TYPE));
}

static void put_kind(struct buf *out, const struct whatif_diff *x, enum policies_kind kind)
{
    bool any = false;
    for (size_t n = 0; n < x->law->item_count; n++) {
        const struct policies_item *i = &x->law->items[n];
        if (i->kind != kind || !is_weighty(i) || (is_brief(x) && is_elsewhen(i)))
            continue;
        if (!any)
            buf_printf(out, "\n%s\n", kind_heading(kind));
        any = true;
        if (kind == POLICIES_PARAMETER)
            put_parameter(out, x, i);
        else if (kind == POLICIES_VARIABLE || kind == POLICIES_INDICATOR)
            put_rule(out, x, i);
        else
            put_other(out, x, i);
    }
}

/* Names in a row: what only one has, what differs in words only. */
static void put_names(struct buf *out, const struct whatif_diff *x, enum policies_kind kind,
                      const char *heading, bool (*take)(const struct policies_item *i))
{
    size_t n = 0;
    for (size_t k = 0; k < x->law->item_count; k++) {
        const struct policies_item *i = &x->law->items[k];
        if (i->kind != kind || !take(i))
            continue;
        if (n++ == 0)
            buf_printf(out, "\n%s %s\n  ", kind_plural(kind), heading);
        else
            buf_puts(out, ", ");
        value_text_name(out, i->name, i->zh);
    }
    if (n)
        buf_putc(out, '\n');
}

static bool only_after(const struct policies_item *i)
{
    return i->is_new;
}

static bool only_before(const struct policies_item *i)
{
    return i->is_gone;
}

static bool only_words(const struct policies_item *i)
{
    return is_changed(i) && !(i->what & POLICIES_WEIGHTY);
}

/* --- head --- */

static size_t count_items(const struct whatif_diff *x,
                          bool (*take)(const struct policies_item *))
{
    size_t n = 0;
    for (size_t i = 0; i < x->law->item_count; i++)
        n += take(&x->law->items[i]);
    return n;
}

static void put_side(struct buf *out, const char *side, const char *path,
                     const struct policy *p)
{
    buf_printf(out, "%s  %s", side, path);
    if (p->model->zh)
        buf_printf(out, "  %s", p->model->zh);
    buf_putc(out, '\n');
}

/* Which policy a folder of several stands by. */
static void put_standing(struct buf *out, const char *side, const struct policy *folder,
                         const struct policy *p)
{
    if (!folder->members)
        return;
    buf_printf(out, _("%s is a folder of %zu policies; compared is "), side,
               folder->member_count);
    value_text_name(out, p->model->name, p->model->zh);
    buf_putc(out, '\n');
}

static void put_pairs(struct buf *out, const struct whatif_diff *x)
{
    size_t differ = 0;
    if (x->law->pair_count == 1 && x->law->pairs[0].before && x->law->pairs[0].after) {
        put_standing(out, "A", x->law->before, x->law->pairs[0].before);
        put_standing(out, "B", x->law->after, x->law->pairs[0].after);
    }
    if (!is_region(x))
        return;
    for (size_t i = 0; i < x->law->pair_count; i++)
        differ += x->law->pairs[i].differs;
    buf_printf(out, _("policies compared: %zu, of them %zu differ\n"), x->law->pair_count,
               differ);
    for (size_t i = 0; i < x->law->pair_count; i++) {
        const struct policies_pair *p = &x->law->pairs[i];
        if (!p->before || !p->after)
            buf_printf(out, "  %s: %s\n", pair_name(p),
                       p->before ? _("only in A") : _("only in B"));
    }
}

/* The sum of members' results says nothing that they do not say. */
static bool is_sum(const struct model *m, uint16_t field)
{
    return m->fields[field].sum_of != NO_FIELD;
}

static void put_results(struct buf *out, const struct whatif_diff *x)
{
    size_t n = 0;
    for (size_t i = 0; i < x->law->pair_count && n == 0; i++) {
        const struct policies_pair *p = &x->law->pairs[i];
        for (size_t k = 0; k < p->result_count; k++) {
            char path[2 * LIMIT_NAME_BYTES + 2];
            const struct model *m = p->after->model;
            if (is_sum(m, p->results[k]))
                continue;
            if (n == 0)
                buf_printf(out, "\n%s\n  ", _("results that can come out otherwise"));
            if (n++ >= BRIEF_RESULTS && !x->full)
                continue;
            model_field_path(m, p->results[k], path, sizeof path);
            buf_puts(out, n > 1 ? ", " : "");
            value_text_name(out, path, m->fields[p->results[k]].zh);
        }
    }
    if (n > BRIEF_RESULTS && !x->full)
        buf_printf(out, _(", and %zu more"), n - BRIEF_RESULTS);
    if (n)
        buf_putc(out, '\n');
}

static void put_head(struct buf *out, const struct whatif_diff *x)
{
    put_side(out, "A", x->before, x->law->before);
    put_side(out, "B", x->after, x->law->after);
    buf_puts(out, _("month "));
    month_put(out, x->law->month);
    if (x->law->month_chosen)
        buf_puts(out, _(" (nothing that differs is in force this month; here it is)"));
    buf_putc(out, '\n');
    put_pairs(out, x);
    buf_printf(out,
               _("differences: %zu changed, %zu only in A, %zu only in B, %zu in words only\n"),
               count_items(x, is_weighty), count_items(x, only_before),
               count_items(x, only_after), count_items(x, only_words));
}

/* Benefits by where they exist. */
static void put_benefits(struct buf *out, const struct whatif_diff *x, bool in_before,
                         bool in_after, const char *heading)
{
    const struct policies_pair *p = &x->law->pairs[0];
    const struct model *m = in_after ? p->after->model : p->before->model;
    const struct model *other = in_after ? p->before->model : p->after->model;
    size_t n = 0;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        const char *entity = m->entities[f->entity].name;
        uint8_t e = model_entity(other, (struct str){entity, strlen(entity)});
        bool there = e != NO_ENTITY &&
                     model_field(other, e, (struct str){f->name, strlen(f->name)}) != NO_FIELD;
        if (!f->is_benefit || is_sum(m, f->id) || there != (in_before && in_after))
            continue;
        if (n++ == 0)
            buf_printf(out, "\n%s\n  ", heading);
        else
            buf_puts(out, ", ");
        value_text_name(out, f->name, f->zh);
    }
    if (n)
        buf_putc(out, '\n');
}

static void put_declarations(struct buf *out, const struct whatif_diff *x)
{
    for (int k = 0; k < POLICIES_CHECK; k++)
        put_kind(out, x, (enum policies_kind)k);
    if (is_brief(x))
        put_names(out, x, POLICIES_PARAMETER,
                  _("with the same value this month, others on other days"), is_elsewhen);
    for (int k = 0; k < POLICIES_KINDS; k++)
        put_names(out, x, (enum policies_kind)k, _("only in B"), only_after);
    for (int k = 0; k < POLICIES_KINDS; k++)
        put_names(out, x, (enum policies_kind)k, _("only in A"), only_before);
    for (int k = 0; k < POLICIES_CHECK; k++)
        put_names(out, x, (enum policies_kind)k,
                  _("that differ in words only (name, unit, article, source, note)"),
                  only_words);
}

/* Of two versions what was changed comes first, of two places what it comes to. */
void whatif_diff_text(struct buf *out, const struct whatif_diff *x)
{
    bool places = policies_diff_places(x->law);
    put_head(out, x);
    if (x->law->item_count == 0)
        buf_puts(out, _("the two say the same\n"));
    else if (!policies_diff_matters(x->law))
        buf_puts(out, _("no result of a household can come out otherwise this month\n"));
    if (places) {
        put_benefits(out, x, true, true, _("benefits of both"));
        put_benefits(out, x, true, false, _("benefits only in A"));
        put_benefits(out, x, false, true, _("benefits only in B"));
    } else {
        put_declarations(out, x);
        put_results(out, x);
    }
    diff_family_put(out, x);
    diff_people_put(out, x);
    if (places)
        put_declarations(out, x);
}

/* --- JSON --- */

static void put_cells_json(struct buf *out, const char *key, const struct model *m,
                           const struct parameter *p, const struct parameter_value *v)
{
    struct arena a;
    arena_init(&a);
    struct parameter_cells c = parameter_cells_of(m, p, v, &a);
    buf_printf(out, ",\"%s\":", key);
    if (c.count == 0) {
        buf_puts(out, "null");
    } else if (!*c.list[0].key) {
        buf_json_string(out, c.list[0].value, strlen(c.list[0].value));
    } else {
        for (size_t i = 0; i < c.count; i++) {
            buf_putc(out, i ? ',' : '{');
            buf_json_string(out, c.list[i].key, strlen(c.list[i].key));
            buf_putc(out, ':');
            buf_json_string(out, c.list[i].value, strlen(c.list[i].value));
        }
        buf_putc(out, '}');
    }
    arena_fini(&a);
}

static void put_values_json(struct buf *out, const struct whatif_diff *x,
                            const struct policies_item *i)
{
    const struct policies_pair *pair = first_pair(x, i);
    const struct model *bm = pair->before->model, *am = pair->after->model;
    put_cells_json(out, "before", bm, i->before.parameter, i->before_value);
    put_cells_json(out, "after", am, i->after.parameter, i->after_value);
    buf_puts(out, ",\"values\":[");
    for (size_t k = 0; k < i->value_count; k++) {
        const struct policies_value *v = &i->values[k];
        buf_printf(out, "%s{\"from\":\"", k ? "," : "");
        date_put(out, v->from);
        buf_putc(out, '"');
        put_cells_json(out, "before", bm, i->before.parameter, v->before);
        put_cells_json(out, "after", am, i->after.parameter, v->after);
        diff_json_text(out, "before_source", v->before ? v->before->source : NULL);
        diff_json_text(out, "after_source", v->after ? v->after->source : NULL);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_formula_json(struct buf *out, const char *key, const struct policy *p,
                             const struct formula *f)
{
    struct str text = diff_formula_text(p, f);
    if (!f || f->ended) {
        diff_json_text(out, key, NULL);
        return;
    }
    buf_printf(out, ",\"%s\":{\"line\":%u", key, f->at.line);
    diff_json_text(out, "file", f->at.file);
    buf_puts(out, ",\"text\":");
    buf_json_string(out, text.p, text.n);
    buf_putc(out, '}');
}

static void put_formulas_json(struct buf *out, const struct policies_item *i)
{
    buf_puts(out, ",\"formulas\":[");
    for (size_t k = 0; k < i->formula_count; k++) {
        const struct policies_formula *f = &i->formulas[k];
        buf_printf(out, "%s{\"same_text\":%s,\"from\":", k ? "," : "",
                   f->same_text ? "true" : "false");
        if (f->from == DATE_ALWAYS) {
            buf_puts(out, "null");
        } else {
            buf_putc(out, '"');
            date_put(out, f->from);
            buf_putc(out, '"');
        }
        put_formula_json(out, "before", i->before_policy, f->before);
        put_formula_json(out, "after", i->after_policy, f->after);
        buf_putc(out, '}');
    }
    buf_putc(out, ']');
}

static void put_what_json(struct buf *out, const struct policies_item *i)
{
    static const char *const words[] = {"in_force", "other_days", "formula", "called",
                                        "rounding", "type",       "default", "range",
                                        "paid",     "source",     "words"};
    bool more = false;
    buf_printf(out, ",\"change\":\"%s\",\"what\":[",
               i->is_new    ? "new"
               : i->is_gone ? "gone"
                            : "changed");
    for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
        if (!(i->what >> k & 1))
            continue;
        buf_printf(out, "%s\"%s\"", more ? "," : "", words[k]);
        more = true;
    }
    buf_putc(out, ']');
}

static void put_item_json(struct buf *out, const struct whatif_diff *x,
                          const struct policies_item *i)
{
    buf_printf(out, "{\"kind\":\"%s\"", kind_word(i->kind));
    diff_json_text(out, "name", i->name);
    diff_json_text(out, "zh", i->zh);
    put_what_json(out, i);
    if (is_changed(i) && i->kind == POLICIES_PARAMETER)
        put_values_json(out, x, i);
    if (is_changed(i) && i->formula_count)
        put_formulas_json(out, i);
    buf_puts(out, ",\"policies\":[");
    for (size_t k = 0; k < i->pair_count; k++) {
        const struct policies_pair *p = &x->law->pairs[i->pairs[k]];
        const char *name = p->after ? p->after->model->name : p->before->model->name;
        buf_puts(out, k ? "," : "");
        buf_json_string(out, name, strlen(name));
    }
    buf_puts(out, "]}");
}

void whatif_diff_json(struct buf *out, const struct whatif_diff *x)
{
    buf_puts(out, "{\"a\":");
    buf_json_string(out, x->before, strlen(x->before));
    diff_json_text(out, "b", x->after);
    buf_puts(out, ",\"month\":\"");
    month_put(out, x->law->month);
    buf_printf(out, "\",\"matters\":%s,\"items\":[",
               policies_diff_matters(x->law) ? "true" : "false");
    for (size_t i = 0; i < x->law->item_count; i++) {
        buf_puts(out, i ? "," : "");
        put_item_json(out, x, &x->law->items[i]);
    }
    buf_putc(out, ']');
    diff_family_json(out, x);
    diff_people_json(out, x);
    buf_puts(out, "}\n");
}
