/* import_members.h - rows of child tables, checked and held in a compact form until the row of
 * their household comes: 16 bytes and the values in their shortest form, in order of the files.
 */
#ifndef HM_RUN_IMPORT_MEMBERS_H
#define HM_RUN_IMPORT_MEMBERS_H

#include "io/record_cell.h"
#include "run/import_ids.h"
#include "vec/frame.h"

struct built;
struct told_fact;
struct import_members {
    const struct model *model; /* borrowed */
    uint8_t root;
    uint64_t entities;            /* bit set of those that have rows here */
    struct import_ids households; /* numbers: first row (with MET), last row */
    uint8_t **chunks;
    size_t chunk_count, chunk_cap;
    uint32_t next;       /* first free unit */
    struct buf row;      /* being put together */
    struct built *built; /* scratch: rows of the household being built */
    size_t built_count, built_cap;
    struct told_fact *facts; /* scratch: of the household itself, from flat rows */
    size_t fact_count, fact_cap;
    uint64_t built_bytes; /* of all households built so far */
};

void import_members_init(struct import_members *m, const struct model *model, uint8_t root);
void import_members_fini(struct import_members *m);

/* Puts a row together: the ids of the rows above it (below the household) and its own, then its
 * values; import_members_keep ends it. A row of the root entity itself (from a flat table) has
 * the household's id alone. */
void import_members_begin(struct import_members *m, const struct str *ids, size_t count);
void import_members_value(struct import_members *m, const struct field *f, int64_t stored,
                          struct str text);
/* sound: false for a row that was refused: so will be its household. HM_NOMEM. */
enum hm_status import_members_keep(struct import_members *m, struct str household,
                                   uint8_t entity, uint32_t file, uint32_t line, bool sound);

/* Adds all rows of a household below its row in b, and marks the household as met. files: their
 * names. HM_DATA with the faults: an id twice, no row above, too many rows, a refused row (its
 * fault was told); HM_NOMEM. */
enum hm_status import_members_build(struct import_members *m, struct str household,
                                    struct builder *b, uint32_t root_row,
                                    const char *const *files, const struct record_sink *to);
/* The same for a household that only flat tables know: its own facts come from their rows,
 * which must agree. The root row is in b already. */
enum hm_status import_members_build_flat(struct import_members *m, struct str household,
                                         struct builder *b, uint32_t root_row,
                                         const char *const *files,
                                         const struct record_sink *to);
struct import_orphan { /* the first row of a household that was never met */
    uint32_t file, line;
    struct str id; /* from flat rows, borrowed; empty: there are none */
};
/* In order of files and lines; *out by mem_free. HM_NOMEM. */
enum hm_status import_members_orphans(const struct import_members *m,
                                      struct import_orphan **out, size_t *n);

#endif
