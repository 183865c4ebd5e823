/* type.h - the types a field or parameter can have, and enums with their Chinese labels. */
#ifndef HM_MODEL_TYPE_H
#define HM_MODEL_TYPE_H

#include "base/diag.h"
#include "value/value.h"

struct type {
    enum value_kind kind;
    uint8_t enum_id;  /* ENUM: index into model->enums */
    uint8_t decimals; /* NUMBER: decimals it is stored and printed with (default 6) */
};

struct enum_value {
    const char *name; /* "urban" */
    const char *zh;   /* "城镇", or NULL */
};
struct enum_type {
    const char *name, *zh;
    struct enum_value *values; /* the code is the index */
    uint16_t count;            /* <= LIMIT_ENUM_VALUES */
    int16_t none_code;         /* code of "none", or -1: an enum that has it defaults to it */
    struct place at;
};

/* Code of a value by name or zh label, or -1. */
int enum_code(const struct enum_type *e, struct str word);
/* Steps of the stored form in a unit: 10^decimals for NUMBER, otherwise 1 (money in fen). */
int64_t type_grid(const struct type *t);
const char *type_name(const struct type *t, const struct enum_type *enums); /* for messages */

#endif
