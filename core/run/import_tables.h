/* import_tables.h - CSV files and sheets of workbooks as one set of tables: rows of children
 * are held until their household's row comes, then go into the builder together. */
#ifndef HM_RUN_IMPORT_TABLES_H
#define HM_RUN_IMPORT_TABLES_H

#include "run/import_chunk.h"

struct import_tables;
enum hm_status import_tables_new(struct import_tables **out, struct import_crew *crew);
void import_tables_free(struct import_tables *t);
/* Opens a CSV file, or all visible sheets of a workbook, and reads the headers. */
enum hm_status import_tables_open(struct import_tables *t, const char *path, bool is_book);
/* Reads all of them: children first, then households. */
enum hm_status import_tables_read(struct import_tables *t);

#endif
