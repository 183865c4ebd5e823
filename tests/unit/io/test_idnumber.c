/* test_idnumber.c - identity numbers and division codes: each fault, both sides; masks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include "io/division.h"
#include "io/idnumber.h"
#include "io/synth_margins.h"
#include "value/date.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

static enum idnumber_fault fault_of(const char *number)
{
    struct idnumber ignored;
    return idnumber_read(&ignored, text(number));
}

/* The check digit by the standard's own words: weights 2^(18-i) mod 11, the sum gives the digit
 * of a table. */
static void with_check_digit(char out[19], const char *seventeen)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (seventeen[i] - '0') * weights[i];
    snprintf(out, 19, "%s%c", seventeen, "10X98765432"[sum % 11]);
}

static void sound_numbers(void **state)
{
    (void)state;
    struct idnumber id;
    char number[19];
    int32_t birth;
    /* the example printed in the standard */
    assert_int_equal(idnumber_read(&id, text("11010519491231002X")), IDNUMBER_SOUND);
    assert_true(date_make(&birth, 1949, 12, 31));
    assert_int_equal(id.birth, birth);
    assert_false(id.is_male);
    assert_int_equal(fault_of("11010519491231002x"), IDNUMBER_SOUND);
    int endings = 0;
    for (int order = 100; order < 200; order++) { /* every check digit occurs */
        char seventeen[18];
        snprintf(seventeen, sizeof seventeen, "33079920000229%03d", order);
        with_check_digit(number, seventeen);
        assert_int_equal(idnumber_read(&id, text(number)), IDNUMBER_SOUND);
        assert_int_equal(id.is_male, order % 2);
        endings |= 1 << (number[17] == 'X' ? 10 : number[17] - '0');
    }
    assert_int_equal(endings, 0x7FF);
}

/* Any one character wrong, or two neighbours exchanged. */
static void mistyped_numbers(void **state)
{
    (void)state;
    char number[19];
    with_check_digit(number, "33079919800501121");
    for (int i = 0; i < 17; i++) {
        char wrong[19];
        memcpy(wrong, number, sizeof wrong);
        for (char c = '0'; c <= '9'; c++) {
            wrong[i] = c;
            assert_int_equal(fault_of(wrong),
                             c == number[i] ? IDNUMBER_SOUND : IDNUMBER_CHECKSUM);
        }
        memcpy(wrong, number, sizeof wrong);
        wrong[i] = number[i + 1];
        wrong[i + 1] = number[i];
        if (wrong[i] != number[i])
            assert_int_equal(fault_of(wrong), IDNUMBER_CHECKSUM);
    }
}

static void other_faults(void **state)
{
    (void)state;
    static const char *const shapes[] = {"",
                                         "1",
                                         "33079919800501121",
                                         "3307991980050112120",
                                         "330799800501121",
                                         "33079919800501121Y",
                                         "3307991980050112X2",
                                         "３３079919800501121"};
    static const struct {
        const char *seventeen;
        enum idnumber_fault fault;
    } others[] = {
        {"99079919800501121", IDNUMBER_AREA},  {"00079919800501121", IDNUMBER_AREA},
        {"16079919800501121", IDNUMBER_AREA},  {"83000019800501121", IDNUMBER_SOUND},
        {"91000019800501121", IDNUMBER_SOUND}, {"81000019800501121", IDNUMBER_SOUND},
        {"33079919800230121", IDNUMBER_DATE},  {"33079919800229121", IDNUMBER_SOUND},
        {"33079919810229121", IDNUMBER_DATE},  {"33079919801301121", IDNUMBER_DATE},
        {"33079919800100121", IDNUMBER_DATE},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        assert_int_equal(fault_of(shapes[i]), IDNUMBER_SHAPE);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char number[19];
        with_check_digit(number, others[i].seventeen);
        assert_int_equal(fault_of(number), others[i].fault);
    }
}

static void masks(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", "*"},
        {"王", "*"},
        {"王五", "王*"},
        {"欧阳修", "欧**"},
        {"1234567", "1******"},
        {"12345678", "123***78"},
        {"330799198005011212", "330*************12"},
        {"买买提·阿不都热合", "买********"},
        {"Wang Xiaoming", "W************"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct buf out;
        buf_init(&out);
        idnumber_mask(&out, text(pairs[i][0]));
        assert_true(buf_ok(&out));
        assert_string_equal(out.data, pairs[i][1]);
        buf_fini(&out);
    }
}

static void hidden_runs(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"", ""},
        {"12345678901234", "12345678901234"},
        {"123456789012345", "123**********45"},
        {"a 123456789012345.", "a 123**********45."},
        {"1234567890123456789", "123**************89"},
        {"12345678901234567890", "12345678901234567890"},
        {"12345678901234567X", "123*************7X"},
        {"号12345678901234567x号", "号123*************7x号"},
        {"x12345678901234567", "x12345678901234567"}, /* a part of a word, as of a digest */
        {"3.30799198005011E+17", "3.3*************E+17"},
        {"3.30799198005011", "3.30799198005011"},
        {"\"3.30799198e+17\"", "\"3.3*******e+17\""},
        {"3.307991E+17 3.", "3.307991E+17 3."},
        {"12345678901234567xy", "12345678901234567xy"},
        {"\"123456789012345\",\"123456789012345\"", "\"123**********45\",\"123**********45\""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char line[80];
        snprintf(line, sizeof line, "%s", pairs[i][0]);
        idnumber_hide(line, strlen(line));
        assert_string_equal(line, pairs[i][1]);
    }
}

static void divisions(void **state)
{
    (void)state;
    static const char *const sound[] = {
        "330203",       "330225", "330282",   "330782", "150207", "150223",
        "350802",       "350881", "350822",   "110101", "820001", "330782001",
        "330782001001", "331083", "330204999"}; /* Jiangdong was one until 2016 */
    static const char *const unknown[] = {"330799", "331204", "990101", "160101",
                                          "350804", "150208", "154001", "000000"};
    static const char *const shapes[] = {"",        "33",     "3302",         "33020",
                                         "3302031", "33020a", "3302030010011"};
    for (size_t i = 0; i < sizeof sound / sizeof *sound; i++)
        if (division_check(text(sound[i])) != DIVISION_SOUND)
            fail_msg("%s", sound[i]);
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        if (division_check(text(unknown[i])) != DIVISION_UNKNOWN)
            fail_msg("%s", unknown[i]);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        assert_int_equal(division_check(text(shapes[i])), DIVISION_SHAPE);
    size_t n; /* the four cities' counties */
    const struct synth_county *counties = synth_counties(&n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(division_check(text(counties[i].code)), DIVISION_SOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sound_numbers), cmocka_unit_test(mistyped_numbers),
        cmocka_unit_test(other_faults),  cmocka_unit_test(masks),
        cmocka_unit_test(hidden_runs),   cmocka_unit_test(divisions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
