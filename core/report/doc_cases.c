/* doc_cases.c - cards of cases: what was given, what was expected and what came out. */
#include "report/doc_page.h"

#include <stdio.h>
#include <string.h>
#include "io/json.h"
#include "value/date.h"

/* One text of JSON being shown. */
struct shown {
    struct doc_page *page;
    struct json json;
    struct arena arena;
    const struct examples_outcome *outcome; /* expected values: how they came out */
    const char *intro;                      /* what stands before a field of a member */
};

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

static const struct entity *child_called(const struct model *m, uint8_t entity, struct str list)
{
    for (size_t i = 0; i < m->entity_count; i++)
        if (m->entities[i].parent == entity && m->entities[i].plural &&
            str_eq(str_of(m->entities[i].plural), list))
            return &m->entities[i];
    return NULL;
}

/* The officer's word of a field; its name where there is none. */
static void put_field_name(struct shown *s, uint8_t entity, struct str key)
{
    struct buf *out = s->page->h.out;
    const struct model *m = s->page->m;
    uint16_t f = model_field(m, entity, key);
    if (f == NO_FIELD) {
        html_escape(out, key.p, key.n);
        return;
    }
    buf_puts(out, "<a href=\"#");
    doc_field_anchor(out, m, f);
    buf_puts(out, "\">");
    html_text(out, m->fields[f].zh ? m->fields[f].zh : m->fields[f].name);
    buf_puts(out, "</a>");
}

/* A plain value: enums by their word, truth as yes and no, the rest as written. */
static void put_plain(struct shown *s, uint8_t entity, struct str key, enum json_kind kind,
                      struct str text)
{
    const struct model *m = s->page->m;
    uint16_t f = model_field(m, entity, key);
    if (kind == JSON_TRUE || kind == JSON_FALSE) {
        html_both(&s->page->h, kind == JSON_TRUE ? N_("yes") : N_("no"));
        return;
    }
    if (kind == JSON_NULL) {
        buf_puts(s->page->h.out, "–");
        return;
    }
    if (kind == JSON_STRING && f != NO_FIELD && m->fields[f].type.kind == KIND_ENUM) {
        const struct enum_type *e = &m->enums[m->fields[f].type.enum_id];
        int code = enum_code(e, text);
        if (code >= 0 && e->values[code].zh)
            text = str_of(e->values[code].zh);
    }
    html_escape(s->page->h.out, text.p, text.n);
}

/* --- what was given --- */

static void put_given_object(struct shown *s, uint8_t entity);

static void put_given_list(struct shown *s, const struct entity *child, struct str key)
{
    struct buf *out = s->page->h.out;
    for (unsigned n = 1; json_element(&s->json); n++) {
        struct str text;
        enum json_kind kind = json_value(&s->json, &text);
        buf_puts(out, "</p>\n<p><i>");
        if (child && child->zh)
            html_text(out, child->zh);
        else
            html_escape(out, key.p, key.n);
        buf_printf(out, " %u</i> ", n);
        if (kind == JSON_OBJECT)
            put_given_object(s, child ? child->id : NO_ENTITY);
        else if (kind == JSON_ARRAY)
            json_close(&s->json);
        else
            html_escape(out, text.p, text.n);
    }
}

static void put_given_object(struct shown *s, uint8_t entity)
{
    struct buf *out = s->page->h.out;
    struct str key, text;
    while (json_member(&s->json, &key)) {
        enum json_kind kind = json_value(&s->json, &text);
        bool is_plain = kind != JSON_OBJECT && kind != JSON_ARRAY;
        bool is_head = str_eq(key, str_of("id")) || str_eq(key, str_of("month"));
        if (kind == JSON_ARRAY)
            put_given_list(s, child_called(s->page->m, entity, key), key);
        else if (kind == JSON_OBJECT)
            json_close(&s->json);
        else if (kind == JSON_FAULT)
            return;
        if (!is_plain || is_head)
            continue;
        buf_puts(out, "<span class=\"f\">");
        put_field_name(s, entity, key);
        buf_putc(out, ' ');
        put_plain(s, entity, key, kind, text);
        buf_puts(out, "</span> ");
    }
}

