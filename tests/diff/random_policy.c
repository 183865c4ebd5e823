/* random_policy.c - see random_policy.h: declarations and formulas. Expressions are in
 * random_expression.c, statements in random_statement.c, families in random_family.c.
 */
#include "random_writer.h"

static const char *const entity_names[3] = {"household", "person", "vehicle"};

/* `other`: a neighbour's ranges and defaults. */
static void inputs(struct buf *out, int entity, bool other)
{
    static const char *const seconds[2][KINDS] = {
        {
            "default = true",
            "min = 0, max = 150",
            "decimals = 2, min = -100, max = 1000, default = 0.5",
            "min = yuan(0), max = yuan(100000)",
            "default = \"low\"",
            "default = date \"1950-06-15\"",
            "default = month \"2021-05\"",
        },
        {
            "default = false",
            "min = 0, max = 40",
            "decimals = 2, min = -100, max = 900",
            "min = yuan(0), max = yuan(30000)",
            "default = \"high\"",
            "default = date \"1960-06-15\"",
            "default = month \"2021-04\"",
        },
    };
    const char *const *second = seconds[other];
    static const char *const zh[KINDS] = {"真假", "整数", "数", "金额", "等级", "日期", "月份"};
    for (int k = 0; k < KINDS; k++) {
        const char *type = kind_names[k];
        buf_printf(out, "input \"%s_0\" { of = %s, type = %s, zh = \"%s一\" }\n", type,
                   entity_names[entity], type, zh[k]);
        buf_printf(out, "input \"%s_1\" { of = %s, type = %s, zh = \"%s二\", %s }\n", type,
                   entity_names[entity], type, zh[k], second[k]);
    }
}

/* The same names in two ways: ids, codes and the first child differ. */
static void declarations(struct buf *out, bool other)
{
    static const char household[] = "entity \"household\" { zh = \"家庭\" }\n",
                      person[] = "entity \"person\" { of = household, plural = \"persons\" }\n",
                      vehicle[] = "entity \"vehicle\" { of = household, plural = \"vehicles\", "
                                  "max = 4 }\n";
    buf_printf(out, "%s%s%s", household, other ? vehicle : person, other ? person : vehicle);
    buf_puts(out, other ? "enum \"grade\" { { \"high\", \"高\" }, { \"low\", \"低\" }, "
                          "{ \"none\", \"无\" }, { \"middle\", \"中\" } }\n"
                        : "enum \"grade\" { { \"none\", \"无\" }, { \"low\", \"低\" }, "
                          "{ \"middle\", \"中\" }, { \"high\", \"高\" } }\n");
    for (int e = 0; e < 3; e++)
        inputs(out, other ? 2 - e : e, other);
}

static void preamble(struct buf *out)
{
    buf_puts(
        out,
        "parameter \"standard\" { type = money, [\"2020-01-01\"] = { yuan(1005), source = "
        "\"s\" }, [\"2022-07-01\"] = { yuan(1181), source = \"s\" } }\n"
        "parameter \"line\" { type = money, [\"2020-01-01\"] = { yuan(2362.5), source = "
        "\"s\" } }\n"
        "parameter \"test\" { type = comparison, [\"2020-01-01\"] = { \"<\", source = "
        "\"低于\" } }\n"
        "parameter \"care\" { type = money, key = grade, [\"2020-01-01\"] = { { low = "
        "yuan(207), middle = yuan(414), high = yuan(1656) }, source = \"s\" } }\n"
        "parameter \"band\" { type = money, by = integer, [\"2020-01-01\"] = { { { below = "
        "18, yuan(1) }, { from = 18, below = 80, yuan(50) }, { from = 80, upto = 120, "
        "yuan(300) } }, source = \"s\", otherwise = yuan(7) } }\n"
        "parameter \"share\" { type = number, by = integer, [\"2020-01-01\"] = { { { from "
        "= 0, upto = 3, 0.25 }, { above = 3, below = 10, 1.5 } }, source = \"s\" } }\n"
        "parameter \"steps\" { type = money, key = integer, [\"2020-01-01\"] = { { [1] = "
        "yuan(10), [2] = yuan(25.5), [7] = fen(3) }, source = \"s\" } }\n"
        "parameter \"scale\" { type = number, by = number, marginal = true, [\"2020-01-01\"] = "
        "{ { { from = 0, below = 10, 0.1 }, { from = 10, below = 100, 0.25 } }, source = "
        "\"s\" } }\n"
        "parameter \"unique\" { type = money, columns = { { \"n\", integer }, { \"g\", grade } "
        "}, "
        "[\"2020-01-01\"] = { { { n = { below = 3 }, yuan(1.5) }, { n = { from = 3, upto = 5 "
        "}, g = "
        "\"low\", yuan(2) }, { n = { 3, 4, 5 }, g = { \"none\", \"middle\", \"high\" }, "
        "yuan(30) } }, "
        "source = \"s\" } }\n"
        "parameter \"first\" { type = money, hit = \"first\", columns = { { \"m\", money }, "
        "{ \"b\", boolean } }, [\"2020-01-01\"] = { { { m = { above = yuan(500) }, b = true, "
        "yuan(70) }, { m = { from = yuan(-5), below = yuan(5) }, yuan(8) }, { b = false, "
        "fen(9) } }, "
        "source = \"s\", otherwise = yuan(11) } }\n"
        "parameter \"added\" { type = money, hit = \"sum\", columns = { { \"n\", number }, "
        "{ \"g\", grade } }, [\"2020-01-01\"] = { { { yuan(0.5) }, { n = { above = 0.5 }, "
        "yuan(3) }, "
        "{ n = { upto = 0.5 }, g = { \"low\", \"none\" }, yuan(4) } }, source = \"s\" }, "
        "[\"2022-07-01\"] = { { { n = 0, yuan(1) }, { n = { from = 0 }, g = \"low\", yuan(2) } "
        "}, "
        "source = \"s\", otherwise = yuan(100) } }\n"
        "parameter \"highest\" { type = money, hit = \"highest\", columns = { { \"m\", money "
        "}, "
        "{ \"n\", integer } }, [\"2020-01-01\"] = { { { m = { from = yuan(0) }, yuan(3) }, { m "
        "= { "
        "below = yuan(1000) }, n = { above = 2 }, yuan(9) }, { m = { upto = yuan(200) }, n = { "
        "below = "
        "1000 }, yuan(-4) } }, source = \"s\", otherwise = yuan(6) } }\n"
        "local tools = {}\n"
        "function tools.cap(amount, most)\n"
        "  if amount > most then\n    return most\n  elseif amount < yuan(0) then\n"
        "    return yuan(0)\n  end\n  return amount\nend\n"
        "tools.share_of = function (part, whole) return whole == 0 and 0 or part / whole end\n"
        "local function helper(amount, times)\n"
        "  if amount > yuan(500) then return amount * times end\n"
        "  return amount\n"
        "end\n");
}

