/* thread.c - the one file that knows pthreads. */
#include "base/thread.h"

#include <pthread.h>
#include <stdbool.h>
#include <unistd.h>
#include "base/limits.h"
#include "base/mem.h"

struct mutex {
    pthread_mutex_t handle;
};
struct signal {
    pthread_cond_t handle;
};

enum hm_status mutex_new(struct mutex **out)
{
    struct mutex *m = mem_alloc(sizeof *m);
    if (!m || pthread_mutex_init(&m->handle, NULL) != 0) {
        mem_free(m);
        return HM_NOMEM;
    }
    *out = m;
    return HM_OK;
}

void mutex_free(struct mutex *m)
{
    if (m)
        pthread_mutex_destroy(&m->handle);
    mem_free(m);
}

void mutex_lock(struct mutex *m)
{
    pthread_mutex_lock(&m->handle);
}

void mutex_unlock(struct mutex *m)
{
    pthread_mutex_unlock(&m->handle);
}

enum hm_status signal_new(struct signal **out)
{
    struct signal *s = mem_alloc(sizeof *s);
    if (!s || pthread_cond_init(&s->handle, NULL) != 0) {
        mem_free(s);
        return HM_NOMEM;
    }
    *out = s;
    return HM_OK;
}

void signal_free(struct signal *s)
{
    if (s)
        pthread_cond_destroy(&s->handle);
    mem_free(s);
}

void signal_wait(struct signal *s, struct mutex *m)
{
    pthread_cond_wait(&s->handle, &m->handle);
}

void signal_wake_all(struct signal *s)
{
    pthread_cond_broadcast(&s->handle);
}

struct worker {
    pthread_t thread;
    bool started;
    void (*fn)(void *ctx, unsigned k);
    void *ctx;
    unsigned k;
};

static void *work(void *arg)
{
    struct worker *w = arg;
    w->fn(w->ctx, w->k);
    return NULL;
}

void thread_run(unsigned count, void (*fn)(void *ctx, unsigned k), void *ctx)
{
    struct worker *workers = count > 1 ? mem_calloc(count, sizeof *workers) : NULL;
    for (unsigned k = 1; workers && k < count; k++) {
        workers[k] = (struct worker){.fn = fn, .ctx = ctx, .k = k};
        workers[k].started = pthread_create(&workers[k].thread, NULL, work, &workers[k]) == 0;
    }
    if (count > 0)
        fn(ctx, 0);
    for (unsigned k = 1; k < count; k++) {
        if (workers && workers[k].started)
            pthread_join(workers[k].thread, NULL);
        else
            fn(ctx, k);
    }
    mem_free(workers);
}

unsigned thread_cores(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (cores < 1)
        return 1;
    return cores > LIMIT_THREADS ? LIMIT_THREADS : (unsigned)cores;
}
