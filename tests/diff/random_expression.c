/* random_expression.c - one function for each type of expression; each chooses among the ways
 * that type can come about, ending in something simple when depth is used up.
 */
#include "random_writer.h"

#include <stdio.h>

const char *const kind_names[KINDS] = {"boolean", "integer", "number", "money",
                                       "grade",   "date",    "month"};

static void three(struct writer *p, const char *before, enum kind a, const char *between,
                  enum kind b, int depth)
{
    put(p, before);
    write_expression(p, a, depth - 1);
    put(p, between);
    write_expression(p, b, depth - 1);
    put(p, ")");
}

static void literal(struct writer *p, enum kind k)
{
    static const char *const booleans[] = {"true", "false"};
    static const char *const integers[] = {"0", "1", "2", "3", "7", "12", "60", "1000", "-5"};
    static const char *const numbers[] = {"0.3", "0.5",   "1.7",   "2",
                                          "0",   "0.001", "-0.25", "12"};
    static const char *const moneys[] = {
        "yuan(0)",  "yuan(100)", "yuan(1181)",   "fen(1)",   "yuan(0.05)",
        "yuan(-3)", "jiao(7)",   "law.standard", "law.line", "yuan(1000000)"};
    static const char *const grades[] = {"\"none\"", "\"low\"", "\"middle\"", "\"high\""};
    static const char *const dates[] = {"date \"2022-07-01\"", "date \"1960-02-29\"",
                                        "law.date"};
    static const char *const months[] = {"law.month", "month \"2020-01\""};
    switch (k) {
    case BOOLEAN:
        put(p, booleans[pick(p, 2)]);
        break;
    case INTEGER:
        put(p, integers[pick(p, 9)]);
        break;
    case NUMBER:
        put(p, numbers[pick(p, 8)]);
        break;
    case MONEY:
        put(p, moneys[pick(p, 10)]);
        break;
    case ENUM:
        put(p, grades[pick(p, 4)]);
        break;
    case DATE:
        put(p, dates[pick(p, 3)]);
        break;
    default:
        put(p, months[pick(p, 2)]);
        break;
    }
}

/* Inputs are called KIND_N with N 0 or 1: without limits, and with limits or a default. Their
 * Chinese names do as well. */
static void fact(struct writer *p, enum kind k, const char *row)
{
    static const char *const zh[KINDS] = {"真假", "整数", "数", "金额", "等级", "日期", "月份"};
    uint32_t n = pick(p, 2);
    if (pick(p, 8) == 0)
        buf_printf(p->out, "%s.%s%s", row, zh[k], n ? "二" : "一");
    else
        buf_printf(p->out, "%s.%s_%u", row, kind_names[k], n);
}

/* An own variable of this type declared before, if there is one. */
static bool variable_of(struct writer *p, enum kind k, int entity, const char *row)
{
    uint32_t first = pick(p, (uint32_t)p->variables);
    for (int i = 0; i < p->variables; i++) {
        int v = ((int)first + i) % p->variables;
        if (p->kinds[v] == k && p->entities[v] == entity) {
            buf_printf(p->out, "%s.v%d", row, v);
            return true;
        }
    }
    return false;
}

static bool local_of(struct writer *p, enum kind k)
{
    for (int i = p->local_count; i-- > 0;) {
        if (p->locals[i] == k && pick(p, 2)) {
            buf_printf(p->out, "x%d", i);
            return true;
        }
    }
    return false;
}

/* A determination of an earlier month, of the row itself. */
static bool past_of(struct writer *p, enum kind k)
{
    char row[64];
    if (!p->has_history || p->variables == 0 || pick(p, 2) == 0)
        return false;
    snprintf(row, sizeof row, "%s:before(%u)", p->row, 1 + pick(p, 2));
    return variable_of(p, k, p->entity, row);
}

