/* test_layout.c - boxes never overlap, who is read stands left of who reads, circles are drawn,
 * the same graph gives the same picture, and every allocation may fail. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/fault.h"
#include "base/limits.h"
#include "report/layout.h"

enum { BOXES = 60, EDGES = 120 };

struct graph {
    struct layout_box boxes[BOXES];
    struct layout_edge edges[EDGES];
    struct layout layout;
};

static void graph_init(struct graph *g, size_t boxes)
{
    memset(g, 0, sizeof *g);
    for (size_t i = 0; i < boxes; i++)
        g->boxes[i] = (struct layout_box){.width = 40 + (int)(i * 7 % 60), .height = 24};
    g->layout = (struct layout){.boxes = g->boxes,
                                .box_count = boxes,
                                .edges = g->edges,
                                .column_gap = 50,
                                .row_gap = 8};
}

static void edge(struct graph *g, uint32_t from, uint32_t to)
{
    g->edges[g->layout.edge_count++] = (struct layout_edge){.from = from, .to = to};
}

static void check(const struct graph *g)
{
    const struct layout *l = &g->layout;
    for (size_t i = 0; i < l->box_count; i++) {
        const struct layout_box *a = &l->boxes[i];
        assert_true(a->x >= 0 && a->y >= 0);
        assert_true(a->x + a->width <= l->width && a->y + a->height <= l->height);
        for (size_t k = 0; k < i; k++) {
            const struct layout_box *b = &l->boxes[k];
            bool beside = a->x + a->width <= b->x || b->x + b->width <= a->x;
            bool apart =
                a->y + a->height + l->row_gap <= b->y || b->y + b->height + l->row_gap <= a->y;
            assert_true(beside || apart);
        }
    }
    for (size_t i = 0; i < l->edge_count; i++) {
        const struct layout_edge *e = &l->edges[i];
        int from = l->boxes[e->from].column, to = l->boxes[e->to].column;
        if (e->from == e->to)
            continue;
        assert_true(e->turned ? to < from : from < to);
        int span = from < to ? to - from : from - to;
        assert_int_equal(e->bends, span - 1);
        assert_true(e->first + e->bends <= l->point_count);
    }
}

/* a -> b -> c, a -> c: the long edge bends once, in the column of b. */
static void test_chain(void **state)
{
    (void)state;
    struct graph g;
    graph_init(&g, 3);
    edge(&g, 0, 1);
    edge(&g, 1, 2);
    edge(&g, 0, 2);
    assert_int_equal(HM_OK, layout_place(&g.layout));
    check(&g);
    assert_int_equal(g.boxes[0].column, 0);
    assert_int_equal(g.boxes[1].column, 1);
    assert_int_equal(g.boxes[2].column, 2);
    assert_int_equal(g.edges[2].bends, 1);
    assert_int_equal(g.layout.crossings, 0);
    const struct layout_point *bend = &g.layout.points[g.edges[2].first];
    assert_true(bend->x >= g.boxes[1].x && bend->x <= g.boxes[1].x + g.boxes[1].width);
    assert_true(bend->y < g.boxes[1].y || bend->y > g.boxes[1].y + g.boxes[1].height);
    layout_fini(&g.layout);
}

/* 0, 1 and 2 read 5, 4 and 3: drawn without a crossing. */
static void test_crossed(void **state)
{
    (void)state;
    struct graph g;
    graph_init(&g, 6);
    edge(&g, 0, 5);
    edge(&g, 1, 4);
    edge(&g, 2, 3);
    assert_int_equal(HM_OK, layout_place(&g.layout));
    check(&g);
    assert_int_equal(g.layout.crossings, 0);
    assert_true((g.boxes[0].y < g.boxes[1].y) == (g.boxes[5].y < g.boxes[4].y));
    assert_true((g.boxes[1].y < g.boxes[2].y) == (g.boxes[4].y < g.boxes[3].y));
    layout_fini(&g.layout);
}

static void test_circles(void **state)
{
    (void)state;
    struct graph g;
    graph_init(&g, 4);
    edge(&g, 0, 1);
    edge(&g, 1, 2);
    edge(&g, 2, 0);
    edge(&g, 3, 3);
    assert_int_equal(HM_OK, layout_place(&g.layout));
    check(&g);
    assert_int_equal(g.edges[0].turned + g.edges[1].turned + g.edges[2].turned, 1);
    layout_fini(&g.layout);
}

