/* import_rows.c - one row of a table: its ids, its cells, and what the chunk keeps of it. */
#include "run/import_rows.h"

#include <string.h>
#include "io/record_loose.h"

struct row { /* the present one */
    const struct import_rows *shared;
    struct import_worker *worker;
    struct import_chunk *chunk;
    const struct record_table *columns;
    const struct table_in *in;
    const struct str *cells;
    bool sound;
};

/* --- cells --- */

static void refuse_cell(struct row *r, uint32_t cell, const char *field, const char *hint,
                        const char *text)
{
    struct record_sink to = import_chunk_sink(r->chunk);
    struct place at = table_in_place(r->in, cell);
    at.field = field;
    record_refuse(&to, &at, field ? r->cells[cell] : (struct str){"", 0}, hint, "%s", text);
    r->sound = false;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return true;
    return false;
}

/* Without blanks around it, full-width forms as plain ones; in scratch memory when changed. */
static struct str plain_id(struct row *r, struct str id)
{
    id = record_loose_trim(id);
    if (!memchr(id.p, 0xEF, id.n) && !memchr(id.p, 0xE3, id.n))
        return id;
    char *folded = arena_alloc(&r->worker->scratch, id.n);
    return folded ? (struct str){folded, record_loose_fold(folded, id)} : id;
}

/* An id of the row or of one above it; empty (and told, when it is needed) when it is none. */
static struct str read_id(struct row *r, uint32_t cell, const char *field, bool needed)
{
    struct str id = {"", 0};
    if (cell != NO_CELL)
        id = plain_id(r, r->cells[cell]);
    if (id.n == 0 && needed)
        refuse_cell(r, cell, field, NULL, _("the id is missing"));
    else if (id.n > LIMIT_ID_BYTES)
        refuse_cell(r, cell, field, NULL, _("the id is too long"));
    else if (has_control(id))
        refuse_cell(r, cell, field, NULL, _("the id holds a control character"));
    else if (record_loose_is_error(id))
        refuse_cell(r, cell, field, _("mend the formula, or put its value there"),
                    _("the id is an error of the spreadsheet"));
    else if (record_loose_is_rounded(id))
        refuse_cell(r, cell, field, _("format the column as text before the numbers are typed"),
                    _("the id was rounded by the spreadsheet: its last digits are lost"));
    else
        return id;
    return (struct str){"", 0};
}

/* A cell as a value; false when it is empty or refused (told). */
static bool read_cell(struct row *r, uint32_t cell, int64_t *stored, struct str *text)
{
    const struct record_table *c = r->columns;
    uint16_t field = c->fields[cell];
    const struct field *f = &r->worker->job->model->fields[field];
    struct str found = record_loose_trim(r->cells[cell]);
    if (found.n == 0)
        return false;
    *text = column_map_word(c->words[cell], found);
    enum record_reason why =
        record_loose_stored(stored, &r->shared->cells, field, *text, r->worker->job->today);
    if (why == RECORD_OK)
        return true;
    struct record_sink to = import_chunk_sink(r->chunk);
    struct place at = table_in_place(r->in, cell);
    at.field = f->name;
    record_cell_refuse(&to, &at, &r->shared->cells, field, why, found);
    r->sound = false;
    return false;
}

/* Cells of a column without a name have to be empty. */
static void check_nameless(struct row *r)
{
    const struct record_table *c = r->columns;
    for (uint32_t i = 0; i < c->count && c->has_nameless; i++)
        if (c->nameless[i] && record_loose_trim(r->cells[i]).n)
            refuse_cell(r, i, NULL, _("give the column a name, or empty it"),
                        _("the column has no name in the header"));
}

/* The cells that may hold text: *n of them; the next one at or after i in a list, or i itself.
 */
static uint32_t cell_at(const uint32_t *filled, size_t i)
{
    return filled ? filled[i] : (uint32_t)i;
}

static const uint32_t *filled_cells(const struct row *r, size_t *n)
{
    *n = r->columns->count;
    return r->in->csv ? csv_filled(r->in->csv, n) : NULL;
}

/* --- rows --- */

/* Values of one entity's cells into the held row. */
static void hold_cells(struct row *r, uint8_t entity)
{
    const struct record_table *c = r->columns;
    const struct model *m = r->worker->job->model;
    struct str text = {"", 0};
    int64_t v = 0;
    size_t n;
    const uint32_t *filled = filled_cells(r, &n);
    for (size_t k = 0; k < n; k++) {
        uint32_t i = cell_at(filled, k);
        if (c->fields[i] == NO_FIELD || m->fields[c->fields[i]].entity != entity)
            continue;
        if (read_cell(r, i, &v, &text))
            import_members_value(&r->chunk->held, &m->fields[c->fields[i]], v, text);
    }
}

