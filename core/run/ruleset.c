/* ruleset.c - loads policies for runs. A scenario file joins the lowest folder's files, and one
 * more line at the end of its policy.lua includes it, so no other line moves. */
#include "run/ruleset.h"

#include <string.h>
#include "base/fs.h"
#include "base/limits.h"
#include "base/mem.h"

#define SCENARIO_NAME "scenario-file.lua"

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

static enum hm_status add_scenario_file(struct sources *s, const char *file, struct diag *d)
{
    struct source_file added = {0};
    struct source_file *policy = main_file(s);
    if (!policy || !policy->text)
        return HM_OK; /* loading says what is wrong */
    TRY(fs_read(&added.text, &added.bytes, file, LIMIT_SCRIPT_BYTES, d));
    enum hm_status st = include_line(policy, d);
    void *files = s->files;
    added.path = fs_join(s->name, SCENARIO_NAME);
    added.shown_path = mem_strdup(file);
    if (st == HM_OK && (!added.path || !added.shown_path ||
                        mem_grow(&files, &s->cap, s->count + 1, sizeof added) != 0))
        st = diag_nomem(d, _("reading a scenario"));
    if (st != HM_OK) {
        mem_free(added.text);
        mem_free(added.path);
        mem_free(added.shown_path);
        return st;
    }
    s->files = files;
    s->files[s->count++] = added;
    return HM_OK;
}

enum hm_status ruleset_load(struct policy **out, const char *folder, const char *scenario_file,
                            struct diag *d)
{
    struct sources s;
    if (!scenario_file)
        return policy_load(out, folder, d);
    sources_init(&s);
    enum hm_status st = sources_read(&s, folder, d);
    if (st == HM_OK)
        st = add_scenario_file(&s, scenario_file, d);
    if (st == HM_OK)
        st = policy_load_sources(out, &s, d);
    sources_fini(&s);
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
        st = policy_load_sources(out, &kept, d);
    mem_free(bytes);
    sources_fini(&kept);
    return st;
}
