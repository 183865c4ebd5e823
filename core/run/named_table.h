/* named_table.h - small tables that officers and operators write (CSV): columns by name in
 * either language, in any order; which of them must be there; a place for every message.
 */
#ifndef HM_RUN_NAMED_TABLE_H
#define HM_RUN_NAMED_TABLE_H

#include "io/csv.h"

enum { NAMED_TABLE_COLUMNS = 16 };

struct named_table {
    struct csv *csv;
    const char *const (*names)[2]; /* borrowed: name, Chinese name */
    size_t columns;
    size_t at[NAMED_TABLE_COLUMNS];        /* cell + 1 of each column; 0: not there */
    struct str cells[NAMED_TABLE_COLUMNS]; /* of the present row, without blanks around;
                                            * borrowed until the next row */
    struct diag *diag;
};

/* needed: a bit for each column that must be there. Columns of other names are let pass when
 * `lenient`, or else refused. */
enum hm_status named_table_open(struct named_table *t, const char *path,
                                const char *const (*names)[2], size_t columns, unsigned needed,
                                bool lenient, struct diag *d);
/* The next row; HM_DATA ends the table (told). */
enum hm_status named_table_next(struct named_table *t, bool *more);
void named_table_close(struct named_table *t);
/* An error at a column of the present row; the text gets what was found there behind it. */
enum hm_status named_table_refuse(const struct named_table *t, size_t column, const char *hint,
                                  const char *text);

#endif
