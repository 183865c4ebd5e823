/* huimin_pay.c - payment lists and payments behind the public interface. */
#include "huimin_internal.h"
#include "huimin_sheets.h"

#include <string.h>
#include "report/pay_report.h"
#include "run/pay.h"
#include "run/pay_record.h"
#include "run/summary.h"
#include "value/decimal.h"

/* --- list --- */

static enum hm_status read_part(enum pay_part *out, const char *part, struct diag *d)
{
    static const char *const parts[] = {"payable", "overpaid", "held"};
    *out = PAY_PAYABLE;
    for (int i = 0; part && i < 3; i++) {
        if (strcmp(part, parts[i]) == 0) {
            *out = (enum pay_part)i;
            return HM_OK;
        }
    }
    return part ? diag_error(d, HM_USAGE, NULL,
                             _("a list has no part \"%s\": expected payable, overpaid or held"),
                             part)
                : HM_OK;
}

/* "12/7": publications and payments that count. */
static enum hm_status read_basis(struct pay_basis_options *o, const char *text, struct diag *d)
{
    int64_t publications, payments;
    o->publications = UINT64_MAX;
    o->payments = UINT32_MAX;
    if (!text)
        return HM_OK;
    const char *slash = strchr(text, '/');
    if (!slash ||
        decimal_integer(&publications, (struct str){text, (size_t)(slash - text)}) !=
            DECIMAL_OK ||
        decimal_integer(&payments, (struct str){slash + 1, strlen(slash + 1)}) != DECIMAL_OK ||
        publications < 0 || payments < 0 || payments >= UINT32_MAX)
        return diag_error(d, HM_USAGE, NULL,
                          _("--basis \"%s\": expected N/M, as a list prints it"), text);
    o->publications = (uint64_t)publications;
    o->payments = (uint32_t)payments;
    return HM_OK;
}

static enum hm_status write_rows(void *ctx, const char *bytes, size_t n)
{
    const struct hm_host *h = ctx;
    return h->write(h->ctx, bytes, n) == 0 ? HM_OK : HM_ENVIRONMENT;
}

static void note_list(const struct pay_list *l, const struct hm_host *host)
{
    struct buf sum;
    buf_init(&sum);
    summary_put_fen(&sum, l->totals.all.payable);
    diag_add(api_diag(host), HM_LEVEL_NOTE, HM_OK, NULL, NULL,
             _("list %.12s: %llu rows, payable in all %s yuan"), l->id,
             (unsigned long long)l->lines, buf_ok(&sum) ? sum.data : "?");
    buf_fini(&sum);
}

static enum hm_status report_list(const struct pay_list *l, const struct hm_host *host)
{
    struct buf out;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        pay_report_json(&out, l);
    else
        pay_report_text(&out, l);
    return api_write(host, &out);
}

static enum hm_status read_months(const char *month, const char *since, int32_t *to,
                                  int32_t *from, struct diag *d)
{
    TRY(api_month(to, month, "--month", d));
    *from = 0;
    return since ? api_month(from, since, "--since", d) : HM_OK;
}

static enum hm_status list_as(struct hm_store *s, const struct hm_pay_list_options *o,
                              const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct pay_list_job job = {.store = s->store, .host = host};
    struct pay_list list;
    bool rows = o->format && strcmp(o->format, "text") != 0;
    TRY(read_months(o->month, o->since, &job.basis.month, &job.basis.since, d));
    TRY(read_part(&job.part, o->part, d));
    TRY(read_basis(&job.basis, o->basis, d));
    job.basis.unpaid = o->unpaid;
    job.ndjson = rows && strcmp(o->format, "ndjson") == 0;
    if (rows && !job.ndjson && strcmp(o->format, "csv") != 0)
        return diag_error(d, HM_USAGE, NULL,
                          _("there is no format \"%s\": expected text, csv, xlsx or ndjson"),
                          o->format);
    job.rows = rows;
    enum hm_status st = pay_list_make(&job, &list, write_rows, (void *)host, d);
    if (st == HM_OK && rows)
        note_list(&list, host);
    else if (st == HM_OK)
        st = report_list(&list, host);
    pay_list_fini(&list);
    return st;
}

enum hm_status hm_pay_list(struct hm_store *s, const struct hm_pay_list_options *o,
                           const struct hm_host *host)
{
    struct hm_pay_list_options as_csv = *o;
    struct api_sheets sheets;
    if (!o->format || strcmp(o->format, "xlsx") != 0)
        return list_as(s, o, host);
    as_csv.format = "csv";
    TRY(api_sheets_begin(&sheets, store_schema(s->store), host));
    return api_sheets_end(&sheets, list_as(s, &as_csv, &sheets.host));
}

/* --- record --- */

static enum hm_status report_record(const struct pay_record_result *r,
                                    const struct hm_host *host)
{
    struct buf out;
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        pay_report_record_json(&out, r);
    else
        pay_report_record(&out, r);
    return api_write(host, &out);
}

enum hm_status hm_pay_record(struct hm_store *s, const struct hm_pay_record_options *o,
                             const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct pay_record_result result;
    struct pay_record_job job = {.store = s->store,
                                 .unpaid = o->unpaid,
                                 .list = o->list,
                                 .file = o->file,
                                 .skip_bad = o->skip_bad,
                                 .errors = o->errors,
                                 .who = host->who,
                                 .reason = host->reason,
                                 .host = host};
    TRY(read_months(o->month, o->since, &job.month, &job.since, d));
    enum hm_status st = pay_record_run(&job, &result, d);
    if (st != HM_OK && !(st == HM_DATA && result.refused))
        return st;
    enum hm_status written = report_record(&result, host);
    return st != HM_OK ? st : written;
}

enum hm_status hm_pay_batches(struct hm_store *s, const struct hm_host *host)
{
    struct payment_batch *list = NULL;
    size_t n = 0;
    struct buf out;
    TRY(payment_list(s->store, &list, &n, api_diag(host)));
    buf_init(&out);
    if (host->format == HM_FORMAT_JSON)
        pay_report_batches_json(&out, list, n);
    else
        pay_report_batches(&out, list, n);
    payment_list_free(list, n);
    return api_write(host, &out);
}
