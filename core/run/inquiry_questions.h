/* inquiry_questions.h - who is to be asked of one source: rows with a key and without evidence
 * that still counts, block by block. Private to run/inquiry*.c.
 */
#ifndef HM_RUN_INQUIRY_QUESTIONS_H
#define HM_RUN_INQUIRY_QUESTIONS_H

#include "run/inquiry_answer.h"
#include "run/inquiry_job.h"

struct inquiry_questions {
    struct inquiry_job *job;
    struct inquiry_source *source;
    size_t number; /* of the source in the report */
    struct view *view;
    struct standing standing;
    uint64_t *fields;               /* the columns wanted */
    uint32_t block;                 /* the next to look at */
    struct inquiry_question *items; /* of the present block */
    size_t count, cap, next;
    struct buf texts;
    bool counts; /* into source->counts: rows, unkeyed, fresh, due */
};

enum hm_status inquiry_questions_open(struct inquiry_questions *q, struct inquiry_job *j,
                                      struct inquiry_source *s, bool counts);
void inquiry_questions_close(struct inquiry_questions *q);
/* Moves up to n questions into a batch (emptied first); b->count = 0: there are no more. */
enum hm_status inquiry_questions_take(struct inquiry_questions *q, struct inquiry_batch *b,
                                      size_t n);

#endif
