/* http_secret.h - what the client proves itself with: a token, a certificate and its key. They
 * come from files that only their owner may read or from the environment, are kept in memory of
 * their own and wiped; no message, log or store ever holds them. */
#ifndef HM_NET_HTTP_SECRET_H
#define HM_NET_HTTP_SECRET_H

#include "net/http.h"

struct secret { /* empty: p is NULL; always NUL-terminated */
    char *p;
    size_t n;
};
struct http_secrets {
    struct secret token; /* the whole header line */
    struct secret certificate, key, password;
};
/* The files and names of environment variables are those of http_options. */
enum hm_status http_secrets_load(struct http_secrets *out, const struct http_options *o,
                                 struct diag *d);
void http_secrets_wipe(struct http_secrets *s);

#endif
