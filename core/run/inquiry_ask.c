/* inquiry_ask.c - asks one source after the other: many requests at once, answers recorded
 * every few seconds, so that a crash loses no more than those.
 */
#include "run/inquiry_job.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/idnumber.h"
#include "net/http.h"
#include "run/inquiry_questions.h"
#include "run/task.h"

enum {
    RECORD_ANSWERS = 20000, /* recorded when so many are held .. */
    RECORD_NS = 2000000000, /* .. or after two seconds */
    FAILURES_IN_A_ROW = 20, /* then the source is given up */
    MESSAGES = 20           /* about single answers; the errors' file has all */
};

struct asking {
    struct inquiry_job *job;
    struct inquiry_source *source;
    struct inquiry_questions questions;
    struct inquiry_batch *batches; /* one for each request at once, and one more */
    bool *busy;                    /* which of them are on their way */
    size_t batch_count;
    struct evidence *held; /* answers to be recorded */
    size_t held_count, held_cap;
    uint64_t held_failed; /* questions without an answer, of the inquiry to be recorded */
    struct arena arena;   /* texts of held */
    uint64_t recorded_ns, counter;
    unsigned failures; /* one after the other */
};

static const char *const content_type = "application/json; charset=utf-8";

/* --- telling --- */

static void put_id(struct buf *out, struct str id)
{
    size_t from = out->len;
    buf_put(out, id.p, id.n);
    if (buf_ok(out))
        idnumber_hide(out->data + from, out->len - from);
}

/* "household H12 persons[1]". */
static void put_row(struct buf *out, const struct asking *a, const struct inquiry_batch *b,
                    const struct inquiry_question *q)
{
    const struct entity *e = &a->job->schema->entities[a->source->entity];
    struct str id = {b->texts.data + q->household_at, q->household_bytes};
    struct buf shown;
    buf_init(&shown);
    put_id(&shown, id);
    buf_printf(out, _("household %s"), buf_ok(&shown) ? shown.data : "?");
    if (e->plural)
        buf_printf(out, " %s[%u]", e->plural, q->member);
    buf_fini(&shown);
}

static void tell(struct asking *a, const struct inquiry_batch *b,
                 const struct inquiry_question *q, const char *field, const char *why)
{
    struct buf text;
    struct place at = {.field = field};
    buf_init(&text);
    buf_printf(&text, "%s: ", a->source->s->name);
    if (q) {
        put_row(&text, a, b, q);
        buf_puts(&text, ": ");
    }
    buf_puts(&text, why);
    const char *said = buf_ok(&text) ? text.data : why;
    if (a->job->messages++ < MESSAGES)
        diag_add(a->job->diag, HM_LEVEL_WARNING, HM_OK, &at, NULL, "%s", said);
    import_errors_add(&a->job->errors, &at, (struct str){"", 0}, said, NULL);
    buf_fini(&text);
}

static void refused(void *ctx, const struct inquiry_batch *b, const struct inquiry_question *q,
                    const char *field, const char *why)
{
    tell(ctx, b, q, field, why);
}

/* --- recording --- */

static enum hm_status nomem(struct asking *a)
{
    return diag_nomem(a->job->diag, _("asking registers"));
}

static bool put_fields(struct buf *out, const struct asking *a)
{
    for (size_t i = 0; i < a->source->s->field_count; i++) {
        buf_puts(out, i ? "\n" : "");
        inquiry_fact_name(a->source, a->job->schema, i, out);
    }
    return buf_ok(out);
}

static void fill_record(struct inquiry *q, const struct asking *a)
{
    const struct inquiry_job *j = a->job;
    const struct model *m = j->schema;
    snprintf(q->source, sizeof q->source, "%s", a->source->s->name);
    snprintf(q->identity, sizeof q->identity, "%s", j->policy->model->identity);
    snprintf(q->about, sizeof q->about, "%s.%s", m->entities[a->source->entity].name,
             m->fields[a->source->key].name);
    q->month = j->report->month;
    q->sequence = store_sequence(j->store);
    for (size_t i = 0; i < a->held_count; i++) {
        q->found += a->held[i].status == EVIDENCE_FOUND;
        q->absent += a->held[i].status == EVIDENCE_ABSENT;
        q->refused += a->held[i].status == EVIDENCE_REFUSED;
    }
    q->failed = a->held_failed;
    q->asked = a->held_count + a->held_failed;
}

