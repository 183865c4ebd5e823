/* What registers answered: recorded whole or not at all, in order, with a change's uses, in the
 * journal, in copies, and found when it was changed. */
#include "tamper.h"

#include "base/fault.h"
#include "evidence_support.h"
#include "store/copy.h"
#include "store/ingest.h"
#include "store/journal.h"

enum { BLOCK = 100, BLOCKS = 3 };

static void sound(struct store *s)
{
    struct journal_report r;
    OK(store_verify(s, d));
    OK(journal_verify(s, NULL, &r, d));
}

static void ask(struct fixture *x, uint64_t salt)
{
    OK(test_answers_record(x->store, salt, 180, BLOCK, d));
}

static void test_record(void **state)
{
    (void)state;
    struct fixture x;
    struct evidence_book *b;
    struct evidence_block list;
    open_fixture(&x);
    assert_int_equal(test_answers_check(x.store, BLOCKS, BLOCK), 0);
    for (uint64_t salt = 1; salt <= 5; salt++)
        ask(&x, salt);
    assert_int_equal(test_answers_check(x.store, BLOCKS, BLOCK), 5 * 120);
    sound(x.store);
    OK(evidence_open(&b, x.store, d));
    assert_int_equal(evidence_inquiries(b), 5);
    ask(&x, 6); /* a book keeps to what it knew */
    OK(evidence_load(b, 0, 0, UINT64_MAX, &list, d));
    assert_int_equal(list.count, 2); /* household 0: inquiry 3 alone, and not 6 */
    assert_int_equal(list.items[0].inquiry, 3);
    OK(evidence_load(b, 1, 99, UINT64_MAX, &list, d));
    assert_int_equal(list.count, 0);
    assert_string_equal(evidence_inquiry(b, 5)->source, "vehicle_registry");
    assert_int_equal(inquiry_field(evidence_inquiry(b, 5), 2).n, 0);
    evidence_close(b);
    store_close(x.store);
    OK(store_open(&x.store, x.dir.path, STORE_READ, d));
    FAILS(HM_USAGE, "reading only", test_answers_record(x.store, 7, 180, BLOCK, d));
    close_fixture(&x);
}

static void test_key(void **state)
{
    (void)state;
    assert_true(evidence_key((struct str){"a", 1}) != evidence_key((struct str){"b", 1}));
    assert_true(evidence_key((struct str){"", 0}) != 0);
}

/* --- uses --- */

static void use(struct ingest *g, uint32_t block, uint16_t ordinal, size_t n)
{
    struct evidence_use list[3];
    for (size_t i = 0; i < n; i++)
        list[i] = (struct evidence_use){.block = block,
                                        .ordinal = ordinal,
                                        .key = i,
                                        .inquiry = 1,
                                        .field = (uint8_t)i,
                                        .how = EVIDENCE_RENEWED};
    OK(ingest_use(g, list, n, d));
}

static size_t uses_of(struct store *s, uint32_t block, uint64_t sequence)
{
    struct evidence_book *b;
    struct evidence_block list;
    OK(evidence_open(&b, s, d));
    OK(evidence_load(b, block, -1, sequence, &list, d));
    size_t n = list.use_count;
    for (size_t i = 0; i < n; i++) {
        assert_true(list.uses[i].sequence <= sequence);
        assert_int_equal(list.uses[i].how, EVIDENCE_RENEWED);
    }
    evidence_close(b);
    return n;
}

static void test_uses(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    open_fixture(&x);
    ask(&x, 1);
    OK(ingest_begin(&g, x.store, JANUARY,
                    d)); /* no fact changes: a decision is a change, too */
    use(g, 2, 3, 2);
    use(g, 0, 7, 3);
    assert_int_equal(uses_of(x.store, 2, 1), 0);
    OK(ingest_commit(g, NULL, d));
    assert_int_equal(store_sequence(x.store), 2);
    assert_int_equal(uses_of(x.store, 2, 2), 2);
    assert_int_equal(uses_of(x.store, 0, 2), 3);
    assert_int_equal(uses_of(x.store, 0, 1), 0); /* as it was known before */
    sound(x.store);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    use(g, 1, 3, 1);
    ingest_abort(g);
    assert_int_equal(uses_of(x.store, 1, UINT64_MAX), 0);
    sound(x.store);
    close_fixture(&x);
}

/* A writer that died after a part was on the disk: the next one sweeps it. */
static void test_swept(void **state)
{
    (void)state;
    struct fixture x;
    struct ingest *g;
    open_fixture(&x);
    ask(&x, 1);
    OK(ingest_begin(&g, x.store, JANUARY, d));
    use(g, 1, 3, 1);
    g->txn.written_bytes = ENV_WRITE_BYTES;
    use(g, 1, 4, 1); /* commits the first */
    assert_true(g->marked);
    g->marked = false; /* as if it were killed: nothing is cleaned up */
    ingest_abort(g);
    assert_int_equal(uses_of(x.store, 1, UINT64_MAX), 1);
    store_close(x.store);
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    assert_int_equal(uses_of(x.store, 1, UINT64_MAX), 0);
    sound(x.store);
    close_fixture(&x);
}

