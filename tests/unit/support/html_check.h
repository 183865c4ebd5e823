/* html_check.h - for tests: whether a page of HTML holds together. Tags nest, ids are given
 * once, every link inside the page leads somewhere.
 */
#ifndef HM_TEST_HTML_CHECK_H
#define HM_TEST_HTML_CHECK_H

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* The value of an attribute of the tag at p, into out; false when it has none. */
static inline bool html_attribute(const char *p, const char *name, char out[256])
{
    char wanted[32];
    const char *end = strchr(p, '>');
    snprintf(wanted, sizeof wanted, " %s=\"", name);
    const char *at = strstr(p, wanted);
    if (!at || at > end)
        return false;
    at += strlen(wanted);
    size_t n = strcspn(at, "\"");
    assert_true(n < 256);
    memcpy(out, at, n);
    out[n] = 0;
    return true;
}

static inline bool html_is_void(const char *name)
{
    static const char *const words[] = {"meta", "input", "br"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return false;
}

static inline bool html_has_id(const char *text, const char *id)
{
    char wanted[300];
    snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
    const char *at = strstr(text, wanted);
    assert_true(!at || !strstr(at + 1, wanted)); /* once */
    return at != NULL;
}

static inline void html_link(const char *text, const char *to, char (*files)[256], size_t max,
                             size_t *count)
{
    if (*to == '#' && !html_has_id(text, to + 1))
        fail_msg("no place for %s", to);
    if (*to != '#' && *count < max)
        memcpy(files[(*count)++], to, strlen(to) + 1);
}

/* Fails the test when the page does not hold together. Other files it links to go to files, at
 * most max different links; returns how many. */
static inline size_t html_check(const char *text, char (*files)[256], size_t max)
{
    size_t file_count = 0;
    char open[64][16], to[256];
    size_t depth = 0;
    for (const char *p = text; (p = strchr(p, '<')) != NULL; p++) {
        char name[16] = "";
        bool closes = p[1] == '/';
        size_t n = 0;
        if (p[1] == '!')
            continue;
        for (const char *c = p + 1 + closes; isalnum((unsigned char)*c) && n < 15; c++)
            name[n++] = *c;
        name[n] = 0;
        assert_true(n > 0);
        const char *end = strchr(p, '>');
        assert_non_null(end);
        if (closes) {
            assert_true(depth > 0);
            assert_string_equal(open[--depth], name);
        } else if (end[-1] != '/' && !html_is_void(name)) {
            assert_true(depth < 64);
            memcpy(open[depth++], name, sizeof name);
        }
        if (!closes && strcmp(name, "a") == 0 && html_attribute(p, "href", to))
            html_link(text, to, files, max, &file_count);
        if (strcmp(name, "style") == 0 || strcmp(name, "script") == 0)
            p = strstr(p, closes ? ">" : "</") - 1;
    }
    assert_int_equal(depth, 0);
    return file_count;
}

#endif
