/* smallest_pool.c - which values of a fact are worth trying: those at which something can
 * change. They are taken from the values of parameters in force, from the numbers that formulas
 * write down, and from what the two policies say differently first.
 */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "lang/ast.h"
#include "value/date.h"
#include "value/decimal.h"
#include "whatif/smallest_parts.h"

enum { POOL_MONEY = 200, POOL_WHOLE = 120, POOL_RATIO = 40, POOL_TEXT = 40, POOL_CODES = 40 };

/* What stands in the law; what differs between the policies comes first. */
struct pool {
    int64_t money[POOL_MONEY];       /* fen */
    size_t money_count, money_first; /* first: so many of what differs */
    int64_t whole[POOL_WHOLE];
    size_t whole_count;
    struct rational ratios[POOL_RATIO];
    size_t ratio_count, ratio_first;
    struct str texts[POOL_TEXT];
    size_t text_count;
    int64_t codes[2][POOL_CODES]; /* division codes, by side */
    size_t code_count[2];
};

static void add_whole(struct pool *p, int64_t v)
{
    for (size_t i = 0; i < p->whole_count; i++)
        if (p->whole[i] == v)
            return;
    if (p->whole_count < POOL_WHOLE)
        p->whole[p->whole_count++] = v;
}

static void add_money(struct pool *p, struct rational fen)
{
    int64_t v = rational_floor(fen);
    for (size_t i = 0; i < p->money_count; i++)
        if (p->money[i] == v)
            return;
    if (p->money_count < POOL_MONEY)
        p->money[p->money_count++] = v;
}

static void add_ratio(struct pool *p, struct rational r)
{
    if (rational_is_integer(r))
        add_whole(p, r.num);
    for (size_t i = 0; i < p->ratio_count; i++)
        if (rational_cmp(p->ratios[i], r) == 0)
            return;
    if (p->ratio_count < POOL_RATIO)
        p->ratios[p->ratio_count++] = r;
}

static void add_text(struct pool *p, struct str t)
{
    if (p->text_count < POOL_TEXT)
        p->texts[p->text_count++] = t;
}

static void add_value(struct pool *p, const struct value *v)
{
    if (v->kind == KIND_MONEY)
        add_money(p, v->as.rational);
    else if (v->kind == KIND_NUMBER)
        add_ratio(p, v->as.rational);
    else if (v->kind == KIND_INTEGER)
        add_ratio(p, rational_of(v->as.integer));
    else if (v->kind == KIND_TEXT)
        add_text(p, v->as.text);
}

/* --- parameters --- */

static void add_code(struct pool *p, int side, int64_t code)
{
    if (code > 99999 && p->code_count[side] < POOL_CODES)
        p->codes[side][p->code_count[side]++] = code;
}

static void add_edges(struct pool *p, const struct type *key, const struct band *b)
{
    const struct rational edges[2] = {b->low, b->high};
    const bool has[2] = {b->has_low, b->has_high};
    for (int i = 0; i < 2; i++) {
        if (has[i] && key->kind == KIND_MONEY)
            add_money(p, edges[i]);
        else if (has[i])
            add_ratio(p, edges[i]);
    }
}

static void add_row(struct pool *p, const struct parameter *q, const struct decision_row *row)
{
    for (size_t c = 0; c < q->column_count; c++) {
        const struct type *t = &q->columns[c].type;
        for (size_t i = 0; i < row->cells[c].count; i++)
            if (t->kind != KIND_ENUM && t->kind != KIND_BOOLEAN)
                add_edges(p, t, &row->cells[c].ranges[i]);
    }
}

static void add_parameter(struct pool *p, const struct parameter *q, int32_t day)
{
    const struct parameter_value *v = parameter_on(q, day);
    if (!v)
        return;
    add_value(p, &v->scalar);
    if (v->has_otherwise)
        add_value(p, &v->otherwise);
    bool banded = q->kind == PARAMETER_BANDS || q->kind == PARAMETER_MARGINAL;
    for (size_t i = 0; i < v->count; i++) {
        add_value(p, parameter_value_at(q, v, i));
        if (q->kind == PARAMETER_TABLE)
            add_row(p, q, &v->rows[i]);
        if (banded)
            add_edges(p, &q->key, &v->bands[i]);
        if (q->kind == PARAMETER_KEYED && q->key.kind == KIND_INTEGER &&
            v->entries[i].key <= 99999)
            add_whole(p, v->entries[i].key);
    }
}

