/* division.h - administrative divisions (GB/T 2260): which codes there are. Provinces of the
 * whole country; cities and counties of Inner Mongolia, Zhejiang and Fujian, those merged or
 * renamed since 2000 included, as old facts name them. */
#ifndef HM_IO_DIVISION_H
#define HM_IO_DIVISION_H

#include <stdbool.h>
#include "base/str.h"

enum division_fault {
    DIVISION_SOUND,
    DIVISION_SHAPE,  /* not 6 (county), 9 (township) or 12 (village) digits */
    DIVISION_UNKNOWN /* there is no such province, city or county */
};
/* Of a household's code. Beyond the county nothing is looked up; counties of other provinces
 * than the three are taken as they are. */
enum division_fault division_check(struct str code);
bool division_is_province(const char two_digits[2]);

#endif
