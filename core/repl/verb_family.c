/* verb_family.c - questions about one family: show, why, whynot, whatif, rate.
 */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "report/explain_report.h"
#include "report/whatif_family.h"
#include "report/whatif_show.h"
#include "run/agenda.h"
#include "value/decimal.h"
#include "whatif/asked.h"

enum { SHOWN = 12, THRESHOLD_FEN = 100 };

/* A family under the session's law. */
struct one {
    struct family *family;
    struct family_law law;
    struct agenda agenda;
    const char *path; /* behind the household's id, or the word after it; NULL: none */
};

static void one_close(struct one *o)
{
    agenda_fini(&o->agenda);
    family_law_fini(&o->law);
    family_close(o->family);
}

/* "H1", "H1.category", "H1 persons[0].wage_income". one_close also after a failure. */
static enum hm_status one_open(struct one *o, struct repl *r, struct verb_line *l,
                               bool with_path)
{
    const char *id;
    *o = (struct one){0};
    TRY(verb_household(r, l, &id, &o->path));
    if (o->path && !*o->path)
        o->path = NULL;
    if (with_path && !o->path)
        o->path = verb_next(l);
    if (with_path && !o->path)
        return verb_expected(r, l, _("a fact or result, as in persons[0].wage_income"));
    TRY(repl_family(r, id, &o->family));
    r->answered = true;
    TRY(family_law_make(&o->law, o->family, repl_alternative(r), r->diag));
    return agenda_init(&o->agenda, family_policy(o->family)->model, r->diag);
}

static enum hm_status evaluate(struct repl *r, struct one *o, struct results *out)
{
    struct family_run run;
    enum hm_status st = family_run_open(&run, o->family, ENGINE_FAST, &o->law,
                                        o->agenda.outputs, o->agenda.output_count, r->diag);
    if (st == HM_OK)
        st = family_run_now(&run, out, r->diag);
    family_run_close(&run);
    return st;
}

/* --- show --- */

static enum hm_status show(struct repl *r, struct verb_line *l, struct one *o)
{
    struct results now;
    TRY(one_open(o, r, l, false));
    TRY(verb_end(r, l));
    results_init(&now);
    enum hm_status st = evaluate(r, o, &now);
    if (st == HM_OK)
        (r->json ? whatif_show_json : whatif_show_text)(&r->out, o->family, &now);
    results_fini(&now);
    return st;
}

enum hm_status verb_show(struct repl *r, struct verb_line *l)
{
    struct one o;
    enum hm_status st = show(r, l, &o);
    one_close(&o);
    return st;
}

/* --- why --- */

/* The name a trace knows a result by: "category", "person.care_subsidy". */
static enum hm_status variable_of(struct repl *r, const struct one *o, const char **out)
{
    struct family_cell c;
    char path[2 * LIMIT_NAME_BYTES + 2];
    const struct model *m = family_policy(o->family)->model;
    if (!o->path)
        return HM_OK;
    TRY(asked_result(&c, o->family, o->path, r->diag));
    *out = m->fields[c.field].name;
    if (m->fields[c.field].entity == family_frame(o->family)->root)
        return HM_OK;
    model_field_path(m, c.field, path, sizeof path);
    *out = arena_strdup(&r->line, path);
    return *out ? HM_OK : diag_nomem(r->diag, _("explaining"));
}

static enum hm_status why(struct repl *r, struct verb_line *l, struct one *o)
{
    const char *variable = NULL;
    struct explanation e;
    TRY(one_open(o, r, l, false));
    TRY(verb_end(r, l));
    TRY(variable_of(r, o, &variable));
    struct evaluation asked = {.policy = family_policy(o->family),
                               .month = family_month(o->family),
                               .patches = o->law.patches,
                               .patch_count = o->law.patch_count,
                               .formulas = o->law.formulas,
                               .formula_count = o->law.formula_count,
                               .probe = family_probe(o->family)};
    enum hm_status st = explain_row(&asked, family_frame(o->family), 0, variable, &e, r->diag);
    if (st == HM_OK)
        (r->json ? explain_json : explain_text)(&r->out, &e);
    explain_fini(&e);
    return st;
}

enum hm_status verb_why(struct repl *r, struct verb_line *l)
{
    struct one o;
    enum hm_status st = why(r, l, &o);
    one_close(&o);
    return st;
}

/* --- whynot --- */

/* What stands behind the result: a sign and a value, or nothing. */
static enum hm_status read_wanted(struct repl *r, struct verb_line *l, struct switch_request *q)
{
    const char *sign = verb_next(l);
    if (!sign)
        return HM_OK;
    const char *value = verb_next(l);
    if (!value) { /* `whynot H1.category dibao` */
        value = sign;
        sign = "=";
    }
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "%s %s", sign, value);
    enum hm_status st = buf_ok(&text) ? asked_wanted(q, text.data, r->diag)
                                      : diag_nomem(r->diag, _("reading a line"));
    buf_fini(&text);
    return st == HM_OK ? verb_end(r, l) : st;
}

static enum hm_status put_range(struct repl *r, struct one *o, struct family_cell result)
{
    struct range_request q = {
        .family = o->family, .law = &o->law, .result = result, .host = &r->host};
    struct range_answer a;
    enum hm_status st = range_find(&a, &q, r->diag);
    if (st == HM_OK)
        (r->json ? whatif_range_json : whatif_range_text)(&r->out, &q, &a);
    range_fini(&a);
    return st;
}

