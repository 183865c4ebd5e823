/* cover.c - sites and values against the marks of the cases. */
#include "run/cover.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "value/date.h"
#include "value/decimal.h"

void cover_init(struct cover *c)
{
    *c = (struct cover){0};
    arena_init(&c->arena);
}

void cover_fini(struct cover *c)
{
    mem_free(c->items);
    arena_fini(&c->arena);
    cover_init(c);
}

struct maker {
    struct cover *cover;
    const struct rig *rig;
    const struct rig_level *level;
    bool everything, failed;
};

static size_t hits(const struct maker *m, rig_mark low, rig_mark high)
{
    size_t n;
    rig_hits(m->rig, low, high, &n);
    return n;
}

/* How many cases have any of these marks. */
static size_t cases_of(const struct maker *m, rig_mark low, rig_mark high)
{
    size_t n, distinct = 0;
    const struct rig_hit *hit = rig_hits(m->rig, low, high, &n);
    for (size_t i = 0; i < n; i++) {
        bool seen = false;
        for (size_t k = i; k-- > 0 && !seen;)
            seen = hit[k].number == hit[i].number;
        distinct += !seen;
    }
    return distinct;
}

/* The folder of a script: "cn/zhejiang" of "cn/zhejiang/dibao.lua". */
static const char *folder_of(struct maker *m, size_t script)
{
    const char *path = m->level->policy->sources.files[script].path;
    const char *slash = strrchr(path, '/');
    const char *folder =
        arena_strndup(&m->cover->arena, path, slash ? (size_t)(slash - path) : 0);
    m->failed |= !folder;
    return folder ? folder : "";
}

static bool is_wanted(const struct maker *m, const char *level)
{
    return m->everything || strcmp(level, m->level->policy->model->name) == 0;
}

static void add(struct maker *m, const struct cover_item *item)
{
    struct cover *c = m->cover;
    void *items = c->items;
    if (mem_grow(&items, &c->cap, c->count + 1, sizeof *c->items) != 0) {
        m->failed = true;
        return;
    }
    c->items = items;
    c->items[c->count++] = *item;
    c->total[item->kind]++;
    c->covered[item->kind] += item->is_covered;
}

static struct str kept(struct maker *m, struct buf *text)
{
    const char *p =
        buf_ok(text) ? arena_strndup(&m->cover->arena, text->data, text->len) : NULL;
    m->failed |= !p;
    return (struct str){p ? p : "", p ? text->len : 0};
}

/* --- sites --- */

/* Whether nothing but parameters of the law is asked. */
static bool is_of_law(const struct ast_node *n, bool *any)
{
    static const struct str law = {"law", 3};
    bool good = n->kind != AST_CALL || n->kids[0]->kind != AST_NAME;
    if (n->kind == AST_NAME) {
        *any = true;
        good = str_eq(n->text, law);
    }
    for (uint32_t i = 0; good && i < n->kid_count; i++)
        good = is_of_law(n->kids[i], any);
    return good;
}

static void put_branch(struct maker *m, const struct site *s, struct cover_item item)
{
    bool any = false;
    const struct ast_node *inner = s->node;
    while (inner->kind == AST_PAREN)
        inner = inner->kids[0];
    item.is_joined = inner->kind == AST_AND || inner->kind == AST_OR || inner->kind == AST_NOT;
    item.is_of_law = is_of_law(s->node, &any) && any;
    enum mark_of kind = s->kind == SITE_CONDITION ? REACH_CONDITION : REACH_COMPARISON;
    rig_mark mark = rig_site_mark(m->rig, m->rig->own, kind, s, 0);
    item.kind = COVER_BRANCH;
    if (kind == REACH_CONDITION) {
        item.when_true = hits(m, mark | 1, mark | 1);
        item.when_false = hits(m, mark, mark);
    } else {
        for (rig_mark order = 0; order <= ORDER_NONE; order++) {
            item.when_true += hits(m, mark | order << 1 | 1, mark | order << 1 | 1);
            item.when_false += hits(m, mark | order << 1, mark | order << 1);
        }
    }
    item.cases = cases_of(m, mark, mark | 0xFFFF);
    item.is_covered = item.when_true && item.when_false;
    add(m, &item);
}

