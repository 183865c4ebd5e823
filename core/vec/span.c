/* span.c - see span.h. */
#include "vec/span.h"

#define WITHIN(type, least, greatest)                                                          \
    {                                                                                          \
        const type *restrict v = c->data;                                                      \
        if (lo <= (least) && hi >= (greatest))                                                 \
            return true;                                                                       \
        const type low = (type)(lo > (least) ? lo : (least));                                  \
        const type high = (type)(hi < (greatest) ? hi : (greatest));                           \
        unsigned outside = 0;                                                                  \
        for (uint32_t r = 0; r < c->rows; r++)                                                 \
            outside |= (unsigned)(v[r] < low) | (unsigned)(v[r] > high);                       \
        return !outside && lo <= (greatest) && hi >= (least);                                  \
    }

/* Cells that are not valid count as well. */
static bool all_within(const struct column *c, int64_t lo, int64_t hi)
{
    switch (c->lane) {
    case LANE_U8:
        WITHIN(uint8_t, 0, UINT8_MAX)
    case LANE_U16:
        WITHIN(uint16_t, 0, UINT16_MAX)
    case LANE_I32:
        WITHIN(int32_t, INT32_MIN, INT32_MAX)
    case LANE_I64:
        WITHIN(int64_t, INT64_MIN, INT64_MAX)
    default:
        return true;
    }
}

bool span_holds(const struct column *c, int64_t lo, int64_t hi)
{
    if (c->rows == 0 || all_within(c, lo, hi))
        return true;
    for (uint32_t r = 0; r < c->rows; r++) {
        int64_t v = column_valid(c, r) ? column_int(c, r) : lo;
        if (v < lo || v > hi)
            return false;
    }
    return true;
}
