/* idnumber.h - citizens' identity numbers (GB 11643-1999: area, date of birth, order whose last
 * digit is odd for men, check digit of ISO 7064 MOD 11-2), and how they are shown: masked. */
#ifndef HM_IO_IDNUMBER_H
#define HM_IO_IDNUMBER_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"

enum idnumber_fault {
    IDNUMBER_SOUND,
    IDNUMBER_SHAPE,    /* not 17 digits and a digit or X */
    IDNUMBER_CHECKSUM, /* one or two characters are wrong */
    IDNUMBER_AREA,     /* begins with no province */
    IDNUMBER_DATE      /* the date of birth is no day of the calendar */
};
struct idnumber {
    int32_t birth; /* date */
    bool is_male;
};

/* The first fault in that order; *out is set when there is none. A small x counts as X. */
enum idnumber_fault idnumber_read(struct idnumber *out, struct str text);

/* A personal text as people may see it: the first three and last two characters of a long
 * number (digits and letters), the first of anything else: of a name, however long. */
void idnumber_mask(struct buf *out, struct str text);
/* Puts stars into every run of 15 to 19 digits in a text (an X may end it) but for its first
 * three and last two, and into such a number in scientific notation: identity and bank account
 * numbers wherever they were typed. */
void idnumber_hide(char *text, size_t n);

#endif
