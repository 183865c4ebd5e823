/* session.c - sets up and ends one command's run. */
#include "session.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Set by the signal handler, read by the library's threads: the one place where a global is the
 * only way. */
static atomic_int stop_requested;

static void on_signal(int number)
{
    atomic_store_explicit(&stop_requested, number, memory_order_relaxed);
}

static void catch_signals(int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = flags;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is a message, not a death */
}

void session_again(void)
{
    int interrupted = SIGINT;
    atomic_compare_exchange_strong(&stop_requested, &interrupted, 0);
    catch_signals(0);
}

int session_terminated(void)
{
    return atomic_load_explicit(&stop_requested, memory_order_relaxed) == SIGTERM;
}

static int host_stopped(void *ctx)
{
    (void)ctx;
    return atomic_load_explicit(&stop_requested, memory_order_relaxed) != 0;
}

static int host_write(void *ctx, const void *bytes, size_t n)
{
    struct session *s = ctx;
    progress_clear(&s->progress);
    int failed = fwrite(bytes, 1, n, s->out) != n;
    if (failed && !s->write_error)
        s->write_error = errno;
    return failed;
}

static void host_progress(void *ctx, const char *what, uint64_t done, uint64_t total)
{
    struct session *s = ctx;
    progress_update(&s->progress, what, done, total);
}

static int read_engine(const struct args *a, enum hm_engine *out)
{
    static const char *const names[] = {"lua", "fast", "both"};
    const char *word = args_value(a, "engine");
    *out = HM_ENGINE_LUA;
    if (!word)
        return 0;
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(word, names[i]) == 0) {
            *out = (enum hm_engine)i;
            return 0;
        }
    }
    term_error(_("--engine: \"%s\" is none of lua, fast, both"), word);
    return 2;
}

void session_engine(struct session *s, const struct args *a, enum hm_engine fallback)
{
    if (!args_value(a, "engine"))
        s->host.engine = fallback;
}

/* A device, pipe or socket is written to; renaming onto its name would replace it by a file. */
static int writes_in_place(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode);
}

static int open_output(struct session *s, const char *path)
{
    s->out = stdout;
    s->out_path = path;
    if (!path || strcmp(path, "-") == 0) {
        s->out_path = NULL;
        return 0;
    }
    s->in_place = writes_in_place(path);
    int n = snprintf(s->part_path, sizeof s->part_path, s->in_place ? "%s" : "%s.part", path);
    if (n < 0 || (size_t)n >= sizeof s->part_path) {
        term_error(_("--output: the path is too long"));
        return 2;
    }
    s->out = fopen(s->part_path, "wb");
    if (!s->out) {
        term_error(_("cannot write %s: %s"), s->part_path, strerror(errno));
        return 3;
    }
    return 0;
}

int session_begin(struct session *s, const struct args *a)
{
    uint64_t threads;
    int rc;
    memset(s, 0, sizeof *s);
    s->quiet = args_has(a, "quiet");
    s->host.format = args_has(a, "json") ? HM_FORMAT_JSON : HM_FORMAT_TEXT;
    if ((rc = args_number(a, "threads", 0, &threads)) != 0)
        return rc;
    if ((rc = read_engine(a, &s->host.engine)) != 0)
        return rc;
    if ((rc = open_output(s, args_value(a, "output"))) != 0)
        return rc;
    s->host.threads = threads < 256 ? (unsigned)threads : 256;
    s->host.who = args_value(a, "by");
    s->host.reason = args_value(a, "reason");
    s->host.messages = hm_messages_new();
    s->host.write = host_write;
    s->host.progress = host_progress;
    s->host.stopped = host_stopped;
    s->host.ctx = s;
    progress_start(&s->progress, s->quiet, args_has(a, "json"));
    catch_signals((int)SA_RESETHAND); /* a second Ctrl-C ends at once; the store stands that */
    return 0;
}

enum hm_status session_store(struct session *s, const struct args *a, int for_writing)
{
    return hm_store_open(&s->store, args_operand(a, 0), for_writing, s->host.messages);
}

static int close_output(struct session *s, int rc)
{
    int failed = fflush(s->out) != 0 || ferror(s->out);
    int reason = s->write_error ? s->write_error : errno;
    if (s->out_path) {
        failed |= !failed && !s->in_place && fsync(fileno(s->out)) != 0;
        reason = failed && !s->write_error ? errno : reason;
        failed |= fclose(s->out) != 0;
        if (!failed && rc <= 1 && !s->in_place)
            failed = rename(s->part_path, s->out_path) != 0;
        else if (!s->in_place)
            unlink(s->part_path);
        reason = failed && !reason ? errno : reason;
    }
    if (!failed)
        return rc;
    term_error(_("cannot write %s: %s"), s->out_path ? s->out_path : _("standard output"),
               strerror(reason));
    return 3;
}

int session_end(struct session *s, enum hm_status st)
{
    int rc = hm_exit_code(st);
    progress_clear(&s->progress);
    hm_store_close(s->store);
    fflush(stdout);
    if (s->host.messages)
        term_messages(s->host.messages, s->quiet);
    if (st == HM_INTERRUPTED)
        term_note(_("interrupted"));
    rc = close_output(s, rc);
    hm_messages_free(s->host.messages);
    return rc;
}
