/* lint_text.c - lints about what is written: units, sources, numbers in formulas, keys and
 * bands with gaps; and the comments that say that something is meant.
 */
#include <string.h>
#include "base/mem.h"
#include "run/lint_state.h"
#include "value/date.h"

/* --- comments --- */

static const struct source_file *source_called(const struct lint_run *l, const char *shown)
{
    const struct sources *s = &l->policy->sources;
    for (size_t i = 0; shown && i < s->count; i++)
        if (strcmp(s->files[i].shown_path, shown) == 0)
            return &s->files[i];
    return NULL;
}

/* The next line of a text from *at on; false at its end. */
static bool next_line(const char **at, struct str *line)
{
    if (!**at)
        return false;
    size_t n = strcspn(*at, "\n");
    *line = (struct str){*at, n};
    *at += n + ((*at)[n] == '\n');
    return true;
}

/* What stands behind "-- lint:" in a line; empty when it has none. */
static struct str comment_in(struct str line)
{
    static const char mark[] = "-- lint:";
    size_t n = sizeof mark - 1;
    for (size_t i = 0; i + n <= line.n; i++)
        if (memcmp(line.p + i, mark, n) == 0)
            return (struct str){line.p + i + n, line.n - i - n};
    return (struct str){"", 0};
}

static bool is_comment_line(struct str line)
{
    size_t i = 0;
    while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
        i++;
    return i + 1 < line.n && line.p[i] == '-' && line.p[i + 1] == '-';
}

struct str lint_comment_at(const struct lint_run *l, const struct place *at)
{
    const struct source_file *f = source_called(l, at->file);
    const char *p = f ? f->text : "";
    struct str line, above = {"", 0};
    for (uint32_t n = 1; next_line(&p, &line); n++) {
        if (n == at->line) {
            struct str here = comment_in(line);
            return here.n ? here : above;
        }
        /* a comment holds for the line below it, over further lines of comment */
        if (!is_comment_line(line))
            above = (struct str){"", 0};
        else if (comment_in(line).n)
            above = comment_in(line);
    }
    return (struct str){"", 0};
}

/* The next word of a comment; names come first, separated by commas or blanks. */
static struct str take_word(struct str *text)
{
    while (text->n && (*text->p == ' ' || *text->p == ',' || *text->p == '\t')) {
        text->p++;
        text->n--;
    }
    size_t n = 0;
    while (n < text->n && ((text->p[n] >= 'a' && text->p[n] <= 'z') || text->p[n] == '-'))
        n++;
    struct str word = {text->p, n};
    text->p += n;
    text->n -= n;
    return word;
}

bool lint_comment_names(struct str comment, enum lint_id id)
{
    for (struct str word = take_word(&comment); word.n; word = take_word(&comment)) {
        int found = lint_find(word);
        if (found == (int)id)
            return true;
        if (found < 0)
            return false;
    }
    return false;
}

static void look_at_comment(struct lint_run *l, const struct place *at, struct str text)
{
    struct str word = take_word(&text);
    size_t names = 0;
    for (; word.n && lint_find(word) >= 0; word = take_word(&text))
        names++;
    if (names == 0)
        lint_add(l, LINT_LINT_COMMENT, at,
                 _("write -- lint: NAME why; huimin check --lint list shows the names"),
                 _("this lint comment names no lint"));
    else if (word.n == 0 && text.n < 3)
        lint_add(l, LINT_LINT_COMMENT, at, _("write the reason behind the name"),
                 _("this lint comment gives no reason"));
}

void lint_comments(struct lint_run *l)
{
    const struct sources *s = &l->policy->sources;
    size_t n = strlen(l->m->name);
    for (size_t i = 0; i < s->count; i++) {
        const char *slash = strrchr(s->files[i].path, '/');
        bool is_here = slash && (size_t)(slash - s->files[i].path) == n &&
                       strncmp(s->files[i].path, l->m->name, n) == 0;
        const char *p = is_here && !s->files[i].is_data ? s->files[i].text : "";
        struct str line;
        for (uint32_t k = 1; next_line(&p, &line); k++) {
            struct place at = {s->files[i].shown_path, k, 1, NULL};
            if (comment_in(line).n)
                look_at_comment(l, &at, comment_in(line));
        }
    }
}

/* --- units and sources --- */

static void look_at_units(struct lint_run *l)
{
    for (size_t i = 0; i < l->m->parameter_count; i++) {
        const struct parameter *p = &l->m->parameters[i];
        if (lint_is_own(l, p->level) && p->type.kind == KIND_MONEY && !p->unit)
            lint_add(l, LINT_MISSING_UNIT, &p->at,
                     _("for example unit = \"yuan/person/month\""),
                     _("the parameter %s is an amount and has no unit"), p->name);
    }
    for (size_t i = 0; i < l->m->field_count; i++) {
        const struct field *f = &l->m->fields[i];
        bool is_written = f->kind == FIELD_INPUT || f->formula_count;
        if (lint_is_own(l, f->level) && is_written && !f->is_hidden &&
            f->type.kind == KIND_MONEY && !f->unit)
            lint_add(l, LINT_MISSING_UNIT, &f->at, _("for example unit = \"yuan/month\""),
                     _("%s.%s is an amount and has no unit"), l->m->entities[f->entity].name,
                     f->name);
    }
}

