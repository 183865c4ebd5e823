/* main.c - finds the command and runs it. */
#include "args.h"

#include "help.h"
#include "huimin.h"
#include "term.h"

int main(int argc, char **argv)
{
    struct args args;
    hm_start();
    int rc = args_parse(&args, argc, argv);
    if (rc)
        return rc;
    if (!args.command) {
        if (args.given_count && args.given[0].option->name[0] == 'v') {
            printf("huimin %s\n", hm_version());
            return 0;
        }
        help_all(args.given_count ? stdout : stderr);
        return args.given_count ? 0 : 2;
    }
    if (args_has(&args, "help")) {
        help_command(stdout, args.command);
        return 0;
    }
    return args.command->run(&args);
}
