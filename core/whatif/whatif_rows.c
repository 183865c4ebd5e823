/* whatif_rows.c - block after block on one thread, so that files are the same every time. */
#include "whatif/whatif_rows.h"

#include <string.h>
#include "base/mem.h"
#include "whatif/cells.h"

struct lister {
    struct population *population;
    const struct agenda *agenda;
    const struct rows_request *q;
    uint8_t entity;             /* of the rows */
    struct cells *was, *is;     /* by field */
    struct rows_cell *cells[2]; /* before and after, by field */
    enum hm_status (*fn)(void *ctx, const struct rows_row *row, struct diag *d);
    void *ctx;
};

/* Rows are of the lowest entity among the fields. */
static enum hm_status find_entity(struct lister *l, struct diag *d)
{
    const struct model *m = l->agenda->model;
    l->entity = l->agenda->root;
    for (size_t i = 0; i < l->q->field_count; i++) {
        const struct field *f = &m->fields[l->q->fields[i]];
        if (f->entity == l->agenda->root || f->entity == l->entity)
            continue;
        if (l->entity != l->agenda->root)
            return diag_error(d, HM_USAGE, NULL,
                              _("%s is of other rows than the fields before it"), f->name);
        l->entity = f->entity;
    }
    return HM_OK;
}

static void fill_cell(struct rows_cell *out, const struct cells *c, uint32_t row)
{
    *out = (struct rows_cell){.text = {"", 0}};
    out->known = cells_get(c, row, &out->value);
    if (out->known && c->column && c->column->rows && c->column->lane == LANE_TEXT)
        out->text = column_text(c->column, row);
}

static bool fill_row(struct lister *l, uint32_t row, uint32_t root)
{
    bool differs = false;
    for (size_t i = 0; i < l->q->field_count; i++) {
        uint8_t entity = l->agenda->model->fields[l->q->fields[i]].entity;
        uint32_t at = entity == l->entity ? row : root;
        fill_cell(&l->cells[0][i], &l->was[i], at);
        fill_cell(&l->cells[1][i], &l->is[i], at);
        differs = differs || l->cells[0][i].known != l->cells[1][i].known ||
                  l->cells[0][i].value != l->cells[1][i].value;
    }
    return differs;
}

static struct str id_of(const struct frame *f, uint8_t entity, uint32_t row)
{
    const struct column *c = &f->entities[entity].id;
    return c->data ? column_text(c, row) : (struct str){"", 0};
}

static enum hm_status list_part(struct lister *l, const struct scan_part *part, struct diag *d)
{
    const struct frame *f = part->facts;
    const struct results *after = &part->results[l->q->law ? 1 : 0];
    for (size_t i = 0; i < l->q->field_count; i++) {
        cells_of(&l->was[i], f, &part->results[0], l->q->fields[i]);
        cells_of(&l->is[i], f, after, l->q->fields[i]);
    }
    for (uint32_t row = 0; row < f->entities[l->entity].rows; row++) {
        char scratch[24];
        uint32_t root = frame_root_row(f, l->entity, row);
        if (!fill_row(l, row, root) && l->q->only_changed)
            continue;
        struct rows_row r = {.id = id_of(f, f->root, root),
                             .county = cells_county(l->agenda, f, root, scratch),
                             .row_id = id_of(f, l->entity, row),
                             .before = l->cells[0],
                             .after = l->cells[1]};
        TRY(l->fn(l->ctx, &r, d));
    }
    return HM_OK;
}

static enum hm_status list_blocks(struct lister *l, const struct scan_request *q,
                                  struct diag *d)
{
    struct scan_worker *w;
    struct scan_part part;
    TRY(scan_worker_open(&w, l->population, q, d));
    enum hm_status st = HM_OK;
    for (uint32_t b = 0; st == HM_OK && b < population_blocks(l->population); b++) {
        if (population_stopped(l->population))
            st = HM_INTERRUPTED;
        if (st == HM_OK)
            st = scan_worker_block(w, b, &part, d);
        if (st == HM_OK && part.facts->entities[l->agenda->root].rows)
            st = list_part(l, &part, d);
    }
    scan_worker_close(w);
    return st;
}

enum hm_status rows_each(struct population *p, const struct rows_request *q,
                         enum hm_status (*fn)(void *ctx, const struct rows_row *row,
                                              struct diag *d),
                         void *ctx, struct diag *d)
{
    struct lister l = {
        .population = p, .agenda = population_agenda(p), .q = q, .fn = fn, .ctx = ctx};
    const struct cells_scan s = {q->law, q->fields, q->field_count};
    const struct changes *alternatives[2];
    struct arena a;
    size_t n = q->field_count + 1;
    TRY(find_entity(&l, d));
    arena_init(&a);
    uint16_t *lists = arena_alloc(&a, 2 * n * sizeof *lists);
    l.was = arena_alloc(&a, n * sizeof *l.was);
    l.is = arena_alloc(&a, n * sizeof *l.is);
    l.cells[0] = arena_alloc(&a, n * sizeof **l.cells);
    l.cells[1] = arena_alloc(&a, n * sizeof **l.cells);
    enum hm_status st = lists && l.was && l.is && l.cells[0] && l.cells[1]
                            ? HM_OK
                            : diag_nomem(d, _("asking the households"));
    if (st == HM_OK) {
        struct scan_request request = cells_request(p, &s, alternatives, lists, lists + n);
        st = list_blocks(&l, &request, d);
    }
    arena_fini(&a);
    return st;
}
