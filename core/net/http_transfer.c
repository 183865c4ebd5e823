/* http_transfer.c - one request on its way: what is set for curl, what its callbacks take in
 * and when they stop, what the end of an attempt means. */
#include "net/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include "base/clock.h"
#include "base/mem.h"
#include "io/source.h"
#include "net/http_retry.h"
#include "net/http_url.h"

enum {
    REFUSAL_BYTES = 4096,     /* kept of what a server says of a refusal */
    PROGRESS_BYTES = 64 << 10 /* an attempt that brought so much of a file does not count */
};

/* --- an answer --- */

void http_answer_init(struct http_answer *a)
{
    memset(a, 0, sizeof *a);
    buf_init(&a->body);
    http_head_init(&a->head);
}

void http_answer_fini(struct http_answer *a)
{
    mem_free(a->failure);
    buf_fini(&a->body);
    a->failure = NULL;
}

/* --- callbacks --- */

static size_t on_header(char *bytes, size_t one, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    (void)one;
    t->header_bytes += n;
    if (t->header_bytes > LIMIT_HTTP_HEADER_BYTES) {
        t->stop = STOP_HEADERS;
        return 0;
    }
    http_head_line(&t->a.head, (struct str){bytes, n}, clock_unix_seconds());
    return n;
}

static bool is_content(long code)
{
    return code == 200 || code == 203 || code == 206;
}

static enum hm_status hand_over(struct transfer *t, long code, const char *bytes, size_t n)
{
    if (!t->begun && t->r.begin)
        TRY(t->r.begin(t->r.ctx, (unsigned)code, &t->a.head));
    t->begun = true;
    return n ? t->r.put(t->r.ctx, bytes, n) : HM_OK;
}

static size_t on_body(char *bytes, size_t one, size_t n, void *ctx)
{
    struct transfer *t = ctx;
    long code = 0;
    (void)one;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &code);
    t->body_bytes += n;
    if (code >= 300 || code < 200) { /* a few words of a refusal are enough */
        size_t room = REFUSAL_BYTES - t->packed.len;
        buf_put(&t->packed, bytes, n < room ? n : room);
        t->stop = n > room ? STOP_ENOUGH : STOP_NOT;
    } else if (t->body_bytes > t->r.max_bytes) {
        t->stop = STOP_BODY;
    } else if (t->r.put && is_content(code)) {
        t->put_status = hand_over(t, code, bytes, n);
        t->stop = t->put_status == HM_OK ? STOP_NOT : STOP_PUT;
    } else {
        buf_put(&t->packed, bytes, n);
    }
    if (!buf_ok(&t->packed))
        t->stop = STOP_MEMORY;
    return t->stop == STOP_NOT ? n : 0;
}

/* Plain HTTP reaches this machine only, whatever a name is said to mean. */
static curl_socket_t on_loopback(void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
    const struct sockaddr_in *four = (const void *)&to->addr;
    const struct sockaddr_in6 *six = (const void *)&to->addr;
    (void)ctx;
    (void)purpose;
    bool is_here = (to->family == AF_INET && ntohl(four->sin_addr.s_addr) >> 24 == 127) ||
                   (to->family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&six->sin6_addr));
    if (!is_here)
        return CURL_SOCKET_BAD;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* --- setting up --- */

static enum hm_status add_line(struct transfer *t, const char *line)
{
    struct curl_slist *more = curl_slist_append(t->lines, line);
    if (!more)
        return HM_NOMEM;
    t->lines = more;
    return HM_OK;
}

static enum hm_status add_lines(struct transfer *t)
{
    struct buf type;
    TRY(add_line(t, "Accept-Encoding: gzip"));
    TRY(add_line(t, "Expect:"));
    if (t->client->secrets.token.p)
        TRY(add_line(t, t->client->secrets.token.p));
    for (size_t i = 0; i < t->r.header_count; i++)
        TRY(add_line(t, t->r.headers[i]));
    if (!t->r.type)
        return HM_OK;
    buf_init(&type);
    buf_printf(&type, "Content-Type: %s", t->r.type);
    enum hm_status st = buf_ok(&type) ? add_line(t, type.data) : HM_NOMEM;
    buf_fini(&type);
    return st;
}

