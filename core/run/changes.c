/* changes.c - reads --set and scenarios into patches. */
#include "run/changes.h"

#include <string.h>
#include "base/limits.h"
#include "base/mem.h"
#include "policy/data_sheet.h"
#include "value/date.h"
#include "value/decimal.h"

void changes_init(struct changes *c, const struct policy *p)
{
    *c = (struct changes){.policy = p};
    buf_init(&c->text);
    arena_init(&c->arena);
}

void changes_fini(struct changes *c)
{
    mem_free(c->patches);
    mem_free(c->formulas);
    buf_fini(&c->text);
    arena_fini(&c->arena);
}

/* The policies a change may be for: the region's, or the one there is. */
static uint16_t policy_count(const struct changes *c)
{
    return c->policy->members ? (uint16_t)c->policy->member_count : 1;
}

static const struct model *model_of(const struct changes *c, uint16_t member)
{
    return c->policy->members ? c->policy->members[member]->model : c->policy->model;
}

static enum hm_status add_patch(struct changes *c, const struct patch *p, struct diag *d)
{
    void *items = c->patches;
    if (mem_grow(&items, &c->patch_cap, c->patch_count + 1, sizeof *p) != 0)
        return diag_nomem(d, _("reading --set"));
    c->patches = items;
    c->patches[c->patch_count++] = *p;
    return HM_OK;
}

static struct str span(const char *from, const char *to)
{
    return (struct str){from, (size_t)(to - from)};
}

/* "2024-07-01" or "2024-07": its first (or, as an end, last) day. */
static bool read_day(int32_t *out, struct str text, bool end)
{
    int32_t month;
    if (date_parse(out, text))
        return true;
    if (!month_parse(&month, text))
        return false;
    *out = end ? month_last_day(month) : month_first_day(month);
    return true;
}

/* What follows "@": a day, a month, or month..month. */
static bool read_span(struct patch *p, struct str text)
{
    const char *dots = memmem(text.p, text.n, "..", 2);
    p->to = DATE_ALWAYS;
    if (!dots)
        return read_day(&p->from, text, false);
    return read_day(&p->from, span(text.p, dots), false) &&
           read_day(&p->to, span(dots + 2, text.p + text.n), true) && p->from <= p->to;
}

static bool read_number(struct value *out, const struct type *t, struct str text)
{
    switch (t->kind) {
    case KIND_MONEY: {
        int64_t fen;
        if (decimal_money(&fen, text) != DECIMAL_OK)
            return false;
        out->as.rational = rational_of(fen);
        return true;
    }
    case KIND_NUMBER:
        return decimal_rational(&out->as.rational, text) == DECIMAL_OK;
    case KIND_INTEGER:
        return decimal_integer(&out->as.integer, text) == DECIMAL_OK;
    default:
        return false;
    }
}

static bool is_word(struct str text, const char *word)
{
    return text.n == strlen(word) && memcmp(text.p, word, text.n) == 0;
}

static bool read_value(struct value *out, const struct model *m, const struct type *t,
                       struct str text)
{
    *out = (struct value){.kind = t->kind};
    switch (t->kind) {
    case KIND_BOOLEAN:
        out->as.boolean = is_word(text, "true");
        return out->as.boolean || is_word(text, "false");
    case KIND_ENUM: {
        int code = enum_code(&m->enums[t->enum_id], text);
        out->as.code = (uint8_t)code;
        return code >= 0;
    }
    case KIND_DATE:
        return date_parse(&out->as.day, text);
    case KIND_MONTH:
        return month_parse(&out->as.day, text);
    default:
        return read_number(out, t, text);
    }
}

static enum hm_status bad_value(const struct model *m, const struct parameter *q,
                                const struct type *t, struct str text, struct diag *d)
{
    char near[256] = "";
    if (t->kind == KIND_ENUM)
        data_sheet_suggest(&m->enums[t->enum_id], text, near, sizeof near);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, *near ? near : data_sheet_value_hint(t),
                    _("--set %s: \"%.*s\" is no value of type %s"), q->name, (int)text.n,
                    text.p, type_name(t, m->enums));
}

