/* arena.c - chunks handed out front to back. Requests too big for a chunk get one of their own,
 * put behind the current one so that its free rest stays in use. */
#include "base/arena.h"

#include <stdint.h>
#include <string.h>
#include "base/mem.h"

enum {
    FIRST_CHUNK_BYTES = 4096,
    LAST_CHUNK_BYTES = 1 << 20,
    KEPT_BYTES = 16 << 20, /* at most, over a reset */
    SMALL_ALIGN = 16,
    LARGE_ALIGN = 64 /* a cache line, and any vector register */
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t bytes; /* usable, after the header */
    size_t used;
};

static char *chunk_data(struct arena_chunk *c)
{
    return (char *)(c + 1);
}

/* Offset at which `align` is met, counted from the chunk's data. */
static size_t aligned_offset(struct arena_chunk *c, size_t align)
{
    uintptr_t at = (uintptr_t)chunk_data(c) + c->used;
    return c->used + (size_t)(-at & (align - 1));
}

static struct arena_chunk *chunk_new(size_t bytes)
{
    struct arena_chunk *c = NULL;
    if (bytes <= SIZE_MAX - sizeof *c)
        c = mem_alloc(sizeof *c + bytes);
    if (c)
        *c = (struct arena_chunk){.bytes = bytes};
    return c;
}

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

static void free_chunks(struct arena_chunk *c)
{
    while (c) {
        struct arena_chunk *next = c->next;
        mem_free(c);
        c = next;
    }
}

void arena_fini(struct arena *a)
{
    free_chunks(a->head);
    arena_init(a);
}

/* Keeps the newest chunk; where most of the memory lay in others, one as large as all. */
void arena_reset(struct arena *a)
{
    size_t total = a->used_bytes + a->used_bytes / 8;
    if (a->head && a->head->next && a->head->bytes < total && total <= KEPT_BYTES) {
        struct arena_chunk *whole = chunk_new(total);
        if (whole) {
            free_chunks(a->head);
            a->head = whole;
        }
    }
    if (a->head) {
        free_chunks(a->head->next);
        a->head->next = NULL;
        a->head->used = 0;
    }
    a->used_bytes = 0;
}

/* A chunk that surely holds `bytes` at `align`; NULL when memory is short. */
static struct arena_chunk *add_chunk(struct arena *a, size_t bytes, size_t align)
{
    size_t normal = a->head ? a->head->bytes * 2 : FIRST_CHUNK_BYTES;
    if (normal > LAST_CHUNK_BYTES)
        normal = LAST_CHUNK_BYTES;
    if (bytes > SIZE_MAX - align)
        return NULL;
    if (bytes + align > normal / 2 && a->head) {
        struct arena_chunk *own = chunk_new(bytes + align);
        if (own) {
            own->next = a->head->next;
            a->head->next = own;
        }
        return own;
    }
    struct arena_chunk *c = chunk_new(bytes + align > normal ? bytes + align : normal);
    if (c) {
        c->next = a->head;
        a->head = c;
    }
    return c;
}

void *arena_alloc(struct arena *a, size_t bytes)
{
    size_t align = bytes >= LARGE_ALIGN ? LARGE_ALIGN : SMALL_ALIGN;
    struct arena_chunk *c = a->head;
    size_t at = c ? aligned_offset(c, align) : 0;
    if (!c || at > c->bytes || bytes > c->bytes - at) {
        c = add_chunk(a, bytes, align);
        if (!c)
            return NULL;
        at = aligned_offset(c, align);
    }
    c->used = at + bytes;
    a->used_bytes += bytes;
    return chunk_data(c) + at;
}

void *arena_zalloc(struct arena *a, size_t bytes)
{
    void *p = arena_alloc(a, bytes);
    if (p)
        memset(p, 0, bytes);
    return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return arena_strndup(a, s, strlen(s));
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;
    if (copy) {
        if (n)
            memcpy(copy, s, n);
        copy[n] = 0;
    }
    return copy;
}
