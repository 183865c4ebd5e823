/* doc_values.c - what is given: parameters with their dated values, inputs, enums, entities. */
#include "report/doc_page.h"

#include <string.h>
#include "base/mem.h"
#include "model/decision.h"
#include "report/parameter_text.h"
#include "report/value_text.h"
#include "value/date.h"
#include "value/decimal.h"

enum { KEY_COLUMNS = 8 }; /* keyed values beside each other; more stand below each other */

static void put_value(struct doc_page *page, const struct type *type, const struct value *v)
{
    struct buf text;
    buf_init(&text);
    if (v->kind == KIND_BOOLEAN)
        html_both(&page->h, v->as.boolean ? N_("yes") : N_("no"));
    else if (v->kind == KIND_ENUM)
        html_text(page->h.out, page->m->enums[type->enum_id].values[v->as.code].zh
                                   ? page->m->enums[type->enum_id].values[v->as.code].zh
                                   : page->m->enums[type->enum_id].values[v->as.code].name);
    else
        value_text(&text, page->m, type, v);
    html_take(page->h.out, &text);
}

/* --- dated values --- */

static void put_key(struct doc_page *page, const struct parameter *p,
                    const struct parameter_value *v, size_t i)
{
    struct buf text;
    buf_init(&text);
    parameter_text_key(&text, page->m, p, v, i);
    html_take(page->h.out, &text);
}

/* Key, band or row i, and its value behind `between`. */
static void put_entry(struct doc_page *page, const struct parameter *p,
                      const struct parameter_value *v, size_t i, const char *between)
{
    if (i == v->count)
        html_both(&page->h, N_("otherwise"));
    else
        put_key(page, p, v, i);
    buf_puts(page->h.out, between);
    put_value(page, &p->type, i == v->count ? &v->otherwise : parameter_value_at(p, v, i));
}

/* A table as the notice prints it: a column for each of its own, and one for the value. */
static void put_rows(struct doc_page *page, const struct parameter *p,
                     const struct parameter_value *v)
{
    struct buf *out = page->h.out, text;
    buf_puts(out, "<table><tr>");
    for (size_t c = 0; c < p->column_count; c++) {
        buf_puts(out, "<th>");
        html_text(out, p->columns[c].zh ? p->columns[c].zh : p->columns[c].name);
        buf_puts(out, "</th>");
    }
    html_element(&page->h, "th", N_("value"));
    buf_puts(out, "</tr>");
    for (size_t i = 0; i < v->count; i++) {
        buf_puts(out, "<tr>");
        for (size_t c = 0; c < p->column_count; c++) {
            buf_init(&text);
            parameter_text_cell(&text, page->m, p, v, i, c);
            buf_puts(out, "<td class=\"d\">");
            html_take(out, &text);
            buf_puts(out, "</td>");
        }
        buf_puts(out, "<td class=\"n\">");
        put_value(page, &p->type, &v->rows[i].value);
        buf_puts(out, "</td></tr>");
    }
    if (v->has_otherwise) {
        buf_printf(out, "<tr><td class=\"d\" colspan=\"%u\">", (unsigned)p->column_count);
        put_entry(page, p, v, v->count, "</td><td class=\"n\">");
        buf_puts(out, "</td></tr>");
    }
    buf_puts(out, "</table>");
}

static void put_lines(struct doc_page *page, const struct parameter *p,
                      const struct parameter_value *v)
{
    if (p->kind == PARAMETER_TABLE) {
        put_rows(page, p, v);
        return;
    }
    buf_puts(page->h.out, "<table>");
    for (size_t i = 0; i < v->count + v->has_otherwise; i++) {
        buf_puts(page->h.out, "<tr><td class=\"d\">");
        put_entry(page, p, v, i, "</td><td class=\"n\">");
        buf_puts(page->h.out, "</td></tr>");
    }
    buf_puts(page->h.out, "</table>");
}

static void put_single(struct doc_page *page, const struct parameter *p,
                       const struct parameter_value *v)
{
    static const struct {
        enum comparison op;
        const char *sign, *word;
    } words[] = {{CMP_LT, "<", N_("below")},    {CMP_LE, "≤", N_("at most")},
                 {CMP_EQ, "=", N_("equal to")}, {CMP_NE, "≠", N_("other than")},
                 {CMP_GE, "≥", N_("at least")}, {CMP_GT, ">", N_("above")}};
    if (v->ended)
        html_both(&page->h, N_("ended"));
    else if (p->kind == PARAMETER_SCALAR)
        put_value(page, &p->type, &v->scalar);
    for (size_t i = 0; p->kind == PARAMETER_COMPARISON && i < sizeof words / sizeof *words; i++)
        if (words[i].op == v->op && !v->ended) {
            html_text(page->h.out, words[i].sign);
            buf_putc(page->h.out, ' ');
            html_both(&page->h, words[i].word);
        }
}