/* Everything held becomes an inquiry. */
static enum hm_status record(struct asking *a)
{
    struct inquiry_counts *c = &a->source->counts;
    struct inquiry q = {0};
    struct buf fields;
    a->recorded_ns = clock_monotonic_ns();
    if (a->held_count + a->held_failed == 0)
        return HM_OK;
    buf_init(&fields);
    fill_record(&q, a);
    bool ok = put_fields(&fields, a);
    q.fields = ok ? buf_take(&fields) : NULL;
    q.purpose = mem_strdup(a->source->s->purpose ? a->source->s->purpose : "");
    const char *reason = a->job->by && a->job->by->reason ? a->job->by->reason : "";
    q.reason = mem_strdup(reason);
    enum hm_status st = q.fields && q.purpose && q.reason ? HM_OK : nomem(a);
    if (st == HM_OK)
        st = evidence_record(a->job->store, &q, a->held, a->held_count, a->job->by,
                             a->job->diag);
    if (st == HM_OK) {
        c->found += q.found;
        c->absent += q.absent;
        c->refused += q.refused;
        c->failed += q.failed;
        c->asked += q.asked;
        c->inquiries++;
        a->held_count = 0;
        a->held_failed = 0;
        arena_reset(&a->arena);
    }
    inquiry_fini(&q);
    buf_fini(&fields);
    return st;
}

static enum hm_status taken(void *ctx, const struct evidence *e)
{
    struct asking *a = ctx;
    void *held = a->held;
    if (mem_grow(&held, &a->held_cap, a->held_count + 1, sizeof *a->held) != 0)
        return HM_NOMEM;
    a->held = held;
    a->held[a->held_count++] = *e;
    return HM_OK;
}

/* --- requests --- */

static uint64_t asked_so_far(const struct asking *a)
{
    uint64_t n = a->source->counts.asked + a->held_count + a->held_failed;
    for (size_t i = 0; i < a->batch_count; i++)
        n += a->busy[i] ? a->batches[i].count : 0;
    return n;
}

static size_t free_batch(const struct asking *a)
{
    size_t i = 0;
    while (i < a->batch_count && a->busy[i])
        i++;
    assert(i < a->batch_count); /* no more are on their way than may be */
    return i;
}

static enum hm_status next(void *ctx, struct http_request *out, bool *more)
{
    struct asking *a = ctx;
    uint64_t limit = a->job->options->limit, done = asked_so_far(a);
    size_t room = a->source->batch;
    *more = false;
    if (a->source->gave_up || (limit && done >= limit))
        return HM_OK;
    if (limit && limit - done < room)
        room = (size_t)(limit - done);
    size_t i = free_batch(a);
    struct inquiry_batch *b = &a->batches[i];
    TRY(inquiry_questions_take(&a->questions, b, room));
    if (b->count == 0)
        return HM_OK;
    inquiry_batch_name(b, ++a->counter);
    if (inquiry_batch_ask(b, a->source, a->job->report->month) != HM_OK)
        return nomem(a);
    b->asked_s = clock_unix_seconds();
    *out = (struct http_request){.url = a->source->url,
                                 .body = b->body.data,
                                 .body_bytes = b->body.len,
                                 .type = content_type,
                                 .repeatable = true,
                                 .ctx = b};
    a->busy[i] = true;
    a->source->counts.requests++;
    *more = true;
    return HM_OK;
}

/* Reads what came, and tells what did not. */
static enum hm_status read_answer(struct asking *a, struct inquiry_batch *b,
                                  struct http_answer *answer)
{
    struct inquiry_reader r = {.source = a->source,
                               .cells = &a->job->cells,
                               .arena = &a->arena,
                               .now_s = clock_unix_seconds(),
                               .refused = refused,
                               .taken = taken,
                               .ctx = a};
    if (answer->status != HM_OK) {
        tell(a, b, NULL, NULL, answer->failure ? answer->failure : _("there was no answer"));
        return answer->status;
    }
    return inquiry_answer_read(&r, b, (struct str){answer->body.data, answer->body.len});
}

/* One that refuses us, or fails again and again, is left alone. */
static void judge(struct asking *a, const struct http_answer *answer, bool failed)
{
    a->failures = failed ? a->failures + 1 : 0;
    bool is_refusal = answer->status == HM_DATA &&
                      (answer->code == 401 || answer->code == 403 || answer->code == 404);
    if (a->source->gave_up || (!is_refusal && a->failures < FAILURES_IN_A_ROW))
        return;
    a->source->gave_up = true;
    diag_add(a->job->diag, HM_LEVEL_ERROR, HM_DATA, NULL,
             _("mend the connection and call again: only what is missing will be asked"),
             _("the source %s is given up: it refuses or fails every request"),
             a->source->s->name);
}

