/* family_state.h - the inside of a family, shared by family.c and family_facts.c. */
#ifndef HM_WHATIF_FAMILY_STATE_H
#define HM_WHATIF_FAMILY_STATE_H

#include "exec/probe.h"
#include "exec/region_terms.h"
#include "io/record_cell.h"
#include "run/history.h"
#include "vec/pick.h"
#include "whatif/family.h"

/* One field of its rows, in memory of the family's own: what frame columns are made of. */
struct family_column {
    int64_t *data;
    uint64_t *valid;
    struct str *texts; /* of a text field */
};

struct family_step { /* one family_set */
    struct family_cell cell;
    bool was_known;
    int64_t before;
    struct str text_before;
};

struct family {
    const struct policy *policy; /* borrowed: its own */
    uint16_t member;
    int32_t month;
    const char *id;
    struct view *view; /* of a store */
    struct history history;
    struct frame source; /* as it was read */
    bool has_source;
    struct mapping terms; /* of a region */
    struct frame translated;
    struct pick pick; /* its one row */
    bool has_pick;
    struct frame frame; /* what is evaluated: pick's, with columns of its own */
    struct family_column *columns;
    struct record_cells cells;
    struct family_step *steps;
    size_t step_count, step_cap;
    const struct patch *patches; /* come first; borrowed */
    size_t patch_count;
    const struct formula_patch *formulas;
    size_t formula_count;
    struct probe probe; /* its reference engines take turns in one sandbox */
    struct arena arena;
};

/* Makes f->frame of f->pick. */
enum hm_status family_columns_make(struct family *f, struct diag *d);

#endif
