/* thread.h - the one file that knows pthreads. */
#ifndef HM_BASE_THREAD_H
#define HM_BASE_THREAD_H

#include "base/status.h"

struct mutex;
enum hm_status mutex_new(struct mutex **out);
void mutex_free(struct mutex *m);
void mutex_lock(struct mutex *m);
void mutex_unlock(struct mutex *m);

/* A condition tied to a mutex: wait releases it and takes it again. */
struct signal;
enum hm_status signal_new(struct signal **out);
void signal_free(struct signal *s);
void signal_wait(struct signal *s, struct mutex *m);
void signal_wake_all(struct signal *s);

/* Runs fn(ctx, k) for k in 0..count-1, each on its own thread (k = 0 on the caller's), and waits
 * for all. Where a thread cannot be started its work is done on the caller's thread afterwards. */
void thread_run(unsigned count, void (*fn)(void *ctx, unsigned k), void *ctx);
unsigned thread_cores(void); /* usable processors, at least 1 */

#endif
