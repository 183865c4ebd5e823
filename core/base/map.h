/* map.h - text -> uint32 hash map with insertion order kept; keys are copied. */
#ifndef HM_BASE_MAP_H
#define HM_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

struct map_entry {
    struct str key; /* owned by the map */
    uint32_t value;
    uint64_t hash;
};
struct map {
    struct map_entry *entries; /* in insertion order */
    size_t count, cap;
    uint32_t *slots; /* 0 = empty, else entry index + 1; size is a power of two */
    size_t slot_count;
};

void map_init(struct map *m);
void map_fini(struct map *m);
/* 1 new key, 0 key existed and its value was replaced, -1 no memory. */
int map_put(struct map *m, struct str key, uint32_t value);
bool map_get(const struct map *m, struct str key, uint32_t *value);

#endif
