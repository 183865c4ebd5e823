/* import_tables.c - tables of members first, which are checked and held; then tables of
 * households, each row with the rows that belong to it; then households that only flat tables
 * of members know. */
#include "run/import_tables.h"

#include <string.h>
#include "base/mem.h"
#include "io/record_loose.h"
#include "io/record_table.h"
#include "io/table_in.h"
#include "run/import_members.h"

struct table { /* a CSV file, or a sheet of a workbook */
    uint32_t source;
    struct table_in in;
    struct record_table columns;
};
struct import_tables {
    struct import_job *job;
    struct arena arena;   /* headers, the mapping */
    struct arena scratch; /* ids of the present row */
    struct record_cells cells;
    struct column_map map;
    bool has_map;
    enum source_encoding encoding;
    struct import_members members;
    struct table *tables;
    size_t count, cap;
    struct xlsx **books;
    size_t book_count, book_cap;
};

static enum hm_status read_settings(struct import_tables *t)
{
    struct import_job *j = t->job;
    TRY(source_encoding_named(&t->encoding, j->options->encoding, SOURCE_DETECT, j->diag));
    if (!j->options->map)
        return HM_OK;
    t->has_map = true;
    return column_map_read(&t->map, j->model, j->root, j->options->map, &t->arena, j->diag);
}

enum hm_status import_tables_new(struct import_tables **out, struct import_job *j)
{
    struct import_tables *t = mem_zalloc(sizeof *t);
    if (!t)
        return diag_nomem(j->diag, _("importing"));
    t->job = j;
    arena_init(&t->arena);
    arena_init(&t->scratch);
    import_members_init(&t->members, j->model, j->root);
    enum hm_status st = record_cells_make(&t->cells, j->model, &t->arena);
    st = st == HM_OK ? read_settings(t) : diag_nomem(j->diag, _("importing"));
    if (st != HM_OK) {
        import_tables_free(t);
        return st;
    }
    *out = t;
    return HM_OK;
}

void import_tables_free(struct import_tables *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->count; i++)
        table_in_close(&t->tables[i].in);
    for (size_t i = 0; i < t->book_count; i++)
        xlsx_close(t->books[i]);
    mem_free(t->tables);
    mem_free(t->books);
    import_members_fini(&t->members);
    arena_fini(&t->arena);
    arena_fini(&t->scratch);
    mem_free(t);
}

/* --- opening --- */

/* A header that is refused leaves the table without rows. */
static enum hm_status match_header(struct import_tables *t, struct table *table,
                                   const struct str *cells, size_t n)
{
    struct import_job *j = t->job;
    struct record_sink to = import_job_sink(j);
    struct place at = table_in_place(&table->in, 0);
    enum hm_status st =
        record_table_match(&table->columns, j->model, j->root, t->has_map ? &t->map : NULL,
                           at.file, cells, n, &at, &to, &t->arena);
    if (st == HM_OK && j->options->mode == IMPORT_DELETE && table->columns.entity != j->root)
        return record_refuse(&to, &at, (struct str){"", 0},
                             _("give the table of households alone, its ids are enough"),
                             _("rows of members cannot be deleted by themselves"));
    return st == HM_NOMEM ? diag_nomem(j->diag, _("importing")) : st;
}

static enum hm_status read_header(struct import_tables *t, struct table *table, bool *is_empty)
{
    struct import_job *j = t->job;
    const struct str *cells;
    size_t n;
    bool more = true;
    enum hm_status st = table_in_next(&table->in, &cells, &n, &more, &j->faults);
    if (st == HM_DATA)
        import_job_list(j, table_in_row(&table->in));
    TRY(st);
    *is_empty = !more;
    return more ? match_header(t, table, cells, n) : HM_OK;
}

/* Takes the reader over. */
static enum hm_status add_table(struct import_tables *t, struct table_in in)
{
    struct import_job *j = t->job;
    struct table table = {.in = in};
    bool is_empty = false;
    void *list = t->tables;
    if (mem_grow(&list, &t->cap, t->count + 1, sizeof *t->tables) != 0) {
        table_in_close(&in);
        return diag_nomem(j->diag, _("importing"));
    }
    t->tables = list;
    t->tables[t->count++] = table;
    struct table *added = &t->tables[t->count - 1];
    enum hm_status st =
        import_job_source(j, table_in_place(&added->in, 0).file, &added->source);
    if (st == HM_OK)
        st = read_header(t, added, &is_empty);
    if (st != HM_DATA && !is_empty)
        return st;
    if (st == HM_DATA) { /* the other tables are still checked */
        import_job_tell(j);
        import_job_stop(j);
    }
    table_in_close(&t->tables[--t->count].in);
    return HM_OK;
}

