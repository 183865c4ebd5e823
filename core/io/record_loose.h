/* record_loose.h - a table's cell as people and Excel write it -> a value of its field.
 *
 * What record_cell_read takes is taken as it is. Otherwise blanks around it go (also the
 * full-width one), full-width digits, letters and punctuation are read as plain ones, and:
 * amounts and numbers may group thousands (1,234,567.80: all groups of three) and amounts may
 * have ¥ before or 元 behind; dates may be 2024/7/1, 2024-7-1, 2024.7.1, 2024年7月1日,
 * 20240701, with a time of midnight behind, or Excel's day number (five digits); months 2024/7,
 * 2024年7月, 202407, or a first day of a month. Nothing is guessed: 1,23 and 24/7/1 are
 * refused.
 */
#ifndef HM_IO_RECORD_LOOSE_H
#define HM_IO_RECORD_LOOSE_H

#include "io/record_cell.h"

/* As record_cell_read. */
enum record_reason record_loose_read(struct value *out, const struct record_cells *c,
                                     uint16_t field, struct str text, int32_t today);
/* As record_cell_stored. */
enum record_reason record_loose_stored(int64_t *out, const struct record_cells *c,
                                       uint16_t field, struct str text, int32_t today);
/* Without blanks around it: ASCII ones, U+00A0, U+3000, U+200B, U+FEFF. */
struct str record_loose_trim_slowly(struct str s);
static inline bool record_loose_is_edge(char c) /* plain ASCII that is no blank */
{
    return c > 0x20 && c < 0x7F;
}
static inline struct str record_loose_trim(struct str s)
{
    if (s.n == 0 || (record_loose_is_edge(s.p[0]) && record_loose_is_edge(s.p[s.n - 1])))
        return s;
    return record_loose_trim_slowly(s);
}
/* Full-width forms as plain ones into out (of at least s.n bytes); its length. */
size_t record_loose_fold(char *out, struct str s);
/* #N/A and the like: an error that a spreadsheet computed. */
bool record_loose_is_error(struct str s);
/* 3.30203E+17: a long number that a spreadsheet has rounded. */
bool record_loose_is_rounded(struct str s);

#endif
