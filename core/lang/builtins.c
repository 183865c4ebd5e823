/* builtins.c - the functions of the language (docs/language.md, section 2): what they take and
 * give. One table; a name without a rule (`any_`) is known and not looked into.
 */
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

struct call {
    struct infer *c;
    const struct ast_node *n;
    const char *name;
    const struct lang_results *args;
};

typedef struct lang_type rule_fn(const struct call *k);

static struct lang_type arg(const struct call *k, uint32_t i)
{
    return infer_result(k->args, i);
}

/* Where to point for argument i: itself, or the call when it is not written out. */
static const struct ast_node *arg_node(const struct call *k, uint32_t i)
{
    uint32_t first = k->n->kind == AST_METHOD ? 2 : 1;

    return first + i < k->n->kid_count ? k->n->kids[first + i] : k->n;
}

static bool refuse(const struct call *k, uint32_t i, const char *wanted)
{
    infer_error(k->c, arg_node(k, i), NULL, _("%s: expected %s, found %s"), k->name, wanted,
                infer_describe(k->c, arg(k, i)).text);
    return false;
}

static bool need_number(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || type_is_number(t) || refuse(k, i, _("a number"));
}

static bool need_quantity(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || type_is_quantity(t) || refuse(k, i, _("a number or an amount"));
}

static bool need_date(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || t.kind == L_DATE || refuse(k, i, _("a date"));
}

static bool need_month(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || t.kind == L_MONTH || refuse(k, i, _("a month"));
}

static bool need_day(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || t.kind == L_DATE || t.kind == L_MONTH ||
           refuse(k, i, _("a date or a month"));
}

static bool need_text(const struct call *k, uint32_t i)
{
    struct lang_type t = arg(k, i);

    return t.kind == L_ANY || t.kind == L_TEXT || t.kind == L_ENUM || refuse(k, i, _("a text"));
}

/* Two arguments that compare. */
static void need_order(const struct call *k, uint32_t i, uint32_t j)
{
    infer_check_periods(k->c, k->n, arg(k, i), arg(k, j));
    if (!type_have_order(arg(k, i), arg(k, j)))
        infer_error(k->c, arg_node(k, j), NULL, _("%s: %s and %s cannot be compared"), k->name,
                    infer_describe(k->c, arg(k, i)).text, infer_describe(k->c, arg(k, j)).text);
}

/* --- rules --- */

static struct lang_type any_(const struct call *k)
{
    (void)k;
    return type_of_kind(L_ANY);
}

static struct lang_type money_(const struct call *k)
{
    need_number(k, 0);
    return type_of_kind(L_MONEY);
}

static struct lang_type date_(const struct call *k)
{
    need_text(k, 0);
    return type_of_kind(L_DATE);
}

static struct lang_type month_(const struct call *k)
{
    need_text(k, 0);
    return type_of_kind(L_MONTH);
}

static struct lang_type abs_(const struct call *k)
{
    struct lang_type t = arg(k, 0);

    need_quantity(k, 0);
    t.has_most = false;
    return t;
}

static struct lang_type floor_(const struct call *k)
{
    need_number(k, 0);
    return type_of_kind(L_INTEGER);
}

static struct lang_type clamp_(const struct call *k)
{
    need_order(k, 0, 1);
    need_order(k, 0, 2);
    need_order(k, 1, 2);
    return infer_join(k->c, infer_join(k->c, arg(k, 0), arg(k, 1)), arg(k, 2));
}

static struct lang_type round_(const struct call *k)
{
    struct lang_type t = arg(k, 0), how = arg(k, 1);

    need_quantity(k, 0);
    if (how.kind != L_ANY && how.kind != L_ROUNDING && how.kind != L_TEXT)
        refuse(k, 1, _("a rounding such as up_to(yuan(1)) or \"half up to fen\""));
    t.has_most = false;
    return t;
}

static struct lang_type rounding_(const struct call *k)
{
    (void)k;
    return type_of_kind(L_ROUNDING);
}

static struct lang_type age_(const struct call *k)
{
    need_date(k, 0);
    need_day(k, 1);
    return type_of_kind(L_INTEGER);
}

static struct lang_type months_between_(const struct call *k)
{
    struct lang_type a = arg(k, 0), b = arg(k, 1);

