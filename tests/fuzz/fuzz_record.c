/* fuzz_record.c - libFuzzer: any bytes as a record of calc, of import and of a history. What is
 * read must survive being written and read again. Seeds: tests/cli/families.ndjson, split.
 */
#include <stdint.h>
#include <stdlib.h>

#include "../unit/io/record_model.h"
#include "io/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static enum hm_status parse(const struct model *m, const struct record_rules *rules,
                            struct str line, struct buf *again)
{
    struct record_reader *r;
    struct builder *b;
    struct record record;
    struct frame f;
    struct diag d;
    struct place at = {.file = "fuzz", .line = 1};
    diag_init(&d);
    if (record_reader_new(&r, m, rules) != HM_OK || builder_new(&b, m, HOUSEHOLD) != HM_OK)
        abort();
    enum hm_status st = record_parse(r, b, line, &at, &record, &d);
    if ((st == HM_OK) != (d.errors == 0))
        abort(); /* a refusal without a reason, or a reason without a refusal */
    if (st == HM_OK && builder_finish(b, &f, true, NULL, &d) == HM_OK) {
        record_put(again, &f, 0, true, true);
        frame_fini(&f);
    }
    builder_free(b);
    record_reader_free(r);
    diag_fini(&d);
    return st;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const struct record_rules rules[] = {
        {.allows_month = true, .allows_variables = true, .today = 20000},
        {.needs_id = true, .today = 20000},
        {.allows_month = true, .allows_variables = true, .is_history = true, .today = 20000}};
    struct record_model policy;
    const struct model *m = record_model_make(&policy);
    struct str line = {(const char *)data, n};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct buf first, second;
        buf_init(&first);
        buf_init(&second);
        if (parse(m, &rules[i], line, &first) == HM_OK) {
            struct str text = {first.data, first.len};
            if (parse(m, &rules[0], text, &second) != HM_OK || first.len != second.len ||
                memcmp(first.data, second.data, first.len) != 0)
                abort();
        }
        buf_fini(&first);
        buf_fini(&second);
    }
    record_model_fini(&policy);
    return 0;
}
