/* doc_graph.c - pictures of what reads what, as inline SVG: a small one for each variable, and
 * one of the files of a policy. Boxes are links to what they stand for.
 */
#include "report/doc_page.h"

#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"
#include "report/layout.h"

enum {
    BOX_HEIGHT = 24,
    SHOWN_MAX = 14, /* neighbours on one side; more are counted */
    LABEL_COLUMNS = 24,
    MARGIN = 6
};

enum box_kind { BOX_INPUT, BOX_VARIABLE, BOX_LAW, BOX_SELF, BOX_PAY, BOX_MORE };
struct box {
    enum box_kind kind;
    uint32_t id; /* field, parameter, section; MORE: how many */
};
struct picture {
    struct doc_page *page;
    struct box *boxes;
    struct layout layout;
};

/* --- boxes --- */

static const char *label_of(const struct picture *g, const struct box *b)
{
    const struct model *m = g->page->m;
    if (b->kind == BOX_LAW)
        return m->parameters[b->id].zh ? m->parameters[b->id].zh : m->parameters[b->id].name;
    return m->fields[b->id].zh ? m->fields[b->id].zh : m->fields[b->id].name;
}

/* How many bytes of the label fit, whole characters only. */
static size_t fitting(const char *label, size_t columns)
{
    size_t n = 0, length = strlen(label);
    while (n < length) {
        size_t next = n + 1;
        while (next < length && ((unsigned char)label[next] & 0xC0) == 0x80)
            next++;
        if (str_width(label, next) > columns)
            break;
        n = next;
    }
    return n;
}

static int width_of(const char *label)
{
    size_t n = fitting(label, LABEL_COLUMNS);
    return (int)str_width(label, n) * 13 / 2 + 18 + (label[n] ? 8 : 0);
}

static void put_box(struct picture *g, const struct layout_box *l, const char *css,
                    const char *label)
{
    struct buf *out = g->page->h.out;
    size_t n = fitting(label, LABEL_COLUMNS);
    buf_printf(out,
               "<rect class=\"box %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>"
               "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">",
               css, l->x, l->y, l->width, l->height, l->x + l->width / 2,
               l->y + l->height / 2 + 4);
    html_escape(out, label, n);
    buf_puts(out, label[n] ? "…</text>" : "</text>");
}

/* --- edges --- */

/* A soft curve from the right side of one box through the bends to the left side of another. */
static void put_edge(struct picture *g, const struct layout_edge *e)
{
    const struct layout *l = &g->layout;
    const struct layout_box *a = &l->boxes[e->turned ? e->to : e->from],
                            *b = &l->boxes[e->turned ? e->from : e->to];
    struct buf *out = g->page->h.out;
    if (e->from == e->to)
        return;
    int x = a->x + a->width, y = a->y + a->height / 2;
    int gap = e->turned ? 0 : 5; /* room for the arrow's head */
    buf_printf(out, "<path class=\"edge\" marker-%s=\"url(#arrow)\" d=\"M%d %d",
               e->turned ? "start" : "end", x, y);
    for (uint32_t i = 0; i <= e->bends; i++) {
        bool last = i == e->bends;
        int to_x = last ? b->x - gap : l->points[e->first + i].x;
        int to_y = last ? b->y + b->height / 2 : l->points[e->first + i].y;
        int half = (to_x - x) / 2;
        buf_printf(out, "C%d %d %d %d %d %d", x + half, y, to_x - half, to_y, to_x, to_y);
        x = to_x;
        y = to_y;
    }
    buf_puts(out, "\"/>\n");
}

static void open_svg(struct picture *g)
{
    const struct layout *l = &g->layout;
    int width = l->width + 2 * MARGIN, height = l->height + 2 * MARGIN;
    buf_printf(g->page->h.out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%d\" "
               "height=\"%d\" viewBox=\"%d %d %d %d\">\n",
               width, height, -MARGIN, -MARGIN, width, height);
    for (size_t i = 0; i < l->edge_count; i++)
        put_edge(g, &l->edges[i]);
}

/* --- one variable --- */

static void add_box(struct picture *g, enum box_kind kind, uint32_t id)
{
    g->boxes[g->layout.box_count++] = (struct box){kind, id};
}

