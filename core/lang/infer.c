/* infer.c - the types of expressions, and what is wrong with them for certain. */
#include "lang/infer.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

enum { FLAG_REPORTED = 1, WORK_MAX = 20000000 };

enum hm_status infer_init(struct infer *c, struct model *m, struct ast_file *const *files,
                          size_t count, struct diag *d)
{
    *c = (struct infer){.m = m, .files = files, .file_count = count, .d = d};
    arena_init(&c->arena);
    map_init(&c->globals);
    c->types = arena_zalloc(&c->arena, (count + 1) * sizeof *c->types);
    c->reported = arena_zalloc(&c->arena, (count + 1) * sizeof *c->reported);
    c->modules = arena_zalloc(&c->arena, (count + 1) * sizeof *c->modules);
    c->module_states = arena_zalloc(&c->arena, count + 1);
    if (!c->types || !c->reported || !c->modules || !c->module_states)
        return HM_NOMEM;
    for (size_t i = 0; i < count; i++) {
        size_t nodes = files[i] ? files[i]->node_count : 0;
        c->types[i] = arena_zalloc(&c->arena, (nodes + 1) * sizeof **c->types);
        c->reported[i] = arena_zalloc(&c->arena, nodes + 1);
        if (!c->types[i] || !c->reported[i])
            return HM_NOMEM;
        if (files[i] && NEVER(files[i]->number != i))
            return HM_INTERNAL;
    }
    return HM_OK;
}

void infer_fini(struct infer *c)
{
    mem_free(c->log.items);
    mem_free(c->seen.items);
    mem_free(c->global_types);
    map_fini(&c->globals);
    arena_fini(&c->arena);
}

const struct ast_file *infer_file(const struct infer *c, const struct ast_node *n)
{
    return c->files[n->file];
}

struct place infer_place(const struct infer *c, const struct ast_node *n)
{
    return ast_place(infer_file(c, n), n->first);
}

struct described infer_describe(const struct infer *c, struct lang_type t)
{
    struct described d;

    type_describe(t, c->m, d.text, sizeof d.text);
    return d;
}

struct lang_type infer_join(struct infer *c, struct lang_type a, struct lang_type b)
{
    return type_join(a, b, c->m, &c->arena);
}

/* The call from the formula's own file that led here, when the fault lies elsewhere. */
static const struct ast_node *outermost_site(const struct infer *c)
{
    const struct ast_node *site = NULL;

    for (const struct infer_call *call = c->call; call; call = call->outer)
        if (call->site)
            site = call->site;
    return site;
}

__attribute__((format(printf, 6, 0))) static void report(struct infer *c, enum hm_level level,
                                                         const struct ast_node *n,
                                                         uint32_t offset, const char *hint,
                                                         const char *fmt, va_list ap)
{
    struct place at = ast_place(infer_file(c, n), offset);
    uint8_t *flags = &c->reported[n->file][n->id];
    const struct ast_node *site = outermost_site(c);
    bool is_error = level == HM_LEVEL_ERROR;
    char text[512], via[320];

    if (c->quiet || (*flags & FLAG_REPORTED))
        return;
    *flags |= FLAG_REPORTED;
    c->errors += is_error;
    vsnprintf(text, sizeof text, fmt, ap);
    via[0] = '\0';
    if (site && site->file != n->file) {
        struct place from = infer_place(c, site);
        snprintf(via, sizeof via, _(" (called from %s:%u:%u)"), from.file, from.line,
                 from.column);
    }
    diag_add(c->d, level, is_error ? HM_DATA : HM_OK, &at, hint && *hint ? hint : NULL, "%s%s",
             text, via);
}

void infer_error(struct infer *c, const struct ast_node *n, const char *hint, const char *fmt,
                 ...)
{
    va_list ap;

    va_start(ap, fmt);
    report(c, HM_LEVEL_ERROR, n, n->first, hint, fmt, ap);
    va_end(ap);
}

void infer_error_op(struct infer *c, const struct ast_node *n, const char *hint,
                    const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report(c, HM_LEVEL_ERROR, n, n->op, hint, fmt, ap);
    va_end(ap);
}