static void simple(struct writer *p, enum kind k)
{
    char parent[64];
    switch (pick(p, 7)) {
    case 0:
    case 4:
        if (local_of(p, k))
            return;
        break;
    case 1:
        if (variable_of(p, k, p->entity, p->row))
            return;
        break;
    case 2:
        if (p->entity != 0 && pick(p, 4) == 0 && past_of(p, k))
            return;
        if (p->entity != 0) {
            snprintf(parent, sizeof parent, "%s.household", p->row);
            if (pick(p, 2) && variable_of(p, k, 0, parent))
                return;
            fact(p, k, parent);
            return;
        }
        if (past_of(p, k))
            return;
        break;
    case 3:
        literal(p, k);
        return;
    default:
        break;
    }
    fact(p, k, p->row);
}

/* An aggregate over the household's persons or vehicles. */
static void aggregate(struct writer *p, const char *name, enum kind of, int depth,
                      bool fallback)
{
    int child = 1 + (int)pick(p, 2);
    const char *list = child == 1 ? "persons" : "vehicles";
    struct writer inner = *p;
    char owner[64];
    snprintf(owner, sizeof owner, p->entity == 0 ? "%s" : "%s.household", p->row);
    buf_printf(p->out, "%s(%s.%s", name, owner, list);
    if (pick(p, 4) == 0) {
        buf_printf(p->out, ", \"%s_%u\"", kind_names[of], pick(p, 2));
    } else {
        put(p, ", function (m) return ");
        inner.entity = child;
        inner.row = "m";
        inner.lists = false;
        if (p->entity != 0)
            inner.local_count = 0; /* another member's locals are not this one's */
        for (int i = 0; i < inner.local_count; i++)
            inner.outside[i] = true;
        write_expression(&inner, of, depth - 1);
        put(p, " end");
    }
    if (fallback) {
        put(p, ", ");
        write_expression(p, of, depth - 1);
    }
    put(p, ")");
}

static void length(struct writer *p)
{
    const char *list = pick(p, 2) ? "persons" : "vehicles";
    buf_printf(p->out, "#%s%s.%s", p->row, p->entity ? ".household" : "", list);
}

static void boolean(struct writer *p, int depth)
{
    static const char *const orders[] = {" < ", " <= ", " > ", " >= ", " == ", " ~= "};
    static const enum kind ordered[] = {INTEGER, NUMBER, MONEY, DATE, MONTH};
    enum kind k = ordered[pick(p, 5)];
    switch (pick(p, p->lists ? 12 : 9)) {
    case 0:
        put(p, "(not ");
        write_expression(p, BOOLEAN, depth - 1);
        put(p, ")");
        break;
    case 1:
        three(p, "(", BOOLEAN, " and ", BOOLEAN, depth);
        break;
    case 2:
        three(p, "(", BOOLEAN, " or ", BOOLEAN, depth);
        break;
    case 3:
        three(p, "(", ENUM, pick(p, 2) ? " == " : " ~= ", ENUM, depth);
        break;
    case 4:
        put(p, "known(");
        write_expression(p, (enum kind)pick(p, KINDS), depth - 1);
        put(p, ")");
        break;
    case 5:
        three(p, "law.test(", MONEY, ", ", MONEY, depth);
        break;
    case 6: /* two texts, not an enum's values */
        put(p, "((");
        write_expression(p, BOOLEAN, depth - 1);
        put(p, " and \"one\" or \"two\")");
        put(p, pick(p, 2) ? " == \"one\")" : " ~= \"three\")");
        break;
    case 9:
        aggregate(p, "any", BOOLEAN, depth, false);
        break;
    case 10:
        aggregate(p, "all", BOOLEAN, depth, false);
        break;
    default:
        three(p, "(", k, orders[pick(p, 6)], k, depth);
        break;
    }
}

