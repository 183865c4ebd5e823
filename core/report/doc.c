/* doc.c - the site: which policies get a page, their files, and the index. */
#include "report/doc.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include "base/fs.h"
#include "base/mem.h"
#include "report/doc_page.h"
#include "run/task.h"

/* What the index says of one policy. */
struct entry {
    char *file; /* "cn-zhejiang.html" */
    char *name, *zh, *division;
    size_t variables, parameters, placeholders, indicators, checks, cases, failed;
};
struct site {
    const char *folder;
    const struct hm_host *host;
    struct diag *diag;
    struct catalogue chinese;
    struct doc_totals *totals;
    struct entry *entries;
    size_t count;
    bool is_single, failed;
};

static enum hm_status write_page(struct site *s, const char *name, const struct buf *text)
{
    if (!buf_ok(text))
        return diag_nomem(s->diag, _("writing pages"));
    char *path = fs_join(s->folder, name);
    if (!path)
        return diag_nomem(s->diag, _("writing pages"));
    enum hm_status st = fs_write(path, text->data, text->len, 0644, s->diag);
    mem_free(path);
    s->totals->pages += st == HM_OK;
    return st;
}

/* --- one policy --- */

static char *file_of(const char *name)
{
    struct buf file;
    buf_init(&file);
    doc_page_file(&file, name);
    return buf_take(&file);
}

static bool remember(struct site *s, const struct doc_page *page)
{
    const struct model *m = page->m;
    struct entry *e = &s->entries[s->count++];
    e->file = s->is_single ? mem_strdup("index.html") : file_of(m->name);
    e->name = mem_strdup(m->name);
    e->zh = mem_strdup(m->zh ? m->zh : m->name);
    e->division = mem_strdup(m->division ? m->division : "");
    for (size_t i = 0; i < m->field_count; i++)
        e->variables += m->fields[i].kind == FIELD_VARIABLE && !m->fields[i].is_hidden;
    e->parameters = m->parameter_count;
    e->placeholders = doc_placeholders(m);
    e->indicators = m->indicator_count;
    e->checks = m->check_count;
    e->cases = page->cases.cases;
    e->failed = page->cases.cases_failed;
    s->totals->cases += e->cases;
    s->totals->cases_failed += e->failed;
    for (size_t i = 0; i < page->checks.count; i++)
        s->totals->checks_failed += page->checks.items[i].outcome != CHECK_HOLDS &&
                                    !page->checks.items[i].check->is_warning;
    return e->file && e->name && e->zh && e->division;
}

static enum hm_status put_policy(struct site *s, const struct policy *p)
{
    struct doc_page page;
    struct buf text;
    buf_init(&text);
    enum hm_status st = doc_page_open(&page, p, s->host, s->diag);
    page.h = (struct html){&text, &s->chinese};
    if (st == HM_OK && !remember(s, &page))
        st = diag_nomem(s->diag, _("writing pages"));
    if (st == HM_OK) {
        doc_page_put(&page, s->is_single ? NULL : "index.html",
                     s->is_single ? NULL : s->entries[0].name);
        st = write_page(s, s->entries[s->count - 1].file, &text);
    }
    doc_page_close(&page);
    buf_fini(&text);
    return st;
}

static enum hm_status put_folder(struct site *s, const char *folder)
{
    struct policy *p;
    if (task_stopped(s->host))
        return HM_INTERRUPTED;
    enum hm_status st = policy_load(&p, folder, s->diag);
    if (st == HM_DATA) {
        s->failed = true;
        return HM_OK;
    }
    TRY(st);
    st = put_policy(s, p);
    policy_free(p);
    return st;
}

/* --- the index --- */

static void put_number(struct buf *out, size_t n, const char *css)
{
    buf_printf(out, "<td class=\"n %s\">%zu</td>", css, n);
}

static size_t depth_of(const char *name)
{
    size_t depth = 0;
    for (; *name; name++)
        depth += *name == '/';
    return depth;
}

