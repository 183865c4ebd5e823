/* http_client.h - what the client's own files share: the client, one transfer of it. Private to
 * net/http*.c. */
#ifndef HM_NET_HTTP_CLIENT_H
#define HM_NET_HTTP_CLIENT_H

#include <curl/curl.h>
#include "net/http.h"
#include "net/http_secret.h"

struct http_client {
    struct http_secrets secrets;
    char *authorities; /* PEM; NULL: the system's */
    size_t authorities_n;
    bool insecure_http;
    uint32_t connect_ms, total_ms, stall_ms, attempts, pause_ms;
    uint64_t seed;
    const struct hm_host *host; /* borrowed; may be NULL */
    CURLM *multi;
    bool curl_started;
};

/* Why a callback ended a transfer. */
enum http_stop { STOP_NOT, STOP_HEADERS, STOP_BODY, STOP_PUT, STOP_ENOUGH, STOP_MEMORY };

/* One request on its way, over all its attempts and redirects. */
struct transfer {
    struct http_client *client; /* borrowed */
    struct http_request r;
    struct http_answer a;
    CURL *easy; /* reused for the next request of its place */
    struct curl_slist *lines;
    char *url;         /* where it goes now */
    struct buf packed; /* the body as sent */
    uint64_t header_bytes, body_bytes;
    unsigned redirects;
    uint64_t range_from; /* the first byte asked for in this attempt */
    enum http_stop stop;
    enum hm_status put_status;
    bool begun;        /* r.begin was called in this attempt */
    bool may_be_there; /* an earlier attempt may have reached the server */
    bool running, waiting;
    uint64_t due_ns; /* waiting: when the next attempt begins */
};

enum transfer_next { TRANSFER_DONE, TRANSFER_AGAIN, TRANSFER_NOW };

/* Takes a request; *t was all zero or used before. */
enum hm_status transfer_take(struct transfer *t, struct http_client *c,
                             const struct http_request *r);
/* Begins an attempt: t->easy is then ready for curl_multi_add_handle. */
enum hm_status transfer_prepare(struct transfer *t);
/* After the attempt ended with `rc`: t->a is complete (DONE), or it is to be begun again after
 * *pause_ms (AGAIN), or at once, redirected (NOW). */
enum transfer_next transfer_judge(struct transfer *t, CURLcode rc, uint64_t *pause_ms);
void transfer_drop(struct transfer *t); /* ends the present request; the place can be reused */
void transfer_fini(struct transfer *t);

/* What went wrong, in words, into out (http_words.c). */
void http_words_failure(struct buf *out, const struct transfer *t, CURLcode rc);
void http_words_code(struct buf *out, const struct transfer *t);
void http_words_redirect(struct buf *out, const struct transfer *t, const char *to);

#endif
