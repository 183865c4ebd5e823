/* random_policy.c - see random_policy.h. One function for each type of expression; each chooses
 * among the ways that type can come about, ending in something simple when depth is used up.
 */
#include "random_policy.h"

#include <stdio.h>
#include <string.h>
#include "base/limits.h"

void choices_seed(struct choices *c, uint64_t seed)
{
    *c = (struct choices){.state = seed};
}

uint32_t choices_below(struct choices *c, uint32_t n)
{
    if (n <= 1)
        return 0;
    if (c->left > 0) {
        c->left--;
        return *c->bytes++ % n;
    }
    if (c->bytes)
        return 0; /* a fuzzer's input has run out: the simplest choice */
    c->state += 0x9E3779B97F4A7C15u;
    uint64_t z = c->state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % n);
}

enum kind { BOOLEAN, INTEGER, NUMBER, MONEY, ENUM, DATE, MONTH, KINDS };
static const char *const kind_names[KINDS] = {"boolean", "integer", "number", "money",
                                              "grade",   "date",    "month"};

/* What an expression may name: the row's own name, its entity, and the locals. */
struct writer {
    struct choices *c;
    struct buf *out;
    int entity;             /* 0 household, 1 person, 2 vehicle */
    const char *row;        /* the variable that holds the row */
    int variables;          /* variables declared so far: "v0" .. */
    const enum kind *kinds; /* their types */
    const int *entities;    /* their entities */
    enum kind locals[16];
    bool outside[16]; /* declared outside the present function: read only */
    int local_count;
    bool lists; /* aggregates and loops over members may be used here */
    bool has_history;
};

static void expression(struct writer *p, enum kind k, int depth);

static void put(struct writer *p, const char *s)
{
    buf_puts(p->out, s);
}

static uint32_t pick(struct writer *p, uint32_t n)
{
    return choices_below(p->c, n);
}

