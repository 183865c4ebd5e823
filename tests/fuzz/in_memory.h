/* in_memory.h - bytes as a file that has a path and no place on a disk. */
#ifndef HM_TESTS_IN_MEMORY_H
#define HM_TESTS_IN_MEMORY_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* The descriptor, to be closed; path: where it can be opened. */
static inline int in_memory(char path[64], const uint8_t *data, size_t n)
{
    int fd = memfd_create("fuzz", 0);
    for (size_t at = 0; fd >= 0 && at < n;) {
        ssize_t k = write(fd, data + at, n - at);
        if (k <= 0)
            abort();
        at += (size_t)k;
    }
    if (fd < 0)
        abort();
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
