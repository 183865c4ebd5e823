/* fetch_page.h - one answer of a pull: its bytes as they come into a file, resumed where they
 * broke off, checked, and put behind the pages before it. Private to net/fetch*.c. */
#ifndef HM_NET_FETCH_PAGE_H
#define HM_NET_FETCH_PAGE_H

#include "net/fetch.h"
#include "net/fetch_state.h"
#include "net/page.h"

struct fetch_page {   /* one for a whole pull; its file is used again */
    const char *path; /* borrowed, as all of these */
    const char *state_path;
    struct fetch_state *state;
    const struct hm_host *host;
    struct diag *d;
    uint64_t max_bytes; /* of an answer, packed and unpacked */
    int fd;
    uint64_t have;                  /* bytes of the present answer in the file */
    char validator[HTTP_TAG_BYTES]; /* its strong ETag; "": cannot be resumed */
    uint64_t synced;
    struct digest *running; /* over the bytes of this attempt */
    bool from_start;        /* this attempt began at byte 0 */
    struct http_head head;
    bool has_digest; /* the answer told one, and has it */
};
/* The file keeps what an earlier call left of the answer under way. */
enum hm_status fetch_page_open(struct fetch_page *p);
void fetch_page_close(struct fetch_page *p);
/* Asks for the page; then head and file are its own, whole and sound. *unchanged: 304. */
enum hm_status fetch_page_get(struct fetch_page *p, struct http_client *c, const char *url,
                              const char *const *headers, size_t header_count, bool *unchanged);
/* Makes what came durable after a failure, so that the next call goes on there. */
void fetch_page_keep(struct fetch_page *p);
/* Unpacks it: calls put with its bytes. */
enum hm_status fetch_page_read(struct fetch_page *p,
                               enum hm_status (*put)(void *ctx, const char *bytes, size_t n),
                               void *ctx);
/* Forgets it. */
enum hm_status fetch_page_clear(struct fetch_page *p);

#endif