static enum hm_status done(void *ctx, const struct http_request *r, struct http_answer *answer)
{
    struct asking *a = ctx;
    struct inquiry_batch *b = r->ctx;
    uint64_t open = 0;
    a->source->counts.attempts += answer->attempts;
    enum hm_status st = read_answer(a, b, answer);
    for (size_t i = 0; i < b->count; i++) {
        if (b->outcomes[i] != INQUIRY_OPEN)
            continue;
        open++;
        if (st == HM_OK)
            tell(a, b, &b->items[i], NULL, _("the register did not answer about this person"));
    }
    a->held_failed += open;
    a->busy[b - a->batches] = false;
    if (st == HM_NOMEM)
        return nomem(a);
    if (st == HM_INTERRUPTED)
        return st;
    judge(a, answer, st != HM_OK);
    if (a->held_count >= RECORD_ANSWERS || clock_monotonic_ns() - a->recorded_ns > RECORD_NS)
        TRY(record(a));
    task_progress(a->job->host, _("asking registers"), asked_so_far(a), a->source->counts.due);
    return HM_OK;
}

/* --- one source --- */

static enum hm_status open_client(struct http_client **out, const struct inquiry_job *j,
                                  const struct inquiry_source *s)
{
    struct http_options o = j->options->gateways.net;
    o.name = s->s->name;
    o.host = j->host;
    o.token_file = s->token_file ? s->token_file : o.token_file;
    o.cert_file = s->cert_file ? s->cert_file : o.cert_file;
    o.key_file = s->key_file ? s->key_file : o.key_file;
    if (!o.total_ms || o.total_ms > LIMIT_DATA_SOURCE_ANSWER_MS)
        o.total_ms = LIMIT_DATA_SOURCE_ANSWER_MS;
    TRY(http_open(out, &o, j->diag));
    enum hm_status st = http_check_url(*out, s->url, s->s->name, j->diag);
    if (st != HM_OK) {
        http_close(*out);
        *out = NULL;
    }
    return st;
}

static enum hm_status prepare(struct asking *a)
{
    a->batch_count = a->source->concurrency + 1u;
    a->batches = mem_calloc(a->batch_count, sizeof *a->batches);
    a->busy = mem_calloc(a->batch_count, sizeof *a->busy);
    if (!a->batches || !a->busy)
        return nomem(a);
    return inquiry_questions_open(&a->questions, a->job, a->source, false);
}

static void release(struct asking *a)
{
    if (a->questions.job)
        inquiry_questions_close(&a->questions);
    for (size_t i = 0; a->batches && i < a->batch_count; i++)
        inquiry_batch_fini(&a->batches[i]);
    mem_free(a->batches);
    mem_free(a->busy);
    mem_free(a->held);
    arena_fini(&a->arena);
}

enum hm_status inquiry_ask(struct inquiry_job *j, struct inquiry_source *s)
{
    struct asking a = {.job = j, .source = s, .recorded_ns = clock_monotonic_ns()};
    struct http_client *client = NULL;
    struct http_work work = {.next = next,
                             .done = done,
                             .ctx = &a,
                             .at_once = s->concurrency,
                             .per_second = s->rate};
    uint64_t begun = clock_monotonic_ns();
    arena_init(&a.arena);
    enum hm_status st = open_client(&client, j, s);
    if (st == HM_OK)
        st = prepare(&a);
    if (st == HM_OK)
        st = http_many(client, &work, j->diag);
    if (st == HM_OK || st == HM_INTERRUPTED) { /* what was answered is kept */
        enum hm_status kept = record(&a);
        st = kept == HM_OK ? st : kept;
    }
    s->counts.left = s->counts.due - s->counts.asked;
    s->counts.ask_ms = (clock_monotonic_ns() - begun) / 1000000;
    http_close(client);
    release(&a);
    return st;
}

enum hm_status inquiry_count(struct inquiry_job *j)
{
    for (size_t i = 0; i < j->report->source_count; i++) {
        struct inquiry_source *s = &j->report->sources[i];
        struct inquiry_questions q;
        struct inquiry_batch none = {0};
        if (!s->chosen)
            continue;
        TRY(inquiry_questions_open(&q, j, s, true));
        enum hm_status st = inquiry_questions_take(&q, &none, 1); /* through all blocks */
        inquiry_questions_close(&q);
        inquiry_batch_fini(&none);
        TRY(st);
        s->counts.left = s->counts.due;
    }
    return HM_OK;
}
