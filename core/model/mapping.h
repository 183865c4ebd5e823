/* mapping.h - the fields of one model in the terms of another, matched by name. */
#ifndef HM_MODEL_MAPPING_H
#define HM_MODEL_MAPPING_H

#include "model/model.h"

struct mapping_field {
    uint16_t from;        /* field id there, or NO_FIELD */
    bool conflict;        /* its type differs: an error as soon as it holds data */
    uint8_t scale;        /* NUMBER: decimals to append */
    const uint8_t *codes; /* ENUM: code there -> code here, 255 = not here; NULL = the same */
};
struct mapping {
    const struct model *from, *to; /* borrowed */
    uint8_t *entity;               /* [to entity] -> from entity, or NO_ENTITY */
    struct mapping_field *fields;  /* [to field] */
    struct arena arena;
};
enum hm_status mapping_init(struct mapping *g, const struct model *from, const struct model *to,
                            struct diag *d);
void mapping_fini(struct mapping *g);
/* The entity of `to` that stands for one of `from`; NO_ENTITY. */
uint8_t mapping_root(const struct mapping *g, uint8_t from);
/* The message for a field in conflict, or for an enum value that `to` does not have. */
enum hm_status mapping_conflict(const struct mapping *g, uint16_t to_field, const char *file,
                                struct diag *d);
enum hm_status mapping_no_value(const struct mapping *g, uint16_t to_field, uint8_t code,
                                const char *file, struct diag *d);

#endif
