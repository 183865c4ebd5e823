/* line.c - libedit: one line editor with wide characters, the history in a private file, Tab.
 * The only file that knows libedit.
 */
#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wchar.h>

enum { HISTORY_LINES = 2000, COLUMNS_UNKNOWN = 80, FOUND_MAX = 512, FOUND_BYTES = 1 << 16 };

struct line {
    struct talk *talk;
    EditLine *el;
    HistoryW *history;
    char history_path[4096]; /* empty: none is kept */
};

struct found { /* what Tab may stand for */
    const char *words[FOUND_MAX];
    size_t count, used;
    char bytes[FOUND_BYTES];
};

/* --- history --- */

static void make_folders(char *path)
{
    for (char *p = path + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        mkdir(path, 0700);
        *p = '/';
    }
}

/* $XDG_STATE_HOME/huimin/history, or below ~/.local/state; readable by the user alone. */
static void find_history(struct line *l)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    int n = -1;
    if (state && *state == '/')
        n = snprintf(l->history_path, sizeof l->history_path, "%s/huimin/history", state);
    else if (home && *home == '/')
        n = snprintf(l->history_path, sizeof l->history_path, "%s/.local/state/huimin/history",
                     home);
    if (n < 0 || (size_t)n >= sizeof l->history_path) {
        l->history_path[0] = '\0';
        return;
    }
    make_folders(l->history_path);
    int fd = open(l->history_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || fchmod(fd, 0600) != 0)
        l->history_path[0] = '\0';
    if (fd >= 0)
        close(fd);
}

static void open_history(struct line *l)
{
    HistEventW event;
    find_history(l);
    l->history = history_winit();
    if (!l->history)
        return;
    history_w(l->history, &event, H_SETSIZE, HISTORY_LINES);
    history_w(l->history, &event, H_SETUNIQUE, 1);
    if (l->history_path[0])
        history_w(l->history, &event, H_LOAD, l->history_path);
    el_wset(l->el, EL_HIST, history_w, l->history);
}

static void close_history(struct line *l)
{
    HistEventW event;
    if (!l->history)
        return;
    if (l->history_path[0])
        history_w(l->history, &event, H_SAVE, l->history_path);
    history_wend(l->history);
}

/* --- completion --- */

static void take_word(void *ctx, const char *word)
{
    struct found *f = ctx;
    size_t n = strlen(word) + 1;
    if (f->count == FOUND_MAX || n > sizeof f->bytes - f->used)
        return;
    memcpy(f->bytes + f->used, word, n);
    f->words[f->count++] = f->bytes + f->used;
    f->used += n;
}

/* Bytes that all words begin with, whole characters only. */
static size_t common(const struct found *f)
{
    size_t n = strlen(f->words[0]);
    for (size_t i = 1; i < f->count; i++) {
        size_t k = 0;
        while (k < n && f->words[i][k] == f->words[0][k])
            k++;
        n = k;
    }
    while (n > 0 && ((unsigned char)f->words[0][n] & 0xC0) == 0x80)
        n--;
    return n;
}

static int insert(EditLine *el, const char *text, size_t n)
{
    wchar_t wide[512];
    char copy[512];
    if (n >= sizeof copy)
        return 0;
    memcpy(copy, text, n);
    copy[n] = '\0';
    size_t count = mbstowcs(wide, copy, sizeof wide / sizeof *wide);
    return count != (size_t)-1 && count > 0 && el_winsertstr(el, wide) == 0;
}

static size_t screen_columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col
                                                                       : COLUMNS_UNKNOWN;
}

static void list(const struct found *f)
{
    size_t widest = 0, column = 0;
    for (size_t i = 0; i < f->count; i++)
        widest = hm_width(f->words[i]) > widest ? hm_width(f->words[i]) : widest;
    size_t columns = screen_columns() / (widest + 2);
    columns = columns ? columns : 1;
    putchar('\n');
    for (size_t i = 0; i < f->count; i++) {
        int last = ++column == columns || i + 1 == f->count;
        printf("%s%*s", f->words[i], last ? 0 : (int)(widest + 2 - hm_width(f->words[i])), "");
        if (last) {
            putchar('\n');
            column = 0;
        }
    }
    fflush(stdout);
}

