/* evidence_support.h - inquiries whose answers follow from their number, for the tests of what
 * is kept as evidence. Households are named by place: numbers / block size. */
#ifndef TEST_STORE_EVIDENCE_SUPPORT_H
#define TEST_STORE_EVIDENCE_SUPPORT_H

#include "support.h"
#include "store/evidence.h"

enum { EVIDENCE_TEXT_BYTES = 24 };

struct test_answers {
    struct evidence list[400];
    struct evidence_value values[400];
    char texts[400][EVIDENCE_TEXT_BYTES];
    size_t n;
    struct inquiry inquiry;
};

/* Two persons of every third household among the first `households` are asked about. */
static inline void test_answers_make(struct test_answers *x, uint64_t salt, uint32_t households,
                                     uint32_t block_households)
{
    *x = (struct test_answers){.n = 0};
    struct inquiry *q = &x->inquiry;
    snprintf(q->source, sizeof q->source, "vehicle_registry");
    snprintf(q->about, sizeof q->about, "person.id_number");
    q->month = 2022 * 12;
    q->fields = mem_strdup("household.savings\nperson.wage_income");
    q->failed = salt % 5;
    for (uint32_t h = households; h-- > 0;) { /* in no order: recording makes it */
        for (uint64_t p = 1; p <= 2 && h % 3 == salt % 3; p++) {
            struct evidence *e = &x->list[x->n];
            snprintf(x->texts[x->n], EVIDENCE_TEXT_BYTES, "%llu",
                     (unsigned long long)test_mix(salt, h * 2 + p));
            *e = (struct evidence){.block = h / block_households,
                                   .ordinal = (uint16_t)(h % block_households),
                                   .key = p,
                                   .status = (enum evidence_status)(test_mix(salt, h) % 3),
                                   .asked_s = 1000,
                                   .answered_s = 1001,
                                   .expires = 19000,
                                   .id = {"E1", 2},
                                   .values = &x->values[x->n],
                                   .value_count = 1};
            x->values[x->n] =
                (struct evidence_value){1, {x->texts[x->n], strlen(x->texts[x->n])}};
            q->found += e->status == EVIDENCE_FOUND;
            q->absent += e->status == EVIDENCE_ABSENT;
            q->refused += e->status == EVIDENCE_REFUSED;
            x->n++;
        }
    }
    q->asked = x->n + q->failed;
}

static inline enum hm_status test_answers_record(struct store *s, uint64_t salt,
                                                 uint32_t households, uint32_t block_households,
                                                 struct diag *to)
{
    struct test_answers *x = mem_calloc(1, sizeof *x);
    if (!x)
        return HM_NOMEM;
    test_answers_make(x, salt, households, block_households);
    enum hm_status st =
        x->inquiry.fields ? evidence_record(s, &x->inquiry, x->list, x->n, NULL, to) : HM_NOMEM;
    inquiry_fini(&x->inquiry);
    mem_free(x);
    return st;
}

/* Inquiry n was made with salt n; returns how many answers there are. */
static inline size_t test_answers_check(struct store *s, uint32_t blocks,
                                        uint32_t block_households)
{
    struct evidence_book *b;
    struct evidence_block list;
    size_t seen = 0;
    OK(evidence_open(&b, s, d));
    for (uint32_t i = 0; i < blocks; i++) {
        OK(evidence_load(b, i, -1, UINT64_MAX, &list, d));
        for (size_t k = 0; k < list.count; k++) {
            const struct evidence *e = &list.items[k];
            uint32_t h = i * block_households + e->ordinal;
            char text[EVIDENCE_TEXT_BYTES];
            assert_true(k == 0 || e->ordinal > e[-1].ordinal ||
                        (e->ordinal == e[-1].ordinal && e->inquiry >= e[-1].inquiry));
            assert_int_equal(e->status, test_mix(e->inquiry, h) % 3);
            snprintf(text, sizeof text, "%llu",
                     (unsigned long long)test_mix(e->inquiry, h * 2 + e->key));
            assert_int_equal(e->value_count, 1);
            assert_int_equal(e->values[0].text.n, strlen(text));
            assert_memory_equal(e->values[0].text.p, text, strlen(text));
            assert_int_equal(e->expires, 19000);
            seen++;
        }
    }
    uint64_t recorded = 0;
    for (uint32_t n = 1; n <= evidence_inquiries(b); n++) {
        const struct inquiry *q = evidence_inquiry(b, n);
        assert_int_equal(q->number, n);
        recorded += q->found + q->absent + q->refused;
        assert_int_equal(inquiry_field(q, 1).n, strlen("person.wage_income"));
    }
    assert_int_equal(recorded, seen);
    evidence_close(b);
    return seen;
}

#endif
