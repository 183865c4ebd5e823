/* measures_plan.c - finds what the measures are taken of: fields of the household by name,
 * lines as products of fields, parameters and numbers, each in the terms of the policy at hand.
 */
#include <stdio.h>
#include <string.h>
#include "base/mem.h"
#include "value/date.h"
#include "value/decimal.h"
#include "whatif/measures_parts.h"

static struct str text(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* --- names --- */

static uint16_t root_field(const struct measures_plan *x, struct str name)
{
    return model_field(x->m, x->agenda->root, name);
}

static bool is_amount(const struct measures_plan *x, uint16_t field, enum value_kind kind)
{
    return field != NO_FIELD && x->m->fields[field].type.kind == kind;
}

static enum hm_status unknown_name(const struct measures_plan *x, const char *option,
                                   struct str name, const char *wanted, struct diag *d)
{
    char hint[LIMIT_NAME_BYTES + 64];
    const char *near = model_nearest_field(x->m, x->agenda->root, name);
    diag_suggest(hint, sizeof hint, near ? near : model_nearest_parameter(x->m, name));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                    root_field(x, name) == NO_FIELD ? hint : NULL,
                    _("%s: \"%.*s\" is not %s of policy %s"), option, (int)name.n, name.p,
                    wanted, x->m->name);
}

/* The scan's column of a variable, added when it is new; facts come with the frame. */
static void want(struct measures_plan *x, struct measures_source *s)
{
    s->column = NO_COLUMN;
    if (s->field == NO_FIELD)
        return;
    if (x->m->fields[s->field].kind == FIELD_INPUT) {
        x->facts[x->fact_count++] = s->field;
        return;
    }
    for (size_t i = 0; i < x->output_count; i++)
        if (x->outputs[i] == s->field)
            s->column = i;
    if (s->column == NO_COLUMN) {
        s->column = x->output_count;
        x->outputs[x->output_count++] = s->field;
    }
}

static struct measures_source of_field(struct measures_plan *x, uint16_t field)
{
    struct measures_source s = {.field = field, .parameter = -1};
    if (field != NO_FIELD)
        s.name = x->m->fields[field].name;
    want(x, &s);
    return s;
}

static enum hm_status find_income(struct measures_plan *x, struct diag *d)
{
    const char *name = x->options->income ? x->options->income : "countable_income";
    uint16_t field = root_field(x, text(name));
    if (!x->options->income && !is_amount(x, field, KIND_MONEY))
        return diag_add(
            d, HM_LEVEL_ERROR, HM_USAGE, NULL, _("name the household's income with --income"),
            _("policy %s has no amount countable_income of the household"), x->m->name);
    if (!is_amount(x, field, KIND_MONEY))
        return unknown_name(x, "--income", text(name), _("an amount of the household"), d);
    x->income = of_field(x, field);
    return HM_OK;
}

static enum hm_status find_people(struct measures_plan *x, struct diag *d)
{
    const char *name = x->options->people ? x->options->people : "heads";
    uint16_t field = root_field(x, text(name));
    x->counts_rows = !x->options->people && !is_amount(x, field, KIND_INTEGER);
    if (x->counts_rows && x->agenda->member == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL,
                          _("policy %s has no members of households to count; name a field "
                            "with --people"),
                          x->m->name);
    if (!x->counts_rows && !is_amount(x, field, KIND_INTEGER))
        return unknown_name(x, "--people", text(name), _("a whole number of the household"), d);
    x->people = of_field(x, x->counts_rows ? NO_FIELD : field);
    return HM_OK;
}

static enum hm_status find_benefits(struct measures_plan *x, struct diag *d)
{
    const char *name = x->options->benefit;
    uint16_t only = name ? root_field(x, text(name)) : NO_FIELD;
    x->benefits = arena_alloc(&x->arena, (x->agenda->benefit_count + 1) * sizeof *x->benefits);
    if (!x->benefits)
        return diag_nomem(d, _("measuring a distribution"));
    for (size_t i = 0; i < x->agenda->benefit_count; i++)
        if (!name || x->agenda->benefits[i] == only)
            x->benefits[x->benefit_count++] = of_field(x, x->agenda->benefits[i]).column;
    if (name && !x->benefit_count)
        return unknown_name(x, "--benefit", text(name), _("a benefit"), d);
    return HM_OK;
}

