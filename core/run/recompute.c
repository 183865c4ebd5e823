/* recompute.c - threads, queue and writing. What happens to one block is in recompute_block.c.
 */
#include "run/recompute.h"

#include <stdio.h>
#include <string.h>
#include "base/clock.h"
#include "base/mem.h"
#include "run/budget.h"
#include "run/recompute_block.h"
#include "run/recompute_job.h"
#include "run/verify.h"
#include "value/date.h"

enum { QUEUE_BYTES = 64 << 20 }; /* results that wait while the disk is busy */

/* Results on their way from a worker to the writing thread. */
struct item {
    struct item *next;
    struct run_block *block;
};

/* Member 0 is the caller's thread, the only one that writes. Where a run is stored and there
 * are several workers it is one more than they, since it mostly waits for the disk; it
 * evaluates blocks itself only as long as no other thread runs. So a machine that starts no
 * threads still gets done. */
struct crew {
    const struct recompute_job *job;
    const struct block_plan *plan;
    struct run_writer *writer; /* NULL: rehearsal, verification */
    bool verify;               /* hold everything against what is stored */
    const char *doing;
    struct block_worker *workers;
    unsigned worker_count;
    struct mutex *mutex; /* all below */
    struct signal *changed;
    uint32_t next_block;
    struct item *first, *last;
    size_t queued_bytes;
    unsigned helpers;   /* members that have begun, without member 0 */
    unsigned in_flight; /* blocks taken and not yet handed over */
    uint64_t done;
    enum hm_status status; /* the first failure stops everybody */
};

/* --- under the mutex --- */

static void fail(struct crew *c, enum hm_status st)
{
    mutex_lock(c->mutex);
    if (c->status == HM_OK)
        c->status = st;
    signal_wake_all(c->changed);
    mutex_unlock(c->mutex);
}

static bool take_block(struct crew *c, uint32_t *block)
{
    mutex_lock(c->mutex);
    bool found = c->status == HM_OK && c->next_block < c->plan->block_count;
    if (found) {
        *block = c->next_block++;
        c->in_flight++;
    }
    mutex_unlock(c->mutex);
    return found;
}

static void end_block(struct crew *c)
{
    mutex_lock(c->mutex);
    c->in_flight--;
    signal_wake_all(c->changed);
    mutex_unlock(c->mutex);
}

static void push(struct crew *c, struct item *item)
{
    mutex_lock(c->mutex);
    while (c->queued_bytes >= QUEUE_BYTES && c->status == HM_OK)
        signal_wait(c->changed, c->mutex);
    if (c->last)
        c->last->next = item;
    else
        c->first = item;
    c->last = item;
    c->queued_bytes += run_block_bytes(item->block);
    signal_wake_all(c->changed);
    mutex_unlock(c->mutex);
}

/* More may come. */
static bool is_going_on(const struct crew *c)
{
    bool more = c->helpers > 0 && c->next_block < c->plan->block_count;
    return c->in_flight > 0 || (more && c->status == HM_OK);
}

/* The next item; with `wait`, waits for one as long as any block is in flight. */
static struct item *pop(struct crew *c, bool wait)
{
    mutex_lock(c->mutex);
    while (wait && !c->first && is_going_on(c))
        signal_wait(c->changed, c->mutex);
    struct item *item = c->first;
    if (item) {
        c->first = item->next;
        c->last = c->first ? c->last : NULL;
        c->queued_bytes -= run_block_bytes(item->block);
        signal_wake_all(c->changed);
    }
    mutex_unlock(c->mutex);
    return item;
}

static uint64_t add_done(struct crew *c, uint32_t households)
{
    mutex_lock(c->mutex);
    c->done += households;
    uint64_t done = c->done;
    mutex_unlock(c->mutex);
    return done;
}

/* --- writing: the caller's thread only --- */

