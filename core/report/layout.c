/* layout.c - the layered layout. A node is a box or a bend of a long edge; all work is done on
 * nodes and on links between nodes of neighbouring columns. */
#include "report/layout.h"

#include <stdlib.h>
#include <string.h>
#include "base/limits.h"
#include "base/mem.h"

enum { SWEEPS = 24, MOVES = 12, BEND_HEIGHT = 6 };

struct node {
    int64_t key; /* sorted by: the middle of its neighbours */
    int column, height;
    int64_t y;      /* of its middle, times 1 */
    uint32_t place; /* in its column */
};
struct link { /* left node to right node */
    uint32_t left, right;
};
struct work {
    struct layout *l;
    struct node *nodes;
    size_t node_count;
    struct link *links;
    size_t link_count, link_cap;
    uint32_t *order;  /* nodes, column by column, each in its order */
    uint32_t *starts; /* of each column in order; columns + 1 */
    size_t columns;
    uint32_t *bend_of; /* of each point: its node */
    /* links of each node: [link_first[n], link_first[n + 1]) of link_list, left then right */
    uint32_t *left_first, *left_list, *right_first, *right_list;
};

/* --- circles --- */

enum mark { FRESH, OPEN, DONE };

struct visit {
    struct layout *l;
    uint32_t *first, *list; /* edges of each box by `from` */
    uint8_t *marks;
    uint32_t *stack, *next;
};

static void visit_from(struct visit *v, uint32_t box)
{
    size_t depth = 0;
    v->stack[depth++] = box;
    v->marks[box] = OPEN;
    while (depth > 0) {
        uint32_t at = v->stack[depth - 1];
        if (v->next[at] == v->first[at + 1]) {
            v->marks[at] = DONE;
            depth--;
            continue;
        }
        struct layout_edge *e = &v->l->edges[v->list[v->next[at]++]];
        if (v->marks[e->to] == OPEN) {
            e->turned = e->from != e->to;
        } else if (v->marks[e->to] == FRESH) {
            v->marks[e->to] = OPEN;
            v->stack[depth++] = e->to;
        }
    }
}

/* Groups items by a box: first[b]..first[b + 1] of list. */
static void group(uint32_t *first, uint32_t *list, size_t boxes,
                  const struct layout_edge *edges, size_t count)
{
    memset(first, 0, (boxes + 2) * sizeof *first);
    for (size_t i = 0; i < count; i++)
        first[edges[i].from + 2]++;
    for (size_t b = 0; b < boxes; b++)
        first[b + 2] += first[b + 1];
    for (size_t i = 0; i < count; i++)
        list[first[edges[i].from + 1]++] = (uint32_t)i;
}

static bool turn_circles(struct layout *l)
{
    size_t n = l->box_count;
    struct visit v = {.l = l};
    uint32_t *space = mem_calloc(3 * n + l->edge_count + 4, sizeof *space);
    v.marks = mem_calloc(n + 1, 1);
    bool good = space && v.marks;
    if (good) {
        v.first = space;
        v.list = v.first + n + 2;
        v.stack = v.list + l->edge_count;
        v.next = v.stack + n;
        group(v.first, v.list, n, l->edges, l->edge_count);
        memcpy(v.next, v.first, n * sizeof *v.next);
        for (uint32_t b = 0; b < n; b++)
            if (v.marks[b] == FRESH)
                visit_from(&v, b);
    }
    mem_free(space);
    mem_free(v.marks);
    return good;
}

static uint32_t left_of(const struct layout_edge *e)
{
    return e->turned ? e->to : e->from;
}

static uint32_t right_of(const struct layout_edge *e)
{
    return e->turned ? e->from : e->to;
}

/* --- columns --- */

/* The longest way from the left. At most box_count rounds: the graph has no circles now. */
static void choose_columns(struct layout *l)
{
    for (size_t i = 0; i < l->box_count; i++)
        l->boxes[i].column = 0;
    for (size_t round = 0, moved = 1; moved && round <= l->box_count; round++) {
        moved = 0;
        for (size_t i = 0; i < l->edge_count; i++) {
            const struct layout_edge *e = &l->edges[i];
            struct layout_box *a = &l->boxes[left_of(e)], *b = &l->boxes[right_of(e)];
            if (a != b && b->column <= a->column) {
                b->column = a->column + 1;
                moved = 1;
            }
        }
    }
}

