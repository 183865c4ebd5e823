/* register_facts.h - evidence without a policy: what registers said about a household, for
 * `huimin explain`; how many answers still count, for `huimin quality`.
 */
#ifndef HM_RUN_REGISTER_FACTS_H
#define HM_RUN_REGISTER_FACTS_H

#include "base/arena.h"
#include "run/standing.h"

/* The sources that the store's inquiries name, by what the newest one asked for. */
struct registers {
    struct inquiry_source *list;
    size_t count;
    struct standing standing; /* of this month; `today` is the day of asking */
    struct arena arena;
};
enum hm_status registers_open(struct registers *r, struct store *s, int32_t month,
                              struct diag *d);
void registers_close(struct registers *r);

/* One thing a register said, or that it does not have the person. Texts live in the arena. */
struct register_fact {
    const char *source, *where; /* "vehicle_registry", "persons[0]" or "" */
    const char *fact, *zh; /* "household.vehicle_count"; "" when it does not have the person */
    const char *said;      /* "2"; "" likewise */
    const char *number;    /* the register's own; may be empty */
    int64_t answered_s;
    int32_t expires;
    bool is_expired;
    bool is_used; /* a fact was taken over or kept against it: */
    enum evidence_how how;
};
struct register_facts {
    struct register_fact *list;
    size_t count, cap;
    struct arena arena;
};
/* As known at a sequence number of facts (uses), and now (answers). */
enum hm_status register_facts_read(struct register_facts *out, struct store *s, struct str id,
                                   int32_t month, uint64_t sequence, struct diag *d);
void register_facts_fini(struct register_facts *x);
const char *evidence_how_name(enum evidence_how how); /* msgid */

/* The rows of a block that a register could speak of. */
struct register_age {
    const char *source;
    uint64_t keyed, current, expired, never; /* keyed is the sum of the others */
};
/* Adds the rows of a block, loaded as `f` in the schema's terms with the keys' columns, to ages
 * (registers.count of them). */
enum hm_status register_ages_add(struct register_age *ages, struct registers *r, uint32_t block,
                                 const struct frame *f, const uint16_t *ordinals,
                                 struct diag *d);

#endif
