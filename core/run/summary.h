/* summary.h - what a run did, as plain data: made from tallies, kept as JSON in the run's
 * record, read back for `runs show`, printed by report/. */
#ifndef HM_RUN_SUMMARY_H
#define HM_RUN_SUMMARY_H

#include "run/agenda.h"
#include "run/tally.h"

struct summary_item { /* a benefit or a county */
    const char *name, *zh;
    struct tally_line line;
};
struct summary_move { /* households that went from one category to another */
    const char *field, *zh;
    const char *from, *from_zh, *to, *to_zh;
    uint64_t count;
};
struct summary_reason {
    bool failed; /* an error; otherwise a missing fact */
    const char *field, *text, *example;
    uint64_t count;
};
struct summary_placeholder {
    const char *name, *zh, *from, *source;
};
struct summary_change {
    const char *id;
    int64_t before_fen, after_fen;
};
struct summary_month {
    char month[16];
    uint32_t before_run; /* 0 = nothing was published before */
    char before_month[16];
    uint64_t households, undetermined, failed;
    struct tally_line total;
    struct summary_item *benefits;
    size_t benefit_count;
    struct summary_item *counties;
    size_t county_count;
    struct summary_move *moves;
    size_t move_count;
    struct summary_reason *reasons; /* the commonest */
    size_t reason_count;
    struct summary_placeholder *placeholders; /* paid on */
    size_t placeholder_count;
    struct summary_change *top;
    size_t top_count;
};
struct summary {
    const char *policy, *policy_zh, *identity;
    const char *changes; /* --set and scenarios, a line each; "" = none */
    struct summary_month *months;
    size_t month_count;
    struct arena arena; /* everything */
};

enum { SUMMARY_REASONS = 20 };

enum hm_status summary_init(struct summary *s, const struct model *m, const char *changes,
                            size_t month_count, struct diag *d);
void summary_fini(struct summary *s);
/* Fills month k from a tally (sorted here). Texts are copied. */
enum hm_status summary_month(struct summary *s, size_t k, int32_t month, uint32_t before_run,
                             int32_t before_month, struct tally *t, struct diag *d);
enum hm_status summary_placeholders(struct summary *s, size_t k, const struct agenda *agenda,
                                    const struct agenda_placeholder *list, size_t n,
                                    struct diag *d);

void summary_put(struct buf *out, const struct summary *s); /* one line of JSON, no newline */
enum hm_status summary_read(struct summary *s, const char *json, struct diag *d);

void summary_put_fen(struct buf *out, __int128 fen); /* "1234.50" */

#endif
