/* lines.h - the lines of a file, of standard input or of a callback, one at a time and bounded.
 *
 * Blank lines are skipped but counted; a last line without newline is a line; a byte order mark
 * at the start is dropped. A line above LIMIT_RECORD_BYTES is refused and skipped.
 */
#ifndef HM_IO_LINES_H
#define HM_IO_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "base/str.h"
#include "io/source.h"

/* Reads at most n bytes: their number, 0 at the end, -1 with errno set. */
typedef source_read_fn lines_read_fn;
struct lines;

/* path "-" is standard input. UTF-8, packed files are unpacked (source.h). */
enum hm_status lines_open(struct lines **out, const char *path, struct diag *d);
/* The same in another encoding. */
enum hm_status lines_open_as(struct lines **out, const char *path, enum source_encoding e,
                             struct diag *d);
/* name: for messages; copied. */
enum hm_status lines_from(struct lines **out, const char *name, lines_read_fn *read, void *ctx,
                          struct diag *d);
enum hm_status lines_from_as(struct lines **out, const char *name, enum source_encoding e,
                             lines_read_fn *read, void *ctx, struct diag *d);
void lines_close(struct lines *l); /* NULL is fine */
/* Blank lines are handed out as well (they can stand inside a quoted cell of a table). */
void lines_keep_blank(struct lines *l);
/* A signal that ends a read asks stopped(ctx) whether to go on; NULL: always. */
void lines_watch(struct lines *l, int (*stopped)(void *ctx), void *ctx);

/* The next line without its newline; borrowed until the next call; *more = false: there is
 * none. HM_DATA: this line is too long (ask for the next one); HM_ENVIRONMENT, HM_INTERRUPTED.
 */
enum hm_status lines_next(struct lines *l, struct str *line, bool *more, struct diag *d);
/* Whether lines_next has to read (and may have to wait) before it can answer. */
bool lines_waits(const struct lines *l);
/* File and line of the line last read. */
struct place lines_place(const struct lines *l);
uint64_t lines_bytes(const struct lines *l); /* of the file, consumed so far */
uint64_t lines_total(const struct lines *l); /* the file's size, 0 = not known */
/* What the text is taken for (source.h). */
enum source_encoding lines_encoding(const struct lines *l);

#endif
