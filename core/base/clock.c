/* clock.c - time of day and user name, for run records and progress only. */
#include "base/clock.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

uint64_t clock_monotonic_ns(void)
{
    struct timespec now = {0};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t clock_cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int64_t clock_unix_seconds(void)
{
    const char *fixed = getenv("HUIMIN_NOW");
    if (fixed && *fixed)
        return strtoll(fixed, NULL, 10);
    return (int64_t)time(NULL);
}

int32_t clock_china_day(void)
{
    int64_t s = clock_unix_seconds() + CLOCK_CHINA_SECONDS;
    return (int32_t)(s / 86400 - (s % 86400 < 0));
}

void clock_iso(int64_t unix_s, char out[32])
{
    time_t when = (time_t)unix_s;
    struct tm parts;
    if (!gmtime_r(&when, &parts) || strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        snprintf(out, 32, "1970-01-01T00:00:00Z");
}

void clock_user(char *out, size_t out_bytes)
{
    char scratch[1024];
    struct passwd entry, *found = NULL;
    if (getpwuid_r(geteuid(), &entry, scratch, sizeof scratch, &found) == 0 && found)
        snprintf(out, out_bytes, "%s", found->pw_name);
    else
        snprintf(out, out_bytes, "uid %lu", (unsigned long)geteuid());
}
