/* import.c - records from files into an ingest, a block's worth at a time.
 *
 * Records are read into a builder; when it holds as many households as a block, they go to the
 * ingest as one frame. From the first refused record on nothing more is handed over (unless bad
 * records may be skipped): the rest is only read to find all its faults.
 */
#include "run/import.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/limits.h"
#include "base/mem.h"
#include "io/lines.h"
#include "io/record.h"
#include "io/synth.h"
#include "run/import_errors.h"
#include "run/import_ids.h"
#include "run/task.h"
#include "value/date.h"

enum {
    CHUNK_ROWS = LIMIT_BLOCK_HOUSEHOLDS,
    CHINA_SECONDS = 8 * 3600, /* ahead of UTC: the day of whoever records a birth */
    KEPT_MESSAGES = 4,        /* room left in the messages for the summary */
    PROGRESS_RECORDS = 4096
};

struct import {
    struct store *store;
    const struct import_options *options;
    const struct hm_host *host;
    struct diag *diag;
    struct diag faults; /* of the present record */
    const struct model *model;
    uint8_t root;
    struct ingest *ingest; /* NULL: nothing is handed over any more */
    struct builder *builder;
    struct record_reader *reader;
    struct import_ids ids;
    struct import_errors errors;
    struct import_report report;
    uint64_t bytes_before, bytes_total; /* of the files read; of all, 0 = not known */
    uint64_t started_ns;
};

/* --- faults --- */

/* Moves the record's messages to the caller's, which keeps room for the summary. */
static void tell_faults(struct import *m)
{
    m->report.faults += m->faults.errors;
    if (m->diag && m->diag->count + m->faults.count + KEPT_MESSAGES > m->diag->limit)
        m->diag->errors += m->faults.errors; /* counted, not shown */
    else
        diag_move(m->diag, &m->faults);
    diag_clear(&m->faults);
}

/* A record was refused. */
static void refused(struct import *m)
{
    m->report.refused++;
    tell_faults(m);
    if (m->ingest && !(m->options && m->options->skip_bad)) {
        ingest_abort(m->ingest);
        m->ingest = NULL;
    }
}

static enum hm_status refuse_twice(struct import *m, const struct place *at, struct str id,
                                   const struct import_id *first)
{
    struct record_sink to = {&m->faults, import_errors_add, &m->errors};
    struct place place = *at;
    char shown[192];
    place.field = "id";
    record_excerpt(shown, id);
    return record_refuse(&to, &place, id, _("a household stands in an import once"),
                         _("the household \"%s\" was there already: %s, line %u"), shown,
                         m->options->files[first->file], first->line);
}

/* --- chunks --- */

/* Households that the store itself refused: not expected, since all that it checks was checked.
 */
static void refused_by_store(struct import *m)
{
    for (size_t i = 0; i < m->faults.count; i++)
        import_errors_add(&m->errors, &m->faults.items[i].at, (struct str){"", 0},
                          m->faults.items[i].text, m->faults.items[i].hint);
    m->report.refused += m->faults.errors - 1;
    refused(m);
}

/* Hands what was gathered to the ingest. */
static enum hm_status put_chunk(struct import *m)
{
    struct frame f;
    if (builder_rows(m->builder, m->root) == 0)
        return HM_OK;
    if (!m->ingest) {
        builder_clear(m->builder);
        return HM_OK;
    }
    TRY(builder_finish(m->builder, &f, false, NULL, m->diag));
    enum hm_status st = ingest_add(m->ingest, &f, &m->faults);
    frame_fini(&f);
    if (st == HM_DATA)
        refused_by_store(m);
    else if (st != HM_OK)
        diag_move(m->diag, &m->faults);
    return st == HM_DATA ? HM_OK : st;
}

static enum hm_status put_full_chunk(struct import *m)
{
    return builder_rows(m->builder, m->root) < CHUNK_ROWS ? HM_OK : put_chunk(m);
}

/* --- NDJSON --- */

/* HM_DATA: refused. */
static enum hm_status read_line(struct import *m, struct str line, const struct place *at,
                                uint32_t file)
{
    struct record record;
    struct import_id first;
    TRY(record_parse(m->reader, m->builder, line, at, &record, &m->faults));
    enum hm_status st = import_ids_add(&m->ids, record.id, file, at->line, &first);
    if (st != HM_OK)
        builder_rollback(m->builder);
    if (st == HM_DATA)
        refuse_twice(m, at, record.id, &first);
    return st == HM_NOMEM ? diag_nomem(m->diag, _("importing")) : st;
}

