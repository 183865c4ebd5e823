/* verb_names.c - names in a line: parameters, fields, months, files, households. */
#include "repl/verb.h"

#include <string.h>
#include "base/i18n.h"
#include "value/date.h"
#include "value/decimal.h"

static struct str str_of(const char *text)
{
    return (struct str){text, strlen(text)};
}

/* --- parameters --- */

static enum hm_status no_parameter(struct repl *r, const struct verb_line *l, const char *name)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_parameter(r->policy->model, str_of(name)));
    return verb_wrong(r, l, _("the policy has no parameter \"%s\"; %s"), name,
                      *hint ? hint : _("`names` lists them"));
}

enum hm_status verb_parameter(struct repl *r, struct verb_line *l, uint16_t *out,
                              const char **key)
{
    const char *word = verb_next(l);
    if (!word)
        return verb_expected(r, l, _("a parameter"));
    const char *bracket = strchr(word, '[');
    size_t n = strlen(word);
    *key = NULL;
    if (bracket && word[n - 1] == ']') {
        *key = arena_strndup(&r->line, bracket + 1, (size_t)(word + n - 1 - (bracket + 1)));
        word = arena_strndup(&r->line, word, (size_t)(bracket - word));
        if (!*key || !word)
            return diag_nomem(r->diag, _("reading a line"));
    }
    int index = model_parameter(r->policy->model, str_of(word));
    if (index < 0)
        return no_parameter(r, l, word);
    *out = (uint16_t)index;
    return HM_OK;
}

/* --- fields --- */

static uint8_t entity_called(const struct model *m, struct str name)
{
    uint8_t found = model_entity(m, name);
    for (uint8_t e = 0; found == NO_ENTITY && e < m->entity_count; e++)
        if (m->entities[e].plural && str_eq(str_of(m->entities[e].plural), name))
            found = e;
    return found;
}

static uint16_t find_below(const struct model *m, uint8_t root, struct str name)
{
    uint16_t found = model_field(m, root, name);
    for (uint8_t e = 0; found == NO_FIELD && e < m->entity_count; e++)
        if (m->entities[e].root == root)
            found = model_field(m, e, name);
    return found != NO_FIELD && m->fields[found].is_hidden ? NO_FIELD : found;
}

static enum hm_status no_field(struct repl *r, const struct verb_line *l, const char *word,
                               struct str name, uint8_t entity)
{
    char hint[LIMIT_NAME_BYTES + 64];
    const struct model *m = r->policy->model;
    const char *near = model_nearest_field(m, entity, name);
    for (uint8_t e = 0; !near && e < m->entity_count; e++)
        if (m->entities[e].root == repl_root(r))
            near = model_nearest_field(m, e, name);
    if (near && str_eq(name, str_of(near))) /* a list of rows */
        near = NULL;
    diag_suggest(hint, sizeof hint, near);
    return verb_wrong(r, l, _("the policy has no input or variable \"%s\"; %s"), word,
                      *hint ? hint : _("`names` lists them"));
}

enum hm_status verb_field(struct repl *r, struct verb_line *l, uint16_t *out)
{
    const struct model *m = r->policy->model;
    const char *word = verb_next(l);
    if (!word)
        return verb_expected(r, l, _("a variable"));
    const char *dot = strchr(word, '.');
    struct str name = str_of(dot ? dot + 1 : word);
    uint8_t entity = repl_root(r);
    if (dot)
        entity = entity_called(m, (struct str){word, (size_t)(dot - word)});
    if (entity == NO_ENTITY)
        return no_field(r, l, word, name, repl_root(r));
    uint16_t field = dot ? model_field(m, entity, name) : find_below(m, entity, name);
    if (field == NO_FIELD || m->fields[field].is_hidden)
        return no_field(r, l, word, name, entity);
    *out = field;
    return HM_OK;
}

/* --- values --- */

/* "12,000,000" without its commas; in the line's arena. */
static struct str without_commas(struct repl *r, const char *word)
{
    char *copy = arena_strdup(&r->line, word);
    size_t n = 0;
    for (size_t i = 0; copy && word[i]; i++)
        if (word[i] != ',')
            copy[n++] = word[i];
    return (struct str){copy ? copy : "", n};
}

