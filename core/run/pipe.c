/* pipe.c - a ring of slots: the numbers of the next piece to read and to take, and for each
 * slot whether its piece is done. */
#include "run/pipe.h"

#include <stddef.h>
#include "base/limits.h"
#include "base/mem.h"
#include "base/thread.h"

struct pipe {
    const struct pipe_job *job;
    struct mutex *mutex;
    struct signal *changed;
    bool *done;               /* by slot */
    unsigned long read, took; /* pieces so far */
    bool is_reading, has_ended;
    enum hm_status status;
};

static unsigned slot_of(const struct pipe *p, unsigned long piece)
{
    return (unsigned)(piece % p->job->slot_count);
}

static bool may_read(const struct pipe *p)
{
    return !p->is_reading && !p->has_ended && p->status == HM_OK &&
           p->read - p->took < p->job->slot_count;
}

/* The mutex is held, and again afterwards. */
static void read_and_work(struct pipe *p, unsigned thread)
{
    const struct pipe_job *job = p->job;
    unsigned slot = slot_of(p, p->read);
    p->is_reading = true;
    mutex_unlock(p->mutex);
    enum pipe_more more = job->read(job->ctx, job->slots[slot]);
    mutex_lock(p->mutex);
    p->is_reading = false;
    p->has_ended = more != PIPE_MORE;
    p->read += more != PIPE_END;
    signal_wake_all(p->changed);
    if (more == PIPE_END)
        return;
    mutex_unlock(p->mutex);
    job->work(job->ctx, job->slots[slot], thread);
    mutex_lock(p->mutex);
    p->done[slot] = true;
    signal_wake_all(p->changed);
}

static void take(struct pipe *p)
{
    unsigned slot = slot_of(p, p->took);
    mutex_unlock(p->mutex);
    enum hm_status st = p->job->take(p->job->ctx, p->job->slots[slot]);
    mutex_lock(p->mutex);
    p->done[slot] = false;
    p->took++;
    p->status = st;
    signal_wake_all(p->changed);
}

/* Thread 0 also takes, and is the last to leave. */
static void member(void *ctx, unsigned thread)
{
    struct pipe *p = ctx;
    mutex_lock(p->mutex);
    for (;;) {
        bool is_over = p->status != HM_OK || (p->has_ended && p->took == p->read);
        if (thread == 0 && p->status == HM_OK && p->took < p->read &&
            p->done[slot_of(p, p->took)])
            take(p);
        else if (may_read(p))
            read_and_work(p, thread);
        else if (is_over || (thread > 0 && p->has_ended))
            break;
        else
            signal_wait(p->changed, p->mutex);
    }
    mutex_unlock(p->mutex);
}

enum hm_status pipe_run(const struct pipe_job *job)
{
    struct pipe p = {.job = job};
    p.done = mem_calloc(job->slot_count, sizeof *p.done);
    bool ok = p.done && mutex_new(&p.mutex) == HM_OK && signal_new(&p.changed) == HM_OK;
    if (ok)
        thread_run(job->threads, member, &p);
    mutex_free(p.mutex);
    signal_free(p.changed);
    mem_free(p.done);
    return ok ? p.status : HM_NOMEM;
}
