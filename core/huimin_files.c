/* huimin_files.c - whole stores behind the public interface: backup, compaction, statistics,
 * migration. */
#include "huimin_internal.h"

#include <string.h>
#include "report/table.h"
#include "run/extension.h"
#include "store/copy.h"
#include "value/date.h"

static struct author author_of(const struct hm_host *host)
{
    return (struct author){host->who, host->reason};
}

enum hm_status hm_backup(struct hm_store *s, const char *file, const struct hm_host *host)
{
    struct copy_report r;
    struct buf out;
    TRY(store_backup(s->store, file, &r, api_diag(host)));
    unsigned long long bytes = r.bytes_after, sequence = r.sequence;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON) {
        buf_puts(&out, "{\"backup\":");
        buf_json_string(&out, file, strlen(file));
        buf_printf(&out, ",\"bytes\":%llu,\"changes\":%llu,\"runs\":%u,\"sound\":true}\n",
                   bytes, sequence, r.runs);
    } else {
        buf_printf(&out, _("%s: %llu bytes, up to change %llu and run %u, verified\n"), file,
                   bytes, sequence, r.runs);
    }
    return api_write(host, &out);
}

enum hm_status hm_compact(const char *path, const struct hm_host *host)
{
    struct copy_report r;
    struct buf out;
    struct author by = author_of(host);
    TRY(store_compact(path, &by, &r, api_diag(host)));
    unsigned long long before = r.bytes_before, after = r.bytes_after;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        buf_printf(&out, "{\"bytes_before\":%llu,\"bytes_after\":%llu,\"sound\":true}\n",
                   before, after);
    else
        buf_printf(&out, _("%llu bytes before, %llu bytes now, verified\n"), before, after);
    return api_write(host, &out);
}

/* --- stats --- */

static void put_month(struct buf *out, int32_t month)
{
    if (month)
        month_put(out, month);
    else
        buf_puts(out, "-");
}

static void stats_json(struct buf *out, const struct store_stats *x)
{
    buf_printf(out,
               "{\"format\":%u,\"file_bytes\":%llu,\"used_bytes\":%llu,\"free_bytes\":%llu,"
               "\"households\":%llu,\"blocks\":%u,\"changes\":%llu,",
               x->format, (unsigned long long)x->file_bytes,
               (unsigned long long)(x->used_pages * x->page_bytes),
               (unsigned long long)(x->free_pages * x->page_bytes),
               (unsigned long long)x->households, x->blocks, (unsigned long long)x->sequence);
    if (x->first_month) {
        buf_puts(out, "\"first_month\":\"");
        month_put(out, x->first_month);
        buf_puts(out, "\",\"last_month\":\"");
        month_put(out, x->last_month);
        buf_puts(out, "\",");
    }
    buf_printf(out,
               "\"runs\":%u,\"started_runs\":%u,\"publications\":%llu,\"payment_batches\":%u,"
               "\"journal_entries\":%llu,\"readers\":%u,\"tables\":[",
               x->runs, x->started_runs, (unsigned long long)x->publications, x->batches,
               (unsigned long long)x->journal_entries, x->readers);
    for (size_t i = 0; i < x->table_count; i++)
        buf_printf(out, "%s{\"table\":\"%s\",\"entries\":%llu,\"bytes\":%llu}", i ? "," : "",
                   x->tables[i].name, (unsigned long long)x->tables[i].entries,
                   (unsigned long long)(x->tables[i].pages * x->page_bytes));
    buf_puts(out, "]}\n");
}

static void stats_tables(struct buf *out, const struct store_stats *x)
{
    struct table t;
    const char *heads[] = {_("table"), _("entries"), _("bytes")};
    table_init(&t, "lrr");
    for (size_t i = 0; i < 3; i++)
        table_text(&t, heads[i]);
    for (size_t i = 0; i < x->table_count; i++) {
        table_text(&t, x->tables[i].name);
        table_count(&t, x->tables[i].entries);
        table_count(&t, x->tables[i].pages * x->page_bytes);
    }
    table_put(&t, out);
    table_fini(&t);
}