    if (need_day(k, 0) && need_day(k, 1) && a.kind != L_ANY && b.kind != L_ANY &&
        a.kind != b.kind)
        infer_error(k->c, k->n, NULL,
                    _("months_between: give two dates or two months, not one of each"));
    return type_of_kind(L_INTEGER);
}

static struct lang_type add_months_(const struct call *k)
{
    bool is_day = need_day(k, 0);

    need_number(k, 1);
    return type_of_kind(is_day ? (enum lang_kind)arg(k, 0).kind : L_ANY);
}

static struct lang_type add_days_(const struct call *k)
{
    need_date(k, 0);
    need_number(k, 1);
    return type_of_kind(L_DATE);
}

static struct lang_type month_of_(const struct call *k)
{
    need_date(k, 0);
    return type_of_kind(L_MONTH);
}

static struct lang_type year_of_(const struct call *k)
{
    need_day(k, 0);
    return type_of_kind(L_INTEGER);
}

static struct lang_type date_of_(const struct call *k)
{
    for (uint32_t i = 0; i < 3; i++)
        need_number(k, i);
    return type_of_kind(L_DATE);
}

static struct lang_type day_(const struct call *k)
{
    need_month(k, 0);
    return type_of_kind(L_DATE);
}

static struct lang_type lookup_(const struct call *k)
{
    return names_lookup(k->c, arg_node(k, 1), arg(k, 0), arg(k, 1));
}

static struct lang_type known_(const struct call *k)
{
    (void)k;
    return type_of_kind(L_BOOLEAN);
}

static struct lang_type default_(const struct call *k)
{
    struct lang_type a = arg(k, 0), b = arg(k, 1);

    if (a.kind == L_ENUM && b.kind == L_TEXT)
        names_check_texts(k->c, b.texts, a.id);
    infer_check_periods(k->c, k->n, a, b);
    return infer_join(k->c, a, b);
}

/* before(n, value): only in a check; a formula asks a row, family:before(n). */
static struct lang_type before_(const struct call *k)
{
    need_number(k, 0);
    if (k->c->call && k->c->call->field)
        infer_error(k->c, k->n, _("a formula asks a row: family:before(1).category"),
                    _("before(n, value) works only in a check"));
    return arg(k, 1);
}

static struct lang_type error_(const struct call *k)
{
    need_text(k, 0);
    return type_of_kind(L_ANY);
}

static struct lang_type assert_(const struct call *k)
{
    return arg(k, 0);
}

static struct lang_type text_(const struct call *k)
{
    (void)k;
    return type_of_kind(L_TEXT);
}

static struct lang_type require_(const struct call *k)
{
    struct lang_type t = arg(k, 0);

    if (t.kind != L_TEXT || !t.texts || t.texts->next)
        return type_of_kind(L_ANY);
    return calls_require(k->c, t.texts->node->text);
}

/* --- lists --- */

static struct lang_type iterator(const struct call *k, struct lang_type first,
                                 struct lang_type second)
{
    struct lang_type out = type_of_kind(L_ITERATOR);
    struct lang_type *item = arena_alloc(&k->c->arena, 2 * sizeof *item);

    if (!item) {
        k->c->nomem = true;
        return type_of_kind(L_ANY);
    }
    item[0] = first;
    item[1] = second;
    out.item = item;
    return out;
}

static bool is_list(struct lang_type t)
{
    return t.kind == L_LIST || t.kind == L_TABLE;
}

/* A member of the list that is argument 0. */
static struct lang_type member(const struct call *k)
{
    struct lang_type t = arg(k, 0);

    if (t.kind == L_LIST)
        return (struct lang_type){.kind = L_ROW, .id = t.id};
    if (t.kind == L_TABLE && t.shape->has_elements)
        return t.shape->element;
    if (t.kind != L_ANY && t.kind != L_TABLE)
        refuse(k, 0, _("a list such as family.persons"));
    return type_of_kind(L_ANY);
}

static struct lang_type each_(const struct call *k)
{
    return iterator(k, member(k), type_of_kind(L_NIL));
}

static struct lang_type pairs_(const struct call *k)
{
    struct lang_type any = type_of_kind(L_ANY);

    return iterator(k, any, any);
}

static struct lang_type ipairs_(const struct call *k)
{
    return iterator(k, type_of_kind(L_INTEGER), member(k));
}

