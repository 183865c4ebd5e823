/* json_fields.h - records that are kept as flat JSON objects: a table says which member is
 * which text or count of a struct. */
#ifndef HM_IO_JSON_FIELDS_H
#define HM_IO_JSON_FIELDS_H

#include "base/buf.h"
#include "io/json.h"

struct json_field {
    const char *name;
    size_t at;    /* offsetof: of a const char * or a uint64_t */
    bool is_text; /* else a count */
};
struct json_fields {
    const struct json_field *list;
    size_t count;
};

/* All texts "" and all counts 0. */
void json_fields_clear(const struct json_fields *f, void *record);
/* Takes a member that the table has (*hit); texts go to the arena. False: it is of another
 * type, or there is no memory. */
bool json_fields_take(const struct json_fields *f, void *record, struct str key,
                      enum json_kind kind, struct str text, struct arena *a, bool *hit);
/* ,"name":value for each; NULL texts as "". */
void json_fields_put(const struct json_fields *f, const void *record, struct buf *out);
/* Digits only. */
bool json_count(uint64_t *out, struct str text);

#endif
