/* csv.h - tables as text (RFC 4180), row by row: quotes, line breaks inside quotes, CRLF, a
 * byte order mark; the separator (comma, semicolon or tab) is found in the header. Writing is
 * table_out.h; what the columns mean is the reader's business (a household table has columns
 * named by field, name or zh, and `id`; see record_table.h).
 *
 *     csv_open(&c, path, d);
 *     while ((st = csv_next(c, &cells, &n, &more, d)) == HM_OK && more) ...   header first
 *
 * A row is refused with its line and column when a quote stands where none can or is never
 * closed, when it is not UTF-8, has another number of cells than the header, more than
 * LIMIT_CSV_COLUMNS of them, or more than LIMIT_RECORD_BYTES. After a fault of quotes reading
 * goes on with the line after the one on which the row began, so that what a wild quote
 * swallowed is found. Rows without any text are skipped.
 */
#ifndef HM_IO_CSV_H
#define HM_IO_CSV_H

#include "io/lines.h"

struct csv;

/* As lines_open, lines_from, lines_close, lines_watch. */
enum hm_status csv_open(struct csv **out, const char *path, struct diag *d);
enum hm_status csv_open_as(struct csv **out, const char *path, enum source_encoding e,
                           struct diag *d);
enum hm_status csv_from(struct csv **out, const char *name, lines_read_fn *read, void *ctx,
                        struct diag *d);
enum hm_status csv_from_as(struct csv **out, const char *name, enum source_encoding e,
                           lines_read_fn *read, void *ctx, struct diag *d);
void csv_close(struct csv *c); /* NULL is fine */
void csv_watch(struct csv *c, int (*stopped)(void *ctx), void *ctx);

/* The next row, the header first; cells are borrowed until the next call. *more = false: there
 * is none. HM_DATA: this row is refused (ask for the next one); HM_ENVIRONMENT, HM_INTERRUPTED,
 * HM_NOMEM end the table. A refused or absent header is HM_DATA at the
 * first call: without it the rows mean nothing. */
enum hm_status csv_next(struct csv *c, const struct str **cells, size_t *n, bool *more,
                        struct diag *d);
/* For several threads (chunk.h): the header and its rows are read by csv_next as above; from
 * then on csv_chunk cuts the rest into chunks, and a reader made by csv_follow takes them
 * apart: after csv_feed, csv_next gives their rows, as if the table had been read in one go.
 * csv_chunk: *more = false: there is none. c was cleared. */
void csv_limit(struct csv *c, uint32_t lines); /* as lines_limit */
enum hm_status csv_chunk(struct csv *c, struct chunk *chunk, bool *more, struct diag *d);
enum hm_status csv_follow(struct csv **out, const struct csv *table, struct diag *d);
void csv_feed(struct csv *c, struct chunk *chunk); /* borrowed until its last row */
/* Cells of the present row that hold text, ascending; the others are empty. */
const uint32_t *csv_filled(const struct csv *c, size_t *n);
/* File, line and column where a cell of the present row begins; n: of the row's end. */
struct place csv_place(const struct csv *c, size_t cell);
/* The present row as it stands in the file, for lists of refused rows; borrowed as cells are.
 */
struct str csv_row(const struct csv *c);
uint64_t csv_bytes(const struct csv *c);
uint64_t csv_total(const struct csv *c);

#endif
