/* fuzz_map.c - libFuzzer: any bytes as a mapping file; what is read must be usable. Seeds:
 * tests/fuzz/corpus/map. */
#include "../unit/io/record_model.h"
#include "in_memory.h"
#include "io/column_map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char path[64];
    struct record_model policy;
    struct column_map map;
    struct arena a;
    struct diag d;
    int fd = in_memory(path, data, n);
    const struct model *m = record_model_make(&policy);
    arena_init(&a);
    diag_init(&d);
    enum hm_status st = column_map_read(&map, m, HOUSEHOLD, path, &a, &d);
    if ((st != HM_OK) != (d.errors > 0))
        abort();
    for (size_t i = 0; st == HM_OK && i < map.count; i++) {
        const struct column_map_row *row =
            column_map_find(&map, map.rows[i].table.p, map.rows[i].column);
        if (!row || (row->target == COLUMN_FIELD && row->field >= m->field_count))
            abort();
        (void)column_map_word(row, map.rows[i].column);
    }
    diag_fini(&d);
    arena_fini(&a);
    record_model_fini(&policy);
    close(fd);
    return 0;
}
