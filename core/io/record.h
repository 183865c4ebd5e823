/* record.h - one household as a JSON object -> rows of a builder, and back.
 *
 * Names or zh names of fields; children in arrays named by the entity's plural; "id" and
 * "month"; any variable may be given in place of being computed; enums by name or zh. Money is
 * yuan with at most two decimals, numbers keep their text: nothing passes through a double.
 * null is "not supplied". All faults of a record are reported, each with line, field path, what
 * was found, what was expected and the nearest name; after a fault nothing of the record stays
 * in the builder.
 */
#ifndef HM_IO_RECORD_H
#define HM_IO_RECORD_H

#include "base/limits.h"
#include "io/record_cell.h"
#include "vec/frame.h"

struct record_history {
    int32_t month;
    uint32_t index;  /* in the list as given, for messages: "history[2]" */
    struct str json; /* the object, borrowed: from the line */
};
struct record {
    uint32_t row;  /* of the root in the builder */
    struct str id; /* borrowed: from the line or the reader, until its next record; "" = none */
    bool has_month;
    int32_t month;
    struct record_history history[LIMIT_HISTORY_MONTHS]; /* ascending by month */
    size_t history_count;
};
struct record_rules {
    uint8_t root;
    bool needs_id;         /* import: a household without an id is refused */
    bool is_store;         /* the fields are a store's: `huimin migrate` adds some */
    bool allows_month;     /* calc: "month" and "history" are read; import: refused */
    bool allows_variables; /* results given in place of being computed */
    bool is_history;       /* one object of "history": has a month and no history of its own;
                            * "missing" and "errors" are skipped, so that printed results do */
    int32_t today; /* dates of birth after it (and after the record's month) are refused */
};

/* Reads records of one model: key tables and scratch memory, made once. For one thread. */
struct record_reader;
enum hm_status record_reader_new(struct record_reader **out, const struct model *m,
                                 const struct record_rules *rules);
void record_reader_free(struct record_reader *r); /* NULL is fine */
/* Roots read from now on get this id (borrowed), whatever the text says: history objects have
 * none of their own. */
void record_reader_force_id(struct record_reader *r, struct str id);
/* Tells fn of every fault as well, with the text found there (the file of rejected records). */
void record_reader_listen(struct record_reader *r, record_refused_fn *fn, void *ctx);

/* Reads one line into b (its mark is set to before this record). at: file and line; its field,
 * when there is one, goes before every path ("history[0]"). HM_DATA when the record was refused
 * (reasons in d), HM_NOMEM. out is untouched on failure. */
enum hm_status record_parse(struct record_reader *r, struct builder *b, struct str line,
                            const struct place *at, struct record *out, struct diag *d);

/* One root row of a frame as a JSON object: its id, its fields in order of declaration
 * (`facts`: inputs, `given`: variables; cells without a value are left out), its children.
 * Personal texts are masked. */
void record_put(struct buf *out, const struct frame *f, uint32_t row, bool facts, bool given);
/* Facts and given ones; personal texts as they are when `unmasked`: what import takes again. */
void record_put_whole(struct buf *out, const struct frame *f, uint32_t row, bool unmasked);
/* A stored value as JSON text: 1143.00, "urban", true, "1980-05-01". */
void record_put_stored(struct buf *out, const struct model *m, const struct field *f,
                       int64_t v);

#endif
