/* frame.h - many households as columns: what every engine reads. Needs no store.
 *
 * A frame has rows for a root entity and for each entity below it. Children name their parent
 * row; frame_children lists the rows of one parent in the order they were given. In a frame
 * that comes from a store block (`jagged`), roots are sorted by number of members (the first
 * child entity) descending and members lie slot by slot: all first members, all second ones,
 * ... (design section 8). An engine may use that; meaning never depends on it.
 *
 * Results that were computed or assessed elsewhere ("given") are columns of variables; a valid
 * cell stands in place of the formula.
 */
#ifndef HM_VEC_FRAME_H
#define HM_VEC_FRAME_H

#include "base/buf.h"
#include "vec/column.h"

struct frame_entity {
    uint32_t rows;
    const uint32_t *parent; /* row of the parent entity; NULL for the root */
    const uint32_t
        *child_begin;           /* parent rows + 1 offsets into child_rows; NULL for the root */
    const uint32_t *child_rows; /* this entity's rows grouped by parent */
    struct column id;           /* LANE_TEXT; rows without an id have "" */
};

struct past; /* earlier determinations, see below */

struct frame {
    const struct model *model; /* borrowed */
    uint8_t root;
    bool jagged;
    bool in_range; /* proved by its maker: every fact keeps to its field's limits */
    struct frame_entity *entities; /* model->entity_count; rows = 0 where not of this root */
    struct column *columns;        /* model->field_count; rows = 0: nobody supplied it */
    struct past *past;             /* ascending by month */
    size_t past_count;
    struct arena arena; /* owns what the columns point to, unless it is mapped from a store */
};

/* Determinations of one earlier month: a frame whose given columns hold them, and for each row
 * of the present frame its row there (UINT32_MAX: not there). */
struct past {
    int32_t month;
    struct frame *frame; /* lives in the arena of the present frame; ended by its frame_fini */
    uint32_t **row_of;   /* [entity][row]; NULL for an entity without rows */
};

/* An empty frame: no rows, no columns. HM_NOMEM; frame_fini is then harmless. */
enum hm_status frame_init(struct frame *f, const struct model *m, uint8_t root);
void frame_fini(struct frame *f);
/* Fills child_begin and child_rows of every entity from `parent`. */
enum hm_status frame_link(struct frame *f, struct diag *d);
/* Rows of `child` under row `parent_row`; *n is their number. */
const uint32_t *frame_children(const struct frame *f, uint8_t child, uint32_t parent_row,
                               uint32_t *n);
/* Row of the root above a row of `entity`. */
uint32_t frame_root_row(const struct frame *f, uint8_t entity, uint32_t row);
/* "persons[0].birth_date" for a cell, "birth_date" for a root's: the path officers and calc use
 * (0-based, as in the record that came in). */
void frame_cell_path(const struct frame *f, uint16_t field, uint32_t row, struct buf *out);
/* The past of a month, or NULL. */
const struct past *frame_past(const struct frame *f, int32_t month);
/* Makes `earlier` (linked, same model) the past of a month that f has none of yet. Rows are
 * matched by id: roots first, then children below matched parents, without ids by position.
 * Takes earlier over: it is empty and ended afterwards; on failure it stays the caller's. */
enum hm_status frame_add_past(struct frame *f, int32_t month, struct frame *earlier,
                              struct diag *d);

/* --- building one, row by row (readers of NDJSON, CSV and single records) --- */

struct builder; /* growing columns; rows can be taken back */
enum hm_status builder_new(struct builder **out, const struct model *m, uint8_t root);
void builder_free(struct builder *b);
/* Adds a row; parent_row is ignored for the root. Id text is copied. UINT32_MAX: no memory. */
uint32_t builder_row(struct builder *b, uint8_t entity, uint32_t parent_row, struct str id);
/* Sets a cell of the newest or any earlier row. The value must be of the field's type and on
 * its grid (asserted). -1: no memory. */
int builder_set(struct builder *b, uint16_t field, uint32_t row, const struct value *v);
/* The same for a value in stored form (column.h); TEXT: `text` is the value, copied. */
int builder_put(struct builder *b, uint16_t field, uint32_t row, int64_t stored,
                struct str text);
uint32_t builder_rows(const struct builder *b, uint8_t entity);
/* Marks the present end, and drops all rows added after the mark (a rejected record). */
void builder_mark(struct builder *b);
void builder_rollback(struct builder *b);
void builder_clear(struct builder *b); /* no rows, memory kept */
/* Makes a linked frame of what was added (sets *f up; the caller ends it with frame_fini); the
 * builder is empty afterwards. Lanes are lane_of_field's; fields without a single value get no
 * column. jagged: sorts roots by member count descending (ties: by id bytes) and lays children
 * out slot by slot; *order (arena of f, may be NULL) tells for each new root row its row before
 * sorting. On failure f is empty and the builder as it was. */
enum hm_status builder_finish(struct builder *b, struct frame *f, bool jagged,
                              const uint32_t **order, struct diag *d);

#endif
