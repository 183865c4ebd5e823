/* huimin_sheets.c - the host in between, and what columns of tables hold. */
#include "huimin_sheets.h"

#include <string.h>

static int take(void *ctx, const void *bytes, size_t n)
{
    struct api_sheets *a = ctx;
    if (a->st == HM_OK)
        a->st = xlsx_out_put(a->out, bytes, n, api_diag(a->outer));
    return a->st == HM_OK ? 0 : -1;
}

static void progress(void *ctx, const char *what, uint64_t done, uint64_t total)
{
    struct api_sheets *a = ctx;
    if (a->outer->progress)
        a->outer->progress(a->outer->ctx, what, done, total);
}

static int stopped(void *ctx)
{
    struct api_sheets *a = ctx;
    return a->outer->stopped && a->outer->stopped(a->outer->ctx);
}

static enum xlsx_kind kind_of_type(const struct type *t)
{
    switch (t->kind) {
    case KIND_MONEY:
        return XLSX_MONEY;
    case KIND_INTEGER:
    case KIND_NUMBER:
        return XLSX_NUMBER;
    case KIND_DATE:
        return XLSX_DATE;
    default:
        return XLSX_TEXT;
    }
}

/* A field of any entity, or a column of the payment lists. */
static enum xlsx_kind kind_of(void *ctx, struct str column)
{
    static const char *const amounts[] = {"determined", "current", "arrears", "withheld",
                                          "payable",    "due",     "paid",    "overpaid",
                                          "rest",       "amount"};
    const struct api_sheets *a = ctx;
    for (uint8_t e = 0; e < a->model->entity_count; e++) {
        uint16_t field = model_field(a->model, e, column);
        if (field != NO_FIELD)
            return kind_of_type(&a->model->fields[field].type);
    }
    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++)
        if (str_eq(column, (struct str){amounts[i], strlen(amounts[i])}))
            return XLSX_MONEY;
    return XLSX_TEXT;
}

enum hm_status api_sheets_begin(struct api_sheets *a, const struct model *m,
                                const struct hm_host *host)
{
    *a = (struct api_sheets){.host = *host, .outer = host, .model = m};
    a->host.write = take;
    a->host.progress = progress;
    a->host.stopped = stopped;
    a->host.ctx = a;
    return xlsx_out_open(&a->out, "huimin", kind_of, a, api_diag(host));
}

enum hm_status api_sheets_end(struct api_sheets *a, enum hm_status st)
{
    if (a->st != HM_OK)
        st = a->st;
    if (st == HM_OK)
        st = xlsx_out_end(a->out, a->outer->write, a->outer->ctx, api_diag(a->outer));
    xlsx_out_close(a->out);
    return st;
}
