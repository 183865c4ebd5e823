/* huimin_net.c - files from services and deliveries to them behind the public interface. */
#include "huimin_internal.h"

#include <stdio.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "net/fetch.h"
#include "report/push_report.h"
#include "run/push.h"

static uint32_t at_most(uint32_t wanted_ms, uint32_t most_ms)
{
    return wanted_ms && wanted_ms < most_ms ? wanted_ms : most_ms;
}

enum hm_status api_http_open(struct http_client **out, const struct hm_net_options *o,
                             const char *name, const struct hm_host *host)
{
    struct http_options options = {.ca_file = o->ca_file,
                                   .token_file = o->token_file,
                                   .cert_file = o->cert_file,
                                   .key_file = o->key_file,
                                   .name = name,
                                   .insecure_http = o->insecure_http,
                                   .connect_ms = at_most(o->timeout_ms, LIMIT_HTTP_CONNECT_MS),
                                   .total_ms = at_most(o->timeout_ms, LIMIT_HTTP_TOTAL_MS),
                                   .stall_ms = at_most(o->timeout_ms / 2, LIMIT_HTTP_STALL_MS),
                                   .attempts = o->attempts,
                                   .pause_ms = o->pause_ms,
                                   .host = host};
    if (o->attempts > LIMIT_HTTP_ATTEMPTS_MOST)
        return diag_error(api_diag(host), HM_USAGE, NULL,
                          _("%u attempts are too many: at most %d"), o->attempts,
                          LIMIT_HTTP_ATTEMPTS_MOST);
    return http_open(out, &options, api_diag(host));
}

/* --- pull --- */

struct pull {
    const struct hm_pull_options *o;
    const struct hm_host *host;
    struct fetch_report report;
    struct buf file, used; /* with a store */
};

static enum hm_status check_checksum(const char *wanted, struct diag *d)
{
    bool is_hex = wanted && strlen(wanted) == DIGEST_HEX - 1 &&
                  strspn(wanted, "0123456789abcdefABCDEF") == DIGEST_HEX - 1;
    if (!wanted || is_hex || strcmp(wanted, "header") == 0 || strcmp(wanted, "beside") == 0)
        return HM_OK;
    return diag_error(d, HM_USAGE, NULL,
                      _("--checksum \"%s\": expected header, beside, or a SHA-256 of 64 hex "
                        "digits"),
                      wanted);
}

static enum hm_status get_file(struct pull *p, const char *file, const char *used)
{
    struct diag *d = api_diag(p->host);
    struct http_client *c;
    struct fetch_options o = {.url = p->o->url,
                              .file = file,
                              .checksum = p->o->checksum,
                              .cursor = p->o->cursor,
                              .numbers = p->o->numbers,
                              .max_bytes = p->o->max_bytes,
                              .anew = p->o->anew != 0,
                              .used = used,
                              .host = p->host};
    TRY(check_checksum(p->o->checksum, d));
    TRY(api_http_open(&c, &p->o->net, NULL, p->host));
    enum hm_status st = http_check_url(c, p->o->url, "URL", d);
    if (st == HM_OK)
        st = fetch_file(c, &o, &p->report, d);
    http_close(c);
    return st;
}

static enum hm_status report_pull(const struct pull *p, const char *file)
{
    const struct fetch_report *r = &p->report;
    struct buf out;
    buf_init(&out);
    if (p->host->format == HM_FORMAT_JSON) {
        buf_puts(&out, "{\"file\":");
        buf_json_string(&out, file, strlen(file));
        buf_printf(&out, ",\"unchanged\":%s,\"resumed\":%s,\"pages\":%llu,\"bytes\":%llu",
                   r->unchanged ? "true" : "false", r->resumed ? "true" : "false",
                   (unsigned long long)r->pages, (unsigned long long)r->bytes);
        buf_printf(&out, ",\"sha256\":\"%s\"}\n", r->sha256);
    } else if (r->unchanged) {
        buf_printf(&out, _("%s: nothing has changed since it was pulled\n"), file);
    } else {
        buf_printf(&out, _("%s: pulled (pages: %llu, bytes: %llu, SHA-256 %s)\n"), file,
                   (unsigned long long)r->pages, (unsigned long long)r->bytes, r->sha256);
    }
    return api_write(p->host, &out);
}

/* What an import makes of the file: another month or mode is another use of it. */
static void put_use(struct buf *out, const struct hm_import_options *o)
{
    const char *words[] = {o->month, o->of, o->mode, o->format, o->encoding, o->map};
    buf_puts(out, "import");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        buf_printf(out, " %s", words[i] ? words[i] : "-");
}

/* Before anything is pulled: there is a store to import into. */
static enum hm_status check_store(const struct pull *p)
{
    struct hm_store *s;
    TRY(hm_store_open(&s, p->o->store, 0, p->host->messages));
    hm_store_close(s);
    return HM_OK;
}