static bool differs(const struct small_world *w, const struct parameter *q)
{
    const struct law_diff *law = &w->job->pair->law;
    for (size_t i = 0; i < law->parameter_count; i++)
        if (strcmp(law->parameters[i].parameter->name, q->name) == 0)
            return true;
    return false;
}

/* Places that tables of the policy name, in its own division. */
static void add_codes(struct pool *p, const struct small_world *w, int side)
{
    const struct model *m = w->sides[side].policy->model;
    int32_t day = month_first_day(w->job->month);
    char code[24];
    for (size_t i = 0; i < m->parameter_count; i++) {
        const struct parameter *q = &m->parameters[i];
        const struct parameter_value *v = parameter_on(q, day);
        if (!v || q->kind != PARAMETER_KEYED || q->key.kind != KIND_INTEGER)
            continue;
        for (size_t k = 0; k < v->count; k++) {
            snprintf(code, sizeof code, "%lld", (long long)(v->entries[k].key % 10000000));
            bool seen = m->division && strncmp(code, m->division, strlen(m->division)) != 0;
            for (size_t c = 0; c < p->code_count[side]; c++)
                seen = seen || p->codes[side][c] == v->entries[k].key;
            if (!seen)
                add_code(p, side, v->entries[k].key);
        }
    }
    if (p->code_count[side])
        return;
    int64_t own = 0;
    for (size_t i = 0; i < 6; i++) {
        size_t n = m->division ? strlen(m->division) : 0;
        own = own * 10 + (i < n ? m->division[i] - '0' : i == 5 ? 1 : i == 0 ? 9 : 0);
    }
    add_code(p, side, own);
}

/* --- formulas --- */

/* yuan(12.5), fen(3) */
static bool add_call(struct pool *p, const struct ast_node *n)
{
    if (n->kind != AST_CALL || n->kid_count != 2 || n->kids[0]->kind != AST_NAME)
        return false;
    bool is_yuan = str_eq(n->kids[0]->text, (struct str){"yuan", 4});
    bool is_fen = str_eq(n->kids[0]->text, (struct str){"fen", 3});
    const struct ast_node *x = n->kids[1];
    struct rational amount = rational_of(x->integer);
    bool known = x->kind == AST_INTEGER ||
                 (x->kind == AST_NUMBER && decimal_rational(&amount, x->text) == DECIMAL_OK);
    if ((!is_yuan && !is_fen) || !known)
        return false;
    if (rational_mul(&amount, amount, rational_of(is_yuan ? 100 : 1)) == HM_TRAP_NONE)
        add_money(p, amount);
    return true;
}

static void add_constants(struct pool *p, const struct ast_node *n)
{
    struct rational r;
    if (n->kind == AST_INTEGER)
        add_whole(p, n->integer);
    if (n->kind == AST_NUMBER && decimal_rational(&r, n->text) == DECIMAL_OK)
        add_ratio(p, r);
    if ((n->kind == AST_EQ || n->kind == AST_NE) && n->kids[1]->kind == AST_STRING)
        add_text(p, n->kids[1]->text);
    if (add_call(p, n))
        return;
    for (uint32_t i = 0; i < n->kid_count; i++)
        if (n->kids[i])
            add_constants(p, n->kids[i]);
}

static bool is_rule(const struct small_world *w, const struct field *f)
{
    const struct law_diff *law = &w->job->pair->law;
    const struct model *m = w->sides[1].policy->model;
    for (size_t i = 0; i < law->rule_count; i++)
        if (strcmp(m->fields[law->rules[i]].name, f->name) == 0)
            return true;
    return false;
}

