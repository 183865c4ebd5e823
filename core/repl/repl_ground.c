/* repl_ground.c - what a session stands on: policy, month, population, changes of the law. Each
 * of them is replaced whole or stays as it is.
 */
#include <string.h>
#include "base/i18n.h"
#include "base/mem.h"
#include "repl/lua_talk.h"
#include "repl/repl.h"
#include "repl/typed.h"
#include "run/root.h"
#include "run/ruleset.h"
#include "whatif/family.h"

/* --- whom it is about --- */

void repl_drop_population(struct repl *r)
{
    population_close(r->population);
    r->population = NULL;
}

enum hm_status repl_population(struct repl *r, struct population **out)
{
    if (!r->store)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("start with `huimin repl STORE POLICY`"),
                        _("this asks about everybody, and the session has no store"));
    if (!r->population)
        TRY(population_open(&r->population, r->store, r->policy, r->month, &r->host, r->diag));
    r->answered = true;
    *out = r->population;
    return HM_OK;
}

/* What is said when neither the store nor the policy has such a family. */
static enum hm_status no_family(struct repl *r, const char *id)
{
    struct str names[1024];
    const struct model *m = r->policy->model;
    char hint[LIMIT_NAME_BYTES + 64];
    size_t n = 0;
    for (; n < m->example_count && n < 1024; n++)
        names[n] = (struct str){m->examples[n].name, strlen(m->examples[n].name)};
    int near = str_nearest((struct str){id, strlen(id)}, names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    if (r->store)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_NOT_FOUND, NULL, hint,
                        _("the store has no household \"%s\" in this month, and the policy no "
                          "such case"),
                        id);
    return diag_add(r->diag, HM_LEVEL_ERROR, HM_NOT_FOUND, NULL, hint,
                    _("the policy has no case \"%s\""), id);
}

static bool is_case(const struct policy *p, const char *id)
{
    for (size_t i = 0; i < p->model->example_count; i++)
        if (strcmp(p->model->examples[i].name, id) == 0)
            return true;
    for (size_t i = 0; i < p->member_count; i++)
        if (is_case(p->members[i], id))
            return true;
    return false;
}

enum hm_status repl_family(struct repl *r, const char *id, struct family **out)
{
    struct diag tried;
    enum hm_status st = HM_NOT_FOUND;
    const char *json = typed_find(r, id);
    if (json)
        return family_from_json(out, r->policy, r->month, json, r->diag);
    diag_init(&tried);
    if (r->store) {
        uint64_t sequence =
            r->population ? population_sequence(r->population) : store_sequence(r->store);
        st = family_from_store(out, r->store, r->policy, r->month, sequence, id, &tried);
    }
    if (st != HM_NOT_FOUND)
        diag_move(r->diag, &tried);
    else if (is_case(r->policy, id))
        st = family_from_case(out, r->policy, id, r->month, r->diag);
    else
        st = no_family(r, id);
    diag_fini(&tried);
    return st;
}

/* --- what is changed --- */

const struct changes *repl_alternative(const struct repl *r)
{
    return *repl_states_now(&r->states) ? &r->changes : NULL;
}

/* Reads a state's text in the terms of a policy into *out, in place of what is there. */
static enum hm_status read_changes(struct changes *out, const struct policy *p,
                                   const char *text, struct diag *d)
{
    struct changes made;
    changes_init(&made, p);
    enum hm_status st = changes_read(&made, text, d);
    if (st != HM_OK) {
        changes_fini(&made);
        return st;
    }
    changes_fini(out);
    *out = made;
    return HM_OK;
}

enum hm_status repl_change(struct repl *r, const char *text)
{
    if (strlen(text) > LIMIT_SESSION_CHANGES_BYTES)
        return diag_add(r->diag, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("take some back, or write them into a scenario's file"),
                        _("more changes than a session holds"));
    TRY(read_changes(&r->changes, r->policy, text, r->diag));
    if (repl_states_add(&r->states, text))
        return HM_OK;
    read_changes(&r->changes, r->policy, repl_states_now(&r->states), NULL);
    return diag_nomem(r->diag, _("changing the law"));
}

static void put_in_force(struct repl *r, struct policy *fresh)
{
    repl_drop_population(r);
    lua_talk_close(r->lua);
    r->lua = NULL;
    policy_free(r->policy);
    r->policy = fresh;
}

enum hm_status repl_reload(struct repl *r)
{
    struct policy *fresh;
    TRY(ruleset_load(&fresh, r->path, r->scenario_file, r->diag));
    enum hm_status st = read_changes(&r->changes, fresh, repl_states_now(&r->states), r->diag);
    if (st == HM_OK)
        put_in_force(r, fresh);
    else
        policy_free(fresh);
    return st;
}

/* The present changes and the file's scenarios, in the terms of a policy that was loaded with
 * the file, as a new state. */
static enum hm_status take_scenarios(struct repl *r, const struct policy *fresh,
                                     const char *file)
{
    struct changes made;
    changes_init(&made, fresh);
    enum hm_status st = changes_read(&made, repl_states_now(&r->states), r->diag);
    if (st == HM_OK)
        st = changes_scenario_file(&made, file, r->diag);
    if (st == HM_OK && !repl_states_add(&r->states, made.text.data))
        st = diag_nomem(r->diag, _("changing the law"));
    if (st == HM_OK) {
        changes_fini(&r->changes);
        r->changes = made;
    } else {
        changes_fini(&made);
    }
    return st;
}

enum hm_status repl_load_scenarios(struct repl *r, const char *file)
{
    struct policy *fresh = NULL;
    char *copy = mem_strdup(file);
    enum hm_status st = copy ? ruleset_load(&fresh, r->path, file, r->diag)
                             : diag_nomem(r->diag, _("changing the law"));
    if (st == HM_OK)
        st = take_scenarios(r, fresh, file);
    if (st != HM_OK) {
        policy_free(fresh);
        mem_free(copy);
        return st;
    }
    put_in_force(r, fresh);
    mem_free(r->scenario_file);
    r->scenario_file = copy;
    return HM_OK;
}

enum hm_status repl_set_month(struct repl *r, int32_t month)
{
    if (month != r->month)
        repl_drop_population(r);
    r->month = month;
    return HM_OK;
}

uint8_t repl_root(const struct repl *r)
{
    uint8_t root = NO_ENTITY;
    return root_find(&root, r->policy->model, NULL, NULL) == HM_OK ? root : 0;
}
