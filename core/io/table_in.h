/* table_in.h - one table being read, whatever file it stands in: CSV (csv.h) or a worksheet
 * (xlsx_in.h). What its columns mean is record_table.h.
 */
#ifndef HM_IO_TABLE_IN_H
#define HM_IO_TABLE_IN_H

#include "io/csv.h"
#include "io/xlsx_in.h"

struct table_in { /* one of the two; closed by table_in_close */
    struct csv *csv;
    struct xlsx_sheet *sheet;
};

/* The functions of csv.h and xlsx_in.h of the same names. */
enum hm_status table_in_next(struct table_in *t, const struct str **cells, size_t *n,
                             bool *more, struct diag *d);
struct place table_in_place(const struct table_in *t, size_t cell);
/* The present row as it stands in the file; empty for a worksheet. */
struct str table_in_row(const struct table_in *t);
uint64_t table_in_bytes(const struct table_in *t); /* of the file; 0 for a worksheet */
void table_in_close(struct table_in *t);

/* What a file is. */
enum table_format { TABLE_NDJSON, TABLE_CSV, TABLE_XLSX, TABLE_FORMATS };
/* By its name (.csv, .xlsx, .ndjson, also with .gz or .zst behind), else by its first bytes:
 * a workbook, or an object of JSON. TABLE_FORMATS: neither tells. */
enum table_format table_format_of(const char *path);
/* "ndjson", "csv", "xlsx"; TABLE_FORMATS: there is no such format. */
enum table_format table_format_named(const char *name);

#endif
