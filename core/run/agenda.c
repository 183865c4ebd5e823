/* agenda.c - finds outputs, benefits and what they read by walking the model. */
#include "run/agenda.h"

#include <string.h>
#include "base/limits.h"
#include "value/date.h"

static uint16_t *take(struct arena *a, const uint16_t *ids, size_t n)
{
    uint16_t *copy = arena_alloc(a, n * sizeof *ids);
    if (copy)
        memcpy(copy, ids, n * sizeof *ids);
    return copy;
}

static bool is_paid(const struct model *m, const struct field *f)
{
    if (f->kind != FIELD_VARIABLE || f->type.kind != KIND_MONEY)
        return false;
    while (!f->is_benefit && f->sum_of != NO_FIELD)
        f = &m->fields[f->sum_of];
    return f->is_benefit;
}

static void mark(uint64_t *set, uint16_t field)
{
    set[field / 64] |= UINT64_C(1) << (field % 64);
}

static size_t set_words(const struct model *m)
{
    return m->field_count / 64 + 1;
}

static uint16_t find_field(const struct model *m, uint8_t entity, const char *name)
{
    return model_field(m, entity, (struct str){name, strlen(name)});
}

static bool is_output(const struct agenda *s, uint16_t field)
{
    for (size_t i = 0; i < s->output_count; i++)
        if (s->outputs[i] == field)
            return true;
    return false;
}

/* What households are grouped by in a report: members, their ages, their own benefits. */
static enum hm_status find_groups(struct agenda *s, struct diag *d)
{
    const struct model *m = s->model;
    const struct entity *root = &m->entities[s->root];
    s->member = root->child_count ? root->children[0] : NO_ENTITY;
    s->of_members = arena_zalloc(&s->arena, s->benefit_count + 1);
    s->member_benefits = arena_alloc(&s->arena, (s->benefit_count + 1) * sizeof(uint16_t));
    if (!s->of_members || !s->member_benefits)
        return diag_nomem(d, _("preparing the run"));
    uint16_t income = find_field(m, s->root, "countable_income");
    if (income != NO_FIELD && m->fields[income].type.kind == KIND_MONEY && is_output(s, income))
        s->income = income;
    if (s->member == NO_ENTITY)
        return HM_OK;
    uint16_t birth = find_field(m, s->member, "birth_date");
    if (birth != NO_FIELD && m->fields[birth].kind == FIELD_INPUT &&
        m->fields[birth].type.kind == KIND_DATE)
        s->birth = birth;
    for (size_t i = 0; i < s->benefit_count; i++) {
        uint16_t of = m->fields[s->benefits[i]].sum_of;
        if (of == NO_FIELD || m->fields[of].entity != s->member || !is_output(s, of))
            continue;
        s->of_members[i] = true;
        s->member_benefits[s->member_benefit_count++] = of;
    }
    return HM_OK;
}

enum hm_status agenda_init(struct agenda *s, const struct model *m, struct diag *d)
{
    uint16_t outputs[LIMIT_FIELDS], benefits[LIMIT_FIELDS], categories[LIMIT_FIELDS];
    *s = (struct agenda){
        .model = m, .division = NO_FIELD, .income = NO_FIELD, .birth = NO_FIELD};
    arena_init(&s->arena);
    s->root = model_entity(m, (struct str){"household", 9});
    if (s->root == NO_ENTITY)
        return diag_error(d, HM_DATA, NULL, _("policy %s has no entity \"household\""),
                          m->name);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (m->entities[f->entity].root != s->root)
            continue;
        if (f->kind == FIELD_VARIABLE && f->is_result)
            outputs[s->output_count++] = f->id;
        if (f->entity != s->root)
            continue;
        if (is_paid(m, f))
            benefits[s->benefit_count++] = f->id;
        if (f->kind == FIELD_VARIABLE && f->is_result && f->type.kind == KIND_ENUM)
            categories[s->category_count++] = f->id;
        if (f->kind == FIELD_INPUT && strcmp(f->name, "division_code") == 0)
            s->division = f->id;
    }
    /* What is paid is stored, also where the sum over members is not itself a result. */
    for (size_t i = 0; i < s->benefit_count; i++)
        if (!m->fields[benefits[i]].is_result)
            outputs[s->output_count++] = benefits[i];
    if (s->output_count == 0)
        return diag_error(d, HM_DATA, NULL, _("policy %s has no variable with result = true"),
                          m->name);
    s->outputs = take(&s->arena, outputs, s->output_count);
    s->benefits = take(&s->arena, benefits, s->benefit_count);
    s->categories = take(&s->arena, categories, s->category_count);
    s->needed = arena_zalloc(&s->arena, set_words(m) * sizeof *s->needed);
    uint16_t *stack = arena_alloc(&s->arena, (m->field_count + 1) * sizeof *stack);
    if (!s->outputs || !s->benefits || !s->categories || !s->needed || !stack)
        return diag_nomem(d, _("preparing the run"));
    s->before_months = model_reach(m, s->outputs, s->output_count, s->needed, stack);
    TRY(find_groups(s, d));
    agenda_counted(s, s->needed);
    return HM_OK;
}

void agenda_counted(const struct agenda *s, uint64_t *set)
{
    if (s->division != NO_FIELD)
        mark(set, s->division);
    if (s->birth != NO_FIELD && s->member_benefit_count)
        mark(set, s->birth);
}

void agenda_fini(struct agenda *s)
{
    arena_fini(&s->arena);
}

enum hm_status agenda_placeholders(const struct agenda *s, int32_t month,
                                   const struct patch *patches, size_t patch_count,
                                   struct arena *a, struct agenda_placeholder **out, size_t *n,
                                   struct diag *d)
{
    const struct model *m = s->model;
    uint64_t *set = arena_zalloc(a, set_words(m) * sizeof *set);
    uint16_t *stack = arena_alloc(a, (m->field_count + 1) * sizeof *stack);
    bool *read = arena_zalloc(a, m->parameter_count + 1);
    struct agenda_placeholder *found = arena_alloc(a, (m->parameter_count + 1) * sizeof *found);
    if (!set || !stack || !read || !found)
        return diag_nomem(d, _("preparing the run"));
    model_reach(m, s->benefits, s->benefit_count, set, stack);
    for (size_t i = 0; i < m->field_count; i++)
        if (agenda_has(set, (uint16_t)i))
            for (size_t k = 0; k < m->fields[i].read_parameter_count; k++)
                read[m->fields[i].reads_parameters[k]] = true;
    size_t count = 0;
    for (size_t i = 0; i < m->parameter_count; i++) {
        struct parameter patched;
        if (!read[i])
            continue;
        if (parameter_patched(&patched, &m->parameters[i], patches, patch_count, (uint16_t)i,
                              a) != HM_OK)
            return diag_nomem(d, _("preparing the run"));
        const struct parameter_value *v = parameter_on(&patched, month_first_day(month));
        if (v && v->status == CITED_PLACEHOLDER)
            found[count++] = (struct agenda_placeholder){(uint16_t)i, v->from, v->source};
    }
    *out = found;
    *n = count;
    return HM_OK;
}
