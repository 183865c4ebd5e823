/* doc_rules.c - cards of what is computed: variables with their formulas, checks, indicators,
 * scenarios.
 */
#include "report/doc_page.h"

#include <string.h>
#include "report/indicator_report.h"
#include "model/unit.h"
#include "report/value_text.h"
#include "value/date.h"
#include "value/decimal.h"

/* --- words of every card --- */

void doc_note(struct doc_page *page, const char *css, const char *text)
{
    if (!text || !*text)
        return;
    buf_printf(page->h.out, "<p class=\"%s\">", css);
    html_text(page->h.out, text);
    buf_puts(page->h.out, "</p>\n");
}

void doc_head(struct doc_page *page, const char *zh, const char *name)
{
    buf_puts(page->h.out, "<b>");
    html_text(page->h.out, zh ? zh : name);
    buf_puts(page->h.out, "</b>");
    if (zh) {
        buf_puts(page->h.out, "<code>");
        html_text(page->h.out, name);
        buf_puts(page->h.out, "</code>");
    }
}

static void put_badge(struct doc_page *page, const char *css, const char *msgid)
{
    buf_printf(page->h.out, "<span class=\"badge %s\">", css);
    html_both(&page->h, msgid);
    buf_puts(page->h.out, "</span>");
}

void doc_status_badge(struct doc_page *page, enum citation_status status)
{
    if (status == CITED_PLACEHOLDER)
        put_badge(page, "hold", N_("to be confirmed"));
    else if (status == CITED_DERIVED)
        put_badge(page, "", N_("derived"));
    else
        put_badge(page, "good", N_("as published"));
}

static void put_place(struct doc_page *page, const struct place *at)
{
    const char *slash = at->file ? strrchr(at->file, '/') : NULL;
    buf_puts(page->h.out, "<span class=\"path\">");
    html_text(page->h.out, slash ? slash + 1 : at->file);
    buf_printf(page->h.out, ":%u</span>", at->line);
}

static void open_meta(struct doc_page *page, const char *msgid)
{
    html_element(&page->h, "dt", msgid);
    buf_puts(page->h.out, "<dd>");
}

static void close_meta(struct doc_page *page)
{
    buf_puts(page->h.out, "</dd>\n");
}

static void put_date(struct buf *out, int32_t date)
{
    date_put(out, date);
}

/* "yuan/person/month": each word in both languages where it is a known one. */
void doc_unit(struct doc_page *page, const char *unit)
{
    struct unit_part part;
    for (const char *rest = unit; unit_next(&rest, unit, &part);) {
        buf_puts(page->h.out, part.slash);
        if (part.msgid)
            html_both(&page->h, part.msgid);
        else
            html_escape(page->h.out, part.text.p, part.text.n);
    }
}

const char *doc_type_word(enum value_kind kind)
{
    static const char *const words[KIND_COUNT] = {
        "",           N_("yes or no"), N_("whole number"), N_("number"), N_("amount"),
        N_("choice"), N_("date"),      N_("month"),        N_("text")};
    return words[kind];
}

/* --- variables --- */

static void put_type(struct doc_page *page, const struct field *f)
{
    const struct model *m = page->m;
    open_meta(page, N_("type"));
    if (f->type.kind == KIND_ENUM) {
        buf_puts(page->h.out, "<a href=\"#e-");
        html_anchor(page->h.out, m->enums[f->type.enum_id].name);
        buf_puts(page->h.out, "\">");
        html_text(page->h.out, m->enums[f->type.enum_id].zh);
        buf_puts(page->h.out, "</a>");
    } else {
        html_both(&page->h, doc_type_word(f->type.kind));
    }
    if (f->unit) {
        buf_puts(page->h.out, " · ");
        doc_unit(page, f->unit);
    }
    buf_puts(page->h.out, " · ");
    html_text(page->h.out, m->entities[f->entity].zh ? m->entities[f->entity].zh
                                                     : m->entities[f->entity].name);
    close_meta(page);
}

