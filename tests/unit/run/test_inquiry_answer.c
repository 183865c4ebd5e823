/* What a register may answer: whose it is, what it says, and texts changed at random. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "../support/mutate.h"
#include "base/fault.h"
#include "policy/policy.h"
#include "run/inquiry_answer.h"
#include "value/date.h"

enum { PERSONS = 6, NOW_S = 1727740800 }; /* 2024-10-01 */

struct fixture {
    struct policy *policy;
    struct inquiry_source source;
    struct record_cells cells;
    struct inquiry_batch batch;
    struct arena arena;
    struct evidence taken[64];
    size_t count;
    char why[400];
    unsigned refused;
};

static void refused(void *ctx, const struct inquiry_batch *b, const struct inquiry_question *q,
                    const char *field, const char *why)
{
    struct fixture *x = ctx;
    (void)b;
    (void)q;
    (void)field;
    snprintf(x->why, sizeof x->why, "%s", why);
    x->refused++;
}

static enum hm_status taken(void *ctx, const struct evidence *e)
{
    struct fixture *x = ctx;
    assert_true(x->count < sizeof x->taken / sizeof *x->taken);
    x->taken[x->count++] = *e;
    return HM_OK;
}

/* Persons 0..4 in households 0..4; the last one stands in household 5, too, as person 0 does.
 */
static void ask(struct fixture *x)
{
    x->batch.items = mem_calloc(PERSONS, sizeof *x->batch.items);
    buf_init(&x->batch.texts);
    buf_init(&x->batch.body);
    for (uint16_t i = 0; i < PERSONS; i++) {
        char key[32];
        snprintf(key, sizeof key, "99010119000101%04d", 9 - i % 5);
        x->batch.items[i] =
            (struct inquiry_question){.ordinal = i, .key_at = (uint32_t)x->batch.texts.len};
        x->batch.items[i].key_bytes = (uint32_t)strlen(key);
        buf_puts(&x->batch.texts, key);
    }
    x->batch.count = PERSONS;
    x->batch.asked_s = NOW_S;
    inquiry_batch_name(&x->batch, 7);
    assert_int_equal(inquiry_batch_ask(&x->batch, &x->source, 2024 * 12 + 9), HM_OK);
}

static int open_fixture(void **state)
{
    static struct fixture x;
    memset(&x, 0, sizeof x);
    assert_int_equal(policy_load(&x.policy, TEST_SOURCE_DIR "/tests/verify/town", NULL), HM_OK);
    const struct model *m = x.policy->model;
    int found = data_source_find(m, (struct str){"insurance", 9});
    assert_true(found >= 0);
    x.source = (struct inquiry_source){.s = &m->data_sources[found], .m = m};
    arena_init(&x.arena);
    assert_int_equal(record_cells_make(&x.cells, m, &x.arena), HM_OK);
    ask(&x);
    *state = &x;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *x = *state;
    inquiry_batch_fini(&x->batch);
    arena_fini(&x->arena);
    policy_free(x->policy);
    return 0;
}

static enum hm_status read_text(struct fixture *x, const char *text, size_t n)
{
    struct inquiry_reader r = {.source = &x->source,
                               .cells = &x->cells,
                               .arena = &x->arena,
                               .now_s = NOW_S,
                               .refused = refused,
                               .taken = taken,
                               .ctx = x};
    memset(x->batch.outcomes, 0, PERSONS);
    x->source.counts = (struct inquiry_counts){0};
    x->count = 0;
    x->refused = 0;
    x->why[0] = '\0';
    return inquiry_answer_read(&r, &x->batch, (struct str){text, n});
}

/* The answers in a list, around them what every answer has. */
static enum hm_status read_answers(struct fixture *x, const char *answers)
{
    struct buf b;
    buf_init(&b);
    buf_printf(&b, "{\"answers\":[%s],\"more\":{\"a\":[1]},\"request\":\"%s\"}", answers,
               x->batch.id);
    enum hm_status st = read_text(x, b.data, b.len);
    buf_fini(&b);
    return st;
}

#define KEY(n) "\"id_number\":\"99010119000101000" #n "\""

static void test_request(void **state)
{
    struct fixture *x = *state;
    const char *body = x->batch.body.data;
    assert_non_null(strstr(body, "\"source\":\"insurance\""));
    assert_non_null(strstr(body, "\"month\":\"2024-10\",\"key\":\"id_number\""));
    assert_non_null(strstr(body, "\"fields\":[\"shop\",\"pension\",\"stage\",\"died\"]"));
    const char *once = strstr(body, "990101190001010009");
    assert_non_null(once);
    assert_null(strstr(once + 1, "990101190001010009")); /* two households, asked once */
}

