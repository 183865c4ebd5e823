/* line.h - the terminal of `huimin repl`: editing, history and completion by libedit. */
#ifndef HM_CLI_LINE_H
#define HM_CLI_LINE_H

#include "talk.h"

/* Talks until `quit` or the end of input. Wrong lines are no failure here. */
enum hm_status line_talk(struct talk *t);

#endif
