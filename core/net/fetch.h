/* fetch.h - a file from a service, in one answer or in pages: whole, checked, or not there.
 *
 * Beside FILE stand, while it is pulled, FILE.pull.part (finished pages), FILE.pull.page (the
 * answer under way) and FILE.pull (where it stands; afterwards what tells whether there is
 * anything new). All are readable by their owner alone. A pull that was stopped, killed or cut
 * off goes on where it was; FILE is the old file until the new one is complete and durable.
 */
#ifndef HM_NET_FETCH_H
#define HM_NET_FETCH_H

#include "net/http.h"

struct fetch_options { /* borrowed */
    const char *url, *file;
    /* What the file must have: NULL what the headers tell, if they do; "header" each answer a
     * digest in its headers; "beside" that of URL.sha256; or 64 hex digits. */
    const char *checksum;
    const char *cursor;  /* the query's name for a cursor; NULL: "cursor" */
    const char *numbers; /* pages are counted by this name in the query, until one is empty */
    uint64_t max_bytes;  /* of the file; 0: LIMIT_HTTP_FILE_BYTES */
    bool anew;           /* from the beginning, whatever there is */
    const char *used; /* what will be made of the file: if the same was made of it before, the
                       * file itself need not be there any more to count as unchanged */
    const struct hm_host *host;
};
struct fetch_report {
    bool unchanged, resumed;
    uint64_t pages, records, bytes; /* records: of JSON pages */
    char sha256[DIGEST_HEX];
};
enum hm_status fetch_file(struct http_client *c, const struct fetch_options *o,
                          struct fetch_report *out, struct diag *d);
/* Notes what was made of the file (fetch_options.used), and that it need not be kept. */
enum hm_status fetch_used(const struct fetch_options *o, struct diag *d);

#endif
