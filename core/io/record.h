/* record.h - one household as a JSON object -> rows of a builder.
 *
 * Names or zh names of fields; children in arrays named by the entity's plural; "id" and "month";
 * any variable may be given in place of being computed; enums by name or zh. Money is yuan with at
 * most two decimals, numbers keep their text: nothing passes through a double. All faults of a
 * record are reported, each with line, field path, what was found, what was expected and the
 * nearest name; after a fault nothing of the record stays in the builder.
 */
#ifndef HM_IO_RECORD_H
#define HM_IO_RECORD_H

#include "vec/frame.h"

struct record_history {
    int32_t month;
    struct str json; /* the object, borrowed: from the line */
};
struct record {
    uint32_t row;      /* of the root in the builder */
    struct str id;     /* borrowed: from the builder or the line */
    bool has_month;
    int32_t month;
    struct record_history history[60]; /* LIMIT_HISTORY_MONTHS */
    size_t history_count;
};
struct record_rules {
    uint8_t root;
    bool needs_id;       /* import: a household without an id is refused */
    bool allows_month;   /* calc: "month" and "history" are read; import: refused */
    bool allows_variables; /* results given in place of being computed */
    int32_t today;       /* dates of birth after it are refused (clock, or the month's end) */
};

/* at: file and line. HM_DATA when the record was refused (reasons in d). */
enum hm_status record_parse(struct builder *b, const struct model *m,
                            const struct record_rules *rules, struct str line,
                            const struct place *at, struct record *out, struct diag *d);

/* One root row of a frame as JSON: its id, the fields wanted, its children. */
void record_put(struct buf *out, const struct frame *f, uint32_t row, bool facts, bool given);
/* A stored value as JSON text: 1143.00, "urban", true, "1980-05-01". */
void record_put_stored(struct buf *out, const struct model *m, const struct field *f, int64_t v);

#endif
