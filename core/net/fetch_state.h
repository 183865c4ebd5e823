/* fetch_state.h - what is known of a pull between two calls: kept as JSON beside the file. */
#ifndef HM_NET_FETCH_STATE_H
#define HM_NET_FETCH_STATE_H

#include "base/arena.h"
#include "base/diag.h"
#include "net/http_head.h"

struct fetch_state {                     /* texts: in the arena; "" = none */
    const char *url;                     /* as it was asked for */
    const char *next;                    /* under way: the page that comes next */
    const char *kind;                    /* "bytes", "csv", "json"; "": nothing came yet */
    uint64_t pages, records, part_bytes; /* finished pages, and their bytes in the part file */
    const char *page_tag;                /* of the answer under way */
    uint64_t page_bytes;                 /* durable bytes of it */
    bool complete;
    const char *tag, *modified; /* complete, and one answer: its validators */
    const char *sha256;         /* complete: of the file */
    const char *used;           /* what was made of the file afterwards (the caller's words) */
};
/* HM_NOT_FOUND without a message: there is none, or none that can be read: begin anew. */
enum hm_status fetch_state_load(struct fetch_state *out, const char *path, struct arena *a);
enum hm_status fetch_state_save(const struct fetch_state *s, const char *path, struct diag *d);

#endif