static void add_edge(struct picture *g, size_t from, size_t to)
{
    g->layout.edges[g->layout.edge_count++] =
        (struct layout_edge){.from = (uint32_t)from, .to = (uint32_t)to};
}

static enum box_kind kind_of(const struct field *f)
{
    return f->kind == FIELD_INPUT ? BOX_INPUT : f->is_benefit ? BOX_PAY : BOX_VARIABLE;
}

/* Box 0 is the variable itself; what it reads is added before, who reads it after. */
static void add_neighbours(struct picture *g, uint16_t field)
{
    const struct doc_page *page = g->page;
    const struct field *f = &page->m->fields[field];
    size_t reads = (size_t)f->read_count + f->read_parameter_count, shown = 0;
    size_t total = page->reader_first[field + 1] - page->reader_first[field];
    add_box(g, BOX_SELF, field);
    for (size_t i = 0; i < reads && shown < SHOWN_MAX; i++, shown++) {
        if (i < f->read_count)
            add_box(g, kind_of(&page->m->fields[f->reads[i]]), f->reads[i]);
        else
            add_box(g, BOX_LAW, f->reads_parameters[i - f->read_count]);
        add_edge(g, g->layout.box_count - 1, 0);
    }
    if (reads > shown) {
        add_box(g, BOX_MORE, (uint32_t)(reads - shown));
        add_edge(g, g->layout.box_count - 1, 0);
    }
    for (shown = 0; shown < total && shown < SHOWN_MAX; shown++) {
        uint32_t id = page->readers[page->reader_first[field] + shown];
        add_box(g, kind_of(&page->m->fields[id]), id);
        add_edge(g, 0, g->layout.box_count - 1);
    }
    if (total > shown) {
        add_box(g, BOX_MORE, (uint32_t)(total - shown));
        add_edge(g, 0, g->layout.box_count - 1);
    }
}

static void put_boxes(struct picture *g)
{
    static const char *const css[] = {"input", "", "law", "self", "pay", ""};
    struct buf *out = g->page->h.out;
    char more[32];
    for (size_t i = 0; i < g->layout.box_count; i++) {
        const struct box *b = &g->boxes[i];
        if (b->kind == BOX_MORE) {
            snprintf(more, sizeof more, "+ %u", b->id);
            put_box(g, &g->layout.boxes[i], css[b->kind], more);
            continue;
        }
        buf_puts(out, "<a href=\"#");
        if (b->kind == BOX_LAW)
            doc_parameter_anchor(out, &g->page->m->parameters[b->id]);
        else
            doc_field_anchor(out, g->page->m, (uint16_t)b->id);
        buf_puts(out, "\">");
        put_box(g, &g->layout.boxes[i], css[b->kind], label_of(g, b));
        buf_puts(out, "</a>\n");
    }
}

void doc_graph_field(struct doc_page *page, uint16_t field)
{
    enum { ROOM = 2 * SHOWN_MAX + 4 };
    struct box boxes[ROOM];
    struct layout_box places[ROOM];
    struct layout_edge edges[ROOM];
    struct picture g = {.page = page, .boxes = boxes};
    g.layout = (struct layout){.boxes = places, .edges = edges, .column_gap = 54, .row_gap = 7};
    add_neighbours(&g, field);
    if (g.layout.edge_count == 0)
        return;
    for (size_t i = 0; i < g.layout.box_count; i++)
        places[i] = (struct layout_box){
            .width = boxes[i].kind == BOX_MORE ? 54 : width_of(label_of(&g, &boxes[i])),
            .height = BOX_HEIGHT};
    if (layout_place(&g.layout) != HM_OK) {
        page->h.out->failed = true; /* it is small: only memory can be short */
        return;
    }
    open_svg(&g);
    put_boxes(&g);
    buf_puts(page->h.out, "</svg>\n");
    layout_fini(&g.layout);
}

/* --- the files --- */

static size_t section_of(const struct doc_page *page, const struct place *at)
{
    for (size_t i = 0; at->file && i < page->section_count; i++)
        if (strcmp(page->sections[i].file->path, at->file) == 0)
            return i;
    return page->section_count;
}