/* "rounded up to" "yuan": the step is a word where it has one. */
static void put_rounding(struct doc_page *page, const struct field *f)
{
    static const char *const modes[ROUND_MODES] = {"", N_("to the nearest"),
                                                   N_("up to the next"), N_("down to the last"),
                                                   N_("to the nearest, halves to the even")};
    static const struct {
        int64_t fen;
        const char *word;
    } steps[] = {{1, N_("fen")}, {10, N_("jiao")}, {100, N_("yuan")}, {1000, N_("ten yuan")}};
    struct value step = {.kind = f->type.kind == KIND_MONEY ? KIND_MONEY : KIND_NUMBER};
    struct buf text;
    if (f->round.mode == ROUND_NONE)
        return;
    open_meta(page, N_("rounding"));
    html_both(&page->h, modes[f->round.mode]);
    buf_putc(page->h.out, ' ');
    for (size_t i = 0; step.kind == KIND_MONEY && i < sizeof steps / sizeof *steps; i++)
        if (rational_cmp(f->round.step, rational_of(steps[i].fen)) == 0) {
            html_both(&page->h, steps[i].word);
            close_meta(page);
            return;
        }
    step.as.rational = f->round.step;
    buf_init(&text);
    value_text(&text, page->m, &f->type, &step);
    html_take(page->h.out, &text);
    close_meta(page);
}

static void put_reads(struct doc_page *page, const struct field *f)
{
    if (f->read_count) {
        open_meta(page, N_("reads"));
        for (uint16_t i = 0; i < f->read_count; i++)
            doc_field_link(page, f->reads[i]);
        close_meta(page);
    }
    if (f->read_parameter_count) {
        open_meta(page, N_("parameters"));
        for (uint16_t i = 0; i < f->read_parameter_count; i++)
            doc_parameter_link(page, f->reads_parameters[i]);
        close_meta(page);
    }
    uint32_t first = page->reader_first[f->id], end = page->reader_first[f->id + 1];
    if (first == end)
        return;
    open_meta(page, N_("read by"));
    for (uint32_t i = first; i < end; i++)
        doc_field_link(page, (uint16_t)page->readers[i]);
    close_meta(page);
}

static const struct vecinfo_formula *engine_of(const struct doc_page *page, uint16_t field,
                                               uint16_t formula)
{
    for (size_t i = 0; i < page->engines.count; i++) {
        const struct vecinfo_formula *v = &page->engines.formulas[i];
        if (v->field == field && v->formula == formula)
            return v;
    }
    return NULL;
}

/* Nothing for a fast formula: that is what an officer may expect. */
static void put_engine(struct doc_page *page, const struct vecinfo_formula *v)
{
    if (!v || v->is_fast || v->is_ended)
        return;
    buf_puts(page->h.out, " <span class=\"hold\">");
    html_both(&page->h, N_("left to Lua:"));
    buf_putc(page->h.out, ' ');
    html_text(page->h.out, v->why);
    buf_puts(page->h.out, "</span>");
}

static void put_formula(struct doc_page *page, const struct field *f, uint16_t i)
{
    const struct formula *formula = &f->formulas[i];
    const struct vecinfo_formula *engine = engine_of(page, f->id, i);
    bool slow = engine && !engine->is_fast && !engine->is_ended;
    if (formula->from != DATE_ALWAYS || slow) {
        buf_puts(page->h.out, "<p class=\"from\">");
        if (formula->from != DATE_ALWAYS) {
            html_both(&page->h, N_("from"));
            buf_puts(page->h.out, " <b>");
            put_date(page->h.out, formula->from);
            buf_puts(page->h.out, "</b> ");
        }
        if (formula->ended)
            html_both(&page->h, N_("ended"));
        put_engine(page, engine);
        buf_puts(page->h.out, "</p>\n");
    }
    doc_formula(page, formula->body, f->entity);
}

static bool is_fast(const struct doc_page *page, const struct field *f)
{
    for (uint16_t i = 0; i < f->formula_count; i++) {
        const struct vecinfo_formula *v = engine_of(page, f->id, i);
        if (v && !v->is_fast && !v->is_ended)
            return false;
    }
    return f->formula_count > 0;
}

static void put_variable_badges(struct doc_page *page, const struct field *f)
{
    if (f->is_benefit)
        put_badge(page, "pay", N_("benefit"));
    else if (f->is_result)
        put_badge(page, "result", N_("result"));
    if (f->formula_count)
        put_badge(page, is_fast(page, f) ? "" : "hold",
                  is_fast(page, f) ? N_("fast") : N_("left to Lua"));
}

