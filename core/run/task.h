/* task.h - how a long job of run/ uses its caller: progress, stop, threads (struct hm_host). */
#ifndef HM_RUN_TASK_H
#define HM_RUN_TASK_H

#include <stdbool.h>
#include <string.h>
#include "base/limits.h"
#include "base/thread.h"
#include "exec/engine.h"

static inline bool task_stopped(const struct hm_host *h)
{
    return h->stopped && h->stopped(h->ctx);
}
/* `what` must be a text that lives as long as the program: _("..."). */
static inline void task_progress(const struct hm_host *h, const char *what, uint64_t done,
                                 uint64_t total)
{
    if (h->progress)
        h->progress(h->ctx, what, done, total);
}
static inline unsigned task_threads(const struct hm_host *h)
{
    unsigned n = h->threads ? h->threads : thread_cores();
    return n < LIMIT_THREADS ? n : LIMIT_THREADS - 1;
}
static inline enum engine_kind task_engine(const struct hm_host *h)
{
    return h->engine == HM_ENGINE_FAST   ? ENGINE_FAST
           : h->engine == HM_ENGINE_BOTH ? ENGINE_BOTH
                                         : ENGINE_LUA;
}
static inline const char *task_engine_name(const struct hm_host *h)
{
    return h->engine == HM_ENGINE_FAST ? "fast" : h->engine == HM_ENGINE_BOTH ? "both" : "lua";
}
/* The engine that a run's record names. */
static inline enum hm_engine task_engine_of(const char *name)
{
    return strcmp(name, "fast") == 0   ? HM_ENGINE_FAST
           : strcmp(name, "both") == 0 ? HM_ENGINE_BOTH
                                       : HM_ENGINE_LUA;
}

#endif
