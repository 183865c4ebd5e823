/* help.h - --help, the manual page and the shell completion, all made from command.def. */
#ifndef HM_CLI_HELP_H
#define HM_CLI_HELP_H

#include <stdio.h>
#include "command.h"

void help_all(FILE *out);
void help_command(FILE *out, const struct command *c);
void help_man(FILE *out);        /* roff, English */
void help_completion(FILE *out); /* bash */
void help_verbs(FILE *out);      /* Markdown, for docs/repl.md: the verbs of sessions */

#endif
