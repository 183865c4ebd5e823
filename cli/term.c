/* term.c - messages, colours and the progress bar. */
#include "term.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_CELLS = 24, REDRAW_MS = 100, LINE_MS = 5000 };

static const char *colour(const char *code)
{
    return isatty(STDERR_FILENO) ? code : "";
}

static const char *level_name(enum hm_level level)
{
    switch (level) {
    case HM_LEVEL_ERROR:
        return _("error");
    case HM_LEVEL_WARNING:
        return _("warning");
    default:
        return _("note");
    }
}

static const char *level_colour(enum hm_level level)
{
    return colour(level == HM_LEVEL_ERROR     ? "\033[1;31m"
                  : level == HM_LEVEL_WARNING ? "\033[1;33m"
                                              : "\033[1;36m");
}

void term_error(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "huimin: %s%s:%s ", level_colour(HM_LEVEL_ERROR), _("error"),
            colour("\033[0m"));
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
}

void term_note(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
}

void term_message(const struct hm_message *m)
{
    if (m->file) {
        fprintf(stderr, "%s", m->file);
        if (m->line)
            fprintf(stderr, ":%u", m->line);
        if (m->line && m->column)
            fprintf(stderr, ":%u", m->column);
        fputs(": ", stderr);
    } else if (m->line) {
        fprintf(stderr, _("line %u: "), m->line);
    } else {
        fputs("huimin: ", stderr);
    }
    fprintf(stderr, "%s%s:%s ", level_colour(m->level), level_name(m->level),
            colour("\033[0m"));
    if (m->field)
        fprintf(stderr, "%s: ", m->field);
    fprintf(stderr, "%s\n", m->text);
    if (m->hint && m->hint[0])
        fprintf(stderr, "    %s\n", m->hint);
}

void term_messages(const struct hm_messages *m, int quiet)
{
    size_t count = hm_messages_count(m), shown = 0;
    for (size_t i = 0; i < count; i++) {
        struct hm_message one;
        hm_messages_get(m, i, &one);
        if (quiet && one.level == HM_LEVEL_NOTE)
            continue;
        term_message(&one);
        shown += one.level != HM_LEVEL_NOTE;
    }
    size_t all = hm_messages_errors(m) + hm_messages_warnings(m);
    if (all > shown)
        term_note(_("... and %zu more"), all - shown);
}

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

void progress_start(struct progress *p, int quiet, int json)
{
    memset(p, 0, sizeof *p);
    p->lines = !quiet && json && !isatty(STDERR_FILENO);
    p->enabled = p->lines || (!quiet && isatty(STDERR_FILENO));
}

void progress_clear(struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = 0;
}

static void draw(const struct progress *p, uint64_t done, uint64_t total, uint64_t elapsed_ns)
{
    uint64_t rate =
        elapsed_ns ? (uint64_t)((unsigned __int128)done * 1000000000u / elapsed_ns) : 0;
    fprintf(stderr, "\r\033[K%s ", p->what);
    if (total) {
        uint64_t part = done < total ? done : total;
        unsigned cells = (unsigned)(part * BAR_CELLS / total);
        fputc('[', stderr);
        for (unsigned i = 0; i < BAR_CELLS; i++)
            fputc(i < cells ? '#' : '.', stderr);
        fprintf(stderr, "] %3u %%  ", (unsigned)(part * 100 / total));
    }
    if (done)
        fprintf(stderr, _("%llu done, %llu/s"), (unsigned long long)done,
                (unsigned long long)rate);
    if (total > done && rate) {
        uint64_t left_s = (total - done) / rate;
        fprintf(stderr, _(", %llu:%02llu left"), (unsigned long long)(left_s / 60),
                (unsigned long long)(left_s % 60));
    }
    fflush(stderr);
}

static void put_line(const struct progress *p, uint64_t done, uint64_t total,
                     uint64_t elapsed_ns)
{
    unsigned long long rate =
        elapsed_ns ? (unsigned long long)((unsigned __int128)done * 1000000000u / elapsed_ns)
                   : 0;
    fprintf(stderr, "{\"progress\":\"%s\",\"done\":%llu,\"total\":%llu,\"a_second\":%llu,",
            p->what, (unsigned long long)done, (unsigned long long)total, rate);
    fprintf(stderr, "\"elapsed_ms\":%llu}\n", (unsigned long long)(elapsed_ns / 1000000));
}

void progress_update(struct progress *p, const char *what, uint64_t done, uint64_t total)
{
    if (!p->enabled)
        return;
    uint64_t now = now_ns();
    if (!p->what || strcmp(p->what, what) != 0) {
        p->what = what;
        p->started_ns = now;
        p->drawn_ns = p->lines ? now : 0; /* what is done in a moment gives no line */
    }
    uint64_t pause_ms = p->lines ? LINE_MS : REDRAW_MS;
    if (p->drawn_ns && now - p->drawn_ns < pause_ms * 1000000u)
        return;
    p->drawn_ns = now;
    p->shown = !p->lines;
    if (p->lines)
        put_line(p, done, total, now - p->started_ns);
    else
        draw(p, done, total, now - p->started_ns);
}