__attribute__((format(printf, 4, 5))) static void
warn_op(struct infer *c, const struct ast_node *n, const char *hint, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    report(c, HM_LEVEL_WARNING, n, n->op, hint, fmt, ap);
    va_end(ap);
}

void infer_check_periods(struct infer *c, const struct ast_node *n, struct lang_type a,
                         struct lang_type b)
{
    if (a.period == PERIOD_NONE || b.period == PERIOD_NONE || a.period == b.period)
        return;
    infer_error_op(c, n, _("multiply by 12 or divide by 12 first"),
                   a.period == PERIOD_YEAR
                       ? _("an amount per year beside an amount per month")
                       : _("an amount per month beside an amount per year"));
}

/* --- operators --- */

static const char *operator_text(const struct infer *c, const struct ast_node *n, char out[4])
{
    const char *p = infer_file(c, n)->text + n->op;
    size_t k = 0;

    while (k < 3 && p[k] && strchr("+-*/%<>=~.", p[k])) {
        out[k] = p[k];
        k++;
    }
    out[k] = '\0';
    return out;
}

static struct lang_type refuse_operands(struct infer *c, const struct ast_node *n,
                                        struct lang_type a, struct lang_type b)
{
    char op[4];
    struct described x = infer_describe(c, a), y = infer_describe(c, b);
    bool mixed = type_is_quantity(a) && type_is_quantity(b) && a.kind != b.kind;

    operator_text(c, n, op);
    if (mixed)
        infer_error_op(c, n, _("an amount of money is written yuan(...)"),
                       _("%s %s %s: money and numbers do not mix"), x.text, op, y.text);
    else if (a.kind == L_NIL || b.kind == L_NIL)
        infer_error_op(c, n, NULL, _("%s %s %s: one side is nil, which is no value"), x.text,
                       op, y.text);
    else if (a.kind == b.kind && (a.kind == L_DATE || a.kind == L_MONTH))
        infer_error_op(c, n, _("use months_between, add_months or add_days"),
                       _("%s %s %s is not possible"), x.text, op, y.text);
    else if (a.kind == L_PARAMETER || b.kind == L_PARAMETER)
        infer_error_op(c, n, _("look it up with [key] first"), _("%s %s %s is not possible"),
                       x.text, op, y.text);
    else
        infer_error_op(c, n, NULL, _("%s %s %s is not possible"), x.text, op, y.text);
    return type_of_kind(L_ANY);
}

static struct lang_type add_result(struct lang_type a, struct lang_type b)
{
    struct lang_type out = type_of_kind(L_NUMBER);

    if (a.kind == L_MONEY || b.kind == L_MONEY)
        out.kind = L_MONEY;
    else if (a.kind == L_INTEGER && b.kind == L_INTEGER)
        out.kind = L_INTEGER;
    out.period = a.is_zero                           ? b.period
                 : b.is_zero || a.period == b.period ? a.period
                                                     : PERIOD_NONE;
    return out;
}

/* + and -: two numbers or two amounts. */
static struct lang_type infer_sum(struct infer *c, const struct ast_node *n, struct lang_type a,
                                  struct lang_type b)
{
    struct lang_type out;

    if ((a.kind == L_MONEY) != (b.kind == L_MONEY) && !a.is_zero && !b.is_zero)
        return refuse_operands(c, n, a, b);
    infer_check_periods(c, n, a, b);
    out = add_result(a, b);
    if (n->kind == AST_ADD && out.kind == L_INTEGER && a.has_most && b.has_most)
        out.has_most = !__builtin_add_overflow(a.most, b.most, &out.most);
    return out;
}

static struct lang_type infer_product(struct infer *c, const struct ast_node *n,
                                      struct lang_type a, struct lang_type b)
{
    bool money_a = a.kind == L_MONEY, money_b = b.kind == L_MONEY;
    bool whole = a.kind == L_INTEGER && b.kind == L_INTEGER;

