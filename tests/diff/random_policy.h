/* random_policy.h - writes random policies and random families for the differential test.
 *
 * Everything is drawn from a stream of choices: a seed (deterministic runs) or the bytes of a
 * fuzzer. Policies use every statement and type of the compiled subset; families have missing
 * facts and extreme values.
 */
#ifndef HM_TESTS_RANDOM_POLICY_H
#define HM_TESTS_RANDOM_POLICY_H

#include "base/buf.h"
#include "vec/frame.h"

struct choices {
    uint64_t state;       /* of the generator when bytes are used up or there are none */
    const uint8_t *bytes; /* a fuzzer's input, or NULL */
    size_t left;
};
void choices_seed(struct choices *c, uint64_t seed);
uint32_t choices_below(struct choices *c, uint32_t n); /* 0 .. n-1; 0 when n is 0 */

/* A whole policy.lua. */
void random_policy(struct choices *c, struct buf *out);
/* Two policies for divisions 11 and 12 whose variables of one name are of one type: with their
 * own formulas, ranges and order of declarations, and the second with more or fewer variables.
 */
void random_neighbours(struct choices *c, struct buf *first, struct buf *second);
/* `count` families for a model made from such a policy; ids "f0", "f1", ... */
void random_families(struct choices *c, const struct model *m, uint8_t root, uint32_t count,
                     struct builder *b);

#endif
