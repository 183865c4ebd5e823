/* export.c - households in order of id, a window at a time.
 *
 * Ids in order jump between blocks. A window of ids is gathered, its households are put into
 * text block by block by all threads (each block is loaded once a window), and the texts are
 * written in order of id. After an import in order of id a window is a few blocks; in the worst
 * case every window loads every block.
 */
#include "run/export.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "io/idnumber.h"
#include "io/record.h"
#include "io/table_out.h"
#include "run/calc_outputs.h"
#include "run/determined.h"
#include "run/root.h"
#include "run/task.h"
#include "value/date.h"

#ifndef HM_BATCH_ROWS
#define HM_BATCH_ROWS 65536
#endif
enum {
    WINDOW = HM_BATCH_ROWS,
    WINDOW_BYTES = 64 << 20,
    MOST_THREADS = 16 /* more would only wait for the output */
};

struct wanted { /* one household of the window */
    uint32_t block, order;
    uint16_t ordinal, thread; /* whose text it is in */
    size_t at, bytes;         /* its text */
};

struct export
{
    struct store *store;
    const struct export_options *options;
    const struct hm_host *host;
    struct diag *diag;
    const struct model *model; /* the store's schema, or */
    struct model *own;         /* the run's, which has more results; else NULL */
    uint8_t root, entity;      /* entity: whose rows a table has */
    bool is_results, is_csv;
    uint32_t run;
    uint64_t sequence;
    struct calc_outputs outputs; /* results */
    struct view *view;
    struct wanted *window; /* WINDOW */
    size_t count, most;    /* households in it; how many fit by their text */
    uint64_t done;
    unsigned threads, thread;
    struct export *crew; /* by thread: copies of this with the following of their own */
    uint32_t *row_of;    /* by ordinal of the loaded block */
    struct buf texts;
    struct diag faults;
    enum hm_status status;
};

/* --- one household as text --- */

struct rows { /* a loaded block */
    struct frame frame;
    struct results issues;
    struct calc_values values;
    const uint16_t *ordinals;
};

static void put_parent_ids(struct table_out *t, const struct frame *f, uint8_t entity,
                           uint32_t row)
{
    const struct entity *e = &f->model->entities[entity];
    if (e->parent == NO_ENTITY)
        return;
    uint32_t parent = f->entities[entity].parent[row];
    put_parent_ids(t, f, e->parent, parent);
    table_out_cell(t, column_text(&f->entities[e->parent].id, parent));
}

static void put_text(struct table_out *t, struct str text, bool is_masked)
{
    struct buf shown;
    buf_init(&shown);
    if (is_masked) {
        idnumber_mask(&shown, text);
        text = (struct str){buf_ok(&shown) ? shown.data : "*", buf_ok(&shown) ? shown.len : 1};
    }
    table_out_cell(t, text);
    buf_fini(&shown);
}

/* How a table calls something. */
static const char *called(const struct export *x, const char *name, const char *zh)
{
    return x->options->zh && zh ? zh : name;
}

/* A value other than text. */
static void put_stored(struct table_out *t, const struct export *x, const struct field *f,
                       int64_t v)
{
    const struct enum_type *e = &x->model->enums[f->type.enum_id];
    if (x->options->zh && f->type.kind == KIND_ENUM && v < e->count)
        table_out_text(t, called(x, e->values[v].name, e->values[v].zh));
    else if (x->options->zh && f->type.kind == KIND_BOOLEAN)
        table_out_text(t, v ? "是" : "否");
    else
        table_out_stored(t, x->model, f, v);
}

static void put_facts(struct table_out *t, const struct export *x, const struct frame *f,
                      uint32_t row)
{
    const struct entity *e = &x->model->entities[x->entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *field = &x->model->fields[e->fields[i]];
        const struct column *c = &f->columns[field->id];
        if (c->rows == 0 || !column_valid(c, row))
            table_out_text(t, NULL);
        else if (field->type.kind == KIND_TEXT)
            put_text(t, column_text(c, row), field->is_personal && !x->options->unmasked);
        else
            put_stored(t, x, field, column_int(c, row));
    }
}

