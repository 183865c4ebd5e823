/* str.h - text helpers: UTF-8, nearest names, safe parsing of words. No ownership anywhere. */
#ifndef HM_BASE_STR_H
#define HM_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
    const char *p; /* borrowed */
    size_t n;
};

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || __builtin_memcmp(a.p, b.p, a.n) == 0);
}

/* Offset of the first byte that is not well-formed UTF-8 (RFC 3629), or n when all is well. */
size_t str_utf8_bad(const char *p, size_t n);
/* Code points in p[0..n); 1-based column of a byte offset is str_utf8_len(line, offset) + 1. */
size_t str_utf8_len(const char *p, size_t n);
/* Columns p takes on a terminal (East Asian wide characters count 2). */
size_t str_width(const char *p, size_t n);
/* Edit distance in code points (Damerau-Levenshtein), stops above `max` and returns max + 1. */
unsigned str_distance(struct str a, struct str b, unsigned max);
/* Index of the nearest of `names` to `word`, or -1 when none is near enough to suggest
 * (distance <= 1 + length/4; shared prefixes of 4+ characters help). */
int str_nearest(struct str word, const struct str *names, size_t count);

#endif
