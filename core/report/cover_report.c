/* cover_report.c - coverage for people and for programs. */
#include "report/cover_report.h"

#include <string.h>
#include "report/html.h"
#include "report/table.h"

static const char *const kind_names[COVER_KINDS] = {"formula", "branch", "boundary", "value",
                                                    "row"};
static const char *const kind_titles[COVER_KINDS] = {
    N_("formulas"), N_("branches (true and false)"),
    N_("boundaries (on the edge and beside it)"), N_("parameter values"), N_("keys and bands")};

const char *cover_report_gap(const struct cover_item *i)
{
    if (i->is_covered)
        return "";
    if (i->cases == 0)
        return _("no case comes here");
    if (i->kind == COVER_BRANCH)
        return i->when_true ? _("never false") : _("never true");
    if (i->kind == COVER_BOUNDARY)
        return !i->on ? _("no case has both sides equal")
                      : _("the edge is tested, the other side of it is not");
    return "";
}

static void put_counts(struct buf *out, const struct cover *c)
{
    struct table t;
    table_init(&t, "lrrr");
    const char *heads[] = {_("of the policy"), _("there are"), _("covered"), "%"};
    for (size_t i = 0; i < 4; i++)
        table_text(&t, heads[i]);
    for (size_t k = 0; k < COVER_KINDS; k++) {
        table_text(&t, i18n_text(kind_titles[k]));
        table_count(&t, c->total[k]);
        table_count(&t, c->covered[k]);
        table_cell(&t, "%zu", c->total[k] ? c->covered[k] * 100 / c->total[k] : 100);
    }
    table_put(&t, out);
    table_fini(&t);
    buf_printf(out, _("%zu cases, %zu failed\n"), c->cases, c->cases_failed);
}

/* The text on one line. */
static void put_text(struct buf *out, struct str text)
{
    size_t most = text.n < 80 ? text.n : 80;
    while (most < text.n && ((unsigned char)text.p[most] & 0xC0) == 0x80)
        most--;
    for (size_t i = 0; i < most; i++)
        buf_putc(out, text.p[i] == '\n' || text.p[i] == '\t' ? ' ' : text.p[i]);
    if (most < text.n)
        buf_puts(out, " ...");
}

void cover_report_put(struct buf *out, const struct cover *c)
{
    bool any = false;
    for (size_t k = 0; k < c->count; k++) {
        const struct cover_item *i = &c->items[k];
        if (i->is_covered)
            continue;
        any = true;
        buf_printf(out, "%s:%u:%u: ", i->at.file ? i->at.file : "", i->at.line, i->at.column);
        put_text(out, i->text);
        buf_printf(out, ": %s\n", cover_report_gap(i));
    }
    if (any)
        buf_putc(out, '\n');
    put_counts(out, c);
}

/* --- JSON --- */

static void json_item(struct buf *out, const struct cover_item *i)
{
    buf_printf(out, "{\"kind\":\"%s\",\"level\":", kind_names[i->kind]);
    buf_json_string(out, i->level, strlen(i->level));
    buf_puts(out, ",\"file\":");
    buf_json_string(out, i->at.file ? i->at.file : "", i->at.file ? strlen(i->at.file) : 0);
    buf_printf(out, ",\"line\":%u,\"column\":%u,\"text\":", i->at.line, i->at.column);
    buf_json_string(out, i->text.p, i->text.n);
    buf_printf(out, ",\"cases\":%zu,\"covered\":%s", i->cases,
               i->is_covered ? "true" : "false");
    if (i->kind == COVER_BRANCH)
        buf_printf(out, ",\"true\":%zu,\"false\":%zu", i->when_true, i->when_false);
    if (i->kind == COVER_BOUNDARY)
        buf_printf(out, ",\"below\":%s,\"on\":%s,\"above\":%s", i->below ? "true" : "false",
                   i->on ? "true" : "false", i->above ? "true" : "false");
    buf_putc(out, '}');
}

void cover_report_json(struct buf *out, const struct cover *c)
{
    buf_printf(out, "{\"cases\":%zu,\"cases_failed\":%zu", c->cases, c->cases_failed);
    for (size_t k = 0; k < COVER_KINDS; k++)
        buf_printf(out, ",\"%s\":{\"total\":%zu,\"covered\":%zu}", kind_names[k], c->total[k],
                   c->covered[k]);
    buf_puts(out, ",\"items\":[");
    for (size_t k = 0; k < c->count; k++) {
        if (k)
            buf_putc(out, ',');
        json_item(out, &c->items[k]);
    }
    buf_puts(out, "]}\n");
}

