/* checkrun.c - which months a check is run for, and running it. */
#include "exec/checkrun.h"

#include <stdlib.h>
#include "base/mem.h"
#include "exec/luarun.h"
#include "value/date.h"

void checkrun_init(struct check_results *r)
{
    *r = (struct check_results){0};
    arena_init(&r->arena);
}

void checkrun_fini(struct check_results *r)
{
    mem_free(r->items);
    arena_fini(&r->arena);
    checkrun_init(r);
}

/* The first month on whose first day a date is reached. */
static int32_t month_from(int32_t date)
{
    int32_t month = date_month(date);
    return month_first_day(month) == date ? month : month + 1;
}

struct months {
    int32_t *items;
    size_t count, cap;
    int32_t from, to; /* 0: open */
};

static bool add_month(struct months *ms, int32_t month)
{
    if (month < ms->from || (ms->to && month > ms->to))
        return true;
    if (mem_grow((void **)&ms->items, &ms->cap, ms->count + 1, sizeof *ms->items))
        return false;
    ms->items[ms->count++] = month;
    return true;
}

static int compare_months(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

/* The first month in which all parameters a check reads have had a value; 0 when it reads none.
 */
static int32_t first_month(const struct model *m, const struct check *c)
{
    int32_t first = 0;
    for (uint16_t i = 0; i < c->read_parameter_count; i++) {
        const struct parameter *p = &m->parameters[c->reads_parameters[i]];
        int32_t begins = p->count ? month_from(p->values[0].from) : 0;
        if (begins > first)
            first = begins;
    }
    return first;
}

static bool add_changes(struct months *ms, const struct parameter *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!add_month(ms, month_from(p->values[i].from)))
            return false;
    return true;
}

/* Whether the policy leaves a parameter that the check reads to a level below: it says nothing
 * yet that could be checked. */
static bool waits_for_values(const struct model *m, const struct check *c,
                             const struct patch *patches, size_t patch_count)
{
    for (uint16_t i = 0; i < c->read_parameter_count; i++) {
        bool has_value = m->parameters[c->reads_parameters[i]].count > 0;
        for (size_t k = 0; k < patch_count; k++)
            has_value |= patches[k].parameter == c->reads_parameters[i];
        if (!has_value)
            return true;
    }
    return false;
}

/* The months check c is run for, ascending, each once. */
static enum hm_status list_months(struct months *ms, const struct model *m,
                                  const struct check *c, const struct patch *patches,
                                  size_t patch_count)
{
    struct arena a;
    enum hm_status st = HM_OK;
    arena_init(&a);
    if (c->from > ms->from)
        ms->from = c->from;
    if (!ms->from || (!c->from && first_month(m, c) > ms->from))
        ms->from = first_month(m, c);
    if (c->to && (!ms->to || c->to < ms->to))
        ms->to = c->to;
    if (ms->from && !add_month(ms, ms->from))
        st = HM_NOMEM;
    for (uint16_t i = 0; i < c->read_parameter_count && st == HM_OK; i++) {
        uint16_t index = c->reads_parameters[i];
        struct parameter patched;
        st =
            parameter_patched(&patched, &m->parameters[index], patches, patch_count, index, &a);
        if (st == HM_OK && !add_changes(ms, &patched))
            st = HM_NOMEM;
    }
    arena_fini(&a);
    if (st != HM_OK || ms->count == 0)
        return st;
    qsort(ms->items, ms->count, sizeof *ms->items, compare_months);
    size_t kept = 1;
    for (size_t i = 1; i < ms->count; i++)
        if (ms->items[i] != ms->items[kept - 1])
            ms->items[kept++] = ms->items[i];
    ms->count = kept;
    return HM_OK;
}

static enum hm_status run_one(struct check_results *out, struct luarun *lr,
                              const struct check *c, int32_t month, struct diag *d)
{
    bool holds = false;
    enum hm_trap trap;
    struct str text;
    TRY(luarun_check(lr, c->number, month, &holds, &trap, &text, d));
    const char *message = arena_strndup(&out->arena, text.p, text.n);
    if (!message ||
        mem_grow((void **)&out->items, &out->cap, out->count + 1, sizeof *out->items))
        return diag_nomem(d, _("running checks"));
    enum check_outcome outcome = holds ? CHECK_HOLDS : CHECK_FAILS;
    if (trap != HM_TRAP_NONE)
        outcome = CHECK_ERROR;
    out->items[out->count++] = (struct check_result){c, month, outcome, message};
    return HM_OK;
}

enum hm_status checkrun_all(struct check_results *out, const struct policy *p, int32_t from,
                            int32_t to, const struct patch *patches, size_t patch_count,
                            struct diag *d)
{
    const struct model *m = p->model;
    struct evaluation e = {.policy = p, .patches = patches, .patch_count = patch_count};
    struct luarun *lr = NULL;
    enum hm_status st = HM_OK;
    checkrun_fini(out);
    if (m->check_count == 0)
        return HM_OK;
    e.month = from ? from : DATE_YEAR_MIN * 12;
    TRY(luarun_open(&lr, &e, d));
    for (size_t i = 0; i < m->check_count && st == HM_OK; i++) {
        const struct check *c = &m->checks[i];
        struct months ms = {.from = from, .to = to};
        if (waits_for_values(m, c, patches, patch_count))
            continue;
        st = list_months(&ms, m, c, patches, patch_count);
        if (st != HM_OK)
            st = diag_nomem(d, _("running checks"));
        for (size_t k = 0; k < ms.count && st == HM_OK; k++)
            st = run_one(out, lr, c, ms.items[k], d);
        mem_free(ms.items);
    }
    luarun_close(lr);
    return st;
}