    if (a.is_zero && n->kind != AST_MUL)
        money_a = money_b; /* no money: an empty sum */
    switch (n->kind) {
    case AST_MUL:
        if (money_a && money_b)
            break;
        return type_of_kind(money_a || money_b ? L_MONEY : whole ? L_INTEGER : L_NUMBER);
    case AST_DIV:
        if (money_b && !money_a)
            break;
        return type_of_kind(money_a && !money_b ? L_MONEY : L_NUMBER);
    case AST_IDIV:
        if (money_a != money_b)
            break;
        return type_of_kind(L_INTEGER);
    default:
        if (money_a != money_b)
            break;
        return type_of_kind(money_a ? L_MONEY : whole ? L_INTEGER : L_NUMBER);
    }
    return refuse_operands(c, n, a, b);
}

static struct lang_type infer_arithmetic(struct infer *c, const struct ast_node *n,
                                         struct lang_type a, struct lang_type b)
{
    bool known_a = a.kind != L_ANY, known_b = b.kind != L_ANY;

    if ((known_a && !type_is_quantity(a)) || (known_b && !type_is_quantity(b)))
        return refuse_operands(c, n, a, b);
    if (!known_a || !known_b)
        return type_of_kind(L_ANY);
    if (n->kind == AST_ADD || n->kind == AST_SUB)
        return infer_sum(c, n, a, b);
    return infer_product(c, n, a, b);
}

static bool is_plain_kind(struct lang_type t)
{
    return type_is_quantity(t) || t.kind == L_BOOLEAN || t.kind == L_ENUM || t.kind == L_DATE ||
           t.kind == L_MONTH || t.kind == L_TEXT;
}

/* Whether == can be asked of the two; what is an error there is one here. */
static bool can_be_equal(struct infer *c, struct lang_type a, struct lang_type b)
{
    if (a.kind == L_ANY || b.kind == L_ANY || a.kind == L_NIL || b.kind == L_NIL)
        return true;
    if (a.kind == L_TEXT && b.kind == L_ENUM)
        names_check_texts(c, a.texts, b.id);
    else if (a.kind == L_ENUM && b.kind == L_TEXT)
        names_check_texts(c, b.texts, a.id);
    else if (a.kind == L_ENUM && b.kind == L_ENUM)
        return a.id == b.id;
    else if (is_plain_kind(a) || is_plain_kind(b))
        return type_have_order(a, b) || a.kind == b.kind;
    return true;
}

void infer_compare(struct infer *c, const struct ast_node *n, struct lang_type a,
                   struct lang_type b, bool is_order)
{
    struct described x = infer_describe(c, a), y = infer_describe(c, b);
    const char *hint = NULL;
    char op[4];

    infer_check_periods(c, n, a, b);
    if (is_order ? type_have_order(a, b) : can_be_equal(c, a, b))
        return;
    operator_text(c, n, op);
    if (is_order && a.kind == L_BOOLEAN)
        hint = _("for a value between two others write a < b and b < c");
    else if (type_is_quantity(a) && type_is_quantity(b))
        hint = _("an amount of money is written yuan(...)");
    else if ((a.kind == L_DATE && b.kind == L_TEXT) || (a.kind == L_TEXT && b.kind == L_DATE))
        hint = _("a date is written date \"2024-07-01\"");
    else if ((a.kind == L_MONTH && b.kind == L_TEXT) || (a.kind == L_TEXT && b.kind == L_MONTH))
        hint = _("a month is written month \"2024-07\"");
    else if ((a.kind == L_DATE && b.kind == L_MONTH) || (a.kind == L_MONTH && b.kind == L_DATE))
        hint = _("make both a month with month_of(date), or both a date with first_day(month)");
    else if (a.kind == L_PARAMETER || b.kind == L_PARAMETER)
        hint = _("look it up with [key] first");
    infer_error_op(c, n, hint, _("%s %s %s: these cannot be compared"), x.text,
                   n->kind == AST_CALL ? _("and") : op, y.text);
}

static struct lang_type infer_concat(struct infer *c, const struct ast_node *n,
                                     struct lang_type a, struct lang_type b)
{
    if ((a.kind != L_ANY && (!is_plain_kind(a) || a.kind == L_BOOLEAN)) ||
        (b.kind != L_ANY && (!is_plain_kind(b) || b.kind == L_BOOLEAN)))
        refuse_operands(c, n, a, b);
    return type_of_kind(L_TEXT);
}