/* Values that differ, or that rules read which differ; then all others. */
static void add_parameters(struct pool *p, const struct small_world *w, bool that_differ)
{
    int32_t day = month_first_day(w->job->month);
    for (int side = 1; side >= 0; side--) {
        const struct model *m = w->sides[side].policy->model;
        for (size_t i = 0; i < m->field_count; i++) {
            const struct field *f = &m->fields[i];
            if (!(w->reach[side][i / 64] >> (i % 64) & 1))
                continue;
            for (size_t k = 0; k < f->read_parameter_count; k++)
                if ((is_rule(w, f) || differs(w, &m->parameters[f->reads_parameters[k]])) ==
                    that_differ)
                    add_parameter(p, &m->parameters[f->reads_parameters[k]], day);
        }
    }
}

static void add_formulas(struct pool *p, const struct small_world *w, bool that_differ)
{
    int32_t day = month_first_day(w->job->month);
    for (int side = 1; side >= 0; side--) {
        const struct model *m = w->sides[side].policy->model;
        for (size_t i = 0; i < m->field_count; i++) {
            const struct field *f = &m->fields[i];
            if (f->kind != FIELD_VARIABLE || !(w->reach[side][i / 64] >> (i % 64) & 1) ||
                is_rule(w, f) != that_differ)
                continue;
            const struct formula *x = field_formula_on(f, day);
            if (x && x->body)
                add_constants(p, x->body);
        }
    }
}

/* --- values for a slot --- */

static void try_value(struct small_world *w, size_t slot, int64_t v)
{
    (void)small_value(w, slot, w->slots[slot].after != NO_FIELD, v);
}

static void around(struct small_world *w, size_t slot, int64_t v)
{
    for (int k = -1; k <= 1; k++)
        try_value(w, slot, v + k);
}

/* fen * r * times, and one fen to either side. */
static void around_product(struct small_world *w, size_t slot, int64_t fen, struct rational r,
                           int64_t times)
{
    struct rational x;
    if (rational_mul(&x, rational_of(fen), r) != HM_TRAP_NONE ||
        rational_mul(&x, x, rational_of(times)) != HM_TRAP_NONE)
        return;
    around(w, slot, rational_floor(x));
    if (!rational_is_integer(x))
        try_value(w, slot, rational_ceil(x) + 1);
}

static void fill_money(struct small_world *w, size_t slot, const struct pool *p)
{
    static const int64_t grid[] = {100,  500,   1000,  1500,  2000,   3000,   5000,
                                   8000, 12000, 30000, 60000, 120000, 250000, 500000};
    struct rational one = rational_of(1);
    try_value(w, slot, 0);
    for (size_t i = 0; i < p->money_first && i < 6; i++) {
        around_product(w, slot, p->money[i], one, 1);
        around_product(w, slot, p->money[i], one, 12);
    }
    for (size_t k = 0; k < p->ratio_first && k < 4; k++)
        for (size_t i = 0; i < p->money_count && i < 4; i++)
            around_product(w, slot, p->money[i], p->ratios[k], 1);
    for (size_t i = 0; i < sizeof grid / sizeof *grid; i++)
        try_value(w, slot, grid[i] * 100);
    for (size_t i = 0; i < p->money_first && i < 3; i++)
        for (size_t k = 0; k < p->ratio_count && k < 4; k++)
            around_product(w, slot, p->money[i], p->ratios[k], 1);
    for (size_t i = p->money_first; i < p->money_count && i < p->money_first + 8; i++) {
        around(w, slot, p->money[i]);
    }
    try_value(w, slot, 1);
}

static void fill_whole(struct small_world *w, size_t slot, const struct pool *p, int64_t grid)
{
    for (int64_t v = 0; v <= 3; v++)
        try_value(w, slot, v * grid);
    for (size_t i = 0; i < p->whole_count && w->slots[slot].count < 40; i++)
        for (int k = 0; k >= -1; k--)
            try_value(w, slot, (p->whole[i] + k) * grid);
    const int64_t more[] = {4, 5, 6, 10, 50, 100, 200};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        try_value(w, slot, more[i] * grid);
}

/* Birthdays in the month and in the next one, at every age a rule may look at. */
static void fill_date(struct small_world *w, size_t slot, const struct pool *p)
{
    static const int ages[] = {40, 70, 10, 0, 3, 6, 16, 18, 60, 65, 80, 90, 100};
    int32_t first = month_first_day(w->job->month), day;
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        if (date_add_months(&day, first, -12 * ages[i]))
            try_value(w, slot, day);
    for (size_t i = 0; i < p->whole_count && w->slots[slot].count < 60; i++) {
        if (p->whole[i] < 1 || p->whole[i] > 110)
            continue;
        for (int next = 0; next <= 1; next++)
            if (date_add_months(&day, first, -12 * p->whole[i] + next))
                try_value(w, slot, day);
    }
}