static bool is_single(const struct parameter *p, const struct parameter_value *v)
{
    return v->ended || parameter_is_single(p);
}

void doc_put_compact(struct doc_page *page, const struct parameter *p,
                     const struct parameter_value *v)
{
    if (is_single(p, v)) {
        put_single(page, p, v);
        return;
    }
    for (size_t i = 0; i < v->count + v->has_otherwise; i++) {
        buf_puts(page->h.out, i ? "; <span class=\"f\">" : "<span class=\"f\">");
        put_entry(page, p, v, i, "&nbsp;");
        buf_puts(page->h.out, "</span>");
    }
}

static void put_dated_cell(struct doc_page *page, const struct parameter *p,
                           const struct parameter_value *v)
{
    buf_puts(page->h.out, is_single(p, v) ? "<td class=\"n\">" : "<td>");
    if (is_single(p, v))
        put_single(page, p, v);
    else
        put_lines(page, p, v);
    buf_puts(page->h.out, "</td>");
}

/* The keys of all dates, when they fit beside each other; 0 when not. */
static size_t common_keys(const struct parameter *p, int64_t keys[KEY_COLUMNS], bool *otherwise)
{
    size_t n = 0;
    *otherwise = false;
    for (size_t i = 0; p->kind == PARAMETER_KEYED && i < p->count; i++) {
        *otherwise |= p->values[i].has_otherwise;
        for (size_t k = 0; k < p->values[i].count; k++) {
            int64_t key = p->values[i].entries[k].key;
            size_t at = 0;
            while (at < n && keys[at] != key)
                at++;
            if (at < n)
                continue;
            if (n == KEY_COLUMNS)
                return 0;
            keys[n++] = key;
        }
    }
    return n;
}

static void put_keyed_cells(struct doc_page *page, const struct parameter *p,
                            const struct parameter_value *v, const int64_t *keys, size_t n,
                            bool otherwise)
{
    for (size_t i = 0; i < n; i++) {
        buf_puts(page->h.out, "<td class=\"n\">");
        for (size_t k = 0; k < v->count; k++)
            if (v->entries[k].key == keys[i])
                put_value(page, &p->type, &v->entries[k].value);
        buf_puts(page->h.out, "</td>");
    }
    if (!otherwise)
        return;
    buf_puts(page->h.out, "<td class=\"n\">");
    if (v->has_otherwise)
        put_value(page, &p->type, &v->otherwise);
    buf_puts(page->h.out, "</td>");
}

static void put_heading(struct doc_page *page, const struct parameter *p, const int64_t *keys,
                        size_t n, bool otherwise)
{
    struct buf *out = page->h.out;
    buf_puts(out, "<thead><tr>");
    html_element(&page->h, "th", N_("from"));
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, "<th class=\"n\">");
        struct buf text;
        buf_init(&text);
        parameter_text_label(&text, page->m, &p->key, keys[i]);
        html_take(out, &text);
        buf_puts(out, "</th>");
    }
    if (n && otherwise) {
        buf_puts(out, "<th class=\"n\">");
        html_both(&page->h, N_("otherwise"));
        buf_puts(out, "</th>");
    } else if (!n) {
        buf_puts(out, parameter_is_single(p) ? "<th class=\"n\">" : "<th>");
        html_both(&page->h, N_("value"));
        buf_puts(out, "</th>");
    }
    html_element(&page->h, "th", N_("source"));
    html_element(&page->h, "th", N_("status"));
    buf_puts(out, "</tr></thead>\n");
}

static void put_values(struct doc_page *page, const struct parameter *p)
{
    struct buf *out = page->h.out;
    int64_t keys[KEY_COLUMNS];
    bool otherwise;
    size_t n = common_keys(p, keys, &otherwise);
    buf_puts(out, "<div class=\"scroll\"><table>");
    put_heading(page, p, keys, n, otherwise);
    for (size_t i = 0; i < p->count; i++) {
        const struct parameter_value *v = &p->values[i];
        buf_printf(out, "<tr%s><td class=\"d\">",
                   v->status == CITED_PLACEHOLDER ? " class=\"hold\"" : "");
        date_put(out, v->from);
        buf_puts(out, "</td>");
        if (n && !v->ended)
            put_keyed_cells(page, p, v, keys, n, otherwise);
        else
            put_dated_cell(page, p, v);
        for (size_t k = 1; n && v->ended && k < n + otherwise; k++)
            buf_puts(out, "<td></td>");
        buf_puts(out, "<td>");
        html_text(out, v->source);
        buf_puts(out, "</td><td>");
        if (!v->ended)
            doc_status_badge(page, v->status);
        buf_puts(out, "</td></tr>\n");
    }
    buf_puts(out, "</table></div>\n");
}

