/* fuzz_import.c - libFuzzer: any bytes imported as NDJSON, as a table of households, of members
 * and of both in one, and as a workbook, by one and by three threads in pieces of two rows, and
 * in one piece: the same messages, counts and list of refused records each time. Seeds: the
 * corpora of the readers (tests/fuzz/corpus).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/io/record_model.h"
#include "base/fs.h"
#include "in_memory.h"
#include "run/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { LISTED_BYTES = 64 << 20 };
static const struct {
    unsigned threads, chunk_lines;
} ways[] = {{1, 2}, {3, 2}, {1, 0}};

struct outcome {
    struct buf text;
    enum hm_status status;
};

/* An empty store, open for reading: an import then checks everything and writes nothing. */
static struct store *open_store(char folder[64])
{
    struct record_model policy;
    struct model *m = record_model_make(&policy);
    struct store *s;
    char path[96];
    strcpy(folder, "/tmp/huimin-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/s.hm", folder);
    if (store_create(path, m, NULL) != HM_OK || store_open(&s, path, STORE_READ, NULL) != HM_OK)
        abort();
    unlink(path); /* its bytes stay as long as it is open */
    record_model_fini(&policy);
    return s;
}

static void import_once(struct outcome *out, struct store *s, const char *file,
                        const char *format, const char *errors, unsigned threads,
                        uint32_t chunk_lines)
{
    struct import_options o = {.files = &file,
                               .file_count = 1,
                               .month = 2022 * 12,
                               .format = format,
                               .dry_run = true,
                               .skip_bad = true,
                               .errors = errors,
                               .chunk_lines = chunk_lines};
    struct hm_host host = {.threads = threads};
    struct import_report r = {0};
    struct diag d;
    char *listed;
    size_t n;
    diag_init(&d);
    buf_init(&out->text);
    out->status = import_run(s, &o, &host, &r, &d);
    buf_printf(&out->text, "%llu %llu %llu\n", (unsigned long long)r.records,
               (unsigned long long)r.refused, (unsigned long long)r.faults);
    for (size_t i = 0; i < d.count; i++)
        buf_printf(&out->text, "%u:%u %s: %s\n", d.items[i].at.line, d.items[i].at.column,
                   d.items[i].at.field ? d.items[i].at.field : "-", d.items[i].text);
    if (fs_read(&listed, &n, errors, LISTED_BYTES, NULL) == HM_OK) {
        buf_put(&out->text, listed, n);
        mem_free(listed);
    }
    diag_fini(&d);
}

static void import_in_all_ways(struct store *s, const char *file, const char *format,
                               const char *errors)
{
    struct outcome first, other;
    import_once(&first, s, file, format, errors, ways[0].threads, ways[0].chunk_lines);
    for (size_t i = 1; i < sizeof ways / sizeof *ways; i++) {
        import_once(&other, s, file, format, errors, ways[i].threads, ways[i].chunk_lines);
        if (other.status != first.status || other.text.len != first.text.len ||
            memcmp(other.text.data, first.text.data, first.text.len) != 0)
            abort();
        buf_fini(&other.text);
    }
    buf_fini(&first.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct store *s;
    static char folder[64], errors[96];
    char path[64];
    if (!s) {
        s = open_store(folder);
        snprintf(errors, sizeof errors, "%s/errors.csv", folder);
    }
    int fd = in_memory(path, data, n);
    bool is_book = n > 2 && memcmp(data, "PK", 2) == 0;
    import_in_all_ways(s, path, is_book ? "xlsx" : "csv", errors);
    if (!is_book)
        import_in_all_ways(s, path, "ndjson", errors);
    close(fd);
    return 0;
}