static enum hm_status read_lines(struct import *m, struct lines *l, uint32_t file)
{
    for (;;) {
        struct str line;
        bool more = true;
        if (m->report.records % PROGRESS_RECORDS == 0) {
            task_progress(m->host, _("importing"), m->bytes_before + lines_bytes(l),
                          m->bytes_total);
            if (task_stopped(m->host))
                return HM_INTERRUPTED;
        }
        enum hm_status st = lines_next(l, &line, &more, &m->faults);
        if (st == HM_OK && !more)
            return HM_OK;
        struct place at = lines_place(l);
        m->report.records++;
        if (st == HM_OK)
            st = read_line(m, line, &at, file);
        else if (st == HM_DATA)
            import_errors_add(&m->errors, &at, (struct str){"", 0}, m->faults.items[0].text,
                              m->faults.items[0].hint);
        if (st == HM_DATA)
            refused(m);
        else if (st != HM_OK)
            return st;
        TRY(put_full_chunk(m));
    }
}

static enum hm_status read_ndjson(struct import *m, uint32_t file)
{
    struct lines *l;
    TRY(lines_open(&l, m->options->files[file], m->diag));
    lines_watch(l, m->host->stopped, m->host->ctx);
    if (file == 0 && m->options->file_count == 1)
        m->bytes_total = lines_total(l);
    enum hm_status st = read_lines(m, l, file);
    m->bytes_before += lines_bytes(l);
    lines_close(l);
    diag_move(m->diag, &m->faults); /* of a read that failed */
    return st;
}

/* --- files --- */

enum format { NDJSON, CSV };

static bool ends_with(const char *path, const char *end)
{
    size_t n = strlen(path), k = strlen(end);
    return n >= k && strcmp(path + n - k, end) == 0;
}

static enum hm_status format_of(const struct import *m, const char *path, enum format *out)
{
    const char *word = m->options->format;
    if (word) {
        *out = strcmp(word, "csv") == 0 ? CSV : NDJSON;
        if (*out == CSV || strcmp(word, "ndjson") == 0)
            return HM_OK;
        return diag_error(m->diag, HM_USAGE, NULL,
                          _("there is no format \"%s\": expected ndjson or csv"), word);
    }
    *out = ends_with(path, ".csv") ? CSV : NDJSON;
    if (*out == CSV || strcmp(path, "-") == 0 || ends_with(path, ".ndjson") ||
        ends_with(path, ".jsonl") || ends_with(path, ".json"))
        return HM_OK;
    return diag_add(m->diag, HM_LEVEL_ERROR, HM_USAGE, &(struct place){.file = path},
                    _("give --format ndjson or --format csv"),
                    _("the file's name does not tell its format"));
}

static enum hm_status read_files(struct import *m)
{
    enum format format;
    for (size_t i = 0; i < m->options->file_count; i++)
        TRY(format_of(m, m->options->files[i], &format)); /* before anything is read */
    for (size_t i = 0; i < m->options->file_count; i++) {
        TRY(format_of(m, m->options->files[i], &format));
        TRY(read_ndjson(m, (uint32_t)i));
    }
    return put_chunk(m);
}

/* --- the whole --- */

static enum hm_status find_root(struct import *m)
{
    m->root = model_entity(m->model, (struct str){"household", 9});
    return m->root != NO_ENTITY
               ? HM_OK
               : diag_error(m->diag, HM_DATA, NULL, _("the store has no households"));
}

static enum hm_status set_up(struct import *m, struct store *s, const struct hm_host *host,
                             int32_t month, struct diag *d)
{
    *m = (struct import){.store = s, .host = host, .diag = d, .model = store_schema(s)};
    m->started_ns = clock_monotonic_ns();
    m->report.month = month;
    diag_init(&m->faults);
    import_ids_init(&m->ids);
    m->errors.fd = -1;
    TRY(find_root(m));
    if (builder_new(&m->builder, m->model, m->root) != HM_OK)
        return diag_nomem(d, _("importing"));
    return HM_OK;
}

static enum hm_status set_up_files(struct import *m, const struct import_options *o)
{
    struct record_rules rules = {.root = m->root, .needs_id = true, .allows_variables = true};
    rules.today = (int32_t)((clock_unix_seconds() + CHINA_SECONDS) / 86400);
    if (record_reader_new(&m->reader, m->model, &rules) != HM_OK)
        return diag_nomem(m->diag, _("importing"));
    record_reader_listen(m->reader, import_errors_add, &m->errors);
    TRY(import_errors_open(&m->errors, o->errors, m->diag));
    return o->dry_run ? HM_OK : ingest_begin(&m->ingest, m->store, o->month, m->diag);
}