/* "field: text; field: text" of one row's issues of one kind. */
static void put_reasons(struct table_out *t, const struct export *x,
                        const struct calc_values *v, uint32_t root, uint32_t row, bool missing)
{
    struct buf text;
    buf_init(&text);
    for (uint32_t k = v->issues.first[root]; k != 0; k = v->issues.next[k - 1]) {
        const struct result_issue *issue = &v->results->issues[k - 1];
        const struct field *f = &x->model->fields[issue->field];
        if (f->entity != x->entity || issue->row != row ||
            (issue->trap == HM_TRAP_MISSING) != missing)
            continue;
        buf_printf(&text, text.len ? "; %s: " : "%s: ", called(x, f->name, f->zh));
        for (const char *p = issue->text ? issue->text : ""; *p; p++)
            if (*p == '\n')
                buf_puts(&text, p[1] ? ", " : "");
            else
                buf_putc(&text, *p);
    }
    table_out_cell(t, (struct str){text.len ? text.data : "", text.len});
    buf_fini(&text);
}

static void put_variables(struct table_out *t, const struct export *x,
                          const struct calc_values *v, uint32_t root, uint32_t row)
{
    const struct entity *e = &x->model->entities[x->entity];
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *field = &x->model->fields[e->fields[i]];
        int64_t stored;
        if (!x->outputs.is_shown[field->id])
            continue;
        if (calc_value(&stored, v, field->id, row) == HM_TRAP_NONE)
            put_stored(t, x, field, stored);
        else
            table_out_text(t, NULL);
    }
    put_reasons(t, x, v, root, row, true);
    put_reasons(t, x, v, root, row, false);
}

/* Rows of `entity` below a row of `at`, down to the table's entity. */
static void put_table_rows(struct export *x, const struct rows *r, uint8_t at, uint32_t row,
                           uint32_t root)
{
    struct table_out t = {.out = &x->texts};
    const struct frame *f = &r->frame;
    if (at == x->entity) {
        put_parent_ids(&t, f, at, row);
        table_out_cell(&t, column_text(&f->entities[at].id, row));
        if (x->is_results)
            put_variables(&t, x, &r->values, root, row);
        else
            put_facts(&t, x, f, row);
        table_out_end(&t);
        return;
    }
    uint8_t child = x->entity; /* the child of `at` on the way down */
    while (x->model->entities[child].parent != at)
        child = x->model->entities[child].parent;
    uint32_t n;
    const uint32_t *rows = frame_children(f, child, row, &n);
    for (uint32_t k = 0; k < n && buf_ok(&x->texts); k++)
        put_table_rows(x, r, child, rows[k], root);
}

static void put_household(struct export *x, const struct rows *r, uint32_t row)
{
    if (x->is_csv) {
        put_table_rows(x, r, x->root, row, row);
    } else if (x->is_results) {
        calc_put(&x->texts, &r->values, row, x->options->month);
    } else {
        record_put_whole(&x->texts, &r->frame, row, x->options->unmasked);
        buf_putc(&x->texts, '\n');
    }
}

/* --- blocks --- */

static void unload(struct rows *r)
{
    results_fini(&r->issues);
    frame_fini(&r->frame);
}

static enum hm_status load_results(struct export *x, uint32_t block, struct rows *r)
{
    int32_t month = x->options->month;
    enum hm_status st =
        run_load(x->view, x->run, month, block, &r->frame, &r->ordinals, x->diag);
    if (st == HM_NOT_FOUND)
        return diag_error(x->diag, st, NULL, _("run %u has no results"), x->run);
    if (st != HM_OK)
        return st;
    st = run_load_issues(x->view, x->run, month, block, &r->issues, x->diag);
    r->values = (struct calc_values){
        .outputs = &x->outputs, .frame = &r->frame, .results = &r->issues, .is_stored = true};
    if (st == HM_OK &&
        calc_issues_make(&r->values.issues, &x->outputs, &r->frame, &r->issues) != HM_OK)
        st = diag_nomem(x->diag, _("exporting"));
    if (st != HM_OK)
        unload(r);
    return st;
}

static enum hm_status load(struct export *x, uint32_t block, struct rows *r)
{
    results_init(&r->issues);
    if (x->is_results)
        return load_results(x, block, r);
    TRY(view_load(x->view, block, NULL, &r->frame, x->diag));
    r->ordinals = view_ordinals(x->view);
    return HM_OK;
}

