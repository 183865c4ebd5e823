/* http_head.h - what the header lines of an answer say that a client acts on: validators, the
 * next page, digests, encoding, ranges, when to come back. Lines come from anybody: what is too
 * long, doubled or not well-formed counts as not given, or as a fault where guessing would
 * harm.
 */
#ifndef HM_NET_HTTP_HEAD_H
#define HM_NET_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/digest.h"
#include "base/limits.h"
#include "base/str.h"

enum http_encoding { HTTP_PLAIN, HTTP_GZIP, HTTP_ZSTD, HTTP_UNKNOWN };

enum { HTTP_TAG_BYTES = 256, HTTP_TYPE_BYTES = 128 };

struct http_head {
    char etag[HTTP_TAG_BYTES];       /* as sent, with quotes and W/; "" = none */
    char modified[HTTP_TYPE_BYTES];  /* Last-Modified as sent; "" = none */
    char type[HTTP_TYPE_BYTES];      /* Content-Type without parameters, lower case */
    char next[LIMIT_HTTP_URL_BYTES]; /* Link rel="next", as sent: may be relative; "" = none */
    char sha256[DIGEST_HEX];         /* of the whole, packed or not: Digest, Repr-Digest,
                                      * X-Checksum-Sha256; "" = none */
    char part_sha256[DIGEST_HEX];    /* of the bytes of this answer: Content-Digest */
    enum http_encoding encoding;
    bool ranged; /* Content-Range was well-formed: */
    uint64_t range_first, range_last;
    uint64_t range_total;  /* UINT64_MAX: not told ("*") */
    int64_t retry_after_s; /* < 0: not told; a date is counted from now */
    bool digests_differ;   /* two digests were given and are not one */
};

void http_head_init(struct http_head *h);
/* One header line without its end, status lines too: a new status line starts anew. now_s: unix
 * seconds, for dates. */
void http_head_line(struct http_head *h, struct str line, int64_t now_s);
/* Whether the ETag is a strong one: bytes of two answers with it can be put together. */
bool http_head_strong(const struct http_head *h);

#endif
