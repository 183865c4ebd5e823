/* value_text.h - values of a policy as people read them, for explanations and pages. */
#ifndef HM_REPORT_VALUE_TEXT_H
#define HM_REPORT_VALUE_TEXT_H

#include "base/buf.h"
#include "model/model.h"

/* "1,143.00", "0.3", "dibao 低保", "2022-07-01", "yes"; "-" for no value. type gives the enum;
 * may be NULL for values that are none. */
void value_text(struct buf *out, const struct model *m, const struct type *type,
                const struct value *v);
/* The name an officer knows: name, and zh beside it. */
void value_text_name(struct buf *out, const char *name, const char *zh);

#endif