/* Boxes that nothing stands left of move right, beside the first one that reads them. */
static bool pull_sources(struct layout *l)
{
    int *nearest = mem_calloc(l->box_count + 1, sizeof *nearest);
    bool *has_left = mem_calloc(l->box_count + 1, sizeof *has_left);
    bool good = nearest && has_left;
    for (size_t i = 0; good && i < l->edge_count; i++) {
        const struct layout_edge *e = &l->edges[i];
        uint32_t a = left_of(e), b = right_of(e);
        if (a == b)
            continue;
        has_left[b] = true;
        int column = l->boxes[b].column;
        nearest[a] = nearest[a] == 0 || column < nearest[a] ? column : nearest[a];
    }
    for (size_t i = 0; good && i < l->box_count; i++)
        if (!has_left[i] && nearest[i] > 0)
            l->boxes[i].column = nearest[i] - 1;
    mem_free(nearest);
    mem_free(has_left);
    return good;
}

/* --- nodes and links --- */

static size_t count_bends(struct layout *l)
{
    size_t bends = 0;
    for (size_t i = 0; i < l->edge_count; i++) {
        struct layout_edge *e = &l->edges[i];
        int span = l->boxes[right_of(e)].column - l->boxes[left_of(e)].column;
        e->first = (uint32_t)bends;
        e->bends = span > 1 ? (uint32_t)span - 1 : 0;
        bends += e->bends;
    }
    return bends;
}

static void add_chain(struct work *w, const struct layout_edge *e)
{
    uint32_t from = left_of(e), to = right_of(e), before = from;
    if (from == to)
        return;
    for (uint32_t k = 0; k < e->bends; k++) {
        uint32_t bend = (uint32_t)w->node_count++;
        w->nodes[bend] = (struct node){.column = w->l->boxes[from].column + 1 + (int)k,
                                       .height = BEND_HEIGHT};
        w->bend_of[e->first + k] = bend;
        w->links[w->link_count++] = (struct link){before, bend};
        before = bend;
    }
    w->links[w->link_count++] = (struct link){before, to};
}

static void group_links(uint32_t *first, uint32_t *list, const struct work *w, bool by_right)
{
    memset(first, 0, (w->node_count + 2) * sizeof *first);
    for (size_t i = 0; i < w->link_count; i++)
        first[(by_right ? w->links[i].right : w->links[i].left) + 2]++;
    for (size_t n = 0; n < w->node_count; n++)
        first[n + 2] += first[n + 1];
    for (size_t i = 0; i < w->link_count; i++) {
        const struct link *k = &w->links[i];
        list[first[(by_right ? k->right : k->left) + 1]++] = by_right ? k->left : k->right;
    }
}

static enum hm_status make_nodes(struct work *w)
{
    struct layout *l = w->l;
    size_t bends = count_bends(l), nodes = l->box_count + bends, links = l->edge_count + bends;
    if (nodes > LIMIT_PICTURE_NODES)
        return HM_USAGE;
    l->points = mem_calloc(bends + 1, sizeof *l->points);
    l->point_count = bends;
    w->nodes = mem_calloc(nodes + 1, sizeof *w->nodes);
    w->links = mem_calloc(links + 1, sizeof *w->links);
    w->bend_of = mem_calloc(bends + 1, sizeof *w->bend_of);
    w->order = mem_calloc(nodes + 1, sizeof *w->order);
    w->starts = mem_calloc(nodes + 2, sizeof *w->starts);
    w->left_first = mem_calloc(2 * (nodes + 2 + links), sizeof *w->left_first);
    if (!l->points || !w->nodes || !w->links || !w->bend_of || !w->order || !w->starts ||
        !w->left_first)
        return HM_NOMEM;
    w->node_count = l->box_count;
    for (size_t i = 0; i < l->box_count; i++)
        w->nodes[i] = (struct node){.column = l->boxes[i].column, .height = l->boxes[i].height};
    for (size_t i = 0; i < l->edge_count; i++)
        add_chain(w, &l->edges[i]);
    w->left_list = w->left_first + nodes + 2;
    w->right_first = w->left_list + links;
    w->right_list = w->right_first + nodes + 2;
    group_links(w->left_first, w->left_list, w, true);
    group_links(w->right_first, w->right_list, w, false);
    return HM_OK;
}

/* --- order inside the columns --- */

