/* arena.h - memory that lives as long as its owner (a policy, a batch) and is freed at once. */
#ifndef HM_BASE_ARENA_H
#define HM_BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;
struct arena {
    struct arena_chunk *head;
    size_t used_bytes; /* total handed out, for limits */
};

void arena_init(struct arena *a);
void arena_fini(struct arena *a);  /* frees everything; the arena is empty and usable again */
void arena_reset(struct arena *a); /* forgets everything, keeps one chunk */

/* 64-byte aligned when bytes >= 64, else 16; NULL when memory is short. Contents undefined. */
void *arena_alloc(struct arena *a, size_t bytes);
void *arena_zalloc(struct arena *a, size_t bytes);
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);

#endif
