/* catalog.h - a model's entities, enums and fields as bytes: the store's schema, and the
 * numbering of a run's results. Formulas, parameters and cases are not in it. */
#ifndef HM_STORE_CATALOG_H
#define HM_STORE_CATALOG_H

#include "base/buf.h"
#include "model/model.h"

void catalog_put(struct buf *out, const struct model *m);
/* file: for messages. *out by catalog_free. HM_CORRUPT when the bytes make no sense. */
enum hm_status catalog_parse(struct model **out, const void *bytes, size_t n, const char *file,
                             struct diag *d);
void catalog_free(struct model *m); /* and those it extended */
/* Whether every entity, enum, value and field of the older one stands at the same place in the
 * newer one, with the same parent and type, and no range has become narrower in its lane. */
bool catalog_extends(const struct model *newer, const struct model *older);

#endif
