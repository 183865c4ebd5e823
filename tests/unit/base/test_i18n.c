/* test_i18n.c - which language is chosen, and that Chinese works without an installed locale.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <locale.h>
#include <cmocka.h>
#include "base/diag.h"

static void choose(const char *lc_all, const char *lc_messages, const char *lang)
{
    const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    const char *const values[] = {lc_all, lc_messages, lang};
    for (int i = 0; i < 3; i++) {
        if (values[i])
            setenv(names[i], values[i], 1);
        else
            unsetenv(names[i]);
    }
    unsetenv("LANGUAGE");
    i18n_start();
}

static void chosen_by_the_environment(void **state)
{
    (void)state;
    static const struct {
        const char *lc_all, *lc_messages, *lang;
        int is_chinese;
    } rows[] = {
        {NULL, NULL, NULL, 0},          {NULL, NULL, "zh_CN.UTF-8", 1},
        {NULL, NULL, "zh_CN", 1},       {NULL, NULL, "en_US.UTF-8", 0},
        {NULL, "zh_CN.UTF-8", "C", 1},  {"C", "zh_CN.UTF-8", "zh_CN.UTF-8", 0},
        {"zh_SG.UTF-8", "C", "C", 1},   {"", "", "zh_CN.UTF-8", 1},
        {NULL, NULL, "de_DE.UTF-8", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        choose(rows[i].lc_all, rows[i].lc_messages, rows[i].lang);
        assert_int_equal(i18n_is_chinese(), rows[i].is_chinese);
        assert_string_equal(_("exactly"), rows[i].is_chinese ? "精确值" : "exactly");
        assert_string_equal(_("no such text"), "no such text");
        assert_string_equal(_(""), "");
    }
}

static void messages_are_translated(void **state)
{
    (void)state;
    struct diag d;
    diag_init(&d);
    choose(NULL, NULL, "zh_CN.UTF-8");
    char hint[64];
    diag_suggest(hint, sizeof hint, "低保金");
    assert_string_equal(hint, "是否想写“低保金”？");
    diag_nomem(&d, _("arranging households"));
    assert_string_equal(d.items[0].text, "内存不足：整理家庭数据");
    choose(NULL, NULL, "C");
    diag_suggest(hint, sizeof hint, "dibao_amount");
    assert_string_equal(hint, "did you mean dibao_amount?");
    diag_fini(&d);
}

static void without_start_all_is_english(void **state)
{
    (void)state;
    setlocale(LC_ALL, "C");
    setenv("LANG", "zh_CN.UTF-8", 1);
    assert_false(i18n_is_chinese());
    assert_string_equal(_("exactly"), "exactly");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_start_all_is_english),
        cmocka_unit_test(chosen_by_the_environment),
        cmocka_unit_test(messages_are_translated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