static enum hm_status open_csv(struct import_tables *t, const char *path)
{
    struct import_job *j = t->job;
    struct table_in in = {0};
    TRY(csv_open_as(&in.csv, path, t->encoding, j->diag));
    csv_watch(in.csv, j->host->stopped, j->host->ctx);
    j->bytes_total += csv_total(in.csv);
    return add_table(t, in);
}

static enum hm_status open_book(struct import_tables *t, const char *path)
{
    struct import_job *j = t->job;
    struct xlsx *book;
    void *list = t->books;
    if (mem_grow(&list, &t->book_cap, t->book_count + 1, sizeof *t->books) != 0)
        return diag_nomem(j->diag, _("importing"));
    t->books = list;
    TRY(xlsx_open(&book, path, j->diag));
    t->books[t->book_count++] = book;
    j->bytes_before += xlsx_size(book);
    size_t before = t->count;
    uint64_t faults = j->report.faults;
    for (size_t i = 0; i < xlsx_sheets(book); i++) {
        struct table_in in = {0};
        TRY(xlsx_sheet_open(&in.sheet, book, i, j->diag));
        TRY(add_table(t, in));
    }
    if (xlsx_hidden(book))
        diag_add(j->diag, HM_LEVEL_NOTE, HM_OK, &(struct place){.file = path}, NULL,
                 _("%zu hidden sheets were not read"), xlsx_hidden(book));
    if (t->count > before || j->report.faults > faults)
        return HM_OK;
    diag_add(&j->faults, HM_LEVEL_ERROR, HM_DATA, &(struct place){.file = path}, NULL,
             _("the workbook has no rows"));
    import_job_list(j, (struct str){"", 0});
    import_job_tell(j);
    import_job_stop(j);
    return HM_OK;
}

enum hm_status import_tables_open(struct import_tables *t, const char *path, bool is_book)
{
    return is_book ? open_book(t, path) : open_csv(t, path);
}

/* --- cells --- */

struct row { /* the present row of a table */
    struct table *table;
    const struct str *cells;
    bool sound;
};

static void refuse_cell(struct import_tables *t, struct row *r, uint32_t cell,
                        const char *field, const char *hint, const char *text)
{
    struct record_sink to = import_job_sink(t->job);
    struct place at = table_in_place(&r->table->in, cell);
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
static struct str plain_id(struct import_tables *t, struct str id)
{
    id = record_loose_trim(id);
    if (!memchr(id.p, 0xEF, id.n) && !memchr(id.p, 0xE3, id.n))
        return id;
    char *folded = arena_alloc(&t->scratch, id.n);
    return folded ? (struct str){folded, record_loose_fold(folded, id)} : id;
}

/* An id of the row or of one above it; empty (and told, when it is needed) when it is none. */
static struct str read_id(struct import_tables *t, struct row *r, uint32_t cell,
                          const char *field, bool needed)
{
    struct str id = {"", 0};
    if (cell != NO_CELL)
        id = plain_id(t, r->cells[cell]);
    if (id.n == 0 && needed)
        refuse_cell(t, r, cell, field, NULL, _("the id is missing"));
    else if (id.n > LIMIT_ID_BYTES)
        refuse_cell(t, r, cell, field, NULL, _("the id is too long"));
    else if (has_control(id))
        refuse_cell(t, r, cell, field, NULL, _("the id holds a control character"));
    else if (record_loose_is_error(id))
        refuse_cell(t, r, cell, field, _("mend the formula, or put its value there"),
                    _("the id is an error of the spreadsheet"));
    else if (record_loose_is_rounded(id))
        refuse_cell(t, r, cell, field,
                    _("format the column as text before the numbers are typed"),
                    _("the id was rounded by the spreadsheet: its last digits are lost"));
    else
        return id;
    return (struct str){"", 0};
}

/* A cell as a value; false when it is empty or refused (told). */
static bool read_cell(struct import_tables *t, struct row *r, uint32_t cell, int64_t *stored,
                      struct str *text)
{
    const struct record_table *c = &r->table->columns;
    uint16_t field = c->fields[cell];
    const struct field *f = &t->job->model->fields[field];
    struct str found = record_loose_trim(r->cells[cell]);
    if (found.n == 0)
        return false;
    *text = column_map_word(c->words[cell], found);
    enum record_reason why =
        record_loose_stored(stored, &t->cells, field, *text, t->job->today);
    if (why == RECORD_OK)
        return true;
    struct record_sink to = import_job_sink(t->job);
    struct place at = table_in_place(&r->table->in, cell);
    at.field = f->name;
    record_cell_refuse(&to, &at, &t->cells, field, why, found);
    r->sound = false;
    return false;
}

/* Cells of a column without a name have to be empty. */
static void check_nameless(struct import_tables *t, struct row *r)
{
    const struct record_table *c = &r->table->columns;
    for (uint32_t i = 0; i < c->count && c->has_nameless; i++)
        if (c->nameless[i] && record_loose_trim(r->cells[i]).n)
            refuse_cell(t, r, i, NULL, _("give the column a name, or empty it"),
                        _("the column has no name in the header"));
}

/* --- rows --- */

static enum hm_status keep(struct import_tables *t, const struct row *r, struct str household,
                           uint8_t entity, uint32_t line)
{
    enum hm_status st =
        import_members_keep(&t->members, household, entity, r->table->source, line, r->sound);
    return st == HM_NOMEM ? diag_nomem(t->job->diag, _("importing")) : st;
}

/* Values of one entity's cells into the held row. */
static void hold_cells(struct import_tables *t, struct row *r, uint8_t entity)
{
    const struct record_table *c = &r->table->columns;
    struct str text;
    int64_t v = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        if (r->cells[i].n == 0)
            continue; /* most are */
        const struct field *f =
            c->fields[i] == NO_FIELD ? NULL : &t->job->model->fields[c->fields[i]];
        if (f && f->entity == entity && read_cell(t, r, i, &v, &text))
            import_members_value(&t->members, f, v, text);
    }
}

