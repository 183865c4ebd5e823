/* policy.c - a policy from its sources to a checked model, its messages in order, and sandboxes
 * with its scripts for further threads.
 */
#include "policy/loader.h"

#include <string.h>
#include "base/digest.h"
#include "base/mem.h"
#include "base/limits.h"
#include "lang/check.h"
#include "policy/join.h"

/* --- places --- */

static const struct script *script_at(const struct policy *p, uint32_t position)
{
    uint32_t number = position >> 20;
    if (!p->code || number >= p->code->count || !p->code->scripts[number].ast)
        return NULL;
    return &p->code->scripts[number];
}

struct place policy_place(const struct policy *p, uint32_t position)
{
    const struct script *s = position ? script_at(p, position) : NULL;
    return s ? ast_place(s->ast, position & (LIMIT_SCRIPT_BYTES - 1)) : (struct place){0};
}

struct str policy_snippet(const struct policy *p, uint32_t position)
{
    const struct script *s = position ? script_at(p, position) : NULL;
    return s ? ast_snippet(s->ast, position & (LIMIT_SCRIPT_BYTES - 1)) : (struct str){"", 0};
}

/* --- memory --- */

void policy_free(struct policy *p)
{
    if (!p)
        return;
    struct model *m = (struct model *)(uintptr_t)p->model;
    for (size_t i = 0; p->code && i < p->code->count; i++) {
        ast_free(p->code->scripts[i].ast);
        buf_fini(&p->code->scripts[i].text);
    }
    if (p->code)
        mem_free(p->code->scripts);
    mem_free(p->code);
    if (m)
        join_fini(m);
    mem_free(m);
    for (size_t i = 0; i < p->member_count; i++)
        policy_free(p->members[i]);
    mem_free(p->members);
    sources_fini(&p->sources);
    mem_free(p);
}

/* An empty policy that owns the sources. */
static struct policy *new_policy(struct sources *s)
{
    struct policy *p = mem_zalloc(sizeof *p);
    struct model *m = mem_zalloc(sizeof *m);
    if (p && m) {
        arena_init(&m->arena);
        map_init(&m->parameter_names);
        p->model = m;
        p->code = mem_zalloc(sizeof *p->code);
        if (p->code)
            p->code->scripts = mem_calloc(s->count + 1, sizeof *p->code->scripts);
        p->sources = *s;
        sources_init(s);
        if (p->code && p->code->scripts)
            return p;
        policy_free(p);
        return NULL;
    }
    mem_free(m);
    mem_free(p);
    return NULL;
}

static void move_file(struct sources *to, struct source_file *from)
{
    to->files[to->count++] = *from;
    *from = (struct source_file){0};
}

/* Keeps the sources that were used: scripts in load order, then the data files they name. */
static enum hm_status keep_used(struct policy *p, struct diag *d)
{
    struct policy_code *code = p->code;
    struct sources kept;
    sources_init(&kept);
    kept.cap = p->sources.count + 1;
    kept.files = mem_calloc(kept.cap, sizeof *kept.files);
    if (!kept.files)
        return diag_nomem(d, _("reading a policy"));
    for (size_t i = 0; i < code->count; i++) {
        move_file(&kept, &p->sources.files[code->scripts[i].source]);
        code->scripts[i].source = i;
    }
    for (size_t i = 0; i < p->sources.count; i++)
        if (p->sources.files[i].is_named)
            move_file(&kept, &p->sources.files[i]);
    kept.is_packed = p->sources.is_packed;
    kept.name = p->sources.name;
    p->sources.name = NULL;
    sources_fini(&p->sources);
    p->sources = kept;
    return HM_OK;
}

static enum hm_status identify(struct policy *p, struct model *m, struct diag *d)
{
    struct digest *digest;
    if (digest_new(&digest) != HM_OK)
        return diag_nomem(d, _("reading a policy"));
    for (size_t i = 0; i < p->sources.member_count; i++)
        digest_add(digest, p->sources.members[i], strlen(p->sources.members[i]) + 1);
    for (size_t i = 0; i < p->sources.count; i++) {
        const struct source_file *f = &p->sources.files[i];
        uint8_t length[8];
        for (int b = 0; b < 8; b++)
            length[b] = (uint8_t)((uint64_t)f->bytes >> 8 * b);
        digest_add(digest, f->path, strlen(f->path) + 1);
        digest_add(digest, length, sizeof length);
        digest_add(digest, f->text, f->bytes);
    }
    digest_hex(digest, m->identity);
    digest_free(digest);
    return HM_OK;
}

