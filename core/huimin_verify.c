/* huimin_verify.c - asking registers behind the public interface. */
#include "huimin_internal.h"
#include "huimin_sheets.h"

#include <string.h>
#include "report/inquiry_report.h"

static uint32_t at_most(uint32_t wanted_ms, uint32_t most_ms)
{
    return wanted_ms && wanted_ms < most_ms ? wanted_ms : most_ms;
}

/* A token or a certificate is one register's alone. */
static enum hm_status read_net(struct http_options *out, const struct hm_verify_options *o,
                               struct diag *d)
{
    const struct hm_net_options *n = &o->net;
    if ((n->token_file || n->cert_file || n->key_file) && o->source_count != 1)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("name one --source, or write the files into the table of --gateways"),
                        _("a token or certificate is for one source alone"));
    if (n->attempts > LIMIT_HTTP_ATTEMPTS_MOST)
        return diag_error(d, HM_USAGE, NULL, _("%u attempts are too many: at most %d"),
                          n->attempts, LIMIT_HTTP_ATTEMPTS_MOST);
    *out = (struct http_options){.ca_file = n->ca_file,
                                 .token_file = n->token_file,
                                 .cert_file = n->cert_file,
                                 .key_file = n->key_file,
                                 .insecure_http = n->insecure_http != 0,
                                 .connect_ms = at_most(n->timeout_ms, LIMIT_HTTP_CONNECT_MS),
                                 .total_ms = n->timeout_ms,
                                 .stall_ms = at_most(n->timeout_ms, LIMIT_HTTP_STALL_MS),
                                 .attempts = n->attempts,
                                 .pause_ms = n->pause_ms};
    return HM_OK;
}

static void note_sources(const struct inquiry_report *r, struct diag *d)
{
    for (size_t i = 0; i < r->source_count; i++) {
        struct buf text;
        if (!r->sources[i].chosen)
            continue;
        buf_init(&text);
        inquiry_report_line(&text, &r->sources[i]);
        if (buf_ok(&text))
            diag_add(d, HM_LEVEL_NOTE, HM_OK, NULL, NULL, "%s", text.data);
        buf_fini(&text);
    }
}

static enum hm_status report(struct hm_store *s, const struct inquiry_report *r, bool as_table,
                             const struct hm_host *host)
{
    const struct model *schema = store_schema(s->store);
    struct buf out;
    buf_init(&out);
    if (as_table)
        inquiry_report_conflicts(&out, r, schema);
    else if (host->format == HM_FORMAT_JSON)
        inquiry_report_json(&out, r, schema);
    else
        inquiry_report_text(&out, r, schema);
    if (as_table)
        note_sources(r, api_diag(host));
    return api_write(host, &out);
}

static enum hm_status run(struct hm_store *s, const char *policy,
                          const struct hm_verify_options *o, bool as_table,
                          const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct inquiry_report r = {0};
    struct author by = {host->who, host->reason};
    struct inquiry_options options = {
        .sources = o->sources,
        .source_count = o->source_count,
        .limit = o->limit,
        .dry_run = o->dry_run != 0,
        .again = o->again != 0,
        .offline = o->offline != 0,
        .accept = o->accept,
        .accept_count = o->accept_count,
        .decisions = o->decisions,
        .errors = o->errors,
        .gateways = {.urls = o->urls, .url_count = o->url_count, .file = o->gateways}};
    TRY(api_month(&options.month, o->month, "--month", d));
    TRY(read_net(&options.gateways.net, o, d));
    enum hm_status st = inquiry_run(&r, s->store, policy, &options, &by, host, d);
    if (st == HM_OK || (st == HM_DATA && r.source_count) || st == HM_INTERRUPTED) {
        enum hm_status told = report(s, &r, as_table, host);
        st = told == HM_OK ? st : told;
    }
    inquiry_report_fini(&r);
    return st;
}

enum hm_status hm_verify_sources(struct hm_store *s, const char *policy,
                                 const struct hm_verify_options *o, const struct hm_host *host)
{
    struct api_sheets sheets;
    bool is_xlsx = o->format && strcmp(o->format, "xlsx") == 0;
    bool is_csv = o->format && strcmp(o->format, "csv") == 0;
    if (o->format && !is_xlsx && !is_csv)
        return diag_error(api_diag(host), HM_USAGE, NULL,
                          _("there is no format \"%s\": expected csv or xlsx"), o->format);
    if (!is_xlsx)
        return run(s, policy, o, is_csv, host);
    TRY(api_sheets_begin(&sheets, store_schema(s->store), host));
    return api_sheets_end(&sheets, run(s, policy, o, true, &sheets.host));
}