/* A member's row is checked and held; a refused one spoils its household. */
static enum hm_status take_member(struct import_tables *t, struct row *r)
{
    struct import_job *j = t->job;
    const struct record_table *c = &r->table->columns;
    const struct entity *e = &j->model->entities[c->entity];
    struct str ids[LIMIT_ENTITIES];
    struct place at = table_in_place(&r->table->in, 0);
    arena_reset(&t->scratch);
    struct str household = read_id(t, r, c->above[0], j->model->entities[j->root].name, true);
    for (uint8_t depth = 1; depth < e->depth; depth++)
        ids[depth - 1] = read_id(t, r, c->above[depth], "id", true);
    ids[e->depth - 1] = read_id(t, r, c->id, "id", false);
    import_members_begin(&t->members, ids, e->depth);
    hold_cells(t, r, c->entity);
    check_nameless(t, r);
    if (household.n == 0) {
        j->report.records++; /* of no household: a refused record of its own */
        import_job_refused(j);
        import_job_stop(j); /* some household lacks a member */
        return HM_OK;
    }
    TRY(keep(t, r, household, c->entity, at.line));
    if (c->is_flat) {
        import_members_begin(&t->members, &household, 1);
        hold_cells(t, r, j->root);
    }
    import_job_tell(j);
    return c->is_flat ? keep(t, r, household, j->root, at.line) : HM_OK;
}

/* A household's own cells into the builder. */
static enum hm_status set_cells(struct import_tables *t, struct row *r, uint32_t row)
{
    const struct record_table *c = &r->table->columns;
    struct str text;
    int64_t v = 0;
    if (t->job->options->mode == IMPORT_DELETE)
        return HM_OK; /* the id is enough */
    check_nameless(t, r);
    for (uint32_t i = 0; i < c->count; i++)
        if (r->cells[i].n && c->fields[i] != NO_FIELD && read_cell(t, r, i, &v, &text) &&
            builder_put(t->job->builder, c->fields[i], row, v, text) != 0)
            return HM_NOMEM;
    return HM_OK;
}

/* The household in the builder, with its members, as one record: kept or taken back. */
static enum hm_status end_household(struct import_tables *t, enum hm_status st, bool sound)
{
    struct import_job *j = t->job;
    if (st != HM_OK && st != HM_DATA)
        return st == HM_NOMEM ? diag_nomem(j->diag, _("importing")) : st;
    if (st == HM_OK && sound)
        return import_job_put(j, true);
    builder_rollback(j->builder);
    import_job_refused(j);
    return HM_OK;
}