static enum hm_status check_model(struct loader *l)
{
    struct policy_code *code = l->code;
    struct ast_file **files = mem_calloc(code->count + 1, sizeof *files);
    if (!files)
        return diag_nomem(l->diag, _("checking a policy"));
    for (size_t i = 0; i < code->count; i++)
        files[i] = code->scripts[i].ast;
    enum hm_status st = check_formulas(l->model, files, code->count, l->diag);
    mem_free(files);
    return st;
}

/* Builds the model from the scripts that are run. */
static enum hm_status build(struct policy *p, struct diag *d)
{
    struct model *m = (struct model *)(uintptr_t)p->model;
    struct loader l = {.policy = p, .code = p->code, .model = m, .diag = d};
    enum hm_status st = loader_run(&l);
    if (st == HM_OK)
        inherit_finish(&l);
    if (st == HM_OK)
        loader_read_pending(&l);
    if (l.starved)
        st = HM_NOMEM;
    if (st == HM_OK && !l.incomplete)
        st = check_model(&l);
    if (st == HM_OK && (d->errors || l.incomplete))
        st = HM_DATA;
    if (st == HM_OK)
        st = keep_used(p, d);
    sandbox_free(l.sandbox);
    loader_fini(&l);
    return st == HM_OK ? identify(p, m, d) : st;
}

/* --- messages in the order of the files --- */

static size_t file_rank(const struct policy *p, const char *shown)
{
    size_t i = 0;
    while (shown && i < p->code->count &&
           strcmp(p->sources.files[p->code->scripts[i].source].shown_path, shown) != 0)
        i++;
    return i;
}

static int compare_items(const struct policy *p, const struct diag_item *a,
                         const struct diag_item *b)
{
    size_t rank_a = file_rank(p, a->at.file), rank_b = file_rank(p, b->at.file);
    if (rank_a != rank_b)
        return rank_a < rank_b ? -1 : 1;
    if (rank_a == p->code->count && a->at.file && b->at.file && strcmp(a->at.file, b->at.file))
        return strcmp(a->at.file, b->at.file); /* data files */
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line ? -1 : 1;
    if (a->at.column != b->at.column)
        return a->at.column < b->at.column ? -1 : 1;
    return 0;
}

/* Stable; at most LIMIT_DIAG_ITEMS items. */
static void sort_messages(const struct policy *p, struct diag *d)
{
    for (size_t i = 1; i < d->count; i++) {
        struct diag_item item = d->items[i];
        size_t at = i;
        for (; at > 0 && compare_items(p, &item, &d->items[at - 1]) < 0; at--)
            d->items[at] = d->items[at - 1];
        d->items[at] = item;
    }
}

static bool same_message(const struct policy *p, const struct diag_item *a,
                         const struct diag_item *b)
{
    return a->level == b->level && compare_items(p, a, b) == 0 && a->text && b->text &&
           strcmp(a->text, b->text) == 0;
}

/* What is missing because of lack of memory says nothing about the policy. */
static bool lacks_memory(const struct diag *d)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].status == HM_NOMEM)
            return true;
    return false;
}

/* Hands the messages over, sorted, each once. */
static void hand_over(const struct policy *p, struct diag *from, struct diag *to)
{
    sort_messages(p, from);
    size_t beyond_errors = from->errors, beyond_warnings = from->warnings;
    for (size_t i = 0; i < from->count; i++) {
        const struct diag_item *item = &from->items[i];
        bool is_error = item->level == HM_LEVEL_ERROR;
        beyond_errors -= is_error;
        beyond_warnings -= item->level == HM_LEVEL_WARNING;
        if (i == 0 || !same_message(p, item, item - 1))
            diag_add(to, item->level, item->status, &item->at, item->hint, "%s", item->text);
    }
    if (to) {
        to->errors += beyond_errors;
        to->warnings += beyond_warnings;
    }
    diag_fini(from);
}

/* Takes over the sources, also when it fails. */
static enum hm_status load(struct policy **out, struct sources *s, bool is_whole,
                           struct diag *d, struct diag *own)
{
    struct policy *p = new_policy(s);
    if (!p) {
        diag_move(d, own);
        sources_fini(s);
        return diag_nomem(d, _("reading a policy"));
    }
    enum hm_status st = build(p, own);
    if (lacks_memory(own))
        st = HM_NOMEM;
    hand_over(p, own, d);
    if (st == HM_OK && is_whole) {
        *out = p;
        return HM_OK;
    }
    policy_free(p);
    return st == HM_OK ? HM_DATA : st;
}

