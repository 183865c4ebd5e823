/* scatter.c - a loop for each pair of lanes. */
#include "vec/scatter.h"

#include <assert.h>

#define PUT(to_type, from_type)                                                                \
    do {                                                                                       \
        to_type *dst = to;                                                                     \
        const from_type *src = from;                                                           \
        for (uint32_t r = 0; r < n; r++)                                                       \
            dst[rows[r]] = (to_type)src[r];                                                    \
    } while (0)

static void to_u16(void *to, const void *from, enum lane lane, const uint32_t *rows, uint32_t n)
{
    if (lane == LANE_U8)
        PUT(uint16_t, uint8_t);
    else
        PUT(uint16_t, uint16_t);
}

static void to_i32(void *to, const void *from, enum lane lane, const uint32_t *rows, uint32_t n)
{
    if (lane == LANE_U8)
        PUT(int32_t, uint8_t);
    else if (lane == LANE_U16)
        PUT(int32_t, uint16_t);
    else
        PUT(int32_t, int32_t);
}

static void to_i64(void *to, const void *from, enum lane lane, const uint32_t *rows, uint32_t n)
{
    if (lane == LANE_U8)
        PUT(int64_t, uint8_t);
    else if (lane == LANE_U16)
        PUT(int64_t, uint16_t);
    else if (lane == LANE_I32)
        PUT(int64_t, int32_t);
    else
        PUT(int64_t, int64_t);
}

void scatter(void *to, enum lane to_lane, const void *from, enum lane from_lane,
             const uint32_t *rows, uint32_t n)
{
    assert(from_lane <= to_lane && to_lane < LANE_TEXT);
    if (to_lane == LANE_U8)
        PUT(uint8_t, uint8_t);
    else if (to_lane == LANE_U16)
        to_u16(to, from, from_lane, rows, n);
    else if (to_lane == LANE_I32)
        to_i32(to, from, from_lane, rows, n);
    else
        to_i64(to, from, from_lane, rows, n);
}

#define FILL(type)                                                                             \
    do {                                                                                       \
        type *dst = to;                                                                        \
        for (uint32_t r = 0; r < n; r++)                                                       \
            dst[rows[r]] = (type)value;                                                        \
    } while (0)

void scatter_value(void *to, enum lane to_lane, int64_t value, const uint32_t *rows, uint32_t n)
{
    assert(to_lane < LANE_TEXT);
    if (to_lane == LANE_U8)
        FILL(uint8_t);
    else if (to_lane == LANE_U16)
        FILL(uint16_t);
    else if (to_lane == LANE_I32)
        FILL(int32_t);
    else
        FILL(int64_t);
}
