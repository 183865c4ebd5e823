/* test_law_diff.c - which variables can come out otherwise under another wording, value or
 * month: never too few, and not all of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/mem.h"
#include "run/law_diff.h"
#include "value/date.h"

#define MAY (2022 * 12 + 4)

static const char head[] =
    "policy { zh = 'x' }\n"
    "entity 'household' { zh = 'h' }\n"
    "entity 'person' { zh = 'p', of = household, plural = 'persons' }\n"
    "enum 'kind' { zh = 'k', { 'none', 'n' }, { 'one', 'o' } }\n"
    "input 'income' { of = household, type = money, zh = 'i' }\n"
    "input 'birth' { of = person, type = date, zh = 'b' }\n"
    "input 'rooms' { of = household, type = integer, zh = 'r', default = 1 }\n"
    "parameter 'cap' { zh = 'c', type = money, ['2022-01-01'] = { yuan(10), "
    "source = 's' }, ['2022-07-01'] = { yuan(12), source = 's' } }\n"
    "parameter 'flat' { zh = 'f', type = money, ['2022-01-01'] = { yuan(5), "
    "source = 's' } }\n";
static const char helpers[] = "local base = 2\n"
                              "local function twice(x) return x * base end\n"
                              "local function plain(x) return x end\n"
                              "function shared(x) return x + yuan(1) end\n";
static const char rules[] =
    "variable 'a' { of = household, type = money, zh = 'va', law = 'l', result = true,\n"
    "  formula = function (h, law) return twice(law.cap) end }\n"
    "variable 'b' { of = household, type = money, zh = 'vb', law = 'l', result = true,\n"
    "  formula = function (h, law) return plain(h.a) + law.flat end }\n"
    "variable 'c' { of = household, type = money, zh = 'vc', law = 'l', result = true,\n"
    "  formula = function (h, law) return shared(h.income) end }\n"
    "variable 'd' { of = person, type = integer, zh = 'vd', law = 'l', result = true,\n"
    "  formula = function (p, law) return age(p.birth, law.month) end }\n"
    "variable 'e' { of = household, type = integer, zh = 've', law = 'l', result = true,\n"
    "  formula = function (h, law) return h.rooms * 2 end }\n"
    "variable 'f' { of = household, type = integer, zh = 'vf', law = 'l', result = true,\n"
    "  formula = function (h, law) return default(h:before(1).e, 0) end }\n";

static struct policy *load(const char *before, const char *middle, const char *after)
{
    struct sources s;
    struct policy *p;
    struct buf text;
    struct diag d;
    sources_init(&s);
    buf_init(&text);
    diag_init(&d);
    buf_puts(&text, before);
    buf_puts(&text, middle);
    buf_puts(&text, after);
    s.name = mem_strdup("x");
    s.files = mem_calloc(1, sizeof *s.files);
    s.count = s.cap = 1;
    s.files[0].bytes = text.len;
    s.files[0].text = buf_take(&text);
    s.files[0].path = mem_strdup("x/policy.lua");
    s.files[0].shown_path = mem_strdup("policy.lua");
    enum hm_status st = policy_load_sources(&p, &s, &d);
    for (size_t i = 0; st != HM_OK && i < d.count; i++)
        print_error("%s\n", d.items[i].text);
    assert_int_equal(st, HM_OK);
    diag_fini(&d);
    sources_fini(&s);
    return p;
}

/* The names of the variables that may change, in order of declaration: "ab". Both are freed. */
static void differ(char *out, struct policy *old, int32_t old_month, struct policy *now,
                   int32_t month, const char *set)
{
    struct wording x, y;
    struct changes none, some;
    struct law_diff diff;
    struct arena a;
    arena_init(&a);
    assert_int_equal(wording_init(&x, old, NULL), HM_OK);
    assert_int_equal(wording_init(&y, now, NULL), HM_OK);
    changes_init(&none, old);
    changes_init(&some, now);
    if (set)
        assert_int_equal(changes_set(&some, set, month, NULL), HM_OK);
    struct law_side before = {old, &x, &none, 0, old_month}, after = {now, &y, &some, 0, month};
    assert_int_equal(law_compare(&diff, &before, &after, false, &a, NULL), HM_OK);
    size_t n = 0;
    for (size_t i = 0; i < now->model->field_count; i++) {
        const struct field *f = &now->model->fields[i];
        if (f->kind == FIELD_VARIABLE && f->name[1] == '\0' &&
            (diff.may_change[i / 64] >> (i % 64) & 1) && !strchr(out, f->name[0]))
            out[n++] = f->name[0];
        out[n] = '\0';
    }
    changes_fini(&none);
    changes_fini(&some);
    wording_fini(&x);
    wording_fini(&y);
    arena_fini(&a);
    policy_free(old);
    policy_free(now);
}

