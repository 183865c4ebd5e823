/* chunk.h - a piece of a text file cut where a line ends, so that several threads can read one
 * file: whoever cuts goes through the file once, quickly (lines_chunk, csv_chunk); the others
 * take the pieces apart. Where a file is cut depends on its bytes alone.
 */
#ifndef HM_IO_CHUNK_H
#define HM_IO_CHUNK_H

#include "base/diag.h"
#include "base/limits.h"
#include "base/str.h"
#include "io/source.h"

enum {
    CHUNK_BYTES = 512 << 10, /* fits the cache of one processor with what is made of it */
    CHUNK_LINES = 4096,      /* so that what is made of it stays small as well */
    CHUNK_ROOM_BYTES = CHUNK_BYTES + LIMIT_RECORD_BYTES
};

enum chunk_kind {
    CHUNK_WHOLE_LINES, /* each line is a record or row */
    CHUNK_ROW,         /* one row of a table, of several lines */
    CHUNK_FAULT        /* a line or row that its reader refused: `faults` say why */
};
struct chunk_piece {
    enum chunk_kind kind;
    struct str text;    /* in chunk.bytes */
    uint32_t line;      /* the first one's number */
    struct diag faults; /* CHUNK_FAULT */
};
struct chunk {
    char *bytes; /* CHUNK_ROOM_BYTES, owned */
    size_t used;
    struct chunk_piece *pieces;
    size_t count, cap;
    uint64_t file_bytes; /* of the file, up to the end of this */
    enum source_encoding encoding;
};

enum hm_status chunk_init(struct chunk *c);
void chunk_fini(struct chunk *c);
void chunk_clear(struct chunk *c);
/* Adds a piece whose text lies in c->bytes already. HM_NOMEM. */
enum hm_status chunk_add(struct chunk *c, enum chunk_kind kind, struct str text, uint32_t line);
/* The same for a text that is copied behind what is there; it must fit. */
enum hm_status chunk_copy(struct chunk *c, enum chunk_kind kind, struct str text,
                          uint32_t line);
uint32_t chunk_count_lines(const char *p, size_t n); /* that end in p[0..n) */
/* How many bytes the first lines have; n when there are no more than these. */
size_t chunk_first_lines(const char *p, size_t n, uint32_t lines);

#endif
