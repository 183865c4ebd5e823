/* tally_columns.c - see tally_columns.h. Sums of 64-bit amounts are kept in two halves, which
 * cannot overflow within a block. */
#include "run/tally_columns.h"

#define ADD(type)                                                                              \
    {                                                                                          \
        const type *restrict from = (const type *)c->data + first;                             \
        for (uint32_t r = 0; r < n; r++)                                                       \
            sums[r] += from[r];                                                                \
    }

/* Rows first .. first + n - 1, all of them with a value. */
static void add_all(int64_t *restrict sums, const struct column *c, uint32_t first, uint32_t n)
{
    switch (c->lane) {
    case LANE_U8:
        ADD(uint8_t)
        break;
    case LANE_U16:
        ADD(uint16_t)
        break;
    case LANE_I32:
        ADD(int32_t)
        break;
    default:
        ADD(int64_t)
        break;
    }
}

void tally_columns_add(int64_t *restrict sums, const struct column *c, uint32_t rows)
{
    if (!c->valid) {
        add_all(sums, c, 0, rows);
        return;
    }
    for (uint32_t first = 0; first < rows; first += 64) {
        uint64_t bits = c->valid[first / 64];
        uint32_t n = rows - first < 64 ? rows - first : 64;
        if (n == 64 && bits == ~UINT64_C(0)) {
            add_all(sums + first, c, first, n);
            continue;
        }
        for (uint32_t r = first; bits && r < first + n; r++, bits >>= 1)
            if (bits & 1)
                sums[r] += column_int(c, r);
    }
}

struct halves {
    int64_t high, low;
    uint64_t above_zero;
};

static struct halves sum_of(const int64_t *v, uint32_t rows)
{
    struct halves h = {0};
    for (uint32_t r = 0; r < rows; r++) {
        h.high += v[r] >> 32;
        h.low += v[r] & INT64_C(0xFFFFFFFF);
        h.above_zero += v[r] > 0;
    }
    return h;
}

static __int128 whole(struct halves h)
{
    return (__int128)h.high * ((__int128)1 << 32) + h.low;
}

void tally_columns_count(struct tally_line *line, const int64_t *before, const int64_t *after,
                         uint32_t rows)
{
    uint64_t none = 0, same = 0, in = 0, out = 0, up = 0;
    for (uint32_t r = 0; r < rows; r++) {
        uint64_t was = before[r] != 0, is = after[r] != 0;
        none += (was | is) ^ 1;
        same += was & (uint64_t)(before[r] == after[r]);
        in += (was ^ 1) & is;
        out += was & (is ^ 1);
        up += was & is & (uint64_t)(after[r] > before[r]);
    }
    struct halves b = sum_of(before, rows), a = sum_of(after, rows);
    line->none += none;
    line->same += same;
    line->in += in;
    line->out += out;
    line->up += up;
    line->down += rows - none - same - in - out - up;
    line->before_count += b.above_zero;
    line->after_count += a.above_zero;
    line->before_fen += whole(b);
    line->after_fen += whole(a);
}
