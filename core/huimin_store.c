/* huimin_store.c - stores and their households behind the public interface. */
#include "huimin_internal.h"
#include "huimin_sheets.h"

#include <stdatomic.h>
#include <string.h>
#include "base/mem.h"
#include "run/export.h"
#include "run/households.h"
#include "run/import.h"
#include "run/pay_export.h"
#include "run/determination.h"
#include "run/known.h"
#include "run/schema.h"
#include "value/date.h"

enum hm_status hm_store_create(const char *path, const char *policy, const struct hm_host *host)
{
    struct schema schema;
    struct diag *d = api_diag(host);
    TRY(schema_load(&schema, policy, d));
    enum hm_status st = store_create(path, &schema.model, d);
    schema_fini(&schema);
    return st;
}

enum hm_status hm_store_open(struct hm_store **out, const char *path, int for_writing,
                             struct hm_messages *messages)
{
    struct diag *d = messages ? &messages->diag : NULL;
    struct hm_store *s = mem_zalloc(sizeof *s);
    if (!s)
        return diag_nomem(d, _("opening the store"));
    enum hm_status st = store_open(&s->store, path, for_writing ? STORE_WRITE : STORE_READ, d);
    if (st != HM_OK) {
        mem_free(s);
        return st;
    }
    atomic_init(&s->refs, 1);
    *out = s;
    return HM_OK;
}

void api_store_drop(struct hm_store *s)
{
    if (atomic_fetch_sub(&s->refs, 1) > 1)
        return;
    store_close(s->store);
    mem_free(s);
}

void hm_store_close(struct hm_store *s)
{
    if (s)
        api_store_drop(s);
}