/* What argument `of` (index 1) makes of a member. */
static struct lang_type applied(const struct call *k)
{
    struct lang_type row = member(k), of = arg(k, 1);
    struct lang_results args = {.v = {row}, .count = 1}, r;

    switch (of.kind) {
    case L_FUNCTION:
        r = calls_invoke(k->c, arg_node(k, 1), of, &args);
        return infer_result(&r, 0);
    case L_TEXT:
        if (row.kind != L_ROW || !of.texts || of.texts->next)
            return type_of_kind(L_ANY);
        return names_field(k->c, of.texts->node, row, of.texts->node->text);
    case L_NIL:
        return row;
    case L_ANY:
    case L_BUILTIN:
        return type_of_kind(L_ANY);
    default:
        refuse(k, 1, _("a function of a member, or a field's name"));
        return type_of_kind(L_ANY);
    }
}

static void need_boolean(const struct call *k, struct lang_type t)
{
    if (t.kind != L_ANY && t.kind != L_BOOLEAN)
        infer_error(k->c, arg_node(k, 1), NULL,
                    _("%s: a condition must be true or false, not %s"), k->name,
                    infer_describe(k->c, t).text);
}

static struct lang_type count_(const struct call *k)
{
    struct lang_type t = applied(k);

    if (arg(k, 1).kind != L_NIL)
        need_boolean(k, t);
    return type_of_kind(L_INTEGER);
}

static struct lang_type any_all_(const struct call *k)
{
    need_boolean(k, applied(k));
    return type_of_kind(L_BOOLEAN);
}

static struct lang_type sum_(const struct call *k)
{
    struct lang_type t = applied(k);

    if (t.kind != L_ANY && !type_is_quantity(t)) {
        infer_error(k->c, arg_node(k, 1), NULL, _("sum: only numbers and amounts, not %s"),
                    infer_describe(k->c, t).text);
        return type_of_kind(L_ANY);
    }
    t.has_most = false; /* but zeros add up to zero */
    return t;
}

/* max and min: of a list, or of two or more values. */
static struct lang_type extreme_(const struct call *k)
{
    struct lang_type t = arg(k, 0);

    if (is_list(t) || arg(k, 1).kind == L_FUNCTION) {
        t = applied(k);
        if (!type_have_order(t, t))
            infer_error(k->c, arg_node(k, 1), NULL, _("%s: %s has no order"), k->name,
                        infer_describe(k->c, t).text);
        return arg(k, 2).kind == L_NIL ? t : infer_join(k->c, t, arg(k, 2));
    }
    if (k->args->count < 2 && !k->args->is_open && t.kind != L_ANY)
        infer_error(k->c, k->n, NULL, _("%s needs two or more values, or a list"), k->name);
    for (uint32_t i = 1; i < k->args->count; i++) {
        need_order(k, 0, i);
        t = infer_join(k->c, t, arg(k, i));
    }
    t.has_most = false;
    return k->args->is_open ? type_of_kind(L_ANY) : t;
}

/* X(name, arguments at least, at most, rule); NULL: no function, or one that only scripts
 * themselves call. */
