/* cmd_bench.c - huimin bench: runs the benchmark program that was built beside huimin. It is a
 * program of its own since it contains the comparisons written by hand.
 */
#include "args.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#include "term.h"

#define PROGRAM "huimin-bench"

/* The program's path beside this one's; -1: it does not fit or cannot be known. */
static int find_program(char *out, size_t bytes)
{
    ssize_t n = readlink("/proc/self/exe", out, bytes - 1);
    if (n < 0)
        return -1;
    out[n] = 0;
    char *name = strrchr(out, '/');
    if (!name || (size_t)(name + 1 - out) + sizeof PROGRAM > bytes)
        return -1;
    memcpy(name + 1, PROGRAM, sizeof PROGRAM);
    return 0;
}

int cmd_bench(const struct args *a)
{
    char path[PATH_MAX];
    char *argv[5] = {path};
    int n = 1;
    uint64_t households;
    const char *given = args_value(a, "households");
    if (args_number(a, "households", 10000000, &households))
        return 2;
    if (args_has(a, "quick"))
        argv[n++] = "--quick";
    if (given) {
        argv[n++] = "--households";
        argv[n++] = (char *)(uintptr_t)given;
    }
    if (find_program(path, sizeof path) == 0)
        execv(path, argv);
    term_error(_("the benchmark %s cannot be started: %s"), path, strerror(errno));
    term_note(_("it is built with huimin and stays in the build folder: run it there"));
    return 3;
}
