/* region_terms.h - the frames of a region: which of its policies a household goes by, and the
 * frame in that policy's own terms (field and entity ids, enum codes).
 */
#ifndef HM_EXEC_REGION_TERMS_H
#define HM_EXEC_REGION_TERMS_H

#include "model/mapping.h"
#include "policy/policy.h"
#include "vec/frame.h"

enum {
    REGION_NO_POLICY = 0xFFFF, /* no member's division is a prefix of the code */
    REGION_NO_CODE = 0xFFFE    /* the household has none */
};
_Static_assert((int)LIMIT_REGION_POLICIES < (int)REGION_NO_CODE, "members have other numbers");

/* The members by province and, in one, by length of their division, longest first. */
struct region_index {
    uint16_t begin[101];
    struct region_division *list;
    size_t count;
    bool is_short; /* no division is longer than a county's six digits */
};
enum hm_status region_index_make(struct region_index *x, const struct policy *region,
                                 struct arena *a);
/* The member a code goes by, or REGION_NO_POLICY; REGION_NO_CODE for an empty one. */
uint16_t region_find(const struct region_index *x, struct str code);
/* The member of each root row of f (in the region's terms), or one of REGION_*. */
void region_members(uint16_t *out, const struct region_index *x, const struct frame *f);
/* The code of a row as text (borrowed: from f or scratch); empty when it has none. */
struct str region_code(const struct frame *f, uint32_t row, char scratch[24]);
/* Why a household has no policy: "no policy for division_code 110101: ..." */
void region_refusal(struct buf *out, const struct policy *region, struct str code);

/* f in the terms of one member (terms: the region's model in the member's): rows, columns and
 * the past are shared with f, which outlives *out; arrays, and enum columns that are numbered
 * differently, are in a. in_range: whether ranges proved for the region hold for the member. */
enum hm_status region_frame(struct frame *out, const struct frame *f,
                            const struct mapping *terms, bool in_range, struct arena *a);
/* Whether every fact the region admits lies within the member's own limits. */
bool region_keeps_ranges(const struct mapping *terms);
/* A field of f whose value in a household the member's enum does not have: NO_FIELD, or the
 * member's field and the row. */
uint16_t region_foreign_value(const struct frame *f, const struct mapping *terms, uint32_t root,
                              uint32_t *row);
/* "the policy cn/... knows no value "x" of field" */
void region_foreign_text(struct buf *out, const struct frame *f, const struct mapping *terms,
                         uint16_t field, uint32_t row);

#endif
