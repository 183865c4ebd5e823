/* smallest_parts.h - private to smallest*.c: facts that can be moved and their values, and
 * batches of families of one shape, evaluated under both policies.
 */
#ifndef HM_WHATIF_SMALLEST_PARTS_H
#define HM_WHATIF_SMALLEST_PARTS_H

#include "whatif/smallest.h"

enum {
    SMALL_KINDS = 8,                     /* the household and the entities right below it */
    SMALL_ROWS = LIMIT_SMALLEST_MEMBERS, /* of one kind */
    SMALL_VALUES = 120,                  /* of one fact */
    SMALL_SLOTS = 400,                   /* facts */
    SMALL_BATCH = 4096                   /* families of one evaluation */
};

struct small_kind {
    const char *name, *plural;
    uint8_t before, after; /* the entity's id; NO_ENTITY */
};
/* One fact of one kind of row. Value 0: not given. */
struct small_slot {
    const struct field *field; /* after's, or before's where after has none */
    const struct model *model; /* the field's */
    uint16_t before, after;    /* fields; NO_FIELD: that policy does not know it */
    uint8_t kind;
    uint8_t base;                  /* the plain value: 0 where it has a default */
    uint8_t count;                 /* values */
    int64_t *of_before, *of_after; /* stored forms; texts: index in texts */
    bool *is_bad; /* [value]: in a plain family it ends in an error: not combined with others */
};
struct small_output {
    const char *name, *zh; /* "person.care_subsidy" */
    uint8_t kind;
    uint16_t before, after;           /* fields */
    size_t before_index, after_index; /* among the side's outputs */
    const uint8_t *codes;             /* before's enum codes in after's; NULL: the same */
};
/* One policy at work. */
struct small_side {
    const struct policy *policy;
    struct evaluation evaluation;
    struct engine *engine;
    struct results results;
    struct frame frame;
    bool has_frame;
};
struct small_shape {
    uint8_t rows[SMALL_KINDS]; /* [0] is 1: the household */
};
/* Families of one shape; gene (slot, row, i) is the value of a slot in a row of family i. */
struct small_batch {
    struct small_shape shape;
    uint32_t count;
    uint8_t *genes;   /* [(slot * SMALL_ROWS + row) * SMALL_BATCH + i] */
    uint8_t *classes; /* [output * SMALL_BATCH + i]: SMALL_SAME .. */
    bool *failed;     /* [i]: a result is an error */
};
enum { SMALL_SAME, SMALL_REFUSED, SMALL_DIFFERS };

struct small_world {
    const struct smallest_job *job;
    struct arena arena;
    struct small_kind kinds[SMALL_KINDS];
    size_t kind_count;
    struct small_slot *slots;
    size_t slot_count;
    struct small_output *outputs;
    size_t output_count;
    struct str *texts;
    size_t text_count, text_cap;
    struct small_side sides[2];
    uint64_t *reach[2]; /* fields that the outputs read, by side */
    uint64_t evaluated;
};

/* smallest_values.c: kinds, outputs, slots with their values. HM_DATA never. */
enum hm_status small_world_open(struct small_world *w, const struct smallest_job *job,
                                struct diag *d);
void small_world_close(struct small_world *w);
/* The slot of a field of one side, made when it is new; SIZE_MAX: there is no room or memory,
 * or the results do not read it. */
size_t small_slot_of(struct small_world *w, bool after, uint16_t field);
/* The index of a value (stored form of that side) in a slot, added when it is new; 0: there is
 * no room. */
uint8_t small_value(struct small_world *w, size_t slot, bool after, int64_t stored);
/* The same with a value for each side. */
uint8_t small_values(struct small_world *w, size_t slot, int64_t before, int64_t after);
/* The same of a text; its index in w->texts for small_values, SIZE_MAX: no memory. */
size_t small_keep_text(struct small_world *w, struct str text);
uint8_t small_text(struct small_world *w, size_t slot, struct str text);

/* smallest_pool.c: values at which something may change, in the slots. */
enum hm_status small_fill_values(struct small_world *w, struct diag *d);

/* smallest_batch.c */
enum hm_status small_batch_init(struct small_batch *b, const struct small_world *w,
                                struct diag *d);
void small_batch_fini(struct small_batch *b);
static inline uint8_t *small_gene(const struct small_batch *b, size_t slot, unsigned row,
                                  uint32_t i)
{
    return &b->genes[(slot * SMALL_ROWS + row) * SMALL_BATCH + i];
}
/* Makes `count` plain families. */
void small_batch_start(struct small_batch *b, const struct small_world *w,
                       const struct small_shape *shape, uint32_t count);
/* Evaluates them under both policies and fills the classes. */
enum hm_status small_batch_run(struct small_batch *b, struct small_world *w,
                               enum engine_kind kind, struct diag *d);
bool small_same_values(const struct small_world *w, const struct small_output *o, uint32_t row);
unsigned small_members(const struct small_shape *s, size_t kinds);

/* smallest_text.c: family 0 of a batch of one, which was run, as texts in the arena `a`. */
enum hm_status small_describe(struct smallest_family *out, const struct small_world *w,
                              const struct small_batch *b, struct arena *a, struct diag *d);

#endif
