/* http_retry.c - pauses between attempts. */
#include "net/http_retry.h"

#include "base/limits.h"

bool http_retry_untouched(unsigned code)
{
    return code == 408 || code == 425 || code == 429;
}

bool http_retry_code(unsigned code)
{
    return http_retry_untouched(code) || (code >= 500 && code != 501 && code != 505);
}

static uint64_t chance(uint64_t *seed) /* xorshift; never 0 */
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

uint64_t http_retry_pause_ms(uint32_t first_ms, unsigned made, int64_t retry_after_s,
                             uint64_t *seed)
{
    uint64_t pause = first_ms;
    for (unsigned i = 1; i < made && pause < LIMIT_HTTP_PAUSE_MOST_MS; i++)
        pause *= 2;
    if (pause > LIMIT_HTTP_PAUSE_MOST_MS)
        pause = LIMIT_HTTP_PAUSE_MOST_MS;
    uint64_t some = chance(seed) % (pause / 2 + 1);
    uint64_t jittered = pause - pause / 2 + some;
    if (retry_after_s > LIMIT_HTTP_RETRY_AFTER_S)
        retry_after_s = LIMIT_HTTP_RETRY_AFTER_S;
    uint64_t told = retry_after_s > 0 ? (uint64_t)retry_after_s * 1000 : 0;
    return jittered > told ? jittered : told + some;
}