static enum hm_status import_file(struct pull *p)
{
    struct hm_store *s;
    struct diag *d = api_diag(p->host);
    const char *file = p->file.data;
    struct hm_import_options o = *p->o->import;
    struct fetch_options made = {.url = p->o->url, .file = file, .used = p->used.data};
    TRY(check_store(p));
    TRY(get_file(p, file, p->used.data));
    if (p->report.unchanged && !fs_exists(file)) {
        diag_add(d, HM_LEVEL_NOTE, HM_OK, NULL, _("--anew imports it all the same"),
                 _("nothing has changed since it was imported: nothing was done"));
        return HM_OK;
    }
    o.files = &file;
    o.file_count = 1;
    enum hm_status st = hm_store_open(&s, p->o->store, !o.dry_run, p->host->messages);
    if (st == HM_OK) {
        st = hm_import(s, &o, p->host);
        hm_store_close(s);
    }
    if (st != HM_OK || o.dry_run)
        diag_add(d, HM_LEVEL_NOTE, HM_OK, NULL, NULL, _("the file pulled is kept: %s"), file);
    else
        st = fetch_used(&made, d);
    return st;
}

enum hm_status hm_pull(const struct hm_pull_options *o, const struct hm_host *host)
{
    struct pull p = {.o = o, .host = host};
    char hex[DIGEST_HEX];
    if (!o->store) {
        TRY(get_file(&p, o->file, NULL));
        return report_pull(&p, o->file);
    }
    digest_bytes(o->url, strlen(o->url), hex);
    buf_init(&p.file);
    buf_init(&p.used);
    buf_printf(&p.file, "%s.pulled-%.12s", o->store, hex);
    put_use(&p.used, o->import);
    enum hm_status st = buf_ok(&p.file) && buf_ok(&p.used)
                            ? import_file(&p)
                            : diag_nomem(api_diag(host), _("pulling a file"));
    buf_fini(&p.file);
    buf_fini(&p.used);
    return st;
}

/* --- push --- */

static enum hm_status read_push(struct push_job *job, const struct hm_push_options *o,
                                struct diag *d)
{
    job->payments = strcmp(o->what, "payments") == 0;
    if (!job->payments && strcmp(o->what, "determinations") != 0)
        return diag_error(d, HM_USAGE, NULL,
                          _("\"%s\" cannot be pushed: expected payments or determinations"),
                          o->what);
    if (o->batch_rows > LIMIT_PUSH_BATCH_ROWS)
        return diag_error(d, HM_USAGE, NULL, _("a batch has at most %d rows"),
                          LIMIT_PUSH_BATCH_ROWS);
    TRY(api_month(&job->month, o->month, "--month", d));
    return o->since ? api_month(&job->since, o->since, "--since", d) : HM_OK;
}

static enum hm_status push(struct push_job *job, const struct hm_push_options *o,
                           const struct hm_host *host)
{
    struct diag *d = api_diag(host);
    struct push_result result;
    struct buf out;
    enum hm_status st = push_run(job, &result, d);
    if (st != HM_OK && result.acknowledged < result.batches && result.acknowledged > 0)
        diag_add(d, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("%llu of %llu batches are acknowledged: the same command goes on with the "
                   "rest"),
                 (unsigned long long)result.acknowledged, (unsigned long long)result.batches);
    buf_init(&out);
    if (st == HM_OK) {
        push_report(&out, &result, o->dry_run != 0, host->format == HM_FORMAT_JSON);
        st = api_write(host, &out);
    }
    push_result_fini(&result);
    return st;
}

enum hm_status hm_push(struct hm_store *s, const struct hm_push_options *o,
                       const struct hm_host *host)
{
    struct http_client *c = NULL;
    struct push_job job = {.store = s->store,
                           .log = o->log,
                           .to = o->to,
                           .unpaid = o->unpaid != 0,
                           .unmasked = o->unmasked != 0,
                           .run = o->run,
                           .batch_rows = o->batch_rows,
                           .at_once = o->at_once,
                           .per_second = o->per_second,
                           .after = o->after,
                           .status_only = o->status_only != 0,
                           .errors = o->errors,
                           .host = host};
    TRY(read_push(&job, o, api_diag(host)));
    TRY(api_http_open(&c, &o->net, NULL, host));
    enum hm_status st = http_check_url(c, o->to, "--to", api_diag(host));
    job.client = o->dry_run ? NULL : c;
    if (st == HM_OK)
        st = push(&job, o, host);
    http_close(c);
    return st;
}

enum hm_status hm_push_log(const char *log, const struct hm_host *host)
{
    struct push_log l;
    struct buf out;
    buf_init(&out);
    enum hm_status st = push_log_open(&l, log, false, api_diag(host));
    if (st == HM_OK)
        push_report_log(&out, &l, host->format == HM_FORMAT_JSON);
    push_log_close(&l);
    if (st == HM_OK)
        return api_write(host, &out);
    buf_fini(&out);
    return st;
}
