/* digest.c - the one file that knows libcrypto and libxxhash. */
#include "base/digest.h"

#include <openssl/evp.h>
#include <xxhash.h>
#include "base/mem.h"

enum { SHA256_BYTES = 32 };

struct digest {
    EVP_MD_CTX *ctx;
};

static void put_hex(const unsigned char sum[SHA256_BYTES], char hex[DIGEST_HEX])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < SHA256_BYTES; i++) {
        hex[2 * i] = digits[sum[i] >> 4];
        hex[2 * i + 1] = digits[sum[i] & 15];
    }
    hex[2 * SHA256_BYTES] = 0;
}

enum hm_status digest_new(struct digest **out)
{
    struct digest *d = mem_zalloc(sizeof *d);
    if (!d)
        return HM_NOMEM;
    d->ctx = EVP_MD_CTX_new();
    if (!d->ctx || EVP_DigestInit_ex(d->ctx, EVP_sha256(), NULL) != 1) {
        digest_free(d);
        return HM_NOMEM;
    }
    *out = d;
    return HM_OK;
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
    int ok = EVP_DigestUpdate(d->ctx, bytes, n);
    (void)ALWAYS(ok == 1);
}

void digest_hex(struct digest *d, char hex[DIGEST_HEX])
{
    unsigned char sum[SHA256_BYTES] = {0};
    int ok = EVP_DigestFinal_ex(d->ctx, sum, NULL);
    (void)ALWAYS(ok == 1);
    put_hex(sum, hex);
}

void digest_free(struct digest *d)
{
    if (d)
        EVP_MD_CTX_free(d->ctx);
    mem_free(d);
}

void digest_bytes(const void *bytes, size_t n, char hex[DIGEST_HEX])
{
    unsigned char sum[SHA256_BYTES] = {0};
    int ok = EVP_Digest(bytes, n, sum, NULL, EVP_sha256(), NULL);
    (void)ALWAYS(ok == 1);
    put_hex(sum, hex);
}

uint64_t digest_xxh64(const void *bytes, size_t n)
{
    return XXH64(bytes, n, 0);
}
