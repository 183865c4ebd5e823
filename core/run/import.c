/* import.c - records from files into an ingest, a block's worth at a time.
 *
 * Records are read into a builder; when it holds as many households as a block, they go to the
 * ingest as one frame. From the first refused record on nothing more is handed over (unless bad
 * records may be skipped): the rest is only read to find all its faults.
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
#include "run/import_job.h"
#include "run/import_tables.h"
#include "run/import_upsert.h"
#include "run/task.h"
#include "value/date.h"

/* --- NDJSON --- */

/* HM_DATA: refused. */
static enum hm_status read_line(struct import_job *j, struct record_reader *reader,
                                struct str line, const struct place *at, uint32_t file)
{
    struct record record;
    TRY(record_parse(reader, j->builder, line, at, &record, &j->faults));
    enum hm_status st = import_job_note_id(j, record.id, file, at);
    if (st != HM_OK)
        builder_rollback(j->builder);
    return st;
}

static enum hm_status read_lines(struct import_job *j, struct record_reader *reader,
                                 struct lines *l, uint32_t file)
{
    for (;;) {
        struct str line;
        bool more = true;
        TRY(import_job_step(j, lines_bytes(l)));
        enum hm_status st = lines_next(l, &line, &more, &j->faults);
        if (st == HM_OK && !more)
            return HM_OK;
        if (st != HM_OK && st != HM_DATA)
            return st;
        j->report.records++;
        struct place at = lines_place(l);
        if (st == HM_DATA) {
            import_job_list(j, (struct str){"", 0});
            import_job_refused(j);
            continue;
        }
        st = read_line(j, reader, line, &at, file);
        if (st == HM_DATA)
            import_job_refused(j);
        else if (st != HM_OK)
            return st;
        j->gathered_bytes += line.n;
        TRY(import_job_put(j, true));
    }
}

static enum hm_status read_ndjson(struct import_job *j, struct record_reader *reader,
                                  const char *path)
{
    struct lines *l;
    enum source_encoding encoding;
    uint32_t source;
    TRY(source_encoding_named(&encoding, j->options->encoding, SOURCE_UTF8, j->diag));
    TRY(import_job_source(j, path, &source));
    TRY(lines_open_as(&l, path, encoding, j->diag));
    lines_watch(l, j->host->stopped, j->host->ctx);
    if (j->options->file_count == 1)
        j->bytes_total = lines_total(l);
    enum hm_status st = read_lines(j, reader, l, source);
    j->bytes_before += lines_bytes(l);
    lines_close(l);
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
static enum hm_status read_files(struct import_job *j, struct record_reader *reader)
{
    enum table_format format;
    for (size_t i = 0; i < j->options->file_count; i++)
        TRY(format_of(j, j->options->files[i], &format)); /* before anything is read */
    struct import_tables *tables;
    TRY(import_tables_new(&tables, j));
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < j->options->file_count && st == HM_OK; i++) {
        const char *path = j->options->files[i];
        st = format_of(j, path, &format);
        if (st == HM_OK && format == TABLE_NDJSON)
            st = read_ndjson(j, reader, path);
        else if (st == HM_OK)
            st = import_tables_open(tables, path, format == TABLE_XLSX);
    }
    if (st == HM_OK)
        st = import_tables_read(tables);
    import_tables_free(tables);
    return st == HM_OK ? import_job_put(j, false) : st;
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
    struct record_reader *reader;
    struct record_rules rules = {.root = j->root,
                                 .needs_id = true,
                                 .is_store = true,
                                 .allows_variables = true,
                                 .today = j->today};
    TRY(import_errors_open(&j->errors, o->errors, j->diag));
    if (!o->dry_run || ingest_possible(j->store)) {
        TRY(ingest_begin(&j->ingest, j->store, o->month, j->diag));
        ingest_only(j->ingest, j->root);
        TRY(describe(j));
    }
    if (o->mode == IMPORT_UPSERT)
        TRY(import_upsert_open(j));
    if (record_reader_new(&reader, j->model, &rules) != HM_OK)
        return diag_nomem(j->diag, _("importing"));
    record_reader_listen(reader, import_errors_add, &j->errors);
    enum hm_status st = read_files(j, reader);
    record_reader_free(reader);
    return st;
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
            st = task_stopped(host) ? HM_INTERRUPTED : import_job_put(&j, false);
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