/* --- lines --- */

static bool scalar_of(const struct measures_plan *x, struct str name, enum value_kind kind,
                      int *out)
{
    const struct policy *p = x->policy->members ? x->policy->members[0] : x->policy;
    size_t n = x->policy->members ? x->policy->member_count : 1;
    for (size_t i = 0; i < n; i++) {
        const struct model *m = x->policy->members ? x->policy->members[i]->model : p->model;
        int at = model_parameter(m, name);
        if (at < 0 || m->parameters[at].kind != PARAMETER_SCALAR ||
            (m->parameters[at].type.kind != kind &&
             !(kind == KIND_NUMBER && m->parameters[at].type.kind == KIND_INTEGER)))
            continue;
        *out = at;
        return true;
    }
    return false;
}

/* An amount (money) or a factor (number) by a word; false: it is none. */
static bool find_source(struct measures_plan *x, struct str word, bool is_factor,
                        struct measures_source *out)
{
    struct rational r;
    uint16_t field = root_field(x, word);
    struct measures_source s = {.field = NO_FIELD, .parameter = -1, .column = NO_COLUMN};
    if (decimal_rational(&r, word) == DECIMAL_OK && r.num > 0) {
        s.constant = r;
        if (!is_factor && rational_mul(&s.constant, r, rational_of(100)) != HM_TRAP_NONE)
            return false;
    } else if (!is_factor && is_amount(x, field, KIND_MONEY)) {
        s = of_field(x, field);
    } else if (scalar_of(x, word, is_factor ? KIND_NUMBER : KIND_MONEY, &s.parameter)) {
        s.name = arena_strndup(&x->arena, word.p, word.n);
        if (!s.name)
            return false;
    } else {
        return false;
    }
    *out = s;
    return true;
}

static struct str trimmed(const char *p, size_t n)
{
    while (n && *p == ' ') {
        p++;
        n--;
    }
    while (n && p[n - 1] == ' ')
        n--;
    return (struct str){p, n};
}

static enum hm_status find_line(struct measures_plan *x, const char *line, struct diag *d)
{
    const char *star = strchr(line, '*');
    size_t n = star ? (size_t)(star - line) : strlen(line);
    struct str base = trimmed(line, n);
    struct str factor = star ? trimmed(star + 1, strlen(star + 1)) : (struct str){"", 0};
    struct measures_product *l = &x->lines[x->line_count];
    if (!find_source(x, base, false, &l->base))
        return unknown_name(x, "--line", base, _("an amount: a field, parameter or number"), d);
    l->has_factor = star != NULL;
    if (star && !find_source(x, factor, true, &l->factor))
        return unknown_name(x, "--line", factor, _("a factor: a parameter or number"), d);
    x->line_count++;
    return HM_OK;
}

/* 低保 and 低边, where the policy has them under the names that all cities share. */
static enum hm_status find_lines(struct measures_plan *x, struct diag *d)
{
    struct measures_source s;
    const char *low = NULL;
    const char *const names[] = {"standard", "dibao_standard"};
    for (size_t i = 0; i < x->options->line_count; i++)
        TRY(find_line(x, x->options->lines[i], d));
    if (x->options->line_count)
        return HM_OK;
    for (size_t i = 0; i < 2 && !low; i++)
        if (find_source(x, text(names[i]), false, &s))
            low = names[i];
    if (!low)
        return HM_OK;
    TRY(find_line(x, low, d));
    if (!find_source(x, text("dibian_multiplier"), true, &s))
        return HM_OK;
    x->lines[1].base = x->lines[0].base;
    x->lines[1].factor = s;
    x->lines[1].has_factor = true;
    x->line_count = 2;
    return HM_OK;
}

/* --- parameters in force --- */