#define BUILTINS(X)                                                                            \
    X("yuan", 1, 1, money_)                                                                    \
    X("jiao", 1, 1, money_)                                                                    \
    X("fen", 1, 1, money_)                                                                     \
    X("date", 1, 1, date_)                                                                     \
    X("month", 1, 1, month_)                                                                   \
    X("abs", 1, 1, abs_)                                                                       \
    X("floor", 1, 1, floor_)                                                                   \
    X("ceil", 1, 1, floor_)                                                                    \
    X("clamp", 3, 3, clamp_)                                                                   \
    X("round", 2, 2, round_)                                                                   \
    X("up_to", 1, 1, rounding_)                                                                \
    X("down_to", 1, 1, rounding_)                                                              \
    X("half_up_to", 1, 1, rounding_)                                                           \
    X("half_even_to", 1, 1, rounding_)                                                         \
    X("age", 2, 2, age_)                                                                       \
    X("months_between", 2, 2, months_between_)                                                 \
    X("add_months", 2, 2, add_months_)                                                         \
    X("add_days", 2, 2, add_days_)                                                             \
    X("month_of", 1, 1, month_of_)                                                             \
    X("year_of", 1, 1, year_of_)                                                               \
    X("month_number", 1, 1, year_of_)                                                          \
    X("date_of", 3, 3, date_of_)                                                               \
    X("first_day", 1, 1, day_)                                                                 \
    X("last_day", 1, 1, day_)                                                                  \
    X("lookup", 2, 2, lookup_)                                                                 \
    X("known", 1, 1, known_)                                                                   \
    X("default", 2, 2, default_)                                                               \
    X("before", 2, 2, before_)                                                                 \
    X("each", 1, 1, each_)                                                                     \
    X("pairs", 1, 1, pairs_)                                                                   \
    X("ipairs", 1, 1, ipairs_)                                                                 \
    X("count", 1, 2, count_)                                                                   \
    X("sum", 1, 2, sum_)                                                                       \
    X("any", 1, 2, any_all_)                                                                   \
    X("all", 1, 2, any_all_)                                                                   \
    X("max", 1, 255, extreme_)                                                                 \
    X("min", 1, 255, extreme_)                                                                 \
    X("error", 1, 1, error_)                                                                   \
    X("assert", 1, 2, assert_)                                                                 \
    X("type", 1, 1, text_)                                                                     \
    X("tostring", 1, 1, text_)                                                                 \
    X("select", 1, 255, any_)                                                                  \
    X("require", 1, 1, require_)                                                               \
    X("include", 0, 255, NULL)                                                                 \
    X("policy", 0, 255, NULL)                                                                  \
    X("enum", 0, 255, NULL)                                                                    \
    X("entity", 0, 255, NULL)                                                                  \
    X("input", 0, 255, NULL)                                                                   \
    X("parameter", 0, 255, NULL)                                                               \
    X("variable", 0, 255, NULL)                                                                \
    X("check", 0, 255, NULL)                                                                   \
    X("scenario", 0, 255, NULL)                                                                \
    X("case", 0, 255, NULL)                                                                    \
    X("indicator", 0, 255, NULL)                                                               \
    X("source", 0, 255, NULL)                                                                  \
    X("facts", 0, 255, NULL)                                                                   \
    X("string", 0, 255, NULL)                                                                  \
    X("table", 0, 255, NULL)                                                                   \
    X("boolean", 0, 255, NULL)                                                                 \
    X("integer", 0, 255, NULL)                                                                 \
    X("number", 0, 255, NULL)                                                                  \
    X("money", 0, 255, NULL)                                                                   \
    X("text", 0, 255, NULL)                                                                    \
    X("comparison", 0, 255, NULL)                                                              \
    X("ended", 0, 255, NULL)

static const struct {
    const char *name;
    uint8_t least, most;
    rule_fn *rule;
} builtins[] = {
#define X(name, least, most, rule) {name, least, most, rule},
    BUILTINS(X)
#undef X
};
enum { BUILTIN_COUNT = sizeof builtins / sizeof builtins[0] };

struct lang_type builtin_find(struct str name)
{
    for (uint16_t i = 0; i < BUILTIN_COUNT; i++)
        if (strlen(builtins[i].name) == name.n && memcmp(builtins[i].name, name.p, name.n) == 0)
            return builtins[i].rule ? (struct lang_type){.kind = L_BUILTIN, .index = i}
                                    : type_of_kind(L_ANY);
    return type_of_kind(L_NIL);
}

size_t builtin_names(struct str *out, size_t room)
{
    size_t n = 0;

    for (; n < BUILTIN_COUNT && n < room; n++)
        out[n] = (struct str){builtins[n].name, strlen(builtins[n].name)};
    return n;
}

struct lang_results builtin_call(struct infer *c, const struct ast_node *n,
                                 struct lang_type callee, const struct lang_results *args)
{
    struct call k = {c, n, builtins[callee.index].name, args};
    uint8_t least = builtins[callee.index].least, most = builtins[callee.index].most;
    struct lang_results r = {.count = 1};

    if ((args->count < least && !args->is_open) || args->count > most) {
        infer_error(c, n, NULL,
                    least == most ? _("%s takes %u arguments, found %u")
                                  : _("%s takes at least %u arguments, found %u"),
                    k.name, least, args->count);
        r.count = 0;
        r.is_open = true;
        return r;
    }
    r.v[0] = builtins[callee.index].rule(&k);
    r.is_open = builtins[callee.index].rule == any_ || builtins[callee.index].rule == assert_;
    return r;
}
