/* fuzz_table.c - libFuzzer: any bytes as a table: packed or not, in any encoding, its header
 * matched, its cells read. Every refusal has a reason; the reading ends. Seeds:
 * tests/fuzz/corpus/table. */
#include <stdint.h>
#include <stdlib.h>

#include "../unit/io/record_model.h"
#include "io/csv.h"
#include "io/record_loose.h"
#include "io/record_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct feed {
    const uint8_t *bytes;
    size_t n;
};

static ptrdiff_t give(void *ctx, char *bytes, size_t n)
{
    struct feed *f = ctx;
    size_t k = f->n < n ? f->n : n;
    if (k)
        memcpy(bytes, f->bytes, k);
    f->bytes += k;
    f->n -= k;
    return (ptrdiff_t)k;
}

static void read_rows(const struct model *m, const struct record_cells *cells, struct csv *c,
                      struct diag *d)
{
    const struct str *row;
    size_t n, rows = 0;
    bool more = true;
    for (;;) {
        size_t before = d->errors;
        enum hm_status st = csv_next(c, &row, &n, &more, d);
        if (st == HM_ENVIRONMENT || (st == HM_OK && !more))
            return;
        if ((st == HM_DATA) != (d->errors > before) || rows++ > LIMIT_RECORD_BYTES)
            abort();
        for (size_t i = 0; st == HM_OK && i < n; i++) {
            struct value v;
            uint16_t field = (uint16_t)(i % m->field_count);
            (void)record_loose_read(&v, cells, field, record_loose_trim(row[i]), 20000);
            (void)csv_place(c, i);
        }
        diag_clear(d);
    }
}

static void read_table(const struct model *m, const struct record_cells *cells, struct csv *c,
                       struct arena *a, struct diag *d)
{
    const struct str *row;
    size_t n;
    bool more = true;
    struct record_table t;
    struct record_sink to = {.diag = d};
    if (csv_next(c, &row, &n, &more, d) != HM_OK || !more)
        return;
    struct place at = csv_place(c, 0);
    enum hm_status st =
        record_table_match(&t, m, HOUSEHOLD, NULL, "fuzz.csv", row, n, &at, &to, a);
    if ((st == HM_OK) != (d->errors == 0))
        abort();
    diag_clear(d);
    read_rows(m, cells, c, d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct record_model policy;
    struct record_cells cells;
    struct arena a;
    struct diag d;
    const struct model *m = record_model_make(&policy);
    arena_init(&a);
    diag_init(&d);
    if (record_cells_make(&cells, m, &a) != HM_OK)
        abort();
    for (int e = SOURCE_UTF8; e <= SOURCE_GB18030; e++) {
        struct feed f = {data, n};
        struct csv *c;
        if (csv_from_as(&c, "fuzz", (enum source_encoding)e, give, &f, &d) != HM_OK)
            abort();
        read_table(m, &cells, c, &a, &d);
        csv_close(c);
        diag_clear(&d);
    }
    diag_fini(&d);
    arena_fini(&a);
    record_model_fini(&policy);
    return 0;
}
