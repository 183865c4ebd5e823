/* cmd_repl.c - huimin repl: a session fed by a terminal, a file, a pipe or --command. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "line.h"

static int is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* Runs the user's editor on the file, as other tools do; vi on a terminal only. */
static int edit(void *ctx, const char *path)
{
    int status;
    (void)ctx;
    if (!getenv("VISUAL") && !getenv("EDITOR") && !isatty(STDIN_FILENO))
        return -1;
    pid_t child = fork();
    if (child < 0)
        return -1;
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "eval \"${VISUAL:-${EDITOR:-vi}} \\\"\\$1\\\"\"", "edit",
              path, (char *)NULL);
        _exit(127);
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status != 0;
}

static unsigned terminal_columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static enum hm_status run_file(struct talk *t, const char *file)
{
    FILE *in = fopen(file, "rb");
    if (!in) {
        term_error(_("cannot read %s: %s"), file, strerror(errno));
        return HM_ENVIRONMENT;
    }
    t->file = file;
    enum hm_status st = talk_script(t, in);
    fclose(in);
    return st;
}

static enum hm_status run_lines(struct talk *t, const struct args *a, const char *file)
{
    const char *command = args_value(a, "command");
    if (command) {
        t->echo = 0;
        enum hm_status st = talk_line(t, command);
        return st == HM_OK || st == HM_INTERRUPTED ? st : HM_DATA;
    }
    if (file && strcmp(file, "-") != 0)
        return run_file(t, file);
    if (!file && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
        return line_talk(t);
    return talk_script(t, stdin);
}

int cmd_repl(const struct args *a)
{
    struct session s;
    struct talk t = {.s = &s, .session = NULL};
    size_t n = a->operand_count, policy = n > 1 && !is_folder(args_operand(a, 0));
    const char *file = args_operand(a, policy + 1);
    if (policy + 2 < n || (file && args_value(a, "command"))) {
        term_error(_("expected [STORE] POLICY and then FILE or --command, not both"));
        return 2;
    }
    int rc = session_begin(&s, a);
    if (rc)
        return rc;
    session_engine(&s, a, HM_ENGINE_FAST);
    s.host.edit = edit;
    s.host.columns = terminal_columns();
    enum hm_status st = policy ? session_store(&s, a, 0) : HM_OK;
    if (st == HM_OK)
        st = hm_session_open(&t.session, s.store, args_operand(a, policy),
                             args_value(a, "month"), &s.host);
    t.echo = !s.quiet && s.host.format != HM_FORMAT_JSON;
    if (st == HM_OK)
        st = run_lines(&t, a, file);
    hm_session_close(t.session);
    return session_end(&s, st);
}
