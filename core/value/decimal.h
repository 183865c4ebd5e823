/* decimal.h - text <-> exact numbers. Never through a double.
 *
 * Accepted: optional sign, digits, optional fraction, optional exponent as JSON has it
 * (1e3, 2.5E-2). Not accepted: inf, nan, hex, blanks, digit groups, a bare "." or sign.
 */
#ifndef HM_VALUE_DECIMAL_H
#define HM_VALUE_DECIMAL_H

#include "base/buf.h"
#include "base/str.h"
#include "value/rational.h"

enum decimal_status {
    DECIMAL_OK,
    DECIMAL_NOT_A_NUMBER, /* the text is no number */
    DECIMAL_TOO_FINE,     /* more decimals than the type holds (money: two) */
    DECIMAL_TOO_LARGE     /* does not fit */
};

/* Any exact number ("0.3" = 3/10). */
enum decimal_status decimal_rational(struct rational *out, struct str text);
/* Yuan with at most two significant decimals, as fen ("1143.00" = 114300, "1.230" is fine). */
enum decimal_status decimal_money(int64_t *out_fen, struct str text);
/* A whole number in int64 ("3", "3.0", "1e2"; "3.5" is TOO_FINE). */
enum decimal_status decimal_integer(int64_t *out, struct str text);
/* A number of at most `decimals` decimals, scaled by 10^decimals. */
enum decimal_status decimal_scaled(int64_t *out, struct str text, unsigned decimals);

/* "1143.00", "-0.05"; always two decimals. */
void decimal_put_money(struct buf *b, int64_t fen);
/* v / 10^decimals without trailing zeros ("49.98", "3"). */
void decimal_put_scaled(struct buf *b, int64_t v, unsigned decimals);
/* Exact: "3", "0.3" when the decimals end within 18 digits, otherwise "3125/3". */
void decimal_put_rational(struct buf *b, struct rational r);
/* Money held as a rational of fen, for people: "1041.67" half up, with " (exactly 3125/3)" when
 * it is not a whole number of fen and `exact` is asked for. */
void decimal_put_money_rational(struct buf *b, struct rational fen, bool exact);

#endif
