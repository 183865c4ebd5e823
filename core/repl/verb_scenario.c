/* verb_scenario.c - scenario save, load, list: changes of the law under a name, for the
 * session, or as a file of Lua that `huimin recompute --scenario FILE` takes as well.
 */
#include "repl/verb.h"

#include <string.h>
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "value/date.h"
#include "value/decimal.h"

static bool is_file(const char *word)
{
    size_t n = strlen(word);
    return n > 4 && strcmp(word + n - 4, ".lua") == 0;
}

/* --- as Lua --- */

static void put_value(struct buf *out, const struct model *m, const struct type *t,
                      const struct value *v)
{
    switch (v->kind) {
    case KIND_BOOLEAN:
        buf_puts(out, v->as.boolean ? "true" : "false");
        break;
    case KIND_INTEGER:
        decimal_put_rational(out, rational_of(v->as.integer));
        break;
    case KIND_NUMBER:
        decimal_put_rational(out, v->as.rational);
        break;
    case KIND_MONEY:
        buf_puts(out, "yuan(");
        decimal_put_money(out, v->as.rational.num / v->as.rational.den);
        buf_putc(out, ')');
        break;
    case KIND_ENUM:
        buf_printf(out, "\"%s\"", m->enums[t->enum_id].values[v->as.code].name);
        break;
    case KIND_DATE:
        buf_puts(out, "date \"");
        date_put(out, v->as.day);
        buf_putc(out, '"');
        break;
    case KIND_MONTH:
        buf_puts(out, "month \"");
        month_put(out, v->as.day);
        buf_putc(out, '"');
        break;
    default:
        buf_puts(out, "nil");
    }
}

static void put_entries(struct buf *out, const struct model *m, const struct parameter *p,
                        const struct parameter_value *v)
{
    buf_puts(out, "{ ");
    for (size_t i = 0; i < v->count; i++) {
        if (p->key.kind == KIND_ENUM)
            buf_printf(out,
                       "[\"%s\"] = ", m->enums[p->key.enum_id].values[v->entries[i].key].name);
        else
            buf_printf(out, "[%lld] = ", (long long)v->entries[i].key);
        put_value(out, m, &p->type, &v->entries[i].value);
        buf_puts(out, ", ");
    }
    if (v->has_otherwise) {
        buf_puts(out, "otherwise = ");
        put_value(out, m, &p->type, &v->otherwise);
        buf_puts(out, ", ");
    }
    buf_puts(out, "}");
}

/* "2025-01-01" or, for a bounded change, "2025-01..2025-06". */
static void put_span(struct buf *out, const struct patch *p)
{
    buf_puts(out, "[\"");
    if (p->to == DATE_ALWAYS) {
        date_put(out, p->from);
    } else {
        month_put(out, date_month(p->from));
        buf_puts(out, "..");
        month_put(out, date_month(p->to));
    }
    buf_puts(out, "\"] = ");
}

static bool put_patch(struct buf *out, const struct model *m, const struct patch *p)
{
    const struct parameter *q = &m->parameters[p->parameter];
    put_span(out, p);
    switch (q->kind) {
    case PARAMETER_SCALAR:
        put_value(out, m, &q->type, &p->value.scalar);
        break;
    case PARAMETER_KEYED:
        put_entries(out, m, q, &p->value);
        break;
    case PARAMETER_COMPARISON:
        buf_printf(out, "\"%s\"", comparison_name(p->value.op));
        break;
    default:
        return false;
    }
    buf_puts(out, ", ");
    return true;
}

/* A later change from the same day or an earlier one on, without an end, replaces it. */
static bool is_replaced(const struct changes *c, size_t i)
{
    const struct patch *p = &c->patches[i];
    for (size_t k = i + 1; k < c->patch_count; k++) {
        const struct patch *q = &c->patches[k];
        if (q->parameter == p->parameter && q->member == p->member && q->from <= p->from &&
            (q->to == DATE_ALWAYS || (p->to != DATE_ALWAYS && q->to >= p->to)))
            return true;
    }
    return false;
}

/* Changes of one parameter that are left must follow each other in time, one ending before the
 * next begins or holding until then: a file has no order of its own. */
static bool is_in_order(const struct changes *c, size_t i)
{
    const struct patch *p = &c->patches[i];
    for (size_t k = 0; k < i; k++) {
        const struct patch *q = &c->patches[k];
        if (q->parameter != p->parameter || q->member != p->member || is_replaced(c, k))
            continue;
        if (q->from >= p->from || (q->to != DATE_ALWAYS && q->to >= p->from) ||
            (q->to == DATE_ALWAYS && p->to != DATE_ALWAYS))
            return false;
    }
    return true;
}

/* The changes of one parameter, where its first one stands; the first policy's of a region. */
static enum hm_status put_parameter(struct repl *r, const struct verb_line *l, struct buf *out,
                                    const struct model *m, size_t first)
{
    const struct changes *c = &r->changes;
    const struct patch *p = &c->patches[first];
    const char *name = m->parameters[p->parameter].name;
    for (size_t k = 0; k < first; k++)
        if (c->patches[k].parameter == p->parameter && c->patches[k].member == p->member)
            return HM_OK;
    buf_printf(out, "    %s = { ", name);
    for (size_t k = first; k < c->patch_count; k++) {
        const struct patch *q = &c->patches[k];
        if (q->parameter != p->parameter || q->member != p->member || is_replaced(c, k))
            continue;
        if (!is_in_order(c, k))
            return verb_wrong(r, l, _("the changes of %s overlap in time; undo one of them"),
                              name);
        if (!put_patch(out, m, q))
            return verb_wrong(r, l, _("%s has bands; write its scenario in a file by hand"),
                              name);
    }
    buf_puts(out, "},\n");
    return HM_OK;
}

