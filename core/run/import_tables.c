/* import_tables.c - tables of members first, which are checked and held; then tables of
 * households, each row with the rows that belong to it; then households that only flat tables
 * of members know. Each table is read by all threads before the next one is. */
#include "run/import_tables.h"

#include <string.h>
#include "base/mem.h"
#include "run/import_rows.h"

struct import_tables {
    struct import_crew *crew;
    struct import_job *job;
    struct arena arena; /* headers, the mapping */
    struct import_rows rows;
    struct column_map map;
    bool has_map;
    enum source_encoding encoding;
    struct import_members members;
    struct import_table *tables;
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

enum hm_status import_tables_new(struct import_tables **out, struct import_crew *crew)
{
    struct import_job *j = crew->job;
    struct import_tables *t = mem_zalloc(sizeof *t);
    if (!t)
        return diag_nomem(j->diag, _("importing"));
    t->crew = crew;
    t->job = j;
    arena_init(&t->arena);
    import_members_init(&t->members, j->model, j->root);
    j->members = &t->members;
    enum hm_status st = record_cells_make(&t->rows.cells, j->model, &t->arena);
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
    t->job->members = NULL;
    arena_fini(&t->arena);
    mem_free(t);
}

/* --- opening --- */

/* A header that is refused leaves the table without rows. */
static enum hm_status match_header(struct import_tables *t, struct import_table *table,
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

static enum hm_status read_header(struct import_tables *t, struct import_table *table,
                                  bool *is_empty)
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
    struct import_table table = {.in = in};
    bool is_empty = false;
    void *list = t->tables;
    if (mem_grow(&list, &t->cap, t->count + 1, sizeof *t->tables) != 0) {
        table_in_close(&in);
        return diag_nomem(j->diag, _("importing"));
    }
    t->tables = list;
    t->tables[t->count++] = table;
    struct import_table *added = &t->tables[t->count - 1];
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
    csv_limit(in.csv, import_job_chunk_lines(j));
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

/* --- reading --- */

struct reading { /* of one table, or of the households that have no row of their own */
    struct import_tables *tables;
    struct import_table *table;
    const struct import_orphan *orphans;
    size_t orphan_count, next;
};

static enum pipe_more read_text(void *ctx, void *slot)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    bool more = true;
    c->source = r->table->source;
    c->file = table_in_place(&r->table->in, 0).file;
    enum hm_status st = csv_chunk(r->table->in.csv, &c->text, &more, &c->trouble);
    if (st == HM_OK)
        return more ? PIPE_MORE : PIPE_END;
    import_chunk_fail(c, st);
    return PIPE_LAST;
}

/* The next row of `in`. False: there is none, or reading has failed. */
static bool next_row(struct reading *r, struct import_worker *w, struct import_chunk *c,
                     struct table_in *in)
{
    const struct str *cells;
    struct diag faults;
    size_t n;
    bool more = true;
    diag_init(&faults);
    enum hm_status st = table_in_next(in, &cells, &n, &more, &faults);
    if (st == HM_OK && more)
        import_rows_take(&r->tables->rows, w, c, r->table, in, cells);
    else if (st == HM_DATA)
        import_rows_fault(w, c, r->table, in, &faults);
    else if (st != HM_OK)
        diag_move(&c->trouble, &faults);
    if (st != HM_OK && st != HM_DATA)
        import_chunk_fail(c, st);
    diag_fini(&faults);
    return more && c->status == HM_OK;
}

static void work_on_text(void *ctx, void *slot, unsigned thread)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    struct import_worker *w = &r->tables->crew->workers[thread];
    struct table_in in = {.csv = w->csv};
    enum hm_status read = c->status;
    c->status = HM_OK; /* reading may have ended behind these rows */
    csv_feed(w->csv, &c->text);
    while (next_row(r, w, c, &in))
        continue;
    import_chunk_finish(c, w);
    if (read != HM_OK)
        c->status = read;
}

/* A worksheet's rows cannot be told apart without reading them: the reading thread takes them.
 */
static enum pipe_more read_sheet(void *ctx, void *slot)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    struct import_crew *crew = r->tables->crew;
    struct import_worker *w = &crew->workers[crew->threads];
    bool more = true;
    c->source = r->table->source;
    while (more && c->row_count < import_job_chunk_lines(r->tables->job))
        more = next_row(r, w, c, &r->table->in);
    import_chunk_finish(c, w);
    return more ? PIPE_MORE : PIPE_LAST;
}

static void work_on_nothing(void *ctx, void *slot, unsigned thread)
{
    (void)ctx;
    (void)slot;
    (void)thread;
}

static enum hm_status follow(struct import_tables *t, const struct import_table *table)
{
    for (unsigned i = 0; i < t->crew->threads; i++) {
        struct import_worker *w = &t->crew->workers[i];
        csv_close(w->csv);
        w->csv = NULL;
        TRY(csv_follow(&w->csv, table->in.csv, t->job->diag));
    }
    return HM_OK;
}

static enum hm_status read_table(struct import_tables *t, struct import_table *table)
{
    struct reading r = {.tables = t, .table = table};
    if (table->in.csv)
        TRY(follow(t, table));
    enum hm_status st = table->in.csv
                            ? import_crew_run(t->crew, read_text, work_on_text, &r)
                            : import_crew_run(t->crew, read_sheet, work_on_nothing, &r);
    t->job->bytes_before += table_in_bytes(&table->in);
    return st;
}

/* --- households without a row of their own --- */

static enum pipe_more read_orphans(void *ctx, void *slot)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    size_t left = r->orphan_count - r->next, most = import_job_chunk_lines(r->tables->job);
    if (left == 0)
        return PIPE_END;
    c->first = r->next;
    c->end = r->next += left < most ? left : most;
    return PIPE_MORE;
}

static void work_on_orphans(void *ctx, void *slot, unsigned thread)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    struct import_worker *w = &r->tables->crew->workers[thread];
    for (size_t i = c->first; i < c->end && c->status == HM_OK; i++)
        import_rows_rest(w, c, &r->orphans[i]);
    import_chunk_finish(c, w);
}

/* Rows whose household has no row in a table of households: one fault for each such household,
 * unless flat tables tell its facts. */
static enum hm_status take_rest(struct import_tables *t)
{
    struct reading r = {.tables = t};
    struct import_orphan *list;
    if (import_members_orphans(&t->members, &list, &r.orphan_count) != HM_OK)
        return diag_nomem(t->job->diag, _("importing"));
    r.orphans = list;
    enum hm_status st = import_crew_run(t->crew, read_orphans, work_on_orphans, &r);
    mem_free(list);
    return st;
}

enum hm_status import_tables_read(struct import_tables *t)
{
    struct import_job *j = t->job;
    if (t->count == 0)
        return HM_OK;
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity != j->root)
            TRY(read_table(t, &t->tables[i]));
    if (import_members_close(&t->members) != HM_OK)
        return diag_nomem(j->diag, _("importing"));
    for (unsigned i = 0; i <= t->crew->threads; i++)
        t->crew->workers[i].family.members = &t->members;
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity == j->root)
            TRY(read_table(t, &t->tables[i]));
    return take_rest(t);
}
