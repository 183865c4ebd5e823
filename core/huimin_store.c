/* huimin_store.c - stores and their households behind the public interface. */
#include "huimin_internal.h"

#include "base/mem.h"
#include "run/export.h"
#include "run/households.h"
#include "run/import.h"
#include "run/populate.h"
#include "run/schema.h"

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
    *out = s;
    return HM_OK;
}

void hm_store_close(struct hm_store *s)
{
    if (s)
        store_close(s->store);
    mem_free(s);
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

enum hm_status hm_synth(struct hm_store *s, const struct hm_synth_options *o,
                        const struct hm_host *host)
{
    struct ingest_counts counts;
    int32_t month;
    TRY(api_month(&month, o->month, "--month", api_diag(host)));
    TRY(populate_store(s->store, month, o->seed, o->households, host, &counts, api_diag(host)));
    return report_counts(&counts, host);
}

enum hm_status hm_get(struct hm_store *s, const char *const *ids, size_t count,
                      const char *month, const struct hm_host *host)
{
    struct buf out;
    int32_t m;
    TRY(api_month(&m, month, "--month", api_diag(host)));
    buf_init(&out);
    enum hm_status st = households_get(s->store, ids, count, m, &out, api_diag(host));
    enum hm_status written = api_write(host, &out);
    return st != HM_OK ? st : written;
}

enum hm_status hm_delete(struct hm_store *s, const char *const *ids, size_t count,
                         const char *month, const struct hm_host *host)
{
    struct ingest_counts counts;
    int32_t m;
    TRY(api_month(&m, month, "--month", api_diag(host)));
    TRY(households_delete(s->store, ids, count, m, &counts, api_diag(host)));
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

enum hm_status hm_export(struct hm_store *s, const struct hm_export_options *o,
                         const struct hm_host *host)
{
    struct export_options options = {
        .what = o->what, .run = o->run, .format = o->format, .entity = o->entity};
    TRY(export_month(s, o, &options.month, api_diag(host)));
    return export_run(s->store, &options, host, api_diag(host));
}
