/* import_chunk.h - a piece of an input: what a worker makes of it, and how it is taken in
 * order.
 *
 * A worker reads records into a builder and notes for each what was wrong with it; whatever
 * depends on other pieces (an id that was there before, an identity number in two households,
 * the store) is decided when the pieces are taken, one after another (import_chunk_take). So
 * messages, counts and what is stored are the same for any number of threads. Private to
 * run/import*.c.
 */
#ifndef HM_RUN_IMPORT_CHUNK_H
#define HM_RUN_IMPORT_CHUNK_H

#include "io/chunk.h"
#include "run/import_job.h"
#include "run/import_members.h"
#include "run/pipe.h"

enum { NOT_THERE = -1 };

enum import_row_kind {
    IMPORT_RECORD, /* a household */
    IMPORT_MEMBER, /* a row of a table of members, to be held */
    IMPORT_FAULT   /* its reader refused it */
};
/* How many of the chunk's faults came up to a point. */
struct import_mark {
    size_t items, errors, warnings; /* in faults */
    size_t listed;                  /* bytes of the list of refused records */
};
struct import_row {
    enum import_row_kind kind;
    uint32_t source, line, column;
    bool sound;                  /* nothing is wrong with it by itself */
    bool has_id;                 /* RECORD: its id is noted; MEMBER: it names a household */
    bool has_flat;               /* MEMBER: facts of the household stand in it as well */
    bool stops;                  /* FAULT: it may concern any household */
    struct import_id id;         /* of the household */
    size_t id_at, id_bytes;      /* RECORD: the same as text, in ids */
    int64_t row;                 /* of the root in the frame, or NOT_THERE */
    struct import_mark own, all; /* after its own faults; after those of its members */
    uint8_t entity;              /* MEMBER */
    size_t held_at, held_end, flat_end; /* MEMBER: in held */
};
struct import_chunk {
    struct chunk text;
    const char *file;  /* for messages; borrowed */
    uint32_t source;   /* number of the file or sheet */
    size_t first, end; /* of a list, when it is no text */
    struct import_row *rows;
    size_t row_count, row_cap;
    struct diag faults;
    struct import_errors listed;
    struct buf held, ids; /* rows of members; ids of records */
    struct frame frame;
    bool has_frame;
    uint8_t *flags;        /* by root row: checks of data found something; NULL: not checked */
    enum hm_status status; /* reading or working ended here, after these rows */
    struct diag trouble;   /* why */
    struct import_mark moved;
};
/* One thread's tools. */
struct import_worker {
    struct import_job *job;
    struct builder *builder;
    struct record_reader *reader; /* NDJSON, or NULL */
    struct csv *csv;              /* CSV, or NULL */
    struct arena scratch;         /* ids of the present row */
    struct import_family family;
    struct quality quality; /* without what depends on other households */
};
/* Threads, their workers and the chunks between them. */
struct import_crew {
    struct import_job *job;
    unsigned threads; /* workers 0 .. threads - 1; the next one is the reading thread's */
    struct import_worker *workers;
    unsigned chunk_count;
    struct import_chunk *chunks;
    void **slots;
};

enum hm_status import_crew_open(struct import_crew *c, struct import_job *j);
void import_crew_close(struct import_crew *c);
/* Reads a whole file, sheet or list; j->sources and whatever else workers read stays as it is
 * meanwhile. */
enum hm_status import_crew_run(struct import_crew *c, enum pipe_more (*read)(void *, void *),
                               void (*work)(void *, void *, unsigned), void *ctx);

/* Empties it for the next piece. */
void import_chunk_clear(struct import_chunk *c);
/* Where faults go while a worker has the chunk. */
struct record_sink import_chunk_sink(struct import_chunk *c);
/* A record_refused_fn; ctx is the chunk. */
void import_chunk_listen(void *ctx, const struct place *at, struct str found, const char *text,
                         const char *hint);
/* A row that the reader refused: its faults become the chunk's; found: the row, or empty. */
void import_chunk_fault(struct import_chunk *c, struct diag *faults, struct str found,
                        bool stops);
/* Adds a row, whose faults so far are its own; NULL (and c->status): no memory. */
struct import_row *import_chunk_row(struct import_chunk *c, enum import_row_kind kind,
                                    uint32_t line);
/* Its faults end here. */
void import_chunk_end_row(struct import_chunk *c, struct import_row *row);
/* The row's id, kept for messages and for the ids met. */
void import_chunk_id(struct import_chunk *c, struct import_row *row, struct str id);
/* Work on it has failed. */
void import_chunk_fail(struct import_chunk *c, enum hm_status st);
/* Makes the chunk's frame of what the worker's builder holds, and checks its data. */
void import_chunk_finish(struct import_chunk *c, struct import_worker *w);

#endif
