/* lines.c STORE POLICY COUNT [SEED] - throws lines at a session: random bytes, random words of
 * its own (from completion), pieces of good lines, lines cut in the middle, brackets that never
 * close. Nothing may crash, hang or change the store's bytes; the session must answer a plain
 * question afterwards. Run in a folder of its own: `export` and its like may write there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "huimin.h"

enum { WORDS = 20000, LINE_BYTES = 400, TIMED = 2000000 };

struct words {
    char *text[WORDS];
    size_t count;
};

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int drop(void *ctx, const void *bytes, size_t n)
{
    size_t *total = ctx;
    (void)bytes;
    *total += n;
    return 0;
}

static void take(void *ctx, const char *word)
{
    struct words *w = ctx;
    if (w->count < WORDS && strchr(word, '/') == NULL)
        w->text[w->count++] = strdup(word);
}

static void harvest(struct hm_session *s, struct words *w)
{
    static const char *const starts[] = {"",        "set ",   "total ",    "who ",
                                         "sweep ",  "goal ",  "show ",     "why ",
                                         "whatif ", "names ", "scenario ", "law."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        hm_session_complete(s, starts[i], strlen(starts[i]), take, w);
}

static size_t put_word(char *out, size_t room, const struct words *w, uint64_t *seed)
{
    static const char *const extras[] = {"=",
                                         "==",
                                         "<=",
                                         ">",
                                         "1330",
                                         "1181..1400",
                                         "by",
                                         "from",
                                         "2025-01",
                                         "until",
                                         "changed",
                                         "and",
                                         "or",
                                         "not",
                                         "\"",
                                         "'",
                                         "[",
                                         "]",
                                         "(",
                                         ")",
                                         "{",
                                         "}",
                                         ".",
                                         "..",
                                         "0",
                                         "-1",
                                         "1e30",
                                         "1/0",
                                         "persons[0]",
                                         "persons[99].",
                                         "nil",
                                         "true",
                                         "＝",
                                         "　",
                                         "、",
                                         "#",
                                         "--",
                                         "\\",
                                         "\n",
                                         "\t",
                                         "function",
                                         "end",
                                         "return",
                                         "local",
                                         "law.",
                                         "family(\"H1\")",
                                         "%s%n",
                                         "x.csv",
                                         "yuan(3)",
                                         "%",
                                         ",",
                                         ";",
                                         "for i = 1, 3 do",
                                         "9999999999999999999"};
    const char *word;
    if (next(seed) % 2 && w->count)
        word = w->text[next(seed) % w->count];
    else
        word = extras[next(seed) % (sizeof extras / sizeof *extras)];
    int n = snprintf(out, room, "%s%s", next(seed) % 5 ? " " : "", word);
    return n > 0 && (size_t)n < room ? (size_t)n : 0;
}

static void make_line(char *line, const struct words *w, uint64_t *seed)
{
    static const char *const good[] = {"set standard = 1300 from 2022-08",
                                       "total dibao_amount by category",
                                       "hist dibao_amount",
                                       "sweep standard 1181..1400 by 100",
                                       "who dibao_amount changed by > 50",
                                       "diff",
                                       "goal total dibao_amount <= 12000 by standard",
                                       "law.standard * 12",
                                       "undo",
                                       "for i = 1, 3 do print(i) end",
                                       "who category == \"dibao\" and size >= 2",
                                       "total(\"dibao_amount\")",
                                       "scenario list",
                                       "month 2022-07",
                                       "show F1",
                                       "why F1.dibao_amount"};
    size_t n = 0;
    uint64_t kind = next(seed) % 6;
    if (kind == 0) {
        n = next(seed) % 60;
        for (size_t i = 0; i < n; i++)
            line[i] = (char)(1 + next(seed) % 255);
        line[n] = '\0';
        return;
    }
    line[0] = '\0';
    if (kind != 1)
        n = (size_t)snprintf(line, LINE_BYTES, "%s",
                             good[next(seed) % (sizeof good / sizeof *good)]);
    if (kind == 2 && n) { /* cut, and one byte changed */
        n = next(seed) % n + 1;
        line[n] = '\0';
        if (next(seed) % 2)
            line[next(seed) % n] = (char)(1 + next(seed) % 255);
    }
    uint64_t more = kind == 4 ? 0 : kind == 3 ? next(seed) % 2 : next(seed) % 8;
    for (uint64_t k = more; k > 0 && n + 64 < LINE_BYTES; k--)
        n += put_word(line + n, LINE_BYTES - n, w, seed);
}

int main(int argc, char **argv)
{
    size_t written = 0;
    struct hm_store *store;
    struct hm_session *session;
    struct words words = {{NULL}, 0};
    if (argc < 4)
        return 2;
    hm_start();
    struct hm_messages *messages = hm_messages_new();
    struct hm_host host = {.messages = messages,
                           .write = drop,
                           .ctx = &written,
                           .engine = HM_ENGINE_FAST,
                           .threads = 2};
    uint64_t seed = argc > 4 ? strtoull(argv[4], NULL, 10) | 1 : 20250101;
    if (hm_store_open(&store, argv[1], 0, messages) != HM_OK ||
        hm_session_open(&session, store, argv[2], "2022-08", &host) != HM_OK) {
        fprintf(stderr, "lines: the session cannot be opened\n");
        return 3;
    }
    harvest(session, &words);
    for (uint64_t i = strtoull(argv[3], NULL, 10); i > 0; i--) {
        char line[LINE_BYTES + 8];
        make_line(line, &words, &seed);
        if (getenv("LINES_SHOW"))
            fprintf(stderr, "%s\n", line);
        hm_session_complete(session, line, strlen(line), take, &(struct words){{NULL}, WORDS});
        if (!hm_session_incomplete(session, line) || next(&seed) % 4 == 0)
            hm_session_line(session, line);
        hm_messages_clear(messages);
    }
    hm_session_line(session, "reset");
    written = 0;
    int sound = hm_session_line(session, "law.year * 1") == HM_OK && written > 0;
    hm_session_close(session);
    hm_store_close(store);
    hm_messages_free(messages);
    for (size_t i = 0; i < words.count; i++)
        free(words.text[i]);
    if (!sound)
        fprintf(stderr, "lines: the session does not answer any more\n");
    return !sound;
}
