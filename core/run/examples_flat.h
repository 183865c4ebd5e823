/* examples_flat.h - a JSON record flattened to paths: {"persons":[{"age":3}]} is
 * "persons[0].age" -> 3; members of "missing" and "errors" get "missing/" and "errors/" in
 * front. Private to run/examples*.c.
 */
#ifndef HM_RUN_EXAMPLES_FLAT_H
#define HM_RUN_EXAMPLES_FLAT_H

#include "base/map.h"
#include "io/json.h"
#include "model/model.h"

struct flat_value {
    const char *path;
    enum json_kind kind;      /* never OBJECT; ARRAY for a list of texts */
    const char *text;         /* as JSON has it; strings without quotes; NULL for a list */
    const char *const *items; /* the texts of a list */
    size_t count;
    const char *output; /* "person.age": the variable it is a value of, for calc; or NULL */
};
struct flat {
    struct arena *arena; /* borrowed */
    struct flat_value *values;
    size_t count, cap;
    struct map paths;
};

void flat_init(struct flat *f, struct arena *a);
void flat_fini(struct flat *f);
/* Adds the members of a record of entity `root`; json NULL adds nothing. False: no memory or no record. */
bool flat_add(struct flat *f, const struct model *m, uint8_t root, const char *json);
/* NULL when there is none. */
const struct flat_value *flat_get(const struct flat *f, const char *path);
/* Numbers by value, everything else by its text. */
bool flat_equal(const struct flat_value *a, const struct flat_value *b);
/* Adds every number of `line` to the one at the same path; what is null there stays null.
 * False: no memory or no sum. */
bool flat_sum(struct flat *totals, const struct flat *line);

#endif
