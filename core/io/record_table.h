/* record_table.h - what a table's rows and columns are: households, or members that name their
 * household.
 *
 * Columns are named by field (name or zh), `id`, and for rows below the root by the entities
 * above them (`household`, and `person` for a person's rows): the id of the row they belong to.
 * Which entity a table holds follows from these columns, else from the file's name
 * ("persons.csv"). A flat table of members may have columns of the root as well: they stand
 * in each of its rows. A mapping (column_map.h) goes before names.
 */
#ifndef HM_IO_RECORD_TABLE_H
#define HM_IO_RECORD_TABLE_H

#include "base/limits.h"
#include "io/column_map.h"
#include "io/record_cell.h"

#define NO_CELL UINT32_MAX

struct record_table {
    uint8_t entity;
    uint32_t id;                         /* cell of the row's own id, or NO_CELL */
    uint32_t above[LIMIT_ENTITIES];      /* by depth: cell of the id of the row above */
    uint16_t *fields;                    /* by cell: field id, or NO_FIELD */
    const struct column_map_row **words; /* by cell: how it is translated, or NULL */
    bool *nameless;                      /* by cell: a column without a name, to be empty */
    bool has_nameless;
    bool is_flat; /* some fields are the root's, the others a member's */
    size_t count; /* cells of a row */
};

/* Reads a header. path: for the name; at: its file and line; map may be NULL. Memory is the
 * arena's. HM_DATA with all unknown, repeated and absent columns. */
enum hm_status record_table_match(struct record_table *out, const struct model *m, uint8_t root,
                                  const struct column_map *map, const char *path,
                                  const struct str *cells, size_t n, const struct place *at,
                                  const struct record_sink *to, struct arena *a);

#endif
