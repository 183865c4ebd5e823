/* mutate_sites.c - mutants of formulas: other text in place of an operator, a condition, a
 * number or a function's name; and of the roundings that variables declare.
 */
#include <stdio.h>
#include <string.h>
#include "run/mutate_list.h"
#include "value/decimal.h"

struct site_list {
    struct mutant_list *l;
    const struct site *site;
    const char *level, *file, *name;
};

/* --- where a site belongs --- */

/* The variable whose formula the function is. */
static const char *formula_name(struct mutant_list *l, const struct ast_node *function)
{
    const struct model *m = l->rig->levels[l->rig->own].policy->model;
    for (size_t i = 0; i < m->field_count; i++)
        for (size_t k = 0; k < m->fields[i].formula_count; k++)
            if (m->fields[i].formulas[k].body == function)
                return m->fields[i].name;
    return NULL;
}

static void reach_formula(struct mutant_list *l, struct mutant *m,
                          const struct ast_node *function)
{
    const struct model *model = l->rig->levels[l->rig->own].policy->model;
    for (size_t i = 0; i < model->field_count; i++)
        for (size_t k = 0; k < model->fields[i].formula_count; k++)
            if (model->fields[i].formulas[k].body == function) {
                rig_mark mark = rig_formula_mark(l->rig, l->rig->own, i, k);
                mutant_reach(l, m, mark, mark);
            }
}

/* Everything that does something inside the function. */
static void reach_function(const struct site_list *s, struct mutant *m)
{
    const struct ast_node *f = s->site->function;
    uint32_t file = s->l->rig->levels[s->l->rig->own].files[s->site->file->number];
    for (int kind = REACH_CONDITION; kind <= REACH_STEP; kind++)
        mutant_reach(s->l, m, rig_mark_make((enum mark_of)kind, file, f->first, 0),
                     rig_mark_make((enum mark_of)kind, file, f->last, 0xFFFF));
    reach_formula(s->l, m, f);
}

static void reach_mark(const struct site_list *s, struct mutant *m, enum mark_of kind,
                       uint32_t offset, uint32_t low, uint32_t high)
{
    uint32_t file = s->l->rig->levels[s->l->rig->own].files[s->site->file->number];
    mutant_reach(s->l, m, rig_mark_make(kind, file, offset, low),
                 rig_mark_make(kind, file, offset, high));
}

/* --- one mutant --- */

static struct mutant *add(const struct site_list *s, enum mutant_kind kind, uint32_t first,
                          uint32_t last, const char *becomes)
{
    struct place at = ast_place(s->site->file, first);
    struct mutant *m = mutant_add(s->l, kind, s->level, s->name, s->file, &at);
    if (!m)
        return NULL;
    m->first = first;
    m->last = last;
    m->was = mutant_text(s->l, "%.*s", (int)(last - first), s->site->file->text + first);
    m->becomes = becomes;
    return m;
}

static void list_truth(const struct site_list *s)
{
    static const char *const words[] = {"(false)", "(true)"};
    const struct ast_node *n = s->site->node;
    for (uint32_t truth = 0; truth < 2; truth++) {
        struct mutant *m = add(s, MUTANT_CONDITION, n->first, n->last, words[truth]);
        if (!m)
            continue;
        /* only who finds it otherwise can notice */
        if (s->site->kind == SITE_CONDITION) {
            reach_mark(s, m, REACH_CONDITION, s->site->offset, !truth, !truth);
            continue;
        }
        for (uint32_t order = 0; order <= ORDER_NONE; order++)
            reach_mark(s, m, REACH_COMPARISON, s->site->offset, order << 1 | !truth,
                       order << 1 | !truth);
    }
}

static void list_comparison(const struct site_list *s)
{
    static const char *const turned[AST_KIND_COUNT] = {
        [AST_EQ] = "~=", [AST_NE] = "==", [AST_LT] = "<=",
        [AST_LE] = "<",  [AST_GT] = ">=", [AST_GE] = ">"};
    static const uint8_t bytes[AST_KIND_COUNT] = {
        [AST_EQ] = 2, [AST_NE] = 2, [AST_LT] = 1, [AST_LE] = 2, [AST_GT] = 1, [AST_GE] = 2};
    const struct ast_node *n = s->site->node;
    struct mutant *m =
        add(s, MUTANT_COMPARISON, n->op, n->op + bytes[n->kind], turned[n->kind]);
    if (m)
        reach_mark(s, m, REACH_COMPARISON, n->op, 0, 0xFFFF);
    if (!s->site->is_condition)
        list_truth(s);
}

