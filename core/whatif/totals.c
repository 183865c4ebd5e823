/* totals.c - adds a field up by group; groups of threads are joined by key. */
#include "whatif/totals.h"

#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "whatif/cells.h"

struct adder {
    const struct agenda *agenda;
    const struct totals_request *q;
    struct totals_group all;
    struct totals_group *groups; /* names are not set */
    size_t count, cap, last;
    bool sums;    /* the field is a number or a boolean */
    int64_t none; /* what does not count as some: 0, an enum's none */
};

static struct totals_group *group_of(struct adder *a, int64_t key)
{
    if (a->last < a->count && a->groups[a->last].key == key)
        return &a->groups[a->last];
    for (a->last = 0; a->last < a->count; a->last++)
        if (a->groups[a->last].key == key)
            return &a->groups[a->last];
    void *items = a->groups;
    if (mem_grow(&items, &a->cap, a->count + 1, sizeof *a->groups) != 0)
        return NULL;
    a->groups = items;
    a->groups[a->count] = (struct totals_group){.key = key};
    return &a->groups[a->count++];
}

static void add_cell(const struct adder *a, struct totals_side *s, const struct cells *c,
                     uint32_t row)
{
    int64_t v;
    if (!cells_get(c, row, &v)) {
        s->unknown++;
        return;
    }
    s->known++;
    s->some += a->sums ? v > 0 : v != a->none;
    s->sum += a->sums ? v : 0;
}

static enum hm_status take(void *context, const struct scan_part *part, struct diag *d)
{
    struct adder *a = context;
    const struct totals_request *q = a->q;
    const struct results *after = &part->results[q->law ? 1 : 0];
    uint8_t entity = a->agenda->model->fields[q->field].entity;
    uint32_t rows = cells_rows(part->facts, q->field);
    struct cells was, is;
    cells_of(&was, part->facts, &part->results[0], q->field);
    cells_of(&is, part->facts, after, q->field);
    for (uint32_t row = 0; row < rows; row++) {
        int64_t key = grouping_key(&q->by, a->agenda, part, &part->results[0], entity, row);
        struct totals_group *g = group_of(a, key);
        if (!g)
            return diag_nomem(d, _("asking the households"));
        g->rows++;
        add_cell(a, &g->before, &was, row);
        add_cell(a, &g->after, &is, row);
    }
    return HM_OK;
}

static void add_side(struct totals_side *to, const struct totals_side *from)
{
    to->known += from->known;
    to->unknown += from->unknown;
    to->some += from->some;
    to->sum += from->sum;
}

static void add_group(struct totals_group *to, const struct totals_group *from)
{
    to->rows += from->rows;
    add_side(&to->before, &from->before);
    add_side(&to->after, &from->after);
}

static int by_key(const void *x, const void *y)
{
    const struct totals_group *a = x, *b = y;
    return a->key < b->key ? -1 : a->key > b->key;
}

static bool finish(struct totals *t, struct adder *adders, unsigned n)
{
    const struct model *m = adders[0].agenda->model;
    const struct totals_request *q = adders[0].q;
    struct adder *first = &adders[0];
    for (unsigned w = 1; w < n; w++) {
        for (size_t i = 0; i < adders[w].count; i++) {
            struct totals_group *g = group_of(first, adders[w].groups[i].key);
            if (!g)
                return false;
            add_group(g, &adders[w].groups[i]);
        }
    }
    if (first->count)
        qsort(first->groups, first->count, sizeof *first->groups, by_key);
    t->field = q->field;
    t->groups = arena_zalloc(&t->arena, (first->count + 1) * sizeof *t->groups);
    t->all.name = t->all.zh = "";
    for (size_t i = 0; t->groups && i < first->count; i++) {
        struct totals_group *g = &t->groups[t->group_count++];
        char scratch[24];
        const char *name, *zh;
        *g = first->groups[i];
        add_group(&t->all, g);
        grouping_label(&q->by, m, g->key, scratch, &name, &zh);
        g->name = arena_strdup(&t->arena, name);
        g->zh = arena_strdup(&t->arena, zh);
        if (!g->name || !g->zh)
            return false;
    }
    return t->groups != NULL;
}

static bool is_number(const struct type *t)
{
    return t->kind == KIND_MONEY || t->kind == KIND_NUMBER || t->kind == KIND_INTEGER ||
           t->kind == KIND_BOOLEAN;
}

static int64_t none_of(const struct model *m, const struct type *t)
{
    return t->kind == KIND_ENUM ? m->enums[t->enum_id].none_code : 0;
}

enum hm_status totals_ask(struct totals *out, struct population *p,
                          const struct totals_request *q, struct diag *d)
{
    const struct agenda *a = population_agenda(p);
    unsigned n = population_threads(p);
    uint16_t fields[2] = {q->field, q->by.field};
    struct cells_scan s = {q->law, fields, q->by.kind == GROUP_FIELD ? 2 : 1};
    struct adder *adders = mem_calloc(n, sizeof *adders);
    void *contexts[LIMIT_THREADS];
    const struct type *type = &a->model->fields[q->field].type;
    struct totals t = {.field = q->field};
    arena_init(&t.arena);
    if (!adders)
        return diag_nomem(d, _("asking the households"));
    for (unsigned w = 0; w < n; w++) {
        adders[w] = (struct adder){
            .agenda = a, .q = q, .sums = is_number(type), .none = none_of(a->model, type)};
        contexts[w] = &adders[w];
    }
    enum hm_status st = cells_scan(p, &s, contexts, take, d);
    if (st == HM_OK && !finish(&t, adders, n))
        st = diag_nomem(d, _("asking the households"));
    for (unsigned w = 0; w < n; w++)
        mem_free(adders[w].groups);
    mem_free(adders);
    if (st == HM_OK)
        *out = t;
    else
        arena_fini(&t.arena);
    return st;
}

void totals_fini(struct totals *t)
{
    arena_fini(&t->arena);
    *t = (struct totals){0};
}
