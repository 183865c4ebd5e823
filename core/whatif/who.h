/* who.h - which households, or members: those whose result changes by more than something, or
 * meets a condition; the furthest first.
 */
#ifndef HM_WHATIF_WHO_H
#define HM_WHATIF_WHO_H

#include "whatif/population.h"

enum who_kind {
    WHO_VALUE,  /* value `op` threshold, under the law */
    WHO_CHANGE, /* |value under the law - value as it stands| `op` threshold */
    WHO_RISE,   /* the difference itself; a fall is negative */
    WHO_UNKNOWN /* no value under the law */
};
/* A further condition, on the same row, its household, or (field NO_FIELD) the number of the
 * household's members; joined to those before it by `and`, or by `or`, which binds less. */
struct who_term {
    uint16_t field;
    enum who_kind kind;
    enum comparison op;
    int64_t threshold;
    bool is_or;
};
struct who_request {
    uint16_t field; /* input or variable */
    enum who_kind kind;
    enum comparison op;
    int64_t threshold;         /* stored units; the code of an enum, 0 or 1 of a boolean */
    const struct changes *law; /* NULL: the policy as it stands */
    size_t limit;              /* rows listed; 0 = 20 */
    const struct who_term *more;
    size_t more_count;
};
struct who_row {
    const char *id;     /* of the household */
    const char *path;   /* "persons[0].wage_income"; the field's name for a household's */
    const char *county; /* six digits, or "" */
    bool known_before, known_after;
    int64_t before, after; /* stored units */
};
struct who {
    uint16_t field;
    uint64_t count;       /* all of them */
    __int128 difference;  /* of all of them, after - before, where both are known */
    struct who_row *rows; /* by distance (change) or value, then id, then path */
    size_t row_count;
    struct arena arena;
};
enum hm_status who_ask(struct who *out, struct population *p, const struct who_request *q,
                       struct diag *d);
void who_fini(struct who *w);

#endif
