/* schema.c - joins the models of several policies. */
#include "run/schema.h"

#include <string.h>
#include "base/mem.h"
#include "policy/join.h"

static enum hm_status load_all(struct schema *s, char **paths, size_t n, struct diag *d)
{
    enum hm_status st = HM_OK;
    s->policies = mem_calloc(n + 1, sizeof(void *));
    if (!s->policies)
        return diag_nomem(d, _("joining policies"));
    for (size_t i = 0; i < n; i++) {
        struct diag own;
        diag_init(&own);
        enum hm_status one = policy_load(&s->policies[s->policy_count], paths[i], &own);
        diag_merge(d, &own);
        diag_fini(&own);
        if (one == HM_OK)
            s->policy_count++;
        else
            st = one; /* find the errors of all */
    }
    return st;
}

static enum hm_status join_all(struct schema *s, struct diag *d)
{
    const struct model **models = mem_calloc(s->policy_count, sizeof *models);
    if (!models)
        return diag_nomem(d, _("joining policies"));
    for (size_t i = 0; i < s->policy_count; i++)
        models[i] = s->policies[i]->model;
    enum hm_status st = join_models(&s->model, models, s->policy_count, d);
    mem_free(models);
    return st;
}

/* The folder's own division; of a folder that is no policy by itself none is known. */
static enum hm_status find_division(struct schema *s, const char *folder, const char *leaf,
                                    struct diag *d)
{
    struct policy *own = NULL;
    const char *division = s->policies[0]->model->division;
    if (s->policy_count > 1 || strcmp(folder, leaf) != 0) {
        struct diag ignored;
        diag_init(&ignored);
        division = policy_load(&own, folder, &ignored) == HM_OK ? own->model->division : NULL;
        diag_fini(&ignored);
    }
    s->model.division =
        division ? arena_strdup(&s->model.arena, division) : NULL;
    bool failed = division && !s->model.division;
    policy_free(own);
    return failed ? diag_nomem(d, _("joining policies")) : HM_OK;
}

enum hm_status schema_load(struct schema *s, const char *folder, struct diag *d)
{
    char **paths = NULL;
    size_t n = 0;
    *s = (struct schema){0};
    TRY(sources_leaves(&paths, &n, folder, d));
    enum hm_status st = load_all(s, paths, n, d);
    if (st == HM_OK && s->policy_count == 0)
        st = diag_error(d, HM_DATA, NULL, _("there is no policy.lua in or below %s"), folder);
    if (st == HM_OK)
        st = join_all(s, d);
    if (st == HM_OK)
        st = find_division(s, folder, paths[0], d);
    for (size_t i = 0; i < n; i++)
        mem_free(paths[i]);
    mem_free(paths);
    if (st != HM_OK)
        schema_fini(s);
    return st;
}

void schema_fini(struct schema *s)
{
    join_fini(&s->model);
    for (size_t i = 0; i < s->policy_count; i++)
        policy_free(s->policies[i]);
    mem_free(s->policies);
    *s = (struct schema){0};
}
