/* decision.h - parameters that are tables of several columns, as notices print them: what given
 * arguments find in one, and whether its rows leave gaps or overlap.
 *
 * An argument is an exact number: of its type's unit (fen for money), an enum's code, 1 for
 * true.
 */
#ifndef HM_MODEL_DECISION_H
#define HM_MODEL_DECISION_H

#include "base/arena.h"
#include "model/parameter.h"

bool decision_holds(const struct decision_row *row, size_t column_count,
                    const struct rational *arguments);
/* HM_TRAP_RANGE when no row holds and there is no `otherwise`; HM_TRAP_OVERFLOW of a sum. */
enum hm_trap decision_lookup(struct value *out, const struct parameter *p,
                             const struct parameter_value *v, const struct rational *arguments);

enum decision_fault_kind {
    DECISION_SOUND,
    DECISION_GAP,     /* `at` is in no row, though each of its parts is in some */
    DECISION_OVERLAP, /* `at` is in two rows that may not share it */
    DECISION_TOO_MANY /* more than LIMIT_TABLE_CELLS combinations */
};
/* The first fault in the order of columns. */
struct decision_fault {
    enum decision_fault_kind kind;
    size_t rows[2];  /* OVERLAP: the two, from 0 */
    struct band *at; /* by column: a part of what the arguments can be */
};
/* Gaps count unless there is an `otherwise`, overlaps where the hit policy is unique. Values
 * below the lowest and above the highest edge of a column that no row holds are outside the
 * table, not gaps. enum_counts: by column, how many values its enum has. HM_NOMEM only. */
enum hm_status decision_check(struct decision_fault *out, const struct parameter *p,
                              const struct parameter_value *v, const uint16_t *enum_counts,
                              struct arena *a);
bool decision_same_rows(const struct decision_row *a, const struct decision_row *b,
                        size_t column_count); /* cells only */

const char *hit_name(enum hit_policy hit); /* "unique" */
bool hit_parse(enum hit_policy *out, struct str word);

#endif
