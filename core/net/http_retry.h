/* http_retry.h - what is tried again, and after how long: plain functions over numbers. */
#ifndef HM_NET_HTTP_RETRY_H
#define HM_NET_HTTP_RETRY_H

#include <stdbool.h>
#include <stdint.h>

/* An answer that may be another one later: 408, 425, 429, 5xx but 501 and 505. */
bool http_retry_code(unsigned code);
/* An answer that says that the request was not acted on: 408, 425, 429. */
bool http_retry_untouched(unsigned code);
/* Milliseconds before attempt `made` + 1: first_ms, doubled with each attempt up to
 * LIMIT_HTTP_PAUSE_MOST_MS; of that, half for certain and up to half by chance, so that many
 * clients do not come back together. Never earlier than retry_after_s (< 0: not told). */
uint64_t http_retry_pause_ms(uint32_t first_ms, unsigned made, int64_t retry_after_s,
                             uint64_t *seed);

#endif
