/* doc_sources.c - the table of registers on a policy's page. */
#include "report/doc_page.h"
#include "report/source_report.h"

static void put_facts(struct doc_page *page, const struct data_source *s)
{
    for (size_t i = 0; i < s->field_count; i++) {
        buf_puts(page->h.out, i ? "<br>" : "");
        doc_field_link(page, s->fields[i].field);
        buf_puts(page->h.out, " <code class=\"id\">");
        html_text(page->h.out, s->fields[i].name);
        buf_puts(page->h.out, "</code>");
    }
}

static void put_ttl(struct doc_page *page, const struct data_source *s)
{
    if (s->ttl_months)
        html_bothf(&page->h, N_("%u months"), s->ttl_months);
    else
        html_bothf(&page->h, N_("%u days"), s->ttl_days);
}

static void put_source(struct doc_page *page, const struct doc_item *item)
{
    struct buf *out = page->h.out;
    const struct data_source *s = &page->m->data_sources[item->index];
    buf_puts(out, "<tr id=\"r-");
    html_anchor(out, s->name);
    buf_puts(out, "\"><td>");
    html_text(out, s->zh ? s->zh : s->name);
    buf_puts(out, " <code class=\"id\">");
    html_text(out, s->name);
    buf_puts(out, "</code>");
    doc_note(page, "note", s->law);
    doc_note(page, "note", s->note);
    doc_note(page, "note", item->text);
    buf_puts(out, "</td><td>");
    doc_field_link(page, s->key);
    buf_puts(out, "</td><td>");
    put_facts(page, s);
    buf_puts(out, "</td><td>");
    html_text(out, s->purpose);
    buf_puts(out, "</td><td class=\"d\">");
    put_ttl(page, s);
    buf_puts(out, "</td><td class=\"d\">");
    if (data_source_placeholder(s->url))
        html_both(&page->h, N_("to be given"));
    else
        html_text(out, s->url);
    buf_puts(out, "</td></tr>\n");
}

void doc_put_sources(struct doc_page *page, const struct doc_item *items, size_t count)
{
    static const char *const heads[] = {N_("register"), N_("asked by"),   N_("facts"),
                                        N_("purpose"),  N_("counts for"), N_("address")};
    buf_puts(page->h.out, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        html_element(&page->h, "th", heads[i]);
    buf_puts(page->h.out, "</tr></thead>\n");
    for (size_t i = 0; i < count; i++)
        put_source(page, &items[i]);
    buf_puts(page->h.out, "</table></div>\n");
}
