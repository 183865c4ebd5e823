/* import_chunk.c - the worker's side: rows and their faults, frames, and the crew. */
#include "run/import_chunk.h"

#include "base/mem.h"
#include "io/csv.h"
#include "run/task.h"

enum {
    MOST_THREADS = 16, /* the one that takes the chunks cannot keep up with more */
    AHEAD = 14         /* chunks that are made while it waits for the disk */
};

/* --- faults --- */

void import_chunk_listen(void *ctx, const struct place *at, struct str found, const char *text,
                         const char *hint)
{
    struct import_chunk *c = ctx;
    import_errors_add(&c->listed, at, found, text, hint);
}

struct record_sink import_chunk_sink(struct import_chunk *c)
{
    return (struct record_sink){
        .diag = &c->faults, .refused = import_chunk_listen, .ctx = c, .is_store = true};
}

static struct import_mark mark_of(const struct import_chunk *c)
{
    return (struct import_mark){c->faults.count, c->faults.errors, c->faults.warnings,
                                c->listed.rows.len};
}

void import_chunk_fail(struct import_chunk *c, enum hm_status st)
{
    if (c->status != HM_OK)
        return;
    c->status = st;
    if (st == HM_NOMEM && c->trouble.count == 0)
        diag_nomem(&c->trouble, _("importing"));
}

/* --- rows --- */

struct import_row *import_chunk_row(struct import_chunk *c, enum import_row_kind kind,
                                    uint32_t line)
{
    void *list = c->rows;
    if (mem_grow(&list, &c->row_cap, c->row_count + 1, sizeof *c->rows) != 0) {
        import_chunk_fail(c, HM_NOMEM);
        return NULL;
    }
    c->rows = list;
    struct import_row *row = &c->rows[c->row_count++];
    *row = (struct import_row){
        .kind = kind, .source = c->source, .line = line, .row = NOT_THERE, .own = mark_of(c)};
    return row;
}

void import_chunk_end_row(struct import_chunk *c, struct import_row *row)
{
    row->all = mark_of(c);
}

void import_chunk_id(struct import_chunk *c, struct import_row *row, struct str id)
{
    row->has_id = true;
    row->id = import_id_of(id);
    row->id.numbers[0] = row->source;
    row->id.numbers[1] = row->line;
    row->id_at = c->ids.len;
    row->id_bytes = id.n;
    buf_put(&c->ids, id.p, id.n);
    if (!buf_ok(&c->ids))
        import_chunk_fail(c, HM_NOMEM);
}

void import_chunk_fault(struct import_chunk *c, struct diag *faults, struct str found,
                        bool stops)
{
    for (size_t i = 0; i < faults->count; i++)
        import_errors_add(&c->listed, &faults->items[i].at, found, faults->items[i].text,
                          faults->items[i].hint);
    diag_move(&c->faults, faults);
    struct import_row *row = import_chunk_row(c, IMPORT_FAULT, 0);
    if (row) {
        row->stops = stops;
        import_chunk_end_row(c, row);
    }
}

/* --- the whole chunk --- */

static enum hm_status chunk_open(struct import_chunk *c, struct import_job *j)
{
    *c = (struct import_chunk){0};
    diag_init(&c->faults);
    diag_init(&c->trouble);
    c->faults.limit = CHUNK_LINES;
    buf_init(&c->held);
    buf_init(&c->ids);
    import_errors_keep(&c->listed, &j->errors);
    return chunk_init(&c->text);
}

void import_chunk_clear(struct import_chunk *c)
{
    struct diag rest = c->faults; /* what was not told when the import ended early */
    rest.items += c->moved.items;
    rest.count -= c->moved.items;
    diag_clear(&rest);
    c->faults.count = c->faults.errors = c->faults.warnings = 0;
    c->moved = (struct import_mark){0};
    diag_clear(&c->trouble);
    buf_clear(&c->listed.rows);
    buf_clear(&c->held);
    buf_clear(&c->ids);
    chunk_clear(&c->text);
    if (c->has_frame)
        frame_fini(&c->frame);
    mem_free(c->flags);
    c->flags = NULL;
    c->has_frame = false;
    c->row_count = 0;
    c->status = HM_OK;
}

static void chunk_close(struct import_chunk *c)
{
    import_chunk_clear(c);
    chunk_fini(&c->text);
    diag_fini(&c->faults);
    diag_fini(&c->trouble);
    buf_fini(&c->listed.rows);
    buf_fini(&c->held);
    buf_fini(&c->ids);
    mem_free(c->rows);
}