/* Puts the households of one block, window[from..to), into text. */
static enum hm_status put_block(struct export *x, size_t from, size_t to)
{
    struct rows r;
    enum hm_status st = load(x, x->window[from].block, &r);
    if (st != HM_OK)
        return st;
    if (r.frame.root == x->root) {
        determined_rows(x->row_of, r.ordinals, r.frame.entities[x->root].rows);
        for (size_t i = from; i < to; i++) {
            struct wanted *w = &x->window[i];
            w->thread = (uint16_t)x->thread;
            w->at = x->texts.len;
            if (x->row_of[w->ordinal] != NO_ROW)
                put_household(x, &r, x->row_of[w->ordinal]);
            w->bytes = x->texts.len - w->at;
        }
    }
    unload(&r);
    return buf_ok(&x->texts) ? HM_OK : diag_nomem(x->diag, _("exporting"));
}

/* --- windows --- */

static int by_block(const void *left, const void *right)
{
    const struct wanted *a = left, *b = right;
    if (a->block != b->block)
        return a->block < b->block ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static int by_order(const void *left, const void *right)
{
    const struct wanted *a = left, *b = right;
    return a->order < b->order ? -1 : a->order > b->order;
}

static enum hm_status put_out(struct export *x, const void *bytes, size_t n)
{
    if (n > 0 && x->host->write(x->host->ctx, bytes, n) != 0)
        return HM_ENVIRONMENT; /* the caller knows why its output is closed */
    return HM_OK;
}

/* Writes the texts of window[from..to), in order of id. */
static enum hm_status put_texts(struct export *x, size_t from, size_t to)
{
    for (size_t i = from; i < to;) {
        const struct wanted *first = &x->window[i];
        size_t bytes = 0;
        while (i < to && (x->window[i].bytes == 0 || (x->window[i].thread == first->thread &&
                                                      x->window[i].at == first->at + bytes)))
            bytes += x->window[i++].bytes; /* neighbours in one go */
        TRY(put_out(x, x->crew[first->thread].texts.data + first->at, bytes));
    }
    return HM_OK;
}

struct blocks { /* of a part of the window, being put into text */
    struct export *x;
    size_t to;
    _Atomic size_t next;
    _Atomic bool too_large;
};

/* The households of the next block: window[*from..*to). False: there are none. */
static bool next_block(struct blocks *b, size_t *from, size_t *to)
{
    const struct wanted *window = b->x->window;
    size_t at = atomic_load(&b->next), end;
    do {
        if (at >= b->to)
            return false;
        for (end = at + 1; end < b->to && window[end].block == window[at].block;)
            end++;
    } while (!atomic_compare_exchange_weak(&b->next, &at, end));
    *from = at;
    *to = end;
    return true;
}

static void put_some(void *ctx, unsigned thread)
{
    struct blocks *b = ctx;
    struct export *x = &b->x->crew[thread];
    size_t from, to;
    buf_clear(&x->texts);
    while (x->status == HM_OK && !atomic_load(&b->too_large) && next_block(b, &from, &to)) {
        x->status = task_stopped(x->host) ? HM_INTERRUPTED : put_block(x, from, to);
        if (x->texts.len > WINDOW_BYTES / x->threads && atomic_load(&b->next) < b->to)
            atomic_store(&b->too_large, true);
    }
}

/* Puts window[from..to) into text, block by block; *fits = false: it became too large. */
static enum hm_status put_blocks(struct export *x, size_t from, size_t to, bool *fits)
{
    struct blocks b = {.x = x, .to = to};
    atomic_init(&b.next, from);
    atomic_init(&b.too_large, false);
    qsort(x->window + from, to - from, sizeof *x->window, by_block);
    thread_run(x->threads, put_some, &b);
    for (unsigned k = 0; k < x->threads; k++) {
        diag_move(x->diag, &x->crew[k].faults);
        TRY(x->crew[k].status);
    }
    *fits = !atomic_load(&b.too_large);
    return HM_OK;
}

/* Writes window[from..to) in order of id; in halves where its text is too large. */
static enum hm_status put_range(struct export *x, size_t from, size_t to)
{
    bool fits;
    TRY(put_blocks(x, from, to, &fits));
    qsort(x->window + from, to - from, sizeof *x->window, by_order);
    if (fits)
        return put_texts(x, from, to);
    size_t middle = from + (to - from) / 2;
    x->most = middle - from < x->most ? middle - from : x->most;
    TRY(put_range(x, from, middle));
    return put_range(x, middle, to);
}

static enum hm_status put_window(struct export *x)
{
    enum hm_status st = put_range(x, 0, x->count);
    x->done += x->count;
    x->count = 0;
    task_progress(x->host, _("exporting"), x->done, 0);
    return st;
}

static enum hm_status take_id(void *ctx, struct str id, uint32_t block, uint16_t ordinal)
{
    struct export *x = ctx;
    (void)id;
    x->window[x->count] =
        (struct wanted){.block = block, .order = (uint32_t)x->count, .ordinal = ordinal};
    x->count++;
    return x->count >= x->most ? put_window(x) : HM_OK;
}

/* --- the whole --- */

static enum hm_status put_header(struct export *x)
{
    struct table_out t = {.out = &x->texts};
    const struct entity *e = &x->model->entities[x->entity];
    uint8_t above[LIMIT_ENTITIES];
    size_t n = 0;
    for (uint8_t p = e->parent; p != NO_ENTITY; p = x->model->entities[p].parent)
        above[n++] = p;
    while (n > 0) {
        const struct entity *up = &x->model->entities[above[--n]];
        table_out_text(&t, called(x, up->name, up->zh));
    }
    table_out_text(&t, "id");
    for (uint16_t i = 0; i < e->field_count; i++) {
        const struct field *f = &x->model->fields[e->fields[i]];
        if (!x->is_results || x->outputs.is_shown[f->id])
            table_out_text(&t, called(x, f->name, f->zh));
    }
    if (x->is_results) {
        table_out_text(&t, called(x, "missing", "缺少的事实"));
        table_out_text(&t, called(x, "errors", "错误"));
    }
    table_out_end(&t);
    enum hm_status st = buf_ok(&x->texts) ? put_out(x, x->texts.data, x->texts.len)
                                          : diag_nomem(x->diag, _("exporting"));
    buf_clear(&x->texts);
    return st;
}

/* "persons", "person" or its zh. */
static enum hm_status find_entity(struct export *x)
{
    const char *name = x->options->entity;
    x->entity = x->root;
    if (!name)
        return HM_OK;
    if (!x->is_csv)
        return diag_error(x->diag, HM_USAGE, NULL,
                          _("the rows of one kind are exported as csv only"));
    struct str word = {name, strlen(name)};
    x->entity = model_entity(x->model, word);
    for (uint8_t e = 0; x->entity == NO_ENTITY && e < x->model->entity_count; e++)
        if (x->model->entities[e].plural && strcmp(x->model->entities[e].plural, name) == 0)
            x->entity = e;
    if (x->entity == NO_ENTITY || x->model->entities[x->entity].root != x->root)
        return diag_error(x->diag, HM_USAGE, NULL, _("\"%s\" is no kind of row below %s"), name,
                          x->model->entities[x->root].name);
    return HM_OK;
}

static enum hm_status read_options(struct export *x)
{
    const struct export_options *o = x->options;
    const char *format = o->format ? o->format : "ndjson";
    x->is_csv = strcmp(format, "csv") == 0;
    x->is_results = strcmp(o->what, "results") == 0;
    if (o->zh && !x->is_csv)
        return diag_error(x->diag, HM_USAGE, NULL,
                          _("--zh is for tables: add --format csv or xlsx"));
    if (!x->is_csv && strcmp(format, "ndjson") != 0)
        return diag_error(x->diag, HM_USAGE, NULL,
                          _("there is no format \"%s\": expected ndjson, csv or xlsx"), format);
    if (!x->is_results && strcmp(o->what, "households") != 0)
        return diag_error(
            x->diag, HM_USAGE, NULL,
            _("\"%s\" cannot be exported: expected households, results or payments"), o->what);
    if (o->run && !x->is_results)
        return diag_error(x->diag, HM_USAGE, NULL, _("only results belong to a run"));
    TRY(root_in_store(&x->root, x->model, o->of, x->diag));
    if (x->is_results && strcmp(x->model->entities[x->root].name, "household") != 0)
        return diag_error(x->diag, HM_USAGE, NULL, _("runs have results of households only"));
    return find_entity(x);
}

static bool holds_month(const struct run_record *r, int32_t month)
{
    return month >= r->from && month <= r->to;
}

/* The run that was in force on a past day. */
static enum hm_status published_then(struct export *x, uint64_t publications)
{
    enum hm_status st =
        publication_run(x->store, x->options->month, publications, &x->run, x->diag);
    return st != HM_NOT_FOUND
               ? st
               : diag_error(x->diag, HM_NOT_FOUND, NULL,
                            _("on that day no determination was published for this month"));
}

static bool has_all_results(const struct model *m, const struct model *of)
{
    for (uint16_t i = 0; i < of->field_count; i++) {
        const struct field *f = &of->fields[i];
        struct str entity = {of->entities[f->entity].name,
                             strlen(of->entities[f->entity].name)};
        uint8_t e = model_entity(m, entity);
        if (f->is_result &&
            (e == NO_ENTITY ||
             model_field(m, e, (struct str){f->name, strlen(f->name)}) == NO_FIELD))
            return false;
    }
    return true;
}

/* A policy may have got results since the store was made for it: none is left out. */
static enum hm_status find_model(struct export *x)
{
    struct model *own;
    TRY(run_fields(x->store, x->run, &own, x->diag));
    if (!own || has_all_results(x->model, own)) {
        run_fields_free(own);
        return HM_OK;
    }
    x->own = own;
    x->model = own;
    TRY(root_in_store(&x->root, x->model, x->options->of, x->diag));
    return find_entity(x);
}

/* Which run, and the facts it saw. */
static enum hm_status find_run(struct export *x)
{
    struct run_record record;
    char month[16];
    const struct known *known = x->options->known;
    x->sequence = known ? known->sequence : store_sequence(x->store);
    if (!x->is_results)
        return HM_OK;
    x->run = x->options->run;
    if (x->run == 0 && known)
        TRY(published_then(x, known->publications));
    else if (x->run == 0)
        TRY(run_published(x->store, x->options->month, &x->run, x->diag));
    TRY(run_get(x->store, x->run, &record, x->diag));
    bool holds = holds_month(&record, x->options->month);
    bool is_whole = record.state != RUN_STARTED;
    x->sequence = record.sequence;
    run_record_fini(&record);
    snprintf(month, sizeof month, "%04d-%02d", month_year(x->options->month),
             month_number(x->options->month));
    if (!is_whole)
        return diag_error(x->diag, HM_DATA, NULL, _("run %u was not completed"), x->run);
    if (!holds)
        return diag_error(x->diag, HM_DATA, NULL, _("run %u has no results for %s"), x->run,
                          month);
    TRY(find_model(x));
    return calc_outputs_init(&x->outputs, x->model, x->root, NULL, false, x->diag);
}

/* One exporter for each thread, with a view of its own. */
static enum hm_status open_crew(struct export *x)
{
    unsigned threads = task_threads(x->host);
    x->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    x->crew = mem_calloc(x->threads, sizeof *x->crew);
    for (unsigned k = 0; x->crew && k < x->threads; k++) {
        struct export *c = &x->crew[k];
        *c = *x;
        c->thread = k;
        c->view = NULL;
        c->diag = &c->faults;
        buf_init(&c->texts);
        diag_init(&c->faults);
        c->row_of = mem_calloc(LIMIT_BLOCK_HOUSEHOLDS, sizeof *c->row_of);
        if (!c->row_of)
            return diag_nomem(x->diag, _("exporting"));
        TRY(view_open(&c->view, x->store, x->model, x->options->month, x->sequence, x->diag));
    }
    return x->crew ? HM_OK : diag_nomem(x->diag, _("exporting"));
}

static void close_crew(struct export *x)
{
    for (unsigned k = 0; x->crew && k < x->threads; k++) {
        struct export *c = &x->crew[k];
        if (c->view)
            view_close(c->view);
        buf_fini(&c->texts);
        diag_fini(&c->faults);
        mem_free(c->row_of);
    }
    mem_free(x->crew);
}

static enum hm_status run_export(struct export *x)
{
    TRY(read_options(x));
    TRY(find_run(x));
    x->window = mem_calloc(WINDOW, sizeof *x->window);
    x->most = WINDOW;
    if (!x->window)
        return diag_nomem(x->diag, _("exporting"));
    TRY(view_open(&x->view, x->store, x->model, x->options->month, x->sequence, x->diag));
    TRY(open_crew(x));
    if (x->is_csv)
        TRY(put_header(x));
    TRY(view_each_id(x->view, take_id, x, x->diag));
    return put_window(x);
}

enum hm_status export_run(struct store *s, const struct export_options *o,
                          const struct hm_host *host, struct diag *d)
{
    struct export x = {
        .store = s, .options = o, .host = host, .diag = d, .model = store_schema(s)};
    buf_init(&x.texts);
    enum hm_status st = run_export(&x);
    if (x.view)
        view_close(x.view);
    close_crew(&x);
    calc_outputs_fini(&x.outputs);
    buf_fini(&x.texts);
    mem_free(x.window);
    run_fields_free(x.own);
    return st;
}
