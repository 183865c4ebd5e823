/* test_diag.c - messages: places are copied, limits keep counting, memory may be short. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <cmocka.h>
#include "base/diag.h"
#include "base/fault.h"
#include "base/limits.h"

static void a_message_keeps_its_own_copy(void **state)
{
    (void)state;
    struct diag d;
    diag_init(&d);
    char file[] = "a.ndjson", field[] = "persons[0].birth_date";
    struct place at = {file, 3, 14, field};
    assert_int_equal(diag_add(&d, HM_LEVEL_ERROR, HM_DATA, &at, "hint", "found %d", 7),
                     HM_DATA);
    memset(file, 'x', sizeof file - 1);
    memset(field, 'x', sizeof field - 1);
    assert_string_equal(d.items[0].at.file, "a.ndjson");
    assert_string_equal(d.items[0].at.field, "persons[0].birth_date");
    assert_int_equal(d.items[0].at.line, 3);
    assert_int_equal(d.items[0].at.column, 14);
    assert_string_equal(d.items[0].text, "found 7");
    assert_string_equal(d.items[0].hint, "hint");
    assert_int_equal(diag_add(&d, HM_LEVEL_WARNING, HM_OK, NULL, NULL, "w"), HM_OK);
    assert_null(d.items[1].hint);
    assert_int_equal(d.errors, 1);
    assert_int_equal(d.warnings, 1);
    diag_clear(&d);
    assert_int_equal(d.count + d.errors + d.warnings, 0);
    diag_fini(&d);
    assert_int_equal(diag_error(NULL, HM_DATA, NULL, "dropped"), HM_DATA);
}

static void the_limit_keeps_counting(void **state)
{
    (void)state;
    struct diag d, more;
    diag_init(&d);
    diag_init(&more);
    for (int i = 0; i < LIMIT_DIAG_ITEMS - 1; i++)
        diag_error(&d, HM_DATA, NULL, "%d", i);
    assert_int_equal(d.count, LIMIT_DIAG_ITEMS - 1);
    diag_error(&more, HM_DATA, NULL, "moved");
    diag_error(&more, HM_DATA, NULL, "one too many");
    diag_move(&d, &more);
    assert_int_equal(d.count, LIMIT_DIAG_ITEMS);
    assert_int_equal(d.errors, LIMIT_DIAG_ITEMS + 1);
    assert_string_equal(d.items[LIMIT_DIAG_ITEMS - 1].text, "moved");
    assert_int_equal(more.count + more.errors, 0);
    diag_error(&more, HM_DATA, NULL, "dropped");
    diag_move(NULL, &more);
    assert_int_equal(more.count, 0);
    diag_fini(&d);
    diag_fini(&more);
}

static void short_memory_still_counts(void **state)
{
    (void)state;
    for (uint64_t nth = 1; nth <= 6; nth++) {
        struct diag d;
        struct place at = {"file", 1, 1, "field"};
        diag_init(&d);
        fault_arm(FAULT_ALLOC, nth);
        assert_int_equal(diag_add(&d, HM_LEVEL_ERROR, HM_DATA, &at, "hint", "text"), HM_DATA);
        fault_arm(FAULT_ALLOC, 0);
        assert_int_equal(d.errors, 1);
        if (d.count)
            assert_string_equal(d.items[0].text, "text");
        diag_fini(&d);
    }
}

static void system_errors(void **state)
{
    (void)state;
    struct diag d;
    diag_init(&d);
    errno = ENOENT;
    assert_int_equal(diag_errno(&d, "opening the file", "/none"), HM_ENVIRONMENT);
    assert_string_equal(d.items[0].text, "opening the file failed: No such file or directory");
    assert_string_equal(d.items[0].at.file, "/none");
    assert_string_equal(d.items[0].hint, "check the spelling of the path");
    errno = ENOMEM;
    assert_int_equal(diag_errno(&d, "mapping", "/none"), HM_NOMEM);
    char hint[32] = "x";
    diag_suggest(hint, sizeof hint, NULL);
    assert_string_equal(hint, "");
    diag_fini(&d);
}

static void what_is_there_is_not_said_twice(void **state)
{
    (void)state;
    struct diag to, from;
    struct place at = {.file = "a.lua", .line = 3, .column = 4}, other = {.file = "b.lua"};
    diag_init(&to);
    diag_init(&from);
    for (int i = 0; i < 3; i++) {
        diag_error(&from, HM_DATA, &at, "no field \"x\"");
        diag_error(&from, HM_DATA, i == 1 ? &other : &at, "no field \"y\"");
        diag_add(&from, HM_LEVEL_WARNING, HM_OK, &at, "write it so", "a name that nobody uses");
        diag_merge(&to, &from);
        assert_int_equal(from.count, 0);
    }
    assert_int_equal(to.count, 4);
    assert_int_equal(to.errors, 3);
    assert_int_equal(to.warnings, 1);
    assert_string_equal(to.items[2].hint, "write it so");
    assert_string_equal(to.items[3].at.file, "b.lua");
    diag_error(&from, HM_DATA, &at, "one");
    from.errors = 7; /* six more were too many to keep */
    diag_merge(&to, &from);
    assert_int_equal(to.errors, 10);
    diag_merge(NULL, &from);
    diag_fini(&from);
    diag_fini(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_keeps_its_own_copy),
        cmocka_unit_test(the_limit_keeps_counting),
        cmocka_unit_test(short_memory_still_counts),
        cmocka_unit_test(system_errors),
        cmocka_unit_test(what_is_there_is_not_said_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