static void set_orders(struct maker *m, rig_mark mark, struct cover_item *item)
{
    item->below = hits(m, mark | ORDER_LESS << 1, mark | ORDER_LESS << 1 | 1) > 0;
    item->on = hits(m, mark | ORDER_EQUAL << 1, mark | ORDER_EQUAL << 1 | 1) > 0;
    item->above = hits(m, mark | ORDER_GREATER << 1, mark | ORDER_GREATER << 1 | 1) > 0;
    item->cases = cases_of(m, mark, mark | 0xFFFF);
}

/* Standing on the edge, and on the side that the edge does not belong to. */
static bool has_both_sides(const struct cover_item *i, bool edge_is_below)
{
    return i->on && (edge_is_below ? i->above : i->below);
}

static void put_boundary(struct maker *m, const struct site *s, struct cover_item item)
{
    enum ast_kind op = (enum ast_kind)s->node->kind;
    if (op == AST_EQ || op == AST_NE)
        return;
    item.kind = COVER_BOUNDARY;
    set_orders(m, rig_site_mark(m->rig, m->rig->own, REACH_COMPARISON, s, 0), &item);
    /* a <= b and a > b part below|equal from above; a < b and a >= b below from equal|above */
    item.is_covered = has_both_sides(&item, op == AST_LE || op == AST_GT);
    add(m, &item);
}

static void put_site(struct maker *m, const struct site *s)
{
    const char *level = folder_of(m, s->file->number);
    struct cover_item item = {
        .level = level,
        .at = ast_place(s->file, s->node->first),
        .first = s->node->first,
        .last = s->node->last,
        .text = {s->file->text + s->node->first, s->node->last - s->node->first}};
    if (!is_wanted(m, level))
        return;
    if (s->kind == SITE_CONDITION || (s->kind == SITE_COMPARISON && !s->is_condition))
        put_branch(m, s, item);
    if (s->kind == SITE_COMPARISON)
        put_boundary(m, s, item);
}

/* --- formulas --- */

static void put_formulas(struct maker *m)
{
    const struct model *model = m->level->policy->model;
    for (size_t i = 0; i < model->field_count; i++) {
        const struct field *f = &model->fields[i];
        for (size_t k = 0; !f->is_hidden && k < f->formula_count; k++) {
            const struct formula *formula = &f->formulas[k];
            struct buf text;
            if (formula->ended || !formula->body)
                continue;
            const char *level = folder_of(m, formula->body->file);
            rig_mark mark = rig_formula_mark(m->rig, m->rig->own, i, k);
            struct cover_item item = {.kind = COVER_FORMULA, .level = level, .at = formula->at};
            if (!is_wanted(m, level))
                continue;
            buf_init(&text);
            buf_printf(&text, "%s.%s", model->entities[f->entity].name, f->name);
            if (formula->from != DATE_ALWAYS) {
                buf_putc(&text, '@');
                date_put(&text, formula->from);
            }
            item.text = kept(m, &text);
            item.cases = hits(m, mark, mark);
            item.is_covered = item.cases > 0;
            add(m, &item);
            buf_fini(&text);
        }
    }
}

/* --- parameters --- */

static void put_number(struct buf *out, struct rational x, bool is_money)
{
    if (is_money)
        decimal_put_money_rational(out, x, false);
    else
        decimal_put_rational(out, x);
}

static void put_row_name(struct buf *out, const struct model *model, const struct parameter *p,
                         const struct parameter_value *v, size_t row)
{
    bool is_money = p->key.kind == KIND_MONEY;
    if (row == RIG_OTHERWISE) {
        buf_puts(out, "[otherwise]");
    } else if (p->kind == PARAMETER_KEYED && p->key.kind == KIND_ENUM) {
        buf_printf(out, "[%s]", model->enums[p->key.enum_id].values[v->entries[row].key].name);
    } else if (p->kind == PARAMETER_KEYED) {
        buf_printf(out, "[%lld]", (long long)v->entries[row].key);
    } else if (p->kind == PARAMETER_TABLE) {
        buf_printf(out, "[%zu]", row + 1);
    } else {
        const struct band *b = &v->bands[row];
        buf_putc(out, '[');
        if (b->has_low)
            put_number(out, b->low, is_money);
        buf_puts(out, "..");
        if (b->has_high)
            put_number(out, b->high, is_money);
        buf_putc(out, ']');
    }
}