/* --- copies --- */

static void test_copies(void **state)
{
    (void)state;
    struct fixture x;
    struct store_stats stats;
    char path[4200];
    open_fixture(&x);
    ask(&x, 1);
    ask(&x, 2);
    snprintf(path, sizeof path, "%s.copy", x.dir.path);
    OK(store_backup(x.store, path, NULL, d));
    store_close(x.store);
    OK(store_compact(x.dir.path, NULL, NULL, d));
    OK(store_open(&x.store, x.dir.path, STORE_WRITE, d));
    assert_int_equal(test_answers_check(x.store, BLOCKS, BLOCK), 240);
    ask(&x, 3);
    sound(x.store);
    OK(store_stats(x.store, &stats, d));
    assert_string_equal(stats.tables[TABLE_INQUIRY].name, "inquiry");
    assert_int_equal(stats.tables[TABLE_INQUIRY].entries, 3);
    assert_int_equal(stats.tables[TABLE_EVIDENCE].entries, 180);
    store_close(x.store);
    OK(store_open(&x.store, path, STORE_READ, d));
    assert_int_equal(test_answers_check(x.store, BLOCKS, BLOCK), 240);
    sound(x.store);
    close_fixture(&x);
    unlink(path);
    strncat(path, "-lock", sizeof path - strlen(path) - 1);
    unlink(path);
}

/* --- changed behind its back --- */

static void shut(struct fixture *x)
{
    struct ingest *g;
    open_fixture(x);
    ask(x, 1);
    ask(x, 2);
    OK(ingest_begin(&g, x->store, JANUARY, d));
    use(g, 0, 0, 2);
    OK(ingest_commit(g, NULL, d));
    store_close(x->store);
}

static void finds(struct fixture *x, bool in_journal, const char *words)
{
    struct journal_report r;
    struct diag found;
    bool said = false;
    diag_init(&found);
    OK(store_open(&x->store, x->dir.path, STORE_READ, d));
    enum hm_status st = in_journal ? journal_verify(x->store, NULL, &r, &found)
                                   : store_verify(x->store, &found);
    for (size_t i = 0; i < found.count; i++)
        said = said || strstr(found.items[i].text, words);
    if (!said)
        test_print(&found);
    assert_int_equal(st, in_journal ? HM_DATA : HM_CORRUPT);
    assert_true(said);
    diag_fini(&found);
    close_fixture(x);
}

static void test_tampered(void **state)
{
    (void)state;
    struct fixture x;
    shut(&x); /* the first entry is household 0's uses, then household 1's answers */
    raw_flip(x.dir.path, TABLE_EVIDENCE, 3, -20, true);
    finds(&x, true, "the answers were changed");
    shut(&x);
    raw_flip(x.dir.path, TABLE_EVIDENCE, 3, 20, false);
    finds(&x, false, "what registers answered about a household is damaged");
    shut(&x);
    raw_flip(x.dir.path, TABLE_EVIDENCE, 0, 4, true); /* a use */
    finds(&x, true, "change 2 of the facts: the facts were changed");
    shut(&x);
    raw_remove(x.dir.path, TABLE_EVIDENCE, 5);
    finds(&x, false, "are not as many as recorded");
    shut(&x);
    raw_remove(x.dir.path, TABLE_EVIDENCE, 5);
    finds(&x, true, "the answers were changed");
    shut(&x);
    raw_flip(x.dir.path, TABLE_INQUIRY, 1, 5, true);
    finds(&x, true, "inquiry 2: its record was changed");
    shut(&x);
    raw_remove(x.dir.path, TABLE_INQUIRY, 1);
    finds(&x, true, "inquiry 2: it is not in the store any more");
    shut(&x);
    raw_flip(x.dir.path, TABLE_INQUIRY, 0, 8, false);
    finds(&x, false, "the damage is in inquiry 1");
}

/* --- when memory, writes and syncs fail --- */

static void test_faults(void **state)
{
    (void)state;
    for (int kind = 0; kind < FAULT_KINDS; kind++) {
        struct fixture x;
        struct diag quiet;
        bool done = false;
        open_fixture(&x);
        for (uint64_t nth = 1; !done; nth++) {
            struct evidence_book *b;
            diag_init(&quiet);
            fault_arm((enum fault_kind)kind, nth);
            enum hm_status st = test_answers_record(x.store, 1, 180, BLOCK, &quiet);
            fault_arm((enum fault_kind)kind, 0);
            done = st == HM_OK;
            OK(evidence_open(&b, x.store, d));
            assert_int_equal(evidence_inquiries(b), done ? 1 : 0);
            evidence_close(b);
            diag_fini(&quiet);
            assert_true(nth < 5000);
        }
        assert_int_equal(test_answers_check(x.store, BLOCKS, BLOCK), 120);
        sound(x.store);
        close_fixture(&x);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record), cmocka_unit_test(test_key),
        cmocka_unit_test(test_uses),   cmocka_unit_test(test_swept),
        cmocka_unit_test(test_copies), cmocka_unit_test(test_tampered),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