static void write_item(struct crew *c, struct item *item)
{
    mutex_lock(c->mutex);
    bool going = c->status == HM_OK;
    mutex_unlock(c->mutex);
    enum hm_status st = HM_OK;
    if (going)
        st = run_put_block(c->writer, item->block, c->plan->model, &c->workers[0].diag);
    if (st != HM_OK)
        fail(c, st);
    run_block_free(item->block);
    mem_free(item);
}

static void write_waiting(struct crew *c)
{
    struct item *item;
    while ((item = pop(c, false)) != NULL)
        write_item(c, item);
    task_progress(c->job->host, c->doing, add_done(c, 0), c->plan->expected);
}

/* --- evaluating --- */

static enum hm_status hand_over(struct crew *c, struct block_worker *w, uint32_t block,
                                size_t month)
{
    struct item *item = mem_zalloc(sizeof *item);
    if (!item)
        return diag_nomem(&w->diag, _("recomputing"));
    enum hm_status st = block_pack(w, block, month, &item->block);
    if (st != HM_OK) {
        mem_free(item);
        return st;
    }
    if (w == &c->workers[0])
        write_item(c, item);
    else
        push(c, item);
    return HM_OK;
}

static enum hm_status do_month(struct crew *c, struct block_worker *w, uint32_t block,
                               size_t month)
{
    uint32_t households = 0;
    bool stored = c->plan->stored && c->plan->stored[block];
    if (stored)
        TRY(block_recall(w, block, month, &households));
    else
        TRY(block_evaluate(w, block, month, &households));
    add_done(c, households);
    if (c->verify && households > 0)
        return verify_block(w, block, month);
    if (!c->writer || stored || households == 0)
        return HM_OK;
    return hand_over(c, w, block, month);
}

static enum hm_status do_block(struct crew *c, struct block_worker *w, uint32_t block)
{
    enum hm_status st = HM_OK;
    for (size_t k = 0; k < c->plan->month_count && st == HM_OK; k++) {
        if (task_stopped(c->job->host))
            st = HM_INTERRUPTED;
        else
            st = do_month(c, w, block, k);
        if (w == &c->workers[0])
            write_waiting(c);
    }
    block_forget(w);
    return st;
}

/* Whether this member is to evaluate one more block. */
static bool evaluates(struct crew *c, unsigned k)
{
    mutex_lock(c->mutex);
    bool writes_only = k == 0 && c->writer && c->helpers > 0;
    mutex_unlock(c->mutex);
    return !writes_only;
}

static void begin_helping(struct crew *c)
{
    mutex_lock(c->mutex);
    c->helpers++;
    signal_wake_all(c->changed);
    mutex_unlock(c->mutex);
}

static void member(void *ctx, unsigned k)
{
    struct crew *c = ctx;
    struct block_worker *w = &c->workers[k];
    uint32_t block;
    enum hm_status st = block_worker_open(w);
    if (k > 0 && st == HM_OK)
        begin_helping(c);
    while (st == HM_OK && evaluates(c, k) && take_block(c, &block)) {
        st = do_block(c, w, block);
        if (st != HM_OK)
            fail(c, st);
        end_block(c);
    }
    block_worker_close(w);
    if (st != HM_OK)
        fail(c, st);
    struct item *item;
    while (k == 0 && (item = pop(c, true)) != NULL) {
        write_item(c, item);
        task_progress(c->job->host, c->doing, add_done(c, 0), c->plan->expected);
    }
}

static enum hm_status run_crew(struct crew *c, struct diag *d)
{
    unsigned n = c->worker_count;
    TRY(mutex_new(&c->mutex));
    enum hm_status st = signal_new(&c->changed);
    if (st == HM_OK) {
        thread_run(n, member, c);
        st = c->status;
        signal_free(c->changed);
    }
    mutex_free(c->mutex);
    for (unsigned k = 0; k < n; k++)
        diag_move(d, &c->workers[k].diag);
    return st;
}

/* --- the run's record --- */

static enum hm_status begin(struct run_writer **w, struct run_record *r,
                            const struct recompute_job *job, struct diag *d)
{
    struct buf packed;
    buf_init(&packed);
    enum hm_status st = sources_pack(&job->policy->sources, &packed);
    if (st != HM_OK)
        st = diag_nomem(d, _("starting the run"));
    if (st == HM_OK)
        st = run_begin(w, job->store, r, packed.data, packed.len, d);
    buf_fini(&packed);
    return st;
}