/* The lines hold the token. */
static void drop_lines(struct transfer *t)
{
    for (struct curl_slist *l = t->lines; l; l = l->next)
        explicit_bzero(l->data, strlen(l->data));
    curl_slist_free_all(t->lines);
    t->lines = NULL;
}

static enum hm_status add_range(struct transfer *t)
{
    uint64_t from;
    const char *validator;
    struct buf line;
    t->range_from = 0;
    if (!t->r.resume || !t->r.resume(t->r.ctx, &from, &validator))
        return HM_OK;
    t->range_from = from;
    buf_init(&line);
    buf_printf(&line, "Range: bytes=%llu-", (unsigned long long)from);
    enum hm_status st = buf_ok(&line) ? add_line(t, line.data) : HM_NOMEM;
    buf_clear(&line);
    buf_printf(&line, "If-Range: %s", validator);
    if (st == HM_OK)
        st = buf_ok(&line) ? add_line(t, line.data) : HM_NOMEM;
    buf_fini(&line);
    return st;
}

enum hm_status transfer_take(struct transfer *t, struct http_client *c,
                             const struct http_request *r)
{
    transfer_drop(t);
    t->client = c;
    t->r = *r;
    if (!t->r.max_bytes)
        t->r.max_bytes = LIMIT_HTTP_BODY_BYTES;
    http_answer_init(&t->a);
    buf_clear(&t->packed);
    t->redirects = 0;
    t->may_be_there = false;
    t->url = mem_strdup(r->url);
    if (!t->easy)
        t->easy = curl_easy_init();
    return t->url && t->easy ? HM_OK : HM_NOMEM;
}

