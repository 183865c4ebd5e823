/* page.h - one page of a list that comes in pages: its records, and what leads to the next
 * page.
 *
 * JSON: a list of objects, or an object that holds one under a name that such lists have
 * (items, data, list, records, ...), also one level below "data" or "result", with an address,
 * a cursor or a number for the next page beside it. Whatever else a page is must be said in
 * words: a list is never taken for empty because its name is not known.
 */
#ifndef HM_NET_PAGE_H
#define HM_NET_PAGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

enum page_step {
    PAGE_LAST,   /* nothing says that there is more */
    PAGE_LINK,   /* text: an address, maybe relative */
    PAGE_CURSOR, /* text: to be put into the query */
    PAGE_NUMBER  /* text: digits, of the next page */
};
struct page_next {
    enum page_step step;
    struct str text; /* borrowed: from the page or the arena */
};

/* Whether a text is a page as above, and not a record or NDJSON. */
bool page_is_json(struct str text);
/* Appends the page's records as NDJSON. HM_DATA: it is no such page; place names it. */
enum hm_status page_read_json(struct buf *out, size_t *records, struct page_next *next,
                              struct str text, const struct place *at, struct arena *a,
                              struct diag *d);
/* The first line of a CSV page with its end, byte order mark included: quotes may hold ends. */
size_t page_csv_head(struct str text);
/* base with the query's `name` set to value (escaped), into out (mem_free). HM_NOMEM. */
enum hm_status page_set_query(char **out, const char *base, const char *name, struct str value);
/* The number that base's query has under `name`; false: none. */
bool page_query_number(const char *base, const char *name, uint64_t *out);

#endif