/* One entry of a keyed parameter: a copy of the value in force, with that entry replaced. */
static enum hm_status set_entry(struct changes *c, struct patch *p, struct str key,
                                struct str text, struct diag *d)
{
    const struct model *m = model_of(c, p->member);
    const struct parameter *q = &m->parameters[p->parameter];
    const struct parameter_value *base = parameter_on(q, p->from);
    struct value k;
    if (!read_value(&k, m, &q->key, key))
        return bad_value(m, q, &q->key, key, d);
    if (!base)
        return diag_error(d, HM_USAGE, NULL, _("--set %s: it has no value yet on that day"),
                          q->name);
    int64_t number = q->key.kind == KIND_ENUM ? k.as.code : k.as.integer;
    p->value = *base;
    p->value.from = p->from;
    p->value.entries = arena_alloc(&c->arena, (base->count + 1) * sizeof *base->entries);
    if (!p->value.entries)
        return diag_nomem(d, _("reading --set"));
    memcpy(p->value.entries, base->entries, base->count * sizeof *base->entries);
    size_t at = 0;
    while (at < base->count && base->entries[at].key < number)
        at++;
    if (at == base->count || base->entries[at].key != number) {
        memmove(&p->value.entries[at + 1], &p->value.entries[at],
                (base->count - at) * sizeof *base->entries);
        p->value.count++;
    }
    p->value.entries[at].key = number;
    if (!read_value(&p->value.entries[at].value, m, &q->type, text))
        return bad_value(m, q, &q->type, text, d);
    return HM_OK;
}

static enum hm_status set_value(struct changes *c, struct patch *p, struct str key,
                                struct str text, struct diag *d)
{
    const struct model *m = model_of(c, p->member);
    const struct parameter *q = &m->parameters[p->parameter];
    p->value = (struct parameter_value){.from = p->from, .status = CITED_PLACEHOLDER};
    p->value.source = "--set";
    if (q->kind == PARAMETER_KEYED && key.n > 0)
        return set_entry(c, p, key, text, d);
    if (key.n > 0)
        return diag_error(d, HM_USAGE, NULL, _("--set %s: this parameter has no keys"),
                          q->name);
    if (q->kind == PARAMETER_COMPARISON) {
        if (!comparison_parse(&p->value.op, text))
            return diag_error(d, HM_USAGE, NULL,
                              _("--set %s: \"%.*s\" is no comparison (< <= == ~= >= >)"),
                              q->name, (int)text.n, text.p);
        return HM_OK;
    }
    if (q->kind != PARAMETER_SCALAR)
        return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL,
                        _("write a scenario in a file and give --scenario FILE"),
                        _("--set %s: it has several values, which --set cannot give"), q->name);
    if (!read_value(&p->value.scalar, m, &q->type, text))
        return bad_value(m, q, &q->type, text, d);
    return HM_OK;
}

static enum hm_status no_parameter(const struct model *m, struct str name, struct diag *d)
{
    char hint[LIMIT_NAME_BYTES + 64];
    diag_suggest(hint, sizeof hint, model_nearest_parameter(m, name));
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, hint,
                    _("--set: the policy has no parameter \"%.*s\""), (int)name.n, name.p);
}

/* In a region an entry is set where the parameter has others. */
static bool is_for(const struct changes *c, const struct patch *p, struct str key)
{
    const struct parameter *q = &model_of(c, p->member)->parameters[p->parameter];
    return !c->policy->members || key.n == 0 || q->kind != PARAMETER_KEYED ||
           parameter_on(q, p->from);
}

