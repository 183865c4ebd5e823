/* import.c - records from files into an ingest, piece by piece.
 *
 * A file is cut where a line ends; threads make frames of the pieces, which go to the ingest in
 * the order of the file (import_chunk.h). From the first refused record on nothing more is
 * handed over (unless bad records may be skipped): the rest is only read to find all its
 * faults.
 */
#include "run/import.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"
#include "base/clock.h"
#include "io/division.h"
#include "io/lines.h"
#include "io/synth.h"
#include "io/table_in.h"
#include "run/import_chunk.h"
#include "run/import_tables.h"
#include "run/import_upsert.h"
#include "run/task.h"
#include "value/date.h"

/* --- NDJSON --- */

struct reading { /* of one file */
    struct import_crew *crew;
    struct lines *lines;
    uint32_t source;
};

static enum pipe_more read_chunk(void *ctx, void *slot)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    bool more = true;
    c->source = r->source;
    c->file = lines_place(r->lines).file;
    enum hm_status st = lines_chunk(r->lines, &c->text, &more, &c->trouble);
    if (st == HM_OK)
        return more ? PIPE_MORE : PIPE_END;
    import_chunk_fail(c, st);
    return PIPE_LAST;
}

static void read_line(struct import_chunk *c, struct import_worker *w, struct str line,
                      uint32_t number, struct record *record)
{
    struct place at = {.file = c->file, .line = number};
    enum hm_status st = record_parse(w->reader, w->builder, line, &at, record, &c->faults);
    struct import_row *row = import_chunk_row(c, IMPORT_RECORD, number);
    if (st != HM_OK && st != HM_DATA)
        import_chunk_fail(c, st);
    if (!row)
        return;
    row->sound = st == HM_OK;
    if (st == HM_OK) {
        row->row = record->row;
        import_chunk_id(c, row, record->id);
    }
    import_chunk_end_row(c, row);
}

static void work_on_lines(void *ctx, void *slot, unsigned thread)
{
    struct reading *r = ctx;
    struct import_chunk *c = slot;
    struct import_worker *w = &r->crew->workers[thread];
    struct record record;
    record_reader_listen(w->reader, import_chunk_listen, c);
    for (size_t i = 0; i < c->text.count; i++) {
        struct chunk_piece *p = &c->text.pieces[i];
        struct str rest = p->text, line;
        uint32_t next = p->line, number;
        if (p->kind == CHUNK_FAULT)
            import_chunk_fault(c, &p->faults, (struct str){"", 0}, false);
        while (c->status == HM_OK && lines_split(&rest, &next, false, &line, &number))
            read_line(c, w, line, number, &record);
    }
    import_chunk_finish(c, w);
}

static enum hm_status open_readers(struct import_crew *crew)
{
    struct import_job *j = crew->job;
    struct record_rules rules = {.root = j->root,
                                 .needs_id = true,
                                 .is_store = true,
                                 .allows_variables = true,
                                 .today = j->today};
    for (unsigned i = 0; i < crew->threads; i++)
        if (!crew->workers[i].reader &&
            record_reader_new(&crew->workers[i].reader, j->model, &rules) != HM_OK)
            return diag_nomem(j->diag, _("importing"));
    return HM_OK;
}

static enum hm_status read_ndjson(struct import_crew *crew, const char *path)
{
    struct import_job *j = crew->job;
    struct reading r = {.crew = crew};
    enum source_encoding encoding;
    TRY(source_encoding_named(&encoding, j->options->encoding, SOURCE_UTF8, j->diag));
    TRY(import_job_source(j, path, &r.source));
    TRY(open_readers(crew));
    TRY(lines_open_as(&r.lines, path, encoding, j->diag));
    lines_watch(r.lines, j->host->stopped, j->host->ctx);
    lines_limit(r.lines, import_job_chunk_lines(j));
    if (j->options->file_count == 1)
        j->bytes_total = lines_total(r.lines);
    enum hm_status st = import_crew_run(crew, read_chunk, work_on_lines, &r);
    j->bytes_before += lines_bytes(r.lines);
    lines_close(r.lines);
    return st;
}

/* --- files --- */

