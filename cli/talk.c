/* talk.c - runs the lines of a session and shows what came of them. */
#include "talk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum hm_status talk_line(struct talk *t, const char *text)
{
    struct hm_messages *messages = t->s->host.messages;
    session_again();
    enum hm_status st = hm_session_line(t->session, text);
    progress_clear(&t->s->progress);
    fflush(t->s->out);
    for (size_t i = 0; i < hm_messages_count(messages); i++) {
        struct hm_message m;
        hm_messages_get(messages, i, &m);
        if (t->s->quiet && m.level == HM_LEVEL_NOTE)
            continue;
        if (!m.file && t->line) {
            m.file = t->file ? t->file : _("standard input");
            m.line = t->line + (m.line ? m.line - 1 : 0);
        }
        term_message(&m);
    }
    hm_messages_clear(messages);
    if (st == HM_INTERRUPTED)
        term_note(_("interrupted"));
    t->failed |= st != HM_OK;
    return st;
}

int talk_ended(const struct talk *t)
{
    return hm_session_ended(t->session) || t->s->write_error || session_terminated();
}

int talk_add(char **piece, const char *line)
{
    size_t before = *piece ? strlen(*piece) + 1 : 0, n = strlen(line);
    char *grown = realloc(*piece, before + n + 1);
    if (!grown)
        return -1;
    if (before)
        grown[before - 1] = '\n';
    memcpy(grown + before, line, n + 1);
    *piece = grown;
    return 0;
}

/* Every line of a piece, as a transcript has it. */
static void echo(const struct talk *t, const char *piece)
{
    while (t->echo && *piece) {
        size_t n = strcspn(piece, "\n");
        fprintf(t->s->out, "> %.*s\n", (int)n, piece);
        piece += n + (piece[n] == '\n');
    }
}

static int is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n")] == '\0';
}

enum hm_status talk_script(struct talk *t, FILE *in)
{
    char *line = NULL, *piece = NULL;
    size_t cap = 0;
    enum hm_status st = HM_OK;
    unsigned number = 0;
    ssize_t n;
    while (st != HM_INTERRUPTED && !talk_ended(t) && (n = getline(&line, &cap, in)) >= 0) {
        number++;
        if (n > 0 && line[n - 1] == '\n')
            line[n - 1] = '\0';
        if (!piece)
            t->line = number;
        if (strlen(line) + 1 < (size_t)n || talk_add(&piece, line) != 0) {
            term_error(_("line %u: a zero byte, or no memory"), number);
            t->failed = 1;
            continue;
        }
        if (hm_session_incomplete(t->session, piece))
            continue;
        if (!is_blank(piece))
            echo(t, piece);
        st = talk_line(t, piece);
        free(piece);
        piece = NULL;
    }
    if (piece && st != HM_INTERRUPTED && !talk_ended(t)) {
        echo(t, piece);
        st = talk_line(t, piece);
    }
    free(piece);
    free(line);
    return st == HM_INTERRUPTED ? st : t->failed ? HM_DATA : HM_OK;
}
