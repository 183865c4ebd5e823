/* parameter.h - dated parameters of the law: scalar, keyed, step bands, marginal scales,
 * comparison operators as data, and tables of several columns.
 *
 * A value holds from its date until the next one. A month uses the value in force on its first
 * day (docs/language.md, "Time").
 */
#ifndef HM_MODEL_PARAMETER_H
#define HM_MODEL_PARAMETER_H

#include "model/type.h"

enum parameter_kind {
    PARAMETER_SCALAR,
    PARAMETER_KEYED,     /* law.p[key], key an enum value or integer */
    PARAMETER_BANDS,     /* law.p[x]: the value of the band x falls in */
    PARAMETER_MARGINAL,  /* law.p[x]: sum over bands of rate * the part of x inside the band */
    PARAMETER_COMPARISON, /* law.p(a, b): a OP b */
    PARAMETER_TABLE       /* law.p(a, b, ...): what the row or rows that hold give */
};
enum citation_status { CITED_PUBLISHED, CITED_DERIVED, CITED_PLACEHOLDER };
enum comparison { CMP_LT, CMP_LE, CMP_EQ, CMP_NE, CMP_GE, CMP_GT };

struct parameter_entry { /* keyed: sorted by key */
    int64_t key;         /* enum code or integer */
    struct value value;
};
struct band { /* sorted, neither gap nor overlap is allowed (found at load) */
    bool has_low, low_closed, has_high, high_closed;
    struct rational low, high; /* in ones, or fen when the parameter is `by` money */
    struct value value;        /* marginal: a NUMBER rate */
};
/* Tables (model/decision.h): which rows hold, and what is made of several. */
enum hit_policy {
    HIT_UNIQUE, /* one row only (an overlap is found at load) */
    HIT_FIRST,  /* the first in order */
    HIT_SUM,    /* all of them, added up */
    HIT_HIGHEST /* the largest value */
};
struct decision_column {
    const char *name, *zh;
    struct type type; /* ENUM, BOOLEAN, INTEGER, NUMBER or MONEY */
};
struct decision_cell {    /* what a row says of a column */
    struct band *ranges;  /* one of them must hold the argument; their values are not used */
    size_t count;         /* 0: any argument */
};
struct decision_row {
    struct decision_cell *cells; /* by column */
    struct value value;
};
struct parameter_value {
    int32_t from;       /* date */
    const char *source; /* document and article; NULL only where a warning was given */
    enum citation_status status;
    struct place at;
    bool ended;                      /* no value from this date on */
    struct value scalar;             /* SCALAR */
    struct parameter_entry *entries; /* KEYED */
    struct band *bands;              /* BANDS, MARGINAL */
    struct decision_row *rows;       /* TABLE, in the order written */
    size_t count;                    /* of entries, bands or rows */
    bool has_otherwise;
    struct value otherwise; /* KEYED, BANDS, TABLE: outside all keys, bands, rows */
    enum comparison op;     /* COMPARISON */
};
struct parameter {
    const char *name, *zh, *unit, *note;
    enum parameter_kind kind;
    struct type type;     /* of the value */
    struct type key;      /* KEYED: ENUM or INTEGER; BANDS, MARGINAL: INTEGER, NUMBER or MONEY */
    struct decision_column *columns; /* TABLE */
    uint8_t column_count;
    enum hit_policy hit;
    struct parameter_value *values; /* by date, ascending */
    size_t count;
    struct place at;
    const char *level; /* the folder that set it, "cn/zhejiang/ningbo" */
};

/* The value in force on a day, or NULL (before the first, or ended). */
const struct parameter_value *parameter_on(const struct parameter *p, int32_t date);
/* Looks a key or amount up; HM_TRAP_RANGE when no entry or band holds it. x: enum code or
 * integer as rational_of, else the number, or fen. */
enum hm_trap parameter_lookup(struct value *out, const struct parameter *p,
                              const struct parameter_value *v, struct rational x);
/* What entry, band or row i gives. */
const struct value *parameter_value_at(const struct parameter *p,
                                       const struct parameter_value *v, size_t i);
bool band_holds(const struct band *b, struct rational x);
bool band_is_empty(const struct band *b); /* no number lies between its edges */
/* No key, no band, no row is looked up in it: one value, or one operator. */
static inline bool parameter_is_single(const struct parameter *p)
{
    return p->kind == PARAMETER_SCALAR || p->kind == PARAMETER_COMPARISON;
}
bool comparison_holds(enum comparison op, int cmp); /* cmp as rational_cmp returns it */
bool comparison_parse(enum comparison *out, struct str word); /* "<", "<=", "低于", "不超过", ... */
const char *comparison_name(enum comparison op);              /* "<" */

#endif