/* --- parameters --- */

static void put_key_kind(struct doc_page *page, const struct parameter *p)
{
    if (parameter_is_single(p))
        return;
    if (p->kind == PARAMETER_TABLE) {
        html_element(&page->h, "dt", N_("table"));
        buf_printf(page->h.out, "<dd>%s</dd>", hit_name(p->hit));
        return;
    }
    html_element(&page->h, "dt", p->kind == PARAMETER_KEYED ? N_("by key") : N_("by band"));
    buf_puts(page->h.out, "<dd>");
    if (p->key.kind == KIND_ENUM)
        html_text(page->h.out, page->m->enums[p->key.enum_id].zh
                                   ? page->m->enums[p->key.enum_id].zh
                                   : page->m->enums[p->key.enum_id].name);
    else
        html_both(&page->h, doc_type_word(p->key.kind));
    buf_puts(page->h.out, "</dd>");
}

static void put_users(struct doc_page *page, uint32_t index)
{
    struct buf *out = page->h.out;
    uint32_t first = page->user_first[index], end = page->user_first[index + 1];
    size_t tests = 0;
    for (size_t i = 0; i < page->m->check_count; i++)
        for (uint16_t k = 0; k < page->m->checks[i].read_parameter_count; k++)
            tests += page->m->checks[i].reads_parameters[k] == index;
    if (first == end && tests == 0)
        return;
    html_element(&page->h, "dt", N_("read by"));
    buf_puts(out, "<dd>");
    for (uint32_t i = first; i < end; i++)
        doc_field_link(page, (uint16_t)page->users[i]);
    for (size_t i = 0; i < page->m->check_count; i++) {
        const struct check *c = &page->m->checks[i];
        for (uint16_t k = 0; k < c->read_parameter_count; k++) {
            if (c->reads_parameters[k] != index)
                continue;
            buf_puts(out, "<a href=\"#c-");
            html_anchor(out, c->name);
            buf_puts(out, "\">");
            html_text(out, c->zh ? c->zh : c->name);
            buf_puts(out, "</a>");
        }
    }
    buf_puts(out, "</dd>");
}

void doc_put_parameter(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct parameter *p = &page->m->parameters[item->index];
    const char *slash = p->at.file ? strrchr(p->at.file, '/') : NULL;
    bool is_held = false;
    for (size_t i = 0; i < p->count; i++)
        is_held |= p->values[i].status == CITED_PLACEHOLDER;
    buf_puts(out, "<article class=\"card keep\" id=\"");
    doc_parameter_anchor(out, p);
    buf_puts(out, "\"><header>");
    doc_head(page, p->zh, p->name);
    buf_puts(out, "<span class=\"badge\">");
    html_both(&page->h, N_("parameter"));
    buf_puts(out, "</span>");
    if (is_held)
        doc_status_badge(page, CITED_PLACEHOLDER);
    buf_puts(out, "<span class=\"path\">");
    html_text(out, slash ? slash + 1 : p->at.file);
    buf_printf(out, ":%u</span></header>\n", p->at.line);
    doc_note(page, "note", p->note);
    doc_note(page, "note", item->text);
    buf_puts(out, "<dl class=\"meta\">");
    if (p->unit) {
        html_element(&page->h, "dt", N_("unit"));
        buf_puts(out, "<dd>");
        doc_unit(page, p->unit);
        buf_puts(out, "</dd>");
    }
    put_key_kind(page, p);
    put_users(page, item->index);
    buf_puts(out, "</dl>\n");
    if (p->count)
        put_values(page, p);
    buf_puts(out, "</article>\n");
}

/* --- inputs --- */

static void put_range(struct doc_page *page, const struct field *f)
{
    if (f->has_min)
        put_value(page, &f->type, &f->min);
    if (f->has_min || f->has_max)
        buf_puts(page->h.out, " – ");
    if (f->has_max)
        put_value(page, &f->type, &f->max);
}

