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
#include "io/chunk.h"
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
/* The next lines as a chunk, blank ones among them: as many whole lines as CHUNK_BYTES and
 * CHUNK_LINES allow, at least one; a line that is too long is a CHUNK_FAULT of its own.
 * *more = false: there is none. HM_ENVIRONMENT, HM_INTERRUPTED, HM_NOMEM: after all lines
 * before it were handed out. c was cleared. */
enum hm_status lines_chunk(struct lines *l, struct chunk *c, bool *more, struct diag *d);
/* What lines_chunk would hand out without copying: *text holds whole lines, empty when there is
 * no whole line of ordinary length at hand. HM_ENVIRONMENT ... as above. */
enum hm_status lines_peek(struct lines *l, struct str *text, struct diag *d);
/* Chunks of at most so many lines, 1..CHUNK_LINES (tests). */
void lines_limit(struct lines *l, uint32_t lines);
/* From now on lines_peek is asked about few lines at a time. */
void lines_read_far(struct lines *l);
/* Takes the first n bytes of what lines_peek has shown (whole lines) as a piece; c's memory is
 * exchanged for the reader's own when c is empty and takes all of it. */
enum hm_status lines_take(struct lines *l, size_t n, struct chunk *c, struct diag *d);
/* The first line of *text, which is cut off it, and its number, which is counted on. False:
 * there is none. blank lines are passed over unless keeps_blank. */
bool lines_split(struct str *text, uint32_t *number, bool keeps_blank, struct str *line,
                 uint32_t *line_number);
/* Whether lines_next has to read (and may have to wait) before it can answer. */
bool lines_waits(const struct lines *l);
/* File and line of the line last read. */
struct place lines_place(const struct lines *l);
uint64_t lines_bytes(const struct lines *l); /* of the file, consumed so far */
uint64_t lines_total(const struct lines *l); /* the file's size, 0 = not known */
/* What the text is taken for (source.h). */
enum source_encoding lines_encoding(const struct lines *l);

#endif