static struct str value_text(struct maker *m, const struct parameter *p,
                             const struct parameter_value *v, size_t row, bool has_row)
{
    struct buf text;
    buf_init(&text);
    buf_printf(&text, "%s@", p->name);
    date_put(&text, v->from);
    if (has_row)
        put_row_name(&text, m->level->policy->model, p, v, row);
    struct str out = kept(m, &text);
    buf_fini(&text);
    return out;
}

static void put_row(struct maker *m, size_t i, size_t k, size_t row, struct cover_item item)
{
    const struct parameter *p = &m->level->policy->model->parameters[i];
    rig_mark mark = rig_value_mark(m->rig, m->rig->own, i, k, (uint32_t)row);
    item.kind = COVER_ROW;
    item.text = value_text(m, p, &p->values[k], row, true);
    item.cases = hits(m, mark, mark);
    item.is_covered = item.cases > 0;
    add(m, &item);
}

/* Whether the value's edge is the comparison's own: low|equal or equal|high. */
static void put_test(struct maker *m, size_t i, size_t k, struct cover_item item)
{
    const struct parameter *p = &m->level->policy->model->parameters[i];
    enum comparison op = p->values[k].op;
    if (op == CMP_EQ || op == CMP_NE)
        return;
    item.kind = COVER_BOUNDARY;
    item.text = value_text(m, p, &p->values[k], 0, false);
    set_orders(m, rig_mark_make(REACH_TEST, 0, m->level->values[i][k], 0), &item);
    item.is_covered = has_both_sides(&item, op == CMP_LE || op == CMP_GT);
    add(m, &item);
}

static void put_value(struct maker *m, size_t i, size_t k, const char *level)
{
    const struct parameter *p = &m->level->policy->model->parameters[i];
    const struct parameter_value *v = &p->values[k];
    rig_mark mark = rig_value_mark(m->rig, m->rig->own, i, k, 0);
    struct cover_item item = {.kind = COVER_VALUE, .level = level, .at = v->at};
    item.text = value_text(m, p, v, 0, false);
    item.cases = cases_of(m, mark, mark | 0xFFFF);
    item.is_covered = item.cases > 0;
    add(m, &item);
    if (p->kind == PARAMETER_COMPARISON)
        put_test(m, i, k, item);
    if (parameter_is_single(p))
        return;
    for (size_t row = 0; row < v->count; row++)
        put_row(m, i, k, row, item);
    if (v->has_otherwise)
        put_row(m, i, k, RIG_OTHERWISE, item);
}

static void put_values(struct maker *m)
{
    const struct model *model = m->level->policy->model;
    for (size_t i = 0; i < model->parameter_count; i++) {
        const struct parameter *p = &model->parameters[i];
        for (size_t k = 0; is_wanted(m, p->level) && k < p->count; k++)
            if (!p->values[k].ended)
                put_value(m, i, k, p->level);
    }
}

/* --- all of it --- */

static int compare_items(const void *left, const void *right)
{
    const struct cover_item *a = left, *b = right;
    int c = place_compare(&a->at, &b->at);
    if (c)
        return c;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    size_t n = a->text.n < b->text.n ? a->text.n : b->text.n;
    c = memcmp(a->text.p, b->text.p, n);
    return c ? c : (a->text.n > b->text.n) - (a->text.n < b->text.n);
}

enum hm_status cover_make(struct cover *c, const struct rig *r, bool everything, struct diag *d)
{
    struct maker m = {
        .cover = c, .rig = r, .level = &r->levels[r->own], .everything = everything};
    struct sites sites;
    TRY(rig_sites(r, r->own, &sites, d));
    for (size_t i = 0; i < sites.count; i++)
        put_site(&m, &sites.items[i]);
    sites_fini(&sites);
    put_formulas(&m);
    put_values(&m);
    for (size_t i = 0; i < r->case_count; i++)
        c->cases_failed += !r->cases[i].passed;
    c->cases = r->case_count;
    if (c->count)
        qsort(c->items, c->count, sizeof *c->items, compare_items);
    return m.failed ? diag_nomem(d, _("testing a policy")) : HM_OK;
}
