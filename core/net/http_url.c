/* http_url.c - addresses: which may be used, how they are shown, what a link leads to. */
#include "net/http_url.h"

#include <curl/curl.h>
#include <string.h>
#include "base/mem.h"
#include "net/http.h"

struct parts { /* NULL: not there; curl_free */
    char *scheme, *host, *port, *user, *path;
};

static void parts_fini(struct parts *p)
{
    curl_free(p->scheme);
    curl_free(p->host);
    curl_free(p->port);
    curl_free(p->user);
    curl_free(p->path);
}

static void read_part(CURLU *u, CURLUPart what, char **out, unsigned flags)
{
    if (curl_url_get(u, what, out, flags) != CURLUE_OK)
        *out = NULL;
}

/* False: no address at all. parts_fini in any case. */
static bool parts_read(struct parts *p, const char *url)
{
    CURLU *u = curl_url();
    memset(p, 0, sizeof *p);
    bool is_url = u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK;
    if (is_url) {
        read_part(u, CURLUPART_SCHEME, &p->scheme, 0);
        read_part(u, CURLUPART_HOST, &p->host, 0);
        read_part(u, CURLUPART_PORT, &p->port, CURLU_DEFAULT_PORT);
        read_part(u, CURLUPART_USER, &p->user, 0);
        read_part(u, CURLUPART_PATH, &p->path, 0);
    }
    curl_url_cleanup(u);
    return is_url && p->scheme && p->host && p->port;
}

static bool is_loopback_name(const char *host)
{
    return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0 ||
           (strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == strlen(host));
}

static bool is_visible(const char *url)
{
    for (const char *p = url; *p; p++)
        if (*p <= ' ' || *p > '~')
            return false;
    return true;
}

static enum hm_status check_scheme(const struct parts *p, bool insecure_http, const char *what,
                                   struct diag *d)
{
    if (strcmp(p->scheme, "https") == 0)
        return HM_OK;
    if (strcmp(p->scheme, "http") != 0)
        return diag_error(d, HM_USAGE, NULL,
                          _("%s: \"%s\" is no way to a service: expected https://"), what,
                          p->scheme);
    if (!is_loopback_name(p->host))
        return diag_error(d, HM_USAGE, NULL,
                          _("%s: http:// is not used, since everybody on the way can read and "
                            "change it: expected https://%s"),
                          what, p->host);
    return insecure_http
               ? HM_OK
               : diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                          _("add --insecure-http for a service on this machine"),
                          _("%s: http:// is not used: expected https://%s"), what, p->host);
}

enum hm_status http_url_check(const char *url, bool insecure_http, const char *what,
                              struct diag *d)
{
    struct parts p;
    if (strlen(url) >= LIMIT_HTTP_URL_BYTES)
        return diag_error(d, HM_USAGE, NULL, _("%s: the address has more than %d characters"),
                          what, LIMIT_HTTP_URL_BYTES - 1);
    if (!is_visible(url))
        return diag_error(
            d, HM_USAGE, NULL,
            _("%s: an address has no blanks and no letters but a-z: write them as "
              "%%20, %%E4%%B8..."),
            what);
    enum hm_status st = HM_OK;
    if (!parts_read(&p, url))
        st = diag_error(d, HM_USAGE, NULL,
                        _("%s: this is no address: expected https://HOST/PATH"), what);
    else if (p.user)
        st = diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                      _("put the token into a file and give it with --token-file"),
                      _("%s: no user name or password stands in an address, where everybody on "
                        "this machine can see it"),
                      what);
    else
        st = check_scheme(&p, insecure_http, what, d);
    parts_fini(&p);
    return st;
}

static void show(struct buf *out, const char *url, bool with_path)
{
    struct parts p;
    if (parts_read(&p, url)) {
        bool usual = strcmp(p.port, strcmp(p.scheme, "https") == 0 ? "443" : "80") == 0;
        buf_printf(out, "%s://%s%s%s%s", p.scheme, p.host, usual ? "" : ":",
                   usual ? "" : p.port, with_path && p.path ? p.path : "/");
    } else {
        buf_puts(out, "?");
    }
    parts_fini(&p);
}

void http_shown(struct buf *out, const char *url)
{
    show(out, url, true);
}

void http_url_shown_host(struct buf *out, const char *url)
{
    show(out, url, false);
}

bool http_url_same_place(const char *a, const char *b)
{
    struct parts pa, pb;
    bool read_a = parts_read(&pa, a), read_b = parts_read(&pb, b);
    bool same = read_a && read_b && strcmp(pa.scheme, pb.scheme) == 0 &&
                strcasecmp(pa.host, pb.host) == 0 && strcmp(pa.port, pb.port) == 0 && !pb.user;
    parts_fini(&pa);
    parts_fini(&pb);
    return same;
}

/* The link made absolute (curl_free); NULL: it is none, or there is no memory. */
static char *resolve(const char *base, const char *link)
{
    char *whole = NULL;
    CURLU *u = curl_url();
    if (u && curl_url_set(u, CURLUPART_URL, base, 0) == CURLUE_OK &&
        curl_url_set(u, CURLUPART_URL, link, 0) == CURLUE_OK)
        read_part(u, CURLUPART_URL, &whole, 0);
    curl_url_cleanup(u);
    return whole;
}

enum hm_status http_follow(char **out, const char *base, const char *link, struct diag *d)
{
    struct buf shown;
    buf_init(&shown);
    http_shown(&shown, base);
    struct place at = {.file = buf_ok(&shown) ? shown.data : NULL};
    char *whole =
        strlen(link) < LIMIT_HTTP_URL_BYTES && is_visible(link) ? resolve(base, link) : NULL;
    enum hm_status st = HM_OK;
    char *copy = NULL;
    if (!whole || strlen(whole) >= LIMIT_HTTP_URL_BYTES)
        st = diag_error(d, HM_DATA, &at, _("the link to the next page is no address"));
    else if (!http_url_same_place(base, whole))
        st = diag_error(d, HM_DATA, &at,
                        _("the link to the next page leads to another host: only the same one "
                          "is followed"));
    else if (!(copy = mem_strdup(whole)))
        st = diag_nomem(d, _("following a link"));
    if (st == HM_OK)
        *out = copy;
    curl_free(whole);
    buf_fini(&shown);
    return st;
}