struct file_graph {
    size_t count;
    bool *reads; /* [from * count + to]: something of `to` reads something of `from` */
    size_t *box; /* of each section, count = none */
};

static void mark_reads(const struct doc_page *page, struct file_graph *f)
{
    const struct model *m = page->m;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *field = &m->fields[i];
        size_t to = section_of(page, &field->at);
        for (uint16_t k = 0; k < field->read_count; k++) {
            const struct field *read = &m->fields[field->reads[k]];
            size_t from = section_of(page, &read->at);
            if (from != to && from < f->count && to < f->count &&
                read->kind == FIELD_VARIABLE && !field->is_hidden)
                f->reads[from * f->count + to] = true;
        }
    }
}

/* Leaves out what a longer way says already, among edges that do not close a circle. */
static void thin_out(struct file_graph *f)
{
    for (size_t a = 0; a < f->count; a++)
        for (size_t c = 0; c < f->count; c++)
            for (size_t b = 0; f->reads[a * f->count + c] && b < f->count; b++)
                if (b != a && b != c && f->reads[a * f->count + b] &&
                    f->reads[b * f->count + c] && !f->reads[c * f->count + a] &&
                    !f->reads[b * f->count + a] && !f->reads[c * f->count + b])
                    f->reads[a * f->count + c] = false;
}

static void put_files(struct picture *g)
{
    struct buf *out = g->page->h.out;
    for (size_t i = 0; i < g->layout.box_count; i++) {
        const struct doc_section *s = &g->page->sections[g->boxes[i].id];
        bool own = s->level && strcmp(s->level, g->page->m->name) == 0;
        buf_printf(out, "<a href=\"#s-%u\">", g->boxes[i].id + 1);
        put_box(g, &g->layout.boxes[i], own ? "self" : "", s->label);
        buf_puts(out, "</a>\n");
    }
}

static bool draw_files(struct picture *g, struct file_graph *f)
{
    struct doc_page *page = g->page;
    mark_reads(page, f);
    thin_out(f);
    for (size_t i = 0; i < f->count; i++) {
        f->box[i] = SIZE_MAX;
        for (size_t k = 0; k < f->count && f->box[i] == SIZE_MAX; k++) {
            if (!f->reads[i * f->count + k] && !f->reads[k * f->count + i])
                continue;
            f->box[i] = g->layout.box_count;
            g->layout.boxes[g->layout.box_count] = (struct layout_box){
                .width = width_of(page->sections[i].label), .height = BOX_HEIGHT};
            add_box(g, BOX_VARIABLE, (uint32_t)i);
        }
    }
    for (size_t i = 0; i < f->count; i++)
        for (size_t k = 0; k < f->count; k++)
            if (f->reads[i * f->count + k])
                add_edge(g, f->box[i], f->box[k]);
    if (g->layout.box_count == 0)
        return true;
    enum hm_status st = layout_place(&g->layout);
    if (st != HM_OK)
        return st == HM_USAGE; /* too large for a picture: none */
    open_svg(g);
    put_files(g);
    buf_puts(page->h.out, "</svg>\n");
    layout_fini(&g->layout);
    return true;
}

void doc_graph_files(struct doc_page *page)
{
    size_t n = page->section_count;
    struct picture g = {.page = page};
    struct file_graph f = {.count = n};
    g.layout = (struct layout){.column_gap = 28, .row_gap = 12};
    f.reads = mem_calloc(n * n + 1, sizeof *f.reads);
    f.box = mem_calloc(n + 1, sizeof *f.box);
    g.boxes = mem_calloc(n + 1, sizeof *g.boxes);
    g.layout.boxes = mem_calloc(n + 1, sizeof *g.layout.boxes);
    g.layout.edges = mem_calloc(n * n + 1, sizeof *g.layout.edges);
    bool good = f.reads && f.box && g.boxes && g.layout.boxes && g.layout.edges;
    good = good && draw_files(&g, &f);
    page->h.out->failed |= !good;
    mem_free(f.reads);
    mem_free(f.box);
    mem_free(g.boxes);
    mem_free(g.layout.boxes);
    mem_free(g.layout.edges);
}
