/* Lanes of results at both sides of every bound, and at odd addresses. */
#include "support.h"

#include "store/narrow.h"

static void test_bounds(void **state)
{
    (void)state;
    static const struct {
        int64_t v;
        enum lane lane;
    } cases[] = {{0, LANE_U8},
                 {255, LANE_U8},
                 {256, LANE_U16},
                 {65535, LANE_U16},
                 {65536, LANE_I32},
                 {-1, LANE_I32},
                 {INT32_MAX, LANE_I32},
                 {INT32_MIN, LANE_I32},
                 {(int64_t)INT32_MAX + 1, LANE_I64},
                 {(int64_t)INT32_MIN - 1, LANE_I64},
                 {INT64_MAX, LANE_I64},
                 {INT64_MIN, LANE_I64}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint32_t at = 0; at < 37; at++) { /* heads and tails of a vectorised loop */
            int64_t v[37] = {0};
            uint8_t room[37 * 8 + 2] = {0};
            v[at] = cases[i].v;
            assert_int_equal(narrow_lane(v, 37), cases[i].lane);
            narrow_copy(room + 2, v, 37, cases[i].lane);
            uint8_t copy[37 * 8 + 8] __attribute__((aligned(8)));
            memcpy(copy, room + 2, 37 * 8);
            struct column c = {cases[i].lane, 37, copy, NULL, NULL};
            for (uint32_t r = 0; r < 37; r++)
                assert_int_equal(column_int(&c, r), v[r]);
        }
    }
    assert_int_equal(narrow_lane(NULL, 0), LANE_U8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