void doc_put_variable(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct field *f = &page->m->fields[item->index];
    buf_puts(out, "<article class=\"card\" id=\"");
    doc_field_anchor(out, page->m, f->id);
    buf_puts(out, "\"><header>");
    doc_head(page, f->zh, f->name);
    put_variable_badges(page, f);
    put_place(page, &f->at);
    buf_puts(out, "</header>\n");
    doc_note(page, "law", f->law);
    doc_note(page, "note", f->note);
    doc_note(page, "note", item->text);
    buf_puts(out, "<dl class=\"meta\">");
    put_type(page, f);
    put_rounding(page, f);
    if (f->has_default) {
        open_meta(page, N_("without a formula"));
        struct buf text;
        buf_init(&text);
        value_text(&text, page->m, &f->type, &f->default_value);
        html_take(out, &text);
        close_meta(page);
    }
    if (f->sum_of != NO_FIELD) {
        open_meta(page, N_("sum of the members"));
        doc_field_link(page, f->sum_of);
        close_meta(page);
    }
    put_reads(page, f);
    buf_puts(out, "</dl>\n");
    for (uint16_t i = 0; i < f->formula_count; i++)
        put_formula(page, f, i);
    doc_graph_field(page, f->id);
    buf_puts(out, "</article>\n");
}

/* --- checks --- */

static void put_outcome(struct doc_page *page, const struct check_result *r)
{
    struct buf *out = page->h.out;
    buf_puts(out, "<tr><td class=\"d\">");
    month_put(out, r->month);
    buf_puts(out, "</td><td>");
    if (r->outcome == CHECK_HOLDS)
        put_badge(page, "good", N_("holds"));
    else if (r->check->is_warning)
        put_badge(page, "hold", N_("warning"));
    else
        put_badge(page, "bad", N_("fails"));
    buf_puts(out, "</td><td>");
    if (r->outcome != CHECK_HOLDS)
        html_text(out, r->message);
    buf_puts(out, "</td></tr>\n");
}

/* Months in which it holds are counted, the others named. */
static void put_outcomes(struct doc_page *page, const struct check *c)
{
    struct buf *out = page->h.out;
    size_t held = 0, others = 0;
    for (size_t i = 0; i < page->checks.count; i++)
        if (page->checks.items[i].check == c) {
            held += page->checks.items[i].outcome == CHECK_HOLDS;
            others += page->checks.items[i].outcome != CHECK_HOLDS;
        }
    buf_puts(out, "<p class=\"from\">");
    html_bothf(&page->h, N_("run in %zu months; holds in %zu"), held + others, held);
    buf_puts(out, "</p>\n");
    if (!others)
        return;
    buf_puts(out, "<table>\n");
    for (size_t i = 0; i < page->checks.count; i++)
        if (page->checks.items[i].check == c && page->checks.items[i].outcome != CHECK_HOLDS)
            put_outcome(page, &page->checks.items[i]);
    buf_puts(out, "</table>\n");
}

static void put_check_state(struct doc_page *page, const struct check *c)
{
    bool failed = false;
    for (size_t i = 0; i < page->checks.count; i++)
        failed |=
            page->checks.items[i].check == c && page->checks.items[i].outcome != CHECK_HOLDS;
    if (!failed)
        put_badge(page, "good", N_("holds"));
    else
        put_badge(page, c->is_warning ? "hold" : "bad",
                  c->is_warning ? N_("warning") : N_("fails"));
}

/* The call `keyword "name" {...}` whose first line this is. */
static const struct ast_node *declaration_at(const struct doc_page *page,
                                             const struct place *at,
                                             const struct ast_file **file)
{
    for (size_t i = 0; i < page->section_count; i++) {
        const struct ast_file *f = page->sections[i].file;
        for (uint32_t k = 0; at->file && strcmp(f->path, at->file) == 0 && k < f->call_count;
             k++)
            if (ast_line(f, f->calls[k]->first) == at->line) {
                *file = f;
                return f->calls[k];
            }
    }
    return NULL;
}

