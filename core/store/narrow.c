/* narrow.c - the loops behind narrow.h: no branches inside, one pass each. */
#include "store/narrow.h"

/* Room in a leaf page of the store is at any even address. */
typedef uint16_t any_u16 __attribute__((aligned(1), may_alias));
typedef int32_t any_i32 __attribute__((aligned(1), may_alias));
typedef int64_t any_i64 __attribute__((aligned(1), may_alias));

enum lane narrow_lane(const int64_t *v, uint32_t rows)
{
    uint64_t signs = 0, bits = 0; /* any negative; the bits of all magnitudes (of -1: none) */
    for (uint32_t r = 0; r < rows; r++) {
        uint64_t sign = 0 - ((uint64_t)v[r] >> 63);
        signs |= sign;
        bits |= (uint64_t)v[r] ^ sign;
    }
    if (bits > INT32_MAX)
        return LANE_I64;
    if (signs || bits > UINT16_MAX)
        return LANE_I32;
    return bits > UINT8_MAX ? LANE_U16 : LANE_U8;
}

#define COPY(type, small)                                                                      \
    for (uint32_t r = 0; r < rows; r++)                                                        \
        ((type *)to)[r] = (small)v[r];

void narrow_copy(void *to, const int64_t *v, uint32_t rows, enum lane lane)
{
    switch (lane) {
    case LANE_U8:
        COPY(uint8_t, uint8_t)
        break;
    case LANE_U16:
        COPY(any_u16, uint16_t)
        break;
    case LANE_I32:
        COPY(any_i32, int32_t)
        break;
    default:
        COPY(any_i64, int64_t)
        break;
    }
}
