/* mem.h - the only door to the heap, so that tests can fail the n-th allocation. */
#ifndef HM_BASE_MEM_H
#define HM_BASE_MEM_H

#include <stddef.h>

/* All return NULL when memory is short (or when fault.h says so); size 0 is served as 1. */
void *mem_alloc(size_t bytes);
void *mem_zalloc(size_t bytes);
void *mem_calloc(size_t count, size_t bytes_each); /* checks the product for overflow; zeroed */
void *mem_realloc(void *p, size_t bytes);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n); /* copies n bytes and terminates */
void mem_free(void *p);                     /* NULL is fine */

/* Grows *items (elements of `each` bytes) so that at least `need` fit; capacity doubles.
 * Returns 0, or -1 with nothing changed. */
int mem_grow(void **items, size_t *capacity, size_t need, size_t each);

#endif