static void one_formula(struct writer *p, enum kind k, const char *key)
{
    int written = 0, depth = 1 + (int)pick(p, 4);
    struct writer inner = *p;
    inner.functions_written = &written;
    buf_printf(p->out, "  %s = function (%s, law)\n", key, p->row);
    write_statements(&inner, k, depth, 2);
    put(&inner, "    return ");
    write_expression(&inner, k, depth);
    put(&inner, "\n  end,\n");
}

/* Of kinds[index] and entities[index]. */
static void one_variable(struct choices *c, struct buf *out, int index, const enum kind *kinds,
                         const int *entities)
{
    static const char *const roundings[] = {"", ", round = up_to(yuan(1))",
                                            ", round = \"half up to fen\""};
    enum kind k = kinds[index];
    int entity = entities[index];
    struct writer p = {.c = c,
                       .out = out,
                       .entity = entity,
                       .variables = index,
                       .kinds = kinds,
                       .entities = entities,
                       .lists = true,
                       .has_history = true,
                       .row = entity ? "person" : "family"};
    bool sums = entity == 1 && (k == MONEY || k == INTEGER);
    buf_printf(out, "variable \"v%d\" { of = %s, type = %s%s%s,\n", index, entity_names[entity],
               kind_names[k], sums ? ", result = true" : "",
               k == MONEY ? roundings[choices_below(c, 3)] : "");
    if (choices_below(c, 5)) {
        one_formula(&p, k, "formula");
    } else {
        one_formula(&p, k, "[\"2021-01-01\"]");
        one_formula(&p, k, "[\"2022-07-01\"]");
    }
    buf_puts(out, "}\n");
}

enum { VARIABLES = 8 };

struct shape { /* of the variables */
    enum kind kinds[VARIABLES];
    int entities[VARIABLES];
};

static void draw_shape(struct choices *c, struct shape *s)
{
    for (int i = 0; i < VARIABLES; i++) {
        s->kinds[i] = (enum kind)choices_below(c, KINDS);
        s->entities[i] = choices_below(c, 3) == 0 ? 1 : 0;
    }
}

static void write_policy(struct choices *c, struct buf *out, const char *head, bool other,
                         const struct shape *s)
{
    int n = 2 + (int)choices_below(c, VARIABLES - 2);
    buf_puts(out, head);
    declarations(out, other);
    preamble(out);
    for (int i = 0; i < n; i++)
        one_variable(c, out, i, s->kinds, s->entities);
}

void random_policy(struct choices *c, struct buf *out)
{
    struct shape s;
    draw_shape(c, &s);
    write_policy(c, out, "policy { zh = \"随机\" }\n", false, &s);
}

void random_neighbours(struct choices *c, struct buf *first, struct buf *second)
{
    static const char code[] =
        "input \"division_code\" { of = household, type = text, zh = \"区划\" }\n";
    struct shape s;
    draw_shape(c, &s);
    write_policy(c, first, "policy { zh = \"甲\", division = \"11\" }\n", false, &s);
    buf_puts(first, code);
    write_policy(c, second, "policy { zh = \"乙\", division = \"12\" }\n", true, &s);
    buf_puts(second, code);
}
