/* populate.h - a synthetic population into a store, in bounded pieces, all or nothing. */
#ifndef HM_RUN_POPULATE_H
#define HM_RUN_POPULATE_H

#include "run/task.h"
#include "store/store.h"

/* Households 1..count of the seed, whose facts hold from a month on. */
enum hm_status populate_store(struct store *s, int32_t month, uint64_t seed, uint64_t count,
                              const struct hm_host *host, struct ingest_counts *counts,
                              struct diag *d);

#endif
