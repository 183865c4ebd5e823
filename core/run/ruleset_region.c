/* ruleset_region.c - loads the policies of a region and gathers their files. A file that
 * several policies read is kept once; a message about it is given once.
 */
#include "run/ruleset_region.h"

#include <string.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/thread.h"

/* One policy on its way, loaded on some thread. */
struct loading {
    const char *path;              /* its folder; NULL: a member of files that were kept */
    struct sources s;              /* as they stand in the folder */
    struct policy *plain, *with;   /* with: the scenario put in, where it holds */
    struct diag messages, refusal; /* refusal: why the scenario does not hold */
    enum hm_status status;
};

struct gathering {
    struct policy **members;
    size_t count;
    struct sources kept; /* every file that was used, as it stands in its folder */
    const struct source_file *scenario; /* or NULL */
    size_t with_scenario;               /* members it holds for */
    struct diag refusals;               /* why it does not hold for others */
    struct diag *diag;
};

/* --- one policy --- */

static enum hm_status copy_sources(struct sources *out, const struct sources *s, struct diag *d)
{
    sources_init(out);
    out->name = mem_strdup(s->name);
    out->is_packed = s->is_packed;
    enum hm_status st = out->name ? HM_OK : diag_nomem(d, _("reading a policy"));
    for (size_t i = 0; i < s->count && st == HM_OK; i++)
        st = sources_add(out, &s->files[i], d);
    return st;
}

static enum hm_status load_copy(struct policy **out, const struct sources *s,
                                const struct source_file *scenario, struct diag *d)
{
    struct sources copy;
    enum hm_status st = copy_sources(&copy, s, d);
    if (st == HM_OK && scenario)
        st = ruleset_put_scenario(&copy, scenario, d);
    if (st == HM_OK)
        st = policy_load_sources(out, &copy, d);
    sources_fini(&copy);
    return st;
}

static void load_scenario(struct loading *w, const struct source_file *scenario)
{
    enum hm_status st = load_copy(&w->with, &w->s, scenario, &w->refusal);
    if (st != HM_OK && st != HM_DATA)
        w->status = st;
}

static void load_policy(struct loading *w, const struct source_file *scenario)
{
    w->status = load_copy(&w->plain, &w->s, NULL, &w->messages);
    if (w->status == HM_OK && w->plain->model->division && scenario)
        load_scenario(w, scenario);
}

/* A folder whose files cannot be read is loaded all the same, for its messages. */
static void load_folder(struct loading *w, const struct source_file *scenario)
{
    if (sources_read(&w->s, w->path, NULL) == HM_OK) {
        load_policy(w, scenario);
        return;
    }
    enum hm_status st = policy_load(&w->plain, w->path, &w->messages);
    w->status = st == HM_OK ? HM_DATA : st;
}

/* All of them, on as many threads as there are processors. */
struct crew {
    struct loading *list;
    size_t count, next;
    const struct sources *kept; /* or NULL: from folders */
    const struct source_file *scenario;
    struct mutex *mutex;
};

static void load_some(void *ctx, unsigned k)
{
    struct crew *c = ctx;
    (void)k;
    for (;;) {
        mutex_lock(c->mutex);
        size_t i = c->next < c->count ? c->next++ : c->count;
        mutex_unlock(c->mutex);
        if (i == c->count)
            return;
        struct loading *w = &c->list[i];
        if (!c->kept)
            load_folder(w, c->scenario);
        else if ((w->status = sources_member(&w->s, c->kept, i, &w->messages)) == HM_OK)
            load_policy(w, c->scenario);
    }
}

static enum hm_status load_all(struct gathering *g, struct loading *list, size_t n,
                               const struct sources *kept)
{
    struct crew c = {.list = list, .count = n, .kept = kept, .scenario = g->scenario};
    unsigned cores = thread_cores();
    for (size_t i = 0; i < n; i++) {
        sources_init(&list[i].s);
        diag_init(&list[i].messages);
        diag_init(&list[i].refusal);
    }
    TRY(mutex_new(&c.mutex));
    thread_run(n < cores ? (unsigned)n : cores, load_some, &c);
    mutex_free(c.mutex);
    return HM_OK;
}

static void loading_free(struct loading *list, size_t n)
{
    for (size_t i = 0; list && i < n; i++) {
        policy_free(list[i].plain);
        policy_free(list[i].with);
        sources_fini(&list[i].s);
        diag_fini(&list[i].messages);
        diag_fini(&list[i].refusal);
    }
    mem_free(list);
}

/* Why the scenario does not hold for a policy: its first error. */
static void note_refusal(struct gathering *g, const struct policy *p, const struct diag *why)
{
    for (size_t i = 0; i < why->count; i++) {
        const struct diag_item *x = &why->items[i];
        if (x->level != HM_LEVEL_ERROR)
            continue;
        diag_add(&g->refusals, x->level, x->status, &x->at, x->hint,
                 _("the scenario does not hold for %s: %s"), p->model->name, x->text);
        return;
    }
}