/* The function that stands at a key of a declaration, as written. */
static void put_function_at(struct doc_page *page, const struct place *at, const char *key)
{
    const struct ast_file *file;
    const struct ast_node *call = declaration_at(page, at, &file);
    const struct ast_node *table = call ? call->kids[call->kid_count - 1] : NULL;
    for (uint32_t i = 0; table && table->kind == AST_TABLE && i < table->kid_count; i++) {
        const struct ast_node *pair = table->kids[i];
        if (pair->kind == AST_PAIR && pair->kids[0]->text.n == strlen(key) &&
            memcmp(pair->kids[0]->text.p, key, strlen(key)) == 0)
            doc_code(page, file, pair->kids[1]->first, pair->kids[1]->last);
    }
}

void doc_put_check(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct check *c = &page->m->checks[item->index];
    buf_puts(out, "<article class=\"card\" id=\"c-");
    html_anchor(out, c->name);
    buf_puts(out, "\"><header>");
    doc_head(page, c->zh, c->name);
    put_badge(page, "", N_("check"));
    put_check_state(page, c);
    put_place(page, &c->at);
    buf_puts(out, "</header>\n");
    doc_note(page, "law", c->law);
    doc_note(page, "note", item->text);
    if (c->read_parameter_count) {
        buf_puts(out, "<dl class=\"meta\">");
        open_meta(page, N_("parameters"));
        for (uint16_t i = 0; i < c->read_parameter_count; i++)
            doc_parameter_link(page, c->reads_parameters[i]);
        close_meta(page);
        buf_puts(out, "</dl>\n");
    }
    put_function_at(page, &c->at, "test");
    put_outcomes(page, c);
    buf_puts(out, "</article>\n");
}

/* --- indicators --- */

/* "2024-12-31 ≥ 26", a line each, with where it is said. */
static void put_targets(struct doc_page *page, const struct indicator *n)
{
    struct buf *out = page->h.out, text;
    for (size_t i = 0; i < n->target_count; i++) {
        const struct indicator_target *t = &n->targets[i];
        buf_puts(out, i ? "<br><span class=\"f\">" : "<span class=\"f\">");
        put_date(out, t->due);
        buf_puts(out, " <b>");
        buf_init(&text);
        target_put(&text, t);
        html_take(out, &text);
        buf_puts(out, "</b></span> ");
        if (t->status != CITED_PUBLISHED)
            doc_status_badge(page, t->status);
        bool repeats = t->source && n->law && strcmp(t->source, n->law) == 0;
        buf_puts(out, "<span class=\"id\">");
        html_text(out, repeats ? NULL : t->source);
        if (t->note) {
            buf_puts(out, repeats ? "" : " · ");
            html_text(out, t->note);
        }
        buf_puts(out, "</span>");
    }
}

/* A field's name, or the function as written where it is one of its own. */
static void put_part(struct doc_page *page, const struct indicator *n, uint16_t field,
                     const char *key)
{
    if (page->m->fields[field].is_hidden)
        put_function_at(page, &n->at, key);
    else
        doc_field_link(page, field);
}

/* numerator ÷ denominator × 100 */
static void put_share(struct doc_page *page, const struct indicator *n)
{
    struct buf *out = page->h.out;
    put_part(page, n, n->numerator, "numerator");
    if (n->denominator != NO_FIELD) {
        buf_puts(out, " ÷ ");
        put_part(page, n, n->denominator, "denominator");
    }
    if (rational_cmp(n->per, rational_of(1)) != 0) {
        buf_puts(out, " × ");
        decimal_put_rational(out, n->per);
    }
    if (n->where != NO_FIELD) {
        buf_puts(out, "<br>");
        html_both(&page->h, N_("only rows for which"));
        buf_putc(out, ' ');
        put_part(page, n, n->where, "where");
    }
}

static const struct indicator_outcome *outcome_of(const struct doc_page *page,
                                                  const struct indicator *n)
{
    for (size_t p = 0; p < page->indicators.count; p++)
        for (size_t i = 0; i < page->indicators.places[p].count; i++)
            if (page->indicators.places[p].outcomes[i].indicator == n)
                return &page->indicators.places[p].outcomes[i];
    return NULL;
}

static void put_number(struct doc_page *page, struct rational r)
{
    struct buf text;
    buf_init(&text);
    indicator_report_number(&text, r);
    html_take(page->h.out, &text);
}