static void fill_month(struct small_world *w, size_t slot)
{
    const int back[] = {0, 1, 2, 3, 6, 11, 12, 13, 24, 60, -1};
    for (size_t i = 0; i < sizeof back / sizeof *back; i++)
        try_value(w, slot, w->job->month - back[i]);
}

static void fill_text(struct small_world *w, size_t slot, const struct pool *p)
{
    (void)small_text(w, slot, (struct str){"x", 1});
    for (size_t i = 0; i < p->text_count; i++)
        (void)small_text(w, slot, p->texts[i]);
}

/* Each policy gets a code of its own place; both the same where they are for one. */
static void fill_division(struct small_world *w, size_t slot, const struct pool *p)
{
    const char *b = w->sides[0].policy->model->division;
    const char *a = w->sides[1].policy->model->division;
    bool same = (!a && !b) || (a && b && strcmp(a, b) == 0);
    bool is_text = w->slots[slot].field->type.kind == KIND_TEXT;
    for (size_t i = 0; i < p->code_count[1] && i < 12; i++) {
        int64_t code[2] = {same ? p->codes[1][i] : p->codes[0][i % p->code_count[0]],
                           p->codes[1][i]};
        for (int side = 0; side < 2 && is_text; side++) {
            char text[24];
            snprintf(text, sizeof text, "%lld", (long long)code[side]);
            size_t kept = small_keep_text(w, (struct str){text, strlen(text)});
            if (kept == SIZE_MAX)
                return; /* no memory: fewer places are tried */
            code[side] = (int64_t)kept;
        }
        (void)small_values(w, slot, code[0], code[1]);
    }
}

static void fill_enum(struct small_world *w, size_t slot)
{
    struct small_slot *s = &w->slots[slot];
    const struct enum_type *e = &s->model->enums[s->field->type.enum_id];
    for (uint16_t i = 0; i < e->count; i++)
        try_value(w, slot, i);
}

static void fill_slot(struct small_world *w, size_t slot, const struct pool *p)
{
    struct small_slot *s = &w->slots[slot];
    bool is_division = s->kind == 0 && strcmp(s->field->name, "division_code") == 0;
    switch (s->field->type.kind) {
    case KIND_BOOLEAN:
        try_value(w, slot, 0);
        try_value(w, slot, 1);
        break;
    case KIND_ENUM:
        fill_enum(w, slot);
        break;
    case KIND_MONEY:
        fill_money(w, slot, p);
        break;
    case KIND_DATE:
        fill_date(w, slot, p);
        break;
    case KIND_MONTH:
        fill_month(w, slot);
        break;
    case KIND_TEXT:
        is_division ? fill_division(w, slot, p) : fill_text(w, slot, p);
        break;
    default:
        is_division ? fill_division(w, slot, p)
                    : fill_whole(w, slot, p, type_grid(&s->field->type));
        break;
    }
    bool optional = s->field->type.kind == KIND_DATE || s->field->type.kind == KIND_MONTH ||
                    s->field->type.kind == KIND_TEXT;
    if (is_division || (!optional && field_default(s->model, s->field).kind == KIND_NONE))
        s->base = s->count > 1 ? 1 : 0;
}

enum hm_status small_fill_values(struct small_world *w, struct diag *d)
{
    struct pool *p = mem_zalloc(sizeof *p);
    if (!p)
        return diag_nomem(d, _("looking for the smallest family"));
    add_parameters(p, w, true);
    add_formulas(p, w, true);
    p->money_first = p->money_count;
    p->ratio_first = p->ratio_count;
    add_parameters(p, w, false);
    add_formulas(p, w, false);
    add_codes(p, w, 0);
    add_codes(p, w, 1);
    for (size_t i = 0; i < w->slot_count; i++)
        if (w->slots[i].field->kind == FIELD_INPUT)
            fill_slot(w, i, p);
    mem_free(p);
    return HM_OK;
}