static void put_input(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct field *f = &page->m->fields[item->index];
    const struct entity *e = &page->m->entities[f->entity];
    struct value fallback = field_default(page->m, f);
    buf_puts(out, "<tr id=\"");
    doc_field_anchor(out, page->m, f->id);
    buf_puts(out, "\"><td>");
    html_text(out, f->zh ? f->zh : f->name);
    buf_puts(out, " <code class=\"id\">");
    html_text(out, f->name);
    buf_puts(out, "</code>");
    if (f->law || f->note || item->text) {
        doc_note(page, "note", f->law);
        doc_note(page, "note", f->note);
        doc_note(page, "note", item->text);
    }
    buf_puts(out, "</td><td>");
    html_text(out, e->zh ? e->zh : e->name);
    buf_puts(out, "</td><td>");
    if (f->type.kind == KIND_ENUM) {
        buf_puts(out, "<a href=\"#e-");
        html_anchor(out, page->m->enums[f->type.enum_id].name);
        buf_puts(out, "\">");
        html_text(out, page->m->enums[f->type.enum_id].zh
                           ? page->m->enums[f->type.enum_id].zh
                           : page->m->enums[f->type.enum_id].name);
        buf_puts(out, "</a>");
    } else {
        html_both(&page->h, doc_type_word(f->type.kind));
    }
    buf_puts(out, "</td><td class=\"d\">");
    doc_unit(page, f->unit);
    buf_puts(out, "</td><td class=\"d\">");
    put_range(page, f);
    buf_puts(out, "</td><td>");
    if (fallback.kind != KIND_NONE)
        put_value(page, &f->type, &fallback);
    buf_puts(out, "</td></tr>\n");
}

void doc_put_inputs(struct doc_page *page, const struct doc_item *items, size_t count)
{
    static const char *const heads[] = {N_("input"), N_("of"),    N_("type"),
                                        N_("unit"),  N_("range"), N_("by default")};
    buf_puts(page->h.out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_element(&page->h, "th", heads[i]);
    buf_puts(page->h.out, "</tr></thead>\n");
    for (size_t i = 0; i < count; i++)
        put_input(page, &items[i]);
    buf_puts(page->h.out, "</table></div>\n");
}

/* --- enums and entities --- */

void doc_put_enum(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct enum_type *e = &page->m->enums[item->index];
    buf_puts(out, "<article class=\"card\" id=\"e-");
    html_anchor(out, e->name);
    buf_puts(out, "\"><header>");
    doc_head(page, e->zh, e->name);
    buf_puts(out, "<span class=\"badge\">");
    html_both(&page->h, N_("choice"));
    buf_puts(out, "</span></header>\n");
    doc_note(page, "note", item->text);
    buf_puts(out, "<p class=\"law\">");
    for (uint16_t i = 0; i < e->count; i++) {
        buf_puts(out, i ? " · " : "");
        html_text(out, e->values[i].zh ? e->values[i].zh : e->values[i].name);
        buf_puts(out, " <code class=\"id\">");
        html_text(out, e->values[i].name);
        buf_puts(out, "</code>");
    }
    buf_puts(out, "</p></article>\n");
}

void doc_put_entity(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct entity *e = &page->m->entities[item->index];
    buf_puts(out, "<article class=\"card\" id=\"t-");
    html_anchor(out, e->name);
    buf_puts(out, "\"><header>");
    doc_head(page, e->zh, e->name);
    buf_puts(out, "<span class=\"badge\">");
    html_both(&page->h, N_("entity"));
    buf_puts(out, "</span></header>\n");
    doc_note(page, "note", item->text);
    buf_puts(out, "<p class=\"note\">");
    if (e->parent != NO_ENTITY) {
        const struct entity *parent = &page->m->entities[e->parent];
        html_bothf(&page->h, N_("several of each %s, in the list %s, at most %u"),
                   parent->zh ? parent->zh : parent->name, e->plural, entity_max_rows(e));
    } else {
        html_both(&page->h, N_("stands for itself"));
    }
    buf_puts(out, "</p></article>\n");
}

/* --- published figures --- */

void doc_put_figures(struct doc_page *page)
{
    static const char *const heads[] = {N_("of"),    N_("from"), N_("input"),
                                        N_("value"), N_("unit"), N_("source")};
    struct buf *out = page->h.out;
    buf_puts(out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_element(&page->h, "th", heads[i]);
    buf_puts(out, "</tr></thead>\n");
    for (size_t i = 0; i < page->m->figure_count; i++) {
        const struct figure *f = &page->m->figures[i];
        const struct field *field = &page->m->fields[f->field];
        const struct entity *e = &page->m->entities[f->entity];
        buf_puts(out, "<tr><td>");
        html_text(out, e->zh ? e->zh : e->name);
        buf_puts(out, " <span class=\"id\">");
        html_text(out, f->id);
        buf_puts(out, "</span></td><td class=\"d\">");
        month_put(out, f->month);
        buf_puts(out, "</td><td>");
        doc_field_link(page, f->field);
        buf_puts(out, "</td><td class=\"n\">");
        put_value(page, &field->type, &f->value);
        buf_puts(out, "</td><td class=\"d\">");
        doc_unit(page, field->unit);
        buf_puts(out, "</td><td>");
        html_text(out, f->source);
        doc_note(page, "note", f->note);
        buf_puts(out, "</td></tr>\n");
    }
    buf_puts(out, "</table></div>\n");
}
