/* ruleset.c - loads policies for runs. A scenario file joins the lowest folder's files, and one
 * more line at the end of its policy.lua includes it, so no other line moves. A region keeps
 * its policies' files as they were and the scenario beside them (ruleset_region.c). */
#include "run/ruleset_region.h"

#include <string.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"

/* The lowest folder's policy.lua. */
static struct source_file *main_file(struct sources *s)
{
    struct buf path;
    struct source_file *found = NULL;
    buf_init(&path);
    buf_printf(&path, "%s/policy.lua", s->name);
    for (size_t i = 0; i < s->count && buf_ok(&path); i++)
        if (strcmp(s->files[i].path, path.data) == 0)
            found = &s->files[i];
    buf_fini(&path);
    return found;
}

static enum hm_status include_line(struct source_file *f, struct diag *d)
{
    struct buf text;
    buf_init(&text);
    buf_put(&text, f->text, f->bytes);
    buf_puts(&text, "\ninclude \"" SCENARIO_NAME "\"\n");
    size_t n = text.len;
    char *longer = buf_take(&text);
    if (!longer)
        return diag_nomem(d, _("reading a scenario"));
    mem_free(f->text);
    f->text = longer;
    f->bytes = n;
    return HM_OK;
}

enum hm_status ruleset_read_scenario(struct source_file *out, const char *file, struct diag *d)
{
    struct source_file f = {0};
    TRY(fs_read(&f.text, &f.bytes, file, LIMIT_SCRIPT_BYTES, d));
    f.path = mem_strdup(SCENARIO_NAME);
    f.shown_path = mem_strdup(file);
    if (!f.path || !f.shown_path) {
        ruleset_forget_scenario(&f);
        return diag_nomem(d, _("reading a scenario"));
    }
    *out = f;
    return HM_OK;
}

void ruleset_forget_scenario(struct source_file *f)
{
    mem_free(f->path);
    mem_free(f->shown_path);
    mem_free(f->text);
    *f = (struct source_file){0};
}

enum hm_status ruleset_put_scenario(struct sources *s, const struct source_file *scenario,
                                    struct diag *d)
{
    struct source_file *policy = main_file(s);
    if (!policy || !policy->text)
        return HM_OK; /* loading says what is wrong */
    TRY(include_line(policy, d));
    struct source_file added = *scenario;
    added.path = fs_join(s->name, SCENARIO_NAME);
    enum hm_status st =
        added.path ? sources_add(s, &added, d) : diag_nomem(d, _("reading a scenario"));
    mem_free(added.path);
    return st;
}

/* One policy with a scenario. */
static enum hm_status load_with_scenario(struct policy **out, const char *folder,
                                         const char *file, struct diag *d)
{
    struct sources s;
    struct source_file scenario = {0};
    sources_init(&s);
    enum hm_status st = ruleset_read_scenario(&scenario, file, d);
    if (st == HM_OK)
        st = sources_read(&s, folder, d);
    if (st == HM_OK)
        st = ruleset_put_scenario(&s, &scenario, d);
    if (st == HM_OK)
        st = policy_load_sources(out, &s, d);
    ruleset_forget_scenario(&scenario);
    sources_fini(&s);
    return st;
}

enum hm_status ruleset_load(struct policy **out, const char *folder, const char *scenario_file,
                            struct diag *d)
{
    char **paths = NULL;
    size_t n = 0;
    enum hm_status st = HM_OK;
    if (fs_is_dir(folder) && sources_folders(&paths, &n, folder, NULL) == HM_NOMEM)
        return diag_nomem(d, _("reading a policy"));
    if (n > 1)
        st = ruleset_region(out, folder, paths, n, scenario_file, d);
    else if (scenario_file)
        st = load_with_scenario(out, folder, scenario_file, d);
    else
        st = policy_load(out, folder, d);
    if (paths)
        fs_list_free(paths, n);
    return st;
}

enum hm_status ruleset_stored(struct policy **out, struct store *s, const char identity[65],
                              struct diag *d)
{
    struct sources kept;
    char *bytes = NULL;
    size_t n = 0;
    sources_init(&kept);
    enum hm_status st = store_policy(s, identity, &bytes, &n, d);
    if (st == HM_OK)
        st = sources_unpack(&kept, bytes, n, d);
    if (st == HM_OK)
        st = kept.members ? ruleset_region_stored(out, &kept, d)
                          : policy_load_sources(out, &kept, d);
    mem_free(bytes);
    sources_fini(&kept);
    return st;
}