/* --- sources --- */

struct line_items {
    size_t first, count; /* among the items of the cover */
    bool is_open;
};

/* The items of one line of a file, from `at` on, which are in order. */
static struct line_items items_on(const struct cover *c, const char *file, uint32_t line,
                                  size_t *at)
{
    struct line_items l = {*at, 0, false};
    while (*at < c->count && c->items[*at].at.file &&
           strcmp(c->items[*at].at.file, file) == 0 && c->items[*at].at.line == line) {
        l.is_open |= !c->items[*at].is_covered;
        l.count++;
        (*at)++;
    }
    return l;
}

static size_t first_of(const struct cover *c, const char *file)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->items[i].at.file && strcmp(c->items[i].at.file, file) == 0)
            return i;
    return c->count;
}

static struct str line_text(const struct ast_file *f, uint32_t line)
{
    uint32_t from = f->lines[line - 1];
    uint32_t to = line < f->line_count ? f->lines[line] : (uint32_t)f->bytes;
    while (to > from && (f->text[to - 1] == '\n' || f->text[to - 1] == '\r'))
        to--;
    return (struct str){f->text + from, to - from};
}

void cover_report_source(struct buf *out, const struct cover *c, const struct policy *p)
{
    for (size_t k = 0; k < policy_script_count(p); k++) {
        const struct ast_file *f = policy_script(p, k);
        size_t at = first_of(c, f->path);
        if (at == c->count)
            continue;
        buf_printf(out, "==== %s\n", f->path);
        for (uint32_t line = 1; line <= f->line_count; line++) {
            struct line_items l = items_on(c, f->path, line, &at);
            struct str text = line_text(f, line);
            buf_printf(out, "%5u %c %.*s\n", line,
                       l.is_open ? '!'
                       : l.count ? '+'
                                 : ' ',
                       (int)text.n, text.p);
            for (size_t i = l.first; i < l.first + l.count; i++) {
                if (c->items[i].is_covered)
                    continue;
                buf_puts(out, "      ! ^ ");
                put_text(out, c->items[i].text);
                buf_printf(out, ": %s\n", cover_report_gap(&c->items[i]));
            }
        }
    }
    buf_putc(out, '\n');
    put_counts(out, c);
}

/* --- HTML --- */

static void html_line(const struct html *h, const struct cover *c, const struct ast_file *f,
                      uint32_t line, const struct line_items *l)
{
    struct str text = line_text(f, line);
    const char *colour = l->is_open ? "#f6d5d5" : l->count ? "#dff2df" : "transparent";
    buf_printf(h->out, "<span style=\"background:%s\">%5u ", colour, line);
    html_escape(h->out, text.p, text.n);
    buf_puts(h->out, "</span>\n");
    for (size_t i = l->first; i < l->first + l->count; i++) {
        if (c->items[i].is_covered)
            continue;
        struct buf gap;
        buf_init(&gap);
        put_text(&gap, c->items[i].text);
        buf_printf(&gap, ": %s", cover_report_gap(&c->items[i]));
        buf_puts(h->out, "<b>      ^ ");
        html_take(h->out, &gap);
        buf_puts(h->out, "</b>\n");
    }
}

void cover_report_html(struct buf *out, const struct cover *c, const struct policy *p)
{
    struct catalogue chinese;
    struct html h = {out, &chinese};
    struct buf counts;
    if (!catalogue_open(&chinese)) {
        out->failed = true;
        return;
    }
    html_begin(&h, p->model->name);
    buf_init(&counts);
    put_counts(&counts, c);
    buf_puts(out, "<pre>");
    html_take(out, &counts);
    buf_puts(out, "</pre>\n");
    for (size_t k = 0; k < policy_script_count(p); k++) {
        const struct ast_file *f = policy_script(p, k);
        size_t at = first_of(c, f->path);
        if (at == c->count)
            continue;
        buf_puts(out, "<h2>");
        html_text(out, f->path);
        buf_puts(out, "</h2>\n<pre>");
        for (uint32_t line = 1; line <= f->line_count; line++) {
            struct line_items l = items_on(c, f->path, line, &at);
            html_line(&h, c, f, line, &l);
        }
        buf_puts(out, "</pre>\n");
    }
    html_end(&h);
    catalogue_close(&chinese);
}