enum hm_status hm_store_verify(struct hm_store *s, const struct hm_host *host)
{
    struct buf out;
    TRY(store_verify(s->store, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_puts(&out, "{\"sound\":true}\n");
    else
        buf_printf(&out, "%s\n", _("the store is sound"));
    return api_write(host, &out);
}

static enum hm_status report_counts(const struct ingest_counts *c, const struct hm_host *host)
{
    struct buf out;
    const unsigned long long n[] = {c->added, c->replaced, c->unchanged, c->deleted};
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_printf(&out,
                   "{\"added\":%llu,\"replaced\":%llu,\"unchanged\":%llu,\"deleted\":%llu}\n",
                   n[0], n[1], n[2], n[3]);
    else
        buf_printf(&out, _("%llu added, %llu replaced, %llu unchanged, %llu deleted\n"), n[0],
                   n[1], n[2], n[3]);
    return api_write(host, &out);
}

static enum hm_status report_import(const struct import_report *r, const struct hm_host *host)
{
    struct buf out;
    buf_init(&out);
    import_report_put(&out, r, host->format == HM_FORMAT_JSON);
    return api_write(host, &out);
}

enum hm_status hm_import(struct hm_store *s, const struct hm_import_options *o,
                         const struct hm_host *host)
{
    struct import_report report;
    struct import_options options = {
        .files = o->files,
        .file_count = o->file_count,
        .of = o->of,
        .format = o->format,
        .encoding = o->encoding,
        .map = o->map,
        .dry_run = o->dry_run,
        .skip_bad = o->skip_bad,
        .errors = o->errors,
    };
    TRY(api_month(&options.month, o->month, "--month", api_diag(host)));
    TRY(import_mode_named(&options.mode, o->mode, api_diag(host)));
    enum hm_status st = import_run(s->store, &options, host, &report, api_diag(host));
    if (st != HM_OK && st != HM_DATA)
        return st;
    enum hm_status written = report_import(&report, host);
    return st != HM_OK ? st : written;
}

enum hm_status hm_synth(struct hm_store *s, const struct hm_synth_options *o,
                        const struct hm_host *host)
{
    struct import_report report;
    struct import_synth synth = {
        .households = o->households, .seed = o->seed, .places = o->places};
    TRY(api_month(&synth.month, o->month, "--month", api_diag(host)));
    TRY(import_synth(s->store, &synth, host, &report, api_diag(host)));
    return report_import(&report, host);
}

enum hm_status hm_get(struct hm_store *s, const char *of, const char *const *ids, size_t count,
                      const char *month, const char *known_on, int unmasked,
                      const struct hm_host *host)
{
    struct buf out;
    int32_t m;
    struct known known = {store_sequence(s->store), UINT64_MAX};
    TRY(api_month(&m, month, "--month", api_diag(host)));
    if (known_on)
        TRY(api_known_on(&known, s->store, known_on, api_diag(host)));
    buf_init(&out);
    enum hm_status st = households_get(s->store, of, ids, count, m, known.sequence,
                                       unmasked, &out,
                                       api_diag(host));
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_get_results(struct hm_store *s, const char *const *ids, size_t count,
                              const char *month, const char *known_on,
                              const struct hm_host *host)
{
    struct buf out;
    int32_t m;
    struct known known = {0, UINT64_MAX};
    TRY(api_month(&m, month, "--month", api_diag(host)));
    if (known_on)
        TRY(api_known_on(&known, s->store, known_on, api_diag(host)));
    buf_init(&out);
    enum hm_status st = determination_get(s->store, ids, count, m, known.publications, &out,
                                          api_diag(host));
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_delete(struct hm_store *s, const char *of, const char *const *ids,
                         size_t count, const char *month, const struct hm_host *host)
{
    struct ingest_counts counts;
    int32_t m;
    TRY(api_month(&m, month, "--month", api_diag(host)));
    struct author by = {host->who, host->reason};
    TRY(households_delete(s->store, of, ids, count, m, &by, &counts, api_diag(host)));
    return report_counts(&counts, host);
}

/* The month of an export: as asked, else the run's last, else this month. */
static enum hm_status export_month(struct hm_store *s, const struct hm_export_options *o,
                                   int32_t *out, struct diag *d)
{
    struct run_record r;
    if (o->month || !o->run)
        return api_month(out, o->month, "--month", d);
    TRY(run_get(s->store, o->run, &r, d));
    *out = r.to;
    run_record_fini(&r);
    return HM_OK;
}

static enum hm_status export_payments(struct hm_store *s, const struct hm_export_options *o,
                                      int32_t month, const struct hm_host *host)
{
    bool ndjson = !o->format || strcmp(o->format, "ndjson") == 0;
    if (!ndjson && strcmp(o->format, "csv") != 0)
        return diag_error(api_diag(host), HM_USAGE, NULL,
                          _("there is no format \"%s\": expected ndjson, csv or xlsx"), o->format);
    if (o->run || o->of || o->entity || o->known_on || o->zh)
        return diag_error(api_diag(host), HM_USAGE, NULL,
                          _("payments are exported whole: --run, --of, --entity, --known-on and "
                            "--zh do not belong to them"));
    return pay_export_run(s->store, month, ndjson, host, api_diag(host));
}

static enum hm_status export_as(struct hm_store *s, const struct hm_export_options *o,
                                const struct hm_host *host)
{
    struct export_options options = {
        .what = o->what, .run = o->run, .format = o->format, .of = o->of, .entity = o->entity,
        .unmasked = o->unmasked != 0, .zh = o->zh != 0};
    struct known known;
    TRY(export_month(s, o, &options.month, api_diag(host)));
    if (o->known_on)
        TRY(api_known_on(&known, s->store, o->known_on, api_diag(host)));
    if (o->known_on)
        options.known = &known;
    if (strcmp(o->what, "payments") == 0)
        return export_payments(s, o, options.month, host);
    return export_run(s->store, &options, host, api_diag(host));
}

/* A workbook is made of what the same export writes as CSV. */
enum hm_status hm_export(struct hm_store *s, const struct hm_export_options *o,
                         const struct hm_host *host)
{
    struct hm_export_options as_csv = *o;
    struct api_sheets sheets;
    if (!o->format || strcmp(o->format, "xlsx") != 0)
        return export_as(s, o, host);
    as_csv.format = "csv";
    TRY(api_sheets_begin(&sheets, store_schema(s->store), host));
    return api_sheets_end(&sheets, export_as(s, &as_csv, &sheets.host));
}

enum hm_status api_known_on(struct known *out, struct store *s, const char *text,
                            struct diag *d)
{
    int32_t day;
    if (date_parse(&day, (struct str){text, strlen(text)}))
        return known_on(out, s, day, d);
    return diag_error(d, HM_USAGE, NULL, _("--known-on: \"%s\" is no day; write it as 2026-10-01"),
                      text);
}
