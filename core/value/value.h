/* value.h - one value of the policy language, tagged. */
#ifndef HM_VALUE_VALUE_H
#define HM_VALUE_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "value/rational.h"

enum value_kind {
    KIND_NONE,    /* no value (not "missing": that is a trap, or a cleared validity bit) */
    KIND_BOOLEAN,
    KIND_INTEGER, /* int64 */
    KIND_NUMBER,  /* exact rational */
    KIND_MONEY,   /* exact rational of fen */
    KIND_ENUM,    /* code 0.. of an enum type */
    KIND_DATE,
    KIND_MONTH,
    KIND_TEXT,    /* UTF-8 */
    KIND_COUNT
};

struct value {
    enum value_kind kind;
    union {
        bool boolean;
        int64_t integer;
        struct rational rational; /* NUMBER, MONEY */
        uint8_t code;             /* ENUM */
        int32_t day;              /* DATE: days; MONTH: month number */
        struct str text;          /* borrowed */
    } as;
};

const char *value_kind_name(enum value_kind kind); /* "boolean", ... as a policy writes it */
bool value_equal(const struct value *a, const struct value *b);

#endif
