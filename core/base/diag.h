/* diag.h - messages for people: what is wrong, where, what was found, and the fix.
 *
 * A struct diag collects many messages, so that a policy's or a file's errors are all found in
 * one pass. Every function that takes one accepts NULL (messages are then dropped).
 * Texts are looked up through gettext with _() (i18n.h) by the caller of diag_add: format
 * strings are English msgids and core/po/zh_CN.po holds the Chinese.
 */
#ifndef HM_BASE_DIAG_H
#define HM_BASE_DIAG_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include "base/i18n.h"
#include "base/status.h"

/* Where it is wrong. 0 / NULL = not known or not applicable. */
struct place {
    const char *file;  /* as the user would type it */
    uint32_t line;     /* 1-based */
    uint32_t column;   /* 1-based, in characters, not bytes */
    const char *field; /* a data field or declaration, "persons[0].birth_date" */
};

/* By file, line, column: as strcmp does. */
int place_compare(const struct place *a, const struct place *b);

struct diag_item {
    enum hm_level level;
    enum hm_status status;
    struct place at; /* strings owned */
    char *text;
    char *hint; /* the fix, or NULL */
};

struct diag {
    struct diag_item *items;
    size_t count, cap;
    size_t errors, warnings; /* counted even beyond the limit */
    size_t limit;            /* items kept at most; default LIMIT_DIAG_ITEMS */
};

void diag_init(struct diag *d);
void diag_fini(struct diag *d);
void diag_clear(struct diag *d);

/* Adds a message; at and hint may be NULL (hint is copied, a finished text). Returns `status`,
 * so that `return diag_add(...)` reads well. Use HM_LEVEL_ERROR with a status, and HM_OK with
 * HM_LEVEL_WARNING or HM_LEVEL_NOTE. */
enum hm_status diag_add(struct diag *d, enum hm_level level, enum hm_status status,
                        const struct place *at, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* The common case: an error without a hint at an optional place. */
enum hm_status diag_error(struct diag *d, enum hm_status status, const struct place *at,
                          const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Out of memory while `doing`; never allocates more than it has to. */
enum hm_status diag_nomem(struct diag *d, const char *doing);
/* errno's text for a failed system call on `path`. */
enum hm_status diag_errno(struct diag *d, const char *doing, const char *path);
/* "did you mean X?" in the user's language into out (empty when there is no near name). */
void diag_suggest(char *out, size_t out_bytes, const char *nearest);
/* Moves all messages of `from` to the end of `to`; from is empty afterwards. */
void diag_move(struct diag *to, struct diag *from);
/* The same for what is not in `to` yet: policies below one folder share files, and what is
 * wrong in one is said once. */
void diag_merge(struct diag *to, struct diag *from);

#endif
