/* fuzz_store.c - libFuzzer: any bytes as what the store keeps - a schema, households' records,
 * issues, packed columns (with right checksums, so that what is behind them is reached). The
 * first byte chooses. Everything is refused or read without leaving the bytes.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "store/catalog.h"
#include "store/issues.h"
#include "store/packed.h"
#include "store/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BLOCK = 1, COLUMN = 0 };

/* household { flag, text } with persons { amount }, made by hand and never freed. */
static struct model *schema(void)
{
    static struct field fields[3];
    static struct entity entities[2];
    static uint16_t household_fields[] = {0, 1}, person_fields[] = {2};
    static uint8_t children[] = {1};
    static struct model m = {.name = "fuzz",
                             .entities = entities,
                             .entity_count = 2,
                             .fields = fields,
                             .field_count = 3};
    entities[0] = (struct entity){.name = "household",
                                  .parent = NO_ENTITY,
                                  .fields = household_fields,
                                  .field_count = 2,
                                  .children = children,
                                  .child_count = 1};
    entities[1] = (struct entity){.name = "person",
                                  .plural = "persons",
                                  .id = 1,
                                  .fields = person_fields,
                                  .field_count = 1};
    fields[0] = (struct field){.name = "flag", .type = {KIND_BOOLEAN, 0, 0}};
    fields[1] = (struct field){.name = "text", .id = 1, .type = {KIND_TEXT, 0, 0}};
    fields[2] =
        (struct field){.name = "amount", .id = 2, .entity = 1, .type = {KIND_MONEY, 0, 0}};
    return &m;
}

static void fuzz_catalog(const uint8_t *data, size_t n)
{
    struct model *m;
    struct buf b;
    if (catalog_parse(&m, data, n, "fuzz", NULL) != HM_OK)
        return;
    buf_init(&b);
    catalog_put(&b, m); /* what was read can be written */
    buf_fini(&b);
    catalog_free(m);
}

static void fuzz_rows(const uint8_t *data, size_t n, struct arena *a)
{
    struct frame f;
    struct record_bytes record = {data, n};
    const struct model *m = schema();
    if (rows_decode(&f, &record, 1, m, 0, "fuzz", a, NULL) != HM_OK)
        return;
    struct buf b;
    uint8_t *lanes = rows_lanes(m);
    buf_init(&b);
    if (lanes && rows_encode(&b, &f, 0, lanes, 0, NULL, NULL) == HM_OK && buf_ok(&b))
        assert(b.len <= n); /* padding bits apart the same bytes again */
    buf_fini(&b);
    mem_free(lanes);
}

static void fuzz_issues(const uint8_t *data, size_t n, struct arena *a)
{
    struct result_issue *list;
    size_t count;
    if (issues_decode(&list, &count, data, n, a) != HM_OK)
        return;
    for (size_t i = 0; i < count; i++)
        assert(strlen(list[i].text) <= n);
}

/* Magic, place and sums are made right; the rest is as it came. */
static void fuzz_packed(const uint8_t *data, size_t n, struct arena *a)
{
    enum { HEAD = 48, BODY_SUM_AT = 32, HEAD_SUM_AT = 40 };
    uint8_t *value = n >= HEAD ? mem_alloc(n) : NULL;
    struct constants constants;
    struct column c;
    uint16_t column = COLUMN;
    uint32_t block = BLOCK;
    if (!value)
        return;
    memcpy(value, data, n);
    memcpy(value, "HMC1", 4);
    memcpy(value + 6, &column, sizeof column);
    value[11] = 0; /* rows below 16 million: constants are made to size */
    memcpy(value + 12, &block, sizeof block);
    uint64_t sum = digest_xxh64(value + HEAD, n - HEAD);
    memcpy(value + BODY_SUM_AT, &sum, sizeof sum);
    sum = digest_xxh64(value, HEAD_SUM_AT);
    memcpy(value + HEAD_SUM_AT, &sum, sizeof sum);
    struct packed_place at = {block, column, schema(), "fuzz", true};
    constants_init(&constants);
    uint64_t total = 0;
    if (packed_read(&c, (struct bytes){value, n}, &at, &constants, a, NULL) == HM_OK) {
        for (uint32_t r = 0; r < c.rows && r < 100000; r++) {
            if (!column_valid(&c, r))
                continue;
            struct str s = c.lane == LANE_TEXT ? column_text(&c, r) : (struct str){"", 0};
            total += c.lane == LANE_TEXT ? s.n + (s.n ? (uint8_t)s.p[s.n - 1] : 0u)
                                         : (uint64_t)column_int(&c, r);
        }
    }
    constants_fini(&constants);
    mem_free(value);
    volatile uint64_t read = total; /* every element was looked at */
    (void)read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a;
    if (size == 0)
        return 0;
    arena_init(&a);
    if (data[0] % 4 == 0)
        fuzz_catalog(data + 1, size - 1);
    else if (data[0] % 4 == 1)
        fuzz_rows(data + 1, size - 1, &a);
    else if (data[0] % 4 == 2)
        fuzz_issues(data + 1, size - 1, &a);
    else
        fuzz_packed(data + 1, size - 1, &a);
    arena_fini(&a);
    return 0;
}
