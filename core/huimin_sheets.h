/* huimin_sheets.h - results that are written as a workbook instead of CSV: a host that stands
 * before the caller's and turns what is written. */
#ifndef HM_HUIMIN_SHEETS_H
#define HM_HUIMIN_SHEETS_H

#include "huimin_internal.h"
#include "io/xlsx_out.h"

struct api_sheets {
    struct hm_host host; /* to hand on */
    const struct hm_host *outer;
    const struct model *model;
    struct xlsx_out *out;
    enum hm_status st; /* of the last write */
};
/* Begins a workbook; model: whose fields tell numbers and dates from texts. */
enum hm_status api_sheets_begin(struct api_sheets *a, const struct model *m,
                                const struct hm_host *host);
/* st: how the job ended. Writes the workbook when all went well. */
enum hm_status api_sheets_end(struct api_sheets *a, enum hm_status st);

#endif