static void fill_columns(struct work *w)
{
    for (size_t i = 0; i < w->node_count; i++)
        if ((size_t)w->nodes[i].column + 1 > w->columns)
            w->columns = (size_t)w->nodes[i].column + 1;
    size_t n = 0;
    for (size_t c = 0; c < w->columns; c++) {
        w->starts[c] = (uint32_t)n;
        for (size_t i = 0; i < w->node_count; i++) {
            if ((size_t)w->nodes[i].column != c)
                continue;
            w->nodes[i].place = (uint32_t)(n - w->starts[c]);
            w->order[n++] = (uint32_t)i;
        }
    }
    w->starts[w->columns] = (uint32_t)n;
}

/* A thousand times the mean place of the neighbours; its own where it has none. */
static int64_t middle_of(const struct work *w, uint32_t node, const uint32_t *first,
                         const uint32_t *list)
{
    uint32_t from = first[node], to = first[node + 1];
    int64_t sum = 0;
    if (from == to)
        return (int64_t)w->nodes[node].place * 1000;
    for (uint32_t i = from; i < to; i++)
        sum += w->nodes[list[i]].place;
    return sum * 1000 / (to - from);
}

/* By key; equal keys keep their order (insertion sort: columns are short). */
static void sort_column(struct work *w, size_t column)
{
    uint32_t *list = w->order + w->starts[column];
    size_t n = w->starts[column + 1] - w->starts[column];
    for (size_t i = 1; i < n; i++) {
        uint32_t node = list[i];
        size_t k = i;
        for (; k > 0 && w->nodes[list[k - 1]].key > w->nodes[node].key; k--)
            list[k] = list[k - 1];
        list[k] = node;
    }
    for (size_t i = 0; i < n; i++)
        w->nodes[list[i]].place = (uint32_t)i;
}

static void sweep(struct work *w, bool to_right)
{
    for (size_t step = 1; step < w->columns; step++) {
        size_t c = to_right ? step : w->columns - 1 - step;
        for (uint32_t i = w->starts[c]; i < w->starts[c + 1]; i++) {
            uint32_t node = w->order[i];
            w->nodes[node].key = to_right ? middle_of(w, node, w->left_first, w->left_list)
                                          : middle_of(w, node, w->right_first, w->right_list);
        }
        sort_column(w, c);
    }
}

static uint64_t count_crossings(const struct work *w)
{
    uint64_t n = 0;
    for (size_t i = 0; i < w->link_count; i++) {
        const struct node *a = &w->nodes[w->links[i].left], *b = &w->nodes[w->links[i].right];
        for (size_t k = i + 1; k < w->link_count; k++) {
            const struct node *c = &w->nodes[w->links[k].left],
                              *e = &w->nodes[w->links[k].right];
            if (a->column == c->column && a->place != c->place && b->place != e->place)
                n += (a->place < c->place) != (b->place < e->place);
        }
    }
    return n;
}

/* Sweeps to and fro and keeps the best order met. */
static bool order_columns(struct work *w)
{
    uint32_t *best = mem_calloc(w->node_count + 1, sizeof *best);
    if (!best)
        return false;
    uint64_t fewest = count_crossings(w);
    memcpy(best, w->order, w->node_count * sizeof *best);
    for (int i = 0; i < SWEEPS && fewest > 0; i++) {
        sweep(w, i % 2 == 0);
        uint64_t now = count_crossings(w);
        if (now < fewest) {
            fewest = now;
            memcpy(best, w->order, w->node_count * sizeof *best);
        }
    }
    memcpy(w->order, best, w->node_count * sizeof *best);
    for (size_t c = 0; c < w->columns; c++)
        for (uint32_t i = w->starts[c]; i < w->starts[c + 1]; i++)
            w->nodes[w->order[i]].place = i - w->starts[c];
    w->l->crossings = fewest;
    mem_free(best);
    return true;
}

/* --- heights --- */

static int64_t distance(const struct work *w, uint32_t above, uint32_t below)
{
    return (w->nodes[above].height + w->nodes[below].height) / 2 + w->l->row_gap;
}

static void stack_columns(struct work *w)
{
    for (size_t c = 0; c < w->columns; c++)
        for (uint32_t i = w->starts[c]; i < w->starts[c + 1]; i++) {
            uint32_t node = w->order[i];
            w->nodes[node].y = i == w->starts[c] ? w->nodes[node].height / 2
                                                 : w->nodes[w->order[i - 1]].y +
                                                       distance(w, w->order[i - 1], node);
        }
}