static enum hm_status format_of(const struct import_job *j, const char *path,
                                enum table_format *out)
{
    const char *word = j->options->format;
    *out = word ? table_format_named(word) : table_format_of(path);
    if (word && *out == TABLE_FORMATS)
        return diag_error(j->diag, HM_USAGE, NULL,
                          _("there is no format \"%s\": expected ndjson, csv or xlsx"), word);
    if (*out == TABLE_XLSX && strcmp(path, "-") == 0)
        return diag_error(j->diag, HM_USAGE, NULL,
                          _("a workbook cannot be read from standard input: name its file"));
    return *out != TABLE_FORMATS
               ? HM_OK
               : diag_add(j->diag, HM_LEVEL_ERROR, HM_USAGE, &(struct place){.file = path},
                          _("give --format ndjson, --format csv or --format xlsx"),
                          _("the file's name does not tell its format"));
}

/* Line by line the one, as one set of tables the other. */
static enum hm_status read_with(struct import_crew *crew)
{
    struct import_job *j = crew->job;
    enum table_format format;
    for (size_t i = 0; i < j->options->file_count; i++)
        TRY(format_of(j, j->options->files[i], &format)); /* before anything is read */
    struct import_tables *tables;
    TRY(import_tables_new(&tables, crew));
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < j->options->file_count && st == HM_OK; i++) {
        const char *path = j->options->files[i];
        st = format_of(j, path, &format);
        if (st == HM_OK && format == TABLE_NDJSON)
            st = read_ndjson(crew, path);
        else if (st == HM_OK)
            st = import_tables_open(tables, path, format == TABLE_XLSX);
    }
    if (st == HM_OK)
        st = import_tables_read(tables);
    import_tables_free(tables);
    return st;
}

static enum hm_status read_files(struct import_job *j)
{
    struct import_crew crew;
    enum hm_status st = import_crew_open(&crew, j);
    if (st == HM_OK)
        st = read_with(&crew);
    import_crew_close(&crew);
    return st;
}

/* --- the whole --- */

/* What the change log keeps. */
static enum hm_status describe(struct import_job *j)
{
    const struct import_options *o = j->options;
    struct author by = {j->host->who, j->host->reason};
    struct buf names;
    buf_init(&names);
    for (size_t i = 0; i < o->file_count; i++)
        buf_printf(&names, "%s%s", i ? "\n" : "", o->files[i]);
    enum hm_status st = buf_ok(&names)
                            ? ingest_describe(j->ingest, "import", names.data, &by, j->diag)
                            : diag_nomem(j->diag, _("importing"));
    buf_fini(&names);
    return st;
}

static enum hm_status run_job(struct import_job *j)
{
    const struct import_options *o = j->options;
    TRY(import_errors_open(&j->errors, o->errors, j->diag));
    if (!o->dry_run || ingest_possible(j->store)) {
        TRY(ingest_begin(&j->ingest, j->store, o->month, j->diag));
        ingest_only(j->ingest, j->root);
        TRY(describe(j));
    }
    if (o->mode == IMPORT_UPSERT)
        TRY(import_upsert_open(j));
    return read_files(j);
}

static void report(struct import_job *j, struct import_report *out)
{
    j->report.bytes = j->bytes_before;
    j->report.elapsed_ms = (clock_monotonic_ns() - j->started_ns) / 1000000;
    if (out)
        *out = j->report;
}

enum hm_status import_run(struct store *s, const struct import_options *o,
                          const struct hm_host *host, struct import_report *out, struct diag *d)
{
    struct import_job j;
    enum hm_status st = import_job_init(&j, s, o->of, host, o->month, d);
    j.options = o;
    if (st == HM_OK)
        st = run_job(&j);
    enum hm_status closed = import_errors_close(&j.errors, d);
    if (st == HM_OK)
        st = closed;
    if (st == HM_OK)
        st = import_job_end(&j);
    report(&j, st == HM_OK || st == HM_DATA ? out : NULL);
    import_job_fini(&j);
    return st;
}

/* Where the store's policy is for; a made-up place gets the families of all. */
static const char *places_of(const struct store *s)
{
    const char *division = store_schema(s)->division;
    return division && division_is_province(division) ? division : NULL;
}

