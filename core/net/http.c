/* http.c - the client: its settings, and the loop that keeps several transfers going. */
#include "net/http.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "base/clock.h"
#include "base/fs.h"
#include "base/mem.h"
#include "net/http_client.h"
#include "net/http_url.h"

enum { AT_ONCE = 4, WAIT_MS = 200 /* how long Ctrl-C may go unnoticed */ };

/* --- the client --- */

static uint32_t or_default(uint32_t given, uint32_t fallback)
{
    return given ? given : fallback;
}

static enum hm_status load_authorities(struct http_client *c, const char *path, struct diag *d)
{
    if (!path)
        return HM_OK;
    TRY(fs_read(&c->authorities, &c->authorities_n, path, LIMIT_SCRIPT_BYTES, d));
    if (strstr(c->authorities, "-----BEGIN CERTIFICATE-----"))
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &(struct place){.file = path},
                    _("convert it: openssl x509 -inform DER -in FILE -out FILE.pem"),
                    _("there is no certificate of an authority in it: expected PEM"));
}

static enum hm_status start_curl(struct http_client *c, struct diag *d)
{
    /* libcurl writes the keys of its connections into the file of this name. */
    unsetenv("SSLKEYLOGFILE");
    /* On libc's own heap: libcurl 7.88 frees twice when its n-th allocation fails. */
    c->curl_started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    c->multi = c->curl_started ? curl_multi_init() : NULL;
    return c->multi ? HM_OK : diag_nomem(d, _("starting a transfer"));
}

enum hm_status http_open(struct http_client **out, const struct http_options *o, struct diag *d)
{
    struct http_client *c = mem_zalloc(sizeof *c);
    if (!c)
        return diag_nomem(d, _("starting a transfer"));
    c->insecure_http = o->insecure_http;
    c->connect_ms = or_default(o->connect_ms, LIMIT_HTTP_CONNECT_MS);
    c->total_ms = or_default(o->total_ms, LIMIT_HTTP_TOTAL_MS);
    c->stall_ms = or_default(o->stall_ms, LIMIT_HTTP_STALL_MS);
    c->attempts = or_default(o->attempts, LIMIT_HTTP_ATTEMPTS);
    c->pause_ms = or_default(o->pause_ms, LIMIT_HTTP_PAUSE_MS);
    c->seed = o->seed ? o->seed : clock_monotonic_ns() | 1;
    c->host = o->host;
    enum hm_status st = http_secrets_load(&c->secrets, o, d);
    if (st == HM_OK)
        st = load_authorities(c, o->ca_file, d);
    if (st == HM_OK)
        st = start_curl(c, d);
    if (st == HM_OK)
        *out = c;
    else
        http_close(c);
    return st;
}

void http_close(struct http_client *c)
{
    if (!c)
        return;
    curl_multi_cleanup(c->multi);
    if (c->curl_started)
        curl_global_cleanup();
    http_secrets_wipe(&c->secrets);
    mem_free(c->authorities);
    mem_free(c);
}

enum hm_status http_check_url(const struct http_client *c, const char *url, const char *what,
                              struct diag *d)
{
    return http_url_check(url, c->insecure_http, what, d);
}

/* --- many at once --- */

struct many {
    struct http_client *client;
    const struct http_work *work;
    struct transfer *places;
    size_t count, busy;
    bool more;        /* next may have another one */
    uint64_t step_ns; /* between two requests; 0: no limit */
    uint64_t free_ns; /* when the next may begin */
};

static bool is_stopped(const struct http_client *c)
{
    return c->host && c->host->stopped && c->host->stopped(c->host->ctx);
}

static bool may_begin(const struct many *m, uint64_t now_ns)
{
    return m->step_ns == 0 || now_ns >= m->free_ns;
}

static enum hm_status begin(struct many *m, struct transfer *t, uint64_t now_ns)
{
    TRY(transfer_prepare(t));
    t->waiting = false;
    if (curl_multi_add_handle(m->client->multi, t->easy) != CURLM_OK)
        return HM_NOMEM;
    t->running = true;
    if (m->step_ns)
        m->free_ns = (m->free_ns + m->step_ns > now_ns ? m->free_ns : now_ns) + m->step_ns;
    return HM_OK;
}

/* Whatever is due, then new requests while there is room. */
static enum hm_status begin_all(struct many *m)
{
    uint64_t now_ns = clock_monotonic_ns();
    for (size_t i = 0; i < m->count; i++) {
        struct transfer *t = &m->places[i];
        if (t->waiting && now_ns >= t->due_ns && may_begin(m, now_ns)) {
            t->a.attempts++;
            TRY(begin(m, t, now_ns));
        }
    }
    for (size_t i = 0; i < m->count && m->more && may_begin(m, now_ns); i++) {
        struct transfer *t = &m->places[i];
        struct http_request r = {0};
        if (t->running || t->waiting)
            continue;
        TRY(m->work->next(m->work->ctx, &r, &m->more));
        if (!m->more)
            break;
        TRY(transfer_take(t, m->client, &r));
        t->a.attempts = 1;
        m->busy++;
        TRY(begin(m, t, now_ns));
    }
    return HM_OK;
}

