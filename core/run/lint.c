/* lint.c - choosing lints, collecting what they find, and those that look at cases. */
#include "run/lint_state.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"

static const struct {
    const char *name, *what;
    enum hm_level level;
} table[LINT_COUNT] = {
#define X(id, name, level, what) [LINT_##id] = {name, what, HM_LEVEL_##level},
    LINTS(X)
#undef X
};

const char *lint_name(enum lint_id id)
{
    return table[id].name;
}

int lint_find(struct str name)
{
    for (int i = 0; i < LINT_COUNT; i++)
        if (str_eq(name, (struct str){table[i].name, strlen(table[i].name)}))
            return i;
    return -1;
}

void lint_list(struct buf *out)
{
    for (int i = 0; i < LINT_COUNT; i++)
        buf_printf(out, "%-18s %s\n", table[i].name, i18n_text(table[i].what));
}

void lints_init(struct lints *l)
{
    *l = (struct lints){0};
    arena_init(&l->arena);
}

void lints_fini(struct lints *l)
{
    mem_free(l->items);
    arena_fini(&l->arena);
    lints_init(l);
}

/* --- choosing --- */

static enum hm_status refuse_name(struct str word, struct diag *d)
{
    struct str names[LINT_COUNT];
    char hint[256];
    for (int i = 0; i < LINT_COUNT; i++)
        names[i] = (struct str){table[i].name, strlen(table[i].name)};
    int near = str_nearest(word, names, LINT_COUNT);
    diag_suggest(hint, sizeof hint, near < 0 ? NULL : names[near].p);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                    *hint ? hint : _("--lint list shows them"),
                    _("--lint: there is no lint \"%.*s\""), (int)word.n, word.p);
}

enum hm_status lint_choose(bool *wanted, const char *words, struct diag *d)
{
    bool starts_with_all = words[0] == '-';
    for (int i = 0; i < LINT_COUNT; i++)
        wanted[i] = starts_with_all;
    for (const char *p = words; *p;) {
        struct str word = {p, strcspn(p, ",")};
        p += word.n + (p[word.n] == ',');
        bool on = word.n == 0 || word.p[0] != '-';
        if (!on)
            word = (struct str){word.p + 1, word.n - 1};
        bool is_all = str_eq(word, (struct str){"all", 3});
        bool is_none = str_eq(word, (struct str){"none", 4});
        int id = lint_find(word);
        if (!is_all && !is_none && id < 0)
            return refuse_name(word, d);
        for (int i = 0; i < LINT_COUNT; i++)
            if (is_all || is_none || i == id)
                wanted[i] = is_none ? false : on;
    }
    return HM_OK;
}

/* What the folder and those above it say, the lowest last. */
static void read_switches(const struct model *m, bool *wanted, enum hm_level *levels)
{
    for (size_t i = 0; i < m->lint_switch_count; i++) {
        const struct lint_switch *s = &m->lint_switches[i];
        int id = lint_find((struct str){s->name, strlen(s->name)});
        if (id < 0)
            continue;
        wanted[id] = s->state != LINT_SWITCH_OFF;
        if (s->state == LINT_SWITCH_NOTE || s->state == LINT_SWITCH_WARNING)
            levels[id] = s->state == LINT_SWITCH_NOTE ? HM_LEVEL_NOTE : HM_LEVEL_WARNING;
    }
}

/* A switch with an unknown name switches nothing. */
static void look_at_switches(struct lint_run *l)
{
    for (size_t i = 0; i < l->m->lint_switch_count; i++) {
        const struct lint_switch *s = &l->m->lint_switches[i];
        if (lint_find((struct str){s->name, strlen(s->name)}) < 0)
            lint_add(l, LINT_LINT_COMMENT, &s->at, _("huimin check --lint list shows them"),
                     _("policy: there is no lint \"%s\""), s->name);
    }
}

static void settle(const struct model *m, const bool *asked, bool *wanted,
                   enum hm_level *levels)
{
    for (int i = 0; i < LINT_COUNT; i++) {
        wanted[i] = true;
        levels[i] = table[i].level;
    }
    read_switches(m, wanted, levels);
    for (int i = 0; asked && i < LINT_COUNT; i++)
        wanted[i] = asked[i];
}

bool lint_needs_cases(const struct model *m, const bool *asked)
{
    bool wanted[LINT_COUNT];
    enum hm_level levels[LINT_COUNT];
    settle(m, asked, wanted, levels);
    return wanted[LINT_UNREACHED_BRANCH] || wanted[LINT_UNTESTED_BOUNDARY] ||
           wanted[LINT_UNTESTED_FORMULA];
}

/* --- findings --- */

bool lint_is_own(const struct lint_run *l, const char *level)
{
    return level && strcmp(level, l->m->name) == 0;
}

