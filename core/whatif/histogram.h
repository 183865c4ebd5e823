/* histogram.h - how a number is spread over households or members: counts in bins whose edges
 * are round numbers, exact at the edges.
 */
#ifndef HM_WHATIF_HISTOGRAM_H
#define HM_WHATIF_HISTOGRAM_H

#include "whatif/population.h"

struct histogram_request {
    uint16_t field; /* money, number, integer; enums and booleans get a bin a value */
    const struct changes *law; /* NULL: the policy as it stands */
    size_t bins;               /* about so many; 0 = 20 */
    int64_t step; /* stored units: the width asked for; 0 = a round one that fits */
};
struct histogram_bin {
    int64_t low, high; /* low <= value < high, in stored units; equal: that value alone */
    uint64_t count;
    __int128 sum;
};
struct histogram {
    uint16_t field;
    uint64_t known, unknown, zero; /* zero: known and zero; they stand in a bin of their own */
    int64_t least, greatest;       /* of the known ones */
    __int128 sum;
    struct histogram_bin *bins; /* ascending, without gaps; zero's own bin among them */
    size_t bin_count;
};
/* HM_USAGE for dates, months and texts. */
enum hm_status histogram_ask(struct histogram *out, struct population *p,
                             const struct histogram_request *q, struct diag *d);
void histogram_fini(struct histogram *h);

#endif
