/* digest.h - SHA-256 for identities (libcrypto), xxh64 for block checksums (libxxhash). */
#ifndef HM_BASE_DIGEST_H
#define HM_BASE_DIGEST_H

#include <stddef.h>
#include <stdint.h>
#include "base/status.h"

enum { DIGEST_HEX = 65 }; /* 64 hex digits and NUL */

struct digest; /* a SHA-256 in the making */
enum hm_status digest_new(struct digest **out);
void digest_add(struct digest *d, const void *bytes, size_t n);
void digest_hex(struct digest *d, char hex[DIGEST_HEX]); /* finishes; add no more */
void digest_free(struct digest *d);

void digest_bytes(const void *bytes, size_t n, char hex[DIGEST_HEX]);
uint64_t digest_xxh64(const void *bytes, size_t n);

#endif
