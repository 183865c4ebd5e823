/* push_plan.c - finds the push to go on with, or whether a new one may begin; makes its rows.
 */
#include "run/push_plan.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "run/export.h"
#include "run/pay.h"
#include "run/pay_lists.h"
#include "run/summary.h"
#include "store/publications.h"
#include "value/date.h"

enum { BATCH_ROWS = 500 };

static enum hm_status no_memory(const struct push_plan *p)
{
    return diag_nomem(p->d, _("preparing the batches"));
}

/* --- a host in between: rows go to the batches --- */

static int take_rows(void *ctx, const void *bytes, size_t n)
{
    struct push_plan *p = ctx;
    return push_rows_put(&p->rows, bytes, n) == HM_OK ? 0 : -1;
}

static void hand_progress(void *ctx, const char *what, uint64_t done, uint64_t total)
{
    const struct push_plan *p = ctx;
    task_progress(p->job->host, what, done, total);
}

static int ask_stopped(void *ctx)
{
    const struct push_plan *p = ctx;
    return task_stopped(p->job->host);
}

/* --- rows --- */

static const char *month_text(struct push_plan *p, int32_t month)
{
    struct buf b;
    buf_init(&b);
    if (month)
        month_put(&b, month);
    const char *text = buf_ok(&b) ? arena_strdup(&p->arena, b.data ? b.data : "") : NULL;
    buf_fini(&b);
    return text;
}

static const char *sum_text(struct push_plan *p, __int128 fen)
{
    struct buf b;
    buf_init(&b);
    summary_put_fen(&b, fen);
    const char *text = buf_ok(&b) ? arena_strdup(&p->arena, b.data) : NULL;
    buf_fini(&b);
    return text;
}

/* The basis: of the entry gone on with, or of now. */
static void set_basis(const struct push_plan *p, struct pay_basis_options *o)
{
    const struct push_entry *e = &p->entry;
    *o = (struct pay_basis_options){.month = p->job->month,
                                    .since = p->job->since,
                                    .unpaid = p->job->unpaid,
                                    .publications = UINT64_MAX,
                                    .payments = UINT32_MAX};
    if (!p->in_log)
        return;
    o->since = 0;
    if (e->since[0])
        month_parse(&o->since, (struct str){e->since, strlen(e->since)});
    o->unpaid = e->unpaid;
    o->publications = e->publications;
    o->payments = (uint32_t)e->payments;
}

/* The list's rows need its id, which is known at their end: first the list, then the rows. */
static enum hm_status make_list(struct push_plan *p, bool with_rows, struct pay_list *out)
{
    struct pay_list_job job = {.store = p->job->store,
                               .part = PAY_PAYABLE,
                               .ndjson = true,
                               .rows = with_rows,
                               .host = &p->host};
    set_basis(p, &job.basis);
    return pay_list_make(&job, out, push_rows_put, &p->rows, p->d);
}

static enum hm_status know_list(struct push_plan *p)
{
    struct pay_list list;
    enum hm_status st = make_list(p, false, &list);
    if (st == HM_OK) {
        p->entry.publications = list.basis.publications;
        p->entry.payments = list.basis.payments;
        p->entry.subject = arena_strdup(&p->arena, list.id);
        st = p->entry.subject ? HM_OK : no_memory(p);
    }
    pay_list_fini(&list);
    return st;
}

static enum hm_status list_rows(struct push_plan *p)
{
    struct pay_list list;
    p->rows.list = p->entry.subject;
    enum hm_status st = make_list(p, true, &list);
    if (st == HM_OK && strcmp(list.id, p->entry.subject) != 0)
        st = diag_error(p->d, HM_INTERNAL, NULL,
                        _("list %.12s cannot be made again: %.12s came out"), p->entry.subject,
                        list.id);
    pay_list_fini(&list);
    return st;
}

static enum hm_status know_run(struct push_plan *p)
{
    uint32_t run = p->job->run;
    char text[32];
    if (run == 0)
        TRY(run_published(p->job->store, p->job->month, &run, p->d));
    snprintf(text, sizeof text, "run %u", run);
    p->entry.run = run;
    p->entry.subject = arena_strdup(&p->arena, text);
    return p->entry.subject ? HM_OK : no_memory(p);
}