static bool read_boolean(const char *word, int64_t *out)
{
    static const char *const yes[] = {"true", "yes", "是"}, *const no[] = {"false", "no", "否"};
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(word, yes[i]) == 0)
            return *out = 1, true;
        if (strcmp(word, no[i]) == 0)
            return *out = 0, true;
    }
    return false;
}

static bool read_value(struct repl *r, const struct type *t, const char *word, int64_t *out)
{
    int32_t day;
    struct str number = without_commas(r, word);
    switch (t->kind) {
    case KIND_BOOLEAN:
        return read_boolean(word, out);
    case KIND_ENUM:
        *out = enum_code(&r->policy->model->enums[t->enum_id], str_of(word));
        return *out >= 0;
    case KIND_DATE:
        return date_parse(&day, str_of(word)) && (*out = day, true);
    case KIND_MONTH:
        return month_parse(&day, str_of(word)) && (*out = day, true);
    case KIND_MONEY:
        return decimal_money(out, number) == DECIMAL_OK;
    case KIND_INTEGER:
        return decimal_integer(out, number) == DECIMAL_OK;
    case KIND_NUMBER:
        return decimal_scaled(out, number, t->decimals) == DECIMAL_OK;
    default:
        return false;
    }
}

enum hm_status verb_value(struct repl *r, struct verb_line *l, const struct field *f,
                          int64_t *out)
{
    const struct model *m = r->policy->model;
    const char *word = verb_next(l);
    if (!word)
        return verb_expected(r, l, _("a value"));
    if (read_value(r, &f->type, word, out))
        return HM_OK;
    return verb_wrong(r, l, _("\"%s\" is no value of %s, which is of type %s"), word, f->name,
                      type_name(&f->type, m->enums));
}

enum hm_status verb_count_word(struct repl *r, struct verb_line *l, size_t *out)
{
    int64_t n;
    const char *word = verb_peek(l);
    if (!word || decimal_integer(&n, without_commas(r, word)) != DECIMAL_OK || n < 1)
        return verb_expected(r, l, _("a whole number above zero"));
    verb_next(l);
    *out = (size_t)n;
    return HM_OK;
}

enum hm_status verb_comparison(struct repl *r, struct verb_line *l, enum comparison *out)
{
    const char *word = verb_peek(l);
    bool good = word && !l->words[l->at].is_quoted;
    if (good && strcmp(word, "=") == 0)
        *out = CMP_EQ;
    else if (good && strcmp(word, "!=") == 0)
        *out = CMP_NE;
    else if (!good || !comparison_parse(out, str_of(word)))
        return verb_expected(r, l, _("a comparison: < <= == ~= >= >"));
    verb_next(l);
    return HM_OK;
}

/* --- months, files, households --- */

enum hm_status verb_month_word(struct repl *r, struct verb_line *l, int32_t *out)
{
    const char *word = verb_peek(l);
    if (!word || !month_parse(out, str_of(word)))
        return verb_expected(r, l, _("a month such as 2025-01"));
    verb_next(l);
    return HM_OK;
}

enum hm_status verb_file(struct repl *r, struct verb_line *l, const char **out)
{
    const char *word = verb_next(l);
    if (!word || !*word)
        return verb_expected(r, l, _("the name of a file"));
    *out = word;
    return HM_OK;
}

/* `"H.1".x`, of which the word is `H.1.x`: its dot behind the quotes; NULL: none. */
static const char *dot_behind_quotes(const char *written, const char *word)
{
    const char *end =
        *written == '"' || *written == '\'' ? strchr(written + 1, *written) : NULL;
    size_t n = end ? (size_t)(end - written - 1) : 0;
    return end && end[1] == '.' && n < strlen(word) && word[n] == '.' ? word + n : NULL;
}

enum hm_status verb_household(struct repl *r, struct verb_line *l, const char **id,
                              const char **path)
{
    const struct verb_word *w = &l->words[l->at];
    const char *word = verb_next(l);
    if (!word || !*word)
        return verb_expected(r, l, _("a household's id"));
    *id = word;
    *path = NULL;
    const char *dot =
        w->is_quoted ? dot_behind_quotes(l->text + w->offset, word) : strchr(word, '.');
    if (!dot)
        return HM_OK;
    *id = arena_strndup(&r->line, word, (size_t)(dot - word));
    *path = dot + 1;
    return *id ? HM_OK : diag_nomem(r->diag, _("reading a line"));
}
