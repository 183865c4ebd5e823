/* command.h - the commands and their options as tables, made from command.def. */
#ifndef HM_CLI_COMMAND_H
#define HM_CLI_COMMAND_H

#include <stddef.h>

struct args;

struct option {
    const char *name;
    char letter;          /* 0 = none */
    const char *argument; /* NULL = a switch */
    const char *help;     /* msgid */
};
struct command {
    const char *name;
    size_t fewest, most; /* operands */
    const char *operands;
    const char *summary, *description; /* msgids */
    const struct option *options;      /* ends with a NULL name */
    int (*run)(const struct args *a);  /* returns the exit code */
};

extern const struct command command_table[];
extern const size_t command_count;
extern const struct option command_common[]; /* ends with a NULL name */

const struct command *command_find(const char *name); /* NULL: no such command */
/* An option of a command or a common one; NULL: no such option. */
const struct option *command_option(const struct command *c, const char *name, size_t length);
const struct option *command_letter(const struct command *c, char letter);
/* The nearest name, to suggest; NULL when none is near. */
const char *command_nearest(const char *name);
const char *command_nearest_option(const struct command *c, const char *name);

/* One a file, cmd_NAME.c. */
#define COMMAND(name, fewest, most, operands, summary, description)                            \
    int cmd_##name(const struct args *a);
#define OPTION(name, letter, argument, help)
#define COMMON(name, letter, argument, help)
#define END(name)
#include "command.def"
#undef COMMAND
#undef OPTION
#undef COMMON
#undef END

#endif
