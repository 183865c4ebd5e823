/* import_members.h - rows of child tables, checked and held in a compact form until the row of
 * their household comes: 16 bytes and the values in their shortest form, in order of the files.
 */
#ifndef HM_RUN_IMPORT_MEMBERS_H
#define HM_RUN_IMPORT_MEMBERS_H

#include "io/record_cell.h"
#include "run/import_ids.h"
#include "vec/frame.h"

struct import_members {
    const struct model *model; /* borrowed */
    uint8_t root;
    uint64_t entities;            /* bit set of those that have rows here */
    struct import_ids households; /* numbers: first row, last row */
    uint64_t *met;                /* a bit for each slot of households, once it is closed */
    uint8_t **chunks;
    size_t chunk_count, chunk_cap;
    uint32_t next; /* first free unit */
};

void import_members_init(struct import_members *m, const struct model *model, uint8_t root);
void import_members_fini(struct import_members *m);

/* Puts a row together: the ids of the rows above it (below the household) and its own, then its
 * values. A row of the root entity itself (from a flat table) has the household's id alone. */
void import_members_begin(struct buf *row, const struct str *ids, size_t count);
void import_members_value(struct buf *row, const struct field *f, int64_t stored,
                          struct str text);
struct import_member {
    struct import_id household;
    struct str row; /* as put together, without its end */
    uint32_t file, line;
    uint8_t entity;
    bool sound; /* false: it was refused, and so will be its household */
};
/* Keeps a row, copied. HM_NOMEM. */
enum hm_status import_members_keep(struct import_members *m, const struct import_member *row);
/* No more rows come: households may be built, by several threads at once. HM_NOMEM. */
enum hm_status import_members_close(struct import_members *m);
/* Notes that a household's own row was met (the caller's thread only). */
void import_members_meet(struct import_members *m, const struct import_id *household);

/* What one thread needs to build households. */
struct built;
struct told_fact;
struct import_family {
    const struct import_members *members;
    struct built *built; /* rows of the household being built */
    size_t built_count, built_cap;
    struct told_fact *facts; /* of the household itself, from flat rows */
    size_t fact_count, fact_cap;
};
void import_family_fini(struct import_family *f);
/* Adds all rows of a household below its row in b. files: their names. is_flat: only flat
 * tables know the household, its own facts come from their rows, which must agree. HM_DATA with
 * the faults: an id twice, no row above, too many rows, a refused row (its fault was told);
 * HM_NOMEM. */
enum hm_status import_family_build(struct import_family *f, const struct import_id *household,
                                   bool is_flat, struct builder *b, uint32_t root_row,
                                   const char *const *files, const struct record_sink *to);
struct import_orphan { /* the first row of a household that was never met */
    uint32_t file, line;
    struct str id; /* from flat rows, borrowed; empty: there are none */
};
/* In order of files and lines; *out by mem_free. HM_NOMEM. */
enum hm_status import_members_orphans(const struct import_members *m,
                                      struct import_orphan **out, size_t *n);

#endif
