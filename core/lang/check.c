/* check.c - what is done for check_formulas: every formula, check and formula of a scenario is
 * walked; what they give back must fit; what they read is written into the model; loops are
 * sought.
 */
#include "lang/check.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "lang/infer.h"

/* --- what a formula gives back --- */

static bool fits_enum(struct infer *c, struct lang_type t, uint8_t enum_id)
{
    const struct enum_type *want = &c->m->enums[enum_id], *have;

    if (t.kind == L_TEXT) {
        names_check_texts(c, t.texts, enum_id);
        return true;
    }
    if (t.kind != L_ENUM)
        return false;
    have = &c->m->enums[t.id];
    for (uint16_t i = 0; i < have->count && t.id != enum_id; i++) {
        const char *name = have->values[i].name;
        if (enum_code(want, (struct str){name, strlen(name)}) < 0)
            return false;
    }
    return true;
}

/* A number may turn out whole, and 0 is no money. */
static bool fits(struct infer *c, struct lang_type t, const struct type *want)
{
    struct lang_type w = type_declared(want, NULL);

    if (t.kind == L_ANY)
        return true;
    if (w.kind == L_ENUM)
        return fits_enum(c, t, w.id);
    if (type_is_number(w))
        return type_is_number(t);
    if (w.kind == L_MONEY)
        return t.kind == L_MONEY || t.is_zero;
    return t.kind == w.kind;
}

static const char *hint_for(struct lang_type t, const struct type *want)
{
    if (want->kind == KIND_MONEY && type_is_number(t))
        return _("an amount of money is written yuan(...)");
    if (want->kind == KIND_INTEGER && t.kind == L_NUMBER)
        return _("use floor or ceil");
    return NULL;
}

static void check_variable_return(struct infer *c, const struct ast_node *at,
                                  const struct field *f, struct lang_type t)
{
    struct lang_type want = type_declared(&f->type, f->unit);

    if (t.kind == L_NIL) {
        infer_error(c, at, NULL, _("%s: the formula returns no value here"), f->name);
        return;
    }
    if (f->is_hidden && f->type.kind != KIND_BOOLEAN) {
        measure_return(c, at, f, t);
        return;
    }
    if (!fits(c, t, &f->type)) {
        infer_error(c, at, hint_for(t, &f->type), _("%s is %s, but the formula returns %s"),
                    f->name, infer_describe(c, want).text, infer_describe(c, t).text);
        return;
    }
    if (want.period && t.period && want.period != t.period)
        infer_error(c, at, _("multiply by 12 or divide by 12 first"),
                    want.period == PERIOD_MONTH
                        ? _("%s is an amount per month, but the formula returns one per year")
                        : _("%s is an amount per year, but the formula returns one per month"),
                    f->name);
}

void check_return(struct infer *c, const struct ast_node *n, const struct lang_results *r)
{
    const struct infer_call *call = c->call;
    const struct ast_node *at = n->kid_count ? n->kids[0] : n;
    struct lang_type t = infer_result(r, 0);

    if (call->field)
        check_variable_return(c, at, call->field, t);
    else if (call->is_check && t.kind != L_ANY && t.kind != L_BOOLEAN)
        infer_error(c, at, NULL, _("a check must return true or false, not %s"),
                    infer_describe(c, t).text);
}

void check_falls(struct infer *c, const struct ast_node *function, bool has_returned)
{
    infer_error(c, function,
                has_returned ? _("some way through it meets no return: end with one")
                             : _("end with return"),
                _("the formula ends without a value"));
}

/* --- walking everything --- */

static struct lang_results formula_arguments(const struct field *f)
{
    struct lang_results r = {.count = 2};

    r.v[0] = (struct lang_type){.kind = L_ROW, .id = f->entity};
    r.v[1] = type_of_kind(L_LAW);
    return r;
}

static void walk_formulas(struct infer *c, struct lang_reads *reads)
{
    size_t k = 0;

    for (size_t i = 0; i < c->m->field_count; i++) {
        const struct field *f = &c->m->fields[i];
        struct lang_results args = formula_arguments(f);
        for (uint16_t n = 0; n < f->formula_count; n++, k++) {
            reads[k] = calls_new_reads(c);
            if (f->formulas[n].body && !c->nomem)
                calls_formula(c, f->formulas[n].body, f, &args, &reads[k]);
        }
    }
}

static void walk_scenarios(struct infer *c)
{
    struct lang_reads unused = calls_new_reads(c);

    for (size_t i = 0; i < c->m->scenario_count; i++)
        for (size_t k = 0; k < c->m->scenarios[i].formula_count; k++) {
            const struct formula_patch *p = &c->m->scenarios[i].formulas[k];
            const struct field *f = &c->m->fields[p->field];
            struct lang_results args = formula_arguments(f);
            if (p->body && !c->nomem)
                calls_formula(c, p->body, f, &args, &unused);
        }
}