static enum hm_status put_scenario(struct repl *r, const struct verb_line *l, const char *name,
                                   struct buf *out)
{
    const struct changes *c = &r->changes;
    const struct policy *p = r->policy;
    uint16_t member = c->patch_count ? c->patches[0].member : 0;
    const struct model *m = p->members ? p->members[member]->model : p->model;
    if (c->formula_count)
        return verb_wrong(r, l, _("a scenario with formulas is in force; it has its own file"));
    if (c->patch_count == 0)
        return verb_wrong(r, l, _("nothing was changed"));
    buf_printf(out, "-- %s\nscenario \"%s\" { parameters = {\n", m->name, name);
    for (size_t i = 0; i < c->patch_count; i++)
        if (c->patches[i].member == member)
            TRY(put_parameter(r, l, out, m, i));
    buf_puts(out, "} }\n");
    return HM_OK;
}

/* "plans/rise.lua" -> "rise", of characters a scenario's name may have. */
static char *name_of_file(struct repl *r, const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *from = slash ? slash + 1 : file;
    char *name = arena_strndup(&r->line, from, strlen(from) - 4);
    for (char *p = name; p && *p; p++)
        if (strchr("\"\\ \t-.", *p))
            *p = '_';
    return name;
}

static enum hm_status save_file(struct repl *r, const struct verb_line *l, const char *file)
{
    struct buf text;
    char *name = name_of_file(r, file);
    if (!name)
        return diag_nomem(r->diag, _("changing the law"));
    buf_init(&text);
    enum hm_status st = put_scenario(r, l, name, &text);
    if (st == HM_OK && !buf_ok(&text))
        st = diag_nomem(r->diag, _("changing the law"));
    if (st == HM_OK)
        st = fs_write(file, text.data, text.len, 0644, r->diag);
    buf_fini(&text);
    return st;
}

/* --- verbs --- */

static enum hm_status save(struct repl *r, struct verb_line *l)
{
    const char *word = verb_next(l);
    if (!word || !*word)
        return verb_expected(r, l, _("a name or a file that ends in .lua"));
    TRY(verb_end(r, l));
    if (is_file(word))
        return save_file(r, l, word);
    if (!*repl_states_now(&r->states))
        return verb_wrong(r, l, _("nothing was changed"));
    return repl_states_save(&r->states, word) ? HM_OK
                                              : diag_nomem(r->diag, _("changing the law"));
}

/* The scenario of the policy called so is put behind the present changes. */
static enum hm_status load_declared(struct repl *r, const char *name)
{
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "%sscenario %s\n", repl_states_now(&r->states), name);
    enum hm_status st =
        buf_ok(&text) ? repl_change(r, text.data) : diag_nomem(r->diag, _("changing the law"));
    buf_fini(&text);
    return st;
}

static enum hm_status load(struct repl *r, struct verb_line *l)
{
    const char *word = verb_next(l);
    if (!word || !*word)
        return verb_expected(r, l, _("a scenario's name, or a file that ends in .lua"));
    TRY(verb_end(r, l));
    const struct repl_scenario *saved = repl_states_saved(&r->states, word);
    if (is_file(word))
        TRY(repl_load_scenarios(r, word));
    else if (saved)
        TRY(repl_change(r, saved->text));
    else
        TRY(load_declared(r, word));
    repl_put_state(r);
    return HM_OK;
}

static void add_row(struct repl *r, const char *name, const char *zh, const char *what)
{
    sheet_text(&r->last, name);
    sheet_text(&r->last, zh);
    sheet_text(&r->last, what);
}

static void add_saved(struct repl *r, const struct repl_scenario *s)
{
    char *text = arena_strdup(&r->line, s->text);
    for (char *p = text; p && *p; p++)
        if (*p == '\n')
            *p = p[1] ? ';' : '\0';
    add_row(r, s->name, NULL, text ? text : "");
}

static enum hm_status list(struct repl *r, struct verb_line *l)
{
    const struct policy *p = r->policy;
    TRY(verb_end(r, l));
    sheet_begin(&r->last, "scenarios", SHEET_PLAIN, NULL);
    sheet_column(&r->last, "name", _("name"), SHEET_TEXT);
    sheet_column(&r->last, "zh", _("Chinese"), SHEET_TEXT);
    sheet_column(&r->last, "changes", _("changes"), SHEET_TEXT);
    for (size_t i = 0; i < r->states.saved_count; i++)
        add_saved(r, &r->states.saved[i]);
    for (size_t i = 0; i < (p->members ? p->member_count : 1); i++) {
        const struct model *m = p->members ? p->members[i]->model : p->model;
        for (size_t k = 0; k < m->scenario_count; k++)
            add_row(r, m->scenarios[k].name, m->scenarios[k].zh, m->name);
    }
    return repl_put_sheet(r);
}

enum hm_status verb_scenario(struct repl *r, struct verb_line *l)
{
    if (verb_take(l, "save"))
        return save(r, l);
    if (verb_take(l, "load"))
        return load(r, l);
    if (verb_take(l, "list"))
        return list(r, l);
    return verb_expected(r, l, _("save, load or list"));
}