static bool is_operation(const struct ast_node *n)
{
    return n->kind >= AST_ADD && n->kind <= AST_GE && n->kind != AST_CONCAT;
}

static void list_number(const struct site_list *s)
{
    const struct ast_node *n = s->site->node, *around = s->site->around;
    struct rational x = rational_of(n->integer), moved;
    int64_t den = 1;
    if (n->kind == AST_NUMBER && decimal_rational(&x, n->text) != DECIMAL_OK)
        return;
    while (den < 1000000 && den % x.den != 0)
        den *= 10;
    for (int sign = 1; sign >= -1; sign -= 2) {
        struct buf text;
        if (sign < 0 && x.num == 0)
            continue;
        if ((sign > 0 ? rational_add : rational_sub)(&moved, x, (struct rational){1, den}) !=
            HM_TRAP_NONE)
            continue;
        buf_init(&text);
        decimal_put_rational(&text, moved);
        struct mutant *m = add(s, MUTANT_NUMBER, n->first, n->last,
                               mutant_text(s->l, "%s", buf_ok(&text) ? text.data : "0"));
        buf_fini(&text);
        if (!m)
            continue;
        if (around && is_operation(around))
            reach_mark(s, m, around->kind >= AST_EQ ? REACH_COMPARISON : REACH_STEP, around->op,
                       0, 0xFFFF);
        else
            reach_function(s, m);
    }
}

static void list_call(const struct site_list *s)
{
    static const char *const pairs[][2] = {
        {"max", "min"},           {"min", "max"},       {"any", "all"},
        {"all", "any"},           {"floor", "ceil"},    {"ceil", "floor"},
        {"up_to", "down_to"},     {"down_to", "up_to"}, {"half_up_to", "down_to"},
        {"half_even_to", "up_to"}};
    const struct ast_node *name = s->site->node->kids[0];
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (!str_eq(name->text, (struct str){pairs[i][0], strlen(pairs[i][0])}))
            continue;
        struct mutant *m = add(s, MUTANT_FUNCTION, name->first, name->last, pairs[i][1]);
        if (m)
            reach_function(s, m);
    }
}

void mutate_list_sites(struct mutant_list *l, const struct sites *sites)
{
    const struct rig_level *own = &l->rig->levels[l->rig->own];
    for (size_t i = 0; i < sites->count; i++) {
        const struct site *site = &sites->items[i];
        struct site_list s = {.l = l, .site = site};
        s.file = own->policy->sources.files[site->file->number].path;
        const char *slash = strrchr(s.file, '/');
        s.level = mutant_text(l, "%.*s", slash ? (int)(slash - s.file) : 0, s.file);
        s.name = formula_name(l, site->function);
        s.name = s.name ? s.name : s.file;
        switch (site->kind) {
        case SITE_CONDITION:
            list_truth(&s);
            break;
        case SITE_COMPARISON:
            list_comparison(&s);
            break;
        case SITE_LITERAL:
            list_number(&s);
            break;
        case SITE_CALL:
            list_call(&s);
            break;
        }
    }
}

/* --- roundings of variables --- */

static const char *rounding_word(enum rounding_mode mode)
{
    switch (mode) {
    case ROUND_UP:
        return "up";
    case ROUND_DOWN:
        return "down";
    case ROUND_HALF_UP:
        return "half up";
    case ROUND_HALF_EVEN:
        return "half even";
    default:
        return "none";
    }
}

void mutate_list_roundings(struct mutant_list *l)
{
    const struct model *m = l->rig->levels[l->rig->own].policy->model;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->round.mode == ROUND_NONE || f->is_hidden)
            continue;
        enum rounding_mode modes[] = {f->round.mode == ROUND_DOWN ? ROUND_UP : ROUND_DOWN,
                                      f->round.mode == ROUND_HALF_UP ? ROUND_UP
                                                                     : ROUND_HALF_UP};
        for (size_t k = 0; k < 2; k++) {
            struct mutant *one =
                mutant_add(l, MUTANT_ROUNDING, f->level, f->name, NULL, &f->at);
            if (!one)
                continue;
            one->field = (uint16_t)i;
            one->rounding = f->round;
            one->rounding.mode = modes[k];
            one->was = mutant_text(l, "round %s", rounding_word(f->round.mode));
            one->becomes = mutant_text(l, "round %s", rounding_word(modes[k]));
            for (size_t n = 0; n < f->formula_count; n++) {
                rig_mark mark = rig_formula_mark(l->rig, l->rig->own, i, n);
                mutant_reach(l, one, mark, mark);
            }
        }
    }
}