static void test_taken(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(
        read_answers(x, "{" KEY(8) ",\"evidence\":\"E1\",\"pension\":12.5,"
                                   "\"stage\":\"小学\",\"died\":null,\"shop\":true},"
                                   "{\"found\":false,\"evidence\":\"E2\"," KEY(7) "}"),
        HM_OK);
    assert_int_equal(x->count, 2);
    const struct evidence *absent = &x->taken[0], *found = &x->taken[1];
    assert_int_equal(absent->status, EVIDENCE_ABSENT);
    assert_int_equal(absent->value_count, 0);
    assert_int_equal(found->status, EVIDENCE_FOUND);
    assert_int_equal(found->value_count, 3);
    assert_string_equal(found->values[0].text.p, "12.50");
    assert_string_equal(found->values[1].text.p, "primary"); /* words by their own names */
    assert_string_equal(found->values[2].text.p, "true");
    assert_string_equal(found->id.p, "E1");
    assert_int_equal(found->answered_s, NOW_S);
    int32_t expires;
    assert_true(date_make(&expires, 2025, 1, 1));
    assert_int_equal(found->expires, expires); /* three months */
    assert_int_equal(x->refused, 0);
    /* a register that takes the identity number for its own */
    assert_int_equal(read_answers(x, "{" KEY(8) ",\"evidence\":\"V990101190001010008\"}"),
                     HM_OK);
    assert_string_equal(x->taken[0].id.p, "V990*************08");
    /* who stands in two households gets the answer in both */
    assert_int_equal(read_answers(x, "{" KEY(9) ",\"evidence\":\"E1\",\"pension\":1}"), HM_OK);
    assert_int_equal(x->count, 2);
    assert_int_equal(x->taken[0].ordinal + x->taken[1].ordinal, 0 + 5);
    assert_true(x->taken[0].key == x->taken[1].key);
}

