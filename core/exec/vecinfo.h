/* vecinfo.h - what the compiler of the fast engine makes of a policy, for people: which formula
 * is fast, with which lanes, and why another one is left to Lua; programs as text.
 */
#ifndef HM_EXEC_VECINFO_H
#define HM_EXEC_VECINFO_H

#include "base/buf.h"
#include "policy/policy.h"

/* One formula of a variable, compiled for a month in which it is in force. */
struct vecinfo_formula {
    uint16_t field;
    uint16_t formula; /* index in the field's formulas */
    int32_t month;
    bool is_ended; /* no formula from this date on: neither fast nor slow */
    bool is_fast;
    char lane;       /* fast: 'B' u8, 'I' i32, 'L' i64 */
    int64_t den;     /* fast: the value is whole steps of 1/den */
    bool has_den;    /* fast: a fraction whose denominator is a column of its own */
    bool has_doubt;  /* fast: some rows may be left to the reference engine */
    struct place at; /* slow: the construct that is not compiled; strings borrowed */
    const char *why; /* slow: translated */
};
struct vecinfo {
    struct vecinfo_formula *formulas; /* by field, then date */
    size_t count, fast, slow;
    struct arena arena;
};
/* Compiles every formula of every variable. Months: the last one before the next formula of the
 * field; for the last formula the latest month anything of the policy begins. */
enum hm_status vecinfo_make(struct vecinfo *out, const struct policy *p, struct diag *d);
void vecinfo_fini(struct vecinfo *v);
/* "i32", "i64/100", "i64/i64" into out. */
void vecinfo_put_lanes(const struct vecinfo_formula *f, struct buf *out);
/* The month vecinfo_make takes for formulas that are in force to the end. */
int32_t vecinfo_latest_month(const struct model *m);

/* The program of these variables, all under one root, as text that vecinfo_read takes;
 * registers: as it runs, with its registers placed (not to be read back). HM_USAGE when the
 * variables lie under different roots. Slow variables are noted in d. */
enum hm_status vecinfo_dump(struct buf *out, const struct policy *p, const uint16_t *fields,
                            size_t count, int32_t month, bool registers, struct diag *d);
/* Reads a program, verifies it and prints it again. HM_DATA: no program of this policy's
 * fields, or one that breaks the rules of programs. */
enum hm_status vecinfo_read(struct buf *out, const struct policy *p, const char *text,
                            bool registers, struct diag *d);

#endif