static void integer(struct writer *p, int depth)
{
    static const char *const operators[] = {" + ", " - ", " * ", " // ", " % "};
    switch (pick(p, p->lists ? 13 : 9)) {
    case 12:
        length(p);
        break;
    case 0:
        put(p, "floor(");
        write_expression(p, NUMBER, depth - 1);
        put(p, ")");
        break;
    case 1:
        put(p, "ceil(");
        write_expression(p, NUMBER, depth - 1);
        put(p, ")");
        break;
    case 2:
        three(p, "age(", DATE, ", ", pick(p, 2) ? MONTH : DATE, depth);
        break;
    case 3:
        three(p, "months_between(", MONTH, ", ", MONTH, depth);
        break;
    case 4:
        put(p, pick(p, 2) ? "year_of(" : "month_number(");
        write_expression(p, DATE, depth - 1);
        put(p, ")");
        break;
    case 5:
        put(p, "(-");
        write_expression(p, INTEGER, depth - 1);
        put(p, ")");
        break;
    case 9:
        aggregate(p, "count", BOOLEAN, depth, false);
        break;
    case 10:
        aggregate(p, "sum", INTEGER, depth, false);
        break;
    case 11:
        aggregate(p, pick(p, 2) ? "max" : "min", INTEGER, depth, pick(p, 2) == 1);
        break;
    default:
        three(p, "(", INTEGER, operators[pick(p, 5)], INTEGER, depth);
        break;
    }
}

static void number(struct writer *p, int depth)
{
    static const char *const operators[] = {" + ", " - ", " * ", " / "};
    switch (pick(p, p->lists ? 10 : 8)) {
    case 5: /* a marginal scale: the reference engine's alone */
        if (pick(p, 6)) {
            three(p, "tools.share_of(", NUMBER, ", ", NUMBER, depth);
            break;
        }
        put(p, "lookup(law.scale, ");
        write_expression(p, NUMBER, depth - 1);
        put(p, ")");
        break;
    case 8:
        aggregate(p, "sum", NUMBER, depth, false);
        break;
    case 9:
        aggregate(p, pick(p, 2) ? "max" : "min", NUMBER, depth, pick(p, 2) == 1);
        break;
    case 0:
        three(p, "(", MONEY, " / ", MONEY, depth);
        break;
    case 1:
        three(p, "(", INTEGER, " / ", INTEGER, depth);
        break;
    case 2:
        put(p, "round(");
        write_expression(p, NUMBER, depth - 1);
        put(p, pick(p, 2) ? ", half_up_to(0.01))" : ", up_to(5))");
        break;
    case 3:
        three(p, pick(p, 2) ? "max(" : "min(", NUMBER, ", ", NUMBER, depth);
        break;
    case 4:
        put(p, "lookup(law.share, "); /* a fraction is an error there */
        write_expression(p, pick(p, 8) ? INTEGER : NUMBER, depth - 1);
        put(p, ")");
        break;
    default:
        three(p, "(", NUMBER, operators[pick(p, 4)], NUMBER, depth);
        break;
    }
}

/* Tables of two columns, of every hit policy. */
static void table(struct writer *p, int depth)
{
    switch (pick(p, 4)) {
    case 0:
        three(p, "law.unique(", pick(p, 8) ? INTEGER : NUMBER, ", ", ENUM, depth);
        break;
    case 1:
        three(p, "law.first(", MONEY, ", ", BOOLEAN, depth);
        break;
    case 2:
        three(p, "law.added(", NUMBER, ", ", ENUM, depth);
        break;
    default:
        three(p, "law.highest(", MONEY, ", ", INTEGER, depth);
        break;
    }
}

