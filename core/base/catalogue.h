/* catalogue.h - the Chinese of a text whatever the user's language: pages are written in both.
 * Reads the same file gettext does (base/i18n.h chooses it).
 */
#ifndef HM_BASE_CATALOGUE_H
#define HM_BASE_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct catalogue {
    char *bytes; /* owned; NULL: none was found, every text stays as it is */
    size_t size;
    uint32_t count, ids, texts; /* of texts; where their two tables begin */
};

/* False: no memory. No catalogue is no failure. */
bool catalogue_open(struct catalogue *c);
void catalogue_close(struct catalogue *c);
/* The translation, or msgid itself. Borrowed: from c, or msgid. */
const char *catalogue_text(const struct catalogue *c, const char *msgid)
    __attribute__((format_arg(2)));

/* Checks and takes over the bytes of a file (mem_free): for tests. */
void catalogue_of(struct catalogue *c, char *bytes, size_t size);

#endif
