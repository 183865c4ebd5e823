/* lint_use.c - inputs, parameters and variables that nothing uses: neither the policy nor one
 * below it, nor the program itself.
 */
#include <string.h>
#include "base/mem.h"
#include "run/lint_state.h"

/* Names that the program reads by itself: payments, notices, reports, checks of data, regions.
 */
static const char *const read_by_program[] = {"division_name",
                                              "appropriation_year",
                                              "notice_office",
                                              "appeal_office",
                                              "appeal_days",
                                              "lawsuit_months",
                                              "arrears_for_leavers",
                                              "arrears_overpayment",
                                              "arrears_waive_up_to",
                                              "arrears_set_off_most",
                                              "arrears_set_off_across",
                                              "arrears_rounding",
                                              "arrears_deadline_months",
                                              "arrears_since_most",
                                              "division_code",
                                              "id_number",
                                              "birth_date",
                                              "death_date",
                                              "sex",
                                              "relation",
                                              "disability_level",
                                              "disability_category"};

static bool is_read_by_program(const char *name)
{
    for (size_t i = 0; i < sizeof read_by_program / sizeof *read_by_program; i++)
        if (strcmp(read_by_program[i], name) == 0)
            return true;
    return false;
}

static struct str str_of(const char *s)
{
    return (struct str){s, strlen(s)};
}

/* What one policy makes of its names. */
struct use {
    const struct model *m;
    bool *read_fields, *read_parameters;   /* by anything */
    bool *alive_fields, *alive_parameters; /* a result or check depends on it */
};

static void fini(struct use *u)
{
    mem_free(u->read_fields);
    mem_free(u->read_parameters);
    mem_free(u->alive_fields);
    mem_free(u->alive_parameters);
}

static bool init(struct use *u, const struct model *m)
{
    *u = (struct use){.m = m};
    u->read_fields = mem_calloc(m->field_count + 1, sizeof(bool));
    u->alive_fields = mem_calloc(m->field_count + 1, sizeof(bool));
    u->read_parameters = mem_calloc(m->parameter_count + 1, sizeof(bool));
    u->alive_parameters = mem_calloc(m->parameter_count + 1, sizeof(bool));
    return u->read_fields && u->alive_fields && u->read_parameters && u->alive_parameters;
}

/* Everything that a field waits for is alive. */
static void keep_alive(struct use *u, uint16_t id)
{
    const struct field *f = &u->m->fields[id];
    if (u->alive_fields[id])
        return;
    u->alive_fields[id] = true;
    for (uint16_t k = 0; k < f->read_parameter_count; k++)
        u->alive_parameters[f->reads_parameters[k]] = true;
    for (uint16_t k = 0; k < f->read_count; k++)
        keep_alive(u, f->reads[k]);
    if (f->sum_of != NO_FIELD && f->kind == FIELD_VARIABLE && f->formula_count == 0)
        keep_alive(u, f->sum_of);
}

static void take_indicators(struct use *u)
{
    for (size_t i = 0; i < u->m->indicator_count; i++) {
        const struct indicator *one = &u->m->indicators[i];
        const uint16_t parts[] = {one->numerator, one->denominator, one->where};
        for (size_t k = 0; k < 3; k++) {
            if (parts[k] == NO_FIELD)
                continue;
            u->read_fields[parts[k]] = true;
            keep_alive(u, parts[k]);
        }
    }
}

static void take_use(struct use *u)
{
    const struct model *m = u->m;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        for (uint16_t k = 0; k < f->read_count; k++)
            u->read_fields[f->reads[k]] |= f->reads[k] != i;
        for (uint16_t k = 0; k < f->read_parameter_count; k++)
            u->read_parameters[f->reads_parameters[k]] = true;
        if (f->is_result)
            keep_alive(u, (uint16_t)i);
        if (f->sum_of != NO_FIELD && f->is_result)
            u->read_fields[f->sum_of] = true;
    }
    for (size_t i = 0; i < m->check_count; i++)
        for (uint16_t k = 0; k < m->checks[i].read_parameter_count; k++) {
            u->read_parameters[m->checks[i].reads_parameters[k]] = true;
            u->alive_parameters[m->checks[i].reads_parameters[k]] = true;
        }
    take_indicators(u);
}