struct lang_type infer_condition(struct infer *c, const struct ast_node *n)
{
    struct lang_type t = infer_expression(c, n);

    if (t.kind != L_ANY && t.kind != L_BOOLEAN)
        infer_error(c, n, t.kind == L_NIL ? NULL : _("compare it with something"),
                    _("a condition must be true or false, not %s"), infer_describe(c, t).text);
    return t;
}

/* The left side of `or`: what it gives besides being a condition (rewrite.h, the idiom); ANY
 * with *is_value false when it is only a condition. */
static struct lang_type infer_left_of_or(struct infer *c, const struct ast_node *n,
                                         bool *is_value)
{
    struct lang_type a, b;
    bool has_a = false, has_b = false;

    switch (n->kind) {
    case AST_PAREN:
        return infer_left_of_or(c, n->kids[0], is_value);
    case AST_AND:
        infer_condition(c, n->kids[0]);
        *is_value = true;
        return infer_expression(c, n->kids[1]);
    case AST_OR:
        a = infer_left_of_or(c, n->kids[0], &has_a);
        b = infer_left_of_or(c, n->kids[1], &has_b);
        *is_value = has_a || has_b;
        return has_a && has_b ? infer_join(c, a, b) : has_a ? a : b;
    default:
        infer_condition(c, n);
        return type_of_kind(L_BOOLEAN);
    }
}

static struct lang_type infer_logic(struct infer *c, const struct ast_node *n)
{
    struct lang_type left = type_of_kind(L_BOOLEAN), right;
    bool is_value = false;

    if (n->kind == AST_OR)
        left = infer_left_of_or(c, n->kids[0], &is_value);
    else
        infer_condition(c, n->kids[0]);
    right = infer_expression(c, n->kids[1]);
    if (is_value)
        return infer_join(c, left, right);
    return right.kind == L_BOOLEAN ? right : type_of_kind(L_ANY);
}

static struct lang_type infer_minus(struct infer *c, const struct ast_node *n)
{
    struct lang_type t = infer_expression(c, n->kids[0]);

    if (t.kind != L_ANY && !type_is_quantity(t)) {
        infer_error_op(c, n, NULL, _("-%s is not possible; only numbers and money have a sign"),
                       infer_describe(c, t).text);
        return type_of_kind(L_ANY);
    }
    if (n->kids[0]->kind == AST_INTEGER)
        t.most = -n->kids[0]->integer;
    else
        t.has_most = false;
    return t;
}

static struct lang_type infer_length(struct infer *c, const struct ast_node *n)
{
    struct lang_type t = infer_expression(c, n->kids[0]);

    if (t.kind != L_ANY && t.kind != L_LIST && t.kind != L_TABLE && t.kind != L_TEXT &&
        t.kind != L_ENUM)
        infer_error_op(c, n, _("# counts the members of a list such as family.persons"),
                       _("%s has no length"), infer_describe(c, t).text);
    return type_of_kind(L_INTEGER);
}

/* --- calls and tables --- */

struct lang_type infer_result(const struct lang_results *r, uint32_t i)
{
    if (i < r->count)
        return r->v[i];
    return type_of_kind(r->is_open ? L_ANY : L_NIL);
}

static void push_result(struct lang_results *r, struct lang_type t)
{
    if (r->count < INFER_RESULTS)
        r->v[r->count++] = t;
    else
        r->is_open = true;
}

struct lang_results infer_list(struct infer *c, const struct ast_node *n, uint32_t first)
{
    struct lang_results out = {0}, last;

    for (uint32_t i = first; i < n->kid_count; i++) {
        if (i + 1 < n->kid_count) {
            push_result(&out, infer_expression(c, n->kids[i]));
            continue;
        }
        last = infer_multi(c, n->kids[i]);
        for (uint8_t k = 0; k < last.count; k++)
            push_result(&out, last.v[k]);
        out.is_open |= last.is_open;
    }
    return out;
}

static struct lang_results infer_call(struct infer *c, const struct ast_node *n)
{
    struct lang_type callee = infer_expression(c, n->kids[0]);
    struct lang_results args = infer_list(c, n, 1);