/* A policy alone takes whoever is in the store. Families of another place under this place's
 * law are hardly meant: it is said, and such a run is published only by an order of its own.
 * True when there are some. */
static bool note_strangers(const struct recompute_job *job, uint32_t run,
                           const struct summary *s, struct diag *d)
{
    const char *division = job->policy->model->division, *example = NULL;
    const struct summary_month *m = s->month_count ? &s->months[s->month_count - 1] : NULL;
    uint64_t count = 0;
    if (job->policy->member_count > 0 || !division || !m)
        return false;
    for (size_t i = 0; i < m->county_count; i++) {
        const char *code = m->counties[i].name;
        const struct tally_line *l = &m->counties[i].line;
        size_t n = strlen(code) < strlen(division) ? strlen(code) : strlen(division);
        if (strncmp(code, division, n) == 0)
            continue;
        count += l->in + l->out + l->up + l->down + l->same + l->none + l->unknown;
        example = example ? example : code;
    }
    if (count == 0)
        return false;
    diag_add(d, HM_LEVEL_WARNING, HM_OK, NULL,
             _("give the folder that holds the policies of all places, as policies/cn: each "
               "household then goes by its own"),
             _("%s is the law of %s, but %llu households have another division_code, as %s: "
               "they were computed by it all the same"),
             job->policy->model->name, division, (unsigned long long)count, example);
    if (job->publish && !job->rehearse)
        diag_add(d, HM_LEVEL_ERROR, HM_DATA, NULL,
                 _("publish it with `huimin runs STORE publish`, if that is meant"),
                 _("run %u is complete and was not published, for the sake of these "
                   "households"),
                 run);
    return true;
}

static enum hm_status finish(struct run_writer *w, struct run_record *r, bool publish,
                             const struct summary *s, struct diag *d)
{
    const struct summary_month *last = &s->months[s->month_count - 1];
    struct buf json;
    buf_init(&json);
    summary_put(&json, s);
    r->households = last->households;
    r->undetermined = last->undetermined;
    r->failed = last->failed;
    clock_iso(clock_unix_seconds(), r->finished);
    if (publish)
        memcpy(r->published, r->finished, sizeof r->published);
    mem_free(r->summary);
    r->summary = buf_take(&json);
    if (!r->summary) {
        run_abandon(w);
        return diag_nomem(d, _("finishing the run"));
    }
    return run_finish(w, r, publish, d);
}

/* --- all together --- */

static enum hm_status summarise_owed(struct summary *s, struct crew *c, size_t k,
                                     struct diag *d)
{
    size_t n = c->plan->owed.count;
    struct owed_sum *sums = &c->workers[0].owed[k * n];
    for (unsigned w = 1; w < c->worker_count; w++)
        owed_add(sums, &c->workers[w].owed[k * n], n);
    return owed_summary(s, k, &c->plan->owed, sums, d);
}

static enum hm_status summarise(struct summary *s, struct crew *c, struct diag *d)
{
    const struct block_plan *plan = c->plan;
    TRY(summary_init(s, plan->model, c->job->changes->text.data, plan->month_count, d));
    enum hm_status st = HM_OK;
    for (size_t k = 0; k < plan->month_count && st == HM_OK; k++) {
        const struct block_month *m = &plan->months[k];
        struct tally *t = &c->workers[0].tallies[k];
        for (unsigned w = 1; w < c->worker_count && st == HM_OK; w++)
            st = tally_add(t, &c->workers[w].tallies[k], d);
        if (st == HM_OK)
            st = summary_month(s, k, m->month, m->plan->run, m->plan->run_month, t, d);
        if (st == HM_OK)
            st = block_placeholders(plan, k, s, d);
        if (st == HM_OK)
            st = summarise_owed(s, c, k, d);
    }
    if (st == HM_OK)
        st = summary_years(s, d);
    if (st == HM_OK)
        st = budget_find(s, plan, d);
    if (st != HM_OK)
        summary_fini(s);
    return st;
}

