/* xlsx_out.h - a table as a workbook: takes the CSV that an export writes and gives .xlsx.
 *
 * Amounts and dates become Excel's own, ids and words stay text, nothing becomes a formula. A
 * sheet holds at most 1,048,576 rows; what is left goes on in a further sheet with the header
 * again. Written by way of a temporary file (TMPDIR, mode 0600) that is gone at the end. The
 * same table gives the same bytes.
 */
#ifndef HM_IO_XLSX_OUT_H
#define HM_IO_XLSX_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "base/str.h"

enum xlsx_kind { XLSX_TEXT, XLSX_NUMBER, XLSX_MONEY, XLSX_DATE };
/* What the cells of a column hold, by its name in the header; others stay text. */
typedef enum xlsx_kind xlsx_kind_fn(void *ctx, struct str column);

struct xlsx_out;
enum hm_status xlsx_out_open(struct xlsx_out **out, const char *sheet, xlsx_kind_fn *kind_of,
                             void *ctx, struct diag *d);
/* The next bytes of the CSV text, in pieces of any size. */
enum hm_status xlsx_out_put(struct xlsx_out *x, const char *bytes, size_t n, struct diag *d);
/* Ends the workbook and hands its bytes over; write as in struct hm_host. */
enum hm_status xlsx_out_end(struct xlsx_out *x,
                            int (*write)(void *ctx, const void *bytes, size_t n), void *ctx,
                            struct diag *d);
void xlsx_out_close(struct xlsx_out *x); /* NULL is fine */

#endif
