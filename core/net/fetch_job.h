/* fetch_job.h - what the files of a pull share. Private to net/fetch*.c. */
#ifndef HM_NET_FETCH_JOB_H
#define HM_NET_FETCH_JOB_H

#include "base/map.h"
#include "net/fetch_page.h"

struct fetch {
    const struct fetch_options *o;
    struct http_client *client;
    struct diag *d;
    char *state_path, *part_path, *page_path;
    struct fetch_state state;
    struct fetch_page page;
    uint64_t max_bytes;
    int part_fd;
    struct map seen;    /* pages asked for in this call */
    struct arena arena; /* of the state's texts */
    struct arena page_arena;
    struct buf text; /* of a JSON page, then of its records */
};

/* Appends to the part file; ctx: the struct fetch. */
enum hm_status fetch_put(void *ctx, const char *bytes, size_t n);
/* Puts the page that has come behind those before, and finds out which is next: "" = none.
 * *next: mem_free. (fetch_take.c) */
enum hm_status fetch_take(struct fetch *f, const char *url, char **next);

#endif
