/* rounding.h - rounding by name: a mode and a step.
 *
 * Modes act on the absolute value and keep the sign (so -0.5 yuan "up to yuan" is -1):
 *   half_up    to the nearest step, halves away from zero   四舍五入
 *   up         away from zero                               进位 (见角进元)
 *   down       towards zero                                 舍去
 *   half_even  to the nearest step, halves to the even one  四舍六入五成双
 *   none       unchanged
 * A step is a positive rational: for money in fen (1 fen, 10 jiao, 100 yuan, 1000 ten yuan), for
 * numbers in ones.
 */
#ifndef HM_VALUE_ROUNDING_H
#define HM_VALUE_ROUNDING_H

#include <stddef.h>
#include "base/str.h"
#include "value/rational.h"

enum rounding_mode {
    ROUND_NONE,
    ROUND_HALF_UP,
    ROUND_UP,
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_MODES
};

struct rounding {
    enum rounding_mode mode;
    struct rational step; /* > 0; ignored by ROUND_NONE */
};

enum hm_trap rounding_apply(struct rational *out, struct rational a, struct rounding r);

/* "up to yuan", "half up to fen", "down to jiao", "half even to ten yuan", "none"; also in
 * Chinese: "见角进元", "四舍五入到元", "舍去到角", "进到十元", "到分", "不取整". The step is in fen.
 * False when the words are not known. */
bool rounding_parse(struct rounding *out, struct str words);
/* The English name of a money rounding into out ("up to yuan"), for traces and reports. */
void rounding_name(char *out, size_t out_bytes, struct rounding r, bool is_money);

#endif