/* Remembers the first setting that failed. */
#define SET(option, value)                                                                     \
    do {                                                                                       \
        if (rc == CURLE_OK)                                                                    \
            rc = curl_easy_setopt(t->easy, CURLOPT_##option, value);                           \
    } while (0)

static CURLcode set_trust(struct transfer *t, CURLcode rc)
{
    const struct http_client *c = t->client;
    SET(SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(SSL_VERIFYPEER, 1L);
    SET(SSL_VERIFYHOST, 2L);
    if (c->authorities) {
        struct curl_blob blob = {c->authorities, c->authorities_n, CURL_BLOB_NOCOPY};
        SET(CAINFO_BLOB, &blob);
        SET(CAINFO, NULL);
        SET(CAPATH, NULL);
    }
    if (c->secrets.certificate.p) {
        struct curl_blob certificate = {c->secrets.certificate.p, c->secrets.certificate.n,
                                        CURL_BLOB_NOCOPY};
        struct curl_blob key = {c->secrets.key.p, c->secrets.key.n, CURL_BLOB_NOCOPY};
        SET(SSLCERT_BLOB, &certificate);
        SET(SSLKEY_BLOB, &key);
        SET(KEYPASSWD,
            c->secrets.password.p ? c->secrets.password.p : ""); /* nobody is asked */
    }
    return rc;
}

/* Nothing of the environment or of the user's files has a say. */
static CURLcode set_manners(struct transfer *t, CURLcode rc)
{
    const struct http_client *c = t->client;
    SET(PROTOCOLS_STR, c->insecure_http ? "https,http" : "https");
    if (strncasecmp(t->url, "http:", 5) == 0)
        SET(OPENSOCKETFUNCTION, on_loopback);
    SET(FOLLOWLOCATION, 0L);
    SET(PROXY, "");
    SET(NETRC, (long)CURL_NETRC_IGNORED);
    SET(HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(HTTP_CONTENT_DECODING, 0L);
    SET(NOSIGNAL, 1L);
    SET(USERAGENT, "huimin/" HUIMIN_VERSION);
    SET(CONNECTTIMEOUT_MS, (long)c->connect_ms);
    SET(TIMEOUT_MS, (long)c->total_ms);
    SET(LOW_SPEED_LIMIT, (long)LIMIT_HTTP_SLOWEST);
    SET(LOW_SPEED_TIME, (long)((c->stall_ms + 999) / 1000));
    return rc;
}

static CURLcode set_request(struct transfer *t, CURLcode rc)
{
    SET(URL, t->url);
    SET(HTTPHEADER, t->lines);
    SET(HEADERFUNCTION, on_header);
    SET(HEADERDATA, t);
    SET(WRITEFUNCTION, on_body);
    SET(WRITEDATA, t);
    SET(PRIVATE, t);
    if (t->r.body) {
        SET(POST, 1L);
        SET(POSTFIELDS, t->r.body);
        SET(POSTFIELDSIZE_LARGE, (curl_off_t)t->r.body_bytes);
    }
    if (t->r.alone || (t->r.body && !t->r.repeatable)) {
        SET(FRESH_CONNECT, 1L); /* and curl sends nothing again on its own */
        SET(FORBID_REUSE, 1L);
    }
    if (t->r.method)
        SET(CUSTOMREQUEST, t->r.method);
    return rc;
}

enum hm_status transfer_prepare(struct transfer *t)
{
    curl_easy_reset(t->easy);
    t->header_bytes = t->body_bytes = 0;
    t->stop = STOP_NOT;
    t->put_status = HM_OK;
    t->begun = false;
    t->a.code = 0;
    buf_clear(&t->packed);
    http_head_init(&t->a.head);
    drop_lines(t);
    TRY(add_lines(t));
    TRY(add_range(t));
    CURLcode rc = set_request(t, set_manners(t, set_trust(t, CURLE_OK)));
    return rc == CURLE_OK ? HM_OK : HM_NOMEM;
}

/* --- the body --- */

static ptrdiff_t read_packed(void *ctx, char *bytes, size_t n)
{
    struct str *left = ctx;
    size_t k = left->n < n ? left->n : n;
    if (k)
        memcpy(bytes, left->p, k);
    left->p += k;
    left->n -= k;
    return (ptrdiff_t)k;
}

enum body { BODY_SOUND, BODY_DAMAGED, BODY_TOO_LONG, BODY_NO_MEMORY };

static enum body unpack(struct transfer *t)
{
    struct str left = {t->packed.data, t->packed.len};
    struct source *s;
    char piece[4096];
    size_t got = 1;
    bool is_packed = left.n >= 4 && (memcmp(left.p, "\x1f\x8b\x08", 3) == 0 ||
                                     memcmp(left.p, "\x28\xb5\x2f\xfd", 4) == 0);
    if (left.n && !is_packed)
        return BODY_DAMAGED;
    if (source_from(&s, "", SOURCE_BYTES, read_packed, &left, NULL) != HM_OK)
        return BODY_NO_MEMORY;
    enum hm_status st = HM_OK;
    while (st == HM_OK && got > 0 && t->a.body.len <= t->r.max_bytes) {
        st = source_read(s, piece, sizeof piece, &got, NULL);
        if (st == HM_OK)
            buf_put(&t->a.body, piece, got);
    }
    source_close(s);
    return t->a.body.len > t->r.max_bytes          ? BODY_TOO_LONG
           : st == HM_NOMEM || !buf_ok(&t->a.body) ? BODY_NO_MEMORY
           : st != HM_OK                           ? BODY_DAMAGED
                                                   : BODY_SOUND;
}

static bool has_digest(const struct buf *b, const char *wanted)
{
    char hex[DIGEST_HEX];
    digest_bytes(b->data ? b->data : "", b->len, hex);
    return strcmp(hex, wanted) == 0;
}

/* The body gathered: as its headers say, unpacked into the answer. */
static enum body take_body(struct transfer *t)
{
    const struct http_head *h = &t->a.head;
    if (h->digests_differ || (h->part_sha256[0] && !has_digest(&t->packed, h->part_sha256)))
        return BODY_DAMAGED;
    bool is_whole = t->a.code != 206;
    bool agrees = !is_whole || !h->sha256[0] || has_digest(&t->packed, h->sha256);
    if (h->encoding == HTTP_PLAIN) {
        struct buf none = t->a.body;
        t->a.body = t->packed;
        t->packed = none;
        return agrees ? BODY_SOUND : BODY_DAMAGED;
    }
    enum body how = unpack(t);
    if (how == BODY_SOUND && !agrees && !has_digest(&t->a.body, h->sha256))
        how = BODY_DAMAGED;
    return how;
}

/* --- what the end of an attempt means --- */

static enum transfer_next fail(struct transfer *t, enum hm_status st, struct buf *why)
{
    t->a.status = st;
    mem_free(t->a.failure);
    t->a.failure = buf_take(why);
    if (!t->a.failure)
        t->a.status = HM_NOMEM;
    return TRANSFER_DONE;
}

/* Whether the request's bytes went out in this attempt. */
static bool was_sent(const struct transfer *t)
{
    long bytes = 0;
    curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0;
}

/* Whether the next attempt begins well behind where this one did. */
static bool has_come_on(const struct transfer *t)
{
    uint64_t from;
    const char *validator;
    return t->r.resume && t->r.resume(t->r.ctx, &from, &validator) &&
           from >= t->range_from + PROGRESS_BYTES;
}

/* The same again, if it may be and if attempts are left; otherwise `why` is the end. */
static enum transfer_next again(struct transfer *t, bool untouched, struct buf *why,
                                uint64_t *pause_ms)
{
    t->may_be_there |= !untouched;
    if (has_come_on(t))
        t->a.attempts = 1;
    bool may = untouched || t->r.repeatable || !t->r.body;
    bool in_time = t->a.head.retry_after_s <= LIMIT_HTTP_RETRY_AFTER_S;
    unsigned most = t->r.once ? 1 : t->client->attempts;
    if (!may || !in_time || t->a.attempts >= most) {
        t->a.uncertain = t->may_be_there;
        if (t->a.attempts > 1)
            buf_printf(why, _(" (%u attempts)"), t->a.attempts);
        return fail(t, HM_ENVIRONMENT, why);
    }
    *pause_ms = http_retry_pause_ms(t->client->pause_ms, t->a.attempts, t->a.head.retry_after_s,
                                    &t->client->seed);
    return TRANSFER_AGAIN;
}

static enum transfer_next judge_body(struct transfer *t, struct buf *why, uint64_t *pause_ms)
{
    enum body how = BODY_SOUND;
    if (t->r.put && is_content(t->a.code)) {
        t->put_status = t->begun ? HM_OK : hand_over(t, (long)t->a.code, NULL, 0);
        if (t->put_status == HM_OK && t->r.end) {
            t->put_status = t->r.end(t->r.ctx, &t->a.head);
            how = t->put_status == HM_DATA ? BODY_DAMAGED : BODY_SOUND;
        }
        if (how == BODY_SOUND && t->put_status != HM_OK)
            return fail(t, t->put_status, why);
    } else if (t->a.head.encoding == HTTP_UNKNOWN) {
        buf_puts(why, _("the answer is packed in a way that was not asked for"));
        t->a.uncertain = t->r.body != NULL;
        return fail(t, HM_DATA, why);
    } else {
        how = take_body(t);
    }
    if (how == BODY_SOUND) {
        t->a.status = HM_OK;
        return TRANSFER_DONE;
    }
    if (how == BODY_NO_MEMORY)
        return fail(t, HM_NOMEM, why);
    buf_clear(&t->a.body);
    if (how == BODY_DAMAGED) {
        buf_puts(why, _("the answer came damaged: it is not what its headers say"));
        return again(t, false, why, pause_ms);
    }
    t->stop = STOP_BODY;
    http_words_failure(why, t, CURLE_OK);
    t->a.uncertain = t->r.body != NULL;
    return fail(t, HM_DATA, why);
}

static enum transfer_next judge_redirect(struct transfer *t, struct buf *why)
{
    char *to = NULL;
    curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &to);
    bool keeps_body = !t->r.body || t->a.code == 307 || t->a.code == 308;
    if (to && keeps_body && t->redirects < LIMIT_HTTP_REDIRECTS &&
        strlen(to) < LIMIT_HTTP_URL_BYTES && http_url_same_place(t->url, to)) {
        char *copy = mem_strdup(to);
        if (!copy)
            return fail(t, HM_NOMEM, why);
        mem_free(t->url);
        t->url = copy;
        t->redirects++;
        return TRANSFER_NOW;
    }
    http_words_redirect(why, t, to);
    return fail(t, HM_DATA, why);
}

static enum transfer_next judge_code(struct transfer *t, struct buf *why, uint64_t *pause_ms)
{
    unsigned code = t->a.code;
    bool is_sound = code >= 200 && code < 300;
    if (t->r.put) /* of a file; 202 and the like say something else than what was asked for */
        is_sound = is_content(code) || code == 204;
    if (is_sound || (code == 304 && !t->r.body))
        return judge_body(t, why, pause_ms);
    struct buf none = t->a.body; /* what the server says goes with the answer */
    t->a.body = t->packed;
    t->packed = none;
    if (code >= 301 && code <= 308)
        return judge_redirect(t, why);
    http_words_code(why, t);
    bool busy = code == 409 && t->r.body && t->r.repeatable; /* our first try is under way */
    if (http_retry_code(code) || busy)
        return again(t, http_retry_untouched(code), why, pause_ms);
    t->a.uncertain = t->may_be_there || (code >= 500 && t->r.body);
    return fail(t, code >= 500 ? HM_ENVIRONMENT : HM_DATA, why);
}

static bool may_pass(CURLcode rc)
{
    switch (rc) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PARTIAL_FILE:
        return true;
    default:
        return false;
    }
}

static enum transfer_next judge_failure(struct transfer *t, CURLcode rc, struct buf *why,
                                        uint64_t *pause_ms)
{
    if (rc == CURLE_OUT_OF_MEMORY || t->stop == STOP_MEMORY)
        return fail(t, HM_NOMEM, why);
    if (t->stop == STOP_PUT)
        return fail(t, t->put_status, why);
    http_words_failure(why, t, rc);
    bool untouched = !was_sent(t);
    if (t->stop == STOP_NOT && may_pass(rc))
        return again(t, untouched, why, pause_ms);
    t->a.uncertain = t->may_be_there || (!untouched && t->r.body);
    bool is_answer = t->stop != STOP_NOT || rc == CURLE_WEIRD_SERVER_REPLY ||
                     rc == CURLE_UNSUPPORTED_PROTOCOL;
    return fail(t, is_answer ? HM_DATA : HM_ENVIRONMENT, why);
}

enum transfer_next transfer_judge(struct transfer *t, CURLcode rc, uint64_t *pause_ms)
{
    struct buf why;
    long code = 0;
    buf_init(&why);
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &code);
    t->a.code = (unsigned)code;
    enum transfer_next next = rc == CURLE_OK || t->stop == STOP_ENOUGH
                                  ? judge_code(t, &why, pause_ms)
                                  : judge_failure(t, rc, &why, pause_ms);
    buf_fini(&why);
    return next;
}

void transfer_drop(struct transfer *t)
{
    http_answer_fini(&t->a);
    drop_lines(t);
    mem_free(t->url);
    t->url = NULL;
    t->running = t->waiting = false;
}

void transfer_fini(struct transfer *t)
{
    transfer_drop(t);
    if (t->easy)
        curl_easy_cleanup(t->easy);
    t->easy = NULL;
    buf_fini(&t->packed);
}
