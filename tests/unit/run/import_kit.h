/* import_kit.h - shared by tests of import and export: a store made from record_model.h in a
 * folder of its own, files to import, messages and exports as text.
 */
#ifndef HM_TESTS_IMPORT_KIT_H
#define HM_TESTS_IMPORT_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "../io/record_model.h"
#include "base/fs.h"
#include "base/limits.h"
#include "run/export.h"
#include "run/import.h"
#include "value/date.h"

enum { JANUARY = 2022 * 12, JULY = JANUARY + 6 };

struct fixture {
    struct record_model policy;
    char folder[64], store_path[96];
    struct store *store;
    struct diag diag;
    struct buf out, messages;
    struct import_report report;
    unsigned threads; /* 0: as many as there are */
};

static inline char *path_in(struct fixture *x, const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", x->folder, name);
    return path;
}

static inline void open_store(struct fixture *x, enum store_mode mode)
{
    if (x->store)
        store_close(x->store);
    x->store = NULL;
    assert_int_equal(store_open(&x->store, x->store_path, mode, &x->diag), HM_OK);
}

static inline int set_up(void **state)
{
    struct fixture *x = mem_zalloc(sizeof *x);
    struct model *m = record_model_make(&x->policy);
    diag_init(&x->diag);
    buf_init(&x->out);
    buf_init(&x->messages);
    strcpy(x->folder, "/tmp/huimin-import-XXXXXX");
    assert_non_null(mkdtemp(x->folder));
    snprintf(x->store_path, sizeof x->store_path, "%s/s.hm", x->folder);
    assert_int_equal(store_create(x->store_path, m, &x->diag), HM_OK);
    open_store(x, STORE_WRITE);
    *state = x;
    return 0;
}

static inline int tear_down(void **state)
{
    struct fixture *x = *state;
    char **names;
    size_t n;
    store_close(x->store);
    assert_int_equal(fs_list(&names, &n, x->folder, NULL), HM_OK);
    for (size_t i = 0; i < n; i++)
        remove(path_in(x, names[i]));
    fs_list_free(names, n);
    rmdir(x->folder);
    diag_fini(&x->diag);
    buf_fini(&x->out);
    buf_fini(&x->messages);
    record_model_fini(&x->policy);
    mem_free(x);
    return 0;
}

static inline void write_file(struct fixture *x, const char *name, const char *text, size_t n)
{
    assert_int_equal(fs_write(path_in(x, name), text, n, 0600, &x->diag), HM_OK);
}

static inline int take_output(void *ctx, const void *bytes, size_t n)
{
    buf_put(ctx, bytes, n);
    return 0;
}

/* Imports up to two files of the folder. */
static inline enum hm_status import(struct fixture *x, const char *first, const char *second,
                                    int32_t month, struct import_options o)
{
    char paths[2][128];
    const char *files[2] = {paths[0], paths[1]};
    struct hm_host host = {.write = take_output, .ctx = &x->out, .threads = x->threads};
    snprintf(paths[0], sizeof paths[0], "%s/%s", x->folder, first);
    snprintf(paths[1], sizeof paths[1], "%s/%s", x->folder, second ? second : "");
    o.files = files;
    o.file_count = second ? 2 : 1;
    o.month = month;
    diag_clear(&x->diag);
    buf_clear(&x->messages);
    enum hm_status st = import_run(x->store, &o, &host, &x->report, &x->diag);
    for (size_t i = 0; i < x->diag.count; i++) {
        const struct diag_item *m = &x->diag.items[i];
        const char *file = m->at.file ? strrchr(m->at.file, '/') + 1 : "-";
        buf_printf(&x->messages, "%s:%u %s: %s\n", file, m->at.line,
                   m->at.field ? m->at.field : "-", m->text);
    }
    return st;
}

static inline enum hm_status import_text(struct fixture *x, const char *text, int32_t month,
                                         struct import_options o)
{
    write_file(x, "in.ndjson", text, strlen(text));
    return import(x, "in.ndjson", NULL, month, o);
}

static inline const char *export(struct fixture *x, int32_t month, const char *format,
                                 const char *entity)
{
    struct export_options o = {
        .what = "households", .month = month, .format = format, .entity = entity};
    struct hm_host host = {.write = take_output, .ctx = &x->out};
    buf_clear(&x->out);
    enum hm_status st = export_run(x->store, &o, &host, &x->diag);
    if (st != HM_OK)
        fail_msg("export: %s", x->diag.count ? x->diag.items[x->diag.count - 1].text : "?");
    return x->out.data ? x->out.data : "";
}

static inline void expect_counts(const struct fixture *x, uint64_t added, uint64_t replaced,
                                 uint64_t unchanged, uint64_t refused)
{
    assert_int_equal(x->report.stored.added, added);
    assert_int_equal(x->report.stored.replaced, replaced);
    assert_int_equal(x->report.stored.unchanged, unchanged);
    assert_int_equal(x->report.refused, refused);
}

static const struct import_options PLAIN;

#endif