static void test_empty(void **state)
{
    (void)state;
    struct graph g;
    graph_init(&g, 0);
    assert_int_equal(HM_OK, layout_place(&g.layout));
    assert_int_equal(g.layout.width, 0);
    assert_int_equal(g.layout.height, 0);
    layout_fini(&g.layout);
    graph_init(&g, 1);
    assert_int_equal(HM_OK, layout_place(&g.layout));
    assert_int_equal(g.layout.width, g.boxes[0].width);
    assert_int_equal(g.layout.height, g.boxes[0].height);
    layout_fini(&g.layout);
}

static void fill_random(struct graph *g, uint32_t seed)
{
    graph_init(g, 5 + seed % (BOXES - 5));
    size_t edges = seed * 7 % EDGES;
    for (size_t i = 0; i < edges; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t from = (seed >> 8) % (uint32_t)g->layout.box_count;
        uint32_t to = (seed >> 16) % (uint32_t)g->layout.box_count;
        edge(g, from, to);
    }
}

static void test_random(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed < 40; seed++) {
        struct graph a, b;
        fill_random(&a, seed);
        fill_random(&b, seed);
        assert_int_equal(HM_OK, layout_place(&a.layout));
        assert_int_equal(HM_OK, layout_place(&b.layout));
        check(&a);
        assert_memory_equal(a.boxes, b.boxes, sizeof a.boxes);
        assert_memory_equal(a.edges, b.edges, sizeof a.edges);
        assert_int_equal(a.layout.point_count, b.layout.point_count);
        assert_memory_equal(a.layout.points, b.layout.points,
                            a.layout.point_count * sizeof *a.layout.points);
        layout_fini(&a.layout);
        layout_fini(&b.layout);
    }
}

static void test_limits(void **state)
{
    (void)state;
    struct graph g;
    graph_init(&g, 2);
    edge(&g, 0, 1);
    g.layout.edge_count = LIMIT_PICTURE_EDGES + 1;
    struct layout_edge *many = test_calloc(LIMIT_PICTURE_EDGES + 1, sizeof *many);
    g.layout.edges = many;
    for (size_t i = 0; i <= LIMIT_PICTURE_EDGES; i++)
        many[i] = (struct layout_edge){.from = 0, .to = 0};
    assert_int_equal(HM_USAGE, layout_place(&g.layout));
    g.layout.edge_count = LIMIT_PICTURE_EDGES;
    assert_int_equal(HM_OK, layout_place(&g.layout));
    layout_fini(&g.layout);
    test_free(many);
}

static void test_box_limit(void **state)
{
    (void)state;
    struct layout_box *boxes = test_calloc(LIMIT_PICTURE_BOXES + 1, sizeof *boxes);
    for (size_t n = LIMIT_PICTURE_BOXES - 1; n <= LIMIT_PICTURE_BOXES + 1; n++) {
        struct layout l = {.boxes = boxes, .box_count = n};
        assert_int_equal(n > LIMIT_PICTURE_BOXES ? HM_USAGE : HM_OK, layout_place(&l));
        layout_fini(&l);
    }
    test_free(boxes);
}

/* A chain of boxes and one edge over all of it, and more such edges: bends fill the limit. */
static void test_node_limit(void **state)
{
    (void)state;
    enum { CHAIN = 202, LONG = 200 }; /* 202 + 199 * 200 = 40002 nodes */
    struct layout_box *boxes = test_calloc(CHAIN, sizeof *boxes);
    struct layout_edge *edges = test_calloc(CHAIN + LONG, sizeof *edges);
    for (uint32_t i = 0; i + 1 < CHAIN; i++)
        edges[i] = (struct layout_edge){.from = i, .to = i + 1};
    for (size_t i = 0; i < LONG; i++)
        edges[CHAIN - 1 + i] = (struct layout_edge){.from = 0, .to = CHAIN - 1 - (i == 0)};
    struct layout l = {.boxes = boxes, .box_count = CHAIN, .edges = edges};
    l.edge_count = CHAIN - 1 + LONG;
    assert_int_equal(HM_USAGE, layout_place(&l));
    test_free(boxes);
    test_free(edges);
}

static void test_no_memory(void **state)
{
    (void)state;
    bool done = false;
    for (uint64_t n = 1; !done && n < 100; n++) {
        struct graph g;
        fill_random(&g, 37);
        fault_arm(FAULT_ALLOC, n);
        done = layout_place(&g.layout) == HM_OK;
        fault_arm(FAULT_ALLOC, 0);
        if (done)
            check(&g);
        layout_fini(&g.layout);
    }
    assert_true(done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_chain),      cmocka_unit_test(test_crossed),
        cmocka_unit_test(test_circles),    cmocka_unit_test(test_empty),
        cmocka_unit_test(test_random),     cmocka_unit_test(test_limits),
        cmocka_unit_test(test_no_memory),  cmocka_unit_test(test_box_limit),
        cmocka_unit_test(test_node_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