static void three(struct writer *p, const char *before, enum kind a, const char *between,
                  enum kind b, int depth)
{
    put(p, before);
    expression(p, a, depth - 1);
    put(p, between);
    expression(p, b, depth - 1);
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

/* Inputs are called KIND_N with N 0 or 1: without limits, and with limits or a default. */
static void fact(struct writer *p, enum kind k, const char *row)
{
    buf_printf(p->out, "%s.%s_%u", row, kind_names[k], pick(p, 2));
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

static void simple(struct writer *p, enum kind k)
{
    char parent[64];
    switch (pick(p, 6)) {
    case 0:
        if (local_of(p, k))
            return;
        break;
    case 1:
        if (variable_of(p, k, p->entity, p->row))
            return;
        break;
    case 2:
        if (p->entity != 0) {
            snprintf(parent, sizeof parent, "%s.household", p->row);
            if (pick(p, 2) && variable_of(p, k, 0, parent))
                return;
            fact(p, k, parent);
            return;
        }
        if (p->has_history && pick(p, 2) && p->variables > 0) {
            snprintf(parent, sizeof parent, "%s:before(%u)", p->row, 1 + pick(p, 2));
            if (variable_of(p, k, 0, parent))
                return;
        }
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
        expression(&inner, of, depth - 1);
        put(p, " end");
    }
    if (fallback) {
        put(p, ", ");
        expression(p, of, depth - 1);
    }
    put(p, ")");
}

static void boolean(struct writer *p, int depth)
{
    static const char *const orders[] = {" < ", " <= ", " > ", " >= ", " == ", " ~= "};
    static const enum kind ordered[] = {INTEGER, NUMBER, MONEY, DATE, MONTH};
    enum kind k = ordered[pick(p, 5)];
    switch (pick(p, p->lists ? 11 : 8)) {
    case 0:
        put(p, "(not ");
        expression(p, BOOLEAN, depth - 1);
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
        expression(p, (enum kind)pick(p, KINDS), depth - 1);
        put(p, ")");
        break;
    case 5:
        three(p, "law.test(", MONEY, ", ", MONEY, depth);
        break;
    case 8:
        aggregate(p, "any", BOOLEAN, depth, false);
        break;
    case 9:
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
    switch (pick(p, p->lists ? 12 : 9)) {
    case 0:
        put(p, "floor(");
        expression(p, NUMBER, depth - 1);
        put(p, ")");
        break;
    case 1:
        put(p, "ceil(");
        expression(p, NUMBER, depth - 1);
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
        expression(p, DATE, depth - 1);
        put(p, ")");
        break;
    case 5:
        put(p, "(-");
        expression(p, INTEGER, depth - 1);
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
    switch (pick(p, 7)) {
    case 0:
        three(p, "(", MONEY, " / ", MONEY, depth);
        break;
    case 1:
        three(p, "(", INTEGER, " / ", INTEGER, depth);
        break;
    case 2:
        put(p, "round(");
        expression(p, NUMBER, depth - 1);
        put(p, pick(p, 2) ? ", half_up_to(0.01))" : ", up_to(5))");
        break;
    case 3:
        three(p, pick(p, 2) ? "max(" : "min(", NUMBER, ", ", NUMBER, depth);
        break;
    case 4:
        put(p, "lookup(law.share, ");
        expression(p, INTEGER, depth - 1);
        put(p, ")");
        break;
    default:
        three(p, "(", NUMBER, operators[pick(p, 4)], NUMBER, depth);
        break;
    }
}

static void money(struct writer *p, int depth)
{
    static const char *const roundings[] = {", up_to(yuan(1)))", ", half_up_to(fen))",
                                            ", \"half up to ten yuan\")", ", down_to(jiao))",
                                            ", half_even_to(yuan(1)))"};
    switch (pick(p, p->lists ? 13 : 11)) {
    case 0:
        three(p, "(", MONEY, " * ", NUMBER, depth);
        break;
    case 1:
        three(p, "(", MONEY, " / ", NUMBER, depth);
        break;
    case 2:
        put(p, "round(");
        expression(p, MONEY, depth - 1);
        put(p, roundings[pick(p, 5)]);
        break;
    case 3:
        three(p, pick(p, 2) ? "max(" : "min(", MONEY, ", ", MONEY, depth);
        break;
    case 4:
        put(p, "law.care[");
        expression(p, ENUM, depth - 1);
        put(p, "]");
        break;
    case 5:
        put(p, "law.band[");
        expression(p, INTEGER, depth - 1);
        put(p, "]");
        break;
    case 6:
        put(p, "clamp(");
        expression(p, MONEY, depth - 1);
        put(p, ", yuan(0), ");
        expression(p, MONEY, depth - 1);
        put(p, ")");
        break;
    case 7:
        put(p, "abs(");
        expression(p, MONEY, depth - 1);
        put(p, ")");
        break;
    case 8:
        three(p, "helper(", MONEY, ", ", NUMBER, depth);
        break;
    case 11:
        aggregate(p, "sum", MONEY, depth, false);
        break;
    case 12:
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
        expression(p, MONTH, depth - 1);
        buf_printf(p->out, ", %d)", (int)pick(p, 30) - 10);
    } else if (k == MONTH) {
        put(p, "month_of(");
        expression(p, DATE, depth - 1);
        put(p, ")");
    } else {
        put(p, pick(p, 2) ? "first_day(" : "last_day(");
        expression(p, MONTH, depth - 1);
        put(p, ")");
    }
}

/* Any type: by a condition, or by what stands in for a missing fact. */
static bool choice(struct writer *p, enum kind k, int depth)
{
    switch (pick(p, 8)) {
    case 0:
        if (k == BOOLEAN)
            return false;
        put(p, "(");
        expression(p, BOOLEAN, depth - 1);
        put(p, " and ");
        expression(p, k, depth - 1);
        put(p, " or ");
        expression(p, k, depth - 1);
        put(p, ")");
        return true;
    case 1:
        three(p, "default(", k, ", ", k, depth);
        return true;
    default:
        return false;
    }
}

static void expression(struct writer *p, enum kind k, int depth)
{
    if (depth <= 0 || p->out->len > 60000) {
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

/* --- statements --- */

static void statements(struct writer *p, enum kind result, int depth, int indent);

static void margin(struct writer *p, int indent)
{
    for (int i = 0; i < indent; i++)
        put(p, "  ");
}

static void declare_local(struct writer *p, int depth, int indent)
{
    if (p->local_count >= 12)
        return;
    enum kind k = (enum kind)pick(p, KINDS);
    margin(p, indent);
    buf_printf(p->out, "local x%d = ", p->local_count);
    expression(p, k, depth);
    put(p, "\n");
    p->locals[p->local_count] = k;
    p->outside[p->local_count++] = false;
}

static void assign_local(struct writer *p, int depth, int indent)
{
    if (p->local_count == 0)
        return;
    int i = (int)pick(p, (uint32_t)p->local_count);
    if (p->outside[i])
        return;
    margin(p, indent);
    buf_printf(p->out, "x%d = ", i);
    expression(p, p->locals[i], depth);
    put(p, "\n");
}

static void block(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    statements(&inner, result, depth - 1, indent + 1);
    if (pick(p, 4) == 0) {
        margin(p, indent + 1);
        put(p, "return ");
        expression(&inner, result, depth - 1);
        put(p, "\n");
    }
}

static void if_statement(struct writer *p, enum kind result, int depth, int indent)
{
    margin(p, indent);
    put(p, "if ");
    expression(p, BOOLEAN, depth - 1);
    put(p, " then\n");
    block(p, result, depth, indent);
    if (pick(p, 3) == 0) {
        margin(p, indent);
        put(p, "elseif ");
        expression(p, BOOLEAN, depth - 1);
        put(p, " then\n");
        block(p, result, depth, indent);
    }
    if (pick(p, 2)) {
        margin(p, indent);
        put(p, "else\n");
        block(p, result, depth, indent);
    }
    margin(p, indent);
    put(p, "end\n");
}

static void member_loop(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    int child = 1 + (int)pick(p, 2);
    margin(p, indent);
    buf_printf(p->out, "for m in each(%s.%s) do\n", p->row,
               child == 1 ? "persons" : "vehicles");
    inner.entity = child;
    inner.row = "m";
    inner.lists = false;
    statements(&inner, result, depth - 1, indent + 1);
    assign_local(&inner, depth - 1, indent + 1);
    uint32_t end = pick(p, 6);
    if (end < 2) {
        margin(p, indent + 1);
        put(p, "if ");
        expression(&inner, BOOLEAN, depth - 1);
        put(p, end == 0 ? " then break end\n" : " then return ");
        if (end == 1) {
            expression(&inner, result, depth - 1);
            put(p, " end\n");
        }
    }
    margin(p, indent);
    put(p, "end\n");
}

static void counted_loop(struct writer *p, enum kind result, int depth, int indent)
{
    struct writer inner = *p;
    margin(p, indent);
    buf_printf(p->out, "for i%d = 1, %u do\n", indent, 1 + pick(p, 3));
    if (inner.local_count < 12) {
        margin(p, indent + 1);
        buf_printf(p->out, "local x%d = i%d\n", inner.local_count, indent);
        inner.locals[inner.local_count] = INTEGER;
        inner.outside[inner.local_count++] = false;
    }
    statements(&inner, result, depth - 1, indent + 1);
    margin(p, indent);
    put(p, "end\n");
}

static void statements(struct writer *p, enum kind result, int depth, int indent)
{
    uint32_t n = depth > 0 ? 1 + pick(p, 3) : 0;
    for (uint32_t i = 0; i < n && p->out->len < 60000; i++) {
        switch (pick(p, 9)) {
        case 0:
        case 1:
            declare_local(p, depth, indent);
            break;
        case 2:
        case 3:
            assign_local(p, depth, indent);
            break;
        case 4:
        case 5:
            if_statement(p, result, depth, indent);
            break;
        case 6:
            if (p->lists && p->entity == 0)
                member_loop(p, result, depth, indent);
            break;
        case 7:
            counted_loop(p, result, depth, indent);
            break;
        default:
            if (pick(p, 4) == 0) {
                margin(p, indent);
                put(p, "if ");
                expression(p, BOOLEAN, depth - 1);
                put(p, " then error(\"refused\") end\n");
            }
            break;
        }
    }
}

/* --- declarations --- */

static const char *const entity_names[3] = {"household", "person", "vehicle"};

static void inputs(struct buf *out, int entity)
{
    static const char *const second[KINDS] = {
        "default = true",
        "min = 0, max = 150",
        "decimals = 2, min = -100, max = 1000, default = 0.5",
        "min = yuan(0), max = yuan(100000)",
        "default = \"low\"",
        "default = date \"1950-06-15\"",
        "default = month \"2021-05\"",
    };
    for (int k = 0; k < KINDS; k++) {
        const char *type = kind_names[k];
        buf_printf(out, "input \"%s_0\" { of = %s, type = %s }\n", type, entity_names[entity],
                   type);
        buf_printf(out, "input \"%s_1\" { of = %s, type = %s, %s }\n", type,
                   entity_names[entity], type, second[k]);
    }
}

static void preamble(struct buf *out)
{
    buf_puts(
        out,
        "policy { zh = \"随机\" }\n"
        "enum \"grade\" { { \"none\", \"无\" }, { \"low\", \"低\" }, { \"middle\", \"中\" }, "
        "{ \"high\", \"高\" } }\n"
        "entity \"household\" { zh = \"家庭\" }\n"
        "entity \"person\" { of = household, plural = \"persons\" }\n"
        "entity \"vehicle\" { of = household, plural = \"vehicles\" }\n");
    for (int e = 0; e < 3; e++)
        inputs(out, e);
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
        "local function helper(amount, times)\n"
        "  if amount > yuan(500) then return amount * times end\n"
        "  return amount\n"
        "end\n");
}

static void one_variable(struct choices *c, struct buf *out, int index, enum kind *kinds,
                         int *entities)
{
    static const char *const roundings[] = {"", ", round = up_to(yuan(1))",
                                            ", round = \"half up to fen\""};
    enum kind k = (enum kind)choices_below(c, KINDS);
    int entity = choices_below(c, 3) == 0 ? 1 : 0;
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
    buf_printf(out, "  formula = function (%s, law)\n", p.row);
    int depth = 1 + (int)choices_below(c, 3);
    statements(&p, k, depth, 2);
    buf_puts(out, "    return ");
    expression(&p, k, depth);
    buf_puts(out, "\n  end }\n");
    kinds[index] = k;
    entities[index] = entity;
}

void random_policy(struct choices *c, struct buf *out)
{
    enum kind kinds[8];
    int entities[8];
    int n = 2 + (int)choices_below(c, 6);
    preamble(out);
    for (int i = 0; i < n; i++)
        one_variable(c, out, i, kinds, entities);
}

/* --- families --- */

static int64_t random_integer(struct choices *c, const struct field *f)
{
    static const int64_t wild[] = {
        0,         1, -1, 2, 17, 18, 80, INT32_MAX, INT64_MAX, -INT64_MAX, INT64_C(3037000500),
        1000000007};
    if (f->has_max)
        return (int64_t)choices_below(c, 151);
    return choices_below(c, 6) ? (int64_t)choices_below(c, 200) - 20
                               : wild[choices_below(c, sizeof wild / sizeof *wild)];
}

static int64_t random_fen(struct choices *c, const struct field *f)
{
    static const int64_t wild[] = {
        0, 1, -1, 118100, 118099, 118101, LIMIT_MONEY_FEN, -LIMIT_MONEY_FEN};
    if (f->has_max)
        return choices_below(c, 4) ? (int64_t)choices_below(c, 300000)
                                   : (int64_t)choices_below(c, 10000001);
    return choices_below(c, 6) ? (int64_t)choices_below(c, 500000) - 50000
                               : wild[choices_below(c, sizeof wild / sizeof *wild)];
}

static bool random_value(struct choices *c, const struct field *f, struct value *v)
{
    *v = (struct value){.kind = f->type.kind};
    switch (f->type.kind) {
    case KIND_BOOLEAN:
        v->as.boolean = choices_below(c, 2);
        return true;
    case KIND_INTEGER:
        v->as.integer = random_integer(c, f);
        return true;
    case KIND_NUMBER:
        return rational_make(&v->as.rational, (int64_t)choices_below(c, 20000) - 1000, 100) ==
               HM_TRAP_NONE;
    case KIND_MONEY:
        v->as.rational = rational_of(random_fen(c, f));
        return true;
    case KIND_ENUM:
        v->as.code = (uint8_t)choices_below(c, 4);
        return true;
    case KIND_DATE:
        v->as.day = (int32_t)choices_below(c, 30000) - 10000;
        return true;
    case KIND_MONTH:
        v->as.day = (int32_t)(2015 * 12 + choices_below(c, 120));
        return true;
    default:
        return false;
    }
}

static void fill_row(struct choices *c, const struct model *m, uint8_t entity, uint32_t row,
                     struct builder *b)
{
    struct value v;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        bool given = f->kind == FIELD_VARIABLE && choices_below(c, 40) == 0;
        bool fact = f->kind == FIELD_INPUT && choices_below(c, 12) != 0;
        if (f->entity == entity && (given || fact) && random_value(c, f, &v))
            builder_set(b, f->id, row, &v);
    }
}

void random_families(struct choices *c, const struct model *m, uint8_t root, uint32_t count,
                     struct builder *b)
{
    static const uint32_t sizes[] = {0, 1, 1, 2, 2, 3, 3, 4, 7};
    char id[32];
    for (uint32_t i = 0; i < count; i++) {
        int n = snprintf(id, sizeof id, "f%u", i);
        uint32_t row = builder_row(b, root, 0, (struct str){id, (size_t)n});
        fill_row(c, m, root, row, b);
        for (size_t e = 0; e < m->entity_count; e++) {
            if (m->entities[e].parent != root)
                continue;
            uint32_t members = sizes[choices_below(c, 9)];
            for (uint32_t k = 0; k < members; k++) {
                n = snprintf(id, sizeof id, "m%u", k);
                uint32_t child = builder_row(b, (uint8_t)e, row, (struct str){id, (size_t)n});
                fill_row(c, m, (uint8_t)e, child, b);
            }
        }
    }
}
