/* import_rows.h - rows of tables -> what a chunk keeps of them: households with their members
 * in the worker's builder, members of other tables in a compact form. Private to run/import*.c.
 */
#ifndef HM_RUN_IMPORT_ROWS_H
#define HM_RUN_IMPORT_ROWS_H

#include "io/record_table.h"
#include "io/table_in.h"
#include "run/import_chunk.h"

struct import_table { /* a CSV file, or a sheet of a workbook */
    uint32_t source;
    struct table_in in;
    struct record_table columns;
};
/* What all threads read. */
struct import_rows {
    struct record_cells cells;
};

/* The row that `in` has just read. */
void import_rows_take(const struct import_rows *shared, struct import_worker *w,
                      struct import_chunk *c, const struct import_table *table,
                      const struct table_in *in, const struct str *cells);
/* A row that `in` has refused. */
void import_rows_fault(struct import_worker *w, struct import_chunk *c,
                       const struct import_table *table, const struct table_in *in,
                       struct diag *faults);
/* A household that has no row in a table of households: flat tables tell its facts, or it is
 * refused. */
void import_rows_rest(struct import_worker *w, struct import_chunk *c,
                      const struct import_orphan *o);

#endif
