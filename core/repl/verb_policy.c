/* verb_policy.c - the policy itself: names, edit, reload.
 */
#include "repl/verb.h"

#include <stdio.h>
#include <string.h>
#include "base/fs.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/unit.h"

/* --- names --- */

static bool matches(const char *pattern, const char *name, const char *zh)
{
    return !pattern || strstr(name, pattern) || (zh && strstr(zh, pattern));
}

static void put_unit(struct sheet *s, const char *unit)
{
    struct buf b;
    buf_init(&b);
    unit_put(&b, unit);
    sheet_text(s, b.len ? b.data : NULL);
    s->failed |= !buf_ok(&b);
    buf_fini(&b);
}

static void add_parameters(struct repl *r, const char *pattern)
{
    const struct model *m = r->policy->model;
    for (size_t i = 0; i < m->parameter_count; i++) {
        const struct parameter *p = &m->parameters[i];
        if (!matches(pattern, p->name, p->zh))
            continue;
        sheet_text(&r->last, p->name);
        sheet_text(&r->last, p->zh);
        sheet_text(&r->last, _("parameter"));
        sheet_text(&r->last, type_name(&p->type, m->enums));
        put_unit(&r->last, p->unit);
    }
}

static void add_fields(struct repl *r, const char *pattern, enum field_kind kind)
{
    const struct model *m = r->policy->model;
    char path[2 * LIMIT_NAME_BYTES + 2];
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        model_field_path(m, f->id, path, sizeof path);
        if (f->is_hidden || f->kind != kind || !matches(pattern, path, f->zh))
            continue;
        sheet_text(&r->last, m->entities[f->entity].id == repl_root(r) ? f->name : path);
        sheet_text(&r->last, f->zh);
        sheet_text(&r->last, kind == FIELD_INPUT ? _("input") : _("variable"));
        sheet_text(&r->last, type_name(&f->type, m->enums));
        put_unit(&r->last, f->unit);
    }
}

static void add_values(struct repl *r, const char *pattern)
{
    const struct model *m = r->policy->model;
    for (size_t i = 0; i < m->enum_count; i++) {
        const struct enum_type *e = &m->enums[i];
        for (size_t k = 0; k < e->count; k++) {
            if (!matches(pattern, e->values[k].name, e->values[k].zh))
                continue;
            sheet_text(&r->last, e->values[k].name);
            sheet_text(&r->last, e->values[k].zh);
            sheet_text(&r->last, _("value"));
            sheet_text(&r->last, e->name);
            sheet_text(&r->last, NULL);
        }
    }
}

enum hm_status verb_names(struct repl *r, struct verb_line *l)
{
    const char *pattern = verb_next(l);
    struct sheet *s = &r->last;
    TRY(verb_end(r, l));
    sheet_begin(s, "names", SHEET_PLAIN, NULL);
    sheet_column(s, "name", _("name"), SHEET_TEXT);
    sheet_column(s, "zh", _("Chinese"), SHEET_TEXT);
    sheet_column(s, "kind", _("kind"), SHEET_TEXT);
    sheet_column(s, "type", _("type"), SHEET_TEXT);
    sheet_column(s, "unit", _("unit"), SHEET_TEXT);
    add_parameters(r, pattern);
    add_fields(r, pattern, FIELD_VARIABLE);
    add_fields(r, pattern, FIELD_INPUT);
    add_values(r, pattern);
    return repl_put_sheet(r);
}

/* --- reload, edit --- */

static void put_loaded(struct repl *r)
{
    const struct model *m = r->policy->model;
    if (!r->json)
        buf_printf(&r->out, _("%s: %zu parameters, %zu fields\n"), m->zh ? m->zh : m->name,
                   m->parameter_count, m->field_count);
}

enum hm_status verb_reload(struct repl *r, struct verb_line *l)
{
    TRY(verb_end(r, l));
    enum hm_status st = repl_reload(r);
    if (st != HM_OK && st != HM_INTERRUPTED)
        diag_add(r->diag, HM_LEVEL_NOTE, HM_OK, NULL, NULL,
                 _("the policy as it was loaded before stays in force"));
    if (st == HM_OK)
        put_loaded(r);
    return st;
}

/* The policy's own files: of its last folder, which alone may be edited here. */
static size_t own_files(const struct repl *r, struct str *names, size_t max)
{
    const struct sources *s = &r->policy->sources;
    size_t n = 0, level = strlen(s->name);
    for (size_t i = 0; i < s->count && n < max; i++) {
        const char *path = s->files[i].path;
        if (strncmp(path, s->name, level) == 0 && path[level] == '/' &&
            !strchr(path + level + 1, '/'))
            names[n++] = (struct str){path + level + 1, strlen(path + level + 1)};
    }
    return n;
}

static enum hm_status find_file(struct repl *r, const struct verb_line *l, const char *word)
{
    struct str names[LIMIT_POLICY_FILES], wanted = {word, strlen(word)};
    char hint[LIMIT_NAME_BYTES + 64];
    size_t n = own_files(r, names, LIMIT_POLICY_FILES);
    for (size_t i = 0; i < n; i++)
        if (str_eq(names[i], wanted))
            return HM_OK;
    int near = str_nearest(wanted, names, n);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return verb_wrong(r, l, _("%s has no file \"%s\"; %s"), r->path, word,
                      *hint ? hint : _("only files of this folder itself can be edited here"));
}

enum hm_status verb_edit(struct repl *r, struct verb_line *l)
{
    const char *word = verb_peek(l) ? verb_next(l) : "policy.lua";
    TRY(verb_end(r, l));
    TRY(find_file(r, l, word));
    if (!r->host.edit)
        return verb_wrong(r, l, _("there is no editor here; edit the file and say `reload`"));
    char *path = fs_join(r->path, word);
    if (!path)
        return diag_nomem(r->diag, _("reading a line"));
    int failed = r->host.edit(r->host.ctx, path);
    mem_free(path);
    if (failed)
        return verb_wrong(r, l, _("the editor failed; set EDITOR to the one you use"));
    return verb_reload(r, l);
}
