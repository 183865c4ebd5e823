/* view.h - the inside of a view, shared by the files that read facts and results. */
#ifndef HM_STORE_VIEW_H
#define HM_STORE_VIEW_H

#include "store/block.h"
#include "store/catalog.h"
#include "store/ids.h"
#include "model/mapping.h"
#include "store/state.h"

/* The run whose results were read last, and how its fields stand in the view's model. */
struct view_run {
    uint32_t id; /* 0 = none */
    uint64_t sequence;
    struct model *fields; /* as the run numbered them */
    struct mapping map;
};

struct view {
    struct store *store;
    const struct model *model; /* borrowed */
    uint64_t checked; /* the schema is known to be that of facts up to here */
    struct mapping map;        /* the schema in the model's terms */
    bool in_range; /* the schema's limits, checked at import, are within the model's */
    struct txn txn;
    uint16_t month;
    uint64_t sequence;
    uint8_t only; /* view_find looks for this root entity of the schema; NO_ENTITY: any */
    uint32_t blocks;
    bool keeps; /* view_keep */
    struct constants constants;
    struct seen seen;
    struct arena loaded; /* the last view_load */
    const uint16_t *ordinals;
    struct arena looked; /* the last block view_find looked into */
    bool has_looked;
    uint32_t looked_block;
    struct block look;
    uint64_t *wanted; /* schema field ids of the load under way */
    struct view_run run;
    struct arena peeked; /* the last run_peek */
    struct frame peeked_theirs;
};

/* The facts of a block for any month and sequence, in the schema's terms, edits merged in. */
enum hm_status view_read(struct block *out, struct view *v, uint32_t block, uint16_t month,
                         uint64_t sequence, const uint64_t *schema_fields, struct arena *a,
                         struct diag *d);
/* `from` (a frame in map->from's terms) as a frame in map->to's terms: entities, and the
 * columns whose bit is set (to-field ids; NULL = all). Adds to out, which frame_init has set
 * up. copy: nothing may point at from's memory. */
enum hm_status view_translate(struct frame *out, const struct frame *from,
                              const struct mapping *map, const uint64_t *fields, bool copy,
                              const char *file, struct diag *d);
/* A newer snapshot of the file; the view's month and sequence stay. */
enum hm_status view_refresh(struct view *v, struct diag *d);
/* A newer snapshot for a while: the view's own stays for as long as its last load is in use. */
enum hm_status view_borrow(struct txn *saved, struct view *v, struct diag *d);
void view_return(struct txn *saved, struct view *v);
/* view_find with the household's whole place; v->look is then its block. */
enum hm_status view_locate(struct view *v, struct str id, struct id_entry *entry, uint32_t *row,
                           struct diag *d);
/* A bit set without any field. */
extern const uint64_t view_no_fields[];

#endif