static enum hm_status result_rows(struct push_plan *p)
{
    struct export_options o = {.what = "results",
                               .month = p->job->month,
                               .run = (uint32_t)p->entry.run,
                               .format = "ndjson",
                               .unmasked = p->entry.unmasked};
    return export_run(p->job->store, &o, &p->host, p->d);
}

/* --- keys --- */

/* The keys of all batches; of a push gone on with they must be those of its plan. */
static enum hm_status make_keys(struct push_plan *p)
{
    struct buf body;
    char key[PUSH_KEY_CHARS + 1];
    enum hm_status st = HM_OK;
    const char **keys = arena_alloc(&p->arena, (p->rows.count + 1) * sizeof *keys);
    if (!keys)
        return no_memory(p);
    bool same = !p->in_log || p->entry.batches == p->rows.count;
    buf_init(&body);
    for (size_t k = 0; same && st == HM_OK && k < p->rows.count; k++) {
        st = push_rows_body(&p->rows, &p->entry, k, &body);
        if (st != HM_OK)
            break;
        push_rows_key(&body, key);
        keys[k] = arena_strdup(&p->arena, key);
        st = keys[k] ? HM_OK : no_memory(p);
        same = st != HM_OK || !p->in_log || strcmp(p->entry.keys[k], key) == 0;
    }
    buf_fini(&body);
    if (!same)
        return diag_add(
            p->d, HM_LEVEL_ERROR, HM_DATA, &(struct place){.file = p->log.path},
            _("finish it with the program and the store it was begun with"),
            _("the push under way (%s) cannot be gone on with: its batches would not "
              "be the same, and the receiver would not know them again"),
            p->entry.subject);
    p->entry.keys = keys;
    return st;
}

/* --- which push --- */

static bool is_complete(const struct push_entry *e)
{
    return e->planned && e->acknowledged_count == e->batches;
}

static void put_digest(const char *text, char hex[DIGEST_HEX])
{
    digest_bytes(text, strlen(text), hex);
}

/* The latest push of the same kind and month that is not complete. */
static const struct push_entry *find_unfinished(const struct push_plan *p)
{
    for (size_t i = p->log.count; i-- > 0;) {
        const struct push_entry *e = &p->log.entries[i];
        if (e->planned && !is_complete(e) && strcmp(e->what, p->entry.what) == 0 &&
            strcmp(e->month, p->entry.month) == 0)
            return e;
    }
    return NULL;
}

static bool is_named(const struct push_plan *p, const struct push_entry *e)
{
    const char *id = p->job->after;
    return id && strlen(id) >= 4 && strncmp(e->subject, id, strlen(id)) == 0;
}

/* A list of payments that was pushed, or begun, is settled before another one is pushed. */
static enum hm_status check_settled(struct push_plan *p, const struct push_entry *e)
{
    int64_t parts = 0;
    __int128 recorded;
    struct buf sum;
    TRY(pay_lists_sum(p->job->store, e->subject, &parts, &recorded, p->d));
    buf_init(&sum);
    summary_put_fen(&sum, recorded);
    const char *is = buf_ok(&sum) ? sum.data : "?";
    enum hm_status st = HM_OK;
    bool settled = is_complete(e) && strcmp(is, e->sum) == 0;
    if (!settled && !is_named(p, e))
        st =
            diag_add(p->d, HM_LEVEL_ERROR, HM_DATA, NULL,
                     _("record what the bank reports (huimin pay record); when all of it is "
                       "reported and this is right, add --after LIST"),
                     _("list %.12s for %s was pushed to %s (%llu of %llu batches), %s yuan; %s "
                       "yuan of it are recorded as paid: another list could pay the rest a "
                       "second time"),
                     e->subject, e->month, e->to, (unsigned long long)e->acknowledged_count,
                     (unsigned long long)e->batches, e->sum, is);
    buf_fini(&sum);
    return st;
}

/* The one before is enough: when it was begun, those before it were settled. */
static enum hm_status check_last(struct push_plan *p)
{
    for (size_t i = p->log.count; i-- > 0;) {
        const struct push_entry *e = &p->log.entries[i];
        if (e->planned && strcmp(e->what, "payments") == 0)
            return check_settled(p, e);
    }
    return HM_OK;
}