/* The policy to go by: with the scenario where that holds. */
static struct policy *take_policy(struct gathering *g, struct loading *w)
{
    struct policy **from = w->with ? &w->with : &w->plain, *p = *from;
    if (g->scenario && !w->with)
        note_refusal(g, p, &w->refusal);
    g->with_scenario += w->with != NULL;
    *from = NULL;
    return p;
}

/* A file as its folder has it: where the scenario was put in, the loaded text is longer. */
static const struct source_file *as_it_stands(const struct sources *s,
                                              const struct source_file *used)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->files[i].path, used->path) == 0)
            return &s->files[i];
    return used;
}

static bool is_scenario(const struct source_file *f)
{
    const char *slash = strrchr(f->path, '/');
    return strcmp(slash ? slash + 1 : f->path, SCENARIO_NAME) == 0;
}

static enum hm_status keep_files(struct gathering *g, const struct policy *p,
                                 const struct sources *s)
{
    for (size_t i = 0; i < p->sources.count; i++)
        if (!is_scenario(&p->sources.files[i]))
            TRY(sources_add(&g->kept, as_it_stands(s, &p->sources.files[i]), g->diag));
    return HM_OK;
}

static enum hm_status keep_name(struct gathering *g, const char *name)
{
    char *copy = mem_strdup(name);
    if (!copy)
        return diag_nomem(g->diag, _("reading a policy"));
    g->kept.members[g->kept.member_count++] = copy;
    return HM_OK;
}

static enum hm_status add_member(struct gathering *g, struct loading *w)
{
    struct policy *p = take_policy(g, w);
    enum hm_status st = keep_files(g, p, &w->s);
    if (st == HM_OK)
        st = keep_name(g, p->sources.name);
    if (st != HM_OK) {
        policy_free(p);
        return st;
    }
    g->members[g->count++] = p;
    return HM_OK;
}

static enum hm_status begin(struct gathering *g, size_t n, struct diag *d)
{
    *g = (struct gathering){.diag = d};
    sources_init(&g->kept);
    diag_init(&g->refusals);
    if (n > LIMIT_REGION_POLICIES)
        return diag_error(d, HM_DATA, NULL, _("more than %d policies in one region"),
                          (int)LIMIT_REGION_POLICIES);
    g->members = mem_calloc(n + 1, sizeof *g->members);
    g->kept.members = mem_calloc(n + 1, sizeof *g->kept.members);
    return g->members && g->kept.members ? HM_OK : diag_nomem(d, _("reading a policy"));
}

/* Ends g; the region on success. */
static enum hm_status finish(struct gathering *g, enum hm_status st, struct policy **out)
{
    if (st == HM_OK)
        st = policy_join(out, g->members, g->count, &g->kept, g->diag);
    else
        for (size_t i = 0; i < g->count; i++)
            policy_free(g->members[i]);
    mem_free(g->members);
    sources_fini(&g->kept);
    diag_fini(&g->refusals);
    return st;
}

/* --- from folders --- */

static bool is_lowest(char **paths, size_t n, size_t i)
{
    size_t length = strlen(paths[i]);
    if (strcmp(paths[i], ".") == 0)
        return n == 1;
    for (size_t k = i + 1; k < n; k++)
        if (strncmp(paths[k], paths[i], length) == 0 && paths[k][length] == '/')
            return false;
    return true;
}

static enum hm_status lacks_division(const struct policy *p, struct diag *d)
{
    struct place at = {.file = p->sources.count ? p->sources.files[0].shown_path : NULL};
    size_t n = strlen(p->sources.name);
    for (size_t i = 0; i < p->sources.count; i++)
        if (strncmp(p->sources.files[i].path, p->sources.name, n) == 0 &&
            strcmp(p->sources.files[i].path + n, "/policy.lua") == 0)
            at.file = p->sources.files[i].shown_path;
    return diag_add(
        d, HM_LEVEL_ERROR, HM_DATA, &at,
        _("add the GB/T 2260 code of its place: policy { ..., division = \"3302\" }"),
        _("policy %s has no division, so no household can be found for it"), p->model->name);
}

/* The policy of one folder: a member if it has a division, else only a level above some. */
static enum hm_status take_folder(struct gathering *g, struct loading *list, char **paths,
                                  size_t n, size_t i)
{
    struct loading *w = &list[i];
    diag_merge(g->diag, &w->messages);
    if (w->status != HM_OK)
        return w->status;
    if (w->plain->model->division)
        return add_member(g, w);
    return is_lowest(paths, n, i) ? lacks_division(w->plain, g->diag) : HM_OK;
}

/* The region's own name and label: its folder's policy, or just the folder. */
static enum hm_status name_region(struct gathering *g, const char *folder)
{
    char *real = fs_real(folder);
    const char *slash = real ? strrchr(real, '/') : NULL;
    if (!g->kept.name && real)
        g->kept.name = mem_strdup(slash && slash[1] ? slash + 1 : "region");
    mem_free(real);
    return g->kept.name ? HM_OK : diag_nomem(g->diag, _("reading a policy"));
}

