/* rig.c - loads the levels and numbers what their marks are made of. */
#include "run/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/fs.h"
#include "base/mem.h"
#include "value/date.h"

void rig_init(struct rig *r)
{
    *r = (struct rig){0};
    arena_init(&r->arena);
    map_init(&r->files);
    map_init(&r->numbers);
}

void rig_fini(struct rig *r)
{
    for (size_t i = 0; i < r->case_count; i++)
        mem_free(r->cases[i].marks);
    for (size_t i = 0; i < r->level_count; i++)
        policy_free(r->levels[i].policy);
    mem_free(r->levels);
    mem_free(r->cases);
    mem_free(r->hits);
    map_fini(&r->files);
    map_fini(&r->numbers);
    arena_fini(&r->arena);
    rig_init(r);
}

/* --- numbers --- */

/* The number of a text, given out in order; UINT32_MAX: no memory. */
static uint32_t number_of(struct map *m, const char *text)
{
    uint32_t n;
    struct str key = {text, strlen(text)};
    if (map_get(m, key, &n))
        return n;
    n = (uint32_t)m->count + 1;
    return map_put(m, key, n) < 0 ? UINT32_MAX : n;
}

static uint32_t dated_number(struct rig *r, const char *kind, const char *name, int32_t from,
                             const struct place *at)
{
    char key[1024];
    snprintf(key, sizeof key, "%s %s %d %s:%u:%u", kind, name, (int)from,
             at->file ? at->file : "", (unsigned)at->line, (unsigned)at->column);
    return number_of(&r->numbers, key);
}

static bool number_values(struct rig *r, struct rig_level *level, size_t i)
{
    const struct parameter *p = &level->policy->model->parameters[i];
    level->values[i] = arena_alloc(&r->arena, (p->count + 1) * sizeof(uint32_t));
    for (size_t k = 0; level->values[i] && k < p->count; k++) {
        uint32_t n = dated_number(r, "p", p->name, p->values[k].from, &p->values[k].at);
        level->values[i][k] = n;
        if (n == UINT32_MAX)
            return false;
    }
    return level->values[i] != NULL;
}

static bool number_formulas(struct rig *r, struct rig_level *level, size_t i)
{
    const struct model *m = level->policy->model;
    const struct field *f = &m->fields[i];
    char name[2 * LIMIT_NAME_BYTES + 2];
    snprintf(name, sizeof name, "%s.%s", m->entities[f->entity].name, f->name);
    level->formulas[i] = arena_alloc(&r->arena, (f->formula_count + 1u) * sizeof(uint32_t));
    for (size_t k = 0; level->formulas[i] && k < f->formula_count; k++) {
        uint32_t n = dated_number(r, "f", name, f->formulas[k].from, &f->formulas[k].at);
        level->formulas[i][k] = n;
        if (n == UINT32_MAX)
            return false;
    }
    return level->formulas[i] != NULL;
}

static bool number_level(struct rig *r, struct rig_level *level)
{
    const struct model *m = level->policy->model;
    size_t scripts = policy_script_count(level->policy);
    level->files = arena_alloc(&r->arena, (scripts + 1) * sizeof *level->files);
    level->values = arena_zalloc(&r->arena, (m->parameter_count + 1) * sizeof *level->values);
    level->formulas = arena_zalloc(&r->arena, (m->field_count + 1) * sizeof *level->formulas);
    if (!level->files || !level->values || !level->formulas)
        return false;
    for (size_t i = 0; i < scripts; i++) {
        level->files[i] = number_of(&r->files, policy_script(level->policy, i)->path);
        if (level->files[i] == UINT32_MAX)
            return false;
    }
    for (size_t i = 0; i < m->parameter_count; i++)
        if (!number_values(r, level, i))
            return false;
    for (size_t i = 0; i < m->field_count; i++)
        if (!number_formulas(r, level, i))
            return false;
    return true;
}

/* --- levels --- */

static bool has_level(const struct rig *r, const char *name)
{
    for (size_t i = 0; i < r->level_count; i++)
        if (strcmp(r->levels[i].policy->model->name, name) == 0)
            return true;
    return false;
}

/* Takes the policy over. */
static enum hm_status add_level(struct rig *r, struct policy *p, struct diag *d)
{
    void *levels = r->levels;
    if (has_level(r, p->model->name)) {
        policy_free(p);
        return HM_OK;
    }
    if (mem_grow(&levels, &r->level_cap, r->level_count + 1, sizeof *r->levels) != 0) {
        policy_free(p);
        return diag_nomem(d, _("testing a policy"));
    }
    r->levels = levels;
    struct rig_level *level = &r->levels[r->level_count++];
    *level = (struct rig_level){.policy = p};
    return number_level(r, level) ? HM_OK : diag_nomem(d, _("testing a policy"));
}

/* What is wrong in files that were read already is said once. */
static enum hm_status load_level(struct policy **out, const char *folder, struct diag *d)
{
    struct diag own;
    diag_init(&own);
    enum hm_status st = policy_load(out, folder, &own);
    diag_merge(d, &own);
    diag_fini(&own);
    return st;
}

