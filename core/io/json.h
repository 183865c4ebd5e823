/* json.h - pull tokenizer over one bounded JSON text (RFC 8259), strict.
 *
 * Numbers stay slices of the text. Strings are slices too, unless they hold escapes: then they
 * are unescaped into the arena. The reader asks for what it expects, so there are no tokens to
 * keep:
 *
 *     json_init(&j, text, arena);
 *     if (json_value(&j, &text) == JSON_OBJECT)
 *         while (json_member(&j, &key))
 *             switch (json_value(&j, &text)) ...
 *     if (!json_finish(&j)) ... j.fault, j.fault_offset
 *
 * A fault is sticky: every later call says "no more" and JSON_FAULT. Strings are checked to be
 * UTF-8 without NUL. Duplicate keys are the reader's business: only it knows which keys are
 * one.
 */
#ifndef HM_IO_JSON_H
#define HM_IO_JSON_H

#include "base/arena.h"
#include "value/value.h"
#include "base/str.h"

enum json_kind {
    JSON_FAULT,
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER, /* text: as written */
    JSON_STRING, /* text: unescaped */
    JSON_OBJECT, /* opened: go through its members */
    JSON_ARRAY   /* opened: go through its elements */
};
enum json_fault {
    JSON_OK,
    JSON_ENDS_EARLY, /* the text ends inside a value */
    JSON_UNEXPECTED, /* a character that cannot stand here */
    JSON_BAD_NUMBER, /* 01, 1., .5, 1e, +1 */
    JSON_BAD_ESCAPE, /* \x, \u12, a lone surrogate, NUL */
    JSON_CONTROL,    /* a raw control character in a string */
    JSON_NOT_UTF8,
    JSON_TOO_DEEP, /* more than LIMIT_JSON_DEPTH objects and arrays inside each other */
    JSON_TRAILING, /* something follows the value */
    JSON_NO_MEMORY
};

struct json {
    const char *begin, *at, *end; /* borrowed */
    struct arena *arena;          /* borrowed; unescaped strings live there */
    const char *token;            /* start of the value or key last read */
    size_t fault_offset;          /* bytes from the start of the text */
    uint32_t objects;             /* bit k: the container at depth k + 1 is an object */
    uint8_t depth;
    bool fresh; /* a container was just opened: no comma is due */
    bool raw;   /* skipping: strings are checked, not unescaped */
    enum json_fault fault;
};

void json_init(struct json *j, struct str text, struct arena *a);
/* Reads the value that comes next; *text is set for NUMBER and STRING. */
enum json_kind json_value(struct json *j, struct str *text);
/* The next key of the open object; false at its end (or fault), the object is then closed. */
bool json_member(struct json *j, struct str *key);
/* As json_member for a key that is probably `guess`: *hit tells whether it is. */
bool json_member_guess(struct json *j, struct str *key, struct str guess, bool *hit);
/* Moves to the next element of the open array; false at its end (or fault). */
bool json_element(struct json *j);
/* Skips the value that comes next; *raw is its text. False on a fault. raw may be NULL. */
bool json_skip(struct json *j, struct str *raw);
/* Skips what is left of the container json_value has just opened. */
bool json_close(struct json *j);
/* True when nothing but blanks is left and there was no fault. */
bool json_finish(struct json *j);
/* What the fault is, for people (translated). */
const char *json_fault_text(enum json_fault fault);

static inline size_t json_offset(const struct json *j) /* of the value or key last read */
{
    return (size_t)(j->token - j->begin);
}

/* Whether a value is written as one of this type: amounts and numbers without quotes. */
bool json_fits(enum json_kind kind, enum value_kind type);

#endif