static void take_member(struct row *r)
{
    const struct import_job *j = r->worker->job;
    const struct record_table *c = r->columns;
    struct import_chunk *chunk = r->chunk;
    const struct entity *e = &j->model->entities[c->entity];
    struct str ids[LIMIT_ENTITIES];
    struct import_row *row =
        import_chunk_row(chunk, IMPORT_MEMBER, table_in_place(r->in, 0).line);
    if (!row)
        return;
    struct str household = read_id(r, c->above[0], j->model->entities[j->root].name, true);
    for (uint8_t depth = 1; depth < e->depth; depth++)
        ids[depth - 1] = read_id(r, c->above[depth], "id", true);
    ids[e->depth - 1] = read_id(r, c->id, "id", false);
    row->entity = c->entity;
    row->held_at = chunk->held.len;
    import_members_begin(&chunk->held, ids, e->depth);
    hold_cells(r, c->entity);
    check_nameless(r);
    row->held_end = chunk->held.len;
    row->has_id = household.n > 0;
    if (row->has_id)
        row->id = import_id_of(household);
    row->has_flat = row->has_id && (c->is_flat || j->options->mode == IMPORT_UPSERT);
    bool is_sound = r->sound;
    if (row->has_flat) {
        import_members_begin(&chunk->held, &household, 1);
        hold_cells(r, j->root);
    }
    row->flat_end = chunk->held.len;
    row->sound = is_sound && r->sound;
    if (!buf_ok(&chunk->held))
        import_chunk_fail(chunk, HM_NOMEM);
    import_chunk_end_row(chunk, row);
}

/* A household's own cells into the builder. */
static enum hm_status set_cells(struct row *r, uint32_t row)
{
    const struct record_table *c = r->columns;
    struct str text = {"", 0};
    int64_t v = 0;
    size_t n;
    if (r->worker->job->options->mode == IMPORT_DELETE)
        return HM_OK; /* the id is enough */
    check_nameless(r);
    const uint32_t *filled = filled_cells(r, &n);
    for (size_t k = 0; k < n; k++) {
        uint32_t i = cell_at(filled, k);
        if (c->fields[i] != NO_FIELD && read_cell(r, i, &v, &text) &&
            builder_put(r->worker->builder, c->fields[i], row, v, text) != 0)
            return HM_NOMEM;
    }
    return HM_OK;
}

/* The household with its members, in the builder or taken back. */
static void end_household(struct import_chunk *c, struct import_worker *w,
                          struct import_row *row, uint32_t root_row, bool is_flat)
{
    struct record_sink to = import_chunk_sink(c);
    enum hm_status st = HM_OK;
    if (row->has_id)
        st = import_family_build(&w->family, &row->id, is_flat, w->builder, root_row,
                                 w->job->sources, &to);
    import_chunk_end_row(c, row);
    row->sound = row->sound && st == HM_OK;
    if (row->sound)
        row->row = root_row;
    else
        builder_rollback(w->builder);
    if (st != HM_OK && st != HM_DATA)
        import_chunk_fail(c, st);
}

static void take_household(struct row *r)
{
    struct import_chunk *c = r->chunk;
    struct import_worker *w = r->worker;
    struct place place = table_in_place(r->in, 0);
    struct str id = read_id(r, r->columns->id, "id", true);
    builder_mark(w->builder);
    uint32_t at = builder_row(w->builder, w->job->root, 0, id);
    if (at == UINT32_MAX || set_cells(r, at) != HM_OK) {
        import_chunk_fail(c, HM_NOMEM);
        return;
    }
    struct import_row *row = import_chunk_row(c, IMPORT_RECORD, place.line);
    if (!row)
        return;
    row->sound = r->sound;
    row->column = place.column;
    if (id.n > 0)
        import_chunk_id(c, row, id);
    end_household(c, w, row, at, false);
}

void import_rows_take(const struct import_rows *shared, struct import_worker *w,
                      struct import_chunk *c, const struct import_table *table,
                      const struct table_in *in, const struct str *cells)
{
    struct row r = {shared, w, c, &table->columns, in, cells, true};
    arena_reset(&w->scratch);
    if (table->columns.entity == w->job->root)
        take_household(&r);
    else
        take_member(&r);
}

/* Whether a whole row may be shown: every column is known, and none is personal. A column left
 * out by a mapping may well hold names. */
static bool may_show(const struct model *m, const struct record_table *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        bool is_id = i == c->id;
        for (int depth = 0; depth < LIMIT_ENTITIES && !is_id; depth++)
            is_id = i == c->above[depth];
        bool is_plain = c->fields[i] != NO_FIELD && !m->fields[c->fields[i]].is_personal;
        if (!is_id && !is_plain)
            return false;
    }
    return true;
}

void import_rows_fault(struct import_worker *w, struct import_chunk *c,
                       const struct import_table *table, const struct table_in *in,
                       struct diag *faults)
{
    bool is_root = table->columns.entity == w->job->root;
    bool is_shown = may_show(w->job->model, &table->columns);
    import_chunk_fault(c, faults, is_shown ? table_in_row(in) : (struct str){"", 0},
                       !is_root); /* some household lacks a member */
}

/* --- households without a row of their own --- */

void import_rows_rest(struct import_worker *w, struct import_chunk *c,
                      const struct import_orphan *o)
{
    const struct import_job *j = w->job;
    struct record_sink to = import_chunk_sink(c);
    if (o->id.n == 0) { /* and no flat row tells its facts */
        struct place at = {.file = j->sources[o->file],
                           .line = o->line,
                           .field = j->model->entities[j->root].name};
        record_refuse(&to, &at, (struct str){"", 0},
                      _("import the table of households together with it"),
                      _("its household has no row in these tables"));
    }
    struct import_row *row = import_chunk_row(c, IMPORT_RECORD, o->line);
    if (!row)
        return;
    if (o->id.n == 0) {
        import_chunk_end_row(c, row);
        return;
    }
    row->source = o->file;
    row->sound = true;
    import_chunk_id(c, row, o->id);
    builder_mark(w->builder);
    uint32_t at = builder_row(w->builder, j->root, 0, o->id);
    if (at == UINT32_MAX) {
        import_chunk_fail(c, HM_NOMEM);
        return;
    }
    end_household(c, w, row, at, true);
}