    return calls_invoke(c, n, callee, &args);
}

/* family:before(n) */
static struct lang_type infer_before(struct infer *c, const struct ast_node *n,
                                     struct lang_type row, const struct lang_results *args)
{
    struct lang_type months = infer_result(args, 0);
    const struct ast_node *at = n->kids[n->kid_count > 2 ? 2 : 1];
    uint8_t reach = 255;

    if (months.kind != L_ANY && !type_is_number(months))
        infer_error(c, at, NULL, _("before(n) takes a number of months, not %s"),
                    infer_describe(c, months).text);
    if (months.kind == L_INTEGER && months.has_most) {
        if (months.most < 1)
            infer_error(c, at, _("before(1) is the month before"),
                        _("before(n) reaches back at least one month"));
        else if (months.most < 255)
            reach = (uint8_t)months.most;
    }
    if (c->reads && reach > c->reads->before_months)
        c->reads->before_months = reach;
    row.kind = L_HISTORY;
    return row;
}

static bool is_text(struct str s, const char *word)
{
    return s.n == strlen(word) && memcmp(s.p, word, s.n) == 0;
}

static struct lang_results infer_method(struct infer *c, const struct ast_node *n)
{
    struct lang_type object = infer_expression(c, n->kids[0]);
    struct lang_results args = infer_list(c, n, 2), with_self = {.v = {object}, .count = 1};
    struct lang_results open = {.is_open = true};
    const struct ast_node *name = n->kids[1];

    for (uint8_t i = 0; i < args.count; i++)
        push_result(&with_self, args.v[i]);
    with_self.is_open |= args.is_open;
    switch (object.kind) {
    case L_ROW:
        if (is_text(name->text, "before"))
            return (struct lang_results){.v = {infer_before(c, n, object, &args)}, .count = 1};
        infer_error(c, name, _("the only method of a row is before(n)"),
                    _("there is no method \"%.*s\""), (int)name->text.n, name->text.p);
        return open;
    case L_TABLE:
        return calls_invoke(c, n, names_field(c, name, object, name->text), &with_self);
    case L_ANY:
    case L_TEXT:
    case L_ENUM:
        return open;
    default:
        infer_error(c, name, NULL, _("%s has no methods"), infer_describe(c, object).text);
        return open;
    }
}

static struct lang_type infer_table(struct infer *c, const struct ast_node *n)
{
    struct lang_type out = type_of_kind(L_TABLE);
    struct lang_shape *s = arena_zalloc(&c->arena, sizeof *s);

    if (!s) {
        c->nomem = true;
        return type_of_kind(L_ANY);
    }
    for (uint32_t i = 0; i < n->kid_count; i++) {
        const struct ast_node *e = n->kids[i], *value = e->kids[e->kid_count - 1];
        struct lang_type t;
        if (e->kind == AST_SLOT)
            infer_expression(c, e->kids[0]);
        t = infer_expression(c, value);
        if (e->kind != AST_ITEM && e->kids[0]->kind == AST_STRING) {
            walk_shape_set(c, s, e->kids[0]->text, t);
            continue;
        }
        s->is_open |= e->kind == AST_SLOT || value->kind == AST_VARARG;
        s->element = s->has_elements ? infer_join(c, s->element, t) : t;
        s->has_elements = true;
    }
    out.shape = s;
    return out;
}

struct lang_results infer_multi(struct infer *c, const struct ast_node *n)
{
    struct lang_results r = {0};

    if (n->kind == AST_VARARG)
        return c->call->varargs;
    if (n->kind != AST_CALL && n->kind != AST_METHOD) {
        r.v[0] = infer_expression(c, n);
        r.count = 1;
        return r;
    }
    if (c->work++ > WORK_MAX) {
        r.is_open = true;
        return r;
    }
    r = n->kind == AST_CALL ? infer_call(c, n) : infer_method(c, n);
    *infer_slot(c, n) = infer_result(&r, 0);
    return r;
}

static struct lang_type infer_text(struct infer *c, const struct ast_node *n)
{
    struct lang_type t = type_of_kind(L_TEXT);
    struct lang_text *text = arena_alloc(&c->arena, sizeof *text);