void lint_add(struct lint_run *l, enum lint_id id, const struct place *at, const char *hint,
              const char *fmt, ...)
{
    struct lints *out = l->out;
    void *items = out->items;
    struct buf text;
    va_list ap;
    if (!l->wanted[id] || l->failed)
        return;
    if (id != LINT_LINT_COMMENT && lint_comment_names(lint_comment_at(l, at), id)) {
        out->meant++;
        return;
    }
    buf_init(&text);
    va_start(ap, fmt);
    buf_vprintf(&text, fmt, ap);
    va_end(ap);
    const char *kept = buf_ok(&text) ? arena_strndup(&out->arena, text.data, text.len) : NULL;
    buf_fini(&text);
    const char *file = at->file ? arena_strdup(&out->arena, at->file) : NULL;
    const char *fix = hint ? arena_strdup(&out->arena, hint) : NULL;
    if (!kept || (hint && !fix) || (at->file && !file) ||
        mem_grow(&items, &out->cap, out->count + 1, sizeof *out->items) != 0) {
        l->failed = true;
        return;
    }
    out->items = items;
    struct place where = {file, at->line, at->column, NULL};
    out->items[out->count++] = (struct lint){id, l->levels[id], where, kept, fix};
}

static int compare_lints(const void *left, const void *right)
{
    const struct lint *a = left, *b = right;
    int c = place_compare(&a->at, &b->at);
    if (c)
        return c;
    return a->id != b->id ? (a->id < b->id ? -1 : 1) : strcmp(a->text, b->text);
}

void lints_tell(const struct lints *l, struct diag *d)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct lint *one = &l->items[i];
        diag_add(d, one->level, HM_OK, &one->at, one->hint, "%s [%s]", one->text,
                 lint_name(one->id));
    }
}

/* --- cases --- */

/* The text of a site on one line, not too long. */
static const char *short_text(struct lint_run *l, struct str text)
{
    size_t n = text.n < 60 ? text.n : 60;
    while (n < text.n && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    char *copy = arena_strndup(&l->out->arena, text.p, n);
    l->failed |= !copy;
    for (char *p = copy; p && *p; p++)
        *p = *p == '\n' || *p == '\t' ? ' ' : *p;
    return copy ? copy : "";
}

static void lint_branch(struct lint_run *l, const struct cover_item *i)
{
    const char *text = short_text(l, i->text);
    if (i->cases == 0)
        lint_add(l, LINT_UNREACHED_BRANCH, &i->at, _("add a case that comes here"),
                 _("no case comes to `%s`"), text);
    else
        lint_add(l, LINT_UNREACHED_BRANCH, &i->at,
                 i->when_true ? _("add a case in which it is false")
                              : _("add a case in which it is true"),
                 i->when_true ? _("`%s` is true in every case that comes here")
                              : _("`%s` is false in every case that comes here"),
                 text);
}

static void lint_boundary(struct lint_run *l, const struct cover_item *i)
{
    if (i->cases == 0)
        return; /* unreached-branch says so */
    lint_add(l, LINT_UNTESTED_BOUNDARY, &i->at,
             _("add a case in which both sides are equal, and one a step beside it"),
             i->on ? _("`%s`: a case stands on the edge, none beside it")
                   : _("`%s`: no case stands on the edge"),
             short_text(l, i->text));
}

static enum hm_status lint_cases(struct lint_run *l, struct diag *d)
{
    struct cover c;
    if (l->rig->case_count == 0) { /* one word for all of them */
        struct place at = {l->policy->sources.files[0].shown_path, 1, 1, NULL};
        lint_add(l, LINT_UNTESTED_FORMULA, &at,
                 _("add a case: a family and what it should get"),
                 _("the policy has no cases, so nothing of it is tested"));
        return HM_OK;
    }
    cover_init(&c);
    enum hm_status st = cover_make(&c, l->rig, false, d);
    for (size_t k = 0; st == HM_OK && k < c.count; k++) {
        const struct cover_item *i = &c.items[k];
        if (i->is_covered || i->is_joined || i->is_of_law)
            continue;
        if (i->kind == COVER_BRANCH)
            lint_branch(l, i);
        else if (i->kind == COVER_BOUNDARY)
            lint_boundary(l, i);
        else if (i->kind == COVER_FORMULA)
            lint_add(l, LINT_UNTESTED_FORMULA, &i->at, _("add a case that needs it"),
                     _("no case reaches the formula of %s"), short_text(l, i->text));
    }
    cover_fini(&c);
    return st;
}

enum hm_status lint_run(struct lints *out, const struct rig *r, const bool *asked,
                        struct diag *d)
{
    struct lint_run l = {.out = out, .rig = r, .policy = r->levels[r->own].policy};
    enum hm_status st = HM_OK;
    l.m = l.policy->model;
    settle(l.m, asked, l.wanted, l.levels);
    lint_use(&l);
    lint_text(&l);
    lint_comments(&l);
    look_at_switches(&l);
    if (lint_needs_cases(l.m, asked))
        st = lint_cases(&l, d);
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, compare_lints);
    return st == HM_OK && l.failed ? diag_nomem(d, _("checking a policy")) : st;
}
