/* push.c - sends the batches of a plan, some at once, and takes their acknowledgements. */
#include "run/push.h"

#include <stdio.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "run/push_plan.h"
#include "run/push_receipt.h"

enum { AT_ONCE = 4, HEADERS = 3, HEADER_CHARS = 96 };

struct sending { /* a place for a batch on its way */
    struct buf body;
    uint64_t k;
    char lines[HEADERS][HEADER_CHARS];
    const char *headers[HEADERS];
    bool busy;
};
struct pusher {
    const struct push_job *job;
    struct push_plan plan;
    struct push_result *out;
    struct diag *d;
    struct sending *places;
    size_t place_count;
    uint64_t next; /* the first batch that was not looked at */
};

/* --- sending --- */

static const bool *acknowledged(const struct pusher *x)
{
    return x->plan.log.entries[x->plan.index].acknowledged;
}

static struct sending *free_place(struct pusher *x)
{
    for (size_t i = 0; i < x->place_count; i++)
        if (!x->places[i].busy)
            return &x->places[i];
    return NULL;
}

static enum hm_status next_batch(void *ctx, struct http_request *r, bool *more)
{
    struct pusher *x = ctx;
    char hex[DIGEST_HEX];
    while (x->next < x->plan.rows.count && acknowledged(x)[x->next])
        x->next++;
    struct sending *s = free_place(x);
    *more = x->next < x->plan.rows.count && s;
    if (!*more)
        return HM_OK;
    s->busy = true;
    s->k = x->next++;
    TRY(push_rows_body(&x->plan.rows, &x->plan.entry, s->k, &s->body));
    snprintf(s->lines[0], HEADER_CHARS, "Idempotency-Key: \"%s\"", x->plan.entry.keys[s->k]);
    snprintf(s->lines[1], HEADER_CHARS, "Accept: application/json");
    digest_bytes(s->body.data, s->body.len, hex);
    snprintf(s->lines[2], HEADER_CHARS, "X-Checksum-Sha256: %s", hex);
    for (size_t i = 0; i < HEADERS; i++)
        s->headers[i] = s->lines[i];
    *r = (struct http_request){.url = x->job->to,
                               .headers = s->headers,
                               .header_count = HEADERS,
                               .body = s->body.data,
                               .body_bytes = s->body.len,
                               .type = "application/json",
                               .repeatable = true,
                               .alone = true,
                               .max_bytes = LIMIT_RECORD_BYTES,
                               .ctx = s};
    return HM_OK;
}

/* --- what comes back --- */

static struct place place_of(const struct pusher *x)
{
    return (struct place){.file = x->plan.entry.to};
}

static enum hm_status no_acknowledgement(struct pusher *x, uint64_t k,
                                         const struct push_receipt *r)
{
    struct place at = place_of(x);
    unsigned long long batch = k + 1, rows = x->plan.rows.batches[k].rows;
    if (r->is_object && r->has_rows)
        return diag_add(
            x->d, HM_LEVEL_ERROR, HM_DATA, &at,
            _("find out with those who run the service what it took; sent again, the "
              "batch has the same key"),
            _("batch %llu: the service says that it took %lld rows; %llu were sent"), batch,
            (long long)r->rows, rows);
    return diag_add(
        x->d, HM_LEVEL_ERROR, HM_DATA, &at, _("if the service never does, add --status-only"),
        _("batch %llu: the service does not acknowledge it: its answer does not say "
          "{\"rows\":%llu}"),
        batch, rows);
}

/* The service's own words go to a file of the caller, never into messages. */
static void keep_words(const struct pusher *x, const struct http_answer *a)
{
    if (x->job->errors && a->body.len)
        (void)fs_write(x->job->errors, a->body.data, a->body.len, 0600, x->d);
}

static enum hm_status refused(struct pusher *x, uint64_t k, const struct http_answer *a)
{
    struct place at = place_of(x);
    const char *hint =
        a->uncertain ? _("it may have arrived all the same: run the same command again; the "
                         "batch keeps its key and is not acted on twice")
                     : NULL;
    keep_words(x, a);
    if (!a->failure || !*a->failure)
        return a->status;
    return diag_add(x->d, HM_LEVEL_ERROR, a->status, &at, hint, _("batch %llu of %zu: %s"),
                    (unsigned long long)k + 1, x->plan.rows.count, a->failure);
}

static enum hm_status batch_done(void *ctx, const struct http_request *r, struct http_answer *a)
{
    struct pusher *x = ctx;
    struct sending *s = r->ctx;
    s->busy = false;
    if (a->status != HM_OK)
        return refused(x, s->k, a);
    struct push_receipt receipt = push_receipt_read(
        (struct str){a->body.data ? a->body.data : "", a->body.len}, x->plan.entry.keys[s->k]);
    bool agrees = receipt.is_object && receipt.has_rows && receipt.same_key &&
                  receipt.rows == (int64_t)x->plan.rows.batches[s->k].rows;
    if (!agrees && !x->job->status_only) {
        keep_words(x, a);
        return no_acknowledgement(x, s->k, &receipt);
    }
    TRY(push_log_acknowledge(&x->plan.log, x->plan.index, s->k, receipt.text, x->d));
    x->out->acknowledged++;
    task_progress(x->job->host, _("pushing"), x->out->acknowledged, x->plan.rows.count);
    return HM_OK;
}

static enum hm_status send_all(struct pusher *x)
{
    uint32_t at_once = x->job->at_once ? x->job->at_once : AT_ONCE;
    x->place_count = at_once < LIMIT_HTTP_AT_ONCE ? at_once : LIMIT_HTTP_AT_ONCE;
    x->places = mem_calloc(x->place_count, sizeof *x->places);
    if (!x->places)
        return diag_nomem(x->d, _("preparing the batches"));
    for (size_t i = 0; i < x->place_count; i++)
        buf_init(&x->places[i].body);
    struct http_work work = {.next = next_batch,
                             .done = batch_done,
                             .ctx = x,
                             .at_once = (uint32_t)x->place_count,
                             .per_second = x->job->per_second};
    enum hm_status st = http_many(x->job->client, &work, x->d);
    for (size_t i = 0; i < x->place_count; i++)
        buf_fini(&x->places[i].body);
    mem_free(x->places);
    return st;
}

/* --- the whole --- */

static enum hm_status say_what(struct pusher *x)
{
    const struct push_plan *p = &x->plan;
    struct push_result *out = x->out;
    out->payments = x->job->payments;
    out->complete_before = p->done_before;
    out->subject = mem_strdup(p->entry.subject);
    out->month = mem_strdup(p->entry.month);
    out->batches = p->rows.count;
    out->rows = p->rows.rows;
    out->fen = p->rows.fen;
    out->before = p->in_log ? p->log.entries[p->index].acknowledged_count : 0;
    out->acknowledged = out->before;
    return out->subject && out->month ? HM_OK : diag_nomem(x->d, _("preparing the batches"));
}

enum hm_status push_run(const struct push_job *job, struct push_result *out, struct diag *d)
{
    struct pusher x = {.job = job, .out = out, .d = d};
    memset(out, 0, sizeof *out);
    enum hm_status st = push_plan_open(&x.plan, job, d);
    if (st == HM_OK)
        st = say_what(&x);
    if (st == HM_OK && job->client && !x.plan.done_before && out->batches)
        st = send_all(&x);
    push_plan_close(&x.plan);
    return st;
}

void push_result_fini(struct push_result *r)
{
    mem_free(r->subject);
    mem_free(r->month);
    r->subject = r->month = NULL;
}
