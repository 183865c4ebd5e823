/* record_cell.h - one fact as text -> a value of its field, and the message when it is none.
 *
 * Shared by the readers of NDJSON and CSV, so that both accept and refuse the same. Reading
 * never makes a message: the reason is a small enum; the text for people is put together
 * afterwards.
 */
#ifndef HM_IO_RECORD_CELL_H
#define HM_IO_RECORD_CELL_H

#include "model/model.h"

/* What a field accepts, worked out once. Bounds are in stored units (fen, 10^-decimals, days).
 */
struct record_cell {
    int64_t low, high;
    const struct field *field; /* borrowed: from the model */
    bool is_birth;             /* a date of birth: not in the future */
};
struct record_words { /* an enum's values by code; zh may be empty */
    struct str *names, *zh;
    uint16_t count;
};
struct record_cells {
    const struct model *model;  /* borrowed */
    struct record_cell *cells;  /* by field id */
    struct record_words *words; /* by enum id */
};

enum record_reason {
    RECORD_OK,
    RECORD_WRONG_TYPE,   /* text where a number is due, and so on */
    RECORD_TOO_FINE,     /* more decimals than the type holds */
    RECORD_TOO_LARGE,    /* does not fit at all */
    RECORD_TOO_LOW,      /* below the field's min */
    RECORD_TOO_HIGH,     /* above the field's max */
    RECORD_UNKNOWN_WORD, /* no such enum value */
    RECORD_NO_SUCH_DATE, /* 2023-02-30 */
    RECORD_IN_FUTURE,    /* a date of birth after today */
    RECORD_TOO_LONG,     /* a text above LIMIT_TEXT_BYTES */
    RECORD_SHEET_ERROR,  /* #N/A and the like (record_loose.h) */
    RECORD_ROUNDED       /* 3.30203E+17 where a text is due */
};

/* found: as it stands in the file; may be empty. hint may be NULL. */
typedef void record_refused_fn(void *ctx, const struct place *at, struct str found,
                               const char *text, const char *hint);
/* Where refusals go: messages, and a listener (NULL: none). */
struct record_sink {
    struct diag *diag;
    record_refused_fn *refused;
    void *ctx;
    bool is_store; /* the fields are a store's, which `huimin migrate` adds to */
};

/* Memory is the arena's. */
enum hm_status record_cells_make(struct record_cells *out, const struct model *m,
                                 struct arena *a);
/* text: the number, word or text itself, without quotes. BOOLEAN takes true/false, TRUE/FALSE,
 * 1/0, 是/否. out is on the field's grid; TEXT borrows from text. */
enum record_reason record_cell_read(struct value *out, const struct record_cells *c,
                                    uint16_t field, struct str text, int32_t today);
/* The same in stored form (fen, 10^-decimals, days, codes); TEXT: the text is the value, out is
 * 0. */
enum record_reason record_cell_stored(int64_t *out, const struct record_cells *c,
                                      uint16_t field, struct str text, int32_t today);
/* The value whose stored form is v (BOOLEAN, ENUM, INTEGER, NUMBER, MONEY, DATE, MONTH). */
void record_cell_value(struct value *out, const struct type *t, int64_t stored);
/* The same of a field, whose texts stay where they are. */
void record_cell_take(struct value *out, const struct record_cells *c, uint16_t field,
                      int64_t stored, struct str text);
/* The message for a cell refused; found: as it stands in the file. Returns HM_DATA. */
enum hm_status record_cell_refuse(const struct record_sink *to, const struct place *at,
                                  const struct record_cells *c, uint16_t field,
                                  enum record_reason reason, struct str found);
/* Any other refusal; found and hint may be empty or NULL. Returns HM_DATA. */
enum hm_status record_refuse(const struct record_sink *to, const struct place *at,
                             struct str found, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* How a store gets a field that it does not have; nothing for records without a store. */
void record_hint_new(const struct record_sink *to, char *hint, size_t bytes);
/* At most 40 characters of what was found, for a message ("…" at the end when cut). */
const char *record_excerpt(char out[192], struct str found);

#endif
