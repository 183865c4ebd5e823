/* column.h - one field of many rows: narrow lanes, validity kept apart from data. */
#ifndef HM_VEC_COLUMN_H
#define HM_VEC_COLUMN_H

#include "model/model.h"

/* Storage of one element. What it means depends on the field's type:
 * BOOLEAN 0/1, ENUM code, INTEGER itself, NUMBER scaled by 10^decimals, MONEY fen, DATE days,
 * MONTH month number. Unsigned lanes hold no negatives. */
enum lane { LANE_U8, LANE_U16, LANE_I32, LANE_I64, LANE_TEXT, LANE_COUNT };

struct column {
    enum lane lane;
    uint32_t rows;
    const void *data;      /* `rows` elements; LANE_TEXT: rows + 1 uint32 offsets into bytes */
    const char *bytes;     /* LANE_TEXT */
    const uint64_t *valid; /* bit r set = row r has a value; NULL = every row has */
};

size_t lane_bytes(enum lane lane); /* per element; LANE_TEXT: 4 */
/* The narrowest lane for a field, proved by its type and declared min and max. */
enum lane lane_of_field(const struct model *m, const struct field *f);
static inline bool column_valid(const struct column *c, uint32_t row)
{
    return !c->valid || (c->valid[row / 64] >> (row % 64) & 1);
}
int64_t column_int(const struct column *c, uint32_t row); /* not for LANE_TEXT */
/* Writes one element; v fits the lane, which is not LANE_TEXT. */
void column_put(void *data, enum lane lane, uint32_t row, int64_t v);
struct str column_text(const struct column *c, uint32_t row);
/* A cell as a value of the field's type; false when it is not valid. */
bool column_value(struct value *out, const struct column *c, const struct field *f,
                  uint32_t row);
/* The integer a value is stored as; false when it does not fit the type's grid (more decimals
 * than the type holds). TEXT has none. */
bool value_stored(int64_t *out, const struct value *v, const struct type *t);

#endif
