/* cmd_help.c - huimin help: the commands, the manual page, the shell completion. */
#include "args.h"

#include "help.h"
#include "term.h"

int cmd_help(const struct args *a)
{
    const char *name = args_operand(a, 0);
    if (args_has(a, "man")) {
        help_man(stdout);
        return 0;
    }
    if (args_has(a, "completion")) {
        help_completion(stdout);
        return 0;
    }
    if (args_has(a, "verbs")) {
        help_verbs(stdout);
        return 0;
    }
    if (!name) {
        help_all(stdout);
        return 0;
    }
    const struct command *c = command_find(name);
    if (!c)
        return args_unknown_command(name);
    help_command(stdout, c);
    return 0;
}