static enum hm_status end_one(struct many *m, struct transfer *t, CURLcode rc)
{
    uint64_t pause_ms = 0;
    enum transfer_next next = transfer_judge(t, rc, &pause_ms);
    curl_multi_remove_handle(m->client->multi, t->easy);
    t->running = false;
    if (next == TRANSFER_DONE) {
        m->busy--;
        if (t->a.status == HM_NOMEM)
            return HM_NOMEM;
        enum hm_status st = m->work->done(m->work->ctx, &t->r, &t->a);
        transfer_drop(t);
        return st;
    }
    t->a.attempts -= next == TRANSFER_NOW; /* the same attempt, elsewhere */
    t->waiting = true;
    t->due_ns = clock_monotonic_ns() + pause_ms * 1000000;
    return HM_OK;
}

static enum hm_status end_all(struct many *m)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(m->client->multi, &left))) {
        char *whose = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        CURLcode rc = message->data.result; /* the message goes with its handle */
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &whose);
        TRY(end_one(m, (struct transfer *)(void *)whose, rc));
    }
    return HM_OK;
}

/* Until something comes, is due, or the caller may want to stop. */
static int wait_ms(const struct many *m)
{
    uint64_t now_ns = clock_monotonic_ns(), until_ns = now_ns + UINT64_C(1000000) * WAIT_MS;
    bool is_due = m->more && m->busy < m->count;
    for (size_t i = 0; i < m->count; i++) {
        const struct transfer *t = &m->places[i];
        is_due |= t->waiting && t->due_ns <= now_ns;
        if (t->waiting && t->due_ns > now_ns && t->due_ns < until_ns)
            until_ns = t->due_ns;
    }
    if (is_due && m->free_ns < until_ns) /* 0 without a limit of the rate */
        until_ns = m->free_ns;
    return until_ns > now_ns ? (int)((until_ns - now_ns) / 1000000) + 1 : 0;
}

static enum hm_status loop(struct many *m)
{
    for (;;) {
        int running;
        if (is_stopped(m->client))
            return HM_INTERRUPTED;
        TRY(begin_all(m));
        if (m->busy == 0 && !m->more)
            return HM_OK;
        CURLMcode rc = curl_multi_perform(m->client->multi, &running);
        if (rc == CURLM_OK)
            TRY(end_all(m));
        if (rc == CURLM_OK && m->busy > 0)
            rc = curl_multi_poll(m->client->multi, NULL, 0, wait_ms(m), NULL);
        if (rc != CURLM_OK)
            return HM_NOMEM;
    }
}

/* OpenSSL writes to sockets that may be closed; the signal that comes of it is taken away. */
static void hold_sigpipe(sigset_t *before)
{
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, before);
}

static void release_sigpipe(const sigset_t *before)
{
    sigset_t pipe;
    struct timespec now = {0, 0};
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    if (!sigismember(before, SIGPIPE))
        while (sigtimedwait(&pipe, NULL, &now) == SIGPIPE)
            ;
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

enum hm_status http_many(struct http_client *c, const struct http_work *w, struct diag *d)
{
    sigset_t before;
    struct many m = {.client = c, .work = w, .more = true};
    m.count = w->at_once == 0                   ? AT_ONCE
              : w->at_once > LIMIT_HTTP_AT_ONCE ? LIMIT_HTTP_AT_ONCE
                                                : w->at_once;
    m.step_ns = w->per_second ? UINT64_C(1000000000) / w->per_second : 0;
    m.places = mem_calloc(m.count, sizeof *m.places);
    if (!m.places)
        return diag_nomem(d, _("starting a transfer"));
    hold_sigpipe(&before);
    enum hm_status st = loop(&m);
    for (size_t i = 0; i < m.count; i++) {
        if (m.places[i].running)
            curl_multi_remove_handle(c->multi, m.places[i].easy);
        transfer_fini(&m.places[i]);
    }
    release_sigpipe(&before);
    mem_free(m.places);
    return st == HM_NOMEM ? diag_nomem(d, _("a transfer")) : st;
}

/* --- one --- */

struct single {
    const struct http_request *request;
    struct http_answer *answer;
    bool taken;
};

static enum hm_status next_single(void *ctx, struct http_request *out, bool *more)
{
    struct single *s = ctx;
    *more = !s->taken;
    s->taken = true;
    *out = *s->request;
    return HM_OK;
}

static enum hm_status done_single(void *ctx, const struct http_request *r,
                                  struct http_answer *a)
{
    struct single *s = ctx;
    (void)r;
    *s->answer = *a;
    http_answer_init(a);
    return HM_OK;
}

enum hm_status http_send(struct http_client *c, const struct http_request *r,
                         struct http_answer *out, struct diag *d)
{
    struct single s = {.request = r, .answer = out};
    struct http_work work = {next_single, done_single, &s, 1, 0};
    struct buf shown;
    http_answer_init(out);
    enum hm_status st = http_many(c, &work, d);
    if (st != HM_OK) {
        out->status = st;
        out->uncertain = r->body != NULL;
        return st;
    }
    if (out->status == HM_OK || !out->failure || !*out->failure)
        return out->status;
    buf_init(&shown);
    http_shown(&shown, r->url);
    diag_error(d, out->status, &(struct place){.file = buf_ok(&shown) ? shown.data : NULL},
               "%s", out->failure);
    buf_fini(&shown);
    return out->status;
}