static bool wanted(const struct work *w, uint32_t node, int64_t *y)
{
    int64_t sum = 0, n = 0;
    for (uint32_t i = w->left_first[node]; i < w->left_first[node + 1]; i++, n++)
        sum += w->nodes[w->left_list[i]].y;
    for (uint32_t i = w->right_first[node]; i < w->right_first[node + 1]; i++, n++)
        sum += w->nodes[w->right_list[i]].y;
    *y = n ? sum / n : w->nodes[node].y;
    return n > 0;
}

/* Moves the nodes of a column towards their neighbours: down from the bottom, up from the top,
 * so that nobody runs into the next one. */
static void move_column(struct work *w, size_t c)
{
    uint32_t first = w->starts[c], end = w->starts[c + 1];
    int64_t y;
    for (uint32_t i = end; i-- > first;) {
        struct node *node = &w->nodes[w->order[i]];
        if (!wanted(w, w->order[i], &y) || y <= node->y)
            continue;
        int64_t most = i + 1 < end ? w->nodes[w->order[i + 1]].y -
                                         distance(w, w->order[i], w->order[i + 1])
                                   : y;
        node->y = y < most ? y : most > node->y ? most : node->y;
    }
    for (uint32_t i = first; i < end; i++) {
        struct node *node = &w->nodes[w->order[i]];
        if (!wanted(w, w->order[i], &y) || y >= node->y)
            continue;
        int64_t least =
            i > first ? w->nodes[w->order[i - 1]].y + distance(w, w->order[i - 1], w->order[i])
                      : y;
        node->y = y > least ? y : least < node->y ? least : node->y;
    }
}

static void choose_heights(struct work *w)
{
    stack_columns(w);
    for (int i = 0; i < MOVES; i++)
        for (size_t step = 0; step < w->columns; step++)
            move_column(w, i % 2 ? step : w->columns - 1 - step);
}

/* --- the picture --- */

static void put_places(struct work *w)
{
    struct layout *l = w->l;
    int64_t top = INT64_MAX, bottom = 0;
    for (size_t i = 0; i < w->node_count; i++) {
        int64_t up = w->nodes[i].y - w->nodes[i].height / 2;
        top = up < top ? up : top;
    }
    int x = 0;
    for (size_t c = 0; c < w->columns; c++) {
        int widest = 0;
        for (size_t i = 0; i < l->box_count; i++)
            if ((size_t)l->boxes[i].column == c && l->boxes[i].width > widest)
                widest = l->boxes[i].width;
        for (size_t i = 0; i < l->box_count; i++)
            if ((size_t)l->boxes[i].column == c)
                l->boxes[i].x = x + (widest - l->boxes[i].width) / 2;
        for (size_t i = 0; i < l->point_count; i++)
            if ((size_t)w->nodes[w->bend_of[i]].column == c)
                l->points[i].x = x + widest / 2;
        x += widest + l->column_gap;
    }
    l->width = w->columns ? x - l->column_gap : 0;
    for (size_t i = 0; i < l->box_count; i++) {
        l->boxes[i].y = (int)(w->nodes[i].y - l->boxes[i].height / 2 - top);
        int64_t down = l->boxes[i].y + l->boxes[i].height;
        bottom = down > bottom ? down : bottom;
    }
    for (size_t i = 0; i < l->point_count; i++) {
        l->points[i].y = (int)(w->nodes[w->bend_of[i]].y - top);
        bottom = l->points[i].y > bottom ? l->points[i].y : bottom;
    }
    l->height = (int)bottom;
}

static enum hm_status place(struct work *w)
{
    if (!turn_circles(w->l))
        return HM_NOMEM;
    choose_columns(w->l);
    if (!pull_sources(w->l))
        return HM_NOMEM;
    TRY(make_nodes(w));
    fill_columns(w);
    if (!order_columns(w))
        return HM_NOMEM;
    choose_heights(w);
    put_places(w);
    return HM_OK;
}

enum hm_status layout_place(struct layout *l)
{
    struct work w = {.l = l};
    l->points = NULL;
    l->point_count = 0;
    if (l->box_count > LIMIT_PICTURE_BOXES || l->edge_count > LIMIT_PICTURE_EDGES)
        return HM_USAGE;
    for (size_t i = 0; i < l->edge_count; i++)
        l->edges[i].turned = false;
    enum hm_status st = place(&w);
    mem_free(w.nodes);
    mem_free(w.links);
    mem_free(w.bend_of);
    mem_free(w.order);
    mem_free(w.starts);
    mem_free(w.left_first);
    if (st != HM_OK)
        layout_fini(l);
    return st;
}

void layout_fini(struct layout *l)
{
    mem_free(l->points);
    l->points = NULL;
    l->point_count = 0;
}