static void look_at_sources(struct lint_run *l)
{
    const char *hint = _("write law = \"document, article\"");
    for (size_t i = 0; i < l->m->field_count; i++) {
        const struct field *f = &l->m->fields[i];
        if (lint_is_own(l, f->level) && f->is_result && f->formula_count && !f->law)
            lint_add(l, LINT_MISSING_SOURCE, &f->at, hint,
                     _("the result %s.%s does not say which law it follows"),
                     l->m->entities[f->entity].name, f->name);
    }
    for (size_t i = 0; i < l->m->check_count; i++)
        if (!l->m->checks[i].law && l->m->checks[i].at.file && lint_is_own(l, l->m->name) &&
            strstr(l->m->checks[i].at.file, l->m->name))
            lint_add(l, LINT_MISSING_SOURCE, &l->m->checks[i].at, hint,
                     _("the check %s does not say which law it follows"), l->m->checks[i].name);
    for (size_t i = 0; i < l->m->indicator_count; i++)
        for (size_t k = 0; k < l->m->indicators[i].target_count; k++)
            if (lint_is_own(l, l->m->indicators[i].level) &&
                !l->m->indicators[i].targets[k].source)
                lint_add(l, LINT_MISSING_SOURCE, &l->m->indicators[i].targets[k].at,
                         _("write source = \"document and article\" behind the value"),
                         _("a target of %s has no source"), l->m->indicators[i].name);
    for (size_t i = 0; i < l->m->example_count; i++)
        if (lint_is_own(l, l->m->examples[i].level) && !l->m->examples[i].source)
            lint_add(l, LINT_CASE_SOURCE, &l->m->examples[i].at,
                     _("write source = \"...\": the rule or paper it comes from"),
                     _("the case %s does not say where it comes from"), l->m->examples[i].name);
}

/* --- keys and bands --- */

static void look_at_bands(struct lint_run *l, const struct parameter *p,
                          const struct parameter_value *v)
{
    for (size_t i = 0; i + 1 < v->count; i++) {
        const struct band *a = &v->bands[i], *b = &v->bands[i + 1];
        struct rational next = b->low;
        bool is_whole = p->key.kind == KIND_INTEGER && a->high_closed && b->low_closed;
        if (is_whole && rational_sub(&next, b->low, rational_of(1)) != HM_TRAP_NONE)
            continue;
        if (a->has_high && b->has_low && rational_cmp(a->high, next) < 0)
            lint_add(l, LINT_GAP, &v->at, _("move an edge, or say so in a note"),
                     _("%s: between two bands only `otherwise` holds"), p->name);
    }
    if (!v->has_otherwise && v->count && p->kind == PARAMETER_BANDS && v->bands[0].has_low &&
        v->bands[v->count - 1].has_high)
        lint_add(l, LINT_GAP, &v->at, _("leave the outer edges open, or add otherwise = ..."),
                 _("%s: outside its bands a look-up is an error"), p->name);
}

static void look_at_keys(struct lint_run *l, const struct parameter *p,
                         const struct parameter_value *v)
{
    const struct enum_type *e = &l->m->enums[p->key.enum_id];
    if (v->has_otherwise || p->key.kind != KIND_ENUM)
        return;
    for (uint16_t code = 0; code < e->count; code++) {
        bool found = false;
        for (size_t i = 0; i < v->count; i++)
            found |= v->entries[i].key == code;
        if (!found)
            lint_add(l, LINT_GAP, &v->at, _("add the key, or otherwise = ..."),
                     _("%s has no value for %s: such a look-up is an error"), p->name,
                     e->values[code].name);
    }
}

static void look_at_gaps(struct lint_run *l)
{
    for (size_t i = 0; i < l->m->parameter_count; i++) {
        const struct parameter *p = &l->m->parameters[i];
        for (size_t k = 0; lint_is_own(l, p->level) && k < p->count; k++) {
            if (p->values[k].ended)
                continue;
            if (p->kind == PARAMETER_BANDS)
                look_at_bands(l, p, &p->values[k]);
            else if (p->kind == PARAMETER_KEYED)
                look_at_keys(l, p, &p->values[k]);
        }
    }
}

/* --- numbers in formulas --- */

/* 0, 1, the months of a year, percent; and small codes that are compared with a field. */
static bool is_plain_number(const struct site *s)
{
    const struct ast_node *n = s->node, *around = s->around;
    if (n->kind == AST_NUMBER)
        return false;
    if (n->integer == 0 || n->integer == 1 || n->integer == 12 || n->integer == 100)
        return true;
    bool is_code = around && (around->kind == AST_EQ || around->kind == AST_NE);
    return is_code && n->integer <= 10;
}

static void look_at_numbers(struct lint_run *l)
{
    const struct rig *r = l->rig;
    const char *own = l->m->name;
    struct sites sites;
    struct diag unused;
    if (!l->wanted[LINT_MAGIC_NUMBER])
        return;
    diag_init(&unused);
    l->failed |= rig_sites(r, r->own, &sites, &unused) != HM_OK;
    diag_fini(&unused);
    for (size_t i = 0; !l->failed && i < sites.count; i++) {
        const struct site *s = &sites.items[i];
        const char *path = l->policy->sources.files[s->file->number].path;
        const char *slash = strrchr(path, '/');
        size_t n = strlen(own);
        if (s->kind != SITE_LITERAL || is_plain_number(s) || !slash ||
            (size_t)(slash - path) != n || strncmp(path, own, n) != 0)
            continue;
        struct place at = ast_place(s->file, s->node->first);
        lint_add(l, LINT_MAGIC_NUMBER, &at, _("make it a parameter with a date and a source"),
                 _("the number %.*s is written into a formula"),
                 (int)(s->node->last - s->node->first), s->file->text + s->node->first);
    }
    if (!l->failed)
        sites_fini(&sites);
}

void lint_text(struct lint_run *l)
{
    look_at_units(l);
    look_at_sources(l);
    look_at_gaps(l);
    look_at_numbers(l);
}
