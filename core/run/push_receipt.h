/* push_receipt.h - what a receiver says of a batch: {"key":..., "rows":500, "receipt":"..."}.
 */
#ifndef HM_RUN_PUSH_RECEIPT_H
#define HM_RUN_PUSH_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

enum { PUSH_RECEIPT_CHARS = 128 };

struct push_receipt {
    char text[PUSH_RECEIPT_CHARS + 1]; /* "receipt"; "" = none, or a longer one */
    int64_t rows;
    bool is_object, has_rows;
    bool same_key; /* it names our key, or none */
};
/* Other members are the receiver's business. What is no JSON object says nothing. */
struct push_receipt push_receipt_read(struct str body, const char *our_key);

#endif
