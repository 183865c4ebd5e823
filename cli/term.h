/* term.h - what people see that is not a result: messages on stderr, colours, the progress bar.
 * Colours and the bar appear on a terminal only. */
#ifndef HM_CLI_TERM_H
#define HM_CLI_TERM_H

#include <stdint.h>
#include <stdio.h>
#include "huimin.h"

#define _(msgid)  hm_text(msgid)
#define N_(msgid) msgid

/* A line on stderr: "huimin: error: ...". */
void term_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void term_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void term_message(const struct hm_message *m); /* one of them, as below */
/* All messages on stderr, "file:line:column: error: text" and the hint below. Notes are left
 * out when quiet. Then how many more there were. */
void term_messages(const struct hm_messages *m, int quiet);

struct progress {
    int shown; /* is there a bar on the terminal now */
    int enabled;
    int lines; /* instead of a bar, a line of JSON on stderr every few seconds */
    uint64_t started_ns; /* of this `what` */
    uint64_t drawn_ns;
    const char *what; /* borrowed: from the interface's texts */
};
/* json: when stderr is no terminal, lines for a scheduler. */
void progress_start(struct progress *p, int quiet, int json);
void progress_update(struct progress *p, const char *what, uint64_t done, uint64_t total);
void progress_clear(struct progress *p); /* before anything else is written to the terminal */

#endif