static enum hm_status compute(const struct recompute_job *job, const struct block_plan *plan,
                              struct run_writer *writer, bool verify,
                              struct recompute_result *r, struct diag *d)
{
    unsigned n = task_threads(job->host);
    n = n > plan->block_count ? (plan->block_count ? plan->block_count : 1) : n;
    if (writer && n > 1)
        n++; /* one that writes */
    struct crew c = {
        .job = job, .plan = plan, .writer = writer, .verify = verify, .worker_count = n};
    c.doing = verify ? _("verifying") : _("recomputing");
    c.workers = mem_calloc(n, sizeof *c.workers);
    if (!c.workers)
        return diag_nomem(d, _("recomputing"));
    enum hm_status st = HM_OK;
    for (unsigned k = 0; k < n && st == HM_OK; k++)
        st = block_worker_init(&c.workers[k], plan, d);
    task_progress(job->host, c.doing, 0, plan->expected); /* the clock starts */
    if (st == HM_OK)
        st = run_crew(&c, d);
    if (st == HM_OK)
        st = summarise(&r->summary, &c, d);
    for (unsigned k = 0; k < n; k++) {
        struct summary_work *work = &r->summary.work;
        work->evaluated += c.workers[k].evaluated;
        work->shared += c.workers[k].shared;
        work->sampled += c.workers[k].checked;
        block_worker_fini(&c.workers[k]);
    }
    mem_free(c.workers);
    return st;
}

/* Which blocks of a resumed run are there in all its months. */
static enum hm_status find_stored(struct block_plan *plan, const struct run_writer *w,
                                  bool **out, struct diag *d)
{
    bool *stored = mem_zalloc((size_t)plan->block_count + 1);
    if (!stored)
        return diag_nomem(d, _("preparing the run"));
    for (uint32_t block = 0; block < plan->block_count; block++) {
        stored[block] = true;
        for (size_t k = 0; k < plan->month_count && stored[block]; k++)
            stored[block] = run_has(w, plan->months[k].month, block);
    }
    *out = stored;
    plan->stored = stored;
    return HM_OK;
}

/* A warning, so that --quiet does not hide which run is to be resumed. */
static void say_resumable(const struct run_record *r, struct diag *d)
{
    diag_add(d, HM_LEVEL_WARNING, HM_OK, NULL, NULL,
             _("run %u is not complete; what it has computed is kept. To go on: `huimin runs "
               "STORE resume %u`; to drop it: `huimin runs STORE discard %u`"),
             r->id, r->id, r->id);
}

/* Computes and completes. The writer (NULL: rehearsal) is taken over. */
static enum hm_status carry_out(const struct recompute_job *job, struct block_plan *plan,
                                struct run_writer *writer, struct run_record *record,
                                struct recompute_result *out, struct diag *d)
{
    struct recompute_result r = {.run = record->id};
    uint64_t started_ns = clock_monotonic_ns();
    plan->run = record->id;
    if (job->host->format != HM_FORMAT_JSON)
        plan_note(&plan->plan, d);
    plan->recheck.seed += (uint64_t)record->id
                          << 32; /* a run of its own, a sample of its own */
    enum hm_status st = compute(job, plan, writer, false, &r, d);
    if (st == HM_OK && task_stopped(job->host))
        st = HM_INTERRUPTED;
    r.summary.work.elapsed_ms = (clock_monotonic_ns() - started_ns) / 1000000;
    if (st == HM_OK) {
        bool alone = !note_strangers(job, record->id, &r.summary, d);
        r.published = writer && job->publish && alone;
        r.held_back = writer && job->publish && !alone;
    }
    if (writer && st == HM_OK)
        st = finish(writer, record, r.published, &r.summary, d);
    else if (writer)
        run_abandon(writer);
    if (st == HM_OK) {
        *out = r;
    } else {
        summary_fini(&r.summary);
        if (writer)
            say_resumable(record, d);
    }
    return st;
}