/* The patch for every policy that has the parameter. */
static enum hm_status set_everywhere(struct changes *c, const struct patch *span,
                                     struct str name, struct str key, struct str text,
                                     struct diag *d)
{
    size_t before = c->patch_count;
    for (uint16_t i = 0; i < policy_count(c); i++) {
        struct patch p = *span;
        int index = model_parameter(model_of(c, i), name);
        p.parameter = (uint16_t)index;
        p.member = i;
        if (index < 0 || !is_for(c, &p, key))
            continue;
        TRY(set_value(c, &p, key, text, d));
        TRY(add_patch(c, &p, d));
    }
    if (c->patch_count > before)
        return HM_OK;
    return model_parameter(c->policy->model, name) < 0
               ? no_parameter(c->policy->model, name, d)
               : diag_error(d, HM_USAGE, NULL, _("--set %.*s: it has no value yet on that day"),
                            (int)name.n, name.p);
}

enum hm_status changes_set(struct changes *c, const char *text, int32_t from_month,
                           struct diag *d)
{
    struct patch p = {.from = month_first_day(from_month), .to = DATE_ALWAYS};
    const char *equals = strchr(text, '='), *at = strrchr(text, '@');
    if (!equals || equals == text)
        return diag_error(d, HM_USAGE, NULL,
                          _("--set \"%s\": expected NAME=VALUE@DATE, as in "
                            "dibao_standard=1330@2024-07-01"),
                          text);
    at = at && at > equals ? at : NULL;
    const char *end = text + strlen(text);
    const char *bracket = memchr(text, '[', (size_t)(equals - text));
    struct str key = {"", 0};
    if (bracket && equals[-1] == ']')
        key = span(bracket + 1, equals - 1);
    struct str name = span(text, bracket ? bracket : equals);
    if (model_parameter(c->policy->model, name) < 0)
        return no_parameter(c->policy->model, name, d);
    if (at && !read_span(&p, span(at + 1, end)))
        return diag_error(d, HM_USAGE, NULL,
                          _("--set \"%s\": \"%s\" is no date, month or FIRST..LAST of months"),
                          text, at + 1);
    TRY(set_everywhere(c, &p, name, key, span(equals + 1, at ? at : end), d));
    buf_puts(&c->text, "set ");
    buf_put(&c->text, text, (size_t)((at ? at : end) - text));
    buf_putc(&c->text, '@');
    if (at) {
        buf_puts(&c->text, at + 1);
    } else {
        date_put(&c->text, p.from);
    }
    buf_putc(&c->text, '\n');
    return buf_ok(&c->text) ? HM_OK : diag_nomem(d, _("reading --set"));
}

static enum hm_status add_scenario(struct changes *c, const struct scenario *s, uint16_t member,
                                   struct diag *d)
{
    for (size_t i = 0; i < s->patch_count; i++) {
        struct patch p = s->patches[i];
        p.member = member;
        TRY(add_patch(c, &p, d));
    }
    void *items = c->formulas;
    if (mem_grow(&items, &c->formula_cap, c->formula_count + s->formula_count + 1,
                 sizeof *c->formulas) != 0)
        return diag_nomem(d, _("reading a scenario"));
    c->formulas = items;
    for (size_t i = 0; i < s->formula_count; i++) {
        c->formulas[c->formula_count] = s->formulas[i];
        c->formulas[c->formula_count++].member = member;
    }
    return HM_OK;
}

static enum hm_status note_scenario(struct changes *c, const char *name, struct diag *d)
{
    buf_printf(&c->text, "scenario %s\n", name);
    return buf_ok(&c->text) ? HM_OK : diag_nomem(d, _("reading a scenario"));
}

static enum hm_status no_scenario(const struct changes *c, const char *name, struct diag *d)
{
    struct str names[64];
    size_t n = 0;
    for (uint16_t i = 0; i < policy_count(c); i++) {
        const struct model *m = model_of(c, i);
        for (size_t k = 0; k < m->scenario_count && n < 64; k++)
            names[n++] = (struct str){m->scenarios[k].name, strlen(m->scenarios[k].name)};
    }
    char hint[LIMIT_NAME_BYTES + 64];
    int near = str_nearest((struct str){name, strlen(name)}, names, n);
    diag_suggest(hint, sizeof hint, near >= 0 ? names[near].p : NULL);
    return diag_add(d, HM_LEVEL_ERROR, HM_USAGE, NULL, hint,
                    _("policy %s has no scenario \"%s\", and there is no such file"),
                    c->policy->model->name, name);
}

