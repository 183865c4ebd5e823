/* session.h - one run of one command: its common options, the host the library talks to, the
 * output file, Ctrl-C, and the exit code at the end. */
#ifndef HM_CLI_SESSION_H
#define HM_CLI_SESSION_H

#include "args.h"
#include "term.h"

struct session {
    struct hm_host host;
    struct hm_store *store; /* opened by session_store, closed by session_end */
    struct progress progress;
    FILE *out;
    const char *out_path; /* NULL = standard output */
    char part_path[4096]; /* written to and renamed at the end */
    int in_place;         /* out_path is a device or pipe: part_path is out_path itself */
    int quiet;
    int write_error; /* errno of the first write that failed */
};

/* 0, or the exit code after saying what is wrong. Call session_end only after a 0. */
int session_begin(struct session *s, const struct args *a);
/* The engine when --engine does not say; without this call it is lua. */
void session_engine(struct session *s, const struct args *a, enum hm_engine fallback);
/* Opens the store named by the first operand. */
enum hm_status session_store(struct session *s, const struct args *a, int for_writing);
/* Forgets a Ctrl-C and waits for the next one, which is only noticed, however often: for a session
 * of many questions. */
void session_again(void);
int session_terminated(void); /* SIGTERM came */
/* Prints the messages, completes or removes the output file and returns the exit code. */
int session_end(struct session *s, enum hm_status st);

#endif