enum hm_status recompute_run(const struct recompute_job *job, struct recompute_result *out,
                             struct diag *d)
{
    struct block_plan plan;
    struct run_record record = {.id = 0};
    struct run_writer *writer = NULL;
    enum hm_status st = block_plan_init(&plan, job, d);
    if (st == HM_OK)
        st = recompute_record(&record, job, plan.sequence, d);
    if (st == HM_OK && !job->rehearse)
        st = begin(&writer, &record, job, d);
    if (st == HM_OK)
        st = carry_out(job, &plan, writer, &record, out, d);
    run_record_fini(&record);
    block_plan_fini(&plan);
    return st;
}

static enum hm_status resume(struct recompute_past *past, struct recompute_result *out,
                             struct diag *d)
{
    struct block_plan plan;
    struct run_record record = {.id = 0};
    struct run_writer *writer = NULL;
    bool *stored = NULL;
    enum hm_status st = block_plan_init(&plan, &past->job, d);
    if (st == HM_OK)
        st = run_resume(&writer, past->job.store, past->record.id, &record, d);
    if (st == HM_OK)
        st = find_stored(&plan, writer, &stored, d);
    if (st == HM_OK)
        st = carry_out(&past->job, &plan, writer, &record, out, d);
    else
        run_abandon(writer);
    run_record_fini(&record);
    block_plan_fini(&plan);
    mem_free(stored);
    return st;
}

enum hm_status recompute_resume(struct store *s, uint32_t run, const struct hm_host *host,
                                struct recompute_result *out, struct diag *d)
{
    struct recompute_past past;
    struct hm_host mine = *host;
    enum hm_status st = recompute_past_init(&past, s, run, &mine, d);
    if (st == HM_OK && past.record.state != RUN_STARTED)
        st = diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                      _("`huimin runs` lists the runs and their states"),
                      _("run %u is complete: there is nothing to resume"), run);
    if (st == HM_OK) {
        mine.engine = task_engine_of(past.record.engine);
        st = resume(&past, out, d);
    }
    recompute_past_fini(&past);
    return st;
}

enum hm_status recompute_plan(const struct recompute_job *job, struct plan *out, struct diag *d)
{
    struct block_plan plan;
    enum hm_status st = block_plan_init(&plan, job, d);
    if (st == HM_OK) {
        *out = plan.plan;
        plan.plan = (struct plan){0};
    }
    block_plan_fini(&plan);
    return st;
}

/* --- verification --- */

static enum hm_status verify(struct recompute_past *past, uint64_t *households, struct diag *d)
{
    struct block_plan plan;
    struct recompute_result r = {.run = past->record.id};
    enum hm_status st = block_plan_init(&plan, &past->job, d);
    plan.run = past->record.id;
    if (st == HM_OK) {
        plan.recheck.seed += (uint64_t)plan.run << 32;
        st = compute(&past->job, &plan, NULL, true, &r, d);
    }
    if (st == HM_OK && task_stopped(past->job.host))
        st = HM_INTERRUPTED;
    if (st == HM_OK)
        st = verify_summary(&r.summary, &past->record, d);
    if (st == HM_OK)
        *households = r.summary.work.evaluated;
    summary_fini(&r.summary);
    block_plan_fini(&plan);
    return st;
}

enum hm_status recompute_verify(struct store *s, uint32_t run, const struct hm_host *host,
                                uint64_t *households, struct diag *d)
{
    struct recompute_past past;
    struct hm_host mine = *host;
    enum hm_status st = recompute_past_init(&past, s, run, &mine, d);
    if (st == HM_OK && past.record.state == RUN_STARTED)
        st = diag_error(d, HM_USAGE, NULL, _("run %u is not complete"), run);
    if (st == HM_OK) {
        mine.engine = task_engine_of(past.record.engine);
        past.job.full = true;
        st = verify(&past, households, d);
    }
    recompute_past_fini(&past);
    return st;
}