/* The policy of a level above, whose policy.lua this is. */
static enum hm_status load_above(struct rig *r, const struct source_file *f, struct diag *d)
{
    const char *slash = strrchr(f->shown_path, '/');
    char *folder =
        slash ? mem_strndup(f->shown_path, (size_t)(slash - f->shown_path)) : mem_strdup(".");
    struct policy *p;
    if (!folder)
        return diag_nomem(d, _("testing a policy"));
    enum hm_status st = load_level(&p, folder, d);
    mem_free(folder);
    return st == HM_OK ? add_level(r, p, d) : st;
}

/* Takes `own` over. */
static enum hm_status load_chain(struct rig *r, struct policy *own, bool above, struct diag *d)
{
    const struct sources *s = &own->sources;
    size_t n = strlen(s->name);
    enum hm_status st = HM_OK;
    for (size_t i = 0; above && i < s->count && st == HM_OK; i++) {
        const struct source_file *f = &s->files[i];
        const char *slash = strrchr(f->path, '/');
        bool is_own = strncmp(f->path, s->name, n) == 0 && f->path[n] == '/';
        if (slash && strcmp(slash + 1, "policy.lua") == 0 && !is_own)
            st = load_above(r, f, d);
    }
    if (st != HM_OK) {
        policy_free(own);
        return st;
    }
    r->own = r->level_count;
    return add_level(r, own, d);
}

static enum hm_status load_below(struct rig *r, const char *folder, struct diag *d)
{
    char **folders;
    size_t n;
    TRY(sources_folders(&folders, &n, folder, d));
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < n && st == HM_OK; i++) {
        struct policy *p;
        st = load_level(&p, folders[i], d);
        if (st == HM_OK)
            st = add_level(r, p, d);
    }
    fs_list_free(folders, n);
    return st;
}

static enum hm_status list_cases(struct rig *r, struct diag *d)
{
    size_t room = 1;
    for (size_t i = 0; i < r->level_count; i++)
        room += r->levels[i].policy->model->example_count;
    r->cases = mem_calloc(room, sizeof *r->cases);
    if (!r->cases)
        return diag_nomem(d, _("testing a policy"));
    for (size_t i = 0; i < r->level_count; i++) {
        struct rig_level *level = &r->levels[i];
        const struct model *m = level->policy->model;
        level->first = r->case_count;
        for (size_t k = 0; k < m->example_count; k++)
            if (strcmp(m->examples[k].level, m->name) == 0 && examples_expects(&m->examples[k]))
                r->cases[r->case_count++] =
                    (struct rig_case){.example = &m->examples[k], .level = (uint32_t)i};
        level->count = r->case_count - level->first;
    }
    return HM_OK;
}

enum hm_status rig_open(struct rig *r, const char *folder, bool above, struct diag *d)
{
    struct policy *own;
    TRY(policy_load(&own, folder, d));
    TRY(load_chain(r, own, above, d));
    TRY(load_below(r, folder, d));
    return list_cases(r, d);
}

/* --- sites and marks --- */

rig_mark rig_site_mark(const struct rig *r, size_t level, enum mark_of kind,
                       const struct site *s, uint32_t sub)
{
    return rig_mark_make(kind, r->levels[level].files[s->file->number], s->offset, sub);
}

rig_mark rig_value_mark(const struct rig *r, size_t level, size_t parameter, size_t value,
                        uint32_t sub)
{
    return rig_mark_make(REACH_VALUE, 0, r->levels[level].values[parameter][value], sub);
}

rig_mark rig_formula_mark(const struct rig *r, size_t level, size_t field, size_t formula)
{
    return rig_mark_make(REACH_FORMULA, 0, r->levels[level].formulas[field][formula], 0);
}

static size_t lower_bound(const struct rig *r, rig_mark mark)
{
    size_t low = 0, high = r->hit_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->hits[middle].mark < mark)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct rig_hit *rig_hits(const struct rig *r, rig_mark low, rig_mark high, size_t *count)
{
    size_t from = lower_bound(r, low), to = lower_bound(r, high + 1);
    *count = to - from;
    return r->hits + from;
}

size_t rig_reached(const struct rig *r, rig_mark mark)
{
    size_t n;
    rig_mark low = mark & ~(rig_mark)0xFFFF;
    rig_hits(r, low, low | 0xFFFF, &n);
    return n;
}

enum hm_status rig_sites(const struct rig *r, size_t level, struct sites *out, struct diag *d)
{
    const struct policy *p = r->levels[level].policy;
    const struct model *m = p->model;
    size_t scripts = policy_script_count(p), n = 0, room = 1;
    for (size_t i = 0; i < m->field_count; i++)
        room += m->fields[i].formula_count;
    struct ast_file **files = mem_calloc(scripts + 1, sizeof *files);
    const struct ast_node **roots = mem_calloc(room, sizeof *roots);
    for (size_t i = 0; files && i < scripts; i++)
        files[i] = policy_script(p, i);
    for (size_t i = 0; roots && i < m->field_count; i++)
        for (size_t k = 0; !m->fields[i].is_hidden && k < m->fields[i].formula_count; k++)
            if (m->fields[i].formulas[k].body)
                roots[n++] = m->fields[i].formulas[k].body;
    enum hm_status st =
        files && roots ? sites_collect(out, files, scripts, roots, n) : HM_NOMEM;
    mem_free(files);
    mem_free(roots);
    return st == HM_OK ? st : diag_nomem(d, _("testing a policy"));
}
