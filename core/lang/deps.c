/* deps.c - variables that wait for each other: a loop would never end, so it is an error of the
 * policy. Formulas are dated, so loops are sought for every date from which formulas differ.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

enum colour { WHITE, GREY, BLACK };

struct graph {
    struct infer *c;
    const struct lang_reads *reads;
    size_t *first_formula; /* by field: index of its first formula in reads */
    int32_t date;
    uint8_t *colours;
    uint16_t *path; /* the fields being visited, outermost first */
    size_t depth;
    struct map said; /* loops that were reported */
};

/* The reads of the formula in force, or NULL. */
static const struct lang_reads *reads_on(const struct graph *g, uint16_t field)
{
    const struct field *f = &g->c->m->fields[field];
    const struct formula *now = f->kind == FIELD_VARIABLE ? field_formula_on(f, g->date) : NULL;

    return now ? &g->reads[g->first_formula[field] + (size_t)(now - f->formulas)] : NULL;
}

static void put_field(const struct graph *g, uint16_t id, bool with_entity, struct buf *out)
{
    const struct field *f = &g->c->m->fields[id];

    if (with_entity)
        buf_printf(out, "%s.", g->c->m->entities[f->entity].name);
    buf_puts(out, f->name);
}

/* Where field `a` reads field `b`. */
static struct place read_place(const struct graph *g, uint16_t a, uint16_t b)
{
    const struct lang_reads *r = reads_on(g, a);

    if (r && r->fields[b])
        return infer_place(g->c, r->fields[b]);
    return g->c->m->fields[a].at; /* a sum over members */
}

/* The loop path[from..], beginning with its smallest id, so that it is said once. */
static void report_loop(struct graph *g, size_t from)
{
    const struct model *m = g->c->m;
    uint16_t *loop = g->path + from;
    size_t n = g->depth - from, start = 0;
    struct place at;
    struct buf text, places;
    bool with_entity = false;

    for (size_t i = 1; i < n; i++) {
        start = loop[i] < loop[start] ? i : start;
        with_entity |= m->fields[loop[i]].entity != m->fields[loop[0]].entity;
    }
    buf_init(&text);
    buf_init(&places);
    for (size_t i = 0; i <= n; i++) {
        uint16_t here = loop[(start + i) % n], next = loop[(start + i + 1) % n];
        buf_puts(&text, i ? " -> " : "");
        put_field(g, here, with_entity, &text);
        if (i == n)
            break;
        at = read_place(g, here, next);
        buf_puts(&places, i ? "; " : "");
        put_field(g, here, with_entity, &places);
        buf_printf(&places, " %s:%u:%u", at.file ? at.file : "?", at.line, at.column);
    }
    at = read_place(g, loop[start], loop[(start + 1) % n]);
    if (!buf_ok(&text) || !buf_ok(&places)) {
        g->c->nomem = true;
    } else if (map_put(&g->said, (struct str){text.data, text.len}, 0) == 1) {
        g->c->errors++;
        diag_add(g->c->d, HM_LEVEL_ERROR, HM_DATA, &at, places.data,
                 _("these variables wait for each other: %s"), text.data);
    }
    buf_fini(&text);
    buf_fini(&places);
}

static void visit(struct graph *g, uint16_t field);

static void follow_edge(struct graph *g, uint16_t to)
{
    size_t from = g->depth;

    if (g->colours[to] == WHITE) {
        visit(g, to);
    } else if (g->colours[to] == GREY) {
        while (g->path[--from] != to)
            ;
        report_loop(g, from);
    }
}

static void visit(struct graph *g, uint16_t field)
{
    const struct lang_reads *r = reads_on(g, field);
    uint16_t sum = g->c->m->fields[field].sum_of;

    g->colours[field] = GREY;
    g->path[g->depth++] = field;
    for (size_t i = 0; r && i < g->c->m->field_count; i++)
        if (r->fields[i] && g->c->m->fields[i].kind == FIELD_VARIABLE)
            follow_edge(g, (uint16_t)i);
    if (!r && sum != NO_FIELD && g->c->m->fields[field].kind == FIELD_VARIABLE)
        follow_edge(g, sum);
    g->depth--;
    g->colours[field] = BLACK;
}

static int by_date(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

    return (x > y) - (x < y);
}

/* All dates from which some formula differs, ascending; some may come twice. */
static int32_t *formula_dates(const struct infer *c, size_t *n)
{
    int32_t *dates;
    size_t formulas = 1;

    for (size_t i = 0; i < c->m->field_count; i++)
        formulas += c->m->fields[i].formula_count;
    dates = mem_calloc(formulas, sizeof *dates);
    if (!dates)
        return NULL;
    dates[0] = DATE_ALWAYS;
    *n = 1;
    for (size_t i = 0; i < c->m->field_count; i++)
        for (uint16_t k = 0; k < c->m->fields[i].formula_count; k++)
            dates[(*n)++] = c->m->fields[i].formulas[k].from;
    qsort(dates, *n, sizeof *dates, by_date);
    return dates;
}

static void search(struct graph *g, const int32_t *dates, size_t n)
{
    size_t fields = g->c->m->field_count;

    for (size_t d = 0; d < n; d++) {
        if (d > 0 && dates[d] == dates[d - 1])
            continue;
        g->date = dates[d];
        memset(g->colours, WHITE, fields);
        for (size_t i = 0; i < fields; i++)
            if (g->colours[i] == WHITE)
                visit(g, (uint16_t)i);
    }
}

void deps_check(struct infer *c, const struct lang_reads *reads)
{
    size_t fields = c->m->field_count, n = 0, formulas = 0;
    struct graph g = {.c = c, .reads = reads};
    int32_t *dates = formula_dates(c, &n);

    map_init(&g.said);
    g.first_formula = mem_calloc(fields + 1, sizeof *g.first_formula);
    g.colours = mem_calloc(fields + 1, 1);
    g.path = mem_calloc(fields + 1, sizeof *g.path);
    if (dates && g.first_formula && g.colours && g.path) {
        for (size_t i = 0; i < fields; i++) {
            g.first_formula[i] = formulas;
            formulas += c->m->fields[i].formula_count;
        }
        search(&g, dates, n);
    } else {
        c->nomem = true;
    }
    mem_free(dates);
    mem_free(g.first_formula);
    mem_free(g.colours);
    mem_free(g.path);
    map_fini(&g.said);
}
