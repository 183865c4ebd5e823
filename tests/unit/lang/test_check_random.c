/* The static checks must survive any formula: random ones from a small grammar, fixed seed. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>

#include "../support/mutate.h"
#include "small_world.h"

/* Random formulas from a small grammar: whatever is wrong with them ends in a message. $ is an
 * expression, ; a statement, # a name. */
static void generate(struct buf *b, const char *pattern, unsigned depth, uint64_t *random)
{
    static const char *const expressions[] = {"#",
                                              "1",
                                              "0",
                                              "0.5",
                                              "nil",
                                              "true",
                                              "'dibao'",
                                              "'total'",
                                              "family",
                                              "law",
                                              "...",
                                              "family.savings",
                                              "family.persons",
                                              "family.size",
                                              "family.category",
                                              "law.standard",
                                              "law.care",
                                              "law.month",
                                              "yuan($)",
                                              "-$",
                                              "not $",
                                              "#$",
                                              "($)",
                                              "$ + $",
                                              "$ - $",
                                              "$ * $",
                                              "$ / $",
                                              "$ // $",
                                              "$ % $",
                                              "$ .. $",
                                              "$ == $",
                                              "$ < $",
                                              "$ >= $",
                                              "$ and $",
                                              "$ or $",
                                              "$ and $ or $",
                                              "$[$]",
                                              "law.care[$]",
                                              "law.below($, $)",
                                              "law.old_age[$]",
                                              "#.wage",
                                              "family:before($)",
                                              "#($)",
                                              "#($, $)",
                                              "known($)",
                                              "default($, $)",
                                              "max($, $)",
                                              "sum($, $)",
                                              "count($, function (#) ; return $ end)",
                                              "each($)",
                                              "age($, $)",
                                              "{$, # = $}",
                                              "function (#) ; end",
                                              "select($, $)",
                                              "lookup($, $)",
                                              "add_months($, $)",
                                              "tostring($)",
                                              "round($, $)",
                                              "all($, $)",
                                              "max($, $, $)",
                                              "family.persons[$].birth",
                                              "$ ~= $"};
    static const char *const statements[] = {"local # = $",
                                             "# = $",
                                             "if $ then ; end",
                                             "if $ then ; else ; end",
                                             "for # in each($) do ; end",
                                             "for # = $, $ do ; end",
                                             "while $ do ; end",
                                             "repeat ; until $",
                                             "do ; end",
                                             "do return $ end",
                                             "if $ then break end",
                                             "#.wage = $",
                                             "local function #(#) ; return $ end",
                                             "#($)",
                                             "local #, # = $",
                                             "; ;",
                                             "t[$] = $",
                                             "if type(#) == 'number' then ; end"};
    static const char *const names[] = {"x", "y", "f", "g", "t", "m", "family", "law"};

    for (const char *p = pattern; *p; p++) {
        size_t e = mutate_below(random, depth ? sizeof expressions / sizeof *expressions : 18);
        size_t s = mutate_below(random, sizeof statements / sizeof *statements);
        if (*p == '$')
            generate(b, expressions[e], depth ? depth - 1 : 0, random);
        else if (*p == ';' && depth)
            generate(b, statements[s], depth - 1, random);
        else if (*p == '#' && p[1] != '$')
            buf_puts(b, names[mutate_below(random, sizeof names / sizeof *names)]);
        else if (*p != ';')
            buf_putc(b, *p);
        if (*p == ';')
            buf_putc(b, ' ');
    }
}

static void random_formulas(void **state)
{
    enum { ROUNDS = 4000 };
    uint64_t random = 20240701;
    unsigned walked = 0, good = 0;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct buf b;
        struct world *w;
        buf_init(&b);
        buf_puts(&b, "variable \"amount\" { formula = function (family, law, ...)\n"
                     "local x, t = 1, {} local function f(a) return a end\n"
                     "local function g(a) return g(a) end\n");
        generate(&b, "; ; ; return $", 3, &random);
        buf_puts(&b, "\nend }\n");
        w = try_world(b.data);
        if (w->file_count) {
            enum hm_status st;
            take_formulas(w, w->files[0]);
            st = check_formulas(&w->model, w->files, 1, &w->d);
            assert_true(st == (w->d.errors ? HM_DATA : HM_OK));
            walked++;
            good += st == HM_OK;
        }
        free_world(w);
        buf_fini(&b);
    }
    assert_true(walked > ROUNDS / 2 && good > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_formulas)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
