/* complete.c - completion of verbs, keywords, parameters, fields, enum values, months, ids.
 * What a verb's usage names is what is offered.
 */
#include "repl/complete.h"

#include <stdlib.h>
#include <string.h>
#include "base/i18n.h"
#include "base/mem.h"
#include "repl/typed.h"
#include "repl/verb.h"
#include "run/root.h"

struct completion {
    struct repl *r;
    struct str prefix;
    char **words; /* owned */
    size_t count, cap;
};

static void offer(struct completion *c, const char *word)
{
    void *items = c->words;
    if (!word || c->count >= LIMIT_COMPLETIONS || strlen(word) < c->prefix.n ||
        memcmp(word, c->prefix.p, c->prefix.n) != 0)
        return;
    if (mem_grow(&items, &c->cap, c->count + 1, sizeof *c->words) != 0)
        return;
    c->words = items;
    c->words[c->count] = mem_strdup(word);
    c->count += c->words[c->count] != NULL;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

/* --- what a usage names --- */

static void offer_verbs(struct completion *c)
{
    for (size_t i = 0; i < verb_count; i++)
        offer(c, verb_table[i].name);
}

static void offer_parameters(struct completion *c)
{
    const struct map *names = &c->r->policy->model->parameter_names;
    for (size_t i = 0; i < names->count; i++)
        offer(c, names->entries[i].key.p);
}

static void offer_fields(struct completion *c, bool variables_only)
{
    const struct model *m = c->r->policy->model;
    uint8_t root = repl_root(c->r);
    for (size_t i = 0; i < m->field_count; i++) {
        const struct field *f = &m->fields[i];
        if (f->is_hidden || m->entities[f->entity].root != root ||
            (variables_only && f->kind != FIELD_VARIABLE))
            continue;
        offer(c, f->name);
        offer(c, f->zh);
    }
}

static void offer_values(struct completion *c)
{
    const struct model *m = c->r->policy->model;
    for (size_t i = 0; i < m->enum_count; i++) {
        for (size_t k = 0; k < m->enums[i].count; k++) {
            offer(c, m->enums[i].values[k].name);
            offer(c, m->enums[i].values[k].zh);
        }
    }
}

static void offer_id(void *ctx, struct str id)
{
    struct completion *c = ctx;
    offer(c, arena_strndup(&c->r->line, id.p, id.n));
}

/* Ids of the store, or the policy's cases. */
static void offer_households(struct completion *c)
{
    const struct model *m = c->r->policy->model;
    uint8_t root = NO_ENTITY;
    if (c->r->store && root_in_store(&root, store_schema(c->r->store),
                                     m->entities[repl_root(c->r)].name, NULL) == HM_OK)
        store_ids_like(c->r->store, root, c->prefix, LIMIT_COMPLETIONS, offer_id, c, NULL);
    for (size_t i = 0; i < m->example_count; i++)
        offer(c, m->examples[i].name);
    for (size_t i = 0; typed_id(c->r, i); i++)
        offer(c, typed_id(c->r, i));
}

static void offer_scenarios(struct completion *c)
{
    const struct model *m = c->r->policy->model;
    for (size_t i = 0; i < m->scenario_count; i++) {
        offer(c, m->scenarios[i].name);
        offer(c, m->scenarios[i].zh);
    }
    for (size_t i = 0; i < c->r->states.saved_count; i++)
        offer(c, c->r->states.saved[i].name);
}

/* The words of a usage in small letters. */
static void offer_keywords(struct completion *c, const char *usage)
{
    const char *p = usage + strcspn(usage, " ");
    while (*p) {
        size_t n = strspn(p, "abcdefghijklmnopqrstuvwxyz_");
        if (n > 0) {
            char *word = arena_strndup(&c->r->line, p, n);
            offer(c, word);
        }
        p += n ? n : 1;
    }
}

static void offer_for(struct completion *c, const struct verb *v)
{
    offer_keywords(c, v->usage);
    if (strstr(v->usage, "PARAMETER"))
        offer_parameters(c);
    if (strstr(v->usage, "VARIABLE") || strstr(v->usage, "FIELD"))
        offer_fields(c, !strstr(v->usage, "FIELD"));
    if (strstr(v->usage, "VALUE"))
        offer_values(c);
    if (strstr(v->usage, "HOUSEHOLD"))
        offer_households(c);
    if (strstr(v->usage, "SCENARIO"))
        offer_scenarios(c);
    if (strstr(v->usage, "VERB"))
        offer_verbs(c);
}

/* --- sorting and giving --- */

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void give(struct completion *c, void (*found)(void *ctx, const char *word), void *ctx)
{
    if (c->count)
        qsort(c->words, c->count, sizeof *c->words, compare);
    for (size_t i = 0; i < c->count; i++) {
        if (i == 0 || strcmp(c->words[i], c->words[i - 1]) != 0)
            found(ctx, c->words[i]);
    }
    for (size_t i = 0; i < c->count; i++)
        mem_free(c->words[i]);
    mem_free(c->words);
}

size_t repl_complete(struct repl *r, const char *text, size_t cursor,
                     void (*found)(void *ctx, const char *word), void *ctx)
{
    size_t begin = cursor;
    while (begin > 0 && !is_blank(text[begin - 1]) && !strchr("=<>~!()[],{}", text[begin - 1]))
        begin--;
    struct completion c = {.r = r, .prefix = {text + begin, cursor - begin}};
    size_t first = strspn(text, " \t");
    const struct verb *v = NULL;
    if (begin > first)
        v = verb_find((struct str){text + first, strcspn(text + first, " \t")});
    arena_reset(&r->line);
    if (begin <= first)
        offer_verbs(&c);
    if (v) {
        offer_for(&c, v);
    } else {
        offer_parameters(&c);
        offer_fields(&c, false);
    }
    give(&c, found, ctx);
    return begin;
}