static enum hm_status take_household(struct import_tables *t, struct row *r)
{
    struct import_job *j = t->job;
    struct record_sink to = import_job_sink(j);
    struct place at = table_in_place(&r->table->in, 0);
    arena_reset(&t->scratch);
    struct str id = read_id(t, r, r->table->columns.id, "id", true);
    enum hm_status st = HM_OK;
    builder_mark(j->builder);
    uint32_t row = builder_row(j->builder, j->root, 0, id);
    if (row == UINT32_MAX || set_cells(t, r, row) != HM_OK)
        return diag_nomem(j->diag, _("importing"));
    if (id.n > 0)
        st = import_job_note_id(j, id, r->table->source, &at);
    uint64_t before = t->members.built_bytes;
    if (id.n > 0 && st == HM_OK)
        st = import_members_build(&t->members, id, j->builder, row, j->sources, &to);
    j->gathered_bytes += table_in_row_bytes(&r->table->in) + t->members.built_bytes - before;
    return end_household(t, st, r->sound);
}

/* Whether a whole row may be shown: every column is known, and none is personal. A column left
 * out by a mapping may well hold names. */
static bool may_show(const struct import_tables *t, const struct record_table *c)
{
    for (uint32_t i = 0; i < c->count; i++) {
        bool is_id = i == c->id;
        for (int depth = 0; depth < LIMIT_ENTITIES && !is_id; depth++)
            is_id = i == c->above[depth];
        bool is_plain =
            c->fields[i] != NO_FIELD && !t->job->model->fields[c->fields[i]].is_personal;
        if (!is_id && !is_plain)
            return false;
    }
    return true;
}

/* A row that its reader refused. */
static void refuse_row(struct import_tables *t, struct table *table, bool is_root)
{
    struct import_job *j = t->job;
    j->report.records++;
    import_job_list(j, may_show(t, &table->columns) ? table_in_row(&table->in)
                                                    : (struct str){"", 0});
    import_job_refused(j);
    if (!is_root)
        import_job_stop(j); /* some household lacks a member */
}

static enum hm_status read_table(struct import_tables *t, struct table *table)
{
    struct import_job *j = t->job;
    bool is_root = table->columns.entity == j->root;
    for (;;) {
        struct row r = {.table = table, .sound = true};
        size_t n;
        bool more = true;
        TRY(import_job_step(j, table_in_bytes(&table->in)));
        enum hm_status st = table_in_next(&table->in, &r.cells, &n, &more, &j->faults);
        if (st == HM_OK && !more)
            break;
        if (st == HM_DATA) {
            refuse_row(t, table, is_root);
            continue;
        }
        TRY(st);
        j->report.records += is_root;
        TRY(is_root ? take_household(t, &r) : take_member(t, &r));
    }
    j->bytes_before += table_in_bytes(&table->in);
    return HM_OK;
}

/* A household that only flat tables know. */
static enum hm_status take_flat(struct import_tables *t, const struct import_orphan *o)
{
    struct import_job *j = t->job;
    struct record_sink to = import_job_sink(j);
    struct place at = {.file = j->sources[o->file], .line = o->line};
    uint64_t before = t->members.built_bytes;
    j->report.records++;
    builder_mark(j->builder);
    uint32_t row = builder_row(j->builder, j->root, 0, o->id);
    if (row == UINT32_MAX)
        return diag_nomem(j->diag, _("importing"));
    enum hm_status st = import_job_note_id(j, o->id, o->file, &at);
    if (st == HM_OK)
        st = import_members_build_flat(&t->members, o->id, j->builder, row, j->sources, &to);
    j->gathered_bytes += t->members.built_bytes - before;
    return end_household(t, st, true);
}

static void refuse_orphan(struct import_tables *t, const struct import_orphan *o)
{
    struct import_job *j = t->job;
    struct record_sink to = import_job_sink(j);
    struct place at = {.file = j->sources[o->file],
                       .line = o->line,
                       .field = j->model->entities[j->root].name};
    j->report.records++;
    record_refuse(&to, &at, (struct str){"", 0},
                  _("import the table of households together with it"),
                  _("its household has no row in these tables"));
    import_job_refused(j);
}

/* Rows whose household has no row in a table of households: one fault for each such household,
 * unless flat tables tell its facts. */
static enum hm_status take_rest(struct import_tables *t)
{
    struct import_orphan *list;
    size_t n;
    enum hm_status st = HM_OK;
    if (import_members_orphans(&t->members, &list, &n) != HM_OK)
        return diag_nomem(t->job->diag, _("importing"));
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        st = import_job_step(t->job, 0);
        if (st == HM_OK && list[i].id.n)
            st = take_flat(t, &list[i]);
        else if (st == HM_OK)
            refuse_orphan(t, &list[i]);
    }
    mem_free(list);
    return st;
}

enum hm_status import_tables_read(struct import_tables *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity != t->job->root)
            TRY(read_table(t, &t->tables[i]));
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity == t->job->root)
            TRY(read_table(t, &t->tables[i]));
    return take_rest(t);
}