#define EXPECT(text, old, old_month, now, month, set)                                          \
    do {                                                                                       \
        char found[32] = "";                                                                   \
        differ(found, old, old_month, now, month, set);                                        \
        assert_string_equal(found, text);                                                      \
    } while (0)

static struct policy *same(void)
{
    return load(head, helpers, rules);
}

/* What looks back is always open: f. */
static void test_values_and_months(void **state)
{
    (void)state;
    EXPECT("f", same(), MAY, same(), MAY, NULL);
    EXPECT("df", same(), MAY, same(), MAY + 1, NULL);   /* d asks for the month */
    EXPECT("abdf", same(), MAY, same(), MAY + 2, NULL); /* another cap from July on */
    EXPECT("bf", same(), MAY, same(), MAY, "flat=6@2022-01");
    EXPECT("f", same(), MAY, same(), MAY, "flat=6@2022-06"); /* not yet */
    EXPECT("f", same(), MAY, same(), MAY, "flat=5@2022-01"); /* the same value */
}

/* The text of `rules` or `helpers` with one piece replaced. */
static struct policy *changed(const char *from, const char *to)
{
    struct buf texts[3];
    const char *const all[3] = {head, helpers, rules};
    bool done = false;
    for (size_t i = 0; i < 3; i++) {
        const char *at = done ? NULL : strstr(all[i], from);
        buf_init(&texts[i]);
        buf_put(&texts[i], all[i], at ? (size_t)(at - all[i]) : strlen(all[i]));
        if (at) {
            buf_puts(&texts[i], to);
            buf_puts(&texts[i], at + strlen(from));
            done = true;
        }
    }
    assert_true(done);
    struct policy *p = load(texts[0].data, texts[1].data, texts[2].data);
    for (size_t i = 0; i < 3; i++)
        buf_fini(&texts[i]);
    return p;
}

static void test_wording(void **state)
{
    (void)state;
    EXPECT("f", same(), MAY, changed("local base", "\n\n-- lower down\nlocal base"), MAY, NULL);
    EXPECT("abf", same(), MAY, changed("law.cap)", "law.cap) * 1"), MAY, NULL);
    EXPECT("bf", same(), MAY, changed("plain(h.a) +", "h.a +"), MAY, NULL);
    EXPECT("bf", same(), MAY, changed("return x end\nfunction", "return x * 1 end\nfunction"),
           MAY, NULL);
    EXPECT("abf", same(), MAY, changed("base = 2", "base = 3"), MAY, NULL); /* through twice */
    EXPECT("cf", same(), MAY, changed("yuan(1) end", "yuan(2) end"), MAY, NULL); /* a global */
    EXPECT("f", same(), MAY, changed("function shared", "local n = 1\nfunction shared"), MAY,
           NULL); /* what nobody names */
    /* code that runs while the script loads may do anything */
    EXPECT("abcdef", same(), MAY, changed("function shared", "plain(1)\nfunction shared"), MAY,
           NULL);
}

/* What a reader of the law would not call another rule. */
static void test_layout(void **state)
{
    (void)state;
    EXPECT("f", same(), MAY,
           changed("return twice(law.cap)", "-- twice\n return twice( law.cap)"), MAY, NULL);
    EXPECT("f", same(), MAY,
           changed("function (p, law) return age(p.birth, law.month)",
                   "function (who, l) return age(who.birth, l.month)"),
           MAY, NULL);
    EXPECT("f", same(), MAY, changed("twice(x) return x * base", "twice(y) return y * base"),
           MAY, NULL);
    /* the other one of two locals is no new name for the first */
    EXPECT("cf", changed("shared(x) return x +", "shared(x, y) local z = x return z +"), MAY,
           changed("shared(x) return x +", "shared(x, y) local z = y return z +"), MAY, NULL);
}

static void test_declarations(void **state)
{
    (void)state;
    EXPECT("ef", same(), MAY, changed("default = 1", "default = 2"), MAY, NULL);
    EXPECT("cf", same(), MAY, changed("zh = 'vc',", "zh = 'vc', round = up_to(yuan(1)),"), MAY,
           NULL);
    EXPECT("f", same(), MAY, changed("zh = 'vc',", "zh = 'other',"), MAY, NULL);
    EXPECT("f", same(), MAY, changed("source = 's'", "source = 't'"), MAY, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_months),
        cmocka_unit_test(test_wording),
        cmocka_unit_test(test_layout),
        cmocka_unit_test(test_declarations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
