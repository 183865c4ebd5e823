/* map.c - open addressing over a dense array of entries, so that order of insertion is kept. */
#include "base/map.h"

#include <string.h>
#include "base/digest.h"
#include "base/mem.h"

void map_init(struct map *m)
{
    *m = (struct map){0};
}

void map_fini(struct map *m)
{
    for (size_t i = 0; i < m->count; i++)
        mem_free((void *)(uintptr_t)m->entries[i].key.p);
    mem_free(m->entries);
    mem_free(m->slots);
    map_init(m);
}

/* The slot that holds key, or the empty one where it belongs. slot_count > 0. */
static size_t find_slot(const struct map *m, struct str key, uint64_t hash)
{
    size_t mask = m->slot_count - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const struct map_entry *e = m->slots[i] ? &m->entries[m->slots[i] - 1] : NULL;
        if (!e || (e->hash == hash && str_eq(e->key, key)))
            return i;
    }
}

/* Keeps the table at most half full. */
static int grow_slots(struct map *m)
{
    if (m->count * 2 + 2 <= m->slot_count)
        return 0;
    size_t wanted = m->slot_count ? m->slot_count * 2 : 16;
    uint32_t *slots = mem_calloc(wanted, sizeof *slots);
    if (!slots)
        return -1;
    mem_free(m->slots);
    m->slots = slots;
    m->slot_count = wanted;
    for (size_t i = 0; i < m->count; i++) {
        size_t at = m->entries[i].hash & (wanted - 1);
        while (slots[at])
            at = (at + 1) & (wanted - 1);
        slots[at] = (uint32_t)i + 1;
    }
    return 0;
}

int map_put(struct map *m, struct str key, uint32_t value)
{
    uint64_t hash = digest_xxh64(key.p, key.n);
    if (grow_slots(m) != 0)
        return -1;
    size_t slot = find_slot(m, key, hash);
    if (m->slots[slot]) {
        m->entries[m->slots[slot] - 1].value = value;
        return 0;
    }
    void *entries = m->entries;
    if (mem_grow(&entries, &m->cap, m->count + 1, sizeof *m->entries) != 0)
        return -1;
    m->entries = entries;
    char *copy = mem_strndup(key.p, key.n);
    if (!copy)
        return -1;
    m->entries[m->count] = (struct map_entry){{copy, key.n}, value, hash};
    m->slots[slot] = (uint32_t)++m->count;
    return 1;
}

bool map_get(const struct map *m, struct str key, uint32_t *value)
{
    if (!m->slot_count)
        return false;
    size_t slot = find_slot(m, key, digest_xxh64(key.p, key.n));
    if (!m->slots[slot])
        return false;
    *value = m->entries[m->slots[slot] - 1].value;
    return true;
}