/* The first one is the folder itself where that has a policy: all others lie below it. */
static enum hm_status note_name(struct gathering *g, const struct loading *first,
                                const char *folder)
{
    char *file = fs_join(folder, "policy.lua");
    bool is_own = file && fs_exists(file);
    enum hm_status st = file ? HM_OK : diag_nomem(g->diag, _("reading a policy"));
    mem_free(file);
    if (st != HM_OK || !is_own || !first->plain)
        return st;
    const struct model *m = first->plain->model;
    g->kept.name = mem_strdup(m->name);
    g->kept.zh = m->zh ? mem_strdup(m->zh) : NULL;
    return g->kept.name && (g->kept.zh || !m->zh) ? HM_OK
                                                  : diag_nomem(g->diag, _("reading a policy"));
}

/* Whether the scenario holds anywhere; tells where it does not. */
static enum hm_status check_scenario(struct gathering *g)
{
    if (!g->scenario)
        return HM_OK;
    if (g->with_scenario == 0) {
        diag_merge(g->diag, &g->refusals);
        return HM_DATA;
    }
    for (size_t i = 0; i < g->refusals.count; i++) {
        const struct diag_item *x = &g->refusals.items[i];
        diag_add(g->diag, HM_LEVEL_WARNING, HM_OK, &x->at, x->hint, "%s", x->text);
    }
    return sources_add(&g->kept, g->scenario, g->diag);
}

static enum hm_status take_folders(struct gathering *g, struct loading *list, char **paths,
                                   size_t n, const char *folder)
{
    enum hm_status worst = HM_OK;
    for (size_t i = 0; i < n; i++) {
        enum hm_status st = take_folder(g, list, paths, n, i);
        if (st != HM_OK && st != HM_DATA)
            return st;
        worst = st != HM_OK ? st : worst; /* find the errors of all */
    }
    TRY(worst);
    if (g->count == 0)
        return diag_add(g->diag, HM_LEVEL_ERROR, HM_DATA, &(struct place){.file = folder},
                        _("add the code to each: policy { ..., division = \"3302\" }"),
                        _("no policy in or below this folder has a division"));
    TRY(check_scenario(g));
    return name_region(g, folder);
}

static enum hm_status gather(struct gathering *g, const char *folder, char **paths, size_t n)
{
    struct loading *list = mem_calloc(n + 1, sizeof *list);
    if (!list)
        return diag_nomem(g->diag, _("reading a policy"));
    for (size_t i = 0; i < n; i++)
        list[i].path = paths[i];
    enum hm_status st = load_all(g, list, n, NULL);
    if (st == HM_OK)
        st = note_name(g, &list[0], folder);
    if (st == HM_OK)
        st = take_folders(g, list, paths, n, folder);
    loading_free(list, n);
    return st;
}

enum hm_status ruleset_region(struct policy **out, const char *folder, char **paths, size_t n,
                              const char *scenario_file, struct diag *d)
{
    struct gathering g;
    struct source_file scenario = {0};
    enum hm_status st = begin(&g, n, d);
    if (st == HM_OK && scenario_file)
        st = ruleset_read_scenario(&scenario, scenario_file, d);
    if (st == HM_OK) {
        g.scenario = scenario_file ? &scenario : NULL;
        st = gather(&g, folder, paths, n);
    }
    st = finish(&g, st, out);
    ruleset_forget_scenario(&scenario);
    return st;
}

/* --- from a store --- */

static const struct source_file *kept_scenario(const struct sources *kept)
{
    for (size_t i = 0; i < kept->count; i++)
        if (strcmp(kept->files[i].path, SCENARIO_NAME) == 0)
            return &kept->files[i];
    return NULL;
}

static enum hm_status take_stored(struct gathering *g, struct loading *list,
                                  const struct sources *kept)
{
    for (size_t i = 0; i < kept->member_count; i++) {
        diag_merge(g->diag, &list[i].messages);
        TRY(list[i].status);
        TRY(add_member(g, &list[i]));
    }
    g->kept.name = mem_strdup(kept->name);
    g->kept.zh = kept->zh ? mem_strdup(kept->zh) : NULL;
    if (!g->kept.name || (kept->zh && !g->kept.zh))
        return diag_nomem(g->diag, _("reading a policy"));
    return g->scenario ? sources_add(&g->kept, g->scenario, g->diag) : HM_OK;
}

static enum hm_status gather_stored(struct gathering *g, const struct sources *kept)
{
    struct loading *list = mem_calloc(kept->member_count + 1, sizeof *list);
    if (!list)
        return diag_nomem(g->diag, _("reading a policy"));
    g->scenario = kept_scenario(kept);
    enum hm_status st = load_all(g, list, kept->member_count, kept);
    if (st == HM_OK)
        st = take_stored(g, list, kept);
    loading_free(list, kept->member_count);
    return st;
}

enum hm_status ruleset_region_stored(struct policy **out, const struct sources *kept,
                                     struct diag *d)
{
    struct gathering g;
    enum hm_status st = begin(&g, kept->member_count, d);
    if (st == HM_OK)
        st = gather_stored(&g, kept);
    return finish(&g, st, out);
}
