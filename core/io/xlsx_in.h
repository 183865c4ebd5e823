/* xlsx_in.h - workbooks (Office Open XML) in: each visible worksheet is a table.
 *
 * Values are read as they stand: shared and inline texts, numbers as text of at most 15
 * significant digits (what Excel keeps and shows), days by their number format as 2024-07-01,
 * formulas by the value last computed. Nothing else in the file is looked at: no macros, no
 * links, no external parts; XML with a document type is refused, so no entities expand. Rows
 * come one by one; shared texts are held in memory (LIMIT_XLSX_TEXT_BYTES), and the whole may
 * not expand beyond LIMIT_EXPANSION.
 */
#ifndef HM_IO_XLSX_IN_H
#define HM_IO_XLSX_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/diag.h"
#include "base/str.h"

struct xlsx;
struct xlsx_sheet;

/* HM_ENVIRONMENT: no workbook, damaged, protected by a password, a bomb (said in d). */
enum hm_status xlsx_open(struct xlsx **out, const char *path, struct diag *d);
void xlsx_close(struct xlsx *x); /* NULL is fine; after its sheets */
size_t xlsx_sheets(const struct xlsx *x);
const char *xlsx_sheet_name(const struct xlsx *x, size_t i);
size_t xlsx_hidden(const struct xlsx *x); /* sheets that are hidden and not read */
uint64_t xlsx_size(const struct xlsx *x); /* of the file */

enum hm_status xlsx_sheet_open(struct xlsx_sheet **out, struct xlsx *x, size_t i,
                               struct diag *d);
void xlsx_sheet_close(struct xlsx_sheet *s); /* NULL is fine */
/* As csv_next; an empty sheet has *more = false at the first call. Rows end with the header's
 * last column: HM_DATA when something stands to the right of it. After the last row HM_DATA
 * once when cells below the header are merged over several rows (only the first of them holds
 * the value). */
enum hm_status xlsx_sheet_next(struct xlsx_sheet *s, const struct str **cells, size_t *n,
                               bool *more, struct diag *d);
/* "book.xlsx[sheet]", the row, the column counted from 1. */
struct place xlsx_sheet_place(const struct xlsx_sheet *s, size_t cell);

#endif
