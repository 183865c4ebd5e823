/* standing.h - which evidence counts: the newest answer of a source about a row, asked for this
 * month or an earlier one, that could be taken and has not expired. Block by block.
 */
#ifndef HM_RUN_STANDING_H
#define HM_RUN_STANDING_H

#include "run/inquiry_source.h"
#include "store/evidence.h"

enum { STANDING_ALL = -1 };

struct standing_terms; /* what an inquiry's source and fields are called here */
struct standing {
    struct evidence_book *book;
    const struct inquiry_source *sources; /* borrowed */
    size_t source_count;
    const struct model *schema; /* borrowed: from the store */
    int32_t month, today;
    struct standing_terms *terms; /* by inquiry */
    struct evidence_block block;  /* the last load */
};

enum hm_status standing_open(struct standing *x, struct store *s,
                             const struct inquiry_source *sources, size_t n, int32_t month,
                             int32_t today, struct diag *d);
void standing_close(struct standing *x);
/* Evidence of a block, or of one household (ordinal, or STANDING_ALL); uses up to a sequence
 * number. Replaces the last load. */
enum hm_status standing_load(struct standing *x, uint32_t block, int32_t ordinal,
                             uint64_t sequence, struct diag *d);
/* The first and the last + 1 item of a household in the load. */
void standing_household(const struct standing *x, uint16_t ordinal, size_t *first, size_t *end);

/* The answer that counts of items first..end-1; NULL: there is none. upto: inquiries known;
 * also_expired: as if the day did not matter. */
struct standing_asked {
    size_t source;
    uint64_t key;
    uint32_t upto; /* UINT32_MAX: all */
    bool also_expired;
};
const struct evidence *standing_find(const struct standing *x, size_t first, size_t end,
                                     const struct standing_asked *asked);
/* What an answer says of a field of its source, as tables write it; n = 0: nothing. scratch
 * holds what the declaration says of whoever the register does not have. */
struct str standing_value(const struct standing *x, const struct evidence *e, size_t source,
                          size_t field, struct buf *scratch);
/* The line of an inquiry's fields that a field of its source has; 0xFF: it was not asked for.
 */
uint8_t standing_line(const struct standing *x, uint32_t inquiry, size_t field);
/* The newest use of a source's field for a row (key) or household (0); NULL: there is none. */
const struct evidence_use *standing_use(const struct standing *x, uint16_t ordinal,
                                        uint64_t key, size_t source, size_t field);

#endif
