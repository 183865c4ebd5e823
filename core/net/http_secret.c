/* http_secret.c - reads credentials, once, into memory that is wiped at the end. */
#include "net/http_secret.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/mem.h"

static void wipe(struct secret *s)
{
    if (s->p)
        explicit_bzero(s->p, s->n);
    mem_free(s->p);
    *s = (struct secret){0};
}

void http_secrets_wipe(struct http_secrets *s)
{
    wipe(&s->token);
    wipe(&s->certificate);
    wipe(&s->key);
    wipe(&s->password);
}

static enum hm_status copy(struct secret *out, const char *bytes, size_t n, struct diag *d)
{
    struct secret s = {mem_alloc(n + 1), n};
    if (!s.p)
        return diag_nomem(d, _("reading the credentials"));
    if (n)
        memcpy(s.p, bytes, n);
    s.p[n] = 0;
    wipe(out);
    *out = s;
    return HM_OK;
}

/* --- files --- */

/* A regular file, not too large, and (private) one that nobody else may read. */
static enum hm_status check_file(int fd, const char *path, bool is_private, size_t *n,
                                 struct diag *d)
{
    struct place at = {.file = path};
    struct stat info;
    if (fstat(fd, &info) != 0)
        return diag_errno(d, _("reading the file"), path);
    if (!S_ISREG(info.st_mode))
        return diag_error(d, HM_ENVIRONMENT, &at, _("this is not an ordinary file"));
    if (is_private && ((info.st_mode & 077) != 0 || (info.st_uid && info.st_uid != geteuid())))
        return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &at,
                        _("make it yours alone: chmod 600, and chown if it is another's"),
                        _("others may read this file (mode %04o): credentials are not taken "
                          "from it"),
                        (unsigned)(info.st_mode & 07777));
    if (info.st_size > LIMIT_HTTP_SECRET_BYTES)
        return diag_error(d, HM_DATA, &at,
                          _("the file has %lld bytes, at most %zu are allowed"),
                          (long long)info.st_size, (size_t)LIMIT_HTTP_SECRET_BYTES);
    *n = (size_t)info.st_size;
    return HM_OK;
}

static enum hm_status read_fd(struct secret *out, int fd, size_t n, const char *path,
                              struct diag *d)
{
    struct secret s = {mem_zalloc(n + 1), 0};
    if (!s.p)
        return diag_nomem(d, _("reading the credentials"));
    while (s.n < n) {
        ssize_t got = read(fd, s.p + s.n, n - s.n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            enum hm_status st = diag_errno(d, _("reading the file"), path);
            wipe(&s);
            return st;
        }
        if (got == 0)
            break;
        s.n += (size_t)got;
    }
    wipe(out);
    *out = s;
    return HM_OK;
}

static enum hm_status read_file(struct secret *out, const char *path, bool is_private,
                                struct diag *d)
{
    size_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return diag_errno(d, _("opening the file"), path);
    enum hm_status st = check_file(fd, path, is_private, &n, d);
    if (st == HM_OK)
        st = read_fd(out, fd, n, path, d);
    close(fd);
    return st;
}

/* --- the environment --- */

/* HUIMIN_TOKEN, of a source HUIMIN_TOKEN_VEHICLE_REGISTRY; NULL: not set or empty. */
static const char *from_environment(const char *what, const char *source)
{
    char name[64 + LIMIT_NAME_BYTES];
    int n = snprintf(name, sizeof name, "HUIMIN_%s%s%s", what, source ? "_" : "",
                     source ? source : "");
    if (n < 0 || (size_t)n >= sizeof name)
        return NULL;
    for (char *p = name; *p; p++) {
        bool plain = (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9');
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : plain ? *p : '_';
    }
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* --- what they are --- */

/* A token is visible ASCII, so that it cannot end its header line and begin another. */
static enum hm_status take_token(struct http_secrets *s, const struct secret *raw,
                                 const char *from, struct diag *d)
{
    static const char before[] = "Authorization: Bearer ";
    size_t n = raw->n, first = 0;
    while (n && strchr("\r\n \t", raw->p[n - 1]))
        n--;
    while (first < n && strchr(" \t", raw->p[first]))
        first++;
    bool sound = n > first;
    for (size_t i = first; i < n; i++)
        sound &= raw->p[i] > ' ' && raw->p[i] <= '~';
    if (!sound)
        return diag_error(d, HM_DATA, &(struct place){.file = from},
                          _("there is no token: one line of visible characters was expected"));
    struct secret line = {mem_zalloc(sizeof before + (n - first)), 0};
    if (!line.p)
        return diag_nomem(d, _("reading the credentials"));
    line.n = sizeof before - 1 + (n - first);
    memcpy(line.p, before, sizeof before - 1);
    memcpy(line.p + sizeof before - 1, raw->p + first, n - first);
    wipe(&s->token);
    s->token = line;
    return HM_OK;
}

static enum hm_status load_token(struct http_secrets *s, const struct http_options *o,
                                 struct diag *d)
{
    struct secret raw = {0};
    const char *path = o->token_file, *text = NULL;
    if (!path && !(text = from_environment("TOKEN", o->name)))
        path = from_environment("TOKEN_FILE", o->name);
    if (!path && !text)
        return HM_OK;
    enum hm_status st =
        path ? read_file(&raw, path, true, d) : copy(&raw, text, strlen(text), d);
    if (st == HM_OK)
        st = take_token(s, &raw, path ? path : "HUIMIN_TOKEN", d);
    wipe(&raw);
    return st;
}

static enum hm_status check_pem(const struct secret *s, const char *what, const char *path,
                                struct diag *d)
{
    if (strstr(s->p, what))
        return HM_OK;
    return diag_add(d, HM_LEVEL_ERROR, HM_DATA, &(struct place){.file = path},
                    _("convert it: openssl x509 -in FILE -out FILE.pem (a key: openssl pkey)"),
                    _("this file has no \"%s\": expected PEM"), what);
}

static enum hm_status load_certificate(struct http_secrets *s, const struct http_options *o,
                                       struct diag *d)
{
    const char *cert = o->cert_file ? o->cert_file : from_environment("CERT_FILE", o->name);
    const char *key = o->key_file ? o->key_file : from_environment("KEY_FILE", o->name);
    const char *password = from_environment("KEY_PASSWORD", o->name);
    if (!cert && key)
        return diag_error(d, HM_USAGE, &(struct place){.file = key},
                          _("a key needs its certificate: give that as well"));
    if (!cert)
        return HM_OK;
    TRY(read_file(&s->certificate, cert, !key, d));
    TRY(check_pem(&s->certificate, "-----BEGIN CERTIFICATE-----", cert, d));
    if (key)
        TRY(read_file(&s->key, key, true, d));
    else
        TRY(copy(&s->key, s->certificate.p, s->certificate.n, d));
    TRY(check_pem(&s->key, "PRIVATE KEY-----", key ? key : cert, d));
    if (!password && strstr(s->key.p, "ENCRYPTED"))
        return diag_error(d, HM_DATA, &(struct place){.file = key ? key : cert},
                          _("this key is locked: its password was expected in the environment "
                            "(HUIMIN_KEY_PASSWORD)"));
    return password ? copy(&s->password, password, strlen(password), d) : HM_OK;
}

enum hm_status http_secrets_load(struct http_secrets *out, const struct http_options *o,
                                 struct diag *d)
{
    struct http_secrets s = {0};
    enum hm_status st = load_token(&s, o, d);
    if (st == HM_OK)
        st = load_certificate(&s, o, d);
    if (st == HM_OK)
        *out = s;
    else
        http_secrets_wipe(&s);
    return st;
}