/* top: the depth of the first one. */
static void put_entry(struct buf *out, const struct entry *e, size_t top)
{
    size_t depth = depth_of(e->name) - top;
    buf_printf(out, "<tr><td style=\"padding-left:%zupx\"><a href=\"", 14 + depth * 26);
    html_text(out, e->file);
    buf_puts(out, "\">");
    html_text(out, e->zh);
    buf_puts(out, "</a> <code class=\"id\">");
    html_text(out, e->name);
    buf_puts(out, "</code></td><td class=\"d\">");
    html_text(out, e->division);
    buf_puts(out, "</td>");
    put_number(out, e->variables, "");
    put_number(out, e->parameters, "");
    put_number(out, e->placeholders, e->placeholders ? "hold" : "");
    put_number(out, e->indicators, "");
    put_number(out, e->checks, "");
    put_number(out, e->cases - e->failed, "good");
    put_number(out, e->failed, e->failed ? "bad" : "");
    buf_puts(out, "</tr>\n");
}

static enum hm_status put_index(struct site *s)
{
    static const char *const heads[] = {
        N_("variables"),   N_("parameters"), N_("values to be confirmed"),
        N_("indicators"),  N_("checks"),     N_("cases passed"),
        N_("cases failed")};
    struct buf text;
    struct html h = {&text, &s->chinese};
    buf_init(&text);
    html_begin(&h, "惠民 Huimin");
    buf_puts(&text, "<main class=\"wide\"><h1>");
    html_both(&h, N_("Rules of relief, subsidies and eldercare"));
    buf_puts(&text, "</h1>\n<p class=\"intro\">");
    html_both(&h, N_("One page for each policy. A level inherits what stands above it and may "
                     "override it; its page shows its own files first."));
    buf_puts(&text, "</p>\n<div class=\"scroll\"><table class=\"list\"><thead><tr>");
    html_element(&h, "th", N_("policy"));
    html_element(&h, "th", N_("division"));
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        buf_puts(&text, "<th class=\"n\">");
        html_both(&h, heads[i]);
        buf_puts(&text, "</th>");
    }
    buf_puts(&text, "</tr></thead>\n");
    for (size_t i = 0; i < s->count; i++)
        put_entry(&text, &s->entries[i], depth_of(s->entries[0].name));
    buf_puts(&text, "</table></div>\n<footer>");
    html_both(&h, N_("Made by huimin doc."));
    buf_puts(&text, "</footer></main>\n");
    html_end(&h);
    enum hm_status st = write_page(s, "index.html", &text);
    buf_fini(&text);
    return st;
}

/* --- all --- */

static enum hm_status make_folder(const char *path, struct diag *d)
{
    if (fs_is_dir(path) || mkdir(path, 0755) == 0)
        return HM_OK;
    return diag_errno(d, _("making the folder"), path);
}

static void site_fini(struct site *s)
{
    for (size_t i = 0; i < s->count; i++) {
        mem_free(s->entries[i].file);
        mem_free(s->entries[i].name);
        mem_free(s->entries[i].zh);
        mem_free(s->entries[i].division);
    }
    mem_free(s->entries);
    catalogue_close(&s->chinese);
}

enum hm_status doc_write(struct doc_totals *totals, const char *policy, const char *out,
                         const struct hm_host *host, struct diag *d)
{
    struct site s = {.folder = out, .host = host, .diag = d, .totals = totals};
    char **folders;
    size_t n;
    *totals = (struct doc_totals){0};
    TRY(sources_folders(&folders, &n, policy, d));
    enum hm_status st = make_folder(out, d);
    s.is_single = n == 1;
    s.entries = mem_calloc(n + 1, sizeof *s.entries);
    if (!s.entries && st == HM_OK)
        st = diag_nomem(d, _("writing pages"));
    if (st == HM_OK && !catalogue_open(&s.chinese))
        st = diag_nomem(d, _("writing pages"));
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        task_progress(host, _("writing pages"), i, n);
        st = put_folder(&s, folders[i]);
    }
    if (st == HM_OK && !s.is_single)
        st = put_index(&s);
    site_fini(&s);
    fs_list_free(folders, n);
    return st == HM_OK && s.failed ? HM_DATA : st;
}
