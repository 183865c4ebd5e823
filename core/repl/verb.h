/* verb.h - the verbs of a session (verb.def) and the words of a line.
 *
 * A verb is a function verb_NAME(r, l) in a file verb_AREA.c. It takes its words from l, writes
 * its answer to r->out (text, or one JSON value when r->json), and returns HM_OK; or it adds a
 * message and changes nothing. What it answers should also go to r->last (report/sheet.h) when
 * it is rows that one may want to export or plot.
 */
#ifndef HM_REPL_VERB_H
#define HM_REPL_VERB_H

#include "repl/repl.h"

struct verb_word {
    const char *text; /* NUL-terminated, quotes and escapes resolved; in the line's arena */
    size_t offset;    /* of its first byte in the line */
    bool is_quoted;   /* "..." or '...': never a keyword or sign */
};
/* A line taken apart: words at blanks, and the signs = == ~= != < <= > >= apart from the words
 * they touch. "..." and '...' keep blanks and signs, [...] keeps them as well. Full-width signs
 * (＝ ＜ ＞ ［ ］ （ ） ， ． ： and blanks), as Chinese keyboards give them, are the plain
 * ones. */
struct verb_line {
    const struct verb *verb;
    const char *text;        /* the line as it was given, without blanks at its ends */
    struct verb_word *words; /* after the verb; one more at the end with text NULL */
    size_t count;
    size_t at; /* the next word */
};

struct verb {
    const char *name;
    const char *usage;                 /* "set PARAMETER = VALUE [from MONTH]" */
    const char *example;               /* a line that works with Ningbo's policy */
    const char *summary, *description; /* msgids */
    enum hm_status (*run)(struct repl *r, struct verb_line *l);
};
extern const struct verb verb_table[];
extern const size_t verb_count;

#define VERB(name, usage, example, summary, description)                                       \
    enum hm_status verb_##name(struct repl *r, struct verb_line *l);
#include "repl/verb.def"
#undef VERB

const struct verb *verb_find(struct str name); /* NULL: none of that name */
/* Takes a line apart; HM_USAGE for a quote without its end. */
enum hm_status verb_split(struct verb_line *out, const char *text, struct arena *a,
                          struct diag *d);

/* --- words --- */

/* The text of the next word without taking it; NULL at the end. */
const char *verb_peek(const struct verb_line *l);
/* Takes the next word; NULL at the end. */
const char *verb_next(struct verb_line *l);
/* Takes the next word when it is this keyword or sign (not in quotes). */
bool verb_take(struct verb_line *l, const char *word);
/* What is not taken yet, as it stands in the line ("" at the end). */
const char *verb_rest(const struct verb_line *l);
/* HM_USAGE: tells that `expected` (finished words: _("a variable")) should stand where the next
 * word does, what is there, and the verb's usage and example. */
enum hm_status verb_expected(struct repl *r, const struct verb_line *l, const char *expected);
/* HM_USAGE with a message about the word last taken, and the verb's usage and example. */
enum hm_status verb_wrong(struct repl *r, const struct verb_line *l, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* verb_expected unless all words are taken. */
enum hm_status verb_end(struct repl *r, const struct verb_line *l);

/* --- names: by name or zh; the next word is taken; messages have the nearest name --- */

/* A parameter. *key: what stood in [...] behind the name, or NULL. */
enum hm_status verb_parameter(struct repl *r, struct verb_line *l, uint16_t *out,
                              const char **key);
/* A field of the root or of any entity below it ("dibao_amount", "person.age", 低保金). The
 * root's own come first. */
enum hm_status verb_field(struct repl *r, struct verb_line *l, uint16_t *out);
/* A month "2025-01". */
enum hm_status verb_month_word(struct repl *r, struct verb_line *l, int32_t *out);
/* A value of a field, in stored units: "500", "12,000.50", "dibao", 低保, "true", "2025-01-01".
 */
enum hm_status verb_value(struct repl *r, struct verb_line *l, const struct field *f,
                          int64_t *out);
/* A whole number of at least 1. */
enum hm_status verb_count_word(struct repl *r, struct verb_line *l, size_t *out);
/* A comparison: < <= == ~= >= > and = for ==. */
enum hm_status verb_comparison(struct repl *r, struct verb_line *l, enum comparison *out);
/* A file's name. */
enum hm_status verb_file(struct repl *r, struct verb_line *l, const char **out);
/* "H1", or "H1.dibao_amount", "H1 . persons[1].wage_income": a household's id, and what stands
 * behind its first dot (NULL: nothing). An id with a dot stands in quotes: "H.1".dibao_amount.
 */
enum hm_status verb_household(struct repl *r, struct verb_line *l, const char **id,
                              const char **path);

#endif