/* Inserts what all candidates share; lists them when that is nothing new. */
static unsigned char complete(EditLine *el, int ch)
{
    struct line *l = NULL;
    const LineInfoW *info = el_wline(el);
    struct found f;
    char text[4096];
    wchar_t before[1024];
    unsigned char result = CC_ERROR;
    size_t n = (size_t)(info->cursor - info->buffer);
    (void)ch;
    f.count = f.used = 0;
    if (el_wget(el, EL_CLIENTDATA, &l) != 0 || n >= sizeof before / sizeof *before)
        return CC_ERROR;
    wmemcpy(before, info->buffer, n);
    before[n] = L'\0';
    size_t bytes = wcstombs(text, before, sizeof text);
    if (bytes >= sizeof text)
        return CC_ERROR;
    size_t begin = hm_session_complete(l->talk->session, text, bytes, take_word, &f);
    if (f.count > 0) {
        size_t shared = common(&f), typed = bytes - begin;
        if (shared > typed && insert(el, f.words[0] + typed, shared - typed))
            result = CC_REFRESH;
        if (f.count == 1 && insert(el, " ", 1))
            result = CC_REFRESH;
        if (result == CC_ERROR) {
            list(&f);
            result = CC_REDISPLAY;
        }
    }
    return result;
}

/* --- lines --- */

static wchar_t *prompt(EditLine *el)
{
    static const wchar_t first[] = L"huimin> ", more[] = L"     -> ";
    struct line *l = NULL;
    el_wget(el, EL_CLIENTDATA, &l);
    return (wchar_t *)(uintptr_t)(l && l->talk->has_piece ? more : first);
}

static int open_line(struct line *l)
{
    l->el = el_init("huimin", stdin, stdout, stderr);
    if (!l->el)
        return -1;
    el_wset(l->el, EL_CLIENTDATA, l);
    el_wset(l->el, EL_PROMPT, prompt);
    el_wset(l->el, EL_EDITOR, L"emacs");
    el_wset(l->el, EL_SIGNAL, 0);
    el_wset(l->el, EL_ADDFN, L"huimin-complete", L"complete names", complete);
    el_wset(l->el, EL_BIND, L"^I", L"huimin-complete", NULL);
    el_wset(l->el, EL_BIND, L"^R", L"em-inc-search-prev", NULL);
    open_history(l);
    el_source(l->el, NULL);
    return 0;
}

static void close_line(struct line *l)
{
    close_history(l);
    el_end(l->el);
}

static void take_line(struct line *l, const wchar_t *wide)
{
    HistEventW event;
    char text[TALK_BYTES];
    size_t n = wcstombs(text, wide, sizeof text);
    if (n >= sizeof text) {
        term_error(_("the line is too long"));
        return;
    }
    if (n > 0 && text[n - 1] == '\n')
        text[n - 1] = '\0';
    int ends = !text[strspn(text, " \t")]; /* an empty line ends a piece, whatever it lacks */
    if (l->history && !ends)
        history_w(l->history, &event, H_ENTER, wide);
    if (talk_add(l->talk, text) != 0)
        term_error(_("the line is too long"));
    else if (!ends && hm_session_incomplete(l->talk->session, l->talk->piece))
        return;
    else if (talk_line(l->talk, l->talk->piece) == HM_INTERRUPTED)
        term_note(_("interrupted"));
    talk_drop(l->talk);
}

static void on_continue(int number)
{
    (void)number; /* reading is interrupted, and the next prompt sets the terminal up again */
}

static void catch_continue(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_continue;
    sigaction(SIGCONT, &action, NULL);
}

enum hm_status line_talk(struct talk *t)
{
    struct line l = {.talk = t};
    catch_continue();
    t->echo = 0;
    if (open_line(&l) != 0)
        return talk_script(t, stdin);
    while (!talk_ended(t)) {
        int count = 0;
        session_again();
        el_resize(l.el);
        const wchar_t *wide = el_wgets(l.el, &count);
        if (wide && count > 0) {
            take_line(&l, wide);
        } else if (count < 0 && errno == EINTR) {
            fputs("^C\n", stdout); /* Ctrl-C at the prompt: the line is dropped, no more */
            talk_drop(t);
        } else {
            fputc('\n', stdout);
            break;
        }
    }
    close_line(&l);
    return HM_OK;
}