static enum hm_status in_force(struct measures_plan *x, size_t side, uint16_t member,
                               const struct measures_source *s, struct rational *out,
                               struct diag *d)
{
    const struct policy *p = x->policy->members ? x->policy->members[member] : x->policy;
    const struct changes *c = x->alternatives[side];
    struct parameter patched;
    struct patch *mine = NULL;
    size_t n = 0;
    *out = (struct rational){0, 0};
    int at = model_parameter(p->model, text(s->name));
    if (at < 0)
        return HM_OK; /* that place has none */
    mine = arena_alloc(&x->arena, ((c ? c->patch_count : 0) + 1) * sizeof *mine);
    for (size_t i = 0; mine && c && i < c->patch_count; i++)
        if (c->patches[i].member == member && c->patches[i].parameter == at)
            mine[n++] = c->patches[i];
    if (!mine || parameter_patched(&patched, &p->model->parameters[at], mine, n, (uint16_t)at,
                                   &x->arena) != HM_OK)
        return diag_nomem(d, _("measuring a distribution"));
    const struct parameter_value *v =
        parameter_on(&patched, month_first_day(population_month(x->population)));
    if (v && patched.kind == PARAMETER_SCALAR)
        *out = v->scalar.kind == KIND_INTEGER ? rational_of(v->scalar.as.integer)
                                              : v->scalar.as.rational;
    return HM_OK;
}

static enum hm_status fix_source(struct measures_plan *x, size_t side, uint16_t member,
                                 const struct measures_source *s, struct rational *out,
                                 struct diag *d)
{
    *out = s->constant;
    if (s->field != NO_FIELD)
        *out = rational_of(1);
    return s->parameter >= 0 ? in_force(x, side, member, s, out, d) : HM_OK;
}

static enum hm_status fix_lines(struct measures_plan *x, struct diag *d)
{
    for (size_t l = 0; l < x->line_count; l++) {
        struct measures_product *p = &x->lines[l];
        for (size_t side = 0; side < x->side_count; side++) {
            p->fixed[side] = arena_zalloc(&x->arena, x->members * sizeof **p->fixed);
            if (!p->fixed[side])
                return diag_nomem(d, _("measuring a distribution"));
            for (uint16_t k = 0; k < x->members; k++) {
                struct rational base, factor = rational_of(1), *out = &p->fixed[side][k];
                TRY(fix_source(x, side, k, &p->base, &base, d));
                if (p->has_factor)
                    TRY(fix_source(x, side, k, &p->factor, &factor, d));
                if (base.den == 0 || factor.den == 0 ||
                    rational_mul(out, base, factor) != HM_TRAP_NONE)
                    *out = (struct rational){0, 0};
            }
        }
    }
    return HM_OK;
}

/* --- the rest --- */

static void find_topup(struct measures_plan *x)
{
    uint16_t paid = root_field(x, text("dibao_amount"));
    uint16_t covered = root_field(x, text("covered_heads"));
    uint16_t standard = root_field(x, text("standard"));
    uint16_t category = root_field(x, text("category"));
    x->dibao_code = -1;
    x->has_topup = is_amount(x, paid, KIND_MONEY) && is_amount(x, covered, KIND_INTEGER) &&
                   is_amount(x, standard, KIND_MONEY);
    if (!x->has_topup)
        return;
    x->paid = of_field(x, paid);
    x->covered = of_field(x, covered);
    x->standard = of_field(x, standard);
    if (!is_amount(x, category, KIND_ENUM))
        return;
    x->category = of_field(x, category);
    x->dibao_code = enum_code(&x->m->enums[x->m->fields[category].type.enum_id], text("dibao"));
}