/* --- over the policy and all below --- */

struct uses {
    struct use *items;
    size_t count;
};

static bool parameter_has(const struct uses *all, const char *name, bool alive)
{
    for (size_t i = 0; i < all->count; i++) {
        int p = model_parameter(all->items[i].m, str_of(name));
        if (p >= 0 &&
            (alive ? all->items[i].alive_parameters[p] : all->items[i].read_parameters[p]))
            return true;
    }
    return false;
}

static bool field_has(const struct uses *all, const struct model *m, const struct field *f,
                      bool alive)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct use *u = &all->items[i];
        uint8_t e = model_entity(u->m, str_of(m->entities[f->entity].name));
        uint16_t id = e == NO_ENTITY ? NO_FIELD : model_field(u->m, e, str_of(f->name));
        if (id != NO_FIELD && (alive ? u->alive_fields[id] : u->read_fields[id]))
            return true;
    }
    return false;
}

static void look_at_parameters(struct lint_run *l, const struct uses *all)
{
    for (size_t i = 0; i < l->m->parameter_count; i++) {
        const struct parameter *p = &l->m->parameters[i];
        if (!lint_is_own(l, p->level) || is_read_by_program(p->name))
            continue;
        if (!parameter_has(all, p->name, false))
            lint_add(l, LINT_UNUSED_PARAMETER, &p->at,
                     _("use it in a formula or check, or delete it"),
                     _("nothing reads the parameter %s"), p->name);
        else if (!parameter_has(all, p->name, true))
            lint_add(l, LINT_NO_RESULT, &p->at,
                     _("mark a variable that it leads to with result = true, or delete it"),
                     _("no result depends on the parameter %s"), p->name);
    }
}

static void look_at_variable(struct lint_run *l, const struct uses *all, const struct field *f)
{
    const char *entity = l->m->entities[f->entity].name;
    if (f->is_hidden || f->is_result || field_has(all, l->m, f, true))
        return;
    if (f->formula_count == 0 && f->sum_of != NO_FIELD)
        return; /* a sum that nobody wrote */
    if (field_has(all, l->m, f, false))
        lint_add(l, LINT_NO_RESULT, &f->at,
                 _("mark a variable that it leads to with result = true, or delete it"),
                 _("no result depends on the variable %s.%s"), entity, f->name);
    else
        lint_add(l, LINT_UNUSED_VARIABLE, &f->at,
                 _("mark it with result = true, use it in a formula, or delete it"),
                 _("nothing reads the variable %s.%s, and it is no result"), entity, f->name);
}

static void look_at_fields(struct lint_run *l, const struct uses *all)
{
    for (size_t i = 0; i < l->m->field_count; i++) {
        const struct field *f = &l->m->fields[i];
        if (!lint_is_own(l, f->level))
            continue;
        if (f->kind == FIELD_VARIABLE)
            look_at_variable(l, all, f);
        else if (!is_read_by_program(f->name) && !field_has(all, l->m, f, false))
            lint_add(l, LINT_UNUSED_INPUT, &f->at,
                     _("use it in a formula, or delete it and do not ask for it"),
                     _("nothing reads the input %s.%s"), l->m->entities[f->entity].name,
                     f->name);
    }
}

void lint_use(struct lint_run *l)
{
    const struct rig *r = l->rig;
    struct uses all = {mem_calloc(r->level_count - r->own, sizeof *all.items), 0};
    for (size_t i = r->own; all.items && !l->failed && i < r->level_count; i++) {
        l->failed = !init(&all.items[all.count], r->levels[i].policy->model);
        if (!l->failed)
            take_use(&all.items[all.count]);
        all.count++;
    }
    l->failed |= !all.items;
    if (!l->failed) {
        look_at_parameters(l, &all);
        look_at_fields(l, &all);
    }
    for (size_t i = 0; i < all.count; i++)
        fini(&all.items[i]);
    mem_free(all.items);
}