/* Marks the households in which checks of data find anything. */
static enum hm_status check_data(struct import_chunk *c, struct import_worker *w)
{
    uint32_t rows = c->frame.entities[c->frame.root].rows;
    enum hm_status st = HM_OK;
    c->flags = mem_zalloc(rows);
    if (!c->flags)
        return HM_NOMEM;
    for (uint32_t r = 0; r < rows && st == HM_OK; r++)
        c->flags[r] = quality_household(&w->quality, &c->frame, r, w->job->report.month, NULL,
                                        NULL, &st) != QUALITY_OFF;
    return st;
}

void import_chunk_finish(struct import_chunk *c, struct import_worker *w)
{
    const struct import_options *o = w->job->options;
    if (builder_rows(w->builder, w->job->root) == 0)
        return;
    enum hm_status st = builder_finish(w->builder, &c->frame, false, NULL, &c->trouble);
    if (st != HM_OK)
        builder_clear(w->builder);
    c->has_frame = st == HM_OK;
    if (st == HM_OK && w->quality.is_on && o->mode == IMPORT_REPLACE)
        st = check_data(c, w);
    if (st != HM_OK)
        import_chunk_fail(c, st);
}

/* --- the crew --- */

static enum hm_status worker_open(struct import_worker *w, struct import_job *j)
{
    w->job = j;
    arena_init(&w->scratch);
    quality_copy_alone(&w->quality, &j->quality);
    return builder_new(&w->builder, j->model, j->root);
}

static void worker_close(struct import_worker *w)
{
    if (!w->job)
        return;
    builder_free(w->builder);
    record_reader_free(w->reader);
    csv_close(w->csv);
    arena_fini(&w->scratch);
    import_family_fini(&w->family);
    quality_fini(&w->quality);
}

enum hm_status import_crew_open(struct import_crew *c, struct import_job *j)
{
    unsigned threads = task_threads(j->host);
    *c = (struct import_crew){.job = j};
    c->threads = threads < MOST_THREADS ? threads : MOST_THREADS;
    c->chunk_count = c->threads > 1 ? c->threads + AHEAD : 1;
    c->workers = mem_calloc(c->threads + 1, sizeof *c->workers);
    c->chunks = mem_calloc(c->chunk_count, sizeof *c->chunks);
    c->slots = mem_calloc(c->chunk_count, sizeof *c->slots);
    bool ok = c->workers && c->chunks && c->slots;
    for (unsigned i = 0; ok && i <= c->threads; i++)
        ok = worker_open(&c->workers[i], j) == HM_OK;
    for (unsigned i = 0; ok && i < c->chunk_count; i++) {
        ok = chunk_open(&c->chunks[i], j) == HM_OK;
        c->slots[i] = &c->chunks[i];
    }
    return ok ? HM_OK : diag_nomem(j->diag, _("importing"));
}

void import_crew_close(struct import_crew *c)
{
    for (unsigned i = 0; c->workers && i <= c->threads; i++)
        worker_close(&c->workers[i]);
    for (unsigned i = 0; c->chunks && i < c->chunk_count; i++)
        if (c->chunks[i].held.data || c->chunks[i].text.bytes)
            chunk_close(&c->chunks[i]);
    mem_free(c->workers);
    mem_free(c->chunks);
    mem_free(c->slots);
    *c = (struct import_crew){0};
}

static enum hm_status take(void *ctx, void *slot)
{
    struct import_job *j = ctx;
    enum hm_status st = import_job_take(j, slot);
    import_chunk_clear(slot);
    return st;
}

/* What pipe_run is given: the caller's functions, and our own to take. */
struct running {
    struct import_job *job;
    void *ctx;
    enum pipe_more (*read)(void *, void *);
    void (*work)(void *, void *, unsigned);
};

static enum pipe_more run_read(void *ctx, void *slot)
{
    struct running *r = ctx;
    return r->read(r->ctx, slot);
}

static void run_work(void *ctx, void *slot, unsigned thread)
{
    struct running *r = ctx;
    r->work(r->ctx, slot, thread);
}

static enum hm_status run_take(void *ctx, void *slot)
{
    struct running *r = ctx;
    return take(r->job, slot);
}

enum hm_status import_crew_run(struct import_crew *c, enum pipe_more (*read)(void *, void *),
                               void (*work)(void *, void *, unsigned), void *ctx)
{
    struct running r = {c->job, ctx, read, work};
    struct pipe_job job = {.ctx = &r,
                           .read = run_read,
                           .work = run_work,
                           .take = run_take,
                           .slots = c->slots,
                           .slot_count = c->chunk_count,
                           .threads = c->threads};
    enum hm_status st = pipe_run(&job);
    return st == HM_NOMEM && c->job->diag && c->job->diag->errors == 0
               ? diag_nomem(c->job->diag, _("importing"))
               : st;
}
