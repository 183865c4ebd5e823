/* record_keys.h - the keys an object of one entity may have, found by hash or by guess.
 *
 * Producers write the same keys in the same order again and again: each key remembers which one
 * followed it last time, so that one memcmp usually finds the next.
 */
#ifndef HM_IO_RECORD_KEYS_H
#define HM_IO_RECORD_KEYS_H

#include "model/model.h"

enum record_key_kind {
    RECORD_FIELD, /* number: field id */
    RECORD_LIST,  /* number: child entity */
    RECORD_ID,    /* the rest: number 0 */
    RECORD_MONTH,
    RECORD_HISTORY,
    RECORD_IGNORED /* "missing" and "errors" of a printed result */
};
struct record_key {
    struct str text; /* name or zh; borrowed: from the model */
    enum record_key_kind kind;
    uint16_t number;
    uint16_t target; /* what it stands for: one for a name and its zh */
    uint16_t next;   /* the key that followed it last time */
};
struct record_keys {
    struct record_key *keys;
    uint16_t count;
    uint16_t targets;
    uint16_t first;  /* the key that came first last time */
    uint16_t *slots; /* 0 = empty, else key index + 1 */
    uint32_t mask;
};

enum { NO_KEY = 0xFFFF };

/* Keys of entity e; with_month adds month and history, with_ignored missing and errors. Memory
 * is the arena's. */
enum hm_status record_keys_make(struct record_keys *out, const struct model *m,
                                const struct entity *e, bool with_month, bool with_ignored,
                                struct arena *a);
/* Index of a key, or NO_KEY. */
uint16_t record_keys_find(const struct record_keys *k, struct str text);

#endif
