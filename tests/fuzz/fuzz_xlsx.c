/* fuzz_xlsx.c - libFuzzer: any bytes as a workbook, all its sheets read. Every failure has a
 * reason; the reading ends. Seeds: tests/fuzz/corpus/xlsx. */
#include "base/limits.h"
#include "in_memory.h"
#include "io/xlsx_in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void read_sheet(struct xlsx *x, size_t i, struct diag *d)
{
    struct xlsx_sheet *s;
    const struct str *cells;
    size_t n, rows = 0;
    bool more = true;
    if (xlsx_sheet_open(&s, x, i, d) != HM_OK)
        return;
    while (more) {
        size_t before = d->errors;
        enum hm_status st = xlsx_sheet_next(s, &cells, &n, &more, d);
        if ((st != HM_OK) != (d->errors > before) || rows++ > (64 << 20))
            abort();
        if (st != HM_OK && st != HM_DATA)
            break;
        size_t bytes = 0;
        for (size_t k = 0; st == HM_OK && more && k < n; k++)
            for (size_t b = 0; b < cells[k].n; b++)
                bytes += (unsigned char)cells[k].p[b];
        if (bytes == SIZE_MAX)
            abort(); /* all bytes were looked at */
    }
    xlsx_sheet_close(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[64];
    struct xlsx *x;
    struct diag d;
    int fd = in_memory(path, data, n);
    diag_init(&d);
    enum hm_status st = xlsx_open(&x, path, &d);
    if ((st != HM_OK) != (d.errors > 0))
        abort();
    if (st == HM_OK) {
        for (size_t i = 0; i < xlsx_sheets(x); i++)
            read_sheet(x, i, &d);
        xlsx_close(x);
    }
    diag_fini(&d);
    close(fd);
    return 0;
}