/* --- what was expected --- */

static const struct examples_fault *fault_at(const struct shown *s, const char *path)
{
    for (size_t i = 0; s->outcome && i < s->outcome->fault_count; i++)
        if (s->outcome->faults[i].field && strcmp(s->outcome->faults[i].field, path) == 0)
            return &s->outcome->faults[i];
    return NULL;
}

static void put_expected_row(struct shown *s, uint8_t entity, struct str key,
                             const char *prefix, enum json_kind kind, struct str text)
{
    struct buf *out = s->page->h.out;
    char path[256];
    snprintf(path, sizeof path, "%s%.*s", prefix, (int)key.n, key.p);
    const struct examples_fault *fault = fault_at(s, path);
    buf_puts(out, "<tr><td>");
    if (s->intro)
        html_text(out, s->intro);
    put_field_name(s, entity, key);
    buf_puts(out, "</td><td class=\"n\">");
    put_plain(s, entity, key, kind, text);
    buf_puts(out, fault ? "</td><td class=\"n bad\">" : "</td><td class=\"n good\">");
    if (fault)
        html_text(out, fault->found);
    else
        put_plain(s, entity, key, kind, text);
    buf_puts(out, fault ? "</td><td class=\"bad\">✗</td></tr>\n"
                        : "</td><td class=\"good\">✓</td></tr>\n");
}

static void put_expected_object(struct shown *s, uint8_t entity, const char *prefix);

static void put_expected_list(struct shown *s, const struct entity *child, struct str key)
{
    char prefix[128], intro[128];
    const char *above = s->intro;
    for (unsigned n = 0; json_element(&s->json); n++) {
        struct str text;
        enum json_kind kind = json_value(&s->json, &text);
        snprintf(prefix, sizeof prefix, "%.*s[%u].", (int)key.n, key.p, n);
        snprintf(intro, sizeof intro, "%s %u · ", child && child->zh ? child->zh : "", n + 1);
        s->intro = intro;
        if (kind == JSON_OBJECT)
            put_expected_object(s, child ? child->id : NO_ENTITY, prefix);
        else if (kind == JSON_ARRAY)
            json_close(&s->json);
        s->intro = above;
    }
}

static void put_expected_object(struct shown *s, uint8_t entity, const char *prefix)
{
    struct str key, text;
    while (json_member(&s->json, &key)) {
        enum json_kind kind = json_value(&s->json, &text);
        if (kind == JSON_ARRAY)
            put_expected_list(s, child_called(s->page->m, entity, key), key);
        else if (kind == JSON_OBJECT)
            json_close(&s->json);
        else if (kind == JSON_FAULT)
            return;
        else
            put_expected_row(s, entity, key, prefix, kind, text);
    }
}

/* --- other expectations: {"name": "text" | true | ["text", ...]} --- */

static void put_other(struct shown *s, const char *msgid)
{
    struct buf *out = s->page->h.out;
    struct str key, text;
    while (json_member(&s->json, &key)) {
        char path[256];
        enum json_kind kind = json_value(&s->json, &text);
        snprintf(path, sizeof path, "%.*s", (int)key.n, key.p);
        const struct examples_fault *fault = fault_at(s, path);
        buf_puts(out, "<tr><td>");
        html_escape(out, key.p, key.n);
        buf_puts(out, " <i>");
        html_both(&s->page->h, msgid);
        buf_puts(out, "</i></td><td>");
        if (kind == JSON_ARRAY)
            for (int n = 0; json_element(&s->json); n++) {
                json_value(&s->json, &text);
                buf_puts(out, n ? ", " : "");
                html_escape(out, text.p, text.n);
            }
        else
            put_plain(s, NO_ENTITY, key, kind, text);
        buf_puts(out, fault ? "</td><td class=\"bad\">" : "</td><td class=\"good\">");
        html_text(out, fault ? fault->found : "");
        buf_puts(out, fault ? "</td><td class=\"bad\">✗</td></tr>\n"
                            : "</td><td class=\"good\">✓</td></tr>\n");
    }
}

