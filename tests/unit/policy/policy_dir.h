/* policy_dir.h - for tests: policies written into a temporary folder, and their messages. */
#ifndef HM_TEST_POLICY_DIR_H
#define HM_TEST_POLICY_DIR_H

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "policy/policy.h"

struct policy_dir {
    char path[64];
};

static inline void policy_dir_make(struct policy_dir *t)
{
    strcpy(t->path, "/tmp/hm_policy_XXXXXX");
    assert_non_null(mkdtemp(t->path));
}

static inline int policy_dir_unlink(const char *path, const struct stat *st, int flag,
                                    struct FTW *f)
{
    (void)st;
    (void)flag;
    (void)f;
    return remove(path);
}

static inline void policy_dir_remove(struct policy_dir *t)
{
    assert_int_equal(nftw(t->path, policy_dir_unlink, 16, FTW_DEPTH | FTW_PHYS), 0);
}

/* Writes name ("city/policy.lua"); makes its folder. */
static inline void policy_dir_write(struct policy_dir *t, const char *name, const void *bytes,
                                    size_t n)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", t->path, name);
    for (char *p = path + strlen(t->path) + 1; (p = strchr(p, '/')) != NULL; p++) {
        *p = 0;
        mkdir(path, 0755);
        *p = '/';
    }
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static inline void policy_dir_text(struct policy_dir *t, const char *name, const char *text)
{
    policy_dir_write(t, name, text, strlen(text));
}

static inline char *policy_dir_path(const struct policy_dir *t, const char *name, char out[256])
{
    int n = snprintf(out, 256, "%s/%s", t->path, name);
    assert_in_range(n, 1, 255);
    return out;
}

/* Loads `folder` of the directory; NULL when it has errors. */
static inline struct policy *policy_dir_load(const struct policy_dir *t, const char *folder,
                                             struct diag *d)
{
    char path[256];
    struct policy *p = NULL;
    enum hm_status st = policy_load(&p, policy_dir_path(t, folder, path), d);
    assert_true((st == HM_OK) == (p != NULL));
    assert_true((st == HM_OK) == (d->errors == 0));
    return p;
}

/* The first message at a line whose text holds `part`; fails the test when there is none. */
static inline const struct diag_item *policy_dir_message(const struct diag *d, uint32_t line,
                                                         uint32_t column, const char *part)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].at.line == line && d->items[i].at.column == column &&
            strstr(d->items[i].text, part))
            return &d->items[i];
    for (size_t i = 0; i < d->count; i++)
        print_message("%s:%u:%u: %s\n", d->items[i].at.file, d->items[i].at.line,
                      d->items[i].at.column, d->items[i].text);
    fail_msg("no message at %u:%u with \"%s\"", line, column, part);
    return NULL;
}

#endif
