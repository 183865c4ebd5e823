/* data_source.c - what an address may look like, and until when an answer counts. */
#include "model/data_source.h"

#include <string.h>
#include "model/model.h"
#include "value/date.h"

/* The host of "https://host:port/path"; n = 0 when there is none. */
static struct str host_of(const char *url)
{
    const char *at = strstr(url, "://");
    at = at ? at + 3 : url + strlen(url);
    if (*at == '[') { /* IPv6 */
        size_t n = strcspn(at, "]");
        return (struct str){at + 1, n ? n - 1 : 0};
    }
    return (struct str){at, strcspn(at, ":/?")};
}

static bool is_loopback(struct str host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "::1"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (host.n == strlen(names[i]) && memcmp(host.p, names[i], host.n) == 0)
            return true;
    return false;
}

static bool has_blank(const char *url)
{
    for (const char *p = url; *p; p++)
        if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7F)
            return true;
    return false;
}

const char *data_source_url_fault(const char *url, bool loopback_http)
{
    struct str host = host_of(url);
    bool is_https = strncmp(url, "https://", 8) == 0;
    bool is_http = strncmp(url, "http://", 7) == 0;
    if (has_blank(url))
        return _("an address has no blanks and only ASCII characters");
    if (!is_https && !(is_http && loopback_http && is_loopback(host)))
        return _("an address begins with https://");
    if (host.n == 0)
        return _("the address has no host");
    if (memchr(host.p, '@', strcspn(host.p, "/?")))
        return _(
            "an address holds no name and password: they stand in the file of credentials");
    if (strchr(url, '#'))
        return _("an address has no part after #");
    return NULL;
}

bool data_source_placeholder(const char *url)
{
    static const char end[] = ".invalid";
    struct str host = host_of(url);
    size_t n = sizeof end - 1;
    return host.n > n && memcmp(host.p + host.n - n, end, n) == 0;
}

int data_source_find(const struct model *m, struct str name)
{
    for (int zh = 0; zh < 2; zh++)
        for (size_t i = 0; i < m->data_source_count; i++) {
            const char *word = zh ? m->data_sources[i].zh : m->data_sources[i].name;
            if (word && strlen(word) == name.n && memcmp(word, name.p, name.n) == 0)
                return (int)i;
        }
    return -1;
}

int32_t data_source_expiry(const struct data_source *s, int32_t answered)
{
    int32_t day = answered;
    bool ok = s->ttl_months ? date_add_months(&day, answered, s->ttl_months)
                            : date_add_days(&day, answered, s->ttl_days);
    return ok ? day : INT32_MAX;
}
