/* mutate.h - broken scripts for tests: the shipped ones, changed at random with a fixed seed.
 */
#ifndef MUTATE_H
#define MUTATE_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"

enum { MUTATE_FILES_MAX = 256, MUTATE_TEXT_MAX = 16000 };

struct mutate_corpus {
    char *texts[MUTATE_FILES_MAX];
    size_t bytes[MUTATE_FILES_MAX];
    size_t count;
};

static inline uint64_t mutate_next_random(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static inline size_t mutate_below(uint64_t *state, size_t n)
{
    return n ? (size_t)(mutate_next_random(state) % n) : 0;
}

static inline void mutate_collect(struct mutate_corpus *c, const char *folder)
{
    char **names = NULL;
    size_t n = 0;

    if (fs_list(&names, &n, folder, NULL) != HM_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        char *path = fs_join(folder, names[i]);
        size_t length = strlen(path);
        if (fs_is_dir(path))
            mutate_collect(c, path);
        else if (length > 4 && strcmp(path + length - 4, ".lua") == 0 &&
                 c->count < MUTATE_FILES_MAX &&
                 fs_read(&c->texts[c->count], &c->bytes[c->count], path, LIMIT_SCRIPT_BYTES,
                         NULL) == HM_OK)
            c->count++;
        mem_free(path);
    }
    fs_list_free(names, n);
}

static inline void mutate_splice(struct buf *out, const char *text, size_t n, size_t at,
                                 size_t drop, const char *put, size_t put_bytes)
{
    buf_put(out, text, at);
    buf_put(out, put, put_bytes);
    if (at + drop < n)
        buf_put(out, text + at + drop, n - at - drop);
}

static inline void mutate_text(struct buf *out, const char *text, size_t n, uint64_t *state)
{
    static const char *const bits[] = {
        "end",    "(",         ")",     "{",     "}",      "[[",        "]]",  "\"",
        "--[[",   "function ", " = ",   "::x::", "goto x", "local 名 ", "0.5", "1e9",
        "0x",     "not ",      " and ", " or ",  "..",     "...",       "~",   "^",
        "known(", "default(",  "\xFF",  "，",    "\\",     "return ",   "if ", " then ",
        "for ",   " do ",      "'",     ":m()",  "\0",     "家.",       "-",   "#",
        "until ", "repeat ",   ",",     ";",     "<const>"};
    size_t pick = mutate_below(state, sizeof bits / sizeof bits[0]);
    size_t at = mutate_below(state, n), length = mutate_below(state, n - at < 40 ? n - at : 40);
    char byte = (char)mutate_below(state, 256);

    switch (mutate_below(state, 5)) {
    case 0:
        mutate_splice(out, text, n, at, 1, &byte, 1);
        break;
    case 1:
        mutate_splice(out, text, n, at, length, "", 0);
        break;
    case 2:
        mutate_splice(out, text, n, mutate_below(state, n), 0, text + at, length);
        break;
    case 3:
        mutate_splice(out, text, n, at, n, "", 0);
        break;
    default:
        mutate_splice(out, text, n, at, 0, bits[pick], strlen(bits[pick]));
    }
}

/* The next script: a piece of a shipped one, changed in one to four places. */
static inline void mutate_next(const struct mutate_corpus *c, uint64_t *state, struct buf *out)
{
    size_t file = mutate_below(state, c->count), n = c->bytes[file];
    size_t start = n > MUTATE_TEXT_MAX ? mutate_below(state, n - MUTATE_TEXT_MAX) : 0;
    size_t changes = 1 + mutate_below(state, 4);

    buf_clear(out);
    buf_put(out, c->texts[file] + start, n > MUTATE_TEXT_MAX ? MUTATE_TEXT_MAX : n);
    for (; changes > 0 && out->len; changes--) {
        struct buf changed;
        buf_init(&changed);
        mutate_text(&changed, out->data, out->len, state);
        buf_fini(out);
        *out = changed;
    }
}

static inline void mutate_load(struct mutate_corpus *c, const char *root)
{
    char *policies = fs_join(root, "policies"), *stdlib = fs_join(root, "stdlib");

    c->count = 0;
    mutate_collect(c, policies);
    mutate_collect(c, stdlib);
    mem_free(policies);
    mem_free(stdlib);
}

static inline void mutate_unload(struct mutate_corpus *c)
{
    for (size_t i = 0; i < c->count; i++)
        mem_free(c->texts[i]);
}

#endif