/* What the published figures give, and how that stands to the target. */
static void put_standing(struct doc_page *page, const struct indicator_outcome *o)
{
    static const struct {
        const char *css, *word;
    } states[INDICATOR_STATUSES] = {
        [INDICATOR_MET] = {"good", N_("met")},
        [INDICATOR_NOT_YET] = {"", N_("not yet")},
        [INDICATOR_MISSED] = {"bad", N_("missed")},
        [INDICATOR_STATISTIC] = {"", N_("statistic")},
        [INDICATOR_NO_DATA] = {"", N_("no data")},
        [INDICATOR_FAILED] = {"bad", N_("in error")},
    };
    struct buf *out = page->h.out;
    if (o->has_value) {
        buf_puts(out, "<b>");
        put_number(page, o->value);
        buf_puts(out, "</b> ");
    }
    put_badge(page, states[o->status].css, states[o->status].word);
    if (o->has_gap) {
        buf_puts(out, "<br><span class=\"id\">");
        html_both(&page->h, N_("gap"));
        buf_putc(out, ' ');
        put_number(page, o->gap);
        buf_puts(out, "</span>");
    }
    if (o->error)
        doc_note(page, "bad", o->error);
}

static void put_indicator(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct indicator *n = &page->m->indicators[item->index];
    const struct entity *e = &page->m->entities[n->entity];
    const struct indicator_outcome *standing = outcome_of(page, n);
    buf_puts(out, "<tr id=\"n-");
    html_anchor(out, n->name);
    buf_puts(out, "\"><td>");
    html_text(out, n->zh ? n->zh : n->name);
    buf_puts(out, " <code class=\"id\">");
    html_text(out, n->name);
    buf_puts(out, "</code>");
    doc_note(page, "note", n->law);
    doc_note(page, "note", n->note);
    doc_note(page, "note", item->text);
    buf_puts(out, "</td><td>");
    html_text(out, e->zh ? e->zh : e->name);
    buf_puts(out, "</td><td>");
    put_share(page, n);
    buf_puts(out, "</td><td class=\"d\">");
    doc_unit(page, n->unit);
    buf_puts(out, "</td><td>");
    put_targets(page, n);
    buf_puts(out, "</td><td class=\"d\">");
    if (n->target_count)
        html_both(&page->h, n->is_binding ? N_("binding") : N_("expected"));
    buf_puts(out, "</td><td class=\"d\">");
    if (standing)
        put_standing(page, standing);
    buf_puts(out, "</td></tr>\n");
}

void doc_put_indicators(struct doc_page *page, const struct doc_item *items, size_t count)
{
    static const char *const heads[] = {N_("indicator"), N_("counted over"), N_("share"),
                                        N_("unit"),      N_("targets"),      N_("kind")};
    buf_puts(page->h.out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_element(&page->h, "th", heads[i]);
    buf_puts(page->h.out, "<th>");
    if (page->indicators.count) {
        html_both(&page->h, N_("published figures"));
        buf_putc(page->h.out, ' ');
        month_put(page->h.out, page->indicators.month);
    }
    buf_puts(page->h.out, "</th></tr></thead>\n");
    for (size_t i = 0; i < count; i++)
        put_indicator(page, &items[i]);
    buf_puts(page->h.out, "</table></div>\n");
}

/* --- scenarios --- */

void doc_put_scenario(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct scenario *s = &page->m->scenarios[item->index];
    buf_puts(out, "<article class=\"card\"><header>");
    doc_head(page, s->zh, s->name);
    put_badge(page, "", N_("scenario"));
    put_place(page, &s->at);
    buf_puts(out, "</header>\n");
    doc_note(page, "note", item->text);
    for (size_t i = 0; i < s->patch_count; i++) {
        buf_puts(out, "<p class=\"from\">");
        doc_parameter_link(page, s->patches[i].parameter);
        buf_puts(out, " <b>");
        put_date(out, s->patches[i].from);
        buf_puts(out, "</b>");
        if (s->patches[i].to != DATE_ALWAYS) {
            buf_puts(out, " – ");
            put_date(out, s->patches[i].to);
        }
        buf_puts(out, "</p>\n");
    }
    for (size_t i = 0; i < s->formula_count; i++) {
        buf_puts(out, "<p class=\"from\">");
        doc_field_link(page, s->formulas[i].field);
        buf_puts(out, "</p>\n");
        doc_formula(page, s->formulas[i].body, page->m->fields[s->formulas[i].field].entity);
    }
    buf_puts(out, "</article>\n");
}
