/* evidence.h - what registers answered about the rows of households (经济状况核对), and which
 * facts were taken over from it.
 *
 * An *inquiry* is what was asked of one source and recorded in one step: its record, and for
 * each household a row with the answers, all in one transaction with its journal entry. So a
 * crash leaves whole inquiries only. Questions without an answer are counted in the record and
 * leave no row.
 *
 * Evidence holds from the month it was asked for, as facts do, and was known from the number of
 * its inquiry on. It stands by the household's place, which never changes, and by a sum over
 * the key that was asked for (an identity number), which is not kept in the clear here.
 *
 * A *use* says that a change of facts took a value over from an inquiry; it is written with the
 * change (ingest_use) and becomes visible with it.
 */
#ifndef HM_STORE_EVIDENCE_H
#define HM_STORE_EVIDENCE_H

#include "store/store.h"

enum evidence_status {
    EVIDENCE_FOUND,  /* values are what the register says */
    EVIDENCE_ABSENT, /* the register does not have this row */
    EVIDENCE_REFUSED /* an answer came and could not be taken: `why` */
};

struct inquiry {
    uint32_t number; /* 1.. without gaps; set by evidence_record */
    char source[LIMIT_NAME_BYTES + 1];
    char recorded[32]; /* UTC; set by evidence_record, also who when it is empty */
    char who[64];
    int32_t month;                        /* the facts asked for hold from it on */
    uint64_t sequence;                    /* facts as known when it was asked */
    char identity[65];                    /* of the policy that declares the source */
    char about[2 * LIMIT_NAME_BYTES + 2]; /* whose rows, and by what: "person.id_number" */
    uint64_t asked, found, absent, refused, failed; /* rows; asked is the sum of the others */
    char *fields; /* the facts asked for, "household.vehicle_count", a line each (mem_free) */
    char *purpose, *reason; /* mem_free */
};
void inquiry_fini(struct inquiry *q);
/* Line n of q->fields, n from 0; n = 0 bytes when there is none. */
struct str inquiry_field(const struct inquiry *q, unsigned n);

struct evidence_value {
    uint8_t field;   /* line of inquiry.fields */
    struct str text; /* as records write it, without quotes: "2", "1143.00", "partial" */
};
struct evidence {
    uint32_t block;
    uint16_t ordinal;
    uint32_t inquiry;
    uint64_t key; /* evidence_key of what was asked by */
    enum evidence_status status;
    int64_t asked_s, answered_s; /* unix seconds; what the register says, or else our clock */
    int32_t expires;             /* the first day on which it does not count any more */
    struct str id;               /* the register's own number for its answer; may be empty */
    struct str why;              /* REFUSED: without personal data */
    struct evidence_value *values;
    uint32_t value_count;
};
/* What stands for a key: equal keys of one household have equal sums. */
uint64_t evidence_key(struct str text);

enum evidence_how {
    EVIDENCE_FILLED,   /* nobody had supplied the fact */
    EVIDENCE_RENEWED,  /* the fact came from this source, which says something else now */
    EVIDENCE_ACCEPTED, /* the officer took the source's value in place of the declared one */
    EVIDENCE_KEPT      /* the officer kept the declared one */
};
struct evidence_use {
    uint32_t block;
    uint16_t ordinal;
    uint64_t sequence; /* of the change; set by ingest_use */
    uint64_t key;      /* of the row; 0: the fact is of the household, from all its rows */
    uint32_t inquiry;  /* the newest one it comes from */
    uint8_t field;     /* line of that inquiry's fields */
    enum evidence_how how;
};

/* --- writing --- */

/* Records what was answered: q's counts must foot with the list, which is put in order. All of
 * it or nothing. */
enum hm_status evidence_record(struct store *s, struct inquiry *q, struct evidence *list,
                               size_t n, const struct author *by, struct diag *d);
/* Uses of one household by a change under way, all at once, ascending households; see above. */
enum hm_status ingest_use(struct ingest *g, const struct evidence_use *uses, size_t n,
                          struct diag *d);

/* --- reading --- */

/* Knows all inquiries recorded when it was opened. For one thread. */
struct evidence_book;
enum hm_status evidence_open(struct evidence_book **out, struct store *s, struct diag *d);
void evidence_close(struct evidence_book *b); /* NULL is fine */
uint32_t evidence_inquiries(const struct evidence_book *b);
/* 1 <= number <= evidence_inquiries. */
const struct inquiry *evidence_inquiry(const struct evidence_book *b, uint32_t number);

/* Of a block, ascending by ordinal, then inquiry or sequence; lives until the next load. */
struct evidence_block {
    struct evidence *items;
    size_t count;
    struct evidence_use *uses;
    size_t use_count;
};
/* ordinal: one household's alone; -1: of all. Uses up to a sequence number. */
enum hm_status evidence_load(struct evidence_book *b, uint32_t block, int32_t ordinal,
                             uint64_t sequence, struct evidence_block *out, struct diag *d);

#endif
