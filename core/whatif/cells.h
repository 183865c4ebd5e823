/* cells.h - private to whatif/: any field of a scanned block as whole numbers, and scans that
 * ask for a few fields.
 */
#ifndef HM_WHATIF_CELLS_H
#define HM_WHATIF_CELLS_H

#include "whatif/population.h"

/* One field's column of a block: a fact with its default, or a result. */
struct cells {
    const struct model *model;
    const struct column *column;        /* a fact's; or NULL */
    const struct result_column *result; /* a variable's; or NULL */
    bool has_default;
    int64_t default_value;
};
/* r: of the alternative asked about. */
void cells_of(struct cells *c, const struct frame *facts, const struct results *r,
              uint16_t field);
/* The stored form, of texts 0; false: no value. */
bool cells_get(const struct cells *c, uint32_t row, int64_t *value);
/* Rows of the field's entity. */
uint32_t cells_rows(const struct frame *facts, uint16_t field);

/* Scans for the policy as it stands and, where it is not NULL, a law. fields: inputs and
 * variables, may be repeated. results[1] of a part are the law's; without a law there is only
 * results[0]. */
struct cells_scan {
    const struct changes *law;
    const uint16_t *fields;
    size_t field_count;
};
enum hm_status
cells_scan(struct population *p, const struct cells_scan *s, void *const *contexts,
           enum hm_status (*take)(void *context, const struct scan_part *part, struct diag *d),
           struct diag *d);
/* The same as a request; arrays have room for the fields. */
struct scan_request cells_request(const struct population *p, const struct cells_scan *s,
                                  const struct changes *alternatives[2], uint16_t *outputs,
                                  uint16_t *facts);
/* The first six digits of the household's division_code, as text; empty when not known. */
struct str cells_county(const struct agenda *a, const struct frame *facts, uint32_t root_row,
                        char scratch[24]);

#endif