/* --- one case --- */

typedef void show_fn(struct shown *s, uint8_t entity);

static void show(struct doc_page *page, const struct examples_outcome *outcome,
                 const char *json, uint8_t entity, const char *msgid, show_fn *fn)
{
    struct shown s = {.page = page, .outcome = outcome};
    struct str text;
    if (!json)
        return;
    arena_init(&s.arena);
    json_init(&s.json, str_of(json), &s.arena);
    if (json_value(&s.json, &text) == JSON_OBJECT) {
        if (fn)
            fn(&s, entity);
        else
            put_other(&s, msgid);
    }
    page->h.out->failed |= s.json.fault == JSON_NO_MEMORY;
    arena_fini(&s.arena);
}

static void show_given(struct shown *s, uint8_t entity)
{
    put_given_object(s, entity);
}

static void show_expected(struct shown *s, uint8_t entity)
{
    put_expected_object(s, entity, "");
}

static const struct examples_outcome *outcome_of(const struct doc_page *page,
                                                 const struct example *e)
{
    for (size_t i = 0; i < page->cases.count; i++)
        if (strcmp(page->cases.outcomes[i].name, e->name) == 0)
            return &page->cases.outcomes[i];
    return NULL;
}

static void put_months(struct buf *out, const struct example *e)
{
    buf_puts(out, "<span class=\"id\">");
    month_put(out, e->from);
    if (e->to != e->from) {
        buf_puts(out, " – ");
        month_put(out, e->to);
    }
    buf_puts(out, "</span>");
}

static void put_patches(struct doc_page *page, const struct example *e)
{
    struct buf *out = page->h.out;
    for (size_t i = 0; i < e->patch_count; i++) {
        buf_puts(out, "<p><i>");
        html_both(&page->h, N_("with another value of"));
        buf_puts(out, "</i> ");
        doc_parameter_link(page, e->patches[i].parameter);
        buf_puts(out, "</p>\n");
    }
}

static void put_expectations(struct doc_page *page, const struct example *e,
                             const struct examples_outcome *o)
{
    uint8_t root = e->root;
    html_element(&page->h, "h5", N_("expected and computed"));
    buf_puts(page->h.out, "<table>\n");
    show(page, o, e->expect_json, root, NULL, show_expected);
    show(page, o, e->expect_sum_json, root, NULL, show_expected);
    show(page, o, e->expect_missing_json, root, N_("needs"), NULL);
    show(page, o, e->expect_error_json, root, N_("is an error with"), NULL);
    show(page, o, e->expect_check_json, root, N_("the check holds"), NULL);
    buf_puts(page->h.out, "</table>\n");
}

/* Faults that belong to no row above. */
static void put_whole_faults(struct doc_page *page, const struct examples_outcome *o)
{
    for (size_t i = 0; o && i < o->fault_count; i++)
        if (!o->faults[i].field || !*o->faults[i].field)
            doc_note(page, "bad", o->faults[i].found);
}

void doc_put_case(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct example *e = &page->m->examples[item->index];
    const struct examples_outcome *o = outcome_of(page, e);
    buf_printf(out, "<article class=\"card keep\" id=\"k-%u\"><header>", item->index + 1);
    doc_head(page, e->zh, e->name);
    put_months(out, e);
    buf_printf(out, "<span class=\"badge %s\">", o && o->passed ? "good" : "bad");
    html_both(&page->h, !o ? N_("not run") : o->passed ? N_("passed") : N_("not met"));
    buf_puts(out, "</span></header>\n");
    doc_note(page, "law", e->source);
    doc_note(page, "note", item->text);
    buf_puts(out, "<div class=\"case\"><div class=\"given\">");
    html_element(&page->h, "h5", N_("given facts"));
    buf_puts(out, "<p>");
    show(page, NULL, e->record_json, e->root, NULL, show_given);
    buf_puts(out, "</p>\n");
    put_patches(page, e);
    buf_puts(out, "</div><div>");
    put_expectations(page, e, o);
    put_whole_faults(page, o);
    buf_puts(out, "</div></div></article>\n");
}