static bool is_called(const struct scenario *s, const char *name)
{
    return strcmp(s->name, name) == 0 || (s->zh && strcmp(s->zh, name) == 0);
}

enum hm_status changes_scenario(struct changes *c, const char *name, struct diag *d)
{
    const char *found = NULL;
    for (uint16_t i = 0; i < policy_count(c); i++) {
        const struct model *m = model_of(c, i);
        size_t k = 0;
        while (k < m->scenario_count && !is_called(&m->scenarios[k], name))
            k++;
        if (k == m->scenario_count)
            continue;
        found = m->scenarios[k].name;
        TRY(add_scenario(c, &m->scenarios[k], i, d));
    }
    return found ? note_scenario(c, found, d) : no_scenario(c, name, d);
}

/* Whether an earlier policy of the region has the scenario too: it is noted once. */
static bool is_noted(const struct changes *c, uint16_t member, const struct scenario *s)
{
    for (uint16_t i = 0; i < member; i++) {
        const struct model *m = model_of(c, i);
        for (size_t k = 0; k < m->scenario_count; k++)
            if (strcmp(m->scenarios[k].name, s->name) == 0)
                return true;
    }
    return false;
}

enum hm_status changes_scenario_file(struct changes *c, const char *shown, struct diag *d)
{
    size_t found = 0;
    for (uint16_t i = 0; i < policy_count(c); i++) {
        const struct model *m = model_of(c, i);
        for (size_t k = 0; k < m->scenario_count; k++) {
            const struct scenario *s = &m->scenarios[k];
            if (!s->at.file || strcmp(s->at.file, shown) != 0)
                continue;
            found++;
            TRY(add_scenario(c, s, i, d));
            if (!is_noted(c, i, s))
                TRY(note_scenario(c, s->name, d));
        }
    }
    struct place at = {.file = shown};
    return found ? HM_OK : diag_error(d, HM_DATA, &at, _("the file declares no scenario"));
}

enum hm_status changes_for(const struct changes *c, uint16_t member, struct patch **patches,
                           size_t *patch_count, struct formula_patch **formulas,
                           size_t *formula_count, struct diag *d)
{
    struct patch *p = mem_calloc(c->patch_count + 1, sizeof *p);
    struct formula_patch *f = mem_calloc(c->formula_count + 1, sizeof *f);
    if (!p || !f) {
        mem_free(p);
        mem_free(f);
        return diag_nomem(d, _("preparing the run"));
    }
    *patches = p;
    *formulas = f;
    *patch_count = *formula_count = 0;
    for (size_t i = 0; i < c->patch_count; i++)
        if (c->patches[i].member == member)
            p[(*patch_count)++] = c->patches[i];
    for (size_t i = 0; i < c->formula_count; i++)
        if (c->formulas[i].member == member)
            f[(*formula_count)++] = c->formulas[i];
    return HM_OK;
}

enum hm_status changes_read(struct changes *c, const char *text, struct diag *d)
{
    while (text && *text) {
        size_t n = strcspn(text, "\n");
        char *line = arena_strndup(&c->arena, text, n);
        if (!line)
            return diag_nomem(d, _("reading a run"));
        if (strncmp(line, "set ", 4) == 0)
            TRY(changes_set(c, line + 4, 0, d));
        else if (strncmp(line, "scenario ", 9) == 0)
            TRY(changes_scenario(c, line + 9, d));
        else
            return diag_error(d, HM_CORRUPT, NULL, _("a run's record is damaged: \"%s\""),
                              line);
        text += n + (text[n] == '\n');
    }
    return HM_OK;
}
