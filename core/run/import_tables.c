/* import_tables.c - tables of members first, which are checked and held; then tables of
 * households, each row with the rows that belong to it. */
#include "run/import_tables.h"

#include <string.h>
#include "base/mem.h"
#include "io/csv.h"
#include "io/record_table.h"
#include "run/import_members.h"

struct table { /* one file */
    uint32_t file;
    struct csv *csv;
    struct record_table columns;
};
struct import_tables {
    struct import_job *job;
    struct arena arena;
    struct record_cells cells;
    struct import_members members;
    struct table *tables;
    size_t count, cap;
};

enum hm_status import_tables_new(struct import_tables **out, struct import_job *j)
{
    struct import_tables *t = mem_zalloc(sizeof *t);
    if (!t)
        return diag_nomem(j->diag, _("importing"));
    t->job = j;
    arena_init(&t->arena);
    import_members_init(&t->members, j->model, j->root);
    if (record_cells_make(&t->cells, j->model, &t->arena) != HM_OK) {
        import_tables_free(t);
        return diag_nomem(j->diag, _("importing"));
    }
    *out = t;
    return HM_OK;
}

void import_tables_free(struct import_tables *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->count; i++)
        csv_close(t->tables[i].csv);
    mem_free(t->tables);
    import_members_fini(&t->members);
    arena_fini(&t->arena);
    mem_free(t);
}

/* A header that is refused leaves the table without rows. */
static enum hm_status read_header(struct import_tables *t, struct table *table)
{
    struct import_job *j = t->job;
    const struct str *cells;
    size_t n;
    bool more = true;
    struct record_sink to = import_job_sink(j);
    enum hm_status st = csv_next(table->csv, &cells, &n, &more, &j->faults);
    if (st == HM_DATA)
        import_job_list(j, csv_row(table->csv));
    TRY(st);
    struct place at = csv_place(table->csv, 0);
    st = record_table_match(&table->columns, j->model, j->root, j->options->files[table->file],
                            cells, n, &at, &to, &t->arena);
    return st == HM_NOMEM ? diag_nomem(j->diag, _("importing")) : st;
}

enum hm_status import_tables_open(struct import_tables *t, uint32_t file)
{
    struct import_job *j = t->job;
    struct table table = {.file = file};
    void *list = t->tables;
    if (mem_grow(&list, &t->cap, t->count + 1, sizeof *t->tables) != 0)
        return diag_nomem(j->diag, _("importing"));
    t->tables = list;
    TRY(csv_open(&table.csv, j->options->files[file], j->diag));
    csv_watch(table.csv, j->host->stopped, j->host->ctx);
    j->bytes_total += csv_total(table.csv);
    t->tables[t->count++] = table;
    enum hm_status st = read_header(t, &t->tables[t->count - 1]);
    if (st == HM_DATA) { /* the other tables are still checked */
        import_job_tell(j);
        import_job_stop(j);
        csv_close(t->tables[--t->count].csv);
        return HM_OK;
    }
    return st;
}

/* --- cells --- */

static struct str trimmed(struct str s)
{
    while (s.n && (*s.p == ' ' || *s.p == '\t'))
        s = (struct str){s.p + 1, s.n - 1};
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

struct row { /* the present row of a table */
    struct table *table;
    const struct str *cells;
    bool sound;
};

static void refuse_cell(struct import_tables *t, struct row *r, uint32_t cell,
                        const char *field, const char *text)
{
    struct record_sink to = import_job_sink(t->job);
    struct place at = csv_place(r->table->csv, cell);
    at.field = field;
    record_refuse(&to, &at, r->cells[cell], NULL, "%s", text);
    r->sound = false;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7F)
            return true;
    return false;
}

/* An id of the row or of one above it; empty (and told, when it is needed) when it is none. */
static struct str read_id(struct import_tables *t, struct row *r, uint32_t cell,
                          const char *field, bool needed)
{
    struct str id = {"", 0};
    if (cell != NO_CELL)
        id = trimmed(r->cells[cell]);
    if (id.n == 0 && needed)
        refuse_cell(t, r, cell, field, _("the id is missing"));
    else if (id.n > LIMIT_ID_BYTES)
        refuse_cell(t, r, cell, field, _("the id is too long"));
    else if (has_control(id))
        refuse_cell(t, r, cell, field, _("the id holds a control character"));
    else
        return id;
    return (struct str){"", 0};
}

/* A cell as a value; false when it is empty or refused (told). */
static bool read_cell(struct import_tables *t, struct row *r, uint32_t cell, struct value *v)
{
    uint16_t field = r->table->columns.fields[cell];
    const struct field *f = &t->job->model->fields[field];
    struct str text = r->cells[cell];
    if (f->type.kind != KIND_TEXT)
        text = trimmed(text);
    if (text.n == 0)
        return false;
    enum record_reason why = record_cell_read(v, &t->cells, field, text, t->job->today);
    if (why == RECORD_OK)
        return true;
    struct record_sink to = import_job_sink(t->job);
    struct place at = csv_place(r->table->csv, cell);
    at.field = f->name;
    record_cell_refuse(&to, &at, &t->cells, field, why, text);
    r->sound = false;
    return false;
}

/* --- rows --- */