static void money(struct writer *p, int depth)
{
    static const char *const roundings[] = {", up_to(yuan(1)))", ", half_up_to(fen))",
                                            ", \"half up to ten yuan\")", ", down_to(jiao))",
                                            ", half_even_to(yuan(1)))"};
    switch (pick(p, p->lists ? 15 : 13)) {
    case 9:
        put(p, "law.steps[");
        write_expression(p, INTEGER, depth - 1);
        put(p, "]");
        break;
    case 10:
        three(p, "tools.cap(", MONEY, ", ", MONEY, depth);
        break;
    case 11:
        table(p, depth);
        break;
    case 0:
        three(p, "(", MONEY, " * ", NUMBER, depth);
        break;
    case 1:
        three(p, "(", MONEY, " / ", NUMBER, depth);
        break;
    case 2:
        put(p, "round(");
        write_expression(p, MONEY, depth - 1);
        put(p, roundings[pick(p, 5)]);
        break;
    case 3:
        three(p, pick(p, 2) ? "max(" : "min(", MONEY, ", ", MONEY, depth);
        break;
    case 4:
        put(p, "law.care[");
        write_expression(p, ENUM, depth - 1);
        put(p, "]");
        break;
    case 5:
        put(p, "law.band[");
        write_expression(p, INTEGER, depth - 1);
        put(p, "]");
        break;
    case 6:
        put(p, "clamp(");
        write_expression(p, MONEY, depth - 1);
        put(p, ", yuan(0), ");
        write_expression(p, MONEY, depth - 1);
        put(p, ")");
        break;
    case 7:
        put(p, "abs(");
        write_expression(p, MONEY, depth - 1);
        put(p, ")");
        break;
    case 8:
        three(p, "helper(", MONEY, ", ", NUMBER, depth);
        break;
    case 13:
        aggregate(p, "sum", MONEY, depth, false);
        break;
    case 14:
        aggregate(p, pick(p, 2) ? "max" : "min", MONEY, depth, pick(p, 2) == 1);
        break;
    default:
        three(p, "(", MONEY, pick(p, 2) ? " + " : " - ", MONEY, depth);
        break;
    }
}

static void day(struct writer *p, enum kind k, int depth)
{
    if (k == MONTH && pick(p, 2)) {
        put(p, "add_months(");
        write_expression(p, MONTH, depth - 1);
        buf_printf(p->out, ", %d)", (int)pick(p, 30) - 10);
    } else if (k == MONTH) {
        put(p, "month_of(");
        write_expression(p, DATE, depth - 1);
        put(p, ")");
    } else {
        put(p, pick(p, 2) ? "first_day(" : "last_day(");
        write_expression(p, MONTH, depth - 1);
        put(p, ")");
    }
}

/* A call of a local function of the formula. */
static bool inner_call(struct writer *p, enum kind k, int depth)
{
    char name[32];
    for (int i = 0; i < p->function_count; i++) {
        const struct inner_function *f = &p->functions[i];
        if (f->result != k)
            continue;
        snprintf(name, sizeof name, "f%d(", f->number);
        three(p, name, f->first, ", ", f->second, depth);
        return true;
    }
    return false;
}

/* Any type: by a condition, by what stands in for a missing fact, or by a function. */
static bool choice(struct writer *p, enum kind k, int depth)
{
    switch (pick(p, 9)) {
    case 2:
        return inner_call(p, k, depth);
    case 0:
        if (k == BOOLEAN)
            return false;
        put(p, "(");
        write_expression(p, BOOLEAN, depth - 1);
        put(p, " and ");
        write_expression(p, k, depth - 1);
        put(p, " or ");
        write_expression(p, k, depth - 1);
        put(p, ")");
        return true;
    case 1:
        three(p, "default(", k, ", ", k, depth);
        return true;
    default:
        return false;
    }
}

void write_expression(struct writer *p, enum kind k, int depth)
{
    if (depth <= 0 || p->out->len > TEXT_MAX_BYTES) {
        simple(p, k);
        return;
    }
    if (choice(p, k, depth))
        return;
    switch (k) {
    case BOOLEAN:
        boolean(p, depth);
        break;
    case INTEGER:
        integer(p, depth);
        break;
    case NUMBER:
        number(p, depth);
        break;
    case MONEY:
        money(p, depth);
        break;
    case DATE:
    case MONTH:
        day(p, k, depth);
        break;
    default:
        simple(p, k);
        break;
    }
}
