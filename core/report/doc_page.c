/* doc_page.c - the page of one policy: menu, what it holds, the picture of its files, then file
 * by file what stands in them.
 */
#include "report/doc_page.h"

#include <string.h>
#include "value/date.h"

static size_t count_of(const struct doc_page *page, enum doc_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < page->section_count; i++)
        for (size_t k = 0; k < page->sections[i].count; k++)
            n += page->sections[i].items[k].kind == kind;
    return n;
}

/* Files that only include others have no section. */
static bool is_shown(const struct doc_section *s)
{
    return s->count > 0;
}

/* --- menu: beside the page on a screen, the list of contents on paper --- */

static void put_level_title(struct doc_page *page, const char *level)
{
    if (level)
        html_text(page->h.out, doc_level_name(page, level));
    else
        html_both(&page->h, N_("Shared functions"));
}

static bool same_level(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void put_menu(struct doc_page *page, const char *home)
{
    struct buf *out = page->h.out;
    const struct doc_section *before = NULL;
    buf_puts(out, "<nav>\n");
    if (home) {
        buf_puts(out, "<a class=\"home\" href=\"");
        html_text(out, home);
        buf_puts(out, "\">← ");
        html_both(&page->h, N_("All policies"));
        buf_puts(out, "</a>\n");
    }
    buf_puts(out, "<ul><li><a href=\"#overview\">");
    html_both(&page->h, N_("Overview"));
    buf_puts(out, "</a></li><li><a href=\"#confirm\">");
    html_both(&page->h, N_("To be confirmed"));
    if (page->m->figure_count) {
        buf_puts(out, "</a></li><li><a href=\"#figures\">");
        html_both(&page->h, N_("published figures"));
    }
    buf_puts(out, "</a></li></ul>\n");
    for (size_t i = 0; i < page->section_count; i++) {
        const struct doc_section *s = &page->sections[i];
        if (!is_shown(s))
            continue;
        if (!before || !same_level(before->level, s->level)) {
            buf_puts(out, before ? "</ul>\n<h2>" : "<h2>");
            put_level_title(page, s->level);
            buf_puts(out, "</h2><ul>\n");
        }
        before = s;
        buf_printf(out, "<li><a href=\"#s-%zu\">", i + 1);
        html_text(out, s->label);
        buf_puts(out, "</a></li>\n");
    }
    buf_puts(out, before ? "</ul>\n</nav>\n" : "</nav>\n");
}

/* --- overview --- */

static void put_count(struct doc_page *page, size_t n, const char *msgid)
{
    buf_printf(page->h.out, "<li><b>%zu</b><span>", n);
    html_both(&page->h, msgid);
    buf_puts(page->h.out, "</span></li>\n");
}

static void put_counts(struct doc_page *page)
{
    const struct model *m = page->m;
    size_t results = 0, benefits = 0;
    for (size_t i = 0; i < m->field_count; i++) {
        results += m->fields[i].is_result && !m->fields[i].is_hidden;
        benefits += m->fields[i].is_benefit && m->fields[i].sum_of == NO_FIELD;
    }
    buf_puts(page->h.out, "<ul class=\"facts\">\n");
    put_count(page, count_of(page, DOC_VARIABLE), N_("variables"));
    put_count(page, results, N_("results"));
    put_count(page, benefits, N_("benefits"));
    put_count(page, m->parameter_count, N_("parameters"));
    put_count(page, doc_placeholders(m), N_("values to be confirmed"));
    put_count(page, count_of(page, DOC_INPUT), N_("inputs"));
    put_count(page, m->indicator_count, N_("indicators"));
    put_count(page, m->check_count, N_("checks"));
    put_count(page, page->cases.cases - page->cases.cases_failed, N_("cases passed"));
    put_count(page, page->cases.cases_failed, N_("cases failed"));
    buf_puts(page->h.out, "</ul>\n");
    buf_puts(page->h.out, "<p class=\"note\">");
    html_bothf(&page->h, N_("%zu of %zu formulas are fast; %zu are left to Lua."),
               page->engines.fast, page->engines.fast + page->engines.slow, page->engines.slow);
    buf_puts(page->h.out, "</p>\n");
}

static void put_benefits(struct doc_page *page)
{
    const struct model *m = page->m;
    bool open = false;
    for (size_t i = 0; i < m->field_count; i++) {
        if (!m->fields[i].is_benefit || m->fields[i].sum_of != NO_FIELD)
            continue;
        if (!open) {
            buf_puts(page->h.out, "<p class=\"law\">");
            html_both(&page->h, N_("Benefits:"));
        } else {
            buf_puts(page->h.out, " ·");
        }
        open = true;
        buf_putc(page->h.out, ' ');
        doc_field_link(page, (uint16_t)i);
    }
    buf_puts(page->h.out, open ? "</p>\n" : "");
}

static void put_overview(struct doc_page *page, const char *home)
{
    struct buf *out = page->h.out;
    const struct model *m = page->m;
    buf_puts(out, "<header id=\"overview\"><h1>");
    html_text(out, m->zh ? m->zh : m->name);
    buf_puts(out, "<small>");
    html_text(out, m->name);
    buf_puts(out, "</small></h1>\n");
    for (size_t i = 0; i < page->section_count; i++) {
        const struct doc_section *s = &page->sections[i];
        const char *slash = strrchr(s->path, '/');
        if (s->level && strcmp(s->level, m->name) == 0 && slash &&
            strcmp(slash, "/policy.lua") == 0)
            doc_note(page, "intro", s->intro);
    }
    put_counts(page);
    put_benefits(page);
    put_menu(page, home);
    buf_puts(out, "<div class=\"landscape\">\n");
    html_element(&page->h, "h3", N_("Which file reads which"));
    buf_puts(out, "<p class=\"legend\">");
    html_both(&page->h,
              N_("An arrow goes from what is read to who reads it; blue: this level's "
                 "own files. What a longer way shows already is left out."));
    buf_puts(out, "</p>\n");
    doc_graph_files(page);
    buf_puts(out, "</div>\n</header>\n");
}

/* --- what a bureau must confirm --- */

static void put_held_row(struct doc_page *page, uint16_t index, size_t number)
{
    struct buf *out = page->h.out;
    const struct parameter *p = &page->m->parameters[index];
    const struct parameter_value *v = &p->values[number];
    int32_t until = number + 1 < p->count ? p->values[number + 1].from : DATE_ALWAYS;
    buf_puts(out, "<tr><td>");
    doc_parameter_link(page, index);
    buf_puts(out, "</td><td class=\"d\">");
    date_put(out, v->from);
    if (until != DATE_ALWAYS) {
        buf_puts(out, "<br><span class=\"id\">");
        html_both(&page->h, N_("until"));
        buf_putc(out, ' ');
        date_put(out, until);
        buf_puts(out, "</span>");
    }
    buf_puts(out, "</td><td>");
    doc_put_compact(page, p, v);
    buf_puts(out, "</td><td class=\"d\">");
    doc_unit(page, p->unit);
    buf_puts(out, "</td><td>");
    html_text(out, v->source);
    buf_puts(out, "</td></tr>\n");
}

/* Those that stand in the files of one level, under its name. */
static void put_held_level(struct doc_page *page, const char *level)
{
    bool open = false;
    for (size_t i = 0; i < page->m->parameter_count; i++) {
        const struct parameter *p = &page->m->parameters[i];
        for (size_t k = 0; strcmp(p->level, level) == 0 && k < p->count; k++) {
            if (p->values[k].status != CITED_PLACEHOLDER)
                continue;
            if (!open) {
                buf_puts(page->h.out, "<tr><th colspan=\"5\" class=\"group\">");
                html_text(page->h.out, doc_level_name(page, level));
                buf_puts(page->h.out, "</th></tr>\n");
            }
            open = true;
            put_held_row(page, (uint16_t)i, k);
        }
    }
}

static void put_held(struct doc_page *page)
{
    static const char *const heads[] = {N_("parameter"), N_("from"), N_("value"), N_("unit"),
                                        N_("source")};
    struct buf *out = page->h.out;
    const char *before = NULL;
    size_t n = doc_placeholders(page->m);
    buf_puts(out, "<section><h2 id=\"confirm\">");
    html_both(&page->h, N_("To be confirmed"));
    buf_puts(out, "</h2>\n<p class=\"note\">");
    html_bothf(&page->h,
               N_("%zu values are placeholders: the bureau must confirm or replace them."), n);
    buf_puts(out, "</p>\n");
    if (n) {
        buf_puts(out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
            html_element(&page->h, "th", heads[i]);
        }
        buf_puts(out, "</tr></thead>\n");
        for (size_t i = 0; i < page->section_count; i++) {
            const char *level = page->sections[i].level;
            if (level && (!before || strcmp(before, level) != 0))
                put_held_level(page, level);
            before = level ? level : before;
        }
        buf_puts(out, "</table></div>\n");
    }
    buf_puts(out, "</section>\n");
}

/* --- sections --- */

static void put_helper(struct doc_page *page, const struct doc_section *s,
                       const struct doc_item *item)
{
    buf_printf(page->h.out, "<article class=\"card\" id=\"f-%u.%u\">\n", s->file->number,
               item->line);
    doc_note(page, "note", item->text);
    doc_code(page, s->file, item->node->first, item->node->last);
    buf_puts(page->h.out, "</article>\n");
}

static void put_item(struct doc_page *page, const struct doc_section *s,
                     const struct doc_item *item)
{
    switch (item->kind) {
    case DOC_HEADING:
        buf_puts(page->h.out, "<h4>");
        html_text(page->h.out, item->text);
        buf_puts(page->h.out, "</h4>\n");
        break;
    case DOC_HELPER:
        put_helper(page, s, item);
        break;
    case DOC_ENUM:
        doc_put_enum(page, item);
        break;
    case DOC_ENTITY:
        doc_put_entity(page, item);
        break;
    case DOC_INPUT:
    case DOC_INDICATOR:
    case DOC_SOURCE:
        break; /* in tables */
    case DOC_VARIABLE:
        doc_put_variable(page, item);
        break;
    case DOC_PARAMETER:
        doc_put_parameter(page, item);
        break;
    case DOC_CHECK:
        doc_put_check(page, item);
        break;
    case DOC_SCENARIO:
        doc_put_scenario(page, item);
        break;
    case DOC_CASE:
        doc_put_case(page, item);
        break;
    }
}

static void put_section(struct doc_page *page, size_t number)
{
    const struct doc_section *s = &page->sections[number];
    const char *slash = strrchr(s->path, '/');
    size_t module = strlen(s->path);
    buf_puts(page->h.out, "<section>\n");
    if (!s->level && slash && module > 4) { /* "stdlib/means.lua": an address by its name */
        buf_puts(page->h.out, "<span id=\"lib-");
        html_escape(page->h.out, slash + 1, module - 4 - (size_t)(slash + 1 - s->path));
        buf_puts(page->h.out, "\"></span>");
    }
    buf_printf(page->h.out, "<h3 id=\"s-%zu\">", number + 1);
    html_text(page->h.out, s->title);
    buf_puts(page->h.out, " <span class=\"path\">");
    html_text(page->h.out, s->path);
    buf_puts(page->h.out, "</span></h3>\n");
    doc_note(page, "intro", s->intro);
    for (size_t i = 0; i < s->count;) {
        enum doc_kind kind = s->items[i].kind;
        size_t n = 1;
        while (i + n < s->count && s->items[i + n].kind == kind)
            n++;
        if (kind == DOC_INPUT)
            doc_put_inputs(page, &s->items[i], n);
        else if (kind == DOC_INDICATOR)
            doc_put_indicators(page, &s->items[i], n);
        else if (kind == DOC_SOURCE)
            doc_put_sources(page, &s->items[i], n);
        /* A heading with nothing below it says nothing: only the last of several is shown. */
        bool is_heading = kind == DOC_HEADING;
        for (size_t k = is_heading ? n - 1 : 0; k < n && !(is_heading && i + n == s->count);
             k++)
            put_item(page, s, &s->items[i + k]);
        i += n;
    }
    buf_puts(page->h.out, "</section>\n");
}

static void put_figures(struct doc_page *page)
{
    if (page->m->figure_count == 0)
        return;
    buf_puts(page->h.out, "<section><h3 id=\"figures\">");
    html_both(&page->h, N_("published figures"));
    buf_puts(page->h.out, "</h3>\n");
    doc_put_figures(page);
    buf_puts(page->h.out, "</section>\n");
}

/* A level above leads to its own page. */
static void put_level_heading(struct doc_page *page, const char *level)
{
    size_t n = page->top ? strlen(page->top) : 0;
    bool has_page = level && page->top && !same_level(level, page->m->name) &&
                    strncmp(level, page->top, n) == 0 && (level[n] == '/' || level[n] == '\0');
    buf_puts(page->h.out, "<h2>");
    if (has_page) {
        buf_puts(page->h.out, "<a href=\"");
        doc_page_file(page->h.out, level);
        buf_puts(page->h.out, "\">");
    }
    put_level_title(page, level);
    buf_puts(page->h.out, has_page ? "</a></h2>\n" : "</h2>\n");
}

/* The published figures stand behind the folder's own files. */
static void put_sections(struct doc_page *page)
{
    const struct doc_section *before = NULL;
    bool is_own = true;
    for (size_t i = 0; i < page->section_count; i++) {
        const struct doc_section *s = &page->sections[i];
        if (!is_shown(s))
            continue;
        if (is_own && !same_level(s->level, page->m->name)) {
            put_figures(page);
            is_own = false;
        }
        if (!before || !same_level(before->level, s->level)) {
            put_level_heading(page, s->level);
        }
        before = s;
        put_section(page, i);
    }
    if (is_own)
        put_figures(page);
}

/* Arrow heads of all pictures. */
static const char arrow[] =
    "<svg width=\"0\" height=\"0\" style=\"position:absolute;margin:0\" "
    "aria-hidden=\"true\"><defs>"
    "<marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"2\" refY=\"4\" markerWidth=\"7\" "
    "markerHeight=\"7\" orient=\"auto-start-reverse\"><path d=\"M0 1L7 4L0 7z\" "
    "fill=\"#9fb0c2\"/>"
    "</marker></defs></svg>\n";

void doc_page_file(struct buf *out, const char *level)
{
    for (; *level; level++)
        buf_putc(out, *level == '/' ? '-' : *level);
    buf_puts(out, ".html");
}

void doc_page_put(struct doc_page *page, const char *home, const char *top)
{
    struct buf *out = page->h.out;
    page->top = top;
    html_begin(&page->h, page->m->zh ? page->m->zh : page->m->name);
    buf_puts(out, arrow);
    /* A third switch: names in formulas as written, or by their Chinese words. */
    buf_puts(out, "<input type=\"checkbox\" id=\"names\">"
                  "<div class=\"switch names\"><label for=\"names\">");
    html_both(&page->h, N_("Chinese names in formulas"));
    buf_puts(out, "</label></div>\n<main>\n");
    put_overview(page, home);
    put_held(page);
    put_sections(page);
    buf_puts(out, "<footer>");
    html_bothf(&page->h, N_("Made by huimin doc from the policy of identity %s."),
               page->m->identity);
    buf_puts(out, "</footer>\n</main>\n");
    html_end(&page->h);
}