enum hm_status import_synth(struct store *s, const struct import_synth *o,
                            const struct hm_host *host, struct import_report *out,
                            struct diag *d)
{
    enum { CHUNK = LIMIT_BLOCK_HOUSEHOLDS };
    struct import_job j;
    struct synth_plan plan;
    const char *places = o->places ? o->places : places_of(s);
    uint64_t households = o->households;
    TRY(synth_plan(&plan, o->seed, o->month, places, d));
    if (households > LIMIT_SYNTH_HOUSEHOLDS)
        return diag_error(d, HM_USAGE, NULL, _("at most %d households can be made"),
                          LIMIT_SYNTH_HOUSEHOLDS);
    enum hm_status st = import_job_init(&j, s, NULL, host, o->month, d);
    if (st == HM_OK)
        st = ingest_begin(&j.ingest, s, o->month, d);
    if (st == HM_OK)
        st = ingest_describe(j.ingest, "synth", NULL, &(struct author){host->who, host->reason},
                             d);
    for (uint64_t first = 1; st == HM_OK && first <= households; first += CHUNK) {
        uint64_t left = households - first + 1;
        task_progress(host, _("making households"), first - 1, households);
        st = synth_fill(j.builder, j.model, &plan, first, left < CHUNK ? left : CHUNK, d);
        if (st == HM_OK)
            st = task_stopped(host) ? HM_INTERRUPTED : import_job_put(&j);
    }
    j.report.records = households;
    if (st == HM_OK)
        st = import_job_end(&j);
    report(&j, st == HM_OK ? out : NULL);
    import_job_fini(&j);
    return st;
}

enum hm_status import_mode_named(enum import_mode *out, const char *name, struct diag *d)
{
    static const char *const names[] = {"replace", "upsert", "delete"};
    *out = IMPORT_REPLACE;
    for (int i = 0; name && i < 3; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        *out = (enum import_mode)i;
        return HM_OK;
    }
    return !name ? HM_OK
                 : diag_error(d, HM_USAGE, NULL,
                              _("there is no mode \"%s\": expected replace, upsert or delete"),
                              name);
}

void import_report_put(struct buf *out, const struct import_report *r, bool as_json)
{
    unsigned long long records = r->records, refused = r->refused, faults = r->faults,
                       added = r->stored.added, replaced = r->stored.replaced,
                       unchanged = r->stored.unchanged, deleted = r->stored.deleted,
                       bytes = r->bytes, ms = r->elapsed_ms;
    char month[16];
    snprintf(month, sizeof month, "%04d-%02d", month_year(r->month), month_number(r->month));
    if (as_json) {
        buf_printf(out,
                   "{\"month\":\"%s\",\"stored\":%s,\"records\":%llu,\"added\":%llu,"
                   "\"replaced\":%llu,\"unchanged\":%llu,\"deleted\":%llu,\"refused\":%llu,"
                   "\"faults\":%llu,\"bytes\":%llu,\"elapsed_ms\":%llu}\n",
                   month, r->is_stored ? "true" : "false", records, added, replaced, unchanged,
                   deleted, refused, faults, bytes, ms);
        return;
    }
    if (r->of)
        buf_printf(out, "%s: ", r->of);
    if (deleted)
        buf_printf(out,
                   r->of ? _("%s: %llu deleted, %llu refused")
                         : _("households for %s: %llu deleted, %llu refused"),
                   month, deleted, refused);
    else if (r->is_stored || r->is_rehearsed)
        buf_printf(out,
                   r->of ? _("%s: %llu added, %llu replaced, %llu unchanged, %llu refused")
                         : _("households for %s: %llu added, %llu replaced, %llu unchanged, "
                             "%llu refused"),
                   month, added, replaced, unchanged, refused);
    if (r->is_rehearsed)
        buf_puts(out, _(" (a dry run: nothing was stored)"));
    if (deleted || r->is_stored || r->is_rehearsed)
        buf_putc(out, '\n');
    else
        buf_printf(out,
                   r->of
                       ? _("%s: %llu read, %llu refused; nothing was stored\n")
                       : _("households for %s: %llu read, %llu refused; nothing was stored\n"),
                   month, records, refused);
    buf_printf(out,
               r->of ? _("%llu records in %llu.%02llu s, %llu a second")
                     : _("%llu households in %llu.%02llu s, %llu a second"),
               records, ms / 1000, ms % 1000 / 10, records * 1000 / (ms + 1));
    if (bytes)
        buf_printf(out, _(" (%llu bytes)"), bytes);
    buf_putc(out, '\n');
}