/* The function that is the check's test, as its declaration writes it. */
static const struct ast_node *test_of(const struct ast_node *declaration)
{
    const struct ast_node *table = declaration->kids[declaration->kid_count - 1];

    for (uint32_t i = 0; i < table->kid_count; i++) {
        const struct ast_node *e = table->kids[i];
        if (e->kind == AST_PAIR && str_eq(e->kids[0]->text, (struct str){"test", 4}))
            return e->kids[1]->kind == AST_FUNCTION ? e->kids[1] : NULL;
    }
    return NULL;
}

/* The lowest level that declares the check has its say. */
static const struct ast_node *find_test(const struct infer *c, const struct check *check)
{
    struct str name = {check->name, strlen(check->name)};

    for (size_t i = c->file_count; i > 0; i--) {
        const struct ast_node *n =
            c->files[i - 1] ? ast_declaration(c->files[i - 1], "check", name) : NULL;
        if (n && test_of(n))
            return test_of(n);
    }
    return NULL;
}

/* Copies ids whose entry is set into the model's arena. */
static enum hm_status keep_ids(struct infer *c, const struct ast_node *const *places,
                               const uint8_t *perhaps, size_t count, uint16_t **ids,
                               uint16_t *n)
{
    uint16_t *out = arena_alloc(&c->m->arena, (count + 1) * sizeof *out);
    uint16_t used = 0;

    if (!out)
        return HM_NOMEM;
    for (size_t i = 0; i < count; i++)
        if (places[i] || (perhaps && perhaps[i]))
            out[used++] = (uint16_t)i;
    *ids = out;
    *n = used;
    return HM_OK;
}

static enum hm_status walk_checks(struct infer *c)
{
    struct lang_results args = {.v = {type_of_kind(L_LAW)}, .count = 1};

    for (size_t i = 0; i < c->m->check_count; i++) {
        struct check *check = &c->m->checks[i];
        const struct ast_node *test = find_test(c, check);
        struct lang_reads reads = calls_new_reads(c);
        if (c->nomem)
            return HM_NOMEM;
        if (test)
            calls_formula(c, test, NULL, &args, &reads);
        TRY(keep_ids(c, reads.parameters, NULL, c->m->parameter_count, &check->reads_parameters,
                     &check->read_parameter_count));
    }
    return HM_OK;
}

/* --- into the model --- */

static void add(struct lang_reads *all, const struct lang_reads *one, const struct model *m)
{
    for (size_t i = 0; i < m->field_count; i++) {
        all->perhaps[i] |= one->perhaps[i];
        if (one->fields[i])
            all->fields[i] = one->fields[i];
    }
    for (size_t i = 0; i < m->parameter_count; i++)
        if (one->parameters[i])
            all->parameters[i] = one->parameters[i];
    if (one->before_months > all->before_months)
        all->before_months = one->before_months;
}

/* What all formulas of a variable read. A sum over members reads the members' field. */
static enum hm_status keep_reads(struct infer *c, const struct lang_reads *reads)
{
    size_t k = 0;

    for (size_t i = 0; i < c->m->field_count; i++) {
        struct field *f = &c->m->fields[i];
        struct lang_reads all = calls_new_reads(c);
        if (c->nomem)
            return HM_NOMEM;
        for (uint16_t n = 0; n < f->formula_count; n++)
            add(&all, &reads[k++], c->m);
        if (f->sum_of != NO_FIELD && f->kind == FIELD_VARIABLE)
            all.perhaps[f->sum_of] = 1;
        f->before_months = all.before_months;
        TRY(keep_ids(c, all.fields, all.perhaps, c->m->field_count, &f->reads, &f->read_count));
        TRY(keep_ids(c, all.parameters, NULL, c->m->parameter_count, &f->reads_parameters,
                     &f->read_parameter_count));
    }
    return HM_OK;
}

static enum hm_status check_all(struct infer *c)
{
    struct lang_reads *reads;
    size_t formulas = 0;

    for (size_t i = 0; i < c->m->field_count; i++)
        formulas += c->m->fields[i].formula_count;
    reads = arena_zalloc(&c->arena, (formulas + 1) * sizeof *reads);
    if (!reads)
        return HM_NOMEM;
    calls_load(c);
    walk_formulas(c, reads);
    walk_scenarios(c);
    if (c->nomem)
        return HM_NOMEM;
    TRY(walk_checks(c));
    TRY(keep_reads(c, reads));
    measure_finish(c);
    deps_check(c, reads);
    if (c->nomem)
        return HM_NOMEM;
    return c->errors ? HM_DATA : HM_OK;
}

enum hm_status check_formulas(struct model *m, struct ast_file *const *files, size_t count,
                              struct diag *d)
{
    struct infer c;
    enum hm_status st = infer_init(&c, m, files, count, d);

    if (st == HM_OK)
        st = check_all(&c);
    infer_fini(&c);
    return st == HM_NOMEM ? diag_nomem(d, _("checking a policy")) : st;
}
