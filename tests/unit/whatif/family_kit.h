/* family_kit.h - policies and their case families, for the tests of questions about one. */
#ifndef TEST_FAMILY_KIT_H
#define TEST_FAMILY_KIT_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "base/mem.h"
#include "run/agenda.h"
#include "whatif/asked.h"
#include "whatif/range.h"

#define NINGBO  TEST_SOURCE_DIR "/policies/cn/zhejiang/ningbo"
#define YIWU    TEST_SOURCE_DIR "/policies/cn/zhejiang/yiwu"
#define JIUYUAN TEST_SOURCE_DIR "/policies/cn/neimenggu/baotou/jiuyuan"
#define LONGYAN TEST_SOURCE_DIR "/policies/cn/fujian/longyan"

/* call: an expression that uses d. */
#define GOOD(call)                                                                             \
    do {                                                                                       \
        struct diag good_diag;                                                                 \
        diag_init(&good_diag);                                                                 \
        struct diag *d = &good_diag;                                                           \
        (void)d;                                                                               \
        enum hm_status good_status = (call);                                                   \
        for (size_t good_i = 0; good_status != HM_OK && good_i < good_diag.count; good_i++)    \
            print_error("%s\n", good_diag.items[good_i].text);                                 \
        diag_fini(&good_diag);                                                                 \
        assert_int_equal(good_status, HM_OK);                                                  \
    } while (0)

static inline struct policy *kit_policy(const char *path)
{
    struct policy *p = NULL;
    GOOD(policy_load(&p, path, d));
    return p;
}

/* A family that the test may change, evaluated by itself: nothing of the search is used. */
struct kit_point {
    bool known;
    int64_t value;
};
struct kit_check {
    struct family *family;
    struct family_law law;
    struct family_run run;
    uint16_t *outputs;
    size_t output_count;
};

static inline void kit_check_open(struct kit_check *k, const struct policy *p, const char *name,
                                  enum engine_kind kind, const uint16_t *outputs, size_t count)
{
    memset(k, 0, sizeof *k);
    GOOD(family_from_case(&k->family, p, name, 0, d));
    GOOD(family_law_make(&k->law, k->family, NULL, d));
    k->outputs = mem_calloc(count + 1, sizeof *outputs);
    assert_non_null(k->outputs);
    memcpy(k->outputs, outputs, count * sizeof *outputs);
    k->output_count = count;
    GOOD(family_run_open(&k->run, k->family, kind, &k->law, k->outputs, count, d));
}

static inline void kit_check_close(struct kit_check *k)
{
    family_run_close(&k->run);
    family_law_fini(&k->law);
    family_close(k->family);
    mem_free(k->outputs);
}

/* The outputs, root row or `row`, with a fact at x. */
static inline void kit_check_at(struct kit_check *k, struct family_cell c, int64_t x,
                                uint32_t row, struct kit_point *out)
{
    struct results r;
    int64_t before = 0;
    bool known = family_get(k->family, c, &before);
    results_init(&r);
    family_put(k->family, c, true, x);
    GOOD(family_run_now(&k->run, &r, d));
    family_put(k->family, c, known, before);
    for (size_t i = 0; i < k->output_count; i++) {
        const struct result_column *column = &r.columns[i];
        out[i].known = column->state[row] == HM_TRAP_NONE;
        out[i].value =
            out[i].known ? result_stored(column, family_policy(k->family)->model, row) : 0;
    }
    results_fini(&r);
}

#endif
