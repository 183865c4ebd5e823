/* http.h - the one HTTPS client, on libcurl: behind pull, push and verify.
 *
 * HTTPS only (plain HTTP to this machine itself with insecure_http); certificates are always
 * checked, by nothing that an option, an environment variable or a file of curl's can change;
 * HTTP/1.1, TLS 1.2 or newer; no cookies, no netrc, no proxy of the environment. Every wait,
 * header, body and redirect has a limit (base/limits.h). Redirects are followed on the same
 * scheme, host and port only, and a body is sent on only by 307 and 308.
 *
 * What may pass (time-outs, dropped connections, 408, 425, 429, 5xx) is tried again with
 * growing, jittered pauses, Retry-After honoured; only requests that say they may be repeated
 * are, once bytes of them were sent. A body that does not have the digest its headers tell,
 * that is cut short or cannot be unpacked came damaged, and is asked for again too.
 *
 * Messages show addresses without their query and without what a server wrote; tokens appear
 * nowhere.
 */
#ifndef HM_NET_HTTP_H
#define HM_NET_HTTP_H

#include "base/buf.h"
#include "base/diag.h"
#include "net/http_head.h"

struct http_client;

/* Borrowed while http_open runs, host for the client's life. 0 and NULL: the default. */
struct http_options {
    const char *ca_file;    /* PEM: these authorities alone; NULL: the system's */
    const char *token_file; /* sent as "Authorization: Bearer"; mode 0600 */
    const char *cert_file;  /* PEM: client certificate, and its key unless key_file; 0600 */
    const char *key_file;   /* PEM, mode 0600 */
    /* Without files: environment HUIMIN_TOKEN, HUIMIN_TOKEN_FILE, HUIMIN_CERT_FILE,
     * HUIMIN_KEY_FILE, HUIMIN_KEY_PASSWORD; with a name ("vehicle_registry") those that end in
     * _VEHICLE_REGISTRY, and never the others: a source does not get another's token. */
    const char *name;
    bool insecure_http;  /* http:// to 127.0.0.1, ::1 and localhost */
    uint32_t connect_ms; /* name, connection and TLS; LIMIT_HTTP_CONNECT_MS */
    uint32_t total_ms;   /* one answer, LIMIT_HTTP_TOTAL_MS */
    uint32_t stall_ms;   /* below LIMIT_HTTP_SLOWEST bytes a second for so long */
    uint32_t attempts;   /* LIMIT_HTTP_ATTEMPTS; 1: no second try */
    uint32_t pause_ms;   /* before the second attempt, then doubled; LIMIT_HTTP_PAUSE_MS */
    uint64_t seed;       /* of the jitter; 0: from the clock */
    const struct hm_host *host; /* stopped() is asked while waiting; may be NULL */
};
/* Reads credentials and authorities; nothing is sent. HM_ENVIRONMENT, HM_DATA (a file that
 * others may read, that holds no PEM, ...). */
enum hm_status http_open(struct http_client **out, const struct http_options *o,
                         struct diag *d);
void http_close(struct http_client *c); /* NULL is fine; secrets are wiped */

/* An address this client may talk to: https, or http to loopback with insecure_http; a host, no
 * user name or password in it. HM_USAGE with a message that names `what` ("--to", a source). */
enum hm_status http_check_url(const struct http_client *c, const char *url, const char *what,
                              struct diag *d);
/* The address as messages and logs show it: no query, no fragment. */
void http_shown(struct buf *out, const char *url);
/* A link as a page gives it, relative to `base`, into out (mem_free). HM_DATA: not well-formed,
 * or not on base's scheme, host and port. */
enum hm_status http_follow(char **out, const char *base, const char *link, struct diag *d);

struct http_request { /* borrowed until its answer was handed over */
    const char *url;
    const char *method;         /* NULL: POST with a body, else GET */
    const char *const *headers; /* "If-None-Match: \"x\"" */
    size_t header_count;
    const void *body; /* NULL: none */
    size_t body_bytes;
    const char *type;   /* Content-Type of the body */
    bool repeatable;    /* may be sent again although it may have arrived: it has
                         * an idempotency key, or only asks. GETs are anyway. */
    bool alone;         /* on a connection of its own: what a server or proxy has left over from
                         * another answer cannot be taken for this one's */
    bool once;          /* no second attempt: the caller does that */
    uint64_t max_bytes; /* of the answer, packed and unpacked; 0:
                         * LIMIT_HTTP_BODY_BYTES */
    /* NULL: the body is gathered (and unpacked) in the answer. Otherwise the body's bytes as
     * they were sent (only of 200, 203 and 206, still packed) go to put; begin is called when
     * they start, again for each attempt, end when they are whole (HM_DATA: they came damaged
     * and are asked for again). Any other status than HM_OK ends the request with it. */
    enum hm_status (*begin)(void *ctx, unsigned code, const struct http_head *head);
    enum hm_status (*put)(void *ctx, const char *bytes, size_t n);
    enum hm_status (*end)(void *ctx, const struct http_head *head);
    /* Asked before each attempt; may be NULL. True: only the bytes from *from on are wanted, if
     * the whole still has this strong ETag or date; the answer is then a 206. */
    bool (*resume)(void *ctx, uint64_t *from, const char **validator);
    void *ctx; /* the caller's, for begin, put and done */
};

struct http_answer { /* valid until done returns, or http_answer_fini */
    /* HM_OK: 2xx or 304, whole. HM_DATA: the server refuses the request (other 4xx, a redirect
     * elsewhere) or answers what cannot be read. HM_ENVIRONMENT: it could not be reached, or
     * failed, at every attempt. HM_INTERRUPTED, HM_NOMEM, what put() returned. */
    enum hm_status status;
    unsigned code;     /* of the last answer; 0: none came */
    unsigned attempts; /* made */
    bool uncertain; /* not HM_OK, and the server may have acted on the request all the same */
    char *failure;  /* what is wrong and what to do, for people; NULL with HM_OK */
    struct http_head head;
    struct buf
        body; /* without put, unpacked; of a refusal what the server says, at most 4 KiB */
};
void http_answer_init(struct http_answer *a);
void http_answer_fini(struct http_answer *a);

/* One request, with its repetitions. Returns out->status, and has told d what failed.
 * http_answer_fini in any case. */
enum hm_status http_send(struct http_client *c, const struct http_request *r,
                         struct http_answer *out, struct diag *d);

/* Many requests, some at once: next gives one after the other (*more = false: no more), done
 * takes each answer, in the order they end, failed ones too; nothing is told to d for them.
 * Another status than HM_OK from either ends the work with it: what is under way is dropped
 * without done. Neither may call the client. */
struct http_work {
    enum hm_status (*next)(void *ctx, struct http_request *out, bool *more);
    enum hm_status (*done)(void *ctx, const struct http_request *r, struct http_answer *a);
    void *ctx;
    uint32_t at_once;    /* 1..LIMIT_HTTP_AT_ONCE; 0: 4 */
    uint32_t per_second; /* requests begun in a second, repetitions too; 0: no limit */
};
/* HM_OK when next had no more and all were done; HM_INTERRUPTED. */
enum hm_status http_many(struct http_client *c, const struct http_work *w, struct diag *d);

#endif
