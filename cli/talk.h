/* talk.h - lines to a session of `huimin repl`, from wherever they come: echo, messages with
 * their place, Ctrl-C. */
#ifndef HM_CLI_TALK_H
#define HM_CLI_TALK_H

#include <stdio.h>
#include "session.h"

enum { TALK_BYTES = 1 << 17 }; /* of a line, and of all lines of a piece: more than is typed */

struct talk {
    struct session *s;
    struct hm_session *session;
    int echo;               /* shows each line before its answer: the input is no terminal */
    int failed;             /* a line was wrong */
    const char *file;       /* of the script, for messages; NULL: none */
    unsigned line;          /* of the script, where the piece began */
    char piece[TALK_BYTES]; /* lines so far that belong together */
    int has_piece;
};

/* Runs one piece (one or more lines that belong together), shows answer and messages. Returns
 * what became of it. */
enum hm_status talk_line(struct talk *t, const char *text);
/* Runs all lines of a file. HM_DATA when one was wrong; the others were run all the same. */
enum hm_status talk_script(struct talk *t, FILE *in);
/* The output is closed or `quit` was said: no more lines. */
int talk_ended(const struct talk *t);
/* A line more of the piece; -1: it gets too long. */
int talk_add(struct talk *t, const char *line);
void talk_drop(struct talk *t); /* the piece */

#endif
