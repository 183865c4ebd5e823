/* import_job.c - chunks, faults and the end of an import. */
#include "run/import_job.h"

#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/chunk.h"
#include "run/import_quality.h"
#include "run/root.h"
#include "run/task.h"

enum { KEPT_MESSAGES = 4 /* room left in the messages for the summary */ };

enum hm_status import_job_init(struct import_job *j, struct store *s, const char *of,
                               const struct hm_host *host, int32_t month, struct diag *d)
{
    *j = (struct import_job){.store = s, .host = host, .diag = d, .model = store_schema(s)};
    j->started_ns = clock_monotonic_ns();
    j->today = clock_china_day();
    j->report.month = month;
    diag_init(&j->faults);
    import_ids_init(&j->ids);
    j->errors.fd = -1;
    TRY(root_in_store(&j->root, j->model, of, d));
    TRY(quality_init(&j->quality, j->model, j->root, d));
    if (strcmp(j->model->entities[j->root].name, "household") != 0)
        j->report.of = j->model->entities[j->root].name;
    return builder_new(&j->builder, j->model, j->root) == HM_OK ? HM_OK
                                                                : diag_nomem(d, _("importing"));
}

void import_job_fini(struct import_job *j)
{
    if (j->ingest)
        ingest_abort(j->ingest);
    if (j->before)
        view_close(j->before);
    builder_free(j->builder);
    builder_free(j->merged);
    import_ids_fini(&j->ids);
    quality_fini(&j->quality);
    for (size_t i = 0; i < j->source_count; i++)
        mem_free((void *)j->sources[i]);
    mem_free((void *)j->sources);
    diag_move(j->diag, &j->faults); /* of a read that failed */
    diag_fini(&j->faults);
}

enum hm_status import_job_source(struct import_job *j, const char *name, uint32_t *number)
{
    void *list = (void *)j->sources;
    if (j->source_count >= LIMIT_SOURCES)
        return diag_error(j->diag, HM_USAGE, NULL, _("an import has at most %d tables"),
                          LIMIT_SOURCES);
    if (mem_grow(&list, &j->source_cap, j->source_count + 1, sizeof *j->sources) != 0)
        return diag_nomem(j->diag, _("importing"));
    j->sources = list;
    j->sources[j->source_count] = mem_strdup(name);
    if (!j->sources[j->source_count])
        return diag_nomem(j->diag, _("importing"));
    *number = (uint32_t)j->source_count++;
    return HM_OK;
}

uint32_t import_job_chunk_lines(const struct import_job *j)
{
    return j->options->chunk_lines ? j->options->chunk_lines : CHUNK_LINES;
}

/* --- faults --- */

struct record_sink import_job_sink(struct import_job *j)
{
    return (struct record_sink){&j->faults, import_errors_add, &j->errors, true};
}

/* The file as messages name it. */
static const char *name_of(const struct import_job *j, uint32_t source)
{
    const char *name = j->sources[source];
    return strcmp(name, "-") == 0 ? _("standard input") : name;
}

enum hm_status import_job_note_id(struct import_job *j, const struct import_id *id,
                                  struct str text, uint32_t column)
{
    struct import_id first;
    char shown[192];
    struct record_sink to = import_job_sink(j);
    enum hm_status st = import_ids_note(&j->ids, id, &first);
    if (st == HM_NOMEM)
        return diag_nomem(j->diag, _("importing"));
    if (st == HM_OK)
        return HM_OK;
    struct place place = {.file = name_of(j, id->numbers[0]),
                          .line = id->numbers[1],
                          .column = column,
                          .field = "id"};
    record_excerpt(shown, text);
    return record_refuse(&to, &place, text, _("a household stands in an import once"),
                         _("the household \"%s\" was there already: %s, line %u"), shown,
                         j->sources[first.numbers[0]], first.numbers[1]);
}

/* Moves the record's messages to the caller's, which keeps room for the summary. */
void import_job_tell(struct import_job *j)
{
    j->report.faults += j->faults.errors;
    if (j->diag && j->diag->count + j->faults.count + KEPT_MESSAGES > j->diag->limit)
        j->diag->errors += j->faults.errors; /* counted, not shown */
    else
        diag_move(j->diag, &j->faults);
    diag_clear(&j->faults);
}

/* Whether refused records are left out and the others stored. */
static bool skips(const struct import_job *j)
{
    return j->options && j->options->skip_bad && !j->must_stop;
}

static void drop_ingest(struct import_job *j)
{
    if (j->ingest)
        ingest_abort(j->ingest);
    j->ingest = NULL;
}

void import_job_stop(struct import_job *j)
{
    j->must_stop = true;
    drop_ingest(j);
}

void import_job_refused(struct import_job *j)
{
    j->report.refused++;
    import_job_tell(j);
    if (!skips(j))
        drop_ingest(j);
}

void import_job_list(struct import_job *j, struct str found)
{
    for (size_t i = 0; i < j->faults.count; i++)
        import_errors_add(&j->errors, &j->faults.items[i].at, found, j->faults.items[i].text,
                          j->faults.items[i].hint);
}

enum hm_status import_job_put(struct import_job *j)
{
    struct frame f;
    uint32_t n = builder_rows(j->builder, j->root), *rows = mem_calloc(n + 1u, sizeof *rows);
    enum hm_status st = rows ? HM_OK : diag_nomem(j->diag, _("importing"));
    for (uint32_t r = 0; rows && r < n; r++)
        rows[r] = r;
    if (st == HM_OK)
        st = builder_finish(j->builder, &f, false, NULL, j->diag);
    if (st == HM_OK)
        st = ingest_take(j->ingest, &f, rows, n, j->diag);
    mem_free(rows);
    return st;
}

/* --- the end --- */

/* Says how many records were refused, once, after their faults. */
static void tell_refused(struct import_job *j)
{
    unsigned long long refused = j->report.refused, records = j->report.records,
                       faults = j->report.faults;
    if (refused == 0 && j->must_stop)
        diag_add(j->diag, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("%llu faults: nothing was stored"), faults);
    if (refused == 0)
        return;
    if (skips(j))
        diag_add(j->diag, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("%llu of %llu records were refused (%llu faults) and left out"), refused,
                 records, faults);
    else
        diag_add(j->diag, HM_LEVEL_NOTE, HM_OK, NULL,
                 j->must_stop ? _("a row that cannot be told to a household cannot be skipped")
                              : _("mend them, or store the others with --skip-bad"),
                 _("%llu of %llu records were refused (%llu faults): nothing was stored"),
                 refused, records, faults);
}

enum hm_status import_job_end(struct import_job *j)
{
    struct ingest *g = j->ingest;
    j->ingest = NULL;
    import_quality_end(j);
    tell_refused(j);
    if (j->must_stop || (j->report.refused > 0 && !skips(j)))
        return HM_DATA;
    if (!g)
        return HM_OK;
    if (j->options && j->options->dry_run) {
        j->report.is_rehearsed = true;
        return ingest_rehearse(g, &j->report.stored, j->diag);
    }
    TRY(ingest_commit(g, &j->report.stored, j->diag));
    j->report.is_stored = true;
    return HM_OK;
}
