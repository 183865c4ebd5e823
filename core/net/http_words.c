/* http_words.c - what went wrong with a transfer, in words that say what to do. Nothing that a
 * server wrote gets into them but the host it redirects to. */
#include "net/http_client.h"

#include <string.h>
#include "net/http_url.h"

/* OpenSSL's numbers for what a certificate lacks (openssl/x509_vfy.h). */
enum {
    CERT_NOT_LOOKED_AT = 1, /* the name was wrong before */
    CERT_NO_ISSUER = 2,
    CERT_NOT_YET = 9,
    CERT_EXPIRED = 10,
    CERT_SELF_SIGNED = 18,
    CERT_SELF_SIGNED_CHAIN = 19,
    CERT_ISSUER_UNKNOWN = 20,
    CERT_LEAF_UNKNOWN = 21
};

static void certificate(struct buf *out, const struct transfer *t)
{
    long why = 0;
    curl_easy_getinfo(t->easy, CURLINFO_SSL_VERIFYRESULT, &why);
    switch (why) {
    case 0:
    case CERT_NOT_LOOKED_AT:
        buf_puts(out, _("the certificate shown is for another name than the address has: this "
                        "may be somebody else's machine; use the name in the certificate"));
        return;
    case CERT_EXPIRED:
    case CERT_NOT_YET:
        buf_puts(out, _("the certificate shown is out of date: tell those who run the service "
                        "(and look at this machine's clock)"));
        return;
    case CERT_NO_ISSUER:
    case CERT_SELF_SIGNED:
    case CERT_SELF_SIGNED_CHAIN:
    case CERT_ISSUER_UNKNOWN:
    case CERT_LEAF_UNKNOWN:
        buf_puts(out,
                 _("the certificate shown is signed by nobody this machine trusts: get the "
                   "authority's certificate from those who run the service and give it "
                   "with --ca-file"));
        return;
    default:
        buf_printf(out, _("the certificate shown is not sound (reason %ld)"), why);
    }
}

/* Which of the time-outs it was. */
static void late(struct buf *out, const struct transfer *t)
{
    curl_off_t total_us = 0, connected_us = 0;
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME_T, &total_us);
    curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &connected_us);
    if (connected_us == 0)
        buf_printf(out,
                   _("no connection within %u ms: is the service running, and does the "
                     "firewall let this machine through?"),
                   t->client->connect_ms);
    else if (total_us / 1000 >= (curl_off_t)t->client->total_ms)
        buf_printf(out, _("no whole answer within %u ms"), t->client->total_ms);
    else
        buf_printf(out, _("nothing (or nearly nothing) came for %u ms"), t->client->stall_ms);
}

static void stopped(struct buf *out, const struct transfer *t)
{
    if (t->stop == STOP_HEADERS)
        buf_printf(out, _("the answer's headers have more than %d bytes"),
                   LIMIT_HTTP_HEADER_BYTES);
    else if (t->stop == STOP_BODY)
        buf_printf(out, _("the answer has more than %llu bytes: more than it may have"),
                   (unsigned long long)t->r.max_bytes);
    else
        buf_puts(out, _("what came could not be kept"));
}

void http_words_failure(struct buf *out, const struct transfer *t, CURLcode rc)
{
    if (t->stop != STOP_NOT) {
        stopped(out, t);
        return;
    }
    switch (rc) {
    case CURLE_COULDNT_RESOLVE_HOST:
        buf_puts(out, _("there is no machine of this name: check the address, and that this "
                        "machine is on the network"));
        return;
    case CURLE_COULDNT_CONNECT:
        buf_puts(out, _("no connection: is the service running, and does the firewall let this "
                        "machine through?"));
        return;
    case CURLE_OPERATION_TIMEDOUT:
        late(out, t);
        return;
    case CURLE_PEER_FAILED_VERIFICATION:
        certificate(out, t);
        return;
    case CURLE_SSL_CACERT_BADFILE:
        buf_puts(out, _("the file of authorities (--ca-file) cannot be used"));
        return;
    case CURLE_SSL_CERTPROBLEM:
        buf_puts(out, _("the client certificate cannot be used: does the key belong to it, and "
                        "is its password right?"));
        return;
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        buf_puts(out, _("the connection broke off before the answer came"));
        return;
    case CURLE_PARTIAL_FILE:
        buf_puts(out, _("the connection broke off in the middle of the answer"));
        return;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
        buf_puts(out, _("the answer is not HTTP"));
        return;
    default:
        buf_printf(out, _("the transfer failed: %s"), curl_easy_strerror(rc));
    }
}

void http_words_code(struct buf *out, const struct transfer *t)
{
    unsigned code = t->a.code;
    if (code == 401 || code == 403)
        buf_printf(out,
                   _("the service does not let us in (HTTP %u): check the token or the "
                     "client certificate"),
                   code);
    else if (code == 404 || code == 410)
        buf_printf(out, _("the service has nothing at this address (HTTP %u)"), code);
    else if (code == 413)
        buf_printf(out,
                   _("this is more than the service takes at once (HTTP %u): make the "
                     "batches smaller"),
                   code);
    else if (code == 429 && t->a.head.retry_after_s > LIMIT_HTTP_RETRY_AFTER_S)
        buf_printf(out, _("the service asks to come back in %lld s (HTTP %u): try again then"),
                   (long long)t->a.head.retry_after_s, code);
    else if (code == 429)
        buf_printf(out, _("the service has no time for us (HTTP %u): try again later"), code);
    else if (code >= 500)
        buf_printf(out,
                   _("the service failed (HTTP %u): try again later, or tell those who run "
                     "it"),
                   code);
    else if (code >= 400)
        buf_printf(out, _("the service refuses this (HTTP %u)"), code);
    else
        buf_printf(out, _("the service's answer (HTTP %u) is none that was expected"), code);
}

void http_words_redirect(struct buf *out, const struct transfer *t, const char *to)
{
    if (t->redirects >= LIMIT_HTTP_REDIRECTS) {
        buf_printf(out, _("the service sends on more than %d times"), LIMIT_HTTP_REDIRECTS);
    } else if (!to) {
        http_words_code(out, t);
    } else if (http_url_same_place(t->url, to)) {
        buf_printf(out,
                   _("the service sends on what was to be delivered (HTTP %u), which is not "
                     "followed: give the address it really has"),
                   t->a.code);
    } else {
        buf_puts(out, _("the service sends on to another host, which is not followed: "));
        http_url_shown_host(out, to);
    }
}
