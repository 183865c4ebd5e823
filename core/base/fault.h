/* fault.h - makes the n-th allocation or the n-th write fail. Test builds and tests only set it;
 * the counters are the one mutable global of the tree, atomic, and 0 means "never". */
#ifndef HM_BASE_FAULT_H
#define HM_BASE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

enum fault_kind { FAULT_ALLOC, FAULT_WRITE, FAULT_SYNC, FAULT_KINDS };

/* The n-th call from now (1 = the next) fails, and only that one; 0 disarms.
 * HUIMIN_FAULT=alloc:N|write:N|sync:N in the environment arms it at start-up (fault_from_env). */
void fault_arm(enum fault_kind kind, uint64_t nth);
bool fault_hit(enum fault_kind kind); /* counts one call; true when this one must fail */
void fault_from_env(void);

#endif