/* Says how many records were refused, once, after their faults. */
static void tell_refused(struct import *m)
{
    unsigned long long refused = m->report.refused, records = m->report.records,
                       faults = m->report.faults;
    if (refused == 0)
        return;
    if (m->options->skip_bad)
        diag_add(m->diag, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("%llu of %llu records were refused (%llu faults) and left out"), refused,
                 records, faults);
    else
        diag_add(m->diag, HM_LEVEL_NOTE, HM_OK, NULL,
                 _("mend them, or store the others with --skip-bad"),
                 _("%llu of %llu records were refused (%llu faults): nothing was stored"),
                 refused, records, faults);
}

static enum hm_status commit(struct import *m)
{
    struct ingest *g = m->ingest;
    m->ingest = NULL;
    if (!g)
        return m->report.refused > 0 && !m->options->skip_bad ? HM_DATA : HM_OK;
    TRY(ingest_commit(g, &m->report.stored, m->diag));
    m->report.is_stored = true;
    return HM_OK;
}

static void tear_down(struct import *m)
{
    if (m->ingest)
        ingest_abort(m->ingest);
    builder_free(m->builder);
    record_reader_free(m->reader);
    import_ids_fini(&m->ids);
    diag_fini(&m->faults);
}

static void report(struct import *m, struct import_report *out)
{
    m->report.bytes = m->bytes_before;
    m->report.elapsed_ms = (clock_monotonic_ns() - m->started_ns) / 1000000;
    if (out)
        *out = m->report;
}

enum hm_status import_run(struct store *s, const struct import_options *o,
                          const struct hm_host *host, struct import_report *out, struct diag *d)
{
    struct import m;
    enum hm_status st = set_up(&m, s, host, o->month, d);
    m.options = o;
    if (st == HM_OK)
        st = set_up_files(&m, o);
    if (st == HM_OK)
        st = read_files(&m);
    enum hm_status closed = import_errors_close(&m.errors, d);
    if (st == HM_OK)
        st = closed;
    if (st == HM_OK) {
        tell_refused(&m);
        st = commit(&m);
    }
    if (st == HM_OK || st == HM_DATA)
        report(&m, out);
    tear_down(&m);
    return st;
}

enum hm_status import_synth(struct store *s, uint64_t households, uint64_t seed, int32_t month,
                            const struct hm_host *host, struct import_report *out,
                            struct diag *d)
{
    struct import m;
    enum hm_status st = set_up(&m, s, host, month, d);
    if (st == HM_OK)
        st = ingest_begin(&m.ingest, s, month, d);
    for (uint64_t first = 1; st == HM_OK && first <= households; first += CHUNK_ROWS) {
        uint64_t left = households - first + 1;
        task_progress(host, _("making households"), first - 1, households);
        st = synth_fill(m.builder, m.model, seed, first, left < CHUNK_ROWS ? left : CHUNK_ROWS,
                        d);
        if (st == HM_OK)
            st = task_stopped(host) ? HM_INTERRUPTED : put_chunk(&m);
    }
    m.report.records = households;
    if (st == HM_OK)
        st = commit(&m);
    if (st == HM_OK)
        report(&m, out);
    tear_down(&m);
    return st;
}

void import_report_put(struct buf *out, const struct import_report *r, bool as_json)
{
    unsigned long long records = r->records, refused = r->refused, faults = r->faults,
                       added = r->stored.added, replaced = r->stored.replaced,
                       unchanged = r->stored.unchanged, bytes = r->bytes, ms = r->elapsed_ms;
    char month[16];
    snprintf(month, sizeof month, "%04d-%02d", month_year(r->month), month_number(r->month));
    if (as_json) {
        buf_printf(out,
                   "{\"month\":\"%s\",\"stored\":%s,\"records\":%llu,\"added\":%llu,"
                   "\"replaced\":%llu,\"unchanged\":%llu,\"refused\":%llu,\"faults\":%llu,"
                   "\"bytes\":%llu,\"elapsed_ms\":%llu}\n",
                   month, r->is_stored ? "true" : "false", records, added, replaced, unchanged,
                   refused, faults, bytes, ms);
        return;
    }
    if (r->is_stored)
        buf_printf(out,
                   _("households for %s: %llu added, %llu replaced, %llu unchanged, %llu "
                     "refused\n"),
                   month, added, replaced, unchanged, refused);
    else
        buf_printf(out, _("households for %s: %llu read, %llu refused; nothing was stored\n"),
                   month, records, refused);
    buf_printf(out, _("%llu households in %llu.%02llu s, %llu a second"), records, ms / 1000,
               ms % 1000 / 10, records * 1000 / (ms + 1));
    if (bytes)
        buf_printf(out, _(" (%llu bytes)"), bytes);
    buf_putc(out, '\n');
}