enum hm_status policy_load_sources(struct policy **out, struct sources *s, struct diag *d)
{
    struct diag own;
    diag_init(&own);
    return load(out, s, true, d, &own);
}

enum hm_status policy_load(struct policy **out, const char *path, struct diag *d)
{
    struct sources s;
    struct diag own;
    sources_init(&s);
    diag_init(&own);
    enum hm_status st = sources_read(&s, path, &own);
    if (st == HM_OK || (st == HM_DATA && s.name))
        return load(out, &s, st == HM_OK, d, &own);
    diag_move(d, &own);
    diag_fini(&own);
    sources_fini(&s);
    return st;
}

/* --- regions --- */

static struct place place_of_policy(const struct policy *p)
{
    struct place at = {0};
    size_t n = strlen(p->sources.name);
    for (size_t i = 0; i < p->sources.count && !at.file; i++) {
        const struct source_file *f = &p->sources.files[i];
        if (strncmp(f->path, p->sources.name, n) == 0 &&
            strcmp(f->path + n, "/policy.lua") == 0)
            at.file = f->shown_path;
    }
    return at;
}

/* Each member has a division of its own. */
static enum hm_status check_divisions(const struct policy *p, struct diag *d)
{
    enum hm_status st = HM_OK;
    for (size_t i = 0; i < p->member_count; i++) {
        const struct model *m = p->members[i]->model;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(p->members[k]->model->division, m->division) != 0)
                continue;
            struct place here = place_of_policy(p->members[i]);
            struct place other = place_of_policy(p->members[k]);
            st = diag_add(d, HM_LEVEL_ERROR, HM_DATA, &here,
                          _("a division belongs to one policy: give one of them another code"),
                          _("division %s is claimed by %s already (%s)"), m->division,
                          other.file ? other.file : "?", p->members[k]->model->name);
        }
    }
    return st;
}

static enum hm_status join_members(struct policy *p, struct model *m, struct diag *d)
{
    TRY(check_divisions(p, d));
    const struct model **models = mem_calloc(p->member_count, sizeof *models);
    if (!models)
        return diag_nomem(d, _("joining policies"));
    for (size_t i = 0; i < p->member_count; i++)
        models[i] = p->members[i]->model;
    enum hm_status st = join_models(m, models, p->member_count, d);
    if (st == HM_OK)
        st = join_names(m, models, p->member_count, d);
    mem_free(models);
    if (st != HM_OK)
        return st;
    m->name = p->sources.name;
    m->zh = p->sources.zh;
    return identify(p, m, d);
}

enum hm_status policy_join(struct policy **out, struct policy **members, size_t n,
                           struct sources *s, struct diag *d)
{
    struct policy *p = mem_zalloc(sizeof *p);
    struct model *m = mem_zalloc(sizeof *m);
    struct policy **owned = mem_calloc(n, sizeof *owned);
    if (!p || !m || !owned) {
        mem_free(p);
        mem_free(m);
        mem_free(owned);
        for (size_t i = 0; i < n; i++)
            policy_free(members[i]);
        sources_fini(s);
        return diag_nomem(d, _("joining policies"));
    }
    memcpy(owned, members, n * sizeof *owned);
    *p = (struct policy){.model = m, .sources = *s, .members = owned, .member_count = n};
    sources_init(s);
    enum hm_status st = join_members(p, m, d);
    if (st == HM_OK)
        *out = p;
    else
        policy_free(p);
    return st;
}

/* --- further sandboxes --- */

enum hm_status policy_sandbox(struct sandbox **out, const struct policy *p, struct diag *d)
{
    struct diag own;
    diag_init(&own);
    struct loader l = {.policy = (struct policy *)(uintptr_t)p, .code = p->code, .diag = &own};
    enum hm_status st = loader_run(&l);
    if (st == HM_OK &&
        (own.errors || l.incomplete || l.function_count != p->model->function_count))
        st = HM_DATA;
    if (st == HM_OK) {
        globals_close(l.sandbox->L);
        l.sandbox->model = p->model;
        st = sandbox_freeze(l.sandbox, &own);
    }
    if (st == HM_DATA && own.errors == 0)
        diag_error(&own, HM_DATA, NULL,
                   _("the scripts do something else when they are run a second time"));
    diag_move(d, &own);
    diag_fini(&own);
    loader_fini(&l);
    if (st == HM_OK)
        *out = l.sandbox;
    else
        sandbox_free(l.sandbox);
    return st;
}

void policy_push_function(struct sandbox *s, uint32_t number)
{
    globals_push_functions(s->L);
    lua_rawgeti(s->L, -1, (lua_Integer)number + 1);
    lua_remove(s->L, -2);
}
