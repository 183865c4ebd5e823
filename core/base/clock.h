/* clock.h - the world's time and who is asking; nothing that a rule can see. */
#ifndef HM_BASE_CLOCK_H
#define HM_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

uint64_t clock_monotonic_ns(void);
uint64_t clock_cpu_ns(void); /* that all threads of this process have used */
int64_t clock_unix_seconds(void);        /* HUIMIN_NOW (unix seconds) overrides, for tests */
enum { CLOCK_CHINA_SECONDS = 8 * 3600 }; /* what China's clocks are ahead of UTC */
int32_t clock_china_day(void);           /* today in China, in days since 1970-01-01 */
void clock_iso(int64_t unix_s, char out[32]); /* "2026-11-22T03:15:00Z" */
void clock_user(char *out, size_t out_bytes); /* login name, for run records */

#endif
