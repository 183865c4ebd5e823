/* inquiry_answer.h - what is asked in one request and how its answer is read: strictly. An
 * answer counts for a row only when it carries the request's own number, the key that was asked
 * for, and values of the right type and range; whatever else a register sends is refused and
 * said, without personal data.
 */
#ifndef HM_RUN_INQUIRY_ANSWER_H
#define HM_RUN_INQUIRY_ANSWER_H

#include "base/arena.h"
#include "io/record_cell.h"
#include "run/inquiry_source.h"
#include "store/evidence.h"

enum { INQUIRY_ID_BYTES = 40, INQUIRY_EVIDENCE_BYTES = 64 };

/* One row asked about. Texts are in the batch's. */
struct inquiry_question {
    uint32_t block;
    uint16_t ordinal;
    uint16_t member; /* position under its parent, for messages */
    uint32_t key_at, key_bytes;
    uint32_t household_at, household_bytes;
};
enum inquiry_outcome {
    INQUIRY_OPEN, /* no answer yet */
    INQUIRY_FOUND,
    INQUIRY_ABSENT,
    INQUIRY_REFUSED
};
struct inquiry_batch {
    char id[INQUIRY_ID_BYTES];
    struct inquiry_question *items; /* ascending by key */
    size_t count, cap;
    struct buf texts, body;
    uint8_t *outcomes; /* enum inquiry_outcome, by item; of equal keys the first one's */
    int64_t asked_s;
};

/* A new number for the request. */
void inquiry_batch_name(struct inquiry_batch *b, uint64_t counter);
/* Puts the questions in order of keys and writes the request's body. HM_NOMEM. */
enum hm_status inquiry_batch_ask(struct inquiry_batch *b, const struct inquiry_source *s,
                                 int32_t month);
void inquiry_batch_fini(struct inquiry_batch *b);
struct str inquiry_key(const struct inquiry_batch *b, size_t item);

/* Why an answer was refused: the question, or none (an answer as a whole). */
typedef void inquiry_refused_fn(void *ctx, const struct inquiry_batch *b,
                                const struct inquiry_question *q, const char *field,
                                const char *why);
/* Takes an answer that counts or was refused: e has the question's place, all texts in the
 * reader's arena. HM_NOMEM. */
typedef enum hm_status inquiry_taken_fn(void *ctx, const struct evidence *e);

struct inquiry_reader {
    struct inquiry_source *source; /* counts: strangers, repeated, unasked */
    const struct record_cells *cells;
    struct arena *arena; /* what evidence points to */
    int64_t now_s;
    inquiry_refused_fn *refused;
    inquiry_taken_fn *taken;
    void *ctx;
};
/* Reads the answer to a batch: outcomes are set, taken is called for each row that has one.
 * HM_DATA: the whole answer is refused (told); HM_NOMEM. */
enum hm_status inquiry_answer_read(struct inquiry_reader *r, struct inquiry_batch *b,
                                   struct str body);

#endif
