/* talk.c - runs the lines of a session and shows what came of them. */
#include "talk.h"

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
    t->failed |= st != HM_OK;
    return st;
}

int talk_ended(const struct talk *t)
{
    return hm_session_ended(t->session) || t->s->write_error || session_terminated();
}

int talk_add(struct talk *t, const char *line)
{
    size_t before = t->has_piece ? strlen(t->piece) + 1 : 0, n = strlen(line);
    if (before + n >= sizeof t->piece)
        return -1;
    if (before)
        t->piece[before - 1] = '\n';
    memcpy(t->piece + before, line, n + 1);
    t->has_piece = 1;
    return 0;
}

void talk_drop(struct talk *t)
{
    t->piece[0] = '\0';
    t->has_piece = 0;
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

enum read { READ_LINE, READ_END, READ_WRONG };

/* The next line without its end; a line that is too long or has a zero byte is skipped. */
static enum read read_line(FILE *in, char line[TALK_BYTES])
{
    size_t n = 0;
    int c, wrong = 0, any = 0;
    while ((c = getc(in)) != EOF && c != '\n') {
        any = 1;
        wrong |= c == '\0' || n + 1 >= TALK_BYTES;
        if (!wrong)
            line[n++] = (char)c;
    }
    line[n] = '\0';
    return wrong ? READ_WRONG : c == EOF && !any ? READ_END : READ_LINE;
}

static enum hm_status run_piece(struct talk *t)
{
    if (!is_blank(t->piece))
        echo(t, t->piece);
    enum hm_status st = talk_line(t, t->piece);
    talk_drop(t);
    return st;
}

enum hm_status talk_script(struct talk *t, FILE *in)
{
    char line[TALK_BYTES];
    enum hm_status st = HM_OK;
    enum read r;
    talk_drop(t);
    for (unsigned n = 1; st != HM_INTERRUPTED && !talk_ended(t); n++) {
        if ((r = read_line(in, line)) == READ_END)
            break;
        if (!t->has_piece)
            t->line = n;
        if (r == READ_WRONG || talk_add(t, line) != 0) {
            term_error(_("line %u has a zero byte, or is too long"), n);
            t->failed = 1;
            talk_drop(t);
        } else if (!hm_session_incomplete(t->session, t->piece)) {
            st = run_piece(t);
        }
    }
    if (t->has_piece && st != HM_INTERRUPTED && !talk_ended(t))
        st = run_piece(t);
    return st == HM_INTERRUPTED ? st : t->failed ? HM_DATA : HM_OK;
}
