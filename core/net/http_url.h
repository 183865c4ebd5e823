/* http_url.h - what http.h says of addresses, without a client. */
#ifndef HM_NET_HTTP_URL_H
#define HM_NET_HTTP_URL_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/diag.h"

enum hm_status http_url_check(const char *url, bool insecure_http, const char *what,
                              struct diag *d);
/* Scheme, host and port only: of an address that a server gave. */
void http_url_shown_host(struct buf *out, const char *url);
/* Scheme, host and port are the same, and b names no user. */
bool http_url_same_place(const char *a, const char *b);

#endif
