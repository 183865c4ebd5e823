/* mem.c - malloc and friends behind one door; every allocation asks fault.h first. */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/fault.h"

/* Sizes that no heap can have are refused here, and this call's turn to fail is asked for. */
static bool refused(size_t bytes)
{
    return bytes > PTRDIFF_MAX || fault_hit(FAULT_ALLOC);
}

void *mem_alloc(size_t bytes)
{
    return refused(bytes) ? NULL : malloc(bytes ? bytes : 1);
}

void *mem_zalloc(size_t bytes)
{
    return mem_calloc(1, bytes);
}

void *mem_calloc(size_t count, size_t bytes_each)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, bytes_each, &bytes) || refused(bytes))
        return NULL;
    return calloc(1, bytes ? bytes : 1);
}

void *mem_realloc(void *p, size_t bytes)
{
    return refused(bytes) ? NULL : realloc(p, bytes ? bytes : 1);
}

char *mem_strdup(const char *s)
{
    return mem_strndup(s, strlen(s));
}

char *mem_strndup(const char *s, size_t n)
{
    char *copy = n < SIZE_MAX ? mem_alloc(n + 1) : NULL;
    if (copy) {
        if (n)
            memcpy(copy, s, n);
        copy[n] = 0;
    }
    return copy;
}

void mem_free(void *p)
{
    free(p);
}

int mem_grow(void **items, size_t *capacity, size_t need, size_t each)
{
    if (need <= *capacity)
        return 0;
    size_t wanted = *capacity < 8 ? 8 : *capacity;
    while (wanted < need)
        wanted = wanted > SIZE_MAX / 2 ? need : wanted * 2;
    size_t bytes;
    if (__builtin_mul_overflow(wanted, each, &bytes))
        return -1;
    void *grown = mem_realloc(*items, bytes);
    if (!grown)
        return -1;
    *items = grown;
    *capacity = wanted;
    return 0;
}
