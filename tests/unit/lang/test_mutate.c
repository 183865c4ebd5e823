/* Thousands of broken scripts, made from the shipped ones with a fixed seed: parsing and
 * rewriting must refuse or accept each, and keep the lines of what they accept. Meant for the
 * sanitizers.
 */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "lang/rewrite.h"

enum { ROUNDS = 4000, TEXT_MAX = 16000, FILES_MAX = 256 };

struct corpus {
    char *texts[FILES_MAX];
    size_t bytes[FILES_MAX];
    size_t count;
};

static uint64_t next_random(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

static size_t below(uint64_t *state, size_t n)
{
    return n ? (size_t)(next_random(state) % n) : 0;
}

static void collect(struct corpus *c, const char *folder)
{
    char **names = NULL;
    size_t n = 0;

    if (fs_list(&names, &n, folder, NULL) != HM_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        char *path = fs_join(folder, names[i]);
        size_t length = strlen(path);
        if (fs_is_dir(path))
            collect(c, path);
        else if (length > 4 && strcmp(path + length - 4, ".lua") == 0 && c->count < FILES_MAX &&
                 fs_read(&c->texts[c->count], &c->bytes[c->count], path, LIMIT_SCRIPT_BYTES,
                         NULL) == HM_OK)
            c->count++;
        mem_free(path);
    }
    fs_list_free(names, n);
}

static size_t count_lines(const char *text, size_t n)
{
    size_t lines = 0;

    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    return lines;
}

/* Parses and rewrites; true when both were content. */
static bool run(const char *text, size_t n)
{
    struct ast_file *f = NULL;
    struct diag d;
    struct buf out;
    bool good;

    diag_init(&d);
    buf_init(&out);
    good = ast_parse(&f, "m.lua", 7, text, n, &d) == HM_OK;
    assert_true(good || d.errors > 0);
    if (good) {
        good = rewrite_script(f, &out, &d) == HM_OK;
        assert_true(good || d.errors > 0);
    }
    if (good)
        assert_int_equal(count_lines(out.data, out.len), count_lines(text, n));
    for (size_t i = 0; i < d.count; i++)
        assert_true(d.items[i].at.line > 0 && d.items[i].at.column > 0);
    ast_free(f);
    buf_fini(&out);
    diag_fini(&d);
    return good;
}

static void splice(struct buf *out, const char *text, size_t n, size_t at, size_t drop,
                   const char *put, size_t put_bytes)
{
    buf_put(out, text, at);
    buf_put(out, put, put_bytes);
    if (at + drop < n)
        buf_put(out, text + at + drop, n - at - drop);
}

static void mutate(struct buf *out, const char *text, size_t n, uint64_t *state)
{
    static const char *const bits[] = {
        "end",    "(",         ")",     "{",     "}",      "[[",        "]]",  "\"",
        "--[[",   "function ", " = ",   "::x::", "goto x", "local 名 ", "0.5", "1e9",
        "0x",     "not ",      " and ", " or ",  "..",     "...",       "~",   "^",
        "known(", "default(",  "\xFF",  "，",    "\\",     "return ",   "if ", " then ",
        "for ",   " do ",      "'",     ":m()",  "\0",     "家.",       "-",   "#",
        "until ", "repeat ",   ",",     ";",     "<const>"};
    size_t pick = below(state, sizeof bits / sizeof bits[0]);
    size_t at = below(state, n), length = below(state, n - at < 40 ? n - at : 40);
    char byte = (char)below(state, 256);

    switch (below(state, 5)) {
    case 0:
        splice(out, text, n, at, 1, &byte, 1);
        break;
    case 1:
        splice(out, text, n, at, length, "", 0);
        break;
    case 2:
        splice(out, text, n, below(state, n), 0, text + at, length);
        break;
    case 3:
        splice(out, text, n, at, n, "", 0);
        break;
    default:
        splice(out, text, n, at, 0, bits[pick], strlen(bits[pick]));
    }
}

static void mutations(void **state)
{
    struct corpus c = {.count = 0};
    uint64_t random = 20240701;
    size_t accepted = 0;

    (void)state;
    collect(&c, TEST_SOURCE_DIR "/policies");
    collect(&c, TEST_SOURCE_DIR "/stdlib");
    assert_true(c.count > 0);
    for (size_t i = 0; i < c.count; i++)
        assert_true(run(c.texts[i], c.bytes[i]));
    for (size_t round = 0; round < ROUNDS; round++) {
        size_t file = below(&random, c.count), n = c.bytes[file];
        size_t start = n > TEXT_MAX ? below(&random, n - TEXT_MAX) : 0;
        struct buf text;
        buf_init(&text);
        buf_put(&text, c.texts[file] + start, n > TEXT_MAX ? TEXT_MAX : n);
        for (size_t k = 0; k <= below(&random, 3) && text.len; k++) {
            struct buf changed;
            buf_init(&changed);
            mutate(&changed, text.data, text.len, &random);
            buf_fini(&text);
            text = changed;
        }
        accepted += run(text.data ? text.data : "", text.len);
        buf_fini(&text);
    }
    assert_true(accepted > 0 && accepted < ROUNDS);
    for (size_t i = 0; i < c.count; i++)
        mem_free(c.texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mutations)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
