/* record_table.h - what a table's rows and columns are: households, or members that name their
 * household.
 *
 * Columns are named by field (name or zh), `id`, and for rows below the root by the entities
 * above them (`household`, and `person` for a person's rows): the id of the row they belong to.
 * Which entity a table holds follows from these columns, else from the file's name
 * ("persons.csv").
 */
#ifndef HM_IO_RECORD_TABLE_H
#define HM_IO_RECORD_TABLE_H

#include "base/limits.h"
#include "io/record_cell.h"

#define NO_CELL UINT32_MAX

struct record_table {
    uint8_t entity;
    uint32_t id;                    /* cell of the row's own id, or NO_CELL */
    uint32_t above[LIMIT_ENTITIES]; /* by depth: cell of the id of the row above */
    uint16_t *fields;               /* by cell: field id, or NO_FIELD */
    size_t count;                   /* cells of a row */
};

/* Reads a header. path: for the name; at: its file and line. Memory is the arena's. HM_DATA
 * with all unknown, repeated and absent columns. */
enum hm_status record_table_match(struct record_table *out, const struct model *m, uint8_t root,
                                  const char *path, const struct str *cells, size_t n,
                                  const struct place *at, const struct record_sink *to,
                                  struct arena *a);

#endif