static void test_refused(void **state)
{
    struct fixture *x = *state;
    static const struct {
        const char *rest, *why;
    } wrong[] = {
        {"\"evidence\":\"E\",\"pension\":\"12\"", "expected an amount"},
        {"\"evidence\":\"E\",\"pension\":12.345", "decimals"},
        {"\"evidence\":\"E\",\"pension\":-1", "too low"},
        {"\"evidence\":\"E\",\"pension\":100000.01", "too high"},
        {"\"evidence\":\"E\",\"pension\":1e30", ""},
        {"\"evidence\":\"E\",\"stage\":\"university\"", "university"},
        {"\"evidence\":\"E\",\"stage\":1", ""},
        {"\"evidence\":\"E\",\"died\":\"2024-02-30\"", "2024-02-30"},
        {"\"evidence\":\"E\",\"shop\":1", ""},
        {"\"evidence\":\"E\",\"shop\":[true]", "is no value"},
        {"\"evidence\":\"E\",\"pension\":1,\"pension\":1", "twice"},
        {"\"pension\":1", "no number of its own"},
        {"\"evidence\":\"\",\"pension\":1", "1 to 64 bytes"},
        {"\"evidence\":7,\"pension\":1", "1 to 64 bytes"},
        {"\"evidence\":\"E\",\"found\":\"no\"", "true or false"},
        {"\"evidence\":\"E\",\"found\":false,\"pension\":1", "all the same"},
        {"\"evidence\":\"E\",\"answered\":\"2024-10-03T00:00:00Z\"", "from the future"},
        {"\"evidence\":\"E\",\"answered\":\"2024-06-30\"", "older than it counts"},
        {"\"evidence\":\"E\",\"answered\":\"yesterday\"", "or a day"},
        {"\"evidence\":\"E\",\"pension\":\"990101190001010008\"", "990*************08"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[300];
        snprintf(text, sizeof text, "{" KEY(8) ",%s}", wrong[i].rest);
        assert_int_equal(read_answers(x, text), HM_OK);
        if (x->count != 1 || x->taken[0].status != EVIDENCE_REFUSED || x->refused != 1 ||
            !strstr(x->why, wrong[i].why))
            fail_msg("%s: %zu taken, said: %s", text, x->count, x->why);
        assert_int_equal(x->taken[0].value_count, 0);
        assert_null(strstr(x->why, "990101190001010008")); /* masked */
        assert_true(x->taken[0].why.n > 0);
    }
}

static void test_others(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(read_answers(x,
                                  "{\"id_number\":\"990101190001010001\",\"evidence\":\"E\"},"
                                  "{\"evidence\":\"E\",\"pension\":1},7,[],null,"
                                  "{" KEY(8) ",\"evidence\":\"E\",\"party\":1}"),
                     HM_OK);
    assert_int_equal(x->source.counts.strangers, 5);
    assert_int_equal(x->source.counts.unasked, 1);
    assert_int_equal(x->count, 1);
    /* the same twice; two that differ */
    assert_int_equal(
        read_answers(
            x,
            "{" KEY(8) ",\"evidence\":\"E\",\"pension\":1},"
                       "{" KEY(8) ",\"evidence\":\"E\",\"pension\":1},"
                                  "{" KEY(9) ",\"evidence\":\"E\",\"pension\":1},"
                                             "{" KEY(9) ",\"evidence\":\"E\",\"pension\":2}"),
        HM_OK);
    assert_int_equal(x->count, 3);
    unsigned found = 0, void_ = 0;
    for (size_t i = 0; i < x->count; i++) {
        found += x->taken[i].status == EVIDENCE_FOUND;
        void_ += x->taken[i].status == EVIDENCE_REFUSED && x->taken[i].value_count == 0;
    }
    assert_int_equal(found, 1);
    assert_int_equal(void_, 2); /* in both households */
}

static void test_whole(void **state)
{
    struct fixture *x = *state;
    static const char *const texts[] = {"",
                                        "{}",
                                        "[]",
                                        "nonsense",
                                        "{\"request\":\"another\",\"answers\":[]}",
                                        "{\"answers\":[]}",
                                        "{\"request\":\"another\"",
                                        "\xFF"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_int_equal(read_text(x, texts[i], strlen(texts[i])), HM_DATA);
        assert_int_equal(x->count, 0);
        assert_int_equal(x->refused, 1);
    }
    assert_int_equal(read_answers(x, ""), HM_OK);
    assert_int_equal(x->count, 0);
    /* a text that ends inside the list: nothing of it is taken */
    char cut[200];
    snprintf(cut, sizeof cut,
             "{\"request\":\"%s\",\"answers\":[{" KEY(8) ",\"evidence\":\"E\"},", x->batch.id);
    assert_int_equal(read_text(x, cut, strlen(cut)), HM_DATA);
    assert_int_equal(x->count, 0);
}

/* Whatever comes, nobody gets an answer who was not asked, and values keep to their ranges. */
static void test_random(void **state)
{
    struct fixture *x = *state;
    uint64_t seed = 88172645463325252u;
    struct buf text, changed;
    buf_init(&text);
    buf_printf(
        &text,
        "{\"request\":\"%s\",\"answers\":[{" KEY(
            9) ",\"evidence\":\"E\",\"pension\":1.5,"
               "\"stage\":\"none\",\"died\":\"2020-01-01\",\"shop\":false},{" KEY(
                   8) ",\"found\":false,\"evidence\":\"F\",\"answered\":\"2024-09-30\"}]}",
        x->batch.id);
    unsigned sound = 0;
    for (int i = 0; i < 20000; i++) {
        buf_init(&changed);
        mutate_text(&changed, text.data, text.len, &seed);
        enum hm_status st = read_text(x, changed.data, changed.len);
        assert_true(st == HM_OK || st == HM_DATA);
        assert_true(st == HM_OK || x->count == 0);
        sound += st == HM_OK;
        for (size_t k = 0; k < x->count; k++) {
            const struct evidence *e = &x->taken[k];
            assert_true(e->ordinal < PERSONS && e->value_count <= 4);
            assert_true(e->key == evidence_key((struct str){"990101190001010009", 18}) ||
                        e->key == evidence_key((struct str){"990101190001010008", 18}) ||
                        e->key == evidence_key((struct str){"990101190001010007", 18}) ||
                        e->key == evidence_key((struct str){"990101190001010006", 18}) ||
                        e->key == evidence_key((struct str){"990101190001010005", 18}));
        }
        buf_fini(&changed);
        if (i % 500 == 0) {
            arena_fini(&x->arena);
            arena_init(&x->arena);
            assert_int_equal(record_cells_make(&x->cells, x->policy->model, &x->arena), HM_OK);
        }
    }
    assert_true(sound > 500);
    buf_fini(&text);
}

static void test_no_memory(void **state)
{
    struct fixture *x = *state;
    enum hm_status st = HM_NOMEM;
    for (uint64_t n = 1; st != HM_OK; n++) {
        fault_arm(FAULT_ALLOC, n);
        st = read_answers(x, "{" KEY(9) ",\"evidence\":\"E\\u4e2d\",\"pension\":1.5}");
        fault_arm(FAULT_ALLOC, 0);
        assert_true(st == HM_OK || st == HM_NOMEM || st == HM_DATA);
        assert_true(n < 200);
    }
    assert_int_equal(x->count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request),   cmocka_unit_test(test_taken),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_others),
        cmocka_unit_test(test_whole),     cmocka_unit_test(test_random),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