static enum hm_status find_earner(struct measures_plan *x, struct diag *d)
{
    const char *name = x->options->earn ? x->options->earn : "wage_income";
    uint8_t member = x->agenda->member;
    x->earn = x->birth = NO_FIELD;
    if (x->options->step_fen == 0)
        return HM_OK;
    uint16_t field = member == NO_ENTITY ? NO_FIELD : model_field(x->m, member, text(name));
    if (!is_amount(x, field, KIND_MONEY) || x->m->fields[field].kind != FIELD_INPUT) {
        if (!x->options->earn)
            return HM_OK; /* this policy has no such income */
        return diag_error(
            d, HM_USAGE, NULL,
            _("--earn: \"%s\" is not an amount given for members of households in "
              "policy %s"),
            name, x->m->name);
    }
    x->earn = field;
    x->facts[x->fact_count++] = field;
    uint16_t birth = model_field(x->m, member, text("birth_date"));
    if (birth != NO_FIELD && x->m->fields[birth].kind == FIELD_INPUT &&
        x->m->fields[birth].type.kind == KIND_DATE) {
        x->birth = birth;
        x->facts[x->fact_count++] = birth;
    }
    return HM_OK;
}

enum hm_status measures_plan_make(struct measures_plan *x, struct population *p,
                                  const struct changes *c, const struct measures_options *o,
                                  struct diag *d)
{
    enum { MORE = 64 }; /* sources beside the benefits */
    *x = (struct measures_plan){.population = p,
                                .policy = population_policy(p),
                                .agenda = population_agenda(p),
                                .options = o,
                                .side_count = c ? 2 : 1};
    x->m = x->policy->model;
    x->alternatives[1] = c;
    x->members = x->policy->members ? x->policy->member_count : 1;
    arena_init(&x->arena);
    x->outputs = arena_alloc(&x->arena, (x->agenda->benefit_count + MORE) * sizeof *x->outputs);
    x->facts = arena_alloc(&x->arena, MORE * sizeof *x->facts);
    if (!x->outputs || !x->facts)
        return diag_nomem(d, _("measuring a distribution"));
    if (x->policy->members && region_index_make(&x->index, x->policy, &x->arena) != HM_OK)
        return diag_nomem(d, _("measuring a distribution"));
    if (x->agenda->division != NO_FIELD)
        x->facts[x->fact_count++] = x->agenda->division;
    TRY(find_benefits(x, d));
    TRY(find_income(x, d));
    TRY(find_people(x, d));
    TRY(find_lines(x, d));
    find_topup(x);
    TRY(find_earner(x, d));
    return fix_lines(x, d);
}

void measures_plan_fini(struct measures_plan *x)
{
    arena_fini(&x->arena);
}

/* --- values --- */

bool measures_value(const struct measures_plan *x, const struct measures_source *s,
                    const struct scan_part *part, size_t side, uint32_t row, int64_t *v)
{
    if (s->column == NO_COLUMN) {
        const struct column *c = &part->facts->columns[s->field];
        if (row >= c->rows || !column_valid(c, row)) {
            struct value given = field_default(x->m, &x->m->fields[s->field]);
            return given.kind != KIND_NONE &&
                   value_stored(v, &given, &x->m->fields[s->field].type);
        }
        *v = column_int(c, row);
        return true;
    }
    const struct result_column *c = &part->results[side].columns[s->column];
    if (result_state(c, row) != HM_TRAP_NONE)
        return false;
    *v = result_stored(c, x->m, row);
    return true;
}

bool measures_line_of(const struct measures_plan *x, const struct measures_product *l,
                      const struct scan_part *part, size_t side, uint32_t row, uint16_t member,
                      int64_t *fen)
{
    if (member >= x->members || l->fixed[side][member].den == 0)
        return false;
    struct rational r = l->fixed[side][member];
    int64_t v;
    if (l->base.field != NO_FIELD) {
        if (!measures_value(x, &l->base, part, side, row, &v) ||
            rational_mul(&r, r, rational_of(v)) != HM_TRAP_NONE)
            return false;
    }
    static const struct type money = {.kind = KIND_MONEY};
    if (!result_fits(&money, r))
        return false;
    *fen = result_stored_form(&money, r);
    return *fen > 0;
}

bool measures_benefits(const struct measures_plan *x, const struct results *r, uint32_t row,
                       int64_t *fen)
{
    bool known = true;
    *fen = 0;
    for (size_t i = 0; i < x->benefit_count; i++) {
        const struct result_column *c = &r->columns[x->benefits[i]];
        if (result_state(c, row) == HM_TRAP_NONE)
            *fen += result_stored(c, x->m, row);
        else
            known = false;
    }
    return known;
}