/* The same list or run was pushed to its end. */
static bool was_pushed(const struct push_plan *p)
{
    for (size_t i = 0; i < p->log.count; i++) {
        const struct push_entry *e = &p->log.entries[i];
        if (is_complete(e) && strcmp(e->what, p->entry.what) == 0 &&
            strcmp(e->month, p->entry.month) == 0 &&
            strcmp(e->subject, p->entry.subject) == 0 &&
            (p->job->payments || strcmp(e->to_digest, p->entry.to_digest) == 0))
            return true;
    }
    return false;
}

static enum hm_status go_on(struct push_plan *p, const struct push_entry *e)
{
    if (strcmp(e->to_digest, p->entry.to_digest) != 0)
        return diag_add(
            p->d, HM_LEVEL_ERROR, HM_USAGE, &(struct place){.file = p->log.path},
            p->job->payments
                ? _("give that address; if nobody there paid from it (a slip of the pen), add "
                    "--after LIST; for a trial elsewhere another log (--log)")
                : _("give that address, or another log (--log) for a trial elsewhere"),
            _("the push under way (%s) goes to %s"), e->subject, e->to);
    if (p->job->batch_rows && p->job->batch_rows != e->batch_rows)
        diag_add(p->d, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("the push under way has batches of %llu rows: these stay"),
                 (unsigned long long)e->batch_rows);
    p->entry = *e;
    p->index = (size_t)(e - p->log.entries);
    p->in_log = true;
    p->rows.batch_rows = (uint32_t)e->batch_rows;
    return HM_OK;
}

static enum hm_status begin_entry(struct push_plan *p)
{
    const struct push_job *job = p->job;
    struct buf shown;
    char hex[DIGEST_HEX], now[32];
    put_digest(job->to, hex);
    clock_iso(clock_unix_seconds(), now);
    buf_init(&shown);
    http_shown(&shown, job->to);
    struct push_entry *e = &p->entry;
    *e = (struct push_entry){.what = job->payments ? "payments" : "determinations",
                             .month = month_text(p, job->month),
                             .since = month_text(p, job->since),
                             .time = arena_strdup(&p->arena, now),
                             .to = buf_ok(&shown) ? arena_strdup(&p->arena, shown.data) : NULL,
                             .to_digest = arena_strdup(&p->arena, hex),
                             .sum = "",
                             .unpaid = job->unpaid,
                             .unmasked = job->unmasked,
                             .batch_rows = p->rows.batch_rows};
    buf_fini(&shown);
    return e->month && e->since && e->time && e->to && e->to_digest ? HM_OK : no_memory(p);
}

/* Takes the rows and keys of the entry; a new one is added to the log. */
static enum hm_status make(struct push_plan *p)
{
    TRY(p->job->payments ? list_rows(p) : result_rows(p));
    TRY(push_rows_end(&p->rows));
    if (!p->in_log) {
        p->entry.batches = p->rows.count;
        p->entry.rows = p->rows.rows;
        p->entry.sum = p->job->payments ? sum_text(p, p->rows.fen) : "";
        if (!p->entry.sum)
            return no_memory(p);
    }
    TRY(make_keys(p));
    if (p->in_log || !p->job->client || p->rows.count == 0)
        return HM_OK;
    TRY(push_log_plan(&p->log, &p->entry, &p->index, p->d));
    p->in_log = true;
    return HM_OK;
}

static enum hm_status decide(struct push_plan *p)
{
    TRY(begin_entry(p));
    const struct push_entry *unfinished = find_unfinished(p);
    if (unfinished && !is_named(p, unfinished)) {
        TRY(go_on(p, unfinished));
        return make(p);
    }
    TRY(p->job->payments ? know_list(p) : know_run(p));
    p->done_before = was_pushed(p);
    if (p->done_before)
        return HM_OK;
    if (p->job->payments)
        TRY(check_last(p));
    return make(p);
}

enum hm_status push_plan_open(struct push_plan *p, const struct push_job *job, struct diag *d)
{
    memset(p, 0, sizeof *p);
    p->job = job;
    p->d = d;
    arena_init(&p->arena);
    p->host = *job->host;
    p->host.write = take_rows;
    p->host.progress = hand_progress;
    p->host.stopped = ask_stopped;
    p->host.ctx = p;
    push_rows_init(&p->rows, job->batch_rows ? job->batch_rows : BATCH_ROWS, d);
    TRY(push_log_open(&p->log, job->log, job->client != NULL, d));
    return decide(p);
}

void push_plan_close(struct push_plan *p)
{
    push_rows_fini(&p->rows);
    push_log_close(&p->log);
    arena_fini(&p->arena);
}