/* A member's row is checked and held; a refused one spoils its household. */
static enum hm_status take_member(struct import_tables *t, struct row *r)
{
    struct import_job *j = t->job;
    const struct record_table *c = &r->table->columns;
    const struct entity *e = &j->model->entities[c->entity];
    struct str ids[LIMIT_ENTITIES];
    struct value v;
    struct place at = csv_place(r->table->csv, 0);
    struct str household = read_id(t, r, c->above[0], j->model->entities[j->root].name, true);
    for (uint8_t depth = 1; depth < e->depth; depth++)
        ids[depth - 1] = read_id(t, r, c->above[depth], "id", true);
    ids[e->depth - 1] = read_id(t, r, c->id, "id", false);
    import_members_begin(&t->members, ids, e->depth);
    for (uint32_t i = 0; i < c->count; i++)
        if (c->fields[i] != NO_FIELD && read_cell(t, r, i, &v))
            import_members_value(&t->members, &j->model->fields[c->fields[i]], &v);
    if (household.n == 0) {
        j->report.records++; /* of no household: a refused record of its own */
        import_job_refused(j);
        import_job_stop(j); /* some household lacks a member */
        return HM_OK;
    }
    import_job_tell(j);
    enum hm_status st = import_members_keep(&t->members, household, c->entity, r->table->file,
                                            at.line, r->sound);
    return st == HM_NOMEM ? diag_nomem(j->diag, _("importing")) : st;
}

/* A household's own cells into the builder. */
static enum hm_status set_cells(struct import_tables *t, struct row *r, uint32_t row)
{
    const struct record_table *c = &r->table->columns;
    struct value v;
    for (uint32_t i = 0; i < c->count; i++)
        if (c->fields[i] != NO_FIELD && read_cell(t, r, i, &v) &&
            builder_set(t->job->builder, c->fields[i], row, &v) != 0)
            return HM_NOMEM;
    return HM_OK;
}

static enum hm_status take_household(struct import_tables *t, struct row *r)
{
    struct import_job *j = t->job;
    struct record_sink to = import_job_sink(j);
    struct place at = csv_place(r->table->csv, 0);
    struct str id = read_id(t, r, r->table->columns.id, "id", true);
    enum hm_status st = HM_OK;
    builder_mark(j->builder);
    uint32_t row = builder_row(j->builder, j->root, 0, id);
    if (row == UINT32_MAX || set_cells(t, r, row) != HM_OK)
        return diag_nomem(j->diag, _("importing"));
    if (id.n > 0)
        st = import_job_note_id(j, id, r->table->file, &at);
    uint64_t before = t->members.built_bytes;
    if (id.n > 0 && st == HM_OK)
        st = import_members_build(&t->members, id, j->builder, row, j->options->files, &to);
    if (st != HM_OK && st != HM_DATA)
        return st == HM_NOMEM ? diag_nomem(j->diag, _("importing")) : st;
    j->gathered_bytes += csv_row(r->table->csv).n + t->members.built_bytes - before;
    if (st == HM_OK && r->sound)
        return import_job_put(j, true);
    builder_rollback(j->builder);
    import_job_refused(j);
    return HM_OK;
}

static enum hm_status read_table(struct import_tables *t, struct table *table)
{
    struct import_job *j = t->job;
    bool is_root = table->columns.entity == j->root;
    for (;;) {
        struct row r = {.table = table, .sound = true};
        size_t n;
        bool more = true;
        TRY(import_job_step(j, csv_bytes(table->csv)));
        enum hm_status st = csv_next(table->csv, &r.cells, &n, &more, &j->faults);
        if (st == HM_OK && !more)
            break;
        if (st == HM_DATA) {
            j->report.records++;
            import_job_list(j, csv_row(table->csv));
            import_job_refused(j);
            if (!is_root)
                import_job_stop(j); /* some household lacks a member */
            continue;
        }
        TRY(st);
        j->report.records += is_root;
        TRY(is_root ? take_household(t, &r) : take_member(t, &r));
    }
    j->bytes_before += csv_bytes(table->csv);
    return HM_OK;
}

/* Rows whose household has no row: one fault for each such household. */
static enum hm_status refuse_orphans(struct import_tables *t)
{
    struct import_job *j = t->job;
    struct import_orphan *list;
    size_t n;
    struct record_sink to = import_job_sink(j);
    if (import_members_orphans(&t->members, &list, &n) != HM_OK)
        return diag_nomem(j->diag, _("importing"));
    for (size_t i = 0; i < n; i++) {
        struct place at = {.file = j->options->files[list[i].file],
                           .line = list[i].line,
                           .field = j->model->entities[j->root].name};
        j->report.records++;
        record_refuse(&to, &at, (struct str){"", 0},
                      _("import the table of households together with it"),
                      _("its household has no row in these tables"));
        import_job_refused(j);
    }
    mem_free(list);
    return HM_OK;
}

enum hm_status import_tables_read(struct import_tables *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity != t->job->root)
            TRY(read_table(t, &t->tables[i]));
    for (size_t i = 0; i < t->count; i++)
        if (t->tables[i].columns.entity == t->job->root)
            TRY(read_table(t, &t->tables[i]));
    return refuse_orphans(t);
}