    if (text)
        *text = (struct lang_text){n, NULL};
    t.texts = text;
    return t;
}

static struct lang_type infer_integer(const struct ast_node *n)
{
    return (struct lang_type){
        .kind = L_INTEGER, .is_zero = n->integer == 0, .has_most = true, .most = n->integer};
}

static struct lang_type infer_index(struct infer *c, const struct ast_node *n)
{
    struct lang_type object = infer_expression(c, n->kids[0]), key;

    if (n->kids[1]->kind == AST_STRING && object.kind != L_PARAMETER)
        return names_field(c, n->kids[1], object, n->kids[1]->text);
    key = infer_expression(c, n->kids[1]);
    return names_lookup(c, n->kids[1], object, key);
}

/* A fact or result that was read: it has a value, or the formula has stopped. */
static bool is_read(const struct infer *c, const struct ast_node *n)
{
    return n->kind == AST_FIELD && infer_slot(c, n->kids[0])->kind == L_ROW &&
           infer_slot(c, n)->kind != L_ANY;
}

static void check_nil(struct infer *c, const struct ast_node *n, struct lang_type a,
                      struct lang_type b)
{
    if ((a.kind == L_NIL && is_read(c, n->kids[1])) ||
        (b.kind == L_NIL && is_read(c, n->kids[0])))
        warn_op(c, n, _("ask known(...), or use default(..., value)"),
                _("this is never nil: a missing fact makes the result undetermined"));
}

static struct lang_type infer_binary(struct infer *c, const struct ast_node *n)
{
    struct lang_type a = infer_expression(c, n->kids[0]);
    struct lang_type b = infer_expression(c, n->kids[1]);

    switch (n->kind) {
    case AST_EQ:
    case AST_NE:
        infer_compare(c, n, a, b, false);
        check_nil(c, n, a, b);
        return type_of_kind(L_BOOLEAN);
    case AST_LT:
    case AST_LE:
    case AST_GT:
    case AST_GE:
        infer_compare(c, n, a, b, true);
        return type_of_kind(L_BOOLEAN);
    case AST_CONCAT:
        return infer_concat(c, n, a, b);
    default:
        return infer_arithmetic(c, n, a, b);
    }
}

static struct lang_type infer_node(struct infer *c, const struct ast_node *n)
{
    struct lang_results r;

    switch (n->kind) {
    case AST_NIL:
        return type_of_kind(L_NIL);
    case AST_TRUE:
    case AST_FALSE:
        return type_of_kind(L_BOOLEAN);
    case AST_INTEGER:
        return infer_integer(n);
    case AST_NUMBER:
        return type_of_kind(L_NUMBER);
    case AST_STRING:
        return infer_text(c, n);
    case AST_NAME:
        return n->binding ? walk_get(c, n->binding) : names_global(c, n);
    case AST_FIELD:
        return names_field(c, n->kids[1], infer_expression(c, n->kids[0]), n->kids[1]->text);
    case AST_INDEX:
        return infer_index(c, n);
    case AST_VARARG:
    case AST_CALL:
    case AST_METHOD:
        r = infer_multi(c, n);
        return infer_result(&r, 0);
    case AST_FUNCTION:
        return (struct lang_type){.kind = L_FUNCTION, .node = n};
    case AST_TABLE:
        return infer_table(c, n);
    case AST_PAREN:
        return infer_expression(c, n->kids[0]);
    case AST_UNM:
        return infer_minus(c, n);
    case AST_NOT:
        infer_condition(c, n->kids[0]);
        return type_of_kind(L_BOOLEAN);
    case AST_LEN:
        return infer_length(c, n);
    case AST_AND:
    case AST_OR:
        return infer_logic(c, n);
    default:
        return infer_binary(c, n);
    }
}

struct lang_type infer_expression(struct infer *c, const struct ast_node *n)
{
    struct lang_type t = type_of_kind(L_ANY);

    if (c->work++ > WORK_MAX || c->nomem)
        return t;
    t = infer_node(c, n);
    *infer_slot(c, n) = t;
    return t;
}
