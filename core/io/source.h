/* source.h - the bytes of a file as readers want them: unpacked and as UTF-8.
 *
 * gzip and zstd are told by their first bytes, whatever the file is called; UTF-16 by its byte
 * order mark, which is dropped. SOURCE_DETECT decides between UTF-8 and GB18030 by the first
 * piece of text that is not ASCII: what reads as UTF-8 is UTF-8. A byte that the encoding does
 * not have becomes the byte FF, which is no UTF-8 either: the reader above refuses it with line
 * and column. Memory is bounded, and so is how far a packed file may expand (LIMIT_EXPANSION).
 */
#ifndef HM_IO_SOURCE_H
#define HM_IO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"

/* Reads at most n bytes: their number, 0 at the end, -1 with errno set. */
typedef ptrdiff_t source_read_fn(void *ctx, char *bytes, size_t n);

/* SOURCE_BYTES: unpacked only, no text: marks stay. */
enum source_encoding { SOURCE_UTF8, SOURCE_DETECT, SOURCE_GB18030, SOURCE_UTF16, SOURCE_BYTES };
struct source;

/* path "-" is standard input. */
enum hm_status source_open(struct source **out, const char *path, enum source_encoding e,
                           struct diag *d);
/* name: for messages; copied. */
enum hm_status source_from(struct source **out, const char *name, enum source_encoding e,
                           source_read_fn *read, void *ctx, struct diag *d);
void source_close(struct source *s); /* NULL is fine */
/* A signal that ends a read asks stopped(ctx) whether to go on; NULL: always. */
void source_watch(struct source *s, int (*stopped)(void *ctx), void *ctx);

/* The next bytes, at most n (n >= 8); *got = 0: the end. HM_ENVIRONMENT (also: a packed file is
 * damaged, cut short or a bomb), HM_INTERRUPTED, HM_NOMEM end the reading. */
enum hm_status source_read(struct source *s, char *bytes, size_t n, size_t *got,
                           struct diag *d);
const char *source_name(const struct source *s);
/* What the text is taken for; SOURCE_DETECT: there was only ASCII so far. */
enum source_encoding source_encoding(const struct source *s);
/* Bytes read from the file so far, and its size (0: not known). */
uint64_t source_bytes(const struct source *s);
uint64_t source_total(const struct source *s);
unsigned source_mark_bytes(const struct source *s); /* of a byte order mark that was dropped */
/* Whether what is handed out is the file's own bytes, one for one. */
bool source_is_direct(const struct source *s);

/* "utf-8", "gb18030", "auto", NULL = fallback; HM_USAGE. gbk and gb2312 are GB18030. */
enum hm_status source_encoding_named(enum source_encoding *out, const char *name,
                                     enum source_encoding fallback, struct diag *d);

/* Whether `expanded` bytes out of `packed` ones are more than anybody packs. */
bool source_is_bomb(uint64_t expanded, uint64_t packed);

#endif
