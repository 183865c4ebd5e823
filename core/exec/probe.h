/* probe.h - for those who run one policy's formulas very often, or look on while they run: test
 * coverage and mutants.
 *
 * A probe belongs to one thread and one policy (or copies of it that differ in values only).
 * The reference engines of evaluations that name it use one sandbox after the other, so that
 * the scripts are run once. Other engines do not look at it.
 */
#ifndef HM_EXEC_PROBE_H
#define HM_EXEC_PROBE_H

#include <stddef.h>

struct sandbox;
struct luarun_observer; /* exec/luarun.h */

struct probe {
    struct sandbox *idle; /* owned: waits for the next engine; NULL: none */
    size_t registry;      /* what stood in its registry before an engine used it */
    const struct luarun_observer *observer; /* borrowed: told of every run; NULL: nobody */
};

void probe_init(struct probe *p);
void probe_fini(struct probe *p);

#endif