static void stats_text(struct buf *out, const struct store_stats *x)
{
    unsigned long long file = x->file_bytes, used = x->used_pages * x->page_bytes,
                       space = x->free_pages * x->page_bytes;
    struct buf months;
    buf_init(&months);
    put_month(&months, x->first_month);
    buf_puts(&months, "..");
    put_month(&months, x->last_month);
    buf_printf(out, _("format %u; %llu bytes, %llu of them used, %llu free inside\n"),
               x->format, file, used, space);
    buf_printf(out, _("%llu households in %u blocks, %llu changes of facts, months %s\n"),
               (unsigned long long)x->households, x->blocks, (unsigned long long)x->sequence,
               buf_ok(&months) ? months.data : "?");
    buf_fini(&months);
    buf_printf(out,
               _("%u runs (%u not complete), %llu publications, %u payment batches, %llu "
                 "journal entries, %u readers now\n\n"),
               x->runs, x->started_runs, (unsigned long long)x->publications, x->batches,
               (unsigned long long)x->journal_entries, x->readers);
    stats_tables(out, x);
}

enum hm_status hm_stats(struct hm_store *s, const struct hm_host *host)
{
    struct store_stats x;
    struct buf out;
    TRY(store_stats(s->store, &x, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        stats_json(&out, &x);
    else
        stats_text(&out, &x);
    return api_write(host, &out);
}

/* --- migrate --- */

static enum hm_status check_wish(const char *path, const struct hm_migrate_options *o,
                                 struct diag *d)
{
    uint32_t format;
    struct place at = {.file = path};
    if (o->backup || o->force)
        return HM_OK;
    TRY(store_format(path, &format, d));
    if (format == STORE_FORMAT)
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, &at,
                    _("add --backup FILE, or --force if there is a backup already"),
                    _("the store has format %u: it is only migrated with a backup"), format);
}

static enum hm_status extend(struct extension *x, const char *path,
                             const struct hm_migrate_options *o, bool backed_up,
                             const struct author *by, struct diag *d)
{
    struct store *s;
    TRY(store_open(&s, path, STORE_WRITE, d));
    enum hm_status st = HM_OK;
    if (o->backup && !backed_up)
        st = store_backup(s, o->backup, NULL, d);
    if (st == HM_OK)
        st = extension_run(x, s, o->policy, by, d);
    store_close(s);
    return st;
}

static void migrate_text(struct buf *out, const struct extension *x)
{
    static const char *const lines[EXTENSION_KINDS] = {
        N_("new"), N_("new value"), N_("wider range")};
    if (x->count == 0)
        buf_puts(out, _("the store has everything that the policy declares\n"));
    for (size_t i = 0; i < x->count; i++)
        buf_printf(out, "%s: %s\n", _(lines[x->items[i].kind]), x->items[i].name);
}

enum hm_status hm_migrate(const char *path, const struct hm_migrate_options *o,
                          const struct hm_host *host)
{
    uint32_t from, to;
    struct buf out;
    struct extension x = {0};
    struct author by = author_of(host);
    TRY(check_wish(path, o, api_diag(host)));
    TRY(store_migrate(path, o->backup, &by, &from, &to, api_diag(host)));
    if (o->policy)
        TRY(extend(&x, path, o, from != to, &by, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON) {
        buf_printf(&out, "{\"from\":%u,\"to\":%u", from, to);
        buf_puts(&out, o->policy ? "," : "");
        if (o->policy)
            extension_put(&out, &x);
        buf_puts(&out, "}\n");
    } else if (from == to && !o->policy)
        buf_printf(&out, _("the store has format %u already\n"), to);
    else if (from != to)
        buf_printf(&out, _("the store had format %u and has format %u now\n"), from, to);
    if (o->policy && host->format != HM_FORMAT_JSON)
        migrate_text(&out, &x);
    extension_fini(&x);
    return api_write(host, &out);
}
