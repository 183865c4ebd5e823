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

/* Reads at most n bytes: their number, 0 at the end, -1 with errno set. */
typedef ptrdiff_t lines_read_fn(void *ctx, char *bytes, size_t n);
struct lines;

/* path "-" is standard input. */
enum hm_status lines_open(struct lines **out, const char *path, struct diag *d);
/* name: for messages; copied. */
enum hm_status lines_from(struct lines **out, const char *name, lines_read_fn *read, void *ctx,
                          struct diag *d);
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
uint64_t lines_bytes(const struct lines *l); /* consumed so far */
uint64_t lines_total(const struct lines *l); /* the file's size, 0 = not known */

#endif
