/* args.h - the command line, taken apart by the tables of command.h. Options may stand before
 * or after operands; "--" ends them; "-" is an operand. */
#ifndef HM_CLI_ARGS_H
#define HM_CLI_ARGS_H

#include <stdint.h>
#include "command.h"

enum { ARGS_OPTIONS_MAX = 256 }; /* more --set than an officer writes */

struct given {
    const struct option *option;
    const char *value; /* NULL for a switch */
};
struct args {
    const struct command *command;
    const char **operands; /* borrowed: argv, packed */
    size_t operand_count;
    struct given given[ARGS_OPTIONS_MAX];
    size_t given_count;
};

/* Takes argv apart (argv[0] is the program; operands are packed into it). Returns 0, or the
 * exit code 2 after having said on stderr what is wrong. a->command is NULL when no command was
 * named:
 * `--help` and `--version` alone are then found by args_has. */
int args_parse(struct args *a, int argc, char **argv);

/* The name must be one of the command's options. */
int args_has(const struct args *a, const char *name);
const char *args_value(const struct args *a,
                       const char *name); /* the last one; NULL: not given */
/* --format, or else csv or xlsx by the end of --output's name; NULL: neither says. */
const char *args_format(const struct args *a);
/* All values of a repeated option, into out; returns how many. */
size_t args_values(const struct args *a, const char *name, const char **out, size_t max);
const char *args_operand(const struct args *a, size_t i); /* NULL: fewer were given */
/* A whole number >= 0 of an option; 0 on success, 2 after saying what is wrong. */
int args_number(const struct args *a, const char *name, uint64_t fallback, uint64_t *out);
/* Says that there is no such command and which is near; returns 2. */
int args_unknown_command(const char *name);
int args_read_number(const char *what, const char *text, uint64_t *out);

#endif