static enum hm_status whynot(struct repl *r, struct verb_line *l, struct one *o)
{
    struct switch_request q = {.host = &r->host};
    struct switch_answer a;
    TRY(one_open(o, r, l, true));
    q.family = o->family;
    q.law = &o->law;
    TRY(asked_result(&q.result, o->family, o->path, r->diag));
    TRY(read_wanted(r, l, &q));
    enum hm_status st = switch_find(&a, &q, r->diag);
    if (st == HM_OK && !a.is_known)
        st = put_range(r, o, q.result);
    else if (st == HM_OK && r->json)
        whatif_switch_json(&r->out, &q, &a);
    else if (st == HM_OK)
        whatif_switch_text(&r->out, &q, &a, SHOWN);
    switch_fini(&a);
    return st;
}

enum hm_status verb_whynot(struct repl *r, struct verb_line *l)
{
    struct one o;
    enum hm_status st = whynot(r, l, &o);
    one_close(&o);
    return st;
}

/* --- whatif --- */

/* "persons[1].wage_income = 2500", one or more. */
static enum hm_status read_facts(struct repl *r, struct verb_line *l, struct one *o)
{
    const char *path = o->path;
    while (path) {
        if (!verb_take(l, "="))
            return verb_expected(r, l, "=");
        const char *value = verb_next(l);
        if (!value)
            return verb_expected(r, l, _("a value, or null for what is not known"));
        size_t n = strlen(value); /* "2500, persons[1]..." */
        value = arena_strndup(&r->line, value, n > 1 && value[n - 1] == ',' ? n - 1 : n);
        if (!value)
            return diag_nomem(r->diag, _("reading a line"));
        TRY(family_set(o->family, path, value, r->diag));
        (void)verb_take(l, ",");
        path = verb_next(l);
    }
    return HM_OK;
}

static enum hm_status put_moved(struct repl *r, struct one *o, const struct results *before,
                                const struct results *after)
{
    whatif_moved_sheet(&r->last, o->family, before, after);
    if (!r->json)
        whatif_moved_heading(&r->out, o->family);
    if (!r->json && sheet_rows(&r->last) == 0) {
        buf_puts(&r->out, _("no result changes\n"));
        return sheet_ok(&r->last, r->diag);
    }
    return repl_put_sheet(r);
}

static enum hm_status whatif(struct repl *r, struct verb_line *l, struct one *o)
{
    struct results before, after;
    TRY(one_open(o, r, l, true));
    results_init(&before);
    results_init(&after);
    enum hm_status st = evaluate(r, o, &before);
    if (st == HM_OK)
        st = read_facts(r, l, o);
    if (st == HM_OK)
        st = evaluate(r, o, &after);
    if (st == HM_OK)
        st = put_moved(r, o, &before, &after);
    results_fini(&before);
    results_fini(&after);
    return st;
}

enum hm_status verb_whatif(struct repl *r, struct verb_line *l)
{
    struct one o;
    enum hm_status st = whatif(r, l, &o);
    one_close(&o);
    return st;
}

/* --- rate --- */

/* "0..8000", or nothing: the limits of what moves. */
static enum hm_status read_span(struct repl *r, struct verb_line *l, struct rate_request *q)
{
    const char *word = verb_peek(l);
    const char *dots = word ? strstr(word, "..") : NULL;
    char *first = NULL;
    if (word && !dots)
        return verb_expected(r, l, _("a range such as 0..8000"));
    if (dots) {
        first = arena_strndup(&r->line, word, (size_t)(dots - word));
        if (!first)
            return diag_nomem(r->diag, _("reading a line"));
        (void)verb_next(l);
    }
    return asked_span(q, first && *first ? first : NULL, dots && dots[2] ? dots + 2 : NULL,
                      r->diag);
}

static enum hm_status read_threshold(struct repl *r, struct verb_line *l,
                                     struct rate_request *q)
{
    q->threshold_fen = THRESHOLD_FEN;
    if (verb_take(l, ">")) {
        const char *word = verb_next(l);
        struct str text = {word, word ? strlen(word) : 0};
        if (!word || decimal_money(&q->threshold_fen, text) != DECIMAL_OK ||
            q->threshold_fen < 0) {
            l->at -= word != NULL;
            return verb_expected(r, l, _("an amount in yuan"));
        }
    }
    return verb_end(r, l);
}

static enum hm_status rate(struct repl *r, struct verb_line *l, struct one *o)
{
    struct rate_request q = {.host = &r->host};
    struct rate_answer a;
    TRY(one_open(o, r, l, true));
    q.family = o->family;
    q.law = &o->law;
    TRY(asked_thing(&q.thing, o->family, &o->law, o->path, &r->line, r->diag));
    TRY(read_span(r, l, &q));
    TRY(read_threshold(r, l, &q));
    enum hm_status st = rate_find(&a, &q, r->diag);
    if (st == HM_OK) {
        whatif_rate_sheet(&r->last, &q, &a);
        st = sheet_ok(&r->last, r->diag);
    }
    if (st == HM_OK)
        (r->json ? whatif_rate_json : whatif_rate_text)(&r->out, &q, &a);
    rate_fini(&a);
    return st;
}

enum hm_status verb_rate(struct repl *r, struct verb_line *l)
{
    struct one o;
    enum hm_status st = rate(r, l, &o);
    one_close(&o);
    return st;
}
