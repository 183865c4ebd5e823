/* arrow_column.h - one column of a stream: how a field is shown, its schema, and its array for
 * one block. Private to run/arrow*.c.
 */
#ifndef HM_RUN_ARROW_COLUMN_H
#define HM_RUN_ARROW_COLUMN_H

#include "huimin.h"
#include "vec/frame.h"

enum arrow_show {
    ARROW_ID,     /* of the row: utf8 */
    ARROW_PARENT, /* number of the row above, in its own stream: int64 */
    ARROW_TEXT,   /* utf8 */
    ARROW_MASKED, /* utf8, with stars */
    ARROW_BIT,    /* bool: packed */
    ARROW_WORD,   /* dictionary of names */
    ARROW_WHOLE,  /* the lane's own integers; also dates */
    ARROW_DECIMAL,
    ARROW_MONTH /* date32: the month's first day */
};
struct arrow_column {
    enum arrow_show show;
    uint16_t field; /* not for ID and PARENT */
    enum lane lane; /* WHOLE: of the stream */
    const char *name;
    char format[24];
};

/* What an array lends lives in one of these, until all arrays of it are released. */
struct arrow_batch;

/* lane: of whole numbers in every batch. */
void arrow_column_of(struct arrow_column *out, const struct model *m, const struct field *f,
                     bool unmasked, bool decimal);
/* The schema of the struct array. ENOMEM, or 0 with *out for the caller to release. */
int arrow_schema(struct ArrowSchema *out, const struct arrow_column *columns, size_t n,
                 const struct model *m);

/* A batch without anything in it, with one reference; the last one calls let_go(owner). */
struct arrow_batch *arrow_batch_new(void (*let_go)(void *owner), void *owner);
void arrow_batch_drop(struct arrow_batch *b);
struct frame *arrow_batch_frame(struct arrow_batch *b); /* to be filled; ended with the batch */
struct arena *arrow_batch_arena(struct arrow_batch *b);
/* The rows of an entity of the batch's frame as a struct array. first_parent: number of the
 * first row of the entity above in its own stream. ENOMEM, or 0. */
int arrow_batch_array(struct ArrowArray *out, struct arrow_batch *b, uint8_t entity,
                      const struct arrow_column *columns, size_t n, int64_t first_parent);

#endif
