/* replay.c FOLDER MUTATIONS - runs a fuzz target without libFuzzer: every file of the corpus as
 * it is, cut at many places, and with that many bytes changed at random (the same each time).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { CUTS = 64, LARGE_BYTES = 64 << 10, FILE_BYTES = 16 << 20 };

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A copy of exactly n bytes, so that a sanitizer sees a look behind the end. */
static void run(const char *bytes, size_t n)
{
    char *copy = mem_alloc(n);
    if (!copy)
        abort();
    memcpy(copy, bytes, n);
    LLVMFuzzerTestOneInput((const uint8_t *)copy, n);
    mem_free(copy);
}

static void replay(char *bytes, size_t n, unsigned mutations)
{
    uint64_t seed = UINT64_C(0x9E3779B97F4A7C15) + n;
    run(bytes, n);
    if (n > LARGE_BYTES)
        return; /* a bomb: once is enough */
    for (size_t cut = 0; cut < n; cut += 1 + n / CUTS)
        run(bytes, cut);
    for (unsigned i = 0; i < mutations && n > 0; i++) {
        size_t at[3];
        char was[3];
        for (int k = 0; k < 3; k++) {
            at[k] = next(&seed) % n;
            was[k] = bytes[at[k]];
            bytes[at[k]] = (char)(next(&seed) % 3 ? "\",;<>\0\xff=0\n"[next(&seed) % 10]
                                                  : (char)next(&seed));
        }
        run(bytes, n);
        for (int k = 2; k >= 0; k--)
            bytes[at[k]] = was[k];
    }
}

int main(int argc, char **argv)
{
    char **names;
    size_t count;
    unsigned mutations = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
    if (argc < 2 || fs_list(&names, &count, argv[1], NULL) != HM_OK || count == 0) {
        fprintf(stderr, "replay FOLDER MUTATIONS: no corpus\n");
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        char *bytes, *path = fs_join(argv[1], names[i]);
        size_t n;
        if (!path || fs_read(&bytes, &n, path, FILE_BYTES, NULL) != HM_OK)
            return 2;
        replay(bytes, n, mutations);
        mem_free(bytes);
        mem_free(path);
    }
    printf("%zu files, %u mutations each\n", count, mutations);
    fs_list_free(names, count);
    return 0;
}
