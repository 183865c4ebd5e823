/* column_map.h - a mapping file: which column of somebody's table is which field of ours.
 *
 *     column,field,values,table            the header; values and table may be left out
 *     户编号,household.id,,                 the id that joins the rows
 *     出生年月,person.birth_date,,           entity.field, both by name or zh
 *     户口,household.region_class,城=urban;乡=rural,
 *     经办人,-,,                            left out
 *
 * A CSV file of its own, UTF-8 or GB18030. `values` translates a cell's text before it is read;
 * what it does not name is read as it is. `table` limits a line to tables whose file or sheet
 * has that text in its name. Lines that begin with # are remarks.
 */
#ifndef HM_IO_COLUMN_MAP_H
#define HM_IO_COLUMN_MAP_H

#include "base/arena.h"
#include "base/diag.h"
#include "model/model.h"

enum column_target { COLUMN_LEFT_OUT, COLUMN_ID, COLUMN_FIELD };
struct column_word {
    struct str from, to;
};
struct column_map_row {
    struct str column, table; /* table empty: of every table */
    enum column_target target;
    uint8_t entity; /* of ID and FIELD */
    uint16_t field;
    struct column_word *words;
    size_t word_count;
    uint32_t line;
};
struct column_map {
    struct column_map_row *rows;
    size_t count;
};

/* Memory is the arena's. HM_DATA with all faults of the file; HM_ENVIRONMENT, HM_NOMEM. */
enum hm_status column_map_read(struct column_map *out, const struct model *m, uint8_t root,
                               const char *path, struct arena *a, struct diag *d);
/* The line for a column of a table (named as in messages), or NULL; m may be NULL. */
const struct column_map_row *column_map_find(const struct column_map *m, const char *table,
                                             struct str column);
/* What a cell says once translated. */
struct str column_map_word(const struct column_map_row *r, struct str text);
/* "person.birth_date", "household.id", by name or zh: which it is. HM_NOT_FOUND (hint: a nearer
 * name, may be empty). */
enum hm_status column_map_target(struct column_map_row *out, const struct model *m,
                                 uint8_t root, struct str text, char *hint, size_t hint_bytes);

#endif
